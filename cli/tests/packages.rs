//! Packages outside the workspace, as users have them: `gen` into `src`, and a build script into `OUT_DIR` or `src`. They are built by cargo,
//! offline, below the target folder, with the workspace's lock file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

const SHIPPING: &str = "\
decision,Shipping fee,,\n\
first,Destination,Parcel weight,Fee\n\
role,if,if,then\n\
expr,destination,parcel.weight,\n\
type,text,decimal(2),decimal(2)\n\
values,\"US, CA\",> 0,\n\
us-light,US,<= 1,4.99\n\
ca,CA,<= 20,14.50\n\
else,,,49\n\
,,,\n\
test,Shipping fee,,\n\
,destination,parcel.weight,expect Fee\n\
light,US,0.5,4.99\n";

const TAX: &str = "\
decision,Tax rate,\n\
unique,Country,Rate\n\
role,if,then\n\
type,text,decimal(2)\n\
values,\"AT, DE\",\n\
at,AT,0.20\n\
de,DE,0.19\n";

const MAIN: &str = r#"#![deny(warnings)]

#[allow(dead_code)]
mod rules;

use matchbook::Decimal;
use rules::retail::shipping::shipping_fee::{Destination, Input, Parcel, evaluate};

fn main() {
    let input = Input { destination: Destination::Us, parcel: Parcel { weight: Decimal::ONE } };
    println!("{}", evaluate(&input).unwrap().fee);
    for decision in rules::DECISIONS {
        println!("{}", decision.info().name);
    }
}
"#;

struct Package {
    folder: PathBuf,
}

impl Package {
    fn new(name: &str, dependencies: &str, files: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
        let _ = fs::remove_dir_all(&folder);
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
        let package = Self { folder };
        let dependencies = dependencies.replace("WORKSPACE", workspace.to_str().unwrap());
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}\n[workspace]\n\n[profile.dev]\ndebug = false\n\n\
             [profile.dev.package.\"*\"]\nopt-level = 1\n\n[profile.dev.build-override]\nopt-level = 1\n"
        );
        package.write("Cargo.toml", &manifest);
        package.write("Cargo.lock", &fs::read_to_string(workspace.join("Cargo.lock")).unwrap());
        for (path, text) in files {
            package.write(path, text);
        }
        package
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs cargo here: whether it succeeded, its standard output, its standard error.
    fn cargo(&self, command: &str) -> (bool, String, String) {
        let output = Command::new(env!("CARGO"))
            .args([command, "--offline", "--color", "never"])
            .current_dir(&self.folder)
            // One target folder for all packages, so that dependencies are built once.
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages/target"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    fn modified(&self, path: &str) -> SystemTime {
        fs::metadata(self.folder.join(path)).unwrap().modified().unwrap()
    }
}

const RUNTIME: &str = "[dependencies]\nmatchbook = { path = \"WORKSPACE/runtime\" }\n";
const WITH_COMPILER: &str = "[dependencies]\nmatchbook = { path = \"WORKSPACE/runtime\" }\n\n[build-dependencies]\nmatchbook-compiler = { path = \"WORKSPACE/compiler\" }\n";

#[test]
fn what_gen_writes_is_a_module_of_any_package() {
    let books = [("tables/retail/shipping.csv", SHIPPING), ("tables/taxes/rate.csv", TAX), ("src/main.rs", MAIN)];
    let package = Package::new("by-gen", RUNTIME, &books);
    let generated = Command::new(env!("CARGO_BIN_EXE_matchbook"))
        .args(["gen", "tables", "--out", "src/rules"])
        .current_dir(&package.folder)
        .status()
        .unwrap();
    assert!(generated.success());
    let (success, out, err) = package.cargo("run");
    assert!(success, "{err}");
    assert_eq!(out, "4.99\nShipping fee\nTax rate\n");
    let (success, out, err) = package.cargo("test");
    assert!(success && out.contains("1 passed"), "the book's case is a test:\n{out}{err}");
    // Formatting the package changes none of it.
    let generated = || {
        let paths = ["mod.rs", "retail/shipping/shipping_fee.rs", "taxes/rate/tax_rate.rs"];
        paths.map(|path| fs::read_to_string(package.folder.join("src/rules").join(path)).unwrap())
    };
    let before = generated();
    let formatted = Command::new(env!("CARGO")).arg("fmt").current_dir(&package.folder).status().unwrap();
    assert!(formatted.success());
    assert_eq!(generated(), before);
}

#[test]
fn a_build_script_generates_into_out_dir() {
    let main = MAIN.replace("#[allow(dead_code)]\nmod rules;", "#[allow(dead_code)]\nmod rules {\n    matchbook::include_tables!();\n}");
    let main = main.replace("fn main() {\n", "fn main() {\n    eprintln!(\"{}\", env!(\"OUT_DIR\"));\n");
    let build = "fn main() {\n    matchbook_compiler::build(\"tables\");\n}\n";
    let files =
        [("tables/retail/shipping.csv", SHIPPING), ("tables/taxes/rate.csv", TAX), ("src/main.rs", main.as_str()), ("build.rs", build)];
    let package = Package::new("by-script", WITH_COMPILER, &files);
    let (success, out, err) = package.cargo("run");
    assert!(success, "{err}");
    assert_eq!(out, "4.99\nShipping fee\nTax rate\n");
    let quiet = |what: &str| {
        let (success, _, err) = package.cargo("build");
        assert!(success && !err.contains("Compiling"), "after {what}, the next build does nothing:\n{err}");
    };
    quiet("the first");

    let generated = Path::new(err.lines().last().unwrap()).join("matchbook");
    let time = |path: &str| fs::metadata(generated.join(path)).unwrap().modified().unwrap();
    let (tax, fee) = (time("taxes/rate/tax_rate.rs"), time("retail/shipping/shipping_fee.rs"));
    package.write("tables/retail/shipping.csv", &SHIPPING.replace("4.99", "5.99"));
    assert_eq!(package.cargo("run").1, "5.99\nShipping fee\nTax rate\n");
    assert!(time("retail/shipping/shipping_fee.rs") > fee && time("taxes/rate/tax_rate.rs") == tax, "that module only");
    quiet("an edited cell");

    package.write("tables/retail/shipping.csv", &SHIPPING.replace("<= 20", "20 kg"));
    let (success, _, err) = package.cargo("build");
    assert!(!success && err.contains("tables/retail/shipping.csv [shipping!C8]: error[MB0205]"), "{err}");
    assert!(err.contains("type `20` in C8"), "{err}");
    package.write("tables/retail/shipping.csv", SHIPPING);
    assert_eq!(package.cargo("run").1, "4.99\nShipping fee\nTax rate\n");

    package.write("tables/vat.csv", TAX);
    assert_eq!(package.cargo("run").1, "4.99\nShipping fee\nTax rate\nTax rate\n");
    quiet("a new book");
    fs::remove_file(package.folder.join("tables/taxes/rate.csv")).unwrap();
    assert_eq!(package.cargo("run").1, "4.99\nShipping fee\nTax rate\n");
    assert!(!generated.join("taxes").exists());
    quiet("a removed book");
}

#[test]
fn a_build_follows_the_books() {
    let build = "fn main() {\n    matchbook_compiler::build::Build::new(\"tables\").out_folder(\"src/rules\").run();\n}\n";
    let files = [("tables/retail/shipping.csv", SHIPPING), ("tables/taxes/rate.csv", TAX), ("src/main.rs", MAIN), ("build.rs", build)];
    let package = Package::new("committed", WITH_COMPILER, &files);
    let build = |what: &str| {
        // Times of files are what cargo compares; some file systems keep them coarsely.
        std::thread::sleep(std::time::Duration::from_millis(20));
        let (success, out, err) = package.cargo("run");
        assert!(success, "{what}:\n{err}");
        out
    };
    let quiet = |what: &str| {
        let (success, _, err) = package.cargo("build");
        assert!(success && !err.contains("Compiling"), "after {what}, the next build does nothing:\n{err}");
    };
    assert_eq!(build("first"), "4.99\nShipping fee\nTax rate\n");
    quiet("the first");

    let tax = package.modified("src/rules/taxes/rate/tax_rate.rs");
    let root = package.modified("src/rules/mod.rs");
    package.write("tables/retail/shipping.csv", &SHIPPING.replace("4.99", "5.99"));
    assert_eq!(build("an edited cell"), "5.99\nShipping fee\nTax rate\n");
    assert_eq!(
        (package.modified("src/rules/taxes/rate/tax_rate.rs"), package.modified("src/rules/mod.rs")),
        (tax, root),
        "that module only"
    );
    quiet("an edited cell");

    package.write("tables/retail/shipping.csv", &SHIPPING.replace("<= 20", "10..20"));
    let (success, _, err) = package.cargo("build");
    assert!(!success);
    let line =
        err.lines().find(|line| line.contains("tables/retail/shipping.csv [shipping!C8]: error[MB02")).unwrap_or_else(|| panic!("{err}"));
    assert!(line.contains("type `[10..20]` in C8"), "a cell and a fix: {line}");
    let report = err.lines().find_map(|line| line.split_once("the whole report: ")).unwrap_or_else(|| panic!("{err}")).1;
    assert!(fs::read_to_string(report.trim()).unwrap().contains("Parcel weight"));
    package.write("tables/retail/shipping.csv", SHIPPING);
    assert_eq!(build("undoing it"), "4.99\nShipping fee\nTax rate\n");
    quiet("undoing it");

    package.write("tables/vat.csv", TAX);
    assert_eq!(build("a new book"), "4.99\nShipping fee\nTax rate\nTax rate\n");
    quiet("a new book");
    fs::remove_file(package.folder.join("tables/taxes/rate.csv")).unwrap();
    assert_eq!(build("a removed book"), "4.99\nShipping fee\nTax rate\n");
    assert!(!package.folder.join("src/rules/taxes").exists());
    quiet("a removed book");

    // A hand edit is undone by the next build.
    let fee = package.folder.join("src/rules/retail/shipping/shipping_fee.rs");
    let text = fs::read_to_string(&fee).unwrap();
    package.write("src/rules/retail/shipping/shipping_fee.rs", &text.replace("4.99", "0.01"));
    assert_eq!(build("a hand edit"), "4.99\nShipping fee\nTax rate\n");
    assert_eq!(fs::read_to_string(&fee).unwrap(), text);

    // A package is published without its books.
    fs::remove_dir_all(package.folder.join("tables")).unwrap();
    assert_eq!(build("no tables"), "4.99\nShipping fee\nTax rate\n");
    quiet("no tables");
}
