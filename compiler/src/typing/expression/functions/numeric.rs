//! Functions of numbers.

use super::{Call, Due};
use crate::diagnostic::expression::MeaningProblem;
use crate::model::{Expression, ExpressionBase as B, Number, Operation, Value};
use crate::typing::expression::absence::Given;
use crate::typing::expression::arithmetic::division;
use crate::typing::expression::facts;
use crate::typing::expression::scale;
use crate::typing::expression::typer::{Typed, Typer, apply, apply_or_null, known};

/// The scales that DMN's rounding functions take.
const LEAST_SCALE: i64 = -6111;
const GREATEST_SCALE: i64 = 6176;

impl Typer<'_> {
    /// A function that rounds to so many digits: none, if they are left out.
    fn rounding(&mut self, call: &Call<'_>, operation: Operation) -> Typed {
        let mut operands = self.arguments(call, &[Due::Number, Due::Number])?;
        let digits = match operands.get(1) {
            Some(digits) => facts::number(&digits.expression),
            None => {
                let span = call.span;
                operands.push(crate::typing::expression::typer::literal(Value::Number(Number::ZERO), span));
                Some(Number::ZERO)
            }
        };
        let own = operands.first().and_then(|number| scale::of(number.base()));
        let base = scale::number(scale::rounded(own, digits));
        let whole = |digits: Number| digits.coefficient() / 10_i128.pow(digits.scale());
        let in_range = digits.is_some_and(|digits| (i128::from(LEAST_SCALE)..=i128::from(GREATEST_SCALE)).contains(&whole(digits)));
        let absence = call.absence("DMN has no scale below -6111 or above 6176");
        self.lift(call.span, operands, |_, operands| {
            let expression = apply_or_null(operation, operands, base);
            Ok(if in_range { known(expression).into() } else { Given { expression, absence: Some(absence) } })
        })
    }

    pub(super) fn decimal(&mut self, call: &Call<'_>) -> Typed {
        self.rounding(call, Operation::Decimal)
    }

    pub(super) fn floor(&mut self, call: &Call<'_>) -> Typed {
        self.rounding(call, Operation::Floor)
    }

    pub(super) fn ceiling(&mut self, call: &Call<'_>) -> Typed {
        self.rounding(call, Operation::Ceiling)
    }

    pub(super) fn round_up(&mut self, call: &Call<'_>) -> Typed {
        self.rounding(call, Operation::RoundUp)
    }

    pub(super) fn round_down(&mut self, call: &Call<'_>) -> Typed {
        self.rounding(call, Operation::RoundDown)
    }

    pub(super) fn round_half_up(&mut self, call: &Call<'_>) -> Typed {
        self.rounding(call, Operation::RoundHalfUp)
    }

    pub(super) fn round_half_down(&mut self, call: &Call<'_>) -> Typed {
        self.rounding(call, Operation::RoundHalfDown)
    }

    pub(super) fn abs(&mut self, call: &Call<'_>) -> Typed {
        let term = self.required(call, 0)?;
        self.not_always_null(&term)?;
        if !matches!(term.base(), B::Number { .. } | B::DaysTimeDuration | B::YearsMonthsDuration) {
            let due = "a number or a duration".to_owned();
            let problem = MeaningProblem::WrongType { place: call.place(0), due, found: term.ty().to_string() };
            return Err(self.mistake(term.span, problem));
        }
        let base = term.base().clone();
        self.lift(call.span, vec![term], |_, operands| Ok(apply(Operation::Abs, operands, base).into()))
    }

    pub(super) fn modulo(&mut self, call: &Call<'_>) -> Typed {
        let operands = self.arguments(call, &[Due::Number, Due::Number])?;
        let not_zero = operands.get(1).is_some_and(|divisor| self.is_not_zero(&divisor.expression));
        let scales: Vec<Option<u32>> = operands.iter().map(|operand| scale::of(operand.base())).collect();
        let base = scale::number(scales.into_iter().reduce(scale::wider).flatten());
        let mut absence = division("/", call.node(0)?, call.node(1)?);
        absence.part = call.absence("").part;
        self.lift(call.span, operands, |_, operands| {
            let expression = apply_or_null(Operation::Modulo, operands, base);
            Ok(if not_zero { known(expression).into() } else { Given { expression, absence: Some(absence) } })
        })
    }

    pub(super) fn sqrt(&mut self, call: &Call<'_>) -> Typed {
        self.root(call, Operation::SquareRoot, "a negative number has none", |number| number >= Number::ZERO)
    }

    pub(super) fn log(&mut self, call: &Call<'_>) -> Typed {
        self.root(call, Operation::Log, "only numbers above zero have one", |number| number > Number::ZERO)
    }

    fn root(&mut self, call: &Call<'_>, operation: Operation, why: &str, defined: impl Fn(Number) -> bool) -> Typed {
        let operands = self.arguments(call, &[Due::Number])?;
        let number = operands.first().and_then(|operand| facts::number(&operand.expression));
        let absence = call.absence(why);
        self.lift(call.span, operands, |_, operands| {
            let expression: Expression = apply_or_null(operation, operands, scale::number(None));
            Ok(if number.is_some_and(defined) { known(expression).into() } else { Given { expression, absence: Some(absence) } })
        })
    }

    pub(super) fn exp(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Number], Operation::Exp, scale::number(None))
    }

    pub(super) fn odd(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Number], Operation::Odd, B::Boolean)
    }

    pub(super) fn even(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Number], Operation::Even, B::Boolean)
    }
}
