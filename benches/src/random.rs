//! Numbers that look random and are the same everywhere.

use matchbook::Decimal;

/// SplitMix64.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator for the subject of this name; each has a sequence of its own.
    pub fn of(name: &str) -> Self {
        Self(name.bytes().fold(20_261_121, |seed: u64, byte| seed.wrapping_mul(31).wrapping_add(u64::from(byte))))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// At least 0 and less than `limit`.
    pub fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.next() % u64::from(limit.max(1))).unwrap_or(0)
    }

    /// At least `low` and less than `high`; `low` where there is nothing between.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.checked_sub(low).and_then(|span| u64::try_from(span).ok()).unwrap_or(0);
        low.saturating_add(i64::try_from(self.next() % span.max(1)).unwrap_or(0))
    }

    /// The positions of so many items, in random order (Fisher and Yates).
    pub fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut positions: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            let other = usize::try_from(self.between(0, i64::try_from(last).unwrap_or(0) + 1)).unwrap_or(0);
            positions.swap(last, other);
        }
        positions
    }

    /// One of the items; there must be one.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(u32::try_from(items.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// A whole number: as often right at one of the `ends` of the table's intervals or beside it as anywhere up to `limit`. One in 256
    /// is below 0.
    pub fn integer(&mut self, ends: &[i64], limit: u32) -> i64 {
        if self.below(256) == 0 {
            return -1;
        }
        if self.below(2) == 0 { self.pick(ends) + i64::from(self.below(3)) - 1 } else { i64::from(self.below(limit)) }
    }

    /// An amount with up to three digits after the point: as often right at one of the `ends` or beside it as anywhere up to `limit`. One
    /// in 256 isn't above 0, and one in 16 has a digit more than the tables' columns.
    pub fn amount(&mut self, ends: &[i64], limit: u32) -> Decimal {
        if self.below(256) == 0 {
            return Decimal::new(-i64::from(self.below(3)), 2);
        }
        let cents = match self.below(2) {
            0 => self.pick(ends) * 100 + i64::from(self.below(3)) - 1,
            _ => i64::from(self.below(limit)) * 100 + i64::from(self.below(100)),
        };
        let cents = cents.max(1);
        match self.below(16) {
            0 => Decimal::new(cents * 10 + i64::from(self.below(10)), 3),
            // As people write whole amounts.
            1 | 2 => Decimal::new(cents / 100 + 1, 0),
            _ => Decimal::new(cents, 2),
        }
    }
}
