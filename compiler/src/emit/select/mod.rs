//! Items of a generated module that find rules: `select`, and what it calls.

mod names;

pub use names::{EnumNames, SelectionNames};
