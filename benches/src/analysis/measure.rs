//! Times and memory of one workload, in the process that asks.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use matchbook_compiler::check::{answer, check};
use matchbook_compiler::compile::compile;
use matchbook_compiler::diagnostic::check::Question;
use matchbook_compiler::diagnostic::{Describe, Level};
use matchbook_compiler::diagram::diagram;
use matchbook_compiler::layout;
use matchbook_compiler::model::{DecisionTable, HitPolicy};
use matchbook_compiler::options::Options;
use matchbook_compiler::region::matrix;
use matchbook_compiler::requirements;
use matchbook_compiler::rust_enum::RustEnums;
use matchbook_compiler::source;
use serde_json::{Value, json};

use super::{PHASES, RIVAL_STEPS};
use crate::processor_time;
use crate::rival::{subtraction, sweep};
use crate::workload::Shape;

/// Medians are of at least so many rounds, unless one takes longer than [`LONG`].
const MIN_ROUNDS: usize = 5;
/// After so long no new round begins.
const ENOUGH: Duration = Duration::from_secs(2);
/// A round of this length isn't repeated.
const LONG: Duration = Duration::from_secs(10);

/// What was measured of one workload.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Its shape's name.
    pub name: String,
    /// How many rules it has.
    pub rules: usize,
    /// How many input columns.
    pub columns: usize,
    /// The word of its hit policy.
    pub policy: String,
    /// Milliseconds, for each of [`PHASES`].
    pub phases: [f64; PHASES.len()],
    /// The nodes of the diagram; `None` over budget.
    pub nodes: Option<usize>,
    /// How many findings the check had, of warnings up.
    pub findings: usize,
    /// Overlaps: ours, by sweep-line, by comparing all pairs.
    pub overlaps: [Search; 3],
    /// Gaps, the diagram counted: ours, by sweep-line, by box subtraction.
    pub gaps: [Search; 3],
    /// The most memory that a process took that compiled the table and nothing else, in bytes.
    pub memory: Option<u64>,
}

/// How one search went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Search {
    /// Milliseconds.
    pub milliseconds: f64,
    /// How many findings, sets of rules, pairs or regions it gave; `None` where it gave up.
    pub found: Option<usize>,
}

/// Names of the searches in documents, in the order of [`Figures::overlaps`] and [`Figures::gaps`].
const OVERLAPS: &str = "overlaps";
const GAPS: &str = "gaps";

/// Measures a workload in all ways; they take turns. `None` where its book has no table, which no workload's has.
pub fn measure(shape: &Shape, rules: usize) -> Option<Figures> {
    let workload = shape.of_size(rules);
    let (policy, columns) = (workload.hit_policy, workload.columns.len());
    let sources = workload.sources();
    drop(workload);
    let options = Options { max_cells: 100_000_000, max_expanded_bytes: 1 << 34, ..Options::default() };
    let mut figures = Figures { name: shape.name.to_owned(), rules, columns, policy: policy.word().to_owned(), ..Figures::default() };
    let mut phases: [Vec<Duration>; PHASES.len()] = Default::default();
    let mut rivals: [Option<Vec<Duration>>; 4] = [const { Some(Vec::new()) }; 4];
    let begun = Instant::now();
    loop {
        let round = Instant::now();
        let mut said = Vec::new();
        let file = sources.books.first()?;
        let workbook = timed(&mut phases[0], || source::read(file, &options, &mut said))?;
        let blocks = timed(&mut phases[1], || layout::blocks(&workbook, &mut said));
        let books = [(workbook, blocks)];
        let model = timed(&mut phases[2], || requirements::model(&books, &RustEnums::default(), &options, &mut said));
        drop(books);
        let table = model.apps.into_iter().flat_map(|app| app.books).flat_map(|book| book.decisions).next()?;
        let regions = timed(&mut phases[3], || matrix(&table));
        let found = timed(&mut phases[4], || diagram(&regions, &table, options.max_diagram_nodes));
        figures.nodes = found.as_ref().map(|diagram| diagram.nodes.len());
        let mut ask = |phase: usize, question, table: &DecisionTable| {
            let (findings, decided) = timed(&mut phases[phase], || answer(question, table, &regions, found.as_ref()));
            decided.then_some(findings.len())
        };
        let unique = DecisionTable { hit_policy: HitPolicy::Unique, ..(*table).clone() };
        figures.overlaps[0].found = ask(5, Question::Overlaps, &unique);
        figures.gaps[0].found = ask(6, Question::Gaps, &table);
        ask(7, Question::Unreachable, &table);
        drop((unique, found));

        let [overlaps_swept, overlaps_compared, gaps_swept, gaps_subtracted] = &mut rivals;
        figures.overlaps[1].found =
            rival(overlaps_swept, &mut figures.overlaps[1].milliseconds, |steps| sweep::overlaps(&regions, steps).map(|sets| sets.len()));
        figures.overlaps[2].found = rival(overlaps_compared, &mut figures.overlaps[2].milliseconds, |steps| {
            let mut pairs = 0;
            subtraction::overlaps(&regions, steps, |a, b| pairs += usize::from(black_box(a) != black_box(b))).map(|()| pairs)
        });
        figures.gaps[1].found =
            rival(gaps_swept, &mut figures.gaps[1].milliseconds, |steps| sweep::gaps(&regions, steps).map(|regions| regions.len()));
        figures.gaps[2].found = rival(gaps_subtracted, &mut figures.gaps[2].milliseconds, |steps| {
            subtraction::gaps(&regions, steps).map(|regions| regions.len())
        });
        drop(regions);

        said.clear();
        let checked = timed(&mut phases[8], || check(table, &options, &mut said));
        drop(checked);
        figures.findings = said.iter().filter(|finding| finding.level() >= Level::Warning).count();
        timed(&mut phases[9], || compile(&sources, &options));
        let enough = begun.elapsed() > ENOUGH && phases[0].len() >= MIN_ROUNDS;
        if enough || round.elapsed() > LONG {
            break;
        }
    }
    for (times, milliseconds) in phases.iter_mut().zip(&mut figures.phases) {
        *milliseconds = median(times);
    }
    let [.., diagram, overlaps, gaps, _, _, _] = figures.phases;
    figures.overlaps[0].milliseconds = overlaps;
    figures.gaps[0].milliseconds = diagram + gaps;
    Some(figures)
}

/// A rival's turn; one that gives up has had its last.
fn rival<E>(times: &mut Option<Vec<Duration>>, milliseconds: &mut f64, search: impl FnOnce(&mut u64) -> Result<usize, E>) -> Option<usize> {
    let turns = times.as_mut()?;
    let mut steps = RIVAL_STEPS;
    let found = timed(turns, || search(&mut steps)).ok();
    *milliseconds = median(turns);
    if found.is_none() {
        *times = None;
    }
    found
}

fn timed<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = processor_time();
    let result = black_box(work());
    times.push(processor_time().saturating_sub(start));
    result
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

/// The most memory that this process took once it has compiled the workload, in bytes, as Linux tells it.
pub fn peak_of(shape: &Shape, rules: usize) -> Option<u64> {
    let sources = shape.of_size(rules).sources();
    let options = Options { max_cells: 100_000_000, max_expanded_bytes: 1 << 34, ..Options::default() };
    black_box(compile(&sources, &options));
    peak_memory()
}

/// The most memory that this process has taken so far, in bytes.
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1_024)
}

impl Figures {
    /// As a line that another process reads.
    pub fn to_json(&self) -> String {
        let searches = |searches: &[Search; 3]| searches.iter().map(|s| json!([s.milliseconds, s.found])).collect::<Vec<Value>>();
        json!({
            "name": self.name,
            "rules": self.rules,
            "columns": self.columns,
            "policy": self.policy,
            "phases": self.phases,
            "nodes": self.nodes,
            "findings": self.findings,
            OVERLAPS: searches(&self.overlaps),
            GAPS: searches(&self.gaps),
        })
        .to_string()
    }

    /// What [`Self::to_json`] wrote.
    pub fn from_json(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let size = |value: &Value| value.as_u64().and_then(|size| usize::try_from(size).ok());
        let searches = |key: &str| {
            let mut searches = [Search::default(); 3];
            for (search, value) in searches.iter_mut().zip(value[key].as_array()?) {
                *search = Search { milliseconds: value[0].as_f64()?, found: size(&value[1]) };
            }
            Some(searches)
        };
        let mut figures = Self {
            name: value["name"].as_str()?.to_owned(),
            rules: size(&value["rules"])?,
            columns: size(&value["columns"])?,
            policy: value["policy"].as_str()?.to_owned(),
            nodes: size(&value["nodes"]),
            findings: size(&value["findings"])?,
            overlaps: searches(OVERLAPS)?,
            gaps: searches(GAPS)?,
            ..Self::default()
        };
        for (phase, value) in figures.phases.iter_mut().zip(value["phases"].as_array()?) {
            *phase = value.as_f64()?;
        }
        Some(figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_workload_is_measured_in_all_ways() {
        let shape = Shape::named("loans missing").unwrap();
        let figures = measure(shape, 60).unwrap();
        assert_eq!((figures.rules, figures.columns, figures.policy.as_str()), (60, 7, "unique"));
        assert!(figures.phases.iter().all(|milliseconds| *milliseconds > 0.0), "{figures:?}");
        assert!(figures.findings > 0 && figures.nodes.is_some(), "{figures:?}");
        let found = figures.overlaps.map(|search| search.found);
        assert_eq!(found, [Some(0); 3], "{figures:?}");
        assert!(figures.gaps.iter().all(|search| search.found > Some(0) && search.milliseconds > 0.0), "{figures:?}");
        // What is read back may differ in the last bit.
        let shown = |figures: &Figures| format!("{figures:.6?}");
        assert_eq!(Figures::from_json(&figures.to_json()).as_ref().map(shown), Some(shown(&figures)));
    }
}
