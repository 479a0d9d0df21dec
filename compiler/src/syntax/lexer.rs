//! Text of a cell → tokens with byte spans.
//!
//! What people type is folded to its plain form wherever it is syntax: NBSP, smart quotes, dashes, full-width signs. Inside a text only
//! NBSP changes. In a `text` column an item that begins with no sign of a test is one [`Token::Bare`] up to its comma; everything else
//! is lexed as in the other columns.

use std::iter::Peekable;
use std::str::CharIndices;

use super::keywords::begins_negation;

/// Bytes of the cell's text, end excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

impl Span {
    /// From the beginning of one to the end of the other.
    pub(super) fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end.max(self.start) }
    }

    /// The text there.
    pub(super) fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
}

impl Operator {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Equal => "=",
            Self::NotEqual => "!=",
        }
    }
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Operator(Operator),
    /// `=>`, `=<`, `> =`: what was meant.
    MisspeltOperator(Operator),
    /// One of `[ ] ( ) { }`.
    Bracket(char),
    /// `..`
    Range,
    Comma,
    Semicolon,
    /// A run of other signs without blanks, in plain form.
    Word(String),
    /// A quoted text, without its quotes.
    Quoted(String),
    /// A quote that is never closed.
    Unclosed,
    /// An unquoted text of a `text` column, outer blanks removed.
    Bare(String),
}

/// A token and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) span: Span,
}

/// How the columns differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Words need no quotes.
    Text,
    /// A comma between digits is part of the word, to be asked about.
    Numbers,
    /// Everything else.
    Plain,
}

/// The plain form of one character where it is syntax.
pub(super) fn fold(c: char) -> char {
    match c {
        '\u{200B}' | '\u{FEFF}' | '\u{2060}' => ' ',
        _ if c.is_whitespace() => ' ',
        '“' | '”' | '„' | '‟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A text without the blanks around it, NBSP among them, and with NBSP inside as a blank.
pub(crate) fn clean(text: &str) -> String {
    text.trim_matches(|c| fold(c) == ' ').replace('\u{A0}', " ")
}

/// The plain form of a text, each run of blanks one blank.
pub(super) fn plain(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let folded: String = text.chars().map(fold).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is its own plain form, as nearly all are.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ascii = bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ');
    ascii && !text.starts_with(' ') && !text.ends_with(' ') && !bytes.windows(2).any(|pair| pair == b"  ")
}

/// Splits a cell's text into tokens. Linear in the text.
pub(super) fn lex(text: &str, mode: Mode) -> Vec<Lexeme> {
    let mut lexer = Lexer {
        text,
        chars: text.char_indices().peekable(),
        mode,
        lexemes: Vec::new(),
        item_start: true,
        in_interval: false,
        negations: 0,
    };
    while lexer.next() {}
    lexer.lexemes
}

/// The token that a text begins with, and how many bytes it takes; `None` of an empty text.
pub(super) fn first_token(text: &str) -> Option<(Token, usize)> {
    let mut lexer = Lexer {
        text,
        chars: text.char_indices().peekable(),
        mode: Mode::Plain,
        lexemes: Vec::new(),
        item_start: true,
        in_interval: false,
        negations: 0,
    };
    lexer.next();
    lexer.lexemes.pop().map(|lexeme| (lexeme.token, lexeme.span.end))
}

struct Lexer<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    mode: Mode,
    lexemes: Vec<Lexeme>,
    /// Whether an item of a list begins here.
    item_start: bool,
    /// Whether a bracket was opened that isn't that of a `not`.
    in_interval: bool,
    /// How many `not(` are open.
    negations: usize,
}

impl Lexer<'_> {
    fn position(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(at, _)| *at)
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| fold(*c))
    }

    fn push(&mut self, start: usize, token: Token) {
        let end = self.position();
        self.lexemes.push(Lexeme { token, span: Span { start, end } });
    }

    /// Lexes one token; false at the end.
    fn next(&mut self) -> bool {
        while self.peek() == Some(' ') {
            self.chars.next();
        }
        let start = self.position();
        let Some(c) = self.peek() else { return false };
        let item_start = std::mem::replace(&mut self.item_start, false);
        match c {
            '"' => self.quoted(start),
            '<' | '>' | '=' | '≤' | '≥' | '≠' | '⩽' | '⩾' => self.operator(start, c),
            '!' if self.followed_by('=') => self.operator(start, c),
            '[' | ']' | '(' | ')' | '{' | '}' => self.bracket(start, c, item_start),
            ',' => {
                self.chars.next();
                self.item_start = true;
                self.push(start, Token::Comma);
            }
            _ if self.mode == Mode::Text && item_start && !begins_negation(&self.text[start..]) => self.bare(start),
            ';' => {
                self.chars.next();
                self.push(start, Token::Semicolon);
            }
            '…' => {
                self.chars.next();
                self.push(start, Token::Range);
            }
            '.' if self.followed_by('.') => {
                self.chars.next();
                self.chars.next();
                self.push(start, Token::Range);
            }
            _ => self.word(start),
        }
        true
    }

    /// Whether the sign after the next one is this.
    fn followed_by(&mut self, expected: char) -> bool {
        let mut ahead = self.chars.clone();
        ahead.next();
        ahead.next().is_some_and(|(_, c)| fold(c) == expected)
    }

    fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.chars.next();
        }
        found
    }

    fn operator(&mut self, start: usize, first: char) {
        self.chars.next();
        let (operator, misspelt) = match first {
            '≤' | '⩽' => (Operator::LessEqual, false),
            '≥' | '⩾' => (Operator::GreaterEqual, false),
            '≠' => (Operator::NotEqual, false),
            '!' => {
                self.eat('=');
                (Operator::NotEqual, false)
            }
            '<' if self.eat('=') => (Operator::LessEqual, false),
            '<' if self.eat('>') => (Operator::NotEqual, false),
            '<' if self.eat_after_blanks('=') => (Operator::LessEqual, true),
            '<' => (Operator::Less, false),
            '>' if self.eat('=') => (Operator::GreaterEqual, false),
            '>' if self.eat_after_blanks('=') => (Operator::GreaterEqual, true),
            '>' => (Operator::Greater, false),
            _ if self.eat('=') => (Operator::Equal, false),
            _ if self.eat('<') => (Operator::LessEqual, true),
            _ if self.eat('>') => (Operator::GreaterEqual, true),
            _ => (Operator::Equal, false),
        };
        self.push(start, if misspelt { Token::MisspeltOperator(operator) } else { Token::Operator(operator) });
    }

    fn eat_after_blanks(&mut self, expected: char) -> bool {
        let mut ahead = self.chars.clone();
        while ahead.next_if(|(_, c)| fold(*c) == ' ').is_some() {}
        let found = ahead.next().is_some_and(|(_, c)| fold(c) == expected);
        if found {
            self.chars = ahead;
        }
        found
    }

    fn bracket(&mut self, start: usize, c: char, item_start: bool) {
        self.chars.next();
        let negates =
            c == '(' && matches!(self.lexemes.last(), Some(Lexeme { token: Token::Word(word), .. }) if word.eq_ignore_ascii_case("not"));
        if negates {
            self.negations += 1;
            self.item_start = true;
        } else if self.in_interval {
            self.in_interval = false;
        } else if c == ')' && self.negations > 0 {
            self.negations -= 1;
        } else {
            self.in_interval = item_start;
        }
        self.push(start, Token::Bracket(c));
    }

    /// A text in quotes, with FEEL's escapes.
    fn quoted(&mut self, start: usize) {
        self.chars.next();
        let mut content = String::new();
        while let Some((_, c)) = self.chars.next() {
            match c {
                '\\' => self.escape(&mut content),
                _ if fold(c) == '"' => {
                    self.push(start, Token::Quoted(content));
                    return;
                }
                '\u{A0}' => content.push(' '),
                _ => content.push(c),
            }
        }
        self.push(start, Token::Unclosed);
    }

    fn escape(&mut self, content: &mut String) {
        let simple = match self.chars.peek().map(|(_, c)| *c) {
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('\\') => Some('\\'),
            Some(c) if fold(c) == '"' => Some(c),
            Some('u') => {
                let at = self.position() + 1;
                let code = self.text.get(at..at + 4).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
                match code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
                    Some(c) => {
                        self.chars.nth(3);
                        Some(c)
                    }
                    None => None,
                }
            }
            _ => None,
        };
        match simple {
            Some(c) => {
                content.push(c);
                self.chars.next();
            }
            // Any other backslash stands for itself: `C:\data`.
            None => content.push('\\'),
        }
    }

    /// An unquoted text: up to a comma, or the bracket that closes a `not(`.
    fn bare(&mut self, start: usize) {
        let mut open = 0_usize;
        while let Some(&(_, c)) = self.chars.peek() {
            match fold(c) {
                ',' => break,
                ')' if self.negations > 0 && open == 0 => break,
                '(' => open += 1,
                ')' => open = open.saturating_sub(1),
                _ => {}
            }
            self.chars.next();
        }
        let end = self.position();
        let text = self.text[start..end].trim_end_matches(|c| fold(c) == ' ');
        let span = Span { start, end: start + text.len() };
        self.lexemes.push(Lexeme { token: Token::Bare(clean(text)), span });
    }

    fn word(&mut self, start: usize) {
        let mut word = String::new();
        while let Some(c) = self.peek() {
            let ends = match c {
                ' ' | '<' | '>' | '=' | '≤' | '≥' | '≠' | '⩽' | '⩾' | '[' | ']' | '(' | ')' | '{' | '}' | ';' | '"' | '…' => {
                    true
                }
                '!' => self.followed_by('='),
                '.' => self.followed_by('.'),
                ',' => !(self.mode == Mode::Numbers && word.ends_with(|c: char| c.is_ascii_digit()) && self.digit_follows()),
                _ => false,
            };
            if ends {
                break;
            }
            word.push(c);
            self.chars.next();
        }
        self.push(start, Token::Word(word));
    }

    fn digit_follows(&mut self) -> bool {
        let mut ahead = self.chars.clone();
        ahead.next();
        ahead.next().is_some_and(|(_, c)| fold(c).is_ascii_digit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str, mode: Mode) -> Vec<Token> {
        lex(text, mode).into_iter().map(|lexeme| lexeme.token).collect()
    }

    #[test]
    fn typed_signs_are_folded() {
        let word = |text: &str| Token::Word(text.to_owned());
        assert_eq!(tokens("\u{A0}≥ １８", Mode::Numbers), [Token::Operator(Operator::GreaterEqual), word("18")]);
        assert_eq!(
            tokens("[−5…1,000]", Mode::Numbers),
            [Token::Bracket('['), word("-5"), Token::Range, word("1,000"), Token::Bracket(']')]
        );
        assert_eq!(
            tokens("“a”, <> ＂b＂", Mode::Plain),
            [Token::Quoted("a".into()), Token::Comma, Token::Operator(Operator::NotEqual), Token::Quoted("b".into())]
        );
    }

    #[test]
    fn bare_texts_end_at_their_comma_or_the_bracket_of_a_negation() {
        let bare = |text: &str| Token::Bare(text.to_owned());
        let not = || [Token::Word("not".into()), Token::Bracket('(')];
        assert_eq!(tokens(" Weight (kg) , AA+", Mode::Text), [bare("Weight (kg)"), Token::Comma, bare("AA+")]);
        assert_eq!(
            tokens("not(a (b), c), d", Mode::Text),
            [not().as_slice(), &[bare("a (b)"), Token::Comma, bare("c"), Token::Bracket(')'), Token::Comma, bare("d")]].concat()
        );
        assert_eq!(tokens("nothing (yet)", Mode::Text), [bare("nothing (yet)")]);
    }

    #[test]
    fn escapes() {
        assert_eq!(tokens(r#""a\"b\\c\nd\u00A0e\d""#, Mode::Plain), [Token::Quoted("a\"b\\c\nd\u{A0}e\\d".into())]);
        assert_eq!(tokens("\"a", Mode::Plain), [Token::Unclosed]);
    }
}
