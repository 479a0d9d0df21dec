//! Phase 7, [`DecisionTable`] → [`Checked`]: what `docs/table-language.md` promises in "What is checked", proven or refuted with an input
//! to try.
//!
//! One file a check. All are exact over the whole domain of the inputs; how far they go in tables of any size is said in each.

mod advice;
mod domain;
mod draft;
mod gap;
mod new_rule;
mod overlap;
mod unreachable;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::check::{CheckFinding, Question};
use crate::diagnostic::{Describe, Diagnostic, Level};
use crate::diagram::{self, DecisionDiagram, Node, diagram, rank_order};
use crate::model::{DecisionTable, RuleId};
use crate::options::Options;
use crate::region::{RuleMatrix, matrix};

pub(crate) use draft::check_draft;

use draft::Unknown;
use words::Subject;

/// The most comparisons of sides of boxes that finding gaps without a diagram may take, and as many for unreachable rules.
const MAX_STEPS: usize = 40_000_000;

/// A decision table without errors, and what the analysis knows of it. Only [`check`] makes one, so that nothing unchecked is ever emitted.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    table: Arc<DecisionTable>,
    matrix: RuleMatrix,
    diagram: Option<DecisionDiagram>,
    order: Vec<RuleId>,
    proof: Proof,
}

/// What is proven of the matches of a table, for every input of its domain. What is promised but not proven has to be checked when
/// deciding.
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
///
/// Errors are overlaps, gaps, unreachable rules and entries outside their domain. What isn't decided within the budget of
/// [`Options::max_diagram_nodes`], nor by comparing rules without a diagram, is a warning, and not [proven](Proof).
pub fn check(table: impl Into<Arc<DecisionTable>>, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Option<Checked> {
    let table = table.into();
    let matrix = matrix(&table);
    let diagram = diagram(&matrix, &table, options.max_diagram_nodes);
    let order = rank_order(&table);
    let subject = Subject { table: &table, matrix: &matrix };
    let (findings, proof) = examine(subject, diagram.as_ref(), options.max_diagram_nodes, &Unknown::default());
    let broken = findings.iter().any(|finding| finding.level() == Level::Error);
    // What is wrong may be the cause of what looks odd.
    let advice = if broken { Vec::new() } else { advice::find(subject, diagram.as_ref(), options) };
    diagnostics.extend(findings.into_iter().map(Diagnostic::from));
    diagnostics.extend(advice.into_iter().map(Diagnostic::from));
    if broken { None } else { Some(Checked { table, matrix, diagram, order, proof }) }
}

/// What the analysis finds of one [`Question`] alone, given the rules of a table as boxes and their diagram (`None` over budget); and whether
/// it could be decided. For measuring: [`check`] asks all of them.
pub fn answer(
    question: Question,
    table: &DecisionTable,
    matrix: &RuleMatrix,
    diagram: Option<&DecisionDiagram>,
) -> (Vec<Diagnostic>, bool) {
    let subject = Subject { table, matrix };
    let (findings, decided) = match question {
        Question::Overlaps => {
            let overlaps = overlap::find(subject);
            (overlaps.findings, overlaps.decided)
        }
        Question::Gaps => {
            let (gaps, decided) = diagram.map_or_else(|| gap::search(matrix), |diagram| (gap::find(matrix, diagram), true));
            (gap::report(subject, gaps), decided)
        }
        Question::Unreachable => {
            let (unreachable, decided) = unreachable::find(subject, diagram);
            (unreachable::report(subject, &unreachable, &BTreeSet::new()), decided)
        }
    };
    (findings.into_iter().map(Diagnostic::from).collect(), decided)
}

/// Whether some rule is proven to match every input of a table's domain, `else` counted: [`Proof::complete`] of a table that promises
/// nothing, ahead of its check.
pub(crate) fn always_matches(table: &DecisionTable, options: &Options) -> bool {
    let proven = || diagram(&matrix(table), table, options.max_diagram_nodes).as_ref().is_some_and(has_no_gap);
    table.default_rule().is_some() || proven()
}

fn has_no_gap(diagram: &DecisionDiagram) -> bool {
    !diagram.nodes.iter().any(|node| matches!(node, Node::Leaf(rules) if rules.is_empty()))
}

/// All checks, one cause reported once, where some rules may not be fully known; `diagram` is the matrix's, `None` over budget. It is asked
/// only where all rules are known.
///
/// A proof mustn't rest on what isn't known: those rules overlap and cover nothing, and may fill any gap within what they could match. So
/// may rules with a misspelt entry, whose gap is none once it is mended.
fn examine(subject: Subject<'_>, diagram: Option<&DecisionDiagram>, max_nodes: usize, unknown: &Unknown) -> (Vec<CheckFinding>, Proof) {
    let table = subject.table;
    let mut findings = domain::entries(subject);
    if findings.iter().any(|finding| matches!(finding, CheckFinding::EmptyDomain { .. })) {
        return (findings, Proof { consistent: false, complete: false });
    }
    let explained = unknown.with(domain::rules_at(subject, &findings));
    let wide = explained.fitted(subject.matrix, table.hit_policy);
    let known = unknown.left_out(subject.matrix);
    let of_known = known.as_ref().and_then(|known| diagram::diagram(known, table, max_nodes));
    let of_wide = wide.as_ref().and_then(|wide| diagram::diagram(wide, table, max_nodes));
    let as_written = wide.is_none();
    let (wide, of_wide) = wide.as_ref().map_or((subject.matrix, diagram), |wide| (wide, of_wide.as_ref()));
    let (subject, diagram) = match &known {
        Some(known) => (Subject { table, matrix: known }, of_known.as_ref()),
        None => (subject, diagram),
    };
    let mut undecided = Vec::new();

    let overlaps = overlap::find(subject);
    if !overlaps.decided {
        undecided.push(Question::Overlaps);
    }
    let consistent = overlaps.decided && overlaps.findings.is_empty();
    findings.extend(overlaps.findings);

    let promised = table.hit_policy.is_single_hit() && table.complete && table.default_rule().is_none();
    let mut no_gap = diagram.is_some_and(has_no_gap);
    if promised {
        let subject = Subject { table, matrix: wide };
        let (gaps, decided) = of_wide.map_or_else(|| gap::search(wide), |diagram| (gap::find(wide, diagram), true));
        if !decided {
            undecided.push(Question::Gaps);
        }
        no_gap |= as_written && decided && gaps.is_empty();
        findings.extend(gap::report(subject, gaps));
    }

    let (unreachable, decided) = unreachable::find(subject, diagram);
    findings.extend(unreachable::report(subject, &unreachable, &explained.rules().collect()));
    if !decided {
        undecided.push(Question::Unreachable);
    }
    findings.extend(unreachable::default_rule(subject, diagram));
    findings.extend(undecided.into_iter().map(|question| CheckFinding::Undecided { header: subject.header(), question, max_nodes }));
    let complete = table.default_rule().is_some() || no_gap;
    (findings, Proof { consistent, complete })
}

#[cfg(test)]
mod tests;
