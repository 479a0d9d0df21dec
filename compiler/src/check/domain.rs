//! `MB0404`: an entry that names a value which its column can't have, and `MB0408`: `values` that allow nothing.
//!
//! Such a cell is nearly always misspelt, and the rule silently matches less than it says. A comparison counts only where none of its values
//! are allowed: `>= 0` in a column of `> 0` is how people write "any", and harmless.
//!
//! ```text
//! unique │ Tier
//! values │ gold, silver
//! a      │ glod          <- not one of them
//! ```

use std::collections::BTreeSet;

use crate::diagnostic::Location;
use crate::diagnostic::check::CheckFinding;
use crate::model::{Domain, InputData, RuleId, Type, UnaryTest, Value};
use crate::region::entry_sets;
use crate::syntax::{print_entry, print_value};

use super::words::Subject;

/// The findings, by column, then rule.
pub(super) fn entries(subject: Subject<'_>) -> Vec<CheckFinding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (dimension, data) in subject.matrix.dimensions.iter().zip(&subject.table.inputs) {
        if dimension.atoms.is_empty() {
            findings.push(CheckFinding::EmptyDomain { location: subject.at(data.at), input: data.name.to_string() });
            continue;
        }
        let admitted = entry_sets(subject.table, dimension.input);
        for column in subject.columns(dimension.input.0) {
            for rule in subject.table.ordinary_rules() {
                let Some(entry) = rule.entries.get(column) else { continue };
                for test in entry.tests.iter().flatten() {
                    let refused = named_outside(test, data).or_else(|| {
                        let empty = matches!(test, UnaryTest::Within(_)) && admitted(std::slice::from_ref(test)).is_empty();
                        empty.then(|| print_entry(Some(std::slice::from_ref(test)), data.ty.base))
                    });
                    let Some(refused) = refused else { continue };
                    // A merged cell serves several rules and is reported once.
                    if !seen.insert((entry.at, refused.clone())) {
                        continue;
                    }
                    let finding = CheckFinding::OutsideDomain {
                        location: subject.at(entry.at),
                        rule: rule.id.clone(),
                        label: subject.table.input_clauses[column].label.clone(),
                        allowed: allowed(data.ty, data.domain.as_ref()),
                        nearest: nearest(&refused, data),
                        alone: entry.tests.as_ref().is_some_and(|tests| tests.len() == 1) && matches!(test, UnaryTest::Equal(_)),
                        refused,
                    };
                    findings.push(finding);
                }
            }
        }
    }
    findings
}

/// The rules with a cell among these findings.
pub(super) fn rules_at(subject: Subject<'_>, findings: &[CheckFinding]) -> BTreeSet<RuleId> {
    let cells: BTreeSet<&Location> = findings
        .iter()
        .filter_map(|finding| if let CheckFinding::OutsideDomain { location, .. } = finding { Some(location) } else { None })
        .collect();
    let mut rules = BTreeSet::new();
    if !cells.is_empty() {
        for (position, rule) in subject.table.rules.iter().enumerate() {
            if rule.entries.iter().any(|entry| cells.contains(&subject.at(entry.at))) {
                rules.insert(RuleId(position));
            }
        }
    }
    rules
}

/// A value that the test names and the column can't have.
fn named_outside(test: &UnaryTest, data: &InputData) -> Option<String> {
    match test {
        UnaryTest::Equal(Value::Null) => (!data.ty.nullable).then(|| "null".to_owned()),
        UnaryTest::Equal(value) => {
            let outside = data.domain.as_ref().is_some_and(|domain| !domain.contains(value));
            outside.then(|| print_value(value, data.ty.base))
        }
        UnaryTest::Within(_) => None,
        // Of a type without null, `not(null)` says nothing, and nothing wrong.
        UnaryTest::Not(tests) => {
            tests.iter().filter(|test| **test != UnaryTest::Equal(Value::Null)).find_map(|test| named_outside(test, data))
        }
    }
}

fn allowed(ty: Type, domain: Option<&Domain>) -> String {
    domain.map_or_else(|| ty.to_string(), |domain| print_entry(Some(&domain.tests), ty.base))
}

fn nearest(refused: &str, data: &InputData) -> Option<String> {
    let values = data.domain.as_ref()?.listed()?;
    let near = |value: &&Value| {
        Some((strsim::osa_distance(&refused.to_lowercase(), &value.to_string().to_lowercase()), print_value(value, data.ty.base)))
    };
    values.iter().filter_map(near).filter(|(distance, _)| *distance <= (refused.chars().count() / 3).max(1)).min().map(|(_, value)| value)
}
