//! Decision tables, typed and resolved.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::data_type::DataType;
use super::entry::Domain;
use super::hit_policy::HitPolicy;
use super::input::{ClosedList, InputClause, InputData, InputSource};
use super::name::Name;
use super::requirement::{Requirement, RequirementId};
use super::rule::Rule;
use super::value::Value;
use crate::diagnostic::Code;
use crate::source::{BookPath, CellRange, CellRef};

/// A position in [`DecisionTable::inputs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputId(pub usize);
/// A position in [`DecisionTable::output_clauses`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputId(pub usize);
/// A position in [`DecisionTable::rules`]. It isn't the rule's id, which is [`Rule::id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub usize);

/// How rules are to be found: the option row `dispatch` of a table, and the key `dispatch` of `matchbook.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strategy {
    /// The compiler chooses.
    #[default]
    Auto,
    /// One `match`, an arm a rule.
    Match,
    /// The decision diagram as match trees.
    Tree,
    /// An outcome for each combination of the columns' classes.
    Cube,
    /// Tables of two classes each, that give a class, and at last the outcome.
    Pairs,
    /// The rules that each class admits as bits.
    BitSets,
    /// Key columns lead to a few candidates, which are compared.
    Scan,
    /// The combinations of classes that rules name, by a perfect hash.
    Hash,
    /// The decision diagram as data.
    Diagram,
    /// The best of those that are data: all but `match` and `tree`.
    Data,
}

impl Strategy {
    /// All of them, as documentation lists them.
    pub const ALL: [Self; 10] =
        [Self::Auto, Self::Match, Self::Tree, Self::Cube, Self::Pairs, Self::BitSets, Self::Scan, Self::Hash, Self::Diagram, Self::Data];

    /// Those that a table's rules can be found by: all but the two that leave the choice.
    pub fn forms() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|strategy| strategy.is_form())
    }

    /// Whether it is one of [`forms`](Self::forms).
    pub const fn is_form(self) -> bool {
        !matches!(self, Self::Auto | Self::Data)
    }

    /// Its word in tables and in `matchbook.toml`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Match => "match",
            Self::Tree => "tree",
            Self::Cube => "cube",
            Self::Pairs => "pairs",
            Self::BitSets => "bit sets",
            Self::Scan => "scan",
            Self::Hash => "hash",
            Self::Diagram => "diagram",
            Self::Data => "data",
        }
    }

    /// The strategy of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strategy| strategy.word() == word)
    }
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
    /// Option row `review by`, and the cell of the day.
    pub review_by: Option<(Date, CellRef)>,
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
    /// The decisions that it requires, in the order in which its cells first name them.
    pub requirements: Vec<Requirement>,
    /// What its rules are found by: what it reads, one a name, in the order of the first column that tests it, and then of the first
    /// expression that uses it; among them what it computes of that before the rules, each behind all that it is computed of but for what is
    /// given. What only the decisions that it requires read comes last.
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

/// A decision some of whose rules have cells that can't be read: it is analysed as far as it goes, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What was read. An input entry that can't be read asks nothing here, and an output entry that can't be gives null.
    pub table: DecisionTable,
    /// The rules of whose input entries that happened, and the inputs of those.
    pub unread: BTreeMap<RuleId, BTreeSet<InputId>>,
    /// The rules of whose output entries that happened.
    pub unanswered: BTreeSet<RuleId>,
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

    /// What the caller gives, of [`Self::inputs`]: for the table itself, and for the decisions that it requires.
    pub fn given(&self) -> impl Iterator<Item = (InputId, &InputData)> {
        (0..).map(InputId).zip(&self.inputs).filter(|(_, input)| input.is_given())
    }

    /// What other decisions give.
    pub fn required(&self) -> impl Iterator<Item = (InputId, RequirementId, Option<OutputId>)> {
        (0..).map(InputId).zip(&self.inputs).filter_map(|(id, input)| match input.source {
            InputSource::Decision(requirement, output) => Some((id, requirement, output)),
            _ => None,
        })
    }

    /// All inputs, and in the place of each list the values in it.
    pub fn values(&self) -> Vec<&InputData> {
        let values = |input| match InputData::list(input) {
            Some(list) => list.values(),
            None => vec![input],
        };
        self.inputs.iter().flat_map(values).collect()
    }

    /// What is computed before the rules, in order.
    pub fn computed(&self) -> impl Iterator<Item = (InputId, &InputData)> {
        (0..).map(InputId).zip(&self.inputs).filter(|(_, input)| input.is_computed())
    }

    /// The only output.
    pub fn sole_output(&self) -> Option<&OutputClause> {
        if let [only] = self.output_clauses.as_slice() { Some(only) } else { None }
    }

    /// The entries of a result, in the order of their first outputs; names with dots nest. O(outputs²).
    pub fn result_entries(&self) -> Vec<(String, ResultEntry)> {
        let mut entries = Vec::new();
        for (output, clause) in (0..).map(OutputId).zip(&self.output_clauses) {
            insert(&mut entries, &clause.name.0, output);
        }
        entries
    }
}

/// An entry of a result with several outputs, which is a context.
#[derive(Clone, Debug, PartialEq)]
pub enum ResultEntry {
    /// The value of an output.
    Output(OutputId),
    /// A context: of the outputs whose names go on below it.
    Context(Vec<(String, Self)>),
}

impl ResultEntry {
    /// The first output in it.
    pub fn first(&self) -> Option<OutputId> {
        match self {
            Self::Output(output) => Some(*output),
            Self::Context(entries) => entries.first().and_then(|(_, entry)| entry.first()),
        }
    }
}

/// Adds an output below the rest of its name.
fn insert(entries: &mut Vec<(String, ResultEntry)>, name: &[String], output: OutputId) {
    let Some((segment, below)) = name.split_first() else { return };
    if below.is_empty() {
        entries.push((segment.clone(), ResultEntry::Output(output)));
        return;
    }
    let known = entries.iter_mut().find_map(|(known, entry)| match entry {
        ResultEntry::Context(inner) if known == segment => Some(inner),
        _ => None,
    });
    match known {
        Some(inner) => insert(inner, below, output),
        None => {
            let mut inner = Vec::new();
            insert(&mut inner, below, output);
            entries.push((segment.clone(), ResultEntry::Context(inner)));
        }
    }
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
    pub ty: DataType,
    /// Whether the type was inferred from the cells.
    pub inferred: bool,
    /// Its allowed values; of a list, those of the values in it.
    pub domain: Option<Domain>,
    /// Its values as an enum, for a `text` with a closed list, or a list of such.
    pub closed: Option<ClosedList>,
    /// What a blank entry means (row `default`).
    pub default: Option<Value>,
    /// Row `unit`.
    pub unit: Option<String>,
    /// Row `about`, else what the glossary says.
    pub about: Option<String>,
    /// The glossary's sensitivity.
    pub sensitivity: Option<String>,
}
