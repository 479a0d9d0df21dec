//! Output entries, constants and the cells of test cases that hold one value.

use super::expression;
use super::keywords::calls_function;
use super::lexer::{Token, clean, fold, lex, plain};
use super::opaque;
use super::operand::{Trouble, product};
use super::print::quote;
use super::typed_cell::{self, Cell};
use super::unary_tests::{self, Form, mode};
use super::{CellContext, too_long, trouble};
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::layout::did_you_mean;
use crate::model::{BaseType, Type, UnaryTest, Value};
use crate::source::Content;

/// What an output entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Blank: the column's default.
    Blank,
    /// A value.
    Value(Value),
    /// An expression.
    Expression {
        /// The cell's text.
        text: String,
        /// The byte of it at which the expression begins: behind an `=`.
        from: usize,
    },
}

/// Reads an output entry, or a column's `default`.
///
/// In a `text` column it is taken whole, unless an `=` or a quote makes it an expression. `-` is an error, and so is whatever looks like a
/// test.
pub fn output_entry(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Answer, Vec<SyntaxFinding>> {
    match read(content, cx, Kind::Output) {
        Ok(None) => Ok(Answer::Blank),
        Ok(Some(value)) => Ok(Answer::Value(value)),
        Err(findings) => match content {
            Some(Content::Text(text)) if findings.iter().any(|finding| matches!(*finding.problem, SyntaxProblem::Expression { .. })) => {
                Ok(Answer::Expression { text: text.clone(), from: beginning(text) })
            }
            _ => Err(findings),
        },
    }
}

/// The byte at which the expression of a text begins: behind blanks and an `=`.
pub(crate) fn beginning(text: &str) -> usize {
    let blanks = text.len() - text.trim_start_matches(|c| fold(c) == ' ').len();
    let rest = text.get(blanks..).unwrap_or_default();
    let sign = if behind_equals(rest).is_some() { rest.chars().next().map_or(0, char::len_utf8) } else { 0 };
    blanks + sign
}

/// Reads a literal: a constant, or what a test case expects. `Ok(None)` for a blank cell. `null` is an error unless the type has a `?`, so
/// that a caller to whom null makes sense passes the type with it. Names in scope are not looked at: only literals stand here.
pub fn value(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Value>, Vec<SyntaxFinding>> {
    read(content, cx, Kind::Literal)
}

/// Reads a test case's input: as [`value`], but a `decimal(s)` may have more digits, since an input is compared and never rounded.
pub fn test_input(content: Option<&Content>, cx: &CellContext<'_>) -> Result<Option<Value>, Vec<SyntaxFinding>> {
    let base = if let BaseType::Decimal(_) = cx.ty.base { BaseType::Number } else { cx.ty.base };
    value(content, &CellContext { ty: Type { base, ..cx.ty }, ..*cx })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Output,
    Literal,
}

fn read(content: Option<&Content>, cx: &CellContext<'_>, kind: Kind) -> Result<Option<Value>, Vec<SyntaxFinding>> {
    let Some(content) = content else { return Ok(None) };
    let parses = |fix: &str| match parse(fix, cx, kind) {
        Ok(value) => cx.domain.is_none_or(|values| values.contains(&value)),
        // Whether it is of the column's type is for typing to say.
        Err((SyntaxProblem::Expression { .. }, _)) => {
            let expression = behind_equals(fix).or(if cx.ty.base == BaseType::Text { None } else { Some(fix) });
            kind == Kind::Output && expression.is_some_and(|expression| is_feel(expression, cx))
        }
        Err(_) => false,
    };
    let text = match typed_cell::read(content, cx, false) {
        Ok(Cell::Value(value)) => return Ok(Some(value)),
        Ok(Cell::Text(text)) => text,
        Err(problem) => return Err(trouble(problem, cx, parses)),
    };
    if clean(text).is_empty() {
        return Ok(None);
    }
    if let Some(problem) = too_long(text) {
        return Err(trouble(problem, cx, parses));
    }
    parse(text, cx, kind).map(Some).map_err(|problem| trouble(problem, cx, parses))
}

fn parse(text: &str, cx: &CellContext<'_>, kind: Kind) -> Result<Value, Trouble> {
    let value = if plain(text) == "-" {
        let mut readings = Vec::new();
        match cx.ty.base {
            BaseType::Text => readings.push(quote("-")),
            base if base.is_numeric() => readings.push("0".to_owned()),
            _ => {}
        }
        if cx.ty.nullable {
            readings.push("null".to_owned());
        }
        return Err((SyntaxProblem::Dash { ty: cx.ty.into() }, readings));
    } else if cx.ty.base == BaseType::Any {
        return opaque::value(text, cx, kind == Kind::Output);
    } else if cx.ty.base == BaseType::Text {
        whole_text(&clean(text), cx, kind)?
    } else {
        one_value(text, cx, kind)?
    };
    if value == Value::Null && !cx.ty.nullable {
        return Err((super::unexpected_null(cx.ty), Vec::new()));
    }
    Ok(value)
}

/// The text behind an `=`, which makes an expression of any text.
pub(super) fn behind_equals(text: &str) -> Option<&str> {
    text.strip_prefix(['=', '＝']).map(str::trim_start)
}

/// A text, taken whole unless it is an expression.
fn whole_text(text: &str, cx: &CellContext<'_>, kind: Kind) -> Result<Value, Trouble> {
    let read = || text.to_owned();
    let expression = behind_equals(text);
    let literal = expression.unwrap_or(text);
    if literal == "null" {
        return Ok(Value::Null);
    }
    if text.eq_ignore_ascii_case("null") {
        return Err((SyntaxProblem::KeywordCase { read: read(), keyword: "null", in_text: true }, vec!["null".to_owned(), quote(text)]));
    }
    if literal.starts_with(|c| fold(c) == '"') {
        return match lex(literal, mode(BaseType::Text)).as_slice() {
            [only] => match &only.token {
                Token::Quoted(quoted) => Ok(Value::Text(quoted.clone())),
                _ => Err((SyntaxProblem::Unclosed { read: read(), missing: "\"" }, vec![format!("{text}\""), quote(text)])),
            },
            _ => Err((SyntaxProblem::Expression { read: read() }, vec![quote(text)])),
        };
    }
    if expression.is_some() {
        return Err((SyntaxProblem::Expression { read: read() }, vec![quote(literal)]));
    }
    if text.contains('"') {
        return Err((SyntaxProblem::Expression { read: read() }, vec![quote(text)]));
    }
    if kind == Kind::Output && cx.names.contains(&plain(text)) {
        return Err((SyntaxProblem::NameOrText { read: read() }, vec![format!("={text}"), quote(text)]));
    }
    if calls_function(&plain(text)) {
        return Err((SyntaxProblem::NeedsQuotes { read: read(), why: "it calls a function" }, vec![format!("={text}"), quote(text)]));
    }
    Ok(Value::Text(text.to_owned()))
}

/// A value of any other type; the `=` before it is optional.
fn one_value(text: &str, cx: &CellContext<'_>, kind: Kind) -> Result<Value, Trouble> {
    let cleaned = clean(text);
    let literal = behind_equals(&cleaned).unwrap_or(&cleaned);
    let read = || cleaned.clone();
    if kind == Kind::Output
        && cx.ty.base.is_numeric()
        && let Some(subtraction) = subtraction(&plain(literal))
    {
        return Err((SyntaxProblem::TypedInterval { read: read() }, vec![subtraction]));
    }
    if let Some(product) = product(&plain(literal), cx).filter(|_| kind == Kind::Output) {
        return Err((SyntaxProblem::NotAValue { read: read(), ty: cx.ty }, vec![product]));
    }
    if kind == Kind::Output && is_expression(literal, cx) {
        return Err((SyntaxProblem::Expression { read: read() }, Vec::new()));
    }
    match unary_tests::parse(literal, cx, Form::Values) {
        Ok(tests) => match <[UnaryTest; 1]>::try_from(tests) {
            Ok([UnaryTest::Equal(value)]) => Ok(value),
            _ => Err((SyntaxProblem::TestForValue { read: read() }, Vec::new())),
        },
        Err(mistakes) => {
            let whole = mistakes.len() == 1;
            let Some(mistake) = mistakes.into_iter().next() else {
                return Err((SyntaxProblem::NotAValue { read: read(), ty: cx.ty }, Vec::new()));
            };
            let splice = |reading: &String| {
                let mut fixed = literal.to_owned();
                let (start, end) = (mistake.span.start, mistake.span.end);
                if fixed.get(start..end).is_some() {
                    fixed.replace_range(start..end, reading);
                }
                fixed
            };
            let misspelt = || did_you_mean(literal, cx.names.iter().map(String::as_str)).is_some();
            if kind == Kind::Output && matches!(mistake.problem, SyntaxProblem::NotAValue { .. }) && misspelt() {
                return Err((SyntaxProblem::Expression { read: read() }, Vec::new()));
            }
            let readings = if whole { mistake.readings.iter().map(splice).collect() } else { Vec::new() };
            Err((mistake.problem, readings))
        }
    }
}

/// Whether a text without its `=` reads as an expression.
fn is_feel(text: &str, cx: &CellContext<'_>) -> bool {
    expression::parse(text, &expression::Names::new(cx.names.iter().map(String::as_str))).is_ok()
}

/// What stands between the names of an expression, those of other languages too.
const SIGNS: [char; 20] = ['+', '-', '*', '/', '(', ')', ',', '<', '>', '=', '^', '&', '|', '!', '[', ']', '{', '}', ':', '%'];

/// Whether a text is numbers with `+ * / **` between them, with or without blanks, and isn't a date: `1/4`, but not `1/2/2026`.
fn is_arithmetic(text: &str) -> bool {
    let text = text.replace("**", "*");
    let joined = text.trim_start_matches(['+', '-']).contains(['*', '+', '/']);
    let is_date = text.matches('/').count() == 2 && text.bytes().all(|b| b.is_ascii_digit() || b == b'/');
    joined && !is_date && text.split(['*', '+', '/']).all(|part| super::literal::number(part.trim()).is_some())
}

/// `18-65` as the subtraction that it may be, in brackets or not. With blanks it is one, without them an interval to many.
fn subtraction(text: &str) -> Option<String> {
    let inner = text.trim_start_matches(['(', ' ']).trim_end_matches([')', ' ']);
    let (at, _) = inner.char_indices().skip(1).find(|(_, c)| *c == '-')?;
    let (minuend, subtrahend) = (inner.get(..at)?, inner.get(at + 1..)?);
    let numbers = [minuend, subtrahend].iter().all(|part| super::literal::number(part).is_some());
    numbers.then(|| text.replacen(inner, &format!("{minuend} - {subtrahend}"), 1))
}

/// Whether a text is FEEL beyond a literal: names, calls, arithmetic with blanks or between digits (but `18-65` may be an interval),
/// keywords.
pub(super) fn is_expression(text: &str, cx: &CellContext<'_>) -> bool {
    let folded = plain(text);
    let first = folded.split([' ', '(']).next().unwrap_or_default();
    let arithmetic = || {
        let words: Vec<&str> = folded.split(' ').collect();
        let between = words.len() >= 3 && words[1..words.len() - 1].iter().any(|word| ["+", "-", "*", "/", "**"].contains(word));
        between || cx.ty.base.is_numeric() && is_arithmetic(&folded)
    };
    cx.names.contains(&folded)
        || calls_function(&folded)
        || folded.contains('?')
        || folded.starts_with(['{', '@'])
        || folded.contains("//")
        || folded.contains("/*")
        || folded.starts_with('(') && !folded.contains("..")
        || ["if", "for", "some", "every", "function", "function("].iter().any(|word| first.eq_ignore_ascii_case(word))
            && folded.contains([' ', '('])
        || arithmetic()
        || folded.split(SIGNS).any(|part| cx.names.contains(part.trim()))
}
