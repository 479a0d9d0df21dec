//! Input entries that are no plain sets of values: they compare with other names, or ask something of `?`.
//!
//! ```text
//! > order.limit                  ? > order.limit
//! >= 18 and < retirement age     ? >= 18 and ? < retirement age
//! [low..high], 0                 ? in [low..high] or ? = 0
//! not(? > 2 * order.limit)       not(? > 2 * order.limit)
//! ```
//!
//! The items are found by brackets and commas alone; what stands in them is read as tests where it can be, so that words of a `text`
//! column need no quotes here either, and else as FEEL.

use super::CellContext;
use super::expression::tree::{ComparisonOperator, Node, NodeKind, RangeNode, Test};
use super::expression::{Names, parse};
use super::keywords::begins_negation;
use super::lexer::{Span, fold};
use super::name::named;
use super::unary_tests::{self, Form};
use crate::diagnostic::expression::{ExpressionMistake, FormProblem};
use crate::layout::did_you_mean;
use crate::model::{BaseType, UnaryTest, Value};

/// The deepest that `not( )` nests.
const MAX_DEPTH: usize = 16;
/// The most items of a list with expressions among them.
const MAX_ITEMS: usize = 256;

/// One item of an entry.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Plain tests of the column's value.
    Tests(Vec<UnaryTest>),
    /// A boolean expression over `?`.
    Holds(Node),
    /// Equal to what an operand gives, or with `!=` not: `? = operand` or `? != operand`. Unlike those of FEEL, null is equal to nothing here.
    Equals(Node),
    /// None of these.
    Not(Vec<Self>),
}

/// Reads an entry as items, at least one of them an expression; `None` for one that holds none, which is to be read as tests.
pub(super) fn items(text: &str, cx: &CellContext<'_>) -> Option<Result<Vec<Item>, Vec<ExpressionMistake>>> {
    let names = Names::new(cx.names.iter().map(String::as_str));
    let reader = Reader { text, cx, names };
    let whole = Span { start: 0, end: text.len() };
    reader.holds_expression(whole, 0).then(|| reader.items(whole, 0))
}

struct Reader<'a> {
    text: &'a str,
    cx: &'a CellContext<'a>,
    names: Names<'a>,
}

/// What an item looks like.
enum Shape {
    /// An operator and an operand, perhaps `and` another operator and operand.
    Comparison(Vec<(ComparisonOperator, Span)>),
    /// Brackets around two ends.
    Interval(bool, Span, Span, bool),
    /// `not( )` around these.
    Not(Span),
    /// It holds a `?`.
    Question,
    /// Anything else.
    Other,
}

impl Reader<'_> {
    fn of(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.of(span);
        let blank = |c: char| fold(c) == ' ';
        let start = span.start + (text.len() - text.trim_start_matches(blank).len());
        Span { start, end: (start + text.trim_matches(blank).len()).max(start) }
    }

    /// The parts between commas that no bracket or quote holds.
    fn parts(&self, span: Span) -> Vec<Span> {
        let mut parts = Vec::new();
        let mut from = span.start;
        for (at, c) in outside(self.of(span)) {
            if c == ',' {
                parts.push(self.trimmed(Span { start: from, end: span.start + at }));
                from = span.start + at + 1;
            }
        }
        parts.push(self.trimmed(Span { start: from.min(span.end), end: span.end }));
        parts
    }

    fn shape(&self, span: Span) -> Shape {
        let text = self.of(span);
        if begins_negation(text)
            && let Some(open) = text.find(['(', '（'])
            && text.ends_with([')', '）'])
            && closes_at_end(text, open)
        {
            let width = text.get(open..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            let last = text.chars().next_back().map_or(1, char::len_utf8);
            let inner = Span { start: span.start + open + width, end: span.end - last };
            // `not(?)` of a boolean, and what is FEEL's own, is left to FEEL.
            return Shape::Not(inner);
        }
        if let Some((operator, behind)) = operator(text) {
            let operand = self.trimmed(Span { start: span.start + behind, end: span.end });
            return Shape::Comparison(self.both_ends(operator, operand));
        }
        let signs = (text.chars().next().map(fold), text.chars().next_back().map(fold));
        if let (Some(open @ ('[' | '(' | ']')), Some(close @ (']' | ')' | '['))) = signs
            && let Some(inner) = text.get(1..text.len().saturating_sub(1))
            && let Some(at) =
                outside(inner).collect::<Vec<_>>().windows(2).find(|pair| pair[0].1 == '.' && pair[1].1 == '.').map(|pair| pair[0].0)
        {
            let start = span.start + 1;
            let low = self.trimmed(Span { start, end: start + at });
            let high = self.trimmed(Span { start: start + at + 2, end: span.end - 1 });
            return Shape::Interval(open == '[', low, high, close == ']');
        }
        if outside_quotes(text).any(|(_, c)| c == '?') { Shape::Question } else { Shape::Other }
    }

    /// One comparison, or two with `and` between them.
    fn both_ends(&self, first: ComparisonOperator, operand: Span) -> Vec<(ComparisonOperator, Span)> {
        let text = self.of(operand);
        let joints = outside(text).filter(|(at, c)| *c == ' ' && text.get(at + 1..).is_some_and(|rest| rest.starts_with("and ")));
        for (at, _) in joints {
            let behind = self.trimmed(Span { start: operand.start + at + 4, end: operand.end });
            if let Some((second, width)) = operator(self.of(behind)) {
                let low = self.trimmed(Span { start: operand.start, end: operand.start + at });
                let high = self.trimmed(Span { start: behind.start + width, end: behind.end });
                return vec![(first, low), (second, high)];
            }
        }
        vec![(first, operand)]
    }

    /// Whether some item is an expression.
    fn holds_expression(&self, span: Span, depth: usize) -> bool {
        let parts = self.parts(span);
        depth <= MAX_DEPTH
            && parts.len() <= MAX_ITEMS
            && parts.into_iter().any(|part| match self.shape(part) {
                Shape::Comparison(ends) => ends.iter().any(|(_, operand)| self.is_expression(*operand)),
                Shape::Interval(_, low, high, _) => self.is_expression(low) || self.is_expression(high),
                Shape::Not(inner) => self.holds_expression(inner, depth + 1),
                // In a `text` column a `?` may be part of a text.
                Shape::Question => self.cx.ty.base != BaseType::Text || self.parse(part).is_ok_and(|node| !is_bare(&node)),
                Shape::Other => false,
            })
    }

    /// Whether an operand names something, or calls it so nearly that it was meant.
    fn is_expression(&self, span: Span) -> bool {
        if self.literal(span).is_some() {
            return false;
        }
        let known = |name: &str| self.cx.names.contains(name) || did_you_mean(name, self.cx.names.iter().map(String::as_str)).is_some();
        match self.parse(span) {
            Ok(node) => mentions(&node, &known),
            Err(_) => !named(self.of(span), self.cx.names).is_empty(),
        }
    }

    fn items(&self, span: Span, depth: usize) -> Result<Vec<Item>, Vec<ExpressionMistake>> {
        let mut items = Vec::new();
        let mut mistakes = Vec::new();
        for part in self.parts(span) {
            match self.item(part, depth) {
                Ok(item) => items.push(item),
                Err(found) => mistakes.extend(found),
            }
        }
        if mistakes.is_empty() { Ok(items) } else { Err(mistakes) }
    }

    fn item(&self, part: Span, depth: usize) -> Result<Item, Vec<ExpressionMistake>> {
        if let Ok(tests) = unary_tests::parse(self.of(part), self.cx, Form::Entry) {
            return Ok(Item::Tests(tests));
        }
        let subject = || Box::new(Node { kind: NodeKind::Subject, span: part });
        let kind = match self.shape(part) {
            Shape::Not(_) if !self.of(part).starts_with("not") => {
                let span = Span { start: part.start, end: part.start + "not".len() };
                let problem = FormProblem::KeywordCase { keyword: "not" }.into();
                return Err(vec![ExpressionMistake { span, problem, readings: vec!["not".to_owned()] }]);
            }
            Shape::Not(inner) if depth < MAX_DEPTH => return Ok(Item::Not(self.items(inner, depth + 1)?)),
            Shape::Comparison(ends) => {
                let mut compared = Vec::new();
                for (operator, operand) in ends {
                    compared.push(NodeKind::Compare(operator, subject(), Box::new(self.operand(operand)?)));
                }
                let mut nodes = compared.into_iter().map(|kind| Node { kind, span: part });
                match (nodes.next(), nodes.next()) {
                    (Some(low), Some(high)) => NodeKind::And(Box::new(low), Box::new(high)),
                    (Some(only), _) => {
                        let equals = matches!(&only.kind, NodeKind::Compare(ComparisonOperator::Equal | ComparisonOperator::NotEqual, ..));
                        return Ok(if equals { Item::Equals(only) } else { Item::Holds(only) });
                    }
                    _ => NodeKind::Subject,
                }
            }
            Shape::Interval(low_closed, low, high, high_closed) => {
                let (low, high) = (Some(self.operand(low)?), Some(self.operand(high)?));
                let range = NodeKind::Range(Box::new(RangeNode { low, low_closed, high, high_closed }));
                NodeKind::In(subject(), vec![Test::Expression(Node { kind: range, span: part })])
            }
            Shape::Not(_) | Shape::Question | Shape::Other => return self.parse(part).map(Item::Holds),
        };
        Ok(Item::Holds(Node { kind, span: part }))
    }

    /// The operand behind an operator: a word of the column's closed `values`, else FEEL.
    fn operand(&self, span: Span) -> Result<Node, Vec<ExpressionMistake>> {
        match self.literal(span) {
            Some(Value::Text(text)) => Ok(Node { kind: NodeKind::Text(text), span }),
            _ => self.parse(span),
        }
    }

    /// The value that an operand is; bare words of a `text` column are one only where its `values` list them.
    fn literal(&self, span: Span) -> Option<Value> {
        let text = self.of(span);
        let tests = unary_tests::parse(text, self.cx, Form::Values).ok()?;
        let [UnaryTest::Equal(value)] = tests.as_slice() else { return None };
        let quoted = text.starts_with(|c| fold(c) == '"');
        let listed = || self.cx.domain.is_some_and(|domain| domain.listed().is_some_and(|values| values.contains(&value)));
        (self.cx.ty.base != BaseType::Text || quoted || *value == Value::Null || listed()).then(|| value.clone())
    }

    /// A part as FEEL, its spans those of the whole text: blanks stand for what is before it.
    fn parse(&self, span: Span) -> Result<Node, Vec<ExpressionMistake>> {
        let mut padded = " ".repeat(span.start);
        padded.push_str(self.of(span));
        parse(&padded, &self.names)
    }
}

/// The signs of a text, in plain form, that stand in no quotes, each with its byte.
pub(super) fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut quoted = false;
    let mut escaped = false;
    text.char_indices().filter_map(move |(at, c)| {
        let c = fold(c);
        if c == '"' && !escaped {
            quoted = !quoted;
            return None;
        }
        escaped = quoted && c == '\\' && !escaped;
        (!quoted).then_some((at, c))
    })
}

/// Those of them that stand in no brackets either.
pub(super) fn outside(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut open = 0_usize;
    outside_quotes(text).filter(move |(_, c)| {
        match c {
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            _ => return open == 0,
        }
        false
    })
}

/// Whether the bracket that opens at this byte is closed by the last sign.
pub(super) fn closes_at_end(text: &str, open: usize) -> bool {
    let mut depth = 0_usize;
    for (at, c) in outside_quotes(text).filter(|(at, _)| *at >= open) {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return text.get(at..).is_some_and(|rest| rest.chars().count() == 1);
                }
            }
            _ => {}
        }
    }
    false
}

/// The comparison that a text begins with, and the bytes that it takes.
pub(super) fn operator(text: &str) -> Option<(ComparisonOperator, usize)> {
    use ComparisonOperator as C;
    let mut signs = text.char_indices().map(|(at, c)| (at + c.len_utf8(), fold(c)));
    let (one, first) = signs.next()?;
    let second = signs.next();
    Some(match (first, second) {
        ('≤' | '⩽', _) => (C::LessEqual, one),
        ('≥' | '⩾', _) => (C::GreaterEqual, one),
        ('≠', _) => (C::NotEqual, one),
        ('<', Some((two, '='))) => (C::LessEqual, two),
        ('<', Some((two, '>'))) | ('!', Some((two, '='))) => (C::NotEqual, two),
        ('<', _) => (C::Less, one),
        ('>', Some((two, '='))) => (C::GreaterEqual, two),
        ('>', _) => (C::Greater, one),
        ('=', Some((two, '='))) => (C::Equal, two),
        ('=', _) => (C::Equal, one),
        _ => return None,
    })
}

/// Whether a node is words alone, with or without a `?` among them.
fn is_bare(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Name(_) | NodeKind::Subject | NodeKind::Text(_))
}

/// Whether a node holds a name that is known, a call, or `?`.
fn mentions(node: &Node, known: &dyn Fn(&str) -> bool) -> bool {
    match &node.kind {
        NodeKind::Name(name) => known(name),
        NodeKind::Subject | NodeKind::Call(..) | NodeKind::Temporal(_) => true,
        NodeKind::Negate(inner) | NodeKind::Path(inner, _) => mentions(inner, known),
        // `18 - 65` is an interval to many, and `1/2/2026` a date; with a name in it, it is neither.
        NodeKind::Arithmetic(_, a, b) => mentions(a, known) || mentions(b, known),
        NodeKind::Filter(list, _) => mentions(list, known),
        NodeKind::If(..) | NodeKind::List(_) | NodeKind::Context(_) | NodeKind::For(..) => true,
        _ => false,
    }
}
