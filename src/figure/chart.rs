//! What every kind of chart gives: itself at any width, and itself in words.

use super::room::Room;
use super::sheet::Sheet;
use super::summary::Summary;
use super::words::Words;

/// A chart whose values are read and checked.
pub(crate) trait Chart: Sync {
    /// The chart laid out for the room it has; none for a mark that is no drawing.
    fn draw(&self, room: &Room) -> Option<Sheet>;

    /// What stands once over several panels that share it: the key, and the words at the axis.
    fn head(&self, width: f64) -> Sheet;

    /// How many panels of it stand side by side on a wide and on a narrow page, where the number that
    /// suits its mark does not suit it.
    fn side_by_side(&self) -> Option<(usize, usize)> {
        None
    }

    /// The chart in sentences that can be read aloud.
    fn describe(&self) -> Words;

    /// What the chart sums up, where a table of its rows would say something else or too much.
    fn summary(&self) -> Option<Summary> {
        None
    }
}

/// A chart of a figure.
pub(crate) type Prepared<'a> = Box<dyn Chart + 'a>;
