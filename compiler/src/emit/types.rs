//! The types of a generated module: enums, `Input`, `Output`, and the structs below them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::Context;
use super::record::{Member, Record};
use super::text::{code, docs, item, literal, prose};
use super::value::Kind;
use crate::model::InputData;
use crate::names::TypePath;
use crate::syntax::print_expected_input;

/// What the docs of a field say.
pub(super) struct About<'a> {
    pub(super) name: String,
    pub(super) unit: Option<&'a str>,
    pub(super) expected: String,
    pub(super) about: Option<&'a str>,
    pub(super) sensitivity: Option<&'a str>,
}

impl<'a> About<'a> {
    /// What is said of an input.
    pub(super) fn of(data: &'a InputData) -> Self {
        About {
            name: data.name.to_string(),
            unit: data.unit.as_deref(),
            expected: print_expected_input(data),
            about: data.about.as_deref(),
            sensitivity: data.sensitivity.as_deref(),
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let unit = self.unit.map(|unit| format!(" in {}", prose(unit))).unwrap_or_default();
        let mut lines = vec![format!("{}{unit}: {}", code(&self.name), code(&self.expected))];
        if let Some(about) = self.about {
            lines.extend([String::new(), prose(about)]);
        }
        if let Some(sensitivity) = self.sensitivity {
            lines.extend([String::new(), format!("Sensitive: {}.", prose(sensitivity))]);
        }
        lines
    }
}

/// The types of other modules, as they are called here; then the enums of the module's own closed lists, each with its texts.
pub(super) fn enums(cx: &Context<'_>) -> Vec<String> {
    let mut items = Vec::new();
    let mut imports = BTreeSet::new();
    let table = cx.table;
    let mut import = |path: &TypePath, name: &str, public: bool| {
        let renamed = if path.name == name { String::new() } else { format!(" as {name}") };
        let visibility = if public { "pub" } else { "pub(crate)" };
        imports.insert(format!("{visibility} use {}{renamed};", path.seen_from(&cx.names.module)));
    };
    for (path, name) in cx.facts().flat_map(|(_, facts)| facts.item().shared()) {
        import(path, name, true);
    }
    let inputs = table.inputs.iter().map(|input| (input.name.to_string(), &input.closed)).zip(&cx.names.inputs);
    let of_lists = cx.facts().flat_map(|(_, facts)| facts.item().named_values());
    let of_lists = of_lists.map(|(data, names)| ((data.name.to_string(), &data.closed), names));
    let outputs = table.output_clauses.iter().map(|clause| (clause.name.to_string(), &clause.closed)).zip(&cx.names.outputs);
    for ((name, closed), field) in inputs.chain(of_lists).chain(outputs) {
        let (Some(closed), Some(list)) = (closed, &field.list) else { continue };
        match &list.shared {
            Some(path) => import(path, &list.name, list.known.as_ref().is_none_or(|known| known.of.public)),
            None => items.extend(closed_list(&name, &list.name, &closed.values, &list.variants, cx.runtime)),
        }
    }
    imports.into_iter().chain(items).collect()
}

/// An enum and its texts.
pub(super) fn closed_list(name: &str, ident: &str, values: &[String], variants: &[String], runtime: &str) -> Vec<String> {
    let mut body = String::new();
    for (value, variant) in values.iter().zip(variants) {
        let _ = writeln!(body, "/// {}\n{variant},", code(value));
    }
    let pairs: Vec<String> = values.iter().zip(variants).map(|(value, variant)| format!("({}, Self::{variant})", literal(value))).collect();
    vec![
        item(&format!("/// {}\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum {ident} {{\n{body}}}", code(name))),
        item(&format!(
            "impl {runtime}::ClosedText for {ident} {{ const VALUES: &'static [(&'static str, Self)] = &[{}]; }}",
            pairs.join(", ")
        )),
    ]
}

/// The structs of a tree of columns, outermost first. `lifetime` is that of the text in it: `'a` or `'static`.
pub(super) fn structs(record: &Record, docs_of: &str, kinds: &[Kind<'_>], abouts: &[About<'_>], lifetime: &str) -> Vec<String> {
    let mut items = vec![one(record, docs_of, kinds, abouts, lifetime)];
    for member in &record.members {
        if let Member::Record(inner) = member {
            let docs = format!("{} of [`{}`]", code(&inner.path.join(".")), record.name);
            items.extend(structs(inner, &docs, kinds, abouts, lifetime));
        }
    }
    items
}

/// The struct's type with its lifetime, if it has one.
pub(super) fn with_lifetime(record: &Record, kinds: &[Kind<'_>], lifetime: &str) -> String {
    let borrows = lifetime != "'static" && record.columns().iter().filter_map(|column| kinds.get(*column)).any(Kind::borrows);
    if borrows { format!("{}<{lifetime}>", record.name) } else { record.name.clone() }
}

fn one(record: &Record, docs_of: &str, kinds: &[Kind<'_>], abouts: &[About<'_>], lifetime: &str) -> String {
    let compares = record.columns().iter().filter_map(|column| kinds.get(*column)).all(Kind::compares);
    let copies = record.columns().iter().filter_map(|column| kinds.get(*column)).all(Kind::copies);
    let derives = format!("Clone, {}Debug{}", if copies { "Copy, " } else { "" }, if compares { ", PartialEq" } else { "" });
    let mut text = format!("/// {docs_of}\n#[derive({derives})]\npub struct {} {{\n", with_lifetime(record, kinds, lifetime));
    for member in &record.members {
        match member {
            Member::Field { ident, column, .. } => {
                let (Some(kind), Some(about)) = (kinds.get(*column), abouts.get(*column)) else { continue };
                let _ = writeln!(text, "{}pub {ident}: {},", docs("///", &about.lines()), kind.rust_type(lifetime));
            }
            Member::Record(inner) => {
                let _ =
                    write!(text, "/// {}\npub {}: {},\n", code(&inner.path.join(".")), inner.ident, with_lifetime(inner, kinds, lifetime));
            }
        }
    }
    text.push('}');
    item(&text)
}
