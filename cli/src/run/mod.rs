//! The programs that `matchbook run` makes: a decision's generated Rust, the library of `cli/runner`, and a `main` of a few lines. They are
//! built below the cargo target folder, once for the same content.

mod build;
mod interface;
mod lock;
mod memory;
mod place;
mod program;
mod runtime;

pub(crate) use build::build;
pub(crate) use memory::Memory;
pub(crate) use place::Place;
pub(crate) use program::{Built, Program, options};
pub(crate) use runtime::Runtime;

use std::path::Path;

use sha2::{Digest as _, Sha256};

/// Why there is no program.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A file can't be read or written, or cargo not be started.
    Io(String),
    /// `--runtime` names something else.
    Runtime(String),
    /// Cargo's words, where nobody has seen them.
    Build(String),
}

impl Failure {
    fn write(path: &Path, error: &std::io::Error) -> Self {
        Self::Io(format!("`{}` can't be written: {error}", path.display()))
    }

    fn read(path: &Path, error: &std::io::Error) -> Self {
        Self::Io(format!("`{}` can't be read: {error}", path.display()))
    }
}

/// A hash of named texts: 16 hexadecimal digits, which is plenty to tell the programs of one folder apart.
fn digest<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> String {
    let mut hasher = Sha256::new();
    for (name, text) in texts {
        // Lengths, so that no text can look like two.
        for part in [name, text] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hexadecimal(&hasher.finalize())
}

fn hexadecimal(hash: &[u8]) -> String {
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a file if it isn't there as it should be, so that cargo sees no change where there is none.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if std::fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|error| Failure::write(folder, &error))?;
    std::fs::write(path, text).map_err(|error| Failure::write(path, &error))
}

/// A text in the quotes of TOML and of Rust: JSON's escapes are both's, but for characters outside the basic plane and control characters.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
