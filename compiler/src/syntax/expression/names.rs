//! The names in scope, for the longest match.

use std::collections::{BTreeMap, BTreeSet};

/// The names in scope of an expression, as they print: `parcel.weight`, `Weight (kg)`, `No. of items`.
#[derive(Clone, Debug, Default)]
pub struct Names<'a> {
    /// By their first character, so that few are compared at a place.
    by_first: BTreeMap<char, BTreeSet<&'a str>>,
}

impl<'a> Names<'a> {
    /// These names.
    pub fn new(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_first: BTreeMap<char, BTreeSet<&'a str>> = BTreeMap::new();
        for name in names {
            if let Some(first) = name.chars().next() {
                by_first.entry(first).or_default().insert(name);
            }
        }
        Self { by_first }
    }
}
