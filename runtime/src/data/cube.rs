//! Cells at the crossings of classes.

use crate::RuleIndex;

/// A number for each combination of classes, of `COLUMNS` columns, in `WIDTH` bytes.
///
/// Both are parameters, and the counts constants of a `static`, so that a read is compiled to one multiplication and addition a column, one
/// comparison and one load.
#[derive(Clone, Copy, Debug)]
pub struct Cube<const COLUMNS: usize, const WIDTH: usize> {
    counts: [u32; COLUMNS],
    cells: &'static [u8],
}

impl<const COLUMNS: usize, const WIDTH: usize> Cube<COLUMNS, WIDTH> {
    /// How many classes each column has, and the number of each combination, 1 to 4 bytes each; the class of the last column changes
    /// fastest.
    #[must_use]
    pub const fn new(counts: [u32; COLUMNS], cells: &'static [u8]) -> Self {
        Self { counts, cells }
    }

    /// The number of a combination; `u32::MAX` where all its bits are set, and beyond the last combination.
    #[inline]
    #[must_use]
    pub fn cell(&self, classes: [u32; COLUMNS]) -> u32 {
        let mut at = 0_usize;
        for (class, count) in classes.iter().zip(&self.counts) {
            at = at.wrapping_mul(*count as usize).wrapping_add(*class as usize);
        }
        let (cells, _) = self.cells.as_chunks::<WIDTH>();
        cells.get(at).map_or(u32::MAX, widen)
    }

    /// The rule of a combination, if it has one.
    #[inline]
    #[must_use]
    pub fn rule(&self, classes: [u32; COLUMNS]) -> Option<RuleIndex> {
        rule(self.cell(classes))
    }
}

/// A number of 1 to 4 bytes, of which all set are all set in 4 as well.
#[inline]
pub(super) fn widen<const WIDTH: usize>(bytes: &[u8; WIDTH]) -> u32 {
    let (number, all) = match *bytes.as_slice() {
        [a] => (u32::from(a), 0xff),
        [a, b] => (u32::from(u16::from_le_bytes([a, b])), 0xffff),
        [a, b, c] => (u32::from_le_bytes([a, b, c, 0]), 0xff_ffff),
        [a, b, c, d] => (u32::from_le_bytes([a, b, c, d]), u32::MAX),
        _ => (u32::MAX, u32::MAX),
    };
    if number == all { u32::MAX } else { number }
}

/// The rule of a number, unless it stands for none.
#[inline]
pub(super) fn rule(number: u32) -> Option<RuleIndex> {
    (number != u32::MAX).then_some(RuleIndex::new(number))
}

/// Pairs of rules that match at once where one was promised.
#[derive(Clone, Copy, Debug)]
pub struct Several {
    rules: u32,
    pairs: super::Numbers,
}

impl Several {
    /// How many rules the table has, and two rules for each number behind them.
    #[must_use]
    pub const fn new(rules: u32, pairs: super::Numbers) -> Self {
        Self { rules, pairs }
    }

    /// The rule, if it is one.
    ///
    /// # Errors
    /// [`Error::Several`](crate::Error::Several), if the number stands for two.
    #[inline]
    pub fn one(&self, found: Option<RuleIndex>) -> Result<Option<RuleIndex>, crate::Error> {
        match found.and_then(|rule| rule.get().checked_sub(self.rules)) {
            None => Ok(found),
            Some(pair) => Err(self.error(pair)),
        }
    }

    #[cold]
    fn error(&self, pair: u32) -> crate::Error {
        let rule = |position: Option<usize>| position.and_then(|at| self.pairs.get(at)).map(RuleIndex::new);
        let first = (pair as usize).checked_mul(2);
        match rule(first).zip(rule(first.and_then(|first| first.checked_add(1)))) {
            Some((first, second)) => crate::Error::Several(first, second),
            None => crate::Error::NoRule,
        }
    }
}
