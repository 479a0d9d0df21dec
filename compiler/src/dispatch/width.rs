//! How many bytes a number takes in generated data.

/// How many bytes hold numbers up to this one.
pub(crate) fn width(most: u32) -> usize {
    match most {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xff_ffff => 3,
        _ => 4,
    }
}

/// How many bytes hold the numbers below `count`, where one whose bits are all set stands for none of them.
pub(crate) fn width_with_none(count: usize) -> usize {
    width(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bits_are_left_to_none() {
        assert_eq!([0, 255, 256, 65_535, 65_536, 1 << 24].map(width), [1, 1, 2, 2, 3, 4]);
        // 255 numbers end in 254, and 255 is none of them.
        assert_eq!([0, 255, 256, 65_535, 65_536, usize::MAX].map(width_with_none), [1, 1, 2, 2, 3, 4]);
    }
}
