//! What each code of names, types, hit policies and tests means.

use crate::diagnostic::Explanation;

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[];
