//! One module a command.

mod annotate;
mod check;
mod dispatch;
mod dump;
mod eval;
mod explain;
mod fix;
mod generate;
mod graph;
mod run;
mod schema;
mod test;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use matchbook_compiler::build::{Books, OpenError};
use matchbook_compiler::compile::Compilation;
use matchbook_compiler::diagnostic::render::Display;

use crate::Exit;
use crate::arguments::Command;
use crate::new;
use crate::terminal::Terminal;

/// Runs a command.
pub(crate) fn run(command: &Command, terminal: &mut Terminal) -> Exit {
    let result = match command {
        Command::Check { paths, wanted } => check::run(paths, wanted, terminal),
        Command::Gen { paths, out, check, explain_dispatch } => generate::run(paths, out, *check, *explain_dispatch, terminal),
        Command::Eval { book, decision, input } => eval::run(book, decision.as_deref(), input, terminal),
        Command::Run { book, decision, wanted } => run::run(book, decision.as_deref(), wanted, terminal),
        Command::Schema { book, decision, output } => schema::run(book, decision.as_deref(), *output, terminal),
        Command::Test { paths } => test::run(paths, terminal),
        Command::Graph { paths, format } => graph::run(paths, *format, terminal),
        Command::New { file } => new_book(file, terminal),
        Command::Explain { code } => explain::run(code.as_deref(), terminal),
        Command::Dump { book, phase, decision } => dump::run(book, *phase, decision.as_deref(), terminal),
    };
    result.unwrap_or_else(|Failure { message, exit }| {
        terminal.error(&message);
        exit
    })
}

/// Why a command couldn't begin.
struct Failure {
    message: String,
    exit: Exit,
}

impl Failure {
    fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit: Exit::Usage }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let exit = if matches!(error, OpenError::Nothing(_)) { Exit::Nothing } else { Exit::Usage };
        Self { message: error.to_string(), exit }
    }
}

/// Reads and compiles.
fn compiled(paths: &[PathBuf]) -> Result<(Books, Compilation), Failure> {
    let books = Books::open(paths)?;
    let compilation = books.compile();
    Ok((books, compilation))
}

/// Whether the options are all that `matchbook.toml` says; what is wrong with it is said. Other options decide otherwise, so nothing is decided by
/// them.
fn has_sound_options(books: &Books, terminal: &mut Terminal) -> bool {
    let csv = BTreeMap::new();
    let display = Display { root: &books.name, books: &[], texts: &books.texts, csv: &csv };
    terminal.reports(&display, &books.options_reports, false);
    books.has_sound_options()
}

fn new_book(file: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
    new::run(file).map_err(|error| Failure::usage(error.to_string()))?;
    terminal.say(&format!("wrote `{}`; next: `matchbook check {}`", file.display(), file.display()));
    Ok(Exit::Ok)
}

/// The candidate that is nearest to what was typed, if any is near.
fn nearest<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    candidates
        .map(|candidate| (strsim::damerau_levenshtein(&typed, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}
