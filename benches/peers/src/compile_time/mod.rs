//! What it takes to get from a workbook to a program: rustc's time and memory by strategy and size, from the book to Rust, and from one
//! changed cell to a linked program.
//!
//! Everything is built in packages of its own beside this program, without the network, by the cargo and rustc that built it.

mod edit;
mod report;
mod rust;
mod text;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};

use wait4::Wait4;

pub use edit::{Edit, edits};
pub use report::markdown;
pub use rust::{Built, MAKE, builds, make};
pub use text::{Made, texts};

/// What a process and all that it started took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// By the clock.
    pub elapsed: Duration,
    /// On processors.
    pub processor: Duration,
    /// The most memory that one process of them took, in bytes.
    pub memory: u64,
}

/// Runs a command to its end.
///
/// # Errors
/// That it can't be run or fails, with what it said.
fn run(command: &mut Command) -> Result<Cost, String> {
    let failed = |error: &dyn fmt::Display| format!("a build can't be measured: {error}");
    let log = env::temp_dir().join(format!("matchbook-compile-time-{}.log", std::process::id()));
    let begun = Instant::now();
    let stderr = fs::File::create(&log).map_err(|error| failed(&error))?;
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(stderr).spawn().map_err(|error| failed(&error))?;
    let used = child.wait4().map_err(|error| failed(&error))?;
    let elapsed = begun.elapsed();
    let said = fs::read_to_string(&log).unwrap_or_default();
    let _ = fs::remove_file(&log);
    if !used.status.success() {
        return Err(failed(&said));
    }
    let processor = used.rusage.utime + used.rusage.stime;
    Ok(Cost { elapsed, processor, memory: used.rusage.maxrss })
}

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
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(["build", "--release", "--offline", "--quiet"]).current_dir(&self.folder);
        // What cargo sets for this program means another package.
        for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PROFILE")) {
            command.env_remove(name);
        }
        // All packages share what they have in common.
        run(command.env("CARGO_TARGET_DIR", self.folder.join("../target")))
    }
}

/// The root of this repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
