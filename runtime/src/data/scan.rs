//! Rules as data: a key of some columns leads to candidates, which are tested on the others.

use super::lists::{Lists, RuleList};
use super::numbers::Numbers;
use crate::RuleIndex;

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
