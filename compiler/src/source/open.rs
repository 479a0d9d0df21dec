//! Which files are books, and which of them somebody has open.

use super::BookPath;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::source::SourceFinding;

/// The extensions of books.
const EXTENSIONS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv"];

/// Whether a file of this path is a book: one of seven extensions, in any case, and neither a lock file (`~$x.xlsx`, `.~lock.x.ods#`) nor
/// hidden. What the file really is, its content tells later.
pub fn is_book(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    !stem.is_empty()
        && !name.starts_with("~$")
        && !name.starts_with('.')
        && EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// What the name of a copy that we wrote ends with: one with fixes, and one with findings.
const COPIES: [&str; 2] = [".fixed.xlsx", ".issues.xlsx"];

/// The stem of the book that a file of this name is a copy of, if it is named as the copies that `check` writes: `shipping` of
/// `shipping.fixed.xlsx`. Its decisions are those of the book, so it is none where books are searched for.
pub fn copied_from(name: &str) -> Option<&str> {
    COPIES.iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| !stem.is_empty())
}

/// Warns of each book beside which a program's lock file lies. `files` are the paths of all files below the root, books or not, in any
/// order; the findings are sorted by book.
pub fn open_books<'a>(files: impl IntoIterator<Item = &'a str>) -> Vec<Diagnostic> {
    let files: std::collections::BTreeSet<&str> = files.into_iter().collect();
    let mut found: Vec<(BookPath, BookPath, &'static str)> = Vec::new();
    for lock in &files {
        let (folder, name) = lock.rsplit_once('/').map_or(("", *lock), |(_, name)| (&lock[..lock.len() - name.len()], name));
        let (book, program) = if let Some(book) = name.strip_prefix("~$") {
            (book, "Excel")
        } else if let Some(book) = name.strip_prefix(".~lock.").and_then(|rest| rest.strip_suffix('#')) {
            (book, "LibreOffice")
        } else {
            continue;
        };
        let book = format!("{folder}{book}");
        if is_book(&book) && files.contains(book.as_str()) {
            found.push((BookPath::new(&book), BookPath::new(lock), program));
        }
    }
    found.sort();
    found.into_iter().map(|(book, lock, program)| SourceFinding::Open { book, lock, program }.into()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Describe;

    #[test]
    fn books_have_seven_extensions() {
        for path in ["a.xlsx", "x/LOAN.XLS", "a.b.csv", "x/y/z.tsv", "a.xlsm", "a.xlsb", "a.ods"] {
            assert!(is_book(path), "{path}");
        }
        for path in ["a.txt", "xlsx", ".xlsx", "x/~$a.xlsx", "x/.~lock.a.xlsx#", ".hidden.csv", "a.xlsx/b"] {
            assert!(!is_book(path), "{path}");
        }
    }

    #[test]
    fn open_books_are_named() {
        let files = ["x/~$fee.xlsx", "x/fee.xlsx", "~$gone.xlsx", "tax.ods", ".~lock.tax.ods#", "y/~$fee.xlsx"];
        let said: Vec<String> = open_books(files)
            .iter()
            .map(|finding| {
                let description = finding.describe();
                format!("{}: {} ({})", description.primary.location, description.message, description.notes.concat())
            })
            .collect();
        assert_eq!(
            said,
            [
                "tax.ods: the book is still open in LibreOffice: results are of the last save (`.~lock.tax.ods#` lies beside it)",
                "x/fee.xlsx: the book is still open in Excel: results are of the last save (`~$fee.xlsx` lies beside it)",
            ]
        );
    }
}
