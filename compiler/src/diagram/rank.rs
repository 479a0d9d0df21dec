//! The order in which rules win, or are listed.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::model::{DecisionTable, HitPolicy, RuleId, Value};

/// All rules, those that win (Priority) or are listed (Output order) first at the front; under every other policy in rule order. An `else`
/// is last: it counts only where no other rule matches.
///
/// A rule ranks by the position of its output in the `values` of the leftmost output column that has a closed list, then by the next such
/// column; equal ranks keep rule order. A null output (of a `T?`) ranks after every listed value, as does any value that isn't listed.
pub fn rank_order(table: &DecisionTable) -> Vec<RuleId> {
    let mut order: Vec<RuleId> = (0..table.ordinary_rules().len()).map(RuleId).collect();
    if matches!(table.hit_policy, HitPolicy::Priority | HitPolicy::OutputOrder) {
        let listed: Vec<(usize, HashMap<&Value, usize>)> = (0..)
            .zip(&table.output_clauses)
            .filter_map(|(column, clause)| {
                let mut ranks = HashMap::new();
                for (rank, value) in clause.domain.as_ref()?.listed()?.into_iter().enumerate() {
                    ranks.entry(value).or_insert(rank);
                }
                Some((column, ranks))
            })
            .collect();
        let keys: Vec<Vec<usize>> = table
            .ordinary_rules()
            .iter()
            .map(|rule| {
                let rank = |(column, ranks): &(usize, HashMap<&Value, usize>)| {
                    rule.outputs.get(*column).and_then(|entry| ranks.get(entry.output.literal()?)).copied().unwrap_or(usize::MAX)
                };
                listed.iter().map(rank).collect()
            })
            .collect();
        order.sort_by(|a, b| match keys[a.0].cmp(&keys[b.0]) {
            Ordering::Equal => a.cmp(b),
            different => different,
        });
    }
    order.extend(table.default_rule());
    order
}
