//! Conversions. Those of literals are carried out here, so that `date("2026-01-31")` is a date, not a `date?`.

use super::{Call, Due};
use crate::diagnostic::expression::MeaningProblem;
use crate::model::duration::{parse_days_time, parse_years_months};
use crate::model::{Expression, ExpressionBase as B, ExpressionKind, Operation, Value};
use crate::syntax::Span;
use crate::syntax::expression::tree::NodeKind;
use crate::typing::expression::absence::Given;
use crate::typing::expression::arithmetic::plain;
use crate::typing::expression::folding::{fold, has_zone};
use crate::typing::expression::scale;
use crate::typing::expression::typer::{Reported, Term, Typed, Typer, apply, apply_or_null, literal};

const DATE: &str = "a date such as 2026-01-31";
const TIME: &str = "a time such as 14:30:00";
const DATE_TIME: &str = "a date and time such as 2026-01-31T14:30:00";
const DURATION: &str = "a duration such as P1DT12H or P1Y6M";
const ANY_TEMPORAL: &str = "a date, a time, a date and time or a duration";

impl Typer<'_> {
    /// `@"…"`
    pub(in crate::typing::expression) fn temporal_literal(&mut self, text: &str, span: Span) -> Typed {
        let read = |operation| fold(operation, &[Expression::literal(Value::Text(text.to_owned()))]);
        let value = [Operation::DateFromText, Operation::TimeFromText, Operation::DateTimeFromText].into_iter().find_map(read);
        match value.or_else(|| duration(text)) {
            Some(value) => Ok(literal(value, span)),
            None => Err(self.invalid(text, ANY_TEMPORAL, span)),
        }
    }

    /// Reports a text that is no literal of a type.
    fn invalid(&mut self, text: &str, due: &'static str, span: Span) -> Reported {
        if has_zone(text) {
            return self.mistake(span, MeaningProblem::ZoneOrOffset);
        }
        self.mistake(span, MeaningProblem::InvalidLiteral { text: text.to_owned(), due })
    }

    /// A conversion that may be null: carried out at once if its operands are literals.
    fn converted(&mut self, call: &Call<'_>, operands: Vec<Term>, operation: Operation, base: B, due: &'static str, why: &str) -> Typed {
        let literals: Vec<Expression> = operands.iter().map(|operand| operand.expression.clone()).collect();
        if literals.iter().all(|operand| matches!(&operand.kind, ExpressionKind::Literal(value) if *value != Value::Null)) {
            return match fold(operation, &literals) {
                Some(value) => Ok(literal(value, call.span)),
                None => {
                    let texts: Vec<String> = literals.iter().map(shown).collect();
                    Err(self.invalid(&texts.join(", "), due, call.span))
                }
            };
        }
        let absence = call.absence(why);
        self.lift(call.span, operands, |_, operands| {
            Ok(Given { expression: apply_or_null(operation, operands, base), absence: Some(absence) })
        })
    }

    /// The operands of a form with several parameters: one of them each.
    fn parts(&mut self, call: &Call<'_>, due: &[Due]) -> Result<Vec<Term>, Reported> {
        let offset = due.len();
        if let Some(node) = call.given(offset)
            && node.kind != NodeKind::Null
        {
            return Err(self.mistake(node.span, MeaningProblem::ZoneOrOffset));
        }
        self.arguments(call, due)
    }

    pub(super) fn date(&mut self, call: &Call<'_>) -> Typed {
        if call.len() > 1 {
            let operands = self.parts(call, &[Due::Number; 3])?;
            let why = "there may be no such day";
            return self.converted(call, operands, Operation::DateFromParts, B::Date, DATE, why);
        }
        let term = self.required(call, 0)?;
        self.not_always_null(&term)?;
        match term.base() {
            B::Text => self.converted(call, vec![term], Operation::DateFromText, B::Date, DATE, "the text may be no date"),
            B::Date => Ok(Term { span: call.span, ..term }),
            B::DateTime => self.lift(call.span, vec![term], |_, operands| Ok(apply(Operation::DateOf, operands, B::Date).into())),
            _ => Err(self.unconvertible(&term, call, "a text, or a date and time")),
        }
    }

    pub(super) fn time(&mut self, call: &Call<'_>) -> Typed {
        if call.len() > 1 {
            let operands = self.parts(call, &[Due::Number; 3])?;
            let why = "there may be no such time";
            return self.converted(call, operands, Operation::TimeFromParts, B::Time, TIME, why);
        }
        let term = self.required(call, 0)?;
        self.not_always_null(&term)?;
        let term = if *term.base() == B::Date { self.at_midnight(term)? } else { term };
        match term.base() {
            B::Text => self.converted(call, vec![term], Operation::TimeFromText, B::Time, TIME, "the text may be no time"),
            B::Time => Ok(Term { span: call.span, ..term }),
            B::DateTime => self.lift(call.span, vec![term], |_, operands| Ok(apply(Operation::TimeOf, operands, B::Time).into())),
            _ => Err(self.unconvertible(&term, call, "a text, or a date and time")),
        }
    }

    pub(super) fn date_and_time(&mut self, call: &Call<'_>) -> Typed {
        match call.len() {
            1 => {
                let term = self.required(call, 0)?;
                self.not_always_null(&term)?;
                match term.base() {
                    B::Text => {
                        let why = "the text may be no date and time";
                        self.converted(call, vec![term], Operation::DateTimeFromText, B::DateTime, DATE_TIME, why)
                    }
                    B::Date => self.at_midnight(term),
                    B::DateTime => Ok(Term { span: call.span, ..term }),
                    _ => Err(self.unconvertible(&term, call, "a text")),
                }
            }
            2 => {
                let operands = self.arguments(call, &[Due::Date, Due::Time]);
                if operands.is_err()
                    && let Some(second) = call.given(1)
                    && matches!(second.kind, NodeKind::Text(_))
                {
                    // FEEL's form with a zone.
                    self.mistakes.pop();
                    return Err(self.mistake(second.span, MeaningProblem::ZoneOrOffset));
                }
                let operands = operands?;
                let dates = self.dates(operands)?;
                self.lift(call.span, dates, |_, operands| Ok(apply(Operation::DateTimeFromParts, operands, B::DateTime).into()))
            }
            _ => self.date_and_time_of_parts(call),
        }
    }

    fn date_and_time_of_parts(&mut self, call: &Call<'_>) -> Typed {
        let mut date = self.parts(call, &[Due::Number; 6])?;
        let time = date.split_off(3);
        let date = self.converted(call, date, Operation::DateFromParts, B::Date, DATE, "there may be no such day")?;
        let time = self.converted(call, time, Operation::TimeFromParts, B::Time, TIME, "there may be no such time")?;
        self.lift(call.span, vec![date, time], |_, operands| Ok(apply(Operation::DateTimeFromParts, operands, B::DateTime).into()))
    }

    /// Date and times as dates.
    pub(super) fn dates(&mut self, terms: Vec<Term>) -> Result<Vec<Term>, Reported> {
        let date = |term: Term| {
            if *term.base() != B::DateTime {
                return Ok(term);
            }
            let span = term.span;
            self.lift(span, vec![term], |_, operands| Ok(apply(Operation::DateOf, operands, B::Date).into()))
        };
        terms.into_iter().map(date).collect()
    }

    fn unconvertible(&mut self, term: &Term, call: &Call<'_>, due: &str) -> Reported {
        let problem = MeaningProblem::WrongType { place: call.place(0), due: due.to_owned(), found: term.ty().to_string() };
        self.mistake(term.span, problem)
    }

    pub(super) fn number(&mut self, call: &Call<'_>) -> Typed {
        let why = "the text may be no number";
        let due = "a number such as 1.5";
        if call.given(1).is_none() && call.given(2).is_none() {
            let term = self.required(call, 0)?;
            if matches!(term.base(), B::Number { .. }) {
                return Ok(Term { span: call.span, ..term });
            }
            let text = self.must_be(Due::Text, term, &call.place(0))?;
            return self.converted(call, vec![text], Operation::Number, scale::number(None), due, why);
        }
        let text = self.required(call, 0)?;
        let text = self.must_be(Due::Text, text, &call.place(0))?;
        let grouping = self.separator(call, 1, &[" ", ",", "."])?;
        let decimal = self.separator(call, 2, &[",", "."])?;
        if let (Value::Text(a), Value::Text(b)) = (&grouping, &decimal)
            && a == b
        {
            let place = format!("`grouping separator` and `decimal separator` of `{}`", call.name);
            let problem = MeaningProblem::NotALiteral { place, due: "different", why: "one sign can't be both" };
            return Err(self.mistake(call.span, problem));
        }
        let text_type = crate::model::ExpressionType::of(B::Text).or_null();
        let separators = [grouping, decimal].map(|value| Expression { ty: text_type.clone(), ..Expression::literal(value) });
        if let ExpressionKind::Literal(Value::Text(read)) = &text.expression.kind {
            let operands: Vec<Expression> = std::iter::once(text.expression.clone()).chain(separators).collect();
            return match fold(Operation::NumberSeparated, &operands) {
                Some(value) => Ok(literal(value, call.span)),
                None => Err(self.invalid(read, due, call.span)),
            };
        }
        let absence = call.absence(why);
        self.lift(call.span, vec![text], |_, mut operands| {
            operands.extend(separators);
            let expression = apply_or_null(Operation::NumberSeparated, operands, scale::number(None));
            Ok(Given { expression, absence: Some(absence) })
        })
    }

    /// A separator: one of these texts, or null.
    fn separator(&mut self, call: &Call<'_>, position: usize, allowed: &[&str]) -> Result<Value, Reported> {
        let Some(node) = call.given(position) else { return Ok(Value::Null) };
        match &node.kind {
            NodeKind::Null => Ok(Value::Null),
            NodeKind::Text(text) if allowed.contains(&text.as_str()) => Ok(Value::Text(text.clone())),
            _ => {
                let due = if allowed.len() == 3 { "\" \", \",\", \".\" or null" } else { "\",\", \".\" or null" };
                let why = "how numbers are written is known when the table is";
                Err(self.mistake(node.span, MeaningProblem::NotALiteral { place: call.place(position), due, why }))
            }
        }
    }

    pub(super) fn string(&mut self, call: &Call<'_>) -> Typed {
        let term = self.required(call, 0)?;
        self.not_always_null(&term)?;
        match term.base() {
            B::Text => Ok(Term { span: call.span, ..term }),
            B::List(_) | B::Context(_) => {
                let due = "a value that is no list or context".to_owned();
                let problem = MeaningProblem::WrongType { place: call.place(0), due, found: term.ty().to_string() };
                Err(self.mistake(term.span, problem))
            }
            _ => self.lift(call.span, vec![term], |_, operands| Ok(apply(Operation::String, operands, B::Text).into())),
        }
    }

    /// `duration("P1D")`: the text is written out, since it decides which of the two types of durations it is.
    pub(super) fn duration(&mut self, call: &Call<'_>) -> Typed {
        let node = call.node(0)?;
        let NodeKind::Text(text) = &node.kind else {
            let why = "the text decides whether it is a days and time duration or a years and months duration";
            let due = "a text in quotes, such as \"P1D\"";
            return Err(self.mistake(node.span, MeaningProblem::NotALiteral { place: call.place(0), due, why }));
        };
        match duration(text) {
            Some(value) => Ok(literal(value, call.span)),
            None => Err(self.mistake(node.span, MeaningProblem::InvalidLiteral { text: text.clone(), due: DURATION })),
        }
    }

    pub(super) fn years_and_months(&mut self, call: &Call<'_>) -> Typed {
        let operands = self.arguments(call, &[Due::Date, Due::Date])?;
        let dates = self.dates(operands)?;
        self.lift(call.span, dates, |_, operands| Ok(apply(Operation::YearsMonthsBetween, operands, B::YearsMonthsDuration).into()))
    }

    pub(super) fn range(&mut self, call: &Call<'_>) -> Typed {
        let allowed = "behind `in`, and in range functions such as `before` and `includes`";
        Err(self.mistake(call.span, MeaningProblem::NotAValue { what: "a range", allowed }))
    }

    pub(super) fn not(&mut self, call: &Call<'_>) -> Typed {
        let term = self.truth(call.node(0)?, "`not`")?;
        if let ExpressionKind::Literal(Value::Null) = term.expression.kind {
            return Ok(Term { span: call.span, ..term });
        }
        let negation = self.negation(term)?;
        Ok(Term { span: call.span, ..negation })
    }

    pub(super) fn is(&mut self, call: &Call<'_>) -> Typed {
        let operands = self.arguments_or_null(call)?;
        let [left, right] = <[Term; 2]>::try_from(operands).map_err(|_| Reported)?;
        if matches!((left.base(), right.base()), (B::Date, B::DateTime) | (B::DateTime, B::Date)) {
            // `is` tells types apart, where `=` takes the date for its midnight.
            let (left, right) = (left.ty().to_string(), right.ty().to_string());
            return Err(self.mistake(call.span, MeaningProblem::NotComparable { left, right }));
        }
        let equal = self.equal(left, right, call.span)?;
        Ok(plain(equal.expression, call.span))
    }

    fn arguments_or_null(&mut self, call: &Call<'_>) -> Result<Vec<Term>, Reported> {
        let terms: Vec<Typed> = (0..call.len()).map(|position| self.required(call, position)).collect();
        terms.into_iter().collect()
    }
}

/// A duration of either type.
fn duration(text: &str) -> Option<Value> {
    parse_days_time(text).map(Value::DaysTime).or_else(|| parse_years_months(text).map(Value::YearsMonths))
}

/// A literal as messages show it.
fn shown(expression: &Expression) -> String {
    if let ExpressionKind::Literal(value) = &expression.kind { value.to_string() } else { String::new() }
}
