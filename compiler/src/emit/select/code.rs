//! Statics that find the class of a text, in the quickest form that a set of texts can have.
//!
//! Nanoseconds a text, of texts drawn at random, measured in one run, for 2 or 3, 8 and 50 texts. Of two letters: `Codes` 0.9, `ShortTexts`
//! 2.9, a generated `match` 6, 12 and 15. Of four to eight: `ShortTexts` 5, 6 and 4, `match` 8, 13 and 20. Of six to sixteen: `MediumTexts`
//! 5, 4 and 4, `match` 6, 12 and 20. Of ten to thirty: `HashedTexts` by the ends 7, by all 17, `match` 8, 14 and 21. A search among sorted
//! texts took 20 to 400. So there is no number of texts for which a `match` is the best; `select` has one where it finds rules by a `match`
//! as a whole.

use crate::dispatch::codes::{code_length, code_table, fixed_text};
use crate::dispatch::perfect_hash::{PerfectHash, hash_of_ends, hash_of_text, hash_of_words, short_text, two_words};
use crate::dispatch::width::width;

use super::bytes;

/// The static `name`, whose `get` gives the number of one of these texts, which ascend, and `None` or `others` for any other. `None` if they
/// have no perfect hash.
pub(super) fn texts(runtime: &str, name: &str, known: &[(&str, u32)], others: u32) -> Option<String> {
    let most = known.iter().map(|(text, _)| text.len()).max()?;
    let (ty, value) = if let Some(length) = code_length(known.iter().map(|(text, _)| *text)) {
        let codes: Vec<(u64, u32)> = known.iter().map(|(text, class)| (fixed_text(text), *class)).collect();
        match table(runtime, &codes, others) {
            Some(table) => (format!("{runtime}::data::Codes<{length}>"), format!("{runtime}::data::Codes::new({table})")),
            None => (
                format!("{runtime}::data::HashedCodes<{length}>"),
                format!("{runtime}::data::HashedCodes::new({})", hashed_keys(runtime, if length <= 4 { 4 } else { 8 }, &codes)?),
            ),
        }
    } else if let Some(codes) = known.iter().map(|(text, class)| Some((short_text(text)?, *class))).collect::<Option<Vec<_>>>() {
        (format!("{runtime}::data::ShortTexts"), format!("{runtime}::data::ShortTexts::new({})", hashed_keys(runtime, 8, &codes)?))
    } else if most <= 16 {
        (format!("{runtime}::data::MediumTexts"), medium_texts(runtime, known)?)
    } else {
        (format!("{runtime}::data::HashedTexts"), hashed_texts(runtime, known, others)?)
    };
    Some(format!("static {name}: {ty} =\n    {value};\n"))
}

/// The parts of a `Codes::new(…)`, if the codes lie close enough to each other.
fn table(runtime: &str, codes: &[(u64, u32)], others: u32) -> Option<String> {
    let (first, last) = (codes.first()?.0, codes.last()?.0);
    let mut numbers = vec![others; code_table(first, last, codes.len())? as usize];
    for (code, class) in codes {
        numbers[(code - first) as usize] = *class;
    }
    let (bias, numbers) = bytes::biased(runtime, &numbers);
    Some(format!("{first}, {bias}, {numbers}"))
}

/// `HashedKeys::new(…)` of keys of so many bytes and their numbers.
pub(super) fn hashed_keys(runtime: &str, key_width: usize, keys: &[(u64, u32)]) -> Option<String> {
    let only_keys: Vec<u64> = keys.iter().map(|(key, _)| *key).collect();
    let hash = PerfectHash::new(&only_keys)?;
    let number_width = width(keys.iter().map(|(_, number)| *number).max().unwrap_or(0));
    // A slot that is free holds a key of another one.
    let entries = hash.key_of_slot(&only_keys).into_iter().flat_map(|key| {
        let (key, number) = keys.get(key.unwrap_or(0)).copied().unwrap_or_default();
        key.to_le_bytes().into_iter().take(key_width).chain(number.to_le_bytes().into_iter().take(number_width))
    });
    let entries: Vec<u8> = entries.collect();
    Some(format!(
        "{runtime}::data::HashedKeys::new({}, {key_width}, {number_width}, {})",
        perfect_hash(runtime, &hash),
        bytes::literal(&entries)
    ))
}

/// `MediumTexts::new(…)`.
fn medium_texts(runtime: &str, known: &[(&str, u32)]) -> Option<String> {
    let words = known.iter().map(|(text, _)| two_words(text)).collect::<Option<Vec<_>>>()?;
    let hashes: Vec<u64> = words.iter().zip(known).map(|(words, (text, _))| hash_of_words(*words, text.len())).collect();
    let hash = PerfectHash::new(&hashes)?;
    let number_width = width(known.iter().map(|(_, number)| *number).max().unwrap_or(0));
    // A slot that is free holds a text of another one.
    let entries = hash.key_of_slot(&hashes).into_iter().map(Option::unwrap_or_default).flat_map(|position| {
        let ((first, last), (text, number)) = (words.get(position).copied().unwrap_or_default(), known.get(position).unwrap_or(&("", 0)));
        let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
        let words = first.to_le_bytes().into_iter().chain(last.to_le_bytes());
        words.chain([length]).chain(number.to_le_bytes().into_iter().take(number_width))
    });
    let entries: Vec<u8> = entries.collect();
    Some(format!("{runtime}::data::MediumTexts::new({}, {number_width}, {})", perfect_hash(runtime, &hash), bytes::literal(&entries)))
}

/// `HashedTexts::new(…)`.
fn hashed_texts(runtime: &str, known: &[(&str, u32)], others: u32) -> Option<String> {
    // Nearly all sets of texts are told apart by their ends, which take the same time whatever lies between them.
    let hashes_by = |hash_of: fn(&str) -> u64| -> Vec<u64> { known.iter().map(|(text, _)| hash_of(text)).collect() };
    let by_ends = PerfectHash::new(&hashes_by(hash_of_ends));
    let hash_of = if by_ends.is_some() { hash_of_ends } else { hash_of_text };
    let hashes = hashes_by(hash_of);
    let is_by_ends = by_ends.is_some();
    let hash = by_ends.or_else(|| PerfectHash::new(&hashes))?;
    let of_empty = hash.slot(hash_of(""));
    let of_slot: Vec<(&str, u32)> = hash
        .key_of_slot(&hashes)
        .into_iter()
        .enumerate()
        .map(|(slot, position)| match position.and_then(|position| known.get(position)) {
            Some(known) => *known,
            // A slot that is free holds a text of another one: none, if it can.
            None if slot != of_empty => ("", others),
            None => (known.first().map_or("", |(text, _)| text), others),
        })
        .collect();
    let text: String = of_slot.iter().map(|(text, _)| *text).collect();
    let ends = bytes::begins(of_slot.iter().map(|(text, _)| text.len()));
    Some(format!(
        "{runtime}::data::HashedTexts::new({}, {is_by_ends}, {text:?}, {}, {})",
        perfect_hash(runtime, &hash),
        bytes::numbers(runtime, ends.into_iter().skip(1)),
        bytes::numbers(runtime, of_slot.iter().map(|(_, number)| *number).collect::<Vec<_>>())
    ))
}

/// `PerfectHash::new(…)`.
pub(super) fn perfect_hash(runtime: &str, hash: &PerfectHash) -> String {
    format!("{runtime}::data::PerfectHash::new({:#x}, {}, {})", hash.seed, hash.slots, bytes::literal(&hash.pilots))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_the_quickest_form_that_they_can() {
        let form = |known: &[&str]| {
            let known: Vec<(&str, u32)> = known.iter().copied().zip(0..).collect();
            texts("m", "X", &known, 99).map(|item| item.split('=').next().unwrap_or_default().trim().to_owned())
        };
        assert_eq!(form(&["AK", "AL", "WY"]).as_deref(), Some("static X: m::data::Codes<2>"));
        assert_eq!(form(&["10001", "99999"]).as_deref(), Some("static X: m::data::HashedCodes<5>"));
        assert_eq!(form(&["", "a", "abcdefgh"]).as_deref(), Some("static X: m::data::ShortTexts"));
        assert_eq!(form(&["abcdefg\u{7}"]).as_deref(), Some("static X: m::data::Codes<8>"));
        assert_eq!(form(&["a", "abcdefg\u{7}"]).as_deref(), Some("static X: m::data::MediumTexts"));
        assert_eq!(form(&["a", "a long text"]).as_deref(), Some("static X: m::data::MediumTexts"));
        assert_eq!(form(&["a", "a text of 17 char"]).as_deref(), Some("static X: m::data::HashedTexts"));
        assert_eq!(form(&[""]).as_deref(), Some("static X: m::data::ShortTexts"));
        assert_eq!(form(&[]), None);
    }
}
