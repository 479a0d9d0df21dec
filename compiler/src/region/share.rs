//! How much of the domain a region is: what findings are sorted by, and tell.
//!
//! Each dimension is counted, and a box has the product of its sides' parts; inputs are taken for independent and for equally likely, which
//! they aren't, so a share orders findings and is no forecast. What counts:
//!
//! | values | count |
//! | --- | --- |
//! | of a closed list, booleans | one each |
//! | open text | one for each text that cells name or, where they compare by order, each range between two; one for any other text |
//! | integers, dates, times, durations | one a step: a day, a nanosecond, a month |
//! | `decimal(s)` | one a step of `s` digits; so finer values alone are nothing |
//! | `number` | one a step of one digit more than its cells have |
//! | a side without an end (a time of day has two) | as many steps as lie between the least and the greatest value that cells or `values` name; where they name only one, or neighbours, as many as between the least of them and zero, of dates a year of 365 days; at least one |
//! | null | one |
//! | what can't be divided (a list, a number of which no cell says anything) | one |
//!
//! All is exact: whole numbers of any size and their ratios, the same on every machine.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::model::{BaseType, DecisionTable, Number, Value};

use super::{Atom, AtomSet, Dimension, Extent, RuleMatrix, axis};

/// A part of a table's domain, from none to all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(BigRational);

impl Share {
    /// The whole domain.
    pub fn whole() -> Self {
        Self(BigRational::one())
    }

    /// Its parts per million, rounded down: for sorting what may be rough.
    pub fn per_million(&self) -> u32 {
        let millions = (&self.0 * BigInt::from(1_000_000)).to_integer();
        u32::try_from(millions).unwrap_or(1_000_000)
    }

    /// Whether it is nothing: values finer than a column's digits.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The quotient of two counts; none of nothing.
    pub fn of(part: u64, whole: u64) -> Self {
        Self(ratio(BigInt::from(part), BigInt::from(whole)))
    }
}

/// `all`, `more than 99 %`, `about 12 %`, `about 1.5 %`, `about 0.03 %`, `less than 0.01 %`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_one() {
            return f.write_str("all");
        }
        let percent = &self.0 * BigInt::from(100);
        let at_least = |numerator: i64, denominator: i64| percent >= ratio(BigInt::from(numerator), BigInt::from(denominator));
        if !at_least(1, 100) {
            return f.write_str("less than 0.01 %");
        }
        if percent > BigRational::from_integer(BigInt::from(99)) {
            return f.write_str("more than 99 %");
        }
        let digits = if at_least(10, 1) { 0 } else { 1 + u32::from(!at_least(1, 1)) };
        // Half up.
        let rounded = (percent * BigInt::from(10_i64.pow(digits)) + ratio(BigInt::one(), BigInt::from(2))).floor().to_integer();
        let rounded = i64::try_from(rounded).ok().and_then(|rounded| Number::new(i128::from(rounded), digits)).unwrap_or(Number::ZERO);
        write!(f, "about {rounded} %")
    }
}

/// How many values the atoms of a table's dimensions count for.
#[derive(Clone, Debug)]
pub struct Measure {
    /// By dimension: the count before each atom, and of all.
    before: Vec<Vec<BigInt>>,
}

impl Measure {
    /// Counts them. O(atoms).
    pub fn new(table: &DecisionTable, matrix: &RuleMatrix) -> Self {
        let counts = |dimension: &Dimension| {
            let base = table.inputs.get(dimension.input.0).and_then(|data| data.scalar()).map(|ty| ty.base);
            let ruler = base.and_then(|base| Ruler::of(dimension, base));
            let mut before = vec![BigInt::zero()];
            let mut total = BigInt::zero();
            for atom in &dimension.atoms {
                total += ruler.as_ref().map_or_else(BigInt::one, |ruler| ruler.count(atom));
                before.push(total.clone());
            }
            before
        };
        Self { before: matrix.dimensions.iter().map(counts).collect() }
    }

    /// The share of a region: a set a dimension.
    pub fn share(&self, region: &[AtomSet]) -> Share {
        let mut share = BigRational::one();
        for (before, set) in self.before.iter().zip(region) {
            let Some(whole) = before.last() else { continue };
            if set.is_full(u32::try_from(before.len() - 1).unwrap_or(u32::MAX)) {
                continue;
            }
            let at = |position: u32| before.get(position as usize).unwrap_or(whole);
            let part: BigInt = set.ranges().iter().map(|(first, end)| at(*end) - at(*first)).sum();
            share *= ratio(part, whole.clone());
        }
        Share(share)
    }
}

fn ratio(part: BigInt, whole: BigInt) -> BigRational {
    if whole.is_zero() { BigRational::zero() } else { BigRational::new(part, whole) }
}

/// Counts the values of a type that has steps.
struct Ruler {
    base: BaseType,
    /// Digits after the point, of numbers.
    scale: u32,
    /// What a side without an end counts for.
    open: BigInt,
}

impl Ruler {
    /// `None` for types whose atoms count one each.
    fn of(dimension: &Dimension, base: BaseType) -> Option<Self> {
        let named: Vec<&Value> = dimension.atoms.iter().flat_map(|atom| values(&atom.extent)).collect();
        let digits = named.iter().filter_map(|value| if let Value::Number(number) = value { Some(number.scale()) } else { None });
        let scale = match base {
            BaseType::Text | BaseType::Boolean | BaseType::Any => return None,
            BaseType::Decimal(scale) => scale,
            BaseType::Number => digits.max().unwrap_or(0) + 1,
            _ => 0,
        };
        let mut ruler = Self { base, scale, open: BigInt::one() };
        let mut steps: Vec<BigInt> = named.iter().filter_map(|value| ruler.step(value)).map(|(step, _)| step).collect();
        steps.sort();
        if let (Some(least), Some(greatest)) = (steps.first(), steps.last()) {
            let year = BigInt::from(365);
            // Of a number, neighbours are told by the digits that its cells have.
            let neighbours = BigInt::from(if base == BaseType::Number { 20 } else { 2 });
            let span = match base {
                // Of a date or a whole number that is named, the neighbours end what lies beside it.
                _ if greatest - least > neighbours => greatest - least,
                BaseType::Date => year,
                BaseType::DateTime => year * BigInt::from(axis::NANOS_PER_DAY),
                _ => least.abs(),
            };
            ruler.open = span.max(BigInt::one());
        }
        Some(ruler)
    }

    /// The greatest step that is not above the value, and whether it is the value.
    fn step(&self, value: &Value) -> Option<(BigInt, bool)> {
        if let (Value::Number(number), BaseType::Number | BaseType::Decimal(_)) = (value, self.base) {
            let widened = BigInt::from(number.coefficient()) * BigInt::from(10).pow(self.scale);
            let unit = BigInt::from(10).pow(number.scale());
            let step = BigRational::new(widened, unit);
            return Some((step.floor().to_integer(), step.is_integer()));
        }
        axis::step_of(value, self.base).map(|(step, exact)| (BigInt::from(step), exact))
    }

    fn count(&self, atom: &Atom) -> BigInt {
        let Extent::Within(interval) = &atom.extent else {
            // A point between two steps is finer than the column's digits.
            return if atom.finer_only { BigInt::zero() } else { BigInt::one() };
        };
        let limits = axis::steps(self.base).filter(|_| self.base == BaseType::Time);
        let first = interval.low.as_ref().and_then(|bound| {
            let (step, exact) = self.step(&bound.value)?;
            Some(if exact && bound.closed { step } else { step + BigInt::one() })
        });
        let last = interval.high.as_ref().and_then(|bound| {
            let (step, exact) = self.step(&bound.value)?;
            Some(if exact && !bound.closed { step - BigInt::one() } else { step })
        });
        let first = first.or(limits.map(|(least, _)| BigInt::from(least)));
        let last = last.or(limits.map(|(_, greatest)| BigInt::from(greatest)));
        match (first, last) {
            (Some(first), Some(last)) => (last - first + BigInt::one()).max(BigInt::zero()),
            (None, None) => BigInt::one(),
            _ => self.open.clone(),
        }
    }
}

/// The values that bound an extent.
fn values(extent: &Extent) -> Vec<&Value> {
    match extent {
        Extent::Point(value) => vec![value],
        Extent::Within(interval) => interval.low.iter().chain(&interval.high).map(|bound| &bound.value).collect(),
        Extent::Null | Extent::Whole | Extent::Other => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample::table;
    use crate::region::matrix;

    /// The share of each rule, in the words of a finding.
    fn shares(column: &str, entries: &[&str]) -> Vec<String> {
        let mut text = format!("collect | {column} | = out integer\n");
        for (position, entry) in entries.iter().enumerate() {
            text.push_str(&format!("r{position} | {entry} | 1\n"));
        }
        let table = table(&text);
        let matrix = matrix(&table);
        let measure = Measure::new(&table, &matrix);
        matrix.rules.iter().map(|rule| measure.share(&rule.sets).to_string()).collect()
    }

    #[test]
    fn each_type_counts_its_values() {
        for (column, entries, expected) in [
            ("tier text {gold, silver, none}", vec!["gold", "gold, none"], vec!["about 33 %", "about 67 %"]),
            ("tier text", vec!["gold", "not(gold)"], vec!["about 50 %", "about 50 %"]),
            ("tier text?", vec!["gold", "null"], vec!["about 33 %", "about 33 %"]),
            ("ok boolean", vec!["true", "-"], vec!["about 50 %", "all"]),
            ("n integer {[1..1000]}", vec!["< 13", "5", "(1..3)"], vec!["about 1.2 %", "about 0.1 %", "about 0.1 %"]),
            // As many steps on either open side as between the ends that are named.
            ("n integer", vec!["< 100", "[100..200)", ">= 200"], vec!["about 33 %", "about 33 %", "about 33 %"]),
            ("n decimal(2) {>= 0}", vec!["< 100", ">= 100"], vec!["about 50 %", "about 50 %"]),
            ("n integer", vec!["< 100", "100", "> 100"], vec!["about 50 %", "about 0.5 %", "about 50 %"]),
            ("n decimal(2)", vec!["< 100", "100", "> 100"], vec!["about 50 %", "less than 0.01 %", "about 50 %"]),
            ("n decimal(0) {[0..9]}", vec!["(3..4)", "[3..4]", "< 0.5"], vec!["less than 0.01 %", "about 20 %", "about 10 %"]),
            // Neighbours, by the digits that cells have.
            ("n number", vec!["<= 9.99", ">= 10"], vec!["about 50 %", "about 50 %"]),
            ("n number {[0..1]}", vec!["[0..0.5]", "1"], vec!["about 50 %", "about 0.99 %"]),
            ("day date {[2026-01-01..2026-12-31]}", vec![">= 2026-12-01", "2026-01-01"], vec!["about 8.5 %", "about 0.27 %"]),
            ("day date", vec!["< 2026-01-01", "2026-01-01"], vec!["about 50 %", "about 0.14 %"]),
            ("at time", vec!["< 06:00:00", ">= 06:00:00"], vec!["about 25 %", "about 75 %"]),
        ] {
            assert_eq!(shares(column, &entries), expected, "{column}");
        }
    }

    #[test]
    fn a_share_is_told_in_few_digits() {
        let shown = |part, whole| Share::of(part, whole).to_string();
        assert_eq!(shown(1, 1), "all");
        assert_eq!(shown(999, 1_000), "more than 99 %");
        assert_eq!(shown(99, 100), "about 99 %");
        assert_eq!(shown(1, 8), "about 13 %");
        assert_eq!(shown(1, 50), "about 2 %");
        assert_eq!(shown(1, 10_000), "about 0.01 %");
        assert_eq!(shown(1, 10_001), "less than 0.01 %");
        assert!(Share::of(1, 3) > Share::of(333, 1_000) && Share::of(1, 3) < Share::whole());
        assert_eq!(Share::of(0, 0), Share::of(0, 1));
    }
}
