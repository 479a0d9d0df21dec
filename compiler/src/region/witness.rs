//! The plainest value between two cuts: what a message shows and an author types to try it.
//!
//! Plain means: zero if it is there; else the number with the fewest digits, nearest to zero among those of its size (`60` of 57 to 80,
//! `49.991` where nothing shorter is left); a full day, hour, minute or second; the first day of what has one; a word rather than a
//! character code.

use std::cmp::Ordering;

use jiff::civil::date;

use crate::model::{BaseType, Bound, Interval, MAX_SCALE, Number, Value};

use super::axis::{Cut, step_range, value_at};

/// A text that stands for any other; the first that isn't named.
const OTHER_TEXTS: [&str; 4] = ["other", "another", "something else", "x"];

const SECOND: i128 = 1_000_000_000;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// The plainest value from `low` to `high` of a type that is counted in steps.
pub(super) fn step_witness(low: Cut<'_>, high: Cut<'_>, base: BaseType) -> Option<Value> {
    let (first, last) = step_range(low, high, base)?;
    let step = match base {
        BaseType::Integer => round(first, last, &powers_of_ten(first.unsigned_abs().min(last.unsigned_abs()))),
        BaseType::YearsMonthsDuration => {
            round(first, last, if first.unsigned_abs().min(last.unsigned_abs()) < 12 { &[1] } else { &[12, 1] })
        }
        BaseType::Time => round(first, last, &[HOUR, MINUTE, SECOND, SECOND / 1000, SECOND / 1_000_000]),
        BaseType::DaysTimeDuration => round(first, last, duration_units(first.unsigned_abs().min(last.unsigned_abs()))),
        // Of an open side, the neighbour of the cut; without cuts, a day of our time.
        BaseType::Date | BaseType::DateTime => match (low, high) {
            (Cut::Start, Cut::End) => {
                return Some(if base == BaseType::Date {
                    Value::Date(date(2026, 1, 1))
                } else {
                    Value::DateTime(date(2026, 1, 1).at(0, 0, 0, 0))
                });
            }
            (Cut::Start, _) if base == BaseType::Date => last,
            (Cut::Start, _) => multiple_from_above(last, first, &[DAY, HOUR, MINUTE, SECOND]),
            _ if base == BaseType::Date => first,
            _ => multiple_from_below(first, last, &[HOUR, MINUTE, SECOND, SECOND / 1000]),
        },
        _ => first,
    };
    value_at(step, base)
}

/// Zero, or the first multiple of the largest unit that fits, counted from the end nearer to zero.
fn round(first: i128, last: i128, units: &[i128]) -> i128 {
    if first <= 0 && last >= 0 {
        0
    } else if first > 0 {
        multiple_from_below(first, last, units)
    } else {
        -multiple_from_below(-last, -first, units)
    }
}

fn multiple_from_below(first: i128, last: i128, units: &[i128]) -> i128 {
    units.iter().map(|unit| -(-first).div_euclid(*unit) * unit).find(|multiple| *multiple <= last).unwrap_or(first)
}

fn multiple_from_above(last: i128, first: i128, units: &[i128]) -> i128 {
    units.iter().map(|unit| last.div_euclid(*unit) * unit).find(|multiple| *multiple >= first).unwrap_or(last)
}

/// The powers of ten up to the size of `nearest`, the greatest first.
fn powers_of_ten(nearest: u128) -> Vec<i128> {
    let mut powers = vec![1_i128];
    while let Some(next) = powers.last().and_then(|power| power.checked_mul(10)).filter(|power| power.unsigned_abs() <= nearest) {
        powers.push(next);
    }
    powers.reverse();
    powers
}

fn duration_units(nearest: u128) -> &'static [i128] {
    const UNITS: [i128; 6] = [DAY, HOUR, MINUTE, SECOND, SECOND / 1000, SECOND / 1_000_000];
    let skipped = UNITS.iter().take(3).take_while(|unit| unit.unsigned_abs() > nearest).count();
    &UNITS[skipped..]
}

/// The plainest number in the interval, on the coarsest decimal grid that has one; `None` where no number of 28 digits is in it.
pub(super) fn number_witness(interval: &Interval) -> Option<Number> {
    let low = interval.low.as_ref().and_then(end);
    let high = interval.high.as_ref().and_then(end);
    let zero = Number::ZERO;
    if above(zero, low) && below(zero, high) {
        Some(zero)
    } else if let Some((low, closed)) = low.filter(|(low, _)| *low >= zero) {
        from_below(low, closed, high)
    } else {
        // Wholly negative: the mirror image.
        let (high, closed) = high?;
        from_below(negated(high)?, closed, low.and_then(|(low, closed)| Some((negated(low)?, closed)))).and_then(negated)
    }
}

fn end(bound: &Bound) -> Option<(Number, bool)> {
    if let Value::Number(number) = bound.value { Some((number, bound.closed)) } else { None }
}

fn above(number: Number, low: Option<(Number, bool)>) -> bool {
    low.is_none_or(|(low, closed)| match number.cmp(&low) {
        Ordering::Greater => true,
        Ordering::Equal => closed,
        Ordering::Less => false,
    })
}

fn below(number: Number, high: Option<(Number, bool)>) -> bool {
    high.is_none_or(|(high, closed)| match number.cmp(&high) {
        Ordering::Less => true,
        Ordering::Equal => closed,
        Ordering::Greater => false,
    })
}

fn negated(number: Number) -> Option<Number> {
    Number::new(-number.coefficient(), number.scale())
}

/// The first multiple of 10^n from `low ≥ 0` on, for the greatest n, from the magnitude of `low` down, whose multiple isn't beyond `high`.
fn from_below(low: Number, closed: bool, high: Option<(Number, bool)>) -> Option<Number> {
    let unit = 10_i128.pow(low.scale());
    let mut power = 1_i128;
    while power * 10 <= low.coefficient() / unit {
        power *= 10;
    }
    // Tens, hundreds, … as far as `low` has them, then whole numbers, then tenths, …
    while power > 1 {
        let multiple = next_multiple(low, closed, |coefficient| Some((coefficient / unit.checked_mul(power)?, unit.checked_mul(power)?)))
            .and_then(|count| Number::new(count.checked_mul(power)?, 0));
        if let Some(found) = multiple.filter(|number| below(*number, high)) {
            return Some(found);
        }
        power /= 10;
    }
    (0..=MAX_SCALE).find_map(|scale| {
        let count = match scale.checked_sub(low.scale()) {
            Some(finer) => low.coefficient().checked_mul(10_i128.checked_pow(finer)?)?.checked_add(i128::from(!closed))?,
            None => {
                let unit = 10_i128.checked_pow(low.scale() - scale)?;
                next_multiple(low, closed, |coefficient| Some((coefficient / unit, unit)))?
            }
        };
        Number::new(count, scale).filter(|number| below(*number, high))
    })
}

/// How many of a unit reach `low`, or pass it where it is open; `divide` gives the quotient of the coefficient and the unit it counts.
fn next_multiple(low: Number, closed: bool, divide: impl Fn(i128) -> Option<(i128, i128)>) -> Option<i128> {
    let (quotient, unit) = divide(low.coefficient())?;
    let exact = quotient.checked_mul(unit)? == low.coefficient();
    Some(if exact && closed { quotient } else { quotient + 1 })
}

/// A text that is none of `named`, which is sorted.
pub(super) fn other_text(named: &[&str]) -> String {
    let free = |text: &str| named.binary_search(&text).is_err();
    OTHER_TEXTS.iter().find(|text| free(text)).map_or_else(
        || (1_u64..).map(|number| format!("other {number}")).find(|text| free(text)).unwrap_or_default(),
        |text| (*text).to_owned(),
    )
}

/// The plainest text in the interval, which isn't empty.
pub(super) fn text_witness(interval: &Interval) -> String {
    let test = crate::model::UnaryTest::Within(interval.clone());
    let within = |text: &str| test.holds(&Value::Text(text.to_owned()));
    if let Some(text) = OTHER_TEXTS.iter().find(|text| within(text)) {
        return (*text).to_owned();
    }
    let low = match &interval.low {
        Some(Bound { value: Value::Text(low), closed }) => {
            if *closed {
                return low.clone();
            }
            low.as_str()
        }
        _ => "",
    };
    ["a", "A", "1", " ", "!"]
        .iter()
        .flat_map(|suffix| [(*suffix).to_owned(), format!("{low}{suffix}")])
        .find(|text| within(text))
        // The very next text; nothing lies between `low` and it.
        .unwrap_or_else(|| if interval.low.is_some() { format!("{low}\0") } else { String::new() })
}
