//! The compiled decisions of `tables/` against the reference interpreter, on the same JSON: output, rules and error codes, without a line
//! for any one table.
//!
//! The interpreter reads the model of the books as they are now, the compiled code is what stands in `src/tables`. `MATCHBOOK_SEED` sets
//! the seed, which is printed.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

#[path = "agreement/documents.rs"]
mod documents;
#[path = "agreement/lists.rs"]
mod lists;
#[path = "agreement/random.rs"]
mod random;
#[path = "agreement/values.rs"]
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use matchbook::json::Document;
use matchbook::{Decision, Info, RuleIndex};
use matchbook_compiler::build::Books;
use matchbook_compiler::compile::Compilation;
use matchbook_compiler::diagnostic::evaluation::EvaluationError;
use matchbook_compiler::interpret::{evaluate_json, run_case};
use matchbook_compiler::model::{DecisionGraph, DecisionTable, InputData, InputId, TestCase, Value};
use matchbook_compiler::region::{RuleMatrix, matrix};
use random::Random;

const COMBINATIONS: usize = 100_000;
const RANDOM_INPUTS: usize = 10_000;

/// The shipped books, compiled.
fn compiled() -> Compilation {
    let tables = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tables");
    Books::open(&[tables]).unwrap().compile()
}

/// An output, the rules' ids, and those of each required decision; or an error's code and the required decision in which it arose.
type Answer = Result<(serde_json::Value, Vec<String>, Vec<(String, Vec<String>)>), (String, Option<String>)>;

fn of_compiled(decision: &dyn Decision, decided: Result<matchbook::json::Decided, matchbook::json::Error>) -> Answer {
    let ids = |info: &Info, rules: &[RuleIndex]| -> Vec<String> {
        rules.iter().map(|rule| info.rules.get(*rule).map_or("?", |_| info.rules.id(*rule)).to_owned()).collect()
    };
    match decided {
        Ok(decided) => {
            let required = decided.required.iter();
            let required = required.map(|required| (required.decision.name.to_owned(), ids(required.decision, &required.rules)));
            Ok((decided.output.clone(), ids(decision.info(), &decided.rules), required.collect()))
        }
        Err(error) => Err((error.code().to_owned(), error.decision().map(|decision| decision.name.to_owned()))),
    }
}

fn of_interpreter(graph: &DecisionGraph<'_>, document: &str) -> Answer {
    match evaluate_json(graph, document) {
        Ok(answer) => {
            let ids = answer.rules.iter().map(|rule| graph.table().rules[rule.0].id.clone()).collect();
            let required = answer.required.into_iter().map(|required| (required.decision, required.rules)).collect();
            Ok((answer.output, ids, required))
        }
        Err(error) => {
            let decision = if let EvaluationError::Required { decision, .. } = &error { Some(decision.clone()) } else { None };
            Err((error.code().to_string(), decision))
        }
    }
}

/// What asking one decision came to.
#[derive(Default)]
struct Tally {
    combinations: usize,
    of_all: u128,
    asked: usize,
    wrong: Vec<String>,
    codes: BTreeMap<String, usize>,
    rules: BTreeSet<String>,
}

impl Tally {
    fn ask(&mut self, decision: &dyn Decision, graph: &DecisionGraph<'_>, document: &str) -> Answer {
        let table = graph.table();
        let compiled = of_compiled(decision, Document::parse(document).and_then(|document| decision.decide(document)));
        let meant = of_interpreter(graph, document);
        self.asked += 1;
        if compiled != meant && self.wrong.len() < 10 {
            let document: String = document.chars().take(400).collect();
            self.wrong.push(format!("{}: {document}\n  compiled  {compiled:?}\n  interpreted {meant:?}", table.name));
        }
        match &meant {
            Ok((_, rules, _)) => rules.iter().for_each(|rule| {
                if !self.rules.contains(rule) {
                    self.rules.insert(rule.clone());
                }
            }),
            Err((code, _)) => *self.codes.entry(code.clone()).or_default() += 1,
        }
        meant
    }

    /// The same through a document that somebody else has parsed, whose numbers have been binary floats: the same answer, or a refusal of
    /// the float. A float that happens to print 15 digits, where the document had more, is the number that it prints.
    fn ask_parsed(&mut self, decision: &dyn Decision, graph: &DecisionGraph<'_>, document: &str, meant: &Answer) {
        let parsed: serde_json::Value = serde_json::from_str(document).unwrap();
        let compiled = decision.evaluate_json(&parsed).map_err(|error| error.code().to_owned());
        self.asked += 1;
        let agrees = |meant: &Answer| match (&compiled, meant) {
            (Err(code), _) if code == "MB0815" => true,
            (Ok(output), Ok((meant, ..))) => output == meant,
            (Err(code), Err((meant, _))) => code == meant,
            _ => false,
        };
        if !agrees(meant) && !agrees(&of_interpreter(graph, &parsed.to_string())) && self.wrong.len() < 10 {
            let name = &graph.table().name;
            self.wrong.push(format!("{name} as a value: {document}\n  compiled  {compiled:?}\n  interpreted {meant:?}"));
        }
    }
}

fn ask_all(decision: &dyn Decision, graph: &DecisionGraph<'_>, cases: &[&TestCase], seed: u64) -> Tally {
    let table = graph.table();
    let mut random = Random(seed);
    let mut tally = Tally::default();
    let matrix: RuleMatrix = matrix(table);
    let literals = lists::literals(graph);
    let interesting = |input| values::interesting(table, &matrix, InputId(input), &literals);
    let interesting: Vec<Vec<Value>> = (0..table.inputs.len()).map(interesting).collect();

    // All combinations, or so many of them; each value of each input at least once.
    tally.of_all = interesting.iter().fold(1, |all: u128, values| all.saturating_mul(values.len() as u128));
    // Lists take long to write and to read, and differ more than a sample of any size shows.
    let most = if table.inputs.iter().any(|data| data.list().is_some()) { COMBINATIONS / 10 } else { COMBINATIONS };
    let sampled = tally.of_all > most as u128;
    tally.combinations = if sampled { most } else { usize::try_from(tally.of_all).unwrap() };
    let longest = interesting.iter().map(Vec::len).max().unwrap_or(0);
    for question in 0..tally.combinations {
        let mut rest = question;
        let inputs: Vec<Value> = interesting
            .iter()
            .map(|values| {
                let at = if !sampled {
                    let at = rest % values.len();
                    rest /= values.len();
                    at
                } else if question < longest {
                    question % values.len()
                } else {
                    random.below(values.len())
                };
                values[at].clone()
            })
            .collect();
        let _ = tally.ask(decision, graph, &documents::document(table, &inputs, question % 2 == 0));
    }

    // Inside each rule, wherever that is.
    for region in matrix.rules.iter().filter(|region| !region.is_empty()) {
        for _ in 0..20 {
            let inputs: Vec<Value> = region
                .sets
                .iter()
                .zip(&matrix.dimensions)
                .map(|(set, dimension)| {
                    let atoms: Vec<u32> = set.iter().collect();
                    dimension.atoms[*random.pick(&atoms) as usize].witness.clone()
                })
                .collect();
            let _ = tally.ask(decision, graph, &documents::document(table, &inputs, random.below(2) == 0));
        }
    }

    // What the authors thought of: rules whose conditions are computed are hardly met by chance.
    for case in cases {
        let _ = tally.ask(decision, graph, &documents::document(table, &case.inputs, true));
    }

    let any = |random: &mut Random| -> Vec<Value> {
        let inputs = table.inputs.iter().zip(&interesting);
        let value = |(data, interesting): (&InputData, &Vec<Value>)| match (data.list(), data.scalar()) {
            (Some(list), _) => lists::any(list, &literals, random),
            (None, Some(ty)) => values::any(ty.base, ty.nullable, interesting, random),
            // No other list or context is given.
            (None, None) => Value::Null,
        };
        inputs.map(value).collect()
    };
    for question in 0..RANDOM_INPUTS {
        let inputs = any(&mut random);
        let document = documents::document(table, &inputs, question % 2 == 0);
        let meant = tally.ask(decision, graph, &document);
        tally.ask_parsed(decision, graph, &document, &meant);
        if let Some(envelope) = documents::envelope(table, &inputs, question % 2 == 0) {
            let meant = tally.ask(decision, graph, &envelope);
            tally.ask_parsed(decision, graph, &envelope, &meant);
        }
    }
    for region in matrix.rules.iter().filter(|region| !region.is_empty()).take(3) {
        let sets = region.sets.iter().zip(&matrix.dimensions);
        let inputs: Vec<Value> =
            sets.map(|(set, dimension)| dimension.atoms[set.iter().next().unwrap() as usize].witness.clone()).collect();
        // What is bad in a list shows only where there is something in it.
        let full = |data: &InputData| {
            let full = |value: &Value| matches!(value, Value::List(items) if items.len() > 1);
            data.list().and_then(|list| (0..1000).map(|_| lists::any(list, &literals, &mut random)).find(full))
        };
        let full: Vec<Option<Value>> = table.inputs.iter().map(full).collect();
        let inputs: Vec<Value> = inputs.into_iter().zip(full).map(|(value, full)| full.unwrap_or(value)).collect();
        for document in documents::bad(table, &inputs, &mut random) {
            let _ = tally.ask(decision, graph, &document);
        }
    }
    tally
}

#[test]
fn compiled_decisions_agree_with_the_interpreter() {
    let seed = Random::seeded();
    println!("seed {seed} (MATCHBOOK_SEED)");
    let compilation = compiled();
    let tables: Vec<&DecisionTable> = compilation.decisions.iter().map(matchbook_compiler::check::Checked::table).collect();
    let decisions = matchbook_tables::DECISIONS;
    let names = |(app, name): (&str, &str)| format!("{app}: {name}");
    let of_books: BTreeSet<String> = tables.iter().map(|table| names((&table.app, &table.name))).collect();
    let of_code: BTreeSet<String> = decisions.iter().map(|decision| names((decision.info().app, decision.info().name))).collect();
    assert!(!of_books.is_empty());
    assert_eq!(of_books, of_code, "the decisions of the books and of the generated code");

    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let work = || {
        let mut tallies = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(decision) = decisions.get(at) else { return tallies };
            let info = decision.info();
            let table = tables.iter().find(|table| table.app == info.app && table.name == info.name).unwrap();
            let apps = compilation.model.apps.iter().filter(|app| app.name == table.app);
            let blocks = apps.flat_map(|app| &app.books).flat_map(|book| &book.tests).filter(|block| block.decision == table.name);
            let cases: Vec<&TestCase> = blocks.flat_map(|block| &block.cases).collect();
            let start = Instant::now();
            let graph = compilation.graph(info.app, info.name).unwrap();
            tallies.push((at, *table, ask_all(*decision, &graph, &cases, seed.wrapping_add(at as u64)), start.elapsed()));
        }
    };
    let mut tallies: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    tallies.sort_by_key(|(at, ..)| *at);

    let mut wrong = Vec::new();
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    let mut asked = 0;
    for (_, table, tally, time) in tallies {
        println!(
            "{}: {} of {} combinations, {} questions, {} of {} rules decided, {time:.1?}; {:?}",
            table.name,
            tally.combinations,
            tally.of_all,
            tally.asked,
            tally.rules.len(),
            table.rules.len(),
            tally.codes
        );
        wrong.extend(tally.wrong);
        asked += tally.asked;
        for (code, count) in tally.codes {
            *codes.entry(code).or_default() += count;
        }
        for rule in table.rules.iter().filter(|rule| !tally.rules.contains(&rule.id)) {
            wrong.push(format!("{}: no question was decided by rule `{}`", table.name, rule.id));
        }
    }
    println!("{asked} questions in {:.1?}; errors {codes:?}", start.elapsed());
    assert!(wrong.is_empty(), "seed {seed}: the first {} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
    for code in ["MB0801", "MB0810", "MB0811", "MB0812", "MB0813", "MB0814", "MB0815", "MB0816"] {
        assert!(codes.contains_key(code), "no question gave {code}: {codes:?}");
    }
}

#[test]
fn test_blocks_pass_in_the_interpreter() {
    let compilation = compiled();
    let mut cases = 0;
    let mut covered: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for app in &compilation.model.apps {
        for (book, block) in app.books.iter().flat_map(|book| book.tests.iter().map(move |block| (book, block))) {
            let table = app.books.iter().flat_map(|book| &book.decisions).find(|table| table.name == block.decision).unwrap();
            for case in &block.cases {
                let result = run_case(DecisionGraph::of(app, table).unwrap(), &book.path, block, case);
                assert!(result.is_ok(), "{}, case {}: {result:?}", table.name, case.id);
                cases += 1;
                *covered.entry((&table.app, &table.name)).or_default() += 1;
            }
        }
    }
    println!("{cases} cases of {} decisions", covered.len());
    let untested: Vec<_> = compilation
        .decisions
        .iter()
        .map(|checked| (&*checked.table().app, &*checked.table().name))
        .filter(|name| !covered.contains_key(name))
        .collect();
    assert!(untested.is_empty(), "decisions without a test: {untested:?}");
}
