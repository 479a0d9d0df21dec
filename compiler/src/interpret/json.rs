//! Decisions on JSON documents: inputs by the digits of their text, results as generated code writes them.

use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::diagnostic::evaluation::EvaluationError;
use crate::model::{
    BaseType, DecisionGraph, DecisionTable, HitPolicy, InputData, ListType, Name, Number, OutputClause, RuleId, Shape, Type, Value,
};
use crate::syntax::{literal, print_expected_input};

use super::{Outcome, Required, evaluate};

/// How deep objects and lists are looked into; names nest a few levels.
const MAX_DEPTH: usize = 64;

/// What a decision gives for a JSON document.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The result: a bare value where the table has one output, else an object; a list of them under a list policy.
    pub output: serde_json::Value,
    /// The rules that make it, in its order.
    pub rules: Vec<RuleId>,
    /// The decisions that were evaluated before, in order, each with the rules that make its result.
    pub required: Vec<Required>,
}

/// Decides on a JSON document.
///
/// # Errors
/// In this order: what isn't JSON, or no object; at each level of nesting, the first field that is unknown or given twice, then in the
/// order of [`DecisionTable::inputs`] what is missing, null, of another type or inexact, or not in a closed list of texts; then inputs
/// outside their other `values`; then what [`evaluate`] gives.
pub fn evaluate_json<'m>(decision: impl Into<DecisionGraph<'m>>, document: &str) -> Result<Answer, EvaluationError> {
    let graph: DecisionGraph<'m> = decision.into();
    let table = graph.table();
    let not_json = |error: serde_json::Error| EvaluationError::NotJson { reason: error.to_string() };
    let raw: &RawValue = serde_json::from_str(document).map_err(not_json)?;
    let json = Json::read(raw.get(), MAX_DEPTH).map_err(not_json)?;
    let mut inputs = vec![Value::Null; table.inputs.len()];
    let fields = Fields::of(table, &table.given().map(|(id, _)| id.0).collect::<Vec<_>>(), 0);
    fields.document(&Root::of(json)?, &mut inputs)?;
    let decided = evaluate(&graph, &inputs)?;
    Ok(Answer { output: result(table, &decided.result), rules: decided.rules, required: decided.required })
}

/// A JSON value with all digits of its numbers and all members of its objects.
enum Json {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    Object(Vec<(String, Json)>),
    List(Vec<Json>),
    /// An object too deep to be an input.
    DeepObject,
    /// A list too deep to be one.
    DeepList,
}

impl Json {
    fn read(text: &str, depth: usize) -> Result<Self, serde_json::Error> {
        Ok(match (text.as_bytes().first(), depth.checked_sub(1)) {
            (Some(b'{'), Some(depth)) => {
                let members = serde_json::Deserializer::from_str(text).deserialize_map(Members)?;
                let read = |(name, raw): (String, &RawValue)| Ok((name, Self::read(raw.get(), depth)?));
                Self::Object(members.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?)
            }
            (Some(b'['), Some(depth)) => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::List(items.into_iter().map(|raw| Self::read(raw.get(), depth)).collect::<Result<_, _>>()?)
            }
            (Some(b'{'), None) => Self::DeepObject,
            (Some(b'['), None) => Self::DeepList,
            (Some(b'"'), _) => Self::Text(serde_json::from_str(text)?),
            (Some(b't'), _) => Self::Boolean(true),
            (Some(b'f'), _) => Self::Boolean(false),
            (Some(b'n'), _) => Self::Null,
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
            Self::Object(_) | Self::DeepObject => "an object".to_owned(),
            Self::List(_) | Self::DeepList => "a list".to_owned(),
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

/// A document as it was read, or the facts of one type in it.
enum Root {
    Document(Json),
    Envelope(Vec<Fact>),
}

/// A fact of an envelope.
struct Fact {
    name: String,
    attributes: Json,
}

impl Root {
    /// An envelope, if it is a list: each fact has a type and attributes.
    fn of(json: Json) -> Result<Self, EvaluationError> {
        let Json::List(items) = json else { return Ok(Self::Document(json)) };
        let facts = (1..).zip(items).map(|(position, item)| fact(&format!("[{position}]"), item));
        Ok(Self::Envelope(facts.collect::<Result<_, _>>()?))
    }
}

fn fact(path: &str, json: Json) -> Result<Fact, EvaluationError> {
    let members = match json {
        Json::Object(members) => members,
        Json::Null => return Err(EvaluationError::null(path, "an object")),
        other => return Err(EvaluationError::wrong(path, other.shown(), "an object")),
    };
    let (mut name, mut attributes) = (None, None);
    for (member, value) in members {
        let below = || format!("{path}.{}", clipped(&member));
        let slot = match member.as_str() {
            "type" => &mut name,
            "attributes" => &mut attributes,
            _ => return Err(EvaluationError::unknown(below(), &member, ["type", "attributes"].into_iter())),
        };
        if slot.replace(value).is_some() {
            return Err(EvaluationError::Twice { path: below() });
        }
    }
    let name = match name {
        Some(Json::Text(name)) => name,
        other => return Err(undue(&format!("{path}.type"), other, "a text")),
    };
    match attributes {
        Some(attributes @ Json::Object(_)) => Ok(Fact { name, attributes }),
        other => Err(undue(&format!("{path}.attributes"), other, "an object")),
    }
}

fn undue(path: &str, json: Option<Json>, due: &str) -> EvaluationError {
    match json {
        None => EvaluationError::missing(path, due),
        Some(Json::Null) => EvaluationError::null(path, due),
        Some(other) => EvaluationError::wrong(path, other.shown(), due),
    }
}

/// What the document has for a field.
#[derive(Clone, Copy)]
enum Found<'j> {
    Nothing,
    Json(&'j Json),
    /// All facts of its name, at least one.
    Facts(&'j [Fact], &'j str),
}

impl<'j> Found<'j> {
    fn facts(self) -> Vec<&'j Json> {
        let Found::Facts(facts, name) = self else { return Vec::new() };
        let of_name = |fact: &&Fact| fact.name == name || fact.name == Name::snake_case(name);
        facts.iter().filter(of_name).map(|fact| &fact.attributes).collect()
    }

    /// As anything but a list.
    fn one(self) -> Option<&'j Json> {
        match self {
            Found::Nothing => None,
            Found::Json(json) => Some(json),
            Found::Facts(..) => self.facts().pop(),
        }
    }
}

/// The fields of one level of the document, in the order of their first inputs.
struct Fields<'t> {
    fields: Vec<Field<'t>>,
}

struct Field<'t> {
    name: &'t str,
    place: Place<'t>,
}

enum Place<'t> {
    /// A position in [`DecisionTable::inputs`].
    Input(usize, &'t InputData),
    Nested(Fields<'t>),
}

impl<'t> Fields<'t> {
    /// The fields of these inputs, whose names begin alike up to `depth`.
    fn of(table: &'t DecisionTable, inputs: &[usize], depth: usize) -> Self {
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
                    [only] if table.inputs[*only].name.0.len() == depth + 1 => Place::Input(*only, &table.inputs[*only]),
                    members => Place::Nested(Self::of(table, members, depth + 1)),
                };
                Field { name, place }
            })
            .collect();
        Self { fields }
    }

    fn names(&self) -> Vec<&'t str> {
        self.fields.iter().map(|field| field.name).collect()
    }

    fn document(&self, root: &Root, inputs: &mut [Value]) -> Result<(), EvaluationError> {
        match root {
            Root::Document(json) => self.read(Found::Json(json), "", false, inputs),
            Root::Envelope(facts) => {
                let found = |field: &Field<'t>| {
                    let all = Found::Facts(facts, field.name);
                    if all.facts().is_empty() { Found::Nothing } else { all }
                };
                self.each(self.fields.iter().map(found).collect(), "", true, inputs)
            }
        }
    }

    fn read(&self, json: Found<'_>, path: &str, is_fact: bool, inputs: &mut [Value]) -> Result<(), EvaluationError> {
        let found = members(json, &self.names(), path, is_fact)?;
        self.each(found, path, is_fact, inputs)
    }

    fn each(&self, found: Vec<Found<'_>>, path: &str, is_fact: bool, inputs: &mut [Value]) -> Result<(), EvaluationError> {
        for (field, json) in self.fields.iter().zip(found) {
            let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
            match &field.place {
                Place::Input(input, data) => inputs[*input] = Reader { is_fact, closes: true }.input(data, json, &path)?,
                Place::Nested(fields) => fields.read(json, &path, is_fact, inputs)?,
            }
        }
        Ok(())
    }
}

/// The members of an object with these names; of a missing object, none is there.
fn members<'j>(json: Found<'j>, names: &[&str], path: &str, is_fact: bool) -> Result<Vec<Found<'j>>, EvaluationError> {
    let mut found = vec![Found::Nothing; names.len()];
    match json.one() {
        None => {}
        Some(Json::Object(members)) => {
            for (name, value) in members {
                let below = || if path.is_empty() { clipped(name) } else { format!("{path}.{}", clipped(name)) };
                match names.iter().position(|known| name == known || *name == Name::snake_case(known)) {
                    None if is_fact => {}
                    None => return Err(EvaluationError::unknown(below(), name, names.iter().copied())),
                    Some(field) if !matches!(found[field], Found::Nothing) => return Err(EvaluationError::Twice { path: below() }),
                    Some(field) => found[field] = Found::Json(value),
                }
            }
        }
        Some(Json::Null) if !path.is_empty() => return Err(EvaluationError::null(path, "an object")),
        Some(other) => return Err(EvaluationError::wrong(path, other.shown(), "an object")),
    }
    Ok(found)
}

/// Reads values.
#[derive(Clone, Copy)]
struct Reader {
    /// Whether they lie in a fact, of which unknown attributes are ignored.
    is_fact: bool,
    /// Whether a text outside its closed list is refused.
    closes: bool,
}

impl Reader {
    fn input(self, data: &InputData, json: Found<'_>, path: &str) -> Result<Value, EvaluationError> {
        match data.list() {
            Some(list) => self.list(list, json, path),
            None => self.value(data, json.one(), path),
        }
    }

    fn list(self, list: &ListType, json: Found<'_>, path: &str) -> Result<Value, EvaluationError> {
        let items: Vec<&Json> = match json {
            Found::Facts(..) => json.facts(),
            Found::Nothing | Found::Json(Json::Null) if list.nullable => return Ok(Value::Null),
            Found::Nothing => return Err(EvaluationError::missing(path, list)),
            Found::Json(Json::Null) => return Err(EvaluationError::null(path, list)),
            Found::Json(Json::List(items)) => items.iter().collect(),
            Found::Json(other) => return Err(EvaluationError::wrong(path, other.shown(), list)),
        };
        let item = |(position, item)| self.shape(&list.item, Found::Json(item), &format!("{path}[{position}]"));
        Ok(Value::List((1..).zip(items).map(item).collect::<Result<_, _>>()?))
    }

    fn shape(self, shape: &Shape, json: Found<'_>, path: &str) -> Result<Value, EvaluationError> {
        match shape {
            Shape::Value(data) => self.value(data, json.one(), path),
            Shape::List(list) => self.list(list, json, path),
            Shape::Record(fields) => {
                let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
                let found = members(json, &names, path, self.is_fact)?;
                let field = |((name, field), json): (&(String, Shape), Found<'_>)| self.shape(field, json, &format!("{path}.{name}"));
                Ok(Value::Context(fields.iter().zip(found).map(field).collect::<Result<_, _>>()?))
            }
        }
    }

    /// One value, of which `json` is what the document has.
    fn value(self, data: &InputData, json: Option<&Json>, path: &str) -> Result<Value, EvaluationError> {
        let due = || print_expected_input(data);
        let json = match json {
            None | Some(Json::Null) if data.ty.nullable() => return Ok(Value::Null),
            None => return Err(EvaluationError::missing(path, due())),
            Some(Json::Null) => return Err(EvaluationError::null(path, due())),
            Some(json) => json,
        };
        let wrong = || EvaluationError::wrong(path, json.shown(), due());
        // No other list or context is given.
        let Some(ty) = data.scalar() else { return Err(wrong()) };
        let value = match (json, ty.base) {
            (Json::Boolean(boolean), BaseType::Boolean) => Value::Boolean(*boolean),
            (Json::Text(text), BaseType::Text) => Value::Text(text.clone()),
            (Json::Number(digits) | Json::Text(digits), base) if base.is_numeric() => {
                if !is_number(digits) {
                    return Err(wrong());
                }
                let number = number(digits).ok_or_else(|| EvaluationError::Inexact { path: path.to_owned(), digits: clipped(digits) })?;
                if base == BaseType::Integer && number.to_i64().is_none() {
                    return Err(wrong());
                }
                Value::Number(number)
            }
            (Json::Text(text), base) if !base.is_numeric() && base != BaseType::Boolean => temporal(text, base).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        };
        let closed = self.closes && data.closed.is_some();
        if closed && data.domain.as_ref().is_some_and(|domain| !domain.contains(&value)) {
            return Err(EvaluationError::out_of_domain(data, &value).at(path));
        }
        Ok(value)
    }
}

/// Reads the JSON of a list: what a test case gives. Texts may lie outside their closed lists, since a case may expect that error.
///
/// # Errors
/// As [`evaluate_json`]'s of the same list in a document.
pub fn list_of_json(list: &ListType, path: &str, text: &str) -> Result<Value, EvaluationError> {
    let not_json = |error: serde_json::Error| EvaluationError::NotJson { reason: error.to_string() };
    let raw: &RawValue = serde_json::from_str(text).map_err(not_json)?;
    let json = Json::read(raw.get(), MAX_DEPTH).map_err(not_json)?;
    Reader { is_fact: false, closes: false }.list(list, Found::Json(&json), path)
}

/// A date, time or duration in the forms that generated code reads, too: years of four digits, and durations that a column holds.
fn temporal(text: &str, base: BaseType) -> Option<Value> {
    let calendar = matches!(base, BaseType::Date | BaseType::DateTime);
    literal(text, base).filter(|value| value.is_of(Type { base, nullable: false }) && !(calendar && text.starts_with(['-', '+'])))
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
            let base = table.sole_output().filter(|_| !counts).map_or(BaseType::Integer, |clause| clause.ty.value().base);
            to_json(value, base)
        }
    }
}

fn record(table: &DecisionTable, outputs: &[Value]) -> serde_json::Value {
    if let ([clause], [value]) = (table.output_clauses.as_slice(), outputs) {
        return to_json(value, clause.ty.value().base);
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
    object.insert(last.clone(), to_json(value, clause.ty.value().base));
}

fn to_json(value: &Value, base: BaseType) -> serde_json::Value {
    match value {
        Value::Json(json) => json.to_serde(),
        Value::List(items) => serde_json::Value::Array(items.iter().map(|item| to_json(item, base)).collect()),
        Value::Null => serde_json::Value::Null,
        Value::Boolean(boolean) => serde_json::Value::Bool(*boolean),
        Value::Number(number) if base == BaseType::Integer => {
            number.to_i64().map_or_else(|| serde_json::Value::String(number.to_string()), serde_json::Value::from)
        }
        other => serde_json::Value::String(other.show(base)),
    }
}
