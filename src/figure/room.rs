//! The room a chart is drawn in: a page's width, or a panel beside others.

/// How much a panel is lower than a chart by itself.
const LOWER: f64 = 0.56;

/// Where a chart is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// The width in px.
    pub width: f64,
    /// What is settled for all panels, where it is one of several.
    pub panel: Option<Panel>,
}

/// What is settled for all panels of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Panel {
    /// Whether key and words at the axis stand once over all panels, and not in each.
    pub shared: bool,
    /// What at least is kept free beside the plot.
    pub sides: Sides,
}

/// What a chart keeps free beside its plot. Panels agree on the most that any of them needs, so that
/// a length means the same in all of them.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Sides {
    /// The width of the names left of the plot in px.
    pub names: f64,
    /// Where the scale begins, from the left edge in px.
    pub left: f64,
    /// Where it ends, from the right edge in px.
    pub right: f64,
    /// Whether names have to stand above their rows, for want of room beside them.
    pub above: bool,
    /// Whether columns have to lie across.
    pub across: bool,
}

impl Room {
    /// A page of a width in px.
    pub(crate) fn page(width: f64) -> Room {
        Room { width, panel: None }
    }

    /// The sides that are kept free at least.
    pub(crate) fn sides(&self) -> Sides {
        self.panel.map_or_else(Sides::default, |panel| panel.sides)
    }

    /// Whether key and words at the axis stand outside of the chart.
    pub(crate) fn shares_head(&self) -> bool {
        self.panel.is_some_and(|panel| panel.shared)
    }

    /// The height of a plot that is so many px high by itself.
    pub(crate) fn height(&self, usual: f64) -> f64 {
        match self.panel {
            Some(_) => (usual * LOWER).round(),
            None => usual,
        }
    }
}

impl Sides {
    /// The most of both. Where the layout changes, the widths of the old one mean nothing.
    pub(crate) fn with(self, other: Sides) -> Sides {
        Sides {
            names: self.names.max(other.names),
            left: self.left.max(other.left),
            right: self.right.max(other.right),
            above: self.above || other.above,
            across: self.across || other.across,
        }
    }
}
