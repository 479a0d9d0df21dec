//! Outputs that are lists: their Rust types, values, and what is made of computed ones.
//!
//! Where all entries of a column are literals, a list is `&'static [T]`. Where some rule computes it, it is a `Cow<[T]>`: what stands in
//! the table stays there, and only what is computed is allocated. Durations of years and months have no constant form, so a list of
//! them is a `Cow` too.

use super::value::{Kind, Side};
use crate::model::{BaseType, DataType, Value};

/// What the items of an output are that is a list, and whether null stands for a list that isn't there.
#[derive(Clone, Copy)]
pub(super) struct Items<'a> {
    pub(super) item: &'a DataType,
    pub(super) nullable: bool,
}

impl<'a> Items<'a> {
    /// Of a list; `None` of one value.
    pub(super) fn of(ty: &'a DataType) -> Option<Self> {
        match ty {
            DataType::Scalar(_) => None,
            DataType::List { item, nullable } => Some(Self { item, nullable: *nullable }),
        }
    }
}

impl<'a> Kind<'a> {
    /// The kind of its items, if it is a list.
    pub(super) fn item(&self) -> Option<Self> {
        self.items.map(|items| Self { items: Items::of(items.item), ..*self })
    }

    /// The kind of the values in it, within however many lists; of one value, itself.
    pub(super) fn leaf(&self) -> Self {
        Self { items: None, ..*self }
    }

    /// Whether it is a list that may be allocated: a `Cow`.
    pub(super) fn is_cow_list(&self) -> bool {
        self.items.is_some() && (self.side == Side::Computed || self.ty.base == BaseType::YearsMonthsDuration)
    }

    /// The Rust type of a list without null; its text has this lifetime.
    pub(super) fn list_type(&self, item: &Self, lifetime: &str) -> String {
        let runtime = self.runtime;
        let inner = item.rust_type(lifetime);
        match self.is_cow_list() {
            true if item.leaf().borrows() => format!("{runtime}::Cow<{lifetime}, [{inner}]>"),
            true => format!("{runtime}::Cow<'static, [{inner}]>"),
            false => format!("&'static [{inner}]"),
        }
    }

    /// A list of literals as an expression.
    pub(super) fn list_expression(&self, values: &[Value], item: &Self, path: &str) -> Option<String> {
        let runtime = self.runtime;
        let items = values.iter().map(|value| item.expression(value, path)).collect::<Option<Vec<_>>>()?.join(", ");
        if self.ty.base == BaseType::YearsMonthsDuration && !values.is_empty() {
            return Some(format!("{runtime}::Cow::Owned(vec![{items}])"));
        }
        let slice = if self.is_promoted() || values.is_empty() { format!("&[{items}]") } else { format!("const {{ &[{items}] }}") };
        Some(if self.is_cow_list() { format!("{runtime}::Cow::Borrowed({slice})") } else { slice })
    }

    /// Whether a reference to such literals lives on without further ado: no calls are in them.
    fn is_promoted(&self) -> bool {
        matches!(self.ty.base, BaseType::Text | BaseType::Integer | BaseType::Boolean)
    }

    /// What an expression of the table gives, a list of it, as this: `check` is the function that looks at each value and may make another
    /// of it, and gives a `Result`.
    pub(super) fn of_computed(&self, value: &str, check: Option<&str>) -> String {
        let runtime = self.runtime;
        let Some(item) = self.item() else { return value.to_owned() };
        let nullable = self.nullable();
        match item.converted(check) {
            None if nullable => format!("{value}.map({runtime}::Cow::Owned)"),
            None => format!("{runtime}::Cow::Owned({value})"),
            Some(by) if nullable => {
                format!("{value}.map(|items| items.into_iter().map({by}).collect()).transpose()?.map({runtime}::Cow::Owned)")
            }
            Some(by) => format!("{runtime}::Cow::Owned({value}.into_iter().map({by}).collect::<Result<_, _>>()?)"),
        }
    }

    /// The function that makes an item of what an expression gives for it, in a `Result`; `None` where it is that already.
    fn converted(&self, check: Option<&str>) -> Option<String> {
        let runtime = self.runtime;
        let Some(item) = self.item() else {
            let check = check?;
            return Some(if self.ty.nullable { format!("|item| item.map({check}).transpose()") } else { check.to_owned() });
        };
        let error = format!("{runtime}::Error");
        Some(match (item.converted(check), self.nullable()) {
            (None, false) => format!("|items| Ok::<_, {error}>({runtime}::Cow::Owned(items))"),
            (None, true) => format!("|items| Ok::<_, {error}>(items.map({runtime}::Cow::Owned))"),
            (Some(by), false) => {
                format!("|items| items.into_iter().map({by}).collect::<Result<_, {error}>>().map({runtime}::Cow::Owned)")
            }
            (Some(by), true) => format!(
                "|items| items.map(|items| items.into_iter().map({by}).collect::<Result<_, {error}>>().map({runtime}::Cow::Owned)).transpose()"
            ),
        })
    }

    /// The JSON of a list that `value` names, or which stands behind that as a reference; `write` gives that of a value in it which does.
    pub(super) fn list_json(&self, value: &str, is_reference: bool, write: &dyn Fn(&Self, &str) -> String) -> String {
        let runtime = self.runtime;
        let Some(item) = self.item() else { return write(self, value) };
        let items = |of: &str| format!("{runtime}::json::items({of}, |item| {})", item.list_json("item", true, write));
        match (self.nullable(), self.is_cow_list()) {
            (false, true) if !is_reference => items(&format!("&{value}")),
            (false, _) => items(value),
            (true, false) if is_reference => format!("{runtime}::json::nullable(*{value}, |items| {})", items("items")),
            (true, false) => format!("{runtime}::json::nullable({value}, |items| {})", items("items")),
            (true, true) => format!("{runtime}::json::nullable({value}.as_deref(), |items| {})", items("items")),
        }
    }

    /// An expression for the value of FEEL that a list is, of `path`, which names it: a `Vec`. `value` gives that of a value in it, which
    /// stands behind a reference; `None` where they are the same, and copied.
    pub(super) fn list_feel(&self, path: &str, value: &dyn Fn(&Self, &str) -> Option<String>) -> String {
        let Some(item) = self.item() else { return value(self, path).unwrap_or_else(|| format!("*{path}")) };
        let vec = |of: &str| match (item.items, value(&item, "item")) {
            (None, None) => format!("{of}.to_vec()"),
            _ => format!("{of}.iter().map(|item| {}).collect::<Vec<_>>()", item.list_feel("item", value)),
        };
        match (self.nullable(), self.is_cow_list()) {
            (false, _) => vec(path),
            (true, false) => format!("{path}.map(|items| {})", vec("items")),
            (true, true) => format!("{path}.as_ref().map(|items| {})", vec("items")),
        }
    }
}
