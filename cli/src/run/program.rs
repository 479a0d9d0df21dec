//! The package of a program, as texts.

use std::collections::BTreeMap;
use std::path::PathBuf;

use matchbook_compiler::compile::Compilation;
use matchbook_compiler::model::{ClosedList, DecisionGraph, DecisionTable, RustEnum, Shape};
use matchbook_compiler::options::Options;
use matchbook_compiler::output::{Existing, GeneratedFile, reconcile};

use super::{Failure, Place, Runtime, digest, interface, lock, quoted, write};

/// The sources of `cli/runner`, by path.
const LIBRARY: &[(&str, &str)] = &[
    ("src/arguments.rs", include_str!("../../runner/src/arguments.rs")),
    ("src/blocks.rs", include_str!("../../runner/src/blocks.rs")),
    ("src/csv.rs", include_str!("../../runner/src/csv.rs")),
    ("src/document.rs", include_str!("../../runner/src/document.rs")),
    ("src/failure.rs", include_str!("../../runner/src/failure.rs")),
    ("src/header.rs", include_str!("../../runner/src/header.rs")),
    ("src/interface.rs", include_str!("../../runner/src/interface.rs")),
    ("src/json_lines.rs", include_str!("../../runner/src/json_lines.rs")),
    ("src/lib.rs", include_str!("../../runner/src/lib.rs")),
    ("src/parent.rs", include_str!("../../runner/src/parent.rs")),
    ("src/parquet.rs", include_str!("../../runner/src/parquet.rs")),
    ("src/parquet/read.rs", include_str!("../../runner/src/parquet/read.rs")),
    ("src/parquet/write.rs", include_str!("../../runner/src/parquet/write.rs")),
    ("src/pipeline.rs", include_str!("../../runner/src/pipeline.rs")),
    ("src/report.rs", include_str!("../../runner/src/report.rs")),
    ("src/results.rs", include_str!("../../runner/src/results.rs")),
    ("src/sink.rs", include_str!("../../runner/src/sink.rs")),
    ("src/source.rs", include_str!("../../runner/src/source.rs")),
    ("src/worker.rs", include_str!("../../runner/src/worker.rs")),
];
/// Its manifest, in which the path of `matchbook` is this repository's.
const MANIFEST: &str = include_str!("../../runner/Cargo.toml");
const RUNTIME_LINE: &str = "matchbook = { path = \"../../runtime\" }";
/// The module of the enums of the user's crate, for which a program has its own.
const ENUMS: &str = "known_enums";

/// A program: the texts of its package, and where it is built and kept.
#[derive(Debug)]
pub(crate) struct Program {
    /// Its own folder, named by a hash of all that it is made of.
    pub(crate) built: Built,
    /// The folder of the library that it shares with other programs.
    library: PathBuf,
    /// The package's name.
    pub(super) name: String,
    files: BTreeMap<String, String>,
    library_files: BTreeMap<String, String>,
}

/// A program that has been built, or will be.
#[derive(Clone, Debug)]
pub(crate) struct Built {
    /// Its folder.
    pub(crate) folder: PathBuf,
}

impl Built {
    /// Where it lies.
    pub(crate) fn binary(&self) -> PathBuf {
        self.folder.join(format!("run{}", std::env::consts::EXE_SUFFIX))
    }

    /// A file for the report of this process's run.
    pub(crate) fn report(&self) -> PathBuf {
        self.folder.join(format!("report-{}.json", std::process::id()))
    }
}

/// The options by which a program's Rust is generated. They change neither what the decision means nor what is said of it: the runtime is the
/// program's own dependency, documents are JSON, and enums are those of [`Program::new`].
pub(crate) fn options(options: &mut Options) {
    options.runtime = "matchbook".to_owned();
    options.json = true;
    // Rows come as documents, so columns of them would only be compiled.
    options.batch = false;
    options.arrow = false;
    for (name, option) in &mut options.enums {
        if let Some(option) = option {
            option.path = vec!["crate".to_owned(), ENUMS.to_owned(), name.clone()];
        }
    }
}

impl Program {
    /// The program of a decision of a compilation by [`options`]; `parquet` says whether it reads or writes a Parquet file, which takes much
    /// longer to build.
    pub(crate) fn new(
        graph: &DecisionGraph<'_>,
        compilation: &Compilation,
        options: &Options,
        runtime: &Runtime,
        place: &Place,
        parquet: bool,
    ) -> Result<Self, Failure> {
        let table = graph.table();
        let mut files = modules(graph, compilation, options);
        let path = module_of(table, compilation).unwrap_or_default();
        let enums = enums(graph);
        let regex = files.values().any(|text| text.contains("matchbook::feel::Pattern"));

        let mut library_files: BTreeMap<String, String> =
            LIBRARY.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        library_files.insert("Cargo.toml".to_owned(), MANIFEST.replace(RUNTIME_LINE, &runtime.dependency(false)));
        let library = place.folder.join(format!("library-{}", digest(named(&library_files))));

        files.insert("src/main.rs".to_owned(), main(table, graph, &path, &enums));
        files.insert("Cargo.lock".to_owned(), lock::of(place));
        let runtime_texts = runtime.texts()?;
        let dependencies = format!(
            "[dependencies]\n{}\nmatchbook-runner = {{ path = {}{} }}\n",
            runtime.dependency(regex),
            quoted(&library.to_string_lossy()),
            if parquet { ", features = [\"parquet\"]" } else { "" },
        );
        let hash = digest(named(&files).chain(named(&runtime_texts)).chain([("dependencies", dependencies.as_str())]));
        let name = format!("run-{hash}");
        let manifest = format!(
            "# Written by `matchbook run`, for the decision {} of {}.\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             {dependencies}\n# A panic ends the run: other threads would wait for the rows of the one that is gone.\n[profile.release]\npanic = \"abort\"\n\n\
             # It is nobody's member.\n[workspace]\n",
            quoted(&table.name),
            quoted(table.book.as_str()),
        );
        files.insert("Cargo.toml".to_owned(), manifest);
        Ok(Self { built: Built { folder: place.folder.join(hash) }, library, name, files, library_files })
    }

    /// Writes the package, and the library that it needs.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let library = self.library_files.iter().map(|(path, text)| (self.library.join(path), text));
        let own = self.files.iter().map(|(path, text)| (self.built.folder.join(path), text));
        for (path, text) in library.chain(own) {
            // Cargo has its own mind about what is locked.
            if !(path.ends_with("Cargo.lock") && path.exists()) {
                write(&path, text)?;
            }
        }
        Ok(())
    }
}

fn named(texts: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
}

/// The generated files of a decision and of those that it requires, below `src/tables`.
fn modules(graph: &DecisionGraph<'_>, compilation: &Compilation, options: &Options) -> BTreeMap<String, String> {
    let needed = |file: &&GeneratedFile| match (&file.header.book, &file.header.decision) {
        (Some(book), Some(decision)) => graph.order().any(|(table, _)| table.book == *book && table.name == *decision),
        // Types of glossaries.
        _ => true,
    };
    let files = compilation.files.iter().filter(needed).cloned().collect();
    // No book keeps anything here, broken or not.
    let needed = Compilation { files, ..Compilation::default() };
    let reconciliation = reconcile(&Existing::new(), &needed, options);
    reconciliation.writes.into_iter().map(|(path, text)| (format!("src/tables/{path}"), text)).collect()
}

/// The path of a decision's module below `tables`.
fn module_of(table: &DecisionTable, compilation: &Compilation) -> Option<String> {
    let is = |file: &&GeneratedFile| file.header.book.as_ref() == Some(&table.book) && file.header.decision.as_ref() == Some(&table.name);
    let file = compilation.files.iter().find(is)?;
    Some(file.path.trim_end_matches(".rs").replace('/', "::"))
}

/// The Rust enums that the tables name, each once and by name.
fn enums<'m>(graph: &DecisionGraph<'m>) -> BTreeMap<&'m str, &'m RustEnum> {
    let mut enums = BTreeMap::new();
    for (table, _) in graph.order() {
        let mut closed: Vec<&ClosedList> = table.output_clauses.iter().filter_map(|output| output.closed.as_ref()).collect();
        for input in &table.inputs {
            closed.extend(&input.closed);
            if let Some(list) = input.list() {
                closed_of(&list.item, &mut closed);
            }
        }
        for rust in closed.into_iter().filter_map(|closed| closed.rust.as_deref()) {
            enums.insert(rust.name.as_str(), rust);
        }
    }
    enums
}

/// The closed lists of what is in a list.
fn closed_of<'m>(shape: &'m Shape, closed: &mut Vec<&'m ClosedList>) {
    match shape {
        Shape::Value(data) => closed.extend(&data.closed),
        Shape::List(list) => closed_of(&list.item, closed),
        Shape::Record(fields) => {
            for (_, shape) in fields {
                closed_of(shape, closed);
            }
        }
    }
}

fn main(table: &DecisionTable, graph: &DecisionGraph<'_>, path: &str, enums: &BTreeMap<&str, &RustEnum>) -> String {
    let interface = interface::rust(table, graph.required().count());
    let mut text = format!(
        "//! Decides {} over a file. Written by `matchbook run`.\n\n#[allow(unused, reason = \"a run asks for some of what modules have\")]\nmod tables;\n",
        quoted(&table.name)
    );
    if !enums.is_empty() {
        text.push_str(&format!("\n/// What the enums of the service are here.\nmod {ENUMS} {{\n"));
        for (name, rust) in enums {
            let variants = || rust.variants.iter();
            let names: Vec<&str> = variants().map(|variant| variant.ident.as_str()).collect();
            let texts: Vec<String> = variants().map(|variant| format!("({}, Self::{})", quoted(&variant.text), variant.ident)).collect();
            text.push_str(&format!(
                "    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\n    pub enum {name} {{ {} }}\n    impl matchbook::ClosedText for {name} {{\n        \
                 const VALUES: &'static [(&'static str, Self)] = &[{}];\n    }}\n",
                names.join(", "),
                texts.join(", ")
            ));
        }
        text.push_str("}\n");
    }
    text.push_str(&format!(
        "\nstatic INTERFACE: matchbook_runner::Interface = {interface};\n\n\
         fn main() -> std::process::ExitCode {{\n    matchbook_runner::main(&tables::{path}::Decision, &INTERFACE)\n}}\n"
    ));
    text
}
