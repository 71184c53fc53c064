//! Names in addresses.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name in lower case, with marks dropped (NFKD), and every other run of characters as one
/// hyphen: `Ynys Môn (2024)` is `ynys-mon-2024`. Empty for a name without letters or digits.
pub fn slug(name: &str) -> String {
    if name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        return name.to_string();
    }
    let mut slug = String::with_capacity(name.len());
    let mut gap = false;
    if name.is_ascii() {
        // Nothing to take apart.
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() {
                if gap && !slug.is_empty() {
                    slug.push('-');
                }
                slug.push(char::from(byte.to_ascii_lowercase()));
            }
            gap = !byte.is_ascii_alphanumeric();
        }
        return slug;
    }
    for letter in name.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        if letter.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.extend(letter.to_lowercase());
        } else {
            gap = true;
        }
    }
    slug
}

/// A name as a system sees it that knows neither case nor how marks are written.
pub fn folded(name: &str) -> String {
    name.to_lowercase().nfc().collect()
}

/// A file or folder name without the number that only orders it: `03-skills` is `skills`,
/// `01-intro.md` is `intro.md`. A name without a letter is kept.
pub fn without_order(name: &str) -> &str {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &name[digits..];
    match rest.strip_prefix(['-', '_', ' ', '.']) {
        Some(rest) if digits > 0 && rest.contains(char::is_alphabetic) => rest,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_dropped_and_runs_become_one_hyphen() {
        assert_eq!(slug("Ynys Môn (2024)"), "ynys-mon-2024");
        assert_eq!(
            slug("‘Left behind’ — neighbourhoods"),
            "left-behind-neighbourhoods"
        );
        assert_eq!(slug("Dŵr & ŷd"), "dwr-yd");
        assert_eq!(slug("…"), "");
        assert_eq!(slug("-- A: b--C 2.5 "), "a-b-c-2-5");
    }

    #[test]
    fn a_number_before_a_name_only_orders() {
        assert_eq!(without_order("03-skills"), "skills");
        assert_eq!(without_order("2020"), "2020");
        assert_eq!(without_order("2011-2022"), "2011-2022");
    }
}
