//! From words and signs to a tree. Each rule of the grammar is a function:
//!
//! ```text
//! either     = both ("or" both)*
//! both       = negation ("and" negation)*
//! negation   = "not" negation | comparison
//! comparison = sum (("=" | "!=" | "<" | "<=" | ">" | ">=") sum)?
//! sum        = product (("+" | "-") product)*
//! product    = sign (("*" | "/") sign)*
//! sign       = "-" sign | value
//! value      = number | text | "missing" | column | name "(" (either ("," either)*)? ")"
//!            | "(" either ")"
//! ```

use std::ops::Range;

use crate::diag::{Diagnostic, code, suggest};
use crate::parse::passage::Passage;
use crate::source::{Span, Spanned};

use super::functions::{FUNCTIONS, Function};
use super::lex::{Token, Unknown, tokens};
use super::{Aggregated, Expression, Kind, Operator, Part};

/// How many parts an expression may have.
const MOST_PARTS: usize = 300;
/// How deep they may be nested.
const DEEPEST: usize = 40;

pub(in crate::shape) type Parsed<T> = Result<T, Box<Diagnostic>>;

/// Reads an expression. `aggregates` are the names of what may stand for a whole group.
pub(in crate::shape) fn parse(
    passage: &Passage<'_>,
    aggregates: &[&'static str],
) -> Parsed<Expression> {
    let text = passage.text.as_ref();
    let tokens = tokens(text).map_err(|unknown| unknown.report(passage))?;
    let mut parser = Parser {
        passage,
        tokens,
        at: 0,
        parts: 0,
        depth: 0,
        columns: Vec::new(),
        aggregated: Vec::new(),
        aggregates,
    };
    if parser.tokens.is_empty() {
        return Err(fault(passage.whole(), "there is no expression here")
            .help("write what is calculated, such as `100 * part / whole`")
            .into());
    }
    let root = parser.either()?;
    if let Some((token, _)) = parser.tokens.get(parser.at) {
        let message = format!("{} cannot stand here", described(token));
        let chained = matches!(token, Token::Sign("=" | "<" | ">" | "<=" | ">=" | "!="));
        let comma = matches!(token, Token::Sign(","));
        let help = match (chained, comma) {
            (true, _) => "compare two things at a time: `a < b and b < c`",
            (_, true) => "numbers are written without commas: `150000`",
            _ => "two values need a sign between them, such as `+` or `*`",
        };
        return Err(fault(parser.here(), message).help(help).into());
    }
    Ok(Expression {
        root,
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        columns: parser.columns,
        aggregates: parser.aggregated,
    })
}

impl Unknown {
    fn report(self, passage: &Passage<'_>) -> Box<Diagnostic> {
        let span = passage.span(self.range.start, self.range.end);
        Box::new(fault(span, self.message).help(self.help))
    }
}

fn fault(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(&code::EXPRESSION, span, message)
}

/// A word or sign as a message names it.
fn described(token: &Token) -> String {
    match token {
        Token::Number(number) => format!("the number `{number}`"),
        Token::Text(text) => format!("the text \"{text}\""),
        Token::Word(word) => format!("`{word}`"),
        Token::Quoted(name) => format!("the column `{name}`"),
        Token::Sign(sign) => format!("`{sign}`"),
    }
}

struct Parser<'p> {
    passage: &'p Passage<'p>,
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    parts: usize,
    depth: usize,
    columns: Vec<Spanned<String>>,
    aggregated: Vec<Aggregated>,
    aggregates: &'p [&'static str],
}

/// The signs of one level of the grammar.
type Level = &'static [(&'static str, Operator)];

const COMPARISONS: Level = &[
    ("=", Operator::Equal),
    ("==", Operator::Equal),
    ("!=", Operator::Unequal),
    ("<>", Operator::Unequal),
    ("<", Operator::Less),
    ("<=", Operator::AtMost),
    (">", Operator::More),
    (">=", Operator::AtLeast),
];
const SUMS: Level = &[
    ("+", Operator::Add),
    ("-", Operator::Subtract),
    ("\u{2212}", Operator::Subtract),
];
const PRODUCTS: Level = &[
    ("*", Operator::Multiply),
    ("\u{d7}", Operator::Multiply),
    ("/", Operator::Divide),
    ("\u{f7}", Operator::Divide),
];

impl Parser<'_> {
    fn either(&mut self) -> Parsed<Part> {
        self.chain(&[("or", Operator::Or)], Self::both)
    }

    fn both(&mut self) -> Parsed<Part> {
        self.chain(&[("and", Operator::And)], Self::negation)
    }

    fn negation(&mut self) -> Parsed<Part> {
        let start = self.at;
        if self.word("not") {
            let inner = self.within(Self::negation)?;
            return Ok(self.part(Kind::Not(Box::new(inner)), start));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Parsed<Part> {
        let start = self.at;
        let left = self.chain(SUMS, Self::product)?;
        let Some(operator) = self.operator(COMPARISONS) else {
            return Ok(left);
        };
        let right = self.chain(SUMS, Self::product)?;
        Ok(self.pair(operator, left, right, start))
    }

    fn product(&mut self) -> Parsed<Part> {
        self.chain(PRODUCTS, Self::sign)
    }

    fn sign(&mut self) -> Parsed<Part> {
        let start = self.at;
        if self.sign_is("-") || self.sign_is("\u{2212}") {
            let inner = self.within(Self::sign)?;
            return Ok(self.part(Kind::Minus(Box::new(inner)), start));
        }
        self.value()
    }

    fn value(&mut self) -> Parsed<Part> {
        let start = self.at;
        let Some((token, _)) = self.tokens.get(self.at).cloned() else {
            return Err(fault(self.here(), "the expression ends too early")
                .help("something has to follow the last sign")
                .into());
        };
        let called = matches!(self.tokens.get(self.at + 1), Some((Token::Sign("("), _)));
        self.at += 1;
        let kind = match token {
            Token::Number(number) => Kind::Number(number),
            Token::Text(text) => Kind::Text(text),
            Token::Quoted(name) => self.column(name),
            Token::Word(word) if called => return self.call(&word, start),
            Token::Word(word) if word == "missing" => Kind::Missing,
            Token::Word(word) if matches!(word.as_str(), "and" | "or" | "not") => {
                self.at -= 1;
                return Err(fault(self.here(), format!("`{word}` cannot stand here"))
                    .help(format!(
                        "it stands between two conditions; a column called `{word}` is put in \
                         backticks"
                    ))
                    .into());
            }
            Token::Word(word) => self.column(word),
            Token::Sign("(") => {
                let inner = self.within(Self::either)?;
                self.close(start, "a sign or `)` is expected")?;
                return Ok(inner);
            }
            Token::Sign(sign) => {
                self.at -= 1;
                return Err(fault(self.here(), format!("`{sign}` cannot stand here"))
                    .help("a value is expected: a number, a column, text in quotation marks")
                    .into());
            }
        };
        self.counted(start)?;
        Ok(self.part(kind, start))
    }

    fn column(&mut self, name: String) -> Kind {
        let known = self.columns.iter().position(|known| known.value == name);
        Kind::Column(known.unwrap_or_else(|| {
            let span = self.span_from(self.at - 1);
            self.columns.push(Spanned::new(name, span));
            self.columns.len() - 1
        }))
    }

    fn call(&mut self, word: &str, start: usize) -> Parsed<Part> {
        let name = Spanned::new(word.to_string(), self.span_from(start));
        self.at += 1;
        let aggregate = self.aggregates.contains(&word);
        let function = FUNCTIONS.iter().find(|function| function.name == word);
        if function.is_none() && !aggregate {
            return Err(self.unknown_function(&name).into());
        }
        // `min(x)` is over the group, `min(x, y)` over what it is given.
        let several = self.argument_count() > 1;
        if aggregate && (function.is_none() || !several) {
            return self.aggregate(name, start);
        }
        let arguments = self.arguments(start, |parser| parser.either())?;
        let function = function.expect("a word that is no aggregate is a function");
        if !function.takes.contains(&arguments.len()) {
            return Err(self.wrong_count(function, arguments.len(), start).into());
        }
        self.counted(start)?;
        Ok(self.part(Kind::Call(function, arguments), start))
    }

    fn unknown_function(&self, name: &Spanned<String>) -> Diagnostic {
        let word = &name.value;
        let elsewhere = super::super::aggregate::names().any(|known| known == word);
        let message = format!("there is no function `{word}`");
        if elsewhere {
            return fault(name.span, format!("`{word}` is over several rows"))
                .help("it stands in the `fields` of a `group` step");
        }
        let known = FUNCTIONS.iter().map(|function| function.name);
        let known: Vec<&str> = known.chain(self.aggregates.iter().copied()).collect();
        fault(name.span, message).maybe_help(suggest(word, known))
    }

    fn wrong_count(&self, function: &Function, count: usize, start: usize) -> Diagnostic {
        let values = if count == 1 { "value" } else { "values" };
        fault(
            self.span_from(start),
            format!("`{}` cannot take {count} {values}", function.name),
        )
        .help(format!("write `{}`", function.form))
    }

    /// An aggregate: its arguments are expressions of their own, read for each row.
    fn aggregate(&mut self, name: Spanned<String>, start: usize) -> Parsed<Part> {
        let (columns, outer) = (std::mem::take(&mut self.columns), self.aggregates);
        self.aggregates = &[];
        let arguments = self.arguments(start, |parser| {
            let from = parser.at;
            let root = parser.either()?;
            let range = parser.tokens[from].1.start..parser.tokens[parser.at - 1].1.end;
            Ok(Expression {
                root,
                text: parser.passage.text[range].to_string(),
                columns: std::mem::take(&mut parser.columns),
                aggregates: Vec::new(),
            })
        });
        self.columns = columns;
        self.aggregates = outer;
        let span = self.span_from(start);
        self.aggregated.push(Aggregated {
            name,
            arguments: arguments?,
            span,
        });
        self.counted(start)?;
        Ok(self.part(Kind::Aggregate(self.aggregated.len() - 1), start))
    }

    /// How many arguments follow, as far as the commas outside inner brackets say.
    fn argument_count(&self) -> usize {
        let (mut depth, mut commas) = (0, 0);
        for (token, _) in &self.tokens[self.at..] {
            match token {
                Token::Sign("(") => depth += 1,
                Token::Sign(")") if depth == 0 => break,
                Token::Sign(")") => depth -= 1,
                Token::Sign(",") if depth == 0 => commas += 1,
                _ => {}
            }
        }
        commas + 1
    }

    fn arguments<T>(
        &mut self,
        start: usize,
        mut read: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let mut arguments = Vec::new();
        if self.sign_is(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.within(&mut read)?);
            if !self.sign_is(",") {
                break;
            }
        }
        self.close(start, "a comma, a sign or `)` is expected")?;
        Ok(arguments)
    }

    fn close(&mut self, start: usize, expected: &'static str) -> Parsed<()> {
        if self.sign_is(")") {
            return Ok(());
        }
        let (message, help) = match self.tokens.get(self.at) {
            None => (
                "this bracket is never closed".to_string(),
                "write `)` where it ends",
            ),
            Some((token, _)) => (format!("{} cannot stand here", described(token)), expected),
        };
        let span = match self.tokens.get(self.at) {
            None => self.span_from(start),
            Some(_) => self.here(),
        };
        Err(fault(span, message).help(help).into())
    }

    /// A level of the grammar: what `next` reads, joined by the signs of the level.
    fn chain(&mut self, level: Level, next: fn(&mut Self) -> Parsed<Part>) -> Parsed<Part> {
        let start = self.at;
        let mut left = next(self)?;
        while let Some(operator) = self.operator(level) {
            let right = next(self)?;
            self.counted(start)?;
            left = self.pair(operator, left, right, start);
        }
        Ok(left)
    }

    fn operator(&mut self, level: Level) -> Option<Operator> {
        let (Token::Sign(found), _) = self.tokens.get(self.at)? else {
            let (Token::Word(word), _) = self.tokens.get(self.at)? else {
                return None;
            };
            let (_, operator) = level.iter().find(|(name, _)| name == word)?;
            self.at += 1;
            return Some(*operator);
        };
        let (_, operator) = level.iter().find(|(sign, _)| sign == found)?;
        self.at += 1;
        Some(*operator)
    }

    fn sign_is(&mut self, sign: &str) -> bool {
        let there =
            matches!(self.tokens.get(self.at), Some((Token::Sign(found), _)) if *found == sign);
        self.at += usize::from(there);
        there
    }

    fn word(&mut self, word: &str) -> bool {
        let there =
            matches!(self.tokens.get(self.at), Some((Token::Word(found), _)) if found == word);
        self.at += usize::from(there);
        there
    }

    /// Goes one level in, unless that is deeper than anything real.
    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.too_long(self.at.saturating_sub(1)));
        }
        let inner = read(self);
        self.depth -= 1;
        inner
    }

    fn counted(&mut self, start: usize) -> Parsed<()> {
        self.parts += 1;
        match self.parts > MOST_PARTS {
            true => Err(self.too_long(start)),
            false => Ok(()),
        }
    }

    fn too_long(&self, start: usize) -> Box<Diagnostic> {
        let fault = fault(self.span_from(start), "the expression is too long");
        Box::new(fault.help("divide it: derive a column first and use it here"))
    }

    fn pair(&self, operator: Operator, left: Part, right: Part, start: usize) -> Part {
        self.part(Kind::Pair(operator, Box::new(left), Box::new(right)), start)
    }

    fn part(&self, kind: Kind, start: usize) -> Part {
        Part {
            kind,
            span: self.span_from(start),
        }
    }

    /// From the token `start` to the last one read.
    fn span_from(&self, start: usize) -> Span {
        let last = self.at.min(self.tokens.len()).max(start + 1) - 1;
        let first = &self.tokens[start.min(self.tokens.len() - 1)].1;
        let last = &self.tokens[last.min(self.tokens.len() - 1)].1;
        self.passage.span(first.start, last.end.max(first.end))
    }

    /// The next token, or the end.
    fn here(&self) -> Span {
        match self.tokens.get(self.at) {
            Some((_, range)) => self.passage.span(range.start, range.end),
            None => {
                let end = self.passage.text.trim_end().len();
                let start = self.passage.text[..end]
                    .char_indices()
                    .next_back()
                    .map_or(0, |(at, _)| at);
                self.passage.span(start, end)
            }
        }
    }
}
