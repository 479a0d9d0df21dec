//! What the names of other decisions stand for.

use super::Table;
use crate::diagnostic::typing::TypingProblem;
use crate::model::{
    Aggregation, BaseType, Bound, ClosedList, DecisionTable, Domain, ExpressionBase, ExpressionType, HitPolicy, InputData, InputSource,
    InputType, Interval, Number, OutputClause, OutputId, Requirement, RequirementId, ResultEntry, Type, UnaryTest, Value,
};

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
    let structure = |ty: ExpressionType| Given { ty: InputType::Structure(ty), domain: None, closed: None };
    let of_column = |clause: &OutputClause, nullable: bool| match clause.ty.scalar() {
        Some(ty) => Given {
            ty: Type { nullable: ty.nullable || nullable, ..ty }.into(),
            domain: clause.domain.clone(),
            closed: clause.closed.clone().map(|closed| ClosedList { at: None, ..closed }),
        },
        None => {
            let list = clause.ty.expression_type();
            structure(ExpressionType { nullable: list.nullable || nullable, ..list })
        }
    };
    match (table.hit_policy, only) {
        (HitPolicy::Collect(Some(Aggregation::Count)), _) | (HitPolicy::Collect(Some(_)), None) => {
            let low = Some(Bound { value: Value::Number(Number::ZERO), closed: true });
            let domain = Domain::of(vec![UnaryTest::Within(Interval { low, high: None })]);
            Given { ty: Type { base: BaseType::Integer, nullable: false }.into(), domain: Some(domain), closed: None }
        }
        (HitPolicy::Collect(Some(Aggregation::Sum)), Some(clause)) => of_column(clause, false),
        (HitPolicy::Collect(Some(_)), Some(clause)) => of_column(clause, !always()),
        (policy, only) if policy.is_list() => {
            let item = only.map_or_else(|| record(table), |clause| clause.ty.expression_type());
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
    !counts && table.output_clauses.iter().enumerate().any(|(position, clause)| read(position) && clause.ty.value().base == BaseType::Any)
}

/// Whether a single hit may be null where no rule matches.
fn may_find_nothing(table: &DecisionTable) -> bool {
    !table.complete && table.default_rule().is_none()
}

/// All outputs as a context.
fn record(table: &DecisionTable) -> ExpressionType {
    context(table, &table.result_entries())
}

fn context(table: &DecisionTable, entries: &[(String, ResultEntry)]) -> ExpressionType {
    let entries = entries.iter().filter_map(|(name, entry)| {
        let ty = match entry {
            ResultEntry::Output(output) => table.output_clauses.get(output.0)?.ty.expression_type(),
            ResultEntry::Context(entries) => context(table, entries),
        };
        Some((name.clone(), ty))
    });
    ExpressionType::of(ExpressionBase::Context(entries.collect()))
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
