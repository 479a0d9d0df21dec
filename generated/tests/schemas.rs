//! The schemas that generated decisions carry are those of the books as they are now. `compiler/tests/schemas.rs` says that those are right.

use std::path::PathBuf;

use matchbook_compiler::build::Books;
use matchbook_compiler::schema::{input_schema, output_schema};

#[test]
fn every_decision_carries_its_schemas() {
    let tables = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tables");
    let compilation = Books::open(&[tables]).unwrap().compile();
    assert_eq!(matchbook_tables::DECISIONS.len(), compilation.decisions.len());
    for decision in matchbook_tables::DECISIONS {
        let info = decision.info();
        let checked = compilation.decision(info.app, info.name).unwrap();
        assert_eq!(decision.input_schema(), input_schema(checked), "{}", info.name);
        assert_eq!(decision.output_schema(), output_schema(checked), "{}", info.name);
    }
}

#[test]
fn fields_say_how_sensitive_they_are() {
    let fields = matchbook_tables::DECISIONS.iter().flat_map(|decision| decision.info().inputs);
    let sensitive: Vec<_> = fields.filter_map(|field| Some((field.path(), field.sensitivity()?))).collect();
    assert!(!sensitive.is_empty());
    for decision in matchbook_tables::DECISIONS {
        let sensitive = decision.info().inputs.iter().any(|field| field.sensitivity().is_some());
        assert_eq!(sensitive, decision.input_schema().contains("x-sensitivity"), "{}", decision.info().name);
    }
}
