//! Functions of texts. They count code points.

use alloc::string::String;

use rust_decimal::Decimal;

use super::list::index;
use super::number::{counted, whole};
use super::search::find;

/// `a + b + …`
#[must_use]
pub fn concat(parts: &[&str]) -> String {
    // `[str]::concat` panics where the length overflows, which no list of lent texts reaches; saturated, it is a guess of the capacity.
    let mut text = String::with_capacity(parts.iter().fold(0_usize, |length, part| length.saturating_add(part.len())));
    parts.iter().for_each(|part| text.push_str(part));
    text
}

/// `substring(text, start)`: from a position, 1 the first character, -1 the last; `None` where it is zero or beyond the text.
#[must_use]
pub fn substring(text: &str, start: Decimal) -> Option<&str> {
    let start = index(start, text.chars().count())?;
    text.get(offset(text, start)..)
}

/// `substring(text, start, length)`; `None` too where the length is less than 1.
#[must_use]
pub fn substring_of(text: &str, start: Decimal, length: Decimal) -> Option<&str> {
    let rest = substring(text, start)?;
    let length = usize::try_from(whole(length)).ok().filter(|length| *length > 0)?;
    rest.get(..offset(rest, length))
}

/// Where the character of this index begins.
fn offset(text: &str, index: usize) -> usize {
    text.char_indices().nth(index).map_or(text.len(), |(offset, _)| offset)
}

/// `string length(text)`.
#[must_use]
pub fn string_length(text: &str) -> Decimal {
    counted(text.chars().count())
}

/// `upper case(text)`.
#[must_use]
pub fn upper_case(text: &str) -> String {
    text.to_uppercase()
}

/// `lower case(text)`.
#[must_use]
pub fn lower_case(text: &str) -> String {
    text.to_lowercase()
}

/// `substring before(text, part)`; empty without a match.
#[must_use]
pub fn substring_before<'t>(text: &'t str, part: &str) -> &'t str {
    find(text, part).and_then(|at| text.get(..at)).unwrap_or("")
}

/// `substring after(text, part)`; empty without a match.
#[must_use]
pub fn substring_after<'t>(text: &'t str, part: &str) -> &'t str {
    find(text, part).and_then(|at| text.get(at.checked_add(part.len())?..)).unwrap_or("")
}

/// `contains(text, part)`.
#[must_use]
pub fn contains(text: &str, part: &str) -> bool {
    find(text, part).is_some()
}

/// `starts with(text, part)`.
#[must_use]
pub fn starts_with(text: &str, part: &str) -> bool {
    text.starts_with(part)
}

/// `ends with(text, part)`.
#[must_use]
pub fn ends_with(text: &str, part: &str) -> bool {
    text.ends_with(part)
}

/// `string join(list, separator)`: nulls are left out.
#[must_use]
pub fn string_join<T: AsRef<str>>(list: &[Option<T>], separator: &str) -> String {
    let mut text = String::new();
    for (position, part) in list.iter().flatten().enumerate() {
        if position > 0 {
            text.push_str(separator);
        }
        text.push_str(part.as_ref());
    }
    text
}

/// The text in the form that `ignoring case` compares: the lower case of its upper case.
#[must_use]
pub fn fold_case(text: &str) -> String {
    text.to_lowercase().to_uppercase().to_lowercase()
}

/// Whether the text is an email address of the plain form, in ASCII: a local part of 1 to 64 characters, `@`, and a domain of at most 255.
/// The local part is RFC 5322's dot-atom: letters, digits and ``!#$%&'*+-/=?^_`{|}~`` in runs with single points between. The domain is two
/// or more labels with points between, each of 1 to 63 letters, digits and inner hyphens; the last has a letter in it.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let atom =
        |run: &str| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte));
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    local.len() <= 64
        && domain.len() <= 255
        && local.split('.').all(atom)
        && domain.split('.').all(label)
        && domain.rsplit_once('.').is_some_and(|(_, last)| last.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_either_end() {
        let part = |start: i64, length: Option<i64>| match length {
            None => substring("añb😀c", Decimal::from(start)),
            Some(length) => substring_of("añb😀c", Decimal::from(start), Decimal::from(length)),
        };
        assert_eq!(part(1, None), Some("añb😀c"));
        assert_eq!(part(3, None), Some("b😀c"));
        assert_eq!(part(-2, None), Some("😀c"));
        assert_eq!(part(-5, Some(2)), Some("añ"));
        assert_eq!(part(4, Some(9)), Some("😀c"));
        for (start, length) in [(0, None), (6, None), (-6, None), (1, Some(0)), (1, Some(-1)), (i64::MIN, None), (i64::MAX, Some(1))] {
            assert_eq!(part(start, length), None, "{start} {length:?}");
        }
        assert_eq!(substring_of("foobar", crate::decimal!(3), crate::decimal!(3.8)), Some("oba"));
        assert_eq!(substring("", Decimal::ONE), None);
        assert_eq!(string_length("añb😀c"), Decimal::from(5));
    }

    #[test]
    fn parts_are_found_or_empty() {
        assert_eq!((substring_before("foobar", "bar"), substring_after("foobar", "ob")), ("foo", "ar"));
        assert_eq!((substring_before("foobar", "x"), substring_after("foobar", "x")), ("", ""));
        assert_eq!((substring_before("foobar", ""), substring_after("foobar", "")), ("", "foobar"));
        assert_eq!(string_join(&[Some("a"), None, Some("b")], "-"), "a-b");
        assert_eq!(string_join::<&str>(&[], "-"), "");
    }

    #[test]
    fn case_folds_as_unicode_has_it() {
        assert_eq!(fold_case("STRASSE"), fold_case("Straße"));
        assert_eq!(fold_case("STRAẞE"), fold_case("straße"));
        assert_eq!(fold_case("ΟΔΟΣ"), fold_case("οδος"));
        assert_eq!(upper_case("ﬀ"), "FF");
    }

    #[test]
    fn addresses_are_of_the_plain_form() {
        for text in ["a@b.c", "first.last+tag@example.com", "a@b-c.1d"] {
            assert!(is_email(text), "{text}");
        }
        for text in [
            "", "@", "a@", "@b.c", "a@b", "a@b.1", "a@b@c.d", "a b@c.d", "a..b@c.d", ".a@c.d", "a@-b.c", "a@b-.c", "a@b..c", "ä@b.c",
            "a@b.c ",
        ] {
            assert!(!is_email(text), "{text}");
        }
        assert!(is_email(&format!("a@{}.c", "b".repeat(63))) && !is_email(&format!("a@{}.c", "b".repeat(64))));
        assert!(is_email(&format!("{}@b.c", "a".repeat(64))) && !is_email(&format!("{}@b.c", "a".repeat(65))));
    }
}
