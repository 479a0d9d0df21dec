//! Advice: what a table could say better, though it means what it says. One file a check.
//!
//! Advice is worth having only where its reader would follow it, so each check says less than it could, and names the reason. All are
//! exact: what is offered changes no result of any input, and what is said of all inputs is proven of them. They are near-linear in the
//! table's cells and nodes of its diagram; where one isn't, it counts its steps, and what goes beyond [`MAX_STEPS`] isn't looked at, which
//! of advice needs no mention.

mod column;
mod duplicate;
mod ends;
mod merge;
mod output;
mod period;
mod signature;
mod unique;
mod value;

use crate::diagnostic::advice::AdviceFinding;
use crate::diagram::DecisionDiagram;
use crate::options::Options;

use super::words::Subject;
use signature::Signatures;

/// The most comparisons of single sets that a check makes for one table: some tenths of a second.
const MAX_STEPS: usize = 20_000_000;
/// The most findings of a check that a table gets; the last one says how many more there are.
const MAX_FINDINGS: usize = 8;
/// The most rules to which no finding points that belong to its identity all the same, so that `allow` can name them.
const MAX_LISTED: usize = 300;

/// The advice for a table without errors.
pub(super) fn find(subject: Subject<'_>, diagram: Option<&DecisionDiagram>, options: &Options) -> Vec<AdviceFinding> {
    let signatures = Signatures::of(subject);
    let useless = column::find(subject, diagram, &signatures);
    let mut findings: Vec<AdviceFinding> = unique::find(subject, diagram).into_iter().collect();
    findings.extend(duplicate::find(subject, &signatures));
    findings.extend(merge::report(subject, &merge::find(subject, &signatures, &useless)));
    findings.extend(ends::find(subject, &signatures));
    findings.extend(column::report(subject, &useless));
    findings.extend(value::find(subject));
    findings.extend(output::find(subject));
    if let Some(day) = options.as_of {
        findings.extend(period::find(subject, day));
    }
    findings
}

#[cfg(test)]
mod tests;
