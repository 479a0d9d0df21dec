//! A sheet as layout reads it: merges resolved, words folded.

use super::block::{Text, VerticalMerges, fold};
use crate::diagnostic::Location;
use crate::source::{BookPath, CellRange, CellRef, Content, Sheet};

/// A sheet of a book, with its vertical merges.
pub(super) struct View<'a> {
    pub(super) book: &'a BookPath,
    pub(super) sheet: &'a Sheet,
    pub(super) merges: &'a VerticalMerges,
}

impl<'a> View<'a> {
    pub(super) fn location(&self, range: impl Into<CellRange>) -> Location {
        Location::cells(self.book, &self.sheet.name, range)
    }

    /// What the cell means: its own content or that of the vertical merge that covers it.
    pub(super) fn get(&self, cell: CellRef) -> Option<&'a Content> {
        self.sheet.get(self.merges.source(cell))
    }

    /// What the cell shows, folded.
    pub(super) fn text(&self, cell: CellRef) -> Option<Text> {
        let at = self.merges.source(cell);
        self.sheet.get(at).map(|content| Text { at, text: fold(&content.shown()) })
    }

    /// The text of a text cell as words are compared: folded, in lower case. Merges are not resolved: words stand in the gutter.
    pub(super) fn word(&self, cell: CellRef) -> Option<String> {
        match self.sheet.get(cell)? {
            Content::Text(text) => Some(fold(text).to_lowercase()),
            _ => None,
        }
    }

    /// What a cell shows, short enough for a message.
    pub(super) fn excerpt(&self, cell: CellRef) -> String {
        let text = self.text(cell).map_or_else(String::new, |text| text.text);
        if text.chars().count() <= 40 { text } else { text.chars().take(39).chain(['…']).collect() }
    }

    /// Whether no cell of the row holds anything of its own between these columns.
    pub(super) fn is_blank(&self, row: u32, first: u32, last: u32) -> bool {
        self.sheet.row(row, first, last).next().is_none()
    }
}

/// The cell right of this one; the cell itself at the right edge of what positions can say.
pub(super) fn right_of(cell: CellRef) -> CellRef {
    CellRef::new(cell.row, cell.column.saturating_add(1))
}
