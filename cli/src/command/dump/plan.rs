//! The plan of one decision: its inputs as segments of keys, and how the rules are found among them. [`classes`](super::classes) prints the
//! forms that combine classes.

use std::fmt::Write as _;

use matchbook_compiler::check::Checked;
use matchbook_compiler::dispatch::{
    Axis, DiagramData, DomainCheck, FlatMatch, Found, GraphNode, Grid, Key, KeyRange, MatchTree, Otherwise, Plan, Selection, Step,
    TreeMatch,
};
use matchbook_compiler::model::{DecisionTable, RuleId};
use matchbook_compiler::region::AtomSet;

use super::decision::{head, id};

/// The plan, readable: segments are numbered as rules and nodes name them.
pub(super) fn plan(checked: &Checked, plan: &Plan) -> String {
    let view = View { table: checked.table(), plan, text: head(checked.table()) };
    view.print()
}

pub(super) struct View<'a> {
    pub(super) table: &'a DecisionTable,
    plan: &'a Plan,
    text: String,
}

impl View<'_> {
    fn print(mut self) -> String {
        for position in 0..self.plan.inputs.len() {
            self.input(position);
        }
        let otherwise = match self.plan.otherwise {
            Otherwise::Else(rule) => format!("rule {}", id(self.table, rule)),
            Otherwise::NoRule => "an error".to_owned(),
            Otherwise::Nothing => "an empty result".to_owned(),
        };
        self.line(1, &format!("where no rule matches: {otherwise}"));
        match &self.plan.selection {
            Selection::Match(flat) => self.flat(flat),
            Selection::Tree(tree) => self.tree(tree),
            Selection::Cube(cube) => self.cube(cube),
            Selection::Pairs(pairs) => self.pairs(pairs),
            Selection::BitSets(sets) => self.bit_sets(sets),
            Selection::Scan(scan) => self.scan(scan),
            Selection::Hash(hashed) => self.hashed(hashed),
            Selection::Diagram(diagram) => self.diagram(diagram),
        }
        self.text
    }

    pub(super) fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.text, "{}{line}", "  ".repeat(depth));
    }

    /// An input's name, by its position in the plan.
    pub(super) fn name(&self, position: usize) -> String {
        let input = self.plan.inputs.get(position).and_then(|input| self.table.inputs.get(input.axis.input.0));
        input.map_or_else(|| "?".to_owned(), |input| input.name.to_string())
    }

    pub(super) fn names(&self, positions: impl IntoIterator<Item = usize>) -> String {
        let names: Vec<String> = positions.into_iter().map(|position| self.name(position)).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    }

    pub(super) fn ids(&self, rules: &[RuleId]) -> String {
        rules.iter().map(|rule| id(self.table, *rule)).collect::<Vec<_>>().join(", ")
    }

    fn input(&mut self, position: usize) {
        let Some(input) = self.plan.inputs.get(position) else { return };
        let axis = &input.axis;
        let key = if let Key::Ordered { grid, .. } = &axis.key { format!(" as {}", of_grid(grid)) } else { String::new() };
        let allowed = match &input.domain {
            DomainCheck::Any => String::new(),
            DomainCheck::Boolean(only) => format!(", refused unless {only}"),
            DomainCheck::Refused(texts) => format!(", refused if {}", quoted(texts)),
            DomainCheck::Allowed(texts) => format!(", refused unless {}", quoted(texts)),
            DomainCheck::Keys { grid, ranges } => {
                let grid = grid.as_ref().map(|grid| format!(" as {}", of_grid(grid))).unwrap_or_default();
                format!(", refused unless{grid} {}", ranges.iter().map(of_range).collect::<Vec<_>>().join(" or "))
            }
        };
        self.line(1, &format!("input {}{key}{allowed}", self.name(position)));
        for (segment, shown) in self.segments(axis).into_iter().enumerate() {
            self.line(2, &format!("{segment}: {shown}"));
        }
    }

    /// What each segment of an input holds.
    fn segments(&self, axis: &Axis) -> Vec<String> {
        let null = axis.nullable.then(|| "null".to_owned());
        let closed = self.table.inputs.get(axis.input.0).and_then(|input| input.closed.as_ref());
        let rest: Vec<String> = match &axis.key {
            Key::Boolean(values) => values.iter().map(ToString::to_string).collect(),
            Key::Structure => vec!["every value".to_owned()],
            Key::Variant(positions) => {
                let value =
                    |at: &usize| closed.and_then(|list| list.values.get(*at)).map_or_else(|| at.to_string(), |text| format!("{text:?}"));
                positions.iter().map(value).collect()
            }
            Key::Literal(texts) => {
                texts.iter().map(|text| text.as_ref().map_or_else(|| "any other text".to_owned(), |text| format!("{text:?}"))).collect()
            }
            Key::Ordered { starts, .. } => {
                let first = starts.first().map_or_else(|| "all keys".to_owned(), |next| format!("keys below {}", next.key));
                let rest = starts.iter().enumerate().map(|(at, start)| match starts.get(at + 1) {
                    Some(next) => format!("keys {}..{}", start.key, next.key.saturating_sub(1)),
                    None => format!("keys from {}", start.key),
                });
                std::iter::once(first).chain(rest).collect()
            }
        };
        null.into_iter().chain(rest).take(axis.segments as usize).collect()
    }

    fn flat(&mut self, flat: &FlatMatch) {
        let whole = if self.table.hit_policy.is_single_hit() { "one match on" } else { "a condition a rule, on" };
        self.line(1, &format!("{whole} {}", self.names(flat.scrutinee.iter().copied())));
        for arm in &flat.arms {
            let sets: Vec<String> = arm.sets.iter().zip(&flat.scrutinee).map(|(set, position)| self.set(set, *position)).collect();
            self.line(
                2,
                &format!("{} -> rule {}", if sets.is_empty() { "_".to_owned() } else { sets.join(", ") }, id(self.table, arm.rule)),
            );
        }
        if flat.open && self.table.hit_policy.is_single_hit() {
            self.line(2, "_ -> as where no rule matches");
        }
    }

    /// A set of an input's segments: `0-2, 5`, or `_` for all.
    fn set(&self, set: &AtomSet, position: usize) -> String {
        let whole = self.plan.inputs.get(position).map_or(0, |input| input.axis.segments);
        if set.ranges() == [(0, whole)] { "_".to_owned() } else { of_set(set) }
    }

    pub(super) fn found(&self, found: &Found) -> String {
        match found {
            Found::Rule(rule) => format!("rule {}", id(self.table, *rule)),
            Found::Rules(rules) => format!("rules {}", self.ids(rules)),
            Found::Several(first, second) => format!("an error: {} and {} match", id(self.table, *first), id(self.table, *second)),
            Found::NoRule => "an error: no rule matches".to_owned(),
            Found::Nothing => "an empty result".to_owned(),
        }
    }

    fn tree(&mut self, tree: &MatchTree) {
        self.line(1, "match trees");
        self.step(2, "", &tree.root);
        for (position, function) in tree.functions.iter().enumerate() {
            let needs = self.names(function.needs.iter().copied());
            self.line(2, &format!("function {position}, which reads {needs}"));
            self.branches(3, &function.body);
        }
    }

    fn step(&mut self, depth: usize, lead: &str, step: &Step) {
        match step {
            Step::Leaf(found) => self.line(depth, &format!("{lead}{}", self.found(found))),
            Step::Call(function) => self.line(depth, &format!("{lead}function {function}")),
            Step::Match(body) => {
                self.line(depth, &format!("{lead}match on {}", self.name(body.dimension)));
                self.arms(depth + 1, body);
            }
        }
    }

    fn branches(&mut self, depth: usize, body: &TreeMatch) {
        self.line(depth, &format!("match on {}", self.name(body.dimension)));
        self.arms(depth + 1, body);
    }

    fn arms(&mut self, depth: usize, body: &TreeMatch) {
        for arm in &body.arms {
            let set = if arm.rest { "_".to_owned() } else { self.set(&arm.set, body.dimension) };
            self.step(depth, &format!("{set} -> "), &arm.to);
        }
    }

    fn diagram(&mut self, diagram: &DiagramData) {
        self.line(1, &format!("the diagram as data, from node {}", diagram.root));
        for (position, node) in diagram.nodes.iter().enumerate() {
            let shown = match node {
                GraphNode::Leaf(found) => self.found(found),
                GraphNode::Test { dimension, outcomes } => {
                    let outcomes = outcomes.iter().map(|(set, to)| format!("{} -> {to}", self.set(set, *dimension)));
                    format!("{}: {}", self.name(*dimension), outcomes.collect::<Vec<_>>().join("; "))
                }
            };
            self.line(2, &format!("{position}: {shown}"));
        }
    }
}

/// `0-2, 5`
pub(super) fn of_set(set: &AtomSet) -> String {
    let ranges = set.ranges().iter().map(|(first, end)| {
        let last = end.saturating_sub(1);
        if *first == last { first.to_string() } else { format!("{first}-{last}") }
    });
    let ranges: Vec<String> = ranges.collect();
    if ranges.is_empty() { "none".to_owned() } else { ranges.join(", ") }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(", ")
}

fn of_range(range: &KeyRange) -> String {
    match (range.first, range.last) {
        (Some(first), Some(last)) => format!("{first}..{last}"),
        (Some(first), None) => format!("from {first}"),
        (None, Some(last)) => format!("up to {last}"),
        (None, None) => "any".to_owned(),
    }
}

/// What an ordered key is.
fn of_grid(grid: &Grid) -> String {
    match grid {
        Grid::Integer => "the integer".to_owned(),
        Grid::Floor(scale) => format!("an integer at {scale} digits, rounded down"),
        Grid::Ceil(scale) => format!("an integer at {scale} digits, rounded up"),
        Grid::Exact(scale) => format!("an integer at {scale} digits, with a last digit for more"),
        Grid::DecimalPosition(numbers) => {
            format!("a position among {}", numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        Grid::TextPosition(texts) => format!("a position among {}", quoted(texts)),
        Grid::Date => "yyyymmdd".to_owned(),
        Grid::Time => "hhmmss".to_owned(),
        Grid::TimeNanos => "hhmmss and nine digits".to_owned(),
        Grid::DateTime => "yyyymmddhhmmss".to_owned(),
        Grid::DateTimeNanos => "yyyymmddhhmmss and nine digits".to_owned(),
        Grid::Seconds => "seconds".to_owned(),
        Grid::Nanoseconds => "nanoseconds".to_owned(),
        Grid::Months => "months".to_owned(),
    }
}
