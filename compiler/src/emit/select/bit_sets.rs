//! Selection by the rules of each class as bits.

use crate::dispatch::{BitSets, RuleSets};

use super::bytes::number;
use super::cube::used;
use super::{Emitter, bytes};

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the sets.
    pub(super) fn bit_sets(&mut self, form: &BitSets) -> (Vec<usize>, String) {
        let (runtime, name) = (self.names.runtime.clone(), self.fresh("ADMITTED"));
        let words = form.sets.first().map_or(0, |sets| sets.words);
        let (ty, of_sets) = if form.summarized {
            ("SummarizedBitSets", format!("{}, {}, {words}", form.sets.len(), words.div_ceil(64)))
        } else {
            ("BitSets", format!("{}, {words}", form.sets.len()))
        };
        let sets: String =
            form.sets.iter().map(|sets| format!("\n        {},", bytes::literal(&words_of(sets, form.summarized)))).collect();
        // The usual order needs no list.
        let rules = if form.rules.iter().enumerate().all(|(rank, rule)| rank == rule.0) {
            "None".to_owned()
        } else {
            format!("Some({})", bytes::numbers(&runtime, form.rules.iter().map(|rule| number(rule.0)).collect::<Vec<_>>()))
        };
        self.others.push(format!(
            "static {name}: {runtime}::data::{ty}<{of_sets}> = {runtime}::data::{ty}::new(\n    [{sets}\n    ],\n    {rules},\n);\n"
        ));
        let classes = self.classes_of(&form.columns).join(", ");
        let body = self.data_body(&format!("{name}.rules([{classes}])"), &form.promise);
        (used(&form.columns), body)
    }
}

/// The words of each class behind those of its summary.
fn words_of(sets: &RuleSets, summarized: bool) -> Vec<u8> {
    let summary = sets.words.div_ceil(64).max(1);
    let of_class = |(set, summary): (&[u64], &[u64])| {
        let summary = if summarized { summary } else { &[] };
        summary.iter().chain(set).flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>()
    };
    sets.bits.chunks_exact(sets.words.max(1)).zip(sets.summaries.chunks_exact(summary)).flat_map(of_class).collect()
}
