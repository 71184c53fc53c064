//! Changing keys of one map of a YAML file in place: every other byte, comments among them, stays
//! as it is.

use crate::diag::{Diagnostic, code};
use crate::parse::passage::Passage;
use crate::parse::yaml::{self, Entry, Kind, Node};
use crate::source::{SourceId, Span};

/// What is to become of a key.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// It gets this value.
    Set(&'static str, Value),
    /// It goes, and its value with it.
    Remove(&'static str),
}

/// A value to be written.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A word or date that needs no quotes.
    Word(String),
    /// Text of one line.
    Text(String),
    /// A list of maps, each of a text and a list of texts under these two keys.
    Groups([&'static str; 2], Vec<(String, Vec<String>)>),
}

/// Applies changes to the map under `key` at the top of a file; makes the map where there is none.
///
/// # Errors
/// When the file is no YAML, or written in a way that cannot be changed in place: its top in braces,
/// or the map as an alias.
pub(crate) fn rewrite(
    source: SourceId,
    file: &str,
    key: &'static str,
    changes: &[Change],
) -> Result<String, Box<Diagnostic>> {
    let passage = Passage::straight(file, file, source, 0);
    let mut faults = Vec::new();
    let root = yaml::parse(&passage, &mut faults);
    let refuse = |span: Span, message: &str| {
        Err(Box::new(
            Diagnostic::error(&code::WRONG_TYPE, span, message)
                .help("write each key on a line of its own, or change the file by hand"),
        ))
    };
    let Some(root) = root else {
        return Err(Box::new(faults.remove(0)));
    };
    let Kind::Map(entries) = &root.kind else {
        return refuse(root.span, "this file is no map of keys and values");
    };
    if file[root.span.start as usize..].starts_with('{') {
        return refuse(
            root.span,
            "this file stands in braces, and cannot be changed in place",
        );
    }
    let text = Text { file };
    let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
        return Ok(text.with_a_new_map(key, changes));
    };
    let after_key = entry.value.span.start >= entry.key_span.end;
    match &entry.value.kind {
        _ if !after_key => refuse(
            entry.key_span,
            "this map is an alias, and cannot be changed in place",
        ),
        Kind::Null => Ok(text.with_a_filled_map(entry, changes)),
        Kind::Map(inner) if text.at(&entry.value).starts_with('{') => {
            Ok(text.in_braces(&entry.value, inner, changes))
        }
        Kind::Map(inner) => Ok(text.in_lines(inner, changes)),
        _ => refuse(entry.value.span, "this is no map of keys and values"),
    }
}

/// The text of a file and how to change it. Edits are replaced ranges, applied from the last.
struct Text<'f> {
    file: &'f str,
}

type Edit = (usize, usize, String);

impl Text<'_> {
    fn at(&self, node: &Node<'_>) -> &str {
        &self.file[node.span.start as usize..]
    }

    fn line_end(&self) -> &'static str {
        match self.file.contains("\r\n") {
            true => "\r\n",
            false => "\n",
        }
    }

    /// The first byte of the line that `at` stands in.
    fn line_start(&self, at: usize) -> usize {
        self.file[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The byte after the end of the line that `at` stands in.
    fn next_line(&self, at: usize) -> usize {
        self.file[at..]
            .find('\n')
            .map_or(self.file.len(), |end| at + end + 1)
    }

    fn with_a_new_map(&self, key: &str, changes: &[Change]) -> String {
        let end = self.line_end();
        let mut out = self.file.trim_end().to_string();
        out.push_str(end);
        out.push_str(&format!("{end}{key}:{end}"));
        out.push_str(&self.lines(changes, "  "));
        out
    }

    fn with_a_filled_map(&self, entry: &Entry, changes: &[Change]) -> String {
        let at = self.next_line(entry.key_span.end as usize);
        let mut lines = self.lines(changes, "  ");
        if !self.file[..at].ends_with('\n') {
            lines.insert_str(0, self.line_end());
        }
        self.apply(vec![(at, at, lines)])
    }

    /// The keys that are set, each on lines of its own.
    fn lines(&self, changes: &[Change], indent: &str) -> String {
        let end = self.line_end();
        let mut out = String::new();
        for change in changes {
            if let Change::Set(key, value) = change {
                out.push_str(&format!("{indent}{key}:"));
                for line in value.lines() {
                    out.push_str(&line.replace('\n', &format!("{end}{indent}  ")));
                }
                out.push_str(end);
            }
        }
        out
    }

    fn in_lines(&self, entries: &[Entry], changes: &[Change]) -> String {
        let first = entries[0].key_span.start as usize;
        let indent = self.file[self.line_start(first)..first].to_string();
        let mut edits: Vec<Edit> = Vec::new();
        let mut new = Vec::new();
        for change in changes {
            let (Change::Set(key, _) | Change::Remove(key)) = change;
            let old = entries.iter().find(|entry| entry.key == *key);
            match (change, old) {
                (Change::Remove(_), None) => {}
                (Change::Remove(_), Some(entry)) => {
                    edits.push((self.begin(entry), self.end(entry), String::new()));
                }
                (Change::Set(_, value), Some(entry)) => {
                    edits.push(match value.one_line() {
                        Some(value) if self.is_one_line(entry) => {
                            let span = entry.value.span;
                            (span.start as usize, span.end as usize, value)
                        }
                        _ => {
                            let lines = self.lines(std::slice::from_ref(change), &indent);
                            (self.begin(entry), self.end(entry), lines)
                        }
                    });
                }
                (Change::Set(..), None) => new.push(change.clone()),
            }
        }
        let last = self.end(&entries[entries.len() - 1]);
        let mut lines = self.lines(&new, &indent);
        if !lines.is_empty() && !self.file[..last].ends_with('\n') {
            lines.insert_str(0, self.line_end());
        }
        edits.push((last, last, lines));
        self.apply(edits)
    }

    fn begin(&self, entry: &Entry) -> usize {
        self.line_start(entry.key_span.start as usize)
    }

    fn end(&self, entry: &Entry) -> usize {
        let end = entry.value.span.end.max(entry.key_span.end) as usize;
        // What a block of text ends in is part of its last line.
        let end = self.file[..end].trim_end_matches(['\n', '\r', ' ']).len();
        self.next_line(end.max(entry.key_span.end as usize))
    }

    /// Whether a value is a scalar that stands behind its key on the same line.
    fn is_one_line(&self, entry: &Entry) -> bool {
        let (start, end) = (entry.key_span.end as usize, entry.value.span.end as usize);
        matches!(entry.value.kind, Kind::Scalar(_))
            && entry.value.span.start as usize >= start
            && !self.file[start..end].contains('\n')
    }

    fn in_braces(&self, map: &Node, entries: &[Entry], changes: &[Change]) -> String {
        let mut kept: Vec<(String, String)> = entries
            .iter()
            .map(|entry| {
                let written = |span: Span| &self.file[span.start as usize..span.end as usize];
                let value = match entry.value.kind {
                    Kind::Null => String::new(),
                    _ => written(entry.value.span).to_string(),
                };
                (entry.key.to_string(), value)
            })
            .collect();
        for change in changes {
            match change {
                Change::Remove(key) => kept.retain(|(name, _)| name != key),
                Change::Set(key, value) => {
                    let value = value.in_braces();
                    match kept.iter_mut().find(|(name, _)| name == key) {
                        Some(entry) => entry.1 = value,
                        None => kept.push((key.to_string(), value)),
                    }
                }
            }
        }
        let entries: Vec<String> = kept
            .into_iter()
            .map(|(key, value)| format!("{key}: {value}"))
            .collect();
        let (start, end) = (map.span.start as usize, map.span.end as usize);
        let closing = self.file[start..end].ends_with('}');
        let end = match closing {
            true => end,
            false => end + self.file[end..].find('}').map_or(0, |at| at + 1),
        };
        self.apply(vec![(start, end, format!("{{{}}}", entries.join(", ")))])
    }

    fn apply(&self, mut edits: Vec<Edit>) -> String {
        edits.sort_by_key(|edit| (edit.0, edit.1));
        let mut out = String::with_capacity(self.file.len() + 256);
        let mut at = 0;
        for (start, end, text) in edits {
            out.push_str(&self.file[at..start]);
            out.push_str(&text);
            at = end;
        }
        out.push_str(&self.file[at..]);
        out
    }
}

impl Value {
    /// The value behind its key, where one line holds it.
    fn one_line(&self) -> Option<String> {
        match self {
            Value::Word(word) => Some(word.clone()),
            Value::Text(text) => Some(quoted(text)),
            Value::Groups(..) => None,
        }
    }

    /// The value on lines of its own, behind its key; `\n` where a line ends.
    fn lines(&self) -> Vec<String> {
        let Value::Groups([first, second], groups) = self else {
            return self
                .one_line()
                .map(|it| format!(" {it}"))
                .into_iter()
                .collect();
        };
        let mut lines = Vec::new();
        for (text, items) in groups {
            lines.push(format!("\n- {first}: {}", quoted(text)));
            lines.push(format!("\n  {second}:"));
            lines.extend(items.iter().map(|item| format!("\n    - {}", quoted(item))));
        }
        lines
    }

    fn in_braces(&self) -> String {
        let Value::Groups([first, second], groups) = self else {
            return self.one_line().unwrap_or_default();
        };
        let groups: Vec<String> = groups
            .iter()
            .map(|(text, items)| {
                let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
                let text = quoted(text);
                format!("{{{first}: {text}, {second}: [{}]}}", items.join(", "))
            })
            .collect();
        format!("[{}]", groups.join(", "))
    }
}

/// A text of one line, in quotation marks.
fn quoted(text: &str) -> String {
    yaml::quoted(&text.replace(['\n', '\r', '\t'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(file: &str, changes: &[Change]) -> String {
        rewrite(SourceId(0), file, "lifecycle", changes).expect("the file can be changed")
    }

    fn closing() -> Vec<Change> {
        vec![
            Change::Set("state", Value::Word("closed".into())),
            Change::Set("on", Value::Word("2026-11-25".into())),
        ]
    }

    #[test]
    fn a_map_that_is_not_there_is_added_at_the_end() {
        assert_eq!(
            changed("title: A # the group\n\n", &closing()),
            "title: A # the group\n\nlifecycle:\n  state: closed\n  on: 2026-11-25\n"
        );
        assert_eq!(
            changed("title: A", &closing()),
            "title: A\n\nlifecycle:\n  state: closed\n  on: 2026-11-25\n"
        );
        assert_eq!(
            changed("lifecycle:\ntitle: A\n", &closing()),
            "lifecycle:\n  state: closed\n  on: 2026-11-25\ntitle: A\n"
        );
        assert_eq!(
            changed("title: A\nlifecycle:", &closing()),
            "title: A\nlifecycle:\n  state: closed\n  on: 2026-11-25\n"
        );
    }

    #[test]
    fn in_lines_only_what_changes_is_touched() {
        let file = "# top\ntitle: A\nlifecycle:   # where we are\n    # at work\n    state: active  # \
                    since the start\n    since: 2018-01-01\n\n# below\nlicence: X\n";
        assert_eq!(
            changed(file, &closing()),
            "# top\ntitle: A\nlifecycle:   # where we are\n    # at work\n    state: closed  # \
             since the start\n    since: 2018-01-01\n    on: 2026-11-25\n\n# below\nlicence: X\n"
        );
        let crlf = file.replace('\n', "\r\n");
        assert_eq!(
            changed(&crlf, &closing()),
            changed(file, &closing()).replace('\n', "\r\n")
        );
    }

    #[test]
    fn blocks_of_text_go_and_come_whole() {
        let file = "lifecycle:\n  notice: >-\n    One line\n    and another.\n\n  state: dissolved\nx: 1\n";
        assert_eq!(
            changed(file, &[Change::Remove("notice")]),
            "lifecycle:\n\n  state: dissolved\nx: 1\n"
        );
        assert_eq!(
            changed(
                file,
                &[Change::Set("notice", Value::Text("It \"ends\".".into()))]
            ),
            "lifecycle:\n  notice: \"It \\\"ends\\\".\"\n\n  state: dissolved\nx: 1\n"
        );
        let last = "lifecycle:\n  state: active\n  notice: |\n    One\n    two\n";
        assert_eq!(
            changed(last, &closing()),
            "lifecycle:\n  state: closed\n  notice: |\n    One\n    two\n  on: 2026-11-25\n"
        );
    }

    #[test]
    fn groups_stand_on_lines_of_their_own() {
        let groups = |reason: &str| {
            let groups = vec![(reason.to_string(), vec!["a:b".into(), "c".into()])];
            [Change::Set(
                "accepted",
                Value::Groups(["reason", "items"], groups),
            )]
        };
        let once = changed("lifecycle:\n  state: closed\nx: 1\n", &groups("Gone: lost"));
        assert_eq!(
            once,
            "lifecycle:\n  state: closed\n  accepted:\n    - reason: \"Gone: lost\"\n      items:\n        \
             - \"a:b\"\n        - \"c\"\nx: 1\n"
        );
        assert_eq!(
            changed(&once, &groups("Other")),
            once.replace("Gone: lost", "Other")
        );
        assert_eq!(
            changed("lifecycle: {state: closed}\n", &groups("Gone")),
            "lifecycle: {state: closed, accepted: [{reason: \"Gone\", items: [\"a:b\", \"c\"]}]}\n"
        );
    }

    #[test]
    fn in_braces_keys_keep_their_order() {
        assert_eq!(
            changed(
                "lifecycle: {state: active, notice: 'It, is'}  # now\nx: 1\n",
                &closing()
            ),
            "lifecycle: {state: closed, notice: 'It, is', on: 2026-11-25}  # now\nx: 1\n"
        );
        assert_eq!(
            changed("lifecycle: {}\n", &closing()),
            "lifecycle: {state: closed, on: 2026-11-25}\n"
        );
        assert_eq!(
            changed(
                "lifecycle: {state: dissolved, on: 2024-05-30}\n",
                &[
                    Change::Set("state", Value::Word("active".into())),
                    Change::Remove("on")
                ]
            ),
            "lifecycle: {state: active}\n"
        );
    }

    #[test]
    fn what_cannot_be_changed_in_place_is_refused() {
        for file in [
            "{title: A, lifecycle: {state: active}}\n",
            "x: &a {state: active}\nlifecycle: *a\n",
            "lifecycle: active\n",
            "- a\n",
            "a: [\n",
        ] {
            let refused = rewrite(SourceId(0), file, "lifecycle", &closing());
            assert!(refused.is_err(), "{file}");
        }
    }
}
