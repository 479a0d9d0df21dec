//! What a decision requires of others, and the graph that this makes (DMN 1.5, 6.2).

use std::collections::BTreeMap;

use super::app::App;
use super::table::DecisionTable;
use crate::source::{BookPath, CellRef};

/// A position in [`DecisionTable::requirements`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequirementId(pub usize);

/// Another decision of the app that a table names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Its name.
    pub decision: String,
    /// Its book.
    pub book: BookPath,
    /// The first cell of the table that names it.
    pub at: CellRef,
}

/// A decision with all that it requires, directly or not: each once, and after whatever it requires itself. The order is that in which
/// they are evaluated, and so that in which their errors come.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionGraph<'m> {
    /// The decision itself is the last.
    nodes: Vec<Node<'m>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Node<'m> {
    table: &'m DecisionTable,
    /// Of each requirement, the position of its node.
    required: Vec<usize>,
}

impl<'m> DecisionGraph<'m> {
    /// The graph of a decision, of the decisions that `find` gives for a book and a name: depth first, requirements in the table's order.
    /// `None` if one of them can't be found. O(decisions + requirements), without recursion.
    pub fn new(table: &'m DecisionTable, find: impl Fn(&BookPath, &str) -> Option<&'m DecisionTable>) -> Option<Self> {
        type Key<'m> = (&'m BookPath, &'m str);
        let mut positions: BTreeMap<Key<'m>, usize> = BTreeMap::new();
        let mut nodes: Vec<Node<'m>> = Vec::new();
        // Each decision with the position of the requirement that comes next.
        let mut open: Vec<(&'m DecisionTable, usize)> = vec![(table, 0)];
        while let Some((table, next)) = open.last_mut() {
            let table: &'m DecisionTable = table;
            match table.requirements.get(*next) {
                Some(requirement) => {
                    *next += 1;
                    if !positions.contains_key(&(&requirement.book, requirement.decision.as_str())) {
                        open.push((find(&requirement.book, &requirement.decision)?, 0));
                    }
                }
                None => {
                    let position =
                        |requirement: &'m Requirement| positions.get(&(&requirement.book, requirement.decision.as_str())).copied();
                    let required = table.requirements.iter().map(position).collect::<Option<Vec<_>>>()?;
                    positions.insert((&table.book, &table.name), nodes.len());
                    nodes.push(Node { table, required });
                    open.pop();
                }
            }
        }
        Some(Self { nodes })
    }

    /// The graph of a decision of this app; `None` if something that it requires has an error.
    pub fn of(app: &'m App, table: &'m DecisionTable) -> Option<Self> {
        Self::new(table, |book, name| {
            let book = app.books.iter().find(|of| of.path == *book)?;
            book.decisions.iter().map(|decision| &**decision).find(|decision| decision.name == name)
        })
    }

    /// The decision itself.
    pub fn table(&self) -> &'m DecisionTable {
        self.nodes[self.nodes.len() - 1].table
    }

    /// All decisions, each after those that it requires, the decision itself last; each with the positions of its requirements.
    pub fn order(&self) -> impl Iterator<Item = (&'m DecisionTable, &[usize])> {
        self.nodes.iter().map(|node| (node.table, node.required.as_slice()))
    }

    /// The decisions that it requires, in order.
    pub fn required(&self) -> impl Iterator<Item = &'m DecisionTable> {
        self.nodes[..self.nodes.len() - 1].iter().map(|node| node.table)
    }
}

/// The graph of a decision that requires no other. What one requires that does is unknown then, and null.
impl<'m> From<&'m DecisionTable> for DecisionGraph<'m> {
    fn from(table: &'m DecisionTable) -> Self {
        Self { nodes: vec![Node { table, required: Vec::new() }] }
    }
}

impl<'m> From<&Self> for DecisionGraph<'m> {
    fn from(graph: &Self) -> Self {
        graph.clone()
    }
}
