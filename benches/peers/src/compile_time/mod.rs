//! What it takes to get from a workbook to a program: rustc's time and memory by strategy and size, from the book to Rust, and from one
//! changed cell to a linked program.
//!
//! Everything is built in packages of its own beside this program, without the network, by the cargo and rustc that built it.

mod edit;
mod report;
mod rust;
mod text;

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, io};

use matchbook_benches::process::{Cost, cargo, run, without_profiles};

pub use edit::{Edit, edits};
pub use report::markdown;
pub use rust::{Built, MAKE, builds, make};
pub use text::{Made, texts};

/// How many times each build is measured.
const ROUNDS: usize = 3;

/// What takes this long by the clock isn't measured again: other programs' turns are then a small part of it.
const LONG: Duration = Duration::from_secs(20);

/// Measures the builds that `build` makes, which is told the round.
fn measured(mut build: impl FnMut(usize) -> Result<Cost, String>) -> Result<Option<Cost>, String> {
    let mut costs = Vec::new();
    for round in 0..ROUNDS {
        let cost = build(round)?;
        costs.push(cost);
        if cost.elapsed > LONG {
            break;
        }
    }
    Ok(median(costs))
}

/// The middle one by time on processors, with the most memory of all.
fn median(mut costs: Vec<Cost>) -> Option<Cost> {
    costs.sort_by_key(|cost| cost.processor);
    let memory = costs.iter().map(|cost| cost.memory).max()?;
    let mut elapsed: Vec<Duration> = costs.iter().map(|cost| cost.elapsed).collect();
    elapsed.sort_unstable();
    let middle = costs.len() / 2;
    Some(Cost { elapsed: elapsed[middle], processor: costs[middle].processor, memory })
}

/// A package that is made to be built.
struct Package {
    folder: PathBuf,
}

impl Package {
    /// An empty folder beside this program, with this manifest, whose dependencies are those that this repository's lock file names.
    fn new(name: &str, manifest: &str) -> io::Result<Self> {
        let mut folder = env::current_exe()?;
        folder.set_file_name("compile-time");
        folder.push(name);
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), manifest)?;
        if !folder.join("Cargo.lock").exists() {
            fs::copy(repository().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        }
        Ok(Self { folder })
    }

    /// Where one of its files is.
    fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes one of its files.
    fn write(&self, path: &str, text: impl AsRef<[u8]>) -> Result<(), String> {
        let path = self.path(path);
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text)).map_err(|error| error.to_string())
    }

    /// Builds it for release.
    fn build(&self) -> Result<Cost, String> {
        let mut command = cargo();
        command.args(["build", "--release", "--offline", "--quiet"]).current_dir(&self.folder);
        // All packages share what they have in common.
        run(without_profiles(&mut command).env("CARGO_TARGET_DIR", self.folder.join("../target")))
    }
}

/// The root of this repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
