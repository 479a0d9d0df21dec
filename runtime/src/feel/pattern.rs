//! Regular expressions: of the `regex` crate, in time linear in the text.

use std::string::String;
use std::sync::OnceLock;
use std::vec::Vec;

use regex::{Captures, Regex, RegexBuilder};

/// A pattern and its flags, compiled when it is first used. Generated code has one for each pattern of a table, in a `static`.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    flags: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern with XPath's flags: `s` (a point is any character, line breaks too), `m` (`^` and `$` are of lines), `i` (whatever the
    /// case), `x` (blanks don't count). The compiler has checked both; what is no pattern matches nothing.
    #[must_use]
    pub const fn new(source: &'static str, flags: &'static str) -> Self {
        Self { source, flags, compiled: OnceLock::new() }
    }

    fn compiled(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| {
                RegexBuilder::new(self.source)
                    .dot_matches_new_line(self.flags.contains('s'))
                    .multi_line(self.flags.contains('m'))
                    .case_insensitive(self.flags.contains('i'))
                    .ignore_whitespace(self.flags.contains('x'))
                    .build()
                    .ok()
            })
            .as_ref()
    }
}

/// `matches(text, pattern, flags)`: whether it is found anywhere. O(n).
#[must_use]
pub fn matches(text: &str, pattern: &Pattern) -> bool {
    pattern.compiled().is_some_and(|pattern| pattern.is_match(text))
}

/// `replace(text, pattern, replacement, flags)`: each match, with `$1` for what its first group matched, `$0` for the match, and `\$` and
/// `\\` for these characters. Of more digits behind a `$`, as many count as make the number of a group.
#[must_use]
pub fn replace(text: &str, pattern: &Pattern, replacement: &str) -> String {
    match pattern.compiled() {
        Some(pattern) => pattern.replace_all(text, |found: &Captures<'_>| expanded(replacement, found)).into_owned(),
        None => String::from(text),
    }
}

fn expanded(replacement: &str, found: &Captures<'_>) -> String {
    let mut text = String::new();
    let mut rest = replacement.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.extend(rest.next()),
            '$' => {
                let mut group: Option<usize> = None;
                while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
                    let longer = group.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize);
                    if group.is_some() && longer >= found.len() {
                        break;
                    }
                    group = Some(longer);
                    rest.next();
                }
                match group {
                    Some(group) => text.push_str(found.get(group).map_or("", |group| group.as_str())),
                    None => text.push('$'),
                }
            }
            c => text.push(c),
        }
    }
    text
}

/// `split(text, pattern)`: the parts between matches.
#[must_use]
pub fn split<'t>(text: &'t str, pattern: &Pattern) -> Vec<&'t str> {
    match pattern.compiled() {
        Some(pattern) => pattern.split(text).collect(),
        None => Vec::from([text]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_mean_what_they_mean_in_xpath() {
        let found = |text: &str, source: &'static str, flags: &'static str| matches(text, &Pattern::new(source, flags));
        assert!(found("foobar", "^fo*b", ""));
        assert!(!found("foobar", "^FO*B", ""));
        assert!(found("foobar", "^FO*B", "i"));
        assert!(!found("a\nb", "a.b", "") && found("a\nb", "a.b", "s"));
        assert!(!found("a\nb", "^b", "") && found("a\nb", "^b", "m"));
        assert!(found("ab", "a b", "x"));
        assert!(!found("ab", "a(b", ""));
    }

    #[test]
    fn replacements_name_groups() {
        let replaced = |text: &str, source: &'static str, by: &str| replace(text, &Pattern::new(source, ""), by);
        assert_eq!(replaced("abracadabra", "bra", "*"), "a*cada*");
        assert_eq!(replaced("2026-01-31", r"(\d+)-(\d+)-(\d+)", "$3.$2.$1x"), "31.01.2026x");
        assert_eq!(replaced("ab", "(a)(b)", "$20$12$0$9"), "b0a2ab");
        assert_eq!(replaced("a", "a", r"\$1\\$"), r"$1\$");
        assert_eq!(split("a;b;;", &Pattern::new(";", "")), ["a", "b", "", ""]);
        assert_eq!(split("John Doe", &Pattern::new(r"\s", "")), ["John", "Doe"]);
    }
}
