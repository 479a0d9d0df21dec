//! Phase 6, [`RuleMatrix`] → [`DecisionDiagram`]: which rules match where, hash-consed.
//!
//! `check` reads gaps and unreachable rules from it, `dispatch` its code. Its size is bounded in nodes, and the work to build it in steps,
//! never by time, so that results don't depend on the machine.
//!
//! # What it is
//!
//! A table is a function from inputs to the list of rules that match. After `region`, an input is a small integer a dimension, so the
//! function can be written as a tree that asks for one dimension after the other, in one fixed order, and ends in a list of rules:
//!
//! ```text
//!   tier │ amount │             tier
//!   gold │  < 100 │ a          ╱    ╲
//!   gold │ >= 100 │ b     gold╱      ╲other
//!    -   │ >= 100 │ c   amount       amount
//!                      <100╱ ╲>=100  <100╱ ╲>=100
//!                        [a] [b c]     []   [c]
//! ```
//!
//! Equal subtrees are one node, a run of neighbouring atoms that leads to one place is one branch, and a question with one branch is not
//! asked. Reduced so, the diagram is *canonical* for its order of dimensions: two tables with the same meaning have the same diagram. This
//! is Bryant's reduced ordered BDD (1986) with many-valued tests (Srinivasan, Kam, Malik and Brayton 1990) over intervals (Strehl and
//! Thiele's interval decision diagrams 1998), and the firewall decision diagram of Gouda and Liu (2004), who read anomalies from it as we
//! do gaps.
//!
//! # How it is built
//!
//! From the top, as compilers of pattern matching do (Maranget 2008): a state is the list of rules still alive and how many dimensions are
//! behind. In the next dimension, the ends of the live rules' sets are swept in ascending order; between two ends the list of live rules
//! doesn't change, so each such run has one successor state, and states met before have their node already. Dimensions in which every live
//! rule admits everything are passed over unasked.
//!
//! Under First and Priority only the winner counts. There the list is kept in the order in which rules win and cut after the first rule
//! that admits everything that is still to be asked: nothing behind it can win. That is what keeps tables of overrides and catch-alls
//! small.
//!
//! # The order of dimensions
//!
//! Finding the best order is NP-hard (Bollig and Wegener 1996), and sifting costs many builds. We estimate instead: asking a dimension
//! first is good if it leaves few rules alive, so dimensions go by the share of rules that survive a test on average (weighting each run of
//! atoms alike), the smallest first. A column of keys leaves 1 in 33,000 and comes first, a column that most rules leave blank comes last,
//! where most lists have been cut before it is reached. Columns of equal share keep the author's order, which often tells the story best.
//!
//! # The budget
//!
//! Ranges that overlap in many dimensions can make any diagram explode. Building stops at `max_nodes` nodes, or when the rules listed in
//! all states, with the ends swept, exceed [`STEPS_PER_NODE`] times that: a diagram of few nodes can still take long to find.

mod build;
pub(crate) mod index;
mod order;
mod rank;

use crate::model::{DecisionTable, RuleId};
use crate::region::RuleMatrix;

pub use rank::rank_order;

/// How much work may go into a diagram, in live rules listed and ends of ranges swept, for each node that it may have. With the default of
/// 200,000 nodes: 20 million steps, less than a second.
pub const STEPS_PER_NODE: usize = 100;

/// A position in [`DecisionDiagram::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A multi-valued decision diagram: rooted, acyclic, equal nodes shared; children precede parents. Each path asks dimensions in one fixed
/// order, which needn't be the table's, and none twice.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionDiagram {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Where to start.
    pub root: NodeId,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// The rules that make the result here, in the result's order: under First and Priority the winner alone; under Unique and Any all that
    /// match (more than one Unique, or differing outputs of Any, is a broken promise); else all that match. Empty where none does (`else`,
    /// a gap, an empty list).
    Leaf(Vec<RuleId>),
    /// A question about one dimension.
    Test {
        /// The position in [`RuleMatrix::dimensions`](crate::region::RuleMatrix::dimensions).
        dimension: u32,
        /// Half-open runs of atoms that together cover the dimension, ascending: each ends before `end`; neighbours differ in `to`.
        branches: Vec<Branch>,
    },
}

/// One outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Branch {
    /// The first atom after the run.
    pub end: u32,
    /// Where it leads.
    pub to: NodeId,
}

impl DecisionDiagram {
    /// The node at `id`.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The rules at one combination of atoms, one a dimension of the matrix. O(dimensions × log branches).
    pub fn walk(&self, atoms: &[u32]) -> &[RuleId] {
        let mut at = self.root;
        loop {
            match self.node(at) {
                Node::Leaf(rules) => return rules,
                Node::Test { dimension, branches } => {
                    let atom = atoms[*dimension as usize];
                    at = branches[branches.partition_point(|branch| branch.end <= atom)].to;
                }
            }
        }
    }

    /// How many leaves there are.
    pub fn leaves(&self) -> usize {
        self.nodes.iter().filter(|node| matches!(node, Node::Leaf(_))).count()
    }
}

/// The diagram of a table; `None` where it exceeds the budget of `max_nodes` nodes and the work that goes with it.
pub fn diagram(matrix: &RuleMatrix, table: &DecisionTable, max_nodes: usize) -> Option<DecisionDiagram> {
    build::build(matrix, table, max_nodes)
}

#[cfg(test)]
mod tests;
