//! Modules from the paths of books and the names of decisions.

use std::collections::{BTreeMap, BTreeSet};

use super::identifier::snake;
use super::untaken;
use crate::diagnostic::output::{Meeting, OutputFinding};
use crate::diagnostic::{Diagnostic, Location};
use crate::model::{DecisionTable, SharedList};
use crate::source::BookPath;

/// The module of a glossary's closed lists, beside the books of an app or the decisions of a book.
pub(super) const GLOSSARY: &str = "glossary";

/// Where everything goes.
pub(super) struct Modules {
    /// Of each book.
    books: BTreeMap<BookPath, Vec<String>>,
    /// Of each decision, by book and name.
    decisions: BTreeMap<(BookPath, String), Vec<String>>,
}

impl Modules {
    pub(super) fn decision(&self, table: &DecisionTable) -> Vec<String> {
        self.decisions.get(&(table.book.clone(), table.name.clone())).cloned().unwrap_or_default()
    }

    /// The module of the glossary that a list belongs to.
    pub(super) fn glossary(&self, list: &SharedList) -> Vec<String> {
        let book = self.books.get(&list.book).cloned().unwrap_or_else(|| book_path(&list.book));
        let scope = if list.app_wide { book.get(..1).unwrap_or_default().to_vec() } else { book };
        scope.into_iter().chain([GLOSSARY.to_owned()]).collect()
    }
}

/// A part of a path as a module; the names that we give out ourselves get an underscore.
fn part(text: &str) -> String {
    let name = snake(text);
    if name == GLOSSARY { format!("{name}_") } else { name }
}

fn book_path(book: &BookPath) -> Vec<String> {
    let mut parts: Vec<&str> = book.as_str().split('/').collect();
    if let Some(last) = parts.last_mut() {
        *last = book.stem();
    }
    parts.into_iter().map(part).collect()
}

pub(super) fn modules(tables: &[&DecisionTable], diagnostics: &mut Vec<Diagnostic>) -> Modules {
    let books: BTreeSet<&BookPath> = tables.iter().map(|table| &table.book).collect();
    // Which folder or book, as written, a module is of.
    let mut owners: BTreeMap<Vec<String>, (String, &BookPath)> = BTreeMap::new();
    let mut modules = Modules { books: BTreeMap::new(), decisions: BTreeMap::new() };
    for book in books {
        let mut path = book_path(book);
        let written: Vec<&str> = book.as_str().split('/').collect();
        for depth in 1..=path.len() {
            let source = written.get(..depth).unwrap_or_default().join("/");
            let (owner, first) = owners.entry(path.get(..depth).unwrap_or_default().to_vec()).or_insert((source.clone(), book));
            if *owner == source {
                continue;
            }
            diagnostics.push(
                OutputFinding::Meet {
                    what: Meeting::Modules,
                    identifier: path.get(..depth).unwrap_or_default().join("::"),
                    first: (owner.clone(), Location::file(first)),
                    second: (source.clone(), Location::file(book)),
                }
                .into(),
            );
            // The book still needs a place of its own.
            let mut taken: BTreeSet<String> = owners
                .keys()
                .filter(|key| key.len() == depth && key.get(..depth - 1) == path.get(..depth - 1))
                .filter_map(|key| key.last().cloned())
                .collect();
            if let Some(name) = path.get_mut(depth - 1) {
                *name = untaken(name.clone(), &mut taken);
            }
            owners.insert(path.get(..depth).unwrap_or_default().to_vec(), (source, book));
        }
        modules.books.insert(book.clone(), path);
    }
    for table in tables {
        let mut path = modules.books.get(&table.book).cloned().unwrap_or_else(|| book_path(&table.book));
        path.push(part(&table.name));
        let at = || Location::cells(&table.book, &table.sheet, table.range.first);
        if let Some((owner, _)) = owners.get(&path) {
            let other = tables.iter().find(|other| other.book == table.book && other.name == *owner);
            let first =
                other.map_or_else(|| Location::file(&table.book), |other| Location::cells(&other.book, &other.sheet, other.range.first));
            diagnostics.push(
                OutputFinding::Meet {
                    what: Meeting::Decisions,
                    identifier: path.join("::"),
                    first: (owner.clone(), first),
                    second: (table.name.clone(), at()),
                }
                .into(),
            );
            let mut taken: BTreeSet<String> = owners.keys().filter_map(|key| key.last().cloned()).collect();
            if let Some(name) = path.last_mut() {
                *name = untaken(name.clone(), &mut taken);
            }
        }
        owners.insert(path.clone(), (table.name.clone(), &table.book));
        modules.decisions.insert((table.book.clone(), table.name.clone()), path);
    }
    modules
}
