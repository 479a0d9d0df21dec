//! Where output goes: data to standard output, findings to standard error.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use matchbook_compiler::diagnostic::render::{Display, SarifLog, plain};
use matchbook_compiler::diagnostic::{Digest, Level, Report};

use crate::Exit;
use crate::arguments::{Color, Global, MessageFormat};
use crate::junit::{self, Suite};

/// The two streams, and how to write on them.
pub(crate) struct Terminal {
    out: AutoStream<io::Stdout>,
    err: AutoStream<io::Stderr>,
    format: MessageFormat,
    quiet: bool,
    /// Whether people are shown all findings in full.
    all: bool,
    /// What is written at the end, where a format is one document.
    sarif: SarifLog,
    suites: Vec<Suite>,
    /// Whether standard output has data.
    has_data: bool,
    /// Why standard output can't be written to any more.
    closed: Option<io::Error>,
}

/// How many findings of each level there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) advice: usize,
}

impl Counts {
    pub(crate) fn of(reports: &[Report]) -> Self {
        let count = |level| reports.iter().filter(|report| report.level == level).count();
        Self { errors: count(Level::Error), warnings: count(Level::Warning), advice: count(Level::Advice) }
    }

    /// `2 errors, 1 warning`, or `no problems`.
    pub(crate) fn in_words(self) -> String {
        let mut parts = Vec::new();
        for (n, word) in [(self.errors, "error"), (self.warnings, "warning")] {
            if n > 0 {
                parts.push(plural(n, word));
            }
        }
        if self.advice > 0 {
            // Advice has no plural.
            parts.push(if self.advice == 1 { "1 piece of advice".to_owned() } else { format!("{} pieces of advice", self.advice) });
        }
        if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
    }
}

/// `1 book`, `3 books`.
pub(crate) fn plural(n: usize, word: &str) -> String {
    match (n, word) {
        (1, _) => format!("1 {word}"),
        (_, "glossary") => format!("{n} glossaries"),
        (_, "fix") => format!("{n} fixes"),
        _ => format!("{n} {word}s"),
    }
}

impl Terminal {
    pub(crate) fn new(global: &Global) -> Self {
        let color = global.color.or_else(|| match std::env::var("CARGO_TERM_COLOR").as_deref() {
            Ok("always") => Some(Color::Always),
            Ok("never") => Some(Color::Never),
            _ => None,
        });
        let choice = match color {
            Some(Color::Always) => ColorChoice::Always,
            Some(Color::Never) => ColorChoice::Never,
            Some(Color::Auto) | None => ColorChoice::Auto,
        };
        Self {
            out: AutoStream::new(io::stdout(), choice),
            err: AutoStream::new(io::stderr(), choice),
            format: global.message_format,
            quiet: global.quiet,
            all: global.all,
            sarif: SarifLog::default(),
            suites: Vec::new(),
            has_data: false,
            closed: None,
        }
    }

    pub(crate) fn format(&self) -> MessageFormat {
        self.format
    }

    /// Whether standard output is for one document, and no data beside it.
    pub(crate) fn is_document(&self) -> bool {
        matches!(self.format, MessageFormat::Sarif | MessageFormat::Junit)
    }

    /// Adds test cases to the document.
    pub(crate) fn suite(&mut self, suite: Suite) {
        self.suites.push(suite);
    }

    /// Writes a line of data. False if nobody reads any more, so that there is no point in going on.
    pub(crate) fn data(&mut self, line: &str) -> bool {
        self.has_data = true;
        if self.closed.is_none()
            && let Err(error) = writeln!(self.out, "{line}")
        {
            self.closed = Some(error);
        }
        self.closed.is_none()
    }

    /// Says, on standard error, something that isn't a finding: a summary, what was written. Left out if quiet, and where a program reads.
    pub(crate) fn say(&mut self, line: &str) {
        if !self.quiet && self.format != MessageFormat::Json {
            // There is nowhere to complain about standard error.
            let _ = writeln!(self.err, "{line}");
        }
    }

    /// Notes that a program of ours has written data to standard output, so that no document follows it there.
    pub(crate) fn data_was_written(&mut self) {
        self.has_data = true;
    }

    /// Whether people or logs read standard error, and want to know how things go.
    pub(crate) fn is_chatty(&self) -> bool {
        !self.quiet && self.format != MessageFormat::Json
    }

    /// Writes, for programs, what [`Self::say`] has told people: an object, where standard error has JSON.
    pub(crate) fn object(&mut self, object: &serde_json::Value) {
        if self.format == MessageFormat::Json && !self.quiet {
            // There is nowhere to complain about standard error.
            let _ = writeln!(self.err, "{object}");
        }
    }

    /// Says that the command can't be followed.
    pub(crate) fn error(&mut self, message: &str) {
        let message = plain(message);
        let _ = match self.format {
            MessageFormat::Json => writeln!(self.err, "{}", serde_json::json!({ "level": "error", "message": message })),
            MessageFormat::Github => writeln!(self.err, "::error::{}", message.replace('%', "%25")),
            MessageFormat::Human | MessageFormat::Short | MessageFormat::Sarif | MessageFormat::Junit => {
                writeln!(self.err, "error: {message}")
            }
        };
    }

    /// The same of a row of a file: `row` has its number, its field, the code and the message, each as far as there is one.
    pub(crate) fn error_of_row(&mut self, message: &str, row: &serde_json::Value) {
        if self.format != MessageFormat::Json {
            return self.error(message);
        }
        let mut object = serde_json::json!({ "level": "error" });
        for name in ["row", "field", "code", "message"] {
            if row[name].as_str() != Some("") {
                object[name] = row[name].clone();
            }
        }
        // There is nowhere to complain about standard error.
        let _ = writeln!(self.err, "{object}");
    }

    /// Prints findings. Notes and advice are left out if quiet, or unless they are `minor` and wanted. People are shown a [`Digest`], unless
    /// they asked for all.
    pub(crate) fn reports<'r>(&mut self, display: &Display<'_>, reports: impl IntoIterator<Item = &'r Report>, minor: bool) {
        let least = match (minor && !self.quiet, self.format) {
            // Beside a change's lines, notes would hide what matters.
            (true, MessageFormat::Github) => Level::Advice,
            (true, _) => Level::Note,
            (false, _) => Level::Warning,
        };
        let reports: Vec<&Report> = reports.into_iter().filter(|report| report.level >= least).collect();
        if self.format == MessageFormat::Human {
            // There is nowhere to complain about standard error.
            let _ = self.digest(display, reports);
            return;
        }
        for report in reports {
            let written = match self.format {
                // The document's readers see its cases; those of the log, why one failed.
                MessageFormat::Human | MessageFormat::Short | MessageFormat::Junit => writeln!(self.err, "{}", display.short(report)),
                MessageFormat::Github => writeln!(self.err, "{}", display.github(report)),
                MessageFormat::Sarif => {
                    self.sarif.add(display, report);
                    Ok(())
                }
                MessageFormat::Json => writeln!(self.err, "{}", display.json(report)),
            };
            if written.is_err() {
                return;
            }
        }
    }

    fn digest(&mut self, display: &Display<'_>, reports: Vec<&Report>) -> io::Result<()> {
        // Each is followed by a blank line.
        let lines = |report: &Report| display.human(report, false).lines().count() + 1;
        let Digest { full, brief, left } = if self.all { Digest::all(reports) } else { Digest::of(reports, lines) };
        for report in full {
            writeln!(self.err, "{}", display.human(report, true))?;
        }
        for report in &brief {
            writeln!(self.err, "{}", display.short(report))?;
        }
        let hidden = left.values().sum::<usize>();
        if hidden > 0 {
            let by_code: Vec<String> = left.iter().map(|(code, count)| format!("{count} {code}")).collect();
            writeln!(self.err, "and {}: {}; `--all` shows all", plural(hidden, "more finding"), by_code.join(", "))?;
        } else if !brief.is_empty() {
            writeln!(self.err, "`--all` shows these in full")?;
        }
        if brief.is_empty() { Ok(()) } else { writeln!(self.err) }
    }

    /// Writes what is still to be written, and says how the program ends. That a reader went away is no failure of ours.
    pub(crate) fn finish(mut self, exit: Exit) -> Exit {
        let document = match self.format {
            // A command that couldn't be followed has found nothing, which isn't that nothing is wrong.
            _ if matches!(exit, Exit::Usage | Exit::Nothing) => None,
            MessageFormat::Sarif => Some(self.sarif.document()),
            MessageFormat::Junit if !self.suites.is_empty() => Some(junit::document(&self.suites)),
            _ => None,
        };
        if let Some(document) = document {
            // Behind other data it would be a part of no document.
            match self.has_data {
                true => drop(writeln!(self.err, "{document}")),
                false => drop(self.data(&document)),
            }
        }
        let error = self.closed.take().or_else(|| self.out.flush().err());
        match error {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                self.error(&format!("standard output can't be written: {error}"));
                Exit::Internal
            }
            _ => exit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_words() {
        assert_eq!(Counts::default().in_words(), "no problems");
        assert_eq!(Counts { errors: 2, warnings: 1, advice: 0 }.in_words(), "2 errors, 1 warning");
        assert_eq!(Counts { errors: 0, warnings: 0, advice: 1 }.in_words(), "1 piece of advice");
        assert_eq!(plural(0, "book"), "0 books");
        assert_eq!(plural(2, "glossary"), "2 glossaries");
    }
}
