//! The decision diagram as match trees: nested `match`es in functions that fit a page, each shared part once.

use std::collections::BTreeSet;

use crate::region::AtomSet;

use super::axis::{Axis, Key};
use super::data::{DiagramData, GraphNode, NO_DIAGRAM};
use super::{Facts, Found};

/// The most leaves and calls of a function, unless one `match` alone has more: about a page.
const FUNCTION_LEAVES: usize = 40;
/// How deep `match`es nest in a function.
const FUNCTION_DEPTH: usize = 4;
/// A match of more alternatives than these is written `_` and stands last, if it is the largest of its `match`.
const WRITTEN_ALTERNATIVES: usize = 3;

/// Match trees.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchTree {
    /// Where to start.
    pub root: Step,
    /// The parts that are functions, in the order in which reading from the root meets them.
    pub functions: Vec<Function>,
    /// Whether some leaf is an error.
    pub fallible: bool,
}

/// A part that is a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The inputs that it needs, ascending.
    pub needs: Vec<usize>,
    /// Where it is first called: which input has a value of which segments.
    pub when: (usize, AtomSet),
    /// Its body.
    pub body: TreeMatch,
}

/// A `match` on one input.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeMatch {
    /// The position in [`Plan::inputs`](super::Plan::inputs).
    pub dimension: usize,
    /// Its arms: disjoint, together all segments.
    pub arms: Vec<TreeArm>,
}

/// An arm.
#[derive(Clone, Debug, PartialEq)]
pub struct TreeArm {
    /// Its segments.
    pub set: AtomSet,
    /// Whether it is the last and written `_`.
    pub rest: bool,
    /// Where it leads.
    pub to: Step,
}

/// What an arm does.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It ends.
    Leaf(Found),
    /// It asks on.
    Match(TreeMatch),
    /// It calls the function at this position.
    Call(usize),
}

impl MatchTree {
    /// The diagram as match trees, or why it can't be.
    pub(crate) fn new(facts: &Facts<'_>, graph: Option<&DiagramData>, max_leaves: usize) -> Result<Self, String> {
        let Some(graph) = graph else { return Err(NO_DIAGRAM.to_owned()) };
        // Each different end is a leaf at least once, which says enough of most large tables.
        let ends = graph.nodes.iter().filter(|node| matches!(node, GraphNode::Leaf(_))).count();
        if ends > max_leaves {
            return Err(format!("its tree would have at least {ends} leaves, and may have at most {max_leaves}"));
        }
        let layout = Layout::new(graph);
        let total: usize = layout.functions().map(|node| layout.leaves[node]).sum();
        if total > max_leaves {
            return Err(format!("its tree would have {total} leaves, and may have at most {max_leaves}"));
        }
        let fallible = graph.nodes.iter().any(|node| matches!(node, GraphNode::Leaf(Found::NoRule | Found::Several(..))));
        let mut builder = Builder { facts, graph, layout: &layout, functions: Vec::new(), place: vec![None; graph.nodes.len()] };
        let root = builder.step(graph.root, None)?;
        let functions = builder.functions.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default();
        Ok(Self { root, functions, fallible })
    }
}

/// Which nodes become functions, so that each fits a page and none is written twice.
struct Layout {
    root: usize,
    is_function: Vec<bool>,
    /// Leaves and calls of a node, its inlined children's included.
    leaves: Vec<usize>,
    /// The inputs asked about from here on.
    needs: Vec<BTreeSet<usize>>,
}

impl Layout {
    fn new(graph: &DiagramData) -> Self {
        let mut parents = vec![0_usize; graph.nodes.len()];
        for node in &graph.nodes {
            if let GraphNode::Test { outcomes, .. } = node {
                outcomes.iter().for_each(|(_, to)| parents[*to] += 1);
            }
        }
        let mut is_function = vec![false; graph.nodes.len()];
        let mut leaves = vec![1_usize; graph.nodes.len()];
        let mut depth = vec![0_usize; graph.nodes.len()];
        let mut needs: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); graph.nodes.len()];
        for (at, node) in graph.nodes.iter().enumerate() {
            let GraphNode::Test { dimension, outcomes } = node else { continue };
            let mut needed = BTreeSet::from([*dimension]);
            for (_, to) in outcomes {
                needed.extend(&needs[*to]);
                if depth[*to] >= FUNCTION_DEPTH {
                    is_function[*to] = true;
                }
            }
            needs[at] = needed;
            // No two outcomes lead to one node.
            let mut count: usize = outcomes.iter().map(|(_, to)| if is_function[*to] { 1 } else { leaves[*to] }).sum();
            if count > FUNCTION_LEAVES {
                let mut inlined: Vec<usize> =
                    outcomes.iter().map(|(_, to)| *to).filter(|to| !is_function[*to] && leaves[*to] > 1).collect();
                inlined.sort_by_key(|to| leaves[*to]);
                while let (true, Some(largest)) = (count > FUNCTION_LEAVES, inlined.pop()) {
                    is_function[largest] = true;
                    count -= leaves[largest] - 1;
                }
            }
            leaves[at] = count;
            depth[at] = 1 + outcomes.iter().map(|(_, to)| if is_function[*to] { 0 } else { depth[*to] }).max().unwrap_or(0);
            is_function[at] = parents[at] > 1;
        }
        is_function[graph.root] = false;
        Self { root: graph.root, is_function, leaves, needs }
    }

    /// The nodes at which a function's body begins, `select` among them.
    fn functions(&self) -> impl Iterator<Item = usize> {
        (0..self.is_function.len()).filter(|node| self.is_function[*node] || *node == self.root)
    }
}

struct Builder<'a> {
    facts: &'a Facts<'a>,
    graph: &'a DiagramData,
    layout: &'a Layout,
    functions: Vec<Option<Function>>,
    place: Vec<Option<usize>>,
}

impl Builder<'_> {
    /// Recursion ends at the depth of the diagram, which has at most one level an input.
    fn step(&mut self, node: usize, when: Option<(usize, AtomSet)>) -> Result<Step, String> {
        match &self.graph.nodes[node] {
            GraphNode::Leaf(found) => Ok(Step::Leaf(found.clone())),
            GraphNode::Test { .. } => match when.filter(|_| self.layout.is_function[node]) {
                None => Ok(Step::Match(self.test(node)?)),
                Some(when) => {
                    if let Some(place) = self.place[node] {
                        return Ok(Step::Call(place));
                    }
                    let place = self.functions.len();
                    self.functions.push(None);
                    self.place[node] = Some(place);
                    let needs = self.layout.needs[node].iter().copied().collect();
                    let body = self.test(node)?;
                    self.functions[place] = Some(Function { needs, when, body });
                    Ok(Step::Call(place))
                }
            },
        }
    }

    fn test(&mut self, node: usize) -> Result<TreeMatch, String> {
        let GraphNode::Test { dimension, outcomes } = &self.graph.nodes[node] else {
            return Err("its decision diagram is not in normal form".to_owned());
        };
        let sets: Vec<&AtomSet> = outcomes.iter().map(|(set, _)| set).collect();
        let axis = &self.facts.inputs[*dimension].axis;
        let Ok(rest) = rest(axis, &sets) else {
            return Err(format!("no pattern says what it asks of `{}`", self.facts.table.inputs[axis.input.0].name));
        };
        let mut order: Vec<usize> = (0..outcomes.len()).collect();
        order.sort_by_key(|outcome| Some(*outcome) == rest);
        let mut arms = Vec::with_capacity(outcomes.len());
        for outcome in order {
            let (set, to) = &outcomes[outcome];
            let to = self.step(*to, Some((*dimension, set.clone())))?;
            arms.push(TreeArm { set: set.clone(), rest: Some(outcome) == rest, to });
        }
        Ok(TreeMatch { dimension: *dimension, arms })
    }
}

/// Which of the outcomes is written `_`: what no pattern says, else the one that would take by far the longest. An error if that is true of
/// two.
fn rest(axis: &Axis, sets: &[&AtomSet]) -> Result<Option<usize>, ()> {
    let lengths: Vec<Option<usize>> = sets.iter().map(|set| axis.alternatives(set).map(|alternatives| alternatives.len())).collect();
    let unsayable: Vec<usize> = (0..sets.len()).filter(|at| lengths[*at].is_none()).collect();
    match unsayable.as_slice() {
        [only] => return Ok(Some(*only)),
        [] => {}
        _ => return Err(()),
    }
    let (largest, length) = lengths.iter().enumerate().max_by_key(|(at, length)| (**length, *at)).ok_or(())?;
    if length.is_some_and(|length| length > WRITTEN_ALTERNATIVES) {
        return Ok(Some(largest));
    }
    // To rustc some text is always left.
    let says_all = |set: &&AtomSet| {
        set.contains(axis.segments.saturating_sub(1))
            && axis.alternatives(set).is_some_and(|all| all.iter().any(|part| part.ranges() == [(u32::from(axis.nullable), axis.segments)]))
    };
    Ok((matches!(axis.key, Key::Literal(_)) && !sets.iter().any(says_all)).then_some(sets.len() - 1))
}
