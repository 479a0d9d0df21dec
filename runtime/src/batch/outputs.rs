//! Output columns.

use alloc::vec::Vec;

/// The output columns of a table.
pub trait Outputs {
    /// What they take at a time: the outputs of a row, `None` for one without a result, or, of a list, those of one of its items.
    type Item;

    /// Drops all but the first `len` values of each column.
    fn truncate(&mut self, len: usize);

    /// Adds a value to each column.
    fn push(&mut self, item: Self::Item);
}

/// A column alone.
impl<T> Outputs for Vec<T> {
    type Item = T;

    fn truncate(&mut self, len: usize) {
        self.truncate(len);
    }

    fn push(&mut self, item: T) {
        self.push(item);
    }
}

/// Output columns of which each rule has one value.
pub trait Gather: Outputs {
    /// Adds to each column the value of each of these rules, where row `r` of `of_rules` has those of rule `r`; nothing for what is no rule.
    fn gather(&mut self, of_rules: &Self, rules: &[u32]);
}

/// Adds to a column the value of each of these rules. What is no rule is told apart without a branch.
#[inline]
pub fn gather<T: Copy>(column: &mut Vec<Option<T>>, of_rules: &[Option<T>], rules: &[u32]) {
    column.extend(rules.iter().map(|rule| *of_rules.get(*rule as usize).unwrap_or(&None)));
}

/// [`gather`] of values that aren't copied.
pub fn gather_clones<T: Clone>(column: &mut Vec<Option<T>>, of_rules: &[Option<T>], rules: &[u32]) {
    column.extend(rules.iter().map(|rule| of_rules.get(*rule as usize).cloned().flatten()));
}
