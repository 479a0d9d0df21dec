//! What of a list a decision reads: contexts are positional, so each decision is handed the items with its own fields in its own order.

use crate::model::{InputData, Shape, Value};

/// The value of `from`, an input of the whole, as that of the input of one decision of its graph.
pub(super) fn read_by(input: &InputData, from: &InputData, value: &Value) -> Value {
    match (input.list(), from.list()) {
        (Some(list), Some(from)) => items(value, |item| projected(item, &list.item, &from.item)),
        _ => value.clone(),
    }
}

/// The value of an input as the table's own expressions see it: without what only required decisions read.
pub(super) fn own(input: &InputData, value: &Value) -> Value {
    match input.list() {
        Some(list) => items(value, |item| own_part(item, &list.item)),
        None => value.clone(),
    }
}

fn items(list: &Value, of: impl Fn(&Value) -> Value) -> Value {
    match list {
        Value::List(items) => Value::List(items.iter().map(of).collect()),
        other => other.clone(),
    }
}

fn projected(value: &Value, shape: &Shape, from: &Shape) -> Value {
    match (value, shape, from) {
        (_, Shape::List(list), Shape::List(from)) => items(value, |item| projected(item, &list.item, &from.item)),
        (Value::Context(values), Shape::Record(fields), Shape::Record(from)) => {
            let field = |(name, shape): &(String, Shape)| {
                let found = from.iter().zip(values).find(|((known, _), _)| known == name);
                found.map_or(Value::Null, |((_, from), value)| projected(value, shape, from))
            };
            Value::Context(fields.iter().map(field).collect())
        }
        _ => value.clone(),
    }
}

fn own_part(value: &Value, shape: &Shape) -> Value {
    match (value, shape) {
        (_, Shape::List(list)) => items(value, |item| own_part(item, &list.item)),
        (Value::Context(values), Shape::Record(fields)) => {
            let own = fields.iter().zip(values).filter(|((_, field), _)| !field.is_forwarded());
            Value::Context(own.map(|((_, field), value)| own_part(value, field)).collect())
        }
        _ => value.clone(),
    }
}
