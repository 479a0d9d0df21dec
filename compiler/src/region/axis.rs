//! Positions on a type's line of values: where a comparison cuts it.
//!
//! `<= x` and `> x` cut just above x, `< x` and `>= x` just below it. Two cuts are the same exactly if no value lies between them, so each
//! has one normal form: among whole steps (integers, days, nanoseconds, months) "above 4" is "below 5"; among texts "below `a` with a NUL"
//! is "above `a`"; below the least value and above the greatest are the line's ends.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use crate::model::{BaseType, Bound, Interval, Number, Value};

use super::Extent;

/// The side of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    Below,
    Above,
}

/// A cut of a type's line in normal form. The order is the line's, among cuts of one type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cut<'t> {
    /// Below every value.
    Start,
    /// Just below this step of a type that is counted in whole steps.
    Step(i128),
    /// Beside a number.
    Number(Number, Side),
    /// Beside a text.
    Text(&'t str, Side),
    /// Above every value.
    End,
}

/// A day, in steps of what is counted in nanoseconds.
pub(super) const NANOS_PER_DAY: i128 = 86_400_000_000_000;
const NANOS_PER_SECOND: i128 = 1_000_000_000;

impl<'t> Cut<'t> {
    /// The cut on this side of `value`; `None` for a value of another type.
    pub(super) fn beside(value: &'t Value, side: Side, base: BaseType) -> Option<Self> {
        Some(match (value, base) {
            (Value::Text(text), BaseType::Text) => match (text.as_str(), side) {
                ("", Side::Below) => Self::Start,
                (text, Side::Below) => match text.strip_suffix('\0') {
                    Some(before) => Self::Text(before, Side::Above),
                    None => Self::Text(text, Side::Below),
                },
                (text, Side::Above) => Self::Text(text, Side::Above),
            },
            (Value::Number(number), BaseType::Number | BaseType::Decimal(_)) => Self::Number(*number, side),
            _ => {
                let (floor, exact) = step_of(value, base)?;
                let (least, greatest) = steps(base)?;
                match floor + i128::from(side == Side::Above || !exact) {
                    step if step <= least => Self::Start,
                    step if step > greatest => Self::End,
                    step => Self::Step(step),
                }
            }
        })
    }
}

/// What lies between two cuts, `low < high`, of a type's line.
pub(super) fn extent(low: Cut<'_>, high: Cut<'_>, base: BaseType) -> Option<Extent> {
    match base {
        BaseType::Text => Some(text_extent(low, high)),
        BaseType::Number | BaseType::Decimal(_) => Some(match (low, high) {
            (Cut::Number(a, Side::Below), Cut::Number(b, Side::Above)) if a == b => Extent::Point(Value::Number(a)),
            _ => Extent::Within(Interval { low: number_bound(low, Side::Below), high: number_bound(high, Side::Above) }),
        }),
        _ => {
            let (first, last) = step_range(low, high, base)?;
            if first == last {
                return Some(Extent::Point(value_at(first, base)?));
            }
            let bound = |step| Some(Bound { value: value_at(step, base)?, closed: true });
            Some(Extent::Within(Interval {
                low: if low == Cut::Start { None } else { bound(first) },
                high: if high == Cut::End { None } else { bound(last) },
            }))
        }
    }
}

/// The first and the last step between two cuts of a type that is counted in steps.
pub(super) fn step_range(low: Cut<'_>, high: Cut<'_>, base: BaseType) -> Option<(i128, i128)> {
    let (least, greatest) = steps(base)?;
    let first = if let Cut::Step(step) = low { step } else { least };
    let last = if let Cut::Step(step) = high { step - 1 } else { greatest };
    Some((first, last))
}

fn number_bound(cut: Cut<'_>, closed_on: Side) -> Option<Bound> {
    if let Cut::Number(number, side) = cut { Some(Bound { value: Value::Number(number), closed: side == closed_on }) } else { None }
}

fn text_extent(low: Cut<'_>, high: Cut<'_>) -> Extent {
    let bound = |cut, closed_on| {
        if let Cut::Text(text, side) = cut { Some(Bound { value: Value::Text(text.to_owned()), closed: side == closed_on }) } else { None }
    };
    let only = match (low, high) {
        (Cut::Start, Cut::Text("", Side::Above)) => Some(""),
        (Cut::Text(a, Side::Below), Cut::Text(b, Side::Above)) if a == b => Some(b),
        (Cut::Text(a, Side::Above), Cut::Text(b, Side::Above)) if b.strip_suffix('\0') == Some(a) => Some(b),
        _ => None,
    };
    match only {
        Some(text) => Extent::Point(Value::Text(text.to_owned())),
        None => Extent::Within(Interval { low: bound(low, Side::Below), high: bound(high, Side::Above) }),
    }
}

/// The least and the greatest step of a type that is counted in whole steps.
pub(super) fn steps(base: BaseType) -> Option<(i128, i128)> {
    match base {
        BaseType::Integer | BaseType::YearsMonthsDuration => Some((i128::from(i64::MIN), i128::from(i64::MAX))),
        BaseType::Boolean => Some((0, 1)),
        BaseType::Date => Some((day(Date::MIN), day(Date::MAX))),
        BaseType::Time => Some((0, NANOS_PER_DAY - 1)),
        BaseType::DateTime => Some((instant(DateTime::MIN), instant(DateTime::MAX))),
        BaseType::DaysTimeDuration => Some((SignedDuration::MIN.as_nanos(), SignedDuration::MAX.as_nanos())),
        BaseType::Text | BaseType::Number | BaseType::Decimal(_) | BaseType::Any => None,
    }
}

/// The greatest step that is not above `value`, and whether it is `value` itself.
pub(super) fn step_of(value: &Value, base: BaseType) -> Option<(i128, bool)> {
    Some(match (value, base) {
        (Value::Number(number), BaseType::Integer) => {
            let unit = 10_i128.checked_pow(number.scale())?;
            (number.coefficient().div_euclid(unit), number.is_integer())
        }
        (Value::Boolean(boolean), BaseType::Boolean) => (i128::from(*boolean), true),
        (Value::Date(date), BaseType::Date) => (day(*date), true),
        (Value::Time(time), BaseType::Time) => (nanosecond(*time), true),
        (Value::DateTime(date_time), BaseType::DateTime) => (instant(*date_time), true),
        (Value::DaysTime(duration), BaseType::DaysTimeDuration) => (duration.as_nanos(), true),
        (Value::YearsMonths(months), BaseType::YearsMonthsDuration) => (i128::from(*months), true),
        _ => return None,
    })
}

/// The value at a step.
pub(super) fn value_at(step: i128, base: BaseType) -> Option<Value> {
    Some(match base {
        BaseType::Integer => Value::Number(Number::from_integer(i64::try_from(step).ok()?)),
        BaseType::Boolean => Value::Boolean(step != 0),
        BaseType::Date => Value::Date(date_at(step)?),
        BaseType::Time => Value::Time(time_at(step)?),
        BaseType::DateTime => {
            Value::DateTime(DateTime::from_parts(date_at(step.div_euclid(NANOS_PER_DAY))?, time_at(step.rem_euclid(NANOS_PER_DAY))?))
        }
        BaseType::DaysTimeDuration => {
            Value::DaysTime(SignedDuration::new(i64::try_from(step / NANOS_PER_SECOND).ok()?, i32::try_from(step % NANOS_PER_SECOND).ok()?))
        }
        BaseType::YearsMonthsDuration => Value::YearsMonths(i64::try_from(step).ok()?),
        BaseType::Text | BaseType::Number | BaseType::Decimal(_) | BaseType::Any => return None,
    })
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

fn day(date: Date) -> i128 {
    i128::from(date.duration_since(EPOCH).as_hours() / 24)
}

fn date_at(day: i128) -> Option<Date> {
    EPOCH.checked_add(SignedDuration::from_secs(i64::try_from(day).ok()?.checked_mul(86_400)?)).ok()
}

fn nanosecond(time: Time) -> i128 {
    time.duration_since(Time::midnight()).as_nanos()
}

fn time_at(nanosecond: i128) -> Option<Time> {
    let offset = SignedDuration::from_nanos(i64::try_from(nanosecond).ok()?);
    Time::midnight().checked_add(offset).ok()
}

fn instant(date_time: DateTime) -> i128 {
    day(date_time.date()) * NANOS_PER_DAY + nanosecond(date_time.time())
}

/// The value so many steps away, of a type that is counted in steps.
pub(super) fn neighbour(value: &Value, steps_away: i128, base: BaseType) -> Option<Value> {
    let (least, greatest) = steps(base)?;
    let (step, _) = step_of(value, base)?;
    Some(step + steps_away).filter(|step| (least..=greatest).contains(step)).and_then(|step| value_at(step, base))
}
