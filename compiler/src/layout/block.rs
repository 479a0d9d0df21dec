//! Blocks as values: what a sheet's cells turned out to be.

use std::collections::BTreeMap;

use crate::model::HitPolicy;
use crate::source::{BookPath, CellRange, CellRef, Content, Workbook};

/// Text with its runs of blanks, NBSP and line breaks folded to one blank each, without outer blanks: how names, labels and words of the
/// gutter are compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// A cell's text, folded (see [`fold`]), and the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The cell that holds it: of a merged region, the top left one.
    pub at: CellRef,
    /// The folded text; never empty.
    pub text: String,
}

/// The blocks of a book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookLayout {
    /// Decisions, by sheet, row and column of their anchors, broken ones too.
    pub decisions: Vec<DecisionBlock>,
    /// Test blocks, in the same order.
    pub tests: Vec<TestLayout>,
    /// Glossaries, in the same order.
    pub glossaries: Vec<NameBlock>,
    /// Blocks of constants, in the same order.
    pub constants: Vec<NameBlock>,
    /// Merges of one column, one value a sheet, in the book's order.
    pub merges: Vec<VerticalMerges>,
    /// How many filled cells lie outside any block.
    pub cells_outside: usize,
}

impl BookLayout {
    /// What a cell means: its own content, or that of the vertical merge that covers it, with the cell that holds it. O(log n).
    pub fn cell<'a>(&self, workbook: &'a Workbook, sheet: usize, cell: CellRef) -> (CellRef, Option<&'a Content>) {
        let at = self.merges.get(sheet).map_or(cell, |merges| merges.source(cell));
        (at, workbook.sheets.get(sheet).and_then(|sheet| sheet.get(at)))
    }
}

/// The merged regions of a sheet that are one column wide. They repeat their value on every row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VerticalMerges {
    /// For each column, the first and last rows of its merges, ascending.
    by_column: BTreeMap<u32, Vec<(u32, u32)>>,
}

impl VerticalMerges {
    /// Picks the merges of one column out of all.
    pub fn new(merges: &[CellRange]) -> Self {
        let mut by_column: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for merge in merges {
            if merge.first.column == merge.last.column && merge.first.row < merge.last.row {
                by_column.entry(merge.first.column).or_default().push((merge.first.row, merge.last.row));
            }
        }
        for rows in by_column.values_mut() {
            rows.sort_unstable();
        }
        Self { by_column }
    }

    /// The merge that covers the cell: its first and last row. O(log merges).
    pub fn covering(&self, cell: CellRef) -> Option<(u32, u32)> {
        let rows = self.by_column.get(&cell.column)?;
        let after = rows.partition_point(|(first, _)| *first <= cell.row);
        rows.get(after.checked_sub(1)?).copied().filter(|(_, last)| cell.row <= *last)
    }

    /// The cell whose content this one has: the top of the merge that covers it, else itself.
    pub fn source(&self, cell: CellRef) -> CellRef {
        self.covering(cell).map_or(cell, |(first, _)| CellRef::new(first, cell.column))
    }
}

/// What all blocks have.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The book.
    pub book: BookPath,
    /// Its sheet's position in [`Workbook::sheets`].
    pub sheet: usize,
    /// That sheet's name.
    pub sheet_name: String,
    /// Its name, right of the block word.
    pub name: Text,
    /// Gutter to last label, anchor row to last row.
    pub range: CellRange,
    /// Whether an error in its shape was reported: it can't be compiled, though its cells can still be checked.
    pub faulty: bool,
}

impl Block {
    /// The column of the block word.
    pub fn gutter(&self) -> u32 {
        self.range.first.column
    }
}

/// A column with a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The label.
    pub label: Text,
    /// The column.
    pub column: u32,
    /// Its word in the `role` row; `None` in other blocks than decisions, and where that word is missing or unknown (the block is faulty
    /// then).
    pub role: Option<Role>,
}

/// What a decision's column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// `if`, `in`: an input column.
    If,
    /// `then`, `out`: an output column.
    Then,
    /// `note`: an annotation column.
    Note,
    /// `from`: the first day on which the rule holds.
    From,
    /// `until`: the last day on which the rule holds.
    Until,
}

impl Role {
    /// Whether a rule with nothing in such a column holds for whatever the caller gives.
    pub fn is_input(self) -> bool {
        matches!(self, Self::If | Self::From | Self::Until)
    }
}

/// A row between header and rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnRow {
    /// `role`
    Role,
    /// `expr`
    Expr,
    /// `type`
    Type,
    /// `values`
    Values,
    /// `default`
    Default,
    /// `unit`
    Unit,
    /// `about`
    About,
}

impl ColumnRow {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Role, Self::Expr, Self::Type, Self::Values, Self::Default, Self::Unit, Self::About];

    /// Its word in the gutter.
    pub fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Expr => "expr",
            Self::Type => "type",
            Self::Values => "values",
            Self::Default => "default",
            Self::Unit => "unit",
            Self::About => "about",
        }
    }

    /// The row with this folded, lower-case word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|row| row.word() == word)
    }
}

/// A word of the rows between anchor and header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptionWord {
    /// `description`
    Description,
    /// `owner`
    Owner,
    /// `ticket`
    Ticket,
    /// `review by`
    ReviewBy,
    /// `complete`
    Complete,
    /// `dispatch`
    Dispatch,
    /// `allow`
    Allow,
}

impl OptionWord {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Description, Self::Owner, Self::Ticket, Self::ReviewBy, Self::Complete, Self::Dispatch, Self::Allow];

    /// Its word in the gutter.
    pub fn word(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Owner => "owner",
            Self::Ticket => "ticket",
            Self::ReviewBy => "review by",
            Self::Complete => "complete",
            Self::Dispatch => "dispatch",
            Self::Allow => "allow",
        }
    }

    /// The option with this folded, lower-case word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|option| option.word() == word)
    }
}

/// An option row of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptionRow {
    /// Which.
    pub word: OptionWord,
    /// The cell of its word; the value stands right of it, the reason of an `allow` right of that.
    pub at: CellRef,
}

/// A rule's row, or a test case's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// The row.
    pub row: u32,
    /// Its id; `None` where it is blank or can't be one (the block is faulty then).
    pub id: Option<String>,
    /// Whether it is the `else` rule.
    pub is_else: bool,
}

/// A decision's block.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionBlock {
    /// Where it is.
    pub block: Block,
    /// Its hit policy, and the cell of its word; `None` if no row has one: nothing below the option rows is known then.
    pub header: Option<(HitPolicy, CellRef)>,
    /// Its option rows, top down.
    pub options: Vec<OptionRow>,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
    /// Its column rows, and where they are.
    pub column_rows: BTreeMap<ColumnRow, u32>,
    /// Its rules, top down.
    pub rules: Vec<RuleRow>,
    /// Whether some rule has no id of its own, which was reported: it can't be compiled, though all of it can be analysed.
    pub nameless: bool,
}

impl DecisionBlock {
    /// Whether a cell is one of a rule, right of the gutter: an entry or a note. O(log rules).
    pub(super) fn is_entry(&self, cell: CellRef) -> bool {
        cell.column > self.block.gutter() && self.rules.binary_search_by_key(&cell.row, |rule| rule.row).is_ok()
    }
}

/// A `test` block.
#[derive(Clone, Debug, PartialEq)]
pub struct TestLayout {
    /// Where it is; its name is the decision's.
    pub block: Block,
    /// Its columns, left to right.
    pub columns: Vec<Column>,
    /// Its cases, top down.
    pub cases: Vec<RuleRow>,
}

/// A `glossary` or `constants` block.
#[derive(Clone, Debug, PartialEq)]
pub struct NameBlock {
    /// Where it is; its name is an app's or anything else.
    pub block: Block,
    /// The columns whose label is known, by that label in lower case: `name`, `type`, `values`, `value`, `sensitivity`, `about`.
    pub columns: BTreeMap<&'static str, u32>,
    /// Its rows that aren't blank, top down.
    pub rows: Vec<u32>,
}
