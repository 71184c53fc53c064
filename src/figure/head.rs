//! What stands once over all panels: the key, and the words at the axis.

use super::key::{Key, KeyItem};
use super::metrics::Font;
use super::sheet::{Anchor, Sheet, Surface};
use super::text::wrap;

/// A key and the words at the axis under it.
pub(crate) fn head(key: &[KeyItem], caption: &str, width: f64) -> Sheet {
    let key = Key::lay_out(key, width);
    let caption = wrap(caption, width, Font::SMALL);
    let height = key.height + caption.len() as f64 * Font::SMALL.line();
    let surface = Surface::new(width, height);
    key.draw(&surface, 0.0);
    surface.quiet(&caption, 0.0, key.height, Anchor::Start);
    surface.finish()
}
