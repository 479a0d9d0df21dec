//! A firewall.

use matchbook_benches::workload::Workload;

use super::{Range, bounds, within};
use crate::contender::Contender;
use crate::ours::{FromQuestion, packets_auto};
use crate::question::Question;

const COLUMNS: usize = 5;

/// What both read of a typed input.
#[inline]
fn numbers(input: &packets_auto::Input) -> [i64; COLUMNS] {
    [input.source, input.destination, input.source_port, input.destination_port, input.protocol]
}

/// For each protocol that rules name, and for all others, the rows that it doesn't rule out, in their order, and scanned; the bounds of a row
/// lie together, addresses first.
pub(super) struct Plain {
    rows: Vec<Vec<([Range; 4], u32)>>,
}

impl Plain {
    pub(super) fn new(workload: &Workload) -> Self {
        let rows = (0..256)
            .map(|protocol| {
                let rules = (0..).zip(&workload.rules).filter(|(_, rule)| rule[4].is_none_or(|range| within(range, protocol)));
                let ranges = |rule: &[Option<Range>]| std::array::from_fn(|column| rule[column].unwrap_or(workload.columns[column].domain));
                rules.map(|(position, rule)| (ranges(rule), position)).collect()
            })
            .collect();
        Self { rows }
    }
}

impl Contender for Plain {
    type Input = packets_auto::Input;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let numbers = numbers(input);
        let rows = self.rows.get(usize::try_from(input.protocol).ok()?)?;
        let holds = |(ranges, _): &&([Range; 4], u32)| ranges.iter().zip(numbers).all(|(range, number)| within(*range, number));
        rows.iter().find(holds).map(|(_, rule)| *rule)
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}

/// 1,000 rules are 16 words.
type Bits = [u64; 16];

/// Bit vectors (Lakshman and Stiliadis 1998): for each column the rules of each band, and their AND, word by word.
pub(super) struct Tuned {
    columns: [(Vec<i64>, Vec<Bits>); COLUMNS],
}

impl Tuned {
    pub(super) fn new(workload: &Workload) -> Self {
        let columns = std::array::from_fn(|column| {
            let inner = bounds(workload, column);
            let firsts = [workload.columns[column].domain.0].into_iter().chain(inner.iter().copied());
            let bits = firsts.map(|step| {
                let mut bits = [0; 16];
                for (position, rule) in workload.rules.iter().enumerate() {
                    if rule[column].is_none_or(|range| within(range, step)) {
                        bits[position / 64] |= 1 << (position % 64);
                    }
                }
                bits
            });
            let bits = bits.collect();
            (inner, bits)
        });
        Self { columns }
    }
}

impl Contender for Tuned {
    type Input = packets_auto::Input;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        FromQuestion::of(question)
    }

    #[inline(never)]
    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let numbers = numbers(input);
        let limits = [1 << 32, 1 << 32, 1 << 16, 1 << 16, 256];
        if !numbers.iter().zip(limits).all(|(number, limit)| within((0, limit), *number)) {
            return None;
        }
        let [a, b, c, d, e] = std::array::from_fn(|column| {
            let (bounds, bits) = &self.columns[column];
            bits.get(bounds.partition_point(|bound| *bound <= numbers[column]))
        });
        let (a, b, c, d, e) = (a?, b?, c?, d?, e?);
        (0..16).find_map(|word| {
            let common = a[word] & b[word] & c[word] & d[word] & e[word];
            (common != 0).then(|| u32::try_from(word).unwrap_or(0) * 64 + common.trailing_zeros())
        })
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}
