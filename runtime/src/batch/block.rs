//! Rows of a batch that are decided together: each column is brought to classes in one pass.

use alloc::vec::Vec;
use core::fmt;

/// How many rows a block has: its classes stay in the nearest cache, and what a pass costs beside its rows is spread over many.
pub(super) const ROWS: usize = 1024;

/// How far the classes of one column lie from those of the next. Where that is a multiple of 4 KiB, processors take what is read from one for what
/// was just written to another, and wait; here what is read lies 64 bytes ahead.
const STRIDE: usize = ROWS + 16;

/// How many rows are brought to keys at once, where a column has keys.
const KEYS: usize = 64;

/// A block of rows, and the class of each in each column.
///
/// Its memory is that of the [`Batch`](super::Batch) that it belongs to, and used for one block after the other.
#[derive(Clone, Default)]
pub struct Block {
    /// What was found of each row, and behind it the classes of each column that any block had.
    classes: Vec<[u32; STRIDE]>,
    /// How many of them have been made; what was found is one.
    columns: usize,
    /// Whether each row lies outside some column's domain; only read where `has_outside`.
    is_outside: Vec<bool>,
    has_outside: bool,
    first: usize,
    rows: usize,
}

impl Block {
    /// Begins with so many rows, at most [`ROWS`], from the row `first` on.
    pub(super) fn start(&mut self, first: usize, rows: usize) {
        (self.first, self.rows, self.columns, self.has_outside) = (first, rows.min(ROWS), 1, false);
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
        // One loop after the other, since the compiler makes vectors of each by itself.
        self.next().iter_mut().zip(values).for_each(|(to, value)| *to = class(*value));
        self.outside(values, is_outside);
    }

    /// The same of a column of which no value is allowed that needs more than 32 bits: it is the compiler that has to know it, since twice as
    /// many fit into a vector.
    #[inline]
    pub fn short(&mut self, column: &[i64], is_outside: impl Fn(i64) -> bool, class: impl Fn(i64) -> u32) {
        let keys = |values: &[i64], keys: &mut [i32]| keys.iter_mut().zip(values).for_each(|(key, value)| *key = *value as i32);
        self.keyed(column, keys, |value, key| value != key || is_outside(key), class);
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
            to.iter_mut().zip(&of_values).for_each(|(to, key)| *to = class((*key).into()));
            any |= values.iter().zip(&of_values).fold(0, |any, (value, key)| any | u32::from(is_outside(*value, (*key).into())));
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
        self.outside(self.rows_of(column), is_outside);
    }

    /// Takes out the rows of these values that aren't allowed.
    #[inline]
    fn outside<T: Copy>(&mut self, values: &[T], is_outside: impl Fn(T) -> bool) {
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
            self.classes.resize(self.columns.saturating_add(1), [0; STRIDE]);
        }
        let column = self.columns;
        self.columns = self.columns.saturating_add(1);
        self.classes.get_mut(column).map_or(&mut [], |classes| classes.get_mut(..ROWS).unwrap_or_default())
    }

    /// Takes these rows out.
    #[cold]
    fn mark(&mut self, outside: impl Iterator<Item = bool>) {
        if !self.has_outside {
            self.is_outside.clear();
            self.is_outside.resize(ROWS, false);
            self.has_outside = true;
        }
        self.is_outside.iter_mut().zip(outside).for_each(|(known, outside)| *known |= outside);
    }

    /// What `find` makes of the classes of each row, and `outside` for one that lies outside of a column's domain.
    #[inline]
    pub(super) fn find<const COLUMNS: usize>(&mut self, outside: u32, find: impl Fn([u32; COLUMNS]) -> u32) -> &[u32] {
        let Some((found, classes)) = self.classes.split_first_mut() else { return &[] };
        let (Some(classes), Some(found)) = (classes.first_chunk::<COLUMNS>(), found.get_mut(..self.rows)) else { return &[] };
        for (row, to) in found.iter_mut().enumerate() {
            *to = find(classes.each_ref().map(|classes| classes.get(row).copied().unwrap_or(0)));
        }
        if self.has_outside {
            found.iter_mut().zip(&self.is_outside).filter(|(_, is_outside)| **is_outside).for_each(|(found, _)| *found = outside);
        }
        found
    }

    /// The classes of a row of this block; `None` of one that lies outside of a column's domain.
    #[inline]
    pub(super) fn of_row<const COLUMNS: usize>(&self, row: usize) -> Option<[u32; COLUMNS]> {
        if self.has_outside && self.is_outside.get(row).copied().unwrap_or(false) {
            return None;
        }
        let classes = self.classes.get(1..)?.first_chunk::<COLUMNS>()?;
        Some(classes.each_ref().map(|classes| classes.get(row).copied().unwrap_or(0)))
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Block").field("first", &self.first).field("rows", &self.rows).finish_non_exhaustive()
    }
}
