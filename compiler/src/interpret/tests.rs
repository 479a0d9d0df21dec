use super::*;
use crate::diagnostic::Describe;
use crate::model::sample::{table, value};
use crate::model::{BaseType, ErrorExpectation, Expectation, Expected, Number, OutputId, TestBlock, TestCase};
use crate::source::{BookPath, CellRange, CellRef};

/// What the interpreter makes of each document: the result and the ids of its rules, or the error.
fn decided(text: &str, documents: &[&str]) -> String {
    let table = table(text);
    let line = |document: &&str| match evaluate_json(&table, document) {
        Ok(Answer { output, rules, .. }) => {
            format!("{document} -> {output} by {:?}", rules.iter().map(|rule| &table.rules[rule.0].id).collect::<Vec<_>>())
        }
        Err(error) => format!("{document} -> {} {error}", error.code()),
    };
    documents.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_policy_makes_its_result() {
    let rules = "
        a | < 5 | 3
        b | < 9 | 1
        c | < 9 | 1
        d | 7   | 2
    ";
    let shown = HitPolicy::ALL.map(|policy| {
        let text = format!("{} no | n integer | = out integer {{1, 2, 3, 4, 5}}\n{rules}", policy.word());
        format!("{}\n{}", policy.word(), decided(&text, &[r#"{"n":3}"#, r#"{"n":8}"#, r#"{"n":7}"#, r#"{"n":9}"#]))
    });
    insta::assert_snapshot!(shown.join("\n"), @r#"
    unique
    {"n":3} -> MB0803 rules `a` and `b` both match, and the table promises that only one does
    {"n":8} -> MB0803 rules `b` and `c` both match, and the table promises that only one does
    {"n":7} -> MB0803 rules `b` and `c` both match, and the table promises that only one does
    {"n":9} -> null by []
    any
    {"n":3} -> MB0803 rules `a` and `b` both match, and the table promises that only one does
    {"n":8} -> 1 by ["b"]
    {"n":7} -> MB0803 rules `b` and `d` both match, and the table promises that only one does
    {"n":9} -> null by []
    priority
    {"n":3} -> 1 by ["b"]
    {"n":8} -> 1 by ["b"]
    {"n":7} -> 1 by ["b"]
    {"n":9} -> null by []
    first
    {"n":3} -> 3 by ["a"]
    {"n":8} -> 1 by ["b"]
    {"n":7} -> 1 by ["b"]
    {"n":9} -> null by []
    collect
    {"n":3} -> [3,1,1] by ["a", "b", "c"]
    {"n":8} -> [1,1] by ["b", "c"]
    {"n":7} -> [1,1,2] by ["b", "c", "d"]
    {"n":9} -> [] by []
    sum
    {"n":3} -> 5 by ["a", "b", "c"]
    {"n":8} -> 2 by ["b", "c"]
    {"n":7} -> 4 by ["b", "c", "d"]
    {"n":9} -> MB0805 the result `out` is 0: it must be integer 1, 2, 3, 4, 5
    min
    {"n":3} -> 1 by ["a", "b", "c"]
    {"n":8} -> 1 by ["b", "c"]
    {"n":7} -> 1 by ["b", "c", "d"]
    {"n":9} -> null by []
    max
    {"n":3} -> 3 by ["a", "b", "c"]
    {"n":8} -> 1 by ["b", "c"]
    {"n":7} -> 2 by ["b", "c", "d"]
    {"n":9} -> null by []
    count
    {"n":3} -> 3 by ["a", "b", "c"]
    {"n":8} -> 2 by ["b", "c"]
    {"n":7} -> 3 by ["b", "c", "d"]
    {"n":9} -> 0 by []
    rule order
    {"n":3} -> [3,1,1] by ["a", "b", "c"]
    {"n":8} -> [1,1] by ["b", "c"]
    {"n":7} -> [1,1,2] by ["b", "c", "d"]
    {"n":9} -> [] by []
    output order
    {"n":3} -> [1,1,3] by ["b", "c", "a"]
    {"n":8} -> [1,1] by ["b", "c"]
    {"n":7} -> [1,1,2] by ["b", "c", "d"]
    {"n":9} -> [] by []
    "#);
}

#[test]
fn otherwise_else() {
    let text = |policy: &str| format!("{policy} | n integer | = out integer\n a | < 5 | 3\n else | | 7");
    let shown = ["unique", "collect", "sum", "max", "count", "output order"].map(|policy| decided(&text(policy), &[r#"{"n":9}"#]));
    insta::assert_snapshot!(shown.join("\n"), @r#"
    {"n":9} -> 7 by ["else"]
    {"n":9} -> [7] by ["else"]
    {"n":9} -> 7 by ["else"]
    {"n":9} -> 7 by ["else"]
    {"n":9} -> 1 by ["else"]
    {"n":9} -> [7] by ["else"]
    "#);
}

#[test]
fn documents_are_read_exactly_or_refused() {
    let text = "
        first | parcel.weight decimal(2) {> 0} | parcel.kind text {box, letter} | orderTotal number? | day date? | count integer | note text? | = fee decimal(2) | = remark text?
        a     | <= 1                           | box                            |                    |           |               |            | 4.5             | null
        else  |                                |                                |                    |           |               |            | 9               | by hand
    ";
    let document = |parcel: &str, rest: &str| format!("{{\"parcel\":{parcel},\"count\":1{rest}}}");
    let parcel = r#"{"weight":"1.00","kind":"box"}"#;
    let documents = [
        document(parcel, ""),
        document(
            r#"{"weight":1.0000000000000000001,"kind":"box"}"#,
            r#","order_total":12345678901234567890.12345678,"day":"2026-01-31","note":"""#,
        ),
        "{".to_owned(),
        "[1]".to_owned(),
        r#"{"parcel":{"weight":1,"kind":"box"}}"#.to_owned(),
        r#"{"count":1}"#.to_owned(),
        document("null", ""),
        document("3", ""),
        document(r#"{"weight":1,"kind":"bx"}"#, ""),
        document(r#"{"weight":1,"kind":"box","wieght":2}"#, ""),
        document(r#"{"weight":0,"kind":"box"}"#, ""),
        document(r#"{"weight":0,"kind":"box"}"#, r#","day":"2026-02-30""#),
        document(parcel, r#","orderTotal":1,"order_total":1"#),
        document(parcel, r#","count":1"#),
        document(parcel, r#","orderTotal":123456789012345678901234567890"#),
        document(parcel, r#","orderTotal":"0e99999999999""#),
        document(parcel, r#","orderTotal":"1,5""#),
        document(parcel, r#","orderTotal":true"#),
        document(parcel, r#","note":5"#),
        document(parcel, r#","colour":5"#),
        r#"{"parcel":{"weight":1,"kind":"box"},"count":1.5}"#.to_owned(),
        r#"{"parcel":{"weight":1,"kind":"box"},"count":9223372036854775808}"#.to_owned(),
        r#"{"parcel":{"weight":1,"kind":"box"},"count":null}"#.to_owned(),
        r#"{"parcel":{"weight":1,"kind":"box"},"count":10.0e-1}"#.to_owned(),
    ];
    insta::assert_snapshot!(decided(text, &documents.each_ref().map(String::as_str)), @r#"
    {"parcel":{"weight":"1.00","kind":"box"},"count":1} -> {"fee":"4.50","remark":null} by ["a"]
    {"parcel":{"weight":1.0000000000000000001,"kind":"box"},"count":1,"order_total":12345678901234567890.12345678,"day":"2026-01-31","note":""} -> {"fee":"9.00","remark":"by hand"} by ["else"]
    { -> MB0810 this isn't JSON: EOF while parsing an object at line 1 column 1
    [1] -> MB0814 `[1]` is the number 1: it must be an object
    {"parcel":{"weight":1,"kind":"box"}} -> MB0812 `count` is missing: it must be integer
    {"count":1} -> MB0812 `parcel.weight` is missing: it must be decimal(2) > 0
    {"parcel":null,"count":1} -> MB0813 `parcel` is null: it must be an object
    {"parcel":3,"count":1} -> MB0814 `parcel` is the number 3: it must be an object
    {"parcel":{"weight":1,"kind":"bx"},"count":1} -> MB0801 `parcel.kind` is bx: it must be box or letter
    {"parcel":{"weight":1,"kind":"box","wieght":2},"count":1} -> MB0811 `parcel.wieght` isn't an input; did you mean `weight`?
    {"parcel":{"weight":0,"kind":"box"},"count":1} -> MB0801 `parcel.weight` is 0.00: it must be decimal(2) > 0
    {"parcel":{"weight":0,"kind":"box"},"count":1,"day":"2026-02-30"} -> MB0814 `day` is the text "2026-02-30": it must be date or null
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"orderTotal":1,"order_total":1} -> MB0816 `order_total` is given twice
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"count":1} -> MB0816 `count` is given twice
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"orderTotal":123456789012345678901234567890} -> MB0815 `orderTotal` is 123456789012345678901234567890: a number has at most 28 digits
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"orderTotal":"0e99999999999"} -> {"fee":"4.50","remark":null} by ["a"]
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"orderTotal":"1,5"} -> MB0814 `orderTotal` is the text "1,5": it must be number or null
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"orderTotal":true} -> MB0814 `orderTotal` is true: it must be number or null
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"note":5} -> MB0814 `note` is the number 5: it must be text or null
    {"parcel":{"weight":"1.00","kind":"box"},"count":1,"colour":5} -> MB0811 `colour` isn't an input
    {"parcel":{"weight":1,"kind":"box"},"count":1.5} -> MB0814 `count` is the number 1.5: it must be integer
    {"parcel":{"weight":1,"kind":"box"},"count":9223372036854775808} -> MB0814 `count` is the number 9223372036854775808: it must be integer
    {"parcel":{"weight":1,"kind":"box"},"count":null} -> MB0813 `count` is null: it must be integer
    {"parcel":{"weight":1,"kind":"box"},"count":10.0e-1} -> {"fee":"4.50","remark":null} by ["a"]
    "#);
}

#[test]
fn a_deep_document_is_refused_and_not_followed() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let objects = format!("{}1{}", "{\"n\":".repeat(100_000), "}".repeat(100_000));
    let table = table("first | n integer | = out integer\n a | - | 1");
    for document in [deep, objects] {
        assert!(evaluate_json(&table, &document).is_err());
    }
}

#[test]
fn sums_are_exact_whatever_their_order() {
    let sum = |ty: &str, values: &[&str]| {
        let rules: String = values.iter().enumerate().map(|(position, value)| format!("r{position} | - | {value}\n")).collect();
        evaluate(&table(&format!("sum | n integer | = out {ty}\n{rules}")), &[Value::Number(Number::ZERO)]).map(|decided| decided.result)
    };
    let number = |text: &str| Ok(Outcome::Aggregate(value(text, BaseType::Number).unwrap()));
    let most = "9999999999999999999999999999";
    assert_eq!(sum("number", &["0.1", "0.2", "-0.3"]), number("0"));
    assert_eq!(sum("number", &[most, "1", "-1"]), number(most));
    assert_eq!(sum("number", &["-0.5", "-1.75", "0.25"]), number("-2"));
    assert_eq!(sum("number", &["-0.25", "-1"]), number("-1.25"));
    assert_eq!(sum("number", &["5", "-0.25"]), number("4.75"));
    for overflow in [&[most, "1"][..], &[most, "0.1"]] {
        assert_eq!(sum("number", overflow), Err(EvaluationError::Arithmetic { rule: "r1".to_owned() }));
    }
    assert_eq!(sum("integer", &["9223372036854775807", "1", "-1"]), number("9223372036854775807"));
    assert!(matches!(sum("integer", &["9223372036854775807", "1"]), Err(EvaluationError::Arithmetic { .. })));
    assert!(matches!(sum("integer {[0..10]}", &["7", "7"]), Err(EvaluationError::OutOfRange { .. })));
    assert_eq!(sum("integer?", &["7", "null"]), number("7"));
    let duration = sum("days and time duration", &["PT1.5S", "-PT2S"]);
    assert_eq!(duration, Ok(Outcome::Aggregate(value("-PT0.5S", BaseType::DaysTimeDuration).unwrap())));
    assert!(matches!(sum("years and months duration", &["P19000Y", "P998Y", "P1M"]), Err(EvaluationError::Arithmetic { .. })));
}

#[test]
fn a_case_says_what_differs_at_its_cell() {
    let table = table(
        "
        first | n integer {>= 0} | = fee decimal(2) | = flag text
        a     | < 5              | 4.5              | low
        b     | < 9              | 9                | high
        else  |                  | 0                | none
    ",
    );
    let number = |text: &str| value(text, BaseType::Number).unwrap();
    let block = |expectations: Vec<Expected>, input: &str| {
        let at = |column| CellRef::new(20, column);
        let expectations = (2..).zip(expectations).map(|(column, expected)| Expectation { at: at(column), expected }).collect();
        let range = CellRange::new(at(0), at(4));
        let case = TestCase { id: "one".to_owned(), range, inputs: vec![number(input)], expectations, note: String::new() };
        TestBlock { decision: "Sample".to_owned(), sheet: "Tests".to_owned(), range, cases: vec![case] }
    };
    let run = |expectations: Vec<Expected>, input: &str| {
        let block = block(expectations, input);
        let book = BookPath::new("shop/tests.csv");
        match run_case(&table, &book, &block, &block.cases[0]) {
            Ok(()) => "passes".to_owned(),
            Err(findings) => findings
                .iter()
                .map(|finding| {
                    let description = finding.describe();
                    let (notes, help) = (description.notes.join("; "), description.help.unwrap_or_default());
                    format!(
                        "{} {} {}: {} {notes} {help}",
                        description.primary.location,
                        finding.code(),
                        description.message,
                        description.primary.text
                    )
                })
                .collect::<Vec<_>>()
                .join("\n"),
        }
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let (any, code) = (Expected::Error(ErrorExpectation::Any), |code: &str| Expected::Error(ErrorExpectation::Code(code.to_owned())));
    let shown = [
        run(vec![Expected::Output(OutputId(0), number("4.50")), Expected::Rules(vec!["a".to_owned()])], "3"),
        run(vec![Expected::Output(OutputId(0), number("9")), Expected::Output(OutputId(1), text("high"))], "3"),
        run(vec![Expected::Rules(vec!["b".to_owned()])], "3"),
        run(vec![Expected::Output(OutputId(0), number("9"))], "-1"),
        run(vec![any.clone()], "-1"),
        run(vec![code("MB0801")], "-1"),
        run(vec![code("MB0802")], "-1"),
        run(vec![any], "9"),
    ];
    insta::assert_snapshot!(shown.join("\n"), @r#"
    passes
    shop/tests.csv [Tests!C21] MB0751 case `one` of `Sample` expects 9.00 for fee, and 4.50 came: 4.50 came rule `a` decided 
    shop/tests.csv [Tests!D21] MB0751 case `one` of `Sample` expects high for flag, and low came: low came rule `a` decided 
    shop/tests.csv [Tests!C21] MB0752 case `one` of `Sample` expects the rules b, and a came: a came  
    shop/tests.csv [Tests!A21:E21] MB0753 case `one` of `Sample` ends in MB0801: `n` is -1: it must be integer >= 0: an error, which no cell expects  if the error is right, write MB0801 into an `expect error` column
    passes
    passes
    shop/tests.csv [Tests!C21] MB0754 case `one` of `Sample` expects the error MB0802, and MB0801 came: `n` is -1: it must be integer >= 0: MB0801 came  
    shop/tests.csv [Tests!C21] MB0755 case `one` of `Sample` expects an error, and 0.00, none came: 0.00, none came rule `else` decided
    "#);
}
