//! The program from outside: arguments in, streams, files and exit codes out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SHIPPING: &str = "\
decision,Shipping fee,,,\n\
unique,Destination,Parcel weight,Fee,Carrier\n\
role,if,if,then,then\n\
expr,destination,parcel.weight,,\n\
type,text,decimal(2),decimal(2),text\n\
values,\"US, CA\",> 0,,\n\
us-light,US,<= 1,4.99,USPS\n\
ca,CA,<= 20,14.50,UPS\n\
else,,,49,DHL\n\
,,,,\n\
test,Shipping fee,,,\n\
,destination,parcel.weight,expect Fee,expect rule\n\
light,US,0.5,4.99,us-light\n\
heavy,US,7,49,else\n";

const TAX: &str = "\
decision,Tax rate,\n\
unique,Country,Rate\n\
role,if,then\n\
type,text,decimal(2)\n\
values,\"AT, DE\",\n\
at,AT,0.20\n\
de,DE,0.19\n";

/// A folder of files, and the program run in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// The two books that most tests are about.
    fn of_two() -> Self {
        Self::new(&[("tables/retail/shipping.csv", SHIPPING), ("tables/taxes/rate.csv", TAX)])
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.0.path().join(path)).unwrap();
    }

    fn run(&self, arguments: &str) -> Ran {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &str, input: &str) -> Ran {
        let mut child = self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_matchbook"));
        command.current_dir(self.0.path()).args(arguments.split(' ').filter(|word| !word.is_empty()).map(|word| word.replace('+', " ")));
        for variable in ["NO_COLOR", "CLICOLOR_FORCE", "CARGO_TERM_COLOR", "CLICOLOR"] {
            command.env_remove(variable);
        }
        command
    }

    /// All files below a folder, by path.
    fn files(&self, below: &str) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let root = self.0.path().join(below);
        collect(&root, &root, &mut files);
        files
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

/// How a run ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self}");
        self
    }
}

impl std::fmt::Display for Ran {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit {}\n--- stdout\n{}--- stderr\n{}", self.code, self.out, self.err)
    }
}

#[test]
fn check_says_what_it_found() {
    insta::assert_snapshot!(Folder::of_two().run("check tables").expect(0));
}

#[test]
fn check_shows_mistakes_at_their_cells() {
    let folder = Folder::of_two();
    folder.write("tables/taxes/rate.csv", &TAX.replace("0.19", "19 percent"));
    insta::assert_snapshot!("human", folder.run("check tables").expect(1));
    insta::assert_snapshot!("short", folder.run("check tables --message-format short").expect(1));
    insta::assert_snapshot!("json", folder.run("check tables --message-format=json").expect(1));
    insta::assert_snapshot!("github", folder.run("check tables --message-format github").expect(1));
    insta::assert_snapshot!("sarif", folder.run("check tables --message-format sarif").expect(1));
    insta::assert_snapshot!("junit", folder.run("check tables --message-format junit").expect(1));
    insta::assert_snapshot!("quiet", folder.run("check tables --message-format short -q").expect(1));
    // Without a path, the folder `tables` is meant.
    assert_eq!(folder.run("check").expect(1).err, folder.run("check tables").err);
    // The other book is fine by itself.
    folder.run("check tables/retail").expect(0);
}

#[test]
fn a_document_is_written_where_nothing_is_wrong_too() {
    let folder = Folder::of_two();
    let ran = folder.run("check tables --message-format sarif").expect(0);
    let document: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&document["version"], document["runs"].as_array().map(Vec::len)), (&"2.1.0".into(), Some(1)));
    assert!(document["runs"][0]["results"].as_array().unwrap().iter().all(|result| result["level"] == "note"), "{ran}");
    let ran = folder.run("check tables --message-format junit").expect(0);
    assert!(ran.out.starts_with("<?xml") && ran.out.contains("failures=\"0\""), "{ran}");
    let ran = folder.run("check tables --message-format github").expect(0);
    // Notes beside a change's lines would hide what matters.
    assert!(!ran.err.contains("::notice"), "{ran}");
}

#[test]
fn a_document_stands_alone() {
    let folder = Folder::of_two();
    let is_sarif = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok_and(|document| document["version"] == "2.1.0");
    let ran = folder.run("graph tables --message-format sarif").expect(0);
    assert!(!ran.out.contains("2.1.0") && is_sarif(&ran.err), "{ran}");
    let ran = folder.run("check gone --message-format sarif").expect(2);
    assert!(ran.out.is_empty() && ran.err.starts_with("error: "), "{ran}");
}

#[test]
fn the_identity_of_a_finding_stays_when_rows_move() {
    let fingerprints = |text: &str| {
        let folder = Folder::new(&[("tables/taxes/rate.csv", text)]);
        let ran = folder.run("check tables --message-format json").expect(1);
        let of = |line: &str| {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            (message["level"] == "error").then(|| message["matchbook"]["identity"].clone())
        };
        ran.err.lines().filter_map(of).collect::<Vec<_>>()
    };
    let broken = TAX.replace("0.19", "19 percent");
    let before = fingerprints(&broken);
    assert!(!before.is_empty());
    assert_eq!(before, fingerprints(&format!("a note above,,\n,,\n{broken}")));
    assert_ne!(before, fingerprints(&broken.replace("Tax rate", "Rate of tax")));
}

#[test]
fn people_are_shown_two_screens() {
    let rules: String = (0..70).map(|rule| format!("r{rule},{rule} percent,1\n")).collect();
    let folder = Folder::new(&[("tables/a.csv", &format!("decision,A,\ncollect,Share,Fee\nrole,if,then\ntype,number,integer\n{rules}"))]);
    let check = |format: &str| folder.run(&format!("check tables --message-format {format}")).err;
    let (human, short) = (check("human"), check("short"));
    assert_eq!(human.matches("error[").count(), 50, "{human}");
    assert!(human.lines().count() <= 100 && human.contains("r3      │"), "{human}");
    assert!(human.contains("\nand 20 more findings: 20 MB0205; `--all` shows all\n"), "{human}");
    assert!(human.contains("70 errors"), "{human}");
    assert_eq!(short.matches("error[").count(), 70, "{short}");
    let all = check("human --all");
    assert_eq!((all.matches("error[").count(), all.contains("r69     │")), (70, true), "{all}");
    // Quiet leaves out what is said of the findings, but none of them.
    let quiet = check("human --quiet");
    assert!(quiet.contains("and 20 more findings"), "{quiet}");
    assert!(!quiet.contains("70 errors"), "{quiet}");
}

#[test]
fn check_reports_mistakes_in_the_options() {
    let folder = Folder::of_two();
    folder.write("tables/matchbook.toml", "[limits]\nmatch_rules = 3\n");
    insta::assert_snapshot!(folder.run("check tables/taxes/rate.csv").expect(1));
}

#[test]
fn a_form_that_a_table_cannot_have_is_reported_at_its_row() {
    let table = "decision,Fee,\ndispatch,match,\nunique,Country,Fee\nrole,if,then\nabroad,not(US),2\nhome,US,1\n";
    let folder = Folder::new(&[("tables/fee.csv", table)]);
    insta::assert_snapshot!(folder.run("check tables").expect(1));
}

#[test]
fn colour_is_the_terminals_business() {
    let folder = Folder::of_two();
    folder.write("tables/taxes/rate.csv", &TAX.replace("0.19", "19 percent"));
    let escapes = |arguments: &str, variable: Option<(&str, &str)>| {
        let output = folder.command(arguments).envs(variable).output().unwrap();
        Ran::of(output).err.contains('\u{1b}')
    };
    assert!(!escapes("check tables", None), "no terminal");
    assert!(escapes("check tables --color always", None));
    assert!(escapes("check tables", Some(("CARGO_TERM_COLOR", "always"))));
    assert!(escapes("check tables", Some(("CLICOLOR_FORCE", "1"))));
    assert!(!escapes("check tables --color never", Some(("CLICOLOR_FORCE", "1"))));
}

#[test]
fn arguments_that_cannot_be_followed() {
    let folder = Folder::of_two();
    folder.write("tables/readme.txt", "no book");
    folder.write("empty/tables/readme.txt", "no book");
    let said = |arguments: &str, code: i32| {
        let ran = folder.run(arguments).expect(code);
        assert_eq!(ran.out, "", "{arguments}");
        format!("{arguments}\n{}\n", ran.err)
    };
    let all: String = [
        ("check gone", 2),
        ("check tables/readme.txt", 2),
        ("check empty", 4),
        ("check --message-format xml", 2),
        ("chek tables", 2),
        ("gen tables", 2),
        ("gen tables --out tables/readme.txt", 2),
        ("eval tables/taxes/rate.csv --decision Tax+rat --input x.jsonl", 4),
        ("eval tables/taxes/rate.csv --decision Tax+rate --input gone.jsonl", 2),
        ("eval tables/taxes/rate.csv --decision Tax+rate --input tables", 2),
        ("eval tables --input -", 2),
        ("explain MB9999", 2),
        ("explain option-rang", 2),
        ("dump tables/taxes/rate.csv --phase nothing", 2),
        ("dump tables/taxes/rate.csv --phase model --decision Other", 4),
        ("new x.docx", 2),
        ("new tables/taxes/rate.csv", 2),
        ("test empty", 4),
        ("test tables/taxes", 4),
    ]
    .into_iter()
    .map(|(arguments, code)| said(arguments, code))
    .collect();
    insta::assert_snapshot!(all);
}

#[test]
fn help_and_version_are_data() {
    let folder = Folder::new(&[]);
    assert_eq!(folder.run("--version").expect(0).out, format!("matchbook {}\n", env!("CARGO_PKG_VERSION")));
    insta::assert_snapshot!(folder.run("--help").expect(0));
    assert_eq!(folder.run("").code, 2);
}

#[test]
fn cargo_runs_it_too() {
    let folder = Folder::of_two();
    let run = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-matchbook")).args(words).current_dir(folder.0.path()).output();
        Ran::of(output.unwrap())
    };
    assert_eq!(run(&["matchbook", "check", "tables"]).expect(0).out, folder.run("check tables").out);
    assert_eq!(run(&["check", "tables"]).code, 0);
    assert!(run(&["matchbook", "gen"]).expect(2).err.contains("Usage: cargo matchbook gen"));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let folder = Folder::of_two();
    let mut child = folder.command("explain").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn generated_files_follow_the_books() {
    let folder = Folder::of_two();
    insta::assert_snapshot!("gen_first", folder.run("gen tables --out src/rules").expect(0));
    let first = folder.files("src/rules");
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(names, ["mod.rs", "retail/shipping/shipping_fee.rs", "taxes/rate/tax_rate.rs"]);
    insta::assert_snapshot!("gen_second", folder.run("gen tables --out src/rules").expect(0));
    insta::assert_snapshot!("gen_check", folder.run("gen tables --out src/rules --check").expect(0));

    // A cell is edited: `--check` says so by name and line, and writes nothing; `gen` writes that module alone.
    folder.write("tables/taxes/rate.csv", &TAX.replace("0.19", "0.16"));
    let stale = folder.run("gen tables --out src/rules --check --message-format short").expect(1);
    assert!(stale.err.contains("src/rules/taxes/rate/tax_rate.rs:") && stale.err.contains("error[MB0951]"), "{stale}");
    assert_eq!(folder.files("src/rules"), first);
    let ran = folder.run("gen tables --out src/rules").expect(0);
    assert!(ran.err.ends_with("\nwrote src/rules/taxes/rate/tax_rate.rs\n1 file written, 0 deleted, 2 files unchanged\n"), "{ran}");

    // A book comes and a book goes.
    folder.write("tables/vat.csv", TAX);
    folder.remove("tables/retail/shipping.csv");
    let missing = folder.run("gen tables --out src/rules --check --message-format short").expect(1);
    for line in
        ["src/rules/vat/tax_rate.rs: error[MB0952]", "src/rules/retail/shipping/shipping_fee.rs: error[MB0953]", "src/rules/mod.rs:"]
    {
        assert!(missing.err.contains(line), "{missing}");
    }
    folder.run("gen tables --out src/rules").expect(0);
    let names: Vec<String> = folder.files("src/rules").into_keys().collect();
    assert_eq!(names, ["mod.rs", "taxes/rate/tax_rate.rs", "vat/tax_rate.rs"]);
    assert!(!folder.0.path().join("src/rules/retail").exists(), "empty folders go, too");
}

#[test]
fn a_broken_book_keeps_its_files_and_holds_up_no_other() {
    let folder = Folder::of_two();
    folder.run("gen tables --out rules").expect(0);
    let before = folder.files("rules");
    folder.write("tables/taxes/rate.csv", &TAX.replace("0.19", "19 percent"));
    folder.write("tables/retail/shipping.csv", &SHIPPING.replace("4.99", "5.99"));
    let ran = folder.run("gen tables --out rules").expect(1);
    assert!(ran.err.contains("wrote rules/retail/shipping/shipping_fee.rs"), "{ran}");
    let after = folder.files("rules");
    assert_eq!(after["taxes/rate/tax_rate.rs"], before["taxes/rate/tax_rate.rs"]);
    assert_eq!(after["mod.rs"], before["mod.rs"]);
    assert_ne!(after["retail/shipping/shipping_fee.rs"], before["retail/shipping/shipping_fee.rs"]);
    // What is no book at all is broken, not gone.
    fs::write(folder.0.path().join("tables/taxes/rate.csv"), b"PK\x03\x04 cut off").unwrap();
    folder.run("gen tables --out rules").expect(1);
    assert_eq!(folder.files("rules"), after);
}

#[test]
fn one_book_of_several_leaves_the_others() {
    let folder = Folder::of_two();
    folder.run("gen tables --out rules").expect(0);
    folder.write("tables/retail/shipping.csv", &SHIPPING.replace("4.99", "5.99"));
    folder.write("tables/taxes/rate.csv", &TAX.replace("0.19", "0.16"));
    let ran = folder.run("gen tables/retail/shipping.csv --out rules").expect(0);
    // Only what was asked about is told.
    assert!(ran.err.starts_with("decision ") && !ran.err.contains("Tax rate"), "{ran}");
    assert!(ran.err.ends_with("\nwrote rules/retail/shipping/shipping_fee.rs\n1 file written, 0 deleted, 2 files unchanged\n"), "{ran}");
}

#[test]
fn a_foreign_file_is_never_touched() {
    let folder = Folder::of_two();
    folder.write("rules/taxes/rate/tax_rate.rs", "//! Mine.\n");
    folder.write("rules/other.rs", "//! Mine, too.\n");
    let ran = folder.run("gen tables --out rules --message-format short").expect(1);
    assert!(ran.err.contains("rules/taxes/rate/tax_rate.rs: error[MB0950]"), "{ran}");
    assert_eq!(folder.read("rules/taxes/rate/tax_rate.rs"), "//! Mine.\n");
    folder.remove("tables/taxes/rate.csv");
    folder.run("gen tables --out rules").expect(0);
    assert_eq!(folder.read("rules/taxes/rate/tax_rate.rs"), "//! Mine.\n");
    assert_eq!(folder.read("rules/other.rs"), "//! Mine, too.\n");
    // A root of somebody else's means that the whole folder is.
    folder.write("theirs/mod.rs", "mod x;\n");
    insta::assert_snapshot!(folder.run("gen tables --out theirs").expect(1));
    assert_eq!(folder.files("theirs").len(), 1);
}

#[test]
fn generated_text_depends_on_the_books_alone() {
    let generated = |folder: &Folder, arguments: &str| {
        folder.run(arguments).expect(0);
        folder.files("out")
    };
    let first = generated(&Folder::of_two(), "gen tables --out out");
    assert_eq!(generated(&Folder::of_two(), "gen tables --out out"), first, "another folder");
    assert_eq!(generated(&Folder::of_two(), "gen tables/taxes tables/retail/shipping.csv --out out"), first, "another order");
    assert_eq!(generated(&Folder::of_two(), "gen ./tables/../tables --out out"), first, "another name");
    for text in first.values() {
        assert!(!text.contains("/tmp") && !text.contains("tables/"), "{text}");
    }
}

#[test]
fn eval_answers_line_by_line() {
    let folder = Folder::of_two();
    let input = "{\"destination\": \"US\", \"parcel\": {\"weight\": 0.5}}\n\
                 {\"destination\": \"CA\", \"parcel\": {\"weight\": \"20.000000000000000000000001\"}}\r\n\
                 not json\n\
                 \n\
                 {\"destination\": \"FR\", \"parcel\": {\"weight\": 1}}\n\
                 {\"destination\": \"US\", \"parcel\": {\"wight\": 1}}\n\
                 {\"destination\": \"US\"}\n\
                 {\"destination\": \"US\", \"parcel\": {\"weight\": 0}}";
    folder.write("in.jsonl", input);
    let ran = folder.run("eval tables/retail/shipping.csv --decision Shipping+fee --input in.jsonl").expect(1);
    insta::assert_snapshot!(ran);
    assert_eq!(folder.run_with("eval tables/retail/shipping.csv --decision Shipping+fee --input -", input).out, ran.out);
    let good = "{\"destination\":\"US\",\"parcel\":{\"weight\":1}}\n";
    // The only decision needn't be named.
    let ran = folder.run_with("eval tables/retail/shipping.csv --input -", good).expect(0);
    assert_eq!(ran.out, "{\"output\":{\"Carrier\":\"USPS\",\"Fee\":\"4.99\"},\"rules\":[\"us-light\"]}\n");
    assert_eq!(folder.run_with("eval tables/retail/shipping.csv --input -", "").expect(0).out, "");
    let long = format!("\u{feff}{good}{}\n{good}", "x".repeat((16 << 20) + 5));
    let ran = folder.run_with("eval tables/retail/shipping.csv --input -", &long).expect(1);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{ran}");
    assert_eq!((lines[0], lines[1].contains("MB0810")), (lines[2], true), "{ran}");
}

#[test]
fn eval_of_a_broken_decision_shows_why() {
    let folder = Folder::new(&[("tables/rate.csv", &TAX.replace("0.19", "19 percent"))]);
    insta::assert_snapshot!(folder.run("eval tables/rate.csv --decision Tax+rate --input -").expect(1));
}

#[test]
fn nothing_is_done_by_options_that_are_wrong() {
    let folder = Folder::of_two();
    folder.write("tables/matchbook.toml", "json = false\n");
    folder.run("gen tables --out src/rules").expect(0);
    let before = folder.files("src/rules");
    folder.write("rows.csv", "Country\nAT\n");
    folder.write("rows.jsonl", "{\"Country\": \"AT\"}\n");
    folder.write("tables/matchbook.toml", "json = false\njsn = true\n");
    for command in [
        "gen tables --out src/rules",
        "gen tables --out src/rules --check",
        "eval tables/taxes/rate.csv --input rows.jsonl",
        "run tables/taxes/rate.csv --input rows.csv",
    ] {
        let ran = folder.run(command).expect(1);
        assert!(ran.err.contains("MB0621") && ran.out.is_empty(), "{command}: {ran}");
        assert_eq!(folder.files("src/rules"), before, "{command}");
    }
}

#[test]
fn eval_says_that_books_beside_one_are_no_app_with_it() {
    let points = "decision,Points,\nfirst,Visits,Points\nrole,if,then\ntype,integer,integer\nmany,> 9,3\nelse,,0\n";
    let seat = "decision,Seat,\nfirst,Points,Row\nrole,if,then\ntype,integer,integer\nfront,> 2,1\nelse,,20\n";
    let input = "{\"Visits\": 12}\n";
    let beside = |folder: &str| {
        let books = [(format!("{folder}/points.csv"), points), (format!("{folder}/seat.csv"), seat)];
        let folder = Folder::new(&books.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>());
        folder.run_with(&format!("eval {}/seat.csv --input -", books[0].0.trim_end_matches("/points.csv")), input)
    };
    let ran = beside("rules").expect(1);
    assert!(ran.out.contains("MB0811"), "{ran}");
    assert_eq!(
        ran.err,
        "`rules/seat.csv` is an app of its own, so 1 other book beside it isn't read: \
         no folder around it is called `tables` or has a `matchbook.toml`\n"
    );
    let ran = beside("tables/cinema").expect(0);
    assert_eq!((ran.err.as_str(), ran.out.contains("\"output\":1,")), ("", true), "{ran}");
}

#[test]
fn test_blocks_run_without_rust() {
    let folder = Folder::of_two();
    insta::assert_snapshot!("test_pass", folder.run("test tables").expect(0));
    folder.write("tables/retail/shipping.csv", &SHIPPING.replace("heavy,US,7,49,else", "heavy,US,7,48,ca"));
    insta::assert_snapshot!("test_fail", folder.run("test tables").expect(100));
    insta::assert_snapshot!("test_fail_json", folder.run("test tables --message-format json").expect(100));
    insta::assert_snapshot!("test_fail_junit", folder.run("test tables --message-format junit").expect(100));
    folder.write("tables/retail/shipping.csv", &SHIPPING.replace("<= 20", "20 kg"));
    folder.run("test tables").expect(1);
}

#[test]
fn a_new_book_checks_clean_and_passes_its_tests() {
    let folder = Folder::new(&[]);
    for book in ["tables/mine.xlsx", "tables/mine.csv"] {
        fs::create_dir_all(folder.0.path().join("tables")).unwrap();
        folder.run(&format!("new {book}")).expect(0);
        let ran = folder.run(&format!("check {book}")).expect(0);
        assert!(ran.err.ends_with("no problems\n"), "{ran}");
        folder.run(&format!("test {book}")).expect(0);
    }
}

#[test]
fn explain_prints_a_code() {
    let folder = Folder::new(&[]);
    insta::assert_snapshot!(folder.run("explain MB0623").expect(0));
    for way in ["explain mb0623", "explain 623", "explain option-range"] {
        assert_eq!(folder.run(way).expect(0).out, folder.run("explain MB0623").out);
    }
    let all = folder.run("explain").expect(0).out;
    assert!(all.lines().count() > 50 && all.contains("MB0623 error   option-range\n"), "{all}");
}

#[test]
fn gen_says_why_rules_are_found_as_they_are() {
    let folder = Folder::of_two();
    let option = "decision,Shipping fee,,,\ndispatch,cube,,,\n";
    folder.write("tables/retail/shipping.csv", &SHIPPING.replacen("decision,Shipping fee,,,\n", option, 1));
    folder.write("tables/matchbook.toml", "dispatch = \"tree\"\n[limits]\nmatch-rules = 0\n");
    insta::assert_snapshot!("gen_explain_dispatch", folder.run("gen tables --out src/rules --explain-dispatch").expect(0));
}

#[test]
fn rust_beyond_the_budget_is_an_error_of_the_table() {
    let folder = Folder::of_two();
    folder.write("tables/matchbook.toml", "[limits]\nsource-bytes = 5_000\n");
    insta::assert_snapshot!("too_much_rust", folder.run("gen tables --out src/rules").expect(1));
}

#[test]
fn each_phase_can_be_read() {
    let folder = Folder::of_two();
    for phase in ["source", "layout", "model", "matrix", "diagram", "plan"] {
        insta::assert_snapshot!(format!("dump_{phase}"), folder.run(&format!("dump tables/retail/shipping.csv --phase {phase}")).expect(0));
    }
    // The same table's plan in the other forms.
    for form in ["tree", "cube", "pairs", "bit sets", "scan", "hash", "diagram"] {
        let option = format!("decision,Shipping fee,,,\ndispatch,{form},,,\n");
        folder.write("tables/other/shipping.csv", &SHIPPING.replacen("decision,Shipping fee,,,\n", &option, 1));
        insta::assert_snapshot!(
            format!("dump_plan_{}", form.replace(' ', "_")),
            folder.run("dump tables/other/shipping.csv --phase plan").expect(0)
        );
    }
    let rust = folder.run("dump tables/retail/shipping.csv --phase rust --decision Shipping+fee").expect(0).out;
    assert!(rust.starts_with("// retail/shipping/shipping_fee.rs\n// @generated by Matchbook from \"retail/shipping.csv\""), "{rust}");
}

/// The books of this repository, by each way to generate them.
#[test]
fn the_committed_rust_is_what_gen_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = Folder::new(&[]);
    let ran = Command::new(env!("CARGO_BIN_EXE_matchbook"))
        .args(["gen", "tables", "--quiet", "--out"])
        .arg(folder.0.path().join("out"))
        .current_dir(&root)
        .output()
        .unwrap();
    Ran::of(ran).expect(0);
    // The build script wrote these, through its own door.
    let mut committed = BTreeMap::new();
    collect(&root.join("generated/src/tables"), &root.join("generated/src/tables"), &mut committed);
    let generated = folder.files("out");
    assert_eq!(generated.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
    for (path, text) in &generated {
        assert!(*text == committed[path].replace("\r\n", "\n"), "{path} differs");
    }
}
