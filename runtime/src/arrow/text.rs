//! Texts, and closed lists of them.

use alloc::borrow::Cow;
use alloc::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray as _;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow_schema::DataType;

use super::{Column, FromArray, IntoArray, Unread, Unwritten};
use crate::ClosedText;

/// Gives what `value` makes of each text of a column; `None` of a column of another type.
fn texts<'a, T>(column: &Column<'a>, each: impl FnMut(Result<T, Unread>), value: impl Fn(&'a str) -> Option<T>) -> Option<()> {
    let array = column.array();
    match array.data_type() {
        DataType::Utf8 => column.each(array.as_string_opt::<i32>()?, each, value),
        DataType::LargeUtf8 => column.each(array.as_string_opt::<i64>()?, each, value),
        DataType::Utf8View => column.each(array.as_string_view_opt()?, each, value),
        _ => None,
    }
}

impl<'a> FromArray<'a> for &'a str {
    fn read(column: &Column<'a>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        texts(column, each, Some)
    }
}

/// The variants of a closed list, in a dictionary: its texts are compared by halves.
impl<'a, T: ClosedText> FromArray<'a> for T {
    fn read(column: &Column<'a>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        let mut values = T::VALUES.to_vec();
        values.sort_unstable_by_key(|(text, _)| *text);
        texts(column, each, |text| {
            let position = values.binary_search_by_key(&text, |(value, _)| value).ok()?;
            values.get(position).map(|(_, variant)| *variant)
        })
    }
}

/// An array of texts.
pub(super) fn array<'v>(texts: impl Iterator<Item = Option<&'v str>> + Clone) -> Result<ArrayRef, Unwritten> {
    let (mut rows, mut bytes) = (0_usize, 0_usize);
    for text in texts.clone() {
        rows = rows.saturating_add(1);
        bytes = bytes.saturating_add(text.map_or(0, str::len));
    }
    i32::try_from(bytes).map_err(|_| Unwritten::TooLarge)?;
    let mut array = StringBuilder::with_capacity(rows, bytes);
    texts.for_each(|text| array.append_option(text));
    Ok(Arc::new(array.finish()))
}

impl IntoArray for &str {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        array(values.map(|value| value.copied()))
    }
}

impl IntoArray for Cow<'_, str> {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        array(values.map(|value| value.map(AsRef::as_ref)))
    }
}

/// JSON as its text.
#[cfg(feature = "json")]
impl IntoArray for crate::json::Value {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        let texts: Vec<Option<String>> = values.map(|value| value.map(Self::to_string)).collect();
        array(texts.iter().map(Option::as_deref))
    }
}

/// A dictionary of the list's texts, in its order.
impl<T: ClosedText> IntoArray for T {
    fn array<'v>(values: impl Iterator<Item = Option<&'v Self>> + Clone, _: &DataType, _: &mut Vec<usize>) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        let key = |value: &Self| {
            let position = T::VALUES.iter().position(|(_, variant)| variant == value)?;
            i32::try_from(position).ok()
        };
        let keys: Int32Array = values.map(|value| value.and_then(key)).collect();
        let texts: StringArray = T::VALUES.iter().map(|(text, _)| Some(*text)).collect();
        Ok(Arc::new(DictionaryArray::try_new(keys, Arc::new(texts))?))
    }
}
