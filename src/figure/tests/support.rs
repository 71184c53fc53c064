//! Small datasets and figures, written as a table and a few words.

use jiff::civil::Date;

use crate::diag::Diagnostic;
use crate::figure::{Drawing, Misfit, draw, mark, misfits};
use crate::model::{
    Bin, Cell, Channels, Dataset, DatasetId, Field, FieldId, FieldType, Figure, FigureId, Marker,
    PageId, Reference, Row, SeriesBreak, Source, Stack, Text, Unit, Value,
};
use crate::source::{SitePath, SourceId, Span, Spanned};

/// A figure and its data, for a test.
pub(super) struct Sample {
    pub(super) dataset: Dataset,
    pub(super) figure: Figure,
}

/// A span that a test can recognise.
pub(super) fn span(at: usize) -> Span {
    Span::new(SourceId(0), at, at + 1)
}

fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, span(900))
}

/// What a column holds: its words in a heading are `name:type`, with `%` for per cent, `£` for
/// pounds, and `=words` for a unit in words.
fn field(heading: &str) -> Field {
    let (name, kind) = heading.split_once(':').unwrap();
    let (kind, unit) = match kind.split_once('=') {
        Some((kind, words)) => (kind, Some(Unit::Words(words.to_string()))),
        None => (kind, None),
    };
    let (kind, unit) = match kind {
        "text" => (FieldType::String, unit),
        "year" => (FieldType::Year, unit),
        "date" => (FieldType::Date, unit),
        "integer" => (FieldType::Integer, unit),
        "%" => (FieldType::Number, Some(Unit::Percent)),
        "£" => (FieldType::Number, Some(Unit::Currency("GBP".to_string()))),
        "number" => (FieldType::Number, unit),
        other => panic!("unknown type {other}"),
    };
    Field {
        name: name.to_lowercase().replace(' ', "-"),
        title: name.to_string(),
        kind,
        unit,
        decimals: None,
        months: false,
        description: None,
        remarks: Vec::new(),
        scale: None,
    }
}

fn value(text: &str, kind: FieldType) -> Value {
    match (text, kind) {
        ("[c]", _) => missing("[c]", "confidential"),
        ("", _) => missing("", "not available"),
        (text, FieldType::String) => Value::Text(text.to_string()),
        (text, FieldType::Year) => Value::Year(text.parse().unwrap()),
        (text, FieldType::Date) => Value::Date(text.parse::<Date>().unwrap()),
        (text, _) => Value::Number(text.parse().unwrap()),
    }
}

fn missing(symbol: &str, meaning: &str) -> Value {
    Value::Missing(Box::new(Marker {
        symbol: symbol.to_string(),
        meaning: meaning.to_string(),
    }))
}

impl Sample {
    /// A figure of a mark over a table: headings, then rows; cells parted by `|`.
    pub(super) fn new(mark_name: &str, table: &str) -> Sample {
        let cells = |line: &str| -> Vec<String> {
            line.split('|')
                .map(|cell| cell.trim().to_string())
                .collect()
        };
        let mut lines = table.trim().lines();
        let headings = cells(lines.next().unwrap());
        Sample::of(mark_name, &headings, lines.map(cells))
    }

    /// The same from headings and rows.
    pub(super) fn of(
        mark_name: &str,
        headings: &[String],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Sample {
        let fields: Vec<Field> = headings.iter().map(|heading| field(heading)).collect();
        let rows: Vec<Row> = rows
            .into_iter()
            .enumerate()
            .map(|(row, cells)| {
                let cells = cells.iter().zip(&fields).enumerate();
                let cells = cells.map(|(column, (cell, field))| {
                    Cell::new(value(cell, field.kind), span(1000 + row * 10 + column))
                });
                Row {
                    key: (row + 1).to_string(),
                    cells: cells.collect(),
                }
            })
            .collect();
        let figure = Figure {
            id: FigureId(0),
            name: "sample".to_string(),
            page: PageId(0),
            span: span(1),
            dataset: DatasetId(0),
            rows: (0..rows.len()).collect(),
            mark: mark(mark_name).unwrap(),
            channels: Channels::default(),
            sorted_by: None,
            focus: Vec::new(),
            reference: None,
            decimals: None,
            title: Text::of("A sample of figures"),
            subtitle: None,
            alt: Text::of("What the sample shows."),
            note: None,
            source: None,
        };
        let dataset = Dataset {
            id: DatasetId(0),
            key: "sample".to_string(),
            file: SourceId(0),
            title: Text::of("Sample"),
            description: None,
            source: Some(Source {
                name: Text::of("Office for Samples"),
                title: None,
                url: None,
                copy: None,
                published: None,
                accessed: None,
            }),
            licence: None,
            notes: Vec::new(),
            fields,
            primary_key: vec![FieldId(0)],
            rows,
            complete: true,
            unread: false,
            doubled: false,
            route: SitePath::new("data/sample.html"),
        };
        Sample { dataset, figure }
    }

    fn id(&self, name: &str) -> Spanned<FieldId> {
        spanned(self.dataset.field_named(name).unwrap())
    }

    pub(super) fn x(mut self, names: &[&str]) -> Sample {
        self.figure.channels.x = names.iter().map(|name| self.id(name)).collect();
        self
    }

    pub(super) fn y(mut self, name: &str) -> Sample {
        self.figure.channels.y = vec![self.id(name)];
        self
    }

    pub(super) fn color(mut self, name: &str) -> Sample {
        self.figure.channels.color = Some(self.id(name));
        self
    }

    pub(super) fn facet(mut self, name: &str) -> Sample {
        self.figure.channels.facet = Some(self.id(name));
        self
    }

    pub(super) fn interval(mut self, low: &str, high: &str) -> Sample {
        self.figure.channels.interval = Some((self.id(low), self.id(high)));
        self
    }

    pub(super) fn stack(mut self, stack: Stack) -> Sample {
        self.figure.channels.stack = Some(spanned(stack));
        self
    }

    /// States the order of the series.
    pub(super) fn order(mut self, names: &[&str]) -> Sample {
        let names = names.iter().map(|name| spanned((*name).to_string()));
        self.figure.channels.order = names.collect();
        self
    }

    /// Says that the series go from little to much.
    pub(super) fn ordered(mut self) -> Sample {
        self.figure.channels.ordered = Some(spanned(()).span);
        self
    }

    /// Names the axis of `x`.
    pub(super) fn x_title(mut self, title: &str) -> Sample {
        self.figure.channels.titles[0] = Some(spanned(title.to_string()));
        self
    }

    /// Puts the numbers on `x` into bins and says what is counted.
    pub(super) fn bin(mut self, bin: Bin, count: &str) -> Sample {
        self.figure.channels.bin = Some(spanned(bin));
        self.figure.channels.count = Some(spanned(count.to_string()));
        self
    }

    /// States where the series change their meaning.
    pub(super) fn breaks(mut self, breaks: &[(&str, &str)]) -> Sample {
        let breaks = breaks.iter().map(|(at, label)| SeriesBreak {
            at: spanned((*at).to_string()),
            label: (*label).to_string(),
        });
        self.figure.channels.breaks = breaks.collect();
        self
    }

    /// States the confidence level of the intervals.
    pub(super) fn level(mut self, level: i64) -> Sample {
        self.figure.channels.level = Some(spanned(level.into()));
        self
    }

    pub(super) fn focus(mut self, name: &str) -> Sample {
        self.figure.focus.push(spanned(name.to_string()));
        self
    }

    pub(super) fn reference(mut self, name: &str) -> Sample {
        self.figure.reference = Some(Reference::Value(spanned(name.to_string())));
        self
    }

    pub(super) fn rule(mut self, number: &str) -> Sample {
        self.figure.reference = Some(Reference::Number(spanned(number.parse().unwrap())));
        self
    }

    pub(super) fn named(mut self, name: &str, title: &str, subtitle: &str) -> Sample {
        self.figure.name = name.to_string();
        self.figure.title = Text::of(title);
        self.figure.subtitle = Some(Text::of(subtitle));
        self
    }

    pub(super) fn rows(mut self, rows: &[usize]) -> Sample {
        self.figure.rows = rows.to_vec();
        self
    }

    pub(super) fn misfits(&self) -> Vec<Misfit> {
        let (figure, dataset) = (&self.figure, &self.dataset);
        misfits(figure.mark, &figure.channels, dataset, &figure.rows)
    }

    /// The drawing of a figure that suits its mark and has nothing to report.
    pub(super) fn drawing(&self) -> Drawing {
        assert!(self.misfits().is_empty(), "{:?}", self.misfits());
        let outcome = draw(&self.figure, &self.dataset);
        assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
        outcome.value
    }

    /// What a figure that suits its mark reports.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        assert!(self.misfits().is_empty(), "{:?}", self.misfits());
        draw(&self.figure, &self.dataset).diagnostics
    }

    /// The names of the rules that a figure breaks.
    pub(super) fn faults(&self) -> Vec<&'static str> {
        let found = self.diagnostics();
        found.iter().map(|found| found.code.name).collect()
    }
}
