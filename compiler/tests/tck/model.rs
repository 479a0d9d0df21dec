//! A DMN model: its types, and what its decisions decide from given inputs.

use std::collections::BTreeMap;

use matchbook_compiler::diagnostic::Describe;
use matchbook_compiler::diagnostic::Location;
use matchbook_compiler::diagnostic::expression::{ExpressionFinding, ExpressionMistake};
use matchbook_compiler::interpret::{Environment, compute};
use matchbook_compiler::model::{Domain, Expression, ExpressionBase, ExpressionType, InputId, Value};
use matchbook_compiler::source::{BookPath, CellRef};
use matchbook_compiler::syntax::Span;
use matchbook_compiler::syntax::expression::tree::{Node, NodeKind};
use matchbook_compiler::syntax::expression::{Names, parse, parse_tests};
use matchbook_compiler::typing::expression::{Facts, Resolved, Scope, condition, infer};
use serde_json::{Map, Value as Json};

use super::values::{Typed, common, conforms, context, fit, list, nothing, read};
use super::xml::Element;

/// Why a decision has no value in our language.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// It doesn't compile: the reason in a few words, and in detail.
    Refused(String, String),
    /// It holds something that our language leaves out, whatever it is worth: likewise.
    LeftOut(String, String),
    /// An arithmetic error.
    Inexact,
}

type Decided = Result<Typed, Failure>;

/// Codes of what our language leaves out on purpose: external functions, zones, ranges as values.
const LEFT_OUT: [&str; 3] = ["MB0512", "MB0532", "MB0536"];

fn refused<T>(reason: &str) -> Result<T, Failure> {
    Err(Failure::Refused(reason.to_owned(), String::new()))
}

fn left_out<T>(what: &str) -> Result<T, Failure> {
    Err(Failure::LeftOut(what.to_owned(), String::new()))
}

/// The first mistake as a reason: its code; and its message.
fn mistaken(text: &str, mistakes: Vec<ExpressionMistake>) -> Failure {
    let location = Location::cells(&BookPath::new("tck.csv"), "tck", CellRef::new(0, 0));
    let findings = ExpressionFinding::of_cell(&location, "", text, 0, mistakes, |_| true);
    let first = findings.first().unwrap();
    let (code, message) = (first.code().to_string(), first.describe().message);
    if LEFT_OUT.contains(&code.as_str()) { Failure::LeftOut(code, message) } else { Failure::Refused(code, message) }
}

/// Names and their values.
#[derive(Clone, Default)]
struct Bindings {
    named: Vec<(String, Typed)>,
    subject: Option<Typed>,
    facts: Facts,
}

impl Bindings {
    fn find(&self, name: &str) -> Option<usize> {
        self.named.iter().rposition(|(known, _)| known == name)
    }

    fn evaluate(&self, text: &str, expression: Result<Expression, Vec<ExpressionMistake>>) -> Decided {
        let expression = expression.map_err(|mistakes| mistaken(text, mistakes))?;
        let inputs: Vec<Value> = self.named.iter().map(|(_, typed)| typed.value.clone()).collect();
        let environment = Environment { inputs: &inputs, subject: self.subject.as_ref().map(|typed| &typed.value) };
        let value = compute(&expression, &environment).map_err(|_| Failure::Inexact)?;
        Ok(Typed { ty: expression.ty, value })
    }

    fn expression(&self, text: &str) -> Decided {
        let names = self.names();
        let node = parse(text, &Names::new(names.iter().map(String::as_str))).map_err(|mistakes| mistaken(text, mistakes))?;
        self.evaluate(text, infer(&node, self))
    }

    /// Whether the subject passes unary tests.
    fn passes(&self, text: &str) -> Result<bool, Failure> {
        let names = self.names();
        let tests = parse_tests(text, &Names::new(names.iter().map(String::as_str))).map_err(|mistakes| mistaken(text, mistakes))?;
        if tests.is_empty() {
            return Ok(true);
        }
        let span = Span { start: 0, end: text.len() };
        let subject = Node { kind: NodeKind::Subject, span };
        let whole = Node { kind: NodeKind::In(Box::new(subject), tests), span };
        Ok(self.evaluate(text, condition(&whole, self))?.value == Value::Boolean(true))
    }
}

impl Scope for Bindings {
    fn resolve(&self, name: &str) -> Option<Resolved<'_>> {
        let at = self.find(name)?;
        Some(Resolved::Input { id: InputId(at), ty: self.named[at].1.ty.clone(), domain: None })
    }

    fn names(&self) -> Vec<String> {
        self.named.iter().map(|(name, _)| name.clone()).collect()
    }

    fn subject(&self) -> Option<(ExpressionType, Option<&Domain>)> {
        self.subject.as_ref().map(|subject| (subject.ty.clone(), None))
    }

    fn facts(&self) -> &Facts {
        &self.facts
    }
}

pub(crate) struct Model {
    root: Element,
    types: BTreeMap<String, ExpressionType>,
}

impl Model {
    pub(crate) fn parse(text: &str) -> Self {
        let mut model = Self { root: Element::parse(text), types: BTreeMap::new() };
        // Types may name each other in any order; none nests deeper than this.
        for _ in 0..4 {
            let known = model.root.named("itemDefinition").filter_map(|item| Some((item.attribute("name")?.to_owned(), model.item(item)?)));
            model.types = known.collect();
        }
        model
    }

    /// Every literal expression and every list of unary tests of the model, and which of the two it is.
    pub(crate) fn texts(&self) -> Vec<(String, bool)> {
        fn collect(element: &Element, texts: &mut Vec<(String, bool)>) {
            let tests = matches!(element.name.as_str(), "inputEntry" | "inputValues" | "outputValues" | "allowedValues");
            let expression =
                matches!(element.name.as_str(), "literalExpression" | "inputExpression" | "outputEntry" | "defaultOutputEntry");
            if (tests || expression)
                && let Some(text) = element.literal()
            {
                texts.push((text.to_owned(), tests));
            }
            element.children.iter().for_each(|child| collect(child, texts));
        }
        let mut texts = Vec::new();
        collect(&self.root, &mut texts);
        texts
    }

    /// The names of everything in the model that an expression could name.
    pub(crate) fn names(&self) -> Vec<String> {
        fn collect(element: &Element, names: &mut Vec<String>) {
            let names_something = matches!(
                element.name.as_str(),
                "inputData" | "decision" | "variable" | "formalParameter" | "businessKnowledgeModel" | "parameter"
            );
            names.extend(element.attribute("name").filter(|_| names_something).map(str::to_owned));
            element.children.iter().for_each(|child| collect(child, names));
        }
        let mut names = Vec::new();
        collect(&self.root, &mut names);
        names
    }

    /// The type of an item definition or component; `None` for any type.
    fn item(&self, item: &Element) -> Option<ExpressionType> {
        let components: Vec<&Element> = item.named("itemComponent").collect();
        let ty = if components.is_empty() {
            self.named_type(item.child("typeRef")?.text.trim())?
        } else {
            let entries = components.into_iter().map(|component| Some((component.attribute("name")?.to_owned(), self.item(component)?)));
            ExpressionType::of(ExpressionBase::Context(entries.collect::<Option<_>>()?))
        };
        let several = item.attribute("isCollection") == Some("true");
        Some(if several { ExpressionType::of(ExpressionBase::List(Box::new(ty))) } else { ty })
    }

    fn named_type(&self, name: &str) -> Option<ExpressionType> {
        let name = name.strip_prefix("feel:").unwrap_or(name);
        Some(ExpressionType::of(match name {
            "string" => ExpressionBase::Text,
            "number" => ExpressionBase::Number { scale: None },
            "boolean" => ExpressionBase::Boolean,
            "date" => ExpressionBase::Date,
            "time" => ExpressionBase::Time,
            "date and time" | "dateTime" => ExpressionBase::DateTime,
            "days and time duration" | "dayTimeDuration" => ExpressionBase::DaysTimeDuration,
            "years and months duration" | "yearMonthDuration" => ExpressionBase::YearsMonthsDuration,
            _ => return self.types.get(name).cloned(),
        }))
    }

    /// The declared type of an input or decision.
    fn declared(&self, element: &Element) -> Option<ExpressionType> {
        element.child("variable")?.attribute("typeRef").and_then(|name| self.named_type(name))
    }

    fn by_id(&self, href: &str) -> Option<&Element> {
        let id = href.rsplit('#').next()?;
        self.root.children.iter().find(|element| element.attribute("id") == Some(id))
    }

    /// What a decision decides from these inputs.
    pub(crate) fn decide(&self, decision: &str, inputs: &Map<String, Json>) -> Decided {
        let Some(element) = self.root.named("decision").find(|element| element.attribute("name") == Some(decision)) else {
            return left_out("not a decision");
        };
        self.decision(element, inputs, 0)
    }

    fn decision(&self, element: &Element, inputs: &Map<String, Json>, depth: usize) -> Decided {
        if depth > 16 {
            return left_out("a cycle");
        }
        let mut bindings = Bindings::default();
        for requirement in element.named("informationRequirement") {
            let Some(required) = requirement.children.first().and_then(|child| self.by_id(child.attribute("href")?)) else {
                return left_out("an imported decision");
            };
            let name = required.attribute("name").unwrap_or_default();
            let declared = self.declared(required);
            let typed = match inputs.get(name) {
                Some(json) => read(json, declared.as_ref()).map_err(|why| Failure::LeftOut(why, String::new()))?,
                None if required.name == "decision" => self.decision(required, inputs, depth + 1)?,
                None => Typed { ty: declared.unwrap_or_else(|| nothing().ty).or_null(), value: Value::Null },
            };
            bindings.named.push((name.to_owned(), typed));
        }
        if element.child("knowledgeRequirement").is_some() {
            return left_out("a business knowledge model");
        }
        let decided = self.logic(element, &bindings)?;
        match self.declared(element) {
            // DMN makes null of what isn't of the declared type; here it doesn't compile.
            Some(declared) if !conforms(&decided.ty, &declared) => refused("a result of another type than declared"),
            _ => Ok(decided),
        }
    }

    /// The value of the first boxed expression in an element.
    fn logic(&self, element: &Element, bindings: &Bindings) -> Decided {
        let boxed = element.children.iter().find(|child| {
            matches!(
                child.name.as_str(),
                "literalExpression"
                    | "decisionTable"
                    | "context"
                    | "list"
                    | "relation"
                    | "invocation"
                    | "functionDefinition"
                    | "conditional"
                    | "for"
                    | "every"
                    | "some"
                    | "filter"
            )
        });
        let Some(boxed) = boxed else { return left_out("no logic") };
        match boxed.name.as_str() {
            "literalExpression" => bindings.expression(boxed.literal().unwrap_or_default()),
            "decisionTable" => table(boxed, bindings),
            "context" => self.boxed_context(boxed, bindings),
            "list" => {
                let items = boxed.children.iter().filter(|item| item.name == "literalExpression");
                let items = items.map(|item| bindings.expression(item.literal().unwrap_or_default())).collect::<Result<_, _>>()?;
                list(items).ok_or_else(|| Failure::Refused("a list of different types".to_owned(), String::new()))
            }
            other => left_out(&format!("a boxed {other}")),
        }
    }

    /// A boxed context: each entry may use those before it; the one without a name is the result.
    fn boxed_context(&self, boxed: &Element, bindings: &Bindings) -> Decided {
        let mut bindings = bindings.clone();
        let mut entries = Vec::new();
        for entry in boxed.named("contextEntry") {
            let value = self.logic(entry, &bindings)?;
            let Some(name) = entry.child("variable").and_then(|variable| variable.attribute("name")) else { return Ok(value) };
            bindings.named.push((name.to_owned(), value.clone()));
            entries.push((name.to_owned(), value));
        }
        Ok(context(entries))
    }
}

/// A decision table, rule by rule.
fn table(table: &Element, bindings: &Bindings) -> Decided {
    let mut subjects = Vec::new();
    for input in table.named("input") {
        let text = input.child("inputExpression").and_then(Element::literal).unwrap_or_default();
        subjects.push(bindings.expression(text)?);
    }
    let outputs: Vec<&Element> = table.named("output").collect();
    let mut matched = Vec::new();
    for rule in table.named("rule") {
        let mut holds = true;
        for (entry, subject) in rule.named("inputEntry").zip(&subjects) {
            let bindings = Bindings { subject: Some(subject.clone()), ..bindings.clone() };
            holds &= bindings.passes(entry.literal().unwrap_or_default())?;
        }
        let entries = rule.named("outputEntry").map(|entry| bindings.expression(entry.literal().unwrap_or_default()));
        let entries: Vec<Typed> = entries.collect::<Result<_, _>>()?;
        matched.push((holds, entries));
    }
    let record = |entries: Vec<Typed>| match <[Typed; 1]>::try_from(entries) {
        Ok([only]) => only,
        Err(several) => {
            let named = outputs.iter().map(|output| output.attribute("name").unwrap_or_default().to_owned());
            context(named.zip(several).collect())
        }
    };
    // The type is that of all rules, whichever match.
    let records: Vec<(bool, Vec<Typed>, Typed)> =
        matched.into_iter().map(|(holds, entries)| (holds, entries.clone(), record(entries))).collect();
    let mut ty = nothing().ty;
    ty.nullable = false;
    for (_, _, record) in &records {
        ty = match common(&ty, &record.ty) {
            Some(ty) => ty,
            None => return refused("outputs of different types"),
        };
    }
    let mut hits: Vec<(Vec<Typed>, Typed)> = records
        .into_iter()
        .filter(|(holds, ..)| *holds)
        .map(|(_, entries, record)| (entries, Typed { value: fit(record.value, &record.ty, &ty), ty: ty.clone() }))
        .collect();
    let policy = table.attribute("hitPolicy").unwrap_or("UNIQUE");
    if matches!(policy, "PRIORITY" | "OUTPUT ORDER") {
        let ranks = outputs.iter().map(|output| ranks(output, bindings)).collect::<Result<Vec<_>, _>>()?;
        let rank = |entries: &[Typed]| -> Vec<usize> {
            let position =
                |(ranks, entry): (&Vec<Value>, &Typed)| ranks.iter().position(|value| *value == entry.value).unwrap_or(ranks.len());
            ranks.iter().zip(entries).map(position).collect()
        };
        hits.sort_by_key(|(entries, _)| rank(entries));
    }
    let several = |hits: Vec<(Vec<Typed>, Typed)>| {
        let values = hits.into_iter().map(|(_, hit)| hit.value).collect();
        Typed { ty: ExpressionType::of(ExpressionBase::List(Box::new(ty.clone()))), value: Value::List(values) }
    };
    match (policy, table.attribute("aggregation")) {
        ("COLLECT", Some(aggregation)) => {
            let function = aggregation.to_lowercase();
            let bindings = Bindings { named: vec![("hits".to_owned(), several(hits))], ..Bindings::default() };
            bindings.expression(&format!("{function}(hits)"))
        }
        ("COLLECT" | "RULE ORDER" | "OUTPUT ORDER", _) => Ok(several(hits)),
        _ if hits.is_empty() => {
            let defaults = outputs.iter().filter_map(|output| output.child("defaultOutputEntry"));
            let defaults: Vec<Typed> =
                defaults.map(|entry| bindings.expression(entry.literal().unwrap_or_default())).collect::<Result<_, _>>()?;
            Ok(if defaults.is_empty() { Typed { ty: ty.or_null(), value: Value::Null } } else { record(defaults) })
        }
        ("UNIQUE", _) if hits.len() > 1 => refused("several rules of a unique table"),
        ("ANY", _) if hits.iter().any(|(_, hit)| hit.value != hits[0].1.value) => refused("different outputs of an any table"),
        _ => Ok(hits.swap_remove(0).1),
    }
}

/// The allowed values of an output, the highest first.
fn ranks(output: &Element, bindings: &Bindings) -> Result<Vec<Value>, Failure> {
    let text = output.child("outputValues").and_then(Element::literal).unwrap_or_default();
    match bindings.expression(&format!("[{text}]"))?.value {
        Value::List(values) => Ok(values),
        _ => Ok(Vec::new()),
    }
}
