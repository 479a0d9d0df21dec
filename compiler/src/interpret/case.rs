//! Running the cases of a `test` block.

use crate::diagnostic::Location;
use crate::diagnostic::evaluation::{EvaluationFinding, Mismatch};
use crate::model::{Aggregation, BaseType};
use crate::model::{DecisionGraph, DecisionTable, ErrorExpectation, Expected, HitPolicy, OutputId, TestBlock, TestCase, Value};
use crate::source::BookPath;
use crate::syntax::print_value;

use super::{Decided, Outcome, evaluate};

/// Runs one case of a `test` block in `book`.
///
/// # Errors
/// A finding for each cell that expects something else than what came, and one for an error that isn't expected.
pub fn run_case<'m>(
    decision: impl Into<DecisionGraph<'m>>,
    book: &BookPath,
    block: &TestBlock,
    case: &TestCase,
) -> Result<(), Vec<EvaluationFinding>> {
    let graph: DecisionGraph<'m> = decision.into();
    let table = graph.table();
    let finding = |location: Location, mismatch: Mismatch| EvaluationFinding {
        location,
        case: case.id.clone(),
        decision: table.name.clone(),
        mismatch,
    };
    let at = |cell: crate::source::CellRef| Location::cells(book, &block.sheet, cell);
    let mut findings = Vec::new();
    match evaluate(&graph, &case.inputs) {
        Err(error) => {
            let expected = case.expectations.iter().find_map(|expectation| match &expectation.expected {
                Expected::Error(expected) => Some((expectation.at, expected)),
                _ => None,
            });
            match expected {
                None => findings.push(finding(Location::cells(book, &block.sheet, case.range), Mismatch::UnexpectedError(error))),
                Some((_, ErrorExpectation::Any)) => {}
                Some((cell, ErrorExpectation::Code(code))) => {
                    if *code != error.code().to_string() {
                        findings.push(finding(at(cell), Mismatch::OtherError { expected: code.clone(), error }));
                    }
                }
            }
        }
        Ok(decided) => {
            let rules: Vec<String> = decided.rules.iter().map(|rule| table.rules[rule.0].id.clone()).collect();
            for expectation in &case.expectations {
                let mismatch = match &expectation.expected {
                    Expected::Output(output, expected) => output_mismatch(table, &decided, *output, expected, &rules),
                    Expected::Outputs(output, expected) => list_mismatch(table, &decided, *output, expected, &rules),
                    Expected::Rules(expected) if *expected == rules => None,
                    Expected::Rules(expected) => Some(Mismatch::Rules { expected: expected.clone(), actual: rules.clone() }),
                    Expected::Error(expected) => {
                        let expected = if let ErrorExpectation::Code(code) = expected { Some(code.clone()) } else { None };
                        Some(Mismatch::NoError { expected, actual: outcome(table, &decided), rules: rules.clone() })
                    }
                };
                findings.extend(mismatch.map(|mismatch| finding(at(expectation.at), mismatch)));
            }
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

fn base_of(table: &DecisionTable, output: OutputId) -> BaseType {
    let counts = table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count));
    table.output_clauses.get(output.0).filter(|_| !counts).map_or(BaseType::Integer, |clause| clause.ty.value().base)
}

fn label(table: &DecisionTable, output: OutputId) -> String {
    table.output_clauses.get(output.0).map_or_else(String::new, |clause| clause.label.clone())
}

fn listed(values: &[&Value], base: BaseType) -> String {
    print_value(&Value::List(values.iter().map(|value| (*value).clone()).collect()), base)
}

fn output_mismatch(table: &DecisionTable, decided: &Decided, output: OutputId, expected: &Value, rules: &[String]) -> Option<Mismatch> {
    let base = base_of(table, output);
    let actual = match &decided.result {
        Outcome::One(outputs) => outputs.get(output.0)?,
        Outcome::Nothing => &Value::Null,
        Outcome::Aggregate(value) => value,
        Outcome::List(_) => return list_mismatch(table, decided, output, std::slice::from_ref(expected), rules),
    };
    (actual != expected).then(|| Mismatch::Output {
        output: label(table, output),
        expected: print_value(expected, base),
        actual: print_value(actual, base),
        rules: rules.to_vec(),
    })
}

fn list_mismatch(table: &DecisionTable, decided: &Decided, output: OutputId, expected: &[Value], rules: &[String]) -> Option<Mismatch> {
    let base = base_of(table, output);
    let actual: Vec<&Value> = match &decided.result {
        Outcome::List(records) => records.iter().filter_map(|outputs| outputs.get(output.0)).collect(),
        Outcome::One(outputs) => outputs.get(output.0).into_iter().collect(),
        Outcome::Aggregate(value) => vec![value],
        Outcome::Nothing => Vec::new(),
    };
    let expected: Vec<&Value> = expected.iter().collect();
    (actual != expected).then(|| Mismatch::Output {
        output: label(table, output),
        expected: listed(&expected, base),
        actual: listed(&actual, base),
        rules: rules.to_vec(),
    })
}

/// A whole result in a few words.
fn outcome(table: &DecisionTable, decided: &Decided) -> String {
    let record = |outputs: &[Value]| {
        let shown = |(position, value): (usize, &Value)| print_value(value, base_of(table, OutputId(position)));
        outputs.iter().enumerate().map(shown).collect::<Vec<_>>().join(", ")
    };
    match &decided.result {
        Outcome::One(outputs) => record(outputs),
        Outcome::Nothing => "null".to_owned(),
        Outcome::List(records) => format!("[{}]", records.iter().map(|outputs| record(outputs)).collect::<Vec<_>>().join("; ")),
        Outcome::Aggregate(value) => print_value(value, base_of(table, OutputId(0))),
    }
}
