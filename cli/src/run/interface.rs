//! The columns of a decision, as the `main` of its program spells them for `matchbook_runner`.

use std::fmt::Write as _;

use matchbook_compiler::model::{Aggregation, BaseType, DataType, DecisionTable, HitPolicy, InputData, Name};
use matchbook_compiler::syntax::print_expected_input;

use super::quoted;

/// The Rust of a decision's `Interface`.
pub(super) fn rust(table: &DecisionTable, required: usize) -> String {
    let mut text = String::from("matchbook_runner::Interface {\n    inputs: &[\n");
    for (_, input) in table.given() {
        // A `String` takes all that is written.
        let _ = writeln!(
            text,
            "        matchbook_runner::Input {{ path: &{}, snake: &{}, kind: matchbook_runner::Kind::{}, nullable: {}, expected: {} }},",
            parts(&input.name, str::to_owned),
            parts(&input.name, Name::snake_case),
            input_kind(input),
            input.scalar().map_or_else(|| input.list().is_some_and(|list| list.nullable), |ty| ty.nullable),
            quoted(&print_expected_input(input)),
        );
    }
    text.push_str("    ],\n    outputs: &[\n");
    for (path, kind) in outputs(table) {
        let _ = writeln!(text, "        matchbook_runner::Output {{ path: &{path}, kind: matchbook_runner::Kind::{kind} }},");
    }
    let shape = match table.hit_policy {
        HitPolicy::Collect(Some(_)) => "Aggregate",
        policy if policy.is_list() => "List",
        _ => "Record",
    };
    let _ = write!(text, "    ],\n    result: matchbook_runner::Shape::{shape},\n    required: {required},\n}}");
    text
}

/// The columns of results: of a count of several outputs there is no output that could name it.
fn outputs(table: &DecisionTable) -> Vec<(String, String)> {
    if table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count)) {
        let path = table.sole_output().map_or_else(|| "[\"count\"]".to_owned(), |output| parts(&output.name, str::to_owned));
        return vec![(path, "Integer".to_owned())];
    }
    table.output_clauses.iter().map(|output| (parts(&output.name, str::to_owned), kind(&output.ty, false))).collect()
}

fn parts(name: &Name, spelt: impl Fn(&str) -> String) -> String {
    let parts: Vec<String> = name.0.iter().map(|part| quoted(&spelt(part))).collect();
    format!("[{}]", parts.join(", "))
}

fn input_kind(input: &InputData) -> String {
    input.scalar().map_or_else(|| "Json".to_owned(), |ty| kind(&DataType::Scalar(ty), input.closed.is_some()))
}

fn kind(ty: &DataType, closed: bool) -> String {
    let kind = match ty.scalar().map(|ty| ty.base) {
        Some(BaseType::Text) if closed => "Closed",
        Some(BaseType::Text) => "Text",
        Some(BaseType::Integer) => "Integer",
        Some(BaseType::Number) => "Number",
        Some(BaseType::Decimal(scale)) => return format!("Decimal({scale})"),
        Some(BaseType::Boolean) => "Boolean",
        Some(BaseType::Date) => "Date",
        Some(BaseType::Time | BaseType::DateTime | BaseType::DaysTimeDuration | BaseType::YearsMonthsDuration) => "Time",
        Some(BaseType::Any) | None => "Json",
    };
    kind.to_owned()
}
