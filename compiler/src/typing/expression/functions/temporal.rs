//! Functions of dates.

use super::{Call, Due};
use crate::model::{ExpressionBase as B, Operation};
use crate::typing::expression::scale;
use crate::typing::expression::typer::{Typed, Typer, apply};

impl Typer<'_> {
    fn of_date(&mut self, call: &Call<'_>, operation: Operation, base: B) -> Typed {
        let operands = self.arguments(call, &[Due::Date])?;
        let dates = self.dates(operands)?;
        self.lift(call.span, dates, |_, operands| Ok(apply(operation, operands, base).into()))
    }

    pub(super) fn day_of_year(&mut self, call: &Call<'_>) -> Typed {
        self.of_date(call, Operation::DayOfYear, scale::whole())
    }

    pub(super) fn day_of_week(&mut self, call: &Call<'_>) -> Typed {
        self.of_date(call, Operation::DayOfWeek, B::Text)
    }

    pub(super) fn month_of_year(&mut self, call: &Call<'_>) -> Typed {
        self.of_date(call, Operation::MonthOfYear, B::Text)
    }

    pub(super) fn week_of_year(&mut self, call: &Call<'_>) -> Typed {
        self.of_date(call, Operation::WeekOfYear, scale::whole())
    }
}
