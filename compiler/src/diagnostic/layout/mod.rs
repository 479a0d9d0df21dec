//! Findings of blocks, rows and columns (`MB0150` to `MB0199`).

mod explanations;
mod wording;

pub use explanations::EXPLANATIONS;

use super::{Code, Describe, Description, Level, Location};

/// What stands directly right of a word that a sheet's reader took for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A rule of a decision.
    Rule,
    /// A case of a test block.
    Case,
}

/// Why a cell has no value that a table could use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoValue {
    /// It shows an error: `#REF!`.
    Error(String),
    /// A formula without a cached value.
    Uncalculated,
    /// A formula that reads this other workbook.
    ExternalLink(String),
}

/// What is wrong with a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeFault {
    /// It spans several columns.
    Wide,
    /// It lies in the gutter.
    Gutter,
    /// It reaches below the block's last row.
    Below,
}

/// A finding of blocks, rows and columns (`MB0150` to `MB0199`).
#[derive(Clone, Debug, PartialEq)]
pub enum LayoutFinding {
    /// What a book holds.
    Found {
        /// The book.
        at: Location,
        /// How many decisions, test blocks, glossaries, blocks of constants.
        blocks: [usize; 4],
        /// Filled cells outside any block.
        outside: usize,
    },
    /// A sheet holds cells but no block.
    SheetWithoutBlock {
        /// Its first filled cell.
        at: Location,
        /// Its name.
        sheet: String,
    },
    /// A word that is nearly a block word, with a name beside it.
    MisspeltBlockWord {
        /// The cell.
        at: Location,
        /// What it says.
        word: String,
        /// The block word.
        meant: &'static str,
        /// What stands beside it.
        name: String,
    },
    /// A block word without a name beside it.
    BlockWithoutName {
        /// The cell.
        at: Location,
        /// The block word.
        word: &'static str,
        /// The cell that should hold the name.
        name_at: Location,
    },
    /// A `role` row outside any block.
    StrayRoleRow {
        /// The cell of the word.
        at: Location,
    },
    /// Filled cells directly right of a block.
    CellBesideBlock {
        /// The topmost such cell.
        at: Location,
        /// What it says.
        text: String,
        /// How many there are.
        count: usize,
        /// The block's name.
        block: String,
        /// The header cell above them, which is blank.
        header: Location,
    },
    /// A row below a block that looks like one of its rows.
    CutTable {
        /// The cell in the gutter.
        at: Location,
        /// What it says.
        id: String,
        /// The block's name.
        block: String,
        /// The block.
        range: Location,
    },
    /// A decision without a header row.
    MissingHitPolicy {
        /// The cell that should hold it, or the anchor.
        at: Location,
        /// The decision's name.
        decision: String,
        /// What stands where the hit policy should be.
        found: Option<String>,
        /// The hit policy that was probably meant.
        meant: Option<&'static str>,
    },
    /// An unknown word between anchor and header.
    UnknownOption {
        /// Its cell.
        at: Location,
        /// The word; empty for a blank cell beside a filled one.
        word: String,
        /// The option that was probably meant.
        meant: Option<&'static str>,
        /// The decision's name.
        decision: String,
    },
    /// An option row or column row on the wrong side of the header row, or a column row below the first rule.
    MisplacedRow {
        /// The cell of its word.
        at: Location,
        /// The word.
        word: &'static str,
        /// Where it belongs.
        belongs: &'static str,
        /// The header row.
        header: Location,
    },
    /// An option row or column row given twice.
    RepeatedRow {
        /// The second.
        at: Location,
        /// The first.
        first: Location,
        /// The word.
        word: &'static str,
    },
    /// A block whose header row has no label.
    NoLabels {
        /// The cell that should hold the first label.
        at: Location,
        /// The block word and name.
        block: String,
    },
    /// A decision without a `role` row.
    MissingRoleRow {
        /// The header row's gutter.
        at: Location,
        /// The decision's name.
        decision: String,
        /// The row that holds role words under another word, if there is one: the cell of that word and what it says.
        under: Option<(Location, String)>,
    },
    /// A label without a word in the `role` row.
    MissingRole {
        /// The cell that should hold it.
        at: Location,
        /// The label.
        label: String,
    },
    /// Another decision's header row among the labels.
    TouchingBlocks {
        /// The other hit policy.
        at: Location,
        /// The decision on the left.
        decision: String,
        /// What that cell shows.
        text: String,
    },
    /// An unknown word in the `role` row.
    UnknownRole {
        /// The cell.
        at: Location,
        /// The word.
        word: String,
        /// The label.
        label: String,
        /// The role that was probably meant.
        meant: Option<&'static str>,
    },
    /// A second `from` or `until` column.
    RepeatedRole {
        /// The cell.
        at: Location,
        /// The word.
        word: String,
        /// The label.
        label: String,
    },
    /// A rule or case without an id.
    BlankId {
        /// The cell that should hold it.
        at: Location,
        /// Of what.
        kind: RowKind,
        /// An id that no other row has.
        suggestion: String,
    },
    /// Two rules or cases with one id.
    DuplicateId {
        /// The second.
        at: Location,
        /// The first.
        first: Location,
        /// Of what.
        kind: RowKind,
        /// The id.
        id: String,
        /// An id that no other row has.
        suggestion: String,
    },
    /// A rule's id that is a word of the gutter.
    ReservedId {
        /// The cell.
        at: Location,
        /// The word.
        word: &'static str,
        /// An id that no other row has.
        suggestion: String,
    },
    /// An id that is neither text nor a number.
    IdNotText {
        /// The cell.
        at: Location,
        /// Of what.
        kind: RowKind,
        /// What the cell shows.
        shown: String,
        /// An id that no other row has.
        suggestion: String,
    },
    /// Rules below `else`.
    ElseNotLast {
        /// The cell of `else`.
        at: Location,
        /// The first rule below it.
        below: Location,
    },
    /// Two `else` rules.
    SeveralElse {
        /// The second.
        at: Location,
        /// The first.
        first: Location,
    },
    /// An `else` rule with an input.
    ElseWithInputs {
        /// The first input cell that isn't blank.
        at: Location,
        /// Its column's label.
        label: String,
        /// What it says.
        text: String,
    },
    /// A rule all of whose inputs are blank.
    RuleWithoutInputs {
        /// The first input cell.
        at: Location,
        /// Its column's label.
        label: String,
        /// The rule's id.
        id: String,
        /// The cell of its id, if it is the last rule and no other is `else`.
        last: Option<Location>,
    },
    /// A decision without rules.
    NoRules {
        /// The header row's gutter.
        at: Location,
        /// The decision's name.
        decision: String,
    },
    /// A decision without input or without output columns.
    NoColumns {
        /// The role row's gutter.
        at: Location,
        /// The decision's name.
        decision: String,
        /// Whether it is outputs that are missing.
        outputs: bool,
    },
    /// A merge that means nothing.
    BadMerge {
        /// Its cells.
        at: Location,
        /// What is wrong.
        fault: MergeFault,
        /// The block's name.
        block: String,
    },
    /// Rows or columns of a block that the reader of the sheet doesn't see.
    Hidden {
        /// The first of them, within the block.
        at: Location,
        /// Them as numbers or letters, or the whole block: `rows 4 and 5`.
        what: String,
        /// The block's name.
        block: String,
    },
    /// A cell within a block that nothing reads.
    UnreadCell {
        /// The cell.
        at: Location,
        /// What it says.
        text: String,
        /// Why nothing reads it.
        why: &'static str,
    },
    /// A cell within a block that has no value.
    CellWithoutValue {
        /// The cell.
        at: Location,
        /// Why.
        why: NoValue,
    },
    /// A rule's id right below the header that is nearly the word of a column row.
    AlmostColumnRow {
        /// The cell.
        at: Location,
        /// What it says.
        word: String,
        /// The word that was probably meant.
        meant: &'static str,
    },
    /// An unknown label in a `glossary` or `constants` block.
    UnknownLabel {
        /// The cell.
        at: Location,
        /// The label.
        label: String,
        /// The block word.
        block: &'static str,
        /// The label that was probably meant.
        meant: Option<&'static str>,
        /// Every label that such a block knows.
        known: &'static [&'static str],
    },
    /// A `glossary` or `constants` block without a column that it needs.
    MissingLabel {
        /// The block's first label.
        at: Location,
        /// The label.
        label: &'static str,
        /// The block word.
        block: &'static str,
    },
    /// One label twice.
    RepeatedLabel {
        /// The second.
        at: Location,
        /// The first.
        first: Location,
        /// The label.
        label: String,
    },
    /// A row of a `glossary` or `constants` block without a name.
    RowWithoutName {
        /// The cell that should hold it.
        at: Location,
        /// The block word.
        block: &'static str,
    },
}

impl Describe for LayoutFinding {
    fn code(&self) -> Code {
        Code(match self {
            Self::Found { .. } => 150,
            Self::SheetWithoutBlock { .. } => 151,
            Self::MisspeltBlockWord { .. } => 152,
            Self::BlockWithoutName { .. } => 153,
            Self::StrayRoleRow { .. } => 154,
            Self::CellBesideBlock { .. } => 155,
            Self::CutTable { .. } => 156,
            Self::MissingHitPolicy { .. } => 157,
            Self::UnknownOption { .. } => 158,
            Self::MisplacedRow { .. } => 159,
            Self::RepeatedRow { .. } => 160,
            Self::NoLabels { .. } => 161,
            Self::MissingRoleRow { .. } => 162,
            Self::MissingRole { .. } => 163,
            Self::UnknownRole { .. } | Self::TouchingBlocks { .. } => 164,
            Self::RepeatedRole { .. } => 165,
            Self::BlankId { .. } => 166,
            Self::DuplicateId { .. } => 167,
            Self::ReservedId { .. } => 168,
            Self::IdNotText { .. } => 169,
            Self::ElseNotLast { .. } => 170,
            Self::SeveralElse { .. } => 171,
            Self::ElseWithInputs { .. } => 172,
            Self::RuleWithoutInputs { .. } => 173,
            Self::NoRules { .. } => 174,
            Self::NoColumns { .. } => 175,
            Self::BadMerge { .. } => 176,
            Self::Hidden { .. } => 177,
            Self::UnreadCell { .. } => 178,
            Self::CellWithoutValue { why: NoValue::Error(_), .. } => 179,
            Self::CellWithoutValue { why: NoValue::Uncalculated, .. } => 180,
            Self::CellWithoutValue { why: NoValue::ExternalLink(_), .. } => 181,
            Self::AlmostColumnRow { .. } => 182,
            Self::UnknownLabel { .. } => 183,
            Self::MissingLabel { .. } => 184,
            Self::RepeatedLabel { .. } => 185,
            Self::RowWithoutName { .. } => 186,
        })
    }

    fn level(&self) -> Level {
        match self {
            Self::Found { .. } => Level::Note,
            Self::SheetWithoutBlock { .. }
            | Self::MisspeltBlockWord { .. }
            | Self::BlockWithoutName { .. }
            | Self::StrayRoleRow { .. }
            | Self::Hidden { .. }
            | Self::UnreadCell { .. } => Level::Warning,
            _ => Level::Error,
        }
    }

    fn describe(&self) -> Description {
        wording::describe(self)
    }
}
