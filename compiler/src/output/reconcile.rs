//! What has to be written and deleted so that a folder holds what the books say: pure, so that `gen`, `gen --check` and the build script
//! agree.

use std::collections::{BTreeMap, BTreeSet};

use super::{GeneratedFile, Header, ROOT, root};
use crate::compile::{BookSummary, Compilation};
use crate::diagnostic::Report;
use crate::diagnostic::folder::FolderFinding;
use crate::options::Options;
use crate::source::BookPath;

/// The Rust files of a folder: text by path, with `/` between its parts; `None` for a file that isn't text.
pub type Existing = BTreeMap<String, Option<String>>;

/// How to bring a folder up to date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reconciliation {
    /// Files to write, those that differ only: the root first, the others by path.
    pub writes: Vec<(String, String)>,
    /// Files to delete, by path; all of them ours.
    pub deletes: Vec<String>,
    /// Files in the way that aren't ours. The paths are below the folder.
    pub reports: Vec<Report>,
    /// How many files are as they should be already.
    pub unchanged: usize,
    /// Every file that will be ours, by path, written or not: what a build script watches.
    pub files: Vec<String>,
}

impl Reconciliation {
    /// For `gen --check`: what isn't as it should be, each with its first line that differs.
    pub fn stale(&self, existing: &Existing) -> Vec<Report> {
        let writes = self.writes.iter().map(|(path, text)| {
            let file = BookPath::new(path);
            match existing.get(path) {
                Some(Some(old)) => {
                    let (line, found, expected) = first_difference(old, text);
                    FolderFinding::Stale { file, line, found, expected }
                }
                _ => FolderFinding::Missing { file },
            }
        });
        let deletes = self.deletes.iter().map(|path| FolderFinding::Leftover { file: BookPath::new(path) });
        writes.chain(deletes).map(Report::new).collect()
    }
}

/// Compares a folder with what was compiled.
///
/// A book that has to stay (broken, or not asked about) keeps its own files and their entries in the root. A file of ours whose book or
/// decision is gone is deleted. A file that isn't ours is neither written nor deleted; if the root itself isn't ours, the folder is
/// somebody else's and nothing is touched.
pub fn reconcile(existing: &Existing, compilation: &Compilation, options: &Options) -> Reconciliation {
    let mut result = Reconciliation::default();
    let foreign = |path: &str| existing.get(path).is_some_and(|text| text.as_deref().and_then(Header::of).is_none());
    if foreign(ROOT) {
        result.reports.push(Report::new(FolderFinding::Foreign { file: BookPath::new(ROOT) }));
        return result;
    }
    let books = |which: fn(&BookSummary) -> bool| -> BTreeSet<&BookPath> {
        compilation.books.iter().filter(|book| which(book)).map(|book| &book.path).collect()
    };
    let (stays, broken) = (books(BookSummary::stays), books(|book| book.broken));
    let ours: BTreeMap<&str, (Header, &str)> = existing
        .iter()
        .filter(|(path, _)| *path != ROOT)
        .filter_map(|(path, text)| Some((path.as_str(), (Header::of(text.as_deref()?)?, text.as_deref()?))))
        .collect();
    // What several books of an app made stays as long as one of them does.
    let apps_that_stay: BTreeSet<&str> = ours
        .iter()
        .filter(|(_, (header, _))| header.book.as_ref().is_some_and(|book| stays.contains(book)))
        .map(|(path, _)| app_of(path))
        .collect();
    let stays = |path: &str, header: &Header| match &header.book {
        Some(book) => stays.contains(book),
        None => apps_that_stay.contains(app_of(path)),
    };
    let mut wanted: BTreeMap<&str, (Header, &str)> = BTreeMap::new();
    for (path, (header, text)) in &ours {
        if stays(path, header) {
            wanted.insert(path, (header.clone(), text));
        }
    }
    for GeneratedFile { path, header, text } in &compilation.files {
        if foreign(path) {
            result.reports.push(Report::new(FolderFinding::Foreign { file: BookPath::new(path) }));
            continue;
        }
        // What a broken book made before stays as it was, and what wasn't there before isn't there now.
        let keeps = match &header.book {
            Some(book) => broken.contains(book),
            None => wanted.contains_key(path.as_str()),
        };
        if !keeps {
            wanted.insert(path, (header.clone(), text));
        }
    }
    let root = root(wanted.iter().map(|(path, (header, _))| (*path, header)), options);
    let all = std::iter::once((ROOT, root.as_str())).chain(wanted.iter().map(|(path, (_, text))| (*path, *text)));
    for (path, text) in all {
        result.files.push(path.to_owned());
        if existing.get(path).is_some_and(|old| old.as_deref() == Some(text)) {
            result.unchanged += 1;
        } else {
            result.writes.push((path.to_owned(), text.to_owned()));
        }
    }
    result.files.sort();
    result.deletes.extend(ours.keys().filter(|path| !wanted.contains_key(*path)).map(|path| (*path).to_owned()));
    result
}

/// The first folder of a generated file's path, which is its app's module.
fn app_of(path: &str) -> &str {
    path.split_once('/').map_or(path, |(app, _)| app)
}

/// The first line, from 1, in which two texts differ, and what each says there.
fn first_difference(old: &str, new: &str) -> (u32, Option<String>, Option<String>) {
    let (mut old, mut new) = (old.split_inclusive('\n'), new.split_inclusive('\n'));
    let mut line: u32 = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(a), Some(b)) if a == b => line = line.saturating_add(1),
            (a, b) => return (line, a.map(str::to_owned), b.map(str::to_owned)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::BookSummary;
    use crate::diagnostic::Describe;

    /// Books as `name` or `name!` (broken) or `name-` (not asked about), each with one decision of the book's stem.
    fn compilation(books: &[&str], text: &str) -> Compilation {
        let mut compilation = Compilation::default();
        for book in books {
            let path = BookPath::new(book.trim_end_matches(['!', '-']));
            let (broken, selected) = (book.ends_with('!'), !book.ends_with('-'));
            compilation.books.push(BookSummary { broken, ..BookSummary::new(path.clone(), selected) });
            let file = format!("{}/fee.rs", path.as_str().replace(".csv", ""));
            if selected {
                compilation.files.push(GeneratedFile::new(file, Some(path), Some("Fee".to_owned()), text));
            }
        }
        compilation
    }

    fn apply(existing: &mut Existing, result: &Reconciliation) {
        for path in &result.deletes {
            existing.remove(path);
        }
        for (path, text) in &result.writes {
            existing.insert(path.clone(), Some(text.clone()));
        }
    }

    fn run(existing: &Existing, compilation: &Compilation) -> Reconciliation {
        reconcile(existing, compilation, &Options::default())
    }

    fn written(result: &Reconciliation) -> Vec<&str> {
        result.writes.iter().map(|(path, _)| path.as_str()).collect()
    }

    #[test]
    fn a_folder_is_filled_once() {
        let mut folder = Existing::new();
        let result = run(&folder, &compilation(&["a/x.csv", "b.csv"], "one\n"));
        assert_eq!(written(&result), ["mod.rs", "a/x/fee.rs", "b/fee.rs"]);
        assert_eq!(result.files, ["a/x/fee.rs", "b/fee.rs", "mod.rs"]);
        apply(&mut folder, &result);
        let again = run(&folder, &compilation(&["a/x.csv", "b.csv"], "one\n"));
        assert_eq!((again.writes.len(), again.deletes.len(), again.unchanged), (0, 0, 3));
        assert!(again.stale(&folder).is_empty());
    }

    #[test]
    fn a_book_that_is_gone_takes_its_files_with_it() {
        let mut folder = Existing::new();
        apply(&mut folder, &run(&Existing::new(), &compilation(&["a/x.csv", "b.csv"], "one\n")));
        folder.insert("b/mine.rs".to_owned(), Some("//! Mine.".to_owned()));
        let result = run(&folder, &compilation(&["a/x.csv"], "one\n"));
        assert_eq!(written(&result), ["mod.rs"]);
        assert_eq!(result.deletes, ["b/fee.rs"]);
        let stale: Vec<String> = result.stale(&folder).iter().map(|report| report.diagnostic.describe().message).collect();
        assert_eq!(stale, ["`mod.rs` is stale from line 12", "`b/fee.rs` was generated from a decision that is gone"]);
        apply(&mut folder, &result);
        assert!(folder.contains_key("b/mine.rs"));
    }

    #[test]
    fn a_broken_book_keeps_its_files_and_holds_up_no_other() {
        let mut folder = Existing::new();
        apply(&mut folder, &run(&Existing::new(), &compilation(&["a/x.csv", "a/y.csv"], "one\n")));
        let before = folder.clone();
        let result = run(&folder, &compilation(&["a/x.csv!", "a/y.csv", "a/z.csv"], "two\n"));
        assert_eq!(written(&result), ["mod.rs", "a/y/fee.rs", "a/z/fee.rs"]);
        assert!(result.deletes.is_empty());
        apply(&mut folder, &result);
        assert_eq!(folder["a/x/fee.rs"], before["a/x/fee.rs"]);
        let root = folder["mod.rs"].as_deref().unwrap();
        for decision in ["&a::x::fee::Decision", "&a::y::fee::Decision", "&a::z::fee::Decision"] {
            assert!(root.contains(decision), "{root}");
        }
        // A book that was broken from the start has no entry.
        let result = run(&Existing::new(), &compilation(&["a/x.csv!"], "one\n"));
        assert_eq!(written(&result), ["mod.rs"]);
        assert!(!result.writes[0].1.contains("fee"));
    }

    #[test]
    fn a_book_that_nobody_asked_about_stays() {
        let mut folder = Existing::new();
        apply(&mut folder, &run(&Existing::new(), &compilation(&["a/x.csv", "a/y.csv"], "one\n")));
        let result = run(&folder, &compilation(&["a/x.csv-", "a/y.csv"], "two\n"));
        assert_eq!(written(&result), ["a/y/fee.rs"]);
        let result = run(&Existing::new(), &compilation(&["a/x.csv-", "a/y.csv"], "two\n"));
        assert_eq!(written(&result), ["mod.rs", "a/y/fee.rs"]);
        // But types of the whole app are there for those who ask.
        let mut compilation = compilation(&["a/x.csv-", "a/y.csv"], "two\n");
        compilation.files.push(GeneratedFile::new("a/glossary.rs", Some(BookPath::new("a/x.csv")), None, "two\n"));
        assert_eq!(written(&run(&Existing::new(), &compilation)), ["mod.rs", "a/glossary.rs", "a/y/fee.rs"]);
        compilation.books[0].broken = true;
        assert_eq!(written(&run(&Existing::new(), &compilation)), ["mod.rs", "a/y/fee.rs"]);
    }

    #[test]
    fn what_several_books_made_stays_with_any_of_them() {
        let with_glossary = |books: &[&str], text: &str| {
            let mut compilation = compilation(books, text);
            compilation.files.push(GeneratedFile::new("a/glossary.rs", None, None, text));
            compilation
        };
        let mut folder = Existing::new();
        apply(&mut folder, &run(&Existing::new(), &with_glossary(&["a/x.csv", "a/y.csv", "b/z.csv"], "one\n")));
        let result = run(&folder, &with_glossary(&["a/x.csv!", "a/y.csv", "b/z.csv"], "two\n"));
        assert_eq!(written(&result), ["a/y/fee.rs", "b/z/fee.rs"]);
        let result = run(&folder, &compilation(&["a/x.csv!", "a/y.csv", "b/z.csv"], "one\n"));
        assert!(result.deletes.is_empty(), "{:?}", result.deletes);
        let result = run(&folder, &with_glossary(&["a/x.csv", "a/y.csv", "b/z.csv!"], "two\n"));
        assert_eq!(written(&result), ["a/glossary.rs", "a/x/fee.rs", "a/y/fee.rs"]);
        let result = run(&folder, &compilation(&["a/x.csv", "a/y.csv", "b/z.csv"], "one\n"));
        assert_eq!(result.deletes, ["a/glossary.rs"]);
    }

    #[test]
    fn a_foreign_file_is_never_touched() {
        for theirs in [Some("//! Mine.\n".to_owned()), Some(String::new()), None] {
            let folder = Existing::from([("b/fee.rs".to_owned(), theirs.clone())]);
            let result = run(&folder, &compilation(&["a/x.csv", "b.csv"], "one\n"));
            assert_eq!(written(&result), ["mod.rs", "a/x/fee.rs"]);
            assert!(!result.writes[0].1.contains("pub mod b"), "no entry for a file that isn't ours");
            assert_eq!(result.reports.len(), 1);
            let folder = Existing::from([("mod.rs".to_owned(), theirs), ("a/old.rs".to_owned(), Some(String::new()))]);
            let result = run(&folder, &compilation(&["a/x.csv", "b.csv"], "one\n"));
            assert_eq!((result.writes.len(), result.deletes.len(), result.reports.len()), (0, 0, 1));
        }
    }

    #[test]
    fn the_first_line_that_differs() {
        let difference = |a: &str, b: &str| first_difference(a, b).0;
        assert_eq!(difference("a\nb\n", "a\nc\n"), 2);
        assert_eq!(difference("a\n", "a"), 1);
        assert_eq!(difference("a\r\nb", "a\nb"), 1);
        assert_eq!(first_difference("a\n", "a\nb\n"), (2, None, Some("b\n".to_owned())));
    }
}
