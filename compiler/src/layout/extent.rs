//! Where blocks begin and end.

use std::collections::BTreeMap;

use super::view::{View, right_of};
use super::word;
use crate::model::HitPolicy;
use crate::source::{CellRange, CellRef, Content};

/// Kinds of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Decision,
    Test,
    Glossary,
    Constants,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Decision, Self::Test, Self::Glossary, Self::Constants];

    /// The block word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Test => "test",
            Self::Glossary => "glossary",
            Self::Constants => "constants",
        }
    }

    /// The kind whose block word is all that a cell says, whatever its case and the blanks around it. It is asked of every cell.
    fn of_cell(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        match (words.next(), words.next()) {
            (Some(word), None) => Self::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word)),
            _ => None,
        }
    }

    /// The kind with this folded, lower-case block word.
    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// The header row of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) row: u32,
    /// Of a decision.
    pub(super) hit_policy: Option<HitPolicy>,
    /// Whether there is a label right of the gutter.
    pub(super) labelled: bool,
}

/// The cells of a block.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Extent {
    pub(super) kind: Kind,
    /// From the anchor to the last row's last column; at least two columns wide.
    pub(super) range: CellRange,
    /// `None` for a decision without a hit policy.
    pub(super) header: Option<Header>,
}

impl Extent {
    pub(super) fn anchor(&self) -> CellRef {
        self.range.first
    }

    pub(super) fn name_cell(&self) -> CellRef {
        right_of(self.range.first)
    }
}

/// Which block a cell lies in, for cells asked about in the order of rows. Blocks are disjoint rectangles, so at each row those that
/// are open are disjoint ranges of columns.
#[derive(Default)]
pub(super) struct Sweep {
    /// By first column: last column, last row, and the block.
    open: BTreeMap<u32, (u32, u32, usize)>,
}

impl Sweep {
    pub(super) fn insert(&mut self, range: CellRange, block: usize) {
        self.open.insert(range.first.column, (range.last.column, range.last.row, block));
    }

    /// The block that holds the cell. Rows asked about never decrease. Amortised O(log blocks).
    pub(super) fn block(&mut self, cell: CellRef) -> Option<usize> {
        loop {
            let (first, (last_column, last_row, block)) =
                self.open.range(..=cell.column).next_back().map(|(first, open)| (*first, *open))?;
            if last_row < cell.row {
                self.open.remove(&first);
            } else {
                return (cell.column <= last_column).then_some(block);
            }
        }
    }
}

/// The block word at a cell with a name right of it.
fn anchor(view: &View<'_>, cell: CellRef) -> Option<Kind> {
    let Some(Content::Text(text)) = view.sheet.get(cell) else { return None };
    let kind = Kind::of_cell(text)?;
    view.get(right_of(cell)).map(|_| kind)
}

/// All blocks of a sheet, in the order of their anchors.
pub(super) fn find(view: &View<'_>) -> Vec<Extent> {
    let mut found: Vec<Extent> = Vec::new();
    let mut sweep = Sweep::default();
    for (cell, content) in view.sheet.cells.iter() {
        let Content::Text(text) = content else { continue };
        let Some(kind) = Kind::of_cell(text) else { continue };
        if view.get(right_of(cell)).is_none() || sweep.block(cell).is_some() || sweep.block(right_of(cell)).is_some() {
            continue;
        }
        let extent = extent(view, kind, cell, &sweep);
        sweep.insert(extent.range, found.len());
        found.push(extent);
    }
    found
}

/// The cells of the block that begins here.
fn extent(view: &View<'_>, kind: Kind, at: CellRef, sweep: &Sweep) -> Extent {
    let gutter = at.column;
    // The header row ends at a block further right that began earlier.
    let limit =
        sweep.open.range(gutter..).find(|(first, (_, last_row, _))| **first > gutter && *last_row >= at.row).map(|(first, _)| *first);
    let header_row = if kind == Kind::Decision { decision_header(view, at) } else { Ok((at.row.saturating_add(1), None)) };
    let (label_row, header) = match header_row {
        Ok((row, hit_policy)) if anchor(view, CellRef::new(row, gutter)).is_none() => (row, Some((row, hit_policy))),
        Ok((row, _)) => (row, None),
        Err(guess) => (guess, None),
    };
    let mut last = gutter;
    if anchor(view, CellRef::new(label_row, gutter)).is_none() {
        while limit.is_none_or(|limit| last + 1 < limit) && view.get(CellRef::new(label_row, last.saturating_add(1))).is_some() {
            last = last.saturating_add(1);
        }
    }
    let labelled = last > gutter;
    let last = last.max(gutter.saturating_add(1));
    let mut end = at.row;
    for row in at.row.saturating_add(1)..u32::MAX {
        // Above the header row the label row's width isn't binding: the search for the header has seen that no row is blank.
        let above = row <= label_row && header.is_some();
        if !above && view.is_blank(row, gutter, last) || anchor(view, CellRef::new(row, gutter)).is_some() {
            break;
        }
        if above && view.is_blank(row, gutter, last) && row == label_row {
            break;
        }
        end = row;
    }
    Extent {
        kind,
        range: CellRange::new(at, CellRef::new(end, last)),
        header: header.filter(|(row, _)| *row <= end).map(|(row, hit_policy)| Header { row, hit_policy, labelled }),
    }
}

/// The row of the first hit policy below the anchor; otherwise the row whose cells most probably are labels.
///
/// The search ends at the `role` row, because below it hit policies are free to be ids, at a row that is blank in the gutter and beside it,
/// and at the next block.
fn decision_header(view: &View<'_>, at: CellRef) -> Result<(u32, Option<HitPolicy>), u32> {
    let gutter = at.column;
    let first = at.row.saturating_add(1);
    for row in first..u32::MAX {
        let cell = CellRef::new(row, gutter);
        let word = view.word(cell);
        if let Some(policy) = word.as_deref().and_then(word::hit_policy) {
            return Ok((row, Some(policy)));
        }
        if word.as_deref() == Some("role") {
            return Err(if row > first { row - 1 } else { row });
        }
        if view.is_blank(row, gutter, gutter.saturating_add(1)) || anchor(view, cell).is_some() {
            break;
        }
    }
    Err(first)
}
