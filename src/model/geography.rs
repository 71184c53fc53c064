//! Areas to draw values on: the hexagons of a cartogram, the tiles of a grid, the boundaries of a
//! map.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{FieldId, Text};
use crate::source::{SourceId, Span, Spanned};

/// What a figure draws its values on, and how values find their areas.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The field of the dataset that holds the codes of areas.
    pub key: Option<Spanned<FieldId>>,
    /// The areas.
    pub areas: Option<Spanned<Areas>>,
    /// How values are put into classes; by default into five of equal numbers.
    pub scale: Option<Spanned<Classing>>,
    /// Codes of the dataset that the areas know under another one.
    pub lookup: BTreeMap<String, Spanned<String>>,
    /// The property by which hexagons are outlined in groups.
    pub outline: Option<Spanned<String>>,
    /// The line that the owner of the boundaries asks users to print.
    pub attribution: Option<Text>,
}

/// Areas of one file, those that the figure chose.
#[derive(Debug, Clone)]
pub struct Areas {
    /// The file they stand in.
    pub file: SourceId,
    /// Its name, as the figure gives it.
    pub name: String,
    /// What kind of areas they are.
    pub kind: AreaKind,
    /// The areas, in the order of the file.
    pub areas: Vec<Arc<Area>>,
    /// The property that holds the codes; none where the file gives each area its code.
    pub id: Option<Spanned<String>>,
}

/// What kind of areas a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AreaKind {
    /// Hexagons of one size.
    Hexes(HexLayout),
    /// Squares of one size.
    Tiles,
    /// Boundaries on the ground.
    Boundaries(Grid),
}

/// Which hexagons of a layout are moved by half a hexagon: the odd or the even rows to the right,
/// or the odd or the even columns upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HexLayout {
    /// Odd rows.
    OddRow,
    /// Even rows.
    EvenRow,
    /// Odd columns.
    OddColumn,
    /// Even columns.
    EvenColumn,
}

/// What the coordinates of boundaries are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grid {
    /// Longitude and latitude in degrees.
    Degrees,
    /// Easting and northing of the British National Grid in metres.
    BritishGrid,
}

/// An area as its file gives it.
#[derive(Debug, Clone)]
pub struct Area {
    /// Where it stands in its file.
    pub span: Span,
    /// Its code, where the file has a place for it.
    pub code: Option<String>,
    /// What else the file says of it, in its order.
    pub properties: Vec<(String, String)>,
    /// Where it is and what it looks like.
    pub shape: Shape,
}

impl Area {
    /// The value of a property.
    pub fn property(&self, name: &str) -> Option<&str> {
        let found = self.properties.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Where an area is.
#[derive(Debug, Clone)]
pub enum Shape {
    /// A cell of a grid of hexagons or squares: column, and row counted upwards for hexagons and
    /// downwards for tiles.
    Cell(i32, i32),
    /// Polygons, each a ring and the rings of its holes; every ring is closed.
    Polygons(Vec<Vec<Ring>>),
}

/// A closed line: its last point is its first.
pub type Ring = Vec<(f64, f64)>;

/// How values are put into classes.
#[derive(Debug, Clone, PartialEq)]
pub enum Classing {
    /// So many classes that hold equally many areas.
    Quantile(usize),
    /// So many classes that are equally wide.
    Equal(usize),
    /// Classes between limits; each limit belongs to the class above it.
    Breaks(Vec<rust_decimal::Decimal>),
}
