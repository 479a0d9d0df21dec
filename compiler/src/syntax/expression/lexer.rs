//! An expression's text → tokens with byte spans, one at a time: where an operand begins, the parser first looks for a name in scope, whose
//! characters may be anything, and goes on behind it.
//!
//! Signs and digits are read in plain form, as in other cells; inside a text only NBSP changes.

use super::names::is_word;
use super::tree::ComparisonOperator;
use crate::model::Number;
use crate::syntax::Span;
use crate::syntax::lexer::fold;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// The end of the text.
    End,
    /// Letters, digits and underscores, in plain form; it begins with no digit.
    Word(String),
    /// A number, `%` included.
    Number(Number),
    /// Digits that are no number: why.
    NoNumber(NoNumber),
    /// A text in double quotes, its escapes resolved.
    Text(String),
    /// `=`, `<` and so on.
    Compare(ComparisonOperator),
    /// `=<`, `=>`, `> =`: what was meant.
    Misspelt(ComparisonOperator),
    /// One of `+ - * / ( ) [ ] { } , ; : . @ ?`.
    Sign(char),
    /// `**`
    Power,
    /// `..`
    DotDot,
    /// `->`
    Arrow,
    /// A sign of other languages: `&&`.
    Foreign(&'static str),
    /// Another sign that FEEL doesn't have.
    Unknown,
    /// A text in single quotes: what is between them.
    Apostrophes(String),
    /// A text whose second quote is missing.
    UnclosedText,
    /// `/*` without its `*/`.
    UnclosedComment,
    /// A comment to its end: `/* … */`, or `//` and the rest of the line.
    Comment,
    /// A text with `\uD83D` and no second half: the escape.
    HalfCharacter(Span),
}

/// Why digits are no number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NoNumber {
    /// More than 28 digits.
    TooLong,
    /// Letters or a second point follow: `10K`, `1.2.3`.
    Decorated,
}

/// A token and where it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lexeme {
    pub(super) token: Token,
    pub(super) span: Span,
}

/// The tokens of a text, the next one in sight.
pub(super) struct Lexer<'a> {
    text: &'a str,
    next: Lexeme,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, next: lex(text, 0) }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The next token.
    pub(super) fn next(&self) -> &Lexeme {
        &self.next
    }

    /// The text from the next token on.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.next.span.start..).unwrap_or_default()
    }

    /// The token after the next one.
    pub(super) fn second(&self) -> Lexeme {
        lex(self.text, self.next.span.end)
    }

    /// Takes the next token.
    pub(super) fn take(&mut self) -> Lexeme {
        let following = lex(self.text, self.next.span.end);
        std::mem::replace(&mut self.next, following)
    }

    /// Goes on at this byte.
    pub(super) fn go_to(&mut self, at: usize) {
        self.next = lex(self.text, at);
    }
}

/// The token at this byte, behind blanks. Linear in what it reads.
fn lex(text: &str, from: usize) -> Lexeme {
    let mut reader = Reader { text, at: from };
    while reader.eat(' ') {}
    let start = reader.at;
    let token = reader.token();
    Lexeme { token, span: Span { start, end: reader.at } }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The character at `at` in plain form, and the byte behind it.
    fn read(&self, at: usize) -> Option<(char, usize)> {
        self.text.get(at..)?.chars().next().map(|c| (fold(c), at + c.len_utf8()))
    }

    fn peek(&self) -> Option<char> {
        self.read(self.at).map(|(c, _)| c)
    }

    fn second(&self) -> Option<char> {
        self.read(self.at).and_then(|(_, end)| self.read(end)).map(|(c, _)| c)
    }

    fn skip(&mut self) {
        if let Some((_, end)) = self.read(self.at) {
            self.at = end;
        }
    }

    fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.skip();
        }
        found
    }

    /// A comment, which begins here.
    fn comment(&mut self) -> Token {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if self.second() == Some('/') {
            self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
            return Token::Comment;
        }
        // The two stars of `/*/` are one, which closes nothing.
        let opened = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
        match rest.get(opened..).and_then(|rest| rest.find("*/")) {
            Some(length) => {
                self.at += opened + length + 2;
                Token::Comment
            }
            None => {
                self.at = self.text.len();
                Token::UnclosedComment
            }
        }
    }

    fn token(&mut self) -> Token {
        let Some(c) = self.peek() else { return Token::End };
        match c {
            '"' => self.text(),
            '\'' => self.apostrophes(),
            '0'..='9' => self.number(),
            '.' if self.second().is_some_and(|c| c.is_ascii_digit()) => self.number(),
            '.' if self.second() == Some('.') => self.sign(2, Token::DotDot),
            '…' => self.sign(1, Token::DotDot),
            '*' if self.second() == Some('*') => self.sign(2, Token::Power),
            '/' if matches!(self.second(), Some('/' | '*')) => self.comment(),
            '-' if self.second() == Some('>') => self.sign(2, Token::Arrow),
            '+' | '-' | '*' | '/' | '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | ':' | '.' | '@' | '?' => self.sign(1, Token::Sign(c)),
            '<' | '>' | '=' | '≤' | '≥' | '≠' | '⩽' | '⩾' => self.comparison(c),
            '!' if self.second() == Some('=') => self.sign(2, Token::Compare(ComparisonOperator::NotEqual)),
            '&' if self.second() == Some('&') => self.sign(2, Token::Foreign("&&")),
            '|' if self.second() == Some('|') => self.sign(2, Token::Foreign("||")),
            '&' => self.sign(1, Token::Foreign("&")),
            '|' => self.sign(1, Token::Foreign("|")),
            '!' => self.sign(1, Token::Foreign("!")),
            '^' => self.sign(1, Token::Foreign("^")),
            '%' => self.sign(1, Token::Foreign("%")),
            '×' => self.sign(1, Token::Foreign("×")),
            '÷' => self.sign(1, Token::Foreign("÷")),
            _ if is_word(c) => self.word(),
            _ => self.sign(1, Token::Unknown),
        }
    }

    fn sign(&mut self, length: usize, token: Token) -> Token {
        for _ in 0..length {
            self.skip();
        }
        token
    }

    fn comparison(&mut self, first: char) -> Token {
        use ComparisonOperator::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
        self.skip();
        match first {
            '≤' | '⩽' => Token::Compare(LessEqual),
            '≥' | '⩾' => Token::Compare(GreaterEqual),
            '≠' => Token::Compare(NotEqual),
            '<' if self.eat('=') => Token::Compare(LessEqual),
            '<' if self.eat('>') => Token::Compare(NotEqual),
            '<' if self.eat_after_blanks('=') => Token::Misspelt(LessEqual),
            '<' => Token::Compare(Less),
            '>' if self.eat('=') => Token::Compare(GreaterEqual),
            '>' if self.eat_after_blanks('=') => Token::Misspelt(GreaterEqual),
            '>' => Token::Compare(Greater),
            _ if self.eat('=') => Token::Compare(Equal),
            _ if self.eat('<') => Token::Misspelt(LessEqual),
            _ if self.eat('>') => Token::Misspelt(GreaterEqual),
            _ => Token::Compare(Equal),
        }
    }

    fn eat_after_blanks(&mut self, expected: char) -> bool {
        let start = self.at;
        while self.eat(' ') {}
        let found = self.eat(expected);
        if !found {
            self.at = start;
        }
        found
    }

    /// A word. An apostrophe between letters belongs to it: `customer's`.
    fn word(&mut self) -> Token {
        let mut word = String::new();
        while let Some((c, end)) = self.read(self.at) {
            let inside = c == '\'' && self.read(end).is_some_and(|(c, _)| is_word(c));
            if !is_word(c) && !inside {
                break;
            }
            word.push(c);
            self.at = end;
        }
        Token::Word(word)
    }

    /// A number: digits, a point and digits, an exponent, a percent sign.
    fn number(&mut self) -> Token {
        let mut digits = String::new();
        self.digits(&mut digits);
        if self.peek() == Some('.') && self.second().is_some_and(|c| c.is_ascii_digit()) {
            self.push(&mut digits);
            self.digits(&mut digits);
        }
        self.exponent(&mut digits);
        let percent = self.percent();
        let point = self.peek() == Some('.') && self.second().is_some_and(|c| c.is_ascii_digit());
        if point || percent && digits.contains(['e', 'E']) || !percent && self.peek().is_some_and(is_word) {
            while self.peek().is_some_and(is_word) || self.peek() == Some('.') && self.second().is_some_and(is_word) {
                self.skip();
            }
            return Token::NoNumber(NoNumber::Decorated);
        }
        if percent {
            digits.push_str("e-2");
        }
        Number::parse(&digits).map_or(Token::NoNumber(NoNumber::TooLong), Token::Number)
    }

    fn push(&mut self, digits: &mut String) {
        digits.extend(self.peek());
        self.skip();
    }

    fn digits(&mut self, digits: &mut String) {
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.push(digits);
        }
    }

    /// `e` or `E`, a sign, digits; or nothing.
    fn exponent(&mut self, digits: &mut String) {
        let Some(('e' | 'E', end)) = self.read(self.at) else { return };
        let signed = matches!(self.read(end), Some(('+' | '-', _)));
        let first = if signed { self.read(end).and_then(|(_, end)| self.read(end)) } else { self.read(end) };
        if first.is_some_and(|(c, _)| c.is_ascii_digit()) {
            self.push(digits);
            if signed {
                self.push(digits);
            }
            self.digits(digits);
        }
    }

    /// Takes a percent sign, unless it is another language's remainder: `7%4`, `x%y`.
    fn percent(&mut self) -> bool {
        let Some(('%', end)) = self.read(self.at) else { return false };
        let mut behind = end;
        while let Some((' ', end)) = self.read(behind) {
            behind = end;
        }
        let operand = match self.read(behind) {
            Some(('(' | '"' | '.' | '?', _)) => true,
            Some((c, _)) if c.is_ascii_digit() => true,
            // A name may follow at once, an operator in words only after a blank: `15% or more`.
            Some((c, _)) => is_word(c) && behind == end,
            None => false,
        };
        if !operand {
            self.at = end;
        }
        !operand
    }

    /// A text in quotes, with FEEL's escapes; any other backslash stands for itself, as in patterns.
    fn text(&mut self) -> Token {
        self.skip();
        let mut content = String::new();
        let mut half = None;
        loop {
            let Some(c) = self.text.get(self.at..).and_then(|rest| rest.chars().next()) else { return Token::UnclosedText };
            let start = self.at;
            self.at += c.len_utf8();
            match c {
                '\\' => {
                    if !self.escape(&mut content) {
                        half = half.or(Some(Span { start, end: self.at }));
                    }
                }
                '\u{A0}' => content.push(' '),
                _ if fold(c) == '"' => return half.map_or(Token::Text(content), Token::HalfCharacter),
                _ => content.push(c),
            }
        }
    }

    /// What stands behind a backslash; false for half a character.
    fn escape(&mut self, content: &mut String) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { return true };
        let plain = match c {
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            '\\' => Some('\\'),
            _ if matches!(fold(c), '"' | '\'') => Some(c),
            'u' | 'U' => return self.code_point(content),
            _ => None,
        };
        match plain {
            Some(plain) => {
                content.push(plain);
                self.at += c.len_utf8();
            }
            None => content.push('\\'),
        }
        true
    }

    /// `uXXXX` or `UXXXXXX`, of which two `uXXXX` may be one character; false for half of one. What has other digits stands for itself.
    fn code_point(&mut self, content: &mut String) -> bool {
        let unit = |at: usize, sign: &str, digits: usize| {
            let hex = self.text.get(at..)?.strip_prefix(sign)?.get(..digits)?;
            let code = hex.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(hex, 16).ok())??;
            Some((code, at + sign.len() + digits))
        };
        let Some((code, end)) = unit(self.at, "u", 4).or_else(|| unit(self.at, "U", 6)) else {
            content.push('\\');
            return true;
        };
        let low = unit(end, "\\u", 4).filter(|(low, _)| (0xDC00..0xE000).contains(low) && (0xD800..0xDC00).contains(&code));
        let (code, end) = low.map_or((code, end), |(low, end)| (0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), end));
        self.at = end;
        content.extend(char::from_u32(code));
        char::from_u32(code).is_some()
    }

    /// A text in single quotes, as other languages write it.
    fn apostrophes(&mut self) -> Token {
        self.skip();
        let mut content = String::new();
        while let Some((c, end)) = self.read(self.at) {
            let raw = self.text.get(self.at..end).unwrap_or_default();
            self.at = end;
            if c == '\'' {
                return Token::Apostrophes(content);
            }
            content.push_str(raw);
        }
        Token::UnclosedText
    }
}
