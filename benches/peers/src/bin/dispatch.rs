//! Measures decisions: all workloads, or those with one of the words given in their names. See the library.

use std::path::Path;
use std::time::Duration;
use std::{env, fs, process};

use matchbook_benches::books;
use matchbook_benches::report::Machine;
use matchbook_benches::shipped::TABLES;
use matchbook_benches::workload::{Drawn, Shape};
use matchbook_compiler::compile::{Compilation, compile};
use matchbook_compiler::options::Options;
use matchbook_peers::hand;
use matchbook_peers::interpreter::Interpreter;
use matchbook_peers::measure::{Entrant, measure};
use matchbook_peers::ours::{ALL, Form, Forms};
use matchbook_peers::question::{Case, Meaning, Questions};
use matchbook_peers::report::{Figures, Tried, markdown};
use matchbook_peers::target::{BATCH, EVALUATE};

/// Rounds at least and at most, and how long a workload is measured once it has had the least.
const ROUNDS: (usize, usize, Duration) = (9, 60, Duration::from_secs(10));

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let asked = ALL.iter().filter(|forms| words.is_empty() || words.iter().any(|word| forms.name.contains(word.as_str())));
    let mut all = Vec::new();
    for forms in asked {
        eprintln!("{}", forms.name);
        all.push(figures(forms).unwrap_or_else(|error| fail(&format!("{}: {error}", forms.name))));
    }
    let page = markdown(&Machine::here(), &all);
    if !words.is_empty() {
        println!("{page}");
        return;
    }
    match fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/dispatch.md"), page) {
        Ok(()) => println!("wrote benches/results/dispatch.md"),
        Err(error) => fail(&format!("results/dispatch.md can't be written: {error}")),
    }
}

fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    process::exit(1)
}

/// Measures one workload or table.
fn figures(forms: &Forms) -> Result<Figures, String> {
    // Contenders borrow from both for as long as the program runs.
    let (case, compilation, app, stands_for) = subject(forms.name)?;
    let (case, compilation): (&'static Case, &'static Compilation) = (Box::leak(Box::new(case)), Box::leak(Box::new(compilation)));
    let workload = &case.workload;
    let graph = compilation.graph(app, workload.name).ok_or("it has no decision")?;
    let (mut tried, mut entrants) = (Vec::new(), Vec::new());
    for Form { strategy, result } in (forms.forms)() {
        if let Ok(made) = &result {
            entrants.push(Entrant { name: strategy.to_owned(), asked: (made.select)() });
            if let Some(batch) = made.batch {
                entrants.push(Entrant { name: BATCH.to_owned(), asked: batch() });
            }
            if let (Some(evaluate), "auto") = (made.evaluate, strategy) {
                entrants.push(Entrant { name: EVALUATE.to_owned(), asked: evaluate(case) });
            }
        }
        tried.push(Tried { strategy, result: result.map(|made| (made.form, made.bytes)) });
    }
    entrants.extend(hand::entrants(workload));
    entrants.push(Entrant { name: "interpreter".to_owned(), asked: Box::new(Interpreter { workload, graph }) });
    #[cfg(feature = "engines")]
    let (engines, absent) = matchbook_peers::engines::entrants(case)?;
    #[cfg(not(feature = "engines"))]
    let (engines, absent) = (Vec::new(), vec![("other engines", "this program was built without them".to_owned())]);
    entrants.extend(engines);
    let questions = [Drawn::Random, Drawn::Zipf, Drawn::Hot].map(|drawn| Questions::draw(workload, drawn));
    let measured = measure(&entrants, &Meaning::new(case), &questions, ROUNDS)?;
    let rules = case.rules() + usize::from(workload.has_else);
    Ok(Figures { name: workload.name, stands_for, size: [rules, workload.columns.len()], tried, measured, absent })
}

/// A workload or a shipped table, compiled: its rows, the books, its app, and what it stands for.
fn subject(name: &str) -> Result<(Case, Compilation, &'static str, &'static str), String> {
    if let Some(shape) = Shape::named(name) {
        let workload = shape.of_size(shape.sizes[0]);
        let compilation = compile(&workload.sources(), &Options::default());
        return Ok((Case::of_workload(workload), compilation, "bench", shape.stands_for));
    }
    let table = TABLES.iter().find(|table| table.decision == name).ok_or("it is no shape and no shipped table")?;
    let compilation = books().map_err(|error| error.to_string())?;
    let checked = compilation.decision(table.app, table.decision).ok_or("it has errors")?;
    let case = Case::of_table(checked).ok_or("it is no table of boxes")?;
    Ok((case, compilation, table.app, "itself: a shipped table"))
}
