//! From the bytes of a book to Rust text.

use std::hint::black_box;

use matchbook_benches::processor_time;
use matchbook_benches::workload::Shape;
use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, SourceFile};

/// A book, compiled.
#[derive(Clone, Debug)]
pub struct Made {
    /// The shape.
    pub shape: &'static str,
    /// Rules and columns.
    pub size: [usize; 2],
    /// The kind of file.
    pub kind: &'static str,
    /// Milliseconds of the processor.
    pub milliseconds: f64,
    /// Bytes of Rust.
    pub bytes: usize,
}

/// How many times each is compiled.
const ROUNDS: usize = 7;

/// Compiles books of 10,000 rules and eight columns, and larger ones.
///
/// # Errors
/// That one isn't sound.
pub fn texts() -> Result<Vec<Made>, String> {
    let mut made = Vec::new();
    for (shape, rules) in [("insurance", 10_000), ("rating", 100_000), ("lookup", 100_000)] {
        let workload = Shape::named(shape).ok_or("there is no such shape")?.of_size(rules);
        for (kind, bytes) in [("csv", workload.book()), ("xlsx", workload.workbook()?)] {
            let path = BookPath::new(&format!("bench/{shape}.{kind}"));
            let sources = SourceSet { books: vec![SourceFile { path, bytes: Ok(bytes) }], ..SourceSet::default() };
            let mut times = Vec::new();
            let mut length = 0;
            for _ in 0..ROUNDS {
                let start = processor_time();
                let compilation = black_box(compile(&sources, &Options::default()));
                times.push(processor_time().saturating_sub(start).as_secs_f64() * 1_000.0);
                length = compilation.files.first().map(|file| file.text.len()).ok_or_else(|| format!("{shape}.{kind} has errors"))?;
            }
            times.sort_by(f64::total_cmp);
            let size = [workload.rules.len(), workload.columns.len()];
            made.push(Made { shape, size, kind, milliseconds: times[ROUNDS / 2], bytes: length });
        }
    }
    Ok(made)
}
