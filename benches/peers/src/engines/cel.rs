//! `cel`: a compiled program for each rule, run in order until one holds. It has no decimals: hundredths are whole numbers to it.

use cel::{Context, Program, Value};
use matchbook_benches::workload::{Column, Kind};

use super::{ends, name, word};
use crate::contender::Contender;
use crate::question::{Case, Question};

/// The programs, in the order of rules.
pub(super) struct Cel {
    case: &'static Case,
    /// What every program may call, made once: an input is a scope in it.
    functions: &'static Context<'static, 'static>,
    names: Vec<String>,
    programs: Vec<Program>,
}

impl Cel {
    /// Compiles the rules.
    pub(super) fn new(case: &'static Case) -> Result<Self, String> {
        let workload = &case.workload;
        let conditions = |rule: &[Option<(i64, i64)>]| {
            let cells = workload.columns.iter().zip(rule).filter_map(|(column, cell)| condition(column, (*cell)?));
            let all: Vec<String> = cells.collect();
            if all.is_empty() { "true".to_owned() } else { all.join(" && ") }
        };
        let programs = workload.rules.iter().map(|rule| Program::compile(&conditions(rule)).map_err(|error| format!("cel: {error}")));
        let programs = programs.collect::<Result<Vec<Program>, String>>()?;
        let functions = Box::leak(Box::default());
        Ok(Self { case, functions, names: workload.columns.iter().map(name).collect(), programs })
    }
}

/// What a cell asks; `None` where it asks nothing.
fn condition(column: &Column, (low, high): (i64, i64)) -> Option<String> {
    let name = name(column);
    match &column.kind {
        Kind::Words { .. } if high - low == 1 => Some(format!("{name} == \"{}\"", word(column, low))),
        Kind::Words { .. } => {
            let words: Vec<String> = (low..high).map(|step| format!("\"{}\"", word(column, step))).collect();
            Some(format!("{name} in [{}]", words.join(", ")))
        }
        Kind::Boolean if high - low == 2 => None,
        Kind::Boolean => Some(if low == 1 { name } else { format!("!{name}") }),
        Kind::Integers | Kind::Days if high - low == 1 => Some(format!("{name} == {low}")),
        _ => match ends(column, (low, high)) {
            (None, None) => None,
            (Some(low), None) => Some(format!("{name} >= {low}")),
            (None, Some(high)) => Some(format!("{name} < {high}")),
            (Some(low), Some(high)) => Some(format!("{name} >= {low} && {name} < {high}")),
        },
    }
}

impl Contender for Cel {
    type Input = Context<'static, 'static>;
    type Found = Option<u32>;

    fn input(&self, question: Question<'_>) -> Self::Input {
        let mut context = self.functions.new_inner_scope();
        for ((column, name), step) in self.case.workload.columns.iter().zip(&self.names).zip(question.steps) {
            match column.kind {
                Kind::Words { .. } => context.add_variable_from_value(name.as_str(), word(column, *step)),
                Kind::Boolean => context.add_variable_from_value(name.as_str(), *step != 0),
                _ => context.add_variable_from_value(name.as_str(), *step),
            }
        }
        context
    }

    fn decide(&self, input: &Self::Input) -> Option<u32> {
        let holds = |program: &Program| program.execute(input) == Ok(Value::Bool(true));
        let found = self.programs.iter().position(holds);
        let found = found.or_else(|| self.case.workload.has_else.then_some(self.programs.len()));
        found.and_then(|found| u32::try_from(found).ok())
    }

    fn rule(&self, _: &Self::Input, found: Option<u32>) -> Option<usize> {
        found.map(|row| self.case.rule_of_row(row as usize))
    }
}
