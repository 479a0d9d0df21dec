//! `MB0401` and `MB0406`: two rules of a Unique table share an input, or two of an Any table with different outputs do.
//!
//! Unique and Any are promises to the table's readers: that each rule can be read alone. Where rules overlap, which one was meant is
//! anybody's guess.
//!
//! ```text
//! unique │ Amount   │ Fee
//! a      │ <= 100   │ 1
//! b      │ >= 100   │ 2      <- 100 matches both; `> 100` ends it
//! ```
//!
//! How many others each rule overlaps is counted exactly, whatever the number of pairs ([`search`]). One wide rule can overlap thousands; so
//! the rule with the most overlaps is reported first, with its neighbours, and what is left is counted without it. The idea is that of
//! Cranelift's ISLE.

mod narrowing;
mod search;

use std::collections::BinaryHeap;

use crate::diagnostic::check::{Certainty, CheckFinding, Overlap, OverlapKind};
use crate::model::RuleId;
use crate::region::{AtomSet, Measure};

use super::words::Subject;

use narrowing::{narrowing, touch};
pub(super) use search::are_disjoint;
use search::{MAX_STEPS, Search, shared};

/// The most findings of a table for each [`Certainty`]; of further overlaps, the number is told.
pub(super) const MAX_FINDINGS: usize = 1_000;
/// The most comparisons of rules to find the neighbours of those that are reported: of a million rules, those of 400.
const MAX_COMPARED: usize = 400_000_000;
/// The most neighbours that a finding names.
const MAX_NAMED: usize = 5;

/// The overlaps that break the table's promise.
pub(super) struct Overlaps {
    /// The worst rule first.
    pub(super) findings: Vec<CheckFinding>,
    /// Whether all rules were compared.
    pub(super) decided: bool,
}

/// Finds them; none under policies that promise nothing.
pub(super) fn find(subject: Subject<'_>) -> Overlaps {
    find_within(subject, MAX_STEPS)
}

/// [`find`] in so many steps.
pub(super) fn find_within(subject: Subject<'_>, max_steps: u64) -> Overlaps {
    let Some(search) = Search::new(subject, max_steps) else { return Overlaps { findings: Vec::new(), decided: true } };
    let kinds = [Certainty::Certain, Certainty::Finer, Certainty::Possible];
    let findings = kinds.into_iter().flat_map(|kind| report(subject, &search, kind)).map(CheckFinding::Overlap).collect();
    Overlaps { findings, decided: search.is_decided() }
}

/// The pairs of rules that overlap in this way, the earlier first; checked to be counted alike by comparing and by bit sets.
#[cfg(test)]
pub(super) fn pairs(subject: Subject<'_>, certainty: Certainty) -> std::collections::BTreeSet<(RuleId, RuleId)> {
    let Some(search) = Search::new(subject, MAX_STEPS) else { return std::collections::BTreeSet::new() };
    assert!(search.is_decided());
    assert_eq!(search.counts(certainty), Search::by_bits(subject).map(|search| search.counts(certainty).to_vec()).unwrap_or_default());
    let rules = || (0..subject.matrix.rules.len()).map(RuleId);
    for (rule, count) in rules().zip(search.counts(certainty)) {
        assert_eq!(search.neighbours(rule, certainty).count(), *count as usize, "{rule:?}");
    }
    rules().flat_map(|rule| search.neighbours(rule, certainty).filter(move |other| rule < *other).map(move |other| (rule, other))).collect()
}

/// The findings for overlaps of one kind, the rule with the most first; of those with as many, the one that shares the most of the domain.
fn report(subject: Subject<'_>, search: &Search<'_>, certainty: Certainty) -> Vec<Overlap> {
    let mut counts = search.counts(certainty).to_vec();
    let mut reported = vec![false; counts.len()];
    let mut left: u64 = counts.iter().map(|count| u64::from(*count)).sum::<u64>() / 2;
    if left == 0 {
        return Vec::new();
    }
    let measure = Measure::new(subject.table, subject.matrix);
    // Of equals, the later rule: it was probably written without the earlier one in mind. A count that went down since is put back.
    let mut worst: BinaryHeap<(u32, RuleId)> =
        (0..).map(RuleId).zip(&counts).filter(|(_, count)| **count > 0).map(|(rule, count)| (*count, rule)).collect();
    let mut findings: Vec<Overlap> = Vec::new();
    let mut compared = 0;
    while let Some((count, rule)) = worst.pop() {
        let now = counts[rule.0];
        if now < count {
            worst.extend((now > 0).then_some((now, rule)));
            continue;
        }
        compared += search.compared();
        if findings.len() == MAX_FINDINGS || compared > MAX_COMPARED {
            break;
        }
        reported[rule.0] = true;
        let mut neighbours = Neighbours::default();
        for other in search.neighbours(rule, certainty).filter(|other| !reported[other.0]) {
            counts[other.0] -= 1;
            left -= 1;
            neighbours.add(subject, rule, other);
        }
        findings.extend(finding(subject, &measure, rule, &neighbours, certainty));
    }
    let place = |found: &Overlap| found.rule.location.cells.as_ref().map(|(_, range)| range.first);
    findings
        .sort_by(|a, b| b.overlaps.cmp(&a.overlaps).then_with(|| b.case.share.cmp(&a.case.share)).then_with(|| place(a).cmp(&place(b))));
    if let Some(last) = findings.last_mut() {
        last.more = left;
    }
    findings
}

/// The rules that one overlaps.
#[derive(Default)]
struct Neighbours {
    count: usize,
    /// The first of them.
    named: Vec<RuleId>,
    /// How many match the same as the rule.
    equal: usize,
    /// How many lie within the rule, those equal to it too.
    within: usize,
    /// How many the rule lies within, likewise.
    around: usize,
}

impl Neighbours {
    fn add(&mut self, subject: Subject<'_>, rule: RuleId, other: RuleId) {
        let (a, b) = (&subject.matrix.rules[rule.0].sets, &subject.matrix.rules[other.0].sets);
        let is_within = |a: &[AtomSet], b: &[AtomSet]| a.iter().zip(b).all(|(a, b)| a.is_subset(b));
        self.count += 1;
        self.equal += usize::from(a == b);
        self.within += usize::from(is_within(b, a));
        self.around += usize::from(is_within(a, b));
        if self.named.len() < MAX_NAMED {
            self.named.push(other);
        }
    }

    fn kind(&self, subject: Subject<'_>, rule: RuleId) -> OverlapKind {
        let outputs = |rule: RuleId| subject.table.rules[rule.0].outputs.iter().map(|entry| &entry.output).collect::<Vec<_>>();
        match self.named.as_slice() {
            named if self.equal == self.count => OverlapKind::Duplicate {
                same_outputs: self.count <= named.len() && named.iter().all(|other| outputs(*other) == outputs(rule)),
            },
            _ if self.within == self.count => OverlapKind::Covers,
            _ if self.around == self.count => OverlapKind::Within,
            [only] if self.count == 1 => {
                touch(subject, rule, *only).map_or(OverlapKind::Partial, |(input, value)| OverlapKind::Touching { input, value })
            }
            _ => OverlapKind::Partial,
        }
    }
}

/// The finding for a rule and its neighbours.
fn finding(subject: Subject<'_>, measure: &Measure, rule: RuleId, neighbours: &Neighbours, certainty: Certainty) -> Option<Overlap> {
    let first = *neighbours.named.first()?;
    let repairable = neighbours.count == 1 && certainty != Certainty::Possible;
    Some(Overlap {
        rule: subject.rule_at(rule),
        others: neighbours.named.iter().map(|rule| subject.rule_at(*rule)).collect(),
        overlaps: neighbours.count,
        kind: neighbours.kind(subject, rule),
        policy: subject.table.hit_policy,
        case: subject.case(&shared(subject, rule, first), measure)?,
        narrowing: if repairable { narrowing(subject, rule, first) } else { None },
        certainty,
        more: 0,
    })
}
