//! FEEL's three-valued logic: `None` is neither true nor false.

use super::Inexact;

/// `and` of any number of parts, `all(list)`: false if one is, else null if one is, else true.
#[must_use]
pub fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for part in parts {
        match part {
            Some(true) => {}
            Some(false) => return Some(false),
            None => result = None,
        }
    }
    result
}

/// `or` of any number of parts, `any(list)`: true if one is, else null if one is, else false.
#[must_use]
pub fn any(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(false);
    for part in parts {
        match part {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}

/// `first and second`, where computing the second can fail: it isn't computed if the first is false.
///
/// # Errors
/// Those of `second`.
pub fn and(first: Option<bool>, second: impl FnOnce() -> Result<Option<bool>, Inexact>) -> Result<Option<bool>, Inexact> {
    if first == Some(false) { Ok(first) } else { Ok(all([first, second()?])) }
}

/// `first or second`, where computing the second can fail: it isn't computed if the first is true.
///
/// # Errors
/// Those of `second`.
pub fn or(first: Option<bool>, second: impl FnOnce() -> Result<Option<bool>, Inexact>) -> Result<Option<bool>, Inexact> {
    if first == Some(true) { Ok(first) } else { Ok(any([first, second()?])) }
}

/// `string(boolean)`.
#[must_use]
pub fn boolean_to_text(boolean: bool) -> &'static str {
    if boolean { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_neither_true_nor_false() {
        let values = [Some(false), None, Some(true)];
        for a in values {
            for b in values {
                // False, null and true in this order: `and` is the least, `or` the greatest.
                let rank = |value: Option<bool>| values.iter().position(|other| *other == value).unwrap();
                assert_eq!(rank(all([a, b])), rank(a).min(rank(b)), "{a:?} and {b:?}");
                assert_eq!(rank(any([a, b])), rank(a).max(rank(b)), "{a:?} or {b:?}");
                assert_eq!(and(a, || Ok(b)), Ok(all([a, b])), "{a:?} and {b:?}");
                assert_eq!(or(a, || Ok(b)), Ok(any([a, b])), "{a:?} or {b:?}");
            }
        }
        assert_eq!((all([]), any([])), (Some(true), Some(false)));
    }

    #[test]
    fn what_is_settled_is_not_computed() {
        assert_eq!(and(Some(false), || Err(Inexact)), Ok(Some(false)));
        assert_eq!(and(None, || Err(Inexact)), Err(Inexact));
        assert_eq!(or(Some(true), || Err(Inexact)), Ok(Some(true)));
        assert_eq!(or(None, || Err(Inexact)), Err(Inexact));
    }
}
