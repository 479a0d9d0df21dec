//! The cells of a block, and where to report what is wrong with them.

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
}

impl<'a, 'd> Cells<'a, 'd> {
    pub(super) fn new(book: BookView<'a>, block: &'a Block, diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { book, block, diagnostics, broken: block.faulty }
    }

    pub(super) fn at(&self, cell: CellRef) -> Location {
        Location::cells(&self.block.book, &self.block.sheet_name, cell)
    }

    /// What a cell means, and the cell that holds it.
    pub(super) fn cell(&self, row: u32, column: u32) -> (CellRef, Option<&'a Content>) {
        self.book.layout.cell(self.book.workbook, self.block.sheet, CellRef::new(row, column))
    }

    pub(super) fn report(&mut self, finding: impl Into<Diagnostic>) {
        let finding = finding.into();
        self.broken |= finding.level() == Level::Error;
        self.diagnostics.push(finding);
    }

    pub(super) fn problem(&mut self, cell: CellRef, problem: TypingProblem) {
        let at = self.at(cell);
        self.report(TypingFinding { at, problem });
    }
}
