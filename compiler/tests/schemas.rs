//! JSON Schemas against what decisions read and give, by a validator that isn't ours: all shipped decisions, some hundred random tables of
//! every type and hit policy, and random books over lists of facts, on documents each of which is right but for one field.
//!
//! Where a schema and a decision differ, [`DIFFERENCES`] says why, and nothing else differs. `MATCHBOOK_SEED` sets the seed; it is printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails outside a `#[test]` function fails the test all the same"
)]

#[path = "random/apps.rs"]
mod apps;
#[path = "random/expressions.rs"]
mod expressions;
#[path = "random/feel.rs"]
mod feel;
#[path = "random/operations.rs"]
mod operations;
#[path = "random/seeded.rs"]
mod seeded;
#[path = "random/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jsonschema::{Draft, Validator};
use matchbook_compiler::build::Books;
use matchbook_compiler::check::{Checked, check};
use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::diagnostic::evaluation::EvaluationError;
use matchbook_compiler::interpret::{Answer, evaluate_json};
use matchbook_compiler::model::{BaseType, DecisionGraph, DecisionTable, InputData, InputId, ListType, Name, Shape, Value};
use matchbook_compiler::options::Options;
use matchbook_compiler::schema::{input_schema, output_schema};
use matchbook_compiler::source::{BookPath, SourceFile};
use matchbook_compiler::syntax::literal;
use seeded::Random;
use serde_json::value::RawValue;

const SEED: u64 = 42;
const TABLES: usize = 176;
const APPS: usize = 4;
const DECISIONS: usize = 11;
const DOCUMENTS: usize = 150;

/// Where schema and decision say different things of a document: which of them accepts it, and why.
const DIFFERENCES: [(&str, &str); 10] = [
    ("schema", "bounds and allowed values of a number can't be said of its text"),
    ("schema", "how many digits a number has can't be said, nor all of its text's"),
    ("schema", "whether a text with an exponent is whole, and in the range of 64 bits, can't be said"),
    ("schema", "which days a month has can't be said of a date and time"),
    ("schema", "how long a duration may be can't be said"),
    ("schema", "allowed dates, times and durations can't be said but for a list of dates"),
    ("schema", "texts can't be compared"),
    ("schema", "a number that validators read as a binary float may become whole, or come to lie within bounds"),
    ("decision", "a number that validators read as a binary float may come to lie outside of bounds"),
    ("decision", "of several facts of a type that is no list, only the last is read"),
];

fn validator(text: &str) -> Validator {
    let schema: serde_json::Value = serde_json::from_str(text).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema), "{text}");
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .unwrap_or_else(|e| panic!("{e}\n{text}"))
}

/// Texts of JSON that may stand for a value, among them the ends of each form.
const ODD: &[&str] = &[
    "null",
    "true",
    "false",
    "[]",
    "{}",
    "0",
    "1",
    "-1",
    "1.0",
    "-0.0",
    "2.5",
    "1e2",
    "1E-2",
    "100",
    "-5",
    "7",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551615",
    "1e19",
    "1e28",
    "9999999999999999999999999999",
    "99999999999999999999999999999",
    "0.0000000000000000000000000001",
    "1e-29",
    "0.12345678901234567890",
    "0.1000000000000000000000000001",
    "99.99999999999999999999",
    "49.99000000000000000000000001",
    "4.9899999999999999999999",
    "\"\"",
    "\" \"",
    "\"a\"",
    "\"US\"",
    "\"us\"",
    "\"blue\"",
    "\"c \\\"d\\\"\"",
    "\"gold\"",
    "\"0\"",
    "\"-0\"",
    "\"+1\"",
    "\"007\"",
    "\"1.0\"",
    "\"1.00\"",
    "\"1.5\"",
    "\"-1.5\"",
    "\".5\"",
    "\".0\"",
    "\"5.\"",
    "\".\"",
    "\"-\"",
    "\"1e2\"",
    "\"1E+2\"",
    "\"15e-1\"",
    "\"1e\"",
    "\"1e1.5\"",
    "\"1 000\"",
    "\"1,5\"",
    "\"1_0\"",
    "\"0x10\"",
    "\"١\"",
    "\"NaN\"",
    "\" 1\"",
    "\"1 \"",
    "\"15%\"",
    "\"9223372036854775807\"",
    "\"9223372036854775808\"",
    "\"-9223372036854775809\"",
    "\"99999999999999999999\"",
    "\"9999999999999999999999999999\"",
    "\"10000000000000000000000000000\"",
    "\"1e28\"",
    "\"0.0000000000000000000000000001\"",
    "\"0.00000000000000000000000000001\"",
    "\"12345678901234567890.1234567890\"",
    "\"00000000000000000000000000000000000000001\"",
    "\"1.5000000000000000000000000000000000000000\"",
    "\"10000000000000000000000000000000000000000e-40\"",
    "\"true\"",
    "\"yes\"",
    "\"2026-01-31\"",
    "\"2026-02-28\"",
    "\"2026-02-29\"",
    "\"2024-02-29\"",
    "\"2026-02-30\"",
    "\"2026-04-31\"",
    "\"2026-13-01\"",
    "\"2026-00-10\"",
    "\"2026-1-31\"",
    "\"0000-01-01\"",
    "\"9999-12-31\"",
    "\"-000044-03-15\"",
    "\"20260131\"",
    "\"2026-01-31Z\"",
    "\"2026-12-28\"",
    "\"1900-02-29\"",
    "\"2000-02-29\"",
    "\"14:30\"",
    "\"14:30:00\"",
    "\"14:30:00.5\"",
    "\"00:00:00.000000001\"",
    "\"14:30:00.0000000001\"",
    "\"24:00\"",
    "\"23:59:60\"",
    "\"23:59:59\"",
    "\"9:30\"",
    "\"14:30Z\"",
    "\"14:30:00+01:00\"",
    "\"14:60\"",
    "\"09:00\"",
    "\"17:30\"",
    "\"2026-01-31T14:30\"",
    "\"2026-01-31T14:30:00\"",
    "\"2026-01-31T14:30:00.123456789\"",
    "\"2026-01-31 14:30\"",
    "\"2026-01-31T14:30Z\"",
    "\"2026-02-30T14:30\"",
    "\"2026-06-15T12:00\"",
    "\"2026-06-15t12:00\"",
    "\"2026-01-31T24:00\"",
    "\"P1D\"",
    "\"PT0S\"",
    "\"P0D\"",
    "\"-P1DT12H\"",
    "\"PT1.5S\"",
    "\"PT1M30S\"",
    "\"PT1H30S\"",
    "\"P1DT\"",
    "\"P\"",
    "\"PT\"",
    "\"P1W\"",
    "\"PT1.5H\"",
    "\"PT.5S\"",
    "\"+P1D\"",
    "\"PT1S1M\"",
    "\"PT3600S\"",
    "\"P106751991167300D\"",
    "\"P106751991167301D\"",
    "\"P99999999999999999999D\"",
    "\"P1Y\"",
    "\"P1Y6M\"",
    "\"P18M\"",
    "\"-P3M\"",
    "\"P1M1Y\"",
    "\"P19998Y\"",
    "\"P20000Y\"",
    "\"P1Y1D\"",
    "\"P0M\"",
];

/// A value as JSON text, in one of the forms that are read.
fn given(value: &Value, base: BaseType, random: &mut Random) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(boolean) => boolean.to_string(),
        // Longer ones are odd: see the last of the differences.
        Value::Number(number) if random.one_in(2) && number.to_string().len() <= 15 => number.to_string(),
        other => serde_json::Value::from(other.show(base)).to_string(),
    }
}

/// A value of an input that its decision takes.
fn allowed(table: &DecisionTable, input: InputId, random: &mut Random) -> Value {
    let data = &table.inputs[input.0];
    for _ in 0..200 {
        let value = tables::asked(table, input, random);
        let fits = match (&value, data.scalar().unwrap().base) {
            (Value::YearsMonths(months), _) => months.abs() <= 12 * 19_998,
            (Value::Date(date), _) => date.year() >= 0,
            (Value::DateTime(at), _) => at.date().year() >= 0,
            _ => true,
        };
        if fits && data.domain.as_ref().is_none_or(|domain| domain.contains(&value)) {
            return value;
        }
    }
    data.domain.iter().flat_map(|domain| domain.listed()).flatten().next().cloned().unwrap_or(Value::Null)
}

/// A field: its name's segments, its JSON text, and whether it is a list.
type Given = (Vec<String>, String, bool);

/// Fields as a document.
fn document(fields: &[Given]) -> String {
    let member = |(name, members): &(&String, Vec<Given>)| {
        let value = match members.as_slice() {
            [(rest, text, _)] if rest.is_empty() => text.clone(),
            members => document(members),
        };
        format!("{}:{value}", serde_json::Value::from(name.as_str()))
    };
    format!("{{{}}}", groups(fields).iter().map(member).collect::<Vec<_>>().join(","))
}

/// Fields by the first segments of their names, and the rest of these.
fn groups(fields: &[Given]) -> Vec<(&String, Vec<Given>)> {
    let mut groups: Vec<(&String, Vec<Given>)> = Vec::new();
    for (path, text, is_list) in fields {
        let (first, rest) = path.split_first().unwrap();
        let member = (rest.to_vec(), text.clone(), *is_list);
        match groups.iter_mut().find(|(name, _)| *name == first) {
            Some((_, members)) => members.push(member),
            None => groups.push((first, vec![member])),
        }
    }
    groups
}

/// The same as an envelope of facts: a fact for each record, and one for each item of a list.
fn envelope(fields: &[Given], random: &mut Random) -> String {
    let mut facts = Vec::new();
    for (name, members) in groups(fields) {
        let mut fact = |attributes: &str| {
            let name = serde_json::Value::from(name.as_str());
            facts.push(format!("{{\"type\":{name},\"attributes\":{attributes}}}"));
        };
        match members.as_slice() {
            [(rest, text, true)] if rest.is_empty() => match serde_json::from_str::<Vec<&RawValue>>(text) {
                Ok(items) => items.iter().for_each(|item| fact(item.get())),
                Err(_) => fact(text),
            },
            [(rest, text, false)] if rest.is_empty() => fact(text),
            members => {
                if random.one_in(6) {
                    fact("{}");
                }
                fact(&document(members));
            }
        }
    }
    if random.one_in(4) {
        facts.push("{\"type\":\"something else\",\"attributes\":{\"a\":1}}".to_owned());
    }
    format!("[{}]", facts.join(","))
}

/// All single values that an input holds.
fn leaves(data: &InputData) -> Vec<&InputData> {
    data.list().map_or_else(|| vec![data], ListType::values)
}

fn list_text(list: &ListType, placed: Option<(&InputData, &str)>, random: &mut Random) -> String {
    let holds = placed.is_some_and(|(leaf, _)| list.values().into_iter().any(|value| std::ptr::eq(value, leaf)));
    if list.nullable && !holds && random.one_in(6) {
        return "null".to_owned();
    }
    let count = random.below(3) + usize::from(holds);
    let at = random.below(count.max(1));
    let items: Vec<String> = (0..count).map(|item| shape_text(&list.item, placed.filter(|_| item == at), random)).collect();
    format!("[{}]", items.join(","))
}

fn shape_text(shape: &Shape, placed: Option<(&InputData, &str)>, random: &mut Random) -> String {
    match shape {
        Shape::Value(data) => match placed {
            Some((leaf, odd)) if std::ptr::eq(leaf, &raw const **data) => odd.to_owned(),
            _ => item_text(data, random),
        },
        Shape::Record(fields) => {
            let spelled = |name: &str, random: &mut Random| if random.one_in(4) { Name::snake_case(name) } else { name.to_owned() };
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, shape)| {
                    let name = serde_json::Value::from(spelled(name, random));
                    format!("{name}:{}", shape_text(shape, placed, random))
                })
                .collect();
            format!("{{{}}}", fields.join(","))
        }
        Shape::List(list) => list_text(list, placed, random),
    }
}

/// A value of a list that its decision takes.
fn item_text(data: &InputData, random: &mut Random) -> String {
    const TEXTS: [&str; 14] =
        ["a", "US", "1", "5", "100", "0.5", "true", "2026-01-31", "14:30:00", "2026-01-31T14:30:00", "P1D", "P1Y", "-1", "1000000"];
    let ty = data.scalar().unwrap();
    if ty.nullable && random.one_in(5) {
        return "null".to_owned();
    }
    let listed = data.domain.iter().flat_map(|domain| domain.listed()).flatten().cloned();
    let values: Vec<Value> = listed
        .chain(TEXTS.iter().filter_map(|text| literal(text, ty.base)))
        .filter(|value| data.domain.as_ref().is_none_or(|domain| domain.contains(value)))
        .collect();
    given(&values[random.below(values.len())], ty.base, random)
}

/// Why schema and decision may differ of this text for an input; `None` if they may not.
fn difference(data: &InputData, text: &str, code: Option<&str>) -> Option<usize> {
    let base = data.scalar().unwrap().base;
    let is_text = text.starts_with('"');
    let digits = text.chars().take_while(|c| !matches!(c, 'e' | 'E')).filter(char::is_ascii_digit).count();
    let calendar = !base.is_numeric() && !matches!(base, BaseType::Text | BaseType::Boolean);
    match code {
        Some("MB0801") if base.is_numeric() && is_text => Some(0),
        Some("MB0815") if base.is_numeric() => Some(1),
        Some("MB0814") if base == BaseType::Integer && is_text => Some(2),
        Some("MB0814") if base == BaseType::DateTime => Some(3),
        Some("MB0814") if matches!(base, BaseType::DaysTimeDuration | BaseType::YearsMonthsDuration) => Some(4),
        Some("MB0801") if calendar => Some(5),
        Some("MB0801") if base == BaseType::Text && data.closed.is_none() => Some(6),
        Some("MB0801" | "MB0814") if base.is_numeric() && digits > 15 => Some(7),
        None if base.is_numeric() && !is_text && digits > 15 => Some(8),
        _ => None,
    }
}

struct Tally {
    documents: usize,
    accepted: usize,
    results: usize,
    differences: BTreeMap<usize, usize>,
    wrong: Vec<String>,
}

impl Tally {
    fn new() -> Self {
        Self { documents: 0, accepted: 0, results: 0, differences: BTreeMap::new(), wrong: Vec::new() }
    }

    /// Asks both of one document; `odd` is the input that may be wrong in it, and its text.
    fn ask(&mut self, graph: &DecisionGraph<'_>, (input, output): (&Validator, &Validator), text: &str, odd: Option<(&InputData, &str)>) {
        // What no reader of JSON takes, 1e400 say, never comes to a schema.
        let Ok(parsed) = serde_json::from_str::<serde_json::Value>(text) else { return };
        self.documents += 1;
        let decided = evaluate_json(graph, text);
        let code = decided.as_ref().err().map(|error| error.code().to_string());
        let valid = input.is_valid(&parsed);
        // What only a required decision finds, since it allows less, the schema doesn't know of.
        let found = match &decided {
            Err(EvaluationError::Required { error, .. }) => match &**error {
                EvaluationError::OutOfDomain { path, .. } => {
                    let path: String = path.split_inclusive('[').map(|part| part.trim_start_matches(char::is_numeric)).collect();
                    let mut leaves = graph.table().given().flat_map(|(_, data)| leaves(data));
                    !valid && leaves.any(|leaf| leaf.name.to_string() == path)
                }
                // It ended before a later decision could find what the schema did.
                _ if !valid => return,
                _ => false,
            },
            _ => true,
        };
        let reads = code.as_deref().filter(|code| found && (*code == "MB0801" || *code >= "MB0810"));
        self.accepted += usize::from(valid);
        if valid != reads.is_none() {
            // An earlier fact without attributes, before a good one.
            let earlier = !valid && reads.is_none() && text.starts_with('[') && text.contains("\"attributes\":{}");
            match odd.and_then(|(data, text)| difference(data, text, reads)).or(earlier.then_some(9)) {
                Some(reason) if (DIFFERENCES[reason].0 == "schema") == valid => *self.differences.entry(reason).or_default() += 1,
                _ => self.wrong.push(format!("{}: {text}: schema {valid}, decision {decided:?}", graph.table().name)),
            }
        }
        if let Ok(Answer { output: result, .. }) = &decided {
            self.results += 1;
            if !output.is_valid(result) {
                self.wrong.push(format!(
                    "{}: {text}: the result {result} isn't one by {:?}",
                    graph.table().name,
                    output.iter_errors(result).next()
                ));
            }
        }
    }

    fn ask_all(&mut self, checked: &Checked, graph: &DecisionGraph<'_>, random: &mut Random) {
        let table = checked.table();
        let validators = (&validator(&input_schema(checked)), &validator(&output_schema(checked)));
        let leaves: Vec<&InputData> = table.given().flat_map(|(_, data)| leaves(data)).collect();
        if leaves.is_empty() {
            self.ask(graph, validators, "{}", None);
            return;
        }
        for turn in 0..DOCUMENTS.max(ODD.len() * leaves.len()) {
            // Each odd text for each value once, then at random.
            let (leaf, odd) = (leaves[turn % leaves.len()], ODD[(turn / leaves.len()) % ODD.len()]);
            let turned = random.below(12);
            let placed = (turned > 3).then_some((leaf, odd));
            let text = |(id, data): (InputId, &InputData), random: &mut Random| match data.list() {
                Some(list) => list_text(list, placed, random),
                None if placed.is_some_and(|(leaf, _)| std::ptr::eq(leaf, data)) => odd.to_owned(),
                None => given(&allowed(table, id, random), data.scalar().unwrap().base, random),
            };
            let mut fields: Vec<Given> =
                table.given().map(|input| (input.1.name.0.clone(), text(input, random), input.1.list().is_some())).collect();
            let position = random.below(fields.len());
            match turned {
                0 => {
                    fields.remove(position);
                }
                1 => fields.push((vec!["unknown".to_owned()], "1".to_owned(), false)),
                2 => {
                    // Both spellings of one name.
                    let mut path = fields[position].0.clone();
                    let last = path.len() - 1;
                    path[last] = Name::snake_case(&path[last]);
                    if path != fields[position].0 {
                        let text = fields[position].1.clone();
                        fields.push((path, text, fields[position].2));
                    }
                }
                _ => {}
            }
            if turned != 2 && random.one_in(3) {
                for segment in fields.iter_mut().flat_map(|(path, ..)| path.iter_mut()) {
                    *segment = Name::snake_case(segment);
                }
            }
            let text = if random.one_in(3) { envelope(&fields, random) } else { document(&fields) };
            self.ask(graph, validators, &text, placed);
        }
    }

    fn report(&self, what: &str) {
        let listed: Vec<String> =
            self.differences.iter().map(|(reason, count)| format!("  {count} × {:?}", DIFFERENCES[*reason])).collect();
        println!(
            "{what}: {} documents, {} accepted by their schema, {} results; differences:\n{}",
            self.documents,
            self.accepted,
            self.results,
            listed.join("\n")
        );
        assert!(
            self.wrong.is_empty(),
            "{} differ without a reason, the first ones:\n{}",
            self.wrong.len(),
            self.wrong[..self.wrong.len().min(20)].join("\n")
        );
    }
}

fn seed() -> u64 {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed} (MATCHBOOK_SEED)");
    seed
}

#[test]
fn random_tables_read_what_their_schemas_say() {
    let mut random = Random(seed());
    let mut tally = Tally::new();
    let mut accepted = 0;
    while accepted < TABLES {
        let table = tables::table(accepted, false, &mut random);
        if table.rules.is_empty() {
            continue;
        }
        let Some(checked) = check(table, &Options::default(), &mut Vec::new()) else { continue };
        tally.ask_all(&checked, &DecisionGraph::from(checked.table()), &mut random);
        accepted += 1;
    }
    tally.report("random tables");
    // A reason that explains nothing any more has to go.
    let unused: Vec<_> = (0..DIFFERENCES.len()).filter(|reason| !tally.differences.contains_key(reason)).collect();
    assert!(random.0 != SEED || unused.is_empty(), "never met: {unused:?}");
}

#[test]
fn random_books_read_what_their_schemas_say() {
    let mut random = Random(seed());
    let mut tally = Tally::new();
    for number in 0..APPS {
        let (app, compilation) = apps::App::grown(number, (number * DECISIONS, DECISIONS), &mut BTreeMap::new(), &mut random);
        for checked in &compilation.decisions {
            tally.ask_all(checked, &compilation.graph(&app.name, &checked.table().name).unwrap(), &mut random);
        }
    }
    tally.report("random books");
}

#[test]
fn shipped_decisions_read_what_their_schemas_say() {
    let mut random = Random(seed());
    let books = Books::open(&[PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tables")]).unwrap();
    let compilation = books.compile();
    assert!(compilation.decisions.len() >= 20);
    let mut tally = Tally::new();
    for checked in &compilation.decisions {
        let table = checked.table();
        let validators = (&validator(&input_schema(checked)), &validator(&output_schema(checked)));
        let apps = compilation.model.apps.iter().filter(|app| app.name == table.app);
        let blocks = apps.flat_map(|app| &app.books).flat_map(|book| &book.tests).filter(|block| block.decision == table.name);
        let graph = compilation.graph(&table.app, &table.name).unwrap();
        for case in blocks.flat_map(|block| &block.cases) {
            let scalars = table.given().filter_map(|(id, data)| Some((id, data, data.scalar()?.base)));
            let fields: Vec<Given> =
                scalars.map(|(id, data, base)| (data.name.0.clone(), given(&case.inputs[id.0], base, &mut random), false)).collect();
            if fields.len() == table.given().count() {
                // A case may expect an error, of any of its inputs.
                let outside =
                    table.given().find(|(id, data)| data.domain.as_ref().is_some_and(|domain| !domain.contains(&case.inputs[id.0])));
                let text =
                    |data: &InputData| fields.iter().find(|(path, ..)| *path == data.name.0).map_or("", |(_, text, _)| text.as_str());
                tally.ask(&graph, validators, &document(&fields), outside.map(|(_, data)| (data, text(data))));
            }
        }
        tally.ask_all(checked, &graph, &mut random);
    }
    tally.report("shipped decisions");
}

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schemas.md")
}

/// The text of the block that begins with this line, and where it is.
fn block<'p>(page: &'p str, begin: &str) -> (std::ops::Range<usize>, &'p str) {
    let start = page.find(begin).unwrap_or_else(|| panic!("no block `{begin}`")) + begin.len();
    let end = start + page[start..].find("```").unwrap();
    (start..end, &page[start..end])
}

/// The schemas on the page are those of its table. `MATCHBOOK_BLESS=1` writes them.
#[test]
fn the_page_shows_the_schemas_of_its_table() {
    let mut text = std::fs::read_to_string(page()).unwrap();
    let mut rows: Vec<Vec<String>> = block(&text, "```table\n")
        .1
        .lines()
        .map(|row| row.split('|').map(|cell| format!("\"{}\"", cell.trim().replace('"', "\"\""))).collect())
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap();
    rows.iter_mut().for_each(|row| row.resize(width, String::new()));
    let csv: String = rows.iter().map(|row| row.join(",") + "\n").collect();
    let book = SourceFile { path: BookPath::new("schemas/book.csv"), bytes: Ok(csv.into_bytes()) };
    let compilation = compile(&SourceSet { books: vec![book], ..SourceSet::default() }, &Options::default());
    let [checked] = compilation.decisions.as_slice() else { panic!("{:?}", compilation.reports) };
    for (begin, schema) in [("```json input\n", input_schema(checked)), ("```json output\n", output_schema(checked))] {
        let (range, shown) = block(&text, begin);
        if std::env::var_os("MATCHBOOK_BLESS").is_some() {
            text.replace_range(range, &format!("{schema}\n"));
            std::fs::write(page(), &text).unwrap();
        } else {
            assert_eq!(shown, format!("{schema}\n"));
        }
    }
}

#[test]
fn the_page_tells_the_differences() {
    let page = std::fs::read_to_string(page()).unwrap();
    for (_, why) in DIFFERENCES {
        assert!(page.contains(why), "{why}");
    }
}
