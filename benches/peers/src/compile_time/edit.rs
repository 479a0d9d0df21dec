//! From one changed cell to a linked program.

use matchbook_benches::process::Cost;
use matchbook_benches::workload::Shape;

use super::{Package, measured, repository};

/// What a change costs.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The shape.
    pub shape: &'static str,
    /// How many rules it has.
    pub rules: usize,
    /// Whether the build script is optimised.
    pub optimised: bool,
    /// What `cargo build --release` takes after the change.
    pub cost: Cost,
}

/// Builds a program over a table, changes a cell of its workbook, and builds again, by both ways to build the build script.
///
/// # Errors
/// That a build fails.
pub fn edits() -> Result<Vec<Edit>, String> {
    let mut edits = Vec::new();
    for optimised in [true, false] {
        let name = if optimised { "service-optimised" } else { "service" };
        let package = Package::new(name, &manifest(optimised)).map_err(|error| error.to_string())?;
        package.write("build.rs", "fn main() {\n    matchbook_compiler::build(\"tables\");\n}\n")?;
        for (shape, rules) in [("insurance", 10_000), ("lookup", 100_000), ("rating", 100_000)] {
            let mut workload = Shape::named(shape).ok_or("there is no such shape")?.of_size(rules);
            package.write("src/main.rs", PROGRAM)?;
            package.write("tables/book.xlsx", workload.workbook()?)?;
            package.build()?;
            let cost = measured(|_| {
                // The last two rules change places: a cell or two say something else.
                let last = workload.rules.len() - 1;
                workload.rules.swap(last - 1, last);
                package.write("tables/book.xlsx", workload.workbook()?)?;
                package.build()
            })?;
            if let Some(cost) = cost {
                eprintln!("{shape} {rules} {optimised}: {cost:?}");
                edits.push(Edit { shape, rules: workload.rules.len(), optimised, cost });
            }
        }
    }
    Ok(edits)
}

fn manifest(optimised: bool) -> String {
    let path = |part: &str| repository().join(part).display().to_string();
    let profile = if optimised { "[profile.release.build-override]\nopt-level = 3\n" } else { "" };
    format!(
        "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nmatchbook = {{ path = {:?}, \
         features = [\"decimal\", \"time\", \"json\"] }}\n[build-dependencies]\nmatchbook-compiler = {{ path = {:?} }}\n{profile}",
        path("runtime"),
        path("compiler")
    )
}

/// A program that asks each decision once.
const PROGRAM: &str = "matchbook::include_tables!();

fn main() {
    for decision in DECISIONS {
        let decided = matchbook::json::Document::parse(\"{}\").and_then(|document| decision.decide(document));
        println!(\"{}\", decided.is_ok());
    }
}
";
