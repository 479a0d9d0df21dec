//! `matchbook run`, as its users start it: programs are built by cargo, offline where what they need is there, below the target folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder for one test's files.
struct Desk {
    folder: PathBuf,
    book: String,
    decision: String,
}

impl Desk {
    fn new(name: &str, book: &str, decision: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("run").join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tables").join(book);
        Self { folder, book: book.to_str().unwrap().to_owned(), decision: decision.to_owned() }
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.folder.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        fs::read_dir(&self.folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// The folder of all programs, which tests share so that what programs need is built once.
    fn programs() -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("run-programs")
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_matchbook"));
        command
            .args(["run", &self.book, "--decision", &self.decision])
            .args(arguments.split(' ').filter(|argument| !argument.is_empty()))
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Self::programs())
            .env("CARGO", env!("CARGO"))
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::null());
        command
    }

    /// The exit code, standard output, and standard error without what differs from run to run.
    fn run(&self, arguments: &str) -> (i32, String, String) {
        told(&self.command(arguments).output().unwrap())
    }

    fn run_with(&self, arguments: &str, input: &[u8]) -> (i32, String, String) {
        let mut child = self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        told(&child.wait_with_output().unwrap())
    }
}

fn told(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut said = String::new();
    // Whether a test compiles, and waits for another one that does, is chance.
    let is_chance = |line: &&str| line.starts_with("compiling ") || line.starts_with("another build is under way");
    for line in text(&output.stderr).lines().filter(|line| !is_chance(line)) {
        // Times and speeds are those of the machine.
        let timed = line.split_once(" in ").zip(line.split_once(" a second; "));
        match timed {
            Some(((rows, _), (_, rejected))) => said.push_str(&format!("{rows}; {rejected}")),
            None => said.push_str(line),
        }
        said.push('\n');
    }
    (output.status.code().unwrap_or(-1), text(&output.stdout), said)
}

const ORDERS: &str = "\
id,destination,parcel.weight,order.total
1,US,0.5,20
2,CA,3.25,80
3,MARS,1,1
4,US,,3
5,US,1
6,EU,20.01,15.00
";

#[test]
fn rows_of_csv_are_decided_and_what_is_wrong_with_others_is_said() {
    let desk = Desk::new("csv", "retail/shipping.xlsx", "Shipping fee");
    desk.write("orders.csv", ORDERS);
    let (code, out, said) = desk.run("--input orders.csv --pass-through");
    assert_eq!(code, 1, "{said}");
    assert_eq!(
        out,
        "id,destination,parcel.weight,order.total,Fee,Carrier,rule\n\
         1,US,0.5,20,4.99,USPS,us-light\n\
         2,CA,3.25,80,14.50,UPS,ca\n\
         6,EU,20.01,15.00,49.00,DHL,else\n"
    );
    insta::assert_snapshot!("told_of_csv", said);
    // In files of their own, nothing is said of each.
    let (code, out, said) = desk.run("--input orders.csv --pass-through --out fees.jsonl --rejected bad.csv --hits hits.csv");
    assert_eq!((code, out.as_str()), (1, ""), "{said}");
    insta::assert_snapshot!("results_as_lines", desk.read("fees.jsonl"));
    insta::assert_snapshot!("rejected_csv", desk.read("bad.csv"));
    insta::assert_snapshot!("hits", desk.read("hits.csv"));
    assert!(said.ends_with("6 rows; 3 rejected, which are in `bad.csv`\n"), "{said}");
    let (_, _, said) = desk.run("--input orders.csv --pass-through --out fees.csv --message-format json");
    let first = said.lines().next().unwrap();
    assert_eq!(
        first,
        r#"{"code":"MB0801","field":"destination","level":"error","message":"`destination` is the text \"MARS\": it must be US, CA or EU","row":4}"#
    );
    let (_, out, _) = desk.run("--input orders.csv --pass-through --results-only --out fees.tsv --rejected bad.jsonl");
    assert_eq!(out, "");
    assert_eq!(desk.read("fees.tsv"), "Fee\tCarrier\trule\n4.99\tUSPS\tus-light\n14.50\tUPS\tca\n49.00\tDHL\telse\n");
    insta::assert_snapshot!("rejected_lines", desk.read("bad.jsonl"));
}

#[test]
fn rows_of_json_lines_are_decided() {
    let desk = Desk::new("json-lines", "retail/shipping.xlsx", "Shipping fee");
    let orders = "{\"destination\":\"US\",\"parcel\":{\"weight\":0.50},\"order\":{\"total\":20}}\n\
                  \n\
                  {\"destination\":\"US\",\"parcel\":{\"weight\":0.50},\"order\":{\"totals\":20}}\n\
                  {\"destination\":\n\
                  {\"destination\":\"US\",\"parcel.weight\":0.50,\"order\":{\"total\":20}}\n\
                  {\"destination\":\"CA\",\"parcel\":{\"weight\":\"3.25\"},\"order\":{\"total\":80}}";
    desk.write("orders.jsonl", orders);
    let (code, out, said) = desk.run("--input orders.jsonl");
    assert_eq!(code, 1, "{said}");
    insta::assert_snapshot!("lines", out);
    insta::assert_snapshot!("told_of_lines", said);
    let (code, from_standard, _) = desk.run_with("--input - --format jsonl", orders.as_bytes());
    assert_eq!((code, from_standard), (1, out));
    desk.run("--input orders.jsonl --out fees.csv --rejected bad.jsonl");
    insta::assert_snapshot!("lines_as_csv", desk.read("fees.csv"));
    insta::assert_snapshot!("rejected_of_lines", desk.read("bad.jsonl"));
}

#[test]
fn any_number_of_rows_keeps_its_order() {
    let desk = Desk::new("sizes", "retail/shipping.xlsx", "Shipping fee");
    let header = "destination,parcel.weight,order.total\n";
    desk.write("none.csv", header);
    let (code, out, said) = desk.run("--input none.csv");
    assert_eq!((code, out.as_str()), (0, "destination,parcel.weight,order.total,Fee,Carrier,rule\n"));
    assert_eq!(said, "0 rows; 0 rejected\n");
    desk.write("none.jsonl", "");
    assert_eq!(desk.run("--input none.jsonl"), (0, String::new(), "0 rows; 0 rejected\n".to_owned()));
    desk.write("one.csv", format!("{header}US,1,1"));
    assert_eq!(desk.run("--input one.csv --results-only").1, "Fee,Carrier,rule\n4.99,USPS,us-light\n");

    // Several blocks of half a megabyte, whose rows say what they must be.
    let rows = 150_000;
    let mut csv = format!("n,{header}");
    let mut lines = String::new();
    let mut expected = String::from("n,destination,parcel.weight,order.total,Fee,Carrier,rule\n");
    for n in 0..rows {
        let (weight, fee) = if n % 3 == 0 { ("0.75", "4.99,USPS,us-light") } else { ("7.50", "12.40,UPS,us-heavy") };
        csv.push_str(&format!("{n},US,{weight},10\n"));
        lines.push_str(&format!("{{\"n\":{n},\"destination\":\"US\",\"parcel\":{{\"weight\":{weight}}},\"order\":{{\"total\":10}}}}\n"));
        expected.push_str(&format!("{n},US,{weight},10,{fee}\n"));
    }
    desk.write("many.csv", csv);
    desk.write("many.jsonl", lines);
    for threads in [1, 3] {
        let (code, out, said) = desk.run(&format!("--input many.csv --pass-through --threads {threads} --out many-out.csv"));
        assert_eq!((code, out.as_str()), (0, ""), "{said}");
        assert!(desk.read("many-out.csv") == expected);
        let (code, out, said) = desk.run(&format!("--input many.jsonl --pass-through --threads {threads}"));
        assert_eq!(code, 0, "{said}");
        let numbers = out.lines().map(|line| line.split_once("\"n\":").unwrap().1.split_once(',').unwrap().0.parse::<usize>().unwrap());
        assert!(numbers.eq(0..rows));
    }
}

#[test]
fn the_second_run_builds_nothing() {
    let desk = Desk::new("twice", "retail/shipping.xlsx", "Shipping fee");
    desk.write("orders.csv", "destination,parcel.weight,order.total\nUS,1,1\n");
    let first = desk.run("--input orders.csv");
    assert_eq!(first.0, 0, "{}", first.2);
    // Without cargo, it can only be the program that is there.
    let second = desk.command("--input orders.csv").env("CARGO", "/no/such/cargo").output().unwrap();
    assert_eq!(told(&second), first);
    // Another decision has another program, which cargo would have to build.
    let other = Desk { decision: "Dispatch".to_owned(), ..desk };
    let third = other.command("--input orders.csv").env("CARGO", "/no/such/cargo").output().unwrap();
    let (code, _, said) = told(&third);
    assert_eq!(code, 101);
    assert!(said.starts_with("error: `/no/such/cargo` can't be started: "), "{said}");
}

#[test]
fn a_changed_book_has_another_program_and_an_old_one_its_own_again() {
    let mut desk = Desk::new("changed", "retail/shipping.xlsx", "Size");
    desk.book = desk.folder.join("sizes.csv").to_str().unwrap().to_owned();
    let book = |large: &str| format!("decision,Size\nfirst,weight,size\nrole,if,then\ntype,integer,text\na,<= 5,small\nelse,,{large}\n");
    desk.write("parcels.csv", "weight\n5\n6\n");
    let without_cargo = |desk: &Desk| told(&desk.command("--input parcels.csv").env("CARGO", "/no/such/cargo").output().unwrap());
    let mut results = Vec::new();
    for large in ["large", "huge"] {
        desk.write("sizes.csv", book(large));
        results.push(desk.run("--input parcels.csv"));
        assert_eq!(results.last().unwrap().1, format!("weight,size,rule\n5,small,a\n6,{large},else\n"));
    }
    desk.write("sizes.csv", book("large"));
    assert_eq!(without_cargo(&desk), results[0]);
    // Results beside the book are none of its program's matter.
    desk.write("results.csv", &results[0].1);
    assert_eq!(without_cargo(&desk), results[0]);
    // What else changes the program is a question of its own.
    desk.write("matchbook.toml", "dispatch = \"tree\"\n");
    assert_eq!(without_cargo(&desk).0, 101);
    // A book that can't be compiled any more is no matter of what was built before.
    desk.write("sizes.csv", book("large").replace("<= 5", "<= five"));
    assert_eq!(without_cargo(&desk).0, 1);
}

#[test]
fn bad_files_are_refused_with_a_reason() {
    let desk = Desk::new("bad", "retail/shipping.xlsx", "Shipping fee");
    desk.write("header.csv", "destination,parcel.wieght,colour\nUS,1,2\n");
    desk.write("empty.csv", "");
    desk.write("utf-16.csv", b"\xff\xfed\0");
    desk.write("orders.csv", ORDERS);
    desk.write("broken.csv", b"destination,parcel.weight,order.total\nUS,1,2\nU\xff,1,2\nCA,1 kg,2\n\"US\"x,1,2\n");
    desk.write("open.csv", format!("destination,parcel.weight,order.total\nUS,1,2\nCA,\"1,2\n{}", "US,1,2\n".repeat(1000)));
    let mut told = String::new();
    for arguments in [
        "--input header.csv",
        "--input empty.csv",
        "--input utf-16.csv",
        "--input missing.csv",
        "--input .",
        "--input -",
        "--input orders.csv --pass-through --out orders.csv",
        "--input orders.csv --pass-through --out ./a.csv --rejected a.csv",
        "--input orders.csv --pass-through --out no/folder.csv",
        "--input orders.csv --runtime .",
        "--input orders.csv --out fees.xlsx",
        "--input orders.csv --rejected bad.json",
        "--input orders.csv --hits hits.jsonl",
        "--input orders.csv --hits no/folder.csv",
        "--input orders.csv --pass-through --out a.csv --rejected no/folder.csv",
        "--input broken.csv --out broken-out.csv",
        "--input open.csv --out broken-out.csv --rejected a.csv",
    ] {
        let (code, out, said) = desk.run(arguments);
        told.push_str(&format!("{arguments}: {code}\n{out}{said}\n"));
    }
    insta::assert_snapshot!("bad_files", told);
    assert_eq!(desk.read("broken-out.csv"), "destination,parcel.weight,order.total,Fee,Carrier,rule\nUS,1,2,4.99,USPS,us-light\n");
    assert_eq!(desk.read("orders.csv"), ORDERS);
    let left = desk.names().into_iter().filter(|name| name.contains("a.csv") || name.contains("part")).collect::<Vec<_>>();
    assert_eq!(left, [""; 0]);
}

/// Who ends `matchbook run` ends what it started: its program goes, and so does what that has written so far.
#[cfg(unix)]
#[test]
fn a_run_ends_with_the_command() {
    let desk = Desk::new("killed", "retail/shipping.xlsx", "Shipping fee");
    desk.write("fees.csv", "before");
    let mut child = desk.command("--input - --format csv --out fees.csv").stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut rows = child.stdin.take().unwrap();
    rows.write_all(b"destination,parcel.weight,order.total\nUS,1,1\n").unwrap();
    let parts = || desk.names().iter().filter(|name| name.ends_with(".part")).count();
    // The header is read at its end of 64 KiB.
    rows.write_all("US,1,1\n".repeat(10_000).as_bytes()).unwrap();
    while parts() == 0 {
        assert_eq!(child.try_wait().unwrap(), None);
        std::thread::yield_now();
    }
    child.kill().unwrap();
    // The program has it too, so this ends when both are gone, though more rows might come.
    let mut said = Vec::new();
    child.stderr.take().unwrap().read_to_end(&mut said).unwrap();
    child.wait().unwrap();
    assert_eq!((parts(), desk.read("fees.csv").as_str()), (0, "before"));
    drop(rows);
}

/// Lists of results and of rules, sums, required decisions, dates and truth values, blank cells where null is a value.
#[test]
fn results_of_every_form_have_columns() {
    let mut told = String::new();
    let tasks = Desk::new("tasks", "transaction_review.xlsx", "Review tasks");
    let rows = "customer.kind;amount;account.status;risk score\nperson;2500.50;active;90\ncompany;20000;dormant;10\ncompany;5;active;0\n";
    tasks.write("rows.csv", rows);
    let score = Desk::new("score", "payments/fraud.xlsx", "Fraud score");
    let rows = "payment.amount,account.age,payment.failed tries,account.email host,payment.local time,card.domestic\n\
                2000,PT3H,6,yopmail.com,03:30,no\n20,P40D,0,\"example.org\",12:00:00,YES\n20,P40D,0,example.org,12:00:00,\n20,tomorrow,0,x,12:00,\n";
    score.write("rows.csv", rows);
    for desk in [tasks, score] {
        for arguments in ["--input rows.csv", "--input rows.csv --quiet --out rows.jsonl"] {
            let (code, out, said) = desk.run(arguments);
            told.push_str(&format!("{}, {arguments}: {code}\n{out}{said}\n", desk.decision));
        }
        told.push_str(&desk.read("rows.jsonl"));
        told.push('\n');
    }
    insta::assert_snapshot!("forms", told);
}

/// Run by hand: `cargo test -p cargo-matchbook --test run -- --ignored`. What it compiles is tested with the library `cli/runner`.
#[test]
#[ignore = "Arrow takes minutes to compile"]
fn parquet_files_are_read_and_written() {
    let desk = Desk::new("parquet", "retail/shipping.xlsx", "Shipping fee");
    desk.write("orders.csv", ORDERS);
    let (code, out, said) = desk.run("--input orders.csv --pass-through --out fees.parquet");
    assert_eq!((code, out.as_str()), (1, ""), "{said}");
    // What was decided is decided again, with its own answers left out.
    let (code, out, said) = desk.run("--input fees.parquet --pass-through --results-only");
    assert_eq!(code, 0, "{said}");
    assert_eq!(out, "Fee,Carrier,rule\n4.99,USPS,us-light\n14.50,UPS,ca\n49.00,DHL,else\n");
    desk.write("cut.parquet", fs::read(desk.folder.join("fees.parquet")).unwrap().split_at(100).0);
    let (code, _, said) = desk.run("--input cut.parquet");
    assert_eq!(code, 1);
    assert!(said.starts_with("error: `cut.parquet` can't be read as Parquet: "), "{said}");
}
