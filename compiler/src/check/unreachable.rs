//! `MB0403`: a rule that never decides, and `MB0405`: an `else` that never does.
//!
//! Under First and Priority, rules that win over it cover all that it matches; under any policy, two columns of one input can contradict
//! each other. Whoever wrote the rule expects it to do something.
//!
//! ```text
//! first │ Amount │ Fee
//! a     │ < 100  │ 1
//! b     │ < 50   │ 2      <- a wins wherever b matches
//! ```
//!
//! Under these policies a leaf of the diagram holds the winner, so a rule is unreachable exactly if it is in no leaf.

use std::collections::BTreeSet;

use crate::diagnostic::check::{CheckFinding, Unreachable};
use crate::diagram::{DecisionDiagram, Node, rank_order};
use crate::model::{HitPolicy, RuleId};
use crate::region::{AtomSet, OutOfSteps, RuleRegion, uncovered};

use super::MAX_STEPS;
use super::gap::reachable;
use super::words::Subject;

/// The most rules that a finding names.
const MAX_NAMED: usize = 5;
/// The most findings of a table.
pub(super) const MAX_FINDINGS: usize = 1_000;
/// The most nodes that are visited to name the rules that win.
const MAX_VISITED: usize = 2_000_000;

/// Rules that can never decide, with the rules that win over them; none of those for a rule that matches nothing. And whether that is known
/// of every rule: without a diagram, each rule is cut along those that win over it, as far as the steps suffice.
pub(super) fn find(subject: Subject<'_>, diagram: Option<&DecisionDiagram>) -> (Vec<(RuleId, Vec<RuleId>)>, bool) {
    let mut found: Vec<(RuleId, Vec<RuleId>)> = Vec::new();
    let winner_only = matches!(subject.table.hit_policy, HitPolicy::First | HitPolicy::Priority);
    let deciding: Option<BTreeSet<RuleId>> = diagram.filter(|_| winner_only).map(|diagram| {
        let leaves = diagram.nodes.iter().filter_map(|node| if let Node::Leaf(rules) = node { Some(rules) } else { None });
        leaves.flatten().copied().collect()
    });
    let mut visits = MAX_VISITED;
    for region in &subject.matrix.rules {
        if region.is_empty() {
            found.push((region.rule, Vec::new()));
        } else if let (Some(deciding), Some(diagram)) = (&deciding, diagram)
            && !deciding.contains(&region.rule)
        {
            found.push((region.rule, winners(subject, diagram, &region.sets, &mut visits)));
        }
    }
    let mut decided = true;
    if winner_only && diagram.is_none() {
        decided = covered(subject, &mut found);
        found.sort_unstable_by_key(|(rule, _)| *rule);
    }
    (found, decided)
}

/// Adds the rules that those which win over them cover; whether the steps sufficed for all.
fn covered(subject: Subject<'_>, found: &mut Vec<(RuleId, Vec<RuleId>)>) -> bool {
    let ordinary = rank_order(subject.table).into_iter().filter(|rule| rule.0 < subject.matrix.rules.len());
    let mut before: Vec<&RuleRegion> = Vec::new();
    let mut steps = MAX_STEPS;
    for rule in ordinary {
        let region = &subject.matrix.rules[rule.0];
        if !region.is_empty() {
            let covers: Vec<&[AtomSet]> = before.iter().map(|rule| rule.sets.as_slice()).collect();
            match uncovered(&region.sets, &covers, &mut steps) {
                Err(OutOfSteps) => return false,
                Ok(Some(_)) => {}
                Ok(None) => {
                    let alone = |other: &&&RuleRegion| region.sets.iter().zip(&other.sets).all(|(set, cover)| set.is_subset(cover));
                    let winners = match before.iter().find(alone) {
                        Some(alone) => vec![alone.rule],
                        None => before.iter().filter(|other| other.intersects(region)).map(|other| other.rule).collect(),
                    };
                    found.push((rule, winners));
                }
            }
            before.push(region);
        }
    }
    true
}

/// The rules that decide somewhere in the region: one that covers it alone, if there is one.
fn winners(subject: Subject<'_>, diagram: &DecisionDiagram, region: &[AtomSet], visits: &mut usize) -> Vec<RuleId> {
    let within = |dimension: u32, first: u32, end: u32| region[dimension as usize].meets_range(first, end);
    let Some(nodes) = reachable(diagram, within, visits) else { return Vec::new() };
    let leaves = nodes.into_iter().filter_map(|node| if let Node::Leaf(rules) = diagram.node(node) { Some(rules) } else { None });
    let winners: BTreeSet<RuleId> = leaves.flatten().copied().collect();
    let covers = |rule: &&RuleId| region.iter().zip(&subject.matrix.rules[rule.0].sets).all(|(set, other)| set.is_subset(other));
    winners.iter().find(covers).map_or_else(|| winners.iter().copied().collect(), |alone| vec![*alone])
}

/// The findings. Rules whose own cells are outside their domain are in `explained` and not reported twice.
pub(super) fn report(subject: Subject<'_>, unreachable: &[(RuleId, Vec<RuleId>)], explained: &BTreeSet<RuleId>) -> Vec<CheckFinding> {
    let mut left = unreachable.iter().filter(|(rule, _)| !explained.contains(rule));
    let mut findings: Vec<CheckFinding> = left
        .by_ref()
        .take(MAX_FINDINGS)
        .map(|(rule, winners)| {
            CheckFinding::Unreachable(Unreachable {
                rule: subject.rule_at(*rule),
                winners: winners.iter().take(MAX_NAMED).map(|rule| subject.rule_at(*rule)).collect(),
                unnamed: winners.len().saturating_sub(MAX_NAMED),
                empty: subject.matrix.rules[rule.0].is_empty(),
                repeats: matches!(winners.as_slice(), [only] if subject.matrix.rules[only.0].sets == subject.matrix.rules[rule.0].sets),
                same: !winners.is_empty() && winners.iter().all(|winner| gives_the_same(subject, *rule, *winner)),
                policy: subject.table.hit_policy,
                more: 0,
            })
        })
        .collect();
    let rest = left.count();
    if let Some(CheckFinding::Unreachable(last)) = findings.last_mut() {
        last.more = rest;
    }
    findings
}

/// Whether two rules have equal outputs.
fn gives_the_same(subject: Subject<'_>, one: RuleId, other: RuleId) -> bool {
    let outputs = |rule: RuleId| subject.table.rules[rule.0].outputs.iter().map(|entry| &entry.output);
    outputs(one).eq(outputs(other))
}

/// The finding for an `else` where every input matches another rule.
pub(super) fn default_rule(subject: Subject<'_>, diagram: Option<&DecisionDiagram>) -> Option<CheckFinding> {
    let rule = subject.table.default_rule()?;
    let empty = |node: &Node| matches!(node, Node::Leaf(rules) if rules.is_empty());
    if diagram?.nodes.iter().any(empty) { None } else { Some(CheckFinding::IdleElse { rule: subject.rule_at(rule) }) }
}
