//! A tier, an amount, a boolean.

use std::marker::PhantomData;

use matchbook_benches::workload::{Workload, contains};

use super::{band, bounds, hundredths};
use crate::contender::{Asked, Contender};
use crate::ours::{FromQuestion, tiny_auto, tiny_integers_auto};
use crate::question::Question;

/// The typed input of one of the two tables, whose rules are the same.
pub(super) trait Tiered: FromQuestion {
    /// The tier's position.
    fn tier(&self) -> usize;
    /// The amount in steps.
    fn amount(&self) -> i64;
    /// Whether it is a member.
    fn member(&self) -> bool;
}

macro_rules! tiered {
    ($module:ident, |$given:ident| $amount:expr) => {
        impl Tiered for $module::Input {
            #[inline]
            fn tier(&self) -> usize {
                self.tier as usize
            }

            #[inline]
            fn amount(&self) -> i64 {
                let $given = self.amount;
                $amount
            }

            #[inline]
            fn member(&self) -> bool {
                self.member
            }
        }
    };
}

tiered!(tiny_auto, |amount| hundredths(amount));
tiered!(tiny_integers_auto, |amount| amount);

/// What experts write for the table with this input.
pub(super) fn both<I: Tiered + 'static>(workload: &Workload) -> [Box<dyn Asked>; 2] {
    [Box::new(Plain::<I>(PhantomData)), Box::new(Tuned::<I>::new(workload))]
}

/// The rules as conditions: the first tier asks for membership only, the second and the third divide amounts too.
struct Plain<I>(PhantomData<I>);

impl<I: Tiered> Contender for Plain<I> {
    type Input = I;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let amount = input.amount();
        if !(0..100_000).contains(&amount) {
            return None;
        }
        Some(match input.tier() {
            0 if input.member() => 1,
            0 => 0,
            1 if amount < 5_000 => 2,
            1 if input.member() => 4,
            1 => 3,
            _ if !input.member() => 5,
            _ if amount < 1_000 => 6,
            _ => 7,
        })
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}

/// The band of the amount, and a table of tier, band and membership.
struct Tuned<I> {
    given: PhantomData<I>,
    bounds: [i64; 4],
    rules: [[[u8; 2]; 5]; 3],
}

impl<I> Tuned<I> {
    fn new(workload: &Workload) -> Self {
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
        Self { given: PhantomData, bounds: ends, rules }
    }
}

impl<I: Tiered> Contender for Tuned<I> {
    type Input = I;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let amount = input.amount();
        if !(0..100_000).contains(&amount) {
            return None;
        }
        Some(u32::from(self.rules[input.tier()][band(&self.bounds, amount)][usize::from(input.member())]))
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}
