//! What is wrong with an expression that follows FEEL's grammar (`MB0520` to `MB0569`).

mod explanations;

pub(super) use explanations::EXPLANATIONS;

use crate::diagnostic::shorten;

/// Why a part of an expression may be null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The part, as it prints.
    pub part: String,
    /// Why, as the rest of a sentence: `` `n` may be zero``.
    pub why: String,
    /// The condition that tells this case, where it isn't that the part is null: `n = 0`.
    pub guard: Option<String>,
}

impl Absence {
    /// Why a division by a literal zero is null, whatever the inputs.
    pub(crate) const BY_ZERO: &str = "it divides by zero";
}

/// What is wrong with the names, types or values of an expression. Types and parts are given as they print.
#[derive(Clone, Debug, PartialEq)]
pub enum MeaningProblem {
    /// A name that isn't in scope.
    UnknownName {
        /// The name.
        name: String,
        /// What may have been meant, with what it is: `the input`, and the name.
        near: Option<(&'static str, String)>,
    },
    /// A function that FEEL doesn't have.
    UnknownFunction {
        /// Its name.
        name: String,
        /// The function that may have been meant.
        near: Option<String>,
    },
    /// The name of a function without arguments.
    Uncalled {
        /// How it is called: `count(list)`.
        function: String,
    },
    /// Part of FEEL that is refused on purpose.
    Refused {
        /// What it is: `` `today()` ``.
        what: String,
        /// Why: `reads the clock, so the same inputs would not give the same output`.
        why: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
    /// A value of another type than the place takes.
    WrongType {
        /// The place: `` `string` of `substring` ``; empty for the column itself.
        place: String,
        /// What is due there: `a text`.
        due: String,
        /// The type that stands there.
        found: String,
    },
    /// Two parts that must have a type in common.
    NoCommonType {
        /// The parts: `the branches of `if``.
        of: &'static str,
        /// The type of one.
        first: String,
        /// The type of the other.
        second: String,
    },
    /// Values of two types that can't be compared.
    NotComparable {
        /// The type of the left one.
        left: String,
        /// The type of the right one.
        right: String,
    },
    /// Values without an order, compared by one.
    NoOrder {
        /// Their type.
        found: String,
    },
    /// An operator between types that it isn't defined for.
    NoOperator {
        /// The operator.
        operator: &'static str,
        /// The type of the left operand.
        left: String,
        /// The type of the right operand.
        right: String,
    },
    /// A wrong number of arguments, or some of the named ones missing.
    ArgumentCount {
        /// The function.
        function: String,
        /// How many there are.
        given: usize,
        /// Its forms: `substring(string, start position, length?)`.
        forms: Vec<String>,
    },
    /// A named argument that the function doesn't have.
    ArgumentName {
        /// The function.
        function: String,
        /// The name.
        name: String,
        /// Its forms.
        forms: Vec<String>,
    },
    /// What may be null where null has no place.
    MissingCase {
        /// The type that is due.
        due: String,
        /// Which part may be null, and why.
        absence: Box<Absence>,
    },
    /// A list in which null may stand, where its items have no null.
    NullAmongItems {
        /// The type that is due.
        due: String,
        /// The type that it has.
        found: String,
    },
    /// More digits after the point than the type has.
    TooManyDigits {
        /// The type that is due.
        due: String,
        /// The most digits that can come, where that is known.
        digits: Option<u32>,
    },
    /// A literal that isn't one.
    InvalidLiteral {
        /// Its text.
        text: String,
        /// What it should be: `a date such as 2026-01-31`.
        due: &'static str,
    },
    /// A zone or an offset.
    ZoneOrOffset,
    /// A pattern or flags that can't be used.
    BadPattern {
        /// Why, as a sentence's end.
        why: String,
    },
    /// An argument that must be a literal.
    NotALiteral {
        /// The argument: `` `pattern` of `matches` ``.
        place: String,
        /// What must be written.
        due: &'static str,
        /// Why.
        why: &'static str,
    },
    /// A path or key that the value doesn't have.
    NoMember {
        /// The member.
        name: String,
        /// The type of the value.
        of: String,
        /// The members that it has.
        members: Vec<String>,
        /// Whether it may be a record of facts, whose fields are those that the table names.
        facts: bool,
    },
    /// A range, or a function, where a value belongs.
    NotAValue {
        /// What it is: `a range`.
        what: &'static str,
        /// Where it may stand.
        allowed: &'static str,
    },
    /// An operand that is always null.
    AlwaysNull,
    /// Two entries of one name in a context.
    RepeatedEntry {
        /// The name.
        name: String,
    },
    /// An expression, or a type in it, that is too large.
    TooLarge {
        /// What there is too much of.
        what: &'static str,
    },
    /// A type that `instance of` doesn't know.
    UnknownType {
        /// Its name.
        name: String,
    },
    /// `?` where no column's value is tested.
    NoSubject,
}

impl MeaningProblem {
    /// What has no parts, where a path leads from one list into another.
    pub(crate) const NESTED: &str = "a list of lists";

    /// Its code's number.
    pub(super) fn code(&self) -> u16 {
        match self {
            Self::UnknownName { .. } => 520,
            Self::UnknownFunction { .. } | Self::Uncalled { .. } => 521,
            Self::Refused { .. } => 522,
            Self::WrongType { .. } => 523,
            Self::NoCommonType { .. } => 524,
            Self::NotComparable { .. } | Self::NoOrder { .. } => 525,
            Self::NoOperator { .. } => 526,
            Self::ArgumentCount { .. } => 527,
            Self::ArgumentName { .. } => 528,
            Self::MissingCase { .. } | Self::NullAmongItems { .. } => 529,
            Self::TooManyDigits { .. } => 530,
            Self::InvalidLiteral { .. } => 531,
            Self::ZoneOrOffset => 532,
            Self::BadPattern { .. } => 533,
            Self::NotALiteral { .. } => 534,
            Self::NoMember { .. } => 535,
            Self::NotAValue { .. } => 536,
            Self::AlwaysNull => 537,
            Self::RepeatedEntry { .. } => 538,
            Self::TooLarge { .. } => 539,
            Self::UnknownType { .. } => 540,
            Self::NoSubject => 541,
        }
    }

    /// The message, with the part that is meant and where the cell is (` in `Fee``), and the few words under it.
    pub(super) fn message(&self, part: &str, column: &str) -> (String, &'static str) {
        match self {
            Self::UnknownName { name, .. } => (format!("`{}`{column} is not a name in scope", shorten(name)), "what is that?"),
            Self::UnknownFunction { name, .. } => (format!("`{}`{column} is not a function", shorten(name)), "no such function"),
            Self::Uncalled { .. } => (format!("`{part}`{column} is a function, and is not called"), "not called"),
            Self::Refused { what, why, .. } => (format!("{what}{column} {why}"), "refused"),
            Self::WrongType { place, due, found } if place.is_empty() => {
                (format!("`{part}`{column} is {}, where {due} is due", shorten(found)), "of another type")
            }
            Self::WrongType { place, due, found } => {
                (format!("{place}{column} takes {due}, and `{part}` is {}", shorten(found)), "of another type")
            }
            Self::NoCommonType { of, first, second } => {
                (format!("{of}{column} have no type in common: {} and {}", shorten(first), shorten(second)), "two types")
            }
            Self::NotComparable { left, right } => {
                (format!("`{part}`{column} compares {} with {}", shorten(left), shorten(right)), "never equal")
            }
            Self::NoOrder { found } => (format!("`{part}`{column}: no {} is less than another", shorten(found)), "no order"),
            Self::NoOperator { operator, left, right } => {
                (format!("`{operator}`{column} is not defined for {} and {}", shorten(left), shorten(right)), "of other types")
            }
            Self::ArgumentCount { function, given, .. } => (
                format!("`{function}`{column} is called with {given} argument{}", if *given == 1 { "" } else { "s" }),
                "another number of arguments",
            ),
            Self::ArgumentName { function, name, .. } => {
                (format!("`{function}`{column} has no argument `{}`", shorten(name)), "no such argument")
            }
            Self::MissingCase { due, absence } if absence.part == "null" && part == "null" => {
                (format!("`null`{column} is no {due}"), "null")
            }
            Self::MissingCase { due, .. } => (format!("`{part}`{column} may be null, where {due} is due"), "may be null"),
            Self::NullAmongItems { due, found } => {
                (format!("`{part}`{column} is {found}, where {due} is due"), "null may be among its items")
            }
            Self::TooManyDigits { due, digits: Some(digits) } => (
                format!(
                    "`{part}`{column} can have {digits} digit{} after the point, where {due} is due",
                    if *digits == 1 { "" } else { "s" }
                ),
                "must be rounded",
            ),
            Self::TooManyDigits { due, digits: None } => {
                (format!("`{part}`{column} can have any number of digits after the point, where {due} is due"), "must be rounded")
            }
            Self::InvalidLiteral { text, due } => (format!("`{}`{column} is not {due}", shorten(text)), "no such value"),
            Self::ZoneOrOffset => (format!("`{part}`{column}: dates and times have no zone and no offset"), "a zone"),
            Self::BadPattern { why } => (format!("`{part}`{column}: {why}"), "not a pattern"),
            Self::NotALiteral { place, due, .. } => (format!("{place}{column} must be {due}"), "must be written out"),
            Self::NoMember { name, of, .. } => (format!("`{}`{column}: {} has no such part", shorten(name), shorten(of)), "no such part"),
            Self::NotAValue { what, .. } => (format!("`{part}`{column} is {what}, where a value belongs"), "not a value"),
            Self::AlwaysNull => (format!("`{part}`{column} is always null, so what is computed from it is too"), "always null"),
            Self::RepeatedEntry { name } => (format!("the context{column} has two entries `{}`", shorten(name)), "there twice"),
            Self::TooLarge { what } => (format!("the expression{column} has {what}"), "too large"),
            Self::UnknownType { name } => (format!("`{}`{column} is not a type", shorten(name)), "no such type"),
            Self::NoSubject => (format!("`?`{column} stands for the column's value, and there is none here"), "which column?"),
        }
    }

    /// Facts beside the message.
    pub(super) fn notes(&self) -> Vec<String> {
        match self {
            Self::MissingCase { absence, .. } if absence.part == "null" => Vec::new(),
            Self::MissingCase { absence, .. } => {
                vec![format!("`{}` may be null: {}", shorten(&absence.part), absence.why)]
            }
            Self::NotALiteral { why, .. } => vec![(*why).to_owned()],
            _ => Vec::new(),
        }
    }

    /// What to do where typing another text into the cell may not be it.
    pub(super) fn help(&self) -> Option<String> {
        let or = |forms: &[String]| forms.iter().map(|form| format!("`{form}`")).collect::<Vec<_>>().join(" or ");
        Some(match self {
            Self::UnknownName { near: Some((kind, near)), .. } => format!("did you mean {kind} `{near}`? A text has quotes around it"),
            Self::UnknownName { near: None, .. } => {
                "an input needs a column or a row of the glossary; a text has quotes around it".to_owned()
            }
            Self::UnknownFunction { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownFunction { near: None, .. } => "the functions are those of FEEL (DMN 1.5, chapter 10)".to_owned(),
            Self::Uncalled { function } => format!("it is called as `{function}`"),
            Self::Refused { instead, .. } => (*instead).to_owned(),
            Self::ArgumentCount { forms, .. } | Self::ArgumentName { forms, .. } => format!("it is called as {}", or(forms)),
            Self::MissingCase { due, absence } if absence.part == "null" => {
                format!("write the value that is meant instead of `null`, or let the type be {due}?")
            }
            Self::MissingCase { absence, .. } if absence.why == Absence::BY_ZERO => "write another divisor".to_owned(),
            Self::MissingCase { due, absence } => {
                let guard = absence.guard.clone().unwrap_or_else(|| format!("{} = null", absence.part));
                format!("say what it is then, `if {} then … else …`, or let the type be {due}?", shorten(&guard))
            }
            Self::NullAmongItems { .. } => {
                "say what stands for null, `for item in … return if item = null then … else item`, or let the items' type have a `?`, as in list of (text?)"
                    .to_owned()
            }
            Self::TooManyDigits { .. } => "round it, or let the type have more digits".to_owned(),
            Self::NotComparable { .. } => "convert one of them: `string(…)`, `number(…)`, `date(…)`".to_owned(),
            Self::NoOperator { operator: "+", left, right } if left.starts_with("text") || right.starts_with("text") => {
                "texts are joined with `+` once both are texts: `string(…)`".to_owned()
            }
            Self::NoOperator { left, right, .. } if left.starts_with("date") || right.starts_with("date") => {
                "to a date, durations are added: `date + @\"P3D\"`".to_owned()
            }
            Self::NoMember { of, .. } if of == Self::NESTED => "make one list of them first: `flatten(…)`".to_owned(),
            Self::NoMember { members, facts, .. } if !members.is_empty() => {
                let shown: Vec<String> = members.iter().take(12).map(|member| format!("`{}`", shorten(member))).collect();
                let more = if members.len() > 12 { " and more" } else { "" };
                let facts = if *facts {
                    "; another field of a list's items needs a column or a row of the glossary with its path, such as items[].price"
                } else {
                    ""
                };
                format!("it has {}{more}{facts}", shown.join(", "))
            }
            Self::NotAValue { allowed, .. } => format!("it may stand {allowed}"),
            Self::ZoneOrOffset => "the caller gives local times; write them without: `date and time(\"2026-01-31T14:30:00\")`".to_owned(),
            Self::BadPattern { .. } => {
                "patterns are those of the `regex` crate: no look-around, no references back, so that they take linear time".to_owned()
            }
            Self::TooLarge { .. } => "split it: part of it can be a decision of its own".to_owned(),
            Self::UnknownType { .. } => {
                "types are text, number, boolean, date, time, date and time, days and time duration, years and months duration, list<…>"
                    .to_owned()
            }
            Self::NoSubject => "`?` belongs into an input entry".to_owned(),
            _ => return None,
        })
    }
}
