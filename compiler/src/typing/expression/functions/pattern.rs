//! `matches`, `replace` and `split`: patterns are literals, checked here (DMN 1.5, 10.3.4.3; XPath functions, 5.6).

use regex::RegexBuilder;

use super::{Call, Due};
use crate::diagnostic::expression::MeaningProblem;
use crate::model::{Expression, ExpressionBase as B, ExpressionType, Operation, Value};
use crate::syntax::Span;
use crate::syntax::expression::tree::NodeKind;
use crate::typing::expression::conformance::list_of;
use crate::typing::expression::typer::{Reported, Typed, Typer, apply};

/// The most bytes that a compiled pattern takes; `a{1000}{1000}` would take more than a service has.
const SIZE_LIMIT: usize = 1 << 20;
/// The deepest nesting of a pattern.
const NEST_LIMIT: u32 = 50;

/// The flags of XPath, each one of the regex crate under the same letter.
const FLAGS: &str = "ismx";

/// A pattern that can be used.
struct Pattern {
    pattern: String,
    flags: String,
    span: Span,
    matches_empty: bool,
    groups: usize,
}

impl Typer<'_> {
    /// The text of an argument that must be written out.
    fn written(&mut self, call: &Call<'_>, position: usize, why: &'static str) -> Result<(String, Span), Reported> {
        let node = call.node(position)?;
        match &node.kind {
            NodeKind::Text(text) => Ok((text.clone(), node.span)),
            _ => {
                let problem = MeaningProblem::NotALiteral { place: call.place(position), due: "a text in quotes", why };
                Err(self.mistake(node.span, problem))
            }
        }
    }

    /// The pattern at one position with the flags at another.
    fn pattern(&mut self, call: &Call<'_>, position: usize, flags: Option<usize>) -> Result<Pattern, Reported> {
        let why = "a pattern is checked when the table is, so that it can't fail later";
        let (pattern, span) = self.written(call, position, why)?;
        let flags = match flags.filter(|flags| call.given(*flags).is_some()) {
            None => String::new(),
            Some(_) if flags.and_then(|flags| call.given(flags)).is_some_and(|node| node.kind == NodeKind::Null) => String::new(),
            Some(position) => {
                let (flags, span) = self.written(call, position, "flags are part of the pattern, which is checked when the table is")?;
                if let Some(other) = flags.chars().find(|flag| !FLAGS.contains(*flag)) {
                    let why =
                        format!("`{other}` is no flag; they are i (either case), s (`.` is a line break too), m (lines) and x (blanks)");
                    return Err(self.mistake(span, MeaningProblem::BadPattern { why }));
                }
                flags
            }
        };
        let regex = RegexBuilder::new(&pattern)
            .case_insensitive(flags.contains('i'))
            .dot_matches_new_line(flags.contains('s'))
            .multi_line(flags.contains('m'))
            .ignore_whitespace(flags.contains('x'))
            .size_limit(SIZE_LIMIT)
            .nest_limit(NEST_LIMIT)
            .build();
        match regex {
            Ok(regex) => {
                let (matches_empty, groups) = (regex.is_match(""), regex.captures_len() - 1);
                Ok(Pattern { pattern, flags, span, matches_empty, groups })
            }
            Err(error) => {
                let why = match error {
                    regex::Error::CompiledTooBig(_) => "the pattern takes too much room; its counts multiply".to_owned(),
                    other => other.to_string().lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned(),
                };
                Err(self.mistake(span, MeaningProblem::BadPattern { why }))
            }
        }
    }

    /// Refuses a pattern that finds the empty text.
    fn finds_something(&mut self, pattern: &Pattern) -> Result<(), Reported> {
        if !pattern.matches_empty {
            return Ok(());
        }
        let why = "the pattern finds the empty text, between any two characters".to_owned();
        Err(self.mistake(pattern.span, MeaningProblem::BadPattern { why }))
    }

    pub(super) fn matches(&mut self, call: &Call<'_>) -> Typed {
        let input = self.required(call, 0).and_then(|term| self.must_be(Due::Text, term, &call.place(0)));
        let pattern = self.pattern(call, 1, Some(2))?;
        self.lift(call.span, vec![input?], |_, mut operands| {
            operands.extend(texts([pattern.pattern, pattern.flags]));
            Ok(apply(Operation::Matches, operands, B::Boolean).into())
        })
    }

    pub(super) fn replace(&mut self, call: &Call<'_>) -> Typed {
        let input = self.required(call, 0).and_then(|term| self.must_be(Due::Text, term, &call.place(0)));
        let pattern = self.pattern(call, 1, Some(3))?;
        self.finds_something(&pattern)?;
        let why = "what stands for a group in it is checked when the table is";
        let (replacement, span) = self.written(call, 2, why)?;
        if let Some(why) = bad_replacement(&replacement, pattern.groups) {
            return Err(self.mistake(span, MeaningProblem::BadPattern { why }));
        }
        self.lift(call.span, vec![input?], |_, mut operands| {
            operands.extend(texts([pattern.pattern, replacement, pattern.flags]));
            Ok(apply(Operation::Replace, operands, B::Text).into())
        })
    }

    pub(super) fn split(&mut self, call: &Call<'_>) -> Typed {
        let input = self.required(call, 0).and_then(|term| self.must_be(Due::Text, term, &call.place(0)));
        let pattern = self.pattern(call, 1, None)?;
        self.finds_something(&pattern)?;
        self.lift(call.span, vec![input?], |_, mut operands| {
            operands.extend(texts([pattern.pattern]));
            Ok(apply(Operation::Split, operands, list_of(ExpressionType::of(B::Text)).base).into())
        })
    }
}

fn texts<const N: usize>(texts: [String; N]) -> [Expression; N] {
    texts.map(|text| Expression::literal(Value::Text(text)))
}

/// Why a replacement can't be used: in it `$` and a digit is a group, `\$` and `\\` are the signs.
fn bad_replacement(replacement: &str, groups: usize) -> Option<String> {
    let mut characters = replacement.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('\\' | '$') => {}
                _ => return Some("in a replacement, `\\` stands before `\\` or `$` only".to_owned()),
            },
            '$' => match characters.next().and_then(|digit| digit.to_digit(10)) {
                Some(group) if usize::try_from(group).is_ok_and(|group| group <= groups) => {}
                Some(group) => return Some(format!("the pattern has {groups} groups, so there is no `${group}`")),
                None => return Some("in a replacement, `$` stands before the digits of a group only; the sign itself is `\\$`".to_owned()),
            },
            _ => {}
        }
    }
    None
}
