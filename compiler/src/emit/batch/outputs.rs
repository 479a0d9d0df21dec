//! `Outputs`: a vector an output.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::emit::Context;
use crate::emit::text::{docs, item};
use crate::emit::value::Kind;
use crate::model::{Aggregation, HitPolicy};
use crate::names::untaken_function;

/// Whether a row has one record, and not a list of them or one value.
fn is_single(cx: &Context<'_>) -> bool {
    cx.table.hit_policy.is_single_hit()
}

/// Whether a row has one value, which is no record.
fn is_value(cx: &Context<'_>) -> bool {
    !is_single(cx) && !cx.table.hit_policy.is_list()
}

/// Whether a row has the number of its rules.
pub(super) fn is_count(cx: &Context<'_>) -> bool {
    cx.table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count))
}

/// Where the columns lie, which `outputs` refers to.
pub(super) fn places(cx: &Context<'_>) -> Vec<String> {
    if is_value(cx) { vec!["outputs".to_owned()] } else { names(cx).iter().map(|name| format!("&outputs.{name}")).collect() }
}

/// The fields of the columns.
fn names(cx: &Context<'_>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    cx.names.outputs.iter().map(|names| untaken_function(&names.path.join(" "), &mut taken)).collect()
}

/// The type, with its lifetime if it has one.
pub(super) fn rust_type(cx: &Context<'_>, lifetime: &str) -> String {
    if cx.output_borrows() { format!("Outputs<{lifetime}>") } else { "Outputs".to_owned() }
}

/// The struct; of an aggregation, which has one output, a type of one column.
pub(super) fn types(cx: &Context<'_>) -> Vec<String> {
    if is_value(cx) {
        return vec![
            "/// What they decide: a value a row.\n///\n/// `None` stands for null, and for a row without a result.\npub type Outputs = Vec<Option<Output>>;"
                .to_owned(),
        ];
    }
    let derives = if cx.output_kinds.iter().all(Kind::compares) { ", PartialEq" } else { "" };
    let about = if is_single(cx) {
        "/// What they decide: a column an output, a value a row.\n///\n/// `None` stands for null, and for a row without a result.\n"
    } else {
        "/// What they decide: a column an output, with the values of all rows one behind the other.\n"
    };
    let mut text = format!("{about}#[derive(Clone, Debug, Default{derives})]\npub struct {} {{\n", rust_type(cx, "'a"));
    for ((name, kind), about) in names(cx).iter().zip(&cx.output_kinds).zip(&cx.output_abouts) {
        let ty = kind.rust_type(cx.output_lifetime());
        let ty = if is_single(cx) && !kind.nullable() { format!("Option<{ty}>") } else { ty };
        let _ = writeln!(text, "{}pub {name}: Vec<{ty}>,", docs("///", &about.lines()));
    }
    text.push('}');
    vec![item(&text)]
}

/// How the columns take a row, and with `gathers`, those of many rules.
pub(super) fn functions(cx: &Context<'_>, gathers: bool) -> Vec<String> {
    if is_value(cx) {
        return Vec::new();
    }
    let (runtime, names) = (cx.runtime, names(cx));
    let each = |statement: &dyn Fn(usize, &str) -> String| -> String {
        names.iter().enumerate().map(|(column, name)| format!("self.{name}.{};", statement(column, name))).collect()
    };
    let path = |column: usize| cx.names.outputs.get(column).map(|names| names.path.join(".")).unwrap_or_default();
    let (generics, record) = if cx.output_borrows() { ("<'a>", cx.output_record("'a")) } else { ("", "Output".to_owned()) };
    let (ty, push) = if is_single(cx) {
        let some = |column: usize, _: &str| {
            let nullable = cx.output_kinds.get(column).is_some_and(Kind::nullable);
            let value = format!("output.{}", path(column));
            if nullable { format!("push({value})") } else { format!("push(Some({value}))") }
        };
        let push =
            format!("match output {{ Some(output) => {{ {} }} None => {{ {} }} }}", each(&some), each(&|_, _| "push(None)".to_owned()));
        (format!("Option<{record}>"), push)
    } else {
        (record, each(&|column, _| format!("push(output.{})", path(column))))
    };
    let gather = gathers.then(|| {
        let columns = names.iter().zip(&cx.output_kinds).map(|(name, kind)| {
            let gather = if kind.copies() { "gather" } else { "gather_clones" };
            format!("{runtime}::batch::{gather}(&mut self.{name}, &of_rules.{name}, rules);")
        });
        item(&format!(
            "impl {runtime}::batch::Gather for Outputs {{ fn gather(&mut self, of_rules: &Self, rules: &[u32]) {{ {} }} }}",
            columns.collect::<String>()
        ))
    });
    let outputs = item(&format!(
        "impl{generics} {runtime}::batch::Outputs for {} {{
            type Item = {ty};

            fn truncate(&mut self, len: usize) {{ {} }}

            fn push(&mut self, output: {ty}) {{ {push} }}
        }}",
        rust_type(cx, "'a"),
        each(&|_, _| "truncate(len)".to_owned()),
    ));
    [outputs].into_iter().chain(gather).collect()
}
