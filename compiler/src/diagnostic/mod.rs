//! Findings: born as enum variants with their fields, worded in one place a phase, shown by renderers.
//!
//! Each phase owns one enum of findings (`diagnostic/layout.rs` for `layout`, …) that implements [`Describe`], and the explanation of each
//! of its codes. Codes: `MB01xx` source and layout, `02xx` cell syntax, `03xx` names and types, `04xx` rules and hit policy, `05xx` expressions, `06xx` limits
//! and options, `07xx` tests, `08xx` evaluation, `09xx` generated files.

pub mod advice;
pub mod check;
mod digest;
pub mod dispatch;
pub mod evaluation;
pub mod expression;
mod fix;
pub mod folder;
mod identity;
pub mod layout;
pub mod options;
pub(crate) mod order;
pub mod output;
pub mod reference;
pub mod render;
pub mod rust_enum;
pub mod source;
pub mod syntax;
pub mod typing;

use std::fmt;

pub use digest::{Digest, MOST_LINES, MOST_SHOWN};
pub use fix::{Applicability, Edit, Fix};
pub use identity::{BlockKind, Identity};

use crate::source::{BookPath, CellRange};

/// A stable code, `MB0401`. It prints in that form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MB{:04}", self.0)
    }
}

/// How serious a finding is. The order is by severity, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Something worth knowing, such as an inferred type.
    Note,
    /// Advice: the table means what it says, and could say it better.
    Advice,
    /// Probably a mistake; the table still compiles.
    Warning,
    /// The table doesn't compile.
    Error,
}

/// Where a finding is: a file, a sheet of it, cells of that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The book.
    pub book: BookPath,
    /// The sheet and the cells, unless the whole file is meant.
    pub cells: Option<(String, CellRange)>,
    /// The line, from 1, of a text file such as `matchbook.toml`.
    pub line: Option<u32>,
}

impl Location {
    /// The whole file.
    pub fn file(book: &BookPath) -> Self {
        Self { book: book.clone(), cells: None, line: None }
    }

    /// Cells of a sheet.
    pub fn cells(book: &BookPath, sheet: &str, range: impl Into<CellRange>) -> Self {
        Self { book: book.clone(), cells: Some((sheet.to_owned(), range.into())), line: None }
    }

    /// A line, from 1, of a text file that is no book: `matchbook.toml`, a generated file.
    pub fn line(file: &BookPath, line: u32) -> Self {
        Self { book: file.clone(), cells: None, line: Some(line) }
    }
}

/// It prints as `retail/shipping.xlsx [Fees!C7]` or `matchbook.toml:3`.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.cells, self.line) {
            (Some((sheet, range)), _) => write!(f, "{} [{sheet}!{range}]", self.book),
            (None, Some(line)) => write!(f, "{}:{line}", self.book),
            (None, None) => self.book.fmt(f),
        }
    }
}

/// Words at a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The cells.
    pub location: Location,
    /// What is to be said of them; may be empty.
    pub text: String,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// One sentence without a full stop, that stands alone.
    pub message: String,
    /// Where it is: the cell to look at first, with a few words under it.
    pub primary: Label,
    /// Other cells that matter.
    pub secondary: Vec<Label>,
    /// Further rules that it is about, on the sheet of the first label: too many to point at, though they belong to its [`Identity`].
    pub concerned: Vec<CellRange>,
    /// How many more rules it is about, which nothing of it lists.
    pub unlisted: usize,
    /// Facts, among them an input that shows the problem.
    pub notes: Vec<String>,
    /// Ready repairs; several are alternatives.
    pub fixes: Vec<Fix>,
    /// What to do, where no single cell's text does it.
    pub help: Option<String>,
    /// What of the table it is about, where its cells are those of other findings too: a region of inputs. Part of its
    /// [identity](Identity).
    pub part: Option<String>,
}

impl Description {
    /// A description of one message at one location.
    pub fn new(message: impl Into<String>, location: Location, label: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            primary: Label { location, text: label.into() },
            secondary: Vec::new(),
            concerned: Vec::new(),
            unlisted: 0,
            notes: Vec::new(),
            fixes: Vec::new(),
            help: None,
            part: None,
        }
    }

    /// With another label.
    #[must_use]
    pub fn label(mut self, location: Location, text: impl Into<String>) -> Self {
        self.secondary.push(Label { location, text: text.into() });
        self
    }

    /// With rules to which no label points, and how many more there are beyond those.
    #[must_use]
    pub fn concerning(mut self, rules: &[CellRange], unlisted: usize) -> Self {
        self.concerned.extend_from_slice(rules);
        self.unlisted += unlisted;
        self
    }

    /// With a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// What each phase's enum of findings implements: identity and wording, in one place.
pub trait Describe {
    /// Its code.
    fn code(&self) -> Code;
    /// Its level unless options change it.
    fn level(&self) -> Level;
    /// It in words.
    fn describe(&self) -> Description;
}

/// What `matchbook explain` and `docs/diagnostics.md` say of a code.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// Its name: lower case, hyphens: `overlapping-rules`.
    pub name: &'static str,
    /// Its level unless options change it.
    pub level: Level,
    /// What is checked, in a sentence or two.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A book that shows it, as CSV with ` | ` between cells; empty where no table can (a truncated file).
    pub bad: &'static str,
    /// The same, mended.
    pub good: &'static str,
}

/// Any finding of any phase.
#[expect(clippy::large_enum_variant, reason = "findings are few, and moved once")]
#[derive(Clone, Debug, PartialEq)]
pub enum Diagnostic {
    /// Of reading files (`MB0101` to `MB0149`).
    Source(source::SourceFinding),
    /// Of blocks, rows and columns (`MB0150` to `MB0199`).
    Layout(layout::LayoutFinding),
    /// Of cell text (`MB02xx`).
    Syntax(syntax::SyntaxFinding),
    /// Of expressions in cells (`MB05xx`).
    Expression(expression::ExpressionFinding),
    /// Of names, types, entries, hit policies and tests of a decision (`MB03xx`, `MB0450` to `MB0499`, `MB0701` to `MB0749`).
    Typing(typing::TypingFinding),
    /// Of what the analysis proves or refutes (`MB0401` to `MB0409`, `MB0430` to `MB0449`, `MB0601` to `MB0619`).
    Check(check::CheckFinding),
    /// Of what a table could say better (`MB0410` to `MB0429`).
    Advice(advice::AdviceFinding),
    /// Of `matchbook.toml` and limits (`MB0620` to `MB0699`).
    Options(options::OptionsFinding),
    /// Of evaluating a decision (`MB08xx`) and running test cases (`MB0750` to `MB0799`).
    Evaluation(evaluation::EvaluationFinding),
    /// Of names of generated items (`MB0901` to `MB0949`).
    Output(output::OutputFinding),
    /// Of how rules are found (`MB0690` to `MB0699`).
    Dispatch(dispatch::DispatchFinding),
    /// Of the folder that generated files are written to (`MB0950` to `MB0999`).
    Folder(folder::FolderFinding),
    /// Of Rust enums as domains (`MB0340` to `MB0349`, `MB0630` to `MB0639`).
    RustEnum(rust_enum::EnumFinding),
}

impl Describe for Diagnostic {
    fn code(&self) -> Code {
        match self {
            Self::Source(finding) => finding.code(),
            Self::Layout(finding) => finding.code(),
            Self::Syntax(finding) => finding.code(),
            Self::Expression(finding) => finding.code(),
            Self::Typing(finding) => finding.code(),
            Self::Check(finding) => finding.code(),
            Self::Advice(finding) => finding.code(),
            Self::Options(finding) => finding.code(),
            Self::Evaluation(finding) => finding.code(),
            Self::Output(finding) => finding.code(),
            Self::Dispatch(finding) => finding.code(),
            Self::Folder(finding) => finding.code(),
            Self::RustEnum(finding) => finding.code(),
        }
    }

    fn level(&self) -> Level {
        match self {
            Self::Source(finding) => finding.level(),
            Self::Layout(finding) => finding.level(),
            Self::Syntax(finding) => finding.level(),
            Self::Expression(finding) => finding.level(),
            Self::Typing(finding) => finding.level(),
            Self::Check(finding) => finding.level(),
            Self::Advice(finding) => finding.level(),
            Self::Options(finding) => finding.level(),
            Self::Evaluation(finding) => finding.level(),
            Self::Output(finding) => finding.level(),
            Self::Dispatch(finding) => finding.level(),
            Self::Folder(finding) => finding.level(),
            Self::RustEnum(finding) => finding.level(),
        }
    }

    fn describe(&self) -> Description {
        match self {
            Self::Source(finding) => finding.describe(),
            Self::Layout(finding) => finding.describe(),
            Self::Syntax(finding) => finding.describe(),
            Self::Expression(finding) => finding.describe(),
            Self::Typing(finding) => finding.describe(),
            Self::Check(finding) => finding.describe(),
            Self::Advice(finding) => finding.describe(),
            Self::Options(finding) => finding.describe(),
            Self::Evaluation(finding) => finding.describe(),
            Self::Output(finding) => finding.describe(),
            Self::Dispatch(finding) => finding.describe(),
            Self::Folder(finding) => finding.describe(),
            Self::RustEnum(finding) => finding.describe(),
        }
    }
}

impl Diagnostic {
    /// Which of the mistakes of its code it is, where one code stands for several: rules that overlap may be the same, or lie in each other.
    fn variety(&self) -> u8 {
        match self {
            Self::Check(finding) => finding.variety(),
            _ => 0,
        }
    }
}

impl From<source::SourceFinding> for Diagnostic {
    fn from(finding: source::SourceFinding) -> Self {
        Self::Source(finding)
    }
}

impl From<layout::LayoutFinding> for Diagnostic {
    fn from(finding: layout::LayoutFinding) -> Self {
        Self::Layout(finding)
    }
}

impl From<syntax::SyntaxFinding> for Diagnostic {
    fn from(finding: syntax::SyntaxFinding) -> Self {
        Self::Syntax(finding)
    }
}

impl From<expression::ExpressionFinding> for Diagnostic {
    fn from(finding: expression::ExpressionFinding) -> Self {
        Self::Expression(finding)
    }
}

impl From<typing::TypingFinding> for Diagnostic {
    fn from(finding: typing::TypingFinding) -> Self {
        Self::Typing(finding)
    }
}

impl From<check::CheckFinding> for Diagnostic {
    fn from(finding: check::CheckFinding) -> Self {
        Self::Check(finding)
    }
}

impl From<advice::AdviceFinding> for Diagnostic {
    fn from(finding: advice::AdviceFinding) -> Self {
        Self::Advice(finding)
    }
}

impl From<options::OptionsFinding> for Diagnostic {
    fn from(finding: options::OptionsFinding) -> Self {
        Self::Options(finding)
    }
}

impl From<evaluation::EvaluationFinding> for Diagnostic {
    fn from(finding: evaluation::EvaluationFinding) -> Self {
        Self::Evaluation(finding)
    }
}

impl From<output::OutputFinding> for Diagnostic {
    fn from(finding: output::OutputFinding) -> Self {
        Self::Output(finding)
    }
}

impl From<dispatch::DispatchFinding> for Diagnostic {
    fn from(finding: dispatch::DispatchFinding) -> Self {
        Self::Dispatch(finding)
    }
}

impl From<folder::FolderFinding> for Diagnostic {
    fn from(finding: folder::FolderFinding) -> Self {
        Self::Folder(finding)
    }
}

impl From<rust_enum::EnumFinding> for Diagnostic {
    fn from(finding: rust_enum::EnumFinding) -> Self {
        Self::RustEnum(finding)
    }
}

/// A diagnostic as it is reported: in words, at the level that options and `allow` rows leave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// What was found.
    pub diagnostic: Diagnostic,
    /// How serious it is here.
    pub level: Level,
    /// It in words.
    pub description: Description,
}

impl Report {
    /// The diagnostic at its own level.
    pub fn new(diagnostic: impl Into<Diagnostic>) -> Self {
        let diagnostic = diagnostic.into();
        Self { level: diagnostic.level(), description: diagnostic.describe(), diagnostic }
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.diagnostic.code()
    }

    /// The cells to look at first.
    pub fn location(&self) -> &Location {
        &self.description.primary.location
    }
}

/// Every code there is, ascending.
pub fn explanations() -> Vec<&'static Explanation> {
    let mut all: Vec<&'static Explanation> = [
        source::EXPLANATIONS,
        layout::EXPLANATIONS,
        syntax::EXPLANATIONS,
        typing::EXPLANATIONS,
        check::EXPLANATIONS,
        advice::EXPLANATIONS,
        options::EXPLANATIONS,
        evaluation::EXPLANATIONS,
        output::EXPLANATIONS,
        dispatch::EXPLANATIONS,
        folder::EXPLANATIONS,
        rust_enum::EXPLANATIONS,
    ]
    .into_iter()
    .chain(expression::EXPLANATIONS.iter().copied())
    .flatten()
    .collect();
    all.sort_by_key(|explanation| explanation.code);
    all
}

/// The part of a cell's text that a message can hold.
fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST + 1).collect();
    match one_line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &one_line[..end]),
        None => one_line,
    }
}
