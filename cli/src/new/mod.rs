//! `matchbook new FILE`: a template book that checks clean, passes its own tests and shows each part of the language once.
//!
//! A workbook gets what makes it pleasant to fill in: condition cells formatted as text, so that `1-2` stays what was typed; drop-downs for
//! the allowed values; a message on each kind of cell; frozen headings; a page that explains the language. A CSV file gets the same two
//! blocks. Meaning is in the cells alone, so both compile to the same Rust.

mod guide;
mod template;
mod workbook;

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why no book was made.
#[derive(Debug)]
pub enum NewError {
    /// The file's extension is none that a template is written for.
    Extension(PathBuf),
    /// The file is there already.
    Exists(PathBuf),
    /// The file couldn't be written; nothing is left of it.
    Write(PathBuf, io::Error),
    /// The workbook couldn't be put together: a mistake of ours, as it depends on nothing outside.
    Workbook(rust_xlsxwriter::XlsxError),
}

impl fmt::Display for NewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extension(path) => {
                write!(f, "a new book is written as `.xlsx` or `.csv`, and `{}` is neither; ", path.display())?;
                write!(f, "save it in another format from your spreadsheet program afterwards")
            }
            Self::Exists(path) => write!(f, "`{}` is there already, and is left as it was; choose another name", path.display()),
            Self::Write(path, error) => write!(f, "`{}` could not be written: {error}", path.display()),
            Self::Workbook(error) => write!(f, "the template workbook could not be made: {error}"),
        }
    }
}

impl std::error::Error for NewError {}

/// Writes a template book at `path`, whose extension (`.xlsx` or `.csv`, in any case) says its format.
///
/// # Errors
///
/// Another extension, a file that exists (it is never overwritten, not even by a race), or a failed write, after which no file is left.
pub fn run(path: &Path) -> Result<(), NewError> {
    let extension = path.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    let bytes = match extension.as_deref() {
        Some("xlsx") => workbook::xlsx().map_err(NewError::Workbook)?,
        Some("csv") => template::csv().into_bytes(),
        _ => return Err(NewError::Extension(path.to_owned())),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => NewError::Exists(path.to_owned()),
        _ => NewError::Write(path.to_owned(), error),
    })?;
    file.write_all(&bytes).map_err(|error| {
        // Half a workbook is worse than none; if even that fails, the error already says what went wrong.
        let _ = std::fs::remove_file(path);
        NewError::Write(path.to_owned(), error)
    })
}
