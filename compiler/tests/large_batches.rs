//! Tables of many rules by bit sets and by scans, compiled, against the interpreter, and their batches against both: what is read in several
//! words or blocks of rules, with promises that values finer than a column's digits can break, null, and keys of 128 bits.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

mod generated;
#[path = "random/seeded.rs"]
mod seeded;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use matchbook_compiler::check::{Checked, check};
use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::dispatch::{Plan, Selection, plan_as};
use matchbook_compiler::emit;
use matchbook_compiler::model::{DecisionTable, Strategy};
use matchbook_compiler::names::names;
use matchbook_compiler::options::Options;
use matchbook_compiler::output::GeneratedFile;
use matchbook_compiler::source::{BookPath, SourceFile};
use seeded::Random;

const ZONES: [&str; 3] = ["near", "far", "away"];
const SEED: u64 = 42;
/// How many documents each table is asked.
const QUESTIONS: usize = 300;

/// The policies, each with whether several rules may match, and whether there is an `else`.
const POLICIES: [(&str, bool, bool); 6] = [
    ("first", true, true),
    ("unique", false, true),
    ("any", false, true),
    ("rule order", true, true),
    ("sum", true, false),
    ("count", true, false),
];

/// Whether a form is the one that a table is there for.
type IsMeant = fn(&Selection) -> bool;

/// A table, what it is asked, and the forms that it is asked by.
struct Case {
    book: String,
    documents: Vec<String>,
    forms: Vec<(Strategy, IsMeant)>,
}

fn options() -> Options {
    Options { batch: true, ..Options::default() }
}

/// From when on a rule holds: finely enough for keys of 128 bits.
fn seen(rule: usize) -> String {
    format!("2026-{:02}-{:02}T{:02}:{:02}:01.000000001", 1 + rule % 12, 1 + rule % 28, rule % 24, rule * 7 % 60)
}

/// A table of so many rules. Amounts of rules that may not overlap share no hundredth, and do share what is finer.
fn book(name: &str, policy: &str, rules: usize, overlap: bool, has_else: bool) -> String {
    let mut text = format!(
        "decision,{name}\n{policy},Zone,Amount,Seen,Level,Out\nrole,if,if,if,if,then\nexpr,zone,amount,seen,level,out\n\
         type,text,decimal(2),date and time,integer?,integer\nvalues,\"near, far, away\",,,,\n"
    );
    for rule in 0..rules {
        let low = rule / 3 * 10;
        let amount = format!("({:.2}..{low_of_next})", low as f64 - 0.01, low_of_next = low + if overlap { 35 } else { 10 });
        let seen = if rule % 5 == 0 { format!(">= {}", seen(rule)) } else { "-".to_owned() };
        let level = ["-", "null", "[0..50]", ">= 10"][rule % 4];
        let _ = writeln!(text, "r{rule},{},{amount},{seen},{level},{rule}", ZONES[rule % 3]);
    }
    if has_else {
        text.push_str("else,,,,,-1\n");
    }
    text
}

/// A document that a rule may fit, each fifth of which begins at some time; now and then with a zone that there isn't.
fn document(rules: usize, random: &mut Random) -> String {
    let rule = if random.one_in(2) { random.below(rules / 5) * 5 } else { random.below(rules + 10) };
    let zone = if random.one_in(40) { "nowhere" } else { ZONES[rule % 3] };
    let low = rule / 3 * 10;
    let amount = format!("{low}{}", random.pick(&["", ".01", ".99", ".995", ".005"]));
    let amount = if random.one_in(4) { format!("{:.3}", low as f64 - 0.005) } else { amount };
    let seen = [seen(rule), seen(rule).replace("001", "000"), "2026-06-15T12:00:00".to_owned()][random.below(3)].clone();
    let level = ["null".to_owned(), random.below(60).to_string(), "-1".to_owned()][random.below(3)].clone();
    format!("{{\"zone\":\"{zone}\",\"amount\":{amount},\"seen\":\"{seen}\",\"level\":{level}}}")
}

/// A table whose columns have sets of texts: no rule of them is a range of classes, so that scans compare none in blocks.
fn book_of_sets(random: &mut Random) -> String {
    let line = |gutter: &str, cell: &str, output: &str| format!("{gutter},{},{output}\n", [cell; 9].join(","));
    let texts: Vec<String> = (0..100).map(|at| format!("v{at}")).collect();
    let columns = |prefix: &str| (0..9).map(|at| format!("{prefix}{at}")).collect::<Vec<_>>().join(",");
    let mut text = format!("decision,Sets\nfirst,{},Out\n{}expr,{},out\n", columns("C"), line("role", "if", "then"), columns("c"));
    text += &line("type", "text", "integer");
    text += &line("values", &format!("\"{}\"", texts.join(", ")), "");
    for rule in 0..30 {
        let mut cell = || {
            let most: Vec<&str> = texts.iter().filter(|_| !random.one_in(8)).map(String::as_str).collect();
            format!("\"{}\"", most.join(", "))
        };
        let cells: Vec<String> = (0..9).map(|_| cell()).collect();
        let _ = writeln!(text, "r{rule},{},{rule}", cells.join(","));
    }
    text + "else,,,,,,,,,,-1\n"
}

fn document_of_sets(random: &mut Random) -> String {
    let values: Vec<String> =
        (0..9).map(|at| format!("\"c{at}\":\"v{}\"", random.below(100) + usize::from(random.one_in(200)) * 100)).collect();
    format!("{{{}}}", values.join(","))
}

/// The module of a table by one form, with a name of its own.
fn module(checked: &Checked, plan: &Plan, strategy: Strategy) -> (String, GeneratedFile) {
    let table = checked.table();
    let named = DecisionTable { name: format!("{} by {}", table.name, strategy.word()), ..table.clone() };
    let checked = check(named, &options(), &mut Vec::new()).unwrap();
    let table: &DecisionTable = checked.table();
    let names = names(&[table], &mut Vec::new());
    (table.name.clone(), emit::decision(&checked, plan, &emit::Decisions::default(), &names, &[], &options()).unwrap())
}

#[test]
fn many_rules_are_found_alike_row_by_row_and_by_columns() {
    let mut random = Random(SEED);
    let in_words: IsMeant =
        |form| matches!(form, Selection::BitSets(form) if !form.summarized && form.sets.iter().all(|sets| sets.words > 4));
    let summarized: IsMeant = |form| matches!(form, Selection::BitSets(form) if form.summarized);
    let in_blocks: IsMeant = |form| matches!(form, Selection::Scan(scan) if scan.is_blocks);
    let one_by_one: IsMeant = |form| matches!(form, Selection::Scan(scan) if !scan.is_blocks);
    let mut cases: Vec<Case> = Vec::new();
    for (policy, overlap, has_else) in POLICIES {
        for rules in [300, 2_100] {
            if rules > 300 && matches!(policy, "any" | "count") {
                continue;
            }
            let book = book(&format!("{policy} of {rules}"), policy, rules, overlap, has_else);
            let documents = (0..QUESTIONS).map(|_| document(rules, &mut random)).collect();
            let bit_sets = if rules > 300 { summarized } else { in_words };
            cases.push(Case { book, documents, forms: vec![(Strategy::BitSets, bit_sets), (Strategy::Scan, in_blocks)] });
        }
    }
    let documents = (0..QUESTIONS).map(|_| document_of_sets(&mut random)).collect();
    cases.push(Case { book: book_of_sets(&mut random), documents, forms: vec![(Strategy::Scan, one_by_one)] });

    let (mut files, mut questions) = (Vec::new(), Vec::new());
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for Case { book, documents, forms } in &cases {
        let file = SourceFile { path: BookPath::new("large.csv"), bytes: Ok(book.clone().into_bytes()) };
        let compilation = compile(&SourceSet { books: vec![file], ..SourceSet::default() }, &options());
        let checked = compilation.decisions.first().unwrap_or_else(|| panic!("{:?}", compilation.reports));
        let meanings: Vec<String> = documents.iter().map(|document| generated::meaning(checked.table(), document)).collect();
        for meaning in &meanings {
            *codes.entry(if meaning.starts_with("MB") { meaning[..6].to_owned() } else { "decided".to_owned() }).or_default() += 1;
        }
        for (strategy, is_meant) in forms {
            let plan = plan_as(checked, *strategy, &options()).unwrap();
            assert!(is_meant(&plan.selection), "{} by {}", checked.table().name, strategy.word());
            let (name, file) = module(checked, &plan, *strategy);
            assert!(file.text.contains("|block|"), "{name} goes row by row");
            assert_eq!(file.text.contains("WideIntegers"), name.contains(" of "), "{name}");
            files.push(file);
            questions.extend(documents.iter().zip(&meanings).map(|(document, meaning)| (name.clone(), document.clone(), meaning.clone())));
        }
    }
    println!("{} modules, {} questions: {codes:?}", files.len(), questions.len());
    for code in ["decided", "MB0801", "MB0803"] {
        assert!(codes.contains_key(code), "no question is {code}: {codes:?}");
    }
    generated::batch::assert_agree("large-batches", "large", &files, &questions);
}
