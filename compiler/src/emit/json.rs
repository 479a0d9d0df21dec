//! The JSON half of a generated module, read by code of its own and not by derives: its errors then know path, type and nearest name.

use super::Context;
use super::lending::Lists;
use super::record::{Member, Record};
use super::text::{item, literal};
use super::value::Kind;
use crate::model::{Aggregation, BaseType, HitPolicy, Name};
use crate::schema::{input_schema, output_schema};

/// `Decision` and what it calls.
pub(super) fn decision(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let mut items = vec![
        "/// This decision, for whoever drives decisions by name.\n#[derive(Clone, Copy, Debug)]\npub struct Decision;".to_owned(),
        item(&format!(
            "impl {runtime}::Decision for Decision {{ fn info(&self) -> &'static {runtime}::Info {{ &TABLE }} {} }}",
            if cx.json { format!("{} {}", SCHEMAS, decide(cx)) } else { String::new() }
        ))
        // prettyplease sets no blank lines.
        .replace("    }\n    fn ", "    }\n\n    fn "),
    ];
    if cx.json {
        let lists = Lists::of(cx);
        items.push(read(cx, &lists));
        if !lists.is_empty() {
            items.extend(lists.items(cx));
        }
        items.extend([
            write(cx),
            item(&format!(
                "fn failed(error: {runtime}::Error) -> {runtime}::json::Error {{ {runtime}::json::Error::evaluation(error, &RULES) }}"
            )),
            raw("INPUT_SCHEMA", &input_schema(cx.checked)),
            raw("OUTPUT_SCHEMA", &output_schema(cx.checked)),
        ]);
    }
    items
}

const SCHEMAS: &str = "fn input_schema(&self) -> &'static str { INPUT_SCHEMA } fn output_schema(&self) -> &'static str { OUTPUT_SCHEMA }";

/// A static text, line by line as it is.
fn raw(name: &str, text: &str) -> String {
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("static {name}: &str = r{hashes}\"{text}\"{hashes};")
}

fn decide(cx: &Context<'_>) -> String {
    let runtime = cx.runtime;
    let decided = format!("{runtime}::json::Decided::new");
    let decided_traced = format!("{runtime}::json::Decided::traced");
    let arguments = cx.output_arguments("&input");
    let body = match cx.table.hit_policy {
        policy if cx.has_required() => {
            let output = match policy {
                policy if policy.is_list() => format!("{runtime}::json::list(output, write)"),
                policy if policy.is_single_hit() && cx.optional => format!("{runtime}::json::nullable(output, write)"),
                _ => "write(output)".to_owned(),
            };
            format!(
                "let mut trace = Vec::new(); let output = evaluate_traced(&input, &mut |decision, rule| trace.push((decision, rule))).map_err(failed)?; \
                 Ok({decided_traced}({output}, &TABLE, &trace))"
            )
        }
        HitPolicy::Collect(Some(_)) => format!(
            "let rules: Vec<_> = select(&input).map_err(failed)?.collect(); let output = aggregate(rules.iter().copied(){arguments}).map_err(failed)?; Ok({decided}(write(output), rules))"
        ),
        policy if policy.is_list() => format!(
            "let rules: Vec<_> = select(&input).map_err(failed)?.collect(); \
             let outputs = rules.iter().map(|rule| output(*rule{arguments})).collect::<Result<Vec<_>, _>>().map_err(failed)?; \
             Ok({decided}({runtime}::json::list(outputs, write), rules))"
        ),
        _ if cx.optional => format!(
            "let Some(rule) = select(&input).map_err(failed)? else {{ return Ok({decided}({runtime}::json::Value::Null, Vec::new())); }}; \
             let output = output(rule{arguments}).map_err(failed)?; Ok({decided}(write(output), vec![rule]))"
        ),
        _ => format!(
            "let rule = select(&input).map_err(failed)?; let output = output(rule{arguments}).map_err(failed)?; Ok({decided}(write(output), vec![rule]))"
        ),
    };
    let lists = Lists::of(cx);
    let read = if lists.is_empty() { "let input = read(&input)?;".to_owned() } else { lists.decided() };
    format!(
        "fn decide(&self, input: {runtime}::json::Document<'_>) -> Result<{runtime}::json::Decided, {runtime}::json::Error> {{ {read} {body} }}"
    )
}

fn read(cx: &Context<'_>, lists: &Lists<'_>) -> String {
    let runtime = cx.runtime;
    let borrows = cx.table.given().filter_map(|(id, _)| cx.input_kinds.get(id.0)).any(Kind::borrows);
    let (generics, lifetime) = if borrows { ("<'a>", "'a ") } else { ("", "") };
    let parameter = if lists.is_empty() { String::new() } else { lists.parameter() };
    item(&format!(
        "fn read{generics}(document: &{lifetime}{runtime}::json::Document<'_>{parameter}) -> Result<{}, {runtime}::json::Error> {{ {}; Ok({}) }}",
        cx.input_type("'a"),
        entries(&cx.input, "document.fields("),
        members(cx, &cx.input, lists),
    ))
}

/// Binds the entries of an object's fields.
fn entries(record: &Record, call: &str) -> String {
    let names: Vec<&str> = record.members.iter().map(Member::ident).collect();
    let keys: Vec<String> = record
        .members
        .iter()
        .map(|member| format!("({}, {})", literal(member.segment()), literal(&Name::snake_case(member.segment()))))
        .collect();
    format!("let [{}] = {call}[{}])?", names.join(", "), keys.join(", "))
}

fn members(cx: &Context<'_>, record: &Record, lists: &Lists<'_>) -> String {
    let fields: Vec<String> = record
        .members
        .iter()
        .map(|member| match member {
            Member::Field { ident, column, .. } => format!("{ident}: {}", reader(cx, *column, ident, lists)),
            Member::Record(inner) => format!(
                "{ident}: {{ {}; {} }}",
                entries(inner, &format!("{}.fields({}, ", inner.ident, literal(&inner.path.join(".")))),
                members(cx, inner, lists),
                ident = inner.ident
            ),
        })
        .collect();
    format!("{} {{ {} }}", record.name, fields.join(", "))
}

fn reader(cx: &Context<'_>, column: usize, entry: &str, lists: &Lists<'_>) -> String {
    let (Some(kind), Some(names)) = (cx.input_kinds.get(column), cx.names.inputs.get(column)) else { return String::new() };
    match kind.facts {
        Some(facts) => lists.list(facts, &names.field, entry, &names.path),
        None => format!("{}?", read_value(kind, &names.field, entry)),
    }
}

/// What reads one value: a `Result`.
pub(super) fn read_value(kind: &Kind<'_>, field: &str, entry: &str) -> String {
    let method = match kind.ty.base {
        BaseType::Text if kind.list.is_some() => "closed",
        BaseType::Number | BaseType::Decimal(_) => "decimal",
        base => suffix(base),
    };
    if kind.ty.nullable { format!("{entry}.nullable(|entry| entry.{method}(&{field}))") } else { format!("{entry}.{method}(&{field})") }
}

fn suffix(base: BaseType) -> &'static str {
    match base {
        BaseType::Text => "text",
        BaseType::Integer => "integer",
        BaseType::Number | BaseType::Decimal(_) => "number",
        BaseType::Boolean => "boolean",
        BaseType::Date => "date",
        BaseType::Time => "time",
        BaseType::DateTime => "date_time",
        BaseType::DaysTimeDuration => "days_and_time_duration",
        BaseType::YearsMonthsDuration => "years_and_months_duration",
        // It is JSON as it is: nothing writes it, and no input is one.
        BaseType::Any => "opaque",
    }
}

fn write(cx: &Context<'_>) -> String {
    let runtime = cx.runtime;
    let ty = super::outputs::result_type(cx, "'_");
    let (ty, body) = match cx.table.hit_policy {
        HitPolicy::Collect(Some(Aggregation::Count)) => ("Output".to_owned(), format!("{runtime}::json::integer(output)")),
        HitPolicy::Collect(Some(_)) => {
            let path = cx.output_kinds.first().map(writer).unwrap_or_default();
            let written = if ty == "Output" { format!("{path}(output)") } else { format!("{runtime}::json::nullable(output, {path})") };
            (ty, written)
        }
        _ => match cx.output.columns().as_slice() {
            [only] => (cx.output_record("'_"), written(cx, *only, &format!("output.{}", path_of(cx, *only)))),
            _ => (cx.output_record("'_"), object(cx, &cx.output)),
        },
    };
    item(&format!("fn write(output: {ty}) -> {runtime}::json::Value {{ {body} }}"))
}

fn path_of(cx: &Context<'_>, column: usize) -> String {
    cx.names.outputs.get(column).map(|names| names.path.join(".")).unwrap_or_default()
}

fn object(cx: &Context<'_>, record: &Record) -> String {
    let fields: Vec<String> = record
        .members
        .iter()
        .map(|member| {
            let value = match member {
                Member::Field { column, .. } => written(cx, *column, &format!("output.{}", path_of(cx, *column))),
                Member::Record(inner) => object(cx, inner),
            };
            format!("({}, {value})", literal(member.segment()))
        })
        .collect();
    format!("{}::json::object([{}])", cx.runtime, fields.join(", "))
}

fn written(cx: &Context<'_>, column: usize, value: &str) -> String {
    let Some(kind) = cx.output_kinds.get(column) else { return String::new() };
    if kind.items.is_some() {
        return written_list(kind, value);
    }
    let path = writer(kind);
    if kind.ty.base == BaseType::Any {
        // JSON is written already.
        return if kind.ty.nullable { format!("{value}.unwrap_or_default()") } else { value.to_owned() };
    }
    let value = match (kind.is_cow(), kind.ty.nullable) {
        (false, _) => value.to_owned(),
        (true, false) => format!("&{value}"),
        (true, true) => format!("{value}.as_deref()"),
    };
    if kind.ty.nullable { format!("{}::json::nullable({value}, {path})", cx.runtime) } else { format!("{path}({value})") }
}

/// The JSON of a list, a place.
fn written_list(kind: &Kind<'_>, place: &str) -> String {
    let runtime = kind.runtime;
    let of_value = |kind: &Kind<'_>, item: &str| {
        let path = writer(kind);
        match (kind.is_cow(), kind.ty.nullable, kind.ty.base) {
            (true, true, _) => format!("{runtime}::json::nullable({item}.as_deref(), {path})"),
            (_, true, _) => format!("{runtime}::json::nullable(*{item}, {path})"),
            (_, false, BaseType::Text) if kind.list.is_none() => format!("{path}({item})"),
            (_, false, _) => format!("{path}(*{item})"),
        }
    };
    kind.list_json(place, false, &of_value)
}

/// The path of the function that writes a value without null.
fn writer(kind: &Kind<'_>) -> String {
    let runtime = kind.runtime;
    match (kind.ty.base, kind.list) {
        (BaseType::Text, Some(_)) => format!("{runtime}::json::closed"),
        (BaseType::Decimal(scale), _) => format!("{runtime}::json::decimal::<{scale}>"),
        (base, _) => format!("{runtime}::json::{}", suffix(base)),
    }
}
