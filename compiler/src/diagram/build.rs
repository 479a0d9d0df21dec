//! Building the diagram from the top, one state at a time, without recursion: a table may have thousands of columns.

use std::ops::Range;

use crate::model::{DecisionTable, HitPolicy, RuleId};
use crate::region::RuleMatrix;

use super::index::{Index, hash};
use super::order::dimension_order;
use super::rank::rank_order;
use super::{Branch, DecisionDiagram, Node, NodeId, STEPS_PER_NODE};

/// A position in the order of [`rank_order`].
type Rank = u32;

/// The rules alive, ascending by rank, before the dimension at `depth` of the order is asked; they stand in [`Builder::listed`].
struct State {
    depth: u32,
    alive: Range<usize>,
    /// Where it leads; the root's number until that is known. Nobody asks before, as a state leads to states of greater depth only.
    node: NodeId,
}

/// The diagram, or `None` over budget.
pub(super) fn build(matrix: &RuleMatrix, table: &DecisionTable, max_nodes: usize) -> Option<DecisionDiagram> {
    let mut builder = Builder::new(matrix, table, max_nodes)?;
    let root = builder.run()?;
    Some(DecisionDiagram { nodes: builder.nodes, root })
}

struct Builder<'m> {
    matrix: &'m RuleMatrix,
    /// The dimensions, first asked first.
    order: Vec<usize>,
    /// By rank: the rule's position in the matrix.
    ranked: Vec<usize>,
    /// By rank: the position in `order` after the last dimension in which the rule doesn't admit everything.
    done_at: Vec<u32>,
    /// Whether only the first of the matching rules counts.
    winner_only: bool,
    nodes: Vec<Node>,
    ids: Index,
    states: Vec<State>,
    known: Index,
    /// The rules alive in each state, one after the other.
    listed: Vec<Rank>,
    /// Sweeps that are done with; what they hold is used again.
    spare: Vec<Sweep>,
    max_nodes: usize,
    steps_left: usize,
}

/// What a state leads to.
enum Successor {
    /// A node that is there.
    Known(NodeId),
    /// A node still to be made.
    Open(Sweep),
}

/// A state whose node is being made: a sweep through the atoms of its dimension, run by run.
#[derive(Default)]
struct Sweep {
    /// A position in [`Builder::states`].
    state: usize,
    depth: u32,
    dimension: usize,
    size: u32,
    /// Where a rule begins or ceases to admit atoms, ascending.
    ends: Vec<(u32, Rank)>,
    /// How many of them are swept.
    swept: usize,
    /// The first atom after the run that is swept now.
    run_end: u32,
    /// The rules alive in that run.
    alive: Vec<Rank>,
    /// Those alive in the run before.
    before: Vec<Rank>,
    branches: Vec<Branch>,
}

impl Sweep {
    /// Goes on to the next run, and says what work that took; `None` after the last.
    fn advance(&mut self) -> Option<usize> {
        let start = self.run_end;
        if start >= self.size {
            return None;
        }
        let from = self.swept;
        while self.ends.get(self.swept).is_some_and(|(at, _)| *at == start) {
            self.swept += 1;
        }
        // A set's ranges don't touch, so that each end here turns one rule's life on or off.
        let turned = &self.ends[from..self.swept];
        let work = turned.len() + self.alive.len();
        std::mem::swap(&mut self.alive, &mut self.before);
        let (before, alive) = (&self.before, &mut self.alive);
        alive.clear();
        let (mut i, mut j) = (0, 0);
        loop {
            match (before.get(i), turned.get(j)) {
                (Some(a), Some((_, b))) if a == b => (i, j) = (i + 1, j + 1),
                (Some(a), Some((_, b))) if a > b => {
                    alive.push(*b);
                    j += 1;
                }
                (Some(a), _) => {
                    alive.push(*a);
                    i += 1;
                }
                (None, Some((_, b))) => {
                    alive.push(*b);
                    j += 1;
                }
                (None, None) => break,
            }
        }
        self.run_end = self.ends.get(self.swept).map_or(self.size, |(at, _)| *at);
        Some(work)
    }

    /// The run that is swept now leads to this node.
    fn lead(&mut self, to: NodeId) {
        match self.branches.last_mut() {
            Some(last) if last.to == to => last.end = self.run_end,
            _ => self.branches.push(Branch { end: self.run_end, to }),
        }
    }
}

impl<'m> Builder<'m> {
    fn new(matrix: &'m RuleMatrix, table: &DecisionTable, max_nodes: usize) -> Option<Self> {
        let order = dimension_order(matrix);
        let ranked: Vec<usize> = rank_order(table).into_iter().map(|RuleId(rule)| rule).filter(|rule| *rule < matrix.rules.len()).collect();
        let constrained = |rule: usize, dimension: usize| !matrix.rules[rule].sets[dimension].is_full(matrix.dimensions[dimension].size());
        let done_at = ranked
            .iter()
            .map(|rule| {
                let last = order.iter().rposition(|dimension| constrained(*rule, *dimension));
                u32::try_from(last.map_or(0, |last| last + 1)).ok()
            })
            .collect::<Option<_>>()?;
        Some(Self {
            matrix,
            order,
            ranked,
            done_at,
            winner_only: matches!(table.hit_policy, HitPolicy::First | HitPolicy::Priority),
            nodes: Vec::new(),
            ids: Index::default(),
            states: Vec::new(),
            known: Index::default(),
            listed: Vec::new(),
            spare: Vec::new(),
            max_nodes,
            steps_left: max_nodes.saturating_mul(STEPS_PER_NODE),
        })
    }

    fn run(&mut self) -> Option<NodeId> {
        let all: Vec<Rank> =
            (0..).zip(&self.ranked).filter(|(_, rule)| !self.matrix.rules[**rule].is_empty()).map(|(rank, _)| rank).collect();
        let mut stack = match self.successor(0, &all)? {
            Successor::Known(root) => return Some(root),
            Successor::Open(sweep) => vec![sweep],
        };
        while let Some(mut sweep) = stack.pop() {
            if let Some(work) = sweep.advance() {
                self.spend(work)?;
                let successor = self.successor(sweep.depth + 1, &sweep.alive)?;
                match successor {
                    Successor::Known(to) => {
                        sweep.lead(to);
                        stack.push(sweep);
                    }
                    Successor::Open(next) => stack.extend([sweep, next]),
                }
                continue;
            }
            let node = match sweep.branches.as_slice() {
                [only] => only.to,
                branches => self.test(u32::try_from(sweep.dimension).ok()?, branches)?,
            };
            self.states[sweep.state].node = node;
            self.spare.push(sweep);
            match stack.last_mut() {
                Some(parent) => parent.lead(node),
                None => return Some(node),
            }
        }
        None
    }

    /// What the rules alive before the dimension at `depth` lead to; `None` over budget.
    fn successor(&mut self, depth: u32, alive: &[Rank]) -> Option<Successor> {
        self.spend(alive.len() + 1)?;
        let mut alive = alive;
        if self.winner_only {
            // Nothing behind the first rule that admits all the rest can win.
            if let Some(certain) = alive.iter().position(|rank| self.done_at[*rank as usize] <= depth) {
                alive = &alive[..=certain];
                if certain == 0 {
                    return self.leaf(alive);
                }
            }
        }
        let done = alive.iter().map(|rank| self.done_at[*rank as usize]).max().unwrap_or(0);
        if done <= depth {
            return self.leaf(alive);
        }
        // Dimensions in which all live rules admit everything aren't asked; before `done` there is one in which some rule doesn't.
        let mut depth = depth;
        while depth + 1 < done && !alive.iter().any(|rank| self.constrains(*rank, depth)) {
            depth += 1;
            self.spend(alive.len())?;
        }
        let hash = hash(depth, alive.iter().copied());
        let known = |state: &State| state.depth == depth && self.listed[state.alive.clone()] == *alive;
        if let Some(state) = self.known.find(hash, |position| known(&self.states[position])) {
            return Some(Successor::Known(self.states[state].node));
        }
        let mut sweep = self.spare.pop().unwrap_or_default();
        sweep.dimension = self.order[depth as usize];
        sweep.ends.clear();
        for rank in alive {
            for (first, end) in self.matrix.rules[self.ranked[*rank as usize]].sets[sweep.dimension].ranges() {
                sweep.ends.extend([(*first, *rank), (*end, *rank)]);
            }
        }
        self.spend(sweep.ends.len())?;
        sweep.ends.sort_unstable();
        sweep.size = self.matrix.dimensions[sweep.dimension].size();
        // The end of the last run is no run of its own.
        while sweep.ends.last().is_some_and(|(at, _)| *at >= sweep.size) {
            sweep.ends.pop();
        }
        (sweep.state, sweep.depth, sweep.swept, sweep.run_end) = (self.states.len(), depth, 0, 0);
        sweep.alive.clear();
        sweep.branches.clear();
        let from = self.listed.len();
        self.listed.extend_from_slice(alive);
        self.states.push(State { depth, alive: from..self.listed.len(), node: NodeId(0) });
        self.known.add(hash);
        Some(Successor::Open(sweep))
    }

    fn constrains(&self, rank: Rank, depth: u32) -> bool {
        let dimension = self.order[depth as usize];
        !self.matrix.rules[self.ranked[rank as usize]].sets[dimension].is_full(self.matrix.dimensions[dimension].size())
    }

    fn leaf(&mut self, alive: &[Rank]) -> Option<Successor> {
        let counted = if self.winner_only { &alive[..alive.len().min(1)] } else { alive };
        let rule = |rank: &Rank| RuleId(self.ranked[*rank as usize]);
        let is_it = |node: &Node| matches!(node, Node::Leaf(rules) if rules.iter().copied().eq(counted.iter().map(rule)));
        // No dimension has this number, so that leaves and tests differ in it.
        let hash = hash(u32::MAX, counted.iter().copied());
        let found = self.ids.find(hash, |position| is_it(&self.nodes[position]));
        let leaf = |builder: &Self| Node::Leaf(counted.iter().map(|rank| RuleId(builder.ranked[*rank as usize])).collect());
        self.intern(found, hash, leaf).map(Successor::Known)
    }

    fn test(&mut self, dimension: u32, branches: &[Branch]) -> Option<NodeId> {
        let hash = hash(dimension, branches.iter().flat_map(|branch| [branch.end, branch.to.0]));
        let is_it = |node: &Node| matches!(node, Node::Test { dimension: of, branches: to } if *of == dimension && to == branches);
        let found = self.ids.find(hash, |position| is_it(&self.nodes[position]));
        self.intern(found, hash, |_| Node::Test { dimension, branches: branches.to_vec() })
    }

    /// The node that was found, or a new one.
    fn intern(&mut self, found: Option<usize>, hash: u64, make: impl FnOnce(&Self) -> Node) -> Option<NodeId> {
        if found.is_none() {
            if self.nodes.len() >= self.max_nodes {
                return None;
            }
            let node = make(self);
            self.nodes.push(node);
            self.ids.add(hash);
        }
        u32::try_from(found.unwrap_or(self.nodes.len() - 1)).ok().map(NodeId)
    }

    fn spend(&mut self, steps: usize) -> Option<()> {
        self.steps_left = self.steps_left.checked_sub(steps)?;
        Some(())
    }
}
