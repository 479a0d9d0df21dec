//! Phase 9, [`Plan`] → [`GeneratedFile`]: the Rust of one decision, as an engineer would have written it.
//!
//! Items are written as text and brought to their final form one by one; data is written as it stays. Nothing here decides anything: names
//! come from [`names`](crate::names), the way to find a rule from [`dispatch`](crate::dispatch), and `select` from [`select`].

mod cases;
mod columns;
mod condition;
pub mod expression;
mod info;
mod json;
mod outputs;
mod record;
pub mod select;
mod text;
mod types;
mod value;

use std::collections::BTreeSet;

use crate::check::Checked;
use crate::dispatch::Plan;
use crate::model::{Aggregation, ClosedList, DecisionTable, HitPolicy, RuleId, TestBlock};
use crate::names::{DecisionNames, FieldNames, Names};
use crate::options::Options;
use crate::output::GeneratedFile;
use crate::syntax::print_expectation;

use record::Record;
use types::About;
use value::Kind;

/// What all parts of a decision's module read.
struct Context<'a> {
    checked: &'a Checked,
    table: &'a DecisionTable,
    names: &'a DecisionNames,
    runtime: &'a str,
    json: bool,
    /// Whether a single hit may find nothing.
    optional: bool,
    input: Record,
    output: Record,
    input_kinds: Vec<Kind<'a>>,
    output_kinds: Vec<Kind<'a>>,
    input_abouts: Vec<About<'a>>,
    output_abouts: Vec<About<'a>>,
}

impl<'a> Context<'a> {
    fn new(checked: &'a Checked, plan: &Plan, names: &'a DecisionNames, options: &'a Options) -> Self {
        let table = checked.table();
        let runtime = options.runtime.as_str();
        let kind = |ty, closed: &'a Option<ClosedList>, field: &'a FieldNames| Kind {
            ty,
            list: field.list.as_ref(),
            values: closed.as_ref().map_or(&[], |closed| closed.values.as_slice()),
            runtime,
        };
        let inputs = || table.inputs.iter().zip(&names.inputs);
        let outputs = || table.output_clauses.iter().zip(&names.outputs);
        Self {
            checked,
            table,
            names,
            runtime,
            json: options.json,
            optional: select::is_optional(plan, table.hit_policy),
            input: Record::of("Input", &inputs().map(|(data, field)| (&data.name, field)).collect::<Vec<_>>(), &names.input_records),
            output: Record::of(
                "Output",
                &outputs().map(|(clause, field)| (&clause.name, field)).collect::<Vec<_>>(),
                &names.output_records,
            ),
            input_kinds: inputs().map(|(data, field)| kind(data.ty, &data.closed, field)).collect(),
            output_kinds: outputs().map(|(clause, field)| kind(clause.ty, &clause.closed, field)).collect(),
            input_abouts: inputs()
                .map(|(data, _)| About {
                    name: data.name.to_string(),
                    unit: data.unit.as_deref(),
                    expected: print_expectation(data.ty, data.domain.as_ref(), data.closed.as_ref()),
                    about: data.about.as_deref(),
                    sensitivity: data.sensitivity.as_deref(),
                })
                .collect(),
            output_abouts: outputs()
                .map(|(clause, _)| About {
                    name: clause.name.to_string(),
                    unit: clause.unit.as_deref(),
                    expected: print_expectation(clause.ty, clause.domain.as_ref(), clause.closed.as_ref()),
                    about: clause.about.as_deref(),
                    sensitivity: None,
                })
                .collect(),
        }
    }

    /// The type of the inputs, with its lifetime if it has one.
    fn input_type(&self, lifetime: &str) -> String {
        types::with_lifetime(&self.input, &self.input_kinds, lifetime)
    }

    fn rule(&self, rule: RuleId) -> String {
        info::rule_name(self, rule)
    }

    /// A local variable for an output: its field, or its path's fields where the field alone could be two.
    fn output_local(&self, column: usize) -> String {
        self.names.outputs.get(column).map(|names| names.path.join("_")).unwrap_or_default()
    }

    /// Whether `min` and `max` may have no value.
    fn result_optional(&self) -> bool {
        !self.checked.proof().complete || self.output_kinds.iter().any(|kind| kind.ty.nullable)
    }
}

/// The file of a decision, with `tests`, the blocks of the app that test it. `None` if `names` doesn't know it.
pub fn decision(checked: &Checked, plan: &Plan, names: &Names, tests: &[&TestBlock], options: &Options) -> Option<GeneratedFile> {
    let table = checked.table();
    let names = names.decision(&table.book, &table.name)?;
    let cx = Context::new(checked, plan, names, options);
    let mut types = types::enums(&cx);
    types.extend(types::structs(&cx.input, "What the decision reads.", &cx.input_kinds, &cx.input_abouts, "'a"));
    types.extend(output_types(&cx));

    let select = select::select(checked, plan, &selection_names(&cx));
    let mut code: Vec<String> = select.iter().map(|item| item.trim_end().to_owned()).collect();
    code.extend(outputs::evaluate(&cx));
    code.extend(outputs::output(&cx));
    let text = code.join("\n");
    let constants = info::rule_constants(&cx, &words(&text));

    let mut items = types;
    items.extend(constants);
    items.extend(code);
    items.extend(info::rules(&cx));
    items.push(info::fields(&cx));
    items.push(info::info(&cx));
    items.extend(json::decision(&cx));
    items.extend(cases::tests(&cx, tests));
    let body = format!("{}\n{}\n", info::module_docs(&cx), items.join("\n\n"));
    let path = format!("{}.rs", names.module.join("/"));
    Some(GeneratedFile::new(path, Some(table.book.clone()), Some(table.name.clone()), &body))
}

/// The files of the closed lists that glossaries name.
pub fn glossaries(names: &Names, options: &Options) -> Vec<GeneratedFile> {
    names
        .glossaries()
        .map(|(path, glossary)| {
            let items: Vec<String> = glossary
                .lists
                .iter()
                .flat_map(|(name, list)| {
                    types::closed_list(&name.to_string(), &list.names.name, &list.values, &list.names.variants, &options.runtime)
                })
                .collect();
            let scope = if glossary.book.is_some() { "the book" } else { "the app" };
            let body =
                format!("//! Closed lists of values that {scope}'s glossary names, shared by its decisions.\n\n{}\n", items.join("\n\n"));
            GeneratedFile::new(format!("{}.rs", path.join("/")), glossary.book.clone(), None, &body)
        })
        .collect()
}

fn output_types(cx: &Context<'_>) -> Vec<String> {
    let kind = cx.output_kinds.first();
    let alias = |ty: String, about: String| vec![format!("/// What it decides: {about}.\npub type Output = {ty};")];
    let name = cx.output_abouts.first().map(|about| text::code(&about.name)).unwrap_or_default();
    match cx.table.hit_policy {
        HitPolicy::Collect(Some(Aggregation::Count)) => alias("i64".to_owned(), "how many rules match".to_owned()),
        HitPolicy::Collect(Some(aggregation)) => {
            let what = match aggregation {
                Aggregation::Sum => "sum",
                Aggregation::Min => "least",
                _ => "greatest",
            };
            alias(kind.map(|kind| kind.base_type("'static")).unwrap_or_default(), format!("the {what} {name} of all matches"))
        }
        _ => types::structs(&cx.output, "What it decides.", &cx.output_kinds, &cx.output_abouts, "'static"),
    }
}

fn selection_names(cx: &Context<'_>) -> select::SelectionNames {
    let own = ["select", "evaluate", "aggregate", "output", "output_of", "read", "write", "failed", "tests"];
    let data = cx
        .names
        .outputs
        .iter()
        .flat_map(|names| ["_OF_RULE", "_VALUES", "_OF_RULE_TEXT", "_VALUES_TEXT"].map(|suffix| format!("{}{suffix}", names.field)));
    let mut taken = cx.names.taken.clone();
    taken.extend(own.iter().map(|name| (*name).to_owned()).chain(data));
    taken.extend(["RULE_TEXT", "RULE_MARKS"].map(str::to_owned));
    select::SelectionNames {
        runtime: cx.runtime.to_owned(),
        input: cx.input_type("'_"),
        fields: cx.names.inputs.iter().map(|names| format!("input.{}", names.path.join("."))).collect(),
        statics: cx.names.inputs.iter().map(|names| names.field.clone()).collect(),
        enums: cx
            .names
            .inputs
            .iter()
            .map(|names| names.list.as_ref().map(|list| select::EnumNames { path: list.name.clone(), variants: list.variants.clone() }))
            .collect(),
        rules: cx.names.rules.clone(),
        taken,
    }
}

/// The identifiers of generated code, and other words; none of its comments, texts and bytes, where a rule's name means nothing.
fn words(code: &str) -> BTreeSet<&str> {
    let mut words = BTreeSet::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '/']) {
        let (before, found) = rest.split_at(at);
        words.extend(before.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
        rest = if found.starts_with("//") {
            found.find('\n').map_or("", |end| &found[end..])
        } else if let Some(quoted) = found.strip_prefix('"') {
            let mut escaped = false;
            let end = quoted.find(|c: char| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or("", |end| &quoted[end + 1..])
        } else {
            &found[1..]
        };
    }
    words.extend(rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    words
}

#[cfg(test)]
mod tests;
