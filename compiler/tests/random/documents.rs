//! Seeded random documents for a decision: objects and envelopes of facts, mostly right.

use matchbook_compiler::model::{BaseType, DecisionTable, InputData, ListType, Name, Shape};
use serde_json::{Map, Value, json};

use crate::feel::TEXTS;
use crate::seeded::Random;

/// A document, whether it is an envelope, and whether something in it is meant to be wrong.
pub(crate) fn document(table: &DecisionTable, random: &mut Random) -> String {
    let odd = if random.one_in(4) { 1 + random.below(24) } else { 0 };
    let mut writer = Writer { random, odd };
    let mut document = Map::new();
    for (_, data) in table.given() {
        let value = match data.list() {
            Some(list) => writer.list(list),
            None => writer.scalar(data),
        };
        let (Some(value), Some((last, outer))) = (value, data.name.0.split_last()) else { continue };
        let mut object = &mut document;
        for segment in outer {
            object = object.entry(segment.clone()).or_insert_with(|| Value::Object(Map::new())).as_object_mut().unwrap();
        }
        object.insert(last.clone(), value);
    }
    if odd > 0 && random.one_in(8) {
        document.insert("unknown".to_owned(), Value::Null);
    }
    // No fact holds a value that lies in none.
    let in_facts = |data: &InputData| data.name.0.len() > 1 || data.list().is_some_and(|list| matches!(list.item, Shape::Record(_)));
    if random.one_in(if table.given().all(|(_, data)| in_facts(data)) { 3 } else { 50 }) {
        return envelope(table, document, random);
    }
    Value::Object(document).to_string()
}

/// The facts of an object: each object in it and each item of a list of objects is one. What is no fact is left out.
fn envelope(table: &DecisionTable, document: Map<String, Value>, random: &mut Random) -> String {
    let mut facts = vec![json!({"type": "unread", "attributes": {"a": [{}]}})];
    for (name, value) in document {
        let name = if random.one_in(6) { Name::snake_case(&name) } else { name };
        let fact = |attributes: Value| json!({"type": name, "attributes": attributes});
        let is_list = table.given().any(|(_, data)| data.list().is_some() && data.name.0 == [name.clone()]);
        match value {
            // Of one alone, a list of one; of several, the last.
            Value::Array(items) => facts.extend(items.into_iter().filter(|item| !item.is_array()).map(fact)),
            Value::Object(_) if !is_list && random.one_in(3) => {
                facts.push(fact(json!({"not": "read"})));
                facts.push(fact(value));
            }
            other => facts.push(fact(other)),
        }
    }
    if random.one_in(20) {
        facts.push(random_fact(random));
    }
    if random.one_in(3) {
        let from = random.below(facts.len());
        facts.rotate_left(from);
    }
    Value::Array(facts).to_string()
}

fn random_fact(random: &mut Random) -> Value {
    [json!(5), json!({"type": "x"}), json!({"attributes": {}}), json!(null), json!({"type": 1, "attributes": {}})][random.below(5)].clone()
}

struct Writer<'r> {
    random: &'r mut Random,
    /// Values until something is wrong; 0 for never.
    odd: usize,
}

impl Writer<'_> {
    /// What stands in the place of the value, if it is its turn to be wrong: nothing at all, or what is of no type.
    fn wrong(&mut self) -> Option<Option<Value>> {
        if self.odd == 0 {
            return None;
        }
        self.odd -= 1;
        if self.odd > 0 {
            return None;
        }
        let odd = [
            json!(null),
            json!(true),
            json!(1),
            json!(-0.5),
            json!("x"),
            json!(""),
            json!("1.50"),
            json!("99999999999999999999999999999"),
            json!([]),
            json!([null]),
            json!([[1]]),
            json!({}),
            json!({"price": 1, "unknown": 2}),
            json!([{}]),
            json!("2026-02-30"),
        ];
        let at = self.random.below(odd.len() + 2);
        Some(odd.get(at).cloned())
    }

    fn list(&mut self, list: &ListType) -> Option<Value> {
        if let Some(wrong) = self.wrong() {
            return wrong;
        }
        if list.nullable && self.random.one_in(4) {
            return if self.random.one_in(2) { Some(Value::Null) } else { None };
        }
        let count = self.random.pick(&[0, 1, 1, 2, 3]);
        Some(Value::Array((0..count).map(|_| self.shape(&list.item).unwrap_or(Value::Null)).collect()))
    }

    fn shape(&mut self, shape: &Shape) -> Option<Value> {
        match shape {
            Shape::Value(data) => self.scalar(data),
            Shape::List(list) => self.list(list),
            Shape::Record(fields) => {
                if let Some(wrong) = self.wrong() {
                    return wrong;
                }
                let mut object = Map::new();
                for (name, field) in fields {
                    let name = if self.random.one_in(12) { Name::snake_case(name) } else { name.clone() };
                    if let Some(value) = self.shape(field) {
                        object.insert(name, value);
                    }
                }
                Some(Value::Object(object))
            }
        }
    }

    fn scalar(&mut self, data: &InputData) -> Option<Value> {
        if let Some(wrong) = self.wrong() {
            return wrong;
        }
        let ty = data.scalar()?;
        if ty.nullable && self.random.one_in(4) {
            return if self.random.one_in(2) { Some(Value::Null) } else { None };
        }
        let random = &mut *self.random;
        if let Some(list) = &data.closed
            && !random.one_in(80)
        {
            return Some(Value::from(list.values[random.below(list.values.len())].clone()));
        }
        // Nearly always within what columns and glossary allow.
        let negative = random.one_in(40);
        let sign = if negative { "-" } else { "" };
        Some(match ty.base {
            BaseType::Text => Value::from(if random.one_in(20) { "" } else { TEXTS[random.below(TEXTS.len())] }),
            BaseType::Integer => json!([0, 1, 2, 3, 5, 7, 8, 100, 101][random.below(if negative { 9 } else { 8 })]),
            BaseType::Boolean => Value::from(random.one_in(2)),
            BaseType::Number | BaseType::Decimal(_) => {
                let digits = random.pick(&["0.5", "1", "1", "2", "4.99", "5.001", "10", "99.95", "100", "1000", "0.125", "0"]);
                let digits = format!("{sign}{digits}");
                if random.one_in(2) { Value::from(digits) } else { serde_json::from_str(&digits).unwrap_or(Value::Null) }
            }
            BaseType::Date => {
                Value::from(random.pick(&["2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-06-15", "2027-01-01"]))
            }
            BaseType::Time => Value::from(random.pick(&["09:00", "17:30:00"])),
            BaseType::DateTime => Value::from(random.pick(&["2026-01-31T00:00:00", "2026-01-31T14:30:00"])),
            BaseType::DaysTimeDuration => {
                Value::from(format!("{sign}{}", random.pick(&["PT0S", "PT1H", "P1D", "P1DT12H", "P30D", "P31D"])))
            }
            _ => Value::from(format!("{sign}{}", random.pick(&["P1Y", "P6M"]))),
        })
    }
}
