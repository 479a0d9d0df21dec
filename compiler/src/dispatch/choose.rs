//! Which form a table gets: what it asks for, what its options wish, or the best.

use crate::check::Checked;
use crate::diagnostic::dispatch::DispatchFinding;
use crate::model::Strategy;
use crate::options::Options;

use super::classes::Column;
use super::cube::Cube;
use super::data::DiagramData;
use super::flat::FlatMatch;
use super::pairs::{self, Pairs};
use super::report::{Report, Wish};
use super::scan::Scan;
use super::tree::MatchTree;
use super::{Facts, Plan, Selection};

/// A scan of at most so many candidates beats the walk through a diagram, which asks one question an input: when this was chosen, on a
/// rating table of 10,000 rules, a key and a short scan took half the time of the walk, and a fifth of the diagram's size. `benches` has no
/// table of that size.
const SHORT_SCAN: usize = 4;

/// Chooses how the rules of a decision are found: by the table's `dispatch` row; else by the option of that name, if the table can have
/// that form; else the best one within the budgets of `options`.
///
/// # Errors
/// A finding, where the table asks for a form that it can't have.
pub fn plan(checked: &Checked, options: &Options) -> Result<Plan, Box<DispatchFinding>> {
    let table = checked.table();
    let facts = facts(checked);
    let asked = table.dispatch_at.is_some() || table.dispatch != Strategy::Auto;
    let wish = match (asked, options.dispatch) {
        (true, _) if table.dispatch == Strategy::Auto => Wish::None,
        (true, _) => Wish::Table(table.dispatch),
        (false, Strategy::Auto) => Wish::None,
        (false, strategy) => Wish::Options(strategy),
    };
    let (selection, mut report) = match wish {
        Wish::None => auto(&facts, options),
        Wish::Table(strategy) => asked_for(&facts, strategy, options).map_err(|why| Box::new(DispatchFinding::refused(table, why)))?,
        Wish::Options(strategy) => asked_for(&facts, strategy, options).unwrap_or_else(|why| {
            let (selection, mut report) = auto(&facts, options);
            report.forms.retain(|form| form.strategy != strategy);
            report.add(strategy, None, false, why);
            (selection, report)
        }),
    };
    report.wish = wish;
    report.sort();
    Ok(Plan { inputs: facts.inputs, otherwise: facts.otherwise, selection, report })
}

/// The plan by one strategy, whatever the table or the options ask for.
///
/// # Errors
/// Why the table can't have it, as half a sentence: `its cube would have 31,492,800,000 cells, more than 16,777,216`.
pub fn plan_as(checked: &Checked, strategy: Strategy, options: &Options) -> Result<Plan, String> {
    let facts = facts(checked);
    let (selection, mut report) = asked_for(&facts, strategy, options)?;
    report.wish = Wish::Table(strategy);
    report.sort();
    Ok(Plan { inputs: facts.inputs, otherwise: facts.otherwise, selection, report })
}

fn facts(checked: &Checked) -> Facts<'_> {
    Facts::new(checked.table(), checked.matrix(), checked.diagram(), checked.order(), checked.proof().consistent)
}

/// The form that was asked for, or why the table can't have it.
fn asked_for(facts: &Facts<'_>, strategy: Strategy, options: &Options) -> Result<(Selection, Report), String> {
    let columns = || Column::all(facts);
    let selection = match strategy {
        Strategy::Auto => return Ok(auto(facts, options)),
        Strategy::Data => {
            let mut report = Report::default();
            return Ok((data(facts, &mut report), report));
        }
        Strategy::Match => Selection::Match(FlatMatch::new(facts, options.max_match_rules)?),
        Strategy::Tree => Selection::Tree(MatchTree::new(facts, options.max_tree_leaves)?),
        Strategy::Cube => Selection::Cube(Cube::new(facts, &columns())?),
        Strategy::Pairs => Selection::Pairs(Pairs::new(facts, &columns(), pairs::MAX_STEPS)?),
        Strategy::BitSets | Strategy::Hash => return Err("this form is missing".to_owned()),
        Strategy::Scan => Selection::Scan(Scan::new(facts, columns())),
        Strategy::Diagram => Selection::Diagram(DiagramData::new(facts).ok_or("its decision diagram exceeds the budget")?),
    };
    let mut report = Report::default();
    report.add(strategy, None, true, "it was asked for");
    Ok((selection, report))
}

/// The form that is read most easily as long as the table is small, else the best of those that are data.
fn auto(facts: &Facts<'_>, options: &Options) -> (Selection, Report) {
    let mut report = Report::default();
    match FlatMatch::new(facts, options.max_match_rules) {
        Ok(flat) => {
            report.add(Strategy::Match, None, true, format!("a table of {} rules reads best as one `match`", facts.order.len()));
            return (Selection::Match(flat), report);
        }
        Err(why) => report.add(Strategy::Match, None, false, why),
    }
    match MatchTree::new(facts, options.max_tree_leaves) {
        Ok(tree) => {
            report.add(Strategy::Tree, None, true, "its tree is small");
            return (Selection::Tree(tree), report);
        }
        Err(why) => report.add(Strategy::Tree, None, false, why),
    }
    (data(facts, &mut report), report)
}

/// The best of the forms that are data.
fn data(facts: &Facts<'_>, report: &mut Report) -> Selection {
    let scan = Scan::new(facts, Column::all(facts));
    if scan.most_candidates() <= SHORT_SCAN {
        report.add(Strategy::Scan, None, true, format!("a key leads to at most {} candidates", scan.most_candidates()));
        return Selection::Scan(scan);
    }
    match DiagramData::new(facts) {
        Some(diagram) => {
            report.add(Strategy::Scan, None, false, format!("its keys lead to up to {} candidates", scan.most_candidates()));
            report.add(Strategy::Diagram, None, true, "it asks about each input once");
            Selection::Diagram(diagram)
        }
        None => {
            report.add(Strategy::Scan, None, true, "it works for tables of any size");
            report.add(Strategy::Diagram, None, false, "its decision diagram exceeds the budget");
            Selection::Scan(scan)
        }
    }
}
