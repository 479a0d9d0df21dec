//! Who decides.

use std::hint::black_box;
use std::time::Duration;

use matchbook_benches::processor_time;

use crate::question::{Question, Questions};

/// A way to decide a workload.
pub trait Contender {
    /// What it is asked with.
    type Input;
    /// What it finds.
    type Found;

    /// Its own values of a question.
    fn input(&self, question: Question<'_>) -> Self::Input;

    /// Decides.
    fn decide(&self, input: &Self::Input) -> Self::Found;

    /// The position of the rule that it means by what it found for an input, that of `else` after all others; `None` for no rule or an error.
    fn rule(&self, input: &Self::Input, found: Self::Found) -> Option<usize>;
}

/// What a turn took, in nanoseconds a decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// To make the contender's own values.
    pub converting: f64,
    /// To decide.
    pub deciding: f64,
}

/// A contender whose values nobody else needs to know.
pub trait Asked {
    /// What it answers to the question of this number.
    fn answer(&self, questions: &Questions, number: usize) -> Option<usize>;

    /// Asks `count` questions from number `first` on, all of them twice, and times the second time: a contender's data are then where they
    /// are in a program that decides and does nothing else, whoever came before it. So many different questions are no pattern that a
    /// machine's guesses about branches could learn.
    fn turn(&self, questions: &Questions, first: usize, count: usize, clock: Duration) -> Turn;
}

impl<C: Contender> Asked for C {
    fn answer(&self, questions: &Questions, number: usize) -> Option<usize> {
        let input = self.input(questions.get(number));
        self.rule(&input, self.decide(&input))
    }

    fn turn(&self, questions: &Questions, first: usize, count: usize, clock: Duration) -> Turn {
        let mut inputs = Vec::with_capacity(count);
        let begun = processor_time();
        inputs.extend((first..first + count).map(|number| self.input(questions.get(number))));
        let converted = processor_time();
        for input in &inputs {
            black_box(self.decide(black_box(input)));
        }
        let start = processor_time();
        for input in &inputs {
            black_box(self.decide(black_box(input)));
        }
        let end = processor_time();
        let each = |time: Duration, count: usize| time.saturating_sub(clock).as_secs_f64() * 1e9 / count as f64;
        Turn { converting: each(converted.saturating_sub(begun), count), deciding: each(end.saturating_sub(start), count) }
    }
}
