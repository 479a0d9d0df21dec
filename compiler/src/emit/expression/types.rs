//! The Rust types of expressions.

use crate::model::{ExpressionBase, ExpressionType};

/// The Rust type of an expression's value: text is a `Cow<'a, str>` of this lifetime (`'a`, `'_`, `'static`), a `T?` an `Option`, a list a
/// `Vec`, a context a tuple, a number a `Decimal`, and a years and months duration an `i64` of months. What is nothing but null is an
/// `Option<()>`.
pub fn rust_type(ty: &ExpressionType, lifetime: &str, runtime: &str) -> String {
    typed(ty, &format!("{runtime}::Cow<{lifetime}, str>"), runtime)
}

/// [`rust_type`], with texts of type `text`.
pub(super) fn typed(ty: &ExpressionType, text: &str, runtime: &str) -> String {
    let base = match &ty.base {
        ExpressionBase::Null => "()".to_owned(),
        ExpressionBase::Text => text.to_owned(),
        ExpressionBase::Boolean => "bool".to_owned(),
        ExpressionBase::Number { .. } => format!("{runtime}::Decimal"),
        ExpressionBase::Date => format!("{runtime}::civil::Date"),
        ExpressionBase::Time => format!("{runtime}::civil::Time"),
        ExpressionBase::DateTime => format!("{runtime}::civil::DateTime"),
        ExpressionBase::DaysTimeDuration => format!("{runtime}::SignedDuration"),
        ExpressionBase::YearsMonthsDuration => "i64".to_owned(),
        ExpressionBase::List(item) => format!("Vec<{}>", typed(item, text, runtime)),
        ExpressionBase::Context(entries) => {
            let entries: Vec<String> = entries.iter().map(|(_, ty)| format!("{}, ", typed(ty, text, runtime))).collect();
            format!(
                "({})",
                if entries.len() == 1 {
                    entries.concat().trim_end().to_owned()
                } else {
                    entries.concat().trim_end_matches(", ").to_owned()
                }
            )
        }
    };
    if ty.nullable || ty.base == ExpressionBase::Null { format!("Option<{base}>") } else { base }
}
