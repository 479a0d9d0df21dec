//! Generated files as a crate of their own below `target/`, compiled under strict lints and asked questions in JSON.
//!
//! What is written stays there, to be looked at. All such crates have the same dependencies, which are built once.

#[allow(dead_code, reason = "most tests have no batches")]
mod arrow;
#[allow(dead_code, reason = "most tests have no batches")]
pub(crate) mod batch;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use matchbook_compiler::diagnostic::evaluation::EvaluationError;
use matchbook_compiler::interpret::evaluate_json;
use matchbook_compiler::model::DecisionGraph;
use matchbook_compiler::options::Options;
use matchbook_compiler::output::{GeneratedFile, ROOT, root};

const LIB: &str = "#![deny(warnings, clippy::all)]
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable)]

pub mod rules;
";

const MAIN: &str = r#"
use std::collections::HashMap;

fn main() {
    let Some(questions) = std::env::args().nth(1).and_then(|path| std::fs::read_to_string(path).ok()) else {
        println!("no questions");
        return;
    };
    BATCH
    let decisions: HashMap<(&str, &str), _> =
        CRATE::rules::DECISIONS.iter().map(|decision| ((decision.info().app, decision.info().name), *decision)).collect();
    let mut answers = String::new();
    for line in questions.split_terminator('\n') {
        let mut parts = line.splitn(3, '\t');
        let (Some(app), Some(name), Some(document)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let decided = decisions.get(&(app, name)).map(|decision| {
            matchbook::json::Document::parse(document).and_then(|document| decision.decide(document))
        });
        answers.push_str(&match decided {
            Some(Ok(decided)) => {
                let mut answer = format!("{} {:?}", decided.output, decided.rules.iter().map(|rule| rule.get()).collect::<Vec<_>>());
                for required in &decided.required {
                    let rules = &required.decision.rules;
                    let ids: Vec<&str> = required.rules.iter().map(|rule| rules.get(*rule).map_or("?", |_| rules.id(*rule))).collect();
                    answer.push_str(&format!(", {} {ids:?}", required.decision.name));
                }
                answer
            }
            Some(Err(error)) => {
                let decision = error.decision().map(|decision| format!(" in `{}`", decision.name)).unwrap_or_default();
                let path = if error.path().is_empty() { String::new() } else { format!(" at {}", error.path()) };
                format!("{}{decision}{path}", error.code())
            }
            None => "no such decision".to_owned(),
        });
        answers.push('\n');
    }
    print!("{answers}");
}
"#;

/// A question to a decision: its app, its name, and the inputs in JSON, on one line.
#[allow(dead_code, reason = "some tests only compile")]
pub(crate) struct Question<'a> {
    pub(crate) app: &'a str,
    pub(crate) decision: &'a str,
    pub(crate) document: &'a str,
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    if fs::read_to_string(&path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// What a decision answers by its plain meaning: the output, the positions of its rules, and each required decision with the ids of its
/// rules; or an error's code, the required decision in which it arose, and its path in the document.
#[allow(dead_code, reason = "some tests expect answers of their own")]
pub(crate) fn meaning<'m>(decision: impl Into<DecisionGraph<'m>>, document: &str) -> String {
    match evaluate_json(decision, document) {
        Ok(answer) => {
            let mut text = format!("{} {:?}", answer.output, answer.rules.iter().map(|rule| rule.0).collect::<Vec<_>>());
            for required in &answer.required {
                write!(text, ", {} {:?}", required.decision, required.rules).unwrap();
            }
            text
        }
        Err(error) => format!("{}{}", error.code(), place(&error)),
    }
}

/// Where an error arose.
#[allow(dead_code, reason = "some tests expect answers of their own")]
fn place(error: &EvaluationError) -> String {
    use EvaluationError as E;
    match error {
        E::Required { decision, error } => format!(" in `{decision}`{}", place(error)),
        E::OutOfDomain { path, .. }
        | E::Unknown { path, .. }
        | E::Missing { path, .. }
        | E::Null { path, .. }
        | E::Wrong { path, .. }
        | E::Inexact { path, .. }
        | E::Twice { path } => {
            if path.is_empty() {
                String::new()
            } else {
                format!(" at {path}")
            }
        }
        _ => String::new(),
    }
}

/// Whether compiled code answers what is meant. It looks at the `values` of items when all are read, and may then name the field without
/// the item's position.
#[allow(dead_code, reason = "some tests expect answers of their own")]
pub(crate) fn agrees(meaning: &str, answer: &str) -> bool {
    let without_positions =
        |path: &str| -> String { path.split_inclusive('[').map(|part| part.trim_start_matches(char::is_numeric)).collect() };
    meaning == answer
        || meaning
            .split_once(" at ")
            .is_some_and(|(error, path)| error.starts_with("MB0801") && format!("{error} at {}", without_positions(path)) == answer)
}

/// What compiled code answers, one line a question, in the words of [`meaning`]. The crate is called `name`; its files are linted as users
/// who deny everything would.
#[allow(dead_code, reason = "some tests have modules beside the generated ones")]
pub(crate) fn answers(name: &str, files: &[GeneratedFile], questions: &[Question<'_>]) -> Vec<String> {
    answers_beside(name, &[], files, questions)
}

/// As [`answers`], in a crate that has these modules of its own, each a name and the text.
pub(crate) fn answers_beside(
    name: &str,
    modules_beside: &[(&str, &str)],
    files: &[GeneratedFile],
    questions: &[Question<'_>],
) -> Vec<String> {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let crates = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("generated");
    let folder = crates.join(name);
    // What other seeds and other books left.
    let _ = fs::remove_dir_all(folder.join("src/rules"));
    for file in files {
        write(&folder, &format!("src/rules/{}", file.path), &file.text);
    }
    let beside: String = modules_beside.iter().map(|(module, _)| format!("pub mod {module};\n")).collect();
    for (module, text) in modules_beside {
        write(&folder, &format!("src/{module}.rs"), text);
    }
    let arrow = if files.iter().any(|file| file.text.contains("pub fn evaluate_record_batch(")) { ", \"arrow\"" } else { "" };
    let modules = root(files.iter().map(|file| (file.path.as_str(), &file.header)), &Options::default());
    write(&folder, &format!("src/rules/{ROOT}"), &modules);
    let runtime = workspace.join("runtime").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nmatchbook = {{ path = {:?}, features = [\"regex\"{arrow}] }}\n\n[workspace]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        runtime.display().to_string()
    );
    write(&folder, "Cargo.toml", &manifest);
    write(&folder, "src/lib.rs", &format!("{LIB}{beside}"));
    // Where a module checks batches, it is asked with the same questions.
    let asks_batches = if modules_beside.iter().any(|(module, _)| *module == "batch") { "CRATE::batch::check(&questions);" } else { "" };
    write(&folder, "src/main.rs", &MAIN.replace("BATCH", asks_batches).replace("CRATE", &name.replace('-', "_")));
    let mut lines = String::new();
    for Question { app, decision, document } in questions {
        assert!(!document.contains('\n'), "{document}");
        writeln!(lines, "{app}\t{decision}\t{document}").unwrap();
    }
    write(&folder, "questions", &lines);
    if let Ok(lock) = fs::read_to_string(workspace.join("Cargo.lock")) {
        write(&folder, "Cargo.lock", &lock);
    }

    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&folder).args(arguments).env("CARGO_TARGET_DIR", crates.join("target")).output().unwrap()
    };
    let clippy = cargo(&["clippy", "--offline", "--quiet", "--", "-D", "warnings"]);
    assert!(clippy.status.success(), "{}", String::from_utf8_lossy(&clippy.stderr));
    let run = cargo(&["run", "--offline", "--quiet", "--", "questions"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let answers: Vec<String> = String::from_utf8(run.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), questions.len());
    answers
}
