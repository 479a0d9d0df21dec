//! Values of inputs from arrays.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_schema::DataType;

use super::Column;
use super::digits::whole;

/// What can be read from the values of an array, each of them exactly.
///
/// | an input that is | is read from |
/// | --- | --- |
/// | `text`, closed lists too | `Utf8`, `LargeUtf8`, `Utf8View` |
/// | `integer` | signed and unsigned integers, decimals that are whole |
/// | `number`, `decimal(s)` | decimals of any width and scale, integers |
/// | `boolean` | `Boolean` |
/// | `date` | `Date32`, `Date64` |
/// | `time` | `Time32`, `Time64` |
/// | `date and time` | `Timestamp` without a time zone |
/// | `days and time duration` | `Duration` |
/// | `years and months duration` | `Interval(YearMonth)` |
///
/// All of them are read from dictionaries too, and those that may be null from `Null`.
pub trait FromArray<'a>: Copy {
    /// What stands for null; `None` where nothing does.
    const NULL: Option<Self> = None;

    /// Gives each value of a column, in order; `None` for one of a type that it isn't read from.
    fn read(column: &Column<'a>, each: impl FnMut(Result<Self, Unread>)) -> Option<()>;
}

/// Why a value can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is null.
    Null,
    /// The input holds no such value: a number of more than 28 digits, a text that isn't in the closed list.
    Unfit,
}

impl<'a, T: FromArray<'a>> FromArray<'a> for Option<T> {
    const NULL: Option<Self> = Some(None);

    fn read(column: &Column<'a>, mut each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        T::read(column, |value| {
            each(match value {
                Ok(value) => Ok(Some(value)),
                Err(Unread::Null) => Ok(None),
                Err(Unread::Unfit) => Err(Unread::Unfit),
            });
        })
    }
}

impl FromArray<'_> for bool {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        column.each(column.array().as_boolean_opt()?, each, Some)
    }
}

impl FromArray<'_> for i64 {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        match column.array().data_type() {
            // Apart, as it is what most columns are.
            DataType::Int64 => column.each_primitive::<Int64Type, _>(each, Some),
            of if of.is_decimal() => column.each_decimal(each, whole),
            _ => integer(column, each, |whole| whole.try_into().ok()),
        }
    }
}

/// Gives what `value` makes of each whole number; `None` of a column of something else than integers.
pub(super) fn integer<T>(column: &Column<'_>, each: impl FnMut(Result<T, Unread>), value: impl Fn(i128) -> Option<T>) -> Option<()> {
    match column.array().data_type() {
        DataType::Int8 => column.each_primitive::<Int8Type, _>(each, |whole| value(whole.into())),
        DataType::Int16 => column.each_primitive::<Int16Type, _>(each, |whole| value(whole.into())),
        DataType::Int32 => column.each_primitive::<Int32Type, _>(each, |whole| value(whole.into())),
        DataType::Int64 => column.each_primitive::<Int64Type, _>(each, |whole| value(whole.into())),
        DataType::UInt8 => column.each_primitive::<UInt8Type, _>(each, |whole| value(whole.into())),
        DataType::UInt16 => column.each_primitive::<UInt16Type, _>(each, |whole| value(whole.into())),
        DataType::UInt32 => column.each_primitive::<UInt32Type, _>(each, |whole| value(whole.into())),
        DataType::UInt64 => column.each_primitive::<UInt64Type, _>(each, |whole| value(whole.into())),
        _ => None,
    }
}
