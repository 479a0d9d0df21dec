use super::*;
use crate::diagnostic::Describe as _;
use crate::model::sample::table;

fn said(tables: &[&DecisionTable]) -> (Names, Vec<String>) {
    let mut diagnostics = Vec::new();
    let names = names(tables, &mut diagnostics);
    (names, diagnostics.iter().map(|d| format!("{} {} at {}", d.code(), d.describe().message, d.describe().primary.location)).collect())
}

#[test]
fn a_decision_has_its_names() {
    let mut table = table(
        "first | destination text {US, CA} | parcel.weight decimal(2) {> 0} | type text | = fee decimal(2) | = kind text {a, b}
         us-light | US | <= 1 | - | 4.99 | a
         us light | US | - | x | 4.99 | a
         RULES | - | - | - | 1 | b",
    );
    table.output_clauses[1].name = Name(vec!["type".to_owned()]);
    let (names, said) = said(&[&table]);
    assert_eq!(said, Vec::<String>::new());
    let names = names.decision(&BookPath::new("shop/sample.csv"), "Sample").unwrap();
    assert_eq!(names.module, ["shop", "sample", "sample"]);
    let fields: Vec<_> = names.inputs.iter().chain(&names.outputs).map(|f| (f.path.join("."), f.field.as_str())).collect();
    let expected =
        [("destination", "DESTINATION"), ("parcel.weight", "PARCEL_WEIGHT"), ("type_", "TYPE"), ("fee", "FEE"), ("type_", "TYPE_2")];
    assert_eq!(fields, expected.map(|(path, field)| (path.to_owned(), field)));
    assert_eq!(names.rules, ["US_LIGHT", "US_LIGHT_2", "RULES_2"]);
    assert_eq!(names.input_records.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(), ["Parcel"]);
    assert_eq!(names.outputs[1].list.as_ref().unwrap().name, "Type");
}

#[test]
fn what_meets_in_one_identifier_is_reported_at_both() {
    let mut fields = table("first | a number | b number | = fee integer\na | 1 | 2 | 3");
    fields.inputs[0].name = Name(vec!["Weight (kg)".to_owned()]);
    fields.inputs[1].name = Name(vec!["weight kg".to_owned()]);
    let values = table("first | grade text {A+, A plus} | = fee integer\na | - | 3");
    let both = table("first | parcel text | parcel.weight number | = fee integer\na | x | 2 | 3");
    let mut other = values.clone();
    other.name = "SAMPLE".to_owned();
    other.range.first.row = 50;
    other.inputs[0].closed = None;
    let mut beside = other.clone();
    beside.book = BookPath::new("shop/Sample.xlsx");
    beside.name = "Elsewhere".to_owned();
    for (tables, code) in [
        (vec![&fields], "MB0901"),
        (vec![&values], "MB0902"),
        (vec![&both], "MB0905"),
        (vec![&fields, &other], "MB0903"),
        (vec![&other, &beside], "MB0904"),
    ] {
        let (_, said) = said(&tables);
        assert!(said.iter().any(|line| line.starts_with(code)), "{code}: {said:?}");
    }
    let (_, said) = said(&[&fields]);
    assert_eq!(
        said,
        ["MB0901 the names `Weight (kg)` and `weight kg` are both called `weight_kg` in the generated code at shop/sample.csv [sample!C2]"]
    );
}

#[test]
fn our_own_names_stay_ours() {
    let table = table(
        "first | option text {Some, None} | input text {x, y} | output text {x, y} | = decision text {self, Self}\na | - | - | - | self",
    );
    let (names, _) = said(&[&table]);
    let names = names.decision(&BookPath::new("shop/sample.csv"), "Sample").unwrap();
    let lists: Vec<_> = names.inputs.iter().chain(&names.outputs).map(|f| f.list.as_ref().unwrap().name.as_str()).collect();
    assert_eq!(lists, ["OptionInput", "InputInput", "OutputInput", "DecisionOutput"]);
}
