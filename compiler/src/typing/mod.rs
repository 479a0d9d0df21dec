//! Phase 4, a decision's block → [`DecisionTable`]: types of columns, values of entries, what a hit policy needs, and test cases.
//!
//! Before: cells and names. After: every entry is a value or an expression of its column's type. All errors of a table are reported, each
//! once; a table with one is not made. Where all of them are in cells of rules, what could be read is kept as a [`Draft`], which `check`
//! analyses.

mod cases;
mod cells;
mod column;
mod condition;
mod domain;
mod environment;
pub mod expression;
mod forward;
mod lists;
mod option;
mod output;
mod path;
mod policy;
mod reads;
mod requirement;
mod row;
mod structure;

pub(crate) use cases::test_blocks;

use std::collections::BTreeSet;

use crate::diagnostic::expression::{ExpressionFinding, ExpressionMistake};
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::diagnostic::{Diagnostic, Location};
use crate::layout::{DecisionBlock, Role};
use crate::model::{BaseType, DecisionTable, Draft};
use crate::requirements::{BookView, Scope};
use crate::source::{CellRef, Content};
use crate::syntax::expression::tree::Node;
use crate::syntax::expression::{self as feel, Names};
use crate::syntax::{self, clean, quote};

use cells::Cells;
use environment::Environment;
use row::Rules;

/// Whether a cell has a value at all; that it has none was reported when its block was found.
pub(crate) fn has_value(content: &Content) -> bool {
    !matches!(content, Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_))
}

/// A decision's cells, and the names in scope.
pub(crate) struct Table<'a, 'd> {
    cells: Cells<'a, 'd>,
    block: &'a DecisionBlock,
    scope: &'a Scope<'a>,
    /// Fields of lists that the glossary knows and nothing in the table reads.
    unread: &'a BTreeSet<String>,
    /// Decisions that it names and that aren't typed yet, each with the first cell that names it.
    awaited: Vec<Edge>,
}

/// That a cell names a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// The decision.
    pub(crate) decision: String,
    /// The cell.
    pub(crate) at: Location,
}

/// What comes of typing a decision.
pub(crate) enum Typed {
    /// Its table.
    Table(Box<DecisionTable>),
    /// It has errors in cells of rules, and nowhere else: all that can be said of the rest.
    Draft(Box<Draft>),
    /// It has another error, or uses a name or needs a decision that has one.
    Broken,
    /// It names these decisions, which must be typed first. What has been reported may not hold.
    Awaits(Vec<Edge>),
}

/// Reads the expression of a cell from this byte on. Spans are bytes of the whole text.
fn parse(text: &str, from: usize, names: &BTreeSet<String>) -> Result<Node, Vec<ExpressionMistake>> {
    // Blanks stand for what is before it.
    let mut padded = " ".repeat(from);
    padded.push_str(text.get(from..).unwrap_or_default());
    feel::parse(&padded, &Names::new(names.iter().map(String::as_str)))
}

impl Table<'_, '_> {
    /// Takes note of what typing the expression of this cell came upon; where it can't be read, of the names in its text.
    fn meet(
        &mut self,
        environment: &Environment<'_>,
        cell: CellRef,
        (label, text, is_read): (&str, &str, bool),
        used: &mut BTreeSet<String>,
    ) {
        let met = environment.met();
        used.extend(met.used);
        if !is_read {
            used.extend(syntax::named(text, environment.names()));
        }
        // The name's own error has been reported.
        if met.refused {
            self.cells.refuse(cell);
        }
        for decision in met.awaited {
            self.await_decision(decision, cell);
        }
        for name in met.opaque.into_iter().filter(|name| text.contains(name.as_str())) {
            let (location, problem) = (self.cells.at(cell), Box::new(SyntaxProblem::Opaque { what: format!("`{name}`, an input,") }));
            self.cells.report(SyntaxFinding { location, label: label.to_owned(), problem, fixes: Vec::new() });
        }
    }

    /// Takes note that a cell names a decision that isn't typed yet.
    fn await_decision(&mut self, decision: String, cell: CellRef) {
        if !self.awaited.iter().any(|edge| edge.decision == decision) {
            let at = self.cells.at(cell);
            self.awaited.push(Edge { decision, at });
        }
    }

    /// What was read of a cell of a column of type `base`, or nothing: then what is wrong is reported. `reads` says whether a cell could
    /// hold a text instead.
    fn expression<T>(
        &mut self,
        read: Result<T, Vec<ExpressionMistake>>,
        cell: CellRef,
        label: &str,
        text: &str,
        (base, reads): (BaseType, &dyn Fn(&str) -> bool),
    ) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(mistakes) => {
                // Without one it all comes from a name with an error of its own.
                self.cells.refuse(cell);
                let mut findings = ExpressionFinding::of_cell(&self.cells.at(cell), label, text, 0, mistakes, reads);
                // Whatever it is, it is a text in quotes; but `=` says that none was meant.
                let quoted = quote(&clean(text));
                if let Some(first) = findings.first_mut()
                    && base == BaseType::Text
                    && !clean(text).starts_with('=')
                    && !first.fixes.contains(&quoted)
                    && reads(&quoted)
                {
                    first.fixes.push(quoted);
                }
                for finding in findings {
                    self.cells.report(finding);
                }
                None
            }
        }
    }
}

/// Types a decision. All that is wrong with it has been reported then. The names of the glossary and constants that it uses are added to
/// `used`, of a broken table too.
pub(crate) fn decision(
    app: &str,
    book: BookView<'_>,
    block: &DecisionBlock,
    scope: &Scope<'_>,
    used: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Typed {
    let (mut met, mut found, nothing) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    let mut fields = BTreeSet::new();
    let mut typed = with_lists(app, book, block, (scope, &nothing), &mut fields, &mut met, &mut found);
    // Expressions may read any field that the glossary gives a list's items; which of them they do read shows when they are typed.
    if let Typed::Table(typed_with_all) = &typed
        && let unread = reads::unread(typed_with_all, &fields)
        && !unread.is_empty()
    {
        (met, found) = (BTreeSet::new(), Vec::new());
        typed = with_lists(app, book, block, (scope, &unread), &mut fields, &mut met, &mut found);
    }
    used.append(&mut met);
    diagnostics.append(&mut found);
    typed
}

/// [`decision`], whose lists don't have the fields that are `unread`; `fields` becomes those of their fields that no column names.
fn with_lists(
    app: &str,
    book: BookView<'_>,
    block: &DecisionBlock,
    (scope, unread): (&Scope<'_>, &BTreeSet<String>),
    fields: &mut BTreeSet<String>,
    used: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Typed {
    let mut table = Table { cells: Cells::new(book, &block.block, diagnostics), block, scope, unread, awaited: Vec::new() };
    let options = option::read(&mut table);
    let Some((hit_policy, header)) = block.header else { return Typed::Broken };
    let columns = column::read(&mut table, used);
    // Rules are many: they are read once the columns are known.
    if !table.awaited.is_empty() {
        return Typed::Awaits(table.awaited);
    }
    policy::check(&mut table, hit_policy, &columns);
    let Rules { rules, unread, unanswered } = row::read(&mut table, &columns, used);
    if !table.awaited.is_empty() {
        return Typed::Awaits(table.awaited);
    }
    columns.clashes(&mut table);
    let annotations =
        block.columns.iter().filter(|column| column.role == Some(Role::Note)).map(|column| column.label.text.clone()).collect();
    if table.cells.broken {
        return Typed::Broken;
    }
    *fields = columns.fields_of_glossary();
    let requirements = columns.environment.requirements();
    let Some((mut inputs, input_clauses, output_clauses)) = columns.finish() else { return Typed::Broken };
    forward::forward(&mut table, &mut inputs, &requirements);
    if table.cells.broken {
        return Typed::Broken;
    }
    requirement::report(&mut table, &inputs, &requirements);
    let typed = DecisionTable {
        name: block.block.name.text.clone(),
        app: app.to_owned(),
        book: block.block.book.clone(),
        sheet: block.block.sheet_name.clone(),
        range: block.block.range,
        header,
        description: options.description,
        owner: options.owner,
        ticket: options.ticket,
        review_by: options.review_by,
        complete: options.complete,
        dispatch: options.dispatch,
        dispatch_at: options.dispatch_at,
        allows: options.allows,
        hit_policy,
        requirements,
        inputs,
        input_clauses,
        output_clauses,
        annotations,
        rules,
    };
    if unread.is_empty() && unanswered.is_empty() && !block.nameless {
        Typed::Table(Box::new(typed))
    } else {
        Typed::Draft(Box::new(Draft { table: typed, unread, unanswered }))
    }
}

#[cfg(test)]
mod tests;
