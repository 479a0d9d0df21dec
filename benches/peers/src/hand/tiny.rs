//! A tier, an amount, a boolean.

use matchbook_benches::workload::{Workload, contains};

use super::{band, bounds, hundredths};
use crate::contender::Contender;
use crate::ours::FromQuestion;
use crate::ours::tiny_auto::{self, Tier};
use crate::question::Question;

/// The rules as conditions: the first tier asks for membership only, the second and the third divide amounts too.
pub(super) struct Plain;

impl Contender for Plain {
    type Input = tiny_auto::Input;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let amount = hundredths(input.amount);
        if !(0..100_000).contains(&amount) {
            return None;
        }
        Some(match input.tier {
            Tier::Tier0 if input.member => 1,
            Tier::Tier0 => 0,
            Tier::Tier1 if amount < 5_000 => 2,
            Tier::Tier1 if input.member => 4,
            Tier::Tier1 => 3,
            Tier::Tier2 if !input.member => 5,
            Tier::Tier2 if amount < 1_000 => 6,
            Tier::Tier2 => 7,
        })
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}

/// The band of the amount, and a table of tier, band and membership.
pub(super) struct Tuned {
    bounds: [i64; 4],
    rules: [[[u8; 2]; 5]; 3],
}

impl Tuned {
    pub(super) fn new(workload: &Workload) -> Self {
        let mut ends = [i64::MAX; 4];
        let inner = bounds(workload, 1);
        ends[..inner.len()].copy_from_slice(&inner);
        let mut rules = [[[0; 2]; 5]; 3];
        for (tier, bands) in (0..).zip(&mut rules) {
            for (band, members) in bands.iter_mut().enumerate() {
                let amount = band.checked_sub(1).map_or(0, |band| ends[band].min(99_999));
                for (member, rule) in (0..).zip(members) {
                    let decides = workload.rules.iter().position(|rule| contains(rule, &[tier, amount, member]));
                    *rule = decides.and_then(|rule| u8::try_from(rule).ok()).unwrap_or(u8::MAX);
                }
            }
        }
        Self { bounds: ends, rules }
    }
}

impl Contender for Tuned {
    type Input = tiny_auto::Input;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let amount = hundredths(input.amount);
        if !(0..100_000).contains(&amount) {
            return None;
        }
        Some(u32::from(self.rules[input.tier as usize][band(&self.bounds, amount)][usize::from(input.member)]))
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}
