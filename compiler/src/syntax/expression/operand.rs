//! Operands: literals, names, what is in brackets; and the paths, filters and calls behind them.

use super::lexer::Token;
use super::names::folded;
use super::parser::{Around, Parsed, Parser, Stop, Tall, level};
use super::tree::{Arguments, Named, NodeKind};
use super::words;
use crate::diagnostic::expression::FormProblem;
use crate::model::Number;
use crate::syntax::Span;
use crate::syntax::lexer::fold;

impl Parser<'_> {
    /// An operand and what is attached to it.
    pub(super) fn operand(&mut self) -> Parsed {
        let start = self.here().start;
        let left = self.primary()?;
        self.attachments(start, left)
    }

    /// The paths, filters and calls behind an operand that began at `start`.
    pub(super) fn attachments(&mut self, start: usize, mut left: Tall) -> Parsed {
        loop {
            match self.peek() {
                Token::Sign('.') => {
                    self.take();
                    let name = self.part()?;
                    left = self.node(start, NodeKind::Path(Box::new(left.node), name), left.height)?;
                }
                Token::Sign('[') if !(self.around.range_end && self.bracket_ends_range()) => left = self.filter(start, left)?,
                Token::Sign('(') => left = self.called(start, left)?,
                _ => return Ok(left),
            }
        }
    }

    fn primary(&mut self) -> Parsed {
        let start = self.here().start;
        if let Some((name, length)) = words::joined_function(&self.lexer)
            && self.scope.longest(self.lexer.rest()).is_none_or(|(_, known)| known <= length)
        {
            self.lexer.go_to(start + length);
            self.last = start + length;
            return self.call(Named { name: name.to_owned(), span: self.since(start) });
        }
        // A literal is itself, whatever the names in scope; but `2nd holder` begins with none.
        let literal = matches!(self.peek(), Token::Number(_) | Token::Text(_)).then_some(self.here());
        if let Some((name, length)) = self.scope.longest(self.lexer.rest())
            && !words::is_reserved(&name)
            && literal.is_none_or(|literal| start + length > literal.end)
        {
            return self.known_name(start, name, length);
        }
        match self.peek().clone() {
            Token::Number(number) => self.number(start, number),
            Token::Text(text) => self.literal(start, NodeKind::Text(text)),
            Token::Sign('?') => self.literal(start, NodeKind::Subject),
            Token::Word(word) => self.word(start, &word),
            Token::Sign('-') => self.negation(start),
            Token::Sign('(') => self.parenthesis(start),
            Token::Sign('[') => self.list_or_range(start),
            Token::Sign(']') if self.operand_follows() => self.list_or_range(start),
            Token::Sign('{') => self.context(start),
            Token::Sign('@') => self.temporal(start),
            Token::Foreign("!") => self.negated(start, level::OPERAND),
            Token::Sign('+') => {
                let sign = self.here();
                self.take();
                self.mistakes.report(sign, FormProblem::Expected { expected: "a value" }, [""])?;
                self.inside(self.around, Self::operand)
            }
            Token::Compare(operator) => {
                let sign = self.here();
                self.take();
                let reading = format!("? {}", super::print::comparison(operator));
                self.mistakes.report(sign, FormProblem::Expected { expected: "what is compared" }, [reading])?;
                self.inside(self.around, |parser| parser.expression(level::SUM))
            }
            _ => self.missing(start),
        }
    }

    fn literal(&mut self, start: usize, kind: NodeKind) -> Parsed {
        self.take();
        self.node(start, kind, 0)
    }

    fn number(&mut self, start: usize, number: Number) -> Parsed {
        self.take();
        if matches!(self.peek(), Token::Word(_)) && words::goes_on(&self.lexer, true) {
            self.row_of_words(String::new());
            self.mistakes.report(self.since(start), FormProblem::DecoratedNumber, [number])?;
        }
        self.node(start, NodeKind::Number(number), 0)
    }

    /// No operand stands here. What can't end a part of an expression either is skipped.
    fn missing(&mut self, start: usize) -> Parsed {
        self.unexpected("a value")?;
        match self.peek() {
            Token::Unknown | Token::Foreign(_) | Token::Misspelt(_) | Token::Arrow | Token::Power | Token::Sign('*' | '/')
                if self.here().start == start =>
            {
                self.take();
                self.inside(self.around, Self::operand)
            }
            _ => Ok(self.nothing(start)),
        }
    }

    /// Whether an operand can begin behind the next token.
    fn operand_follows(&self) -> bool {
        let second = self.lexer.second();
        let behind = self.lexer.text().get(second.span.start..).unwrap_or_default();
        match second.token {
            Token::Number(_) | Token::NoNumber(_) | Token::Text(_) | Token::Apostrophes(_) => true,
            Token::Sign(sign) => matches!(sign, '-' | '(' | '[' | '{' | '@' | '?'),
            Token::Word(word) => !words::is_joining(&word) || self.scope.longest(behind).is_some(),
            _ => false,
        }
    }

    /// Whether `[` is DMN's other spelling of the `)` of a range: nothing that a filter could hold follows.
    fn bracket_ends_range(&self) -> bool {
        !self.operand_follows()
    }

    /// A name in scope. Further words make it a part of one that isn't.
    fn known_name(&mut self, start: usize, name: String, length: usize) -> Parsed {
        self.lexer.go_to(start + length);
        self.last = start + length;
        if !words::goes_on(&self.lexer, true) {
            return self.name(start, name);
        }
        let name = self.row_of_words(name);
        self.name(start, name)
    }

    /// Takes words, as long as they follow each other, and puts them behind a name.
    pub(super) fn row_of_words(&mut self, mut name: String) -> String {
        while words::goes_on(&self.lexer, false) {
            let word = self.here();
            self.take();
            name.push(' ');
            name.push_str(self.slice(word));
        }
        name
    }

    fn name(&mut self, start: usize, name: String) -> Parsed {
        if *self.peek() == Token::Sign('(') {
            return self.call(Named { name, span: self.since(start) });
        }
        self.node(start, NodeKind::Name(name), 0)
    }

    /// A word that no name in scope begins with.
    fn word(&mut self, start: usize, word: &str) -> Parsed {
        let second = self.lexer.second().token;
        let bracket = second == Token::Sign('(');
        match word {
            "if" => return self.condition(start),
            "for" => return self.iteration(start),
            "some" | "every" => return self.quantified(start, word == "every"),
            "function" if bracket => return self.function(start),
            "not" if !bracket => return self.negated(start, level::COMPARISON),
            _ if words::is_joining(word) => return self.missing(start),
            _ if word.eq_ignore_ascii_case("if") => return self.shouted_if(start, bracket),
            _ => {}
        }
        let first = self.here();
        self.take();
        let name = self.row_of_words(self.slice(first).to_owned());
        if self.last == first.end && !bracket {
            let literal = match word.to_lowercase().as_str() {
                "null" => Some(("null", NodeKind::Null)),
                "true" => Some(("true", NodeKind::Boolean(true))),
                "false" => Some(("false", NodeKind::Boolean(false))),
                _ => None,
            };
            if let Some((plain, kind)) = literal {
                if plain != word {
                    self.mistakes.report(first, FormProblem::KeywordCase { keyword: plain }, [plain.to_owned(), format!("\"{word}\"")])?;
                }
                return self.node(start, kind, 0);
            }
        }
        self.name(start, name)
    }

    /// `!x`, which negates an operand, and `not x`, which negates a comparison.
    fn negated(&mut self, start: usize, lowest: u8) -> Parsed {
        self.take();
        let right = self.here().start;
        let operand = self.inside(self.around, |parser| parser.expression(lowest))?;
        // An operand in brackets begins and ends inside of them.
        let bracketed = operand.node.span.start > right && operand.node.span.end < self.last;
        let text = self.slice(self.since(right));
        let reading = if bracketed { format!("not{text}") } else { format!("not({text})") };
        self.mistakes.report(self.since(start), FormProblem::Written { meant: "not(…)" }, [reading])?;
        Ok(operand)
    }

    fn negation(&mut self, start: usize) -> Parsed {
        self.take();
        let operand = self.inside(self.around, |parser| parser.expression(level::INSTANCE))?;
        self.node(start, NodeKind::Negate(Box::new(operand.node)), operand.height)
    }

    /// `@"2026-01-31"`.
    fn temporal(&mut self, start: usize) -> Parsed {
        self.take();
        match self.peek().clone() {
            Token::Text(text) => self.literal(start, NodeKind::Temporal(text)),
            _ => {
                self.unexpected("a date, time or duration in quotes")?;
                Ok(self.nothing(start))
            }
        }
    }

    /// The name behind a dot.
    fn part(&mut self) -> Result<Named, Stop> {
        let Span { start, end } = self.here();
        let mut name = self.slice(self.here()).to_owned();
        if let Some((known, length)) = self.scope.longest_part(self.lexer.rest()) {
            self.lexer.go_to(start + length);
            self.last = start + length;
            if !words::goes_on(&self.lexer, true) {
                return Ok(Named { name: known, span: self.since(start) });
            }
            name = known;
        } else if matches!(self.peek(), Token::Word(_)) {
            self.take();
        } else {
            self.unexpected("the name of a part")?;
            return Ok(Named { name: String::new(), span: Span { start, end: end.min(self.last.max(start)) } });
        }
        let name = self.row_of_words(name);
        Ok(Named { name, span: self.since(start) })
    }

    fn filter(&mut self, start: usize, list: Tall) -> Parsed {
        let opened = self.here().start;
        let condition = self.bracketed(']', Around { commas: false, range_end: false }, |parser| {
            parser.scope.bind("item");
            let condition = parser.expression(level::ANY);
            parser.scope.unbind("item");
            condition
        })?;
        self.close_bracket(opened, ']', "`]`")?;
        let height = list.height.max(condition.height);
        self.node(start, NodeKind::Filter(Box::new(list.node), Box::new(condition.node)), height)
    }

    /// A bracket behind what isn't a single name: only functions are called, by their names.
    fn called(&mut self, start: usize, left: Tall) -> Parsed {
        let name = dotted(&left.node.kind);
        let span = left.node.span;
        if name.is_none() {
            self.mistakes.report(span, FormProblem::NotAFunction, [""; 0])?;
        }
        self.last = span.end.max(self.last);
        let named = Named { name: name.unwrap_or_default(), span };
        let mut call = self.call(named)?;
        call.node.span.start = start;
        Ok(call)
    }

    /// A call, behind the name of the function.
    pub(super) fn call(&mut self, name: Named) -> Parsed {
        let start = name.span.start;
        let opened = self.here().start;
        let (arguments, tallest) = self.bracketed(')', Around { commas: true, range_end: false }, |parser| parser.arguments())?;
        self.close_bracket(opened, ')', "`,` or `)`")?;
        self.node(start, NodeKind::Call(name, arguments), tallest)
    }

    /// Arguments up to the bracket, and the height of the tallest.
    fn arguments(&mut self) -> Result<(Arguments, usize), Stop> {
        let (mut positional, mut named, mut tallest) = (Vec::new(), Vec::<(Named, _)>::new(), 0);
        while !matches!(self.peek(), Token::Sign(')') | Token::End) {
            let start = self.here().start;
            let name = self.argument_name();
            if name.is_some() && !positional.is_empty() || name.is_none() && !named.is_empty() {
                self.mistakes.report(Span { start, end: self.here().end }, FormProblem::MixedArguments, [""; 0])?;
            }
            if let Some(name) = name.as_ref().filter(|name| named.iter().any(|(known, _)| known.name == name.name)) {
                self.mistakes.report(name.span, FormProblem::RepeatedName { name: name.name.clone() }, [""; 0])?;
            }
            let argument = self.expression(level::ANY)?;
            tallest = tallest.max(argument.height);
            match name {
                Some(name) => named.push((name, argument.node)),
                None => positional.push(argument.node),
            }
            if !self.separator(')')? {
                break;
            }
        }
        Ok((if named.is_empty() { Arguments::Positional(positional) } else { Arguments::Named(named) }, tallest))
    }

    /// `grouping separator:`, if it is next.
    fn argument_name(&mut self) -> Option<Named> {
        let start = self.here().start;
        let mut length = 0;
        for (at, c) in self.lexer.rest().char_indices() {
            match fold(c) {
                ':' => {
                    length = at;
                    break;
                }
                ' ' | '_' | '\'' => {}
                plain if super::names::is_word(plain) => {}
                _ => return None,
            }
        }
        let name = folded(self.lexer.rest().get(..length)?);
        if name.is_empty() {
            return None;
        }
        self.lexer.go_to(start + length);
        self.take();
        Some(Named { name, span: Span { start, end: start + length } })
    }

    /// Takes the comma between two parts of a list, or what stands in its place; false at the end of the list.
    pub(super) fn separator(&mut self, closer: char) -> Result<bool, Stop> {
        let span = self.here();
        match self.peek().clone() {
            Token::Sign(',') => {
                self.take();
                // A comma before the bracket: the part behind it is missing.
                if *self.peek() == Token::Sign(closer) {
                    let rest = Span { start: span.start, end: self.here().end };
                    self.mistakes.report(rest, FormProblem::Expected { expected: "a value" }, [closer])?;
                }
                Ok(true)
            }
            Token::Sign(';') => {
                self.take();
                self.mistakes.report(span, FormProblem::Semicolon, [","])?;
                Ok(true)
            }
            Token::Number(_) | Token::Text(_) | Token::Word(_) | Token::Apostrophes(_) | Token::Sign('(' | '[' | '{' | '@' | '?') => {
                let reading = format!(", {}", self.slice(span));
                // With the blank before it, so that the comma comes to stand behind what it follows.
                let blank = Span { start: self.last, end: span.end };
                self.mistakes.report(blank, FormProblem::Expected { expected: "a comma" }, [reading])?;
                Ok(!self.is_joining_word())
            }
            _ => Ok(false),
        }
    }

    fn is_joining_word(&self) -> bool {
        matches!(self.peek(), Token::Word(word) if words::is_joining(word))
    }
}

/// The name that a path of names spells: `library.double`.
fn dotted(kind: &NodeKind) -> Option<String> {
    match kind {
        NodeKind::Name(name) => Some(name.clone()),
        NodeKind::Path(of, part) => dotted(&of.kind).map(|of| format!("{of}.{}", part.name)),
        _ => None,
    }
}

/// Whether an operand is short enough to be meant twice: the one value of `(= 5)`.
pub(super) fn is_plain(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::Negate(of) => matches!(of.kind, NodeKind::Number(_)),
        NodeKind::Call(_, Arguments::Positional(arguments)) => {
            arguments.iter().all(|argument| matches!(argument.kind, NodeKind::Number(_) | NodeKind::Text(_)))
        }
        NodeKind::Number(Number { .. })
        | NodeKind::Text(_)
        | NodeKind::Temporal(_)
        | NodeKind::Name(_)
        | NodeKind::Boolean(_)
        | NodeKind::Null => true,
        _ => false,
    }
}
