//! Scales in the words of a unit or of a heading: `£ million`, `(thousands)`, `'000s`. A column that
//! is counted in millions is read as whole pounds, so what says so is looked for.

use crate::source::Span;

/// A scale that words state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// What the numbers of the column are to be multiplied by.
    pub factor: u64,
    /// The words without it, as a unit: `GBP`, `people`; none where nothing is left.
    pub unit: Option<String>,
}

impl Scale {
    /// In what the column is counted: `millions`, `hundreds of thousands`.
    pub fn in_words(&self) -> String {
        match self.factor {
            100 => "hundreds".to_string(),
            1_000 => "thousands".to_string(),
            100_000 => "hundreds of thousands".to_string(),
            1_000_000 => "millions".to_string(),
            1_000_000_000 => "billions".to_string(),
            1_000_000_000_000 => "trillions".to_string(),
            factor => format!("units of {factor}"),
        }
    }

    /// The step of `shape` that makes whole numbers of those in a column, under the name of a field.
    pub fn step(&self, name: &str, column: &str) -> String {
        format!("- derive: {{{name}: \"`{column}` * {}\"}}", self.factor)
    }
}

/// What the heading of a column says of its numbers, and no step of `shape` has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The scale.
    pub scale: Scale,
    /// The title or heading that states it.
    pub words: String,
    /// The heading of the column that is read.
    pub column: String,
    /// Whether the field names it.
    pub named: bool,
    /// Where the field stands.
    pub span: Span,
}

/// Words that multiply, in the singular.
const WORDS: &[(&str, u64)] = &[
    ("hundred", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
];

/// Short forms that stand by themselves.
const SHORT: &[(&str, u64)] = &[
    ("mn", 1_000_000),
    ("mln", 1_000_000),
    ("bn", 1_000_000_000),
    ("000", 1_000),
    ("000s", 1_000),
    ("000,000", 1_000_000),
];

/// Short forms that mean something else where no currency stands before them: metres, kelvins,
/// tons.
const BEHIND_MONEY: &[(&str, u64)] = &[("k", 1_000), ("m", 1_000_000), ("tn", 1_000_000_000_000)];

/// Signs of currencies that stand before a number, and their ISO 4217 codes.
pub(crate) const CURRENCY_SIGNS: &[(&str, &str)] = &[("£", "GBP"), ("€", "EUR"), ("$", "USD")];

/// Words for currencies, and their codes.
const MONEY: &[(&str, &str)] = &[
    ("pound", "GBP"),
    ("pounds", "GBP"),
    ("sterling", "GBP"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("dollar", "USD"),
    ("dollars", "USD"),
];

/// What opens a denominator: a scale behind it counts nothing in the column.
const EACH: &[&str] = &["per", "every", "each", "/"];

/// The scale that a unit in words holds: `£ million`, `thousand people`. None in `per thousand
/// adults`.
pub fn of_unit(words: &str) -> Option<Scale> {
    // Of the short forms, `k` alone is a thousand, and `K` a kelvin.
    let alone = words.trim() == "k";
    let pieces = pieces(words);
    let before = pieces
        .iter()
        .position(|piece| EACH.contains(&piece.as_str()));
    let counted = &pieces[..before.unwrap_or(pieces.len())];
    let mut factor = None;
    let mut rest: Vec<&str> = Vec::new();
    for (at, piece) in counted.iter().enumerate() {
        match multiplies(counted, at).or(alone.then_some(1_000)) {
            Some(by) => factor = Some(by * factor.unwrap_or(1)),
            None if matches!(
                piece.as_str(),
                "of" | "in" | "(" | ")" | "," | "'" | "’" | "‘"
            ) => {}
            None => rest.push(piece),
        }
    }
    let money = rest.iter().find_map(|word| currency(word));
    let all = words.split_whitespace();
    let denominator = before.map(|_| {
        let tail = all.skip_while(|word| !EACH.contains(&word.to_lowercase().as_str()));
        tail.collect::<Vec<_>>()
    });
    let unit = match money {
        Some(code) => Some(code.to_string()),
        None => {
            rest.extend(denominator.into_iter().flatten());
            (!rest.is_empty()).then(|| rest.join(" "))
        }
    };
    factor.map(|factor| Scale { factor, unit })
}

/// The scale that a title or the heading of a column states: `Tax (£ million)`, `Jobs, thousands`,
/// `Tax £m`. None in `Million homes fund`, `(per million people)`, `(over £1 million)`.
pub fn of_heading(words: &str) -> Option<Scale> {
    if !may_state(words) {
        return None;
    }
    let pieces = pieces(words);
    let stated = |at: usize| {
        let by = multiplies(&pieces, at)?;
        let word = |back: usize| at.checked_sub(back).map_or("", |at| pieces[at].as_str());
        let open = pieces[..at].iter().rposition(|it| it == "(" || it == "[");
        let closed = pieces[..at].iter().rposition(|it| it == ")" || it == "]");
        let inside = open.filter(|open| closed.is_none_or(|closed| closed < *open));
        let from = inside.map_or(0, |open| open + 1);
        let denominator = pieces[from..at]
            .iter()
            .any(|it| EACH.contains(&it.as_str()));
        let named = matches!(word(1), "a" | "one" | "the" | "half") || is_number(word(1));
        if denominator || named {
            return None;
        }
        let piece = pieces[at].as_str();
        let many = piece.ends_with('s') || piece.starts_with("000");
        let behind = pieces.get(at + 1).map_or("", String::as_str);
        let sure = inside.is_some()
            || currency(word(1)).is_some()
            || many
                && (matches!(word(1), "in" | "," | "-" | "–" | "—" | ":" | "'" | "’" | "‘")
                    || piece.starts_with("000")
                    || at == 0 && matches!(behind, "of" | "")
                    // `hundreds of thousands`
                    || word(1) == "of" && at == 2);
        sure.then_some(by)
    };
    let factor = (0..pieces.len())
        .filter_map(stated)
        .reduce(|all, by| all * by)?;
    let money = pieces.iter().find_map(|word| currency(word));
    Some(Scale {
        factor,
        unit: money.map(str::to_string),
    })
}

/// What the piece at a place multiplies by.
fn multiplies(pieces: &[String], at: usize) -> Option<u64> {
    let piece = pieces[at].as_str();
    let row = |table: &[(&str, u64)], word: &str| {
        let row = table.iter().find(|(it, _)| *it == word);
        row.map(|(_, factor)| *factor)
    };
    let before = at.checked_sub(1).map(|at| pieces[at].as_str());
    let money = before.is_some_and(|before| currency(before).is_some());
    row(WORDS, piece.strip_suffix('s').unwrap_or(piece))
        .or_else(|| row(SHORT, piece))
        .or_else(|| row(BEHIND_MONEY, piece).filter(|_| money))
}

fn currency(word: &str) -> Option<&'static str> {
    let codes = CURRENCY_SIGNS.iter().chain(MONEY);
    let code = |(it, code): &&(&str, &str)| *it == word || code.eq_ignore_ascii_case(word);
    codes.clone().find(code).map(|(_, code)| *code)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit()) && !word.starts_with("000")
}

/// Whether words may state a scale, told without parting them: most headings hold nothing like one.
fn may_state(words: &str) -> bool {
    let begins = |word: &str, start: &str| {
        let first = word.get(..start.len());
        first.is_some_and(|first| first.eq_ignore_ascii_case(start))
    };
    let codes = || CURRENCY_SIGNS.iter().map(|(_, code)| *code);
    let is_short = |word: &str| {
        let mut short = SHORT.iter().chain(BEHIND_MONEY);
        short.any(|(short, _)| word.eq_ignore_ascii_case(short))
    };
    let may = |word: &str| {
        is_short(word)
            || WORDS.iter().any(|(scale, _)| begins(word, scale))
            || codes().any(|code| begins(word, code))
    };
    words.contains("000")
        || words
            .split(|letter: char| !letter.is_alphanumeric())
            .any(may)
}

/// Words in lower case, numbers and signs, a currency code parted from what is joined to it: `£m`,
/// `GBPm`.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut joins = false;
    for letter in text.to_lowercase().chars() {
        let belongs = letter.is_alphanumeric();
        let inside = matches!(letter, ',' | '.')
            && joins
            && pieces
                .last()
                .is_some_and(|last| last.starts_with(|first: char| first.is_ascii_digit()));
        match pieces.last_mut().filter(|_| joins && (belongs || inside)) {
            Some(last) => last.push(letter),
            None if letter.is_whitespace() => {}
            None => pieces.push(letter.to_string()),
        }
        joins = belongs || inside;
    }
    pieces.into_iter().flat_map(parted).collect()
}

/// `gbpm` as the code and its scale; a comma that ends a number by itself.
fn parted(piece: String) -> Vec<String> {
    let codes = CURRENCY_SIGNS.iter().map(|(_, code)| code.to_lowercase());
    for code in codes {
        let scale = piece.strip_prefix(&code).filter(|rest| {
            let mut tables = BEHIND_MONEY.iter().chain(SHORT);
            tables.any(|(word, _)| word == rest)
        });
        if let Some(scale) = scale {
            return vec![code.clone(), scale.to_string()];
        }
    }
    match piece.strip_suffix([',', '.']) {
        Some(number) if !number.is_empty() => {
            let end = piece[number.len()..].to_string();
            vec![number.to_string(), end]
        }
        _ => vec![piece],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_that_hold_a_scale_are_told_from_others() {
        for (words, factor, unit) in [
            ("£ million", 1_000_000, Some("GBP")),
            ("GBP million", 1_000_000, Some("GBP")),
            ("£m", 1_000_000, Some("GBP")),
            ("GBPm", 1_000_000, Some("GBP")),
            ("£bn", 1_000_000_000, Some("GBP")),
            ("£k", 1_000, Some("GBP")),
            ("k", 1_000, None),
            ("£'000", 1_000, Some("GBP")),
            ("'000", 1_000, None),
            ("000s", 1_000, None),
            ("'000s people", 1_000, Some("people")),
            ("thousand people", 1_000, Some("people")),
            ("Millions of pounds", 1_000_000, Some("GBP")),
            ("hundred thousand homes", 100_000, Some("homes")),
            ("million", 1_000_000, None),
            ("people (thousands)", 1_000, Some("people")),
            ("thousand jobs per adult", 1_000, Some("jobs per adult")),
        ] {
            let unit = unit.map(str::to_string);
            assert_eq!(of_unit(words), Some(Scale { factor, unit }), "{words}");
        }
        for words in [
            "people",
            "m",
            "km",
            "K",
            "tn",
            "millionaires",
            "jobs per thousand adults",
            "parts per million",
            "cases for every hundred thousand people",
            "£ per million",
            "",
        ] {
            assert_eq!(of_unit(words), None, "{words}");
        }
    }

    #[test]
    fn headings_that_state_a_scale_are_told_from_others() {
        for (words, factor) in [
            ("Tax (£ million)", 1_000_000),
            ("Tax (£m)", 1_000_000),
            ("Tax £m", 1_000_000),
            ("Tax [£bn]", 1_000_000_000),
            ("Tax (£000)", 1_000),
            ("Tax (£ million, 2023 prices)", 1_000_000),
            ("Tax (2023 prices, £m)", 1_000_000),
            ("Jobs (thousands)", 1_000),
            ("Jobs ('000s)", 1_000),
            ("Jobs 000s", 1_000),
            ("Jobs (’000)", 1_000),
            ("Jobs, thousands", 1_000),
            ("Jobs in millions", 1_000_000),
            ("Thousands of jobs", 1_000),
            ("Jobs (hundreds of thousands)", 100_000),
        ] {
            let found = of_heading(words).map(|scale| scale.factor);
            assert_eq!(found, Some(factor), "{words}");
        }
        for words in [
            "Million homes fund",
            "Cases (per million people)",
            "Cases per million people",
            "Firms (turnover over £1 million)",
            "Firms (worth a million)",
            "Homes over £1 million",
            "Grants from the Million homes fund",
            "Income per head",
            "Length (m)",
            "Length (km)",
            "Population, 1,000 and over",
            "Towns of 100,000 people",
            "Tax",
            "",
        ] {
            assert_eq!(of_heading(words), None, "{words}");
        }
    }
}
