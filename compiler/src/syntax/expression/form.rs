//! The forms that begin with a word, the tests behind `in`, and types behind `instance of`.

use super::lexer::Token;
use super::parser::{Around, Parsed, Parser, Stop, Tall, level};
use super::tree::{Iterated, Iteration, Named, NodeKind, Test};
use super::words;
use crate::diagnostic::expression::FormProblem;
use crate::syntax::Span;
use crate::syntax::lexer::fold;

/// Where a word ends the part.
const PART: Around = Around { commas: false, range_end: false };
/// Where commas separate parts.
const SEVERAL: Around = Around { commas: true, range_end: false };

/// Types whose names are several words, one of which joins.
const JOINED_TYPES: [&str; 3] = ["years and months duration", "days and time duration", "date and time"];

impl Parser<'_> {
    /// `if c then a else b`.
    pub(super) fn condition(&mut self, start: usize) -> Parsed {
        self.take();
        let around = self.around;
        let reported = self.mistakes.count();
        let condition = self.inside(PART, |parser| parser.expression(level::ANY))?;
        if self.mistakes.count() > reported && !self.is_word("then") {
            // `if(a, b, c)` is reported as a whole.
            return Ok(self.nothing(start));
        }
        if !self.expect_word("then", "`then`")? {
            return Ok(self.nothing(start));
        }
        let then = self.inside(PART, |parser| parser.expression(level::ANY))?;
        let height = condition.height.max(then.height);
        let otherwise = if self.ends_here() {
            let span = self.here();
            let reading = format!(" else null{}", self.slice(span));
            self.mistakes.report(span, FormProblem::MissingElse, [reading])?;
            self.nothing(self.last)
        } else if self.expect_word("else", "`else`")? {
            self.inside(around, |parser| parser.expression(level::ANY))?
        } else {
            self.nothing(self.last)
        };
        let height = height.max(otherwise.height);
        self.node(start, NodeKind::If(Box::new(condition.node), Box::new(then.node), Box::new(otherwise.node)), height)
    }

    /// `IF(a, b, c)` and `If a then b else c`.
    pub(super) fn shouted_if(&mut self, start: usize, bracket: bool) -> Parsed {
        if !bracket {
            self.mistakes.report(self.here(), FormProblem::KeywordCase { keyword: "if" }, ["if"])?;
        }
        self.condition(start)
    }

    /// Whether the expression, or the bracket around it, ends here.
    fn ends_here(&self) -> bool {
        matches!(self.peek(), Token::End | Token::Sign(')' | ']' | '}' | ','))
    }

    /// `for x in xs, y in 1..3 return body`.
    pub(super) fn iteration(&mut self, start: usize) -> Parsed {
        self.take();
        let (iterations, height) = self.iterations()?;
        let body = if self.expect_word("return", "`return`")? {
            self.inside(self.around, |parser| parser.expression(level::ANY))
        } else {
            Ok(self.nothing(self.last))
        };
        self.unbind(&iterations);
        let body = body?;
        self.node(start, NodeKind::For(iterations, Box::new(body.node)), height.max(body.height))
    }

    /// `some x in xs satisfies c`, `every …`.
    pub(super) fn quantified(&mut self, start: usize, every: bool) -> Parsed {
        self.take();
        let (iterations, height) = self.iterations()?;
        let condition = if self.expect_word("satisfies", "`satisfies`")? {
            self.inside(self.around, |parser| parser.expression(level::ANY))
        } else {
            Ok(self.nothing(self.last))
        };
        self.unbind(&iterations);
        let condition = condition?;
        let (height, condition) = (height.max(condition.height), Box::new(condition.node));
        self.node(start, if every { NodeKind::Every(iterations, condition) } else { NodeKind::Some(iterations, condition) }, height)
    }

    fn unbind(&mut self, iterations: &[Iteration]) {
        for iteration in iterations {
            self.scope.unbind(&iteration.variable.name);
        }
    }

    /// The variables of `for`, `some` and `every`, each bound for what follows; and the height of the tallest list.
    fn iterations(&mut self) -> Result<(Vec<Iteration>, usize), Stop> {
        let (mut iterations, mut tallest) = (Vec::new(), 0);
        loop {
            let start = self.here().start;
            let name = self.new_name();
            if name.is_empty() {
                self.unexpected("the name of a variable")?;
            }
            let variable = Named { name, span: self.since(start) };
            if !self.expect_word("in", "`in`")? {
                return Ok((iterations, tallest));
            }
            let (over, height) = self.inside(SEVERAL, |parser| {
                let first = parser.expression(level::ANY)?;
                if *parser.peek() != Token::DotDot {
                    return Ok((Iterated::List(first.node), first.height));
                }
                parser.take();
                let last = parser.expression(level::ANY)?;
                Ok((Iterated::Between(first.node, last.node), first.height.max(last.height)))
            })?;
            tallest = tallest.max(height);
            self.scope.bind(&variable.name);
            iterations.push(Iteration { variable, over });
            if !self.eat(',') {
                return Ok((iterations, tallest));
            }
        }
    }

    /// Words that name something new, up to one that joins; empty if there are none.
    fn new_name(&mut self) -> String {
        let mut words = Vec::new();
        while matches!(self.peek(), Token::Word(word) if !words::is_joining(word)) {
            words.push(self.slice(self.here()));
            self.take();
        }
        words.join(" ")
    }

    /// `function(x, y) body`.
    pub(super) fn function(&mut self, start: usize) -> Parsed {
        self.take();
        let opened = self.here().start;
        let mut parameters: Vec<Named> = Vec::new();
        self.bracketed(')', SEVERAL, |parser| {
            while !matches!(parser.peek(), Token::Sign(')') | Token::End) {
                let start = parser.here().start;
                let name = parser.new_name();
                let parameter = Named { name, span: parser.since(start) };
                if parameter.name.is_empty() {
                    parser.unexpected("the name of a parameter")?;
                    break;
                }
                if parameters.iter().any(|known| known.name == parameter.name) {
                    parser.mistakes.report(parameter.span, FormProblem::RepeatedName { name: parameter.name.clone() }, [""; 0])?;
                }
                if parser.eat(':') {
                    let ty = parser.type_text()?;
                    let span = Span { start: parameter.span.end, end: ty.span.end };
                    parser.mistakes.report(span, FormProblem::TypedParameter, [""])?;
                }
                parameters.push(parameter);
                if !parser.separator(')')? {
                    break;
                }
            }
            Ok(())
        })?;
        self.close_bracket(opened, ')', "`,` or `)`")?;
        if self.is_word("external") {
            self.take();
            return Err(self.mistakes.only(self.since(start), FormProblem::ExternalFunction));
        }
        for parameter in &parameters {
            self.scope.bind(&parameter.name);
        }
        let body = self.inside(self.around, |parser| parser.expression(level::ANY));
        for parameter in &parameters {
            self.scope.unbind(&parameter.name);
        }
        let body = body?;
        self.node(start, NodeKind::Function(parameters, Box::new(body.node)), body.height)
    }

    /// The test or tests behind `in`.
    pub(super) fn membership(&mut self, start: usize, subject: Tall) -> Parsed {
        let (tests, height) = if *self.peek() == Token::Sign('(') {
            self.tests_in_brackets()?
        } else {
            let (test, height) = self.inside(self.around, |parser| parser.test(level::SUM))?;
            (vec![test], height)
        };
        self.node(start, NodeKind::In(Box::new(subject.node), tests), height.max(subject.height))
    }

    /// `(a, < 5, [1..3])`, or an expression that begins with a bracket.
    fn tests_in_brackets(&mut self) -> Result<(Vec<Test>, usize), Stop> {
        let start = self.here().start;
        let (mut tests, mut tallest) = (Vec::new(), 0);
        let low = self.bracketed(')', SEVERAL, |parser| {
            loop {
                let (test, height) = parser.test(level::ANY)?;
                if tests.is_empty() && *parser.peek() == Token::DotDot {
                    let Test::Expression(node) = test else { return Ok(None) };
                    return Ok(Some(Tall { node, height }));
                }
                tallest = tallest.max(height);
                tests.push(test);
                if !parser.separator(')')? {
                    return Ok(None);
                }
            }
        })?;
        let first = match low {
            Some(low) => self.range(start, low, false)?,
            None => {
                self.close_bracket(start, ')', "`,` or `)`")?;
                match (tests.len(), tests.pop()) {
                    (1, Some(Test::Expression(node))) => Tall { node, height: tallest },
                    (_, last) => {
                        tests.extend(last);
                        return Ok((tests, tallest));
                    }
                }
            }
        };
        let whole = self.attachments(start, first)?;
        let whole = self.operators(start, whole, level::SUM)?;
        Ok((vec![Test::Expression(whole.node)], whole.height))
    }

    /// One test, and its height. Its expression's operators bind at least so tightly.
    fn test(&mut self, lowest: u8) -> Result<(Test, usize), Stop> {
        match self.peek() {
            Token::Compare(operator) => {
                let operator = *operator;
                self.take();
                let operand = self.expression(level::SUM)?;
                Ok((Test::Compare(operator, operand.node), operand.height + 1))
            }
            Token::Word(word) if word == "not" && self.lexer.second().token == Token::Sign('(') => {
                self.take();
                let opened = self.here().start;
                let (mut tests, mut tallest) = (Vec::new(), 0);
                self.bracketed(')', SEVERAL, |parser| {
                    loop {
                        let (test, height) = parser.test(level::ANY)?;
                        tallest = tallest.max(height);
                        tests.push(test);
                        if !parser.separator(')')? {
                            return Ok(());
                        }
                    }
                })?;
                self.close_bracket(opened, ')', "`,` or `)`")?;
                Ok((Test::Not(tests), tallest + 1))
            }
            _ => {
                let expression = self.expression(lowest)?;
                Ok((Test::Expression(expression.node), expression.height))
            }
        }
    }

    /// Tests with commas between them, up to the end of the text.
    pub(super) fn tests(&mut self) -> Result<Vec<Test>, Stop> {
        let tests = self.inside(SEVERAL, |parser| {
            let mut tests = Vec::new();
            loop {
                tests.push(parser.test(level::ANY)?.0);
                if *parser.peek() == Token::End || !parser.separator(')')? {
                    return Ok(tests);
                }
            }
        })?;
        self.end()?;
        Ok(tests)
    }

    /// The name of a type, with what it is made of: `list<number>`, `context<a: text>`, `function<number> -> number`.
    pub(super) fn type_text(&mut self) -> Result<Named, Stop> {
        let start = self.here().start;
        let name = self.type_name()?;
        Ok(Named { name, span: self.since(start) })
    }

    fn type_name(&mut self) -> Result<String, Stop> {
        let start = self.here().start;
        let joined = JOINED_TYPES.iter().find_map(|name| Some((*name, words::words_length(self.lexer.rest(), name)?)));
        let mut name = match joined {
            Some((name, length)) => {
                self.lexer.go_to(start + length);
                self.last = start + length;
                name.to_owned()
            }
            None if matches!(self.peek(), Token::Word(word) if !words::is_joining(word)) => {
                let first = self.slice(self.here()).to_owned();
                self.take();
                self.row_of_words(first)
            }
            None => {
                self.unexpected("the name of a type")?;
                String::new()
            }
        };
        if !matches!(name.as_str(), "list" | "range" | "context" | "function") || self.slice(self.here()) != "<" {
            // `<>` is lexed as an inequality: a function without parameters.
            let bare = name == "function" && self.slice(self.here()) == "<>";
            if bare {
                self.take();
                name.push_str("<>");
                self.result_type(&mut name)?;
            }
            return Ok(name);
        }
        self.take();
        name.push('<');
        self.inside(SEVERAL, |parser| {
            loop {
                if name.starts_with("context") {
                    let entry = parser.new_name();
                    name.push_str(&entry);
                    name.push_str(": ");
                    if !parser.eat(':') {
                        parser.unexpected("`:`")?;
                    }
                }
                let part = parser.type_name()?;
                name.push_str(&part);
                if !parser.eat(',') {
                    return Ok(());
                }
                name.push_str(", ");
            }
        })?;
        // Only the first sign of what may be lexed as `>=` or `> =` closes the type.
        let sign = self.lexer.rest().chars().next().filter(|sign| fold(*sign) == '>');
        match sign {
            Some(sign) => {
                self.last = self.here().start + sign.len_utf8();
                self.lexer.go_to(self.last);
            }
            None => self.unexpected("`>`")?,
        }
        name.push('>');
        if name.starts_with("function") {
            self.result_type(&mut name)?;
        }
        Ok(name)
    }

    /// `-> number`, if it is next.
    fn result_type(&mut self, name: &mut String) -> Result<(), Stop> {
        if *self.peek() == Token::Arrow {
            self.take();
            let result = self.inside(self.around, Self::type_name)?;
            name.push_str(" -> ");
            name.push_str(&result);
        }
        Ok(())
    }
}
