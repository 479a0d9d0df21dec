//! The DMN TCK: every case that our typed language can state gives what the TCK expects.
//!
//! Reads `../shared/corpus` where it exists. A decision that doesn't compile agrees with a case that expects null: that is how a language
//! without static types says the same. What we can't state is counted by reason; what differs is listed, each with why.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

mod differences;
mod model;
mod values;
mod xml;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use matchbook_compiler::syntax::expression::{Names, parse, parse_tests};
use model::{Failure, Model};
use serde_json::Value as Json;

/// A case, one of the lines of the corpus.
struct Case {
    model: String,
    name: String,
    class: String,
    /// Whether it asks for a decision, rather than a service.
    plain: bool,
    decision: String,
    inputs: serde_json::Map<String, Json>,
    expected: Json,
}

fn corpus() -> Option<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    if corpus.join("tck-cases.jsonl").exists() {
        return Some(corpus);
    }
    println!("no TCK beside the repository: nothing is tested");
    None
}

fn cases(corpus: &Path) -> Vec<Case> {
    let text = fs::read_to_string(corpus.join("tck-cases.jsonl")).unwrap();
    let case = |line: &str| {
        let json: Json = serde_json::from_str(line).unwrap();
        let text = |field: &str| json[field].as_str().unwrap().to_owned();
        let model = text("model");
        let short = model.rsplit('/').next().unwrap().trim_end_matches(".dmn").to_owned();
        Case {
            name: format!("{short} {} {}", text("case_id"), text("decision")),
            model,
            class: text("class"),
            plain: text("case_type") == "decision",
            decision: text("decision"),
            inputs: json["inputs"].as_object().unwrap().clone(),
            expected: json["expected"].clone(),
        }
    };
    text.lines().map(case).collect()
}

fn models(corpus: &Path, cases: &[Case]) -> BTreeMap<String, Model> {
    let mut models = BTreeMap::new();
    for case in cases {
        models.entry(case.model.clone()).or_insert_with(|| {
            let text = fs::read_to_string(corpus.join("dmn-tck/TestCases").join(&case.model)).unwrap();
            Model::parse(&text)
        });
    }
    models
}

/// What became of a case.
enum Outcome {
    Agrees,
    /// Null is expected, and it doesn't compile.
    AgreesByRefusal,
    NotStated {
        reason: String,
        detail: String,
    },
    Differs(String),
}

fn run(case: &Case, model: &Model) -> Outcome {
    let null = case.expected["t"] == "null";
    if !case.plain {
        return Outcome::NotStated { reason: "a decision service".to_owned(), detail: String::new() };
    }
    match model.decide(&case.decision, &case.inputs) {
        Ok(found) if values::agrees(&case.expected, &found) => Outcome::Agrees,
        Ok(found) => Outcome::Differs(format!("expected {}, found {} of type {}", case.expected, found.value, found.ty)),
        Err(Failure::LeftOut(reason, detail)) => Outcome::NotStated { reason, detail },
        Err(_) if null => Outcome::AgreesByRefusal,
        Err(Failure::Inexact) => Outcome::Differs(format!("expected {}, found an arithmetic error", case.expected)),
        Err(Failure::Refused(reason, detail)) => Outcome::NotStated { reason, detail },
    }
}

#[test]
fn every_case_that_can_be_stated_agrees() {
    let Some(corpus) = corpus() else { return };
    let cases = cases(&corpus);
    let models = models(&corpus, &cases);
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let mut differences = Vec::new();
    for case in &cases {
        let count = counts.entry(&case.class).or_default();
        match run(case, &models[&case.model]) {
            Outcome::Agrees => count[0] += 1,
            Outcome::AgreesByRefusal => count[1] += 1,
            Outcome::NotStated { reason, detail } => {
                count[2] += 1;
                if std::env::var_os("MATCHBOOK_TCK").is_some() && case.class != "FULL" {
                    println!("not stated: {} {}: {reason} {detail}", case.class, case.name);
                }
                *reasons.entry(format!("{} {reason}", case.class)).or_default() += 1;
            }
            Outcome::Differs(how) => {
                count[3] += 1;
                differences.push((case.name.clone(), how));
            }
        }
    }
    let mut report = String::from("class: computed alike, refused where null is expected, not stated, different\n");
    for (class, [computed, by_refusal, not_stated, different]) in &counts {
        let _ = writeln!(report, "{class}: {computed}, {by_refusal}, {not_stated}, {different}");
    }
    let _ = writeln!(report, "not stated, by reason:");
    for (reason, count) in reasons.iter().filter(|(reason, _)| !reason.starts_with("FULL")) {
        let _ = writeln!(report, "  {reason}: {count}");
    }
    let new: Vec<_> = differences.iter().filter(|(name, _)| differences::reason(name).is_none()).collect();
    for (name, how) in &new {
        println!("{name}: {how}");
    }
    println!("{report}");
    insta::assert_snapshot!(report);
    assert!(new.is_empty(), "{} cases differ", new.len());
    let gone: Vec<_> = differences::KNOWN.iter().filter(|(name, _)| differences.iter().all(|(found, _)| found != name)).collect();
    assert!(gone.is_empty(), "these no longer differ, so they must leave the list: {gone:?}");
}

#[test]
fn every_expression_of_the_simple_classes_is_read() {
    let Some(corpus) = corpus() else { return };
    let cases = cases(&corpus);
    let models = models(&corpus, &cases);
    let (mut count, mut refused) = (0, String::new());
    for (path, model) in &models {
        if cases.iter().filter(|case| case.model == *path).all(|case| case.class == "FULL") {
            continue;
        }
        let names = model.names();
        let names = Names::new(names.iter().map(String::as_str));
        for (text, tests) in model.texts() {
            count += 1;
            let read = if tests { parse_tests(&text, &names).map(drop) } else { parse(&text, &names).map(drop) };
            if let Err(mistakes) = read {
                let _ = writeln!(refused, "{text}: {:?}", mistakes[0].problem);
            }
        }
    }
    insta::assert_snapshot!(format!("{count} texts are read, but for these:\n{refused}"));
}
