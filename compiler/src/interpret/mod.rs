//! The reference meaning of a decision table: rule by rule, naive on purpose.
//!
//! It shares nothing with the analysis or with generated code but the model and [`UnaryTest::holds`](crate::model::UnaryTest::holds): no
//! atoms, no diagram, no rank computed ahead. Tests let it argue with both, `eval` and test cases run on it, and its cost is rules ×
//! columns.

mod aggregate;
mod case;
mod expression;
mod json;

use std::cmp::Ordering;

use crate::diagnostic::evaluation::EvaluationError;
use crate::model::{DecisionTable, HitPolicy, OutputClause, Rule, RuleId, Value};

pub use case::run_case;
pub use expression::{Environment, Inexact, compute};
pub use json::evaluate_json;

/// A result and the rules that make it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// The result.
    pub result: Outcome,
    /// The rules that make it, in its order: one for a single hit, all that match for an aggregation. `else` where it decides.
    pub rules: Vec<RuleId>,
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

/// Decides. `inputs` holds a value for each of [`DecisionTable::inputs`], in that order.
///
/// # Errors
/// An input outside its `values` (or null where its type has none), found before any rule is looked at; no match or several where one was
/// promised; a sum that doesn't fit; an aggregation outside the output's `values`.
pub fn evaluate(table: &DecisionTable, inputs: &[Value]) -> Result<Decided, EvaluationError> {
    for (position, data) in table.inputs.iter().enumerate() {
        let value = inputs.get(position).unwrap_or(&Value::Null);
        if *value == Value::Null && !data.ty.nullable {
            return Err(EvaluationError::null(data));
        }
        if data.domain.as_ref().is_some_and(|domain| !domain.contains(value)) {
            return Err(EvaluationError::out_of_domain(data, value));
        }
    }
    let mut rules: Vec<RuleId> =
        (0..).zip(table.ordinary_rules()).filter(|(_, rule)| matches(table, rule, inputs)).map(|(position, _)| RuleId(position)).collect();
    if rules.is_empty() {
        rules.extend(table.default_rule());
    }
    match table.hit_policy {
        HitPolicy::Unique => single(table, &rules, |_, _| false),
        HitPolicy::Any => single(table, &rules, |a, b| outputs(a) == outputs(b)),
        HitPolicy::First => single(table, &rules, |_, _| true),
        HitPolicy::Priority => {
            rules.sort_by(|a, b| rank(table, *a, *b));
            single(table, &rules, |_, _| true)
        }
        HitPolicy::Collect(Some(aggregation)) => {
            let value = aggregate::aggregate(table, aggregation, &rules)?;
            Ok(Decided { result: Outcome::Aggregate(value), rules })
        }
        HitPolicy::Collect(None) | HitPolicy::RuleOrder => Ok(list(table, rules)),
        HitPolicy::OutputOrder => {
            rules.sort_by(|a, b| rank(table, *a, *b));
            Ok(list(table, rules))
        }
    }
}

fn matches(table: &DecisionTable, rule: &Rule, inputs: &[Value]) -> bool {
    table.input_clauses.iter().zip(&rule.entries).all(|(clause, entry)| entry.holds(inputs.get(clause.input.0).unwrap_or(&Value::Null)))
}

fn outputs(rule: &Rule) -> Vec<Value> {
    rule.outputs.iter().map(|entry| entry.output.literal().clone()).collect()
}

/// The first of the rules, if the policy accepts the others beside it.
fn single(table: &DecisionTable, rules: &[RuleId], accepts: impl Fn(&Rule, &Rule) -> bool) -> Result<Decided, EvaluationError> {
    let Some(first) = rules.first() else {
        return if table.complete { Err(EvaluationError::NoRule) } else { Ok(Decided { result: Outcome::Nothing, rules: Vec::new() }) };
    };
    let decisive = &table.rules[first.0];
    if let Some(other) = rules[1..].iter().find(|other| !accepts(decisive, &table.rules[other.0])) {
        return Err(EvaluationError::Several { first: decisive.id.clone(), second: table.rules[other.0].id.clone() });
    }
    Ok(Decided { result: Outcome::One(outputs(decisive)), rules: vec![*first] })
}

fn list(table: &DecisionTable, rules: Vec<RuleId>) -> Decided {
    Decided { result: Outcome::List(rules.iter().map(|rule| outputs(&table.rules[rule.0])).collect()), rules }
}

/// By the position of the outputs in `values`: the leftmost column with a closed list decides, then the next, then rule order. What isn't
/// in the list (null, of a `T?`) comes after all that is.
fn rank(table: &DecisionTable, a: RuleId, b: RuleId) -> Ordering {
    for (column, clause) in table.output_clauses.iter().enumerate() {
        let position = |rule: RuleId| position_in_values(clause, table.rules[rule.0].outputs.get(column)?.output.literal());
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
