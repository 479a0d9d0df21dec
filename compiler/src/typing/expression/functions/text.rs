//! Functions of texts, but for those that take patterns.

use super::{Call, Due};
use crate::diagnostic::expression::MeaningProblem;
use crate::model::{ExpressionBase as B, ExpressionType, Operation};
use crate::typing::expression::conformance::{item_of, join, list_of};
use crate::typing::expression::contexts::text;
use crate::typing::expression::scale;
use crate::typing::expression::typer::{Typed, Typer, apply};

impl Typer<'_> {
    pub(super) fn substring(&mut self, call: &Call<'_>) -> Typed {
        let operation = if call.given(2).is_some() { Operation::SubstringOf } else { Operation::Substring };
        let why = "the text may end before that position";
        self.partial(call, &[Due::Text, Due::Number, Due::Number], operation, B::Text, why)
    }

    pub(super) fn string_length(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text], Operation::StringLength, scale::whole())
    }

    pub(super) fn upper_case(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text], Operation::UpperCase, B::Text)
    }

    pub(super) fn lower_case(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text], Operation::LowerCase, B::Text)
    }

    pub(super) fn substring_before(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text, Due::Text], Operation::SubstringBefore, B::Text)
    }

    pub(super) fn substring_after(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text, Due::Text], Operation::SubstringAfter, B::Text)
    }

    pub(super) fn contains(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text, Due::Text], Operation::Contains, B::Boolean)
    }

    pub(super) fn starts_with(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text, Due::Text], Operation::StartsWith, B::Boolean)
    }

    pub(super) fn ends_with(&mut self, call: &Call<'_>) -> Typed {
        self.regular(call, &[Due::Text, Due::Text], Operation::EndsWith, B::Boolean)
    }

    /// `string join`: without a delimiter, or with null for one, the texts stand side by side.
    pub(super) fn string_join(&mut self, call: &Call<'_>) -> Typed {
        let list = self.required(call, 0)?;
        let list = self.listed(list, &call.place(0))?;
        let due = ExpressionType::of(B::Text).or_null();
        if item_of(list.base()).is_none_or(|item| join(item, &due).is_none()) {
            let problem =
                MeaningProblem::WrongType { place: call.place(0), due: "a list of texts".to_owned(), found: list.ty().to_string() };
            return Err(self.mistake(list.span, problem));
        }
        let nullable = list.ty().nullable;
        let list = self.coerce_term(list, &ExpressionType { nullable, ..list_of(due) });
        let delimiter = match call.given(1) {
            None => text("", call.span),
            Some(node) => match self.infer(node)? {
                null if null.is_null() => text("", call.span),
                term => self.must_be(Due::Text, term, &call.place(1))?,
            },
        };
        self.lift(call.span, vec![list, delimiter], |_, operands| Ok(apply(Operation::StringJoin, operands, B::Text).into()))
    }
}
