use proptest::prelude::*;

use super::*;
use crate::parse::cell::Markers;
use crate::parse::passage::Passage;
use crate::parse::table::RawCell;
use crate::shape::reader::Reader;
use crate::source::{SitePath, SourceId, SourceMap};

/// Columns that expressions of these tests may name, with their text.
const ROW: &[(&str, &str)] = &[
    ("part", "30"),
    ("whole", "120"),
    ("none", "0"),
    ("secret", "[c]"),
    ("blank", ""),
    ("region", "YORKSHIRE AND THE HUMBER"),
    ("decile", "10 - least deprived"),
    ("age group", "16 to 24"),
    ("large", "79228162514264337593543950335"),
];

/// What an expression comes to for that row, or the message and the letters it points to.
fn result(text: &str) -> Result<String, (String, String)> {
    let source = SourceId(0);
    let passage = Passage::straight(text, text, source, 0);
    let part = |span: Span| text[span.start as usize..span.end as usize].to_string();
    let expression =
        parse(&passage, &[]).map_err(|fault| (fault.message, part(fault.place.span)))?;
    let row: Vec<RawCell> = ROW
        .iter()
        .map(|(_, text)| RawCell::made(Span::file(source), *text))
        .collect();
    let at = expression
        .columns
        .iter()
        .map(|name| ROW.iter().position(|(known, _)| *known == name.value));
    let at: Option<Vec<usize>> = at.collect();
    let at = at.ok_or(("unknown column".to_string(), String::new()))?;
    let mut sources = SourceMap::default();
    sources.add(SitePath::new("x.yaml"), text.into());
    let given = Given {
        row: &row,
        at: &at,
        aggregates: &[],
        reader: Reader {
            sources: &sources,
            markers: &Markers::default(),
        },
    };
    match evaluate(&expression.root, &given) {
        Ok(value) => Ok(value.shown().into_owned()),
        Err(fault) => {
            let place = part(fault.part);
            Err((fault.report(&given).message, place))
        }
    }
}

fn is(text: &str, expected: &str) {
    assert_eq!(result(text).as_deref(), Ok(expected), "{text}");
}

#[test]
fn signs_bind_as_in_arithmetic() {
    is("1 + 2 * 3", "7");
    is("(1 + 2) * 3", "9");
    is("10 - 4 - 3", "3");
    is("-part + 40", "10");
    is("100 * part / whole", "25");
    is("2 × 3 ÷ 4 − 1", "0.5");
    is("1 + 1 = 2 and not 2 > 3 or 1 > 2", "true");
}

#[test]
fn numbers_are_exact() {
    is("0.1 + 0.2", "0.3");
    is("1 / 3 * 3", "1");
    is("1 / 3", "0.333333333333333");
    is("round(2.345, 2)", "2.35");
    is("round(-2.5)", "-3");
    is("large - 1", "79228162514264337593543950334");
}

#[test]
fn a_missing_part_makes_the_result_missing_with_its_marker() {
    is("secret + part", "[c]");
    is("round(secret, 1)", "[c]");
    is("secret > 5", "[c]");
    is("secret > 5 or part = 30", "true");
    is("secret > 5 and part = 31", "false");
    is("coalesce(blank, secret, part)", "30");
    is(
        "is_missing(secret) and is_missing(blank) and not is_missing(part)",
        "true",
    );
    is("if(none = 0, missing, part / none)", "");
    is("if(none = 0, \"[z]\", part / none)", "[z]");
    is("concat(secret, \"x\")", "[c]");
}

#[test]
fn text_is_compared_and_changed() {
    is("title(region)", "Yorkshire and the Humber");
    is("before(decile, \" - \")", "10");
    is("after(decile, '-')", "least deprived");
    is("decile > \"2\"", "true");
    is("region != \"Wales\"", "true");
    is("whole = \"120.0\"", "true");
    is("region = 5", "false");
    is("concat(part, \" of \", whole)", "30 of 120");
    is(
        "`age group` = '16 to 24' and contains(`age group`, \"to\")",
        "true",
    );
    is(
        "replace(lower(region), \"and\", \"&\")",
        "yorkshire & the humber",
    );
    is("trim(\"  a   b \")", "a b");
}

#[test]
fn a_fault_points_at_its_part() {
    for (text, message, place) in [
        (
            "part / none",
            "this is zero, and nothing can be divided by it",
            "none",
        ),
        (
            "1 + part / (none * 2)",
            "this is zero, and nothing can be divided by it",
            "none * 2",
        ),
        (
            "part + region",
            "`YORKSHIRE AND THE HUMBER` is not a number",
            "region",
        ),
        (
            "region > 5",
            "`YORKSHIRE AND THE HUMBER` is not a number",
            "region",
        ),
        (
            "2 * (large * 10)",
            "the result has more digits than can be kept exactly",
            "large * 10",
        ),
        ("if(part, 1, 2)", "`30` is neither true nor false", "part"),
        ("1 + + 2", "`+` cannot stand here", "+"),
        ("1 +", "the expression ends too early", "+"),
        ("part whole", "`whole` cannot stand here", "whole"),
        ("(part", "this bracket is never closed", "(part"),
        ("round(part; 1)", "`;` means nothing in an expression", ";"),
        ("roun(part)", "there is no function `roun`", "roun"),
        (
            "round(part, 1, 2)",
            "`round` cannot take 3 values",
            "round(part, 1, 2)",
        ),
        ("mean(part)", "`mean` is over several rows", "mean"),
        ("1 < part < 3", "`<` cannot stand here", "<"),
        ("\"open", "this quotation mark is never closed", "\""),
        ("2014q", "`2014q` is neither a number nor a name", "2014q"),
        ("part and", "the expression ends too early", "d"),
        ("and part", "`and` cannot stand here", "and"),
        ("part % 2", "`%` means nothing in an expression", "%"),
    ] {
        assert_eq!(
            result(text),
            Err((message.to_string(), place.to_string())),
            "{text}"
        );
    }
}

#[test]
fn long_expressions_are_refused_and_not_run_out_of_stack() {
    let deep = format!("{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    let long = vec!["1"; 100_000].join("+");
    let minus = format!("{}1", "-".repeat(100_000));
    let not = format!("{}1", "not ".repeat(100_000));
    for text in [deep, long, minus, not] {
        assert_eq!(result(&text).unwrap_err().0, "the expression is too long");
    }
}

/// Expressions of every kind, well-formed.
fn expressions() -> impl Strategy<Value = String> {
    let names: Vec<String> = ROW.iter().map(|(name, _)| format!("`{name}`")).collect();
    let leaf = prop_oneof![
        "[0-9]{1,6}(\\.[0-9]{1,6})?",
        proptest::sample::select(names),
        "\"[a-z0-9 ]{0,6}\"",
        Just("missing".to_string()),
    ];
    leaf.prop_recursive(5, 64, 3, |inner| {
        let sign =
            proptest::sample::select(vec!["+", "-", "*", "/", "=", "!=", "<", ">=", "and", "or"]);
        let name = proptest::sample::select(vec![
            "abs",
            "round",
            "min",
            "max",
            "coalesce",
            "concat",
            "upper",
            "title",
            "trim",
            "is_missing",
        ]);
        prop_oneof![
            (inner.clone(), sign, inner.clone())
                .prop_map(|(a, sign, b)| format!("({a}) {sign} ({b})")),
            (name, inner.clone()).prop_map(|(name, a)| format!("{name}({a})")),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("if({a}, {b}, {c})")),
            inner.clone().prop_map(|a| format!("-({a})")),
            inner.prop_map(|a| format!("not ({a})")),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = result(&text);
    }

    #[test]
    fn near_expressions_are_read_or_refused(text in "[a-z0-9 ()+*/<>=,.\"'`-]{0,40}") {
        let _ = result(&text);
    }

    #[test]
    fn a_well_formed_expression_has_a_value_or_a_fault(text in expressions()) {
        // Only what it is read for can be wrong, never its form.
        if let Err((message, _)) = result(&text) {
            prop_assert!(!message.contains("cannot stand here") && !message.contains("ends too early"), "{text}: {message}");
        }
    }

    #[test]
    fn arithmetic_is_that_of_decimals(a in -100_000_i64..100_000, b in 1_i64..100_000, c in 0_u32..4) {
        let (a, b) = (Decimal::new(a, c), Decimal::new(b, c));
        is(&format!("{a} + {b} * 2 - {a} / {b}"), &value::tidy(a + b * Decimal::TWO - a / b).to_string());
    }
}
