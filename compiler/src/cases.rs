//! Running the `test` blocks of compiled books by the reference interpreter.

use crate::compile::Compilation;
use crate::diagnostic::Report;
use crate::interpret::run_case;
use crate::source::BookPath;

/// A test case that was run.
#[derive(Clone, Debug)]
pub struct CaseRun {
    /// The book that has the case.
    pub book: BookPath,
    /// The decision that it tests.
    pub decision: String,
    /// Its id.
    pub case: String,
    /// What came otherwise than expected; empty if it passed.
    pub reports: Vec<Report>,
}

/// Runs the cases of the books asked about, by book, block and row. A case of a decision that has an error is not run.
pub fn run_cases(compilation: &Compilation) -> Vec<CaseRun> {
    let mut runs = Vec::new();
    for app in &compilation.model.apps {
        for book in &app.books {
            if !compilation.books.iter().any(|summary| summary.path == book.path && summary.selected) {
                continue;
            }
            for block in &book.tests {
                let Some(graph) = compilation.graph(&app.name, &block.decision) else { continue };
                for case in &block.cases {
                    let findings = run_case(&graph, &book.path, block, case).err().unwrap_or_default();
                    runs.push(CaseRun {
                        book: book.path.clone(),
                        decision: block.decision.clone(),
                        case: case.id.clone(),
                        reports: findings.into_iter().map(Report::new).collect(),
                    });
                }
            }
        }
    }
    runs
}
