//! What a site can be trusted with: no script but the program's own, a strict policy in every page,
//! and no attachment that browsers or computers run.

use std::collections::BTreeSet;
use std::fs;

use crate::markup::{leads_astray, read};
use crate::support::{AS_OF, Files, TestSite, repository};

/// What a policy has to say of everything that it does not name.
const NOTHING: &str = "default-src 'none'";
/// What a policy may allow: the site's own files, and the one style inside `404.html`, by its hash.
const ALLOWED: &[&str] = &[
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    "script-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
];

#[test]
fn every_page_has_a_strict_policy_and_no_script_but_our_own() {
    let own = fs::read(repository().join("themes/default/assets/layer.js")).unwrap();
    let kitchen = TestSite::kitchen();
    let closed = TestSite::kitchen();
    let step = ["close", "--on", "2026-05-25", "--accept", "all=A test."];
    closed.run(step).succeeded();
    let sites = [
        kitchen.built(),
        built(&kitchen, &["--base-url", "https://example.org/appg/"]),
        built(&kitchen, &["--drafts"]),
        closed.built(),
    ];
    for site in sites {
        let scripts: Vec<&String> = site.keys().filter(|path| path.ends_with(".js")).collect();
        assert_eq!(scripts.len(), 1, "{scripts:?}");
        assert_eq!(site[scripts[0]], own, "another script than the theme's");
        let pages = site.iter().filter(|(path, _)| path.ends_with(".html"));
        for (path, bytes) in pages {
            page_is_strict(path, bytes, scripts[0]);
        }
    }
}

fn built(site: &TestSite, more: &[&str]) -> Files {
    let arguments = ["build", "--as-of", AS_OF].iter().chain(more);
    site.run(arguments).succeeded();
    site.output()
}

fn page_is_strict(path: &str, bytes: &[u8], script: &str) {
    let markup = read(bytes).unwrap_or_else(|fault| panic!("{path}: {fault}"));
    let faults: Vec<String> = leads_astray(&markup).collect();
    assert!(faults.is_empty(), "{path}: {faults:?}");
    let mut policies = Vec::new();
    for (element, attributes) in &markup.elements {
        let value = |name: &str| {
            let found = attributes.iter().find(|(it, _)| it == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        match element.as_str() {
            "meta" if value("http-equiv") == "Content-Security-Policy" => {
                policies.push(value("content").to_string());
            }
            // What comes before the policy is not under it.
            "script" | "link" | "img" | "style" | "a" => {
                assert_eq!(policies.len(), 1, "{path}: `{element}` before the policy");
                if element == "script" {
                    let asked = value("src").trim_start_matches("../");
                    assert_eq!(asked, script, "{path}");
                    let policy = &policies[0];
                    assert!(policy.contains("script-src 'self'"), "{path}: {policy}");
                }
            }
            "iframe" | "object" | "embed" | "form" | "base" | "frame" | "applet" => {
                panic!("{path} has `{element}`");
            }
            _ => {}
        }
    }
    assert_eq!(policies.len(), 1, "{path}");
    let mut rules = policies[0].split("; ");
    assert_eq!(rules.next(), Some(NOTHING), "{path}");
    for rule in rules {
        let is_hash = path == "404.html" && rule.starts_with("style-src 'sha256-");
        assert!(ALLOWED.contains(&rule) || is_hash, "{path}: {rule}");
    }
}

/// A page that names an attachment.
fn with(name: &str, content: &[u8]) -> TestSite {
    let link = format!("---\ntitle: A group\n---\n\n[The file](<files/{name}>)\n");
    TestSite::minimal()
        .file("content/index.md", link)
        .file(&format!("content/files/{name}"), content)
}

#[test]
fn attachments_that_browsers_or_computers_run_are_refused_by_name() {
    let pages = "asp aspx atom cjs dhtml hta htc htm html js jse jsp mathml mht mhtml mjs mml php rdf rss \
                 shtm shtml svgz swf wasm webarchive xbl xht xhtm xhtml xml xsd xsl xslt xul HTML \
                 Svgz";
    let programs = "apk app application bat bash chm cmd com command cpl desktop dll dmg exe gadget inf jar \
                    jnlp lnk msc msi ps1 reg scf scr sh url vbe vbs webloc wsf wsh";
    let words = |text: &'static str| text.split_whitespace();
    let each = words(pages)
        .map(|kind| (kind, "would bring scripts or requests"))
        .chain(words(programs).map(|kind| (kind, "is a program, or leads elsewhere")));
    for (kind, why) in each {
        let name = format!("tool.{kind}");
        let said = with(&name, b"words").build().exits(1).says(why).said();
        assert!(said.contains(&name), "{said}");
    }
}

#[test]
fn attachments_that_look_like_pages_are_refused_whatever_their_name() {
    for (name, content) in [
        ("notes", &b"<!doctype html><script>x()</script>"[..]),
        ("notes.dat", b"\n  <html><script>x()</script>"),
        (
            "notes.gpx",
            b"<?xml version=\"1.0\"?><?xml-stylesheet href=\"x.xsl\"?><x/>",
        ),
        ("notes.pages", b"\xef\xbb\xbf<svg onload=\"x()\"/>"),
        ("notes.unknown", b"\xff\xfe<\0s\0c\0r\0i\0p\0t\0>\0"),
        ("notes.unknown", b"\xfe\xff\0<\0!\0-\0-"),
    ] {
        let run = with(name, content).build().exits(1);
        run.says("begins as a page does").says(name);
    }
}

#[test]
fn attachments_that_are_documents_are_published_byte_for_byte() {
    for (name, content) in [
        ("report.pdf", &b"%PDF-1.7 of a kind"[..]),
        ("page.zip", b"PK of a kind"),
        ("book.xlsx", b"PK of a kind"),
        ("letter.docx", b"PK of a kind"),
        ("sound.mp3", b"ID3 of a kind"),
        ("notes.txt", b"<script>alert(1)</script>"),
        ("notes", b"1 < 2 and <3"),
        ("sums.csv", b"area,sum\n=1+1,@SUM(A1)\n"),
        ("day.ics", b"BEGIN:VCALENDAR"),
    ] {
        let site = with(name, content);
        let output = site.built();
        assert_eq!(output[&format!("files/{name}")], content, "{name}");
    }
}

#[test]
fn images_that_hold_more_than_an_image_are_refused_and_plain_ones_are_published() {
    let svg = |inside: &str, more: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"{more}>{inside}</svg>"
        )
    };
    let bad = [
        svg("<script>x()</script>", ""),
        svg("<a href=\"javascript:x()\"><path d=\"M0 0\"/></a>", ""),
        svg("<path d=\"M0 0\" onclick=\"x()\"/>", ""),
        svg("", " onload=\"x()\""),
        svg("<image href=\"https://example.org/x.png\"/>", ""),
        svg("<use href=\"other.svg#x\"/>", ""),
        svg("<style>@import 'https://example.org/x.css';</style>", ""),
        svg(
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "",
        ),
        svg("<set attributeName=\"onclick\" to=\"x()\"/>", ""),
        svg(
            "<animate attributeName=\"href\" values=\"javascript:x()\"/>",
            "",
        ),
        format!("<?xml-stylesheet href=\"x.xsl\"?>{}", svg("", "")),
        format!("<!DOCTYPE svg [<!ENTITY x \"y\">]>{}", svg("&x;", "")),
        "<html><script>x()</script></html>"
            .replace("<html>", "<html xmlns=\"http://www.w3.org/1999/xhtml\">"),
        "not XML at all".to_string(),
    ];
    for image in bad {
        let site = with("image.svg", image.as_bytes());
        let run = site.build();
        assert_eq!(run.status, 1, "{image} was taken:\n{}", run.said());
        assert!(run.said().contains("image.svg"), "{}", run.said());
    }
    for image in [
        svg("<title>x</title><path d=\"M0 0\" fill=\"red\"/>", ""),
        svg("<style>path { fill: red }</style><path d=\"M0 0\"/>", ""),
        svg("<g id=\"x\"/><use href=\"#x\"/>", ""),
        svg(
            "<a href=\"https://example.org/\"><path d=\"M0 0\"/></a>",
            "",
        ),
    ] {
        let output = with("image.svg", image.as_bytes()).built();
        assert_eq!(output["files/image.svg"], image.as_bytes());
    }
}

#[test]
fn the_strings_that_are_tried_are_many_and_none_is_there_twice() {
    let text = fs::read_to_string(repository().join("tests/security/strings.txt")).unwrap();
    let strings: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("## "))
        .collect();
    let different: BTreeSet<&&str> = strings.iter().collect();
    assert!(strings.len() >= 300);
    assert_eq!(strings.len(), different.len());
}
