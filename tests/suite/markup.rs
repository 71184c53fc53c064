//! What a built site is made of, read more strictly than any browser does: whatever is not written
//! as the program writes it is a fault of the test.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::Files;

/// Attributes whose values are addresses.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "poster",
    "data",
    "cite",
    "background",
    "ping",
    "xlink:href",
];
/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "title", "textarea"];

/// The attributes of an element, with their values.
type Attributes = Vec<(String, String)>;

/// A page as it was read.
#[derive(Default)]
pub(crate) struct Markup {
    /// Every element with its attributes.
    pub(crate) elements: Vec<(String, Attributes)>,
    /// All text, and the values of all attributes.
    pub(crate) text: String,
}

/// The elements and attributes that the program writes by itself.
pub(crate) struct Vocabulary {
    html: BTreeSet<(String, String)>,
    xml: BTreeSet<(String, String)>,
    /// What stands in attributes that say how the page is to be treated.
    policies: BTreeSet<(String, String)>,
    scripts: BTreeMap<String, Vec<u8>>,
}

impl Vocabulary {
    pub(crate) fn of(site: &Files) -> Self {
        let mut vocabulary = Vocabulary {
            html: BTreeSet::new(),
            xml: BTreeSet::new(),
            policies: BTreeSet::new(),
            scripts: BTreeMap::new(),
        };
        for (path, bytes) in site {
            match ending(path) {
                "html" => {
                    let markup = read(bytes).unwrap_or_else(|fault| panic!("{path}: {fault}"));
                    vocabulary.html.extend(pairs(&markup));
                    vocabulary.policies.extend(policies(&markup));
                }
                "svg" | "xml" => vocabulary.xml.extend(xml_pairs(bytes).unwrap()),
                "js" => drop(vocabulary.scripts.insert(path.clone(), bytes.clone())),
                _ => {}
            }
        }
        vocabulary
    }

    /// The elements and attributes of pages, for the browser.
    pub(crate) fn html(&self) -> Vec<String> {
        let words = |(element, attribute): &(String, String)| format!("{element} {attribute}");
        self.html.iter().map(words).collect()
    }

    /// What a site has besides.
    pub(crate) fn not_in(&self, site: &Files) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, bytes) in site {
            let bare = |byte: &u8| *byte < b' ' && !matches!(byte, b'\n' | b'\t' | b'\r');
            match ending(path) {
                "html" => {
                    if bytes.iter().any(bare) {
                        faults.push(format!("{path} holds a control character"));
                    }
                    self.page(path, bytes, &mut faults);
                }
                // What authors attach has elements of its own, and `resolve` has looked through it.
                "svg" if path.starts_with("files/") => {
                    faults.extend(more_than_an_image(path, bytes))
                }
                "svg" | "xml" => match xml_pairs(bytes) {
                    Ok(pairs) => {
                        let new = pairs.difference(&self.xml);
                        faults.extend(new.map(|it| format!("{path} has {it:?}")));
                    }
                    Err(fault) => faults.push(format!("{path}: {fault}")),
                },
                "json" => {
                    let read = serde_json::from_slice::<serde_json::Value>(bytes);
                    faults.extend(read.err().map(|fault| format!("{path}: {fault}")));
                }
                "js" if self.scripts.get(path) != Some(bytes) => {
                    faults.push(format!("{path} is another script"));
                }
                _ => {}
            }
        }
        faults
    }

    fn page(&self, path: &str, bytes: &[u8], faults: &mut Vec<String>) {
        let markup = match read(bytes) {
            Ok(markup) => markup,
            Err(fault) => return faults.push(format!("{path}: {fault}")),
        };
        let own = pairs(&markup);
        let new = own.difference(&self.html);
        faults.extend(new.map(|it| format!("{path} has {it:?}")));
        let own = policies(&markup);
        let new = own.difference(&self.policies);
        faults.extend(new.map(|it| format!("{path} says {it:?}")));
        faults.extend(leads_astray(&markup).map(|fault| format!("{path}: {fault}")));
    }
}

/// What leads out of the site otherwise than as a link to a page elsewhere.
pub(crate) fn leads_astray(markup: &Markup) -> impl Iterator<Item = String> {
    let each = |(element, attributes): &(String, Attributes)| {
        let mut faults = Vec::new();
        let refresh = |(name, value): &(String, String)| name == "http-equiv" && value == "refresh";
        let leads_on = element == "meta" && attributes.iter().any(refresh);
        for (name, value) in attributes {
            if name.starts_with("on") || name == "style" || name == "srcdoc" {
                faults.push(format!("`{element}` has `{name}`"));
            }
            if ADDRESSES.contains(&name.as_str()) && !is_harmless(element, value) {
                faults.push(format!("`{element}` leads to {value:?}"));
            }
            // Where an old address leads has to be a page of the site.
            let on = value
                .split_once("url=")
                .filter(|_| leads_on && name == "content");
            if on.is_some_and(|(_, to)| !is_harmless("meta", to)) {
                faults.push(format!("it leads on to {value:?}"));
            }
        }
        faults
    };
    markup
        .elements
        .iter()
        .flat_map(each)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Whether an address leads into the site, or is that of a link to a page elsewhere.
fn is_harmless(element: &str, address: &str) -> bool {
    if address.contains(|letter: char| letter.is_control()) {
        return false;
    }
    let schemes = ["https://", "http://", "mailto:", "tel:"];
    if schemes.iter().any(|scheme| address.starts_with(scheme)) {
        return ["a", "link"].contains(&element);
    }
    let first = address.split(['/', '?', '#']).next().unwrap_or("");
    !first.contains([':', '\\']) && !address.starts_with(['/', '\\', ' '])
}

/// The text of each page, with that of its attributes, as a skeleton.
pub(crate) fn texts(site: &Files) -> BTreeMap<String, String> {
    let pages = site.iter().filter(|(path, _)| ending(path) == "html");
    pages
        .map(|(path, bytes)| {
            let text = read(bytes).map_or(String::new(), |markup| markup.text);
            (path.clone(), skeleton(&text))
        })
        .collect()
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn pairs(markup: &Markup) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    for (element, attributes) in &markup.elements {
        pairs.insert((element.clone(), String::new()));
        let names = attributes
            .iter()
            .map(|(name, _)| (element.clone(), name.clone()));
        pairs.extend(names);
    }
    pairs
}

/// What `meta` elements and scripts say.
fn policies(markup: &Markup) -> BTreeSet<(String, String)> {
    let value = |attributes: &[(String, String)], name: &str| {
        let found = attributes.iter().find(|(it, _)| it == name);
        found.map_or(String::new(), |(_, value)| value.clone())
    };
    let mut policies = BTreeSet::new();
    for (element, attributes) in &markup.elements {
        match element.as_str() {
            "meta" => {
                let what = value(attributes, "http-equiv");
                if !what.is_empty() && what != "refresh" {
                    policies.insert((what, value(attributes, "content")));
                }
            }
            "script" => {
                let src = value(attributes, "src");
                let name = src.rsplit('/').next().unwrap().to_string();
                policies.insert((format!("script {}", value(attributes, "type")), name));
            }
            _ => {}
        }
    }
    policies
}

/// What in an image of an author would run or ask for something.
fn more_than_an_image(path: &str, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let document = match roxmltree::Document::parse(&text) {
        Ok(document) => document,
        Err(fault) => return vec![format!("{path}: {fault}")],
    };
    let mut faults = Vec::new();
    for node in document.descendants().filter(|node| node.is_element()) {
        let element = node.tag_name();
        let active = [
            "script",
            "foreignObject",
            "iframe",
            "object",
            "embed",
            "handler",
        ];
        let is_svg = element.namespace() == Some("http://www.w3.org/2000/svg");
        if active.contains(&element.name()) || !is_svg {
            faults.push(format!("{path} has {element:?}"));
        }
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value().to_ascii_lowercase());
            let leads = ["href", "src", "to", "from", "values"].contains(&name);
            let runs = name.starts_with("on") || (leads && value.contains("javascript:"));
            if runs || (name == "href" && !value.starts_with('#') && element.name() != "a") {
                faults.push(format!("{path} has {name}={value:?}"));
            }
        }
    }
    faults
}

fn xml_pairs(bytes: &[u8]) -> Result<BTreeSet<(String, String)>, String> {
    let text = std::str::from_utf8(bytes).map_err(|fault| fault.to_string())?;
    let document = roxmltree::Document::parse(text).map_err(|fault| fault.to_string())?;
    let mut pairs = BTreeSet::new();
    for node in document.descendants().filter(|node| node.is_element()) {
        let element = node.tag_name().name();
        pairs.insert((element.to_string(), String::new()));
        for attribute in node.attributes() {
            pairs.insert((element.to_string(), attribute.name().to_string()));
        }
    }
    Ok(pairs)
}

/// Reads a page.
///
/// # Errors
/// When it holds anything that is not written as the program writes it.
pub(crate) fn read(bytes: &[u8]) -> Result<Markup, String> {
    let text = std::str::from_utf8(bytes).map_err(|fault| fault.to_string())?;
    let mut markup = Markup::default();
    let mut rest = text.trim_start();
    rest = rest
        .strip_prefix("<!doctype html>")
        .or_else(|| rest.strip_prefix("<!DOCTYPE html>"))
        .ok_or_else(|| near(rest, "no doctype"))?;
    while let Some(at) = rest.find('<') {
        decode(&rest[..at], &mut markup.text)?;
        rest = &rest[at + 1..];
        if let Some(end) = rest.strip_prefix('/') {
            let (_, after) = end
                .split_once('>')
                .filter(|(name, _)| is_name(name))
                .ok_or_else(|| near(rest, "an end tag that is none"))?;
            rest = after;
            continue;
        }
        let name = up_to(rest, |letter| {
            !(letter.is_ascii_alphanumeric() || letter == '-')
        });
        if !is_name(name) {
            return Err(near(rest, "a tag that is none"));
        }
        let (attributes, after) = attributes(&rest[name.len()..])?;
        rest = after;
        for (_, value) in &attributes {
            markup.text.push(' ');
            markup.text.push_str(value);
        }
        markup.elements.push((name.to_string(), attributes));
        if RAW.contains(&name) {
            let end = rest.find(&format!("</{name}>"));
            let end = end.ok_or_else(|| near(rest, "text without an end"))?;
            raw(name, &rest[..end], &mut markup.text)?;
            rest = &rest[end..];
        }
    }
    decode(rest, &mut markup.text)?;
    Ok(markup)
}

/// The content of an element that holds no markup. Data for machines may stand in a script, and has
/// to be that.
fn raw(name: &str, content: &str, text: &mut String) -> Result<(), String> {
    match name {
        "style" => Ok(()),
        "script" if content.trim().is_empty() => Ok(()),
        "script" => {
            let data = serde_json::from_str::<serde_json::Value>(content);
            let data = data.map_err(|_| near(content, "a script inside the page"))?;
            text.push_str(&data.to_string());
            Ok(())
        }
        _ => decode(content, text),
    }
}

fn attributes(mut rest: &str) -> Result<(Attributes, &str), String> {
    let mut attributes = Attributes::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
            return Ok((attributes, after));
        }
        let name = up_to(rest, |letter| {
            !(letter.is_ascii_alphanumeric() || "-:_".contains(letter))
        });
        if !is_name(name) || attributes.iter().any(|(it, _)| it == name) {
            return Err(near(rest, "an attribute that is none, or is there twice"));
        }
        rest = &rest[name.len()..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let (raw, after) = after
                .strip_prefix('"')
                .and_then(|after| after.split_once('"'))
                .filter(|(raw, _)| !raw.contains('<'))
                .ok_or_else(|| near(rest, "a value that is not quoted"))?;
            decode(raw, &mut value)?;
            rest = after;
        }
        attributes.push((name.to_string(), value));
    }
}

fn near(text: &str, what: &str) -> String {
    let near: String = text.chars().take(90).collect();
    format!("{what} at {near:?}")
}

fn is_name(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-:_".contains(letter);
    name.starts_with(|letter: char| letter.is_ascii_alphabetic()) && name.chars().all(is_letter)
}

fn up_to(text: &str, is_end: impl Fn(char) -> bool) -> &str {
    &text[..text.find(is_end).unwrap_or(text.len())]
}

/// Text with its references; of these the program writes only a few.
fn decode(text: &str, out: &mut String) -> Result<(), String> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = after.split_once(';').unwrap_or(("", after));
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" | "#x27" => '\'',
            "#x2F" | "#47" => '/',
            "nbsp" => '\u{a0}',
            _ => return Err(near(rest, "a reference that the program does not write")),
        });
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}

/// The letters and digits of a text, in lower case: what is left of it whatever Markdown makes of its
/// signs, and lists of its first letter.
pub(crate) fn skeleton(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
