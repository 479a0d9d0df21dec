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

use std::collections::{BTreeMap, BinaryHeap, HashMap};

use crate::diagnostic::check::{Certainty, CheckFinding, Overlap, OverlapKind};
use crate::model::{Output, RuleId};
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
/// The most neighbours besides those that belong to its identity, so that `allow` can name them.
const MAX_LISTED: usize = 300;

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
    let groups = Groups::new(subject, search, certainty, &counts);
    for group in groups.groups.iter().take(MAX_FINDINGS) {
        let (rule, pairs) = Groups::take_out(search, group, &mut counts);
        left -= pairs;
        let neighbours = Neighbours::equal_to(subject, search, rule, group);
        findings.extend(finding(subject, &measure, rule, &neighbours, certainty));
    }
    while let Some((count, rule)) = worst.pop() {
        let now = counts[rule.0];
        if now < count {
            worst.extend((now > 0).then_some((now, rule)));
            continue;
        }
        compared += search.compared();
        if findings.len() >= MAX_FINDINGS || compared > MAX_COMPARED {
            break;
        }
        reported[rule.0] = true;
        let mut neighbours = Neighbours::default();
        for other in search.neighbours(rule, certainty).filter(|other| !reported[other.0] && !groups.share(rule, *other)) {
            counts[other.0] -= 1;
            left -= 1;
            neighbours.add(subject, rule, other);
        }
        // Each touch has a repair of its own.
        let touches =
            neighbours.count == neighbours.named.len() && neighbours.named.iter().all(|other| touch(subject, rule, *other).is_some());
        if touches && neighbours.count > 1 {
            for other in neighbours.named {
                let mut only = Neighbours::default();
                only.add(subject, rule, other);
                findings.extend(finding(subject, &measure, rule, &only, certainty));
            }
        } else {
            findings.extend(finding(subject, &measure, rule, &neighbours, certainty));
        }
    }
    let place = |found: &Overlap| found.rule.location.cells.as_ref().map(|(_, range)| range.first);
    findings
        .sort_by(|a, b| b.overlaps.cmp(&a.overlaps).then_with(|| b.case.share.cmp(&a.case.share)).then_with(|| place(a).cmp(&place(b))));
    if let Some(last) = findings.last_mut() {
        last.more = left;
    }
    findings
}

/// Rules that match the same, where the table's promise forbids it: one finding for all of them.
struct Groups {
    /// Each of at least two rules, ascending.
    groups: Vec<Vec<RuleId>>,
    /// By rule: its group.
    of: Vec<Option<usize>>,
}

impl Groups {
    /// Those that overlap in this way, by their first rules. O(rules · dimensions) on average.
    fn new(subject: Subject<'_>, search: &Search<'_>, certainty: Certainty, counts: &[u32]) -> Self {
        let rules = &subject.matrix.rules;
        // The map only finds a group; the order is the rules'.
        let mut known: HashMap<&[AtomSet], usize> = HashMap::new();
        let mut alike: Vec<Vec<RuleId>> = Vec::new();
        for (rule, _) in (0..).map(RuleId).zip(counts).filter(|(_, count)| **count > 0) {
            let at = *known.entry(&rules[rule.0].sets).or_insert(alike.len());
            match alike.get_mut(at) {
                Some(group) => group.push(rule),
                None => alike.push(vec![rule]),
            }
        }
        let clash = |group: &Vec<RuleId>| {
            let last = group[group.len() - 1];
            group.iter().any(|rule| search.overlap(*rule, last) == Some(certainty))
        };
        alike.retain(clash);
        let mut of = vec![None; counts.len()];
        for (position, group) in alike.iter().enumerate().take(MAX_FINDINGS) {
            group.iter().for_each(|rule| of[rule.0] = Some(position));
        }
        Self { groups: alike, of }
    }

    /// Whether both rules are in one group that is reported.
    fn share(&self, a: RuleId, b: RuleId) -> bool {
        self.of[a.0].is_some() && self.of[a.0] == self.of[b.0]
    }

    /// Takes the group's overlaps with itself out of the counts; the last of the rules that have the most, and how many all have.
    fn take_out(search: &Search<'_>, group: &[RuleId], counts: &mut [u32]) -> (RuleId, u64) {
        let mut of_class: BTreeMap<u32, u32> = BTreeMap::new();
        for rule in group {
            *of_class.entry(search.class(*rule)).or_default() += 1;
        }
        let size = group.len() as u64;
        let mut ends = 0_u64;
        let mut worst = (0, RuleId(0));
        for rule in group {
            let with = size - u64::from(of_class[&search.class(*rule)]);
            worst = worst.max((with, *rule));
            counts[rule.0] -= u32::try_from(with).unwrap_or(u32::MAX);
            ends += with;
        }
        (worst.1, ends / 2)
    }
}

/// The rules that one overlaps.
#[derive(Default)]
struct Neighbours {
    count: usize,
    /// The first of them.
    named: Vec<RuleId>,
    /// The next of them.
    unnamed: Vec<RuleId>,
    /// How many match the same as the rule.
    equal: usize,
    /// How many lie within the rule, those equal to it too.
    within: usize,
    /// How many the rule lies within, likewise.
    around: usize,
    /// Whether all of them answer what the rule does.
    same_outputs: bool,
}

impl Neighbours {
    /// Those of a group of equals that the rule overlaps.
    fn equal_to(subject: Subject<'_>, search: &Search<'_>, rule: RuleId, group: &[RuleId]) -> Self {
        let others: Vec<RuleId> = group.iter().copied().filter(|other| search.clash(rule, *other)).collect();
        let count = others.len();
        let same_outputs = others.iter().all(|other| outputs(subject, *other) == outputs(subject, rule));
        let mut others = others.into_iter();
        let named = others.by_ref().take(MAX_NAMED).collect();
        Self { count, named, unnamed: others.take(MAX_LISTED).collect(), equal: count, within: count, around: count, same_outputs }
    }

    fn add(&mut self, subject: Subject<'_>, rule: RuleId, other: RuleId) {
        let (a, b) = (&subject.matrix.rules[rule.0].sets, &subject.matrix.rules[other.0].sets);
        let is_within = |a: &[AtomSet], b: &[AtomSet]| a.iter().zip(b).all(|(a, b)| a.is_subset(b));
        self.count += 1;
        self.equal += usize::from(a == b);
        self.within += usize::from(is_within(b, a));
        self.around += usize::from(is_within(a, b));
        if self.named.len() < MAX_NAMED {
            self.named.push(other);
        } else if self.unnamed.len() < MAX_LISTED {
            self.unnamed.push(other);
        }
    }

    fn kind(&self, subject: Subject<'_>, rule: RuleId) -> OverlapKind {
        match self.named.as_slice() {
            _ if self.equal == self.count => OverlapKind::Duplicate { same_outputs: self.same_outputs },
            _ if self.within == self.count => OverlapKind::Covers,
            _ if self.around == self.count => OverlapKind::Within,
            [only] if self.count == 1 => {
                touch(subject, rule, *only).map_or(OverlapKind::Partial, |(input, value)| OverlapKind::Touching { input, value })
            }
            _ => OverlapKind::Partial,
        }
    }
}

fn outputs(subject: Subject<'_>, rule: RuleId) -> Vec<&Output> {
    subject.table.rules[rule.0].outputs.iter().map(|entry| &entry.output).collect()
}

/// The finding for a rule and its neighbours.
fn finding(subject: Subject<'_>, measure: &Measure, rule: RuleId, neighbours: &Neighbours, certainty: Certainty) -> Option<Overlap> {
    let first = *neighbours.named.first()?;
    let repairable = neighbours.count == 1 && certainty != Certainty::Possible;
    Some(Overlap {
        rule: subject.rule_at(rule),
        others: neighbours.named.iter().map(|rule| subject.rule_at(*rule)).collect(),
        unnamed: neighbours.unnamed.iter().map(|rule| subject.table.rules[rule.0].range).collect(),
        overlaps: neighbours.count,
        kind: neighbours.kind(subject, rule),
        policy: subject.table.hit_policy,
        case: subject.case(&shared(subject, rule, first), measure)?,
        narrowing: if repairable { narrowing(subject, rule, first) } else { None },
        certainty,
        more: 0,
    })
}
