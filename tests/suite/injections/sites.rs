//! Sites with a string, or a harmless word, in every field.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::fields::{BESIDE, CONFIG_FILE, FILES, SHARED};
use super::strings::Injection;
use crate::support::{AS_OF, Files, Run, TestSite, repository};

/// What stands in the fields.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Filling {
    /// A word that stands nowhere else.
    Words,
    /// The strings, but for those that are refused.
    Strings,
}

/// Which strings were refused in which fields.
#[derive(Default)]
pub(super) struct Refused(BTreeSet<(usize, &'static str)>);

impl Refused {
    pub(super) fn holds(&self, number: usize, field: &'static str) -> bool {
        self.0.contains(&(number, field))
    }
}

/// What harmless words begin and end with.
pub(super) const WORD: &str = "qzx";
pub(super) const END: &str = "end";

/// What stands between.
pub(super) fn inner_word(number: usize, field: &str) -> String {
    format!("{number}in{}", field.replace('-', ""))
}

/// The word that stands in a field for a string.
pub(super) fn word(number: usize, field: &str) -> String {
    match field {
        "address-file" => "files/note.txt".to_string(),
        "address-transcript" | "address-recording" => {
            format!("https://example.org/{number}/{field}")
        }
        "address-redirect" => format!("/old/{number}/"),
        "key-figure" => format!("f{number}"),
        "key-entry" => format!("addressed-{number}"),
        "key-person" => format!("extra-{number}"),
        "key-licence" => "OGL-UK-3.0".to_string(),
        "key-front" => "summary".to_string(),
        "bound-words" => number.to_string(),
        "svg-attribute" => "red".to_string(),
        _ if field.starts_with("address-") => format!("https://example.org/{number}/{field}"),
        _ => format!("Q{}{}{END}", &WORD[1..], inner_word(number, field)),
    }
}

/// A site, and which field of which string stands on which line of which file.
pub(super) struct Trial {
    site: TestSite,
    lines: BTreeMap<(String, usize), (usize, &'static str)>,
    /// The strings that hold control characters.
    unprintable: BTreeSet<usize>,
    is_of_one: bool,
}

impl Trial {
    pub(super) fn write(strings: &[Injection], filling: Filling, refused: &Refused) -> Trial {
        let mut trial = Trial {
            site: TestSite::empty(),
            lines: BTreeMap::new(),
            unprintable: BTreeSet::new(),
            is_of_one: strings.len() == 1,
        };
        let text = |number: usize, field: &'static str| match filling {
            Filling::Strings if !refused.holds(number, field) => strings[number].text.clone(),
            _ => word(number, field),
        };
        for (path, all) in BESIDE {
            trial.site.write(path, all);
        }
        let mark = repository().join("tests/sites/kitchen/content/files/mark.png");
        trial
            .site
            .write("content/files/mark.png", fs::read(mark).unwrap());
        for number in 0..strings.len() {
            let note = format!("content/sessions/s{number}/files/note.txt");
            trial.site.write(&note, "A note.\n");
            for (path, each) in FILES {
                let Some(path) = trial.path(path, number, &text) else {
                    continue;
                };
                let filled = trial.fill(&path, 0, each, number, &text);
                trial.site.write(&path, filled);
            }
        }
        for (path, before, each, after) in SHARED {
            let mut whole = (*before).to_string();
            for number in 0..strings.len() {
                let above = whole.matches('\n').count();
                whole += &trial.fill(path, above, each, number, &text);
            }
            if *path == "content/people.yaml" {
                whole += "organisations:\n";
                for number in 0..strings.len() {
                    whole += &format!("  o{number}: {{name: Organisation {number}}}\n");
                }
            }
            trial.site.write(path, whole + after);
        }
        trial
    }

    /// Writes what is the same in all sites.
    fn write_beside(&self) {
        for (path, text) in BESIDE {
            self.site.write(path, text);
        }
        let mark = repository().join("tests/sites/kitchen/content/files/mark.png");
        self.site
            .write("content/files/mark.png", fs::read(mark).unwrap());
    }

    /// The path of a file; none where its name is one that no file can have.
    fn path(
        &mut self,
        path: &'static str,
        number: usize,
        value: &dyn Fn(usize, &'static str) -> String,
    ) -> Option<String> {
        let path_of = |text: &str| text.replace('№', &number.to_string());
        let Some((before, rest)) = path.split_once('⟦') else {
            return Some(path_of(path));
        };
        let (field, after) = rest.split_once('⟧').unwrap();
        let name = value(number, field);
        if name.contains(['/', '\0']) || name.len() > 200 {
            return None;
        }
        let path = path_of(before) + &name + &path_of(after);
        self.lines.insert((path.clone(), 0), (number, field));
        Some(path)
    }

    /// Fills the fields of a text and remembers their lines.
    fn fill(
        &mut self,
        path: &str,
        above: usize,
        text: &'static str,
        number: usize,
        value: &dyn Fn(usize, &'static str) -> String,
    ) -> String {
        let mut out = String::new();
        for (at, line) in text.lines().enumerate() {
            let Some((before, rest)) = line.split_once('⟦') else {
                out += &line.replace('№', &number.to_string());
                out.push('\n');
                continue;
            };
            let (field, after) = rest.split_once('⟧').unwrap();
            let (field, how) = field.split_once('|').unwrap_or((field, "y"));
            self.lines
                .insert((path.to_string(), above + at + 1), (number, field));
            let value = value(number, field);
            if value.contains(|letter: char| letter.is_control() && letter != '\t') {
                self.unprintable.insert(number);
            }
            out += &before.replace('№', &number.to_string());
            out += &match how {
                "y" => quoted(&value),
                "x" => value
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('"', "&quot;"),
                "b" => in_bibtex(&value),
                "c" => format!("\"{}\"", value.replace('"', "\"\"")),
                // A line has to stay one, or no place can be told.
                _ => value.replace('\r', "&#13;"),
            };
            out += &after.replace('№', &number.to_string());
            out.push('\n');
        }
        out
    }

    /// Builds the site: what came out, or which fields were refused.
    pub(super) fn build(&self) -> Result<Files, BTreeSet<(usize, &'static str)>> {
        let run = self
            .site
            .run(["build", "--as-of", AS_OF, "--message-format", "json"]);
        match run.status {
            0 => Ok(self.site.output()),
            1 => Err(self.blamed(&run)),
            _ => panic!("it ended with {}:\n{}", run.status, run.said()),
        }
    }

    /// The fields that the errors of a run are about. An error has to lead to a string.
    fn blamed(&self, run: &Run) -> BTreeSet<(usize, &'static str)> {
        let mut blamed = BTreeSet::new();
        for fault in run.diagnostics() {
            if fault["severity"] != "error" {
                continue;
            }
            let (Some(file), Some(line)) = (fault["file"].as_str(), fault["line"].as_u64()) else {
                panic!("an error without a place: {fault}");
            };
            // A file of cells that holds such letters is refused as a whole.
            if file == "content/data/cells.yaml" && !self.unprintable.is_empty() {
                blamed.extend(self.unprintable.iter().map(|number| (*number, "cell")));
                continue;
            }
            // A fault of a block is one of what stands in it. A string may leave a block open, which is
            // then reported at the lines below.
            let line = line as usize;
            let end = fault["end_line"].as_u64().map_or(line, |end| end as usize);
            let mut near = (line..=end).chain((0..line).rev());
            let found = near.find_map(|line| self.lines.get(&(file.to_string(), line)));
            // Of such letters only the first of a file is reported; of one string the next run tells more.
            let number = found.map(|(number, _)| *number);
            let is_first = fault["name"] == "control-character" && !self.is_of_one;
            if let Some(number) = number.filter(|it| is_first && self.unprintable.contains(it)) {
                let all = self.lines.iter().filter(|((path, _), _)| path == file);
                blamed.extend(all.map(|(_, found)| *found).filter(|(it, _)| *it == number));
                continue;
            }
            if let Some(found) = found {
                blamed.insert(*found);
                continue;
            }
            // Of what cannot be read at all, everything is to blame.
            let all = self.lines.iter().filter(|((path, _), _)| path == file);
            let all: Vec<_> = all.map(|(_, found)| *found).collect();
            assert!(!all.is_empty(), "an error about no string: {fault}");
            blamed.extend(all);
        }
        assert!(!blamed.is_empty(), "nothing was refused: {}", run.said());
        blamed
    }
}

/// Builds a site of the strings that are not refused.
pub(super) fn build_what_is_taken(strings: &[Injection]) -> (Files, Refused) {
    let mut refused = Refused::default();
    loop {
        match Trial::write(strings, Filling::Strings, &refused).build() {
            Ok(output) => return (output, refused),
            Err(blamed) => {
                let before = refused.0.len();
                refused.0.extend(&blamed);
                assert!(refused.0.len() > before, "refused twice: {blamed:?}");
            }
        }
    }
}

/// Builds a small site with a string in every text of `briefpack.yaml` where it is not refused, and
/// harmless words elsewhere. Gives the fields where it was.
pub(super) fn build_config(string: Option<&Injection>) -> (Files, BTreeSet<&'static str>) {
    let mut refused = BTreeSet::new();
    let mut trial = Trial {
        site: TestSite::minimal(),
        lines: BTreeMap::new(),
        unprintable: BTreeSet::new(),
        is_of_one: true,
    };
    trial.write_beside();
    loop {
        let value = |_, field| match string {
            Some(string) if !refused.contains(field) => string.text.clone(),
            _ => word(0, field),
        };
        let text = trial.fill("briefpack.yaml", 0, CONFIG_FILE, 0, &value);
        trial.site.write("briefpack.yaml", text);
        match trial.build() {
            Ok(output) => return (output, refused),
            Err(blamed) => {
                let before = refused.len();
                refused.extend(blamed.into_iter().map(|(_, field)| field));
                assert!(refused.len() > before, "refused twice: {refused:?}");
            }
        }
    }
}

/// A text as it stands between double quotes in YAML.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap();
    json[1..json.len() - 1].to_string()
}

/// A text as BibTeX has it, in braces and one line.
fn in_bibtex(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        '\\' => "\\textbackslash{}".to_string(),
        '~' => "\\textasciitilde{}".to_string(),
        '^' => "\\textasciicircum{}".to_string(),
        '{' | '}' | '$' | '&' | '%' | '#' | '_' => format!("\\{letter}"),
        // Two of them would be a dash.
        '-' => "{-}".to_string(),
        '\n' | '\r' => " ".to_string(),
        letter => letter.to_string(),
    });
    letters.collect()
}
