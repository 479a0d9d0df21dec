//! `zen-engine`: a graph of one decision table, compiled.

use std::sync::Arc;

use matchbook_benches::workload::{Column, Kind};
use serde_json::json;
use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

use super::{ends, name, number, word};
use crate::contender::Contender;
use crate::question::{Case, Question};

/// A compiled decision.
pub(super) struct Zen {
    case: &'static Case,
    names: Vec<String>,
    decision: Decision,
}

impl Zen {
    /// The workload's table as a graph.
    pub(super) fn new(case: &'static Case) -> Result<Self, String> {
        let workload = &case.workload;
        let inputs: Vec<_> =
            workload.columns.iter().map(|column| json!({ "id": name(column), "name": column.label, "field": name(column) })).collect();
        let rules = (1..).zip(&workload.rules).map(|(answer, rule): (usize, _)| {
            let mut row = serde_json::Map::new();
            row.insert("_id".to_owned(), answer.to_string().into());
            for (column, cell) in workload.columns.iter().zip(rule) {
                row.insert(name(column), cell.map_or(String::new(), |range| entry(column, range)).into());
            }
            row.insert("answer".to_owned(), answer.to_string().into());
            serde_json::Value::Object(row)
        });
        let mut rules: Vec<_> = rules.collect();
        if workload.has_else {
            rules.push(json!({ "_id": "else", "answer": "0" }));
        }
        let content = json!({
            "nodes": [
                { "id": "in", "name": "in", "type": "inputNode", "content": {} },
                { "id": "table", "name": "table", "type": "decisionTableNode", "content": {
                    "hitPolicy": "first",
                    "inputs": inputs,
                    "outputs": [{ "id": "answer", "name": "answer", "field": "answer" }],
                    "rules": rules,
                } },
                { "id": "out", "name": "out", "type": "outputNode", "content": {} },
            ],
            "edges": [
                { "id": "1", "sourceId": "in", "targetId": "table", "type": "edge" },
                { "id": "2", "sourceId": "table", "targetId": "out", "type": "edge" },
            ],
        });
        let mut content: GraphContent = serde_json::from_value(content).map_err(|error| format!("zen-engine: {error}"))?;
        content.compile();
        let names = workload.columns.iter().map(name).collect();
        Ok(Self { case, names, decision: Decision::from(Arc::new(content)) })
    }
}

/// What a cell says in its language.
fn entry(column: &Column, (low, high): (i64, i64)) -> String {
    match &column.kind {
        Kind::Words { .. } => (low..high).map(|step| format!("\"{}\"", word(column, step))).collect::<Vec<_>>().join(", "),
        Kind::Boolean if high - low == 2 => String::new(),
        Kind::Boolean => (low == 1).to_string(),
        Kind::Integers | Kind::Days if high - low == 1 => number(column, low),
        _ => match ends(column, (low, high)) {
            (None, None) => String::new(),
            (Some(low), None) => format!(">= {}", number(column, low)),
            (None, Some(high)) => format!("< {}", number(column, high)),
            (Some(low), Some(high)) => format!("[{}..{})", number(column, low), number(column, high)),
        },
    }
}

impl Contender for Zen {
    type Input = Variable;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Variable {
        let object = Variable::empty_object();
        for ((column, name), step) in self.case.workload.columns.iter().zip(&self.names).zip(question.steps) {
            let value = match column.kind {
                Kind::Words { .. } => Variable::String(word(column, *step).into()),
                Kind::Boolean => Variable::Bool(*step != 0),
                Kind::Hundredths => Variable::Number(matchbook::Decimal::new(*step, 2)),
                Kind::Integers | Kind::Days => Variable::Number(matchbook::Decimal::from(*step)),
            };
            object.dot_insert(name, value);
        }
        object
    }

    fn decide(&self, input: &Variable) -> Option<u32> {
        // A clone counts a reference more.
        let response = pollster::block_on(self.decision.evaluate(input.clone())).ok()?;
        response.result.dot("answer")?.as_number().and_then(|answer| u32::try_from(answer.mantissa()).ok())
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|answer| self.case.rule_of_answer(answer))
    }
}
