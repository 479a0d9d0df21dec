//! The README shows what is there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_generated_rust_in_the_readme_is_what_is_generated() {
    let readme = readme();
    let (_, rest) = readme.split_once("<!-- from ").expect("an excerpt");
    let (path, rest) = rest.split_once(" -->\n```rust\n").expect("Rust follows");
    let (excerpt, _) = rest.split_once("\n```\n").expect("it ends");
    let generated = fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n");
    assert!(excerpt.lines().count() > 20);
    assert!(generated.contains(excerpt), "the excerpt of {path} in README.md is no longer what is generated");
}
