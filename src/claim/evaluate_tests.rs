//! What functions come to, and what they refuse.

use rust_decimal::Decimal;

use crate::claim::tests::{decimal, field};
use crate::claim::{Nature, UndefinedReason, evaluate};
use crate::model::{
    Cell, CellId, Column, Dataset, DatasetId, FieldId, Formula, Function, Marker, Row, Term, Text,
    Unit, Value,
};
use crate::source::{SitePath, SourceId, Span};

const SPAN: Span = Span {
    source: SourceId(0),
    start: 0,
    end: 0,
};

/// A dataset of one row for each list of cells; an empty cell is confidential.
fn table(units: &[(&str, Option<Unit>)], rows: &[&[&str]]) -> Vec<Dataset> {
    let cell = |text: &&str| Cell {
        value: match text.parse() {
            Ok(number) => Value::Number(number),
            Err(_) if text.is_empty() => Value::Missing(Box::new(Marker {
                symbol: "[c]".to_string(),
                meaning: "confidential".to_string(),
            })),
            Err(_) => Value::Text((*text).to_string()),
        },
        span: SPAN,
        remarks: None,
    };
    let row = |(at, cells): (usize, &&[&str])| Row {
        key: (at + 1).to_string(),
        cells: cells.iter().map(cell).collect(),
    };
    vec![Dataset {
        id: DatasetId(0),
        key: "data".to_string(),
        file: SourceId(0),
        title: Text::of("Data"),
        description: None,
        source: None,
        licence: None,
        notes: Vec::new(),
        fields: units
            .iter()
            .map(|(title, unit)| field(title, unit.clone()))
            .collect(),
        primary_key: Vec::new(),
        rows: rows.iter().enumerate().map(row).collect(),
        complete: true,
        unread: false,
        doubled: false,
        route: SitePath::new("data/data.html"),
    }]
}

fn percentages() -> Vec<Dataset> {
    table(
        &[("Share", Some(Unit::Percent))],
        &[&["40"], &["25.5"], &["40"], &[""], &["0"]],
    )
}

fn cell(row: usize, field: usize) -> Formula {
    Formula {
        span: SPAN,
        term: Term::Cell(CellId {
            dataset: DatasetId(0),
            row,
            field: FieldId(field),
        }),
    }
}

fn column(rows: Option<Vec<usize>>) -> Formula {
    Formula {
        span: SPAN,
        term: Term::Column(Column {
            dataset: DatasetId(0),
            field: FieldId(0),
            rows,
        }),
    }
}

fn call(function: Function, arguments: Vec<Formula>) -> Formula {
    Formula {
        span: SPAN,
        term: Term::Call(function, arguments),
    }
}

#[test]
fn functions_of_two_values_are_exact_and_have_the_unit_that_follows() {
    let data = percentages();
    let two = |function| {
        let found = evaluate(&call(function, vec![cell(0, 0), cell(1, 0)]), &data).unwrap();
        (
            found.quantity.value,
            found.quantity.nature,
            found.quantity.unit,
        )
    };
    assert_eq!(
        two(Function::Diff),
        (
            decimal("14.5"),
            Nature::Difference,
            Some(Unit::PercentagePoints)
        )
    );
    assert_eq!(two(Function::Ratio).0.round_dp(6), decimal("1.568627"));
    assert_eq!(two(Function::Ratio).2, None);
    assert_eq!(two(Function::Share).0.round_dp(4), decimal("156.8627"));
    assert_eq!(two(Function::Share).2, Some(Unit::Percent));
    assert_eq!(
        two(Function::Change),
        (decimal("-36.25"), Nature::Change, Some(Unit::Percent))
    );
}

#[test]
fn functions_of_a_column_leave_out_what_is_missing_and_name_it() {
    let data = percentages();
    let table = [
        (Function::Sum, decimal("105.5")),
        (Function::Mean, decimal("26.375")),
        (Function::Min, Decimal::ZERO),
        (Function::Max, 40.into()),
    ];
    for (function, value) in table {
        let found = evaluate(&call(function, vec![column(None)]), &data).unwrap();
        assert_eq!(found.quantity.value, value, "{function:?}");
        assert_eq!(found.quantity.unit, Some(Unit::Percent));
        assert_eq!(found.left_out.len(), 1);
        assert_eq!(
            (found.left_out[0].cells[0].row, found.left_out[0].of),
            (3, 5)
        );
    }
    let counted = evaluate(&call(Function::Count, vec![column(None)]), &data).unwrap();
    assert_eq!(counted.quantity.value, 4.into());
    assert!(counted.left_out.is_empty());
    let some = call(Function::Sum, vec![column(Some(vec![0, 1]))]);
    assert_eq!(
        evaluate(&some, &data).unwrap().quantity.value,
        decimal("65.5")
    );
    let gap = call(
        Function::Diff,
        vec![
            call(Function::Mean, vec![column(Some(vec![0, 1]))]),
            call(Function::Min, vec![cell(2, 0), cell(0, 0)]),
        ],
    );
    let gap = evaluate(&gap, &data).unwrap().quantity;
    assert_eq!(
        (gap.value, gap.unit),
        (decimal("-7.25"), Some(Unit::PercentagePoints))
    );
}

#[test]
fn equal_values_share_a_rank_and_one_is_the_highest() {
    let data = percentages();
    let rank = |row: usize| {
        let found = evaluate(&call(Function::Rank, vec![cell(row, 0)]), &data).unwrap();
        (found.quantity.value, found.quantity.nature)
    };
    let nature = |from_below, shared| Nature::Rank {
        from_below,
        of: 4,
        shared,
    };
    assert_eq!(rank(0), (1.into(), nature(3, true)));
    assert_eq!(rank(2), (1.into(), nature(3, true)));
    assert_eq!(rank(1), (3.into(), nature(2, false)));
    assert_eq!(rank(4), (4.into(), nature(1, false)));
    let among = |rows| call(Function::Rank, vec![cell(1, 0), column(Some(rows))]);
    let found = evaluate(&among(vec![1, 4]), &data).unwrap();
    assert_eq!(found.quantity.value, 1.into());
    let fault = evaluate(&among(vec![0, 4]), &data).unwrap_err();
    assert_eq!(fault.reason, UndefinedReason::NotAmong);
}

#[test]
fn what_cannot_be_worked_out_is_refused() {
    let data = table(
        &[
            ("Spending", Some(Unit::Currency("GBP".into()))),
            ("People", Some(Unit::Words("people".into()))),
            ("Jobs per 100 adults", Some(Unit::Words("people".into()))),
            ("Name", None),
        ],
        &[
            &["5", "6", "7", "North"],
            &["0", "", "8", "South"],
            &["-5", "", "79228162514264337593543950335", ""],
        ],
    );
    let refused = |function, left, right| {
        let fault = evaluate(&call(function, vec![left, right]), &data).unwrap_err();
        let message = fault.message(&data);
        assert!(!fault.help().is_empty() && message.starts_with(|it: char| !it.is_uppercase()));
        fault.reason
    };
    use Function::{Change, Diff, Ratio, Share};
    assert!(matches!(
        refused(Diff, cell(0, 0), cell(0, 1)),
        UndefinedReason::Mixed(Diff, left, right) if left == "pounds" && right == "people"
    ));
    // One unit in words, and another denominator in the title.
    assert!(matches!(
        refused(Ratio, cell(0, 1), cell(0, 2)),
        UndefinedReason::Mixed(..)
    ));
    assert_eq!(
        refused(Share, cell(0, 0), cell(1, 0)),
        UndefinedReason::Zero(Share)
    );
    assert_eq!(
        refused(Change, cell(1, 0), cell(0, 0)),
        UndefinedReason::Zero(Change)
    );
    assert_eq!(
        refused(Change, cell(2, 0), cell(0, 0)),
        UndefinedReason::FromNegative
    );
    assert!(matches!(
        refused(Diff, cell(0, 1), cell(1, 1)),
        UndefinedReason::Missing(_)
    ));
    assert!(matches!(
        refused(Diff, cell(0, 3), cell(1, 3)),
        UndefinedReason::NoNumbers(_)
    ));
    assert_eq!(
        refused(Function::Sum, cell(2, 2), cell(0, 2)),
        UndefinedReason::TooLarge(Function::Sum)
    );
    let nothing = Function::Mean;
    assert_eq!(
        refused(nothing, cell(1, 1), cell(2, 1)),
        UndefinedReason::NothingThere(nothing)
    );
}
