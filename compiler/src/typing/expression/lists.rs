//! Lists: literals, filters and positions, `for`, `some`, `every` (DMN 1.5, 10.3.2.5 and 10.3.2.14).

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{Expression, ExpressionBase as B, ExpressionKind, ExpressionType, Operation};
use crate::syntax::Span;
use crate::syntax::expression::print;
use crate::syntax::expression::tree::{Iterated, Iteration, Node, NodeKind};

use super::absence::Given;
use super::conformance::{Bindings, as_list, item_of, join, list_of};
use super::facts;
use super::scale;
use super::typer::{Frame, Reported, Term, Typed, Typer, apply, apply_or_null, known, variable};

impl Typer<'_> {
    /// `[a, b]`
    pub(super) fn list(&mut self, items: &[Node], span: Span) -> Typed {
        let items: Vec<Typed> = items.iter().map(|item| self.infer(item)).collect();
        let items = items.into_iter().collect::<Result<Vec<_>, _>>()?;
        if items.is_empty() {
            // Of nothing at all: it becomes a list of whatever it meets, which need not have null for that.
            return Ok(list_term(items, ExpressionType::of(B::Null), span));
        }
        let (items, ty) = self.common(items, "the items of the list")?;
        Ok(list_term(items, ty, span))
    }

    /// A term that must be a list, or one value that is made a list of one. It may be null.
    pub(super) fn listed(&mut self, term: Term, place: &str) -> Typed {
        self.not_always_null(&term)?;
        let list = as_list(term);
        if item_of(list.base()).is_none() {
            let problem = MeaningProblem::WrongType { place: place.to_owned(), due: "a list".to_owned(), found: list.ty().to_string() };
            return Err(self.mistake(list.span, problem));
        }
        Ok(list)
    }

    /// A list and what may be an item of it, with one item type.
    pub(super) fn list_and_item(&mut self, list: Term, item: Term) -> Result<(Term, Term), Reported> {
        let own = item_of(list.base()).cloned().unwrap_or(ExpressionType { base: B::Null, nullable: true });
        let Some(joined) = join(&own, item.ty()) else {
            let problem = MeaningProblem::NotComparable { left: own.to_string(), right: item.ty().to_string() };
            return Err(self.mistake(item.span, problem));
        };
        let nullable = list.ty().nullable;
        let list = self.coerce_term(list, &ExpressionType { nullable, ..list_of(joined.clone()) });
        Ok((list, self.coerce_term(item, &joined)))
    }

    /// `xs[condition]` or `xs[position]`
    pub(super) fn filter(&mut self, list: &Node, filter: &Node, span: Span) -> Typed {
        let part = || print(list);
        let term = self.infer(list)?;
        let term = self.listed(term, "a filter")?;
        let length = if let ExpressionKind::List(items) = &term.expression.kind { Some(items.len()) } else { None };
        let item = item_of(term.base()).cloned().ok_or(Reported)?;
        let local = self.local();
        let absence =
            item.nullable.then(|| Absence { part: "item".to_owned(), why: format!("an item of `{}` may be", part()), guard: None });
        let mut frames = Vec::new();
        if matches!(item.base, B::Context(_)) && !item.nullable {
            frames.push(Frame::Entries { local, ty: item.clone(), used: false });
        }
        frames.push(Frame::Variable { name: "item".to_owned(), local, ty: item.clone(), absence, used: false });
        let (filter_term, used) = self.within(frames, |typer| typer.infer(filter));
        let filter_term = filter_term?;
        match filter_term.base() {
            B::Number { .. } if used.contains(&true) => {
                let place = "a filter that depends on the item".to_owned();
                let problem = MeaningProblem::WrongType { place, due: "a condition".to_owned(), found: filter_term.ty().to_string() };
                Err(self.mistake(filter.span, problem))
            }
            B::Number { .. } => {
                let position = facts::number(&filter_term.expression).and_then(crate::model::Number::to_i64);
                let present = position.zip(length).is_some_and(|(position, length)| {
                    position != 0 && usize::try_from(position.unsigned_abs()).is_ok_and(|position| position <= length)
                });
                let absence = Absence {
                    part: format!("{}[{}]", part(), print(filter)),
                    why: format!("`{}` may have no item there", part()),
                    guard: None,
                };
                self.lift(span, vec![term, filter_term], |_, operands| {
                    let expression = apply_or_null(Operation::Item, operands, item.base.clone());
                    if present && !item.nullable {
                        return Ok(known(expression).into());
                    }
                    Ok(Given { expression, absence: Some(absence) })
                })
            }
            B::Boolean | B::Null => {
                let due = ExpressionType::of(B::Boolean).or_null();
                let filter_term = if filter_term.is_null() { self.coerce_term(filter_term, &due) } else { filter_term };
                let condition = Box::new(Self::holds(filter_term));
                self.lift(span, vec![term], |_, mut operands| {
                    let list = Box::new(operands.pop().ok_or(Reported)?);
                    let ty = list.ty.clone();
                    Ok(Expression { kind: ExpressionKind::Filter { list, item: local, condition }, ty }.into())
                })
            }
            _ => {
                let place = "a filter".to_owned();
                let due = "a condition or a position".to_owned();
                Err(self.mistake(filter.span, MeaningProblem::WrongType { place, due, found: filter_term.ty().to_string() }))
            }
        }
    }

    /// What a clause of `for`, `some` or `every` runs through, and why its items may be null.
    fn iterated(&mut self, over: &Iterated) -> Result<(Term, Option<Absence>), Reported> {
        let (list, part) = match over {
            Iterated::Between(low, high) => return Ok((self.counted(low, high)?, None)),
            Iterated::List(node) => match &node.kind {
                NodeKind::Range(range) => {
                    let (Some(low), Some(high), true, true) = (&range.low, &range.high, range.low_closed, range.high_closed) else {
                        let allowed = "behind `in` of a loop with both ends, and both belonging to it: `[1..5]`";
                        return Err(self.mistake(node.span, MeaningProblem::NotAValue { what: "an open range", allowed }));
                    };
                    return Ok((self.counted(low, high)?, None));
                }
                _ => (self.infer(node)?, print(node)),
            },
        };
        let list = self.listed(list, "a loop")?;
        let nullable = item_of(list.base()).is_some_and(|item| item.nullable);
        let absence = nullable.then(|| Absence { part: part.clone(), why: format!("an item of `{part}` may be"), guard: None });
        Ok((list, absence))
    }

    /// `low..high`: numbers in steps of one, or dates day by day.
    fn counted(&mut self, low: &Node, high: &Node) -> Typed {
        let span = Span { start: low.span.start, end: high.span.end.max(low.span.start) };
        let (first, last) = (self.infer(low), self.infer(high));
        let (first, last) = (first?, last?);
        let item = match (first.base(), last.base()) {
            // The steps are whole, so the items have the digits of the first.
            (B::Number { scale }, B::Number { .. }) => scale::number(*scale),
            (B::Date, B::Date) => B::Date,
            (found, other) => {
                let (node, found) = if matches!(found, B::Number { .. } | B::Date) { (high, other) } else { (low, found) };
                let found = ExpressionType::of(found.clone()).to_string();
                let due = "two numbers or two dates".to_owned();
                return Err(self.mistake(node.span, MeaningProblem::WrongType { place: "`..` in a loop".to_owned(), due, found }));
            }
        };
        let ty = list_of(ExpressionType::of(item)).base;
        self.lift(span, vec![first, last], |_, operands| Ok(apply(Operation::Iterate, operands, ty).into()))
    }

    /// The clauses of a loop, the body within them; `build` makes the loop of the bindings and the body. If the first list is null, all is.
    fn looped(
        &mut self,
        iterations: &[Iteration],
        span: Span,
        body: impl FnOnce(&mut Self) -> Typed,
        build: impl FnOnce(Bindings, Term) -> Expression,
    ) -> Typed {
        let mut bindings: Bindings = Vec::with_capacity(iterations.len());
        let mut outermost: Option<Term> = None;
        let depth = self.frames.len();
        let mut failed = false;
        for iteration in iterations {
            let over = self.iterated(&iteration.over);
            let Ok((list, absence)) = over else {
                failed = true;
                break;
            };
            let item = variable_type(list.base());
            let local = self.local();
            if list.ty().nullable && outermost.is_none() && bindings.is_empty() {
                outermost = Some(Term { expression: list.expression.clone(), ..list.clone() });
            } else if list.ty().nullable {
                let absence = list.absence.clone().unwrap_or_else(|| Absence {
                    part: iteration.variable.name.clone(),
                    why: format!("its type is {}", list.ty()),
                    guard: None,
                });
                self.mistake(list.span, MeaningProblem::MissingCase { due: "a list".to_owned(), absence: Box::new(absence) });
                failed = true;
                break;
            }
            bindings.push((local, list.expression));
            let name = iteration.variable.name.clone();
            self.frames.push(Frame::Variable { name, local, ty: item, absence, used: false });
        }
        let body = if failed { Err(Reported) } else { body(self) };
        self.frames.truncate(depth);
        let body = body?;
        let Some(first) = outermost else { return Ok(Term { expression: build(bindings, body), span, absence: None }) };
        self.lift(span, vec![first], |_, mut operands| {
            if let (Some(first), Some(list)) = (bindings.first_mut(), operands.pop()) {
                first.1 = list;
            }
            Ok(build(bindings, body).into())
        })
    }

    /// `for … return body`
    pub(super) fn for_each(&mut self, iterations: &[Iteration], body: &Node, span: Span) -> Typed {
        self.looped(
            iterations,
            span,
            |typer| typer.infer(body),
            |bindings, body| {
                let ty = list_of(body.ty().clone());
                Expression { kind: ExpressionKind::For { bindings, body: Box::new(body.expression) }, ty }
            },
        )
    }

    /// `some … satisfies condition`, `every … satisfies condition`
    pub(super) fn quantified(&mut self, iterations: &[Iteration], condition: &Node, span: Span, some: bool) -> Typed {
        let place = if some { "`some`" } else { "`every`" };
        let absence = std::cell::RefCell::new(None);
        let mut term = self.looped(
            iterations,
            span,
            |typer| {
                let condition = typer.truth(condition, place)?;
                absence.replace(condition.absence.clone());
                Ok(condition)
            },
            |bindings, condition| {
                let ty = condition.ty().clone();
                let condition = Box::new(condition.expression);
                let kind = if some { ExpressionKind::Some { bindings, condition } } else { ExpressionKind::Every { bindings, condition } };
                Expression { kind, ty }
            },
        )?;
        if term.absence.is_none() && term.ty().nullable {
            term.absence = absence.into_inner();
        }
        Ok(term)
    }

    /// `sort(list, precedes)`: the names of the two items, and the condition.
    pub(super) fn sorted(&mut self, list: Term, precedes: Option<(&str, &str, &Node)>, span: Span) -> Typed {
        let item = variable_type(list.base());
        let (left, right) = (self.local(), self.local());
        let condition = match precedes {
            None => {
                if item.nullable || !super::comparison::has_order(&item.base) {
                    return Err(self.mistake(span, MeaningProblem::NoOrder { found: item.to_string() }));
                }
                let (left, right) = (variable(left, item.clone()), variable(right, item.clone()));
                super::typer::boolean(ExpressionKind::Less(Box::new(left), Box::new(right)))
            }
            Some((first, second, body)) => {
                let frame = |name: &str, local| Frame::Variable {
                    name: name.to_owned(),
                    local,
                    ty: item.clone(),
                    absence: item.nullable.then(|| Absence {
                        part: name.to_owned(),
                        why: "an item of the list may be".to_owned(),
                        guard: None,
                    }),
                    used: false,
                };
                let frames = vec![frame(first, left), frame(second, right)];
                let (condition, _) = self.within(frames, |typer| typer.truth(body, "the function of `sort`"));
                Self::holds(condition?)
            }
        };
        self.lift(span, vec![list], |_, mut operands| {
            let list = Box::new(operands.pop().ok_or(Reported)?);
            let ty = list.ty.clone();
            Ok(Expression { kind: ExpressionKind::Sort { list, left, right, precedes: Box::new(condition) }, ty }.into())
        })
    }
}

/// The type of a variable that runs through a list: of one that is always empty, nothing but null.
fn variable_type(list: &B) -> ExpressionType {
    match item_of(list) {
        Some(item) if item.base != B::Null => item.clone(),
        _ => ExpressionType::of(B::Null).or_null(),
    }
}

/// A list of terms of one type.
pub(super) fn list_term(items: Vec<Term>, ty: ExpressionType, span: Span) -> Term {
    let items = items.into_iter().map(|item| item.expression).collect();
    Term { expression: Expression { kind: ExpressionKind::List(items), ty: list_of(ty) }, span, absence: None }
}
