//! Cells that aren't text: a number, a date, … in a column of each type ("in a cell" in the table of "Types", `docs/table-language.md`).

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};

use super::CellContext;
use super::operand::{Trouble, fit};
use super::print::quote;
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{BaseType, Json, JsonNumber, Number, Value};
use crate::source::Content;

/// What a cell of any kind gives its column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Text, still to be parsed.
    Text(&'a str),
    /// The value that the cell's kind says.
    Value(Value),
}

/// From here on a spreadsheet's number may have lost its last digits.
const FIFTEEN_DIGITS: i128 = 1_000_000_000_000_000;

/// Reads a cell by its kind. `tests`: whether intervals may stand in the cell, as fixes.
pub(super) fn read<'a>(content: &'a Content, cx: &CellContext<'_>, tests: bool) -> Result<Cell<'a>, Trouble> {
    let base = cx.ty.base;
    match content {
        Content::Text(text) => Ok(Cell::Text(text)),
        Content::Error(error) => Err((SyntaxProblem::ErrorValue { read: error.clone() }, Vec::new())),
        Content::Uncalculated => Err((SyntaxProblem::Uncalculated, Vec::new())),
        Content::ExternalLink(book) => Err((SyntaxProblem::ExternalLink { book: book.clone() }, Vec::new())),
        Content::Number { value, percent, .. } => number(content, *value, *percent, cx),
        Content::Boolean(value) if base == BaseType::Boolean => Ok(Cell::Value(Value::Boolean(*value))),
        Content::Boolean(value) if base == BaseType::Any => Ok(Cell::Value(Value::of_json(Json::Boolean(*value)))),
        Content::Boolean(value) => {
            let shown = if *value { ["TRUE", "true"] } else { ["FALSE", "false"] };
            let readings = if base == BaseType::Text { shown.iter().map(|text| quote(text)).collect() } else { Vec::new() };
            Err((SyntaxProblem::CellKind { read: shown[0].to_owned(), kind: "a boolean", ty: cx.ty }, readings))
        }
        Content::Date(date) => a_date(*date, cx, tests),
        Content::DateTime(date_time) => a_date_time(*date_time, cx),
        Content::Time(time) => a_time(*time, cx),
        Content::Duration(duration) => a_duration(*duration, cx),
    }
}

fn other_kind(shown: String, kind: &'static str, cx: &CellContext<'_>, readings: Vec<String>) -> Trouble {
    let readings = match cx.ty.base {
        BaseType::Text => vec![quote(&shown)],
        BaseType::Any => vec![Json::Text(shown.clone()).to_string()],
        _ => readings,
    };
    (SyntaxProblem::CellKind { read: shown, kind, ty: cx.ty }, readings)
}

fn number<'a>(content: &Content, value: Number, percent: bool, cx: &CellContext<'_>) -> Result<Cell<'a>, Trouble> {
    let shown = if percent { percentage(value) } else { content.shown() };
    match cx.ty.base {
        BaseType::Text if value.coefficient().unsigned_abs() >= FIFTEEN_DIGITS.unsigned_abs() && value.is_integer() => {
            Err((SyntaxProblem::DigitsLost { read: shown.clone() }, vec![quote(&shown)]))
        }
        BaseType::Text if value.is_integer() && !percent => Ok(Cell::Value(Value::Text(shown))),
        BaseType::Any => {
            let number = JsonNumber::parse(&value.to_string());
            let number = number.ok_or_else(|| (SyntaxProblem::InexactJson { read: shown, place: (1, 1) }, Vec::new()))?;
            Ok(Cell::Value(Value::of_json(Json::Number(number))))
        }
        BaseType::Integer | BaseType::Number | BaseType::Decimal(_) => fit(value, &shown, cx.ty).map(Cell::Value),
        // The reader of a workbook has made booleans and times of the numbers that are formatted as such, which CSV files write as such.
        // A plain number would be one in some formats only, so it is only offered.
        BaseType::Boolean if value == Number::ZERO => Err(other_kind(shown, "a number", cx, vec!["false".to_owned()])),
        BaseType::Boolean if value == Number::from_integer(1) => Err(other_kind(shown, "a number", cx, vec!["true".to_owned()])),
        BaseType::Time if !percent => Err(other_kind(shown, "a number", cx, time_of(value).iter().map(Time::to_string).collect())),
        _ => Err(other_kind(shown, if percent { "a percentage" } else { "a number" }, cx, Vec::new())),
    }
}

/// The percentage that a fraction is shown as.
fn percentage(value: Number) -> String {
    let hundredfold = value.coefficient().checked_mul(100).and_then(|coefficient| Number::new(coefficient, value.scale()));
    hundredfold.map_or_else(|| value.to_string(), |number| format!("{number}%"))
}

/// The time of day that a fraction of a day is, to the millisecond.
fn time_of(fraction: Number) -> Option<Time> {
    const MILLISECONDS: i128 = 86_400_000;
    if fraction < Number::ZERO || fraction >= Number::from_integer(1) {
        return None;
    }
    let unit = 10_i128.checked_pow(fraction.scale())?;
    let milliseconds = fraction.coefficient().checked_mul(MILLISECONDS)?.checked_add(unit / 2)? / unit;
    let milliseconds = i64::try_from(milliseconds).ok().filter(|ms| i128::from(*ms) < MILLISECONDS)?;
    Time::midnight().checked_add(milliseconds.milliseconds()).ok()
}

fn a_date<'a>(date: Date, cx: &CellContext<'_>, tests: bool) -> Result<Cell<'a>, Trouble> {
    match cx.ty.base {
        BaseType::Date => Ok(Cell::Value(Value::Date(date))),
        BaseType::DateTime => {
            let midnight = format!("{date}T00:00:00");
            let day = date.tomorrow().ok().filter(|_| tests).map(|next| format!("[{midnight}..{next}T00:00:00)"));
            Err((SyntaxProblem::BareDate { read: date.to_string() }, [Some(midnight), day].into_iter().flatten().collect()))
        }
        // Midnight, in a format that counts times from the epoch.
        BaseType::Time if is_epoch(date) => Ok(Cell::Value(Value::Time(Time::midnight()))),
        base if base.is_numeric() => {
            let readings = if tests { typed_interval(date) } else { Vec::new() };
            Err((SyntaxProblem::DateForNumber { read: date.to_string() }, readings))
        }
        _ => Err(other_kind(date.to_string(), "a date", cx, Vec::new())),
    }
}

/// The intervals that a spreadsheet turns into this date: `1-2` is 2 January or 1 February, `10-45` is October 1945.
fn typed_interval(date: Date) -> Vec<String> {
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    if day == 1 && year % 100 > 31 {
        return vec![format!("[{month}..{}]", year % 100)];
    }
    vec![format!("[{}..{}]", month.min(day), month.max(day))]
}

/// The days that times of day are counted from: 1900 with and without its 29 February, and 1904.
fn is_epoch(date: Date) -> bool {
    [(1899, 12, 30), (1899, 12, 31), (1904, 1, 1)].contains(&(date.year(), date.month(), date.day()))
}

fn a_date_time<'a>(date_time: DateTime, cx: &CellContext<'_>) -> Result<Cell<'a>, Trouble> {
    match cx.ty.base {
        BaseType::DateTime => Ok(Cell::Value(Value::DateTime(date_time))),
        BaseType::Date if date_time.time() == Time::midnight() => Ok(Cell::Value(Value::Date(date_time.date()))),
        BaseType::Date => Err((SyntaxProblem::TimeInDate { read: date_time.to_string() }, vec![date_time.date().to_string()])),
        BaseType::Time if is_epoch(date_time.date()) => Ok(Cell::Value(Value::Time(date_time.time()))),
        BaseType::Time => Err(other_kind(date_time.to_string(), "a date and time", cx, vec![date_time.time().to_string()])),
        BaseType::DaysTimeDuration if is_epoch(date_time.date()) => Ok(Cell::Value(Value::DaysTime(since_midnight(date_time.time())))),
        _ => Err(other_kind(date_time.to_string(), "a date and time", cx, Vec::new())),
    }
}

fn a_time<'a>(time: Time, cx: &CellContext<'_>) -> Result<Cell<'a>, Trouble> {
    match cx.ty.base {
        BaseType::Time => Ok(Cell::Value(Value::Time(time))),
        // An elapsed time of less than a day looks like a time of day in formats that don't keep the brackets of `[h]:mm`.
        BaseType::DaysTimeDuration => Ok(Cell::Value(Value::DaysTime(since_midnight(time)))),
        _ => Err(other_kind(time.to_string(), "a time of day", cx, Vec::new())),
    }
}

fn since_midnight(time: Time) -> SignedDuration {
    time.duration_since(Time::midnight())
}

fn a_duration<'a>(duration: SignedDuration, cx: &CellContext<'_>) -> Result<Cell<'a>, Trouble> {
    match cx.ty.base {
        BaseType::DaysTimeDuration => Ok(Cell::Value(Value::DaysTime(duration))),
        BaseType::Time if !duration.is_negative() && duration < SignedDuration::from_hours(24) => {
            let time =
                Time::midnight().checked_add(duration).map_err(|_| other_kind(duration.to_string(), "an elapsed time", cx, Vec::new()))?;
            Ok(Cell::Value(Value::Time(time)))
        }
        _ => Err(other_kind(Value::DaysTime(duration).to_string(), "an elapsed time", cx, Vec::new())),
    }
}
