//! The script that keeps an open page up to date, and where it goes in a page. It is in no page that
//! is built, only in those that are served.

use super::Trouble;
use crate::archive::media;

/// The folder of our own addresses. No content can have one of them: names that begin with a dot are
/// passed over.
pub(super) const FOLDER: &str = ".briefpack/";
/// The stream of events.
pub(super) const EVENTS: &str = "events";
/// What is wrong with the site as it is on disk.
pub(super) const FAULTS: &str = "faults";
/// The script, and the style of what it shows.
pub(super) const SCRIPT: &str = "refresh.js";
pub(super) const STYLE: &str = "refresh.css";

pub(super) const SCRIPT_TEXT: &str = include_str!("refresh.js");
pub(super) const STYLE_TEXT: &str = include_str!("refresh.css");

/// The policy of the page that is shown while there is no site.
pub(super) const FIRST_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'";

/// What the script needs from a page's policy.
const NEEDED: [&str; 3] = ["script-src", "connect-src", "style-src"];

/// A page with the script in it, and a policy that lets the script work.
pub(super) fn kept_fresh(page: &str, version: &str) -> String {
    let page = with_policy(page);
    let script = format!(
        "<script src=\"/{FOLDER}{SCRIPT}\" data-version=\"{}\" defer></script>",
        escaped(version)
    );
    let at = script_place(&page);
    format!("{}{script}{}", &page[..at], &page[at..])
}

/// Where the script goes: first in the head, so that it sees the page before other scripts do.
fn script_place(page: &str) -> usize {
    let lower = page.to_ascii_lowercase();
    let after = |tag: &str| {
        let found = lower.match_indices(tag).map(|(at, _)| at + tag.len());
        let mut tags = found.filter(|end| {
            let next = lower.as_bytes().get(*end);
            next.is_some_and(|next| *next == b'>' || next.is_ascii_whitespace())
        });
        let end = tags.next()?;
        Some(end + lower[end..].find('>')? + 1)
    };
    after("<head")
        .or_else(|| after("<html"))
        .or_else(|| after("<!doctype"))
        .unwrap_or(0)
}

/// A page whose policy lets the script work. One without a policy is left as it is.
fn with_policy(page: &str) -> String {
    let lower = page.to_ascii_lowercase();
    let mark = "http-equiv=\"content-security-policy\"";
    let policy = lower.find(mark).and_then(|mark| {
        let tag = lower[..mark].rfind('<')?;
        let end = mark + lower[mark..].find('>')?;
        let start = tag + lower[tag..end].find("content=\"")? + "content=\"".len();
        Some(start..start + lower[start..].find('"')?)
    });
    match policy {
        Some(range) => {
            let policy = allowing(&unescaped(&page[range.clone()]));
            let (before, after) = (&page[..range.start], &page[range.end..]);
            format!("{before}{}{after}", escaped(&policy))
        }
        None => page.to_string(),
    }
}

/// A policy that lets scripts and styles of the site itself work, and ask for its pages.
fn allowing(policy: &str) -> String {
    let parts = policy
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut parts: Vec<(String, Vec<String>)> = parts
        .map(|part| {
            let mut words = part.split_whitespace().map(str::to_string);
            (words.next().unwrap_or_default(), words.collect())
        })
        .collect();
    let default = parts.iter().find(|(name, _)| name == "default-src");
    let default = default.map(|(_, sources)| sources.clone());
    for needed in NEEDED {
        let at = parts.iter().position(|(name, _)| name == needed);
        let sources = match (at, &default) {
            (Some(at), _) => &mut parts[at].1,
            // What the policy does not speak of is allowed.
            (None, None) => continue,
            (None, Some(default)) => {
                parts.push((needed.to_string(), default.clone()));
                let (_, sources) = parts.last_mut().expect("it was just put there");
                sources
            }
        };
        sources.retain(|source| source != "'none'");
        if !sources.iter().any(|source| source == "'self'") {
            sources.push("'self'".to_string());
        }
    }
    let parts = parts.into_iter().map(|(name, sources)| {
        let words: Vec<String> = std::iter::once(name).chain(sources).collect();
        words.join(" ")
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// The page that is shown while there is no site yet, with what keeps it from being built.
pub(super) fn first_page(faults: &Trouble) -> Vec<u8> {
    let charset = media::of("x.html")
        .split("charset=")
        .nth(1)
        .unwrap_or_default();
    let page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"{charset}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>The site cannot be built yet</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <link rel=\"stylesheet\" href=\"/{FOLDER}{STYLE}\">\n\
         <script src=\"/{FOLDER}{SCRIPT}\" data-version=\"0\" data-faults=\"{}\" \
         defer></script>\n</head>\n\
         <body class=\"first\">\n<main class=\"faults\" role=\"alert\">\n\
         <h1>The site cannot be built yet</h1>\n\
         <p>Save the files once they are put right, and the site takes the place of this page.</p>\n\
         <pre tabindex=\"0\">{}</pre>\n</main>\n</body>\n</html>\n",
        faults.number,
        escaped(&faults.text)
    );
    page.into_bytes()
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// Text of an attribute as templates write it.
fn unescaped(text: &str) -> String {
    let text = text.replace("&#39;", "'").replace("&#x27;", "'");
    let text = text.replace("&quot;", "\"").replace("&lt;", "<");
    text.replace("&gt;", ">").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT_TAG: &str =
        "<script src=\"/.briefpack/refresh.js\" data-version=\"7\" defer></script>";

    #[test]
    fn the_script_comes_first_in_the_head() {
        let page = "<!doctype html>\n<html lang=\"en\">\n<HEAD>\n<title>x</title></HEAD>";
        let fresh = kept_fresh(page, "7");
        assert!(
            fresh.contains(&format!("<HEAD>{SCRIPT_TAG}\n<title>")),
            "{fresh}"
        );
    }

    #[test]
    fn a_page_without_a_head_gets_the_script_too() {
        assert_eq!(
            kept_fresh("<!doctype html>\n<header>Words</header>", "7"),
            format!("<!doctype html>{SCRIPT_TAG}\n<header>Words</header>")
        );
        assert_eq!(kept_fresh("Words", "7"), format!("{SCRIPT_TAG}Words"));
    }

    #[test]
    fn a_strict_policy_lets_the_script_work_and_nothing_else() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src \
                    &#39;none&#39;; style-src &#39;self&#39;; img-src &#39;self&#39;\"></head>";
        let fresh = kept_fresh(page, "7");
        let policy = "content=\"default-src 'none'; style-src 'self'; img-src 'self'; \
                      script-src 'self'; connect-src 'self'\"";
        assert!(fresh.contains(policy), "{fresh}");
    }

    #[test]
    fn a_policy_that_allows_more_keeps_what_it_allows() {
        assert_eq!(
            allowing("default-src 'none'; style-src 'sha256-x='; script-src 'none'"),
            "default-src 'none'; style-src 'sha256-x=' 'self'; script-src 'self'; connect-src \
             'self'"
        );
        assert_eq!(allowing("img-src 'self'"), "img-src 'self'");
    }

    #[test]
    fn faults_are_text() {
        let text = "error: <script>alert(1)</script> & \"x\"".to_string();
        let page = first_page(&Trouble { number: 3, text });
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;"));
    }
}
