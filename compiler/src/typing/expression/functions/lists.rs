//! Functions of lists.

use super::{Call, Due};
use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{Expression, ExpressionBase as B, ExpressionKind, ExpressionType, Operation, Value};
use crate::syntax::expression::print;
use crate::syntax::expression::tree::NodeKind;
use crate::typing::expression::absence::{Given, around};
use crate::typing::expression::comparison::has_order;
use crate::typing::expression::conformance::{item_of, join, list_of};
use crate::typing::expression::lists::list_term;
use crate::typing::expression::scale;
use crate::typing::expression::typer::{Frame, Reported, Term, Typed, Typer, apply, apply_or_null, known, variable};

/// What the items of a list must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Items {
    Ordered,
    Numbers,
    NumbersOrDurations,
}

impl Items {
    fn takes(self, base: &B) -> bool {
        match self {
            Self::Ordered => has_order(base),
            Self::Numbers => matches!(base, B::Number { .. }),
            Self::NumbersOrDurations => matches!(base, B::Number { .. } | B::DaysTimeDuration | B::YearsMonthsDuration),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Ordered => "values with an order, all of one type",
            Self::Numbers => "numbers",
            Self::NumbersOrDurations => "numbers, or durations of one type",
        }
    }
}

/// What an aggregation has to go by.
struct Aggregated {
    /// The list; null if an item is.
    operands: Vec<Term>,
    /// Whether the operands are the items.
    spread: bool,
    item: B,
    /// How many items there are at least.
    least: usize,
}

impl Typer<'_> {
    /// The list of an aggregation, or its items as arguments of their own.
    fn aggregated(&mut self, call: &Call<'_>, due: Items) -> Result<Aggregated, Reported> {
        let terms: Vec<Typed> = (0..call.len()).map(|position| self.required(call, position)).collect();
        let mut terms = terms.into_iter().collect::<Result<Vec<_>, _>>()?;
        let one = terms.len() == 1 && !matches!(terms.first().map(Term::base), Some(base) if due.takes(base));
        let spread = if !one {
            true
        } else if let Some(Term { expression: Expression { kind: ExpressionKind::List(items), .. }, span, absence }) = terms.first() {
            // A list that is written out is its items, so that an item that may be null can be bound.
            let span = *span;
            let nothing = absence.clone();
            let item = |expression: &Expression| Term { expression: expression.clone(), span, absence: nothing.clone() };
            let items: Vec<Term> = items.iter().map(item).collect();
            let spread = !items.is_empty() && items.iter().any(|item| item.ty().nullable) && !items.iter().all(Term::is_null);
            if spread {
                let node = call.node(0)?;
                let nodes = if let NodeKind::List(nodes) = &node.kind { nodes.as_slice() } else { &[] };
                terms = self.with_absences(items, nodes);
            }
            spread
        } else {
            false
        };
        if spread {
            for term in &terms {
                self.not_always_null(term)?;
                if !due.takes(term.base()) {
                    let problem =
                        MeaningProblem::WrongType { place: call.place(0), due: due.words().to_owned(), found: term.ty().to_string() };
                    return Err(self.mistake(term.span, problem));
                }
            }
            let least = terms.len();
            let mut joined = ExpressionType::of(B::Null);
            for term in &terms {
                let Some(wider) = join(&joined, term.ty()) else {
                    let (first, second) = (joined.to_string(), term.ty().to_string());
                    return Err(self.mistake(term.span, MeaningProblem::NoCommonType { of: "the arguments", first, second }));
                };
                joined = wider;
            }
            // Each keeps its own null, which makes the whole null.
            return Ok(Aggregated { operands: terms, spread, item: joined.base, least });
        }
        let term = terms.pop().ok_or(Reported)?;
        let list = self.listed(term, &call.place(0))?;
        let item = item_of(list.base()).cloned().ok_or(Reported)?;
        if !due.takes(&item.base) {
            let problem =
                MeaningProblem::WrongType { place: call.place(0), due: format!("a list of {}", due.words()), found: list.ty().to_string() };
            return Err(self.mistake(list.span, problem));
        }
        let least = if let ExpressionKind::List(items) = &list.expression.kind { items.len() } else { 0 };
        let part = print(call.node(0)?);
        let nullable = list.ty().nullable;
        let list = if nullable && item.nullable { self.known_list(list, &part)? } else { self.without_null_items(list, &part) };
        Ok(Aggregated { operands: vec![list], spread, item: item.base, least })
    }

    /// [`Self::without_null_items`] of a list that may be null itself.
    fn known_list(&mut self, list: Term, part: &str) -> Typed {
        let span = list.span;
        self.lift(span, vec![list], |typer, mut operands| {
            let list = Term { expression: operands.pop().ok_or(Reported)?, span, absence: None };
            let list = typer.without_null_items(list, part);
            Ok(Given { expression: list.expression, absence: list.absence })
        })
    }

    /// Items that may be null, with why: the parts of the list that is written out.
    fn with_absences(&mut self, items: Vec<Term>, nodes: &[crate::syntax::expression::tree::Node]) -> Vec<Term> {
        let mut explained = Vec::with_capacity(items.len());
        for (position, item) in items.into_iter().enumerate() {
            let node = nodes.get(position);
            let own = match item.expression.kind {
                // The items were widened to what the list holds.
                ExpressionKind::Widen(inner) if !inner.ty.nullable => *inner,
                _ => item.expression,
            };
            let absence = own.ty.nullable.then(|| Absence {
                part: node.map_or_else(|| "an item".to_owned(), print),
                why: "it is an item that may be".to_owned(),
                guard: None,
            });
            explained.push(Term { expression: own, span: node.map_or(item.span, |node| node.span), absence });
        }
        explained
    }

    /// An aggregation of items none of which may be null. `least`: of so many items it is never null.
    fn aggregate(&mut self, call: &Call<'_>, due: Items, operation: Operation, result: impl FnOnce(&B) -> B, least: usize) -> Typed {
        if call.len() == 1 && call.node(0)?.kind == NodeKind::List(Vec::new()) {
            let absence = call.absence("the list is empty");
            return Ok(Term { expression: Expression::literal(Value::Null), span: call.span, absence: Some(absence) });
        }
        let Aggregated { operands, spread, item, least: count } = self.aggregated(call, due)?;
        let base = result(&item);
        let why = if least < 2 { "the list may be empty" } else { "the list may have fewer than two items" };
        let absence = call.absence(why);
        self.lift(call.span, operands, |_, operands| {
            let list = if spread {
                let ty = list_of(ExpressionType::of(item));
                vec![Expression { kind: ExpressionKind::List(operands), ty }]
            } else {
                operands
            };
            let expression = apply_or_null(operation, list, base);
            Ok(if count >= least { known(expression).into() } else { Given { expression, absence: Some(absence) } })
        })
    }

    pub(super) fn min(&mut self, call: &Call<'_>) -> Typed {
        self.aggregate(call, Items::Ordered, Operation::Min, B::clone, 1)
    }

    pub(super) fn max(&mut self, call: &Call<'_>) -> Typed {
        self.aggregate(call, Items::Ordered, Operation::Max, B::clone, 1)
    }

    pub(super) fn sum(&mut self, call: &Call<'_>) -> Typed {
        self.aggregate(call, Items::NumbersOrDurations, Operation::Sum, B::clone, 1)
    }

    pub(super) fn mean(&mut self, call: &Call<'_>) -> Typed {
        self.aggregate(call, Items::Numbers, Operation::Mean, |_| scale::number(None), 1)
    }

    pub(super) fn product(&mut self, call: &Call<'_>) -> Typed {
        self.aggregate(call, Items::Numbers, Operation::Product, |_| scale::number(None), 1)
    }

    pub(super) fn median(&mut self, call: &Call<'_>) -> Typed {
        // Of an even count, half of a sum.
        let half = |item: &B| scale::number(scale::product(scale::of(item), Some(1)));
        self.aggregate(call, Items::Numbers, Operation::Median, half, 1)
    }

    pub(super) fn stddev(&mut self, call: &Call<'_>) -> Typed {
        self.aggregate(call, Items::Numbers, Operation::StandardDeviation, |_| scale::number(None), 2)
    }

    pub(super) fn mode(&mut self, call: &Call<'_>) -> Typed {
        let Aggregated { operands, spread, item, .. } = self.aggregated(call, Items::Numbers)?;
        let ty = list_of(ExpressionType::of(item));
        self.lift(call.span, operands, |_, operands| {
            let list = if spread { vec![Expression { kind: ExpressionKind::List(operands), ty: ty.clone() }] } else { operands };
            Ok(apply(Operation::Mode, list, ty.base).into())
        })
    }

    pub(super) fn all_of(&mut self, call: &Call<'_>) -> Typed {
        self.junction_of(call, Operation::All)
    }

    pub(super) fn any_of(&mut self, call: &Call<'_>) -> Typed {
        self.junction_of(call, Operation::Any)
    }

    /// `all`, `any`: of truth values, null among them.
    fn junction_of(&mut self, call: &Call<'_>, operation: Operation) -> Typed {
        let terms: Vec<Typed> = (0..call.len()).map(|position| self.required(call, position)).collect();
        let mut terms = terms.into_iter().collect::<Result<Vec<_>, _>>()?;
        let single = terms.len() == 1 && matches!(terms.first().map(Term::base), Some(B::List(_)));
        let list = match terms.pop() {
            Some(list) if single => list,
            last => {
                terms.extend(last);
                let (items, ty) = self.common(terms, "the arguments")?;
                list_term(items, ty, call.span)
            }
        };
        let own = item_of(list.base()).cloned().ok_or(Reported)?;
        let due = ExpressionType::of(B::Boolean).or_null();
        if join(&own, &due).is_none() {
            let problem =
                MeaningProblem::WrongType { place: call.place(0), due: "a list of booleans".to_owned(), found: list.ty().to_string() };
            return Err(self.mistake(list.span, problem));
        }
        let nullable = list.ty().nullable;
        let list = self.coerce_term(list, &ExpressionType { nullable, ..list_of(due) });
        let absence = call.absence("an item may be");
        let never_null =
            !own.nullable || own.base == B::Null && matches!(&list.expression.kind, ExpressionKind::List(items) if items.is_empty());
        self.lift(call.span, vec![list], |_, operands| {
            let expression = apply_or_null(operation, operands, B::Boolean);
            Ok(if never_null { known(expression).into() } else { Given { expression, absence: Some(absence) } })
        })
    }

    /// The list that a function is called with first.
    fn list_argument(&mut self, call: &Call<'_>) -> Typed {
        let term = self.required(call, 0)?;
        self.listed(term, &call.place(0))
    }

    pub(super) fn count(&mut self, call: &Call<'_>) -> Typed {
        let list = self.list_argument(call)?;
        self.lift(call.span, vec![list], |_, operands| Ok(apply(Operation::Count, operands, scale::whole()).into()))
    }

    pub(super) fn list_contains_call(&mut self, call: &Call<'_>) -> Typed {
        let (list, item) = (self.list_argument(call), self.required(call, 1));
        let contains = self.list_contains(list?, item?, call.span)?;
        Ok(Term { span: call.span, ..contains })
    }

    pub(super) fn index_of(&mut self, call: &Call<'_>) -> Typed {
        let (list, item) = (self.list_argument(call), self.required(call, 1));
        let (list, item) = self.list_and_item(list?, item?)?;
        let item = item.expression;
        let ty = list_of(ExpressionType::of(scale::whole()));
        self.lift(call.span, vec![list], |_, mut operands| {
            operands.push(item);
            Ok(apply(Operation::IndexOf, operands, ty.base).into())
        })
    }

    /// A function of a list and positions in it that gives a list, or null.
    fn at_position(&mut self, call: &Call<'_>, operation: Operation, positions: usize, item: bool) -> Typed {
        let list = self.list_argument(call);
        let mut operands = Vec::new();
        for position in 1..=positions {
            if let Some(node) = call.given(position) {
                let term = self.infer(node);
                operands.push(term.and_then(|term| self.must_be(Due::Number, term, &call.place(position))));
            }
        }
        let mut list = list?;
        let mut operands = operands.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut new_item = None;
        if item {
            let given = self.required(call, positions + 1)?;
            let (same, given) = self.list_and_item(list, given)?;
            (list, new_item) = (same, Some(given.expression));
        }
        let base = list.base().clone();
        let absence = call.absence("the list may have no item there");
        operands.insert(0, list);
        self.lift(call.span, operands, |_, mut operands| {
            operands.extend(new_item);
            Ok(Given { expression: apply_or_null(operation, operands, base), absence: Some(absence) })
        })
    }

    pub(super) fn sublist(&mut self, call: &Call<'_>) -> Typed {
        let operation = if call.given(2).is_some() { Operation::SublistOf } else { Operation::Sublist };
        self.at_position(call, operation, 2, false)
    }

    pub(super) fn insert_before(&mut self, call: &Call<'_>) -> Typed {
        self.at_position(call, Operation::InsertBefore, 1, true)
    }

    pub(super) fn remove(&mut self, call: &Call<'_>) -> Typed {
        self.at_position(call, Operation::Remove, 1, false)
    }

    /// `list replace`: at a position, or where a function of the item and the new one says so.
    pub(super) fn list_replace(&mut self, call: &Call<'_>) -> Typed {
        let NodeKind::Function(parameters, body) = &call.node(1)?.kind else {
            return self.at_position(call, Operation::ListReplace, 1, true);
        };
        let [first, second] = parameters.as_slice() else {
            let problem = MeaningProblem::ArgumentCount {
                function: "match".to_owned(),
                given: parameters.len(),
                forms: vec!["function(item, newItem) condition".to_owned()],
            };
            return Err(self.mistake(call.node(1)?.span, problem));
        };
        let (list, new) = (self.list_argument(call), self.required(call, 2));
        let (list, new) = self.list_and_item(list?, new?)?;
        let item = item_of(list.base()).cloned().ok_or(Reported)?;
        let (binding, new) = self.once(new);
        let (old_local, new_local) = (self.local(), self.local());
        let frame = |name: &str, local| Frame::Variable { name: name.to_owned(), local, ty: item.clone(), absence: None, used: false };
        let frames = vec![frame(&first.name, old_local), frame(&second.name, new_local)];
        let (condition, _) = self.within(frames, |typer| typer.truth(body, "the function of `list replace`"));
        let condition = around([(new_local, new.expression.clone())], Self::holds(condition?));
        let replaced = Expression {
            kind: ExpressionKind::If {
                condition: Box::new(condition),
                then: Box::new(new.expression),
                otherwise: Box::new(variable(old_local, item.clone())),
            },
            ty: item.clone(),
        };
        let list = self.lift(call.span, vec![list], |_, mut operands| {
            let bindings = vec![(old_local, operands.pop().ok_or(Reported)?)];
            Ok(Expression { kind: ExpressionKind::For { bindings, body: Box::new(replaced) }, ty: list_of(item) }.into())
        })?;
        Ok(Term { expression: around(binding, list.expression), ..list })
    }

    pub(super) fn append(&mut self, call: &Call<'_>) -> Typed {
        let list = self.list_argument(call);
        let items: Vec<Typed> = (1..call.len()).map(|position| self.required(call, position)).collect();
        let items = items.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut list = list?;
        let mut appended = Vec::with_capacity(items.len());
        for item in items {
            (list, _) = self.list_and_item(list, item.clone())?;
            appended.push(item);
        }
        let item = item_of(list.base()).cloned().ok_or(Reported)?;
        let appended: Vec<Term> = appended.into_iter().map(|term| self.coerce_term(term, &item)).collect();
        let tail = list_term(appended, item, call.span);
        let base = list.base().clone();
        self.lift(call.span, vec![list, tail], |_, operands| Ok(apply(Operation::Concatenate, operands, base).into()))
    }

    pub(super) fn concatenate(&mut self, call: &Call<'_>) -> Typed {
        let lists: Vec<Typed> = (0..call.len())
            .map(|position| {
                let term = self.required(call, position)?;
                self.listed(term, &call.place(position))
            })
            .collect();
        let lists = lists.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut joined: Option<ExpressionType> = None;
        for list in &lists {
            let item = item_of(list.base()).cloned().ok_or(Reported)?;
            let wider = joined.as_ref().map_or(Some(item.clone()), |joined| join(joined, &item));
            let Some(wider) = wider else {
                let first = joined.map(|joined| joined.to_string()).unwrap_or_default();
                let of = "the items of the lists";
                return Err(self.mistake(list.span, MeaningProblem::NoCommonType { of, first, second: item.to_string() }));
            };
            joined = Some(wider);
        }
        let ty = list_of(joined.ok_or(Reported)?);
        let lists: Vec<Term> = lists
            .into_iter()
            .map(|list| {
                let nullable = list.ty().nullable;
                self.coerce_term(list, &ExpressionType { nullable, ..ty.clone() })
            })
            .collect();
        self.lift(call.span, lists, |_, operands| {
            let joined = operands.into_iter().reduce(|a, b| apply(Operation::Concatenate, vec![a, b], ty.base.clone()));
            Ok(joined.ok_or(Reported)?.into())
        })
    }

    pub(super) fn union(&mut self, call: &Call<'_>) -> Typed {
        let all = self.concatenate(call)?;
        self.same_list(call, all, Operation::DistinctValues)
    }

    pub(super) fn distinct_values(&mut self, call: &Call<'_>) -> Typed {
        let list = self.list_argument(call)?;
        self.same_list(call, list, Operation::DistinctValues)
    }

    pub(super) fn reverse(&mut self, call: &Call<'_>) -> Typed {
        let list = self.list_argument(call)?;
        self.same_list(call, list, Operation::Reverse)
    }

    fn same_list(&mut self, call: &Call<'_>, list: Term, operation: Operation) -> Typed {
        let base = list.base().clone();
        self.lift(call.span, vec![list], |_, operands| Ok(apply(operation, operands, base).into()))
    }

    /// `flatten`: as often as the lists are deep.
    pub(super) fn flatten(&mut self, call: &Call<'_>) -> Typed {
        let list = self.list_argument(call)?;
        self.lift(call.span, vec![list], |typer, mut operands| {
            let mut list = operands.pop().ok_or(Reported)?;
            while let Some(item) = item_of(&list.ty.base).filter(|item| matches!(item.base, B::List(_))).cloned() {
                if item.nullable {
                    let due = "a list whose lists are never null".to_owned();
                    let problem = MeaningProblem::WrongType { place: call.place(0), due, found: list.ty.to_string() };
                    return Err(typer.mistake(call.span, problem));
                }
                list = apply(Operation::Flatten, vec![list], item.base);
            }
            Ok(list.into())
        })
    }

    pub(super) fn sort(&mut self, call: &Call<'_>) -> Typed {
        let list = self.list_argument(call)?;
        let Some(node) = call.given(1) else { return self.sorted(list, None, call.span) };
        let NodeKind::Function(parameters, body) = &node.kind else {
            let why = "there are no values that are functions";
            let due = "a function such as `function(x, y) x < y`";
            return Err(self.mistake(node.span, MeaningProblem::NotALiteral { place: call.place(1), due, why }));
        };
        let [first, second] = parameters.as_slice() else {
            let forms = vec!["function(x, y) x < y".to_owned()];
            let problem = MeaningProblem::ArgumentCount { function: "precedes".to_owned(), given: parameters.len(), forms };
            return Err(self.mistake(node.span, problem));
        };
        self.sorted(list, Some((&first.name, &second.name, body)), call.span)
    }
}
