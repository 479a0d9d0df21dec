//! The JSON Schemas (draft 2020-12) of what a decision reads and gives: [`Checked`] → text.
//!
//! A schema says of a document what `decide` would say of it, as far as the language of schemas goes: where it can't (bounds of a number
//! that is given as a text, which days a month has), the schema accepts more, and the allowed values stand in the field's description.
//! `docs/schemas.md` lists these.

mod envelope;
mod pattern;
mod record;
mod value;

use crate::check::Checked;
use crate::model::{Aggregation, DataType, DecisionTable, HitPolicy, Json, JsonNumber, Members, OutputClause};

use record::{Form, Node, Record};
use value::{Said, Side};

/// The schema of the documents that a decision reads. O(columns + allowed values).
pub fn input_schema(checked: &Checked) -> String {
    let table = checked.table();
    let fields = table.given().filter_map(|(_, data)| Some((data.name.0.as_slice(), Node::given(data)?)));
    let input = Record::of(fields);
    let schema = match envelope::schema(&input, "#/oneOf/1") {
        Some(envelope) => object([("oneOf", Json::List(vec![input.schema(Form::Document, "#/oneOf/0"), envelope]))]),
        None => input.schema(Form::Document, "#"),
    };
    document(table, "input", schema)
}

/// The schema of the results that a decision gives. O(rules + columns + allowed values).
pub fn output_schema(checked: &Checked) -> String {
    let table = checked.table();
    let schema = match table.hit_policy {
        HitPolicy::Collect(Some(Aggregation::Count)) => object([("type", text("integer")), ("minimum", number("0"))]),
        HitPolicy::Collect(Some(aggregation)) => {
            let optional = matches!(aggregation, Aggregation::Min | Aggregation::Max) && !checked.proof().complete;
            table.sole_output().map_or(Json::Boolean(true), |clause| output(table, clause, 0, optional))
        }
        policy if policy.is_list() => object([("type", text("array")), ("items", result(table, false))]),
        _ => result(table, !table.complete && !checked.proof().complete),
    };
    document(table, "output", schema)
}

/// One result: the value of a single output, else a record of all; `optional` where there may be none.
fn result(table: &DecisionTable, optional: bool) -> Json {
    if let Some(clause) = table.sole_output() {
        return output(table, clause, 0, optional);
    }
    let fields = table.output_clauses.iter().enumerate().map(|(column, clause)| {
        // Results have all their fields.
        (clause.name.0.as_slice(), Node::Value { schema: output(table, clause, column, false), optional: false })
    });
    let record = Record::of(fields).schema(Form::Result, "#");
    if optional { object([("anyOf", Json::List(vec![record, object([("type", text("null"))])]))]) } else { record }
}

fn output(table: &DecisionTable, clause: &OutputClause, column: usize, optional: bool) -> Json {
    let ty = if optional { clause.ty.clone().or_null() } else { clause.ty.clone() };
    of_type(&ty, clause, Side::Written { common_era: value::common_era(table, column) }).annotated(
        clause.about.as_deref(),
        clause.unit.as_deref(),
        clause.sensitivity.as_deref(),
    )
}

/// What is said of an output, or of what is in a list of it.
fn of_type(ty: &DataType, clause: &OutputClause, side: Side) -> Said {
    match ty {
        DataType::Scalar(ty) => value::schema(*ty, clause.domain.as_ref(), side),
        DataType::List { item, nullable } => Said::of_list(of_type(item, clause, side), *nullable),
    }
}

/// The whole schema as text.
fn document(table: &DecisionTable, what: &str, schema: Json) -> String {
    let mut members = vec![
        ("$schema".to_owned(), text("https://json-schema.org/draft/2020-12/schema")),
        ("title".to_owned(), text(&format!("{}: {what}", table.name))),
    ];
    // What a sole output says of itself is said of the whole.
    let described = matches!(&schema, Json::Object(Members(members)) if members.iter().any(|(name, _)| name == "description"));
    if let Some(description) = table.description.as_deref().filter(|_| !described) {
        members.push(("description".to_owned(), text(description)));
    }
    if let Json::Object(Members(schema)) = schema {
        members.extend(schema);
    }
    format!("{:#}", Json::Object(Members(members)))
}

fn text(text: &str) -> Json {
    Json::Text(text.to_owned())
}

/// A number by its digits.
fn number(digits: &str) -> Json {
    Json::Number(JsonNumber::written(digits))
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(Members(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}
