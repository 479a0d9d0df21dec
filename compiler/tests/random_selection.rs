//! Compiled selection against the plain meaning of rules: some hundred seeded random tables of every hit policy and type, written as one
//! crate below `target/`, compiled once, and asked the same questions.
//!
//! `MATCHBOOK_SEED` sets the seed; it is printed. What is written stays there, to be looked at.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

#[path = "random/tables.rs"]
mod tables;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use matchbook_compiler::check::{Checked, check};
use matchbook_compiler::dispatch::{Plan, Selection, plan};
use matchbook_compiler::emit::select::{EnumNames, SelectionNames, select};
use matchbook_compiler::model::{BaseType, DecisionTable, HitPolicy, InputId, Strategy, Value};
use matchbook_compiler::options::Options;
use tables::Random;

const TABLES: usize = 220;
const QUESTIONS: usize = 300;

/// What a table answers, by its plain meaning: rules in the result's order, or an error's code.
fn meaning(checked: &Checked, inputs: &[Value]) -> String {
    let table = checked.table();
    for (data, value) in table.inputs.iter().zip(inputs) {
        if !data.domain.as_ref().is_none_or(|domain| domain.contains(value)) {
            return format!("MB0801 {}", data.name);
        }
    }
    let matching: Vec<usize> = checked
        .order()
        .iter()
        .map(|rule| rule.0)
        .filter(|rule| !table.rules[*rule].is_else)
        .filter(|rule| {
            table.input_clauses.iter().zip(&table.rules[*rule].entries).all(|(clause, entry)| entry.holds(&inputs[clause.input.0]))
        })
        .collect();
    let otherwise: Vec<usize> = table.default_rule().map(|rule| rule.0).into_iter().collect();
    let rules = if matching.is_empty() { otherwise } else { matching };
    if !table.hit_policy.is_single_hit() {
        return format!("{rules:?}");
    }
    let differ = |rule: &&usize| match table.hit_policy {
        HitPolicy::Unique => true,
        HitPolicy::Any => table.rules[**rule].outputs != table.rules[rules[0]].outputs,
        _ => false,
    };
    match rules.as_slice() {
        [] if table.complete => "MB0802".to_owned(),
        [] => "[]".to_owned(),
        [_, rest @ ..] if rest.iter().any(|rule| differ(&rule)) => "MB0803".to_owned(),
        [first, ..] => format!("[{first}]"),
    }
}

fn rust_type(base: BaseType, closed: Option<&EnumNames>) -> String {
    match (base, closed) {
        (_, Some(names)) => names.path.clone(),
        (BaseType::Text, None) => "&'a str".to_owned(),
        (BaseType::Integer, _) => "i64".to_owned(),
        (BaseType::Number | BaseType::Decimal(_), _) => "matchbook::Decimal".to_owned(),
        (BaseType::Boolean, _) => "bool".to_owned(),
        (BaseType::Date, _) => "matchbook::civil::Date".to_owned(),
        (BaseType::Time, _) => "matchbook::civil::Time".to_owned(),
        (BaseType::DateTime, _) => "matchbook::civil::DateTime".to_owned(),
        (BaseType::DaysTimeDuration, _) => "matchbook::SignedDuration".to_owned(),
        (BaseType::YearsMonthsDuration, _) => "matchbook::Span".to_owned(),
    }
}

/// A cell of the file of questions.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "~".to_owned(),
        Value::YearsMonths(months) => format!("={months}"),
        Value::DaysTime(duration) => format!("={}", duration.as_nanos()),
        Value::DateTime(at) => format!("={at}"),
        other => format!("={other}"),
    }
}

/// The module of one table: what the rest of the emitter would write around selection, as small as it can be.
fn module(checked: &Checked, plan: &Plan) -> String {
    let table = checked.table();
    let mut text = String::new();
    let mut names = SelectionNames { runtime: "matchbook".to_owned(), input: "Input".to_owned(), ..SelectionNames::default() };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let (mut fields, mut reads) = (String::new(), String::new());
    for (at, data) in table.inputs.iter().enumerate() {
        let closed = data.closed.as_ref().map(|list| {
            let names =
                EnumNames { path: format!("Closed{at}"), variants: (0..list.values.len()).map(|value| format!("V{value}")).collect() };
            let (path, variants) = (&names.path, names.variants.join(", "));
            writeln!(text, "#[allow(dead_code)]\n#[derive(Clone, Copy, Debug, PartialEq)]\npub enum {path} {{ {variants} }}").unwrap();
            names
        });
        let ty = rust_type(data.ty.base, closed.as_ref());
        if ty.starts_with('&') {
            names.input = "Input<'_>".to_owned();
        }
        let ty = if data.ty.nullable { format!("Option<{ty}>") } else { ty };
        writeln!(fields, "    #[allow(dead_code)]\n    pub f{at}: {ty},").unwrap();
        let read = match (&closed, data.ty.base) {
            (Some(names), _) => {
                let values = &data.closed.as_ref().unwrap().values;
                let arms: String = values
                    .iter()
                    .zip(&names.variants)
                    .map(|(value, variant)| format!("{value:?} => {}::{variant}, ", names.path))
                    .collect();
                format!("match cell {{ {arms} _ => return None }}")
            }
            (None, BaseType::Text) => "cell".to_owned(),
            (None, BaseType::DaysTimeDuration) => "matchbook::SignedDuration::from_nanos_i128(cell.parse().ok()?)".to_owned(),
            (None, BaseType::YearsMonthsDuration) => "matchbook::years_and_months(cell.parse().ok()?)".to_owned(),
            _ => "cell.parse().ok()?".to_owned(),
        };
        let read = if data.ty.nullable {
            format!("match cells.get({at})?.strip_prefix('=') {{ Some(cell) => Some({read}), None => None }}")
        } else {
            format!("{{ let cell = cells.get({at})?.strip_prefix('=')?; {read} }}")
        };
        writeln!(reads, "        f{at}: {read},").unwrap();
        names.fields.push(format!("input.f{at}"));
        names.statics.push(format!("F{at}"));
        names.enums.push(closed);
        writeln!(
            text,
            "#[allow(dead_code)]\npub static F{at}: matchbook::Field = matchbook::Field::new({:?}, \"\");",
            data.name.to_string()
        )
        .unwrap();
        taken.insert(format!("F{at}"));
    }
    let lifetime = if names.input == "Input" { "" } else { "<'a>" };
    writeln!(text, "pub struct Input{lifetime} {{\n{fields}}}").unwrap();
    let argument = if lifetime.is_empty() { "str" } else { "'a str" };
    writeln!(text, "#[allow(clippy::all)]\npub fn read{lifetime}(cells: &[&{argument}]) -> Option<Input{lifetime}> {{\n    Some(Input {{\n{reads}    }})\n}}")
        .unwrap();
    for (at, _) in table.rules.iter().enumerate() {
        names.rules.push(format!("RULE_{at}"));
        if plan.selection.names_rules() {
            writeln!(text, "#[allow(dead_code)]\npub const RULE_{at}: matchbook::RuleIndex = matchbook::RuleIndex::new({at});").unwrap();
        }
    }
    names.taken = taken;
    for item in select(checked, plan, &names) {
        text.push('\n');
        text.push_str(&item);
    }
    let rules = if !table.hit_policy.is_single_hit() {
        "rules.map(matchbook::RuleIndex::get).collect::<Vec<u32>>()"
    } else if matchbook_compiler::emit::select::is_optional(plan, table.hit_policy) {
        "rules.map(matchbook::RuleIndex::get).into_iter().collect::<Vec<u32>>()"
    } else {
        "vec![rules.get()]"
    };
    writeln!(
        text,
        "\npub fn answer(cells: &[&str]) -> String {{\n    match read(cells) {{\n        None => \"unread\".to_owned(),\n        Some(input) => match select(&input) {{\n            Ok(rules) => format!(\"{{:?}}\", {rules}),\n            Err(error) => crate::show(&error),\n        }},\n    }}\n}}"
    )
    .unwrap();
    text
}

const MAIN: &str = r#"
#![deny(warnings, clippy::all)]
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable)]

pub fn show(error: &matchbook::Error) -> String {
    match error {
        matchbook::Error::OutOfDomain(field) => format!("{} {}", error.code(), field.path()),
        other => other.code().to_owned(),
    }
}

fn main() {
    let Some(questions) = std::env::args().nth(1).and_then(|path| std::fs::read_to_string(path).ok()) else {
        println!("no questions");
        return;
    };
    let mut answers = String::new();
    for line in questions.split_terminator('\n') {
        let mut cells = line.split('\t');
        let table = cells.next().unwrap_or_default();
        let cells: Vec<&str> = cells.collect();
        answers.push_str(&ask(table, &cells));
        answers.push('\n');
    }
    print!("{answers}");
}
"#;

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder).args(arguments).env("CARGO_TARGET_DIR", folder.join("target"));
    command
}

fn written(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    if fs::read_to_string(&path).ok().as_deref() != Some(text) {
        fs::write(path, text).unwrap();
    }
}

#[test]
fn compiled_selection_agrees_with_the_meaning_of_rules() {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_121_u64);
    println!("seed {seed} (MATCHBOOK_SEED)");
    let mut random = Random(seed);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("random-selection");
    fs::create_dir_all(folder.join("src")).unwrap();

    let mut forms = [0_usize; 4];
    let mut policies = BTreeSet::new();
    let (mut main, mut arms, mut questions, mut expected) = (MAIN.to_owned(), String::new(), String::new(), Vec::new());
    let mut accepted = 0;
    let mut tried = 0;
    while accepted < TABLES {
        tried += 1;
        assert!(tried < TABLES * 200, "the checks refuse nearly all random tables: {accepted} of {tried} accepted");
        let mut table = tables::table(accepted, &mut random);
        // A third without a diagram, as the largest tables are.
        let max_diagram_nodes = if random.one_in(3) { 1 } else { 200_000 };
        let options = Options { max_diagram_nodes, ..Options::default() };
        let Some(mut checked) = check(table.clone(), &options, &mut Vec::new()) else { continue };
        let plan = match plan(&checked, &options) {
            Ok(plan) => plan,
            Err(_) => {
                table.dispatch = Strategy::Auto;
                checked = check(table, &options, &mut Vec::new()).unwrap();
                plan(&checked, &options).unwrap()
            }
        };
        forms[match plan.selection {
            Selection::Match(_) => 0,
            Selection::Tree(_) => 1,
            Selection::Diagram(_) => 2,
            Selection::Scan(_) => 3,
        }] += 1;
        let table: &DecisionTable = checked.table();
        policies.insert(format!("{:?}", table.hit_policy));
        written(&folder, &format!("src/t{accepted}.rs"), &module(&checked, &plan));
        writeln!(main, "mod t{accepted};").unwrap();
        writeln!(arms, "        \"{accepted}\" => t{accepted}::answer(cells),").unwrap();
        for _ in 0..QUESTIONS {
            let inputs: Vec<Value> = (0..table.inputs.len()).map(|input| tables::asked(table, InputId(input), &mut random)).collect();
            let cells: Vec<String> = inputs.iter().map(cell).collect();
            writeln!(questions, "{accepted}\t{}", cells.join("\t")).unwrap();
            expected.push((accepted, table.name.clone(), cells.join(", "), meaning(&checked, &inputs)));
        }
        accepted += 1;
    }
    writeln!(main, "\nfn ask(table: &str, cells: &[&str]) -> String {{\n    match table {{\n{arms}        _ => \"no such table\".to_owned(),\n    }}\n}}").unwrap();
    println!("{tried} tried; forms: {} match, {} tree, {} diagram, {} scan", forms[0], forms[1], forms[2], forms[3]);
    assert_eq!(policies.len(), 11, "{policies:?}");
    assert!(forms.iter().all(|count| *count > 0), "{forms:?}");

    let runtime = root.join("runtime").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = \"random-selection\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\nmatchbook = {{ path = {:?}, default-features = false, features = [\"decimal\", \"time\", \"std\"] }}\n\n[workspace]\n",
        runtime.display().to_string()
    );
    written(&folder, "Cargo.toml", &manifest);
    written(&folder, "src/main.rs", &main);
    written(&folder, "questions", &questions);
    if let Ok(lock) = fs::read_to_string(root.join("Cargo.lock")) {
        written(&folder, "Cargo.lock", &lock);
    }

    let clippy = cargo(&folder, &["clippy", "--offline", "--quiet"]).output().unwrap();
    assert!(clippy.status.success(), "{}", String::from_utf8_lossy(&clippy.stderr));
    let run = cargo(&folder, &["run", "--offline", "--quiet", "--", "questions"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let answers = String::from_utf8(run.stdout).unwrap();
    let answers: Vec<&str> = answers.lines().collect();
    assert_eq!(answers.len(), expected.len());
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    let wrong: Vec<String> = expected
        .iter()
        .zip(&answers)
        .filter(|((.., meaning), answer)| {
            kinds.insert(if meaning.starts_with('[') { "rules" } else { &meaning[..6] });
            meaning != **answer
        })
        .map(|((number, name, cells, meaning), answer)| format!("{name} (t{number}.rs): {cells}: means {meaning}, compiled {answer}"))
        .collect();
    println!("{} questions; kinds of answers: {kinds:?}", expected.len());
    assert!(wrong.is_empty(), "seed {seed}: {} wrong answers, the first ones:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert!(["rules", "MB0801", "MB0802"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
}
