//! Functions for what a table computes: columns and conditions before the rules, outputs behind them.
//!
//! Each expression is a function of its own, with the cell's text above it: the rules stay as short as in the table, and a reviewer finds
//! each formula under the name of its cell. What it needs of the table's own computed columns it takes as parameters.

use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use super::expression::{Form, Place, Places, body, fails, rust_type};
use super::text::{code, item};
use super::value::Kind;
use super::{condition, select};
use crate::model::{
    Aggregation, BaseType, Expression, ExpressionBase, ExpressionKind, ExpressionType, HitPolicy, InputId, InputSource, LiteralExpression,
    Output, OutputId, RuleId, Type,
};
use crate::names::untaken_function;
use crate::syntax::print_expectation;

/// Which inputs an expression reads: the caller's, and the table's own.
#[derive(Default)]
struct Reads {
    given: bool,
    required: bool,
    computed: BTreeSet<usize>,
}

/// The function of an expression.
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// Whether it can fail: its result is then in a `Result<_, Inexact>`.
    pub(super) fails: bool,
    /// The computed columns that are its parameters, behind `input`.
    computed: Vec<usize>,
    /// Whether it takes `input`.
    given: bool,
    /// Whether it takes `required`.
    required: bool,
    /// Its text.
    item: String,
}

/// All functions of a table.
pub(super) struct Functions {
    /// By input: of those that the table computes.
    inputs: BTreeMap<usize, Function>,
    /// Of outputs, in the order of the rules: equal ones of a column are one.
    outputs: Vec<Function>,
    /// By rule and output: the position in `outputs`.
    of_rule: BTreeMap<(usize, usize), usize>,
    /// By output: what looks at a computed value, where anything has to be looked at.
    checks: BTreeMap<usize, Function>,
}

impl Functions {
    /// The functions of a table without any.
    pub(super) fn none() -> Self {
        Self { inputs: BTreeMap::new(), outputs: Vec::new(), of_rule: BTreeMap::new(), checks: BTreeMap::new() }
    }

    /// The functions of a table. O(expressions).
    pub(super) fn new(cx: &Context<'_>) -> Self {
        let mut functions = Self::none();
        let mut taken = cx.names.taken.clone();
        taken.extend(cx.projections.names.iter().cloned());
        for (id, data) in cx.table.computed() {
            let (computed, subject, what) = match &data.source {
                InputSource::Given | InputSource::Forwarded(_) | InputSource::Decision(..) => continue,
                InputSource::Column(column) => {
                    (column, None, format!("The column {}: {}", code(&data.name.to_string()), code(&column.text)))
                }
                InputSource::Condition(condition, subject) => {
                    (condition, Some(*subject), format!("Whether {} holds", code(&data.name.to_string())))
                }
            };
            let name = cx.names.inputs.get(id.0).map(|names| names.path.concat()).unwrap_or_default();
            functions.inputs.insert(id.0, cx.function(name, computed, subject, &what));
        }
        // A count asks no rule for its output.
        if cx.table.hit_policy == HitPolicy::Collect(Some(Aggregation::Count)) {
            return functions;
        }
        // What a rule's conditions prove can give one text two meanings, so texts only lead to what may be equal.
        let mut by_text: BTreeMap<(usize, &str), Vec<(&Expression, usize)>> = BTreeMap::new();
        for (rule, row) in cx.table.rules.iter().enumerate() {
            for (column, entry) in row.outputs.iter().enumerate() {
                let Output::Expression(computed) = &entry.output else { continue };
                let Some(clause) = cx.table.output_clauses.get(column) else { continue };
                let alike = by_text.entry((column, &computed.text)).or_default();
                let known = alike.iter().find(|(expression, _)| **expression == computed.expression).map(|(_, position)| *position);
                let position = known.unwrap_or_else(|| {
                    let rule_name = cx.names.rules.get(rule).map(|name| name.to_lowercase()).unwrap_or_default();
                    let name = untaken_function(&format!("{} of {rule_name}", clause.name), &mut taken);
                    let what = format!("{} of {}: {}", code(&clause.name.to_string()), code(&row.id), code(&computed.text));
                    functions.outputs.push(cx.function(name, computed, None, &what));
                    alike.push((&computed.expression, functions.outputs.len() - 1));
                    functions.outputs.len() - 1
                });
                functions.of_rule.insert((rule, column), position);
            }
        }
        let columns: BTreeSet<usize> = functions.of_rule.keys().map(|(_, column)| *column).collect();
        for column in columns {
            if let Some(check) = cx.check(OutputId(column), &mut taken) {
                functions.checks.insert(column, check);
            }
        }
        functions
    }

    /// The items, columns and conditions first, of those that `code` calls.
    pub(super) fn items(&self, code: &str) -> Vec<String> {
        let called = super::calls(code);
        let inputs = self.inputs.values().filter(|function| called.contains(function.name.as_str()));
        inputs.chain(&self.outputs).chain(self.checks.values()).map(|function| function.item.clone()).collect()
    }

    /// How selection computes an input, for a variable of the function's name.
    pub(super) fn selection(&self, cx: &Context<'_>, id: InputId) -> Option<select::ComputedInput> {
        let function = self.inputs.get(&id.0)?;
        let runtime = cx.runtime;
        let mut value = function.call(cx, self, true);
        if function.fails {
            value.push_str(&format!(".map_err(|_| {runtime}::Error::Uncomputed(&{}))?", cx.names.inputs.get(id.0)?.field));
        }
        Some(select::ComputedInput {
            name: function.name.clone(),
            value,
            fails: function.fails,
            is_expression: true,
            needs: function.computed.clone(),
        })
    }

    /// Whether any output is computed.
    pub(super) fn computes_outputs(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// The value of an output that a rule computes, as an expression in a function that gives a `Result<_, Error>`.
    pub(super) fn output(&self, cx: &Context<'_>, rule: RuleId, column: usize) -> Option<String> {
        let function = self.outputs.get(*self.of_rule.get(&(rule.0, column))?)?;
        let (runtime, rule) = (cx.runtime, cx.rule(rule));
        let field = &cx.names.outputs.get(column)?.field;
        let failed = format!(".map_err(|_| {runtime}::Error::Inexact({rule}, &{field}))?");
        let mut statements = String::new();
        for needed in self.needed(&function.computed) {
            let of = self.inputs.get(&needed)?;
            let call = of.call(cx, self, false);
            statements.push_str(&format!("let {} = {call}{};", of.name, if of.fails { &failed } else { "" }));
        }
        let mut value = function.call(cx, self, false);
        if function.fails {
            value.push_str(&failed);
        }
        let kind = cx.output_kinds.get(column)?;
        let check = self.checks.get(&column);
        if kind.items.is_some() {
            value = kind.of_computed(&value, check.map(|check| check.name.as_str()));
        } else if let Some(check) = check {
            let nullable = kind.ty.nullable;
            value = if nullable { format!("{value}.map({}).transpose()?", check.name) } else { format!("{}({value})?", check.name) };
        }
        Some(if statements.is_empty() { value } else { format!("{{ {statements} {value} }}") })
    }

    /// The computed columns that these need, themselves among them, each behind those that it needs.
    fn needed(&self, columns: &[usize]) -> BTreeSet<usize> {
        let mut needed = BTreeSet::new();
        let mut open = columns.to_vec();
        while let Some(column) = open.pop() {
            if needed.insert(column) {
                open.extend(self.inputs.get(&column).into_iter().flat_map(|function| function.computed.iter().copied()));
            }
        }
        // A column needs none but those before it, so their order is the order in which they can be computed.
        needed
    }
}

impl Function {
    /// A call, where computed columns are local variables of their functions' names; `lends` where a text needs only be lent.
    pub(super) fn call(&self, cx: &Context<'_>, functions: &Functions, lends: bool) -> String {
        let columns = self.computed.iter().filter_map(|column| {
            let name = &functions.inputs.get(column)?.name;
            let data = cx.table.inputs.get(*column)?;
            Some(match (data.scalar().is_some_and(|ty| ty.base == BaseType::Text), lends, data.ty.nullable()) {
                (false, ..) => name.clone(),
                (true, false, _) => format!("{name}.clone()"),
                (true, true, false) => format!("{}::Cow::Borrowed(&{name})", cx.runtime),
                (true, true, true) => format!("{name}.as_deref().map({}::Cow::Borrowed)", cx.runtime),
            })
        });
        let given = self.given.then(|| "input".to_owned()).into_iter();
        let arguments: Vec<String> = given.chain(self.required.then(|| "required".to_owned())).chain(columns).collect();
        format!("{}({})", self.name, arguments.join(", "))
    }
}

impl Context<'_> {
    /// The function of an expression; `subject` is what `?` stands for.
    fn function(&self, name: String, literal: &LiteralExpression, subject: Option<InputId>, docs: &str) -> Function {
        let mut expression = literal.expression.clone();
        if let Some((id, data)) = subject.and_then(|id| Some((id, self.table.inputs.get(id.0)?))) {
            // By its name, so that what is compared with itself is seen to be.
            expression.replace_subject(&Expression { kind: ExpressionKind::Input(id), ty: data.ty.expression_type() });
        }
        let expression = &expression;
        let place = |id: usize| -> Place {
            let data = &self.table.inputs[id];
            match data.source {
                InputSource::Decision(requirement, output) => self
                    .required_place(requirement, output, InputId(id), has_text(&expression.ty))
                    .unwrap_or_else(|| Place { path: String::new(), form: Form::Computed(data.ty.expression_type()) }),
                InputSource::Given | InputSource::Forwarded(_) => {
                    let path = format!("input.{}", self.names.inputs[id].path.join("."));
                    let form = match data.scalar() {
                        Some(ty) => Form::Field { ty, closed: self.names.inputs[id].list.is_some() },
                        None => match self.input_kinds.get(id).and_then(|kind| kind.facts) {
                            Some(facts) => Form::Lent(facts.lent()),
                            None => Form::Computed(data.ty.expression_type()),
                        },
                    };
                    Place { path, form }
                }
                _ => Place { path: self.names.inputs[id].path.concat(), form: Form::Computed(self.computed_type(id)) },
            }
        };
        let places = Places { runtime: self.runtime, inputs: (0..self.table.inputs.len()).map(place).collect(), subject: None };
        let body = body(expression, &places);
        let reads = self.reads(expression, &body);
        let text_in = self.input_kinds.iter().zip(&self.table.inputs).any(|(kind, data)| data.is_given() && kind.has_texts());
        let generic = (reads.given && text_in || reads.required && self.required_borrows()) && has_text(&expression.ty);
        let lifetime = if generic { "'a" } else { "'static" };
        let fails = fails(expression);
        let computed: Vec<usize> = reads.computed.into_iter().collect();
        let mut parameters = Vec::new();
        if reads.given {
            let borrowed = if generic { "'a" } else { "'_" };
            parameters.push(format!("input: &{}", self.input_type(borrowed)));
        }
        if reads.required {
            let borrowed = if generic { "'a" } else { "'_" };
            parameters.push(format!("required: &{}", self.required_type("'_", borrowed)));
        }
        for column in &computed {
            let lifetime = if has_text(&expression.ty) { lifetime } else { "'_" };
            let ty = rust_type(&self.computed_type(*column), lifetime, self.runtime);
            parameters.push(format!("{}: {ty}", self.names.inputs[*column].path.concat()));
        }
        let ty = rust_type(&expression.ty, lifetime, self.runtime);
        let ty = if fails { format!("Result<{ty}, {}::feel::Inexact>", self.runtime) } else { ty };
        let generics = if generic { "<'a>" } else { "" };
        let item = item(&format!("/// {docs}.\nfn {name}{generics}({}) -> {ty} {{ {body} }}", parameters.join(", ")));
        Function { name, fails, computed, given: reads.given, required: reads.required, item }
    }

    /// The type of a computed input.
    fn computed_type(&self, id: usize) -> ExpressionType {
        match self.table.inputs.get(id).map(|data| &data.source) {
            Some(InputSource::Column(literal) | InputSource::Condition(literal, _)) => literal.expression.ty.clone(),
            _ => ExpressionType { base: ExpressionBase::Null, nullable: true },
        }
    }

    /// What an expression reads: its code leaves out what makes no difference.
    fn reads(&self, expression: &Expression, body: &str) -> Reads {
        let words = super::words(body);
        let mut reads = Reads::default();
        let mut read = |id: InputId| match self.table.inputs.get(id.0).map(|data| &data.source) {
            Some(InputSource::Given | InputSource::Forwarded(_)) => reads.given |= words.contains("input"),
            Some(InputSource::Decision(..)) => reads.required |= words.contains("required"),
            _ if self.names.inputs.get(id.0).is_some_and(|names| words.contains(names.path.concat().as_str())) => {
                reads.computed.insert(id.0);
            }
            _ => {}
        };
        expression.visit(&mut |expression| {
            if let ExpressionKind::Input(id) = &expression.kind {
                read(*id);
            }
        });
        reads
    }

    /// What looks at a computed output: whether it has no more digits than its type and is allowed. `None` where all values are.
    fn check(&self, output: OutputId, taken: &mut BTreeSet<String>) -> Option<Function> {
        let (clause, kind) = (self.table.output_clauses.get(output.0)?, self.output_kinds.get(output.0)?);
        let field = &self.names.outputs.get(output.0)?.field;
        let runtime = self.runtime;
        let bare = Kind { ty: Type { nullable: false, ..kind.ty }, ..kind.leaf() };
        let (given, lifetime) = match (kind.ty.base, bare.is_cow()) {
            (BaseType::Integer, _) => (format!("{runtime}::Decimal"), ""),
            (BaseType::YearsMonthsDuration, _) => ("i64".to_owned(), ""),
            (BaseType::Text, false) => (format!("{runtime}::Cow<'_, str>"), ""),
            (BaseType::Text, true) => (format!("{runtime}::Cow<'a, str>"), "<'a>"),
            _ => (bare.rust_type("'a"), ""),
        };
        let gives = bare.rust_type("'a");
        // An enum has no other values than those allowed.
        let domain = clause.domain.as_ref().filter(|_| kind.list.is_none());
        let allowed = domain.and_then(|domain| condition::holds(&domain.tests, "value", &bare));
        let error = format!("{runtime}::Error::OutOfRange(&{field})");
        let accept = |ok: &str| match &allowed {
            Some(allowed) => format!("if {allowed} {{ Ok({ok}) }} else {{ Err({error}) }}"),
            None => format!("Ok({ok})"),
        };
        let body = match (kind.ty.base, kind.list) {
            (BaseType::Text, Some(list)) => {
                format!("<{} as {runtime}::ClosedText>::from_text(&value).ok_or({error})", list.name)
            }
            (BaseType::Integer, _) => match &allowed {
                None => format!("{runtime}::feel::integer(value).ok_or({error})"),
                Some(_) => format!("let value = {runtime}::feel::integer(value).ok_or({error})?; {}", accept("value")),
            },
            (BaseType::Decimal(scale), _) => {
                let digits = format!("{runtime}::feel::scale(value) {} {scale}", if scale == 0 { "==" } else { "<=" });
                let allowed = match &allowed {
                    None => digits,
                    Some(allowed) if allowed.contains("||") => format!("{digits} && ({allowed})"),
                    Some(allowed) => format!("{digits} && {allowed}"),
                };
                format!("if {allowed} {{ Ok(value) }} else {{ Err({error}) }}")
            }
            (BaseType::YearsMonthsDuration, _) => {
                let span = format!("{runtime}::years_and_months(value)");
                match &allowed {
                    None => format!("if {runtime}::months({span}) == Some(value) {{ Ok({span}) }} else {{ Err({error}) }}"),
                    Some(allowed) => {
                        format!(
                            "let span = {span}; let value = span; if {runtime}::months(value).is_some() && ({allowed}) {{ Ok(span) }} else {{ Err({error}) }}"
                        )
                    }
                }
            }
            _ if allowed.is_none() => return None,
            _ => accept("value"),
        };
        let name = untaken_function(&format!("checked {}", clause.name), taken);
        let (of, expected) = match kind.items {
            Some(_) => ("A value in the", print_expectation(kind.ty, clause.domain.as_ref(), clause.closed.as_ref())),
            None => ("The", self.output_abouts.get(output.0)?.expected.clone()),
        };
        let docs = format!("{of} result {}, if it is {}.", code(&clause.name.to_string()), code(&expected));
        let item = item(&format!("/// {docs}\nfn {name}{lifetime}(value: {given}) -> Result<{gives}, {runtime}::Error> {{ {body} }}"));
        Some(Function { name, fails: true, computed: Vec::new(), given: false, required: false, item })
    }
}

/// Whether values of the type hold texts.
fn has_text(ty: &ExpressionType) -> bool {
    match &ty.base {
        ExpressionBase::Text => true,
        ExpressionBase::List(item) => has_text(item),
        ExpressionBase::Context(entries) => entries.iter().any(|(_, ty)| has_text(ty)),
        _ => false,
    }
}
