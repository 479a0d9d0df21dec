//! Cell syntax: every form of the language document, and what is typed wrongly in its stead, each with its message.
//!
//! A snapshot holds one line a cell: what is typed, and its normal form; or the code, the message and the fixes. Each fix is read again.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod answers;
mod columns;
mod conditions;
mod mistakes;

use std::collections::BTreeSet;
use std::fmt::Write;

use matchbook_compiler::diagnostic::syntax::SyntaxFinding;
use matchbook_compiler::diagnostic::{Describe, Edit, Location};
use matchbook_compiler::model::{Domain, Number, Type, UnaryTest};
use matchbook_compiler::source::{BookPath, CellRef, Content};
use matchbook_compiler::syntax::{self, Answer, CellContext, Entry};

fn location() -> Location {
    Location::cells(&BookPath::new("shop.xlsx"), "Rules", CellRef::new(4, 1))
}

/// A column: its type, values, names in scope, and what stands alone in its other cells.
struct Column {
    ty: Type,
    domain: Option<Domain>,
    names: BTreeSet<String>,
    entries: BTreeSet<String>,
    location: Location,
}

impl Column {
    fn new(ty: &str) -> Self {
        let ty = syntax::type_name(&Content::Text(ty.to_owned()), &location()).unwrap();
        Self { ty, domain: None, names: BTreeSet::new(), entries: BTreeSet::new(), location: location() }
    }

    fn values(mut self, values: &str) -> Self {
        self.domain = syntax::domain(Some(&Content::Text(values.to_owned())), &self.context()).unwrap();
        self
    }

    fn names(mut self, names: &[&str]) -> Self {
        self.names = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    fn entries(mut self, entries: &[&str]) -> Self {
        self.entries = entries.iter().map(|entry| (*entry).to_owned()).collect();
        self
    }

    fn context(&self) -> CellContext<'_> {
        CellContext {
            location: &self.location,
            label: "Age",
            ty: self.ty,
            domain: self.domain.as_ref(),
            names: &self.names,
            entries: &self.entries,
        }
    }

    fn input(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        syntax::input_entry(Some(content), &self.context()).map(|entry| match entry {
            Entry::Any => syntax::print_entry(None, self.ty.base),
            Entry::Tests(tests) => syntax::print_entry(Some(&tests), self.ty.base),
            Entry::Predicates(_) => "predicates".to_owned(),
            Entry::Items { text, .. } => format!("expression {text}"),
        })
    }

    fn output(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        let value = syntax::output_entry(Some(content), &self.context())?;
        Ok(match value {
            Answer::Blank => "(blank)".to_owned(),
            Answer::Value(value) => syntax::print_value(&value, self.ty.base),
            Answer::Expression { text, from } => format!("expression {}", &text[from..]),
        })
    }

    fn domain(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        let domain = syntax::domain(Some(content), &self.context())?;
        Ok(domain.map_or_else(|| "(blank)".to_owned(), |domain| syntax::print_entry(Some(&domain.tests), self.ty.base)))
    }

    fn list(&self, content: &Content) -> Result<String, Vec<SyntaxFinding>> {
        let values = syntax::values_list(content, &self.context())?;
        let tests: Vec<UnaryTest> = values.into_iter().map(UnaryTest::Equal).collect();
        Ok(format!("[{}]", syntax::print_entry(Some(&tests), self.ty.base)))
    }
}

/// One line a text, its result, and the check that each fix reads.
fn show(out: &mut String, heading: &str, contents: &[Content], read: &dyn Fn(&Content) -> Result<String, Vec<SyntaxFinding>>) {
    let _ = writeln!(out, "## {heading}");
    for content in contents {
        let typed = match content {
            Content::Text(text) => text.replace('\n', "\\n").replace('\u{A0}', "\\u{A0}"),
            Content::Number { value, integer_digits, percent } => {
                format!("number {value} ({integer_digits} digits{})", if *percent { ", percent" } else { "" })
            }
            other => format!("{other:?}"),
        };
        match read(content) {
            Ok(normal) if normal == typed => _ = writeln!(out, "{typed}"),
            Ok(normal) => _ = writeln!(out, "{typed}  =>  {normal}"),
            Err(findings) => {
                assert!(!findings.is_empty(), "{typed}");
                let _ = writeln!(out, "{typed}");
                for finding in &findings {
                    let description = finding.describe();
                    let _ = writeln!(out, "    {}: {}", finding.code(), description.message);
                    for fix in &description.fixes {
                        for edit in &fix.edits {
                            assert!(matches!(edit, Edit::Type { .. }), "{typed}: {edit:?}");
                            let Edit::Type { text, .. } = edit else { continue };
                            let again = read(&Content::Text(text.clone()));
                            assert!(again.is_ok(), "{typed}: the fix {text} gives {again:?}");
                            let _ = writeln!(out, "      fix: {text}");
                        }
                    }
                    if let Some(help) = &description.help {
                        let _ = writeln!(out, "      help: {help}");
                    }
                    for note in &description.notes {
                        let _ = writeln!(out, "      note: {note}");
                    }
                }
            }
        }
    }
    out.push('\n');
}

fn texts(texts: &[&str]) -> Vec<Content> {
    texts.iter().map(|text| Content::Text((*text).to_owned())).collect()
}

fn number(text: &str, integer_digits: u32, percent: bool) -> Content {
    Content::Number { value: Number::parse(text).unwrap(), integer_digits, percent }
}

fn inputs(out: &mut String, heading: &str, column: &Column, cells: &[&str]) {
    show(out, heading, &texts(cells), &|content| column.input(content));
}

fn outputs(out: &mut String, heading: &str, column: &Column, cells: &[&str]) {
    show(out, heading, &texts(cells), &|content| column.output(content));
}
