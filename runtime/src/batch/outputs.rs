//! Output columns.

use alloc::vec::Vec;

/// The output columns of a table.
pub trait Outputs {
    /// What they take at a time: the outputs of a row, `None` for one without a result, or, of a list, those of one of its items.
    type Item;

    /// Drops all but the first `len` values of each column.
    fn truncate(&mut self, len: usize);

    /// Adds a value to each column.
    fn push(&mut self, item: Self::Item);
}

/// A column alone.
impl<T> Outputs for Vec<T> {
    type Item = T;

    fn truncate(&mut self, len: usize) {
        self.truncate(len);
    }

    fn push(&mut self, item: T) {
        self.push(item);
    }
}
