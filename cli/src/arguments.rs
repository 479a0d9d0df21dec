//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

/// Decision tables in spreadsheets, checked and compiled to Rust.
#[derive(Debug, Parser)]
#[command(name = "matchbook", version, propagate_version = true, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 nothing wrong, 1 findings, 2 usage, 4 nothing selected, 100 tests failed, 101 internal.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Taken by every command.
#[derive(Args, Debug)]
pub(crate) struct Global {
    /// How findings are printed
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human, value_name = "FORMAT", help_heading = "Global options")]
    pub(crate) message_format: MessageFormat,
    /// Whether to colour; `auto` asks the terminal, NO_COLOR, CLICOLOR_FORCE and CARGO_TERM_COLOR
    #[arg(long, global = true, value_enum, value_name = "WHEN", help_heading = "Global options")]
    pub(crate) color: Option<Color>,
    /// Print all findings in full; else people are shown two screens of them, at most 50, and a count of the rest
    #[arg(long, global = true, help_heading = "Global options")]
    pub(crate) all: bool,
    /// Print errors, warnings and data only
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// For people, with the cells around
    Human,
    /// One line a finding
    Short,
    /// One JSON object a line, in the shape of rustc's messages
    Json,
    /// Workflow commands of GitHub's runners
    Github,
    /// One SARIF 2.1.0 document, on standard output
    Sarif,
    /// One JUnit document, on standard output: of `check`, a case a decision; of `test`, a case a test case
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read and check books, and say what was found in each
    Check {
        /// Books, or folders of books
        #[arg(default_value = "tables", value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        wanted: CheckOptions,
    },
    /// Generate the Rust of books
    Gen {
        /// Books, or folders of books
        #[arg(default_value = "tables", value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// The folder to write to, a module's: `src/rules` for `mod rules;`
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Write nothing; fail if a file isn't as it would be written
        #[arg(long)]
        check: bool,
        /// Say of each decision which ways of finding its rules were weighed, and why one was taken
        #[arg(long)]
        explain_dispatch: bool,
    },
    /// Decide by the reference interpreter: a JSON input a line in, a JSON result a line out
    Eval {
        /// The book
        #[arg(value_name = "BOOK")]
        book: PathBuf,
        /// The decision's name; not needed if the book has only one
        #[arg(long, value_name = "NAME")]
        decision: Option<String>,
        /// The file of inputs, a JSON object a line; `-` is standard input
        #[arg(long, value_name = "FILE")]
        input: PathBuf,
    },
    /// Decide the rows of a file by the compiled decision; the first run compiles it
    Run {
        /// The book
        #[arg(value_name = "BOOK")]
        book: PathBuf,
        /// The decision's name; not needed if the book has only one
        #[arg(long, value_name = "NAME")]
        decision: Option<String>,
        #[command(flatten)]
        wanted: RunOptions,
    },
    /// Print the JSON Schema of what a decision reads, or of what it gives
    Schema {
        /// The book
        #[arg(value_name = "BOOK")]
        book: PathBuf,
        /// The decision's name; not needed if the book has only one
        #[arg(long, value_name = "NAME")]
        decision: Option<String>,
        /// The schema of the results, not of the inputs
        #[arg(long)]
        output: bool,
    },
    /// Run the test blocks of books by the reference interpreter
    Test {
        /// Books, or folders of books
        #[arg(default_value = "tables", value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Print which decisions require which others, and their inputs
    Graph {
        /// Books, or folders of books
        #[arg(default_value = "tables", value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// How the graph is printed
        #[arg(long, value_enum, default_value_t = GraphFormat::Text, value_name = "FORMAT")]
        format: GraphFormat,
    },
    /// Write a template book to start from
    New {
        /// The book to write, `.xlsx` or `.csv`; it must not be there yet
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Explain a finding's code: what is checked, why, a bad and a good table
    Explain {
        /// The code, such as MB0401; without one, all are listed
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Print what a phase of the compiler makes of a book
    Dump {
        /// The book
        #[arg(value_name = "BOOK")]
        book: PathBuf,
        /// The phase
        #[arg(long, value_enum, value_name = "PHASE")]
        phase: Phase,
        /// Only the decision of this name
        #[arg(long, value_name = "NAME")]
        decision: Option<String>,
    },
}

/// What `check` does besides.
#[derive(Args, Debug)]
pub(crate) struct CheckOptions {
    /// Also say which rules have lapsed and which reviews are due as of this day, such as 2026-07-01
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// Carry out the fixes that need nobody's decision: CSV files in place, workbooks as a copy NAME.fixed.xlsx beside them
    #[arg(long)]
    pub(crate) fix: bool,
    /// Write a copy of the one book with its findings marked and listed
    #[arg(long, value_name = "OUT.xlsx", conflicts_with = "fix")]
    pub(crate) annotate: Option<PathBuf>,
}

/// What `run` reads and writes.
#[derive(Args, Debug)]
pub(crate) struct RunOptions {
    /// The file of rows, `.csv`, `.tsv`, `.jsonl`, `.ndjson` or `.parquet`; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// What the input is, where its name doesn't say
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) format: Option<RowFormat>,
    /// The file of results, in the format of its name; else standard output, in the input's format, or CSV for Parquet
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// The file of rows without a result, each with its reason; else the first ten are told
    #[arg(long, value_name = "FILE")]
    pub(crate) rejected: Option<PathBuf>,
    /// A CSV file of how often each rule was hit, those of required decisions too
    #[arg(long, value_name = "FILE")]
    pub(crate) hits: Option<PathBuf>,
    /// Take over columns that the decision doesn't read; else they are an error
    #[arg(long)]
    pub(crate) pass_through: bool,
    /// Write results without the columns of the input
    #[arg(long)]
    pub(crate) results_only: bool,
    /// The folder of the crate `matchbook` to compile with; else the one of the workspace around the book
    #[arg(long, value_name = "PATH")]
    pub(crate) runtime: Option<PathBuf>,
    /// How many threads decide; else as many as there are cores
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
}

/// How a file holds rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// CSV: cells between commas, semicolons, tabs or bars, below a row of names
    Csv,
    /// The same, between tabs where it is written
    Tsv,
    /// JSON lines: an object a line
    Jsonl,
    /// Parquet; the first run that meets such a file takes minutes to compile
    Parquet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// For people: each decision, what it requires and where it says so, and its inputs
    Text,
    /// A Mermaid flowchart, as Markdown pages show it
    Mermaid,
    /// One JSON object
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Phase {
    /// The cells of each sheet, in the form that is the same for all formats
    Source,
    /// The blocks, their rows and columns
    Layout,
    /// The typed decision, entries in their normal form
    Model,
    /// Each rule as a box of value sets
    #[value(alias = "region")]
    Matrix,
    /// The decision diagram
    Diagram,
    /// How the rules are found in the generated code
    Plan,
    /// The generated Rust
    Rust,
}

/// A day of the calendar: no time, zone or clock takes part.
fn day(text: &str) -> Result<Date, String> {
    let day = text.parse().ok().filter(|day: &Date| day.to_string() == text);
    day.ok_or_else(|| "a day of the calendar is written like 2026-07-01".to_owned())
}
