//! Selection of a table as large as the largest real one: 19,008 rules over seven inputs, keyed like an insurance rating.
//!
//! Every form of the plan has to stay small enough for rustc, whether or not the table has a diagram. The time that each step takes is
//! printed, not tested: it belongs to the machine.

#![expect(clippy::unwrap_used, reason = "a test may stop at what it didn't expect")]

use std::time::Instant;

use matchbook_compiler::check::check;
use matchbook_compiler::dispatch::{Selection, plan};
use matchbook_compiler::emit::select::{SelectionNames, select};
use matchbook_compiler::model::{
    BaseType, Bound, DecisionTable, HitPolicy, InputClause, InputData, InputEntry, InputId, InputSource, Interval, Name, Number, Output,
    OutputClause, OutputEntry, Rule, Strategy, Type, UnaryTest, Value,
};
use matchbook_compiler::options::Options;
use matchbook_compiler::source::{BookPath, CellRange, CellRef};

const HERE: CellRef = CellRef::new(0, 0);
const THERE: CellRange = CellRange { first: HERE, last: HERE };
const RULES: usize = 19_008;

fn number(value: usize) -> Value {
    Value::Number(Number::from_integer(i64::try_from(value).unwrap()))
}

fn text(prefix: &str, value: usize) -> Vec<UnaryTest> {
    vec![UnaryTest::Equal(Value::Text(format!("{prefix}{value:02}")))]
}

fn band(width: usize, index: usize, last: usize) -> Vec<UnaryTest> {
    let low = (index > 0).then(|| Bound { value: number(index * width), closed: true });
    let high = (index < last).then(|| Bound { value: number((index + 1) * width), closed: false });
    vec![UnaryTest::Within(Interval { low, high })]
}

/// 48 states × 4 classes × 3 coverages × 3 plans × 11 ages; sums in two bands in one state of two; an agent in one rule of eleven,
/// and a fifth of those for all classes.
fn rating(hit_policy: HitPolicy, overrides: bool) -> DecisionTable {
    let input = |name: &str, base| InputData {
        name: Name(vec![name.to_owned()]),
        source: InputSource::Given,
        ty: Type { base, nullable: false }.into(),
        inferred: false,
        domain: None,
        closed: None,
        unit: None,
        about: None,
        sensitivity: None,
        at: HERE,
    };
    let inputs = vec![
        input("state", BaseType::Text),
        input("class", BaseType::Text),
        input("coverage", BaseType::Text),
        input("plan", BaseType::Text),
        input("age", BaseType::Integer),
        input("sum", BaseType::Decimal(2)),
        input("agent", BaseType::Text),
    ];
    let mut rules = Vec::with_capacity(RULES);
    for at in 0..RULES {
        let (state, rest) = (at % 48, at / 48);
        let (class, rest) = (rest % 4, rest / 4);
        let (coverage, rest) = (rest % 3, rest / 3);
        let (plan, age) = (rest % 3, rest / 3);
        let sum = (state % 2 == 0).then(|| band(50_000, usize::from(age % 2 == 1), 1)).filter(|_| overrides);
        let mut cells = vec![
            Some(text("S", state)),
            Some(text("C", class)),
            Some(text("V", coverage)),
            Some(text("P", plan)),
            Some(band(7, age, 10)),
            sum,
            (overrides && at % 11 == 0).then(|| text("A", at % 97)),
        ];
        // Narrower than the rules after it, because it names an agent.
        if overrides && at % 55 == 0 {
            cells[1] = None;
        }
        rules.push(Rule {
            id: format!("r{at}"),
            range: THERE,
            is_else: false,
            entries: cells.into_iter().map(|tests| InputEntry { at: HERE, tests: tests.map(Into::into), condition: None }).collect(),
            outputs: vec![OutputEntry { at: HERE, output: Output::Literal(number(at % 100)) }],
            annotations: Vec::new(),
        });
    }
    rules.push(Rule {
        id: "else".to_owned(),
        range: THERE,
        is_else: true,
        entries: inputs.iter().map(|_| InputEntry { at: HERE, tests: None, condition: None }).collect(),
        outputs: vec![OutputEntry { at: HERE, output: Output::Literal(number(0)) }],
        annotations: Vec::new(),
    });
    DecisionTable {
        name: "Rating".to_owned(),
        app: "large".to_owned(),
        book: BookPath::new("large/rating.csv"),
        sheet: "rating".to_owned(),
        range: THERE,
        header: HERE,
        description: None,
        owner: None,
        ticket: None,
        review_by: None,
        allows: Vec::new(),
        complete: true,
        dispatch: Strategy::Auto,
        dispatch_at: None,
        hit_policy,
        input_clauses: (0..inputs.len())
            .map(|at| InputClause { label: inputs[at].name.to_string(), at: HERE, input: InputId(at), period: None })
            .collect(),
        requirements: Vec::new(),
        inputs,
        output_clauses: vec![OutputClause {
            label: "Rate".to_owned(),
            at: HERE,
            name: Name(vec!["Rate".to_owned()]),
            ty: Type { base: BaseType::Integer, nullable: false }.into(),
            inferred: false,
            domain: None,
            closed: None,
            default: None,
            unit: None,
            about: None,
            sensitivity: None,
        }],
        annotations: Vec::new(),
        rules,
    }
}

#[test]
fn the_largest_real_table_stays_small() {
    for (hit_policy, overrides) in [(HitPolicy::Unique, false), (HitPolicy::First, true), (HitPolicy::Collect(None), true)] {
        for max_diagram_nodes in [200_000, 1] {
            let options = Options { max_diagram_nodes, ..Options::default() };
            let start = Instant::now();
            let mut diagnostics = Vec::new();
            let Some(checked) = check(rating(hit_policy, overrides), &options, &mut diagnostics) else {
                panic!("{hit_policy:?}: {:?}", diagnostics.first());
            };
            let checks = start.elapsed();
            let start = Instant::now();
            let plan = plan(&checked, &options).unwrap();
            let plans = start.elapsed();
            let start = Instant::now();
            let names = checked.table().inputs.iter().map(|data| data.name.to_string());
            let names = SelectionNames {
                runtime: "matchbook".to_owned(),
                input: "Input<'_>".to_owned(),
                fields: names.clone().map(|name| format!("input.{name}")).collect(),
                statics: names.map(|name| name.to_uppercase()).collect(),
                enums: vec![None; 7],
                ..SelectionNames::default()
            };
            let text: String = select(&checked, &plan, names).items.concat();
            let form = format!("{:?}", plan.report.taken());
            println!("{hit_policy:?}: {form}; check {checks:?}, plan {plans:?}, emit {:?}, {} kB", start.elapsed(), text.len() / 1000);
            assert!(!matches!(plan.selection, Selection::Match(_) | Selection::Tree(_)), "{form}");
            assert!(text.len() < 8_000_000, "{hit_policy:?}: {form}: {} bytes", text.len());
            if max_diagram_nodes == 1
                && let Selection::Scan(scan) = &plan.selection
            {
                assert!(scan.keys >= 2, "{form}");
            }
        }
    }
}
