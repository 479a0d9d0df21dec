//! Expressions that ask before they go on: whether a value is there, whether a condition holds.

use super::code::{Code, Rank, closure};
use super::emitter::{Emitter, reads_known};
use super::fallible::may_fail;
use super::forms::has_text;
use super::lent::Lent;
use super::simplify::stripped;
use super::uses::count;
use crate::model::{Expression, ExpressionKind as K, LocalId};

impl Emitter<'_> {
    /// What follows from values that may be null, where none of them is; else null.
    pub(super) fn when_known(&mut self, bindings: &[(LocalId, Expression)], body: &Expression, owned: bool) -> Code {
        let plain = stripped(body);
        let inner = plain.as_ref().unwrap_or(body);
        let fails = may_fail(inner);
        if let [(local, bound)] = bindings
            && !fails
        {
            let lent = self.bound(bound);
            let value = lent.as_ref().map(|(path, _)| Code::atom(path));
            let value = value.unwrap_or_else(|| self.asked(bound, count(*local, inner) > 0));
            let name = self.bind(*local, bound, "value", false, &[inner]);
            self.lend(*local, lent.map(|(_, lent)| lent.known()));
            let inner = self.value(inner, owned).text;
            if name == "_" && plain.is_none() && body.ty.nullable {
                return value.method(&format!("and({inner})"));
            }
            let method = if plain.is_some() || !body.ty.nullable { "map" } else { "and_then" };
            return value.method(&format!("{method}({})", closure(&name, &inner)));
        }
        // What follows a null isn't evaluated: those that can't fail are asked with the one before, which nobody can tell.
        let mut first = 1;
        while let Some((_, later)) = bindings.get(first)
            && !may_fail(later)
            && !bindings.iter().take(first).any(|(local, _)| count(*local, later) > 0)
        {
            first += 1;
        }
        let (now, later) = bindings.split_at(first.min(bindings.len()));
        let rest: Vec<&Expression> = later.iter().map(|(_, bound)| bound).chain([body]).collect();
        let mut values = Vec::with_capacity(now.len());
        let mut patterns = Vec::with_capacity(now.len());
        let lents: Vec<Option<(String, Lent)>> = now.iter().map(|(_, bound)| self.bound(bound)).collect();
        for ((local, bound), lent) in now.iter().zip(&lents) {
            let read = rest.iter().any(|part| count(*local, part) > 0);
            values.push(lent.as_ref().map_or_else(|| self.asked(bound, read).text, |(path, _)| path.clone()));
        }
        for ((local, bound), lent) in now.iter().zip(lents) {
            patterns.push(format!("Some({})", self.bind(*local, bound, "value", false, &rest)));
            self.lend(*local, lent.map(|(_, lent)| lent.known()));
        }
        let body = if !later.is_empty() {
            self.when_known(later, body, owned).text
        } else if plain.is_some() || !body.ty.nullable {
            format!("Some({})", self.value(inner, owned).text)
        } else {
            self.value(body, owned).text
        };
        match (values.as_slice(), patterns.as_slice()) {
            ([value], [pattern]) => self.matched(value, |asked| format!("match {asked} {{ {pattern} => {body}, None => None }}")),
            _ => Code::block(format!("match ({}) {{ ({}) => {body}, _ => None }}", values.join(", "), patterns.join(", "))),
        }
    }

    /// `if`; where it asks whether a place is null, a `match` on it.
    pub(super) fn choice(&mut self, condition: &Expression, then: &Expression, otherwise: &Expression, owned: bool) -> Code {
        if let Some((place, known)) = self.null_test(condition) {
            let (if_known, if_null) = if known { (then, otherwise) } else { (otherwise, then) };
            // Asked before, by what stands around it.
            if self.known.iter().any(|(known, _)| *known == place) {
                return self.value(if_known, owned);
            }
            if reads_known(if_known, &place) {
                return self.match_place(&place, if_known, if_null, owned);
            }
        }
        let mut statements = String::new();
        let mut asked = self.truth(condition);
        if asked.rank == Rank::Block {
            let name = self.fresh("holds");
            statements = format!("let {name} = {};\n", asked.text);
            asked = Code::atom(name);
        }
        let then = self.contents(then, owned);
        let otherwise = if then == "None" && matches!(otherwise.kind, K::Literal(_)) {
            format!("{{ {} }}", self.value(otherwise, owned).text)
        } else {
            self.else_branch(otherwise, owned)
        };
        let code = format!("if {} {{ {then} }} else {otherwise}", asked.text);
        if statements.is_empty() { Code::block(code) } else { Code::block(format!("{{ {statements}{code} }}")) }
    }

    /// A `match` on a value, which is bound before it where it is a block.
    fn matched(&mut self, value: &str, code: impl FnOnce(&str) -> String) -> Code {
        if !value.starts_with('{') {
            return Code::block(code(value));
        }
        let name = self.fresh("asked");
        Code::block(format!("{{ let {name} = {value};\n{} }}", code(&name)))
    }

    /// `{ … }`, or the `if` that goes on.
    fn else_branch(&mut self, otherwise: &Expression, owned: bool) -> String {
        let contents = self.contents(otherwise, owned);
        if contents.starts_with("if ") && matches!(otherwise.kind, K::If { .. }) { contents } else { format!("{{ {contents} }}") }
    }

    /// The place of which the condition says whether it is null, and whether it says that it isn't.
    pub(super) fn null_test(&self, condition: &Expression) -> Option<(Expression, bool)> {
        let (asked, known) = match &condition.kind {
            K::IsNull(place) => (place, false),
            K::Not(inner) => match &inner.kind {
                K::IsNull(place) => (place, true),
                _ => return None,
            },
            _ => return None,
        };
        let is_place = matches!(asked.kind, K::Input(_) | K::Subject | K::Local(_));
        (is_place && self.is_copy(asked)).then(|| ((**asked).clone(), known))
    }

    /// A name for the value of a place.
    pub(super) fn fresh_of(&mut self, place: &Expression) -> String {
        let name = self.name_of(place, "value");
        self.fresh(&name)
    }

    fn match_place(&mut self, place: &Expression, if_known: &Expression, if_null: &Expression, owned: bool) -> Code {
        let is_value = matches!(&if_known.kind, K::Known(inner) if **inner == *place);
        let wrap = owned && has_text(&if_known.ty);
        let cheap = matches!(if_null.kind, K::Literal(_) | K::Input(_) | K::Local(_) | K::Subject) && !if_null.ty.nullable;
        if is_value && cheap && self.is_borrowed(if_null) && !if_known.ty.nullable {
            let default = self.value(if_null, false).text;
            let code = self.value(place, false).method(&format!("unwrap_or({default})"));
            return self.converted(code, &if_known.ty, &if_known.ty, wrap);
        }
        let place_code = self.value(place, false);
        let name = self.fresh_of(place);
        self.known.push((place.clone(), name.clone()));
        let known = self.value(if_known, owned).text;
        self.known.pop();
        let null = self.value(if_null, owned).text;
        let asked = &place_code.text;
        if !self.reads(&name) {
            return Code::block(format!("if {asked}.is_some() {{ {known} }} else {{ {null} }}"));
        }
        // What a value comes to where there is one, and null where there is none, is a `map`.
        match inside_some(&known) {
            Some(inside) if null.starts_with("None") => place_code.method(&format!("map(|{name}| {inside})")),
            _ => Code::block(format!("match {asked} {{ Some({name}) => {known}, None => {null} }}")),
        }
    }
}

/// What stands in the parentheses of `Some(…)`, if the whole expression is that and can move to a closure: nothing in it leaves the function.
fn inside_some(known: &str) -> Option<&str> {
    let inside = known.strip_prefix("Some(")?.strip_suffix(')')?;
    let leaves = inside.contains('?') || inside.contains("return") || inside.contains("break");
    let is_call = matches!(syn::parse_str::<syn::Expr>(known), Ok(syn::Expr::Call(_)));
    (is_call && !leaves).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::inside_some;

    #[test]
    fn only_a_whole_some_is_opened() {
        assert_eq!(inside_some("Some((a, b))"), Some("(a, b)"));
        for text in ["Some(a).or(Some(b))", "Some(a?)", "a", "Some(a) == Some(b)", "if a { Some(b) } else { Some(c) }"] {
            assert_eq!(inside_some(text), None, "{text}");
        }
    }
}
