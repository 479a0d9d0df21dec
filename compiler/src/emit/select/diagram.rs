//! Selection by the diagram as data.

use crate::dispatch::{DiagramData, Found, GraphNode, Promise};
use crate::model::RuleId;

use super::bytes::{begins, number};
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
        let mut words: Vec<u32> = Vec::new();
        let mut lists: Vec<Vec<RuleId>> = Vec::new();
        let mut targets: Vec<u32> = Vec::with_capacity(diagram.nodes.len());
        for node in &diagram.nodes {
            match node {
                GraphNode::Leaf(found) => {
                    targets.push(LEAF | number(lists.len()));
                    lists.push(match found {
                        Found::Rule(rule) => vec![*rule],
                        Found::Rules(rules) => rules.clone(),
                        Found::Several(first, second) => vec![*first, *second],
                        Found::NoRule | Found::Nothing => Vec::new(),
                    });
                }
                GraphNode::Test { dimension, outcomes } => {
                    targets.push(number(words.len()));
                    let mut runs: Vec<(u32, u32)> = outcomes
                        .iter()
                        .flat_map(|(set, to)| set.ranges().iter().map(|(_, end)| (*end, targets.get(*to).copied().unwrap_or(LEAF))))
                        .collect();
                    runs.sort_unstable();
                    words.push(number(used.binary_search(dimension).unwrap_or(0)));
                    words.push(number(runs.len()));
                    words.extend(runs.into_iter().flat_map(|(end, to)| [end, to]));
                }
            }
        }
        let runtime = self.names.runtime.clone();
        let name = self.fresh("DIAGRAM");
        let nodes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.others.push(format!(
            "static {name}: {runtime}::data::Diagram = {runtime}::data::Diagram::new(\n    {},\n    {},\n    {},\n);\n",
            bytes::literal(&nodes),
            targets.get(diagram.root).copied().unwrap_or(LEAF),
            bytes::lists(&runtime, &begins(lists.iter().map(Vec::len)), lists.iter().flatten())
        ));
        let classes: Vec<String> = used
            .iter()
            .map(|input| {
                let segments: Vec<u32> = (0..self.plan.inputs[*input].axis.segments).collect();
                self.class(*input, &segments)
            })
            .collect();
        let body = self.data_body(&format!("{name}.rules(&[{}])", classes.join(", ")), &Promise::Unique);
        (used, body)
    }
}
