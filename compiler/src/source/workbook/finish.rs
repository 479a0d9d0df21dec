//! What holds for a finished sheet of every workbook format: its merges, and which of its rows and columns are hidden.

use std::collections::BTreeMap;

use super::super::{CellRange, Sheet};

/// What holds for a finished sheet of any format: its cells are in their places, merges don't overlap, only their first cell holds something, and hidden rows and columns
/// are those up to the last cell. Takes `O((cells + merges) log merges)`.
pub(super) fn finish(sheet: &mut Sheet) {
    sheet.cells.settle();
    sheet.merges.retain(|merge| merge.first != merge.last);
    sheet.merges.sort_unstable();
    sheet.merges.dedup();
    let mut kept: Vec<CellRange> = Vec::new();
    // Merges that reach the row at hand, by their first column; they never overlap, so neighbours decide.
    let mut open: BTreeMap<u32, CellRange> = BTreeMap::new();
    for merge in &sheet.merges {
        if !covers_any(&mut open, *merge) {
            open.insert(merge.first.column, *merge);
            kept.push(*merge);
        }
    }
    sheet.merges = kept;
    open.clear();
    let mut merges = sheet.merges.iter().peekable();
    sheet.cells.retain(|cell, _| {
        while let Some(merge) = merges.next_if(|merge| merge.first <= cell) {
            // Expired merges make room here, as the columns of a row are few and those of all merges are not.
            covers_any(&mut open, *merge);
            open.insert(merge.first.column, *merge);
        }
        match open.range(..=cell.column).next_back() {
            Some((_, merge)) => merge.first == cell || !merge.contains(cell),
            None => true,
        }
    });
    let last_row = sheet.cells.last().map(|cell| cell.row);
    let last_column = sheet.cells.positions().map(|cell| cell.column).max();
    for (hidden, last) in [(&mut sheet.hidden_rows, last_row), (&mut sheet.hidden_columns, last_column)] {
        hidden.sort_unstable();
        hidden.dedup();
        hidden.retain(|index| last.is_some_and(|last| *index <= last));
    }
}

/// Whether an open merge shares a cell with this one; merges that end above it are closed.
fn covers_any(open: &mut BTreeMap<u32, CellRange>, merge: CellRange) -> bool {
    loop {
        let Some((&column, other)) = open.range(..=merge.last.column).next_back() else { return false };
        if other.last.row < merge.first.row {
            open.remove(&column);
        } else {
            return other.last.column >= merge.first.column;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{CellRef, Content};
    use super::*;

    fn sheet(cells: &[(u32, u32)], merges: &[(u32, u32, u32, u32)]) -> Sheet {
        let mut sheet = Sheet {
            cells: cells.iter().map(|(row, column)| (CellRef::new(*row, *column), Content::Boolean(true))).collect(),
            merges: merges.iter().map(|(a, b, c, d)| CellRange::new(CellRef::new(*a, *b), CellRef::new(*c, *d))).collect(),
            ..Sheet::default()
        };
        finish(&mut sheet);
        sheet
    }

    #[test]
    fn merges_hold_their_first_cell_only() {
        let found = sheet(&[(0, 0), (1, 0), (1, 1), (2, 0), (2, 2), (3, 2)], &[(1, 0, 2, 1), (2, 2, 2, 2), (2, 1, 3, 2), (3, 0, 3, 2)]);
        let cells: Vec<String> = found.cells.positions().map(|cell| cell.to_string()).collect();
        let merges: Vec<String> = found.merges.iter().map(CellRange::to_string).collect();
        assert_eq!((cells.join(" "), merges.join(" ")), ("A1 A2 C3".to_owned(), "A2:B3 A4:C4".to_owned()));
    }

    #[test]
    fn many_merges_over_many_cells_take_no_time() {
        let cells: Vec<(u32, u32)> = (0..20_000).map(|row| (row, row % 3)).collect();
        let merges: Vec<(u32, u32, u32, u32)> = (0..100_000).map(|i| (i % 1000, i / 1000, 1_048_575, 16_383)).collect();
        assert_eq!(sheet(&cells, &merges).merges.len(), 1);
    }
}
