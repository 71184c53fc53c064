//! The chart as an `<svg>` element of a page, and as a file by itself.

use std::sync::OnceLock;

use super::elements::{escape, number};
use super::ink::Ink;
use super::metrics::Font;
use super::readings::{self, Places};
use super::sheet::{Anchor, Label, Sheet, Surface, tenths};
use super::style::Rules;
use super::text::{clean, wrap};
use super::{STYLE, STYLE_WITHOUT_AREAS};
use crate::model::{Dataset, Figure};

/// The room around a chart that is a file by itself, in px.
const MARGIN: f64 = 24.0;
const TITLE: Font = Font::strong(20.0);
const SUBTITLE: Font = Font::regular(15.0);

/// What every drawing of a figure says of it.
pub(crate) struct Named<'a> {
    figure: &'a Figure,
    /// The title, escaped.
    title: String,
    /// The words that stand for the chart, escaped: the author's, else the generated ones.
    words: String,
    places: Places,
}

impl<'a> Named<'a> {
    /// What the drawings of a figure say, of which these words were generated.
    pub(crate) fn new(figure: &'a Figure, description: &str) -> Named<'a> {
        let escaped = |text: &str| {
            let mut out = Vec::with_capacity(text.len() + 8);
            escape(text, &mut out);
            String::from_utf8(out).expect("references stand between letters")
        };
        let alt = clean(&figure.alt.plain());
        Named {
            figure,
            title: escaped(&clean(&figure.title.plain())),
            words: escaped(if alt.is_empty() { description } else { &alt }),
            places: Places::of(figure),
        }
    }

    /// The opening of the element: size, role, title and description, between its first and last
    /// attributes.
    fn open(
        &self,
        out: &mut String,
        first: &str,
        layout: &str,
        size: (f64, f64),
        last: impl FnOnce(&mut String),
    ) {
        let id = |part: &str, out: &mut String| {
            for part in [&self.figure.name, "--", layout, part] {
                out.push_str(part);
            }
        };
        let sides = |between: &str, out: &mut String| {
            px(size.0, out);
            out.push_str(between);
            px(size.1.ceil(), out);
        };
        out.push_str("<svg");
        out.push_str(first);
        out.push_str(" class=\"chart chart-");
        out.push_str(layout);
        out.push_str("\" viewBox=\"0 0 ");
        sides(" ", out);
        out.push_str("\" width=\"");
        sides("\" height=\"", out);
        out.push_str("\" font-size=\"14\" role=\"img\" aria-labelledby=\"");
        id("-title", out);
        out.push(' ');
        id("-desc", out);
        out.push('"');
        last(out);
        out.push_str("><title id=\"");
        id("-title", out);
        out.push_str("\">");
        out.push_str(&self.title);
        out.push_str("</title><desc id=\"");
        id("-desc", out);
        out.push_str("\">");
        out.push_str(&self.words);
        out.push_str("</desc>");
    }
}

/// Writes a length of 1 px or more with at most one decimal.
fn px(length: f64, out: &mut String) {
    let mut digits = Vec::with_capacity(12);
    number(tenths(length), &mut digits);
    out.extend(digits.into_iter().map(char::from));
}

/// The chart as an element of a page: `layout` is `wide` or `narrow`. Of a chart that is `counted`
/// the readings name rows of its summary.
pub(crate) fn inline(named: &Named<'_>, sheet: &Sheet, layout: &str, counted: bool) -> String {
    let room = sheet.markup.len() + sheet.readings.len() * 16 + named.words.len() + 512;
    let mut out = String::with_capacity(room);
    let size = (sheet.width, sheet.height);
    named.open(&mut out, "", layout, size, |out| {
        readings::write(&named.places, &sheet.readings, counted, out);
    });
    readings::renumber(&named.places, sheet, &mut out);
    out.push_str("</svg>");
    out
}

/// The chart as a file: title, subtitle, note and source drawn around it, its style inside.
pub(crate) fn file(named: &Named<'_>, dataset: &Dataset, sheet: &Sheet) -> String {
    let figure = named.figure;
    let room = sheet.width;
    let head = words(
        &[
            (Some(figure.title.plain()), TITLE, Ink::Text),
            (
                figure.subtitle.as_ref().map(|text| text.plain()),
                SUBTITLE,
                Ink::Quiet,
            ),
        ],
        room,
    );
    let note = figure.note.as_ref().map(|text| text.plain());
    let attribution = figure.attribution().map(|text| text.plain());
    let foot = words(
        &[
            (note, Font::SMALL, Ink::Quiet),
            (source(figure, dataset), Font::SMALL, Ink::Quiet),
            (attribution, Font::SMALL, Ink::Quiet),
        ],
        room,
    );
    let width = room + MARGIN * 2.0;
    let chart_top = MARGIN + head.height + 14.0;
    let foot_top = chart_top + sheet.height + 14.0;
    let height = (foot_top + foot.height + MARGIN).ceil();
    let mut out = String::with_capacity(sheet.markup.len() + STYLE.len() + 2048);
    let namespace = " xmlns=\"http://www.w3.org/2000/svg\"";
    named.open(&mut out, namespace, "file", (width, height), |_| {});
    out.push_str("<style>");
    let inks = head.inks.with(sheet.inks).with(foot.inks);
    rules(figure).write(inks, &mut out);
    out.push_str("</style><path fill=\"var(--chart-ground)\" d=\"M0 0h");
    px(width, &mut out);
    out.push('v');
    px(height, &mut out);
    out.push_str("H0z\"/>");
    for (part, top) in [(&head, MARGIN), (sheet, chart_top), (&foot, foot_top)] {
        if !part.markup.is_empty() {
            out.push_str("<g transform=\"translate(");
            px(MARGIN, &mut out);
            out.push(' ');
            px(top, &mut out);
            out.push_str(")\">");
            readings::leave_out(part, &mut out);
            out.push_str("</g>");
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Paragraphs over each other, as a sheet.
fn words(paragraphs: &[(Option<String>, Font, Ink)], room: f64) -> Sheet {
    let set: Vec<(Vec<String>, Font, Ink)> = paragraphs
        .iter()
        .filter_map(|(text, font, ink)| {
            let lines = wrap(&clean(text.as_deref()?), room, *font);
            Some((lines, *font, *ink))
        })
        .collect();
    let height = set
        .iter()
        .map(|(lines, font, _)| lines.len() as f64 * font.line() + 4.0);
    let surface = Surface::new(room, height.sum());
    let mut top = 0.0;
    for (lines, font, ink) in &set {
        surface.label(Label {
            lines,
            x: 0.0,
            top,
            anchor: Anchor::Start,
            font: *font,
            ink: *ink,
        });
        top += lines.len() as f64 * font.line() + 4.0;
    }
    surface.finish()
}

/// The source line: the figure's own, else the dataset's publisher, title and date.
fn source(figure: &Figure, dataset: &Dataset) -> Option<String> {
    let words = match (&figure.source, &dataset.source) {
        (Some(own), _) => own.plain(),
        (None, Some(source)) => {
            let mut words = source.name.plain();
            if let Some(title) = &source.title {
                words.push_str(", ");
                words.push_str(&title.plain());
            }
            if let Some(published) = &source.published {
                words.push_str(&format!(" ({published})"));
            }
            words
        }
        (None, None) => return None,
    };
    Some(format!("Source: {words}"))
}

/// The rules for charts that are files by themselves.
fn rules(figure: &Figure) -> &'static Rules {
    static WHOLE: OnceLock<Rules> = OnceLock::new();
    static WITHOUT_AREAS: OnceLock<Rules> = OnceLock::new();
    match figure.channels.ground.is_some() || figure.mark.name == "cell" {
        true => WHOLE.get_or_init(|| Rules::read(&compact(STYLE))),
        false => WITHOUT_AREAS.get_or_init(|| Rules::read(&compact(STYLE_WITHOUT_AREAS))),
    }
}

/// A style sheet without comments and line breaks, fit for XML.
fn compact(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = match rest[start..].find("*/") {
            Some(end) => &rest[start + end + 2..],
            None => "",
        };
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    let style: String = lines.collect();
    match style.contains(['&', '<']) {
        true => style.replace('&', "&amp;").replace('<', "&lt;"),
        false => style,
    }
}
