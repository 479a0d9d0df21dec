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
use crate::model::{
    BaseType, Condition, DecisionTable, HitPolicy, InputData, InputId, InputSource, Output, OutputClause, Rule, RuleId, Shape, Value,
};
use crate::syntax::print_expected_input;

pub use case::run_case;
pub use expression::{Environment, Inexact, compute};
pub use json::{evaluate_json, list_of_json};

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

/// Decides. `inputs` holds a value for each of [`DecisionTable::inputs`], in that order; for those that the table computes, any.
///
/// # Errors
/// An input outside its `values` (or null where its type has none), found before any rule is looked at; then what can't be computed of
/// them; no match or several where one was promised; an output that can't be computed, a sum that doesn't fit; an output or aggregation
/// outside its type or `values`.
pub fn evaluate(table: &DecisionTable, inputs: &[Value]) -> Result<Decided, EvaluationError> {
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
            Ok(Decided { result: Outcome::Aggregate(value), rules })
        }
        HitPolicy::Collect(None) | HitPolicy::RuleOrder => list(table, rules, inputs),
        HitPolicy::OutputOrder => {
            rules.sort_by(|a, b| rank(table, *a, *b));
            list(table, rules, inputs)
        }
    }
}

/// The inputs, those in their places that the table computes. What is given is looked at first, so that nothing is computed of a value
/// that isn't allowed.
fn computed(table: &DecisionTable, given: &[Value]) -> Result<Vec<Value>, EvaluationError> {
    let mut inputs = vec![Value::Null; table.inputs.len()];
    for (id, data) in table.given() {
        let value = given.get(id.0).unwrap_or(&Value::Null);
        if *value == Value::Null && !data.ty.nullable() {
            return Err(EvaluationError::null(&data.name.to_string(), print_expected_input(data)));
        }
        if data.domain.as_ref().is_some_and(|domain| !domain.contains(value)) {
            return Err(EvaluationError::out_of_domain(data, value));
        }
        if let Some(list) = data.list() {
            for field in list.values() {
                items_in_domain(field, &list.item, value, &data.name.to_string())?;
            }
        }
        inputs[id.0] = value.clone();
    }
    for (id, data) in table.computed() {
        let (expression, subject) = match &data.source {
            InputSource::Given => continue,
            InputSource::Column(column) => (&column.expression, None),
            InputSource::Condition(condition, subject) => (&condition.expression, inputs.get(subject.0)),
        };
        let value = compute(expression, &Environment { inputs: &inputs, subject })
            .map_err(|Inexact| EvaluationError::Uncomputed { column: data.name.to_string() })?;
        if data.domain.as_ref().is_some_and(|domain| !domain.contains(&value)) {
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
    entries.into_iter().all(|(clause, entry)| entry.holds(value(clause.input)) && entry.condition.as_ref().is_none_or(holds))
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
    let of_type = match (&value, clause.ty.base) {
        // A number of 28 digits is what it is, however many zeros it is written with.
        (Value::Number(number), BaseType::Decimal(scale)) => number.scale() <= scale,
        _ => value.is_of(clause.ty),
    };
    let allowed = of_type && clause.domain.as_ref().is_none_or(|domain| domain.contains(&value));
    if allowed { Ok(value) } else { Err(EvaluationError::out_of_range(clause, &value)) }
}

/// The first of the rules, if the policy accepts the others beside it.
fn single(
    table: &DecisionTable,
    rules: &[RuleId],
    inputs: &[Value],
    accepts: impl Fn(&Rule, &Rule) -> bool,
) -> Result<Decided, EvaluationError> {
    let Some(first) = rules.first() else {
        return if table.complete { Err(EvaluationError::NoRule) } else { Ok(Decided { result: Outcome::Nothing, rules: Vec::new() }) };
    };
    let decisive = &table.rules[first.0];
    if let Some(other) = rules[1..].iter().find(|other| !accepts(decisive, &table.rules[other.0])) {
        return Err(EvaluationError::Several { first: decisive.id.clone(), second: table.rules[other.0].id.clone() });
    }
    Ok(Decided { result: Outcome::One(outputs(table, decisive, inputs)?), rules: vec![*first] })
}

fn list(table: &DecisionTable, rules: Vec<RuleId>, inputs: &[Value]) -> Result<Decided, EvaluationError> {
    let records = rules.iter().map(|rule| outputs(table, &table.rules[rule.0], inputs)).collect::<Result<Vec<_>, _>>()?;
    Ok(Decided { result: Outcome::List(records), rules })
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
