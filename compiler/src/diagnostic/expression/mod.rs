//! Findings of FEEL expressions in cells (`MB05xx`): of their form (`MB0501` to `MB0519`) and of their meaning (`MB0520` to `MB0569`).

mod form;
mod meaning;

pub use form::FormProblem;
pub use meaning::{Absence, MeaningProblem};

use super::{Code, Describe, Description, Explanation, Level, Location, shorten};
use crate::syntax::Span;

/// What each code means.
pub static EXPLANATIONS: &[&[Explanation]] = &[form::EXPLANATIONS, meaning::EXPLANATIONS];

/// The most findings of one cell.
const MAX_FINDINGS: usize = 3;
/// The most fixes that one finding offers.
const MAX_FIXES: usize = 4;

/// What is wrong with a part of an expression.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpressionMistake {
    /// The part, in bytes of the expression's text. Where something is missing it is the part before which, or the end at which it is.
    pub span: Span,
    /// What is wrong.
    pub problem: ExpressionProblem,
    /// What could stand there instead, the likeliest first.
    pub readings: Vec<String>,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionProblem {
    /// It doesn't follow FEEL's grammar.
    Form(FormProblem),
    /// Its names, types or values don't fit.
    Meaning(MeaningProblem),
}

impl From<FormProblem> for ExpressionProblem {
    fn from(problem: FormProblem) -> Self {
        Self::Form(problem)
    }
}

impl From<MeaningProblem> for ExpressionProblem {
    fn from(problem: MeaningProblem) -> Self {
        Self::Meaning(problem)
    }
}

/// A finding of an expression in a cell (`MB05xx`).
#[derive(Clone, Debug, PartialEq)]
pub struct ExpressionFinding {
    /// The cell.
    pub location: Location,
    /// The label of its column, or the word of its row; empty where neither is known.
    pub label: String,
    /// The cell's text.
    pub read: String,
    /// What is wrong with which part of it; the span is one of `read`.
    pub mistake: ExpressionMistake,
    /// What could be typed into the cell instead, the likeliest first.
    pub fixes: Vec<String>,
}

impl ExpressionFinding {
    /// The findings of a cell whose text is `read` and whose expression begins at its byte `offset`.
    ///
    /// A fix is for the whole cell, so it mends all mistakes at once and stands with the first of them; only what `reads` accepts is offered.
    pub fn of_cell(
        location: &Location,
        label: &str,
        read: &str,
        offset: usize,
        mistakes: Vec<ExpressionMistake>,
        reads: impl Fn(&str) -> bool,
    ) -> Vec<Self> {
        let mut findings: Vec<Self> = Vec::new();
        for mut mistake in mistakes {
            mistake.span = Span { start: mistake.span.start + offset, end: mistake.span.end + offset };
            if findings.len() < MAX_FINDINGS && findings.iter().all(|finding| finding.mistake != mistake) {
                let (location, label, read) = (location.clone(), label.to_owned(), read.to_owned());
                findings.push(Self { location, label, read, mistake, fixes: Vec::new() });
            }
        }
        let mut candidates = Vec::new();
        match findings.as_slice() {
            [only] => candidates.extend(only.mistake.readings.iter().map(|reading| splice(read, &[(only.mistake.span, reading)]))),
            several => {
                let firsts: Option<Vec<(Span, &String)>> =
                    several.iter().map(|finding| finding.mistake.readings.first().map(|reading| (finding.mistake.span, reading))).collect();
                candidates.extend(firsts.filter(|firsts| !firsts.is_empty()).map(|firsts| splice(read, &firsts)));
            }
        }
        if let Some(first) = findings.first_mut() {
            for candidate in candidates {
                if first.fixes.len() < MAX_FIXES && !first.fixes.contains(&candidate) && candidate != read && reads(&candidate) {
                    first.fixes.push(candidate);
                }
            }
        }
        // What is said of a word once needn't be said where it stands again; the fix has mended both.
        let mut said: Vec<(ExpressionProblem, String)> = Vec::new();
        findings.retain(|finding| {
            let part = read.get(finding.mistake.span.start..finding.mistake.span.end).unwrap_or_default();
            let this = (finding.mistake.problem.clone(), part.to_owned());
            let new = !said.contains(&this);
            said.push(this);
            new
        });
        findings
    }
}

/// The text with these parts replaced; parts that overlap earlier ones stay.
fn splice(text: &str, parts: &[(Span, &String)]) -> String {
    let mut parts: Vec<_> = parts.to_vec();
    parts.sort_by_key(|(span, _)| span.start);
    let mut fixed = String::with_capacity(text.len());
    let mut from = 0;
    for (span, reading) in parts {
        if let (true, Some(before)) = (span.start >= from, text.get(from..span.start.max(from))) {
            fixed.push_str(before);
            fixed.push_str(reading);
            from = span.end;
        }
    }
    fixed.push_str(text.get(from..).unwrap_or_default());
    fixed.trim().to_owned()
}

impl Describe for ExpressionFinding {
    fn code(&self) -> Code {
        Code(match &self.mistake.problem {
            ExpressionProblem::Form(problem) => problem.code(),
            ExpressionProblem::Meaning(problem) => problem.code(),
        })
    }

    fn level(&self) -> Level {
        Level::Error
    }

    fn describe(&self) -> Description {
        let column = if self.label.is_empty() { String::new() } else { format!(" in `{}`", shorten(&self.label)) };
        let Span { start, end } = self.mistake.span;
        let part = shorten(self.read.get(start..end).unwrap_or_default().trim());
        let (message, under) = match &self.mistake.problem {
            ExpressionProblem::Form(problem) => problem.message(&part, &column),
            ExpressionProblem::Meaning(problem) => problem.message(&part, &column),
        };
        let mut description = Description::new(message, self.location.clone(), under);
        for fix in &self.fixes {
            description = description.fix(format!("write `{}`", shorten(fix)), self.location.clone(), fix.clone());
        }
        let (notes, help) = match &self.mistake.problem {
            ExpressionProblem::Form(problem) => (problem.notes(), problem.help()),
            ExpressionProblem::Meaning(problem) => (problem.notes(), problem.help()),
        };
        for note in notes {
            description = description.note(note);
        }
        match help {
            Some(help) => description.help(help),
            None => description,
        }
    }
}
