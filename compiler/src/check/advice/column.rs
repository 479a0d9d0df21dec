//! `MB0413`: columns on which no result depends.
//!
//! The caller has to give a value, and readers look for what it decides. Often it did once, or the cells were never filled in.
//!
//! ```text
//! unique │ Tier     │ Amount  │ Fee
//! small  │ -        │ < 100   │ 5
//! large  │ -        │ >= 100  │ 0      <- Tier decides nothing
//! ```
//!
//! A column of blank cells is one, and any other of which the decision diagram shows it: with results in the place of rules in its leaves
//! and equal nodes made one, the diagram is canonical (Bryant 1986), so that a dimension decides nothing exactly if no node asks for it.
//! That a guard has the same entry in all rules doesn't make it useless: what it refuses gets another result. Nothing is said of a column
//! that gives an input its type which expressions use; of `from` and `until`, which wait for a change; of a table with a single row; and
//! where no column would be left.
//!
//! O(nodes and branches of the diagram + rules × columns). Without a diagram, columns of blanks are found alone.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::advice::AdviceFinding;
use crate::diagram::{DecisionDiagram, Node};
use crate::model::{AS_OF, Aggregation, ExpressionKind, HitPolicy, InputId, InputSource, Output};

use super::signature::Signatures;
use crate::check::words::Subject;

/// The columns, left to right.
pub(super) fn find(subject: Subject<'_>, diagram: Option<&DecisionDiagram>, signatures: &Signatures) -> Vec<usize> {
    let table = subject.table;
    if table.rules.len() < 2 {
        return Vec::new();
    }
    let asked = diagram.map(|diagram| asked(subject, diagram, signatures));
    let used = used(subject);
    let decides = |input: InputId| asked.as_ref().is_none_or(|asked| asked.contains(&input));
    let useless = |column: &usize| {
        let clause = &table.input_clauses[*column];
        let data = &table.inputs[clause.input.0];
        if used.contains(&clause.input) || data.name.to_string() == AS_OF {
            return false;
        }
        let conditions = table.ordinary_rules().iter().filter_map(|rule| rule.entries[*column].condition.as_ref());
        is_blank(subject, *column) || !decides(clause.input) && conditions.into_iter().all(|condition| !decides(condition.input))
    };
    let found: Vec<usize> = (0..table.input_clauses.len()).filter(useless).collect();
    // A table without any condition is none.
    if found.len() == table.input_clauses.len() { Vec::new() } else { found }
}

/// Whether no rule tests anything in a column.
fn is_blank(subject: Subject<'_>, column: usize) -> bool {
    let rules = subject.table.ordinary_rules();
    rules.iter().all(|rule| rule.entries[column].tests.is_none() && rule.entries[column].condition.is_none())
}

/// The inputs that expressions use: of outputs, of columns that compute, of entries.
fn used(subject: Subject<'_>) -> BTreeSet<InputId> {
    let mut used = BTreeSet::new();
    let computed = subject.table.inputs.iter().filter_map(|data| match &data.source {
        InputSource::Column(expression) | InputSource::Condition(expression, _) => Some(expression),
        InputSource::Given | InputSource::Forwarded(_) | InputSource::Decision(..) => None,
    });
    let outputs = subject.table.rules.iter().flat_map(|rule| &rule.outputs).filter_map(|entry| Output::expression(&entry.output));
    for expression in computed.chain(outputs) {
        expression.expression.visit(&mut |part| {
            if let ExpressionKind::Input(input) = part.kind {
                used.insert(input);
            }
        });
    }
    used
}

/// A node of the diagram of results.
#[derive(PartialEq, Eq, Hash)]
enum Decided {
    /// The outputs, by their numbers, of the rules that make the result; how many, where only that counts.
    Result(Vec<u32>),
    /// The dimension, and each run's end with the node that follows.
    Asked(u32, Vec<(u32, u32)>),
}

/// The inputs that the diagram of results asks for.
fn asked(subject: Subject<'_>, diagram: &DecisionDiagram, signatures: &Signatures) -> BTreeSet<InputId> {
    let counted = subject.table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count));
    let mut known: HashMap<Decided, u32> = HashMap::new();
    let mut asked = BTreeSet::new();
    // By node of the diagram, children first: the node of results that it becomes.
    let mut nodes: Vec<u32> = Vec::with_capacity(diagram.nodes.len());
    for node in &diagram.nodes {
        let decided = match node {
            Node::Leaf(rules) if counted => Decided::Result(vec![0; rules.len()]),
            Node::Leaf(rules) => {
                let mut outputs: Vec<u32> = rules
                    .iter()
                    .chain(rules.is_empty().then(|| subject.table.default_rule()).flatten().as_ref())
                    .map(|rule| signatures.outputs[rule.0])
                    .collect();
                if subject.table.hit_policy.is_single_hit() {
                    outputs.dedup();
                }
                Decided::Result(outputs)
            }
            Node::Test { dimension, branches } => {
                let mut runs: Vec<(u32, u32)> = Vec::with_capacity(branches.len());
                for branch in branches {
                    let to = nodes[branch.to.0 as usize];
                    match runs.last_mut() {
                        Some((end, last)) if *last == to => *end = branch.end,
                        _ => runs.push((branch.end, to)),
                    }
                }
                if let [(_, only)] = runs.as_slice() {
                    nodes.push(*only);
                    continue;
                }
                asked.insert(subject.matrix.dimensions[*dimension as usize].input);
                Decided::Asked(*dimension, runs)
            }
        };
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        nodes.push(*known.entry(decided).or_insert(next));
    }
    asked
}

/// One finding for all of them.
pub(super) fn report(subject: Subject<'_>, useless: &[usize]) -> Option<AdviceFinding> {
    let columns: Vec<_> = useless
        .iter()
        .map(|column| {
            let clause = &subject.table.input_clauses[*column];
            (clause.label.clone(), subject.at(clause.at), is_blank(subject, *column))
        })
        .collect();
    (!columns.is_empty()).then_some(AdviceFinding::UselessColumns { columns })
}

#[cfg(test)]
mod tests {
    use crate::check::advice::tests::said;

    #[test]
    fn blank_cells_decide_nothing() {
        insta::assert_snapshot!(said(
            "
            unique | tier text {gold, silver} | amount integer | = fee integer
            small  | -                        | < 100          | 5
            large  |                          | >= 100         | 0
        "
        ));
    }

    #[test]
    fn equal_results_are_found_across_rules() {
        insta::assert_snapshot!(said(
            "
            unique | tier text {gold, silver} | amount integer | ok boolean | = fee integer
            a      | gold                     | < 100          | -          | 5
            b      | silver                   | < 50           | true       | 5
            c      | silver                   | [50..100)      | true       | 5
            d      | silver                   | < 100          | false      | 5
            e      | -                        | >= 100         | -          | 0
        "
        ));
    }

    #[test]
    fn a_guard_is_no_useless_column() {
        insta::assert_snapshot!(said("
            unique | ok boolean | amount integer | = fee integer
            a      | true       | < 100          | 5
            b      | true       | [100..200)     | 3
            else   |            |                | 0
        "), @"");
        insta::assert_snapshot!(said("
            collect | ok boolean | amount integer | = fee integer
            a       | true       | < 100          | 5
            b       | true       | >= 100         | 3
        "), @"");
    }

    #[test]
    fn how_many_match_is_what_count_gives() {
        insta::assert_snapshot!(said(
            "
            count | ok boolean | amount integer | = fee integer
            a     | true       | < 100          | 5
            b     | false      | < 100          | 3
        "
        ));
    }

    #[test]
    fn some_condition_is_left() {
        let all = "sum | a integer | b integer | = fee integer\n1 | < 5 | - | 1\n2 | >= 5 | - | 1";
        assert!(!said(all).contains("MB0413"), "{}", said(all));
        let one = all.replace("5 | - | 1\n2", "5 | - | 2\n2");
        assert!(said(&one).contains("MB0413: no result depends on b"), "{}", said(&one));
    }

    #[test]
    fn a_table_of_one_row_says_what_it_reads() {
        assert_eq!(said("unique | tier text | = fee integer\na | - | 5"), "");
    }
}
