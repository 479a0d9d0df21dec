//! Compiles each workload and some shipped tables with each strategy, through the whole compiler as a user's build script does, into
//! `OUT_DIR`: a module for each pair that the compiler takes, and what the crate has to know of them all.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use matchbook_benches::module::{input_of_steps, input_type, modules};
use matchbook_benches::shipped;
use matchbook_benches::workload::{Shape, Workload};
use matchbook_compiler::compile::SourceSet;
use matchbook_compiler::model::Strategy;
use matchbook_compiler::options::Options;

/// The shapes that are measured, each at its first size.
const SHAPES: [&str; 7] = ["tiny", "tiny integers", "shipping", "rating", "lookup", "packets", "insurance"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../tables");
    let result = match env::var_os("OUT_DIR").map(PathBuf::from) {
        Some(out) => all(&out).and_then(|text| fs::write(out.join("decisions.rs"), text).map_err(|error| error.to_string())),
        None => Err("`OUT_DIR` isn't set".to_owned()),
    };
    if let Err(error) = result {
        println!("cargo::error={error}");
    }
}

/// Writes all modules. The text that names them is the result.
fn all(out: &Path) -> Result<String, String> {
    // Callers in JSON aren't measured here.
    let options = Options { json: false, batch: true, ..Options::default() };
    let (mut text, mut lists) = (String::new(), String::new());
    for name in SHAPES {
        let shape = Shape::named(name).ok_or_else(|| format!("there is no shape `{name}`"))?;
        let workload = shape.of_size(shape.sizes[0]);
        let decision = ("bench", workload.name);
        let forms = forms(out, &mut text, name, &workload, (&workload.sources(), decision, &options), true)?;
        let _ = writeln!(lists, "Forms {{ name: {name:?}, forms: || vec![{forms}] }},");
    }
    let books = matchbook_benches::open_books().map_err(|error| error.to_string())?;
    let compilation = books.compile();
    for table in shipped::TABLES {
        let checked = compilation.decision(table.app, table.decision).ok_or_else(|| format!("the books have no `{}`", table.decision))?;
        let (workload, _) = Workload::of_table(checked).ok_or_else(|| format!("`{}` is no table of boxes", table.decision))?;
        let options = Options { json: false, batch: true, ..books.options.clone() };
        let forms = forms(out, &mut text, table.module, &workload, (&books.sources, (table.app, table.decision), &options), false)?;
        let made = input_of_steps(&format!("matchbook_tables::{}", table.path), &workload);
        let _ = writeln!(text, "asked!(matchbook_tables::{}::Input, |open, steps| {made});", table.path);
        let _ = writeln!(lists, "Forms {{ name: {:?}, forms: || vec![{forms}] }},", table.decision);
    }
    Ok(format!("{text}\n/// All workloads and tables.\npub static ALL: &[Forms] = &[{lists}];\n"))
}

/// Writes the modules of one decision. The text that lists them is the result.
fn forms(
    out: &Path,
    text: &mut String,
    name: &str,
    workload: &Workload,
    (sources, (app, decision), options): (&SourceSet, (&str, &str), &Options),
    answers: bool,
) -> Result<String, String> {
    let mut forms = String::new();
    for (strategy, made) in modules(sources, app, decision, &Strategy::ALL, options)? {
        let word = strategy.word();
        match made {
            Ok(made) => {
                let module = format!("{name} {word}").replace(' ', "_");
                let file = out.join(format!("{module}.rs"));
                fs::write(&file, &made.text).map_err(|error| error.to_string())?;
                let _ = writeln!(text, "#[path = {:?}]\npub mod {module};", file.display().to_string());
                let (input, steps) = (input_type(&module, workload), input_of_steps(&module, workload));
                let _ = writeln!(text, "asked!({input}, |open, steps| {steps});\nselected!({module}, {input});");
                // A batch has classes whatever the form of `select`.
                let mut batch = "None".to_owned();
                if strategy == Strategy::Auto {
                    let _ = writeln!(text, "batched!({module}, {input}, {});", columns(workload));
                    batch = format!("Some(|| Box::new(Batch::<{input}>::default()))");
                }
                if answers {
                    let _ = writeln!(text, "answered!({module}, {input});");
                }
                let evaluate = if answers { format!("Some(|case| Box::new(Evaluate::<{input}>::of(case)))") } else { "None".to_owned() };
                let (source, data, form) = (made.text.len(), made.data_bytes, made.form.word());
                let _ = writeln!(
                    forms,
                    "Form {{ strategy: {word:?}, result: Ok(Made {{ form: {form:?}, bytes: [{source}, {data}], select: || \
                     Box::new(Select::<{input}>::default()), batch: {batch}, evaluate: {evaluate} }}) }},"
                );
            }
            Err(reason) => {
                let _ = writeln!(forms, "Form {{ strategy: {word:?}, result: Err({reason:?}) }},");
            }
        }
    }
    Ok(forms)
}

/// The columns of a batch: a name, and the field of an input.
fn columns(workload: &Workload) -> String {
    let columns = workload.columns.iter().map(|column| {
        let field = column.label.replace(' ', "_");
        format!("{}: {field}", field.replace('.', "_"))
    });
    columns.collect::<Vec<String>>().join(", ")
}
