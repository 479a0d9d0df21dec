//! rustc on one generated module.

use matchbook_benches::module::of_workload;
use matchbook_benches::workload::Shape;
use matchbook_compiler::model::Strategy;
use matchbook_compiler::options::Options;

use super::{Cost, Package, measured, repository};

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
            let workload = of.of_size(rules);
            for (strategy, module) in of_workload(&workload, &Strategy::ALL, &Options::default())? {
                let Ok(module) = module else { continue };
                let strategy = strategy.word();
                package.write("src/decision.rs", &module.text)?;
                let build = |module: &'static str| {
                    // A comment, so that there is something to build.
                    let source = |round: usize| format!("// {shape} {rules} {strategy} {round}\n{module}");
                    measured(|round| package.write("src/lib.rs", source(round)).and_then(|()| package.build()))
                };
                let (Some(without), Some(with)) = (build("")?, build("pub mod decision;\n")?) else { continue };
                let bytes = [module.text.len(), module.data_bytes];
                eprintln!("{shape} {rules} {strategy}: {with:?}");
                built.push(Built { shape, rules: workload.rules.len(), strategy, form: module.form.word(), bytes, with, without });
            }
        }
    }
    Ok(built)
}
