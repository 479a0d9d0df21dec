//! What the names of other decisions stand for, and the inputs that those bring along.

use std::collections::BTreeMap;

use super::Table;
use super::column::glossary_list;
use crate::diagnostic::Location;
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::model::{
    Aggregation, BaseType, Bound, ClosedList, DecisionTable, Domain, ExpressionBase, ExpressionType, Forwarded, HitPolicy, InputData,
    InputSource, InputType, Interval, Number, OutputClause, OutputId, Requirement, RequirementId, Type, UnaryTest, Value,
};
use crate::requirements::{Named, clashes};
use crate::source::CellRef;

/// What a decision gives to those that require it: the whole, or one output of several.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    pub(super) ty: InputType,
    pub(super) domain: Option<Domain>,
    pub(super) closed: Option<ClosedList>,
}

/// What a decision gives. `always` says whether some rule of it always matches; it is asked of a `min` or `max`.
pub(super) fn given(table: &DecisionTable, output: Option<OutputId>, always: impl FnOnce() -> bool) -> Given {
    let only = output.and_then(|output| table.output_clauses.get(output.0)).or_else(|| table.sole_output());
    let of_column = |clause: &OutputClause, nullable: bool| Given {
        ty: Type { nullable: clause.ty.nullable || nullable, ..clause.ty }.into(),
        domain: clause.domain.clone(),
        closed: clause.closed.clone().map(|closed| ClosedList { at: None, ..closed }),
    };
    let structure = |ty: ExpressionType| Given { ty: InputType::Structure(ty), domain: None, closed: None };
    match (table.hit_policy, only) {
        (HitPolicy::Collect(Some(Aggregation::Count)), _) | (HitPolicy::Collect(Some(_)), None) => {
            let low = Some(Bound { value: Value::Number(Number::ZERO), closed: true });
            let domain = Domain { tests: vec![UnaryTest::Within(Interval { low, high: None })] };
            Given { ty: Type { base: BaseType::Integer, nullable: false }.into(), domain: Some(domain), closed: None }
        }
        (HitPolicy::Collect(Some(Aggregation::Sum)), Some(clause)) => of_column(clause, false),
        (HitPolicy::Collect(Some(_)), Some(clause)) => of_column(clause, !always()),
        (policy, only) if policy.is_list() => {
            let item = only.map_or_else(|| record(table), of_clause);
            structure(ExpressionType::of(ExpressionBase::List(Box::new(item))))
        }
        (_, Some(clause)) => of_column(clause, may_find_nothing(table)),
        (_, None) => structure(ExpressionType { nullable: may_find_nothing(table), ..record(table) }),
    }
}

/// Whether what is read of a decision, the whole or one output, holds JSON of any shape, which nothing reads.
pub(super) fn is_opaque(table: &DecisionTable, output: Option<OutputId>) -> bool {
    let counts = table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count));
    let read = |position: usize| output.is_none_or(|output| output.0 == position);
    !counts && table.output_clauses.iter().enumerate().any(|(position, clause)| read(position) && clause.ty.base == BaseType::Any)
}

/// Whether a single hit may be null where no rule matches.
fn may_find_nothing(table: &DecisionTable) -> bool {
    !table.complete && table.default_rule().is_none()
}

fn of_clause(clause: &OutputClause) -> ExpressionType {
    ExpressionType { base: clause.ty.base.into(), nullable: clause.ty.nullable }
}

/// All outputs as a context.
fn record(table: &DecisionTable) -> ExpressionType {
    let entries = table.output_clauses.iter().map(|clause| (clause.name.to_string(), of_clause(clause)));
    ExpressionType::of(ExpressionBase::Context(entries.collect()))
}

/// The cell that reads an input: of `table`, or of a decision that it requires.
fn read_at(table: &DecisionTable, input: &InputData) -> Location {
    match &input.source {
        InputSource::Forwarded(forwarded) => forwarded.at.clone(),
        _ => Location::cells(&table.book, &table.sheet, input.at),
    }
}

/// Adds what the required decisions read, directly or not, to the table's own inputs: one name is one input with one type. What can't be
/// is reported.
pub(super) fn forward(table: &mut Table<'_, '_>, inputs: &mut Vec<InputData>, requirements: &[Requirement]) {
    let own = inputs.len();
    let mut known: BTreeMap<String, (usize, Location)> = BTreeMap::new();
    for (position, input) in inputs.iter().enumerate().filter(|(_, input)| input.source == InputSource::Given) {
        known.insert(input.name.to_string(), (position, table.cells.at(input.at)));
    }
    for (id, requirement) in (0..).map(RequirementId).zip(requirements) {
        let Named::Typed(required) = table.scope.decisions.named(&requirement.decision) else { continue };
        for (input, data) in required.given() {
            let (name, at) = (data.name.to_string(), read_at(required, data));
            if data.list().is_some() {
                let problem = TypingProblem::RequiresList { decision: requirement.decision.clone(), list: name, first: at };
                table.cells.problem(requirement.at, problem);
                continue;
            }
            let Some((position, first)) = known.get(&name).cloned() else {
                let forwarded = Forwarded { requirement: id, input, at: at.clone() };
                known.insert(name, (inputs.len(), at));
                inputs.push(forward_as(data, forwarded, requirement.at));
                continue;
            };
            let Some(other) = inputs.get_mut(position) else { continue };
            if let Some((what, says, other)) = disagreement(table, &name, (other, &first), (data, &at)) {
                // Of two that others read, the table only brings both together.
                let cell = if position < own { first.clone() } else { table.cells.at(requirement.at) };
                let cell = if first == at { table.cells.at(requirement.at) } else { cell };
                let decision = requirement.decision.clone();
                let problem = TypingProblem::InputsDisagree { name, what, says: other, there: says, decision, first, second: at };
                table.cells.report(TypingFinding { at: cell, problem });
            } else if matches!(other.source, InputSource::Forwarded(_)) {
                widen(table, other, data);
            }
        }
    }
    if inputs.len() > own && !table.cells.broken {
        let names: Vec<_> = inputs.iter().filter(|input| input.is_given()).map(|input| (&input.name, table.cells.at(input.at))).collect();
        for finding in clashes(&names, "inputs") {
            table.cells.report(finding);
        }
    }
}

fn forward_as(data: &InputData, forwarded: Forwarded, at: CellRef) -> InputData {
    let closed = data.closed.clone().map(|closed| ClosedList { at: None, ..closed });
    InputData { source: InputSource::Forwarded(Box::new(forwarded)), closed, at, ..data.clone() }
}

/// In what two inputs of one name differ that must be one, and what each says.
fn disagreement(
    table: &Table<'_, '_>,
    name: &str,
    (one, at): (&InputData, &Location),
    (other, other_at): (&InputData, &Location),
) -> Option<(&'static str, String, String)> {
    if one.ty != other.ty {
        return Some(("type", other.ty.to_string(), one.ty.to_string()));
    }
    let listed = |input: &InputData| input.closed.as_ref().map(|closed| closed.values.join(", ")).unwrap_or_else(|| "any text".to_owned());
    // What the glossary names is one thing, whatever each table narrows it to.
    let shared = table.scope.entry(name).ok().flatten();
    let governed = shared.is_some_and(|entry| entry.app_wide || at.book == entry.book && other_at.book == entry.book);
    if governed || same_values(one.closed.as_ref(), other.closed.as_ref()) {
        return None;
    }
    Some(("values", listed(other), listed(one)))
}

fn same_values(one: Option<&ClosedList>, other: Option<&ClosedList>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.values.len() == other.values.len() && one.values.iter().all(|value| other.values.contains(value)),
        (None, None) => true,
        _ => false,
    }
}

/// Lets an input that others read take what all of them may.
fn widen(table: &Table<'_, '_>, input: &mut InputData, other: &InputData) {
    if input.domain == other.domain {
        return;
    }
    if same_values(input.closed.as_ref(), other.closed.as_ref()) {
        // The same enum, in two orders; of anything else, each decision looks at its own values.
        if input.closed.is_none() {
            input.domain = None;
        }
        return;
    }
    (input.domain, input.closed) = glossary_list(table.scope, &input.name.to_string()).map_or((None, None), |(d, c)| (Some(d), Some(c)));
}

/// Says which decisions the table requires, at the first cell that names each.
pub(super) fn report(table: &mut Table<'_, '_>, inputs: &[InputData], requirements: &[Requirement]) {
    for (id, requirement) in (0..).map(RequirementId).zip(requirements) {
        let of = |input: &&InputData| matches!(input.source, InputSource::Decision(of, _) if of == id);
        let reads = inputs.iter().find(of).map(|input| (input.name.to_string(), input.ty.to_string()));
        let decision = requirement.decision.clone();
        table.cells.problem(requirement.at, TypingProblem::RequiresDecision { decision, reads });
    }
}
