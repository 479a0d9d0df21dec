//! Numbers that look random and are the same everywhere.

/// SplitMix64.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The generator that `MATCHBOOK_SEED` asks for, else always the same one; and its seed, to be printed.
    pub(crate) fn seeded() -> u64 {
        std::env::var("MATCHBOOK_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_121)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    /// Between two numbers, both included.
    pub(crate) fn between(&mut self, low: i128, high: i128) -> i128 {
        let width = high.saturating_sub(low).unsigned_abs().saturating_add(1);
        let wide = (u128::from(self.next()) << 64) | u128::from(self.next());
        low.saturating_add(i128::try_from(wide % width).unwrap_or(0))
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
