//! Batches decided block by block: where the classes of columns lead to a rule, and rules to outputs.

use super::{columns, row_by_row};
use crate::emit::{Context, select, words};
use crate::model::HitPolicy;

/// What a batch is decided by, in a module that has `code` already. `None` of a table that is decided row by row: where something is computed to
/// find the rules, a list is read, a decision is required, or there are no classes.
pub(super) fn of(cx: &Context<'_>, selected: select::Selected<'_>, code: &str) -> Option<select::Blocks> {
    let given = cx.table.inputs.iter().all(|input| input.is_given() && input.scalar().is_some());
    if !given || cx.has_required() {
        return None;
    }
    selected.blocks(words(code).into_iter().map(str::to_owned))
}

/// Whether each rule has one constant record, so that outputs are gathered.
pub(super) fn gathers(cx: &Context<'_>) -> bool {
    cx.table.hit_policy.is_single_hit() && !cx.functions.computes_outputs() && !cx.output_borrows()
}

/// The statement that fills the batch.
pub(super) fn statement(cx: &Context<'_>, blocks: &select::Blocks) -> String {
    let names = columns::names(cx);
    let passes: String = blocks
        .columns
        .iter()
        .filter_map(|column| Some(format!("block.{}(columns.{}{});", column.method, names.get(&column.position)?, column.arguments)))
        .collect();
    let (parameters, found) = (&blocks.parameters, &blocks.found);
    if gathers(cx) {
        return format!(
            "batch.fill_blocks(columns.rows()?, RULES.len(), |block| {{ {passes} }}, |[{parameters}]| {found}, |row| Some(select(&columns.row(row)?)), output);"
        );
    }
    let arguments = cx.output_arguments("&input");
    let (input, row) = if arguments.is_empty() { ("", "_") } else { ("let input = columns.row(row)?;", "row") };
    let output = if arguments.is_empty() { "output".to_owned() } else { format!("|rule| output(rule{arguments})") };
    let result = match cx.table.hit_policy {
        policy if policy.is_list() => format!("decided.list(rules, {output})"),
        HitPolicy::Collect(_) => format!("aggregate(rules.inspect(|rule| decided.rule(*rule)){arguments})"),
        _ if cx.optional => format!("rules.map(|rule| {{ decided.rule(rule); output(rule{arguments}) }}).transpose()"),
        _ => format!("{{ decided.rule(rules); output(rules{arguments}) }}"),
    };
    let (fill, by_row) = row_by_row(cx);
    let count = blocks.count;
    format!(
        "let find = |[{parameters}]: [u32; {count}]| {found}; \
         batch.{fill}_by(columns.rows()?, |block| {{ {passes} }}, |{row}, classes, decided| {{ {input} Some(find(classes).and_then(|rules| {result})) }}, {by_row});"
    )
}
