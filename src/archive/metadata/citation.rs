//! `CITATION.cff` 1.2.0 (<https://citation-file-format.github.io>).

use serde_json::json;

use crate::archive::Facts;

/// Licences of SPDX's list that the format knows; others are told by their address.
const KNOWN: &[&str] = &[
    "OGL-UK-2.0",
    "OGL-UK-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "ODbL-1.0",
    "MIT",
];

pub(super) fn write(facts: &Facts) -> String {
    // A text in JSON is the same text in YAML.
    let text = |value: &str| json!(value).to_string();
    let mut out = String::from("cff-version: 1.2.0\n");
    let mut tell = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("{name}: {value}\n"));
        }
    };
    tell(
        "message",
        Some(text("If you use this site, please cite it as below.")),
    );
    tell("type", Some("dataset".to_string()));
    tell("title", Some(text(&facts.title)));
    tell(
        "authors",
        Some(format!("\n  - name: {}", text(&facts.group))),
    );
    tell("abstract", Some(text(&facts.description())));
    tell("date-released", Some(facts.today.to_string()));
    let licence = facts.licence.as_ref();
    let known = licence.filter(|licence| KNOWN.contains(&licence.id.as_str()));
    tell("license", known.map(|licence| licence.id.clone()));
    let address = licence
        .and_then(|licence| licence.url)
        .filter(|_| known.is_none());
    tell("license-url", address.map(text));
    tell("url", facts.has_address.then(|| text(&facts.base)));
    if !facts.topics.is_empty() {
        let topics = facts
            .topics
            .iter()
            .map(|topic| format!("\n  - {}", text(topic)));
        tell("keywords", Some(topics.collect()));
    }
    // No blank stands before a list.
    out.replace(": \n", ":\n")
}
