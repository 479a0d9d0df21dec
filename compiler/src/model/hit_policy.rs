//! Hit policies.

/// How a table's matching rules make its result (DMN 1.5, 8.2.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HitPolicy {
    /// At most one rule matches; proven.
    Unique,
    /// Several may match, with equal outputs; proven.
    Any,
    /// The match of highest rank, by the order of the outputs' `values`.
    Priority,
    /// The first match in rule order.
    First,
    /// All matches in rule order, or one aggregated value of them.
    Collect(Option<Aggregation>),
    /// All matches in rule order.
    RuleOrder,
    /// All matches by rank, equal ranks in rule order.
    OutputOrder,
}

/// How `Collect` makes one value of all matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregation {
    /// The exact sum; 0 of none.
    Sum,
    /// The least; null of none.
    Min,
    /// The greatest; null of none.
    Max,
    /// How many rules match.
    Count,
}

impl HitPolicy {
    /// All eleven, in DMN's order.
    pub const ALL: [Self; 11] = [
        Self::Unique,
        Self::Any,
        Self::Priority,
        Self::First,
        Self::Collect(None),
        Self::Collect(Some(Aggregation::Sum)),
        Self::Collect(Some(Aggregation::Min)),
        Self::Collect(Some(Aggregation::Max)),
        Self::Collect(Some(Aggregation::Count)),
        Self::RuleOrder,
        Self::OutputOrder,
    ];

    /// DMN's letter, with the sign of an aggregation.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Unique => "U",
            Self::Any => "A",
            Self::Priority => "P",
            Self::First => "F",
            Self::Collect(None) => "C",
            Self::Collect(Some(Aggregation::Sum)) => "C+",
            Self::Collect(Some(Aggregation::Min)) => "C<",
            Self::Collect(Some(Aggregation::Max)) => "C>",
            Self::Collect(Some(Aggregation::Count)) => "C#",
            Self::RuleOrder => "R",
            Self::OutputOrder => "O",
        }
    }

    /// The table language's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Any => "any",
            Self::Priority => "priority",
            Self::First => "first",
            Self::Collect(None) => "collect",
            Self::Collect(Some(Aggregation::Sum)) => "sum",
            Self::Collect(Some(Aggregation::Min)) => "min",
            Self::Collect(Some(Aggregation::Max)) => "max",
            Self::Collect(Some(Aggregation::Count)) => "count",
            Self::RuleOrder => "rule order",
            Self::OutputOrder => "output order",
        }
    }

    /// Whether the result is one output record: Unique, Any, Priority, First.
    pub fn is_single_hit(self) -> bool {
        matches!(self, Self::Unique | Self::Any | Self::Priority | Self::First)
    }

    /// Whether the result is a list of output records: Collect without aggregation, Rule order, Output order.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Collect(None) | Self::RuleOrder | Self::OutputOrder)
    }
}
