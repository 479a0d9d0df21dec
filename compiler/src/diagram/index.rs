//! Finding equal items of a growing list: a hash table of positions, which leaves the items where they are.

/// Positions in a list, by the hashes of its items.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Open addressing: positions plus one, zero for a free slot. As many as a power of two, at least half of them free.
    slots: Vec<u32>,
    /// By position.
    hashes: Vec<u64>,
}

impl Index {
    /// The position of an item with this hash that `is_it` accepts.
    pub(crate) fn find(&self, hash: u64, is_it: impl Fn(usize) -> bool) -> Option<usize> {
        let mut slot = self.first_slot(hash)?;
        loop {
            let position = (self.slots[slot] as usize).checked_sub(1)?;
            if self.hashes[position] == hash && is_it(position) {
                return Some(position);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// Takes up the item that was added to the list last.
    pub(crate) fn add(&mut self, hash: u64) {
        self.hashes.push(hash);
        if self.hashes.len() * 2 > self.slots.len() {
            self.slots = vec![0; (self.slots.len() * 2).max(64)];
            (0..self.hashes.len()).for_each(|position| self.place(position));
        } else {
            self.place(self.hashes.len() - 1);
        }
    }

    fn place(&mut self, position: usize) {
        let Some(mut slot) = self.first_slot(self.hashes[position]) else { return };
        while self.slots[slot] != 0 {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        // Items are nodes and states, whose numbers are u32.
        self.slots[slot] = u32::try_from(position + 1).unwrap_or(u32::MAX);
    }

    /// Where to look first; `None` in an empty table.
    fn first_slot(&self, hash: u64) -> Option<usize> {
        let last = self.slots.len().checked_sub(1)?;
        // The lower bits of a product depend on lower bits only, so the upper ones choose.
        usize::try_from(hash >> 32).ok().map(|upper| upper & last)
    }
}

/// The hash of some numbers, the same on every machine: folded products, as in wyhash.
pub(crate) fn hash(seed: u32, numbers: impl Iterator<Item = u32>) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = u64::from(seed) ^ 0xe703_7ed1_a0b4_28db;
    for number in numbers {
        let product = u128::from(hash ^ (u64::from(number) << 17)) * u128::from(FACTOR);
        // Both halves of a product depend on all bits of the lower half together with the upper.
        hash = (product as u64) ^ ((product >> 64) as u64).rotate_left(23);
    }
    hash
}

/// Numbers for different items, in the order in which they are met.
#[derive(Debug)]
pub(crate) struct Numbering<T> {
    /// By number.
    items: Vec<T>,
    index: Index,
}

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Self { items: Vec::new(), index: Index::default() }
    }
}

impl<T: PartialEq> Numbering<T> {
    /// The number of an item with this hash: a new one, unless an equal item was met before.
    pub(crate) fn number(&mut self, hash: u64, item: T) -> u32 {
        let known = self.index.find(hash, |position| self.items.get(position) == Some(&item));
        let number = known.unwrap_or(self.items.len());
        if known.is_none() {
            self.items.push(item);
            self.index.add(hash);
        }
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// The items, by their numbers.
    pub(crate) fn into_items(self) -> Vec<T> {
        self.items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_added_and_nothing_else() {
        let lists: Vec<Vec<u32>> = (0..1_000).map(|n| (0..n % 7).map(|i| n * (i + 1)).collect()).collect();
        let of = |list: &Vec<u32>| hash(list.len() as u32, list.iter().copied());
        let mut known: Vec<Vec<u32>> = Vec::new();
        let mut index = Index::default();
        for list in &lists {
            let found = index.find(of(list), |position| known[position] == *list);
            assert_eq!(found, known.iter().position(|other| other == list));
            if found.is_none() {
                known.push(list.clone());
                index.add(of(list));
            }
        }
        assert!((800..1_000).contains(&known.len()), "{}", known.len());
    }

    #[test]
    fn equal_hashes_are_told_apart() {
        let mut index = Index::default();
        let items: Vec<usize> = (0..300).collect();
        for _ in &items {
            index.add(7);
        }
        for item in &items {
            assert_eq!(index.find(7, |position| items[position] == *item), Some(*item));
        }
        assert_eq!(index.find(7, |_| false), None);
        assert_eq!(index.find(8, |_| true), None);
    }

    #[test]
    fn hashes_of_short_lists_differ() {
        let lists = (0..100).flat_map(|a| (0..100).map(move |b| [a, b]));
        let hashes: std::collections::BTreeSet<u64> = lists.map(|list| hash(0, list.into_iter())).collect();
        assert_eq!(hashes.len(), 10_000);
    }
}
