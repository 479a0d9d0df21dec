//! Lists of rules in byte strings.

use super::numbers::Numbers;
use crate::RuleIndex;

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
    #[inline]
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

    #[inline]
    fn next(&mut self) -> Option<RuleIndex> {
        if self.next >= self.end {
            return None;
        }
        let rule = self.rules.at(self.next)?;
        self.next = self.next.checked_add(1)?;
        Some(RuleIndex::new(rule))
    }
}
