//! Selection for batches: each column of a block of rows is brought to classes in one pass, whatever form `select` has.

use crate::check::Checked;
use crate::dispatch::{Column, Cube, Found, Plan};

use super::bytes;
use super::inputs::Locals;
use super::names::SelectionNames;
use super::{Emitter, is_optional};

/// What batches are made of, beside `select`.
pub struct Blocks {
    /// The statics.
    pub items: Vec<String>,
    /// What is asked of columns, in this order: the position of the input, how many classes it has, and the function of a `value` that gives
    /// its class.
    pub columns: Vec<(usize, u32, String)>,
    /// The static that holds what the classes of all columns come to: a rule's number, that of the rules, which asks `select`, or one more for
    /// no rule.
    pub cells: String,
}

/// How batches find the rules, by the cube that the plan has for them. `None` without one.
///
/// `names` are those of `select`, which is there already.
pub fn blocks(decision: &Checked, plan: &Plan, names: &SelectionNames) -> Option<Blocks> {
    let cube = plan.batch.as_ref()?;
    // Where an input is a field of `Input`, here it is what a function of its own takes.
    let fields = vec!["value".to_owned(); names.fields.len()];
    let of_values = SelectionNames { fields, ..names.clone() };
    let mut emitter = Emitter::new(decision.table(), plan, &of_values);
    emitter.locals = Locals::new(plan, names);
    Some(emitter.for_batches(cube))
}

impl Emitter<'_> {
    fn for_batches(mut self, cube: &Cube) -> Blocks {
        let mut columns = Vec::new();
        for position in 0..self.plan.inputs.len() {
            let column: Option<&Column> = cube.columns.iter().find(|column| column.dimension == position);
            let used: &[usize] = if column.is_some() { &[position] } else { &[] };
            // Its class comes before what is asked of it, which may be asked of the class.
            let class = column.map(|column| self.class(position, &column.classes.of_segment));
            let mut statements = String::new();
            self.asked(&[position], used, &mut statements);
            if class.is_none() && statements.is_empty() {
                continue;
            }
            // Of what no rule asks about, only whether it is allowed.
            let (count, class) = (column.map_or(1, |column| column.classes.count), class.unwrap_or_else(|| "0".to_owned()));
            let function =
                if statements.is_empty() { format!("|value| Ok({class})") } else { format!("|value| {{ {statements} Ok({class}) }}") };
            columns.push((self.plan.inputs[position].axis.input.0, count, function));
        }
        let rules = bytes::number(self.table.rules.len());
        let code = |outcome: &Found| match outcome {
            Found::Rule(rule) => bytes::number(rule.0),
            Found::Nothing if is_optional(self.plan, self.table.hit_policy) => rules.saturating_add(1),
            // What is an error is told by `select`.
            _ => rules,
        };
        let codes: Vec<u32> = cube.outcomes.iter().map(code).collect();
        let cells = self.fresh("BATCH_CELLS");
        let numbers: Vec<u32> = cube.cells.iter().map(|outcome| codes.get(*outcome as usize).copied().unwrap_or(rules)).collect();
        let runtime = &self.names.runtime;
        self.others.push(format!("static {cells}: {runtime}::data::Numbers =\n    {};\n", bytes::numbers(runtime, numbers)));
        Blocks { items: self.others, columns, cells }
    }
}
