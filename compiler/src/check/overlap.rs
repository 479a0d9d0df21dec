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
//! Boxes intersect exactly if they do in every dimension. Comparing all pairs of 100,000 rules would take hours, so pairs come from a sweep
//! through the dimension that leaves the fewest to compare: in a column of keys, rules of one key only. The sweep is counted before it is
//! made; where even the best column leaves too many, the leaves of the diagram have the pairs, and without a diagram nothing is claimed.
//!
//! One wide rule can overlap hundreds; so the rule with the most overlaps is reported first, with its neighbours, and what is left is
//! counted without it. The idea is that of Cranelift's ISLE.

use std::collections::HashMap;

use crate::diagnostic::check::{Certainty, CheckFinding, Narrowing, Overlap};
use crate::diagram::{DecisionDiagram, Node};
use crate::model::{Bound, HitPolicy, Interval, Output, RuleId, UnaryTest};
use crate::region::AtomSet;
use crate::syntax::print_entry;

use super::words::{Subject, is_certain, is_finer_only};

/// The most pairs that are compared: less than a second's work.
const MAX_COMPARED: u64 = 50_000_000;
/// The most overlaps that are kept; a table with more has one cause for most of them.
const MAX_PAIRS: usize = 200_000;
/// The most findings of a table.
const MAX_FINDINGS: usize = 8;
/// The most neighbours that a finding names.
const MAX_NAMED: usize = 5;

/// Pairs of rules, the earlier first, ascending.
type Pairs = Vec<(RuleId, RuleId)>;

/// The overlaps that break the table's promise.
pub(super) struct Overlaps {
    /// Those of values that the columns' digits can write.
    pub(super) plain: Pairs,
    /// Those of finer values only.
    pub(super) finer: Pairs,
    /// Those that what the table computes bounds, so that no input may ever be in them.
    pub(super) possible: Pairs,
    /// Whether these are all.
    pub(super) decided: bool,
}

/// Finds them; none under policies that promise nothing.
pub(super) fn find(subject: Subject<'_>, diagram: Option<&DecisionDiagram>) -> Overlaps {
    let clashes = clash_test(subject);
    let mut overlaps = Overlaps { plain: Vec::new(), finer: Vec::new(), possible: Vec::new(), decided: true };
    let Some(clashes) = clashes else { return overlaps };
    let regions = &subject.matrix.rules;
    let mut pairs: Pairs = Vec::new();
    let mut add = |a: usize, b: usize| {
        if clashes(a, b) && regions[a].intersects(&regions[b]) {
            pairs.push((RuleId(a.min(b)), RuleId(a.max(b))));
        }
        pairs.len() < MAX_PAIRS
    };
    let best = (0..subject.matrix.dimensions.len()).map(|dimension| (sweep_cost(subject, dimension), dimension)).min();
    match (best, diagram) {
        (Some((cost, dimension)), _) if cost <= MAX_COMPARED => overlaps.decided = sweep(subject, dimension, &mut add),
        (_, Some(diagram)) => overlaps.decided = read_leaves(diagram, &mut add),
        (_, None) => overlaps.decided = false,
    }
    pairs.sort_unstable();
    pairs.dedup();
    let finer = |(a, b): &(RuleId, RuleId)| is_finer_only(subject.matrix, &shared(subject, *a, *b));
    let certain = |(a, b): &(RuleId, RuleId)| is_certain(subject.matrix, &shared(subject, *a, *b));
    let (certain, possible): (Pairs, Pairs) = pairs.into_iter().partition(certain);
    overlaps.possible = possible;
    (overlaps.finer, overlaps.plain) = certain.into_iter().partition(finer);
    overlaps
}

/// Which rules mustn't match together, whatever their regions; `None` where all may.
fn clash_test(subject: Subject<'_>) -> Option<impl Fn(usize, usize) -> bool> {
    let mut classes: Vec<usize> = Vec::new();
    match subject.table.hit_policy {
        HitPolicy::Unique => {}
        HitPolicy::Any => {
            let mut known: HashMap<Vec<&Output>, usize> = HashMap::new();
            for rule in subject.table.ordinary_rules() {
                let next = known.len();
                classes.push(*known.entry(rule.outputs.iter().map(|entry| &entry.output).collect()).or_insert(next));
            }
        }
        _ => return None,
    }
    Some(move |a: usize, b: usize| a != b && (classes.is_empty() || classes[a] != classes[b]))
}

/// Where the rules' sets begin (`true`) and end (`false`) in a dimension, ascending.
fn ends(subject: Subject<'_>, dimension: usize) -> Vec<(u32, bool, usize)> {
    let mut ends = Vec::with_capacity(subject.matrix.rules.len() * 2);
    for (position, rule) in subject.matrix.rules.iter().enumerate().filter(|(_, rule)| !rule.is_empty()) {
        for (first, end) in rule.sets[dimension].ranges() {
            ends.push((*first, true, position));
            ends.push((*end, false, position));
        }
    }
    // `false` sorts first: a set that ends where another begins doesn't meet it.
    ends.sort_unstable();
    ends
}

/// How many pairs a sweep through the dimension compares.
fn sweep_cost(subject: Subject<'_>, dimension: usize) -> u64 {
    let (mut alive, mut cost) = (0_u64, 0_u64);
    for (_, begins, _) in ends(subject, dimension) {
        if begins {
            cost += alive;
            alive += 1;
        } else {
            alive -= 1;
        }
    }
    cost
}

/// Compares the rules that meet in the dimension; `false` where it was stopped.
fn sweep(subject: Subject<'_>, dimension: usize, add: &mut impl FnMut(usize, usize) -> bool) -> bool {
    let mut alive: Vec<usize> = Vec::new();
    // Where each rule stands in `alive`, so that it is taken out in one step.
    let mut place = vec![usize::MAX; subject.matrix.rules.len()];
    for (_, begins, rule) in ends(subject, dimension) {
        if begins {
            for other in &alive {
                if !add(rule, *other) {
                    return false;
                }
            }
            place[rule] = alive.len();
            alive.push(rule);
        } else {
            let at = place[rule];
            alive.swap_remove(at);
            if let Some(moved) = alive.get(at) {
                place[*moved] = at;
            }
        }
    }
    true
}

/// Compares the rules that meet in a leaf.
fn read_leaves(diagram: &DecisionDiagram, add: &mut impl FnMut(usize, usize) -> bool) -> bool {
    let mut left = MAX_COMPARED;
    for node in &diagram.nodes {
        let Node::Leaf(rules) = node else { continue };
        for (position, a) in rules.iter().enumerate() {
            for b in &rules[..position] {
                left -= 1;
                if left == 0 || !add(a.0, b.0) {
                    return false;
                }
            }
        }
    }
    true
}

/// What both rules match.
fn shared(subject: Subject<'_>, a: RuleId, b: RuleId) -> Vec<AtomSet> {
    let (a, b) = (&subject.matrix.rules[a.0], &subject.matrix.rules[b.0]);
    a.sets.iter().zip(&b.sets).map(|(a, b)| a.intersection(b)).collect()
}

/// The findings for these pairs, the rule with the most first.
pub(super) fn report(subject: Subject<'_>, mut pairs: Pairs, certainty: Certainty) -> Vec<CheckFinding> {
    let mut findings = Vec::new();
    while !pairs.is_empty() {
        let mut overlaps: HashMap<RuleId, usize> = HashMap::new();
        for (a, b) in &pairs {
            *overlaps.entry(*a).or_default() += 1;
            *overlaps.entry(*b).or_default() += 1;
        }
        // Of equals, the later rule: it was probably written without the earlier one in mind.
        let Some((most, rule)) = overlaps.into_iter().map(|(rule, count)| (count, rule)).max() else { break };
        let (own, rest): (Pairs, Pairs) = pairs.into_iter().partition(|(a, b)| *a == rule || *b == rule);
        pairs = rest;
        if findings.len() == MAX_FINDINGS {
            let left = pairs.len() + own.len();
            if let Some(CheckFinding::Overlap(last)) = findings.last_mut() {
                last.more = left;
            }
            break;
        }
        let neighbours: Vec<RuleId> = own.iter().map(|(a, b)| if *a == rule { *b } else { *a }).collect();
        let region = shared(subject, rule, neighbours[0]);
        let Some(case) = subject.case(&region) else { continue };
        findings.push(CheckFinding::Overlap(Overlap {
            rule: subject.rule_at(rule),
            others: neighbours.iter().take(MAX_NAMED).map(|rule| subject.rule_at(*rule)).collect(),
            overlaps: most,
            policy: subject.table.hit_policy,
            case,
            narrowing: if most == 1 && certainty != Certainty::Possible { narrowing(subject, rule, neighbours[0]) } else { None },
            certainty,
            more: 0,
        }));
    }
    findings
}

/// Ending one range before the other begins, where the two overlap like shingles in one column: `<= 100` beside `>= 100`.
fn narrowing(subject: Subject<'_>, a: RuleId, b: RuleId) -> Option<Narrowing> {
    (0..subject.matrix.dimensions.len()).find_map(|dimension| {
        let set = |rule: RuleId| &subject.matrix.rules[rule.0].sets[dimension];
        let ([first], [second]) = (set(a).ranges(), set(b).ranges()) else { return None };
        let ((lower, low), (upper, high)) = if first.0 < second.0 { ((a, first), (b, second)) } else { ((b, second), (a, first)) };
        if low.0 == high.0 || low.1 >= high.1 {
            return None;
        }
        let (cell, UnaryTest::Within(range)) = subject.sole_test(lower, dimension)? else { return None };
        let (other_cell, _) = subject.sole_test(upper, dimension)?;
        let base = subject.table.inputs[dimension].scalar()?.base;
        let begins = subject.matrix.dimensions[dimension].entry(&AtomSet::from_ranges(vec![*high]), base)?;
        let begin = match begins.into_iter().next()? {
            UnaryTest::Within(interval) => interval.low?,
            UnaryTest::Equal(value) => Bound { value, closed: true },
            UnaryTest::Not(_) => return None,
        };
        let value = print_entry(Some(&[UnaryTest::Equal(begin.value.clone())]), base);
        let end = Bound { closed: !begin.closed, ..begin };
        Some(Narrowing {
            rule: subject.table.rules[lower.0].id.clone(),
            other: subject.table.rules[upper.0].id.clone(),
            location: subject.at(cell),
            other_location: subject.at(other_cell),
            end: if end.closed { format!("at {value}") } else { format!("before {value}") },
            replacement: print_entry(Some(&[UnaryTest::Within(Interval { low: range.low.clone(), high: Some(end) })]), base),
        })
    })
}
