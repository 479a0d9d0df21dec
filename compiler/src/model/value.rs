//! Types and values: "Types" in `docs/table-language.md`.

use std::cmp::Ordering;
use std::fmt;

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use super::duration;
use super::json::Json;
use super::number::Number;

/// A type of the table language without its `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BaseType {
    /// `text`
    Text,
    /// `integer`: an `i64`
    Integer,
    /// `number`: a decimal of any scale
    Number,
    /// `decimal(s)`: cells and results have at most s digits after the point (0 to 28); inputs may have more
    Decimal(u32),
    /// `boolean`
    Boolean,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `date and time`
    DateTime,
    /// `days and time duration`
    DaysTimeDuration,
    /// `years and months duration`, in months
    YearsMonthsDuration,
    /// `any`: JSON of any shape, null too; of outputs only
    Any,
}

impl BaseType {
    /// Whether `<` and intervals make sense: all types but boolean and `any`.
    pub fn is_ordered(self) -> bool {
        !matches!(self, Self::Boolean | Self::Any)
    }

    /// `integer`, `number` or `decimal(s)`.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Decimal(_))
    }
}

impl fmt::Display for BaseType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Integer => f.write_str("integer"),
            Self::Number => f.write_str("number"),
            Self::Decimal(scale) => write!(f, "decimal({scale})"),
            Self::Boolean => f.write_str("boolean"),
            Self::Date => f.write_str("date"),
            Self::Time => f.write_str("time"),
            Self::DateTime => f.write_str("date and time"),
            Self::DaysTimeDuration => f.write_str("days and time duration"),
            Self::YearsMonthsDuration => f.write_str("years and months duration"),
            Self::Any => f.write_str("any"),
        }
    }
}

/// A type: a base type, and whether null belongs to it (`T?`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Type {
    /// The type of its values other than null.
    pub base: BaseType,
    /// Whether null is a value of it.
    pub nullable: bool,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.base, if self.nullable { "?" } else { "" })
    }
}

/// A value of the table language. Equality is by value: `1.50` is `1.5`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// `null`
    Null,
    /// a text
    Text(String),
    /// of an `integer`, `number` or `decimal(s)`
    Number(Number),
    /// `true` or `false`
    Boolean(bool),
    /// a date
    Date(Date),
    /// a time of day
    Time(Time),
    /// a date and time, without zone
    DateTime(DateTime),
    /// a days and time duration
    DaysTime(SignedDuration),
    /// a years and months duration, in months
    YearsMonths(i64),
    /// a list
    List(Vec<Self>),
    /// a context's values, in the order of its type
    Context(Vec<Self>),
    /// of an `any`, but for null, which is [`Self::Null`]
    Json(Box<Json>),
}

impl Value {
    /// Of an `any`.
    pub fn of_json(json: Json) -> Self {
        if json == Json::Null { Self::Null } else { Self::Json(Box::new(json)) }
    }

    /// The order of two values of one base type (text by code points); `None` for null and for values of different types.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        Some(match (self, other) {
            // The order of UTF-8 bytes is the order of code points.
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::Date(a), Self::Date(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            (Self::DateTime(a), Self::DateTime(b)) => a.cmp(b),
            (Self::DaysTime(a), Self::DaysTime(b)) => a.cmp(b),
            (Self::YearsMonths(a), Self::YearsMonths(b)) => a.cmp(b),
            _ => return None,
        })
    }

    /// Whether it is of this type (a number of at most s digits for `decimal(s)`, a whole `i64` for `integer`, at most
    /// 19,998 years for years and months).
    pub fn is_of(&self, ty: Type) -> bool {
        match (self, ty.base) {
            (Self::Null, BaseType::Any) => true,
            (Self::Null, _) => ty.nullable,
            (Self::Text(_), BaseType::Text)
            | (Self::Number(_), BaseType::Number)
            | (Self::Boolean(_), BaseType::Boolean)
            | (Self::Date(_), BaseType::Date)
            | (Self::Time(_), BaseType::Time)
            | (Self::DateTime(_), BaseType::DateTime)
            | (Self::DaysTime(_), BaseType::DaysTimeDuration)
            | (Self::Json(_), BaseType::Any) => true,
            (Self::YearsMonths(months), BaseType::YearsMonthsDuration) => months.unsigned_abs() <= duration::MAX_MONTHS,
            (Self::Number(n), BaseType::Integer) => n.to_i64().is_some(),
            (Self::Number(n), BaseType::Decimal(scale)) => n.scale() <= scale,
            _ => false,
        }
    }

    /// The values in it that are no lists, each behind its position, counted from 1: `[2]`, `[1][3]`. Of what is no list, itself, behind
    /// nothing.
    pub fn leaves(&self) -> Vec<(String, &Self)> {
        let mut leaves = Vec::new();
        self.collect(String::new(), &mut leaves);
        leaves
    }

    fn collect<'a>(&'a self, path: String, leaves: &mut Vec<(String, &'a Self)>) {
        match self {
            Self::List(items) => (1..).zip(items).for_each(|(position, item)| item.collect(format!("{path}[{position}]"), leaves)),
            value => leaves.push((path, value)),
        }
    }

    /// As a result of type `base`, or a list of such, is written in JSON and in messages, without quotes: `14.50` for a `decimal(2)`,
    /// ISO 8601 for dates, times and durations.
    pub fn show(&self, base: BaseType) -> String {
        match (self, base) {
            (Self::List(items), _) => format!("[{}]", items.iter().map(|item| item.show(base)).collect::<Vec<_>>().join(", ")),
            (Self::Number(n), BaseType::Decimal(scale)) => n.to_string_at(scale),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Text(text) => f.write_str(text),
            Self::Number(n) => n.fmt(f),
            Self::Boolean(b) => b.fmt(f),
            Self::Date(d) => d.fmt(f),
            Self::Time(t) => t.fmt(f),
            Self::DateTime(d) => d.fmt(f),
            Self::DaysTime(duration) => duration::write_days_time(*duration, f),
            Self::YearsMonths(months) => duration::write_years_months(*months, f),
            Self::Json(json) => json.fmt(f),
            Self::List(items) | Self::Context(items) => {
                f.write_str("[")?;
                for (position, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if position == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
        }
    }
}
