//! Lists of facts: values of theirs, and documents with good and bad ones.

use matchbook_compiler::model::{
    BaseType, DecisionGraph, DecisionTable, Expression, ExpressionKind, InputData, InputSource, ListType, Shape, Value,
};

use super::documents::{ODD, json, quoted};
use super::random::Random;
use super::values::{ends_of, fits, neighbours, unbounded};

/// The literals of the expressions of a decision and of those that it requires: what their conditions on items compare with.
pub(crate) fn literals(graph: &DecisionGraph<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    let mut see = |expression: &Expression| {
        if let ExpressionKind::Literal(value) = &expression.kind
            && !found.contains(value)
        {
            found.push(value.clone());
        }
    };
    for input in graph.order().flat_map(|(table, _)| &table.inputs) {
        if let InputSource::Column(literal) | InputSource::Condition(literal, _) = &input.source {
            literal.expression.visit(&mut see);
        }
    }
    for output in graph.order().flat_map(|(table, _)| &table.rules).flat_map(|rule| &rule.outputs) {
        if let Some(literal) = output.output.expression() {
            literal.expression.visit(&mut see);
        }
    }
    found
}

/// The empty list, lists of one item, and some others.
pub(crate) fn interesting(table: &DecisionTable, list: &ListType, literals: &[Value]) -> Vec<Value> {
    let mut random = Random(table.rules.len() as u64);
    let mut values = vec![Value::List(Vec::new())];
    values.extend((0..8).map(|_| Value::List(vec![item(&list.item, literals, &mut random)])));
    values.extend((0..12).map(|_| any(list, literals, &mut random)));
    values
}

/// Any list: none, one or a few items, or null where that is allowed.
pub(crate) fn any(list: &ListType, literals: &[Value], random: &mut Random) -> Value {
    if list.nullable && random.below(5) == 0 {
        return Value::Null;
    }
    let count = [0, 1, 1, 2, 3, 5][random.below(6)];
    Value::List((0..count).map(|_| item(&list.item, literals, random)).collect())
}

fn item(shape: &Shape, literals: &[Value], random: &mut Random) -> Value {
    match shape {
        Shape::Value(data) => value(data, literals, random),
        Shape::List(list) => any(list, literals, random),
        Shape::Record(fields) => Value::Context(fields.iter().map(|(_, field)| item(field, literals, random)).collect()),
    }
}

/// A value near what the table names; seldom one outside its domain.
fn value(data: &InputData, literals: &[Value], random: &mut Random) -> Value {
    let ty = data.scalar().unwrap();
    if ty.nullable && random.below(4) == 0 {
        return Value::Null;
    }
    let mut ends: Vec<Value> = literals.to_vec();
    data.domain.iter().flat_map(|domain| &domain.tests).for_each(|test| ends_of(test, &mut ends));
    let of_type = |value: &Value| match (value, ty.base) {
        (Value::Number(_), base) => base.is_numeric(),
        (Value::Null, _) => false,
        (value, base) => value.is_of(matchbook_compiler::model::Type { base, nullable: false }),
    };
    ends.retain(of_type);
    if data.closed.is_none() {
        let beside: Vec<Value> = ends.iter().flat_map(|end| neighbours(end, ty.base)).collect();
        ends.extend(beside);
        ends.extend((0..2).map(|_| unbounded(ty.base, random)));
    } else if random.below(40) == 0 {
        ends.push(Value::Text("none of these".to_owned()));
    }
    ends.retain(|value| fits(value, ty.base));
    let allowed: Vec<Value> =
        ends.iter().filter(|value| data.domain.as_ref().is_none_or(|domain| domain.contains(value))).cloned().collect();
    let from = if random.below(40) == 0 || allowed.is_empty() { &ends } else { &allowed };
    random.pick(from).clone()
}

/// A list in JSON.
pub(crate) fn list_json(list: &ListType, value: &Value, as_text: bool) -> String {
    Writer { as_text, at: usize::MAX, odd: "", written: 0, objects: 0, object: usize::MAX, change: 0 }.list(list, value)
}

/// The attributes of each item of a list of records, in JSON; `None` for a list of values, which no envelope can hold.
pub(crate) fn records(list: &ListType, value: &Value, as_text: bool) -> Option<Vec<String>> {
    let (Shape::Record(_), Value::List(items)) = (&list.item, value) else { return None };
    let mut writer = Writer { as_text, at: usize::MAX, odd: "", written: 0, objects: 0, object: usize::MAX, change: 0 };
    Some(items.iter().map(|item| writer.shape(&list.item, item)).collect())
}

/// Bad lists, from a good one: each value in it in turn replaced by what it can't be, and each record in turn with a field too many, one
/// missing, or one given twice.
pub(crate) fn bad(list: &ListType, value: &Value) -> Vec<String> {
    let mut count = Writer { as_text: false, at: usize::MAX, odd: "", written: 0, objects: 0, object: usize::MAX, change: 0 };
    count.list(list, value);
    let (values, objects) = (count.written.min(12), count.objects.min(6));
    let mut lists = Vec::new();
    for at in 0..values {
        for odd in ODD {
            lists.push(Writer { as_text: true, at, odd, written: 0, objects: 0, object: usize::MAX, change: 0 }.list(list, value));
        }
    }
    for object in 0..objects {
        for change in 1..=4 {
            lists.push(Writer { as_text: false, at: usize::MAX, odd: "", written: 0, objects: 0, object, change }.list(list, value));
        }
    }
    lists
}

/// Writes a list, with one thing wrong in it if that is asked for.
struct Writer {
    as_text: bool,
    /// The value that `odd` stands for.
    at: usize,
    odd: &'static str,
    written: usize,
    objects: usize,
    /// The record that is changed, and how.
    object: usize,
    change: usize,
}

impl Writer {
    fn list(&mut self, list: &ListType, value: &Value) -> String {
        match value {
            Value::List(items) => format!("[{}]", items.iter().map(|item| self.shape(&list.item, item)).collect::<Vec<_>>().join(",")),
            _ => "null".to_owned(),
        }
    }

    fn shape(&mut self, shape: &Shape, value: &Value) -> String {
        match (shape, value) {
            (Shape::List(list), value) => self.list(list, value),
            (Shape::Record(fields), Value::Context(values)) => {
                let change = if self.objects == self.object { self.change } else { 0 };
                self.objects += 1;
                let mut members: Vec<String> = fields
                    .iter()
                    .zip(values)
                    .map(|((name, field), value)| format!("{}:{}", quoted(name), self.shape(field, value)))
                    .collect();
                match change {
                    1 => members.insert(0, "\"unknown\":1".to_owned()),
                    2 => drop(members.remove(0)),
                    3 => members.extend(members.first().cloned()),
                    4 => return "null".to_owned(),
                    _ => {}
                }
                format!("{{{}}}", members.join(","))
            }
            (Shape::Value(data), value) => {
                self.written += 1;
                if self.written - 1 == self.at {
                    return self.odd.to_owned();
                }
                json(value, data.scalar().map_or(BaseType::Text, |ty| ty.base), self.as_text)
            }
            (Shape::Record(_), _) => "null".to_owned(),
        }
    }
}
