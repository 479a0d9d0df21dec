//! What a decision reads and gives, as columns: written by `matchbook run` from the checked table.

/// A decision's columns.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// What it reads, in the table's order; those of the decisions that it requires, too.
    pub inputs: &'static [Input],
    /// What it gives, in the table's order.
    pub outputs: &'static [Output],
    /// How its results are made of the outputs.
    pub result: Shape,
    /// The decisions that it requires, directly or not, by name.
    pub required: usize,
}

/// Something that a decision reads.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// The parts of its name, as written: `parcel`, `weight`.
    pub path: &'static [&'static str],
    /// The same in `snake_case`.
    pub snake: &'static [&'static str],
    /// How a cell spells it.
    pub kind: Kind,
    /// Whether null is among its values.
    pub nullable: bool,
    /// What it must be, in the table's words: `decimal(2) > 0`.
    pub expected: &'static str,
}

/// Something that a decision gives.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// The parts of its name.
    pub path: &'static [&'static str],
    /// How a cell spells it.
    pub kind: Kind,
}

/// How a cell spells a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text of any kind, taken whole.
    Text,
    /// Text of a closed list.
    Closed,
    /// An `integer`.
    Integer,
    /// A `number`: its digits.
    Number,
    /// A `decimal(s)`, of this scale: its digits.
    Decimal(u32),
    /// A `boolean`.
    Boolean,
    /// A `date`.
    Date,
    /// A `time`, a `date and time` or a duration: ISO 8601.
    Time,
    /// A list, or of outputs also `any`: JSON.
    Json,
}

/// How a result is made of the outputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One record of outputs, made by one rule; or none.
    Record,
    /// A list of records, made by a rule each.
    List,
    /// One value, made by all rules that match.
    Aggregate,
}

impl Input {
    /// Its name: the parts with dots between them.
    pub(crate) fn name(&self) -> String {
        self.path.join(".")
    }

    /// Whether a column of this name is meant for it: as written, or in `snake_case`.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        name == self.name() || name == self.snake.join(".")
    }
}

impl Output {
    /// Its name: the parts with dots between them.
    pub(crate) fn name(&self) -> String {
        self.path.join(".")
    }
}
