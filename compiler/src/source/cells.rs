//! The cells of a sheet, by rows: nearly all that reads or writes a sheet goes along its rows, and many sheets have a hundred thousand of them.

use super::{CellRef, Content};

/// The cells of a sheet that aren't blank, by row, then column.
///
/// A cell is found in O(log columns) where no row between the first and the last is blank, and else in O(log blank rows + log columns) at most.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    /// The rows that aren't blank, ascending.
    rows: Vec<Row>,
    /// What was [pushed](Self::push) before cells that were there, in that order.
    late: Vec<(CellRef, Content)>,
}

/// A row of cells.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    number: u32,
    /// By column, ascending; never empty.
    cells: Vec<(u32, Content)>,
}

impl Row {
    fn iter(&self) -> impl DoubleEndedIterator<Item = (CellRef, &Content)> {
        self.cells.iter().map(|(column, content)| (CellRef::new(self.number, *column), content))
    }

    fn last(&self) -> Option<CellRef> {
        self.cells.last().map(|(column, _)| CellRef::new(self.number, *column))
    }
}

impl Cells {
    /// What the cell holds; `None` for a blank one.
    pub fn get(&self, cell: CellRef) -> Option<&Content> {
        let row = self.rows.get(self.place(cell.row).ok()?)?;
        let column = row.cells.binary_search_by_key(&cell.column, |(column, _)| *column).ok()?;
        row.cells.get(column).map(|(_, content)| content)
    }

    /// The cells of one row from `first` to `last` column.
    pub fn row(&self, row: u32, first: u32, last: u32) -> impl Iterator<Item = (CellRef, &Content)> {
        let row = self.place(row).ok().and_then(|place| self.rows.get(place));
        let start = row.map_or(0, |row| row.cells.partition_point(|(column, _)| *column < first));
        row.into_iter().flat_map(move |row| row.iter().skip(start)).take_while(move |(cell, _)| cell.column <= last)
    }

    /// All cells, by row, then column.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (CellRef, &Content)> {
        self.rows.iter().flat_map(Row::iter)
    }

    /// The positions of all cells, by row, then column.
    pub fn positions(&self) -> impl DoubleEndedIterator<Item = CellRef> {
        self.iter().map(|(cell, _)| cell)
    }

    /// How many cells there are. O(rows).
    pub fn len(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).sum()
    }

    /// Whether all cells are blank.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts content into a cell; what it held before. O(cells of the row), and O(rows) in a row that was blank.
    pub fn insert(&mut self, cell: CellRef, content: Content) -> Option<Content> {
        let place = match self.place(cell.row) {
            Ok(place) => place,
            Err(place) => {
                self.rows.insert(place, Row { number: cell.row, cells: Vec::new() });
                place
            }
        };
        let cells = &mut self.rows.get_mut(place)?.cells;
        match cells.binary_search_by_key(&cell.column, |(column, _)| *column) {
            Ok(place) => cells.get_mut(place).map(|(_, held)| std::mem::replace(held, content)),
            Err(place) => {
                cells.insert(place, (cell.column, content));
                None
            }
        }
    }

    /// Empties a cell; what it held. O(cells of the row), and O(rows) where that is blank then.
    pub fn remove(&mut self, cell: CellRef) -> Option<Content> {
        let place = self.place(cell.row).ok()?;
        let cells = &mut self.rows.get_mut(place)?.cells;
        let column = cells.binary_search_by_key(&cell.column, |(column, _)| *column).ok()?;
        let (_, held) = cells.remove(column);
        if cells.is_empty() {
            self.rows.remove(place);
        }
        Some(held)
    }

    /// Keeps the cells for which `keep` says so. It is asked by row, then column.
    pub fn retain(&mut self, mut keep: impl FnMut(CellRef, &Content) -> bool) {
        self.rows.retain_mut(|row| {
            row.cells.retain(|(column, content)| keep(CellRef::new(row.number, *column), content));
            !row.cells.is_empty()
        });
    }

    /// Moves the rows from this one on to other numbers, in their order; `None` where one would have no number. O(rows).
    pub fn move_rows(&mut self, from: u32, moved: impl Fn(u32) -> Option<u32>) -> Option<()> {
        for row in self.rows.iter_mut().filter(|row| row.number >= from) {
            row.number = moved(row.number)?;
        }
        Some(())
    }

    /// Puts content into a cell, as a reader of files comes upon it: O(1) behind all others. What stands elsewhere waits until
    /// [`settle`](Self::settle), so that no order of cells takes more time than to sort them.
    pub(super) fn push(&mut self, cell: CellRef, content: Content) {
        match self.rows.last_mut() {
            Some(row) if row.number == cell.row && row.cells.last().is_none_or(|(column, _)| *column < cell.column) => {
                row.cells.push((cell.column, content));
            }
            Some(row) if row.number >= cell.row => self.late.push((cell, content)),
            last => {
                // Neighbouring rows are about as long as each other.
                let mut cells = Vec::with_capacity(last.map_or(0, |row| row.cells.len()));
                cells.push((cell.column, content));
                self.rows.push(Row { number: cell.row, cells });
            }
        }
    }

    /// Puts what was pushed late where it belongs. Of several contents of one cell, the last holds.
    pub(super) fn settle(&mut self) {
        if self.late.is_empty() {
            return;
        }
        let late = std::mem::take(&mut self.late);
        let rows = std::mem::take(&mut self.rows);
        let early = rows
            .into_iter()
            .flat_map(|Row { number, cells }| cells.into_iter().map(move |(column, content)| (CellRef::new(number, column), content)));
        *self = early.chain(late).collect();
    }

    /// The last cell that was read, by row, then column.
    #[cfg(feature = "workbook")]
    pub(super) fn last(&self) -> Option<CellRef> {
        let late = self.late.iter().map(|(cell, _)| *cell);
        late.chain(self.rows.last().and_then(Row::last)).max()
    }

    /// The place of a row among those that aren't blank, or where it would be.
    fn place(&self, row: u32) -> Result<usize, usize> {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return Err(0) };
        // Each blank row between the first and this one brings it one further to the front.
        let furthest = row.checked_sub(first.number).ok_or(0_usize)? as usize;
        let blank = (last.number - first.number) as usize + 1 - self.rows.len();
        let end = self.rows.len().min(furthest.saturating_add(1));
        let start = furthest.saturating_sub(blank).min(end);
        let found = self.rows.get(start..end).unwrap_or_default().binary_search_by_key(&row, |row| row.number);
        found.map(|place| start + place).map_err(|place| start + place)
    }
}

/// Sorts the cells. Of several contents of one cell, the last holds.
impl FromIterator<(CellRef, Content)> for Cells {
    fn from_iter<I: IntoIterator<Item = (CellRef, Content)>>(cells: I) -> Self {
        let mut sorted: Vec<(CellRef, Content)> = cells.into_iter().collect();
        // Keeps the order of contents of one cell.
        sorted.sort_by_key(|(cell, _)| *cell);
        let mut made = Self::default();
        for (cell, content) in sorted {
            match made.rows.last_mut().filter(|row| row.last() == Some(cell)).and_then(|row| row.cells.last_mut()) {
                Some((_, held)) => *held = content,
                None => made.push(cell, content),
            }
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// What each of these positions, and every one near them, holds in both.
    fn agree(cells: &Cells, expected: &BTreeMap<CellRef, Content>) {
        assert!(cells.iter().eq(expected.iter().map(|(cell, content)| (*cell, content))));
        assert_eq!((cells.len(), cells.is_empty()), (expected.len(), expected.is_empty()));
        for row in 0..14 {
            for column in 0..6 {
                let cell = CellRef::new(row, column);
                assert_eq!(cells.get(cell), expected.get(&cell), "{cell}");
                let of_row = expected.iter().filter(|(at, _)| at.row == row && (1..=column).contains(&at.column));
                assert!(cells.row(row, 1, column).eq(of_row.map(|(at, content)| (*at, content))));
            }
        }
    }

    proptest! {
        #[test]
        fn cells_are_those_of_a_map(
            read in prop::collection::vec((0_u32..12, 0_u32..5), 0..40),
            changed in prop::collection::vec((0_u32..12, 0_u32..5, any::<bool>()), 0..20),
            from in 0_u32..12,
        ) {
            let (mut cells, mut expected) = (Cells::default(), BTreeMap::new());
            for (number, (row, column)) in (0..).zip(read) {
                let (cell, content) = (CellRef::new(row, column), Content::Text(format!("{number}")));
                cells.push(cell, content.clone());
                expected.insert(cell, content);
                #[cfg(feature = "workbook")]
                prop_assert_eq!(cells.last(), expected.last_key_value().map(|(cell, _)| *cell));
            }
            cells.settle();
            agree(&cells, &expected);
            for (row, column, put) in changed {
                let cell = CellRef::new(row, column);
                if put {
                    prop_assert_eq!(cells.insert(cell, Content::Boolean(true)), expected.insert(cell, Content::Boolean(true)));
                } else {
                    prop_assert_eq!(cells.remove(cell), expected.remove(&cell));
                }
            }
            agree(&cells, &expected);
            cells.retain(|cell, _| cell.column != 2);
            expected.retain(|cell, _| cell.column != 2);
            agree(&cells, &expected);
            prop_assert_eq!(cells.move_rows(from, |row| row.checked_add(1)), Some(()));
            let moved = |cell: CellRef| if cell.row >= from { CellRef::new(cell.row + 1, cell.column) } else { cell };
            agree(&cells, &expected.into_iter().map(|(cell, content)| (moved(cell), content)).collect());
        }
    }
}
