//! Figures: what a chart shows, every name in it resolved.

use rust_decimal::Decimal;

use crate::model::{DatasetId, FieldId, FigureId, Ground, PageId, Text};
use crate::source::{Span, Spanned};

/// A figure of the site.
#[derive(Debug)]
pub struct Figure {
    /// Its place in [`crate::model::Site::figures`].
    pub id: FigureId,
    /// Its name in the site: the `id` its author gave, a slug.
    pub name: String,
    /// The page whose Markdown holds the block.
    pub page: PageId,
    /// The block.
    pub span: Span,
    /// The dataset it draws from.
    pub dataset: DatasetId,
    /// The rows it shows, by index in the dataset, after `where` and in the order of `sort`.
    pub rows: Vec<usize>,
    /// The kind of chart: a row of [`crate::figure::MARKS`].
    pub mark: &'static crate::figure::Mark,
    /// The fields on its channels.
    pub channels: Channels,
    /// Values to emphasise; each is shown by some row.
    pub focus: Vec<Spanned<String>>,
    /// What to compare with, drawn in grey: a value of a category or series, or a number drawn
    /// as a line.
    pub reference: Option<Reference>,
    /// The field the rows are ordered by.
    pub sorted_by: Option<FieldId>,
    /// To how many places numbers are shown, over the fields' own `decimals`.
    pub decimals: Option<u32>,
    /// The message: what the figure says.
    pub title: Text,
    /// The statistics: measure, place and period.
    pub subtitle: Option<Text>,
    /// The text alternative, by the author.
    pub alt: Text,
    /// A note to print under the figure.
    pub note: Option<Text>,
    /// The source line, where it differs from the dataset's.
    pub source: Option<Text>,
}

impl Figure {
    /// The line that the owner of its boundaries asks users to print.
    pub fn attribution(&self) -> Option<&Text> {
        self.channels.ground.as_ref()?.attribution.as_ref()
    }
}

/// The fields a figure lays on position, colour and interval, in Vega-Lite's words.
#[derive(Debug, Default, Clone)]
pub struct Channels {
    /// Horizontal position; several fields for `range` and for the columns of a `table`.
    pub x: Vec<Spanned<FieldId>>,
    /// Vertical position.
    pub y: Vec<Spanned<FieldId>>,
    /// Series.
    pub color: Option<Spanned<FieldId>>,
    /// One panel for each value.
    pub facet: Option<Spanned<FieldId>>,
    /// How many panels stand side by side at most.
    pub columns: Option<Spanned<u32>>,
    /// Lower and upper end of the interval around each value.
    pub interval: Option<(Spanned<FieldId>, Spanned<FieldId>)>,
    /// The confidence level of the interval in per cent.
    pub level: Option<Spanned<Decimal>>,
    /// How bars of one category are put together; side by side where not given.
    pub stack: Option<Spanned<Stack>>,
    /// How the numbers on `x` are put into bins.
    pub bin: Option<Spanned<Bin>>,
    /// What is counted in each bin, in words: `wards`.
    pub count: Option<Spanned<String>>,
    /// The order of the series; that of the rows where empty.
    pub order: Vec<Spanned<String>>,
    /// Where the figure says that its series go from little to much.
    pub ordered: Option<Span>,
    /// What the axes of `x` and `y` are called, where the headings of the fields say too little.
    pub titles: [Option<Spanned<String>>; 2],
    /// Where a series changes its meaning: lines are not joined across.
    pub breaks: Vec<SeriesBreak>,
    /// The columns of a table whose numbers have bars beside them.
    pub bars: Vec<Spanned<FieldId>>,
    /// The areas that values are drawn on.
    pub ground: Option<Ground>,
}

impl Channels {
    /// What the figure calls the axis of a field.
    pub(crate) fn title_of(&self, field: FieldId) -> Option<&str> {
        let on = |channel: &[Spanned<FieldId>]| channel.iter().any(|it| it.value == field);
        let [x, y] = &self.titles;
        let title = if on(&self.x) { x } else { y };
        title.as_ref().map(|title| title.value.as_str())
    }
}

/// How numbers are put into bins of equal width on round edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bin {
    /// At most so many bins.
    Most(u32),
    /// Bins of a width.
    Step(Decimal),
}

impl Bin {
    /// More bins are thinner than a bar can be drawn on a narrow page.
    pub const MOST: u32 = 50;
}

/// A moment from which a series means something else.
#[derive(Debug, Clone)]
pub struct SeriesBreak {
    /// The first period of the new meaning, as written.
    pub at: Spanned<String>,
    /// What changed, in few words.
    pub label: String,
}

/// How bars of one category are stacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stack {
    /// One on the other from zero.
    Zero,
    /// As shares of their sum.
    Normalize,
    /// As shares of their sum, to both sides of a neutral middle.
    Diverging,
}

/// What a figure is compared with.
#[derive(Debug, Clone)]
pub enum Reference {
    /// A value of the category or series that is drawn in grey, such as `England`.
    Value(Spanned<String>),
    /// A number drawn as a line across the chart.
    Number(Spanned<Decimal>),
}
