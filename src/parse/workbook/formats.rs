//! How a workbook shows its numbers: 0.43 as 43%, 1200000 as 1,200.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::parts::{attribute, each};

/// How numbers are shown otherwise than they are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// In per cent.
    Percent,
    /// In thousands (1), millions (2) and so on.
    Thousands(u8),
    /// With the sign of a currency.
    Money(char),
}

/// The number formats of a workbook, by the number of the style that cells name.
#[derive(Debug, Default)]
pub(super) struct Formats(Vec<Option<Shown>>);

impl Formats {
    pub(super) fn read(styles: &[u8]) -> Self {
        let mut own: BTreeMap<u32, Option<Shown>> = BTreeMap::new();
        let mut formats = Vec::new();
        let mut of_cells = false;
        each(styles, |element| match element.local_name().as_ref() {
            "numFmt" => {
                let id = attribute(element, "numFmtId").and_then(|it| it.parse().ok());
                if let (Some(id), Some(code)) = (id, attribute(element, "formatCode")) {
                    own.insert(id, shown(&code));
                }
            }
            "cellStyleXfs" | "cellStyles" | "dxfs" => of_cells = false,
            "cellXfs" => of_cells = true,
            "xf" if of_cells => formats.push(of_style(element, &own)),
            _ => {}
        });
        Formats(formats)
    }

    /// How a style shows its numbers, if not as they are.
    pub(super) fn of(&self, style: usize) -> Option<Shown> {
        *self.0.get(style)?
    }

    /// Whether any shows them otherwise.
    pub(super) fn tell(&self) -> bool {
        self.0.iter().any(Option::is_some)
    }
}

fn of_style(element: &BytesStart<'_>, own: &BTreeMap<u32, Option<Shown>>) -> Option<Shown> {
    let id: u32 = attribute(element, "numFmtId")?.parse().ok()?;
    match (own.get(&id), id) {
        (Some(own), _) => *own,
        // The two that every workbook has without saying so.
        (None, 9 | 10) => Some(Shown::Percent),
        (None, _) => None,
    }
}

/// What a format code does to a number: `0.0%`, `#,##0,"k"`, `[$£-809]#,##0`.
fn shown(code: &str) -> Option<Shown> {
    const MONEY: &[char] = &['£', '€', '$'];
    let mut plain = String::new();
    let mut money = None;
    let mut letters = code.chars();
    // Only the first section is of numbers above nought; the others are like it.
    while let Some(letter) = letters.next() {
        let is_quote = letter == '"';
        match letter {
            '"' | '[' => {
                let end = if is_quote { '"' } else { ']' };
                let inside: String = letters.by_ref().take_while(|it| *it != end).collect();
                // In brackets stands a currency, `[$£-809]`, or a colour.
                let sign = match is_quote {
                    true => inside.as_str(),
                    false => inside.strip_prefix('$').unwrap_or_default(),
                };
                money = money.or(sign.chars().find(|it| MONEY.contains(it)));
            }
            '\\' | '_' | '*' => {
                money = money.or(letters
                    .next()
                    .filter(|it| letter == '\\' && MONEY.contains(it)));
            }
            ';' => break,
            letter => {
                money = money.or(Some(letter).filter(|it| MONEY.contains(it)));
                plain.push(letter);
            }
        }
    }
    if plain.contains('%') {
        return Some(Shown::Percent);
    }
    let last = plain.rfind(['0', '#', '?'])?;
    let commas = plain[last + 1..].bytes().take_while(|it| *it == b',');
    match commas.count() {
        0 => money.map(Shown::Money),
        count => Some(Shown::Thousands(count.min(9) as u8)),
    }
}

/// A number as it is shown in per cent, every digit kept: `0.4312` is `43.12%`. None for one that
/// is not written out.
pub(super) fn percent(digits: &str) -> Option<String> {
    let (sign, figures) = match digits.strip_prefix('-') {
        Some(figures) => ("-", figures),
        None => ("", digits),
    };
    let (whole, places) = figures.split_once('.').unwrap_or((figures, ""));
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all(whole) || !all(places) {
        return None;
    }
    let padded = format!("{places:0<2}");
    let (moved, rest) = padded.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let point = if rest.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{rest}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_format_does_is_told() {
        for (code, expected) in [
            ("General", None),
            ("#,##0", None),
            ("0.00", None),
            ("0%", Some(Shown::Percent)),
            ("0.0 %;[Red]-0.0 %", Some(Shown::Percent)),
            ("0\"%\"", None),
            ("0\\%", None),
            ("#,##0,", Some(Shown::Thousands(1))),
            ("#,##0.0,,\"m\"", Some(Shown::Thousands(2))),
            ("\"£\"#,##0", Some(Shown::Money('£'))),
            ("[$£-809]#,##0.00", Some(Shown::Money('£'))),
            ("[$$-409]#,##0.00", Some(Shown::Money('$'))),
            ("[Red]0", None),
            ("_-* #,##0_-;\\-* #,##0_-;_-* \"-\"??_-;_-@_-", None),
            ("@", None),
        ] {
            assert_eq!(shown(code), expected, "`{code}`");
        }
    }

    #[test]
    fn per_cent_moves_the_point_and_keeps_every_digit() {
        for (digits, expected) in [
            ("0.43", "43%"),
            ("0.4312", "43.12%"),
            ("0.4", "40%"),
            ("1", "100%"),
            ("-0.005", "-0.5%"),
            ("0", "0%"),
            ("0.001", "0.1%"),
            ("12.5", "1250%"),
        ] {
            assert_eq!(percent(digits).as_deref(), Some(expected));
        }
        assert_eq!(percent("2.5e-20"), None);
        assert_eq!(percent("NaN"), None);
    }
}
