//! Packages outside the workspace, as users have them: `gen` into `src`, a build script into `OUT_DIR` or `src`, and the macro. They are
//! built by cargo, offline, below the target folder, with the workspace's lock file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

mod package;

use std::fs;
use std::path::Path;
use std::process::Command;

use package::Package;

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

#[allow(dead_code, reason = "a binary need not use all that a table offers")]
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
    let main = MAIN.replace("\nmod rules;\n", "\nmod rules {\n    matchbook::include_tables!();\n}\n");
    assert_ne!(main, MAIN);
    let main = main.replace("fn main() {\n", "fn main() {\n    eprintln!(\"{}\", env!(\"OUT_DIR\"));\n");
    let build = "fn main() {\n    matchbook_compiler::build(\"tables\");\n}\n";
    // A book and its decision of one name: its file is found from there, too.
    let files =
        [("tables/retail/shipping.csv", SHIPPING), ("tables/tax_rate.csv", TAX), ("src/main.rs", main.as_str()), ("build.rs", build)];
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
    let (tax, fee) = (time("tax_rate/tax_rate.rs"), time("retail/shipping/shipping_fee.rs"));
    package.write("tables/retail/shipping.csv", &SHIPPING.replace("4.99", "5.99"));
    assert_eq!(package.cargo("run").1, "5.99\nShipping fee\nTax rate\n");
    assert!(time("retail/shipping/shipping_fee.rs") > fee && time("tax_rate/tax_rate.rs") == tax, "that module only");
    quiet("an edited cell");

    package.write("tables/retail/shipping.csv", &SHIPPING.replace("<= 20", "20 kg"));
    let (success, _, err) = package.cargo("build");
    assert!(!success && err.contains("tables/retail/shipping.csv [shipping!C8]: error[MB0205]"), "{err}");
    assert!(err.contains("write `20` in C8"), "{err}");
    package.write("tables/retail/shipping.csv", SHIPPING);
    assert_eq!(package.cargo("run").1, "4.99\nShipping fee\nTax rate\n");

    package.write("tables/vat.csv", TAX);
    assert_eq!(package.cargo("run").1, "4.99\nShipping fee\nTax rate\nTax rate\n");
    quiet("a new book");
    fs::remove_file(package.folder.join("tables/tax_rate.csv")).unwrap();
    assert_eq!(package.cargo("run").1, "4.99\nShipping fee\nTax rate\n");
    assert!(!generated.join("tax_rate").exists());
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
    assert!(line.contains("write `[10..20]` in C8"), "a cell and a fix: {line}");
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

/// Without JSON, dates and times: of the features only those that the book needs.
const MACRO: &str =
    "[dependencies]\nmatchbook = { path = \"WORKSPACE/runtime\", default-features = false, features = [\"decimal\", \"macros\"] }\n";

/// The first block of code in the README that begins with `opening`, after the words `after`.
fn readme_snippet(after: &str, opening: &str) -> String {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).unwrap().replace("\r\n", "\n");
    let (_, rest) = readme.split_once(after).unwrap();
    let (_, rest) = rest.split_once(&format!("\n```{opening}\n")).unwrap();
    rest.split_once("\n```\n").unwrap().0.to_owned()
}

/// The README's first way, word for word, with the book of `tables/` that it shows.
#[test]
fn the_package_of_the_readme_decides() {
    let dependencies = readme_snippet("\n## In your own crate\n", "toml").replace("…/matchbook", "WORKSPACE") + "\n";
    let build = readme_snippet("\n**By build script**", "rust\n// build.rs");
    let main = readme_snippet("\n**By build script**", "rust\n// src/main.rs");
    let (_, said) = main.split_once("output.carrier); // ").unwrap();
    let said = said.lines().next().unwrap();
    let package =
        Package::new("by-readme", &dependencies, &[("build.rs", &build), ("src/main.rs", &format!("#![deny(warnings)]\n{main}"))]);
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tables/retail");
    fs::create_dir_all(package.folder.join("tables/retail")).unwrap();
    fs::copy(tables.join("shipping.xlsx"), package.folder.join("tables/retail/shipping.xlsx")).unwrap();
    let (success, out, err) = package.cargo("run");
    assert!(success, "{err}");
    assert_eq!(out, format!("{said}\n"));
}

/// The README's way, with a book of this test's in the place of the README's.
fn readme_main() -> String {
    let snippet = readme_snippet("\n**By macro**", "rust");
    let (_, uses) = MAIN.split_once("use rules::retail::shipping::shipping_fee::").unwrap();
    let snippet = snippet.replace("tables/retail/shipping.xlsx", "tables/retail/shipping.csv");
    format!("#![deny(warnings)]\n\n{snippet}\n\nuse matchbook::Decimal;\nuse shipping_fee::{uses}")
}

#[test]
fn the_macro_follows_its_book() {
    let main = readme_main();
    let files = [("tables/retail/shipping.csv", SHIPPING), ("tables/matchbook.toml", "json = false\n"), ("src/main.rs", main.as_str())];
    let package = Package::new("by-macro", MACRO, &files);
    let run = |what: &str| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let (success, out, err) = package.cargo("run");
        assert!(success, "{what}:\n{err}");
        out
    };
    assert_eq!(run("first"), "4.99\nShipping fee\n");
    let (_, _, err) = package.cargo("build");
    assert!(!err.contains("Compiling"), "the next build does nothing:\n{err}");
    package.write("tables/retail/shipping.csv", &SHIPPING.replacen("4.99", "5.99", 1));
    assert_eq!(run("an edited cell"), "5.99\nShipping fee\n");
    let (success, out, err) = package.cargo("test");
    assert!(!success && out.contains("shipping!D13"), "the book's case is a test, which fails now:\n{out}{err}");

    // The destination is now what another book of the folder says.
    let shared = SHIPPING.replace("type,text,", "type,,").replace("values,\"US, CA\",", "values,,");
    let names = "glossary,Retail,,\n,name,type,values\n,destination,text,\"US, CA\"\n";
    package.write("tables/retail/names.csv", names);
    package.write("tables/retail/shipping.csv", &shared);
    assert_eq!(run("a shared name"), "4.99\nShipping fee\n");
    package.write("tables/retail/names.csv", &names.replace("text", "texx"));
    let (success, _, err) = package.cargo("build");
    // The mistake is in the other book, and said to be there.
    assert!(!success && err.contains("tables/retail/names.csv [names!C3]: error[MB0237]"), "{err}");
    package.write("tables/retail/names.csv", names);
    assert_eq!(run("undoing it"), "4.99\nShipping fee\n");
}

const TIERS: &str = "\
glossary,Retail,,\n\
,name,type,values\n\
,customer.tier,text,\"gold, none\"\n";

const POINTS: &str = "\
decision,Retail,\n\
unique,Tier,Points\n\
role,if,then\n\
expr,customer.tier,\n\
type,,integer\n\
gold,gold,2\n\
none,none,1\n\
,,\n\
test,Retail,\n\
,customer.tier,expect error\n\
\"no\ntier\",\"iron\",yes\n";

const DISCOUNT: &str = "\
decision,Discount,,\n\
first,Tier,Total,Discount\n\
role,if,if,then\n\
expr,customer.tier,total,\n\
type,,decimal(2),decimal(2)\n\
large,gold,>= 100,0.15\n\
else,,,0\n\
,,,\n\
test,Discount,,\n\
,customer.tier,total,expect Discount\n\
gold,gold,100,0.15\n";

const SHARED_MAIN: &str = r#"//! Decides by tables of two books that share a type.
#![deny(warnings, missing_docs, clippy::all)]

#[allow(dead_code, reason = "a binary need not use all that a table offers")]
mod rules;

/// Where generated code finds its runtime.
mod support {
    pub(crate) use matchbook as runtime;
}

use rules::retail::glossary::Tier;
use rules::retail::{discount::discount, retail::retail};
use support::runtime::decimal;

fn main() {
    for tier in [Tier::Gold, Tier::None] {
        let points = retail::evaluate(&retail::Input { customer: retail::Customer { tier } });
        let discount = discount::evaluate(&discount::Input { customer: discount::Customer { tier }, total: decimal!(100.00) });
        println!("{:?} {:?}", points.map(|output| output.points), discount.map(|output| output.discount.to_string()));
    }
    println!("{}", rules::DECISIONS.iter().map(|decision| decision.info().name).collect::<Vec<_>>().join(", "));
}
"#;

/// Without JSON, with the runtime elsewhere, with a type of the whole app; and a folder, a book and a decision of one name.
#[test]
fn options_give_code_that_compiles_and_decides() {
    let options = "json = false\nruntime = \"crate::support::runtime\"\n";
    let files = [
        ("tables/matchbook.toml", options),
        ("tables/retail/tiers.csv", TIERS),
        ("tables/retail/retail.csv", POINTS),
        ("tables/retail/discount.csv", DISCOUNT),
        ("src/main.rs", SHARED_MAIN),
    ];
    let runtime = "[dependencies]\nmatchbook = { path = \"WORKSPACE/runtime\", default-features = false, features = [\"decimal\"] }\n";
    let package = Package::new("by-options", runtime, &files);
    let generate = || {
        Command::new(env!("CARGO_BIN_EXE_matchbook")).args(["gen", "tables", "--out", "src/rules"]).current_dir(&package.folder).output()
    };
    let generated = generate().unwrap();
    assert!(generated.status.success(), "{}", String::from_utf8_lossy(&generated.stderr));
    let (success, out, err) = package.cargo("run");
    assert!(success, "{err}");
    assert_eq!(out, "Ok(2) Ok(\"0.15\")\nOk(1) Ok(\"0.00\")\nDiscount, Retail\n");
    let (success, out, err) = package.cargo("test");
    assert!(success && out.contains("1 passed"), "{out}{err}");
    let (success, _, err) = package.cargo("clippy");
    assert!(success, "{err}");

    // A case that no Rust value expresses is said to be missing.
    let points = fs::read_to_string(package.folder.join("src/rules/retail/retail/retail.rs")).unwrap();
    assert!(points.contains("\nmod tests {\n    // `no tier`: retail!A11:C11: no test, as only JSON can say"), "{points}");
}
