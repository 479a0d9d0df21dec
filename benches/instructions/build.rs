//! Compiles small workloads into `OUT_DIR`, through the whole compiler: a module each.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use matchbook_benches::module::{input_of_steps, input_type, of_workload};
use matchbook_benches::workload::Shape;
use matchbook_compiler::model::Strategy;
use matchbook_compiler::options::Options;

/// Shapes, how many rules they have here, and the strategies that are counted.
const MODULES: [(&str, usize, Strategy); 6] = [
    ("tiny", 8, Strategy::Auto),
    ("tiny", 8, Strategy::Tree),
    ("shipping", 200, Strategy::Auto),
    ("rating", 2_000, Strategy::Auto),
    ("lookup", 5_000, Strategy::Auto),
    ("packets", 300, Strategy::Auto),
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
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
    let options = Options { json: false, ..Options::default() };
    let (mut modules, mut list) = (String::new(), String::new());
    for (name, rules, strategy) in MODULES {
        let shape = Shape::named(name).ok_or_else(|| format!("there is no shape `{name}`"))?;
        let workload = shape.of_size(rules);
        let module = if strategy == Strategy::Auto { name.to_owned() } else { format!("{name}_{}", strategy.word().replace(' ', "_")) };
        let file = out.join(format!("{module}.rs"));
        let made = of_workload(&workload, &[strategy], &options)?.remove(0).1?;
        fs::write(&file, made.text).map_err(|error| error.to_string())?;
        let (input, made) = (input_type(&module, &workload), input_of_steps(&module, &workload));
        let _ = writeln!(
            modules,
            "#[allow(dead_code, reason = \"a module can do more than is counted\")]\n#[path = {:?}]\npub mod {module};",
            file.display().to_string()
        );
        let _ = writeln!(modules, "counted!({module}, {input}, |open, steps| {made});");
        let _ = writeln!(list, "Counted {{ name: {module:?}, decide: |count| of_workload::<{input}>({name:?}, {rules}, count) }},");
    }
    Ok(format!("{modules}\n/// The workloads.\npub static WORKLOADS: &[Counted] = &[{list}];\n"))
}
