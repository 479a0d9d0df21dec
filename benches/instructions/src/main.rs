//! How many instructions decisions take, under valgrind's callgrind, beside a bound for each in `bounds.txt`.
//!
//! `cargo run --release --manifest-path benches/instructions/Cargo.toml` fails where a decision takes more than its bound; `-- --write` writes
//! what it measures as the new bounds, which is to be done on purpose only, and said in the commit. Instructions don't depend on what else
//! the machine does, but on rustc: another one may need new bounds. Where there is no valgrind, it says so and checks nothing.

mod benchmark;
mod bounds;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use benchmark::{all, named};
use bounds::{Bounds, Verdict};

/// What tells a process to decide rather than to count.
const DECIDE: &str = "--decide";

/// How many decisions are counted. The start of the program is taken off by a second run with [`FEWER`].
const MORE: usize = 2_560;
const FEWER: usize = 512;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [DECIDE, name, count] => match (named(name), count.parse()) {
            (Some(benchmark), Ok(count)) => {
                (benchmark.decide)(count);
                ExitCode::SUCCESS
            }
            _ => fail(&format!("there is no benchmark `{name}`, or `{count}` is no number")),
        },
        [] => compare(false),
        ["--write"] => compare(true),
        _ => fail("it takes no argument but `--write`"),
    }
}

fn fail(message: &str) -> ExitCode {
    eprintln!("error: {message}");
    ExitCode::FAILURE
}

/// Counts all, and compares with the bounds or writes them.
fn compare(write: bool) -> ExitCode {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind isn't installed, so instructions can't be counted");
        return ExitCode::SUCCESS;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("bounds.txt");
    let bounds = match fs::read_to_string(&path).map_err(|error| error.to_string()).and_then(|text| Bounds::parse(&text)) {
        Ok(bounds) => bounds,
        Err(error) if !write => return fail(&format!("{}: {error}", path.display())),
        Err(_) => Bounds::default(),
    };
    let (mut measured, mut exceeded) = (Vec::new(), 0);
    for benchmark in all() {
        let each = match instructions(benchmark.name) {
            Ok(each) => each,
            Err(error) => return fail(&error),
        };
        let verdict = bounds.verdict(benchmark.name, each);
        println!("{:<34} {each:>8.1}  {verdict}", benchmark.name);
        exceeded += usize::from(matches!(verdict, Verdict::Exceeded { .. } | Verdict::Unbounded));
        measured.push((benchmark.name, each));
    }
    if write {
        return match fs::write(&path, Bounds::text(&measured)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&error.to_string()),
        };
    }
    if exceeded > 0 {
        let mut message = format!("{exceeded} of {} benchmarks take more instructions than they may.", measured.len());
        let _ = write!(message, " If that is meant, `-- --write` sets new bounds: say why in the commit");
        return fail(&message);
    }
    println!("{} passed, 0 failed", measured.len());
    ExitCode::SUCCESS
}

/// Instructions a decision.
fn instructions(name: &str) -> Result<f64, String> {
    let (more, fewer) = (run(name, MORE)?, run(name, FEWER)?);
    let decisions = u32::try_from(MORE - FEWER).unwrap_or(1);
    // A few thousand millions at most, exact as a float.
    Ok(more.saturating_sub(fewer) as f64 / f64::from(decisions))
}

/// All instructions of a run.
fn run(name: &str, decisions: usize) -> Result<u64, String> {
    let failed = |error: &dyn std::fmt::Display| format!("`{name}` can't be counted: {error}");
    let program = env::current_exe().map_err(|error| failed(&error))?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([DECIDE, name, &decisions.to_string()])
        // What a process finds in its environment costs instructions; the same for all.
        .env_clear()
        .output()
        .map_err(|error| failed(&error))?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(failed(&told.trim()));
    }
    let collected = told.lines().find_map(|line| line.split_once("Collected : ")).map(|(_, count)| count.trim().parse());
    match collected {
        Some(Ok(count)) => Ok(count),
        _ => Err(failed(&"callgrind didn't tell how many")),
    }
}
