//! A row while it is decided.

use alloc::vec::Vec;

use super::Outputs;
use crate::{Error, RuleIndex};

/// What is told of a row while it is decided.
#[derive(Debug)]
pub struct Row<'b, O> {
    pub(super) rules: &'b mut Vec<u32>,
    pub(super) outputs: &'b mut O,
}

impl<O: Outputs> Row<'_, O> {
    /// This rule makes its result, or is one of those that do.
    pub fn rule(&mut self, rule: RuleIndex) {
        self.rules.push(rule.get());
    }

    /// This is an item of its list.
    pub fn item(&mut self, item: O::Item) {
        self.outputs.push(item);
    }

    /// These are the items of its list.
    pub fn items(&mut self, items: impl IntoIterator<Item = O::Item>) {
        items.into_iter().for_each(|item| self.item(item));
    }

    /// These rules give the items of its list.
    ///
    /// # Errors
    /// The first of `output`.
    pub fn list(
        &mut self,
        rules: impl Iterator<Item = RuleIndex>,
        mut output: impl FnMut(RuleIndex) -> Result<O::Item, Error>,
    ) -> Result<(), Error> {
        for rule in rules {
            self.rule(rule);
            self.item(output(rule)?);
        }
        Ok(())
    }
}
