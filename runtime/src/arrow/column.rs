//! The columns of a record batch or of a struct, by name.

use arrow_array::cast::AsArray as _;
use arrow_array::iterator::ArrayIter;
use arrow_array::{Array, ArrayAccessor, ArrayRef, ArrowPrimitiveType, PrimitiveArray, RecordBatch, StructArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, FieldRef};

use super::{Error, FromArray, Unread};
use crate::Field;

/// An array, and where what holds it is null.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    array: &'a dyn Array,
    /// Of the structs around it.
    outer_nulls: Option<NullBuffer>,
}

impl<'a> Column<'a> {
    pub(super) fn new(array: &'a dyn Array) -> Self {
        Self { array, outer_nulls: None }
    }

    /// What it holds.
    pub fn array(&self) -> &'a dyn Array {
        self.array
    }

    /// Where what holds it is null.
    pub(super) fn outer_nulls(&self) -> Option<&NullBuffer> {
        self.outer_nulls.as_ref()
    }

    /// Gives each value as `value` makes it of an accessor's, which has to be that of its array.
    pub(super) fn each<A: ArrayAccessor, T>(
        &self,
        array: A,
        mut each: impl FnMut(Result<T, Unread>),
        value: impl Fn(A::Item) -> Option<T>,
    ) -> Option<()> {
        let read = |item: Option<A::Item>| item.map_or(Err(Unread::Null), |item| value(item).ok_or(Unread::Unfit));
        match &self.outer_nulls {
            None => ArrayIter::new(array).for_each(|item| each(read(item))),
            Some(nulls) => {
                ArrayIter::new(array)
                    .zip(nulls.iter())
                    .for_each(|(item, is_there)| each(if is_there { read(item) } else { Err(Unread::Null) }));
            }
        }
        Some(())
    }

    /// Gives each value of a primitive array; `None` for an array of another type.
    pub(super) fn each_primitive<P: ArrowPrimitiveType, T>(
        &self,
        each: impl FnMut(Result<T, Unread>),
        value: impl Fn(P::Native) -> Option<T>,
    ) -> Option<()> {
        let array: &'a PrimitiveArray<P> = self.array.as_primitive_opt::<P>()?;
        self.each(array, each, value)
    }

    /// Gives each value, those of a dictionary through its keys; `None` for an array of a type that none can be read from.
    pub(super) fn read<T: FromArray<'a>>(&self, mut each: impl FnMut(Result<T, Unread>)) -> Option<()> {
        match self.array.data_type() {
            DataType::Null => {
                (0..self.array.len()).for_each(|_| each(T::NULL.ok_or(Unread::Null)));
                Some(())
            }
            DataType::Dictionary(..) => {
                let dictionary = self.array.as_any_dictionary_opt()?;
                let values: &'a dyn Array = dictionary.values().as_ref();
                let mut of_keys = Vec::with_capacity(values.len());
                T::read(&Column::new(values), |value| of_keys.push(value))?;
                let null = || T::NULL.ok_or(Unread::Null);
                let nulls = NullBuffer::union(dictionary.nulls(), self.outer_nulls.as_ref());
                // Without values there are only nulls, and no number stands for a key.
                let keys = if of_keys.is_empty() { vec![0; dictionary.len()] } else { dictionary.normalized_keys() };
                for (row, key) in keys.into_iter().enumerate() {
                    let is_null = nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
                    each(if is_null { null() } else { of_keys.get(key).copied().unwrap_or_else(null) });
                }
                Some(())
            }
            _ => T::read(self, each),
        }
    }
}

/// Arrays by name: the columns of a record batch, or the fields of a struct.
pub(super) struct Named<'a> {
    fields: &'a [FieldRef],
    arrays: &'a [ArrayRef],
    outer_nulls: Option<NullBuffer>,
}

impl<'a> Named<'a> {
    pub(super) fn of_batch(batch: &'a RecordBatch) -> Self {
        Self { fields: batch.schema_ref().fields(), arrays: batch.columns(), outer_nulls: None }
    }

    pub(super) fn of_struct(array: &'a StructArray, outer_nulls: Option<&NullBuffer>) -> Self {
        Self { fields: array.fields(), arrays: array.columns(), outer_nulls: NullBuffer::union(array.nulls(), outer_nulls) }
    }

    /// The column of `field`, which may have any of these names, with dots between what lies in structs, and the position of the array that
    /// it is or lies in; `None` if there is none.
    ///
    /// # Errors
    /// Several such columns.
    pub(super) fn find(&self, field: &'static Field, names: &[&str]) -> Result<Option<(usize, Column<'a>)>, Error> {
        let mut found = Vec::new();
        self.collect(names, &mut found);
        if found.len() > 1 {
            return Err(Error::Ambiguous(field));
        }
        Ok(found.pop())
    }

    fn collect(&self, names: &[&str], found: &mut Vec<(usize, Column<'a>)>) {
        for (position, (of, array)) in self.fields.iter().zip(self.arrays).enumerate() {
            if names.contains(&of.name().as_str()) {
                found.push((position, Column { array: array.as_ref(), outer_nulls: self.outer_nulls.clone() }));
            } else if let Some(array) = array.as_struct_opt() {
                let below: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix(of.name().as_str())?.strip_prefix('.')).collect();
                if !below.is_empty() {
                    let mut in_it = Vec::new();
                    Self::of_struct(array, self.outer_nulls.as_ref()).collect(&below, &mut in_it);
                    found.extend(in_it.into_iter().map(|(_, column)| (position, column)));
                }
            }
        }
    }
}
