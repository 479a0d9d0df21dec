//! Conditions: comparisons, null tests, and FEEL's logic.

use super::code::{Code, Rank, closure};
use super::emitter::Emitter;
use super::fallible::may_fail;
use super::lent::Lent;
use super::lists::loop_over;
use super::simplify::{boolean, not, unwidened};
use super::uses::{alike, count};
use crate::model::{Expression, ExpressionBase, ExpressionKind as K, LocalId, Value};

impl Emitter<'_> {
    /// A boolean, or a `boolean?` of `and` and `or`.
    pub(super) fn truth(&mut self, expression: &Expression) -> Code {
        match &expression.kind {
            K::IsNull(inner) => self.presence(inner).method("is_none()"),
            K::IsTrue(inner) => self.is_true(inner, false),
            K::Not(inner) => self.negated(inner),
            K::Equal(left, right) => self.equality(left, right, "=="),
            K::Less(left, right) => self.order(left, right, "<"),
            K::LessEqual(left, right) => self.order(left, right, "<="),
            K::And(parts) | K::Or(parts) => {
                let and = matches!(expression.kind, K::And(_));
                if expression.ty.nullable { self.three_valued(parts, and) } else { self.joined(parts, and, false) }
            }
            K::Some { bindings, condition } => self.quantified(bindings, condition, false),
            K::Every { bindings, condition } => self.quantified(bindings, condition, true),
            _ => self.value(expression, false),
        }
    }

    /// The value before a method that only looks at it.
    pub(super) fn observed(&mut self, expression: &Expression) -> Code {
        match (&expression.kind, self.lent(expression)) {
            (_, Some((path, lent))) if !matches!(lent, Lent::Value { .. }) => Code::atom(path),
            (_, Some(_)) => self.value(expression, false),
            (K::Local(local), None) => self.variables.get(local).map_or_else(|| Code::atom("()"), |variable| Code::atom(&variable.name)),
            (_, None) => self.value(expression, false),
        }
    }

    /// `not`, by the opposite comparison where there is one.
    fn negated(&mut self, inner: &Expression) -> Code {
        match &inner.kind {
            K::Not(inner) => self.truth(inner),
            K::IsNull(inner) => self.presence(inner).method("is_some()"),
            K::IsTrue(inner) => self.is_true(inner, true),
            K::Equal(left, right) => self.equality(left, right, "!="),
            K::Less(left, right) => self.order(left, right, ">="),
            K::LessEqual(left, right) => self.order(left, right, ">"),
            K::And(parts) | K::Or(parts) if !inner.ty.nullable => self.joined(parts, matches!(inner.kind, K::And(_)), true),
            _ => {
                let inner = self.truth(inner);
                Code::new(format!("!{}", inner.within(Rank::Unary)), Rank::Unary)
            }
        }
    }

    /// Whether a `boolean?` is true, or else whether it isn't.
    fn is_true(&mut self, inner: &Expression, negated: bool) -> Code {
        if let K::WhenKnown { bindings, body } = &inner.kind
            && let [(local, bound)] = bindings.as_slice()
            && !may_fail(body)
            && let Some(body) = if body.ty.nullable { unwidened(body) } else { Some(&**body) }
        {
            let body = if negated { not(body.clone()) } else { body.clone() };
            let lent = self.bound(bound);
            let value = lent.as_ref().map(|(path, _)| Code::atom(path));
            let value = value.unwrap_or_else(|| self.asked(bound, count(*local, &body) > 0));
            let name = self.bind(*local, bound, "value", false, &[&body]);
            self.lend(*local, lent.map(|(_, lent)| lent.known()));
            let holds = self.truth(&body).text;
            let method = if negated { "is_none_or" } else { "is_some_and" };
            return value.method(&format!("{method}({})", closure(&name, &holds)));
        }
        let value = self.value(inner, false);
        let operator = if negated { "!=" } else { "==" };
        Code::new(format!("{} {operator} Some(true)", value.within(Rank::Unary)), Rank::Comparison)
    }

    fn equality(&mut self, left: &Expression, right: &Expression, operator: &str) -> Code {
        if let (Some((path, Lent::List { item, nullable })), K::List(items)) = (self.lent(left), &right.kind) {
            return self.lent_equality((&path, &item, nullable), items, operator == "==");
        }
        let text = left.ty.base == ExpressionBase::Text && !left.ty.nullable && !right.ty.nullable;
        let is_empty = |side: &Expression| matches!(&side.kind, K::Literal(Value::Text(text)) if text.is_empty());
        if text && (is_empty(left) || is_empty(right)) {
            let asked = self.observed(if is_empty(right) { left } else { right }).method("is_empty()");
            return if operator == "==" { asked } else { Code::new(format!("!{}", asked.text), Rank::Unary) };
        }
        // A `&str` and a `Cow` compare; in options and lists they don't.
        let owned = !(text || self.is_borrowed(left) && self.is_borrowed(right));
        let mut side = |part: &Expression, other: &Expression| {
            if other.ty.nullable && !part.ty.nullable {
                let value = self.value(part, owned);
                Code::atom(format!("Some({})", value.text))
            } else {
                self.compared(part, owned)
            }
        };
        let (left, right) = (side(left, right), side(right, left));
        // To clippy, `Vec::from` makes something only to compare it.
        let compared = |side: Code| match side.text.strip_prefix("Vec::from([").and_then(|rest| rest.strip_suffix("])")) {
            Some(items) => format!("vec![{items}]"),
            None => side.within(Rank::Unary),
        };
        Code::new(format!("{} {operator} {}", compared(left), compared(right)), Rank::Comparison)
    }

    /// Whether a list that is lent has these items, or else whether it hasn't; it is compared where it lies.
    fn lent_equality(&mut self, (path, item, nullable): (&str, &Lent, bool), items: &[Expression], equal: bool) -> Code {
        let list = if nullable { "items" } else { path };
        let plain = item.is_plain(false, self.places.runtime);
        let holds = match (items.is_empty(), plain, equal) {
            (true, _, true) => Code::atom(format!("{list}.is_empty()")),
            (true, _, false) => Code::new(format!("!{list}.is_empty()"), Rank::Unary),
            (false, true, _) => {
                let items = self.items(items, false);
                Code::new(format!("{list} {} [{items}]", if equal { "==" } else { "!=" }), Rank::Comparison)
            }
            (false, false, _) => {
                let values = self.values_of(list, item, false);
                let items = self.items(items, false);
                Code::atom(format!("{values}.{}([{items}])", if equal { "eq" } else { "ne" }))
            }
        };
        if nullable {
            let method = if equal { "is_some_and" } else { "is_none_or" };
            return Code::atom(format!("{path}.{method}({})", closure("items", &holds.text)));
        }
        holds
    }

    fn order(&mut self, left: &Expression, right: &Expression, operator: &str) -> Code {
        let mut side = |part: &Expression| {
            if part.ty.base == ExpressionBase::Text && !self.is_borrowed(part) {
                let value = match &part.kind {
                    K::Apply(operation, operands) => self.made_text(*operation, operands),
                    _ => None,
                };
                match value {
                    Some(made) => made.method("as_str()"),
                    None => self.observed(part).method("as_ref()"),
                }
            } else {
                self.value(part, false)
            }
        };
        let (left, right) = (side(left), side(right));
        Code::new(format!("{} {operator} {}", left.within(Rank::Unary), right.within(Rank::Unary)), Rank::Comparison)
    }

    /// `&&` or `||` of booleans, or the opposite of it. Where parts ask about the same, as `if`s: what clippy would write instead isn't what
    /// the table says.
    fn joined(&mut self, parts: &[Expression], and: bool, negated: bool) -> Code {
        let Some((first, rest)) = parts.split_first() else { return self.truth(&boolean(and != negated)) };
        if rest.is_empty() {
            return if negated { self.negated(first) } else { self.truth(first) };
        }
        if let Some(code) = self.guarded(first, rest, and, negated) {
            return code;
        }
        if negated || tangled(parts) {
            let mut asked = self.truth(first);
            let mut statements = String::new();
            if asked.rank == Rank::Block {
                let name = self.fresh("holds");
                statements = format!("let {name} = {};\n", asked.text);
                asked = Code::atom(name);
            }
            let rest = self.joined(rest, and, negated).text;
            let settled = and == negated;
            let code = if and {
                format!("if {} {{ {rest} }} else {{ {settled} }}", asked.text)
            } else {
                let otherwise = if rest.starts_with("if ") { rest } else { format!("{{ {rest} }}") };
                format!("if {} {{ {settled} }} else {otherwise}", asked.text)
            };
            return Code::block(if statements.is_empty() { code } else { format!("{{ {statements}{code} }}") });
        }
        let (operator, rank) = if and { (" && ", Rank::And) } else { (" || ", Rank::Or) };
        // `||` within `&&` needs parentheses; the other way round they help as much.
        let parts: Vec<String> = parts.iter().map(|part| self.truth(part).within(Rank::Comparison)).collect();
        Code::new(parts.join(operator), rank)
    }

    /// `x != null and …`, `x = null or …` with what reads the value of `x` behind it.
    fn guarded(&mut self, first: &Expression, rest: &[Expression], and: bool, negated: bool) -> Option<Code> {
        let (place, known) = self.null_test(first)?;
        if known != and || rest.iter().any(may_fail) {
            return None;
        }
        let reads = |part: &Expression| super::emitter::reads_known(part, &place);
        if !rest.iter().any(reads) {
            return None;
        }
        let asked = self.value(&place, false);
        let name = self.fresh_of(&place);
        self.known.push((place, name.clone()));
        let holds = self.joined(rest, and, negated).text;
        self.known.pop();
        let method = if and != negated { "is_some_and" } else { "is_none_or" };
        let name = if self.reads(&name) { name.as_str() } else { "_" };
        Some(asked.method(&format!("{method}({})", closure(name, &holds))))
    }

    /// `and` or `or` with nulls: a later part that can fail is computed only where it counts.
    fn three_valued(&mut self, parts: &[Expression], and: bool) -> Code {
        let names = if and { ("all", "and") } else { ("any", "or") };
        let Some((first, rest)) = parts.split_first() else { return Code::atom("None") };
        if !rest.iter().any(may_fail) {
            let parts: Vec<String> = parts.iter().map(|part| self.maybe(part).text).collect();
            return Code::atom(format!("{}([{}])", self.feel(names.0), parts.join(", ")));
        }
        let first = self.maybe(first).text;
        let rest = if let [last] = rest { self.maybe(last) } else { self.three_valued(rest, and) };
        Code::call(format!("{}({first}, || {})", self.feel(names.1), rest.result()), true)
    }

    /// A boolean as a `boolean?`.
    fn maybe(&mut self, part: &Expression) -> Code {
        let value = self.truth(part);
        if part.ty.nullable { value } else { Code::atom(format!("Some({})", value.text)) }
    }

    /// `some`, or else `every`.
    fn quantified(&mut self, bindings: &[(LocalId, Expression)], condition: &Expression, every: bool) -> Code {
        let nullable = condition.ty.nullable;
        if let [(local, list)] = bindings
            && !may_fail(condition)
        {
            if nullable && condition.kind == K::Local(*local) {
                let items = self.looped(list);
                return Code::atom(format!("{}({items})", self.feel(if every { "all" } else { "any" })));
            }
            let (items, name) = self.each(*local, list, condition);
            let holds = self.truth(condition).text;
            return if nullable {
                let items = items.method(&format!("map({})", closure(&name, &holds)));
                Code::atom(format!("{}({})", self.feel(if every { "all" } else { "any" }), items.text))
            } else {
                items.method(&format!("{}({})", if every { "all" } else { "any" }, closure(&name, &holds)))
            };
        }
        let label = self.fresh("decided");
        let mut opened = String::new();
        for (position, (local, list)) in bindings.iter().enumerate() {
            let items = self.looped(list);
            let later: Vec<&Expression> = bindings.iter().skip(position + 1).map(|(_, list)| list).chain([condition]).collect();
            let name = self.bind_item(*local, list, &later);
            self.keep(*local, position + 1 < bindings.len());
            opened.push_str(&loop_over(&name, &items));
        }
        let closed = "}".repeat(bindings.len());
        let condition = if every && !nullable { self.truth(&not(condition.clone())) } else { self.truth(condition) };
        if nullable {
            let unknown = self.fresh("unknown");
            Code::block(format!(
                "'{label}: {{ let mut {unknown} = false;\n{opened} match {} {{ Some({settles}) => break '{label} Some({settles}), Some({goes_on}) => {{}} None => {unknown} = true }} {closed}\nif {unknown} {{ None }} else {{ Some({goes_on}) }} }}",
                condition.text,
                settles = !every,
                goes_on = every,
            ))
        } else {
            let (statements, asked) = if condition.rank == Rank::Block {
                let name = self.fresh("holds");
                (format!("let {name} = {};\n", condition.text), name)
            } else {
                (String::new(), condition.text)
            };
            Code::block(format!("'{label}: {{ {opened} {statements}if {asked} {{ break '{label} {}; }} {closed}\n{every} }}", !every))
        }
    }
}

/// Whether two of the conditions joined here ask about the same: one twice, two comparisons of the same two values, or two of a text or of
/// months with literals.
fn tangled(parts: &[Expression]) -> bool {
    let mut asked: Vec<&Expression> = Vec::new();
    for part in parts {
        conditions(part, &mut asked);
    }
    asked.iter().enumerate().any(|(position, one)| asked.iter().skip(position + 1).any(|other| meet(one, other)))
}

fn conditions<'e>(expression: &'e Expression, found: &mut Vec<&'e Expression>) {
    match &expression.kind {
        K::And(parts) | K::Or(parts) if !expression.ty.nullable => parts.iter().for_each(|part| conditions(part, found)),
        K::Not(inner) => conditions(inner, found),
        _ => found.push(expression),
    }
}

fn meet(one: &Expression, other: &Expression) -> bool {
    match (sides(one), sides(other)) {
        (Some((a, b)), Some((c, d))) => {
            let shared = alike(a, c) || alike(a, d) || alike(b, c) || alike(b, d);
            let literal = |side: &Expression| matches!(&side.kind, K::Literal(value) if *value != Value::Null);
            let ranged = matches!(a.ty.base, ExpressionBase::Text | ExpressionBase::YearsMonthsDuration);
            alike(a, c) && alike(b, d)
                || alike(a, d) && alike(b, c)
                || shared && ranged && (literal(a) || literal(b)) && (literal(c) || literal(d))
        }
        _ => alike(one, other),
    }
}

fn sides(expression: &Expression) -> Option<(&Expression, &Expression)> {
    match &expression.kind {
        K::Equal(left, right) | K::Less(left, right) | K::LessEqual(left, right) => Some((left, right)),
        _ => None,
    }
}
