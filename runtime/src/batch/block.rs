//! Rows of a batch that are decided together: each column is brought to classes in one pass.

use alloc::vec::Vec;
use core::fmt;

/// How many rows a block has: its classes stay in the nearest cache, and what a pass costs beside its rows is spread over many.
pub(super) const ROWS: usize = 1024;

/// How far the classes of one column lie from those of the next: where that is a multiple of 4 KiB, processors take what is written to one
/// for what is read from another, and wait.
const STRIDE: usize = ROWS + 16;

/// How many rows are brought to keys at once, where a column has keys.
const KEYS: usize = 64;

/// A block of rows, and the class of each in each column.
///
/// Its memory is that of the [`Batch`](super::Batch) that it belongs to, and used for one block after the other.
#[derive(Clone, Default)]
pub struct Block {
    /// The classes of each column that any block had.
    classes: Vec<[u32; STRIDE]>,
    /// How many columns have been brought to classes.
    columns: usize,
    /// Whether each row lies outside some column's domain; only read where `has_outside`.
    outside: Vec<bool>,
    has_outside: bool,
    first: usize,
    rows: usize,
}

impl Block {
    /// Begins with so many rows, at most [`ROWS`], from the row `first` on.
    pub(super) fn start(&mut self, first: usize, rows: usize) {
        (self.first, self.rows, self.columns, self.has_outside) = (first, rows, 0, false);
    }

    /// Brings the next column to classes.
    #[inline]
    pub fn column<T: Copy>(&mut self, column: &[T], class: impl Fn(T) -> u32) {
        let values = self.rows_of(column);
        self.next().iter_mut().zip(values).for_each(|(to, value)| *to = class(*value));
    }

    /// The same of a column of which not all values are allowed. The class of one that isn't doesn't matter, but there has to be one: a loop
    /// without a branch is worth more than what it takes.
    #[inline]
    pub fn bounded<T: Copy>(&mut self, column: &[T], is_outside: impl Fn(T) -> bool, class: impl Fn(T) -> u32) {
        let values = self.rows_of(column);
        let mut any = 0;
        for (to, value) in self.next().iter_mut().zip(values) {
            *to = class(*value);
            any |= u32::from(is_outside(*value));
        }
        if any != 0 {
            self.mark(values.iter().map(|value| is_outside(*value)));
        }
    }

    /// The same of a column whose values `keys` brings to integers, as many as there are of both.
    #[inline]
    pub fn keyed<T: Copy, K: Copy + Default + Into<i64>>(
        &mut self,
        column: &[T],
        keys: impl Fn(&[T], &mut [K]),
        is_outside: impl Fn(T, i64) -> bool,
        class: impl Fn(i64) -> u32,
    ) {
        let values = self.rows_of(column);
        let mut any = 0;
        let mut of_values = [K::default(); KEYS];
        for (to, values) in self.next().chunks_mut(KEYS).zip(values.chunks(KEYS)) {
            keys(values, &mut of_values);
            for ((to, value), key) in to.iter_mut().zip(values).zip(&of_values) {
                let key = (*key).into();
                *to = class(key);
                any |= u32::from(is_outside(*value, key));
            }
        }
        if any != 0 {
            self.mark(values.iter().map(|value| {
                keys(core::slice::from_ref(value), &mut of_values);
                of_values.first().is_none_or(|key| is_outside(*value, (*key).into()))
            }));
        }
    }

    /// Asks a column that no rule asks about whether its values are allowed.
    #[inline]
    pub fn check<T: Copy>(&mut self, column: &[T], is_outside: impl Fn(T) -> bool) {
        let values = self.rows_of(column);
        if values.iter().fold(0, |any, value| any | u32::from(is_outside(*value))) != 0 {
            self.mark(values.iter().map(|value| is_outside(*value)));
        }
    }

    /// Those of a column's values that are this block's. Fewer where a column is too short, which none is.
    fn rows_of<'c, T>(&self, column: &'c [T]) -> &'c [T] {
        column.get(self.first..self.first.saturating_add(self.rows)).unwrap_or_default()
    }

    /// Where the classes of the next column belong.
    fn next(&mut self) -> &mut [u32] {
        if self.classes.len() <= self.columns {
            self.classes.push([0; STRIDE]);
        }
        let column = self.columns;
        self.columns = self.columns.saturating_add(1);
        self.classes.get_mut(column).map_or(&mut [], |classes| classes.get_mut(..ROWS).unwrap_or_default())
    }

    /// Takes these rows out.
    #[cold]
    fn mark(&mut self, outside: impl Iterator<Item = bool>) {
        if !self.has_outside {
            self.outside.clear();
            self.outside.resize(ROWS, false);
            self.has_outside = true;
        }
        self.outside.iter_mut().zip(outside).for_each(|(known, outside)| *known |= outside);
    }

    /// Adds to `found` what `find` makes of the classes of each row, and `outside` for one that lies outside of a column's domain.
    #[inline]
    pub(super) fn find<const COLUMNS: usize>(&self, found: &mut Vec<u32>, outside: u32, find: impl Fn([u32; COLUMNS]) -> u32) {
        let Some(classes) = self.classes.first_chunk::<COLUMNS>() else { return };
        // In an array of this length, so that the compiler knows that all rows have classes.
        let mut of_rows = [0; ROWS];
        let of_rows = of_rows.get_mut(..self.rows).unwrap_or_default();
        for (row, to) in of_rows.iter_mut().enumerate() {
            *to = find(classes.each_ref().map(|classes| classes.get(row).copied().unwrap_or(0)));
        }
        if self.has_outside {
            of_rows.iter_mut().zip(&self.outside).filter(|(_, is_outside)| **is_outside).for_each(|(found, _)| *found = outside);
        }
        found.extend_from_slice(of_rows);
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block").field("first", &self.first).field("rows", &self.rows).finish_non_exhaustive()
    }
}
