//! Generated text, shown; and generated text, compiled by rustc under the lints that it promises to pass, and run.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;
use crate::check::check;
use crate::diagnostic::Location;
use crate::dispatch::plan;
use crate::model::sample::{table, value};
use crate::model::{BaseType, ErrorExpectation, Expectation, Expected, Name, OutputId, SharedList, TestCase, Value};
use crate::names::names;
use crate::source::{BookPath, CellRange, CellRef};

/// The generated files of these tables.
fn generate(tables: Vec<DecisionTable>, tests: &[TestBlock], options: &Options) -> Vec<GeneratedFile> {
    let mut diagnostics = Vec::new();
    let names = names(&tables.iter().collect::<Vec<_>>(), &mut diagnostics);
    let mut files = glossaries(&names, options);
    for table in tables {
        let name = table.name.clone();
        let checked = check(table, options, &mut diagnostics).unwrap_or_else(|| panic!("{name}: {diagnostics:?}"));
        let plan = plan(&checked, options).unwrap_or_else(|finding| panic!("{name}: {finding:?}"));
        let blocks: Vec<&TestBlock> = tests.iter().filter(|block| block.decision == name).collect();
        files.push(decision(&checked, &plan, &Decisions::default(), &names, &blocks, options).unwrap());
    }
    files
}

fn named(name: &str, text: &str) -> DecisionTable {
    DecisionTable { name: name.to_owned(), ..table(text) }
}

/// A test block: each case an id, its inputs, and what it expects.
fn block(decision: &DecisionTable, cases: &[(&str, &str, Expected)]) -> TestBlock {
    let at = CellRef::new(40, 1);
    let cases = cases.iter().map(|(id, inputs, expected)| TestCase {
        id: (*id).to_owned(),
        range: CellRange::new(CellRef::new(40, 0), CellRef::new(40, 5)),
        inputs: inputs
            .split('|')
            .zip(&decision.inputs)
            .map(|(text, input)| value(text.trim(), input.scalar().unwrap().base).unwrap())
            .collect(),
        expectations: vec![Expectation { at, expected: expected.clone() }],
        note: String::new(),
    });
    TestBlock { decision: decision.name.clone(), sheet: "sample".to_owned(), range: at.into(), cases: cases.collect() }
}

fn number(text: &str) -> Value {
    value(text, BaseType::Number).unwrap()
}

fn shipping() -> DecisionTable {
    let mut table = named(
        "Shipping fee",
        "first | destination text {US, CA} | parcel.weight decimal(2) {> 0} | = fee decimal(2) | = carrier text
         us-light | US | <= 1 | 4.99 | USPS
         ca | CA | <= 20 | 14.50 | UPS
         else | - | - | 49 | DHL",
    );
    table.inputs[1].unit = Some("kg".to_owned());
    table.inputs[1].about = Some("as <b>weighed</b> by `us`".to_owned());
    table.inputs[0].sensitivity = Some("personal".to_owned());
    table
}

fn every_type() -> DecisionTable {
    named(
        "Every type",
        "unique no | customer.name text | customer.age integer {0, [18..120]} | rate number | price decimal(2) {>= 0} | vip boolean | on date {>= 2020-01-01} \
         | at time | moment date and time | wait days and time duration | term years and months duration {>= P1M} \
         | = text text | = n integer | = part.rate number | = part.price decimal(2) | = flag boolean | = on2 date | = at2 time | = moment2 date and time \
         | = wait2 days and time duration | = term2 years and months duration
         a | Ann, \"Bob\" | [18..65] | < 0.125 | [1.00..2.50] | true | >= 2026-01-01 | < 12:00:00 | 2026-01-31T14:30:00 | <= PT36H | P1Y6M \
         | quote\" and {brace} | -5 | 0.125 | 14.5 | false | 2026-01-31 | 14:30:00 | 2026-01-31T14:30:00 | PT36H | P14M
         b | not(Ann, Bob) | > 65 | >= 0.125 | - | - | - | - | - | - | - \
         | plain | 9 | 100 | 0 | true | 2024-02-29 | 00:00:00.5 | 2026-12-31T23:59:59 | PT0S | P0M",
    )
}

fn nullable() -> DecisionTable {
    named(
        "Nullable",
        "first | name text? | tier text? {gold, A+, A-} | count integer? | price decimal(2)? | vip boolean? | on date? | term years and months duration? \
         | = tier2 text? {gold, A+} | = label text? | = n integer? | = price2 decimal(2)? | = on2 date? | = wait days and time duration? | = term2 years and months duration?
         a | null | not(null) | > 5 | null | true | - | >= P1Y | gold | x | 1 | 2.5 | 2026-01-31 | PT1H | P1Y
         b | Ann | A+, null | - | < 10 | - | not(null) | - | A+ | null | null | null | null | null | null
         else | - | - | - | - | - | - | - | null | null | 0 | 0 | null | null | null",
    )
}

/// One table of each hit policy, over one input.
fn policies() -> Vec<DecisionTable> {
    let body = "| amount integer {>= 0} | = level text {high, low, none}\na | < 10 | low\nb | >= 10 | high";
    let overlapping = "| amount integer {>= 0} | = level text {high, low, none}\na | < 10 | low\nb | >= 5 | high";
    let numbers = |ty: &str| format!("| amount integer {{>= 0}} | = fee {ty}\na | < 10 | 4\nb | >= 5 | 0.5\nc | > 100 | 7");
    let mut tables = vec![
        named("Unique", &format!("unique {body}")),
        named("Any", "any | amount integer {>= 0} | = level text\na | < 10 | low\nb | >= 5 | low"),
        named("Priority", &format!("priority {overlapping}")),
        named("First", &format!("first {overlapping}")),
        named("First open", "first no | amount integer {>= 0} | = level text\na | < 10 | low"),
        named("Collect", &format!("collect {overlapping}")),
        named("Rule order", &format!("rule order {overlapping}")),
        named("Output order", &format!("output order {overlapping}")),
        named("Count", &format!("count {overlapping}")),
        named("Sum", &format!("sum {}", numbers("decimal(2) {[0..8]}"))),
        named("Sum of none", &format!("sum {}", numbers("number? {<= 8, > 100}"))),
        named("Min", &format!("min {}", numbers("decimal(2)"))),
        named("Max", &format!("max {}", numbers("number?"))),
        named("Min else", &format!("min {}\nelse | - | 1", numbers("decimal(2)"))),
    ];
    for (name, policy, ty, a, b) in [
        ("Sum of integers", "sum", "integer", "9223372036854775807", "1"),
        ("Sum of waits", "sum", "days and time duration", "PT1H", "PT30M"),
        ("Sum of terms", "sum", "years and months duration {< P20Y}", "P1Y", "P6M"),
        ("Least date", "min", "date", "2026-01-31", "2026-01-30"),
        ("Greatest time", "max", "time", "12:00:00", "13:00:00"),
        ("Greatest moment", "max", "date and time", "2026-01-31T12:00:00", "2026-01-31T13:00:00"),
        ("Greatest term", "max", "years and months duration", "P1Y", "P13M"),
    ] {
        tables.push(named(name, &format!("{policy} | amount integer | = value {ty}\na | < 10 | {a}\nb | >= 5 | {b}")));
    }
    tables
}

/// Two tables that share an enum of the glossary.
fn shared() -> Vec<DecisionTable> {
    let tables = [
        named("Discount", "first | customer.tier text {gold, none} | = rate number\na | gold | 0.1\nelse | - | 0"),
        named("Points", "first | customer.tier text {gold, none} | = next text {gold, none}\na | gold | gold\nelse | - | none"),
    ];
    tables
        .into_iter()
        .map(|mut table| {
            let (name, book) = (Name(vec!["customer".into(), "tier".into()]), table.book.clone());
            let list = SharedList { name, app_wide: false, at: Location::file(&book), book };
            for closed in table
                .inputs
                .iter_mut()
                .filter_map(|i| i.closed.as_mut())
                .chain(table.output_clauses.iter_mut().filter_map(|o| o.closed.as_mut()))
            {
                closed.shared = Some(list.clone());
            }
            table
        })
        .collect()
}

/// A table of so many rules, with outputs that take every form of a column.
fn large(name: &str, rules: usize) -> DecisionTable {
    let mut text = String::from(
        "first | key integer | = code text | = fee decimal(2) | = kind text {x, y} | = note text? | = term years and months duration? | = n integer\n",
    );
    for rule in 0..rules {
        let note = if rule % 3 == 0 { "null".to_owned() } else { format!("note {}", rule % 7) };
        let kind = if rule % 2 == 0 { "x" } else { "y" };
        text.push_str(&format!(
            "r{rule} | {rule} | code \\{rule} | {rule}.25 | {kind} | {note} | P{}M | {}\n",
            rule % 20,
            rule * 1_000_000
        ));
    }
    text.push_str("else | - | none | 0 | x | null | null | 0");
    named(name, &text)
}

/// A table of so many rules, with a different value in every rule of every column, null in some.
fn all_different(name: &str, rules: i64) -> DecisionTable {
    let types = ["date", "time", "date and time", "days and time duration", "years and months duration", "number", "text"];
    let mut text = String::from("first | key integer");
    for (column, ty) in types.iter().enumerate() {
        text.push_str(&format!(" | = a{column} {ty} | = b{column} {ty}?"));
    }
    for rule in 0..rules {
        let day = jiff::civil::date(2020, 1, 1).checked_add(jiff::SignedDuration::from_hours(24 * rule)).unwrap();
        let time = format!("{:02}:{:02}:{:02}", rule / 3600, rule / 60 % 60, rule % 60);
        let values = [
            day.to_string(),
            time.clone(),
            format!("{day}T{time}.5"),
            format!("PT{rule}.25S"),
            format!("P{rule}M"),
            format!("{rule}.125"),
            format!(" text \\ {rule}"),
        ];
        let row: String =
            values.iter().map(|value| format!(" | {value} | {}", if rule % 100 == 7 { "null" } else { value.as_str() })).collect();
        text.push_str(&format!("\nr{rule} | {rule}{row}"));
    }
    text.push_str("\nelse | -");
    text.push_str(
        " | 2020-01-01 | null | 00:00:00 | null | 2020-01-01T00:00:00 | null | PT0S | null | P0M | null | 0 | null | none | null",
    );
    named(name, &text)
}

#[test]
fn a_small_table_is_the_rust_that_we_would_write() {
    let table = shipping();
    let tests = [block(
        &table,
        &[
            ("light", "US | 1", Expected::Output(OutputId(0), number("4.99"))),
            ("heavy", "US | 1.001", Expected::Rules(vec!["else".to_owned()])),
            ("no weight", "CA | 0", Expected::Error(ErrorExpectation::Code("MB0801".to_owned()))),
            ("elsewhere", "MX | 1", Expected::Error(ErrorExpectation::Any)),
        ],
    )];
    let files = generate(vec![table], &tests, &Options::default());
    insta::assert_snapshot!(files[0].text);
}

#[test]
fn a_list_and_a_shared_enum() {
    let mut tables = shared();
    tables[1].hit_policy = HitPolicy::Collect(None);
    let files = generate(tables.split_off(1), &[], &Options::default());
    insta::assert_snapshot!(files.iter().map(|file| format!("--- {}\n{}", file.path, file.text)).collect::<Vec<_>>().join("\n"));
}

#[test]
fn record_batches_are_read_column_by_column() {
    let files = generate(vec![every_type(), nullable()], &[], &Options { batch: true, arrow: true, ..Options::default() });
    let of_arrow = |file: &GeneratedFile| {
        let text = &file.text[file.text.find("/// The columns that").unwrap()..];
        let function = text.find("pub fn evaluate_record_batch").unwrap();
        let end = function + text[function..].find("\n}\n").unwrap() + "\n}\n".len();
        format!("--- {}\n{}", file.path, &text[..end])
    };
    insta::assert_snapshot!(files.iter().map(of_arrow).collect::<String>());
}

#[test]
fn the_hash_is_of_the_meaning_alone() {
    let hash_line = |table: DecisionTable| {
        let files = generate(vec![table], &[], &Options::default());
        files[0].text.lines().find(|line| line.contains(".origin(")).unwrap().to_owned()
    };
    let mut elsewhere = shipping();
    elsewhere.book = BookPath::new("shop/other.xlsx");
    elsewhere.sheet = "Other".to_owned();
    elsewhere.rules[0].range.first.row += 7;
    let mut changed = shipping();
    changed.rules[0].id = "us".to_owned();
    assert_eq!(hash_line(shipping()), hash_line(elsewhere));
    assert_ne!(hash_line(shipping()), hash_line(changed));
}

#[test]
fn generated_code_compiles_under_its_lints_and_passes_its_tests() {
    let mut tables = vec![
        shipping(),
        every_type(),
        nullable(),
        conditions(),
        large("Large", 300),
        large("Larger", 1_500),
        all_different("All different", 1_200),
    ];
    tables.extend(policies());
    tables.extend(shared());
    let find = |name: &str| tables.iter().find(|table| table.name == name).unwrap();
    let text = |text: &str| Value::Text(text.to_owned());
    let output = |value: Value| Expected::Output(OutputId(0), value);
    let error = |code: &str| Expected::Error(ErrorExpectation::Code(code.to_owned()));
    let rules = |ids: &[&str]| Expected::Rules(ids.iter().map(|id| (*id).to_owned()).collect());
    let of = |base, text: &str| value(text, base).unwrap();
    let mut many = Vec::new();
    let ids: Vec<String> = (0..250).map(|case| format!("case {case}")).collect();
    let inputs: Vec<String> = (0..250).map(|case| case.to_string()).collect();
    for (id, input) in ids.iter().zip(&inputs) {
        many.push((id.as_str(), input.as_str(), Expected::Output(OutputId(1), number(&format!("{input}.25")))));
    }
    // 1,107 is null in the columns that have it.
    let present = [
        of(BaseType::Date, "2023-04-14"),
        of(BaseType::Time, "00:19:59"),
        of(BaseType::DateTime, "2023-04-14T00:19:59.5"),
        of(BaseType::DaysTimeDuration, "PT1199.25S"),
        Value::YearsMonths(1_199),
        number("1199.125"),
        text("text \\ 1199"),
    ];
    let names: Vec<String> = (0..14).map(|column| format!("column {column}")).collect();
    let mut different: Vec<(&str, &str, Expected)> = Vec::new();
    for (column, name) in names.iter().enumerate() {
        let value = present[column / 2].clone();
        different.push((name, "1199", Expected::Output(OutputId(column), value)));
        if column % 2 == 1 {
            different.push((name, "1107", Expected::Output(OutputId(column), Value::Null)));
        }
    }
    let every = "Ann | 20 | 0.1 | 1.5 | true | 2026-01-01 | 11:59:59 | 2026-01-31T14:30:00 | PT36H | P18M";
    let tests = vec![
        block(
            find("Shipping fee"),
            &[
                ("light", "US | 1", output(number("4.99"))),
                ("a {brace}", "US | 1.001", rules(&["else"])),
                ("no weight", "CA | 0", error("MB0801")),
                ("elsewhere", "MX | 1", Expected::Error(ErrorExpectation::Any)),
                ("type", "CA | 20", Expected::Output(OutputId(1), text("UPS"))),
            ],
        ),
        block(
            find("Every type"),
            &[
                ("1", every, output(text("quote\" and {brace}"))),
                ("2", every, Expected::Output(OutputId(1), number("-5"))),
                ("3", every, Expected::Output(OutputId(2), number("0.125"))),
                ("4", every, Expected::Output(OutputId(3), number("14.5"))),
                ("5", every, Expected::Output(OutputId(4), Value::Boolean(false))),
                ("6", every, Expected::Output(OutputId(5), of(BaseType::Date, "2026-01-31"))),
                ("7", every, Expected::Output(OutputId(6), of(BaseType::Time, "14:30:00"))),
                ("8", every, Expected::Output(OutputId(7), of(BaseType::DateTime, "2026-01-31T14:30:00"))),
                ("9", every, Expected::Output(OutputId(8), of(BaseType::DaysTimeDuration, "PT36H"))),
                ("10", every, Expected::Output(OutputId(9), Value::YearsMonths(14))),
                ("nothing", &every.replace("Ann", "Zoe"), Expected::Output(OutputId(1), Value::Null)),
                ("nothing by no rule", &every.replace("Ann", "Zoe"), rules(&[])),
                ("too young", &every.replace("20 |", "17 |"), error("MB0801")),
            ],
        ),
        block(
            find("Nullable"),
            &[
                ("a", "null | gold | 6 | null | true | null | P1Y", output(text("gold"))),
                ("b", "Ann | null | null | 9.99 | null | 2026-01-31 | null", Expected::Output(OutputId(2), Value::Null)),
                ("b by", "Ann | A+ | null | 9.99 | null | 2026-01-31 | null", rules(&["b"])),
                ("a term", "null | gold | 6 | null | true | null | P1Y", Expected::Output(OutputId(6), Value::YearsMonths(12))),
                ("no term", "x | null | null | null | null | null | null", Expected::Output(OutputId(6), Value::Null)),
            ],
        ),
        block(find("Larger"), &many),
        block(
            find("Large"),
            &[
                ("text", "299", output(text("code \\299"))),
                ("fee", "299", Expected::Output(OutputId(1), number("299.25"))),
                ("list", "299", Expected::Output(OutputId(2), text("y"))),
                ("note", "298", Expected::Output(OutputId(3), text("note 4"))),
                ("no note", "299", rules(&["r299"])),
                ("else", "300", Expected::Output(OutputId(4), Value::Null)),
                ("months", "299", Expected::Output(OutputId(4), Value::YearsMonths(19))),
            ],
        ),
        block(find("All different"), &different),
        block(find("Unique"), &[("low", "9", output(text("low"))), ("high", "10", rules(&["b"]))]),
        block(find("Any"), &[("both", "7", rules(&["a"]))]),
        block(find("Priority"), &[("both", "7", output(text("high")))]),
        block(find("First"), &[("both", "7", output(text("low")))]),
        block(find("First open"), &[("none", "10", output(Value::Null)), ("one", "9", output(text("low")))]),
        block(
            find("Collect"),
            &[("both", "7", Expected::Outputs(OutputId(0), vec![text("low"), text("high")])), ("rules", "7", rules(&["a", "b"]))],
        ),
        block(find("Rule order"), &[("both", "7", rules(&["a", "b"]))]),
        block(
            find("Output order"),
            &[("both", "7", Expected::Outputs(OutputId(0), vec![text("high"), text("low")])), ("bad", "-1", error("MB0801"))],
        ),
        block(find("Count"), &[("both", "7", output(number("2"))), ("one", "1", output(number("1")))]),
        block(find("Sum"), &[("both", "7", output(number("4.5"))), ("many", "101", output(number("7.5")))]),
        block(find("Sum of none"), &[("both", "7", output(number("4.5")))]),
        block(find("Min"), &[("both", "7", output(number("0.5")))]),
        block(find("Max"), &[("both", "7", output(number("4")))]),
        block(find("Min else"), &[("both", "7", output(number("0.5")))]),
        block(find("Sum of integers"), &[("too large", "7", error("MB0804")), ("fits", "5000", output(number("1")))]),
        block(find("Sum of waits"), &[("both", "7", output(of(BaseType::DaysTimeDuration, "PT90M")))]),
        block(find("Sum of terms"), &[("both", "7", output(Value::YearsMonths(18)))]),
        block(find("Least date"), &[("both", "7", output(of(BaseType::Date, "2026-01-30")))]),
        block(find("Greatest time"), &[("both", "7", output(of(BaseType::Time, "13:00:00")))]),
        block(find("Greatest term"), &[("both", "7", output(Value::YearsMonths(13)))]),
    ];
    let expected =
        tests.iter().map(|block| if block.cases.len() > 200 { block.cases.len().div_ceil(100) } else { block.cases.len() }).sum::<usize>();
    compile(&generate(tables, &tests, &Options::default()), expected);
}

/// Writes a crate below the target folder, with a root as `gen` writes it, and runs its tests under every lint that generated text promises
/// to pass.
fn compile(files: &[GeneratedFile], expected_tests: usize) {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(target, Into::into);
    let folder = target.join("tests/emit");
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize().unwrap();
    let _ = fs::remove_dir_all(folder.join("src"));
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"emitted\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nmatchbook = {{ path = {:?} }}\n",
            runtime.to_str().unwrap()
        ),
    )
    .unwrap();
    let lints = "#![deny(warnings, missing_docs, clippy::all)]\n#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, \
                 clippy::expect_used, clippy::panic, clippy::unreachable)]\n#![forbid(unsafe_code)]\n";
    let root = crate::output::root(files.iter().map(|file| (file.path.as_str(), &file.header)), &Options::default());
    fs::write(folder.join("src/lib.rs"), format!("//! Emitted.\n{lints}/// Rules.\npub mod rules;\n")).unwrap();
    for (path, text) in files.iter().map(|file| (file.path.as_str(), &file.text)).chain([("mod.rs", &root)]) {
        let path = folder.join("src/rules").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let cargo = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--offline")
            .arg("--manifest-path")
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", target.join("tests/target"))
            .output()
            .unwrap();
        (output.status.success(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    };
    let (passed, said) = cargo(&["test", "--lib"]);
    assert!(passed, "{said}");
    assert!(said.contains(&format!("{expected_tests} passed; 0 failed; 0 ignored")), "{expected_tests} tests expected: {said}");
    if cargo(&["clippy", "--version"]).0 {
        let (passed, said) = cargo(&["clippy", "--lib"]);
        assert!(passed, "{said}");
    } else {
        println!("skipped: clippy isn't installed");
    }
}

/// A table of all its matches, with an entry of every form that becomes a condition.
fn conditions() -> DecisionTable {
    named(
        "Surcharges",
        "sum | order.total decimal(2) {>= 0} | order.items integer {>= 1} | customer.tier text {gold, silver, bronze, none} | customer.since date? \
         | customer.member boolean | coupon text? | on date | at time | = fee decimal(2)
         small | < 20 | - | - | - | - | - | - | - | 4.99
         bulk | [20..500) | > 12 | - | - | - | - | - | - | 9
         no-tier | - | - | none | - | - | - | - | - | 1
         metal | - | - | gold, silver, bronze | null | - | - | - | - | 0.5
         guest | (50..100] | not(1) | - | - | false | - | - | - | 2
         coupon | - | - | - | not(null) | - | not(FREE) | - | - | 0.25
         known | - | not([5..9]) | - | >= 2020-01-01 | true | WELCOME, BACK | - | - | 0.75
         winter | - | [2..4] | not(gold) | - | - | - | <= 2026-01-31 | < 06:00:00, >= 22:00:00 | 3
         odd | 7, [10..12), > 1000 | - | - | null, < 2019-05-01 | - | null | - | - | 6
         else | - | - | - | - | - | - | - | - | 0",
    )
}

#[test]
fn a_table_of_all_its_matches_is_a_list_of_conditions() {
    let files = generate(vec![conditions()], &[], &Options::default());
    let text = &files[0].text;
    let select = &text[text.find("/// Finds").unwrap()..text.find("/// Decides").unwrap()];
    insta::assert_snapshot!(select);
}

#[test]
fn texts_and_comments_use_no_rule() {
    let code = r#"/// R1 isn't it, and nor is "R2.
    fn f() -> u8 { b"\x00R3\"R4\\"; "R5"; R6 / 2 }"#;
    let used: Vec<&str> = words(code).into_iter().filter(|word| word.starts_with('R')).collect();
    assert_eq!(used, ["R6"]);
}

#[test]
fn members_of_something_else_use_nothing() {
    let code = "match C::A { C::B => required.input, _ => input.a(D..E, ..=F, &G.h) }";
    assert_eq!(words(code), BTreeSet::from(["C", "D", "E", "F", "G", "_", "input", "match", "required"]));
}
