//! Phase 5, [`DecisionTable`] → [`RuleMatrix`]: each rule as a box of value sets.
//!
//! Each input is one dimension. Its domain is cut into *atoms*, in order, wherever some entry or the column's `values` tells two
//! neighbouring values apart, so that no entry tells two values of one atom apart. A set of values is then a set of atoms, every later
//! phase works on small integers whatever the type, and each atom has a concrete witness to show.
//!
//! ```text
//! weight, decimal(2), values >= 0; entries `<= 1`, `(1..20]`, `= 5`:
//!
//!      0         1              5           20
//!      [---------](-------------|-----------](--------- …
//! atom      0            1      2      3         4
//! ```
//!
//! The cuts are as few as the entries allow: `< 50` beside `>= 50` cuts once, just below 50, and makes no atom of the point 50. That
//! keeps diagrams small, and it is why the one atom between `[0..49.99]` and `[50..99]` can be told to hold only values finer than the
//! column's digits ([`Atom::finer_only`]).
//!
//! The phase is exact for every type. Integers, dates, times and durations are counted in whole steps (a day, a nanosecond, a month), so
//! that `(1..2)` of an integer is nothing at all; numbers are dense, as far as 28 digits go; text is ordered by code points, where the next
//! text after `a` is `a` with a NUL and nothing is below the empty text. Text that is only ever compared for equality isn't cut into
//! intervals: its atoms are the texts named and one for any other.

mod atoms;
mod axis;
mod cover;
mod entry;
mod meeting;
mod set;
mod share;
mod witness;

use std::collections::HashMap;

use crate::model::{BaseType, DecisionTable, InputData, InputId, InputSource, Interval, RuleId, UnaryTest, Value};

pub use cover::{OutOfSteps, meets, uncovered};
pub use meeting::{Boxes, Meetings};
pub use set::AtomSet;
pub use share::{Measure, Share};

use atoms::Cutting;

/// The rules of a table as boxes: rules × dimensions. The `else` rule is not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleMatrix {
    /// One an input, in the order of the table's inputs.
    pub dimensions: Vec<Dimension>,
    /// One an ordinary rule, in rule order.
    pub rules: Vec<RuleRegion>,
}

/// One input's domain, cut where the rules cut it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// The input.
    pub input: InputId,
    /// Disjoint, ascending (null first, if the type has it; [`Extent::Other`] last), together exactly the input's domain; none is empty.
    /// There are none at all only where `values` admits nothing.
    pub atoms: Vec<Atom>,
    /// Whether the table computes it of other inputs, or another decision does: then not every combination of its atoms with those of other
    /// dimensions need occur. Of what another decision gives, a closed list or a boolean counts as given: each value is one it promises.
    pub computed: bool,
    /// Whether null alone need not occur, whatever else does: of another decision, which may find nothing.
    pub may_be_null: bool,
}

impl Dimension {
    /// Whether one of these atoms is sure to occur, with whatever there is in other dimensions.
    pub fn is_certain(&self, set: &AtomSet) -> bool {
        let only_null = || set.iter().all(|atom| self.atoms.get(atom as usize).is_some_and(|atom| atom.extent == Extent::Null));
        set.is_full(self.size()) || !(self.computed || self.may_be_null && only_null())
    }
}

/// Values of one dimension that no rule tells apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    /// The values.
    pub extent: Extent,
    /// One of them, as plain as can be.
    pub witness: Value,
    /// Whether only values with more digits than the column's `decimal(s)` are in it.
    pub finer_only: bool,
}

/// What an [`Atom`] covers.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// Null alone.
    Null,
    /// One value. Booleans and closed lists have no other atoms.
    Point(Value),
    /// More than one value, between two ends (both may be missing: every value but null). Of integers, dates, times and durations both
    /// ends are closed, so that they are the least and the greatest value in it; an end at the type's own limit is missing.
    Within(Interval),
    /// Of a list or a context: every value, null too. It is its dimension's only atom.
    Whole,
    /// Text only: every text of the domain that is no [`Extent::Point`] of the dimension. Where it occurs, there is no [`Extent::Within`].
    Other,
}

impl Extent {
    /// Whether `value` is in it, given the points of its dimension for [`Extent::Other`]. O(atoms) for that, O(1) for the rest.
    pub fn contains(&self, value: &Value, dimension: &Dimension) -> bool {
        match self {
            Self::Null => *value == Value::Null,
            Self::Whole => true,
            Self::Point(point) => value == point,
            Self::Within(interval) => UnaryTest::Within(interval.clone()).holds(value),
            Self::Other => {
                matches!(value, Value::Text(_))
                    && !dimension.atoms.iter().any(|atom| matches!(&atom.extent, Extent::Point(point) if point == value))
            }
        }
    }
}

impl Dimension {
    /// The atom that holds `value`; `None` outside the domain. O(atoms): for messages and tests.
    pub fn atom_of(&self, value: &Value) -> Option<u32> {
        (0..).zip(&self.atoms).find(|(_, atom)| atom.extent.contains(value, self)).map(|(position, _)| position)
    }

    /// How many atoms there are.
    pub fn size(&self) -> u32 {
        u32::try_from(self.atoms.len()).unwrap_or(u32::MAX)
    }

    /// Every atom.
    pub fn full(&self) -> AtomSet {
        AtomSet::full(self.size())
    }
}

/// A rule as a box.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRegion {
    /// The rule.
    pub rule: RuleId,
    /// What it admits, one set a dimension; columns over one input are intersected.
    pub sets: Vec<AtomSet>,
}

impl RuleRegion {
    /// Whether no input matches it.
    pub fn is_empty(&self) -> bool {
        self.sets.iter().any(AtomSet::is_empty)
    }

    /// Whether some input matches both. O(ranges of both).
    pub fn intersects(&self, other: &Self) -> bool {
        self.sets.iter().zip(&other.sets).all(|(a, b)| a.intersects(b))
    }
}

/// Each rule as a box of atoms.
///
/// O(e log e) comparisons of values, where e is the number of values that entries name.
pub fn matrix(table: &DecisionTable) -> RuleMatrix {
    let cuttings: Vec<Cutting<'_>> = (0..table.inputs.len()).map(|input| Cutting::new(table, InputId(input))).collect();
    // By clause: what its entries admit, for each that shares its tests with others once.
    let mut known: Vec<HashMap<usize, AtomSet>> = vec![HashMap::new(); table.input_clauses.len()];
    let rules = (0..)
        .zip(table.ordinary_rules())
        .map(|(position, rule)| {
            let mut sets: Vec<AtomSet> = cuttings.iter().map(|cutting| AtomSet::full(cutting.size())).collect();
            for ((clause, known), entry) in table.input_clauses.iter().zip(&mut known).zip(&rule.entries) {
                if let Some(condition) = &entry.condition {
                    let InputId(input) = condition.input;
                    let admitted = cuttings[input].set(&[UnaryTest::Equal(Value::Boolean(condition.holds))]);
                    sets[input] = sets[input].intersection(&admitted);
                }
                if let (Some(tests), Some(shared)) = (&entry.tests, entry.shared()) {
                    let InputId(input) = clause.input;
                    let admitted = known.entry(shared).or_insert_with(|| cuttings[input].set(tests));
                    // Nearly every column is the only one of its input; the set it is intersected with is full then.
                    let alone = sets[input].is_full(cuttings[input].size());
                    sets[input] = if alone { admitted.clone() } else { sets[input].intersection(admitted) };
                }
            }
            RuleRegion { rule: RuleId(position), sets }
        })
        .collect();
    let dimensions = (0..)
        .zip(cuttings)
        .map(|(input, cutting)| Dimension {
            input: InputId(input),
            atoms: cutting.into_atoms(),
            computed: table.inputs.get(input).is_some_and(is_computed),
            may_be_null: table.inputs.get(input).is_some_and(|input| matches!(input.source, InputSource::Decision(..))),
        })
        .collect();
    RuleMatrix { dimensions, rules }
}

/// Whether not every value of an input need occur: what the table computes, and what another decision gives, unless it lists its values one
/// by one; those are what it promises, and a table has to answer each of them.
fn is_computed(input: &InputData) -> bool {
    let lists_all = input.closed.is_some() || input.scalar().is_some_and(|ty| ty.base == BaseType::Boolean);
    input.is_computed() || matches!(input.source, InputSource::Decision(..)) && !lists_all
}

/// What these tests of `input` admit, in the atoms of its dimension: for one cell of a rule that the matrix has intersected with others.
/// O(values that the input's entries name).
pub fn entry_sets(table: &DecisionTable, input: InputId) -> impl Fn(&[UnaryTest]) -> AtomSet {
    let cutting = Cutting::new(table, input);
    move |tests| cutting.set(tests)
}

#[cfg(test)]
mod tests;
