//! `cargo bench -p matchbook-benches --bench decisions`: measures all subjects in all ways, and writes the report unless only some were asked
//! for.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs, process};

use criterion::{Criterion, Throughput};
use matchbook_benches::report::{Machine, Row, WAYS, markdown};
use matchbook_benches::subject::{
    Subject, document, federal_income_tax_bracket, fraud_band, fraud_score, gateway, inputs, shipping_fee, vat_rate,
};
use matchbook_benches::{BLOCK, INPUTS, SLOW_INPUTS, books, processor_time};
use matchbook_compiler::compile::Compilation;
use matchbook_compiler::interpret;

/// What criterion keeps of its measurements.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion")
}

fn main() {
    let mut criterion = Criterion::default()
        .output_directory(&folder())
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .configure_from_args();
    let compilation = books().unwrap_or_else(|error| fail(&error.to_string()));
    let subjects = [
        measure::<shipping_fee::ShippingFee>,
        measure::<fraud_band::FraudBand>,
        measure::<federal_income_tax_bracket::FederalIncomeTaxBracket>,
        measure::<vat_rate::VatRate>,
        measure::<fraud_score::FraudScore>,
        measure::<gateway::Gateway>,
    ];
    let rows = subjects.map(|measure| measure(&mut criterion, &compilation));
    criterion.final_summary();

    // Cargo says `--bench` itself; a filter or an option asks for something else than the report.
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments != ["--bench"] {
        return;
    }
    let rows: Vec<Row> = rows.into_iter().map(|row| row.unwrap_or_else(|error| fail(&error))).collect();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("results/README.md");
    match fs::write(&page, markdown(&Machine::here(), &rows)) {
        Ok(()) => println!("wrote benches/results/README.md"),
        Err(error) => fail(&format!("results/README.md can't be written: {error}")),
    }
}

fn fail(message: &str) -> ! {
    eprintln!("error: {message}");
    process::exit(1)
}

/// Measures one subject, and reads what came of it.
fn measure<S: Subject>(criterion: &mut Criterion, compilation: &Compilation) -> Result<Row, String> {
    let info = S::decision().info();
    let graph = compilation.graph(info.app, info.name).ok_or_else(|| format!("the books have no `{}`", info.name))?;
    let table = graph.table();
    let typed = inputs::<S>(INPUTS);
    let values: Vec<_> = typed.iter().take(SLOW_INPUTS).map(S::values).collect();
    let documents: Vec<_> = values.iter().map(|values| document(table, values)).collect();

    let mut group = criterion.benchmark_group(S::NAME);
    group.throughput(Throughput::Elements(BLOCK as u64));
    let [plain, tuned, select, evaluate, evaluate_json, interpreter] = WAYS.map(|(name, _)| name);
    group.bench_function(plain, |bencher| bencher.iter_custom(|blocks| timed(blocks, &typed, S::plain)));
    group.bench_function(tuned, |bencher| bencher.iter_custom(|blocks| timed(blocks, &typed, S::tuned)));
    group.bench_function(select, |bencher| bencher.iter_custom(|blocks| timed(blocks, &typed, S::select)));
    group.bench_function(evaluate, |bencher| bencher.iter_custom(|blocks| timed(blocks, &typed, S::evaluate)));
    let decision = S::decision();
    group.bench_function(evaluate_json, |bencher| {
        bencher.iter_custom(|blocks| timed_long(blocks, &documents, |document| decision.evaluate_json(document)));
    });
    group.bench_function(interpreter, |bencher| {
        bencher.iter_custom(|blocks| timed_long(blocks, &values, |values| interpret::evaluate(&graph, values)));
    });
    group.finish();

    let mut nanoseconds = [0.0; WAYS.len()];
    for ((way, _), nanoseconds) in WAYS.iter().zip(&mut nanoseconds) {
        *nanoseconds = median(S::NAME, way)? / BLOCK as f64;
    }
    Ok(Row { name: info.name.to_owned(), rules: table.rules.len(), form: S::FORM.to_owned(), nanoseconds })
}

/// How long so many blocks of decisions take, by the clock: a block of quick decisions is over before another program's turn.
fn timed<I, O>(blocks: u64, inputs: &[I], decide: impl Fn(&I) -> O) -> Duration {
    let begun = Instant::now();
    repeated(blocks, inputs, decide, || begun.elapsed())
}

/// The same for decisions of a microsecond or more: a block of them takes longer than a turn where many programs run, so what counts is the
/// processor's time. To ask for it takes as long as some hundred quick decisions.
fn timed_long<I, O>(blocks: u64, inputs: &[I], decide: impl Fn(&I) -> O) -> Duration {
    repeated(blocks, inputs, decide, processor_time)
}

/// How long so many blocks take, all as long as the median one: on a shared machine a sum would count the turns of other programs. Each
/// block takes up the inputs where the last one stopped.
fn repeated<I, O>(blocks: u64, inputs: &[I], decide: impl Fn(&I) -> O, clock: impl Fn() -> Duration) -> Duration {
    let mut times = Vec::with_capacity(usize::try_from(blocks).unwrap_or(0));
    let chunks = inputs.chunks_exact(BLOCK).cycle().take(times.capacity());
    for chunk in chunks {
        let start = clock();
        for input in chunk {
            black_box(decide(black_box(input)));
        }
        times.push(clock().saturating_sub(start));
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    median.saturating_mul(u32::try_from(blocks).unwrap_or(u32::MAX))
}

/// The median of criterion's samples, in nanoseconds.
fn median(subject: &str, way: &str) -> Result<f64, String> {
    let path = folder().join(subject).join(way).join("new/estimates.json");
    let unread = |error: &dyn std::fmt::Display| format!("criterion's estimates of {subject}/{way} can't be read: {error}");
    let text = fs::read_to_string(path).map_err(|error| unread(&error))?;
    let estimates: serde_json::Value = serde_json::from_str(&text).map_err(|error| unread(&error))?;
    estimates["median"]["point_estimate"].as_f64().ok_or_else(|| unread(&"there is no median"))
}
