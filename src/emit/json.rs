//! JSON files that a person can read, written by `serde_json` from their beginning to their end. Data files
//! are thousands of short members, which need no tree of values in between.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer, ser};
use serde_json::value::RawValue;

use crate::number::published;

/// A file with a line end; `room` is about how many bytes it will have.
pub(super) fn file(json: &impl Serialize, room: usize) -> String {
    let mut bytes = Vec::with_capacity(room);
    serde_json::to_writer_pretty(&mut bytes, json).expect("text and numbers, into memory");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("JSON is text")
}

/// A list whose items are made while they are written.
pub(super) struct List<F>(pub F);

impl<F, I> Serialize for List<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0())
    }
}

/// A number with its published digits.
pub(super) struct Digits(pub Decimal);

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = published(self.0);
        let number: &RawValue = serde_json::from_str(&digits).map_err(ser::Error::custom)?;
        number.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_published_digits() {
        for number in [
            "0",
            "-0",
            "0.00",
            "7",
            "-12",
            "-12.50",
            "18446744073709551616",
        ] {
            let decimal: Decimal = number.parse().expect("a number");
            assert_eq!(
                file(&Digits(decimal), 0),
                format!("{}\n", published(decimal))
            );
        }
    }

    #[test]
    fn a_list_may_be_empty() {
        let even = |numbers: &'static [u8]| {
            let numbers = move || numbers.iter().filter(|number| *number % 2 == 0);
            file(&List(numbers), 0)
        };
        assert_eq!(even(&[1, 3]), "[]\n");
        assert_eq!(even(&[1, 2]), "[\n  2\n]\n");
    }
}
