//! Random expressions, computed by our interpreter and by dsntk. `MATCHBOOK_SEED` sets the seed, which is printed.

mod generate;

use std::process::ExitCode;

use dsntk_feel::FeelScope;
use dsntk_feel::values::Value as Theirs;
use generate::{Random, expression};
use matchbook_compiler::interpret::{Environment, compute};
use matchbook_compiler::model::{Domain, ExpressionBase, ExpressionType, InputId, Number, Value};
use matchbook_compiler::syntax::expression::{Names, parse};
use matchbook_compiler::typing::expression::{Facts, Resolved, Scope, infer};

const SEED: u64 = 20_261_121;
const EXPRESSIONS: usize = 20_000;

/// The inputs, in both notations.
const CONTEXT: &str = "{n: 7.5, m: 3, b: true, t: \"foo\", d: date(\"2024-03-31\"), ns: [3, 1, 2.5, 1]}";

struct Inputs {
    facts: Facts,
}

fn inputs() -> Vec<(&'static str, ExpressionBase, Value)> {
    let number = |text: &str| Value::Number(Number::parse(text).unwrap_or(Number::ZERO));
    let decimal = || ExpressionBase::Number { scale: None };
    let numbers = ["3", "1", "2.5", "1"].map(number).to_vec();
    let date = "2024-03-31".parse().map_or(Value::Null, Value::Date);
    vec![
        ("n", decimal(), number("7.5")),
        ("m", decimal(), number("3")),
        ("b", ExpressionBase::Boolean, Value::Boolean(true)),
        ("t", ExpressionBase::Text, Value::Text("foo".to_owned())),
        ("d", ExpressionBase::Date, date),
        ("ns", ExpressionBase::List(Box::new(ExpressionType::of(decimal()))), Value::List(numbers)),
    ]
}

impl Scope for Inputs {
    fn resolve(&self, name: &str) -> Option<Resolved<'_>> {
        let (at, (_, base, _)) = inputs().into_iter().enumerate().find(|(_, (known, ..))| *known == name)?;
        Some(Resolved::Input { id: InputId(at), ty: ExpressionType::of(base), domain: None })
    }

    fn names(&self) -> Vec<String> {
        inputs().into_iter().map(|(name, ..)| name.to_owned()).collect()
    }

    fn subject(&self) -> Option<(ExpressionType, Option<&Domain>)> {
        None
    }

    fn facts(&self) -> &Facts {
        &self.facts
    }
}

/// Whether both are the same value: numbers to 12 digits, as dsntk rounds at 34 and we at 28.
fn same(ours: &Value, theirs: &Theirs) -> bool {
    match (ours, theirs) {
        (Value::Null, Theirs::Null(_)) => true,
        (Value::Boolean(ours), Theirs::Boolean(theirs)) => ours == theirs,
        (Value::Text(ours), Theirs::String(theirs)) => ours == theirs,
        (Value::Number(ours), Theirs::Number(theirs)) => {
            let (ours, theirs) = (ours.to_string(), theirs.to_string());
            let (Ok(a), Ok(b)) = (ours.parse::<f64>(), theirs.parse::<f64>()) else { return false };
            ours == theirs || (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
        }
        (Value::List(ours), Theirs::List(theirs)) => ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b)),
        (Value::Date(ours), Theirs::Date(theirs)) => ours.to_string() == theirs.to_string(),
        _ => false,
    }
}

fn main() -> ExitCode {
    let seed = std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    println!("seed {seed}");
    let mut random = Random(seed | 1);
    let scope = FeelScope::new();
    match dsntk_feel_evaluator::evaluate_context(&scope, CONTEXT) {
        Ok(context) => scope.push(context),
        Err(error) => {
            println!("dsntk doesn't read the inputs: {error}");
            return ExitCode::FAILURE;
        }
    }
    let ours = Inputs { facts: Facts::default() };
    let values: Vec<Value> = inputs().into_iter().map(|(.., value)| value).collect();
    let names = ours.names();
    let names = Names::new(names.iter().map(String::as_str));
    let (mut same_values, mut refused, mut inexact, mut different) = (0, 0, 0, 0);
    for _ in 0..EXPRESSIONS {
        let text = expression(&mut random);
        let typed = parse(&text, &names).and_then(|node| infer(&node, &ours));
        let typed = match typed {
            Ok(typed) => typed,
            Err(mistakes) => {
                if refused < 5 {
                    println!("refused: {text}: {:?}", mistakes.first().map(|mistake| &mistake.problem));
                }
                refused += 1;
                continue;
            }
        };
        let Ok(value) = compute(&typed, &Environment { inputs: &values, subject: None }) else {
            inexact += 1;
            continue;
        };
        let theirs = match dsntk_feel_parser::parse_expression(&scope, &text, false) {
            Ok(node) => dsntk_feel_evaluator::evaluate(&scope, &node),
            Err(error) => {
                println!("dsntk doesn't read {text}: {error}");
                different += 1;
                continue;
            }
        };
        if same(&value, &theirs) {
            same_values += 1;
        } else {
            different += 1;
            if different < 40 {
                println!("{text}\n  ours {value}, theirs {theirs}");
            }
        }
    }
    println!("{same_values} alike, {refused} refused by us, {inexact} arithmetic errors of ours, {different} different");
    // What isn't compared proves nothing.
    if different == 0 && same_values * 2 > EXPRESSIONS { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
