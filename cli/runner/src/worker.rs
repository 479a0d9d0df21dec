//! Deciding the rows of a block.

use std::path::Path;

use matchbook::json::Document;
use matchbook::{Decision, Info};

use crate::arguments::{Arguments, Format};
use crate::blocks::{Block, Flaw};
use crate::csv::{self, Cells, Malformed};
use crate::document::{Rejection, Template, push_text};
use crate::header::Header;
use crate::interface::{Input, Interface};
use crate::json_lines;
use crate::results;

/// How many rejected rows the report tells of.
const TOLD: usize = 10;
/// The column of rejected rows that aren't cells below the header, as they stand in the file.
const LINE: &str = "rejected line";

/// A block on its way: its rows, then its results.
#[derive(Debug, Default)]
pub(crate) struct Work {
    pub(crate) block: Block,
    /// What is written of the rows that have a result, and of those that don't.
    pub(crate) results: Vec<u8>,
    pub(crate) rejected: Vec<u8>,
    pub(crate) rows: u64,
    pub(crate) rejections: u64,
    /// The first rows without a result.
    pub(crate) told: Vec<(u64, Rejection)>,
}

/// What all workers share.
pub(crate) struct Plan {
    pub(crate) decision: &'static dyn Decision,
    pub(crate) interface: &'static Interface,
    /// The ids of the decision's rules.
    pub(crate) ids: Vec<&'static str>,
    pub(crate) source: Source,
    pub(crate) out: Written,
    /// How rejected rows are written, if they are.
    pub(crate) rejected: Option<Written>,
    pub(crate) pass_through: bool,
    pub(crate) results_only: bool,
}

/// What rows are.
pub(crate) enum Source {
    /// Cells below a header.
    Csv { delimiter: u8, header: Header, template: Template },
    /// Documents.
    JsonLines,
}

impl Source {
    /// Whether a line is none of its rows. Of a single column it is one: a blank cell.
    fn is_no_row(&self, line: &[u8]) -> bool {
        match self {
            Self::Csv { header, .. } => line.is_empty() && header.columns.len() > 1,
            Self::JsonLines => line.iter().all(u8::is_ascii_whitespace),
        }
    }

    /// Whether a line is JSON, and means it.
    fn is_document(&self, line: &str) -> bool {
        matches!(self, Self::JsonLines) && serde_json::from_str::<&serde_json::value::RawValue>(line).is_ok()
    }
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// As cells, this delimiter between them.
    Csv(u8),
    /// As JSON objects, one a line.
    JsonLines,
}

impl Written {
    pub(crate) fn of(format: Format, source: &Source, path: Option<&Path>) -> Self {
        let is_csv = path.and_then(Path::extension).is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
        match (format, source) {
            (Format::Tsv, _) => Self::Csv(b'\t'),
            // It is made of that.
            (Format::Parquet, _) => Self::Csv(b','),
            (Format::JsonLines, _) => Self::JsonLines,
            // A name of cells between commas isn't one of cells between tabs.
            (_, Source::Csv { delimiter: b'\t', .. }) if is_csv => Self::Csv(b','),
            // What follows one convention is read by it.
            (_, Source::Csv { delimiter, .. }) => Self::Csv(*delimiter),
            (_, Source::JsonLines) => Self::Csv(b','),
        }
    }
}

impl Plan {
    pub(crate) fn new(decision: &'static dyn Decision, interface: &'static Interface, source: Source, arguments: &Arguments) -> Self {
        Self {
            decision,
            interface,
            ids: decision.info().rules.iter().map(|(_, rule)| rule.id()).collect(),
            out: Written::of(arguments.out_format, &source, arguments.out.as_deref()),
            rejected: arguments.rejected.as_ref().map(|(path, format)| Written::of(*format, &source, Some(path))),
            source,
            pass_through: arguments.pass_through,
            results_only: arguments.results_only,
        }
    }

    /// The names of the columns that stand before those of the results.
    pub(crate) fn columns(&self) -> Vec<String> {
        match (&self.source, self.results_only) {
            (_, true) => Vec::new(),
            (Source::Csv { header, .. }, _) => header.columns.clone(),
            (Source::JsonLines, _) => self.interface.inputs.iter().map(Input::name).collect(),
        }
    }

    /// The names of the columns of rejected rows.
    pub(crate) fn rejected_columns(&self) -> Vec<String> {
        let row = match &self.source {
            Source::Csv { header, .. } => header.columns.iter().cloned().chain([LINE.to_owned()]).collect(),
            Source::JsonLines => vec!["line".to_owned()],
        };
        ["rejected row", "rejected field", "rejected code", "rejected message"].map(str::to_owned).into_iter().chain(row).collect()
    }

    /// The decision's table and those that it requires.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &'static Info> {
        let info = self.decision.info();
        std::iter::once(info).chain(info.requires.iter().copied())
    }
}

/// One thread's part.
pub(crate) struct Worker<'p> {
    plan: &'p Plan,
    /// How often each rule of each table was hit.
    pub(crate) hits: Vec<Vec<u64>>,
    cells: Cells,
    document: String,
}

impl<'p> Worker<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let hits = plan.tables().map(|table| vec![0; table.rules.len()]).collect();
        Self { plan, hits, cells: Cells::default(), document: String::new() }
    }

    /// Decides all rows of a block.
    pub(crate) fn decide(&mut self, work: &mut Work) {
        work.results.clear();
        work.rejected.clear();
        work.told.clear();
        (work.rows, work.rejections) = (0, 0);
        let block = std::mem::take(&mut work.block);
        for (row, record) in block.records() {
            if record.is_ok_and(|record| self.plan.source.is_no_row(record)) {
                continue;
            }
            work.rows += 1;
            let before = work.results.len();
            if let Err(rejection) = self.row(record, &mut work.results) {
                work.results.truncate(before);
                work.rejections += 1;
                self.reject(row, record.unwrap_or_default(), &rejection, &mut work.rejected);
                if work.told.len() < TOLD {
                    work.told.push((row, rejection));
                }
            }
        }
        work.block = block;
    }

    fn row(&mut self, record: Result<&[u8], Flaw>, out: &mut Vec<u8>) -> Result<(), Rejection> {
        let record = record.map_err(|flaw| {
            Rejection::of_row(match flaw {
                Flaw::TooLong => "the row is longer than 16 MiB",
            })
        })?;
        match &self.plan.source {
            Source::Csv { delimiter, header, template } => self.cells(record, *delimiter, header, template, out),
            Source::JsonLines => {
                let line = std::str::from_utf8(record).map_err(|_| Rejection::of_row("the line isn't UTF-8"))?;
                self.line(line.trim(), out).map_err(|rejection| json_lines::told(rejection, self.plan.interface.inputs))
            }
        }
    }

    fn cells(&mut self, record: &[u8], delimiter: u8, header: &'p Header, template: &Template, out: &mut Vec<u8>) -> Result<(), Rejection> {
        self.cells.read(record, delimiter).map_err(|malformed| {
            let (at, message) = match malformed {
                Malformed::NotUtf8(at) => (at, "isn't UTF-8"),
                Malformed::BehindQuote(at) => (at, "has text behind the quote that closes it; a quote within quotes is doubled"),
            };
            let field = header.columns.get(at).cloned().unwrap_or_default();
            let cell = if field.is_empty() { format!("cell {}", at + 1) } else { format!("`{field}`") };
            Rejection { message: format!("{cell} {message}"), code: "", field }
        })?;
        let (due, found) = (header.columns.len(), self.cells.len());
        if found != due {
            let cells = if found == 1 { "cell" } else { "cells" };
            return Err(Rejection::of_row(format!("the row has {found} {cells}, and the header has {due}")));
        }
        self.document.clear();
        template.write(&self.cells, &mut self.document)?;
        let decided = self.plan.decision.decide(Document::parse(&self.document)?)?;
        self.count(&decided);
        match self.plan.out {
            Written::Csv(to) => {
                if !self.plan.results_only {
                    if to == delimiter {
                        out.extend_from_slice(record);
                    } else {
                        write_all(out, self.cells.iter().map(csv::Cell::value), to);
                    }
                    out.push(to);
                }
                results::write_cells(self.plan.interface, &decided, &self.plan.ids, to, out);
            }
            Written::JsonLines => {
                out.push(b'{');
                if !self.plan.results_only {
                    self.document.pop();
                    for column in &header.passed {
                        if self.document.len() > 1 {
                            self.document.push(',');
                        }
                        push_text(header.columns.get(*column).map_or("", String::as_str), &mut self.document);
                        self.document.push(':');
                        match self.cells.get(*column).and_then(csv::Cell::value) {
                            Some(text) => push_text(text, &mut self.document),
                            None => self.document.push_str("null"),
                        }
                    }
                    out.extend_from_slice(b"\"input\":");
                    out.extend_from_slice(self.document.as_bytes());
                    out.extend_from_slice(b"},");
                }
                results::write_members(&decided, &self.plan.ids, out);
                out.push(b'}');
            }
        }
        out.push(b'\n');
        Ok(())
    }

    fn line(&mut self, line: &str, out: &mut Vec<u8>) -> Result<(), Rejection> {
        let inputs = self.plan.interface.inputs;
        let read = if self.plan.pass_through { json_lines::read_of(line, inputs) } else { line.into() };
        let decided = self.plan.decision.decide(Document::parse(&read)?)?;
        match self.plan.out {
            Written::Csv(to) => {
                if !self.plan.results_only {
                    let cells = json_lines::cells(line, inputs)?;
                    write_all(out, cells.iter().map(Option::as_deref), to);
                    out.push(to);
                }
                results::write_cells(self.plan.interface, &decided, &self.plan.ids, to, out);
            }
            Written::JsonLines => {
                out.push(b'{');
                if !self.plan.results_only {
                    out.extend_from_slice(b"\"input\":");
                    out.extend_from_slice(line.as_bytes());
                    out.push(b',');
                }
                results::write_members(&decided, &self.plan.ids, out);
                out.push(b'}');
            }
        }
        self.count(&decided);
        out.push(b'\n');
        Ok(())
    }

    fn count(&mut self, decided: &matchbook::json::Decided) {
        let all = std::iter::once(&decided.rules).chain(decided.required.iter().map(|required| &required.rules));
        for (hits, rules) in self.hits.iter_mut().zip(all) {
            for rule in rules {
                if let Some(hits) = hits.get_mut(rule.get() as usize) {
                    *hits += 1;
                }
            }
        }
    }

    fn reject(&mut self, row: u64, record: &[u8], rejection: &Rejection, out: &mut Vec<u8>) {
        let Rejection { field, code, message } = rejection;
        match self.plan.rejected {
            None => return,
            Some(Written::Csv(to)) => {
                let row = row.to_string();
                let reason = [Some(row.as_str()), Some(field).filter(|field| !field.is_empty()).map(String::as_str)];
                write_all(out, reason.into_iter().chain([Some(*code).filter(|code| !code.is_empty()), Some(message)]), to);
                out.push(to);
                match &self.plan.source {
                    Source::Csv { delimiter, header, .. } => {
                        // Where the row has other cells than the header, no cell is known to be of its column.
                        let due = header.columns.len();
                        let read = self.cells.read(record, *delimiter).is_ok() && self.cells.len() == due;
                        let cell = |at| if read { self.cells.get(at).and_then(csv::Cell::value) } else { None };
                        let line = (!read && !record.is_empty()).then(|| String::from_utf8_lossy(record));
                        write_all(out, (0..due).map(cell).chain([line.as_deref()]), to);
                    }
                    Source::JsonLines => csv::write(out, Some(String::from_utf8_lossy(record).trim()), to),
                }
            }
            Some(Written::JsonLines) => {
                let mut line = format!("{{\"row\":{row}");
                for (name, value) in [("field", field.as_str()), ("code", code), ("message", message)] {
                    if !value.is_empty() {
                        line.push_str(&format!(",\"{name}\":"));
                        push_text(value, &mut line);
                    }
                }
                // What isn't UTF-8 is no document, and must not look like one with other characters.
                let document = std::str::from_utf8(record).ok().filter(|text| self.plan.source.is_document(text));
                match document {
                    Some(text) => {
                        line.push_str(",\"input\":");
                        line.push_str(text.trim());
                    }
                    None => {
                        line.push_str(",\"line\":");
                        push_text(String::from_utf8_lossy(record).trim_end(), &mut line);
                    }
                }
                line.push('}');
                out.extend_from_slice(line.as_bytes());
            }
        }
        out.push(b'\n');
    }
}

/// Writes cells, a delimiter between them.
pub(crate) fn write_all<'c>(out: &mut Vec<u8>, cells: impl Iterator<Item = Option<&'c str>>, delimiter: u8) {
    for (column, cell) in cells.enumerate() {
        if column > 0 {
            out.push(delimiter);
        }
        csv::write(out, cell, delimiter);
    }
}
