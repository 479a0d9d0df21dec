//! Reports as text: for people, as one line, for editors, code hosts and build servers. Pure; whether there is colour is the caller's business.

mod github;
mod grid;
mod human;
mod json;
mod place;
mod sarif;

use std::collections::BTreeMap;

pub use sarif::SarifLog;

use super::{Description, Edit, Fix, Level, Location, Report};
use crate::layout::BookLayout;
use crate::source::{BookPath, CsvText, Workbook};

/// What renderers show reports with.
#[derive(Clone, Copy, Debug)]
pub struct Display<'a> {
    /// Put before every path: the root of the books as the user named it. Empty for none.
    pub root: &'a str,
    /// The books that could be read, for the cells around a finding.
    pub books: &'a [(Workbook, BookLayout)],
    /// The text files that findings are about, such as `matchbook.toml`.
    pub texts: &'a BTreeMap<BookPath, String>,
    /// The text of the books that are CSV files, for programs that want lines and columns.
    pub csv: &'a BTreeMap<BookPath, CsvText>,
}

impl Display<'_> {
    /// The report as rustc would show it, with the cells around it and a newline at its end; `styled` is with ANSI colours.
    pub fn human(&self, report: &Report, styled: bool) -> String {
        human::render(self, report, styled)
    }

    /// The report as one line without its newline: `tables/retail/shipping.xlsx [Fees!C7]: error[MB0401]: message`.
    pub fn short(&self, report: &Report) -> String {
        let (level, message) = (level_word(report.level), plain(&report.description.message));
        format!("{}: {level}[{}]: {message}", self.place(report.location()), report.code())
    }

    /// What to do about it, on one line: the first fix, else the help.
    pub fn fix(&self, report: &Report) -> Option<String> {
        let description = &report.description;
        let fix = description.fixes.first().map(Fix::in_words);
        fix.or_else(|| description.help.clone()).map(|text| plain(&text))
    }

    /// The report as a workflow command of GitHub's runners, one line without its newline, which shows it beside the file's changed lines.
    pub fn github(&self, report: &Report) -> String {
        github::render(self, report)
    }

    /// The report as one line of JSON without its newline, in the shape of rustc's messages (`--error-format=json`), which editors read; what
    /// that has no place for is its field `matchbook`.
    pub fn json(&self, report: &Report) -> String {
        json::render(self, report)
    }

    /// A path as the user knows it.
    pub fn path(&self, path: &BookPath) -> String {
        let path = plain(path.as_str());
        match self.root.trim_end_matches('/') {
            // Of `/`, nothing is left.
            "" if self.root.is_empty() => path,
            root => format!("{}/{path}", plain(root)),
        }
    }

    /// A location as the user knows it: `tables/retail/shipping.xlsx [Fees!C7]`.
    pub fn place(&self, location: &Location) -> String {
        let path = self.path(&location.book);
        match (&location.cells, location.line) {
            (Some((sheet, range)), _) => format!("{path} [{}!{range}]", plain(sheet)),
            (None, Some(line)) => format!("{path}:{line}"),
            (None, None) => path,
        }
    }
}

/// What is beside the message, a line each: what is to be said of the cell, facts, what to do.
fn details(description: &Description) -> Vec<String> {
    let label = Some(&description.primary.text).filter(|label| !label.is_empty());
    let facts = label.into_iter().chain(&description.notes).map(String::as_str);
    // What is typed into a cell, the title says; a row to insert, it doesn't.
    let fixes = description.fixes.iter().map(|fix| match fix.edits.iter().any(|edit| matches!(edit, Edit::InsertRow { .. })) {
        true => fix.in_words(),
        false => fix.title.clone(),
    });
    let help = description.help.iter().map(String::as_str);
    facts.map(plain).chain(fixes.map(|fix| plain(&fix))).chain(help.map(plain)).collect()
}

/// The edits of a fix, by the book that they change, in the order of the first of each.
fn by_book(fix: &Fix) -> Vec<(&BookPath, Vec<&Edit>)> {
    let mut books: Vec<(&BookPath, Vec<&Edit>)> = Vec::new();
    for edit in &fix.edits {
        let book = &edit.location().book;
        match books.iter_mut().find(|(known, _)| *known == book) {
            Some((_, edits)) => edits.push(edit),
            None => books.push((book, vec![edit])),
        }
    }
    books
}

/// The word for a level.
pub fn level_word(level: Level) -> &'static str {
    match level {
        Level::Note => "note",
        Level::Advice => "advice",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// The text on one line, without anything that moves a terminal's cursor: names and cells are other people's.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests;
