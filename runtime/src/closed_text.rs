//! Texts with a closed list of values.

use core::fmt;

use crate::{Cause, Error, Info};

/// The enum of a `text` with a closed list of values: a generated one, or yours, which derives `matchbook::Domain` for it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no texts that tables could call its variants by",
    note = "derive `matchbook::Domain` for the enum, beside `Clone, Copy, Debug, PartialEq, Eq`; it comes with the feature `macros`"
)]
pub trait ClosedText: Copy + Eq + fmt::Debug + 'static {
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

/// A text as a value of the closed list that `decision` has for its input at `position`, for a decision that requires it.
///
/// # Errors
/// [`Error::Required`] with [`Cause::OutOfDomain`], where the list doesn't have the text.
pub fn narrowed<T: ClosedText>(text: &str, decision: &'static Info, position: usize) -> Result<T, Error> {
    let cause = || decision.inputs.get(position).map_or(Cause::NoRule, |field| Cause::OutOfDomain(field));
    T::from_text(text).ok_or_else(|| Error::Required(decision, cause()))
}
