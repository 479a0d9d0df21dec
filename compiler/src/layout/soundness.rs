//! What holds for the cells of all blocks alike: they have values, merges mean something, and readers see them.

use super::extent::Extent;
use super::view::View;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::layout::{LayoutFinding, MergeFault, NoValue};
use crate::source::{CellRange, CellRef, Content, column_letters};

/// Reports errors of single cells and merges, and hidden rows. For each block, whether an error of merges was reported, and the cells that
/// have no value.
pub(super) fn faults(view: &View<'_>, extents: &[Extent], diagnostics: &mut Vec<Diagnostic>) -> Vec<(bool, Vec<CellRef>)> {
    let mut faults = vec![false; extents.len()];
    let mut without_value = Vec::with_capacity(extents.len());
    for extent in extents {
        without_value.push(cells_without_value(view, extent, diagnostics));
        hidden(view, extent, diagnostics);
    }
    merges(view, extents, &mut faults, diagnostics);
    faults.into_iter().zip(without_value).collect()
}

/// What kind of cell without a value it is, if it is one.
fn no_value(content: &Content) -> Option<NoValue> {
    match content {
        Content::Error(error) => Some(NoValue::Error(error.clone())),
        Content::Uncalculated => Some(NoValue::Uncalculated),
        Content::ExternalLink(book) => Some(NoValue::ExternalLink(book.clone())),
        _ => None,
    }
}

fn cells_without_value(view: &View<'_>, extent: &Extent, diagnostics: &mut Vec<Diagnostic>) -> Vec<CellRef> {
    let mut found = Vec::new();
    let CellRange { first, last } = extent.range;
    for row in first.row..=last.row {
        for (cell, content) in view.sheet.row(row, first.column, last.column) {
            if let Some(why) = no_value(content) {
                diagnostics.push(LayoutFinding::CellWithoutValue { at: view.location(cell), why }.into());
                found.push(cell);
            }
        }
    }
    found
}

/// `row 4`, `rows 4, 5 and 9`, `rows 4, 5, 6 and 17 more`; empty for none.
fn listed(one: &str, many: &str, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("{one} {only}"),
        [start @ .., last] if names.len() <= 5 => format!("{many} {} and {last}", start.join(", ")),
        _ => format!("{many} {} and {} more", names[..4].join(", "), names.len() - 4),
    }
}

/// The part of an ascending list within these ends.
fn within(list: &[u32], first: u32, last: u32) -> &[u32] {
    let start = list.partition_point(|at| *at < first);
    let end = list.partition_point(|at| *at <= last);
    list.get(start..end).unwrap_or(&[])
}

fn hidden(view: &View<'_>, extent: &Extent, diagnostics: &mut Vec<Diagnostic>) {
    let CellRange { first, last } = extent.range;
    let rows = within(&view.sheet.hidden_rows, first.row, last.row);
    let columns = within(&view.sheet.hidden_columns, first.column, last.column);
    let shown = |row: &u32| (u64::from(*row) + 1).to_string();
    let block = view.excerpt(extent.name_cell());
    if view.sheet.hidden {
        diagnostics.push(LayoutFinding::Hidden { at: view.location(first), what: "all cells".to_owned(), block }.into());
        return;
    }
    if let Some(row) = rows.first() {
        let names: Vec<String> = rows.iter().map(shown).collect();
        let at = view.location(CellRange::new(CellRef::new(*row, first.column), CellRef::new(*row, last.column)));
        let what = listed("row", "rows", &names);
        diagnostics.push(LayoutFinding::Hidden { at, what, block: block.clone() }.into());
    }
    if let Some(column) = columns.first() {
        let names: Vec<String> = columns.iter().map(|column| column_letters(*column)).collect();
        let at = view.location(CellRange::new(CellRef::new(first.row, *column), CellRef::new(last.row, *column)));
        let what = listed("column", "columns", &names);
        diagnostics.push(LayoutFinding::Hidden { at, what, block }.into());
    }
}

fn overlap(a: CellRange, b: CellRange) -> bool {
    a.first.row <= b.last.row && b.first.row <= a.last.row && a.first.column <= b.last.column && b.first.column <= a.last.column
}

/// Reports merges that don't repeat a value, from the header rows down and in gutters. Blocks and merges are swept together by row.
fn merges(view: &View<'_>, extents: &[Extent], faults: &mut [bool], diagnostics: &mut Vec<Diagnostic>) {
    let mut merges: Vec<CellRange> = view.sheet.merges.iter().copied().filter(|merge| merge.first != merge.last).collect();
    merges.sort_unstable();
    let mut upcoming = extents.iter().enumerate().peekable();
    let mut open: Vec<(usize, &Extent)> = Vec::new();
    for merge in merges {
        while let Some(next) = upcoming.next_if(|(_, extent)| extent.range.first.row <= merge.last.row) {
            open.push(next);
        }
        open.retain(|(_, extent)| extent.range.last.row >= merge.first.row);
        for (block, extent) in &open {
            let Some(header) = extent.header else { continue };
            let gutter = extent.range.first.column;
            let body = CellRange::new(CellRef::new(header.row, gutter), extent.range.last);
            // Above the header row, titles and options may be merged to the right; down the gutter, two rows would have one word.
            let in_gutter = (merge.first.column, merge.last.column) == (gutter, gutter) && merge.first.row >= extent.range.first.row;
            if !overlap(body, merge) && !in_gutter {
                continue;
            }
            let fault = if merge.first.column != merge.last.column {
                MergeFault::Wide
            } else if merge.first.column == gutter {
                MergeFault::Gutter
            } else if merge.last.row > extent.range.last.row {
                MergeFault::Below
            } else {
                continue;
            };
            faults[*block] = true;
            diagnostics.push(LayoutFinding::BadMerge { at: view.location(merge), fault, block: view.excerpt(extent.name_cell()) }.into());
            // One report a merge, however many blocks it touches.
            for (other, extent) in &open {
                faults[*other] |= overlap(extent.range, merge);
            }
            break;
        }
    }
}

/// Whether a merge across columns touches this cell: what lies beside it is that merge's fault. O(merges).
pub(super) fn merged_across(view: &View<'_>, cell: CellRef) -> bool {
    view.sheet.merges.iter().any(|merge| merge.first.column != merge.last.column && merge.contains(cell))
}
