//! What the program does, told from outside: sites go in, reports and pages come out.

mod diagnostics;
mod guide;
