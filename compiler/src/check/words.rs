//! Regions and inputs in the table's own words.

use crate::diagnostic::Location;
use crate::diagnostic::check::{Case, RuleAt};
use crate::model::{DecisionTable, InputId, InputSource, RuleId, Type, UnaryTest, Value};
use crate::region::{AtomSet, Dimension, RuleMatrix};
use crate::source::{CellRange, CellRef};
use crate::syntax::{print_entry, print_value};

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

    /// What a set of a dimension's atoms is written like in a cell; `-` for all of them.
    pub(super) fn entry(&self, dimension: usize, set: &AtomSet) -> String {
        // Nothing bounds a list or a context.
        let Some(Type { base, .. }) = self.table.inputs[dimension].scalar() else { return "-".to_owned() };
        print_entry(self.matrix.dimensions[dimension].entry(set, base).as_deref(), base)
    }

    /// An example of a region and its bounds, in words; `None` for an empty one.
    pub(super) fn case(&self, region: &[AtomSet]) -> Option<Case> {
        let mut case = Case { witness: Vec::new(), bounds: Vec::new(), row: Vec::new() };
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
            let Some(Type { base, .. }) = data.scalar() else { continue };
            let value = &dimension.atoms.get(atom as usize)?.witness;
            case.witness.push((data.name.to_string(), print_value(value, base)));
            if !set.is_full(dimension.size()) {
                case.bounds.push((data.name.to_string(), self.entry(dimension.input.0, set)));
            }
        }
        let mut written = vec![false; region.len()];
        for clause in &self.table.input_clauses {
            let InputId(input) = clause.input;
            let again = std::mem::replace(&mut written[input], true);
            case.row.push(if again { "-".to_owned() } else { self.entry(input, &region[input]) });
        }
        Some(case)
    }
}

/// The atom of the set to show: one with values of the column's own digits, not null if there is another.
fn plainest(dimension: &Dimension, set: &AtomSet) -> Option<u32> {
    let weight = |atom: u32| {
        let found = &dimension.atoms[atom as usize];
        (found.finer_only, found.extent == crate::region::Extent::Null)
    };
    set.iter().min_by_key(|atom| weight(*atom))
}

/// Whether an input of the region is sure to exist: the table computes nothing that bounds it.
pub(super) fn is_certain(matrix: &RuleMatrix, region: &[AtomSet]) -> bool {
    matrix.dimensions.iter().zip(region).all(|(dimension, set)| dimension.is_certain(set))
}

/// Whether only values finer than some column's digits are in the region.
pub(super) fn is_finer_only(matrix: &RuleMatrix, region: &[AtomSet]) -> bool {
    matrix.dimensions.iter().zip(region).any(|(dimension, set)| set.iter().all(|atom| dimension.atoms[atom as usize].finer_only))
}
