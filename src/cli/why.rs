//! `briefpack why`.

use super::build::safe_target;
use super::{Done, WhyArguments, say};
use crate::diag::nearest;
use crate::error::Fault;
use crate::{Change, Making, Why};

/// How many changes are named before the rest is counted.
const NAMED: usize = 12;

/// Says what a page was made of, and why the last build made it or kept it.
pub(super) fn run(arguments: &WhyArguments) -> Result<Done, Fault> {
    let (site, page) = match arguments.site_and_page.as_slice() {
        [page] => (".", page.as_str()),
        [site, page] => (site.as_str(), page.as_str()),
        _ => unreachable!("clap takes one or two"),
    };
    let site = std::path::Path::new(site);
    let target = match &arguments.output {
        Some(target) => target.clone(),
        None => site.join("public"),
    };
    let target = safe_target(site, &target)?;
    match crate::why(site, &target, page)? {
        None => Err(Fault::Usage(format!(
            "nothing is remembered of a build into `{}`\nhelp: build the site first; \
             `--no-cache` and closed sites leave nothing to remember",
            target.display()
        ))),
        Some(Err(known)) => {
            let near = nearest(page, known.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "name its address, such as `sessions/1/index.html`, or its file".to_string()
                }
            };
            Err(Fault::Usage(format!(
                "the last build made no page `{page}`\nhelp: {help}"
            )))
        }
        Some(Ok(why)) => {
            say(&told(&why));
            Ok(Done::Well)
        }
    }
}

fn told(why: &Why) -> String {
    let mut text = format!("{}\n", why.page);
    match &why.file {
        Some(file) => text.push_str(&format!("  is written in {file}\n")),
        None => text.push_str("  is made by briefpack of other files of the site\n"),
    }
    for file in &why.needs {
        text.push_str(&format!("  leads to {file}\n"));
    }
    text.push('\n');
    text.push_str(match (why.making, why.made) {
        (Making::Nothing, _) => "The last build kept it: nothing had changed.\n",
        (Making::Words(_), true) => {
            "The last build made it again, and no page that does not depend on the change:\n"
        }
        (Making::Words(_), false) => {
            "The last build kept it. It made other pages again, in which only words had changed:\n"
        }
        (Making::Whole, _) => {
            "The last build made it, with the whole site. What had changed may show on other pages:\n"
        }
    });
    list(&why.changes, &mut text);
    if why.since.is_empty() {
        text.push_str("\nNothing has changed since.\n");
    } else {
        text.push_str("\nSince then:\n");
        list(&why.since, &mut text);
    }
    text
}

fn list(changes: &[Change], text: &mut String) {
    for change in changes.iter().take(NAMED) {
        text.push_str(&format!("  - {change}\n"));
    }
    if let Some(more @ 1..) = changes.len().checked_sub(NAMED) {
        text.push_str(&format!("  - and {more} more\n"));
    }
}
