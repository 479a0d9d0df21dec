//! Any text as a cell of every type: what it means, or findings that can be worded; and what it means, printed, means the same again.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use matchbook_compiler::diagnostic::{Describe, Location};
use matchbook_compiler::model::{BaseType, Type};
use matchbook_compiler::source::{BookPath, CellRef, Content};
use matchbook_compiler::syntax::{
    CellContext, Entry, Role, domain, infer, input_entry, name, output_entry, print_entry, type_name, value, values_list,
};

const TYPES: [BaseType; 10] = [
    BaseType::Text,
    BaseType::Integer,
    BaseType::Number,
    BaseType::Decimal(2),
    BaseType::Boolean,
    BaseType::Date,
    BaseType::Time,
    BaseType::DateTime,
    BaseType::DaysTimeDuration,
    BaseType::YearsMonthsDuration,
];

fn word<T, F: Describe>(result: Result<T, Vec<F>>) -> Option<T> {
    match result {
        Ok(meant) => Some(meant),
        Err(findings) => {
            assert!(!findings.is_empty());
            for finding in findings {
                assert!(!finding.describe().message.is_empty());
            }
            None
        }
    }
}

fuzz_target!(|text: &str| {
    if text.trim().is_empty() {
        return;
    }
    let location = Location::cells(&BookPath::new("book.csv"), "book", CellRef::new(4, 2));
    let names: BTreeSet<String> = ["home country".to_owned()].into();
    let entries: BTreeSet<String> = ["gold".to_owned(), "silver".to_owned()].into();
    let content = Content::Text(text.to_owned());
    for base in TYPES {
        for nullable in [false, true] {
            let cx = CellContext {
                location: &location,
                label: "Label",
                ty: Type { base, nullable },
                domain: None,
                names: &names,
                entries: &entries,
            };
            let entry = word(input_entry(Some(&content), &cx));
            // What is an expression keeps its text; its own target prints it.
            if let Some(Entry::Any | Entry::Tests(_)) = &entry {
                let printed = print_entry(if let Some(Entry::Tests(tests)) = &entry { Some(tests) } else { None }, base);
                let again = input_entry(Some(&Content::Text(printed.clone())), &cx);
                assert_eq!(again.ok(), entry, "{text:?} printed as {printed:?}");
            }
            word(output_entry(Some(&content), &cx));
            word(domain(Some(&content), &cx));
            word(value(Some(&content), &cx));
            word(values_list(&content, &cx));
        }
    }
    word(name(&content, &location).map_err(|finding| vec![finding]));
    word(type_name(&content, &location).map_err(|finding| vec![finding]));
    infer(&[(location.clone(), &content)], Role::In, &names);
    infer(&[(location, &content)], Role::Out, &names);
});
