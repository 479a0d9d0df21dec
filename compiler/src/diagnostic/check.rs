//! Findings of what the analysis proves or refutes (`MB0401` to `MB0449`, `MB0601` to `MB0619`).

mod explanations;

use crate::model::HitPolicy;

use super::{Code, Describe, Description, Level, Location};

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
    /// `MB0601`: what couldn't be decided within the budgets.
    Undecided {
        /// The cell of the hit policy.
        header: Location,
        /// What isn't known.
        questions: Vec<Question>,
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
    /// How many it overlaps.
    pub overlaps: usize,
    /// Unique, or Any: with different outputs.
    pub policy: HitPolicy,
    /// What the rule and the first other both match.
    pub case: Case,
    /// A cell to mend.
    pub narrowing: Option<Narrowing>,
    /// Whether it is sure to occur.
    pub certainty: Certainty,
    /// How many overlaps of the table aren't reported.
    pub more: usize,
}

/// Inputs that no rule matches, where a result is promised for each.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The cell of the hit policy.
    pub header: Location,
    /// A single-hit policy.
    pub policy: HitPolicy,
    /// The largest regions; at least one.
    pub cases: Vec<Case>,
    /// How many regions more were found.
    pub more: usize,
    /// Whether the search was ended, so that there may be others.
    pub uncounted: bool,
    /// How many output columns the table has.
    pub outputs: usize,
    /// A cell to mend.
    pub widening: Option<Widening>,
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
    /// It as a rule would say it: an entry a column.
    pub row: Vec<String>,
}

/// A range that has to end earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowing {
    /// The rule's id.
    pub rule: String,
    /// The rule whose range begins there.
    pub other: String,
    /// The cell.
    pub location: Location,
    /// The other rule's cell.
    pub other_location: Location,
    /// What to type.
    pub replacement: String,
    /// Where it has to end: `before 100`, `at 49.99`.
    pub end: String,
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
            Self::Undecided { .. } => 601,
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
            Self::Overlap(found) => overlap(found),
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
            Self::Undecided { header, questions, max_nodes } => {
                let asked = questions.iter().map(|question| match question {
                    Question::Overlaps => "whether rules overlap",
                    Question::Gaps => "whether some input matches no rule",
                    Question::Unreachable => "whether each rule can decide",
                });
                let asked = asked.collect::<Vec<_>>().join(", nor ");
                let described = Description::new(
                    format!("the table is too large to decide {asked}"),
                    header.clone(),
                    format!("more than {max_nodes} nodes"),
                );
                let promised = questions.iter().any(|question| *question != Question::Unreachable);
                let described =
                    if promised { described.note("what the hit policy promises is checked at each evaluation instead") } else { described };
                described.help("split the table, or raise `limits.diagram-nodes` in matchbook.toml")
            }
        }
    }
}

fn overlap(found: &Overlap) -> Description {
    let Overlap { rule, others, overlaps, policy, case, narrowing, certainty, more } = found;
    let but = if *policy == HitPolicy::Any { " with different outputs" } else { "" };
    let digits = if *certainty == Certainty::Finer { ", in values finer than the column's digits" } else { "" };
    let word = policy.word();
    if *certainty == Certainty::Possible {
        return possible_overlap(found, but);
    }
    let message = if *overlaps == 1 {
        let ids = narrowing.as_ref().map_or((&others[0].id, &rule.id), |narrowing| (&narrowing.rule, &narrowing.other));
        format!("rules `{}` and `{}` overlap{but}{digits}, and the hit policy is {word}", ids.0, ids.1)
    } else {
        format!("rule `{}` overlaps {overlaps} others{but}{digits}, and the hit policy is {word}", rule.id)
    };
    let mut described = match narrowing {
        Some(narrowing) => Description::new(message, narrowing.location.clone(), format!("also matched by `{}`", narrowing.other))
            .label(narrowing.other_location.clone(), format!("`{}` begins here", narrowing.other))
            .fix(format!("end the range {}", narrowing.end), narrowing.location.clone(), narrowing.replacement.clone()),
        None => {
            let mut described = Description::new(message, rule.location.clone(), format!("also matched by {}", quoted(others)));
            for other in others {
                described = described.label(other.location.clone(), "");
            }
            described
        }
    };
    let both = if *overlaps == 1 { "both match".to_owned() } else { format!("`{}` and `{}` both match", rule.id, others[0].id) };
    described = described.note(format!("{both} {}", example(case)));
    // Of single values, the example has said it.
    if !case.bounds.is_empty() && case.bounds != case.witness {
        described = described.note(format!("they share {}", bounds(case)));
    }
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
    described.help(match policy {
        HitPolicy::Any => "make the outputs equal, or the entries exclude each other; with the hit policy `first` the upper rule wins",
        _ => "make the entries of one column exclude each other; with the hit policy `first` the upper rule wins",
    })
}

/// Rules that share inputs unless what the table computes keeps them apart.
fn possible_overlap(found: &Overlap, but: &str) -> Description {
    let Overlap { rule, others, overlaps, policy, case, more, .. } = found;
    let message = match others.as_slice() {
        [other] if *overlaps == 1 => {
            format!("rules `{}` and `{}` may overlap{but}, and the hit policy is {}", other.id, rule.id, policy.word())
        }
        _ => format!("rule `{}` may overlap {overlaps} others{but}, and the hit policy is {}", rule.id, policy.word()),
    };
    let mut described = Description::new(message, rule.location.clone(), format!("perhaps also matched by {}", quoted(others)));
    for other in others {
        described = described.label(other.location.clone(), "");
    }
    described = described.note(format!("both match where {}, if that occurs", bounds(case)));
    if *more > 0 {
        described = described.note(format!("{more} more pairs of this table aren't shown"));
    }
    described
        .note("what a table computes, or asks of lists, is never assumed in a proof: the promise is checked at each evaluation, and broken it gives MB0803")
        .help("make the entries of another column exclude each other, or let the hit policy be `first`; an option row `allow` accepts the check")
}

fn gap(found: &Gap) -> Description {
    let Gap { header, policy, cases, more, uncounted, outputs, widening, certainty } = found;
    let finer = &(*certainty == Certainty::Finer);
    if *certainty == Certainty::Possible {
        let message = format!("it isn't proven that some rule matches every input, as the hit policy {} promises", policy.word());
        let mut described = Description::new(message, header.clone(), "one result for every input");
        for case in cases {
            described = described.note(format!("no rule matches where {}, if that occurs", bounds(case)));
        }
        return described
            .note(
                "what a table computes, or asks of lists, is never assumed in a proof: the promise is checked at each evaluation, and broken it gives MB0802",
            )
            .help("add a last rule `else`, or an option row `complete | no` for no answer; an option row `allow` accepts the check");
    }
    let digits = if *finer { " finer than the columns' digits" } else { "" };
    let several = if cases.len() + more > 1 || *uncounted { "some inputs" } else { "an input" };
    let message = match cases.as_slice() {
        [only] if *more == 0 && !*uncounted => {
            format!("no rule matches {}{}", bounds(only), if *finer { ": values finer than the column's digits" } else { "" })
        }
        _ => format!("no rule matches {several}{digits}, and the hit policy {} promises a result for each", policy.word()),
    };
    let mut described = match widening {
        Some(widening) => Description::new(message, widening.location.clone(), "ends beside the gap")
            .label(header.clone(), "one result for every input")
            .fix(format!("let rule `{}` reach to the next one", widening.rule), widening.location.clone(), widening.replacement.clone()),
        None => Description::new(message, header.clone(), "one result for every input"),
    };
    for case in cases {
        described = if cases.len() == 1 && *more == 0 && !*uncounted {
            described.note(format!("for example {}", example(case)))
        } else {
            described.note(format!("no rule for {}: for example {}", bounds(case), example(case)))
        };
    }
    if *uncounted {
        described = described.note("there may be more such inputs");
    } else if *more > 0 {
        described = described.note(format!("and {more} more regions"));
    }
    if *finer {
        return described.note("such an input gives MB0802 when it is evaluated");
    }
    let row = cases.first().map(|case| {
        let cells: Vec<&str> = case.row.iter().map(String::as_str).chain(std::iter::repeat_n("…", *outputs)).collect();
        format!("new-rule | {}", cells.join(" | "))
    });
    described.help(format!(
        "add a rule such as `{}`, a last rule `else`, or an option row `complete | no` for no answer",
        row.unwrap_or_default()
    ))
}

fn unreachable_rule(found: &Unreachable) -> Description {
    let Unreachable { rule, winners, unnamed, empty, policy, more } = found;
    let mut described = if *empty {
        Description::new(
            format!("rule `{}` matches nothing: two of its entries contradict each other", rule.id),
            rule.location.clone(),
            "matches nothing",
        )
        .help("widen one of the entries that test the same input, or delete the row")
    } else {
        let order = if *policy == HitPolicy::Priority { "rules of higher rank" } else { "earlier rules" };
        let named = quoted(winners);
        let (message, label) = match winners.as_slice() {
            [] => (format!("rule `{}` never decides: {order} match whatever it matches", rule.id), "never reached".to_owned()),
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
        described.help(match policy {
            HitPolicy::Priority => "delete the row, or narrow the rules that outrank it",
            _ => "move the row above the rules that cover it, narrow them, or delete it",
        })
    };
    if *more > 0 {
        described = described.note(format!("{more} more rules of this table never decide"));
    }
    described
}
