//! Findings of names, types, entries, hit policies and tests of a decision (`MB03xx`, `MB0450` to `MB0499`, `MB0701` to `MB0749`).

mod explanations;
mod wording;

pub use explanations::EXPLANATIONS;

use super::{Code, Describe, Description, Level, Location};
use crate::model::{DataType, HitPolicy, InputType, Type};

/// What is wrong, in the table's own words. Names, labels and words are as the cells show them.
#[derive(Clone, Debug, PartialEq)]
pub enum TypingProblem {
    /// A name that is a list in one place and a value, or the parent of one, in another.
    ListAndValue {
        /// The list.
        list: String,
        /// What the other place has.
        other: String,
        /// Where.
        first: Location,
    },
    /// A rule that asks two things of some item, each in a column of its own.
    SeparateItems {
        /// The rule's id.
        rule: String,
        /// The list as the columns have it: `items[?]`.
        list: String,
        /// The other cell.
        other: Location,
    },
    /// A column over items of which nothing is known.
    UnknownItems {
        /// The label.
        label: String,
        /// Their path, as the glossary has it: `items[]`.
        path: String,
    },
    /// A type or values for what is a record or a list.
    TypedStructure {
        /// The label.
        label: String,
        /// What its path leads to: `context of price: number`.
        ty: String,
    },
    /// An entry that asks nothing of the record or the list that its column tests.
    NotOfItem {
        /// The entry.
        read: String,
        /// The label.
        label: String,
        /// What its path leads to.
        ty: String,
    },
    /// A test case's list that can't be read.
    UnreadableList {
        /// The list.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two decisions of an app have one name.
    DuplicateDecision {
        /// The name.
        name: String,
        /// Where the first is.
        first: Location,
    },
    /// One name has two meanings in a scope.
    DuplicateName {
        /// The name.
        name: String,
        /// What it is here: `a constant`.
        is: &'static str,
        /// What it is there.
        was: &'static str,
        /// Where.
        first: Location,
    },
    /// Two names that programs can't tell apart.
    SimilarNames {
        /// The name.
        name: String,
        /// The other.
        other: String,
        /// Where the other is.
        first: Location,
        /// `inputs` or `outputs`.
        what: &'static str,
    },
    /// An input, or an output, that is a value and the parent of another one.
    NameInsideName {
        /// The value's name.
        parent: String,
        /// The name within it.
        child: String,
        /// Where the other one is.
        first: Location,
        /// `inputs` or `outputs`.
        what: &'static str,
    },
    /// A label that reads like a nested name of the glossary, and is one name.
    LabelOfNestedName {
        /// The glossary's name, as it prints.
        name: String,
        /// The column's cell of the row `expr`, if there is such a row.
        expr: Option<Location>,
    },
    /// A label that reads like a path into a list, and is one name.
    LabelOfPath {
        /// The label.
        label: String,
        /// The column's cell of the row `expr`, if there is such a row.
        expr: Option<Location>,
    },
    /// A column over an output that its decision doesn't have.
    NoSuchOutput {
        /// The name, as it prints.
        name: String,
        /// The decision.
        decision: String,
        /// The outputs that it has, each behind its name.
        known: Vec<String>,
        /// The one that may have been meant.
        meant: Option<String>,
    },
    /// Two output columns with one name.
    DuplicateOutput {
        /// The name.
        name: String,
        /// Where the first is.
        first: Location,
    },
    /// Two columns over one input give it different types or values.
    ColumnsDisagree {
        /// The input.
        name: String,
        /// `type` or `values`.
        what: &'static str,
        /// What the first column says.
        says: String,
        /// Where.
        first: Location,
        /// Whether the finding is at the cell that says otherwise.
        settable: bool,
    },
    /// A column contradicts the glossary's type.
    ContradictsGlossary {
        /// The name.
        name: String,
        /// The column's type.
        ty: DataType,
        /// The glossary's.
        glossary: DataType,
        /// Where.
        first: Location,
    },
    /// A column allows values that the glossary doesn't.
    WidensGlossary {
        /// The name.
        name: String,
        /// One such value.
        value: String,
        /// The glossary's row.
        first: Location,
    },
    /// A column without a type and without an entry that gives one.
    MissingType {
        /// The label.
        label: String,
    },
    /// A type read off the cells.
    Inferred {
        /// The label.
        label: String,
        /// The type.
        ty: Type,
    },
    /// An expression in an output column whose values rank the rules.
    ComputedRank {
        /// The label.
        label: String,
    },
    /// A rule whose last day is before its first.
    ReversedPeriod {
        /// The rule's id.
        rule: String,
        /// The first day's cell.
        from: Location,
    },
    /// A column over an expression, or a decision, that gives no single value.
    NoColumnType {
        /// The label.
        label: String,
        /// What it gives.
        ty: String,
        /// The outputs of the decision.
        outputs: Vec<String>,
    },
    /// A column with a path into a list, over a decision that gives none.
    NoListGiven {
        /// The label.
        label: String,
        /// The decision, or its output.
        name: String,
        /// What it gives.
        ty: String,
        /// The path without its quantifiers, if a decision gives that.
        meant: Option<String>,
    },
    /// A cell names another decision.
    RequiresDecision {
        /// The decision.
        decision: String,
        /// What is read of it, and the type of that.
        reads: Option<(String, String)>,
    },
    /// A column says another type or other values than the decision that it reads.
    DisagreesWithDecision {
        /// `type` or `values`.
        what: &'static str,
        /// What the decision says; blank where it has no values.
        says: String,
        /// The decision.
        decision: String,
        /// Where it says so.
        first: Location,
    },
    /// Decisions that require each other, in order: each names the next, the last the first.
    Cycle {
        /// The decisions.
        steps: Vec<Step>,
    },
    /// One name is two inputs of a decision's graph that can't be one.
    InputsDisagree {
        /// The name.
        name: String,
        /// `type` or `values`.
        what: &'static str,
        /// What the one says.
        says: String,
        /// What the other says.
        there: String,
        /// The required decision that brings the other.
        decision: String,
        /// Where the one is read.
        first: Location,
        /// Where the other is read.
        second: Location,
    },
    /// A value that the column can't have.
    OutsideValues {
        /// The value.
        value: String,
        /// The label.
        label: String,
        /// The allowed values.
        allowed: String,
        /// The nearest allowed value.
        meant: Vec<String>,
        /// Whether the cell holds nothing but that value, so that it can be replaced.
        alone: bool,
    },
    /// A blank entry of an output that has no default.
    BlankOutput {
        /// The label.
        label: String,
        /// The rule's id.
        rule: String,
        /// Its type.
        ty: DataType,
    },
    /// A glossary row or constant without a type or value.
    BlankDefinition {
        /// The name.
        name: String,
        /// `type` or `value`.
        what: &'static str,
    },
    /// An option's value that is none.
    BadOption {
        /// The option.
        option: &'static str,
        /// What the cell shows.
        text: String,
        /// What it could be, as words to choose from.
        choices: &'static [&'static str],
        /// The nearest of them.
        meant: Option<&'static str>,
    },
    /// `allow` of a code that doesn't exist.
    UnknownCode {
        /// What the cell shows.
        text: String,
    },
    /// `allow` without a reason.
    AllowWithoutReason {
        /// The code.
        code: String,
    },
    /// A name of a glossary that no table uses.
    UnusedName {
        /// The name.
        name: String,
    },
    /// A constant that no table uses.
    UnusedConstant {
        /// The name.
        name: String,
    },
    /// Priority or Output order without an output whose values are ranked.
    NothingRanked {
        /// The policy.
        policy: HitPolicy,
        /// The label of the first output that is no list.
        label: Option<String>,
    },
    /// An aggregation over several outputs.
    SeveralOutputs {
        /// The policy.
        policy: HitPolicy,
        /// How many.
        count: usize,
    },
    /// An aggregation over values that it can't take.
    NotAggregable {
        /// The policy.
        policy: HitPolicy,
        /// The output's label.
        label: String,
        /// Its type.
        ty: DataType,
    },
    /// `complete` where it means nothing.
    CompleteMeansNothing {
        /// The policy.
        policy: HitPolicy,
    },
    /// A test of a decision that isn't there.
    UnknownDecision {
        /// The name.
        name: String,
        /// The nearest.
        meant: Option<String>,
    },
    /// A test block's column that is neither input nor expectation.
    UnknownTestColumn {
        /// The label.
        label: String,
        /// The decision.
        decision: String,
        /// The nearest column.
        meant: Option<String>,
        /// All there are.
        known: Vec<String>,
    },
    /// Two columns of a test block for one thing.
    RepeatedTestColumn {
        /// The label.
        label: String,
        /// The first.
        first: Location,
    },
    /// No value for an input that needs one.
    BlankInput {
        /// The input.
        name: String,
        /// Its type.
        ty: InputType,
    },
    /// A test block without a column for an input that needs a value.
    MissingInputColumn {
        /// The input.
        name: String,
        /// The decision.
        decision: String,
        /// Its type.
        ty: InputType,
    },
    /// `expect error` that is neither `yes` nor the code of an error that a decision can end in.
    BadErrorExpectation {
        /// What the cell shows.
        text: String,
    },
    /// `expect rule` with an id that isn't there.
    UnknownRule {
        /// The id.
        id: String,
        /// The decision.
        decision: String,
        /// The nearest id.
        meant: Option<String>,
        /// Whether the cell holds nothing but that id.
        alone: bool,
    },
    /// A case that expects an error and a result.
    ErrorAndResult,
}

/// That a decision names another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The decision.
    pub decision: String,
    /// The decision that it names.
    pub names: String,
    /// The cell.
    pub at: Location,
}

/// A finding of names, types, entries, hit policies and tests of a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct TypingFinding {
    /// The cell to look at first.
    pub at: Location,
    /// What is wrong there.
    pub problem: TypingProblem,
}

impl Describe for TypingFinding {
    fn code(&self) -> Code {
        use TypingProblem as P;
        Code(match self.problem {
            P::DuplicateDecision { .. } => 301,
            P::DuplicateName { .. } => 302,
            P::SimilarNames { .. } => 303,
            P::NameInsideName { .. } => 304,
            P::DuplicateOutput { .. } => 305,
            P::ColumnsDisagree { .. } => 306,
            P::ContradictsGlossary { .. } => 307,
            P::WidensGlossary { .. } => 308,
            P::MissingType { .. } => 309,
            P::Inferred { .. } => 310,
            P::RequiresDecision { .. } => 311,
            P::OutsideValues { .. } => 313,
            P::BlankOutput { .. } => 315,
            P::BlankDefinition { .. } => 316,
            P::BadOption { .. } => 317,
            P::UnknownCode { .. } => 319,
            P::AllowWithoutReason { .. } => 320,
            P::UnusedName { .. } => 321,
            P::UnusedConstant { .. } => 322,
            P::LabelOfNestedName { .. } => 323,
            P::NoColumnType { .. } => 324,
            P::ReversedPeriod { .. } => 325,
            P::DisagreesWithDecision { .. } => 326,
            P::Cycle { .. } => 327,
            P::InputsDisagree { .. } => 328,
            P::ListAndValue { .. } => 330,
            P::SeparateItems { .. } => 331,
            P::UnknownItems { .. } => 332,
            P::TypedStructure { .. } => 333,
            P::NotOfItem { .. } => 334,
            P::NoSuchOutput { .. } => 335,
            P::LabelOfPath { .. } => 336,
            P::NoListGiven { .. } => 337,
            P::NothingRanked { .. } => 450,
            P::SeveralOutputs { .. } => 451,
            P::NotAggregable { .. } => 452,
            P::CompleteMeansNothing { .. } => 453,
            P::ComputedRank { .. } => 454,
            P::UnknownDecision { .. } => 701,
            P::UnknownTestColumn { .. } => 702,
            P::RepeatedTestColumn { .. } => 703,
            P::BlankInput { .. } => 704,
            P::MissingInputColumn { .. } => 705,
            P::BadErrorExpectation { .. } => 706,
            P::UnknownRule { .. } => 707,
            P::ErrorAndResult => 708,
            P::UnreadableList { .. } => 709,
        })
    }

    fn level(&self) -> Level {
        use TypingProblem as P;
        match self.problem {
            P::Inferred { .. } | P::RequiresDecision { .. } | P::SeparateItems { .. } => Level::Note,
            P::UnusedName { .. } | P::UnusedConstant { .. } => Level::Advice,
            P::CompleteMeansNothing { .. } | P::LabelOfPath { .. } => Level::Warning,
            _ => Level::Error,
        }
    }

    fn describe(&self) -> Description {
        wording::describe(self)
    }
}
