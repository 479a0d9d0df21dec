//! The inputs of random expressions, and expressions over them.

use matchbook_compiler::model::{BaseType, Expression, ExpressionBase as B, Type, Value};

use crate::expressions::{Maker, ty, value};
use crate::operations::OPERATIONS;
use crate::seeded::Random;

/// The inputs of all expressions: a name, a type, and whether it has a closed list of values.
pub(crate) const INPUTS: [(&str, &str, bool); 22] = [
    ("text", "T", false),
    ("maybe_text", "T?", false),
    ("tier", "T", true),
    ("maybe_tier", "T?", true),
    ("whole", "I", false),
    ("maybe_whole", "I?", false),
    ("number", "N", false),
    ("maybe_number", "N?", false),
    ("amount", "N", false),
    ("flag", "B", false),
    ("maybe_flag", "B?", false),
    ("day", "D", false),
    ("maybe_day", "D?", false),
    ("clock", "C", false),
    ("maybe_clock", "C?", false),
    ("moment", "M", false),
    ("maybe_moment", "M?", false),
    ("stay", "S", false),
    ("maybe_stay", "S?", false),
    ("age", "Y", false),
    ("maybe_age", "Y?", false),
    // Computed before the rules, from `text`.
    ("label", "T", false),
];
/// What `?` is.
pub(crate) const SUBJECT: usize = 7;

/// The column type of an input.
pub(crate) fn column(position: usize) -> Type {
    let (name, letters, _) = INPUTS[position];
    let base = match (name, letters.trim_end_matches('?')) {
        ("amount", _) => BaseType::Decimal(2),
        (_, "T") => BaseType::Text,
        (_, "B") => BaseType::Boolean,
        (_, "N") => BaseType::Number,
        (_, "I") => BaseType::Integer,
        (_, "D") => BaseType::Date,
        (_, "C") => BaseType::Time,
        (_, "M") => BaseType::DateTime,
        (_, "S") => BaseType::DaysTimeDuration,
        _ => BaseType::YearsMonthsDuration,
    };
    Type { base, nullable: letters.ends_with('?') }
}

fn maker(random: &mut Random, parts: usize) -> Maker<'_> {
    Maker::new(random, INPUTS.iter().map(|(_, letters, _)| ty(letters)), Some(ty(INPUTS[SUBJECT].1)), parts)
}

/// An expression of a random type, of about so many parts.
pub(crate) fn expression(random: &mut Random, parts: usize) -> Expression {
    let mut maker = maker(random, parts);
    let wanted = maker.any_type();
    maker.of(&wanted, 6)
}

/// An expression of this operation at its top.
pub(crate) fn operation(random: &mut Random, position: usize, parts: usize) -> Expression {
    let (operation, operands, result) = OPERATIONS[position % OPERATIONS.len()];
    let mut maker = maker(random, parts);
    let item = if result.contains('o') || operands.contains('o') { maker.ordered() } else { maker.scalar() };
    maker.apply(operation, operands, result, &Some(item), 3)
}

pub(crate) const TIERS: [&str; 3] = ["gold", "silver", "None of these"];

/// Values of all inputs.
pub(crate) fn inputs(random: &mut Random) -> Vec<Value> {
    let mut values: Vec<Value> = INPUTS
        .iter()
        .enumerate()
        .map(|(position, (name, letters, closed))| {
            let wanted = ty(letters);
            if wanted.nullable && random.one_in(3) {
                return Value::Null;
            }
            if *closed {
                return Value::Text(random.pick(&TIERS).to_owned());
            }
            let _ = name;
            let scale = if column(position).base == BaseType::Integer { Some(0) } else { None };
            let base = if matches!(wanted.base, B::Number { .. }) { B::Number { scale } } else { wanted.base };
            value(&base, random)
        })
        .collect();
    values[INPUTS.len() - 1] = values[0].clone();
    values
}
