//! Decisions on JSON documents: inputs by the digits of their text, results as generated code writes them.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::diagnostic::evaluation::EvaluationError;
use crate::model::{BaseType, DecisionTable, HitPolicy, InputData, Name, Number, OutputClause, RuleId, Value};
use crate::syntax::literal;

use super::{Outcome, evaluate};

/// How deep objects are looked into; names nest a few levels.
const MAX_DEPTH: usize = 64;

/// Decides on a JSON document: the result, and the rules that make it.
///
/// # Errors
/// In this order: what isn't JSON, or no object; at each level of nesting, the first field that is unknown or given twice, then in the
/// order of [`DecisionTable::inputs`] what is missing, null, of another type or inexact, or not in a closed list of texts; then inputs
/// outside their other `values`; then what [`evaluate`] gives.
pub fn evaluate_json(table: &DecisionTable, document: &str) -> Result<(serde_json::Value, Vec<RuleId>), EvaluationError> {
    let not_json = |error: serde_json::Error| EvaluationError::NotJson { reason: error.to_string() };
    let raw: &RawValue = serde_json::from_str(document).map_err(not_json)?;
    let json = Json::read(raw.get(), MAX_DEPTH).map_err(not_json)?;
    let mut inputs = vec![Value::Null; table.inputs.len()];
    let fields = Fields::of(table, &table.given().map(|(id, _)| id.0).collect::<Vec<_>>(), 0);
    fields.read(table, Some(&json), "", &mut inputs)?;
    let decided = evaluate(table, &inputs)?;
    Ok((result(table, &decided.result), decided.rules))
}

/// A JSON value with all digits of its numbers and all members of its objects.
enum Json {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    Object(Vec<(String, Json)>),
    List,
    /// An object too deep to be an input.
    Deep,
}

impl Json {
    fn read(text: &str, depth: usize) -> Result<Self, serde_json::Error> {
        Ok(match text.as_bytes().first() {
            Some(b'{') => match depth.checked_sub(1) {
                Some(depth) => {
                    let members = serde_json::Deserializer::from_str(text).deserialize_map(Members)?;
                    let read = |(name, raw): (String, &RawValue)| Ok((name, Self::read(raw.get(), depth)?));
                    Self::Object(members.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?)
                }
                None => Self::Deep,
            },
            Some(b'[') => Self::List,
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b't') => Self::Boolean(true),
            Some(b'f') => Self::Boolean(false),
            Some(b'n') => Self::Null,
            _ => Self::Number(text.to_owned()),
        })
    }

    /// It as messages show it.
    fn shown(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(boolean) => boolean.to_string(),
            Self::Number(digits) => format!("the number {}", clipped(digits)),
            Self::Text(text) => format!("the text \"{}\"", clipped(text)),
            Self::Object(_) | Self::Deep => "an object".to_owned(),
            Self::List => "a list".to_owned(),
        }
    }
}

/// The start of a long text, control characters escaped.
fn clipped(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut clipped: String =
        text.chars().take(LONGEST).flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect();
    if text.chars().nth(LONGEST).is_some() {
        clipped.push('…');
    }
    clipped
}

/// Reads all members of an object, those given twice too.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

/// The fields of one level of the document, in the order of their first inputs.
struct Fields {
    fields: Vec<Field>,
}

struct Field {
    name: String,
    place: Place,
}

enum Place {
    /// A position in [`DecisionTable::inputs`].
    Input(usize),
    Nested(Fields),
}

impl Fields {
    /// The fields of these inputs, whose names begin alike up to `depth`.
    fn of(table: &DecisionTable, inputs: &[usize], depth: usize) -> Self {
        let mut groups: Vec<(&String, Vec<usize>)> = Vec::new();
        for input in inputs {
            let Some(segment) = table.inputs[*input].name.0.get(depth) else { continue };
            match groups.iter_mut().find(|(name, _)| *name == segment) {
                Some((_, members)) => members.push(*input),
                None => groups.push((segment, vec![*input])),
            }
        }
        let fields = groups
            .into_iter()
            .map(|(name, members)| {
                let place = match members.as_slice() {
                    [only] if table.inputs[*only].name.0.len() == depth + 1 => Place::Input(*only),
                    members => Place::Nested(Self::of(table, members, depth + 1)),
                };
                Field { name: name.clone(), place }
            })
            .collect();
        Self { fields }
    }

    fn read(&self, table: &DecisionTable, json: Option<&Json>, path: &str, inputs: &mut [Value]) -> Result<(), EvaluationError> {
        let mut found: Vec<Option<&Json>> = vec![None; self.fields.len()];
        match json {
            None => {}
            Some(Json::Object(members)) => {
                for (name, value) in members {
                    let below = || if path.is_empty() { clipped(name) } else { format!("{path}.{}", clipped(name)) };
                    match self.fields.iter().position(|field| *name == field.name || *name == Name::snake_case(&field.name)) {
                        None => return Err(EvaluationError::unknown(below(), name, self.fields.iter().map(|field| field.name.as_str()))),
                        Some(field) if found[field].is_some() => return Err(EvaluationError::Twice { path: below() }),
                        Some(field) => found[field] = Some(value),
                    }
                }
            }
            Some(Json::Null) if !path.is_empty() => {
                return Err(EvaluationError::Null { path: path.to_owned(), expected: "an object".to_owned() });
            }
            Some(other) => {
                return Err(EvaluationError::Wrong { path: path.to_owned(), found: other.shown(), expected: "an object".to_owned() });
            }
        }
        for (field, json) in self.fields.iter().zip(found) {
            match &field.place {
                Place::Input(input) => inputs[*input] = value(&table.inputs[*input], json)?,
                Place::Nested(fields) => {
                    let path = if path.is_empty() { field.name.clone() } else { format!("{path}.{}", field.name) };
                    fields.read(table, json, &path, inputs)?;
                }
            }
        }
        Ok(())
    }
}

/// The value of an input, of which `json` is what the document has.
fn value(data: &InputData, json: Option<&Json>) -> Result<Value, EvaluationError> {
    let json = match json {
        None | Some(Json::Null) if data.ty.nullable() => return Ok(Value::Null),
        None => return Err(EvaluationError::missing(data)),
        Some(Json::Null) => return Err(EvaluationError::null(data)),
        Some(json) => json,
    };
    let wrong = || EvaluationError::wrong(data, json.shown());
    // No table reads a list or a context yet.
    let Some(ty) = data.scalar() else { return Err(wrong()) };
    let value = match (json, ty.base) {
        (Json::Boolean(boolean), BaseType::Boolean) => Value::Boolean(*boolean),
        (Json::Text(text), BaseType::Text) => Value::Text(text.clone()),
        (Json::Number(digits) | Json::Text(digits), base) if base.is_numeric() => {
            if !is_number(digits) {
                return Err(wrong());
            }
            let number = number(digits).ok_or_else(|| EvaluationError::Inexact { path: data.name.to_string(), digits: clipped(digits) })?;
            if base == BaseType::Integer && number.to_i64().is_none() {
                return Err(wrong());
            }
            Value::Number(number)
        }
        (Json::Text(text), base) if !base.is_numeric() && base != BaseType::Boolean => temporal(text, base).ok_or_else(wrong)?,
        _ => return Err(wrong()),
    };
    let closed = data.closed.is_some();
    if closed && data.domain.as_ref().is_some_and(|domain| !domain.contains(&value)) {
        return Err(EvaluationError::out_of_domain(data, &value));
    }
    Ok(value)
}

/// A date, time or duration in the forms that generated code reads, too: years of four digits, and years and months that a `jiff::Span`
/// holds.
fn temporal(text: &str, base: BaseType) -> Option<Value> {
    let calendar = matches!(base, BaseType::Date | BaseType::DateTime);
    literal(text, base).filter(|value| match value {
        Value::YearsMonths(months) => months.unsigned_abs() <= 19_998 * 12,
        _ => !(calendar && text.starts_with(['-', '+'])),
    })
}

/// Whether the text is a number in decimal notation: digits with at most one point, before an exponent, after a sign.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && digits(exponent) && !exponent.is_empty() && !mantissa.is_empty() && !fraction.is_empty()
}

/// The number exactly; `None` if it has more than 28 digits.
fn number(text: &str) -> Option<Number> {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    // Zero stays zero whatever its exponent, which may be beyond any range.
    if mantissa.bytes().all(|byte| !(b'1'..=b'9').contains(&byte)) { Some(Number::ZERO) } else { Number::parse(text) }
}

/// A result in JSON: the bare value of a single output, else an object of all.
fn result(table: &DecisionTable, outcome: &Outcome) -> serde_json::Value {
    match outcome {
        Outcome::One(outputs) => record(table, outputs),
        Outcome::Nothing => serde_json::Value::Null,
        Outcome::List(records) => serde_json::Value::Array(records.iter().map(|outputs| record(table, outputs)).collect()),
        Outcome::Aggregate(value) => {
            let counts = table.hit_policy == HitPolicy::Collect(Some(crate::model::Aggregation::Count));
            let base = table.sole_output().filter(|_| !counts).map_or(BaseType::Integer, |clause| clause.ty.base);
            to_json(value, base)
        }
    }
}

fn record(table: &DecisionTable, outputs: &[Value]) -> serde_json::Value {
    if let ([clause], [value]) = (table.output_clauses.as_slice(), outputs) {
        return to_json(value, clause.ty.base);
    }
    let mut object = serde_json::Map::new();
    for (clause, value) in table.output_clauses.iter().zip(outputs) {
        put(&mut object, clause, value);
    }
    serde_json::Value::Object(object)
}

/// Puts an output at its name, which may nest.
fn put(object: &mut serde_json::Map<String, serde_json::Value>, clause: &OutputClause, value: &Value) {
    let mut object = object;
    let Some((last, outer)) = clause.name.0.split_last() else { return };
    for segment in outer {
        let nested = object.entry(segment.clone()).or_insert_with(|| serde_json::Value::Object(serde_json::Map::new()));
        let serde_json::Value::Object(nested) = nested else { return };
        object = nested;
    }
    object.insert(last.clone(), to_json(value, clause.ty.base));
}

fn to_json(value: &Value, base: BaseType) -> serde_json::Value {
    match value {
        Value::Json(json) => json.to_serde(),
        Value::Null => serde_json::Value::Null,
        Value::Boolean(boolean) => serde_json::Value::Bool(*boolean),
        Value::Number(number) if base == BaseType::Integer => {
            number.to_i64().map_or_else(|| serde_json::Value::String(number.to_string()), serde_json::Value::from)
        }
        other => serde_json::Value::String(other.show(base)),
    }
}
