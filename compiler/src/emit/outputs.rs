//! `evaluate`, and the outputs of a rule: a `match` for small tables, columns of data for large ones.

use std::fmt::Write as _;

use super::Context;
use super::condition::holds;
use super::text::{item, literal};
use super::value::Kind;
use crate::model::{Aggregation, BaseType, HitPolicy, RuleId, Value};

/// Up to so many rules, the outputs are a `match`, an arm a rule: as the table is read. Above, rustc's time and the reader's patience favour columns.
const MAX_OUTPUT_ARMS: usize = 256;
/// Up to so many different values, a column is a list of them and a position a rule.
const MAX_POOL: usize = 1_000;

/// The type of the result of `evaluate`, without its error.
pub(super) fn result_type(cx: &Context<'_>) -> &'static str {
    match cx.table.hit_policy {
        HitPolicy::Collect(Some(Aggregation::Min | Aggregation::Max)) if cx.result_optional() => "Option<Output>",
        policy if policy.is_list() => "Vec<Output>",
        policy if policy.is_single_hit() && cx.optional => "Option<Output>",
        _ => "Output",
    }
}

/// `evaluate`, and what folds the matches of an aggregation.
pub(super) fn evaluate(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let result = result_type(cx);
    let body = match cx.table.hit_policy {
        HitPolicy::Collect(Some(_)) => "aggregate(select(input)?)",
        policy if policy.is_list() => "select(input)?.map(output).collect()",
        _ if cx.optional => "select(input)?.map(output).transpose()",
        _ => "output(select(input)?)",
    };
    let mut items = vec![item(&format!(
        "/// Decides.\n///\n/// # Errors\n/// Those of [`select`]{}.\npub fn evaluate(input: &{}) -> Result<{result}, {runtime}::Error> {{ {body} }}",
        match cx.table.hit_policy {
            HitPolicy::Collect(Some(Aggregation::Sum)) => ", and a sum that doesn't fit or isn't allowed",
            _ => "",
        },
        cx.input_type("'_"),
    ))];
    if let HitPolicy::Collect(Some(aggregation)) = cx.table.hit_policy {
        items.push(item(&format!(
            "fn aggregate(rules: impl Iterator<Item = {runtime}::RuleIndex>) -> Result<{result}, {runtime}::Error> {{ {} }}",
            fold(cx, aggregation)
        )));
    }
    items
}

fn fold(cx: &Context<'_>, aggregation: Aggregation) -> String {
    let runtime = cx.runtime;
    let (Some(kind), Some(names), Some(clause)) = (cx.output_kinds.first(), cx.names.outputs.first(), cx.table.output_clauses.first())
    else {
        return String::new();
    };
    let certain = if cx.result_optional() { String::new() } else { format!("?.ok_or({runtime}::Error::NoRule)") };
    match aggregation {
        Aggregation::Count => format!("Ok({runtime}::count(rules))"),
        Aggregation::Min => format!("{runtime}::least(rules, output){certain}"),
        Aggregation::Max => format!("{runtime}::greatest(rules, output){certain}"),
        Aggregation::Sum => match &clause.domain {
            None => format!("{runtime}::sum(rules, output)"),
            Some(domain) => {
                let bare = Kind { ty: crate::model::Type { nullable: false, ..kind.ty }, ..*kind };
                format!(
                    "let total: Output = {runtime}::sum(rules, output)?; if {} {{ Ok(total) }} else {{ Err({runtime}::Error::OutOfRange(&{})) }}",
                    holds(&domain.tests, "total", &bare),
                    names.field
                )
            }
        },
    }
}

/// The function `output`, and its data; none for a `count`, which asks no rule for its output.
pub(super) fn output(cx: &Context<'_>) -> Vec<String> {
    if cx.table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count)) {
        return Vec::new();
    }
    if cx.table.rules.len() <= MAX_OUTPUT_ARMS { vec![arms(cx)] } else { columns(cx) }
}

/// What `output` gives, of local variables or expressions for the columns.
fn result(cx: &Context<'_>, value: &dyn Fn(usize) -> String) -> String {
    if cx.table.hit_policy.is_single_hit() || cx.table.hit_policy.is_list() { cx.output.literal("", value) } else { value(0) }
}

/// The type that `output` gives.
fn output_type(cx: &Context<'_>) -> String {
    let bare = !(cx.table.hit_policy.is_single_hit() || cx.table.hit_policy.is_list());
    cx.output_kinds.first().filter(|_| bare).map_or_else(|| "Output".to_owned(), |kind| kind.rust_type("'static"))
}

fn arms(cx: &Context<'_>) -> String {
    let runtime = cx.runtime;
    let mut text = String::new();
    let single = cx.output_kinds.len() == 1;
    for (position, rule) in cx.table.rules.iter().enumerate() {
        let values: Vec<String> = rule
            .outputs
            .iter()
            .zip(&cx.output_kinds)
            .map(|(entry, kind)| kind.expression(entry.output.literal(), "").unwrap_or_default())
            .collect();
        let values = if single { values.join(", ") } else { format!("({})", values.join(", ")) };
        let _ = writeln!(text, "{} => {values},", cx.rule(RuleId(position)));
    }
    let locals: Vec<String> = (0..cx.output_kinds.len()).map(|column| cx.output_local(column)).collect();
    let pattern = if single { locals.join(", ") } else { format!("({})", locals.join(", ")) };
    let found = result(cx, &|column| cx.output_local(column));
    let start = format!("fn output(rule: {runtime}::RuleIndex) -> Result<{}, {runtime}::Error>", output_type(cx));
    let failure = format!("_ => return Err({runtime}::Error::NoRule)");
    if found == pattern {
        return item(&format!("{start} {{ Ok(match rule {{ {text} {failure} }}) }}"));
    }
    item(&format!("{start} {{ let {pattern} = match rule {{ {text} {failure} }}; Ok({found}) }}"))
}

/// How a column of data stands in the text, and how a rule's value is read from it.
struct Column {
    items: Vec<String>,
    /// An expression over `index: usize` in a function that gives `Option`.
    read: String,
}

fn columns(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let columns: Vec<Column> = (0..cx.output_kinds.len()).map(|column| data(cx, column)).collect();
    let found = result(cx, &|column| columns.get(column).map(|column| column.read.clone()).unwrap_or_default());
    let mut items = vec![
        item(&format!(
            "fn output(rule: {runtime}::RuleIndex) -> Result<{ty}, {runtime}::Error> {{ output_of(rule).ok_or({runtime}::Error::NoRule) }}",
            ty = output_type(cx)
        )),
        item(&format!(
            "fn output_of(rule: {runtime}::RuleIndex) -> Option<{ty}> {{ let index = usize::try_from(rule.get()).ok()?; Some({found}) }}",
            ty = output_type(cx)
        )),
    ];
    items.extend(columns.into_iter().flat_map(|column| column.items));
    items
}

fn data(cx: &Context<'_>, column: usize) -> Column {
    let (Some(kind), Some(names)) = (cx.output_kinds.get(column), cx.names.outputs.get(column)) else {
        return Column { items: Vec::new(), read: String::new() };
    };
    let values: Vec<&Value> =
        cx.table.rules.iter().filter_map(|rule| rule.outputs.get(column)).map(|entry| entry.output.literal()).collect();
    let mut pool: Vec<&Value> = Vec::new();
    let mut positions = std::collections::HashMap::new();
    let at: Vec<usize> = values
        .iter()
        .map(|value| {
            *positions.entry(*value).or_insert_with(|| {
                pool.push(value);
                pool.len() - 1
            })
        })
        .collect();
    let name = format!("{}_OF_RULE", names.field);
    if pool.len() > MAX_POOL
        && let Some(column) = numbers(cx, kind, &name, &values).or_else(|| texts(cx, kind, &name, &values))
    {
        return column;
    }
    // A span has no constant form: its months do.
    let spans = kind.ty.base == BaseType::YearsMonthsDuration;
    let entry = |value: &Value| match value {
        Value::YearsMonths(months) if kind.ty.nullable => format!("Some({months})"),
        Value::YearsMonths(months) => months.to_string(),
        value => kind.expression(value, "").unwrap_or_default(),
    };
    let ty = match (spans, kind.ty.nullable) {
        (true, true) => "Option<i64>".to_owned(),
        (true, false) => "i64".to_owned(),
        // A static's text is `'static` without saying so.
        _ => kind.rust_type("").replace("& str", "&str"),
    };
    let values_name = format!("{}_VALUES", names.field);
    let width = if pool.len() <= 256 { "u8" } else { "u16" };
    let positions_item = array(&name, width, at.iter().map(ToString::to_string));
    let values_item = array(&values_name, &ty, pool.iter().map(|value| entry(value)));
    let read = format!("{values_name}.get(usize::from(*{name}.get(index)?)).copied()?");
    let read = match (spans, kind.ty.nullable) {
        (true, true) => format!("{read}.map({}::years_and_months)", cx.runtime),
        (true, false) => format!("{}::years_and_months({read})", cx.runtime),
        _ => read,
    };
    Column { items: vec![values_item, positions_item], read }
}

/// A column of numbers, each an integer at the column's scale; `None` where one doesn't fit or is null.
fn numbers(cx: &Context<'_>, kind: &Kind<'_>, name: &str, values: &[&Value]) -> Option<Column> {
    let number = |value: &&Value| if let Value::Number(number) = value { Some(*number) } else { None };
    let scale = values.iter().map(|value| number(value).map(|number| number.scale())).collect::<Option<Vec<_>>>()?.into_iter().max()?;
    let scale = match kind.ty.base {
        BaseType::Decimal(digits) => scale.max(digits),
        _ => scale,
    };
    let scaled: Vec<i64> = values.iter().map(|value| i64::try_from(number(value)?.at_scale(scale)?).ok()).collect::<Option<Vec<_>>>()?;
    let stored = format!("*{name}.get(index)?");
    let plain = if kind.ty.base == BaseType::Integer { stored } else { format!("{}::decimal_at::<{scale}>({stored})", cx.runtime) };
    let read = if kind.ty.nullable { format!("Some({plain})") } else { plain };
    Some(Column { items: vec![array(name, "i64", scaled.iter().map(ToString::to_string))], read })
}

/// A column of texts: one text, and where each rule's ends in it; `None` where one is null.
fn texts(cx: &Context<'_>, kind: &Kind<'_>, name: &str, values: &[&Value]) -> Option<Column> {
    if kind.list.is_some() {
        return None;
    }
    let texts =
        values.iter().map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None }).collect::<Option<Vec<_>>>()?;
    let mut end = 0_u32;
    let mut ends = Vec::with_capacity(texts.len());
    let mut blob = format!("static {name}_TEXT: &str = \"");
    for text in texts {
        end = end.checked_add(u32::try_from(text.len()).ok()?)?;
        ends.push(end);
        let quoted = literal(text);
        // A line a text; what follows the line's end up to the next text is no part of it, unless that begins with a blank.
        blob.push_str(&quoted[1..quoted.len() - 1].replacen(' ', "\\x20", usize::from(text.starts_with(' '))));
        blob.push_str("\\\n");
    }
    blob.push_str("\";");
    let plain = format!("{}::text_at({name}_TEXT, &{name}, index)?", cx.runtime);
    let read = if kind.ty.nullable { format!("Some({plain})") } else { plain };
    Some(Column { items: vec![blob, array(name, "u32", ends.iter().map(ToString::to_string))], read })
}

/// A static array as text: parsing large ones to print them costs fifty times what writing them does.
pub(super) fn array(name: &str, ty: &str, elements: impl Iterator<Item = String>) -> String {
    const WIDTH: usize = 96;
    let elements: Vec<String> = elements.collect();
    let mut text = format!("static {name}: [{ty}; {}] = [\n", elements.len());
    let mut line = String::from("   ");
    for element in elements {
        if line.len() + element.len() + 2 > WIDTH && line.len() > 3 {
            text.push_str(&line);
            text.push('\n');
            line.truncate(3);
        }
        line.push(' ');
        line.push_str(&element);
        line.push(',');
    }
    text.push_str(&line);
    text.push_str("\n];");
    text
}
