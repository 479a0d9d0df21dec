//! How many other boxes each box meets, exactly, without comparing them pair by pair.
//!
//! Boxes meet exactly if their sets meet in every dimension. So each distinct set of a dimension gets a bit set of the boxes whose set meets
//! it, and what a box meets is the AND of its sets' bit sets: a word is 64 comparisons. This is the bit vector scheme of packet
//! classification (Lakshman and Stiliadis 1998), turned from one packet to a whole rule.
//!
//! Bit sets of all boxes would need memory of boxes × distinct sets; they are made for as many boxes at once as [`MAX_BYTES`] holds, so that
//! memory is bounded and time isn't changed by it. A range's bit set comes from the two sweeps "begins before its end" and "ends before its
//! beginning", a few words each, however many boxes it meets.

use std::collections::{BTreeSet, HashMap};

use super::{AtomSet, OutOfSteps, RuleMatrix};
use crate::diagram::index::Numbering;

/// The most memory that bit sets take at a time.
const MAX_BYTES: usize = 64 << 20;
/// Bit sets of fewer words than this are made at once, of more in 16 parts: then most is known where the steps run out, and what is worked
/// on stays in a processor's cache.
const MIN_WORDS: usize = 64;

/// The sets of one dimension.
#[derive(Clone, Debug)]
struct Column {
    /// Every atom; a box whose set this is meets all others here.
    whole: AtomSet,
    /// Each set that occurs, once.
    distinct: Vec<AtomSet>,
    /// By box: the position of its set.
    of_box: Vec<u32>,
}

/// The boxes of a table, dimension by dimension.
#[derive(Clone, Debug)]
pub struct Boxes {
    count: usize,
    columns: Vec<Column>,
}

/// What [`Boxes::meetings`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meetings {
    /// By box: how many others it meets of those before `decided`.
    pub counts: Vec<u32>,
    /// How many boxes, from the first on, were compared with each other before the steps ran out: all, or a multiple of 64.
    pub decided: usize,
}

impl Boxes {
    /// The rules of a matrix. O(rules × dimensions).
    pub fn of(matrix: &RuleMatrix) -> Self {
        let column = |position: usize| {
            let mut known: Numbering<&AtomSet> = Numbering::default();
            let sets = matrix.rules.iter().map(|rule| &rule.sets[position]);
            let of_box = sets.map(|set| known.number(set.fingerprint(), set)).collect();
            let distinct = known.into_items().into_iter().cloned().collect();
            Column { whole: matrix.dimensions[position].full(), distinct, of_box }
        };
        Self { count: matrix.rules.len(), columns: (0..matrix.dimensions.len()).map(column).collect() }
    }

    /// The boxes with other sets in some dimensions: `restrict` gives what becomes of a set there, `None` for a dimension that stays.
    #[must_use]
    pub fn restricted(&self, restrict: impl Fn(usize, &AtomSet) -> Option<AtomSet>) -> Self {
        let columns = self.columns.iter().enumerate().map(|(position, column)| match restrict(position, &column.whole) {
            None => column.clone(),
            Some(whole) => {
                let distinct = column.distinct.iter().map(|set| restrict(position, set).unwrap_or_default()).collect();
                Column { whole, distinct, of_box: column.of_box.clone() }
            }
        });
        Self { count: self.count, columns: columns.collect() }
    }

    /// How many steps [`Self::meetings`] takes, where all sets are ranges: in words of 64 bits.
    pub fn cost(&self) -> u64 {
        let words = self.count.div_ceil(64) as u64;
        let bounding = self.columns.iter().filter(|column| column.distinct.iter().any(|set| *set != column.whole));
        bounding.map(|column| (column.distinct.len() as u64 * 3 + self.count as u64) * words).sum()
    }

    /// How many of the first `limit` boxes each box meets, those of its own class apart: `classes` gives each box one, and is empty where
    /// each is alone in its class. Empty boxes meet none.
    ///
    /// A step is a word of 64 bits, or a bit that is set alone; those taken are subtracted from `steps`.
    pub fn meetings(&self, classes: &[u32], limit: usize, steps: &mut u64) -> Meetings {
        let mut meetings = Meetings { counts: vec![0; self.count], decided: 0 };
        // What was counted before the steps ran out stays.
        let (Ok(()) | Err(OutOfSteps)) = self.count_all(classes, limit.min(self.count), steps, &mut meetings);
        meetings
    }

    fn count_all(&self, classes: &[u32], limit: usize, steps: &mut u64, meetings: &mut Meetings) -> Result<(), OutOfSteps> {
        let mut ranged: Vec<Ranged<'_>> =
            self.columns.iter().filter(|column| column.distinct.iter().any(|set| *set != column.whole)).map(Ranged::of).collect();
        // What tells the most boxes apart leaves the least for the others.
        ranged.sort_by_key(|column| std::cmp::Reverse(column.ranges.len()));
        let rows: usize = ranged.iter().map(|column| column.ranges.len()).sum();
        let words = limit.div_ceil(64);
        let width = (MAX_BYTES / 8 / rows.max(1)).clamp(1, words.div_ceil(16).max(MIN_WORDS));
        for first in (0..words).step_by(width) {
            let boxes = first * 64..limit.min((first + width) * 64);
            let width = boxes.len().div_ceil(64);
            spend(steps, (rows * 3 + self.count) as u64 * width as u64)?;
            let mut there = vec![0_u64; width];
            for (bit, position) in boxes.clone().enumerate() {
                if !self.is_empty(position) {
                    set_bit(&mut there, bit);
                }
            }
            let rows: Vec<Vec<u64>> =
                ranged.iter().map(|column| column.rows(boxes.clone(), width, steps)).collect::<Result<_, OutOfSteps>>()?;
            let alike = Alike::of(classes, boxes.clone(), width);
            let mut counts = vec![0_u32; self.count];
            let (mut met, mut union) = (vec![0_u64; width], vec![0_u64; width]);
            let mut taken = 0;
            for (position, count) in counts.iter_mut().enumerate().filter(|(position, _)| !self.is_empty(*position)) {
                met.copy_from_slice(&there);
                let mut keep_met = |(column, rows): (&Ranged<'_>, &Vec<u64>)| {
                    taken += column.parts_of(position) as u64 * width as u64;
                    column.keep_met(position, rows, &mut met, &mut union)
                };
                if ranged.iter().zip(&rows).all(&mut keep_met) {
                    alike.remove(position, classes, boxes.start, &mut met);
                    *count = met.iter().map(|word| word.count_ones()).sum();
                }
            }
            spend(steps, taken)?;
            for (total, count) in meetings.counts.iter_mut().zip(counts) {
                *total += count;
            }
            meetings.decided = boxes.end;
        }
        Ok(())
    }

    fn is_empty(&self, position: usize) -> bool {
        self.columns.iter().any(|column| column.distinct[column.of_box[position] as usize].is_empty())
    }
}

/// The boxes of one class, as far as they are among those that bit sets are made of.
struct Alike {
    /// Of large classes, a bit set.
    rows: HashMap<u32, Vec<u64>>,
    /// Of small ones, the bits.
    bits: HashMap<u32, Vec<u32>>,
}

impl Alike {
    fn of(classes: &[u32], boxes: std::ops::Range<usize>, width: usize) -> Self {
        let mut bits: HashMap<u32, Vec<u32>> = HashMap::new();
        for (bit, class) in (0..).zip(classes.get(boxes).unwrap_or_default()) {
            bits.entry(*class).or_default().push(bit);
        }
        let row = |bits: &Vec<u32>| {
            let mut row = vec![0; width];
            bits.iter().for_each(|bit| set_bit(&mut row, *bit as usize));
            row
        };
        // At most 64 classes are that large.
        let rows = bits.iter().filter(|(_, bits)| bits.len() > width).map(|(class, bits)| (*class, row(bits))).collect();
        bits.retain(|_, bits| bits.len() <= width);
        Self { rows, bits }
    }

    fn remove(&self, position: usize, classes: &[u32], first: usize, met: &mut [u64]) {
        let Some(class) = classes.get(position) else {
            if let Some(bit) = position.checked_sub(first).filter(|bit| bit / 64 < met.len()) {
                met[bit / 64] &= !(1 << (bit % 64));
            }
            return;
        };
        for bit in self.bits.get(class).into_iter().flatten() {
            met[*bit as usize / 64] &= !(1 << (bit % 64));
        }
        for (word, alike) in met.iter_mut().zip(self.rows.get(class).into_iter().flatten()) {
            *word &= !alike;
        }
    }
}

/// A column with each range that occurs in its sets once.
struct Ranged<'c> {
    column: &'c Column,
    /// Ascending.
    ranges: Vec<(u32, u32)>,
    /// Positions in `ranges`, by their ends.
    by_end: Vec<u32>,
    /// By distinct set: positions in `ranges`.
    parts: Vec<Vec<u32>>,
    /// By distinct set: whether it is every atom.
    is_whole: Vec<bool>,
}

impl<'c> Ranged<'c> {
    fn of(column: &'c Column) -> Self {
        // No bit set is asked for of a set of all atoms.
        let asked = || column.distinct.iter().filter(|set| **set != column.whole);
        let ranges: Vec<(u32, u32)> = asked().flat_map(AtomSet::ranges).copied().collect::<BTreeSet<_>>().into_iter().collect();
        let position = |range: &(u32, u32)| ranges.binary_search(range).ok().and_then(|found| u32::try_from(found).ok());
        let parts = column.distinct.iter().map(|set| set.ranges().iter().filter_map(position).collect()).collect();
        let mut by_end: Vec<u32> = (0..).take(ranges.len()).collect();
        by_end.sort_by_key(|range| ranges[*range as usize].1);
        let is_whole = column.distinct.iter().map(|set| *set == column.whole).collect();
        Self { column, ranges, by_end, parts, is_whole }
    }

    /// By range: a bit set, `width` words, of those of these boxes whose sets meet it.
    fn rows(&self, boxes: std::ops::Range<usize>, width: usize, steps: &mut u64) -> Result<Vec<u64>, OutOfSteps> {
        let (mut begins, mut ends, mut several_begin, mut several_turn) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (bit, position) in boxes.enumerate() {
            match self.column.distinct[self.column.of_box[position] as usize].ranges() {
                [(first, end)] => {
                    begins.push((*first, bit));
                    ends.push((*end, bit));
                }
                ranges => {
                    several_begin.extend(ranges.iter().map(|(first, _)| (*first, bit)));
                    several_turn.extend(ranges.iter().flat_map(|(first, end)| [(*first, bit), (*end, bit)]));
                }
            }
        }
        for ends in [&mut begins, &mut ends, &mut several_begin, &mut several_turn] {
            ends.sort_unstable();
        }
        let mut rows = vec![0_u64; self.ranges.len() * width];
        let (mut swept, mut begun) = (0, vec![0_u64; width]);
        for range in &self.by_end {
            let (_, end) = self.ranges[*range as usize];
            while begins.get(swept).is_some_and(|(begin, _)| *begin < end) {
                set_bit(&mut begun, begins[swept].1);
                swept += 1;
            }
            rows[*range as usize * width..][..width].copy_from_slice(&begun);
        }
        let (mut swept, mut turned, mut over, mut alive) = (0, 0, vec![0_u64; width], vec![0_u64; width]);
        for ((first, end), row) in self.ranges.iter().zip(rows.chunks_exact_mut(width)) {
            while ends.get(swept).is_some_and(|(end, _)| end <= first) {
                set_bit(&mut over, ends[swept].1);
                swept += 1;
            }
            // A set's ranges don't touch, so that each of its ends turns its life on or off.
            while several_turn.get(turned).is_some_and(|(at, _)| at <= first) {
                let bit = several_turn[turned].1;
                alive[bit / 64] ^= 1 << (bit % 64);
                turned += 1;
            }
            for ((word, over), alive) in row.iter_mut().zip(&over).zip(&alive) {
                *word = *word & !over | alive;
            }
            let later = several_begin.partition_point(|(begin, _)| begin <= first);
            let within = several_begin[later..].iter().take_while(|(begin, _)| begin < end);
            let mut set = 0;
            for (_, bit) in within {
                set_bit(row, *bit);
                set += 1;
            }
            spend(steps, set)?;
        }
        Ok(rows)
    }

    /// Of how many bit sets that of the box's set is made; none are needed of all atoms.
    fn parts_of(&self, position: usize) -> usize {
        self.parts[self.column.of_box[position] as usize].len()
    }

    /// Keeps what the box meets in this dimension; whether anything is left. `union` is room to work in.
    fn keep_met(&self, position: usize, rows: &[u64], met: &mut [u64], union: &mut [u64]) -> bool {
        let set = self.column.of_box[position] as usize;
        if self.is_whole[set] {
            return true;
        }
        let width = met.len();
        let row = |range: u32| &rows[range as usize * width..][..width];
        let mut left = 0;
        if let [range] = self.parts[set].as_slice() {
            for (word, other) in met.iter_mut().zip(row(*range)) {
                *word &= other;
                left |= *word;
            }
            return left != 0;
        }
        union.fill(0);
        for range in &self.parts[set] {
            for (word, other) in union.iter_mut().zip(row(*range)) {
                *word |= other;
            }
        }
        for (word, other) in met.iter_mut().zip(union) {
            *word &= *other;
            left |= *word;
        }
        left != 0
    }
}

fn set_bit(words: &mut [u64], bit: usize) {
    words[bit / 64] |= 1 << (bit % 64);
}

fn spend(steps: &mut u64, taken: u64) -> Result<(), OutOfSteps> {
    *steps = steps.checked_sub(taken).ok_or(OutOfSteps)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{InputId, RuleId};
    use crate::region::{Dimension, RuleRegion};

    /// Boxes of ranges, single atoms, several ranges and whole dimensions, from bits that nobody chose.
    fn boxes(seed: u64, count: usize) -> Vec<RuleRegion> {
        let mut bits = seed;
        let mut below = |limit: u64| {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u32::try_from((bits >> 33) % limit).unwrap()
        };
        let mut set = |size: u32| match below(6) {
            0 => AtomSet::full(size),
            1 | 2 => {
                let first = below(u64::from(size));
                AtomSet::from_ranges(vec![(first, first + 1 + below(u64::from(size - first)))])
            }
            3 => AtomSet::from_ranges((0..4).map(|_| below(u64::from(size))).map(|first| (first, first + 1)).collect()),
            4 => AtomSet::full(size).difference(&AtomSet::from_ranges(vec![(below(u64::from(size)), size)])),
            _ => {
                let first = below(u64::from(size));
                AtomSet::from_ranges(vec![(first, first + 1)])
            }
        };
        (0..count).map(|position| RuleRegion { rule: RuleId(position), sets: vec![set(5), set(40), set(9)] }).collect()
    }

    fn matrix(rules: Vec<RuleRegion>) -> RuleMatrix {
        let atom = super::super::Atom { extent: super::super::Extent::Whole, witness: crate::model::Value::Null, finer_only: false };
        let dimension = |(position, size): (usize, usize)| Dimension {
            input: InputId(position),
            atoms: vec![atom.clone(); size],
            computed: false,
            may_be_null: false,
        };
        RuleMatrix { dimensions: [5, 40, 9].into_iter().enumerate().map(dimension).collect(), rules }
    }

    #[test]
    fn counts_agree_with_comparing_pairs() {
        for (seed, count) in [(1, 3), (2, 64), (3, 65), (4, 700), (5, 5_000)] {
            let rules = boxes(seed, count);
            let by_three: Vec<u32> = (0..count).map(|position| u32::try_from(position % 3).unwrap()).collect();
            let by_many: Vec<u32> = (0..count).map(|position| u32::try_from(position / 2).unwrap()).collect();
            let all = Boxes::of(&matrix(rules.clone()));
            for classes in [Vec::new(), by_three, by_many] {
                let found = all.meetings(&classes, count, &mut u64::MAX.clone());
                assert_eq!(found.decided, count);
                for (position, rule) in rules.iter().enumerate().step_by(1 + count / 300) {
                    let clash = |other: usize| if classes.is_empty() { other != position } else { classes[other] != classes[position] };
                    let met = rules.iter().enumerate().filter(|(other, met)| clash(*other) && rule.intersects(met) && !rule.is_empty());
                    assert_eq!(found.counts[position] as usize, met.count(), "seed {seed}, box {position}");
                }
            }
        }
    }

    #[test]
    fn what_the_steps_suffice_for_is_counted() {
        let rules = boxes(6, 9_000);
        let all = Boxes::of(&matrix(rules.clone()));
        let mut left = u64::MAX;
        assert_eq!(all.meetings(&[], rules.len(), &mut left).decided, rules.len());
        let found = all.meetings(&[], rules.len(), &mut ((u64::MAX - left) * 2 / 3));
        assert!(found.decided > 0 && found.decided < rules.len() && found.decided.is_multiple_of(64), "{}", found.decided);
        for (position, rule) in rules[..found.decided].iter().enumerate().step_by(50) {
            let met = rules[..found.decided].iter().enumerate().filter(|(other, met)| *other != position && rule.intersects(met));
            assert_eq!(found.counts[position] as usize, met.count());
        }
        assert_eq!(all.meetings(&[], rules.len(), &mut 10).decided, 0);
    }
}
