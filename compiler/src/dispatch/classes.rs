//! The columns of the forms that are data: each column's segments merged to *classes* that no rule tells apart.

use std::collections::{BTreeSet, HashMap};

use crate::diagram::index::Numbering;
use crate::region::AtomSet;

use super::Facts;
use super::axis::Axis;

/// The most steps that merging the segments of one column may take; beyond it they stay as they are.
const MAX_MERGE_STEPS: usize = 50_000_000;

/// A column of a form that is data.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// The position in [`Plan::inputs`](super::Plan::inputs).
    pub dimension: usize,
    /// The class of each segment.
    pub classes: ColumnClasses,
    /// The distinct sets of classes that rules admit. The first is all of them.
    pub sets: Vec<AtomSet>,
    /// Which of `sets` each ordinary rule admits, in the table's order.
    pub set_of_rule: Vec<u32>,
}

/// Classes of a column's segments.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnClasses {
    /// How many classes there are.
    pub count: u32,
    /// The class of each segment.
    pub of_segment: Vec<u32>,
}

impl Column {
    /// The columns that any rule asks about, in the order of the inputs. O(rules · columns) but for merging, which is bounded.
    pub(crate) fn all(facts: &Facts<'_>) -> Vec<Self> {
        (0..facts.inputs.len()).filter_map(|dimension| Self::new(facts, dimension)).collect()
    }

    /// The column of an input; `None` if no rule asks about it.
    fn new(facts: &Facts<'_>, dimension: usize) -> Option<Self> {
        let axis = &facts.inputs[dimension].axis;
        // Rules are many, and their sets few.
        let mut known: Numbering<&AtomSet> = Numbering::default();
        let sets = facts.matrix.rules.iter().map(|rule| &rule.sets[dimension]);
        let of_rule: Vec<u32> = sets.map(|set| known.number(set.fingerprint(), set)).collect();
        let segments: Vec<AtomSet> = known.into_items().into_iter().map(|set| axis.segments_of(set)).collect();
        if segments.iter().all(|set| axis.is_full(set)) {
            return None;
        }
        let distinct: BTreeSet<&AtomSet> = segments.iter().collect();
        let classes = ColumnClasses::new(axis, &distinct);
        let full = AtomSet::from_ranges(vec![(0, classes.count)]);
        let mut sets = vec![full.clone()];
        let mut places: HashMap<AtomSet, u32> = HashMap::from([(full, 0)]);
        let mut place_of: HashMap<&AtomSet, u32> = HashMap::new();
        for set in distinct {
            let set_of_classes = classes.of_set(set);
            let place = *places.entry(set_of_classes).or_insert_with_key(|set| {
                sets.push(set.clone());
                u32::try_from(sets.len() - 1).unwrap_or(u32::MAX)
            });
            place_of.insert(set, place);
        }
        let places: Vec<u32> = segments.iter().map(|set| place_of.get(set).copied().unwrap_or(0)).collect();
        let set_of_rule = of_rule.iter().map(|set| places.get(*set as usize).copied().unwrap_or(0)).collect();
        Some(Self { dimension, classes, sets, set_of_rule })
    }

    /// The classes that a rule of the table admits.
    pub fn admitted(&self, rule: usize) -> &[(u32, u32)] {
        let set = self.set_of_rule.get(rule).and_then(|set| self.sets.get(*set as usize));
        set.map_or(&[], AtomSet::ranges)
    }

    /// How many classes a rule admits.
    pub(crate) fn size(&self, rule: usize) -> usize {
        self.admitted(rule).iter().map(|(first, end)| (end - first) as usize).sum()
    }

    /// How many classes there are.
    pub(crate) fn count(&self) -> usize {
        self.classes.count as usize
    }
}

impl ColumnClasses {
    /// The coarsest classes that keep each of these sets apart: refined set by set, each step splitting the classes that a set cuts.
    fn new(axis: &Axis, sets: &BTreeSet<&AtomSet>) -> Self {
        let segments = axis.segments as usize;
        let steps: usize = sets.iter().flat_map(|set| set.ranges()).map(|(first, end)| (end - first) as usize).sum();
        if steps > MAX_MERGE_STEPS {
            return Self { count: axis.segments, of_segment: (0..axis.segments).collect() };
        }
        let mut class = vec![0_usize; segments];
        let mut size = vec![segments];
        // Of each class: how many members the set has, and where they move; all zero between sets.
        let (mut inside, mut moved) = (vec![0_usize], vec![0_usize]);
        for set in sets {
            let members = || set.ranges().iter().flat_map(|(first, end)| *first as usize..*end as usize);
            let mut met = Vec::new();
            for segment in members() {
                let old = class[segment];
                if inside[old] == 0 {
                    met.push(old);
                }
                inside[old] += 1;
            }
            for old in &met {
                if inside[*old] < size[*old] {
                    moved[*old] = size.len();
                    size.push(inside[*old]);
                    size[*old] -= inside[*old];
                    inside.push(0);
                    moved.push(0);
                }
            }
            for segment in members() {
                let new = moved[class[segment]];
                if new > 0 {
                    class[segment] = new;
                }
            }
            for old in met {
                (inside[old], moved[old]) = (0, 0);
            }
        }
        // Numbered as they are met, so that runs of segments stay runs of classes where they can.
        let mut number: HashMap<usize, u32> = HashMap::new();
        let of_segment = class
            .iter()
            .map(|class| {
                let next = u32::try_from(number.len()).unwrap_or(u32::MAX);
                *number.entry(*class).or_insert(next)
            })
            .collect();
        Self { count: u32::try_from(number.len()).unwrap_or(u32::MAX), of_segment }
    }

    /// A set of segments, none of which cuts a class, as a set of classes.
    fn of_set(&self, set: &AtomSet) -> AtomSet {
        if self.count as usize == self.of_segment.len() {
            // As many classes as segments, numbered as they are met: they are the same.
            return set.clone();
        }
        let members = set.ranges().iter().flat_map(|(first, end)| self.of_segment.get(*first as usize..*end as usize).unwrap_or_default());
        AtomSet::from_ranges(members.map(|class| (*class, class + 1)).collect())
    }
}
