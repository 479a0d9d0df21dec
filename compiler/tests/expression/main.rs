//! FEEL expressions: what each mistake in one says at its cell, and laws of reading and printing.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

mod laws;
mod mistakes;
mod trees;
