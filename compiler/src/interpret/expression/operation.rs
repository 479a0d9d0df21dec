//! Operators and built-in functions: which computation the types of the operands choose.

use jiff::civil::{Date, DateTime, Time};
use num_bigint::BigInt;
use num_rational::BigRational;

use super::number::{Rounding, at_scale, exact, held, modulo, rounded, rounded_root};
use super::{Inexact, calendar, ill_typed, list, series, text};
use crate::model::{Number, Operation, Value};

/// Applies an operation to operands of the types that its documentation names.
///
/// # Errors
/// The arithmetic error, where the documentation says so.
pub(super) fn apply(operation: Operation, operands: Vec<Value>) -> Result<Value, Inexact> {
    match operation {
        Operation::Add
        | Operation::Subtract
        | Operation::Multiply
        | Operation::Divide
        | Operation::Power
        | Operation::Negate
        | Operation::Abs => arithmetic(operation, &operands),
        Operation::Decimal
        | Operation::Floor
        | Operation::Ceiling
        | Operation::RoundUp
        | Operation::RoundDown
        | Operation::RoundHalfUp
        | Operation::RoundHalfDown
        | Operation::Modulo
        | Operation::SquareRoot
        | Operation::Log
        | Operation::Exp
        | Operation::Odd
        | Operation::Even => numeric(operation, &operands),
        Operation::String
        | Operation::Number
        | Operation::NumberSeparated
        | Operation::Substring
        | Operation::SubstringOf
        | Operation::StringLength
        | Operation::UpperCase
        | Operation::LowerCase
        | Operation::SubstringBefore
        | Operation::SubstringAfter
        | Operation::Contains
        | Operation::StartsWith
        | Operation::EndsWith
        | Operation::Matches
        | Operation::Replace
        | Operation::Split
        | Operation::StringJoin
        | Operation::FoldCase
        | Operation::IsNumber
        | Operation::IsEmail => Ok(of_texts(operation, &operands)),
        Operation::AtMidnight
        | Operation::DateFromText
        | Operation::DateFromParts
        | Operation::DateOf
        | Operation::TimeFromText
        | Operation::TimeFromParts
        | Operation::TimeOf
        | Operation::DateTimeFromText
        | Operation::DateTimeFromParts
        | Operation::YearsMonthsBetween => Ok(conversion(operation, &operands)),
        Operation::Year
        | Operation::Month
        | Operation::Day
        | Operation::Weekday
        | Operation::Hour
        | Operation::Minute
        | Operation::Second
        | Operation::DayOfYear
        | Operation::DayOfWeek
        | Operation::MonthOfYear
        | Operation::WeekOfYear => part_of_moment(operation, &operands),
        Operation::Years | Operation::Months | Operation::Days | Operation::Hours | Operation::Minutes | Operation::Seconds => {
            part_of_duration(operation, &operands)
        }
        Operation::ListContains
        | Operation::Count
        | Operation::Min
        | Operation::Max
        | Operation::Sum
        | Operation::Mean
        | Operation::All
        | Operation::Any
        | Operation::Sublist
        | Operation::SublistOf
        | Operation::Concatenate
        | Operation::InsertBefore
        | Operation::Remove
        | Operation::ListReplace
        | Operation::Reverse
        | Operation::IndexOf
        | Operation::DistinctValues
        | Operation::Flatten
        | Operation::Product
        | Operation::Median
        | Operation::StandardDeviation
        | Operation::Mode
        | Operation::Item
        | Operation::Iterate => of_lists(operation, operands),
    }
}

fn or_null<T>(value: Option<T>, variant: impl FnOnce(T) -> Value) -> Value {
    value.map_or(Value::Null, variant)
}

fn integer(value: i64) -> Value {
    Value::Number(Number::from_integer(value))
}

fn length(items: usize) -> Value {
    integer(i64::try_from(items).unwrap_or(i64::MAX))
}

fn arithmetic(operation: Operation, operands: &[Value]) -> Result<Value, Inexact> {
    match operands {
        [Value::Number(left), Value::Number(right)] => with_numbers(operation, *left, *right, operands),
        [Value::Text(left), Value::Text(right)] if operation == Operation::Add => Ok(Value::Text(format!("{left}{right}"))),
        [Value::DaysTime(left), right] => {
            let result = with_duration(operation, calendar::nanoseconds(*left), right, Rounding::HalfEven, operands)?;
            Ok(match result {
                Scaled::Duration(nanoseconds) => Value::DaysTime(calendar::duration(nanoseconds)?),
                Scaled::Other(value) => value,
            })
        }
        [Value::YearsMonths(left), right] => {
            let result = with_duration(operation, i128::from(*left), right, Rounding::Down, operands)?;
            Ok(match result {
                Scaled::Duration(months) => Value::YearsMonths(i64::try_from(months).map_err(|_| Inexact)?),
                Scaled::Other(value) => value,
            })
        }
        [Value::DaysTime(duration)] => calendar::duration(one_duration(operation, calendar::nanoseconds(*duration))).map(Value::DaysTime),
        [Value::YearsMonths(months)] => {
            i64::try_from(one_duration(operation, i128::from(*months))).map(Value::YearsMonths).map_err(|_| Inexact)
        }
        [Value::Number(number)] => {
            let number = exact(*number);
            held(&if operation == Operation::Abs && number >= BigRational::from(BigInt::ZERO) { number } else { -number })
                .map(Value::Number)
        }
        [from, by] => shifted(operation, from, by, operands),
        _ => Ok(ill_typed(operands)),
    }
}

fn with_numbers(operation: Operation, left: Number, right: Number, operands: &[Value]) -> Result<Value, Inexact> {
    let (one, other) = (exact(left), exact(right));
    let result = match operation {
        Operation::Add => held(&(one + other)),
        Operation::Subtract => held(&(one - other)),
        Operation::Multiply => held(&(one * other)),
        Operation::Divide if right == Number::ZERO => return Ok(Value::Null),
        Operation::Divide => rounded(&(one / other)),
        Operation::Power => return series::power(left, right).map(|power| or_null(power, Value::Number)),
        _ => return Ok(ill_typed(operands)),
    };
    result.map(Value::Number)
}

/// What an operation on a duration gives: a duration in its unit, or something else.
enum Scaled {
    Duration(i128),
    Other(Value),
}

/// Operations of which the left operand is a duration of so many units.
fn with_duration(operation: Operation, left: i128, right: &Value, rounding: Rounding, operands: &[Value]) -> Result<Scaled, Inexact> {
    let of = |exact: BigRational| i128::try_from(rounding.whole(&exact)).map(Scaled::Duration).map_err(|_| Inexact);
    let units = || BigRational::from(BigInt::from(left));
    // Durations of one kind meet only their own kind: typing sees to that.
    let right = match right {
        Value::Number(number) => {
            return match operation {
                Operation::Multiply => of(units() * exact(*number)),
                Operation::Divide if *number == Number::ZERO => Ok(Scaled::Other(Value::Null)),
                Operation::Divide => of(units() / exact(*number)),
                _ => Ok(Scaled::Other(ill_typed(operands))),
            };
        }
        Value::DaysTime(duration) => calendar::nanoseconds(*duration),
        Value::YearsMonths(months) => i128::from(*months),
        _ => return Ok(Scaled::Other(ill_typed(operands))),
    };
    match operation {
        Operation::Add => Ok(Scaled::Duration(left + right)),
        Operation::Subtract => Ok(Scaled::Duration(left - right)),
        Operation::Divide if right == 0 => Ok(Scaled::Other(Value::Null)),
        Operation::Divide => rounded(&(units() / BigInt::from(right))).map(Value::Number).map(Scaled::Other),
        _ => Ok(Scaled::Other(ill_typed(operands))),
    }
}

fn one_duration(operation: Operation, units: i128) -> i128 {
    if operation == Operation::Abs { units.abs() } else { -units }
}

/// A date, time, or date and time plus or minus a duration, and the difference of two.
fn shifted(operation: Operation, from: &Value, by: &Value, operands: &[Value]) -> Result<Value, Inexact> {
    let sign = if operation == Operation::Add { 1 } else { -1 };
    match (operation, from, by) {
        (Operation::Subtract, Value::Date(to), Value::Date(from)) => difference(calendar::between_dates(*from, *to)),
        (Operation::Subtract, Value::DateTime(to), Value::DateTime(from)) => difference(calendar::between_moments(*from, *to)),
        (Operation::Subtract, Value::Time(to), Value::Time(from)) => difference(calendar::between_times(*from, *to)),
        (Operation::Add | Operation::Subtract, from, Value::DaysTime(by)) => {
            let nanoseconds = sign * calendar::nanoseconds(*by);
            match from {
                Value::Date(date) => calendar::date_after(*date, nanoseconds).map(Value::Date),
                Value::DateTime(moment) => calendar::moment_after(*moment, nanoseconds).map(Value::DateTime),
                Value::Time(time) => calendar::time_after(*time, nanoseconds).map(Value::Time),
                _ => Ok(ill_typed(operands)),
            }
        }
        (Operation::Add | Operation::Subtract, from, Value::YearsMonths(by)) => {
            let months = sign * i128::from(*by);
            match from {
                Value::Date(date) => calendar::months_after(*date, months).map(Value::Date),
                Value::DateTime(moment) => Ok(Value::DateTime(calendar::months_after(moment.date(), months)?.to_datetime(moment.time()))),
                _ => Ok(ill_typed(operands)),
            }
        }
        _ => Ok(ill_typed(operands)),
    }
}

fn difference(nanoseconds: i128) -> Result<Value, Inexact> {
    calendar::duration(nanoseconds).map(Value::DaysTime)
}

fn numeric(operation: Operation, operands: &[Value]) -> Result<Value, Inexact> {
    let rounding = match operation {
        Operation::Decimal => Rounding::HalfEven,
        Operation::Floor => Rounding::Floor,
        Operation::Ceiling => Rounding::Ceiling,
        Operation::RoundUp => Rounding::Up,
        Operation::RoundDown => Rounding::Down,
        Operation::RoundHalfUp => Rounding::HalfUp,
        _ => Rounding::HalfDown,
    };
    match operands {
        [Value::Number(number), Value::Number(divisor)] if operation == Operation::Modulo => {
            modulo(*number, *divisor).map(|rest| or_null(rest, Value::Number))
        }
        [Value::Number(number), Value::Number(scale)] => at_scale(*number, *scale, rounding).map(|rounded| or_null(rounded, Value::Number)),
        [Value::Number(number)] => of_one_number(operation, *number, operands),
        _ => Ok(ill_typed(operands)),
    }
}

fn of_one_number(operation: Operation, number: Number, operands: &[Value]) -> Result<Value, Inexact> {
    match operation {
        Operation::SquareRoot if number < Number::ZERO => Ok(Value::Null),
        Operation::SquareRoot => rounded_root(&exact(number)).map(Value::Number),
        Operation::Log if number <= Number::ZERO => Ok(Value::Null),
        Operation::Log => series::logarithm(number).map(Value::Number),
        Operation::Exp => series::exponential(number).map(Value::Number),
        Operation::Odd => Ok(Value::Boolean(number.is_integer() && number.coefficient() % 2 != 0)),
        Operation::Even => Ok(Value::Boolean(number.is_integer() && number.coefficient() % 2 == 0)),
        _ => Ok(ill_typed(operands)),
    }
}

fn of_texts(operation: Operation, operands: &[Value]) -> Value {
    match operands {
        [Value::Text(text)] => of_one_text(operation, text, operands),
        [Value::Text(one), Value::Text(other)] => of_two_texts(operation, one, other, operands),
        [scalar] if operation == Operation::String => Value::Text(scalar.to_string()),
        [Value::Text(text), Value::Number(position)] => text::substring(text, *position, None),
        [Value::Text(text), Value::Number(position), Value::Number(length)] => text::substring(text, *position, Some(*length)),
        [Value::Text(text), grouping, decimal] if operation == Operation::NumberSeparated => {
            let sign = |value: &'_ Value| if let Value::Text(sign) = value { Some(sign.clone()) } else { None };
            or_null(text::separated_number(text, sign(grouping).as_deref(), sign(decimal).as_deref()), Value::Number)
        }
        [Value::Text(text), Value::Text(pattern), Value::Text(flags)] => match text::matches(text, pattern, flags) {
            Some(matches) => Value::Boolean(matches),
            None => ill_typed(operands),
        },
        [Value::Text(text), Value::Text(pattern), Value::Text(replacement), Value::Text(flags)] => {
            match text::replace(text, pattern, replacement, flags) {
                Some(replaced) => Value::Text(replaced),
                None => ill_typed(operands),
            }
        }
        [Value::List(items), Value::Text(delimiter)] => text::join(items, delimiter),
        _ => ill_typed(operands),
    }
}

fn of_one_text(operation: Operation, text: &str, operands: &[Value]) -> Value {
    match operation {
        Operation::String => Value::Text(text.to_owned()),
        Operation::Number => or_null(Number::parse(text), Value::Number),
        Operation::StringLength => length(text.chars().count()),
        Operation::UpperCase => Value::Text(text.to_uppercase()),
        Operation::LowerCase => Value::Text(text.to_lowercase()),
        Operation::FoldCase => Value::Text(text.to_lowercase().to_uppercase().to_lowercase()),
        Operation::IsNumber => Value::Boolean(text::is_number(text)),
        Operation::IsEmail => Value::Boolean(text::is_email(text)),
        _ => ill_typed(operands),
    }
}

fn of_two_texts(operation: Operation, one: &str, other: &str, operands: &[Value]) -> Value {
    match operation {
        Operation::SubstringBefore => Value::Text(one.split_once(other).map_or("", |(before, _)| before).to_owned()),
        Operation::SubstringAfter => Value::Text(one.split_once(other).map_or("", |(_, after)| after).to_owned()),
        Operation::Contains => Value::Boolean(one.contains(other)),
        Operation::StartsWith => Value::Boolean(one.starts_with(other)),
        Operation::EndsWith => Value::Boolean(one.ends_with(other)),
        Operation::Split => match text::split(one, other) {
            Some(parts) => Value::List(parts),
            None => ill_typed(operands),
        },
        _ => ill_typed(operands),
    }
}

fn conversion(operation: Operation, operands: &[Value]) -> Value {
    match (operation, operands) {
        (Operation::AtMidnight, [Value::Date(date)]) => Value::DateTime(date.to_datetime(Time::midnight())),
        (Operation::DateFromText, [Value::Text(text)]) => or_null(calendar::date_from_text(text), Value::Date),
        (Operation::DateFromParts, [Value::Number(year), Value::Number(month), Value::Number(day)]) => {
            or_null(calendar::date_from_parts(*year, *month, *day), Value::Date)
        }
        (Operation::DateOf, [Value::DateTime(moment)]) => Value::Date(moment.date()),
        (Operation::TimeFromText, [Value::Text(text)]) => or_null(calendar::time_from_text(text), Value::Time),
        (Operation::TimeFromParts, [Value::Number(hour), Value::Number(minute), Value::Number(second)]) => {
            or_null(calendar::time_from_parts(*hour, *minute, *second), Value::Time)
        }
        (Operation::TimeOf, [Value::DateTime(moment)]) => Value::Time(moment.time()),
        (Operation::DateTimeFromText, [Value::Text(text)]) => or_null(calendar::moment_from_text(text), Value::DateTime),
        (Operation::DateTimeFromParts, [Value::Date(date), Value::Time(time)]) => Value::DateTime(date.to_datetime(*time)),
        (Operation::YearsMonthsBetween, [Value::Date(from), Value::Date(to)]) => Value::YearsMonths(calendar::months_between(*from, *to)),
        _ => ill_typed(operands),
    }
}

/// The parts of dates and times.
fn part_of_moment(operation: Operation, operands: &[Value]) -> Result<Value, Inexact> {
    let (date, time): (Option<Date>, Option<Time>) = match operands {
        [Value::Date(date)] => (Some(*date), None),
        [Value::Time(time)] => (None, Some(*time)),
        [Value::DateTime(moment)] => (Some(DateTime::date(*moment)), Some(moment.time())),
        _ => (None, None),
    };
    Ok(match (operation, date, time) {
        (Operation::Year, Some(date), _) => integer(i64::from(date.year())),
        (Operation::Month, Some(date), _) => integer(i64::from(date.month())),
        (Operation::Day, Some(date), _) => integer(i64::from(date.day())),
        (Operation::Weekday, Some(date), _) => integer(calendar::weekday(date)),
        (Operation::Hour, _, Some(time)) => integer(i64::from(time.hour())),
        (Operation::Minute, _, Some(time)) => integer(i64::from(time.minute())),
        (Operation::Second, _, Some(time)) => Value::Number(calendar::second(time)?),
        (Operation::DayOfYear, Some(date), _) => integer(calendar::day_of_year(date)),
        (Operation::DayOfWeek, Some(date), _) => Value::Text(calendar::name_of_weekday(date).to_owned()),
        (Operation::MonthOfYear, Some(date), _) => Value::Text(calendar::name_of_month(date).to_owned()),
        (Operation::WeekOfYear, Some(date), _) => integer(calendar::week_of_year(date)),
        _ => ill_typed(operands),
    })
}

fn part_of_duration(operation: Operation, operands: &[Value]) -> Result<Value, Inexact> {
    Ok(match (operation, operands) {
        (Operation::Years, [Value::YearsMonths(months)]) => integer(months / 12),
        (Operation::Months, [Value::YearsMonths(months)]) => integer(months % 12),
        (Operation::Days, [Value::DaysTime(duration)]) => Value::Number(calendar::part(*duration, 86_400, None)),
        (Operation::Hours, [Value::DaysTime(duration)]) => Value::Number(calendar::part(*duration, 3_600, Some(86_400))),
        (Operation::Minutes, [Value::DaysTime(duration)]) => Value::Number(calendar::part(*duration, 60, Some(3_600))),
        (Operation::Seconds, [Value::DaysTime(duration)]) => {
            Value::Number(calendar::seconds(calendar::nanoseconds(*duration) % 60_000_000_000)?)
        }
        _ => ill_typed(operands),
    })
}

fn of_lists(operation: Operation, mut operands: Vec<Value>) -> Result<Value, Inexact> {
    if operation == Operation::Iterate {
        return match operands.as_slice() {
            [first, last] => list::through(first, last),
            _ => Ok(ill_typed(&operands)),
        };
    }
    let Some(Value::List(items)) = operands.first_mut() else { return Ok(ill_typed(&operands)) };
    let items = std::mem::take(items);
    let others = operands.get(1..).unwrap_or_default();
    match others {
        [] => of_one_list(operation, items),
        [Value::Number(position), others @ ..] if !matches!(operation, Operation::ListContains | Operation::IndexOf) => {
            Ok(at_position(operation, items, *position, others))
        }
        [Value::List(others)] if operation == Operation::Concatenate => Ok(Value::List(items.into_iter().chain(others.clone()).collect())),
        [sought] if operation == Operation::ListContains => Ok(Value::Boolean(items.contains(sought))),
        [sought] if operation == Operation::IndexOf => Ok(list::positions(&items, sought)),
        _ => Ok(ill_typed(others)),
    }
}

fn of_one_list(operation: Operation, mut items: Vec<Value>) -> Result<Value, Inexact> {
    match operation {
        Operation::Count => Ok(length(items.len())),
        Operation::Min => Ok(list::extreme(items, std::cmp::Ordering::Less)),
        Operation::Max => Ok(list::extreme(items, std::cmp::Ordering::Greater)),
        Operation::Sum => list::sum(&items),
        Operation::Mean => list::mean(&items),
        Operation::All => Ok(list::connected(&items, false)),
        Operation::Any => Ok(list::connected(&items, true)),
        Operation::Reverse => {
            items.reverse();
            Ok(Value::List(items))
        }
        Operation::DistinctValues => Ok(list::distinct(items)),
        Operation::Flatten => Ok(list::flattened(items)),
        Operation::Product => list::product(&items),
        Operation::Median => list::median(&items),
        Operation::StandardDeviation => list::standard_deviation(&items),
        Operation::Mode => Ok(list::mode(items)),
        _ => Ok(ill_typed(&items)),
    }
}

fn at_position(operation: Operation, items: Vec<Value>, position: Number, others: &[Value]) -> Value {
    match (operation, others) {
        (Operation::Item, []) => list::item(items, position),
        (Operation::Sublist, []) => list::sublist(&items, position, None),
        (Operation::SublistOf, [Value::Number(length)]) => list::sublist(&items, position, Some(*length)),
        (Operation::Remove, []) => list::changed(items, position, |items, index| drop(items.remove(index))),
        (Operation::InsertBefore, [new]) => list::changed(items, position, |items, index| items.insert(index, new.clone())),
        (Operation::ListReplace, [new]) => list::changed(items, position, |items, index| items[index] = new.clone()),
        _ => ill_typed(others),
    }
}
