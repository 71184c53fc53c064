//! What one chart is drawn from: a whole figure, or one panel of it.

use std::ops::Deref;

use crate::model::{FieldId, Figure, Reference};
use crate::source::Spanned;

/// A figure with the rows that one chart shows. What a chart does not see of the other panels it
/// asks for here, so that scales, classes and colours are those of all of them. The rest is the
/// figure's own.
#[derive(Debug, Clone)]
pub(crate) struct Cut<'a> {
    figure: &'a Figure,
    /// The rows of this chart.
    pub rows: &'a [usize],
    /// The rows of each panel; those of the whole figure where it has none.
    pub panels: &'a [Vec<usize>],
    /// The values to emphasise, without those that only other panels show.
    pub focus: Vec<Spanned<String>>,
    /// What to compare with, unless only other panels show it.
    pub reference: Option<Reference>,
    /// Whether another panel shows what is in focus, so that nothing else is emphasised here.
    pub focus_elsewhere: bool,
    /// The value of the panel, as published; none for a figure without panels.
    pub own: Option<String>,
    /// The field of the panels, where it tells the panel's own rows from what they are compared
    /// with: it is then the field of the series.
    pub beside: Option<FieldId>,
}

impl<'a> Cut<'a> {
    /// A figure without panels.
    pub(crate) fn whole(figure: &'a Figure) -> Cut<'a> {
        Cut {
            figure,
            rows: &figure.rows,
            panels: std::slice::from_ref(&figure.rows),
            focus: figure.focus.clone(),
            reference: figure.reference.clone(),
            focus_elsewhere: false,
            own: None,
            beside: None,
        }
    }

    /// The rows of all panels, in the order of the figure.
    pub(crate) fn all(&self) -> &'a [usize] {
        &self.figure.rows
    }

    /// Whether it is one panel of a figure.
    pub(crate) fn is_panel(&self) -> bool {
        self.own.is_some()
    }

    /// Every panel as this one sees it: with its own rows, and with the focus of this one.
    pub(crate) fn each(&self) -> impl Iterator<Item = Cut<'a>> + '_ {
        let rows = self.panels.iter();
        rows.map(|rows| Cut {
            rows,
            ..self.clone()
        })
    }
}

impl Deref for Cut<'_> {
    type Target = Figure;

    fn deref(&self) -> &Figure {
        self.figure
    }
}
