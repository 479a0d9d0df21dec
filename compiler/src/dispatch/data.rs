//! The decision diagram over segments: the graph that match trees are printed from, and that the largest tables keep as data.

use std::collections::HashMap;

use crate::diagnostic::dispatch::grouped;
use crate::diagram::Node;
use crate::region::AtomSet;

use super::{Facts, Found};

/// The most bytes that a diagram may take as data.
const MAX_BYTES: u128 = 1 << 24;
/// Why there is no diagram, where there is none.
pub(super) const NO_DIAGRAM: &str = "its decision diagram exceeds the budget of nodes";

/// A decision diagram over segments. Children precede parents; equal nodes are one; a test has at least two outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct DiagramData {
    /// The nodes.
    pub nodes: Vec<GraphNode>,
    /// Where to start.
    pub root: usize,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GraphNode {
    /// The end.
    Leaf(Found),
    /// A question about one input.
    Test {
        /// The position in [`Plan::inputs`](super::Plan::inputs).
        dimension: usize,
        /// Its outcomes: disjoint sets of segments, together all of them, each with another node, by their first segment.
        outcomes: Vec<(AtomSet, usize)>,
    },
}

impl DiagramData {
    /// Why a diagram is too large to be data, if it is.
    pub(super) fn refusal(&self) -> Option<String> {
        let bytes = self.bytes() as u128;
        (bytes > MAX_BYTES).then(|| format!("its diagram would take {} bytes, more than {}", grouped(bytes), grouped(MAX_BYTES)))
    }

    /// The most questions that any input is asked, and the runs of segments that a question tells apart, on average.
    pub(super) fn depth_and_runs(&self) -> (usize, usize) {
        let mut depth = vec![0_usize; self.nodes.len()];
        let (mut tests, mut runs) = (0, 0);
        for (at, node) in self.nodes.iter().enumerate() {
            let GraphNode::Test { outcomes, .. } = node else { continue };
            depth[at] = 1 + outcomes.iter().filter_map(|(_, to)| depth.get(*to)).max().copied().unwrap_or(0);
            tests += 1;
            runs += outcomes.iter().map(|(set, _)| set.ranges().len()).sum::<usize>();
        }
        (depth.get(self.root).copied().unwrap_or(0), runs.checked_div(tests).unwrap_or(0))
    }

    /// The diagram, if there is one, over segments: leaves that come to the same are one, and so on upwards. O(nodes + branches).
    pub(crate) fn graph(facts: &Facts<'_>) -> Option<Self> {
        let diagram = facts.diagram?;
        let mut reached = vec![false; diagram.nodes.len()];
        *reached.get_mut(diagram.root.0 as usize)? = true;
        for at in (0..diagram.nodes.len()).rev() {
            if let (true, Node::Test { branches, .. }) = (reached[at], &diagram.nodes[at]) {
                for branch in branches {
                    *reached.get_mut(branch.to.0 as usize)? = true;
                }
            }
        }
        let mut nodes = Vec::new();
        let mut known: HashMap<GraphNode, usize> = HashMap::new();
        let mut place = vec![usize::MAX; diagram.nodes.len()];
        for (at, node) in diagram.nodes.iter().enumerate().filter(|(at, _)| reached[*at]) {
            let node = match node {
                Node::Leaf(rules) => GraphNode::Leaf(facts.found(rules)),
                Node::Test { dimension, branches } => {
                    let dimension = *dimension as usize;
                    let axis = &facts.inputs.get(dimension)?.axis;
                    let mut outcomes: Vec<(Vec<(u32, u32)>, usize)> = Vec::new();
                    let mut outcome_of: HashMap<usize, usize> = HashMap::new();
                    let mut first = 0;
                    for branch in branches {
                        let (to, end) = (place[branch.to.0 as usize], axis.segment_before(branch.end));
                        let outcome = *outcome_of.entry(to).or_insert_with(|| {
                            outcomes.push((Vec::new(), to));
                            outcomes.len() - 1
                        });
                        outcomes[outcome].0.push((first, end));
                        first = end;
                    }
                    if let [(_, to)] = outcomes.as_slice() {
                        place[at] = *to;
                        continue;
                    }
                    let outcomes = outcomes.into_iter().map(|(ranges, to)| (AtomSet::from_ranges(ranges), to)).collect();
                    GraphNode::Test { dimension, outcomes }
                }
            };
            place[at] = *known.entry(node).or_insert_with_key(|node| {
                nodes.push(node.clone());
                nodes.len() - 1
            });
        }
        let root = place[diagram.root.0 as usize];
        Some(Self { nodes, root })
    }

    /// How many bytes the graph takes in generated code.
    pub(super) fn bytes(&self) -> usize {
        let words = |node: &GraphNode| match node {
            GraphNode::Leaf(Found::Rules(rules)) => 1 + rules.len(),
            // A branch names its rule itself.
            GraphNode::Leaf(_) => 0,
            GraphNode::Test { outcomes, .. } => 2 + 2 * outcomes.iter().map(|(set, _)| set.ranges().len()).sum::<usize>(),
        };
        4 * self.nodes.iter().map(words).sum::<usize>()
    }
}
