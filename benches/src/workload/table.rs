//! A checked table as a workload.

use matchbook_compiler::check::Checked;
use matchbook_compiler::model::{BaseType, Bound, HitPolicy, Value};
use matchbook_compiler::region::{Atom, Dimension, Extent};

use super::{Column, Kind, Rule, Workload};

impl Workload {
    /// The boxes of a table of one hit whose inputs are closed texts and decimals of two digits at most: a workload, and for each of its rows
    /// the position of the table's rule. A rule of several ranges is several rows. `None` for any other table.
    pub fn of_table(checked: &Checked) -> Option<(Self, Vec<usize>)> {
        let (table, matrix) = (checked.table(), checked.matrix());
        if !matches!(table.hit_policy, HitPolicy::Unique | HitPolicy::First) {
            return None;
        }
        let columns = matrix.dimensions.iter().map(|dimension| {
            let data = table.inputs.get(dimension.input.0)?;
            let label: &'static str = Box::leak(data.name.0.join(".").into_boxed_str());
            match (&data.closed, data.scalar()?.base) {
                (Some(list), _) => {
                    let words = list.values.clone();
                    Some(Column { label, domain: (0, i64::try_from(words.len()).ok()?), kind: Kind::Words { words, closed: true } })
                }
                (None, BaseType::Decimal(..)) => Some(Column { label, kind: Kind::Hundredths, domain: hundredths(dimension)? }),
                _ => None,
            }
        });
        let columns = columns.collect::<Option<Vec<Column>>>()?;
        let (mut rows, mut rules) = (Vec::new(), Vec::new());
        for (position, rule) in matrix.rules.iter().enumerate() {
            let mut made: Vec<Rule> = vec![Vec::new()];
            for ((dimension, column), set) in matrix.dimensions.iter().zip(&columns).zip(&rule.sets) {
                let ranges = set.ranges().iter().map(|(first, end)| steps(dimension, column, *first, *end));
                let ranges = ranges.collect::<Option<Vec<_>>>()?.concat();
                let with =
                    |row: &Rule| ranges.iter().map(|range| row.iter().copied().chain([Some(*range)]).collect()).collect::<Vec<Rule>>();
                made = made.iter().flat_map(with).collect();
            }
            rules.resize(rules.len() + made.len(), position);
            rows.append(&mut made);
        }
        let name: &'static str = Box::leak(table.name.clone().into_boxed_str());
        let has_else = table.default_rule().is_some();
        Some((Self { name, hit_policy: table.hit_policy, columns, rules: rows, has_else }, rules))
    }
}

/// The steps of a range of atoms. Those of a closed list needn't stand in its order.
fn steps(dimension: &Dimension, column: &Column, first: u32, end: u32) -> Option<Vec<(i64, i64)>> {
    if let Kind::Words { words, .. } = &column.kind {
        let atoms = dimension.atoms.get(first as usize..end as usize)?.iter();
        let word = |atom: &Atom| match &atom.extent {
            Extent::Point(Value::Text(text)) => words.iter().position(|word| word == text),
            _ => None,
        };
        let step = |atom| word(atom).and_then(|word| i64::try_from(word).ok()).map(|word| (word, word + 1));
        return atoms.map(step).collect();
    }
    let low = ends(dimension.atoms.get(first as usize)?)?.0.unwrap_or(column.domain.0);
    let high = ends(dimension.atoms.get((end as usize).checked_sub(1)?)?)?.1.unwrap_or(column.domain.1);
    Some(vec![(low, high)])
}

/// The domain of a column of decimals. Where it has no end, it ends at twice its last cut.
fn hundredths(dimension: &Dimension) -> Option<(i64, i64)> {
    let ends = dimension.atoms.iter().map(ends).collect::<Option<Vec<_>>>()?;
    let last = ends.iter().flat_map(|(low, high)| [*low, *high]).flatten().max()?;
    Some((ends.first()?.0.unwrap_or(0), ends.last()?.1.unwrap_or(last.saturating_mul(2))))
}

/// The first hundredth of an atom, and the first one after it.
fn ends(atom: &Atom) -> Option<(Option<i64>, Option<i64>)> {
    let step = |value: &Value, after: bool| match value {
        Value::Number(number) => i64::try_from(number.at_scale(2)?).ok()?.checked_add(i64::from(after)),
        _ => None,
    };
    match &atom.extent {
        Extent::Point(value) => Some((Some(step(value, false)?), Some(step(value, true)?))),
        Extent::Within(interval) => {
            let low = interval.low.as_ref().map(|Bound { value, closed }| step(value, !closed));
            let high = interval.high.as_ref().map(|Bound { value, closed }| step(value, *closed));
            Some((low.map_or(Some(None), |low| low.map(Some))?, high.map_or(Some(None), |high| high.map(Some))?))
        }
        _ => None,
    }
}
