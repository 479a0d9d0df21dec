//! What the language document says, section by section: each sentence as a small table that is compiled and asked in JSON, or as the
//! diagnostic that it gives. Two sections have targets of their own: `lists_of_facts` and `decisions_that_need_decisions`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails outside a `#[test]` function fails the test all the same")]

mod book;
#[path = "../generated/mod.rs"]
mod generated;

mod a_decision_block;
mod analysis;
mod answers_that_are_lists;
mod books_sheets_blocks;
mod glossary_constants_tests;
mod input_entries;
mod mistakes;
mod nested_outputs;
mod operators;
mod output_entries_and_expressions;
mod types;
