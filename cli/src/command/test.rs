//! `matchbook test`.

use std::path::PathBuf;

use matchbook_compiler::cases::{CaseRun, run_cases};
use matchbook_compiler::diagnostic::render::Display;

use super::compiled;
use crate::Exit;
use crate::arguments::MessageFormat;
use crate::junit::{Case, Failure, Suite};
use crate::terminal::{Counts, Terminal, plural};

pub(super) fn run(paths: &[PathBuf], terminal: &mut Terminal) -> Result<Exit, super::Failure> {
    let (books, compilation) = compiled(paths)?;
    let display = books.display(&compilation);
    terminal.reports(&display, &compilation.reports, false);
    let runs = run_cases(&compilation);
    for run in &runs {
        terminal.reports(&display, &run.reports, false);
    }
    let failed = runs.iter().filter(|run| !run.reports.is_empty()).count();
    if terminal.format() == MessageFormat::Json {
        for run in &runs {
            let object = serde_json::json!({
                "book": display.path(&run.book),
                "decision": run.decision,
                "case": run.case,
                "passed": run.reports.is_empty(),
            });
            if !terminal.data(&object.to_string()) {
                break;
            }
        }
    }
    for suite in suites(&display, &runs) {
        terminal.suite(suite);
    }
    let counts = Counts::of(&compilation.reports);
    let passed = runs.len() - failed;
    let mut summary = format!("{}: {passed} passed, {failed} failed", plural(runs.len(), "test case"));
    if counts.errors > 0 {
        // Cases of a decision that has an error can't be run.
        summary.push_str(&format!("; {} in the books", counts.in_words()));
    }
    terminal.say(&summary);
    Ok(match (counts.errors, failed, runs.len()) {
        (0, 0, 0) => Exit::Nothing,
        (0, 0, _) => Exit::Ok,
        (0, _, _) => Exit::TestsFailed,
        (_, _, _) => Exit::Findings,
    })
}

/// The cases, a suite a book and decision.
fn suites(display: &Display<'_>, runs: &[CaseRun]) -> Vec<Suite> {
    let mut suites: Vec<Suite> = Vec::new();
    for run in runs {
        let book = display.path(&run.book);
        let name = format!("{book}: {}", run.decision);
        let failures = run.reports.iter().map(|report| Failure {
            code: report.code().to_string(),
            message: display.short(report),
            text: display.human(report, false),
        });
        let case = Case { class: book, name: run.case.clone(), failures: failures.collect(), output: Vec::new() };
        match suites.last_mut().filter(|suite| suite.name == name) {
            Some(suite) => suite.cases.push(case),
            None => suites.push(Suite { name, cases: vec![case] }),
        }
    }
    suites
}
