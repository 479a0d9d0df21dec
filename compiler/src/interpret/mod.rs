//! The reference meaning of a decision table: rule by rule, naive on purpose.
//!
//! It shares nothing with the analysis or with generated code but the model and [`UnaryTest::holds`](crate::model::UnaryTest::holds): no
//! atoms, no diagram, no rank computed ahead. Tests let it argue with both, `eval` and test cases run on it, and its cost is rules ×
//! columns.

mod aggregate;
mod case;
mod expression;
mod json;
mod read;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::diagnostic::evaluation::EvaluationError;
use crate::model::{
    BaseType, Condition, DecisionGraph, DecisionTable, HitPolicy, InputData, InputId, InputSource, Output, OutputClause, OutputId,
    ResultEntry, Rule, RuleId, Shape, Value,
};
use crate::syntax::print_expected_input;

pub use case::run_case;
pub use expression::{Environment, Inexact, compute};
pub use json::{Answer, evaluate_json, list_of_json};

/// A result and the rules that make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The decisions that were evaluated before, in order, each with the rules that make its result.
    pub required: Vec<Required>,
    /// The result.
    pub result: Outcome,
    /// The rules that make it, in its order: one for a single hit, all that match for an aggregation. `else` where it decides.
    pub rules: Vec<RuleId>,
}

/// A required decision that was evaluated, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Required {
    /// Its name.
    pub decision: String,
    /// The ids of the rules that make its result, in that order.
    pub rules: Vec<String>,
}

/// What a decision gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// One output record, a value a column: a single hit.
    One(Vec<Value>),
    /// No rule matches a single-hit table with `complete` `no`: null.
    Nothing,
    /// A list of output records.
    List(Vec<Vec<Value>>),
    /// The value of an aggregation: of the output's type, null for `min` and `max` of none, a whole number for `count`.
    Aggregate(Value),
}

/// Decides. `inputs` holds a value for each of the decision's [`DecisionTable::inputs`], in that order; for those that other decisions give
/// or the table computes, any. Each required decision is evaluated once, after those that it requires.
///
/// # Errors
/// Of the first decision without a result, in the order of [`DecisionGraph::order`]; within one: an input outside its `values` (or null
/// where its type has none), found before any rule is looked at; then what can't be computed of them; no match or several where one was
/// promised; an output that can't be computed, a sum that doesn't fit; an output or aggregation outside its type or `values`.
pub fn evaluate<'m>(decision: impl Into<DecisionGraph<'m>>, inputs: &[Value]) -> Result<Decided, EvaluationError> {
    let graph: DecisionGraph<'m> = decision.into();
    let table = graph.table();
    let given: BTreeMap<String, (&InputData, &Value)> =
        table.given().filter_map(|(id, data)| Some((data.name.to_string(), (data, inputs.get(id.0)?)))).collect();
    let mut results: Vec<(&DecisionTable, Outcome)> = Vec::new();
    let mut required = Vec::new();
    let last = graph.order().count() - 1;
    for (position, (of, needs)) in graph.order().enumerate() {
        let mut values = vec![Value::Null; of.inputs.len()];
        for (id, data) in of.given() {
            values[id.0] = given.get(&data.name.to_string()).map_or(Value::Null, |(from, value)| read::read_by(data, from, value));
        }
        for (id, requirement, output) in of.required() {
            let result = needs.get(requirement.0).and_then(|position| results.get(*position));
            values[id.0] = result.map_or(Value::Null, |(of, result)| value(of, result, output));
        }
        if position == last {
            return Ok(Decided { required, ..decide(of, &values)? });
        }
        let decided = decide(of, &values).map_err(|error| error.within(&of.name))?;
        let rules = decided.rules.iter().map(|rule| of.rules[rule.0].id.clone()).collect();
        required.push(Required { decision: of.name.clone(), rules });
        results.push((of, decided.result));
    }
    Err(EvaluationError::NoRule)
}

/// What a decision gives to one that requires it: the whole result, or one output of it. A record of one output is that bare value.
fn value(table: &DecisionTable, outcome: &Outcome, output: Option<OutputId>) -> Value {
    let read = output.or_else(|| table.sole_output().map(|_| OutputId(0)));
    let read = read.map_or_else(|| ResultEntry::Context(table.result_entries()), ResultEntry::Output);
    let of_record = |record: &[Value]| entry(&read, record);
    match outcome {
        Outcome::One(record) => of_record(record),
        Outcome::Nothing => Value::Null,
        Outcome::List(records) => Value::List(records.iter().map(|record| of_record(record)).collect()),
        Outcome::Aggregate(value) => value.clone(),
    }
}

/// An entry of a record of all outputs.
fn entry(read: &ResultEntry, record: &[Value]) -> Value {
    match read {
        ResultEntry::Output(output) => record.get(output.0).cloned().unwrap_or(Value::Null),
        ResultEntry::Context(entries) => Value::Context(entries.iter().map(|(_, read)| entry(read, record)).collect()),
    }
}

/// Decides by one table, given what other decisions give.
fn decide(table: &DecisionTable, inputs: &[Value]) -> Result<Decided, EvaluationError> {
    let inputs = &computed(table, inputs)?;
    let mut rules: Vec<RuleId> =
        (0..).zip(table.ordinary_rules()).filter(|(_, rule)| matches(table, rule, inputs)).map(|(position, _)| RuleId(position)).collect();
    if rules.is_empty() {
        rules.extend(table.default_rule());
    }
    match table.hit_policy {
        HitPolicy::Unique => single(table, &rules, inputs, |_, _| false),
        HitPolicy::Any => single(table, &rules, inputs, |a, b| {
            a.outputs.iter().map(|entry| &entry.output).eq(b.outputs.iter().map(|entry| &entry.output))
        }),
        HitPolicy::First => single(table, &rules, inputs, |_, _| true),
        HitPolicy::Priority => {
            rules.sort_by(|a, b| rank(table, *a, *b));
            single(table, &rules, inputs, |_, _| true)
        }
        HitPolicy::Collect(Some(aggregation)) => {
            let value = aggregate::aggregate(table, aggregation, &rules, inputs)?;
            Ok(decided(Outcome::Aggregate(value), rules))
        }
        HitPolicy::Collect(None) | HitPolicy::RuleOrder => list(table, rules, inputs),
        HitPolicy::OutputOrder => {
            rules.sort_by(|a, b| rank(table, *a, *b));
            list(table, rules, inputs)
        }
    }
}

fn decided(result: Outcome, rules: Vec<RuleId>) -> Decided {
    Decided { required: Vec::new(), result, rules }
}

/// The inputs, those in their places that the table computes. What the table itself reads is looked at first, so that nothing is computed
/// of a value that isn't allowed; what it only forwards has been looked at by the decisions that read it, and what they give is of its type
/// and in its domain.
fn computed(table: &DecisionTable, given: &[Value]) -> Result<Vec<Value>, EvaluationError> {
    let mut inputs = vec![Value::Null; table.inputs.len()];
    for (id, ..) in table.required() {
        inputs[id.0] = given.get(id.0).cloned().unwrap_or(Value::Null);
    }
    for (id, data) in table.given().filter(|(_, data)| data.source == InputSource::Given) {
        let value = given.get(id.0).unwrap_or(&Value::Null);
        if *value == Value::Null && !data.ty.nullable() {
            return Err(EvaluationError::null(&data.name.to_string(), print_expected_input(data)));
        }
        if data.domain.as_ref().is_some_and(|domain| !domain.contains(value)) {
            return Err(EvaluationError::out_of_domain(data, value));
        }
        if let Some(list) = data.list() {
            for field in list.values().into_iter().filter(|field| field.source == InputSource::Given) {
                items_in_domain(field, &list.item, value, &data.name.to_string())?;
            }
        }
        inputs[id.0] = read::own(data, value);
    }
    for (id, data) in table.computed() {
        let (expression, subject) = match &data.source {
            InputSource::Given | InputSource::Forwarded(_) | InputSource::Decision(..) => continue,
            InputSource::Column(column) => (&column.expression, None),
            InputSource::Condition(condition, subject) => (&condition.expression, inputs.get(subject.0)),
        };
        let value = compute(expression, &Environment { inputs: &inputs, subject })
            .map_err(|Inexact| EvaluationError::Uncomputed { column: data.name.to_string() })?;
        // Like what is given, it may have more digits than its column's cells; but an integer is one.
        let is_whole = data.scalar().is_none_or(|ty| ty.base != BaseType::Integer || value.is_of(ty));
        if !is_whole || data.domain.as_ref().is_some_and(|domain| !domain.contains(&value)) {
            return Err(EvaluationError::out_of_domain(data, &value));
        }
        inputs[id.0] = value;
    }
    Ok(inputs)
}

/// Whether a field of a list's items lies in its domain in all of them.
fn items_in_domain(field: &InputData, item: &Shape, list: &Value, path: &str) -> Result<(), EvaluationError> {
    let Value::List(items) = list else { return Ok(()) };
    (1..).zip(items).try_for_each(|(position, value)| in_domain(field, item, value, &format!("{path}[{position}]")))
}

fn in_domain(field: &InputData, shape: &Shape, value: &Value, path: &str) -> Result<(), EvaluationError> {
    match (shape, value) {
        (Shape::Value(data), _) if std::ptr::eq(&**data, field) => {
            let outside = data.domain.as_ref().is_some_and(|domain| !domain.contains(value));
            if outside { Err(EvaluationError::out_of_domain(data, value).at(path)) } else { Ok(()) }
        }
        (Shape::List(list), _) => items_in_domain(field, &list.item, value, path),
        (Shape::Record(fields), Value::Context(values)) => {
            fields.iter().zip(values).try_for_each(|((name, shape), value)| in_domain(field, shape, value, &format!("{path}.{name}")))
        }
        _ => Ok(()),
    }
}

fn matches(table: &DecisionTable, rule: &Rule, inputs: &[Value]) -> bool {
    let value = |input: InputId| inputs.get(input.0).unwrap_or(&Value::Null);
    let holds = |condition: &Condition| *value(condition.input) == Value::Boolean(condition.holds);
    let entries = table.input_clauses.iter().zip(&rule.entries);
    entries.into_iter().all(|(clause, entry)| entry.holds(value(clause.input)) && entry.condition.as_deref().is_none_or(holds))
}

/// The outputs of a rule, left to right.
fn outputs(table: &DecisionTable, rule: &Rule, inputs: &[Value]) -> Result<Vec<Value>, EvaluationError> {
    table.output_clauses.iter().zip(&rule.outputs).map(|(clause, entry)| output(clause, rule, &entry.output, inputs)).collect()
}

/// The output of a rule in one column, which is of its type and in its domain.
fn output(clause: &OutputClause, rule: &Rule, output: &Output, inputs: &[Value]) -> Result<Value, EvaluationError> {
    let computed = match output {
        Output::Literal(value) => return Ok(value.clone()),
        Output::Expression(computed) => computed,
    };
    let value = compute(&computed.expression, &Environment { inputs, subject: None })
        .map_err(|Inexact| EvaluationError::InexactOutput { rule: rule.id.clone(), output: clause.label.clone() })?;
    // Where null can come is a matter of types.
    let allowed = |value: &Value| clause.domain.as_ref().is_none_or(|domain| domain.contains(value));
    let fits = |value: &Value| *value == Value::Null || value.is_of(clause.ty.value()) && allowed(value);
    match value.leaves().into_iter().find(|(_, value)| !fits(value)) {
        Some((position, value)) => Err(EvaluationError::out_of_range(clause, &position, value)),
        None => Ok(value),
    }
}

/// The first of the rules, if the policy accepts the others beside it.
fn single(
    table: &DecisionTable,
    rules: &[RuleId],
    inputs: &[Value],
    accepts: impl Fn(&Rule, &Rule) -> bool,
) -> Result<Decided, EvaluationError> {
    let Some(first) = rules.first() else {
        return if table.complete { Err(EvaluationError::NoRule) } else { Ok(decided(Outcome::Nothing, Vec::new())) };
    };
    let decisive = &table.rules[first.0];
    if let Some(other) = rules[1..].iter().find(|other| !accepts(decisive, &table.rules[other.0])) {
        return Err(EvaluationError::Several { first: decisive.id.clone(), second: table.rules[other.0].id.clone() });
    }
    Ok(decided(Outcome::One(outputs(table, decisive, inputs)?), vec![*first]))
}

fn list(table: &DecisionTable, rules: Vec<RuleId>, inputs: &[Value]) -> Result<Decided, EvaluationError> {
    let records = rules.iter().map(|rule| outputs(table, &table.rules[rule.0], inputs)).collect::<Result<Vec<_>, _>>()?;
    Ok(decided(Outcome::List(records), rules))
}

/// By the position of the outputs in `values`: the leftmost column with a closed list decides, then the next, then rule order. What isn't
/// in the list (null, of a `T?`) comes after all that is.
fn rank(table: &DecisionTable, a: RuleId, b: RuleId) -> Ordering {
    for (column, clause) in table.output_clauses.iter().enumerate() {
        let position = |rule: RuleId| position_in_values(clause, table.rules[rule.0].outputs.get(column)?.output.literal()?);
        let order = match (position(a), position(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.cmp(&b)
}

fn position_in_values(clause: &OutputClause, value: &Value) -> Option<usize> {
    clause.domain.as_ref()?.listed()?.into_iter().position(|listed| listed == value)
}

#[cfg(test)]
mod tests;
