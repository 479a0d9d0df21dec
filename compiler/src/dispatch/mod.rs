//! Phase 8, [`Checked`](crate::check::Checked) → [`Plan`]: how the rules of a decision are found.
//!
//! Small tables become one `match`, an arm a rule, or, where all matches count, a condition a rule; larger ones the decision diagram as
//! match trees; the largest data. None of it changes what a table means, and the signature of `select` doesn't depend on it.
//!
//! All forms that are data but the diagram bring each column's value to a *class* and combine classes, so that what an input costs is the
//! same whatever its value: a [`Cube`] by one index, [`Pairs`] of classes by tables, [`BitSets`] by the AND of rules, a [`Scan`] by a key and
//! a few comparisons, what is [`Hashed`] by one look-up. `cost.rs` estimates each, and `choose.rs` takes the best.
//! [`Report`] says which forms were looked at, and why one was taken.

mod axis;
mod bit_sets;
mod choose;
mod classes;
pub(crate) mod codes;
mod cost;
mod cube;
mod data;
mod domain;
mod flat;
mod grid;
mod hash;
mod key_classes;
mod outcome;
mod pairs;
pub mod perfect_hash;
mod promise;
mod report;
mod rule_sets;
mod scan;
mod tree;
pub(crate) mod width;

pub use axis::{Axis, Key, Start};
pub use bit_sets::BitSets;
pub use choose::{plan, plan_as};
pub use classes::{Column, ColumnClasses};
pub use cube::Cube;
pub use data::{DiagramData, GraphNode};
pub use domain::{DomainCheck, KeyRange};
pub use flat::{Arm, FlatMatch};
pub use grid::Grid;
pub use hash::Hashed;
pub(crate) use key_classes::{DayTable, KeyClasses, StepTable};
pub use pairs::{ClassTable, Operand, Pairs};
pub use promise::Promise;
pub use report::{Considered, Cost, Report, Wish};
pub use rule_sets::RuleSets;
pub use scan::Scan;
pub use tree::{Function, MatchTree, Step, TreeArm, TreeMatch};

use crate::diagram::DecisionDiagram;
use crate::model::{DecisionTable, HitPolicy, RuleId, Strategy};
use crate::region::{AtomSet, RuleMatrix};

/// How the rules of one decision are found.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its inputs, in the table's order.
    pub inputs: Vec<InputPlan>,
    /// What happens where no ordinary rule matches.
    pub otherwise: Otherwise,
    /// How.
    pub selection: Selection,
    /// By what classes a batch finds them, where one is wanted and `selection` combines none.
    pub batch: Option<Selection>,
    /// Why so.
    pub report: Report,
}

impl Plan {
    /// The form by whose classes a batch finds the rules; `None` where it goes row by row.
    ///
    /// Whatever combines classes is quicker once whole columns are brought to them: of the time row by row, a cube took 0.70, bit sets of
    /// sixteen words 0.75, summarized ones 0.73 and 0.75, scans 0.83; a scan of half a microsecond took the same.
    pub fn of_batches(&self) -> Option<&Selection> {
        self.batch.as_ref().or(Some(&self.selection)).filter(|form| !form.columns().is_empty())
    }
}

/// An input of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct InputPlan {
    /// Its segments and key.
    pub axis: Axis,
    /// What is asked of it before any rule.
    pub domain: DomainCheck,
}

impl InputPlan {
    /// The most digits after the point of a number that the table tells from others.
    pub(crate) fn scale(&self) -> u32 {
        let of_key = if let Key::Ordered { grid, .. } = &self.axis.key { grid.scale() } else { 0 };
        let of_domain = if let DomainCheck::Keys { grid: Some(grid), .. } = &self.domain { grid.scale() } else { 0 };
        of_key.max(of_domain)
    }
}

/// The forms of selection.
#[derive(Clone, Debug, PartialEq)]
pub enum Selection {
    /// One `match`, an arm a rule; a list of conditions, one a rule, for a table that gives all its matches.
    Match(FlatMatch),
    /// Match trees.
    Tree(MatchTree),
    /// An outcome for each combination of classes.
    Cube(Cube),
    /// Tables of two classes each.
    Pairs(Pairs),
    /// The rules that each class admits, as bits.
    BitSets(BitSets),
    /// The rules as data: key columns lead to candidates, which are compared.
    Scan(Scan),
    /// The combinations of classes that rules name, by a perfect hash.
    Hash(Hashed),
    /// The diagram as data.
    Diagram(DiagramData),
}

impl Selection {
    /// The strategy by whose word a table asks for it.
    pub fn strategy(&self) -> Strategy {
        match self {
            Self::Match(_) => Strategy::Match,
            Self::Tree(_) => Strategy::Tree,
            Self::Cube(_) => Strategy::Cube,
            Self::Pairs(_) => Strategy::Pairs,
            Self::BitSets(_) => Strategy::BitSets,
            Self::Scan(_) => Strategy::Scan,
            Self::Hash(_) => Strategy::Hash,
            Self::Diagram(_) => Strategy::Diagram,
        }
    }

    /// The columns whose classes it combines; none of a form that has no classes.
    pub fn columns(&self) -> &[Column] {
        match self {
            Self::Match(_) | Self::Tree(_) | Self::Diagram(_) => &[],
            Self::Cube(cube) => &cube.columns,
            Self::Pairs(pairs) => &pairs.columns,
            Self::BitSets(sets) => &sets.columns,
            Self::Scan(scan) => &scan.columns,
            Self::Hash(hashed) => &hashed.columns,
        }
    }

    /// Whether generated code names the rules, so that each needs a constant.
    pub fn names_rules(&self) -> bool {
        matches!(self, Self::Match(_) | Self::Tree(_))
    }
}

/// What happens where no ordinary rule matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Otherwise {
    /// The `else` rule does.
    Else(RuleId),
    /// An error.
    NoRule,
    /// Nothing, which is a result: `null`, an empty list, an aggregation of none.
    Nothing,
}

/// What selection comes to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Found {
    /// One rule.
    Rule(RuleId),
    /// The rules that make a list or an aggregation, in the result's order.
    Rules(Vec<RuleId>),
    /// Two rules, where one was promised.
    Several(RuleId, RuleId),
    /// No rule, which is an error.
    NoRule,
    /// No rule, which is a result.
    Nothing,
}

impl Found {
    /// How many rules it names.
    pub(crate) fn named(&self) -> usize {
        match self {
            Self::Rule(_) => 1,
            Self::Rules(rules) => rules.len(),
            Self::Several(..) => 2,
            Self::NoRule | Self::Nothing => 0,
        }
    }
}

/// All that planning reads.
pub(crate) struct Facts<'a> {
    pub(crate) table: &'a DecisionTable,
    pub(crate) matrix: &'a RuleMatrix,
    pub(crate) diagram: Option<&'a DecisionDiagram>,
    /// The ordinary rules in the order in which they win, or in which a list holds them.
    pub(crate) order: Vec<RuleId>,
    pub(crate) otherwise: Otherwise,
    /// Whether it is proven that no two rules contradict each other.
    pub(crate) consistent: bool,
    pub(crate) inputs: Vec<InputPlan>,
}

impl<'a> Facts<'a> {
    pub(crate) fn new(
        table: &'a DecisionTable,
        matrix: &'a RuleMatrix,
        diagram: Option<&'a DecisionDiagram>,
        order: &[RuleId],
        consistent: bool,
    ) -> Self {
        let otherwise = match table.default_rule() {
            Some(rule) => Otherwise::Else(rule),
            None if table.hit_policy.is_single_hit() && table.complete => Otherwise::NoRule,
            None => Otherwise::Nothing,
        };
        let ordinary = table.ordinary_rules().len();
        let inputs = (0..matrix.dimensions.len())
            .map(|position| {
                let axis = Axis::new(table, matrix, diagram, position);
                let dimension = &matrix.dimensions[position];
                let domain = DomainCheck::new(&table.inputs[dimension.input.0], dimension, &axis);
                InputPlan { axis, domain }
            })
            .collect();
        let order = order.iter().copied().filter(|rule| rule.0 < ordinary).collect();
        Self { table, matrix, diagram, order, otherwise, consistent, inputs }
    }

    /// How many rules a form has to tell apart, as people say it: "1 rule", "11 rules besides `else`".
    pub(crate) fn counted_rules(&self) -> String {
        let rules = if self.order.len() == 1 { "1 rule".to_owned() } else { format!("{} rules", self.order.len()) };
        if matches!(self.otherwise, Otherwise::Else(_)) { rules + " besides `else`" } else { rules }
    }

    /// The boxes of segments of the rules, in their order.
    pub(crate) fn regions(&self) -> Vec<(RuleId, Vec<AtomSet>)> {
        self.order.iter().map(|rule| (*rule, self.region(*rule))).collect()
    }

    fn region(&self, rule: RuleId) -> Vec<AtomSet> {
        match self.matrix.rules.get(rule.0) {
            Some(region) => self.inputs.iter().zip(&region.sets).map(|(input, set)| input.axis.segments_of(set)).collect(),
            None => Vec::new(),
        }
    }

    /// Whether two rules that match at once break the table's promise.
    pub(crate) fn contradict(&self, first: RuleId, second: RuleId) -> bool {
        match self.table.hit_policy {
            HitPolicy::Unique => true,
            HitPolicy::Any => {
                let outputs = |rule: RuleId| self.table.rules.get(rule.0).map(|rule| rule.outputs.iter().map(|entry| &entry.output));
                match (outputs(first), outputs(second)) {
                    (Some(a), Some(b)) => !a.eq(b),
                    _ => true,
                }
            }
            _ => false,
        }
    }

    /// What a set of matching rules, in the result's order, comes to.
    pub(crate) fn found(&self, rules: &[RuleId]) -> Found {
        if !self.table.hit_policy.is_single_hit() {
            return match (rules, self.otherwise) {
                ([], Otherwise::Else(rule)) => Found::Rules(vec![rule]),
                _ => Found::Rules(rules.to_vec()),
            };
        }
        match (rules, self.otherwise) {
            ([], Otherwise::Else(rule)) => Found::Rule(rule),
            ([], Otherwise::NoRule) => Found::NoRule,
            ([], Otherwise::Nothing) => Found::Nothing,
            ([first, rest @ ..], _) => match rest.iter().find(|other| self.contradict(*first, **other)) {
                Some(second) => Found::Several(*first, *second),
                None => Found::Rule(*first),
            },
        }
    }
}
