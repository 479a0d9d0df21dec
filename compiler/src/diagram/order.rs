//! The order in which dimensions are asked; argued for in the [module's](super) documentation.

use crate::region::RuleMatrix;

/// The dimensions, first asked first.
pub(super) fn dimension_order(matrix: &RuleMatrix) -> Vec<usize> {
    let mut scored: Vec<(u64, usize)> = (0..matrix.dimensions.len()).map(|dimension| (share(matrix, dimension), dimension)).collect();
    scored.sort_unstable();
    scored.into_iter().map(|(_, dimension)| dimension).collect()
}

/// The share of all rules, in millionths, that survive a test of the dimension, on average over the runs that it tells apart.
fn share(matrix: &RuleMatrix, dimension: usize) -> u64 {
    let size = matrix.dimensions[dimension].size();
    let mut starts: Vec<u32> = vec![0];
    for rule in &matrix.rules {
        for (first, end) in rule.sets[dimension].ranges() {
            starts.push(*first);
            starts.push(*end);
        }
    }
    starts.sort_unstable();
    starts.dedup();
    starts.retain(|start| *start < size || *start == 0);
    let runs = starts.len() as u64;
    let covered: u64 = matrix
        .rules
        .iter()
        .flat_map(|rule| rule.sets[dimension].ranges())
        .map(|(first, end)| (starts.partition_point(|start| start < end) - starts.partition_point(|start| start < first)) as u64)
        .sum();
    covered.saturating_mul(1_000_000) / runs / (matrix.rules.len() as u64).max(1)
}
