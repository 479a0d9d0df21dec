//! The files of a run, as the command line names them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::arguments::{RowFormat, RunOptions};
use crate::command::Failure;

/// The formats of the files, which exist as far as they must.
pub(super) struct Files {
    pub(super) input: RowFormat,
    pub(super) out: RowFormat,
    pub(super) rejected: RowFormat,
}

impl Files {
    pub(super) fn of(wanted: &RunOptions) -> Result<Self, Failure> {
        let standard = is_standard(&wanted.input);
        if !standard {
            let metadata = fs::metadata(&wanted.input);
            let metadata = metadata.map_err(|error| Failure::usage(format!("`{}` can't be read: {error}", wanted.input.display())))?;
            if metadata.is_dir() {
                return Err(Failure::usage(format!("`{}` is a folder: name a file in it", wanted.input.display())));
            }
        }
        let input = match (wanted.format, by_name(&wanted.input)) {
            (Some(format), _) | (None, Some(format)) => format,
            (None, None) => {
                let name = if standard { "standard input".to_owned() } else { format!("`{}`", wanted.input.display()) };
                return Err(Failure::usage(format!(
                    "{name} has no name that tells its format: say `--format csv`, `tsv`, `jsonl` or `parquet`"
                )));
            }
        };
        let named = |option: &str, path: &Option<PathBuf>| path.as_deref().map_or(Ok(()), |path| is_possible(option, path));
        named("--out", &wanted.out)?;
        named("--rejected", &wanted.rejected)?;
        if let Some(path) = &wanted.hits {
            hits_can_be_written(path)?;
        }
        let written: Vec<(&str, &Path)> = [("--out", &wanted.out), ("--rejected", &wanted.rejected), ("--hits", &wanted.hits)]
            .into_iter()
            .filter_map(|(option, path)| Some((option, path.as_deref()?)))
            .collect();
        for (position, (option, path)) in written.iter().enumerate() {
            if !standard && is_same(path, &wanted.input) {
                return Err(Failure::usage(format!("`{option}` is the input itself, `{}`: name another file", path.display())));
            }
            if let Some((other, _)) = written.iter().take(position).find(|(_, other)| is_same(path, other)) {
                return Err(Failure::usage(format!("`{other}` and `{option}` are one file, `{}`: name two", path.display())));
            }
        }
        if standard && input == RowFormat::Parquet {
            return Err(Failure::usage("a Parquet file is read from its end, so it can't be standard input: name the file"));
        }
        let text = if input == RowFormat::Parquet { RowFormat::Csv } else { input };
        let of = |path: &Option<PathBuf>, otherwise| path.as_deref().and_then(by_name).unwrap_or(otherwise);
        let rejected = of(&wanted.rejected, text);
        if rejected == RowFormat::Parquet {
            return Err(Failure::usage("rejected rows are written as CSV or JSON lines, as what is wrong with them may be their types"));
        }
        Ok(Self { input, out: of(&wanted.out, if wanted.out.is_some() { input } else { text }), rejected })
    }

    pub(super) fn has_parquet(&self) -> bool {
        [self.input, self.out].contains(&RowFormat::Parquet)
    }
}

pub(super) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn by_name(path: &Path) -> Option<RowFormat> {
    match path.extension()?.to_str()?.to_lowercase().as_str() {
        "csv" | "txt" => Some(RowFormat::Csv),
        "tsv" | "tab" => Some(RowFormat::Tsv),
        "jsonl" | "ndjson" => Some(RowFormat::Jsonl),
        "parquet" | "pq" => Some(RowFormat::Parquet),
        _ => None,
    }
}

/// Refuses names of formats that are others'.
fn is_possible(option: &str, path: &Path) -> Result<(), Failure> {
    const OTHERS: &[&str] = &[
        "7z", "arrow", "avro", "bz2", "db", "feather", "gz", "html", "json", "md", "ods", "orc", "pdf", "sqlite", "xls", "xlsb", "xlsm",
        "xlsx", "xml", "xz", "yaml", "yml", "zip", "zst",
    ];
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    if !OTHERS.contains(&extension.as_str()) {
        return Ok(());
    }
    let lines = if extension == "json" { "; a JSON object a line is `.jsonl`" } else { "" };
    let parquet = if option == "--out" { ", `.parquet`" } else { "" };
    Err(Failure::usage(format!(
        "`{option}` is `{}`, but `.{extension}` is no format that can be written: it can be `.csv`, `.tsv`, `.jsonl`{parquet}{lines}",
        path.display()
    )))
}

/// Finds out before a run what would be known behind it only.
fn hits_can_be_written(path: &Path) -> Result<(), Failure> {
    if is_possible("--hits", path).is_err() || by_name(path).is_some_and(|format| format != RowFormat::Csv) {
        return Err(Failure::usage(format!("`--hits` is `{}`, but it is written as CSV: name it `.csv`", path.display())));
    }
    let failed = |error| Failure::usage(format!("`{}` can't be written: {error}", path.display()));
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(Failure::usage(format!("`{}` is a folder", path.display()))),
        Ok(metadata) if metadata.is_file() => fs::File::options().append(true).open(path).map(drop).map_err(failed),
        // A device or a pipe may wait for its reader.
        Ok(_) => Ok(()),
        Err(_) => {
            // Another name, as another run may be about to write this one.
            let mut trial = path.as_os_str().to_owned();
            trial.push(format!(".{}.part", std::process::id()));
            fs::File::options().write(true).create_new(true).open(&trial).map_err(failed)?;
            fs::remove_file(&trial).map_err(failed)
        }
    }
}

/// Whether two paths are one file, by whatever links. Devices and pipes may well be written twice.
fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| {
        let name = path.file_name()?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        path.canonicalize().or_else(|_| Ok::<_, std::io::Error>(folder.canonicalize()?.join(name))).ok()
    };
    let is_device = |path: &Path| fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    let same = match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    };
    !is_device(one) && (same || is_linked(one, other))
}

/// Whether two names are links to one file.
#[cfg(unix)]
fn is_linked(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |path| fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino()));
    of(one).is_some_and(|one| of(other) == Some(one))
}

#[cfg(not(unix))]
fn is_linked(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_by_two_names_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a.csv"), "x").unwrap();
        fs::create_dir(path("b")).unwrap();
        assert!(is_same(&path("a.csv"), &path("b/../a.csv")));
        assert!(is_same(&path("new.csv"), &path("b/../new.csv")));
        assert!(!is_same(&path("a.csv"), &path("new.csv")));
        #[cfg(unix)]
        {
            fs::hard_link(path("a.csv"), path("c.csv")).unwrap();
            assert!(is_same(&path("a.csv"), &path("c.csv")));
            assert!(!is_same(Path::new("/dev/null"), Path::new("/dev/null")));
        }
    }
}
