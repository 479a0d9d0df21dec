//! Types that conform: what two have in common, and how a value of one becomes one of another (DMN 1.5, 10.3.2.9).

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{BaseType, DataType, Expression, ExpressionBase, ExpressionKind, ExpressionType, LocalId, Type, Value};
use crate::syntax::expression::print;
use crate::syntax::expression::tree::{Node, NodeKind};

use super::typer::{Term, Typed, Typer, variable};

/// The least type that has all values of both; `None` where they have none in common but null.
pub(super) fn join(a: &ExpressionType, b: &ExpressionType) -> Option<ExpressionType> {
    Some(ExpressionType { base: join_bases(&a.base, &b.base)?, nullable: a.nullable || b.nullable })
}

fn join_bases(a: &ExpressionBase, b: &ExpressionBase) -> Option<ExpressionBase> {
    use ExpressionBase as B;
    Some(match (a, b) {
        (B::Null, other) | (other, B::Null) => other.clone(),
        (B::Number { scale: a }, B::Number { scale: b }) => B::Number { scale: a.zip(*b).map(|(a, b)| a.max(b)) },
        (B::List(a), B::List(b)) => B::List(Box::new(join(a, b)?)),
        (B::Context(a), B::Context(b)) if a.len() == b.len() => B::Context(
            a.iter()
                .zip(b)
                .map(|((name, a), (other, b))| if name == other { Some((name.clone(), join(a, b)?)) } else { None })
                .collect::<Option<_>>()?,
        ),
        (a, b) if a == b => a.clone(),
        _ => return None,
    })
}

/// Whether two types differ at most in the scales of numbers, so that a value of one is one of the other as it stands.
fn same_form(a: &ExpressionType, b: &ExpressionType) -> bool {
    use ExpressionBase as B;
    a.nullable == b.nullable
        && match (&a.base, &b.base) {
            (B::Number { .. }, B::Number { .. }) => true,
            (B::List(a), B::List(b)) => same_form(a, b),
            (B::Context(a), B::Context(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((name, a), (other, b))| name == other && same_form(a, b))
            }
            (a, b) => a == b,
        }
}

/// Whether the second type is the first with more nulls in it, which [`ExpressionKind::Widen`] gives; scales may differ.
fn widens(from: &ExpressionType, to: &ExpressionType) -> bool {
    use ExpressionBase as B;
    (to.nullable || !from.nullable)
        && match (&from.base, &to.base) {
            (B::Number { .. }, B::Number { .. }) => true,
            (B::List(a), B::List(b)) => widens(a, b),
            (B::Context(a), B::Context(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((name, a), (other, b))| name == other && widens(a, b))
            }
            (a, b) => a == b,
        }
}

impl Typer<'_> {
    /// An expression as one of a type that its own joins to ([`join`]).
    pub(super) fn coerce(&mut self, expression: Expression, to: &ExpressionType) -> Expression {
        if expression.ty == *to {
            return expression;
        }
        if same_form(&expression.ty, to) {
            return Expression { ty: to.clone(), ..expression };
        }
        let Expression { kind, ty } = expression;
        let kind = match (kind, &to.base) {
            (ExpressionKind::Literal(Value::Null), _) if to.nullable => ExpressionKind::Literal(Value::Null),
            (ExpressionKind::List(items), ExpressionBase::List(item)) if !to.nullable => {
                ExpressionKind::List(items.into_iter().map(|each| self.coerce(each, item)).collect())
            }
            (ExpressionKind::Context(values), ExpressionBase::Context(entries)) if !to.nullable => {
                ExpressionKind::Context(values.into_iter().zip(entries).map(|(value, (_, ty))| self.coerce(value, ty)).collect())
            }
            (ExpressionKind::If { condition, then, otherwise }, _) => {
                let (then, otherwise) = (Box::new(self.coerce(*then, to)), Box::new(self.coerce(*otherwise, to)));
                ExpressionKind::If { condition, then, otherwise }
            }
            (ExpressionKind::Let { bindings, body }, _) => ExpressionKind::Let { bindings, body: Box::new(self.coerce(*body, to)) },
            (kind, _) => {
                let expression = Expression { kind, ty };
                return self.convert(expression, to);
            }
        };
        Expression { kind, ty: to.clone() }
    }

    /// [`Self::coerce`] of what isn't taken apart.
    fn convert(&mut self, expression: Expression, to: &ExpressionType) -> Expression {
        if widens(&expression.ty, to) {
            return Expression { kind: ExpressionKind::Widen(Box::new(expression)), ty: to.clone() };
        }
        // Somewhere in it is a null that has no other type yet: it is built anew around it.
        let bare = ExpressionType::of(to.base.clone());
        if expression.ty.nullable {
            let local = self.local();
            let base = &expression.ty.base;
            let body = if *base == ExpressionBase::Null {
                // Never reached: the binding is null.
                Expression { kind: ExpressionKind::Literal(Value::Null), ty: bare.or_null() }
            } else {
                let read = variable(local, ExpressionType::of(base.clone()));
                self.coerce(read, &bare)
            };
            let kind = ExpressionKind::WhenKnown { bindings: vec![(local, expression)], body: Box::new(body) };
            return Expression { kind, ty: to.clone() };
        }
        let rebuilt = match (&expression.ty.base, &to.base) {
            // It is always empty.
            (ExpressionBase::List(from), ExpressionBase::List(_)) if from.base == ExpressionBase::Null && !from.nullable => {
                let local = self.local();
                let empty = Expression { kind: ExpressionKind::List(Vec::new()), ty: bare };
                super::absence::around([(local, expression)], empty)
            }
            (ExpressionBase::List(from), ExpressionBase::List(item)) => {
                let local = self.local();
                let read = variable(local, (**from).clone());
                let body = Box::new(self.coerce(read, item));
                Expression { kind: ExpressionKind::For { bindings: vec![(local, expression)], body }, ty: bare }
            }
            (ExpressionBase::Context(from), ExpressionBase::Context(entries)) => {
                let local = self.local();
                let mut values = Vec::with_capacity(entries.len());
                for (position, ((_, from), (_, entry))) in from.iter().zip(entries).enumerate() {
                    let read = Box::new(variable(local, expression.ty.clone()));
                    let value = Expression { kind: ExpressionKind::Entry(read, position), ty: from.clone() };
                    values.push(self.coerce(value, entry));
                }
                let context = Expression { kind: ExpressionKind::Context(values), ty: bare };
                super::absence::around([(local, expression)], context)
            }
            _ => expression,
        };
        if to.nullable { Expression { kind: ExpressionKind::Widen(Box::new(rebuilt)), ty: to.clone() } } else { rebuilt }
    }

    /// A term as one of a joined type. It keeps why it may be null.
    pub(super) fn coerce_term(&mut self, term: Term, to: &ExpressionType) -> Term {
        let expression = self.coerce(term.expression, to);
        Term { expression, ..term }
    }

    /// Terms that must have a type in common, as terms of it.
    pub(super) fn common(&mut self, terms: Vec<Term>, of: &'static str) -> Result<(Vec<Term>, ExpressionType), super::typer::Reported> {
        let mut joined = ExpressionType { base: ExpressionBase::Null, nullable: false };
        for term in &terms {
            match join(&joined, term.ty()) {
                Some(wider) => joined = wider,
                None => {
                    let problem = MeaningProblem::NoCommonType { of, first: joined.to_string(), second: term.ty().to_string() };
                    return Err(self.mistake(term.span, problem));
                }
            }
        }
        if joined.base == ExpressionBase::Null {
            joined.nullable = true;
        }
        let terms = terms.into_iter().map(|term| self.coerce_term(term, &joined)).collect();
        Ok((terms, joined))
    }

    /// An answer of a column's type.
    pub(super) fn answer(&mut self, node: &Node, ty: &DataType) -> Typed {
        let due = ty.expression_type();
        if let (NodeKind::List(items), Some(item)) = (&node.kind, ty.item()) {
            // What is wrong with an item is said of that.
            let items: Vec<Typed> = items.iter().map(|node| self.answer(node, item)).collect();
            let items = items.into_iter().map(|item| Ok(item?.expression)).collect::<Result<Vec<_>, _>>()?;
            let list = Expression { kind: ExpressionKind::List(items), ty: ExpressionType::of(due.base.clone()) };
            let term = Term { expression: list, span: node.span, absence: None };
            return Ok(self.coerce_term(term, &due));
        }
        let term = self.infer(node)?;
        let bare = match ty {
            DataType::Scalar(ty) => DataType::from(Type { nullable: false, ..*ty }),
            DataType::List { item, .. } => DataType::List { item: item.clone(), nullable: false },
        };
        if join_bases(term.base(), &due.base).is_none() {
            let place = String::new();
            let problem = MeaningProblem::WrongType { place, due: ty.to_string(), found: term.ty().to_string() };
            let printed = print(node);
            let readings = match ty {
                DataType::Scalar(ty) => {
                    conversions(term.base(), ty.base).map(|(before, behind)| format!("{before}{printed}{behind}")).into_iter().collect()
                }
                DataType::List { .. } => {
                    let missing = ty.depth().saturating_sub(depth(term.base()));
                    // Where bare words are texts, only an `=` makes names of them.
                    let sign = if ty.value().base == BaseType::Text { "=" } else { "" };
                    vec![format!("{sign}{}{printed}{}", "[".repeat(missing), "]".repeat(missing))]
                }
            };
            return Err(self.mistake_with(node.span, problem, readings));
        }
        if !due.nullable && term.ty().nullable {
            let absence = term.absence.clone().unwrap_or_else(|| Absence {
                part: print(node),
                why: format!("its type is {}", term.ty()),
                guard: None,
            });
            return Err(self.mistake(node.span, MeaningProblem::MissingCase { due: bare.to_string(), absence: Box::new(absence) }));
        }
        match misfit(term.ty(), ty) {
            None => Ok(self.coerce_term(term, &due)),
            Some(Misfit::Null) => {
                Err(self.mistake(node.span, MeaningProblem::NullAmongItems { due: ty.to_string(), found: term.ty().to_string() }))
            }
            Some(Misfit::Digits { digits, most }) => {
                let rounded = |item: &str| format!("round half up({item}, {most})");
                // A loop within a loop for each list in the list.
                let whole = (1..=ty.depth()).fold(String::new(), |body, depth| {
                    let (item, list) = (format!("item{depth}"), format!("item{}", depth + 1));
                    let body = if body.is_empty() { rounded(&item) } else { body };
                    format!("for {item} in {} return {body}", if depth == ty.depth() { print(node) } else { list })
                });
                let reading = match ty.depth() {
                    0 => rounded(&print(node)),
                    1 => whole.replace("item1", "item"),
                    _ => whole,
                };
                Err(self.mistake_with(node.span, MeaningProblem::TooManyDigits { due: bare.to_string(), digits }, vec![reading]))
            }
        }
    }
}

/// How many lists lie within each other.
fn depth(base: &ExpressionBase) -> usize {
    item_of(base).map_or(0, |item| depth(&item.base) + 1)
}

/// Why a value that conforms to a type may not be of it.
enum Misfit {
    /// Null among the items of a list.
    Null,
    /// More digits after the point than the type has.
    Digits {
        /// The most that can come, where that is known.
        digits: Option<u32>,
        /// The most that the type has.
        most: u32,
    },
}

/// What of a type may not be of the other, to which it conforms; whether it is null itself isn't looked at.
fn misfit(found: &ExpressionType, due: &DataType) -> Option<Misfit> {
    match (&found.base, due) {
        (ExpressionBase::List(item), DataType::List { item: due, .. }) => {
            if item.nullable && !due.nullable() {
                return Some(Misfit::Null);
            }
            misfit(item, due)
        }
        (ExpressionBase::Number { scale }, DataType::Scalar(ty)) => {
            let most = match ty.base {
                BaseType::Integer => 0,
                BaseType::Decimal(scale) => scale,
                _ => return None,
            };
            scale.is_none_or(|scale| scale > most).then_some(Misfit::Digits { digits: *scale, most })
        }
        _ => None,
    }
}

/// What makes a value of one type one of another, before and behind it.
fn conversions(from: &ExpressionBase, to: BaseType) -> Option<(&'static str, &'static str)> {
    use ExpressionBase as B;
    Some(match (from, to) {
        (B::List(_) | B::Context(_) | B::Null | B::Text, BaseType::Text) => return None,
        (_, BaseType::Text) => ("string(", ")"),
        (B::DateTime, BaseType::Date) => ("date(", ")"),
        (B::DateTime, BaseType::Time) => ("time(", ")"),
        (B::Date, BaseType::DateTime) => ("date and time(", ", time(\"00:00:00\"))"),
        _ => return None,
    })
}

/// What an operation gives for a list's items: the list's item type.
pub(super) fn item_of(base: &ExpressionBase) -> Option<&ExpressionType> {
    if let ExpressionBase::List(item) = base { Some(item) } else { None }
}

/// A list type.
pub(super) fn list_of(item: ExpressionType) -> ExpressionType {
    ExpressionType::of(ExpressionBase::List(Box::new(item)))
}

/// A single value as a list of one, as FEEL converts it where a list is due.
pub(super) fn as_list(term: Term) -> Term {
    if matches!(term.base(), ExpressionBase::List(_)) || term.ty().nullable {
        return term;
    }
    let ty = list_of(term.ty().clone());
    Term { expression: Expression { kind: ExpressionKind::List(vec![term.expression]), ty }, span: term.span, absence: None }
}

/// Bindings of loops and the like, by their variables.
pub(super) type Bindings = Vec<(LocalId, Expression)>;
