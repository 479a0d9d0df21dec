//! Batches of every shipped decision against what it says row by row: rules, outputs and errors, at lengths around the size of a block and
//! with rows that fail first and last. `random_decisions.rs` and `random_books.rs` do the same for random ones.
//!
//! `MATCHBOOK_SEED` sets the seed; it is printed.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

#[path = "random/documents.rs"]
mod documents;
#[path = "random/expressions.rs"]
mod expressions;
#[allow(dead_code, reason = "what other tests ask")]
#[path = "random/feel.rs"]
mod feel;
mod generated;
#[path = "random/operations.rs"]
mod operations;
#[path = "random/questions.rs"]
mod questions;
#[path = "random/seeded.rs"]
mod seeded;
#[allow(dead_code, reason = "the tables are those of the shipped books")]
#[path = "random/tables.rs"]
mod tables;

use std::path::PathBuf;

use generated::Question;
use matchbook_compiler::build::Books;
use matchbook_compiler::model::{InputData, InputId, Value};
use seeded::Random;

const SEED: u64 = 1;
const QUESTIONS: usize = 200;

/// The Rust of `docs/batch.md` as a module: a function for each example.
fn examples() -> String {
    let page = include_str!("../../docs/batch.md");
    let examples: Vec<&str> = page.split("```rust\n").skip(1).filter_map(|example| example.split("```").next()).collect();
    let mut text = String::new();
    for (number, example) in examples.iter().enumerate() {
        let (imports, statements) = example.split_once("\n\nlet ").unwrap();
        text.push_str(&format!(
            "fn example_{number}() -> Result<(), Box<dyn std::error::Error>> {{\n{imports}\nlet {statements}\nOk(())\n}}\n"
        ));
    }
    let calls: String = (0..examples.len()).map(|number| format!("example_{number}()?;\n")).collect();
    format!(
        "#![allow(clippy::indexing_slicing)]\nuse crate::rules::retail::shipping::shipping_fee::{{self, RULES}};\nuse matchbook::decimal;\n
{text}
pub fn examples() -> Result<(), String> {{\nlet all = || {{ {calls} Ok(()) }};\nall().map_err(|error: Box<dyn std::error::Error>| error.to_string())\n}}\n"
    )
}

#[test]
fn batches_of_shipped_decisions_say_what_their_rows_say() {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed} (MATCHBOOK_SEED)");
    let mut random = Random(seed);
    let mut books = Books::open(&[PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tables")]).unwrap();
    books.options.batch = true;
    books.options.arrow = true;
    let compilation = books.compile();
    let mut questions = Vec::new();
    for checked in &compilation.decisions {
        let table = checked.table();
        let app = table.book.app().unwrap_or(table.book.stem());
        let has_lists = table.given().any(|(_, data)| data.list().is_some());
        for question in 0..QUESTIONS {
            let document = if has_lists || question % 4 == 0 {
                documents::document(table, &mut random)
            } else {
                let value = |(input, data): (usize, &InputData)| match data.scalar() {
                    Some(_) => tables::asked(table, InputId(input), &mut random),
                    None => Value::Null,
                };
                let inputs: Vec<Value> = table.inputs.iter().enumerate().map(value).collect();
                questions::document(table, &inputs, &mut random)
            };
            questions.push((app, table.name.clone(), document));
        }
    }
    let (files, mut batches) = generated::batch::checked(&compilation.files);
    assert_eq!(batches.matches("batch_agrees").count(), compilation.decisions.len());
    assert_eq!(batches.matches("arrow_agrees").count(), compilation.decisions.len());
    let asked: Vec<Question<'_>> = questions.iter().map(|(app, decision, document)| Question { app, decision, document }).collect();
    batches = batches.replacen(
        "pub fn check(questions: &str) {",
        "pub fn check(questions: &str) {\n    assert_eq!(crate::page::examples(), Ok(()));",
        1,
    );
    let answers = generated::answers_beside("shipped-batches", &[("batch", &batches), ("page", &examples())], &files, &asked);
    for checked in &compilation.decisions {
        let name = &checked.table().name;
        let of_it = || questions.iter().zip(&answers).filter(|((_, decision, _), _)| decision == name);
        let decided = of_it().filter(|(_, answer)| !answer.starts_with("MB")).count();
        println!("{name}: {decided} of {} decided", of_it().count());
        assert!(decided > 10, "{name}");
    }
}
