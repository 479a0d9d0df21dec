//! Findings of Rust enums as domains: in cells (`MB0340` to `MB0349`), and in `[enums]` of `matchbook.toml` (`MB0630` to `MB0639`).

mod explanations;

pub use explanations::EXPLANATIONS;

use super::{Code, Describe, Description, Level, Location, shorten};
use crate::model::Type;
use crate::options::FILE_NAME;
use crate::rust_enum::{MAX_SOURCE_BYTES, Problem};
use crate::source::BookPath;

/// A finding of Rust enums as domains. Lines are those of `matchbook.toml`, from 1; `name` is the enum's in tables, `source` its file as
/// `matchbook.toml` names it.
#[derive(Clone, Debug, PartialEq)]
pub enum EnumFinding {
    /// `MB0340`: `enum NAME` in `values`, and there is no such enum.
    Unknown {
        /// The cell.
        at: Location,
        /// The label of its column.
        label: String,
        /// The name in the cell.
        name: String,
        /// The nearest name that there is.
        near: Option<String>,
        /// All names that there are.
        known: Vec<String>,
    },
    /// `MB0341`: `enum NAME` in `values` of what isn't text.
    NotText {
        /// The cell.
        at: Location,
        /// The label of its column.
        label: String,
        /// The name in the cell.
        name: String,
        /// The column's type.
        ty: Type,
    },
    /// `MB0342`: `enum NAME` in `values` beside something else.
    NotAlone {
        /// The cell.
        at: Location,
        /// The label of its column.
        label: String,
        /// The cell's text.
        read: String,
        /// The enum alone, if there is one of the name.
        alone: Option<String>,
    },
    /// `MB0630`: a name that no enum in `values` can have.
    Name {
        /// The line.
        line: u32,
        /// The name.
        name: String,
    },
    /// `MB0631`: an entry without `path` or `source`.
    Incomplete {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The key that is missing.
        missing: &'static str,
        /// Whether the other one is missing too.
        both: bool,
    },
    /// `MB0632`: `path` is no path of a Rust enum.
    Path {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// What stands there.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// `MB0633`: `source` is no path of a Rust file beside the books.
    Source {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// What stands there.
        source: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// `MB0634`: the file can't be read.
    Unreadable {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The file.
        source: String,
        /// Why.
        why: Unreadable,
    },
    /// `MB0634`: the file isn't Rust.
    NotRust {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The file.
        source: String,
        /// Why.
        why: String,
    },
    /// `MB0635`: the file has no such enum.
    Missing {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The file.
        source: String,
        /// The last name of the path.
        wanted: String,
        /// The nearest name of an enum in the file.
        near: Option<String>,
        /// All names of enums in the file.
        known: Vec<String>,
    },
    /// `MB0635`: the file has several such enums.
    Several {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The file.
        source: String,
        /// The last name of the path.
        wanted: String,
    },
    /// `MB0636`: the enum can't be a domain.
    Unsuitable {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The file.
        source: String,
        /// Why not.
        problem: Problem,
    },
    /// `MB0636`: the enum is another crate's and `#[non_exhaustive]`.
    NonExhaustive {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The file.
        source: String,
    },
    /// `MB0637`: variants under a condition.
    Conditional {
        /// The line.
        line: u32,
        /// The enum.
        name: String,
        /// The file.
        source: String,
        /// The variants.
        variants: Vec<String>,
    },
}

/// Why a source file can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// There is none.
    Missing,
    /// It has so many bytes.
    TooLarge(u64),
    /// It isn't UTF-8.
    NotUnicode,
    /// What the operating system said.
    Io(String),
}

impl EnumFinding {
    fn location(&self) -> Location {
        match self {
            Self::Unknown { at, .. } | Self::NotText { at, .. } | Self::NotAlone { at, .. } => at.clone(),
            Self::Name { line, .. }
            | Self::Incomplete { line, .. }
            | Self::Path { line, .. }
            | Self::Source { line, .. }
            | Self::Unreadable { line, .. }
            | Self::NotRust { line, .. }
            | Self::Missing { line, .. }
            | Self::Several { line, .. }
            | Self::Unsuitable { line, .. }
            | Self::NonExhaustive { line, .. }
            | Self::Conditional { line, .. } => Location::line(&BookPath::new(FILE_NAME), *line),
        }
    }
}

impl Describe for EnumFinding {
    fn code(&self) -> Code {
        Code(match self {
            Self::Unknown { .. } => 340,
            Self::NotText { .. } => 341,
            Self::NotAlone { .. } => 342,
            Self::Name { .. } => 630,
            Self::Incomplete { .. } => 631,
            Self::Path { .. } => 632,
            Self::Source { .. } => 633,
            Self::Unreadable { .. } | Self::NotRust { .. } => 634,
            Self::Missing { .. } | Self::Several { .. } => 635,
            Self::Unsuitable { .. } | Self::NonExhaustive { .. } => 636,
            Self::Conditional { .. } => 637,
        })
    }

    fn level(&self) -> Level {
        if matches!(self, Self::Conditional { .. }) { Level::Warning } else { Level::Error }
    }

    fn describe(&self) -> Description {
        let at = self.location();
        let column = |label: &str| if label.is_empty() { String::new() } else { format!(" in `{}`", shorten(label)) };
        let description = |message: String, under: &str| Description::new(message, at.clone(), under);
        let of_file = |message: String| description(message, "");
        match self {
            Self::Unknown { label, name, near, known, .. } => {
                let description = description(format!("there is no Rust enum `{}`{}", shorten(name), column(label)), "unknown enum");
                match near {
                    Some(near) => description.fix(format!("write `enum {near}`"), at.clone(), format!("enum {near}")),
                    None => description.help(match known.is_empty() {
                        true => format!(
                            "name it in `{FILE_NAME}`, below `[enums]`: `{} = {{ path = \"crate::…\", source = \"../src/….rs\" }}`; or list the values",
                            if name.contains(' ') { "Name" } else { name }
                        ),
                        false => format!("`[enums]` in `{FILE_NAME}` names `{}`", known.join("`, `")),
                    }),
                }
            }
            Self::NotText { label, name, ty, .. } => description(
                format!("`enum {}`{}: the values of an enum are texts, and the type is {ty}", shorten(name), column(label)),
                "not of this type",
            )
            .help(format!("the type has to be {}", if ty.nullable { "text?" } else { "text" })),
            Self::NotAlone { label, read, alone, .. } => {
                let description = description(
                    format!("`{}`{}: an enum stands alone, and gives all values", shorten(read), column(label)),
                    "more than an enum",
                );
                match alone {
                    Some(alone) => description.fix(format!("write `{alone}`"), at.clone(), alone.clone()),
                    None => description.help("write `enum` and the name alone, or list all values without it"),
                }
            }
            Self::Name { name, .. } => of_file(format!("`{}` is no name for an enum: it has to be a name in Rust", shorten(name)))
                .help("tables say it behind the word `enum`; take the enum's own name, such as `PaymentMethod`"),
            Self::Incomplete { name, missing, both, .. } => of_file(format!(
                "the enum `{name}` has no `{missing}`{}",
                if *both { " and no `source`" } else { "" }
            ))
            .help(format!("write `{name} = {{ path = \"crate::…::{name}\", source = \"../src/….rs\" }}`")),
            Self::Path { name, path, why, .. } => {
                of_file(format!("the `path` of the enum `{name}` is \"{}\": {why}", shorten(path).escape_debug()))
                    .help(format!("write a path such as `crate::payment::{name}`"))
            }
            Self::Source { name, source, why, .. } => {
                of_file(format!("the `source` of the enum `{name}` is \"{}\": {why}", shorten(source).escape_debug()))
                    .help(format!("write the path from the folder of `{FILE_NAME}`, such as `../src/payment.rs`"))
            }
            Self::Unreadable { name, source, why, .. } => {
                let of = format!("`{source}`, the source of the enum `{name}`,");
                match why {
                    Unreadable::Missing => of_file(format!("there is no file `{source}`, the source of the enum `{name}`"))
                        .help(format!("paths are relative to the folder of `{FILE_NAME}`")),
                    Unreadable::TooLarge(bytes) => {
                        of_file(format!("{of} has {bytes} bytes, more than the {MAX_SOURCE_BYTES} that are read"))
                            .help("move the enum into a file of its own")
                    }
                    Unreadable::NotUnicode => of_file(format!("{of} isn't UTF-8, as all Rust is")),
                    Unreadable::Io(why) => of_file(format!("{of} can't be read: {why}")),
                }
            }
            Self::NotRust { name, source, why, .. } => {
                of_file(format!("`{source}`, the source of the enum `{name}`, isn't Rust: {why}")).help("mend what rustc says of the file")
            }
            Self::Missing { name, source, wanted, near, known, .. } => {
                let description = of_file(format!("`{source}` has no enum `{wanted}`, which `path` of the enum `{name}` names"));
                match near {
                    Some(near) => description.help(format!("did you mean `{near}`?")),
                    None if known.is_empty() => description
                        .help("name the file that spells the enum out; one that a macro makes can't be seen, so list its values in the table"),
                    None => description.help(format!("it has `{}`; what a macro makes can't be seen", known.join("`, `"))),
                }
            }
            Self::Several { source, wanted, .. } => {
                of_file(format!("`{source}` has several enums `{wanted}`, and `path` doesn't tell which one is meant"))
                    .help("move the enum into a file of its own; one that a `cfg` chooses can't be told from the others, so list its values in the table")
            }
            Self::Unsuitable { name, source, problem, .. } => of_file(format!("the enum `{name}` in `{source}`: {problem}")),
            Self::NonExhaustive { name, source, .. } => of_file(format!(
                "the enum `{name}` in `{source}` is another crate's and `#[non_exhaustive]`: no code outside it can name all its variants"
            ))
            .help("take `#[non_exhaustive]` off, or list its values in the table"),
            Self::Conditional { name, source, variants, .. } => {
                let (which, stand) = match variants.as_slice() {
                    [only] => (format!("variant `{only}`"), "stands"),
                    several => (format!("variants `{}`", several.join("`, `")), "stand"),
                };
                of_file(format!("the {which} of the enum `{name}` in `{source}` {stand} under a `cfg`, and tables can't know it"))
                    .help("where the condition holds, rustc refuses the tables that name the enum: take the `cfg` off, or list the values in the tables")
            }
        }
    }
}
