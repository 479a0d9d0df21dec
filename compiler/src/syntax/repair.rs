//! What was meant by what is no test: the readings of the table "typed, meant" of "Conditions" in `docs/table-language.md`.
//!
//! Nothing here decides what a cell means. A reading is offered as a fix, after the parser has read it without an error.

mod calendar;
mod number;

use super::CellContext;
use super::keywords::is_function;
use super::lexer::{Lexeme, Operator, Span, Token};
use super::literal::literal;
use super::operand::Trouble;
use super::unary_tests::Form;
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{BaseType, Bound, Interval, Type, UnaryTest, Value};

/// Comparisons in words that stand before their operand; longer ones first where one begins with the other.
const BEFORE: [(&str, &str); 47] = [
    ("greater than or equal to", ">="),
    ("less than or equal to", "<="),
    ("greater or equal", ">="),
    ("less or equal", "<="),
    ("not less than", ">="),
    ("no less than", ">="),
    ("not more than", "<="),
    ("no more than", "<="),
    ("not greater than", "<="),
    ("not equal to", "!="),
    ("anything but", "!="),
    ("other than", "!="),
    ("equal to", "="),
    ("more than", ">"),
    ("greater than", ">"),
    ("larger than", ">"),
    ("higher than", ">"),
    ("bigger than", ">"),
    ("longer than", ">"),
    ("later than", ">"),
    ("less than", "<"),
    ("lower than", "<"),
    ("smaller than", "<"),
    ("fewer than", "<"),
    ("shorter than", "<"),
    ("earlier than", "<"),
    ("at least", ">="),
    ("at most", "<="),
    ("up to", "<="),
    ("is not", "!="),
    ("minimum", ">="),
    ("maximum", "<="),
    ("except", "!="),
    ("equals", "="),
    ("exceeds", ">"),
    ("over", ">"),
    ("above", ">"),
    ("after", ">"),
    ("under", "<"),
    ("below", "<"),
    ("before", "<"),
    ("since", ">="),
    ("until", "<="),
    ("from", ">="),
    ("min", ">="),
    ("max", "<="),
    ("not", "!="),
];

/// The words after `10 or`, `10 and`.
const BEYOND: [(&str, &str); 22] = [
    ("less", "<="),
    ("lower", "<="),
    ("fewer", "<="),
    ("smaller", "<="),
    ("below", "<="),
    ("under", "<="),
    ("shorter", "<="),
    ("earlier", "<="),
    ("before", "<="),
    ("down", "<="),
    ("more", ">="),
    ("greater", ">="),
    ("higher", ">="),
    ("larger", ">="),
    ("above", ">="),
    ("over", ">="),
    ("longer", ">="),
    ("later", ">="),
    ("after", ">="),
    ("up", ">="),
    ("upwards", ">="),
    ("beyond", ">="),
];

/// What one operand was meant to be, in a column of a type other than `text`; the text is in plain form. `in_list`: whether commas could
/// separate values there.
pub(super) fn operand(text: &str, ty: Type, in_list: bool) -> Option<Trouble> {
    match ty.base {
        BaseType::Text => None,
        BaseType::Integer | BaseType::Number | BaseType::Decimal(_) => number::readings(text, ty, in_list),
        BaseType::Boolean => {
            let said = ["1", "on", "t", "✓", "✔", "x"].iter().any(|word| text.eq_ignore_ascii_case(word));
            let denied = ["0", "off", "f", "✗", "✘"].iter().any(|word| text.eq_ignore_ascii_case(word));
            let reading = if said { "true" } else { "false" };
            (said || denied).then(|| (SyntaxProblem::NotAValue { read: text.to_owned(), ty }, vec![reading.to_owned()]))
        }
        _ => calendar::readings(text, ty),
    }
}

/// The plain literals that an operand may mean, the likeliest first; itself, if it is one.
fn repaired(text: &str, ty: Type) -> Vec<String> {
    let is_literal = match ty.base {
        BaseType::Text => false,
        BaseType::Integer => literal(text, BaseType::Number).is_some(),
        base => literal(text, base).is_some(),
    };
    if is_literal { vec![text.to_owned()] } else { operand(text, ty, false).map(|(_, readings)| readings).unwrap_or_default() }
}

/// Longer words in a row are no mistyped interval; each of their signs would have to be looked at.
const LONGEST: usize = 100;

/// A part of an item, in plain form.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Operator(Operator),
    Word(String),
    Separator(char),
    Bracket(char),
    Other,
}

/// What a whole test was meant to be, in a column of a type other than `text`. `None` where nothing comes to mind.
pub(super) fn item(lexemes: &[Lexeme], text: &str, span: Span, cx: &CellContext<'_>, form: Form) -> Option<Trouble> {
    // Long cells are no typing mistakes, and what follows looks at pairs of words.
    const MOST: usize = 64;
    let read = || span.of(text).to_owned();
    if let Some(trouble) = expression(lexemes, text, span, cx, form) {
        return Some(trouble);
    }
    if lexemes.len() > MOST {
        return None;
    }
    let pieces: Vec<Piece> = lexemes.iter().map(piece).collect();
    let repair = Repair { ty: cx.ty };
    if let Some(meant) = repair.misspelt_operator(lexemes) {
        return Some((SyntaxProblem::TypedComparison { read: read() }, vec![meant]));
    }
    if let Some(reading) = repair.alternatives(&pieces) {
        let problem = SyntaxProblem::ListSeparator { read: read() };
        let comparisons = pieces.iter().any(|piece| matches!(piece, Piece::Operator(_)));
        return Some((if comparisons { SyntaxProblem::TypedComparison { read: read() } } else { problem }, vec![reading]));
    }
    let readings = repair.comparison(&pieces);
    if !readings.is_empty() {
        return Some((SyntaxProblem::TypedComparison { read: read() }, readings));
    }
    let readings = repair.interval(&pieces);
    if !readings.is_empty() {
        return Some((SyntaxProblem::TypedInterval { read: read() }, readings));
    }
    let opened = matches!(pieces.as_slice(), [Piece::Bracket('[' | '('), inner @ ..] if !inner.iter().any(|piece| matches!(piece, Piece::Bracket(_))));
    if opened && form != Form::Values {
        return Some((SyntaxProblem::Unclosed { read: read(), missing: "]" }, vec![format!("{}]", read())]));
    }
    if let ([Piece::Word(time), Piece::Bracket('['), Piece::Word(_), Piece::Bracket(']')], BaseType::Time | BaseType::DateTime) =
        (pieces.as_slice(), cx.ty.base)
    {
        return Some((SyntaxProblem::ZoneOrOffset { read: read() }, repaired(time, cx.ty)));
    }
    repair.in_brackets(&pieces).map(|readings| (SyntaxProblem::DecoratedNumber { read: read() }, readings))
}

fn piece(lexeme: &Lexeme) -> Piece {
    match &lexeme.token {
        Token::Operator(operator) => Piece::Operator(*operator),
        Token::Word(word) => Piece::Word(word.clone()),
        Token::Quoted(text) => Piece::Word(super::lexer::plain(text)),
        Token::Range => Piece::Separator('.'),
        Token::Comma => Piece::Separator(','),
        Token::Semicolon => Piece::Separator(';'),
        Token::Bracket(bracket) => Piece::Bracket(*bracket),
        Token::MisspeltOperator(_) | Token::Unclosed | Token::Bare(_) => Piece::Other,
    }
}

/// What was meant by one comparison with `and` behind it but no second one: `< 5 and`, `>= 18 and 65`. `None` if the test isn't that.
pub(super) fn half_a_comparison(lexemes: &[Lexeme], cx: &CellContext<'_>) -> Option<Vec<String>> {
    let [Lexeme { token: Token::Operator(operator), .. }, rest @ ..] = lexemes else { return None };
    let pieces: Vec<Piece> = rest.iter().map(piece).collect();
    let at = pieces.iter().position(|piece| matches!(piece, Piece::Word(word) if word.eq_ignore_ascii_case("and")))?;
    let (one, other) = (pieces.get(..at)?, pieces.get(at + 1..)?);
    if !pieces.iter().all(|piece| matches!(piece, Piece::Word(_))) {
        return None;
    }
    let repair = Repair { ty: cx.ty };
    let one = repair.operand(one).into_iter().next()?;
    if other.is_empty() {
        return Some(vec![format!("{} {one}", operator.sign())]);
    }
    let Some(other) = repair.operand(other).into_iter().next() else { return Some(Vec::new()) };
    Some(match operator {
        Operator::Less | Operator::LessEqual => vec![format!(">= {other} and {} {one}", operator.sign())],
        Operator::Greater | Operator::GreaterEqual => vec![format!("{} {one} and <= {other}", operator.sign())],
        _ => vec![format!("{} {one}, {} {other}", operator.sign(), operator.sign())],
    })
}

/// Whether the item is a FEEL expression: it calls a function or names something in scope. A literal in a function's clothes,
/// `date("2026-01-31")`, has a plain form.
fn expression(lexemes: &[Lexeme], text: &str, span: Span, cx: &CellContext<'_>, form: Form) -> Option<Trouble> {
    let problem = || SyntaxProblem::Expression { read: span.of(text).to_owned() };
    match lexemes.iter().map(|lexeme| &lexeme.token).collect::<Vec<_>>().as_slice() {
        [Token::Word(at), Token::Quoted(literal)] if at == "@" => return Some((problem(), vec![literal.clone()])),
        [Token::Word(_), .., Token::Bracket('('), Token::Quoted(literal), Token::Bracket(')')] if lexemes.len() <= 8 => {
            return Some((problem(), vec![literal.clone()]));
        }
        _ => {}
    }
    let mut words: Vec<&str> = Vec::new();
    for lexeme in lexemes {
        match &lexeme.token {
            Token::Word(word) => {
                let mut starts =
                    (words.len().saturating_sub(5)..=words.len()).map(|from| [&words[from..], &[word.as_str()]].concat().join(" "));
                if form == Form::Entry && starts.any(|name| cx.names.contains(&name)) || word == "?" {
                    return Some((problem(), Vec::new()));
                }
                words.push(word);
            }
            Token::Bracket('(') if (0..words.len()).rev().take(5).any(|from| is_function(&words[from..].join(" "))) => {
                return Some((problem(), Vec::new()));
            }
            _ => words.clear(),
        }
    }
    None
}

/// What tests mean if each day that they name is the whole day rather than its midnight: `<= 2026-01-31T00:00` is `< 2026-02-01T00:00`.
/// `None` beyond the last day that there is.
pub(super) fn whole_days(tests: &[UnaryTest]) -> Option<Vec<UnaryTest>> {
    let next = |bound: &Bound, closed: bool| match &bound.value {
        Value::DateTime(day) => Some(Bound { value: Value::DateTime(day.tomorrow().ok()?), closed }),
        _ => None,
    };
    let whole = |test: &UnaryTest| {
        Some(match test {
            UnaryTest::Equal(value) => {
                let day = Bound { value: value.clone(), closed: true };
                UnaryTest::Within(Interval { high: Some(next(&day, false)?), low: Some(day) })
            }
            UnaryTest::Within(Interval { low, high }) => UnaryTest::Within(Interval {
                low: match low {
                    Some(day) if !day.closed => Some(next(day, true)?),
                    low => low.clone(),
                },
                high: match high {
                    Some(day) if day.closed => Some(next(day, false)?),
                    high => high.clone(),
                },
            }),
            UnaryTest::Not(tests) => UnaryTest::Not(whole_days(tests)?),
        })
    };
    tests.iter().map(whole).collect()
}

/// Words in a row, and nothing else.
fn joined(pieces: &[Piece]) -> Option<String> {
    let words: Option<Vec<&str>> =
        pieces.iter().map(|piece| if let Piece::Word(word) = piece { Some(word.as_str()) } else { None }).collect();
    words.filter(|words| !words.is_empty()).map(|words| words.join(" "))
}

struct Repair {
    ty: Type,
}

impl Repair {
    /// The readings of words in a row.
    fn operand(&self, pieces: &[Piece]) -> Vec<String> {
        joined(pieces).map(|text| repaired(&text, self.ty)).unwrap_or_default()
    }

    /// The readings of one comparison or one operand.
    fn test(&self, pieces: &[Piece]) -> Vec<String> {
        match pieces {
            [Piece::Operator(operator), rest @ ..] => {
                self.operand(rest).into_iter().map(|value| format!("{} {value}", operator.sign())).collect()
            }
            [.., Piece::Bracket(_)] => self.interval(pieces),
            [Piece::Word(word)] if word == "null" && self.ty.nullable => vec![word.clone()],
            _ => {
                let plain = self.operand(pieces);
                if plain.is_empty() { [self.comparison(pieces), self.interval(pieces)].concat() } else { plain }
            }
        }
    }

    /// `=> 18`, `> = 18`: the operator that was meant.
    fn misspelt_operator(&self, lexemes: &[Lexeme]) -> Option<String> {
        let (Token::MisspeltOperator(operator), rest) = lexemes.split_first().map(|(first, rest)| (&first.token, rest))? else {
            return None;
        };
        let value = self.operand(&rest.iter().map(piece).collect::<Vec<_>>());
        Some(format!("{} {}", operator.sign(), value.first()?))
    }

    /// `1; 5`, `< 5 or > 10`: the list that was meant.
    fn alternatives(&self, pieces: &[Piece]) -> Option<String> {
        let separates =
            |piece: &Piece| matches!(piece, Piece::Separator(';')) || matches!(piece, Piece::Word(word) if word.eq_ignore_ascii_case("or"));
        if matches!(pieces.first(), Some(Piece::Bracket(_))) && matches!(pieces.last(), Some(Piece::Bracket(_)))
            || !pieces.iter().any(separates)
        {
            return None;
        }
        let parts: Option<Vec<String>> = pieces.split(separates).map(|part| self.test(part).into_iter().next()).collect();
        parts.map(|parts| parts.join(", "))
    }

    /// `45001+`, `more than 10`, `10 or less`, `>=18 <65`: the comparison that was meant.
    fn comparison(&self, pieces: &[Piece]) -> Vec<String> {
        if let [Piece::Operator(low), rest @ ..] = pieces {
            return self.both_ends(*low, rest);
        }
        let Some(words) = joined(pieces) else { return Vec::new() };
        let lower = words.to_ascii_lowercase();
        let compare = |sign: &str, values: Vec<String>| values.into_iter().map(|value| format!("{sign} {value}")).collect::<Vec<_>>();
        if lower.starts_with("from ") && (lower.contains(" to ") || lower.contains(" until ")) || lower.starts_with("between ") {
            return Vec::new();
        }
        for (phrase, sign) in BEFORE {
            if let Some(rest) = lower.strip_prefix(phrase).filter(|rest| rest.starts_with(' ')) {
                return compare(sign, repaired(words[words.len() - rest.len()..].trim(), self.ty));
            }
        }
        if let Some((rest, last)) = lower.rsplit_once(' ') {
            let beyond = BEYOND.iter().find(|(word, _)| *word == last);
            let rest = rest.strip_suffix(" or").or_else(|| rest.strip_suffix(" and"));
            if let (Some((_, sign)), Some(rest)) = (beyond, rest) {
                return compare(sign, repaired(&words[..rest.len()], self.ty));
            }
        }
        match words.strip_suffix('+') {
            Some(rest) => compare(">=", repaired(rest.trim_end(), self.ty)),
            None => Vec::new(),
        }
    }

    /// `>= 18 < 65`, `>= 18 & < 65`, `!= 5 and != 6`.
    fn both_ends(&self, low: Operator, rest: &[Piece]) -> Vec<String> {
        let Some(at) = rest.iter().position(|piece| matches!(piece, Piece::Operator(_))) else { return Vec::new() };
        let (first, second) = rest.split_at(at);
        let Some((Piece::Operator(high), second)) = second.split_first() else { return Vec::new() };
        let joins =
            |piece: &Piece| matches!(piece, Piece::Word(word) if ["and", "&", "&&"].iter().any(|join| word.eq_ignore_ascii_case(join)));
        let first = match first.split_last() {
            Some((last, rest)) if joins(last) => rest,
            _ => first,
        };
        let (Some(a), Some(b)) = (self.operand(first).into_iter().next(), self.operand(second).into_iter().next()) else {
            return Vec::new();
        };
        if low == Operator::NotEqual && *high == Operator::NotEqual {
            return vec![format!("not({a}, {b})")];
        }
        vec![format!("{} {a} and {} {b}", low.sign(), high.sign())]
    }

    /// `18-65`, `18..65`, `18 to 65`, `[18;65]`: the interval that was meant.
    fn interval(&self, pieces: &[Piece]) -> Vec<String> {
        let (open, pieces, close) = match pieces {
            [Piece::Bracket(open @ ('[' | '(' | ']')), inner @ .., Piece::Bracket(close @ (']' | ')' | '['))] => (*open, inner, *close),
            [Piece::Bracket(_), ..] | [.., Piece::Bracket(_)] => return Vec::new(),
            _ => ('[', pieces, ']'),
        };
        let bracketed = close != ']' || open != '[';
        let pieces = match pieces {
            [Piece::Word(word), rest @ ..] if ["from", "between"].iter().any(|lead| word.eq_ignore_ascii_case(lead)) => rest,
            _ => pieces,
        };
        let both = |low: &[Piece], high: &[Piece]| Some((self.operand(low).into_iter().next()?, self.operand(high).into_iter().next()?));
        let ends = pieces.iter().enumerate().find_map(|(at, piece)| {
            let separates = match piece {
                Piece::Separator(_) => true,
                Piece::Word(word) => {
                    ["to", "until", "-", "and", "through", "..."].iter().any(|separator| word.eq_ignore_ascii_case(separator))
                }
                _ => false,
            };
            if !separates {
                return None;
            }
            match (pieces.get(..at)?, pieces.get(at + 1..)?) {
                // `[18..]` has no end: it is a comparison.
                ([], high) if *piece == Piece::Separator('.') => Some((None, Some(self.operand(high).into_iter().next()?))),
                (low, []) if *piece == Piece::Separator('.') => Some((Some(self.operand(low).into_iter().next()?), None)),
                (low, high) => both(low, high).map(|(low, high)| (Some(low), Some(high))),
            }
        });
        let Some(ends) = ends else {
            let readings = self.joined_ends(pieces, bracketed || open == '[');
            return readings.into_iter().map(|(low, high)| format!("{open}{low}..{high}{close}")).collect();
        };
        match ends {
            (Some(low), Some(high)) => vec![format!("{open}{low}..{high}{close}")],
            (Some(low), None) => vec![format!("{} {low}", if open == '[' { ">=" } else { ">" })],
            (None, Some(high)) => vec![format!("{} {high}", if close == ']' { "<=" } else { "<" })],
            (None, None) => Vec::new(),
        }
    }

    /// The ends of `18-65`, and where `commas` separate of `18,65`: in each way that both can be read alike.
    fn joined_ends(&self, pieces: &[Piece], commas: bool) -> Vec<(String, String)> {
        let Some(words) = joined(pieces).filter(|words| words.len() <= LONGEST) else { return Vec::new() };
        let signs = words.match_indices(['-', ',']).filter(|(at, sign)| *at > 0 && (*sign == "-" || commas));
        signs
            .map(|(at, _)| {
                let (low, high) = (words.get(..at).unwrap_or_default().trim_end(), words.get(at + 1..).unwrap_or_default().trim_start());
                let (lows, highs) = (repaired(low, self.ty), repaired(high, self.ty));
                if lows.len() == highs.len() {
                    return lows.into_iter().zip(highs).collect::<Vec<_>>();
                }
                lows.iter().flat_map(|low| highs.iter().map(|high| (low.clone(), high.clone()))).collect()
            })
            .find(|ends| !ends.is_empty())
            .unwrap_or_default()
    }

    /// `(5)`: an accountant's minus, or only brackets.
    fn in_brackets(&self, pieces: &[Piece]) -> Option<Vec<String>> {
        let [Piece::Bracket(open), inner @ .., Piece::Bracket(_)] = pieces else { return None };
        let value = self.operand(inner).into_iter().next()?;
        let negative = (*open == '(' && self.ty.base.is_numeric() && !value.starts_with('-')).then(|| format!("-{value}"));
        Some(negative.into_iter().chain([value]).collect())
    }
}
