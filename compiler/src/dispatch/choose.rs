//! Which form a table gets: what it asks for, what its options wish, or the best.

use crate::check::Checked;
use crate::diagnostic::dispatch::DispatchFinding;
use crate::diagnostic::dispatch::grouped;
use crate::model::Strategy;
use crate::options::Options;

use super::bit_sets::BitSets;
use super::classes::Column;
use super::cost::{self, Costs};
use super::cube::Cube;
use super::data::{DiagramData, NO_DIAGRAM};
use super::flat::FlatMatch;
use super::hash::Hashed;
use super::pairs::{self, Pairs};
use super::report::{Cost, Report, Wish};
use super::scan::Scan;
use super::tree::MatchTree;
use super::{Facts, Plan, Selection};

/// The most leaves of a match tree that is taken without being asked for: what a reader follows, and where its time on inputs that repeat
/// (T2: 6 ns) still is that of data. The option `tree-leaves` can lower it.
const READABLE_LEAVES: usize = 100;
/// The most bytes of a form that is taken without being asked for, or sixteen a rule if that is more: data beyond the second-level cache
/// slows what else the program does, and it is text in a repository. It is 1 MiB, of which rustc takes 0.1 s.
const MAX_BYTES: u64 = 1 << 20;
const BYTES_PER_RULE: u64 = 16;
/// The most steps that class tables may take to make before they are known to be worth it: some 30 ms.
const PAIR_STEPS: u64 = 1 << 22;
/// How much better than another form class tables must be able to be, in percent of its estimate, to be made and measured.
const WORTH_MAKING: u64 = 90;

/// The most cells of a cube that only batches have, and the most bytes of its data: a megabyte of text.
const MAX_BATCH_CELLS: u128 = 1 << 18;
const MAX_BATCH_BYTES: u64 = 1 << 18;

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
    Ok(finished(facts, selection, report, options))
}

/// The plan by one strategy, whatever the table or the options ask for.
///
/// # Errors
/// Why the table can't have it, as half a sentence: `its cube would have 31,492,800,000 cells, more than 16,777,216`.
pub fn plan_as(checked: &Checked, strategy: Strategy, options: &Options) -> Result<Plan, String> {
    let facts = facts(checked);
    let (selection, mut report) = asked_for(&facts, strategy, options)?;
    report.wish = Wish::Table(strategy);
    Ok(finished(facts, selection, report, options))
}

/// The plan of a selection, and of batches if they are wanted.
fn finished(facts: Facts<'_>, selection: Selection, mut report: Report, options: &Options) -> Plan {
    let made = if options.batch { batch(&facts, &selection) } else { None };
    report.batch = made.as_ref().map(|(form, cost)| (form.strategy(), *cost));
    report.sort();
    Plan { inputs: facts.inputs, otherwise: facts.otherwise, selection, batch: made.map(|(form, _)| form), report }
}

/// The form of a batch, which goes through its rows column by column, by their classes: where selection has no classes, a cube if that is
/// small, else the best form that is data, if that combines classes. None beside a diagram, of which a table has one because no other form
/// is as quick.
fn batch(facts: &Facts<'_>, selection: &Selection) -> Option<(Selection, Cost)> {
    if !selection.columns().is_empty() {
        return None;
    }
    let columns = Column::all(facts);
    if Cube::size(&columns) <= MAX_BATCH_CELLS
        && let Ok(cube) = Cube::new(facts, &columns).map(Selection::Cube)
    {
        let costs = Costs::new(facts, &columns);
        let cost = costs.made(&cube, costs.cube(Cube::size(&columns)));
        if cost.data_bytes <= MAX_BATCH_BYTES {
            return Some((cube, cost));
        }
    }
    match selection {
        Selection::Diagram(_) => None,
        _ => Some(data(facts, None, &mut Report::default())).filter(|(form, _)| !form.columns().is_empty()),
    }
}

fn facts(checked: &Checked) -> Facts<'_> {
    Facts::new(checked.table(), checked.matrix(), checked.diagram(), checked.order(), checked.proof().consistent)
}

/// The form that was asked for, or why the table can't have it.
fn asked_for(facts: &Facts<'_>, strategy: Strategy, options: &Options) -> Result<(Selection, Report), String> {
    let mut report = Report::default();
    let graph = || DiagramData::graph(facts);
    let columns = match strategy {
        Strategy::Auto | Strategy::Data | Strategy::Match | Strategy::Tree => Vec::new(),
        _ => Column::all(facts),
    };
    let costs = Costs::new(facts, &columns);
    let (selection, cost) = match strategy {
        Strategy::Auto => return Ok(auto(facts, options)),
        Strategy::Data => return Ok((data(facts, graph(), &mut report).0, report)),
        Strategy::Match => {
            let flat = FlatMatch::new(facts, options.max_match_rules)?;
            let cost = cost::of_match(&flat);
            (Selection::Match(flat), cost)
        }
        Strategy::Tree => {
            let graph = graph();
            let tree = MatchTree::new(facts, graph.as_ref(), options.max_tree_leaves)?;
            (Selection::Tree(tree), cost::of_tree(graph.as_ref()))
        }
        Strategy::Cube => (Selection::Cube(Cube::new(facts, &columns)?), costs.cube(Cube::size(&columns))),
        Strategy::Pairs => {
            let pairs = Pairs::new(facts, &columns, pairs::MAX_STEPS)?;
            let cost = costs.pairs(&pairs);
            (Selection::Pairs(pairs), cost)
        }
        Strategy::BitSets => (Selection::BitSets(BitSets::new(facts, &columns)?), costs.bit_sets(&columns)),
        Strategy::Scan => {
            let scan = Scan::new(facts, columns);
            let cost = costs.scan(&scan);
            (Selection::Scan(scan), cost)
        }
        Strategy::Hash => {
            let hashed = Hashed::new(facts, &columns)?;
            let cost = costs.hash(hashed.slots.iter().flatten().count() as u128, Cube::size(&columns));
            (Selection::Hash(hashed), cost)
        }
        Strategy::Diagram => {
            let diagram = graph().ok_or(NO_DIAGRAM)?;
            if let Some(reason) = diagram.refusal() {
                return Err(reason);
            }
            let cost = costs.diagram(&diagram);
            (Selection::Diagram(diagram), cost)
        }
    };
    let cost = costs.made(&selection, cost);
    report.add(strategy, Some(cost), true, "it was asked for");
    Ok((selection, report))
}

/// The form that is read most easily as long as the table is small, else the best of those that are data.
fn auto(facts: &Facts<'_>, options: &Options) -> (Selection, Report) {
    let mut report = Report::default();
    match FlatMatch::new(facts, options.max_match_rules) {
        Ok(flat) => {
            let why = format!("a table of {} is read most easily as one `match`", facts.counted_rules());
            report.add(Strategy::Match, Some(cost::of_match(&flat)), true, why);
            return (Selection::Match(flat), report);
        }
        Err(why) => report.add(Strategy::Match, None, false, why),
    }
    let graph = DiagramData::graph(facts);
    let most = options.max_tree_leaves.min(READABLE_LEAVES);
    match MatchTree::new(facts, graph.as_ref(), most) {
        Ok(tree) => {
            report.add(
                Strategy::Tree,
                Some(cost::of_tree(graph.as_ref())),
                true,
                format!("a tree of at most {most} leaves is still read easily"),
            );
            return (Selection::Tree(tree), report);
        }
        Err(why) => report.add(Strategy::Tree, None, false, why),
    }
    (data(facts, graph, &mut report).0, report)
}

/// A form that a table may have.
enum Form {
    Cube,
    Pairs(Pairs),
    BitSets,
    Scan(Scan),
    Hash,
    Diagram(DiagramData),
    /// One that has been made, so that its cost is known.
    Made(Selection),
}

impl Form {
    fn strategy(&self) -> Strategy {
        match self {
            Self::Cube => Strategy::Cube,
            Self::Pairs(_) => Strategy::Pairs,
            Self::BitSets => Strategy::BitSets,
            Self::Scan(_) => Strategy::Scan,
            Self::Hash => Strategy::Hash,
            Self::Diagram(_) => Strategy::Diagram,
            Self::Made(selection) => selection.strategy(),
        }
    }

    fn make(self, facts: &Facts<'_>, columns: &[Column]) -> Result<Selection, String> {
        match self {
            Self::Cube => Cube::new(facts, columns).map(Selection::Cube),
            Self::BitSets => BitSets::new(facts, columns).map(Selection::BitSets),
            Self::Hash => Hashed::new(facts, columns).map(Selection::Hash),
            Self::Pairs(pairs) => Ok(Selection::Pairs(pairs)),
            Self::Scan(scan) => Ok(Selection::Scan(scan)),
            Self::Diagram(diagram) => Ok(Selection::Diagram(diagram)),
            Self::Made(selection) => Ok(selection),
        }
    }
}

/// The forms that are data and that a table may have, each with an estimate of its cost. Of those that it can't have, the report says why.
fn estimated(
    facts: &Facts<'_>,
    graph: Option<DiagramData>,
    columns: &[Column],
    costs: &Costs<'_, '_>,
    budget: u64,
    report: &mut Report,
) -> Vec<(Form, Cost)> {
    let mut forms: Vec<(Form, Cost)> = Vec::new();
    let mut consider = |form: Form, refusal: Option<String>, cost: &dyn Fn(&Form) -> Cost| match refusal {
        Some(why) => report.add(form.strategy(), None, false, why),
        None => {
            let cost = cost(&form);
            forms.push((form, cost));
        }
    };
    let size = Cube::size(columns);
    consider(Form::Cube, Cube::refusal(facts, columns), &|_| costs.cube(size));
    consider(Form::BitSets, BitSets::refusal(facts, columns), &|_| costs.bit_sets(columns));
    consider(Form::Hash, Hashed::refusal(facts, columns), &|_| costs.hash(Hashed::entries(facts, columns), size));
    let of_scan = |form: &Form| if let Form::Scan(scan) = form { costs.scan(scan) } else { Cost::default() };
    consider(Form::Scan(Scan::new(facts, columns.to_vec())), None, &of_scan);
    match graph {
        Some(diagram) => {
            let refusal = diagram.refusal();
            let of_diagram = |form: &Form| if let Form::Diagram(diagram) = form { costs.diagram(diagram) } else { Cost::default() };
            consider(Form::Diagram(diagram), refusal, &of_diagram);
        }
        None => report.add(Strategy::Diagram, None, false, NO_DIAGRAM),
    }
    let fitting = forms.iter().filter(|(_, cost)| cost.data_bytes <= budget);
    let least = fitting.map(|(_, cost)| cost.picoseconds).min().unwrap_or(u64::MAX);
    let hopes = costs.least_pairs().picoseconds;
    if hopes >= least / 100 * WORTH_MAKING {
        let why = format!(
            "it takes {} if all its tables fit the nearest cache, which isn't enough below {}",
            nanoseconds(hopes),
            nanoseconds(least)
        );
        report.add(Strategy::Pairs, None, false, why);
        return forms;
    }
    match Pairs::new(facts, columns, PAIR_STEPS) {
        Ok(pairs) => {
            let cost = costs.pairs(&pairs);
            forms.push((Form::Pairs(pairs), cost));
        }
        Err(why) => report.add(Strategy::Pairs, None, false, why),
    }
    forms
}

/// The best of the forms that are data: of those within the budget, the one of the least estimate; a scan if there is none. None is made
/// that can't be the best, but for what an estimate itself takes.
fn data(facts: &Facts<'_>, graph: Option<DiagramData>, report: &mut Report) -> (Selection, Cost) {
    let columns = Column::all(facts);
    let costs = Costs::new(facts, &columns);
    let budget = MAX_BYTES.max(BYTES_PER_RULE.saturating_mul(facts.order.len() as u64));
    let fits = |cost: &Cost| cost.data_bytes <= budget;
    let mut open = estimated(facts, graph, &columns, &costs, budget, report);
    // Of equal estimates the first in the order of strategies, which is from the plainest to the least so.
    let best = |open: &[(Form, Cost)]| {
        let rank = |(form, cost): &(Form, Cost)| (!fits(cost), cost.picoseconds, form.strategy());
        open.iter().enumerate().min_by_key(|(_, form)| rank(form)).map(|(at, _)| at)
    };
    let mut taken: Option<(Selection, Cost)> = None;
    while let Some((form, cost)) = best(&open).map(|at| open.swap_remove(at)) {
        let strategy = form.strategy();
        if !fits(&cost) && (taken.is_some() || strategy != Strategy::Scan) {
            let why = format!("its data would take {} bytes, more than {}", grouped(cost.data_bytes.into()), grouped(budget.into()));
            report.add(strategy, Some(cost), false, why);
            continue;
        }
        let estimate = nanoseconds(cost.picoseconds);
        match (form, &taken) {
            (_, Some((selection, of_taken))) => {
                let better = format!("{} is estimated at {}", selection.strategy().word(), nanoseconds(of_taken.picoseconds));
                report.add(strategy, Some(cost), false, format!("it is estimated at {estimate} on random input, and {better}"));
            }
            (Form::Made(selection), None) => {
                let why = if fits(&cost) {
                    format!("its estimate is the least of those within {} bytes, {estimate} on random input", grouped(budget.into()))
                } else {
                    "it works for tables of any size".to_owned()
                };
                report.add(strategy, Some(cost), true, why);
                taken = Some((selection, cost));
            }
            // What it comes to may take more than what is known before.
            (form, None) => match form.make(facts, &columns) {
                Ok(selection) => {
                    let cost = costs.made(&selection, cost);
                    open.push((Form::Made(selection), cost));
                }
                Err(why) => report.add(strategy, None, false, why),
            },
        }
    }
    // A scan always can, so this is never reached; it would be the same one.
    taken.unwrap_or_else(|| (Selection::Scan(Scan::new(facts, columns)), Cost::default()))
}

/// An estimate as people read it: `12.4 ns`.
fn nanoseconds(picoseconds: u64) -> String {
    format!("{}.{} ns", picoseconds / 1000, picoseconds / 100 % 10)
}
