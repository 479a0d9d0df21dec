//! Apps of books, and what the names of an app mean.

use std::sync::Arc;

use super::case::TestBlock;
use super::data_type::DataType;
use super::entry::Domain;
use super::name::Name;
use super::table::{DecisionTable, Draft};
use super::value::{Type, Value};
use crate::source::{BookPath, CellRef};

/// All books, by app.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The apps, by name. They never see each other's names.
    pub apps: Vec<App>,
}

/// The books of one first-level folder, or a book in none.
#[derive(Clone, Debug, PartialEq)]
pub struct App {
    /// The folder's name, or the stem of a book in no folder.
    pub name: String,
    /// Its books, by path.
    pub books: Vec<Book>,
}

/// A book's decisions and tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Its path below the root.
    pub path: BookPath,
    /// Its decisions, by sheet and row. Whatever is made of one shares it, as a table may have a hundred thousand rules.
    pub decisions: Vec<Arc<DecisionTable>>,
    /// Those of which single cells can't be read, by sheet and row.
    pub drafts: Vec<Draft>,
    /// Names that its glossary blocks give types.
    pub glossary: Vec<GlossaryEntry>,
    /// Its named values.
    pub constants: Vec<Constant>,
    /// Its test blocks, by sheet and row. A block whose decision has errors is left out with it.
    pub tests: Vec<TestBlock>,
    /// Whether anything in it was left out for an error, its own or that of a name that it uses: its generated files stay as they are.
    pub broken: bool,
}

/// A row of a `glossary` block.
#[derive(Clone, Debug, PartialEq)]
pub struct GlossaryEntry {
    /// The name it explains.
    pub name: Name,
    /// The name's type.
    pub ty: Type,
    /// Of the values of a list whose type the row gives: whether that list may be null.
    pub list_nullable: Option<bool>,
    /// Its allowed values.
    pub domain: Option<Domain>,
    /// What kind of sensitive data it is, as written (`personal`).
    pub sensitivity: Option<String>,
    /// What it means, in prose.
    pub about: Option<String>,
    /// Whether it serves the whole app (its block is named after it) or its own book.
    pub app_wide: bool,
    /// The book that defines it.
    pub book: BookPath,
    /// The sheet of that book.
    pub sheet: String,
    /// The cell that holds the name.
    pub at: CellRef,
}

/// A row of a `constants` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// The constant's name.
    pub name: Name,
    /// Its type.
    pub ty: DataType,
    /// Its value.
    pub value: Value,
    /// Whether it serves the whole app or its own book.
    pub app_wide: bool,
    /// The sheet that defines it.
    pub sheet: String,
    /// The cell that holds the name.
    pub at: CellRef,
}
