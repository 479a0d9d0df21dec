//! Lists of facts: the structs of their items, their values, and what is asked of them before any rule.

use std::fmt::Write as _;

use super::condition;
use super::expression::Lent;
use super::info::StaticField;
use super::text::{code, docs, item};
use super::types::About;
use super::value::{Kind, Side};
use crate::model::{BaseType, InputData, InputSource, ListType, Shape, Type, Value};
use crate::names::{FieldNames, ShapeNames, TypePath};
use crate::syntax::print_expected_input;

/// A list that the caller gives, and its names.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) list: &'a ListType,
    pub(super) names: &'a ShapeNames,
    pub(super) runtime: &'a str,
}

/// What an item of a list is, or a field of one, and its names.
#[derive(Clone, Copy)]
pub(super) struct Fact<'a> {
    pub(super) shape: &'a Shape,
    pub(super) names: &'a ShapeNames,
    pub(super) runtime: &'a str,
}

/// What stands at a place in lists.
pub(super) enum Form<'a> {
    Value(Kind<'a>, &'a InputData, &'a FieldNames),
    /// A struct.
    Record(Record<'a>),
    /// A list, and its static `Field`.
    List(Facts<'a>, &'a str),
}

/// The struct of a record.
pub(super) struct Record<'a> {
    pub(super) name: &'a str,
    /// Where it is defined, if another module does.
    pub(super) shared: Option<&'a TypePath>,
    /// The function that reads it.
    pub(super) reader: &'a str,
    pub(super) fields: Vec<Field<'a>>,
}

/// A field of a record.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    /// Its name as written.
    pub(super) segment: &'a str,
    /// Its name in Rust.
    pub(super) ident: &'a str,
    pub(super) fact: Fact<'a>,
}

impl<'a> Fact<'a> {
    pub(super) fn form(self) -> Option<Form<'a>> {
        let runtime = self.runtime;
        match (self.shape, self.names) {
            (Shape::Value(data), ShapeNames::Value(names)) => {
                let values = data.closed.as_ref().map_or(&[] as &[String], |closed| closed.values.as_slice());
                let ty = data.scalar().unwrap_or(Type { base: BaseType::Boolean, nullable: false });
                Some(Form::Value(
                    Kind { ty, items: None, list: names.list.as_ref(), values, side: Side::Input, facts: None, runtime },
                    data,
                    names,
                ))
            }
            (Shape::Record(fields), ShapeNames::Record { name, shared, reader, fields: names }) => {
                let fields = fields.iter().zip(names).map(|((segment, shape), (ident, names))| Field {
                    segment,
                    ident,
                    fact: Self { shape, names, runtime },
                });
                Some(Form::Record(Record { name, shared: shared.as_ref(), reader, fields: fields.collect() }))
            }
            (Shape::List(list), ShapeNames::List { field, item }) => Some(Form::List(Facts { list, names: item, runtime }, field)),
            // Names have the form of what they name.
            _ => None,
        }
    }

    /// All values in it.
    fn values(self) -> Vec<Kind<'a>> {
        match self.form() {
            Some(Form::Value(kind, ..)) => vec![kind],
            Some(Form::Record(record)) => record.fields.into_iter().flat_map(|field| field.fact.values()).collect(),
            Some(Form::List(facts, _)) => facts.item().values(),
            None => Vec::new(),
        }
    }

    /// Whether its type has a lifetime.
    pub(super) fn borrows(self) -> bool {
        match self.form() {
            Some(Form::Value(kind, ..)) => kind.borrows(),
            Some(Form::Record(record)) => record.fields.into_iter().any(|field| field.fact.borrows()),
            Some(Form::List(..)) => true,
            None => false,
        }
    }

    /// Whether texts of the caller's lie in it.
    pub(super) fn has_texts(self) -> bool {
        self.values().iter().any(Kind::borrows)
    }

    /// Whether lists lie in it: it can be lent only once they are read.
    pub(super) fn holds_lists(self) -> bool {
        match self.form() {
            Some(Form::Value(..)) | None => false,
            Some(Form::Record(record)) => record.fields.into_iter().any(|field| field.fact.holds_lists()),
            Some(Form::List(..)) => true,
        }
    }

    pub(super) fn rust_type(self, lifetime: &str) -> String {
        match self.form() {
            Some(Form::Value(kind, ..)) => kind.rust_type(lifetime),
            Some(Form::Record(record)) if self.borrows() => format!("{}<{lifetime}>", record.name),
            Some(Form::Record(record)) => record.name.to_owned(),
            Some(Form::List(facts, _)) => facts.rust_type(lifetime),
            None => String::new(),
        }
    }

    /// A value of it; `None` where a text isn't in its closed list.
    fn expression(self, value: &Value, path: &str) -> Option<String> {
        match (self.form()?, value) {
            (Form::Value(kind, ..), value) => kind.expression(value, path),
            (Form::List(facts, _), value) => facts.expression(value, path),
            (Form::Record(record), Value::Context(values)) => {
                let field =
                    |(field, value): (&Field<'_>, &Value)| Some(format!("{}: {}", field.ident, field.fact.expression(value, path)?));
                let fields = record.fields.iter().zip(values).map(field).collect::<Option<Vec<_>>>()?;
                Some(format!("{path}{} {{ {} }}", record.name, fields.join(", ")))
            }
            (Form::Record(..), _) => None,
        }
    }

    /// The values in it, and their names.
    pub(super) fn named_values(self) -> Vec<(&'a InputData, &'a FieldNames)> {
        match self.form() {
            Some(Form::Value(_, data, names)) => vec![(data, names)],
            Some(Form::Record(record)) => record.fields.into_iter().flat_map(|field| field.fact.named_values()).collect(),
            Some(Form::List(facts, _)) => facts.item().named_values(),
            None => Vec::new(),
        }
    }

    /// As the table's expressions read it.
    fn lent(self) -> Lent {
        match self.form() {
            Some(Form::Value(kind, ..)) => Lent::Value { ty: kind.ty, closed: kind.list.is_some() },
            Some(Form::Record(record)) => {
                let own = record.fields.into_iter().filter(|field| !field.fact.shape.is_forwarded());
                Lent::Record(own.map(|field| (field.ident.to_owned(), field.fact.lent())).collect())
            }
            Some(Form::List(facts, _)) => facts.lent(),
            None => Lent::Record(Vec::new()),
        }
    }

    /// The structs of its records that other modules define, each with the name that it has here.
    pub(super) fn shared(self) -> Vec<(&'a TypePath, &'a str)> {
        match self.form() {
            Some(Form::Record(record)) => {
                let below = record.fields.iter().flat_map(|field| field.fact.shared());
                record.shared.map(|path| (path, record.name)).into_iter().chain(below).collect()
            }
            Some(Form::List(facts, _)) => facts.item().shared(),
            Some(Form::Value(..)) | None => Vec::new(),
        }
    }

    /// The structs of its records that are the module's own, the outer ones first.
    fn structs(self, path: &str, items: &mut Vec<String>) {
        match self.form() {
            // All that lies in it is defined there too.
            Some(Form::Record(Record { shared: Some(_), .. })) => {}
            Some(Form::Record(record)) => {
                let compares = if self.values().iter().all(Kind::compares) { ", PartialEq" } else { "" };
                let what = path.strip_suffix("[]").map_or_else(|| code(path), |list| format!("An item of {}", code(list)));
                let mut text = format!("/// {}.\n#[derive(Clone, Copy, Debug{compares})]\npub struct {} {{\n", what, self.rust_type("'a"));
                for Field { segment, ident, fact } in &record.fields {
                    let lines = match fact.form() {
                        Some(Form::Value(_, data, _)) => About::of(data).lines(),
                        Some(Form::List(facts, _)) => {
                            vec![format!("{}: {}", code(&format!("{path}.{segment}")), code(&facts.list.to_string()))]
                        }
                        _ => vec![code(&format!("{path}.{segment}"))],
                    };
                    let _ = writeln!(text, "{}pub {ident}: {},", docs("///", &lines), fact.rust_type("'a"));
                }
                text.push('}');
                items.push(item(&text));
                for Field { segment, fact, .. } in record.fields {
                    fact.structs(&format!("{path}.{segment}"), items);
                }
            }
            Some(Form::List(facts, _)) => facts.item().structs(&format!("{path}[]"), items),
            Some(Form::Value(..)) | None => {}
        }
    }

    /// The static `Field`s of its values and lists.
    fn fields(self, path: &str, fields: &mut Vec<StaticField>) {
        match self.form() {
            Some(Form::Value(_, data, names)) => fields.push(StaticField {
                name: names.field.clone(),
                path: data.name.to_string(),
                expected: print_expected_input(data),
                sensitivity: data.sensitivity.clone(),
            }),
            Some(Form::Record(record)) => {
                record.fields.into_iter().for_each(|field| field.fact.fields(&format!("{path}.{}", field.segment), fields));
            }
            Some(Form::List(facts, field)) => {
                let (name, expected) = (field.to_owned(), facts.list.to_string());
                fields.push(StaticField { name, path: path.to_owned(), expected, sensitivity: None });
                facts.item().fields(&format!("{path}[]"), fields);
            }
            None => {}
        }
    }

    /// The conditions that its values are in their domains, each with its static `Field`; of `subject`.
    fn domains(self, subject: &str) -> Vec<(String, String)> {
        match self.form() {
            // Of what only required decisions read, those look at the values.
            Some(Form::Value(_, data, _)) if data.source != InputSource::Given => Vec::new(),
            Some(Form::Value(kind, data, names)) => {
                // An enum has no other values than those allowed.
                let tests = data.domain.as_ref().filter(|_| kind.list.is_none());
                let bare = Kind { ty: Type { nullable: false, ..kind.ty }, ..kind };
                let of = if kind.ty.nullable { "value" } else { subject };
                let holds = tests.and_then(|domain| condition::holds(&domain.tests, of, &bare));
                let holds = holds.map(|holds| if kind.ty.nullable { format!("{subject}.is_none_or(|value| {holds})") } else { holds });
                holds.map(|holds| (holds, names.field.clone())).into_iter().collect()
            }
            Some(Form::Record(record)) => {
                record.fields.into_iter().flat_map(|field| field.fact.domains(&format!("{subject}.{}", field.ident))).collect()
            }
            Some(Form::List(facts, _)) => facts.domains(subject),
            None => Vec::new(),
        }
    }
}

impl<'a> Facts<'a> {
    pub(super) fn item(self) -> Fact<'a> {
        Fact { shape: &self.list.item, names: self.names, runtime: self.runtime }
    }

    pub(super) fn compares(self) -> bool {
        self.item().values().iter().all(Kind::compares)
    }

    pub(super) fn rust_type(self, lifetime: &str) -> String {
        // An elided lifetime has no name.
        let lent = if lifetime == "'_" { "&".to_owned() } else { format!("&{lifetime} ") };
        let slice = format!("{lent}[{}]", self.item().rust_type(lifetime));
        if self.list.nullable { format!("Option<{slice}>") } else { slice }
    }

    /// The list as an expression, whose types are after `path`; `None` where a text in it isn't in its closed list.
    pub(super) fn expression(self, value: &Value, path: &str) -> Option<String> {
        let Value::List(items) = value else { return Some("None".to_owned()) };
        let items = items.iter().map(|item| self.item().expression(item, path)).collect::<Option<Vec<_>>>()?;
        let slice = format!("&[{}]", items.join(", "));
        Some(if self.list.nullable { format!("Some({slice})") } else { slice })
    }

    /// As expressions read it.
    pub(super) fn lent(self) -> Lent {
        Lent::List { item: Box::new(self.item().lent()), nullable: self.list.nullable }
    }

    /// The structs of the records in it; `path` is the list's.
    pub(super) fn structs(self, path: &str) -> Vec<String> {
        let mut items = Vec::new();
        self.item().structs(&format!("{path}[]"), &mut items);
        items
    }

    /// The static `Field`s of what is in it; `path` is the list's.
    pub(super) fn fields(self, path: &str) -> Vec<StaticField> {
        let mut fields = Vec::new();
        self.item().fields(&format!("{path}[]"), &mut fields);
        fields
    }

    /// The conditions that all values in it are in their domains, each with its static `Field`; `subject` is the list.
    fn domains(self, subject: &str) -> Vec<(String, String)> {
        let (outer, of) = if self.list.nullable { (format!("{subject}.is_none_or(|items| "), "items") } else { (String::new(), subject) };
        let close = if self.list.nullable { ")" } else { "" };
        let copied = matches!(self.list.item, Shape::Record(_));
        let items = if copied { format!("{of}.iter()") } else { format!("{of}.iter().copied()") };
        let domains = self.item().domains("item").into_iter();
        domains.map(|(holds, field)| (format!("{outer}{items}.all(|item| {holds}){close}"), field)).collect()
    }

    /// The statements of `select` that look at the values in it.
    pub(super) fn checks(self, subject: &str) -> String {
        let runtime = self.runtime;
        let checks = self
            .domains(subject)
            .into_iter()
            .map(|(holds, field)| format!("if !{holds} {{ return Err({runtime}::Error::OutOfDomain(&{field})); }}\n"));
        checks.collect()
    }
}
