//! A table of 16,000 rules with 200 mistakes of eight kinds: each is reported, nothing else is, and what people are shown of it is a page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use matchbook_compiler::compile::{Compilation, SourceSet, compile};
use matchbook_compiler::diagnostic::render::Display;
use matchbook_compiler::diagnostic::{Digest, Level, MOST_LINES, MOST_SHOWN, Report};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// A kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Gap,
    Overlap,
    Duplicate,
    Covered,
    OutsideDomain,
    ReversedEnds,
    BothEndsClosed,
    WrongType,
}

const FAULTS: [Fault; 8] = [
    Fault::Gap,
    Fault::Overlap,
    Fault::Duplicate,
    Fault::Covered,
    Fault::OutsideDomain,
    Fault::ReversedEnds,
    Fault::BothEndsClosed,
    Fault::WrongType,
];

const EACH: usize = 25;

/// What separates neighbours of four rules that share the first five columns: two age bands, two bands of sums.
const BANDS: [[&str; 2]; 4] = [["< 25", "< 50000"], ["< 25", ">= 50000"], [">= 25", "< 50000"], [">= 25", ">= 50000"]];

/// A mistake: of which rule.
struct Planted {
    fault: Fault,
    rule: String,
}

/// The table, and the mistakes in it: of every twenty groups of four rules, one that nobody chose has one.
fn table() -> (String, Vec<Planted>) {
    let states: Vec<String> = (0..50).map(|state| format!("{}{}", char::from(b'A' + state / 10), char::from(b'V' - state % 10))).collect();
    let classes = ["economy", "family", "sport", "van", "truck"];
    let coverages = ["basic", "partial", "full", "collision"];
    let mut text = format!(
        "decision,Rating\ncomplete,yes\nunique,State,Class,Coverage,Plan,Member,Age,Sum,Factor\nrole,if,if,if,if,if,if,if,then\n\
         type,text,text,text,text,boolean,integer,decimal(2),decimal(3)\nvalues,\"{}\",\"{}\",\"{}\",\"annual, monthly\",,[18..99],\"[0..100000)\",\n",
        states.join(", "),
        classes.join(", "),
        coverages.join(", "),
    );
    let mut planted: Vec<Planted> = Vec::new();
    let (mut groups, mut rules, mut bits) = (0_usize, 0_usize, 7_u64);
    for state in &states {
        for class in classes {
            for coverage in coverages {
                for plan in ["annual", "monthly"] {
                    for member in ["yes", "no"] {
                        if groups % 20 == 0 {
                            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        }
                        let at = (bits >> 40) % 20;
                        let fault = (groups as u64 % 20 == at).then(|| FAULTS[groups / 20 % FAULTS.len()]);
                        for (band, [age, sum]) in BANDS.into_iter().enumerate() {
                            let rule = format!("r{rules}");
                            let (mut class, mut age, mut sum) = (class.to_owned(), age, sum);
                            let mut row = |rule: &str, class: &str, age: &str, sum: &str| {
                                let _ = writeln!(
                                    text,
                                    "{rule},{state},{class},{coverage},{plan},{member},{age},{sum},{}.{:03}",
                                    band + 1,
                                    rules % 1000
                                );
                            };
                            let mut plant = |rule: &str| planted.extend(fault.map(|fault| Planted { fault, rule: rule.to_owned() }));
                            match (fault, band) {
                                (Some(Fault::Gap), 3) => (sum, ()) = (">= 50001", plant(&rule)),
                                (Some(Fault::Overlap), 2) => (sum, ()) = ("<= 50100", plant(&rule)),
                                (Some(Fault::BothEndsClosed), 2) => (sum, ()) = ("<= 50000", plant(&rule)),
                                (Some(Fault::OutsideDomain), 0) => {
                                    class.push('s');
                                    plant(&rule);
                                }
                                (Some(Fault::ReversedEnds), 1) => (sum, ()) = ("[99999..50000]", plant(&rule)),
                                (Some(Fault::WrongType), 3) => (age, ()) = ("grown up", plant(&rule)),
                                (Some(Fault::Duplicate), 0) => {
                                    row(&format!("again-{rule}"), &class, age, sum);
                                    plant(&rule);
                                }
                                (Some(Fault::Covered), 1) => {
                                    row(&format!("within-{rule}"), &class, "[19..21]", "[60000..70000)");
                                    plant(&rule);
                                }
                                _ => {}
                            }
                            row(&rule, &class, age, sum);
                            rules += 1;
                        }
                        groups += 1;
                    }
                }
            }
        }
    }
    assert_eq!((groups, rules, planted.len()), (4_000, 16_000, EACH * FAULTS.len()));
    (text, planted)
}

fn compiled(text: String) -> Compilation {
    let book = SourceFile { path: BookPath::new("insurance/rating.csv"), bytes: Ok(text.into_bytes()) };
    compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default())
}

/// What a report says, notes and all.
fn words(report: &Report) -> String {
    let description = &report.description;
    let labels = std::iter::once(&description.primary).chain(&description.secondary).map(|label| &label.text);
    let fixes = description.fixes.iter().map(|fix| &fix.title);
    std::iter::once(&description.message).chain(labels).chain(&description.notes).chain(fixes).cloned().collect::<Vec<_>>().join("\n")
}

#[test]
fn every_mistake_is_found_and_nothing_else() {
    let (text, planted) = table();
    let rows: BTreeMap<&str, u32> = text.lines().zip(0..).filter_map(|(line, row)| Some((line.split(',').next()?, row))).collect();
    let compilation = compiled(text.clone());
    let errors: Vec<&Report> = compilation.reports.iter().filter(|report| report.level > Level::Note).collect();
    let mut unclaimed: BTreeSet<usize> = (0..errors.len()).collect();
    for Planted { fault, rule } in &planted {
        let codes: &[u16] = match fault {
            Fault::Gap => &[402],
            Fault::Overlap | Fault::Duplicate | Fault::Covered | Fault::BothEndsClosed => &[401],
            Fault::OutsideDomain => &[313],
            Fault::ReversedEnds => &[209],
            Fault::WrongType => &[201],
        };
        let row = rows[rule.as_str()];
        let line: Vec<&str> = text.lines().nth(row as usize).unwrap().split(',').collect();
        let found = errors.iter().enumerate().position(|(position, report)| {
            let places = std::iter::once(&report.description.primary).chain(&report.description.secondary);
            let at =
                places.filter_map(|label| label.location.cells.as_ref()).any(|(_, range)| range.first.row <= row && row <= range.last.row);
            // A gap is at no row; its bounds are those of the rule that misses.
            let names = line[1..5].iter().all(|value| words(report).contains(value)) && words(report).contains("50000");
            // Gaps side by side are one.
            codes.contains(&report.code().0) && if *fault == Fault::Gap { names } else { at && unclaimed.contains(&position) }
        });
        let found = found.unwrap_or_else(|| panic!("{fault:?} of {rule} is not reported"));
        unclaimed.remove(&found);
    }
    let said: Vec<String> = unclaimed.iter().map(|other| words(errors[*other])).collect();
    assert!(said.is_empty(), "nothing else is wrong: {}", said.join("\n\n"));

    let (texts, csv) = (BTreeMap::new(), BTreeMap::new());
    let display = Display { root: "tables", books: &compilation.read, texts: &texts, csv: &csv };
    let lines = |report: &Report| display.human(report, false).lines().count() + 1;
    let digest = Digest::of(errors.clone(), lines);
    let shown = digest.full.len() + digest.brief.len();
    assert_eq!(shown, MOST_SHOWN);
    assert_eq!(digest.left.values().sum::<usize>(), errors.len() - shown);
    assert!(digest.full.iter().map(|report| lines(report)).sum::<usize>() + digest.brief.len() + 4 <= MOST_LINES);
    // Each code is among those shown.
    let codes = |reports: &[&Report]| reports.iter().map(|report| report.code()).collect::<BTreeSet<_>>();
    assert_eq!(codes(&[digest.full.clone(), digest.brief.clone()].concat()), codes(&errors));
}
