//! `Columns`, `Outputs` and `evaluate_batch`: many decisions at once. Generated where `matchbook.toml` says `batch = true`.
//!
//! Tables whose inputs are given find their rules block by block ([`blocks`]), all others row by row, and so do those that require decisions or
//! have no classes; of single hits with literal outputs, those are gathered block by block too. What all tables share is the runtime's
//! `batch`; a module adds its columns, and how one row of them is decided.

mod arrow;
mod blocks;
mod columns;
mod outputs;

use super::Context;
use super::select::Selected;
use super::text::item;
use crate::model::HitPolicy;

/// The types of a batch; none where no batch is wanted.
pub(super) fn types(cx: &Context<'_>) -> Vec<String> {
    if cx.batch { columns::types(cx).into_iter().chain(outputs::types(cx)).collect() } else { Vec::new() }
}

/// The functions of a batch, and what they call, in a module that has `code` already.
pub(super) fn functions(cx: &Context<'_>, selected: Selected<'_>, code: &str) -> Vec<String> {
    if !cx.batch {
        return Vec::new();
    }
    let runtime = cx.runtime;
    let (generics, lifetime) = if cx.output_borrows() { ("<'a>", "'a") } else { ("", "'_") };
    let columns = columns::rust_type(cx, lifetime);
    let batch = format!("{runtime}::batch::Batch<{}>", outputs::rust_type(cx, lifetime));
    let error = format!("{runtime}::batch::UnequalLengths");
    let errors = "/// # Errors\n/// Columns of unequal length.\n";
    let mut items = columns::functions(cx);
    let plan = selected.plan();
    let blocks = blocks::of(cx, selected, code);
    items.extend(outputs::functions(cx, blocks.is_some() && blocks::gathers(cx)));
    items.push(item(&format!(
        "/// Decides each row of `columns`.\n///\n/// A row for which [`evaluate`] gives an error has no rule and no result, and stands in the batch's list of errors.\n///\n{errors}\
         pub fn evaluate_batch{generics}(columns: &{columns}) -> Result<{batch}, {error}> \
         {{ let mut batch = {runtime}::batch::Batch::default(); evaluate_batch_into(columns, &mut batch)?; Ok(batch) }}"
    )));
    items.push(item(&format!(
        "/// As [`evaluate_batch`], into a batch that was filled before or is new: it keeps the memory that it has.\n///\n{errors}\
         pub fn evaluate_batch_into{generics}(columns: &{columns}, batch: &mut {batch}) -> Result<(), {error}> {{ {} Ok(()) }}",
        blocks.as_ref().map_or_else(
            || {
                let (fill, decide) = row_by_row(cx);
                format!("batch.{fill}(columns.rows()?, {decide});")
            },
            |blocks| blocks::statement(cx, blocks)
        ),
    )));
    if cx.arrow {
        items.extend(arrow::functions(cx, plan));
    }
    items.extend(blocks.into_iter().flat_map(|blocks| blocks.items).map(|item| item.trim_end().to_owned()));
    items
}

/// What fills the batch row by row: the runtime's method, and a closure that decides a row.
fn row_by_row(cx: &Context<'_>) -> (&'static str, String) {
    let input = "&columns.row(row)?";
    // Of a graph of decisions, the rules of this one are those of the batch.
    let told = if cx.has_required() {
        "|table, rule| if ::core::ptr::eq(table, &TABLE) { decided.rule(rule); }"
    } else {
        "|_, rule| decided.rule(rule)"
    };
    let fill = match cx.table.hit_policy {
        policy if policy.is_list() && cx.has_required() => {
            let traced = format!("evaluate_traced({input}, &mut {told})");
            return ("fill_lists", format!("|row, decided| {{ Some({traced}.map(|items| decided.items(items))) }}"));
        }
        policy if policy.is_list() => {
            let arguments = cx.output_arguments("&input");
            let output = if arguments.is_empty() { "output".to_owned() } else { format!("|rule| output(rule{arguments})") };
            let listed = format!("Some(select(&input).and_then(|rules| decided.list(rules, {output})))");
            return ("fill_lists", format!("|row, decided| {{ let input = columns.row(row)?; {listed} }}"));
        }
        HitPolicy::Collect(Some(_)) => "fill_aggregates",
        _ => "fill_single",
    };
    (fill, format!("|row, decided| {{ Some(evaluate_traced({input}, &mut {told})) }}"))
}
