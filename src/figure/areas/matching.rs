//! Which row belongs to which area: codes that agree, and what to say of those that do not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::places::{Matched, Source};
use crate::diag::{Diagnostic, code};
use crate::figure::describe::count;
use crate::model::{Area, Areas};
use crate::source::Spanned;

/// How many codes a message lists.
const MOST_LISTED: usize = 3;
/// How many pairs of codes a help proposes.
const MOST_PROPOSED: usize = 8;

/// Which of an area's facts holds its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder<'a> {
    /// The place that its kind of file has for it.
    Own,
    Property(&'a str),
}

impl<'a> Holder<'a> {
    fn code(self, area: &Area) -> Option<&str> {
        match self {
            Holder::Own => area.code.as_deref(),
            Holder::Property(name) => area.property(name),
        }
    }
}

/// The areas of a figure, each with its row. None where nothing can be matched.
pub(super) fn matched(
    source: &Source<'_>,
    areas: &Spanned<Areas>,
    found: &mut Vec<Diagnostic>,
) -> Option<Vec<Matched>> {
    let rows = looked_up(source, &source.rows);
    let all = looked_up(source, &source.codes);
    let holder = holder(&areas.value, &all, source, found)?;
    let before = found.len();
    let mut by_code: BTreeMap<&str, &Area> = BTreeMap::new();
    for area in &areas.value.areas {
        let Some(code) = holder.code(area) else {
            continue;
        };
        if let Some(first) = by_code.insert(code, area) {
            found.push(
                Diagnostic::error(
                    &code::DUPLICATE_AREA,
                    area.span,
                    format!("two areas have the code `{code}`"),
                )
                .other(first.span, "the first")
                .help("keep one of them, or choose with `where` beside the name of the file"),
            );
        }
    }
    check_lookup(source, &by_code, found);
    if found.len() > before {
        return None;
    }
    let unmatched = all
        .iter()
        .filter(|(code, _)| !by_code.contains_key(code.as_str()));
    let rows_left: Vec<(&str, usize)> =
        unmatched.map(|(code, row)| (code.as_str(), *row)).collect();
    let matched: Vec<Matched> = areas
        .value
        .areas
        .iter()
        .map(|area| {
            let code = holder.code(area);
            let row = code.and_then(|code| rows.get(code).copied());
            let known = code.is_some_and(|code| all.contains_key(code));
            Matched {
                area: Arc::clone(area),
                row,
                elsewhere: source.nested && row.is_none() && known,
            }
        })
        .collect();
    let areas_left: Vec<&Area> = matched
        .iter()
        .map(|matched| matched.area.as_ref())
        .filter(|area| holder.code(area).is_none_or(|code| !all.contains_key(code)))
        .collect();
    report(source, areas, holder, &rows_left, &areas_left, found);
    Some(matched)
}

/// The rows by the code under which the areas know them.
fn looked_up(source: &Source<'_>, rows: &BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    rows.iter()
        .map(|(code, row)| {
            let other = source.ground.lookup.get(code);
            (other.map_or(code, |other| &other.value).clone(), *row)
        })
        .collect()
}

/// Which of the areas' facts holds the codes: the one that the figure names, else the one that
/// agrees with most rows.
fn holder<'a>(
    areas: &'a Areas,
    rows: &BTreeMap<String, usize>,
    source: &Source<'_>,
    found: &mut Vec<Diagnostic>,
) -> Option<Holder<'a>> {
    if let Some(id) = &areas.id {
        return Some(Holder::Property(&id.value));
    }
    let mut holders = vec![Holder::Own];
    for (name, _) in areas
        .areas
        .iter()
        .take(100)
        .flat_map(|area| &area.properties)
    {
        let holder = Holder::Property(name);
        if !holders.contains(&holder) {
            holders.push(holder);
        }
    }
    let agreeing = |holder: &Holder<'_>| {
        let codes = areas.areas.iter().filter_map(|area| holder.code(area));
        codes.filter(|code| rows.contains_key(*code)).count()
    };
    let counted: Vec<(usize, Holder<'_>)> = holders
        .iter()
        .map(|holder| (agreeing(holder), *holder))
        .collect();
    let best = counted.iter().map(|(count, _)| *count).max().unwrap_or(0);
    let mut best_holders = counted.iter().filter(|(count, _)| *count == best);
    let (_, first) = best_holders.next()?;
    if best == 0 {
        found.push(no_match(areas, source, &holders));
        return None;
    }
    let differs = |other: &Holder<'_>| {
        let mut areas = areas.areas.iter();
        areas.any(|area| first.code(area) != other.code(area))
    };
    if let Some((_, other)) = best_holders.find(|(_, other)| differs(other)) {
        found.push(two_holders(areas, source, *first, *other));
        return None;
    }
    Some(*first)
}

fn in_words(holder: Holder<'_>) -> String {
    match holder {
        Holder::Own => "its own code".to_string(),
        Holder::Property(name) => format!("`{name}`"),
    }
}

fn two_holders(
    areas: &Areas,
    source: &Source<'_>,
    first: Holder<'_>,
    other: Holder<'_>,
) -> Diagnostic {
    let span = source.ground.areas.as_ref().map(|areas| areas.span);
    let (one, two) = (in_words(first), in_words(other));
    let name = match (first, other) {
        (Holder::Property(name), _) | (Holder::Own, Holder::Property(name)) => name,
        _ => "…",
    };
    Diagnostic::error(
        &code::UNMATCHED_AREA,
        span.unwrap_or(source.figure.span),
        format!("the codes of the rows are found in {one} and in {two}"),
    )
    .help(format!(
        "say which is meant: `{{file: {}, id: {name}}}`",
        areas.name
    ))
}

fn no_match(areas: &Areas, source: &Source<'_>, holders: &[Holder<'_>]) -> Diagnostic {
    let key = &source.dataset.field(source.key).name;
    let span = source.ground.key.as_ref().map(|key| key.span);
    let ours = source.codes.keys().find(|code| !code.is_empty());
    let ours = ours.map_or("", String::as_str);
    let theirs: Vec<String> = holders
        .iter()
        .filter_map(|holder| {
            let code = areas.areas.iter().find_map(|area| holder.code(area))?;
            let short: String = code.chars().take(30).collect();
            Some(match holder {
                Holder::Own => format!("`{short}`"),
                Holder::Property(name) => format!("`{short}` ({name})"),
            })
        })
        .take(4)
        .collect();
    Diagnostic::error(
        &code::UNMATCHED_AREA,
        span.unwrap_or(source.figure.span),
        format!("no `{key}` is the code of an area in `{}`", areas.name),
    )
    .help(format!(
        "`{key}` holds such as `{ours}`, the areas have such as {}: name another field with `key`, \
         or another file",
        theirs.join(", ")
    ))
}

/// Reports entries of the lookup that lead from or to nothing.
fn check_lookup(source: &Source<'_>, by_code: &BTreeMap<&str, &Area>, found: &mut Vec<Diagnostic>) {
    for (from, to) in &source.ground.lookup {
        let message = if !by_code.contains_key(to.value.as_str()) {
            format!("no area has the code `{}`", to.value)
        } else if !source.codes.contains_key(from) {
            format!("no row of the figure has the code `{from}`")
        } else if source.codes.contains_key(&to.value) {
            format!(
                "the figure has a row for `{from}` and one for `{}`",
                to.value
            )
        } else {
            continue;
        };
        let help = "a `lookup` leads from the codes of the data to those of the areas: \
                    `{S14000107: S14000006}`";
        found.push(Diagnostic::error(&code::UNKNOWN_ROW, to.span, message).help(help));
    }
}

/// Warns of rows without an area and of areas without a row.
fn report(
    source: &Source<'_>,
    areas: &Spanned<Areas>,
    holder: Holder<'_>,
    rows: &[(&str, usize)],
    left: &[&Area],
    found: &mut Vec<Diagnostic>,
) {
    let name = &areas.value.name;
    if let Some((_, first)) = rows.first() {
        let codes: Vec<&str> = rows.iter().map(|(code, _)| *code).collect();
        let have = if rows.len() == 1 { "has" } else { "have" };
        let message = format!(
            "{} of `{}` {have} no area in `{name}`: {}",
            count(rows.len(), "row", "rows"),
            source.dataset.key,
            listed(&codes)
        );
        let help = proposal(source, holder, rows, left).unwrap_or_else(|| {
            "correct the codes, lead them to those of the areas with `lookup`, or leave the rows \
             out with `where`"
                .to_string()
        });
        found.push(
            Diagnostic::warning(&code::UNMATCHED_AREA, areas.span, message)
                .other(
                    source.dataset.cell(*first, source.key).span,
                    "the first row",
                )
                .help(help),
        );
    }
    if let Some(first) = left.first() {
        let codes: Vec<&str> = left.iter().filter_map(|area| holder.code(area)).collect();
        let (have, are) = if left.len() == 1 {
            ("has", "is")
        } else {
            ("have", "are")
        };
        // Those without a code can have no row.
        let listed = match (codes.len(), left.len() - codes.len()) {
            (0, _) => "no code".to_string(),
            (_, 0) => listed(&codes),
            (_, none) => format!("{}, and {none} without a code", listed(&codes)),
        };
        let message = format!(
            "{} of `{name}` {have} no row in `{}` and {are} drawn without a value: {listed}",
            count(left.len(), "area", "areas"),
            source.dataset.key,
        );
        found.push(
            Diagnostic::warning(&code::UNMATCHED_AREA, areas.span, message)
                .other(first.span, "the first area")
                .help(format!(
                    "add the rows, or leave the areas out: `{{file: {name}, where: {{…}}}}`"
                )),
        );
    }
}

/// The first few codes, and how many more there are.
fn listed(codes: &[&str]) -> String {
    let shown: Vec<String> = codes
        .iter()
        .take(MOST_LISTED)
        .map(|code| format!("`{code}`"))
        .collect();
    match codes.len().saturating_sub(MOST_LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// A lookup from rows to areas of the same name.
fn proposal(
    source: &Source<'_>,
    holder: Holder<'_>,
    rows: &[(&str, usize)],
    left: &[&Area],
) -> Option<String> {
    let named = |name: &str| {
        let name = folded(name);
        let has = |area: &&&Area| {
            let mut properties = area.properties.iter();
            properties.any(|(_, value)| folded(value) == name)
        };
        left.iter().find(has).and_then(|area| holder.code(area))
    };
    let pairs: Vec<String> = rows
        .iter()
        .filter_map(|(code, row)| {
            let area = named(&source.name(*row)?)?;
            Some(format!("{code}: {area}"))
        })
        .collect();
    if pairs.is_empty() {
        return None;
    }
    let more = pairs.len().saturating_sub(MOST_PROPOSED);
    let tail = if more == 0 {
        String::new()
    } else {
        format!(", and {more} more")
    };
    let pairs = pairs[..pairs.len() - more].join(", ");
    Some(format!(
        "areas of the same names have other codes; if they are the same places, add `lookup: \
         {{{pairs}{tail}}}` beside the name of the file"
    ))
}

/// A name without capital letters, accents of typing and marks between words.
fn folded(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters = name.nfkd().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
