//! Dates, times and durations.
//!
//! Points in time and durations count microseconds in arrays, so that they reach as far as the table language's; a value with a part of one
//! doesn't fit.

use alloc::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::PrimitiveArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, DurationMicrosecondType, DurationMillisecondType, DurationNanosecondType,
    DurationSecondType, IntervalYearMonthType, Time32MillisecondType, Time32SecondType, Time64MicrosecondType, Time64NanosecondType,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_schema::{DataType, IntervalUnit, TimeUnit};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span};

use super::{Column, FromArray, IntoArray, Unread, Unwritten};
use crate::{months, years_and_months};

const NANOS_PER_SECOND: i64 = 1_000_000_000;
const NANOS_PER_MICRO: i128 = 1_000;
const MILLIS_PER_DAY: i64 = 86_400_000;
/// The day from which Arrow counts.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// So many of these units, of which a second has `per_second`.
fn duration(count: i64, per_second: i64) -> Option<SignedDuration> {
    let nanos = NANOS_PER_SECOND.checked_div(per_second)?;
    let rest = count.checked_rem(per_second)?.checked_mul(nanos)?;
    Some(SignedDuration::new(count.checked_div(per_second)?, i32::try_from(rest).ok()?))
}

fn day(days: i64) -> Option<Date> {
    EPOCH.checked_add(SignedDuration::from_hours(days.checked_mul(24)?)).ok()
}

fn time(nanos: i64) -> Option<Time> {
    let seconds = nanos.checked_div(NANOS_PER_SECOND)?;
    let part = |divisor: i64, of: i64| i8::try_from(seconds.checked_div(divisor)?.checked_rem(of)?).ok();
    Time::new(part(3_600, i64::MAX)?, part(60, 60)?, part(1, 60)?, i32::try_from(nanos.checked_rem(NANOS_PER_SECOND)?).ok()?).ok()
}

fn point(count: i64, per_second: i64) -> Option<DateTime> {
    EPOCH.to_datetime(Time::MIN).checked_add(duration(count, per_second)?).ok()
}

/// How many microseconds it is, if it is a whole number of them.
fn micros(duration: SignedDuration) -> Option<i64> {
    let nanos = duration.as_nanos();
    if nanos.checked_rem(NANOS_PER_MICRO)? == 0 { i64::try_from(nanos.checked_div(NANOS_PER_MICRO)?).ok() } else { None }
}

impl FromArray<'_> for Date {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        match column.array().data_type() {
            DataType::Date32 => column.each_primitive::<Date32Type, _>(each, |days| day(days.into())),
            DataType::Date64 => column.each_primitive::<Date64Type, _>(each, |millis| {
                if millis.checked_rem(MILLIS_PER_DAY)? == 0 { day(millis.checked_div(MILLIS_PER_DAY)?) } else { None }
            }),
            _ => None,
        }
    }
}

impl FromArray<'_> for Time {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        let of = |count: i64, per_second: i64| time(count.checked_mul(NANOS_PER_SECOND.checked_div(per_second)?)?);
        match column.array().data_type() {
            DataType::Time32(TimeUnit::Second) => column.each_primitive::<Time32SecondType, _>(each, |count| of(count.into(), 1)),
            DataType::Time32(TimeUnit::Millisecond) => {
                column.each_primitive::<Time32MillisecondType, _>(each, |count| of(count.into(), 1_000))
            }
            DataType::Time64(TimeUnit::Microsecond) => {
                column.each_primitive::<Time64MicrosecondType, _>(each, |count| of(count, 1_000_000))
            }
            DataType::Time64(TimeUnit::Nanosecond) => column.each_primitive::<Time64NanosecondType, _>(each, time),
            _ => None,
        }
    }
}

impl FromArray<'_> for DateTime {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        match column.array().data_type() {
            DataType::Timestamp(TimeUnit::Second, None) => column.each_primitive::<TimestampSecondType, _>(each, |count| point(count, 1)),
            DataType::Timestamp(TimeUnit::Millisecond, None) => {
                column.each_primitive::<TimestampMillisecondType, _>(each, |count| point(count, 1_000))
            }
            DataType::Timestamp(TimeUnit::Microsecond, None) => {
                column.each_primitive::<TimestampMicrosecondType, _>(each, |count| point(count, 1_000_000))
            }
            DataType::Timestamp(TimeUnit::Nanosecond, None) => {
                column.each_primitive::<TimestampNanosecondType, _>(each, |count| point(count, NANOS_PER_SECOND))
            }
            _ => None,
        }
    }
}

impl FromArray<'_> for SignedDuration {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        match column.array().data_type() {
            DataType::Duration(TimeUnit::Second) => column.each_primitive::<DurationSecondType, _>(each, |count| duration(count, 1)),
            DataType::Duration(TimeUnit::Millisecond) => {
                column.each_primitive::<DurationMillisecondType, _>(each, |count| duration(count, 1_000))
            }
            DataType::Duration(TimeUnit::Microsecond) => {
                column.each_primitive::<DurationMicrosecondType, _>(each, |count| duration(count, 1_000_000))
            }
            DataType::Duration(TimeUnit::Nanosecond) => {
                column.each_primitive::<DurationNanosecondType, _>(each, |count| duration(count, NANOS_PER_SECOND))
            }
            _ => None,
        }
    }
}

impl FromArray<'_> for Span {
    fn read(column: &Column<'_>, each: impl FnMut(Result<Self, Unread>)) -> Option<()> {
        if *column.array().data_type() != DataType::Interval(IntervalUnit::YearMonth) {
            return None;
        }
        column.each_primitive::<IntervalYearMonthType, _>(each, |count| {
            let span = years_and_months(count.into());
            // A span that is too long becomes the longest.
            (months(span) == Some(count.into())).then_some(span)
        })
    }
}

/// The array of what `native` makes of the values; the positions of those of which it makes nothing are added to `unfit`.
fn primitives<'v, P: ArrowPrimitiveType, T: 'v>(
    values: impl Iterator<Item = Option<&'v T>>,
    unfit: &mut Vec<usize>,
    native: impl Fn(&T) -> Option<P::Native>,
) -> Result<ArrayRef, Unwritten> {
    let natives = values.enumerate().map(|(position, value)| {
        let found = native(value?);
        if found.is_none() {
            unfit.push(position);
        }
        Some(found.unwrap_or_default())
    });
    Ok(Arc::new(natives.collect::<PrimitiveArray<P>>()))
}

macro_rules! into_array {
    ($type:ty, $arrow:ty, $native:expr) => {
        impl IntoArray for $type {
            fn array<'v>(
                values: impl Iterator<Item = Option<&'v Self>> + Clone,
                _: &DataType,
                unfit: &mut Vec<usize>,
            ) -> Result<ArrayRef, Unwritten>
            where
                Self: 'v,
            {
                primitives::<$arrow, _>(values, unfit, $native)
            }
        }
    };
}

into_array!(Date, Date32Type, |date: &Date| i32::try_from(date.duration_since(EPOCH).as_hours().checked_div(24)?).ok());
into_array!(Time, Time64NanosecondType, |time: &Time| i64::try_from(time.duration_since(Time::MIN).as_nanos()).ok());
into_array!(DateTime, TimestampMicrosecondType, |at: &DateTime| micros(at.duration_since(EPOCH.to_datetime(Time::MIN))));
into_array!(SignedDuration, DurationMicrosecondType, |duration: &SignedDuration| micros(*duration));
into_array!(Span, IntervalYearMonthType, |span: &Span| i32::try_from(months(*span)?).ok());
