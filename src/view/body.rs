//! The rows of a table of data as HTML, which most of a dataset's page is.

use jiff::civil::Date;

use crate::html::{escape, escaped};
use crate::model::Marker;
use crate::view::{CellView, RowView};

/// A cell before it is written.
pub(super) struct Shown<'a> {
    /// What it shows.
    pub(super) text: &'a str,
    /// The day that the text says in words.
    pub(super) day: Option<Date>,
    /// Whether it heads its row.
    pub(super) heading: bool,
    /// Whether it is a number.
    pub(super) numeric: bool,
    /// What its mark means, where it holds no value.
    pub(super) missing: Option<&'a str>,
    /// The marks beside its value.
    pub(super) remarks: &'a [Marker],
    /// The length of its bar in per cent.
    pub(super) bar: Option<u8>,
}

/// The rows of a table: as HTML, and one by one where templates ask for them so.
pub(super) struct Body {
    html: String,
    rows: Option<Vec<RowView>>,
}

impl Body {
    /// An empty body; `listed` says whether rows are kept one by one, `room` about how many cells there
    /// will be.
    pub(super) fn new(listed: bool, room: usize) -> Self {
        Body {
            html: String::with_capacity(room * 40),
            rows: listed.then(Vec::new),
        }
    }

    /// Begins a row.
    pub(super) fn begin(&mut self, anchor: Option<String>) {
        let out = &mut self.html;
        out.push_str("<tr");
        if let Some(anchor) = &anchor {
            out.push_str(" id=\"");
            escape(anchor, out);
            out.push('"');
        }
        out.push('>');
        if let Some(rows) = &mut self.rows {
            let cells = Vec::new();
            rows.push(RowView { anchor, cells });
        }
    }

    /// Adds a cell to the row.
    pub(super) fn push(&mut self, cell: &Shown<'_>) {
        self.html.push('\n');
        cell.write(&mut self.html);
        if let Some(row) = self.rows.as_mut().and_then(|rows| rows.last_mut()) {
            row.cells.push(cell.view());
        }
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        self.html.push_str("\n</tr>\n");
    }

    /// The HTML and the rows.
    pub(super) fn finish(self) -> (String, Vec<RowView>) {
        (self.html, self.rows.unwrap_or_default())
    }
}

impl Shown<'_> {
    /// What heads its row, or a value with its bar, what its mark means, and its remarks.
    fn write(&self, out: &mut String) {
        if self.heading {
            out.push_str("<th scope=\"row\"");
            out.push_str(if self.numeric { " class=\"num\">" } else { ">" });
            self.words(out);
            self.remarks(out);
            out.push_str("</th>");
            return;
        }
        out.push_str(match (self.numeric, self.bar) {
            (false, _) => "<td>",
            (true, None) => "<td class=\"num\">",
            (true, Some(_)) => "<td class=\"num has-bar\">",
        });
        if let Some(bar) = self.bar {
            out.push_str(
                "<svg class=\"cell-bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" \
                 aria-hidden=\"true\"><rect width=\"",
            );
            out.push_str(&bar.to_string());
            out.push_str("\" height=\"8\"/></svg>");
        }
        match (self.missing, self.bar) {
            (Some(meaning), _) if !meaning.is_empty() => {
                out.push_str("<abbr class=\"missing\" title=\"");
                escape(meaning, out);
                out.push_str("\">");
                escape(self.text, out);
                out.push_str("</abbr>");
            }
            (_, None) => self.words(out),
            (_, Some(_)) => {
                out.push_str(" <span class=\"cell-number\">");
                self.words(out);
                out.push_str("</span>");
            }
        }
        self.remarks(out);
        out.push_str("</td>");
    }

    /// What it shows; of a day in words also the day by its numbers.
    fn words(&self, out: &mut String) {
        match self.day {
            Some(day) => out.push_str(&format!(
                "<time datetime=\"{day}\">{}</time>",
                escaped(self.text)
            )),
            None => escape(self.text, out),
        }
    }

    fn remarks(&self, out: &mut String) {
        if self.remarks.iter().any(|marker| !marker.symbol.is_empty()) {
            out.push_str(" <span class=\"remarks\">");
            for marker in self.remarks {
                escape(&marker.symbol, out);
            }
            out.push_str("</span>");
        }
    }

    /// The cell by itself, for templates.
    fn view(&self) -> CellView {
        let mut html = String::new();
        self.words(&mut html);
        CellView {
            text: self.text.to_string(),
            heading: self.heading,
            numeric: self.numeric,
            html,
            missing: self.missing.map(str::to_string),
            remarks: marks(self.remarks),
            bar: self.bar,
        }
    }
}

/// The marks of notes as they were published, one after another.
pub(super) fn marks(remarks: &[Marker]) -> String {
    let marks = remarks.iter().map(|marker| marker.symbol.as_str());
    marks.collect()
}
