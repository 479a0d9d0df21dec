//! Finding the root, and reading the books and options below it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::compile::{Compilation, SourceSet, compile};
use crate::diagnostic::options::OptionsFinding;
use crate::diagnostic::render::Display;
use crate::diagnostic::{Diagnostic, Level, Report};
use crate::fix::{Mended, mend};
use crate::layout::BookLayout;
use crate::options::{FILE_NAME, Options};
use crate::rust_enum::MAX_SOURCE_BYTES;
use crate::source::{BookPath, CsvText, Format, ReadError, SourceFile, Workbook, copied_from, is_book};

/// Folders nested deeper are not searched: a person meets them, a loop of links doesn't end.
const MAX_DEPTH: usize = 64;

/// The books below one root, read.
#[derive(Clone, Debug)]
pub struct Books {
    /// The root: the nearest folder upwards with a `matchbook.toml`, else the nearest named `tables`, else the folder given (of a single
    /// book, its own). Absolute.
    pub root: PathBuf,
    /// The root as the user would name it: what stands before the paths of findings. Empty where the root is the working folder.
    pub name: String,
    /// What `matchbook.toml` says.
    pub options: Options,
    /// What is wrong with it.
    pub options_reports: Vec<Report>,
    /// `matchbook.toml`, for reports to show.
    pub texts: BTreeMap<BookPath, String>,
    /// The books asked about, those that share an app with them, and the paths of all others.
    pub sources: SourceSet,
    /// The books that are CSV files, once somebody wants to show something of them.
    csv: OnceCell<BTreeMap<BookPath, CsvText>>,
    /// Every folder that was searched, absolute, in order: where a new book would be.
    pub folders: Vec<PathBuf>,
}

/// Why there are no books.
#[derive(Debug)]
pub enum OpenError {
    /// There is no such file or folder.
    Missing(PathBuf),
    /// A file that is no book by its name.
    NoBook(PathBuf),
    /// Two paths belong to different roots, whose options may differ.
    TwoRoots(PathBuf, PathBuf),
    /// A folder below has books with options or apps of its own, which it would not have as a part of this root.
    InnerRoot(PathBuf),
    /// No book at all below these paths.
    Nothing(Vec<PathBuf>),
    /// What the operating system said.
    Io(PathBuf, io::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "there is no `{}`", path.display()),
            Self::NoBook(path) => {
                write!(f, "`{}` is no book: they end in .xlsx, .xlsm, .xlsb, .xls, .ods, .csv or .tsv", path.display())
            }
            Self::TwoRoots(a, b) => {
                write!(f, "the paths belong to two roots, `{}` and `{}`: name them one by one", a.display(), b.display())
            }
            Self::InnerRoot(path) => write!(f, "`{}` is a root of books of its own: name it instead of a folder around it", path.display()),
            Self::Nothing(paths) => {
                let paths: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
                write!(f, "there is no book in {}", paths.join(", "))
            }
            Self::Io(path, error) => write!(f, "`{}` can't be read: {error}", path.display()),
        }
    }
}

impl std::error::Error for OpenError {}

impl Books {
    /// Finds and reads the books that `paths` name, files or folders, together with the books that share an app with one of them. Hidden
    /// files and folders are left out. Links are followed, but not in a circle.
    ///
    /// # Errors
    ///
    /// [`OpenError`]; what is wrong with a single book is no error, but a finding of its compilation.
    pub fn open(paths: &[impl AsRef<Path>]) -> Result<Self, OpenError> {
        let given: Vec<PathBuf> = paths.iter().map(|path| path.as_ref().to_owned()).collect();
        let mut roots: Vec<(PathBuf, PathBuf)> = Vec::new();
        let mut starts = Vec::new();
        for path in &given {
            let start = absolute(path)?;
            let metadata = fs::metadata(&start).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::Missing(path.clone()),
                _ => OpenError::Io(path.clone(), error),
            })?;
            if !metadata.is_dir() && !start.to_str().is_some_and(is_book) {
                return Err(OpenError::NoBook(path.clone()));
            }
            let folder = if metadata.is_dir() { start.as_path() } else { start.parent().unwrap_or(&start) };
            roots.push((root_of(folder), path.clone()));
            starts.push(start);
        }
        let Some((root, first)) = roots.first().cloned() else { return Err(OpenError::Nothing(given)) };
        if let Some((other, _)) = roots.iter().find(|(other, _)| *other != root) {
            return Err(OpenError::TwoRoots(root, other.clone()));
        }
        let mut found = Found::default();
        found.walk(&root, 0, &mut BTreeSet::new());
        // What was asked for and can't be read is no folder without books: their generated files would be deleted.
        for (folder, error) in std::mem::take(&mut found.unreadable) {
            let within = starts.iter().zip(&given).find_map(|(start, given)| Some((folder.strip_prefix(start).ok()?, given)));
            if let Some((below, given)) = within {
                let shown = if below.as_os_str().is_empty() { given.clone() } else { given.join(below) };
                return Err(OpenError::Io(shown, error));
            }
        }
        // The books of another root below belong to that.
        let mut inner: BTreeMap<PathBuf, bool> = BTreeMap::new();
        for file in &found.files {
            let folder = file.parent().unwrap_or(&root);
            if *inner.entry(folder.to_owned()).or_insert_with(|| declared_root(folder).is_some_and(|other| other != root))
                && let Some((start, given)) = starts.iter().zip(&given).find(|(start, _)| folder.starts_with(start))
            {
                let other = root_of(folder);
                return Err(OpenError::InnerRoot(other.strip_prefix(start).map_or_else(|_| other.clone(), |below| given.join(below))));
            }
        }
        found.files.retain(|file| !file.parent().and_then(|folder| inner.get(folder)).is_some_and(|inner| *inner));
        // A copy that is named stands in for its book, whose decisions it has.
        for start in starts.iter().filter(|start| start.is_file()) {
            if let Some(stem) = start.file_name().and_then(|name| name.to_str()).and_then(copied_from) {
                found.files.retain(|file| file.parent() != start.parent() || file.file_stem().is_none_or(|other| other != stem));
            }
        }
        // A file that is named is read, wherever it is.
        found.files.extend(starts.iter().filter(|start| start.is_file()).cloned());
        let selected: BTreeSet<&PathBuf> = found.files.iter().filter(|file| starts.iter().any(|start| file.starts_with(start))).collect();
        if selected.is_empty() {
            return Err(OpenError::Nothing(given));
        }
        let (options, options_reports, texts) = read_options(&root);
        let apps: BTreeSet<String> = selected.iter().map(|file| app_of(&book_path(&root, file))).collect();
        let mut sources = SourceSet::default();
        for file in &found.files {
            let path = book_path(&root, file);
            let mentioned = selected.contains(file);
            if !mentioned {
                sources.unselected.insert(path.clone());
            }
            if mentioned || apps.contains(&app_of(&path)) {
                sources.books.push(read(file, path, options.max_book_bytes));
            }
        }
        for (source, file) in rust_files(&root, &options) {
            // That one isn't there is said of the enum.
            if file.exists() {
                sources.rust.push(read(&file, BookPath::new(source), MAX_SOURCE_BYTES));
            }
        }
        sources.locks.extend(found.locks.iter().map(|file| book_path(&root, file)));
        Ok(Self {
            name: name_of(&root, &first),
            root,
            options,
            options_reports,
            texts,
            sources,
            csv: OnceCell::new(),
            folders: found.folders,
        })
    }

    /// Whether the root says of itself that it is one, by a `matchbook.toml` or by its name. Where it doesn't, books in it may have been meant
    /// to be one app.
    pub fn is_declared(&self) -> bool {
        declared_root(&self.root).is_some()
    }

    /// Whether the options are all that `matchbook.toml` says. Where it has errors, others stand in for them, by which nothing should take the place of
    /// what there is: other names, other limits.
    pub fn has_sound_options(&self) -> bool {
        self.options_reports.iter().all(|report| report.level < Level::Error)
    }

    /// The Rust files that `matchbook.toml` names, there or not, each once and by its absolute path.
    pub fn rust_files(&self) -> Vec<PathBuf> {
        rust_files(&self.root, &self.options).into_values().collect()
    }

    /// Compiles them. What is wrong with `matchbook.toml` is reported with the books.
    pub fn compile(&self) -> Compilation {
        self.completed(compile(&self.sources, &self.options))
    }

    /// Carries out the fixes that need nobody's decision, on all but some of the books. Nothing is written.
    pub fn mend(&self, untouched: &BTreeSet<BookPath>) -> Mended {
        let mut mended = mend(&self.sources, &self.options, untouched);
        mended.compilation = self.completed(mended.compilation);
        mended
    }

    /// The file of a book.
    pub fn file(&self, book: &BookPath) -> PathBuf {
        self.root.join(book.as_str())
    }

    fn completed(&self, mut compilation: Compilation) -> Compilation {
        compilation.reports.splice(0..0, self.options_reports.iter().cloned());
        compilation
    }

    /// Shows reports of the compilation.
    pub fn display<'a>(&'a self, compilation: &'a Compilation) -> Display<'a> {
        let csv = self.csv.get_or_init(|| csv(&self.sources, &compilation.read));
        Display { root: &self.name, books: &compilation.read, texts: &self.texts, csv }
    }
}

/// The Rust files that the options name: by that name, where they are. `..` is the folder around as the name of the root has it, wherever
/// links lead.
fn rust_files<'o>(root: &Path, options: &'o Options) -> BTreeMap<&'o str, PathBuf> {
    let enums = options.enums.values().flatten();
    enums
        .filter_map(|option| {
            let below = option.source.trim_start_matches("../");
            let up = (option.source.len() - below.len()) / "../".len();
            Some((option.source.as_str(), root.ancestors().nth(up)?.join(below)))
        })
        .collect()
}

/// The texts of those books that turned out to be CSV files.
fn csv(sources: &SourceSet, read: &[(Workbook, BookLayout)]) -> BTreeMap<BookPath, CsvText> {
    let is_csv = |path: &BookPath| read.iter().any(|(workbook, _)| workbook.path == *path && workbook.format == Format::Csv);
    let books = sources.books.iter().filter(|file| is_csv(&file.path));
    books.filter_map(|file| Some((file.path.clone(), CsvText::new(file.bytes.as_ref().ok()?)?))).collect()
}

/// The absolute form of a path, without `..`, which would hide the folders above.
fn absolute(path: &Path) -> Result<PathBuf, OpenError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing(path.to_owned()),
        _ => OpenError::Io(path.to_owned(), error),
    };
    if path.components().any(|component| component == Component::ParentDir) {
        return fs::canonicalize(path).map_err(failed);
    }
    // An empty path is nobody's wish for the working folder.
    std::path::absolute(path).map_err(failed)
}

fn root_of(folder: &Path) -> PathBuf {
    declared_root(folder).unwrap_or(folder).to_owned()
}

/// The nearest folder around this one, or itself, that says of itself that it is a root: by its options, else by its name.
fn declared_root(folder: &Path) -> Option<&Path> {
    let with_options = folder.ancestors().find(|folder| folder.join(FILE_NAME).is_file());
    with_options.or_else(|| folder.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "tables")))
}

/// The root as somebody who names a file in it as `given` would name it.
fn name_of(root: &Path, given: &Path) -> String {
    let relative = || {
        if given.is_absolute() {
            return None;
        }
        let here = std::env::current_dir().ok()?;
        if let Ok(below) = root.strip_prefix(&here) {
            return Some(below.to_owned());
        }
        // A folder beside or above: as many `..` as it takes.
        let mut up = PathBuf::new();
        here.ancestors().find_map(|folder| {
            let name = root.strip_prefix(folder).ok().map(|below| up.join(below));
            up.push("..");
            name.filter(|_| folder.parent().is_some())
        })
    };
    let name = relative().unwrap_or_else(|| root.to_owned());
    name.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned()
}

/// A file's path below the root, with `/` between its parts.
fn book_path(root: &Path, file: &Path) -> BookPath {
    let below = file.strip_prefix(root).unwrap_or(file);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    BookPath::new(&parts.join("/"))
}

/// A name for the app that no other app has: a folder's ends in `/`.
fn app_of(path: &BookPath) -> String {
    path.app().map_or_else(|| path.as_str().to_owned(), |app| format!("{app}/"))
}

/// What a search finds, each in the order of paths.
#[derive(Default)]
struct Found {
    files: BTreeSet<PathBuf>,
    locks: BTreeSet<PathBuf>,
    folders: Vec<PathBuf>,
    unreadable: Vec<(PathBuf, io::Error)>,
}

impl Found {
    fn walk(&mut self, folder: &Path, depth: usize, above: &mut BTreeSet<PathBuf>) {
        let Ok(real) = fs::canonicalize(folder) else { return };
        // A folder that is linked from below itself has been searched.
        if depth > MAX_DEPTH || !above.insert(real.clone()) {
            return;
        }
        self.folders.push(folder.to_owned());
        let mut entries: Vec<PathBuf> = match fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(Result::ok).map(|entry| entry.path()).collect(),
            Err(error) => {
                self.unreadable.push((folder.to_owned(), error));
                Vec::new()
            }
        };
        entries.sort();
        for entry in entries {
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if is_lock(&name) {
                self.locks.insert(entry);
            } else if name.starts_with('.') {
                // Hidden: an editor's, or a tool's.
            } else if entry.is_dir() {
                self.walk(&entry, depth + 1, above);
            } else if is_book(&name) && copied_from(&name).is_none() {
                self.files.insert(entry);
            }
        }
        above.remove(&real);
    }
}

/// Whether the name is that of a file which Excel (`~$x.xlsx`) or LibreOffice (`.~lock.x.ods#`) puts beside a book that it has open.
fn is_lock(name: &str) -> bool {
    name.starts_with("~$") || name.starts_with(".~lock.") && name.ends_with('#')
}

fn read(file: &Path, path: BookPath, most: u64) -> SourceFile {
    let problem = |error: io::Error| ReadError::Io(error.to_string());
    let bytes = fs::metadata(file).map_err(problem).and_then(|metadata| {
        // Reading a pipe would wait for ever.
        if !metadata.is_file() {
            return Err(ReadError::Io("it is no ordinary file".to_owned()));
        }
        if file.to_str().is_none() {
            return Err(ReadError::Io("its name is not Unicode".to_owned()));
        }
        if metadata.len() > most {
            return Err(ReadError::TooLarge(metadata.len()));
        }
        fs::read(file).map_err(problem)
    });
    SourceFile { path, bytes }
}

fn read_options(root: &Path) -> (Options, Vec<Report>, BTreeMap<BookPath, String>) {
    let mut texts = BTreeMap::new();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let options = match fs::read_to_string(root.join(FILE_NAME)) {
        Ok(text) => {
            let options = Options::parse(&text, &mut diagnostics);
            texts.insert(BookPath::new(FILE_NAME), text);
            options
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Options::default(),
        Err(error) => {
            diagnostics.push(OptionsFinding::Unreadable { line: None, problem: error.to_string() }.into());
            Options::default()
        }
    };
    (options, diagnostics.into_iter().map(Report::new).collect(), texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn opened(folder: &Path, paths: &[&str]) -> Result<Books, OpenError> {
        Books::open(&paths.iter().map(|path| folder.join(path)).collect::<Vec<_>>())
    }

    fn paths(books: &Books) -> Vec<String> {
        books
            .sources
            .books
            .iter()
            .map(|file| format!("{}{}", file.path, if books.sources.unselected.contains(&file.path) { " (for names)" } else { "" }))
            .collect()
    }

    #[test]
    fn the_root_is_the_nearest_that_says_so() {
        let folder = tree(&["a/matchbook.toml", "a/tables/x/tables/b.csv", "tables/x/y/c.csv", "plain/x/d.csv"]);
        let root = |path: &str| {
            let books = opened(folder.path(), &[path]).unwrap();
            books.root.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(root("a/tables/x/tables/b.csv"), "a");
        assert_eq!(root("tables/x/y/c.csv"), "tables");
        assert_eq!(root("tables/x"), "tables");
        assert_eq!(root("plain/x/d.csv"), "plain/x");
        assert_eq!(root("plain"), "plain");
        assert_eq!(root("tables/x/../x"), "tables");
    }

    #[test]
    fn a_root_below_is_named_instead() {
        let folder = tree(&[
            "project/tables/matchbook.toml",
            "project/tables/x/a.csv",
            "project/b.csv",
            "c/d.csv",
            "c/e/matchbook.toml",
            "c/e/f.csv",
        ]);
        let refused = |path: &str| match opened(folder.path(), &[path]) {
            Err(OpenError::InnerRoot(inner)) => inner.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned(),
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(refused("project"), "project/tables");
        assert_eq!(refused("c"), "c/e");
        assert_eq!(paths(&opened(folder.path(), &["project/tables"]).unwrap()), ["x/a.csv"]);
        // Their neighbours don't take part.
        assert_eq!(paths(&opened(folder.path(), &["c/d.csv"]).unwrap()), ["d.csv"]);
        assert_eq!(paths(&opened(folder.path(), &["project/b.csv"]).unwrap()), ["b.csv"]);
    }

    #[test]
    fn books_are_found_in_order_and_hidden_files_are_not() {
        let folder = tree(&[
            "tables/b.csv",
            "tables/a/z.xlsx",
            "tables/a/b/c.ods",
            "tables/a/~$z.xlsx",
            "tables/a/.~lock.z.xlsx#",
            "tables/a/notes.txt",
            "tables/.git/x.csv",
            "tables/.hidden.csv",
        ]);
        let books = opened(folder.path(), &["tables"]).unwrap();
        assert_eq!(paths(&books), ["a/b/c.ods", "a/z.xlsx", "b.csv"]);
        assert_eq!(books.sources.locks.len(), 2);
        assert_eq!(books.folders.len(), 3);
    }

    #[test]
    fn a_copy_is_no_book_unless_it_is_named() {
        let folder = tree(&["tables/a/x.xlsx", "tables/a/x.fixed.xlsx", "tables/a/x.issues.xlsx", "tables/a/y.csv"]);
        assert_eq!(paths(&opened(folder.path(), &["tables"]).unwrap()), ["a/x.xlsx", "a/y.csv"]);
        let named = opened(folder.path(), &["tables/a/x.fixed.xlsx"]).unwrap();
        assert_eq!(paths(&named), ["a/x.fixed.xlsx", "a/y.csv (for names)"]);
    }

    #[test]
    fn books_of_the_same_app_come_along_for_their_names() {
        let folder = tree(&["tables/a/x.csv", "tables/a/b/y.csv", "tables/c/z.csv", "tables/w.csv"]);
        let books = opened(folder.path(), &["tables/a/x.csv"]).unwrap();
        assert_eq!(paths(&books), ["a/b/y.csv (for names)", "a/x.csv"]);
        assert_eq!(books.sources.unselected.len(), 3);
        assert_eq!(paths(&opened(folder.path(), &["tables/w.csv", "tables/c"]).unwrap()), ["c/z.csv", "w.csv"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_circle_of_links_is_walked_once() {
        let folder = tree(&["tables/a/x.csv"]);
        std::os::unix::fs::symlink(folder.path().join("tables"), folder.path().join("tables/a/loop")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.path().join("tables/a/gone.csv")).unwrap();
        let books = opened(folder.path(), &["tables"]).unwrap();
        assert_eq!(paths(&books), ["a/gone.csv", "a/x.csv"]);
        assert!(books.sources.books[0].bytes.is_err());
    }

    #[test]
    fn what_is_no_book_is_said() {
        let folder = tree(&["tables/readme.md", "other/x.csv", "tables/x.csv/y.txt"]);
        let error =
            |paths: &[&str]| opened(folder.path(), paths).unwrap_err().to_string().replace(&format!("{}/", folder.path().display()), "");
        assert_eq!(error(&["gone"]), "there is no `gone`");
        assert_eq!(error(&["tables/readme.md/x"]), "there is no `tables/readme.md/x`");
        assert_eq!(
            error(&["tables/readme.md"]),
            "`tables/readme.md` is no book: they end in .xlsx, .xlsm, .xlsb, .xls, .ods, .csv or .tsv"
        );
        assert_eq!(error(&["tables"]), "there is no book in `tables`");
        assert_eq!(error(&["tables", "other"]), "the paths belong to two roots, `tables` and `other`: name them one by one");
    }

    #[test]
    fn options_come_with_the_root() {
        let folder = tree(&["tables/x.csv"]);
        fs::write(folder.path().join("tables/matchbook.toml"), "jsn = true\n[limits]\nbook-bytes = 3\n").unwrap();
        fs::write(folder.path().join("tables/y.csv"), "four").unwrap();
        let books = opened(folder.path(), &["tables"]).unwrap();
        assert_eq!(books.options_reports.len(), 1);
        assert_eq!(books.sources.books[1].bytes, Err(ReadError::TooLarge(4)));
        fs::write(folder.path().join("tables/matchbook.toml"), b"\xff").unwrap();
        assert_eq!(opened(folder.path(), &["tables"]).unwrap().options_reports.len(), 1);
    }

    #[test]
    fn rust_files_come_with_the_options() {
        let folder = tree(&["p/tables/x.csv", "p/src/a.rs", "p/src/b.rs/c.txt"]);
        let entry = |name: &str, source: &str| format!("{name} = {{ path = \"crate::{name}\", source = \"{source}\" }}\n");
        let up = "../".repeat(200);
        let toml = [
            "[enums]\n".to_owned(),
            entry("A", "../src/a.rs"),
            entry("B", "../src/b.rs"),
            entry("C", "../gone.rs"),
            entry("D", &format!("{up}d.rs")),
        ];
        fs::write(folder.path().join("p/tables/matchbook.toml"), toml.concat()).unwrap();
        let books = opened(folder.path(), &["p/tables"]).unwrap();
        let read: Vec<(&str, bool)> = books.sources.rust.iter().map(|file| (file.path.as_str(), file.bytes.is_ok())).collect();
        assert_eq!(read, [("../src/a.rs", true), ("../src/b.rs", false)]);
        let watched = ["p/gone.rs", "p/src/a.rs", "p/src/b.rs"].map(|path| folder.path().join(path));
        assert_eq!(books.rust_files(), watched, "no folder is as far up as the last one");
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_around_is_the_one_that_the_path_names() {
        let folder = tree(&["elsewhere/tables/x.csv", "p/src/a.rs"]);
        let toml = "[enums]\nA = { path = \"crate::A\", source = \"../src/a.rs\" }\n";
        fs::write(folder.path().join("elsewhere/tables/matchbook.toml"), toml).unwrap();
        std::os::unix::fs::symlink(folder.path().join("elsewhere/tables"), folder.path().join("p/tables")).unwrap();
        assert_eq!(opened(folder.path(), &["p/tables"]).unwrap().sources.rust.len(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_cannot_be_read_is_not_an_empty_one() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tree(&["tables/x.csv", "tables/closed/y.csv"]);
        let closed = folder.path().join("tables/closed");
        let permit = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
        permit(0o000);
        // The superuser reads it all the same.
        let barred = fs::read_dir(&closed).is_err();
        let (all, one) = (opened(folder.path(), &["tables"]), opened(folder.path(), &["tables/x.csv"]));
        permit(0o755);
        assert_eq!(matches!(all, Err(OpenError::Io(..))), barred);
        assert!(one.is_ok(), "it wasn't asked for");
    }

    #[test]
    fn the_root_is_named_as_the_user_would() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(name_of(&here.join("tables"), Path::new("tables/x.csv")), "tables");
        assert_eq!(name_of(&here, Path::new("x.csv")), "");
        assert_eq!(name_of(here.parent().unwrap(), Path::new("x.csv")), "..");
        assert_eq!(name_of(&here.parent().unwrap().join("tables"), Path::new("../tables")), "../tables");
        assert_eq!(name_of(&here.join("tables"), &here.join("tables/x.csv")), here.join("tables").to_str().unwrap());
    }
}
