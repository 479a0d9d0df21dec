//! Regions and inputs in the table's own words.

use crate::diagnostic::Location;
use crate::diagnostic::check::{Case, RuleAt};
use crate::model::{BaseType, DecisionTable, InputId, InputSource, RuleId, Type, UnaryTest, Value};
use crate::region::{AtomSet, Dimension, Extent, Measure, RuleMatrix};
use crate::source::{CellRange, CellRef};
use crate::syntax::{print_entry, print_entry_among, print_value};

/// The most values and ranges of an input that a message lists.
const MAX_LISTED: usize = 20;
/// How many of more than that it lists.
const LISTED: usize = 12;

/// What all checks read.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) table: &'a DecisionTable,
    pub(super) matrix: &'a RuleMatrix,
}

impl Subject<'_> {
    pub(super) fn at(&self, range: impl Into<CellRange>) -> Location {
        Location::cells(&self.table.book, &self.table.sheet, range)
    }

    /// The cell of the hit policy.
    pub(super) fn header(&self) -> Location {
        self.at(self.table.header)
    }

    pub(super) fn rule_at(&self, rule: RuleId) -> RuleAt {
        let rule = &self.table.rules[rule.0];
        RuleAt { id: rule.id.clone(), location: self.at(rule.range) }
    }

    /// The columns that test this dimension's input.
    pub(super) fn columns(&self, dimension: usize) -> impl Iterator<Item = usize> {
        (0..).zip(&self.table.input_clauses).filter(move |(_, clause)| clause.input == InputId(dimension)).map(|(column, _)| column)
    }

    /// The cell of a rule in the only column of a dimension, and its one test, if there is one such.
    pub(super) fn sole_test(&self, rule: RuleId, dimension: usize) -> Option<(CellRef, &UnaryTest)> {
        let mut columns = self.columns(dimension);
        let (Some(column), None) = (columns.next(), columns.next()) else { return None };
        let entry = self.table.rules[rule.0].entries.get(column)?;
        if let Some([test]) = entry.tests.as_deref() { Some((entry.at, test)) } else { None }
    }

    /// Whether a cell of a rule is another's too, merged over both: a repair of it would mend more than is meant.
    pub(super) fn is_shared(&self, rule: RuleId, cell: CellRef) -> bool {
        let holds =
            |position: &usize| self.table.rules.get(*position).is_some_and(|rule| rule.entries.iter().any(|entry| entry.at == cell));
        // Merged rows are neighbours.
        rule.0.checked_sub(1).iter().chain(&[rule.0 + 1]).any(holds)
    }

    /// What a set of a dimension's atoms is written like in a cell; `-` for all of them.
    pub(super) fn entry(&self, dimension: usize, set: &AtomSet) -> String {
        // Nothing bounds a list or a context.
        let Some(Type { base, .. }) = self.table.inputs[dimension].scalar() else { return "-".to_owned() };
        let is_name = |word: &str| self.table.inputs.iter().any(|data| data.name.to_string() == word);
        match self.matrix.dimensions[dimension].entry(set, base) {
            Some(tests) => print_entry_among(&tests, base, &is_name),
            None => print_entry(None, base),
        }
    }

    /// [`Self::entry`] for people: of very many values, the first, and how many more there are.
    fn entry_in_words(&self, dimension: usize, set: &AtomSet) -> String {
        let Some(Type { base, .. }) = self.table.inputs[dimension].scalar() else { return "-".to_owned() };
        let tests = self.matrix.dimensions[dimension].entry(set, base);
        match tests.as_deref() {
            Some([UnaryTest::Not(refused)]) if refused.len() > MAX_LISTED => {
                format!("not({}, and {} more)", print_entry(Some(&refused[..LISTED]), base), refused.len() - LISTED)
            }
            Some(tests) if tests.len() > MAX_LISTED => {
                format!("{}, and {} more", print_entry(Some(&tests[..LISTED]), base), tests.len() - LISTED)
            }
            tests => print_entry(tests, base),
        }
    }

    /// An example of a region, its bounds in words, and its share of the domain; `None` for an empty one.
    pub(super) fn case(&self, region: &[AtomSet], measure: &Measure) -> Option<Case> {
        let share = measure.share(region);
        let mut case = Case { witness: Vec::new(), bounds: Vec::new(), share, assumed: Vec::new() };
        for ((dimension, set), data) in self.matrix.dimensions.iter().zip(region).zip(&self.table.inputs) {
            let atom = plainest(dimension, set)?;
            if let InputSource::Condition(..) = data.source {
                if !set.is_full(dimension.size()) {
                    let holds = dimension.atoms.get(atom as usize)?.witness == Value::Boolean(true);
                    case.bounds.push((format!("`{}`", data.name), if holds { "holds" } else { "doesn't hold" }.to_owned()));
                }
                continue;
            }
            // Of an input that other decisions read, this table says nothing.
            if let InputSource::Forwarded(_) = data.source {
                continue;
            }
            // What is computed is no example of an input.
            if dimension.computed && set.is_full(dimension.size()) {
                continue;
            }
            // Any list will do.
            let Some(ty @ Type { base, .. }) = data.scalar() else { continue };
            let value = &dimension.atoms.get(atom as usize)?.witness;
            case.witness.push((data.name.to_string(), print_value(value, base)));
            if !set.is_full(dimension.size()) {
                case.bounds.push((data.name.to_string(), self.entry_in_words(dimension.input.0, set)));
                if data.is_given() && data.domain.is_none() && is_open(dimension, set, base) {
                    case.assumed.push((data.name.to_string(), Type { nullable: false, ..ty }.to_string()));
                }
            }
        }
        Some(case)
    }
}

/// Whether the set has values beyond all that cells name: a side without an end, or any other text.
fn is_open(dimension: &Dimension, set: &AtomSet, base: BaseType) -> bool {
    let open = |atom: u32| match &dimension.atoms[atom as usize].extent {
        Extent::Within(interval) => interval.low.is_none() || interval.high.is_none(),
        Extent::Other => true,
        Extent::Null | Extent::Point(_) | Extent::Whole => false,
    };
    // A time of day has both ends.
    base != BaseType::Time && [set.iter().next(), set.ranges().last().map(|(_, end)| end - 1)].into_iter().flatten().any(open)
        || set.len() > 1 && set.contains(1) && dimension.atoms[0].extent == Extent::Null && open(1)
}

/// The atom of the set to show: one with values of the column's own digits, not null if there is another.
fn plainest(dimension: &Dimension, set: &AtomSet) -> Option<u32> {
    let weight = |atom: u32| {
        let found = &dimension.atoms[atom as usize];
        (found.finer_only, found.extent == Extent::Null)
    };
    // Nearly always the first is as plain as any.
    set.iter().find(|atom| weight(*atom) == (false, false)).or_else(|| set.iter().min_by_key(|atom| weight(*atom)))
}

/// Whether an input of the region is sure to exist: the table computes nothing that bounds it.
pub(super) fn is_certain(matrix: &RuleMatrix, region: &[AtomSet]) -> bool {
    matrix.dimensions.iter().zip(region).all(|(dimension, set)| dimension.is_certain(set))
}

/// Whether only values finer than some column's digits are in the region.
pub(super) fn is_finer_only(matrix: &RuleMatrix, region: &[AtomSet]) -> bool {
    matrix.dimensions.iter().zip(region).any(|(dimension, set)| set.iter().all(|atom| dimension.atoms[atom as usize].finer_only))
}
