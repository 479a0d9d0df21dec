//! Repairs: what is to be done to which cells and rows.

use super::{Description, Location};
use crate::source::CellRef;

/// A repair that the author can make, or leave to a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative without a full stop: `end the range before 100`.
    pub title: String,
    /// What is to be done, all of it or nothing; each edit names the cells as they are before the first one. At least one, at most one to
    /// each cell; rows inserted below one row come in this order.
    pub edits: Vec<Edit>,
    /// Whether it may not be what the author means, even where no other fix is offered.
    pub is_guess: bool,
}

/// One thing that is done to a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A text is typed into a cell, in the place of what that holds.
    Type {
        /// The cell: its location names one.
        cell: Location,
        /// What to type; empty to leave the cell blank.
        text: String,
    },
    /// A row is inserted.
    InsertRow {
        /// The cells of the block's row above it, gutter to last column.
        below: Location,
        /// The new cells from the gutter on, an empty text for a blank one. `None` where only the author knows what belongs there.
        cells: Vec<Option<String>>,
    },
    /// A row is deleted.
    DeleteRow {
        /// Its cells in the block, gutter to last column.
        row: Location,
    },
}

/// How far a tool may go with a fix. The words are rustc's (`rustc_errors::Applicability`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// The only repair, and complete: `check --fix` makes it.
    MachineApplicable,
    /// It may not be what the author means.
    MaybeIncorrect,
    /// It has cells that only the author can fill.
    HasPlaceholders,
}

impl Edit {
    /// The cells concerned; of an inserted row, those of the row above.
    pub fn location(&self) -> &Location {
        match self {
            Self::Type { cell: location, .. } | Self::InsertRow { below: location, .. } | Self::DeleteRow { row: location } => location,
        }
    }

    /// The cell that is typed into.
    pub fn cell(&self) -> Option<CellRef> {
        let Self::Type { cell, .. } = self else { return None };
        cell.cells.as_ref().map(|(_, range)| range.first)
    }

    /// As a person is told: `` type `< 100` in D7 ``, `` insert `new-rule | CA | …` below row 9 ``, `delete row 7`.
    pub fn instruction(&self) -> String {
        let range = self.location().cells.as_ref().map(|(_, range)| *range);
        let row = range.map(|range| u64::from(range.last.row) + 1).unwrap_or_default();
        match self {
            Self::Type { text, .. } => {
                let cell = range.map(|range| format!(" in {}", range.first)).unwrap_or_default();
                if text.is_empty() { format!("clear the cell{cell}") } else { format!("type `{text}`{cell}") }
            }
            Self::InsertRow { cells, .. } => {
                let cells: Vec<&str> = cells.iter().map(|cell| cell.as_deref().unwrap_or("…")).collect();
                format!("insert `{}` below row {row}", cells.join(" | ").trim_end())
            }
            Self::DeleteRow { .. } => format!("delete row {row}"),
        }
    }
}

impl Fix {
    /// A fix of these edits.
    pub fn new(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), edits, is_guess: false }
    }

    /// A text to type into one cell.
    pub fn typing(title: impl Into<String>, cell: Location, text: impl Into<String>) -> Self {
        Self::new(title, vec![Edit::Type { cell, text: text.into() }])
    }

    /// The same, perhaps not what the author means.
    #[must_use]
    pub fn guessed(mut self) -> Self {
        self.is_guess = true;
        self
    }

    /// Whether no cell is left to the author.
    pub fn is_complete(&self) -> bool {
        let known = |edit: &Edit| match edit {
            Edit::InsertRow { cells, .. } => cells.iter().all(Option::is_some),
            Edit::Type { .. } | Edit::DeleteRow { .. } => true,
        };
        self.edits.iter().all(known)
    }

    /// What it does, on one line, each edit named unless the title has said it.
    pub fn in_words(&self) -> String {
        let edits: Vec<String> = self.edits.iter().map(Edit::instruction).collect();
        match self.edits.as_slice() {
            [edit @ Edit::Type { text, cell }] if self.title.ends_with(&format!("`{text}`")) || text.is_empty() => {
                let cell = edit.cell().map_or_else(|| cell.to_string(), |cell| cell.to_string());
                format!("{} in {cell}", self.title)
            }
            [Edit::DeleteRow { row }] => {
                let row = row.cells.as_ref().map(|(_, range)| u64::from(range.first.row) + 1).unwrap_or_default();
                format!("{} (row {row})", self.title)
            }
            _ => format!("{}: {}", self.title, edits.join(", ")),
        }
    }
}

impl Description {
    /// With a ready repair of one cell: what to type.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, cell: Location, text: impl Into<String>) -> Self {
        self.repair(Fix::typing(title, cell, text))
    }

    /// With a ready repair.
    #[must_use]
    pub fn repair(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// How far a tool may go with a fix of this finding: of alternatives, none is the author's for sure.
    pub fn applicability(&self, fix: &Fix) -> Applicability {
        match fix.is_complete() {
            false => Applicability::HasPlaceholders,
            true if fix.is_guess || self.fixes.len() > 1 => Applicability::MaybeIncorrect,
            true => Applicability::MachineApplicable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{BookPath, CellRange};

    fn at(first: CellRef, last: CellRef) -> Location {
        Location::cells(&BookPath::new("x.csv"), "x", CellRange::new(first, last))
    }

    #[test]
    fn fixes_in_words() {
        let cell = || at(CellRef::new(6, 3), CellRef::new(6, 3));
        let row = || at(CellRef::new(6, 0), CellRef::new(6, 4));
        let said = |title: &str, edits: Vec<Edit>| Fix::new(title, edits).in_words();
        let typed = |text: &str| vec![Edit::Type { cell: cell(), text: text.to_owned() }];
        assert_eq!(said("write `gold`", typed("gold")), "write `gold` in D7");
        assert_eq!(said("end the range before 100", typed("< 100")), "end the range before 100: type `< 100` in D7");
        assert_eq!(said("leave the cell blank", typed("")), "leave the cell blank in D7");
        let cells = vec![Some("new".to_owned()), Some(String::new()), None, Some(String::new())];
        assert_eq!(said("add a rule", vec![Edit::InsertRow { below: row(), cells }]), "add a rule: insert `new |  | … |` below row 7");
        assert_eq!(said("delete the row of `x`", vec![Edit::DeleteRow { row: row() }]), "delete the row of `x` (row 7)");
        let both = [typed("5"), vec![Edit::DeleteRow { row: row() }]].concat();
        assert_eq!(said("merge them", both), "merge them: type `5` in D7, delete row 7");
    }

    #[test]
    fn a_tool_makes_only_what_is_the_only_way() {
        let fix = |text: &str| Fix::typing("x", at(CellRef::new(0, 0), CellRef::new(0, 0)), text);
        let description = |fixes: Vec<Fix>| Description { fixes, ..Description::new("m", fix("").edits[0].location().clone(), "") };
        let of = |fixes: Vec<Fix>| description(fixes.clone()).applicability(&fixes[0]);
        assert_eq!(of(vec![fix("a")]), Applicability::MachineApplicable);
        assert_eq!(of(vec![fix("a").guessed()]), Applicability::MaybeIncorrect);
        assert_eq!(of(vec![fix("a"), fix("b")]), Applicability::MaybeIncorrect);
        let edit = Edit::InsertRow { below: at(CellRef::new(0, 0), CellRef::new(0, 1)), cells: vec![None] };
        assert_eq!(of(vec![Fix::new("x", vec![edit])]), Applicability::HasPlaceholders);
    }
}
