//! What each code of cell text means.

use crate::diagnostic::Explanation;

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[];
