//! The same expression in the form that reads best as Rust: without what a reviewer, or clippy, would strike out.
//!
//! Nothing changes what an expression gives, or when it fails: only parts that can't fail are left out or moved.

use super::fallible::may_fail;
use super::uses::{alike, count};
use crate::model::{Expression, ExpressionBase, ExpressionKind as K, ExpressionType, LocalId, Value};

/// The expression in its simplest form. Recursion is as deep as the expression.
pub(super) fn simplify(expression: &Expression) -> Expression {
    Simplifier::default().simplest(expression)
}

#[derive(Default)]
struct Simplifier {
    /// Variables in scope whose type has null and which never are: they are bound without it.
    certain: Vec<LocalId>,
}

impl Simplifier {
    fn simplest(&mut self, expression: &Expression) -> Expression {
        // Scales make no difference in Rust: without them, parts are equal that give the same code.
        let ty = unscaled(&expression.ty);
        let kind = match &expression.kind {
            K::Literal(value) => return literal(value, ty),
            K::Local(local) if ty.nullable && self.certain.contains(local) => {
                let plain = ExpressionType { nullable: false, ..ty.clone() };
                K::Widen(Box::new(Expression { kind: K::Local(*local), ty: plain }))
            }
            kind @ (K::Input(_) | K::Subject | K::Local(_)) => kind.clone(),
            K::Known(inner) => known(self.simplest(inner)),
            K::Widen(inner) => return widen(self.simplest(inner), ty),
            K::WhenKnown { bindings, body } => return when_known(self.bound(bindings), self.simplest(body), ty),
            K::Let { bindings, body } => return self.variables(bindings, body),
            K::IsNull(inner) => is_null(self.simplest(inner)),
            K::IsTrue(inner) => return is_true(self.simplest(inner)),
            K::And(parts) => return joined(self.all(parts), true, ty),
            K::Or(parts) => return joined(self.all(parts), false, ty),
            K::Not(inner) => return not(self.simplest(inner)),
            K::If { condition, then, otherwise } => {
                return choice(self.simplest(condition), self.simplest(then), self.simplest(otherwise), ty);
            }
            K::Equal(left, right) => return equal(self.simplest(left), self.simplest(right)),
            K::Less(left, right) => ordered(self.simplest(left), self.simplest(right), false),
            K::LessEqual(left, right) => ordered(self.simplest(left), self.simplest(right), true),
            K::Apply(operation, operands) => K::Apply(*operation, self.all(operands)),
            K::List(items) => K::List(self.all(items)),
            K::Context(entries) => K::Context(self.all(entries)),
            K::Entry(inner, position) => return entry(self.simplest(inner), *position, ty),
            K::Filter { list, item, condition } => K::Filter { list: self.boxed(list), item: *item, condition: self.boxed(condition) },
            K::For { bindings, body } => K::For { bindings: self.bound(bindings), body: self.boxed(body) },
            K::Some { bindings, condition } => K::Some { bindings: self.bound(bindings), condition: self.boxed(condition) },
            K::Every { bindings, condition } => K::Every { bindings: self.bound(bindings), condition: self.boxed(condition) },
            K::Sort { list, left, right, precedes } => {
                K::Sort { list: self.boxed(list), left: *left, right: *right, precedes: self.boxed(precedes) }
            }
        };
        Expression { kind, ty }
    }

    fn boxed(&mut self, inner: &Expression) -> Box<Expression> {
        Box::new(self.simplest(inner))
    }

    fn all(&mut self, parts: &[Expression]) -> Vec<Expression> {
        parts.iter().map(|part| self.simplest(part)).collect()
    }

    fn bound(&mut self, bindings: &[(LocalId, Expression)]) -> Vec<(LocalId, Expression)> {
        bindings.iter().map(|(local, inner)| (*local, self.simplest(inner))).collect()
    }

    /// An expression with variables; those that are never null are bound as what they are.
    fn variables(&mut self, bindings: &[(LocalId, Expression)], body: &Expression) -> Expression {
        let before = self.certain.len();
        let mut kept = Vec::with_capacity(bindings.len());
        for (local, inner) in bindings {
            let inner = self.simplest(inner);
            let plain = stripped(&inner);
            if plain.is_some() {
                self.certain.push(*local);
            }
            kept.push((*local, plain.unwrap_or(inner)));
        }
        let body = self.simplest(body);
        self.certain.truncate(before);
        with(kept, body)
    }
}

/// The type with numbers of any scale.
fn unscaled(ty: &ExpressionType) -> ExpressionType {
    let base = match &ty.base {
        ExpressionBase::Number { .. } => ExpressionBase::Number { scale: None },
        ExpressionBase::List(item) => ExpressionBase::List(Box::new(unscaled(item))),
        ExpressionBase::Context(entries) => {
            ExpressionBase::Context(entries.iter().map(|(name, ty)| (name.clone(), unscaled(ty))).collect())
        }
        base => base.clone(),
    };
    ExpressionType { base, nullable: ty.nullable }
}

pub(super) fn boolean(value: bool) -> Expression {
    Expression::literal(Value::Boolean(value))
}

pub(super) fn of_boolean(kind: K) -> Expression {
    Expression { kind, ty: ExpressionType::of(ExpressionBase::Boolean) }
}

fn truth(expression: &Expression) -> Option<bool> {
    match &expression.kind {
        K::Literal(Value::Boolean(value)) => Some(*value),
        _ => None,
    }
}

fn is_null_literal(expression: &Expression) -> bool {
    matches!(expression.kind, K::Literal(Value::Null))
}

/// Lists and contexts of literals are built as any others are.
fn literal(value: &Value, ty: ExpressionType) -> Expression {
    let kind = match (value, &ty.base) {
        (Value::List(items), ExpressionBase::List(item)) => K::List(items.iter().map(|value| literal(value, (**item).clone())).collect()),
        (Value::Context(values), ExpressionBase::Context(entries)) => {
            K::Context(values.iter().zip(entries).map(|(value, (_, ty))| literal(value, ty.clone())).collect())
        }
        _ => return Expression { kind: K::Literal(value.clone()), ty },
    };
    let plain = Expression { kind, ty: ExpressionType { nullable: false, ..ty.clone() } };
    if ty.nullable { Expression { kind: K::Widen(Box::new(plain)), ty } } else { plain }
}

/// An entry of a context: of one whose entries are at hand, and can't fail, that one alone.
fn entry(inner: Expression, position: usize, ty: ExpressionType) -> Expression {
    if let K::Context(entries) = &inner.kind
        && let Some(entry) = entries.get(position).filter(|_| !may_fail(&inner))
    {
        return entry.clone();
    }
    match inner.kind {
        K::Let { bindings, body } => with(bindings, entry(*body, position, ty)),
        kind => Expression { kind: K::Entry(Box::new(Expression { kind, ty: inner.ty }), position), ty },
    }
}

fn known(inner: Expression) -> K {
    match inner.kind {
        K::Widen(plain) if !plain.ty.nullable && same_shape(&plain.ty.base, &inner.ty.base) => plain.kind,
        kind => K::Known(Box::new(Expression { kind, ..inner })),
    }
}

/// Whether the types are one in Rust.
pub(super) fn same(one: &ExpressionType, other: &ExpressionType) -> bool {
    one.nullable == other.nullable && same_shape(&one.base, &other.base)
}

fn same_shape(one: &ExpressionBase, other: &ExpressionBase) -> bool {
    match (one, other) {
        (ExpressionBase::Number { .. }, ExpressionBase::Number { .. }) => true,
        (ExpressionBase::List(one), ExpressionBase::List(other)) => same(one, other),
        (ExpressionBase::Context(one), ExpressionBase::Context(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|((_, one), (_, other))| same(one, other))
        }
        _ => one == other,
    }
}

/// The expression with a wider type, the widening as far inside as it goes.
fn widen(inner: Expression, ty: ExpressionType) -> Expression {
    if same(&inner.ty, &ty) {
        return Expression { ty, ..inner };
    }
    let kind = match (inner.kind, &ty.base) {
        (K::Literal(Value::Null), _) => K::Literal(Value::Null),
        (K::Widen(plain), _) => return widen(*plain, ty),
        (K::If { condition, then, otherwise }, _) => {
            K::If { condition, then: Box::new(widen(*then, ty.clone())), otherwise: Box::new(widen(*otherwise, ty.clone())) }
        }
        (K::Let { bindings, body }, _) => K::Let { bindings, body: Box::new(widen(*body, ty.clone())) },
        (K::List(items), ExpressionBase::List(item)) if !ty.nullable => {
            K::List(items.into_iter().map(|part| widen(part, (**item).clone())).collect())
        }
        (K::Context(parts), ExpressionBase::Context(entries)) if !ty.nullable => {
            K::Context(parts.into_iter().zip(entries).map(|(part, (_, ty))| widen(part, ty.clone())).collect())
        }
        (kind, base) if ty.nullable && !inner.ty.nullable && !same_shape(&inner.ty.base, base) => {
            let plain = ExpressionType { nullable: false, ..ty.clone() };
            K::Widen(Box::new(widen(Expression { kind, ty: inner.ty }, plain)))
        }
        (kind, _) => K::Widen(Box::new(Expression { kind, ty: inner.ty })),
    };
    Expression { kind, ty }
}

/// What a widening of nothing but null makes wider.
pub(super) fn unwidened(expression: &Expression) -> Option<&Expression> {
    match &expression.kind {
        K::Widen(plain) if !plain.ty.nullable && same_shape(&plain.ty.base, &expression.ty.base) => Some(plain),
        _ => None,
    }
}

/// A nullable expression that is never null, as one of the type without null: the widening is taken out of each branch.
pub(super) fn stripped(expression: &Expression) -> Option<Expression> {
    let ty = ExpressionType { nullable: false, ..expression.ty.clone() };
    match &expression.kind {
        K::If { condition, then, otherwise } => {
            let (then, otherwise) = (Box::new(stripped(then)?), Box::new(stripped(otherwise)?));
            Some(Expression { kind: K::If { condition: condition.clone(), then, otherwise }, ty })
        }
        K::Let { bindings, body } => Some(with(bindings.clone(), stripped(body)?)),
        _ => unwidened(expression).cloned(),
    }
}

/// The expression behind others of which only the errors count.
fn after(before: Expression, expression: Expression) -> Expression {
    // Nothing reads the variable, so it needs no number of its own.
    with(vec![(LocalId(usize::MAX), before)], expression)
}

fn when_known(mut bindings: Vec<(LocalId, Expression)>, body: Expression, ty: ExpressionType) -> Expression {
    // What is never null is bound without being asked.
    if let Some(position) = bindings.iter().position(|(_, inner)| !inner.ty.nullable || unwidened(inner).is_some()) {
        let after = bindings.split_off(position + 1);
        let certain = bindings.pop().map(|(local, inner)| (local, unwidened(&inner).cloned().unwrap_or(inner)));
        let rest = when_known(after, body, ty.clone());
        return when_known(bindings, with(certain.into_iter().collect(), rest), ty);
    }
    if bindings.is_empty() {
        return widen(body, ty);
    }
    if let Some((_, Expression { kind: K::Let { .. }, .. })) = bindings.first()
        && let (local, Expression { kind: K::Let { bindings: outer, body: first }, .. }) = bindings.remove(0)
    {
        bindings.insert(0, (local, *first));
        return with(outer, when_known(bindings, body, ty));
    }
    // Behind what is always null nothing is evaluated; what was computed on the way counts for its errors.
    let always_null = |inner: &Expression| match &inner.kind {
        K::Let { body, .. } => is_null_literal(body),
        _ => is_null_literal(inner),
    };
    if let Some(position) = bindings.iter().position(|(_, inner)| always_null(inner)) {
        bindings.truncate(position + 1);
        let last = bindings.pop().map(|(_, inner)| inner);
        let null = Expression { kind: K::Literal(Value::Null), ty: ty.clone() };
        let outer = last.and_then(|last| if let K::Let { bindings, .. } = last.kind { Some(bindings) } else { None });
        let rest = with(outer.unwrap_or_default(), null);
        return if bindings.is_empty() { rest } else { Expression { kind: K::WhenKnown { bindings, body: Box::new(rest) }, ty } };
    }
    if let [(local, inner)] = bindings.as_slice() {
        let result = unwidened(&body).unwrap_or(&body);
        if result.kind == K::Local(*local) {
            return widen(inner.clone(), ty);
        }
    }
    Expression { kind: K::WhenKnown { bindings, body: Box::new(body) }, ty }
}

fn with(mut bindings: Vec<(LocalId, Expression)>, mut body: Expression) -> Expression {
    if let K::Let { bindings: inner, body: innermost } = body.kind {
        bindings.extend(inner);
        body = *innermost;
    }
    // From the last, since what it leaves out may have been the only use of one before it.
    let mut kept: Vec<(LocalId, Expression)> = Vec::new();
    while let Some((local, inner)) = bindings.pop() {
        let used = count(local, &body) + kept.iter().map(|(_, later)| count(local, later)).sum::<usize>();
        if kept.is_empty() && body.kind == K::Local(local) {
            body = inner;
        } else if used > 0 {
            kept.insert(0, (local, inner));
        } else if may_fail(&inner) {
            match inner.kind {
                // Only the errors of a block count, not what it gives: of a bare null, rustc couldn't tell the type.
                K::Let { bindings: within, body: given } => {
                    bindings.extend(within);
                    bindings.push((LocalId(usize::MAX), *given));
                }
                _ => kept.insert(0, (local, inner)),
            }
        }
    }
    if kept.is_empty() {
        return body;
    }
    let ty = body.ty.clone();
    Expression { kind: K::Let { bindings: kept, body: Box::new(body) }, ty }
}

fn is_null(inner: Expression) -> K {
    if is_null_literal(&inner) {
        return K::Literal(Value::Boolean(true));
    }
    let certain = !inner.ty.nullable || matches!(&inner.kind, K::Widen(plain) if !plain.ty.nullable);
    if certain && !may_fail(&inner) { K::Literal(Value::Boolean(false)) } else { K::IsNull(Box::new(inner)) }
}

fn is_true(inner: Expression) -> Expression {
    if !inner.ty.nullable {
        return inner;
    }
    if let Some(plain) = unwidened(&inner) {
        return plain.clone();
    }
    match inner.kind {
        K::Literal(value) => boolean(value == Value::Boolean(true)),
        K::Or(parts) => joined(parts.into_iter().map(is_true).collect(), false, ExpressionType::of(ExpressionBase::Boolean)),
        // `and` goes on behind a null: an error there counts.
        K::And(parts) if !parts.iter().skip(1).any(may_fail) => {
            joined(parts.into_iter().map(is_true).collect(), true, ExpressionType::of(ExpressionBase::Boolean))
        }
        K::If { condition, then, otherwise } => {
            choice(*condition, is_true(*then), is_true(*otherwise), ExpressionType::of(ExpressionBase::Boolean))
        }
        kind => of_boolean(K::IsTrue(Box::new(Expression { kind, ty: inner.ty }))),
    }
}

/// `and`, or else `or`.
fn joined(parts: Vec<Expression>, and: bool, ty: ExpressionType) -> Expression {
    let mut kept: Vec<Expression> = Vec::new();
    let flat = parts.into_iter().flat_map(|part| match (and, part.kind) {
        (true, K::And(inner)) | (false, K::Or(inner)) => inner,
        (_, kind) => vec![Expression { kind, ty: part.ty }],
    });
    for part in flat {
        match truth(&part) {
            Some(value) if value == and => continue,
            // It settles the whole, unless something fails before.
            Some(_) if !kept.iter().any(may_fail) => return widen(part, ty),
            Some(_) => {
                let nullable = kept.iter().any(|part| part.ty.nullable);
                let before = joined(kept, and, ExpressionType { base: ExpressionBase::Boolean, nullable });
                return after(before, widen(part, ty));
            }
            None => {}
        }
        if may_fail(&part) || !kept.iter().any(|other| alike(other, &part)) {
            kept.push(part);
        }
    }
    if kept.len() < 2 {
        return widen(kept.pop().unwrap_or_else(|| boolean(and)), ty);
    }
    let nullable = kept.iter().any(|part| part.ty.nullable);
    let inner = ExpressionType { base: ExpressionBase::Boolean, nullable };
    widen(Expression { kind: if and { K::And(kept) } else { K::Or(kept) }, ty: inner }, ty)
}

pub(super) fn not(inner: Expression) -> Expression {
    match inner.kind {
        K::Literal(Value::Boolean(value)) => boolean(!value),
        K::Not(inner) => *inner,
        K::If { condition, then, otherwise } => {
            let ty = inner.ty;
            choice(*condition, not(*then), not(*otherwise), ty)
        }
        K::Let { bindings, body } => with(bindings, not(*body)),
        kind => of_boolean(K::Not(Box::new(Expression { kind, ty: inner.ty }))),
    }
}

fn choice(condition: Expression, then: Expression, otherwise: Expression, ty: ExpressionType) -> Expression {
    if let Some(value) = truth(&condition) {
        return if value { then } else { otherwise };
    }
    if let K::Let { bindings, body } = condition.kind {
        return with(bindings, choice(*body, then, otherwise, ty));
    }
    if alike(&then, &otherwise) {
        return after(condition, then);
    }
    // Null where it is null, else itself: itself.
    let asked = match &condition.kind {
        K::IsNull(place) => Some((place, &then, &otherwise)),
        K::Not(inner) => {
            if let K::IsNull(place) = &inner.kind {
                Some((place, &otherwise, &then))
            } else {
                None
            }
        }
        _ => None,
    };
    if let Some((place, if_null, if_known)) = asked
        && is_null_literal(if_null)
        && same(&place.ty, &ty)
        && !may_fail(place)
    {
        let known = if let K::Widen(known) = &if_known.kind { known } else { if_known };
        let whole = if let K::Known(whole) = &known.kind { whole } else { if_known };
        if alike(whole, place) {
            return (**place).clone();
        }
    }
    match (truth(&then), truth(&otherwise)) {
        (Some(true), Some(false)) if !ty.nullable => return condition,
        (Some(false), Some(true)) if !ty.nullable => return not(condition),
        _ => {}
    }
    if let K::If { condition: second, then: also, otherwise: last } = &otherwise.kind {
        if alike(also, &then) {
            let either = joined(vec![condition, (**second).clone()], false, ExpressionType::of(ExpressionBase::Boolean));
            return choice(either, then, (**last).clone(), ty);
        }
        if alike(second, &condition) && !may_fail(second) {
            return choice(condition, then, (**last).clone(), ty);
        }
    }
    Expression { kind: K::If { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) }, ty }
}

fn equal(left: Expression, right: Expression) -> Expression {
    if alike(&left, &right) && !may_fail(&left) {
        return boolean(true);
    }
    if is_null_literal(&left) {
        return of_boolean(is_null(right));
    }
    if is_null_literal(&right) {
        return of_boolean(is_null(left));
    }
    if let (Some(left), Some(right)) = (unwidened(&left), unwidened(&right)) {
        return equal(left.clone(), right.clone());
    }
    let plain = !left.ty.nullable && !right.ty.nullable;
    match (truth(&left), truth(&right)) {
        (Some(value), _) if plain => return if value { right } else { not(right) },
        (_, Some(value)) if plain => return if value { left } else { not(left) },
        _ => {}
    }
    match (left.kind, right.kind) {
        (K::Not(one), K::Not(other)) => equal(*one, *other),
        (K::Not(one), kind) if plain => not(equal(*one, Expression { kind, ty: right.ty })),
        (kind, K::Not(other)) if plain => not(equal(Expression { kind, ty: left.ty }, *other)),
        (one, other) => {
            of_boolean(K::Equal(Box::new(Expression { kind: one, ty: left.ty }), Box::new(Expression { kind: other, ty: right.ty })))
        }
    }
}

fn ordered(left: Expression, right: Expression, or_equal: bool) -> K {
    if alike(&left, &right) && !may_fail(&left) {
        return K::Literal(Value::Boolean(or_equal));
    }
    if or_equal { K::LessEqual(Box::new(left), Box::new(right)) } else { K::Less(Box::new(left), Box::new(right)) }
}
