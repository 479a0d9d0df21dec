//! rustc on one generated module.

use std::path::Path;
use std::process::Command;
use std::{env, fmt, fs};

use matchbook_benches::module::of_workload;
use matchbook_benches::process::Cost;
use matchbook_benches::workload::Shape;
use matchbook_compiler::model::Strategy;
use matchbook_compiler::options::Options;

use super::{Package, measured, repository};

/// A generated module, built.
#[derive(Clone, Debug)]
pub struct Built {
    /// The shape.
    pub shape: &'static str,
    /// How many rules it has.
    pub rules: usize,
    /// The strategy.
    pub strategy: &'static str,
    /// The form that it came to.
    pub form: &'static str,
    /// Bytes of Rust, and of data in it.
    pub bytes: [usize; 2],
    /// What building the crate with it takes.
    pub with: Cost,
    /// What building it without takes.
    pub without: Cost,
}

/// Shapes and sizes.
const SIZES: [(&str, &[usize]); 6] = [
    ("tiny", &[8]),
    ("shipping", &[200, 2_000]),
    ("rating", &[10_000, 100_000]),
    ("lookup", &[10_000, 100_000]),
    ("packets", &[1_000, 10_000]),
    ("insurance", &[16_369]),
];

/// Builds all that the compiler takes whose shapes are asked for.
///
/// # Errors
/// That a build fails.
pub fn builds(asked: impl Fn(&str) -> bool) -> Result<Vec<Built>, String> {
    let runtime = repository().join("runtime");
    let manifest = format!(
        "[package]\nname = \"one\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         matchbook = {{ path = {:?}, features = [\"decimal\", \"time\", \"json\"] }}\n",
        runtime.display().to_string()
    );
    let package = Package::new("one", &manifest).map_err(|error| error.to_string())?;
    package.write("src/lib.rs", "")?;
    package.build()?;
    let mut built = Vec::new();
    for (shape, sizes) in SIZES.iter().filter(|(shape, _)| asked(shape)) {
        let of = Shape::named(shape).ok_or("there is no such shape")?;
        for &rules in *sizes {
            for strategy in Strategy::ALL.map(Strategy::word) {
                let Some((form, data)) = made_apart(of.name, rules, strategy, &package.path("src/decision.rs"))? else { continue };
                let build = |module: &'static str| {
                    // A comment, so that there is something to build.
                    let source = |round: usize| format!("// {shape} {rules} {strategy} {round}\n{module}");
                    measured(|round| package.write("src/lib.rs", source(round)).and_then(|()| package.build()))
                };
                let (Some(without), Some(with)) = (build("")?, build("pub mod decision;\n")?) else { continue };
                let source = fs::metadata(package.path("src/decision.rs")).map_or(0, |file| file.len()) as usize;
                eprintln!("{shape} {rules} {strategy}: {with:?}");
                built.push(Built { shape, rules, strategy, form, bytes: [source, data], with, without });
            }
        }
    }
    Ok(built)
}

/// What this program is called with to [make a module](make).
pub const MAKE: &str = "--make";

/// Has another process make a module: the most memory that a process ever took counts as that of those it starts, so this one must stay
/// small. Gives the word of its form and its bytes of data; `None` where the table can't have it.
fn made_apart(shape: &str, rules: usize, strategy: &str, path: &Path) -> Result<Option<(&'static str, usize)>, String> {
    let failed = |error: &dyn fmt::Display| format!("{shape} of {rules} rules can't be compiled: {error}");
    let program = env::current_exe().map_err(|error| failed(&error))?;
    let output =
        Command::new(program).args([MAKE, shape, &rules.to_string(), strategy]).arg(path).output().map_err(|error| failed(&error))?;
    if !output.status.success() {
        return Err(failed(&String::from_utf8_lossy(&output.stderr)));
    }
    let told = String::from_utf8_lossy(&output.stdout);
    let made = told.trim().split_once(',').and_then(|(form, data)| {
        let form = Strategy::ALL.map(Strategy::word).into_iter().find(|word| *word == form)?;
        Some((form, data.parse().ok()?))
    });
    Ok(made)
}

/// Makes a module of a shape, a number of rules and a strategy's word, and writes it to a path. Tells its form and its bytes of data;
/// nothing where the table can't have it.
///
/// # Errors
/// That these aren't the arguments, the workload isn't sound, or the file can't be written.
pub fn make(arguments: &[String]) -> Result<String, String> {
    let [shape, rules, strategy, path] = arguments else { return Err(format!("{MAKE} takes a shape, rules, a strategy and a path")) };
    let rules = rules.parse().map_err(|_| format!("`{rules}` is no number of rules"))?;
    let shape = Shape::named(shape).ok_or_else(|| format!("there is no shape `{shape}`"))?;
    let strategy =
        Strategy::ALL.into_iter().find(|known| known.word() == strategy).ok_or_else(|| format!("there is no strategy `{strategy}`"))?;
    match of_workload(&shape.of_size(rules), &[strategy], &Options::default())?.into_iter().next() {
        Some((_, Ok(module))) => {
            fs::write(path, &module.text).map_err(|error| format!("{path} can't be written: {error}"))?;
            Ok(format!("{},{}", module.form.word(), module.data_bytes))
        }
        _ => Ok(String::new()),
    }
}
