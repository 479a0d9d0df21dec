//! `matchbook check --fix`: carries out fixes, and says what it did.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use matchbook_compiler::build::Books;
use matchbook_compiler::compile::Compilation;
use matchbook_compiler::diagnostic::Edit;
use matchbook_compiler::fix::{Change, Draft, Made, Mended};
use matchbook_compiler::source::{BookPath, copied_from, is_book, looks};

use crate::arguments::MessageFormat;
use crate::copy::{FIXES, is_ours, with_fixes};
use crate::terminal::{Terminal, plural};

/// Fixes the books; gives them compiled as they are then, a workbook as its copy is, and whether one is still as it was though it could be fixed: a
/// workbook always, as only its copy is.
pub(super) fn run(books: &mut Books, terminal: &mut Terminal) -> (Compilation, bool) {
    let open = open_elsewhere(books);
    let mut mended = books.mend(&open);
    let mut unfixed = false;
    // Before they are written nothing is said, and what can't be written is none that was made.
    let mut failed: BTreeMap<BookPath, String> = BTreeMap::new();
    let mut copies: BTreeMap<BookPath, PathBuf> = BTreeMap::new();
    for (path, draft) in &mended.books {
        match write(books, path, draft, &mended.made) {
            Ok(Some(copy)) => drop(copies.insert(path.clone(), copy)),
            Ok(None) => {}
            Err(reason) => drop(failed.insert(path.clone(), reason)),
        }
    }
    for book in &open {
        terminal.error(&format!("`{}` is open in a spreadsheet program, and is not fixed: close it there first", shown(books, book)));
        unfixed = true;
    }
    for (book, reason) in &failed {
        terminal.error(&format!("`{}` is not fixed: {reason}", shown(books, book)));
        unfixed = true;
    }
    for (book, draft) in &mended.books {
        if let (false, Draft::Text(bytes)) = (failed.contains_key(book), draft) {
            put(books, book, bytes);
        }
    }
    if !failed.is_empty() {
        // Not all that was made is there.
        mended.compilation = books.compile();
    }
    let made = mended.made.iter().filter(|made| !books_of(made).iter().any(|book| failed.contains_key(book)));
    let count = say(books, made, &mended, terminal);
    for (book, copy) in &copies {
        terminal.say(&format!("`{}` is as it was: the fixed copy is `{}`", shown(books, book), copy.display()));
        unfixed = true;
    }
    terminal.say(&if count == 0 { "nothing to fix".to_owned() } else { format!("made {}", plural(count, "fix")) });
    (mended.compilation, unfixed)
}

/// The books that a spreadsheet program has open: it would write its own state over ours.
fn open_elsewhere(books: &Books) -> BTreeSet<BookPath> {
    let locked = |lock: &BookPath| {
        let (folder, name) = lock
            .as_str()
            .rsplit_once('/')
            .map_or(("", lock.as_str()), |(_, name)| (&lock.as_str()[..lock.as_str().len() - name.len()], name));
        let book = name.strip_prefix("~$").or_else(|| name.strip_prefix(".~lock.")?.strip_suffix('#'))?;
        is_book(book).then(|| BookPath::new(&format!("{folder}{book}")))
    };
    let selected = |book: &BookPath| !books.sources.unselected.contains(book) && books.sources.books.iter().any(|file| file.path == *book);
    books.sources.locks.iter().filter_map(locked).filter(selected).collect()
}

fn shown(books: &Books, book: &BookPath) -> String {
    if books.name.is_empty() { book.to_string() } else { format!("{}/{book}", books.name) }
}

fn books_of(made: &Made) -> BTreeSet<&BookPath> {
    made.changes.iter().map(|change| &change.edit.location().book).collect()
}

fn put(books: &mut Books, book: &BookPath, bytes: &[u8]) {
    if let Some(file) = books.sources.books.iter_mut().find(|file| file.path == *book) {
        file.bytes = Ok(bytes.to_vec());
    }
}

/// Writes a book, or the copy of one, whose path it gives then; or why it can't be.
fn write(books: &Books, book: &BookPath, draft: &Draft, made: &[Made]) -> Result<Option<PathBuf>, String> {
    let source = books.sources.books.iter().find(|file| file.path == *book);
    let Some(before) = source.and_then(|file| file.bytes.as_deref().ok()) else { return Err("it can't be read".to_owned()) };
    let file = books.file(book);
    match draft {
        Draft::Text(bytes) => replace(&file, before, bytes).map(|()| None),
        Draft::Sheets(workbook) => {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // The copy of a copy is that.
            let stem = copied_from(&name).unwrap_or(book.stem()).to_owned();
            let copy = file.with_file_name(format!("{stem}.fixed.xlsx"));
            let known = is_ours(&copy, FIXES).map_err(|error| format!("`{}` can't be read: {error}", copy.display()))?;
            if !known || copy == file {
                return Err(format!("`{}` is there already, and this command didn't write it; move it away", copy.display()));
            }
            let bytes =
                with_fixes(workbook, &looks(before, &books.options), made).map_err(|error| format!("its copy can't be made: {error}"))?;
            fs::write(&copy, bytes).map_err(|error| format!("`{}` can't be written: {error}", copy.display()))?;
            Ok(Some(copy))
        }
    }
}

/// Puts other bytes into a file, wholly or not at all: it is replaced by one beside it, which has its permissions. A link stays one.
fn replace(file: &Path, before: &[u8], bytes: &[u8]) -> Result<(), String> {
    let words = |error: io::Error| error.to_string();
    let real = fs::canonicalize(file).map_err(words)?;
    let permissions = fs::metadata(&real).map_err(words)?.permissions();
    if permissions.readonly() {
        return Err("it is write-protected".to_owned());
    }
    if fs::read(&real).map_err(words)? != before {
        return Err("it has changed since it was read; try again".to_owned());
    }
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let temporary = real.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let write = || {
        let mut handle = fs::OpenOptions::new().write(true).create_new(true).open(&temporary)?;
        handle.write_all(bytes)?;
        handle.sync_all()?;
        drop(handle);
        fs::set_permissions(&temporary, permissions)?;
        fs::rename(&temporary, &real)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&temporary);
        error.to_string()
    })
}

/// Says what was done, a line an edit; how many fixes there were.
fn say<'m>(books: &Books, made: impl Iterator<Item = &'m Made>, mended: &Mended, terminal: &mut Terminal) -> usize {
    let mut count = 0;
    for made in made {
        count += 1;
        for change in &made.changes {
            let line = match terminal.format() {
                MessageFormat::Json => json(books, made, change),
                _ => line(books, made, change),
            };
            match terminal.is_document() {
                true => terminal.say(&line),
                false => drop(terminal.data(&line)),
            }
        }
    }
    for refused in &mended.refused {
        let place =
            shown_place(books, &refused.location.book, refused.location.cells.as_ref().map(|(sheet, range)| format!("{sheet}!{range}")));
        terminal.say(&format!("not fixed: {place} {}: {}, as {}", refused.code, refused.fix, refused.reason));
    }
    count
}

fn shown_place(books: &Books, book: &BookPath, cells: Option<String>) -> String {
    let book = shown(books, book);
    cells.map_or(book.clone(), |cells| format!("{book} [{cells}]"))
}

/// `` fixed: tables/x.csv [x!C7] MB0312: `glod` is now `gold` ``
fn line(books: &Books, made: &Made, change: &Change) -> String {
    let location = change.edit.location();
    let range = location.cells.as_ref();
    let row = range.map(|(_, range)| u64::from(range.last.row) + 1).unwrap_or_default();
    let quoted = |text: &str| {
        if text.is_empty() { "blank".to_owned() } else { format!("`{}`", matchbook_compiler::diagnostic::render::plain(text)) }
    };
    let (cells, done) = match &change.edit {
        Edit::Type { text, .. } => (
            range.map(|(sheet, range)| format!("{sheet}!{}", range.first)),
            format!("{} is now {}", change.before.first().map(|text| quoted(text)).unwrap_or_default(), quoted(text)),
        ),
        Edit::InsertRow { cells, .. } => {
            let cells: Vec<&str> = cells.iter().map(|cell| cell.as_deref().unwrap_or_default()).collect();
            (range.map(|(sheet, _)| sheet.clone()), format!("below row {row} is now {}", quoted(&cells.join(" | "))))
        }
        Edit::DeleteRow { .. } => {
            (range.map(|(sheet, _)| sheet.clone()), format!("row {row} is deleted, which was {}", quoted(&change.before.join(" | "))))
        }
    };
    format!("fixed: {} {}: {done}", shown_place(books, &location.book, cells), made.code)
}

fn json(books: &Books, made: &Made, change: &Change) -> String {
    let location = change.edit.location();
    let (sheet, cells) = match &location.cells {
        Some((sheet, range)) => (Some(sheet.clone()), Some(range.to_string())),
        None => (None, None),
    };
    let (edit, text) = match &change.edit {
        Edit::Type { text, .. } => ("type", serde_json::json!(text)),
        Edit::InsertRow { cells, .. } => ("insert-row", serde_json::json!(cells)),
        Edit::DeleteRow { .. } => ("delete-row", serde_json::Value::Null),
    };
    let before = match &change.edit {
        Edit::Type { .. } => serde_json::json!(change.before.first()),
        _ => serde_json::json!(change.before),
    };
    serde_json::json!({
        "fixed": {
            "code": made.code.to_string(), "title": made.title, "edit": edit, "file": shown(books, &location.book), "sheet": sheet, "cell": cells,
            "before": before, "now": text,
        }
    })
    .to_string()
}
