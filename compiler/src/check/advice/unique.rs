//! `MB0410`: a First table that could be Unique, since no two of its rules share an input.
//!
//! Readers of a First table have to keep in mind all rules above the one that they look at. Where that is needless, Unique says so: each
//! rule can be read alone, rows can be sorted, and a rule that comes to overlap another is an error instead of being hidden by it.
//!
//! ```text
//! first  │ Amount  │ Fee
//! small  │ < 100   │ 5
//! large  │ >= 100  │ 0       <- nothing that `small` matches
//! ```
//!
//! Said only where the table would be proven Unique without a single new finding: of values finer than a column's digits, and of what the
//! table computes, rules mustn't share any either. Of one rule beside `else`, order means nothing anyway; and an
//! `else` that never decides is the first thing to mend.
//!
//! The overlaps are looked for as those of Unique are ([`are_disjoint`]), in [`MAX_WORDS`] steps.

use crate::diagnostic::advice::AdviceFinding;
use crate::diagram::DecisionDiagram;
use crate::model::HitPolicy;

use crate::check::has_no_gap;
use crate::check::overlap::are_disjoint;
use crate::check::words::Subject;

/// The most steps that it may take, in words of 64 bits: a fraction of a second.
const MAX_WORDS: u64 = 500_000_000;

/// The finding, if there is one.
pub(super) fn find(subject: Subject<'_>, diagram: Option<&DecisionDiagram>) -> Option<AdviceFinding> {
    let several = subject.table.hit_policy == HitPolicy::First && subject.matrix.rules.len() > 1;
    let idle_else = || subject.table.default_rule().is_some() && diagram.is_some_and(has_no_gap);
    let could = several && !idle_else() && are_disjoint(subject, MAX_WORDS) == Some(true);
    could.then(|| AdviceFinding::CouldBeUnique { header: subject.header() })
}

#[cfg(test)]
mod tests {
    use crate::check::advice::tests::said;

    #[test]
    fn rules_that_share_nothing_have_no_order() {
        insta::assert_snapshot!(said(
            "
            first | tier text {gold, silver} | amount decimal(2) {>= 0} | = fee integer
            a     | gold                     | < 100                    | 1
            b     | gold                     | >= 100                   | 2
            c     | silver                   | -                        | 3
        "
        ));
    }

    #[test]
    fn an_order_that_means_something_stays() {
        for text in [
            // What only finer values share is shared.
            "first | a decimal(0) | a | = fee integer\nx | < 101 | - | 1\ny | - | > 100 | 2",
            "first | a integer | = fee integer\nx | < 5 | 1\ny | - | 2",
            "first | a integer | = fee integer\nx | < 5 | 1\ny | [7..9] | 3\nz | 4 | 2\nelse | | 3",
            "first | a integer | = fee integer\nx | < 5 | 1\nelse | | 3",
            "unique | a integer | = fee integer\nx | < 5 | 1\ny | >= 5 | 3",
        ] {
            assert!(!said(text).contains("MB0410"), "{text}");
        }
    }
}
