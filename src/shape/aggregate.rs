//! What can be said of a group of rows, one a row of [`AGGREGATES`].
//!
//! Values that are missing are left out before they come here.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::source::Span;

/// An aggregate.
pub(super) struct Aggregate {
    /// Its name.
    pub(super) name: &'static str,
    /// How it is written.
    pub(super) form: &'static str,
    /// What it takes for each row.
    pub(super) takes: &'static [Takes],
    /// Whether it can also stand without anything: `count()`.
    pub(super) bare: bool,
    /// In words, for notes: `the median of rate`.
    pub(super) says: fn(&[String]) -> String,
    /// Whether its result is made of all the values, and so has the marks beside them all.
    pub(super) blends: bool,
    /// Begins to gather; the number is that of a [`Takes::Share`].
    pub(super) start: fn(Decimal) -> Box<dyn Groups>,
}

/// What an aggregate takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A number for each row.
    Number,
    /// Anything for each row, as text.
    Text,
    /// A number from 0 to 1, written out.
    Share,
}

/// The values of a row, as an aggregate takes them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Taken<'t> {
    /// The numbers, in order.
    pub(super) numbers: [Decimal; 2],
    /// The text.
    pub(super) text: &'t str,
    /// Where the row's value stands.
    pub(super) place: Option<Span>,
    /// The marks beside it.
    pub(super) marks: &'t [String],
}

/// What an aggregate comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Gathered {
    /// A number.
    Number(Decimal),
    /// The value of one row.
    Of(OfRow),
    /// There were no values.
    Nothing,
    /// The weights add up to zero.
    NoWeight,
}

/// The value of one row, where it stands, and the marks beside it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OfRow {
    pub(super) text: String,
    pub(super) place: Option<Span>,
    pub(super) marks: Vec<String>,
}

impl OfRow {
    fn new(text: String, taken: Taken<'_>) -> Self {
        OfRow {
            text,
            place: taken.place,
            marks: taken.marks.to_vec(),
        }
    }
}

/// Why an aggregate cannot go on: more digits than can be kept exactly.
#[derive(Debug)]
pub(super) struct TooLarge;

/// Gathers the values of all groups, which are numbered from 0 as they are begun. There may be nearly as
/// many groups as rows.
pub(super) trait Groups {
    /// Begins a group.
    fn begin(&mut self);

    /// Takes the values of a row of a group.
    fn take(&mut self, group: usize, taken: Taken<'_>) -> Result<(), TooLarge>;

    /// What those of a group come to.
    fn result(&mut self, group: usize) -> Result<Gathered, TooLarge>;
}

/// Gathers the values of one group.
trait Gather {
    /// Takes those of a row.
    fn take(&mut self, taken: Taken<'_>) -> Result<(), TooLarge>;

    /// What they come to.
    fn result(&mut self) -> Result<Gathered, TooLarge>;
}

/// Each group by itself, side by side.
struct Each<G> {
    /// A group of no rows.
    none: G,
    groups: Vec<G>,
}

impl<G: Gather + Clone + 'static> Each<G> {
    fn like(none: G) -> Box<dyn Groups> {
        Box::new(Each {
            none,
            groups: Vec::new(),
        })
    }
}

impl<G: Gather + Clone> Groups for Each<G> {
    fn begin(&mut self) {
        self.groups.push(self.none.clone());
    }

    fn take(&mut self, group: usize, taken: Taken<'_>) -> Result<(), TooLarge> {
        self.groups[group].take(taken)
    }

    fn result(&mut self, group: usize) -> Result<Gathered, TooLarge> {
        self.groups[group].result()
    }
}

/// Every aggregate.
pub(super) static AGGREGATES: &[Aggregate] = &[
    Aggregate {
        name: "count",
        form: "count() or count(x)",
        takes: &[Takes::Text],
        bare: true,
        says: |of| match of {
            [] => "the number of rows".to_string(),
            of => format!("the number of values of {}", of[0]),
        },
        blends: false,
        start: |_| Each::like(Count::default()),
    },
    Aggregate {
        name: "sum",
        form: "sum(x)",
        takes: &[Takes::Number],
        bare: false,
        says: |of| format!("the sum of {}", of[0]),
        blends: true,
        start: |_| Each::like(Sum::default()),
    },
    Aggregate {
        name: "mean",
        form: "mean(x)",
        takes: &[Takes::Number],
        bare: false,
        says: |of| format!("the mean of {}", of[0]),
        blends: true,
        start: |_| Each::like(Mean::default()),
    },
    Aggregate {
        name: "wmean",
        form: "wmean(x, weight)",
        takes: &[Takes::Number, Takes::Number],
        bare: false,
        says: |of| format!("the mean of {}, weighted by {}", of[0], of[1]),
        blends: true,
        start: |_| Each::like(Weighted::default()),
    },
    Aggregate {
        name: "median",
        form: "median(x)",
        takes: &[Takes::Number],
        bare: false,
        says: |of| format!("the median of {}", of[0]),
        blends: true,
        start: |_| Each::like(Quantile::of(Decimal::new(5, 1))),
    },
    Aggregate {
        name: "quantile",
        form: "quantile(x, 0.25)",
        takes: &[Takes::Number, Takes::Share],
        bare: false,
        says: |of| {
            format!(
                "the quantile of {} at {}, interpolated linearly between ranks (type 7 of R)",
                of[0], of[1]
            )
        },
        blends: true,
        start: |share| Each::like(Quantile::of(share)),
    },
    Aggregate {
        name: "min",
        form: "min(x)",
        takes: &[Takes::Number],
        bare: false,
        says: |of| format!("the lowest {}", of[0]),
        blends: false,
        start: |_| Each::like(Extreme::number(false)),
    },
    Aggregate {
        name: "max",
        form: "max(x)",
        takes: &[Takes::Number],
        bare: false,
        says: |of| format!("the highest {}", of[0]),
        blends: false,
        start: |_| Each::like(Extreme::number(true)),
    },
    Aggregate {
        name: "at_min",
        form: "at_min(name, x)",
        takes: &[Takes::Text, Takes::Number],
        bare: false,
        says: |of| format!("{} of the row with the lowest {}", of[0], of[1]),
        blends: false,
        start: |_| Each::like(Extreme::text(false)),
    },
    Aggregate {
        name: "at_max",
        form: "at_max(name, x)",
        takes: &[Takes::Text, Takes::Number],
        bare: false,
        says: |of| format!("{} of the row with the highest {}", of[0], of[1]),
        blends: false,
        start: |_| Each::like(Extreme::text(true)),
    },
    Aggregate {
        name: "first",
        form: "first(x)",
        takes: &[Takes::Text],
        bare: false,
        says: |of| format!("{} of the first row", of[0]),
        blends: false,
        start: |_| Each::like(First::default()),
    },
];

/// The names of all aggregates.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    AGGREGATES.iter().map(|aggregate| aggregate.name)
}

#[derive(Clone, Default)]
struct Count(u64);

impl Gather for Count {
    fn take(&mut self, _taken: Taken<'_>) -> Result<(), TooLarge> {
        self.0 += 1;
        Ok(())
    }

    fn result(&mut self) -> Result<Gathered, TooLarge> {
        Ok(Gathered::Number(Decimal::from(self.0)))
    }
}

#[derive(Clone, Default)]
struct Sum {
    total: Decimal,
    any: bool,
}

impl Gather for Sum {
    fn take(&mut self, taken: Taken<'_>) -> Result<(), TooLarge> {
        self.any = true;
        self.total = self.total.checked_add(taken.numbers[0]).ok_or(TooLarge)?;
        Ok(())
    }

    fn result(&mut self) -> Result<Gathered, TooLarge> {
        Ok(match self.any {
            true => Gathered::Number(self.total),
            false => Gathered::Nothing,
        })
    }
}

#[derive(Clone, Default)]
struct Mean {
    total: Decimal,
    count: u64,
}

impl Gather for Mean {
    fn take(&mut self, taken: Taken<'_>) -> Result<(), TooLarge> {
        self.count += 1;
        self.total = self.total.checked_add(taken.numbers[0]).ok_or(TooLarge)?;
        Ok(())
    }

    fn result(&mut self) -> Result<Gathered, TooLarge> {
        let mean = self.total.checked_div(Decimal::from(self.count));
        Ok(mean.map_or(Gathered::Nothing, Gathered::Number))
    }
}

#[derive(Clone, Default)]
struct Weighted {
    total: Decimal,
    weights: Decimal,
    any: bool,
}

impl Gather for Weighted {
    fn take(&mut self, taken: Taken<'_>) -> Result<(), TooLarge> {
        let [value, weight] = taken.numbers;
        self.any = true;
        let weighted = value.checked_mul(weight).ok_or(TooLarge)?;
        self.total = self.total.checked_add(weighted).ok_or(TooLarge)?;
        self.weights = self.weights.checked_add(weight).ok_or(TooLarge)?;
        Ok(())
    }

    fn result(&mut self) -> Result<Gathered, TooLarge> {
        Ok(match (self.any, self.weights.is_zero()) {
            (false, _) => Gathered::Nothing,
            (true, true) => Gathered::NoWeight,
            (true, false) => {
                Gathered::Number(self.total.checked_div(self.weights).ok_or(TooLarge)?)
            }
        })
    }
}

/// A quantile by linear interpolation between ranks (R's type 7, Excel's `PERCENTILE.INC`).
#[derive(Clone)]
struct Quantile {
    share: Decimal,
    values: Values,
}

/// Numbers, the only one of a group in no list of its own.
#[derive(Clone)]
enum Values {
    One(Decimal),
    Several(Vec<Decimal>),
}

impl Quantile {
    fn of(share: Decimal) -> Self {
        Quantile {
            share,
            values: Values::Several(Vec::new()),
        }
    }
}

impl Gather for Quantile {
    fn take(&mut self, taken: Taken<'_>) -> Result<(), TooLarge> {
        let number = taken.numbers[0];
        match &mut self.values {
            Values::Several(values) if values.is_empty() => self.values = Values::One(number),
            Values::Several(values) => values.push(number),
            Values::One(first) => self.values = Values::Several(vec![*first, number]),
        }
        Ok(())
    }

    fn result(&mut self) -> Result<Gathered, TooLarge> {
        let values = match &mut self.values {
            Values::One(number) => return Ok(Gathered::Number(*number)),
            Values::Several(values) => values,
        };
        let Some(last) = values.len().checked_sub(1) else {
            return Ok(Gathered::Nothing);
        };
        let rank = Decimal::from(last as u64) * self.share;
        let below = rank.floor();
        let at = below.to_usize().unwrap_or(last);
        let (_, low, above) = values.select_nth_unstable(at.min(last));
        let (low, high) = (*low, above.iter().min().copied().unwrap_or(*low));
        let step = high
            .checked_sub(low)
            .and_then(|step| step.checked_mul(rank - below));
        let value = step
            .and_then(|step| low.checked_add(step))
            .ok_or(TooLarge)?;
        Ok(Gathered::Number(value))
    }
}

/// The value of the row with the lowest or highest number: that number, with its published digits,
/// or text. Of equal ones the first.
#[derive(Clone)]
struct Extreme {
    highest: bool,
    number: bool,
    best: Option<(Decimal, OfRow)>,
}

impl Extreme {
    fn number(highest: bool) -> Self {
        Extreme {
            highest,
            number: true,
            best: None,
        }
    }

    fn text(highest: bool) -> Self {
        Extreme {
            number: false,
            ..Extreme::number(highest)
        }
    }
}

impl Gather for Extreme {
    fn take(&mut self, taken: Taken<'_>) -> Result<(), TooLarge> {
        let number = taken.numbers[0];
        let better = match &self.best {
            None => true,
            Some((best, _)) if self.highest => number > *best,
            Some((best, _)) => number < *best,
        };
        if better {
            let text = match self.number {
                true => number.to_string(),
                false => taken.text.to_string(),
            };
            self.best = Some((number, OfRow::new(text, taken)));
        }
        Ok(())
    }

    fn result(&mut self) -> Result<Gathered, TooLarge> {
        let best = self.best.take();
        Ok(best.map_or(Gathered::Nothing, |(_, of)| Gathered::Of(of)))
    }
}

#[derive(Clone, Default)]
struct First(Option<OfRow>);

impl Gather for First {
    fn take(&mut self, taken: Taken<'_>) -> Result<(), TooLarge> {
        self.0
            .get_or_insert_with(|| OfRow::new(taken.text.to_string(), taken));
        Ok(())
    }

    fn result(&mut self) -> Result<Gathered, TooLarge> {
        Ok(self.0.take().map_or(Gathered::Nothing, Gathered::Of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(name: &str, share: &str, values: &[[&str; 2]]) -> Gathered {
        let aggregate = AGGREGATES.iter().find(|it| it.name == name).unwrap();
        let mut groups = (aggregate.start)(share.parse().unwrap());
        groups.begin();
        for [one, other] in values {
            let numbers = [one.parse().unwrap(), other.parse().unwrap()];
            let taken = Taken {
                numbers,
                ..Taken::default()
            };
            groups.take(0, taken).unwrap();
        }
        groups.result(0).unwrap()
    }

    fn number(text: &str) -> Gathered {
        Gathered::Number(text.parse().unwrap())
    }

    #[test]
    fn quantiles_are_those_of_r_type_7() {
        // quantile(c(1, 2, 4, 8, 16), c(.1, .25, .5, .9)) in R.
        let values = ["8", "1", "16", "4", "2"].map(|value| [value, "0"]);
        for (share, expected) in [("0.1", "1.4"), ("0.25", "2"), ("0.9", "12.8"), ("1", "16")] {
            assert_eq!(gathered("quantile", share, &values), number(expected));
        }
        assert_eq!(gathered("median", "0", &values), number("4"));
        assert_eq!(gathered("median", "0", &values[..4]), number("6"));
    }

    #[test]
    fn means_are_weighted_where_asked() {
        let values = [["10", "1"], ["20", "3"]];
        assert_eq!(gathered("mean", "0", &values), number("15"));
        assert_eq!(gathered("wmean", "0", &values), number("17.5"));
        assert_eq!(gathered("wmean", "0", &[["5", "0"]]), Gathered::NoWeight);
        assert_eq!(gathered("sum", "0", &[]), Gathered::Nothing);
    }

    #[test]
    fn sums_that_do_not_fit_are_told() {
        let mut sum = Sum::default();
        let taken = Taken {
            numbers: [Decimal::MAX; 2],
            ..Taken::default()
        };
        sum.take(taken).unwrap();
        assert!(sum.take(taken).is_err());
    }
}
