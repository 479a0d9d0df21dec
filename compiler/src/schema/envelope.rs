//! The envelope of facts, `[{"type": "product", "attributes": {…}}, …]`: a second form of what a decision reads, where all of that is
//! records.

use super::record::{Form, Node, Record};
use super::{Json, Members, object, text};
use crate::model::Name;

/// The schema of envelopes for this input, at `at` in the whole document. `None` where an envelope can't hold it: a fact is a record, so a
/// value, or a list of values, is never there, and one that is required would be missing.
pub(super) fn schema(input: &Record, at: &str) -> Option<Json> {
    let mut facts = Vec::new();
    let mut required = Vec::new();
    for (name, node) in &input.0 {
        let snake = Name::snake_case(name);
        let spellings = if snake == *name { vec![text(name)] } else { vec![text(name), text(&snake)] };
        let of_type = object([("properties", object([("type", object([("enum", Json::List(spellings))]))]))]);
        let attributes = match node {
            Node::Record(record) => Some(record),
            Node::List { item, .. } => {
                if let Node::Record(record) = &**item {
                    Some(record)
                } else {
                    None
                }
            }
            Node::Value { .. } => None,
        };
        if attributes.is_none() && !node.optional() {
            return None;
        }
        if !node.optional() {
            required.push(object([("contains", of_type.clone())]));
        }
        let then = format!("{at}/items/allOf/{}/then/properties/attributes", facts.len());
        let attributes = attributes.map_or(Json::Boolean(false), |record| record.schema(Form::Fact, &then));
        facts.push(object([("if", of_type), ("then", object([("properties", object([("attributes", attributes)]))]))]));
    }
    let mut fact = vec![
        ("type".to_owned(), text("object")),
        (
            "properties".to_owned(),
            object([("type", object([("type", text("string"))])), ("attributes", object([("type", text("object"))]))]),
        ),
        ("required".to_owned(), Json::List(vec![text("type"), text("attributes")])),
    ];
    if !facts.is_empty() {
        fact.push(("allOf".to_owned(), Json::List(facts)));
    }
    fact.push(("additionalProperties".to_owned(), Json::Boolean(false)));
    let mut members = vec![
        ("description".to_owned(), text("an envelope of facts; of several of a type that is no list, the last is read")),
        ("type".to_owned(), text("array")),
        ("items".to_owned(), Json::Object(Members(fact))),
    ];
    if !required.is_empty() {
        members.push(("allOf".to_owned(), Json::List(required)));
    }
    Some(Json::Object(Members(members)))
}
