//! Exact match of zip code and product.

use matchbook_benches::workload::{Kind, Workload};
use rustc_hash::FxHashMap;

use crate::contender::Contender;
use crate::ours::{FromQuestion, lookup_auto};
use crate::question::Question;

const PRODUCTS: usize = 10;

/// A hash map with a fast hash.
pub(super) struct Plain {
    missing: u32,
    rules: FxHashMap<(&'static str, u8), u32>,
}

/// Each rule's zip code and product.
fn pairs(workload: &'static Workload) -> impl Iterator<Item = (&'static str, usize, u32)> {
    let Kind::Words { words, .. } = &workload.columns[0].kind else { unreachable!("zip codes are words") };
    let step = |cell: Option<(i64, i64)>| cell.and_then(|(step, _)| usize::try_from(step).ok()).unwrap_or(0);
    (0..).zip(&workload.rules).map(move |(position, rule)| (words[step(rule[0])].as_str(), step(rule[1]), position))
}

impl Plain {
    pub(super) fn new(workload: &'static Workload) -> Self {
        let rules = pairs(workload).map(|(zip, product, rule)| ((zip, u8::try_from(product).unwrap_or(0)), rule)).collect();
        Self { missing: u32::try_from(workload.rules.len()).unwrap_or(0), rules }
    }
}

impl Contender for Plain {
    type Input = lookup_auto::Input<'static>;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        Some(self.rules.get(&(input.zip, input.product as u8)).copied().unwrap_or(self.missing))
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}

/// The zip code's five digits as a number, and a table.
pub(super) struct Tuned {
    rules: Vec<u32>,
    missing: u32,
}

#[inline]
fn number(zip: &str) -> Option<usize> {
    let digits: [u8; 5] = zip.as_bytes().try_into().ok()?;
    let digits = digits.map(|digit| digit.wrapping_sub(b'0'));
    let number = digits.iter().fold(0, |number, digit| number * 10 + usize::from(*digit));
    digits.iter().all(|digit| *digit < 10).then_some(number)
}

impl Tuned {
    pub(super) fn new(workload: &'static Workload) -> Self {
        let missing = u32::try_from(workload.rules.len()).unwrap_or(0);
        let mut rules = vec![missing; 100_000 * PRODUCTS];
        for (zip, product, rule) in pairs(workload) {
            rules[number(zip).unwrap_or(0) * PRODUCTS + product] = rule;
        }
        rules.truncate(workload.columns[0].domain.1.unsigned_abs() as usize * PRODUCTS);
        Self { rules, missing }
    }
}

impl Contender for Tuned {
    type Input = lookup_auto::Input<'static>;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let Some(zip) = number(input.zip) else { return Some(self.missing) };
        Some(self.rules.get(zip * PRODUCTS + input.product as usize).copied().unwrap_or(self.missing))
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}
