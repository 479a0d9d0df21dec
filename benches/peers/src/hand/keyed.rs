//! Rating and insurance: four columns of keys, then ranges.

use matchbook_benches::workload::Workload;
use rustc_hash::FxHashMap;

use super::{Range, band, bounds, hundredths, ordinal, ordinals, within};
use crate::contender::Contender;
use crate::ours::{FromQuestion, insurance_auto, rating_auto};
use crate::question::Question;

/// What both read of a typed input: the positions of the keys in their lists, and `N` numbers.
pub(super) trait Numbers<const N: usize>: FromQuestion {
    const KEYS: [usize; 4];
    /// Which of the columns after the keys holds days.
    const DAYS: Option<usize>;
    fn keys(&self) -> [usize; 4];
    fn numbers(&self) -> [i64; N];
}

impl Numbers<2> for rating_auto::Input {
    const KEYS: [usize; 4] = [50, 5, 4, 5];
    const DAYS: Option<usize> = None;

    #[inline]
    fn keys(&self) -> [usize; 4] {
        [self.state as usize, self.class as usize, self.coverage as usize, self.plan as usize]
    }

    #[inline]
    fn numbers(&self) -> [i64; 2] {
        [self.age, hundredths(self.sum)]
    }
}

impl Numbers<4> for insurance_auto::Input {
    const KEYS: [usize; 4] = [40, 5, 4, 5];
    const DAYS: Option<usize> = Some(3);

    #[inline]
    fn keys(&self) -> [usize; 4] {
        [self.region as usize, self.class as usize, self.coverage as usize, self.tariff as usize]
    }

    #[inline]
    fn numbers(&self) -> [i64; 4] {
        [self.age, hundredths(self.sum), self.free_years, ordinal(self.begins)]
    }
}

/// Where the keys meet, counted through.
#[inline]
fn position<const N: usize, I: Numbers<N>>(keys: [usize; 4]) -> usize {
    keys.iter().zip(I::KEYS).fold(0, |position, (key, count)| position * count + key)
}

/// Calls with each rule and each combination of keys that it admits.
fn each(workload: &Workload, mut call: impl FnMut(usize, [usize; 4])) {
    for (rule, cells) in workload.rules.iter().enumerate() {
        let span = |column: usize| {
            let (from, to) = cells[column].unwrap_or(workload.columns[column].domain);
            usize::try_from(from).unwrap_or(0)..usize::try_from(to).unwrap_or(0)
        };
        for first in span(0) {
            for second in span(1) {
                for third in span(2) {
                    span(3).for_each(|fourth| call(rule, [first, second, third, fourth]));
                }
            }
        }
    }
}

/// A rule's range in a column of numbers.
fn range<const N: usize, I: Numbers<N>>(workload: &Workload, rule: usize, number: usize) -> Range {
    let range = workload.rules[rule][4 + number].unwrap_or(workload.columns[4 + number].domain);
    if I::DAYS == Some(number) { ordinals(range) } else { range }
}

/// A hash map from the keys to the few rows that they leave, in their order, overriding ones among them.
pub(super) struct Plain<const N: usize, I> {
    rows: FxHashMap<[usize; 4], Vec<([Range; N], u32)>>,
    input: std::marker::PhantomData<I>,
}

impl Plain<2, rating_auto::Input> {
    pub(super) fn rating(workload: &Workload) -> Self {
        Self::new(workload)
    }
}

impl Plain<4, insurance_auto::Input> {
    pub(super) fn insurance(workload: &Workload) -> Self {
        Self::new(workload)
    }
}

impl<const N: usize, I: Numbers<N>> Plain<N, I> {
    fn new(workload: &Workload) -> Self {
        let mut rows: FxHashMap<[usize; 4], Vec<([Range; N], u32)>> = FxHashMap::default();
        each(workload, |rule, keys| {
            let ranges = std::array::from_fn(|number| range::<N, I>(workload, rule, number));
            rows.entry(keys).or_default().push((ranges, u32::try_from(rule).unwrap_or(0)));
        });
        Self { rows, input: std::marker::PhantomData }
    }
}

impl<const N: usize, I: Numbers<N>> Contender for Plain<N, I> {
    type Input = I;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> I {
        I::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &I) -> Option<u32> {
        let numbers = input.numbers();
        let rows = self.rows.get(&input.keys())?;
        let holds = |(ranges, _): &&([Range; N], u32)| ranges.iter().zip(numbers).all(|(range, number)| within(*range, number));
        rows.iter().find(holds).map(|(_, rule)| *rule)
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}

/// The keys counted through, and their few rows, as bands of the numbers.
pub(super) struct Tuned<const N: usize, I> {
    domains: [Range; N],
    bounds: [Vec<i64>; N],
    /// Where each combination's rows start, and that of the next.
    starts: Vec<u32>,
    rows: Vec<([(u8, u8); N], u16)>,
    input: std::marker::PhantomData<I>,
}

impl Tuned<2, rating_auto::Input> {
    pub(super) fn rating(workload: &Workload) -> Self {
        Self::new(workload)
    }
}

impl Tuned<4, insurance_auto::Input> {
    pub(super) fn insurance(workload: &Workload) -> Self {
        Self::new(workload)
    }
}

impl<const N: usize, I: Numbers<N>> Tuned<N, I> {
    fn new(workload: &Workload) -> Self {
        let inner: [Vec<i64>; N] = std::array::from_fn(|number| {
            let bounds = bounds(workload, 4 + number);
            if I::DAYS == Some(number) { bounds.iter().map(|day| ordinal(crate::ours::day(*day))).collect() } else { bounds }
        });
        let mut by_key: Vec<Vec<([(u8, u8); N], u16)>> = vec![Vec::new(); I::KEYS.iter().product()];
        each(workload, |rule, keys| {
            let bands = std::array::from_fn(|number| {
                let (from, to) = range::<N, I>(workload, rule, number);
                let at = |end: i64| u8::try_from(band(&inner[number], end)).unwrap_or(u8::MAX);
                (at(from), at(to - 1))
            });
            by_key[position::<N, I>(keys)].push((bands, u16::try_from(rule).unwrap_or(0)));
        });
        let mut starts = vec![0];
        for rows in &by_key {
            starts.push(starts.last().map_or(0, |start| start + u32::try_from(rows.len()).unwrap_or(0)));
        }
        let domains = std::array::from_fn(|number| {
            let domain = workload.columns[4 + number].domain;
            if I::DAYS == Some(number) { ordinals(domain) } else { domain }
        });
        Self { domains, bounds: inner, starts, rows: by_key.concat(), input: std::marker::PhantomData }
    }
}

impl<const N: usize, I: Numbers<N>> Contender for Tuned<N, I> {
    type Input = I;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> I {
        I::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &I) -> Option<u32> {
        let numbers = input.numbers();
        if !self.domains.iter().zip(numbers).all(|(domain, number)| within(*domain, number)) {
            return None;
        }
        let bands: [u8; N] = std::array::from_fn(|number| u8::try_from(band(&self.bounds[number], numbers[number])).unwrap_or(u8::MAX));
        let at = position::<N, I>(input.keys());
        let rows = self.rows.get(*self.starts.get(at)? as usize..*self.starts.get(at + 1)? as usize)?;
        // All comparisons of a row, without a branch between them.
        let holds = |(ranges, _): &&([(u8, u8); N], u16)| {
            ranges.iter().zip(bands).fold(true, |holds, (range, band)| holds & (range.0 <= band) & (band <= range.1))
        };
        rows.iter().find(holds).map(|(_, rule)| u32::from(*rule))
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}
