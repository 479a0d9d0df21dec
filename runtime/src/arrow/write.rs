//! Values of outputs as arrays.

use alloc::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use arrow_schema::{ArrowError, DataType};

/// Why there is no array of values.
#[derive(Debug)]
pub enum Unwritten {
    /// They have more than 2³¹ − 1 bytes of text or items of lists.
    TooLarge,
    /// Arrow refused them, or their array has another type.
    Arrow(ArrowError),
}

impl Unwritten {
    /// Of a type that no such values have.
    pub(super) fn wrong_type(data_type: &DataType) -> Self {
        Self::Arrow(ArrowError::SchemaError(format!("an array of {data_type} holds other values")))
    }
}

impl From<ArrowError> for Unwritten {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

/// What arrays are made of.
pub trait IntoArray {
    /// The array of these values, of the type that `output_schema` has for them; `None` stands for null. In the
    /// place of those that the type can't hold stands any value, and their positions are added to `unfit`.
    ///
    /// # Errors
    /// Too many of them, or another type.
    fn array<'v>(
        values: impl Iterator<Item = Option<&'v Self>> + Clone,
        data_type: &DataType,
        unfit: &mut Vec<usize>,
    ) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v;
}

impl IntoArray for bool {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        Ok(Arc::new(values.map(|value| value.copied()).collect::<BooleanArray>()))
    }
}

impl IntoArray for i64 {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        Ok(Arc::new(values.map(|value| value.copied()).collect::<Int64Array>()))
    }
}

impl<T: IntoArray> IntoArray for Option<T> {
    fn array<'v>(
        values: impl Iterator<Item = Option<&'v Self>> + Clone,
        data_type: &DataType,
        unfit: &mut Vec<usize>,
    ) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        T::array(values.map(|value| value.and_then(Self::as_ref)), data_type, unfit)
    }
}
