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

/// Integers of a column, each as its distance from the least in so many bytes.
#[derive(Clone, Copy, Debug)]
pub struct Distances<T> {
    least: T,
    width: usize,
    bytes: &'static [u8],
}

impl<T> Distances<T> {
    /// The least integer, and the distance of each from it in `width` bytes: 1 to 8, or 16 for an `i128`.
    #[must_use]
    pub const fn new(least: T, width: usize, bytes: &'static [u8]) -> Self {
        Self { least, width, bytes }
    }
}

impl Distances<i64> {
    /// The integer at a position.
    #[inline]
    #[must_use]
    pub fn get(&self, position: usize) -> Option<i64> {
        let first = position.checked_mul(self.width)?;
        let distance = little_endian(self.bytes.get(first..first.checked_add(self.width)?)?)?;
        Some(self.least.wrapping_add(distance.cast_signed()))
    }
}

impl Distances<i128> {
    /// The integer at a position.
    #[inline]
    #[must_use]
    pub fn get(&self, position: usize) -> Option<i128> {
        let first = position.checked_mul(self.width)?;
        let bytes = self.bytes.get(first..first.checked_add(self.width)?)?;
        let distance = match <[u8; 16]>::try_from(bytes) {
            Ok(bytes) => i128::from_le_bytes(bytes),
            Err(_) => little_endian(bytes)?.into(),
        };
        Some(self.least.wrapping_add(distance))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_lie_at_their_distance_from_the_least() {
        for width in 1..=8 {
            let bytes: Vec<u8> = [0_u64, 1, 255].iter().flat_map(|distance| distance.to_le_bytes().into_iter().take(width)).collect();
            let (short, wide) = (Distances::new(-100_i64, width, bytes.clone().leak()), Distances::new(-100_i128, width, bytes.leak()));
            assert_eq!([0, 1, 2, 3, usize::MAX].map(|at| short.get(at)), [Some(-100), Some(-99), Some(155), None, None]);
            assert_eq!([0, 1, 2, 3, usize::MAX].map(|at| wide.get(at)), [Some(-100), Some(-99), Some(155), None, None]);
        }
        assert_eq!(Distances::new(i64::MIN, 8, b"\xff\xff\xff\xff\xff\xff\xff\xff").get(0), Some(i64::MAX));
        let all = Distances::new(i128::MIN, 16, &[0xff; 16]);
        assert_eq!([all.get(0), all.get(1)], [Some(i128::MAX), None]);
        assert_eq!([Distances::new(0_i64, 0, b"").get(0), Distances::new(0_i64, 9, &[0; 9]).get(0)], [None; 2]);
    }
}
