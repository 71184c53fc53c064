//! The description of a table as YAML, with what was found as comments.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::Unit;
use crate::number::counted;
use crate::parse::yaml::quoted;
use crate::source::SourceMap;

use super::column::Guess;
use super::{Proposal, where_is};

/// All descriptions, each a document. `about` are the sheets of a workbook in a word each.
pub(super) fn documents(found: &[Proposal], about: &[String], sources: &SourceMap) -> String {
    let documents = found.iter().enumerate().map(|(at, proposal)| {
        let mut out = String::new();
        comment(&mut out, &seen(proposal, about, sources));
        if found.len() > 1 {
            let count = found.len();
            let place = at + 1;
            comment(
                &mut out,
                &[format!(
                    "Table {place} of {count}: put each into a file of its own, from `---` to `---`."
                )],
            );
        }
        description(&mut out, proposal);
        out
    });
    documents.collect::<Vec<_>>().join("---\n")
}

fn comment(out: &mut String, lines: &[String]) {
    for line in lines {
        // A line end inside a comment would end it.
        let plain: String = line
            .chars()
            .map(|letter| if letter.is_control() { ' ' } else { letter })
            .collect();
        let _ = writeln!(out, "# {plain}");
    }
}

/// What was found, in lines.
fn seen(proposal: &Proposal, about: &[String], sources: &SourceMap) -> Vec<String> {
    let table = &proposal.table;
    let mut lines = Vec::new();
    let file = &proposal.file;
    let mut opening = format!("{}:", file.name.value);
    if let Some((name, hidden)) = &proposal.sheet {
        let hidden = if *hidden { ", which is hidden" } else { "" };
        let _ = write!(opening, " sheet `{name}`{hidden},");
    }
    if let Some(encoding) = &file.encoding {
        let _ = write!(opening, " in {},", encoding.value.name().to_lowercase());
    }
    if let Some(header) = table.columns.first() {
        let _ = write!(opening, " header at {},", where_is(header.span, sources));
    }
    let ends = table.rows.last().and_then(|cells| cells.first());
    let _ = write!(
        opening,
        " {} and {}",
        counted(table.rows.len(), "row"),
        counted(table.columns.len(), "column")
    );
    if let Some(end) = ends {
        let _ = write!(opening, " down to {}", where_is(end.span, sources));
    }
    lines.push(opening);
    if about.len() > 1 {
        lines.push(format!("Sheets: {}.", about.join(", ")));
    }
    for column in &table.columns {
        if !column.notes.is_empty() {
            let notes = column.notes.join(", ");
            lines.push(format!("The heading `{}` refers to {notes}.", column.name));
        }
    }
    lines.extend(proposal.columns.iter().filter_map(told));
    for note in &table.notes {
        lines.push(format!("Note {}: {}", note.label, note.text));
    }
    let warnings = proposal.warnings.iter();
    lines.extend(warnings.map(|warning| format!("Look at {warning}.")));
    if proposal.key.is_empty() {
        lines.push("No column, and no two, have another value in every row: add `primary_key` if you know one.".to_string());
    }
    lines
}

/// What is to be said of a column.
fn told(guess: &Guess) -> Option<String> {
    let mut parts = Vec::new();
    if guess.blank > 0 {
        parts.push(counted(guess.blank, "blank cell"));
    }
    for (mark, count) in &guess.marks {
        parts.push(format!("{count} × `{mark}`"));
    }
    if guess.notes > 0 {
        parts.push(format!("{} with a note", counted(guess.notes, "cell")));
    }
    (!parts.is_empty()).then(|| format!("`{}`: {}.", guess.title, parts.join(", ")))
}

fn description(out: &mut String, proposal: &Proposal) {
    let file = &proposal.file;
    let _ = writeln!(out, "title: {}", quoted(&plain_title(proposal)));
    out.push_str("# source: {name: …, title: …, url: …, published: …}\n# licence: …\n");
    match proposal.key.as_slice() {
        [] => {}
        [one] => {
            let _ = writeln!(out, "primary_key: {one}");
        }
        several => {
            let _ = writeln!(out, "primary_key: [{}]", several.join(", "));
        }
    }
    out.push_str("fields:\n");
    for guess in &proposal.columns {
        let _ = writeln!(out, "  - {}", field(guess));
    }
    let odd: BTreeMap<&str, String> = proposal
        .columns
        .iter()
        .flat_map(|guess| &guess.odd)
        .map(|text| (text.as_str(), meaning(text)))
        .collect();
    if !odd.is_empty() {
        let pairs = odd.iter();
        let pairs = pairs.map(|(text, meaning)| format!("{}: {}", quoted(text), quoted(meaning)));
        let _ = writeln!(out, "missing: {{{}}}", pairs.collect::<Vec<_>>().join(", "));
    }
    let _ = writeln!(out, "file: {}", quoted(&file.name.value));
    if let Some(sheet) = &file.sheet {
        let _ = writeln!(out, "sheet: {}", quoted(&sheet.value));
    }
    if let Some(range) = &file.range {
        let _ = writeln!(out, "range: {}", range.value);
    }
    if let Some(rows) = &file.header_rows {
        let _ = writeln!(out, "header_rows: {}", rows.value);
    }
    if let Some(encoding) = &file.encoding {
        let _ = writeln!(out, "encoding: {}", encoding.value.name().to_lowercase());
    }
}

fn field(guess: &Guess) -> String {
    let mut out = format!("{{name: {}, type: {}", guess.name, guess.kind.word());
    let _ = write!(out, ", title: {}", quoted(&guess.title));
    if guess.named {
        let _ = write!(out, ", column: {}", quoted(&guess.title));
    }
    match &guess.unit {
        Some(Unit::Percent) => out.push_str(", unit: percent"),
        Some(Unit::Currency(code)) => {
            let _ = write!(out, ", unit: {code}");
        }
        _ => {}
    }
    out.push('}');
    out
}

/// What a text among numbers most likely means.
fn meaning(text: &str) -> String {
    let number = text.trim_start_matches(['<', '>', '≤', '≥']).trim();
    match text.chars().next() {
        Some('<') => format!("less than {number}"),
        Some('>') => format!("more than {number}"),
        Some('≤') => format!("at most {number}"),
        Some('≥') => format!("at least {number}"),
        _ => "not published as a number".to_string(),
    }
}

/// The line above the table, else the name of the sheet or file in words; as Markdown, in which
/// it means itself.
fn plain_title(proposal: &Proposal) -> String {
    let file = crate::source::SitePath::new(proposal.file.name.value.as_str());
    let named = file.stem().replace(['_', '-'], " ");
    let words = match (&proposal.title, &proposal.sheet) {
        (Some(title), _) => title.clone(),
        (None, Some((sheet, _))) => format!("{named}: {sheet}"),
        (None, None) => named,
    };
    let mut letters = words.chars();
    let words: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    let mut out = String::new();
    for letter in words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if "\\`*_[]{}<>#|~!&".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
