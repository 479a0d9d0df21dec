//! `+ - * / **` and the sign: which operation is meant, by the types of the operands (DMN 1.5, 10.3.2.5).

use crate::diagnostic::expression::{Absence, MeaningProblem};
use crate::model::{Expression, ExpressionBase as B, ExpressionKind, Number, Operation, Value};
use crate::syntax::Span;
use crate::syntax::expression::print;
use crate::syntax::expression::tree::{ArithmeticOperator as Operator, Node};

use super::absence::Given;
use super::place::Place;
use super::scale;
use super::typer::{Term, Typed, Typer, apply, apply_or_null, known, literal};

/// What an operator means for two types.
struct Meaning {
    operation: Operation,
    base: B,
    /// Whether the operands change places: `P1D + date`.
    swapped: bool,
    /// The operands that are dates and must be date and times.
    at_midnight: (bool, bool),
}

fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Power => "**",
    }
}

/// The operation of an operator on these types; `None` where there is none.
fn meaning(operator: Operator, left: &B, right: &B) -> Option<Meaning> {
    use Operation as O;
    let meaning = |operation, base| Some(Meaning { operation, base, swapped: false, at_midnight: (false, false) });
    let swapped = |operation, base| Some(Meaning { operation, base, swapped: true, at_midnight: (false, false) });
    let midnight = |at_midnight| Some(Meaning { operation: O::Subtract, base: B::DaysTimeDuration, swapped: false, at_midnight });
    match (operator, left, right) {
        (Operator::Add, B::Number { scale: a }, B::Number { scale: b }) => meaning(O::Add, scale::number(scale::wider(*a, *b))),
        (Operator::Subtract, B::Number { scale: a }, B::Number { scale: b }) => meaning(O::Subtract, scale::number(scale::wider(*a, *b))),
        (Operator::Multiply, B::Number { scale: a }, B::Number { scale: b }) => meaning(O::Multiply, scale::number(scale::product(*a, *b))),
        (Operator::Divide, B::Number { .. }, B::Number { .. }) => meaning(O::Divide, scale::number(None)),
        (Operator::Power, B::Number { .. }, B::Number { .. }) => meaning(O::Power, scale::number(None)),
        (Operator::Add, B::Text, B::Text) => meaning(O::Add, B::Text),
        (Operator::Add, B::DaysTimeDuration, B::DaysTimeDuration) => meaning(O::Add, B::DaysTimeDuration),
        (Operator::Add, B::YearsMonthsDuration, B::YearsMonthsDuration) => meaning(O::Add, B::YearsMonthsDuration),
        (Operator::Add, B::Date | B::DateTime, B::DaysTimeDuration | B::YearsMonthsDuration)
        | (Operator::Add, B::Time, B::DaysTimeDuration) => meaning(O::Add, left.clone()),
        (Operator::Add, B::DaysTimeDuration | B::YearsMonthsDuration, B::Date | B::DateTime)
        | (Operator::Add, B::DaysTimeDuration, B::Time) => swapped(O::Add, right.clone()),
        (Operator::Subtract, B::Date, B::Date)
        | (Operator::Subtract, B::DateTime, B::DateTime)
        | (Operator::Subtract, B::Time, B::Time) => meaning(O::Subtract, B::DaysTimeDuration),
        (Operator::Subtract, B::Date, B::DateTime) => midnight((true, false)),
        (Operator::Subtract, B::DateTime, B::Date) => midnight((false, true)),
        (Operator::Subtract, B::Date | B::DateTime, B::DaysTimeDuration | B::YearsMonthsDuration)
        | (Operator::Subtract, B::Time, B::DaysTimeDuration) => meaning(O::Subtract, left.clone()),
        (Operator::Subtract, B::DaysTimeDuration, B::DaysTimeDuration) => meaning(O::Subtract, B::DaysTimeDuration),
        (Operator::Subtract, B::YearsMonthsDuration, B::YearsMonthsDuration) => meaning(O::Subtract, B::YearsMonthsDuration),
        (Operator::Multiply, B::DaysTimeDuration | B::YearsMonthsDuration, B::Number { .. }) => meaning(O::Multiply, left.clone()),
        (Operator::Multiply, B::Number { .. }, B::DaysTimeDuration | B::YearsMonthsDuration) => swapped(O::Multiply, right.clone()),
        (Operator::Divide, B::DaysTimeDuration | B::YearsMonthsDuration, B::Number { .. }) => meaning(O::Divide, left.clone()),
        (Operator::Divide, B::DaysTimeDuration, B::DaysTimeDuration)
        | (Operator::Divide, B::YearsMonthsDuration, B::YearsMonthsDuration) => meaning(O::Divide, scale::number(None)),
        _ => None,
    }
}

impl Typer<'_> {
    /// An arithmetic operator.
    pub(super) fn arithmetic(&mut self, operator: Operator, left_node: &Node, right_node: &Node, span: Span) -> Typed {
        let (left, right) = (self.infer(left_node), self.infer(right_node));
        let (left, right) = (left?, right?);
        self.not_always_null(&left)?;
        self.not_always_null(&right)?;
        let Some(Meaning { operation, base, swapped, at_midnight }) = meaning(operator, left.base(), right.base()) else {
            let problem =
                MeaningProblem::NoOperator { operator: sign(operator), left: left.ty().to_string(), right: right.ty().to_string() };
            let readings = match (operator, left.base(), right.base()) {
                (Operator::Add, B::Text, B::List(_) | B::Context(_)) | (Operator::Add, B::List(_) | B::Context(_), B::Text) => Vec::new(),
                (Operator::Add, B::Text, _) => vec![format!("{} + string({})", print(left_node), print(right_node))],
                (Operator::Add, _, B::Text) => vec![format!("string({}) + {}", print(left_node), print(right_node))],
                _ => Vec::new(),
            };
            return Err(self.mistake_with(span, problem, readings));
        };
        let (base, absence) = match operator {
            Operator::Divide if !self.is_not_zero(&right.expression) => (base, Some(division("/", left_node, right_node))),
            Operator::Power => {
                let exponent = super::facts::number(&right.expression);
                let whole = exponent.is_some_and(|exponent| exponent.is_integer() && exponent >= Number::ZERO);
                let positive = super::facts::number(&left.expression).is_some_and(|base| base > Number::ZERO);
                let absence = (!whole && !positive).then(|| Absence {
                    part: format!("{} ** {}", print(left_node), print(right_node)),
                    why: "zero has no negative powers, and a negative number no broken ones".to_owned(),
                    guard: None,
                });
                (scale::number(scale::power(scale::of(left.base()), exponent)), absence)
            }
            _ => (base, None),
        };
        let may_be_null = matches!(operation, Operation::Divide | Operation::Power);
        self.lift(span, vec![left, right], |_, mut operands| {
            for (operand, at_midnight) in operands.iter_mut().zip([at_midnight.0, at_midnight.1]) {
                if at_midnight {
                    let date = std::mem::replace(operand, Expression::literal(Value::Null));
                    *operand = apply(Operation::AtMidnight, vec![date], B::DateTime);
                }
            }
            if swapped {
                operands.reverse();
            }
            if !may_be_null {
                return Ok(apply(operation, operands, base).into());
            }
            let expression = apply_or_null(operation, operands, base);
            Ok(match absence {
                Some(absence) => Given { expression, absence: Some(absence) },
                None => known(expression).into(),
            })
        })
    }

    /// Whether a divisor is known not to be zero, unless it is null.
    pub(super) fn is_not_zero(&self, divisor: &Expression) -> bool {
        match &divisor.kind {
            ExpressionKind::Literal(Value::Number(number)) => *number != Number::ZERO,
            ExpressionKind::Literal(Value::DaysTime(duration)) => !duration.is_zero(),
            ExpressionKind::Literal(Value::YearsMonths(months)) => *months != 0,
            ExpressionKind::Known(inner) | ExpressionKind::Widen(inner) => self.is_not_zero(inner),
            ExpressionKind::Apply(Operation::Negate | Operation::Abs, operands) => operands.first().is_some_and(|n| self.is_not_zero(n)),
            _ => Place::of(divisor).is_some_and(|place| self.facts.is_not_zero(&place)),
        }
    }

    /// `-x`
    pub(super) fn negate(&mut self, operand: &Node, span: Span) -> Typed {
        let term = self.infer(operand)?;
        self.not_always_null(&term)?;
        if let ExpressionKind::Literal(Value::Number(number)) = &term.expression.kind
            && let Some(opposite) = Number::new(-number.coefficient(), number.scale())
        {
            return Ok(literal(Value::Number(opposite), span));
        }
        if !matches!(term.base(), B::Number { .. } | B::DaysTimeDuration | B::YearsMonthsDuration) {
            let place = "`-`".to_owned();
            let problem = MeaningProblem::WrongType { place, due: "a number or a duration".to_owned(), found: term.ty().to_string() };
            return Err(self.mistake(operand.span, problem));
        }
        let base = term.base().clone();
        self.lift(span, vec![term], |_, operands| Ok(apply(Operation::Negate, operands, base).into()))
    }
}

/// Why a division may be null.
pub(super) fn division(sign: &str, dividend: &Node, divisor: &Node) -> Absence {
    let (dividend, divisor) = (print(dividend), print(divisor));
    let part = format!("{dividend} {sign} {divisor}");
    if Number::parse(&divisor).is_some_and(|divisor| divisor == Number::ZERO) {
        return Absence { part, why: Absence::BY_ZERO.to_owned(), guard: None };
    }
    Absence { part, why: format!("`{divisor}` may be zero"), guard: Some(format!("{divisor} = 0")) }
}

/// A term of a type without null, made of another's parts.
pub(super) fn plain(expression: Expression, span: Span) -> Term {
    Term { expression, span, absence: None }
}
