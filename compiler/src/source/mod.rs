//! Phase 1, bytes → [`Workbook`]: readers behind one normal form.
//!
//! Afterwards nothing depends on the file format any more: the same book saved as xlsx, xls, ods or CSV gives the same cells.

mod cell;
mod cells;
mod collect;
mod csv;
mod error_value;
mod looks;
mod open;
mod sniff;
mod text;
#[cfg(feature = "workbook")]
mod workbook;

use std::fmt;
use std::sync::Arc;

pub use cell::{CellRange, CellRef, Content, Format, Sheet, Workbook, column_letters};
pub use cells::Cells;
pub use csv::CsvText;
pub use looks::{Looks, SheetLooks, looks};
pub use open::{copied_from, is_book, open_books};
pub(crate) use text::encode_like;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::source::SourceFinding;
use crate::options::Options;
use sniff::Family;

/// Reads a book to cells. `None` where nothing of it can be read, which `diagnostics` then say; a sheet that can't be read is said there
/// too, and never loses the others. What the file is, its content tells, and never its extension.
///
/// Time and memory are linear in the file and what it unpacks to, which [`Options`] bounds.
pub fn read(file: &SourceFile, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Option<Workbook> {
    let book = &file.path;
    let bytes = match &file.bytes {
        Ok(bytes) if bytes.len() as u64 <= options.max_book_bytes => bytes,
        Ok(bytes) => {
            let bytes = bytes.len() as u64;
            diagnostics.push(SourceFinding::TooLarge { book: book.clone(), bytes, most: options.max_book_bytes }.into());
            return None;
        }
        Err(ReadError::TooLarge(bytes)) => {
            diagnostics.push(SourceFinding::TooLarge { book: book.clone(), bytes: *bytes, most: options.max_book_bytes }.into());
            return None;
        }
        Err(ReadError::Io(reason)) => {
            diagnostics.push(SourceFinding::Unreadable { book: book.clone(), reason: reason.clone() }.into());
            return None;
        }
    };
    if bytes.is_empty() {
        diagnostics.push(SourceFinding::Empty { book: book.clone() }.into());
        return None;
    }
    match sniff::family(bytes) {
        Family::Text => csv::read(book, bytes, options, diagnostics),
        Family::Other(looks_like) => {
            diagnostics.push(SourceFinding::NotABook { book: book.clone(), looks_like }.into());
            None
        }
        #[cfg(feature = "workbook")]
        family => workbook::read(book, family, bytes, options, diagnostics),
        #[cfg(not(feature = "workbook"))]
        Family::Zip | Family::CompoundFile => {
            diagnostics.push(SourceFinding::FormatLeftOut { book: book.clone() }.into());
            None
        }
    }
}

/// A book's path below the root, with `/` between its parts: `retail/shipping.xlsx`. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookPath(Arc<str>);

impl BookPath {
    /// The path with these parts, separated by `/`.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The app: its first folder; `None` for a book in no folder, which is an app of its own.
    pub fn app(&self) -> Option<&str> {
        self.0.split_once('/').map(|(app, _)| app)
    }

    /// The file's name without folders and extension.
    pub fn stem(&self) -> &str {
        let file = self.0.rsplit('/').next().unwrap_or(&self.0);
        file.rsplit_once('.').map_or(file, |(stem, _)| stem)
    }
}

impl fmt::Display for BookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A file below the root, as the front end read it.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path below the root.
    pub path: BookPath,
    /// What it holds, or why it wasn't read.
    pub bytes: Result<Vec<u8>, ReadError>,
}

/// Why a front end didn't hand over a file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Larger than [`Options::max_book_bytes`](crate::options::Options::max_book_bytes), so it wasn't read: its size in bytes.
    TooLarge(u64),
    /// What the operating system said.
    Io(String),
}
