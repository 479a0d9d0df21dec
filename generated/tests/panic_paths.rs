//! No decision can panic: in the object file of a release build, nothing that `select` or `evaluate` of a shipped table reaches, through the
//! runtime, its dependencies and the standard library, refers to what panics. Memory that runs out is no panic.
//!
//! A whole program can't be asked, since its `main` alone refers to all of that. What no table reaches isn't looked at.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use object::read::archive::ArchiveFile;
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget, SectionIndex, SectionKind};

/// What starts a panic. All of the library's failures lead to one of these.
const PANICS: [&str; 2] = ["core::panicking::", "std::panicking::"];

/// What is reached and not followed, and why.
const ENDS: [(&str, &str); 4] = [
    ("alloc::raw_vec::handle_error", "memory has run out"),
    ("alloc::alloc::handle_alloc_error", "memory has run out"),
    ("core::panicking::panic_in_cleanup", "it ends a program that panics already"),
    (
        "rust_decimal::ops::cmp::cmp_internal",
        "`<` of decimals looks up powers of ten by the difference of two scales, at most nine at a time: no index is out of bounds, and \
         conditions written as `a < b` are worth more to their reader than the proof",
    ),
];

/// Decisions that aren't asked, and why.
const DECISIONS_LEFT_OUT: [(&str, &str); 1] = [("order_notice", "what it gives is JSON, built by serde_json")];

/// What isn't ours nor the library's to define.
const SYSTEM: [&str; 6] = ["memcpy", "memmove", "memset", "memcmp", "bcmp", "_Unwind_Resume"];

const LIB: &str = r#"#![allow(missing_docs)]
#[path = "TABLES"]
mod tables;
pub use tables::*;

pub mod control {
    #[inline(never)]
    pub fn select(list: &[u8], at: usize) -> u8 {
        list[at]
    }

    #[inline(never)]
    pub fn evaluate(text: &str, part: &str) -> bool {
        text.contains(part)
    }
}
"#;

const MANIFEST: &str = r#"[package]
name = "panic-paths"
version = "0.0.0"
edition = "2024"

[dependencies]
matchbook = { path = "RUNTIME", default-features = false, features = ["decimal", "time", "expressions", "json"] }

[workspace]

# One object file.
[profile.release]
codegen-units = 1
"#;

/// The object file of the shipped tables, and the libraries that they are linked with.
fn built() -> (PathBuf, Vec<PathBuf>) {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("panic-paths");
    let path = |path: &str| workspace.join(path).display().to_string();
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), MANIFEST.replace("RUNTIME", &path("runtime"))).unwrap();
    fs::write(folder.join("src/lib.rs"), LIB.replace("TABLES", &path("generated/src/tables/mod.rs"))).unwrap();
    fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let target = folder.join("target");
    let deps = target.join("release/deps");
    // Object files of other versions would be read too. `src/lib.rs` has just been written, so that a new one is made.
    for entry in fs::read_dir(&deps).into_iter().flatten().flatten() {
        if entry.path().extension().is_some_and(|extension| extension == "o") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    let output = Command::new(env!("CARGO"))
        .current_dir(&folder)
        .args(["rustc", "--release", "--offline", "--quiet", "--lib", "--", "--emit=obj"])
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = |folder: &Path, extension: &str| -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|found| found == extension));
        files.sort();
        files
    };
    let mut objects = files(&deps, "o");
    assert_eq!(objects.len(), 1, "{objects:?}");
    let mut libraries = files(&deps, "rlib");
    libraries.retain(|path| !path.to_string_lossy().contains("libpanic_paths"));
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir"]).current_dir(&folder).output().unwrap();
    libraries.extend(files(Path::new(String::from_utf8(output.stdout).unwrap().trim()), "rlib"));
    (objects.remove(0), libraries)
}

/// A section of an object file: a function or a datum, as rustc gives each one of its own.
type Place = (usize, SectionIndex);

/// What refers to what.
#[derive(Default)]
struct References {
    /// Where each global symbol is defined; of several that are the same, the first.
    defined: HashMap<String, Place>,
    /// What each section refers to: a section of the same file, or a symbol.
    of: HashMap<Place, Vec<Result<Place, String>>>,
    /// The functions, by their readable names.
    functions: BTreeMap<String, Place>,
    names: HashMap<Place, String>,
}

impl References {
    /// Adds an object file.
    fn add(&mut self, file: usize, bytes: &[u8]) {
        // A library's metadata is a member too.
        let Ok(object) = object::File::parse(bytes) else { return };
        let mut symbols: HashMap<object::SymbolIndex, Result<Place, String>> = HashMap::new();
        for symbol in object.symbols() {
            let Ok(name) = symbol.name() else { continue };
            let place = symbol.section_index().map(|section| (file, section));
            if let Some(place) = place {
                if symbol.is_global() {
                    self.defined.entry(name.to_owned()).or_insert(place);
                }
                if !name.is_empty() {
                    let readable = format!("{:#}", rustc_demangle::demangle(name));
                    self.names.entry(place).or_insert_with(|| readable.clone());
                    if file == 0 && symbol.kind() == object::SymbolKind::Text {
                        self.functions.insert(readable, place);
                    }
                }
            }
            symbols.insert(symbol.index(), place.ok_or_else(|| name.to_owned()));
        }
        for section in object.sections().filter(|section| section.kind() != SectionKind::Debug) {
            let to = section.relocations().filter_map(|(_, relocation)| match relocation.target() {
                RelocationTarget::Symbol(symbol) => symbols.get(&symbol).cloned(),
                RelocationTarget::Section(section) => Some(Ok((file, section))),
                _ => None,
            });
            self.of.insert((file, section.index()), to.collect());
        }
    }

    /// What is reached from a function and panics, each with the functions on the way; and what nothing defines.
    fn reached(&self, from: Place) -> (Vec<String>, BTreeSet<String>) {
        let mut before: HashMap<Place, Option<Place>> = HashMap::from([(from, None)]);
        let mut next = VecDeque::from([from]);
        let (mut panics, mut undefined) = (Vec::new(), BTreeSet::new());
        while let Some(place) = next.pop_front() {
            for to in self.of.get(&place).into_iter().flatten() {
                let to = match to {
                    Ok(place) => *place,
                    Err(symbol) => match self.defined.get(symbol) {
                        Some(place) => *place,
                        None => {
                            undefined.insert(format!("{:#}", rustc_demangle::demangle(symbol)));
                            continue;
                        }
                    },
                };
                let name = self.names.get(&to).map_or("", String::as_str);
                if ENDS.iter().any(|(end, _)| name == *end) {
                    continue;
                }
                if PANICS.iter().any(|panic| name.starts_with(panic)) {
                    let mut path = vec![name];
                    let mut at = Some(place);
                    while let Some(place) = at {
                        path.push(self.names.get(&place).map_or("?", String::as_str));
                        at = before.get(&place).copied().flatten();
                    }
                    panics.push(path.join(" <- "));
                } else if let Entry::Vacant(unseen) = before.entry(to) {
                    unseen.insert(Some(place));
                    next.push_back(to);
                }
            }
        }
        (panics, undefined)
    }
}

#[test]
fn no_decision_reaches_a_panic() {
    let (object, libraries) = built();
    let mut references = References::default();
    references.add(0, &fs::read(object).unwrap());
    let mut files = 1;
    for library in libraries {
        let bytes = fs::read(library).unwrap();
        for member in ArchiveFile::parse(bytes.as_slice()).unwrap().members() {
            references.add(files, member.unwrap().data(bytes.as_slice()).unwrap());
            files += 1;
        }
    }
    let starts: Vec<(&String, &Place)> = references
        .functions
        .iter()
        .filter(|(name, _)| name.starts_with("panic_paths::"))
        .filter(|(name, _)| ["select", "evaluate", "evaluate_traced", "apply"].iter().any(|last| name.rsplit("::").next() == Some(last)))
        .collect();
    let (control, decisions): (Vec<_>, Vec<_>) = starts.into_iter().partition(|(name, _)| name.starts_with("panic_paths::control::"));

    // What does panic is found, directly and through the library.
    assert_eq!(control.len(), 2);
    for (name, place) in control {
        assert!(!references.reached(*place).0.is_empty(), "{name}");
    }

    // The shortest `select`s have no code of their own, only where they are called.
    let evaluates = decisions.iter().filter(|(name, _)| name.ends_with("::evaluate")).count();
    assert_eq!(evaluates, matchbook_tables::DECISIONS.len(), "{decisions:?}");
    let mut wrong = Vec::new();
    let mut left_out = BTreeSet::new();
    for (name, place) in decisions {
        if let Some((decision, _)) = DECISIONS_LEFT_OUT.iter().find(|(decision, _)| name.contains(&format!("::{decision}::"))) {
            left_out.insert(*decision);
            continue;
        }
        let (panics, undefined) = references.reached(*place);
        wrong.extend(panics.into_iter().map(|path| format!("{name}: {path}")));
        let foreign = |symbol: &String| !SYSTEM.contains(&symbol.as_str()) && !symbol.starts_with("__rustc");
        wrong.extend(undefined.into_iter().filter(foreign).map(|symbol| format!("{name}: reaches {symbol}, which nothing defines")));
    }
    assert_eq!(left_out.len(), DECISIONS_LEFT_OUT.len());
    assert!(wrong.is_empty(), "{} ways to panic:\n{}", wrong.len(), wrong.join("\n"));
}
