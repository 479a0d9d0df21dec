//! What is left to check of a table's promise at run time.

use std::collections::HashMap;

use crate::model::{HitPolicy, RuleId};

use super::Facts;

/// What selection has to check of its table's promise.
#[derive(Clone, Debug, PartialEq)]
pub enum Promise {
    /// Nothing: the first match wins, or all make the result.
    None,
    /// That no second rule matches.
    Unique,
    /// That all matches give the same: for each rule of the table, the first rule with the same outputs.
    Any(Vec<RuleId>),
}

impl Promise {
    pub(crate) fn of(facts: &Facts<'_>) -> Self {
        match facts.table.hit_policy {
            _ if facts.consistent => Self::None,
            HitPolicy::Unique => Self::Unique,
            HitPolicy::Any => {
                let mut first_with: HashMap<Vec<_>, RuleId> = HashMap::new();
                let groups = facts.table.ordinary_rules().iter().enumerate().map(|(at, rule)| {
                    let outputs: Vec<_> = rule.outputs.iter().map(|entry| &entry.output).collect();
                    *first_with.entry(outputs).or_insert(RuleId(at))
                });
                Self::Any(groups.collect())
            }
            _ => Self::None,
        }
    }
}
