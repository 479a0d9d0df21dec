//! Types and values of the table language in Rust.

use crate::model::{BaseType, Json, Type, Value};
use crate::names::EnumNames;

use super::facts::Facts;
use super::list::Items;
use super::text::literal;

/// Whose column it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// An input's: its text is borrowed.
    Input,
    /// An output's that no rule computes: its text is constant.
    Constant,
    /// An output's that some rule computes: its text may have to be allocated.
    Computed,
}

/// What a column's Rust type and values depend on.
#[derive(Clone, Copy)]
pub(super) struct Kind<'a> {
    /// Its type; of an output that is a list, that of the values in it.
    pub(super) ty: Type,
    /// Of an output that is a list: what its items are.
    pub(super) items: Option<Items<'a>>,
    pub(super) list: Option<&'a EnumNames>,
    /// The values of the list as written.
    pub(super) values: &'a [String],
    /// Whose column it is.
    pub(super) side: Side,
    /// Of an input that is a list: what that is. It has no other type.
    pub(super) facts: Option<Facts<'a>>,
    pub(super) runtime: &'a str,
}

impl Kind<'_> {
    /// Whether it is text as such, no closed list.
    fn is_text(&self) -> bool {
        self.items.is_none() && self.ty.base == BaseType::Text && self.list.is_none()
    }

    /// Whether null is a value of it.
    pub(super) fn nullable(&self) -> bool {
        self.items.map_or(self.ty.nullable, |items| items.nullable)
    }

    /// Whether it borrows of the caller: a text, or a list.
    pub(super) fn borrows(&self) -> bool {
        self.facts.is_some() || self.leaf().is_text() && self.side != Side::Constant
    }

    /// Whether texts of the caller's may lie in it.
    pub(super) fn has_texts(&self) -> bool {
        self.facts.map_or_else(|| self.borrows(), |facts| facts.item().has_texts())
    }

    /// Whether it is a text that may be allocated: a `Cow`.
    pub(super) fn is_cow(&self) -> bool {
        self.is_text() && self.side == Side::Computed
    }

    /// Whether its Rust type is copied rather than moved: no text that may be allocated, no JSON.
    pub(super) fn copies(&self) -> bool {
        !self.is_cow() && !self.is_cow_list() && self.ty.base != BaseType::Any
    }

    /// Whether its Rust type compares with `==`: jiff's `Span` doesn't.
    pub(super) fn compares(&self) -> bool {
        self.facts.map_or(self.ty.base != BaseType::YearsMonthsDuration, |facts| facts.compares())
    }

    /// The Rust type, its text with this lifetime.
    pub(super) fn rust_type(&self, lifetime: &str) -> String {
        if let Some(facts) = &self.facts {
            return facts.rust_type(lifetime);
        }
        let base = self.base_type(lifetime);
        if self.nullable() { format!("Option<{base}>") } else { base }
    }

    /// The Rust type without null.
    pub(super) fn base_type(&self, lifetime: &str) -> String {
        let runtime = self.runtime;
        if let Some(item) = self.item() {
            return self.list_type(&item, lifetime);
        }
        match (self.ty.base, self.list) {
            (BaseType::Text, Some(list)) => list.name.clone(),
            (BaseType::Text, None) => match self.side {
                Side::Input => format!("&{lifetime} str"),
                Side::Constant => "&'static str".to_owned(),
                Side::Computed => format!("{runtime}::Cow<{lifetime}, str>"),
            },
            (BaseType::Integer, _) => "i64".to_owned(),
            (BaseType::Number | BaseType::Decimal(_), _) => format!("{runtime}::Decimal"),
            (BaseType::Boolean, _) => "bool".to_owned(),
            (BaseType::Date, _) => format!("{runtime}::civil::Date"),
            (BaseType::Time, _) => format!("{runtime}::civil::Time"),
            (BaseType::DateTime, _) => format!("{runtime}::civil::DateTime"),
            (BaseType::DaysTimeDuration, _) => format!("{runtime}::SignedDuration"),
            (BaseType::YearsMonthsDuration, _) => format!("{runtime}::Span"),
            (BaseType::Any, _) => format!("{runtime}::json::Value"),
        }
    }

    /// The value as an expression; types of the module after `path` (`super::`, or nothing). `None` for a text that isn't in the closed
    /// list.
    pub(super) fn expression(&self, value: &Value, path: &str) -> Option<String> {
        if let Some(facts) = &self.facts {
            return facts.expression(value, path);
        }
        let runtime = self.runtime;
        if *value == Value::Null {
            let opaque = self.ty.base == BaseType::Any && !self.ty.nullable;
            return Some(if opaque { json(&Json::Null, runtime) } else { "None".to_owned() });
        }
        let plain = match value {
            Value::List(items) => self.list_expression(items, &self.item()?, path)?,
            Value::Null | Value::Context(_) => return None,
            Value::Text(text) => match self.list {
                Some(list) => {
                    let position = self.values.iter().position(|value| value == text)?;
                    format!("{path}{}::{}", list.name, list.variants.get(position)?)
                }
                None if self.side == Side::Computed => format!("{runtime}::Cow::Borrowed({})", literal(text)),
                None => literal(text),
            },
            Value::Number(number) => match self.ty.base {
                BaseType::Integer => number.to_string(),
                base => {
                    // With all digits of its column after the point, a long number has more than a decimal holds.
                    let shown = Value::Number(*number).show(base);
                    let fits = shown.bytes().filter(u8::is_ascii_digit).count() <= 28;
                    format!("{runtime}::decimal!({})", if fits { shown } else { number.to_string() })
                }
            },
            Value::Boolean(boolean) => boolean.to_string(),
            Value::Date(date) => format!("{runtime}::civil::date({}, {}, {})", date.year(), date.month(), date.day()),
            Value::Time(time) => {
                format!("{runtime}::civil::time({}, {}, {}, {})", time.hour(), time.minute(), time.second(), time.subsec_nanosecond())
            }
            Value::DateTime(at) => format!(
                "{runtime}::civil::datetime({}, {}, {}, {}, {}, {}, {})",
                at.year(),
                at.month(),
                at.day(),
                at.hour(),
                at.minute(),
                at.second(),
                at.subsec_nanosecond()
            ),
            Value::DaysTime(duration) => {
                format!("{runtime}::SignedDuration::new({}, {})", duration.as_secs(), duration.subsec_nanos())
            }
            Value::YearsMonths(months) => format!("{runtime}::years_and_months({months})"),
            Value::Json(value) => json(value, runtime),
        };
        Some(if self.nullable() { format!("Some({plain})") } else { plain })
    }
}

/// JSON as calls that build it, none of which can fail. Recursion is as deep as it nests, which the reader of cells bounds.
fn json(value: &Json, runtime: &str) -> String {
    match value {
        Json::Null => format!("{runtime}::json::Value::Null"),
        Json::Boolean(boolean) => format!("{runtime}::json::boolean({boolean})"),
        Json::Number(number) => match number.to_i64() {
            Some(whole) => format!("{runtime}::json::integer({whole})"),
            None => format!("{runtime}::json::digits({})", literal(number.text())),
        },
        Json::Text(text) => format!("{runtime}::json::text({})", literal(text)),
        Json::List(items) => {
            let items: Vec<String> = items.iter().map(|item| json(item, runtime)).collect();
            format!("{runtime}::json::array([{}])", items.join(", "))
        }
        Json::Object(members) => {
            let members: Vec<String> =
                members.0.iter().map(|(name, value)| format!("({}, {})", literal(name), json(value, runtime))).collect();
            format!("{runtime}::json::object([{}])", members.join(", "))
        }
    }
}
