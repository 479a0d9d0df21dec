//! `evaluate`, and the outputs of a rule: a `match` for small tables, [columns](super::columns) of data for large ones.

use std::fmt::Write as _;

use super::Context;
use super::columns::columns;
use super::condition::holds;
use super::text::item;
use super::value::Kind;
use crate::model::{Aggregation, HitPolicy, RuleId};

/// Up to so many rules, the outputs are a `match`, an arm a rule: as the table is read. Above, rustc's time and the reader's patience
/// favour columns.
const MAX_OUTPUT_ARMS: usize = 256;

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
        Aggregation::Sum => {
            let bare = Kind { ty: crate::model::Type { nullable: false, ..kind.ty }, ..*kind };
            match clause.domain.as_ref().and_then(|domain| holds(&domain.tests, "total", &bare)) {
                None => format!("{runtime}::sum(rules, output)"),
                Some(allowed) => format!(
                    "let total: Output = {runtime}::sum(rules, output)?; if {allowed} {{ Ok(total) }} else {{ Err({runtime}::Error::OutOfRange(&{})) }}",
                    names.field
                ),
            }
        }
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
pub(super) fn result(cx: &Context<'_>, value: &dyn Fn(usize) -> String) -> String {
    if cx.table.hit_policy.is_single_hit() || cx.table.hit_policy.is_list() { cx.output.literal("", value) } else { value(0) }
}

/// The type that `output` gives.
pub(super) fn output_type(cx: &Context<'_>) -> String {
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
