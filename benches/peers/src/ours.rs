//! The generated modules, one for each workload or shipped table and strategy that applies.

use std::cell::RefCell;
use std::marker::PhantomData;
use std::ops::Range;
use std::time::Duration;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use matchbook::{ClosedText, Decimal};
use matchbook_benches::workload::Drawn;
use matchbook_benches::{INPUTS, processor_time};

use crate::contender::{Asked, Contender, Turn};
use crate::question::{Case, Question, Questions};

/// A typed input.
pub trait FromQuestion {
    /// The one of a question.
    fn of(question: Question<'_>) -> Self;
}

/// The `Input` of a generated module.
pub trait Selected: FromQuestion {
    /// The module's `select`.
    fn select(&self) -> Option<u32>;
}

/// The `Input` of a module whose rules answer their numbers.
pub trait Answered: FromQuestion {
    /// The answer that the module's `evaluate` gives.
    fn evaluate(&self) -> Option<u32>;
}

/// A strategy for a workload.
pub struct Form {
    /// Its word.
    pub strategy: &'static str,
    /// What the compiler made of it, or why the table can't have it.
    pub result: Result<Made, &'static str>,
}

/// A generated module.
pub struct Made {
    /// The word of the form that it has.
    pub form: &'static str,
    /// How many bytes of Rust it is, and how many bytes of data are in them.
    pub bytes: [usize; 2],
    /// Its `select`.
    pub select: fn() -> Box<dyn Asked>,
    /// Its `evaluate_batch`, if it has one.
    pub batch: Option<fn() -> Box<dyn Asked>>,
    /// Its `evaluate`, if its rules answer their numbers.
    pub evaluate: Option<fn(&'static Case) -> Box<dyn Asked>>,
}

/// All strategies for a workload or a table.
pub struct Forms {
    /// The name of its shape, or the table's.
    pub name: &'static str,
    /// What came of each.
    pub forms: fn() -> Vec<Form>,
}

/// A generated `select`: finds the rule.
pub struct Select<I>(PhantomData<I>);

impl<I> Default for Select<I> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<I: Selected> Contender for Select<I> {
    type Input = I;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> I {
        I::of(question)
    }

    #[inline]
    fn decide(&self, input: &I) -> Option<u32> {
        input.select()
    }

    fn rule(&self, _: &I, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}

/// A generated `evaluate`: gives the output.
pub struct Evaluate<I>(&'static Case, PhantomData<I>);

impl<I> Evaluate<I> {
    /// The one of a case.
    pub fn of(case: &'static Case) -> Self {
        Self(case, PhantomData)
    }
}

impl<I: Answered> Contender for Evaluate<I> {
    type Input = I;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> I {
        I::of(question)
    }

    #[inline]
    fn decide(&self, input: &I) -> Option<u32> {
        input.evaluate()
    }

    fn rule(&self, _: &I, found: Option<u32>) -> Option<usize> {
        found.map(|answer| self.0.rule_of_answer(answer))
    }
}

/// The variant at this step.
fn closed<T: ClosedText>(step: i64) -> T {
    T::VALUES[usize::try_from(step).unwrap_or(0)].1
}

fn hundredths(step: i64) -> Decimal {
    Decimal::new(step, 2)
}

/// The day at this step.
pub fn day(step: i64) -> Date {
    const FIRST_DAY: Date = date(2020, 1, 1);
    FIRST_DAY.saturating_add(step.days())
}

/// How many rows a batch has: as many as engines that go by columns pass on at a time, so that its results stay near.
pub const BATCH_ROWS: usize = 8_192;

/// The `Input` of a module with a batch.
pub trait Batched: FromQuestion + Sized {
    /// Makes columns of these rows; what is made decides them by `evaluate_batch_into`, [`BATCH_ROWS`] at a time.
    fn batch(rows: &[Self]) -> Box<dyn Decided>;
}

/// Columns that can be decided, again and again into the same memory.
pub trait Decided {
    /// Decides them.
    fn decide(&mut self);
    /// Decides them, and gives the rule of each row.
    fn rules(&mut self) -> Vec<Option<usize>>;
}

/// Columns, as what decides some of their rows, and what came of the last.
struct Columns<O, F> {
    rows: usize,
    batch: matchbook::batch::Batch<O>,
    decide: F,
}

impl<O, F: FnMut(Range<usize>, &mut matchbook::batch::Batch<O>)> Decided for Columns<O, F> {
    fn decide(&mut self) {
        for first in (0..self.rows).step_by(BATCH_ROWS) {
            (self.decide)(first..self.rows.min(first + BATCH_ROWS), &mut self.batch);
        }
    }

    fn rules(&mut self) -> Vec<Option<usize>> {
        let mut rules = Vec::with_capacity(self.rows);
        for first in (0..self.rows).step_by(BATCH_ROWS) {
            (self.decide)(first..self.rows.min(first + BATCH_ROWS), &mut self.batch);
            rules.extend((0..self.batch.len()).map(|row| self.batch.rule(row).map(|rule| rule.get() as usize)));
        }
        rules
    }
}

/// A generated `evaluate_batch_into`.
pub struct Batch<I> {
    input: PhantomData<I>,
    /// Its answers to all questions that were drawn so, once one was asked for.
    answers: RefCell<Option<(Drawn, Vec<Option<usize>>)>>,
}

impl<I> Default for Batch<I> {
    fn default() -> Self {
        Self { input: PhantomData, answers: RefCell::new(None) }
    }
}

impl<I: Batched> Asked for Batch<I> {
    fn answer(&self, questions: &Questions, number: usize) -> Option<usize> {
        let mut answers = self.answers.borrow_mut();
        if answers.as_ref().is_none_or(|(drawn, _)| *drawn != questions.drawn) {
            let rows: Vec<I> = (0..INPUTS).map(|number| I::of(questions.get(number))).collect();
            *answers = Some((questions.drawn, I::batch(&rows).rules()));
        }
        answers.as_ref().and_then(|(_, rules)| rules[number % INPUTS])
    }

    fn turn(&self, questions: &Questions, first: usize, count: usize, clock: Duration) -> Turn {
        let begun = processor_time();
        let rows: Vec<I> = (first..first + count).map(|number| I::of(questions.get(number))).collect();
        let mut batch = I::batch(&rows);
        let converted = processor_time();
        // A batch that is used again has its memory already.
        batch.decide();
        let start = processor_time();
        batch.decide();
        let end = processor_time();
        let each = |time: Duration, count: usize| time.saturating_sub(clock).as_secs_f64() * 1e9 / count as f64;
        Turn { converting: each(converted.saturating_sub(begun), count), deciding: each(end.saturating_sub(start), count) }
    }
}

/// How a typed input is made of steps.
macro_rules! asked {
    ($input:ty, |$open:ident, $steps:ident| $made:expr) => {
        impl FromQuestion for $input {
            fn of(question: Question<'_>) -> Self {
                let ($steps, $open) = (question.steps, |column: usize, _: i64| question.texts[column]);
                let _ = $open;
                $made
            }
        }
    };
}

/// How a module finds the rule.
macro_rules! selected {
    ($module:ident, $input:ty) => {
        impl Selected for $input {
            #[inline]
            fn select(&self) -> Option<u32> {
                $module::select(self).ok().map(matchbook::RuleIndex::get)
            }
        }
    };
}

/// How a module gives the answer.
macro_rules! answered {
    ($module:ident, $input:ty) => {
        impl Answered for $input {
            #[inline]
            fn evaluate(&self) -> Option<u32> {
                $module::evaluate(self).ok().and_then(|output| u32::try_from(output.answer).ok())
            }
        }
    };
}

/// How a module decides many rows.
macro_rules! batched {
    ($module:ident, $input:ty, $($column:ident: $($field:ident).+),+) => {
        impl Batched for $input {
            fn batch(rows: &[Self]) -> Box<dyn Decided> {
                $(let $column: Vec<_> = rows.iter().map(|row| row.$($field).+).collect();)+
                let batch = matchbook::batch::Batch::<$module::Outputs>::default();
                let decide = move |rows: Range<usize>, batch: &mut matchbook::batch::Batch<$module::Outputs>| {
                    let columns = $module::Columns { $($column: &$column[rows.clone()]),+ };
                    // They are of one length.
                    let _ = $module::evaluate_batch_into(&columns, batch);
                };
                Box::new(Columns { rows: rows.len(), batch, decide })
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/decisions.rs"));
