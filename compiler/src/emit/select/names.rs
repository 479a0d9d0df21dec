//! The names that selection's code uses and makes.

use std::collections::BTreeSet;

/// The names that the rest of a generated module gives to what selection speaks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectionNames {
    /// The path of the runtime crate: `matchbook`.
    pub runtime: String,
    /// The type of the inputs, with its lifetime if it has one: `Input`, `Input<'_>`.
    pub input: String,
    /// The type of what other decisions gave, which `select` takes as `required`, if it requires any.
    pub required: Option<String>,
    /// Each input as an expression over `input: &Input`: `input.parcel.weight`.
    pub fields: Vec<String>,
    /// Each input's static `Field`: `PARCEL_WEIGHT`.
    pub statics: Vec<String>,
    /// Each input's enum, if it has one.
    pub enums: Vec<Option<EnumNames>>,
    /// How each input is computed, if the table does that. In `fields` is then an expression over its variable.
    pub computed: Vec<Option<ComputedInput>>,
    /// The statements that look at what is in each input that is a list: whether its values are allowed.
    pub checks: Vec<String>,
    /// Each rule's constant `RuleIndex`, in the table's order; not read if
    /// [`Selection::names_rules`](crate::dispatch::Selection::names_rules) is false.
    pub rules: Vec<String>,
    /// All items of the module, those above included: selection's own are named otherwise.
    pub taken: BTreeSet<String>,
}

/// How an input is computed before the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComputedInput {
    /// The variable.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether that can end in an error, so that it has to be computed even if no rule asks.
    pub fails: bool,
    /// Whether an expression gives it: of an integer, a decimal; of a years and months duration, the months.
    pub is_expression: bool,
    /// The computed inputs whose variables it uses.
    pub needs: Vec<usize>,
}

/// The names of an enum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EnumNames {
    /// The enum by which rules are found: `Destination`.
    pub path: String,
    /// Its variants in the order of the closed list: `Us`.
    pub variants: Vec<String>,
    /// The function that gives it, where the input is another one: of the user's.
    pub conversion: Option<String>,
}
