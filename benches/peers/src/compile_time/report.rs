//! The figures as a page.

use std::fmt::Write as _;
use std::time::Duration;

use matchbook_benches::report::Machine;

use super::{Built, Edit, Made};

/// The targets of "What it has to reach".
const MOST_SECONDS: f64 = 1.0;
const MOST_MEGABYTES: f64 = 300.0;
const MOST_MILLISECONDS: f64 = 250.0;
const MOST_SECONDS_OF_EDIT: [(usize, f64); 2] = [(10_000, 3.0), (100_000, 10.0)];

/// The page.
pub fn markdown(machine: &Machine, built: &[Built], made: &[Made], edits: &[Edit]) -> String {
    let mut text = String::from(
        "# From a workbook to a program\n\n\
         Written by `cargo run --release --manifest-path benches/peers/Cargo.toml --bin compile_time`; `BENCH_DATE` gives the day. Compare figures of one\n\
         table; those of another run or machine may all be higher or lower. Seconds are of the processor, of all processes together, so that other\n\
         programs' turns don't count, and by the clock, with what else the machine did.\n\n",
    );
    let _ = writeln!(text, "{}\n", machine.line());
    rustc(&mut text, built);
    books(&mut text, made);
    changes(&mut text, edits);
    text
}

fn rustc(text: &mut String, built: &[Built]) {
    text.push_str(
        "## rustc, by strategy and size\n\n\
         What `cargo build --release` of a crate with the one generated module, its JSON half included, takes more than the same crate without it, and\n\
         the most memory that a process of it takes (medians of three builds, or one if that takes 20 s). Target: at most 1 s and 300 MB more, for any table of up to 100,000\n\
         rules.\n\n\
         | workload | rules | strategy | kB of Rust | kB of data | s more | MB more | target |\n| --- | ---: | --- | ---: | ---: | ---: | ---: | --- |\n",
    );
    for Built { shape, rules, strategy, form, bytes: [source, data], with, without } in built {
        let how = if strategy == form { format!("`{form}`") } else { format!("`{strategy}`, which is `{form}`") };
        let seconds = with.processor.as_secs_f64() - without.processor.as_secs_f64();
        let megabytes = (with.memory as f64 - without.memory as f64) / f64::from(1 << 20);
        let met = seconds <= MOST_SECONDS && megabytes <= MOST_MEGABYTES;
        let (source, data) = (source.div_ceil(1_000), data.div_ceil(1_000));
        let _ = writeln!(text, "| {shape} | {rules} | {how} | {source} | {data} | {seconds:.2} | {megabytes:.0} | {} |", verdict(met));
    }
}

fn books(text: &mut String, made: &[Made]) {
    text.push_str(
        "\n## From a workbook's bytes to Rust text\n\n\
         Target: at most 250 ms for 10,000 rules of eight columns (stretch: 100 ms). Milliseconds of the processor, medians of seven; the compiler is\n\
         optimised.\n\n| workload | rules × columns | file | ms | kB of Rust | target |\n| --- | ---: | --- | ---: | ---: | --- |\n",
    );
    for Made { shape, size: [rules, columns], kind, milliseconds, bytes } in made {
        let target = if *rules <= 10_000 { verdict(*milliseconds <= MOST_MILLISECONDS) } else { "" };
        let _ = writeln!(text, "| {shape} | {rules} × {columns} | {kind} | {milliseconds:.0} | {} | {target} |", bytes.div_ceil(1_000));
    }
}

fn changes(text: &mut String, edits: &[Edit]) {
    text.push_str(
        "\n## From one changed cell to a linked program\n\n\
         What `cargo build --release` of a program over the table takes after a cell of its workbook (xlsx) has changed: the build script, rustc, the\n\
         linker. Target: at most 3 s at 10,000 rules, 10 s at 100,000 (stretch: 1.5 s, 4 s), with the build script optimised\n\
         (`[profile.release.build-override] opt-level = 3`). Without that line cargo builds it without optimisation.\n\n\
         | workload | rules | build script | s of the processor | s by the clock | MB | target |\n| --- | ---: | --- | ---: | ---: | ---: | --- |\n",
    );
    for Edit { shape, rules, optimised, cost } in edits {
        let most = MOST_SECONDS_OF_EDIT.iter().find(|(most, _)| rules <= most).map_or(f64::NAN, |(_, seconds)| *seconds);
        let target = if *optimised { verdict(cost.processor.as_secs_f64() <= most) } else { "" };
        let how = if *optimised { "optimised" } else { "as cargo does by default" };
        let seconds = |time: Duration| time.as_secs_f64();
        let megabytes = cost.memory.div_ceil(1 << 20);
        let (processor, elapsed) = (seconds(cost.processor), seconds(cost.elapsed));
        let _ = writeln!(text, "| {shape} | {rules} | {how} | {processor:.1} | {elapsed:.1} | {megabytes} | {target} |");
    }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}
