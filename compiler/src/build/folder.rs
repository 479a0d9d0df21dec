//! Reading and writing a folder of generated files.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::output::{Existing, Reconciliation};

/// A folder that generated files are written to.
#[derive(Clone, Debug)]
pub struct OutFolder {
    path: PathBuf,
}

/// What went wrong with a file or folder.
#[derive(Debug)]
pub struct FolderError {
    /// The file or folder.
    pub path: PathBuf,
    /// What was to be done: `read`, `written`, `deleted`.
    pub action: &'static str,
    /// What the operating system said.
    pub error: io::Error,
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` can't be {}: {}", self.path.display(), self.action, self.error)
    }
}

impl std::error::Error for FolderError {}

fn failed(path: &Path, action: &'static str) -> impl FnOnce(io::Error) -> FolderError {
    let path = path.to_owned();
    move |error| FolderError { path, action, error }
}

impl OutFolder {
    /// The folder at this path, which need not be there yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its Rust files, whoever wrote them; none if it isn't there. Links to folders are not followed: what is behind them isn't ours.
    ///
    /// # Errors
    ///
    /// If a file or folder can't be read.
    pub fn read(&self) -> Result<Existing, FolderError> {
        let mut existing = Existing::new();
        match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            _ => read_into(&self.path, "", &mut existing)?,
        }
        Ok(existing)
    }

    /// Writes what differs, each file at once (beside it, then renamed) and the root first; then deletes what is gone, and folders that
    /// this leaves empty. `time` is put on the files written, if there is one.
    ///
    /// # Errors
    ///
    /// At the first file that can't be written or deleted.
    pub fn apply(&self, reconciliation: &Reconciliation, time: Option<SystemTime>) -> Result<(), FolderError> {
        for (path, text) in &reconciliation.writes {
            let file = self.path.join(path);
            write_atomically(&file, text, time).map_err(failed(&file, "written"))?;
        }
        let mut folders = BTreeSet::new();
        for path in &reconciliation.deletes {
            let file = self.path.join(path);
            fs::remove_file(&file).map_err(failed(&file, "deleted"))?;
            folders.extend(Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).map(Path::to_owned));
        }
        // Inner ones first. A folder that still holds something can't be removed, which is as it should be.
        for folder in folders.iter().rev() {
            let _ = fs::remove_dir(self.path.join(folder));
        }
        Ok(())
    }
}

fn read_into(folder: &Path, prefix: &str, existing: &mut Existing) -> Result<(), FolderError> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed(folder, "read"))? {
        entries.push(entry.map_err(failed(folder, "read"))?);
    }
    for entry in entries {
        let path = entry.path();
        // Our own names are Unicode, so no other file can be ours or in our way.
        let Some(name) = entry.file_name().to_str().map(|name| format!("{prefix}{name}")) else { continue };
        let kind = entry.file_type().map_err(failed(&path, "read"))?;
        if kind.is_dir() {
            read_into(&path, &format!("{name}/"), existing)?;
        } else if name.ends_with(".rs") {
            let text = if path.is_file() { String::from_utf8(fs::read(&path).map_err(failed(&path, "read"))?).ok() } else { None };
            existing.insert(name, text);
        }
    }
    Ok(())
}

fn write_atomically(file: &Path, text: &str, time: Option<SystemTime>) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // Two processes may generate at once, `gen` and a build.
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let write = || {
        let mut handle = fs::File::create(&temporary)?;
        handle.write_all(text.as_bytes())?;
        if let Some(time) = time {
            handle.set_modified(time)?;
        }
        drop(handle);
        fs::rename(&temporary, file)
    };
    write().inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_written_read_and_deleted_with_their_folders() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = OutFolder::new(temporary.path().join("src/rules"));
        assert_eq!(folder.read().unwrap(), Existing::new());
        let writes = [("mod.rs", "root"), ("a/b/c.rs", "c"), ("a/d.rs", "d")];
        let writes: Vec<_> = writes.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        folder.apply(&Reconciliation { writes: writes.clone(), ..Reconciliation::default() }, None).unwrap();
        fs::write(folder.path().join("a/mine.txt"), "mine").unwrap();
        fs::write(folder.path().join("binary.rs"), b"\xff").unwrap();
        let mut expected: Existing = writes.into_iter().map(|(path, text)| (path, Some(text))).collect();
        expected.insert("binary.rs".to_owned(), None);
        assert_eq!(folder.read().unwrap(), expected);
        assert_eq!(names(folder.path()), ["a", "binary.rs", "mod.rs"], "nothing temporary is left");
        let deletes = vec!["a/b/c.rs".to_owned(), "a/d.rs".to_owned()];
        folder.apply(&Reconciliation { deletes, ..Reconciliation::default() }, None).unwrap();
        assert_eq!(names(&folder.path().join("a")), ["mine.txt"]);
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        let temporary = tempfile::tempdir().unwrap();
        fs::write(temporary.path().join("a"), "a file").unwrap();
        let folder = OutFolder::new(temporary.path());
        let writes = vec![("a/b.rs".to_owned(), String::new())];
        let error = folder.apply(&Reconciliation { writes, ..Reconciliation::default() }, None).unwrap_err();
        assert!(error.to_string().contains("a/b.rs` can't be written: "), "{error}");
        assert!(OutFolder::new(temporary.path().join("a")).read().is_err(), "a file is no folder");
    }
}
