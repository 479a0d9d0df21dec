//! Bit sets: each class of a column has the rules that it admits as bits, in the order in which they win; their AND are the rules that match
//! (T. V. Lakshman and D. Stiliadis, "High-speed policy-based packet forwarding using efficient multi-dimensional range matching", SIGCOMM 1998).
//!
//! Nothing is ever combined before it is asked about, so the data grows with the classes of one column and not with combinations of them:
//! the form for rules that overlap a lot.

use crate::diagnostic::dispatch::grouped;
use crate::model::RuleId;

use super::Facts;
use super::classes::Column;
use super::promise::Promise;
use super::rule_sets::RuleSets;

/// The most bytes of all sets.
const MAX_BYTES: u128 = 1 << 24;
/// Up to so many words of 64 rules, all are looked at in turn. Above, a summary says which of them have rules in every column. Sixteen words of
/// five columns took 11 ns in turn and 15 to 21 by a summary, whose branches can't be predicted; 157 words would take 110.
pub(super) const WORDS_WITHOUT_SUMMARY: usize = 32;

/// The rules of each class as bits.
#[derive(Clone, Debug, PartialEq)]
pub struct BitSets {
    /// The columns, at least one.
    pub columns: Vec<Column>,
    /// The rules that bits stand for, in the order in which they win.
    pub rules: Vec<RuleId>,
    /// Of each column, the rules of each class.
    pub sets: Vec<RuleSets>,
    /// Whether the sets have summaries in generated code.
    pub summarized: bool,
    /// What is left to check of a promise at run time.
    pub promise: Promise,
}

impl BitSets {
    /// How many bytes the sets of these columns take.
    pub(super) fn bytes(facts: &Facts<'_>, columns: &[Column]) -> u128 {
        let words = RuleSets::words_of(facts);
        let summary = if words > WORDS_WITHOUT_SUMMARY { words.div_ceil(64) } else { 0 };
        columns.iter().map(|column| column.count() as u128 * (words + summary) as u128 * 8).sum()
    }

    /// Why these columns have no bit sets, if they have none.
    pub(super) fn refusal(facts: &Facts<'_>, columns: &[Column]) -> Option<String> {
        if columns.is_empty() || facts.order.is_empty() {
            return Some("none of its rules asks about an input".to_owned());
        }
        let bytes = Self::bytes(facts, columns);
        (bytes > MAX_BYTES).then(|| format!("its bit sets would take {} bytes, more than {}", grouped(bytes), grouped(MAX_BYTES)))
    }

    /// The bit sets, or why there can't be any. O(classes that rules admit + classes · rules / 64).
    pub(crate) fn new(facts: &Facts<'_>, columns: &[Column]) -> Result<Self, String> {
        if let Some(reason) = Self::refusal(facts, columns) {
            return Err(reason);
        }
        Ok(Self {
            columns: columns.to_vec(),
            rules: facts.order.clone(),
            sets: columns.iter().map(|column| RuleSets::of(facts, column)).collect(),
            summarized: RuleSets::words_of(facts) > WORDS_WITHOUT_SUMMARY,
            promise: Promise::of(facts),
        })
    }
}
