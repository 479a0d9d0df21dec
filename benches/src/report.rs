//! What was measured, as Markdown.

use std::fmt::Write as _;
use std::hint::black_box;
use std::num::NonZero;
use std::{env, fs, process, thread};

use crate::processor_time;

/// The ways to decide, in the order of the report's columns: their names in measurements, and what they are.
pub const WAYS: [(&str, &str); 6] = [
    ("plain", "hand-written"),
    ("tuned", "hand-tuned"),
    ("select", "`select`"),
    ("evaluate", "`evaluate`"),
    ("evaluate_json", "`evaluate_json`"),
    ("interpreter", "interpreter"),
];

/// What was measured of one table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// How many rules it has.
    pub rules: usize,
    /// How the compiler finds its rules.
    pub form: String,
    /// Nanoseconds a decision, for each of [`WAYS`].
    pub nanoseconds: [f64; WAYS.len()],
}

/// Where it was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// The processor, as it calls itself.
    pub processor: String,
    /// How many threads it runs at once.
    pub threads: usize,
    /// Its clock as measured, in tenths of a gigahertz: what virtual machines say of it is often made up.
    pub clock: u32,
    /// `rustc --version`.
    pub compiler: String,
    /// The day, if the caller gave it.
    pub date: Option<String>,
    /// How many programs wanted to run at once in the last five minutes, on average, where the system tells.
    pub load: Option<String>,
}

impl Machine {
    /// This one. `BENCH_DATE` gives the day.
    pub fn here() -> Self {
        // Where there is no such file, the kind of processor has to do.
        let processor = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        });
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let version = process::Command::new(rustc).arg("--version").output().ok();
        Self {
            processor: processor.unwrap_or_else(|| env::consts::ARCH.to_owned()),
            threads: thread::available_parallelism().map_or(1, NonZero::get),
            clock: clock(),
            compiler: version.map_or_else(|| "rustc".to_owned(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned()),
            date: env::var("BENCH_DATE").ok(),
            load: fs::read_to_string("/proc/loadavg").ok().and_then(|text| text.split(' ').nth(1).map(str::to_owned)),
        }
    }

    /// As a sentence.
    pub fn line(&self) -> String {
        let Self { processor, threads, clock, compiler, date, load } = self;
        let date = date.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
        let load = load.as_ref().map(|load| format!("; load average {load}")).unwrap_or_default();
        let vectors = if cfg!(target_feature = "avx2") { ", built with AVX2" } else { "" };
        format!("{processor}, {threads} threads, {}.{} GHz, {compiler}{vectors}{date}{load}.", clock / 10, clock % 10)
    }
}

/// The clock of this thread's processor, in tenths of a gigahertz. Of a chain, a multiplication of 64 bits takes three cycles and an exclusive
/// or takes one, on x86-64 since Zen 2 and for longer on Intel's; elsewhere it is off where a multiplication isn't three. The shortest of several
/// chains counts, as other programs only lengthen them.
fn clock() -> u32 {
    const CHAIN: u32 = 1_000_000;
    let chain = || {
        let (start, mut value, factor) = (processor_time(), 1_u64, black_box(0x9e37_79b9_7f4a_7c15));
        for _ in 0..CHAIN {
            value = (value ^ factor).wrapping_mul(factor);
        }
        black_box(value);
        processor_time().saturating_sub(start)
    };
    let shortest = (0..20).map(|_| chain()).min().unwrap_or_default();
    (40.0 * f64::from(CHAIN) / (shortest.as_secs_f64() * 1e9)).round() as u32
}

/// The page.
pub fn markdown(machine: &Machine, rows: &[Row]) -> String {
    let mut text = String::from(
        "# Nanoseconds a decision\n\n\
         What the analysis of tables takes is in [analysis.md](analysis.md).\n\n\
         Written by `cargo bench -p matchbook-benches --bench decisions`; `BENCH_DATE` gives the day. Every way to decide a table is asked the same\n\
         questions in turn: 65,536 different inputs, half of them at the ends of the table's intervals or right beside, so that branches are as hard\n\
         to predict as they get (4,096 inputs for the two slow ways). Each figure is the median of what blocks of 1,024 decisions took, so that other\n\
         programs' turns on the processor don't count. Compare figures of one line; those of another run or machine may all be higher or lower.\n\n",
    );
    let _ = writeln!(text, "{}\n", machine.line());
    let names: Vec<&str> = WAYS.iter().map(|(_, about)| *about).collect();
    let _ = writeln!(text, "| table | rules | form | {} |", names.join(" | "));
    let _ = writeln!(text, "| --- | ---: | --- |{}", " ---: |".repeat(WAYS.len()));
    for Row { name, rules, form, nanoseconds } in rows {
        let figures: Vec<String> = nanoseconds.iter().map(|nanoseconds| figure(*nanoseconds)).collect();
        let _ = writeln!(text, "| {name} | {rules} | {form} | {} |", figures.join(" | "));
    }
    text.push_str(
        "\n**hand-written** is what a careful engineer writes from the table, **hand-tuned** what one writes who has measured (no decimal is compared\n\
         as such, tables instead of branches); both are in [`src/subject`](../src/subject). **`select`** finds the rules, **`evaluate`** gives the output\n\
         too. **`evaluate_json`** reads an already parsed document and writes one. The **interpreter** is the reference that the compiled code is tested\n\
         against, given typed values.\n\n\
         ## Ratios\n\n\
         How many times as long as generated `evaluate` the others take; below 1 they are faster.\n\n",
    );
    let others = [0, 1, 4, 5];
    let names: Vec<&str> = others.iter().map(|way| WAYS[*way].1).collect();
    let _ = writeln!(text, "| table | {} |", names.join(" | "));
    let _ = writeln!(text, "| --- |{}", " ---: |".repeat(others.len()));
    for Row { name, nanoseconds, .. } in rows {
        let ratios: Vec<String> = others.iter().map(|way| ratio(nanoseconds[*way] / nanoseconds[EVALUATE])).collect();
        let _ = writeln!(text, "| {name} | {} |", ratios.join(" | "));
    }
    text
}

const EVALUATE: usize = 3;

/// Three digits, or all before the point.
fn figure(value: f64) -> String {
    match value {
        ..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

fn ratio(value: f64) -> String {
    match value {
        ..10.0 => format!("{value:.2}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_to_generated_evaluate() {
        let machine =
            Machine { processor: "a processor".to_owned(), threads: 2, clock: 31, compiler: "rustc 1".to_owned(), date: None, load: None };
        let row = Row { name: "fee".to_owned(), rules: 6, form: "one".to_owned(), nanoseconds: [30.0, 5.0, 8.0, 10.0, 512.4, 9000.0] };
        let page = markdown(&machine, &[row]);
        assert!(page.contains("\na processor, 2 threads, 3.1 GHz, rustc 1.\n"), "{page}");
        assert!(page.contains("\n| fee | 6 | one | 30.0 | 5.00 | 8.00 | 10.0 | 512 | 9000 |\n"), "{page}");
        assert!(page.ends_with("\n| fee | 3.00 | 0.50 | 51 | 900 |\n"), "{page}");
    }
}
