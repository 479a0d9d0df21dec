//! Results as they are written.

use std::io::Write as _;

use matchbook::RuleIndex;
use matchbook::json::{Decided, Value};

use crate::csv;
use crate::interface::{Interface, Kind, Output, Shape};

/// The column that says which rules made a result.
pub(crate) const RULE: &str = "rule";

/// The names of the columns of results, in their order.
pub(crate) fn columns(interface: &Interface) -> Vec<String> {
    interface.outputs.iter().map(Output::name).chain([RULE.to_owned()]).collect()
}

/// Writes the cells of a result, a delimiter between them; lists as JSON.
pub(crate) fn write_cells(interface: &Interface, decided: &Decided, ids: &[&'static str], delimiter: u8, out: &mut Vec<u8>) {
    let id = |rule: &RuleIndex| ids.get(rule.get() as usize).copied().unwrap_or_default();
    let alone = interface.outputs.len() == 1;
    for output in interface.outputs {
        match (interface.result, &decided.output) {
            // Of a single output, the result is its bare value.
            (Shape::List, Value::Array(items)) if !alone => {
                let items = items.iter().map(|item| of(item, output.path).cloned().unwrap_or_default());
                csv::write(out, Some(&Value::Array(items.collect()).to_string()), delimiter);
            }
            (Shape::List, list) => csv::write(out, Some(&list.to_string()), delimiter),
            (_, value) if alone => write_cell(Some(value), output.kind, delimiter, out),
            (_, record) => write_cell(of(record, output.path), output.kind, delimiter, out),
        }
        out.push(delimiter);
    }
    match interface.result {
        Shape::Record => csv::write(out, decided.rules.first().map(id), delimiter),
        Shape::List | Shape::Aggregate => {
            let ids: Value = decided.rules.iter().map(id).collect();
            csv::write(out, Some(&ids.to_string()), delimiter);
        }
    }
}

/// The value at a path in a record; `None` where there is no record.
fn of<'v>(record: &'v Value, path: &[&str]) -> Option<&'v Value> {
    path.iter().try_fold(record, |record, name| record.get(name))
}

fn write_cell(value: Option<&Value>, kind: Kind, delimiter: u8, out: &mut Vec<u8>) {
    match value {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) if kind != Kind::Json => csv::write(out, Some(text), delimiter),
        Some(value) => csv::write(out, Some(&value.to_string()), delimiter),
    }
}

/// Writes the members of a result's line: `"output":…,"rules":[…]`, and the rules of the decisions that it requires.
pub(crate) fn write_members(decided: &Decided, ids: &[&'static str], out: &mut Vec<u8>) {
    let id = |rule: &RuleIndex| ids.get(rule.get() as usize).copied().unwrap_or_default();
    let rules: Value = decided.rules.iter().map(id).collect();
    // A vector takes all that is written.
    let _ = write!(out, "\"output\":{},\"rules\":{rules}", decided.output);
    for (position, required) in decided.required.iter().enumerate() {
        let rules: Value = required.rules.iter().map(|rule| required.decision.rules.id(*rule)).collect();
        let begin = if position == 0 { ",\"required\":{" } else { "," };
        let _ = write!(out, "{begin}{}:{rules}", Value::from(required.decision.name));
    }
    if !decided.required.is_empty() {
        out.push(b'}');
    }
}

#[cfg(test)]
mod tests {
    use matchbook::json::{array, digits, integer, object, text};

    use super::*;

    const IDS: &[&str] = &["one", "two", "a,b"];

    fn cells(outputs: &'static [Output], result: Shape, output: Value, rules: &[u32]) -> String {
        let interface = Interface { inputs: &[], outputs, result, required: 0 };
        let decided = Decided::new(output, rules.iter().map(|rule| RuleIndex::new(*rule)).collect());
        let mut out = Vec::new();
        write_cells(&interface, &decided, IDS, b',', &mut out);
        String::from_utf8(out).unwrap()
    }

    const NET: Output = Output { path: &["price", "net"], kind: Kind::Number };
    const CODE: Output = Output { path: &["Code"], kind: Kind::Text };
    const BODY: Output = Output { path: &["Body"], kind: Kind::Json };

    #[test]
    fn cells_of_every_form_of_result() {
        let record = object([("price", object([("net", text("1.50"))])), ("Code", text(""))]);
        assert_eq!(cells(&[NET, CODE], Shape::Record, record.clone(), &[0]), "1.50,\"\",one");
        assert_eq!(cells(&[NET, CODE], Shape::Record, Value::Null, &[]), ",,");
        assert_eq!(cells(&[CODE], Shape::Record, text("x,y"), &[2]), "\"x,y\",\"a,b\"");
        assert_eq!(cells(&[BODY], Shape::Record, text("1"), &[1]), "\"\"\"1\"\"\",two");
        assert_eq!(cells(&[BODY], Shape::Record, array([integer(1), digits("2.5")]), &[1]), "\"[1,2.5]\",two");
        assert_eq!(cells(&[CODE], Shape::Aggregate, integer(3), &[0, 1]), "3,\"[\"\"one\"\",\"\"two\"\"]\"");
        let list = array([record, object([("price", object([("net", Value::Null)])), ("Code", text("b"))])]);
        assert_eq!(
            cells(&[NET, CODE], Shape::List, list, &[0, 1]),
            "\"[\"\"1.50\"\",null]\",\"[\"\"\"\",\"\"b\"\"]\",\"[\"\"one\"\",\"\"two\"\"]\""
        );
        assert_eq!(cells(&[CODE], Shape::List, array([]), &[]), "[],[]");
    }

    #[test]
    fn members_of_a_line() {
        let mut out = Vec::new();
        write_members(&Decided::new(text("x"), vec![RuleIndex::new(2)]), IDS, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), r#""output":"x","rules":["a,b"]"#);
    }
}
