//! `docs/commands.md` is the help of each command, as the program prints it. `MATCHBOOK_BLESS=1 cargo test` writes it anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// Each command with what to say of it beyond its help; the test below sees to it that none is missing.
const COMMANDS: &[&str] = &["check", "gen", "eval", "run", "schema", "test", "graph", "new", "explain", "dump"];

/// What the program prints for these arguments, as if the terminal were 100 columns wide.
fn help(arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_matchbook")).args(arguments).env("COLUMNS", "100").env("NO_COLOR", "1").output().expect("it runs");
    assert!(output.status.success(), "{arguments:?}");
    let text = String::from_utf8(output.stdout).expect("help is text");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_end().to_owned()
}

/// What `graph` prints of a shipped book, in each format.
fn graphs() -> String {
    let mut text = String::from("\nOf a book of two decisions, which require a third one of another book of their app:\n");
    for (format, language) in [("text", "text"), ("mermaid", "mermaid"), ("json", "json")] {
        let printed = help(&["--quiet", "graph", "../tables/payments/release.csv", "--format", format]);
        write!(text, "\n`matchbook graph tables/payments/release.csv --format {format}`\n\n```{language}\n{printed}\n```\n").unwrap();
    }
    text
}

/// What `schema` prints of a shipped book.
fn schema() -> String {
    let printed = help(&["--quiet", "schema", "../tables/retail/notices.csv", "--output"]);
    format!(
        "\n[schemas.md](schemas.md) says what the schemas mean.\n\n`matchbook schema tables/retail/notices.csv --output`\n\n```json\n{printed}\n```\n"
    )
}

/// The page as it should be.
fn page() -> String {
    let mut page = String::from(
        "# Commands\n\nWhat `matchbook --help` and `matchbook COMMAND --help` print; `cargo matchbook` is the same program. This page is written by\n\
         `MATCHBOOK_BLESS=1 cargo test -p cargo-matchbook`, and tested to be fresh.\n",
    );
    write!(page, "\n```text\n{}\n```\n", help(&["--help"])).unwrap();
    for command in COMMANDS {
        write!(page, "\n## `matchbook {command}`\n\n```text\n{}\n```\n", help(&[command, "--help"])).unwrap();
        match *command {
            "graph" => page.push_str(&graphs()),
            "schema" => page.push_str(&schema()),
            _ => {}
        }
    }
    page
}

#[test]
fn the_page_of_commands_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/commands.md");
    let fresh = page();
    if std::env::var_os("MATCHBOOK_BLESS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(found == fresh, "docs/commands.md is stale; `MATCHBOOK_BLESS=1 cargo test -p cargo-matchbook` writes it");
}

#[test]
fn the_page_leaves_no_command_out() {
    let help = help(&["--help"]);
    let listed: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| *word != "help")
        .collect();
    assert_eq!(listed, COMMANDS);
}
