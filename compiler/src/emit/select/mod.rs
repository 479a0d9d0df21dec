//! Items of a generated module that find rules: `select`, and what it calls.

mod bit_sets;
mod blocks;
pub(super) mod bytes;
mod cells;
mod class;
mod code;
mod conditions;
mod cube;
mod diagram;
mod hash;
mod inputs;
mod names;
mod pairs;
mod pattern;
mod scan;
mod tree;

pub use blocks::{BlockColumn, Blocks};
pub use names::{ComputedInput, EnumNames, SelectionNames};

use std::collections::BTreeSet;

use crate::check::Checked;
use crate::dispatch::{BitSets, Cube, FlatMatch, Found, GraphNode, Grid, Hashed, Otherwise, Pairs, Plan, Promise, Scan, Selection};
use crate::model::{DecisionTable, HitPolicy};

use class::Classed;
use cube::with_classes;
use inputs::Locals;

/// The items that find rules, and what batches take over of them.
pub struct Selected<'a> {
    /// The items, each formatted, `select` first.
    pub items: Vec<String>,
    emitter: Emitter<'a>,
    /// What `select` does behind its guards, with [placeholders](cube::with_classes) for classes.
    body: String,
}

impl<'a> Selected<'a> {
    /// How rules are found.
    pub fn plan(&self) -> &'a Plan {
        self.emitter.plan
    }
}

/// Makes the items that find rules. `select` gives, by the table's hit policy, `Result<RuleIndex, Error>`, the same of an `Option<RuleIndex>`
/// where [`is_optional`], or `Result<impl Iterator<Item = RuleIndex>, Error>`.
pub fn select<'a>(decision: &'a Checked, plan: &'a Plan, names: SelectionNames) -> Selected<'a> {
    let mut emitter = Emitter::new(decision.table(), plan, names);
    let (used, body) = emitter.form(&plan.selection);
    let items = emitter.items(&used, &with_classes(&body, &emitter.classes));
    Selected { items, emitter, body }
}

/// Whether `select` finds no rule for some inputs and that is a result: a single hit, `complete` `no`, and no `else`.
pub fn is_optional(plan: &Plan, hit_policy: HitPolicy) -> bool {
    hit_policy.is_single_hit() && plan.otherwise == Otherwise::Nothing
}

/// What all parts of selection's code read and add to.
struct Emitter<'a> {
    table: &'a DecisionTable,
    plan: &'a Plan,
    names: SelectionNames,
    locals: Locals,
    taken: BTreeSet<String>,
    /// The class of each column of the form, as an expression.
    classes: Vec<String>,
    /// The columns whose classes bodies ask for.
    classed: Vec<Classed>,
    /// The inputs whose classes a function of the form finds by a table of days: their keys are packed dates.
    by_day: BTreeSet<usize>,
    /// The statics in which a grid's cuts are, each with its input.
    positions: Vec<(usize, Grid, String)>,
    /// Items beside `select`, formatted.
    others: Vec<String>,
}

impl<'a> Emitter<'a> {
    fn new(table: &'a DecisionTable, plan: &'a Plan, names: SelectionNames) -> Self {
        let locals = Locals::new(plan, &names);
        let taken = names.taken.clone();
        Self {
            table,
            plan,
            names,
            locals,
            taken,
            classes: Vec::new(),
            classed: Vec::new(),
            by_day: BTreeSet::new(),
            positions: Vec::new(),
            others: Vec::new(),
        }
    }

    /// The inputs that a form uses, and what it does with them, with [placeholders](cube::with_classes) for classes.
    fn form(&mut self, form: &Selection) -> (Vec<usize>, String) {
        self.by_day.clear();
        match form {
            Selection::Match(flat) if !self.table.hit_policy.is_single_hit() => (flat.scrutinee.clone(), self.conditions(flat)),
            Selection::Match(flat) => (flat.scrutinee.clone(), self.flat(flat)),
            Selection::Tree(tree) => self.tree(tree),
            Selection::Cube(cube) => self.cube(cube),
            Selection::Pairs(pairs) => self.pairs(pairs),
            Selection::BitSets(form) => self.bit_sets(form),
            Selection::Scan(scan) => self.scan(scan),
            Selection::Hash(form) => self.hash(form),
            Selection::Diagram(diagram) => self.diagram(diagram),
        }
    }

    fn items(&mut self, used: &[usize], body: &str) -> Vec<String> {
        let guards = self.inputs(used);
        let runtime = &self.names.runtime;
        let (rules, finds) = if !self.table.hit_policy.is_single_hit() {
            (format!("impl Iterator<Item = {runtime}::RuleIndex>"), "the rules that make the result, in its order")
        } else if is_optional(self.plan, self.table.hit_policy) {
            (format!("Option<{runtime}::RuleIndex>"), "the rule, if one matches")
        } else {
            (format!("{runtime}::RuleIndex"), "the rule")
        };
        let text = format!("{guards} {body}");
        let parameter = |name: &str| if super::words(&text).contains(name) { name.to_owned() } else { format!("_{name}") };
        let input = parameter("input");
        let required = self.names.required.as_ref().map(|ty| format!(", {}: &{ty}", parameter("required"))).unwrap_or_default();
        let select = format!(
            "/// Finds {finds}, and nothing else.\n///\n/// # Errors\n/// {errors}\npub fn select({input}: &{}{required}) -> Result<{rules}, {runtime}::Error> {{ {guards} {body} }}",
            self.names.input,
            errors = self.errors(),
        );
        let mut items = vec![format_item(&select)];
        items.append(&mut self.others);
        items
    }

    /// What the docs of `select` say of its errors.
    fn errors(&self) -> String {
        let mut errors = vec!["An input outside its allowed values"];
        let several = match &self.plan.selection {
            Selection::Match(_) => false,
            Selection::Tree(tree) => tree.fallible,
            Selection::Cube(Cube { outcomes, .. })
            | Selection::Pairs(Pairs { outcomes, .. })
            | Selection::Hash(Hashed { outcomes, .. }) => outcomes.iter().any(|found| matches!(found, Found::Several(..))),
            Selection::BitSets(BitSets { promise, .. }) | Selection::Scan(Scan { promise, .. }) => *promise != Promise::None,
            Selection::Diagram(diagram) => diagram.nodes.iter().any(|node| matches!(node, GraphNode::Leaf(Found::Several(..)))),
        };
        if self.plan.otherwise == Otherwise::NoRule {
            errors.push("no rule");
        }
        if several && matches!(self.table.hit_policy, HitPolicy::Unique | HitPolicy::Any) {
            errors.push("several rules where one was promised");
        }
        match errors.as_slice() {
            [only] => format!("{only}."),
            [first @ .., last] => format!("{}, or {last}.", first.join(", ")),
            [] => String::new(),
        }
    }

    /// What is found, as an expression; an error with `Err(…)` around it. `Err` is returned for those.
    fn found(&self, found: &Found) -> Result<String, String> {
        let runtime = &self.names.runtime;
        let some = |rule: String| if is_optional(self.plan, self.table.hit_policy) { format!("Some({rule})") } else { rule };
        let name = |rule: &crate::model::RuleId| self.names.rules.get(rule.0).cloned().unwrap_or_default();
        match found {
            Found::Rule(rule) => Ok(some(name(rule))),
            Found::Rules(rules) => Ok(format!("&[{}]", rules.iter().map(name).collect::<Vec<_>>().join(", "))),
            Found::Nothing => Ok("None".to_owned()),
            Found::NoRule => Err(format!("Err({runtime}::Error::NoRule)")),
            Found::Several(first, second) => Err(format!("Err({runtime}::Error::Several({}, {}))", name(first), name(second))),
        }
    }

    fn otherwise(&self) -> Found {
        match self.plan.otherwise {
            Otherwise::Else(rule) => Found::Rule(rule),
            Otherwise::NoRule => Found::NoRule,
            Otherwise::Nothing => Found::Nothing,
        }
    }

    /// The body of `select` as one `match`.
    fn flat(&self, flat: &FlatMatch) -> String {
        let closing = match self.found(&self.otherwise()) {
            Ok(value) => value,
            Err(error) => format!("return {error}"),
        };
        if flat.scrutinee.is_empty() {
            return match flat.arms.first().map(|arm| self.found(&Found::Rule(arm.rule))).unwrap_or_else(|| self.found(&self.otherwise())) {
                Ok(value) => format!("Ok({value})"),
                Err(error) => error,
            };
        }
        let tuple = |parts: Vec<String>| match parts.as_slice() {
            [only] => only.clone(),
            _ => format!("({})", parts.join(", ")),
        };
        let scrutinee = tuple(flat.scrutinee.iter().map(|input| self.key(*input)).collect());
        let mut arms: Vec<(String, String)> = flat
            .arms
            .iter()
            .map(|arm| {
                let pattern = tuple(flat.scrutinee.iter().zip(&arm.sets).map(|(input, set)| self.pattern(*input, set)).collect());
                (pattern, self.found(&Found::Rule(arm.rule)).unwrap_or_default())
            })
            .collect();
        if flat.open {
            arms.push(("_".to_owned(), closing));
        }
        format!("Ok({})", match_of(&scrutinee, &arms))
    }

    /// A name that nothing else in the module has, nor any key.
    fn fresh(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while self.locals.has(&name) || !self.taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    }
}

/// A `match` of patterns and what they come to.
fn match_of(scrutinee: &str, arms: &[(String, String)]) -> String {
    // `None` for null and one rule for all else, which clippy wants said so.
    if let [(one, of_one), (other, of_other)] = arms {
        let of_some = match (one.as_str(), of_one.as_str(), other.as_str(), of_other.as_str()) {
            ("None", "None", "Some(_)" | "_", some) | ("Some(_)", some, "None" | "_", "None") => some.strip_prefix("Some("),
            _ => None,
        };
        if let Some(rule) = of_some.and_then(|some| some.strip_suffix(')')) {
            return format!("{scrutinee}.map(|_| {rule})");
        }
    }
    let arms: String = arms.iter().map(|(pattern, result)| format!("{pattern} => {result}, ")).collect();
    format!("match {scrutinee} {{ {arms} }}")
}

/// An item as it is printed everywhere in generated code. Text that isn't Rust stays as it is, so that rustc can say what is wrong with it.
fn format_item(text: &str) -> String {
    match syn::parse_file(text) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{text}\n"),
    }
}
