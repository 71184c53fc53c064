//! Steps over small tables, as descriptions write them.

use proptest::prelude::*;

use super::*;
use crate::parse::cell::Markers;
use crate::parse::passage::Passage;
use crate::parse::table::{Column, RawCell};
use crate::parse::yaml;
use crate::source::{SourceId, SourceMap};

/// A table after steps, as lines of cells, and the notes on how it was made; or what is wrong,
/// each with the letters it points to.
type Shaped = Result<(String, Vec<String>), Vec<(String, String)>>;

fn shaped(csv: &str, steps: &str) -> Shaped {
    let mut sources = SourceMap::default();
    let data = sources.add(SitePath::new("t.csv"), csv.into());
    let file = sources.add(SitePath::new("t.yaml"), steps.into());
    let mut faults = Vec::new();
    let passage = Passage::straight(steps, steps, file, 0);
    let result = yaml::parse(&passage, &mut faults).and_then(|node| {
        let steps = step::read(&node, steps, &mut faults)?;
        let context = Context {
            reader: Reader {
                sources: &sources,
                markers: &Markers::default(),
            },
            folder: &SitePath::default(),
            datasets: &Made::default(),
        };
        let shaped = run::run(table(csv, data), &steps, &context, Span::file(file));
        faults.extend(shaped.faults);
        Some((shaped.table?, shaped.notes))
    });
    let Some((table, notes)) = result.filter(|_| faults.is_empty()) else {
        let told = faults
            .into_iter()
            .map(|it| (it.message, sources.text(it.place.span).to_string()));
        return Err(told.collect());
    };
    let heads: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let mut lines = vec![heads.join(",")];
    for row in &table.rows {
        let cells: Vec<&str> = row.iter().map(|cell| cell.text(&sources)).collect();
        lines.push(cells.join(","));
    }
    let notes = notes
        .iter()
        .map(|note| crate::model::plain(&note.content, &note.words))
        .collect();
    Ok((lines.join("\n"), notes))
}

/// A table of plain text, without quotation marks.
fn table(csv: &str, source: SourceId) -> RawTable {
    let mut at = 0;
    let mut rows = csv.split('\n').map(|line| {
        let mut cells = Vec::new();
        for cell in line.split(',') {
            cells.push(RawCell::at(Span::new(source, at, at + cell.len())));
            at += cell.len() + 1;
        }
        cells
    });
    let heads = rows.next().unwrap_or_default();
    let columns = heads.iter().zip(csv.split(['\n', ',']));
    RawTable {
        columns: columns
            .map(|(cell, name)| Column::published(name, cell.span))
            .collect(),
        rows: rows.collect(),
        origin: Origin::Rows,
        notes: Vec::new(),
    }
}

fn gives(csv: &str, steps: &str, expected: &str) {
    match shaped(csv, steps) {
        Ok((table, _)) => assert_eq!(table, expected, "{steps}"),
        Err(faults) => panic!("{steps}\n{faults:#?}"),
    }
}

fn fails(csv: &str, steps: &str, message: &str, place: &str) {
    let faults = shaped(csv, steps).expect_err(steps);
    assert_eq!(
        faults,
        [(message.to_string(), place.to_string())],
        "{steps}"
    );
}

const AREAS: &str = "Area,Region,2023,2024\nLeeds,North,5,7\nYork,North,[c],9\nBath,South,4,2";

#[test]
fn columns_are_chosen_and_named() {
    gives(
        AREAS,
        "- select: [2024, area]",
        "2024,Area\n7,Leeds\n9,York\n2,Bath",
    );
    gives(
        AREAS,
        "- rename: {place: Area, now: 2024}\n- select: [now, place]",
        "now,place\n7,Leeds\n9,York\n2,Bath",
    );
    gives("a,b\n1,2", "- rename: {b: a, a: b}", "b,a\n1,2");
    fails(
        AREAS,
        "- select: [aria]",
        "there is no column `aria` here",
        "aria",
    );
    fails(
        AREAS,
        "- rename: {Area: region}",
        "there is a column `Area` already",
        "Area",
    );
    fails(
        AREAS,
        "- selct: [Area]",
        "there is no step `selct`",
        "selct",
    );
    fails(AREAS, "- select:", "`select` says nothing", "select");
}

#[test]
fn rows_are_chosen_by_values_or_by_a_condition() {
    gives(
        AREAS,
        "- filter: {region: North, 2024: [7.0, 9]}\n- select: area",
        "Area\nLeeds\nYork",
    );
    gives(
        AREAS,
        "- filter: \"`2024` > 5 and region != 'South'\"\n- select: area",
        "Area\nLeeds\nYork",
    );
    let faults = shaped(AREAS, "- filter: {area: Leads}").unwrap_err();
    assert_eq!(faults[0].0, "no row has `Leads` as its `area`");
    let (table, notes) = shaped(AREAS, "- filter: \"`2023` > 4\"\n- select: area").unwrap();
    assert_eq!(table, "Area\nLeeds");
    assert_eq!(
        notes,
        ["One row was left out because a value is missing that `2023` > 4 asks for."]
    );
    fails(
        AREAS,
        "- filter: area",
        "this gives `Leeds`, which is neither true nor false; 2 other rows are like it",
        "area",
    );
}

#[test]
fn rows_are_put_in_order_as_people_would() {
    let deciles = "d,v\n10 - least,1\n2,2\n1 - most,3\n..,4\n2,1";
    gives(
        deciles,
        "- sort: d",
        "d,v\n1 - most,3\n2,2\n2,1\n10 - least,1\n..,4",
    );
    gives(
        deciles,
        "- sort: [-d, v]",
        "d,v\n10 - least,1\n2,1\n2,2\n1 - most,3\n..,4",
    );
    fails(deciles, "- sort: -e", "there is no column `e` here", "-e");
}

#[test]
fn columns_are_calculated() {
    gives(
        AREAS,
        "- derive: {change: '`2024` - `2023`', twice: change * 2}\n- select: [area, change, twice]",
        "Area,change,twice\nLeeds,2,4\nYork,[c],[c]\nBath,-2,-4",
    );
    gives("a,b\n1,x", "- derive: {a: 100 * a}", "a,b\n100,x");
    gives(
        "a,b\n1 [p],2\n3,4 [r][e]",
        "- derive: {c: a + b}",
        "a,b,c\n1 [p],2,3 [p]\n3,4 [r][e],7 [r][e]",
    );
    let (_, notes) = shaped("a\n1", "- derive: {b: a / 2}").unwrap();
    assert_eq!(notes, ["b was calculated as a / 2."]);
    fails(
        "a\n0\n5\n0",
        "- derive: {b: 1 / a}",
        "this is zero, and nothing can be divided by it; one other row is like it",
        "a",
    );
    fails(
        "age-group\n0",
        "- derive: {b: age-group}",
        "there is no column `age` here",
        "age",
    );
}

#[test]
fn marks_beside_values_stand_beside_what_is_made_of_them() {
    let marked = "g,name,v\na,x [r],1 [p]\na,y,2\nb,z,3 [e][p]\nb,z,[c]\nb,z,4 [r]";
    let by = |what: &str| format!("- group: {{by: g, fields: {{s: {what}}}}}");
    for (what, expected) in [
        ("sum(v)", "a,3 [p]\nb,7 [e][p][r]"),
        ("100 * mean(v)", "a,150 [p]\nb,350 [e][p][r]"),
        ("median(v)", "a,1.5 [p]\nb,3.5 [e][p][r]"),
        // Of one row, its marks; how many values there are is not provisional.
        ("max(v)", "a,2\nb,4 [r]"),
        ("min(v)", "a,1 [p]\nb,3 [e][p]"),
        ("'at_min(name, v)'", "a,x [r]\nb,z"),
        ("count(v)", "a,2\nb,2"),
    ] {
        gives(marked, &by(what), &format!("g,s\n{expected}"));
    }
    let total = "- group: {by: g, fields: {s: sum(v)}, total: All}";
    let (csv, notes) = shaped(marked, total).unwrap();
    assert!(csv.ends_with("\nAll,10 [e][p][r]"), "{csv}");
    let told = "A mark stands beside what was made from a value that has it.";
    assert!(notes[0].ends_with(told), "{notes:?}");
    let (_, notes) = shaped("g,v\na,1", &by("sum(v)")).unwrap();
    assert!(!notes[0].contains("mark"), "{notes:?}");
}

#[test]
fn columns_become_rows_and_rows_columns() {
    let long = "Area,year,rate\nLeeds,2023,5\nLeeds,2024,7\nYork,2023,[c]\nYork,2024,9";
    let wide = "Area,2023,2024\nLeeds,5,7\nYork,[c],9";
    gives(
        wide,
        "- unpivot: {columns: '20*', name: year, value: rate}",
        long,
    );
    gives(
        wide,
        "- unpivot: {columns: [2023, 2024], name: year, value: rate}",
        long,
    );
    gives(
        wide,
        "- unpivot: {except: area, name: year, value: rate}",
        long,
    );
    gives(long, "- pivot: {name: year, value: rate}", wide);
    gives(
        "a,k,v\nx,one,1\ny,two,2",
        "- pivot: {name: k, value: v}\n- derive:\n    three: coalesce(one, 0) + coalesce(two, 0)",
        "a,one,two,three\nx,1,,1\ny,,2,2",
    );
    fails(
        wide,
        "- unpivot: {columns: '19*', name: y, value: v}",
        "no column fits `19*`",
        "'19*'",
    );
    fails(
        wide,
        "- unpivot: {columns: '20*', name: area, value: v}",
        "there is a column `Area` already",
        "area",
    );
    fails(
        "a,k,v\nx,one,1\nx,one,2\nx,one,3",
        "- pivot: {name: k, value: v}",
        "two values fall on one cell of the column `one`; one other row is like it",
        "2",
    );
    fails(
        "a,k,v\nx,,1",
        "- pivot: {name: k, value: v}",
        "this row does not say which column it belongs to",
        "",
    );
    fails(
        "a,k,v\nx,A,1",
        "- pivot: {name: k, value: v}",
        "there is a column `a` already",
        "A",
    );
}

#[test]
fn groups_are_summed_up_and_what_is_left_out_is_told() {
    let steps = "- group:\n    by: region\n    fields:\n      n: count()\n      now: mean(`2024`)\n      \
                 before: sum(`2023`)\n      best: at_max(area, `2024`)\n      \
                 share: 100 * sum(`2024`) / count()\n    total: Britain";
    let (table, notes) = shaped(AREAS, steps).unwrap();
    assert_eq!(
        table,
        "Region,n,now,before,best,share\nNorth,2,8,5,York,800\nSouth,1,2,4,Bath,200\n\
         Britain,3,6,9,York,600"
    );
    assert_eq!(
        notes,
        [
            "Each row sums up one region, from 3 rows in all: n is the number of rows; now is the \
             mean of `2024`; before is the sum of `2023` (one missing value was left out); best is \
             area of the row with the highest `2024`; share is 100 * sum(`2024`) / count(). \
             “Britain” stands for every region."
        ]
    );
}

#[test]
fn steps_that_name_nothing_are_refused_or_do_nothing() {
    for on in ["[]", "{}"] {
        let join = format!("- join: {{data: x.yaml, on: {on}, add: [a]}}");
        let faults = shaped(AREAS, &join).expect_err(on);
        assert_eq!(faults[0].0, "`on` says by which columns to join");
    }
    gives(AREAS, "- select: []", "\n\n\n");
    for steps in [
        "- sort: []",
        "- rename: {}",
        "- derive: {}",
        "- filter: {}",
        "[]",
    ] {
        gives(AREAS, steps, AREAS);
    }
    gives(AREAS, "- filter: {area: []}", "Area,Region,2023,2024");
    gives(
        AREAS,
        "- group: {by: [region], fields: {}}",
        "Region\nNorth\nSouth",
    );
}

#[test]
fn a_comma_that_cuts_a_value_in_two_is_told() {
    fails(
        AREAS,
        "- derive: {now: round(a, 1), then: round(b, 1)}",
        "inside `{ }` the comma ends this value",
        "round(a, 1)",
    );
}

#[test]
fn groups_without_values_keep_the_marker_and_faults_are_told() {
    gives(
        "a,v\nx,[c]\nx,[c]\ny,[c]\ny,..",
        "- group: {by: a, fields: {s: sum(v)}}",
        "a,s\nx,[c]\ny,",
    );
    gives("a,v\nx,1\ny,2", "- group: {fields: {s: sum(v)}}", "s\n3");
    gives(
        "a,v\nx,1\ny,2",
        "- group: {by: a, fields: {s: 'max(sum(v), 2)'}}",
        "a,s\nx,2\ny,2",
    );
    let by = |fields: &str| format!("- group: {{by: a, fields: {{s: '{fields}'}}}}");
    fails(
        "a,v\nx,1",
        &by("v"),
        "`v` is a value of each row, not of the group",
        "v",
    );
    fails(
        "a,v\nx,b\nx,c",
        &by("sum(v)"),
        "`b` is not a number; one other row is like it",
        "sum(v)",
    );
    fails(
        "a,v\nx,1",
        &by("quantile(v, 2)"),
        "`quantile` takes a share from 0 to 1, written out",
        "quantile(v, 2)",
    );
    fails(
        "a,v\nx,1",
        &by("sum(mean(v))"),
        "`mean` is over several rows",
        "mean",
    );
    fails(
        "a,v\nx,0",
        &by("wmean(v, v)"),
        "the weights of a group add up to zero",
        "wmean(v, v)",
    );
    fails(
        "a,v\nx,79228162514264337593543950335\nx,1",
        &by("sum(v)"),
        "the result has more digits than can be kept exactly",
        "sum(v)",
    );
}

#[test]
fn a_million_rows_may_pass_and_few_may_stay() {
    let mut csv = "v".to_string();
    for row in 0..MOST_ROWS + 1 {
        csv.push_str(&format!("\n{row}"));
    }
    gives(
        &csv,
        "- group: {fields: {n: count(), most: max(v)}}",
        "n,most\n20001,20000",
    );
    fails(
        &csv,
        "- sort: v",
        "the dataset has 20,001 rows, and a page can show 20,000",
        "",
    );
}

proptest! {
    #[test]
    fn turning_columns_to_rows_and_back_gives_the_table(
        cells in proptest::collection::vec(proptest::collection::vec("[a-z0-9.]{0,4}", 3), 1..6)
    ) {
        let mut csv = "row,k1,k2,k3".to_string();
        for (row, cells) in cells.iter().enumerate() {
            csv.push_str(&format!("\n{row},{}", cells.join(",")));
        }
        let there_and_back =
            "- unpivot: {columns: 'k*', name: n, value: v}\n- pivot: {name: n, value: v}";
        gives(&csv, there_and_back, &csv);
    }

    #[test]
    fn any_steps_are_run_or_refused(text in "- (filter|derive|group|sort): [a-z0-9:{}\\[\\], ()*/]{0,40}") {
        let _ = shaped(AREAS, &text);
    }
}

#[test]
fn many_steps_follow_each_other_as_few_do() {
    let steps = "- derive: {rate: rate + 1}\n".repeat(200);
    let (table, notes) = shaped("name,rate\nNorth,4\nSouth,6", &steps).expect("nothing is wrong");
    assert_eq!(table, "name,rate\nNorth,204\nSouth,206");
    assert_eq!(notes.len(), 200);
}
