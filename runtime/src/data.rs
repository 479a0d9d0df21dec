//! Selection for the largest tables: numbers, texts, diagrams and rules kept in byte strings and read in place.
//!
//! A byte string costs rustc next to nothing, where an array of a hundred thousand elements costs seconds. Whatever is read from one is
//! checked by `get`: a damaged one finds no rule, and never panics. Numbers are little-endian.

use crate::RuleIndex;
#[cfg(feature = "decimal")]
use crate::grid::compare;
use crate::grid::position;

/// Unsigned numbers of one to four bytes each.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    width: usize,
    bytes: &'static [u8],
}

impl Numbers {
    /// Numbers of `width` bytes, 1 to 4.
    #[must_use]
    pub const fn new(width: usize, bytes: &'static [u8]) -> Self {
        Self { width, bytes }
    }

    /// The number at a position.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<u32> {
        let first = position.checked_mul(self.width)?;
        let bytes = self.bytes.get(first..first.checked_add(self.width)?)?;
        match *bytes {
            [a] => Some(u32::from(a)),
            [a, b] => Some(u32::from(u16::from_le_bytes([a, b]))),
            [a, b, c] => Some(u32::from_le_bytes([a, b, c, 0])),
            [a, b, c, d] => Some(u32::from_le_bytes([a, b, c, d])),
            _ => None,
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.bytes.len().checked_div(self.width) {
            Some(len) => len,
            None => 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn at(&self, position: u32) -> Option<u32> {
        self.get(position as usize)
    }
}

/// How many of `len` ascending items satisfy `before`, which holds for the first ones and no others. O(log len).
fn partition_point(len: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0_usize, len);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    low
}

/// The classes of the segments between ascending keys of 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Integers {
    starts: &'static [u8],
    classes: Numbers,
}

impl Integers {
    /// The first key of each segment but the lowest, eight bytes each, and the class of each segment.
    #[must_use]
    pub const fn new(starts: &'static [u8], classes: Numbers) -> Self {
        Self { starts, classes }
    }

    /// The class of a key. O(log segments).
    #[must_use]
    pub fn class(&self, key: i64) -> u32 {
        let (starts, _) = self.starts.as_chunks::<8>();
        let segment = partition_point(starts.len(), |at| starts.get(at).is_some_and(|start| i64::from_le_bytes(*start) <= key));
        self.classes.get(segment).unwrap_or(u32::MAX)
    }
}

/// The classes of the segments between ascending keys of 128 bits.
#[derive(Clone, Copy, Debug)]
pub struct WideIntegers {
    starts: &'static [u8],
    classes: Numbers,
}

impl WideIntegers {
    /// The first key of each segment but the lowest, sixteen bytes each, and the class of each segment.
    #[must_use]
    pub const fn new(starts: &'static [u8], classes: Numbers) -> Self {
        Self { starts, classes }
    }

    /// The class of a key. O(log segments).
    #[must_use]
    pub fn class(&self, key: i128) -> u32 {
        let (starts, _) = self.starts.as_chunks::<16>();
        let segment = partition_point(starts.len(), |at| starts.get(at).is_some_and(|start| i128::from_le_bytes(*start) <= key));
        self.classes.get(segment).unwrap_or(u32::MAX)
    }
}

/// Ascending texts.
#[derive(Clone, Copy, Debug)]
pub struct Texts {
    text: &'static str,
    ends: Numbers,
}

impl Texts {
    /// The texts one after the other, and where each ends.
    #[must_use]
    pub const fn new(text: &'static str, ends: Numbers) -> Self {
        Self { text, ends }
    }

    fn get(&self, at: usize) -> Option<&'static str> {
        let first = match at.checked_sub(1) {
            Some(before) => self.ends.get(before)?,
            None => 0,
        };
        self.text.get(first as usize..self.ends.get(at)? as usize)
    }

    /// Where `value` stands among them: `2i + 1` at text `i`, `2i` below it and above the one before. O(log texts).
    #[must_use]
    pub fn position(&self, value: &str) -> i64 {
        let at = partition_point(self.ends.len(), |at| self.get(at).is_some_and(|text| text < value));
        position(if self.get(at) == Some(value) { Ok(at) } else { Err(at) })
    }

    /// The class of a text: of `classes`, one a text, and one more for all others. O(log texts).
    #[must_use]
    pub fn class(&self, value: &str, classes: &Numbers) -> u32 {
        let at = partition_point(self.ends.len(), |at| self.get(at).is_some_and(|text| text < value));
        let at = if self.get(at) == Some(value) { at } else { self.ends.len() };
        classes.get(at).unwrap_or(u32::MAX)
    }
}

/// Ascending decimals.
#[cfg(feature = "decimal")]
#[derive(Clone, Copy, Debug)]
pub struct Decimals(&'static [u8]);

#[cfg(feature = "decimal")]
impl Decimals {
    /// Twenty bytes each: a coefficient of sixteen and a scale of four.
    #[must_use]
    pub const fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// Where `value` stands among them: `2i + 1` at decimal `i`, `2i` below it and above the one before. O(log decimals).
    #[must_use]
    pub fn position(&self, value: rust_decimal::Decimal) -> i64 {
        let (decimals, _) = self.0.as_chunks::<20>();
        let order = |at: usize| {
            let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, scale @ ..] = *decimals.get(at)?;
            let coefficient = i128::from_le_bytes([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]);
            let cut = rust_decimal::Decimal::try_from_i128_with_scale(coefficient, u32::from_le_bytes(scale)).ok()?;
            Some(compare(cut, value))
        };
        let at = partition_point(decimals.len(), |at| order(at).is_some_and(core::cmp::Ordering::is_lt));
        position(if order(at).is_some_and(core::cmp::Ordering::is_eq) { Ok(at) } else { Err(at) })
    }
}

/// Lists of rules, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Lists {
    begins: Numbers,
    rules: Numbers,
}

impl Lists {
    /// Where each list begins in `rules`, and where the last ends.
    #[must_use]
    pub const fn new(begins: Numbers, rules: Numbers) -> Self {
        Self { begins, rules }
    }

    /// A list.
    #[must_use]
    pub fn get(&self, list: u32) -> RuleList {
        let bounds = self.begins.at(list).zip(list.checked_add(1).and_then(|next| self.begins.at(next)));
        let (next, end) = bounds.unwrap_or((0, 0));
        RuleList { rules: self.rules, next, end }
    }
}

/// An iterator over a list of rules.
#[derive(Clone, Debug)]
pub struct RuleList {
    rules: Numbers,
    next: u32,
    end: u32,
}

impl Iterator for RuleList {
    type Item = RuleIndex;

    fn next(&mut self) -> Option<RuleIndex> {
        if self.next >= self.end {
            return None;
        }
        let rule = self.rules.at(self.next)?;
        self.next = self.next.checked_add(1)?;
        Some(RuleIndex::new(rule))
    }
}

/// A decision diagram.
#[derive(Clone, Copy, Debug)]
pub struct Diagram {
    nodes: Numbers,
    root: u32,
    leaves: Lists,
}

/// In a [`Diagram`], marks a target that is a leaf.
const LEAF: u32 = 1 << 31;

impl Diagram {
    /// Nodes, where to start, and the rules of each leaf. A node is four-byte words: the position of its class in what is walked, how many
    /// runs of classes it tells apart, and for each run the first class after it and its target: the word at which a node begins, or a leaf
    /// with the highest bit set.
    #[must_use]
    pub const fn new(nodes: &'static [u8], root: u32, leaves: Lists) -> Self {
        Self { nodes: Numbers::new(4, nodes), root, leaves }
    }

    /// The rules at the leaf that these classes lead to. O(nodes on the way · log runs).
    #[must_use]
    pub fn rules(&self, classes: &[u32]) -> RuleList {
        let mut at = self.root;
        // A path meets each class at most once; a damaged diagram must not go round for ever.
        for _ in 0..=classes.len() {
            if at & LEAF != 0 {
                return self.leaves.get(at & !LEAF);
            }
            match self.step(at as usize, classes) {
                Some(next) => at = next,
                None => break,
            }
        }
        self.leaves.get(u32::MAX)
    }

    fn step(&self, node: usize, classes: &[u32]) -> Option<u32> {
        let class = *classes.get(self.nodes.get(node)? as usize)?;
        let runs = self.nodes.get(node.checked_add(1)?)? as usize;
        let first = node.checked_add(2)?;
        let word = |run: usize| run.checked_mul(2).and_then(|offset| first.checked_add(offset));
        let run = partition_point(runs, |run| word(run).and_then(|word| self.nodes.get(word)).is_some_and(|end| end <= class));
        if run >= runs {
            return None;
        }
        self.nodes.get(word(run)?.checked_add(1)?)
    }
}

/// A column of a [`Scan`].
#[derive(Clone, Copy, Debug)]
pub struct Column {
    set_of_rule: Numbers,
    begins: Numbers,
    ranges: Numbers,
}

impl Column {
    /// The set of classes that each rule admits, where each set's ranges begin and the last end, and the ranges: first class, first class
    /// after. The first set holds every class.
    #[must_use]
    pub const fn new(set_of_rule: Numbers, begins: Numbers, ranges: Numbers) -> Self {
        Self { set_of_rule, begins, ranges }
    }

    fn admits(&self, rule: u32, class: u32) -> Option<bool> {
        let set = self.set_of_rule.at(rule)?;
        if set == 0 {
            return Some(true);
        }
        let (mut at, end) = (self.begins.at(set)?, self.begins.at(set.checked_add(1)?)?);
        while at < end {
            let range = (at as usize).checked_mul(2)?;
            if self.ranges.get(range)? <= class && class < self.ranges.get(range.checked_add(1)?)? {
                return Some(true);
            }
            at = at.checked_add(1)?;
        }
        Some(false)
    }
}

/// Rules, found by a key of some columns and tested on the others.
#[derive(Clone, Copy, Debug)]
pub struct Scan {
    keys: &'static [u32],
    candidates: Lists,
    columns: &'static [Column],
}

impl Scan {
    /// How many classes each column of the key has, the candidates of each of their combinations (the last changing fastest), and the
    /// columns to test, which follow the key's.
    #[must_use]
    pub const fn new(keys: &'static [u32], candidates: Lists, columns: &'static [Column]) -> Self {
        Self { keys, candidates, columns }
    }

    /// The rules that admit these classes, in the order in which they win. O(candidates · columns).
    #[must_use]
    pub fn rules<const N: usize>(&self, classes: [u32; N]) -> Scanned<N> {
        let mut cell = Some(0_u32);
        for (count, class) in self.keys.iter().zip(classes) {
            cell = cell.filter(|_| class < *count).and_then(|cell| cell.checked_mul(*count)).and_then(|cell| cell.checked_add(class));
        }
        Scanned { columns: self.columns, skipped: self.keys.len(), classes, candidates: self.candidates.get(cell.unwrap_or(u32::MAX)) }
    }
}

/// An iterator over the rules that a [`Scan`] finds.
#[derive(Clone, Debug)]
pub struct Scanned<const N: usize> {
    columns: &'static [Column],
    skipped: usize,
    classes: [u32; N],
    candidates: RuleList,
}

impl<const N: usize> Iterator for Scanned<N> {
    type Item = RuleIndex;

    fn next(&mut self) -> Option<RuleIndex> {
        let tested = self.classes.get(self.skipped..)?;
        self.candidates
            .by_ref()
            .find(|rule| self.columns.iter().zip(tested).all(|(column, class)| column.admits(rule.get(), *class).unwrap_or(false)))
    }
}

/// The only rule.
///
/// # Errors
/// [`Error::Several`](crate::Error::Several), if there is a second.
pub fn only(mut rules: impl Iterator<Item = RuleIndex>) -> Result<Option<RuleIndex>, crate::Error> {
    match (rules.next(), rules.next()) {
        (Some(first), Some(second)) => Err(crate::Error::Several(first, second)),
        (first, _) => Ok(first),
    }
}

/// The first rule, if all have the same outputs: `groups` holds one number a rule, the same for the same outputs.
///
/// # Errors
/// [`Error::Several`](crate::Error::Several), if they differ.
pub fn agreeing(mut rules: impl Iterator<Item = RuleIndex>, groups: &Numbers) -> Result<Option<RuleIndex>, crate::Error> {
    let Some(first) = rules.next() else { return Ok(None) };
    let group = groups.at(first.get());
    match rules.find(|rule| groups.at(rule.get()) != group) {
        Some(second) => Err(crate::Error::Several(first, second)),
        None => Ok(Some(first)),
    }
}

#[cfg(test)]
mod tests;
