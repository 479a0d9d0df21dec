//! What all kinds of expressions need: variables, places, literals, blocks, and values brought to another form.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Code, Rank, closure};
use super::fallible::may_fail;
use super::forms::{self, Borrowed, has_text, is_copy};
use super::simplify::same;
use super::types::typed;
use super::uses::{count, repeated};
use super::{Form, Lent, Place, Places};
use crate::emit::text;
use crate::model::{BaseType, Expression, ExpressionBase, ExpressionKind as K, ExpressionType, LocalId, Operation, Value};

/// A variable in scope.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    /// Whether it is a reference to the value.
    pub(super) by_reference: bool,
    /// Whether its one use may take the value away.
    pub(super) movable: bool,
    /// What it is, if it is lent.
    pub(super) lent: Option<Lent>,
}

/// Writes one expression.
pub(super) struct Emitter<'a> {
    pub(super) places: &'a Places<'a>,
    pub(super) borrowed: Borrowed,
    pub(super) variables: BTreeMap<LocalId, Variable>,
    /// Places known not to be null, and the variables that hold their values.
    pub(super) known: Vec<(Expression, String)>,
    /// Those of these variables that are read: what a `Known` stands in may be left out.
    read: BTreeSet<String>,
    taken: BTreeSet<String>,
}

impl<'a> Emitter<'a> {
    pub(super) fn new(expression: &Expression, places: &'a Places<'a>) -> Self {
        let mut borrowed = Borrowed::new();
        forms::borrowed(expression, places, &mut borrowed);
        let heads = places.inputs.iter().chain(&places.subject).filter_map(|place| place.path.split('.').next());
        let taken = heads.chain([places.runtime]).map(str::to_owned).collect();
        Self { places, borrowed, variables: BTreeMap::new(), known: Vec::new(), read: BTreeSet::new(), taken }
    }

    /// A path of the runtime's `feel`.
    pub(super) fn feel(&self, name: &str) -> String {
        format!("{}::feel::{name}", self.places.runtime)
    }

    /// A name that nothing else has: `value`, then `value_2`.
    pub(super) fn fresh(&mut self, name: &str) -> String {
        let names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}_{number}")));
        let free = names.into_iter().find(|name| !self.taken.contains(name)).unwrap_or_default();
        self.taken.insert(free.clone());
        free
    }

    /// Whether the expression's texts, if it has any, are `&str`.
    pub(super) fn is_borrowed(&self, expression: &Expression) -> bool {
        forms::borrowed(expression, self.places, &mut self.borrowed.clone())
    }

    pub(super) fn is_copy(&self, expression: &Expression) -> bool {
        is_copy(&expression.ty, self.is_borrowed(expression))
    }

    /// The Rust type of a value, its texts `&str` or `Cow`.
    pub(super) fn rust_type(&self, ty: &ExpressionType, borrowed: bool) -> String {
        let text = if borrowed { "&str".to_owned() } else { format!("{}::Cow<'_, str>", self.places.runtime) };
        typed(ty, &text, self.places.runtime)
    }

    /// A name for a variable bound to this expression: that of the input it reads, if it does that alone.
    pub(super) fn name_of(&self, bound: &Expression, other: &str) -> String {
        let place = match &bound.kind {
            K::Known(inner) | K::Widen(inner) => return self.name_of(inner, other),
            K::Input(id) => self.places.inputs.get(id.0),
            K::Subject => self.places.subject.as_ref(),
            _ => None,
        };
        let last = place.and_then(|place| place.path.rsplit('.').next());
        let plain = |name: &&str| name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with("r#");
        last.filter(plain).unwrap_or(other).to_owned()
    }

    /// Brings a variable into scope, read in `body`: its name in the pattern, `_` if nothing reads it.
    pub(super) fn bind(&mut self, local: LocalId, bound: &Expression, other: &str, by_reference: bool, body: &[&Expression]) -> String {
        let used = body.iter().map(|part| count(local, part)).sum::<usize>();
        let moved = used == 1 && !by_reference && !body.iter().any(|part| repeated(local, part));
        let name = if used == 0 {
            "_".to_owned()
        } else {
            let name = self.name_of(bound, other);
            self.fresh(&name)
        };
        self.variables.insert(local, Variable { name: name.clone(), by_reference, movable: moved, lent: None });
        name
    }

    /// The value as a Rust expression. Its texts are `Cow`s if they are `owned` or not borrowed, else `&str`.
    pub(super) fn value(&mut self, expression: &Expression, owned: bool) -> Code {
        let owned = owned || !self.is_borrowed(expression);
        if let Some((path, lent)) = self.lent(expression) {
            return self.taken_over(&path, &lent, owned);
        }
        match &expression.kind {
            K::Literal(value) => self.literal(value, &expression.ty, owned),
            K::Input(_) | K::Subject => self.place(expression, owned),
            K::Local(local) => self.local(*local, expression, owned),
            K::Known(inner) => self.known(inner, owned),
            K::Widen(inner) => self.widened(inner, &expression.ty, owned),
            K::WhenKnown { bindings, body } => self.when_known(bindings, body, owned),
            K::Let { .. } => Code::block(format!("{{ {} }}", self.contents(expression, owned))),
            K::IsNull(_)
            | K::IsTrue(_)
            | K::And(_)
            | K::Or(_)
            | K::Not(_)
            | K::Equal(..)
            | K::Less(..)
            | K::LessEqual(..)
            | K::Some { .. }
            | K::Every { .. } => self.truth(expression),
            K::If { condition, then, otherwise } => self.choice(condition, then, otherwise, owned),
            K::Apply(operation, operands) => self.apply(*operation, operands, expression, owned),
            K::List(items) => self.list(items, &expression.ty, owned),
            K::Context(entries) => self.context(entries, owned),
            K::Entry(inner, position) => self.entry(inner, *position, expression, owned),
            K::Filter { list, item, condition } => self.filter(list, *item, condition, owned),
            K::For { bindings, body } => self.for_each(bindings, body, owned),
            K::Sort { list, left, right, precedes } => self.sort(list, *left, *right, precedes, owned),
        }
    }

    /// The value as statements and a last expression, to stand between braces.
    pub(super) fn contents(&mut self, expression: &Expression, owned: bool) -> String {
        match &expression.kind {
            K::Let { bindings, body } => {
                let statements = self.statements(bindings, body);
                format!("{statements}{}", self.contents(body, owned))
            }
            // A function's result and the other branch say of which type.
            K::Literal(Value::Null) => "None".to_owned(),
            _ => self.value(expression, owned).text,
        }
    }

    /// The value as the contents of what gives a `Result`.
    pub(super) fn result(&mut self, expression: &Expression, owned: bool) -> String {
        match &expression.kind {
            K::Let { bindings, body } => {
                let statements = self.statements(bindings, body);
                format!("{statements}{}", self.result(body, owned))
            }
            _ => self.value(expression, owned).result(),
        }
    }

    /// [`Self::result`] as the body of a closure.
    pub(super) fn result_block(&mut self, expression: &Expression, owned: bool) -> String {
        let result = self.result(expression, owned);
        if matches!(expression.kind, K::Let { .. }) { format!("{{ {result} }}") } else { result }
    }

    fn statements(&mut self, bindings: &[(LocalId, Expression)], body: &Expression) -> String {
        let mut statements = String::new();
        for (position, (local, bound)) in bindings.iter().enumerate() {
            let lent = self.kept_lent(bound);
            // As an array it would be one only if nothing takes it as a list.
            let value = match &bound.kind {
                _ if lent.is_some() => lent.as_ref().map(|(path, _)| path.clone()).unwrap_or_default(),
                K::List(items) if !items.is_empty() => {
                    let owned = !self.is_borrowed(bound);
                    format!("Vec::from([{}])", self.items(items, owned))
                }
                _ => self.value(bound, false).text,
            };
            let later: Vec<&Expression> = bindings.iter().skip(position + 1).map(|(_, later)| later).chain([body]).collect();
            let name = self.bind(*local, bound, "value", false, &later);
            self.lend(*local, lent.map(|(_, lent)| lent));
            statements.push_str(&format!("let {name} = {value};\n"));
        }
        statements
    }

    fn literal(&self, value: &Value, ty: &ExpressionType, owned: bool) -> Code {
        let runtime = self.places.runtime;
        let plain = match value {
            Value::Null => {
                let ty = ExpressionType { nullable: false, ..ty.clone() };
                return Code::atom(format!("None::<{}>", self.rust_type(&ty, !owned)));
            }
            Value::Text(content) if owned => Code::atom(format!("{runtime}::Cow::Borrowed({})", text::literal(content))),
            Value::Text(content) => Code::atom(text::literal(content)),
            Value::Number(number) => Code::atom(format!("{runtime}::decimal!({number})")),
            Value::Boolean(boolean) => Code::atom(boolean.to_string()),
            Value::YearsMonths(months) if *months < 0 => Code::new(format!("{months}_i64"), Rank::Unary),
            Value::YearsMonths(months) => Code::atom(format!("{months}_i64")),
            // No expression is of this type.
            Value::Json(_) => Code::atom(String::new()),
            Value::Date(_) | Value::Time(_) | Value::DateTime(_) | Value::DaysTime(_) | Value::List(_) | Value::Context(_) => {
                let base = match value {
                    Value::Date(_) => BaseType::Date,
                    Value::Time(_) => BaseType::Time,
                    Value::DateTime(_) => BaseType::DateTime,
                    _ => BaseType::DaysTimeDuration,
                };
                let side = crate::emit::value::Side::Input;
                let kind = crate::emit::value::Kind {
                    items: None,
                    ty: crate::model::Type { base, nullable: false },
                    list: None,
                    values: &[],
                    side,
                    facts: None,
                    runtime,
                };
                // Lists and contexts have been taken apart.
                Code::atom(kind.expression(value, "").unwrap_or_default())
            }
        };
        if ty.nullable { Code::atom(format!("Some({})", plain.text)) } else { plain }
    }

    fn place(&self, expression: &Expression, owned: bool) -> Code {
        let found = match &expression.kind {
            K::Input(id) => self.places.inputs.get(id.0),
            _ => self.places.subject.as_ref(),
        };
        // Every input has a place, and an expression with `?` a subject.
        let Some(place) = found else { return Code::atom("()") };
        let runtime = self.places.runtime;
        let path = &place.path;
        let (nullable, conversion) = match &place.form {
            // What is lent has been taken over.
            Form::Lent(_) => return Code::atom(path),
            Form::Computed(ty) => {
                let copied = if is_copy(ty, false) { path.clone() } else { format!("{path}.clone()") };
                return Code::atom(copied);
            }
            Form::Fresh(_) => return Code::atom(path),
            Form::Field { ty, closed } => (
                ty.nullable,
                match ty.base {
                    BaseType::Text if *closed => Some(format!("{runtime}::ClosedText::text")),
                    BaseType::Integer => Some(format!("{runtime}::Decimal::from")),
                    BaseType::YearsMonthsDuration => Some(format!("{runtime}::feel::months_of")),
                    _ => None,
                },
            ),
        };
        let field = match (conversion, nullable) {
            (None, _) => Code::atom(path),
            (Some(by), true) => Code::atom(format!("{path}.map({by})")),
            (Some(by), false) => Code::atom(format!("{by}({path})")),
        };
        if owned { self.converted(field, &expression.ty, &expression.ty, true) } else { field }
    }

    fn local(&self, local: LocalId, expression: &Expression, owned: bool) -> Code {
        // Every variable is bound around its uses.
        let Some(variable) = self.variables.get(&local) else { return Code::atom("()") };
        let borrowed = self.is_borrowed(expression);
        let value = if is_copy(&expression.ty, borrowed) {
            if variable.by_reference { Code::new(format!("*{}", variable.name), Rank::Unary) } else { Code::atom(&variable.name) }
        } else if variable.movable {
            Code::atom(&variable.name)
        } else {
            Code::atom(format!("{}.clone()", variable.name))
        };
        if owned && borrowed { self.converted(value, &expression.ty, &expression.ty, true) } else { value }
    }

    fn known(&mut self, inner: &Expression, owned: bool) -> Code {
        let found = self.known.iter().rev().find(|(place, _)| place == inner).map(|(_, name)| name.clone());
        if let Some(name) = found {
            let value = Code::atom(&name);
            self.read.insert(name);
            let ty = ExpressionType { nullable: false, ..inner.ty.clone() };
            return if owned { self.converted(value, &ty, &ty, true) } else { value };
        }
        let fails = may_fail(inner);
        let value = self.value(inner, owned);
        // It has been proven not to be null: where there is an error anyway, a wrong proof shall be one.
        if fails {
            let inexact = self.feel("Inexact");
            Code::new(format!("{}?", value.method(&format!("ok_or({inexact})")).text), Rank::Tried)
        } else {
            value.method("unwrap_or_default()")
        }
    }

    /// The value with a wider type.
    fn widened(&mut self, inner: &Expression, ty: &ExpressionType, owned: bool) -> Code {
        if inner.ty.base == ExpressionBase::Null {
            // Only null: what it computes counts for its errors alone.
            return self.value(inner, false).method("and(None)");
        }
        let wrap = owned && self.is_borrowed(inner);
        if let (ExpressionBase::List(from), ExpressionBase::List(to)) = (&inner.ty.base, &ty.base)
            && !same(from, to)
            && let Some(items) = self.lent_values(inner, false)
        {
            // Of what is lent, only the wider items are made.
            let item = self.converted(Code::atom("item"), from, to, wrap).text;
            let list = format!("{items}.map({}).collect::<Vec<_>>()", closure("item", &item));
            return Code::atom(if ty.nullable { format!("Some({list})") } else { list });
        }
        let value = self.value(inner, false);
        self.converted(value, &inner.ty, ty, wrap)
    }

    /// A value of one type as one of a wider type, with `wrap` its `&str`s as `Cow`s.
    pub(super) fn converted(&self, value: Code, from: &ExpressionType, to: &ExpressionType, wrap: bool) -> Code {
        let wrap = wrap && has_text(from);
        if !wrap && same(from, to) {
            return value;
        }
        let plain = |ty: &ExpressionType| ExpressionType { nullable: false, ..ty.clone() };
        if from.nullable {
            let inner = self.converted(Code::atom("value"), &plain(from), &plain(to), wrap);
            return value.method(&format!("map({})", closure("value", &inner.text)));
        }
        if to.nullable {
            return Code::atom(format!("Some({})", self.converted(value, from, &plain(to), wrap).text));
        }
        match (&from.base, &to.base) {
            (ExpressionBase::Text, _) => Code::atom(format!("{}::Cow::Borrowed({})", self.places.runtime, value.text)),
            (ExpressionBase::List(from), ExpressionBase::List(to)) => {
                let item = self.converted(Code::atom("item"), from, to, wrap);
                value.method(&format!("into_iter().map({}).collect::<Vec<_>>()", closure("item", &item.text)))
            }
            (ExpressionBase::Context(from), ExpressionBase::Context(to)) => {
                let entries =
                    from.iter().zip(to).enumerate().map(|(position, ((_, from), (_, to)))| {
                        self.converted(Code::atom(format!("entries.{position}")), from, to, wrap).text
                    });
                let entries = tuple(entries.collect());
                if value.text == "entries" {
                    return Code::atom(entries);
                }
                Code::block(format!("{{ let entries = {}; {entries} }}", value.text))
            }
            _ => value,
        }
    }

    /// Whether the variable of a place that is known not to be null has been read.
    pub(super) fn reads(&self, name: &str) -> bool {
        self.read.contains(name)
    }

    /// The texts of a list's items, with commas.
    pub(super) fn items(&mut self, items: &[Expression], owned: bool) -> String {
        let mut texts = Vec::new();
        for item in items {
            let value = self.value(item, owned);
            texts.push(value.text);
        }
        texts.join(", ")
    }

    fn list(&mut self, items: &[Expression], ty: &ExpressionType, owned: bool) -> Code {
        if items.is_empty() {
            return self.empty(ty, owned);
        }
        let owned = owned || !items.iter().all(|item| self.is_borrowed(item));
        let items = self.items(items, owned);
        // prettyplease leaves what stands in a macro as it is.
        let plain = items.len() <= 60 && !items.contains(['{', '&', '<']);
        Code::atom(if plain { format!("vec![{items}]") } else { format!("Vec::from([{items}])") })
    }

    pub(super) fn empty(&self, ty: &ExpressionType, owned: bool) -> Code {
        match &ty.base {
            ExpressionBase::List(item) => Code::atom(format!("Vec::<{}>::new()", self.rust_type(item, !owned))),
            _ => Code::atom("Vec::new()"),
        }
    }

    fn context(&mut self, entries: &[Expression], owned: bool) -> Code {
        let owned = owned || !entries.iter().all(|entry| self.is_borrowed(entry));
        Code::atom(tuple(entries.iter().map(|entry| self.value(entry, owned).text).collect()))
    }

    fn entry(&mut self, inner: &Expression, position: usize, expression: &Expression, owned: bool) -> Code {
        let borrowed = self.is_borrowed(inner);
        let value = match &inner.kind {
            K::Local(local) => {
                let name = self.variables.get(local).map(|variable| variable.name.clone()).unwrap_or_default();
                let field = format!("{name}.{position}");
                Code::atom(if is_copy(&expression.ty, borrowed) { field } else { format!("{field}.clone()") })
            }
            _ => self.value(inner, false).method(&position.to_string()),
        };
        if owned && borrowed { self.converted(value, &expression.ty, &expression.ty, true) } else { value }
    }

    /// What a parameter `&str` takes.
    pub(super) fn text_argument(&mut self, expression: &Expression) -> String {
        if self.is_borrowed(expression) {
            return self.value(expression, false).text;
        }
        if let Some((path, Lent::Text { nullable: false, .. })) = self.lent(expression) {
            return format!("&{path}");
        }
        match &expression.kind {
            K::Local(local) => {
                let Some(variable) = self.variables.get(local) else { return String::new() };
                if variable.by_reference { variable.name.clone() } else { format!("&{}", variable.name) }
            }
            K::Input(_) | K::Subject => format!("&{}", self.path(expression)),
            K::Apply(operation, operands) => match self.made_text(*operation, operands) {
                Some(made) => format!("&{}", made.receiver()),
                None => format!("&{}", self.value(expression, true).receiver()),
            },
            _ => format!("&{}", self.value(expression, true).within(Rank::Unary)),
        }
    }

    /// What `==` takes on either side, without taking it away.
    pub(super) fn compared(&mut self, expression: &Expression, owned: bool) -> Code {
        if let Some((path, Lent::Text { nullable: false, .. })) = self.lent(expression) {
            return Code::atom(path);
        }
        match &expression.kind {
            _ if self.lent(expression).is_some() => self.value(expression, owned),
            K::Local(local) if !owned || !self.is_borrowed(expression) => {
                let Some(variable) = self.variables.get(local) else { return Code::atom("()") };
                if variable.by_reference { Code::new(format!("*{}", variable.name), Rank::Unary) } else { Code::atom(&variable.name) }
            }
            K::Apply(operation, operands) if expression.ty.base == ExpressionBase::Text && !expression.ty.nullable && !owned => {
                match self.made_text(*operation, operands) {
                    Some(made) => made,
                    None => self.value(expression, false),
                }
            }
            _ => self.value(expression, owned),
        }
    }

    fn path(&self, expression: &Expression) -> String {
        let place: Option<&Place> = match &expression.kind {
            K::Input(id) => self.places.inputs.get(id.0),
            _ => self.places.subject.as_ref(),
        };
        place.map(|place| place.path.clone()).unwrap_or_default()
    }
}

/// Whether the expression reads the value of a place that is known not to be null.
pub(super) fn reads_known(expression: &Expression, place: &Expression) -> bool {
    matches!(&expression.kind, K::Known(inner) if **inner == *place) || expression.parts().into_iter().any(|part| reads_known(part, place))
}

/// A Rust tuple.
pub(in crate::emit) fn tuple(entries: Vec<String>) -> String {
    match entries.as_slice() {
        [one] => format!("({one},)"),
        _ => format!("({})", entries.join(", ")),
    }
}

/// Operations that make a `String`.
pub(super) fn makes_text(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::Add
            | Operation::String
            | Operation::UpperCase
            | Operation::LowerCase
            | Operation::Replace
            | Operation::StringJoin
            | Operation::FoldCase
    )
}
