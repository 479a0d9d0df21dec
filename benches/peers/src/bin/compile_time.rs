//! Measures what it takes to get from a workbook to a program; see [`matchbook_peers::compile_time`]. Writes `results/compile-time.md`, unless
//! only parts were asked for: `rustc` (or names of workloads), `text`, `edit`.

use std::path::Path;
use std::{env, fs, process};

use matchbook_benches::report::Machine;
use matchbook_peers::compile_time::{MAKE, builds, edits, make, markdown, texts};

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    if let Some((MAKE, arguments)) = words.split_first().map(|(word, arguments)| (word.as_str(), arguments)) {
        match make(arguments) {
            Ok(told) => println!("{told}"),
            Err(error) => fail(&error),
        }
        return;
    }
    let asked = |part: &str| words.is_empty() || words.iter().any(|word| word == part);
    let page = || -> Result<String, String> {
        // What takes most memory in this process comes last, or it would count as that of the processes it starts.
        let built = builds(|shape| asked("rustc") || words.iter().any(|word| shape.contains(word.as_str())))?;
        let edits = if asked("edit") { edits()? } else { Vec::new() };
        let made = if asked("text") { texts()? } else { Vec::new() };
        Ok(markdown(&Machine::here(), &built, &made, &edits))
    };
    let page = page().unwrap_or_else(|error| fail(&error));
    if !words.is_empty() {
        println!("{page}");
        return;
    }
    match fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("../results/compile-time.md"), page) {
        Ok(()) => println!("wrote benches/results/compile-time.md"),
        Err(error) => fail(&format!("results/compile-time.md can't be written: {error}")),
    }
}

fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    process::exit(1)
}
