//! Grids: how an ordered input becomes an integer on which each cut of its column is exact.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use crate::model::{BaseType, Number, Value};
use crate::region::Extent;

use super::axis::Start;

/// A point between values of one type: just below one of them or just above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cut {
    value: Value,
    above: bool,
}

impl Cut {
    /// The cut between two neighbouring atoms other than null.
    pub(crate) fn between(low: &Extent, high: &Extent) -> Self {
        Self::low_end(high).or_else(|| Self::high_end(low)).unwrap_or(Self { value: Value::Null, above: false })
    }

    /// The cut below an atom, unless it has no lower end.
    pub(crate) fn low_end(atom: &Extent) -> Option<Self> {
        match atom {
            Extent::Point(value) => Some(Self { value: value.clone(), above: false }),
            Extent::Within(interval) => interval.low.as_ref().map(|bound| Self { value: bound.value.clone(), above: !bound.closed }),
            _ => None,
        }
    }

    /// The cut above an atom, unless it has no upper end.
    pub(crate) fn high_end(atom: &Extent) -> Option<Self> {
        match atom {
            Extent::Point(value) => Some(Self::above(value)),
            Extent::Within(interval) => interval
                .high
                .as_ref()
                .map(|bound| if bound.closed { Self::above(&bound.value) } else { Self { value: bound.value.clone(), above: false } }),
            _ => None,
        }
    }

    /// Just above a value. Of two neighbouring instants the later says it, because that is the one that an author wrote: `< 14:00`
    /// ends at 13:59:59.999999999.
    fn above(value: &Value) -> Self {
        let nanosecond = SignedDuration::from_nanos(1);
        let later = match value {
            Value::Time(time) => time.checked_add(nanosecond).ok().map(Value::Time),
            Value::DateTime(at) => at.checked_add(nanosecond).ok().map(Value::DateTime),
            Value::DaysTime(duration) => duration.checked_add(nanosecond).map(Value::DaysTime),
            _ => None,
        };
        match later {
            Some(value) => Self { value, above: false },
            None => Self { value: value.clone(), above: true },
        }
    }

    /// Whether no value of the type lies between this cut and the next atom's lower end.
    pub(crate) fn meets(&self, next: &Self, base: BaseType) -> bool {
        if self == next {
            return true;
        }
        self.above
            && !next.above
            && match (&self.value, &next.value) {
                (Value::Date(last), Value::Date(first)) => last.tomorrow().is_ok_and(|day| day == *first),
                (Value::YearsMonths(last), Value::YearsMonths(first)) => last.checked_add(1) == Some(*first),
                // Between neighbours of a decimal, of `decimal(0)` too, lie finer values.
                (Value::Number(last), Value::Number(first)) if base == BaseType::Integer => match (last.to_i64(), first.to_i64()) {
                    (Some(last), Some(first)) => last.checked_add(1) == Some(first),
                    _ => false,
                },
                _ => false,
            }
    }
}

/// How an input becomes an ordered integer. Each grid is a function of the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grid {
    /// An `integer` is one.
    Integer,
    /// A decimal at this many digits, rounded down: all cuts lie below values.
    Floor(u32),
    /// A decimal at this many digits, rounded up: all cuts lie above values.
    Ceil(u32),
    /// A decimal at this many digits, rounded down, and a digit that tells whether more follows.
    Exact(u32),
    /// Where a decimal stands among these, ascending: they lie too far apart for one scale.
    DecimalPosition(Vec<Number>),
    /// Where a text stands among these, ascending.
    TextPosition(Vec<String>),
    /// `yyyymmdd`
    Date,
    /// `hhmmss`, fraction dropped
    Time,
    /// `hhmmss` and nine digits more
    TimeNanos,
    /// `yyyymmddhhmmss`, fraction dropped
    DateTime,
    /// `yyyymmddhhmmss` and nine digits more
    DateTimeNanos,
    /// Seconds, rounded down
    Seconds,
    /// Nanoseconds
    Nanoseconds,
    /// Months
    Months,
}

/// Saturated keys lie outside of this, with room for a last digit of [`Grid::Exact`].
const LIMIT: i128 = i64::MAX as i128 - 20;

impl Grid {
    /// The plainest grid on which all these cuts of one type are exact, and each cut's key on it: the first of the segment above.
    pub(crate) fn of(base: BaseType, cuts: &[Cut]) -> (Self, Vec<Start>) {
        for grid in Self::candidates(base, cuts) {
            if let Some(starts) = grid.starts(cuts) {
                return (grid, starts);
            }
        }
        let grid = Self::positions(base, cuts);
        let starts = grid.starts(cuts).unwrap_or_default();
        (grid, starts)
    }

    /// Grids to try, the plainest first.
    fn candidates(base: BaseType, cuts: &[Cut]) -> Vec<Self> {
        let scale = cuts.iter().map(|cut| if let Value::Number(number) = cut.value { number.scale() } else { 0 }).max().unwrap_or(0);
        match base {
            BaseType::Number | BaseType::Decimal(_) => vec![Self::Floor(scale), Self::Ceil(scale), Self::Exact(scale)],
            BaseType::Integer => vec![Self::Integer],
            BaseType::Date => vec![Self::Date],
            BaseType::Time => vec![Self::Time, Self::TimeNanos],
            BaseType::DateTime => vec![Self::DateTime, Self::DateTimeNanos],
            BaseType::DaysTimeDuration => vec![Self::Seconds, Self::Nanoseconds],
            BaseType::YearsMonthsDuration => vec![Self::Months],
            BaseType::Text | BaseType::Boolean | BaseType::Any => Vec::new(),
        }
    }

    /// The grid of positions among the cuts' own values, which is exact for any.
    fn positions(base: BaseType, cuts: &[Cut]) -> Self {
        if base == BaseType::Text {
            let mut texts: Vec<String> =
                cuts.iter().filter_map(|cut| if let Value::Text(text) = &cut.value { Some(text.clone()) } else { None }).collect();
            texts.sort_unstable();
            texts.dedup();
            Self::TextPosition(texts)
        } else {
            let mut numbers: Vec<Number> =
                cuts.iter().filter_map(|cut| if let Value::Number(number) = cut.value { Some(number) } else { None }).collect();
            numbers.sort_unstable();
            numbers.dedup();
            Self::DecimalPosition(numbers)
        }
    }

    /// The keys of cuts; `None` where one of them isn't exact on this grid.
    pub(crate) fn starts(&self, cuts: &[Cut]) -> Option<Vec<Start>> {
        cuts.iter().map(|cut| self.start(cut)).collect()
    }

    fn start(&self, cut: &Cut) -> Option<Start> {
        let above = i128::from(cut.above);
        let below_only = |key: i128| (!cut.above).then_some(Start { key, named: true });
        let key = match (self, &cut.value) {
            (Self::Integer, Value::Number(number)) => i128::from(number.to_i64()?) + above,
            (Self::Months, Value::YearsMonths(months)) => i128::from(*months) + above,
            (Self::Floor(scale), Value::Number(number)) => return below_only(scaled(*number, *scale, 1)?),
            (Self::Ceil(scale), Value::Number(number)) if cut.above => scaled(*number, *scale, 1)? + 1,
            (Self::Exact(scale), Value::Number(number)) => {
                return Some(Start { key: scaled(*number, *scale, 10)? + above, named: !cut.above });
            }
            (Self::DecimalPosition(numbers), Value::Number(number)) => position(numbers.binary_search(number).ok()?) + above,
            (Self::TextPosition(texts), Value::Text(text)) => position(texts.binary_search(text).ok()?) + above,
            (Self::Date, Value::Date(date)) => return Some(Start { key: yyyymmdd(*date) + above, named: !cut.above }),
            (Self::Time, Value::Time(time)) if time.subsec_nanosecond() == 0 => return below_only(hhmmss(*time)),
            (Self::TimeNanos, Value::Time(time)) => {
                let key = nanos(hhmmss(*time), time.subsec_nanosecond());
                return Some(Start { key: key + above, named: !cut.above });
            }
            (Self::DateTime, Value::DateTime(at)) if at.time().subsec_nanosecond() == 0 => return below_only(yyyymmddhhmmss(*at)),
            (Self::DateTimeNanos, Value::DateTime(at)) => {
                let key = nanos(yyyymmddhhmmss(*at), at.time().subsec_nanosecond());
                return Some(Start { key: key + above, named: !cut.above });
            }
            (Self::Seconds, Value::DaysTime(duration)) if duration.subsec_nanos() == 0 => {
                return below_only(i128::from(duration.as_secs()));
            }
            (Self::Nanoseconds, Value::DaysTime(duration)) => return Some(Start { key: duration.as_nanos() + above, named: !cut.above }),
            _ => return None,
        };
        Some(Start { key, named: false })
    }

    /// The most digits after the point of a number that it tells from others.
    pub(crate) fn scale(&self) -> u32 {
        match self {
            Self::Floor(scale) | Self::Ceil(scale) | Self::Exact(scale) => *scale,
            Self::DecimalPosition(numbers) => numbers.iter().map(|number| number.scale()).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// How many values it stands a key among.
    pub fn cuts(&self) -> usize {
        match self {
            Self::DecimalPosition(numbers) => numbers.len(),
            Self::TextPosition(texts) => texts.len(),
            _ => 0,
        }
    }

    /// Whether the keys need 128 bits.
    pub fn is_wide(&self) -> bool {
        matches!(self, Self::DateTimeNanos | Self::Nanoseconds)
    }
}

fn position(index: usize) -> i128 {
    2 * index as i128 + 1
}

/// `number · 10^scale · factor` if that is whole and well within an `i64`.
fn scaled(number: Number, scale: u32, factor: i128) -> Option<i128> {
    let power = 10_i128.checked_pow(scale.checked_sub(number.scale())?)?;
    let key = number.coefficient().checked_mul(power)?.checked_mul(factor)?;
    (key.abs() < LIMIT).then_some(key)
}

fn yyyymmdd(date: Date) -> i128 {
    i128::from(date.year()) * 10_000 + i128::from(date.month()) * 100 + i128::from(date.day())
}

fn hhmmss(time: Time) -> i128 {
    i128::from(time.hour()) * 10_000 + i128::from(time.minute()) * 100 + i128::from(time.second())
}

fn yyyymmddhhmmss(at: DateTime) -> i128 {
    yyyymmdd(at.date()) * 1_000_000 + hhmmss(at.time())
}

fn nanos(seconds: i128, subsecond: i32) -> i128 {
    seconds * 1_000_000_000 + i128::from(subsecond)
}
