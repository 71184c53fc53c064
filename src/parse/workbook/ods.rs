//! ODS: cells straight from `content.xml`. Values stand there in writing, so that digits are as
//! published, and repeats are counted before they are followed.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::grid::Area;
use crate::parse::range::{LAST_COLUMN, LAST_ROW};
use crate::parse::table::Nature;

use super::formats::percent;
use super::guard::{broken, part};
use super::parts::{attribute, push_run, words};
use super::raised::raise;
use super::sheet::Cells;
use super::xlsx::{digits, iso_day};
use super::{Refused, SheetInfo};

fn content(bytes: &[u8]) -> Result<Vec<u8>, Refused> {
    part(bytes, "content.xml").ok_or(Refused::Broken("it has no content".to_string()))
}

pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<SheetInfo>, Refused> {
    let content = content(bytes)?;
    let mut reader = Reader::from_reader(content.as_slice());
    let mut buffer = Vec::new();
    let mut sheets = Vec::new();
    let mut style = None;
    let mut hidden_styles: BTreeMap<String, bool> = BTreeMap::new();
    // Tables inside tables belong to the outer one.
    let mut depth = 0;
    loop {
        match reader
            .read_event_into(&mut buffer)
            .map_err(|error| broken(&error))?
        {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "style" =>
            {
                style = attribute(&element, "name");
            }
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "table-properties" =>
            {
                let hidden = attribute(&element, "display").as_deref() == Some("false");
                if let Some(style) = &style {
                    hidden_styles.insert(style.clone(), hidden);
                }
            }
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                depth += 1;
                if depth == 1 {
                    let style = attribute(&element, "style-name");
                    sheets.push(SheetInfo {
                        name: attribute(&element, "name").unwrap_or_default(),
                        hidden: style.is_some_and(|it| hidden_styles.get(&it) == Some(&true)),
                    });
                }
            }
            Event::End(element) if element.name().as_ref() == "table:table" => depth -= 1,
            Event::Eof => return Ok(sheets),
            _ => {}
        }
        buffer.clear();
    }
}

/// The cells of a sheet.
pub(super) fn cells(bytes: &[u8], name: &str) -> Result<Cells, Refused> {
    let content = content(bytes)?;
    let mut reader = Reader::from_reader(content.as_slice());
    let mut buffer = Vec::new();
    let mut style = None;
    let mut raised = BTreeSet::new();
    loop {
        match reader
            .read_event_into(&mut buffer)
            .map_err(|error| broken(&error))?
        {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "style" =>
            {
                style = attribute(&element, "name");
            }
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "text-properties" =>
            {
                let position = attribute(&element, "text-position").unwrap_or_default();
                let is_raised = position.starts_with("super")
                    || position.starts_with(|letter: char| letter.is_ascii_digit())
                        && !position.starts_with('0');
                raised.extend(style.clone().filter(|_| is_raised));
            }
            Event::Start(element)
                if element.name().as_ref() == "table:table"
                    && attribute(&element, "name").unwrap_or_default() == name =>
            {
                break;
            }
            Event::Eof => return Err(Refused::Broken(format!("it has no sheet `{name}`"))),
            _ => {}
        }
        buffer.clear();
    }
    let mut sheet = Sheet {
        reader,
        row: 0,
        column: 0,
        of_columns: 0,
        raised,
        cells: Cells::default(),
    };
    sheet.read()?;
    Ok(sheet.cells)
}

/// A sheet while it is read.
struct Sheet<'x> {
    reader: Reader<&'x [u8]>,
    row: u32,
    column: u32,
    /// The next column that is described.
    of_columns: u32,
    /// The styles of raised letters.
    raised: BTreeSet<String>,
    cells: Cells,
}

/// A cell with content.
struct Content {
    column: u32,
    repeated: u32,
    text: String,
    nature: Nature,
}

impl<'x> Sheet<'x> {
    fn read(&mut self) -> Result<(), Refused> {
        let mut depth = 1;
        while depth > 0 {
            match self.event()? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table" => depth += 1,
                    "table:table-row" => self.row(&element)?,
                    "table:table-column" => self.column(&element),
                    _ => {}
                },
                Event::Empty(element) => match element.name().as_ref() {
                    "table:table-row" => {
                        self.row = self.row.saturating_add(repeats(&element, "rows"))
                    }
                    "table:table-column" => self.column(&element),
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => depth -= 1,
                Event::Eof => return Err(Refused::Broken("a sheet is cut short".to_string())),
                _ => {}
            }
        }
        Ok(())
    }

    /// The next event; it borrows from the content only.
    fn event(&mut self) -> Result<Event<'x>, Refused> {
        self.reader.read_event().map_err(|error| broken(&error))
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let count = repeats(element, "columns");
        let first = self.of_columns;
        self.of_columns = first.saturating_add(count);
        if is_hidden(element) {
            self.cells.hidden_columns.push((first, self.of_columns - 1));
        }
    }

    /// Reads a row, and adds it as often as it is repeated.
    fn row(&mut self, element: &BytesStart<'_>) -> Result<(), Refused> {
        let repeated = repeats(element, "rows");
        let hidden = is_hidden(element);
        let mut contents = Vec::new();
        self.column = 0;
        loop {
            match self.event()? {
                Event::Start(cell) if is_cell(&cell) => self.cell(&cell, true, &mut contents)?,
                Event::Empty(cell) if is_cell(&cell) => self.cell(&cell, false, &mut contents)?,
                Event::End(end) if end.name().as_ref() == "table:table-row" => break,
                Event::Eof => return Err(Refused::Broken("a row is cut short".to_string())),
                _ => {}
            }
        }
        // A row without content may be repeated to the end of the sheet.
        let times = if contents.is_empty() { 0 } else { repeated };
        for row in self.row..self.row.saturating_add(times) {
            if row > LAST_ROW {
                return Err(Refused::TooManyCells);
            }
            for content in &contents {
                for column in content.column..content.column.saturating_add(content.repeated) {
                    if column > LAST_COLUMN {
                        return Err(Refused::TooManyCells);
                    }
                    self.cells.add(row, column, &content.text, content.nature)?;
                }
            }
            if hidden {
                push_run(&mut self.cells.hidden_rows, row);
            }
        }
        self.row = self.row.saturating_add(repeated);
        Ok(())
    }

    fn cell(
        &mut self,
        element: &BytesStart<'_>,
        has_text: bool,
        contents: &mut Vec<Content>,
    ) -> Result<(), Refused> {
        let column = self.column;
        let repeated = repeats(element, "columns");
        self.column = column.saturating_add(repeated);
        let shown = match has_text {
            true => self.text(element.name().as_ref())?,
            false => String::new(),
        };
        if element.name().as_ref() == "table:covered-table-cell" {
            return Ok(());
        }
        let span = |name| {
            attribute(element, name)
                .and_then(|it| it.parse::<u32>().ok())
                .unwrap_or(1)
        };
        let (across, down) = (span("number-columns-spanned"), span("number-rows-spanned"));
        if across > 1 || down > 1 {
            self.cells.merged.push(Area {
                first_row: self.row,
                first_column: column,
                last_row: self
                    .row
                    .saturating_add(down.saturating_sub(1))
                    .min(LAST_ROW),
                last_column: column
                    .saturating_add(across.saturating_sub(1))
                    .min(LAST_COLUMN),
            });
        }
        let (text, nature) = value(element, shown);
        if !text.trim().is_empty() {
            contents.push(Content {
                column,
                repeated,
                text,
                nature,
            });
        }
        Ok(())
    }

    /// The text of a cell: its paragraphs, with a space between two; comments are left out.
    fn text(&mut self, cell: &str) -> Result<String, Refused> {
        let mut text = String::new();
        let mut comment = 0;
        // The spans that are open, and whether each raises its letters.
        let mut spans: Vec<bool> = Vec::new();
        loop {
            match self.event()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "annotation" => comment += 1,
                    "span" => {
                        let style = attribute(&element, "style-name");
                        spans.push(style.is_some_and(|style| self.raised.contains(&style)));
                    }
                    "p" if comment == 0 && !text.is_empty() => text.push(' '),
                    _ => {}
                },
                Event::Empty(element) if comment == 0 => match element.local_name().as_ref() {
                    "s" | "tab" | "line-break" => text.push(' '),
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "annotation" => {
                    comment -= 1
                }
                Event::End(element) if element.local_name().as_ref() == "span" => {
                    spans.pop();
                }
                Event::End(element) if element.name().as_ref() == cell => return Ok(text),
                Event::Eof => return Err(Refused::Broken("a cell is cut short".to_string())),
                event if comment == 0 => {
                    let words = words(&event).unwrap_or_default();
                    match spans.contains(&true) {
                        true if !words.is_empty() => raise(&mut text, &words),
                        _ => text.push_str(&words),
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_cell(element: &BytesStart<'_>) -> bool {
    matches!(
        element.name().as_ref(),
        "table:table-cell" | "table:covered-table-cell"
    )
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(
        attribute(element, "visibility").as_deref(),
        Some("collapse" | "filter")
    )
}

/// How often a row or cell is repeated.
fn repeats(element: &BytesStart<'_>, what: &str) -> u32 {
    let count = attribute(element, &format!("number-{what}-repeated"));
    count.and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// What a cell holds: the value it states, and for words what it shows.
fn value(element: &BytesStart<'_>, shown: String) -> (String, Nature) {
    let of = |name: &str| attribute(element, name);
    let is_formula = of("formula").is_some();
    let error = shown.starts_with('#') || shown.starts_with("Err:");
    if is_formula && error {
        return (shown, Nature::Error);
    }
    match of("value-type").as_deref() {
        Some(kind @ ("float" | "percentage" | "currency")) => match of("value") {
            Some(value) => {
                let digits = number(&value);
                let shown = percent(&digits).filter(|_| kind == "percentage");
                shown.map_or((digits, Nature::Number1900), |text| (text, Nature::Text))
            }
            None => ("formula".to_string(), Nature::Uncomputed),
        },
        Some("date") => (iso_day(&of("date-value").unwrap_or(shown)), Nature::Date),
        Some("boolean") => (
            of("boolean-value").unwrap_or(shown).to_uppercase(),
            Nature::Text,
        ),
        Some(_) => (
            of("string-value")
                .filter(|_| shown.is_empty())
                .unwrap_or(shown),
            Nature::Text,
        ),
        None if is_formula && shown.is_empty() => ("formula".to_string(), Nature::Uncomputed),
        None => (shown, Nature::Text),
    }
}

/// The digits as written; where there are more than a spreadsheet keeps, without its noise.
fn number(value: &str) -> String {
    let figures = value.bytes().filter(u8::is_ascii_digit).count();
    match value.parse::<f64>() {
        Ok(number) if figures > 15 => digits(number),
        _ => value.to_string(),
    }
}
