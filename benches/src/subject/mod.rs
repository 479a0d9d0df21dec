//! Tables of `tables/`, each decided in several ways.

mod exact;
pub mod federal_income_tax_bracket;
pub mod fraud_band;
pub mod fraud_score;
pub mod gateway;
pub mod shipping_fee;
pub mod vat_rate;

use std::fmt::Debug;

use matchbook::{Decimal, RuleIndex};
use matchbook_compiler::model::{BaseType, DecisionTable, Number, Value};

use crate::random::Random;

/// A table, and the ways to decide it. The hand-written ones give no error but `None` for an input outside the allowed values.
pub trait Subject {
    /// Its name in measurements.
    const NAME: &'static str;
    /// How the compiler finds its rules.
    const FORM: &'static str;
    /// What is decided on.
    type Input: Copy + Debug;
    /// What is decided.
    type Output: PartialEq + Debug;

    /// A new input.
    fn input(random: &mut Random) -> Self::Input;
    /// The same for the interpreter: a value for each input of the table, in its order; any for one that another decision gives.
    fn values(input: &Self::Input) -> Vec<Value>;
    /// As a careful engineer writes it who has the table beside the editor.
    fn plain(input: &Self::Input) -> Option<Self::Output>;
    /// As one writes it who has measured, too.
    fn tuned(input: &Self::Input) -> Option<Self::Output>;
    /// The generated `select`: for a single hit the number of the rule, else how many match.
    fn select(input: &Self::Input) -> Result<u32, matchbook::Error>;
    /// The generated `evaluate`.
    fn evaluate(input: &Self::Input) -> Result<Self::Output, matchbook::Error>;
    /// The generated decision, to be asked in JSON.
    fn decision() -> &'static dyn matchbook::Decision;
}

/// The methods of a [`Subject`] that ask the generated module of its table; the second argument makes a number of what its `select` finds.
macro_rules! generated {
    ($table:ident, $number:path) => {
        #[inline]
        fn select(input: &Self::Input) -> Result<u32, matchbook::Error> {
            $table::select(input).map($number)
        }

        #[inline]
        fn evaluate(input: &Self::Input) -> Result<Self::Output, matchbook::Error> {
            $table::evaluate(input)
        }

        fn decision() -> &'static dyn matchbook::Decision {
            &$table::Decision
        }
    };
}
use generated;

/// How many rules match, where more than one may.
#[inline]
fn count(rules: impl Iterator<Item = RuleIndex>) -> u32 {
    rules.fold(0, |count, _| count + 1)
}

/// The inputs of a subject: always the same ones.
pub fn inputs<S: Subject>(count: usize) -> Vec<S::Input> {
    let mut random = Random::of(S::NAME);
    (0..count).map(|_| S::input(&mut random)).collect()
}

/// The document of these values, as a caller sends it: numbers that aren't whole as strings.
pub fn document(table: &DecisionTable, values: &[Value]) -> serde_json::Value {
    let mut document = serde_json::Map::new();
    for (data, value) in table.inputs.iter().zip(values).filter(|(data, _)| data.is_given()) {
        let value = match (value, data.scalar().map_or(BaseType::Text, |ty| ty.base)) {
            (Value::Null, _) => serde_json::Value::Null,
            (Value::Boolean(value), _) => (*value).into(),
            (Value::Number(number), BaseType::Integer) => number.to_i64().into(),
            (value, base) => value.show(base).into(),
        };
        insert(&mut document, &data.name.0, value);
    }
    serde_json::Value::Object(document)
}

fn insert(object: &mut serde_json::Map<String, serde_json::Value>, path: &[String], value: serde_json::Value) {
    match path {
        [] => {}
        [last] => drop(object.insert(last.clone(), value)),
        [first, rest @ ..] => {
            let inner = object.entry(first).or_insert_with(|| serde_json::Map::new().into());
            if let serde_json::Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

fn number(value: Decimal) -> Value {
    Number::new(value.mantissa(), value.scale()).map_or(Value::Null, Value::Number)
}

fn integer(value: i64) -> Value {
    Number::new(value.into(), 0).map_or(Value::Null, Value::Number)
}

fn text<T: matchbook::ClosedText + PartialEq>(value: T) -> Value {
    T::VALUES.iter().find(|(_, known)| *known == value).map_or(Value::Null, |(text, _)| Value::Text((*text).to_owned()))
}
