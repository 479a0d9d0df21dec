//! Many decisions at once: a column an input, a column an output, a row a decision.
//!
//! Where `matchbook.toml` says `batch = true`, a generated module has `Columns`, `Outputs`, `evaluate_batch` and `evaluate_batch_into`. What is
//! common to all of them is here: the [`Batch`] of results, its [errors](RowError), and the loops over rows.
//!
//! A row whose evaluation fails has no rule and no result, and stands in [`Batch::errors`] with what [`evaluate`] would have said of it; the
//! rows behind it are decided all the same.
//!
//! [`evaluate`]: crate::Decision

mod block;
mod lengths;
mod outputs;
mod row;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use core::fmt;
use core::mem::take;
use core::ops::Range;

use crate::{Error, RuleIndex};

pub use block::Block;
pub use lengths::{UnequalLengths, rows};
pub use outputs::{Gather, Outputs, gather, gather_clones};
pub use row::Row;

/// Stands for no rule among those of a batch. No table has so many.
const NO_RULE: u32 = u32::MAX;

/// Stands, while a block is decided, for a row that is asked by itself.
const ASK: u32 = u32::MAX - 1;

/// What many decisions came to: the rules of each row, a column an output, and the rows that failed.
///
/// It can be filled again and again, by `evaluate_batch_into`, and then keeps its memory.
#[derive(Clone, Debug, Default)]
pub struct Batch<O> {
    /// The outputs, a column each. One of a single hit or an aggregation has a value a row; those of a list have the values of all rows, of
    /// which [`items`](Self::items) are a row's.
    pub outputs: O,
    /// The rules of all rows: one a row, or [`NO_RULE`], where `ends` is `None`.
    rules: Vec<u32>,
    /// Where the rules of each row end, of a table that gives all its matches.
    ends: Option<Vec<usize>>,
    errors: Vec<RowError>,
    /// The outputs of each rule, once a batch has been filled by them.
    of_rules: Option<O>,
    /// The block that is being decided, where blocks are.
    block: Block,
}

/// Why a row has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RowError {
    /// The row, 0 for the first.
    pub row: usize,
    /// What `evaluate` says of its inputs.
    pub error: Error,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row no. {}: {}", self.row.saturating_add(1), self.error)
    }
}

impl core::error::Error for RowError {}

impl<O> Batch<O> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.ends.as_ref().map_or(self.rules.len(), Vec::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rule that made a row's result, the first of several. `None` where none matched, where the row failed, and beyond the last row.
    pub fn rule(&self, row: usize) -> Option<RuleIndex> {
        self.rules(row).next()
    }

    /// The rules that made a row's result, in its order. None where the row failed.
    pub fn rules(&self, row: usize) -> impl Iterator<Item = RuleIndex> + '_ {
        self.rules.get(self.range(row)).unwrap_or_default().iter().filter(|rule| **rule != NO_RULE).copied().map(RuleIndex::new)
    }

    /// The rules that made the results of all rows, row after row: what counts how often each was hit.
    pub fn hits(&self) -> impl Iterator<Item = RuleIndex> + '_ {
        self.rules.iter().filter(|rule| **rule != NO_RULE).copied().map(RuleIndex::new)
    }

    /// Of a table that gives a list: where the outputs of a row stand in their columns. Empty where the row failed.
    pub fn items(&self, row: usize) -> Range<usize> {
        self.range(row)
    }

    /// The rows without a result, ascending.
    pub fn errors(&self) -> &[RowError] {
        &self.errors
    }

    /// Why a row has no result; `None` of one that has. O(log errors).
    pub fn error(&self, row: usize) -> Option<Error> {
        let at = self.errors.binary_search_by_key(&row, |error| error.row).ok()?;
        self.errors.get(at).map(|error| error.error)
    }

    /// The places of a row's rules. Empty beyond the last row.
    fn range(&self, row: usize) -> Range<usize> {
        let Some(ends) = &self.ends else { return row..row.saturating_add(1) };
        let end = ends.get(row).copied();
        let start = match row.checked_sub(1) {
            Some(before) => ends.get(before).copied(),
            None => Some(0),
        };
        start.zip(end).map_or(0..0, |(start, end)| start..end)
    }
}

#[cfg(feature = "arrow")]
impl<O> Batch<O> {
    /// The same with its outputs in another form.
    pub(crate) fn with_outputs<P>(self, outputs: P) -> Batch<P> {
        Batch { outputs, rules: self.rules, ends: self.ends, errors: self.errors, of_rules: None, block: Block::default() }
    }

    /// Where the rules of each row end, of a table that gives all its matches.
    pub(crate) fn ends(&self) -> &[usize] {
        self.ends.as_deref().unwrap_or_default()
    }

    /// Lets rows fail, which are ascending: rows that it has, or, of `new` ones, rows between those. The outputs stay as they are.
    pub(crate) fn fail(&mut self, failed: &[RowError], new: bool) {
        if failed.is_empty() {
            return;
        }
        let (rules, ends, errors) = (take(&mut self.rules), take(&mut self.ends), take(&mut self.errors));
        let before = Batch::<()> { rules, ends, errors, ..Batch::default() };
        self.ends = before.ends.as_ref().map(|_| Vec::new());
        let mut failed = failed.iter().peekable();
        let mut old = 0;
        while old < before.len() || failed.peek().is_some() {
            let row = self.len();
            let fails = failed.next_if(|error| error.row <= row);
            match (fails, &mut self.ends) {
                (None, _) => self.rules.extend_from_slice(before.rules.get(before.range(old)).unwrap_or_default()),
                (Some(_), None) => self.rules.push(NO_RULE),
                (Some(_), Some(_)) => {}
            }
            let error = match fails {
                Some(error) => Some(error.error),
                None => before.error(old),
            };
            self.errors.extend(error.map(|error| RowError { row, error }));
            if let Some(ends) = &mut self.ends {
                ends.push(self.rules.len());
            }
            if fails.is_none() || !new {
                old = old.saturating_add(1);
            }
        }
    }
}

impl<O: Outputs> Batch<O> {
    /// Decides `rows` rows of a table with single hits: `decide` tells of the rule, if there is one, and gives the result. `None` stands for a
    /// row that isn't there.
    pub fn fill_single<T>(&mut self, rows: usize, mut decide: impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<T, Error>>)
    where
        O::Item: From<T> + Default,
    {
        self.restart(rows);
        self.ends = None;
        (0..rows).for_each(|row| self.single(row, &mut decide));
    }

    /// Decides `rows` rows of a table that aggregates its matches: as [`fill_single`](Self::fill_single), with any number of rules a row.
    pub fn fill_aggregates<T>(&mut self, rows: usize, mut decide: impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<T, Error>>)
    where
        O::Item: From<T> + Default,
    {
        self.restart_ranges(rows);
        (0..rows).for_each(|row| self.aggregate(row, &mut decide));
    }

    /// Decides `rows` rows of a table that gives lists: `decide` tells of each rule and each item.
    pub fn fill_lists(&mut self, rows: usize, mut decide: impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<(), Error>>) {
        self.restart_ranges(rows);
        (0..rows).for_each(|row| self.list(row, &mut decide));
    }

    /// [`fill_single`](Self::fill_single) by classes: `classes` brings the columns of a block to them, and `decide` has those of a row; where
    /// they can't tell, as a value isn't allowed, `by_row` decides.
    pub fn fill_single_by<const COLUMNS: usize, T>(
        &mut self,
        rows: usize,
        classes: impl Fn(&mut Block),
        mut decide: impl FnMut(usize, [u32; COLUMNS], &mut Row<'_, O>) -> Option<Result<T, Error>>,
        mut by_row: impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<T, Error>>,
    ) where
        O::Item: From<T> + Default,
    {
        self.restart(rows);
        self.ends = None;
        self.each(rows, classes, |batch, row, classes| match classes {
            Some(classes) => batch.single(row, &mut |row, told| decide(row, classes, told)),
            None => batch.single(row, &mut by_row),
        });
    }

    /// [`fill_aggregates`](Self::fill_aggregates) by classes, as [`fill_single_by`](Self::fill_single_by).
    pub fn fill_aggregates_by<const COLUMNS: usize, T>(
        &mut self,
        rows: usize,
        classes: impl Fn(&mut Block),
        mut decide: impl FnMut(usize, [u32; COLUMNS], &mut Row<'_, O>) -> Option<Result<T, Error>>,
        mut by_row: impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<T, Error>>,
    ) where
        O::Item: From<T> + Default,
    {
        self.restart_ranges(rows);
        self.each(rows, classes, |batch, row, classes| match classes {
            Some(classes) => batch.aggregate(row, &mut |row, told| decide(row, classes, told)),
            None => batch.aggregate(row, &mut by_row),
        });
    }

    /// [`fill_lists`](Self::fill_lists) by classes, as [`fill_single_by`](Self::fill_single_by).
    pub fn fill_lists_by<const COLUMNS: usize>(
        &mut self,
        rows: usize,
        classes: impl Fn(&mut Block),
        mut decide: impl FnMut(usize, [u32; COLUMNS], &mut Row<'_, O>) -> Option<Result<(), Error>>,
        mut by_row: impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<(), Error>>,
    ) {
        self.restart_ranges(rows);
        self.each(rows, classes, |batch, row, classes| match classes {
            Some(classes) => batch.list(row, &mut |row, told| decide(row, classes, told)),
            None => batch.list(row, &mut by_row),
        });
    }

    /// Each of `rows` rows with its classes, block by block.
    fn each<const COLUMNS: usize>(
        &mut self,
        rows: usize,
        classes: impl Fn(&mut Block),
        mut row_of: impl FnMut(&mut Self, usize, Option<[u32; COLUMNS]>),
    ) {
        let mut block = take(&mut self.block);
        for first in (0..rows).step_by(block::ROWS) {
            let count = rows.saturating_sub(first).min(block::ROWS);
            block.start(first, count);
            classes(&mut block);
            (0..count).for_each(|row| row_of(self, first.saturating_add(row), block.of_row(row)));
        }
        self.block = block;
    }

    fn single<T>(&mut self, row: usize, decide: &mut impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<T, Error>>)
    where
        O::Item: From<T> + Default,
    {
        let decided = self.decide(row, decide);
        self.outputs.push(decided.map_or_else(O::Item::default, O::Item::from));
        if self.rules.len() == row {
            self.rules.push(NO_RULE);
        }
    }

    fn aggregate<T>(&mut self, row: usize, decide: &mut impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<T, Error>>)
    where
        O::Item: From<T> + Default,
    {
        let decided = self.decide(row, decide);
        self.outputs.push(decided.map_or_else(O::Item::default, O::Item::from));
        self.end_row();
    }

    fn list(&mut self, row: usize, decide: &mut impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<(), Error>>) {
        let before = self.rules.len();
        if self.decide(row, decide).is_none() {
            self.outputs.truncate(before);
        }
        self.end_row();
    }

    /// Decides `rows` rows of a table with single hits and one constant record a rule, block by block. `classes` brings the columns of a block
    /// to classes, and `find` finds the rule of a row by them; `select` is asked for a row for which either has an error.
    pub fn fill_blocks<const COLUMNS: usize, T, S: Into<Option<RuleIndex>>>(
        &mut self,
        rows: usize,
        rules: usize,
        classes: impl Fn(&mut Block),
        find: impl Fn([u32; COLUMNS]) -> Result<S, Error>,
        mut select: impl FnMut(usize) -> Option<Result<S, Error>>,
        mut output: impl FnMut(RuleIndex) -> Result<T, Error>,
    ) where
        O: Gather + Default,
        O::Item: From<T> + Default,
    {
        self.restart(rows);
        self.ends = None;
        let rules_end = u32::try_from(rules).unwrap_or(ASK);
        // Not worth it for a few rows.
        if self.of_rules.is_none() && rules <= rows {
            let mut of_rules = O::default();
            (0..rules_end).for_each(|rule| of_rules.push(output(RuleIndex::new(rule)).map_or_else(|_| O::Item::default(), O::Item::from)));
            self.of_rules = Some(of_rules);
        }
        let find = |of_row: [u32; COLUMNS]| match find(of_row) {
            Ok(found) => found.into().map_or(NO_RULE, RuleIndex::get),
            Err(_) => ASK,
        };
        for first in (0..rows).step_by(block::ROWS) {
            let count = rows.saturating_sub(first).min(block::ROWS);
            self.block.start(first, count);
            classes(&mut self.block);
            self.rules.extend_from_slice(self.block.find(ASK, find));
            // Nothing is found where fewer columns were told than there are.
            self.rules.resize(first.saturating_add(count), ASK);
            self.ask(first, &mut select);
            let found = self.rules.get(first..).unwrap_or_default();
            match &self.of_rules {
                Some(of_rules) => self.outputs.gather(of_rules, found),
                None => {
                    for rule in found {
                        let result = if *rule < rules_end { output(RuleIndex::new(*rule)).ok() } else { None };
                        self.outputs.push(result.map_or_else(O::Item::default, O::Item::from));
                    }
                }
            }
        }
    }

    /// Asks `select` for the rows from `first` on for which a block has no answer.
    fn ask<S: Into<Option<RuleIndex>>>(&mut self, first: usize, select: &mut impl FnMut(usize) -> Option<Result<S, Error>>) {
        let rules = self.rules.get_mut(first..).unwrap_or_default();
        // A pass that only looks is one that the compiler vectorises.
        if !rules.contains(&ASK) {
            return;
        }
        for (at, rule) in rules.iter_mut().enumerate().filter(|(_, rule)| **rule == ASK) {
            let row = first.saturating_add(at);
            *rule = match select(row).unwrap_or(Err(Error::NoRule)).map(S::into) {
                Ok(found) => found.map_or(NO_RULE, RuleIndex::get),
                Err(error) => {
                    self.errors.push(RowError { row, error });
                    NO_RULE
                }
            };
        }
    }

    /// The result of a row; `None` and an error of the batch, and none of its rules, if it has none.
    fn decide<T>(&mut self, row: usize, decide: &mut impl FnMut(usize, &mut Row<'_, O>) -> Option<Result<T, Error>>) -> Option<T> {
        let before = self.rules.len();
        match decide(row, &mut Row { rules: &mut self.rules, outputs: &mut self.outputs }).unwrap_or(Err(Error::NoRule)) {
            Ok(result) => Some(result),
            Err(error) => {
                self.rules.truncate(before);
                self.errors.push(RowError { row, error });
                None
            }
        }
    }

    fn end_row(&mut self) {
        self.ends.get_or_insert_default().push(self.rules.len());
    }

    /// [`restart`](Self::restart) of a table with any number of rules a row.
    fn restart_ranges(&mut self, rows: usize) {
        self.restart(rows);
        self.ends.get_or_insert_default();
    }

    /// Empties it, with room for so many rows.
    fn restart(&mut self, rows: usize) {
        self.outputs.truncate(0);
        self.rules.clear();
        self.errors.clear();
        self.rules.reserve(rows);
        if let Some(ends) = &mut self.ends {
            ends.clear();
        }
    }
}
