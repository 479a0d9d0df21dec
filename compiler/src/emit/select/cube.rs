//! Selection by an outcome for each combination of classes.

use crate::dispatch::{Column, Cube};

use super::cells::Cells;
use super::{Emitter, bytes};

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the cells.
    pub(super) fn cube(&mut self, cube: &Cube) -> (Vec<usize>, String) {
        let cells = Cells::new(&cube.outcomes, self.table);
        let counts: Vec<u32> = cube.columns.iter().map(|column| column.classes.count).collect();
        let name = self.cube_static("CUBE", &counts, cells.width, &cells.bytes(&cube.cells));
        let classes = format!("[{}]", self.classes_of(&cube.columns).join(", "));
        let body = self.of_cell(&cells, &name, &classes, true);
        (used(&cube.columns), body)
    }

    /// A static of cells at the crossings of so many classes each.
    pub(super) fn cube_static(&mut self, name: &str, counts: &[u32], width: usize, cells: &[u8]) -> String {
        let (runtime, name) = (self.names.runtime.clone(), self.fresh(name));
        let ty = format!("{runtime}::data::Cube<{}, {width}>", counts.len());
        let counts = counts.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        self.others
            .push(format!("static {name}: {ty} = {runtime}::data::Cube::new(\n    [{counts}],\n    {},\n);\n", bytes::literal(cells)));
        name
    }

    /// What stands in a body for the class of each of these columns, until [`with_classes`] puts an expression there.
    pub(super) fn classes_of(&mut self, columns: &[Column]) -> Vec<String> {
        self.classes = columns.iter().map(|column| self.class(column.dimension, &column.classes.of_segment)).collect();
        (0..columns.len()).map(placeholder).collect()
    }
}

/// What stands for the class of a column: nothing that Rust could have there.
fn placeholder(column: usize) -> String {
    format!("\u{1}{column}\u{2}")
}

/// A body with these expressions for its columns' classes.
pub(super) fn with_classes(body: &str, classes: &[String]) -> String {
    classes.iter().enumerate().fold(body.to_owned(), |body, (column, class)| body.replace(&placeholder(column), class))
}

/// The inputs of these columns, ascending.
pub(super) fn used(columns: &[Column]) -> Vec<usize> {
    let mut used: Vec<usize> = columns.iter().map(|column| column.dimension).collect();
    used.sort_unstable();
    used
}
