//! Glossaries and constants: what a name means, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::{BookView, Decisions};
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::diagnostic::typing::{TypingFinding, TypingProblem};
use crate::diagnostic::{Diagnostic, Location};
use crate::layout::{NameBlock, fold};
use crate::model::{BaseType, Constant, DataType, Domain, GlossaryEntry, Name, Type, Value};
use crate::rust_enum::{RustEnums, values};
use crate::source::{BookPath, CellRef, Content};
use crate::syntax::{self, CellContext, LIST_MARK, Quantifier};
use crate::typing::has_value;

/// What a name is defined as; `None` where the definition has an error.
#[derive(Clone, Debug)]
enum Meaning {
    Glossary(Option<GlossaryEntry>),
    Constant(Option<Constant>),
}

/// A row of a glossary or of constants.
#[derive(Clone, Debug)]
pub(crate) struct Definition {
    /// The name, as it prints.
    pub(crate) name: String,
    /// The cell that holds it.
    pub(crate) at: Location,
    pub(crate) book: BookPath,
    pub(crate) app_wide: bool,
    /// Whether neither it nor another definition of the name has an error.
    pub(crate) usable: bool,
    meaning: Meaning,
}

impl Definition {
    pub(crate) fn as_entry(&self) -> Option<&GlossaryEntry> {
        if let Meaning::Glossary(entry) = &self.meaning { entry.as_ref() } else { None }
    }

    pub(crate) fn as_constant(&self) -> Option<&Constant> {
        if let Meaning::Constant(constant) = &self.meaning { constant.as_ref() } else { None }
    }

    fn is(&self) -> &'static str {
        match self.meaning {
            Meaning::Glossary(_) => "a name of a glossary",
            Meaning::Constant(_) => "a constant",
        }
    }

    fn serves(&self, book: &BookPath) -> bool {
        self.app_wide || self.book == *book
    }
}

/// A name that has an error where it is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unusable;

/// The names that the tables of one book see.
pub(crate) struct Scope<'a> {
    definitions: BTreeMap<&'a str, &'a Definition>,
    /// The decisions of the app.
    pub(crate) decisions: &'a Decisions<'a>,
    /// The Rust enums that `values` can name.
    pub(crate) enums: &'a RustEnums,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(definitions: &'a [Definition], book: &BookPath, decisions: &'a Decisions<'a>, enums: &'a RustEnums) -> Self {
        let mut visible: BTreeMap<&str, &Definition> = BTreeMap::new();
        for definition in definitions.iter().filter(|definition| definition.serves(book)) {
            // Of several definitions, all of them errors, one stands for the name.
            visible.entry(&definition.name).or_insert(definition);
        }
        Self { definitions: visible, decisions, enums }
    }

    /// What the glossary says of a name.
    pub(crate) fn entry(&self, name: &str) -> Result<Option<&'a GlossaryEntry>, Unusable> {
        match self.definitions.get(name) {
            Some(definition) if !definition.usable => Err(Unusable),
            Some(definition) => Ok(definition.as_entry()),
            None => Ok(None),
        }
    }

    /// Where a glossary defines a name, and whether that has no error.
    pub(crate) fn entry_at(&self, name: &str) -> Option<(bool, Location)> {
        let definition = self.definitions.get(name).filter(|definition| matches!(definition.meaning, Meaning::Glossary(_)))?;
        Some((definition.usable, definition.at.clone()))
    }

    /// The constant of this name.
    pub(crate) fn constant(&self, name: &str) -> Option<&'a Definition> {
        self.definitions.get(name).copied().filter(|definition| matches!(definition.meaning, Meaning::Constant(_)))
    }

    /// What the glossary says of the fields of a list's items, in the order of their names; of a list of values, of those.
    pub(crate) fn fields(&self, list: &str) -> impl Iterator<Item = &'a GlossaryEntry> + use<'a> {
        let from = format!("{list}{LIST_MARK}");
        let from_there = (Bound::Included(from.as_str()), Bound::Unbounded);
        let below = self.definitions.range::<str, _>(from_there).take_while(|(name, _)| name.starts_with(&from));
        let usable = below.map(|(_, definition)| *definition).filter(|definition| definition.usable);
        usable.filter_map(Definition::as_entry).collect::<Vec<_>>().into_iter()
    }

    /// All names of glossary, constants, decisions and their outputs that expressions can have; of a list its own name, and none of its items' fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = String> {
        let mut names: Vec<String> = self.definitions.keys().map(|name| list_of(name).unwrap_or(name).to_owned()).collect();
        names.dedup();
        names.into_iter().chain(self.decisions.names())
    }
}

/// The outermost list that a name of the glossary leads into.
pub(crate) fn list_of(name: &str) -> Option<&str> {
    name.split_once(LIST_MARK).map(|(list, _)| list)
}

/// Whether a block's name is that of its app: they may differ in case and in signs between words.
fn is_app(block: &str, app: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    plain(block) == plain(app)
}

/// Reads the rows of all glossaries and constants of an app, by book, sheet and row.
pub(super) fn definitions(
    app: &str,
    books: &[BookView<'_>],
    enums: &RustEnums,
    dropped: &mut BTreeSet<BookPath>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Definition> {
    let mut definitions = Vec::new();
    for book in books {
        let blocks =
            book.layout.glossaries.iter().map(|block| (block, true)).chain(book.layout.constants.iter().map(|block| (block, false)));
        for (block, glossary) in blocks {
            let reader = Reader { book: *book, block, enums, app_wide: is_app(&block.block.name.text, app) };
            for &row in &block.rows {
                if let Some(definition) = reader.row(row, glossary, diagnostics) {
                    if !definition.usable {
                        dropped.insert(definition.book.clone());
                    }
                    definitions.push(definition);
                }
            }
        }
    }
    definitions
}

struct Reader<'a> {
    book: BookView<'a>,
    block: &'a NameBlock,
    enums: &'a RustEnums,
    app_wide: bool,
}

impl<'a> Reader<'a> {
    /// The content of a column in this row, and its cell.
    fn cell(&self, label: &str, row: u32) -> (Location, CellRef, Option<&'a Content>) {
        let block = &self.block.block;
        let column = self.block.columns.get(label).copied();
        let (cell, content) = match column {
            Some(column) => self.book.layout.cell(self.book.workbook, block.sheet, CellRef::new(row, column)),
            None => (CellRef::new(row, block.gutter()), None),
        };
        (Location::cells(&block.book, &block.sheet_name, cell), cell, content)
    }

    fn text(&self, label: &str, row: u32) -> Option<String> {
        self.cell(label, row).2.map(|content| fold(&content.shown()))
    }

    /// Reads a row. `None` where even the name can't be read; that has been reported then.
    fn row(&self, row: u32, glossary: bool, diagnostics: &mut Vec<Diagnostic>) -> Option<Definition> {
        let (at, cell, content) = self.cell("name", row);
        let content = content.filter(|content| has_value(content))?;
        let text = fold(&content.shown());
        let path =
            syntax::path(content, &at).map(|path| (path.quantifiers.iter().all(|each| glossary && *each == Quantifier::Every), path));
        let name = match path {
            Ok((true, path)) => path.name,
            Ok((false, _)) => {
                let problem = Box::new(SyntaxProblem::MisplacedQuantifier { read: text });
                diagnostics.push(SyntaxFinding { location: at, label: String::new(), problem, fixes: Vec::new() }.into());
                return None;
            }
            // A label with signs is one name; what reaches into lists can't be one.
            Err(_) if !text.contains('[') => Name(vec![text]),
            Err(finding) => {
                diagnostics.push(finding.into());
                return None;
            }
        };
        let mut name = name;
        let list = self.cell("type", row).2.filter(|_| glossary).and_then(syntax::list_type_name);
        if let (Some(_), Some(last)) = (list, name.0.last_mut()) {
            // What is said of a list of values is said of the values.
            last.push_str(LIST_MARK);
        }
        let printed = name.to_string();
        let errors = diagnostics.len();
        if !glossary && let Some(ty) = self.constant_list(row) {
            let value = self.value(row, &printed, &ty, diagnostics).filter(|_| diagnostics.len() == errors);
            let usable = value.is_some() && !self.block.block.faulty;
            let (app_wide, sheet) = (self.app_wide, self.block.block.sheet_name.clone());
            let meaning = Meaning::Constant(value.map(|value| Constant { name, ty, value, app_wide, sheet, at: cell }));
            return Some(Definition { name: printed, at, book: self.block.block.book.clone(), app_wide, usable, meaning });
        }
        let ty = match list {
            Some((ty, _)) => Some(ty),
            None => self.type_of(row, &printed, glossary, diagnostics),
        };
        let meaning = if glossary {
            let domain = ty.map_or(Ok(None), |ty| self.domain(row, &printed, ty, diagnostics));
            let sound = domain.is_ok() && diagnostics.len() == errors;
            let domain = domain.unwrap_or(None);
            Meaning::Glossary(ty.filter(|_| sound).map(|ty| GlossaryEntry {
                name,
                ty,
                list_nullable: list.map(|(_, nullable)| nullable),
                domain,
                sensitivity: self.text("sensitivity", row),
                about: self.text("about", row),
                app_wide: self.app_wide,
                book: self.block.block.book.clone(),
                sheet: self.block.block.sheet_name.clone(),
                at: cell,
            }))
        } else {
            let value = ty.and_then(|ty| self.value(row, &printed, &ty.into(), diagnostics));
            Meaning::Constant(ty.zip(value).filter(|_| diagnostics.len() == errors).map(|(ty, value)| Constant {
                name,
                ty: ty.into(),
                value,
                app_wide: self.app_wide,
                sheet: self.block.block.sheet_name.clone(),
                at: cell,
            }))
        };
        let defined = matches!(meaning, Meaning::Glossary(Some(_)) | Meaning::Constant(Some(_)));
        let usable = defined && !self.block.block.faulty;
        Some(Definition { name: printed, at, book: self.block.block.book.clone(), app_wide: self.app_wide, usable, meaning })
    }

    fn blank(&self, label: &'static str, row: u32, name: &str, diagnostics: &mut Vec<Diagnostic>) {
        // Without the column, that is what has been reported.
        if self.block.columns.contains_key(label) {
            let problem = TypingProblem::BlankDefinition { name: name.to_owned(), what: label };
            diagnostics.push(TypingFinding { at: self.cell(label, row).0, problem }.into());
        }
    }

    fn type_of(&self, row: u32, name: &str, glossary: bool, diagnostics: &mut Vec<Diagnostic>) -> Option<Type> {
        let (at, _, content) = self.cell("type", row);
        match content {
            Some(content) if !has_value(content) => None,
            Some(content) => match syntax::type_name(content, &at) {
                Ok(Type { base: BaseType::Any, .. }) if !glossary => {
                    let problem = Box::new(SyntaxProblem::Opaque { what: "a constant".to_owned() });
                    diagnostics.push(SyntaxFinding { location: at, label: "type".to_owned(), problem, fixes: Vec::new() }.into());
                    None
                }
                Ok(ty) => Some(ty),
                Err(finding) => {
                    diagnostics.push(finding.into());
                    None
                }
            },
            None if glossary => {
                self.blank("type", row, name, diagnostics);
                None
            }
            None => {
                let (at, _, content) = self.cell("value", row);
                let Some(content) = content else {
                    self.blank("value", row, name, diagnostics);
                    return None;
                };
                if !has_value(content) {
                    return None;
                }
                let inference = syntax::infer(&[(at.clone(), content)], syntax::Role::Out, &BTreeSet::new());
                if inference.ty.is_none() && inference.findings.is_empty() {
                    diagnostics.push(TypingFinding { at, problem: TypingProblem::MissingType { label: name.to_owned() } }.into());
                }
                diagnostics.extend(inference.findings.into_iter().map(Diagnostic::from));
                inference.ty
            }
        }
    }

    /// What it allows; an error where that can't be told, which has been reported then.
    fn domain(&self, row: u32, name: &str, ty: Type, diagnostics: &mut Vec<Diagnostic>) -> Result<Option<Domain>, ()> {
        let (at, _, content) = self.cell("values", row);
        if content.is_some_and(|content| !has_value(content)) {
            return Ok(None);
        }
        let nothing = BTreeSet::new();
        let cx = CellContext { location: &at, label: name, ty, domain: None, names: &nothing, entries: &nothing };
        values(content, &cx, self.enums).map_err(|mut findings| diagnostics.append(&mut findings))
    }

    /// The type of a constant that is a list.
    fn constant_list(&self, row: u32) -> Option<DataType> {
        let (at, _, content) = self.cell("type", row);
        syntax::data_type_name(content.filter(|content| has_value(content))?, &at).ok().filter(|ty| ty.item().is_some())
    }

    fn value(&self, row: u32, name: &str, ty: &DataType, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
        let (at, _, content) = self.cell("value", row);
        let nothing = BTreeSet::new();
        let cx = CellContext { location: &at, label: name, ty: ty.value(), domain: None, names: &nothing, entries: &nothing };
        match content {
            Some(content) if !has_value(content) => None,
            None => {
                self.blank("value", row, name, diagnostics);
                None
            }
            content => match if ty.item().is_some() { syntax::list_value(content, ty, &cx) } else { syntax::value(content, &cx) } {
                Ok(value) => value,
                Err(findings) => {
                    diagnostics.extend(findings.into_iter().map(Diagnostic::from));
                    None
                }
            },
        }
    }
}

/// Reports names that are defined twice where both can be seen, or that are a decision's too.
pub(super) fn conflicts(
    definitions: &mut [Definition],
    decisions: &Decisions<'_>,
    dropped: &mut BTreeSet<BookPath>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, definition) in definitions.iter().enumerate() {
        by_name.entry(definition.name.clone()).or_default().push(index);
    }
    let mut unusable = BTreeSet::new();
    lists_and_values(definitions, &by_name, &mut unusable, dropped, diagnostics);
    for (name, indices) in by_name {
        for (position, &index) in indices.iter().enumerate() {
            let Some(definition) = definitions.get(index) else { continue };
            let earlier = indices.iter().take(position).filter_map(|earlier| definitions.get(*earlier).map(|d| (*earlier, d)));
            let mut together = earlier.filter(|(_, other)| definition.app_wide || other.app_wide || definition.book == other.book);
            let conflict = match (together.next(), decisions.at(&name)) {
                (Some((earlier, other)), _) => {
                    unusable.insert(earlier);
                    Some((other.is(), other.at.clone()))
                }
                (None, Some(decision)) => {
                    // A decision of the app is seen in every book of it.
                    Some(("a decision", decision.clone()))
                }
                (None, None) => None,
            };
            if let Some((was, first)) = conflict {
                unusable.insert(index);
                dropped.extend([definition.book.clone(), first.book.clone()]);
                let problem = TypingProblem::DuplicateName { name: name.clone(), is: definition.is(), was, first };
                diagnostics.push(TypingFinding { at: definition.at.clone(), problem }.into());
            }
        }
    }
    for index in unusable {
        if let Some(definition) = definitions.get_mut(index) {
            definition.usable = false;
        }
    }
}

/// Reports names that lead into a list where another definition of the list's name, seen in the same tables, is none.
fn lists_and_values(
    definitions: &[Definition],
    by_name: &BTreeMap<String, Vec<usize>>,
    unusable: &mut BTreeSet<usize>,
    dropped: &mut BTreeSet<BookPath>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (index, definition) in definitions.iter().enumerate() {
        let named = list_of(&definition.name).and_then(|list| by_name.get(list)).into_iter().flatten();
        for other_index in named {
            let Some(other) = definitions.get(*other_index) else { continue };
            if definition.app_wide || other.app_wide || definition.book == other.book {
                unusable.extend([index, *other_index]);
                dropped.extend([definition.book.clone(), other.book.clone()]);
                let (list, name, first) = (definition.name.clone(), other.name.clone(), other.at.clone());
                let problem = TypingProblem::ListAndValue { list, other: name, first };
                diagnostics.push(TypingFinding { at: definition.at.clone(), problem }.into());
            }
        }
    }
}
