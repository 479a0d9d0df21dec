//! What Rust generated from decision tables links to.
