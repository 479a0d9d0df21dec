//! Drives a compiled decision over a file of rows: the library of the programs that `matchbook run` makes.
//!
//! A program is the generated modules of a decision and a `main` that calls [`main`] with it, its [`Interface`] beside it. It reads CSV or JSON
//! lines, makes a document of each row, lets the decision decide it, and writes results in the order of the rows. One thread reads, one writes,
//! and all cores decide; memory is that of a few blocks of rows. What it has to say goes into a report, which `matchbook run` puts in words.

mod arguments;
mod blocks;
mod csv;
mod document;
mod failure;
mod header;
mod interface;
mod json_lines;
mod parent;
#[cfg(feature = "parquet")]
mod parquet;
mod pipeline;
mod report;
mod results;
#[cfg(test)]
mod samples;
mod sink;
mod source;
mod worker;

use std::process::ExitCode;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use matchbook::{Decision, Info};

use arguments::{Arguments, Format};
use failure::Failure;
use pipeline::{Outcome, Sinks};
use sink::Sink;
use worker::{Plan, Source, Written};

pub use interface::{Input, Interface, Kind, Output, Shape};

/// Runs with the process's arguments. What there is to say is in the report; the exit code is 0 where that could be written.
pub fn main(decision: &'static dyn Decision, interface: &'static Interface) -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(failure) => {
            eprintln!("error: {failure}; this program is started by `matchbook run`");
            return ExitCode::from(2);
        }
    };
    if let Some(parent) = arguments.parent {
        parent::watch(parent);
    }
    let began = Instant::now();
    let outcome = run(decision, interface, &arguments).unwrap_or_else(|failure| Outcome { failure: Some(failure), ..Outcome::default() });
    let info = decision.info();
    let tables: Vec<&Info> = std::iter::once(info).chain(info.requires.iter().copied()).collect();
    match report::write(&arguments.report, &outcome, &tables, began.elapsed()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: `{}` can't be written: {error}", arguments.report.display());
            ExitCode::from(101)
        }
    }
}

fn run(decision: &'static dyn Decision, interface: &'static Interface, arguments: &Arguments) -> Result<Outcome, Failure> {
    let is_parquet = [arguments.input_format, arguments.out_format].contains(&Format::Parquet);
    if is_parquet && !cfg!(feature = "parquet") {
        return Err(Failure::Usage("this program was compiled without Parquet".to_owned()));
    }
    let opened = source::open(interface, arguments)?;
    #[cfg(feature = "parquet")]
    let columns = opened.columns;
    let (source, mut blocks, size) = (opened.source, opened.blocks, opened.size);
    let plan = Plan::new(decision, interface, source, arguments);
    collisions(&plan)?;
    let mut sinks = Sinks {
        results: arguments.out.as_ref().map_or_else(|| Ok(Sink::standard()), |path| Sink::file(path))?,
        rejected: arguments.rejected.as_ref().map(|(path, _)| Sink::file(path)).transpose()?,
    };
    #[cfg(feature = "parquet")]
    if arguments.out_format == Format::Parquet {
        let texts =
            || plan.columns().into_iter().map(|column| arrow_schema::Field::new(column, arrow_schema::DataType::Utf8, true)).collect();
        let mut columns = if plan.results_only { Vec::new() } else { columns.unwrap_or_else(texts) };
        columns.extend(parquet::columns(interface));
        sinks.results = sinks.results.into_table(columns)?;
    }
    let bar = bar(arguments, size);
    let mut outcome = match head(&plan, &mut sinks, arguments.out_format) {
        Ok(()) => pipeline::run(&plan, arguments.threads, |block| blocks.fill(block), &mut sinks, |bytes| bar.inc(bytes)),
        Err(failure) => Outcome { failure: Some(failure), ..Outcome::default() },
    };
    bar.finish_and_clear();
    let all = std::iter::once(sinks.results).chain(sinks.rejected);
    for sink in all {
        // One that isn't finished leaves its file as it was.
        if outcome.failure.is_none() {
            outcome.failure = sink.finish().err();
        }
    }
    Ok(outcome)
}

/// Refuses results of which two columns would have one name.
fn collisions(plan: &Plan) -> Result<(), Failure> {
    if plan.out == Written::JsonLines {
        return members_collide(plan);
    }
    let columns = plan.columns();
    match results::columns(plan.interface).into_iter().find(|name| columns.contains(name)) {
        Some(name) => Err(Failure::Input(format!(
            "the results would have two columns `{name}`, the file's and the decision's: leave the file's out by `--results-only`, or write JSON lines"
        ))),
        None => Ok(()),
    }
}

/// Refuses documents that would have one name twice: a column `customer` beside the input `customer.tier`.
fn members_collide(plan: &Plan) -> Result<(), Failure> {
    let Source::Csv { header, .. } = &plan.source else { return Ok(()) };
    if plan.results_only {
        return Ok(());
    }
    let passed: Vec<&str> = header.passed.iter().filter_map(|column| header.columns.get(*column)).map(String::as_str).collect();
    let way = "rename it, leave it out by `--results-only`, or write CSV";
    for (position, name) in passed.iter().enumerate() {
        if let Some(input) = plan.interface.inputs.iter().find(|input| input.path.first() == Some(name)) {
            return Err(Failure::Input(format!(
                "the results would have two members {}, the file's column and the one with the input `{}`: {way}",
                header::shown(name),
                input.name()
            )));
        }
        if passed.iter().take(position).any(|other| other == name) {
            return Err(Failure::Input(format!("the results would have two members {}: {way}", header::shown(name))));
        }
    }
    Ok(())
}

/// Writes the headers.
fn head(plan: &Plan, sinks: &mut Sinks, format: Format) -> Result<(), Failure> {
    let header = |written: Written, columns: Vec<String>| {
        let mut row = Vec::new();
        if let Written::Csv(delimiter) = written {
            worker::write_all(&mut row, columns.iter().map(|column| Some(column.as_str())), delimiter);
            row.push(b'\n');
        }
        row
    };
    // A Parquet file has its own.
    if format != Format::Parquet {
        let columns = plan.columns().into_iter().chain(results::columns(plan.interface)).collect();
        sinks.results.write(&header(plan.out, columns))?;
    }
    if let (Some(sink), Some(written)) = (&mut sinks.rejected, plan.rejected) {
        sink.write(&header(written, plan.rejected_columns()))?;
    }
    Ok(())
}

/// A bar on standard error; hidden where that is no terminal.
fn bar(arguments: &Arguments, size: Option<u64>) -> ProgressBar {
    if !arguments.progress {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr());
    let template = match size {
        Some(_) => "{percent:>3} % [{bar:40}] {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
        None => "{bytes}, {bytes_per_sec}",
    };
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
