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
//! as all of it is gap; boxes inside one that is found already are passed over, boxes that differ in one dimension only become one, and
//! what others cover together is dropped, so that a few large regions remain. Each is a finding, the largest share of the domain first.

mod beyond;
mod merge;
mod widening;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::check::{Certainty, CheckFinding, Gap, NewRule};
use crate::diagram::{Branch, DecisionDiagram, Node, NodeId};
use crate::region::{AtomSet, Measure, RuleMatrix, meets};

use super::new_rule::new_rule;
use super::words::{Subject, is_certain, is_finer_only};

pub(super) use beyond::search;
use merge::merged;
use widening::widening;

/// The most regions that are looked for, and so the most findings of a table; if there may be more, the last finding says so.
pub(super) const MAX_REGIONS: usize = 1_000;
/// The most comparisons of sides of boxes on the way to them.
const MAX_COMPARED: usize = 20_000_000;
/// The most branches that growing boxes may look at, in all; boxes found later stay as they are.
const MAX_VISITED: usize = 1_000_000;

/// A set of atoms a dimension.
type Region = Vec<AtomSet>;

/// Regions without a rule.
#[derive(Default)]
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

impl Gaps {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.finer.is_empty() && self.possible.is_empty()
    }

    /// These regions by kind, few and large.
    fn of(matrix: &RuleMatrix, regions: Vec<Region>, more: bool) -> Self {
        let (certain, possible): (Vec<Region>, Vec<Region>) = merged(regions).into_iter().partition(|region| is_certain(matrix, region));
        let (finer, plain) = certain.into_iter().partition(|region| is_finer_only(matrix, region));
        Self { plain, finer, possible, more }
    }
}

/// Finds them in a diagram. Its empty leaves are covered by the regions found, unless there are `more`.
pub(super) fn find(matrix: &RuleMatrix, diagram: &DecisionDiagram) -> Gaps {
    let mut found: Vec<Region> = Vec::new();
    let mut visits = MAX_VISITED;
    let reaches = reaches_gap(diagram);
    let mut more = false;
    let mut compared = 0;
    let whole: Region = matrix.dimensions.iter().map(crate::region::Dimension::full).collect();
    let mut stack: Vec<(NodeId, Region)> = if reaches[diagram.root.0 as usize] { vec![(diagram.root, whole)] } else { Vec::new() };
    while let Some((node, region)) = stack.pop() {
        compared += region.len();
        if found.len() == MAX_REGIONS || compared > MAX_COMPARED {
            more = true;
            break;
        }
        let mut is_known = false;
        for known in &found {
            let outside = region.iter().zip(known).position(|(side, all)| !side.is_subset(all));
            compared += outside.map_or(region.len(), |side| side + 1);
            is_known = outside.is_none();
            if is_known {
                break;
            }
        }
        if is_known {
            continue;
        }
        match diagram.node(node) {
            Node::Leaf(_) => found.push(grown(matrix, diagram, region, &mut visits)),
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
    Gaps::of(matrix, found, more)
}

/// The findings, the largest region first: certain ones, finer ones, and possible ones. The last of the first kind that there is says
/// whether there may be more.
pub(super) fn report(subject: Subject<'_>, gaps: Gaps) -> Vec<CheckFinding> {
    if gaps.is_empty() {
        return Vec::new();
    }
    let measure = Measure::new(subject.table, subject.matrix);
    let mut findings: Vec<CheckFinding> = Vec::new();
    let mut more = gaps.more;
    let mut offered: Vec<Region> = Vec::new();
    for (regions, certainty) in [(gaps.plain, Certainty::Certain), (gaps.finer, Certainty::Finer), (gaps.possible, Certainty::Possible)] {
        let bounding =
            |region: &Region| region.iter().zip(&subject.matrix.dimensions).filter(|(set, dim)| !set.is_full(dim.size())).count();
        let mut sized: Vec<_> = regions.into_iter().map(|region| (measure.share(&region), region)).collect();
        sized.sort_by(|(a, left), (b, right)| b.cmp(a).then(bounding(left).cmp(&bounding(right))).then_with(|| left.cmp(right)));
        let of_kind = findings.len();
        findings.extend(sized.into_iter().filter_map(|(_, region)| {
            Some(CheckFinding::Gap(Gap {
                header: subject.header(),
                policy: subject.table.hit_policy,
                case: subject.case(&region, &measure)?,
                new_rule: if certainty == Certainty::Certain { offer(subject, &region, &mut offered).map(Box::new) } else { None },
                widening: if certainty == Certainty::Possible { None } else { widening(subject, &region) },
                certainty,
                more: false,
            }))
        }));
        if let Some(CheckFinding::Gap(last)) = findings[of_kind..].last_mut() {
            last.more = std::mem::take(&mut more);
        }
    }
    findings
}

/// The row for a region less those of earlier rows, so that none overlaps another; `None` where that is no box. O(rows).
fn offer(subject: Subject<'_>, region: &[AtomSet], offered: &mut Vec<Region>) -> Option<NewRule> {
    let mut rest = region.to_vec();
    for earlier in offered.iter() {
        if meets(&rest, earlier) {
            let mut outside = (0..rest.len()).filter(|side| !rest[*side].is_subset(&earlier[*side]));
            let (Some(side), None) = (outside.next(), outside.next()) else { return None };
            rest[side] = rest[side].difference(&earlier[side]);
        }
    }
    let mut row = new_rule(subject, &rest)?;
    row.is_rest = rest != region;
    offered.push(rest);
    Some(row)
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
    let within = |dimension: u32, first: u32, end: u32| dimension as usize == free || region[dimension as usize].meets_range(first, end);
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
