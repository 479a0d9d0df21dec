//! `MB0402` and `MB0407`: inputs that no rule of a single-hit table matches, though it is `complete` and has no `else`.
//!
//! A caller gets an error instead of a decision, on a day when nobody looks at the table. An author who wants no answer says so with
//! `complete` `no`, one who wants a last resort with `else`.
//!
//! ```text
//! first │ Amount
//! a     │ < 100
//! b     │ > 100      <- 100 is in neither; `>= 100` ends it
//! ```
//!
//! Every path of the diagram to the empty leaf is a box of gaps, and there can be very many. Each is grown, dimension by dimension, as far
//! as all of it is gap; boxes inside one that is found already are passed over, so that a few large regions remain.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::check::{Certainty, CheckFinding, Gap, Widening};
use crate::diagram::{Branch, DecisionDiagram, Node, NodeId};
use crate::model::{Bound, Interval, RuleId, UnaryTest};
use crate::region::{AtomSet, Extent, OutOfSteps, RuleMatrix, uncovered};
use crate::syntax::print_entry;

use super::MAX_STEPS;
use super::words::{Subject, is_certain, is_finer_only};

/// The most regions that are looked for.
const MAX_REGIONS: usize = 20;
/// The most regions that are reported.
const MAX_REPORTED: usize = 5;
/// The most paths that are followed.
const MAX_PATHS: usize = 2_000;
/// The most nodes that growing boxes may visit, in all; boxes found later stay as they are.
const MAX_VISITED: usize = 2_000_000;

/// A set of atoms a dimension.
type Region = Vec<AtomSet>;

/// Regions without a rule.
pub(super) struct Gaps {
    /// Those with values that the columns' digits can write.
    pub(super) plain: Vec<Region>,
    /// Those of finer values only.
    pub(super) finer: Vec<Region>,
    /// Those that what the table computes bounds, so that no input may ever be in them.
    pub(super) possible: Vec<Region>,
    /// Whether there may be others.
    pub(super) more: bool,
}

/// Finds them in a diagram. Its empty leaves are covered by the regions found, unless there are `more`.
pub(super) fn find(matrix: &RuleMatrix, diagram: &DecisionDiagram) -> Gaps {
    let mut found: Vec<Region> = Vec::new();
    let mut visits = MAX_VISITED;
    let reaches = reaches_gap(diagram);
    let mut more = false;
    let mut paths = 0;
    let whole: Region = matrix.dimensions.iter().map(crate::region::Dimension::full).collect();
    let mut stack: Vec<(NodeId, Region)> = if reaches[diagram.root.0 as usize] { vec![(diagram.root, whole)] } else { Vec::new() };
    while let Some((node, region)) = stack.pop() {
        if found.iter().any(|known| region.iter().zip(known).all(|(a, b)| a.is_subset(b))) {
            continue;
        }
        match diagram.node(node) {
            Node::Leaf(_) => {
                paths += 1;
                if found.len() == MAX_REGIONS || paths > MAX_PATHS {
                    more = true;
                    break;
                }
                found.push(grown(matrix, diagram, region, &mut visits));
            }
            Node::Test { dimension, branches } => {
                let mut runs: BTreeMap<NodeId, Vec<(u32, u32)>> = BTreeMap::new();
                let mut order: Vec<NodeId> = Vec::new();
                for (first, branch) in runs_of(branches).filter(|(_, branch)| reaches[branch.to.0 as usize]) {
                    let ranges = runs.entry(branch.to).or_default();
                    if ranges.is_empty() {
                        order.push(branch.to);
                    }
                    ranges.push((first, branch.end));
                }
                for to in order.into_iter().rev() {
                    let mut region = region.clone();
                    region[*dimension as usize] = AtomSet::from_ranges(runs.remove(&to).unwrap_or_default());
                    stack.push((to, region));
                }
            }
        }
    }
    // Those that bound the fewest inputs say the most.
    found.sort_by_key(|region| region.iter().zip(&matrix.dimensions).filter(|(set, dimension)| !set.is_full(dimension.size())).count());
    let (certain, possible): (Vec<Region>, Vec<Region>) = found.into_iter().partition(|region| is_certain(matrix, region));
    let (finer, plain) = certain.into_iter().partition(|region| is_finer_only(matrix, region));
    Gaps { plain, finer, possible, more }
}

/// Gaps of a table beyond the diagram's budget, and whether there are no others; a few, found by cutting the domain along the rules.
pub(super) fn search(matrix: &RuleMatrix) -> (Gaps, bool) {
    let in_one_column = in_one_column(matrix);
    if !in_one_column.plain.is_empty() {
        return (in_one_column, false);
    }
    let mut steps = MAX_STEPS;
    let full: Region = matrix.dimensions.iter().map(crate::region::Dimension::full).collect();
    let coarse = |dimension: &crate::region::Dimension| {
        let atoms = (0..).zip(&dimension.atoms).filter(|(_, atom)| !atom.finer_only);
        AtomSet::from_ranges(atoms.map(|(position, _)| (position, position + 1)).collect())
    };
    let coarse: Region = matrix.dimensions.iter().map(coarse).collect();
    let mut found = Gaps { plain: Vec::new(), finer: Vec::new(), possible: Vec::new(), more: false };
    let mut exhausted = true;
    for (within, finer) in [(coarse, false), (full, true)] {
        loop {
            let mut covers: Vec<&[AtomSet]> = matrix.rules.iter().map(|rule| rule.sets.as_slice()).collect();
            let known = found.plain.iter().chain(&found.finer).chain(&found.possible);
            covers.extend(known.clone().map(Vec::as_slice));
            match uncovered(&within, &covers, &mut steps) {
                Ok(None) => break,
                Ok(Some(region)) if known.count() < MAX_REPORTED => {
                    let region = grown_apart(matrix, region);
                    let regions = match (is_certain(matrix, &region), finer) {
                        (false, _) => &mut found.possible,
                        (true, false) => &mut found.plain,
                        (true, true) => &mut found.finer,
                    };
                    regions.push(region);
                }
                Ok(Some(_)) => {
                    found.more = true;
                    break;
                }
                Err(OutOfSteps) => {
                    exhausted = false;
                    break;
                }
            }
        }
        // What only finer values miss matters once nothing else is missing.
        if !found.plain.is_empty() {
            break;
        }
    }
    found.more |= !exhausted;
    (found, exhausted)
}

/// The region, widened in each dimension to all atoms with which no rule meets it. O(rules · dimensions).
fn grown_apart(matrix: &RuleMatrix, mut region: Region) -> Region {
    for free in 0..region.len() {
        let beside = matrix.rules.iter().filter(|rule| {
            let elsewhere = |(dimension, (side, set)): (usize, (&AtomSet, &AtomSet))| dimension == free || side.intersects(set);
            region.iter().zip(&rule.sets).enumerate().all(elsewhere)
        });
        let taken = beside.flat_map(|rule| rule.sets[free].ranges()).copied().collect();
        region[free] = AtomSet::from_ranges(taken).complement(matrix.dimensions[free].size());
    }
    region
}

/// Gaps that show in one column alone: values that no rule admits.
fn in_one_column(matrix: &RuleMatrix) -> Gaps {
    let mut gaps = Gaps { plain: Vec::new(), finer: Vec::new(), possible: Vec::new(), more: true };
    for (position, dimension) in matrix.dimensions.iter().enumerate() {
        let ranges = matrix.rules.iter().filter(|rule| !rule.is_empty()).flat_map(|rule| rule.sets[position].ranges()).copied().collect();
        let left = AtomSet::from_ranges(ranges).complement(dimension.size());
        if !left.is_empty() {
            let certain = dimension.is_certain(&left);
            let mut region: Region = matrix.dimensions.iter().map(crate::region::Dimension::full).collect();
            region[position] = left;
            let regions = match (certain, is_finer_only(matrix, &region)) {
                (false, _) => &mut gaps.possible,
                (true, true) => &mut gaps.finer,
                (true, false) => &mut gaps.plain,
            };
            regions.push(region);
        }
    }
    gaps
}

fn runs_of(branches: &[Branch]) -> impl Iterator<Item = (u32, &Branch)> {
    std::iter::once(0).chain(branches.iter().map(|branch| branch.end)).zip(branches)
}

/// By node: whether some path leads to the empty leaf.
fn reaches_gap(diagram: &DecisionDiagram) -> Vec<bool> {
    let mut reaches: Vec<bool> = Vec::with_capacity(diagram.nodes.len());
    for node in &diagram.nodes {
        reaches.push(match node {
            Node::Leaf(rules) => rules.is_empty(),
            Node::Test { branches, .. } => branches.iter().any(|branch| reaches[branch.to.0 as usize]),
        });
    }
    reaches
}

/// The region, widened in each dimension to all atoms with which the whole of it stays a gap.
fn grown(matrix: &RuleMatrix, diagram: &DecisionDiagram, mut region: Region, visits: &mut usize) -> Region {
    for dimension in 0..region.len() {
        if region[dimension].is_full(matrix.dimensions[dimension].size()) {
            continue;
        }
        let Some(wider) = gap_atoms(matrix, diagram, &region, dimension, visits) else { break };
        region[dimension] = wider;
    }
    region
}

/// The atoms of `free` with which every combination of the region's other sets is a gap; `None` if it takes too many visits.
fn gap_atoms(matrix: &RuleMatrix, diagram: &DecisionDiagram, region: &[AtomSet], free: usize, visits: &mut usize) -> Option<AtomSet> {
    let size = matrix.dimensions[free].size();
    let within = |dimension: u32, first: u32, end: u32| {
        dimension as usize == free || region[dimension as usize].intersects(&AtomSet::from_ranges(vec![(first, end)]))
    };
    let nodes = reachable(diagram, within, visits)?;
    // Children first.
    let mut answers: BTreeMap<NodeId, AtomSet> = BTreeMap::new();
    for id in nodes {
        let answer = match diagram.node(id) {
            Node::Leaf(rules) if rules.is_empty() => AtomSet::full(size),
            Node::Leaf(_) => AtomSet::default(),
            Node::Test { dimension, branches } if *dimension as usize == free => {
                let gap = runs_of(branches).filter(|(_, branch)| answers.get(&branch.to).is_some_and(|set| set.is_full(size)));
                AtomSet::from_ranges(gap.map(|(first, branch)| (first, branch.end)).collect())
            }
            Node::Test { dimension, branches } => runs_of(branches)
                .filter(|(first, branch)| within(*dimension, *first, branch.end))
                .filter_map(|(_, branch)| answers.get(&branch.to))
                .fold(AtomSet::full(size), |set, other| set.intersection(other)),
        };
        answers.insert(id, answer);
    }
    answers.remove(&diagram.root)
}

/// The nodes that inputs of some region reach, children first; `None` if there are more than may be visited.
pub(super) fn reachable(diagram: &DecisionDiagram, within: impl Fn(u32, u32, u32) -> bool, visits: &mut usize) -> Option<BTreeSet<NodeId>> {
    let mut seen = BTreeSet::from([diagram.root]);
    let mut open = vec![diagram.root];
    while let Some(id) = open.pop() {
        let Node::Test { dimension, branches } = diagram.node(id) else { continue };
        *visits = visits.checked_sub(branches.len())?;
        for (first, branch) in runs_of(branches) {
            if within(*dimension, first, branch.end) && seen.insert(branch.to) {
                open.push(branch.to);
            }
        }
    }
    Some(seen)
}

/// The finding for these gaps of one kind; `None` for none.
pub(super) fn report(subject: Subject<'_>, regions: &[Region], more: bool, certainty: Certainty) -> Option<CheckFinding> {
    let cases: Vec<_> = regions.iter().take(MAX_REPORTED).filter_map(|region| subject.case(region)).collect();
    if cases.is_empty() {
        return None;
    }
    let widening = regions.first().filter(|_| certainty != Certainty::Possible).and_then(|region| widening(subject, region));
    Some(CheckFinding::Gap(Gap {
        header: subject.header(),
        policy: subject.table.hit_policy,
        more: regions.len() - cases.len(),
        uncounted: more,
        outputs: subject.table.output_clauses.len(),
        cases,
        widening,
        certainty,
    }))
}

/// A rule's range that closes the gap if it ends a little later or begins a little earlier: where one value, or what is finer than the
/// column's digits, is missing between two ranges.
fn widening(subject: Subject<'_>, region: &[AtomSet]) -> Option<Widening> {
    let bounded = (0..region.len()).filter(|dimension| !region[*dimension].is_full(subject.matrix.dimensions[*dimension].size()));
    bounded.into_iter().find_map(|dimension| {
        let [(first, end)] = region[dimension].ranges() else { return None };
        let atom = &subject.matrix.dimensions[dimension].atoms[*first as usize];
        if end - first != 1 || !(atom.finer_only || matches!(atom.extent, Extent::Point(_))) {
            return None;
        }
        (0..subject.matrix.rules.len()).map(RuleId).find_map(|rule| {
            let sets = &subject.matrix.rules[rule.0].sets;
            let [(from, to)] = sets[dimension].ranges() else { return None };
            let covers_the_rest = region.iter().zip(sets).enumerate().all(|(other, (gap, set))| other == dimension || gap.is_subset(set));
            let (cell, test) = subject.sole_test(rule, dimension)?;
            let UnaryTest::Within(range) = test else { return None };
            let missing = match &atom.extent {
                Extent::Point(value) => {
                    let end = Some(Bound { value: value.clone(), closed: true });
                    Interval { low: end.clone(), high: end }
                }
                Extent::Within(interval) => interval.clone(),
                Extent::Null | Extent::Other | Extent::Whole => return None,
            };
            let range = match (to == first, from == end) {
                (true, _) => Interval { low: range.low.clone(), high: missing.high },
                (_, true) => Interval { low: missing.low, high: range.high.clone() },
                _ => return None,
            };
            let base = subject.table.inputs[dimension].scalar()?.base;
            covers_the_rest.then(|| Widening {
                rule: subject.table.rules[rule.0].id.clone(),
                location: subject.at(cell),
                replacement: print_entry(Some(&[UnaryTest::Within(range)]), base),
            })
        })
    })
}
