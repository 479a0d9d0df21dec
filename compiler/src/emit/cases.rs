//! The book's test cases as Rust tests.

use std::fmt::Write as _;

use super::Context;
use super::text::{code, item, line, literal};
use super::value::Kind;
use crate::model::{
    BaseType, ErrorExpectation, Expected, HitPolicy, InputData, ListType, OutputId, Shape, TestBlock, TestCase, Type, Value,
};
use crate::names::test_names;

/// Up to so many cases, each is a test of its own (1.4 ms of rustc each); above, a test runs a hundred.
const MAX_TESTS: usize = 200;
const CASES_A_TEST: usize = 100;

/// The module of tests; none without cases.
pub(super) fn tests(cx: &Context<'_>, blocks: &[&TestBlock]) -> Option<String> {
    let cases: Vec<(&TestBlock, &TestCase)> = blocks.iter().flat_map(|block| block.cases.iter().map(move |case| (*block, case))).collect();
    if cases.is_empty() {
        return None;
    }
    let (mut bodies, mut ids, mut unsaid) = (Vec::new(), Vec::new(), String::new());
    for (block, case) in &cases {
        match body(cx, &block.sheet, case) {
            Some(body) => {
                bodies.push((about(block, case), body));
                ids.push(case.id.as_str());
            }
            // A reader who counts the cases should find each of them.
            None => {
                let _ = writeln!(
                    unsaid,
                    "    // {}: no test, as only JSON can say a text outside a closed list, and `json = false` leaves that out.",
                    about(block, case)
                );
            }
        }
    }
    let mut text = format!("#[cfg(test)]\nmod tests {{\n{unsaid}");
    if !unsaid.is_empty() && !bodies.is_empty() {
        text.push('\n');
    }
    let mut functions = Vec::new();
    if cases.len() <= MAX_TESTS {
        for ((about, body), name) in bodies.iter().zip(test_names(&ids)) {
            functions.push(item(&format!("/// {about}\n#[test]\nfn {name}() {{ {body} }}")));
        }
    } else {
        for (number, chunk) in bodies.chunks(CASES_A_TEST).enumerate() {
            let blocks: String = chunk.iter().map(|(_, body)| format!("{{ {body} }}\n")).collect();
            let first = number * CASES_A_TEST + 1;
            functions.push(item(&format!("#[test]\nfn cases_{first}_to_{}() {{ {blocks} }}", first + chunk.len() - 1)));
        }
    }
    for (position, function) in functions.iter().enumerate() {
        if position > 0 {
            text.push('\n');
        }
        for line in function.lines() {
            let indent = if line.is_empty() { "" } else { "    " };
            let _ = writeln!(text, "{indent}{line}");
        }
    }
    text.push('}');
    Some(text)
}

fn about(block: &TestBlock, case: &TestCase) -> String {
    format!("{}: {}", code(&case.id), line(&format!("{}!{}", block.sheet, case.range)).replace(['[', ']', '<', '>'], "'"))
}

/// The statements of a case; `None` for one that no Rust can express.
fn body(cx: &Context<'_>, sheet: &str, case: &TestCase) -> Option<String> {
    let values: Option<Vec<String>> =
        case.inputs.iter().zip(&cx.input_kinds).map(|(value, kind)| kind.expression(value, "super::")).collect();
    let (input, asserts) = match values {
        Some(values) => {
            let input = cx.input.literal("super::", &|column| values.get(column).cloned().unwrap_or_default());
            (format!("let input = {input};"), typed(cx, sheet, case))
        }
        // A text that isn't in a closed list is no value of its enum, so only JSON can say it.
        None if cx.json => (String::new(), json(cx, sheet, case)),
        None => return None,
    };
    Some(format!("{input} {asserts}"))
}

fn typed(cx: &Context<'_>, sheet: &str, case: &TestCase) -> String {
    let mut text = String::new();
    for expectation in &case.expectations {
        let (actual, expected) = match &expectation.expected {
            Expected::Output(output, value) => output_of(cx, *output, value),
            Expected::Outputs(output, values) => outputs_of(cx, *output, values),
            Expected::Rules(ids) => rules(cx, ids),
            Expected::Error(ErrorExpectation::Any) => ("super::evaluate(&input).is_err()".to_owned(), "true".to_owned()),
            Expected::Error(ErrorExpectation::Code(expected)) => {
                ("super::evaluate(&input).map_err(|error| error.code()).err()".to_owned(), format!("Some({})", literal(expected)))
            }
        };
        let cell = literal(&format!("{} at {sheet}!{}", case.id, expectation.at));
        // Bound to a name first: what stands in a macro isn't formatted.
        let _ = if expected.contains("json::ByValue(") {
            writeln!(text, "let actual = {actual}; let expected = {expected}; assert_eq!(actual, expected, {});", braces(&cell))
        } else if expected == "true" {
            writeln!(text, "let actual = {actual}; assert!(actual, {});", braces(&cell))
        } else {
            writeln!(text, "let actual = {actual}; assert_eq!(actual, {expected}, {});", braces(&cell))
        };
    }
    if case.expectations.is_empty() {
        let _ = writeln!(
            text,
            "let actual = super::evaluate(&input); assert!(actual.is_ok(), {});",
            braces(&literal(&format!("{} at {sheet}!{}", case.id, case.range)))
        );
    }
    text
}

/// A literal as a format string.
fn braces(literal: &str) -> String {
    if literal.contains(['{', '}']) { format!("\"{{}}\", {literal}") } else { literal.to_owned() }
}

/// What a value is compared as: a span by its months, since it doesn't compare, and JSON by value.
fn compared(cx: &Context<'_>, output: OutputId, value: &Value) -> String {
    match (value, cx.output_kinds.get(output.0)) {
        (value, Some(kind)) if kind.items.is_some() => compared_list(kind, value),
        (Value::YearsMonths(months), _) => format!("Some({months})"),
        (value, Some(kind)) if kind.ty.base == BaseType::Any => {
            let bare = Kind { ty: Type { nullable: false, ..kind.ty }, ..*kind };
            let json = format!("{}::json::ByValue({})", cx.runtime, bare.expression(value, "super::").unwrap_or_default());
            match (kind.ty.nullable, value) {
                (true, Value::Null) => "None".to_owned(),
                (true, _) => format!("Some({json})"),
                (false, _) => json,
            }
        }
        (value, Some(kind)) => kind.expression(value, "super::").unwrap_or_default(),
        _ => String::new(),
    }
}

/// What a list is compared as: a `Vec`.
fn compared_list(kind: &Kind<'_>, value: &Value) -> String {
    match (value, kind.item()) {
        (Value::Null, _) => "None".to_owned(),
        (Value::List(items), Some(item)) => {
            let items = items.iter().map(|value| compared_list(&item, value)).collect::<Vec<_>>().join(", ");
            if kind.nullable() { format!("Some(vec![{items}])") } else { format!("vec![{items}]") }
        }
        (Value::YearsMonths(months), _) => format!("Some({months})"),
        (value, _) => kind.expression(value, "super::").unwrap_or_default(),
    }
}

/// An expression for an output's value as it is compared, of `owner`, a variable.
fn read(cx: &Context<'_>, output: OutputId, owner: &str) -> String {
    let (Some(kind), Some(names)) = (cx.output_kinds.get(output.0), cx.names.outputs.get(output.0)) else { return String::new() };
    let field = format!("{owner}.{}", names.path.join("."));
    if kind.items.is_some() {
        return kind.list_feel(&field, &|kind, item| match (kind.ty.base, kind.ty.nullable) {
            (BaseType::YearsMonthsDuration, true) => Some(format!("{item}.and_then({}::months)", kind.runtime)),
            (BaseType::YearsMonthsDuration, false) => Some(format!("{}::months(*{item})", kind.runtime)),
            _ => None,
        });
    }
    match (kind.ty.base, kind.ty.nullable) {
        (BaseType::YearsMonthsDuration, true) => format!("{field}.and_then({}::months)", cx.runtime),
        (BaseType::YearsMonthsDuration, false) => format!("{}::months({field})", cx.runtime),
        (BaseType::Any, true) => format!("{field}.map({}::json::ByValue)", cx.runtime),
        (BaseType::Any, false) => format!("{}::json::ByValue({field})", cx.runtime),
        _ => field,
    }
}

fn output_of(cx: &Context<'_>, output: OutputId, value: &Value) -> (String, String) {
    let Some(kind) = cx.output_kinds.get(output.0) else { return (String::new(), String::new()) };
    let span = kind.items.is_none() && kind.ty.base == BaseType::YearsMonthsDuration;
    let expected = compared(cx, output, value);
    match cx.table.hit_policy {
        HitPolicy::Collect(Some(crate::model::Aggregation::Count)) => ("super::evaluate(&input)".to_owned(), format!("Ok({value})")),
        HitPolicy::Collect(Some(_)) => {
            let optional = super::outputs::result_type(cx, "'_") != "Output";
            let months = match (span, optional) {
                (false, _) => String::new(),
                (true, false) => format!(".map({}::months)", cx.runtime),
                (true, true) => format!(".map(|output| output.and_then({}::months))", cx.runtime),
            };
            // The result has one `Option` at most, whether the column's values have one or not.
            let bare = match kind.ty.nullable && !span {
                true => {
                    expected.strip_prefix("Some(").and_then(|rest| rest.strip_suffix(')')).map_or_else(|| expected.clone(), str::to_owned)
                }
                false => expected,
            };
            let expected = if optional && !span && *value != Value::Null { format!("Some({bare})") } else { bare };
            (format!("super::evaluate(&input){months}"), format!("Ok({expected})"))
        }
        // No match is null, like JSON's own.
        _ if cx.optional && kind.ty.base == BaseType::Any && !kind.ty.nullable => {
            let value_of = read(cx, output, "output");
            let null = format!("{0}::json::ByValue({0}::json::Value::Null)", cx.runtime);
            (format!("super::evaluate(&input).map(|output| output.map_or({null}, |output| {value_of}))"), format!("Ok({expected})"))
        }
        _ if cx.optional => {
            let value_of = read(cx, output, "output");
            let is_option = kind.nullable() || span;
            let map = if is_option { "and_then" } else { "map" };
            let expected = if is_option || *value == Value::Null { expected } else { format!("Some({expected})") };
            (format!("super::evaluate(&input).map(|output| output.{map}(|output| {value_of}))"), format!("Ok({expected})"))
        }
        _ => (format!("super::evaluate(&input).map(|output| {})", read(cx, output, "output")), format!("Ok({expected})")),
    }
}

fn outputs_of(cx: &Context<'_>, output: OutputId, values: &[Value]) -> (String, String) {
    let expected: Vec<String> = values.iter().map(|value| compared(cx, output, value)).collect();
    let iter = if cx.output_kinds.get(output.0).is_some_and(Kind::copies) { "iter" } else { "into_iter" };
    (
        format!("super::evaluate(&input).map(|outputs| outputs.{iter}().map(|output| {}).collect::<Vec<_>>())", read(cx, output, "output")),
        format!("Ok(vec![{}])", expected.join(", ")),
    )
}

fn rules(cx: &Context<'_>, ids: &[String]) -> (String, String) {
    if cx.has_required() {
        let ids: Vec<String> = ids.iter().map(|id| literal(id)).collect();
        let own = "if *decision == super::TABLE { rules.push(super::RULES.id(rule)); }";
        let traced = format!("super::evaluate_traced(&input, &mut |decision, rule| {{ {own} }}).map(|_| rules)");
        return (format!("{{ let mut rules = Vec::new(); {traced} }}"), format!("Ok(vec![{}])", ids.join(", ")));
    }
    let joined = literal(&ids.join(", "));
    if !cx.table.hit_policy.is_single_hit() {
        let ids: Vec<String> = ids.iter().map(|id| literal(id)).collect();
        return (
            "super::select(&input).map(|rules| rules.map(|rule| super::RULES.id(rule)).collect::<Vec<_>>())".to_owned(),
            format!("Ok(vec![{}])", ids.join(", ")),
        );
    }
    if cx.optional {
        let expected = if ids.is_empty() { "Ok(None)".to_owned() } else { format!("Ok(Some({joined}))") };
        return ("super::select(&input).map(|rule| rule.map(|rule| super::RULES.id(rule)))".to_owned(), expected);
    }
    ("super::select(&input).map(|rule| super::RULES.id(rule))".to_owned(), format!("Ok({joined})"))
}

/// A case whose input only JSON can say; all it can expect is an error.
fn json(cx: &Context<'_>, sheet: &str, case: &TestCase) -> String {
    let runtime = cx.runtime;
    let mut document = serde_json::Map::new();
    for (data, value) in cx.table.inputs.iter().zip(&case.inputs).filter(|(data, _)| data.is_given()) {
        let mut object = &mut document;
        let Some((last, outer)) = data.name.0.split_last() else { continue };
        for segment in outer {
            let nested = object.entry(segment.clone()).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
            let serde_json::Value::Object(nested) = nested else { return String::new() };
            object = nested;
        }
        let value = match data.list() {
            Some(list) => list_json(list, value),
            None => value_json(data, value),
        };
        object.insert(last.clone(), value);
    }
    let expected = case.expectations.iter().find_map(|expectation| match &expectation.expected {
        Expected::Error(ErrorExpectation::Code(code)) => Some(format!("Some({})", literal(code))),
        // Any error is this one: nothing else is wrong with a case's inputs (each is of its type, and a null only where that has one), so
        // reading comes as far as the text outside its list, and whichever input is outside its values is found before any rule is.
        Expected::Error(ErrorExpectation::Any) => Some("Some(\"MB0801\")".to_owned()),
        _ => None,
    });
    format!(
        "let document = {runtime}::json::Document::parse({}); \
         let decided = document.and_then(|input| {runtime}::Decision::decide(&super::Decision, input)); \
         let actual = decided.map_err(|error| error.code()).err(); assert_eq!(actual, {}, {});",
        literal(&serde_json::Value::Object(document).to_string()),
        expected.unwrap_or_else(|| "None".to_owned()),
        braces(&literal(&format!("{} at {sheet}!{}", case.id, case.range)))
    )
}

fn value_json(data: &InputData, value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(boolean) => serde_json::Value::Bool(*boolean),
        value => serde_json::Value::String(data.scalar().map_or_else(|| value.to_string(), |ty| value.show(ty.base))),
    }
}

fn list_json(list: &ListType, value: &Value) -> serde_json::Value {
    let Value::List(items) = value else { return serde_json::Value::Null };
    serde_json::Value::Array(items.iter().map(|item| shape_json(&list.item, item)).collect())
}

fn shape_json(shape: &Shape, value: &Value) -> serde_json::Value {
    match (shape, value) {
        (Shape::Value(data), value) => value_json(data, value),
        (Shape::List(list), value) => list_json(list, value),
        (Shape::Record(fields), Value::Context(values)) => serde_json::Value::Object(
            fields.iter().zip(values).map(|((name, shape), value)| (name.clone(), shape_json(shape, value))).collect(),
        ),
        (Shape::Record(_), _) => serde_json::Value::Null,
    }
}
