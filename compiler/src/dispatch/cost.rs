//! What each form costs: the bytes that it reads from, the most comparisons, and an estimate of the time of one decision on random input.
//!
//! Estimates are sums of the constants below, each set by the form alone on classes drawn at random: 65,536 different combinations, medians of
//! rounds within one run, on one shared machine of 2 cores. What counts is the order of the forms, and that depends little on the machine:
//! memory that isn't in a near cache and branches that can't be predicted cost tens of instructions everywhere.

use super::axis::Key;
use super::bit_sets::{BitSets, WORDS_WITHOUT_SUMMARY};
use super::classes::Column;
use super::codes::codes_of;
use super::data::DiagramData;
use super::flat::FlatMatch;
use super::key_classes::{DayTable, KeyClasses, StepTable};
use super::pairs::{Operand, Pairs};
use super::report::Cost;
use super::rule_sets::RuleSets;
use super::scan::Scan;
use super::width::{width, width_with_none};
use super::{Facts, InputPlan, Selection, outcome};

/// The time of a load at a random place of so many bytes, in picoseconds. Cubes of five columns took 2.4 ns at 30 bytes and at 75 kB, 2.5
/// at 250 kB, 3.7 at 1 MB, 22 at 6 and 8 MB, 27 at 9 MB.
const LOADS: [(u64, u64); 6] =
    [(32 << 10, 1_100), (256 << 10, 1_300), (1 << 20, 2_500), (2 << 20, 8_000), (16 << 20, 22_000), (u64::MAX, 60_000)];
/// A branch that goes either way, in picoseconds: a second block of candidates, which every second input needs, took 9 ns, of which 3 are the
/// block.
const MISS: u64 = 4_000;
/// A multiplication and an addition of an index, in picoseconds: those of five columns are the rest of a cube's time.
const STEP: u64 = 250;
/// An AND of two words with its load, in picoseconds: sixteen words of five columns took 11.4 ns.
const AND: u64 = 140;
/// A comparison of a binary search without branches, in picoseconds: two instructions and a load from a near cache.
const PROBE: u64 = 800;
/// The same where no other search goes on beside it, in picoseconds: a near load, a comparison and a choice, one after the other. Diagrams of
/// five to eight columns took 89 to 182 ns.
const DEPENDENT_PROBE: u64 = 2_400;
/// The comparison of eight candidates on one column, in picoseconds: one block of two columns took 7.6 ns, two 17, four 30.
const BLOCK: u64 = 1_400;
/// A hash of a number, in picoseconds: two multiplications of 64 bits in a row. Look-ups took 6.1 ns among 1,000 and 10,000 keys, 7.6 to 11
/// among 100,000.
const HASH: u64 = 2_500;
/// The words of rules that a summary leads to before a common rule is found: with the branches that can't be predicted, bit sets of sixteen
/// words took 15 to 21 ns by a summary.
const SUMMARIZED_WORDS: u64 = 3;

fn load(bytes: u64) -> u64 {
    LOADS.iter().find(|(most, _)| bytes <= *most).map_or(0, |(_, picoseconds)| *picoseconds)
}

/// How many comparisons a search among so many takes.
fn search(items: usize) -> u64 {
    u64::from(usize::BITS - items.leading_zeros())
}

/// How many bytes hold a rule's number, or mark that there is none.
fn rule_bytes(facts: &Facts<'_>) -> u64 {
    width_with_none(facts.table.rules.len()) as u64
}

/// Bringing one input to its class.
fn class(input: &InputPlan, column: &Column) -> Cost {
    let nothing = Cost::default();
    let of_segment = column.classes.of_segment.get(usize::from(input.axis.nullable)..).unwrap_or_default();
    let key = match &input.axis.key {
        Key::Boolean(_) | Key::Variant(_) | Key::Structure => return Cost { picoseconds: 2 * STEP, comparisons: 1, ..nothing },
        Key::Literal(texts) => {
            let known = texts.iter().flatten().map(String::as_str);
            let number = width(column.classes.count) as u64;
            let hashed = || known.clone().map(|text| text.len() as u64 + 4).sum();
            let data_bytes = codes_of(known.clone()).map_or_else(hashed, |codes| codes.saturating_mul(number));
            return Cost { data_bytes, comparisons: 1, picoseconds: HASH + load(data_bytes) };
        }
        Key::Ordered { grid, starts } => {
            let starts: Vec<i128> = starts.iter().map(|start| start.key).collect();
            KeyClasses::new(grid, &starts, of_segment)
        }
    };
    let table = |numbers: &[u32]| (numbers.len() * width(numbers.iter().max().copied().unwrap_or(0))) as u64;
    match key {
        KeyClasses::One(_) => nothing,
        KeyClasses::Counted(starts) => Cost { comparisons: starts.len() as u64, picoseconds: starts.len() as u64 * STEP, ..nothing },
        KeyClasses::Days(DayTable { classes, .. }) | KeyClasses::Steps(StepTable { classes, .. }) => {
            Cost { data_bytes: table(&classes), picoseconds: load(table(&classes)), ..nothing }
        }
        KeyClasses::Searched { starts, classes } => {
            let data_bytes =
                starts.len() as u64 * if matches!(&input.axis.key, Key::Ordered { grid, .. } if grid.is_wide()) { 16 } else { 8 };
            let comparisons = search(starts.len());
            Cost { data_bytes: data_bytes + table(&classes), comparisons, picoseconds: load(data_bytes) + comparisons * PROBE }
        }
    }
}

fn sum(costs: impl Iterator<Item = Cost>) -> Cost {
    costs.fold(Cost::default(), |all, cost| Cost {
        data_bytes: all.data_bytes.saturating_add(cost.data_bytes),
        comparisons: all.comparisons.saturating_add(cost.comparisons),
        picoseconds: all.picoseconds.saturating_add(cost.picoseconds),
    })
}

/// A `match`, an arm of which may compare each input; how long it takes hangs on the inputs, and isn't estimated.
pub(super) fn of_match(flat: &FlatMatch) -> Cost {
    let comparisons = flat.arms.len().saturating_mul(flat.scrutinee.len().max(1)) as u64;
    Cost { comparisons, ..Cost::default() }
}

/// Match trees of a diagram: at most all ranges of each input on the longest way through it. Not estimated either.
pub(super) fn of_tree(diagram: Option<&DiagramData>) -> Cost {
    let (depth, runs) = diagram.map_or((0, 0), DiagramData::depth_and_runs);
    Cost { comparisons: depth.saturating_mul(runs.max(1)) as u64, ..Cost::default() }
}

/// The costs of a table's forms.
pub(super) struct Costs<'f, 'a> {
    facts: &'f Facts<'a>,
    /// Bringing the columns to classes, which all forms of classes begin with.
    classes: Cost,
    columns: u64,
}

impl<'f, 'a> Costs<'f, 'a> {
    pub(super) fn new(facts: &'f Facts<'a>, columns: &[Column]) -> Self {
        let classes = sum(columns.iter().filter_map(|column| Some(class(facts.inputs.get(column.dimension)?, column))));
        Self { facts, classes, columns: columns.len() as u64 }
    }

    fn of(&self, data_bytes: u64, comparisons: u64, picoseconds: u64) -> Cost {
        sum([self.classes, Cost { data_bytes, comparisons, picoseconds }].into_iter())
    }

    /// A cube of so many cells.
    pub(super) fn cube(&self, cells: u128) -> Cost {
        let bytes = u64::try_from(cells).unwrap_or(u64::MAX).saturating_mul(rule_bytes(self.facts));
        self.of(bytes, 0, self.columns * STEP + load(bytes))
    }

    /// Class tables that are read one after the other only where one needs the other.
    pub(super) fn pairs(&self, pairs: &Pairs) -> Cost {
        let mut bytes = 0_u64;
        let mut reached: Vec<u64> = Vec::with_capacity(pairs.tables.len());
        for (at, table) in pairs.tables.iter().enumerate() {
            let width = match table.cells.iter().max() {
                _ if at + 1 == pairs.tables.len() => rule_bytes(self.facts),
                most => width_with_none(most.map_or(0, |most| *most as usize + 1)) as u64,
            };
            bytes += table.cells.len() as u64 * width;
            let before = |operand: Operand| if let Operand::Table(at) = operand { reached.get(at).copied().unwrap_or(0) } else { 0 };
            reached.push(before(table.left).max(before(table.right)) + 2 * STEP + load(table.cells.len() as u64 * width));
        }
        // Together they share the caches.
        self.of(bytes, 0, reached.last().copied().unwrap_or(0).max(load(bytes)))
    }

    /// The cost of a form that has been made: its cells may be wider than was known, and lists of rules take as much again and one load more.
    pub(super) fn made(&self, selection: &Selection, estimate: Cost) -> Cost {
        let (cells, outcomes) = match selection {
            Selection::Cube(cube) => (cube.cells.len() as u64, &cube.outcomes),
            Selection::Pairs(pairs) => (pairs.tables.last().map_or(0, |table| table.cells.len() as u64), &pairs.outcomes),
            Selection::Hash(hashed) => (hashed.slots.len() as u64, &hashed.outcomes),
            _ => return estimate,
        };
        let (width, behind) = outcome::bytes(self.facts, outcomes);
        let wider = cells.saturating_mul(width.saturating_sub(rule_bytes(self.facts)));
        let time = if behind == 0 { 0 } else { load(behind) };
        let more = Cost { data_bytes: wider.saturating_add(behind), comparisons: 0, picoseconds: time };
        sum([estimate, more].into_iter())
    }

    /// What class tables cost if all of them fit the first-level cache.
    pub(super) fn least_pairs(&self) -> Cost {
        let levels = u64::from(u64::BITS - self.columns.saturating_sub(1).leading_zeros());
        self.of(0, 0, levels * (2 * STEP + load(0)))
    }

    pub(super) fn bit_sets(&self, columns: &[Column]) -> Cost {
        let bytes = u64::try_from(BitSets::bytes(self.facts, columns)).unwrap_or(u64::MAX);
        let words = RuleSets::words_of(self.facts) as u64;
        let summary = if words > WORDS_WITHOUT_SUMMARY as u64 { words.div_ceil(64) } else { 0 };
        let time = match summary {
            // All words are combined, and there is no branch on where the first common rule is.
            0 => words * self.columns * AND,
            _ => (summary + SUMMARIZED_WORDS.min(words)) * self.columns * AND + SUMMARIZED_WORDS * MISS,
        };
        self.of(bytes, (summary + words) * self.columns, time + load(bytes))
    }

    pub(super) fn scan(&self, scan: &Scan) -> Cost {
        let (blocks, most) = scan.blocks();
        let combinations = scan.cells.len().saturating_sub(1).max(1) as u64;
        let tested = scan.columns.len().saturating_sub(scan.keys) as u64;
        let class_bytes = if scan.columns.iter().skip(scan.keys).all(|column| column.count() <= 0x100) { 1 } else { 2 };
        let (blocks, most) = (blocks as u64, most as u64);
        let bytes = 4 * scan.cells.len() as u64 + blocks * 8 * (2 * tested * class_bytes + rule_bytes(self.facts));
        if !scan.is_blocks {
            let most = scan.most_candidates() as u64;
            let average = scan.candidates.len() as u64 / combinations + 1;
            return self.of(bytes, most * tested, 2 * load(bytes) + average * tested * (load(bytes) + MISS));
        }
        // A rule stands in the middle of its candidates, and how many blocks come before it is as good as random.
        let before = (blocks / combinations).saturating_add(1).div_ceil(2);
        let misses = if most > 1 { MISS * before.min(3) } else { 0 } + MISS / 2;
        self.of(bytes, most * tested, 2 * load(bytes) + before * (STEP + tested.max(1) * BLOCK) + misses)
    }

    /// A hash of so many combinations.
    pub(super) fn hash(&self, entries: u128, combinations: u128) -> Cost {
        let key = if combinations <= 1 << 32 { 4 } else { 8 };
        let slots = u64::try_from(entries + entries / 4).unwrap_or(u64::MAX);
        let bytes = slots.saturating_mul(key + rule_bytes(self.facts));
        self.of(bytes, 1, self.columns * STEP + HASH + load(slots / 4) + load(bytes) + MISS / 4)
    }

    pub(super) fn diagram(&self, diagram: &DiagramData) -> Cost {
        let bytes = diagram.bytes() as u64;
        let (depth, runs) = diagram.depth_and_runs();
        let (depth, probes) = (depth as u64, search(runs));
        // Each comparison waits for the one before, and how many a node takes can't be predicted.
        self.of(bytes, depth * probes, depth * (load(bytes) + probes * DEPENDENT_PROBE + MISS + STEP))
    }
}
