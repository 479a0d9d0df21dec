//! Conversions of literals, carried out when the table is checked.

use crate::interpret::{Environment, compute};
use crate::model::{Expression, ExpressionBase, ExpressionKind, ExpressionType, Operation, Value};

/// What an operation gives for literals; `None` where that is null or an error. The type doesn't matter to the interpreter.
pub(super) fn fold(operation: Operation, operands: &[Expression]) -> Option<Value> {
    let ty = ExpressionType::of(ExpressionBase::Null).or_null();
    let expression = Expression { kind: ExpressionKind::Apply(operation, operands.to_vec()), ty };
    compute(&expression, &Environment { inputs: &[], subject: None }).ok().filter(|value| *value != Value::Null)
}

/// Whether a text that is no date or time looks like one with a zone or an offset behind it: `14:30Z`, `14:30+01:00`, `…@Europe/Paris`.
pub(super) fn has_zone(text: &str) -> bool {
    let clock = text.split_once('T').map_or(text, |(_, clock)| clock);
    let is_clock = |clock: &str| clock.len() >= 5 && clock.starts_with(|c: char| c.is_ascii_digit()) && clock.contains(':');
    let before = clock.find(['Z', 'z', '+', '-', '@']).and_then(|at| clock.get(..at));
    before.is_some_and(is_clock)
}
