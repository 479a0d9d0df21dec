//! Section 1 of the language document.

use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

use crate::book::{book, books};

const FEE: &str = "decision | Fee\nfirst | Size | Fee\nrole | if | then\ntype | integer | integer\nsmall | < 5 | 1\nelse | | 2";

fn files(path: &str) -> Vec<String> {
    books(&[(path, FEE)]).clean().0.files.into_iter().map(|file| file.path).collect()
}

#[test]
fn a_books_path_gives_its_module_and_its_first_folder_its_app() {
    assert_eq!(files("retail/shipping"), ["retail/shipping/fee.rs"]);
    assert_eq!(files("retail/europe/shipping"), ["retail/europe/shipping/fee.rs"]);
    assert_eq!(files("shipping"), ["shipping/fee.rs"]);
    let app = |path: &str| books(&[(path, FEE)]).table("Fee").app.clone();
    assert_eq!((app("retail/europe/shipping"), app("shipping")), ("retail".to_owned(), "shipping".to_owned()));
}

#[test]
fn apps_never_see_each_others_names() {
    let glossary = "glossary | retail\n | name | type\n | size | integer";
    let table = "decision | Fee\nfirst | size | Fee\nrole | if | then\nsmall | < 5 | 1\nelse | | 2";
    let seen = books(&[("retail/names", glossary), ("retail/fee", table)]).clean();
    assert_eq!(seen.table("Fee").inputs[0].ty.to_string(), "integer");
    let unseen = books(&[("retail/names", glossary), ("bank/fee", table)]);
    assert_eq!(unseen.table("Fee").inputs[0].ty.to_string(), "number");
    // One name is one decision in an app; other apps may have it too.
    assert_eq!(books(&[("retail/a", FEE), ("bank/a", FEE)]).clean().0.decisions.len(), 2);
    assert_eq!(books(&[("retail/a", FEE), ("retail/b", FEE)]).codes(), ["MB0301 B1"]);
}

#[test]
fn a_text_file_is_a_book_of_one_sheet_whatever_separates_its_cells() {
    for (path, separator) in [("a/fee.csv", ","), ("a/fee.tsv", "\t"), ("a/fee.csv", ";")] {
        let row = |row: &str| row.split('|').map(str::trim).collect::<Vec<_>>().join(separator);
        let bytes = FEE.lines().map(row).collect::<Vec<_>>().join("\n").into_bytes();
        let sources = SourceSet { books: vec![SourceFile { path: BookPath::new(path), bytes: Ok(bytes) }], ..SourceSet::default() };
        let compilation = compile(&sources, &Options::default());
        assert_eq!(compilation.files.len(), 1, "{path} with {separator:?}");
    }
}

#[test]
fn blocks_stand_above_and_beside_each_other_with_notes_around_them() {
    let book = book(
        "
rules of the house |       |      |     | | seen by Ann
                   |       |      |     | |
decision           | Fee   |      |     | | decision | Gift |
first              | Size  | Fee  |     | | first    | Age  | Gift
role               | if    | then |     | | role     | if   | then
type               | integer | integer | | | type  | integer | text
small              | < 5   | 1    |     | | old      | > 60 | wine
else               |       | 2    |     | | else     |      | none
                   |       |      |     | |          |      |
test               | Fee   |      |     | |          |      |
                   | Size  | expect Fee | | |        |      |
one                | 4     | 1    |     | |          |      |
",
    )
    .clean();
    assert_eq!(book.answer("Fee", r#"{"Size":9}"#), "2");
    assert_eq!(book.answer("Gift", r#"{"Age":61}"#), "\"wine\"");
    assert_eq!(book.passes(), 1);
    let found = &book.0.books[0];
    assert_eq!((found.decisions.len(), found.tests, found.cells_outside), (2, 1, 2));
}

#[test]
fn inside_a_block_no_other_cell_begins_one() {
    let book = book("decision | Kind\nfirst | Word | Kind\nrole | if | then\ntype | text | text\na | test | decision\nb | constants | test\nelse | | glossary").clean();
    assert_eq!(book.answer("Kind", r#"{"Word":"test"}"#), "\"decision\"");
    assert_eq!(book.answer("Kind", r#"{"Word":"constants"}"#), "\"test\"");
}

#[test]
fn a_block_ends_at_a_blank_row_or_the_next_block_word_in_its_gutter() {
    let next = format!("{FEE}\ntest | Fee\n | Size | expect Fee\none | 4 | 1");
    assert_eq!(book(&next).clean().passes(), 1);
    // Blanks only are blank, and what stands beside the block's width doesn't count.
    let blank = format!("{FEE}\n   |   |  | | a note\ntest | Fee\n | Size | expect Fee\none | 4 | 1");
    assert_eq!(book(&blank).clean().passes(), 1);
}

#[test]
fn a_block_is_as_wide_as_its_labels() {
    let wide = "decision | Fee\nfirst | Size | Fee | | remarks\nrole | if | then\ntype | integer | integer\nsmall | < 5 | 1 | | checked\nelse | | 2";
    assert_eq!(book(wide).clean().table("Fee").output_clauses.len(), 1);
}

#[test]
fn words_of_gutter_role_and_type_are_read_in_any_case() {
    let loud = "DECISION | Fee\nOwner | me\nFIRST | Size | Fee\nRole | IF | Then\nTYPE | Integer | INTEGER\nValues | > 0 |\nsmall | < 5 | 1\nElse | | 2";
    assert_eq!(book(loud).clean().answer("Fee", r#"{"Size":4}"#), "1");
}

#[test]
fn nothing_is_dropped_in_silence() {
    let said = |text: &str| book(text).codes();
    // A sheet without a block.
    assert_eq!(said("fees | 3\nand | more"), ["MB0151 A1"]);
    // A misspelt block word with a name, a block word without, a row of roles.
    assert_eq!(said(&format!("{FEE}\n\ndecison | Fee 2\nfirst | Size | Fee")), ["MB0152 A8", "MB0156 A9"]);
    assert_eq!(said(&format!("{FEE}\n\ndecision\nfirst | Size | Fee")), ["MB0153 A8", "MB0156 A9"]);
    assert_eq!(said(&format!("{FEE}\n\n | | | | role | if | then")), ["MB0154 E8"]);
    // A filled cell right of a block.
    assert_eq!(
        said("decision | Fee\nfirst | Size | Fee\nrole | if | then\ntype | integer | integer\nsmall | < 5 | 1 | 7\nelse | | 2"),
        ["MB0155 D5"]
    );
    // A blank row that cut the table in two.
    assert_eq!(
        said("decision | Fee\nfirst | Size | Fee\nrole | if | then\ntype | integer | integer\nsmall | < 5 | 1\n\nlarge | >= 5 | 2"),
        ["MB0156 A7"]
    );
}

#[test]
fn all_meaning_is_in_the_text_the_kind_and_the_merges_of_cells() {
    let merged = book(
        "
decision | Fee
first    | Kind | Size    | Fee
role     | if   | if      | then
type     | text | integer | integer
a        | box  | < 5     | 1
b        | ^    | >= 5    | 2
else     |      |         | 3
",
    )
    .clean();
    let written = book(
        "
decision | Fee
first    | Kind | Size    | Fee
role     | if   | if      | then
type     | text | integer | integer
a        | box  | < 5     | 1
b        | box  | >= 5    | 2
else     |      |         | 3
",
    )
    .clean();
    for document in [r#"{"Kind":"box","Size":4}"#, r#"{"Kind":"box","Size":5}"#, r#"{"Kind":"bag","Size":5}"#] {
        assert_eq!(merged.gives("Fee", document), written.gives("Fee", document));
    }
}
