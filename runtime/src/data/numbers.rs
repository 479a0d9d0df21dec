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

    /// The number at a position. The width is known where the numbers are a static, so this is one comparison and one load.
    #[inline]
    #[must_use]
    pub fn get(&self, position: usize) -> Option<u32> {
        match self.width {
            1 => self.bytes.get(position).map(|byte| u32::from(*byte)),
            2 => self.bytes.as_chunks::<2>().0.get(position).map(|bytes| u32::from(u16::from_le_bytes(*bytes))),
            3 => self.bytes.as_chunks::<3>().0.get(position).map(|[a, b, c]| u32::from_le_bytes([*a, *b, *c, 0])),
            4 => self.bytes.as_chunks::<4>().0.get(position).map(|bytes| u32::from_le_bytes(*bytes)),
            _ => None,
        }
    }

    /// How many there are.
    #[inline]
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

    #[inline]
    pub(super) fn at(&self, position: u32) -> Option<u32> {
        self.get(position as usize)
    }
}

/// A number of one to eight bytes, the lowest first.
#[inline]
pub(super) fn little_endian(bytes: &[u8]) -> Option<u64> {
    match *bytes {
        [a] => Some(u64::from(a)),
        [a, b] => Some(u64::from(u16::from_le_bytes([a, b]))),
        [a, b, c] => Some(u64::from(u32::from_le_bytes([a, b, c, 0]))),
        [a, b, c, d] => Some(u64::from(u32::from_le_bytes([a, b, c, d]))),
        [a, b, c, d, e] => Some(u64::from_le_bytes([a, b, c, d, e, 0, 0, 0])),
        [a, b, c, d, e, f] => Some(u64::from_le_bytes([a, b, c, d, e, f, 0, 0])),
        [a, b, c, d, e, f, g] => Some(u64::from_le_bytes([a, b, c, d, e, f, g, 0])),
        [a, b, c, d, e, f, g, h] => Some(u64::from_le_bytes([a, b, c, d, e, f, g, h])),
        _ => None,
    }
}

/// How many of `len` ascending items satisfy `before`, which holds for the first ones and no others. O(log len).
#[inline]
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
