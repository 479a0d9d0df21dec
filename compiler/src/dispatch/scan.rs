//! The rules as data, without a diagram: key columns lead to a few candidates, which are tested one by one.
//!
//! It works for a table of any shape, size and hit policy. A few selective columns become the key: each combination of their classes has its
//! list of rules, in the order in which they win. The other columns are tested by class.

use crate::model::RuleId;

use super::Facts;
use super::classes::Column;
use super::promise::Promise;

/// The most combinations of classes that a key has.
const MAX_CELLS: usize = 1 << 16;
/// The most candidates of all combinations together: this, or three a rule.
const MAX_CANDIDATES: usize = 1 << 16;

/// What part of the candidates a further key may leave to be compared, at most: a key that leaves nearly all of them multiplies the cells
/// for nothing.
const WORTH_A_KEY: f64 = 0.75;

/// Up to so many boxes a candidate, on average, they are laid side by side.
const BOXES_PER_CANDIDATE: usize = 4;

/// The rules as data.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// The columns that any rule asks about, in the order of the inputs.
    pub columns: Vec<Column>,
    /// How many columns, from the first, are the key; its combinations are counted with the last of them changing fastest.
    pub keys: usize,
    /// Where each combination's candidates begin in `candidates`, and where the last ends.
    pub cells: Vec<u32>,
    /// The candidates: rules in the order in which they win.
    pub candidates: Vec<RuleId>,
    /// Whether candidates are laid side by side, one a box of ranges: their sets of classes are few ranges.
    pub is_blocks: bool,
    /// What is left to check of a promise at run time.
    pub promise: Promise,
}

impl Scan {
    /// The rules as data. O(rules · columns) but for merging, which is bounded.
    pub(crate) fn new(facts: &Facts<'_>, mut columns: Vec<Column>) -> Self {
        let keys = choose_keys(&mut columns, facts.order.len());
        let (cells, candidates) = cells(&columns[..keys], &facts.order);
        let mut scan = Self { columns, keys, cells, candidates, is_blocks: false, promise: Promise::of(facts) };
        let boxes = scan.candidates.iter().fold(0_usize, |boxes, rule| boxes.saturating_add(scan.boxes_of(*rule)));
        scan.is_blocks = boxes <= scan.candidates.len().saturating_mul(BOXES_PER_CANDIDATE).max(MAX_CANDIDATES);
        scan
    }

    fn tested(&self) -> &[Column] {
        self.columns.get(self.keys..).unwrap_or_default()
    }

    /// How many boxes of ranges a rule is in the columns that are compared. Saturates.
    fn boxes_of(&self, rule: RuleId) -> usize {
        self.tested().iter().fold(1, |boxes: usize, column| boxes.saturating_mul(column.admitted(rule.0).len()))
    }

    /// A rule as boxes in the columns that are compared: a range of classes each, the first class and the first one after.
    pub fn boxes(&self, rule: RuleId) -> Vec<(RuleId, Vec<(u32, u32)>)> {
        let mut boxes: Vec<Vec<(u32, u32)>> = vec![Vec::new()];
        for column in self.tested() {
            let admitted = column.admitted(rule.0);
            boxes = boxes.iter().flat_map(|ranges| admitted.iter().map(|range| [ranges.as_slice(), &[*range]].concat())).collect();
        }
        boxes.into_iter().map(|ranges| (rule, ranges)).collect()
    }

    /// The blocks of eight boxes of each combination together, and the most that any input leads to.
    pub(super) fn blocks(&self) -> (usize, usize) {
        let of_cell = |cell: &[u32]| {
            let candidates = self.candidates.get(cell[0] as usize..cell[1] as usize).unwrap_or_default();
            candidates.iter().fold(0_usize, |boxes, rule| boxes.saturating_add(self.boxes_of(*rule))).div_ceil(8)
        };
        self.cells.windows(2).map(of_cell).fold((0, 0), |(all, most), blocks| (all + blocks, most.max(blocks)))
    }

    /// The most candidates that any input leads to.
    pub fn most_candidates(&self) -> usize {
        self.cells.windows(2).map(|pair| pair[1].saturating_sub(pair[0]) as usize).max().unwrap_or(0)
    }
}

/// Moves the columns that make the best key to the front: as long as the budget of combinations and candidates lasts, the one that leaves
/// fewest candidates a combination.
fn choose_keys(columns: &mut [Column], rules: usize) -> usize {
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
        if left > WORTH_A_KEY || total <= cells {
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
fn cells(keys: &[Column], order: &[RuleId]) -> (Vec<u32>, Vec<RuleId>) {
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
