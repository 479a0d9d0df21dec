//! What stands outside the blocks: comments, and what only looks like one. No table is dropped in silence.

use std::collections::{BTreeMap, BTreeSet};

use super::extent::{Extent, Kind, Sweep};
use super::soundness::merged_across;
use super::view::{View, right_of};
use super::word::did_you_mean;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::layout::LayoutFinding;
use crate::source::{CellRef, Content};

/// Words that stand alone in front of other text too often to be a misspelt block word.
const PLAIN_WORDS: [&str; 7] = ["text", "rest", "best", "last", "next", "cost", "least"];

/// Counts the cells outside the blocks, and reports the suspicious ones. Besides the count, the blocks that an error was reported of. For
/// each block `shapes` has the columns of its results.
pub(super) fn report(
    view: &View<'_>,
    extents: &[Extent],
    shapes: &[(Vec<u32>, usize)],
    diagnostics: &mut Vec<Diagnostic>,
) -> (usize, Vec<usize>) {
    let mut outside = 0;
    let mut broken = Vec::new();
    // Columns in which a hint was given: what stands below it has that cause.
    let mut hinted: BTreeSet<u32> = BTreeSet::new();
    let mut sweep = Sweep::default();
    let mut upcoming = extents.iter().enumerate().peekable();
    // The block whose gutter this column was last, until a row below it has been reported as cut off.
    let mut gutters: BTreeMap<u32, usize> = BTreeMap::new();
    // For each block the topmost cell beside it, and their number.
    let mut beside: BTreeMap<usize, (CellRef, usize)> = BTreeMap::new();
    for (cell, content) in view.sheet.cells.iter() {
        while let Some((block, extent)) = upcoming.next_if(|(_, extent)| extent.range.first.row <= cell.row) {
            sweep.insert(extent.range, block);
            gutters.insert(extent.range.first.column, block);
        }
        if sweep.block(cell).is_some() {
            continue;
        }
        outside += 1;
        let left = cell.column.checked_sub(1).and_then(|column| sweep.block(CellRef::new(cell.row, column)));
        if let Some(block) = left
            && extents.get(block).and_then(|extent| extent.header).is_some_and(|header| header.row <= cell.row)
        {
            beside.entry(block).or_insert((cell, 0)).1 += 1;
            continue;
        }
        let above = gutters.get(&cell.column).copied();
        if let Some((block, extent)) = above.and_then(|block| extents.get(block).map(|extent| (block, extent)))
            && let Some((results, _)) = shapes.get(block)
            && results.iter().any(|column| {
                let result = CellRef::new(cell.row, *column);
                view.sheet.get(result).is_some() && sweep.block(result).is_none()
            })
        {
            gutters.remove(&cell.column);
            broken.push(block);
            let (id, name) = (view.excerpt(cell), view.excerpt(extent.name_cell()));
            diagnostics
                .push(LayoutFinding::CutTable { at: view.location(cell), id, block: name, range: view.location(extent.range.last) }.into());
            continue;
        }
        let explained =
            hinted.contains(&cell.column) || above.and_then(|block| extents.get(block)).is_some_and(|extent| extent.header.is_none());
        if let Content::Text(_) = content
            && let Some(finding) = stray(view, cell, explained)
        {
            hinted.insert(cell.column);
            diagnostics.push(finding.into());
        }
    }
    for (block, (cell, count)) in beside {
        let Some((extent, header)) = extents.get(block).and_then(|extent| extent.header.map(|header| (extent, header))) else { continue };
        let end_of_labels = CellRef::new(header.row, extent.range.last.column);
        if !header.labelled || merged_across(view, end_of_labels) {
            // The missing label or the merge has been reported; the labels would go on behind it.
            continue;
        }
        broken.push(block);
        let header = CellRef::new(header.row, cell.column);
        diagnostics.push(
            LayoutFinding::CellBesideBlock {
                at: view.location(cell),
                text: view.excerpt(cell),
                count,
                block: view.excerpt(extent.name_cell()),
                header: view.location(header),
            }
            .into(),
        );
    }
    let name = view.sheet.name.trim();
    if let (true, true, Some(first)) = (extents.is_empty(), hinted.is_empty(), view.sheet.cells.positions().next())
        && !name.starts_with('_')
        && !name.eq_ignore_ascii_case("notes")
    {
        diagnostics.push(LayoutFinding::SheetWithoutBlock { at: view.location(first), sheet: view.sheet.name.clone() }.into());
    }
    (outside, broken)
}

/// A text outside any block that was probably meant to be part of one.
fn stray(view: &View<'_>, cell: CellRef, explained: bool) -> Option<LayoutFinding> {
    let word = view.word(cell)?;
    // Longer texts are sentences.
    if word.len() > 20 {
        return None;
    }
    let at = view.location(cell);
    let beside = right_of(cell);
    if let Some(kind) = Kind::of(&word) {
        return Some(LayoutFinding::BlockWithoutName { at, word: kind.word(), name_at: view.location(beside) });
    }
    view.get(beside)?;
    if word == "role" {
        let is_role = view.word(beside).is_some_and(|role| super::decision::role(&role).is_some());
        return (is_role && !explained).then_some(LayoutFinding::StrayRoleRow { at });
    }
    let word = word.trim_end_matches(':');
    if PLAIN_WORDS.contains(&word) {
        return None;
    }
    let meant = Kind::of(word).map(Kind::word).or_else(|| did_you_mean(word, Kind::ALL.map(Kind::word)))?;
    let meant = Kind::of(meant)?.word();
    Some(LayoutFinding::MisspeltBlockWord { at, word: view.excerpt(cell), meant, name: view.excerpt(beside) })
}
