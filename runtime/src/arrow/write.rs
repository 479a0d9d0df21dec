//! Values of outputs as arrays.

use alloc::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int64Array};
use arrow_schema::DataType;

/// An array can't hold so many bytes of text or items of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// What arrays are made of.
pub trait IntoArray {
    /// The array of these values, of the type that `output_schema` has for them; `None` stands for null. In the
    /// place of those that the type can't hold stands any value, and their positions are added to `unfit`.
    ///
    /// # Errors
    /// More than 2³¹ − 1 bytes of text or items of lists.
    fn array<'v>(
        values: impl Iterator<Item = Option<&'v Self>> + Clone,
        data_type: &DataType,
        unfit: &mut Vec<usize>,
    ) -> Result<ArrayRef, TooLarge>
    where
        Self: 'v;
}

impl IntoArray for bool {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, TooLarge>
    where
        Self: 'v,
    {
        Ok(Arc::new(values.map(|value| value.copied()).collect::<BooleanArray>()))
    }
}

impl IntoArray for i64 {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, TooLarge>
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
    ) -> Result<ArrayRef, TooLarge>
    where
        Self: 'v,
    {
        T::array(values.map(|value| value.and_then(Self::as_ref)), data_type, unfit)
    }
}
