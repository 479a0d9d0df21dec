//! Selection by a perfect hash of combinations of classes.

use crate::dispatch::Hashed;

use super::cells::Cells;
use super::cube::used;
use super::{Emitter, bytes};

impl Emitter<'_> {
    /// The inputs that are used and the body of `select`; pushes the slots.
    pub(super) fn hash(&mut self, form: &Hashed) -> (Vec<usize>, String) {
        let (runtime, name) = (self.names.runtime.clone(), self.fresh("COMBINATIONS"));
        let cells = Cells::new(&form.outcomes, self.table);
        let counts: Vec<String> = form.columns.iter().map(|column| column.classes.count.to_string()).collect();
        let most = form.slots.iter().flatten().map(|(key, _)| *key).max().unwrap_or(0);
        let key_width = if most <= u32::MAX.into() { 4 } else { 8 };
        let codes = cells.bytes(&form.slots.iter().map(|slot| slot.map_or(u32::MAX, |(_, outcome)| outcome)).collect::<Vec<_>>());
        // A free slot holds a key of another one, so that no key is found there; it has no rule besides.
        let elsewhere = |at: usize| {
            let mut others = form.slots.iter().flatten().map(|(key, _)| *key);
            others.find(|key| form.hash.slot(*key) != at).unwrap_or(0)
        };
        let mut entries: Vec<u8> = Vec::with_capacity(form.slots.len() * (key_width + cells.width));
        for ((at, slot), code) in form.slots.iter().enumerate().zip(codes.chunks(cells.width)) {
            let key = slot.map_or_else(|| elsewhere(at), |(key, _)| key);
            entries.extend(key.to_le_bytes().into_iter().take(key_width));
            entries.extend(code);
        }
        self.others.push(format!(
            "static {name}: {runtime}::data::Combinations<{}, {key_width}, {}> = {runtime}::data::Combinations::new(\n    [{}],\n    \
             {runtime}::data::PerfectHash::new({:#x}, {}, {}),\n    {},\n);\n",
            form.columns.len(),
            cells.width,
            counts.join(", "),
            form.hash.seed,
            form.hash.slots,
            bytes::literal(&form.hash.pilots),
            bytes::literal(&entries)
        ));
        let classes = format!("[{}]", self.classes_of(&form.columns).join(", "));
        let body = self.of_cell(&cells, &name, &classes, false);
        (used(&form.columns), body)
    }
}
