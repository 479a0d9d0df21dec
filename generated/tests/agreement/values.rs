//! The values of an input that are worth asking about: where its rules and `values` begin and end, what lies right beside, and any others.

use jiff::{SignedDuration, ToSpan};
use matchbook_compiler::model::{BaseType, DecisionTable, InputId, Number, UnaryTest, Value};
use matchbook_compiler::region::{Extent, RuleMatrix};

use super::lists;
use super::random::Random;

/// Every end of an input's entries, `values` and atoms with its neighbours, and a witness of each atom; each value once. Values outside
/// `values` are among them, values that the input's Rust type can't hold aren't. `literals` are those of the whole graph.
pub(crate) fn interesting(table: &DecisionTable, matrix: &RuleMatrix, input: InputId, literals: &[Value]) -> Vec<Value> {
    let data = &table.inputs[input.0];
    if let Some(list) = data.list() {
        return lists::interesting(table, list, literals);
    }
    // No caller gives what another decision does.
    let Some(ty) = data.scalar() else { return vec![Value::Null] };
    let mut ends: Vec<Value> = Vec::new();
    for (column, _) in table.input_clauses.iter().enumerate().filter(|(_, clause)| clause.input == input) {
        for test in table.rules.iter().filter_map(|rule| rule.entries[column].tests.as_deref()).flatten() {
            ends_of(test, &mut ends);
        }
    }
    for test in data.domain.iter().flat_map(|domain| &domain.tests) {
        ends_of(test, &mut ends);
    }
    for atom in &matrix.dimensions[input.0].atoms {
        ends.push(atom.witness.clone());
        match &atom.extent {
            Extent::Point(value) => ends.push(value.clone()),
            Extent::Within(interval) => ends.extend(interval.low.iter().chain(&interval.high).map(|bound| bound.value.clone())),
            Extent::Null | Extent::Other | Extent::Whole => {}
        }
    }
    let mut values: Vec<Value> = Vec::new();
    for end in ends {
        let beside = if data.closed.is_some() { Vec::new() } else { neighbours(&end, ty.base) };
        for value in std::iter::once(end).chain(beside) {
            if value != Value::Null && fits(&value, ty.base) && !values.contains(&value) {
                values.push(value);
            }
        }
    }
    match ty.base {
        BaseType::Boolean => values = vec![Value::Boolean(false), Value::Boolean(true)],
        BaseType::Text => {
            let others = ["none of these", "", "é\u{1f600}\"\\\n"];
            for other in &others[..if data.closed.is_some() { 1 } else { others.len() }] {
                let other = Value::Text((*other).to_owned());
                if !values.contains(&other) {
                    values.push(other);
                }
            }
        }
        _ => {}
    }
    if data.ty.nullable() {
        values.push(Value::Null);
    }
    values
}

pub(crate) fn ends_of(test: &UnaryTest, ends: &mut Vec<Value>) {
    match test {
        UnaryTest::Equal(value) => ends.push(value.clone()),
        UnaryTest::Within(interval) => ends.extend(interval.low.iter().chain(&interval.high).map(|bound| bound.value.clone())),
        UnaryTest::Not(tests) => tests.iter().for_each(|test| ends_of(test, ends)),
    }
}

pub(crate) fn fits(value: &Value, base: BaseType) -> bool {
    match (value, base) {
        (Value::Number(number), BaseType::Integer) => number.to_i64().is_some(),
        (Value::Date(date), _) => date.year() >= 0,
        (Value::DateTime(at), _) => at.date().year() >= 0,
        _ => true,
    }
}

/// The values right below and above: one step, and for numbers a finer one than the column's digits.
pub(crate) fn neighbours(value: &Value, base: BaseType) -> Vec<Value> {
    let mut values = Vec::new();
    for step in [-1_i64, 1] {
        match value {
            Value::Number(number) => {
                let digits: &[u32] = match base {
                    BaseType::Integer => &[0],
                    BaseType::Decimal(scale) => &[scale, scale + 1],
                    _ => &[0, number.scale() + 1],
                };
                let changes = digits.iter().filter_map(|digits| Number::new(i128::from(step), *digits));
                values.extend(changes.filter_map(|change| number.checked_add(change)).map(Value::Number));
            }
            Value::Text(text) if step > 0 => values.push(Value::Text(format!("{text}\0"))),
            Value::Text(text) => values.extend(
                (!text.is_empty()).then(|| Value::Text(text.chars().rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect())),
            ),
            Value::Date(date) => values.extend(date.checked_add(step.days()).ok().map(Value::Date)),
            Value::Time(time) => {
                values.extend(
                    [1, 1_000_000_000]
                        .into_iter()
                        .filter_map(|nanos| time.checked_add(SignedDuration::from_nanos(step * nanos)).ok())
                        .map(Value::Time),
                );
            }
            Value::DateTime(at) => values.extend(at.checked_add(SignedDuration::from_nanos(step)).ok().map(Value::DateTime)),
            Value::DaysTime(duration) => values.extend(duration.checked_add(SignedDuration::from_nanos(step)).map(Value::DaysTime)),
            Value::YearsMonths(months) => values.push(Value::YearsMonths(months + step)),
            Value::Null | Value::Boolean(_) | Value::List(_) | Value::Context(_) | Value::Json(_) => {}
        }
    }
    values
}

/// Any value of the type, more often within the range that the interesting ones span than outside.
pub(crate) fn any(base: BaseType, nullable: bool, interesting: &[Value], random: &mut Random) -> Value {
    if nullable && random.below(8) == 0 {
        return Value::Null;
    }
    let low = interesting.iter().filter(|value| **value != Value::Null).min_by(|a, b| a.compare(b).unwrap_or(std::cmp::Ordering::Equal));
    let high = interesting.iter().filter(|value| **value != Value::Null).max_by(|a, b| a.compare(b).unwrap_or(std::cmp::Ordering::Equal));
    let (Some(low), Some(high)) = (low, high) else { return unbounded(base, random) };
    let value = match (low, high) {
        _ if random.below(10) == 0 => unbounded(base, random),
        (Value::Number(low), Value::Number(high)) => {
            let scale = match base {
                BaseType::Integer => 0,
                BaseType::Decimal(scale) => scale + u32::from(random.below(8) == 0),
                _ => u32::try_from(random.below(6)).unwrap_or(0),
            };
            match (low.at_scale(scale.max(low.scale())), high.at_scale(scale.max(high.scale()))) {
                (Some(first), Some(last)) => {
                    let (first, last) =
                        (first / 10_i128.pow(low.scale().saturating_sub(scale)), last / 10_i128.pow(high.scale().saturating_sub(scale)));
                    Number::new(random.between(first - 3, last + 3), scale).map_or_else(|| unbounded(base, random), Value::Number)
                }
                _ => unbounded(base, random),
            }
        }
        (Value::Date(first), Value::Date(last)) => {
            let days = first.until(*last).map_or(0, |span| span.get_days());
            first.checked_add(random.between(-3, i128::from(days) + 3).try_into().unwrap_or(0_i64).days()).map_or(low.clone(), Value::Date)
        }
        (Value::DaysTime(first), Value::DaysTime(last)) => Value::DaysTime(SignedDuration::from_nanos_i128(
            random.between(first.as_nanos() - 5_000_000_000, last.as_nanos() + 5_000_000_000),
        )),
        (Value::YearsMonths(first), Value::YearsMonths(last)) => {
            Value::YearsMonths(random.between(i128::from(first - 3), i128::from(last + 3)).try_into().unwrap_or(0))
        }
        _ if random.below(10) > 0 => random.pick(interesting).clone(),
        _ => unbounded(base, random),
    };
    match value {
        Value::Null if !nullable => unbounded(base, random),
        value if fits(&value, base) => value,
        _ => unbounded(base, random),
    }
}

/// Any value of the type's whole range.
pub(crate) fn unbounded(base: BaseType, random: &mut Random) -> Value {
    use jiff::civil::{Date, Time};
    let mut part = |low: i16, high: i16| i16::try_from(random.between(i128::from(low), i128::from(high))).unwrap_or(low);
    let date = |part: &mut dyn FnMut(i16, i16) -> i16| {
        Date::new(part(1, 9998), i8::try_from(part(1, 12)).unwrap_or(1), i8::try_from(part(1, 28)).unwrap_or(1)).unwrap_or(Date::ZERO)
    };
    let time = |part: &mut dyn FnMut(i16, i16) -> i16| {
        let [hour, minute, second] = [part(0, 23), part(0, 59), part(0, 59)].map(|n| i8::try_from(n).unwrap_or(0));
        Time::new(hour, minute, second, i32::from(part(0, 1)) * 123_456_789).unwrap_or(Time::midnight())
    };
    match base {
        BaseType::Date => Value::Date(date(&mut part)),
        BaseType::Time => Value::Time(time(&mut part)),
        BaseType::DateTime => {
            let day = date(&mut part);
            Value::DateTime(day.to_datetime(time(&mut part)))
        }
        BaseType::Boolean => Value::Boolean(random.below(2) == 0),
        BaseType::Text => {
            let letters = ["a", "Z", " ", "ü", "\"", "\\", "0", "\u{1f600}", "\t"];
            Value::Text((0..random.below(6)).map(|_| *random.pick(&letters)).collect())
        }
        BaseType::Integer => {
            let limit = [100, 100_000, i128::from(i64::MAX)][random.below(3)];
            Value::Number(Number::new(random.between(-limit, limit), 0).unwrap_or(Number::ZERO))
        }
        BaseType::Number | BaseType::Decimal(_) => {
            let limit = [10_000, 10_000_000, 9_999_999_999_999_999_999_999_999_999][random.below(3)];
            let scale = [0, 2, 5, 28][random.below(4)];
            Value::Number(Number::new(random.between(-limit, limit), scale).unwrap_or(Number::ZERO))
        }
        BaseType::DaysTimeDuration => {
            let limit = [10_000_000_000, 1_000_000_000_000_000_000, i128::from(i64::MAX) * 1_000_000_000][random.below(3)];
            Value::DaysTime(SignedDuration::from_nanos_i128(random.between(-limit, limit)))
        }
        BaseType::YearsMonthsDuration => Value::YearsMonths(random.between(-239_000, 239_000).try_into().unwrap_or(0)),
        BaseType::Any => unreachable!("no input is of this type"),
    }
}
