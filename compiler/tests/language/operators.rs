//! The operators of `docs/operators.md`, each asked in JSON, in the interpreter and in compiled code alike.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::book::{Book, books};
use crate::generated::{self, Question};

/// All operators that rule engines have by these names, but for `OBJECT_EQUALS`, which compares what no one column holds.
const OPERATORS: &str = "AND OR EQUAL NOT_EQUAL EQUALS_IGNORE_CASE MORE_THAN LESS_THAN MORE_THAN_OR_EQUAL LESS_THAN_OR_EQUAL IN NOT_IN NULL \
    NOT_NULL EMPTY NOT_EMPTY CONTAINS NOT_CONTAINS STARTS_WITH ENDS_WITH MATCHES NOT_MATCHES NUMERIC NOT_NUMERIC TRUE NOT_TRUE VALID_EMAIL \
    NOT_VALID_EMAIL VALID_DATE NOT_VALID_DATE VALID_DATE_TIME NOT_VALID_DATE_TIME";

/// A row of the page.
struct Row {
    line: usize,
    operator: String,
    cell: String,
    column: String,
    /// Documents, each with whether the condition holds, or the code of the error.
    asked: Vec<(String, String)>,
}

/// The document of a value between backticks.
fn document(value: &str) -> String {
    if value == "missing" { "{}".to_owned() } else { format!("{{\"Value\":{value}}}") }
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn rows() -> Vec<Row> {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operators.md")).unwrap();
    let mut rows = Vec::new();
    for (number, line) in page.lines().enumerate().filter(|(_, line)| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [operator, cell, column, holds, fails, refused] = cells[..] else { panic!("line {}: {line}", number + 1) };
        let mut asked: Vec<(String, String)> = quoted(holds).into_iter().map(|value| (document(value), "true by r".to_owned())).collect();
        asked.extend(quoted(fails).into_iter().map(|value| (document(value), "false by else".to_owned())));
        for part in refused.split(", ") {
            let (value, code) = part.rsplit_once(' ').unwrap();
            asked.push((document(value.trim_matches('`')), code.to_owned()));
        }
        rows.push(Row {
            line: number + 1,
            operator: quoted(operator)[0].to_owned(),
            cell: quoted(cell)[0].to_owned(),
            column: column.to_owned(),
            asked,
        });
    }
    rows
}

fn book_of(rows: &[Row]) -> Book {
    let mut text = "constants | Names\n | name | type | value\n | limit | decimal(2) | 200\n".to_owned();
    for Row { line, cell, column, .. } in rows {
        writeln!(text, "\ndecision | Line {line}\nfirst | Value | Holds\nrole | if | then\ntype | {column} | boolean\nr | {cell} | true\nelse | | false")
            .unwrap();
    }
    books(&[("operators/book", &text)])
}

const ADDRESSES: &str = "
decision | Address check
first    | Same address | Check
role     | if           | then
expr     | {street: billing.street, city: billing.city} = {street: shipping.street, city: shipping.city} |
same     | yes          | none
else     |              | ask the customer

glossary | Addresses       |
         | name            | type
         | billing.street  | text
         | billing.city    | text?
         | shipping.street | text
         | shipping.city   | text?
";

#[test]
fn each_operator_does_what_the_page_says() {
    let rows = rows();
    let named: BTreeSet<&str> = rows.iter().map(|row| row.operator.as_str()).collect();
    assert_eq!(named, OPERATORS.split_whitespace().collect());
    let book = book_of(&rows).clean();
    let mut wrong = String::new();
    let mut questions = Vec::new();
    for row in &rows {
        let decision = format!("Line {}", row.line);
        for (document, expected) in &row.asked {
            let given = book.gives(&decision, document);
            let is = if given.starts_with("MB") { given.split(' ').next().unwrap_or_default() } else { &given };
            if is != expected {
                writeln!(wrong, "line {}: {} of {document} gives {given}, not {expected}", row.line, row.cell).unwrap();
            }
            questions.push((decision.clone(), document.clone(), expected.clone()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    for operator in OPERATORS.split_whitespace() {
        let asked: Vec<&(String, String)> = rows.iter().filter(|row| row.operator == operator).flat_map(|row| &row.asked).collect();
        for value in ["{\"Value\":null}", "{}"] {
            assert!(asked.iter().any(|(document, _)| document == value), "{operator} isn't asked about {value}");
        }
        assert!(asked.iter().any(|(_, expected)| expected == "MB0814"), "{operator} isn't asked about a value of another type");
    }

    let asked: Vec<Question<'_>> =
        questions.iter().map(|(decision, document, _)| Question { app: "operators", decision, document }).collect();
    let answers = generated::answers("operators", &book.0.files, &asked);
    for ((decision, document, expected), answer) in questions.iter().zip(&answers) {
        // The path of an error is said behind it.
        let answer = answer.split_once(" at ").map_or(answer.as_str(), |(code, _)| code);
        let expected = match expected.as_str() {
            "true by r" => "true [0]",
            "false by else" => "false [1]",
            code => code,
        };
        assert_eq!(answer, expected, "compiled, {decision}: {document}");
    }
}

#[test]
fn objects_are_equal_with_all_their_parts() {
    let book = books(&[("operators/book", ADDRESSES)]).clean();
    let documents = [
        r#"{"billing":{"street":"1 High St","city":"York"},"shipping":{"street":"1 High St","city":"York"}}"#,
        r#"{"billing":{"street":"1 High St"},"shipping":{"street":"1 High St","city":null}}"#,
        r#"{"billing":{"street":"1 High St","city":"York"},"shipping":{"street":"1 High St"}}"#,
        r#"{"billing":{"street":"1 High St"},"shipping":{"street":"1 high st"}}"#,
        r#"{"billing":{"street":1},"shipping":{"street":"1 high st"}}"#,
        r#"{"billing":null,"shipping":{"street":"1 high st"}}"#,
        r#"{"billing":{"street":null},"shipping":{"street":"1 high st"}}"#,
        r#"{"shipping":{"street":"1 high st"}}"#,
    ];
    insta::assert_snapshot!(book.gives_all("Address check", &documents));
    let asked: Vec<Question<'_>> =
        documents.iter().map(|document| Question { app: "operators", decision: "Address check", document }).collect();
    let answers = generated::answers("objects", &book.0.files, &asked);
    insta::assert_snapshot!(answers.join("\n"));
}
