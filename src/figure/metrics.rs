//! How wide text is: advance widths of Public Sans, and of the face for signs, from the embedded
//! metrics, parsed once.
//!
//! Kerning is left out: it mostly narrows text, so that a measured box is never too small.
//! Characters that both lack are taken as wide as a fallback face is likely to draw them.

use std::sync::OnceLock;

use ttf_parser::Face;

/// The top of the tallest letters above the baseline, in em (`hhea` of Public Sans).
pub(crate) const ASCENT: f64 = 0.95;
/// The bottom of the deepest letters below the baseline, in em (`hhea` of Public Sans).
pub(crate) const DESCENT: f64 = 0.225;
/// The distance between two baselines, in em.
pub(crate) const LEADING: f64 = 1.25;

/// How heavy text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// 400.
    Regular,
    /// 600, for names and messages.
    Strong,
}

/// A size and weight of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Font {
    /// The size in px.
    pub size: f64,
    /// The weight.
    pub weight: Weight,
}

impl Font {
    /// Ordinary chart text.
    pub(crate) const BODY: Font = Font::regular(14.0);
    /// Emphasised chart text.
    pub(crate) const STRONG: Font = Font::strong(14.0);
    /// Ticks, captions and marks for missing values.
    pub(crate) const SMALL: Font = Font::regular(13.0);

    /// Weight 400 at a size in px.
    pub(crate) const fn regular(size: f64) -> Font {
        let weight = Weight::Regular;
        Font { size, weight }
    }

    /// Weight 600 at a size in px.
    pub(crate) const fn strong(size: f64) -> Font {
        let weight = Weight::Strong;
        Font { size, weight }
    }

    /// The height of a line in px.
    pub(crate) fn line(self) -> f64 {
        self.size * LEADING
    }

    /// The width of a text in px.
    pub(crate) fn width(self, text: &str) -> f64 {
        let face = face(self.weight);
        text.chars().map(|letter| face.advance(letter)).sum::<f64>() * self.size
    }

    /// Whether a text is wider than a room, told without reading what is beyond it.
    pub(crate) fn is_wider(self, text: &str, room: f64) -> bool {
        let face = face(self.weight);
        let advances = text.chars().map(|letter| face.advance(letter));
        let mut reached = advances.scan(0.0, |sum, advance| {
            *sum += advance;
            Some(*sum)
        });
        reached.any(|sum| sum * self.size > room)
    }
}

struct Metrics {
    face: Face<'static>,
    ascii: [f64; 128],
}

impl Metrics {
    fn parse(bytes: &'static [u8]) -> Metrics {
        let face = Face::parse(bytes, 0).expect("the embedded metrics are a valid font");
        let mut metrics = Metrics {
            face,
            ascii: [0.0; 128],
        };
        for code in 32..127u8 {
            metrics.ascii[usize::from(code)] = metrics.look_up(char::from(code));
        }
        metrics
    }

    fn advance(&self, letter: char) -> f64 {
        match self.ascii.get(letter as usize) {
            Some(advance) => *advance,
            None => self.look_up(letter),
        }
    }

    fn look_up(&self, letter: char) -> f64 {
        let known = self.face.glyph_index(letter);
        let advance = known.and_then(|glyph| self.face.glyph_hor_advance(glyph));
        match advance {
            Some(units) => f64::from(units) / f64::from(self.face.units_per_em()),
            None => fallback(letter),
        }
    }
}

/// The width in em that another face is likely to give a character.
fn fallback(letter: char) -> f64 {
    if unicode_normalization::char::is_combining_mark(letter) {
        return 0.0;
    }
    match letter as u32 {
        0x200B..=0x200F | 0x2060..=0x2064 | 0xFE00..=0xFE0F | 0xFEFF => 0.0,
        0x1F000.. => 1.4,
        _ => 1.0,
    }
}

fn face(weight: Weight) -> &'static Metrics {
    static REGULAR: OnceLock<Metrics> = OnceLock::new();
    static STRONG: OnceLock<Metrics> = OnceLock::new();
    match weight {
        Weight::Regular => REGULAR
            .get_or_init(|| Metrics::parse(include_bytes!("metrics/public-sans-400.metrics.ttf"))),
        Weight::Strong => STRONG
            .get_or_init(|| Metrics::parse(include_bytes!("metrics/public-sans-600.metrics.ttf"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        // Advance widths read with fontTools, 2000 units an em: 2 is 1192, 5 is 1281.
        assert!((Font::BODY.width("52") - (1281.0 + 1192.0) / 2000.0 * 14.0).abs() < 1e-9);
        assert!(Font::STRONG.width("Welsh ŵ") > Font::BODY.width("Welsh ŵ"));
    }

    #[test]
    fn signs_have_the_widths_of_the_face_that_draws_them() {
        // Inter's arrow to the right is 1954 of 2048 units wide; a hyphen that does not break is a
        // hyphen.
        let arrow = Font::BODY.width("\u{2192}") / 14.0;
        assert!((arrow - 1954.0 / 2048.0).abs() < 0.001, "{arrow}");
        assert_eq!(Font::BODY.width("\u{2011}"), Font::BODY.width("-"));
        for sign in [
            '\u{2265}', '\u{2153}', '\u{2032}', '\u{2713}', '\u{25B2}', '\u{2075}',
        ] {
            assert!(
                face(Weight::Strong).face.glyph_index(sign).is_some(),
                "{sign}"
            );
        }
    }

    #[test]
    fn a_character_without_a_glyph_still_takes_room() {
        assert!(Font::BODY.width("\u{4E00}") >= 14.0);
        assert_eq!(Font::BODY.width("\u{0301}"), 0.0);
    }
}
