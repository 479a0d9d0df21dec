//! Rows that fail while a record batch is read or its results are written.

use alloc::rc::Rc;
use core::cell::Cell;

use arrow_array::{Array, ArrayRef, make_array};
use arrow_data::transform::MutableArrayData;
use arrow_schema::ArrowError;
use core::ops::Range;

use crate::batch::RowError;
use crate::{Error, Field};

/// The rows that failed so far, as all that reads a record batch knows them.
#[derive(Clone, Default)]
pub(super) struct Failures(Rc<Cell<Vec<RowError>>>);

impl Failures {
    /// A row in which `field` has no value that its input holds.
    pub(super) fn add(&self, row: usize, field: &'static Field) {
        let mut failed = self.0.take();
        failed.push(RowError { row, error: Error::OutOfDomain(field) });
        self.0.set(failed);
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        let failed = self.0.take();
        let is_empty = failed.is_empty();
        self.0.set(failed);
        is_empty
    }

    /// Takes them all out: ascending, and each row with its first error.
    pub(super) fn take(&self) -> Vec<RowError> {
        ascending(self.0.take())
    }
}

/// The errors by their rows, of each row the first.
pub(super) fn ascending(mut errors: Vec<RowError>) -> Vec<RowError> {
    errors.sort_by_key(|error| error.row);
    errors.dedup_by_key(|error| error.row);
    errors
}

/// The parts of an array, one behind the other.
pub(super) fn parts(array: &dyn Array, parts: impl Iterator<Item = Range<usize>>) -> Result<ArrayRef, ArrowError> {
    let data = array.to_data();
    let mut joined = MutableArrayData::new(vec![&data], false, data.len());
    for part in parts {
        joined.try_extend(0, part.start, part.end)?;
    }
    Ok(make_array(joined.freeze()))
}

/// An array without the rows that failed, which are ascending.
pub(super) fn without(array: &dyn Array, failed: &[RowError]) -> Result<ArrayRef, ArrowError> {
    let starts = core::iter::once(0).chain(failed.iter().map(|error| error.row.saturating_add(1)));
    let ends = failed.iter().map(|error| error.row).chain([array.len()]);
    parts(array, starts.zip(ends).map(|(start, end)| start..end))
}

/// An array with nulls at the rows that failed, which are ascending: instead of the values that it has there, or, of `new` rows, between
/// those that it has.
pub(super) fn with_nulls(array: &dyn Array, failed: &[RowError], new: bool) -> Result<ArrayRef, ArrowError> {
    let data = array.to_data();
    let mut joined = MutableArrayData::new(vec![&data], true, data.len());
    let (mut row, mut from) = (0_usize, 0_usize);
    for error in failed {
        let to = from.saturating_add(error.row.saturating_sub(row));
        joined.try_extend(0, from, to)?;
        joined.try_extend_nulls(1)?;
        row = error.row.saturating_add(1);
        from = to.saturating_add(usize::from(!new));
    }
    joined.try_extend(0, from, data.len())?;
    Ok(make_array(joined.freeze()))
}
