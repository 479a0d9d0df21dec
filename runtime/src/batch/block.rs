//! Rows of a batch that are decided together: each column is brought to classes in one pass, and all classes of a row to one cell.

use crate::Error;

/// How many rows a block has: its cells stay in the nearest cache, and what a pass costs beside its rows is spread over many.
pub(super) const ROWS: usize = 1024;

/// Marks a cell of a row that lies outside some column's domain: no table has so many cells.
const OUTSIDE: u32 = 1 << 31;

/// A block of rows, and the cell to which the classes of each have led so far.
#[derive(Debug)]
pub struct Block {
    cells: [u32; ROWS],
    first: usize,
    rows: usize,
}

impl Block {
    pub(super) const fn new() -> Self {
        Self { cells: [0; ROWS], first: 0, rows: 0 }
    }

    /// Begins with so many rows, at most [`ROWS`], from the row `first` on.
    pub(super) fn start(&mut self, first: usize, rows: usize) {
        (self.first, self.rows) = (first, rows);
        self.cells.fill(0);
    }

    /// Leads each row to the cell of its class in `column` among `count` classes below its cell. A row of which `class` gives an error gets a
    /// cell that isn't there.
    #[inline]
    pub fn column<T: Copy>(&mut self, column: &[T], count: u32, class: impl Fn(T) -> Result<u32, Error>) {
        let values = column.get(self.first..self.first.saturating_add(self.rows)).unwrap_or_default();
        for (cell, value) in self.cells.iter_mut().zip(values) {
            let (class, outside) = match class(*value) {
                Ok(class) => (class, 0),
                Err(_) => (0, OUTSIDE),
            };
            *cell = cell.wrapping_mul(count).wrapping_add(class) | (*cell & OUTSIDE) | outside;
        }
    }

    /// The cells of its rows.
    pub(super) fn cells(&self) -> &[u32] {
        self.cells.get(..self.rows).unwrap_or_default()
    }
}
