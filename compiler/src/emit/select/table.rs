//! Selection by data: the diagram or the rules as byte strings.

use crate::dispatch::{DiagramData, Found, GraphNode, Grid, Key, Otherwise, Promise, Scan, ScanColumn};
use crate::model::RuleId;
use crate::region::AtomSet;

use super::{Emitter, bytes};

/// In the nodes of a diagram, marks a target that is a leaf.
const LEAF: u32 = 1 << 31;

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// Where lists of these lengths begin, and where the last ends.
fn begins(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut begins = vec![0];
    let mut end = 0;
    for length in lengths {
        end += length;
        begins.push(number(end));
    }
    begins
}

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
            lists_of(&runtime, &begins(lists.iter().map(Vec::len)), lists.iter().flatten())
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

    /// The inputs that are used and the body of `select`; pushes the candidates and columns.
    pub(super) fn scan(&mut self, scan: &Scan) -> (Vec<usize>, String) {
        let runtime = self.names.runtime.clone();
        let name = self.fresh("CANDIDATES");
        let keys: Vec<String> = scan.columns.iter().take(scan.keys).map(|column| column.classes.count.to_string()).collect();
        let columns: Vec<String> = scan.columns.iter().skip(scan.keys).map(|column| scan_column(&runtime, column)).collect();
        self.others.push(format!(
            "static {name}: {runtime}::data::Scan = {runtime}::data::Scan::new(\n    &[{}],\n    {},\n    &[{}],\n);\n",
            keys.join(", "),
            lists_of(&runtime, &scan.cells, scan.candidates.iter()),
            columns.iter().map(|column| format!("\n        {column},")).collect::<String>()
        ));
        let classes: Vec<String> = scan.columns.iter().map(|column| self.class(column.dimension, &column.classes.of_segment)).collect();
        let body = self.data_body(&format!("{name}.rules([{}])", classes.join(", ")), &scan.promise);
        let mut used: Vec<usize> = scan.columns.iter().map(|column| column.dimension).collect();
        used.sort_unstable();
        (used, body)
    }

    /// What `select` makes of the rules that data gives.
    fn data_body(&mut self, rules: &str, promise: &Promise) -> String {
        let runtime = self.names.runtime.clone();
        let otherwise = self.plan.otherwise;
        let else_rule = match otherwise {
            Otherwise::Else(rule) => Some(format!("{runtime}::RuleIndex::new({})", rule.0)),
            _ => None,
        };
        if !self.table.hit_policy.is_single_hit() {
            return match (else_rule, promise) {
                // A diagram's leaves have it already.
                (Some(rule), Promise::None) => {
                    format!(
                        "let mut rules = {rules}.peekable(); let otherwise = rules.peek().is_none().then_some({rule}); Ok(rules.chain(otherwise))"
                    )
                }
                _ => format!("Ok({rules})"),
            };
        }
        let found = match promise {
            Promise::None => format!("{rules}.next()"),
            Promise::Unique => format!("{runtime}::data::only({rules})?"),
            Promise::Any(groups) => {
                let name = self.fresh("OUTPUTS");
                self.others.push(format!(
                    "static {name}: {runtime}::data::Numbers = {};\n",
                    bytes::numbers(&runtime, groups.iter().map(|rule| number(rule.0)))
                ));
                format!("{runtime}::data::agreeing({rules}, &{name})?")
            }
        };
        match (otherwise, else_rule) {
            (_, Some(rule)) => format!("Ok({found}.unwrap_or({rule}))"),
            (Otherwise::NoRule, _) => format!("{found}.ok_or({runtime}::Error::NoRule)"),
            _ => match found.strip_suffix('?') {
                Some(found) => found.to_owned(),
                None => format!("Ok({found})"),
            },
        }
    }

    /// The class of an input, as an expression, given the class of each segment.
    fn class(&mut self, input: usize, classes: &[u32]) -> String {
        let plan = self.plan;
        let axis = &plan.inputs[input].axis;
        let runtime = self.names.runtime.clone();
        let key = self.key(input);
        let class = |segment: usize| classes.get(segment).copied().unwrap_or(u32::MAX);
        let first = usize::from(axis.nullable);
        let name = format!("{}_CLASSES", self.names.statics.get(axis.input.0).cloned().unwrap_or_default());
        let of_value = |expression: String, value: &str| {
            if axis.nullable { format!("{key}.map_or({}, |{value}| {expression})", class(0)) } else { expression }
        };
        let value = if axis.nullable { "key".to_owned() } else { key.clone() };
        match &axis.key {
            Key::Boolean(_) | Key::Variant(_) | Key::Structure => self.class_by_match(input, classes),
            Key::Literal(texts) => {
                let mut sorted: Vec<(&str, u32)> =
                    texts.iter().enumerate().filter_map(|(at, text)| text.as_deref().map(|text| (text, class(first + at)))).collect();
                sorted.sort_unstable();
                let others = texts.iter().position(Option::is_none).map_or(u32::MAX, |at| class(first + at));
                // A text that is none of them and lies in no class was refused before.
                let others = if others == u32::MAX { 0 } else { others };
                let known: Vec<&str> = sorted.iter().map(|(text, _)| *text).collect();
                let (texts_name, name) = (self.fresh(&format!("{name}_TEXTS")), self.fresh(&name));
                self.others.push(format!("static {texts_name}: {runtime}::data::Texts =\n    {};\n", bytes::texts(&runtime, &known)));
                self.others.push(format!(
                    "static {name}: {runtime}::data::Numbers =\n    {};\n",
                    bytes::numbers(&runtime, sorted.iter().map(|(_, class)| *class).chain([others]).collect::<Vec<_>>())
                ));
                of_value(format!("{texts_name}.class({value}, &{name})"), "key")
            }
            Key::Ordered { grid, starts } => {
                let name = self.fresh(&name);
                let keys: Vec<i128> = starts.iter().map(|start| start.key).collect();
                self.others.push(bytes::integers(&runtime, &name, &keys, classes.get(first..).unwrap_or_default(), grid.is_wide()));
                of_value(format!("{name}.class({value})"), "key")
            }
        }
    }

    /// The class of a boolean or an enum: values of one class are one arm.
    fn class_by_match(&self, input: usize, classes: &[u32]) -> String {
        let axis = &self.plan.inputs[input].axis;
        let mut groups: Vec<(u32, Vec<(u32, u32)>)> = Vec::new();
        for (segment, class) in (0..axis.segments).zip(classes) {
            match groups.iter_mut().find(|(other, _)| other == class) {
                Some((_, segments)) => segments.push((segment, segment + 1)),
                None => groups.push((*class, vec![(segment, segment + 1)])),
            }
        }
        if let [(class, _)] = groups.as_slice() {
            return class.to_string();
        }
        let arms =
            groups.into_iter().map(|(class, segments)| format!("{} => {class}", self.pattern(input, &AtomSet::from_ranges(segments))));
        format!("match {} {{ {} }}", self.key(input), arms.collect::<Vec<_>>().join(", "))
    }

    /// A key that stands among cuts kept as data, where they would be too many to write.
    pub(super) fn position_static(&mut self, grid: &Grid, input: usize) -> Option<String> {
        let runtime = self.names.runtime.clone();
        let field = self.names.statics.get(self.plan.inputs[input].axis.input.0).cloned().unwrap_or_default();
        match grid {
            Grid::TextPosition(texts) => {
                let name = self.fresh(&format!("{field}_TEXTS"));
                let known: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.others.push(format!("static {name}: {runtime}::data::Texts =\n    {};\n", bytes::texts(&runtime, &known)));
                Some(name)
            }
            Grid::DecimalPosition(numbers) => {
                let name = self.fresh(&format!("{field}_NUMBERS"));
                let data: Vec<u8> = numbers
                    .iter()
                    .flat_map(|number| number.coefficient().to_le_bytes().into_iter().chain(number.scale().to_le_bytes()))
                    .collect();
                self.others.push(format!(
                    "static {name}: {runtime}::data::Decimals = {runtime}::data::Decimals::new(\n    {},\n);\n",
                    bytes::literal(&data)
                ));
                Some(name)
            }
            _ => None,
        }
    }
}

fn lists_of<'r>(runtime: &str, begins: &[u32], rules: impl Iterator<Item = &'r RuleId>) -> String {
    let rules: Vec<u32> = rules.map(|rule| number(rule.0)).collect();
    format!(
        "{runtime}::data::Lists::new(\n        {},\n        {},\n    )",
        bytes::numbers(runtime, begins.iter().copied()),
        bytes::numbers(runtime, rules)
    )
}

fn scan_column(runtime: &str, column: &ScanColumn) -> String {
    let ranges: Vec<u32> = column.sets.iter().flat_map(|set| set.ranges()).flat_map(|(first, end)| [*first, *end]).collect();
    format!(
        "{runtime}::data::Column::new(\n            {},\n            {},\n            {},\n        )",
        bytes::numbers(runtime, column.set_of_rule.iter().copied()),
        bytes::numbers(runtime, begins(column.sets.iter().map(|set| set.ranges().len()))),
        bytes::numbers(runtime, ranges)
    )
}
