//! A stored number and its format → what the cell means.
//!
//! A number is a binary double; it means the decimal of 15 significant digits that it shows. Dates are days since the book's epoch.

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{SignedDuration, Span};

use super::super::Content;
use super::number_format::Shape;
use crate::model::Number;

/// From where a book counts days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Epoch {
    /// Day 1 is 1900-01-01, and day 60 a 29 February that never was, as Excel inherited it.
    Excel1900,
    /// Day 0 is 1904-01-01.
    Excel1904,
}

const DAY_MILLISECONDS: i64 = 86_400_000;

/// What a stored number of this shape means.
pub(super) fn of_number(value: f64, shape: Shape, epoch: Epoch) -> Content {
    match shape {
        Shape::Boolean if value == 0.0 || value == 1.0 => Content::Boolean(value == 1.0),
        Shape::Number { integer_digits, percent } => number(value, integer_digits, percent),
        Shape::Boolean => number(value, 1, false),
        Shape::Elapsed => match milliseconds(value) {
            Some(milliseconds) => Content::Duration(SignedDuration::from_millis(milliseconds)),
            None => unshowable(value),
        },
        Shape::Date | Shape::Time | Shape::DateTime => moment(value, shape, epoch),
    }
}

/// A number, rounded to 15 significant digits.
pub(super) fn number(value: f64, integer_digits: u32, percent: bool) -> Content {
    match Number::parse(&format!("{value:.14e}")) {
        Some(value) => Content::Number { value, integer_digits, percent },
        // Infinite, larger than 28 digits, or finer; no type of the table language holds it.
        None => unshowable(value),
    }
}

/// A number that no cell can mean, in the way an error value is: it is reported where it matters.
fn unshowable(value: f64) -> Content {
    Content::Error(if value.is_finite() { format!("{value:E}") } else { "#NUM!".to_owned() })
}

/// Days as milliseconds, rounded.
fn milliseconds(days: f64) -> Option<i64> {
    // Ten million days are 27,000 years, beyond any date of a sheet, and well within what an f64 holds to the millisecond.
    #[expect(clippy::cast_possible_truncation, reason = "the bound keeps it below 2^53")]
    (days.abs() < 1e7).then(|| (days * DAY_MILLISECONDS as f64).round() as i64)
}

fn moment(value: f64, shape: Shape, epoch: Epoch) -> Content {
    let Some(total) = milliseconds(value).filter(|total| *total >= 0) else {
        // Excel fills the cell with `#`, as it does for any date that it can't show.
        return Content::Error(format!("{value} formatted as a date or time"));
    };
    let (days, rest) = (total / DAY_MILLISECONDS, total % DAY_MILLISECONDS);
    if shape == Shape::Time && value < 1.0 {
        return Content::Time(time(total.min(DAY_MILLISECONDS - 1)));
    }
    let day = match day(days, epoch) {
        Ok(day) => day,
        Err(shown) if rest == 0 && shape == Shape::Date => return Content::Text(shown.to_owned()),
        Err(shown) => return Content::Text(format!("{shown}T{}", time(rest))),
    };
    match day {
        None => Content::Error(format!("{value} formatted as a date or time")),
        Some(day) if rest == 0 && shape == Shape::Date => Content::Date(day),
        // A date format may hide a time of day, and a time format whole days: the cell means what it stores.
        Some(day) => Content::DateTime(day.to_datetime(time(rest))),
    }
}

/// The time of day this many milliseconds after midnight, fewer than a day has.
fn time(milliseconds: i64) -> Time {
    Time::midnight().checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(Time::MAX)
}

/// A day by its number; an error where Excel shows a date that doesn't exist; `None` beyond the calendar.
fn day(days: i64, epoch: Epoch) -> Result<Option<Date>, &'static str> {
    let (first, days) = match (epoch, days) {
        (Epoch::Excel1904, _) => (date(1904, 1, 1), days),
        (Epoch::Excel1900, 0) => return Err("1900-01-00"),
        (Epoch::Excel1900, 60) => return Err("1900-02-29"),
        (Epoch::Excel1900, 1..60) => (date(1899, 12, 31), days),
        (Epoch::Excel1900, _) => (date(1899, 12, 30), days),
    };
    Ok(Span::new().try_days(days).ok().and_then(|span| first.checked_add(span).ok()))
}

/// What ISO 8601 text in a date cell means (xlsx cells of type `d`, and ods): a date, a date and time, or a time. `midnight` says whether
/// a bare date is shown with a time of day. A zone's mark is dropped, as no spreadsheet shows one.
pub(super) fn of_iso(text: &str, midnight: bool) -> Option<Content> {
    let text = text.trim().trim_end_matches('Z');
    if !text.contains('T') {
        if let Ok(time) = text.parse::<Time>() {
            return Some(Content::Time(round(Date::constant(2000, 1, 1).to_datetime(time))?.time()));
        }
        let day: Date = text.parse().ok()?;
        return Some(if midnight { Content::DateTime(day.to_datetime(Time::midnight())) } else { Content::Date(day) });
    }
    let moment = round(text.parse().ok()?)?;
    Some(if !midnight && moment.time() == Time::midnight() { Content::Date(moment.date()) } else { Content::DateTime(moment) })
}

fn round(moment: DateTime) -> Option<DateTime> {
    moment.round(jiff::Unit::Millisecond).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, shape: Shape, epoch: Epoch) -> String {
        match of_number(value, shape, epoch) {
            Content::Text(text) => format!("text {text}"),
            Content::Error(text) => format!("error {text}"),
            content => content.shown(),
        }
    }

    #[test]
    fn numbers_have_fifteen_digits() {
        for (value, meant) in [
            (0.1 + 0.2, "0.3"),
            (0.28 + 0.01, "0.29"),
            (1.0 / 3.0, "0.333333333333333"),
            (123_456_789_012_345_680.0, "123456789012346000"),
            (-0.0, "0"),
            (1e300, "error 1E300"),
            (5e-324, "error 5E-324"),
            (f64::NAN, "error #NUM!"),
        ] {
            assert_eq!(shown(value, Shape::GENERAL, Epoch::Excel1900), meant);
        }
        assert_eq!(shown(42.0, Shape::Number { integer_digits: 5, percent: false }, Epoch::Excel1900), "00042");
    }

    #[test]
    fn dates_follow_the_epoch() {
        use Epoch::{Excel1900, Excel1904};
        for (value, shape, epoch, meant) in [
            (46_347.0, Shape::Date, Excel1900, "2026-11-21"),
            (44_885.0, Shape::Date, Excel1904, "2026-11-21"),
            (46_347.0, Shape::DateTime, Excel1900, "2026-11-21T00:00:00"),
            (46_347.545_138_888_89, Shape::DateTime, Excel1900, "2026-11-21T13:05:00"),
            (46_347.5, Shape::Date, Excel1900, "2026-11-21T12:00:00"),
            (1.0, Shape::Date, Excel1900, "1900-01-01"),
            (59.0, Shape::Date, Excel1900, "1900-02-28"),
            (60.0, Shape::Date, Excel1900, "text 1900-02-29"),
            (60.5, Shape::Date, Excel1900, "text 1900-02-29T12:00:00"),
            (61.0, Shape::Date, Excel1900, "1900-03-01"),
            (0.0, Shape::Date, Excel1900, "text 1900-01-00"),
            (0.0, Shape::Date, Excel1904, "1904-01-01"),
            (-1.0, Shape::Date, Excel1900, "error -1 formatted as a date or time"),
            (2_958_465.0, Shape::Date, Excel1900, "9999-12-31"),
            (2_958_466.0, Shape::Date, Excel1900, "error 2958466 formatted as a date or time"),
            (0.604_166_666_666_666_6, Shape::Time, Excel1900, "14:30:00"),
            (0.999_999_999_999, Shape::Time, Excel1900, "23:59:59.999"),
            (1.5, Shape::Time, Excel1900, "1900-01-01T12:00:00"),
            (1.5, Shape::Elapsed, Excel1900, "PT36H"),
        ] {
            assert_eq!(shown(value, shape, epoch), meant, "{value} {shape:?}");
        }
    }

    #[test]
    fn iso_text_is_read() {
        for (text, midnight, meant) in [
            ("2026-11-21", false, Some("2026-11-21")),
            ("2026-11-21", true, Some("2026-11-21T00:00:00")),
            ("2026-11-21T00:00:00", false, Some("2026-11-21")),
            ("2026-11-21T13:05:00.0004", false, Some("2026-11-21T13:05:00")),
            ("2026-11-21T13:05:00Z", true, Some("2026-11-21T13:05:00")),
            ("13:05", false, Some("13:05:00")),
            ("2026-02-30", false, None),
        ] {
            assert_eq!(of_iso(text, midnight).map(|content| content.shown()).as_deref(), meant, "{text}");
        }
    }
}
