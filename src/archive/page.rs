//! Pages read back: tags, attributes and words of HTML, in one pass over the text.
//!
//! It reads what this program writes, and bears anything: verification reads pages that somebody
//! may have changed.

use std::ops::Range;

use crate::source::unescaped;
use crate::view::chrome::ABOUT_THE_ARCHIVE;

/// A tag of a page.
#[derive(Debug)]
pub(crate) struct Tag {
    /// Its name in lower case; of an end tag with a slash before it.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) range: Range<usize>,
    /// Its attributes.
    pub(crate) attributes: Vec<Attribute>,
}

/// An attribute of a tag.
#[derive(Debug)]
pub(crate) struct Attribute {
    /// Its name in lower case.
    pub(crate) name: String,
    /// Its value, with references to characters undone.
    pub(crate) value: String,
    /// Where it stands, name and value.
    pub(crate) whole: Range<usize>,
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|it| it.name == name);
        found.map(|it| it.value.as_str())
    }
}

/// A part of a page.
#[derive(Debug)]
pub(crate) enum Part {
    /// A tag.
    Tag(Tag),
    /// Text between tags; of scripts and styles as it is.
    Text(Range<usize>),
}

/// The parts of a page one after another; comments are passed over.
pub(crate) struct Parts<'a> {
    html: &'a str,
    at: usize,
    /// The element whose content is no markup.
    raw: Option<String>,
}

/// Reads a page.
pub(crate) fn parts(html: &str) -> Parts<'_> {
    Parts {
        html,
        at: 0,
        raw: None,
    }
}

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        loop {
            let rest = self.html.get(self.at..).filter(|rest| !rest.is_empty())?;
            if let Some(name) = self.raw.take() {
                let end = find_end(rest, &name);
                if end > 0 {
                    let start = self.at;
                    self.at += end;
                    return Some(Part::Text(start..self.at));
                }
            }
            let rest = &self.html[self.at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                let end = comment.find("-->").map_or(rest.len(), |end| end + 7);
                self.at += end;
                continue;
            }
            let begins_tag = rest.strip_prefix('<').is_some_and(|rest| {
                rest.starts_with(|letter: char| {
                    letter.is_ascii_alphabetic() || "/!?".contains(letter)
                })
            });
            if begins_tag {
                return Some(self.tag());
            }
            let start = self.at;
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let next = rest[first..].find('<').map_or(rest.len(), |at| at + first);
            self.at += next;
            return Some(Part::Text(start..self.at));
        }
    }
}

/// Where the content of an element ends that holds no markup.
fn find_end(rest: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let after = &rest.as_bytes()[from + at + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return from + at;
        }
        from += at + 2;
    }
    rest.len()
}

impl Parts<'_> {
    fn tag(&mut self) -> Part {
        let bytes = self.html.as_bytes();
        let start = self.at;
        let mut at = start + 1;
        let ends = |byte: u8| byte.is_ascii_whitespace() || byte == b'>';
        while at < bytes.len() && !ends(bytes[at]) && (bytes[at] != b'/' || at == start + 1) {
            at += 1;
        }
        let name = self.html[start + 1..at].to_ascii_lowercase();
        let mut attributes = Vec::new();
        while at < bytes.len() && bytes[at] != b'>' {
            if bytes[at].is_ascii_whitespace() || bytes[at] == b'/' {
                at += 1;
                continue;
            }
            let (attribute, end) = attribute(self.html, at);
            attributes.push(attribute);
            at = end;
        }
        self.at = (at + 1).min(bytes.len());
        if matches!(name.as_str(), "script" | "style" | "title" | "textarea") {
            self.raw = Some(name.clone());
        }
        Part::Tag(Tag {
            name,
            range: start..self.at,
            attributes,
        })
    }
}

/// The attribute at a place, and where it ends.
fn attribute(html: &str, start: usize) -> (Attribute, usize) {
    let bytes = html.as_bytes();
    let mut at = start;
    while at < bytes.len()
        && !bytes[at].is_ascii_whitespace()
        && !matches!(bytes[at], b'>' | b'/')
        && (bytes[at] != b'=' || at == start)
    {
        at += 1;
    }
    let name = html[start..at].to_ascii_lowercase();
    let mut next = at;
    while next < bytes.len() && bytes[next].is_ascii_whitespace() {
        next += 1;
    }
    if bytes.get(next) != Some(&b'=') {
        let attribute = Attribute {
            name,
            value: String::new(),
            whole: start..at,
        };
        return (attribute, at);
    }
    next += 1;
    while next < bytes.len() && bytes[next].is_ascii_whitespace() {
        next += 1;
    }
    let quote = bytes
        .get(next)
        .copied()
        .filter(|byte| matches!(byte, b'"' | b'\''));
    let from = next + usize::from(quote.is_some());
    let mut to = from;
    while to < bytes.len()
        && match quote {
            Some(quote) => bytes[to] != quote,
            None => !bytes[to].is_ascii_whitespace() && bytes[to] != b'>',
        }
    {
        to += 1;
    }
    let end = (to + usize::from(quote.is_some())).min(bytes.len());
    let attribute = Attribute {
        name,
        value: undone(&html[from..to]),
        whole: start..end,
    };
    (attribute, end)
}

/// A text with its references to characters undone, as far as this program writes them.
pub(crate) fn undone(text: &str) -> String {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
    ];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let letter = end.and_then(|end| {
            let name = &rest[1..end];
            if let Some(number) = name.strip_prefix('#') {
                let code = match number.strip_prefix(['x', 'X']) {
                    Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                    None => number.parse().ok()?,
                };
                return char::from_u32(code);
            }
            let found = NAMED.iter().find(|(known, _)| *known == name);
            found.map(|(_, letter)| *letter)
        });
        match (letter, end) {
            (Some(letter), Some(end)) => {
                out.push(letter);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a link leads to a place outside the site.
pub(crate) fn is_outside(link: &str) -> bool {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme);
    let has_scheme = scheme.is_some_and(|scheme| {
        !scheme.is_empty()
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    has_scheme || link.starts_with("//")
}

/// An address with its escapes undone.
pub(crate) fn decoded(address: &str) -> String {
    String::from_utf8_lossy(&unescaped(address)).into_owned()
}

/// What a page says.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Its title.
    pub(crate) title: String,
    /// The words that readers see, with single spaces between them.
    pub(crate) words: String,
    /// The words of the notice at its top.
    pub(crate) notice: Option<String>,
    /// Whether it only leads on to another page.
    pub(crate) leads_on: bool,
}

/// Elements that words run through; all others stand between words.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "data", "del", "em", "i", "ins", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "wbr",
];

/// Reads what a page says.
pub(crate) fn read(html: &str) -> Page {
    let mut page = Page::default();
    let mut inside = String::new();
    let mut notice: Option<(usize, String)> = None;
    let mut depth = 0_usize;
    // The way to the page about the archive, which stands in the notice of most pages, is no part of
    // its words.
    let mut leads_away = false;
    for part in parts(html) {
        match part {
            Part::Tag(tag) => {
                leads_away = tag
                    .get("href")
                    .is_some_and(|href| href.ends_with(ABOUT_THE_ARCHIVE));
                let name = tag.name.trim_start_matches('/');
                if !INLINE.contains(&name) {
                    page.words.push(' ');
                    if let Some((_, words)) = &mut notice {
                        words.push(' ');
                    }
                }
                if name == "div" {
                    if tag.name.starts_with('/') {
                        depth = depth.saturating_sub(1);
                        if notice.as_ref().is_some_and(|(at, _)| *at == depth) {
                            page.notice = notice.take().map(|(_, words)| tidy(&words));
                        }
                    } else {
                        let classes = tag.get("class").unwrap_or("");
                        if page.notice.is_none()
                            && notice.is_none()
                            && classes.split_whitespace().any(|class| class == "notice")
                        {
                            notice = Some((depth, String::new()));
                        }
                        depth += 1;
                    }
                }
                page.leads_on |= name == "meta"
                    && tag
                        .get("http-equiv")
                        .is_some_and(|value| value.eq_ignore_ascii_case("refresh"));
                inside = tag.name;
            }
            Part::Text(range) => {
                let text = undone(&html[range]);
                match inside.as_str() {
                    "title" if page.title.is_empty() => page.title = tidy(&text),
                    "script" | "style" | "title" => {}
                    _ => {
                        page.words.push_str(&text);
                        if let Some((_, words)) = notice.as_mut().filter(|_| !leads_away) {
                            words.push_str(&text);
                        }
                    }
                }
            }
        }
    }
    page.words = tidy(&page.words);
    page
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_readers_see_it() {
        let page = read(
            "<!doctype html><html><head><title>A &amp; B</title><style>p{}</style>\
             <script>if (a < b) {}</script></head><body><!-- <p>no</p> -->\
             <div class=\"big notice\"><div><p>The group <b>has</b> closed.</p>\
             <p><a href=\"../about-this-archive.html\">More</a></p></div></div>\
             <p>Is 1 < 2&nbsp;&#39;yes&#x27;?</p><p>W<em>or</em>ds</p></body></html>",
        );
        assert_eq!(page.title, "A & B");
        assert_eq!(page.notice.as_deref(), Some("The group has closed."));
        assert_eq!(
            page.words,
            "The group has closed. More Is 1 < 2 'yes'? Words"
        );
        assert!(!page.leads_on);
    }

    #[test]
    fn attributes_are_found_where_they_stand() {
        let html = "<a HREF = 'x&amp;y' hidden class=c><img src=\"\"/></a>";
        let tags: Vec<Tag> = parts(html)
            .filter_map(|part| match part {
                Part::Tag(tag) => Some(tag),
                Part::Text(_) => None,
            })
            .collect();
        assert_eq!(tags[0].get("href"), Some("x&y"));
        assert_eq!(
            &html[tags[0].attributes[0].whole.clone()],
            "HREF = 'x&amp;y'"
        );
        assert_eq!(&html[tags[1].range.clone()], "<img src=\"\"/>");
        assert_eq!(tags[0].get("hidden"), Some(""));
        assert_eq!(tags[0].get("class"), Some("c"));
        assert_eq!(tags[1].get("src"), Some(""));
        assert_eq!(tags[2].name, "/a");
    }

    #[test]
    fn a_page_that_leads_on_is_known() {
        assert!(read("<meta http-equiv=\"Refresh\" content=\"0; url=a.html\">").leads_on);
    }

    #[test]
    fn no_text_is_too_odd() {
        for html in [
            "",
            "<",
            "<a",
            "<a b",
            "<a b=",
            "<a b='",
            "<!--",
            "</",
            "<a/",
            "&",
            "&#;",
            "&#x110000;",
            "<script>",
            "<title>x</titl",
            "ŵ<ŵ",
            "<a =b>",
            "<a ='>",
            "&ŵŵŵŵŵŵŵ;",
        ] {
            read(html);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_stumble(html in "[<>/=a!'\"& ŵ;#x-]{0,40}") {
            read(&html);
        }
    }
}
