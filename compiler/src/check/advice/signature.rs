//! Which rules are equal, and which differ in one column alone, without comparing all pairs.

use std::collections::HashMap;
use std::hash::Hash;

use crate::diagram::index::{Numbering, hash};
use crate::model::{Output, RuleId};
use crate::region::AtomSet;

use super::MAX_STEPS;
use crate::check::words::Subject;

/// Numbers for the parts of rules, equal exactly for what is equal. `else` has outputs alone.
pub(super) struct Signatures {
    /// By rule, then by dimension.
    sets: Vec<u32>,
    dimensions: usize,
    /// By rule, a sum over its dimensions, of which one can be taken away.
    sums: Vec<u64>,
    /// By rule, `else` among them: its outputs.
    pub(super) outputs: Vec<u32>,
}

impl Signatures {
    /// O(rules × dimensions), hashing each set once.
    pub(super) fn of(subject: Subject<'_>) -> Self {
        let dimensions = subject.matrix.dimensions.len();
        let mut known: Vec<Numbering<&AtomSet>> = (0..dimensions).map(|_| Numbering::default()).collect();
        let mut sets = Vec::with_capacity(subject.matrix.rules.len() * dimensions);
        let mut sums = Vec::with_capacity(subject.matrix.rules.len());
        for rule in &subject.matrix.rules {
            let mut sum = 0_u64;
            for (dimension, (set, known)) in (0_u64..).zip(rule.sets.iter().zip(&mut known)) {
                let number = known.number(set.fingerprint(), set);
                sum = sum.wrapping_add(mixed(dimension, number));
                sets.push(number);
            }
            sums.push(sum);
        }
        let mut known: HashMap<Vec<&Output>, u32> = HashMap::new();
        let outputs = subject.table.rules.iter().map(|rule| numbered(&mut known, rule.outputs.iter().map(|entry| &entry.output).collect()));
        Self { sets, dimensions, sums, outputs: outputs.collect() }
    }

    fn sets(&self, rule: usize) -> &[u32] {
        &self.sets[rule * self.dimensions..(rule + 1) * self.dimensions]
    }

    /// Whether two rules admit the same in every dimension but perhaps `free`. O(dimensions).
    fn agree(&self, a: usize, b: usize, free: Option<usize>) -> bool {
        let same = |(dimension, (a, b)): (usize, (&u32, &u32))| Some(dimension) == free || a == b;
        self.sets(a).iter().zip(self.sets(b)).enumerate().all(same)
    }

    /// The groups of two and more rules that agree in every dimension but perhaps `free`, each in rule order, by their first rules. With
    /// `outputs`, only rules of equal outputs are in one group. What it takes is taken from `steps`; none where they don't suffice.
    ///
    /// O(rules + dimensions × rules in groups).
    pub(super) fn groups(&self, free: Option<usize>, outputs: bool, steps: &mut usize) -> Vec<Vec<RuleId>> {
        let key = |(rule, sum): (usize, &u64)| {
            let without = free.map_or(0, |free| mixed(free as u64, self.sets(rule)[free]));
            (sum.wrapping_sub(without), if outputs { self.outputs[rule] } else { 0 })
        };
        let mut known: Numbering<(u64, u32)> = Numbering::default();
        let mut number = |key: (u64, u32)| known.number(hash(key.1, [key.0 as u32, (key.0 >> 32) as u32].into_iter()), key) as usize;
        let keys: Vec<usize> = self.sums.iter().enumerate().map(key).map(&mut number).collect();
        let distinct = known.into_items().len();
        // Most rules are alone with their sum, and need no list.
        let mut counts = vec![0_usize; distinct];
        keys.iter().for_each(|key| counts[*key] += 1);
        let mut groups: Vec<Vec<RuleId>> = Vec::new();
        // Sums may collide, so that there may be several groups of one.
        let mut by_sum: Vec<Vec<usize>> = vec![Vec::new(); distinct];
        for (rule, key) in keys.into_iter().enumerate() {
            if counts[key] == 1 {
                let Some(left) = steps.checked_sub(1) else { return Vec::new() };
                *steps = left;
                continue;
            }
            let candidates = &mut by_sum[key];
            let needed = 1 + candidates.len() * self.dimensions;
            let Some(left) = steps.checked_sub(needed) else { return Vec::new() };
            *steps = left;
            match candidates.iter().find(|group| self.agree(groups[**group][0].0, rule, free)) {
                Some(group) => groups[*group].push(RuleId(rule)),
                None => {
                    candidates.push(groups.len());
                    groups.push(vec![RuleId(rule)]);
                }
            }
        }
        groups.retain(|group| group.len() > 1);
        groups
    }
}

/// The steps that all groupings of one check may take.
pub(super) fn budget() -> usize {
    MAX_STEPS
}

/// The number of what is equal, a new one for what is new.
fn numbered<T: Eq + Hash>(known: &mut HashMap<T, u32>, part: T) -> u32 {
    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
    *known.entry(part).or_insert(next)
}

/// A hash of a set's number in its dimension: the finalizer of SplitMix64 (Steele, Lea and Flood 2014), the same on every machine.
fn mixed(dimension: u64, number: u32) -> u64 {
    let mut x = (dimension << 32 ^ u64::from(number)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}
