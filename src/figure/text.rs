//! Lines: labels broken at spaces, and inside a word only where the word alone is too long.

use unicode_normalization::char::is_combining_mark;

use super::metrics::Font;

/// A text in lines that are at most `room` px wide, as even as their number allows. Spaces that
/// break and runs of spaces are given up; no-break spaces stay.
pub(crate) fn wrap(text: &str, room: f64, font: Font) -> Vec<String> {
    // Most labels are short. Well within the room it makes no difference in what order their letters are
    // added up.
    if is_clean(text) && font.width(text) < room - 0.01 {
        return vec![text.to_string()];
    }
    let lines = greedy(text, room, font);
    if lines.len() < 2 || lines.len() > 4 {
        return lines;
    }
    let (mut low, mut high) = (room / 2.0, room);
    let mut best = lines;
    for _ in 0..4 {
        let middle = (low + high) / 2.0;
        let narrower = greedy(text, middle, font);
        if narrower.len() == best.len() && longest_word(text, font) <= middle {
            best = narrower;
            high = middle;
        } else {
            low = middle;
        }
    }
    best
}

/// The width of the longest word in px: below it, a label is broken inside a word.
pub(crate) fn longest_word(text: &str, font: Font) -> f64 {
    words(text).map(|word| font.width(word)).fold(0.0, f64::max)
}

/// The width of the widest line in px.
pub(crate) fn widest(lines: &[String], font: Font) -> f64 {
    lines
        .iter()
        .map(|line| font.width(line))
        .fold(0.0, f64::max)
}

/// A label as it is drawn: one space between words, nothing that XML 1.0 cannot hold.
pub(crate) fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len());
    for word in words(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|letter| match letter {
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
            letter => letter,
        }));
    }
    out
}

/// Whether a text, as most do, holds nothing but words of ASCII letters and signs with one space between
/// each two.
fn is_clean(text: &str) -> bool {
    let mut before = b' ';
    let clean = text.bytes().all(|byte| {
        let fits = (b' '..=b'~').contains(&byte) && (byte != b' ' || before != b' ');
        before = byte;
        fits
    });
    clean && before != b' '
}

/// Whether each word of a text is within a room.
pub(crate) fn words_fit(text: &str, room: f64, font: Font) -> bool {
    font.width(text) <= room || longest_word(text, font) <= room
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let breaks = |letter: char| letter.is_whitespace() && !matches!(letter, '\u{a0}' | '\u{202f}');
    text.split(breaks).filter(|word| !word.is_empty())
}

fn greedy(text: &str, room: f64, font: Font) -> Vec<String> {
    let space = font.width(" ");
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut used = 0.0;
    for word in words(text) {
        let width = font.width(word);
        if !line.is_empty() && used + space + width <= room {
            line.push(' ');
            line.push_str(word);
            used += space + width;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut rest = word;
        while font.is_wider(rest, room) {
            let cut = cut(rest, room, font);
            if cut == rest.len() {
                break;
            }
            lines.push(rest[..cut].to_string());
            rest = &rest[cut..];
        }
        line.push_str(rest);
        used = font.width(rest);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// Where to break a word that is wider than the room: after the last hyphen or slash that fits,
/// else before the first character that does not; never before a mark that belongs to its
/// predecessor, and never before the first.
fn cut(word: &str, room: f64, font: Font) -> usize {
    let mut used = 0.0;
    let mut last = word.len();
    let mut joint = None;
    let mut letters = word.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let mut buffer = [0; 4];
        used += font.width(letter.encode_utf8(&mut buffer));
        if used > room
            && at > 0
            && !belongs_to_previous(letter)
            && !word[..at].ends_with('\u{200d}')
        {
            last = at;
            break;
        }
        if matches!(letter, '-' | '/' | '\u{2013}' | '\u{2014}')
            && let Some((next, _)) = letters.peek()
        {
            joint = Some(*next).filter(|_| used <= room);
        }
    }
    match joint {
        Some(joint) if joint * 2 > last => joint,
        _ => last,
    }
}

fn belongs_to_previous(letter: char) -> bool {
    is_combining_mark(letter)
        || matches!(letter, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_breaks_at_spaces_into_even_lines() {
        let lines = wrap("Left behind neighbourhoods", 160.0, Font::BODY);
        assert_eq!(lines, ["Left behind", "neighbourhoods"]);
    }

    #[test]
    fn only_what_cleaning_would_leave_alone_is_clean() {
        for text in ["a", "Great wick", "a-b, c."] {
            assert!(is_clean(text), "{text}");
            assert_eq!(words(text).collect::<Vec<_>>().join(" "), text);
        }
        for text in ["", " ", " a", "a ", "a  b", "a\tb", "a\u{7f}", "\u{e9}"] {
            assert!(!is_clean(text), "{text:?}");
        }
    }

    #[test]
    fn a_word_is_broken_only_when_it_alone_is_too_long() {
        let lines = wrap("a Llanfairpwllgwyngyllgogerych", 80.0, Font::BODY);
        assert_eq!(lines[0], "a");
        assert_eq!(lines[1..].concat(), "Llanfairpwllgwyngyllgogerych");
        assert!(widest(&lines, Font::BODY) <= 80.0);
    }

    #[test]
    fn an_accent_stays_with_its_letter() {
        let lines = wrap("w\u{302}w\u{302}w\u{302}", 12.0, Font::BODY);
        assert!(lines.iter().all(|line| line.starts_with('w')));
    }
}
