//! `matchbook gen`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use matchbook_compiler::build::{FolderError, OutFolder};
use matchbook_compiler::diagnostic::render::Display;
use matchbook_compiler::output::reconcile;

use super::{Failure, compiled, dispatch};
use crate::Exit;
use crate::terminal::{Counts, Terminal, plural};

pub(super) fn run(paths: &[PathBuf], out: &Path, check: bool, explain_dispatch: bool, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let (books, compilation) = compiled(paths)?;
    let folder = OutFolder::new(out);
    let existing = folder.read()?;
    let reconciliation = reconcile(&existing, &compilation, &books.options);
    terminal.reports(&books.display(&compilation), &compilation.reports, false);
    let name = out.to_string_lossy();
    let csv = BTreeMap::new();
    let display = Display { root: name.trim_end_matches('/'), books: &[], texts: &books.texts, csv: &csv };
    terminal.reports(&display, &reconciliation.reports, false);
    let mut counts = Counts::of(&compilation.reports);
    counts.errors += reconciliation.reports.len();
    if compilation.dispatch.is_empty() {
        // There is nothing to say of no decision.
    } else if explain_dispatch {
        terminal.say(&format!("{}\n", dispatch::explained(&compilation.dispatch)));
    } else if !check {
        terminal.say(&dispatch::summary(&compilation.dispatch));
    }
    if !books.has_sound_options() {
        let kept = if check { "compared" } else { "written" };
        terminal.say(&format!("{}; nothing is {kept} before `matchbook.toml` is as it should be", counts.in_words()));
        return Ok(Exit::Findings);
    }
    let kept = plural(reconciliation.unchanged, "file");
    if check {
        let stale = reconciliation.stale(&existing);
        terminal.reports(&display, &stale, false);
        counts.errors += stale.len();
        terminal.say(&match stale.len() {
            0 => format!("{kept} up to date in `{}`", out.display()),
            n => format!("{} not up to date in `{}`", plural(n, "file"), out.display()),
        });
    } else {
        folder.apply(&reconciliation, None)?;
        for (path, _) in &reconciliation.writes {
            terminal.say(&format!("wrote {}", out.join(path).display()));
        }
        for path in &reconciliation.deletes {
            terminal.say(&format!("deleted {}", out.join(path).display()));
        }
        terminal.say(&format!(
            "{} written, {} deleted, {kept} unchanged",
            plural(reconciliation.writes.len(), "file"),
            reconciliation.deletes.len()
        ));
        if let Some(advice) = dispatch::long_files(&compilation.dispatch, out) {
            terminal.say(&advice);
        }
    }
    if counts != Counts::default() {
        terminal.say(&counts.in_words());
    }
    Ok(if counts.errors > 0 { Exit::Findings } else { Exit::Ok })
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        Self::usage(error.to_string())
    }
}
