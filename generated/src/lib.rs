//! The Rust of the books in `tables/`: one module an app, a book, a decision.
//!
//! It is generated and committed, so that a change of a table is reviewed with what it does to the program; see `examples/decide.rs` for
//! how decisions are made with it.

// What generated code promises of itself, in its own words.
#![deny(warnings, missing_docs, clippy::all)]

mod tables;

pub use tables::*;
