//! The reference interpreter.

use matchbook_benches::workload::Workload;
use matchbook_compiler::interpret;
use matchbook_compiler::model::{DecisionGraph, Value};

use crate::contender::Contender;
use crate::question::Question;

/// Decides rule by rule, given typed values.
pub struct Interpreter<'a> {
    /// What it is asked about.
    pub workload: &'a Workload,
    /// The workload's decision.
    pub graph: DecisionGraph<'a>,
}

impl Contender for Interpreter<'_> {
    type Input = Vec<Value>;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Vec<Value> {
        self.workload.values(question.steps)
    }

    fn decide(&self, input: &Vec<Value>) -> Option<u32> {
        let decided = interpret::evaluate(&self.graph, input).ok()?;
        decided.rules.first().and_then(|rule| u32::try_from(rule.0).ok())
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|found| found as usize)
    }
}
