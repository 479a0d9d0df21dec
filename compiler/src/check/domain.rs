//! `MB0404`: a comparison that no allowed value of its column passes, and `MB0408`: `values` that allow nothing but null.
//!
//! A named value outside the domain is reported where the cell is typed; `> 100` in a column of `[0..100]` names an allowed value and
//! still never holds, so the rule silently matches less than it says. Only where *none* of the values are allowed: `>= 0` in a column of
//! `> 0` is how people write "any", and harmless.
//!
//! ```text
//! unique │ Age
//! values │ [0..120]
//! a      │ > 120        <- nobody is
//! ```

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::diagnostic::check::CheckFinding;
use crate::model::{Domain, InputId, RuleId, Type, UnaryTest};
use crate::region::{Extent, entry_sets};
use crate::source::CellRef;
use crate::syntax::print_entry;

use super::words::Subject;

/// The findings, by column, then rule.
pub(super) fn entries(subject: Subject<'_>) -> Vec<CheckFinding> {
    let mut findings = Vec::new();
    let mut seen = BTreeSet::new();
    for (dimension, data) in subject.matrix.dimensions.iter().zip(&subject.table.inputs) {
        let Some(ty) = data.scalar() else { continue };
        if dimension.atoms.iter().all(|atom| atom.extent == Extent::Null) {
            findings.push(CheckFinding::EmptyDomain { location: subject.at(data.at), input: data.name.to_string() });
            continue;
        }
        let admitted = entry_sets(subject.table, dimension.input);
        // What entries share is looked at once, unless it is to be reported of each.
        let mut sound = HashSet::new();
        for column in subject.columns(dimension.input.0) {
            for rule in subject.table.ordinary_rules() {
                let Some((entry, shared)) = rule.entries.get(column).and_then(|entry| Some((entry, entry.shared()?))) else { continue };
                if sound.contains(&shared) {
                    continue;
                }
                let tests = entry.tests.as_deref().unwrap_or_default().iter();
                let never = |test: &&UnaryTest| matches!(test, UnaryTest::Within(_)) && admitted(std::slice::from_ref(*test)).is_empty();
                let never: Vec<&UnaryTest> = tests.filter(never).collect();
                if never.is_empty() {
                    sound.insert(shared);
                }
                for test in never {
                    let refused = print_entry(Some(std::slice::from_ref(test)), ty.base);
                    // A merged cell serves several rules and is reported once.
                    if !seen.insert((entry.at, refused.clone())) {
                        continue;
                    }
                    let finding = CheckFinding::OutsideDomain {
                        location: subject.at(entry.at),
                        rule: rule.id.clone(),
                        label: subject.table.input_clauses[column].label.clone(),
                        allowed: allowed(ty, data.domain.as_ref()),
                        refused,
                    };
                    findings.push(finding);
                }
            }
        }
    }
    findings
}

/// The rules with a cell among these findings, and the inputs of such cells.
pub(super) fn rules_at(subject: Subject<'_>, findings: &[CheckFinding]) -> BTreeMap<RuleId, BTreeSet<InputId>> {
    let cells: BTreeSet<CellRef> = findings
        .iter()
        .filter_map(|finding| if let CheckFinding::OutsideDomain { location, .. } = finding { location.cells.as_ref() } else { None })
        .map(|(_, cells)| cells.first)
        .collect();
    let mut rules: BTreeMap<RuleId, BTreeSet<InputId>> = BTreeMap::new();
    if !cells.is_empty() {
        for (position, rule) in subject.table.rules.iter().enumerate() {
            for (clause, entry) in subject.table.input_clauses.iter().zip(&rule.entries) {
                if cells.contains(&entry.at) {
                    rules.entry(RuleId(position)).or_default().insert(clause.input);
                }
            }
        }
    }
    rules
}

fn allowed(ty: Type, domain: Option<&Domain>) -> String {
    domain.map_or_else(|| ty.to_string(), |domain| print_entry(Some(&domain.tests), ty.base))
}
