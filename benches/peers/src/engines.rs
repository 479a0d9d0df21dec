//! Other engines. Each is given the table as its authors would have it, compiled as far as it compiles tables, and the inputs as what is
//! cheapest for it: days count as whole numbers, and where an engine has no decimals, hundredths do.

mod cel;
mod dsntk;
mod zen;

use matchbook_benches::workload::{Column, Kind};

use crate::measure::Entrant;
use crate::question::Case;

/// The engines that can take the workload, and why others can't.
///
/// # Errors
/// What an engine says against the workload.
pub fn entrants(case: &'static Case) -> Result<(Vec<Entrant>, Vec<(&'static str, String)>), String> {
    let mut entrants = vec![
        Entrant { name: ZEN.to_owned(), asked: Box::new(zen::Zen::new(case)?) },
        Entrant { name: CEL.to_owned(), asked: Box::new(cel::Cel::new(case)?) },
    ];
    let mut absent = Vec::new();
    if case.workload.rules.len() <= dsntk::MOST_RULES {
        entrants.push(Entrant { name: DSNTK.to_owned(), asked: Box::new(dsntk::Dsntk::new(case)?) });
    } else {
        absent.push((DSNTK, format!("it tests every rule each time; it isn't asked of more than {} rules", dsntk::MOST_RULES)));
    }
    Ok((entrants, absent))
}

/// `zen-engine`, its decision compiled.
pub const ZEN: &str = "zen-engine";
/// `cel`, a compiled program for each rule.
pub const CEL: &str = "cel";
/// `dsntk`, a DMN model.
pub const DSNTK: &str = "dsntk";

/// A column's name in all of them.
fn name(column: &Column) -> String {
    column.label.replace([' ', '.'], "_")
}

/// The word at a step.
fn word(column: &Column, step: i64) -> &str {
    match &column.kind {
        Kind::Words { words, .. } => usize::try_from(step).ok().and_then(|step| words.get(step)).map_or("", String::as_str),
        _ => "",
    }
}

/// A number's step as text.
fn number(column: &Column, step: i64) -> String {
    match column.kind {
        Kind::Hundredths => format!("{}.{:02}", step / 100, step % 100),
        _ => step.to_string(),
    }
}

/// A rule's range of numbers: its ends, without those of the domain.
fn ends(column: &Column, (low, high): (i64, i64)) -> (Option<i64>, Option<i64>) {
    ((low > column.domain.0).then_some(low), (high < column.domain.1).then_some(high))
}
