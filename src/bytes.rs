//! Bytes looked at many in one step.
//!
//! The answer for each byte is a number, 0 or 1, and all bytes of a piece are asked: so the compiler asks
//! sixteen and more at once, where a search that ends at the first asks one after another.

/// Whether any of the bytes is one that is looked for, of which `is_sought` gives 1 and 0 of others.
#[inline]
pub(crate) fn any(bytes: &[u8], is_sought: impl Fn(u8) -> u8) -> bool {
    let found = bytes.iter().fold(0, |found, byte| found | is_sought(*byte));
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
                let pairs = count_pairs(&bytes, |before, next| {
                    u8::from(before == b'a') & u8::from(next == b'b')
                });
                assert_eq!(pairs, usize::from(at > 0), "{at} of {length}");
            }
            assert!(!any(&vec![b'a'; length], |byte| u8::from(byte == b'b')));
        }
        let alternating: Vec<u8> = b"ab".repeat(500);
        let pairs = count_pairs(&alternating, |before, next| {
            u8::from(before == b'a') & u8::from(next == b'b')
        });
        assert_eq!(pairs, 500);
    }
}
