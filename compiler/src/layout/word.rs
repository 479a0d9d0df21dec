//! The words that layout knows, and what a misspelt one was probably meant to be.

use super::block::{ColumnRow, OptionWord};
use super::extent::Kind;
use crate::model::HitPolicy;

/// The hit policy with this folded, lower-case letter or word.
pub(super) fn hit_policy(word: &str) -> Option<HitPolicy> {
    HitPolicy::ALL.into_iter().find(|policy| policy.word() == word || policy.letter().to_lowercase() == word)
}

/// The word of the gutter that this folded, lower-case word is: a rule can't have it as its id.
pub(super) fn of_gutter(word: &str) -> Option<&'static str> {
    Kind::of(word)
        .map(Kind::word)
        .or_else(|| OptionWord::of(word).map(OptionWord::word))
        .or_else(|| ColumnRow::of(word).map(ColumnRow::word))
        .or_else(|| (word == "else").then_some("else"))
}

/// Whether a test block's label is that of an expectation.
pub(super) fn is_expectation(label: &str) -> bool {
    label.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("expect "))
}

/// The candidate that a word was probably meant to be: the nearest by edit distance in lower case, the first of equally near ones. A third
/// of its letters may differ, at least one. Words beyond 100 characters are nobody's misspelling.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(word, candidates).first().copied()
}

/// All candidates that [`did_you_mean`] could give: the equally near ones, in their order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut best: Vec<&str> = Vec::new();
    if word.chars().count() > 100 {
        return best;
    }
    let word = word.to_lowercase();
    let mut least = usize::MAX;
    for candidate in candidates {
        let length = candidate.chars().count();
        let allowed = (length / 3).max(1);
        if length > 100 {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&word, &candidate.to_lowercase());
        if distance <= allowed && distance < length && distance <= least {
            if distance < least {
                best.clear();
            }
            least = distance;
            best.push(candidate);
        }
    }
    best
}
