//! The outputs of large tables as columns of data.
//!
//! Few different values are a list of constants, and a position in it for each rule. Many of them would cost rustc seconds as constants of
//! a struct each, so they are integers in a byte string or one long text: of the rules where none is null, else of the different values.
//! Positions are a byte string too: an array of them takes rustc eight times as long.

use std::collections::{HashMap, HashSet};

use super::Context;
use super::outputs::{output_type, result};
use super::select::bytes;
use super::text::{item, literal};
use super::value::Kind;
use crate::model::{BaseType, Value};

/// Up to so many different values, a column is a list of constants: what a reader takes in. Of decimals and texts each costs rustc as
/// much as 100 bytes of data, and lists and JSON have no other form, however many there are.
const MAX_CONSTANTS: usize = 64;

/// How a column stands in the text, and how a rule's value is read from it.
struct Column {
    items: Vec<String>,
    /// An expression over `index: usize` in a function that gives `Option`.
    read: String,
}

/// The functions `output` and `output_of`, and the columns.
pub(super) fn columns(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let columns: Vec<Column> = (0..cx.output_kinds.len()).map(|column| data(cx, column)).collect();
    let found = result(cx, &|column| columns.get(column).map(|column| column.read.clone()).unwrap_or_default());
    // A bare value that is looked up is in an `Option` already.
    let found = found.strip_suffix('?').map_or_else(|| format!("Some({found})"), str::to_owned);
    let mut items = vec![
        item(&format!(
            "fn output(rule: {runtime}::RuleIndex) -> Result<{ty}, {runtime}::Error> {{ output_of(rule).ok_or({runtime}::Error::NoRule) }}",
            ty = output_type(cx)
        )),
        item(&format!(
            "fn output_of(rule: {runtime}::RuleIndex) -> Option<{ty}> {{ let index = usize::try_from(rule.get()).ok()?; {found} }}",
            ty = output_type(cx)
        )),
    ];
    items.extend(columns.into_iter().flat_map(|column| column.items));
    items
}

fn data(cx: &Context<'_>, column: usize) -> Column {
    let (Some(kind), Some(names)) = (cx.output_kinds.get(column), cx.names.outputs.get(column)) else {
        return Column { items: Vec::new(), read: String::new() };
    };
    let values: Vec<&Value> =
        cx.table.rules.iter().filter_map(|rule| rule.outputs.get(column)).filter_map(|entry| entry.output.literal()).collect();
    let different = different(&values);
    let (of_rule, listed) = (format!("{}_OF_RULE", names.field), format!("{}_VALUES", names.field));
    if different.len() > MAX_CONSTANTS {
        // A text that many rules have is written once.
        let repeats = kind.ty.base == BaseType::Text && different.len() <= values.len() / 2;
        if !values.contains(&&Value::Null)
            && !repeats
            && let Some(list) = List::of(cx, kind, &of_rule, &values)
        {
            let value = list.at("index");
            let read = if kind.nullable() { format!("Some({value}?)") } else { format!("{value}?") };
            return Column { items: list.items, read };
        }
        // Null is the position after the last, where there is no value.
        let present: Vec<&Value> = different.iter().copied().filter(|value| **value != Value::Null).collect();
        if let Some(list) = List::of(cx, kind, &listed, &present) {
            let positions = positions(&values, &present);
            let value = list.at(&position_of(&of_rule));
            let mut items = list.items;
            items.push(positions_item(cx.runtime, &of_rule, &positions));
            return Column { items, read: if kind.ty.nullable { value } else { format!("{value}?") } };
        }
    }
    constants(cx, kind, &of_rule, &listed, &values, &different)
}

/// A list of constants, and a position a rule.
fn constants(cx: &Context<'_>, kind: &Kind<'_>, of_rule: &str, listed: &str, values: &[&Value], different: &[&Value]) -> Column {
    // A span has no constant form: its months do.
    let spans = kind.ty.base == BaseType::YearsMonthsDuration;
    // JSON is built when it is asked for.
    let built = kind.ty.base == BaseType::Any;
    let constant = |value: &Value| match value {
        Value::YearsMonths(months) if kind.ty.nullable => format!("Some({months})"),
        Value::YearsMonths(months) => months.to_string(),
        value if built => format!("|| {}", kind.expression(value, "").unwrap_or_default()),
        value => kind.expression(value, "").unwrap_or_default(),
    };
    let ty = match (spans, kind.ty.nullable) {
        (true, true) => "Option<i64>".to_owned(),
        (true, false) => "i64".to_owned(),
        _ if built => format!("fn() -> {}", kind.rust_type("")),
        // A static's texts and lists are `'static` without saying so.
        _ => kind.rust_type("").replace("&'static ", "&"),
    };
    let positions = positions(values, different);
    let items = vec![array(listed, &ty, different.iter().map(|value| constant(value))), positions_item(cx.runtime, of_rule, &positions)];
    let read = format!("{listed}.get({}).copied()?", position_of(of_rule));
    let read = match (spans, kind.ty.nullable) {
        (true, true) => format!("{read}.map({}::years_and_months)", cx.runtime),
        (true, false) => format!("{}::years_and_months({read})", cx.runtime),
        _ if built => format!("({read})()"),
        _ => read,
    };
    Column { items, read }
}

/// The different values of a column, in the order of their first rules.
fn different<'a>(values: &[&'a Value]) -> Vec<&'a Value> {
    let mut seen = HashSet::new();
    values.iter().copied().filter(|value| seen.insert(written(value))).collect()
}

/// Where each value stands in `list`; after its last if it doesn't.
fn positions(values: &[&Value], list: &[&Value]) -> Vec<usize> {
    let at: HashMap<(Option<String>, &Value), usize> = list.iter().map(|value| written(value)).zip(0..).collect();
    values.iter().map(|value| at.get(&written(value)).copied().unwrap_or(list.len())).collect()
}

/// What tells a value from others as they are written: equal JSON may differ in that, `1` from `1.0`.
fn written(value: &Value) -> (Option<String>, &Value) {
    if let Value::Json(json) = value { (Some(json.to_string()), &Value::Null) } else { (None, value) }
}

/// A static of positions, one a rule.
fn positions_item(runtime: &str, name: &str, positions: &[usize]) -> String {
    let positions = bytes::numbers(runtime, positions.iter().map(|position| u32::try_from(*position).unwrap_or(u32::MAX)));
    format!("static {name}: {runtime}::data::Numbers =\n    {positions};")
}

/// A rule's position as an expression.
fn position_of(of_rule: &str) -> String {
    format!("usize::try_from({of_rule}.get(index)?).ok()?")
}

/// Values, none of them null, as integers or one text.
struct List {
    items: Vec<String>,
    /// An expression for the `Option` of the value at [`POSITION`].
    read: String,
}

/// What stands for a position in what reads a list.
const POSITION: &str = "{position}";

impl List {
    /// `None` where these values have no such form: booleans, closed lists, numbers beyond 64 bits at the column's scale.
    fn of(cx: &Context<'_>, kind: &Kind<'_>, name: &str, values: &[&Value]) -> Option<Self> {
        if kind.list.is_some() || kind.items.is_some() {
            return None;
        }
        let runtime = cx.runtime;
        match kind.ty.base {
            BaseType::Text => Self::texts(runtime, name, values),
            BaseType::Integer => Self::integers(runtime, name, values, |value| number(value, 0), str::to_owned),
            BaseType::Number | BaseType::Decimal(_) => {
                let scale = |value: &&Value| if let Value::Number(number) = value { number.scale() } else { 0 };
                let digits = if let BaseType::Decimal(digits) = kind.ty.base { digits } else { 0 };
                let scale = values.iter().map(scale).max()?.max(digits);
                let read = |stored: &str| format!("{stored}.map({runtime}::decimal_at::<{scale}>)");
                Self::integers(runtime, name, values, |value| number(value, scale), read)
            }
            BaseType::Date => {
                let stored = |value: &Value| if let Value::Date(date) = value { Some(yyyymmdd(*date).into()) } else { None };
                Self::integers(runtime, name, values, stored, read_by(runtime, "date_of"))
            }
            BaseType::Time => {
                let stored = |value: &Value| if let Value::Time(time) = value { Some(hhmmss_nanos(*time).into()) } else { None };
                Self::integers(runtime, name, values, stored, read_by(runtime, "time_of"))
            }
            BaseType::DateTime => {
                let stored = |value: &Value| {
                    let Value::DateTime(at) = value else { return None };
                    Some(i128::from(yyyymmdd(at.date())) * 1_000_000_000_000_000 + i128::from(hhmmss_nanos(at.time())))
                };
                Self::wide_integers(runtime, name, values, stored, read_by(runtime, "date_time_of"))
            }
            BaseType::DaysTimeDuration => {
                let stored = |value: &Value| if let Value::DaysTime(duration) = value { Some(duration.as_nanos()) } else { None };
                Self::wide_integers(runtime, name, values, stored, read_by(runtime, "duration_of"))
            }
            BaseType::YearsMonthsDuration => {
                let stored = |value: &Value| if let Value::YearsMonths(months) = value { Some(i128::from(*months)) } else { None };
                let read = |stored: &str| format!("{stored}.map({runtime}::years_and_months)");
                Self::integers(runtime, name, values, stored, read)
            }
            BaseType::Boolean | BaseType::Any => None,
        }
    }

    /// An expression for the `Option` of the value at a position.
    fn at(&self, position: &str) -> String {
        self.read.replace(POSITION, position)
    }

    fn integers(
        runtime: &str,
        name: &str,
        values: &[&Value],
        stored: impl Fn(&Value) -> Option<i128>,
        read: impl Fn(&str) -> String,
    ) -> Option<Self> {
        Self::distances((runtime, "i64"), name, values, stored, read)
    }

    fn wide_integers(
        runtime: &str,
        name: &str,
        values: &[&Value],
        stored: impl Fn(&Value) -> Option<i128>,
        read: impl Fn(&str) -> String,
    ) -> Option<Self> {
        Self::distances((runtime, "i128"), name, values, stored, read)
    }

    /// Integers as their distances from the least, in as few bytes as the greatest needs.
    fn distances(
        (runtime, ty): (&str, &str),
        name: &str,
        values: &[&Value],
        stored: impl Fn(&Value) -> Option<i128>,
        read: impl Fn(&str) -> String,
    ) -> Option<Self> {
        let stored = values.iter().map(|value| stored(value)).collect::<Option<Vec<_>>>()?;
        let least = *stored.iter().min()?;
        let distances: Vec<u128> = stored.iter().map(|stored| stored.abs_diff(least)).collect();
        let width = match distances.iter().max().map_or(0, |most| 16 - most.leading_zeros() / 8) {
            0 => 1,
            width @ 1..=8 => width as usize,
            _ => 16,
        };
        let data: Vec<u8> = distances.iter().flat_map(|distance| distance.to_le_bytes().into_iter().take(width)).collect();
        let items = vec![format!(
            "static {name}: {runtime}::data::Distances<{ty}> =\n    {runtime}::data::Distances::new({least}, {width}, {});",
            bytes::literal(&data)
        )];
        Some(Self { items, read: read(&format!("{name}.get({POSITION})")) })
    }

    /// One text, and where each value ends in it.
    fn texts(runtime: &str, name: &str, values: &[&Value]) -> Option<Self> {
        let mut end = 0_u32;
        let mut ends = Vec::with_capacity(values.len());
        let mut blob = format!("static {name}: {runtime}::data::Texts = {runtime}::data::Texts::new(\n    \"");
        for value in values {
            let Value::Text(text) = value else { return None };
            end = end.checked_add(u32::try_from(text.len()).ok()?)?;
            ends.push(end);
            let quoted = literal(text);
            // A line a text; what follows the line's end up to the next text is no part of it, unless that begins with a blank.
            blob.push_str(&quoted[1..quoted.len() - 1].replacen(' ', "\\x20", usize::from(text.starts_with(' '))));
            blob.push_str("\\\n");
        }
        blob.push_str(&format!("\",\n    {},\n);", bytes::numbers(runtime, ends)));
        Some(Self { items: vec![blob], read: format!("{name}.get({POSITION})") })
    }
}

fn read_by(runtime: &str, function: &str) -> impl Fn(&str) -> String {
    move |stored| format!("{stored}.and_then({runtime}::{function})")
}

/// A number as an integer at a scale, if 64 bits hold it.
fn number(value: &Value, scale: u32) -> Option<i128> {
    let Value::Number(number) = value else { return None };
    number.at_scale(scale).filter(|stored| i64::try_from(*stored).is_ok())
}

/// 31 January 2026 is 20260131.
fn yyyymmdd(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// 14:30:00 is 143000 and nine digits of the second's fraction.
fn hhmmss_nanos(time: jiff::civil::Time) -> i64 {
    let seconds = i64::from(time.hour()) * 10_000 + i64::from(time.minute()) * 100 + i64::from(time.second());
    seconds * 1_000_000_000 + i64::from(time.subsec_nanosecond())
}

/// A static array as text: parsing large ones to print them costs fifty times what writing them does.
pub(super) fn array(name: &str, ty: &str, elements: impl Iterator<Item = String>) -> String {
    const WIDTH: usize = 96;
    let elements: Vec<String> = elements.collect();
    let mut text = format!("static {name}: [{ty}; {}] = [\n", elements.len());
    let mut line = String::from("   ");
    for element in elements {
        if line.len() + element.len() + 2 > WIDTH && line.len() > 3 {
            text.push_str(&line);
            text.push('\n');
            line.truncate(3);
        }
        line.push(' ');
        line.push_str(&element);
        line.push(',');
    }
    text.push_str(&line);
    text.push_str("\n];");
    text
}
