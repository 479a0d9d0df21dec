//! Seeded random typed expressions of every kind and operation.
//!
//! They are well typed as typing would have them, but far from what anybody writes: what they share with people's expressions is that
//! compiled code and interpreter must agree on them.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use matchbook_compiler::model::{
    Expression, ExpressionBase as B, ExpressionKind as K, ExpressionType, InputId, LocalId, Number, Operation as O, Value,
};

use crate::operations::OPERATIONS;
use crate::seeded::Random;

/// The type that letters write.
pub(crate) fn ty(text: &str) -> ExpressionType {
    match text.strip_suffix('?') {
        Some(plain) => ty(plain).or_null(),
        None => ExpressionType::of(match text {
            "T" => B::Text,
            "B" => B::Boolean,
            "N" => B::Number { scale: None },
            "I" => B::Number { scale: Some(0) },
            "D" => B::Date,
            "C" => B::Time,
            "M" => B::DateTime,
            "S" => B::DaysTimeDuration,
            "Y" => B::YearsMonthsDuration,
            list => B::List(Box::new(ty(list.trim_start_matches('[').strip_suffix(']').unwrap()))),
        }),
    }
}

/// Whether a type is what a pattern of letters writes, and what `x` and `o` (of what is ordered) are then.
fn fits(pattern: &str, wanted: &ExpressionType, bound: &mut Option<ExpressionType>) -> bool {
    if let Some(plain) = pattern.strip_suffix('?') {
        return wanted.nullable && fits(plain, &ExpressionType { nullable: false, ..wanted.clone() }, bound);
    }
    if wanted.nullable {
        return false;
    }
    match pattern {
        "x" | "o" => {
            let scalar = !matches!(wanted.base, B::List(_) | B::Context(_) | B::Null);
            let fitting = if pattern == "o" { scalar && wanted.base != B::Boolean } else { true };
            *bound = Some(wanted.clone());
            fitting
        }
        _ => match (pattern.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')), &wanted.base) {
            (Some(item), B::List(inner)) => fits(item, inner, bound),
            (None, B::Number { .. }) => pattern == "N",
            (None, B::List(_) | B::Context(_)) | (Some(_), _) => false,
            (None, _) => ty(pattern) == *wanted,
        },
    }
}

/// Makes one expression.
pub(crate) struct Maker<'r> {
    random: &'r mut Random,
    /// The inputs that it can read.
    inputs: Vec<(InputId, ExpressionType)>,
    /// The type of `?`, where there is one.
    subject: Option<ExpressionType>,
    locals: Vec<(LocalId, ExpressionType)>,
    known: Vec<Expression>,
    next: usize,
    /// How many parts may still be made: beyond, only leaves.
    budget: usize,
}

const PATTERNS: [&str; 7] = ["a", "[aeiou]+", "(\\d+)-(\\d+)", "^\\s*b", "é|e", "\\w$", "(A)(b)?"];
const FLAGS: [&str; 4] = ["", "i", "sm", "x"];
const REPLACEMENTS: [&str; 5] = ["", "<$0>", "$2.$1", "\\$x\\\\", "$12"];

impl<'r> Maker<'r> {
    /// A maker of expressions of about so many parts over inputs of these types.
    pub(crate) fn new(
        random: &'r mut Random,
        inputs: impl IntoIterator<Item = ExpressionType>,
        subject: Option<ExpressionType>,
        parts: usize,
    ) -> Self {
        let inputs = (0..).map(InputId).zip(inputs).collect();
        Self { random, inputs, subject, locals: Vec::new(), known: Vec::new(), next: 0, budget: parts }
    }

    pub(crate) fn scalar(&mut self) -> ExpressionType {
        ty(self.random.pick(&["T", "N", "N", "B", "D", "C", "M", "S", "Y"]))
    }

    pub(crate) fn ordered(&mut self) -> ExpressionType {
        ty(self.random.pick(&["T", "N", "D", "C", "M", "S", "Y"]))
    }

    pub(crate) fn any_type(&mut self) -> ExpressionType {
        let base = match self.random.below(12) {
            0 | 1 => {
                let mut item = self.scalar();
                item.nullable = self.random.one_in(3);
                B::List(Box::new(item))
            }
            2 => {
                let count = 1 + self.random.below(3);
                B::Context((0..count).map(|position| (format!("entry {position}"), self.plain_or_null())).collect())
            }
            3 => B::List(Box::new(ExpressionType::of(B::List(Box::new(self.scalar()))))),
            _ => self.scalar().base,
        };
        ExpressionType { base, nullable: self.random.one_in(3) }
    }

    fn plain_or_null(&mut self) -> ExpressionType {
        let ty = self.scalar();
        if self.random.one_in(3) { ty.or_null() } else { ty }
    }

    fn fresh(&mut self) -> LocalId {
        self.next += 1;
        LocalId(self.next)
    }

    pub(crate) fn apply(&mut self, operation: O, operands: &str, result: &str, item: &Option<ExpressionType>, depth: usize) -> Expression {
        let written = |letters: &str, maker: &mut Self| maker.written(letters, item);
        let ty = match result.trim_end_matches('?') {
            "p" => ty("T"),
            _ => written(result, self),
        };
        let operands = operands
            .split(' ')
            .map(|letters| match letters {
                "p" => Expression::literal(Value::Text(self.random.pick(&PATTERNS).to_owned())),
                "f" => Expression::literal(Value::Text(self.random.pick(&FLAGS).to_owned())),
                "r" => Expression::literal(Value::Text(self.random.pick(&REPLACEMENTS).to_owned())),
                // Counting stays short, as loops nest.
                "c" => Expression::literal(number(self.random.pick(&["-2", "0", "1", "1.5", "3", "4"]))),
                letters => {
                    let wanted = written(letters, self);
                    self.of(&wanted, depth.saturating_sub(1))
                }
            })
            .collect();
        Expression { kind: K::Apply(operation, operands), ty }
    }

    /// The type of letters, with `x` and `o` as given.
    fn written(&mut self, letters: &str, item: &Option<ExpressionType>) -> ExpressionType {
        if let Some(plain) = letters.strip_suffix('?') {
            return self.written(plain, item).or_null();
        }
        if let Some(inner) = letters.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return ExpressionType::of(B::List(Box::new(self.written(inner, item))));
        }
        match letters {
            "x" | "o" => item.clone().unwrap_or_else(|| ty("N")),
            _ => ty(letters),
        }
    }

    /// An expression of this type.
    pub(crate) fn of(&mut self, wanted: &ExpressionType, depth: usize) -> Expression {
        self.budget = self.budget.saturating_sub(1);
        if depth == 0 || self.budget == 0 || self.random.one_in(6) {
            return self.leaf(wanted);
        }
        let depth = depth - 1;
        let kind = match self.random.below(20) {
            0 | 1 => {
                let condition = Box::new(self.of(&ty("B"), depth));
                K::If { condition, then: Box::new(self.of(wanted, depth)), otherwise: Box::new(self.of(wanted, depth)) }
            }
            2 | 3 => return self.if_known(wanted, depth),
            4 => {
                let (bindings, before) = self.bindings(depth, false);
                let body = Box::new(self.of(wanted, depth));
                self.locals.truncate(before);
                K::Let { bindings, body }
            }
            5 if matches!(wanted.base, B::List(_)) && !wanted.nullable => return self.loops(wanted, depth),
            6 | 7 if wanted.base == B::Boolean => return self.condition(wanted.nullable, depth),
            8 if wanted.nullable => K::Widen(Box::new(self.of(&plain(wanted), depth))),
            9 | 10 if wanted.nullable => {
                let (bindings, before) = self.bindings(depth, true);
                let body_type = if self.random.one_in(3) { wanted.clone() } else { plain(wanted) };
                let body = Box::new(self.of(&body_type, depth));
                self.locals.truncate(before);
                K::WhenKnown { bindings, body }
            }
            11 => {
                let count = 1 + self.random.below(2);
                let position = self.random.below(count + 1);
                let entries: Vec<_> = (0..=count)
                    .map(|at| (format!("entry {at}"), if at == position { wanted.clone() } else { self.plain_or_null() }))
                    .collect();
                let context = self.of(&ExpressionType::of(B::Context(entries)), depth);
                K::Entry(Box::new(context), position)
            }
            _ => return self.made(wanted, depth),
        };
        Expression { kind, ty: wanted.clone() }
    }

    /// By an operation, a list of items, or a context.
    fn made(&mut self, wanted: &ExpressionType, depth: usize) -> Expression {
        let candidates: Vec<(O, &str, &str, Option<ExpressionType>)> = OPERATIONS
            .iter()
            .filter_map(|(operation, operands, result)| {
                let mut bound = None;
                fits(result, wanted, &mut bound).then_some((*operation, *operands, *result, bound))
            })
            .collect();
        if !candidates.is_empty() && !self.random.one_in(4) {
            let (operation, operands, result, bound) = candidates[self.random.below(candidates.len())].clone();
            // Deep types would only grow.
            if !bound.as_ref().is_some_and(|item| matches!(item.base, B::Context(_))) || !operands.contains('[') {
                let item = bound.or_else(|| Some(if operands.contains('o') { self.ordered() } else { self.scalar() }));
                return self.apply(operation, operands, result, &item, depth);
            }
        }
        match &wanted.base {
            B::List(item) if !wanted.nullable => {
                let count = self.random.below(4);
                let items = (0..count).map(|_| self.of(item, depth)).collect();
                Expression { kind: K::List(items), ty: wanted.clone() }
            }
            B::Context(entries) if !wanted.nullable => {
                let entries = entries.iter().map(|(_, ty)| self.of(ty, depth)).collect();
                Expression { kind: K::Context(entries), ty: wanted.clone() }
            }
            _ => self.leaf(wanted),
        }
    }

    /// Variables in scope from here on; the number of those before.
    fn bindings(&mut self, depth: usize, nullable: bool) -> (Vec<(LocalId, Expression)>, usize) {
        let before = self.locals.len();
        let count = 1 + self.random.below(2);
        let mut bindings = Vec::new();
        for _ in 0..count {
            let mut ty = self.any_type();
            ty.nullable |= nullable;
            let bound = self.of(&ty, depth);
            let local = self.fresh();
            bindings.push((local, bound));
            if !nullable {
                self.locals.push((local, ty));
            }
        }
        if nullable {
            // None is in scope of the others.
            for (local, bound) in &bindings {
                self.locals.push((*local, plain(&bound.ty)));
            }
        }
        (bindings, before)
    }

    /// `if place != null then …`, in which the place's value is known.
    fn if_known(&mut self, wanted: &ExpressionType, depth: usize) -> Expression {
        let Some(place) = self.place() else { return self.made(wanted, depth) };
        let asked = of_boolean(K::IsNull(Box::new(place.clone())));
        let otherwise = self.of(wanted, depth);
        self.known.push(place);
        let then = self.of(wanted, depth);
        let (condition, swapped) = match self.random.below(4) {
            0 => (asked, true),
            1 => {
                let also = self.of(&ty("B"), depth);
                (of_boolean(K::And(vec![of_boolean(K::Not(Box::new(asked))), also])), false)
            }
            _ => (of_boolean(K::Not(Box::new(asked))), false),
        };
        self.known.pop();
        let (then, otherwise) = if swapped { (otherwise, then) } else { (then, otherwise) };
        let kind = K::If { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) };
        Expression { kind, ty: wanted.clone() }
    }

    /// An input that may be null, if there is one.
    fn place(&mut self) -> Option<Expression> {
        let nullable: Vec<_> = self.inputs.iter().filter(|(_, ty)| ty.nullable).cloned().collect();
        (!nullable.is_empty()).then(|| input(nullable[self.random.below(nullable.len())].clone()))
    }

    fn loops(&mut self, wanted: &ExpressionType, depth: usize) -> Expression {
        let B::List(item) = &wanted.base else { return self.leaf(wanted) };
        let kind = match self.random.below(3) {
            0 => {
                let list = Box::new(self.of(wanted, depth));
                let local = self.fresh();
                self.locals.push((local, (**item).clone()));
                let condition = Box::new(self.of(&ty("B"), depth));
                self.locals.pop();
                K::Filter { list, item: local, condition }
            }
            1 => {
                let before = self.locals.len();
                let bindings = self.lists(depth);
                let body = Box::new(self.of(item, depth));
                self.locals.truncate(before);
                K::For { bindings, body }
            }
            _ => {
                let list = Box::new(self.of(wanted, depth));
                let (left, right) = (self.fresh(), self.fresh());
                self.locals.push((left, (**item).clone()));
                self.locals.push((right, (**item).clone()));
                let natural = !item.nullable && !matches!(item.base, B::List(_) | B::Context(_) | B::Boolean | B::Null);
                let precedes = if natural && !self.random.one_in(4) {
                    let side = |local| Box::new(Expression { kind: K::Local(local), ty: (**item).clone() });
                    of_boolean(K::Less(side(left), side(right)))
                } else {
                    self.of(&ty("B"), depth)
                };
                self.locals.truncate(self.locals.len() - 2);
                K::Sort { list, left, right, precedes: Box::new(precedes) }
            }
        };
        Expression { kind, ty: wanted.clone() }
    }

    /// One or two lists to go through.
    fn lists(&mut self, depth: usize) -> Vec<(LocalId, Expression)> {
        let count = 1 + self.random.below(2);
        (0..count)
            .map(|_| {
                let mut item = self.scalar();
                item.nullable = self.random.one_in(4);
                let list = self.of(&ExpressionType::of(B::List(Box::new(item.clone()))), depth.min(2));
                let local = self.fresh();
                self.locals.push((local, item));
                (local, list)
            })
            .collect()
    }

    fn condition(&mut self, nullable: bool, depth: usize) -> Expression {
        let kind = match self.random.below(9) {
            0 | 1 => {
                let count = 2 + self.random.below(2);
                let mut parts: Vec<Expression> = (0..count)
                    .map(|_| {
                        let ty = if nullable && self.random.one_in(2) { ty("B?") } else { ty("B") };
                        self.of(&ty, depth)
                    })
                    .collect();
                if nullable && !parts.iter().any(|part| part.ty.nullable) {
                    parts[0] = self.of(&ty("B?"), depth);
                }
                if self.random.one_in(2) { K::And(parts) } else { K::Or(parts) }
            }
            2 => {
                let before = self.locals.len();
                let bindings = self.lists(depth);
                let ty = if nullable { ty("B?") } else { ty("B") };
                let condition = Box::new(self.of(&ty, depth));
                self.locals.truncate(before);
                if self.random.one_in(2) { K::Some { bindings, condition } } else { K::Every { bindings, condition } }
            }
            _ if nullable => return self.made(&ty("B?"), depth),
            3 => {
                let wanted = self.any_type().or_null();
                K::IsNull(Box::new(self.of(&wanted, depth)))
            }
            4 => K::IsTrue(Box::new(self.of(&ty("B?"), depth))),
            5 => K::Not(Box::new(self.of(&ty("B"), depth))),
            6 => {
                let wanted = self.any_type();
                let other = ExpressionType { nullable: self.random.one_in(3), ..wanted.clone() };
                K::Equal(Box::new(self.of(&wanted, depth)), Box::new(self.of(&other, depth)))
            }
            7 => {
                let wanted = self.ordered();
                K::Less(Box::new(self.of(&wanted, depth)), Box::new(self.of(&wanted, depth)))
            }
            _ => {
                let wanted = self.ordered();
                K::LessEqual(Box::new(self.of(&wanted, depth)), Box::new(self.of(&wanted, depth)))
            }
        };
        Expression { kind, ty: ExpressionType { base: B::Boolean, nullable } }
    }

    /// A variable, an input or a literal.
    fn leaf(&mut self, wanted: &ExpressionType) -> Expression {
        let alike = |ty: &ExpressionType| {
            ty.nullable == wanted.nullable
                && (ty.base == wanted.base || matches!((&ty.base, &wanted.base), (B::Number { .. }, B::Number { .. })))
        };
        let locals: Vec<_> = self.locals.iter().filter(|(_, ty)| alike(ty)).cloned().collect();
        if !locals.is_empty() && !self.random.one_in(3) {
            let (local, ty) = locals[self.random.below(locals.len())].clone();
            return Expression { kind: K::Local(local), ty };
        }
        let known: Vec<_> = self.known.iter().filter(|place| alike(&plain(&place.ty))).cloned().collect();
        if !known.is_empty() && !self.random.one_in(3) {
            let place = known[self.random.below(known.len())].clone();
            let ty = plain(&place.ty);
            return Expression { kind: K::Known(Box::new(place)), ty };
        }
        let inputs: Vec<_> = self.inputs.iter().filter(|(_, ty)| alike(ty)).cloned().collect();
        let subject = self.subject.clone().filter(|ty| alike(ty));
        if (!inputs.is_empty() || subject.is_some()) && !self.random.one_in(3) {
            return match subject {
                Some(ty) if inputs.is_empty() || self.random.one_in(4) => Expression { kind: K::Subject, ty },
                _ => input(inputs[self.random.below(inputs.len())].clone()),
            };
        }
        match &wanted.base {
            _ if wanted.nullable && self.random.one_in(2) => Expression { kind: K::Literal(Value::Null), ty: wanted.clone() },
            _ if wanted.nullable => Expression { kind: K::Widen(Box::new(self.leaf(&plain(wanted)))), ty: wanted.clone() },
            B::List(item) => {
                let count = self.random.below(3);
                let items = (0..count).map(|_| self.leaf(item)).collect();
                Expression { kind: K::List(items), ty: wanted.clone() }
            }
            B::Context(entries) => {
                let entries = entries.iter().map(|(_, ty)| self.leaf(ty)).collect();
                Expression { kind: K::Context(entries), ty: wanted.clone() }
            }
            _ => Expression::literal(value(&wanted.base, self.random)),
        }
    }
}

fn plain(ty: &ExpressionType) -> ExpressionType {
    ExpressionType { nullable: false, ..ty.clone() }
}

fn of_boolean(kind: K) -> Expression {
    Expression { kind, ty: ty("B") }
}

fn input((id, ty): (InputId, ExpressionType)) -> Expression {
    Expression { kind: K::Input(id), ty }
}

fn number(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

/// A value of a scalar type: mostly plain ones that meet each other, and one in four at the edge of what there is.
pub(crate) fn value(base: &B, random: &mut Random) -> Value {
    let edge = random.one_in(4);
    match base {
        B::Text if edge => Value::Text(
            random
                .pick(&["", "e\u{301}", "é", "ß", "ΑΣ", "😀b", "a@b.c", "1.000,5", "-0.50", "1e3", "12:30:00.5", "2024-02-29T00:00:00"])
                .to_owned(),
        ),
        B::Text => Value::Text(random.pick(&["a", "b", "abc", "Ab", "12-34", "2024-02-29", ".", ",", " ", "\n"]).to_owned()),
        B::Boolean => Value::Boolean(random.one_in(2)),
        B::Number { scale: Some(0) } if edge => number(random.pick(&["9223372036854775807", "-9223372036854775808", "0"])),
        B::Number { scale: Some(0) } => number(random.pick(&["-3", "1", "2", "7", "100"])),
        B::Number { .. } if edge => number(random.pick(&[
            "9999999999999999999999999999",
            "-9999999999999999999999999999",
            "0.0000000000000000000000000001",
            "-0.0000000000000000000000000001",
            "1.000000000000000000000000001",
            "0.9999999999999999999999999999",
            "99999999999999",
            "0.00000000000001",
            "5000000000000000000000000000",
            "64.5",
            "-65.1",
            "0",
        ])),
        B::Number { .. } => {
            number(random.pick(&["-2", "-1", "0", "0.5", "1", "1.5", "2", "2.50", "3", "10", "0.29", "4.99", "28", "2024"]))
        }
        B::Date => {
            let (year, month, day) =
                if edge { random.pick(&[(2024, 2, 29), (9999, 12, 31), (-9999, 1, 1), (0, 1, 1), (1900, 2, 28)]) } else { (2025, 1, 31) };
            let days = if edge { 0 } else { random.below(400) as i64 - 200 };
            let date = Date::new(year, month, day).unwrap();
            Value::Date(date.checked_add(SignedDuration::from_hours(24 * days)).unwrap())
        }
        B::Time if edge => Value::Time(random.pick(&[Time::midnight(), Time::MAX, Time::constant(23, 59, 59, 0)])),
        B::Time => Value::Time(Time::constant(
            random.pick(&[0, 9, 17]),
            random.pick(&[0, 30]),
            random.pick(&[0, 15]),
            random.pick(&[0, 500_000_000]),
        )),
        B::DateTime if edge => {
            Value::DateTime(random.pick(&[DateTime::MIN, DateTime::MAX, DateTime::constant(2024, 2, 29, 23, 59, 59, 999_999_999)]))
        }
        B::DateTime => {
            Value::DateTime(DateTime::constant(2025, random.pick(&[1, 3]), random.pick(&[1, 31]), random.pick(&[0, 12]), 0, 0, 0))
        }
        B::DaysTimeDuration if edge => Value::DaysTime(random.pick(&[
            SignedDuration::MAX,
            SignedDuration::MIN,
            SignedDuration::ZERO,
            SignedDuration::from_nanos(1),
            SignedDuration::from_nanos(-1),
        ])),
        B::DaysTimeDuration => Value::DaysTime(SignedDuration::new(random.pick(&[-90_061, 1, 60, 3_600, 86_400, 200_000]), 0)),
        B::YearsMonthsDuration if edge => Value::YearsMonths(random.pick(&[0, 239_976, -239_976])),
        _ => Value::YearsMonths(random.pick(&[-14, -1, 1, 6, 12, 25])),
    }
}
