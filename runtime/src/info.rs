//! What a generated module says of itself.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::Rules;

/// An input or an output: its path, and what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    path: &'static str,
    expected: &'static str,
    sensitivity: Option<&'static str>,
}

impl Field {
    /// The field at `path`, which must be `expected`: `parcel.weight`, `decimal(2) > 0`.
    pub const fn new(path: &'static str, expected: &'static str) -> Self {
        Self { path, expected, sensitivity: None }
    }

    /// Holding sensitive data of this kind: `personal`.
    #[must_use]
    pub const fn sensitive(self, kind: &'static str) -> Self {
        Self { sensitivity: Some(kind), ..self }
    }

    /// Its name as written, a dot between the parts of a nested one: `parcel.weight`.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Its type and allowed values: `decimal(2) > 0`.
    pub const fn expected(&self) -> &'static str {
        self.expected
    }

    /// What kind of sensitive data it holds, in the glossary's word: `personal`. `None` for none that the glossary names.
    pub const fn sensitivity(&self) -> Option<&'static str> {
        self.sensitivity
    }
}

/// How a table's matching rules make its result (DMN 1.5, 8.2.10). It prints as the table language's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HitPolicy {
    /// At most one rule matches.
    Unique,
    /// Several may match, with equal outputs.
    Any,
    /// The match of highest rank.
    Priority,
    /// The first match in rule order.
    First,
    /// All matches in rule order.
    Collect,
    /// The sum over all matches.
    Sum,
    /// The least of all matches.
    Min,
    /// The greatest of all matches.
    Max,
    /// How many rules match.
    Count,
    /// All matches in rule order.
    RuleOrder,
    /// All matches by rank.
    OutputOrder,
}

impl HitPolicy {
    /// The table language's word: `rule order`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Any => "any",
            Self::Priority => "priority",
            Self::First => "first",
            Self::Collect => "collect",
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Count => "count",
            Self::RuleOrder => "rule order",
            Self::OutputOrder => "output order",
        }
    }
}

impl fmt::Display for HitPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a module was generated from. Built by its constant methods, so that a field can be added.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Info {
    /// The app (the tenant) that the decision belongs to.
    pub app: &'static str,
    /// The decision's name, unique in its app.
    pub name: &'static str,
    /// The book below the root of the tables: `retail/shipping.xlsx`.
    pub book: &'static str,
    /// The sheet.
    pub sheet: &'static str,
    /// How matching rules make the result.
    pub hit_policy: HitPolicy,
    /// What it reads, in the table's order.
    pub inputs: &'static [&'static Field],
    /// What it decides, in the table's order.
    pub outputs: &'static [&'static Field],
    /// The rules.
    pub rules: Rules,
    /// The decisions that it requires, directly or not, in the order in which they are evaluated.
    pub requires: &'static [&'static Info],
    /// A hash of the decision's meaning, in hexadecimal digits: the same for the same table in whichever book, sheet, format and position.
    pub hash: &'static str,
    /// The version of the compiler.
    pub compiler: &'static str,
}

/// Two are equal if they are of one table: by app, name and hash.
impl PartialEq for Info {
    fn eq(&self, other: &Self) -> bool {
        (self.app, self.name, self.hash) == (other.app, other.name, other.hash)
    }
}

impl Eq for Info {}

impl Hash for Info {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.app, self.name, self.hash).hash(state);
    }
}

impl Info {
    /// Of a decision of an app.
    pub const fn new(app: &'static str, name: &'static str, hit_policy: HitPolicy) -> Self {
        Self {
            app,
            name,
            book: "",
            sheet: "",
            hit_policy,
            inputs: &[],
            outputs: &[],
            rules: Rules::new(&[]),
            requires: &[],
            hash: "",
            compiler: "",
        }
    }

    /// With the book and sheet that hold it.
    #[must_use]
    pub const fn source(self, book: &'static str, sheet: &'static str) -> Self {
        Self { book, sheet, ..self }
    }

    /// With what it reads.
    #[must_use]
    pub const fn inputs(self, inputs: &'static [&'static Field]) -> Self {
        Self { inputs, ..self }
    }

    /// With what it decides.
    #[must_use]
    pub const fn outputs(self, outputs: &'static [&'static Field]) -> Self {
        Self { outputs, ..self }
    }

    /// With its rules.
    #[must_use]
    pub const fn rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// With the decisions that it requires, directly or not, in the order in which they are evaluated.
    #[must_use]
    pub const fn requires(self, requires: &'static [&'static Info]) -> Self {
        Self { requires, ..self }
    }

    /// With the table's hash and the compiler's version.
    #[must_use]
    pub const fn origin(self, hash: &'static str, compiler: &'static str) -> Self {
        Self { hash, compiler, ..self }
    }
}
