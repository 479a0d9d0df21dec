//! The command line: presents what the compiler finds.

pub mod new;
