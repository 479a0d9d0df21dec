//! What the cells of a form hold, as data, and what `select` makes of one.
//!
//! Of a table that finds one rule, a cell holds the rule's number. Numbers behind the rules stand for two rules that contradict each other;
//! the one whose bytes are all set, for none. Of a table that finds several rules, a cell holds the number of a list.

use crate::dispatch::width::width_with_none;
use crate::dispatch::{Found, Otherwise};
use crate::model::{DecisionTable, RuleId};

use super::bytes::{begins, lists, number};
use super::{Emitter, bytes};

/// How outcomes are written in cells.
pub(super) struct Cells {
    /// What a cell holds for each outcome.
    codes: Vec<u32>,
    /// How many bytes a cell has, so that no code but "none" has them all set.
    pub(super) width: usize,
    /// Of a single hit: the two rules of each contradiction, if there is any. Of all others: the lists.
    data: Data,
}

enum Data {
    Rules(Vec<(RuleId, RuleId)>),
    Lists(Vec<Vec<RuleId>>),
}

impl Cells {
    pub(super) fn new(outcomes: &[Found], table: &DecisionTable) -> Self {
        let rules_of_table = table.rules.len();
        let (mut several, mut lists) = (Vec::new(), Vec::new());
        let codes: Vec<u32> = outcomes
            .iter()
            .map(|found| match found {
                Found::Rule(rule) => number(rule.0),
                Found::Several(first, second) => {
                    several.push((*first, *second));
                    number(rules_of_table + several.len() - 1)
                }
                Found::Rules(rules) => {
                    lists.push(rules.clone());
                    number(lists.len() - 1)
                }
                Found::NoRule | Found::Nothing => u32::MAX,
            })
            .collect();
        let is_list = !table.hit_policy.is_single_hit();
        let width = width_with_none(if is_list { lists.len() } else { rules_of_table + several.len() });
        Self { codes, width, data: if is_list { Data::Lists(lists) } else { Data::Rules(several) } }
    }

    /// What a cell holds for an outcome.
    pub(super) fn code(&self, outcome: u32) -> u32 {
        self.codes.get(outcome as usize).copied().unwrap_or(u32::MAX)
    }

    /// The bytes of cells that hold these outcomes.
    pub(super) fn bytes(&self, cells: &[u32]) -> Vec<u8> {
        of_width(cells.iter().map(|outcome| self.code(*outcome)), self.width)
    }
}

/// Numbers of so many bytes each.
pub(super) fn of_width(numbers: impl Iterator<Item = u32>, width: usize) -> Vec<u8> {
    numbers.flat_map(|number| number.to_le_bytes().into_iter().take(width)).collect()
}

impl Emitter<'_> {
    /// What `select` makes of a cell: `form` is an expression of what has the method `rule` and the method `cell`, `arguments` theirs.
    /// `has_all` says that it has a cell for each combination of classes.
    pub(super) fn of_cell(&mut self, cells: &Cells, form: &str, arguments: &str, has_all: bool) -> String {
        let runtime = self.names.runtime.clone();
        match &cells.data {
            Data::Lists(rules) => {
                let name = self.fresh("LISTS");
                self.others.push(format!(
                    "static {name}: {runtime}::data::Lists = {};\n",
                    lists(&runtime, &begins(rules.iter().map(Vec::len)), rules.iter().flatten())
                ));
                let found = format!("{name}.get({form}.cell({arguments}))");
                // What rules don't name has no cell in a hash, and so no list.
                if has_all { format!("Ok({found})") } else { self.listed(&found) }
            }
            Data::Rules(several) => {
                let mut found = format!("{form}.rule({arguments})");
                if !several.is_empty() {
                    let name = self.fresh("SEVERAL");
                    let pairs = several.iter().flat_map(|(first, second)| [number(first.0), number(second.0)]);
                    self.others.push(format!(
                        "static {name}: {runtime}::data::Several = {runtime}::data::Several::new({}, {});\n",
                        self.table.rules.len(),
                        bytes::numbers(&runtime, pairs.collect::<Vec<_>>())
                    ));
                    found = format!("{name}.one({found})?");
                }
                self.single(&found)
            }
        }
    }

    /// What `select` makes of an iterator over rules of which there may be none.
    pub(super) fn listed(&self, rules: &str) -> String {
        let Otherwise::Else(rule) = self.plan.otherwise else { return format!("Ok({rules})") };
        format!(
            "let mut rules = {rules}.peekable(); let otherwise = rules.peek().is_none().then_some({}::RuleIndex::new({})); Ok(rules.chain(otherwise))",
            self.names.runtime, rule.0
        )
    }

    /// What `select` makes of an `Option<RuleIndex>`.
    pub(super) fn single(&self, found: &str) -> String {
        let runtime = &self.names.runtime;
        match self.plan.otherwise {
            Otherwise::Else(rule) => format!("Ok({found}.unwrap_or({runtime}::RuleIndex::new({})))", rule.0),
            Otherwise::NoRule => format!("{found}.ok_or({runtime}::Error::NoRule)"),
            Otherwise::Nothing => match found.strip_suffix('?') {
                Some(found) => found.to_owned(),
                None => format!("Ok({found})"),
            },
        }
    }
}
