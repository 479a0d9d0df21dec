//! Which program decides which books, so that a later run need not compile them to find it.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use matchbook_compiler::build::Books;
use sha2::{Digest as _, Sha256};

use super::{Failure, Place, Runtime, hexadecimal, lock};

/// The folder of what is remembered, below that of all programs: a file for each question, which holds the name of its program's folder.
const FOLDER: &str = "known";

/// What is remembered of one question: all that a program is made from, by which the same program would be made again.
pub(crate) struct Memory(PathBuf);

impl Memory {
    /// Of a decision of these books, or of their only one. `None` where a book can't be read, or this program doesn't know itself.
    ///
    /// # Errors
    /// That the runtime can't be read.
    pub(crate) fn of(
        books: &Books,
        decision: Option<&str>,
        runtime: &Runtime,
        place: &Place,
        parquet: bool,
    ) -> Result<Option<Self>, Failure> {
        let mut hasher = Sha256::new();
        // Lengths, so that no part can look like two.
        let mut add = |part: &[u8]| {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        };
        let Some(this) = this_program() else { return Ok(None) };
        add(this.as_bytes());
        add(format!("{decision:?} {parquet} {:?}", books.options).as_bytes());
        // Other books beside them are read where they share an app; results that are written beside a book are none of its program's matter.
        for file in books.sources.books.iter().chain(&books.sources.rust) {
            let Ok(bytes) = &file.bytes else { return Ok(None) };
            add(file.path.as_str().as_bytes());
            add(&[u8::from(books.sources.unselected.contains(&file.path))]);
            add(bytes);
        }
        add(&[]);
        add(runtime.dependency(false).as_bytes());
        for (path, text) in runtime.texts()? {
            add(path.as_bytes());
            add(text.as_bytes());
        }
        add(lock::of(place).as_bytes());
        Ok(Some(Self(place.folder.join(FOLDER).join(hexadecimal(&hasher.finalize())))))
    }

    /// The folder of its program, if that has been made; it may be gone since.
    pub(crate) fn recall(&self, place: &Place) -> Option<PathBuf> {
        let name = std::fs::read_to_string(&self.0).ok()?;
        Some(place.folder.join(name))
    }

    /// Takes note of its program's folder. Where that can't be written, books are compiled again.
    pub(crate) fn note(&self, folder: &Path) {
        if let Some(name) = folder.file_name().and_then(|name| name.to_str()) {
            let _ = super::write(&self.0, name);
        }
    }
}

/// Which build of this program runs: another compiler may make another program of the same books.
fn this_program() -> Option<String> {
    let metadata = std::fs::metadata(std::env::current_exe().ok()?).ok()?;
    let made = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), metadata.len(), made.as_nanos()))
}
