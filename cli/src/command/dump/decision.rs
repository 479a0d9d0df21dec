//! Phases of one decision: the typed table, its rules as boxes, its diagram.

use std::fmt::Write as _;

use matchbook_compiler::check::Checked;
use matchbook_compiler::diagram::Node;
use matchbook_compiler::model::{DecisionTable, Domain, InputData, InputSource, Interval, RequirementId, RuleId, Type, UnaryTest};
use matchbook_compiler::region::{AtomSet, Dimension, Extent};
use matchbook_compiler::syntax::{print_entry, print_input, print_output, print_value};

/// Which decision it is.
pub(super) fn head(table: &DecisionTable) -> String {
    let complete = if table.complete { "complete" } else { "not complete" };
    format!("decision {:?} of {} at {}!{}: {}, {complete}\n", table.name, table.app, table.sheet, table.range, table.hit_policy.word())
}

/// The typed decision, entries in their normal form.
pub(super) fn model(table: &DecisionTable) -> String {
    let mut text = head(table);
    let domain = |domain: Option<&Domain>, base| match domain {
        Some(domain) => format!(", {}", print_entry(Some(&domain.tests), base)),
        None => String::new(),
    };
    let inferred = |inferred: bool| if inferred { ", inferred" } else { "" };
    for input in &table.inputs {
        let values = input.scalar().map(|ty| domain(input.domain.as_ref(), ty.base)).unwrap_or_default();
        let required = |id: RequirementId| table.requirements.get(id.0).map_or("?", |requirement| requirement.decision.as_str());
        let source = match &input.source {
            InputSource::Given => String::new(),
            InputSource::Forwarded(forwarded) => format!(" for `{}`", required(forwarded.requirement)),
            InputSource::Decision(requirement, _) => format!(" of `{}`", required(*requirement)),
            InputSource::Column(expression) => format!(" = {}", expression.text),
            InputSource::Condition(expression, _) => format!(": whether {} holds", expression.text),
        };
        let _ = writeln!(text, "  input {}{source}: {}{values}{}", input.name, input.ty, inferred(input.inferred));
    }
    for output in &table.output_clauses {
        let values = domain(output.domain.as_ref(), output.ty.value().base);
        let _ = writeln!(text, "  output {}: {}{values}{}", output.name, output.ty, inferred(output.inferred));
    }
    for rule in &table.rules {
        let entries = table.input_clauses.iter().zip(&rule.entries).filter_map(|(clause, entry)| {
            let input = table.inputs.get(clause.input.0)?;
            let any = entry.tests.is_none() && entry.condition.is_none();
            let base = input.scalar().filter(|_| !any)?.base;
            Some(format!("{}: {}", input.name, print_input(entry, base)))
        });
        let entries: Vec<String> = entries.collect();
        let outputs = table.output_clauses.iter().zip(&rule.outputs);
        let outputs: Vec<String> = outputs.map(|(clause, entry)| print_output(&entry.output, clause.ty.value().base)).collect();
        let entries = if entries.is_empty() { "any".to_owned() } else { entries.join("; ") };
        let _ = writeln!(text, "  rule {} at {}: {entries} -> {}", rule.id, rule.range, outputs.join("; "));
    }
    text
}

/// Each input's atoms, and each rule as a box of them.
pub(super) fn matrix(checked: &Checked) -> String {
    let (table, matrix) = (checked.table(), checked.matrix());
    let mut text = head(table);
    for dimension in &matrix.dimensions {
        let Some(input) = table.inputs.get(dimension.input.0) else { continue };
        let _ = writeln!(text, "  input {}", input.name);
        for (i, atom) in dimension.atoms.iter().enumerate() {
            let finer = if atom.finer_only { ", only values with more digits" } else { "" };
            let witness = input.scalar().map_or_else(|| atom.witness.to_string(), |ty| print_value(&atom.witness, ty.base));
            let _ = writeln!(text, "    {i}: {}, such as {witness}{finer}", extent(&atom.extent, input));
        }
    }
    for region in &matrix.rules {
        let sets: Vec<String> = region.sets.iter().zip(&matrix.dimensions).map(|(set, dimension)| atoms(set, dimension)).collect();
        let _ = writeln!(text, "  rule {}: {}", id(table, region.rule), sets.join(" x "));
    }
    text
}

fn extent(extent: &Extent, input: &InputData) -> String {
    let Some(Type { base, .. }) = input.scalar() else { return "every value".to_owned() };
    match extent {
        Extent::Null => "null".to_owned(),
        Extent::Point(value) => print_value(value, base),
        Extent::Within(Interval { low: None, high: None }) => "every other value".to_owned(),
        Extent::Within(interval) => print_entry(Some(&[UnaryTest::Within(interval.clone())]), base),
        Extent::Other => "any other text".to_owned(),
        Extent::Whole => "every value".to_owned(),
    }
}

/// `0-2, 5`, or `all`.
fn atoms(set: &AtomSet, dimension: &Dimension) -> String {
    let whole = u32::try_from(dimension.atoms.len()).unwrap_or(u32::MAX);
    if set.ranges() == [(0, whole)] {
        return "all".to_owned();
    }
    let ranges = set.ranges().iter().map(|(first, end)| {
        let last = end.saturating_sub(1);
        if *first == last { first.to_string() } else { format!("{first}-{last}") }
    });
    let ranges: Vec<String> = ranges.collect();
    if ranges.is_empty() { "none".to_owned() } else { ranges.join(", ") }
}

/// The nodes of the diagram, the root last.
pub(super) fn diagram(checked: &Checked) -> String {
    let (table, matrix) = (checked.table(), checked.matrix());
    let mut text = head(table);
    let Some(diagram) = checked.diagram() else {
        text.push_str("  no diagram: it would have more nodes than `limits.diagram-nodes`\n");
        return text;
    };
    for (i, node) in diagram.nodes.iter().enumerate() {
        match node {
            Node::Leaf(rules) => {
                let rules: Vec<&str> = rules.iter().map(|rule| id(table, *rule)).collect();
                let _ = writeln!(text, "  {i}: {}", if rules.is_empty() { "no rule".to_owned() } else { rules.join(", ") });
            }
            Node::Test { dimension, branches } => {
                let name = usize::try_from(*dimension)
                    .ok()
                    .and_then(|dimension| matrix.dimensions.get(dimension))
                    .and_then(|dimension| table.inputs.get(dimension.input.0))
                    .map(|input| input.name.to_string())
                    .unwrap_or_default();
                let mut first = 0;
                let branches = branches.iter().map(|branch| {
                    let last = branch.end.saturating_sub(1);
                    let run = if first == last { first.to_string() } else { format!("{first}-{last}") };
                    first = branch.end;
                    format!("{run} -> {}", branch.to.0)
                });
                let branches: Vec<String> = branches.collect();
                let _ = writeln!(text, "  {i}: {name}: {}", branches.join(", "));
            }
        }
    }
    let _ = writeln!(text, "  root {}", diagram.root.0);
    text
}

pub(super) fn id(table: &DecisionTable, rule: RuleId) -> &str {
    table.rules.get(rule.0).map_or("?", |rule| &rule.id)
}
