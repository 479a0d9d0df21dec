//! Findings of the names of generated items (`MB0901` to `MB0949`).

use super::{Code, Describe, Description, Explanation, Level, Location};

/// A finding of the names of generated items.
#[derive(Clone, Debug, PartialEq)]
pub enum OutputFinding {
    /// Two texts become one identifier.
    Meet {
        /// What they name.
        what: Meeting,
        /// The identifier.
        identifier: String,
        /// The text that has it, and where.
        first: (String, Location),
        /// The other.
        second: (String, Location),
    },
    /// One column's name is the beginning of another's: a value can't have fields.
    ValueAndRecord {
        /// The column that is a value.
        value: (String, Location),
        /// The column that would be a field of it.
        field: (String, Location),
    },
    /// An output of type any, where generated modules have no JSON.
    OpaqueWithoutJson {
        /// Its label.
        label: String,
        /// The header cell.
        at: Location,
    },
}

/// What two texts that become one identifier name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// Inputs, or outputs, of one decision.
    Fields,
    /// Values of one closed list.
    Values,
    /// Decisions of one book.
    Decisions,
    /// Books, or folders of them.
    Modules,
}

impl Describe for OutputFinding {
    fn code(&self) -> Code {
        match self {
            Self::Meet { what: Meeting::Fields, .. } => Code(901),
            Self::Meet { what: Meeting::Values, .. } => Code(902),
            Self::Meet { what: Meeting::Decisions, .. } => Code(903),
            Self::Meet { what: Meeting::Modules, .. } => Code(904),
            Self::ValueAndRecord { .. } => Code(905),
            Self::OpaqueWithoutJson { .. } => Code(906),
        }
    }

    fn level(&self) -> Level {
        Level::Error
    }

    fn describe(&self) -> Description {
        match self {
            Self::Meet { what, identifier, first, second } => {
                let (things, help) = match what {
                    Meeting::Fields => ("names", "rename one of the columns, or give it another `expr`"),
                    Meeting::Values => ("values", "reword one of the values"),
                    Meeting::Decisions => ("decisions", "rename one of the decisions"),
                    Meeting::Modules => ("books or folders", "rename one of the files or folders"),
                };
                let message = format!("the {things} `{}` and `{}` are both called `{identifier}` in the generated code", first.0, second.0);
                let mut description = Description::new(message, second.1.clone(), format!("`{}`", second.0)).help(help);
                if first.1 != second.1 {
                    description = description.label(first.1.clone(), format!("`{}`", first.0));
                }
                description
            }
            Self::ValueAndRecord { value, field } => Description::new(
                format!("`{}` is a value, so `{}` can't be a part of it", value.0, field.0),
                field.1.clone(),
                format!("a part of `{}`", value.0),
            )
            .label(value.1.clone(), "a value")
            .help("rename one of the two columns"),
            Self::OpaqueWithoutJson { label, at } => {
                Description::new(format!("`{label}` is of type any, which is JSON, and the options say `json = false`"), at.clone(), "JSON")
                    .help("let the column have another type, or delete `json = false` from `matchbook.toml`")
            }
        }
    }
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: Code(901),
        name: "names-meet",
        level: Level::Error,
        what: "Two inputs, or two outputs, of a decision are told apart by signs, blanks or case only.",
        why: "The generated code calls both by one name, and whoever fills in the inputs could not tell them apart either.",
        bad: "decision | Fee\nfirst | Weight (kg) | Weight kg | Fee\nrole | if | if | then\ntype | number | number | number\na | > 1 | > 2 | 3\nelse | | | 4",
        good: "decision | Fee\nfirst | Net weight (kg) | Gross weight (kg) | Fee\nrole | if | if | then\ntype | number | number | number\na | > 1 | > 2 | 3\nelse | | | 4",
    },
    Explanation {
        code: Code(902),
        name: "values-meet",
        level: Level::Error,
        what: "Two values of a closed list are told apart by signs, blanks or case only.",
        why: "Each value is a variant of an enum in the generated code, and these two would be the same one.",
        bad: "decision | Fee\nfirst | Speed | Fee\nrole | if | then\ntype | text | integer\nvalues | same day, same-day |\na | same day | 3\nelse | | 4",
        good: "decision | Fee\nfirst | Speed | Fee\nrole | if | then\ntype | text | integer\nvalues | same day, next day |\na | same day | 3\nelse | | 4",
    },
    Explanation {
        code: Code(903),
        name: "decisions-meet",
        level: Level::Error,
        what: "Two decisions of a book are told apart by signs, blanks or case only.",
        why: "Each decision is a module of the generated code, and these two would be the same one.",
        bad: "decision | Shipping fee\nfirst | Weight | Fee\nrole | if | then\ntype | number | integer\na | > 1 | 3\nelse | | 4\n\ndecision | Shipping-fee\nfirst | Weight | Fee\nrole | if | then\ntype | number | integer\na | > 1 | 3\nelse | | 4",
        good: "decision | Shipping fee\nfirst | Weight | Fee\nrole | if | then\ntype | number | integer\na | > 1 | 3\nelse | | 4\n\ndecision | Return fee\nfirst | Weight | Fee\nrole | if | then\ntype | number | integer\na | > 1 | 3\nelse | | 4",
    },
    Explanation {
        code: Code(904),
        name: "books-meet",
        level: Level::Error,
        what: "Two books or folders beside each other have names that differ by signs, blanks, case or extension only: `fees.xlsx` and `fees.csv`.",
        why: "Each is a module of the generated code, and these two would be the same one. Often one is a forgotten copy of the other.",
        bad: "",
        good: "",
    },
    Explanation {
        code: Code(905),
        name: "value-and-record",
        level: Level::Error,
        what: "A column is named `parcel` and another `parcel.weight`.",
        why: "With a dot, `parcel` is a record with fields; it can't be a single value as well.",
        bad: "decision | Fee\nfirst | Parcel | Weight | Fee\nrole | if | if | then\nexpr | parcel | parcel.weight |\ntype | text | number | number\na | x | > 2 | 3\nelse | | | 4",
        good: "decision | Fee\nfirst | Parcel | Weight | Fee\nrole | if | if | then\nexpr | parcel.kind | parcel.weight |\ntype | text | number | number\na | x | > 2 | 3\nelse | | | 4",
    },
    Explanation {
        code: Code(906),
        name: "any-without-json",
        level: Level::Error,
        what: "An output is of type any, and `matchbook.toml` says `json = false`.",
        why: "A value of type any is JSON, and generated code that doesn't know JSON can't give it.",
        bad: "",
        good: "",
    },
];
