//! A `values` cell: `enum PaymentMethod`, or what else it holds.

use super::RustEnums;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rust_enum::EnumFinding;
use crate::layout::did_you_mean;
use crate::model::{BaseType, Domain, UnaryTest, Value};
use crate::source::Content;
use crate::syntax::{self, CellContext, bare_texts};

/// Reads the `values` of a column or glossary entry. `Ok(None)` for a blank cell. The error is empty where the enum that it names has been
/// reported.
pub(crate) fn values(content: Option<&Content>, cx: &CellContext<'_>, enums: &RustEnums) -> Result<Option<Domain>, Vec<Diagnostic>> {
    if let Some(Content::Text(text)) = content {
        let (texts, all) = bare_texts(text);
        if let Some(name) = texts.iter().find_map(|text| name(text)) {
            let (at, label) = (cx.location.clone(), cx.label.to_owned());
            if texts.len() < all || texts.len() > 1 {
                let usable = enums.find(name).is_some().then(|| format!("enum {name}"));
                return Err(vec![EnumFinding::NotAlone { at, label, read: syntax::clean(text), alone: usable }.into()]);
            }
            return named(name, cx, enums).map(Some);
        }
    }
    syntax::domain(content, cx).map_err(|findings| findings.into_iter().map(Diagnostic::from).collect())
}

/// The name behind the word `enum`, in any case.
fn name(text: &str) -> Option<&str> {
    let (word, name) = text.split_once(' ')?;
    word.eq_ignore_ascii_case("enum").then_some(name.trim())
}

fn named(name: &str, cx: &CellContext<'_>, enums: &RustEnums) -> Result<Domain, Vec<Diagnostic>> {
    let (at, label) = (cx.location.clone(), cx.label.to_owned());
    let Some(found) = enums.find(name) else {
        let near = did_you_mean(name, enums.names()).map(str::to_owned);
        let known = enums.names().map(str::to_owned).collect();
        return Err(vec![EnumFinding::Unknown { at, label, name: name.to_owned(), near, known }.into()]);
    };
    if cx.ty.base != BaseType::Text {
        return Err(vec![EnumFinding::NotText { at, label, name: name.to_owned(), ty: cx.ty }.into()]);
    }
    let Some(found) = found else { return Err(Vec::new()) };
    let tests = found.variants.iter().map(|variant| UnaryTest::Equal(Value::Text(variant.text.clone()))).collect();
    Ok(Domain { tests, rust: Some(found.clone()) })
}
