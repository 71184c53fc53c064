//! Bytes looked at many in one step, or passed over.
//!
//! Of [`any`] and [`count_pairs`] the answer for each byte is a number, 0 or 1, and all bytes of a piece are asked: so the compiler asks
//! sixteen and more at once, where a search that ends at the first asks one after another.

/// Whether any of the bytes is one that is looked for, of which `is_sought` gives 1 and 0 of others.
#[inline]
pub(crate) fn any(bytes: &[u8], is_sought: impl Fn(u8) -> u8) -> bool {
    let found = bytes.iter().fold(0, |found, byte| found | is_sought(*byte));
    found != 0
}

/// Whether any byte is sought, told by it and the one in front of it; the first has none.
#[inline]
pub(crate) fn any_pair(bytes: &[u8], is_sought: impl Fn(u8, u8) -> u8) -> bool {
    let next = bytes.get(1..).unwrap_or_default();
    let pairs = bytes.iter().zip(next);
    let found = pairs.fold(0, |found, (before, next)| found | is_sought(*before, *next));
    found != 0
}

/// How many bytes are sought, each with the one in front of it; the first has none.
#[inline]
pub(crate) fn count_pairs(bytes: &[u8], is_sought: impl Fn(u8, u8) -> u8) -> usize {
    /// How many fit a sum of one byte.
    const PIECE: usize = 128;
    let next = bytes.get(1..).unwrap_or_default();
    let pieces = bytes.chunks(PIECE).zip(next.chunks(PIECE));
    let counts = pieces.map(|(before, next)| {
        let pairs = before.iter().zip(next);
        usize::from(pairs.fold(0u8, |count, (before, next)| {
            count + is_sought(*before, *next)
        }))
    });
    counts.sum()
}

/// A search for words by their first `N` letters, large or small, that passes over most of a text: from a
/// letter in the place of the last of these it is known how far off they are at least (Horspool's way).
pub(crate) struct Search<const N: usize> {
    /// How many bytes can be passed over behind each byte; none, where it may be the last of the letters.
    passed: [u8; 256],
    /// The bytes that words begin with.
    first: [bool; 256],
}

impl<const N: usize> Search<N> {
    /// The search for words of at least `N` letters of ASCII.
    pub(crate) const fn of(words: &[&str]) -> Self {
        let mut search = Search {
            passed: [N as u8; 256],
            first: [false; 256],
        };
        // What stands later in a word is nearer to the last letter, and counts.
        let mut at = 0;
        while at < N {
            let mut word = 0;
            while word < words.len() {
                let letter = words[word].as_bytes()[at];
                let (small, large) = (letter.to_ascii_lowercase(), letter.to_ascii_uppercase());
                search.passed[small as usize] = (N - 1 - at) as u8;
                search.passed[large as usize] = (N - 1 - at) as u8;
                if at == 0 {
                    search.first[small as usize] = true;
                    search.first[large as usize] = true;
                }
                word += 1;
            }
            at += 1;
        }
        search
    }

    /// Every byte at which one of the words may begin: the first of `N` bytes.
    pub(crate) fn each(&self, text: &str) -> impl Iterator<Item = usize> {
        let bytes = text.as_bytes();
        let mut last = N - 1;
        std::iter::from_fn(move || {
            loop {
                let passed = self.passed[*bytes.get(last)? as usize];
                if passed > 0 {
                    last += passed as usize;
                    continue;
                }
                let start = last + 1 - N;
                last += 1;
                if self.first[bytes[start] as usize] {
                    return Some(start);
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sought_is_found_wherever_it_stands() {
        for length in [0, 1, 31, 32, 33, 300] {
            for at in 0..length {
                let mut bytes = vec![b'a'; length];
                bytes[at] = b'b';
                assert!(
                    any(&bytes, |byte| u8::from(byte == b'b')),
                    "{at} of {length}"
                );
                let is_pair = |before, next| u8::from(before == b'a') & u8::from(next == b'b');
                let pairs = count_pairs(&bytes, is_pair);
                assert_eq!(pairs, usize::from(at > 0), "{at} of {length}");
                assert_eq!(any_pair(&bytes, is_pair), at > 0, "{at} of {length}");
            }
            assert!(!any(&vec![b'a'; length], |byte| u8::from(byte == b'b')));
        }
        let alternating: Vec<u8> = b"ab".repeat(500);
        let pairs = count_pairs(&alternating, |before, next| {
            u8::from(before == b'a') & u8::from(next == b'b')
        });
        assert_eq!(pairs, 500);
    }

    #[test]
    fn a_search_comes_to_every_word() {
        let words = ["per", "every", "each"];
        let search = Search::<3>::of(&words);
        for text in [
            "",
            "pe",
            "per",
            "eacH",
            "a per",
            "pever each eveach",
            "ééper",
            "peeper",
            "eeveeac",
            "e e",
        ] {
            let found: Vec<usize> = search.each(text).collect();
            for at in 0..text.len().saturating_sub(2) {
                let three = &text.as_bytes()[at..at + 3];
                let is_word = |word: &&str| word.as_bytes()[..3].eq_ignore_ascii_case(three);
                assert!(
                    found.contains(&at) || !words.iter().any(is_word),
                    "{at} of {text}"
                );
            }
            assert!(found.is_sorted() && found.iter().all(|at| at + 3 <= text.len()));
        }
    }
}
