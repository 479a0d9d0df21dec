//! Advice: what a table could say better, though it means what it says (`MB0410` to `MB0429`).
//!
//! All its fixes are guesses to a tool ([`Fix::guessed`]): a table that works is changed by its author, and not because somebody ran `--fix`.

mod explanations;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{Aggregation, HitPolicy};
use crate::source::CellRange;

use super::check::RuleAt;
use super::{Code, Describe, Description, Edit, Fix, Level, Location};

pub use explanations::EXPLANATIONS;

/// What a table could say better.
#[derive(Clone, Debug, PartialEq)]
pub enum AdviceFinding {
    /// `MB0410`: a First table of which no two rules share an input.
    CouldBeUnique {
        /// The cell of the hit policy.
        header: Location,
    },
    /// `MB0411`: rules that could be one.
    Merge(Merge),
    /// `MB0412`: rules that repeat another.
    Duplicate(Duplicate),
    /// `MB0413`: columns on which no result depends.
    UselessColumns {
        /// The label, the header cell, and whether all cells of the column are blank; at least one.
        columns: Vec<(String, Location, bool)>,
    },
    /// `MB0414`: values of an input that no rule admits, though others are named.
    UnnamedValues {
        /// The cell that lists the values, or the column's header.
        location: Location,
        /// The column's label.
        label: String,
        /// The values; at least one.
        values: Vec<String>,
        /// The `else` rule, which answers for them.
        answered: RuleAt,
    },
    /// `MB0415`: values of an output that no rule gives.
    OutputNeverGiven {
        /// The cell that lists the values.
        location: Location,
        /// The column's label.
        label: String,
        /// The values; at least one.
        values: Vec<String>,
    },
    /// `MB0416`: ranges that share their ends.
    SharedEnds(SharedEnds),
    /// `MB0417`: a rule whose last day has passed.
    Lapsed(Lapsed),
    /// `MB0418`: a decision that should have been reviewed.
    ReviewDue {
        /// The cell of the day.
        location: Location,
        /// The day by which.
        due: Date,
        /// The day as of which it is said.
        day: Date,
    },
}

/// Rules that could be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Ids, and cells in the column in which they differ; at least two.
    pub rules: Vec<(String, Location)>,
    /// How many more there are.
    pub unnamed: usize,
    /// The cells of those, as many as are listed.
    pub listed: Vec<CellRange>,
    /// The id of the rule that can stand for all, in its place.
    pub into: String,
    /// The column's label.
    pub label: String,
    /// What to type into that rule's cell; `None` for nothing at all.
    pub entry: Option<String>,
    /// That cell, and the rows of the other rules; `None` where a tool can't do it.
    pub repair: Option<(Location, Vec<Location>)>,
    /// How many such sets of rules of the table aren't reported.
    pub more: usize,
}

/// Rules that repeat another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The first of them.
    pub first: RuleAt,
    /// The first of those that repeat it; at least one.
    pub copies: Vec<RuleAt>,
    /// How many more do.
    pub unnamed: usize,
    /// The cells of those, as many as are listed.
    pub listed: Vec<CellRange>,
    /// The hit policy.
    pub policy: HitPolicy,
    /// How many such sets of rules of the table aren't reported.
    pub more: usize,
}

/// Ranges of a column that share their ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedEnds {
    /// The column's label.
    pub label: String,
    /// The hit policy.
    pub policy: HitPolicy,
    /// The first of them; at least one.
    pub ends: Vec<SharedEnd>,
    /// How many more there are.
    pub more: usize,
}

/// A value with which one range ends and another begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedEnd {
    /// The id and the cell of the rule whose range ends.
    pub ending: (String, Location),
    /// The id and the cell of the rule whose range begins.
    pub beginning: (String, Location),
    /// The value.
    pub value: String,
    /// The id of that one of them which gets the value, unless both do.
    pub winner: Option<String>,
    /// What to type where, one or the other; at least one.
    pub repairs: Vec<(Location, String)>,
}

/// A rule whose last day has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapsed {
    /// The rule's id.
    pub rule: String,
    /// The cell of the day.
    pub location: Location,
    /// Its last day.
    pub last: Date,
    /// The day as of which it is said.
    pub day: Date,
    /// How many such rules of the table aren't reported.
    pub more: usize,
}

impl Describe for AdviceFinding {
    fn code(&self) -> Code {
        Code(match self {
            Self::CouldBeUnique { .. } => 410,
            Self::Merge(_) => 411,
            Self::Duplicate(_) => 412,
            Self::UselessColumns { .. } => 413,
            Self::UnnamedValues { .. } => 414,
            Self::OutputNeverGiven { .. } => 415,
            Self::SharedEnds(_) => 416,
            Self::Lapsed(_) => 417,
            Self::ReviewDue { .. } => 418,
        })
    }

    fn level(&self) -> Level {
        Level::Advice
    }

    fn describe(&self) -> Description {
        match self {
            Self::CouldBeUnique { header } => {
                Description::new("no two rules share an input, so that their order means nothing", header.clone(), "could be `unique`")
                    .note("under unique each rule can be read alone, and a rule that comes to overlap another is an error")
                    .repair(Fix::typing("let the hit policy be unique", header.clone(), HitPolicy::Unique.word()).guessed())
            }
            Self::Merge(found) => merge(found).concerning(&found.listed, found.unnamed.saturating_sub(found.listed.len())),
            Self::Duplicate(found) => duplicate(found).concerning(&found.listed, found.unnamed.saturating_sub(found.listed.len())),
            Self::UselessColumns { columns } => useless_columns(columns),
            Self::UnnamedValues { location, label, values, answered } => {
                let named = quoted(values.iter());
                let (are, them) = if values.len() == 1 { ("value", "it") } else { ("values", "them") };
                let message = format!("no rule asks for the {are} {named} of {label}, though the others are named");
                Description::new(message, location.clone(), "").label(answered.location.clone(), format!("answers for {them}")).help(
                    format!("name {them} in a rule: a value that is listed later is a gap then, and nothing that `else` answers unseen"),
                )
            }
            Self::OutputNeverGiven { location, label, values } => {
                let are = if values.len() == 1 { "value" } else { "values" };
                Description::new(format!("no rule gives the {are} {} of {label}", quoted(values.iter())), location.clone(), "")
                    .help("is a rule missing? If not, take it from `values`, so that no caller waits for it")
            }
            Self::SharedEnds(found) => shared_ends(found),
            Self::Lapsed(Lapsed { rule, location, last, day, more }) => {
                let described =
                    Description::new(format!("rule `{rule}` lapsed: its last day was {last}"), location.clone(), format!("before {day}"));
                let described = if *more > 0 { described.note(format!("{more} more rules of this table have lapsed")) } else { described };
                described.help("delete the row, unless the table still has to decide about days before")
            }
            Self::ReviewDue { location, due, day } => {
                Description::new(format!("the decision was to be reviewed by {due}"), location.clone(), format!("before {day}"))
                    .help("look whether it still says what is meant, and set the next day")
            }
        }
    }
}

/// `` `a`, `b` and `c` ``
fn quoted<'a>(texts: impl Iterator<Item = &'a String>) -> String {
    let quoted: Vec<String> = texts.map(|text| format!("`{text}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The most rules that a message names; the others are pointed at.
const MAX_NAMED: usize = 5;

fn merge(found: &Merge) -> Description {
    let Merge { rules, unnamed, into, label, entry, repair, more, .. } = found;
    let ids: Vec<&String> = rules.iter().map(|(id, _)| id).collect();
    let hidden = ids.len().saturating_sub(MAX_NAMED) + unnamed;
    let named = if hidden == 0 {
        quoted(ids.iter().copied())
    } else {
        let named: Vec<String> = ids.iter().take(MAX_NAMED).map(|id| format!("`{id}`")).collect();
        format!("{} and {hidden} more", named.join(", "))
    };
    let mut described = match rules.split_first() {
        Some(((_, first), others)) => {
            let described = Description::new(format!("rules {named} could be one: they differ in {label} alone"), first.clone(), "");
            others.iter().fold(described, |described, (_, cell)| described.label(cell.clone(), ""))
        }
        // There are two at least.
        None => return Description::new(String::new(), Location::file(&crate::source::BookPath::new("")), ""),
    };
    if *more > 0 {
        described = described.note(format!("{more} more such sets of rules of this table aren't shown"));
    }
    if let Some((cell, rows)) = repair {
        let typed = Edit::Type { cell: cell.clone(), text: entry.clone().unwrap_or_default() };
        let deleted = rows.iter().map(|row| Edit::DeleteRow { row: row.clone() });
        let all = if rows.len() == 1 { "both" } else { "all" };
        let edits = std::iter::once(typed).chain(deleted).collect();
        return described.repair(Fix::new(format!("let `{into}` stand for {all}"), edits).guessed());
    }
    let cell = match entry {
        Some(entry) => format!("write `{entry}` into {label} of `{into}`"),
        None => format!("leave {label} of `{into}` blank"),
    };
    described.help(format!("{cell}, and delete the rows of the others"))
}

fn duplicate(found: &Duplicate) -> Description {
    let Duplicate { first, copies, unnamed, policy, more, .. } = found;
    let ids = copies.iter().map(|rule| &rule.id);
    let (message, at) = match copies.as_slice() {
        [only] if *unnamed == 0 => (format!("rule `{}` repeats `{}`", only.id, first.id), &only.location),
        [one, ..] if *unnamed == 0 => (format!("rules {} repeat `{}`", quoted(ids), first.id), &one.location),
        _ => {
            let named: Vec<String> = ids.map(|id| format!("`{id}`")).collect();
            (format!("rules {} and {unnamed} more repeat `{}`", named.join(", "), first.id), &copies.first().unwrap_or(first).location)
        }
    };
    let effect = match policy {
        HitPolicy::Collect(Some(Aggregation::Sum | Aggregation::Count)) => "where they match, each is counted",
        HitPolicy::Collect(None) | HitPolicy::RuleOrder | HitPolicy::OutputOrder => "where they match, the result lists each",
        _ => "it changes no result",
    };
    let mut described = Description::new(message, at.clone(), "the same entries and outputs").label(first.location.clone(), "");
    for copy in copies.iter().skip(1) {
        described = described.label(copy.location.clone(), "");
    }
    described = described.note(effect);
    if *more > 0 {
        described = described.note(format!("{more} more such sets of rules of this table aren't shown"));
    }
    let described = described.help("delete the row, or mend the entry in which it was to differ");
    match copies.as_slice() {
        [only] if *unnamed == 0 => {
            let edits = vec![Edit::DeleteRow { row: only.location.clone() }];
            described.repair(Fix::new(format!("delete the row of `{}`", only.id), edits).guessed())
        }
        _ => described,
    }
}

fn useless_columns(columns: &[(String, Location, bool)]) -> Description {
    let labels = columns.iter().map(|(label, ..)| label.clone()).collect::<Vec<_>>();
    let named = match labels.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => labels.join(""),
    };
    let why = |blank: bool| if blank { "all cells are blank" } else { "every value gives the same results" };
    let mut labels = columns.iter();
    let mut described = match labels.next() {
        Some((_, location, blank)) => Description::new(format!("no result depends on {named}"), location.clone(), why(*blank)),
        None => return Description::new(String::new(), Location::file(&crate::source::BookPath::new("")), ""),
    };
    for (_, location, blank) in labels {
        described = described.label(location.clone(), why(*blank));
    }
    let help = if columns.iter().all(|(_, _, blank)| *blank) {
        "delete the column, or fill in its cells"
    } else {
        "delete the column, and all but one of the rows that are equal without it; or mend the cells that were to differ"
    };
    described.help(help)
}

fn shared_ends(found: &SharedEnds) -> Description {
    let SharedEnds { label, policy, ends, more } = found;
    let Some((first, others)) = ends.split_first() else {
        return Description::new(String::new(), Location::file(&crate::source::BookPath::new("")), "");
    };
    let (ending, beginning) = (&first.ending, &first.beginning);
    let several = !others.is_empty() || *more > 0;
    let message = if several {
        format!("{} values of {label} are the end of one range and the start of the next", ends.len() + more)
    } else {
        format!("{} of {label} is both the end of `{}` and the start of `{}`", first.value, ending.0, beginning.0)
    };
    let mut described =
        Description::new(message, beginning.1.clone(), format!("{} is in `{}` too", first.value, ending.0)).label(ending.1.clone(), "");
    for end in others {
        described = described.label(end.beginning.1.clone(), format!("{} is in `{}` too", end.value, end.ending.0));
    }
    let who = match &first.winner {
        Some(winner) if *policy == HitPolicy::First => format!("{} goes to `{winner}`, which is above", first.value),
        Some(winner) => format!("{} goes to `{winner}` by its rank", first.value),
        None => format!("where {label} is {}, both rules count", first.value),
    };
    described = described.note(who);
    if *more > 0 {
        described = described.note(format!("{} of the {} are pointed at", ends.len(), ends.len() + more));
    }
    if several {
        // One cell may begin with a value that is shared and end with another.
        let edits: Vec<&(Location, String)> = ends.iter().flat_map(|end| &end.repairs).collect();
        let cells: BTreeSet<&Location> = edits.iter().map(|(location, _)| location).collect();
        if cells.len() < edits.len() || ends.iter().any(|end| end.repairs.len() != 1) || *more > 0 {
            let write = first.repairs.first().map_or("", |(_, entry)| entry);
            return described.help(format!("leave each value out of one of the two ranges, here by `{write}`"));
        }
        let edits = edits.into_iter().map(|(cell, text)| Edit::Type { cell: cell.clone(), text: text.clone() });
        return described.repair(Fix::new("leave each value to the rule that gets it", edits.collect()).guessed());
    }
    for (location, entry) in &first.repairs {
        let title = if *location == beginning.1 {
            format!("begin the range behind {}", first.value)
        } else {
            format!("end the range before {}", first.value)
        };
        described = described.repair(Fix::typing(title, location.clone(), entry.clone()).guessed());
    }
    described
}
