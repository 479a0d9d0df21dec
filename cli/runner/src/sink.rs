//! Where results go: standard output, or a file that is there as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// What is written to.
pub(crate) struct Sink {
    target: Target,
    /// What messages call it.
    name: String,
    /// The Parquet file that it is, if it is one.
    #[cfg(feature = "parquet")]
    table: Option<crate::parquet::Table<File>>,
}

enum Target {
    Standard(io::Stdout),
    /// A device or a pipe, written as it comes.
    Stream(File),
    /// A file, under another name until it is whole.
    Whole {
        file: File,
        part: PathBuf,
        path: PathBuf,
    },
}

impl Sink {
    /// Standard output.
    pub(crate) fn standard() -> Self {
        Self::new(Target::Standard(io::stdout()), "standard output".to_owned())
    }

    /// A file. What is there stays until [`Self::finish`]: results come into `FILE.part`, which then takes its place.
    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let name = format!("`{}`", path.display());
        let failed = |error: io::Error| Failure::Usage(format!("{name} can't be written: {error}"));
        let target = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Err(Failure::Usage(format!("{name} is a folder"))),
            Ok(metadata) if !metadata.is_file() => Target::Stream(File::options().write(true).open(path).map_err(failed)?),
            found => {
                // Behind a link, the file that it leads to.
                let path = if found.is_ok() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
                let mut part = path.clone().into_os_string();
                part.push(".part");
                let part = PathBuf::from(part);
                Target::Whole { file: File::create(&part).map_err(failed)?, part, path }
            }
        };
        Ok(Self::new(target, name))
    }

    fn new(target: Target, name: String) -> Self {
        Self {
            target,
            name,
            #[cfg(feature = "parquet")]
            table: None,
        }
    }

    /// Writes a Parquet file of these columns; what is written after this are rows of CSV.
    #[cfg(feature = "parquet")]
    pub(crate) fn into_table(mut self, columns: Vec<arrow_schema::Field>) -> Result<Self, Failure> {
        let (Target::Stream(file) | Target::Whole { file, .. }) = &self.target else {
            return Err(Failure::Usage("a Parquet file can't be standard output: name it by `--out`".to_owned()));
        };
        let table = file.try_clone().and_then(|file| crate::parquet::Table::new(file, columns));
        self.table = Some(table.map_err(|error| self.failure(&error))?);
        Ok(self)
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        #[cfg(feature = "parquet")]
        if let Some(table) = &mut self.table {
            let written = table.write(bytes);
            return written.map_err(|error| self.failure(&error));
        }
        let written = match &mut self.target {
            Target::Standard(out) => out.write_all(bytes),
            Target::Stream(file) | Target::Whole { file, .. } => file.write_all(bytes),
        };
        written.map_err(|error| self.failure(&error))
    }

    /// Writes what is still to be written, and makes the file what it is to be.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        #[cfg(feature = "parquet")]
        if let Some(table) = self.table.take()
            && let Err(error) = table.finish()
        {
            let failure = self.failure(&error);
            self.discard();
            return Err(failure);
        }
        let finished = match &mut self.target {
            Target::Standard(out) => out.flush(),
            Target::Stream(file) => file.flush(),
            Target::Whole { file, part, path } => file.flush().and_then(|()| fs::rename(part, path)),
        };
        finished.map_err(|error| self.failure(&error))
    }

    /// Leaves the file as it was before.
    pub(crate) fn discard(self) {
        if let Target::Whole { part, .. } = &self.target {
            // There is nothing more to do about it.
            let _ = fs::remove_file(part);
        }
    }

    fn failure(&self, error: &io::Error) -> Failure {
        match self.target {
            Target::Standard(_) | Target::Stream(_) if error.kind() == io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Io(format!("{} can't be written: {error}", self.name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "before").unwrap();
        let names = || fs::read_dir(folder.path()).unwrap().count();
        let mut sink = Sink::file(&path).unwrap();
        sink.write(b"after").unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("before", 2));
        sink.discard();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("before", 1));
        let mut sink = Sink::file(&path).unwrap();
        sink.write(b"after").unwrap();
        sink.finish().unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("after", 1));
        assert!(Sink::file(folder.path()).err().unwrap().to_string().ends_with("is a folder"));
        assert!(Sink::file(&folder.path().join("no/out.csv")).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_a_failure() {
        let mut sink = Sink::file(Path::new("/dev/full")).unwrap();
        let failure = sink.write(b"x").unwrap_err();
        assert!(failure.to_string().starts_with("`/dev/full` can't be written: No space left on device"), "{failure}");
    }
}
