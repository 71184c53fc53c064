//! What a stroke, an area or a text is: the classes of a chart.
//!
//! Plotters knows colours only. An [`Ink`] travels through it as the red part of a colour and
//! becomes a class when its element is written.

use std::collections::BTreeMap;

use plotters::style::RGBColor;
use plotters_backend::BackendColor;

macro_rules! inks {
    ($($(#[$doc:meta])* $name:ident $class:literal)*) => {
        /// What an element of a chart is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Ink { $($(#[$doc])* $name),* }
        const INKS: &[(Ink, &str)] = &[$((Ink::$name, $class)),*];
    };
}

inks! {
    /// Ordinary text.
    Text ""
    /// Secondary text.
    Quiet "chart-quiet"
    /// Emphasised text.
    Strong "chart-strong"
    /// Areas of the four series.
    Series1 "s1"
    Series2 "s2"
    Series3 "s3"
    Series4 "s4"
    /// Areas of what is in focus, of the rest, and of what it is compared with.
    Focus "focus"
    Muted "muted"
    Reference "reference"
    /// The lighter of two parts left and right of a neutral middle.
    LeanLeft "lean-left"
    LeanRight "lean-right"
    /// Many points: ordinary ones, in focus, beside these, and compared with.
    Dots "p1"
    DotsFocus "p-focus"
    DotsMuted "p-muted"
    DotsReference "p-reference"
    /// The median of points, and the rim that parts it from them.
    Median "chart-median"
    MedianRim "chart-median-rim"
    /// Lines of the four series.
    Line1 "l1"
    Line2 "l2"
    Line3 "l3"
    Line4 "l4"
    /// Lines in focus, with dashes for a second and further ones.
    LineFocus "l-focus"
    LineFocus2 "l-focus d2"
    LineFocus3 "l-focus d3"
    LineFocus4 "l-focus d4"
    /// Lines out of focus.
    LineMuted "l-muted"
    LineMuted2 "l-muted d2"
    LineMuted3 "l-muted d3"
    LineMuted4 "l-muted d4"
    /// The line of what is compared with.
    LineReference "l-reference"
    /// Text inside a coloured part.
    On1 "on-1"
    On2 "on-2"
    On3 "on-3"
    On4 "on-4"
    OnFocus "on-focus"
    OnMuted "on-muted"
    OnReference "on-reference"
    /// Gridlines.
    Grid "chart-grid"
    /// The axis or zero line.
    Axis "chart-axis"
    /// The line of a numeric reference.
    Rule "chart-rule"
    /// Where a series changes its meaning.
    Break "chart-break"
    /// A confidence interval.
    Interval "chart-interval"
    /// The line between the ends of a range; that in focus, and that of what is compared with.
    Gap "chart-gap"
    GapFocus "chart-gap in-focus"
    GapReference "chart-gap in-reference"
    /// From a label that moved to what it names.
    Leader "chart-leader"
    /// Areas by class, from the lowest to the highest, and text on them.
    Class1 "c1"
    Class2 "c2"
    Class3 "c3"
    Class4 "c4"
    Class5 "c5"
    /// Areas by their distance below and above a midpoint.
    Below2 "b2"
    Below1 "b1"
    Above1 "a1"
    Above2 "a2"
    OnClass1 "on-c1"
    OnClass2 "on-c2"
    OnClass3 "on-c3"
    OnClass4 "on-c4"
    OnClass5 "on-c5"
    OnBelow2 "on-b2"
    OnBelow1 "on-b1"
    OnAbove1 "on-a1"
    OnAbove2 "on-a2"
    /// Areas without a value, their hatching, and the hatching of areas below a midpoint.
    NoData "no-data"
    Hatch "chart-hatch"
    Below "chart-below"
    /// Around areas in focus, with the room that sets it off.
    Halo "chart-halo"
    Outline "chart-outline"
    /// Between groups of areas.
    Border "chart-border"
}

impl Ink {
    /// The class, empty for ordinary text.
    pub(crate) fn class(self) -> &'static str {
        INKS[self as usize].1
    }

    /// The ink of text that stands on an area of a class; ordinary text elsewhere.
    pub(crate) fn on(self) -> Ink {
        match self {
            Ink::Class1 => Ink::OnClass1,
            Ink::Class2 => Ink::OnClass2,
            Ink::Class3 => Ink::OnClass3,
            Ink::Class4 => Ink::OnClass4,
            Ink::Class5 => Ink::OnClass5,
            Ink::Below2 => Ink::OnBelow2,
            Ink::Below1 => Ink::OnBelow1,
            Ink::Above1 => Ink::OnAbove1,
            Ink::Above2 => Ink::OnAbove2,
            _ => Ink::Text,
        }
    }

    /// The colour that carries this ink through Plotters.
    pub(crate) fn colour(self) -> RGBColor {
        RGBColor(self as u8, 0, 0)
    }

    /// The ink that a colour carries.
    pub(crate) fn of(colour: BackendColor) -> Ink {
        INKS.get(usize::from(colour.rgb.0))
            .map_or(Ink::Text, |(ink, _)| *ink)
    }

    /// Whether the class draws lines rather than areas.
    pub(crate) fn is_stroke(self) -> bool {
        let lean = matches!(self, Ink::LeanLeft | Ink::LeanRight);
        (self.class().starts_with(['l', 'p']) && !lean)
            || matches!(
                self,
                Ink::Grid
                    | Ink::Axis
                    | Ink::Rule
                    | Ink::Break
                    | Ink::Median
                    | Ink::MedianRim
                    | Ink::Interval
                    | Ink::Gap
                    | Ink::GapFocus
                    | Ink::GapReference
                    | Ink::Leader
                    | Ink::Hatch
                    | Ink::Below
                    | Ink::Halo
                    | Ink::Outline
                    | Ink::Border
            )
    }
}

/// A set of inks: a bit for each.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Inks(u128);

const _: () = assert!(INKS.len() <= u128::BITS as usize);

impl Inks {
    /// The inks that have a class, for each class.
    pub(crate) fn by_class() -> BTreeMap<&'static str, Inks> {
        let mut inks: BTreeMap<&str, Inks> = BTreeMap::new();
        for (ink, classes) in INKS {
            for class in classes.split(' ') {
                inks.entry(class).or_default().insert(*ink);
            }
        }
        inks
    }

    /// Adds an ink.
    pub(crate) fn insert(&mut self, ink: Ink) {
        self.0 |= 1 << ink as u8;
    }

    /// These and others.
    pub(crate) fn with(self, others: Inks) -> Inks {
        Inks(self.0 | others.0)
    }

    /// Whether there is an ink that is in both.
    pub(crate) fn meets(self, others: Inks) -> bool {
        self.0 & others.0 != 0
    }
}

/// The part that a series or category plays in a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// One of up to four, from 0, in the order of the data.
    Series(usize),
    /// In focus; the first, second … of them.
    Focus(usize),
    /// Beside what is in focus; the first, second … of them.
    Muted(usize),
    /// What the others are compared with.
    Reference,
    /// One of up to four that go from little (0) to much (3).
    Step(usize),
    /// A part of a scale from one side (below 0) to the other: -2 to 2, 0 neutral.
    Lean(i8),
}

impl Role {
    /// The ink of areas and point shapes.
    pub(crate) fn area(self) -> Ink {
        match self {
            Role::Series(0) => Ink::Series1,
            Role::Series(1) => Ink::Series2,
            Role::Series(2) => Ink::Series3,
            Role::Series(_) => Ink::Series4,
            Role::Focus(_) => Ink::Focus,
            Role::Muted(_) => Ink::Muted,
            Role::Reference => Ink::Reference,
            // The classes of maps, without the one that is not needed.
            Role::Step(0) => Ink::Class1,
            Role::Step(1) => Ink::Class3,
            Role::Step(2) => Ink::Class4,
            Role::Step(_) => Ink::Class5,
            Role::Lean(-1) => Ink::LeanLeft,
            Role::Lean(0) => Ink::Muted,
            Role::Lean(1) => Ink::LeanRight,
            Role::Lean(side) if side < 0 => Ink::Series3,
            Role::Lean(_) => Ink::Series1,
        }
    }

    /// The ink of many points.
    pub(crate) fn dots(self) -> Ink {
        match self {
            Role::Series(_) | Role::Step(_) | Role::Lean(_) => Ink::Dots,
            Role::Focus(_) => Ink::DotsFocus,
            Role::Muted(_) => Ink::DotsMuted,
            Role::Reference => Ink::DotsReference,
        }
    }

    /// The ink of lines.
    pub(crate) fn line(self) -> Ink {
        match self {
            Role::Series(0) => Ink::Line1,
            Role::Series(1) => Ink::Line2,
            Role::Series(2) => Ink::Line3,
            Role::Series(_) => Ink::Line4,
            Role::Focus(0) => Ink::LineFocus,
            Role::Focus(1) => Ink::LineFocus2,
            Role::Focus(2) => Ink::LineFocus3,
            Role::Focus(_) => Ink::LineFocus4,
            Role::Muted(0) => Ink::LineMuted,
            Role::Muted(1) => Ink::LineMuted2,
            Role::Muted(2) => Ink::LineMuted3,
            Role::Muted(_) => Ink::LineMuted4,
            Role::Reference => Ink::LineReference,
            Role::Step(_) => Ink::Line1,
            Role::Lean(side) if side < 0 => Ink::Line3,
            Role::Lean(_) => Ink::Line1,
        }
    }

    /// The ink of text that stands on the area.
    pub(crate) fn on(self) -> Ink {
        match self {
            Role::Series(0) => Ink::On1,
            Role::Series(1) => Ink::On2,
            Role::Series(2) => Ink::On3,
            Role::Series(_) => Ink::On4,
            Role::Focus(_) => Ink::OnFocus,
            Role::Muted(_) => Ink::OnMuted,
            Role::Reference => Ink::OnReference,
            Role::Step(_) => self.area().on(),
            Role::Lean(-1..=1) => Ink::OnMuted,
            Role::Lean(side) if side < 0 => Ink::On3,
            Role::Lean(_) => Ink::On1,
        }
    }

    /// Whether its name is emphasised.
    pub(crate) fn is_focus(self) -> bool {
        matches!(self, Role::Focus(_))
    }
}

/// The shape of a point: a series has its own, so that colour is never the only difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// ●
    Circle,
    /// ■
    Square,
    /// ▲
    Triangle,
    /// ◆
    Diamond,
    /// ➞, in a key: from an earlier to a later value.
    Arrow,
}

impl Shape {
    /// The shape of the series at a place.
    pub(crate) fn nth(place: usize) -> Shape {
        [
            Shape::Circle,
            Shape::Square,
            Shape::Triangle,
            Shape::Diamond,
        ][place % 4]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::Color;

    #[test]
    fn every_ink_survives_its_way_through_plotters() {
        for (ink, _) in INKS {
            assert_eq!(Ink::of(ink.colour().to_backend_color()), *ink);
        }
    }

    #[test]
    fn every_class_is_in_the_style_sheet() {
        for class in INKS.iter().flat_map(|(_, class)| class.split_whitespace()) {
            let rule = format!(".chart .{class}");
            assert!(crate::figure::STYLE.contains(&rule), "{rule}");
        }
    }
}
