//! Why a form was chosen: what `gen --explain-dispatch` prints.

use crate::model::Strategy;

/// How a plan came about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Who asked for the form that was taken, or for one that this table can't have.
    pub wish: Wish,
    /// The forms that were looked at, in the order of [`Strategy::ALL`]; exactly one of them was taken.
    pub forms: Vec<Considered>,
    /// The form of batches and its cost, where they have one of their own.
    pub batch: Option<(Strategy, Cost)>,
}

/// Who asked for a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wish {
    /// Nobody.
    #[default]
    None,
    /// The table, by its row `dispatch`.
    Table(Strategy),
    /// The key `dispatch` of `matchbook.toml`.
    Options(Strategy),
}

/// A form that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered {
    /// Which.
    pub strategy: Strategy,
    /// What it would cost; `None` where the table can't have it, or nothing hung on it.
    pub cost: Option<Cost>,
    /// Whether it was taken.
    pub taken: bool,
    /// Why, or why not, as half a sentence: `its cube would have 31,492,800,000 cells, more than 16,777,216`.
    pub why: String,
}

/// What a form costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// The bytes of constant data that finding a rule reads from.
    pub data_bytes: u64,
    /// The most comparisons that any input can take, those that bring inputs to classes included. A word of 64 rules is one.
    pub comparisons: u64,
    /// The estimated time of one decision on random input, in picoseconds on the machine that the constants were measured on; 0 where it
    /// wasn't estimated.
    pub picoseconds: u64,
}

impl Report {
    /// The form that was taken.
    pub fn taken(&self) -> Option<&Considered> {
        self.forms.iter().find(|form| form.taken)
    }

    pub(super) fn add(&mut self, strategy: Strategy, cost: Option<Cost>, taken: bool, why: impl Into<String>) {
        self.forms.push(Considered { strategy, cost, taken, why: why.into() });
    }

    pub(super) fn sort(&mut self) {
        self.forms.sort_by_key(|form| form.strategy);
    }
}
