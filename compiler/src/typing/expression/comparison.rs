//! Comparisons, `between`, and `instance of` (DMN 1.5, 10.3.2.4 and 10.3.2.9).

use crate::diagnostic::expression::MeaningProblem;
use crate::model::{Expression, ExpressionBase as B, ExpressionKind, ExpressionType, Operation, Value};
use crate::syntax::Span;
use crate::syntax::expression::tree::{ComparisonOperator as Operator, Named, Node};

use super::absence::around;
use super::arithmetic::plain;
use super::conformance::join;
use super::logic::join_parts;
use super::typer::{Reported, Term, Typed, Typer, apply, boolean, literal, only_reads};

/// Whether `<` compares values of this type.
pub(super) fn has_order(base: &B) -> bool {
    matches!(base, B::Text | B::Number { .. } | B::Date | B::Time | B::DateTime | B::DaysTimeDuration | B::YearsMonthsDuration)
}

impl Typer<'_> {
    /// `a < b` and the like.
    pub(super) fn comparison(&mut self, operator: Operator, left: &Node, right: &Node, span: Span) -> Typed {
        let (left, right) = (self.infer(left), self.infer(right));
        self.compare(operator, left?, right?, span)
    }

    /// A comparison of two terms.
    pub(super) fn compare(&mut self, operator: Operator, left: Term, right: Term, span: Span) -> Typed {
        match operator {
            Operator::Equal => self.equal(left, right, span),
            Operator::NotEqual => {
                let equal = self.equal(left, right, span)?;
                Ok(plain(boolean(ExpressionKind::Not(Box::new(equal.expression))), span))
            }
            Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual => {
                let [left, right] = self.comparable(left, right, span)?;
                if !has_order(left.base()) {
                    return Err(self.mistake(span, MeaningProblem::NoOrder { found: left.ty().base_name() }));
                }
                self.lift(span, vec![left, right], |_, operands| {
                    let (left, right) = pair(operands)?;
                    Ok(boolean(match operator {
                        Operator::Less => ExpressionKind::Less(left, right),
                        Operator::LessEqual => ExpressionKind::LessEqual(left, right),
                        Operator::Greater => ExpressionKind::Less(right, left),
                        _ => ExpressionKind::LessEqual(right, left),
                    })
                    .into())
                })
            }
        }
    }

    /// Whether two terms are equal: a boolean, of nulls too.
    pub(super) fn equal(&mut self, left: Term, right: Term, span: Span) -> Typed {
        match (left.is_null(), right.is_null()) {
            (_, true) if only_reads(&right.expression) => Ok(self.is_null(left, span)),
            (true, _) if only_reads(&left.expression) => Ok(self.is_null(right, span)),
            _ => {
                let [left, right] = self.comparable(left, right, span)?;
                Ok(plain(boolean(ExpressionKind::Equal(Box::new(left.expression), Box::new(right.expression))), span))
            }
        }
    }

    /// Whether a term is null.
    pub(super) fn is_null(&mut self, term: Term, span: Span) -> Term {
        if term.ty().nullable {
            return plain(boolean(ExpressionKind::IsNull(Box::new(term.expression))), span);
        }
        // It never is; but what fails in it still fails.
        let (binding, _) = self.once(term);
        plain(around(binding, Expression::literal(Value::Boolean(false))), span)
    }

    /// Two terms as ones of a base type; a date that meets a date and time is its midnight.
    pub(super) fn comparable(&mut self, left: Term, right: Term, span: Span) -> Result<[Term; 2], Reported> {
        let [left, right] = match (left.base(), right.base()) {
            (B::Date, B::DateTime) => [self.at_midnight(left)?, right],
            (B::DateTime, B::Date) => [left, self.at_midnight(right)?],
            _ => [left, right],
        };
        let Some(joined) = join(left.ty(), right.ty()) else {
            let problem = MeaningProblem::NotComparable { left: left.ty().to_string(), right: right.ty().to_string() };
            return Err(self.mistake(span, problem));
        };
        // Each keeps its own scale and its own null; within lists and contexts both must have the same form.
        let mut own = |term: Term| {
            if !matches!(joined.base, B::List(_) | B::Context(_)) && !term.is_null() {
                return term;
            }
            let nullable = term.ty().nullable;
            self.coerce_term(term, &ExpressionType { base: joined.base.clone(), nullable })
        };
        Ok([own(left), own(right)])
    }

    /// A date as its midnight.
    pub(super) fn at_midnight(&mut self, date: Term) -> Typed {
        let span = date.span;
        self.lift(span, vec![date], |_, operands| Ok(apply(Operation::AtMidnight, operands, B::DateTime).into()))
    }

    /// `x between low and high`
    pub(super) fn between(&mut self, value: &Node, low: &Node, high: &Node, span: Span) -> Typed {
        let (value, low, high) = (self.infer(value), self.infer(low), self.infer(high));
        let (binding, value) = self.once(value?);
        let above = self.compare(Operator::LessEqual, low?, value.clone(), span)?;
        let below = self.compare(Operator::LessEqual, value, high?, span)?;
        let both = join_parts(vec![above, below], true, span);
        Ok(Term { expression: around(binding, both.expression), ..both })
    }

    /// `x instance of type`: decided here, but for null.
    pub(super) fn instance_of(&mut self, value: &Node, ty: &Named, span: Span) -> Typed {
        let value = self.infer(value)?;
        let Some(is) = instance(value.base(), &ty.name) else {
            return Err(self.mistake(ty.span, MeaningProblem::UnknownType { name: ty.name.clone() }));
        };
        if !is || value.is_null() {
            let (binding, _) = self.once(value);
            return Ok(plain(around(binding.filter(|(_, bound)| !only_reads(bound)), Expression::literal(Value::Boolean(false))), span));
        }
        let null = self.is_null(value, span);
        Ok(match null.expression.kind {
            ExpressionKind::Literal(_) => literal(Value::Boolean(true), span),
            _ => plain(boolean(ExpressionKind::Not(Box::new(null.expression))), span),
        })
    }
}

/// Whether values of a type, other than null, are instances of a type of FEEL; `None` where that isn't one.
fn instance(base: &B, name: &str) -> Option<bool> {
    let folded: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(item) = folded.strip_prefix("list<").and_then(|rest| rest.strip_suffix('>')) {
        return match base {
            B::List(own) if own.base == B::Null => instance(&B::Null, item.trim()).map(|_| true),
            B::List(own) => instance(&own.base, item.trim()).map(|is| is && (!own.nullable || item.trim() == "Any")),
            _ => instance(base, item.trim()).map(|_| false),
        };
    }
    if folded.starts_with("context<") || folded.starts_with("range<") || folded.starts_with("function<") {
        return if matches!(base, B::Context(_)) && folded.starts_with("context<") { None } else { Some(false) };
    }
    Some(match folded.as_str() {
        "Any" => true,
        "Null" => false,
        "text" | "string" => *base == B::Text,
        "number" => matches!(base, B::Number { .. }),
        "boolean" => *base == B::Boolean,
        "date" => *base == B::Date,
        "time" => *base == B::Time,
        "date and time" => *base == B::DateTime,
        "days and time duration" | "day and time duration" => *base == B::DaysTimeDuration,
        "years and months duration" | "year and month duration" => *base == B::YearsMonthsDuration,
        "list" => matches!(base, B::List(_)),
        "context" => matches!(base, B::Context(_)),
        "range" | "function" => false,
        _ => return None,
    })
}

impl ExpressionType {
    /// Its name without the mark of null.
    pub(super) fn base_name(&self) -> String {
        Self::of(self.base.clone()).to_string()
    }
}

/// The two operands of what has two.
pub(super) fn pair(operands: Vec<Expression>) -> Result<(Box<Expression>, Box<Expression>), Reported> {
    let [left, right] = <[Expression; 2]>::try_from(operands).map_err(|_| Reported)?;
    Ok((Box::new(left), Box::new(right)))
}
