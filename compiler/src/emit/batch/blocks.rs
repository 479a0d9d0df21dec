//! Batches decided block by block: where the classes of columns lead to a rule, and rules to outputs.

use super::columns;
use crate::dispatch::Plan;
use crate::emit::{Context, select, selection_names, words};

/// What a batch is decided by, in a module that has `code` already. `None` of a table that is decided row by row: where several rules make a
/// result, something is computed or a list is read, or the cube would be too large.
pub(super) fn of(cx: &Context<'_>, plan: &Plan, code: &str) -> Option<select::Blocks> {
    let table = cx.table;
    let given = table.inputs.iter().all(|input| input.is_given() && input.scalar().is_some());
    if !given || cx.has_required() || cx.functions.computes_outputs() || cx.output_borrows() {
        return None;
    }
    let mut names = selection_names(cx);
    names.taken.extend(words(code).into_iter().map(str::to_owned));
    select::blocks(cx.checked, plan, &names).filter(|blocks| !blocks.columns.is_empty())
}

/// The statement that fills the batch.
pub(super) fn statement(cx: &Context<'_>, blocks: &select::Blocks) -> String {
    let names = columns::names(cx);
    let classes: String = blocks
        .columns
        .iter()
        .filter_map(|(position, count, function)| Some(format!("block.column(columns.{}, {count}, {function});", names.get(position)?)))
        .collect();
    format!(
        "batch.fill_blocks(columns.rows()?, RULES.len(), |block| {{ {classes} }}, |cell| {}.get(cell), |row| Some(select(&columns.row(row)?)), output);",
        blocks.cells
    )
}
