//! Unsigned numbers in a byte string.

/// Unsigned numbers of one to four bytes each.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    width: usize,
    bytes: &'static [u8],
}

impl Numbers {
    /// Numbers of `width` bytes, 1 to 4.
    #[must_use]
    pub const fn new(width: usize, bytes: &'static [u8]) -> Self {
        Self { width, bytes }
    }

    /// The number at a position.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<u32> {
        let first = position.checked_mul(self.width)?;
        let bytes = self.bytes.get(first..first.checked_add(self.width)?)?;
        match *bytes {
            [a] => Some(u32::from(a)),
            [a, b] => Some(u32::from(u16::from_le_bytes([a, b]))),
            [a, b, c] => Some(u32::from_le_bytes([a, b, c, 0])),
            [a, b, c, d] => Some(u32::from_le_bytes([a, b, c, d])),
            _ => None,
        }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.bytes.len().checked_div(self.width) {
            Some(len) => len,
            None => 0,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn at(&self, position: u32) -> Option<u32> {
        self.get(position as usize)
    }
}

/// How many of `len` ascending items satisfy `before`, which holds for the first ones and no others. O(log len).
pub(super) fn partition_point(len: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0_usize, len);
    while low < high {
        let middle = low.midpoint(high);
        if before(middle) {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    low
}
