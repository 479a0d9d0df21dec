//! The rules as data, without a diagram: key columns lead to a few candidates, which are tested one by one.
//!
//! It works for a table of any shape, size and hit policy. Each column's segments are merged to *classes* that no rule tells apart. A few
//! selective columns become the key: each combination of their classes has its list of rules, in the order in which they win. The other
//! columns are tested by class.

use std::collections::{BTreeSet, HashMap};

use crate::model::{HitPolicy, RuleId};
use crate::region::AtomSet;

use super::Facts;
use super::axis::Axis;

/// The most combinations of classes that a key has.
const MAX_CELLS: usize = 1 << 16;
/// The most candidates of all combinations together: this, or three a rule.
const MAX_CANDIDATES: usize = 1 << 16;
/// The most steps that merging the segments of one column may take; beyond it they stay as they are.
const MAX_MERGE_STEPS: usize = 50_000_000;

/// The rules as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// The columns that any rule asks about, in the order of the inputs.
    pub columns: Vec<ScanColumn>,
    /// How many columns, from the first, are the key; its combinations are counted with the last of them changing fastest.
    pub keys: usize,
    /// Where each combination's candidates begin in `candidates`, and where the last ends.
    pub cells: Vec<u32>,
    /// The candidates: rules in the order in which they win.
    pub candidates: Vec<RuleId>,
    /// What is left to check of a promise at run time.
    pub promise: Promise,
}

/// A column of a scan.
#[derive(Clone, Debug, PartialEq)]
pub struct ScanColumn {
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

/// What a scan has to check of its table's promise.
#[derive(Clone, Debug, PartialEq)]
pub enum Promise {
    /// Nothing: the first match wins, or all make the result.
    None,
    /// That no second rule matches.
    Unique,
    /// That all matches give the same: for each rule of the table, the first rule with the same outputs.
    Any(Vec<RuleId>),
}

impl Scan {
    /// The rules as data. O(rules · columns) but for merging, which is bounded.
    pub(crate) fn new(facts: &Facts<'_>) -> Self {
        let mut columns: Vec<ScanColumn> = (0..facts.inputs.len()).filter_map(|dimension| ScanColumn::new(facts, dimension)).collect();
        let keys = choose_keys(&mut columns, facts.order.len());
        let (cells, candidates) = cells(&columns[..keys], &facts.order);
        Self { columns, keys, cells, candidates, promise: Promise::of(facts) }
    }

    /// The most candidates that any input leads to.
    pub fn most_candidates(&self) -> usize {
        self.cells.windows(2).map(|pair| pair[1].saturating_sub(pair[0]) as usize).max().unwrap_or(0)
    }
}

impl Promise {
    fn of(facts: &Facts<'_>) -> Self {
        match facts.table.hit_policy {
            _ if facts.consistent => Self::None,
            HitPolicy::Unique => Self::Unique,
            HitPolicy::Any => {
                let mut first_with: HashMap<Vec<_>, RuleId> = HashMap::new();
                let groups = facts.table.ordinary_rules().iter().enumerate().map(|(at, rule)| {
                    let outputs: Vec<_> = rule.outputs.iter().map(|entry| &entry.output).collect();
                    *first_with.entry(outputs).or_insert(RuleId(at))
                });
                Self::Any(groups.collect())
            }
            _ => Self::None,
        }
    }
}

impl ScanColumn {
    /// The column of an input; `None` if no rule asks about it.
    fn new(facts: &Facts<'_>, dimension: usize) -> Option<Self> {
        let axis = &facts.inputs[dimension].axis;
        let of_rule: Vec<AtomSet> = facts.matrix.rules.iter().map(|rule| axis.segments_of(&rule.sets[dimension])).collect();
        if of_rule.iter().all(|set| axis.is_full(set)) {
            return None;
        }
        let distinct: BTreeSet<&AtomSet> = of_rule.iter().collect();
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
        let set_of_rule = of_rule.iter().map(|set| place_of.get(set).copied().unwrap_or(0)).collect();
        Some(Self { dimension, classes, sets, set_of_rule })
    }

    /// How many classes a rule admits.
    fn size(&self, rule: usize) -> usize {
        let set = self.set_of_rule.get(rule).and_then(|set| self.sets.get(*set as usize));
        set.map_or(0, |set| set.ranges().iter().map(|(first, end)| (end - first) as usize).sum())
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

/// Moves the columns that make the best key to the front: as long as the budget of combinations and candidates lasts, the one that leaves
/// fewest candidates a combination.
fn choose_keys(columns: &mut [ScanColumn], rules: usize) -> usize {
    let max_candidates = MAX_CANDIDATES.max(rules.saturating_mul(3));
    let mut entries = vec![1_usize; columns.first().map_or(0, |column| column.set_of_rule.len())];
    let mut cells = 1_usize;
    let mut keys = 0;
    while keys < columns.len() {
        let total: usize = entries.iter().sum();
        let mut best: Option<(f64, usize)> = None;
        for (at, column) in columns.iter().enumerate().skip(keys) {
            let count = column.classes.count as usize;
            let expanded =
                entries.iter().enumerate().fold(0_usize, |sum, (rule, n)| sum.saturating_add(n.saturating_mul(column.size(rule))));
            if cells.saturating_mul(count) > MAX_CELLS || expanded > max_candidates {
                continue;
            }
            // The share of the candidates that is left, on average, once the class is known.
            let left = expanded as f64 / (total.max(1) as f64 * count as f64);
            if best.is_none_or(|(least, _)| left < least) {
                best = Some((left, at));
            }
        }
        let Some((left, at)) = best else { break };
        if left > 0.75 || total <= cells {
            break;
        }
        columns[keys..=at].rotate_right(1);
        cells *= columns[keys].classes.count as usize;
        entries.iter_mut().enumerate().for_each(|(rule, n)| *n *= columns[keys].size(rule));
        keys += 1;
    }
    keys
}

/// The candidates of each combination of the key columns' classes: where they begin, and they themselves.
fn cells(keys: &[ScanColumn], order: &[RuleId]) -> (Vec<u32>, Vec<RuleId>) {
    let count: usize = keys.iter().map(|column| column.classes.count as usize).product();
    let mut lists: Vec<Vec<RuleId>> = vec![Vec::new(); count];
    for rule in order {
        let mut combinations = vec![0_usize];
        for column in keys {
            let set = column.set_of_rule.get(rule.0).and_then(|set| column.sets.get(*set as usize));
            let classes: Vec<usize> =
                set.iter().flat_map(|set| set.ranges()).flat_map(|(first, end)| *first as usize..*end as usize).collect();
            combinations = combinations
                .iter()
                .flat_map(|cell| classes.iter().map(move |class| cell * column.classes.count as usize + class))
                .collect();
        }
        for cell in combinations {
            lists[cell].push(*rule);
        }
    }
    let mut begins = Vec::with_capacity(count + 1);
    let mut candidates = Vec::new();
    for list in lists {
        begins.push(u32::try_from(candidates.len()).unwrap_or(u32::MAX));
        candidates.extend(list);
    }
    begins.push(u32::try_from(candidates.len()).unwrap_or(u32::MAX));
    (begins, candidates)
}
