//! What a workbook of 100,000 rules takes, step by step, as its owner goes through them: `check`, `gen`, a release build, and a million rows by
//! `matchbook run`, again, and once more after a changed cell.
//!
//! `cargo bench -p matchbook-benches --bench large_workbook` writes `results/large-workbook.md`; words after `--` measure the workloads with one of
//! them in their names, and print. It builds the command line for release first, and then works without the network.

mod book;
mod report;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use matchbook_benches::process::{cargo, run, without_profiles};
use matchbook_benches::report::Machine;

use report::{Figures, Step, markdown};

/// The shapes, and how many rules each has.
const BOOKS: [(&str, usize); 2] = [("rating", 100_000), ("lookup", 100_000)];

/// What tells this program to write the files of one workload and do nothing else: what it measures takes its own memory for theirs where it is
/// the larger one.
const WRITE: &str = "--write";

fn main() {
    // Cargo's `--bench` is none of the words.
    let words: Vec<String> = env::args().skip(1).filter(|word| word != "--bench").collect();
    let result = match words.as_slice() {
        [option, shape, rules, folder] if option == WRITE => book::write(shape, rules, Path::new(folder)),
        words => all(words),
    };
    if let Err(error) = result {
        eprintln!("error: {error}");
        std::process::exit(1);
    }
}

fn all(words: &[String]) -> Result<(), String> {
    let program = command_line()?;
    let mut figures = Vec::new();
    for (shape, rules) in BOOKS.iter().filter(|(shape, _)| words.is_empty() || words.iter().any(|word| shape.contains(word.as_str()))) {
        figures.push(measured(&program, shape, *rules)?);
    }
    let page = markdown(&Machine::here(), &figures);
    if !words.is_empty() {
        println!("{page}");
        return Ok(());
    }
    let path = repository().join("benches/results/large-workbook.md");
    fs::write(&path, page).map_err(|error| format!("`{}` can't be written: {error}", path.display()))?;
    println!("wrote benches/results/large-workbook.md");
    Ok(())
}

/// Builds the command line; its path.
fn command_line() -> Result<PathBuf, String> {
    let mut build = cargo();
    build.args(["build", "--release", "-p", "cargo-matchbook", "--bin", "matchbook"]).current_dir(repository());
    run(&mut build)?;
    // Beside the folder `deps`, where this program is.
    let this = env::current_exe().map_err(|error| error.to_string())?;
    let folder = this.parent().and_then(Path::parent).ok_or("this program lies in no folder")?;
    Ok(folder.join(format!("matchbook{}", env::consts::EXE_SUFFIX)))
}

/// All steps of one workbook, in a folder of its own beside this program.
fn measured(program: &Path, shape: &'static str, rules: usize) -> Result<Figures, String> {
    let this = env::current_exe().map_err(|error| error.to_string())?;
    let folder = this.with_file_name("large-workbook").join(shape);
    let failed = |error: std::io::Error| error.to_string();
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed)?;
    }
    fs::create_dir_all(folder.join("src")).map_err(failed)?;
    let path = |name: &str| folder.join(name);
    run(Command::new(&this).args([WRITE, shape, &rules.to_string()]).arg(&folder))?;

    let here = |mut command: Command, arguments: &[&str]| {
        without_profiles(command.args(arguments).current_dir(&folder).env("CARGO_TARGET_DIR", path("target")));
        command
    };
    let matchbook = |arguments: &[&str]| here(Command::new(program), arguments);
    let build = || here(cargo(), &["build", "--release", "--offline", "--quiet"]);
    let rows = ["run", "book.xlsx", "--input", "rows.csv", "--out", "results.csv", "--runtime"];
    let runtime = repository().join("runtime").display().to_string();
    let run_rows = || matchbook(&[rows.as_slice(), &[runtime.as_str()]].concat());

    let mut steps = Vec::new();
    let mut step = |name: &'static str, mut command: Command| -> Result<(), String> {
        eprintln!("{shape}: {name}");
        steps.push(Step { name, cost: run(&mut command)? });
        Ok(())
    };
    step("`check`", matchbook(&["check", "book.xlsx"]))?;
    step("`gen`", matchbook(&["gen", "book.xlsx", "--out", "src/tables"]))?;
    // What the program depends on is built once, whatever tables it has.
    fs::write(path("Cargo.toml"), manifest()).map_err(failed)?;
    fs::copy(repository().join("Cargo.lock"), path("Cargo.lock")).map_err(failed)?;
    fs::write(path("src/main.rs"), "fn main() {}\n").map_err(failed)?;
    let dependencies = run(&mut build())?;
    fs::write(path("src/main.rs"), PROGRAM).map_err(failed)?;
    step("`cargo build --release` of a program with the generated module", build())?;
    step("`run`, the first time: all that it needs is built", run_rows())?;
    step("`run` again", run_rows())?;
    fs::rename(path("changed.xlsx"), path("book.xlsx")).map_err(failed)?;
    step("`run` after a change of a cell", run_rows())?;
    let bytes = |name: &str| fs::metadata(path(name)).map_or(0, |metadata| metadata.len());
    let results = fs::read_to_string(path("results.csv")).map_err(failed)?.lines().count();
    if results != book::ROWS + 1 {
        return Err(format!("{shape}: {results} lines of results"));
    }
    let module = generated(&path("src/tables")).map_err(failed)?;
    Ok(Figures { shape, rules, bytes: [bytes("book.xlsx"), module, bytes("rows.csv")], dependencies, steps })
}

/// How many bytes the generated files have.
fn generated(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        bytes += if path.is_dir() { generated(&path)? } else { fs::metadata(&path)?.len() };
    }
    Ok(bytes)
}

fn manifest() -> String {
    let runtime = repository().join("runtime").display().to_string();
    format!(
        "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nmatchbook = {{ path = {runtime:?}, \
         features = [\"decimal\", \"time\", \"json\"] }}\n"
    )
}

/// A program that asks each decision once.
const PROGRAM: &str = "mod tables;

fn main() {
    for decision in tables::DECISIONS {
        let decided = matchbook::json::Document::parse(\"{}\").and_then(|document| decision.decide(document));
        println!(\"{}\", decided.is_ok());
    }
}
";

/// The root of this repository.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
