//! Shares of a whole: values in per cent of the sum of their category.
//!
//! Shares that were published in per cent and add up to 100 but for rounding are shown as they
//! were published: dividing 66% by a sum of 99% would print 67%, which nobody published.

use rust_decimal::Decimal;

use super::cut::Cut;
use super::describe;
use super::grid::{Grid, Measured, Point};
use super::scale::{Quantity, position};
use crate::diag::{Diagnostic, code};
use crate::model::{Stack, Unit};
use crate::number;
use crate::source::Spanned;

static PERCENT: Unit = Unit::Percent;
/// How many sums a warning spells out.
const MOST_TOLD: usize = 4;

/// Turns the values of each category into shares; warns of those that were given in per cent and
/// do not add up.
pub(crate) fn make(
    figure: &Cut<'_>,
    how: &Spanned<Stack>,
    grid: &mut Grid,
    quantity: &mut Quantity<'_>,
) -> Option<Diagnostic> {
    let published = quantity.unit == Some(&Unit::Percent);
    let mut off = Vec::new();
    for (name, row) in grid.categories.iter().zip(&mut grid.points) {
        if numbers(row).next().is_none() {
            continue;
        }
        let sum = sum(row).unwrap_or(Decimal::ONE);
        let whole = published && adds_up(row, sum);
        if published && !whole {
            off.push(format!("`{}` {}%", name.label, number::plain(sum, None)));
        }
        to_shares(row, sum, whole);
    }
    quantity.unit = Some(&PERCENT);
    let places = if published { quantity.places } else { 0 };
    quantity.places = figure.decimals.unwrap_or(places);
    (!off.is_empty()).then(|| {
        let more = off.len().saturating_sub(MOST_TOLD);
        off.truncate(MOST_TOLD);
        if more > 0 {
            off.push(describe::count(more, "other", "others"));
        }
        let message = format!("shares do not add up to 100%: {}", describe::list(&off));
        Diagnostic::warning(&code::SHARES_SUM, how.span, message).help(
            "add the parts that are missing; to show the shares as they are, write `stack: zero`",
        )
    })
}

fn numbers(row: &[Point]) -> impl Iterator<Item = Decimal> {
    row.iter()
        .filter_map(|point| point.value())
        .map(|value| value.number)
}

/// The sum of the values of a category; none where it is too large for a decimal.
pub(crate) fn sum(row: &[Point]) -> Option<Decimal> {
    numbers(row).try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// Whether shares in per cent make a whole, each of them off by half of its last digit at most.
/// Digits beyond the ninth place come from calculations that do not come to an end.
fn adds_up(row: &[Point], sum: Decimal) -> bool {
    let half = |number: Decimal| Decimal::new(5, number.scale().min(9) + 1);
    let room: Decimal = numbers(row).map(half).sum();
    (sum - Decimal::ONE_HUNDRED).abs() <= room
}

fn to_shares(row: &mut [Point], sum: Decimal, published: bool) {
    for point in row {
        if let Point::Value(value) = point {
            // Divided first: a hundred times a large number may be no number any more.
            let share = value.number / sum * Decimal::ONE_HUNDRED;
            *value = Measured {
                number: if published { value.number } else { share },
                at: position(share),
                interval: None,
            };
        }
    }
}
