//! The words of one operand → a value of the column's type.

use super::CellContext;
use super::keywords::{is_wildcard, predicate};
use super::lexer::{Lexeme, Span, Token, clean, plain};
use super::literal::{literal, number};
use super::print::{needs_quotes_in_entry, print_text_entry, quote};
use super::repair;
use super::unary_tests::{Form, Mistake};
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{BaseType, Number, Type, UnaryTest, Value};

/// Where an operand stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the whole test.
    Alone,
    /// Behind `<` and the like.
    AfterOperator,
    /// At an end of an interval.
    End,
}

/// Reads the lexemes of an operand: words in a row, or a single text.
pub(super) fn read(lexemes: &[Lexeme], text: &str, span: Span, cx: &CellContext<'_>, form: Form, place: Place) -> Result<Value, Mistake> {
    let raw = span.of(text);
    let value = match lexemes.first().map(|lexeme| &lexeme.token) {
        Some(Token::Unclosed) => {
            let mut readings = vec![format!("{raw}\"")];
            if cx.ty.base == BaseType::Text {
                readings.push(quote(&clean(raw)));
            }
            return Err(Mistake { problem: SyntaxProblem::Unclosed { read: raw.to_owned(), missing: "\"" }, span, readings });
        }
        Some(Token::Bare(bare)) => bare_text(bare, cx, form),
        Some(Token::Quoted(quoted)) if cx.ty.base == BaseType::Text => Ok(Value::Text(quoted.clone())),
        Some(Token::Quoted(quoted)) => Err((SyntaxProblem::NotAValue { read: raw.to_owned(), ty: cx.ty }, vec![plain(quoted)])),
        _ if cx.ty.base == BaseType::Text => word_after_sign(&clean(raw), cx),
        _ => typed(&plain(raw), cx, form, place),
    };
    let value = value.and_then(|value| match (&value, form) {
        (Value::Null, Form::Domain) => Err((SyntaxProblem::NullAmongValues, Vec::new())),
        (Value::Null, Form::Entry) if !cx.ty.nullable => Err((super::unexpected_null(cx.ty), vec!["-".to_owned()])),
        (Value::Null, Form::Values) if !cx.ty.nullable => Err((super::unexpected_null(cx.ty), Vec::new())),
        _ => Ok(value),
    });
    value.map_err(|(problem, readings)| Mistake { problem, span, readings })
}

/// A problem and what could be typed instead.
pub(super) type Trouble = (SyntaxProblem, Vec<String>);

/// Whether the column's `values` list this text.
pub(super) fn is_listed(text: &str, cx: &CellContext<'_>) -> bool {
    let lists = |test: &UnaryTest| matches!(test, UnaryTest::Equal(Value::Text(value)) if value == text);
    cx.domain.is_some_and(|domain| domain.tests.iter().any(lists))
}

/// An unquoted text that is a whole test of a `text` column.
fn bare_text(text: &str, cx: &CellContext<'_>, form: Form) -> Result<Value, Trouble> {
    let folded = plain(text);
    let read = || text.to_owned();
    let quoted = || vec![quote(text)];
    if text == "null" {
        return Ok(Value::Null);
    }
    if folded.eq_ignore_ascii_case("null") {
        return Err((SyntaxProblem::KeywordCase { read: read(), keyword: "null", in_text: true }, vec!["null".to_owned(), quote(text)]));
    }
    if folded == "-" {
        return Err((SyntaxProblem::EmptyItem { read: read() }, quoted()));
    }
    if form != Form::Values {
        if let Some((words, rest, takes_operand)) = predicate(&folded) {
            let complete = if takes_operand { rest.len() > 1 && rest.starts_with('"') && rest.ends_with('"') } else { rest.is_empty() };
            return Err(match form == Form::Domain && complete {
                true => (SyntaxProblem::ConditionAmongValues { read: read() }, Vec::new()),
                false => (SyntaxProblem::PredicateOrText { read: read(), predicate: words }, quoted()),
            });
        }
        if is_wildcard(&folded) && !is_listed(text, cx) {
            return Err((SyntaxProblem::Wildcard { read: read() }, vec!["-".to_owned(), quote(text)]));
        }
    }
    if form == Form::Entry && cx.names.contains(&folded) {
        return Err((SyntaxProblem::NameOrText { read: read() }, vec![quote(text), format!("= {text}")]));
    }
    if text.starts_with(['\'', '‘', '’']) {
        let bare = clean(text.trim_matches(['\'', '‘', '’']));
        let readings = vec![print_text_entry(&bare), quote(text)];
        return Err((SyntaxProblem::NeedsQuotes { read: read(), why: "it begins with an apostrophe" }, readings));
    }
    if text.starts_with('!') {
        let rest = clean(text.trim_start_matches('!'));
        let readings = vec![format!("not({})", print_text_entry(&rest)), quote(text)];
        return Err((SyntaxProblem::NeedsQuotes { read: read(), why: "it begins like a negation" }, readings));
    }
    if let Some(why) = needs_quotes_in_entry(text) {
        return Err((SyntaxProblem::NeedsQuotes { read: read(), why }, quoted()));
    }
    match separated(text, cx, form) {
        Some(list) => Err((SyntaxProblem::ListSeparator { read: read() }, vec![list, quote(text)])),
        None => Ok(Value::Text(text.to_owned())),
    }
}

/// `gold; silver` or `gold or silver` as the list that is meant: in `values` whatever its parts, elsewhere if each is a value or an entry
/// of the column.
fn separated(text: &str, cx: &CellContext<'_>, form: Form) -> Option<String> {
    if is_listed(text, cx) {
        return None;
    }
    let known = |part: &String| form == Form::Domain || is_listed(part, cx) || cx.entries.contains(part);
    [";", "\n", " or ", " OR ", "|"].into_iter().find_map(|separator| {
        let parts: Vec<String> = text.split(separator).map(clean).filter(|part| !part.is_empty()).collect();
        let list = parts.len() > 1 && parts.iter().all(known);
        list.then(|| parts.iter().map(|part| print_text_entry(part)).collect::<Vec<_>>().join(", "))
    })
}

/// A bare word behind an operator or at an end of an interval, in a `text` column.
fn word_after_sign(text: &str, cx: &CellContext<'_>) -> Result<Value, Trouble> {
    if is_listed(text, cx) {
        return Ok(Value::Text(text.to_owned()));
    }
    if text == "null" {
        return Ok(Value::Null);
    }
    if text.eq_ignore_ascii_case("null") {
        return Err((
            SyntaxProblem::KeywordCase { read: text.to_owned(), keyword: "null", in_text: true },
            vec!["null".to_owned(), quote(text)],
        ));
    }
    if cx.names.contains(&plain(text)) {
        return Err((SyntaxProblem::Expression { read: text.to_owned() }, Vec::new()));
    }
    Err((SyntaxProblem::UnknownWord { read: text.to_owned() }, vec![quote(text)]))
}

/// `2x` and `2 x` as the product that they are on paper, if `x` is a name in scope.
pub(super) fn product(text: &str, cx: &CellContext<'_>) -> Option<String> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let (factor, name) = (text.get(..text.len() - digits.len())?, digits.trim_start());
    // `5x` in the column `x` isn't compared with itself.
    (number(factor).is_some() && cx.names.contains(name) && name != cx.label).then(|| format!("{factor} * {name}"))
}

/// A literal of a type other than `text`; the text is in plain form.
fn typed(text: &str, cx: &CellContext<'_>, form: Form, place: Place) -> Result<Value, Trouble> {
    let read = || text.to_owned();
    if text == "null" {
        return Ok(Value::Null);
    }
    if let Some(value) = typed_literal(text, cx.ty)? {
        return Ok(value);
    }
    if text.eq_ignore_ascii_case("null") {
        // Where there is no null at all, its spelling is the lesser mistake.
        return match cx.ty.nullable {
            true => Err((SyntaxProblem::KeywordCase { read: read(), keyword: "null", in_text: false }, vec!["null".to_owned()])),
            false => Ok(Value::Null),
        };
    }
    if form == Form::Entry && cx.names.contains(text) {
        return Err((SyntaxProblem::Expression { read: read() }, vec![format!("= {text}")]));
    }
    if text.contains('?') {
        return Err((SyntaxProblem::Expression { read: read() }, Vec::new()));
    }
    if let Some(product) = product(text, cx).filter(|_| form == Form::Entry) {
        return Err((SyntaxProblem::Expression { read: read() }, vec![format!("= {product}")]));
    }
    if form == Form::Domain && predicate(text).is_some() {
        return Err((SyntaxProblem::ConditionAmongValues { read: read() }, Vec::new()));
    }
    if text == "-" && place == Place::Alone {
        return Err((SyntaxProblem::EmptyItem { read: read() }, Vec::new()));
    }
    if is_wildcard(text) && form != Form::Values && place == Place::Alone {
        return Err((SyntaxProblem::Wildcard { read: read() }, vec!["-".to_owned()]));
    }
    Err(repair::operand(text, cx.ty, place == Place::Alone && form != Form::Values)
        .unwrap_or_else(|| (SyntaxProblem::NotAValue { read: read(), ty: cx.ty }, Vec::new())))
}

/// The literal, if it is one; an error where it has more digits than its type.
fn typed_literal(text: &str, ty: Type) -> Result<Option<Value>, Trouble> {
    if ty.base.is_numeric() {
        let Some(value) = number(text) else { return Ok(None) };
        return fit(value, text, ty).map(Some);
    }
    if ty.base == BaseType::DateTime {
        // A blank between date and time has no other reading, and is how spreadsheets show it.
        if let Some(value) = literal(&text.replacen(' ', "T", 1), ty.base) {
            return Ok(Some(value));
        }
    }
    // Expressions compute with longer durations than a column holds.
    Ok(literal(text, ty.base).filter(|value| value.is_of(ty)))
}

/// A number of a type, if it has no more digits than that.
pub(super) fn fit(value: Number, shows: &str, ty: Type) -> Result<Value, Trouble> {
    let scale = match ty.base {
        BaseType::Integer => 0,
        BaseType::Decimal(scale) => scale,
        _ => return Ok(Value::Number(value)),
    };
    if value.scale() > scale {
        let stores = value.to_string();
        let shows = shows.to_owned();
        return Err((SyntaxProblem::TooManyDigits { shows, stores, ty }, neighbours(value, scale)));
    }
    if !Value::Number(value).is_of(ty) {
        return Err((SyntaxProblem::OutOfRange { read: shows.to_owned(), ty }, Vec::new()));
    }
    Ok(Value::Number(value))
}

/// The numbers of `scale` digits next to a longer one, the nearer first.
fn neighbours(value: Number, scale: u32) -> Vec<String> {
    let Some(unit) = 10_i128.checked_pow(value.scale().saturating_sub(scale)) else { return Vec::new() };
    let below = value.coefficient().div_euclid(unit);
    let mut nearby = vec![below, below + 1];
    if value.coefficient().rem_euclid(unit) * 2 >= unit {
        nearby.reverse();
    }
    nearby.into_iter().filter_map(|coefficient| Number::new(coefficient, scale)).map(|number| number.to_string()).collect()
}
