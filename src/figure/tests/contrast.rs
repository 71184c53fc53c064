//! The colours of charts hold against each other: the ratios of WCAG 2 (1.4.3 and 1.4.11), in light
//! and dark, with the style inside each chart and with that of the default theme.

use std::collections::BTreeMap;

use crate::figure::STYLE;
use crate::figure::ink::{Role, Shape};

const THEME: &str = include_str!("../../../themes/default/assets/style.css");

/// Custom properties by name.
type Colours = BTreeMap<String, String>;

/// The rules inside each block that follows `opening`, up to the brace that closes it.
fn blocks<'s>(style: &'s str, opening: &str) -> Vec<&'s str> {
    let mut found = Vec::new();
    for (at, _) in style.match_indices(opening) {
        let start = at + opening.len();
        let mut depth = 1;
        let end = style[start..].find(|letter| {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        found.push(&style[start..start + end.expect("the block is closed")]);
    }
    found
}

fn declare(block: &str, colours: &mut Colours) {
    for part in block.split(';') {
        let line = part.rsplit(['{', '}', '/']).next().unwrap().trim();
        if let Some((name, value)) = line.split_once(':')
            && name.starts_with("--")
        {
            colours.insert(name.trim().to_string(), value.trim().to_string());
        }
    }
}

/// The properties of a style in light, and in dark.
fn schemes(style: &str) -> [Colours; 2] {
    let dark_only: String = {
        let media = blocks(style, "@media screen and (prefers-color-scheme: dark) {");
        media.concat()
    };
    let without_media = {
        let mut rest = style.to_string();
        while let Some(start) = rest.find("@media") {
            let open = rest[start..].find('{').unwrap() + start + 1;
            let inside = blocks(&rest[start..], &rest[start..open])[0].len();
            rest.replace_range(start..open + inside + 1, "");
        }
        rest
    };
    let mut light = Colours::new();
    for block in blocks(&without_media, ":root {") {
        declare(block, &mut light);
    }
    let mut dark = light.clone();
    for block in blocks(&dark_only, ":root {") {
        declare(block, &mut dark);
    }
    [light, dark]
}

/// The colour that a property comes to.
fn colour(colours: &Colours, name: &str) -> [f64; 3] {
    let mut value = colours
        .get(name)
        .unwrap_or_else(|| panic!("{name} is not declared"))
        .as_str();
    while let Some(inner) = value.strip_prefix("var(") {
        let name = inner.trim_end_matches(')');
        value = colours
            .get(name)
            .unwrap_or_else(|| panic!("{name} is not declared"));
    }
    let digits = value
        .strip_prefix('#')
        .unwrap_or_else(|| panic!("{name}: {value}"));
    let digits: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_string(),
    };
    let part = |at: usize| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
    [part(0), part(2), part(4)]
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear = colour.map(|part| match part <= 0.04045 {
        true => part / 12.92,
        false => ((part + 0.055) / 1.055).powf(2.4),
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(colours: &Colours, one: &str, two: &str) -> f64 {
    let light = luminance(colour(colours, one));
    let other = luminance(colour(colours, two));
    (light.max(other) + 0.05) / (light.min(other) + 0.05)
}

/// Checks a pair in both schemes of both styles.
fn assert_contrast(one: &str, two: &str, least: f64) {
    for (style, name) in [(STYLE, "the chart"), (THEME, "the theme")] {
        for (colours, scheme) in schemes(style).iter().zip(["light", "dark"]) {
            let found = contrast(colours, one, two);
            assert!(
                found >= least,
                "{one} on {two} in {name}, {scheme}: {found:.2}, not {least}"
            );
        }
    }
}

#[test]
fn ratios_are_those_of_the_standard() {
    let mut colours = Colours::new();
    declare(
        "--a: #fff; --b: #000; --c: #12436d; --d: #28a197",
        &mut colours,
    );
    assert!((contrast(&colours, "--a", "--b") - 21.0).abs() < 1e-9);
    assert!((contrast(&colours, "--a", "--c") - 10.2).abs() < 0.1);
    assert!((contrast(&colours, "--c", "--d") - 3.2).abs() < 0.1);
}

#[test]
fn labels_can_be_read_on_the_ground() {
    for label in ["--chart-text", "--chart-quiet"] {
        assert_contrast(label, "--chart-ground", 4.5);
    }
}

#[test]
fn text_can_be_read_on_filled_parts() {
    for part in ["1", "2", "3", "4", "focus", "muted", "reference"] {
        assert_contrast(
            &format!("--chart-on-{part}"),
            &format!("--chart-{part}"),
            4.5,
        );
    }
    // The parts beside a neutral middle, and the middle itself.
    for part in ["--chart-lean-left", "--chart-lean-right", "--chart-muted"] {
        assert_contrast("--chart-on-muted", part, 4.5);
    }
    let classes = ["light", "light", "middle", "strong", "dark"];
    for (class, on) in classes.iter().enumerate() {
        let class = format!("--chart-c{}", class + 1);
        assert_contrast(&format!("--chart-on-{on}"), &class, 4.5);
    }
}

#[test]
fn what_is_drawn_stands_out_from_the_ground() {
    for part in [
        "1",
        "2",
        "3",
        "4",
        "focus",
        "reference",
        "axis",
        "muted-edge",
    ] {
        assert_contrast(&format!("--chart-{part}"), "--chart-ground", 3.0);
    }
}

#[test]
fn neighbours_stand_out_from_each_other_and_are_parted_by_the_ground() {
    for (one, two) in [("1", "2"), ("2", "3"), ("3", "4")] {
        assert_contrast(&format!("--chart-{one}"), &format!("--chart-{two}"), 3.0);
    }
    let parted = ".chart .s1, .chart .s2, .chart .s3, .chart .s4, .chart .focus, \
                  .chart .reference { stroke: var(--chart-ground)";
    assert!(STYLE.contains(parted));
}

#[test]
fn pale_parts_have_an_edge_that_stands_out_from_all_sides() {
    let edges = [
        ("--chart-muted", "--chart-muted-edge", ".chart .muted"),
        ("--chart-lean-left", "--chart-3", ".chart .lean-left"),
        ("--chart-lean-right", "--chart-1", ".chart .lean-right"),
    ];
    for (part, edge, rule) in edges {
        assert_contrast(edge, "--chart-ground", 3.0);
        let outlined = format!("{rule} {{ fill: var({part}); stroke: var({edge})");
        assert!(STYLE.contains(&outlined), "{outlined}");
    }
    // An outer part and the pale one beside it.
    assert_contrast("--chart-3", "--chart-lean-left", 3.0);
    assert_contrast("--chart-1", "--chart-lean-right", 3.0);
}

#[test]
fn series_are_never_told_by_colour_alone() {
    // Points by their shape.
    let shapes: Vec<Shape> = (0..4).map(Shape::nth).collect();
    // Lines by their dashes.
    let dashes: Vec<Option<&str>> = (0..4)
        .map(|place| {
            let class = Role::Series(place).line().class();
            let rule = blocks(STYLE, &format!("\n.chart .{class} {{"))[0];
            let dash = rule
                .split(';')
                .find(|part| part.contains("stroke-dasharray"));
            dash.map(|part| part.split_once(':').unwrap().1.trim())
        })
        .collect();
    for one in 0..4 {
        for two in 0..one {
            assert_ne!(shapes[one], shapes[two]);
            assert_ne!(dashes[one], dashes[two]);
        }
    }
}
