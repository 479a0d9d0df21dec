//! Selection by tables of two classes each.

use crate::dispatch::width::width_with_none;
use crate::dispatch::{Operand, Pairs};

use super::Emitter;
use super::cells::{Cells, of_width};
use super::cube::used;

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the tables.
    pub(super) fn pairs(&mut self, pairs: &Pairs) -> (Vec<usize>, String) {
        let cells = Cells::new(&pairs.outcomes, self.table);
        let columns = self.classes_of(&pairs.columns);
        // Each operand is read once, so each can stand where it is used.
        let mut tables: Vec<String> = Vec::new();
        let mut body = String::new();
        for (at, table) in pairs.tables.iter().enumerate() {
            let of = |operand: Operand| match operand {
                Operand::Column(at) => columns.get(at).cloned().unwrap_or_default(),
                Operand::Table(at) => tables.get(at).cloned().unwrap_or_default(),
            };
            let arguments = format!("[{}, {}]", of(table.left), of(table.right));
            let (counts, last) = ([table.counts.0, table.counts.1], at + 1 == pairs.tables.len());
            let (width, data) = if last {
                (cells.width, cells.bytes(&table.cells))
            } else {
                let width = width_with_none(table.cells.iter().max().map_or(0, |most| *most as usize + 1));
                (width, of_width(table.cells.iter().copied(), width))
            };
            let name = self.cube_static("PAIRS", &counts, width, &data);
            if last {
                body = self.of_cell(&cells, &name, &arguments, true);
            }
            tables.push(format!("{name}.cell({arguments})"));
        }
        (used(&pairs.columns), body)
    }
}
