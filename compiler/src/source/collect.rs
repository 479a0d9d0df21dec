//! Collecting cells into sheets under the limits of [`Options`].

use super::{CellRef, Content, Sheet};
use crate::options::Options;

/// Which limit was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// `max_cells`
    Cells,
    /// `max_expanded_bytes`
    Bytes,
}

/// Counts what the sheets of one book take.
#[derive(Debug)]
pub(super) struct Collector {
    cells_left: u64,
    bytes_left: u64,
}

impl Collector {
    /// Nothing taken yet.
    pub(super) fn new(options: &Options) -> Self {
        Self { cells_left: options.max_cells, bytes_left: options.max_expanded_bytes }
    }

    /// Takes memory, or time that grows with it, for something else than a cell.
    #[cfg(feature = "workbook")]
    pub(super) fn charge(&mut self, bytes: u64) -> Result<(), Full> {
        self.bytes_left = self.bytes_left.checked_sub(bytes).ok_or(Full::Bytes)?;
        Ok(())
    }

    /// Puts a cell into the sheet, unless it is blank. Line breaks become `\n`. A cell that a file holds twice counts twice.
    pub(super) fn put(&mut self, sheet: &mut Sheet, cell: CellRef, content: Content) -> Result<(), Full> {
        let content = match content {
            Content::Text(text) if text.chars().all(char::is_whitespace) => return Ok(()),
            Content::Text(text) if text.contains('\r') => Content::Text(text.replace("\r\n", "\n").replace('\r', "\n")),
            content => content,
        };
        let bytes = match &content {
            Content::Text(text) | Content::Error(text) | Content::ExternalLink(text) => text.capacity() as u64,
            _ => 0,
        };
        self.bytes_left = self.bytes_left.checked_sub(bytes + 64).ok_or(Full::Bytes)?;
        self.cells_left = self.cells_left.checked_sub(1).ok_or(Full::Cells)?;
        sheet.cells.push(cell, content);
        Ok(())
    }
}
