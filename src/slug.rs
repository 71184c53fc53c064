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
    if name.is_ascii() {
        // Nothing to take apart.
        let mut slug = Vec::with_capacity(name.len());
        let words = name.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            if !slug.is_empty() {
                slug.push(b'-');
            }
            slug.extend_from_slice(word);
        }
        slug.make_ascii_lowercase();
        return String::from_utf8(slug).expect("letters of ASCII are text");
    }
    let mut slug = String::with_capacity(name.len());
    let mut gap = false;
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

/// Whether a name is as it stands in addresses.
pub fn is_slug(name: &str) -> bool {
    if name.is_ascii() {
        let is_part = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let mut words = name.as_bytes().split(|byte| *byte == b'-');
        return name.is_empty() || words.all(|word| !word.is_empty() && word.iter().all(is_part));
    }
    slug(name) == name
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
    fn a_name_in_addresses_stays_as_it_is() {
        for name in [
            "", "a", "2", "A", "-", "a-b", "-a", "a-", "a--b", "a b", "a_b", "a-B", "ŵ",
            "w\u{302}", "αβ",
        ] {
            assert_eq!(is_slug(name), slug(name) == name, "{name}");
        }
    }

    #[test]
    fn a_number_before_a_name_only_orders() {
        assert_eq!(without_order("03-skills"), "skills");
        assert_eq!(without_order("2020"), "2020");
        assert_eq!(without_order("2011-2022"), "2011-2022");
    }
}
