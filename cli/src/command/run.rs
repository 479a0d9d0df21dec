//! `matchbook run`: a file of rows decided by the compiled decision.

mod files;

use std::fs;
use std::io::IsTerminal as _;
use std::path::Path;
use std::process::Command;

use matchbook_compiler::build::Books;
use matchbook_compiler::diagnostic::dispatch::grouped;
use serde_json::{Value, json};

use files::{Files, is_standard};

use super::eval::chosen;
use super::{Failure, eval, has_sound_options};
use crate::Exit;
use crate::arguments::{RowFormat, RunOptions};
use crate::run::{self, Built, Memory, Place, Program, Runtime, build};
use crate::terminal::Terminal;

/// How many rules of a table the summary names, and how many that were never hit.
const SHOWN: usize = 20;

pub(super) fn run(book: &Path, decision: Option<&str>, wanted: &RunOptions, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let files = Files::of(wanted)?;
    let mut books = Books::open(&[book.to_owned()])?;
    if !has_sound_options(&books, terminal) {
        return Ok(Exit::Findings);
    }
    run::options(&mut books.options);
    let place = Place::of(&books.root);
    let runtime = Runtime::find(wanted.runtime.as_deref(), &place)?;
    let memory = Memory::of(&books, decision, &runtime, &place, files.has_parquet())?;
    let known = memory.as_ref().and_then(|memory| memory.recall(&place)).map(|folder| Built { folder });
    let built = match known.filter(|built| built.binary().is_file()) {
        Some(built) => built,
        None => {
            let built = made(&books, book, decision, &runtime, &place, files.has_parquet(), terminal)?;
            if let Some(memory) = memory {
                memory.note(&built.folder);
            }
            built
        }
    };
    let report = built.report();
    let status = command(&built, &files, wanted, terminal).arg("report").arg(&report).status();
    let text = fs::read_to_string(&report);
    // A report of a process that is gone is nobody's.
    let _ = fs::remove_file(&report);
    let status = status.map_err(|error| internal(format!("`{}` can't be started: {error}", built.binary().display())))?;
    let report: Option<Value> = text.ok().filter(|_| status.success()).and_then(|text| serde_json::from_str(&text).ok());
    let Some(report) = report else { return Err(internal(format!("the compiled decision has ended without a report: {status}"))) };
    if wanted.out.is_none() {
        terminal.data_was_written();
    }
    let exit = told(&report, wanted, terminal)?;
    if exit == Exit::Findings {
        eval::alone(&books, book, terminal);
    }
    Ok(exit)
}

/// Compiles the books, and builds the decision's program where there is none yet.
fn made(
    books: &Books,
    book: &Path,
    decision: Option<&str>,
    runtime: &Runtime,
    place: &Place,
    parquet: bool,
    terminal: &mut Terminal,
) -> Result<Built, Failure> {
    let compilation = books.compile();
    let checked = chosen(books, &compilation, decision, book, terminal)?;
    let Some(graph) = compilation.graph(&checked.table().app, &checked.table().name) else {
        return Err(Failure { message: format!("`{}` requires a decision that has errors", checked.table().name), exit: Exit::Findings });
    };
    let program = Program::new(&graph, &compilation, &books.options, runtime, place, parquet)?;
    if !program.built.binary().is_file() {
        terminal.say(&format!("compiling `{}`; later runs find it in `{}`", checked.table().name, program.built.binary().display()));
        // People see cargo at work; in logs its words matter only when it fails.
        build(&program, place, terminal.is_chatty() && std::io::stderr().is_terminal(), terminal.is_chatty())?;
    }
    Ok(program.built)
}

fn internal(message: String) -> Failure {
    Failure { message, exit: Exit::Internal }
}

impl From<run::Failure> for Failure {
    fn from(failure: run::Failure) -> Self {
        match failure {
            run::Failure::Runtime(message) => Self::usage(message),
            run::Failure::Io(message) => internal(message),
            run::Failure::Build(said) => {
                let said = said.trim_end();
                let separator = if said.is_empty() { "" } else { "\n" };
                internal(format!(
                    "the decision's Rust can't be compiled here; `--runtime PATH` names another `matchbook` to compile it with{separator}{said}"
                ))
            }
        }
    }
}

/// The run, in the words of `cli/runner/src/arguments.rs`.
fn command(built: &Built, files: &Files, wanted: &RunOptions, terminal: &Terminal) -> Command {
    let word = |format| match format {
        RowFormat::Csv => "csv",
        RowFormat::Tsv => "tsv",
        RowFormat::Jsonl => "jsonl",
        RowFormat::Parquet => "parquet",
    };
    let yes = |is: bool| if is { "yes" } else { "no" };
    let mut command = Command::new(built.binary());
    if is_standard(&wanted.input) {
        command.args(["name", "standard input"]);
    } else {
        command.arg("input").arg(&wanted.input).arg("name").arg(format!("`{}`", wanted.input.display()));
    }
    for (name, path) in [("out", &wanted.out), ("rejected", &wanted.rejected)] {
        if let Some(path) = path {
            command.arg(name).arg(path);
        }
    }
    let threads = wanted.threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from);
    command
        .args(["input-format", word(files.input), "out-format", word(files.out), "rejected-format", word(files.rejected)])
        .args(["pass-through", yes(wanted.pass_through), "results-only", yes(wanted.results_only)])
        .args(["progress", yes(terminal.is_chatty()), "threads", &threads.to_string()])
        .args(["parent", &std::process::id().to_string()]);
    command
}

/// Says what the report says.
fn told(report: &Value, wanted: &RunOptions, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let count = |name: &str| report[name].as_u64().unwrap_or_default();
    let (rows, rejected) = (count("rows"), count("rejected"));
    let failure = &report["failure"];
    let told = report["told"].as_array().map(Vec::as_slice).unwrap_or_default();
    if wanted.rejected.is_none() {
        for row in told {
            let code = row["code"].as_str().filter(|code| !code.is_empty()).map_or_else(String::new, |code| format!(" [{code}]"));
            terminal.error_of_row(&format!("row {}{code}: {}", row["row"], row["message"].as_str().unwrap_or_default()), row);
        }
        let left = rejected.saturating_sub(told.len() as u64);
        if left > 0 {
            terminal.say(&format!("and {} more; `--rejected FILE` writes them all", rows_of(left)));
        }
    }
    let tables = tables(report);
    let written = match (&wanted.hits, failure.is_null()) {
        (Some(path), true) => {
            fs::write(path, hits(&tables)).map_err(|error| internal(format!("`{}` can't be written: {error}", path.display())))
        }
        _ => Ok(()),
    };
    if failure["kind"] == "closed" {
        return Ok(Exit::Ok);
    }
    if let Some(message) = failure["message"].as_str() {
        let exit = match failure["kind"].as_str() {
            Some("input") => Exit::Findings,
            Some("usage") => Exit::Usage,
            _ => Exit::Internal,
        };
        return Err(Failure { message: message.to_owned(), exit });
    }
    let seconds = count("nanoseconds") as f64 / 1e9;
    for table in &tables {
        summary(table, rows, terminal);
    }
    // Nobody needs more digits than a second has thousandths.
    let speed = rows as f64 / seconds.max(0.001);
    let to = match (&wanted.rejected, rejected) {
        (Some(path), 1..) => format!(", which are in `{}`", path.display()),
        _ => String::new(),
    };
    terminal.say(&format!(
        "{} in {seconds:.3} s, {} a second; {} rejected{to}",
        rows_of(rows),
        rows_of(speed as u64),
        grouped(rejected.into())
    ));
    let objects: Vec<Value> = tables.iter().map(object).collect();
    terminal.object(&json!({ "level": "summary", "rows": rows, "rejected": rejected, "seconds": seconds, "tables": objects }));
    written?;
    Ok(if rejected > 0 { Exit::Findings } else { Exit::Ok })
}

/// A table of a report.
struct Hits<'r> {
    decision: &'r str,
    /// The id of each rule, and how often it was hit, in the table's order.
    rules: Vec<(&'r str, u64)>,
}

/// The decision's own table, then those that it requires.
fn tables<'r>(report: &'r Value) -> Vec<Hits<'r>> {
    fn list(value: &Value) -> &[Value] {
        value.as_array().map(Vec::as_slice).unwrap_or_default()
    }
    let of = |table: &'r Value| {
        let (rules, hits) = (list(&table["rules"]), list(&table["hits"]));
        let hits = hits.iter().map(|hits| hits.as_u64().unwrap_or_default()).chain(std::iter::repeat(0));
        let rules = rules.iter().map(|id| id.as_str().unwrap_or_default()).zip(hits).collect();
        Hits { decision: table["decision"].as_str().unwrap_or_default(), rules }
    };
    list(&report["tables"]).iter().map(of).collect()
}

fn summary(table: &Hits<'_>, rows: u64, terminal: &mut Terminal) {
    if rows == 0 {
        return;
    }
    let mut hit: Vec<(u64, &str)> = Vec::new();
    let mut never: Vec<&str> = Vec::new();
    for (id, hits) in &table.rules {
        if *hits > 0 { hit.push((*hits, id)) } else { never.push(id) }
    }
    // All of a small table stand in its order, the most frequent of a large one in theirs.
    if hit.len() > SHOWN {
        hit.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    }
    terminal.say(&format!("rules of `{}`:", table.decision));
    for (hits, id) in hit.iter().take(SHOWN) {
        let share = *hits as f64 * 100.0 / rows as f64;
        terminal.say(&format!("  {:>13} {share:>5.1} % {id}", grouped((*hits).into())));
    }
    if let Some(left) = hit.get(SHOWN..).filter(|left| !left.is_empty()) {
        let sum: u64 = left.iter().map(|(hits, _)| hits).sum();
        terminal.say(&format!(
            "  {:>13} {:>5.1} % of {} more",
            grouped(sum.into()),
            sum as f64 * 100.0 / rows as f64,
            rules_of(left.len())
        ));
    }
    if !never.is_empty() {
        let mut names: Vec<String> = never.iter().take(SHOWN).map(|id| format!("`{id}`")).collect();
        if never.len() > SHOWN {
            names.push(format!("and {} more", grouped((never.len() - SHOWN) as u128)));
        }
        terminal.say(&format!("  never hit: {}", names.join(", ")));
    }
}

fn object(table: &Hits<'_>) -> Value {
    let hits: serde_json::Map<String, Value> = table.rules.iter().map(|(id, hits)| ((*id).to_owned(), Value::from(*hits))).collect();
    json!({ "decision": table.decision, "hits": hits })
}

/// The file of `--hits`.
fn hits(tables: &[Hits<'_>]) -> String {
    let mut text = String::from("decision,rule,hits\n");
    for table in tables {
        for (id, hits) in &table.rules {
            text.push_str(&format!("{},{},{hits}\n", cell(table.decision), cell(id)));
        }
    }
    text
}

/// A cell of CSV.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn rows_of(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{} rows", grouped(rows.into())) }
}

fn rules_of(rules: usize) -> String {
    if rules == 1 { "1 rule".to_owned() } else { format!("{} rules", grouped(rules as u128)) }
}
