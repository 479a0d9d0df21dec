//! The rule that a gap asks for, as a row to insert: its inputs are known, and of its outputs what `default` or `values` leave no choice in.

use crate::diagnostic::check::NewRule;
use crate::model::{Bound, Interval, PeriodEnd, UnaryTest, Value};
use crate::region::AtomSet;
use crate::syntax::print_value;

use super::words::Subject;

/// The row for a region of inputs, below the last rule; `None` where one row can't say it. O(rules + columns).
pub(super) fn new_rule(subject: Subject<'_>, region: &[AtomSet]) -> Option<NewRule> {
    let table = subject.table;
    let last = table.rules.last()?;
    let first_column = last.range.first.column;
    let width = last.range.last.column.checked_sub(first_column)?.checked_add(1)?;
    // Notes stay blank.
    let mut cells: Vec<Option<String>> = vec![Some(String::new()); usize::try_from(width).ok()?];
    let mut put = |column: u32, text: Option<String>| {
        let cell = column.checked_sub(first_column).and_then(|at| cells.get_mut(usize::try_from(at).ok()?))?;
        *cell = text;
        Some(())
    };
    put(first_column, Some(free_id(subject)))?;
    for (dimension, set) in region.iter().enumerate() {
        let clauses = || table.input_clauses.iter().filter(|clause| clause.input.0 == dimension);
        let bounded = !set.is_full(subject.matrix.dimensions[dimension].size());
        // An entry in one column is enough; what holds for a time says so in two.
        let plain = clauses().find(|clause| clause.period.is_none());
        if bounded && plain.is_none() && clauses().next().is_none() {
            return None;
        }
        for clause in clauses() {
            let text = match (clause.period, plain) {
                (_, Some(plain)) if plain.at == clause.at => subject.entry(dimension, set),
                (Some(end), None) if bounded => day(subject, dimension, set, end)?,
                _ => "-".to_owned(),
            };
            put(clause.at.column, Some(text))?;
        }
        // One end alone can't say a time that the other bounds.
        if bounded && plain.is_none() && !says_all(subject, dimension, set) {
            return None;
        }
    }
    for clause in &table.output_clauses {
        let only = clause.domain.as_ref().and_then(|domain| domain.listed()).filter(|values| values.len() == 1);
        let text = match (&clause.default, only.as_deref()) {
            (Some(_), _) => Some(String::new()),
            (None, Some([value])) if !clause.ty.nullable() && clause.ty.scalar().is_some() => {
                Some(print_value(value, clause.ty.value().base))
            }
            _ => None,
        };
        put(clause.at.column, text)?;
    }
    Some(NewRule { below: subject.at(last.range), cells, is_rest: false })
}

/// An id that no rule has.
fn free_id(subject: Subject<'_>) -> String {
    let taken = |id: &String| subject.table.rules.iter().any(|rule| rule.id == *id);
    let numbered = (2_u64..).map(|number| format!("new-rule-{number}"));
    std::iter::once("new-rule".to_owned()).chain(numbered).find(|id| !taken(id)).unwrap_or_default()
}

/// The time that a set of days is; of one with breaks, the first: a row can say no more.
fn period(subject: Subject<'_>, dimension: usize, set: &AtomSet) -> Option<Interval> {
    let base = subject.table.inputs[dimension].scalar()?.base;
    match subject.matrix.dimensions[dimension].entry(set, base)?.first()? {
        UnaryTest::Within(interval) => Some(interval.clone()),
        UnaryTest::Equal(value) => {
            let day = Some(Bound { value: value.clone(), closed: true });
            Some(Interval { low: day.clone(), high: day })
        }
        UnaryTest::Not(_) => None,
    }
}

/// What a column `from` or `until` says of the days: the first or the last one.
fn day(subject: Subject<'_>, dimension: usize, set: &AtomSet, end: PeriodEnd) -> Option<String> {
    let Interval { low, high } = period(subject, dimension, set)?;
    let bound = match end {
        PeriodEnd::First => low,
        PeriodEnd::Last => high,
    };
    let Some(Bound { value: Value::Date(date), closed }) = bound else { return Some("-".to_owned()) };
    let day = match (closed, end) {
        (true, _) => date,
        (false, PeriodEnd::First) => date.tomorrow().ok()?,
        (false, PeriodEnd::Last) => date.yesterday().ok()?,
    };
    Some(day.to_string())
}

/// Whether the columns of the dimension have both ends that the days need.
fn says_all(subject: Subject<'_>, dimension: usize, set: &AtomSet) -> bool {
    let Some(Interval { low, high }) = period(subject, dimension, set) else { return false };
    let has = |end| subject.table.input_clauses.iter().any(|clause| clause.input.0 == dimension && clause.period == Some(end));
    (low.is_none() || has(PeriodEnd::First)) && (high.is_none() || has(PeriodEnd::Last))
}
