//! Reports of every code that a CSV book can have, as SARIF, against the schema that the package `serde-sarif` carries, and read by it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::diagnostic::explanations;
use matchbook_compiler::diagnostic::render::{Display, SarifLog};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, CsvText, SourceFile};
use serde_json::Value;

fn main() -> ExitCode {
    match run() {
        Ok(words) => {
            println!("{words}");
            ExitCode::SUCCESS
        }
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let schema: Value = serde_json::from_str(&schema()?).map_err(|error| format!("the schema: {error}"))?;
    let validator = jsonschema::validator_for(&schema).map_err(|error| format!("the schema: {error}"))?;
    let document: Value = serde_json::from_str(&log()).map_err(|error| error.to_string())?;
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    if !errors.is_empty() {
        return Err(errors.join("\n"));
    }
    let read: serde_sarif::sarif::Sarif = serde_json::from_value(document).map_err(|error| error.to_string())?;
    let run = read.runs.first().ok_or("no run")?;
    let (results, rules) = (run.results.as_ref().map_or(0, Vec::len), run.tool.driver.rules.as_ref().map_or(0, Vec::len));
    // A document without results would be valid, too.
    if results < 100 || rules < 100 {
        return Err(format!("only {results} results of {rules} codes"));
    }
    Ok(format!("{results} results of {rules} codes are valid SARIF 2.1.0"))
}

/// A document with the findings of the bad example of each code.
fn log() -> String {
    let mut log = SarifLog::default();
    for explanation in explanations().into_iter().filter(|explanation| !explanation.bad.is_empty()) {
        let rows = explanation.bad.lines().map(|row| {
            let cells = row.split('|').map(|cell| format!("\"{}\"", cell.trim().replace('"', "\"\"")));
            cells.collect::<Vec<_>>().join(",")
        });
        let path = BookPath::new(&format!("shop/{} 100 %.csv", explanation.name));
        let bytes = rows.collect::<Vec<_>>().join("\n").into_bytes();
        let csv: BTreeMap<BookPath, CsvText> = CsvText::new(&bytes).map(|text| (path.clone(), text)).into_iter().collect();
        let compilation = compile(&SourceSet { books: vec![SourceFile { path, bytes: Ok(bytes) }], ..SourceSet::default() }, &Options::default());
        let texts = BTreeMap::new();
        let display = Display { root: "tables", books: &compilation.read, texts: &texts, csv: &csv };
        compilation.reports.iter().for_each(|report| log.add(&display, report));
    }
    log.document()
}

/// The schema, from the package's folder, which cargo knows.
fn schema() -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let output = Command::new(cargo).args(["metadata", "--format-version", "1", "--locked", "--manifest-path", manifest]).output();
    let output = output.map_err(|error| format!("cargo metadata: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata has no packages")?;
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").ok_or("there is no serde-sarif")?;
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap_or_default());
    let path = manifest.with_file_name("src").join("schema.json");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    // The published pattern of a language has a bracket too many, which ECMA-262 takes for no pattern.
    Ok(text.replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$"))
}
