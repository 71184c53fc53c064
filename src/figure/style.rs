//! The rules of a style sheet that a drawing has a use for.

use std::collections::BTreeSet;

/// The class that every drawing has.
const CHART: &str = "chart";

/// The classes that elements of a drawing have.
pub(crate) fn classes(markup: &str) -> BTreeSet<&str> {
    let lists = markup.split(" class=\"").skip(1);
    let lists = lists.filter_map(|rest| rest.split('"').next());
    lists.flat_map(str::split_whitespace).collect()
}

/// The style sheet without selectors of classes that are not there, and without the rules and the
/// conditions that then hold nothing. Of the form that ours have: no strings with braces.
pub(crate) fn needed(style: &str, classes: &BTreeSet<&str>) -> String {
    let mut out = String::new();
    let mut rest = style;
    while let Some((head, body, after)) = rule(rest) {
        rest = after;
        if head.trim_start().starts_with('@') {
            let inner = needed(body, classes);
            if !inner.is_empty() {
                out.push_str(&format!("{head}{{{inner}}}"));
            }
            continue;
        }
        let kept: Vec<&str> = head
            .split(',')
            .filter(|selector| has_use(selector, classes))
            .collect();
        if !kept.is_empty() {
            out.push_str(&format!("{}{{{body}}}", kept.join(",").trim_start()));
        }
    }
    out
}

/// The head and the body of the first rule, and what follows it.
fn rule(style: &str) -> Option<(&str, &str, &str)> {
    let open = style.find('{')?;
    let mut depth = 0;
    for (at, letter) in style.bytes().enumerate().skip(open) {
        match letter {
            b'{' => depth += 1,
            b'}' if depth == 1 => {
                return Some((&style[..open], &style[open + 1..at], &style[at + 1..]));
            }
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn has_use(selector: &str, classes: &BTreeSet<&str>) -> bool {
    selector.split('.').skip(1).all(|part| {
        let end = part.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
        let class = &part[..end.unwrap_or(part.len())];
        class == CHART || classes.contains(class)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rules_of_classes_that_are_there_are_kept() {
        let style = ":root {--a: 1;}.chart .s1, .chart .s2 {fill: red;}.chart .s3 {fill: blue;}\
                     @media print {.chart .s3 {fill: grey;}}@media screen {.chart text {fill: x;}\
                     .chart .s2:hover {y: 1.5;}}";
        let classes = classes("<g class=\"s2 chart-quiet\"/><path class=\"l1\" d=\"M0 0\"/>");
        assert_eq!(
            needed(style, &classes),
            ":root {--a: 1;}.chart .s2 {fill: red;}@media screen {.chart text {fill: x;}\
             .chart .s2:hover {y: 1.5;}}"
        );
    }
}
