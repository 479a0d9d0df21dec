//! Operations by tables of cases, forms by small trees, arithmetic by identities that it doesn't use itself.

mod calendar;
mod forms;
mod list;
mod number;
mod text;

use super::operation::apply;
use super::{Inexact, Value};
use crate::model::{BaseType, Number, Operation};
use crate::syntax::literal;

/// The value that a text spells: `null`, `"a text"`, `[a, list]`, else the plain literal of whatever type it is one of.
fn value(text: &str) -> Value {
    if text == "null" {
        return Value::Null;
    }
    if let Some(quoted) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return Value::Text(quoted.to_owned());
    }
    if let Some(items) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Value::List(split(items).into_iter().map(value).collect());
    }
    let types = [
        BaseType::Number,
        BaseType::Boolean,
        BaseType::Date,
        BaseType::Time,
        BaseType::DateTime,
        BaseType::DaysTimeDuration,
        BaseType::YearsMonthsDuration,
    ];
    types.into_iter().find_map(|base| literal(text, base)).unwrap_or_else(|| panic!("{text} is no value"))
}

/// The parts between the commas that stand in no bracket and no quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut depth, mut quoted, mut start, mut parts) = (0, false, 0, Vec::new());
    for (at, sign) in text.char_indices() {
        match sign {
            '"' => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    if !text[start..].trim().is_empty() {
        parts.push(text[start..].trim());
    }
    parts
}

/// Applies an operation to each of these operands; `!` is the arithmetic error.
fn table(operation: Operation, cases: &[(&str, &str)]) {
    for (operands, expected) in cases {
        let result = apply(operation, split(operands).into_iter().map(value).collect());
        let expected = if *expected == "!" { Err(Inexact) } else { Ok(value(expected)) };
        assert_eq!(result, expected, "{operation:?} of {operands}");
    }
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}
