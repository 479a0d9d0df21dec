//! The build-script API.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Books, LISTED, OpenError, OutFolder};
use crate::compile::Compilation;
use crate::diagnostic::render::{Display, plain};
use crate::diagnostic::{Level, Report};
use crate::output::{Header, ROOT, reconcile};

/// The folder below `OUT_DIR` that `matchbook::include_tables!()` reads; other generators may write beside it.
const IN_OUT_DIR: &str = "matchbook";

/// Compiles a folder of books in a build script.
///
/// Each mistake in a book is one line of cargo's output, with the cell and a fix, and fails the build; the whole text with the cells around
/// is in a file which that output names. The script is run again when a book, the folder, `matchbook.toml` or a Rust file that this names
/// changes, and writes only what differs.
#[derive(Clone, Debug)]
pub struct Build {
    folder: PathBuf,
    out: Option<PathBuf>,
}

/// What the script tells cargo, line by line.
#[derive(Debug, Default)]
struct Lines(Vec<String>);

impl Lines {
    fn error(&mut self, text: &str) {
        self.0.push(format!("cargo::error={}", plain(text)));
    }

    fn warning(&mut self, text: &str) {
        self.0.push(format!("cargo::warning={}", plain(text)));
    }

    fn watch(&mut self, path: &Path) {
        // Cargo takes a path to the end of its line; of one with a line break it can't be told.
        let line = format!("cargo::rerun-if-changed={}", path.display());
        if !line.contains('\n') {
            self.0.push(line);
        }
    }
}

impl Build {
    /// Compiles the books below `folder`, which is relative to the folder of the package's manifest.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), out: None }
    }

    /// Writes into `folder` (relative to the manifest's) instead of `OUT_DIR`, so that the generated Rust can be committed and reviewed.
    /// Where the books are missing, as in a package without them, the files in it are used as they are.
    #[must_use]
    pub fn out_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Does it: prints what cargo is to know on standard output, and fails the build by it where there are errors.
    pub fn run(&self) {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        let target = env::var_os("OUT_DIR").map(PathBuf::from);
        for line in self.lines(&manifest, target.as_deref()).0 {
            println!("{line}");
        }
    }

    fn lines(&self, manifest: &Path, target: Option<&Path>) -> Lines {
        let mut lines = Lines::default();
        // Without a watched path, cargo would watch the whole package. (The script's own sources it always watches.)
        lines.watch(&manifest.join("Cargo.toml"));
        let folder = manifest.join(&self.folder);
        let Some(out) = self.out.as_ref().map(|out| manifest.join(out)).or_else(|| target.map(|target| target.join(IN_OUT_DIR))) else {
            lines.error("`OUT_DIR` isn't set: this is to be called from a build script");
            return lines;
        };
        let out = OutFolder::new(out);
        let mut books = match Books::open(&[&folder]) {
            Ok(books) => books,
            Err(error) => {
                let generated = fs::read_to_string(out.path().join(ROOT)).is_ok_and(|text| Header::of(&text).is_some());
                // A package is published with what was generated, and without the books.
                if !(matches!(error, OpenError::Missing(_)) && self.out.is_some() && generated) {
                    lines.watch(&folder);
                    lines.error(&error.to_string());
                }
                return lines;
            }
        };
        // Messages name paths as the author of the build script does, not as this machine does.
        if let Ok(below) = books.root.strip_prefix(manifest) {
            books.name = below.display().to_string();
        } else if books.root == folder || folder.canonicalize().is_ok_and(|folder| folder == books.root) {
            books.name = self.folder.display().to_string();
        }
        self.compile(&books, &out, target, &mut lines);
        lines
    }

    fn compile(&self, books: &Books, out: &OutFolder, target: Option<&Path>, lines: &mut Lines) {
        let compilation = books.compile();
        watch_books(books, lines);
        let result = out.read().and_then(|existing| {
            let reconciliation = reconcile(&existing, &compilation, &books.options);
            if books.has_sound_options() {
                out.apply(&reconciliation, target.and_then(started))?;
            }
            Ok(reconciliation)
        });
        let mut failed = false;
        match result {
            Ok(reconciliation) => {
                // A committed file that somebody edits is made again.
                for file in reconciliation.files.iter().filter(|_| self.out.is_some()) {
                    lines.watch(&out.path().join(file));
                }
                for report in &reconciliation.reports {
                    lines.error(&report.description.message);
                }
                failed |= !reconciliation.reports.is_empty();
            }
            Err(error) => {
                lines.error(&error.to_string());
                failed = true;
            }
        }
        let display = books.display(&compilation);
        failed |= list(&display, &compilation, lines);
        if let Some(target) = target.filter(|_| failed || !compilation.reports.is_empty()) {
            write_report(target, &display, &compilation, failed, lines);
        }
    }
}

/// Watches each book, the folders for new ones, the options, and the Rust files that those name.
fn watch_books(books: &Books, lines: &mut Lines) {
    for folder in &books.folders {
        lines.watch(folder);
    }
    for file in &books.sources.books {
        lines.watch(&books.root.join(file.path.as_str()));
    }
    for file in books.texts.keys() {
        lines.watch(&books.root.join(file.as_str()));
    }
    for file in books.rust_files() {
        lines.watch(&file);
    }
}

/// Lists errors and warnings, errors first; notes and advice are for `matchbook check`. Whether there is an error.
fn list(display: &Display<'_>, compilation: &Compilation, lines: &mut Lines) -> bool {
    let of = |level: Level| compilation.reports.iter().filter(move |report| report.level == level);
    let (errors, warnings) = (of(Level::Error).count(), of(Level::Warning).count());
    for report in of(Level::Error).take(LISTED) {
        lines.error(&with_fix(display, report));
    }
    if errors > LISTED {
        lines.error(&format!("and {} more", errors - LISTED));
    }
    for report in of(Level::Warning).take(LISTED) {
        lines.warning(&with_fix(display, report));
    }
    if warnings > LISTED {
        lines.warning(&format!("and {} more", warnings - LISTED));
    }
    errors > 0
}

/// The finding with its first fix, as one line.
fn with_fix(display: &Display<'_>, report: &Report) -> String {
    let fix = display.fix(report).map(|fix| format!("; {fix}")).unwrap_or_default();
    format!("{}{fix}", display.short(report))
}

/// The whole text of all findings, in a file that the output names.
fn write_report(target: &Path, display: &Display<'_>, compilation: &Compilation, failed: bool, lines: &mut Lines) {
    let text: Vec<String> = compilation.reports.iter().map(|report| display.human(report, false)).collect();
    let path = target.join("matchbook-report.txt");
    if fs::write(&path, text.join("\n")).is_ok() && failed {
        lines.error(&format!("the whole report: {}", path.display()));
    }
}

/// When cargo started this script. A generated file that carried a later time would look edited by hand at the next build, which would run
/// the script for nothing; an earlier one than the last compilation's would hide the change from rustc.
fn started(target: &Path) -> Option<SystemTime> {
    fs::metadata(target.parent()?.join("invoked.timestamp")).ok()?.modified().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn run(build: &Build, package: &tempfile::TempDir) -> String {
        let target = package.path().join("target/out");
        fs::create_dir_all(&target).unwrap();
        let lines = build.lines(package.path(), Some(&target)).0;
        lines.join("\n").replace(package.path().to_str().unwrap(), "PACKAGE")
    }

    #[test]
    fn books_folders_options_and_committed_files_are_watched() {
        let package = package(&[("tables/a/x.csv", "some notes\n"), ("tables/matchbook.toml", "json = true\n")]);
        insta::assert_snapshot!("out_dir", run(&Build::new("tables"), &package));
        assert!(package.path().join("target/out/matchbook/mod.rs").exists());
        insta::assert_snapshot!("committed", run(&Build::new("tables").out_folder("src/rules"), &package));
        assert!(package.path().join("src/rules/mod.rs").exists());
    }

    #[test]
    fn rust_files_are_watched() {
        let toml =
            "[enums]\nA = { path = \"crate::A\", source = \"../src/a.rs\" }\nB = { path = \"crate::B\", source = \"../src/b.rs\" }\n";
        let package = package(&[("tables/x.csv", "some notes\n"), ("tables/matchbook.toml", toml), ("src/a.rs", "enum A { X }")]);
        let said = run(&Build::new("tables"), &package);
        assert!(said.contains("rerun-if-changed=PACKAGE/src/a.rs") && said.contains("rerun-if-changed=PACKAGE/src/b.rs"), "{said}");
        assert!(said.contains("cargo::error=tables/matchbook.toml:3: error[MB0634]: there is no file `../src/b.rs`"), "{said}");
    }

    #[test]
    fn mistakes_are_one_line_each_and_the_report_is_named() {
        let package = package(&[("tables/a/x.csv", ""), ("tables/matchbook.toml", "jsn = true\n"), ("tables/a/~$x.csv", "me")]);
        insta::assert_snapshot!(run(&Build::new("tables"), &package));
        let report = fs::read_to_string(package.path().join("target/out/matchbook-report.txt")).unwrap();
        assert!(report.contains("error[MB0621]") && report.contains("error[MB0103]") && report.contains("warning[MB0111]"), "{report}");
    }

    #[test]
    fn options_that_are_wrong_change_no_file() {
        let package = package(&[("tables/x.csv", "some notes\n"), ("tables/matchbook.toml", "jsn = true\n")]);
        let said = run(&Build::new("tables").out_folder("src/rules"), &package);
        assert!(said.contains("MB0621") && !package.path().join("src/rules").exists(), "{said}");
    }

    #[test]
    fn a_fix_is_said_once() {
        let book = "decision,Fee\nunique,Weight,Fee\nrole,if,then\ntype,number,number\na,100..200,1\nelse,,2\n";
        let said = run(&Build::new("tables"), &package(&[("tables/a/x.csv", book)]));
        assert!(said.contains("; write `[100..200]` in B5"), "{said}");
        assert_eq!(said.matches("`[100..200]`").count(), 1, "{said}");
    }

    #[test]
    fn many_mistakes_are_cut() {
        let files: Vec<String> = (10..40).map(|i| format!("tables/a/x{i}.csv")).collect();
        let package = package(&files.iter().map(|file| (file.as_str(), "")).collect::<Vec<_>>());
        let said = run(&Build::new("tables"), &package);
        assert_eq!(said.matches("error[MB0103]").count(), LISTED);
        assert!(said.contains("cargo::error=and 10 more"), "{said}");
    }

    #[test]
    fn without_books_what_was_generated_is_used() {
        let package = package(&[("src/lib.rs", "")]);
        let build = Build::new("tables").out_folder("src/rules");
        assert!(run(&build, &package).contains("cargo::error=there is no `PACKAGE/tables`"), "a misspelt folder");
        fs::create_dir_all(package.path().join("src/rules")).unwrap();
        fs::write(package.path().join("src/rules/mod.rs"), format!("{}\n", Header { book: None, decision: None })).unwrap();
        assert_eq!(run(&build, &package), "cargo::rerun-if-changed=PACKAGE/Cargo.toml");
        assert!(run(&Build::new("tables"), &package).contains("cargo::error=there is no"), "nothing is in OUT_DIR");
    }
}
