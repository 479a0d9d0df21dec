//! Calls of FEEL's built-in functions: arguments by position or by name to the parameters of one form (DMN 1.5, 10.3.4).

mod conversion;
mod lists;
mod numeric;
mod pattern;
mod ranges;
mod table;
mod temporal;
mod text;

use std::fmt::Write;

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{ExpressionBase as B, Operation};
use crate::syntax::Span;
use crate::syntax::expression::print;
use crate::syntax::expression::tree::{Arguments, Named, Node};

use super::absence::Given;
use super::names::nearest;
use super::typer::{Reported, Term, Typed, Typer, apply, apply_or_null};

/// Functions of other languages whose nearest names mean something else, and what FEEL has for them: half even is how `decimal` rounds,
/// a square is `x ** 2`.
const OTHERWISE: [(&str, Option<&str>); 4] =
    [("round half even", Some("decimal")), ("round half to even", Some("decimal")), ("round even", Some("decimal")), ("sqr", None)];

pub(super) use table::{named, names};

/// A parameter of a function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter {
    /// Its name.
    pub(super) name: &'static str,
    /// How often an argument for it comes.
    pub(super) times: Times,
}

/// How often an argument comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// Once.
    Once,
    /// Once or not at all.
    Optional,
    /// Once or more; the last parameter only.
    Repeated,
}

/// A built-in function.
pub(super) struct Function {
    /// Its name.
    pub(super) name: &'static str,
    /// The parameters of its forms.
    pub(super) forms: &'static [&'static [Parameter]],
    /// What a call of it means.
    pub(super) typed: fn(&mut Typer<'_>, &Call<'_>) -> Typed,
}

/// A call whose arguments are those of a form.
pub(super) struct Call<'n> {
    /// The function's name.
    pub(super) name: &'static str,
    /// The whole call.
    pub(super) span: Span,
    /// The whole call.
    whole: &'n Node,
    parameters: &'static [Parameter],
    /// By parameter; what a repeated one gets stands at the end.
    arguments: Vec<Option<&'n Node>>,
}

impl<'n> Call<'n> {
    /// The argument of a parameter that is required.
    pub(super) fn node(&self, position: usize) -> Result<&'n Node, Reported> {
        self.given(position).ok_or(Reported)
    }

    /// The argument of a parameter, if there is one.
    fn given(&self, position: usize) -> Option<&'n Node> {
        self.arguments.get(position).copied().flatten()
    }

    /// How many arguments there may be one of, those left out included.
    fn len(&self) -> usize {
        self.arguments.len()
    }

    /// `` `string` of `substring` ``.
    fn place(&self, position: usize) -> String {
        let parameter = self.parameters.get(position).or(self.parameters.last());
        parameter.map_or_else(|| format!("`{}`", self.name), |parameter| format!("`{}` of `{}`", parameter.name, self.name))
    }

    /// Why it may be null though its arguments aren't.
    fn absence(&self, why: &str) -> Absence {
        Absence { part: print(self.whole), why: why.to_owned(), guard: None }
    }
}

/// What an argument must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    Text,
    Number,
    Date,
    Time,
}

impl Due {
    fn takes(self, base: &B) -> bool {
        match self {
            Self::Text => *base == B::Text,
            Self::Number => matches!(base, B::Number { .. }),
            Self::Date => matches!(base, B::Date | B::DateTime),
            Self::Time => *base == B::Time,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Date => "a date",
            Self::Time => "a time",
        }
    }
}

/// A form as messages show it: `substring(string, start position, length?)`.
pub(super) fn form(function: &str, parameters: Option<&[Parameter]>) -> String {
    let mut text = format!("{function}(");
    for (position, parameter) in parameters.unwrap_or_default().iter().enumerate() {
        let mark = match parameter.times {
            Times::Once => "",
            Times::Optional => "?",
            Times::Repeated => ", …",
        };
        let _ = write!(text, "{}{}{mark}", if position == 0 { "" } else { ", " }, parameter.name);
    }
    text.push(')');
    text
}

/// The arguments by the parameters of a form; `None` where they aren't those of it.
fn fit<'n>(parameters: &[Parameter], arguments: &'n Arguments) -> Option<Vec<Option<&'n Node>>> {
    match arguments {
        Arguments::Positional(given) => {
            let required = parameters.iter().filter(|parameter| parameter.times != Times::Optional).count();
            let repeated = parameters.last().is_some_and(|parameter| parameter.times == Times::Repeated);
            if given.len() < required || given.len() > parameters.len() && !repeated {
                return None;
            }
            let mut by_parameter: Vec<Option<&Node>> = given.iter().map(Some).collect();
            by_parameter.resize(given.len().max(parameters.len()), None);
            Some(by_parameter)
        }
        Arguments::Named(given) => {
            let mut by_parameter = vec![None; parameters.len()];
            for (name, node) in given {
                let position = parameters.iter().position(|parameter| parameter.name == name.name)?;
                let slot = by_parameter.get_mut(position)?;
                if slot.replace(node).is_some() {
                    return None;
                }
            }
            let complete =
                parameters.iter().zip(&by_parameter).all(|(parameter, node)| parameter.times == Times::Optional || node.is_some());
            complete.then_some(by_parameter)
        }
    }
}

impl Typer<'_> {
    /// A call.
    pub(super) fn call(&mut self, name: &Named, arguments: &Arguments, whole: &Node) -> Typed {
        let Some(function) = named(&name.name) else { return Err(self.unknown_function(name, arguments)) };
        let fitting = function.forms.iter().find_map(|parameters| Some((*parameters, fit(parameters, arguments)?)));
        let Some((parameters, arguments)) = fitting else { return Err(self.no_form(function, name, arguments)) };
        let call = Call { name: function.name, span: whole.span, whole, parameters, arguments };
        (function.typed)(self, &call)
    }

    fn no_form(&mut self, function: &Function, name: &Named, arguments: &Arguments) -> Reported {
        let forms: Vec<String> = function.forms.iter().map(|parameters| form(function.name, Some(parameters))).collect();
        let has = |name: &str| function.forms.iter().any(|form| form.iter().any(|parameter| parameter.name == name));
        match arguments {
            Arguments::Named(given) => {
                if let Some((wrong, _)) = given.iter().find(|(named, _)| !has(&named.name)) {
                    let known = function.forms.iter().flat_map(|form| form.iter()).map(|parameter| ((), parameter.name.to_owned()));
                    let readings = nearest(&wrong.name, known).map(|((), name)| name);
                    let problem = MeaningProblem::ArgumentName { function: function.name.to_owned(), name: wrong.name.clone(), forms };
                    return self.mistake_with(wrong.span, problem, readings.into_iter().collect());
                }
                let problem = MeaningProblem::ArgumentCount { function: function.name.to_owned(), given: given.len(), forms };
                self.mistake(name.span, problem)
            }
            Arguments::Positional(given) => {
                let problem = MeaningProblem::ArgumentCount { function: function.name.to_owned(), given: given.len(), forms };
                self.mistake(name.span, problem)
            }
        }
    }

    fn unknown_function(&mut self, name: &Named, arguments: &Arguments) -> Reported {
        if let Some((what, why, instead)) = table::refused(&name.name) {
            return self.mistake(name.span, MeaningProblem::Refused { what: what.to_owned(), why, instead });
        }
        // What is wrong with the arguments is worth knowing too.
        match arguments {
            Arguments::Positional(nodes) => nodes.iter().for_each(|node| drop(self.infer(node))),
            Arguments::Named(nodes) => nodes.iter().for_each(|(_, node)| drop(self.infer(node))),
        }
        let near = match OTHERWISE.iter().find(|(other, _)| name.name.eq_ignore_ascii_case(other)) {
            Some((_, instead)) => instead.map(str::to_owned),
            None => nearest(&name.name, names().map(|known| ((), known.to_owned()))).map(|((), near)| near),
        };
        let readings = near.iter().cloned().collect();
        self.mistake_with(name.span, MeaningProblem::UnknownFunction { name: name.name.clone(), near }, readings)
    }

    /// The argument of a parameter that is required.
    pub(super) fn required(&mut self, call: &Call<'_>, position: usize) -> Typed {
        self.infer(call.node(position)?)
    }

    /// Arguments of these types, those that are left out at the end excepted.
    fn arguments(&mut self, call: &Call<'_>, due: &[Due]) -> Result<Vec<Term>, Reported> {
        let mut typed = Vec::with_capacity(due.len());
        for (position, due) in due.iter().enumerate() {
            let Some(node) = call.given(position) else { continue };
            let term = self.infer(node);
            typed.push(term.and_then(|term| self.must_be(*due, term, &call.place(position))));
        }
        typed.into_iter().collect()
    }

    /// A term of the type that is due.
    fn must_be(&mut self, due: Due, term: Term, place: &str) -> Typed {
        self.not_always_null(&term)?;
        if due.takes(term.base()) {
            return Ok(term);
        }
        let problem = MeaningProblem::WrongType { place: place.to_owned(), due: due.words().to_owned(), found: term.ty().to_string() };
        Err(self.mistake(term.span, problem))
    }

    /// A function of arguments that are each of one type, which gives this operation on them.
    fn regular(&mut self, call: &Call<'_>, due: &[Due], operation: Operation, base: B) -> Typed {
        let operands = self.arguments(call, due)?;
        self.lift(call.span, operands, |_, operands| Ok(apply(operation, operands, base).into()))
    }

    /// Likewise, where it may be null for the reason given.
    fn partial(&mut self, call: &Call<'_>, due: &[Due], operation: Operation, base: B, why: &str) -> Typed {
        let operands = self.arguments(call, due)?;
        let absence = call.absence(why);
        self.lift(call.span, operands, |_, operands| {
            Ok(Given { expression: apply_or_null(operation, operands, base), absence: Some(absence) })
        })
    }
}
