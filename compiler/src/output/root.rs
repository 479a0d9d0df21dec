//! The root of generated code: one `mod.rs` that names every module, and every decision as a value.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::header::{Header, hides};
use crate::options::Options;

/// The path of the root below the folder of generated files.
pub const ROOT: &str = "mod.rs";

/// A folder of modules, or a file.
enum Module<'a> {
    /// The modules in it, by name.
    Folder(BTreeMap<&'a str, Module<'a>>),
    File(&'a Header),
}

/// The text of the root, from the paths and headers of all other files: outer items only, so that it can be a `mod.rs` as well as what
/// `include!` takes from `OUT_DIR`. O(n log n) in the number of files.
pub fn root<'a>(files: impl IntoIterator<Item = (&'a str, &'a Header)>, options: &Options) -> String {
    let mut modules = BTreeMap::new();
    for (path, header) in files {
        insert(&mut modules, path.strip_suffix(".rs").unwrap_or(path), header);
    }
    let mut text = format!("{}\n", Header { book: None, decision: None });
    let mut decisions = Vec::new();
    write_modules(&mut text, &modules, "", &mut Vec::new(), &mut decisions);
    let runtime = &options.runtime;
    text.push_str("\n/// Every decision of the books, by module.\n#[rustfmt::skip]\n");
    let _ = writeln!(text, "pub static DECISIONS: &[&dyn {runtime}::Decision] = &[");
    for decision in decisions {
        let _ = writeln!(text, "    &{decision}::Decision,");
    }
    text.push_str("];\n");
    text
}

fn insert<'a>(modules: &mut BTreeMap<&'a str, Module<'a>>, path: &'a str, header: &'a Header) {
    match path.split_once('/') {
        None => {
            modules.insert(path, Module::File(header));
        }
        Some((folder, rest)) => {
            // A name is a folder's or a file's, which `names` sees to; if it ever isn't, rustc says so.
            if let Module::Folder(inner) = modules.entry(folder).or_insert_with(|| Module::Folder(BTreeMap::new())) {
                insert(inner, rest, header);
            }
        }
    }
}

/// Writes the modules of the folder at `path`, whose own module is called `enclosing`.
fn write_modules<'a>(
    text: &mut String,
    modules: &BTreeMap<&'a str, Module<'a>>,
    enclosing: &str,
    path: &mut Vec<&'a str>,
    decisions: &mut Vec<String>,
) {
    let indent = "    ".repeat(path.len());
    for (name, module) in modules {
        path.push(name);
        let same = *name == enclosing;
        let written = if same { other_name(name, modules) } else { (*name).to_owned() };
        if path.len() == 1 && matches!(module, Module::Folder(_)) {
            text.push('\n');
        }
        if let Module::Folder(inner) = module {
            let _ = writeln!(text, "{indent}/// {}", about(inner));
        }
        if same {
            let extension = if let Module::File(_) = module { ".rs" } else { "" };
            let _ = write!(text, "{indent}#[doc(hidden)]\n{indent}#[path = \"{name}{extension}\"]\n");
        }
        match module {
            Module::File(header) => {
                let _ = write!(text, "{indent}#[rustfmt::skip]\n{indent}pub mod {written};\n");
                if header.decision.is_some() {
                    decisions.push(path.join("::"));
                }
            }
            Module::Folder(inner) => {
                let _ = writeln!(text, "{indent}pub mod {written} {{");
                write_modules(text, inner, &written, path, decisions);
                let _ = writeln!(text, "{indent}}}");
            }
        }
        if same {
            let _ = write!(text, "{indent}#[doc(inline)]\n{indent}pub use self::{written} as {name};\n");
        }
        path.pop();
    }
}

/// What a module is called that bears the name of the one around it, as of a book `shipping` in a folder `shipping`: clippy's
/// `module_inception` is about the name where it is defined, so it is defined by another one, and reached by its own.
fn other_name(name: &str, siblings: &BTreeMap<&str, Module<'_>>) -> String {
    let mut other = format!("{name}_");
    while siblings.contains_key(other.as_str()) {
        other.push('_');
    }
    other
}

/// What a folder is of: a book, or a folder of books.
fn about(modules: &BTreeMap<&str, Module<'_>>) -> String {
    let book = modules.values().find_map(|module| match module {
        Module::File(header) if header.decision.is_some() => header.book.as_ref(),
        _ => None,
    });
    match book {
        Some(book) => {
            let name: String = book.as_str().chars().map(|c| if hides(c) || c == '`' { '\u{fffd}' } else { c }).collect();
            format!("Book `{name}`.")
        }
        None => "Books of one folder.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::BookPath;

    #[test]
    fn modules_nest_as_files_do() {
        let header =
            |book: Option<&str>, decision: Option<&str>| Header { book: book.map(BookPath::new), decision: decision.map(str::to_owned) };
        let files = [
            ("shipping/fee.rs", header(Some("shipping.csv"), Some("Fee"))),
            ("retail/glossary.rs", header(None, None)),
            ("retail/eu/vat/rate.rs", header(Some("retail/eu/vat.xls"), Some("Rate"))),
            ("retail/shipping/glossary.rs", header(Some("retail/shi`p\nping.xlsx"), None)),
            ("retail/shipping/fee.rs", header(Some("retail/shi`p\nping.xlsx"), Some("Fee"))),
        ];
        let text = root(files.iter().map(|(path, header)| (*path, header)), &Options::default());
        insta::assert_snapshot!(text);
    }

    #[test]
    fn no_module_is_defined_by_the_name_of_the_one_around_it() {
        let header =
            |book: Option<&str>, decision: Option<&str>| Header { book: book.map(BookPath::new), decision: decision.map(str::to_owned) };
        let files = [
            ("fee/fee.rs", header(Some("fee.csv"), Some("Fee"))),
            ("shipping/shipping/shipping.rs", header(Some("shipping/shipping.csv"), Some("Shipping"))),
            ("shipping/shipping_/shipping_.rs", header(Some("shipping/shipping_.csv"), Some("Shipping_"))),
        ];
        let text = root(files.iter().map(|(path, header)| (*path, header)), &Options::default());
        insta::assert_snapshot!(text);
    }
}
