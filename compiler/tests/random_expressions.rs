//! Compiled expressions against the interpreter: some hundred seeded random expressions of every kind and operation, as functions of one
//! crate below `target/`, compiled once under strict lints, each run on some hundred inputs.
//!
//! `MATCHBOOK_SEED` sets the seed; it is printed. What is written stays there, to be looked at.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what it didn't expect")]

#[path = "random/expressions.rs"]
mod expressions;
#[path = "random/inputs.rs"]
mod inputs;
#[path = "random/operations.rs"]
mod operations;
#[path = "random/seeded.rs"]
mod seeded;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use inputs::{INPUTS, SUBJECT, TIERS, column, expression, inputs, operation};
use matchbook_compiler::emit::expression::{self as code, Form, Place, Places, Signature, body, rust_type};
use matchbook_compiler::interpret::{Environment, compute};
use matchbook_compiler::model::{BaseType, Expression, Value};
use operations::OPERATIONS;
use seeded::Random;

const SEED: u64 = 42;
const EXPRESSIONS: usize = 300;
const VALUES: usize = 300;

fn places() -> Places<'static> {
    let place = |position: usize| {
        let (name, letters, closed) = INPUTS[position];
        if name == "label" {
            return Place { path: name.to_owned(), form: Form::Computed(expressions::ty(letters)) };
        }
        Place { path: format!("input.{name}"), form: Form::Field { ty: column(position), closed } }
    };
    Places { runtime: "matchbook", inputs: (0..INPUTS.len()).map(place).collect(), subject: Some(place(SUBJECT)) }
}

/// The function of an expression, as it is committed: printed by prettyplease.
fn function(number: usize, expression: &Expression, places: &Places<'_>) -> String {
    let code = body(expression, places);
    let borrows = rust_type(&expression.ty, "'a", "matchbook").contains("'a");
    let computed = code.contains("label");
    let mut parameters =
        vec![format!("{}: &Input<{}>", if code.contains("input.") { "input" } else { "_input" }, if borrows { "'a" } else { "'_" })];
    if computed {
        parameters.push(format!("label: matchbook::Cow<{}, str>", if borrows { "'a" } else { "'_" }));
    }
    let signature = Signature {
        docs: &format!("Expression {number}."),
        visibility: "pub ",
        name: &format!("e{number}"),
        result: &format!("E{number}"),
        parameters: &parameters,
        lifetime: "'a",
    };
    let source = code::function(expression, places, &signature);
    match syn::parse_file(&source) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("expression {number} isn't Rust: {error}\n{source}\n{expression:#?}"),
    }
}

/// A value as the generated program prints it.
fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::DaysTime(duration) => duration.as_nanos().to_string(),
        Value::YearsMonths(months) => months.to_string(),
        Value::List(items) | Value::Context(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A value as the generated program reads it.
fn written(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Text(text) => text.bytes().fold("x".to_owned(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        }),
        Value::DaysTime(duration) => duration.as_nanos().to_string(),
        Value::YearsMonths(months) => months.to_string(),
        other => other.to_string(),
    }
}

/// The `Input` of all expressions, and how it is read.
fn input_type() -> String {
    let mut fields = String::new();
    let mut read = String::new();
    for (position, (name, _, closed)) in INPUTS.iter().enumerate().filter(|(_, (name, _, _))| *name != "label") {
        let ty = column(position);
        let (base, by) = match ty.base {
            BaseType::Text if *closed => ("Tier", "matchbook::ClosedText::from_text(texts[{}].as_deref()?)"),
            BaseType::Text => ("&'a str", "texts[{}].as_deref()"),
            BaseType::Integer => ("i64", "fields[{}].parse().ok()"),
            BaseType::Number | BaseType::Decimal(_) => ("matchbook::Decimal", "matchbook::feel::number(fields[{}])"),
            BaseType::Boolean => ("bool", "fields[{}].parse().ok()"),
            BaseType::Date => ("matchbook::civil::Date", "fields[{}].parse().ok()"),
            BaseType::Time => ("matchbook::civil::Time", "fields[{}].parse().ok()"),
            BaseType::DateTime => ("matchbook::civil::DateTime", "fields[{}].parse().ok()"),
            BaseType::DaysTimeDuration => {
                ("matchbook::SignedDuration", "matchbook::SignedDuration::try_from_nanos_i128(fields[{}].parse().ok()?)")
            }
            BaseType::YearsMonthsDuration => ("matchbook::Span", "matchbook::feel::span_of(fields[{}].parse().ok()?).ok()"),
            BaseType::Any => unreachable!("no input is of this type"),
        };
        let by = by.replace("{}", &position.to_string());
        let (field, value) = if ty.nullable {
            (format!("Option<{base}>"), format!("if fields[{position}] == \"-\" {{ None }} else {{ Some({by}?) }}"))
        } else {
            (base.to_owned(), format!("{by}?"))
        };
        writeln!(fields, "    /// An input.\n    pub {name}: {field},").unwrap();
        writeln!(read, "        {name}: {value},").unwrap();
    }
    let mut variants = String::new();
    let mut pairs = String::new();
    for (position, tier) in TIERS.iter().enumerate() {
        writeln!(variants, "    /// A tier.\n    Tier{position},").unwrap();
        write!(pairs, "({tier:?}, Self::Tier{position}), ").unwrap();
    }
    format!(
        "/// What expressions read.\n#[derive(Clone, Copy, Debug)]\npub struct Input<'a> {{\n{fields}}}\n\n/// Tiers.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum Tier {{\n{variants}}}\n\nimpl matchbook::ClosedText for Tier {{\n    const VALUES: &'static [(&'static str, Self)] = &[{pairs}];\n}}\n\n//READ\nfn read<'a>(fields: &[&str], texts: &'a [Option<String>]) -> Option<Input<'a>> {{\n    Some(Input {{\n{read}    }})\n}}\n"
    )
}

const LIB: &str = "//! Random expressions.
#![deny(warnings, missing_docs, clippy::all)]
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable)]

";

const MAIN: &str = r#"
use random_expressions::*;

/// A value as the test prints it.
trait Show {
    fn show(&self) -> String;
}

macro_rules! displayed {
    ($($ty:ty),*) => { $(impl Show for $ty { fn show(&self) -> String { self.to_string() } })* };
}
displayed!(bool, i64, matchbook::civil::Date, matchbook::civil::Time, matchbook::civil::DateTime);

impl Show for () {
    fn show(&self) -> String { "null".to_owned() }
}
impl Show for matchbook::Decimal {
    fn show(&self) -> String { matchbook::feel::number_to_text(*self) }
}
impl Show for matchbook::SignedDuration {
    fn show(&self) -> String { self.as_nanos().to_string() }
}
impl Show for matchbook::Cow<'_, str> {
    fn show(&self) -> String { format!("{:?}", &**self) }
}
impl<T: Show> Show for Option<T> {
    fn show(&self) -> String { self.as_ref().map_or_else(|| "null".to_owned(), Show::show) }
}
impl<T: Show> Show for Vec<T> {
    fn show(&self) -> String { format!("[{}]", self.iter().map(Show::show).collect::<Vec<_>>().join(", ")) }
}
impl<A: Show> Show for (A,) {
    fn show(&self) -> String { format!("[{}]", self.0.show()) }
}
impl<A: Show, B: Show> Show for (A, B) {
    fn show(&self) -> String { format!("[{}, {}]", self.0.show(), self.1.show()) }
}
impl<A: Show, B: Show, C: Show> Show for (A, B, C) {
    fn show(&self) -> String { format!("[{}, {}, {}]", self.0.show(), self.1.show(), self.2.show()) }
}
impl<T: Show> Show for Result<T, matchbook::feel::Inexact> {
    fn show(&self) -> String { self.as_ref().map_or_else(|_| "MB0804".to_owned(), Show::show) }
}

fn text(field: &str) -> Option<String> {
    let hex = field.strip_prefix('x')?;
    let bytes = (0..hex.len() / 2).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16)).collect::<Result<Vec<_>, _>>().ok()?;
    String::from_utf8(bytes).ok()
}
"#;

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder).args(arguments).env("CARGO_TARGET_DIR", folder.join("target"));
    command
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    if fs::read_to_string(&path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn compiled_expressions_agree_with_the_interpreter() {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed} (MATCHBOOK_SEED)");
    let mut random = Random(seed);
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random-expressions");
    fs::create_dir_all(folder.join("src")).unwrap();

    // Each operation at least once at the top, the others whatever comes.
    let expressions: Vec<Expression> = (0..EXPRESSIONS)
        .map(|number| {
            let parts = 4 + random.below(40);
            if number < OPERATIONS.len() { operation(&mut random, number, parts) } else { expression(&mut random, parts) }
        })
        .collect();
    let places = places();
    let (input, read) = input_type().split_once("//READ\n").map(|(input, read)| (input.to_owned(), read.to_owned())).unwrap();
    let mut lib = format!("{LIB}{input}");
    let mut runs = String::new();
    for (number, expression) in expressions.iter().enumerate() {
        writeln!(lib, "\n{}", function(number, expression, &places)).unwrap();
        let label = if body(expression, &places).contains("label") { ", matchbook::Cow::Borrowed(input.text)" } else { "" };
        writeln!(runs, "        println!(\"{{}}\", e{number}(&input{label}).show());").unwrap();
    }
    let main = format!(
        "{MAIN}\n{read}\nfn main() {{\n    let Some(questions) = std::env::args().nth(1).and_then(|path| std::fs::read_to_string(path).ok()) else {{ return }};\n    for line in questions.lines() {{\n        let fields: Vec<&str> = line.split('\\t').collect();\n        let texts: Vec<Option<String>> = fields.iter().map(|field| text(field)).collect();\n        let input = read(&fields, &texts).unwrap();\n{runs}    }}\n}}\n"
    );
    let values: Vec<Vec<Value>> = (0..VALUES).map(|_| inputs(&mut random)).collect();
    let questions: String = values.iter().map(|values| values.iter().map(written).collect::<Vec<_>>().join("\t") + "\n").collect();

    let runtime = workspace.join("runtime").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = \"random-expressions\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nmatchbook = {{ path = {:?}, default-features = false, features = [\"regex\"] }}\n\n[workspace]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
        runtime.display().to_string()
    );
    put(&folder, "Cargo.toml", &manifest);
    put(&folder, "src/lib.rs", &lib);
    put(&folder, "src/main.rs", &main);
    put(&folder, "questions", &questions);
    if let Ok(lock) = fs::read_to_string(workspace.join("Cargo.lock")) {
        put(&folder, "Cargo.lock", &lock);
    }
    let clippy = cargo(&folder, &["clippy", "--lib", "--offline", "--quiet", "--", "-D", "warnings"]).output().unwrap();
    assert!(clippy.status.success(), "seed {seed}: {}", String::from_utf8_lossy(&clippy.stderr));
    let run = cargo(&folder, &["run", "--offline", "--quiet", "--", "questions"]).output().unwrap();
    assert!(run.status.success(), "seed {seed}: {}", String::from_utf8_lossy(&run.stderr));
    let answers = String::from_utf8(run.stdout).unwrap();
    let mut answers = answers.lines();

    let mut kinds = BTreeSet::new();
    let mut wrong = Vec::new();
    for values in &values {
        let environment = Environment { inputs: values, subject: values.get(SUBJECT) };
        for (number, expression) in expressions.iter().enumerate() {
            let meaning = compute(expression, &environment).map_or_else(|_| "MB0804".to_owned(), |value| shown(&value));
            kinds.insert(match meaning.as_str() {
                "MB0804" | "null" | "true" => meaning.clone(),
                _ => "value".to_owned(),
            });
            let answer = answers.next().unwrap_or("nothing");
            if answer != meaning {
                wrong.push(format!("e{number}: means {meaning}, compiled {answer}, of {}", questions_of(values)));
            }
        }
    }
    assert!(wrong.is_empty(), "seed {seed}: {} wrong answers, the first ones:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert_eq!(answers.next(), None);
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}

/// The inputs by name, for a message.
fn questions_of(values: &[Value]) -> String {
    INPUTS.iter().zip(values).map(|((name, _, _), value)| format!("{name}={}", shown(value))).collect::<Vec<_>>().join(" ")
}
