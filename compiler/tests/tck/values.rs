//! Values of the test cases: their types, and what they are compared with.

use matchbook_compiler::model::duration::{parse_days_time, parse_years_months};
use matchbook_compiler::model::{ExpressionBase, ExpressionType, Number, Value};
use serde_json::Value as Json;

/// A value and its type.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub(crate) ty: ExpressionType,
    pub(crate) value: Value,
}

pub(crate) fn nothing() -> Typed {
    Typed { ty: ExpressionType { base: ExpressionBase::Null, nullable: true }, value: Value::Null }
}

/// The least type that both fit in; `None` where our language has none.
pub(crate) fn common(a: &ExpressionType, b: &ExpressionType) -> Option<ExpressionType> {
    use ExpressionBase as B;
    let nullable = a.nullable || b.nullable;
    let base = match (&a.base, &b.base) {
        (B::Null, other) | (other, B::Null) => other.clone(),
        (B::Number { .. }, B::Number { .. }) => B::Number { scale: None },
        (B::List(a), B::List(b)) => B::List(Box::new(common(a, b)?)),
        (B::Context(a), B::Context(b)) => {
            let find = |entries: &[(String, ExpressionType)], name: &str| {
                entries.iter().find(|(known, _)| known == name).map(|(_, ty)| ty.clone())
            };
            let mut entries = Vec::new();
            for (name, ty) in a {
                let other = find(b, name);
                entries.push((name.clone(), other.map_or_else(|| Some(ty.clone().or_null()), |other| common(ty, &other))?));
            }
            entries.extend(b.iter().filter(|(name, _)| find(a, name).is_none()).map(|(name, ty)| (name.clone(), ty.clone().or_null())));
            B::Context(entries)
        }
        (a, b) if a == b => a.clone(),
        _ => return None,
    };
    Some(ExpressionType { base, nullable })
}

/// Whether each value of a type is one of another, entries that the other doesn't have aside.
pub(crate) fn conforms(found: &ExpressionType, declared: &ExpressionType) -> bool {
    match (&found.base, &declared.base) {
        (ExpressionBase::List(found), ExpressionBase::List(declared)) => conforms(found, declared),
        (ExpressionBase::Context(found), ExpressionBase::Context(declared)) => {
            let has =
                |(name, declared): &(String, ExpressionType)| found.iter().any(|(known, found)| known == name && conforms(found, declared));
            declared.iter().all(has)
        }
        _ => common(found, declared).is_some(),
    }
}

/// The value as one of a wider type: entries that it doesn't have are null.
pub(crate) fn fit(value: Value, from: &ExpressionType, to: &ExpressionType) -> Value {
    match (value, &from.base, &to.base) {
        (Value::List(items), ExpressionBase::List(from), ExpressionBase::List(to)) => {
            Value::List(items.into_iter().map(|item| fit(item, from, to)).collect())
        }
        (Value::Context(values), ExpressionBase::Context(from), ExpressionBase::Context(to)) => {
            let entry = |(name, to): &(String, ExpressionType)| {
                let at = from.iter().position(|(known, _)| known == name);
                at.map_or(Value::Null, |at| fit(values[at].clone(), &from[at].1, to))
            };
            Value::Context(to.iter().map(entry).collect())
        }
        (value, ..) => value,
    }
}

/// Values as the items of one list.
pub(crate) fn list(items: Vec<Typed>) -> Option<Typed> {
    let mut item = nothing().ty;
    item.nullable = false;
    for Typed { ty, .. } in &items {
        item = common(&item, ty)?;
    }
    let values = items.into_iter().map(|typed| fit(typed.value, &typed.ty, &item)).collect();
    Some(Typed { ty: ExpressionType::of(ExpressionBase::List(Box::new(item))), value: Value::List(values) })
}

/// A case's value for what is declared as this type, if anything is. `Err` says why our language has no such value.
pub(crate) fn read(json: &Json, declared: Option<&ExpressionType>) -> Result<Typed, String> {
    let kind = json["t"].as_str().unwrap();
    let text = || json["v"].as_str().unwrap_or_default().trim();
    let base = declared.map(|ty| &ty.base);
    let of = |base, value: Option<Value>| {
        value.map(|value| Typed { ty: ExpressionType::of(base), value }).ok_or_else(|| format!("a value beyond our {kind}: {}", text()))
    };
    let kind = match (kind, base) {
        ("untyped", Some(ExpressionBase::Number { .. })) => "number",
        ("untyped", Some(ExpressionBase::Boolean)) => "boolean",
        ("untyped", _) => "string",
        (kind, _) => kind,
    };
    let typed = match kind {
        "null" => return Ok(Typed { ty: declared.cloned().unwrap_or_else(|| nothing().ty).or_null(), value: Value::Null }),
        "string" => of(ExpressionBase::Text, Some(Value::Text(json["v"].as_str().unwrap_or_default().to_owned()))),
        "number" => of(ExpressionBase::Number { scale: None }, Number::parse(text()).map(Value::Number)),
        "boolean" => {
            let value = json["v"].as_bool().or_else(|| text().parse().ok());
            of(ExpressionBase::Boolean, value.map(Value::Boolean))
        }
        "date" => of(ExpressionBase::Date, iso_year(text()).parse().ok().map(Value::Date)),
        "time" => of(ExpressionBase::Time, local(text()).then(|| text().parse().ok()).flatten().map(Value::Time)),
        "dateTime" => of(ExpressionBase::DateTime, local(text()).then(|| iso_year(text()).parse().ok()).flatten().map(Value::DateTime)),
        "duration" => match parse_years_months(text()) {
            Some(months) => of(ExpressionBase::YearsMonthsDuration, Some(Value::YearsMonths(months))),
            None => of(ExpressionBase::DaysTimeDuration, parse_days_time(text()).map(Value::DaysTime)),
        },
        "list" => {
            let item = match base {
                Some(ExpressionBase::List(item)) => Some(&**item),
                _ => None,
            };
            let items: Vec<Typed> = json["v"].as_array().unwrap().iter().map(|json| read(json, item)).collect::<Result<_, _>>()?;
            match item {
                Some(item) if items.is_empty() => {
                    Ok(Typed { ty: ExpressionType::of(ExpressionBase::List(Box::new(item.clone()))), value: Value::List(Vec::new()) })
                }
                _ => list(items).ok_or_else(|| "a list of different types".to_owned()),
            }
        }
        "context" => {
            let known = match base {
                Some(ExpressionBase::Context(entries)) => entries.as_slice(),
                _ => &[],
            };
            let given = json["v"].as_object().unwrap();
            let mut entries = Vec::new();
            for (name, ty) in known {
                let value = given
                    .get(name)
                    .map_or_else(|| Ok(Typed { ty: ty.clone().or_null(), value: Value::Null }), |json| read(json, Some(ty)))?;
                entries.push((name.clone(), value));
            }
            for (name, json) in given.iter().filter(|(name, _)| known.iter().all(|(known, _)| known != *name)) {
                entries.push((name.clone(), read(json, None)?));
            }
            Ok(context(entries))
        }
        other => Err(format!("a value of kind {other}")),
    }?;
    match declared {
        Some(declared) if common(declared, &typed.ty).is_none() => Err("an input that isn't of its declared type".to_owned()),
        _ => Ok(typed),
    }
}

/// Values as the entries of a context.
pub(crate) fn context(entries: Vec<(String, Typed)>) -> Typed {
    let (types, values) = entries.into_iter().map(|(name, typed)| ((name, typed.ty), typed.value)).unzip();
    Typed { ty: ExpressionType::of(ExpressionBase::Context(types)), value: Value::Context(values) }
}

/// A year before 0 with the six digits that ISO 8601 wants.
fn iso_year(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.find('-') == Some(4) => format!("-00{rest}"),
        _ => text.to_owned(),
    }
}

fn local(text: &str) -> bool {
    let time = text.rsplit('T').next().unwrap_or_default();
    !time.contains(['Z', '+', '-', '@'])
}

/// Whether a result is what the case expects: numbers to eight digits after the point, as the TCK has it.
pub(crate) fn agrees(expected: &Json, found: &Typed) -> bool {
    let text = || expected["v"].as_str().unwrap_or_default();
    match (expected["t"].as_str().unwrap(), &found.value) {
        ("null", value) => *value == Value::Null,
        ("number", Value::Number(number)) => close(text(), *number),
        ("untyped", Value::Number(number)) => close(text(), *number),
        ("untyped", value) => value.to_string() == text(),
        ("list", Value::List(items)) => {
            let (ExpressionBase::List(item), expected) = (&found.ty.base, expected["v"].as_array().unwrap()) else { return false };
            let agrees = |(expected, value): (&Json, &Value)| agrees(expected, &Typed { ty: (**item).clone(), value: value.clone() });
            items.len() == expected.len() && expected.iter().zip(items).all(agrees)
        }
        ("context", Value::Context(values)) => {
            let (ExpressionBase::Context(entries), expected) = (&found.ty.base, expected["v"].as_object().unwrap()) else { return false };
            let agrees = |((name, ty), value): (&(String, ExpressionType), &Value)| {
                let found = Typed { ty: ty.clone(), value: value.clone() };
                expected.get(name).is_some_and(|expected| agrees(expected, &found))
            };
            entries.len() == expected.len() && entries.iter().zip(values).all(agrees)
        }
        ("boolean" | "string" | "date" | "time" | "dateTime" | "duration", value) => {
            read(expected, None).is_ok_and(|expected| expected.value == *value)
        }
        _ => false,
    }
}

fn close(expected: &str, found: Number) -> bool {
    let found: f64 = found.to_string().parse().unwrap();
    expected.trim().parse::<f64>().is_ok_and(|expected| (expected - found).abs() <= 1e-8 * expected.abs().max(1.0))
}
