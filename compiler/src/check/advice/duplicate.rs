//! `MB0412`: a rule that another one repeats, entries and outputs alike, where the hit policy accepts that.
//!
//! Under First and Priority the second can never decide, and under Unique the two overlap, which are errors. Any takes both for one, and
//! the collecting policies count or list both: a line that was pasted twice changes a sum, and nobody sees it.
//!
//! ```text
//! sum │ Region │ Points
//! a   │ north  │ 5
//! b   │ north  │ 5       <- north gets 10
//! ```
//!
//! Equal are rules that admit the same values, however that is written. O(rules × dimensions).

use crate::diagnostic::advice::{AdviceFinding, Duplicate};
use crate::model::HitPolicy;

use super::signature::{Signatures, budget};
use super::{MAX_FINDINGS, MAX_LISTED};
use crate::check::words::Subject;

/// The most copies that a finding names.
const MAX_NAMED: usize = 5;

/// The findings, by the first rule.
pub(super) fn find(subject: Subject<'_>, signatures: &Signatures) -> Vec<AdviceFinding> {
    if matches!(subject.table.hit_policy, HitPolicy::Unique | HitPolicy::First | HitPolicy::Priority) {
        return Vec::new();
    }
    let mut groups = signatures.groups(None, true, &mut budget());
    let more = groups.len().saturating_sub(MAX_FINDINGS);
    groups.truncate(MAX_FINDINGS);
    let last = groups.len().saturating_sub(1);
    let found = groups.into_iter().enumerate().map(|(position, group)| {
        AdviceFinding::Duplicate(Duplicate {
            first: subject.rule_at(group[0]),
            copies: group[1..].iter().take(MAX_NAMED).map(|rule| subject.rule_at(*rule)).collect(),
            unnamed: (group.len() - 1).saturating_sub(MAX_NAMED),
            listed: group.iter().skip(1 + MAX_NAMED).take(MAX_LISTED).map(|rule| subject.table.rules[rule.0].range).collect(),
            policy: subject.table.hit_policy,
            more: if position == last { more } else { 0 },
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::check::advice::tests::said;

    #[test]
    fn a_line_pasted_twice_counts_twice() {
        insta::assert_snapshot!(said(
            "
            sum | region text | amount integer | = points integer
            a   | north       | [1..5]         | 5
            b   | south       | -              | 5
            c   | north       | (0..6)         | 5
            d   | north       | [1..5]         | 4
        "
        ));
        insta::assert_snapshot!(said(
            "
            any | region text | = points integer
            a   | north       | 5
            b   | north       | 5
            c   | not(north)  | 4
        "
        ));
    }

    #[test]
    fn of_many_some_are_named() {
        let mut text = "collect | a integer | = points integer\n".to_owned();
        for rule in 0..40 {
            text.push_str(&format!("r{rule} | {} | {}\n", rule % 2, rule % 2));
        }
        for rule in 0..40 {
            text.push_str(&format!("s{rule} | {} | 1\n", 10 + rule / 2));
        }
        insta::assert_snapshot!(said(&text));
    }
}
