//! Texts with a closed list of values.

/// The enum of a `text` with a closed list of values.
pub trait ClosedText: Copy + Eq + 'static {
    /// Each text with its variant, in the order of the list.
    const VALUES: &'static [(&'static str, Self)];

    /// The variant of a text; `None` for one that isn't in the list. O(n).
    fn from_text(text: &str) -> Option<Self> {
        Self::VALUES.iter().find(|(value, _)| *value == text).map(|(_, variant)| *variant)
    }

    /// The text of the variant. O(n).
    fn text(self) -> &'static str {
        Self::VALUES.iter().find(|(_, variant)| *variant == self).map_or("", |(value, _)| value)
    }
}
