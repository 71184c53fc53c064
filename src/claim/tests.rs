//! What is read, what is refused, and what is true: each true phrase beside its near misses.

use rust_decimal::Decimal;

use crate::claim::{
    Kind, Measure, Mismatch, Part, Quantity, Reason, Said, Side, Verdict, address, read, verify,
};
use crate::model::{Field, FieldType, Unit};

pub(super) fn field(title: &str, unit: Option<Unit>) -> Field {
    Field {
        name: "value".to_string(),
        title: title.to_string(),
        kind: FieldType::Number,
        unit,
        decimals: None,
        months: false,
        description: None,
        remarks: Vec::new(),
        scale: None,
    }
}

fn rate(per: i64) -> Unit {
    Unit::Rate {
        name: "jobs".to_string(),
        per: per.into(),
        of: Some("working-age adults".to_string()),
    }
}

fn words(unit: &str) -> Unit {
    Unit::Words(unit.to_string())
}

fn pounds() -> Unit {
    Unit::Currency("GBP".to_string())
}

pub(super) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn check(words: &str, after: &str, value: &str, unit: Option<Unit>) -> Verdict {
    let claim = read(words, after).unwrap_or_else(|fault| panic!("{words}: {}", fault.message()));
    verify(
        &claim,
        &Quantity::of_field(decimal(value), &field("Measure", unit)),
    )
}

fn mismatch(words: &str, after: &str, value: &str, unit: Option<Unit>) -> Mismatch {
    match check(words, after, value, unit) {
        Verdict::Agrees => panic!("`{words}`{after} was accepted for {value}"),
        Verdict::Disagrees(mismatch) => mismatch,
    }
}

#[test]
fn true_words_are_accepted_and_their_near_misses_refused_with_the_true_wording() {
    use Part::{Denominator as D, Number as N, Unit as U};
    use Unit::{Percent, PercentagePoints as Points};
    // Value, unit, words that are true, words that are not, what differs, what would be true.
    // `|` is the end of the link.
    #[rustfmt::skip]
    type Case<'a> = (&'a str, Option<Unit>, &'a str, &'a str, &'a [Part], &'a str);
    let table: &[Case<'_>] = &[
        (
            "43",
            Some(Percent),
            "43 per cent|",
            "44 per cent|",
            &[N],
            "43 per cent",
        ),
        ("43", Some(Percent), "43%|", "43|", &[U], "43 per cent"),
        (
            "43.4",
            Some(Percent),
            "43 per cent of young people|",
            "44 per cent of young people|",
            &[N],
            "43 per cent of young people",
        ),
        (
            "43.5",
            Some(Percent),
            "44 per cent|",
            "43 per cent|",
            &[N],
            "44 per cent",
        ),
        ("43.44", Some(Percent), "43.4%|", "43.5%|", &[N], "43.4%"),
        (
            "43",
            Some(Percent),
            "43| per cent of young people",
            "43| of young people",
            &[U],
            "43 per cent",
        ),
        (
            "43",
            Some(Percent),
            "43|% of young people",
            "43| percentage points",
            &[U],
            "43 per cent",
        ),
        (
            "43",
            Some(Percent),
            "forty-three per cent|",
            "forty-four per cent|",
            &[N],
            "forty-three per cent",
        ),
        (
            "43",
            Some(Percent),
            "Forty-three percent|",
            "Fifty-three percent|",
            &[N],
            "Forty-three percent",
        ),
        (
            "43",
            Some(Percent),
            "43\u{a0}per\u{a0}cent|",
            "34\u{a0}per\u{a0}cent|",
            &[N],
            "43\u{a0}per\u{a0}cent",
        ),
        (
            "43",
            Some(Percent),
            "43 in every 100 young people|",
            "43 in every 200 young people|",
            &[D],
            "43 in every 100 young people",
        ),
        (
            "43",
            Some(Percent),
            "43| in every 100",
            "43 per cent| per 100",
            &[D],
            "43 per cent",
        ),
        (
            "8.8",
            Some(Points),
            "8.8 percentage points|",
            "8.8 per cent|",
            &[U],
            "8.8 percentage points",
        ),
        (
            "8.8",
            Some(Points),
            "8.8 points|",
            "8.9 points|",
            &[N],
            "8.8 points",
        ),
        (
            "8.8",
            Some(Points),
            "8.8-point|",
            "8.8%|",
            &[U],
            "8.8 percentage points",
        ),
        (
            "8.8",
            Some(Points),
            "8.8-point| rise",
            "8.8-pound| rise",
            &[U],
            "8.8 percentage points rise",
        ),
        (
            "-0.4",
            Some(Points),
            "−0.4 percentage points|",
            "0.4 percentage points|",
            &[N],
            "−0.4 percentage points",
        ),
        (
            "-0.4",
            Some(Points),
            "-0.4 percentage points|",
            "-0.3 percentage points|",
            &[N],
            "−0.4 percentage points",
        ),
        (
            "-4",
            Some(Points),
            "minus four percentage points|",
            "minus five percentage points|",
            &[N],
            "minus four percentage points",
        ),
        ("52", Some(rate(100)), "52|", "50|", &[N], "52"),
        (
            "52",
            Some(rate(100)),
            "52 per 100|",
            "50 per 200|",
            &[N, D],
            "52 per 100",
        ),
        (
            "52",
            Some(rate(100)),
            "52| per 100 working age adults",
            "50| per 200 working age adults",
            &[N, D],
            "52 per 100",
        ),
        (
            "52",
            Some(rate(100)),
            "52 jobs| for each 100 adults",
            "104 jobs| for each 200 adults",
            &[N, D],
            "52 jobs for each 100",
        ),
        (
            "52",
            Some(rate(100)),
            "52| full-time equivalent jobs per 100 adults",
            "52| full-time equivalent jobs per 200 adults",
            &[D],
            "52 full-time equivalent jobs per 100",
        ),
        (
            "52",
            Some(rate(100)),
            "52 jobs per hundred adults|",
            "52 jobs per thousand adults|",
            &[D],
            "52 jobs per hundred adults",
        ),
        (
            "52",
            Some(rate(100)),
            "52 out of every 100|",
            "52 out of every 1,000|",
            &[D],
            "52 out of every 100",
        ),
        (
            "52",
            Some(rate(100)),
            "fifty-two in every hundred|",
            "fifty per cent|",
            &[N, U],
            "fifty-two",
        ),
        (
            "7.77",
            Some(Unit::Rate {
                name: "pounds".into(),
                per: 1.into(),
                of: Some("head".into()),
            }),
            "£7.77 per head|",
            "£7.77 per 100|",
            &[D],
            "£7.77 per head",
        ),
        (
            "19",
            Some(rate(1)),
            "19 jobs| per person",
            "19 jobs| per 1,000",
            &[D],
            "19 jobs per head",
        ),
        (
            "36",
            Some(words("jobs")),
            "36 jobs|",
            "63 jobs|",
            &[N],
            "36 jobs",
        ),
        ("36", None, "36|", "36 per cent|", &[U], "36"),
        (
            "36",
            Some(words("jobs")),
            "36 jobs|",
            "36 jobs| per 100 adults",
            &[D],
            "36 jobs",
        ),
        (
            "28",
            Some(words("points")),
            "28 points|",
            "28 percentage points|",
            &[U],
            "28",
        ),
        (
            "225",
            None,
            "two hundred and twenty-five|",
            "two hundred and fifteen|",
            &[N],
            "two hundred and twenty-five",
        ),
        (
            "100",
            None,
            "a hundred|",
            "a hundred and one|",
            &[N],
            "a hundred",
        ),
        (
            "105",
            None,
            "a hundred and five|",
            "a hundred|",
            &[N],
            "a hundred and five",
        ),
        ("1234", None, "1,234|", "1,200|", &[N], "1,234"),
        ("1234", None, "1234|", "1243|", &[N], "1234"),
        (
            "50000",
            None,
            "50\u{a0}000|",
            "51\u{a0}000|",
            &[N],
            "50\u{a0}000",
        ),
        (
            "2543210",
            None,
            "2.5 million|",
            "2.6 million|",
            &[N],
            "2.5 million",
        ),
        (
            "2543210",
            None,
            "2.54| million people",
            "2.53| million people",
            &[N],
            "2.54 million",
        ),
        (
            "2543210",
            None,
            "three million|",
            "two million|",
            &[N],
            "three million",
        ),
        ("1300000", None, "1.3m|", "1.3bn|", &[N], "1.3m"),
        (
            "78300000000",
            Some(pounds()),
            "£78 billion|",
            "£79 billion|",
            &[N],
            "£78 billion",
        ),
        (
            "78300000000",
            Some(pounds()),
            "£78bn|",
            "78bn|",
            &[U],
            "£78bn",
        ),
        (
            "78300000000",
            Some(pounds()),
            "78 billion pounds|",
            "87 billion pounds|",
            &[N],
            "78 billion pounds",
        ),
        (
            "11.45",
            Some(pounds()),
            "£11.45|",
            "£12.45|",
            &[N],
            "£11.45",
        ),
        (
            "11.45",
            Some(pounds()),
            "£11.45| per hour",
            "€11.45| per hour",
            &[U],
            "£11.45",
        ),
        ("0.45", Some(pounds()), "45p|", "54p|", &[N], "45p"),
        ("0.45", Some(pounds()), "45 pence|", "£45|", &[N], "£0.45"),
        ("-5", Some(pounds()), "−£5|", "£5|", &[N], "−£5"),
        (
            "5",
            Some(Unit::Currency("CHF".into())),
            "CHF 5|",
            "£5|",
            &[U],
            "CHF\u{a0}5",
        ),
        (
            "12",
            Some(Percent),
            "12| and 14 per cent",
            "13| and 14 per cent",
            &[N],
            "12 and 14 per cent",
        ),
        ("0", None, "zero|", "one|", &[N], "zero"),
        (
            "2019",
            None,
            "2,019| in 2019",
            "2,018| in 2019",
            &[N],
            "2,019",
        ),
    ];
    for (value, unit, accepted, refused, parts, truth) in table {
        let (words, after) = accepted.split_once('|').unwrap();
        let verdict = check(words, after, value, unit.clone());
        assert_eq!(verdict, Verdict::Agrees, "`{accepted}` for {value}");
        let (words, after) = refused.split_once('|').unwrap();
        let found = mismatch(words, after, value, unit.clone());
        assert_eq!(found.parts, *parts, "`{refused}` for {value}");
        assert_eq!(found.truth, *truth, "`{refused}` for {value}");
    }
}

#[test]
fn the_sentence_that_counts_jobs_for_200_adults_is_refused_with_both_sides() {
    let after = " per 200 working age adults compared to more than 88 per 100 in other areas.";
    let found = mismatch("50", after, "52", Some(rate(100)));
    assert_eq!(found.said, "50 per 200");
    assert_eq!(found.data, "52 jobs per 100 working-age adults");
    assert_eq!(found.truth, "52 per 100");
    assert_eq!(
        found.message(),
        "the words say `50 per 200`, the data says `52 jobs per 100 working-age adults`: the \
         number and the denominator differ"
    );
    let hedged = mismatch("just over 50", after, "52", Some(rate(100)));
    assert_eq!(hedged.parts, [Part::Denominator]);
    assert_eq!(hedged.said, "just over 50 per 200");
    assert_eq!(hedged.truth, "just over 50 per 100");
    assert_eq!(hedged.link, "just over 50".len());
    let (other, behind) = ("more than 88", " per 100 in other areas.");
    assert_eq!(
        check(other, behind, "88.4", Some(rate(100))),
        Verdict::Agrees
    );
}

#[test]
fn a_denominator_stands_in_the_title_of_a_field_without_a_unit() {
    let claim = read("52 jobs", " per 100 adults").unwrap();
    let titled = |title: &str| {
        verify(
            &claim,
            &Quantity::of_field(52.into(), &field(title, Some(words("jobs")))),
        )
    };
    assert_eq!(titled("Jobs per 100 working-age adults"), Verdict::Agrees);
    let Verdict::Disagrees(found) = titled("Jobs") else {
        panic!("a denominator that the data does not have was accepted");
    };
    assert_eq!(
        found.help(),
        "write `52 jobs`, or give the field `value` its denominator: `unit: {name: …, per: 100}`"
    );
    let head = read("£7.77 per head", "").unwrap();
    let grants = field("Charitable grants per head", Some(pounds()));
    assert_eq!(
        verify(&head, &Quantity::of_field(decimal("7.77"), &grants)),
        Verdict::Agrees
    );
}

#[test]
fn what_cannot_be_checked_is_refused_by_name() {
    use Kind::*;
    #[rustfmt::skip]
    let table: &[(&str, &str, &str, Kind)] = &[
        ("barely 50", "", "barely", Ambiguous),
        ("as many as 50", "", "as many as", Ambiguous),
        ("±50", "", "±", Ambiguous),
        ("three times more", "", "three times more", Ambiguous),
        ("twice", " higher", "twice higher", Ambiguous),
        ("over −5", "", "over −5", Ambiguous),
        ("just over about 50", "", "about", Hedge),
        ("50 about", "", "about", Hedge),
        ("at least 50", " or more", "or more", Hedge),
        ("36 fewer jobs in a rise", "", "rise", Direction),
        ("36 jobs, the first", "", "first", Ordinal),
        ("12 jobs and a third", "", "third", Fraction),
        ("36 jobs, twice", "", "twice", Multiple),
        ("1", "/3 of them", "/3", Fraction),
        ("between 12 and 10", "", "between 12 and 10", Range),
        ("between", " 10 and 12", "between", Range),
        ("dozens", "", "dozens", Vague),
        ("a few", "", "a few", Vague),
        ("not 43", "", "not", Negation),
        ("fell to 43", "", "fell to", Level),
    ];
    for (words, after, named, kind) in table {
        let fault = read(words, after).expect_err(words);
        assert_eq!(
            fault.reason,
            Reason::NotRead(named.to_string(), *kind),
            "`{words}`|{after}"
        );
        assert!(!fault.help().is_empty() && !fault.message().is_empty());
    }
}

#[test]
fn words_that_leave_the_number_open_are_refused() {
    let table = [
        (
            "young people",
            "",
            "the bound words hold no number that can be read",
        ),
        (
            "",
            " 43 per cent",
            "the bound words hold no number that can be read",
        ),
        (
            "43 per cent of 1,200 people",
            "",
            "`1,200` is a second number in words bound to one value",
        ),
        (
            "50 000",
            "",
            "`000` is a second number in words bound to one value",
        ),
        (
            "5 per 200 per 100",
            "",
            "`100` is a second number in words bound to one value",
        ),
        ("16-year-olds", "", "the number runs into `-year-olds`"),
        ("43", "rds of", "the number runs into `rds`"),
        ("4", "3 per cent", "the number runs into `3`"),
        ("5 per 10½", "", "the number runs into `½`"),
        ("5 per 100kg", "", "the number runs into `kg`"),
        ("20kg", "", "the number runs into `kg`"),
        (
            "1,20",
            "",
            "`1,20` is not a number: its thousands are not parted in threes",
        ),
        (
            "1.2.3",
            "",
            "`1.2.3` is not a number: it has a mark after its decimal point",
        ),
        (
            "unemployment of 5",
            "",
            "`unemployment of` stands before the number",
        ),
        (
            "£43 per cent",
            "",
            "the unit `per cent` does not belong to the number",
        ),
        (
            "43 people, £",
            "",
            "the unit `£` does not belong to the number",
        ),
        ("43 = x", "", "`=` has no meaning beside a number"),
    ];
    for (words, after, message) in table {
        let fault = read(words, after).expect_err(words);
        assert_eq!(fault.message(), message, "`{words}`");
        assert!(!fault.help().is_empty());
    }
    let split = read("50 000", "").unwrap_err();
    assert_eq!(
        split.help(),
        "bind one number in each link; part thousands by a comma: `1,000`"
    );
}

#[test]
fn nouns_around_a_number_are_the_authors_own() {
    for words in [
        "only 43 per cent of young people",
        "a total of 36 start-up jobs",
        "11 years",
        "the 225 wards",
        "(43)",
        "36 not-for-profit organisations, and their staff",
    ] {
        assert!(read(words, "").is_ok(), "`{words}`");
    }
}

#[test]
fn places_point_into_the_words_and_into_the_text_after_them() {
    let (words, after) = ("only £2.5", " million per 1,000 adults");
    let claim = read(words, after).unwrap();
    let at = |place: super::Place| match place.side {
        Side::Words => &words[place.start..place.end],
        Side::After => &after[place.start..place.end],
    };
    let Said::Number(number) = &claim.said else {
        panic!("{claim:?}");
    };
    assert_eq!(at(number.place), "£2.5");
    assert_eq!(at(number.scale.unwrap().place), "million");
    assert_eq!(at(claim.unit.clone().unwrap().place), "£");
    assert_eq!(claim.unit.unwrap().measure, Measure::Money("GBP".into()));
    let denominator = claim.denominator.unwrap();
    assert_eq!(at(denominator.place), "per 1,000");
    assert_eq!(at(denominator.of), "1,000");
    assert_eq!(number.value, decimal("2500000"));
    assert_eq!(number.step, decimal("100000"));
    assert_eq!(claim.text, "only £2.5 million per 1,000");
}

#[test]
fn text_after_the_link_counts_only_straight_behind_it() {
    for after in [
        ", and 88 per 200 elsewhere",
        " jobs against 88 per 200",
        " jobs. There are 88 per 200",
        " jobs that people there could take up per 200",
        " in 2019",
    ] {
        let claim = read("52", after).unwrap();
        assert_eq!(claim.denominator, None, "{after}");
        assert_eq!(claim.text, "52", "{after}");
    }
}

#[test]
fn numbers_in_words_are_read_as_they_are_spoken() {
    let table = [
        ("zero", "0", "1"),
        ("nineteen", "19", "1"),
        ("ninety nine", "99", "1"),
        ("one hundred", "100", "1"),
        ("twelve hundred", "1200", "1"),
        (
            "nine hundred and ninety-nine thousand nine hundred and ninety-nine",
            "999999",
            "1",
        ),
        ("a thousand and one", "1001", "1"),
        ("two million three hundred thousand", "2300000", "1000"),
        ("a billion", "1000000000", "1000000000"),
    ];
    for (words, value, step) in table {
        let Said::Number(number) = read(words, "").unwrap().said else {
            panic!("{words}");
        };
        assert_eq!(
            (number.value, number.step),
            (decimal(value), decimal(step)),
            "{words}"
        );
    }
    for words in [
        "five six",
        "twenty twelve",
        "hundred",
        "two million three million",
    ] {
        assert!(read(words, "").is_err(), "{words}");
    }
    assert!(read("43", " hundred").is_err());
}

#[test]
fn an_address_is_dataset_row_and_field_with_their_places() {
    let text = "gcse/left-behind,2019/attainment";
    let address::Expression::Cell(found) = address::parse(text).unwrap() else {
        panic!("no cell");
    };
    assert_eq!(found.dataset.text, "gcse");
    assert_eq!(found.row.text, "left-behind,2019");
    assert_eq!(&text[found.row.range.clone()], "left-behind,2019");
    assert_eq!(&text[found.field.range.clone()], "attainment");
}

#[test]
fn a_function_takes_addresses_and_functions_with_their_places() {
    let text = " diff( mean(jobs/*,2020/density) ,jobs/north,2020/density)";
    let address::Expression::Call(diff) = address::parse(text).unwrap() else {
        panic!("no function");
    };
    assert_eq!(&text[diff.range.clone()], text.trim());
    let [
        address::Expression::Call(mean),
        address::Expression::Cell(cell),
    ] = &diff.arguments[..]
    else {
        panic!("{diff:?}");
    };
    assert_eq!(&text[mean.range.clone()], "mean(jobs/*,2020/density)");
    let address::Expression::Column(column) = &mean.arguments[0] else {
        panic!("{mean:?}");
    };
    assert_eq!(
        (column.row.text.as_str(), cell.row.text.as_str()),
        ("*,2020", "north,2020")
    );
    assert_eq!(&text[cell.row.range.clone()], "north,2020");
    for text in [
        "sum(a/*/c,a/b/d)",
        "rank(a/b/c, a/*/c)",
        "count(a/*/c)",
        "min(a/b/c)",
    ] {
        assert!(address::parse(text).is_ok(), "{text}");
    }
}

#[test]
fn what_is_no_address_is_refused_at_its_place() {
    let table = [
        ("", 0..0, "the address of the value is empty"),
        (
            "gcse/left-behind",
            0..16,
            "the address has 2 parts in place of three",
        ),
        ("a/b/c/d", 0..7, "the address has 4 parts in place of three"),
        ("gcse//attainment", 5..5, "the address names no row"),
        (
            "gcse/*/attainment",
            5..6,
            "`*` asks for a whole column, which is not one value",
        ),
        (
            "gcse/a*/attainment",
            6..7,
            "`*` cannot stand here in an address",
        ),
        (
            "*/a/attainment",
            0..1,
            "`*` cannot stand here in an address",
        ),
        ("gcse/a b/c", 6..7, "` ` cannot stand here in an address"),
        ("dif(a/b/c,a/d/c)", 0..3, "there is no function `dif`"),
        ("diff(a/b/c)", 0..11, "`diff` cannot take 1 argument"),
        ("diff()", 0..6, "`diff` cannot take 0 arguments"),
        (
            "rank(a/b/c,a/*/c,a/*/c)",
            0..23,
            "`rank` cannot take 3 arguments",
        ),
        ("diff(a/*/c,a/d/c)", 5..10, "`diff` cannot take this"),
        ("rank(a/*/c)", 5..10, "`rank` cannot take this"),
        ("count(a/b/c)", 6..11, "`count` cannot take this"),
        (
            "diff(rank(a/b/c),rank(a/d/c))",
            5..16,
            "`diff` cannot take this",
        ),
        (
            "diff(a/b/c,a/d/c",
            0..16,
            "the bracket of `diff` is not closed",
        ),
        ("diff(a/b/c,", 0..11, "the bracket of `diff` is not closed"),
        (
            "sum(a/*/c)/2",
            10..12,
            "something stands behind the function",
        ),
        (
            "sum(a/*/c,)",
            10..10,
            "the address has 1 part in place of three",
        ),
        (
            "sum(sum(sum(sum(sum(sum(sum(sum(sum(a/b/c)))))))))",
            32..35,
            "functions stand too deep inside each other",
        ),
    ];
    for (text, range, message) in table {
        let fault = address::parse(text).unwrap_err();
        assert_eq!(
            (fault.range.clone(), fault.to_string().as_str()),
            (range, message),
            "{text}"
        );
        assert!(!fault.help().is_empty(), "{text}");
    }
    let near = address::parse("dif(a/b/c,a/d/c)").unwrap_err();
    assert_eq!(near.help(), "did you mean `diff`?");
}

#[test]
fn pence_in_the_pound_become_whole_per_cent() {
    let truth = |link: &str| mismatch(link, "", "33.3", Some(Unit::Percent)).truth;
    assert_eq!(truth("33p in the pound"), "33 per cent");
    assert_eq!(truth("34p"), "33 per cent");
}

#[test]
fn a_measure_is_that_of_the_unit() {
    let denied = |value: &str, unit: &str, link: &str, after: &str| {
        let found = mismatch(link, after, value, Some(words(unit)));
        assert_eq!(found.parts, [Part::Unit], "{link}|{after}");
        found.truth
    };
    assert_eq!(
        denied("1205", "hectares", "1,205 acres", ""),
        "1,205 hectares"
    );
    assert_eq!(denied("79", "years", "79 months", ""), "79 years");
    assert_eq!(denied("12", "km", "12", " miles of road"), "12 km");
    assert_eq!(denied("12.4", "km", "nearly 13 miles", ""), "12 km");
    assert_eq!(
        denied("20", "square kilometres", "20 km", ""),
        "20 square kilometres"
    );
    assert_eq!(denied("3", "hours a week", "3 days", ""), "3 hours a week");
    assert_eq!(denied("20", "°C", "20", " degrees Fahrenheit"), "20 °C");
    for (value, unit, link, after) in [
        ("1205", "hectares", "1,205 ha", ""),
        ("12", "km", "12 kilometres", ""),
        ("20", "square kilometres", "20 km²", ""),
        ("20", "km²", "20", " sq km"),
        ("79", "years", "79", " years old"),
        ("79", "years", "79", ""),
        ("79", "years", "79 or more", " year groups"),
        ("20", "households", "20 children", ""),
        ("20", "centres", "20 day centres", ""),
        ("5", "working days", "5 days", ""),
    ] {
        let unit = Some(words(unit));
        assert_eq!(
            check(link, after, value, unit),
            Verdict::Agrees,
            "{link}|{after}"
        );
    }
}

#[test]
fn a_direction_behind_a_published_value_is_held() {
    let points = || Some(Unit::PercentagePoints);
    let percent = || Some(Unit::Percent);
    let agrees = |title: &str, unit: Option<Unit>, value: &str, words: &str| {
        let (link, after) = words.split_once('|').unwrap();
        let claim =
            read(link, after).unwrap_or_else(|fault| panic!("{words}: {}", fault.message()));
        match verify(
            &claim,
            &Quantity::of_field(decimal(value), &field(title, unit)),
        ) {
            Verdict::Agrees => true,
            Verdict::Disagrees(mismatch) => {
                assert_eq!(mismatch.parts, [Part::Direction], "{words}");
                false
            }
        }
    };
    for words in [
        "3.1 per cent| rise",
        "3.1%| growth in the year",
        "3.1 per cent| higher",
        "3.1 per cent| increase surprised us",
        "3.1 per cent higher|",
    ] {
        assert!(!agrees("Prices", percent(), "-3.1", words), "{words}");
        assert!(agrees("Prices", percent(), "3.1", words), "{words}");
        assert!(agrees("Fall in prices", percent(), "3.1", words), "{words}");
    }
    assert!(!agrees("Score", points(), "-3.1", "3.1 point| gain"));
    assert!(!agrees("Score", Some(words("jobs")), "-3", "3 more jobs|"));
    for words in [
        "3.1 per cent| fall",
        "3.1%| lower",
        "3.1%| decline in the year",
    ] {
        assert!(agrees("Prices", percent(), "-3.1", words), "{words}");
        // The column may be of falls.
        assert!(agrees("Prices", percent(), "3.1", words), "{words}");
        assert!(agrees("Fall in prices", percent(), "3.1", words), "{words}");
        assert!(
            !agrees("Price change, 2020 to 2021", percent(), "3.1", words),
            "{words}"
        );
    }
    assert!(!agrees("Since 2010", points(), "3.1", "3.1 points| lower"));
    assert!(agrees(
        "Gap to England",
        points(),
        "3.1",
        "3.1 points| lower"
    ));
    assert!(agrees("Areas", None, "12", "12| lower super output areas"));
    // A sign says which way it goes.
    assert!(agrees("Prices", percent(), "-3.1", "−3.1 per cent| growth"));
}

#[test]
fn a_number_without_the_sign_of_its_value_is_told_of_the_direction() {
    let found = mismatch("3.1 points", "", "-3.1", Some(Unit::PercentagePoints));
    assert!(found.unsigned);
    assert!(
        found
            .help()
            .starts_with("the direction is wrong, or not said"),
        "{}",
        found.help()
    );
    assert!(!mismatch("3.1 points", "", "3.2", Some(Unit::PercentagePoints)).unsigned);
}
