//! The table `enums` of `matchbook.toml`: which Rust enums there are, and where their variants stand.

use toml::de::{DeTable, DeValue};

use super::Reader;
use crate::diagnostic::rust_enum::EnumFinding;

/// A Rust enum that tables may take for a domain: a key of the table `enums`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumOption {
    /// Its Rust path, as segments: `crate`, `payment`, `PaymentMethod`; at least two.
    pub path: Vec<String>,
    /// The file that shows it, relative to the root of the books, with `/` between its parts: `../src/payment.rs`.
    pub source: String,
    /// The line of `matchbook.toml` that names the file, from 1.
    pub line: u32,
}

const KEYS: [&str; 2] = ["path", "source"];

impl Reader<'_> {
    pub(super) fn enums(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let line = self.line(key.span().start);
            let name = key.get_ref().as_ref();
            if !is_identifier(name) {
                self.options.enums.insert(name.to_owned(), None);
                self.findings.push(EnumFinding::Name { line, name: name.to_owned() }.into());
                continue;
            }
            match value.get_ref() {
                DeValue::Table(table) => self.one_enum(line, name, table),
                other => {
                    self.options.enums.insert(name.to_owned(), None);
                    self.wrong_type(line, &format!("enums.{name}"), "a table with `path` and `source`", other);
                }
            }
        }
    }

    fn one_enum(&mut self, line: u32, name: &str, table: &DeTable<'_>) {
        let findings = self.findings.len();
        let (mut path, mut source) = (None, None);
        for (key, value) in table {
            let line = self.line(value.span().start);
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("path", DeValue::String(text)) => match segments(text) {
                    Ok(segments) => path = Some(segments),
                    Err(why) => self.findings.push(EnumFinding::Path { line, name: name.to_owned(), path: text.to_string(), why }.into()),
                },
                ("source", DeValue::String(text)) => match wrong_source(text) {
                    None => source = Some((text.to_string(), line)),
                    Some(why) => {
                        self.findings.push(EnumFinding::Source { line, name: name.to_owned(), source: text.to_string(), why }.into());
                    }
                },
                ("path", other) => self.wrong_type(line, &format!("enums.{name}.path"), "a text, the path of the enum in Rust", other),
                ("source", other) => self.wrong_type(line, &format!("enums.{name}.source"), "a text, the path of a Rust file", other),
                (unknown, _) => self.unknown(line, &format!("enums.{name}."), unknown, KEYS.into_iter()),
            }
        }
        match (path, source) {
            (Some(path), Some((source, line))) => {
                self.options.enums.insert(name.to_owned(), Some(EnumOption { path, source, line }));
            }
            (path, source) => {
                // A table that names it needn't hear of it as well.
                self.options.enums.insert(name.to_owned(), None);
                let missing = if path.is_none() { "path" } else { "source" };
                if self.findings.len() == findings {
                    let both = path.is_none() && source.is_none();
                    self.findings.push(EnumFinding::Incomplete { line, name: name.to_owned(), missing, both }.into());
                }
            }
        }
    }
}

/// Whether the text can be a name of Rust's that needs no `r#`.
fn is_identifier(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok()
}

/// The segments of a path that leads from anywhere in a crate to an enum, or what is wrong with it.
fn segments(text: &str) -> Result<Vec<String>, &'static str> {
    let path = text.strip_prefix("::").unwrap_or(text);
    let segments: Vec<&str> = path.split("::").collect();
    if segments.iter().any(|segment| matches!(*segment, "self" | "super" | "Self")) {
        return Err("it has to be the same path wherever it is written, and begin with `crate` or the name of a crate");
    }
    let is_name =
        |segment: &&str| is_identifier(segment.strip_prefix("r#").unwrap_or(segment)) || syn::parse_str::<syn::Ident>(segment).is_ok();
    let (first, rest) = segments.split_first().unwrap_or((&"", &[]));
    if !(is_name(first) || *first == "crate" && path == text) || !rest.iter().all(is_name) {
        return Err("it has to be plain names with `::` between them");
    }
    if rest.is_empty() {
        return Err("it has to begin with `crate` or the name of a crate");
    }
    Ok(segments.into_iter().map(str::to_owned).collect())
}

/// What is wrong with the path of a source file. It is the same file on every machine only below a folder that holds the books as well.
fn wrong_source(text: &str) -> Option<&'static str> {
    let mut parts = text.split('/').skip_while(|part| *part == "..").peekable();
    if text.contains('\\') {
        return Some("its parts are separated by `/`, on every system");
    }
    if text.starts_with('/') || text.get(1..2) == Some(":") {
        return Some("it has to be relative to the folder of `matchbook.toml`, or it is another file on other machines");
    }
    if parts.any(|part| matches!(part, "" | "." | "..")) {
        return Some("`..` stands at its beginning only, and every other part is a name");
    }
    (!text.ends_with(".rs") || text.chars().any(char::is_control)).then_some("it has to be a Rust file, `.rs`")
}
