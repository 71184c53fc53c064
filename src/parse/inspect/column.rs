//! What the columns of a table hold, by all their cells.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::scale;
use crate::model::{Field, FieldType, Unit, Value};
use crate::number;
use crate::parse::cell::{Markers, Quantity, is_mistaken};
use crate::parse::days;
use crate::parse::table::{Nature, RawCell, RawTable, folded};
use crate::parse::typing;
use crate::slug::slug;
use crate::source::{SourceMap, column_name};

use super::where_is;

/// A column and the field that reads it.
#[derive(Debug)]
pub(super) struct Guess {
    /// Its place in the table.
    pub(super) at: usize,
    pub(super) name: String,
    /// Its heading as published.
    pub(super) title: String,
    /// Whether the heading has to be named: the name alone would lead to another column.
    pub(super) named: bool,
    pub(super) kind: FieldType,
    pub(super) unit: Option<Unit>,
    /// Texts among its numbers that are no numbers and no known markers.
    pub(super) odd: BTreeSet<String>,
    /// Its markers, and those beside values, with how often they stand there.
    pub(super) marks: BTreeMap<String, usize>,
    /// How many cells are blank.
    pub(super) blank: usize,
    /// How many cells refer to notes.
    pub(super) notes: usize,
}

/// How many different texts among numbers are taken for markers, and how long they may be.
const MOST_ODD: usize = 4;
const LONGEST_ODD: usize = 12;

/// Guesses the fields of a table. What cannot be read is left out and told.
pub(super) fn guess(
    table: &RawTable,
    sources: &SourceMap,
    warnings: &mut Vec<String>,
) -> Vec<Guess> {
    let titles: Vec<String> = table
        .columns
        .iter()
        .map(|column| folded(&column.name))
        .collect();
    let mut guesses: Vec<Guess> = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let place = where_is(column.span, sources);
        let cells = || table.rows.iter().map(move |cells| &cells[at]);
        if column.name.is_empty() {
            if cells().any(|cell| cell.nature != Nature::Blank) {
                let letter = column_name(at as u32);
                warnings.push(format!(
                    "{place}: column {letter} has no heading, so no field can read it"
                ));
            }
            continue;
        }
        if titles.iter().filter(|title| **title == titles[at]).count() > 1 {
            warnings.push(format!(
                "{place}: two columns are headed `{}`, so no field can tell them apart",
                column.name
            ));
            continue;
        }
        let spoilt = |cell: &&RawCell| matches!(cell.nature, Nature::Uncomputed | Nature::Error);
        if let Some(cell) = cells().find(spoilt) {
            let place = where_is(cell.span, sources);
            warnings.push(format!(
                "{place}: the workbook holds no value here, so the column `{}` is left out",
                column.name
            ));
            continue;
        }
        let taken: Vec<&str> = guesses.iter().map(|guess| guess.name.as_str()).collect();
        let name = own_name(&column.name, at, &taken);
        let other = titles.iter().position(|title| *title == folded(&name));
        let mut guess = Guess {
            at,
            named: other.is_some_and(|other| other != at),
            name,
            title: column.name.clone(),
            kind: FieldType::String,
            unit: None,
            odd: BTreeSet::new(),
            marks: BTreeMap::new(),
            blank: 0,
            notes: cells().filter(|cell| !cell.notes().is_empty()).count(),
        };
        guess.settle(table, sources);
        warnings.extend(guess.doubt(table, sources));
        warnings.extend(guess.scaled(where_is(column.span, sources)));
        guesses.push(guess);
    }
    words_stay_words(&mut guesses, table, sources);
    guesses
}

/// A name for a heading, apart from those that are taken.
fn own_name(heading: &str, at: usize, taken: &[&str]) -> String {
    let name = match slug(heading) {
        name if name.is_empty() => format!("column-{}", at + 1),
        name => name,
    };
    let free = |name: &String| !taken.contains(&name.as_str());
    let numbered = (2..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(free).unwrap_or(name)
}

/// What a column may hold, the narrowest first.
const KINDS: &[(FieldType, Option<Unit>)] = &[
    (FieldType::Boolean, None),
    (FieldType::Year, None),
    (FieldType::Date, None),
    (FieldType::Integer, None),
    (FieldType::Number, None),
    (FieldType::Number, Some(Unit::Percent)),
];

impl Guess {
    fn field(&self, kind: FieldType, unit: Option<Unit>) -> Field {
        Field {
            name: self.name.clone(),
            title: self.title.clone(),
            kind,
            unit,
            decimals: None,
            months: false,
            description: None,
            remarks: Vec::new(),
            scale: None,
        }
    }

    /// Finds the type that reads every cell, markers and a few odd texts aside.
    fn settle(&mut self, table: &RawTable, sources: &SourceMap) {
        let at = self.at;
        let cells = || table.rows.iter().map(move |cells| &cells[at]);
        let pounds = (FieldType::Number, Some(Unit::Currency("GBP".to_string())));
        let kinds = KINDS.iter().cloned().chain([pounds]);
        let mut whole: Option<(FieldType, Option<Unit>, BTreeSet<String>)> = None;
        for (kind, unit) in kinds {
            if let Some(odd) = self.suits(kind, unit.clone(), cells(), sources) {
                let better = whole
                    .as_ref()
                    .is_none_or(|(_, _, least)| odd.len() < least.len());
                if better {
                    whole = Some((kind, unit, odd));
                }
            }
        }
        if let Some((kind, unit, odd)) = whole {
            (self.kind, self.unit, self.odd) = (kind, unit, odd);
        }
        self.count(cells(), sources);
    }

    /// Whether the cells can be read so, and which texts are then markers; none where not.
    fn suits<'c>(
        &self,
        kind: FieldType,
        unit: Option<Unit>,
        cells: impl Iterator<Item = &'c RawCell>,
        sources: &SourceMap,
    ) -> Option<BTreeSet<String>> {
        let title = self.title.to_lowercase();
        if kind == FieldType::Year && !["year", "period"].iter().any(|it| title.contains(it)) {
            return None;
        }
        let field = self.field(kind, unit);
        let markers = Markers::default();
        let numeric = field.is_numeric();
        let mut odd: BTreeSet<String> = BTreeSet::new();
        let (mut values, mut strange, mut signed, mut plain) = (0usize, 0usize, false, false);
        for cell in cells {
            let text = cell.text(sources);
            let counts = matches!(cell.nature, Nature::Number1900 | Nature::Number1904);
            if numeric && is_code(text, cell.nature) || kind == FieldType::Date && counts {
                return None;
            }
            match typing::reading(cell, &field, &markers, sources) {
                Ok(reading) => {
                    if !matches!(reading.value, Value::Missing(_)) {
                        values += 1;
                        signed |= reading.sign.is_some();
                        plain |= reading.sign.is_none()
                            && reading.value.number().is_some_and(|it| !it.is_zero());
                    }
                }
                Err(_) if numeric && may_be_mark(text) => {
                    strange += 1;
                    odd.insert(text.to_string());
                    if odd.len() > MOST_ODD {
                        return None;
                    }
                }
                Err(_) => return None,
            }
        }
        // One of two is no exception.
        let rare = values > 0 && strange * 5 <= values;
        let fits = rare && !(signed && plain) && (field.unit.is_none() || signed);
        fits.then_some(odd)
    }

    /// What makes words of a column of numbers, or days of them.
    fn doubt(&self, table: &RawTable, sources: &SourceMap) -> Option<String> {
        let title = &self.title;
        if self.kind == FieldType::Integer && self.unit.is_none() && days::names_days(title) {
            let (cell, first, last) = days::counted(table, self.at, sources)?;
            let place = where_is(cell.span, sources);
            return Some(format!(
                "{place}: `{title}` may be days that the spreadsheet counts as numbers, {} to {}; if \
                 so, write `type: date`",
                number::long_date(first),
                number::long_date(last)
            ));
        }
        if self.kind != FieldType::String {
            return None;
        }
        let markers = Markers::default();
        let of = |cell: &RawCell| markers.quantity(cell.text(sources));
        let cells = || table.rows.iter().map(|cells| &cells[self.at]);
        let numbers = cells().filter(|cell| {
            matches!(of(cell), Quantity::Number(_)) && !is_code(cell.text(sources), cell.nature)
        });
        let numbers = numbers.count();
        let other = cells().filter(|cell| of(cell) == Quantity::Other);
        let other: Vec<&RawCell> = other.collect();
        let Some(first) = other.first() else {
            let signed = |cell: &&RawCell| cell.text(sources).contains(['%', '£', '€', '$']);
            let with = cells().find(signed)?;
            let without =
                cells().find(|cell| !signed(cell) && matches!(of(cell), Quantity::Number(_)))?;
            return Some(format!(
                "{}: `{title}` has `{}` here and `{}` at {}, so it is read as words until all of it \
                 is in one unit",
                where_is(with.span, sources),
                with.text(sources),
                without.text(sources),
                where_is(without.span, sources)
            ));
        };
        (numbers > other.len()).then(|| {
            format!(
                "{}: `{title}` is numbers but for `{}` here{}, so it is read as words",
                where_is(first.span, sources),
                first.text(sources),
                match other.len() - 1 {
                    0 => String::new(),
                    more => format!(" and {} below", number::counted(more, "other cell")),
                }
            )
        })
    }

    /// What to do about a column whose heading says that it is counted in millions.
    fn scaled(&self, place: String) -> Option<String> {
        let numbers = self.field(self.kind, None).is_numeric() && self.unit.is_none();
        let scale = scale::of_heading(&self.title).filter(|_| numbers)?;
        Some(format!(
            "{place}: `{}` is counted in {}; before a number in a sentence is bound to it, multiply it \
             under `shape`: `{}`",
            self.title,
            scale.in_words(),
            scale.step(&self.name, &self.title)
        ))
    }

    fn count<'c>(&mut self, cells: impl Iterator<Item = &'c RawCell>, sources: &SourceMap) {
        let field = self.field(self.kind, self.unit.clone());
        let markers = Markers::default();
        for cell in cells {
            let Ok(reading) = typing::reading(cell, &field, &markers, sources) else {
                let text = cell.text(sources);
                *self.marks.entry(text.to_string()).or_default() += 1;
                continue;
            };
            match &reading.value {
                Value::Missing(marker) if marker.symbol.is_empty() => self.blank += 1,
                Value::Missing(marker) => {
                    *self.marks.entry(marker.symbol.clone()).or_default() += 1;
                }
                _ => {}
            }
            for mark in &reading.remarks {
                *self.marks.entry(mark.symbol.clone()).or_default() += 1;
            }
        }
    }
}

/// Whether a text among numbers may stand for a value. A plain word is a word: with `Wales` among
/// them, numbers are names.
fn may_be_mark(text: &str) -> bool {
    const WORDS: &[&str] = &["null", "none", "nil", "nan", "tbc", "low", "supp"];
    let odd = text
        .chars()
        .any(|letter| !letter.is_alphanumeric() && letter != ' ');
    let number = text.trim_start_matches(['<', '>', '≤', '≥', '~']);
    // `(120)` and `2,25` are numbers that are written otherwise.
    if is_mistaken(text) {
        return false;
    }
    let short = text.chars().count() <= LONGEST_ODD;
    let compared = number.len() == text.len() || number.trim().parse::<f64>().is_ok();
    short && compared && odd && !looks_like_code(text)
        || WORDS.contains(&text.to_lowercase().as_str())
}

/// Letters and digits with dashes or slashes between them: `18-24`, `2019/20`, `A-1`.
fn looks_like_code(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '–', '/', '.', '_', ':', ' ']).collect();
    let whole = |part: &&str| !part.is_empty() && part.chars().all(char::is_alphanumeric);
    parts.len() > 1 && parts.iter().all(whole)
}

/// Whether digits are a code: `01` is not 1, and nobody adds up seventeen digits.
fn is_code(text: &str, nature: Nature) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let leading = digits && text.len() > 1 && text.starts_with('0');
    nature == Nature::Text && (leading || digits && text.len() > 15)
}

/// A marker of the dataset counts in columns of words too: a text that is a word there can be no
/// marker among numbers, and that column is then words.
fn words_stay_words(guesses: &mut [Guess], table: &RawTable, sources: &SourceMap) {
    let words: BTreeSet<&str> = guesses
        .iter()
        .filter(|guess| guess.kind == FieldType::String)
        .flat_map(|guess| table.rows.iter().map(|cells| cells[guess.at].text(sources)))
        .collect();
    for guess in guesses {
        if guess.odd.iter().any(|odd| words.contains(odd.as_str())) {
            guess.odd.clear();
            guess.kind = FieldType::String;
            guess.unit = None;
            guess.marks.clear();
            guess.blank = 0;
            let at = guess.at;
            guess.count(table.rows.iter().map(move |cells| &cells[at]), sources);
        }
    }
}

/// The first column, or else the first two, that have another value in every row.
pub(super) fn key(table: &RawTable, guesses: &[Guess], sources: &SourceMap) -> Vec<String> {
    /// How many columns are tried in pairs.
    const MOST: usize = 6;
    let names_rows = |guess: &&Guess| {
        matches!(
            guess.kind,
            FieldType::String | FieldType::Year | FieldType::Date | FieldType::Integer
        ) && guess.blank == 0
            && guess.marks.is_empty()
    };
    let candidates: Vec<&Guess> = guesses.iter().filter(names_rows).collect();
    let unique = |columns: &[&Guess]| {
        let mut seen = BTreeSet::new();
        table.rows.iter().all(|cells| {
            let parts = columns
                .iter()
                .map(|guess| slug(cells[guess.at].text(sources)));
            let parts: Vec<String> = parts.collect();
            parts.iter().all(|part| !part.is_empty()) && seen.insert(parts)
        })
    };
    // A count may happen to be different everywhere: it is no name.
    let words = |guess: &&&Guess| guess.kind != FieldType::Integer;
    if let Some(one) = candidates.iter().filter(words).find(|one| unique(&[one])) {
        return vec![one.name.clone()];
    }
    let some = &candidates[..candidates.len().min(MOST)];
    for (at, one) in some.iter().enumerate() {
        for other in &some[at + 1..] {
            let counts = |guess: &Guess| guess.kind == FieldType::Integer;
            if !(counts(one) && counts(other)) && unique(&[one, other]) {
                return vec![one.name.clone(), other.name.clone()];
            }
        }
    }
    Vec::new()
}
