//! From findings with fixes to mended books: round by round, each checked by compiling.

use std::collections::{BTreeMap, BTreeSet};

use super::brought::brought;
use super::sheet::edit_sheets;
use super::text::edited_file;
use crate::compile::{Compilation, SourceSet, compile_workbooks};
use crate::diagnostic::{Applicability, Code, Diagnostic, Edit, Fix, Identity, Level, Location, Report};
use crate::options::Options;
use crate::source::{self, BookPath, Format, SourceFile, Workbook, open_books};

/// The most rounds: each fixes what the one before has uncovered.
const MAX_ROUNDS: usize = 20;
/// The most compilations. Finding out which of many fixes brings a finding takes several.
const MAX_COMPILATIONS: usize = 200;

/// What became of some books.
#[derive(Clone, Debug)]
pub struct Mended {
    /// The books that changed, by path.
    pub books: BTreeMap<BookPath, Draft>,
    /// The fixes that were carried out, in this order.
    pub made: Vec<Made>,
    /// Those that weren't though they could be, and why not.
    pub refused: Vec<Refused>,
    /// The books as they are now, compiled.
    pub compilation: Compilation,
}

/// A book with fixes.
#[derive(Clone, Debug, PartialEq)]
pub enum Draft {
    /// A CSV file's bytes, in its own encoding.
    Text(Vec<u8>),
    /// A workbook's cells. The file itself is nothing that we write.
    Sheets(Workbook),
}

/// A fix that was carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The finding's code.
    pub code: Code,
    /// What it did, as an imperative.
    pub title: String,
    /// Its edits, at the cells as they were then.
    pub changes: Vec<Change>,
}

/// An edit, and what was there before.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What was done.
    pub edit: Edit,
    /// The text of the cell, or the cells of the deleted row; empty for an inserted one.
    pub before: Vec<String>,
}

/// A fix that was offered and not carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The finding's code.
    pub code: Code,
    /// Where the finding is.
    pub location: Location,
    /// What the fix would do, on one line.
    pub fix: String,
    /// Why it wasn't, as the end of a sentence that begins with `as`.
    pub reason: String,
}

/// What a fix is known by in each round: the finding's fingerprint, and its title.
type Key = (String, String);

/// A fix to try.
#[derive(Clone)]
struct Candidate {
    key: Key,
    code: Code,
    location: Location,
    fix: Fix,
}

/// Carries out the fixes of these books that need nobody's decision; books in `untouched` stay as they are, as do those that nobody asked about.
/// Pure: the same books give the same result. Each round and each half of the fixes that bring a finding is one compilation; of those there are
/// at most 200.
pub fn mend(sources: &SourceSet, options: &Options, untouched: &BTreeSet<BookPath>) -> Mended {
    let mut work = Work::new(sources, options);
    let compilation = work.compile(&BTreeMap::new());
    let mut mended = Mended { books: BTreeMap::new(), made: Vec::new(), refused: Vec::new(), compilation };
    let mut tried: BTreeSet<Key> = BTreeSet::new();
    for _ in 0..MAX_ROUNDS {
        let candidates = work.candidates(&mended.compilation, untouched, &tried);
        if candidates.is_empty() {
            break;
        }
        tried.extend(candidates.iter().map(|candidate| candidate.key.clone()));
        work.settle(&mut mended, &candidates);
    }
    // What is still offered, where it is now.
    for Candidate { key, code, location, fix } in work.offered(&mended.compilation, untouched) {
        if let Some(reason) = work.reasons.remove(&key) {
            mended.refused.push(Refused { code, location, fix: fix.in_words(), reason });
        }
    }
    mended
}

/// What all rounds read.
struct Work<'a> {
    sources: &'a SourceSet,
    options: &'a Options,
    /// The books as they were, and what reading them found.
    read: BTreeMap<&'a BookPath, (Option<Workbook>, Vec<Diagnostic>)>,
    bytes: BTreeMap<&'a BookPath, &'a [u8]>,
    compilations: usize,
    /// Why fixes weren't carried out.
    reasons: BTreeMap<Key, String>,
}

impl<'a> Work<'a> {
    fn new(sources: &'a SourceSet, options: &'a Options) -> Self {
        let read = |file: &'a SourceFile| {
            let mut diagnostics = Vec::new();
            let workbook = source::read(file, options, &mut diagnostics);
            (&file.path, (workbook, diagnostics))
        };
        let bytes = |file: &'a SourceFile| Some((&file.path, file.bytes.as_deref().ok()?));
        Self {
            sources,
            options,
            read: sources.books.iter().map(read).collect(),
            bytes: sources.books.iter().filter_map(bytes).collect(),
            compilations: 0,
            reasons: BTreeMap::new(),
        }
    }

    fn compile(&mut self, drafts: &BTreeMap<BookPath, Draft>) -> Compilation {
        self.compilations += 1;
        let mut diagnostics = open_books(self.read.keys().copied().chain(&self.sources.locks).map(BookPath::as_str));
        let mut workbooks = Vec::new();
        for (path, (workbook, found)) in &self.read {
            match drafts.get(*path) {
                Some(Draft::Text(bytes)) => {
                    let file = SourceFile { path: (*path).clone(), bytes: Ok(bytes.clone()) };
                    workbooks.extend(source::read(&file, self.options, &mut diagnostics));
                }
                Some(Draft::Sheets(workbook)) => {
                    diagnostics.extend(found.iter().cloned());
                    workbooks.push(workbook.clone());
                }
                None => {
                    diagnostics.extend(found.iter().cloned());
                    workbooks.extend(workbook.clone());
                }
            }
        }
        compile_workbooks(workbooks, diagnostics, self.sources, self.options)
    }

    /// The fixes that a tool may carry out, in the order of their findings.
    fn offered(&self, compilation: &Compilation, untouched: &BTreeSet<BookPath>) -> Vec<Candidate> {
        let free = |edit: &Edit| {
            let book = &edit.location().book;
            self.bytes.contains_key(book) && !untouched.contains(book) && !self.sources.unselected.contains(book)
        };
        let candidate = |report: &Report| {
            let [fix] = report.description.fixes.as_slice() else { return None };
            let sure = report.description.applicability(fix) == Applicability::MachineApplicable;
            if !sure || !fix.edits.iter().all(free) || fix.edits.iter().all(|edit| is_done(compilation, edit)) {
                return None;
            }
            let key = (Identity::of(report, &compilation.read).fingerprint(), fix.title.clone());
            Some(Candidate { key, code: report.code(), location: report.location().clone(), fix: fix.clone() })
        };
        compilation.reports.iter().filter(|report| report.level >= Level::Advice).filter_map(candidate).collect()
    }

    /// Those not tried yet that may be carried out together, the ones further down first, so that the rows of the others keep their numbers.
    fn candidates(&self, compilation: &Compilation, untouched: &BTreeSet<BookPath>, tried: &BTreeSet<Key>) -> Vec<Candidate> {
        let offered = self.offered(compilation, untouched);
        let mut taken = Taken::default();
        let new = offered.iter().filter(|candidate| !tried.contains(&candidate.key) && taken.take(&candidate.fix));
        let mut chosen: Vec<Candidate> = new.cloned().collect();
        let lowest = |candidate: &Candidate| {
            let cells = candidate.fix.edits.iter().filter_map(|edit| edit.location().cells.as_ref());
            cells.map(|(_, range)| range.last.row).max()
        };
        chosen.sort_by_key(|candidate| std::cmp::Reverse(lowest(candidate)));
        chosen
    }

    /// The drafts with these fixes; `None` where they can't be carried out.
    fn applied(&self, drafts: &BTreeMap<BookPath, Draft>, fixes: &[Candidate]) -> Option<BTreeMap<BookPath, Draft>> {
        let mut by_book: BTreeMap<&BookPath, Vec<&Edit>> = BTreeMap::new();
        for edit in fixes.iter().flat_map(|candidate| &candidate.fix.edits) {
            by_book.entry(&edit.location().book).or_default().push(edit);
        }
        let mut drafts = drafts.clone();
        for (book, edits) in by_book {
            let original = self.read.get(book)?.0.as_ref()?;
            let draft = match drafts.get(book) {
                Some(Draft::Sheets(workbook)) => Draft::Sheets(edit_sheets(workbook, edits)?),
                Some(Draft::Text(bytes)) => Draft::Text(edited_file(bytes, edits)?),
                None if original.format == Format::Csv => Draft::Text(edited_file(self.bytes.get(book)?, edits)?),
                None => Draft::Sheets(edit_sheets(original, edits)?),
            };
            drafts.insert(book.clone(), draft);
        }
        Some(drafts)
    }

    /// Carries out those of the fixes that can be and bring no finding. Where some of them do, each half is tried, the second one on top of what
    /// is kept of the first.
    fn settle(&mut self, mended: &mut Mended, fixes: &[Candidate]) {
        let mut reason = "what stands beside the cells, or the file's encoding, doesn't allow it".to_owned();
        if self.compilations >= MAX_COMPILATIONS {
            reason = "too many other fixes had to be tried one by one".to_owned();
        } else if let Some(drafts) = self.applied(&mended.books, fixes) {
            let compilation = self.compile(&drafts);
            let new = brought(&mended.compilation, &compilation);
            match new.first() {
                None => {
                    let made: Vec<Made> = fixes.iter().rev().map(|candidate| made(candidate, &mended.compilation)).collect();
                    mended.made.extend(made);
                    mended.books = drafts;
                    mended.compilation = compilation;
                    return;
                }
                Some(new) => reason = format!("it would bring {}: {}", new.code(), new.description.message),
            }
        }
        if let ([_, _, ..], (first, second)) = (fixes, fixes.split_at(fixes.len() / 2))
            && self.compilations < MAX_COMPILATIONS
        {
            self.settle(mended, first);
            self.settle(mended, second);
            return;
        }
        self.reasons.extend(fixes.iter().map(|candidate| (candidate.key.clone(), reason.clone())));
    }
}

fn made(candidate: &Candidate, before: &Compilation) -> Made {
    let changes = candidate.fix.edits.iter().map(|edit| Change { before: held(before, edit), edit: edit.clone() });
    Made { code: candidate.code, title: candidate.fix.title.clone(), changes: changes.collect() }
}

/// What an edit overwrites or deletes.
fn held(compilation: &Compilation, edit: &Edit) -> Vec<String> {
    let location = edit.location();
    let book = compilation.read.iter().find(|(workbook, _)| workbook.path == location.book);
    let (Some((workbook, _)), Some((name, range))) = (book, &location.cells) else { return Vec::new() };
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == *name);
    let text = |cell| sheet.and_then(|sheet| sheet.get(cell)).map_or_else(String::new, source::Content::shown);
    match edit {
        Edit::Type { .. } => vec![text(range.first)],
        Edit::DeleteRow { .. } => {
            (range.first.column..=range.last.column).map(|column| text(source::CellRef::new(range.first.row, column))).collect()
        }
        Edit::InsertRow { .. } => Vec::new(),
    }
}

/// Whether nothing would change.
fn is_done(compilation: &Compilation, edit: &Edit) -> bool {
    matches!(edit, Edit::Type { text, .. } if held(compilation, edit).first() == Some(text))
}

/// A sheet of a book.
type SheetOf<'a> = (&'a BookPath, &'a str);
/// The first and the last row that a fix changes, and whether it moves rows.
type Span = (u32, u32, bool);

/// The cells and rows that fixes of one round change: none is touched by two.
#[derive(Default)]
struct Taken<'a> {
    cells: BTreeSet<&'a Location>,
    /// Of each fix.
    rows: BTreeMap<SheetOf<'a>, Vec<Span>>,
}

impl<'a> Taken<'a> {
    /// Takes what a fix changes, unless something of it is taken.
    fn take(&mut self, fix: &'a Fix) -> bool {
        let moves = fix.edits.iter().any(|edit| !matches!(edit, Edit::Type { .. }));
        let mut spans: BTreeMap<SheetOf<'_>, Span> = BTreeMap::new();
        for edit in &fix.edits {
            let Location { book, cells: Some((sheet, range)), .. } = edit.location() else { return false };
            let span = spans.entry((book, sheet.as_str())).or_insert((range.first.row, range.last.row, moves));
            *span = (span.0.min(range.first.row), span.1.max(range.last.row), moves);
        }
        let meets = |(sheet, (first, last, moves)): (&SheetOf<'_>, &Span)| {
            let known = self.rows.get(sheet).into_iter().flatten();
            known.clone().any(|(from, to, moved)| (*moves || *moved) && from <= last && first <= to)
        };
        if spans.iter().any(meets) || fix.edits.iter().any(|edit| self.cells.contains(edit.location())) {
            return false;
        }
        self.cells.extend(fix.edits.iter().map(Edit::location));
        for (sheet, span) in spans {
            self.rows.entry(sheet).or_default().push(span);
        }
        true
    }
}

#[cfg(test)]
mod tests;
