//! JSON documents: good ones of given values, and all the ways in which one can be bad.

use matchbook_compiler::model::{BaseType, DecisionTable, InputData, Name, Value};

use super::lists;
use super::random::Random;

/// A field of a document: its path and its JSON.
type Leaf = (Vec<String>, String);

pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A value in JSON; numbers but integers bare or as text.
pub(crate) fn json(value: &Value, base: BaseType, as_text: bool) -> String {
    match value {
        Value::Null | Value::Boolean(_) => value.to_string(),
        Value::Number(_) if !as_text => value.to_string(),
        other => quoted(&other.show(base)),
    }
}

/// An object of these leaves, in the order in which they come, those below one field together. Leaves of the same path are given twice.
fn object(leaves: &[Leaf], depth: usize) -> String {
    let mut members: Vec<(&str, Vec<&Leaf>)> = Vec::new();
    for leaf in leaves {
        let name = leaf.0[depth].as_str();
        let nests = leaf.0.len() > depth + 1;
        match members.iter_mut().find(|(known, below)| nests && *known == name && below[0].0.len() > depth + 1) {
            Some((_, below)) => below.push(leaf),
            None => members.push((name, vec![leaf])),
        }
    }
    let members: Vec<String> = members
        .into_iter()
        .map(|(name, below)| {
            let nests = below[0].0.len() > depth + 1;
            let value = if nests { object(&below.into_iter().cloned().collect::<Vec<_>>(), depth + 1) } else { below[0].1.clone() };
            format!("{}:{value}", quoted(name))
        })
        .collect();
    format!("{{{}}}", members.join(","))
}

fn leaves(table: &DecisionTable, values: &[Value], as_text: bool) -> Vec<Leaf> {
    let given = table.inputs.iter().zip(values).filter(|(data, _)| data.is_given());
    let written = |data: &InputData, value: &Value| match data.list() {
        Some(list) => lists::list_json(list, value, as_text),
        None => json(value, data.scalar().unwrap().base, as_text),
    };
    given.map(|(data, value)| (data.name.0.clone(), written(data, value))).collect()
}

/// The document that holds these values.
pub(crate) fn document(table: &DecisionTable, values: &[Value], as_text: bool) -> String {
    object(&leaves(table, values, as_text), 0)
}

/// The envelope of facts that holds these values, a fact that is read by no table before it; `None` where some input is no part of a fact.
pub(crate) fn envelope(table: &DecisionTable, values: &[Value], as_text: bool) -> Option<String> {
    let mut facts = vec![r#"{"type":"unread","attributes":{"a":[{}]}}"#.to_owned()];
    let mut of_records: Vec<Leaf> = Vec::new();
    let fact = |name: &str, attributes: &str| format!("{{\"type\":{},\"attributes\":{attributes}}}", quoted(name));
    for ((path, json), (data, value)) in
        leaves(table, values, as_text).into_iter().zip(table.inputs.iter().zip(values).filter(|(data, _)| data.is_given()))
    {
        match (path.as_slice(), data.list()) {
            ([name], Some(list)) => facts.extend(lists::records(list, value, as_text)?.iter().map(|record| fact(name, record))),
            ([_], None) => return None,
            _ => of_records.push((path, json)),
        }
    }
    let mut names: Vec<String> = of_records.iter().map(|(path, _)| path[0].clone()).collect();
    names.dedup();
    for name in names {
        let below: Vec<Leaf> =
            of_records.iter().filter(|(path, _)| path[0] == name).map(|(path, json)| (path[1..].to_vec(), json.clone())).collect();
        // Of several, the last one counts.
        facts.push(fact(&name, "{\"unread\":1}"));
        facts.push(fact(&name, &object(&below, 0)));
    }
    Some(format!("[{}]", facts.join(",")))
}

/// What stands in the place of a value: nearly all of it is wrong for nearly every type.
pub(crate) const ODD: &[&str] = &[
    "null",
    "true",
    "false",
    "[]",
    "{}",
    "[1]",
    "{\"a\":1}",
    "0",
    "-0",
    "1",
    "-1",
    "0.1",
    "1.0",
    "1e2",
    "1E+2",
    "10e-1",
    "0e99999999999",
    "1e400",
    "1e-400",
    "1e99999999999999999999",
    "0.1000000000000000055511151231257827",
    "0.30000000000000004",
    "123456789012345678",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "9999999999999999999999999999",
    "10000000000000000000000000000",
    "99999999999999999999999999999",
    "0.0000000000000000000000000001",
    "0.00000000000000000000000000001",
    "1.00000000000000000000000000000000000",
    "79228162514264337593543950335",
    "79228162514264337593543950336",
    "\"\"",
    "\" \"",
    "\"1\"",
    "\" 1\"",
    "\"1 \"",
    "\"+1\"",
    "\".5\"",
    "\"1.\"",
    "\"1,5\"",
    "\"1e2\"",
    "\"1e\"",
    "\"0x1\"",
    "\"NaN\"",
    "\"inf\"",
    "\"-\"",
    "\"1_000\"",
    "\"99999999999999999999999999999\"",
    "\"0.1000000000000000055511151231257827\"",
    "\"9223372036854775808\"",
    "\"null\"",
    "\"true\"",
    "\"\\u0661\"",
    "\"US\"",
    "\"us\"",
    "\"2026-01-31\"",
    "\"2026-02-30\"",
    "\"2026-1-31\"",
    "\"+2026-01-31\"",
    "\"-2026-01-31\"",
    "\"20260131\"",
    "\"2026-01-31T14:30\"",
    "\"2026-01-31T14:30:00\"",
    "\"2026-01-31T14:30:00.123456789\"",
    "\"2026-01-31T14:30:00Z\"",
    "\"2026-01-31 14:30:00\"",
    "\"14:30\"",
    "\"14:30:00\"",
    "\"14:30:60\"",
    "\"24:00\"",
    "\"24:00:00\"",
    "\"14:30:00.1234567890\"",
    "\"2:30\"",
    "\"14:30Z\"",
    "\"P1D\"",
    "\"PT36H\"",
    "\"-PT1M\"",
    "\"P1DT\"",
    "\"P\"",
    "\"PT\"",
    "\"P1W\"",
    "\"PT1.5S\"",
    "\"PT1.5H\"",
    "\"P1Y\"",
    "\"P1M\"",
    "\"P1Y6M\"",
    "\"-P3M\"",
    "\"P-1D\"",
    "\"P1Y1D\"",
    "\"P99999999999999999999D\"",
    "\"P20000Y\"",
    "\"P19998Y\"",
    "\"P19998Y1M\"",
    "\"P106751991167300D\"",
    "\"P106751991167301D\"",
    "\"p1d\"",
    "\"\\u0000\"",
    "\"\\ud83d\\ude00\"",
];

/// What is no JSON, or no object.
const NO_OBJECT: &[&str] = &[
    "",
    " ",
    "{",
    "}",
    "[",
    "[]",
    "[{}]",
    "[null]",
    "[1]",
    "[[]]",
    "[{\"type\":\"x\"}]",
    "[{\"attributes\":{}}]",
    "[{\"type\":\"x\",\"attributes\":{}}]",
    "[{\"type\":\"x\",\"attributes\":{},\"attributes\":{}}]",
    "[{\"type\":\"x\",\"attributes\":{},\"id\":1}]",
    "[{\"type\":1,\"attributes\":{}}]",
    "[{\"type\":null,\"attributes\":{}}]",
    "[{\"type\":\"x\",\"attributes\":[]}]",
    "[{\"type\":\"x\",\"attributes\":null}]",
    "[{\"type\":\"x\",\"attributes\":{}},{}]",
    "null",
    "true",
    "1",
    "\"x\"",
    "nul",
    "{]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{,}",
    "{a:1}",
    "{'a':1}",
    "{\"a\":01}",
    "{\"a\":+1}",
    "{\"a\":.5}",
    "{\"a\":1.}",
    "{\"a\":NaN}",
    "{\"a\":1e}",
    "{\"a\":\"\\x\"}",
    "{\"a\":\"\\ud800\"}",
    "{\"a\":\"\u{1}\"}",
    "\u{feff}{}",
    "{} {}",
    "{}x",
    "{}",
    "{\"a\":1}",
    "{\"\":1}",
    "{\"a\":{\"b\":\"\\ud800\"}}",
    "{\"a\":[1,]}",
    "{\"a\":[\"\\ud800\"]}",
    "// a\n{}",
];

/// Bad documents, from the good one of these values: unknown fields, fields missing, null, given twice, of another type, and inexact, at
/// each place; what isn't JSON; and names in `snake_case`, which aren't bad at all.
pub(crate) fn bad(table: &DecisionTable, values: &[Value], random: &mut Random) -> Vec<String> {
    let good = leaves(table, values, random.below(2) == 0);
    let mut documents: Vec<String> = NO_OBJECT.iter().map(|text| (*text).to_owned()).collect();
    let text = object(&good, 0);
    documents.extend(text.char_indices().map(|(end, _)| text[..end].to_owned()));
    documents.extend([
        format!("{text},"),
        format!("{text}{text}"),
        format!(" \r\n\t{text}\n"),
        format!("[{text}]"),
        "[".repeat(3000),
        "{\"a\":".repeat(3000),
    ]);
    let deep = format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100));
    let snake: Vec<Leaf> =
        good.iter().map(|(path, json)| (path.iter().map(|segment| Name::snake_case(segment)).collect(), json.clone())).collect();
    documents.push(object(&snake, 0));
    documents.push(object(&good.iter().rev().cloned().collect::<Vec<_>>(), 0));
    let mut push = |leaves: &[Leaf]| documents.push(object(leaves, 0));
    for at in 0..good.len() {
        let path = &good[at].0;
        for odd in ODD.iter().copied().chain([deep.as_str()]) {
            let mut leaves = good.clone();
            odd.clone_into(&mut leaves[at].1);
            push(&leaves);
        }
        if let Some((list, value)) = table.given().nth(at).and_then(|(id, data)| Some((data.list()?, &values[id.0]))) {
            for bad in lists::bad(list, value) {
                let mut leaves = good.clone();
                leaves[at].1 = bad;
                push(&leaves);
            }
        }
        let mut leaves = good.clone();
        let leaf = leaves.remove(at);
        push(&leaves);
        // Each of the field and of what it lies in: unknown, null, of another type, twice.
        for depth in 0..path.len() {
            for change in ["x", "", "X", " "] {
                let mut leaves = good.clone();
                let name = if change.is_empty() { String::new() } else { format!("{}{change}", path[depth]) };
                leaves[at].0[depth].clone_from(&name);
                push(&leaves);
                leaves[at].0[depth] = path[depth].to_uppercase();
                push(&leaves);
                let mut leaves = good.clone();
                let mut extra = path[..depth].to_vec();
                extra.push(name);
                leaves.insert(random.below(leaves.len() + 1), (extra, deep.clone()));
                push(&leaves);
            }
            let below = |leaf: &Leaf| leaf.0.len() > depth && leaf.0[..=depth] == path[..=depth];
            let without: Vec<Leaf> = good.iter().filter(|leaf| !below(leaf)).cloned().collect();
            push(&without);
            for odd in ["null", "true", "1", "\"x\"", "[]", "{}", "{\"x\":1}", deep.as_str()] {
                let mut leaves = without.clone();
                leaves.insert(random.below(leaves.len() + 1), (path[..=depth].to_vec(), odd.to_owned()));
                push(&leaves);
                let mut leaves = good.clone();
                leaves.insert(random.below(leaves.len() + 1), (path[..=depth].to_vec(), odd.to_owned()));
                push(&leaves);
            }
        }
        for named in [path.clone(), snake[at].0.clone()] {
            let mut leaves = good.clone();
            leaves.push((named, leaf.1.clone()));
            push(&leaves);
        }
        // Two things wrong at once: which of them is said?
        let other = random.below(good.len());
        for _ in 0..20 {
            let mut leaves = good.clone();
            (*random.pick(ODD)).clone_into(&mut leaves[at].1);
            (*random.pick(ODD)).clone_into(&mut leaves[other].1);
            if random.below(3) == 0 {
                leaves.swap(at, other);
            }
            if random.below(4) == 0 {
                leaves.push((vec!["unknown".to_owned()], "1".to_owned()));
            }
            if random.below(4) == 0 {
                leaves.remove(random.below(leaves.len()));
            }
            if !leaves.is_empty() {
                push(&leaves);
            }
        }
    }
    documents
}
