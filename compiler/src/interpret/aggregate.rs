//! One value of all matches.

use std::cmp::Ordering;

use jiff::SignedDuration;

use super::output;
use crate::diagnostic::evaluation::EvaluationError;
use crate::model::duration::MAX_MONTHS;
use crate::model::{Aggregation, BaseType, DecisionTable, MAX_SCALE, Number, RuleId, Value};

/// The aggregated value of the only output of these rules. Nulls don't count but for `count`.
pub(super) fn aggregate(
    table: &DecisionTable,
    aggregation: Aggregation,
    rules: &[RuleId],
    inputs: &[Value],
) -> Result<Value, EvaluationError> {
    let counted = || Value::Number(Number::from_integer(i64::try_from(rules.len()).unwrap_or(i64::MAX)));
    let (Aggregation::Sum | Aggregation::Min | Aggregation::Max, Some(clause)) = (aggregation, table.sole_output()) else {
        return Ok(counted());
    };
    let value = |rule: &RuleId| {
        let rule = &table.rules[rule.0];
        rule.outputs.first().map_or(Ok(Value::Null), |entry| output(clause, rule, &entry.output, inputs))
    };
    let mut values = rules.iter().map(|rule| Ok((*rule, value(rule)?))).collect::<Result<Vec<_>, EvaluationError>>()?;
    values.retain(|(_, value)| *value != Value::Null);
    let result = match aggregation {
        Aggregation::Sum => {
            let last = values.last().map_or(RuleId(0), |(rule, _)| *rule);
            sum(values.iter().map(|(_, value)| value), clause.ty.value().base)
                .ok_or_else(|| EvaluationError::Arithmetic { rule: table.rules[last.0].id.clone() })?
        }
        _ => {
            let wanted = if aggregation == Aggregation::Min { Ordering::Less } else { Ordering::Greater };
            let mut best = Value::Null;
            for (_, value) in values {
                if best == Value::Null || value.compare(&best) == Some(wanted) {
                    best = value;
                }
            }
            best
        }
    };
    let allowed =
        result == Value::Null || (clause.ty.holds(&result) && clause.domain.as_ref().is_none_or(|domain| domain.contains(&result)));
    if allowed { Ok(result) } else { Err(EvaluationError::out_of_range(clause, "", &result)) }
}

/// The exact sum, whatever the order of the values; `None` where it doesn't fit its type.
fn sum<'v>(values: impl Iterator<Item = &'v Value>, base: BaseType) -> Option<Value> {
    // Numbers in whole units and 10^-28ths apart, so that no order of the values overflows on the way to a sum that fits.
    let one = 10_i128.pow(MAX_SCALE);
    let (mut whole, mut rest) = (0_i128, 0_i128);
    for value in values {
        match value {
            Value::Number(number) => {
                let unit = 10_i128.pow(number.scale());
                whole = whole.checked_add(number.coefficient() / unit)?;
                rest = rest.checked_add(number.coefficient() % unit * (one / unit))?;
            }
            Value::DaysTime(duration) => whole = whole.checked_add(duration.as_nanos())?,
            Value::YearsMonths(months) => whole = whole.checked_add(i128::from(*months))?,
            _ => return None,
        }
    }
    match base {
        BaseType::DaysTimeDuration => {
            let (seconds, nanos) = (whole / 1_000_000_000, whole % 1_000_000_000);
            Some(Value::DaysTime(SignedDuration::new(i64::try_from(seconds).ok()?, i32::try_from(nanos).ok()?)))
        }
        BaseType::YearsMonthsDuration => {
            i64::try_from(whole).ok().filter(|months| months.unsigned_abs() <= MAX_MONTHS).map(Value::YearsMonths)
        }
        _ => {
            let (whole, rest) = (whole.checked_add(rest.div_euclid(one))?, rest.rem_euclid(one));
            // In the fewest digits that hold the rest exactly; a negative sum is written as its magnitude.
            let (negative, whole, rest) = match (whole < 0, rest) {
                (true, 0) => (true, -whole, 0),
                (true, rest) => (true, -whole - 1, one - rest),
                (false, rest) => (false, whole, rest),
            };
            let fraction = Number::new(rest, MAX_SCALE)?;
            let magnitude = whole.checked_mul(10_i128.pow(fraction.scale()))?.checked_add(fraction.coefficient())?;
            let total = Number::new(if negative { -magnitude } else { magnitude }, fraction.scale())?;
            // An integer column's sum is an `i64`.
            (base != BaseType::Integer || total.to_i64().is_some()).then_some(Value::Number(total))
        }
    }
}
