//! First hit with wildcards.

use matchbook_benches::workload::Workload;

use super::{Range, band, bounds, hundredths, ordinal, ordinals, within};
use crate::contender::Contender;
use crate::ours::{FromQuestion, shipping_auto};
use crate::question::Question;

const COUNTRIES: usize = 50;
const CATEGORIES: usize = 5;

/// For each country and category, the rows that these don't rule out, in their order.
pub(super) struct Plain {
    rows: Vec<Vec<Row>>,
}

struct Row {
    weight: Range,
    value: Range,
    ordered: Range,
    rule: u32,
}

/// Calls with each rule and each pair of country and category that it admits.
fn each(workload: &Workload, mut call: impl FnMut(usize, usize)) {
    for (position, rule) in workload.rules.iter().enumerate() {
        let span = |column: usize| {
            let (from, to) = rule[column].unwrap_or(workload.columns[column].domain);
            usize::try_from(from).unwrap_or(0)..usize::try_from(to).unwrap_or(0)
        };
        for country in span(0) {
            span(1).for_each(|category| call(position, country * CATEGORIES + category));
        }
    }
}

impl Plain {
    pub(super) fn new(workload: &Workload) -> Self {
        let mut rows: Vec<Vec<Row>> = (0..COUNTRIES * CATEGORIES).map(|_| Vec::new()).collect();
        let columns = &workload.columns;
        each(workload, |position, key| {
            let rule = &workload.rules[position];
            let range = |column: usize| rule[column].unwrap_or(columns[column].domain);
            let rule = u32::try_from(position).unwrap_or(0);
            rows[key].push(Row { weight: range(2), value: range(3), ordered: ordinals(range(4)), rule });
        });
        Self { rows }
    }
}

impl Contender for Plain {
    type Input = shipping_auto::Input;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let (weight, value, ordered) = (hundredths(input.weight), hundredths(input.value), ordinal(input.ordered));
        let rows = &self.rows[input.country as usize * CATEGORIES + input.category as usize];
        let holds = |row: &&Row| within(row.weight, weight) && within(row.value, value) && within(row.ordered, ordered);
        rows.iter().find(holds).map(|row| row.rule)
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}

/// The rules that each band of a column admits, as bits; 200 rules are four words.
type Bits = [u64; 4];

/// Bands of the numbers, and the AND of the rules that country and category, and each band, admit.
pub(super) struct Tuned {
    keys: Vec<Bits>,
    weights: Bands<8>,
    values: Bands<9>,
    days: Days,
}

/// Up to `N` bounds, counted without a branch, and the rules of each band.
struct Bands<const N: usize> {
    domain: Range,
    bounds: [i64; N],
    rules: Vec<Bits>,
}

/// The rules of each day; the table's domain has 3,653 days, but few quarters differ.
struct Days {
    bounds: Vec<i64>,
    domain: Range,
    rules: Vec<Bits>,
}

fn bits(workload: &Workload, column: usize, steps: &[i64]) -> Vec<Bits> {
    let of = |step: &i64| {
        let mut bits = [0; 4];
        for (position, rule) in workload.rules.iter().enumerate() {
            if rule[column].is_none_or(|range| within(range, *step)) {
                bits[position / 64] |= 1 << (position % 64);
            }
        }
        bits
    };
    steps.iter().map(of).collect()
}

impl<const N: usize> Bands<N> {
    fn new(workload: &Workload, column: usize) -> Self {
        let inner = bounds(workload, column);
        let domain = workload.columns[column].domain;
        let mut bounds = [i64::MAX; N];
        bounds[..inner.len()].copy_from_slice(&inner);
        let firsts: Vec<i64> = [domain.0].into_iter().chain(inner).collect();
        Self { domain, bounds, rules: bits(workload, column, &firsts) }
    }

    #[inline]
    fn rules(&self, number: i64) -> Option<&Bits> {
        if within(self.domain, number) { self.rules.get(band(&self.bounds, number)) } else { None }
    }
}

impl Tuned {
    pub(super) fn new(workload: &Workload) -> Self {
        let mut keys = vec![[0; 4]; COUNTRIES * CATEGORIES];
        each(workload, |position, key| keys[key][position / 64] |= 1 << (position % 64));
        let inner = bounds(workload, 4);
        let domain = workload.columns[4].domain;
        let firsts: Vec<i64> = [domain.0].into_iter().chain(inner.iter().copied()).collect();
        let days = Days {
            bounds: inner.iter().map(|day| ordinal(crate::ours::day(*day))).collect(),
            domain: ordinals(domain),
            rules: bits(workload, 4, &firsts),
        };
        Self { keys, weights: Bands::new(workload, 2), values: Bands::new(workload, 3), days }
    }
}

impl Contender for Tuned {
    type Input = shipping_auto::Input;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let keys = &self.keys[input.country as usize * CATEGORIES + input.category as usize];
        let weights = self.weights.rules(hundredths(input.weight))?;
        let values = self.values.rules(hundredths(input.value))?;
        let day = ordinal(input.ordered);
        if !within(self.days.domain, day) {
            return None;
        }
        let days = self.days.rules.get(self.days.bounds.partition_point(|bound| *bound <= day))?;
        (0..4).find_map(|word| {
            let common = keys[word] & weights[word] & values[word] & days[word];
            (common != 0).then(|| u32::try_from(word).unwrap_or(0) * 64 + common.trailing_zeros())
        })
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}
