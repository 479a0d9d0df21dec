//! Lists: of inputs, with the items of all rows one behind the other, and of outputs.

use alloc::borrow::Cow;
use alloc::sync::Arc;
use core::ops::Range;

use arrow_array::cast::AsArray as _;
use arrow_array::{Array, ArrayRef, GenericListArray, ListArray, OffsetSizeTrait, new_null_array};
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, FieldRef};

use super::column::Named;
use super::failed::{Failures, parts};
use super::rows::values;
use super::{Column, Error, FromArray, IntoArray, Unwritten};
use crate::Field;

/// The lists of an input, and the items in them.
pub struct List {
    /// The items of all lists, and of nothing else.
    items: ArrayRef,
    /// Where the items of each list lie; `None` for null.
    ranges: Vec<Option<Range<usize>>>,
    /// The row of the record batch to which each item belongs.
    rows: Vec<usize>,
    failures: Failures,
}

impl List {
    /// The lists of a column that has `len`; `row` is the one of the record batch to which each belongs. That of a null fails unless they
    /// are `nullable`, and all are null if there is no column.
    pub(super) fn read(
        column: Option<Column<'_>>,
        len: usize,
        field: &'static Field,
        nullable: bool,
        row: impl Fn(usize) -> usize,
        failures: &Failures,
    ) -> Result<Self, Error> {
        let nulls = new_null_array(&DataType::Null, len);
        let column = match column {
            None if !nullable => return Err(Error::Missing(field)),
            None => Column::new(&nulls),
            Some(column) => column,
        };
        let (items, spans) = lists(column.array()).ok_or_else(|| Error::WrongType { field, found: column.array().data_type().clone() })?;
        let is_null = NullBuffer::union(column.array().logical_nulls().as_ref(), column.outer_nulls());
        let (mut ranges, mut rows) = (Vec::with_capacity(len), Vec::new());
        let mut there = Vec::with_capacity(len);
        for (position, span) in spans.into_iter().enumerate() {
            if is_null.as_ref().is_some_and(|nulls| nulls.is_null(position)) {
                ranges.push(None);
                if !nullable {
                    failures.add(row(position), field);
                }
                continue;
            }
            let start = rows.len();
            rows.resize(start.saturating_add(span.len()), row(position));
            ranges.push(Some(start..rows.len()));
            there.push(span);
        }
        Ok(Self { items: parts(&items, there.into_iter())?, ranges, rows, failures: failures.clone() })
    }

    /// The values of the attribute `field` of all items, which has one of these names, as [`Rows::column`](super::Rows::column).
    ///
    /// # Errors
    /// As [`Rows::column`](super::Rows::column).
    pub fn column<'a, T: FromArray<'a>>(&'a self, field: &'static Field, names: &[&str]) -> Result<Vec<T>, Error> {
        values(self.find(field, names)?, self.items.len(), field, |item| self.row(item), &self.failures)
    }

    /// All items, which are values themselves.
    ///
    /// # Errors
    /// Items of another type.
    pub fn values<'a, T: FromArray<'a>>(&'a self, field: &'static Field) -> Result<Vec<T>, Error> {
        values(Some(Column::new(&self.items)), self.items.len(), field, |item| self.row(item), &self.failures)
    }

    /// The lists of the attribute `field` of all items, as [`Rows::list`](super::Rows::list).
    ///
    /// # Errors
    /// As [`Rows::column`](super::Rows::column).
    pub fn list(&self, field: &'static Field, names: &[&str], nullable: bool) -> Result<Self, Error> {
        Self::read(self.find(field, names)?, self.items.len(), field, nullable, |item| self.row(item), &self.failures)
    }

    /// What `item` makes of the position of each item.
    pub fn items<T>(&self, item: impl FnMut(usize) -> Option<T>) -> Vec<T> {
        (0..self.items.len()).filter_map(item).collect()
    }

    /// The lists, of all their items; null is an empty one.
    pub fn lend<'l, T>(&self, items: &'l [T]) -> Vec<&'l [T]> {
        self.lend_nullable(items).into_iter().map(Option::unwrap_or_default).collect()
    }

    /// The lists, of all their items.
    pub fn lend_nullable<'l, T>(&self, items: &'l [T]) -> Vec<Option<&'l [T]>> {
        self.ranges.iter().map(|range| items.get(range.clone()?)).collect()
    }

    fn row(&self, item: usize) -> usize {
        self.rows.get(item).copied().unwrap_or_default()
    }

    fn find(&self, field: &'static Field, names: &[&str]) -> Result<Option<Column<'_>>, Error> {
        // Of items that are all null there are no attributes.
        if *self.items.data_type() == DataType::Null {
            return Ok(Some(Column::new(&self.items)));
        }
        let items = self.items.as_struct_opt().ok_or_else(|| Error::WrongType { field, found: self.items.data_type().clone() })?;
        Ok(Named::of_struct(items, None).find(field, names)?.map(|(_, column)| column))
    }
}

/// The items of an array of lists, and where those of each list lie among them; `None` for an array of something else.
fn lists(array: &dyn Array) -> Option<(ArrayRef, Vec<Range<usize>>)> {
    fn spans<O: OffsetSizeTrait>(lists: &GenericListArray<O>) -> (ArrayRef, Vec<Range<usize>>) {
        let starts = lists.offsets().iter();
        let ends = starts.clone().skip(1);
        (lists.values().clone(), starts.zip(ends).map(|(start, end)| start.as_usize()..end.as_usize()).collect())
    }
    match array.data_type() {
        DataType::Null => Some((new_null_array(&DataType::Null, 0), vec![0..0; array.len()])),
        DataType::List(_) => array.as_list_opt::<i32>().map(spans),
        DataType::LargeList(_) => array.as_list_opt::<i64>().map(spans),
        DataType::FixedSizeList(..) => {
            let lists = array.as_fixed_size_list_opt()?;
            let size = usize::try_from(lists.value_length()).ok()?;
            let start = |list: usize| list.saturating_mul(size);
            Some((lists.values().clone(), (0..lists.len()).map(|list| start(list)..start(list.saturating_add(1))).collect()))
        }
        _ => None,
    }
}

/// The array of lists with these items, whose type is that of an item: as many as `ends`, where each list's items end.
pub(super) fn array(
    item: &FieldRef,
    items: ArrayRef,
    ends: impl Iterator<Item = usize>,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, Unwritten> {
    let offsets =
        core::iter::once(Ok(0)).chain(ends.map(i32::try_from)).collect::<Result<Vec<i32>, _>>().map_err(|_| Unwritten::TooLarge)?;
    Ok(Arc::new(ListArray::try_new(item.clone(), OffsetBuffer::new(ScalarBuffer::from(offsets)), items, nulls)?))
}

/// An array of lists that lie anywhere.
fn array_of<'v, T: IntoArray + 'v>(
    lists: impl Iterator<Item = Option<&'v [T]>> + Clone,
    data_type: &DataType,
    unfit: &mut Vec<usize>,
) -> Result<ArrayRef, Unwritten> {
    let DataType::List(item) = data_type else { return Err(Unwritten::wrong_type(data_type)) };
    let nulls: NullBuffer = lists.clone().map(|list| list.is_some()).collect();
    let ends: Vec<usize> = lists
        .clone()
        .scan(0_usize, |end, list| {
            *end = end.saturating_add(list.map_or(0, <[T]>::len));
            Some(*end)
        })
        .collect();
    let mut of_items = Vec::new();
    let items = T::array(lists.flatten().flatten().map(Some), item.data_type(), &mut of_items)?;
    unfit.extend(of_items.into_iter().map(|position| ends.partition_point(|end| *end <= position)));
    array(item, items, ends.into_iter(), Some(nulls))
}

impl<T: IntoArray> IntoArray for &[T] {
    fn array<'v>(
        values: impl Iterator<Item = Option<&'v Self>> + Clone,
        data_type: &DataType,
        unfit: &mut Vec<usize>,
    ) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        array_of(values.map(|value| value.copied()), data_type, unfit)
    }
}

impl<T: IntoArray + Clone> IntoArray for Cow<'_, [T]> {
    fn array<'v>(
        values: impl Iterator<Item = Option<&'v Self>> + Clone,
        data_type: &DataType,
        unfit: &mut Vec<usize>,
    ) -> Result<ArrayRef, Unwritten>
    where
        Self: 'v,
    {
        array_of(values.map(|value| value.map(AsRef::as_ref)), data_type, unfit)
    }
}
