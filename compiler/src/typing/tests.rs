//! Tables to the model, bad tables to messages.

use std::fmt::Write;

use proptest::prelude::*;

use crate::diagnostic::{Code, Describe, Diagnostic, Level};
use crate::layout::blocks;
use crate::model::{Model, Type};
use crate::options::Options;
use crate::requirements::model;
use crate::rust_enum::RustEnums;
use crate::sketch;
use crate::syntax::{print_entry, print_input, print_output, print_value};

/// Books of one app, by path, to their model and findings.
fn compiled(books: &[(&str, &str)]) -> (Model, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let books: Vec<_> = books
        .iter()
        .map(|(path, sheet)| {
            let workbook = sketch::workbook(path, &[sheet]);
            let layout = blocks(&workbook, &mut diagnostics);
            (workbook, layout)
        })
        .collect();
    let model = model(&books, &RustEnums::default(), &Options::default(), &mut diagnostics);
    (model, diagnostics)
}

/// A model, readable.
fn dump(model: &Model) -> String {
    let mut text = String::new();
    let shown = |ty: Type, domain: Option<&crate::model::Domain>| {
        domain.map_or(ty.to_string(), |domain| format!("{ty} in {}", print_entry(Some(&domain.tests), ty.base)))
    };
    for app in &model.apps {
        let _ = writeln!(text, "app {}", app.name);
        for book in &app.books {
            let _ = writeln!(text, " book {}{}", book.path, if book.broken { " broken" } else { "" });
            for entry in &book.glossary {
                let wide = if entry.app_wide { ", app" } else { "" };
                let _ = writeln!(text, "  name `{}`: {}{wide}", entry.name, shown(entry.ty, entry.domain.as_ref()));
            }
            for constant in &book.constants {
                let _ = writeln!(
                    text,
                    "  constant `{}`: {} = {}",
                    constant.name,
                    constant.ty,
                    print_value(&constant.value, constant.ty.value().base)
                );
            }
            for decision in &book.decisions {
                let _ = writeln!(text, "  decision `{}` {} complete {}", decision.name, decision.hit_policy.word(), decision.complete);
                let options =
                    (&decision.description, &decision.owner, &decision.ticket, &decision.review_by.map(|(day, _)| day), &decision.dispatch);
                if options != (&None, &None, &None, &None, &crate::model::Strategy::Auto) {
                    let _ = writeln!(text, "   options {options:?}");
                }
                for allow in &decision.allows {
                    let _ = writeln!(text, "   allow {} at {}: {}", allow.code, allow.at, allow.reason);
                }
                for input in &decision.inputs {
                    let closed = input.closed.as_ref().map(|closed| closed.shared.as_ref().map(|shared| shared.name.to_string()));
                    let _ = writeln!(
                        text,
                        "   input {:?}: {} inferred {} closed {closed:?}",
                        input.name.0,
                        shown(input.scalar().unwrap(), input.domain.as_ref()),
                        input.inferred
                    );
                }
                for output in &decision.output_clauses {
                    let default = output.default.as_ref().map(|value| print_value(value, output.ty.value().base));
                    let _ = writeln!(
                        text,
                        "   output {:?}: {} default {default:?} closed {}",
                        output.name.0,
                        shown(output.ty.scalar().unwrap(), output.domain.as_ref()),
                        output.closed.is_some()
                    );
                }
                for rule in &decision.rules {
                    let tests = rule
                        .entries
                        .iter()
                        .zip(&decision.input_clauses)
                        .map(|(entry, clause)| print_input(entry, decision.inputs[clause.input.0].scalar().unwrap().base));
                    let outputs = rule
                        .outputs
                        .iter()
                        .zip(&decision.output_clauses)
                        .map(|(entry, output)| print_output(&entry.output, output.ty.value().base));
                    let _ = writeln!(
                        text,
                        "   {} {}: {} => {} {:?}",
                        rule.range,
                        rule.id,
                        tests.collect::<Vec<_>>().join(" & "),
                        outputs.collect::<Vec<_>>().join(" & "),
                        rule.annotations
                    );
                }
            }
            for test in &book.tests {
                let _ = writeln!(text, "  test `{}`", test.decision);
                for case in &test.cases {
                    let _ = writeln!(
                        text,
                        "   {} {:?} expects {:?} {:?}",
                        case.id,
                        case.inputs,
                        case.expectations.iter().map(|e| &e.expected).collect::<Vec<_>>(),
                        case.note
                    );
                }
            }
        }
    }
    text
}

/// The books, the model, the findings with their notes.
fn shown(books: &[(&str, &str)]) -> String {
    let (model, diagnostics) = compiled(books);
    let books: String = books.iter().map(|(path, sheet)| format!("{path}\n{}\n", sheet.trim())).collect();
    let notes: String = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level() == Level::Note && diagnostic.code() != Code(150))
        .map(|diagnostic| format!("note: {}\n", diagnostic.describe().message))
        .collect();
    format!("{books}---\n{}---\n{notes}{}", dump(&model), sketch::findings(&diagnostics))
}

/// The table and its findings.
fn said(sheet: &str) -> String {
    let (_, diagnostics) = compiled(&[("retail/shipping.xlsx", sheet)]);
    format!("{sheet}\n---\n{}", sketch::findings(&diagnostics))
}

macro_rules! models {
    ($($name:ident: $($path:literal => $table:expr),*;)*) => { $(#[test] fn $name() { insta::assert_snapshot!(shown(&[$(($path, $table)),*])); })* };
}

macro_rules! messages {
    ($($name:ident: $table:expr;)*) => { $(#[test] fn $name() { insta::assert_snapshot!(said($table)); })* };
}

models! {
    the_documents_example: "retail/shipping.xlsx" => "
decision | Shipping fee |                 |                  |            |         |
owner    | logistics@acme.example
review by | 2027-01-31
dispatch | tree
first    | Destination  | Parcel weight   | Order total      | Fee        | Carrier | Why
role     | if           | if              | if               | then       | then    | note
expr     | destination  | parcel.weight   | order.total      |            |         |
type     | text         | decimal(2)      |                  | decimal(2) | text    |
values   | US, CA, EU   | > 0             | >= 0             | >= 0       | USPS, UPS, DHL |
unit     |              | kg              | USD              | USD        |         |
us-free  | US           |                 | >= 100           | 0          | USPS    | free over 100
ca       | CA           | <= 20           |                  | 14.50      | UPS     |
else     |              |                 |                  | 49.00      | DHL     | by quote

glossary  | Retail       |            |                 |             |
          | name         | type       | values          | sensitivity | about
          | order.total  | decimal(2) | >= 0            |             | USD, without tax

test      | Shipping fee |            |             |            |             |
          | destination  | Parcel weight | order.total | expect Fee | expect rule | note
heavy     | US           | 3          | 20          | 49         | else    | a note
edge      | US           | 1          | 99.99       |            |             |
";
    inferred_types: "retail/fee.csv" => "
decision | Fee
collect | Country | Age | Member | Day | Code | Fee | Note
role | if | if | if | if | if | then | then
default | | | | | | | x
a | US, CA | < 18 | yes | >= 2026-01-01 | 007 | 1.50 | hello
b | not(US) | [18..65] | true | | 123 | 2 |";
    one_input_in_two_columns: "retail/fee.csv" => "
decision | Fee
unique | From | To | Fee
role | if | if | then
expr | age | age |
type | integer | | number
values | | >= 0 |
a | >= 0 | < 18 | 1
b | >= 18 | < 65 | 2
else | | | 3";
    a_glossary_of_the_app_and_one_of_a_book:
        "retail/names.xlsx" => "
glossary | retail |
 | name | type | values
 | tier | text | gold, silver, none
 | unused | text |
constants | Retail | |
 | name | value | type
 | free limit | 100 |",
        "retail/fee.xlsx" => "
glossary | Fees |
 | name | type | values
 | country | text | US, CA
decision | Fee
unique | tier | country | Fee
role | if | if | then
type | | | integer
a | gold | US | 1
b | silver, none | CA | 2",
        "retail/points.xlsx" => "
decision | Points
unique | tier | country | Points
role | if | if | then
type | | text | integer
values | gold, silver | |
a | gold | anywhere | 1";
    apps_never_see_each_other:
        "a/x.csv" => "decision | D\nunique | k | v\nrole | if | then\nr | 1 | 2",
        "b/x.csv" => "decision | D\nunique | k | v\nrole | if | then\nr | 1 | 2\n\nglossary | b\n | name | type\n | k | number",
        "x.csv" => "decision | D\nunique | k | v\nrole | if | then\nr | 1 | 2";
    merges_and_defaults_and_nulls: "retail/fee.csv" => "
decision | Fee
complete | no
first | Country | Weight | Fee | Carrier
role | if | if | then | then
type | text | number? | number? | text
default | | | | DHL
a | US | < 1 | 1 | UPS
b | ^ | null | |
c | ^ | - | ^ | ^";
    aggregations: "retail/a.csv" => "
decision | S
sum | k | v
role | if | then
type | number | days and time duration
a | 1 | PT1H
else | | PT2H

decision | M
C< | k | v
role | if | then
type | number | date
a | 1 | 2026-01-01

test | M
 | k | expect v | expect error
a | 1 | 2026-01-01 |
b | 2 | null |
c | 3 | | yes

decision | N
count | k | v | w
role | if | then | then
type | number | text | text
a | 1 | x | y

test | N
 | k | expect v | expect rule
a | 1 | 1 | a
b | 2 | 0 |";
    lists_in_tests: "retail/a.csv" => "
decision | W
rule order | k | v | rule
role | if | then | then
type | number | text | text
a | 1 | x | m
a, b | > 0 | y | n

test | W
 | k | expect v | expect rule | expect \"rule\"
one | 1 | [x, y] | a, a, b | [m, n]
two | 2 | [y] | a, b |
none | 0 | [] | |";
    a_name_with_an_error_poisons_in_silence:
        "retail/names.csv" => "glossary | retail\n | name | type\n | tier | txt\n | ok | text",
        "retail/fee.csv" => "
decision | Fee
unique | tier | v
role | if | then
a | 1 | 2

decision | Other
unique | ok | v
role | if | then
a | x | 2

test | Fee
 | tier | expect v
a | gold | 1";
}

messages! {
    a_refused_reference_is_a_use: "constants | Own\n | name | type | value\n | home country | text | US\n | rate | number | 2\n | cap | number | 9\n | idle | number | 1\n\ndecision | D\nunique | c | k | v\nrole | if | if | then\ntype | text | number | number\nr | = home country | > cap | 1\ns | home country | | = 2 * rate";
    duplicate_decisions: "decision | Fee\nunique | k | v\nrole | if | then\nr | 1 | 2\n\ndecision | Fee\nunique | k | v\nrole | if | then\nr | 1 | 2";
    defined_twice: "glossary | Retail\n | name | type\n | k | text\n | k | number\n\nconstants | Retail\n | name | type | value\n | k | text | x\n | c | number | 1\n\nglossary | Own\n | name | type\n | c | text\n | D | text\n\ndecision | D\nunique | k | v\nrole | if | then\nr | 1 | 2";
    a_constant_and_an_input: "constants | C\n | name | type | value\n | k | number | 1\n\ndecision | D\nunique | k | v\nrole | if | then\nr | 1 | 2";
    similar_names: "decision | D\nunique | orderTotal | Order total | k.a | K.b | v | V\nrole | if | if | if | if | then | then\nexpr | | | k.a | K.b | |\ntype | number | number | number | number | number | number\nr | 1 | 2 | 3 | 4 | 5 | 6";
    a_value_and_a_parent: "decision | D\nunique | parcel | Weight | v\nrole | if | if | then\nexpr | | parcel.weight |\ntype | number | number | number\nr | 1 | 2 | 3";
    duplicate_outputs: "decision | D\nunique | k | v | v\nrole | if | then | then\nr | 1 | 2 | 3";
    columns_disagree: "decision | D\nunique | From | To | v\nrole | if | if | then\nexpr | age | age |\ntype | integer | number |\nvalues | >= 0 | > 0 |\nr | 1 | 2 | 3";
    a_column_contradicts_the_glossary: "glossary | G\n | name | type | values\n | age | integer | >= 0\n | tier | text | gold, silver\n\ndecision | D\nunique | age | tier | v\nrole | if | if | then\ntype | number | text |\nvalues | > -1 | gold, bronze |\nr | 1 | gold | 3";
    no_type_to_infer: "decision | D\nunique | k | w | v\nrole | if | if | then\nr | 1 | - | 2";
    a_decision_as_an_input: "decision | D\nunique | k | Discount | Rate | v\nrole | if | if | if | then\nexpr | | | Discount.rate |\nr | 1 | 2 | 3 | 4\n\ndecision | Discount\nunique | k | rate\nrole | if | then\nr | 1 | 2";
    values_outside: "decision | D\nfirst | Tier | Code | Fee\nrole | if | if | then\ntype | text | number | number\nvalues | gold, silver | 1, 2, 3 | [0..10]\nr | glod | 4 | 5\nr2 | not(sliver) | not(1, 7) | 11\nr3 | gold, bronze | 1 | 10";
    a_value_twice: "decision | D\nunique | k | v\nrole | if | then\ntype | text | number\nvalues | a, b, a |\nr | a | 2";
    a_blank_output: "decision | D\nunique | k | v | w\nrole | if | then | then\ntype | number | number | number\ndefault | | 7 |\nr | 1 | |\n | 2 | | 3\n | 3 | |";
    settings_that_mean_nothing: "decision | D\nunique | k | v | n\nrole | if | then | note\ntype | number | number | text\ndefault | 3 | |\nr | 1 | 2 | why";
    bad_options: "decision | D\nreview by | soon\ncomplete | maybe\ndispatch | tre\nunique | k | v\nrole | if | then\nr | 1 | 2";
    bad_allows: "decision | D |\nallow | overlap | x\nallow | MB0166 |\nallow | | why\nallow | |\nunique | k | v\nrole | if | then\nr | 1 | 2";
    blank_definitions: "glossary | G\n | name | type\n | a |\n\nconstants | C\n | name | type | value\n | b | number |\n | c | |\n | d | | 5 kg";
    priority_without_values: "decision | D\npriority | k | v\nrole | if | then\nr | 1 | 2";
    sum_of_two: "decision | D\nsum | k | v | w\nrole | if | then | then\nr | 1 | 2 | 3";
    sums_of_texts_and_nulls: "decision | D\nsum | k | v\nrole | if | then\ntype | number | text\nr | 1 | x\n\ndecision | E\nmin | k | v\nrole | if | then\ntype | number | number?\nr | 1 | 2";
    complete_means_nothing: "decision | D\ncomplete | no\ncollect | k | v\nrole | if | then\nr | 1 | 2";
    a_test_of_nothing: "decision | Shipping fee\nunique | k | v\nrole | if | then\nr | 1 | 2\n\ntest | Shiping fee\n | k | expect v\na | 1 | 2";
    unknown_test_columns: "decision | D\nunique | key | v\nrole | if | then\nr | 1 | 2\n\ntest | D\n | kye | expect w | as of | note\na | 1 | 2 | 3 | x";
    repeated_test_columns: "decision | D\nunique | Key | v\nrole | if | then\nexpr | key |\nr | 1 | 2\n\ntest | D\n | key | Key | expect v\na | 1 | 1 | 2";
    blank_test_inputs: "decision | D\nunique | k | w | v\nrole | if | if | then\nr | 1 | 2 | 2\n\ntest | D\n | k | expect v\na | | 2";
    bad_expectations: "decision | D\nunique | k | v\nrole | if | then\nvalues | | 2, 3\nrule-a | 1 | 2\n\ntest | D\n | k | expect v | expect rule | expect error\na | 1 | 4 | rule-b |\nb | 1 | 2 | | yes\nc | 1 | | | MB04\ne | 1 | | | MB0899\nf | 1 | | | MB0812\ng | 1 | | | mb0802\nd | 1 | | rule-a, x |";
    bad_column_rows: "decision | D\nunique | k | l | m | n | v | w\nrole | if | if | if | if | then | then\nexpr | items[][] | 5 | | count(x) | |\ntype | number | text | txt | number | decimal(2) | list of text\nvalues | | enum Country | | > limit | null, 1 |\ndefault | | | | | - | #REF!\nr | 1 | a | b | 1 | 10K | x";
    bad_values_rows: "decision | D\nfirst | k | l | m | v\nrole | if | if | if | then\ntype | text | integer | date | decimal(2)\nvalues | US; CA | > limit | 1/2/2026 | >= 0.125\nr | US | 1 | 2026-01-01 | 1";
    an_any_column_and_a_list: "decision | D\ncollect | k | l | v\nrole | if | if | then\ntype | any | list of number | any\nr | 1 | 2 | 3";
    bad_definitions: "glossary | G\n | name | type | values\n | age | integer | 18-65\n | items[?] | text |\n | day | dates | \n\nconstants | C\n | name | type | value\n | limit | decimal(2) | 0.125\n | start | date | 1/2/2026\n | home | text | null\n | none | text | -\n | rate | number | = 2 * 3\n | broken | number | #REF!";
    bad_test_values: "decision | D\nfirst | k | on | v\nrole | if | if | then\ntype | decimal(2) | date | decimal(2)\nr | >= 0 | - | 1\nelse | | | 2\n\ntest | D\n | k | on | expect v | expect rule\na | 10K | 1/2/2026 | 0.125 | r\nb | > 5 | - | null | r\nc | 1, 2 | null | [1] | r\nd | #REF! | 2026-01-01 | -1,5 | r";
    bad_lists_in_tests: "decision | D\ncollect | k | v\nrole | if | then\nr | 1 | 2\n\ntest | D\n | k | expect v\na | 1 | 2\nb | 1 | [2; 3]\nc | 1 | [2,5]\nd | 1 | null";
    outputs_of_each_kind: "decision | D\ncollect | k | n | t | b | d\nrole | if | then | then | then | then\ntype | text | number | text | boolean | date\na | x | 18-65 | a \"quoted\" word | maybe | 31.12.2026\nb | y | 2 * 3 | = a + b | 1 | today()\nc | z | - | - | - | -\nd | w | null | null | null | null";
    a_test_of_a_broken_decision: "decision | D\nunique | k | v\nrole | if | then\nr | 1 |\n\ntest | D\n | k | expect v\na | 1 | 4";
}

/// Every code that layout and typing explain is shown by its bad table, and by its good table not.
#[test]
fn a_label_of_a_nested_name() {
    let glossary = "glossary | Names |\n | name | type\n | order.total | integer\n\n";
    let with = |column_rows: &str| {
        let decision = format!("decision | Fee |\nunique | order.total | Fee\nrole | if | then\n{column_rows}low | < 5 | 1\nelse | | 2");
        let (model, diagnostics) = compiled(&[("shop/fee.csv", &(glossary.to_owned() + &decision))]);
        let inputs: Vec<usize> =
            model.apps[0].books[0].decisions.iter().flat_map(|table| table.inputs.iter().map(|input| input.name.0.len())).collect();
        (inputs, sketch::findings(&diagnostics))
    };
    let (inputs, said) = with("expr | order.total |\n");
    assert_eq!(inputs, [2], "{said}");
    for (column_rows, repair) in [("", "add a row `expr`"), ("expr | |\n", "write `order.total` into the row `expr`")] {
        let (inputs, said) = with(column_rows);
        assert!(inputs.is_empty() && said.contains(repair), "{said}");
        assert_eq!((said.matches("MB0323").count(), said.matches("MB0321").count()), (1, 0), "{said}");
    }
    // Without the glossary's word, a label is one name, as ever.
    let lone = "decision | Fee |\nunique | order.total | Fee\nrole | if | then\nlow | < 5 | 1\nelse | | 2";
    let (model, _) = compiled(&[("shop/fee.csv", lone)]);
    assert_eq!(model.apps[0].books[0].decisions[0].inputs[0].name.0, ["order.total"]);
}

#[test]
fn values_that_meet_are_shown_where_they_are_listed() {
    let table =
        "decision | Fee |\nunique | Speed | Fee\nrole | if | then\ntype | text | integer\nvalues | a-b, a b |\na | a-b | 1\nelse | | 2";
    let (model, _) = compiled(&[("shop/fee.csv", table)]);
    let tables: Vec<_> = model.apps[0].books[0].decisions.iter().map(|table| &**table).collect();
    let mut diagnostics = Vec::new();
    crate::names::names(&tables, &mut diagnostics);
    let said: Vec<_> = diagnostics.iter().map(|d| (d.code(), d.describe().primary.location.cells.unwrap().1.first)).collect();
    assert_eq!(said, [(Code(902), crate::source::CellRef::new(4, 1))]);
}

#[test]
fn explanations_are_true() {
    let layout = crate::diagnostic::layout::EXPLANATIONS;
    let typing = crate::diagnostic::typing::EXPLANATIONS;
    let mut wrong = String::new();
    for explanation in layout.iter().chain(typing) {
        let codes = |table: &str| -> Vec<(Code, Level)> {
            compiled(&[("retail/shipping.xlsx", table)]).1.iter().map(|diagnostic| (diagnostic.code(), diagnostic.level())).collect()
        };
        // These need what no text has: cells of another kind, merges, hidden rows.
        if explanation.bad.is_empty() {
            assert!([169, 176, 177, 180, 181].contains(&explanation.code.0), "{}", explanation.code);
            continue;
        }
        let (bad, good) = (codes(explanation.bad), codes(explanation.good));
        let mut fail = |table: &str, codes: &[(Code, Level)], why: &str| {
            let _ = writeln!(wrong, "{} {why}:\n{table}\ngives {codes:?}\n", explanation.code);
        };
        if !bad.contains(&(explanation.code, explanation.level)) {
            fail(explanation.bad, &bad, "isn't shown");
        }
        if bad.iter().any(|(code, level)| *level > Level::Note && *code != explanation.code) {
            fail(explanation.bad, &bad, "isn't alone");
        }
        if explanation.code != Code(150) && good.iter().any(|(code, _)| *code == explanation.code) {
            fail(explanation.good, &good, "is shown by its good table");
        }
        if good.iter().any(|(_, level)| *level == Level::Error) {
            fail(explanation.good, &good, "has a good table with errors");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

proptest! {
    /// Whatever stands in a grid: no panic, each decision of the model is whole, and a decision that is missing has an error somewhere.
    #[test]
    fn random_grids_never_panic(
        roles in prop::collection::vec(prop::sample::select(vec!["if", "in", "then", "out", "note", "if", "then", "until", ""]), 2..5),
        policy in prop::sample::select(vec!["unique", "any", "first", "priority", "collect", "sum", "min", "count", "output order"]),
        rows in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
            "", "-", "1", "2", "< 5", ">= 5", "[1..3]", "a", "b", "a, b", "not(a)", "null", "^", "yes", "2026-01-01", "PT1H", "text", "number?",
            "decimal(2)", "#REF!", "5 kg", "x.y", "else", "type", "values", "expr", "default", "k", "D",
        ]), 3..6), 0..9),
        tests in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
            "", "a", "1", "c0", "c1", "c2", "expect c1", "expect c2", "expect rule", "expect error", "yes", "MB0802", "[1, 2]", "note",
        ]), 3..6), 0..5),
    ) {
        let labels: String = (0..roles.len()).map(|index| format!(" | c{index}")).collect();
        let join = |rows: &[Vec<&str>]| rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n");
        let table = format!("decision | D\n{policy}{labels}\nrole | {}\n{}\n\ntest | D\n{}", roles.join(" | "), join(&rows), join(&tests));
        let (model, diagnostics) = compiled(&[("a/b.csv", &table)]);
        for diagnostic in &diagnostics {
            let _ = diagnostic.describe();
        }
        let book = &model.apps[0].books[0];
        let errors = diagnostics.iter().any(|diagnostic| diagnostic.level() == Level::Error);
        prop_assert_eq!(book.broken, errors);
        prop_assert!(errors || book.decisions.len() == 1, "{}", table);
        for decision in &book.decisions {
            prop_assert!(decision.rules.iter().all(|rule| rule.entries.len() == decision.input_clauses.len()));
            for rule in &decision.rules {
                for (entry, output) in rule.outputs.iter().zip(&decision.output_clauses) {
                    prop_assert!(entry.output.literal().is_some_and(|value| output.ty.holds(value)), "{}", table);
                }
            }
        }
    }
}
