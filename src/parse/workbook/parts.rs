//! What calamine does not tell of a sheet, read from the parts of an XLSX file: hidden rows and
//! columns, which letters of a text are raised, and how numbers are shown.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::MOST_CELLS;
use super::formats::{Formats, Shown};
use super::guard::part;
use super::raised::Runs;
use super::sheet::Cells;

/// What is to be known of cells beside what calamine says.
#[derive(Debug, Default)]
pub(super) struct Untold {
    /// Texts with raised letters, in the way notes are read, by row and column.
    words: BTreeMap<(u32, u32), String>,
    /// The cells that are shown in per cent, in order.
    percent: Vec<(u32, u32)>,
}

impl Untold {
    /// The text of a cell, its raised letters marked.
    pub(super) fn words(&self, place: (u32, u32), text: &str) -> String {
        let found = self.words.get(&place).map_or(text, String::as_str);
        found.to_string()
    }

    /// Whether the sheet shows the number of a cell in per cent.
    pub(super) fn is_percent(&self, place: (u32, u32)) -> bool {
        self.percent.binary_search(&place).is_ok()
    }
}

/// Reads them; what is hidden and scaled is added to the cells.
pub(super) fn untold(bytes: &[u8], name: &str, cells: &mut Cells) -> Untold {
    let Some(book) = Book::of(bytes) else {
        return Untold::default();
    };
    let Some(sheet) = book.sheet(name) else {
        return Untold::default();
    };
    let shared = match book.related("/sharedStrings") {
        Some(strings) if raises(&strings) => raised_strings(&strings),
        _ => BTreeMap::new(),
    };
    let formats = book.related("/styles").map(|it| Formats::read(&it));
    let mut look = Look {
        raises: raises(&sheet),
        shared,
        formats: formats.unwrap_or_default(),
        row: 0,
        column: 0,
        untold: Untold::default(),
        cells,
    };
    look.read(&sheet);
    // A file may have its cells in any order.
    look.untold.percent.sort_unstable();
    look.untold
}

/// Whether some text of a part is raised.
fn raises(part: &[u8]) -> bool {
    let mark: &[u8] = b"superscript";
    part.windows(mark.len()).any(|window| window == mark)
}

/// The workbook part and what it refers to.
struct Book<'b> {
    bytes: &'b [u8],
    path: String,
}

impl<'b> Book<'b> {
    fn of(bytes: &'b [u8]) -> Option<Self> {
        let mut path = None;
        each(&part(bytes, "_rels/.rels")?, |element| {
            if attribute(element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
                path = attribute(element, "Target");
            }
        });
        let path = path?.trim_start_matches('/').to_string();
        Some(Book { bytes, path })
    }

    /// A path as seen from the folder of the workbook part.
    fn inside(&self, path: &str) -> String {
        match (path.strip_prefix('/'), self.path.rsplit_once('/')) {
            (Some(absolute), _) => absolute.to_string(),
            (None, Some((folder, _))) => format!("{folder}/{path}"),
            (None, None) => path.to_string(),
        }
    }

    /// The part of the first relation that fits.
    fn relation(&self, fits: impl Fn(&BytesStart<'_>) -> bool) -> Option<Vec<u8>> {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        let relations = part(self.bytes, &self.inside(&format!("_rels/{file}.rels")))?;
        let mut target = None;
        each(&relations, |element| {
            if target.is_none() && fits(element) {
                target = attribute(element, "Target");
            }
        });
        part(self.bytes, &self.inside(&target?))
    }

    /// The part of a kind: `/styles`.
    fn related(&self, kind: &str) -> Option<Vec<u8>> {
        self.relation(|element| attribute(element, "Type").is_some_and(|it| it.ends_with(kind)))
    }

    /// The part that holds a sheet: the workbook names it through a relation.
    fn sheet(&self, name: &str) -> Option<Vec<u8>> {
        let mut relation = None;
        each(&part(self.bytes, &self.path)?, |element| {
            if element.local_name().as_ref() == "sheet"
                && attribute(element, "name").as_deref() == Some(name)
            {
                relation = attribute(element, "id");
            }
        });
        let relation = relation?;
        self.relation(|element| attribute(element, "Id").as_deref() == Some(&relation))
    }
}

/// A look through the cells of a sheet.
struct Look<'c> {
    /// Whether the sheet itself has raised letters.
    raises: bool,
    /// The shared texts that have some, by their numbers.
    shared: BTreeMap<usize, String>,
    formats: Formats,
    row: u32,
    column: u32,
    untold: Untold,
    cells: &'c mut Cells,
}

impl Look<'_> {
    fn read(&mut self, sheet: &[u8]) {
        let mut reader = Reader::from_reader(sheet);
        let mut within = Within::default();
        while let Ok(event) = reader.read_event() {
            match &event {
                Event::Start(element) | Event::Empty(element) => {
                    let is_empty = matches!(event, Event::Empty(_));
                    match element.local_name().as_ref() {
                        "row" => self.row(element),
                        "col" => self.hides(element),
                        "c" => within = self.cell(element, is_empty),
                        "v" if within.shared && !is_empty => within.number = Some(String::new()),
                        _ => within.runs.begin(element),
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "c" => self.end(std::mem::take(&mut within)),
                    name => within.runs.end(name),
                },
                Event::Eof => return,
                other => match &mut within.number {
                    Some(number) => number.push_str(&words(other).unwrap_or_default()),
                    None => within.runs.words(other),
                },
            }
        }
    }

    fn row(&mut self, element: &BytesStart<'_>) {
        let row = number(element, "r").unwrap_or(self.row);
        if is_hidden(element) {
            push_run(&mut self.cells.hidden_rows, row);
        }
        self.row = row.saturating_add(1);
        self.column = 0;
    }

    fn hides(&mut self, element: &BytesStart<'_>) {
        if is_hidden(element)
            && let (Some(first), Some(last)) = (number(element, "min"), number(element, "max"))
        {
            self.cells.hidden_columns.push((first, last));
        }
    }

    /// Begins a cell: its place, and what of it is to be read.
    fn cell(&mut self, element: &BytesStart<'_>, is_empty: bool) -> Within {
        let wanted = self.raises || !self.shared.is_empty() || self.formats.tell();
        if !wanted {
            return Within::default();
        }
        let place = attribute(element, "r").and_then(|name| column_of(&name));
        let column = place.unwrap_or(self.column);
        self.column = column.saturating_add(1);
        let place = (self.row.saturating_sub(1), column);
        // A cell that only has a style is no cell, and there may be millions.
        if is_empty {
            return Within::default();
        }
        let style = attribute(element, "s").and_then(|it| it.parse().ok());
        match style.and_then(|style| self.formats.of(style)) {
            Some(Shown::Percent) if self.untold.percent.len() < MOST_CELLS => {
                self.untold.percent.push(place);
            }
            Some(shown) => self.cells.shows(place, shown),
            None => {}
        }
        let kind = attribute(element, "t");
        Within {
            place,
            shared: kind.as_deref() == Some("s") && !self.shared.is_empty(),
            number: None,
            runs: Runs::new(kind.as_deref() == Some("inlineStr") && self.raises),
        }
    }

    fn end(&mut self, within: Within) {
        let shared = within.number.and_then(|it| it.trim().parse().ok());
        let text = match shared.and_then(|number: usize| self.shared.get(&number)) {
            Some(text) => Some(text.clone()),
            None => within.runs.raised(),
        };
        if let Some(text) = text
            && self.untold.words.len() < MOST_CELLS
        {
            self.untold.words.insert(within.place, text);
        }
    }
}

/// What is read of a cell.
#[derive(Debug, Default)]
struct Within {
    place: (u32, u32),
    /// Whether its text is a shared one with raised letters, perhaps.
    shared: bool,
    /// The number of its shared text, as far as it has been read.
    number: Option<String>,
    runs: Runs,
}

/// The shared texts that have raised letters, by their numbers.
fn raised_strings(strings: &[u8]) -> BTreeMap<usize, String> {
    let mut reader = Reader::from_reader(strings);
    let mut found = BTreeMap::new();
    let mut count = 0;
    let mut runs = Runs::default();
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                runs = Runs::new(true);
            }
            Event::Empty(element) if element.local_name().as_ref() == "si" => count += 1,
            Event::Start(element) | Event::Empty(element) => runs.begin(element),
            Event::End(element) if element.local_name().as_ref() == "si" => {
                let text = std::mem::take(&mut runs).raised();
                found.extend(text.map(|text| (count, text)));
                count += 1;
            }
            Event::End(element) => runs.end(element.local_name().as_ref()),
            Event::Eof => break,
            other => runs.words(other),
        }
    }
    found
}

/// The column that the name of a cell begins with: 2 of `C7`.
fn column_of(name: &str) -> Option<u32> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column: u32 = 0;
    for letter in letters {
        let digit = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(digit)?;
    }
    column.checked_sub(1)
}

/// A number that counts from 1 in the file.
fn number(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    let number: u32 = attribute(element, name)?.parse().ok()?;
    number.checked_sub(1)
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "hidden").as_deref(), Some("1" | "true"))
}

/// Adds a number to runs of numbers that follow on each other.
pub(super) fn push_run(runs: &mut Vec<(u32, u32)>, number: u32) {
    match runs.last_mut() {
        Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
        _ => runs.push((number, number)),
    }
}

/// The words of an event, entities resolved; none where it has none.
pub(super) fn words(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(words) => Some(words.xml10_content().into_owned()),
        Event::CData(words) => Some(words.to_string()),
        Event::GeneralRef(reference) => {
            let entity = format!("&{};", &**reference);
            let plain = quick_xml::escape::unescape(&entity).ok();
            Some(plain.map_or("\u{fffd}".to_string(), |it| it.into_owned()))
        }
        _ => None,
    }
}

/// Looks at every element of a part, in order; stops at what is no XML.
pub(super) fn each(part: &[u8], mut look: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_reader(part);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => look(&element),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The value of an attribute by its name, prefix aside.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten();
    let mut found = found.filter(|it| it.key.local_name().as_ref() == name);
    let value = found.next()?;
    value
        .normalized_value(quick_xml::XmlVersion::Explicit1_0)
        .ok()
        .map(|it| it.into_owned())
}
