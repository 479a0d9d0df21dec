//! The class of a key: which run of values it lies in, among those that no rule tells apart.

use super::numbers::{Numbers, partition_point};

/// The classes of the segments between ascending keys of 64 bits.
#[derive(Clone, Copy, Debug)]
pub struct Integers {
    starts: &'static [u8],
    classes: Numbers,
}

impl Integers {
    /// The first key of each segment but the lowest, eight bytes each, and the class of each segment.
    #[must_use]
    pub const fn new(starts: &'static [u8], classes: Numbers) -> Self {
        Self { starts, classes }
    }

    /// The class of a key. O(log segments).
    #[must_use]
    pub fn class(&self, key: i64) -> u32 {
        let (starts, _) = self.starts.as_chunks::<8>();
        let segment = partition_point(starts.len(), |at| starts.get(at).is_some_and(|start| i64::from_le_bytes(*start) <= key));
        self.classes.get(segment).unwrap_or(u32::MAX)
    }
}

/// The classes of the segments between ascending keys of 128 bits.
#[derive(Clone, Copy, Debug)]
pub struct WideIntegers {
    starts: &'static [u8],
    classes: Numbers,
}

impl WideIntegers {
    /// The first key of each segment but the lowest, sixteen bytes each, and the class of each segment.
    #[must_use]
    pub const fn new(starts: &'static [u8], classes: Numbers) -> Self {
        Self { starts, classes }
    }

    /// The class of a key. O(log segments).
    #[must_use]
    pub fn class(&self, key: i128) -> u32 {
        let (starts, _) = self.starts.as_chunks::<16>();
        let segment = partition_point(starts.len(), |at| starts.get(at).is_some_and(|start| i128::from_le_bytes(*start) <= key));
        self.classes.get(segment).unwrap_or(u32::MAX)
    }
}
