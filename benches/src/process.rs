//! What a process takes.

use std::env;
use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// What a process and all that it started took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// By the clock.
    pub elapsed: Duration,
    /// On processors.
    pub processor: Duration,
    /// The most memory that one process of them took, in bytes. What a process took before it became another program counts too, so whoever
    /// starts what it measures must be smaller than that.
    pub memory: u64,
}

/// Runs a command to its end.
///
/// # Errors
/// That it can't be run or fails, with what it said.
pub fn run(command: &mut Command) -> Result<Cost, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |error: &dyn std::fmt::Display| format!("{name}: {error}");
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(|error| failed(&error))?;
    let mut said = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut said).map_err(|error| failed(&error))?;
    }
    let used = child.wait4().map_err(|error| failed(&error))?;
    let elapsed = begun.elapsed();
    if !used.status.success() {
        return Err(failed(&said));
    }
    Ok(Cost { elapsed, processor: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss })
}

/// Cargo, as whoever started this program calls it.
pub fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Keeps from a command the profiles that were asked for of this program: it builds others.
pub fn without_profiles(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PROFILE")) {
        command.env_remove(name);
    }
    command
}
