//! Every form in which rules can be found, compiled, says what the table means: the workloads and all shipped tables, each generated once
//! for each form that it can have, and asked by JSON about boundaries, between them, at random and about all that is bad in documents;
//! batches of the same rows too. `compiler/tests/random_decisions.rs` does the same for random tables.
//!
//! What is written stays below `target/`, to be looked at. `MATCHBOOK_SEED` sets the seed of what is asked.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

#[path = "../../generated/tests/agreement/documents.rs"]
mod documents;
#[path = "../../compiler/tests/generated/mod.rs"]
mod generated;
#[path = "../../generated/tests/agreement/lists.rs"]
mod lists;
#[path = "forms/questions.rs"]
mod questions;
#[path = "../../generated/tests/agreement/random.rs"]
mod random;
#[path = "../../generated/tests/agreement/values.rs"]
mod values;

use std::collections::{BTreeMap, BTreeSet};

use generated::Question;
use matchbook_benches::open_books;
use matchbook_benches::workload::Shape;
use matchbook_compiler::compile::compile;
use matchbook_compiler::dispatch::plan_as;
use matchbook_compiler::emit;
use matchbook_compiler::model::{DecisionGraph, Strategy, TestCase};
use matchbook_compiler::names::names;
use matchbook_compiler::options::Options;
use matchbook_compiler::output::GeneratedFile;
use random::Random;

/// The workloads, and how many rules they have here: those by which strategies are judged at their own sizes, but for the look-up, whose
/// 100,000 rules the interpreter would read for each question.
const WORKLOADS: [(&str, usize); 6] =
    [("tiny", 8), ("shipping", 200), ("rating", 10_000), ("lookup", 10_000), ("packets", 1_000), ("insurance", 16_369)];

/// A decision's documents, each with what the decision means by it.
struct Asked {
    app: String,
    decision: String,
    documents: Vec<(String, String)>,
}

impl Asked {
    fn new(graph: &DecisionGraph<'_>, documents: Vec<String>) -> Self {
        let table = graph.table();
        let meant = |document: String| {
            let meaning = generated::meaning(graph, &document);
            (document, meaning)
        };
        Self { app: table.app.clone(), decision: table.name.clone(), documents: documents.into_iter().map(meant).collect() }
    }
}

/// The file in a folder of the form's own, as one of an app named after it.
fn by_form(file: &GeneratedFile, apps: &BTreeSet<&str>, form: Strategy) -> GeneratedFile {
    let word = form.word();
    let named = |text: String, app: &&str| {
        text.replace(&format!("Info::new(\n        {app:?},"), &format!("Info::new(\n        \"{app} by {word}\","))
    };
    let text = apps.iter().fold(file.text.clone(), named);
    GeneratedFile { path: format!("by_{}/{}", word.replace(' ', "_"), file.path), text, ..file.clone() }
}

/// Compiles the files and asks each decision by each of its forms.
fn agree(name: &str, files: &[GeneratedFile], asked: &[(&Asked, Strategy)]) {
    let apps: Vec<String> = asked.iter().map(|(asked, form)| format!("{} by {}", asked.app, form.word())).collect();
    let questions: Vec<Question<'_>> = asked
        .iter()
        .zip(&apps)
        .flat_map(|((asked, _), app)| asked.documents.iter().map(|(document, _)| Question { app, decision: &asked.decision, document }))
        .collect();
    let (files, batches) = generated::batch::checked(files);
    let answers = generated::answers_beside(name, &[("batch", &batches)], &files, &questions);
    let meanings = asked.iter().flat_map(|(asked, _)| &asked.documents).map(|(_, meaning)| meaning);
    let mut wrong = Vec::new();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for ((question, meaning), answer) in questions.iter().zip(meanings).zip(&answers) {
        *codes.entry(if meaning.starts_with("MB") { &meaning[.."MB0000".len()] } else { "decided" }).or_default() += 1;
        if !generated::agrees(meaning, answer) {
            let document: String = question.document.chars().take(400).collect();
            wrong.push(format!("{}, {}: {document}: means {meaning}, compiled {answer}", question.app, question.decision));
        }
    }
    println!("{} questions to {} files: {codes:?}", questions.len(), files.len());
    assert!(wrong.is_empty(), "{} wrong answers, the first ones:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    for code in ["decided", "MB0801", "MB0810", "MB0811", "MB0812", "MB0813", "MB0814", "MB0815", "MB0816"] {
        assert!(codes.contains_key(code), "no question is {code}: {codes:?}");
    }
}

#[test]
fn every_form_of_the_workloads_says_what_they_mean() {
    let mut random = Random(Random::seeded());
    let options = Options { batch: true, ..Options::default() };
    let (mut files, mut all, mut forms) = (Vec::new(), Vec::new(), Vec::new());
    for (name, rules) in WORKLOADS {
        let workload = Shape::named(name).unwrap().of_size(rules);
        let compilation = compile(&workload.sources(), &options);
        let checked = compilation.decision("bench", name).unwrap();
        let table = checked.table();
        let mut of_it = Vec::new();
        for form in Strategy::forms() {
            let Ok(plan) = plan_as(checked, form, &options) else { continue };
            let names = names(&[table], &mut Vec::new());
            let file = emit::decision(checked, &plan, &emit::Decisions::default(), &names, &[], &options).unwrap();
            files.push(by_form(&file, &BTreeSet::from(["bench"]), form));
            of_it.push(form);
        }
        let asked = Asked::new(&compilation.graph("bench", name).unwrap(), questions::of_workload(&workload, table, &mut random));
        println!("{name}: {} questions, by {}", asked.documents.len(), of_it.iter().map(|form| form.word()).collect::<Vec<_>>().join(", "));
        assert!(of_it.len() >= 2, "{name}");
        all.push(asked);
        forms.push(of_it);
    }
    assert_eq!(forms.concat().into_iter().collect::<BTreeSet<_>>().len(), Strategy::forms().count(), "{forms:?}");
    let asked: Vec<(&Asked, Strategy)> =
        all.iter().zip(&forms).flat_map(|(asked, forms)| forms.iter().map(move |form| (asked, *form))).collect();
    agree("workloads-by-form", &files, &asked);
}

#[test]
fn every_form_of_the_shipped_tables_says_what_they_mean() {
    let mut random = Random(Random::seeded());
    let books = open_books().unwrap();
    let options = Options { batch: true, ..books.options.clone() };
    let compilation = compile(&books.sources, &options);
    let all: Vec<Asked> = compilation
        .decisions
        .iter()
        .map(|checked| {
            let table = checked.table();
            let apps = compilation.model.apps.iter().filter(|app| app.name == table.app);
            let blocks = apps.flat_map(|app| &app.books).flat_map(|book| &book.tests).filter(|block| block.decision == table.name);
            let cases: Vec<&TestCase> = blocks.flat_map(|block| &block.cases).collect();
            let graph = compilation.graph(&table.app, &table.name).unwrap();
            Asked::new(&graph, questions::of_table(&graph, &cases, &mut random))
        })
        .collect();
    let apps: BTreeSet<&str> = compilation.decisions.iter().map(|checked| checked.table().app.as_str()).collect();
    let (mut files, mut asked, mut count) = (Vec::new(), Vec::new(), BTreeMap::new());
    for form in Strategy::forms() {
        let has_form: Vec<bool> = compilation.decisions.iter().map(|checked| plan_as(checked, form, &options).is_ok()).collect();
        let compiled = compile(&books.sources, &Options { dispatch: form, ..options.clone() });
        files.extend(compiled.files.iter().map(|file| by_form(file, &apps, form)));
        for (of_it, _) in all.iter().zip(has_form).filter(|(_, has_form)| *has_form) {
            asked.push((of_it, form));
            *count.entry(form.word()).or_insert(0) += 1;
        }
    }
    println!("{} decisions; {count:?}", all.len());
    for of_it in &all {
        let decided = of_it.documents.iter().filter(|(_, meaning)| !meaning.starts_with("MB")).count();
        assert!(decided > 10, "{}: {decided} of {}", of_it.decision, of_it.documents.len());
    }
    agree("shipped-by-form", &files, &asked);
}
