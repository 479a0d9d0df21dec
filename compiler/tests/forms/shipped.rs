//! The books of this repository.

use std::path::Path;

use matchbook_compiler::compile::SourceSet;
use matchbook_compiler::source::{BookPath, SourceFile};

pub(crate) fn sources() -> SourceSet {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tables");
    let mut sources = SourceSet::default();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension != "toml") {
                let book = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                sources.books.push(SourceFile { path: BookPath::new(&book), bytes: Ok(std::fs::read(&path).unwrap()) });
            }
        }
    }
    sources.books.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}
