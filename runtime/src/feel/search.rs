//! Where a text holds another: two-way string matching (Crochemore and Perrin 1991), in linear time and without allocation.
//!
//! The library's own search does the same and checks bounds by panicking, which decisions never do.

use core::cmp::Ordering;

/// Where `part` first begins in `text`, in bytes. O(text + part).
pub(super) fn find(text: &str, part: &str) -> Option<usize> {
    // Equal UTF-8 begins at characters only.
    find_bytes(text.as_bytes(), part.as_bytes())
}

fn find_bytes(text: &[u8], part: &[u8]) -> Option<usize> {
    let (first, period) = maximal_suffix(part, Ordering::Less);
    let (second, other_period) = maximal_suffix(part, Ordering::Greater);
    // A critical factorization: what stands before `critical` repeats with no shorter period than all of it.
    let (critical, period) = if first > second { (first, period) } else { (second, other_period) };
    let head = part.get(..critical)?;
    // Where the head doesn't repeat after a period, the parts' lengths bound the period from below, and nothing of a match is known after
    // a shift.
    let repeats = part.get(period..period.wrapping_add(critical)).is_some_and(|again| again == head);
    let period = if repeats { period } else { critical.max(part.len().wrapping_sub(critical)).wrapping_add(1) };
    let (mut at, mut known) = (0_usize, 0_usize);
    while let Some(window) = text.get(at..at.wrapping_add(part.len())) {
        let from = critical.max(known);
        let differs = |(a, b): (&u8, &u8)| a != b;
        let mismatch = part.get(from..)?.iter().zip(window.get(from..)?).position(differs);
        if let Some(place) = mismatch {
            at = at.wrapping_add(from).wrapping_add(place).wrapping_sub(critical).wrapping_add(1);
            known = 0;
        } else if known >= critical || part.get(known..critical)? == window.get(known..critical)? {
            return Some(at);
        } else {
            at = at.wrapping_add(period);
            known = if repeats { part.len().wrapping_sub(period) } else { 0 };
        }
    }
    None
}

/// Where the suffix begins that is the greatest of all by the order in which `smaller` says "before", and its period.
fn maximal_suffix(part: &[u8], smaller: Ordering) -> (usize, usize) {
    let (mut left, mut right, mut offset, mut period) = (0_usize, 1_usize, 0_usize, 1_usize);
    while let (Some(a), Some(b)) = (part.get(right.wrapping_add(offset)), part.get(left.wrapping_add(offset))) {
        match a.cmp(b) {
            Ordering::Equal if offset.wrapping_add(1) == period => {
                right = right.wrapping_add(period);
                offset = 0;
            }
            Ordering::Equal => offset = offset.wrapping_add(1),
            order if order == smaller => {
                right = right.wrapping_add(offset).wrapping_add(1);
                offset = 0;
                period = right.wrapping_sub(left);
            }
            _ => {
                left = right;
                right = right.wrapping_add(1);
                offset = 0;
                period = 1;
            }
        }
    }
    (left, period)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_what_the_library_finds() {
        // All words of up to 9 and 5 letters of two: every shape of period and factorization.
        let word = |bits: u32, length: u32| -> String { (0..length).map(|at| if bits >> at & 1 == 1 { 'b' } else { 'a' }).collect() };
        for (length, bits) in (0..=9).flat_map(|length| (0..1_u32 << length).map(move |bits| (length, bits))) {
            let text = word(bits, length);
            for (length, bits) in (0..=5).flat_map(|length| (0..1_u32 << length).map(move |bits| (length, bits))) {
                let part = word(bits, length);
                assert_eq!(find(&text, &part), text.find(&part), "{part:?} in {text:?}");
            }
        }
        for (text, part) in
            [("añb😀c", "😀"), ("añb😀c", "ñb"), ("añb", "c"), ("aaaaaaaaaaaaaaaaaaab", "aaaab"), ("abcabcabcabd", "abcabd")]
        {
            assert_eq!(find(text, part), text.find(part), "{part:?} in {text:?}");
        }
    }

    #[test]
    fn adversarial_texts_take_linear_time() {
        let (text, part) = ("a".repeat(2_000_000), "a".repeat(999_999) + "b");
        assert_eq!(find(&text, &part), None);
        let part = "b".to_owned() + &"a".repeat(999_999);
        assert_eq!(find(&text, &part), None);
    }
}
