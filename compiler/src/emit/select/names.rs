//! The names that selection's code uses and makes.

use std::collections::BTreeSet;

/// The names that the rest of a generated module gives to what selection speaks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectionNames {
    /// The path of the runtime crate: `matchbook`.
    pub runtime: String,
    /// The type of the inputs, with its lifetime if it has one: `Input`, `Input<'_>`.
    pub input: String,
    /// Each input as an expression over `input: &Input`: `input.parcel.weight`.
    pub fields: Vec<String>,
    /// Each input's static `Field`: `PARCEL_WEIGHT`.
    pub statics: Vec<String>,
    /// Each input's enum, if it has one.
    pub enums: Vec<Option<EnumNames>>,
    /// Each rule's constant `RuleIndex`, in the table's order; not read if
    /// [`Selection::names_rules`](crate::dispatch::Selection::names_rules) is false.
    pub rules: Vec<String>,
    /// All items of the module, those above included: selection's own are named otherwise.
    pub taken: BTreeSet<String>,
}

/// The names of an enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumNames {
    /// The enum: `Destination`.
    pub path: String,
    /// Its variants in the order of the closed list: `Us`.
    pub variants: Vec<String>,
}
