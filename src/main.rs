//! The `briefpack` program: hands its arguments to the library and turns the answer into an
//! exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    briefpack::cli::main(std::env::args_os())
}
