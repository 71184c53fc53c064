//! Points in time as years published them: `2019`, `2019/20`, `2014-03`, `2014 Q1`, `March 2020`.

use jiff::civil::Date;

use crate::model::Value;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Where the values of a time axis stand, in years.
#[derive(Debug, PartialEq)]
pub(crate) enum Times {
    /// Each value is a moment; the axis is continuous.
    Moments(Vec<f64>),
    /// The values are words in the order of the rows.
    Words,
}

/// Reads the values of an axis. It is continuous where all of them are moments and no two the
/// same.
pub(crate) fn times(values: &[Value]) -> Times {
    let moments: Option<Vec<f64>> = values.iter().map(moment).collect();
    let moments = moments.or_else(|| financial_years(values));
    match moments {
        Some(moments) => {
            let mut sorted = moments.clone();
            sorted.sort_by(f64::total_cmp);
            if sorted.windows(2).all(|pair| pair[0] < pair[1]) {
                Times::Moments(financial_years(values).unwrap_or(moments))
            } else {
                Times::Words
            }
        }
        None => Times::Words,
    }
}

/// The value as a moment in years.
pub(crate) fn moment(value: &Value) -> Option<f64> {
    match value {
        Value::Year(year) => Some(f64::from(*year)),
        Value::Date(date) => Some(years(*date)),
        Value::Text(text) => period(text),
        _ => None,
    }
}

fn years(date: Date) -> f64 {
    let day = f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year());
    f64::from(date.year()) + day
}

fn period(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    if let Ok(date) = text.parse::<Date>()
        && text.len() == 10
    {
        return Some(years(date));
    }
    let mut parts = text.split([' ', '-', '/']);
    let (first, second) = (parts.next()?, parts.next());
    if parts.next().is_some() {
        return None;
    }
    let Some(second) = second else {
        return year(first).or_else(|| {
            let (head, quarter) = first.split_at_checked(4)?;
            Some(year(head)? + part(quarter)?)
        });
    };
    match (year(first), year(second)) {
        (Some(year), None) => Some(year + part(second)?),
        (None, Some(year)) => Some(year + part(first)?),
        _ => None,
    }
}

/// `2019/20`, `2019-20` or `2019 to 2020`, where all of the values are.
fn financial_years(values: &[Value]) -> Option<Vec<f64>> {
    let one = |value: &Value| {
        let Value::Text(text) = value else {
            return None;
        };
        let (first, second) = text
            .trim()
            .split_once(" to ")
            .or_else(|| text.trim().split_once(['/', '-', '\u{2013}']))?;
        let first = year(first)?;
        let next = first as u32 + 1;
        let second: u32 = second.parse().ok()?;
        (second == next || second == next % 100).then_some(first)
    };
    values.iter().map(one).collect()
}

fn year(text: &str) -> Option<f64> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// A month or quarter as part of a year.
fn part(text: &str) -> Option<f64> {
    if let Some(quarter) = text.strip_prefix('q') {
        let quarter: u8 = quarter.parse().ok()?;
        return (1..=4)
            .contains(&quarter)
            .then(|| f64::from(quarter - 1) / 4.0);
    }
    let month = match text.parse::<usize>() {
        Ok(month) if text.len() == 2 => month.checked_sub(1)?,
        _ => MONTHS.iter().position(|name| text.starts_with(name))?,
    };
    (month < 12).then(|| month as f64 / 12.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(words: &[&str]) -> Times {
        let values: Vec<Value> = words
            .iter()
            .map(|word| Value::Text((*word).to_string()))
            .collect();
        times(&values)
    }

    #[test]
    fn months_quarters_and_financial_years_are_moments() {
        assert_eq!(
            moments(&["2014-03", "2014-06"]),
            Times::Moments(vec![2014.0 + 2.0 / 12.0, 2014.0 + 5.0 / 12.0])
        );
        assert_eq!(
            moments(&["2014 Q1", "Q3 2014"]),
            Times::Moments(vec![2014.0, 2014.5])
        );
        assert_eq!(
            moments(&["March 2020", "Mar 2021"]),
            Times::Moments(vec![2020.0 + 2.0 / 12.0, 2021.0 + 2.0 / 12.0])
        );
    }

    #[test]
    fn a_column_of_financial_years_is_not_read_as_months() {
        assert_eq!(
            moments(&["2010-11", "2011-12", "2019-20"]),
            Times::Moments(vec![2010.0, 2011.0, 2019.0])
        );
        assert_eq!(
            moments(&["2019 to 2020", "2020 to 2021"]),
            Times::Moments(vec![2019.0, 2020.0])
        );
    }

    #[test]
    fn other_words_keep_the_order_of_the_rows() {
        assert_eq!(moments(&["before", "after"]), Times::Words);
        assert_eq!(moments(&["2020", "2020"]), Times::Words);
    }
}
