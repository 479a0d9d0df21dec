//! Where results go: standard output, or a file that is there as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

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
        part: Part,
        path: PathBuf,
    },
}

/// The parts that there are.
static PARTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// What a file is called until it is whole. Where it never is, it is removed.
struct Part(PathBuf);

impl Part {
    /// A new file beside `path`, which no other run writes: `FILE.PROCESS-NUMBER.part`.
    fn beside(path: &Path) -> io::Result<(File, Self)> {
        let mut number = 0;
        loop {
            let mut part = path.to_owned().into_os_string();
            part.push(format!(".{}-{number}.part", std::process::id()));
            let part = PathBuf::from(part);
            match File::options().write(true).create_new(true).open(&part) {
                Ok(file) => {
                    parts().push(part.clone());
                    return Ok((file, Self(part)));
                }
                // Of a run on another machine, or one that was cut short.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Puts it in the place of `path`.
    fn put(&self, path: &Path) -> io::Result<()> {
        let mut parts = parts();
        fs::rename(&self.0, path)?;
        parts.retain(|part| *part != self.0);
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let mut parts = parts();
        if parts.contains(&self.0) {
            // There is nothing more to do about it.
            let _ = fs::remove_file(&self.0);
            parts.retain(|part| *part != self.0);
        }
    }
}

/// Ends the process, and leaves all files as they were.
pub(crate) fn leave_all() -> ! {
    // Held to the end, so that no other takes its place.
    let parts = parts();
    for part in parts.iter() {
        let _ = fs::remove_file(part);
    }
    std::process::exit(1)
}

fn parts() -> MutexGuard<'static, Vec<PathBuf>> {
    PARTS.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sink {
    /// Standard output.
    pub(crate) fn standard() -> Self {
        Self::new(Target::Standard(io::stdout()), "standard output".to_owned())
    }

    /// A file. What is there stays until [`Self::finish`]: results come into a file of their own beside it, which then takes its place, and is
    /// removed where that doesn't come.
    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let name = format!("`{}`", path.display());
        let failed = |error: io::Error| Failure::Usage(format!("{name} can't be written: {error}"));
        let target = match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => return Err(Failure::Usage(format!("{name} is a folder"))),
            Ok(metadata) if !metadata.is_file() => Target::Stream(File::options().write(true).open(path).map_err(failed)?),
            found => {
                // Behind a link, the file that it leads to.
                let path = if found.is_ok() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
                let (file, part) = Part::beside(&path).map_err(failed)?;
                if let Ok(found) = found {
                    // Who may read it stays, from the first row on. Where a file system has no such thing, nothing is lost.
                    let _ = file.set_permissions(found.permissions());
                }
                Target::Whole { file, part, path }
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
            return Err(self.failure(&error));
        }
        let finished = match &mut self.target {
            Target::Standard(out) => out.flush(),
            Target::Stream(file) => file.flush(),
            Target::Whole { file, part, path } => file.flush().and_then(|()| part.put(path)),
        };
        finished.map_err(|error| self.failure(&error))
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
        drop(sink);
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("before", 1));
        let mut sink = Sink::file(&path).unwrap();
        sink.write(b"after").unwrap();
        sink.finish().unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("after", 1));
        assert!(Sink::file(folder.path()).err().unwrap().to_string().ends_with("is a folder"));
        assert!(Sink::file(&folder.path().join("no/out.csv")).is_err());
    }

    #[test]
    fn two_runs_and_files_of_such_names_are_not_in_each_others_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        let foreign = [folder.path().join("out.csv.part"), folder.path().join(format!("out.csv.{}-0.part", std::process::id()))];
        for file in &foreign {
            fs::write(file, "mine").unwrap();
        }
        let mut sinks = [Sink::file(&path).unwrap(), Sink::file(&path).unwrap()];
        for (sink, text) in sinks.iter_mut().zip(["one", "two"]) {
            sink.write(text.as_bytes()).unwrap();
        }
        for (sink, text) in sinks.into_iter().zip(["one", "two"]) {
            sink.finish().unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert!(foreign.iter().all(|file| fs::read_to_string(file).unwrap() == "mine"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_stays() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        fs::write(&path, "before").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let sink = Sink::file(&path).unwrap();
        assert!(fs::read_dir(folder.path()).unwrap().all(|file| mode(&file.unwrap().path()) == 0o600));
        sink.finish().unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_a_failure() {
        let mut sink = Sink::file(Path::new("/dev/full")).unwrap();
        let failure = sink.write(b"x").unwrap_err();
        assert!(failure.to_string().starts_with("`/dev/full` can't be written: No space left on device"), "{failure}");
    }
}
