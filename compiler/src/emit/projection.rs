//! What the `Input` of a required decision is made of: the fields of this one's. A list whose items are of the same type is handed on as it
//! is; of any other, a projection is made with the fields that the decision reads, the inner lists first:
//!
//! ```text
//! let orders_lines_for_fee = orders_lines_for_fee(input.orders);
//! let orders_for_fee = orders_for_fee(input.orders, &orders_lines_for_fee);
//! let fee = fee::evaluate_traced(&fee::Input { orders: &orders_for_fee }, trace)…
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::expression::closure;
use super::facts::{Fact, Facts, Form, Record};
use super::info;
use super::required::{NAMES_OF_OURS, Required};
use super::text::{code, item};
use super::value::Kind;
use crate::model::InputId;
use crate::names::{EnumNames, TypePath, untaken_function};

/// The lists that are made for required decisions.
#[derive(Default)]
pub(super) struct Projections {
    /// Before each decision of the graph, by its position: the statements that make what it reads.
    statements: BTreeMap<usize, String>,
    /// For each list of a decision of the graph that isn't handed on as it is: what its field holds.
    arguments: BTreeMap<(usize, usize), String>,
    /// The functions that make them.
    pub(super) items: Vec<String>,
    /// The names of the functions, which the variables for what they give have too.
    pub(super) names: BTreeSet<String>,
    /// For each decision whose result must outlive a list that is made for it: the function that gives it texts of its own.
    owning: BTreeMap<usize, String>,
    /// The names of the lists, each with those of the decisions that it is made for.
    made: BTreeMap<String, Vec<String>>,
}

/// A list that is made.
struct Made {
    /// The function, and the variable for what it gives.
    name: String,
    /// What each of its items is.
    ty: String,
}

/// How to come from the items of one list to a list in them.
#[derive(Clone)]
struct Step {
    /// The variable for an item.
    variable: String,
    /// The list in it.
    list: String,
}

/// One list of a required decision, in the making.
struct Maker<'c, 'a> {
    cx: &'c Context<'a>,
    required: &'c Required<'a>,
    /// The list of this decision.
    from: Facts<'c>,
    /// The variable that holds that.
    root: String,
    /// Its name as written.
    path: String,
    taken: &'c mut BTreeSet<String>,
    /// The statements that make it, and the functions.
    statements: String,
    items: Vec<String>,
}

/// A Rust expression, and whether it has a `?` inside.
struct Value {
    text: String,
    fails: bool,
}

impl Projections {
    /// What the decisions that this one requires read of its lists.
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let mut projections = Self::default();
        let mut taken = cx.names.taken.clone();
        taken.extend(NAMES_OF_OURS.map(str::to_owned));
        taken.extend(cx.runtime.split("::").next().map(str::to_owned));
        taken.extend(cx.requires.graph.iter().map(|required| required.module.clone()));
        let before = taken.clone();
        // A list is made once for all decisions that read it as the same type.
        let mut known: BTreeMap<(usize, String), String> = BTreeMap::new();
        for (position, required) in cx.requires.graph.iter().enumerate() {
            for (input, to) in required.cx.facts() {
                let Some(data) = required.cx.table.inputs.get(input) else { continue };
                let Some((own, _)) = cx.table.given().find(|(_, own)| own.name == data.name) else { continue };
                let Some(from) = cx.input_kinds.get(own.0).and_then(|kind| kind.facts) else { continue };
                if is_same(cx, from.item(), &required.cx, to.item()) {
                    continue;
                }
                let Some(names) = cx.names.inputs.get(own.0) else { continue };
                let field = format!("input.{}", names.path.join("."));
                let argument = known.entry((own.0, identity(&required.cx, to.item()))).or_insert_with(|| {
                    let path = data.name.to_string();
                    let root = names.path.last().cloned().unwrap_or_default();
                    let (statements, items) = (String::new(), Vec::new());
                    let mut maker = Maker { cx, required, from, root, path, taken: &mut taken, statements, items };
                    let Made { name, .. } = maker.made(from, to, &[], &names.path.join(" "), &field);
                    projections.statements.entry(position).or_default().push_str(&maker.statements);
                    projections.items.append(&mut maker.items);
                    if from.list.nullable { format!("{field}.map(|_| {name}.as_slice())") } else { format!("&{name}") }
                });
                projections.arguments.insert((position, input), argument.clone());
                projections.made.entry(data.name.to_string()).or_default().push(required.cx.table.name.clone());
            }
        }
        if cx.output_borrows() {
            for (position, required) in cx.requires.graph.iter().enumerate() {
                if required.cx.output_borrows() && projections.arguments.keys().any(|(of, _)| *of == position) {
                    let name = untaken_function(&format!("owned {}", required.cx.table.name), &mut taken);
                    projections.owning.insert(position, name);
                }
            }
        }
        projections.names = taken.difference(&before).cloned().collect();
        projections
    }

    /// The statements before the evaluation of a decision of the graph.
    pub(super) fn statements(&self, position: usize) -> &str {
        self.statements.get(&position).map(String::as_str).unwrap_or_default()
    }

    /// The function that gives the result of a decision of the graph texts of its own, where that must outlive a list that is made for it.
    pub(super) fn owning(&self, position: usize) -> Option<&str> {
        self.owning.get(&position).map(String::as_str)
    }

    /// What the docs of an evaluation say, as a paragraph of its own.
    pub(super) fn docs(&self) -> String {
        let listed = |names: &[String]| names.iter().map(|name| code(name)).collect::<Vec<_>>().join(", ");
        let paragraphs = self.made.iter().map(|(list, decisions)| {
            format!("///\n/// Allocates: {} is made anew for what reads other fields of it, {}.\n", code(list), listed(decisions))
        });
        paragraphs.collect()
    }

    /// The value of a field of a required decision's `Input`.
    pub(super) fn field(&self, cx: &Context<'_>, position: usize, input: InputId) -> String {
        if let Some(argument) = self.arguments.get(&(position, input.0)) {
            return argument.clone();
        }
        let Some(required) = cx.requires.graph.get(position) else { return String::new() };
        let Some(data) = required.cx.table.inputs.get(input.0) else { return String::new() };
        let Some((own, _)) = cx.table.given().find(|(_, own)| own.name == data.name) else { return String::new() };
        let (Some(one), Some(other)) = (cx.names.inputs.get(own.0), required.cx.names.inputs.get(input.0)) else { return String::new() };
        let field = format!("input.{}", one.path.join("."));
        if data.list().is_some() {
            return field;
        }
        value(cx, one.list.as_ref(), (required, other.list.as_ref(), &other.field), data.ty.nullable(), field).text
    }
}

impl Maker<'_, '_> {
    /// Makes the list that `to` is of `from`, which lies in this decision's list by these steps; `words` name it.
    fn made(&mut self, from: Facts<'_>, to: Facts<'_>, steps: &[Step], words: &str, root: &str) -> Made {
        let name = untaken_function(&format!("{words} for {}", self.required.cx.table.name), self.taken);
        let mut locals: BTreeSet<String> = steps.iter().map(|step| step.variable.clone()).collect();
        locals.insert(self.root.clone());
        let mut inner = Vec::new();
        let (variable, element) = match (from.item().form(), to.item().form()) {
            (Some(Form::Record(one)), Some(Form::Record(other))) => {
                let variable = untaken_function(one.name, &mut locals);
                let place = Place { item: variable.clone(), path: String::new(), words: words.to_owned() };
                let element = self.record((&one, &other), place, (steps, root), &mut locals, &mut inner);
                (variable, element)
            }
            (Some(Form::Value(one, ..)), Some(Form::Value(other, _, names))) => {
                let variable = untaken_function("value", &mut locals);
                let of = (self.required, other.list, names.field.as_str());
                (variable.clone(), value(self.cx, one.list, of, one.ty.nullable, variable))
            }
            // Both have the form of one place in the inputs.
            _ => (String::new(), Value { text: String::new(), fails: false }),
        };
        // Where all of an item is made, nothing of the one that there is may be read.
        let variable = if super::words(&element.text).contains(variable.as_str()) { variable } else { "_".to_owned() };
        let copied = matches!(from.item().form(), Some(Form::Value(..)));
        let iterator = |list: &str| format!("{list}.iter(){}", if copied { ".copied()" } else { "" });
        let each = match (element.fails, element.text.strip_suffix('?')) {
            (true, Some(call)) => format!("|{variable}| {call}"),
            (true, None) => format!("|{variable}| Ok({})", element.text),
            (false, _) => closure(&variable, &element.text),
        };
        let mut body: String = inner.iter().map(|(local, _)| format!("let mut {local} = {local}.iter().map(Vec::as_slice);\n")).collect();
        body.push_str(&match steps.split_last() {
            None => format!("{}.map({each}).collect()", iterator(&self.root)),
            Some((last, outer)) => {
                let outer: String = outer.iter().map(|Step { variable, list }| format!(".flat_map(|{variable}| {list}.iter())")).collect();
                let Step { variable, list } = last;
                format!("{}.iter(){outer}.map(|{variable}| {}.map({each}).collect()).collect()", self.root, iterator(list))
            }
        });
        let (one, other) = (self.from.item(), to.item());
        let lifetime = if one.borrows() { "'a" } else { "'static" };
        let generic = other.borrows() && one.borrows();
        let ty = type_of(other, &self.required.module, lifetime);
        let gives = if steps.is_empty() { format!("Vec<{ty}>") } else { format!("Vec<Vec<{ty}>>") };
        let gives = if element.fails { format!("Result<{gives}, {}::Error>", self.cx.runtime) } else { gives };
        let mut parameters = format!("{}: &[{}]", self.root, one.rust_type(if generic { "'a" } else { "'_" }));
        for (local, made) in &inner {
            parameters.push_str(&format!(", {local}: &'a [Vec<{}>]", made.ty));
        }
        let docs = format!("{} as {} reads it", code(&self.path_of(steps)), code(&self.required.cx.table.name));
        let generics = if generic { "<'a>" } else { "" };
        self.items.push(item(&format!("/// {docs}: of items of its own.\nfn {name}{generics}({parameters}) -> {gives} {{ {body} }}")));
        let arguments: String = inner.iter().map(|(_, made)| format!(", &{}", made.name)).collect();
        let slice = if self.from.list.nullable { format!("{root}.unwrap_or_default()") } else { root.to_owned() };
        let tried = if element.fails { "?" } else { "" };
        self.statements.push_str(&format!("let {name} = {name}({slice}{arguments}){tried};\n"));
        Made { name, ty }
    }

    /// The list that these steps lead to, as written in docs.
    fn path_of(&self, steps: &[Step]) -> String {
        let lists = steps.iter().filter_map(|step| step.list.trim_end_matches(".unwrap_or_default()").split_once('.'));
        lists.fold(self.path.clone(), |path, (_, list)| format!("{path}[].{list}"))
    }

    /// A record of the required decision, of what lies at a place in an item; lists that have to be made for it are added to `inner`, each
    /// with the variable for those that come next.
    fn record(
        &mut self,
        (one, other): (&Record<'_>, &Record<'_>),
        place: Place,
        (steps, root): (&[Step], &str),
        locals: &mut BTreeSet<String>,
        inner: &mut Vec<(String, Made)>,
    ) -> Value {
        let (cx, required) = (self.cx, self.required);
        let mut fails = false;
        let mut fields = Vec::new();
        for field in &other.fields {
            let Some(from) = one.fields.iter().find(|from| from.segment == field.segment) else { continue };
            let read = format!("{}{}.{}", place.item, place.path, from.ident);
            let text = match (from.fact.form(), field.fact.form()) {
                _ if is_same(cx, from.fact, &required.cx, field.fact) => read,
                (Some(Form::Value(one, ..)), Some(Form::Value(other, _, names))) => {
                    let value = value(cx, one.list, (required, other.list, &names.field), one.ty.nullable, read);
                    fails |= value.fails;
                    value.text
                }
                (Some(Form::Record(one)), Some(Form::Record(other))) => {
                    let path = format!("{}.{}", place.path, from.ident);
                    let words = format!("{} {}", place.words, field.segment);
                    let place = Place { item: place.item.clone(), path, words };
                    let value = self.record((&one, &other), place, (steps, root), locals, inner);
                    fails |= value.fails;
                    value.text
                }
                (Some(Form::List(one, _)), Some(Form::List(other, _))) => {
                    let list = if one.list.nullable { format!("{read}.unwrap_or_default()") } else { read.clone() };
                    let step = Step { variable: place.item.clone(), list };
                    let steps: Vec<Step> = steps.iter().cloned().chain([step]).collect();
                    let made = self.made(one, other, &steps, &format!("{} {}", place.words, field.segment), root);
                    let local = untaken_function(field.segment, locals);
                    let next = format!("{local}.next()");
                    inner.push((local, made));
                    // One was made for each item, whether it has the list or not.
                    if one.list.nullable { format!("{read}.and({next})") } else { format!("{next}.unwrap_or_default()") }
                }
                _ => read,
            };
            fields.push(if text == field.ident { text } else { format!("{}: {text}", field.ident) });
        }
        Value { text: format!("{}::{} {{ {} }}", required.module, other.name, fields.join(", ")), fails }
    }
}

/// A place in an item.
struct Place {
    /// The variable for the item.
    item: String,
    /// The fields that lead to it, each behind a dot.
    path: String,
    /// The names as written.
    words: String,
}

/// A value of this decision, an enum or not, as the required one has it; `field` is its static there.
fn value(
    cx: &Context<'_>,
    one: Option<&EnumNames>,
    (required, other, field): (&Required<'_>, Option<&EnumNames>, &str),
    nullable: bool,
    value: String,
) -> Value {
    let (runtime, module) = (cx.runtime, &required.module);
    let text = format!("{runtime}::ClosedText::text");
    let narrowed = |value: &str, list: &EnumNames| {
        let position = info::input_fields(&required.cx).iter().position(|known| known == field).unwrap_or_default();
        format!("{runtime}::narrowed::<{module}::{}>({value}, &{module}::TABLE, {position})?", list.name)
    };
    let sure = |text: String| Value { text, fails: false };
    let tried = |text: String| Value { text, fails: true };
    match (one, other) {
        (Some(one), Some(other)) if defined(cx, one) == defined(&required.cx, other) => sure(value),
        (None, None) => sure(value),
        (Some(_), None) if nullable => sure(format!("{value}.map({text})")),
        (Some(_), None) => sure(format!("{text}({value})")),
        (Some(_), Some(other)) if nullable => {
            tried(format!("match {value} {{ Some(value) => Some({}), None => None }}", narrowed(&format!("{text}(value)"), other)))
        }
        (Some(_), Some(other)) => tried(narrowed(&format!("{text}({value})"), other)),
        (None, Some(other)) if nullable => {
            tried(format!("match {value} {{ Some(value) => Some({}), None => None }}", narrowed("value", other)))
        }
        (None, Some(other)) => tried(narrowed(&value, other)),
    }
}

/// Where an enum is defined.
fn defined(cx: &Context<'_>, list: &EnumNames) -> TypePath {
    list.shared.clone().unwrap_or_else(|| TypePath::generated(cx.names.module.clone(), list.name.clone()))
}

/// Where a struct is defined.
fn defined_record(cx: &Context<'_>, record: &Record<'_>) -> TypePath {
    record.shared.cloned().unwrap_or_else(|| TypePath::generated(cx.names.module.clone(), record.name.to_owned()))
}

/// Whether the same place in the inputs of two decisions is one type.
fn is_same(one: &Context<'_>, fact: Fact<'_>, other: &Context<'_>, read: Fact<'_>) -> bool {
    match (fact.form(), read.form()) {
        (Some(Form::Value(a, ..)), Some(Form::Value(b, ..))) => {
            a.list.map(|list| defined(one, list)) == b.list.map(|list| defined(other, list))
        }
        (Some(Form::Record(a)), Some(Form::Record(b))) => defined_record(one, &a) == defined_record(other, &b),
        (Some(Form::List(a, _)), Some(Form::List(b, _))) => is_same(one, a.item(), other, b.item()),
        _ => false,
    }
}

/// What tells the type of items from all others.
fn identity(cx: &Context<'_>, fact: Fact<'_>) -> String {
    match fact.form() {
        Some(Form::Value(Kind { list: Some(list), .. }, ..)) => format!("{:?}", defined(cx, list)),
        Some(Form::Record(record)) => format!("{:?}", defined_record(cx, &record)),
        _ => fact.rust_type("'a"),
    }
}

/// The type of a required decision's items, as code beside its module writes it.
fn type_of(fact: Fact<'_>, module: &str, lifetime: &str) -> String {
    match fact.form() {
        Some(Form::Value(Kind { list: Some(list), ty, .. }, ..)) if ty.nullable => format!("Option<{module}::{}>", list.name),
        Some(Form::Value(Kind { list: Some(_), .. }, ..) | Form::Record(_)) => format!("{module}::{}", fact.rust_type(lifetime)),
        _ => fact.rust_type(lifetime),
    }
}
