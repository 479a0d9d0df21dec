//! Words and signs that mean something where an operator or the end of a part is due.

use super::lexer::{Lexer, Token};
use super::parser::Infix;
use super::tree::{ArithmeticOperator as A, ComparisonOperator as C};

/// Words that end a row of words: they join or end parts of an expression.
const JOINING: [&str; 8] = ["and", "or", "between", "in", "then", "else", "return", "satisfies"];
/// Words that are never a name.
const RESERVED: [&str; 14] =
    ["and", "or", "between", "in", "then", "else", "return", "satisfies", "if", "for", "some", "every", "null", "true"];
/// Functions whose names hold words that join.
const JOINED_FUNCTIONS: [&str; 3] = ["years and months duration", "days and time duration", "date and time"];

/// Whether a whole name is a word of the language.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name) || name == "false"
}

/// The function with `and` in its name that the text calls, and the length of its name there.
pub(super) fn joined_function(lexer: &Lexer<'_>) -> Option<(&'static str, usize)> {
    let rest = lexer.rest();
    JOINED_FUNCTIONS.iter().find_map(|name| {
        let length = words_length(rest, name)?;
        let behind = rest.get(length..)?.chars().map(crate::syntax::lexer::fold).find(|c| *c != ' ');
        (behind == Some('(')).then_some((*name, length))
    })
}

/// The length of these words, with any blanks between them, at the beginning of a text.
pub(super) fn words_length(text: &str, words: &str) -> Option<usize> {
    let blank = |c: char| crate::syntax::lexer::fold(c) == ' ';
    let mut rest = text;
    for (position, word) in words.split(' ').enumerate() {
        let trimmed = rest.trim_start_matches(blank);
        if position > 0 && trimmed.len() == rest.len() {
            return None;
        }
        rest = trimmed.strip_prefix(word)?;
    }
    let inside = rest.chars().next().is_some_and(|c| super::names::is_word(crate::syntax::lexer::fold(c)));
    (!inside).then_some(text.len() - rest.len())
}

/// What the next token is as an operator; and if it isn't written so in FEEL, how it is.
pub(super) fn infix(lexer: &Lexer<'_>) -> Option<(Infix, Option<&'static [&'static str]>)> {
    Some(match &lexer.next().token {
        Token::Sign('+') => (Infix::Arithmetic(A::Add), None),
        Token::Sign('-') => (Infix::Arithmetic(A::Subtract), None),
        Token::Sign('*') => (Infix::Arithmetic(A::Multiply), None),
        Token::Sign('/') => (Infix::Arithmetic(A::Divide), None),
        Token::Power => (Infix::Arithmetic(A::Power), None),
        Token::Compare(operator) => (Infix::Compare(*operator), None),
        Token::Misspelt(operator) => (Infix::Compare(*operator), Some(sign_of(*operator))),
        Token::Foreign("&&") => (Infix::And, Some(&["and"])),
        Token::Foreign("||" | "|") => (Infix::Or, Some(&["or"])),
        Token::Foreign("&") => (Infix::Arithmetic(A::Add), Some(&["+", "and"])),
        Token::Foreign("^") => (Infix::Arithmetic(A::Power), Some(&["**"])),
        Token::Foreign("×") => (Infix::Arithmetic(A::Multiply), Some(&["*"])),
        Token::Foreign("÷") => (Infix::Arithmetic(A::Divide), Some(&["/"])),
        Token::Foreign("%") => (Infix::Function("modulo"), None),
        Token::Word(word) => return infix_word(word, lexer),
        _ => return None,
    })
}

fn sign_of(operator: C) -> &'static [&'static str] {
    match operator {
        C::Equal => &["="],
        C::NotEqual => &["!="],
        C::Less => &["<"],
        C::LessEqual => &["<="],
        C::Greater => &[">"],
        C::GreaterEqual => &[">="],
    }
}

fn infix_word(word: &str, lexer: &Lexer<'_>) -> Option<(Infix, Option<&'static [&'static str]>)> {
    let second = || match lexer.second().token {
        Token::Word(word) => word,
        _ => String::new(),
    };
    Some(match word {
        "or" => (Infix::Or, None),
        "and" => (Infix::And, None),
        "between" => (Infix::Between, None),
        "in" => (Infix::In, None),
        "instance" if second() == "of" => (Infix::InstanceOf, None),
        "OR" | "Or" => (Infix::Or, Some(&["or"])),
        "AND" | "And" => (Infix::And, Some(&["and"])),
        "BETWEEN" | "Between" => (Infix::Between, Some(&["between"])),
        "IN" | "In" => (Infix::In, Some(&["in"])),
        "is" if second() == "not" => (Infix::Compare(C::NotEqual), Some(&["!="])),
        "is" | "equals" => (Infix::Compare(C::Equal), Some(&["="])),
        "mod" | "MOD" => (Infix::Function("modulo"), None),
        "contains" => (Infix::Function("contains"), None),
        "matches" => (Infix::Function("matches"), None),
        "starts" if second() == "with" => (Infix::Function("starts with"), None),
        "ends" if second() == "with" => (Infix::Function("ends with"), None),
        _ => return None,
    })
}

/// Whether a word goes on the row of words before it, which may be one unknown name. A word such as `is` ends the row if that is a name in
/// scope, or if a value follows.
pub(super) fn goes_on(lexer: &Lexer<'_>, after_a_name: bool) -> bool {
    let word = match &lexer.next().token {
        Token::Word(word) => word.as_str(),
        Token::Number(_) | Token::NoNumber(_) => return lexer.rest().starts_with(|c: char| c.is_ascii_digit()),
        _ => return false,
    };
    if JOINING.contains(&word) || JOINING.iter().any(|joining| joining.to_uppercase() == word) {
        return false;
    }
    match infix_word(word, lexer) {
        None => true,
        Some((Infix::InstanceOf, _)) => false,
        Some(_) => !after_a_name && !value_follows(lexer),
    }
}

/// Whether a literal or a bracket stands behind the next word or two.
fn value_follows(lexer: &Lexer<'_>) -> bool {
    let is_value = |token: &Token| match token {
        Token::Text(_) | Token::Number(_) | Token::Apostrophes(_) | Token::Sign('@' | '?') => true,
        Token::Word(word) => matches!(word.as_str(), "null" | "true" | "false"),
        _ => false,
    };
    let second = lexer.second();
    if is_value(&second.token) {
        return true;
    }
    let two_words = matches!(&second.token, Token::Word(word) if matches!(word.as_str(), "not" | "with"));
    two_words && {
        let mut ahead = Lexer::new(lexer.text());
        ahead.go_to(second.span.end);
        is_value(&ahead.next().token)
    }
}

/// Whether a word joins or ends parts of an expression.
pub(super) fn is_joining(word: &str) -> bool {
    JOINING.contains(&word)
}
