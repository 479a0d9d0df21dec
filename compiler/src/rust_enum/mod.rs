//! Rust enums as domains: `[enums]` of `matchbook.toml` and the text of source files → [`RustEnum`]s, which `enum NAME` in `values` names.
//!
//! No build script and no macro can see a type. So the compiler reads the file that defines it, as a person would, and generated code
//! converts the type by a `match` of all variants that were read: what the file doesn't show, rustc refuses.

mod file;
mod item;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use item::{EnumItem, Mistake, Problem, VariantItem, read};
pub(crate) use values::values;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rust_enum::{EnumFinding, Unreadable};
use crate::layout::did_you_mean;
use crate::model::{RustEnum, RustVariant};
use crate::options::{EnumOption, Options};
use crate::source::{ReadError, SourceFile};

/// The largest source file that is read, in bytes.
pub const MAX_SOURCE_BYTES: u64 = 1 << 20;

/// The Rust enums that tables may name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RustEnums {
    /// By name; `None` for one that can't be used, which has been reported.
    by_name: BTreeMap<String, Option<Arc<RustEnum>>>,
}

impl RustEnums {
    /// All enums that the options name, read from `files`, which are known by their paths. What can't be used is reported at its line of
    /// `matchbook.toml`. Linear in the files, for each enum.
    pub fn new(options: &Options, files: &[SourceFile], diagnostics: &mut Vec<Diagnostic>) -> Self {
        let one = |(name, option): (&String, &Option<EnumOption>)| {
            let read = option.as_ref().and_then(|option| match one(name, option, files, diagnostics) {
                Ok(read) => Some(Arc::new(read)),
                Err(findings) => {
                    diagnostics.extend(findings.into_iter().map(Diagnostic::from));
                    None
                }
            });
            (name.clone(), read)
        };
        Self { by_name: options.enums.iter().map(one).collect() }
    }

    /// The enum of this name: `None` if there is none, `Some(None)` if it can't be used.
    pub(crate) fn find(&self, name: &str) -> Option<Option<&Arc<RustEnum>>> {
        self.by_name.get(name).map(Option::as_ref)
    }

    /// The names that there are.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}

fn one(name: &str, option: &EnumOption, files: &[SourceFile], diagnostics: &mut Vec<Diagnostic>) -> Result<RustEnum, Vec<EnumFinding>> {
    let (line, source) = (option.line, option.source.clone());
    let unreadable = |why: Unreadable| vec![EnumFinding::Unreadable { line, name: name.to_owned(), source: source.clone(), why }];
    let bytes = match files.iter().find(|file| file.path.as_str() == source).map(|file| &file.bytes) {
        None => return Err(unreadable(Unreadable::Missing)),
        Some(Err(ReadError::Io(why))) => return Err(unreadable(Unreadable::Io(why.clone()))),
        Some(Err(ReadError::TooLarge(bytes))) => return Err(unreadable(Unreadable::TooLarge(*bytes))),
        Some(Ok(bytes)) if bytes.len() as u64 > MAX_SOURCE_BYTES => return Err(unreadable(Unreadable::TooLarge(bytes.len() as u64))),
        Some(Ok(bytes)) => bytes,
    };
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable(Unreadable::NotUnicode))?;
    let tokens = file::find(text, &option.path).map_err(|why| {
        let wanted = option.path.last().cloned().unwrap_or_default();
        let (name, source) = (name.to_owned(), source.clone());
        vec![match why {
            file::NotFound::NotRust(why) => EnumFinding::NotRust { line, name, source, why },
            file::NotFound::Several => EnumFinding::Several { line, name, source, wanted },
            file::NotFound::Missing(known) => {
                let near = did_you_mean(&wanted, known.iter().map(String::as_str)).map(str::to_owned);
                EnumFinding::Missing { line, name, source, wanted, near, known }
            }
        }]
    })?;
    let unsuitable = |problem: Problem| EnumFinding::Unsuitable { line, name: name.to_owned(), source: source.clone(), problem };
    let item = read(tokens).map_err(|mistakes| mistakes.into_iter().map(|mistake| unsuitable(mistake.problem)).collect::<Vec<_>>())?;
    // In its own crate, a `match` can name all there is.
    if item.non_exhaustive && option.path.first().is_some_and(|first| first != "crate") {
        return Err(vec![EnumFinding::NonExhaustive { line, name: name.to_owned(), source: source.clone() }]);
    }
    let (conditional, variants): (Vec<VariantItem>, Vec<VariantItem>) = item.variants.into_iter().partition(|variant| variant.conditional);
    if variants.is_empty() {
        return Err(vec![unsuitable(Problem::Empty)]);
    }
    if !conditional.is_empty() {
        let variants = conditional.iter().map(|variant| variant.ident.to_string()).collect();
        diagnostics.push(EnumFinding::Conditional { line, name: name.to_owned(), source: source.clone(), variants }.into());
    }
    let variants = variants.into_iter().map(|variant| RustVariant { ident: variant.ident.to_string(), text: variant.text }).collect();
    Ok(RustEnum { name: name.to_owned(), path: option.path.clone(), source, public: item.public, variants })
}

#[cfg(test)]
mod tests;
