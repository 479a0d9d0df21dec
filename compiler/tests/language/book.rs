//! Books that tests write as text, what the compiler says of them, and what they decide.

use std::fmt::Write as _;
use std::io::Write as _;

use matchbook_compiler::cases::run_cases;
use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::{Level, Report};
use matchbook_compiler::interpret::evaluate_json;
use matchbook_compiler::model::DecisionTable;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// Books, compiled.
pub(crate) struct Book(pub(crate) Compilation);

/// A book of one sheet, in the app `example`: a line a row, `|` between cells; `^` merges a cell with the one above, `<` with the one on
/// its left, `(formula)` stands for a formula that was never calculated. It is a CSV file, but for those that CSV doesn't have.
pub(crate) fn book(text: &str) -> Book {
    books(&[("example/book", text)])
}

/// Such books, each with its path without an ending.
pub(crate) fn books(books: &[(&str, &str)]) -> Book {
    let file = |(path, text): &(&str, &str)| {
        let rows: Vec<Vec<&str>> = text.trim_matches('\n').lines().map(|line| line.split('|').map(str::trim).collect()).collect();
        let needs_workbook = rows.iter().flatten().any(|cell| ["^", "<", "(formula)"].contains(cell));
        let (ending, bytes) = if needs_workbook { ("xlsx", workbook(&rows)) } else { ("csv", csv(&rows)) };
        SourceFile { path: BookPath::new(&format!("{path}.{ending}")), bytes: Ok(bytes) }
    };
    let books = books.iter().map(file).collect();
    Book(compile(&SourceSet { books, ..SourceSet::default() }, &Options::default()))
}

fn csv(rows: &[Vec<&str>]) -> Vec<u8> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for row in rows {
        let fields: Vec<String> = (0..width).map(|column| format!("\"{}\"", row.get(column).unwrap_or(&"").replace('"', "\"\""))).collect();
        writeln!(text, "{}", fields.join(",")).unwrap();
    }
    text.into_bytes()
}

fn reference(row: usize, column: usize) -> String {
    format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap()), row + 1)
}

/// The smallest workbook that holds these cells.
fn workbook(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut cells = String::new();
    let mut merges: Vec<((usize, usize), (usize, usize))> = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        write!(cells, "<row r=\"{}\">", row + 1).unwrap();
        for (column, cell) in line.iter().enumerate() {
            let beside = match *cell {
                "^" => (row - 1, column),
                "<" => (row, column - 1),
                _ => {
                    let at = reference(row, column);
                    let text = cell.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                    match *cell {
                        "" => {}
                        "(formula)" => write!(cells, "<c r=\"{at}\"><f>1+1</f></c>").unwrap(),
                        number if number.parse::<f64>().is_ok() => write!(cells, "<c r=\"{at}\"><v>{text}</v></c>").unwrap(),
                        _ => write!(cells, "<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>").unwrap(),
                    }
                    continue;
                }
            };
            match merges.iter_mut().find(|(first, last)| *first == beside || *last == beside) {
                Some((_, last)) => *last = (row, column),
                None => merges.push((beside, (row, column))),
            }
        }
        cells.push_str("</row>");
    }
    let merged: String = merges
        .iter()
        .map(|(first, last)| format!("<mergeCell ref=\"{}:{}\"/>", reference(first.0, first.1), reference(last.0, last.1)))
        .collect();
    let merged = if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"book\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{cells}</sheetData>{merged}</worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

impl Book {
    /// The findings from `level` on, as messages have them.
    fn findings(&self, level: Level) -> Vec<&Report> {
        self.0.reports.iter().filter(|report| report.level >= level).collect()
    }

    /// The codes of warnings and errors, each with its cell.
    pub(crate) fn codes(&self) -> Vec<String> {
        let cell = |report: &Report| report.location().cells.as_ref().map_or_else(String::new, |(_, range)| range.to_string());
        self.findings(Level::Warning).into_iter().map(|report| format!("{} {}", report.code(), cell(report))).collect()
    }

    /// All that is said of the books from advice on, as messages have it.
    pub(crate) fn said(&self) -> String {
        let mut text = String::new();
        for report in self.findings(Level::Advice) {
            let description = &report.description;
            let level = format!("{:?}", report.level).to_lowercase();
            writeln!(text, "{level}[{}] {}: {}", report.code(), report.location(), description.message).unwrap();
            if !description.primary.text.is_empty() {
                writeln!(text, "  ^ {}", description.primary.text).unwrap();
            }
            for label in &description.secondary {
                writeln!(text, "  - {}: {}", label.location, label.text).unwrap();
            }
            for note in &description.notes {
                writeln!(text, "  = {note}").unwrap();
            }
            for fix in &description.fixes {
                writeln!(text, "  fix: {}", fix.in_words()).unwrap();
            }
            if let Some(help) = &description.help {
                writeln!(text, "  help: {help}").unwrap();
            }
        }
        text
    }

    /// The book, without a warning or an error.
    pub(crate) fn clean(self) -> Self {
        assert!(self.findings(Level::Warning).is_empty(), "{}", self.said());
        self
    }

    pub(crate) fn table(&self, decision: &str) -> &DecisionTable {
        let found = self.0.decisions.iter().find(|checked| checked.table().name == decision);
        found.unwrap_or_else(|| panic!("{decision} has an error:\n{}", self.said())).table()
    }

    /// What a decision gives for a document: the result and the ids of its rules, or an error's code and message.
    pub(crate) fn gives(&self, decision: &str, document: &str) -> String {
        let table = self.table(decision);
        let graph = self.0.graph(&table.app, decision).unwrap();
        match evaluate_json(graph, document) {
            Ok(answer) => {
                let rules: Vec<&str> = answer.rules.iter().map(|rule| table.rules[rule.0].id.as_str()).collect();
                format!("{} by {}", answer.output, if rules.is_empty() { "nothing".to_owned() } else { rules.join(", ") })
            }
            Err(error) => format!("{} {error}", error.code()),
        }
    }

    /// What a decision gives for documents, one a line.
    pub(crate) fn gives_all(&self, decision: &str, documents: &[&str]) -> String {
        documents.iter().map(|document| format!("{document} -> {}\n", self.gives(decision, document))).collect()
    }

    /// The only answer of a decision, without its rule.
    pub(crate) fn answer(&self, decision: &str, document: &str) -> String {
        let given = self.gives(decision, document);
        given.rsplit_once(" by ").map_or(given.clone(), |(output, _)| output.to_owned())
    }

    /// How many test cases the books have; what failed is printed and fails the test.
    pub(crate) fn passes(&self) -> usize {
        let runs = run_cases(&self.0);
        for run in &runs {
            let messages: Vec<&str> = run.reports.iter().map(|report| report.description.message.as_str()).collect();
            assert!(messages.is_empty(), "{}: {messages:?}", run.case);
        }
        runs.len()
    }
}
