//! Rust enums as domains.

/// An enum of the crate that the generated code is for, as `[enums]` of `matchbook.toml` names it and its source file shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RustEnum {
    /// Its name in tables: `PaymentMethod`.
    pub name: String,
    /// Its path in the crate that the generated code is for: `crate`, `payment`, `PaymentMethod`; at least two segments.
    pub path: Vec<String>,
    /// The file that it was read from, as `matchbook.toml` names it.
    pub source: String,
    /// Whether it is `pub` without a restriction.
    pub public: bool,
    /// The variants that the file shows without a condition, in their order; at least one.
    pub variants: Vec<RustVariant>,
}

/// A variant of a [`RustEnum`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RustVariant {
    /// Its identifier: `Card`.
    pub ident: String,
    /// What tables, JSON and expressions call it.
    pub text: String,
}
