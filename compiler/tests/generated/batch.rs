//! What asks generated modules for whole columns and compares that with what they say row by row.
//!
//! A function is put behind each module, where it sees what is private: it reads the questions as JSON, makes columns of them, and decides
//! batches of many lengths, with a row that fails first and last if there is one.

use std::collections::BTreeMap;

use matchbook_compiler::output::GeneratedFile;

use super::Question;

const CHECK: &str = r#"
#[allow(warnings, clippy::all, clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::panic, reason = "a check, which no rule of generated code is about")]
pub fn batch_agrees(documents: &[&str]) {
    let documents: Vec<_> = documents.iter().filter_map(|document| matchbook::json::Document::parse(document).ok()).collect();
    READ
    if inputs.is_empty() {
        return;
    }
    let mut told = Vec::new();
    for input in &inputs {
        let mut rules = Vec::new();
        let result = evaluate_traced(input, &mut |table, rule| if std::ptr::eq(table, &TABLE) { rules.push(rule); });
        told.push((result, rules));
    }
    let failing: Vec<usize> = (0..inputs.len()).filter(|row| told[*row].0.is_err()).collect();
    let (first, last) = (failing.first().copied().unwrap_or(0), failing.last().copied().unwrap_or(0));
    NEW
    for len in [0, 1, 2, 1023, 1024, 1025, 2049] {
        let rows: Vec<usize> = (0..len).map(|row| if row + 1 == len { last } else { (first + row) % inputs.len() }).collect();
        COLUMNS
        assert_eq!(columns.rows(), Ok(len));
        assert_eq!(columns.row(len).is_none(), true);
        AGAIN
        evaluate_batch_into(&columns, &mut batch).unwrap();
        assert_eq!(batch.len(), len);
        let mut expected = Outputs::default();
        for (row, at) in rows.iter().enumerate() {
            let (result, rules) = told[*at].clone();
            if row < 3 {
                assert_eq!(format!("{:?}", columns.row(row)), format!("{:?}", Some(&inputs[*at])), "row {row} of {len}");
            }
            assert_eq!(batch.error(row), result.as_ref().err().copied(), "row {row} of {len}: {:?}", inputs[*at]);
            let rules = if result.is_ok() { rules } else { Vec::new() };
            assert_eq!(batch.rules(row).collect::<Vec<_>>(), rules, "row {row} of {len}: {:?}", inputs[*at]);
            assert_eq!(batch.rule(row), rules.first().copied());
            ADD
        }
        assert_eq!(format!("{:?}", batch.outputs), format!("{expected:?}"), "{len} rows");
        assert!(batch.errors().is_sorted_by_key(|error| error.row));
        assert_eq!(batch.errors().len(), rows.iter().filter(|at| failing.contains(at)).count());
        let fresh = evaluate_batch(&columns).unwrap();
        assert_eq!((format!("{:?}", fresh.outputs), fresh.errors()), (format!("{:?}", batch.outputs), batch.errors()));
    }
    UNEQUAL
}
"#;

/// The files with checks of their batches, and the text of a module that calls them by app and decision.
pub(crate) fn checked(files: &[GeneratedFile]) -> (Vec<GeneratedFile>, String) {
    let mut checks = String::new();
    let files = files.iter().map(|file| {
        let mut file = file.clone();
        if file.text.contains("pub fn evaluate_batch(") || file.text.contains("pub fn evaluate_batch<'a>(") {
            file.text.push_str(&check(&file.text));
            let module = file.path.trim_end_matches(".rs").replace('/', "::");
            checks.push_str(&format!("(&crate::rules::{module}::TABLE, crate::rules::{module}::batch_agrees),\n"));
            if file.text.contains("pub fn evaluate_record_batch(") {
                file.text.push_str(&super::arrow::check(&file.text));
                checks.push_str(&format!("(&crate::rules::{module}::TABLE, crate::rules::{module}::arrow_agrees),\n"));
            }
        }
        file
    });
    let files = files.collect();
    let module = format!(
        "#[allow(clippy::type_complexity, reason = \"it is read once\")]\npub static CHECKS: &[(&matchbook::Info, fn(&[&str]))] = &[\n{checks}];\n
#[allow(clippy::all, reason = \"written by a test\")]
pub fn check(questions: &str) {{
    for (table, check) in CHECKS {{
        let documents: Vec<&str> = questions
            .lines()
            .filter_map(|line| line.strip_prefix(table.app)?.strip_prefix('\\t')?.strip_prefix(table.name)?.strip_prefix('\\t'))
            .collect();
        check(&documents);
    }}
}}
"
    );
    (files, module)
}

/// Asks an app's modules, row by row and in batches, in a crate called `name`. A question is a decision's name, a document, and what it means.
pub(crate) fn assert_agree(name: &str, app: &str, files: &[GeneratedFile], questions: &[(String, String, String)]) {
    let asked: Vec<Question<'_>> = questions.iter().map(|(decision, document, _)| Question { app, decision, document }).collect();
    let (files, batches) = checked(files);
    let answers = super::answers_beside(name, &[("batch", &batches)], &files, &asked);
    let wrong: Vec<String> = questions
        .iter()
        .zip(&answers)
        .filter(|((_, _, meaning), answer)| meaning != *answer)
        .map(|((name, document, meaning), answer)| format!("{name}: {document}: means {meaning}, compiled {answer}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong answers, the first ones:\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

/// The columns of a module, each with the path to its field in `Input`.
pub(super) fn leaves_of(parsed: &syn::File) -> BTreeMap<String, String> {
    let mut columns = BTreeMap::new();
    for item in &parsed.items {
        if let syn::Item::Impl(of) = item
            && let syn::Type::Path(ty) = of.self_ty.as_ref()
            && ty.path.segments.last().is_some_and(|segment| segment.ident == "Columns")
        {
            for item in &of.items {
                if let syn::ImplItem::Fn(function) = item
                    && function.sig.ident == "row"
                    && let Some(syn::Stmt::Expr(syn::Expr::Call(some), None)) = function.block.stmts.first()
                {
                    leaves(&some.args[0], "", &mut columns);
                }
            }
        }
    }
    columns
}

/// The statements that read the documents, bound to `inputs`.
pub(super) fn read(text: &str) -> String {
    let has_lists = text.contains("read(&input, &mut lists)?");
    if has_lists {
        let lent = text.split("read(&input, &mut lists)?;").nth(1).unwrap().split("\n        let ").next().unwrap();
        format!(
            "let mut lists: Vec<_> = documents.iter().map(|_| Lists::default()).collect();
            let mut inputs: Vec<Input> = Vec::new();
            for (document, lists) in documents.iter().zip(lists.iter_mut()) {{
                let Ok(mut input) = read(document, lists) else {{ continue }};
                {lent}
                inputs.push(input);
            }}"
        )
    } else {
        "let inputs: Vec<Input> = documents.iter().filter_map(|document| read(document).ok()).collect();".to_owned()
    }
}

fn check(text: &str) -> String {
    let columns = leaves_of(&syn::parse_file(text).unwrap());
    let mut made = String::new();
    for (name, path) in &columns {
        made.push_str(&format!("let {name}: Vec<_> = rows.iter().map(|row| inputs[*row]{path}.clone()).collect();\n"));
    }
    let fields: Vec<String> = columns.keys().map(|name| format!("{name}: &{name}")).collect();
    let columns_of = if columns.is_empty() { "rows: len".to_owned() } else { fields.join(", ") };
    made.push_str(&format!("let columns = Columns {{ {columns_of} }};"));
    let add = if text.contains(".fill_lists") {
        "for item in result.into_iter().flatten() { matchbook::batch::Outputs::push(&mut expected, item); }"
    } else {
        "let result: Option<Output> = result.ok().and_then(|result| result.into());
        matchbook::batch::Outputs::push(&mut expected, result);"
    };
    let unequal = if columns.len() < 2 {
        String::new()
    } else {
        // Each column but the first is one row longer in turn.
        let values = |longer: usize| -> String {
            let column = |(at, (name, path)): (usize, (&String, &String))| {
                let len = if at == longer { 2 } else { 1 };
                format!("let {name}: Vec<_> = (0..{len}).map(|_| inputs[0]{path}.clone()).collect();\n")
            };
            columns.iter().enumerate().map(column).collect()
        };
        (0..columns.len())
            .map(|longer| {
                format!(
                    "{{ {} let error = evaluate_batch(&Columns {{ {} }}).err().unwrap(); assert!([(1, 2), (2, 1)].contains(&(error.rows, error.rows_of_first))); }}\n",
                    values(longer),
                    fields.join(", ")
                )
            })
            .collect()
    };
    // Outputs that borrow of the columns can't outlive them.
    let new = "let mut batch = matchbook::batch::Batch::default();";
    let (new, again) = if text.contains("pub struct Outputs<'a>") {
        ("", format!("{new} evaluate_batch_into(&columns, &mut batch).unwrap();"))
    } else {
        (new, String::new())
    };
    CHECK
        .replace("NEW", new)
        .replace("AGAIN", &again)
        .replace("READ", &read(text))
        .replace("COLUMNS", &made)
        .replace("ADD", add)
        .replace("UNEQUAL", &unequal)
}

/// The columns of the fields of `Input`, each with the path to its field.
fn leaves(input: &syn::Expr, path: &str, columns: &mut BTreeMap<String, String>) {
    match input {
        syn::Expr::Struct(of) => {
            for field in &of.fields {
                let syn::Member::Named(ident) = &field.member else { continue };
                leaves(&field.expr, &format!("{path}.{ident}"), columns);
            }
        }
        syn::Expr::Unary(of) => leaves(&of.expr, path, columns),
        syn::Expr::Try(of) => leaves(&of.expr, path, columns),
        syn::Expr::MethodCall(of) => leaves(&of.receiver, path, columns),
        syn::Expr::Field(of) => {
            let syn::Member::Named(ident) = &of.member else { return };
            columns.insert(ident.to_string(), path.to_owned());
        }
        _ => {}
    }
}
