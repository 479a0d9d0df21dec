//! What rustc says of mistakes.

use std::process::Command;

/// The compiler whose texts `ui/*.stderr` hold.
const RECORDED: &str = "rustc 1.95.";

#[test]
fn mistakes_are_errors_at_the_invocation() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().expect("rustc runs").stdout;
    let version = String::from_utf8_lossy(&version);
    if !version.starts_with(RECORDED) {
        println!("skipped: the recorded texts are those of {RECORDED}x, and this is {version}");
        return;
    }
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
