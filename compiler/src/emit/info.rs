//! What a generated module says of itself: docs, rules, fields, `TABLE`.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::Context;
use super::columns::array;
use super::text::{code, docs, grid, item, literal, prose};
use crate::model::{Aggregation, BaseType, HitPolicy, InputClause, InputData, InputSource, Output, Rule, RuleId};
use crate::syntax::{print_entry, print_expected_input, print_input, print_output};

/// Up to so many rules `RULES` is a slice: 19,008 of them would cost rustc 1.6 s and 310 MB, and one text a sixteenth of that.
const MAX_RULE_SLICE: usize = 1_000;
/// The rules that the docs show.
const MAX_RULES_SHOWN: usize = 100;
/// How many rules stand between two marks of a packed text, as the runtime reads it.
const MARK_EVERY: usize = 64;

/// The module's own docs, with the table as text.
pub(super) fn module_docs(cx: &Context<'_>) -> String {
    let table = cx.table;
    let mut lines = vec![format!("{}: sheet {}.", prose(&table.name), code(&table.sheet)), String::new()];
    for paragraph in
        table.description.iter().map(|text| prose(text)).chain(table.owner.iter().map(|owner| format!("Owner: {}.", prose(owner))))
    {
        lines.extend([paragraph, String::new()]);
    }
    lines.push("```text".to_owned());
    let mut rows = vec![
        [format!("{} {}", " ".repeat(table.range.last.row.to_string().len()), table.hit_policy.word())]
            .into_iter()
            .chain(table.input_clauses.iter().map(|clause| clause.label.clone()))
            .chain(table.output_clauses.iter().map(|clause| clause.label.clone()))
            .collect::<Vec<_>>(),
    ];
    rows.extend(table.rules.iter().take(MAX_RULES_SHOWN).map(|rule| row(cx, rule)));
    // The gutter is no cell: its blanks align the row numbers.
    let gutters: Vec<String> = rows.iter_mut().map(|row| std::mem::take(&mut row[0])).collect();
    let widest = gutters.iter().map(|gutter| gutter.chars().count()).max().unwrap_or(0);
    let cells: Vec<Vec<String>> = rows.into_iter().map(|row| row.into_iter().skip(1).collect()).collect();
    for (gutter, line) in gutters.iter().zip(grid(&cells)) {
        let gutter = super::text::line(gutter).chars().collect::<String>();
        let indent = gutters.first().map_or(0, |first| first.chars().take_while(|c| *c == ' ').count());
        let gutter = if gutter.starts_with(|c: char| c.is_ascii_digit()) { gutter } else { format!("{}{gutter}", " ".repeat(indent)) };
        let padded = format!("{gutter}{}", " ".repeat(widest.saturating_sub(gutter.chars().count())));
        lines.push(format!("{padded} │ {line}").trim_end().to_owned());
    }
    if table.rules.len() > MAX_RULES_SHOWN {
        lines.push(format!("… and {} rules more", table.rules.len() - MAX_RULES_SHOWN));
    }
    lines.push("```".to_owned());
    docs("//!", &lines)
}

fn row(cx: &Context<'_>, rule: &Rule) -> Vec<String> {
    let table = cx.table;
    let digits = table.range.last.row.to_string().len();
    let number = (u64::from(rule.range.first.row) + 1).to_string();
    let inputs = table.input_clauses.iter().zip(&rule.entries).map(|(clause, entry)| {
        let base = table.inputs.get(clause.input.0).and_then(InputData::scalar).map_or(BaseType::Text, |ty| ty.base);
        if entry.tests.is_none() && entry.condition.is_none() { String::new() } else { print_input(entry, base) }
    });
    let outputs = table.output_clauses.iter().zip(&rule.outputs).map(|(clause, entry)| match &entry.output {
        Output::Literal(value) => value.show(clause.ty.value().base),
        Output::Expression(expression) => expression.text.clone(),
    });
    [format!("{number:0>digits$} {}", rule.id)].into_iter().chain(inputs).chain(outputs).collect()
}

/// `RULES`.
pub(super) fn rules(cx: &Context<'_>) -> Vec<String> {
    let runtime = cx.runtime;
    let sheet = &cx.table.sheet;
    let note = |rule: &Rule| rule.annotations.iter().filter(|note| !note.is_empty()).cloned().collect::<Vec<_>>().join("; ");
    if cx.table.rules.len() <= MAX_RULE_SLICE {
        let mut text = format!("/// The rules, in the table's order.\npub static RULES: {runtime}::Rules = {runtime}::Rules::new(&[\n");
        for rule in &cx.table.rules {
            let cells = literal(&format!("{sheet}!{}", rule.range));
            let _ = writeln!(text, "    {runtime}::Rule::new({}, {cells}, {}),", literal(&rule.id), literal(&note(rule)));
        }
        text.push_str("]);");
        return vec![text];
    }
    let mut text = String::from("static RULE_TEXT: &str = \"\\\n");
    let mut marks = Vec::new();
    let mut length = 0_usize;
    for (position, rule) in cx.table.rules.iter().enumerate() {
        if position % MARK_EVERY == 0 {
            marks.push(length.to_string());
        }
        let (cells, note) = (format!("{sheet}!{}", rule.range), note(rule));
        let record = format!("{} {} {} {}{cells}{note}", rule.id.len(), cells.len(), note.len(), rule.id);
        length += record.len() + 1;
        let quoted = literal(&record);
        let _ = writeln!(text, "{}\\n\\", &quoted[1..quoted.len() - 1]);
    }
    text.push_str("\";");
    let marks = array("RULE_MARKS", "u32", marks.into_iter());
    let rules = format!(
        "/// The rules, in the table's order.\npub static RULES: {runtime}::Rules = {runtime}::Rules::packed(RULE_TEXT, &RULE_MARKS, {});",
        cx.table.rules.len()
    );
    vec![rules, text, marks]
}

/// The constants of the rules, if the text of the module names them.
pub(super) fn rule_constants(cx: &Context<'_>, used: &BTreeSet<&str>) -> Option<String> {
    let runtime = cx.runtime;
    let lines: Vec<String> = cx
        .names
        .rules
        .iter()
        .enumerate()
        .filter(|(_, name)| used.contains(name.as_str()))
        .map(|(position, name)| format!("const {name}: {runtime}::RuleIndex = {runtime}::RuleIndex::new({position});"))
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A static `Field`.
pub(super) struct StaticField {
    /// Its own name.
    pub(super) name: String,
    /// The path of what it is about.
    pub(super) path: String,
    /// What that must be.
    pub(super) expected: String,
    /// The glossary's sensitivity.
    pub(super) sensitivity: Option<String>,
}

/// The statics of inputs and outputs; of what the table computes only where the text of the module names them.
pub(super) fn fields(cx: &Context<'_>, used: &BTreeSet<&str>) -> String {
    let runtime = cx.runtime;
    let names = cx.names.inputs.iter().chain(&cx.names.outputs);
    let abouts = cx.input_abouts.iter().chain(&cx.output_abouts);
    let sources = cx.table.inputs.iter().map(|input| input.is_given()).chain(std::iter::repeat(true));
    let of_lists = |position: usize| {
        let facts = cx.input_kinds.get(position).and_then(|kind| kind.facts).zip(cx.table.inputs.get(position));
        facts.map(|(facts, data)| facts.fields(&data.name.to_string())).unwrap_or_default()
    };
    let lines: Vec<String> = names
        .zip(abouts)
        .zip(sources)
        .enumerate()
        .filter(|(_, ((names, _), given))| *given || used.contains(names.field.as_str()))
        .flat_map(|(position, ((names, about), _))| {
            let own = StaticField {
                name: names.field.clone(),
                path: about.name.clone(),
                expected: about.expected.clone(),
                sensitivity: about.sensitivity.map(str::to_owned),
            };
            std::iter::once(own).chain(of_lists(position)).collect::<Vec<_>>()
        })
        .map(|StaticField { name, path, expected, sensitivity }| {
            let sensitive = sensitivity.map(|kind| format!(".sensitive({})", literal(&kind))).unwrap_or_default();
            let line =
                format!("static {name}: {runtime}::Field = {runtime}::Field::new({}, {}){sensitive};", literal(&path), literal(&expected));
            if line.chars().count() > 100 { item(&line) } else { line }
        })
        .collect();
    lines.join("\n")
}

/// The statics of all that the caller gives, in the order of `TABLE`: behind a list, those of what is in it.
pub(super) fn input_fields(cx: &Context<'_>) -> Vec<String> {
    let mut fields = Vec::new();
    for (id, data) in cx.table.given() {
        let (Some(names), Some(kind)) = (cx.names.inputs.get(id.0), cx.input_kinds.get(id.0)) else { continue };
        fields.push(names.field.clone());
        let below = kind.facts.map(|facts| facts.fields(&data.name.to_string())).unwrap_or_default();
        fields.extend(below.into_iter().map(|field| field.name));
    }
    fields
}

/// `TABLE`.
pub(super) fn info(cx: &Context<'_>) -> String {
    let runtime = cx.runtime;
    let table = cx.table;
    let policy = match table.hit_policy {
        HitPolicy::Unique => "Unique",
        HitPolicy::Any => "Any",
        HitPolicy::Priority => "Priority",
        HitPolicy::First => "First",
        HitPolicy::Collect(None) => "Collect",
        HitPolicy::Collect(Some(Aggregation::Sum)) => "Sum",
        HitPolicy::Collect(Some(Aggregation::Min)) => "Min",
        HitPolicy::Collect(Some(Aggregation::Max)) => "Max",
        HitPolicy::Collect(Some(Aggregation::Count)) => "Count",
        HitPolicy::RuleOrder => "RuleOrder",
        HitPolicy::OutputOrder => "OutputOrder",
    };
    let list = |names: &[&crate::names::FieldNames]| names.iter().map(|names| format!("&{}", names.field)).collect::<Vec<_>>().join(", ");
    item(&format!(
        "/// What this module was generated from.\npub static TABLE: {runtime}::Info = {runtime}::Info::new({app}, {name}, {runtime}::HitPolicy::{policy})\
         .source({book}, {sheet}).inputs(&[{inputs}]).outputs(&[{outputs}]).rules(RULES){requires}.origin({hash}, {version});",
        app = literal(&table.app),
        name = literal(&table.name),
        book = literal(table.book.as_str()),
        sheet = literal(&table.sheet),
        inputs = input_fields(cx).iter().map(|field| format!("&{field}")).collect::<Vec<_>>().join(", "),
        outputs = list(&cx.names.outputs.iter().collect::<Vec<_>>()),
        requires = requires(cx),
        hash = literal(&hash(cx)),
        version = literal(env!("CARGO_PKG_VERSION")),
    ))
}

/// The decisions that it requires, as a call.
fn requires(cx: &Context<'_>) -> String {
    let tables: Vec<String> = cx.requires.graph.iter().map(|required| format!("&{}::TABLE", required.module)).collect();
    if tables.is_empty() { String::new() } else { format!(".requires(&[{}])", tables.join(", ")) }
}

/// A hash of what the decision means: the same in whichever book, sheet, format and position it stands. 16 hexadecimal digits.
fn hash(cx: &Context<'_>) -> String {
    let table = cx.table;
    let mut hasher = Sha256::new();
    // Each part after its length, so that no two tables run together to the same text.
    let mut put = |part: &str| {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part.as_bytes());
    };
    put(&table.name);
    put(table.hit_policy.word());
    put(if table.complete { "complete" } else { "incomplete" });
    put(&table.inputs.len().to_string());
    for (input, about) in table.inputs.iter().zip(&cx.input_abouts) {
        put(&about.name);
        put(&input.ty.to_string());
        match &input.source {
            InputSource::Given => {}
            // What other decisions read is theirs.
            InputSource::Forwarded(_) => {}
            InputSource::Decision(requirement, _) => {
                put(table.requirements.get(requirement.0).map_or("", |requirement| requirement.decision.as_str()));
            }
            InputSource::Column(expression) => put(&expression.text),
            InputSource::Condition(expression, subject) => put(&format!("{} {}", subject.0, expression.text)),
        }
        let values = input.scalar().zip(input.domain.as_ref()).map(|(ty, domain)| print_entry(Some(&domain.tests), ty.base));
        put(&values.unwrap_or_default());
        for value in input.list().into_iter().flat_map(|list| list.values()) {
            put(&value.name.to_string());
            put(&print_expected_input(value));
        }
    }
    put(&table.output_clauses.len().to_string());
    for (clause, about) in table.output_clauses.iter().zip(&cx.output_abouts) {
        put(&about.name);
        put(&clause.ty.to_string());
        put(&clause.domain.as_ref().map(|domain| print_entry(Some(&domain.tests), clause.ty.value().base)).unwrap_or_default());
    }
    for clause in &table.input_clauses {
        put(&clause.input.0.to_string());
    }
    let base = |clause: &InputClause| table.inputs.get(clause.input.0).and_then(InputData::scalar).map_or(BaseType::Text, |ty| ty.base);
    // By clause: its type, and its entries as they print, those that share their tests once.
    let mut printed: Vec<(BaseType, HashMap<usize, String>)> =
        table.input_clauses.iter().map(|clause| (base(clause), HashMap::new())).collect();
    for rule in &table.rules {
        put(&rule.id);
        for ((base, printed), entry) in printed.iter_mut().zip(&rule.entries) {
            match entry.shared() {
                Some(shared) => put(printed.entry(shared).or_insert_with(|| print_input(entry, *base))),
                None => put(&print_input(entry, *base)),
            }
        }
        for (clause, entry) in table.output_clauses.iter().zip(&rule.outputs) {
            put(&print_output(&entry.output, clause.ty.value().base));
        }
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The rule as an expression, in code that names rules.
pub(super) fn rule_name(cx: &Context<'_>, rule: RuleId) -> String {
    cx.names.rules.get(rule.0).cloned().unwrap_or_default()
}
