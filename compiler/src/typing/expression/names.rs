//! Names: what they mean, and what was meant by those that mean nothing.

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{Expression, ExpressionBase, ExpressionKind};
use crate::syntax::Span;

use super::functions;
use super::place::Place;
use super::scope::{Resolved, excludes_zero};
use super::typer::{Frame, Term, Typed, Typer, variable};

impl Typer<'_> {
    /// A name: a variable, the innermost first, an entry of a filter's item, or what the scope has.
    pub(super) fn name(&mut self, name: &str, span: Span) -> Typed {
        if let Some(term) = self.bound(name, span) {
            return Ok(term);
        }
        match self.scope.resolve(name) {
            Some(Resolved::Input { id, ty, domain }) => {
                if excludes_zero(domain) {
                    self.facts.know_not_zero(Place::Input(id));
                }
                let absence = ty.nullable.then(|| optional(name));
                Ok(Term { expression: Expression { kind: ExpressionKind::Input(id), ty }, span, absence })
            }
            Some(Resolved::Constant(expression)) => {
                let absence = expression.ty.nullable.then(|| Absence {
                    part: name.to_owned(),
                    why: "it is a constant whose type has null".to_owned(),
                    guard: None,
                });
                Ok(Term { expression, span, absence })
            }
            // What is wrong with the name is reported where it is defined.
            Some(Resolved::Refused) => Err(super::typer::Reported),
            None => Err(self.unknown(name, span)),
        }
    }

    /// A name bound within the expression.
    fn bound(&mut self, name: &str, span: Span) -> Option<Term> {
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Variable { name: bound, local, ty, absence, used } if bound == name => {
                    *used = true;
                    return Some(Term { expression: variable(*local, ty.clone()), span, absence: absence.clone() });
                }
                Frame::Entries { local, ty, used } => {
                    let ExpressionBase::Context(entries) = &ty.base else { continue };
                    let Some(position) = entries.iter().position(|(entry, _)| entry == name) else { continue };
                    *used = true;
                    let item = Box::new(variable(*local, ty.clone()));
                    let entry = entries.get(position)?.1.clone();
                    let absence = entry.nullable.then(|| optional(name));
                    let expression = Expression { kind: ExpressionKind::Entry(item, position), ty: entry };
                    return Some(Term { expression, span, absence });
                }
                Frame::Variable { .. } => {}
            }
        }
        None
    }

    /// Reports a name that isn't in scope.
    fn unknown(&mut self, name: &str, span: Span) -> super::typer::Reported {
        if name == "partial" {
            let problem = MeaningProblem::Refused {
                what: "`partial`".to_owned(),
                why: "makes a loop depend on its own earlier results",
                instead: "aggregate the list of results instead: `sum(for … return …)`",
            };
            return self.mistake(span, problem);
        }
        if let Some(function) = functions::named(name) {
            let called = functions::form(function.name, function.forms.first().copied());
            return self.mistake(span, MeaningProblem::Uncalled { function: called });
        }
        let bound = self.frames.iter().rev().flat_map(|frame| match frame {
            Frame::Variable { name, .. } => vec![("the variable", name.clone())],
            Frame::Entries { ty, .. } => match &ty.base {
                ExpressionBase::Context(entries) => entries.iter().map(|(name, _)| ("the entry", name.clone())).collect(),
                _ => Vec::new(),
            },
        });
        let outer = self.scope.names().into_iter().map(|name| {
            // Not what it means: a name that is only looked at isn't used.
            (if self.scope.is_constant(&name) { "the constant" } else { "the input" }, name)
        });
        let near = nearest(name, bound.chain(outer));
        let mut readings: Vec<String> = near.iter().map(|(_, near)| near.clone()).collect();
        if !name.contains('"') {
            readings.push(format!("\"{name}\""));
        }
        self.mistake_with(span, MeaningProblem::UnknownName { name: name.to_owned(), near }, readings)
    }

    /// `?`
    pub(super) fn subject(&mut self, span: Span) -> Typed {
        self.subject_uses += 1;
        if let Some(subject) = &self.subject {
            return Ok(Term { span, ..subject.clone() });
        }
        let Some((ty, _)) = self.scope.subject() else { return Err(self.mistake(span, MeaningProblem::NoSubject)) };
        let absence = ty.nullable.then(|| Absence { part: "?".to_owned(), why: "the column's type has null".to_owned(), guard: None });
        Ok(Term { expression: Expression { kind: ExpressionKind::Subject, ty }, span, absence })
    }
}

/// Why an input of a type with `?` may be null.
fn optional(name: &str) -> Absence {
    Absence { part: name.to_owned(), why: "its type has `?`".to_owned(), guard: None }
}

/// The name that may have been meant: at most a third of its characters away, the nearest, of those the first.
pub(super) fn nearest<T>(name: &str, candidates: impl Iterator<Item = (T, String)>) -> Option<(T, String)> {
    const LONGEST: usize = 100;
    if name.len() > LONGEST {
        return None;
    }
    let folded = name.to_lowercase();
    candidates
        .filter(|(_, candidate)| candidate.len() <= LONGEST)
        .map(|(kind, candidate)| (strsim::damerau_levenshtein(&candidate.to_lowercase(), &folded), kind, candidate))
        .filter(|(distance, _, candidate)| *distance <= candidate.chars().count() / 3)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(_, kind, candidate)| (kind, candidate))
}
