//! Functions of lists.

use std::cmp::Ordering;
use std::collections::HashSet;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::calendar::{days_through, duration, nanoseconds};
use super::number::{exact, held, rounded, rounded_root};
use super::text::{index, section};
use super::{Inexact, ill_typed};
use crate::model::{Expression, Number, Value};

/// `min` and `max`: the first of those than which no other compares as `order`.
pub(super) fn extreme(items: Vec<Value>, order: Ordering) -> Value {
    items.into_iter().reduce(|best, item| if item.compare(&best) == Some(order) { item } else { best }).unwrap_or(Value::Null)
}

/// `all` and `any`.
pub(super) fn connected(items: &[Value], decisive: bool) -> Value {
    if items.contains(&Value::Boolean(decisive)) {
        Value::Boolean(decisive)
    } else if items.contains(&Value::Null) {
        Value::Null
    } else {
        Value::Boolean(!decisive)
    }
}

/// The numbers of a list of numbers.
fn numbers(items: &[Value]) -> Vec<BigRational> {
    let number = |item: &Value| if let Value::Number(number) = item { Some(exact(*number)) } else { None };
    items.iter().filter_map(number).collect()
}

fn total(numbers: &[BigRational]) -> BigRational {
    numbers.iter().fold(BigRational::zero(), |sum, number| sum + number)
}

fn count(numbers: &[BigRational]) -> BigRational {
    BigRational::from(BigInt::from(numbers.len()))
}

/// A number, or null of no items.
fn unless_empty(items: &[Value], compute: impl FnOnce(&[BigRational]) -> Result<Number, Inexact>) -> Result<Value, Inexact> {
    if items.is_empty() { Ok(Value::Null) } else { compute(&numbers(items)).map(Value::Number) }
}

/// `sum`, of numbers or of durations of one kind.
pub(super) fn sum(items: &[Value]) -> Result<Value, Inexact> {
    match items.first() {
        None => Ok(Value::Null),
        Some(Value::Number(_)) => held(&total(&numbers(items))).map(Value::Number),
        Some(Value::DaysTime(_)) => {
            let of = |item: &Value| if let Value::DaysTime(item) = item { nanoseconds(*item) } else { 0 };
            let sum = items.iter().try_fold(0_i128, |sum, item| sum.checked_add(of(item)).ok_or(Inexact))?;
            duration(sum).map(Value::DaysTime)
        }
        Some(Value::YearsMonths(_)) => {
            let of = |item: &Value| if let Value::YearsMonths(item) = item { i128::from(*item) } else { 0 };
            let sum = items.iter().try_fold(0_i128, |sum, item| sum.checked_add(of(item)).ok_or(Inexact))?;
            i64::try_from(sum).map(Value::YearsMonths).map_err(|_| Inexact)
        }
        Some(_) => Ok(ill_typed(items)),
    }
}

/// `product`: each product on the way has to fit.
pub(super) fn product(items: &[Value]) -> Result<Value, Inexact> {
    unless_empty(items, |numbers| numbers.iter().try_fold(Number::from_integer(1), |product, number| held(&(exact(product) * number))))
}

/// `mean`.
pub(super) fn mean(items: &[Value]) -> Result<Value, Inexact> {
    unless_empty(items, |numbers| rounded(&(total(numbers) / count(numbers))))
}

/// `median`.
pub(super) fn median(items: &[Value]) -> Result<Value, Inexact> {
    unless_empty(items, |numbers| {
        let mut numbers = numbers.to_vec();
        numbers.sort();
        let middle = numbers.get((numbers.len() - 1) / 2..=numbers.len() / 2).unwrap_or_default();
        rounded(&(total(middle) / count(middle)))
    })
}

/// `stddev`, of a sample.
pub(super) fn standard_deviation(items: &[Value]) -> Result<Value, Inexact> {
    if items.len() < 2 {
        return Ok(Value::Null);
    }
    let numbers = numbers(items);
    let mean = total(&numbers) / count(&numbers);
    let squares: Vec<BigRational> = numbers.iter().map(|number| (number - &mean).pow(2)).collect();
    rounded_root(&(total(&squares) / (count(&numbers) - BigInt::from(1)))).map(Value::Number)
}

/// `mode`: the most frequent numbers, ascending.
pub(super) fn mode(mut items: Vec<Value>) -> Value {
    items.sort_by(|a, b| a.compare(b).unwrap_or(Ordering::Equal));
    let runs: Vec<&[Value]> = items.chunk_by(|a, b| a == b).collect();
    let longest = runs.iter().map(|run| run.len()).max().unwrap_or(0);
    Value::List(runs.into_iter().filter(|run| run.len() == longest).filter_map(|run| run.first().cloned()).collect())
}

/// `sublist`.
pub(super) fn sublist(items: &[Value], position: Number, length: Option<Number>) -> Value {
    match section(position, length, items.len()).and_then(|places| items.get(places)) {
        Some(part) => Value::List(part.to_vec()),
        None => Value::Null,
    }
}

/// `list[n]`.
pub(super) fn item(mut items: Vec<Value>, position: Number) -> Value {
    match index(position, items.len()) {
        Some(index) => items.swap_remove(index),
        None => Value::Null,
    }
}

/// The list after a change at a position; null where there is no such item.
pub(super) fn changed(mut items: Vec<Value>, position: Number, change: impl FnOnce(&mut Vec<Value>, usize)) -> Value {
    match index(position, items.len()) {
        Some(index) => {
            change(&mut items, index);
            Value::List(items)
        }
        None => Value::Null,
    }
}

/// `index of`.
pub(super) fn positions(items: &[Value], sought: &Value) -> Value {
    let found = (1..).zip(items).filter(|(_, item)| *item == sought);
    Value::List(found.map(|(position, _)| Value::Number(Number::from_integer(position))).collect())
}

/// `distinct values`.
pub(super) fn distinct(items: Vec<Value>) -> Value {
    let mut seen = HashSet::new();
    Value::List(items.into_iter().filter(|item| seen.insert(item.clone())).collect())
}

/// `flatten`, one level.
pub(super) fn flattened(items: Vec<Value>) -> Value {
    Value::List(items.into_iter().flat_map(|item| if let Value::List(items) = item { items } else { vec![item] }).collect())
}

/// The numbers, or the dates, from the first to the second.
pub(super) fn through(first: &Value, last: &Value) -> Result<Value, Inexact> {
    let items = match (first, last) {
        (Value::Number(first), Value::Number(last)) => {
            let (first, distance) = (exact(*first), exact(*last) - exact(*first));
            if distance.abs().to_integer() >= BigInt::from(Expression::MAX_ITEMS) {
                return Err(Inexact);
            }
            let step = if distance.is_negative() { BigInt::from(-1) } else { BigInt::from(1) };
            let mut items = Vec::new();
            let mut passed = BigRational::zero();
            while passed.abs() <= distance.abs() {
                items.push(Value::Number(held(&(&first + &passed))?));
                passed += &step;
            }
            items
        }
        (Value::Date(first), Value::Date(last)) => days_through(*first, *last, Expression::MAX_ITEMS)?,
        _ => return Ok(ill_typed(&[first.clone(), last.clone()])),
    };
    Ok(Value::List(items))
}
