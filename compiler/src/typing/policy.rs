//! What a hit policy needs of the outputs.

use super::Table;
use super::column::{Columns, OutputField};
use crate::diagnostic::typing::TypingProblem;
use crate::model::{Aggregation, BaseType, HitPolicy, Type};

/// Reports outputs that the hit policy can't work with.
pub(super) fn check(table: &mut Table<'_, '_>, policy: HitPolicy, columns: &Columns<'_>) {
    let Some(first) = columns.outputs.first() else { return };
    let Some((_, header)) = table.block.header else { return };
    match policy {
        HitPolicy::Priority | HitPolicy::OutputOrder => {
            // A column whose `values` can't be read may be the one that ranks.
            let known = columns.outputs.iter().all(|output| output.ty.is_some());
            let ranked = columns.outputs.iter().any(OutputField::ranks);
            if known && !ranked && !table.cells.broken {
                // A list has no rank, whatever its items can be.
                let value = columns.outputs.iter().find(|output| output.ty.as_ref().is_some_and(|ty| ty.item().is_none()));
                let label = value.map(|output| output.column.label.text.clone());
                table.cells.problem(header, TypingProblem::NothingRanked { policy, label });
            }
        }
        HitPolicy::Collect(Some(aggregation)) if aggregation != Aggregation::Count => {
            if columns.outputs.len() > 1 {
                table.cells.problem(header, TypingProblem::SeveralOutputs { policy, count: columns.outputs.len() });
            } else if let Some(ty) = &first.ty
                && !ty.scalar().is_some_and(|ty| aggregable(aggregation, ty))
            {
                let (at, label, ty) = (first.column.label.at, first.column.label.text.clone(), ty.clone());
                table.cells.problem(at, TypingProblem::NotAggregable { policy, label, ty });
            }
        }
        _ => {}
    }
}

/// Whether an aggregation takes values of this type. Null has no sum and no place in an order.
fn aggregable(aggregation: Aggregation, ty: Type) -> bool {
    let base = match ty.base {
        BaseType::Integer | BaseType::Number | BaseType::Decimal(_) | BaseType::DaysTimeDuration | BaseType::YearsMonthsDuration => true,
        BaseType::Date | BaseType::Time | BaseType::DateTime => aggregation != Aggregation::Sum,
        BaseType::Text | BaseType::Boolean | BaseType::Any => aggregation == Aggregation::Count,
    };
    base && (!ty.nullable || aggregation == Aggregation::Count)
}
