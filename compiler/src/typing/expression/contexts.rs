//! Contexts and paths (DMN 1.5, 10.3.2.6 and 10.3.4.12).

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{Expression, ExpressionBase as B, ExpressionKind, ExpressionType, Operation, Value};
use crate::syntax::Span;
use crate::syntax::expression::print;
use crate::syntax::expression::tree::{Named, Node, NodeKind};

use super::absence::{Given, around};
use super::conformance::{item_of, list_of};
use super::functions::Call;
use super::scale;
use super::typer::{Frame, MAX_TYPE_SIZE, Reported, Term, Typed, Typer, apply, literal, type_size, variable};

/// Entries of a context, by name, in their order.
type Entries = Vec<(String, Expression)>;

impl Typer<'_> {
    /// `{a: 1, b: a + 1}`: each entry may use those before it.
    pub(super) fn context(&mut self, entries: &[(Named, Node)], span: Span) -> Typed {
        let depth = self.frames.len();
        let mut typed: Vec<(String, crate::model::LocalId, Typed)> = Vec::with_capacity(entries.len());
        let mut failed = false;
        let mut names = std::collections::BTreeSet::new();
        let mut size = 0;
        for (name, node) in entries {
            if !names.insert(&name.name) {
                self.mistake(name.span, MeaningProblem::RepeatedEntry { name: name.name.clone() });
                failed = true;
                continue;
            }
            let value = self.infer(node);
            size += value.as_ref().map_or(0, |value| type_size(value.ty()));
            if size > MAX_TYPE_SIZE {
                self.frames.truncate(depth);
                return Err(self.mistake(span, MeaningProblem::TooLarge { what: "a type of more than 512 parts" }));
            }
            let local = self.local();
            if let Ok(value) = &value {
                let (name, ty, absence) = (name.name.clone(), value.ty().clone(), value.absence.clone());
                self.frames.push(Frame::Variable { name, local, ty, absence, used: false });
            }
            typed.push((name.name.clone(), local, value));
        }
        let used = self.frames.drain(depth..).any(|frame| matches!(frame, Frame::Variable { used: true, .. }));
        let mut bindings = Vec::new();
        let mut values: Entries = Vec::with_capacity(typed.len());
        for (name, local, value) in typed {
            let Ok(value) = value else {
                failed = true;
                continue;
            };
            if used {
                values.push((name, variable(local, value.ty().clone())));
                bindings.push((local, value.expression));
            } else {
                values.push((name, value.expression));
            }
        }
        if failed {
            return Err(Reported);
        }
        Ok(Term { expression: around(bindings, context_of(values)), span, absence: None })
    }

    /// `x.name`: an entry of a context, or a part of a date, a time or a duration; of a list, that of each item.
    pub(super) fn path(&mut self, value: &Node, member: &Named, span: Span) -> Typed {
        let term = self.infer(value)?;
        self.not_always_null(&term)?;
        let part = || format!("{}.{}", print(value), member.name);
        if let Some(item) = item_of(term.base()).cloned() {
            return self.lift(span, vec![term], |typer, mut operands| {
                let list = operands.pop().ok_or(Reported)?;
                let local = typer.local();
                let each = Term {
                    absence: item.nullable.then(|| Absence { part: print(value), why: "an item may be".to_owned(), guard: None }),
                    expression: variable(local, item),
                    span,
                };
                let body = typer.member(each, member, span, part)?;
                let ty = list_of(body.ty().clone());
                let kind = ExpressionKind::For { bindings: vec![(local, list)], body: Box::new(body.expression) };
                Ok(Expression { kind, ty }.into())
            });
        }
        self.member(term, member, span, part)
    }

    fn member(&mut self, term: Term, member: &Named, span: Span, part: impl FnOnce() -> String) -> Typed {
        self.not_always_null(&term)?;
        if let B::Context(entries) = term.base() {
            let Some(position) = entries.iter().position(|(name, _)| *name == member.name) else {
                let members = entries.iter().map(|(name, _)| name.clone()).collect();
                return Err(self.no_member(&term, member, members));
            };
            return self.entry(term, position, span, part);
        }
        let Some((operation, base)) = component(term.base(), &member.name) else {
            let members = COMPONENTS.iter().filter(|(name, ..)| component(term.base(), name).is_some());
            let members = members.map(|(name, ..)| (*name).to_owned()).collect();
            return Err(self.no_member(&term, member, members));
        };
        self.lift(span, vec![term], |_, operands| Ok(apply(operation, operands, base).into()))
    }

    fn no_member(&mut self, term: &Term, member: &Named, members: Vec<String>) -> Reported {
        if matches!(member.name.as_str(), "time offset" | "timezone") && matches!(term.base(), B::Time | B::DateTime) {
            return self.mistake(member.span, MeaningProblem::ZoneOrOffset);
        }
        // A path leads into the items of one list, and those are lists themselves.
        let of = if let B::List(_) = term.base() { MeaningProblem::NESTED.to_owned() } else { term.ty().to_string() };
        let near = super::names::nearest(&member.name, members.iter().map(|name| ((), name.clone())));
        let readings = near.into_iter().map(|((), name)| name).collect();
        // An input that is a context is what another decision gives.
        let facts =
            matches!(term.base(), B::Context(_)) && !matches!(term.expression.kind, ExpressionKind::Context(_) | ExpressionKind::Input(_));
        let problem = MeaningProblem::NoMember { name: member.name.clone(), of, members, facts };
        self.mistake_with(member.span, problem, readings)
    }

    /// The entry of a context at a position.
    fn entry(&mut self, term: Term, position: usize, span: Span, part: impl FnOnce() -> String) -> Typed {
        let part = part();
        self.lift(span, vec![term], |_, mut operands| {
            let context = operands.pop().ok_or(Reported)?;
            let ty = entry_type(&context.ty, position)?;
            let absence = ty.nullable.then(|| Absence { part, why: "its type has `?`".to_owned(), guard: None });
            Ok(Given { expression: Expression { kind: ExpressionKind::Entry(Box::new(context), position), ty }, absence })
        })
    }

    /// `get value(context, key)`: the key is written out, or a list of keys that lead inwards.
    pub(super) fn get_value(&mut self, call: &Call<'_>) -> Typed {
        let mut term = self.context_argument(call)?;
        let keys = self.keys(call, 1)?;
        for (key, span) in keys {
            let part = format!("get value({}, \"{key}\")", print(call.node(0)?));
            term = self.member(term, &Named { name: key, span }, call.span, || part)?;
        }
        Ok(term)
    }

    /// `get entries(context)`: a list of `{key, value}`.
    pub(super) fn get_entries(&mut self, call: &Call<'_>) -> Typed {
        let context = self.context_argument(call)?;
        let span = call.span;
        self.lift(span, vec![context], |typer, mut operands| {
            let context = Term { expression: operands.pop().ok_or(Reported)?, span, absence: None };
            let (binding, entries) = typer.taken_apart(context)?;
            let (keys, values): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
            let values = values.into_iter().map(|expression| Term { expression, span, absence: None }).collect();
            let (values, ty) = typer.common(values, "the entries of the context")?;
            let pair = ExpressionType::of(B::Context(vec![("key".to_owned(), ExpressionType::of(B::Text)), ("value".to_owned(), ty)]));
            let items = keys.into_iter().zip(values).map(|(key, value)| Expression {
                kind: ExpressionKind::Context(vec![Expression::literal(Value::Text(key)), value.expression]),
                ty: pair.clone(),
            });
            let list = Expression { kind: ExpressionKind::List(items.collect()), ty: list_of(pair.clone()) };
            Ok(around(binding, list).into())
        })
    }

    /// `context put(context, key, value)`, or with a list of keys.
    pub(super) fn context_put(&mut self, call: &Call<'_>) -> Typed {
        let context = self.context_argument(call)?;
        let keys: Vec<String> = self.keys(call, 1)?.into_iter().map(|(key, _)| key).collect();
        let value = self.required(call, 2)?;
        let span = call.span;
        self.lift(span, vec![context], |typer, mut operands| {
            let context = Term { expression: operands.pop().ok_or(Reported)?, span, absence: None };
            Ok(typer.put(context, &keys, value.expression, span)?.into())
        })
    }

    /// A context with another value behind a path of keys; bounded by their number.
    fn put(&mut self, context: Term, keys: &[String], value: Expression, span: Span) -> Result<Expression, Reported> {
        let Some((key, inner)) = keys.split_first() else { return Ok(value) };
        if !matches!(context.base(), B::Context(_)) || context.ty().nullable {
            let place = "`context put`".to_owned();
            let problem = MeaningProblem::WrongType { place, due: "a context".to_owned(), found: context.ty().to_string() };
            return Err(self.mistake(span, problem));
        }
        let (binding, mut entries) = self.taken_apart(context)?;
        match entries.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => {
                let old_term = Term { expression: old.clone(), span, absence: None };
                *old = self.put(old_term, inner, value, span)?;
            }
            None if inner.is_empty() => entries.push((key.clone(), value)),
            None => {
                let named = Named { name: key.clone(), span };
                let members = entries.iter().map(|(name, _)| name.clone()).collect();
                let term = Term { expression: context_of(entries), span, absence: None };
                return Err(self.no_member(&term, &named, members));
            }
        }
        Ok(around(binding, context_of(entries)))
    }

    /// `context merge([a, b])`: a later entry replaces an earlier one of its name.
    pub(super) fn context_merge(&mut self, call: &Call<'_>) -> Typed {
        let node = call.node(0)?;
        let NodeKind::List(items) = &node.kind else {
            let place = "`contexts` of `context merge`".to_owned();
            let why = "the entries of the whole must be known when the table is checked";
            return Err(self.mistake(node.span, MeaningProblem::NotALiteral { place, due: "a list of contexts in brackets", why }));
        };
        let terms: Vec<Typed> = items.iter().map(|item| self.infer(item)).collect();
        let terms = terms.into_iter().collect::<Result<Vec<_>, _>>()?;
        for (term, item) in terms.iter().zip(items) {
            self.must_be_context(term, item, "`context merge`")?;
        }
        let span = call.span;
        self.lift(span, terms, |typer, operands| {
            let mut bindings = Vec::new();
            let mut merged: Entries = Vec::new();
            for operand in operands {
                let (binding, entries) = typer.taken_apart(Term { expression: operand, span, absence: None })?;
                bindings.extend(binding);
                for (name, value) in entries {
                    match merged.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, old)) => *old = value,
                        None => merged.push((name, value)),
                    }
                }
            }
            Ok(around(bindings, context_of(merged)).into())
        })
    }

    /// `context([{key: "a", value: 1}])`: its entries are written out.
    pub(super) fn context_of_entries(&mut self, call: &Call<'_>) -> Typed {
        let node = call.node(0)?;
        let items = if let NodeKind::List(items) = &node.kind { items.as_slice() } else { std::slice::from_ref(node) };
        let mut entries: Vec<(Named, Node)> = Vec::with_capacity(items.len());
        for item in items {
            let NodeKind::Context(pair) = &item.kind else { return Err(self.not_entries(item)) };
            let of = |name: &str| pair.iter().find(|(named, _)| named.name == name).map(|(_, node)| node);
            match (of("key"), of("value")) {
                (Some(Node { kind: NodeKind::Text(key), span }), Some(value)) => {
                    entries.push((Named { name: key.clone(), span: *span }, value.clone()));
                }
                _ => return Err(self.not_entries(item)),
            }
        }
        // The values don't see each other: these are no entries of one literal.
        let mut values: Entries = Vec::with_capacity(entries.len());
        for (name, node) in &entries {
            if values.iter().any(|(known, _)| *known == name.name) {
                return Err(self.mistake(name.span, MeaningProblem::RepeatedEntry { name: name.name.clone() }));
            }
            values.push((name.name.clone(), self.infer(node)?.expression));
        }
        Ok(Term { expression: context_of(values), span: call.span, absence: None })
    }

    fn not_entries(&mut self, node: &Node) -> Reported {
        let place = "`entries` of `context`".to_owned();
        let why = "the names of a context's entries are part of its type";
        self.mistake(node.span, MeaningProblem::NotALiteral { place, due: "entries such as `{key: \"a\", value: 1}`", why })
    }

    fn context_argument(&mut self, call: &Call<'_>) -> Typed {
        let term = self.required(call, 0)?;
        let node = call.node(0)?;
        self.must_be_context(&term, node, &format!("`{}`", call.name))?;
        Ok(term)
    }

    fn must_be_context(&mut self, term: &Term, node: &Node, place: &str) -> Result<(), Reported> {
        self.not_always_null(term)?;
        if matches!(term.base(), B::Context(_)) {
            return Ok(());
        }
        let problem = MeaningProblem::WrongType { place: place.to_owned(), due: "a context".to_owned(), found: term.ty().to_string() };
        Err(self.mistake(node.span, problem))
    }

    /// The keys of an argument: a text literal, or a list of them.
    fn keys(&mut self, call: &Call<'_>, position: usize) -> Result<Vec<(String, Span)>, Reported> {
        let node = call.node(position)?;
        let key = |node: &Node| if let NodeKind::Text(text) = &node.kind { Some((text.clone(), node.span)) } else { None };
        let keys: Option<Vec<_>> = match &node.kind {
            NodeKind::List(items) if !items.is_empty() => items.iter().map(key).collect(),
            _ => key(node).map(|key| vec![key]),
        };
        keys.ok_or_else(|| {
            let place = format!("`key` of `{}`", call.name);
            let why = "which entry is meant decides the type of the result";
            self.mistake(node.span, MeaningProblem::NotALiteral { place, due: "a text in quotes, or a list of them", why })
        })
    }

    /// A context's entries; it is evaluated once.
    fn taken_apart(&mut self, context: Term) -> Result<(Option<(crate::model::LocalId, Expression)>, Entries), Reported> {
        let (binding, context) = self.once(context);
        let B::Context(types) = context.base() else { return Err(Reported) };
        let entries = types.iter().enumerate().map(|(position, (name, ty))| {
            let kind = ExpressionKind::Entry(Box::new(context.expression.clone()), position);
            (name.clone(), Expression { kind, ty: ty.clone() })
        });
        Ok((binding, entries.collect()))
    }
}

/// The type of the entry at a position of a context.
fn entry_type(ty: &ExpressionType, position: usize) -> Result<ExpressionType, Reported> {
    match &ty.base {
        B::Context(entries) => entries.get(position).map(|(_, ty)| ty.clone()).ok_or(Reported),
        _ => Err(Reported),
    }
}

/// A context of these entries.
fn context_of(entries: Entries) -> Expression {
    let types = entries.iter().map(|(name, value)| (name.clone(), value.ty.clone())).collect();
    let values = entries.into_iter().map(|(_, value)| value).collect();
    Expression { kind: ExpressionKind::Context(values), ty: ExpressionType::of(B::Context(types)) }
}

/// The parts of dates, times and durations, and what gives them.
const COMPONENTS: [(&str, Operation); 13] = [
    ("year", Operation::Year),
    ("month", Operation::Month),
    ("day", Operation::Day),
    ("weekday", Operation::Weekday),
    ("hour", Operation::Hour),
    ("minute", Operation::Minute),
    ("second", Operation::Second),
    ("years", Operation::Years),
    ("months", Operation::Months),
    ("days", Operation::Days),
    ("hours", Operation::Hours),
    ("minutes", Operation::Minutes),
    ("seconds", Operation::Seconds),
];

/// Whether dates, times or durations have a part of this name.
pub(crate) fn is_component(name: &str) -> bool {
    COMPONENTS.iter().any(|(known, _)| *known == name)
}

/// The part of this name that values of a type have.
fn component(base: &B, name: &str) -> Option<(Operation, B)> {
    use Operation as O;
    let (_, operation) = *COMPONENTS.iter().find(|(known, _)| *known == name)?;
    let has = match operation {
        O::Year | O::Month | O::Day | O::Weekday => matches!(base, B::Date | B::DateTime),
        O::Hour | O::Minute | O::Second => matches!(base, B::Time | B::DateTime),
        O::Years | O::Months => *base == B::YearsMonthsDuration,
        _ => *base == B::DaysTimeDuration,
    };
    let fraction = if matches!(operation, O::Second | O::Seconds) { scale::number(Some(9)) } else { scale::whole() };
    has.then_some((operation, fraction))
}

/// A text as a term.
pub(super) fn text(value: &str, span: Span) -> Term {
    literal(Value::Text(value.to_owned()), span)
}
