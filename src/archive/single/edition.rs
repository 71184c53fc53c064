//! Pages put together in one file.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::archive::layout::Piece;
use crate::archive::page::{self, Attribute, Part, Tag};
use crate::archive::{Subject, digest, media};
use crate::css;
use crate::html::escaped;
use crate::number::long_date;
use crate::output::Artifact;
use crate::source::SitePath;

/// The most that is put inside of one file that pages load or offer.
const MOST_EMBEDDED: u64 = 8 << 20;

/// A file in the making.
pub(super) struct Edition<'a> {
    subject: &'a Subject<'a>,
    /// What stands before the names of places, by page.
    anchors: BTreeMap<SitePath, String>,
    pieces: Vec<Piece>,
    text: String,
}

/// What becomes of an attribute.
enum Change {
    Keep,
    Value(String),
    Embed(SitePath),
    Drop,
}

/// The files and pages that a page leads to.
pub(super) fn targets(html: &str, from: &SitePath) -> Vec<SitePath> {
    let mut found = Vec::new();
    for part in page::parts(html) {
        if let Part::Tag(tag) = part
            && let Some(href) = tag.get("href")
        {
            found.extend(target(href, from).map(|(path, _)| path));
        }
    }
    found
}

/// Where a link within the site leads: the file, and the place in it.
fn target(link: &str, from: &SitePath) -> Option<(SitePath, String)> {
    let (address, fragment) = link.split_once('#').unwrap_or((link, ""));
    if page::is_outside(link) || address.starts_with('/') {
        return None;
    }
    let path = match address {
        "" => from.clone(),
        address => from.parent().join(&page::decoded(address))?,
    };
    Some((path, fragment.to_string()))
}

impl<'a> Edition<'a> {
    /// The file of these pages.
    pub(super) fn of(
        title: &str,
        wanted: &[SitePath],
        pages: &BTreeMap<&SitePath, &str>,
        subject: &'a Subject<'a>,
    ) -> Vec<Piece> {
        let anchors = wanted.iter().enumerate();
        let mut edition = Edition {
            subject,
            anchors: anchors
                .map(|(at, path)| (path.clone(), format!("p{}-", at + 1)))
                .collect(),
            pieces: Vec::new(),
            text: String::new(),
        };
        let Some(first) = wanted.first() else {
            return Vec::new();
        };
        let shell = pages[first];
        let (start, end) = main_of(shell);
        edition.head(title, shell, first);
        let body = shell.find("<body").unwrap_or(0);
        edition.part(&shell[body..start], first, "site-", true);
        edition.contents(wanted, pages);
        for path in wanted {
            let html = pages[path];
            let (start, end) = main_of(html);
            let anchor = edition.anchors[path].clone();
            edition.push(&format!("<article id=\"{anchor}\">\n"));
            edition.part(inside(&html[start..end]), path, &anchor, false);
            edition.push("</article>\n");
        }
        edition.push("</main>");
        edition.part(&shell[end..], first, "site-", true);
        edition.flush();
        edition.pieces
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.pieces.push(Piece::Bytes(text.into_bytes().into()));
    }

    /// Head: what the first page says of itself, and its style with everything in it.
    fn head(&mut self, title: &str, shell: &str, path: &SitePath) {
        let mut styles = Vec::new();
        for part in page::parts(shell) {
            if let Part::Tag(tag) = part
                && tag.name == "link"
                && tag.get("rel") == Some("stylesheet")
                && let Some((sheet, _)) = tag.get("href").and_then(|href| target(href, path))
            {
                styles.extend(self.style(&sheet));
            }
        }
        let hashes: Vec<String> = styles
            .iter()
            .map(|style| {
                let hash = STANDARD.encode(digest::sha256(style.as_bytes()));
                format!("'sha256-{hash}'")
            })
            .collect();
        let facts = self.subject.facts;
        self.push(&format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; \
             img-src data:; font-src data:; media-src data:; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n\
             <meta name=\"generator\" content=\"{}\">\n",
            escaped(&facts.language),
            hashes.join(" "),
            escaped(title),
            escaped(&crate::archive::generator()),
        ));
        for style in styles {
            self.push(&format!("<style>{style}</style>\n"));
        }
        self.push("</head>\n");
    }

    /// A style sheet with fonts and images in it.
    fn style(&self, path: &SitePath) -> Option<String> {
        let Some(Artifact::Bytes(bytes)) = self.subject.output.get(path) else {
            return None;
        };
        let text = std::str::from_utf8(bytes).ok()?;
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for address in css::addresses(text) {
            let found = target(&address.value, path);
            let file = found.and_then(|(file, _)| {
                let artifact = self.subject.output.get(&file)?;
                Some((file, artifact))
            });
            if let Some((file, Artifact::Bytes(bytes))) = file {
                out.push_str(&text[at..address.range.start]);
                let media = media::of(file.as_str());
                out.push_str(&format!(
                    "data:{media};base64,{}",
                    STANDARD.encode(bytes.as_slice())
                ));
                at = address.range.end;
            }
        }
        out.push_str(&text[at..]);
        // A style element ends at the first such letters, whatever stands around them.
        Some(out.replace("</style", "<\\/style"))
    }

    /// What the file is, and what is in it.
    fn contents(&mut self, wanted: &[SitePath], pages: &BTreeMap<&SitePath, &str>) {
        let facts = self.subject.facts;
        let whole = match facts.has_address {
            true => format!(
                " The whole site is at <a href=\"{0}\">{0}</a>.",
                escaped(&facts.base)
            ),
            false => String::new(),
        };
        let mut text = format!(
            "<main id=\"site-main\">\n<section class=\"part\"><div class=\"shell grid\">\
             <h2 class=\"part-side\">In this file</h2><div class=\"part-text prose\">\
             <p>Pages of the website {}, as of {}.{whole}</p>\n<ul>\n",
            escaped(&facts.title),
            long_date(facts.today),
        );
        let ending = format!(" – {}", facts.title);
        for path in wanted {
            let title = page::read(pages[path]).title;
            let title = title.strip_suffix(&ending).unwrap_or(&title);
            let anchor = &self.anchors[path];
            text.push_str(&format!(
                "<li><a href=\"#{anchor}\">{}</a></li>\n",
                escaped(title)
            ));
        }
        text.push_str("</ul></div></div></section>\n");
        self.push(&text);
    }

    /// A part of a page, with its addresses changed. `around` says that it is the frame of the site,
    /// of which navigation and scripts are left out.
    fn part(&mut self, html: &str, path: &SitePath, prefix: &str, around: bool) {
        // The element that is left out, and how deep in it this is.
        let mut skipped: Option<(String, usize)> = None;
        let mut at = 0;
        for part in page::parts(html) {
            let Part::Tag(tag) = part else { continue };
            if let Some((name, depth)) = &mut skipped {
                if tag.name == *name {
                    *depth += 1;
                } else if tag.name.strip_prefix('/') == Some(name) {
                    *depth -= 1;
                    if *depth == 0 {
                        skipped = None;
                        at = tag.range.end;
                    }
                }
                continue;
            }
            let is_navigation = around && tag.name == "nav";
            if is_navigation || tag.name == "script" {
                self.push(&html[at..tag.range.start]);
                skipped = Some((tag.name, 1));
                continue;
            }
            for attribute in &tag.attributes {
                match self.change(&tag, attribute, path, prefix) {
                    Change::Keep => continue,
                    Change::Value(value) => {
                        self.push(&html[at..attribute.whole.start]);
                        self.push(&format!("{}=\"{}\"", attribute.name, escaped(&value)));
                    }
                    Change::Drop => self.push(&html[at..attribute.whole.start]),
                    Change::Embed(file) => {
                        self.push(&html[at..attribute.whole.start]);
                        self.embed(&attribute.name, &file);
                        if tag.name == "a" && tag.get("download").is_none() {
                            self.push(&format!(" download=\"{}\"", escaped(file.name())));
                        }
                    }
                }
                at = attribute.whole.end;
            }
        }
        if skipped.is_none() {
            self.push(&html[at..]);
        }
    }

    fn change(&self, tag: &Tag, attribute: &Attribute, path: &SitePath, prefix: &str) -> Change {
        let value = &attribute.value;
        match attribute.name.as_str() {
            "id" => Change::Value(format!("{prefix}{value}")),
            "for" | "headers" | "aria-labelledby" | "aria-describedby" | "aria-controls"
            | "aria-owns" | "aria-details" => {
                let names = value.split_whitespace();
                let names: Vec<String> = names.map(|name| format!("{prefix}{name}")).collect();
                Change::Value(names.join(" "))
            }
            "href" | "xlink:href" if value.starts_with('#') => {
                Change::Value(format!("#{prefix}{}", &value[1..]))
            }
            // Of several sizes of an image the one in `src` is enough.
            "srcset" => Change::Drop,
            "href" | "src" | "poster" => match target(value, path) {
                Some((file, fragment)) => self.leads(tag, file, &fragment),
                None => Change::Keep,
            },
            _ if value.contains("url(#") => {
                Change::Value(value.replace("url(#", &format!("url(#{prefix}")))
            }
            _ => Change::Keep,
        }
    }

    /// What becomes of an address in the site.
    fn leads(&self, tag: &Tag, file: SitePath, fragment: &str) -> Change {
        if let Some(anchor) = self.anchors.get(&file) {
            return Change::Value(format!("#{anchor}{fragment}"));
        }
        let size = self.subject.output.get(&file).map(Artifact::size);
        let is_page = file.extension() == "html";
        if !is_page && size.is_some_and(|size| size <= MOST_EMBEDDED) {
            return Change::Embed(file);
        }
        let facts = self.subject.facts;
        match facts.has_address && tag.name == "a" {
            true if fragment.is_empty() => Change::Value(facts.url(file.as_str())),
            true => Change::Value(format!("{}#{fragment}", facts.url(file.as_str()))),
            // It leads to nothing that is here.
            false => Change::Drop,
        }
    }

    /// An attribute whose address is the content of a file.
    fn embed(&mut self, name: &str, file: &SitePath) {
        let media = media::of(file.as_str()).replace("; ", ";");
        self.push(&format!("{name}=\"data:{media};base64,"));
        match self.subject.output.get(file) {
            Some(Artifact::Bytes(bytes)) => self.push(&STANDARD.encode(bytes.as_slice())),
            _ => {
                self.flush();
                if let Some(digests) = self.subject.files.get(file) {
                    self.pieces.push(Piece::Base64 {
                        origin: self.subject.folder.join(file.as_str()),
                        size: digests.size,
                    });
                }
            }
        }
        self.push("\"");
    }
}

/// Where the `main` element of a page begins and ends.
fn main_of(html: &str) -> (usize, usize) {
    let start = html.find("<main").unwrap_or(html.len());
    let end = html.rfind("</main>").map_or(html.len(), |at| at + 7);
    (start, end.max(start))
}

/// What is between the tags of an element.
fn inside(element: &str) -> &str {
    let start = element.find('>').map_or(element.len(), |at| at + 1);
    let end = element.rfind("</").unwrap_or(element.len());
    element.get(start..end).unwrap_or("")
}
