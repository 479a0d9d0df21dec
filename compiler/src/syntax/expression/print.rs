//! The normal form of an expression: one blank between words and around operators, brackets only where they are needed.

use super::names::{folded, is_word};
use super::parser::{arithmetic_level, first_half, level};
use super::tree::{Arguments, ArithmeticOperator, ComparisonOperator, Iterated, Iteration, Named, Node, NodeKind, RangeNode, Test};
use crate::syntax::lexer::fold;

/// The normal form of an expression. Where its names are in scope it reads back as the same tree, but for spans.
pub fn print(node: &Node) -> String {
    let mut printer = Printer { out: String::new() };
    printer.node(node, level::ANY);
    printer.out
}

/// A text literal.
pub(super) fn text(content: &str) -> String {
    let mut out = String::with_capacity(content.len() + 2);
    out.push('"');
    for c in content.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Read as they stand they would end the text, be a blank, or not be seen.
            _ if fold(c) == '"' || c == '\u{A0}' || c.is_control() => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A comparison's sign.
pub(super) fn comparison(operator: ComparisonOperator) -> &'static str {
    match operator {
        ComparisonOperator::Equal => "=",
        ComparisonOperator::NotEqual => "!=",
        ComparisonOperator::Less => "<",
        ComparisonOperator::LessEqual => "<=",
        ComparisonOperator::Greater => ">",
        ComparisonOperator::GreaterEqual => ">=",
    }
}

fn arithmetic(operator: ArithmeticOperator) -> &'static str {
    match operator {
        ArithmeticOperator::Add => "+",
        ArithmeticOperator::Subtract => "-",
        ArithmeticOperator::Multiply => "*",
        ArithmeticOperator::Divide => "/",
        ArithmeticOperator::Power => "**",
    }
}

/// How tightly what a node is made of holds together.
fn level_of(kind: &NodeKind) -> u8 {
    match kind {
        NodeKind::If(..) | NodeKind::For(..) | NodeKind::Some(..) | NodeKind::Every(..) | NodeKind::Function(..) => level::ANY,
        NodeKind::Or(..) => level::OR,
        NodeKind::And(..) => level::AND,
        NodeKind::Compare(..) | NodeKind::Between(..) | NodeKind::In(..) => level::COMPARISON,
        NodeKind::Arithmetic(operator, ..) => arithmetic_level(*operator),
        NodeKind::Negate(_) => level::SIGN,
        // A `<` behind it would be read as part of the type.
        NodeKind::InstanceOf(_, ty) if matches!(ty.name.as_str(), "list" | "range" | "context" | "function") => level::ANY,
        NodeKind::InstanceOf(..) => level::INSTANCE,
        _ => level::OPERAND,
    }
}

struct Printer {
    out: String,
}

impl Printer {
    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A node where operators must bind at least so tightly.
    fn node(&mut self, node: &Node, lowest: u8) {
        if level_of(&node.kind) >= lowest {
            return self.kind(&node.kind);
        }
        self.push("(");
        self.kind(&node.kind);
        self.push(")");
    }

    fn infix(&mut self, left: &Node, left_level: u8, operator: &str, right: &Node, right_level: u8) {
        self.node(left, left_level);
        self.push(" ");
        self.push(operator);
        self.push(" ");
        self.node(right, right_level);
    }

    fn kind(&mut self, kind: &NodeKind) {
        match kind {
            NodeKind::Null => self.push("null"),
            NodeKind::Boolean(value) => self.push(if *value { "true" } else { "false" }),
            NodeKind::Number(number) => self.push(&number.to_string()),
            NodeKind::Text(content) => self.push(&text(content)),
            NodeKind::Temporal(content) => {
                self.push("@");
                self.push(&text(content));
            }
            NodeKind::Subject => self.push("?"),
            NodeKind::Name(name) => self.push(name),
            NodeKind::Negate(of) => {
                self.push("-");
                self.node(of, level::SIGN);
            }
            NodeKind::Arithmetic(operator, left, right) => {
                let level = arithmetic_level(*operator);
                self.infix(left, level, arithmetic(*operator), right, level + 1);
            }
            NodeKind::Compare(operator, left, right) => self.infix(left, level::SUM, comparison(*operator), right, level::SUM),
            NodeKind::And(..) | NodeKind::Or(..) => self.junction(kind),
            NodeKind::Between(of, low, high) => {
                self.infix(of, level::SUM, "between", low, level::SUM);
                self.push(" and ");
                self.node(high, level::SUM);
            }
            NodeKind::In(of, tests) => {
                self.node(of, level::SUM);
                self.push(" in ");
                self.membership(tests);
            }
            NodeKind::InstanceOf(of, ty) => {
                self.node(of, level::INSTANCE);
                self.push(" instance of ");
                self.push(&ty.name);
            }
            NodeKind::If(condition, then, otherwise) => {
                self.push("if ");
                self.node(condition, level::ANY);
                self.push(" then ");
                self.node(then, level::ANY);
                self.push(" else ");
                self.node(otherwise, level::ANY);
            }
            NodeKind::For(iterations, body) => self.iteration("for", iterations, "return", body),
            NodeKind::Some(iterations, body) => self.iteration("some", iterations, "satisfies", body),
            NodeKind::Every(iterations, body) => self.iteration("every", iterations, "satisfies", body),
            NodeKind::Path(of, part) => {
                self.node(of, level::OPERAND);
                self.push(".");
                self.push(&part.name);
            }
            NodeKind::Filter(list, condition) => {
                self.node(list, level::OPERAND);
                self.push("[");
                self.node(condition, level::ANY);
                self.push("]");
            }
            NodeKind::Call(name, arguments) => {
                self.push(&name.name);
                self.push("(");
                self.arguments(arguments);
                self.push(")");
            }
            NodeKind::Function(parameters, body) => {
                let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
                self.push("function(");
                self.push(&names.join(", "));
                self.push(") ");
                self.node(body, level::ANY);
            }
            NodeKind::List(items) => {
                self.push("[");
                self.row(items, |printer, item| printer.node(item, level::ANY));
                self.push("]");
            }
            NodeKind::Context(entries) => {
                self.push("{");
                self.row(entries, |printer, (name, value)| {
                    printer.key(name);
                    printer.push(": ");
                    printer.node(value, level::ANY);
                });
                self.push("}");
            }
            NodeKind::Range(range) => self.range(range),
        }
    }

    fn row<T>(&mut self, items: &[T], print: impl Fn(&mut Self, &T)) {
        for (position, item) in items.iter().enumerate() {
            if position > 0 {
                self.push(", ");
            }
            print(self, item);
        }
    }

    /// A row of `and` or `or` without brackets, if it is grouped as such a row is read; else its two parts.
    fn junction(&mut self, kind: &NodeKind) {
        let (operator, lowest) = if matches!(kind, NodeKind::Or(..)) { ("or", level::OR) } else { ("and", level::AND) };
        let mut parts = Vec::new();
        collect(kind, &mut parts);
        if !is_balanced(kind, parts.len()) {
            parts = sides(kind).into_iter().flat_map(|(left, right)| [left, right]).collect();
        }
        for (position, part) in parts.into_iter().enumerate() {
            if position > 0 {
                self.push(" ");
                self.push(operator);
                self.push(" ");
            }
            self.node(part, lowest + 1);
        }
    }

    fn iteration(&mut self, word: &str, iterations: &[Iteration], joined: &str, body: &Node) {
        self.push(word);
        self.push(" ");
        self.row(iterations, |printer, iteration| {
            printer.push(&iteration.variable.name);
            printer.push(" in ");
            match &iteration.over {
                Iterated::List(list) => printer.node(list, level::ANY),
                Iterated::Between(first, last) => {
                    printer.node(first, level::OR);
                    printer.push("..");
                    printer.node(last, level::OR);
                }
            }
        });
        self.push(" ");
        self.push(joined);
        self.push(" ");
        self.node(body, level::ANY);
    }

    fn arguments(&mut self, arguments: &Arguments) {
        match arguments {
            Arguments::Positional(arguments) => self.row(arguments, |printer, argument| printer.node(argument, level::ANY)),
            Arguments::Named(arguments) => self.row(arguments, |printer, (name, argument)| {
                printer.push(&name.name);
                printer.push(": ");
                printer.node(argument, level::ANY);
            }),
        }
    }

    /// The name of an entry: in quotes, unless it reads as it stands.
    fn key(&mut self, name: &Named) {
        let name = &name.name;
        let sign = |c: char| matches!(fold(c), ':' | ',' | ';' | '{' | '}' | '"') || c.is_control();
        let bare =
            name.starts_with(is_word) && !name.contains(sign) && !name.contains("//") && !name.contains("/*") && folded(name) == *name;
        if bare {
            self.push(name);
        } else {
            self.push(&text(name));
        }
    }

    fn range(&mut self, range: &RangeNode) {
        match (&range.low, &range.high) {
            (Some(low), Some(high)) => {
                self.push(if range.low_closed { "[" } else { "(" });
                self.node(low, level::OR);
                self.push("..");
                self.node(high, level::OR);
                self.push(if range.high_closed { "]" } else { ")" });
            }
            (Some(low), None) => self.half_range(if range.low_closed { ">=" } else { ">" }, low),
            (None, Some(high)) => self.half_range(if range.high_closed { "<=" } else { "<" }, high),
            // Nothing is read as this; it holds whatever isn't null.
            (None, None) => self.push("(null..null)"),
        }
    }

    fn half_range(&mut self, sign: &str, end: &Node) {
        self.push("(");
        self.push(sign);
        self.push(" ");
        self.node(end, level::SUM);
        self.push(")");
    }

    /// What stands behind `in`. An expression that might be taken for something else there is put in brackets.
    fn membership(&mut self, tests: &[Test]) {
        let alone = match tests {
            [Test::Compare(..) | Test::Not(_)] => true,
            [Test::Expression(node)] => match &node.kind {
                NodeKind::List(_) => true,
                NodeKind::Range(range) => range.low.is_some() && range.high.is_some() && range.low_closed,
                _ => false,
            },
            _ => false,
        };
        if alone {
            return self.tests(tests);
        }
        self.push("(");
        self.tests(tests);
        self.push(")");
    }

    fn tests(&mut self, tests: &[Test]) {
        self.row(tests, |printer, test| match test {
            Test::Compare(operator, operand) => {
                printer.push(comparison(*operator));
                printer.push(" ");
                printer.node(operand, level::SUM);
            }
            Test::Expression(node) => {
                let mistaken = match first(&node.kind) {
                    NodeKind::Call(name, _) => name.name == "not",
                    _ => false,
                };
                if mistaken {
                    printer.push("(");
                }
                printer.node(node, level::ANY);
                if mistaken {
                    printer.push(")");
                }
            }
            Test::Not(tests) => {
                printer.push("not(");
                printer.tests(tests);
                printer.push(")");
            }
        });
    }
}

/// The operand that an expression begins with.
fn first(kind: &NodeKind) -> &NodeKind {
    match kind {
        NodeKind::Or(left, _)
        | NodeKind::And(left, _)
        | NodeKind::Compare(_, left, _)
        | NodeKind::Arithmetic(_, left, _)
        | NodeKind::Between(left, ..)
        | NodeKind::In(left, _)
        | NodeKind::InstanceOf(left, _)
        | NodeKind::Path(left, _)
        | NodeKind::Filter(left, _) => first(&left.kind),
        other => other,
    }
}

fn sides(kind: &NodeKind) -> Option<(&Node, &Node)> {
    match kind {
        NodeKind::And(left, right) | NodeKind::Or(left, right) => Some((left, right)),
        _ => None,
    }
}

/// The parts of a row of one operator.
fn collect<'a>(kind: &'a NodeKind, parts: &mut Vec<&'a Node>) {
    for node in sides(kind).into_iter().flat_map(|(left, right)| [left, right]) {
        if std::mem::discriminant(&node.kind) == std::mem::discriminant(kind) {
            collect(&node.kind, parts);
        } else {
            parts.push(node);
        }
    }
}

/// Whether a row of so many parts is grouped as it would be read.
fn is_balanced(kind: &NodeKind, count: usize) -> bool {
    let Some((left, right)) = sides(kind) else { return count == 1 };
    let count_of = |node: &Node| {
        let mut parts = Vec::new();
        let same = std::mem::discriminant(&node.kind) == std::mem::discriminant(kind);
        if same {
            collect(&node.kind, &mut parts);
        }
        parts.len().max(1)
    };
    let balanced = |node: &Node, count: usize| {
        if count == 1 { true } else { is_balanced(&node.kind, count) }
    };
    let (lefts, rights) = (count_of(left), count_of(right));
    lefts == first_half(count) && balanced(left, lefts) && balanced(right, rights)
}
