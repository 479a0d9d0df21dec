//! Phase 4, a decision's block → [`DecisionTable`]: types of columns, values of entries, what a hit policy needs, and test cases.
//!
//! Before: cells and names. After: every entry is a literal of its column's type and values. All errors of a table are reported, each
//! once; a table with one is not made.

mod cases;
mod cells;
mod column;
mod domain;
pub mod expression;
mod option;
mod policy;
mod row;

pub(crate) use cases::test_blocks;

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::layout::{DecisionBlock, Role};
use crate::model::DecisionTable;
use crate::requirements::{BookView, Scope};
use crate::source::Content;

use cells::Cells;

/// Whether a cell has a value at all; that it has none was reported when its block was found.
pub(crate) fn has_value(content: &Content) -> bool {
    !matches!(content, Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_))
}

/// A decision's cells, and the names in scope.
pub(crate) struct Table<'a, 'd> {
    cells: Cells<'a, 'd>,
    block: &'a DecisionBlock,
    scope: &'a Scope<'a>,
}

/// Types a decision. `None` if it has an error, or uses a name that has one; all that is wrong has been reported then. The names of the
/// glossary and constants that it uses are added to `used`, of a broken table too.
pub(crate) fn decision(
    app: &str,
    book: BookView<'_>,
    block: &DecisionBlock,
    scope: &Scope<'_>,
    used: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<DecisionTable> {
    let mut table = Table { cells: Cells::new(book, &block.block, diagnostics), block, scope };
    let options = option::read(&mut table);
    let (hit_policy, header) = block.header?;
    let columns = column::read(&mut table, used);
    policy::check(&mut table, hit_policy, &columns);
    let rules = row::read(&mut table, &columns, used);
    let annotations =
        block.columns.iter().filter(|column| column.role == Some(Role::Note)).map(|column| column.label.text.clone()).collect();
    if table.cells.broken {
        return None;
    }
    let (inputs, input_clauses, output_clauses) = columns.finish()?;
    Some(DecisionTable {
        name: block.block.name.text.clone(),
        app: app.to_owned(),
        book: block.block.book.clone(),
        sheet: block.block.sheet_name.clone(),
        range: block.block.range,
        header,
        description: options.description,
        owner: options.owner,
        ticket: options.ticket,
        review_by: options.review_by,
        complete: options.complete,
        dispatch: options.dispatch,
        dispatch_at: options.dispatch_at,
        allows: options.allows,
        hit_policy,
        inputs,
        input_clauses,
        output_clauses,
        annotations,
        rules,
    })
}

#[cfg(test)]
mod tests;
