//! What was measured, as Markdown.

use std::fmt::Write as _;

use matchbook_benches::report::Machine;
use matchbook_benches::workload::Drawn;

use crate::contender::Turn;
use crate::hand::PLAIN;
use crate::measure::Measured;
use crate::target;

/// What came of a strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Its word.
    pub strategy: &'static str,
    /// The word of the form, and its bytes of Rust and of data in it; or why the table can't have it.
    pub result: Result<(&'static str, [usize; 2]), &'static str>,
}

/// All that was measured of a workload.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Its shape's name, or that of a shipped table.
    pub name: &'static str,
    /// What it stands for.
    pub stands_for: &'static str,
    /// How many rules and columns it has.
    pub size: [usize; 2],
    /// The strategies, in the order of their words.
    pub tried: Vec<Tried>,
    /// The contenders.
    pub measured: Vec<Measured>,
    /// Contenders that weren't asked, and why.
    pub absent: Vec<(&'static str, String)>,
}

impl Figures {
    /// What a contender took for questions drawn in a way.
    pub fn of(&self, name: &str, drawn: Drawn) -> Option<f64> {
        let measured = self.measured.iter().find(|measured| measured.name == name)?;
        measured.turns.iter().find(|(how, _)| *how == drawn).map(|(_, turn)| turn.deciding)
    }

    /// The form that a strategy came to.
    pub fn form(&self, strategy: &str) -> Option<&'static str> {
        let tried = self.tried.iter().find(|tried| tried.strategy == strategy)?;
        tried.result.ok().map(|(form, _)| form)
    }

    /// The strategies that are one form each and that the table can have, with what they took.
    pub fn forced(&self, drawn: Drawn) -> impl Iterator<Item = (&'static str, f64)> {
        let taken = self.tried.iter().filter(|tried| tried.result.is_ok_and(|(form, _)| form == tried.strategy));
        taken.filter_map(move |tried| Some((tried.strategy, self.of(tried.strategy, drawn)?)))
    }

    /// The quickest of these.
    pub fn best(&self, drawn: Drawn) -> Option<(&'static str, f64)> {
        self.forced(drawn).min_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

/// The page.
pub fn markdown(machine: &Machine, all: &[Figures]) -> String {
    let mut text = String::from(
        "# Nanoseconds a decision, by strategy and beside others\n\n\
         Written by `cargo run --release --manifest-path benches/peers/Cargo.toml --bin dispatch`; `BENCH_DATE` gives the day. Each workload is a book\n\
         that has passed through the whole compiler, once for each word of the row `dispatch`. All contenders are asked the same 65,536 questions: drawn\n\
         from all rules alike (*random*), by Zipf's law (*Zipf*), and 64 over and over (*hot*); one in 16 of the first two comes from anywhere. Each\n\
         contender's answers are checked against what the rules say, before it is timed: all of them, or as many as two seconds allow. Then they\n\
         take turns: each is asked all questions (as many as 20 milliseconds allow), and once more, which counts; figures are medians of all rounds,\n\
         in nanoseconds of the thread's processor time. Compare figures of one table; those of another run or machine may all be higher or lower, and two builds of\n\
         the same source differ by up to a quarter.\n\n\
         *Own values* is what it takes to make a contender's own values of a row of whole numbers, which is no part of the other figures. Generated and\n\
         hand-written code are asked with the same typed inputs. `select` finds the rule, `evaluate` gives the output too; a strategy's figure is\n\
         that of its `select`. `evaluate_batch` decides batches of 8,192 rows, rules and outputs, into memory that it has.\n\n",
    );
    let _ = writeln!(text, "{}\n", machine.line());
    target::section(&mut text, all);
    for figures in all {
        workload(&mut text, figures);
    }
    text.push_str(
        "## Contenders\n\n\
         - **hand-written**: what an expert writes who knows the table: conditions, rows in buckets, a hash map with a fast hash. **hand-tuned**: what one\n\
         \x20 writes who has measured: tables and bit sets instead of branches. Both are in [`peers/src/hand`](../peers/src/hand).\n\
         - **interpreter**: the reference that compiled code is tested against, given typed values.\n\
         - **zen-engine** 2.1: a graph of one decision table, compiled. **cel** 0.15: a compiled program for each rule, run in order until one holds.\n\
         \x20 **dsntk** 0.3: a DMN model of one decision table. Days are whole numbers to all three, and hundredths to cel, which is cheapest for them.\n",
    );
    text
}

fn workload(text: &mut String, figures: &Figures) {
    let Figures { name, stands_for, size: [rules, columns], tried, measured, absent } = figures;
    let _ = writeln!(text, "## {name}: {rules} rules, {columns} columns\n\nStands for {stands_for}.\n");
    let _ = writeln!(text, "| contender | random | Zipf | hot | : hand-written | own values | kB of Rust | kB of data | checked |");
    let _ = writeln!(text, "| --- |{}", " ---: |".repeat(8));
    let plain = figures.of(PLAIN, Drawn::Random);
    for Measured { name, checked, turns } in measured {
        let deciding: Vec<String> = turns.iter().map(|(_, turn)| figure(turn.deciding)).collect();
        let random = turns.first().map_or(Turn { converting: f64::NAN, deciding: f64::NAN }, |(_, turn)| *turn);
        let ratio = plain.map_or_else(String::new, |plain| figure(random.deciding / plain));
        let made = tried.iter().find(|tried| tried.strategy == name).and_then(|tried| tried.result.ok());
        let kilobytes = made.map_or(["", ""].map(str::to_owned), |(_, bytes)| bytes.map(|bytes| figure(bytes as f64 / 1_000.0)));
        let who = match made {
            None => name.clone(),
            Some((form, _)) if form == name => format!("`{name}`"),
            Some((form, _)) => format!("`{name}`, which is `{form}`"),
        };
        let [source, data] = kilobytes;
        let converting = figure(random.converting);
        let _ = writeln!(text, "| {who} | {} | {ratio} | {converting} | {source} | {data} | {checked} |", deciding.join(" | "));
    }
    text.push('\n');
    for tried in tried {
        if let Err(reason) = &tried.result {
            let _ = writeln!(text, "- `{}` doesn't apply: {reason}", tried.strategy);
        }
    }
    for (name, reason) in absent {
        let _ = writeln!(text, "- without {name}: {reason}");
    }
    text.push('\n');
}

/// Three digits, or all before the point.
pub fn figure(value: f64) -> String {
    match value {
        ..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}
