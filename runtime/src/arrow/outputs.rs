//! Results as a record batch.

use alloc::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, FieldRef, Schema};

use super::failed::{ascending, with_nulls};
use super::{Error, IntoArray, list};
use crate::Field;
use crate::batch::{Batch, RowError};

/// The arrays of a record batch of results, while they are made.
#[derive(Debug)]
pub struct Arrays<'b> {
    fields: core::slice::Iter<'b, FieldRef>,
    arrays: Vec<ArrayRef>,
    /// Where the items of each row end, of a table that gives lists.
    ends: &'b [usize],
    errors: &'b [RowError],
    /// The rows with values that their arrays can't hold.
    unfit: Vec<RowError>,
}

impl Arrays<'_> {
    fn next(&mut self, field: &'static Field) -> Result<FieldRef, Error> {
        self.fields.next().cloned().ok_or(Error::Missing(field))
    }

    fn unfit(&mut self, row: usize, field: &'static Field) {
        self.unfit.push(RowError { row, error: crate::Error::OutOfRange(field) });
    }

    /// Adds the array of an output with a value a row.
    ///
    /// # Errors
    /// Texts or lists of too many bytes or items.
    pub fn add<T: IntoArray>(&mut self, field: &'static Field, values: &[T]) -> Result<(), Error> {
        let data_type = self.next(field)?.data_type().clone();
        let mut unfit = Vec::new();
        self.arrays.push(T::array(values.iter().map(Some), &data_type, &mut unfit).map_err(|error| Error::unwritten(error, field))?);
        unfit.into_iter().for_each(|row| self.unfit(row, field));
        Ok(())
    }

    /// Adds the array of an output with a list a row.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_lists<T: IntoArray>(&mut self, field: &'static Field, values: &[T]) -> Result<(), Error> {
        let unwritten = |error| Error::unwritten(error, field);
        let of_lists = self.next(field)?;
        let DataType::List(item) = of_lists.data_type() else { return Err(Error::Missing(field)) };
        let mut unfit = Vec::new();
        let items = T::array(values.iter().map(Some), item.data_type(), &mut unfit).map_err(unwritten)?;
        let mut errors = self.errors.iter().peekable();
        let nulls: NullBuffer = (0..self.ends.len()).map(|row| errors.next_if(|error| error.row == row).is_none()).collect();
        self.arrays.push(list::array(item, items, self.ends.iter().copied(), Some(nulls)).map_err(unwritten)?);
        for item in unfit {
            self.unfit(self.ends.partition_point(|end| *end <= item), field);
        }
        Ok(())
    }
}

/// The batch with its outputs as a record batch of this schema, of which `arrays` adds each array.
///
/// A row with a value that its array can't hold fails.
///
/// # Errors
/// Those of `arrays`.
pub fn record_batch<O>(
    batch: Batch<O>,
    schema: Schema,
    arrays: impl FnOnce(&O, &mut Arrays<'_>) -> Result<(), Error>,
) -> Result<Batch<RecordBatch>, Error> {
    let mut made = Arrays {
        fields: schema.fields().iter(),
        arrays: Vec::with_capacity(schema.fields().len()),
        ends: batch.ends(),
        errors: batch.errors(),
        unfit: Vec::new(),
    };
    arrays(&batch.outputs, &mut made)?;
    let (mut arrays, failed) = (made.arrays, ascending(made.unfit));
    if !failed.is_empty() {
        arrays = arrays.iter().map(|array| with_nulls(array, &failed, false)).collect::<Result<_, _>>()?;
    }
    let options = RecordBatchOptions::new().with_row_count(Some(batch.len()));
    let outputs = RecordBatch::try_new_with_options(Arc::new(schema), arrays, &options)?;
    let mut batch = batch.with_outputs(outputs);
    batch.fail(&failed, false);
    Ok(batch)
}
