//! What is wrong with an expression that doesn't follow FEEL's grammar (`MB0501` to `MB0519`).

mod explanations;

pub(super) use explanations::EXPLANATIONS;

use crate::diagnostic::shorten;

/// What is wrong with the form of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum FormProblem {
    /// Something else, or nothing, stands where this belongs.
    Expected {
        /// What belongs there, with its article: `a value`, `` `then` ``.
        expected: &'static str,
    },
    /// A bracket without its partner.
    UnclosedBracket {
        /// The text from the bracket on.
        opened: String,
        /// What is missing.
        missing: char,
    },
    /// A closing bracket without its partner.
    UnopenedBracket,
    /// `&&`, `x is y`, `IF(a, b, c)`: FEEL writes it otherwise.
    Written {
        /// How.
        meant: &'static str,
    },
    /// `// …`, `/* … */`: a comment, in which FEEL leaves out what others compute.
    Comment,
    /// A text in single quotes.
    SingleQuotes,
    /// A text or comment without its end.
    Unclosed {
        /// Which: `text`, `comment`.
        what: &'static str,
    },
    /// An `if` without `else`.
    MissingElse,
    /// A comma between digits.
    CommaInNumber,
    /// A semicolon.
    Semicolon,
    /// More than 28 digits.
    NumberTooLong,
    /// A number with letters or a second point.
    DecoratedNumber,
    /// A word of the language in capitals.
    KeywordCase {
        /// The word.
        keyword: &'static str,
    },
    /// `function(…) external`.
    ExternalFunction,
    /// Too long, or nested too deep.
    TooComplex {
        /// What it holds: `parts nested more than 64 deep`.
        what: &'static str,
    },
    /// `a < b < c`
    ChainedComparison,
    /// An entry, argument or parameter that is there twice.
    RepeatedName {
        /// Its name.
        name: String,
    },
    /// Half of a character: `\uD83D` alone.
    HalfCharacter,
    /// A call of what isn't a name.
    NotAFunction,
    /// Arguments by name and by position in one call.
    MixedArguments,
    /// A parameter with a type.
    TypedParameter,
}

impl FormProblem {
    /// Its code's number.
    pub(super) fn code(&self) -> u16 {
        match self {
            Self::Expected { .. } => 501,
            Self::UnclosedBracket { .. } | Self::UnopenedBracket => 502,
            Self::Written { .. } | Self::Comment => 503,
            Self::SingleQuotes => 504,
            Self::Unclosed { .. } => 505,
            Self::MissingElse => 506,
            Self::CommaInNumber => 507,
            Self::Semicolon => 508,
            Self::NumberTooLong => 509,
            Self::DecoratedNumber => 510,
            Self::KeywordCase { .. } => 511,
            Self::ExternalFunction => 512,
            Self::TooComplex { .. } => 513,
            Self::ChainedComparison => 514,
            Self::RepeatedName { .. } => 515,
            Self::HalfCharacter => 516,
            Self::NotAFunction => 517,
            Self::MixedArguments => 518,
            Self::TypedParameter => 519,
        }
    }

    /// The message, with the part that is meant and where the cell is (` in `Fee``), and the few words under it.
    pub(super) fn message(&self, part: &str, column: &str) -> (String, &'static str) {
        match self {
            Self::Expected { expected } if part.is_empty() => {
                (format!("the expression{column} ends where {expected} belongs"), "something is missing")
            }
            Self::Expected { expected } => (format!("`{part}`{column} stands where {expected} belongs"), "something else belongs here"),
            Self::UnclosedBracket { opened, missing } => {
                (format!("`{}`{column} is never closed: `{missing}` is missing", shorten(opened)), "a bracket is missing")
            }
            Self::UnopenedBracket => (format!("`{part}`{column} closes a bracket that was never opened"), "a bracket is missing"),
            Self::Written { meant } => (format!("`{part}`{column} is written with `{meant}`"), "written otherwise"),
            Self::Comment => (format!("`{part}`{column} is a comment, and an expression in a cell has none"), "a comment"),
            Self::SingleQuotes => (format!("`{part}`{column}: texts have double quotes"), "double quotes"),
            Self::Unclosed { what } => (format!("the {what} `{part}`{column} is never closed"), "never closed"),
            Self::MissingElse => (format!("`if`{column} has no `else`: what holds otherwise is missing"), "`else` is missing"),
            Self::CommaInNumber => (format!("`{part}`{column}: a comma between digits can be read in several ways"), "which number?"),
            Self::Semicolon => (format!("`;`{column} separates nothing: commas do"), "a comma?"),
            Self::NumberTooLong => (format!("`{part}`{column} has more digits than a number holds, which is 28"), "too many digits"),
            Self::DecoratedNumber => (format!("`{part}`{column} is more than the digits of a number"), "only digits make a number"),
            Self::KeywordCase { keyword } => {
                (format!("`{part}`{column}: the word is written `{keyword}`, in small letters"), "small letters")
            }
            Self::ExternalFunction => {
                (format!("`{part}`{column} calls a program outside of the table, which no expression can"), "an external function")
            }
            Self::TooComplex { what } => (format!("the expression{column} has {what}"), "too large"),
            Self::ChainedComparison => (format!("`{part}`{column}: one comparison can't be compared again"), "two comparisons"),
            Self::RepeatedName { name } => (format!("`{}`{column} is given twice", shorten(name)), "given twice"),
            Self::HalfCharacter => (format!("`{part}`{column} is half of a character"), "half of a character"),
            Self::NotAFunction => (format!("`{part}`{column} is no function: only a function's name can be called"), "not a function"),
            Self::MixedArguments => {
                (format!("`{part}`{column}: either all arguments of a call have names, or none"), "by name or by position?")
            }
            Self::TypedParameter => (format!("`{part}`{column}: parameters have no types here"), "leave the type out"),
        }
    }

    /// Facts beside the message.
    pub(super) fn notes(&self) -> Vec<String> {
        match self {
            Self::ExternalFunction => vec!["the same inputs must always give the same output".to_owned()],
            _ => Vec::new(),
        }
    }

    /// What to do where typing another text into the cell may not be it.
    pub(super) fn help(&self) -> Option<String> {
        let help = match self {
            Self::TooComplex { .. } => "give a part of it a name: a column or decision of its own",
            Self::ExternalFunction => "let the caller compute the value, and read it as an input",
            Self::Comment => "`/` divides; a remark belongs in a column whose role is `note`",
            Self::NumberTooLong => "round it to 28 digits",
            _ => return None,
        };
        Some(help.to_owned())
    }
}
