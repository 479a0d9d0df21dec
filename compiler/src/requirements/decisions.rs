//! The decisions of an app by name, as far as they are typed.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::BookView;
use crate::check;
use crate::diagnostic::Location;
use crate::layout::{ColumnRow, DecisionBlock, Role};
use crate::model::{Aggregation, DecisionTable, Draft, HitPolicy, OutputId};
use crate::options::Options;
use crate::source::{BookPath, CellRef};
use crate::syntax;

/// What is known of a decision.
enum State {
    /// Its turn hasn't come yet.
    Untyped,
    /// It has an error, its own or that of a name that it uses, which is reported where it is.
    Broken,
    /// Its table, and whether some rule of it always matches, once that has been asked.
    Typed(Arc<DecisionTable>, OnceCell<bool>),
}

struct Decision {
    at: Location,
    /// The names of its outputs, left to right; blank for one that can't be read. None of what only counts its rules.
    outputs: Vec<String>,
    state: State,
}

/// The decisions of an app, by name.
pub(crate) struct Decisions<'a> {
    by_name: BTreeMap<String, Decision>,
    /// Those of which single cells can't be read: to all others they are broken.
    drafts: Vec<Draft>,
    options: &'a Options,
}

/// What is known of a decision that is named.
#[derive(Clone, Copy)]
pub(crate) enum Named<'d> {
    /// It isn't typed yet.
    Untyped,
    /// It has an error that is reported elsewhere.
    Broken,
    /// Its table.
    Typed(&'d DecisionTable),
}

impl<'a> Decisions<'a> {
    pub(super) fn new(options: &'a Options) -> Self {
        Self { by_name: BTreeMap::new(), drafts: Vec::new(), options }
    }

    /// Adds a decision; where the first of this name is, if there is one. Of several with one name, none can be required.
    pub(super) fn add(&mut self, book: BookView<'_>, decision: &DecisionBlock) -> Option<Location> {
        let block = &decision.block;
        if let Some(known) = self.by_name.get_mut(&block.name.text) {
            known.state = State::Broken;
            return Some(known.at.clone());
        }
        let at = Location::cells(&block.book, &block.sheet_name, block.name.at);
        let outputs = output_names(book, decision);
        self.by_name.insert(block.name.text.clone(), Decision { at, outputs, state: State::Untyped });
        None
    }

    /// Says what came of typing a decision; nothing is said of one whose name others have too.
    pub(super) fn set(&mut self, name: &str, table: Option<DecisionTable>) {
        if let Some(decision) = self.by_name.get_mut(name).filter(|decision| matches!(decision.state, State::Untyped)) {
            decision.state = table.map_or(State::Broken, |table| State::Typed(Arc::new(table), OnceCell::new()));
        }
    }

    /// Keeps what was read of a decision with errors.
    pub(super) fn set_draft(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// The drafts of a book, in no order.
    pub(super) fn take_drafts(&mut self, book: &BookPath) -> Vec<Draft> {
        self.drafts.extract_if(.., |draft| draft.table.book == *book).collect()
    }

    /// Where a decision of this name is.
    pub(crate) fn at(&self, name: &str) -> Option<&Location> {
        self.by_name.get(name).map(|decision| &decision.at)
    }

    /// All that can be named: decisions, and each of their outputs.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        self.by_name.iter().flat_map(|(name, decision)| {
            let outputs = decision.outputs.iter().filter(|output| !output.is_empty());
            std::iter::once(name.clone()).chain(outputs.map(move |output| format!("{name}.{output}")))
        })
    }

    /// The decision that a name is of, and the output, if the name is one of an output.
    pub(crate) fn find(&self, name: &str) -> Option<(&str, Option<OutputId>)> {
        if let Some((name, _)) = self.by_name.get_key_value(name) {
            return Some((name, None));
        }
        name.match_indices('.').rev().find_map(|(dot, _)| {
            let (decision, of) = self.by_name.get_key_value(name.get(..dot)?)?;
            let output = name.get(dot + 1..)?;
            let position = of.outputs.iter().position(|known| known == output)?;
            Some((decision.as_str(), Some(OutputId(position))))
        })
    }

    /// Whether a name is that of outputs of a decision which nest below it: `Quote.price`, where that gives `price.net`.
    pub(crate) fn is_context(&self, name: &str) -> bool {
        let nests = |(dot, _): (usize, &str)| {
            let of = self.by_name.get(name.get(..dot)?)?;
            let below = format!("{}.", name.get(dot + 1..)?);
            Some(of.outputs.iter().any(|output| output.starts_with(&below)))
        };
        self.find(name).is_none() && name.match_indices('.').rev().find_map(nests).unwrap_or(false)
    }

    /// The decision that a name would be an output of, if it had such an output, and the outputs that it has. `None` of what
    /// [`find`](Self::find) knows, and where the name of some output can't be read.
    pub(crate) fn without_output(&self, name: &str) -> Option<(&str, &[String])> {
        if self.find(name).is_some() {
            return None;
        }
        let of = |(dot, _): (usize, &str)| self.by_name.get_key_value(name.get(..dot)?);
        let (decision, known) = name.match_indices('.').rev().find_map(of)?;
        known.outputs.iter().all(|output| !output.is_empty()).then_some((decision.as_str(), &known.outputs))
    }

    /// What is known of a decision.
    pub(crate) fn named(&self, name: &str) -> Named<'_> {
        match self.by_name.get(name).map(|decision| &decision.state) {
            Some(State::Untyped) => Named::Untyped,
            Some(State::Typed(table, _)) => Named::Typed(table),
            Some(State::Broken) | None => Named::Broken,
        }
    }

    /// Whether some rule of a typed decision is proven to match whatever the inputs.
    pub(crate) fn always_matches(&self, name: &str) -> bool {
        match self.by_name.get(name).map(|decision| &decision.state) {
            Some(State::Typed(table, proven)) => *proven.get_or_init(|| check::always_matches(table, self.options)),
            _ => false,
        }
    }

    /// The tables of a book, in no order.
    pub(super) fn take(&mut self, book: &BookPath) -> Vec<Arc<DecisionTable>> {
        let mut taken = Vec::new();
        for decision in self.by_name.values_mut().filter(|decision| decision.at.book == *book) {
            if let State::Typed(table, _) = std::mem::replace(&mut decision.state, State::Broken) {
                taken.push(table);
            }
        }
        taken
    }

    /// All typed tables, by name.
    pub(super) fn tables(&self) -> BTreeMap<&str, &DecisionTable> {
        let tables = self.by_name.iter().filter_map(|(name, decision)| match &decision.state {
            State::Typed(table, _) => Some((name.as_str(), &**table)),
            _ => None,
        });
        tables.collect()
    }
}

/// The names of a block's outputs, left to right.
fn output_names(book: BookView<'_>, decision: &DecisionBlock) -> Vec<String> {
    let counts = matches!(decision.header, Some((HitPolicy::Collect(Some(Aggregation::Count)), _)));
    let outputs = decision.columns.iter().filter(|column| column.role == Some(Role::Then) && !counts);
    let name = |column: &crate::layout::Column| {
        let block = &decision.block;
        let expression = decision.column_rows.get(&ColumnRow::Expr).and_then(|row| {
            let (cell, content) = book.layout.cell(book.workbook, block.sheet, CellRef::new(*row, column.column));
            content.map(|content| (Location::cells(&block.book, &block.sheet_name, cell), content))
        });
        match expression {
            None => column.label.text.clone(),
            Some((at, content)) => syntax::name(content, &at).map(|name| name.to_string()).unwrap_or_default(),
        }
    };
    outputs.map(name).collect()
}
