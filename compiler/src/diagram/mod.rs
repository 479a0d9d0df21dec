//! Phase 7, [`RuleMatrix`](crate::region::RuleMatrix) → [`DecisionDiagram`]: which rules match where, hash-consed.
//!
//! `check` reads gaps, overlaps and unreachable rules from it, `dispatch` its code. Its size is bounded in nodes and never by time,
//! so that results don't depend on the machine.

use crate::model::RuleId;

/// A position in [`DecisionDiagram::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A multi-valued decision diagram: rooted, acyclic, equal nodes shared; children precede parents.
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
    /// The rules that make the result here, in the result's order: under First and Priority the winner alone; under Unique and Any all that match
    /// (more than one Unique, or differing outputs of Any, is a broken promise); else all that match. Empty where none does (`else`, a gap, an empty list).
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
