//! The chart as an `<svg>` element of a page, and as a file by itself.

use std::fmt::Write;
use std::sync::OnceLock;

use super::backend::escape;
use super::ink::Ink;
use super::metrics::Font;
use super::readings;
use super::sheet::{Anchor, Label, Sheet, Surface};
use super::style::{self, Rules};
use super::text::{clean, wrap};
use super::{STYLE, STYLE_WITHOUT_AREAS};
use crate::model::{Dataset, Figure};

/// The room around a chart that is a file by itself, in px.
const MARGIN: f64 = 24.0;
const TITLE: Font = Font::strong(20.0);
const SUBTITLE: Font = Font::regular(15.0);

/// A length in px with at most one decimal.
fn px(length: f64) -> String {
    let tenths = (length * 10.0).round() / 10.0;
    format!("{tenths}")
}

/// The opening of the element: size, role, title and description, between its first and last
/// attributes.
fn open(
    out: &mut String,
    (first, last): (&str, &str),
    figure: &Figure,
    layout: &str,
    size: (f64, f64),
) {
    let (width, height) = (px(size.0), px(size.1.ceil()));
    let id = |part: &str| format!("{}--{layout}-{part}", figure.name);
    let (title, desc) = (id("title"), id("desc"));
    let _ = write!(
        out,
        "<svg{first} class=\"chart chart-{layout}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-size=\"14\" role=\"img\" \
         aria-labelledby=\"{title} {desc}\"{last}><title id=\"{title}\">"
    );
    escape(&clean(&figure.title.plain()), out);
    let _ = write!(out, "</title><desc id=\"{desc}\">");
}

/// The words that stand for the chart: the author's, else the generated ones.
fn alternative(figure: &Figure, description: &str) -> String {
    let alt = clean(&figure.alt.plain());
    if alt.is_empty() {
        description.to_string()
    } else {
        alt
    }
}

/// The chart as an element of a page: `layout` is `wide` or `narrow`. Of a chart that is `counted`
/// the readings name rows of its summary.
pub(crate) fn inline(
    figure: &Figure,
    sheet: &Sheet,
    layout: &str,
    description: &str,
    counted: bool,
) -> String {
    let mut out = String::with_capacity(sheet.markup.len() + 512);
    let size = (sheet.width, sheet.height);
    let readings = readings::attribute(figure, &sheet.readings, counted);
    open(&mut out, ("", &readings), figure, layout, size);
    escape(&alternative(figure, description), &mut out);
    out.push_str("</desc>");
    readings::renumber(figure, &sheet.markup, &mut out);
    out.push_str("</svg>");
    out
}

/// The chart as a file: title, subtitle, note and source drawn around it, its style inside.
pub(crate) fn file(figure: &Figure, dataset: &Dataset, sheet: &Sheet, description: &str) -> String {
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
    open(&mut out, (namespace, ""), figure, "file", (width, height));
    escape(&alternative(figure, description), &mut out);
    out.push_str("</desc><style>");
    let drawn = [&head.markup, &sheet.markup, &foot.markup].map(|markup| style::classes(markup));
    let classes = drawn.into_iter().flatten().collect();
    out.push_str(&rules(figure).needed(&classes));
    out.push_str("</style>");
    let _ = write!(
        out,
        "<path fill=\"var(--chart-ground)\" d=\"M0 0h{}v{}H0z\"/>",
        px(width),
        px(height)
    );
    let mut chart = String::with_capacity(sheet.markup.len());
    readings::leave_out(&sheet.markup, &mut chart);
    for (markup, top) in [
        (&head.markup, MARGIN),
        (&chart, chart_top),
        (&foot.markup, foot_top),
    ] {
        if !markup.is_empty() {
            let (x, y) = (px(MARGIN), px(top));
            let _ = write!(out, "<g transform=\"translate({x} {y})\">{markup}</g>");
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
    let style: Vec<&str> = lines.collect();
    let mut escaped = String::new();
    for letter in style.join("").chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
