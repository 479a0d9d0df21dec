//! What `matchbook run` asks for: words that it has checked, each followed by its value. Nobody types them.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::failure::Failure;

/// How a file holds rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// CSV; what separates cells is seen in the header, and a comma where there is none.
    Csv,
    /// The same with tabs.
    Tsv,
    /// A JSON object a line.
    JsonLines,
    /// Parquet.
    Parquet,
}

/// A run.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// The file of rows; `None` for standard input.
    pub(crate) input: Option<PathBuf>,
    pub(crate) input_format: Format,
    /// What messages call it.
    pub(crate) name: String,
    /// The file of results; `None` for standard output.
    pub(crate) out: Option<PathBuf>,
    pub(crate) out_format: Format,
    /// The file of rows without a result.
    pub(crate) rejected: Option<(PathBuf, Format)>,
    /// Whether there may be columns that the decision doesn't read.
    pub(crate) pass_through: bool,
    /// Whether results stand without the row that they are of.
    pub(crate) results_only: bool,
    /// How many threads decide.
    pub(crate) threads: usize,
    /// Whether a bar shows how far it is.
    pub(crate) progress: bool,
    /// The process that waits for the report; `None` where nobody says.
    pub(crate) parent: Option<u32>,
    /// Where the report goes.
    pub(crate) report: PathBuf,
}

impl Format {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "jsonl" => Self::JsonLines,
            "parquet" => Self::Parquet,
            _ => return None,
        })
    }
}

impl Arguments {
    pub(crate) fn read(mut words: impl Iterator<Item = OsString>) -> Result<Self, Failure> {
        let unknown = |word: &str| Failure::Usage(format!("`{word}` is nothing that `matchbook run` says"));
        let (mut input, mut out, mut rejected, mut report) = (None, None, None, None);
        let (mut input_format, mut out_format, mut rejected_format) = (Format::Csv, Format::Csv, Format::Csv);
        let mut name = String::new();
        let (mut pass_through, mut results_only, mut progress, mut threads, mut parent) = (false, false, false, 1, None);
        while let Some(word) = words.next() {
            let word = word.to_string_lossy().into_owned();
            let Some(value) = words.next() else { return Err(unknown(&word)) };
            let text = value.to_string_lossy().into_owned();
            let format = || Format::of(&text).ok_or_else(|| unknown(&text));
            match word.as_str() {
                "input" => input = Some(PathBuf::from(value)),
                "input-format" => input_format = format()?,
                "name" => name = text,
                "out" => out = Some(PathBuf::from(value)),
                "out-format" => out_format = format()?,
                "rejected" => rejected = Some(PathBuf::from(value)),
                "rejected-format" => rejected_format = format()?,
                "pass-through" => pass_through = text == "yes",
                "results-only" => results_only = text == "yes",
                "progress" => progress = text == "yes",
                "threads" => threads = text.parse().unwrap_or(1).max(1),
                "parent" => parent = text.parse().ok(),
                "report" => report = Some(PathBuf::from(value)),
                _ => return Err(unknown(&word)),
            }
        }
        let Some(report) = report else { return Err(unknown("no report")) };
        let rejected = rejected.map(|path| (path, rejected_format));
        Ok(Self { input, input_format, name, out, out_format, rejected, pass_through, results_only, threads, progress, parent, report })
    }
}
