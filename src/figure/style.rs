//! The rules of a style sheet that a drawing has a use for.

use std::collections::BTreeMap;

use super::ink::Inks;

/// The class that every drawing has.
const CHART: &str = "chart";

/// The rules of a style sheet, read once for all drawings. Of the form that ours have: no strings with
/// braces.
pub(crate) struct Rules(Vec<Rule>);

struct Rule {
    head: String,
    content: Content,
}

enum Content {
    /// The rules that hold under a condition.
    Rules(Rules),
    /// What holds for the elements that one of the selectors names.
    Body(Vec<Selector>, String),
}

struct Selector {
    text: String,
    /// Which inks have the classes it asks for, one after another, that of every drawing aside.
    classes: Vec<Inks>,
}

impl Rules {
    /// Reads a style sheet.
    pub(crate) fn read(style: &str) -> Rules {
        Rules::read_with(style, &Inks::by_class())
    }

    fn read_with(style: &str, inks: &BTreeMap<&str, Inks>) -> Rules {
        let mut rules = Vec::new();
        let mut rest = style;
        while let Some((head, body, after)) = rule(rest) {
            rest = after;
            rules.push(Rule {
                head: head.to_string(),
                content: match head.trim_start().starts_with('@') {
                    true => Content::Rules(Rules::read_with(body, inks)),
                    false => Content::Body(
                        head.split(',').map(|text| selector(text, inks)).collect(),
                        body.into(),
                    ),
                },
            });
        }
        Rules(rules)
    }

    /// Writes the style sheet without selectors of classes that no ink has, and without the rules and the
    /// conditions that then hold nothing.
    pub(crate) fn write(&self, inks: Inks, out: &mut String) {
        for rule in &self.0 {
            let before = out.len();
            match &rule.content {
                Content::Rules(inner) => {
                    out.push_str(&rule.head);
                    out.push('{');
                    let start = out.len();
                    inner.write(inks, out);
                    match out.len() == start {
                        true => out.truncate(before),
                        false => out.push('}'),
                    }
                }
                Content::Body(selectors, body) => {
                    let has_use = |selector: &&Selector| {
                        let mut asked = selector.classes.iter();
                        asked.all(|class| class.meets(inks))
                    };
                    for selector in selectors.iter().filter(has_use) {
                        match out.len() == before {
                            true => out.push_str(selector.text.trim_start()),
                            false => {
                                out.push(',');
                                out.push_str(&selector.text);
                            }
                        }
                    }
                    if out.len() > before {
                        out.push('{');
                        out.push_str(body);
                        out.push('}');
                    }
                }
            }
        }
    }
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

fn selector(text: &str, inks: &BTreeMap<&str, Inks>) -> Selector {
    let classes = text.split('.').skip(1).map(|part| {
        let end = part.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
        &part[..end.unwrap_or(part.len())]
    });
    let classes = classes.filter(|class| *class != CHART);
    Selector {
        text: text.to_string(),
        classes: classes
            .map(|class| inks.get(class).copied().unwrap_or_default())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::ink::Ink;
    use super::*;

    #[test]
    fn only_rules_of_classes_that_are_there_are_kept() {
        let style = ":root {--a: 1;}.chart .s1, .chart .s2 {fill: red;}.chart .s3 {fill: blue;}\
                     @media print {.chart .s3 {fill: grey;}}@media screen {.chart text {fill: x;}\
                     .chart .s2:hover {y: 1.5;}}";
        let mut inks = Inks::default();
        for ink in [Ink::Series2, Ink::Quiet, Ink::Line1] {
            inks.insert(ink);
        }
        let mut needed = String::new();
        Rules::read(style).write(inks, &mut needed);
        assert_eq!(
            needed,
            ":root {--a: 1;}.chart .s2 {fill: red;}@media screen {.chart text {fill: x;}\
             .chart .s2:hover {y: 1.5;}}"
        );
    }
}
