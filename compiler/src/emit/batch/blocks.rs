//! Batches decided block by block: where the classes of columns lead to a rule, and rules to outputs.

use super::columns;
use crate::emit::{Context, select, words};

/// What a batch is decided by, in a module that has `code` already. `None` of a table that is decided row by row: where several rules make a
/// result, something is computed or a list is read, or there are no classes.
pub(super) fn of(cx: &Context<'_>, selected: select::Selected<'_>, code: &str) -> Option<select::Blocks> {
    let table = cx.table;
    let given = table.inputs.iter().all(|input| input.is_given() && input.scalar().is_some());
    if !given || !table.hit_policy.is_single_hit() || cx.has_required() || cx.functions.computes_outputs() || cx.output_borrows() {
        return None;
    }
    selected.blocks(words(code).into_iter().map(str::to_owned))
}

/// The statement that fills the batch.
pub(super) fn statement(cx: &Context<'_>, blocks: &select::Blocks) -> String {
    let names = columns::names(cx);
    let passes: String = blocks
        .columns
        .iter()
        .filter_map(|column| Some(format!("block.{}(columns.{}{});", column.method, names.get(&column.position)?, column.arguments)))
        .collect();
    format!(
        "batch.fill_blocks(columns.rows()?, RULES.len(), |block| {{ {passes} }}, {}, |row| Some(select(&columns.row(row)?)), output);",
        blocks.find
    )
}
