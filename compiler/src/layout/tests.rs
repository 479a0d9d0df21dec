//! Tables to blocks, bad tables to messages.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::sketch;

/// The blocks of a book, readable.
fn dump(layout: &BookLayout) -> String {
    let mut text = String::new();
    let head =
        |block: &Block| format!("`{}` {}!{}{}", block.name.text, block.sheet_name, block.range, if block.faulty { " faulty" } else { "" });
    let ids = |rows: &[RuleRow]| {
        rows.iter().map(|row| format!("{}:{}", row.row + 1, row.id.as_deref().unwrap_or("?"))).collect::<Vec<_>>().join(" ")
    };
    for decision in &layout.decisions {
        let _ = writeln!(text, "decision {}", head(&decision.block));
        let _ = writeln!(text, "  header {:?}", decision.header.map(|(policy, cell)| format!("{} {cell}", policy.word())));
        for option in &decision.options {
            let _ = writeln!(text, "  option {} {}", option.word.word(), option.at);
        }
        for column in &decision.columns {
            let _ = writeln!(text, "  column {} `{}` {:?}", column.label.at, column.label.text, column.role);
        }
        let rows: Vec<String> = decision.column_rows.iter().map(|(row, at)| format!("{}:{}", at + 1, row.word())).collect();
        let _ = writeln!(text, "  rows {}", rows.join(" "));
        let _ = writeln!(text, "  rules {}", ids(&decision.rules));
    }
    for test in &layout.tests {
        let _ = writeln!(text, "test {}", head(&test.block));
        let labels: Vec<&str> = test.columns.iter().map(|column| column.label.text.as_str()).collect();
        let _ = writeln!(text, "  labels {}", labels.join(" | "));
        let _ = writeln!(text, "  cases {}", ids(&test.cases));
    }
    for (word, names) in layout.glossaries.iter().map(|b| ("glossary", b)).chain(layout.constants.iter().map(|b| ("constants", b))) {
        let _ = writeln!(text, "{word} {}", head(&names.block));
        let rows: Vec<u32> = names.rows.iter().map(|row| row + 1).collect();
        let _ = writeln!(text, "  columns {:?} rows {rows:?}", names.columns);
    }
    let _ = writeln!(text, "outside {}", layout.cells_outside);
    text
}

/// The table, its blocks, its findings.
fn shown(sheet: &str) -> String {
    let workbook = sketch::workbook("retail/shipping.xlsx", &[sheet]);
    let mut diagnostics = Vec::new();
    let layout = blocks(&workbook, &mut diagnostics);
    format!("{sheet}\n---\n{}---\n{}", dump(&layout), sketch::findings(&diagnostics))
}

/// The table and its findings.
fn said(sheet: &str) -> String {
    let workbook = sketch::workbook("retail/shipping.xlsx", &[sheet]);
    let mut diagnostics = Vec::new();
    let _ = blocks(&workbook, &mut diagnostics);
    format!("{sheet}\n---\n{}", sketch::findings(&diagnostics))
}

macro_rules! layouts {
    ($($name:ident: $table:expr;)*) => { $(#[test] fn $name() { insta::assert_snapshot!(shown($table)); })* };
}

macro_rules! messages {
    ($($name:ident: $table:expr;)*) => { $(#[test] fn $name() { insta::assert_snapshot!(said($table)); })* };
}

/// A small sound decision around which a test changes one thing.
const FEE: &str = "decision | Fee | |
unique | Country | Weight | Fee
role | if | if | then
us | US | | 1
ca | CA | <= 20 | 2";

layouts! {
    the_documents_example: "
decision | Shipping fee |                 |                  |            |         |
owner    | logistics@acme.example
first    | Destination  | Parcel weight   | Order total      | Fee        | Carrier | Why
role     | if           | if              | if               | then       | then    | note
expr     | destination  | parcel.weight   | order.total      |            |         |
type     | text         | decimal(2)      | decimal(2)       | decimal(2) | text    |
us-free  | US           |                 | >= 100           | 0          | USPS    | free over 100
test     |              | <= 1            |                  | A          | first   |
else     |              |                 |                  | 49.00      | DHL     | by quote

glossary  | Retail       |            |                 |             |
          | name         | type       | values          | sensitivity | about
          | customer.tier | text      | gold, silver, none |          | as of the order date

constants | Retail
          | name         | type       | value
          | home country | text       | US

test      | Shipping fee |            |             |            |             |
          | destination  | parcel.weight | order.total | expect Fee | expect rule | note
heavy     | US           | 3          | 20          | 7.39       | us-heavy    |
edge      | US           | 1          | 99.99       | 4.99       |             |";
    blocks_beside_each_other: "
decision | A | | | decision | B | | notes here
unique | X | Y | | FIRST | X | Y
Role | if | then | | ROLE | IN | out
1 | a | b | | A | a | b
2 | c | d | | first | c | d
 | | | | else | | e
free note | | | | | |";
    a_block_word_in_the_gutter_ends_a_block: "
decision | A | | other
unique | X | Y |
role | if | then |
r1 | test | b |
test | A | |
 | X | expect Y
c1 | test | b";
    inside_a_block_no_other_begins: "
decision | A | |
unique | X | Y | Z
role | if | then | then
r1 | a | test | Fee
r2 | b | decision | glossary";
    vertical_merges_repeat: "
decision | A | |
unique | X | Y | Z
role | if | if | then
r1 | a | 1 | b
r2 | ^ | 2 | c
r3 | ^ | ^ | d";
    words_in_any_case_with_blanks: "
 DECISION | Some  name |
\u{a0}Output\u{a0}Order | X\u{a0} y | Y
 rOLe | IF | Then
ELSE | | b";
    an_option_row_wider_than_the_table: "
decision | A |
description | a b c
allow | MB0401 | because
 F | X | Y
role | if | then
7 | a | b";
}

messages! {
    a_sheet_without_blocks: "just | notes\nand | more";
    a_misspelt_block_word: "decison | Fee | |\nunique | Country | Fee\nrole | if | then\nus | US | 1";
    a_block_word_without_a_name: "decision | | |\nunique | Country | Fee\nkind | if | then\nus | US | 1";
    a_stray_role_row: "first | Country | Fee\nrole | if | then\nus | US | 1";
    a_cell_beside_a_block: "decision | Fee | |\nunique | Country | Fee |\nrole | if | then | note\nus | US | 1 | why\nca | CA | 2 |";
    the_first_label_missing: "decision | Fee | |\nunique | | Fee\nrole | if | then\nus | US | 1";
    a_blank_row_cuts_the_table: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nus | US | 1\n\nca | CA | 2\nmx | MX | 3";
    a_blank_row_cuts_the_tests: "test | Fee | |\n | Country | expect Fee\na | US | 1\n\nb | CA | 2";
    notes_below_a_table: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nus | US | 1\n\nSource: | tariff 2026";
    no_hit_policy: "decision | Fee | |\nrole | if | then\nus | US | 1";
    a_misspelt_hit_policy: "decision | Fee | |\nowner | me\nunik | Country | Fee\nrole | if | then\nus | US | 1\nfirst | CA | 2";
    a_blank_row_below_the_name: "decision | Fee | |\n\nunique | Country | Fee\nrole | if | then\nus | US | 1";
    a_nearly_right_hit_policy: "decision | Fee | |\nuniqe | Country | Fee\nrole | if | then\nus | US | 1";
    an_unknown_option: "decision | Fee | |\nownr | me\nversion | 3\n | and on\nunique | Country | Fee\nrole | if | then\nus | US | 1";
    misplaced_rows: "decision | Fee | |\ntype | text | number\nunique | Country | Fee\nrole | if | then\nus | US | 1\nowner | me |\nvalues | US, CA |";
    repeated_rows: "decision | Fee | |\nowner | me\nowner | you\nallow | MB0401 | a\nallow | MB0402 | b\nunique | Country | Fee\nrole | if | then\nunit | |\nunit | | USD\nus | US | 1";
    no_labels: "decision | Fee\nunique |\n\ntest | Fee\n\nglossary | G\nconstants | C\n";
    no_role_row: "decision | Fee | |\nunique | Country | Fee\nus | US | 1";
    a_misspelt_role_row: "decision | Fee | |\nunique | Country | Fee\nrolle | if | then\nus | US | 1";
    roles_missing_and_unknown: "decision | Fee | | | |\nunique | Country | Weight | Fee | Why | Day | End\nrole | if | | than | comment | from | until\nus | US | | 1 | |";
    a_blank_rule_id: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\n | US | 1\nrule-1 | CA | 2\n | MX | 3";
    duplicate_rule_ids: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nr | US | 1\nr | CA | 2\nr | MX | 3";
    a_reserved_rule_id: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nus | US | 1\nTest | | 2";
    else_not_last: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nelse | | 1\nus | US | 1";
    two_elses: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nus | US | 1\nelse | | 1\nELSE | | 2";
    else_with_inputs: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nus | US | 1\nelse | - | 1";
    a_rule_without_inputs: "decision | Fee | | |\nfirst | Country | Weight | Fee\nrole | if | if | then\na | | | 1\nb | - | | 1\nc | | | 1";
    no_rules: "decision | Fee | |\nunique | Country | Fee\nrole | if | then";
    no_outputs: "decision | Fee | |\nunique | Country | Fee\nrole | if | if\nus | US | 1";
    no_inputs: "decision | Fee | |\nunique | Country | Fee\nrole | note | then\nus | US | 1";
    merges_that_mean_nothing: "decision | Fee | | |\nunique | Country | < | Fee\nrole | if | if | then\nus | US | < | 1\n^ | CA | 1 | 2";
    a_merged_label_hides_columns: "decision | Fee | < | |\nunique | Country | Fee | <\nrole | if | then | then\nus | US | 1 | 2";
    a_merge_below_the_table: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nus | US | 1\nca | CA | 2\n | ^ |";
    cells_nothing_reads: "decision | Fee | v2 | |\nowner | me | you | \nunique | Country | Weight | Fee\nrole | if | if | then\nus | US | 1 | 1";
    cells_without_values: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nus | #REF! | (uncalculated)\n#NAME? | CA | (link rates.xlsx)\nmx | MX | 3";
    a_misspelt_column_row: "decision | Fee | |\nunique | Country | Fee\nrole | if | then\nvaules | US, CA | > 0\nus | US | 1";
    glossary_columns: "glossary | Retail | | |\n | name | typ | about | about\n | a | text | |\n | | number | |\nx | b | text | |";
    constants_columns: "constants | Retail | |\n | name | type | about\n | a | text | US";
    case_ids: "test | Fee | |\n | Country | expect Fee\n | US | 1\na | CA | 2\na | MX | 3";
    one_cause_one_report: FEE;
    tables_that_touch: "decision | Fee | | decision | Limit | |\nunique | Country | Fee | unique | Tier | Limit\nrole | if | then | role | if | then\nus | US | 1 | a | gold | 5";
    a_merge_in_the_gutter_above_the_header: "decision | Fee |\ndescription | What a parcel costs |\n^ | and why |\nunique | Country | Fee\nrole | if | then\nus | US | 1";
}

#[test]
fn hidden_rows_columns_and_sheets() {
    let mut workbook = sketch::workbook("retail/shipping.xlsx", &[FEE, FEE, FEE]);
    workbook.sheets[0].hidden_rows = vec![0, 3, 4, 17];
    workbook.sheets[0].hidden_columns = vec![2];
    workbook.sheets[1].hidden_columns = vec![2, 9];
    workbook.sheets[2].hidden = true;
    let mut diagnostics = Vec::new();
    blocks(&workbook, &mut diagnostics);
    insta::assert_snapshot!(sketch::findings(&diagnostics));
}

#[test]
fn a_date_is_no_id() {
    let mut workbook = sketch::workbook("retail/shipping.xlsx", &[FEE]);
    workbook.sheets[0].cells.insert(crate::source::CellRef::new(3, 0), crate::source::Content::Date(jiff::civil::date(2026, 2, 1)));
    let mut diagnostics = Vec::new();
    assert!(blocks(&workbook, &mut diagnostics).decisions[0].nameless);
    insta::assert_snapshot!(sketch::findings(&diagnostics));
}

#[test]
fn notes_sheets_are_no_tables() {
    let mut workbook = sketch::workbook("retail/shipping.xlsx", &["just | notes", "just | notes", "just | notes"]);
    workbook.sheets[0].name = "notes".to_owned();
    workbook.sheets[1].name = "_scratch".to_owned();
    workbook.sheets[2].name = "Data".to_owned();
    let mut diagnostics = Vec::new();
    blocks(&workbook, &mut diagnostics);
    insta::assert_snapshot!(sketch::findings(&diagnostics));
}

/// 20,000 rows of 20 columns, half of them without an id: every row is a rule, and each blank id is said once,
/// with one finding besides.
#[test]
fn a_large_sheet() {
    let mut table = "decision | Large\nunique | ".to_owned() + &(1..20).map(|i| format!("c{i} | ")).collect::<String>();
    table.push_str("\nrole | ");
    table.push_str(&"if | ".repeat(18));
    table.push_str("then\n");
    for row in 0..20_000 {
        let _ = writeln!(table, "{} | {}", if row % 2 == 0 { format!("r{row}") } else { String::new() }, "x | ^ | ".repeat(9) + "1");
    }
    let workbook = sketch::workbook("retail/large.xlsx", &[&table.trim_end().replace("| \nrole", "\nrole")]);
    let mut diagnostics = Vec::new();
    let layout = blocks(&workbook, &mut diagnostics);
    assert_eq!(layout.decisions[0].rules.len(), 20_000);
    assert_eq!(diagnostics.iter().filter(|d| matches!(d, Diagnostic::Layout(LayoutFinding::BlankId { .. }))).count(), 10_000);
    assert_eq!((diagnostics.len(), layout.cells_outside), (10_001, 0));
}

/// A cell of a random grid: mostly the words that layout reacts to.
fn cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "",
        "decision",
        "test",
        "glossary",
        "constants",
        "Decision ",
        "decison",
        "unique",
        "first",
        "C+",
        "role",
        "type",
        "values",
        "expr",
        "default",
        "if",
        "then",
        "note",
        "from",
        "else",
        "owner",
        "allow",
        "complete",
        "A",
        "x",
        "name",
        "value",
        "expect A",
        "expect rule",
        "text",
        "number",
        "1",
        "< 5",
        "^",
        "<",
        "#REF!",
        "(uncalculated)",
        "a, b",
        "-",
        "null",
        "yes",
        "MB0401",
    ])
}

proptest! {
    #[test]
    fn random_grids_never_panic_and_blocks_are_disjoint(rows in prop::collection::vec(prop::collection::vec(cell(), 0..8), 0..14)) {
        let text = rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n");
        let workbook = sketch::workbook("a/b.csv", &[&text]);
        let mut diagnostics = Vec::new();
        let layout = blocks(&workbook, &mut diagnostics);
        for diagnostic in &diagnostics {
            use crate::diagnostic::Describe;
            let _ = diagnostic.describe();
        }
        let ranges: Vec<_> = layout.decisions.iter().map(|d| d.block.range)
            .chain(layout.tests.iter().map(|t| t.block.range))
            .chain(layout.glossaries.iter().chain(&layout.constants).map(|n| n.block.range))
            .collect();
        let mut inside = 0;
        for cell in workbook.sheets[0].cells.positions() {
            let holding = ranges.iter().filter(|range| range.contains(cell)).count();
            prop_assert!(holding <= 1, "{cell} lies in {holding} blocks");
            inside += holding;
        }
        prop_assert_eq!(inside + layout.cells_outside, workbook.sheets[0].cells.len());
        // A broken decision always says why.
        use crate::diagnostic::{Describe, Level};
        if layout.decisions.iter().any(|d| d.block.faulty || d.nameless) {
            prop_assert!(diagnostics.iter().any(|d| d.level() == Level::Error));
        }
    }
}
