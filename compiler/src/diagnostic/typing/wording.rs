//! The findings of names, types, hit policies and tests in words.

use crate::diagnostic::Fix;
use crate::diagnostic::evaluation::DECISION_ERRORS;

use super::{Description, TypingFinding, TypingProblem};

/// A rule, which may lack its id.
fn named(rule: &str) -> String {
    if rule.is_empty() { "this rule".to_owned() } else { format!("rule `{rule}`") }
}

/// The codes that `expect error` takes.
fn codes() -> Vec<String> {
    DECISION_ERRORS.iter().map(ToString::to_string).collect()
}

fn listed(words: &[impl AsRef<str>]) -> String {
    words.iter().map(|word| format!("`{}`", word.as_ref())).collect::<Vec<_>>().join(", ")
}

/// ` did you mean …?` behind a message, and the fix that types it.
fn with_meaning(message: String, finding: &TypingFinding, label: &str, meant: Option<&str>) -> Description {
    match meant {
        Some(meant) => Description::new(format!("{message}; did you mean `{meant}`?"), finding.at.clone(), label).fix(
            format!("write `{meant}`"),
            finding.at.clone(),
            meant,
        ),
        None => Description::new(message, finding.at.clone(), label),
    }
}

pub(super) fn describe(finding: &TypingFinding) -> Description {
    use TypingProblem as P;
    let at = finding.at.clone();
    match &finding.problem {
        P::ListAndValue { list, other, first } => {
            Description::new(format!("`{list}` leads into a list, and `{other}` doesn't"), at, "one name has one meaning")
                .label(first.clone(), "the other one")
                .help("what is a list has a `[]` or `[?]` behind it wherever an `expr` leads into it, and a `[]` in the glossary")
        }
        P::SeparateItems { rule, list, other } => Description::new(
            format!("the columns over `{list}` stand each alone: in rule `{rule}`, different items may meet them"),
            at,
            "some item",
        )
        .label(other.clone(), "perhaps another item")
        .help(format!("to ask one item for both, let `expr` be `{list}`, and an entry `?.… and ?.…`")),
        P::UnknownItems { label, path } => {
            Description::new(format!("`{label}` tests items of which nothing is known"), at, "values or records?").help(format!(
                "give this column a `type` if they are values; if they are records, give each of their fields a column or a row of the glossary, such as `{path}.price`"
            ))
        }
        P::TypedStructure { label, ty } => {
            Description::new(format!("`{label}` tests a {ty}, which no type or values in a column are for"), at, "no single value")
                .help("leave the cell blank; types and values belong to the fields of the items")
        }
        P::NotOfItem { read, label, ty } => {
            Description::new(format!("`{read}` asks nothing of `?`, a {ty}"), at, format!("not a condition of `{label}`"))
                .help("write a condition on it, such as `?.price > 100` or `count(?) > 3`")
        }
        P::UnreadableList { name, reason } => {
            Description::new(format!("the list `{name}` can't be read: {reason}"), at, "not the JSON of this list")
                .help("write the list as it stands in a document, such as `[{\"price\": 5}]`; `[]` is the empty one")
        }
        P::DuplicateDecision { name, first } => Description::new(format!("two decisions are named `{name}`"), at, "named again")
            .label(first.clone(), "first named here")
            .help("a decision's name is unique in its app, the folder that its book lies in; rename one of them"),
        P::DuplicateName { name, is, was, first } => {
            let message = match is == was {
                true => format!("`{name}` is defined twice, as {is} each time"),
                false => format!("`{name}` is {is} here and {was} elsewhere"),
            };
            Description::new(message, at, *is).label(first.clone(), *was).help("a name has one meaning; rename or delete one of them")
        }
        P::SimilarNames { name, other, first, what } => {
            Description::new(format!("the {what} `{name}` and `{other}` are too much alike"), at, format!("`{name}`"))
                .label(first.clone(), format!("`{other}`"))
                .note("they differ only by case, or by signs that names in programs and in JSON don't have")
                .help("if they mean the same, write both alike; otherwise rename one of them")
        }
        P::NameInsideName { parent, child, first, what } => {
            let one = what.strip_suffix('s').unwrap_or(what);
            let message = format!("`{parent}` is an {one} of its own, and `{child}` an {one} within it");
            Description::new(message, at, "one of them must have another name")
                .label(first.clone(), "the other one")
                .help(format!("a dot without blanks nests names; an {one} that has parts is no value itself"))
        }
        P::LabelOfNestedName { name, expr } => {
            let message = format!("the label `{name}` is one name here, and a name with parts in the glossary");
            let description = Description::new(message, at, "a label's dots don't nest");
            match expr {
                Some(expr) => description.fix(format!("write `{name}` into the row `expr`"), expr.clone(), name),
                None => description.help(format!("add a row `expr` above the rules, with `{name}` in this column")),
            }
        }
        P::LabelOfPath { label, expr } => {
            let message = format!("the label `{label}` is one name here, and leads into no list");
            let description = Description::new(message, at, "a label's brackets quantify nothing");
            match expr {
                Some(expr) => description.fix(format!("write `{label}` into the row `expr`"), expr.clone(), label),
                None => description.help(format!("add a row `expr` above the rules, with `{label}` in this column")),
            }
        }
        P::DuplicateOutput { name, first } => Description::new(format!("two output columns are named `{name}`"), at, "named again")
            .label(first.clone(), "first named here")
            .help("rename one of them, or give it a name of its own in a row `expr`"),
        P::ColumnsDisagree { name, what, says, first, settable } => {
            let description = Description::new(format!("two columns test `{name}` and differ in their {what}"), at.clone(), "differs")
                .label(first.clone(), format!("says `{says}`"));
            match settable {
                true => description.repair(Fix::typing(format!("write `{says}`"), at, says).guessed()),
                false => description.help(format!("let the {what} be `{says}`")),
            }
        }
        P::ContradictsGlossary { name, ty, glossary, first } => {
            Description::new(format!("`{name}` is {glossary} in the glossary, and {ty} here"), at.clone(), "contradicts the glossary")
                .label(first.clone(), "defined here")
                .repair(Fix::typing(format!("write `{glossary}`"), at, glossary.to_string()).guessed())
                .help("a column may leave its type to the glossary")
        }
        P::WidensGlossary { name, value, first } => Description::new(
            format!("`{value}` is none of the values that the glossary gives `{name}`"),
            at,
            "allows more than the glossary",
        )
        .label(first.clone(), "defined here")
        .help("a column may narrow the values of the glossary, never add to them; add the value there, or leave it out here"),
        P::MissingType { label } => {
            Description::new(format!("`{label}` has no type, and no entry to tell it by"), at, "no entry gives a type").help(
                "add a row `type` below the labels, and write `text`, `number`, `boolean` or `date` into this column, or another type",
            )
        }
        P::Inferred { label, ty } => Description::new(format!("type of `{label}` inferred: {ty}"), at, ""),
        P::ComputedRank { label } => Description::new(
            format!("`{label}` ranks the rules by the order of its `values`, so it can't be computed"),
            at,
            "not known yet",
        )
        .help("write one of the values; or let the hit policy be `first`, where the order of the rules decides"),
        P::ReversedPeriod { rule, from } => {
            Description::new(format!("rule `{rule}` ends before it begins"), at, "the last day").label(from.clone(), "the first day")
        }
        P::NoColumnType { label, ty, outputs } => {
            let help = match outputs.as_slice() {
                [] => "test one thing of it, such as `count( )` or an item".to_owned(),
                outputs => format!("test one of its outputs in an `expr`: {}", listed(outputs)),
            };
            Description::new(format!("`{label}` tests a {ty}, and a column tests one value"), at, "no single value").help(help)
        }
        P::NoListGiven { label, name, ty, meant } => {
            let description = Description::new(format!("`{label}` asks for items, and `{name}` gives {ty}"), at.clone(), "no list");
            match meant {
                Some(meant) => description.fix(format!("write `{meant}`"), at, meant),
                None => description.help("only what gives a list has items"),
            }
        }
        P::RequiresDecision { decision, reads } => {
            let message = match reads {
                Some((name, ty)) if name != decision => format!("`{name}` reads the decision `{decision}`: {ty}"),
                Some((_, ty)) => format!("reads the decision `{decision}`: {ty}"),
                None => format!("reads the decision `{decision}`"),
            };
            Description::new(message, at, "")
        }
        P::DisagreesWithDecision { what, says, decision, first } => {
            let gives = if says.is_empty() { "any value".to_owned() } else { says.clone() };
            let other = if *what == "type" { "another type" } else { "other values" };
            let message = format!("the decision `{decision}` gives {gives}, and this column {other}");
            let description = Description::new(message, at.clone(), "differs").label(first.clone(), "given here");
            match says.is_empty() {
                true => description.repair(Fix::typing("delete it", at, "").guessed()).help(format!("allowed values belong to the output column of `{decision}`")),
                false => {
                    description.repair(Fix::typing(format!("write `{says}`"), at, says).guessed()).help(format!("a column may leave its {what} to the decision"))
                }
            }
        }
        P::NoSuchOutput { name, decision, known, meant } => {
            let message = format!("`{name}` is no output of the decision `{decision}`");
            let all = if known.is_empty() { format!("`{decision}`, which counts") } else { listed(known) };
            with_meaning(message, finding, "no such output", meant.as_deref()).help(format!("there is {all}; an input needs another name"))
        }
        P::Cycle { steps } => {
            let names: Vec<&str> =
                steps.iter().map(|step| step.decision.as_str()).chain(steps.last().map(|step| step.names.as_str())).collect();
            let circle = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" → ");
            let message = match steps.as_slice() {
                [only] => format!("`{}` requires itself", only.decision),
                _ => format!("decisions require each other in a circle: {circle}"),
            };
            let named = |step: &super::Step| format!("`{}` reads `{}` here", step.decision, step.names);
            let mut description = Description::new(message, at, steps.first().map(named).unwrap_or_default());
            for step in steps.iter().skip(1) {
                description = description.label(step.at.clone(), named(step));
            }
            description.help("what a decision needs must be known before it; let one of these cells read an input instead, or take the common part into a decision of its own")
        }
        P::InputsDisagree { name, what, says, there, decision, first, second } => {
            let message = format!("`{name}` would be two inputs: {says} in one table, {there} in another, by way of `{decision}`");
            let mut description = Description::new(
                message,
                at.clone(),
                format!("one name is one input, with one {}", if *what == "type" { "type" } else { "list of values" }),
            );
            for (place, says) in [(first, says), (second, there)] {
                if *place != at {
                    description = description.label(place.clone(), says.clone());
                }
            }
            description
                .help(format!("put `{name}` into the glossary, with the type and values that both shall have; or rename one of them"))
        }
        P::OutsideValues { value, label, allowed, meant, alone } => {
            let message = format!("`{value}` is none of the values of `{label}`");
            let question = match meant.as_slice() {
                [] => String::new(),
                meant => format!("; did you mean {}?", meant.iter().map(|meant| format!("`{meant}`")).collect::<Vec<_>>().join(" or ")),
            };
            let mut description = Description::new(format!("{message}{question}"), at.clone(), "outside the column's values");
            for meant in meant.iter().filter(|_| *alone) {
                description = description.fix(format!("write `{meant}`"), at.clone(), meant);
            }
            description.note(format!("the values are: {allowed}"))
        }
        P::BlankOutput { label, rule, ty } => Description::new(format!("{} gives no `{label}`", named(rule)), at, "blank")
            .help(format!("write a value, or one into a row `default`, or let the type be `{}` if there may be none", ty.clone().or_null())),
        P::BlankDefinition { name, what } => Description::new(format!("`{name}` has no {what}"), at, format!("a {what} belongs here"))
            .help(format!("write its {what}, or delete the row")),
        P::BadOption { option, text, choices, meant } => {
            let description = with_meaning(format!("`{text}` is no value of the option `{option}`"), finding, "unknown", *meant);
            if choices.is_empty() {
                description.help("write a date, such as `2026-12-31`")
            } else {
                description.help(format!("choose from {}", listed(choices)))
            }
        }
        P::UnknownCode { text } => Description::new(
            if text.is_empty() { "`allow` names no finding".to_owned() } else { format!("`{text}` is no code of a finding") },
            at,
            "a code belongs here",
        )
        .help("copy the code from the message that is to be allowed, such as `MB0411`"),
        P::AllowWithoutReason { code } => Description::new(format!("`allow` of {code} has no reason"), at, "the reason belongs here")
            .help("write why this may stand, for those who read the table next"),
        P::UnusedName { name } => {
            Description::new(format!("no table uses `{name}`"), at, "unused").help("delete the row, or check how the tables spell the name")
        }
        P::UnusedConstant { name } => Description::new(format!("no table uses the constant `{name}`"), at, "unused")
            .help("delete the row, or check how the tables spell the name"),
        P::NothingRanked { policy, label } => Description::new(
            format!("`{}` ranks by the order of an output's values, and no output has a list of them", policy.word()),
            at,
            "no list of values",
        )
        .help(match label {
            Some(label) => format!("list the values of `{label}` in a row `values`, the most important first"),
            None => "a list has no rank: add an output of one value, and list its values in a row `values`, the most important first".to_owned(),
        }),
        P::SeveralOutputs { policy, count } => Description::new(
            format!("`{}` makes one value of one output column, and there are {count}", policy.word()),
            at,
            "needs exactly one output column",
        )
        .help("make a decision of each output, or use `collect`"),
        P::NotAggregable { policy, label, ty } => {
            let can = match policy {
                crate::model::HitPolicy::Collect(Some(crate::model::Aggregation::Sum)) => "numbers and durations",
                _ => "numbers, durations, dates and times",
            };
            let description = Description::new(
                format!("`{}` can't be taken of `{label}`, which is {ty}", policy.word()),
                at,
                format!("`{}` takes {can}", policy.word()),
            );
            if ty.scalar().is_some_and(|ty| ty.nullable) {
                description.help("let the type be without `?`")
            } else {
                description.help("change the column's type, or the hit policy")
            }
        }
        P::CompleteMeansNothing { policy } => {
            Description::new(format!("`complete` says nothing under `{}`", policy.word()), at, "nothing to be complete")
                .note(
                    "only `unique`, `any`, `priority` and `first` promise that some rule matches; the others have a result where none does",
                )
                .help("delete the row")
        }
        P::UnknownDecision { name, meant } => {
            with_meaning(format!("no decision is named `{name}`"), finding, "nothing to test", meant.as_deref())
                .help("a test block names a decision of its own app")
        }
        P::UnknownTestColumn { label, decision, meant, known } => {
            with_meaning(format!("`{label}` is no input of `{decision}`, nor an expectation"), finding, "unknown", meant.as_deref())
                .help(format!("the columns can be {}", listed(known)))
        }
        P::RepeatedTestColumn { label, first } => Description::new(format!("`{label}` is given twice"), at, "given again")
            .label(first.clone(), "first given here")
            .help("delete one of the columns"),
        P::BlankInput { name, ty } => Description::new(format!("this case has no `{name}`"), at, "blank")
            .help(format!("write a value; the input can only be left blank if its type is `{ty}?`")),
        P::MissingInputColumn { name, decision, ty } => {
            Description::new(format!("the cases have no column for `{name}`, an input of `{decision}`"), at, format!("no column `{name}`"))
                .help(format!("add the column; the input can only be left out if its type is `{ty}?`"))
        }
        P::BadErrorExpectation { text } => Description::new(format!("`{text}` is no error to expect"), at, "unknown")
            .help(format!("write `yes` for any error, or one of the codes {}; leave it blank for none", listed(&codes()))),
        P::UnknownRule { id, decision, meant, alone } => {
            let message = format!("`{decision}` has no rule `{id}`");
            if *alone {
                with_meaning(message, finding, "unknown", meant.as_deref())
            } else {
                let message = meant.as_ref().map_or(message.clone(), |meant| format!("{message}; did you mean `{meant}`?"));
                Description::new(message, at, "unknown")
            }
        }
        P::ErrorAndResult => {
            Description::new("this case expects both an error and a result", at, "an error has no result").help("leave one of them blank")
        }
    }
}
