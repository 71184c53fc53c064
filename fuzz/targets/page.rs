//! Reads a page as strictly as no browser does: what an author wrote may be text in it, and never
//! a tag, an attribute, an address that runs, or the end of something.

/// Elements without an end.
const EMPTY: &[&str] = &["meta", "link", "img", "br", "hr", "input", "wbr", "col"];
/// Elements that no page of ours has.
const NEVER: &[&str] = &[
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "foreignobject",
    "applet",
    "frame",
    "math",
];
/// What an address may begin with, where it has a scheme.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Panics where a page is broken or does what only a theme may ask for.
pub fn check(path: &str, page: &str) {
    if let Err(fault) = read(page) {
        panic!("{path}: {fault}\n{page}");
    }
}

fn read(page: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").ok_or("a comment has no end")?;
            rest = &comment[end + 3..];
        } else if let Some(after) = rest
            .strip_prefix("<?xml")
            .or(rest.strip_prefix("<!doctype html"))
        {
            let end = after.find('>').ok_or("a declaration has no end")?;
            rest = &after[end + 1..];
        } else if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = name(after);
            rest = after
                .strip_prefix('>')
                .ok_or(format!("the end of `{name}` holds more"))?;
            match open.pop() {
                Some(last) if last == name => {}
                last => return Err(format!("`{name}` ends in {last:?}, inside {open:?}")),
            }
        } else {
            rest = tag(&rest[1..], &mut open)?;
        }
    }
    match open.last() {
        Some(name) => Err(format!("`{name}` has no end")),
        None => Ok(()),
    }
}

/// Reads a tag from its name on; gives what comes after.
fn tag<'p>(text: &'p str, open: &mut Vec<&'p str>) -> Result<&'p str, String> {
    let (name, mut rest) = name(text);
    let lower = name.to_ascii_lowercase();
    if name.is_empty() {
        let shown: String = text.chars().take(20).collect();
        return Err(format!("`<` is no tag: {shown:?}"));
    }
    if NEVER.contains(&lower.as_str()) {
        return Err(format!("there is an element `{name}`"));
    }
    let mut source = None;
    let mut closed = false;
    loop {
        let before = rest.len();
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            (rest, closed) = (after, true);
            break;
        }
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        if rest.len() == before {
            let shown: String = rest.chars().take(20).collect();
            return Err(format!("`{name}` goes on with {shown:?}"));
        }
        let (attribute, value, after) = attribute(rest, name)?;
        if attribute == "src" {
            source = Some(value);
        }
        rest = after;
    }
    if lower == "script" && !source.is_some_and(|it| it.contains("assets/") && !it.contains(':')) {
        return Err("a script that is none of the theme".to_string());
    }
    if lower == "style" && !closed {
        let end = rest.find("</style>").ok_or("a style has no end")?;
        if rest[..end].contains('<') {
            return Err("a style holds a tag".to_string());
        }
        rest = &rest[end..];
    }
    if !closed && !EMPTY.contains(&lower.as_str()) {
        open.push(name);
    }
    Ok(rest)
}

/// Reads an attribute: its name, its value, and what comes after.
fn attribute<'p>(text: &'p str, element: &str) -> Result<(&'p str, &'p str, &'p str), String> {
    let (name, rest) = name(text);
    if name.is_empty() || name.to_ascii_lowercase().starts_with("on") {
        let shown: String = text.chars().take(20).collect();
        return Err(format!("`{element}` has the attribute {shown:?}"));
    }
    let Some(rest) = rest.strip_prefix('=') else {
        return Ok((name, "", rest));
    };
    let rest = rest
        .strip_prefix('"')
        .ok_or(format!("`{name}` of `{element}` is without marks"))?;
    let end = rest.find('"').ok_or("a value has no end")?;
    let value = &rest[..end];
    if value.contains('<') {
        return Err(format!("`{name}` of `{element}` holds a tag: {value:?}"));
    }
    let is_address = matches!(
        name,
        "href" | "src" | "xlink:href" | "action" | "formaction" | "srcset"
    );
    if is_address && let Some((scheme, _)) = value.split_once(':') {
        let scheme = scheme.trim().to_ascii_lowercase();
        let leads = scheme.contains(['/', '#', '?']) || SCHEMES.contains(&scheme.as_str());
        if !leads {
            return Err(format!("`{element}` leads to {value:?}"));
        }
    }
    if name == "style" && value.contains("url(") {
        return Err(format!("a style fetches: {value:?}"));
    }
    Ok((name, value, &rest[end + 1..]))
}

fn name(text: &str) -> (&str, &str) {
    let is_name =
        |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | ':' | '_');
    let end = text.find(|letter| !is_name(letter)).unwrap_or(text.len());
    text.split_at(end)
}
