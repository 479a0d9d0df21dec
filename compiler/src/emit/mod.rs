//! Phase 9, [`Plan`] → [`GeneratedFile`]: the Rust of one decision, as an engineer would have written it.
//!
//! Items are written as text and brought to their final form one by one; data is written as it stays. Nothing here decides anything: names
//! come from [`names`](crate::names), the way to find a rule from [`dispatch`](crate::dispatch), and `select` from [`select`].

mod batch;
mod cases;
mod columns;
mod computed;
mod condition;
pub mod expression;
mod facts;
mod info;
mod json;
mod known;
mod lending;
mod list;
mod outputs;
mod projection;
mod record;
mod required;
pub mod select;
mod text;
mod types;
mod value;

use std::collections::BTreeSet;

use crate::check::Checked;
use crate::dispatch::Plan;
use crate::model::{Aggregation, BaseType, ClosedList, DecisionTable, HitPolicy, InputId, RuleId, TestBlock};
use crate::names::{DecisionNames, FieldNames, Names, untaken_function};
use crate::options::Options;
use crate::output::GeneratedFile;
use crate::syntax::print_expected_output;

pub use required::Decisions;

use computed::Functions;
use facts::Facts;
use list::Items;
use projection::Projections;
use record::Record;
use required::Requires;
use types::About;
use value::{Kind, Side};

/// What all parts of a decision's module read.
struct Context<'a> {
    checked: &'a Checked,
    table: &'a DecisionTable,
    names: &'a DecisionNames,
    runtime: &'a str,
    json: bool,
    /// Whether it decides many rows at once.
    batch: bool,
    /// Whether it does so from record batches of Arrow too.
    arrow: bool,
    /// Whether a single hit may find nothing.
    optional: bool,
    /// Whether rules are found as data, in which no constant of a rule is read.
    data: bool,
    input: Record,
    output: Record,
    /// What it requires of other decisions.
    requires: Requires<'a>,
    /// The lists that are made for those.
    projections: Projections,
    /// The functions of its expressions.
    functions: Functions,
    input_kinds: Vec<Kind<'a>>,
    output_kinds: Vec<Kind<'a>>,
    input_abouts: Vec<About<'a>>,
    output_abouts: Vec<About<'a>>,
}

impl<'a> Context<'a> {
    /// What the module of this decision needs, with what it requires of others. `None` if one of those is missing.
    fn new(
        checked: &'a Checked,
        plan: &Plan,
        decisions: &Decisions<'a>,
        names: (&'a DecisionNames, &'a Names),
        options: &'a Options,
    ) -> Option<Self> {
        let mut cx = Self::outline(checked, plan, names.0, options);
        cx.requires = Requires::new(checked, decisions, names.1, options)?;
        cx.projections = Projections::new(&cx);
        cx.functions = Functions::new(&cx);
        Some(cx)
    }

    /// What other modules know of the one of this decision.
    fn outline(checked: &'a Checked, plan: &Plan, names: &'a DecisionNames, options: &'a Options) -> Self {
        let table = checked.table();
        let runtime = options.runtime.as_str();
        let kind = |ty, items, closed: &'a Option<ClosedList>, field: &'a FieldNames, side: Side| Kind {
            ty,
            items,
            list: field.list.as_ref(),
            values: closed.as_ref().map_or(&[], |closed| closed.values.as_slice()),
            side,
            facts: None,
            runtime,
        };
        let side = |column: usize| {
            let computes = table.rules.iter().any(|rule| rule.outputs.get(column).is_some_and(|entry| entry.output.expression().is_some()));
            if computes { Side::Computed } else { Side::Constant }
        };
        let inputs = || table.inputs.iter().zip(&names.inputs);
        let outputs = || table.output_clauses.iter().zip(&names.outputs);
        Self {
            checked,
            table,
            names,
            runtime,
            json: options.json,
            batch: options.batch,
            arrow: options.arrow,
            optional: select::is_optional(plan, table.hit_policy),
            data: !plan.selection.names_rules(),
            input: Record::of(
                "Input",
                &table.given().filter_map(|(id, data)| Some((id.0, &data.name, names.inputs.get(id.0)?))).collect::<Vec<_>>(),
                &names.input_records,
            ),
            output: Record::of(
                "Output",
                &outputs().enumerate().map(|(column, (clause, field))| (column, &clause.name, field)).collect::<Vec<_>>(),
                &names.output_records,
            ),
            requires: Requires::default(),
            projections: Projections::default(),
            functions: Functions::none(),
            input_kinds: inputs()
                .enumerate()
                .map(|(position, (data, field))| {
                    // A list has no type of its own.
                    let ty = data.scalar().unwrap_or(required::NO_COLUMN);
                    let facts = data.list().zip(names.lists.get(&position)).map(|(list, names)| Facts { list, names, runtime });
                    Kind { facts, ..kind(ty, None, &data.closed, field, Side::Input) }
                })
                .collect(),
            output_kinds: outputs()
                .enumerate()
                .map(|(column, (clause, field))| kind(clause.ty.value(), Items::of(&clause.ty), &clause.closed, field, side(column)))
                .collect(),
            input_abouts: inputs().map(|(data, _)| About::of(data)).collect(),
            output_abouts: outputs()
                .map(|(clause, _)| About {
                    name: clause.name.to_string(),
                    unit: clause.unit.as_deref(),
                    expected: print_expected_output(clause),
                    about: clause.about.as_deref(),
                    sensitivity: clause.sensitivity.as_deref(),
                })
                .collect(),
        }
    }

    /// The lists that the caller gives, by their positions among the inputs.
    fn facts(&self) -> impl Iterator<Item = (usize, Facts<'a>)> {
        self.input_kinds.iter().enumerate().filter_map(|(position, kind)| Some((position, kind.facts?)))
    }

    /// The type of the inputs, with its lifetime if it has one.
    fn input_type(&self, lifetime: &str) -> String {
        types::with_lifetime(&self.input, &self.input_kinds, lifetime)
    }

    /// The lifetime of texts that are computed: that of the inputs, which they may borrow, if those hold texts at all.
    fn output_lifetime(&self) -> &'static str {
        let given = self.table.given().filter_map(|(id, _)| self.input_kinds.get(id.0));
        if given.into_iter().any(Kind::has_texts) { "'a" } else { "'static" }
    }

    /// The type of the result's records, with its lifetime if it has one. Aggregations give one value, of no lifetime.
    fn output_record(&self, lifetime: &str) -> String {
        let is_record = self.table.hit_policy.is_single_hit() || self.table.hit_policy.is_list();
        let lifetime = if self.output_lifetime() == "'static" { "'static" } else { lifetime };
        if is_record { types::with_lifetime(&self.output, &self.output_kinds, lifetime) } else { "Output".to_owned() }
    }

    /// Whether results borrow from the inputs.
    fn output_borrows(&self) -> bool {
        self.output_record("'a") != "Output"
    }

    /// The arguments of `output` behind the rule: it reads the inputs where some output is computed.
    fn output_arguments(&self, input: &str) -> String {
        match (self.functions.computes_outputs(), self.has_required()) {
            (false, _) => String::new(),
            (true, false) => format!(", {input}"),
            (true, true) => format!(", {input}, required"),
        }
    }

    fn rule(&self, rule: RuleId) -> String {
        info::rule_name(self, rule)
    }

    /// A local variable for an output: its path's fields, numbered where those of another read the same.
    fn output_local(&self, column: usize) -> String {
        let mut taken = BTreeSet::new();
        let locals = self.names.outputs.iter().map(|names| untaken_function(&names.path.join(" "), &mut taken));
        locals.take(column + 1).last().unwrap_or_default()
    }

    /// Whether `min` and `max` may have no value.
    fn result_optional(&self) -> bool {
        !self.checked.proof().complete || self.output_kinds.iter().any(|kind| kind.ty.nullable)
    }
}

/// The file of a decision, with `tests`, the blocks of the app that test it. `None` if `names` doesn't know it, or `decisions` lacks one that
/// it requires.
pub fn decision(
    checked: &Checked,
    plan: &Plan,
    decisions: &Decisions<'_>,
    names: &Names,
    tests: &[&TestBlock],
    options: &Options,
) -> Option<GeneratedFile> {
    let table = checked.table();
    let all = names;
    let names = names.decision(&table.book, &table.name)?;
    let cx = Context::new(checked, plan, decisions, (names, all), options)?;
    let mut types = types::enums(&cx);
    types.extend(types::structs(&cx.input, "What the decision reads.", &cx.input_kinds, &cx.input_abouts, "'a"));
    for (position, facts) in cx.facts() {
        types.extend(cx.table.inputs.get(position).map(|data| facts.structs(&data.name.to_string())).unwrap_or_default());
    }
    types.extend(required::types(&cx));
    types.extend(output_types(&cx));
    types.extend(batch::types(&cx));

    let select = select::select(checked, plan, selection_names(&cx));
    let mut code: Vec<String> = select.items.iter().map(|item| item.trim_end().to_owned()).collect();
    code.extend(outputs::evaluate(&cx));
    code.extend(required::evaluate(&cx));
    code.extend(cx.projections.items.iter().cloned());
    code.extend(required::owning(&cx));
    code.extend(outputs::aggregate(&cx));
    code.extend(outputs::output(&cx));
    code.extend(batch::functions(&cx, select, &code.join("\n")));
    code.extend(cx.functions.items(&code.join("\n")));
    code.extend(known::enums(&cx, &code.join("\n")));
    let text = code.join("\n");
    let used = words(&text);
    let constants = info::rule_constants(&cx, &used);
    let fields = info::fields(&cx, &used);

    let mut items: Vec<String> = required::imports(&cx).into_iter().collect();
    items.extend(types);
    items.extend(constants);
    items.extend(code);
    items.extend(info::rules(&cx));
    items.push(fields);
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
        _ => types::structs(&cx.output, "What it decides.", &cx.output_kinds, &cx.output_abouts, cx.output_lifetime()),
    }
}

/// An input as selection reads it: a field of `Input`, or the variable of one that is computed.
fn field(cx: &Context<'_>, position: usize) -> String {
    let (Some(names), Some(data)) = (cx.names.inputs.get(position), cx.table.inputs.get(position)) else { return String::new() };
    let path = names.path.join(".");
    if let Some(value) = required::field(cx, InputId(position)) {
        return value;
    }
    if data.is_given() {
        return format!("input.{path}");
    }
    let Some(ty) = data.scalar() else { return path };
    match (ty.base, ty.nullable) {
        (BaseType::Text, false) => format!("{path}.as_ref()"),
        (BaseType::Text, true) => format!("{path}.as_deref()"),
        _ => path,
    }
}

fn selection_names(cx: &Context<'_>) -> select::SelectionNames {
    let data = cx.names.outputs.iter().flat_map(|names| ["_OF_RULE", "_VALUES"].map(|suffix| format!("{}{suffix}", names.field)));
    let mut taken = cx.names.taken.clone();
    taken.extend(data);
    taken.extend(["RULE_TEXT", "RULE_MARKS"].map(str::to_owned));
    select::SelectionNames {
        runtime: cx.runtime.to_owned(),
        input: cx.input_type("'_"),
        fields: (0..cx.names.inputs.len()).map(|position| field(cx, position)).collect(),
        checks: (0..cx.names.inputs.len())
            .map(|position| {
                let facts = cx.input_kinds.get(position).and_then(|kind| kind.facts);
                facts.map(|facts| facts.checks(&field(cx, position))).unwrap_or_default()
            })
            .collect(),
        required: cx.has_required().then(|| cx.required_type("'_", "'_")),
        computed: (0..cx.names.inputs.len())
            .map(InputId)
            .map(|input| cx.functions.selection(cx, input).or_else(|| required::selection(cx, input)))
            .collect(),
        statics: cx.names.inputs.iter().map(|names| names.field.clone()).collect(),
        enums: cx.names.inputs.iter().map(|names| names.list.as_ref().map(known::selection)).collect(),
        rules: cx.names.rules.clone(),
        taken,
    }
}

/// The words of generated code that can name an item or a variable of its own: none behind a `.` or a `::`, which are fields, methods,
/// variants and items of other modules.
fn words(code: &str) -> BTreeSet<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = BTreeSet::new();
    for part in parts(code) {
        let mut rest = part;
        while let Some(start) = rest.find(is_word) {
            let (before, from) = rest.split_at(start);
            let (word, behind) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
            // The end of a range stands behind two or three characters of which the last is a `.` too.
            let is_member = before.ends_with("::") || before.ends_with('.') && !before.ends_with("..");
            if !is_member {
                words.insert(word);
            }
            rest = behind;
        }
    }
    words
}

/// The functions that generated code calls by their names alone.
fn calls(code: &str) -> BTreeSet<&str> {
    let mut called = BTreeSet::new();
    for part in parts(code) {
        for (open, _) in part.match_indices('(') {
            let before = part.get(..open).unwrap_or_default();
            let path = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
            if !path.ends_with(['.', ':']) {
                called.extend(before.get(path.len()..));
            }
        }
    }
    called
}

/// Generated code without its comments, texts and bytes, in which a name means nothing.
fn parts(code: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '/']) {
        let (before, found) = rest.split_at(at);
        parts.push(before);
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
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests;
