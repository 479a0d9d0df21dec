//! Loops over lists.

use super::code::{Code, Rank, closure};
use super::emitter::Emitter;
use super::fallible::{longest, may_fail, overflows};
use super::forms::is_copy;
use super::lent::Lent;
use crate::model::{Expression, ExpressionBase, ExpressionKind as K, ExpressionType, LocalId};

/// The type of a list's items.
pub(super) fn item_type(list: &Expression) -> ExpressionType {
    match &list.ty.base {
        ExpressionBase::List(item) => (**item).clone(),
        // Only lists are gone through.
        _ => list.ty.clone(),
    }
}

/// The head of a `for`. Items that nothing reads aren't copied.
pub(super) fn loop_over(name: &str, items: &str) -> String {
    let read = match name {
        "_" => items.strip_suffix(".copied()").or_else(|| items.strip_suffix(".cloned()")).unwrap_or(items),
        _ => items,
    };
    format!("for {name} in {read} {{\n")
}

impl Emitter<'_> {
    /// The name of the variable for a list's items, read in `body`. It is never taken away, as a loop reads it again.
    pub(super) fn bind_item(&mut self, local: LocalId, list: &Expression, body: &[&Expression]) -> String {
        let item = Expression { kind: K::Local(local), ty: item_type(list) };
        let lent = self.lent_list(list).map(|(_, item)| item);
        let name = self.bind(local, &item, "item", false, body);
        self.lend(local, lent);
        name
    }

    /// Has a variable read as often as a loop within wants it.
    pub(super) fn keep(&mut self, local: LocalId, looped: bool) {
        if let Some(variable) = self.variables.get_mut(&local).filter(|_| looped) {
            variable.movable = false;
        }
    }

    /// A variable for an item that is only lent: its pattern.
    fn bind_lent(&mut self, local: LocalId, list: &Expression, body: &[&Expression]) -> String {
        let ty = item_type(list);
        let copy = is_copy(&ty, self.is_borrowed(list));
        let item = Expression { kind: K::Local(local), ty };
        let name = self.bind(local, &item, "item", !copy, body);
        if copy && name != "_" { format!("&{name}") } else { name }
    }

    /// An iterator over a list's items.
    pub(super) fn iterated(&mut self, list: &Expression) -> Code {
        if let Some((path, item)) = self.lent_list(list) {
            return Code::atom(self.items_of(&path, &item));
        }
        match &list.kind {
            K::List(items) if !items.is_empty() => {
                let owned = !self.is_borrowed(list);
                Code::atom(format!("[{}].into_iter()", self.items(items, owned)))
            }
            K::Local(local) => {
                let Some(variable) = self.variables.get(local).cloned() else { return Code::atom("()") };
                if variable.movable {
                    return Code::atom(format!("{}.into_iter()", variable.name));
                }
                let copied = if is_copy(&item_type(list), self.is_borrowed(list)) { "copied" } else { "cloned" };
                Code::atom(format!("{}.iter().{copied}()", variable.name))
            }
            _ => self.value(list, false).method("into_iter()"),
        }
    }

    /// The same, and the variable for the items, read in `body`: of a list that is read again, what isn't copied is only looked at.
    pub(super) fn each(&mut self, local: LocalId, list: &Expression, body: &Expression) -> (Code, String) {
        let ty = item_type(list);
        if let K::Local(of) = &list.kind
            && !is_copy(&ty, self.is_borrowed(list))
            && let Some(kept) = self.variables.get(of).filter(|variable| !variable.movable && variable.lent.is_none())
        {
            let items = Code::atom(format!("{}.iter()", kept.name));
            let item = Expression { kind: K::Local(local), ty };
            return (items, self.bind(local, &item, "item", true, &[body]));
        }
        let items = self.iterated(list);
        (items, self.bind_item(local, list, &[body]))
    }

    /// What a `for` goes through.
    pub(super) fn looped(&mut self, list: &Expression) -> String {
        if let Some((path, item)) = self.lent_list(list) {
            let items = self.items_of(&path, &item);
            return items.strip_suffix(".iter()").map_or(items.clone(), str::to_owned);
        }
        match &list.kind {
            K::List(items) if items.len() == 1 => {
                let owned = !self.is_borrowed(list);
                format!("std::iter::once({})", self.items(items, owned))
            }
            K::List(items) if !items.is_empty() => {
                let owned = !self.is_borrowed(list);
                format!("[{}]", self.items(items, owned))
            }
            K::Local(_) => {
                let items = self.iterated(list).text;
                items.strip_suffix(".into_iter()").map_or(items.clone(), str::to_owned)
            }
            _ => self.value(list, false).text,
        }
    }

    /// An iterator over those items of a list that is lent for which a condition holds, and what they are.
    fn kept_of(&mut self, list: &Expression, item: LocalId, condition: &Expression) -> Option<(String, Lent)> {
        let (path, lent) = self.lent_list(list).filter(|_| !may_fail(condition))?;
        let items = self.items_of(&path, &lent);
        let name = self.bind_item(item, list, &[condition]);
        let keep = self.truth(condition).text;
        let parameter = if lent.is_struct() || name == "_" { name } else { format!("&{name}") };
        Some((format!("{items}.filter({})", closure(&parameter, &keep)), lent))
    }

    /// The same of an expression that filters such a list.
    pub(super) fn kept(&mut self, list: &Expression) -> Option<String> {
        let K::Filter { list, item, condition } = &list.kind else { return None };
        self.kept_of(list, *item, condition).map(|(kept, _)| kept)
    }

    pub(super) fn filter(&mut self, list: &Expression, item: LocalId, condition: &Expression, owned: bool) -> Code {
        let ty = list.ty.clone();
        let wrap = owned && self.is_borrowed(list);
        if let Some((kept, lent)) = self.kept_of(list, item, condition) {
            // Only the items that are kept are taken over.
            let value = self.taken_over("item", &lent, owned).text;
            let taken_over = if value == "item" { kept } else { format!("{kept}.map({})", closure("item", &value)) };
            return Code::atom(format!("{taken_over}.collect::<Vec<_>>()"));
        }
        let code = if may_fail(condition) {
            let items = self.value(list, false).text;
            let name = self.bind_lent(item, list, &[condition]);
            let keep = self.result_block(condition, false);
            Code::call(format!("{}({items}, {})", self.feel("filter"), closure(&name, &keep)), true)
        } else {
            let items = self.iterated(list);
            let name = self.bind_lent(item, list, &[condition]);
            let keep = self.truth(condition).text;
            items.method(&format!("filter({}).collect::<Vec<_>>()", closure(&name, &keep)))
        };
        self.converted(code, &ty, &ty, wrap)
    }

    pub(super) fn for_each(&mut self, bindings: &[(LocalId, Expression)], body: &Expression, owned: bool) -> Code {
        if let [(local, list)] = bindings {
            let bounded = longest(list).is_some_and(|most| most <= Expression::MAX_ITEMS);
            if body.kind == K::Local(*local) {
                let items = self.value(list, owned);
                return if bounded { items } else { Code::call(format!("{}({})", self.feel("bounded"), items.text), true) };
            }
            if !may_fail(body) {
                let (items, name) = self.each(*local, list, body);
                let value = self.value(body, owned).text;
                let made = items.method(&format!("map({}).collect::<Vec<_>>()", closure(&name, &value)));
                return if bounded { made } else { Code::call(format!("{}({})", self.feel("bounded"), made.text), true) };
            }
            if bounded {
                let (items, name) = self.each(*local, list, body);
                let value = self.result_block(body, owned);
                let error = self.feel("Inexact");
                let made = items.method(&format!("map({}).collect::<Result<Vec<_>, {error}>>()", closure(&name, &value)));
                return Code::new(format!("{}?", made.text), Rank::Tried);
            }
        }
        let results = self.fresh("results");
        let mut opened = String::new();
        for (position, (local, list)) in bindings.iter().enumerate() {
            let items = self.looped(list);
            let later: Vec<&Expression> = bindings.iter().skip(position + 1).map(|(_, list)| list).chain([body]).collect();
            let name = self.bind_item(*local, list, &later);
            self.keep(*local, position + 1 < bindings.len());
            opened.push_str(&loop_over(&name, &items));
        }
        let value = self.value(body, owned).text;
        let pushed = if overflows(bindings) {
            format!("{}(&mut {results}, {value})?;", self.feel("push"))
        } else {
            // `push` of what no loop changes would be said to be `resize`.
            format!("{results}.extend([{value}]);")
        };
        let closed = "}".repeat(bindings.len());
        Code::block(format!("{{ let mut {results} = Vec::new();\n{opened} {pushed} {closed}\n{results} }}"))
    }

    pub(super) fn sort(&mut self, list: &Expression, left: LocalId, right: LocalId, precedes: &Expression, owned: bool) -> Code {
        let ty = list.ty.clone();
        let wrap = owned && self.is_borrowed(list);
        let items = self.value(list, false).text;
        let fails = may_fail(precedes);
        let left = self.bind_lent(left, list, &[precedes]);
        let right = self.bind_lent(right, list, &[precedes]);
        let (function, order) = if fails { ("sort", self.result_block(precedes, false)) } else { ("sort_by", self.truth(precedes).text) };
        let code = Code::call(format!("{}({items}, |{left}, {right}| {order})", self.feel(function)), fails);
        self.converted(code, &ty, &ty, wrap)
    }
}
