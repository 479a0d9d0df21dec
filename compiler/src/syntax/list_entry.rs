//! Entries of columns that hold lists.
//!
//! ```text
//! tests = test { "," test }
//! test  = "[" values "]" | "contains" value | "is empty" | "null" | "not" "(" tests ")"
//! ```
//!
//! An entry with a `?` is an expression, and none of these.

use super::condition::{any, boolean, not};
use super::items::{closes_at_end, operator, outside, outside_quotes};
use super::keywords::{begins_negation, calls_function, is_wildcard, predicate, predicate_at};
use super::lexer::{Lexeme, Span, Token, clean, fold, lex, plain};
use super::list_value::list_items;
use super::predicate::separated;
use super::print::{print_entry, print_text_entry, quote};
use super::unary_tests::{self, Form, MAX_DEPTH, MAX_MISTAKES, Mistake, mode};
use super::{CellContext, findings, is_listed, too_long, trouble};
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::model::{
    BaseType, DataType, Expression, ExpressionBase, ExpressionKind, ExpressionType, LocalId, Number, Operation, UnaryTest, Value,
};

/// Whether an entry asks for `?`, and so is an expression. A `?` in quotes is a sign of a text.
pub(crate) fn is_expression(text: &str) -> bool {
    outside_quotes(text).any(|(_, c)| c == '?')
}

/// An entry with this in the place of each `?` that stands in no quotes.
pub(crate) fn with_subject(text: &str, subject: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in outside_quotes(text).filter(|(_, c)| *c == '?') {
        written.push_str(text.get(from..at).unwrap_or_default());
        written.push_str(subject);
        from = at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    written.push_str(text.get(from..).unwrap_or_default());
    written
}

/// Reads an entry of a column whose value is a list of this type, which is no expression; `cx` is of its items. A boolean over `?`.
///
/// `expression` tells whether a fix that is one reads in the column.
pub(crate) fn list_entry(
    text: &str,
    list: &ExpressionType,
    cx: &CellContext<'_>,
    expression: &dyn Fn(&str) -> bool,
) -> Result<Expression, Vec<SyntaxFinding>> {
    if let Some(problem) = too_long(text) {
        return Err(trouble(problem, cx, |_| false));
    }
    let read = |text: &str| {
        let mut reader = Reader { text, list, cx, locals: 0, mistakes: Vec::new() };
        match reader.tests(Span { start: 0, end: text.len() }, 0) {
            Some(condition) if reader.mistakes.is_empty() => Ok(condition),
            _ => Err(reader.mistakes),
        }
    };
    let reads = |fix: &str| match is_expression(fix) {
        true => expression(fix),
        false => clean(fix) == "-" || read(fix).is_ok(),
    };
    read(text).map_err(|mistakes| findings(text, mistakes, cx, reads))
}

struct Reader<'a> {
    text: &'a str,
    list: &'a ExpressionType,
    cx: &'a CellContext<'a>,
    locals: usize,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn of(&self, span: Span) -> &str {
        span.of(self.text)
    }

    fn trimmed(&self, span: Span) -> Span {
        let (text, blank) = (self.of(span), |c: char| fold(c) == ' ');
        let start = span.start + (text.len() - text.trim_start_matches(blank).len());
        Span { start, end: (start + text.trim_matches(blank).len()).max(start) }
    }

    /// Notes a mistake. Of a cell with very many, the first ones are enough to refuse it.
    fn mistake(&mut self, problem: SyntaxProblem, span: Span, readings: Vec<String>) {
        if self.mistakes.len() < MAX_MISTAKES {
            self.mistakes.push(Mistake { problem, span, readings });
        }
    }

    /// The parts between commas that no bracket or quote holds.
    fn parts(&self, span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut from = span.start;
        let commas = outside(self.of(span)).filter(|(_, c)| *c == ',').map(|(at, _)| span.start + at);
        for end in commas.chain([span.end]) {
            parts.push(self.trimmed(Span { start: from, end }));
            from = end + self.text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
        parts
    }

    fn tests(&mut self, span: Span, depth: usize) -> Option<Expression> {
        let parts = self.parts(span);
        let bare: Option<Vec<String>> = parts.iter().map(|part| self.bare_value(*part)).collect();
        if let (Some(values), 2..) = (bare, parts.len()) {
            let contains = values.iter().map(|value| format!("contains {value}")).collect::<Vec<_>>().join(", ");
            let (span, whole) = (self.trimmed(span), format!("[{}]", values.join(", ")));
            self.mistake(SyntaxProblem::BareValueInList { read: clean(self.of(span)) }, span, vec![contains, whole]);
            return None;
        }
        let alone = parts.len() == 1;
        let mut tests = Vec::with_capacity(parts.len());
        for part in parts {
            tests.extend(self.test(part, depth, alone));
        }
        (!tests.is_empty()).then(|| any(tests))
    }

    /// One test; `alone` where it is all of a list of tests.
    fn test(&mut self, span: Span, depth: usize, alone: bool) -> Option<Expression> {
        let text = self.of(span);
        let folded = plain(text);
        if text.is_empty() {
            self.mistake(SyntaxProblem::EmptyItem { read: self.text.to_owned() }, span, Vec::new());
            return None;
        }
        if begins_negation(text)
            && let Some((open, width)) = opening(text)
        {
            if depth >= MAX_DEPTH {
                self.mistake(SyntaxProblem::TooLarge { what: "`not( )` nested more than 16 levels deep" }, span, Vec::new());
                return None;
            }
            let last = text.chars().next_back().map_or(1, char::len_utf8);
            return self.tests(Span { start: span.start + open + width, end: span.end - last }, depth + 1).map(not);
        }
        if text.starts_with(|c| fold(c) == '[') {
            return self.whole(span, alone);
        }
        match predicate_at(text) {
            Some(("is empty", _, length)) if length == text.len() => Some(self.is_empty()),
            Some(("contains", _, length)) => {
                let operand = self.trimmed(Span { start: span.start + length, end: span.end });
                self.contains(span, operand)
            }
            _ if folded == "null" && self.list.nullable => Some(boolean(ExpressionKind::IsNull(Box::new(self.subject())))),
            _ => {
                self.bare(span, depth, alone);
                None
            }
        }
    }

    /// A whole list in brackets.
    fn whole(&mut self, span: Span, alone: bool) -> Option<Expression> {
        if let Some((problem, readings)) = self.name_in(span, |list| vec![list.to_owned()], |list| format!("? = {list}")) {
            self.mistake(problem, span, readings);
            return None;
        }
        if let Some((separated, quoted)) = self.separated(span) {
            let readings = if alone { vec![separated, quoted] } else { vec![separated] };
            self.mistake(SyntaxProblem::ListSeparator { read: clean(self.of(span)) }, span, readings);
            return None;
        }
        match list_items(self.of(span), self.cx) {
            Ok(values) => {
                let items = values.into_iter().map(|value| self.literal(value)).collect();
                let equal = Expression { kind: ExpressionKind::List(items), ty: ExpressionType::of(self.list.base.clone()) };
                Some(boolean(ExpressionKind::Equal(Box::new(self.subject()), Box::new(equal))))
            }
            Err(mistakes) => {
                for Mistake { problem, span: part, readings } in mistakes {
                    let problem = self.of_item(problem);
                    self.mistake(problem, Span { start: span.start + part.start, end: span.start + part.end }, readings);
                }
                None
            }
        }
    }

    fn contains(&mut self, span: Span, operand: Span) -> Option<Expression> {
        let read = self.of(operand).to_owned();
        if let Some(readings) = self.joined(self.of(span)) {
            let (read, test) = (self.of(span).to_owned(), separated(self.of(span), "and").first().copied().unwrap_or_default());
            let test = separated(test, "or").first().map(|test| (*test).to_owned()).unwrap_or_default();
            self.mistake(SyntaxProblem::PredicateGoesOn { read, test }, span, readings);
            return None;
        }
        if read.is_empty() {
            let word = quote(&clean(self.of(span)));
            let readings = if self.is_text() { vec![format!("contains {word}"), format!("[{word}]")] } else { Vec::new() };
            self.mistake(SyntaxProblem::PredicateOrText { read: clean(self.of(span)), predicate: "contains" }, span, readings);
            return None;
        }
        let named = self.name_in(operand, |value| vec![format!("contains {value}")], |value| format!("list contains(?, {value})"));
        if let Some((problem, readings)) = named {
            self.mistake(problem, span, readings);
            return None;
        }
        match unary_tests::parse(&read, self.cx, Form::Values).as_deref() {
            Ok([UnaryTest::Equal(value)]) => {
                let local = LocalId(self.locals);
                self.locals += 1;
                let item = Expression { kind: ExpressionKind::Local(local), ty: self.item() };
                let equal = boolean(ExpressionKind::Equal(Box::new(item), Box::new(self.literal(value.clone()))));
                let bindings = vec![(local, self.known())];
                Some(self.unless_null(boolean(ExpressionKind::Some { bindings, condition: Box::new(equal) })))
            }
            Ok(_) => {
                self.mistake(SyntaxProblem::BareValueInList { read }, operand, Vec::new());
                None
            }
            Err(mistakes) => {
                for Mistake { problem, span: part, readings } in mistakes.iter().cloned() {
                    let part = Span { start: operand.start + part.start, end: operand.start + part.end };
                    let problem = self.of_item(problem);
                    self.mistake(problem, part, readings);
                }
                None
            }
        }
    }

    /// What is meant by several `contains` with `and` or `or` between them. `None` if it isn't that.
    fn joined(&self, text: &str) -> Option<Vec<String>> {
        let (word, parts) = ["and", "or"].into_iter().map(|word| (word, separated(text, word))).find(|(_, parts)| parts.len() > 1)?;
        let items = parts.into_iter().map(|part| match predicate_at(part) {
            Some(("contains", _, length)) => self.item_in(part.get(length..)?.trim()),
            _ => None,
        });
        let items = items.collect::<Option<Vec<String>>>()?;
        let each = |before: &str, after: &str, between: &str| {
            items.iter().map(|item| format!("{before}{item}{after}")).collect::<Vec<_>>().join(between)
        };
        Some(match word {
            "or" => vec![each("contains ", "", ", ")],
            _ => vec![each("list contains(?, ", ")", " and ")],
        })
    }

    /// A part that is none of these tests: what may be meant.
    fn bare(&mut self, span: Span, depth: usize, alone: bool) {
        let read = clean(self.of(span));
        let folded = plain(&read);
        let listed = is_listed(&read, self.cx);
        let of_text = |value: &str| vec![format!("contains {value}"), format!("[{value}]")];
        if is_wildcard(&folded) && !listed {
            let mut readings = if alone && depth == 0 { vec!["-".to_owned()] } else { Vec::new() };
            if self.is_text() {
                readings.extend(of_text(&quote(&read)));
            }
            return self.mistake(SyntaxProblem::Wildcard { read }, span, readings);
        }
        if folded != "null" && folded.eq_ignore_ascii_case("null") {
            let mut readings = vec!["null".to_owned(), "contains null".to_owned()];
            if self.is_text() {
                readings.extend(of_text(&quote(&read)));
            }
            return self.mistake(SyntaxProblem::KeywordCase { read, keyword: "null", in_text: self.is_text() }, span, readings);
        }
        if let Some((problem, readings)) = self.name_in(span, of_text, |name| format!("? = {name}")) {
            return self.mistake(problem, span, readings);
        }
        let readings = self.bare_value(span).map(|value| of_text(&value)).unwrap_or_default();
        self.mistake(SyntaxProblem::BareValueInList { read }, span, readings);
    }

    /// The item that a part names without saying what is asked of it, as it is written in an entry. None of one that begins like
    /// something else: an operator, a call, a predicate.
    fn bare_value(&self, span: Span) -> Option<String> {
        self.item_in(self.of(span))
    }

    fn item_in(&self, text: &str) -> Option<String> {
        let folded = plain(text);
        let other = operator(text).is_some()
            || text.starts_with(|c| matches!(fold(c), '[' | '(' | '{'))
            || calls_function(&folded)
            || begins_negation(text)
            || predicate(&folded).is_some()
            || (is_wildcard(&folded) && !is_listed(&clean(text), self.cx))
            || folded.eq_ignore_ascii_case("null")
            || self.cx.names.contains(&folded);
        if other || folded.is_empty() {
            return None;
        }
        match unary_tests::parse(text, self.cx, Form::Values).as_deref() {
            Ok([UnaryTest::Equal(Value::Text(text))]) => Some(quote(text)),
            Ok(tests @ [UnaryTest::Equal(_)]) => Some(print_entry(Some(tests), self.cx.ty.base)),
            _ if self.is_text() && !text.contains('"') => Some(quote(&clean(text))),
            _ => None,
        }
    }

    /// What is wrong where a bare word in the part is also a name in scope: the part with such words as texts, and with them as names.
    fn name_in(
        &self,
        span: Span,
        of_text: impl Fn(&str) -> Vec<String>,
        of_name: impl Fn(&str) -> String,
    ) -> Option<(SyntaxProblem, Vec<String>)> {
        let text = self.of(span);
        // The lexer takes what begins with a bracket for an interval.
        let inner = text.strip_prefix(['[', '［']).and_then(|rest| rest.strip_suffix([']', '］']));
        let (text, brackets) = inner.map_or((text, ("", "")), |inner| (inner, ("[", "]")));
        let written = |text: &str| format!("{}{}{}", brackets.0, clean(text), brackets.1);
        if !self.is_text() {
            let read = text.split([',', '，']).map(plain).find(|item| self.cx.names.contains(item))?;
            return Some((SyntaxProblem::Expression { read }, vec![of_name(&written(text))]));
        }
        let (mut texts, mut names, mut named) = (String::new(), String::new(), None);
        let mut from = 0;
        for Lexeme { token, span } in lex(text, mode(self.cx.ty.base)) {
            let Token::Bare(word) = token else { continue };
            let before = text.get(from..span.start).unwrap_or_default();
            from = span.end;
            let known = self.cx.names.contains(&plain(&word));
            for (text, quoted) in [(&mut texts, true), (&mut names, !known)] {
                text.push_str(before);
                text.push_str(&if quoted && word != "null" { quote(&word) } else { word.clone() });
            }
            if known {
                named = named.or(Some(word));
            }
        }
        let rest = text.get(from..).unwrap_or_default();
        let (texts, names) = (written(&format!("{texts}{rest}")), written(&format!("{names}{rest}")));
        let mut readings = of_text(&texts);
        readings.push(of_name(&names));
        named.map(|read| (SyntaxProblem::NameOrText { read }, readings))
    }

    /// `[a; b]` as the list that is meant, and as a list of one text.
    fn separated(&self, span: Span) -> Option<(String, String)> {
        let inner = self.of(span).strip_prefix('[')?.strip_suffix(']')?;
        let apart = self.is_text()
            && !is_listed(&clean(inner), self.cx)
            && outside_quotes(inner).any(|(_, c)| c == ';')
            && outside_quotes(inner).all(|(_, c)| c != ',')
            && !inner.contains('"');
        if !apart {
            return None;
        }
        let parts: Vec<String> =
            inner.split([';', '；']).map(clean).filter(|part| !part.is_empty()).map(|part| print_text_entry(&part)).collect();
        Some((format!("[{}]", parts.join(", ")), format!("[{}]", quote(&clean(inner)))))
    }

    /// A mistake of an item, as one of the list: what of the type would have to be another.
    fn of_item(&self, problem: SyntaxProblem) -> SyntaxProblem {
        match problem {
            SyntaxProblem::UnexpectedNull { .. } => {
                let of = |item: DataType| if self.list.nullable { DataType::list_of(item).or_null() } else { DataType::list_of(item) };
                let item = DataType::from(self.cx.ty);
                SyntaxProblem::UnexpectedNull { ty: of(item.clone()), with: of(item.or_null()) }
            }
            other => other,
        }
    }

    fn is_text(&self) -> bool {
        self.cx.ty.base == BaseType::Text
    }

    /// Null and `[]` are empty.
    fn is_empty(&self) -> Expression {
        let number = ExpressionType::of(ExpressionBase::Number { scale: Some(0) });
        let count = Expression { kind: ExpressionKind::Apply(Operation::Count, vec![self.known()]), ty: number.clone() };
        let zero = Expression { ty: number, ..Expression::literal(Value::Number(Number::ZERO)) };
        let empty = boolean(ExpressionKind::Equal(Box::new(count), Box::new(zero)));
        if !self.list.nullable {
            return empty;
        }
        any(vec![boolean(ExpressionKind::IsNull(Box::new(self.subject()))), empty])
    }

    fn unless_null(&self, condition: Expression) -> Expression {
        if !self.list.nullable {
            return condition;
        }
        let known = not(boolean(ExpressionKind::IsNull(Box::new(self.subject()))));
        boolean(ExpressionKind::And(vec![known, condition]))
    }

    fn subject(&self) -> Expression {
        Expression { kind: ExpressionKind::Subject, ty: self.list.clone() }
    }

    /// The same where it is known not to be null.
    fn known(&self) -> Expression {
        let subject = self.subject();
        if !self.list.nullable {
            return subject;
        }
        Expression { ty: ExpressionType::of(self.list.base.clone()), kind: ExpressionKind::Known(Box::new(subject)) }
    }

    fn item(&self) -> ExpressionType {
        if let ExpressionBase::List(item) = &self.list.base { (**item).clone() } else { self.list.clone() }
    }

    /// A value as an item.
    fn literal(&self, value: Value) -> Expression {
        Expression { kind: ExpressionKind::Literal(value), ty: self.item() }
    }
}

/// The byte of the bracket of `not(`, which the last sign closes, and the bytes that it takes.
fn opening(text: &str) -> Option<(usize, usize)> {
    let (open, _) = outside_quotes(text).find(|(_, c)| *c == '(')?;
    let width = text.get(open..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    closes_at_end(text, open).then_some((open, width))
}
