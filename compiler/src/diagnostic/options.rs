//! Findings of `matchbook.toml` and limits (`MB0620` to `MB0699`).

use super::{Code, Describe, Description, Explanation, Level, Location};
use crate::options::FILE_NAME;
use crate::source::BookPath;

/// A finding of `matchbook.toml` and `allow` rows (`MB0620` to `MB0699`). Lines count from 1.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionsFinding {
    /// `MB0620`: the file can't be read, or isn't TOML.
    Unreadable {
        /// The line, unless the whole file is meant.
        line: Option<u32>,
        /// What is wrong, in the words of whoever refused it.
        problem: String,
    },
    /// `MB0621`: a key that means nothing here.
    UnknownKey {
        /// The line.
        line: u32,
        /// The key with its table: `limits.cell`.
        key: String,
        /// The nearest key that there is.
        near: Option<String>,
        /// All keys that there are; empty where they are too many to list.
        known: Vec<String>,
    },
    /// `MB0622`: a value of another kind than the key's.
    WrongType {
        /// The line.
        line: u32,
        /// The key with its table.
        key: String,
        /// What belongs there.
        expected: &'static str,
        /// What stands there.
        found: String,
    },
    /// `MB0623`: a number beyond the key's ends.
    OutOfRange {
        /// The line.
        line: u32,
        /// The key with its table.
        key: String,
        /// The number as written.
        found: String,
        /// The least allowed.
        least: u64,
        /// The most allowed.
        most: u64,
    },
    /// `MB0624`: `runtime` is no path of a crate or module.
    NoPath {
        /// The line.
        line: u32,
        /// The text.
        value: String,
    },
    /// `MB0625`: a lint level for what is always an error.
    ErrorStays {
        /// The line.
        line: u32,
        /// The code.
        code: Code,
        /// Its name.
        name: &'static str,
    },
    /// `MB0628`: a code of `[lints]` is named twice, by its code and by its name.
    LintTwice {
        /// The line.
        line: u32,
        /// The line of the other.
        first: u32,
        /// The code.
        code: Code,
        /// Its name.
        name: &'static str,
    },
    /// `MB0629`: an entry of `[lints]` has nothing to allow.
    LintUnused {
        /// The line.
        line: u32,
        /// The code.
        code: Code,
    },
    /// `MB0640`: an `allow` row names a rule that there isn't.
    AllowUnknownRule {
        /// The cell of the rules.
        location: Location,
        /// The rule.
        rule: String,
        /// The nearest rule that there is.
        near: Option<String>,
        /// The cell with that in its place.
        mended: Option<String>,
    },
    /// `MB0626`: an `allow` row asks for an error to be let pass.
    AllowError {
        /// The cell of the code.
        location: Location,
        /// The code.
        code: Code,
        /// Its name.
        name: &'static str,
    },
    /// `MB0627`: an `allow` row has nothing to allow.
    AllowUnused {
        /// The cell of the code.
        location: Location,
        /// The code.
        code: Code,
        /// The rules of which findings were to be allowed; empty for all.
        rules: Vec<String>,
    },
}

impl OptionsFinding {
    /// The line of `matchbook.toml` that it is about, from 1.
    fn line(&self) -> Option<u32> {
        match self {
            Self::Unreadable { line, .. } => *line,
            Self::UnknownKey { line, .. }
            | Self::WrongType { line, .. }
            | Self::OutOfRange { line, .. }
            | Self::NoPath { line, .. }
            | Self::ErrorStays { line, .. }
            | Self::LintTwice { line, .. }
            | Self::LintUnused { line, .. } => Some(*line),
            Self::AllowError { .. } | Self::AllowUnused { .. } | Self::AllowUnknownRule { .. } => None,
        }
    }
}

impl Describe for OptionsFinding {
    fn code(&self) -> Code {
        Code(match self {
            Self::Unreadable { .. } => 620,
            Self::UnknownKey { .. } => 621,
            Self::WrongType { .. } => 622,
            Self::OutOfRange { .. } => 623,
            Self::NoPath { .. } => 624,
            Self::ErrorStays { .. } => 625,
            Self::AllowError { .. } => 626,
            Self::AllowUnused { .. } => 627,
            Self::LintTwice { .. } => 628,
            Self::LintUnused { .. } => 629,
            Self::AllowUnknownRule { .. } => 640,
        })
    }

    fn level(&self) -> Level {
        match self {
            Self::AllowUnused { .. } => Level::Warning,
            Self::LintUnused { .. } => Level::Advice,
            _ => Level::Error,
        }
    }

    fn describe(&self) -> Description {
        let file = BookPath::new(FILE_NAME);
        let location = self.line().map_or_else(|| Location::file(&file), |line| Location::line(&file, line));
        let description = |message: String| Description::new(message, location.clone(), "");
        match self {
            Self::Unreadable { problem, .. } => description(format!("`{FILE_NAME}` can't be read: {problem}")),
            Self::UnknownKey { key, near, known, .. } => {
                let description = description(format!("there is no option `{key}`"));
                match near {
                    Some(near) => description.help(format!("did you mean `{near}`?")),
                    None if known.is_empty() => description.help("`matchbook explain` lists the codes"),
                    None => description.help(format!("there are `{}`", known.join("`, `"))),
                }
            }
            Self::WrongType { key, expected, found, .. } => description(format!("`{key}` is {found}, where {expected} belongs")),
            Self::OutOfRange { key, found, least, most, .. } => {
                description(format!("`{key}` is {found}, and has to lie between {least} and {most}"))
            }
            Self::NoPath { value, .. } => description(format!("`runtime` is \"{}\", which is no path of a crate", value.escape_debug()))
                .help("write `matchbook`, or a path such as `crate::matchbook`"),
            Self::ErrorStays { code, name, .. } => description(format!("{code} ({name}) is an error always"))
                .help(format!("`matchbook explain {code}` says why; delete the line")),
            Self::AllowError { location, code, name } => {
                Description::new(format!("{code} ({name}) is an error and can't be allowed"), location.clone(), "")
                    .help(format!("delete the row, and mend what {code} reports; `matchbook explain {code}` says why"))
            }
            Self::AllowUnused { location, code, rules } => {
                let of = match rules.as_slice() {
                    [] => "in this decision".to_owned(),
                    [only] => format!("about rule `{only}` alone"),
                    rules => format!("about the rules `{}` alone", rules.join("`, `")),
                };
                Description::new(format!("{code} is allowed, but there is no such finding {of}"), location.clone(), "")
                    .help("delete the row")
            }
            Self::AllowUnknownRule { location, rule, near, mended } => {
                let described = Description::new(format!("there is no rule `{rule}` in this decision"), location.clone(), "");
                match (near, mended) {
                    (Some(near), Some(mended)) => described.fix(format!("name `{near}`"), location.clone(), mended.clone()),
                    _ => described
                        .help("name the rules that the finding is about, with commas; a blank cell allows all findings of the code"),
                }
            }
            Self::LintTwice { code, name, first, .. } => {
                description(format!("{code} ({name}) has a level already, from line {first}")).help("delete one of the two")
            }
            Self::LintUnused { code, .. } => {
                description(format!("{code} is allowed, but nothing of that kind was found in these books")).help("delete the line")
            }
        }
    }
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: Code(620),
        name: "unreadable-options",
        level: Level::Error,
        what: "`matchbook.toml` can't be read or isn't TOML.",
        why: "Whatever it says would be ignored in silence otherwise.",
        bad: "json = \n",
        good: "json = true\n",
    },
    Explanation {
        code: Code(621),
        name: "unknown-options-key",
        level: Level::Error,
        what: "A key of `matchbook.toml` that there isn't.",
        why: "A misspelt option would leave the default in force, and nobody would know.",
        bad: "[limits]\nmatch_rules = 16\n",
        good: "[limits]\nmatch-rules = 16\n",
    },
    Explanation {
        code: Code(622),
        name: "option-type",
        level: Level::Error,
        what: "An option of `matchbook.toml` has a value of another kind than it takes, or one that another option rules out: `batch = false` beside `arrow = true`.",
        why: "Guessing what was meant would change the generated code.",
        bad: "json = \"yes\"\n",
        good: "json = true\n",
    },
    Explanation {
        code: Code(623),
        name: "option-range",
        level: Level::Error,
        what: "A number in `matchbook.toml` is below or above what makes sense for its option.",
        why: "A limit of nothing refuses every book, and one without end protects from nothing.",
        bad: "[limits]\nmatch-rules = 5000\n",
        good: "[limits]\nmatch-rules = 50\n",
    },
    Explanation {
        code: Code(624),
        name: "runtime-path",
        level: Level::Error,
        what: "`runtime` in `matchbook.toml` has to be the path of a crate or module, in plain identifiers.",
        why: "It is written into the generated code as it stands.",
        bad: "runtime = \"my matchbook\"\n",
        good: "runtime = \"crate::matchbook\"\n",
    },
    Explanation {
        code: Code(625),
        name: "error-stays",
        level: Level::Error,
        what: "`[lints]` in `matchbook.toml` asks for an error to be let pass.",
        why: "Only warnings, advice and notes can be allowed: a table with an error has no meaning that code could be generated from.",
        bad: "[lints]\nMB0621 = \"allow\"\n",
        good: "[lints]\nMB0621 = \"deny\"\n",
    },
    Explanation {
        code: Code(626),
        name: "allowed-error",
        level: Level::Error,
        what: "An `allow` row of a decision asks for an error to be let pass.",
        why: "Only warnings, advice and notes can be allowed: a table with an error has no meaning that code could be generated from.",
        bad: "decision | Fee\nallow | MB0621 | known\nunique | Country | Fee\nrole | if | then\ntype | text | number\nus | US | 1\nelse | | 2\n",
        good: "decision | Fee\nunique | Country | Fee\nrole | if | then\ntype | text | number\nus | US | 1\nelse | | 2\n",
    },
    Explanation {
        code: Code(627),
        name: "unused-allow",
        level: Level::Warning,
        what: "An `allow` row of a decision names a code that isn't reported there.",
        why: "It would hide the next mistake of that kind.",
        bad: "decision | Fee\nallow | MB0627 | none\nunique | Country | Fee\nrole | if | then\ntype | text | number\nus | US | 1\nelse | | 2\n",
        good: "decision | Fee\nunique | Country | Fee\nrole | if | then\ntype | text | number\nus | US | 1\nelse | | 2\n",
    },
    Explanation {
        code: Code(628),
        name: "lint-twice",
        level: Level::Error,
        what: "`[lints]` in `matchbook.toml` names a code twice, once by its code and once by its name.",
        why: "One of the two would count, and nobody could say which.",
        bad: "[lints]\nMB0412 = \"deny\"\nduplicate-rule = \"allow\"\n",
        good: "[lints]\nduplicate-rule = \"deny\"\n",
    },
    Explanation {
        code: Code(629),
        name: "unused-lint",
        level: Level::Advice,
        what: "`[lints]` in `matchbook.toml` allows a code of which nothing was found, when all books of the root were read and had no error. Lines that warn or deny, and those for a whole level, are never unused.",
        why: "It would hide the next mistake of that kind.",
        bad: "",
        good: "",
    },
    Explanation {
        code: Code(640),
        name: "unknown-allowed-rule",
        level: Level::Error,
        what: "The fourth cell of an `allow` row names the rules of the findings that it allows, with commas, and one of them isn't there.",
        why: "A rule that was renamed or deleted takes its finding with it; what is left would allow nothing, or the wrong thing.",
        bad: "decision | Points\nallow | MB0412 | counts twice on purpose | a, c\nsum | Region | Points\nrole | if | then\ntype | text | integer\nvalues | north, south |\na | north | 5\nb | north | 5",
        good: "decision | Points\nallow | MB0412 | counts twice on purpose | a, b\nsum | Region | Points\nrole | if | then\ntype | text | integer\nvalues | north, south |\na | north | 5\nb | north | 5",
    },
];
