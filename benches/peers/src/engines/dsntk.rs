//! `dsntk`: a DMN model of one decision table.

use std::fmt::Write as _;
use std::sync::Arc;

use dsntk_feel::context::FeelContext;
use dsntk_feel::values::Value;
use dsntk_feel::{FeelNumber, Name};
use dsntk_model_evaluator::ModelEvaluator;
use matchbook_benches::workload::{Column, Kind, Workload};

use super::{ends, name, number, word};
use crate::contender::Contender;
use crate::question::{Case, Question};

/// It evaluates every cell of every rule each time: of so many rules, a decision takes some 20 ms.
pub(super) const MOST_RULES: usize = 20_000;

const NAMESPACE: &str = "https://matchbook.example/bench";

/// The model.
pub(super) struct Dsntk {
    case: &'static Case,
    names: Vec<Name>,
    model: Arc<ModelEvaluator>,
}

impl Dsntk {
    /// The workload's table as a model.
    pub(super) fn new(case: &'static Case) -> Result<Self, String> {
        let workload = &case.workload;
        let text = model(workload);
        let definitions = dsntk_model::parse(&text).map_err(|error| format!("dsntk: {error}"))?;
        let model = ModelEvaluator::new(&[definitions]).map_err(|error| format!("dsntk: {error}"))?;
        Ok(Self { case, names: workload.columns.iter().map(|column| Name::from(name(column))).collect(), model })
    }
}

/// The table in DMN's XML.
fn model(workload: &Workload) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" namespace=\"{NAMESPACE}\" \
         name=\"bench\" id=\"_bench\">\n<decision name=\"answer\" id=\"_answer\"><variable name=\"answer\" typeRef=\"number\"/>\n"
    );
    for column in &workload.columns {
        let name = name(column);
        let _ = write!(text, "<informationRequirement id=\"_r_{name}\"><requiredInput href=\"#_{name}\"/></informationRequirement>\n");
    }
    text.push_str("<decisionTable hitPolicy=\"FIRST\" outputLabel=\"answer\">\n");
    for column in &workload.columns {
        let name = name(column);
        let _ = write!(
            text,
            "<input id=\"_i_{name}\"><inputExpression typeRef=\"{}\"><text>{name}</text></inputExpression></input>\n",
            type_of(column)
        );
    }
    text.push_str("<output id=\"_o\"/>\n");
    let nothing = vec![None; workload.columns.len()];
    let rules = (1..).zip(&workload.rules).chain(workload.has_else.then_some((0, &nothing)));
    for (answer, rule) in rules {
        let _ = write!(text, "<rule id=\"_{answer}\">");
        for (column, cell) in workload.columns.iter().zip(rule) {
            let entry = cell.map_or_else(|| "-".to_owned(), |range| entry(column, range));
            let _ = write!(text, "<inputEntry><text>{}</text></inputEntry>", entry.replace('<', "&lt;"));
        }
        let _ = write!(text, "<outputEntry><text>{answer}</text></outputEntry></rule>\n");
    }
    text.push_str("</decisionTable></decision>\n");
    for column in &workload.columns {
        let name = name(column);
        let _ = write!(
            text,
            "<inputData name=\"{name}\" id=\"_{name}\"><variable name=\"{name}\" typeRef=\"{}\"/></inputData>\n",
            type_of(column)
        );
    }
    text.push_str("</definitions>\n");
    text
}

fn type_of(column: &Column) -> &'static str {
    match column.kind {
        Kind::Words { .. } => "string",
        Kind::Boolean => "boolean",
        _ => "number",
    }
}

/// What a cell says in FEEL.
fn entry(column: &Column, (low, high): (i64, i64)) -> String {
    match &column.kind {
        Kind::Words { .. } => (low..high).map(|step| format!("\"{}\"", word(column, step))).collect::<Vec<_>>().join(", "),
        Kind::Boolean if high - low == 2 => "-".to_owned(),
        Kind::Boolean => (low == 1).to_string(),
        Kind::Integers | Kind::Days if high - low == 1 => number(column, low),
        _ => match ends(column, (low, high)) {
            (None, None) => "-".to_owned(),
            (Some(low), None) => format!(">= {}", number(column, low)),
            (None, Some(high)) => format!("< {}", number(column, high)),
            (Some(low), Some(high)) => format!("[{}..{})", number(column, low), number(column, high)),
        },
    }
}

impl Contender for Dsntk {
    type Input = FeelContext;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> FeelContext {
        let mut context = FeelContext::default();
        for ((column, name), step) in self.case.workload.columns.iter().zip(&self.names).zip(question.steps) {
            let value = match column.kind {
                Kind::Words { .. } => Value::String(word(column, *step).to_owned()),
                Kind::Boolean => Value::Boolean(*step != 0),
                Kind::Hundredths => Value::Number(FeelNumber::new(*step, 2)),
                Kind::Integers | Kind::Days => Value::Number(FeelNumber::from(*step)),
            };
            context.set_entry(name, value);
        }
        context
    }

    fn decide(&self, input: &FeelContext) -> Option<u32> {
        match self.model.evaluate_invocable(NAMESPACE, "bench", "answer", input) {
            Value::Number(answer) => u32::try_from(answer).ok(),
            _ => None,
        }
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|answer| self.case.rule_of_answer(answer))
    }
}
