//! Shipped tables, as `matchbook_benches` has them written by hand.

use std::marker::PhantomData;

use matchbook_benches::subject::Subject;

use crate::contender::Contender;
use crate::ours::FromQuestion;
use crate::question::Question;

/// A subject, plain or tuned.
pub(super) struct ByHand<S, const TUNED: bool>(PhantomData<S>);

impl<S, const TUNED: bool> Default for ByHand<S, TUNED> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<S: Subject<Input: FromQuestion>, const TUNED: bool> Contender for ByHand<S, TUNED> {
    type Input = S::Input;
    type Found = Option<S::Output>;

    fn input(&self, question: Question<'_>) -> S::Input {
        FromQuestion::of(question)
    }

    #[inline]
    fn decide(&self, input: &S::Input) -> Option<S::Output> {
        if TUNED { S::tuned(input) } else { S::plain(input) }
    }

    /// It gives an output and no rule. If that is the output of generated code, it means the rule that generated code found, which is checked
    /// as a contender of its own.
    fn rule(&self, input: &S::Input, found: Option<S::Output>) -> Option<usize> {
        let same = found.is_some() && found == S::evaluate(input).ok();
        if same { S::select(input).ok().map(|rule| rule as usize) } else { None }
    }
}
