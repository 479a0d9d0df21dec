//! `cargo bench -p matchbook-benches --bench analysis`: measures the analysis on all workloads, each in a process of its own, and writes the
//! report unless only some were asked for: `-- rating packets` measures the shapes with these words in their names and prints the page.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs, process};

use matchbook_benches::analysis::{Figures, markdown, measure, peak_of};
use matchbook_benches::report::Machine;
use matchbook_benches::workload::{SHAPES, Shape};

/// What tells a process to measure one workload rather than all.
const MEASURE: &str = "--measure-one";
/// What tells it to say how much memory compiling takes.
const MEMORY: &str = "--memory-of-one";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let known = |name: &str, rules: &str| Shape::named(name).zip(rules.parse().ok());
    match arguments.as_slice() {
        [what, name, rules] if what == MEASURE => {
            let figures = known(name, rules).and_then(|(shape, rules)| measure(shape, rules));
            println!("{}", figures.unwrap_or_else(|| fail(&format!("{name} of {rules} rules has no table"))).to_json());
        }
        [what, name, rules] if what == MEMORY => {
            let peak = known(name, rules).and_then(|(shape, rules)| peak_of(shape, rules));
            println!("{}", peak.unwrap_or_else(|| fail("this system doesn't tell the peak of a process's memory")));
        }
        words => all(words),
    }
}

fn all(words: &[String]) {
    let mut rows = Vec::new();
    for shape in SHAPES.iter().filter(|shape| words.is_empty() || words.iter().any(|word| shape.name.contains(word.as_str()))) {
        for rules in shape.sizes {
            eprintln!("{}, {rules} rules", shape.name);
            let told = ask(MEASURE, shape, *rules).unwrap_or_else(|error| fail(&error));
            let mut figures = Figures::from_json(&told).unwrap_or_else(|| fail(&format!("this isn't what was measured: {told}")));
            figures.memory = ask(MEMORY, shape, *rules).ok().and_then(|bytes| bytes.trim().parse().ok());
            rows.push(figures);
        }
    }
    let page = markdown(&Machine::here(), &rows);
    if !words.is_empty() {
        println!("{page}");
        return;
    }
    match fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("results/analysis.md"), page) {
        Ok(()) => println!("wrote benches/results/analysis.md"),
        Err(error) => fail(&format!("results/analysis.md can't be written: {error}")),
    }
}

/// What a process of its own tells of one workload.
fn ask(what: &str, shape: &Shape, rules: usize) -> Result<String, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{} of {rules} rules can't be measured: {error}", shape.name);
    let program = env::current_exe().map_err(|error| failed(&error))?;
    let asked = Command::new(program).args([what, shape.name, &rules.to_string()]).stderr(Stdio::inherit()).output();
    let output = asked.map_err(|error| failed(&error))?;
    if output.status.success() { Ok(String::from_utf8_lossy(&output.stdout).into_owned()) } else { Err(failed(&output.status)) }
}

fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    process::exit(1)
}
