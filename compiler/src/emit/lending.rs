//! Lists in the JSON half of a generated module: they are read into `Vec`s, the inner ones too, and lent to `Input` once all are read.
//!
//! ```text
//! lists.orders = orders.list(&ORDERS, |entry| read_order(entry, lists))?;        reading, in the order of the fields
//! for (record, list) in lists.orders.iter_mut().zip(&lists.orders_items) {       lending, the inner lists first
//!     record.items = list;
//! }
//! input.orders = &lists.orders;
//! ```

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Context;
use super::facts::{Fact, Facts, Field, Form, Record};
use super::json::read_value;
use super::text::{item, literal};
use crate::model::Name;

/// A list at some depth of the inputs.
struct List<'a> {
    /// The names that lead to it from `Input`.
    path: Vec<String>,
    /// Its field in `Lists`, which no other list has.
    field: String,
    facts: Facts<'a>,
    /// The field of the list whose items hold it, and whether that one lies in another; none of one that `Input` holds.
    within: Option<(String, bool)>,
    /// Where the item, or `Input`, holds it.
    place: String,
}

/// All lists of a table, each before those in its items.
pub(super) struct Lists<'a> {
    lists: Vec<List<'a>>,
    /// The variable that holds them.
    variable: String,
}

impl<'a> Lists<'a> {
    pub(super) fn of(cx: &Context<'a>) -> Self {
        let mut idents: BTreeSet<String> = cx.names.inputs.iter().flat_map(|names| names.path.iter().cloned()).collect();
        let mut lists = Vec::new();
        for (position, facts) in cx.facts() {
            let Some(names) = cx.names.inputs.get(position) else { continue };
            let (path, place) = (names.path.clone(), names.path.join("."));
            below(List { field: field(&path, &lists), path, facts, within: None, place }, &mut lists, &mut idents);
        }
        let names = std::iter::once("lists".to_owned()).chain((2..).map(|number| format!("lists_{number}")));
        let variable = names.into_iter().find(|name| !idents.contains(name)).unwrap_or_default();
        Self { lists, variable }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Whether texts of the document lie in them.
    fn borrows(&self) -> bool {
        self.lists.iter().any(|list| list.facts.item().borrows())
    }

    fn ty(&self, lifetime: &str) -> String {
        if self.borrows() { format!("Lists<{lifetime}>") } else { "Lists".to_owned() }
    }

    /// The parameter of a function that reads.
    pub(super) fn parameter(&self) -> String {
        format!(", {}: &mut {}", self.variable, self.ty("'a"))
    }

    /// The statements that read a document, bound to `input`, and lend it its lists.
    pub(super) fn decided(&self) -> String {
        let variable = &self.variable;
        let mut text = format!("let mut {variable} = Lists::default(); let mut input = read(&input, &mut {variable})?;\n");
        for list in self.lists.iter().rev() {
            let (field, place) = (&list.field, &list.place);
            match &list.within {
                None => {
                    let lent = lent(list.facts, &format!("input.{place}"), &format!("{variable}.{field}"), true);
                    let _ = writeln!(text, "input.{place} = {lent};");
                }
                Some((outer, is_inner)) => {
                    let flat = if *is_inner { ".flatten()" } else { "" };
                    let lent = lent(list.facts, &format!("record.{place}"), "list", false);
                    let _ = writeln!(
                        text,
                        "for (record, list) in {variable}.{outer}.iter_mut(){flat}.zip(&{variable}.{field}) {{ record.{place} = {lent}; }}"
                    );
                }
            }
        }
        text
    }

    /// The struct that holds them, and the functions that read their items.
    pub(super) fn items(&self, cx: &Context<'_>) -> Vec<String> {
        let mut fields = String::new();
        for list in &self.lists {
            let of = list.facts.item().rust_type("'a");
            let ty = if list.within.is_some() { format!("Vec<Vec<{of}>>") } else { format!("Vec<{of}>") };
            let _ = writeln!(fields, "{}: {ty},", list.field);
        }
        let docs = "The lists of a document, until they are lent to [`Input`]; those in items in the order of all items";
        let mut items = vec![item(&format!("/// {docs}.\n#[derive(Default)]\nstruct {} {{ {fields} }}", self.ty("'a")))];
        for (position, facts) in cx.facts() {
            let Some((names, data)) = cx.names.inputs.get(position).zip(cx.table.inputs.get(position)) else { continue };
            self.readers(cx, facts, &names.path, &format!("{}[]", data.name), &mut items);
        }
        items
    }

    /// The functions that read the records in a list; `path` is that of an item.
    fn readers(&self, cx: &Context<'_>, facts: Facts<'_>, idents: &[String], path: &str, items: &mut Vec<String>) {
        let fact = facts.item();
        if let Some(Form::Record(record)) = fact.form() {
            items.push(self.reader(cx, fact, &record, idents, path));
            self.readers_within(cx, &record, idents, path, items);
        }
    }

    fn readers_within(&self, cx: &Context<'_>, record: &Record<'_>, idents: &[String], path: &str, items: &mut Vec<String>) {
        for Field { segment, ident, fact } in &record.fields {
            let idents: Vec<String> = idents.iter().cloned().chain([(*ident).to_owned()]).collect();
            let path = format!("{path}.{segment}");
            match fact.form() {
                Some(Form::List(facts, _)) => self.readers(cx, facts, &idents, &format!("{path}[]"), items),
                Some(Form::Record(record)) => self.readers_within(cx, &record, &idents, &path, items),
                Some(Form::Value(..)) | None => {}
            }
        }
    }

    fn reader(&self, cx: &Context<'_>, fact: Fact<'_>, record: &Record<'_>, idents: &[String], path: &str) -> String {
        let runtime = cx.runtime;
        let borrows = fact.borrows();
        let (generics, lifetime) = if borrows || fact.holds_lists() { ("<'a>", "'a") } else { ("", "'_") };
        let lists = if fact.holds_lists() { self.parameter() } else { String::new() };
        let (statement, value) = self.record(record, "entry", idents, path);
        item(&format!(
            "fn {}{generics}(entry: {runtime}::json::Entry<{lifetime}>{lists}) -> Result<{}, {runtime}::json::Error> {{ {} Ok({}) }}",
            record.reader,
            fact.rust_type(lifetime),
            statement,
            value,
        ))
    }

    /// The statement that takes a record apart, and its value.
    fn record(&self, record: &Record<'_>, entry: &str, idents: &[String], path: &str) -> (String, String) {
        let Record { name, fields, .. } = record;
        let bound: Vec<&str> = fields.iter().map(|field| field.ident).collect();
        let keys: Vec<String> =
            fields.iter().map(|field| format!("({}, {})", literal(field.segment), literal(&Name::snake_case(field.segment)))).collect();
        let statement = format!("let [{}] = {entry}.fields({}, [{}])?;", bound.join(", "), literal(path), keys.join(", "));
        let values: Vec<String> = fields
            .iter()
            .map(|Field { segment, ident, fact }| {
                let idents: Vec<String> = idents.iter().cloned().chain([(*ident).to_owned()]).collect();
                let path = format!("{path}.{segment}");
                let value = match fact.form() {
                    Some(Form::Value(kind, _, names)) => format!("{}?", read_value(&kind, &names.field, ident)),
                    Some(Form::Record(record)) => {
                        let (statement, value) = self.record(&record, ident, &idents, &path);
                        format!("{{ {statement} {value} }}")
                    }
                    Some(Form::List(facts, static_field)) => self.list(facts, static_field, ident, &idents),
                    None => String::new(),
                };
                format!("{ident}: {value}")
            })
            .collect();
        (statement, format!("{name} {{ {} }}", values.join(", ")))
    }

    /// The value of a list's field while it is read: the list goes elsewhere until it is lent.
    pub(super) fn list(&self, facts: Facts<'_>, static_field: &str, entry: &str, idents: &[String]) -> String {
        let variable = &self.variable;
        let Some(List { field, within, .. }) = self.lists.iter().find(|list| list.path == idents) else { return String::new() };
        let is_inner = within.is_some();
        let fact = facts.item();
        let each = match fact.form() {
            Some(Form::Value(kind, _, names)) => format!("|entry| {}", read_value(&kind, &names.field, "entry")),
            Some(Form::Record(record)) if fact.holds_lists() => format!("|entry| {}(entry, {variable})", record.reader),
            Some(Form::Record(record)) => record.reader.to_owned(),
            // No list lies directly in another.
            Some(Form::List(..)) | None => String::new(),
        };
        let keep = |list: &str| match is_inner {
            true => format!("{variable}.{field}.push({list});"),
            false => format!("{variable}.{field} = {list};"),
        };
        if facts.list.nullable {
            let read = format!("let list = {entry}.nullable(|entry| entry.list(&{static_field}, {each}))?;");
            return format!("{{ {read} let is_there = list.is_some(); {} is_there.then_some(&[]) }}", keep("list.unwrap_or_default()"));
        }
        let read = format!("{entry}.list(&{static_field}, {each})?");
        if is_inner { format!("{{ let list = {read}; {} &[] }}", keep("list")) } else { format!("{{ {} &[] }}", keep(&read)) }
    }
}

/// What is put into a list's place once it is read.
fn lent(facts: Facts<'_>, place: &str, list: &str, owned: bool) -> String {
    match (facts.list.nullable, owned) {
        (true, _) => format!("{place}.map(|_| {list}.as_slice())"),
        (false, true) => format!("&{list}"),
        (false, false) => list.to_owned(),
    }
}

/// A field in `Lists` for the list that these names lead to: `orders[].items` and `orders_items` have one each.
fn field(path: &[String], lists: &[List<'_>]) -> String {
    let joined = match path {
        [only] => only.clone(),
        several => several.iter().map(|ident| ident.strip_prefix("r#").unwrap_or(ident)).collect::<Vec<_>>().join("_"),
    };
    let numbered = (2..).map(|number| format!("{}_{number}", joined.strip_prefix("r#").unwrap_or(&joined)));
    let is_free = |field: &String| lists.iter().all(|list| list.field != *field);
    std::iter::once(joined.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

/// Adds a list and those in its items.
fn below<'a>(list: List<'a>, lists: &mut Vec<List<'a>>, taken: &mut BTreeSet<String>) {
    let (fact, path, within) = (list.facts.item(), list.path.clone(), (list.field.clone(), list.within.is_some()));
    lists.push(list);
    within_record(fact, &path, &within, "", lists, taken);
}

fn within_record<'a>(
    fact: Fact<'a>,
    path: &[String],
    within: &(String, bool),
    place: &str,
    lists: &mut Vec<List<'a>>,
    taken: &mut BTreeSet<String>,
) {
    let Some(Form::Record(record)) = fact.form() else { return };
    for Field { ident, fact, .. } in record.fields {
        taken.insert(ident.to_owned());
        let path: Vec<String> = path.iter().cloned().chain([ident.to_owned()]).collect();
        let place = if place.is_empty() { ident.to_owned() } else { format!("{place}.{ident}") };
        match fact.form() {
            Some(Form::List(facts, _)) => {
                below(List { field: field(&path, lists), path, facts, within: Some(within.clone()), place }, lists, taken);
            }
            Some(Form::Record(..)) => within_record(fact, &path, within, &place, lists, taken),
            Some(Form::Value(..)) | None => {}
        }
    }
}
