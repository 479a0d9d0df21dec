//! Decisions that a decision requires: what they are called, what they give, and how the whole graph is evaluated.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::{Form, Lent, Place};
use super::outputs;
use super::text::item;
use super::value::Kind;
use super::{Context, select};
use crate::check::Checked;
use crate::dispatch::Plan;
use crate::model::{BaseType, DecisionGraph, HitPolicy, InputId, InputSource, InputType, OutputId, RequirementId, ResultEntry, Type};
use crate::names::{Names, relative, untaken_function};
use crate::options::Options;
use crate::source::BookPath;

/// The decisions that others may require, each with the way in which its rules are found.
#[derive(Default)]
pub struct Decisions<'a> {
    by_name: BTreeMap<(&'a BookPath, &'a str), (&'a Checked, &'a Plan)>,
}

impl<'a> FromIterator<(&'a Checked, &'a Plan)> for Decisions<'a> {
    fn from_iter<T: IntoIterator<Item = (&'a Checked, &'a Plan)>>(decisions: T) -> Self {
        let key = |(checked, plan): (&'a Checked, &'a Plan)| ((&checked.table().book, checked.table().name.as_str()), (checked, plan));
        Self { by_name: decisions.into_iter().map(key).collect() }
    }
}

/// What a variable or an imported module may not be called: what the code beside them calls its own variables, functions and modules.
pub(super) const NAMES_OF_OURS: [&str; 25] = [
    "input",
    "required",
    "trace",
    "error",
    "rule",
    "tests",
    "std",
    "core",
    "select",
    "evaluate",
    "evaluate_traced",
    "evaluate_batch",
    "evaluate_batch_into",
    "evaluate_record_batch",
    "input_schema",
    "output_schema",
    "columns",
    "batch",
    "decided",
    "apply",
    "aggregate",
    "output",
    "read",
    "write",
    "failed",
];

/// A decision that is evaluated before another one.
pub(super) struct Required<'a> {
    pub(super) cx: Context<'a>,
    /// Its module, as the other's code knows it, and the variable that holds its result.
    pub(super) module: String,
    /// The path of its module from the other's.
    path: String,
}

/// All that a decision requires, directly or not.
#[derive(Default)]
pub(super) struct Requires<'a> {
    /// In the order of evaluation.
    pub(super) graph: Vec<Required<'a>>,
    /// Of each direct requirement, its position there.
    direct: Vec<usize>,
}

impl<'a> Requires<'a> {
    /// What `checked` requires, of these decisions. `None` if one of them is missing.
    pub(super) fn new(checked: &'a Checked, decisions: &Decisions<'a>, names: &'a Names, options: &'a Options) -> Option<Self> {
        let table = checked.table();
        let own = names.decision(&table.book, &table.name)?;
        let find = |book: &BookPath, name: &str| decisions.by_name.get(&(book, name)).map(|(checked, _)| checked.table());
        let graph = DecisionGraph::new(table, find)?;
        let runtime = options.runtime.split("::").next().unwrap_or_default();
        let mut taken: BTreeSet<String> = NAMES_OF_OURS.into_iter().chain([runtime]).map(str::to_owned).collect();
        let mut required = Vec::new();
        for of in graph.required() {
            let (checked, plan) = *decisions.by_name.get(&(&of.book, of.name.as_str()))?;
            let names = names.decision(&of.book, &of.name)?;
            let path = relative(&own.module, &names.module);
            let module = untaken_function(&of.name, &mut taken);
            required.push(Required { cx: Context::outline(checked, plan, names, options), module, path });
        }
        let direct = graph.order().last().map(|(_, required)| required.to_vec()).unwrap_or_default();
        Some(Self { graph: required, direct })
    }

    /// A direct requirement.
    fn of(&self, requirement: RequirementId) -> Option<&Required<'a>> {
        self.graph.get(*self.direct.get(requirement.0)?)
    }
}

impl Required<'_> {
    /// Whether its result is `Copy`, and so handed on as such.
    fn is_copy(&self) -> bool {
        !self.cx.table.hit_policy.is_list() && (!self.is_record() || self.cx.output_kinds.iter().all(Kind::copies))
    }

    /// Whether it gives records, at most one of them.
    fn is_record(&self) -> bool {
        self.cx.table.hit_policy.is_single_hit()
    }

    /// The type of the field for it.
    fn field_type(&self) -> String {
        let path = |ty: String| match ty.strip_prefix("Option<") {
            Some(inner) => format!("Option<{}::{inner}", self.module),
            None => format!("{}::{ty}", self.module),
        };
        match self.cx.table.hit_policy {
            policy if policy.is_list() => format!("&'r [{}]", path(self.cx.output_record("'a"))),
            _ if self.is_copy() => path(outputs::result_type(&self.cx, "'a")),
            _ => format!("&'r {}", path(outputs::result_type(&self.cx, "'a"))),
        }
    }

    /// An expression for `output` of a record, a variable: what a field of an `Input` holds, or with `owned` the value of an expression.
    fn field(&self, record: &str, output: OutputId, owned: bool) -> String {
        let path = self.cx.names.outputs.get(output.0).map(|names| names.path.join(".")).unwrap_or_default();
        let field = format!("{record}.{path}");
        match self.cx.output_kinds.get(output.0) {
            Some(kind) if kind.is_cow() && owned => format!("{field}.clone()"),
            Some(kind) if kind.is_cow() && kind.nullable() => format!("{field}.as_deref()"),
            Some(kind) if kind.is_cow() => format!("{field}.as_ref()"),
            _ => field,
        }
    }

    /// The value of an expression, of `output` of a record, a variable.
    fn value(&self, record: &str, output: OutputId) -> String {
        let Some(kind) = self.cx.output_kinds.get(output.0) else { return String::new() };
        let runtime = self.cx.runtime;
        let field = self.field(record, output, true);
        if kind.items.is_some() {
            return kind.list_feel(&field, &list_value);
        }
        let by = match (kind.ty.base, kind.list) {
            (BaseType::Text, Some(_)) => format!("|value| {runtime}::Cow::Borrowed({runtime}::ClosedText::text(value))"),
            (BaseType::Text, None) if kind.is_cow() => return field,
            (BaseType::Text, None) => format!("{runtime}::Cow::Borrowed"),
            (BaseType::Integer, _) => format!("{runtime}::Decimal::from"),
            (BaseType::YearsMonthsDuration, _) => format!("{runtime}::feel::months_of"),
            _ => return field,
        };
        match by.strip_prefix("|value| ") {
            _ if kind.ty.nullable => format!("{field}.map({by})"),
            Some(body) => body.replace("value", &field),
            None => format!("{by}({field})"),
        }
    }

    /// A whole record, or one output of it, as expressions read it where it lies. `None` where a list that was made is among it.
    fn lent(&self, output: Option<OutputId>, borrowed: bool) -> Option<Lent> {
        let field = |output: usize| {
            let (kind, names) = (self.cx.output_kinds.get(output)?, self.cx.names.outputs.get(output)?);
            let lent = match kind.is_cow() {
                true => Lent::Text { nullable: kind.ty.nullable, borrowed },
                false => lent_constant(kind)?,
            };
            Some((names.path.join("."), lent))
        };
        match output.or_else(|| self.cx.table.sole_output().map(|_| OutputId(0))) {
            Some(output) => field(output.0).map(|(ident, lent)| Lent::Field(ident, Box::new(lent))),
            None => self.lent_record(&self.cx.table.result_entries(), 0, &|output| field(output.0).map(|(_, lent)| lent)),
        }
    }

    /// The struct at `depth` of the record with these entries; each of its fields by its first output's path.
    fn lent_record(&self, entries: &[(String, ResultEntry)], depth: usize, field: &dyn Fn(OutputId) -> Option<Lent>) -> Option<Lent> {
        let fields = entries.iter().map(|(_, entry)| {
            let ident = self.cx.names.outputs.get(entry.first()?.0)?.path.get(depth)?.clone();
            let lent = match entry {
                ResultEntry::Output(output) => field(*output)?,
                ResultEntry::Context(entries) => self.lent_record(entries, depth + 1, field)?,
            };
            Some((ident, lent))
        });
        fields.collect::<Option<Vec<_>>>().map(Lent::Record)
    }

    /// The value of an expression, of a whole record or of its only output.
    fn record(&self, record: &str, output: Option<OutputId>) -> String {
        let only = output.or_else(|| self.cx.table.sole_output().map(|_| OutputId(0)));
        let read = only.map_or_else(|| ResultEntry::Context(self.cx.table.result_entries()), ResultEntry::Output);
        self.entry(record, &read)
    }

    fn entry(&self, record: &str, read: &ResultEntry) -> String {
        match read {
            ResultEntry::Output(output) => self.value(record, *output),
            ResultEntry::Context(entries) => super::expression::tuple(entries.iter().map(|(_, read)| self.entry(record, read)).collect()),
        }
    }
}

impl Context<'_> {
    /// Whether it requires other decisions.
    pub(super) fn has_required(&self) -> bool {
        !self.requires.graph.is_empty()
    }

    /// Which lifetimes `Required` has: of what is lent of the results, and of the texts of the inputs that they may hold.
    fn required_lifetimes(&self) -> (bool, bool) {
        let direct = || (0..self.table.requirements.len()).filter_map(|requirement| self.requires.of(RequirementId(requirement)));
        (direct().any(|required| !required.is_copy()), direct().any(|required| required.field_type().contains("'a>")))
    }

    /// Whether texts of what other decisions give may be the caller's.
    pub(super) fn required_borrows(&self) -> bool {
        self.required_lifetimes().1
    }

    /// The type of what the required decisions gave, with `lifetime` for the caller's texts.
    pub(super) fn required_type(&self, lent: &str, lifetime: &str) -> String {
        let lifetimes: Vec<&str> = match self.required_lifetimes() {
            (false, false) => return "Required".to_owned(),
            (true, false) => vec![lent],
            (false, true) => vec![lifetime],
            (true, true) => vec![lent, lifetime],
        };
        format!("Required<{}>", lifetimes.join(", "))
    }

    /// The parameter behind `input`, if the table requires other decisions.
    pub(super) fn required_parameter(&self, name: &str, lifetime: &str) -> String {
        if self.has_required() { format!(", {name}: &{}", self.required_type("'_", lifetime)) } else { String::new() }
    }

    /// What a computed input or another decision gives, as selection reads it: an expression over `required`, and whether it takes a step.
    pub(super) fn required_field(&self, requirement: RequirementId, output: Option<OutputId>, id: InputId) -> Option<String> {
        let required = self.requires.of(requirement)?;
        let base = format!("required.{}", self.names.requirements.get(requirement.0)?);
        if !required.is_record() {
            return Some(base);
        }
        let output = output.or_else(|| required.cx.table.sole_output().map(|_| OutputId(0)))?;
        let nullable = self.table.inputs.get(id.0)?.ty.nullable();
        let kind = required.cx.output_kinds.get(output.0)?;
        Some(match (required.cx.optional, nullable && !kind.nullable()) {
            (true, _) => {
                let lent = if required.is_copy() { "" } else { ".as_ref()" };
                let method = if kind.nullable() { "and_then" } else { "map" };
                format!("{base}{lent}.{method}(|output| {})", required.field("output", output, false))
            }
            (false, true) => format!("Some({})", required.field(&base, output, false)),
            (false, false) => required.field(&base, output, false),
        })
    }

    /// Where an expression has what another decision gives; `texts` says whether a text may be among what the expression gives.
    pub(super) fn required_place(&self, requirement: RequirementId, output: Option<OutputId>, id: InputId, texts: bool) -> Option<Place> {
        let required = self.requires.of(requirement)?;
        let base = format!("required.{}", self.names.requirements.get(requirement.0)?);
        let data = self.table.inputs.get(id.0)?;
        let only = output.or_else(|| required.cx.table.sole_output().map(|_| OutputId(0)));
        let is_cow = only.and_then(|output| required.cx.output_kinds.get(output.0)).is_some_and(Kind::is_cow);
        if let (InputType::Scalar(ty), false) = (&data.ty, is_cow) {
            let closed = self.names.inputs.get(id.0)?.list.is_some();
            return Some(Place { path: self.required_field(requirement, output, id)?, form: Form::Field { ty: *ty, closed } });
        }
        let is_list = required.cx.table.hit_policy.is_list();
        match required.lent(output, !texts) {
            Some(lent) if is_list => {
                return Some(Place { path: base, form: Form::Lent(Lent::List { item: Box::new(lent), nullable: false }) });
            }
            Some(lent) if !required.cx.optional => {
                let (path, lent) = lent.value_at(base);
                return Some(Place { path, form: Form::Lent(lent) });
            }
            _ => {}
        }
        let ty = data.ty.expression_type();
        if is_list {
            let path = format!("{base}.iter().map(|output| {}).collect::<Vec<_>>()", required.record("output", output));
            return Some(Place { path, form: Form::Fresh(ty) });
        }
        if !required.cx.optional {
            return Some(Place { path: required.record(&base, output), form: Form::Fresh(ty) });
        }
        let as_ref = if required.is_copy() { "" } else { ".as_ref()" };
        let nullable = only.and_then(|output| required.cx.output_kinds.get(output.0)).is_some_and(Kind::nullable);
        let method = if nullable { "and_then" } else { "map" };
        let path = format!("{base}{as_ref}.{method}(|output| {})", required.record("output", output));
        Some(Place { path, form: Form::Fresh(ty) })
    }
}

/// What is copied out of a record: a value, or a list of literals. `None` of one that a rule may make.
fn lent_constant(kind: &Kind<'_>) -> Option<Lent> {
    match kind.item() {
        None => Some(Lent::Value { ty: kind.ty, closed: kind.list.is_some() }),
        Some(_) if kind.is_cow_list() => None,
        Some(item) => Some(Lent::List { item: Box::new(lent_constant(&item)?), nullable: kind.nullable() }),
    }
}

/// The value of an expression, of what stands behind a reference in a list; `None` where that is copied.
fn list_value(kind: &Kind<'_>, item: &str) -> Option<String> {
    let runtime = kind.runtime;
    let by = match (kind.ty.base, kind.list) {
        (BaseType::Text, Some(_)) if kind.ty.nullable => {
            return Some(format!("{item}.map(|value| {runtime}::Cow::Borrowed({runtime}::ClosedText::text(value)))"));
        }
        (BaseType::Text, Some(_)) => return Some(format!("{runtime}::Cow::Borrowed({runtime}::ClosedText::text(*{item}))")),
        (BaseType::Text, None) if kind.is_cow() => return None,
        (BaseType::Text, None) => format!("{runtime}::Cow::Borrowed"),
        (BaseType::Integer, _) => format!("{runtime}::Decimal::from"),
        (BaseType::YearsMonthsDuration, _) => format!("{runtime}::feel::months_of"),
        _ => return None,
    };
    Some(if kind.ty.nullable { format!("{item}.map({by})") } else { format!("{by}(*{item})") })
}

/// The modules of the decisions that it requires.
pub(super) fn imports(cx: &Context<'_>) -> Option<String> {
    let mut imports: Vec<String> = (cx.requires.graph.iter())
        .map(|Required { module, path, .. }| match path.rsplit("::").next() {
            Some(last) if last == module => format!("use {path};"),
            _ => format!("use {path} as {module};"),
        })
        .collect();
    imports.sort();
    (!imports.is_empty()).then(|| imports.join("\n"))
}

/// `Required`; none where nothing is required.
pub(super) fn types(cx: &Context<'_>) -> Option<String> {
    if !cx.has_required() {
        return None;
    }
    let fields: Vec<String> = (cx.table.requirements.iter().zip(&cx.names.requirements).enumerate())
        .filter_map(|(position, (requirement, field))| {
            let required = cx.requires.of(RequirementId(position))?;
            Some(format!("/// {}\npub {field}: {},", super::text::code(&requirement.decision), required.field_type()))
        })
        .collect();
    let compares = (0..cx.table.requirements.len())
        .filter_map(|position| cx.requires.of(RequirementId(position)))
        .all(|required| required.cx.output_kinds.iter().all(Kind::compares));
    let derives = if compares { "Clone, Copy, Debug, PartialEq" } else { "Clone, Copy, Debug" };
    Some(item(&format!(
        "/// What the decisions that it requires have decided.\n#[derive({derives})]\npub struct {} {{ {} }}",
        cx.required_type("'r", "'a"),
        fields.join("\n")
    )))
}

/// The type of what is told of rules.
fn trace(runtime: &str) -> String {
    format!("trace: &mut impl FnMut(&'static {runtime}::Info, {runtime}::RuleIndex)")
}

/// `evaluate_traced`, and where others are required, `apply`.
pub(super) fn evaluate(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let result = outputs::result_type(cx, "'a");
    let (generics, lifetime) = if cx.output_borrows() || cx.required_borrows() { ("<'a>", "'a") } else { ("", "'_") };
    let result = if cx.output_borrows() { result } else { outputs::result_type(cx, "'static") };
    let input = cx.input_type(lifetime);
    let (required, arguments) = (cx.required_parameter("required", lifetime), if cx.has_required() { ", required" } else { "" });
    let output_arguments = cx.output_arguments("input");
    let output = outputs::function_of_rule(cx, "input");
    let told = "inspect(|rule| trace(&TABLE, *rule))";
    let own = match cx.table.hit_policy {
        HitPolicy::Collect(Some(_)) => {
            format!("aggregate(select(input{arguments})?.{told}{})", cx.output_arguments("input"))
        }
        policy if policy.is_list() => format!("select(input{arguments})?.{told}.map({output}).collect()"),
        _ if cx.optional => format!("select(input{arguments})?.{told}.map({output}).transpose()"),
        _ => format!("let rule = select(input{arguments})?; trace(&TABLE, rule); output(rule{output_arguments})"),
    };
    let parameters = trace(runtime);
    if !cx.has_required() {
        return vec![item(&format!(
            "/// Decides, and calls `trace` with each rule that makes the result, in its order.\n///\n/// # Errors\n/// Those of [`evaluate`].\n\
             pub fn evaluate_traced{generics}(input: &{input}, {parameters}) -> Result<{result}, {runtime}::Error> {{ {own} }}"
        ))];
    }
    let (generics_of_all, lifetime_of_all) = if cx.output_borrows() { ("<'a>", "'a") } else { ("", "'_") };
    let input_of_all = cx.input_type(lifetime_of_all);
    vec![
        item(&format!(
            "/// Decides, and calls `trace` with each rule that makes a result, of this decision and of those that it requires: those first, each\n\
             /// evaluated once.\n{}///\n/// # Errors\n/// Those of [`evaluate`].\n\
             pub fn evaluate_traced{generics_of_all}(input: &{input_of_all}, {parameters}) -> Result<{result}, {runtime}::Error> {{ {} }}",
            cx.projections.docs(),
            graph(cx)
        )),
        item(&format!(
            "/// Decides by this table alone, given what the decisions that it requires have decided; calls `trace` with its rules.\n///\n\
             /// # Errors\n/// Those of [`select`]{}.\n\
             pub fn apply{generics}(input: &{input}{required}, {parameters}) -> Result<{result}, {runtime}::Error> {{ {own} }}",
            outputs::errors_of_outputs(cx),
        )),
    ]
}

/// The statements that evaluate the whole graph, in order.
fn graph(cx: &Context<'_>) -> String {
    let mut text = String::new();
    for (position, required) in cx.requires.graph.iter().enumerate() {
        let Required { cx: of, module, .. } = required;
        let values = of.input.literal(&format!("{module}::"), &|column| cx.projections.field(cx, position, InputId(column)));
        let (function, results) = match of.table.requirements.is_empty() {
            true => ("evaluate_traced", String::new()),
            false => ("apply", format!(", &{}", results(cx, of, &format!("{module}::")))),
        };
        let result = format!("{module}::{function}(&{values}{results}, trace).map_err(|error| error.within(&{module}::TABLE))?");
        let result = match cx.projections.owning(position) {
            Some(name) if of.table.hit_policy.is_list() => format!("{result}.into_iter().map({name}).collect::<Vec<_>>()"),
            Some(name) if of.optional => format!("{result}.map({name})"),
            Some(name) => format!("{name}({result})"),
            None => result,
        };
        text.push_str(cx.projections.statements(position));
        text.push_str(&format!("let {module} = {result};\n"));
    }
    format!("{text} apply(input, &{}, trace)", results(cx, cx, ""))
}

/// The functions that give results texts of their own.
pub(super) fn owning(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let function = |(position, required): (usize, &Required<'_>)| {
        let name = cx.projections.owning(position)?;
        let Required { cx: of, module, .. } = required;
        let field = |column: usize| {
            let field = format!("output.{}", of.names.outputs.get(column).map(|names| names.path.join(".")).unwrap_or_default());
            match of.output_kinds.get(column) {
                Some(kind) if kind.is_cow() && kind.ty.nullable => {
                    format!("{field}.map(|text| {runtime}::Cow::Owned(text.into_owned()))")
                }
                Some(kind) if kind.is_cow() => format!("{runtime}::Cow::Owned({field}.into_owned())"),
                _ => field,
            }
        };
        Some(item(&format!(
            "/// What {} gives, with texts of its own: those of a list that was made for it end with that.\n\
             fn {name}(output: {module}::{}) -> {module}::{}<'static> {{ {} }}",
            super::text::code(&of.table.name),
            of.output_record("'_"),
            of.output.name,
            of.output.literal(&format!("{module}::"), &field),
        )))
    };
    cx.requires.graph.iter().enumerate().filter_map(function).collect()
}

/// What `of` requires, of the variables that hold the results.
fn results(cx: &Context<'_>, of: &Context<'_>, module: &str) -> String {
    let fields = of.table.requirements.iter().zip(&of.names.requirements).filter_map(|(requirement, field)| {
        let required = cx
            .requires
            .graph
            .iter()
            .find(|required| required.cx.table.name == requirement.decision && required.cx.table.book == requirement.book)?;
        let value = if required.is_copy() { required.module.clone() } else { format!("&{}", required.module) };
        Some(if value == *field { value } else { format!("{field}: {value}") })
    });
    format!("{module}Required {{ {} }}", fields.collect::<Vec<_>>().join(", "))
}

/// How selection binds what another decision gives: a variable where that takes a step.
pub(super) fn selection(cx: &Context<'_>, id: InputId) -> Option<select::ComputedInput> {
    let data = cx.table.inputs.get(id.0)?;
    let InputSource::Decision(requirement, output) = data.source else { return None };
    data.scalar()?;
    let value = cx.required_field(requirement, output, id)?;
    if is_path(&value) {
        return None;
    }
    let name = cx.names.inputs.get(id.0)?.path.concat();
    Some(select::ComputedInput { name, value, fails: false, is_expression: false, needs: Vec::new() })
}

/// What another decision gives, as selection reads it.
pub(super) fn field(cx: &Context<'_>, id: InputId) -> Option<String> {
    let InputSource::Decision(requirement, output) = cx.table.inputs.get(id.0)?.source else { return None };
    let value = cx.required_field(requirement, output, id)?;
    if is_path(&value) { Some(value) } else { Some(cx.names.inputs.get(id.0)?.path.concat()) }
}

/// Whether an expression only names a field.
fn is_path(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '#'))
}

/// A type for what is no column: of a list or a context that another decision gives.
pub(super) const NO_COLUMN: Type = Type { base: BaseType::Boolean, nullable: false };
