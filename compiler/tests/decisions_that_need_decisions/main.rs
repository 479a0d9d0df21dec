//! Decisions that need decisions: what names mean, the order, the inputs of a whole graph, its errors, and each decision evaluated once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

mod compiled;
#[path = "../generated/mod.rs"]
mod generated;
mod graph;
mod lists;
mod mistakes;
mod results;

use std::fmt::Write;

use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::interpret::evaluate_json;
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// Books of one app, ` | ` between cells.
fn compiled(books: &[(&str, &str)]) -> Compilation {
    let file = |(path, text): &(&str, &str)| {
        let row = |line: &str| {
            let cells = line.split('|').map(|cell| format!("\"{}\"", cell.trim().replace('"', "\"\"")));
            cells.collect::<Vec<_>>().join(",")
        };
        let text: Vec<String> = text.lines().map(row).collect();
        SourceFile { path: BookPath::new(path), bytes: Ok(text.join("\n").into_bytes()) }
    };
    compile(&SourceSet { books: books.iter().map(file).collect(), ..SourceSet::default() }, &Options::default())
}

/// What is reported from this level on.
fn reports(compilation: &Compilation, least: Level) -> String {
    let mut text = String::new();
    for report in compilation.reports.iter().filter(|report| report.level >= least) {
        let description = &report.description;
        writeln!(text, "{:?} {} {}: {}", report.level, report.code(), report.location(), description.message).unwrap();
        if least >= Level::Warning {
            writeln!(text, "  ^ {}", description.primary.text).unwrap();
        }
        for label in &description.secondary {
            writeln!(text, "  - {}: {}", label.location, label.text).unwrap();
        }
        for fix in &description.fixes {
            writeln!(text, "  fix: {}", fix.title).unwrap();
        }
        if let Some(help) = &description.help {
            writeln!(text, "  help: {help}").unwrap();
        }
    }
    text
}

/// What a decision gives for each document.
fn decided(compilation: &Compilation, decision: &str, documents: &[&str]) -> String {
    let app = compilation.model.apps[0].name.clone();
    let graph = compilation.graph(&app, decision).unwrap_or_else(|| panic!("{}", reports(compilation, Level::Warning)));
    let mut text = String::new();
    for document in documents {
        match evaluate_json(&graph, document) {
            Ok(answer) => {
                let own: Vec<&str> = answer.rules.iter().map(|rule| graph.table().rules[rule.0].id.as_str()).collect();
                let required: Vec<String> =
                    answer.required.iter().map(|required| format!("{} {:?}", required.decision, required.rules)).collect();
                writeln!(text, "{document} -> {} by {own:?}; {}", answer.output, required.join(", ")).unwrap();
            }
            Err(error) => writeln!(text, "{document} -> {} {error}", error.code()).unwrap(),
        }
    }
    text
}

/// A score, its band, and what was noticed.
const RISK: &str = "\
decision | Fraud score | | |
sum | Amount | Country | Points |
role | if | if | then |
expr | amount | country | points |
type | decimal(2) | text | integer |
values | >= 0 | US, CA, XX | [0..1000] |
big | > 1000 | | 300 |
xx | | XX | 500 |
none | - | | 0 |

decision | Warnings | | | |
collect | Amount | Country | Code | Text |
role | if | if | then | then |
expr | amount | country | code | text |
type | decimal(2) | text | text | text |
values | >= 0 | US, CA, XX | big, foreign | |
w-big | > 1000 | | big | =\"more than \" + string(amount - 1) |
w-xx | | XX, CA | foreign | not from here |

decision | Band | | | |
unique | Score | Known | Band | Limit |
role | if | if | then | then |
expr | Fraud score | known customer | band | limit |
type | integer | boolean | text | decimal(2) |
values | | | low, high | >= 0 |
low | [0..300) | | low | 1000 |
low-known | [300..800) | yes | low | 500 |
high | [300..800) | no | high | 0 |
very | >= 800 | | high | 0 |
";

/// What comes of both.
const PAYMENT: &str = "\
decision | Payment | | | | |
first | Band | Limit | Warned | Payment | Text |
role | if | if | if | then | then |
expr | Band.band | Band.limit | count(Warnings) | payment | text |
type | | | | text | text |
values | | | | accept, ask, refuse | |
refuse | high | | > 1 | refuse | =string join(Warnings.text, \"; \") |
ask | high | | | ask | =\"score \" + string(Fraud score) |
warned | low | < 500 | > 0 | ask | =if Warnings[1] = null then \"none\" else Warnings[1].text |
else | | | | accept | fine |

test | Payment | | | | |
 | amount | country | known customer | expect payment | expect rule |
t-refused | 2000 | XX | no | refuse | refuse |
t-fine | 20 | US | no | accept | else |
t-unknown | -1 | US | no | | |
";
