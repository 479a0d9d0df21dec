//! Rust enums of the user's as a table knows them: by the variants that the compiler read.
//!
//! The user's type is what callers give and get. Rules are found by an enum of the module's own, and the conversion names every variant, so
//! that rustc refuses one which the compiler didn't see: behind a `cfg`, or out of a macro. What it then shows of the code is the line of
//! the `match`, so that line says what to do.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Context;
use super::select;
use super::text::{code, item, line};
use super::words;
use crate::diagnostic::Location;
use crate::model::{ClosedList, InputData};
use crate::names::{EnumNames, KnownNames};

/// The names by which selection knows an enum.
pub(super) fn selection(list: &EnumNames) -> select::EnumNames {
    match &list.known {
        None => select::EnumNames { path: list.name.clone(), variants: list.variants.clone(), conversion: None },
        Some(known) => {
            select::EnumNames { path: known.name.clone(), variants: known.variants.clone(), conversion: Some(known.function.clone()) }
        }
    }
}

/// For each of the user's enums among the inputs: the enum and the conversion, if `text`, the code of the module, calls that; else what is
/// left of it, an item that only makes rustc look.
pub(super) fn enums(cx: &Context<'_>, text: &str) -> Vec<String> {
    let used = words(text);
    let mut found: BTreeMap<&str, (&EnumNames, &KnownNames, Location)> = BTreeMap::new();
    for (list, closed, data) in lists(cx) {
        if let Some(known) = &list.known {
            found.entry(&known.name).or_insert_with(|| (list, known, location(cx, closed, data)));
        }
    }
    let items = found.into_values().flat_map(|(list, known, at)| {
        if used.contains(known.function.as_str()) { conversion(cx, list, known, &at) } else { vec![witness(cx, list, known, &at)] }
    });
    items.collect()
}

/// The enums of all that the caller or another decision gives.
fn lists<'a>(cx: &Context<'a>) -> Vec<(&'a EnumNames, &'a ClosedList, &'a InputData)> {
    let of_inputs = cx.table.inputs.iter().zip(&cx.names.inputs);
    let of_inputs = of_inputs.filter_map(|(data, names)| Some((names.list.as_ref()?, data.closed.as_ref()?, data)));
    let of_lists = cx.facts().flat_map(|(_, facts)| facts.item().named_values());
    of_inputs.chain(of_lists.filter_map(|(data, names)| Some((names.list.as_ref()?, data.closed.as_ref()?, data)))).collect()
}

/// The cell that brings an enum in: of `values`, else the glossary's name, else the column's label.
fn location(cx: &Context<'_>, closed: &ClosedList, data: &InputData) -> Location {
    match (closed.at, &closed.shared) {
        (None, Some(shared)) => shared.at.clone(),
        (at, _) => Location::cells(&cx.table.book, &cx.table.sheet, at.unwrap_or(data.at)),
    }
}

/// The cell as the docs of a module say it: with its book, if that is another.
fn shown(cx: &Context<'_>, at: &Location) -> String {
    let cell = at.cells.as_ref().map_or_else(String::new, |(sheet, range)| format!("{sheet}!{}", range.first));
    if at.book == cx.table.book { cell } else { format!("{} [{cell}]", at.book) }
}

/// What rustc shows beside a `match` that lacks a variant; it cuts lines at some 130 characters.
fn comment(cx: &Context<'_>, known: &KnownNames, at: &Location) -> String {
    let cut = |text: &str| {
        const LONGEST: usize = 40;
        let text = line(text);
        if text.chars().count() > LONGEST { text.chars().take(LONGEST - 1).chain(['…']).collect() } else { text }
    };
    let (cell, table) = (cut(&shown(cx, at)), cut(&cx.table.name));
    format!("// {cell} of \"{table}\" says `enum {}`: take the `cfg` off in {}", known.of.name, known.of.source)
}

/// The docs of an item that names every variant.
fn docs(cx: &Context<'_>, list: &EnumNames, known: &KnownNames, at: &Location) -> String {
    let mut docs = String::new();
    let _ = writeln!(
        docs,
        "/// {} says {}, and {} was read to know its variants.",
        code(&shown(cx, at)),
        code(&format!("enum {}", known.of.name)),
        code(&known.of.source)
    );
    let _ = writeln!(docs, "///");
    let _ = writeln!(
        docs,
        "/// Where rustc misses a variant of [`{}`] here, that file doesn't show it plainly: take it out from under its `cfg` or",
        list.name
    );
    let _ = writeln!(docs, "/// macro, so that the table can have rules for it, or list the values in the cell instead of the enum.");
    docs
}

/// The `match` of an item, whose first line says what it is there for.
fn with_comment(text: &str, value: &str, comment: &str) -> String {
    let start = format!("match {value} {{");
    item(text).replacen(&start, &format!("{start} {comment}"), 1)
}

fn conversion(cx: &Context<'_>, list: &EnumNames, known: &KnownNames, at: &Location) -> Vec<String> {
    let (name, function) = (&known.name, &known.function);
    let value = function.strip_prefix("known_").unwrap_or(function);
    let arms: String =
        list.variants.iter().zip(&known.variants).map(|(theirs, own)| format!("{}::{theirs} => {name}::{own},", list.name)).collect();
    let function = format!("{}fn {function}({value}: {}) -> {name} {{ match {value} {{ {arms} }} }}", docs(cx, list, known, at), list.name);
    vec![
        item(&format!(
            "/// The variants of [`{}`] that the table knows.\n#[derive(Clone, Copy, PartialEq, Eq)]\nenum {name} {{ {} }}",
            list.name,
            known.variants.join(", ")
        )),
        with_comment(&function, value, &comment(cx, known, at)),
    ]
}

fn witness(cx: &Context<'_>, list: &EnumNames, known: &KnownNames, at: &Location) -> String {
    let value = known.function.strip_prefix("known_").unwrap_or(&known.function);
    let variants = list.variants.iter().map(|variant| format!("{}::{variant}", list.name)).collect::<Vec<_>>().join(" | ");
    let text = format!("{}const _: fn({}) = |{value}| match {value} {{ {variants} => {{}} }};", docs(cx, list, known, at), list.name);
    with_comment(&text, value, &comment(cx, known, at))
}
