//! What is left to check of a table's promise when its rules are found.

use super::numbers::Numbers;
use crate::RuleIndex;

/// The only rule.
///
/// # Errors
/// [`Error::Several`](crate::Error::Several), if there is a second.
#[inline]
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
#[inline]
pub fn agreeing(mut rules: impl Iterator<Item = RuleIndex>, groups: &Numbers) -> Result<Option<RuleIndex>, crate::Error> {
    let Some(first) = rules.next() else { return Ok(None) };
    let group = groups.at(first.get());
    match rules.find(|rule| groups.at(rule.get()) != group) {
        Some(second) => Err(crate::Error::Several(first, second)),
        None => Ok(Some(first)),
    }
}
