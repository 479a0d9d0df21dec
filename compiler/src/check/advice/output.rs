//! `MB0415`: a value of an output's `values` that no rule gives.
//!
//! Callers prepare for it: it is a variant of an enum in the generated code, a case to handle, a page to write. Either a rule is missing,
//! or the value is a leftover.
//!
//! ```text
//!        │ Risk  │ Release
//! values │       │ now, later, never
//! a      │ low   │ now
//! b      │ high  │ later            <- never is never given
//! ```
//!
//! Only of lists that the table itself has: a glossary's list serves several decisions. Nothing is said of an output that some rule
//! computes. O(rules).

use std::collections::BTreeSet;

use crate::diagnostic::advice::AdviceFinding;
use crate::model::{Output, Value};

use crate::check::words::Subject;

/// The findings, by column.
pub(super) fn find(subject: Subject<'_>) -> Vec<AdviceFinding> {
    let of = |(column, clause): (usize, &crate::model::OutputClause)| {
        let closed = clause.closed.as_ref()?;
        let at = closed.at?;
        let mut given: BTreeSet<&str> = BTreeSet::new();
        for rule in &subject.table.rules {
            let value = rule.outputs.get(column).and_then(|entry| Output::literal(&entry.output))?;
            texts(value, &mut given);
        }
        let missing: Vec<String> = closed.values.iter().filter(|value| !given.contains(value.as_str())).cloned().collect();
        (!missing.is_empty()).then(|| AdviceFinding::OutputNeverGiven {
            location: subject.at(at),
            label: clause.label.clone(),
            values: missing,
        })
    };
    subject.table.output_clauses.iter().enumerate().filter_map(of).collect()
}

/// The texts of a value, or of the values in a list.
fn texts<'v>(value: &'v Value, given: &mut BTreeSet<&'v str>) {
    match value {
        Value::Text(text) => {
            given.insert(text);
        }
        Value::List(items) => items.iter().for_each(|item| texts(item, given)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::check::advice::tests::{said, said_of};
    use crate::model::sample::table;
    use crate::source::CellRef;

    const TABLE: &str = "
        unique | risk text {low, high} | = release text {now, later, never}
        a      | low                   | now
        b      | high                  | later
    ";

    #[test]
    fn a_value_that_no_rule_gives_is_said_where_it_is_listed() {
        let mut own = table(TABLE);
        if let Some(closed) = &mut own.output_clauses[0].closed {
            closed.at = Some(CellRef::new(3, 2));
        }
        insta::assert_snapshot!(said_of(own));
    }

    #[test]
    fn a_list_of_the_glossary_serves_other_decisions_too() {
        assert_eq!(said(TABLE), "");
    }
}
