//! What each code of layout means.

use crate::diagnostic::Explanation;

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[];
