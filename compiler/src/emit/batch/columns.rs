//! `Columns`: a slice an input.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::emit::Context;
use crate::emit::text::{docs, item};
use crate::names::untaken_function;

/// A column of what the caller gives.
struct Column {
    /// Its field in `Columns`.
    name: String,
    /// The position of the input.
    position: usize,
}

/// A column an input that the caller gives.
fn columns(cx: &Context<'_>) -> Vec<Column> {
    let mut taken = BTreeSet::new();
    let given = cx.table.given().filter_map(|(id, _)| Some((id.0, cx.names.inputs.get(id.0)?)));
    given.map(|(position, names)| Column { name: untaken_function(&names.path.join(" "), &mut taken), position }).collect()
}

/// The field of each input that the caller gives, by the input's position.
pub(super) fn names(cx: &Context<'_>) -> BTreeMap<usize, String> {
    columns(cx).into_iter().map(|column| (column.position, column.name)).collect()
}

/// The type, with its lifetime.
pub(super) fn rust_type(cx: &Context<'_>, lifetime: &str) -> String {
    if cx.table.given().next().is_some() { format!("Columns<{lifetime}>") } else { "Columns".to_owned() }
}

/// The struct.
pub(super) fn types(cx: &Context<'_>) -> Vec<String> {
    let mut text = format!(
        "/// What many decisions read: a column an input, a row a decision.\n#[derive(Clone, Copy, Debug)]\npub struct {} {{\n",
        rust_type(cx, "'a")
    );
    let columns = columns(cx);
    for Column { name, position } in &columns {
        let (Some(kind), Some(about)) = (cx.input_kinds.get(*position), cx.input_abouts.get(*position)) else { continue };
        let _ = writeln!(text, "{}pub {name}: &'a [{}],", docs("///", &about.lines()), kind.rust_type("'a"));
    }
    if columns.is_empty() {
        text.push_str("/// How many rows there are: the decision reads nothing.\npub rows: usize,\n");
    }
    text.push('}');
    vec![item(&text)]
}

/// How many rows there are, and one of them.
pub(super) fn functions(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let columns = columns(cx);
    let error = format!("{runtime}::batch::UnequalLengths");
    let lengths: String = columns
        .iter()
        .filter_map(|Column { name, position }| Some(format!("(&{}, self.{name}.len()),", cx.names.inputs.get(*position)?.field)))
        .collect();
    let value = |position: usize| {
        let (Some(Column { name, .. }), Some(kind)) =
            (columns.iter().find(|column| column.position == position), cx.input_kinds.get(position))
        else {
            return String::new();
        };
        let lent = format!("self.{name}.get(row)?");
        match (kind.copies(), kind.rust_type("'a").starts_with('&')) {
            (false, _) => format!("{lent}.clone()"),
            // What is a reference itself is taken out of the other one without being told.
            (true, true) => lent,
            (true, false) => format!("*{lent}"),
        }
    };
    let input = cx.input.literal("", &value);
    let input_type = cx.input_type("'a");
    let (generics, of) = match (columns.is_empty(), input_type.contains("'a")) {
        (true, _) => ("", ""),
        (false, false) => ("", "<'_>"),
        (false, true) => ("<'a>", "<'a>"),
    };
    let (lengths, row) = if columns.is_empty() {
        ("Ok(self.rows)".to_owned(), format!("(row < self.rows).then_some({input})"))
    } else {
        (format!("{runtime}::batch::rows(&[{lengths}])"), format!("Some({input})"))
    };
    vec![item(&format!(
        "impl{generics} Columns{of} {{
            /// How many rows there are.\n///\n/// # Errors\n/// Columns of unequal length.
            pub fn rows(&self) -> Result<usize, {error}> {{ {lengths} }}

            /// The inputs of a row; `None` beyond the last.
            pub fn row(&self, row: usize) -> Option<{input_type}> {{ {row} }}
        }}"
    ))]
}
