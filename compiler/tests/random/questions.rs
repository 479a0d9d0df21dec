//! Questions to a table, in JSON, about values that tell its rules apart.

use matchbook_compiler::model::{BaseType, DecisionTable, Value};

use crate::seeded::Random;

/// A question about a table: the values of its inputs in JSON, one in eight of them something else.
pub(crate) fn document(table: &DecisionTable, inputs: &[Value], random: &mut Random) -> String {
    let mut document = serde_json::Map::new();
    for (data, value) in table.given().map(|(id, data)| (data, &inputs[id.0])) {
        let odd = [r#"null"#, "1", "-0.5", "true", "[]", "{}", r#""""#, r#""P1D""#, r#""2026-01-31""#, r#""12:00""#, r#""1e3""#, r#""US""#];
        let json = match value {
            _ if random.one_in(8 * inputs.len()) => serde_json::from_str(random.pick(&odd)).unwrap(),
            Value::Null => serde_json::Value::Null,
            Value::Boolean(boolean) => serde_json::Value::from(*boolean),
            Value::Number(number) if data.scalar().unwrap().base == BaseType::Integer => serde_json::Value::from(number.to_i64().unwrap()),
            other => serde_json::Value::from(other.show(data.scalar().unwrap().base)),
        };
        if random.one_in(100) {
            continue;
        }
        let mut object = &mut document;
        let (last, outer) = data.name.0.split_last().unwrap();
        for segment in outer {
            object =
                object.entry(segment.clone()).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new())).as_object_mut().unwrap();
        }
        object.insert(last.clone(), json);
    }
    if random.one_in(200) {
        document.insert("unknown".to_owned(), serde_json::Value::Null);
    }
    serde_json::Value::Object(document).to_string()
}
