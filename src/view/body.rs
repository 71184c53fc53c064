//! The rows of a table of data as HTML, which most of a dataset's page is.

use crate::html::escape;
use crate::view::{CellView, RowView};

/// The rows of a table: as HTML, and one by one where templates ask for them so.
pub(super) struct Body {
    html: String,
    rows: Option<Vec<RowView>>,
}

impl Body {
    /// An empty body; `listed` says whether rows are kept one by one.
    pub(super) fn new(listed: bool) -> Self {
        Body {
            html: String::new(),
            rows: listed.then(Vec::new),
        }
    }

    /// Adds a row.
    pub(super) fn push(&mut self, anchor: Option<String>, cells: impl Iterator<Item = CellView>) {
        let out = &mut self.html;
        out.push_str("<tr");
        if let Some(anchor) = &anchor {
            out.push_str(" id=\"");
            escape(anchor, out);
            out.push('"');
        }
        out.push('>');
        let cells = cells.inspect(|cell| {
            out.push('\n');
            write(cell, out);
        });
        match &mut self.rows {
            Some(rows) => {
                let cells = cells.collect();
                rows.push(RowView { anchor, cells });
            }
            None => cells.for_each(drop),
        }
        self.html.push_str("\n</tr>\n");
    }

    /// The HTML and the rows.
    pub(super) fn finish(self) -> (String, Vec<RowView>) {
        (self.html, self.rows.unwrap_or_default())
    }
}

/// A cell: what heads its row, or a value with its bar, what its mark means, and its remarks.
fn write(cell: &CellView, out: &mut String) {
    if cell.heading {
        out.push_str("<th scope=\"row\"");
        out.push_str(if cell.numeric { " class=\"num\">" } else { ">" });
        out.push_str(&cell.html);
        remarks(cell, out);
        out.push_str("</th>");
        return;
    }
    out.push_str(match (cell.numeric, cell.bar) {
        (false, _) => "<td>",
        (true, None) => "<td class=\"num\">",
        (true, Some(_)) => "<td class=\"num has-bar\">",
    });
    if let Some(bar) = cell.bar {
        out.push_str(
            "<svg class=\"cell-bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" \
             aria-hidden=\"true\"><rect width=\"",
        );
        out.push_str(&bar.to_string());
        out.push_str("\" height=\"8\"/></svg>");
    }
    match (&cell.missing, cell.bar) {
        (Some(meaning), _) if !meaning.is_empty() => {
            out.push_str("<abbr class=\"missing\" title=\"");
            escape(meaning, out);
            out.push_str("\">");
            escape(&cell.text, out);
            out.push_str("</abbr>");
        }
        (_, None) => out.push_str(&cell.html),
        (_, Some(_)) => {
            out.push_str(" <span class=\"cell-number\">");
            out.push_str(&cell.html);
            out.push_str("</span>");
        }
    }
    remarks(cell, out);
    out.push_str("</td>");
}

fn remarks(cell: &CellView, out: &mut String) {
    if !cell.remarks.is_empty() {
        out.push_str(" <span class=\"remarks\">");
        escape(&cell.remarks, out);
        out.push_str("</span>");
    }
}
