//! What every kind of chart gives: itself at any width, and itself in words.

use super::sheet::Sheet;
use super::summary::Summary;

/// A chart whose values are read and checked.
pub(crate) trait Chart {
    /// The chart laid out for a width in px; none for a mark that is no drawing.
    fn draw(&self, width: f64) -> Option<Sheet>;

    /// The chart in sentences that can be read aloud.
    fn describe(&self) -> String;

    /// What the chart sums up, where a table of its rows would say something else or too much.
    fn summary(&self) -> Option<Summary> {
        None
    }
}

/// A chart of a figure.
pub(crate) type Prepared<'a> = Box<dyn Chart + 'a>;
