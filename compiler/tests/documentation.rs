//! The tables of the pages in `docs/` are what they say they are: a block marked `table` checks clean and decides something, one marked
//! `table error MBxxxx` gives that code, and one marked `table advice MBxxxx` checks clean, decides something, and gives that advice alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

#[path = "generated/mod.rs"]
mod generated;

use std::fmt::Write;
use std::path::Path;

use matchbook_compiler::cases::run_cases;
use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::{Code, Level};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// An example of the page: its heading, the error or advice that it must give, and its rows of cells.
struct Example {
    line: usize,
    error: Option<String>,
    advice: Option<String>,
    rows: Vec<Vec<String>>,
}

/// The examples of a page, top to bottom.
fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(mark) = line.strip_prefix("```table") else { continue };
        let error = mark.trim().strip_prefix("error ").map(str::to_owned);
        let advice = mark.trim().strip_prefix("advice ").map(str::to_owned);
        assert!(error.is_some() || advice.is_some() || mark.trim().is_empty(), "line {}: what is `{line}`?", number + 1);
        let rows = lines.by_ref().map(|(_, row)| row).take_while(|row| *row != "```").map(cells).collect();
        examples.push(Example { line: number + 1, error, advice, rows });
    }
    examples
}

/// The cells of one row.
fn cells(row: &str) -> Vec<String> {
    if row.trim().is_empty() { Vec::new() } else { row.split('|').map(|cell| cell.trim().to_owned()).collect() }
}

/// The rows as a CSV file.
fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let fields: Vec<String> =
            (0..width).map(|index| format!("\"{}\"", row.get(index).map_or("", String::as_str).replace('"', "\"\""))).collect();
        writeln!(text, "{}", fields.join(",")).unwrap();
    }
    text.into_bytes()
}

/// The example as the only book of an app.
fn compiled(example: &Example) -> Compilation {
    let book = SourceFile { path: BookPath::new("example/book.csv"), bytes: Ok(csv(&example.rows)) };
    compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default())
}

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)).unwrap()
}

#[test]
fn every_table_of_the_pages_is_what_it_says() {
    for (name, count) in [("table-language.md", 25), ("operators.md", 2)] {
        let examples = examples(&page(name));
        assert!(examples.len() >= count, "{} examples in {name}", examples.len());
        let wrong = wrong(&examples);
        assert!(wrong.is_empty(), "{name}: {wrong}");
    }
}

/// The examples that aren't what they say.
fn wrong(examples: &[Example]) -> String {
    let mut wrong = String::new();
    for example in examples {
        let compilation = compiled(example);
        let serious: Vec<_> = compilation.reports.iter().filter(|report| report.level >= Level::Warning).collect();
        let codes: Vec<String> = serious.iter().map(|report| report.code().to_string()).collect();
        let right = match &example.error {
            Some(code) => !codes.is_empty() && codes.iter().all(|found| found == code),
            None => codes.is_empty() && !compilation.files.is_empty(),
        };
        let advice: Vec<_> = compilation.reports.iter().filter(|report| report.level == Level::Advice).collect();
        let expected: Vec<&String> = example.advice.iter().collect();
        if example.error.is_none()
            && advice.iter().map(|report| report.code().to_string()).collect::<Vec<_>>().iter().collect::<Vec<_>>() != expected
        {
            writeln!(wrong, "line {}: advice {expected:?} expected", example.line).unwrap();
            for report in &advice {
                writeln!(wrong, "  {} {}: {}", report.code(), report.location(), report.description.message).unwrap();
            }
        }
        for run in run_cases(&compilation).iter().filter(|run| !run.reports.is_empty()) {
            for report in &run.reports {
                writeln!(wrong, "line {}: case {}: {}", example.line, run.case, report.description.message).unwrap();
            }
        }
        if !right {
            writeln!(wrong, "line {}: {:?} expected, {} files", example.line, example.error, compilation.files.len()).unwrap();
            for report in serious {
                writeln!(wrong, "  {} {}: {}", report.code(), report.location(), report.description.message).unwrap();
            }
        }
    }
    wrong
}

#[test]
fn the_code_of_every_table_compiles_under_strict_lints() {
    let pages = ["table-language.md", "operators.md"].map(|name| examples(&page(name)));
    let right = pages.iter().flatten().filter(|example| example.error.is_none());
    let books = right
        .enumerate()
        .map(|(number, example)| SourceFile { path: BookPath::new(&format!("example_{number}/book.csv")), bytes: Ok(csv(&example.rows)) });
    let options = Options { batch: true, ..Options::default() };
    let compilation = compile(&SourceSet { books: books.collect(), ..SourceSet::default() }, &options);
    assert!(generated::answers("documentation", &compilation.files, &[]).is_empty());
}

#[test]
fn an_example_that_is_wrong_would_be_noticed() {
    let broken = "```table\ndecision | Broken\nunique | A | B\nrole | if | then\ntype | integer | integer\n1 | 18-65 | 1\n```\n";
    let [example] = <[Example; 1]>::try_from(examples(broken)).unwrap_or_else(|_| panic!("one example"));
    let compilation = compiled(&example);
    assert!(compilation.reports.iter().any(|report| report.level == Level::Error && report.code() != Code(0)));
    assert!(compilation.files.is_empty());
}
