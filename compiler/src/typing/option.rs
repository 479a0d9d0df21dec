//! Option rows.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Table, has_value};
use crate::diagnostic::typing::TypingProblem;
use crate::diagnostic::{Code, explanations};
use crate::layout::{OptionRow, OptionWord, did_you_mean, fold};
use crate::model::{Allow, BaseType, Strategy, Type, Value};
use crate::source::{CellRef, Content};
use crate::syntax::{self, CellContext};

/// What the option rows say.
#[derive(Default)]
pub(super) struct Options {
    pub(super) description: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) ticket: Option<String>,
    pub(super) review_by: Option<(Date, CellRef)>,
    pub(super) complete: bool,
    pub(super) dispatch: Strategy,
    pub(super) dispatch_at: Option<CellRef>,
    pub(super) allows: Vec<Allow>,
}

const STRATEGY_WORDS: [&str; 10] = {
    let mut words = [""; 10];
    let mut at = 0;
    while at < words.len() {
        words[at] = Strategy::ALL[at].word();
        at += 1;
    }
    words
};

/// Reads the option rows.
pub(super) fn read(table: &mut Table<'_, '_>) -> Options {
    let mut options = Options { complete: true, ..Options::default() };
    for OptionRow { word, at } in &table.block.options {
        let (cell, content) = table.cells.cell(at.row, at.column.saturating_add(1));
        if *word == OptionWord::Allow {
            options.allows.extend(allow(table, *at));
            continue;
        }
        // A blank value is one that isn't given: templates have such rows.
        let Some(content) = content.filter(|content| has_value(content)) else { continue };
        let text = fold(&content.shown());
        match word {
            OptionWord::Description => options.description = Some(text),
            OptionWord::Owner => options.owner = Some(text),
            OptionWord::Ticket => options.ticket = Some(text),
            OptionWord::ReviewBy => match literal(table, cell, content, BaseType::Date) {
                Some(Value::Date(date)) => options.review_by = Some((date, cell)),
                _ => bad(table, cell, *word, text, &[]),
            },
            OptionWord::Complete => match literal(table, cell, content, BaseType::Boolean) {
                Some(Value::Boolean(complete)) => {
                    options.complete = complete;
                    complete_means_something(table, cell);
                }
                _ => bad(table, cell, *word, text, &["yes", "no"]),
            },
            OptionWord::Dispatch => {
                let lower = text.to_lowercase();
                match Strategy::of_word(&lower) {
                    Some(strategy) => (options.dispatch, options.dispatch_at) = (strategy, Some(cell)),
                    None => bad(table, cell, *word, text, &STRATEGY_WORDS),
                }
            }
            OptionWord::Allow => {}
        }
    }
    options
}

fn complete_means_something(table: &mut Table<'_, '_>, cell: CellRef) {
    if let Some((policy, _)) = table.block.header
        && !policy.is_single_hit()
    {
        table.cells.problem(cell, TypingProblem::CompleteMeansNothing { policy });
    }
}

/// The cell's value, if it is one of this type.
fn literal(table: &Table<'_, '_>, cell: CellRef, content: &Content, base: BaseType) -> Option<Value> {
    let (location, nothing) = (table.cells.at(cell), BTreeSet::new());
    let ty = Type { base, nullable: false };
    let cx = CellContext { location: &location, label: "", ty, domain: None, names: &nothing, entries: &nothing };
    syntax::value(Some(content), &cx).ok().flatten()
}

fn bad(table: &mut Table<'_, '_>, cell: CellRef, option: OptionWord, text: String, choices: &'static [&'static str]) {
    let near = did_you_mean(&text, choices.iter().copied());
    let meant = choices.iter().copied().find(|choice| Some(*choice) == near);
    table.cells.problem(cell, TypingProblem::BadOption { option: option.word(), text, choices, meant });
}

/// Reads an `allow` row: a code that exists, and a reason.
fn allow(table: &mut Table<'_, '_>, gutter: CellRef) -> Option<Allow> {
    let (cell, code) = table.cells.cell(gutter.row, gutter.column.saturating_add(1));
    let (reason_cell, reason) = table.cells.cell(gutter.row, gutter.column.saturating_add(2));
    if code.is_none() && reason.is_none() || code.is_some_and(|content| !has_value(content)) {
        return None;
    }
    let text = code.map_or_else(String::new, |content| fold(&content.shown()));
    let number = text.to_uppercase().strip_prefix("MB").filter(|digits| digits.len() == 4).and_then(|digits| digits.parse().ok());
    let Some(code) = number.map(Code).filter(|code| explanations().iter().any(|explanation| explanation.code == *code)) else {
        table.cells.problem(cell, TypingProblem::UnknownCode { text });
        return None;
    };
    match reason {
        Some(content) if !has_value(content) => None,
        Some(content) => Some(Allow { code, reason: fold(&content.shown()), at: cell }),
        None => {
            table.cells.problem(reason_cell, TypingProblem::AllowWithoutReason { code: code.to_string() });
            None
        }
    }
}
