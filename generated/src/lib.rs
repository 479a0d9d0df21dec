//! The Rust of the books in `tables/`.
