//! The inputs of a record batch.

use core::cell::Cell;

use arrow_array::{RecordBatch, RecordBatchOptions};

use super::column::Named;
use super::failed::{Failures, with_nulls, without};
use super::{Column, Error, FromArray, List, Unread};
use crate::Field;
use crate::batch::Batch;

/// The rows of a record batch, from which a generated module reads its inputs, and the rows that can't be read.
pub struct Rows<'a> {
    batch: &'a RecordBatch,
    /// The columns that were read.
    read: Cell<Vec<usize>>,
    failures: Failures,
}

impl<'a> Rows<'a> {
    /// Those of this record batch.
    #[must_use]
    pub fn new(batch: &'a RecordBatch) -> Self {
        Self { batch, read: Cell::default(), failures: Failures::default() }
    }

    /// The values of the column for `field`, which has one of these names: with dots between the names of what lies in structs. It has all
    /// rows if none [failed](Self::failed).
    ///
    /// # Errors
    /// No such column, unless null is a value; several; one of another type.
    pub fn column<T: FromArray<'a>>(&self, field: &'static Field, names: &[&str]) -> Result<Vec<T>, Error> {
        values(self.find(field, names)?, self.batch.num_rows(), field, |row| row, &self.failures)
    }

    /// The lists of the column for `field`, as [`column`](Self::column); null fails unless the input is `nullable`.
    ///
    /// # Errors
    /// As [`column`](Self::column).
    pub fn list(&self, field: &'static Field, names: &[&str], nullable: bool) -> Result<List, Error> {
        List::read(self.find(field, names)?, self.batch.num_rows(), field, nullable, |row| row, &self.failures)
    }

    fn find(&self, field: &'static Field, names: &[&str]) -> Result<Option<Column<'a>>, Error> {
        let Some((position, column)) = Named::of_batch(self.batch).find(field, names)? else { return Ok(None) };
        let mut read = self.read.take();
        read.push(position);
        self.read.set(read);
        Ok(Some(column))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there are rows with values that can't be read.
    pub fn failed(&self) -> bool {
        !self.failures.is_empty()
    }

    /// Has those rows decided that can be read, and puts the others between them.
    ///
    /// # Errors
    /// Those of `decide`.
    pub fn without_failed(
        self,
        decide: impl FnOnce(&RecordBatch) -> Result<Batch<RecordBatch>, Error>,
    ) -> Result<Batch<RecordBatch>, Error> {
        let failed = self.failures.take();
        let mut read = self.read.take();
        read.sort_unstable();
        read.dedup();
        let columns = self.batch.project(&read)?;
        let arrays = columns.columns().iter().map(|array| without(array, &failed)).collect::<Result<_, _>>()?;
        let rows = self.batch.num_rows().saturating_sub(failed.len());
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let mut decided = decide(&RecordBatch::try_new_with_options(columns.schema(), arrays, &options)?)?;
        let outputs = &decided.outputs;
        let arrays = outputs.columns().iter().map(|array| with_nulls(array, &failed, true)).collect::<Result<_, _>>()?;
        decided.outputs = RecordBatch::try_new(outputs.schema(), arrays)?;
        decided.fail(&failed, true);
        Ok(decided)
    }
}

/// The values of a column that has `len`. The ones that can't be read are left out, and `row`, that in which they lie, fails.
pub(super) fn values<'a, T: FromArray<'a>>(
    column: Option<Column<'a>>,
    len: usize,
    field: &'static Field,
    row: impl Fn(usize) -> usize,
    failures: &Failures,
) -> Result<Vec<T>, Error> {
    let Some(column) = column else { return T::NULL.map(|null| vec![null; len]).ok_or(Error::Missing(field)) };
    let mut values = Vec::with_capacity(len);
    let mut position = 0_usize;
    let read = column.read(|value: Result<T, Unread>| {
        match value {
            Ok(value) => values.push(value),
            Err(_) => failures.add(row(position), field),
        }
        position = position.saturating_add(1);
    });
    read.ok_or_else(|| Error::WrongType { field, found: column.array().data_type().clone() })?;
    Ok(values)
}
