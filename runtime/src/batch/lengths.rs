//! Columns of one length.

use core::fmt;

use crate::Field;

/// Columns of unequal length, which no rows can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnequalLengths {
    /// The first column whose length isn't that of the first.
    pub column: &'static Field,
    /// How many rows it has.
    pub rows: usize,
    /// The first column.
    pub first: &'static Field,
    /// How many rows that has.
    pub rows_of_first: usize,
}

impl fmt::Display for UnequalLengths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { column, rows, first, rows_of_first } = self;
        write!(f, "the column `{}` has {rows} rows and `{}` has {rows_of_first}: all need the same", column.path(), first.path())
    }
}

impl core::error::Error for UnequalLengths {}

/// How many rows columns of these lengths have; 0 if there is no column.
///
/// # Errors
/// Two that differ.
pub fn rows(columns: &[(&'static Field, usize)]) -> Result<usize, UnequalLengths> {
    let Some(((first, rows_of_first), others)) = columns.split_first() else { return Ok(0) };
    match others.iter().find(|(_, rows)| rows != rows_of_first) {
        Some((column, rows)) => Err(UnequalLengths { column, rows: *rows, first, rows_of_first: *rows_of_first }),
        None => Ok(*rows_of_first),
    }
}
