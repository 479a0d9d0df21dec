//! `evaluate`, and the outputs of a rule: a `match` for small tables, [columns](super::columns) of data for large ones.

use std::fmt::Write as _;

use super::Context;
use super::columns::columns;
use super::condition::holds;
use super::text::item;
use super::value::Kind;
use crate::model::{Aggregation, HitPolicy, Output, RuleId};

/// Up to so many rules, the outputs are a `match`, an arm a rule: as the table is read. Above, rustc's time and the reader's patience
/// favour columns, and wherever rules are data already.
const MAX_OUTPUT_ARMS: usize = 256;

/// The type of the result of `evaluate`, without its error.
pub(super) fn result_type(cx: &Context<'_>, lifetime: &str) -> String {
    let record = cx.output_record(lifetime);
    match cx.table.hit_policy {
        HitPolicy::Collect(Some(Aggregation::Min | Aggregation::Max)) if cx.result_optional() => format!("Option<{record}>"),
        policy if policy.is_list() => format!("Vec<{record}>"),
        policy if policy.is_single_hit() && cx.optional => format!("Option<{record}>"),
        _ => record,
    }
}

/// `evaluate`.
pub(super) fn evaluate(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let result = result_type(cx, "'a");
    let (generics, lifetime) = if cx.output_borrows() { ("<'a>", "'a") } else { ("", "'_") };
    let arguments = cx.output_arguments("input");
    let output = function_of_rule(cx, "input");
    let body = match cx.table.hit_policy {
        _ if cx.has_required() => "evaluate_traced(input, &mut |_, _| {})".to_owned(),
        HitPolicy::Collect(Some(_)) => format!("aggregate(select(input)?{})", arguments),
        policy if policy.is_list() => format!("select(input)?.map({output}).collect()"),
        _ if cx.optional => format!("select(input)?.map({output}).transpose()"),
        _ => format!("output(select(input)?{arguments})"),
    };
    let errors = if cx.has_required() { "Those of the decisions that it requires, then those of [`apply`]" } else { "Those of [`select`]" };
    let of_outputs = if cx.has_required() { "" } else { errors_of_outputs(cx) };
    vec![item(&format!(
        "/// Decides.\n{}///\n/// # Errors\n/// {errors}{of_outputs}.\npub fn evaluate{generics}(input: &{}) -> Result<{result}, {runtime}::Error> {{ {body} }}",
        cx.projections.docs(),
        cx.input_type(lifetime),
    ))]
}

/// The errors that outputs add to those of finding rules, as the end of a sentence.
pub(super) fn errors_of_outputs(cx: &Context<'_>) -> &'static str {
    match cx.table.hit_policy {
        HitPolicy::Collect(Some(Aggregation::Sum)) => ", and a sum that doesn't fit or isn't allowed",
        _ if cx.functions.computes_outputs() => ", and a result that has no exact value or isn't allowed",
        _ => "",
    }
}

/// What folds the matches of an aggregation.
pub(super) fn aggregate(cx: &Context<'_>) -> Option<String> {
    let HitPolicy::Collect(Some(aggregation)) = cx.table.hit_policy else { return None };
    let (runtime, result) = (cx.runtime, result_type(cx, "'a"));
    let body = fold(cx, aggregation);
    let parameters = if cx.functions.computes_outputs() {
        format!(", input: &{}{}", cx.input_type("'_"), cx.required_parameter("required", "'_"))
    } else {
        String::new()
    };
    Some(item(&format!(
        "fn aggregate(rules: impl Iterator<Item = {runtime}::RuleIndex>{parameters}) -> Result<{result}, {runtime}::Error> {{ {body} }}"
    )))
}

/// The function `output` of a rule alone.
pub(super) fn function_of_rule(cx: &Context<'_>, input: &str) -> String {
    let arguments = cx.output_arguments(input);
    if arguments.is_empty() { "output".to_owned() } else { format!("|rule| output(rule{arguments})") }
}

fn fold(cx: &Context<'_>, aggregation: Aggregation) -> String {
    let runtime = cx.runtime;
    let (Some(kind), Some(names), Some(clause)) = (cx.output_kinds.first(), cx.names.outputs.first(), cx.table.output_clauses.first())
    else {
        return String::new();
    };
    let output = function_of_rule(cx, "input");
    let certain = if cx.result_optional() { String::new() } else { format!("?.ok_or({runtime}::Error::NoRule)") };
    match aggregation {
        Aggregation::Count => format!("Ok({runtime}::count(rules))"),
        Aggregation::Min => format!("{runtime}::least(rules, {output}){certain}"),
        Aggregation::Max => format!("{runtime}::greatest(rules, {output}){certain}"),
        Aggregation::Sum => {
            let bare = Kind { ty: crate::model::Type { nullable: false, ..kind.ty }, ..*kind };
            match clause.domain.as_ref().and_then(|domain| holds(&domain.tests, "total", &bare)) {
                None => format!("{runtime}::sum(rules, {output})"),
                Some(allowed) => format!(
                    "let total: Output = {runtime}::sum(rules, {output})?; if {allowed} {{ Ok(total) }} else {{ Err({runtime}::Error::OutOfRange(&{})) }}",
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
    // A list that is made anew each time is no data.
    let made = cx.functions.computes_outputs() || cx.output_kinds.iter().any(Kind::is_cow_list);
    // Where rules are found without a branch, a jump to an arm would cost as much again.
    let read = !cx.data && cx.table.rules.len() <= MAX_OUTPUT_ARMS;
    if read || made { vec![arms(cx)] } else { columns(cx) }
}

/// What `output` gives, of local variables or expressions for the columns.
pub(super) fn result(cx: &Context<'_>, value: &dyn Fn(usize) -> String) -> String {
    if cx.table.hit_policy.is_single_hit() || cx.table.hit_policy.is_list() { cx.output.literal("", value) } else { value(0) }
}

/// The type that `output` gives.
pub(super) fn output_type(cx: &Context<'_>) -> String {
    let bare = !(cx.table.hit_policy.is_single_hit() || cx.table.hit_policy.is_list());
    cx.output_kinds.first().filter(|_| bare).map_or_else(|| cx.output_record("'a"), |kind| kind.rust_type("'static"))
}

/// A parameter, which the arms may not use after all: where what they compute is constant.
fn parameter(arms: &str, name: &str) -> String {
    if super::words(arms).contains(name) { name.to_owned() } else { format!("_{name}") }
}

fn arms(cx: &Context<'_>) -> String {
    let runtime = cx.runtime;
    let mut text = String::new();
    let single = cx.output_kinds.len() == 1;
    // Lists of several lengths are one type only where it is said, as in a field. Values are computed from left to right all the same.
    let lists = cx.output_kinds.iter().any(|kind| kind.items.is_some());
    let whole = lists && cx.output.columns().is_sorted();
    for (position, rule) in cx.table.rules.iter().enumerate() {
        let values: Vec<String> = rule
            .outputs
            .iter()
            .zip(&cx.output_kinds)
            .enumerate()
            .map(|(column, (entry, kind))| match &entry.output {
                Output::Literal(value) => kind.expression(value, ""),
                Output::Expression(_) => cx.functions.output(cx, RuleId(position), column),
            })
            .map(Option::unwrap_or_default)
            .collect();
        let values = match (whole, single) {
            (true, _) => result(cx, &|column| values.get(column).cloned().unwrap_or_default()),
            (false, true) => values.join(", "),
            (false, false) => format!("({})", values.join(", ")),
        };
        let _ = writeln!(text, "{} => {values},", cx.rule(RuleId(position)));
    }
    let locals: Vec<String> = (0..cx.output_kinds.len()).map(|column| cx.output_local(column)).collect();
    let pattern = if single { locals.join(", ") } else { format!("({})", locals.join(", ")) };
    let found = result(cx, &|column| cx.output_local(column));
    let (generics, lifetime) = if cx.output_borrows() { ("<'a>", "'a") } else { ("", "'_") };
    let input = if cx.functions.computes_outputs() {
        let required = cx.required_parameter(&parameter(&text, "required"), lifetime);
        format!(", {}: &{}{required}", parameter(&text, "input"), cx.input_type(lifetime))
    } else {
        String::new()
    };
    let start = format!("fn output{generics}(rule: {runtime}::RuleIndex{input}) -> Result<{}, {runtime}::Error>", output_type(cx));
    let failure = format!("_ => return Err({runtime}::Error::NoRule)");
    if whole || found == pattern {
        return item(&format!("{start} {{ Ok(match rule {{ {text} {failure} }}) }}"));
    }
    let ty = |kind: &Kind<'_>| if kind.items.is_some() { kind.rust_type(lifetime) } else { "_".to_owned() };
    let types = if lists { format!(": ({})", cx.output_kinds.iter().map(ty).collect::<Vec<_>>().join(", ")) } else { String::new() };
    item(&format!("{start} {{ let {pattern}{types} = match rule {{ {text} {failure} }}; Ok({found}) }}"))
}
