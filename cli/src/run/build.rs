//! Building a program by cargo.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Failure, Place, Program};

/// The program that builds: cargo, as whoever started us calls it.
pub(super) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Builds a program, and puts it where [`Built::binary`](super::Built::binary) says. Cargo runs in the workspace around, so that its
/// configuration counts there too: vendored sources, a toolchain, flags. `shown` says whether cargo's words go to standard error as they come;
/// where they don't, `told` says whether it is told there that it waits.
pub(crate) fn build(program: &Program, place: &Place, shown: bool, told: bool) -> Result<(), Failure> {
    program.write()?;
    let mut command = Command::new(cargo());
    command
        .args(["build", "--release", "--message-format", "json-render-diagnostics", "--manifest-path"])
        .arg(program.built.folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(place.folder.join("target"))
        .current_dir(place.workspace.as_deref().unwrap_or(&program.built.folder))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(if shown { Stdio::inherit() } else { Stdio::piped() });
    let failed = |error: std::io::Error| {
        Failure::Io(format!("`{}` can't be started: {error}; a Rust toolchain is needed to compile a decision", cargo().to_string_lossy()))
    };
    let mut child = command.spawn().map_err(failed)?;
    // Both pipes are read at once, so that neither fills up.
    let errors = child.stderr.take().map(|errors| std::thread::spawn(move || words(errors, told)));
    let mut built = None;
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            built = executable(&line, &program.name).or(built);
        }
    }
    let status = child.wait().map_err(failed)?;
    let said = errors.and_then(|errors| errors.join().ok()).unwrap_or_default();
    let Some(built) = built.filter(|_| status.success()) else { return Err(Failure::Build(said)) };
    let binary = program.built.binary();
    // It is there as a whole or not at all, whoever else builds the same.
    let part = binary.with_extension(format!("{}.part", std::process::id()));
    std::fs::copy(&built, &part).map_err(|error| Failure::write(&part, &error))?;
    std::fs::rename(&part, &binary).map_err(|error| Failure::write(&binary, &error))
}

/// Cargo's words. Other builds below the same folder may take minutes, so that it waits for one is told at once, if it is to be.
fn words(errors: impl Read, mut told: bool) -> String {
    let (mut reader, mut text) = (BufReader::new(errors), Vec::new());
    loop {
        let begin = text.len();
        // What can't be read isn't shown.
        if !reader.read_until(b'\n', &mut text).is_ok_and(|read| read > 0) {
            return String::from_utf8_lossy(&text).into_owned();
        }
        let waits = text.get(begin..).is_some_and(|line| line.trim_ascii_start().starts_with(b"Blocking waiting for file lock"));
        if waits && std::mem::take(&mut told) {
            let _ = writeln!(std::io::stderr(), "another build is under way below the same target folder; waiting for its end");
        }
    }
}

/// The program that one of cargo's messages says was built.
fn executable(message: &str, name: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let is = message["reason"] == "compiler-artifact" && message["target"]["name"] == name;
    is.then(|| message["executable"].as_str().map(PathBuf::from))?
}
