//! `matchbook eval`: the reference interpreter over JSON lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use matchbook_compiler::build::Books;
use matchbook_compiler::check::Checked;
use matchbook_compiler::compile::Compilation;
use matchbook_compiler::diagnostic::evaluation::EvaluationError;
use matchbook_compiler::interpret::{Answer, evaluate_json};
use matchbook_compiler::model::DecisionGraph;

use super::{Failure, compiled, has_sound_options, nearest};
use crate::Exit;
use crate::terminal::{Counts, Terminal, plural};

/// The longest line that is read. More is no input of a decision, and would have to be held in memory.
const LONGEST: u64 = 16 << 20;

pub(super) fn run(book: &Path, decision: Option<&str>, input: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (books, compilation) = compiled(&[book.to_owned()])?;
    if !has_sound_options(&books, terminal) {
        return Ok(Exit::Findings);
    }
    let checked = chosen(&books, &compilation, decision, book, terminal)?;
    let standard = input.as_os_str() == "-";
    let name = if standard { "standard input".to_owned() } else { format!("`{}`", input.display()) };
    let failed = |error: io::Error| Failure::usage(format!("{name} can't be read: {error}"));
    let mut reader: Box<dyn BufRead> = if standard {
        Box::new(io::stdin().lock())
    } else {
        // A folder opens, and fails only when it is read.
        Box::new(BufReader::new(File::open(input).map_err(failed)?))
    };
    let Some(graph) = compilation.graph(&checked.table().app, &checked.table().name) else {
        return Err(Failure { message: format!("`{}` requires a decision that has errors", checked.table().name), exit: Exit::Findings });
    };
    let mut erred = false;
    let mut line = Vec::new();
    let mut first = true;
    while read_line(&mut reader, &mut line).map_err(failed)? {
        let bytes = if first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
        first = false;
        let result = answer(&graph, bytes);
        erred |= result.is_err();
        let (Ok(text) | Err(text)) = result;
        if !terminal.data(&text) {
            break;
        }
    }
    if erred {
        alone(&books, book, terminal);
    }
    Ok(if erred { Exit::Findings } else { Exit::Ok })
}

/// Says that a book is read without those beside it, where no root says which of them are an app: what looks like a missing input may be
/// one of their decisions.
pub(super) fn alone(books: &Books, book: &Path, terminal: &mut Terminal) {
    let others = books.sources.unselected.len();
    if others > 0 && !books.is_declared() {
        let (others, are) = (plural(others, "other book"), if others == 1 { "isn't" } else { "aren't" });
        terminal.say(&format!(
            "`{}` is an app of its own, so {others} beside it {are} read: no folder around it is called `tables` or has a `matchbook.toml`",
            book.display()
        ));
    }
}

/// The decision of a book that is meant; where there is none, what is wrong with the book is said.
pub(super) fn chosen<'c>(
    books: &Books,
    compilation: &'c Compilation,
    decision: Option<&str>,
    book: &Path,
    terminal: &mut Terminal,
) -> Result<&'c Checked, Failure> {
    choose(compilation, decision, book).map_err(|failure| {
        // The decision may be missing for what is wrong with its table.
        terminal.reports(&books.display(compilation), &compilation.reports, false);
        alone(books, book, terminal);
        let broken = matches!(failure.exit, Exit::Usage | Exit::Nothing) && Counts::of(&compilation.reports).errors > 0;
        Failure { exit: if broken { Exit::Findings } else { failure.exit }, ..failure }
    })
}

/// The decision that is meant: the one named, or the only one.
fn choose<'c>(compilation: &'c Compilation, name: Option<&str>, book: &Path) -> Result<&'c Checked, Failure> {
    let selected = |checked: &&Checked| compilation.books.iter().any(|book| book.selected && book.path == checked.table().book);
    let candidates: Vec<&Checked> = compilation.decisions.iter().filter(selected).collect();
    let names = || {
        let names: Vec<String> = candidates.iter().map(|checked| format!("`{}`", checked.table().name)).collect();
        names.join(", ")
    };
    let Some(name) = name else {
        return match candidates.as_slice() {
            [only] => Ok(only),
            [] => Err(Failure { message: format!("`{}` has no decision to evaluate", book.display()), exit: Exit::Nothing }),
            _ => Err(Failure::usage(format!("`{}` has several decisions: choose one by `--decision`, of {}", book.display(), names()))),
        };
    };
    let found: Vec<&Checked> = candidates.iter().copied().filter(|checked| checked.table().name == name).collect();
    match found.as_slice() {
        [only] => return Ok(only),
        [] => {}
        _ => return Err(Failure::usage(format!("several apps have a decision `{name}`: name its book"))),
    }
    let broken = compilation.books.iter().any(|book| book.selected && book.decisions.iter().any(|known| known == name));
    let message = if broken {
        format!("the decision `{name}` has errors, so it can't be evaluated")
    } else if let Some(near) = nearest(name, candidates.iter().map(|checked| checked.table().name.as_str())) {
        format!("`{}` has no decision `{name}`: did you mean `{near}`?", book.display())
    } else if candidates.is_empty() {
        format!("`{}` has no decision `{name}`, nor any other to evaluate", book.display())
    } else {
        format!("`{}` has no decision `{name}`: it has {}", book.display(), names())
    };
    Err(Failure { message, exit: Exit::Nothing })
}

/// Reads a line without its end; what is beyond the longest is dropped, but for one byte that shows it was. False at the end of input.
fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let read = reader.take(LONGEST + 2).read_until(b'\n', line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    } else if read as u64 == LONGEST + 2 {
        skip_line(reader)?;
    }
    Ok(read > 0)
}

fn skip_line(reader: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = reader.fill_buf()?;
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(end) => (end + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        reader.consume(used);
        if done {
            return Ok(());
        }
    }
}

/// One line's result, or its error; each is one line of JSON.
fn answer(graph: &DecisionGraph<'_>, line: &[u8]) -> Result<String, String> {
    let refused = |reason: &str| EvaluationError::NotJson { reason: reason.to_owned() };
    let result = if line.len() as u64 > LONGEST {
        Err(refused("the line is longer than 16 MiB"))
    } else {
        std::str::from_utf8(line).map_err(|_| refused("the line isn't UTF-8")).and_then(|text| evaluate_json(graph, text))
    };
    match result {
        Ok(Answer { output, rules, required }) => {
            let rules = rules.iter().filter_map(|rule| graph.table().rules.get(rule.0)).map(|rule| rule.id.as_str());
            let rules: serde_json::Value = rules.collect();
            let required: Vec<String> = required
                .into_iter()
                .map(|required| format!("{}:{}", serde_json::Value::from(required.decision), serde_json::Value::from(required.rules)))
                .collect();
            let required = if required.is_empty() { String::new() } else { format!(",\"required\":{{{}}}", required.join(",")) };
            Ok(format!("{{\"output\":{output},\"rules\":{rules}{required}}}"))
        }
        Err(error) => {
            let (code, message) = (serde_json::Value::from(error.code().to_string()), serde_json::Value::from(error.to_string()));
            Err(format!("{{\"error\":{{\"code\":{code},\"message\":{message}}}}}"))
        }
    }
}
