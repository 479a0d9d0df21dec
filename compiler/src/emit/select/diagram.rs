//! Selection by the diagram as data.

use crate::dispatch::{DiagramData, Found, GraphNode};

use super::bytes::number;
use super::cells::{Cells, of_width};
use super::{Emitter, bytes};

/// In the nodes of a diagram, marks a target that is a leaf.
const LEAF: u32 = 1 << 31;

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the diagram.
    pub(super) fn diagram(&mut self, diagram: &DiagramData) -> (Vec<usize>, String) {
        let mut used: Vec<usize> = diagram
            .nodes
            .iter()
            .filter_map(|node| if let GraphNode::Test { dimension, .. } = node { Some(*dimension) } else { None })
            .collect();
        used.sort_unstable();
        used.dedup();
        let leaves: Vec<Found> =
            diagram.nodes.iter().filter_map(|node| if let GraphNode::Leaf(found) = node { Some(found.clone()) } else { None }).collect();
        let cells = Cells::new(&leaves, self.table);
        let mut words: Vec<u32> = Vec::new();
        let mut targets: Vec<u32> = Vec::with_capacity(diagram.nodes.len());
        let mut leaf = 0;
        for node in &diagram.nodes {
            match node {
                GraphNode::Leaf(_) => {
                    targets.push(LEAF | cells.code(leaf));
                    leaf += 1;
                }
                GraphNode::Test { dimension, outcomes } => {
                    targets.push(number(words.len()));
                    let mut runs: Vec<(u32, u32)> = outcomes
                        .iter()
                        .flat_map(|(set, to)| set.ranges().iter().map(|(_, end)| (*end, targets.get(*to).copied().unwrap_or(u32::MAX))))
                        .collect();
                    runs.sort_unstable();
                    words.push(number(used.binary_search(dimension).unwrap_or(0)));
                    words.push(number(runs.len()));
                    words.extend(runs.into_iter().flat_map(|(end, to)| [end, to]));
                }
            }
        }
        let (runtime, name) = (self.names.runtime.clone(), self.fresh("DIAGRAM"));
        let root = targets.get(diagram.root).copied().unwrap_or(u32::MAX);
        self.others.push(format!(
            "static {name}: {runtime}::data::Diagram<{}> = {runtime}::data::Diagram::new(\n    {},\n    {root},\n);\n",
            used.len(),
            bytes::literal(&of_width(words.into_iter(), 4)),
        ));
        let classes: Vec<String> = used
            .iter()
            .map(|input| {
                let segments: Vec<u32> = (0..self.plan.inputs[*input].axis.segments).collect();
                self.class(*input, &segments)
            })
            .collect();
        let body = self.of_cell(&cells, &name, &format!("[{}]", classes.join(", ")), true);
        (used, body)
    }
}
