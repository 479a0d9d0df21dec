//! Findings of what the analysis proves or refutes (`MB0401` to `MB0449`, `MB0601` to `MB0619`).

mod explanations;

use crate::model::HitPolicy;
use crate::region::Share;
use crate::source::CellRange;

use super::{Code, Describe, Description, Edit, Fix, Level, Location};

pub use explanations::EXPLANATIONS;

/// A finding of what the analysis proves or refutes.
#[expect(clippy::large_enum_variant, reason = "findings are few, and moved once")]
#[derive(Clone, Debug, PartialEq)]
pub enum CheckFinding {
    /// `MB0401`, of finer values only `MB0406`: rules that match one input where the hit policy promises that they don't.
    Overlap(Overlap),
    /// `MB0402`, of finer values only `MB0407`: inputs that no rule matches.
    Gap(Gap),
    /// `MB0403`: a rule that never decides.
    Unreachable(Unreachable),
    /// `MB0404`: a comparison that no allowed value passes.
    OutsideDomain {
        /// The cell.
        location: Location,
        /// The rule's id.
        rule: String,
        /// The column's label.
        label: String,
        /// The comparison.
        refused: String,
        /// What the column allows.
        allowed: String,
    },
    /// `MB0405`: an `else` that never decides.
    IdleElse {
        /// The rule.
        rule: RuleAt,
    },
    /// `MB0408`: `values` that admit nothing, or null alone.
    EmptyDomain {
        /// The header cell of the input's first column.
        location: Location,
        /// The input.
        input: String,
    },
    /// `MB0601` of overlaps, `MB0604` of gaps, `MB0605` of unreachable rules: what couldn't be decided within the budgets.
    Undecided {
        /// The cell of the hit policy.
        header: Location,
        /// What isn't known.
        question: Question,
        /// The budget, in nodes of the decision diagram.
        max_nodes: usize,
    },
}

/// Rules that match one input where the hit policy promises that they don't.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// The rule with the most overlaps.
    pub rule: RuleAt,
    /// The first of those that it overlaps; at least one.
    pub others: Vec<RuleAt>,
    /// The cells of the next, as many as are listed.
    pub unnamed: Vec<CellRange>,
    /// How many it overlaps, of those with which it isn't named by a finding before.
    pub overlaps: usize,
    /// How their inputs lie.
    pub kind: OverlapKind,
    /// Unique, or Any: with different outputs.
    pub policy: HitPolicy,
    /// What the rule and the first other both match.
    pub case: Case,
    /// A cell to mend.
    pub narrowing: Option<Narrowing>,
    /// Whether it is sure to occur.
    pub certainty: Certainty,
    /// How many overlaps of the table aren't reported.
    pub more: u64,
}

/// How the inputs of a rule lie to those of the rules that it overlaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OverlapKind {
    /// The same as those of each.
    Duplicate {
        /// Whether all answer the same, too.
        same_outputs: bool,
    },
    /// Within those of each.
    Within,
    /// Around those of each.
    Covers,
    /// Two ranges of one column end and begin at one value, both closed.
    Touching {
        /// The input.
        input: String,
        /// The value.
        value: String,
    },
    /// Any other way.
    Partial,
}

/// A region of inputs that no rule matches, where a result is promised for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The cell of the hit policy.
    pub header: Location,
    /// A single-hit policy.
    pub policy: HitPolicy,
    /// The region: a box to which none can be added on any side.
    pub case: Case,
    /// Whether the search was ended, so that there may be others that aren't reported.
    pub more: bool,
    /// A cell to mend.
    pub widening: Option<Widening>,
    /// The rule that it asks for.
    pub new_rule: Option<Box<NewRule>>,
    /// Whether it is sure to occur.
    pub certainty: Certainty,
}

/// A rule that never decides.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreachable {
    /// The rule.
    pub rule: RuleAt,
    /// The first rules that win wherever it matches.
    pub winners: Vec<RuleAt>,
    /// How many more do.
    pub unnamed: usize,
    /// Whether it matches nothing at all.
    pub empty: bool,
    /// Whether it matches the same as the rule that wins over it.
    pub repeats: bool,
    /// Whether the rules that win give the same as it would.
    pub same: bool,
    /// The hit policy.
    pub policy: HitPolicy,
    /// How many such rules of the table aren't reported.
    pub more: usize,
}

/// A rule and its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleAt {
    /// Its id.
    pub id: String,
    /// Its cells.
    pub location: Location,
}

/// How sure it is that some input is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Sure, as the example shows.
    Certain,
    /// Sure, but only of values finer than a column's digits.
    Finer,
    /// Not known: it depends on what the table computes, which is never assumed. It is checked at each evaluation.
    Possible,
}

/// A region of inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// One input of it: each name with its value.
    pub witness: Vec<(String, String)>,
    /// What bounds it: names and entries. Inputs of any value are left out.
    pub bounds: Vec<(String, String)>,
    /// How much of the table's domain it is.
    pub share: Share,
    /// Inputs of which the region has values beyond all that cells and `values` name, and what they are taken for: any value of their type.
    pub assumed: Vec<(String, String)>,
}

/// A rule to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRule {
    /// The cells of the rule above it.
    pub below: Location,
    /// Its cells, gutter to last column; `None` for an output that only the author knows.
    pub cells: Vec<Option<String>>,
    /// Whether rows that are offered for other gaps cover a part of this one, which the row leaves out.
    pub is_rest: bool,
}

/// A range that has to end earlier, or to begin later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowing {
    /// The rule's id.
    pub rule: String,
    /// The rule whose range is beside it then.
    pub other: String,
    /// The cell.
    pub location: Location,
    /// The other rule's cell.
    pub other_location: Location,
    /// What the other's range does there: `begins`, `ends`.
    pub meets: &'static str,
    /// What to type.
    pub replacement: String,
    /// What that does: `end the range before 100`, `begin the range after 100`.
    pub title: String,
}

/// A range that has to reach further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widening {
    /// The rule's id.
    pub rule: String,
    /// The cell.
    pub location: Location,
    /// What to type.
    pub replacement: String,
}

/// What an analysis answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether rules overlap.
    Overlaps,
    /// Whether some input matches no rule.
    Gaps,
    /// Whether each rule can decide.
    Unreachable,
}

/// `destination = US, weight = 1`
fn example(case: &Case) -> String {
    case.witness.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

/// `destination US; weight [1..20]`
fn bounds(case: &Case) -> String {
    if case.bounds.is_empty() {
        return "any input".to_owned();
    }
    case.bounds.iter().map(|(name, entry)| format!("{name} {entry}")).collect::<Vec<_>>().join("; ")
}

fn quoted(rules: &[RuleAt]) -> String {
    let quoted: Vec<String> = rules.iter().map(|rule| format!("`{}`", rule.id)).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

impl CheckFinding {
    /// Which of the mistakes of its code it is.
    pub(super) fn variety(&self) -> u8 {
        match self {
            Self::Overlap(Overlap { kind, .. }) => match kind {
                OverlapKind::Partial => 0,
                OverlapKind::Touching { .. } => 1,
                OverlapKind::Duplicate { .. } => 2,
                OverlapKind::Within => 3,
                OverlapKind::Covers => 4,
            },
            _ => 0,
        }
    }
}

impl Describe for CheckFinding {
    fn code(&self) -> Code {
        Code(match self {
            Self::Overlap(Overlap { certainty: Certainty::Certain, .. }) => 401,
            Self::Gap(Gap { certainty: Certainty::Certain, .. }) => 402,
            Self::Unreachable(_) => 403,
            Self::OutsideDomain { .. } => 404,
            Self::IdleElse { .. } => 405,
            Self::Overlap(Overlap { certainty: Certainty::Finer, .. }) => 406,
            Self::Gap(Gap { certainty: Certainty::Finer, .. }) => 407,
            Self::EmptyDomain { .. } => 408,
            Self::Undecided { question: Question::Overlaps, .. } => 601,
            Self::Undecided { question: Question::Gaps, .. } => 604,
            Self::Undecided { question: Question::Unreachable, .. } => 605,
            Self::Gap(Gap { certainty: Certainty::Possible, .. }) => 602,
            Self::Overlap(Overlap { certainty: Certainty::Possible, .. }) => 603,
        })
    }

    fn level(&self) -> Level {
        match self {
            Self::Overlap(Overlap { certainty, .. }) | Self::Gap(Gap { certainty, .. }) if *certainty != Certainty::Certain => {
                Level::Warning
            }
            Self::Undecided { .. } => Level::Warning,
            Self::IdleElse { .. } => Level::Advice,
            Self::Overlap(_) | Self::Gap(_) | Self::Unreachable(_) | Self::OutsideDomain { .. } | Self::EmptyDomain { .. } => Level::Error,
        }
    }

    fn describe(&self) -> Description {
        match self {
            Self::Overlap(found) => {
                let known = found.others.len() + found.unnamed.len();
                overlap(found).concerning(&found.unnamed, found.overlaps.saturating_sub(known))
            }
            Self::Gap(found) => gap(found),
            Self::Unreachable(found) => unreachable_rule(found),
            Self::OutsideDomain { location, rule, label, refused, allowed } => Description::new(
                format!("rule `{rule}` asks for {refused}, which {label} can't be"),
                location.clone(),
                format!("{label} is {allowed}"),
            )
            .help(format!("mend the comparison, or widen the `values` of {label}")),
            Self::IdleElse { rule } => {
                Description::new("the `else` rule never decides: the other rules match every input", rule.location.clone(), "never reached")
                    .help("delete the row; if it stands for inputs that `values` rules out, they are an error of the evaluation anyway")
            }
            Self::EmptyDomain { location, input } => Description::new(
                format!("no value of `{input}` is allowed, so that the table can't be evaluated"),
                location.clone(),
                "its `values` admit nothing",
            )
            .help("widen the `values` of the column or of the glossary"),
            Self::Undecided { header, question, max_nodes } => undecided(header, *question, *max_nodes),
        }
    }
}

fn undecided(header: &Location, question: Question, max_nodes: usize) -> Description {
    let (asked, beyond) = match question {
        Question::Overlaps => ("whether rules overlap", "too many comparisons".to_owned()),
        Question::Gaps => ("whether some input matches no rule", format!("more than {max_nodes} nodes")),
        Question::Unreachable => ("whether each rule can decide", format!("more than {max_nodes} nodes")),
    };
    let described = Description::new(format!("the table is too large to decide {asked}"), header.clone(), beyond)
        .note("what was found is reported; what wasn't may be there all the same");
    match question {
        Question::Overlaps => described
            .note("what the hit policy promises is checked at each evaluation instead")
            .help("split the table, or give its rules a column of keys"),
        Question::Gaps => described
            .note("what the hit policy promises is checked at each evaluation instead")
            .help("add a last rule `else`, split the table, or raise `limits.diagram-nodes` in matchbook.toml"),
        Question::Unreachable => described.help("split the table, or raise `limits.diagram-nodes` in matchbook.toml"),
    }
}

fn overlap(found: &Overlap) -> Description {
    let Overlap { rule, others, overlaps, kind, policy, case, narrowing, certainty, more, .. } = found;
    let but = match kind {
        _ if *policy != HitPolicy::Any => "",
        OverlapKind::Partial => " with different outputs",
        _ => ", with different outputs",
    };
    let digits = if *certainty == Certainty::Finer { ", in values finer than the column's digits" } else { "" };
    let word = policy.word();
    if *certainty == Certainty::Possible {
        return possible_overlap(found, if but.is_empty() { "" } else { " with different outputs" });
    }
    let message = format!("{}{but}{digits}, and the hit policy is {word}", overlapping(found));
    let mut described = match narrowing {
        Some(narrowing) => Description::new(message, narrowing.location.clone(), format!("also matched by `{}`", narrowing.other))
            .label(narrowing.other_location.clone(), format!("`{}` {} here", narrowing.other, narrowing.meets))
            .fix(narrowing.title.clone(), narrowing.location.clone(), narrowing.replacement.clone()),
        None => {
            let mut described = Description::new(message, rule.location.clone(), format!("also matched by {}", quoted(others)));
            for other in others {
                described = described.label(other.location.clone(), "");
            }
            described
        }
    };
    let both = if *overlaps == 1 { "both match".to_owned() } else { format!("`{}` and `{}` both match", rule.id, others[0].id) };
    // Finer values are no share of those that the column's digits can write.
    let share = if *certainty == Certainty::Finer { String::new() } else { format!(" ({} of the inputs)", case.share) };
    // Of single values, the example has said it.
    described = if case.bounds.is_empty() || case.bounds == case.witness {
        described.note(format!("{both} {}{share}", example(case)))
    } else {
        described.note(format!("{both} {}", example(case))).note(format!("they share {}{share}", bounds(case)))
    };
    if others.len() < *overlaps {
        described = described.note(format!("{} of the {overlaps} are named", others.len()));
    }
    if *more > 0 {
        described = described.note(format!("{more} more overlaps of this table aren't shown"));
    }
    if *certainty == Certainty::Finer {
        described = described.note("such an input gives MB0803 when it is evaluated");
    }
    if narrowing.is_some() {
        return described;
    }
    described.help(match (kind, policy) {
        (OverlapKind::Duplicate { same_outputs: true }, _) => "delete all of these rows but one",
        (OverlapKind::Duplicate { .. }, _) => "keep the row that is meant, or make the entries of one column exclude each other",
        (_, HitPolicy::Any) => "make the outputs equal, or the entries exclude each other; with the hit policy `first` the upper rule wins",
        _ => "make the entries of one column exclude each other; with the hit policy `first` the upper rule wins",
    })
}

/// Which rules overlap, and how.
fn overlapping(found: &Overlap) -> String {
    let Overlap { rule, others, overlaps, kind, narrowing, .. } = found;
    let these = match others.as_slice() {
        [only] if *overlaps == 1 => format!("rule `{}`", only.id),
        _ => format!("{overlaps} others"),
    };
    let ids = narrowing.as_ref().map_or((&others[0].id, &rule.id), |narrowing| (&narrowing.rule, &narrowing.other));
    match kind {
        OverlapKind::Duplicate { same_outputs: true } => format!("rule `{}` repeats {these}", rule.id),
        OverlapKind::Duplicate { same_outputs: false } => format!("rule `{}` repeats the conditions of {these}", rule.id),
        OverlapKind::Within => format!("rule `{}` lies wholly within {these}", rule.id),
        OverlapKind::Covers => format!("rule `{}` covers {these}", rule.id),
        OverlapKind::Touching { input, value } => {
            format!("rules `{}` and `{}` overlap at {input} {value}, where one range ends and the other begins", ids.0, ids.1)
        }
        OverlapKind::Partial if *overlaps == 1 => format!("rules `{}` and `{}` overlap", ids.0, ids.1),
        OverlapKind::Partial => format!("rule `{}` overlaps {these}", rule.id),
    }
}

/// Rules that share inputs unless what the table computes keeps them apart.
fn possible_overlap(found: &Overlap, but: &str) -> Description {
    let Overlap { rule, others, overlaps, policy, case, more, .. } = found;
    let word = policy.word();
    let message = match others.as_slice() {
        [other] if *overlaps == 1 => {
            format!("rules `{}` and `{}` may overlap{but} where {}, and the hit policy is {word}", other.id, rule.id, bounds(case))
        }
        _ => format!("rule `{}` may overlap {overlaps} others{but}, and the hit policy is {word}", rule.id),
    };
    let mut described = Description::new(message, rule.location.clone(), format!("perhaps also matched by {}", quoted(others)));
    for other in others {
        described = described.label(other.location.clone(), "");
    }
    described = described.note(match others.first().filter(|_| *overlaps > 1) {
        Some(other) => format!("it and `{}` both match where {}, if that occurs", other.id, bounds(case)),
        None => "both match there, if that occurs".to_owned(),
    });
    if others.len() < *overlaps {
        described = described.note(format!("{} of the {overlaps} are named", others.len()));
    }
    if *more > 0 {
        described = described.note(format!("{more} more pairs of this table aren't shown"));
    }
    described
        .note("what a table computes, or asks of lists, is never assumed in a proof: the promise is checked at each evaluation, and broken it gives MB0803")
        .help("make the entries of another column exclude each other, or let the hit policy be `first`; an option row `allow` accepts the check")
}

fn gap(found: &Gap) -> Description {
    let Gap { header, policy, case, more, widening, new_rule, certainty } = found;
    let message = match certainty {
        Certainty::Certain => format!("no rule matches {}", bounds(case)),
        Certainty::Finer => format!("no rule matches {}: values finer than the column's digits", bounds(case)),
        Certainty::Possible => {
            format!("it isn't proven that some rule matches where {}, as the hit policy {} promises", bounds(case), policy.word())
        }
    };
    let mut described = match widening {
        Some(widening) => Description::new(message, widening.location.clone(), "ends beside the gap")
            .label(header.clone(), "one result for every input")
            .repair(widened(widening, *certainty == Certainty::Finer)),
        None => Description::new(message, header.clone(), "one result for every input"),
    };
    described.part = Some(bounds(case));
    described = described.note(match certainty {
        Certainty::Certain => format!("for example {} ({} of the inputs{})", example(case), case.share, assumed(case)),
        // Finer values are no share of those that the column's digits can write.
        Certainty::Finer => format!("for example {}", example(case)),
        Certainty::Possible => "no rule matches there, if that occurs".to_owned(),
    });
    if *more {
        described = described.note("there are more such inputs that aren't listed");
    }
    match certainty {
        Certainty::Certain => {
            let Some(NewRule { below, cells, is_rest }) = new_rule.as_deref() else {
                return described.help("add a rule for these inputs, a last rule `else`, or an option row `complete | no` for no answer");
            };
            let inputs = if *is_rest { "those of these inputs that no row offered above covers" } else { "these inputs" };
            let title = match cells.iter().all(Option::is_some) {
                true => format!("add a rule for {inputs}"),
                false => format!("add a rule for {inputs}, and say what it gives"),
            };
            // What it decides is the author's to say, even where a default would do.
            described
                .repair(Fix::new(title, vec![Edit::InsertRow { below: below.clone(), cells: cells.clone() }]).guessed())
                .help("or add a last rule `else`, or an option row `complete | no` for no answer")
        }
        Certainty::Finer => described.note("such an input gives MB0802 when it is evaluated"),
        Certainty::Possible => described
            .note(
                "what a table computes, or asks of lists, is never assumed in a proof: the promise is checked at each evaluation, and broken it gives MB0802",
            )
            .help("add a last rule `else`, or an option row `complete | no` for no answer; an option row `allow` accepts the check"),
    }
}

/// `, where n is any integer`: what the region takes for granted, as no `values` say otherwise.
fn assumed(case: &Case) -> String {
    if case.assumed.is_empty() {
        return String::new();
    }
    let taken: Vec<String> = case.assumed.iter().map(|(name, ty)| format!("{name} is any {ty}")).collect();
    format!(", where {}", taken.join(" and "))
}

/// A range that reaches further. Which of two neighbours a missing value belongs to is the author's to say; values finer than the column's digits
/// belong to the range below them, as in any half-open one.
fn widened(widening: &Widening, finer: bool) -> Fix {
    let title = format!("let rule `{}` reach to the next one", widening.rule);
    let fix = Fix::typing(title, widening.location.clone(), widening.replacement.clone());
    if finer { fix } else { fix.guessed() }
}

/// Deletes a rule that never decides, so that nothing changes.
fn delete(rule: &RuleAt) -> Fix {
    Fix::new(format!("delete the row of `{}`, which changes no decision", rule.id), vec![Edit::DeleteRow { row: rule.location.clone() }])
}

fn unreachable_rule(found: &Unreachable) -> Description {
    let Unreachable { rule, winners, unnamed, empty, repeats, same, policy, more } = found;
    let mut described = if *empty {
        Description::new(
            format!("rule `{}` matches nothing: two of its entries contradict each other", rule.id),
            rule.location.clone(),
            "matches nothing",
        )
        .repair(delete(rule).guessed())
        .help("or widen one of the entries that test the same input")
    } else {
        let order = if *policy == HitPolicy::Priority { "rules of higher rank" } else { "earlier rules" };
        let named = quoted(winners);
        let (message, label) = match winners.as_slice() {
            [] => (format!("rule `{}` never decides: {order} match whatever it matches", rule.id), "never reached".to_owned()),
            [_] if *repeats => {
                (format!("rule `{}` never decides: it repeats the conditions of {named}, which wins", rule.id), format!("repeats {named}"))
            }
            [_] if *unnamed == 0 => {
                (format!("rule `{}` never decides: {named} wins whenever it matches", rule.id), format!("covered by {named}"))
            }
            _ => {
                let others = if *unnamed > 0 { format!(" and {unnamed} more") } else { String::new() };
                (
                    format!("rule `{}` never decides: {named}{others} together match whatever it matches", rule.id),
                    format!("covered by {named}{others}"),
                )
            }
        };
        let mut described = Description::new(message, rule.location.clone(), label);
        for winner in winners {
            described = described.label(winner.location.clone(), "");
        }
        if *same {
            // Whatever the author meant by it, that is what happens.
            described.note("they give the same").repair(delete(rule))
        } else {
            described.repair(delete(rule).guessed()).help(match policy {
                _ if *repeats => "or make its conditions say what they are meant to",
                HitPolicy::Priority => "or narrow the rules that outrank it",
                _ => "or move the row above the rules that cover it, or narrow them",
            })
        }
    };
    if *more > 0 {
        described = described.note(format!("{more} more rules of this table never decide"));
    }
    described
}
