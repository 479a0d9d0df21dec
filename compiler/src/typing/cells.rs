//! The cells of a block, and where to report what is wrong with them.

use std::collections::BTreeSet;

use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::diagnostic::{Describe, Diagnostic, Level, Location};
use crate::layout::Block;
use crate::requirements::BookView;
use crate::source::{CellRef, Content};

/// A block that is being read.
pub(super) struct Cells<'a, 'd> {
    book: BookView<'a>,
    block: &'a Block,
    diagnostics: &'d mut Vec<Diagnostic>,
    /// Whether nothing can be made of the block: for an error reported here or before.
    pub(super) broken: bool,
    /// The first row of the rules, while those are read: an error in one of their cells leaves the rest of the block readable.
    rules_from: Option<u32>,
    /// The cells of rules that can't be read, for an error reported here.
    refused: BTreeSet<CellRef>,
}

impl<'a, 'd> Cells<'a, 'd> {
    pub(super) fn new(book: BookView<'a>, block: &'a Block, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { book, block, diagnostics, broken: block.faulty, rules_from: None, refused: BTreeSet::new() }
    }

    pub(super) fn at(&self, cell: CellRef) -> Location {
        Location::cells(&self.block.book, &self.block.sheet_name, cell)
    }

    /// What a cell means, and the cell that holds it.
    pub(super) fn cell(&self, row: u32, column: u32) -> (CellRef, Option<&'a Content>) {
        self.book.layout.cell(self.book.workbook, self.block.sheet, CellRef::new(row, column))
    }

    /// From here on rules are read, the first in this row.
    pub(super) fn begin_rules(&mut self, row: u32) {
        self.rules_from = Some(row);
    }

    /// The rules have been read: what is found now is of the whole block.
    pub(super) fn end_rules(&mut self) {
        self.rules_from = None;
    }

    /// Takes note that a cell can't be read, for an error that is reported.
    pub(super) fn refuse(&mut self, cell: CellRef) {
        match self.rules_from {
            Some(first) if cell.row >= first => drop(self.refused.insert(cell)),
            _ => self.broken = true,
        }
    }

    /// Whether a cell has been refused.
    pub(super) fn is_refused(&self, cell: CellRef) -> bool {
        self.refused.contains(&cell)
    }

    pub(super) fn report(&mut self, finding: impl Into<Diagnostic>) {
        let finding = finding.into();
        if finding.level() == Level::Error {
            match finding.describe().primary.location.cells {
                Some((_, range)) => self.refuse(range.first),
                None => self.broken = true,
            }
        }
        self.diagnostics.push(finding);
    }

    pub(super) fn problem(&mut self, cell: CellRef, problem: TypingProblem) {
        let at = self.at(cell);
        self.report(TypingFinding { at, problem });
    }
}
