//! Class tables: each combines the classes of two operands to a class of both, and the last gives the outcome. This is recursive flow
//! classification (P. Gupta and N. McKeown, "Packet classification on multiple fields", SIGCOMM 1999).
//!
//! Two combinations that admit the same rules are one class, so that a table of tables stays much smaller than the cube of all columns.
//! Which rules those are is never asked of a combination rule by rule: they are the AND of two rows of bits.

use std::ops::ControlFlow;

use super::classes::Column;
use super::outcome::{NONE, Outcomes};
use super::rule_sets::{RuleSets, positions};
use super::{Facts, Found};
use crate::diagnostic::dispatch::grouped;
use crate::diagram::index::{Index, hash};

/// The most cells of all tables together.
const MAX_CELLS: u64 = super::cube::MAX_CELLS;
/// The most bytes of rule sets that are held while tables are made.
const MAX_SET_BYTES: u64 = 1 << 28;
/// The most words of rules that are looked at while tables are made: some tenths of a second of work.
pub(super) const MAX_STEPS: u64 = 1 << 26;
/// How many bits of rule sets are set in the time that a word is looked at.
const BITS_A_STEP: u64 = 8;

/// Class tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// The columns, at least two.
    pub columns: Vec<Column>,
    /// The tables; each reads columns and tables before it. The last holds outcomes.
    pub tables: Vec<ClassTable>,
    /// The outcomes, each once.
    pub outcomes: Vec<Found>,
}

/// A table of two operands.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassTable {
    /// The operand whose class changes slower.
    pub left: Operand,
    /// The operand whose class changes faster.
    pub right: Operand,
    /// How many classes the operands have.
    pub counts: (u32, u32),
    /// The class of each combination; in the last table, the position of its outcome.
    pub cells: Vec<u32>,
}

/// What a table combines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// The column at this position.
    Column(usize),
    /// The table at this position.
    Table(usize),
}

impl Pairs {
    /// The class tables, or why there can't be any. At most `max_steps` words of rules are looked at.
    ///
    /// O(Σ cells · words of rules that both operands admit).
    pub(crate) fn new(facts: &Facts<'_>, columns: &[Column], max_steps: u64) -> Result<Self, String> {
        if columns.len() < 2 {
            return Err("it asks about fewer than two inputs, and there is nothing to pair".to_owned());
        }
        let words = RuleSets::words_of(facts).max(1);
        let bytes = columns.iter().map(|column| column.count() as u64 * words as u64 * 8).fold(0, u64::saturating_add);
        let bits = columns.iter().flat_map(|column| facts.order.iter().map(|rule| column.size(rule.0) as u64)).sum::<u64>();
        let mut budget = Budget { cells: least_cells(columns), bytes, steps: bits / BITS_A_STEP, max_steps };
        budget.check()?;
        budget.cells = 0;
        let mut operands: Vec<(Operand, RuleSets)> =
            columns.iter().enumerate().map(|(at, column)| (Operand::Column(at), RuleSets::of(facts, column))).collect();
        let mut tables = Vec::new();
        while operands.len() > 2 {
            let (left, right) = smallest(&operands);
            let (right, left) = (operands.remove(right), operands.remove(left));
            let (cells, sets) = join(&left.1, &right.1, words, &mut budget)?;
            let table = Operand::Table(tables.len());
            tables.push(ClassTable { left: left.0, right: right.0, counts: counts(&left.1, &right.1), cells });
            operands.push((table, sets));
        }
        let mut outcomes = Outcomes::new(facts);
        if let [left, right] = operands.as_slice() {
            let states = last(&left.1, &right.1, &mut outcomes, &mut budget)?;
            tables.push(ClassTable { left: left.0, right: right.0, counts: counts(&left.1, &right.1), cells: states });
        }
        let states = tables.last_mut().map(|table| std::mem::take(&mut table.cells)).unwrap_or_default();
        let (outcomes, cells) = outcomes.settle(states)?;
        if let Some(table) = tables.last_mut() {
            table.cells = cells;
        }
        Ok(Self { columns: columns.to_vec(), tables, outcomes })
    }
}

/// The fewest cells that the first table can have: those of the two columns with the fewest classes.
fn least_cells(columns: &[Column]) -> u64 {
    let mut counts: Vec<u64> = columns.iter().map(|column| column.count() as u64).collect();
    counts.sort_unstable();
    counts.iter().take(2).product()
}

/// What making tables may take, and has taken.
struct Budget {
    cells: u64,
    bytes: u64,
    steps: u64,
    max_steps: u64,
}

impl Budget {
    fn check(&self) -> Result<(), String> {
        let beyond = |what: &str, number: u64, most: u64| {
            Err(format!("its class tables would take {} {what}, more than {}", grouped(number.into()), grouped(most.into())))
        };
        if self.cells > MAX_CELLS {
            return beyond("cells", self.cells, MAX_CELLS);
        }
        if self.bytes > MAX_SET_BYTES {
            return beyond("bytes of rule sets to make", self.bytes, MAX_SET_BYTES);
        }
        if self.steps > self.max_steps {
            return Err(format!("its class tables would take more than {} steps to make", grouped(self.max_steps.into())));
        }
        Ok(())
    }

    /// A table of so many rows and columns.
    fn table(&mut self, left: &RuleSets, right: &RuleSets) -> Result<(), String> {
        self.cells = self.cells.saturating_add((left.len() as u64).saturating_mul(right.len() as u64));
        self.check()
    }
}

fn counts(left: &RuleSets, right: &RuleSets) -> (u32, u32) {
    (u32::try_from(left.len()).unwrap_or(u32::MAX), u32::try_from(right.len()).unwrap_or(u32::MAX))
}

/// The two operands whose table is the smallest; of equal ones, the first.
fn smallest(operands: &[(Operand, RuleSets)]) -> (usize, usize) {
    let pairs = (0..operands.len()).flat_map(|left| (left + 1..operands.len()).map(move |right| (left, right)));
    pairs.min_by_key(|(left, right)| operands[*left].1.len() as u128 * operands[*right].1.len() as u128).unwrap_or((0, 1))
}

/// The class of each combination, and the rules of each class.
fn join(left: &RuleSets, right: &RuleSets, words: usize, budget: &mut Budget) -> Result<(Vec<u32>, RuleSets), String> {
    budget.table(left, right)?;
    // The sets that are there, as their words that aren't empty, one after the other.
    let mut known = Index::default();
    let mut listed: Vec<(u32, u64)> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    let mut bits: Vec<u64> = Vec::new();
    let mut cells = Vec::with_capacity(left.len() * right.len());
    let mut key = Vec::new();
    for row in 0..left.len() {
        for column in 0..right.len() {
            key.clear();
            left.common(row, right, column, |at, word| {
                key.push((at as u32, word));
                ControlFlow::Continue(())
            });
            budget.steps += 1 + key.len() as u64;
            let hash = hash(0, key.iter().flat_map(|(at, word)| [*at, *word as u32, (*word >> 32) as u32]));
            let of_class = |class: usize| {
                let start = class.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
                listed.get(start..ends.get(class).copied().unwrap_or(start))
            };
            let class = known.find(hash, |class| of_class(class) == Some(&key)).unwrap_or_else(|| {
                known.add(hash);
                let start = bits.len();
                bits.resize(start + words, 0);
                for (at, word) in &key {
                    bits[start + *at as usize] = *word;
                }
                listed.extend_from_slice(&key);
                ends.push(listed.len());
                budget.bytes = budget.bytes.saturating_add(8 * words as u64);
                ends.len() - 1
            });
            cells.push(u32::try_from(class).unwrap_or(u32::MAX));
        }
        budget.check()?;
    }
    Ok((cells, RuleSets::new(words, bits)))
}

/// The state of each combination of the last two operands.
fn last(left: &RuleSets, right: &RuleSets, outcomes: &mut Outcomes<'_, '_>, budget: &mut Budget) -> Result<Vec<u32>, String> {
    budget.table(left, right)?;
    let mut states = Vec::with_capacity(left.len() * right.len());
    for row in 0..left.len() {
        for column in 0..right.len() {
            let mut state = NONE;
            left.common(row, right, column, |at, word| {
                budget.steps += 1;
                for bit in positions(word) {
                    budget.steps += u64::from(state != NONE);
                    state = outcomes.with(state, at * 64 + bit);
                    if outcomes.is_final(state) {
                        return ControlFlow::Break(());
                    }
                }
                ControlFlow::Continue(())
            });
            budget.steps += 1;
            states.push(state);
        }
        outcomes.check()?;
        budget.check()?;
    }
    Ok(states)
}
