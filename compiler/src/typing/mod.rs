//! Phase 5, a decision's block → [`DecisionTable`]: types of columns, values of entries, what a hit policy needs, and test cases.
//!
//! Before: cells and names. After: every entry is a literal of its column's type and values. All errors of a table are reported, each
//! once; a table with one is not made.

mod cases;
mod column;
mod domain;
mod option;
mod policy;
mod row;

pub(crate) use cases::test_blocks;

use std::collections::BTreeSet;

use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::diagnostic::{Describe, Diagnostic, Level, Location};
use crate::layout::{DecisionBlock, Role};
use crate::model::DecisionTable;
use crate::requirements::{BookView, Scope};
use crate::source::{CellRef, Content};

/// Whether a cell has a value at all; that it has none was reported when its block was found.
pub(crate) fn has_value(content: &Content) -> bool {
    !matches!(content, Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_))
}

/// A decision's cells and where to report what is wrong with them.
pub(crate) struct Table<'a, 'd> {
    book: BookView<'a>,
    block: &'a DecisionBlock,
    scope: &'a Scope<'a>,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// Whether the table can't be made: for an error reported here or before, or for a name that has one.
    broken: bool,
}

impl<'a> Table<'a, '_> {
    fn at(&self, cell: CellRef) -> Location {
        Location::cells(&self.block.block.book, &self.block.block.sheet_name, cell)
    }

    /// What a cell means, and the cell that holds it.
    fn cell(&self, row: u32, column: u32) -> (CellRef, Option<&'a Content>) {
        self.book.layout.cell(self.book.workbook, self.block.block.sheet, CellRef::new(row, column))
    }

    fn report(&mut self, finding: impl Into<Diagnostic>) {
        let finding = finding.into();
        self.broken |= finding.level() == Level::Error;
        self.diagnostics.push(finding);
    }

    fn problem(&mut self, cell: CellRef, problem: TypingProblem) {
        let at = self.at(cell);
        self.report(TypingFinding { at, problem });
    }
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
    let mut table = Table { book, block, scope, diagnostics, broken: block.block.faulty };
    let options = option::read(&mut table);
    let (hit_policy, header) = block.header?;
    let columns = column::read(&mut table, used);
    policy::check(&mut table, hit_policy, &columns);
    let rules = row::read(&mut table, &columns);
    let annotations =
        block.columns.iter().filter(|column| column.role == Some(Role::Note)).map(|column| column.label.text.clone()).collect();
    if table.broken {
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
