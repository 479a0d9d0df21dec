//! One thread reads blocks, all cores decide them, and one writes them in their order.
//!
//! So many blocks are under way at most, and each comes back empty once it is written: memory doesn't grow with the file, and a slow reader
//! of what is written slows the reading.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::blocks::Block;
use crate::document::Rejection;
use crate::failure::Failure;
use crate::sink::Sink;
use crate::worker::{Plan, Work, Worker};

/// How many blocks are under way, a thread.
const BLOCKS_A_THREAD: usize = 4;
/// How many rejected rows are told of.
const TOLD: usize = 10;

/// What came of the rows.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) rows: u64,
    pub(crate) rejected: u64,
    /// The first rejected rows.
    pub(crate) told: Vec<(u64, Rejection)>,
    /// How often each rule of each table was hit.
    pub(crate) hits: Vec<Vec<u64>>,
    pub(crate) failure: Option<Failure>,
}

/// Where it is written to.
pub(crate) struct Sinks {
    pub(crate) results: Sink,
    pub(crate) rejected: Option<Sink>,
}

/// Decides all blocks that `fill` gives. `passed` is told how many bytes of the file are done.
pub(crate) fn run(
    plan: &Plan,
    threads: usize,
    mut fill: impl FnMut(&mut Block) -> Result<bool, Failure> + Send,
    sinks: &mut Sinks,
    mut passed: impl FnMut(u64),
) -> Outcome {
    let mut outcome = Outcome::default();
    let (free, empty) = channel();
    for _ in 0..threads * BLOCKS_A_THREAD {
        // The other end is right here.
        let _ = free.send(Work::default());
    }
    let (read, jobs) = channel();
    let jobs = Mutex::new(jobs);
    let (decided, done) = channel();
    thread::scope(|scope| {
        let reader = scope.spawn(move || reading(&mut fill, &empty, &read));
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let (jobs, decided) = (&jobs, decided.clone());
                scope.spawn(move || {
                    let mut worker = Worker::new(plan);
                    deciding(&mut worker, jobs, &decided);
                    worker.hits
                })
            })
            .collect();
        drop(decided);
        outcome.failure = writing(done, free, sinks, &mut outcome, &mut passed).err();
        for worker in workers {
            let Ok(hits) = worker.join() else { continue };
            if outcome.hits.is_empty() {
                outcome.hits = hits;
                continue;
            }
            for (all, own) in outcome.hits.iter_mut().flatten().zip(hits.into_iter().flatten()) {
                *all += own;
            }
        }
        if let Ok(Err(failure)) = reader.join() {
            // What can't be written any more comes first.
            outcome.failure.get_or_insert(failure);
        }
    });
    outcome
}

fn reading(
    fill: &mut impl FnMut(&mut Block) -> Result<bool, Failure>,
    empty: &Receiver<Work>,
    read: &Sender<(u64, Work)>,
) -> Result<(), Failure> {
    for number in 0.. {
        // The others have stopped where there is none.
        let Ok(mut work) = empty.recv() else { return Ok(()) };
        if !fill(&mut work.block)? || read.send((number, work)).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

fn deciding(worker: &mut Worker<'_>, jobs: &Mutex<Receiver<(u64, Work)>>, decided: &Sender<(u64, Work)>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, mut work)) = job else { return };
        worker.decide(&mut work);
        if decided.send((number, work)).is_err() {
            return;
        }
    }
}

fn writing(
    done: Receiver<(u64, Work)>,
    free: Sender<Work>,
    sinks: &mut Sinks,
    outcome: &mut Outcome,
    passed: &mut impl FnMut(u64),
) -> Result<(), Failure> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for (number, work) in done {
        waiting.insert(number, work);
        while let Some(mut work) = waiting.remove(&next) {
            next += 1;
            sinks.results.write(&work.results)?;
            if let Some(rejected) = &mut sinks.rejected {
                rejected.write(&work.rejected)?;
            }
            outcome.rows += work.rows;
            outcome.rejected += work.rejections;
            let room = TOLD.saturating_sub(outcome.told.len());
            outcome.told.extend(work.told.drain(..).take(room));
            passed(work.block.size);
            // The reader has ended where nobody takes it.
            let _ = free.send(work);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::arguments::Arguments;
    use crate::samples::{SHIPPING, Shipping};
    use crate::{head, source};

    /// Runs a file of these rows with these words for [`Arguments`]: what came of it, the results, and the rejected rows.
    fn decided(rows: impl AsRef<[u8]>, words: &[(&str, &str)]) -> (Outcome, String, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        std::fs::write(path("in.csv"), &rows).unwrap();
        let files = [("input", path("in.csv")), ("out", path("out")), ("rejected", path("rejected")), ("report", path("report"))];
        let words = words.iter().flat_map(|(name, value)| [(*name).into(), (*value).into()]);
        let words = files.iter().flat_map(|(name, value)| [(*name).into(), value.into()]).chain(words);
        let arguments = Arguments::read(words).unwrap();
        let source::Opened { source, mut blocks, .. } = source::open(&SHIPPING, &arguments).unwrap();
        let plan = Plan::new(&Shipping, &SHIPPING, source, &arguments);
        let sink = |path: &Option<std::path::PathBuf>| Sink::file(path.as_ref().unwrap()).unwrap();
        let rejected = arguments.rejected.as_ref().map(|(path, _)| path.clone());
        let mut sinks = Sinks { results: sink(&arguments.out), rejected: Some(sink(&rejected)) };
        head(&plan, &mut sinks, arguments.out_format).unwrap();
        let mut bytes = 0;
        let outcome = run(&plan, arguments.threads, |block| blocks.fill(block), &mut sinks, |passed| bytes += passed);
        assert!(bytes <= rows.as_ref().len() as u64);
        sinks.results.finish().unwrap();
        sinks.rejected.unwrap().finish().unwrap();
        let text = |name| {
            let mut text = String::new();
            std::fs::File::open(path(name)).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        (outcome, text("out"), text("rejected"))
    }

    #[test]
    fn results_rejections_and_hits_are_those_of_the_rows() {
        let rows = "destination,parcel.weight,order.total\nUS,25,1\n\nCA,1,1\nUS,x,1\n\"A,B\",1.50,2\nUS,1\nUS,1,2,3\n";
        let (outcome, results, rejected) = decided(rows, &[("threads", "2")]);
        assert_eq!(
            results,
            "destination,parcel.weight,order.total,Fee,Carrier,rule\nUS,25,1,12.40,US,heavy\nCA,1,1,4.99,CA,light\n\
             \"A,B\",1.50,2,4.99,\"A,B\",light\n"
        );
        assert_eq!(
            rejected,
            "rejected row,rejected field,rejected code,rejected message,destination,parcel.weight,order.total,rejected line\n\
             5,parcel.weight,MB0814,\"`parcel.weight` is the text \"\"x\"\": it must be decimal(2) > 0\",US,x,1,\n\
             7,,,\"the row has 2 cells, and the header has 3\",,,,\"US,1\"\n\
             8,,,\"the row has 4 cells, and the header has 3\",,,,\"US,1,2,3\"\n"
        );
        assert_eq!((outcome.rows, outcome.rejected, outcome.told.len()), (6, 3, 3));
        assert_eq!(outcome.hits, [[1, 2, 0]]);
        assert!(outcome.failure.is_none());
    }

    #[test]
    fn what_cannot_be_read_is_there_as_it_was() {
        let rows = b"destination,parcel.weight,order.total\n\"A,B\",1,U\xff\n\"US\"x,1,2\n";
        let (outcome, _, rejected) = decided(rows, &[]);
        let told: Vec<&str> = outcome.told.iter().map(|(_, rejection)| rejection.field.as_str()).collect();
        assert_eq!(told, ["order.total", "destination"]);
        let lines: Vec<&str> = rejected.lines().skip(1).map(|line| line.split_once(",,,,").unwrap().1).collect();
        assert_eq!(lines, ["\"\"\"A,B\"\",1,U\u{fffd}\"", "\"\"\"US\"\"x,1,2\""]);
        // A document with another character than it had would be another.
        let words = [("input-format", "jsonl"), ("out-format", "jsonl"), ("rejected-format", "jsonl")];
        let (_, _, rejected) = decided(b"{\"destination\":\"\xff\"}\n", &words);
        assert_eq!(rejected, "{\"row\":1,\"message\":\"the line isn't UTF-8\",\"line\":\"{\\\"destination\\\":\\\"\u{fffd}\\\"}\"}\n");
    }

    #[test]
    fn blank_lines_are_rows_of_a_column_alone() {
        let of = |rows: &str| {
            let (outcome, ..) = decided(rows, &[("pass-through", "yes")]);
            (outcome.rows, outcome.rejected)
        };
        assert_eq!(of("destination,parcel.weight,order.total\nUS,1,1\n\n\n"), (1, 0));
        let arguments = Arguments::read(["report", "r"].map(Into::into).into_iter()).unwrap();
        let late = SHIPPING.inputs.get(3..).unwrap();
        let opened = crate::header::open(&mut "Days late\n1\n".as_bytes(), "it", b",", late, false).unwrap();
        let template = crate::document::Template::new(late, &opened.header);
        let source = crate::worker::Source::Csv { delimiter: b',', header: opened.header, template };
        let plan = Plan::new(&Shipping, &SHIPPING, source, &arguments);
        let mut work = Work::default();
        let mut blocks = crate::blocks::Blocks::new("1\n\n2\n".as_bytes(), "it", Vec::new(), 1, Some(b','));
        blocks.fill(&mut work.block).unwrap();
        Worker::new(&plan).decide(&mut work);
        assert_eq!(work.rows, 3);
    }

    #[test]
    fn cells_stand_between_what_the_name_says() {
        let head = |name: &str, delimiter: &str, format: &str| {
            let rows = ["destination", "parcel.weight", "order.total\n"].join(delimiter);
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("in");
            std::fs::write(&path, rows).unwrap();
            let words = ["input", path.to_str().unwrap(), "input-format", format, "report", "r", "out", name].map(Into::into);
            let arguments = Arguments::read(words.into_iter()).unwrap();
            Plan::new(&Shipping, &SHIPPING, source::open(&SHIPPING, &arguments).unwrap().source, &arguments).out
        };
        use crate::worker::Written::Csv;
        assert_eq!(head("b.csv", "\t", "tsv"), Csv(b','));
        assert_eq!(head("b.txt", "\t", "csv"), Csv(b'\t'));
        assert_eq!(head("b.csv", ";", "csv"), Csv(b';'));
    }

    #[test]
    fn no_document_has_a_name_twice() {
        let refused = |columns: &str, words: &[&str]| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("in.csv");
            std::fs::write(&path, columns).unwrap();
            let files = ["input", path.to_str().unwrap(), "report", "r", "pass-through", "yes"];
            let arguments = Arguments::read(files.iter().chain(words).map(Into::into)).unwrap();
            let plan = Plan::new(&Shipping, &SHIPPING, source::open(&SHIPPING, &arguments).unwrap().source, &arguments);
            crate::collisions(&plan).err().map(|failure| failure.to_string())
        };
        let columns = "destination,parcel,parcel.weight,order.total\n";
        let lines = ["out-format", "jsonl"];
        let told = refused(columns, &lines).unwrap();
        assert!(told.starts_with("the results would have two members `parcel`, the file's column and the one with the input"), "{told}");
        assert_eq!(refused(columns, &[]), None);
        assert_eq!(refused(columns, &["out-format", "jsonl", "results-only", "yes"]), None);
        assert!(refused("destination,parcel.weight,order.total,,\n", &lines).is_some());
        assert_eq!(refused("destination,parcel.weight,order.total,parcel.height\n", &lines), None);
    }

    #[test]
    fn blocks_come_back_in_their_order_from_any_number_of_threads() {
        let rows = 60_000;
        let mut text = String::from("n,destination,parcel.weight,order.total\n");
        let mut expected = String::from("Fee,Carrier,rule\n");
        for n in 0..rows {
            text.push_str(&format!("{n},D{n},{},1\n", if n % 7 == 0 { 30 } else { 3 }));
            expected.push_str(&format!(
                "{},D{n},{}\n",
                if n % 7 == 0 { "12.40" } else { "4.99" },
                if n % 7 == 0 { "heavy" } else { "light" }
            ));
        }
        for threads in ["1", "2", "5"] {
            let (outcome, results, _) = decided(&text, &[("threads", threads), ("pass-through", "yes"), ("results-only", "yes")]);
            assert_eq!((outcome.rows, outcome.rejected), (rows, 0));
            assert!(results == expected, "{threads}");
        }
    }
}
