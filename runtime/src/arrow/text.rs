//! Texts, and closed lists of them.

use alloc::borrow::Cow;
use alloc::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray as _;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, StringArray};
use arrow_schema::DataType;

use super::{Column, FromArray, IntoArray, Unread, Unwritten};
use crate::ClosedText;
use crate::data::{hash_of_text, short_text};

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

impl<'a, T: ClosedText> FromArray<'a> for T {
    fn read(column: &Column<'a>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        let slots = Slots::of(T::VALUES);
        texts(column, each, |text| slots.find(text, T::VALUES))
    }
}

/// Where each text of a closed list stands: a hash table with linear probing. To compare text by text would take ten times as long, since
/// which one comes next can't be predicted.
struct Slots(Vec<u32>);

/// A slot without a text.
const FREE: u32 = u32::MAX;

impl Slots {
    fn of<T>(values: &[(&str, T)]) -> Self {
        // At least three of four are free.
        let mut slots = Self(vec![FREE; values.len().saturating_mul(4).next_power_of_two()]);
        for (position, (text, _)) in (0..FREE).zip(values) {
            let mut slot = slots.first(text);
            while slots.0.get(slot).is_some_and(|found| *found != FREE) {
                slot = slots.next(slot);
            }
            if let Some(free) = slots.0.get_mut(slot) {
                *free = position;
            }
        }
        slots
    }

    fn find<T: Copy>(&self, text: &str, values: &[(&str, T)]) -> Option<T> {
        let mut slot = self.first(text);
        loop {
            match values.get(*self.0.get(slot)? as usize)? {
                (value, variant) if *value == text => return Some(*variant),
                _ => slot = self.next(slot),
            }
        }
    }

    /// The slot of a text that no other has taken: by its length and all of its bytes, of which two words hold those of most texts.
    fn first(&self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let word = match (bytes.first_chunk(), bytes.last_chunk()) {
            _ if bytes.len() > 16 => hash_of_text(text),
            (Some(first), Some(last)) => u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(25),
            _ => short_text(text).unwrap_or_default(),
        };
        // The digits of the golden ratio's fraction, after Knuth.
        let hash = (word ^ bytes.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (hash >> 32) as usize & self.last()
    }

    fn next(&self, slot: usize) -> usize {
        slot.saturating_add(1) & self.last()
    }

    fn last(&self) -> usize {
        self.0.len().saturating_sub(1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_the_middle_lie_apart() {
        let texts: Vec<(&str, usize)> = (0..1_000).map(|at| (format!("category {at:04} of goods").leak() as &str, at)).collect();
        let slots = Slots::of(&texts);
        let mut firsts: Vec<usize> = texts.iter().map(|(text, _)| slots.first(text)).collect();
        firsts.sort_unstable();
        firsts.dedup();
        assert!(firsts.len() > 800, "{} slots of 1,000 texts", firsts.len());
        assert!(texts.iter().all(|(text, at)| slots.find(text, &texts) == Some(*at)));
        assert_eq!(slots.find("category 1000 of goods", &texts), None);
    }
}
