//! Books, decision tables and their tests, typed and resolved.

use std::fmt;
use std::hash::{Hash, Hasher};

use jiff::civil::Date;

use super::entry::{Domain, UnaryTest};
use super::expression::Expression;
use super::value::{Type, Value};
use crate::diagnostic::Code;
use crate::source::{BookPath, CellRange, CellRef};

/// All books, by app.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The apps, by name. They never see each other's names.
    pub apps: Vec<App>,
}

/// The books of one first-level folder, or a book in none.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    /// The folder's name, or the stem of a book in no folder.
    pub name: String,
    /// Its books, by path.
    pub books: Vec<Book>,
}

/// A book's decisions and tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Its path below the root.
    pub path: BookPath,
    /// Its decisions, by sheet and row.
    pub decisions: Vec<DecisionTable>,
    /// Names that its glossary blocks give types.
    pub glossary: Vec<GlossaryEntry>,
    /// Its named values.
    pub constants: Vec<Constant>,
    /// Its test blocks, by sheet and row. A block whose decision has errors is left out with it.
    pub tests: Vec<TestBlock>,
    /// Whether anything in it was left out for an error, its own or that of a name that it uses: its generated files stay as they are.
    pub broken: bool,
}

/// A row of a `glossary` block.
#[derive(Clone, Debug, PartialEq)]
pub struct GlossaryEntry {
    /// The name it explains.
    pub name: Name,
    /// The name's type.
    pub ty: Type,
    /// Its allowed values.
    pub domain: Option<Domain>,
    /// What kind of sensitive data it is, as written (`personal`).
    pub sensitivity: Option<String>,
    /// What it means, in prose.
    pub about: Option<String>,
    /// Whether it serves the whole app (its block is named after it) or its own book.
    pub app_wide: bool,
    /// The book that defines it.
    pub book: BookPath,
    /// The sheet of that book.
    pub sheet: String,
    /// The cell that holds the name.
    pub at: CellRef,
}

/// A row of a `constants` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// The constant's name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Its value.
    pub value: Value,
    /// Whether it serves the whole app or its own book.
    pub app_wide: bool,
    /// The sheet that defines it.
    pub sheet: String,
    /// The cell that holds the name.
    pub at: CellRef,
}

/// The name of an input or output: one segment for a label, several for a path (`parcel.weight`). Runs of blanks and line breaks are one
/// blank already; names compare exactly. It prints with dots.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub Vec<String>);

impl Name {
    /// A segment's `snake_case`, which JSON takes beside the name as written: words are runs of letters and digits, a capital after a small
    /// letter begins one (`Weight (kg)` is `weight_kg`, `orderTotal` is `order_total`, `HTTPPort` is `http_port`). A segment without any
    /// letter or digit is its own.
    pub fn snake_case(segment: &str) -> String {
        let mut snake = String::new();
        let mut previous: Option<char> = None;
        let mut chars = segment.chars().peekable();
        while let Some(c) = chars.next() {
            if !c.is_alphanumeric() {
                previous = None;
                continue;
            }
            let begins = match previous {
                None => true,
                Some(_) if !c.is_uppercase() => false,
                Some(before) => !before.is_uppercase() || chars.peek().is_some_and(|next| next.is_lowercase()),
            };
            if begins && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(c.to_lowercase());
            previous = Some(c);
        }
        if snake.is_empty() { segment.to_owned() } else { snake }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

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

/// A position in [`DecisionTable::inputs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputId(pub usize);
/// A position in [`DecisionTable::output_clauses`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputId(pub usize);
/// A position in [`DecisionTable::rules`]. It isn't the rule's id, which is [`Rule::id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub usize);

/// How an author wants the rules found: the `dispatch` option row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// The compiler chooses.
    #[default]
    Auto,
    /// One `match`, an arm a rule.
    Match,
    /// The decision diagram as match trees.
    Tree,
    /// The decision diagram, or the rules, as data.
    Data,
}

/// An option row `allow`: a finding that the author has looked at and lets stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The finding's code, one that exists.
    pub code: Code,
    /// Why, in the author's words; never empty.
    pub reason: String,
    /// The cell of the code.
    pub at: CellRef,
}

/// One decision: a table whose every entry is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionTable {
    /// The decision's name, unique in its app.
    pub name: String,
    /// The app.
    pub app: String,
    /// The book.
    pub book: BookPath,
    /// The sheet.
    pub sheet: String,
    /// The block, gutter to last label, anchor row to last rule.
    pub range: CellRange,
    /// The cell of the hit policy word; its row is the header row.
    pub header: CellRef,
    /// Option row `description`.
    pub description: Option<String>,
    /// Option row `owner`.
    pub owner: Option<String>,
    /// Option row `ticket`.
    pub ticket: Option<String>,
    /// Option row `review by`.
    pub review_by: Option<Date>,
    /// Option row `complete`: whether a single-hit table promises that some rule always matches.
    pub complete: bool,
    /// Option row `dispatch`.
    pub dispatch: Strategy,
    /// The cell that says it, if it isn't left to the compiler by silence.
    pub dispatch_at: Option<CellRef>,
    /// Option rows `allow`, top down.
    pub allows: Vec<Allow>,
    /// How matching rules make the result.
    pub hit_policy: HitPolicy,
    /// What its rules are found by: what it reads, one a name, in the order of the first column that tests it, and then of the first
    /// expression that uses it; among them what it computes of that before the rules, each behind all that it is computed of but for what is
    /// given.
    pub inputs: Vec<InputData>,
    /// Its input columns, left to right; several may test one input.
    pub input_clauses: Vec<InputClause>,
    /// Its output columns, left to right; at least one.
    pub output_clauses: Vec<OutputClause>,
    /// Labels of its note columns, left to right.
    pub annotations: Vec<String>,
    /// Its rules in order; an `else` is the last.
    pub rules: Vec<Rule>,
}

impl DecisionTable {
    /// The `else` rule.
    pub fn default_rule(&self) -> Option<RuleId> {
        self.rules.last().filter(|rule| rule.is_else).map(|_| RuleId(self.rules.len() - 1))
    }

    /// The rules but `else`, in order.
    pub fn ordinary_rules(&self) -> &[Rule] {
        match self.default_rule() {
            Some(RuleId(last)) => &self.rules[..last],
            None => &self.rules,
        }
    }

    /// What the caller gives, of [`Self::inputs`].
    pub fn given(&self) -> impl Iterator<Item = (InputId, &InputData)> {
        (0..).map(InputId).zip(&self.inputs).filter(|(_, input)| input.source == InputSource::Given)
    }

    /// What is computed before the rules, in order.
    pub fn computed(&self) -> impl Iterator<Item = (InputId, &InputData)> {
        (0..).map(InputId).zip(&self.inputs).filter(|(_, input)| input.source != InputSource::Given)
    }

    /// The type of the whole result's single value under an aggregation or of the column: the only output's type.
    pub fn sole_output(&self) -> Option<&OutputClause> {
        if let [only] = self.output_clauses.as_slice() { Some(only) } else { None }
    }
}

/// A closed list of text values, which becomes an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedList {
    /// The values in the order of `values`.
    pub values: Vec<String>,
    /// The table's own cell that lists them; `None` where only the glossary does.
    pub at: Option<CellRef>,
    /// The name in the glossary that the list belongs to: one enum for that name's whole scope. `None` for a list of this table alone, or
    /// one that this table narrows.
    pub shared: Option<SharedList>,
}

/// Where a closed list of the glossary is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedList {
    /// The glossary's name.
    pub name: Name,
    /// The whole app's, or its own book's.
    pub app_wide: bool,
    /// The book that defines it.
    pub book: BookPath,
}

/// An expression of a cell: a literal expression in DMN's words (DMN 1.5, 7.3.5).
#[derive(Clone, Debug, PartialEq)]
pub struct LiteralExpression {
    /// Its text in normal form. Two are taken for equal if they read the same.
    pub text: String,
    /// What it means.
    pub expression: Expression,
}

/// Where the value of an input comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum InputSource {
    /// The caller gives it.
    Given,
    /// An `expr` cell computes it from inputs before it.
    Column(LiteralExpression),
    /// It is whether a condition holds that some entries state, for the value of [`ExpressionKind::Subject`](super::ExpressionKind::Subject):
    /// this input's.
    Condition(LiteralExpression, InputId),
}

/// One dimension of what decides: a field of what a decision reads, or what it computes of them.
#[derive(Clone, Debug, PartialEq)]
pub struct InputData {
    /// Its name; of a column that computes, its label; of a condition, what it asks.
    pub name: Name,
    /// Where it comes from.
    pub source: InputSource,
    /// Its type.
    pub ty: Type,
    /// Whether the type was inferred from the cells.
    pub inferred: bool,
    /// Its allowed values: what the column says, else what the glossary says.
    pub domain: Option<Domain>,
    /// Its values as an enum, for a `text` with a closed list.
    pub closed: Option<ClosedList>,
    /// Row `unit` of the first column that has one.
    pub unit: Option<String>,
    /// Row `about` of the first column that has one, else the glossary's.
    pub about: Option<String>,
    /// The glossary's sensitivity.
    pub sensitivity: Option<String>,
    /// The header cell of the first column that tests it, or the cell that first uses it.
    pub at: CellRef,
}

/// An input column.
#[derive(Clone, Debug, PartialEq)]
pub struct InputClause {
    /// The label, blanks folded.
    pub label: String,
    /// The header cell.
    pub at: CellRef,
    /// What it tests.
    pub input: InputId,
}

/// An output column.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputClause {
    /// The label, blanks folded.
    pub label: String,
    /// The header cell.
    pub at: CellRef,
    /// The output's name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Whether the type was inferred from the cells.
    pub inferred: bool,
    /// Its allowed values.
    pub domain: Option<Domain>,
    /// Its values as an enum, for a `text` with a closed list.
    pub closed: Option<ClosedList>,
    /// What a blank entry means (row `default`).
    pub default: Option<Value>,
    /// Row `unit`.
    pub unit: Option<String>,
    /// Row `about`.
    pub about: Option<String>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The author's id, unique in the table; `else` for the last resort.
    pub id: String,
    /// Its cells, gutter to last label.
    pub range: CellRange,
    /// Whether it is the `else` rule: it matches when no other does.
    pub is_else: bool,
    /// Its input entries, one a clause.
    pub entries: Vec<InputEntry>,
    /// Its output entries, one a clause.
    pub outputs: Vec<OutputEntry>,
    /// Its notes, one an annotation column; blank ones are empty.
    pub annotations: Vec<RuleAnnotation>,
}

/// An input entry.
#[derive(Clone, Debug, PartialEq)]
pub struct InputEntry {
    /// Its cell, or the top left of the vertical merge that covers it.
    pub at: CellRef,
    /// Its tests, any of which must hold; `None` for a blank or `-`, which every value passes, null included, and for a condition.
    pub tests: Option<Vec<UnaryTest>>,
    /// The condition that must hold, where the entry is no plain set of values.
    pub condition: Option<Condition>,
}

/// An entry that is no plain set of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The entry's text, in normal form.
    pub text: String,
    /// The computed boolean ([`InputSource::Condition`]) that tells whether it holds.
    pub input: InputId,
    /// What that must be: a condition and its opposite are one input.
    pub holds: bool,
}

impl InputEntry {
    /// Whether `value` passes the tests.
    pub fn holds(&self, value: &Value) -> bool {
        self.tests.as_ref().is_none_or(|tests| tests.iter().any(|test| test.holds(value)))
    }
}

/// An output entry.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputEntry {
    /// Its cell.
    pub at: CellRef,
    /// What it gives.
    pub output: Output,
}

/// What an output entry gives.
#[derive(Clone, Debug)]
pub enum Output {
    /// This value, of the column's type and domain (proven); a blank cell's default or null already put in.
    Literal(Value),
    /// What this gives, of the column's type but for digits and range, which are looked at when it is computed, as is its domain.
    Expression(Box<LiteralExpression>),
}

impl Output {
    /// The value, if it is a literal.
    pub fn literal(&self) -> Option<&Value> {
        if let Self::Literal(value) = self { Some(value) } else { None }
    }

    /// The expression, if it is one.
    pub fn expression(&self) -> Option<&LiteralExpression> {
        if let Self::Expression(expression) = self { Some(expression) } else { None }
    }
}

/// Two expressions are equal when they read the same.
impl PartialEq for Output {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(other)) => one == other,
            (Self::Expression(one), Self::Expression(other)) => one.text == other.text,
            _ => false,
        }
    }
}

impl Eq for Output {}

impl Hash for Output {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Self::Literal(value) => value.hash(state),
            Self::Expression(expression) => expression.text.hash(state),
        }
    }
}

/// A note of a rule.
pub type RuleAnnotation = String;

/// A `test` block.
#[derive(Clone, Debug, PartialEq)]
pub struct TestBlock {
    /// The decision that it tests, which may be in another book of the app.
    pub decision: String,
    /// The sheet.
    pub sheet: String,
    /// The block.
    pub range: CellRange,
    /// Its cases in order.
    pub cases: Vec<TestCase>,
}

/// One test case.
#[derive(Clone, Debug, PartialEq)]
pub struct TestCase {
    /// Its id, unique in its block.
    pub id: String,
    /// Its cells.
    pub range: CellRange,
    /// A value for each of the decision's inputs, in the order of [`DecisionTable::inputs`]. Values need not lie in the domain: a case may
    /// expect the error.
    pub inputs: Vec<Value>,
    /// What it expects.
    pub expectations: Vec<Expectation>,
    /// Its note.
    pub note: String,
}

/// One cell of an `expect` column that isn't blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The cell.
    pub at: CellRef,
    /// What the cell says.
    pub expected: Expected,
}

/// What a test case expects.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// This value of an output (of an aggregation: of the whole result).
    Output(OutputId, Value),
    /// This list of an output's values, under a list policy.
    Outputs(OutputId, Vec<Value>),
    /// The ids of the rules reported, in order.
    Rules(Vec<String>),
    /// An error.
    Error(ErrorExpectation),
}

/// What `expect error` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorExpectation {
    /// `yes`: any error.
    Any,
    /// A code: `MB0802`.
    Code(String),
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn snake_case_is_of_words() {
        for (name, snake) in [
            ("destination", "destination"),
            ("Weight (kg)", "weight_kg"),
            ("No. of items", "no_of_items"),
            ("orderTotal", "order_total"),
            ("HTTPPort", "http_port"),
            ("VAT", "vat"),
            ("Größe", "größe"),
            ("数量", "数量"),
            ("2nd  item", "2nd_item"),
            ("%", "%"),
        ] {
            assert_eq!(Name::snake_case(name), snake);
        }
    }
}
