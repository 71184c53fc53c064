//! The rows of a `group` step on their way into their groups.
//!
//! Only what the aggregates need is kept of them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;
use rust_decimal::Decimal;

use crate::diag::{Diagnostic, code};
use crate::parse::table::RawCell;
use crate::source::{Span, Spanned};

use super::aggregate::{Gathered, Groups, OfRow, Taken, Takes, TooLarge};
use super::columns::{Bound, cell};
use super::expr::{Kind as PartKind, Value, as_number, evaluate};
use super::group::{Chosen, Group};
use super::reader::Reader;
use super::run::quoted;
use super::step::{Flow, Repeats, Row, Said};

/// A column that is made.
pub(super) struct Made<'s> {
    pub(super) name: &'s Spanned<String>,
    pub(super) expression: Bound<'s>,
    pub(super) over: Vec<Over<'s>>,
    /// How many values were missing.
    pub(super) left_out: usize,
}

/// An aggregate that is ready.
pub(super) struct Over<'s> {
    pub(super) chosen: Chosen,
    pub(super) span: Span,
    pub(super) arguments: Vec<Bound<'s>>,
}

/// What an aggregate has taken.
struct Gathers {
    groups: Box<dyn Groups>,
    /// What stood beside the values of groups, by their numbers: nothing beside those of most.
    beside: HashMap<usize, Beside, RandomState>,
}

/// What stood beside the values of a group.
#[derive(Default)]
struct Beside {
    /// The marker of the values left out, as long as it is the same.
    marker: Option<Option<String>>,
    /// The marks beside the values that were taken.
    marks: BTreeSet<String>,
}

impl Gathers {
    /// Takes the values of a row of a group, or the marker of the first that is missing.
    fn take(
        &mut self,
        group: usize,
        read: &Result<Read<'_>, Cow<'_, str>>,
        chosen: &Chosen,
    ) -> Result<(), TooLarge> {
        match read {
            Ok(read) => {
                if chosen.aggregate.blends && !read.marks.is_empty() {
                    let beside = self.beside.entry(group).or_default();
                    beside.marks.extend(read.marks.iter().cloned());
                }
                self.groups.take(group, read.as_taken())
            }
            Err(marker) => {
                let beside = self.beside.entry(group).or_default();
                beside.marker = Some(match beside.marker.take() {
                    None => Some(marker.to_string()),
                    Some(same) => same.filter(|same| same == marker),
                });
                Ok(())
            }
        }
    }
}

/// The groups so far.
pub(super) struct Grouping<'s> {
    step: &'s Group,
    by: Vec<usize>,
    made: Vec<Made<'s>>,
    by_key: HashMap<Box<str>, usize, RandomState>,
    /// Which of the groups are totals.
    totals: Vec<bool>,
    /// What tells the groups apart: a cell for each column of `by`, group by group.
    cells: Vec<RawCell>,
    /// One for each aggregate of each column in turn.
    gathers: Vec<Gathers>,
    keys: Keys,
    rows: usize,
    /// Whether a mark stands beside something that was made.
    marked: bool,
    reader: Reader<'s>,
    repeats: Repeats,
}

impl Flow for Grouping<'_> {
    fn row(&mut self, row: Row, _next: &mut dyn FnMut(Row)) {
        self.rows += 1;
        self.keys
            .read(&row, &self.by, &self.step.total, self.reader);
        let group = self.group(&row, false);
        let total = (!self.step.total.is_empty()).then(|| self.group(&row, true));
        self.gather(group, total, &row);
    }

    fn end(&mut self, next: &mut dyn FnMut(Row)) {
        let totals = std::mem::take(&mut self.totals);
        for total in [false, true] {
            let groups = (0..totals.len()).filter(|at| totals[*at] == total);
            for at in groups {
                next(self.row_of(at));
            }
        }
    }

    fn said(&mut self) -> Said {
        Said {
            faults: self.repeats.take(),
            notes: vec![self.note()],
        }
    }
}

impl<'s> Grouping<'s> {
    /// No groups yet. `by` are the columns that tell groups apart.
    pub(super) fn new(
        step: &'s Group,
        by: Vec<usize>,
        made: Vec<Made<'s>>,
        reader: Reader<'s>,
    ) -> Self {
        let over = made.iter().flat_map(|made| &made.over);
        let gathers = over.map(|over| Gathers {
            groups: (over.chosen.aggregate.start)(over.chosen.share),
            beside: HashMap::default(),
        });
        Grouping {
            step,
            by,
            gathers: gathers.collect(),
            made,
            by_key: HashMap::default(),
            totals: Vec::new(),
            cells: Vec::new(),
            keys: Keys::default(),
            rows: 0,
            marked: false,
            reader,
            repeats: Repeats::default(),
        }
    }

    /// The group of the row whose keys were read, begun if it is the first.
    fn group(&mut self, row: &[RawCell], total: bool) -> usize {
        let key = self.keys.of(total);
        if let Some(at) = self.by_key.get(key) {
            return *at;
        }
        let at = self.totals.len();
        self.by_key.insert(key.into(), at);
        for (number, column) in self.by.iter().enumerate() {
            let named = named(&self.step.total, number).filter(|_| total);
            self.cells.push(match named {
                Some(name) => RawCell::made(name.span, name.value.as_str()),
                None => row[*column].clone(),
            });
        }
        for gathers in &mut self.gathers {
            gathers.groups.begin();
        }
        self.totals.push(total);
        at
    }

    /// Gives the values of a row to the aggregates of its group and of its total.
    fn gather(&mut self, group: usize, total: Option<usize>, row: &[RawCell]) {
        let mut all = self.gathers.iter_mut();
        for made in &mut self.made {
            for over in &made.over {
                let gathers = all.next().expect("each aggregate has its gatherer");
                let read = over.taken(row, self.reader);
                made.left_out += usize::from(matches!(read, Ok(Err(_))));
                match read {
                    Ok(read) => {
                        for group in [Some(group), total].into_iter().flatten() {
                            if gathers.take(group, &read, &over.chosen).is_err() {
                                self.repeats.add(over.span, || too_large(over.span));
                            }
                        }
                    }
                    Err(fault) => self.repeats.add(over.span, || *fault),
                }
            }
        }
    }

    /// The row that a group comes to.
    fn row_of(&mut self, group: usize) -> Row {
        let by = self.by.len();
        let mut row: Row = Vec::with_capacity(by + self.made.len());
        row.extend_from_slice(&self.cells[group * by..(group + 1) * by]);
        let mut all = self.gathers.iter_mut();
        for made in &self.made {
            let mut place = None;
            let mut results = Vec::new();
            let mut marks = BTreeSet::new();
            for over in &made.over {
                let gathers = all.next().expect("each aggregate has its gatherer");
                let mut beside = gathers.beside.remove(&group).unwrap_or_default();
                marks.append(&mut beside.marks);
                let gathered = gathers.groups.result(group);
                let (result, of) = over.result(gathered, beside.marker, &mut self.repeats);
                if let Some(of) = of {
                    place = place.or(of.place);
                    marks.extend(of.marks);
                }
                results.push(result);
            }
            let place = place.unwrap_or(made.expression.expression.root.span);
            let given = made.expression.given(&row[..by], &results, self.reader);
            let cell = match evaluate(&made.expression.expression.root, &given) {
                Ok(value @ Value::Missing(_)) => cell(&value, "", place),
                Ok(value) => {
                    self.marked |= !marks.is_empty();
                    let marks: String = marks.into_iter().collect();
                    cell(&value, &marks, place)
                }
                Err(fault) => {
                    self.repeats.add(fault.part, || fault.report(&given));
                    RawCell::blank(place)
                }
            };
            row.push(cell);
        }
        row
    }

    /// How the columns are made, in a sentence.
    fn note(&self) -> String {
        let rows = match self.rows {
            1 => "one row".to_string(),
            rows => format!("{} rows", super::counted(rows)),
        };
        let by: Vec<String> = self
            .step
            .by
            .iter()
            .map(|name| quoted(&name.value))
            .collect();
        let each = match by.is_empty() {
            true => format!("The row sums up {rows}"),
            false => format!(
                "Each row sums up one {}, from {rows} in all",
                by.join(" and ")
            ),
        };
        let made: Vec<String> = self.made.iter().map(Made::described).collect();
        let totals: Vec<String> = self
            .step
            .total
            .iter()
            .map(|(at, name)| format!(" “{}” stands for every {}.", name.value, by[*at]))
            .collect();
        let marks = match self.marked {
            true => " A mark stands beside what was made from a value that has it.",
            false => "",
        };
        format!("{each}: {}.{}{marks}", made.join("; "), totals.concat())
    }
}

impl Made<'_> {
    /// How the column is made, in words where it is one aggregate.
    fn described(&self) -> String {
        let expression = self.expression.expression;
        let how = match (&expression.root.kind, self.over.as_slice()) {
            (PartKind::Aggregate(_), [over]) => {
                let texts = over.arguments.iter();
                let texts: Vec<String> = texts
                    .map(|argument| quoted(&argument.expression.text))
                    .collect();
                (over.chosen.aggregate.says)(&texts)
            }
            _ => quoted(&expression.text),
        };
        let left_out = match self.left_out {
            0 => String::new(),
            1 => " (one missing value was left out)".to_string(),
            count => format!(" ({} missing values were left out)", super::counted(count)),
        };
        format!("{} is {how}{left_out}", quoted(&self.name.value))
    }
}

/// What stands for a column of `by` in the row of the total, if anything does.
fn named(total: &[(usize, Spanned<String>)], column: usize) -> Option<&Spanned<String>> {
    let named = total.iter().find(|(of, _)| *of == column);
    named.map(|(_, name)| name)
}

/// What tells the groups of a row from others: of the row itself, and of its total.
#[derive(Default)]
struct Keys {
    own: String,
    total: String,
}

impl Keys {
    /// Reads those of a row.
    fn read(
        &mut self,
        row: &[RawCell],
        by: &[usize],
        total: &[(usize, Spanned<String>)],
        reader: Reader<'_>,
    ) {
        self.own.clear();
        self.total.clear();
        self.own.push('g');
        self.total.push('t');
        for (number, at) in by.iter().enumerate() {
            let text = reader.text(&row[*at]);
            self.own.push_str(text);
            self.own.push('\u{1f}');
            if !total.is_empty() {
                let named = named(total, number).map(|name| name.value.as_str());
                self.total.push_str(named.unwrap_or(text));
                self.total.push('\u{1f}');
            }
        }
    }

    fn of(&self, total: bool) -> &str {
        match total {
            true => &self.total,
            false => &self.own,
        }
    }
}

/// The values of a row, before an aggregate takes them.
struct Read<'v> {
    numbers: [Decimal; 2],
    text: Cow<'v, str>,
    place: Option<Span>,
    marks: Vec<String>,
}

impl Read<'_> {
    fn as_taken(&self) -> Taken<'_> {
        Taken {
            numbers: self.numbers,
            text: &self.text,
            place: self.place,
            marks: &self.marks,
        }
    }
}

impl<'s> Over<'s> {
    /// The values of a row, or the marker of the first that is missing.
    fn taken<'v>(
        &'v self,
        row: &'v [RawCell],
        reader: Reader<'v>,
    ) -> Result<Result<Read<'v>, Cow<'v, str>>, Box<Diagnostic>> {
        let mut read = Read {
            numbers: [Decimal::ZERO; 2],
            text: Cow::Borrowed(""),
            place: None,
            marks: Vec::new(),
        };
        let names = self.chosen.aggregate.takes.contains(&Takes::Text);
        let mut number_at = 0;
        for (argument, takes) in self.arguments.iter().zip(self.chosen.aggregate.takes) {
            if *takes == Takes::Share {
                continue;
            }
            let value = argument
                .value(row, reader)
                .map_err(|(fault, given)| Box::new(fault.report(&given)))?;
            // A name has its own marks, and not those of the number that it is found by.
            if !names || *takes == Takes::Text {
                argument.add_marks(row, reader, &mut read.marks);
            }
            if *takes == Takes::Text {
                if let Some(marker) = value.missing_number(reader) {
                    return Ok(Err(marker));
                }
                read.place = Some(argument.place(row));
                read.text = value.into_shown();
                continue;
            }
            match as_number(&value, reader) {
                Ok(Ok(number)) => {
                    read.place = read.place.or(Some(argument.place(row)));
                    read.numbers[number_at] = number;
                    number_at += 1;
                }
                Ok(Err(missing)) => {
                    return Ok(Err(missing.missing_number(reader).unwrap_or_default()));
                }
                Err(shown) => return Err(Box::new(self.no_number(&shown, argument.place(row)))),
            }
        }
        Ok(Ok(read))
    }

    fn no_number(&self, shown: &str, place: Span) -> Diagnostic {
        Diagnostic::error(
            &code::NOT_A_NUMBER,
            self.span,
            format!("`{shown}` is not a number"),
        )
        .other(place, "in this row")
        .help(
            "leave such rows out with `filter` first; if it stands for a value that was not \
             published, explain it under `missing`",
        )
    }

    /// What the aggregate comes to, and the row's value that it is, if it is one.
    fn result(
        &self,
        gathered: Result<Gathered, TooLarge>,
        marker: Option<Option<String>>,
        repeats: &mut Repeats,
    ) -> (Value<'static>, Option<OfRow>) {
        let missing = || Value::Missing(Cow::Owned(marker.flatten().unwrap_or_default()));
        match gathered {
            Ok(Gathered::Number(number)) => (Value::Number(number), None),
            Ok(Gathered::Of(of)) => (Value::Text(Cow::Owned(of.text.clone())), Some(of)),
            Ok(Gathered::Nothing) => (missing(), None),
            Ok(Gathered::NoWeight) => {
                repeats.add(self.span, || {
                    Diagnostic::error(
                        &code::DIVISION_BY_ZERO,
                        self.span,
                        "the weights of a group add up to zero",
                    )
                    .help("leave groups without weight out with `filter` first")
                });
                (missing(), None)
            }
            Err(_) => {
                repeats.add(self.span, || too_large(self.span));
                (missing(), None)
            }
        }
    }
}

fn too_large(span: Span) -> Diagnostic {
    Diagnostic::error(
        &code::NUMBER_RANGE,
        span,
        "the result has more digits than can be kept exactly",
    )
    .help("numbers have at most 28 digits: calculate in thousands or millions")
}
