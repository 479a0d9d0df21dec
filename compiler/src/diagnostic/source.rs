//! Findings of reading files (`MB0101` to `MB0149`).

use super::{Code, Describe, Description, Explanation, Level, Location};
use crate::source::{BookPath, CellRef};

/// A finding of reading files (`MB0101` to `MB0149`).
#[derive(Clone, Debug, PartialEq)]
pub enum SourceFinding {
    /// The operating system wouldn't hand over the file.
    Unreadable {
        /// The file.
        book: BookPath,
        /// What the operating system said.
        reason: String,
    },
    /// The file exceeds [`Options::max_book_bytes`](crate::options::Options::max_book_bytes).
    TooLarge {
        /// The file.
        book: BookPath,
        /// Its size in bytes.
        bytes: u64,
        /// The most that is read, in bytes.
        most: u64,
    },
    /// The file holds nothing, or nothing but a byte order mark.
    Empty {
        /// The file.
        book: BookPath,
    },
    /// The file is no book at all.
    NotABook {
        /// The file.
        book: BookPath,
        /// What it seems to be, with an article: `a PDF document`.
        looks_like: &'static str,
    },
    /// The book can't be read without a password.
    Password {
        /// The file.
        book: BookPath,
    },
    /// The file starts like a book but can't be read to its end.
    Damaged {
        /// The file.
        book: BookPath,
        /// What is wrong, as a phrase that follows a colon.
        detail: String,
    },
    /// The unpacked book exceeds [`Options::max_expanded_bytes`](crate::options::Options::max_expanded_bytes).
    Expands {
        /// The file.
        book: BookPath,
        /// The most memory that a book may take, in bytes.
        most: u64,
    },
    /// The book exceeds [`Options::max_cells`](crate::options::Options::max_cells).
    TooManyCells {
        /// The file.
        book: BookPath,
        /// The sheet in which it happened.
        sheet: String,
        /// The most cells that a book may hold.
        most: u64,
    },
    /// A sheet, or its remainder, can't be read; the other sheets can.
    SheetUnreadable {
        /// The file.
        book: BookPath,
        /// The sheet.
        sheet: String,
        /// What is wrong, as a phrase that follows a colon.
        detail: String,
        /// The last cell that could be read.
        after: Option<CellRef>,
    },
    /// A sheet that has no cells by its nature.
    OtherSheet {
        /// The file.
        book: BookPath,
        /// The sheet.
        sheet: String,
        /// What it is, without an article: `chart sheet`.
        kind: &'static str,
    },
    /// A program has the book open.
    Open {
        /// The book.
        book: BookPath,
        /// The lock file beside it.
        lock: BookPath,
        /// The program, as its lock file's name tells.
        program: &'static str,
    },
    /// Text whose encoding can't be told, or that breaks its encoding.
    Undecodable {
        /// The file.
        book: BookPath,
        /// The encoding in which it was tried.
        encoding: &'static str,
        /// The line of the file, from 1, with the first byte that isn't text.
        line: u64,
    },
    /// Text that isn't UTF-8 was read as Windows-1252.
    AssumedEncoding {
        /// The file.
        book: BookPath,
    },
    /// A CSV file reads as tables with more than one separator.
    AmbiguousDelimiter {
        /// The file.
        book: BookPath,
        /// The separators that give as many blocks, in words.
        candidates: Vec<&'static str>,
    },
    /// A quote in a CSV file is never closed.
    UnclosedQuote {
        /// The file.
        book: BookPath,
        /// The sheet's name.
        sheet: String,
        /// The cell that begins with it.
        cell: CellRef,
    },
    /// Two sheets of a book have one name.
    DuplicateSheet {
        /// The file.
        book: BookPath,
        /// The name.
        sheet: String,
    },
    /// The book asks to be calculated when it is opened, so its formulas' results may be placeholders.
    Stale {
        /// The file.
        book: BookPath,
        /// A sheet with such a formula.
        sheet: String,
        /// The first such formula.
        cell: CellRef,
        /// How many there are in the book.
        count: u64,
    },
    /// A workbook, and this compiler was built to read CSV only.
    FormatLeftOut {
        /// The file.
        book: BookPath,
    },
}

/// A size as people say it: `512 bytes`, `100 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..=9_999 => format!("{bytes} bytes"),
        10_000..=1_048_575 => format!("{} kB", bytes.div_ceil(1024)),
        1_048_576..=10_737_418_239 => format!("{} MB", bytes.div_ceil(1 << 20)),
        _ => format!("{} GB", bytes.div_ceil(1 << 30)),
    }
}

impl Describe for SourceFinding {
    fn code(&self) -> Code {
        Code(match self {
            Self::Unreadable { .. } => 101,
            Self::TooLarge { .. } => 102,
            Self::Empty { .. } => 103,
            Self::NotABook { .. } => 104,
            Self::Password { .. } => 105,
            Self::Damaged { .. } => 106,
            Self::Expands { .. } => 107,
            Self::TooManyCells { .. } => 108,
            Self::SheetUnreadable { .. } => 109,
            Self::OtherSheet { .. } => 110,
            Self::Open { .. } => 111,
            Self::Undecodable { .. } => 112,
            Self::AssumedEncoding { .. } => 113,
            Self::AmbiguousDelimiter { .. } => 114,
            Self::UnclosedQuote { .. } => 115,
            Self::DuplicateSheet { .. } => 116,
            Self::Stale { .. } => 118,
            Self::FormatLeftOut { .. } => 119,
        })
    }

    fn level(&self) -> Level {
        match self {
            Self::OtherSheet { .. } | Self::AssumedEncoding { .. } => Level::Note,
            Self::Open { .. } | Self::Stale { .. } => Level::Warning,
            _ => Level::Error,
        }
    }

    fn describe(&self) -> Description {
        match self {
            Self::Unreadable { book, reason } => Description::new(format!("the file can't be read: {reason}"), Location::file(book), ""),
            Self::TooLarge { book, bytes, most } => Description::new(
                format!("the file is too large to be a book of decision tables: {}", size(*bytes)),
                Location::file(book),
                "",
            )
            .note(format!("files up to {} are read", size(*most)))
            .help("keep pictures and data out of the book, or raise `limits.book-bytes` in matchbook.toml"),
            Self::Empty { book } => Description::new("the file is empty", Location::file(book), "")
                .help("restore it from version control, or remove it if the book is gone"),
            Self::NotABook { book, looks_like } => {
                Description::new(format!("this is not a workbook or a CSV file but {looks_like}"), Location::file(book), "")
                    .note("what a file is, is told by its content and not by its extension")
                    .help(if looks_like.contains("Git LFS") {
                        "run `git lfs pull`"
                    } else {
                        "open it in a spreadsheet program and save it as .xlsx, .ods or .csv"
                    })
            }
            Self::Password { book } => {
                Description::new("the book is protected by a password, so it can't be read", Location::file(book), "").help(
                    "save it without a password; \"Protect Sheet\" and \"Protect Workbook\" may stay, as they hide nothing from reading",
                )
            }
            Self::Damaged { book, detail } => {
                Description::new(format!("the file is damaged or was cut short: {detail}"), Location::file(book), "")
                    .help("open it in the program that wrote it and save it anew, or restore it from version control")
            }
            Self::Expands { book, most } => {
                Description::new(format!("unpacked, the book is larger than {}", size(*most)), Location::file(book), "")
                    .note("a small file that unpacks to so much is usually damaged, or made to harm")
                    .help("copy the tables into a new book, or raise `limits.expanded-bytes` in matchbook.toml")
            }
            Self::TooManyCells { book, sheet, most } => {
                Description::new(format!("the book holds more than {most} cells"), Location::file(book), "")
                    .note(format!("sheet `{sheet}` holds the one too many"))
                    .help("clear rows and columns that were only filled down, or raise `limits.cells` in matchbook.toml")
            }
            Self::SheetUnreadable { book, sheet, detail, after } => {
                let description = Description::new(format!("sheet `{sheet}` can't be read to its end: {detail}"), Location::file(book), "");
                match after {
                    Some(cell) => description.note(format!("the last cell that could be read is {sheet}!{cell}")),
                    None => description,
                }
                .note("the other sheets were read")
                .help("open the book in the program that wrote it and save it anew")
            }
            Self::OtherSheet { book, sheet, kind } => {
                Description::new(format!("`{sheet}` is a {kind}: it has no cells, so it was left out"), Location::file(book), "")
            }
            Self::Open { book, lock, program } => {
                let name = lock.as_str().rsplit('/').next().unwrap_or_default();
                Description::new(format!("the book is still open in {program}: results are of the last save"), Location::file(book), "")
                    .note(format!("`{name}` lies beside it"))
                    .help(format!("save and close the book; if nobody has it open, delete `{name}`"))
            }
            Self::Undecodable { book, encoding, line } => {
                Description::new(format!("line {line} of the file isn't text: it was read as {encoding}"), Location::file(book), "")
                    .help("save the file as \"CSV UTF-8\"")
            }
            Self::AssumedEncoding { book } => {
                Description::new("the file isn't UTF-8, so it was read as Windows-1252", Location::file(book), "")
                    .help("save it as \"CSV UTF-8\", which reads the same everywhere")
            }
            Self::AmbiguousDelimiter { book, candidates } => Description::new(
                format!("it can't be told what separates the cells: {} read as tables alike", join(candidates)),
                Location::file(book),
                "",
            )
            .help("say it in the first line: `sep=,`"),
            Self::UnclosedQuote { book, sheet, cell } => Description::new(
                "this cell begins with a quote that is never closed, so the rest of the file can't be told apart",
                Location::cells(book, sheet, *cell),
                "no closing quote",
            )
            .help("close the quote; a quote inside a quoted cell is written twice: `\"5\"\" pipe\"`"),
            Self::DuplicateSheet { book, sheet } => {
                Description::new(format!("two sheets are named `{sheet}`, so cells of the second can't be told"), Location::file(book), "")
                    .note("no spreadsheet program writes such a book; only the first of the two was read")
                    .help("rename one of them")
            }
            Self::Stale { book, sheet, cell, count } => Description::new(
                match count {
                    1 => "the result of this formula may be a placeholder: the book asks to be calculated when it is opened".to_owned(),
                    _ => format!(
                        "the results of this and {} may be placeholders: the book asks to be calculated when it is opened",
                        if *count == 2 { "another formula".to_owned() } else { format!("{} other formulas", count - 1) }
                    ),
                },
                Location::cells(book, sheet, *cell),
                "as stored",
            )
            .help("open the book in Excel or LibreOffice and save it"),
            Self::FormatLeftOut { book } => {
                Description::new("this build of Matchbook reads CSV files only, and this is a workbook", Location::file(book), "")
                    .help("switch on the feature `workbook` of matchbook-compiler, or save the book as CSV")
            }
        }
    }
}

/// `a, b and c`.
fn join(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

macro_rules! explain {
    ($code:literal, $name:literal, $level:ident, $what:literal, $why:literal, $bad:literal, $good:literal) => {
        Explanation { code: Code($code), name: $name, level: Level::$level, what: $what, why: $why, bad: $bad, good: $good }
    };
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[
    explain!(
        101,
        "unreadable-file",
        Error,
        "The operating system refused to hand over a book.",
        "A book that can't be read would drop its decisions in silence.",
        "",
        ""
    ),
    explain!(
        102,
        "file-too-large",
        Error,
        "A book is larger than `limits.book-bytes`, 100 MB unless matchbook.toml says otherwise, and was not read.",
        "Decision tables take kilobytes. A file of hundreds of megabytes is an export or an accident, and would use up the memory of a build.",
        "",
        ""
    ),
    explain!(
        103,
        "empty-file",
        Error,
        "A book's file holds no bytes, or only a byte order mark.",
        "Interrupted copies leave empty files. Taking one for a book without tables would remove its decisions.",
        "",
        ""
    ),
    explain!(
        104,
        "not-a-book",
        Error,
        "A file with a book's extension holds something else: a PDF, a web page, a picture, the pointer of a Git LFS file that was not fetched.",
        "What a file is, is told by its content; guessing at a file of another kind would give nonsense cells.",
        "",
        ""
    ),
    explain!(
        105,
        "password",
        Error,
        "A book is encrypted, so nothing in it can be read without its password.",
        "A build has no password to give, and a decision table that reviewers can't open can't be reviewed.",
        "",
        ""
    ),
    explain!(
        106,
        "damaged-file",
        Error,
        "A file starts like a workbook, but its structure breaks off or contradicts itself.",
        "Reading on after such a place would invent or lose cells.",
        "",
        ""
    ),
    explain!(
        107,
        "expands-too-far",
        Error,
        "The parts of a workbook, which are compressed, unpack to more than `limits.expanded-bytes`, 1 GB unless matchbook.toml says otherwise.",
        "A few kilobytes can unpack to gigabytes; the limit keeps a build from running out of memory.",
        "",
        ""
    ),
    explain!(
        108,
        "too-many-cells",
        Error,
        "A book holds more than `limits.cells` cells that aren't blank, 5 million unless matchbook.toml says otherwise.",
        "The largest real decision table we know has 19,008 rules. More cells than the limit are nearly always values filled down to the end of the sheet.",
        "",
        ""
    ),
    explain!(
        109,
        "unreadable-sheet",
        Error,
        "One sheet of a workbook can't be read, or not to its end; the other sheets were.",
        "Rules after that place would be missing without a word.",
        "",
        ""
    ),
    explain!(
        110,
        "other-sheet",
        Note,
        "A workbook has a sheet that holds a chart, a dialog or macros of Excel 4, and no cells.",
        "It is said so that the number of sheets adds up.",
        "",
        ""
    ),
    explain!(
        111,
        "open-elsewhere",
        Warning,
        "A lock file (`~$name.xlsx` of Excel, `.~lock.name.ods#` of LibreOffice) lies beside the book: somebody has it open.",
        "What is on the screen may not be saved yet, so the results are of the last save. The program removes the file when the book is closed.",
        "",
        ""
    ),
    explain!(
        112,
        "undecodable-text",
        Error,
        "A CSV file holds bytes that are no text in its encoding (UTF-8, UTF-16 or Windows-1252).",
        "Replacing them would change a value that rules compare letter by letter.",
        "",
        ""
    ),
    explain!(
        113,
        "assumed-encoding",
        Note,
        "A CSV file without byte order mark isn't UTF-8, so it was read as Windows-1252, as Excel's plain \"CSV\" is written in the West.",
        "Files of another code page read as wrong letters; a look at the values, or saving as \"CSV UTF-8\", makes sure.",
        "",
        ""
    ),
    explain!(
        114,
        "ambiguous-delimiter",
        Error,
        "A CSV file gives as many blocks when it is split at one separator as when it is split at another.",
        "Choosing one would drop the tables of the other.",
        "decision,Fee\nunique,Weight,Fee\nrole,if,then\n\ntest;Fee\n;Weight;expect Fee",
        "sep=,\ndecision,Fee\nunique,Weight,Fee\nrole,if,then\nlight,<= 5,1\nheavy,> 5,2"
    ),
    explain!(
        115,
        "unclosed-quote",
        Error,
        "A cell of a CSV file begins with a quote, and the file ends before another closes it.",
        "All that follows the quote is one cell, so the rules after it are lost.",
        "decision,Fee,\nunique,Tier,Fee\nrole,if,then\na,\"gold,5\nb,silver,6",
        "decision,Fee,\nunique,Tier,Fee\nrole,if,then\nvalues,\"gold, silver\",\na,gold,5\nb,silver,6"
    ),
    explain!(
        116,
        "duplicate-sheet",
        Error,
        "Two sheets of a workbook have the same name.",
        "Findings and generated code name cells by their sheet. No spreadsheet program writes such a book, so it is damaged.",
        "",
        ""
    ),
    explain!(
        118,
        "never-calculated",
        Warning,
        "A program wrote the book with formulas and asks for their calculation when it is opened; the results stored with them may be placeholders, such as 0.",
        "A formula cell counts as its stored result. Opening and saving the book in a spreadsheet program stores the real ones.",
        "",
        ""
    ),
    explain!(
        119,
        "format-left-out",
        Error,
        "The book is a workbook, and this build of the compiler was made without its feature `workbook`.",
        "Without that feature only CSV files can be read.",
        "",
        ""
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        for (bytes, shown) in [(0, "0 bytes"), (512, "512 bytes"), (20_480, "20 kB"), (500 << 20, "500 MB"), (20 << 30, "20 GB")] {
            assert_eq!(size(bytes), shown);
        }
    }

    #[test]
    fn codes_are_explained_in_order() {
        let codes: Vec<u16> = EXPLANATIONS.iter().map(|explanation| explanation.code.0).collect();
        // A code that was given up, 117, is never given again.
        assert_eq!(codes, (101..=119).filter(|code| *code != 117).collect::<Vec<u16>>());
    }
}
