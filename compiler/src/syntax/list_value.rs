//! Values that are lists: output entries, constants, and the cells of test cases.
//!
//! ```text
//! list = "[" [ item { "," item } ] "]"
//! item = value | "null" | list
//! ```
//!
//! Items are written as in conditions: a text needs quotes where a condition asks for them. What begins with an `=`, or has an item that
//! is more than a value, is an expression, and so is what begins with no bracket but names or calls something.

use super::items::outside_quotes;
use super::keywords::calls_function;
use super::lexer::{Span, Token, clean, fold, lex, plain};
use super::operand::is_listed;
use super::print::{print_text_entry, print_value, quote};
use super::typed_cell::{self, Cell};
use super::unary_tests::{self, Form, MAX_MISTAKES, Mistake, mode};
use super::value::{Answer, beginning, behind_equals, is_expression};
use super::{CellContext, findings, opaque, too_long, trouble};
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::layout::did_you_mean;
use crate::model::{BaseType, DataType, UnaryTest, Value};
use crate::source::Content;

/// Reads an output entry of a list column, or its `default`; `cx` is of the values in the lists.
///
/// `expression` tells whether a fix that is one reads in the column.
pub fn list_output(
    content: Option<&Content>,
    ty: &DataType,
    cx: &CellContext<'_>,
    expression: &dyn Fn(&str) -> bool,
) -> Result<Answer, Vec<SyntaxFinding>> {
    let is_computed = |text: &str| computes(text, ty, cx);
    let reads =
        |fix: &str| if is_computed(fix) { expression(fix) } else { literal(fix, ty, cx, true).is_ok_and(|list| allowed(&list, cx)) };
    let Some(text) = text_of(content, ty, cx, &reads)? else { return Ok(Answer::Blank) };
    if is_computed(text) {
        return Ok(Answer::Expression { text: text.to_owned(), from: beginning(text) });
    }
    literal(text, ty, cx, true).map(Answer::Value).map_err(|mistakes| findings(text, mistakes, cx, reads))
}

/// Reads a list of literals: a constant, or what a test case gives or expects. `Ok(None)` for a blank cell. `cx` is of the values in the
/// lists; names in scope are not looked at.
pub fn list_value(content: Option<&Content>, ty: &DataType, cx: &CellContext<'_>) -> Result<Option<Value>, Vec<SyntaxFinding>> {
    let reads = |fix: &str| literal(fix, ty, cx, false).is_ok_and(|list| allowed(&list, cx));
    let Some(text) = text_of(content, ty, cx, &reads)? else { return Ok(None) };
    literal(text, ty, cx, false).map(Some).map_err(|mistakes| findings(text, mistakes, cx, reads))
}

/// Reads a list of values of the context's type, as [`list_value`].
pub fn values_list(content: &Content, cx: &CellContext<'_>) -> Result<Vec<Value>, Vec<SyntaxFinding>> {
    list_of_results(content, &cx.ty.into(), cx)
}

/// Reads the list that an `expect` cell of a list result holds, a list of values of this type, as [`list_value`].
pub fn list_of_results(content: &Content, ty: &DataType, cx: &CellContext<'_>) -> Result<Vec<Value>, Vec<SyntaxFinding>> {
    let ty = DataType::list_of(ty.clone());
    let no_list = || {
        trouble((SyntaxProblem::NotAList { read: content.shown() }, vec!["[null]".to_owned()]), cx, |fix| {
            literal(fix, &ty, cx, false).is_ok()
        })
    };
    if plain(&content.shown()) == "null" {
        return Err(no_list());
    }
    match list_value(Some(content), &ty, cx)? {
        Some(Value::List(values)) => Ok(values),
        _ => Err(no_list()),
    }
}

/// The items of a list of values in brackets; mistakes are where they are in the text.
pub(super) fn list_items(text: &str, cx: &CellContext<'_>) -> Result<Vec<Value>, Vec<Mistake>> {
    let ty = DataType::list_of(cx.ty.into());
    match literal(text, &ty, cx, false)? {
        Value::List(values) => Ok(values),
        _ => Ok(Vec::new()),
    }
}

/// Whether all values in a list are among those that its column allows.
fn allowed(list: &Value, cx: &CellContext<'_>) -> bool {
    cx.domain.is_none_or(|domain| list.leaves().into_iter().all(|(_, value)| domain.contains(value)))
}

/// The cell's text; `None` of a blank one. No other kind of cell holds a list.
fn text_of<'a>(
    content: Option<&'a Content>,
    ty: &DataType,
    cx: &CellContext<'_>,
    reads: &dyn Fn(&str) -> bool,
) -> Result<Option<&'a str>, Vec<SyntaxFinding>> {
    let Some(content) = content else { return Ok(None) };
    let text = match typed_cell::read(content, cx, false) {
        Ok(Cell::Text(text)) => text,
        Ok(Cell::Value(value)) => {
            let whole = (0..ty.depth()).fold(value, |value, _| Value::List(vec![value]));
            let readings = vec![print_value(&whole, cx.ty.base)];
            return Err(trouble((SyntaxProblem::NotAList { read: content.shown() }, readings), cx, reads));
        }
        Err(problem) => return Err(trouble(problem, cx, reads)),
    };
    match too_long(text) {
        Some(problem) => Err(trouble(problem, cx, |_| false)),
        None => Ok(Some(text).filter(|text| !clean(text).is_empty())),
    }
}

/// Whether an entry is an expression rather than a list of literals.
fn computes(text: &str, ty: &DataType, cx: &CellContext<'_>) -> bool {
    let text = text.trim_matches(|c| fold(c) == ' ');
    if behind_equals(text).is_some() {
        return true;
    }
    match Brackets::of(text) {
        Brackets::Around(inner) => parts(text, inner).into_iter().any(|part| item_computes(part.of(text), ty.item(), cx)),
        Brackets::Further => true,
        Brackets::Open => false,
        Brackets::None => {
            let known = is_listed(&clean(text), cx);
            let calls = is_expression(text, cx) || text.starts_with(|c| fold(c) == '"') && !is_literal(text, cx);
            !known && !is_wrapped(text) && (calls || misspelt(text, cx))
        }
    }
}

fn item_computes(text: &str, ty: Option<&DataType>, cx: &CellContext<'_>) -> bool {
    match ty {
        Some(DataType::List { .. }) if plain(text) != "null" => computes(text, ty.unwrap_or(&DataType::Scalar(cx.ty)), cx),
        Some(DataType::List { .. }) | None => false,
        // Words of a list of texts are texts, whatever they look like, unless there is FEEL between quotes.
        Some(DataType::Scalar(_)) if cx.ty.base == BaseType::Text => text.chars().any(|c| fold(c) == '"') && !is_one_text(text),
        Some(DataType::Scalar(_)) => is_expression(text, cx) || misspelt(text, cx) && !is_literal(text, cx),
    }
}

/// Whether a text is nearly a name in scope, so that this may be meant.
fn misspelt(text: &str, cx: &CellContext<'_>) -> bool {
    let short = text.len() <= 200 && !text.contains(',');
    short && !is_literal(text, cx) && did_you_mean(&plain(text), cx.names.iter().map(String::as_str)).is_some()
}

/// Whether a text is values, with commas between them. Of texts, only those in quotes, or of a closed list.
fn is_literal(text: &str, cx: &CellContext<'_>) -> bool {
    let quoted = || lex(text, mode(BaseType::Text)).iter().all(|lexeme| matches!(lexeme.token, Token::Quoted(_) | Token::Comma));
    (cx.ty.base != BaseType::Text || is_listed(&clean(text), cx) || quoted()) && unary_tests::parse(text, cx, Form::Values).is_ok()
}

/// Whether a text is one in quotes, which may be unclosed.
fn is_one_text(text: &str) -> bool {
    let lexemes = lex(text, mode(BaseType::Text));
    matches!(lexemes.as_slice(), [only] if matches!(only.token, Token::Quoted(_) | Token::Unclosed))
}

/// Round or curly brackets around all of it, as other languages have lists.
fn is_wrapped(text: &str) -> bool {
    unwrapped(text).is_some_and(|inner| outside_quotes(inner).all(|(_, c)| !matches!(c, '(' | ')' | '{' | '}' | ':' | '?')))
}

fn unwrapped(text: &str) -> Option<&str> {
    let pairs = [['(', ')'], ['{', '}'], ['（', '）'], ['｛', '｝']];
    pairs.into_iter().find_map(|[open, close]| text.strip_prefix(open)?.strip_suffix(close))
}

/// Where the square bracket that begins a text is closed.
enum Brackets {
    /// At its end: what is within.
    Around(Span),
    /// Before its end: `[1, 2][1]`.
    Further,
    /// Nowhere.
    Open,
    /// It begins with none.
    None,
}

impl Brackets {
    /// Of a text without blanks around it.
    fn of(text: &str) -> Self {
        let Some(first) = text.chars().next().filter(|c| fold(*c) == '[') else { return Self::None };
        let mut depth = 0_usize;
        for (at, c) in outside_quotes(text) {
            match c {
                '[' => depth += 1,
                ']' if depth == 1 => {
                    let width = text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                    let is_last = at + width == text.len();
                    return if is_last { Self::Around(Span { start: first.len_utf8(), end: at }) } else { Self::Further };
                }
                ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        Self::Open
    }
}

/// The parts of a span between commas that no bracket or quote holds; none of blanks.
fn parts(text: &str, span: Span) -> Vec<Span> {
    let inner = span.of(text);
    if inner.trim_matches(|c| fold(c) == ' ').is_empty() {
        return Vec::new();
    }
    let mut parts = Vec::new();
    let (mut from, mut depth) = (span.start, 0_usize);
    for (at, c) in outside_quotes(inner) {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(trimmed(text, Span { start: from, end: span.start + at }));
                from = span.start + at + inner.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            }
            _ => {}
        }
    }
    parts.push(trimmed(text, Span { start: from, end: span.end }));
    parts
}

fn trimmed(text: &str, span: Span) -> Span {
    let (part, blank) = (span.of(text), |c: char| fold(c) == ' ');
    let start = span.start + (part.len() - part.trim_start_matches(blank).len());
    Span { start, end: (start + part.trim_matches(blank).len()).max(start) }
}

/// Reads a list of literals, or null; `names`: whether names in scope could stand in it. Mistakes are where they are in the text.
fn literal(text: &str, ty: &DataType, cx: &CellContext<'_>, names: bool) -> Result<Value, Vec<Mistake>> {
    let whole = trimmed(text, Span { start: 0, end: text.len() });
    if cx.ty.base == BaseType::Any {
        let read = opaque::list(text, cx).map(Value::List);
        return read.map_err(|(problem, readings)| vec![Mistake { problem, span: whole, readings }]);
    }
    let mut reader = Reader { text, cx, whole: ty, leaves: Vec::new(), mistakes: Vec::new() };
    let value = reader.list(whole, ty, true);
    if names {
        reader.names_and_calls(whole);
    }
    match value {
        Some(value) if reader.mistakes.is_empty() => Ok(value),
        _ => Err(reader.mistakes),
    }
}

struct Reader<'a> {
    text: &'a str,
    cx: &'a CellContext<'a>,
    /// The type of the cell.
    whole: &'a DataType,
    /// The values, as far as they could be told apart.
    leaves: Vec<Span>,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    /// Notes a mistake. Of a cell with very many, the first ones are enough to refuse it.
    fn mistake(&mut self, problem: SyntaxProblem, span: Span, readings: Vec<String>) {
        if self.mistakes.len() < MAX_MISTAKES {
            self.mistakes.push(Mistake { problem, span, readings });
        }
    }

    /// A list, or null. As deep as the type is.
    fn list(&mut self, span: Span, ty: &DataType, alone: bool) -> Option<Value> {
        let DataType::List { item, nullable } = ty else { return None };
        let text = span.of(self.text);
        if plain(text) == "null" && *nullable {
            return Some(Value::Null);
        }
        let Brackets::Around(inner) = Brackets::of(text) else {
            self.no_list(span, ty, alone);
            return None;
        };
        let inner = Span { start: span.start + inner.start, end: span.start + inner.end };
        if let Some((separated, quoted)) = self.separated(inner) {
            let readings = if ty.depth() == 1 { vec![separated, quoted] } else { vec![separated] };
            self.mistake(SyntaxProblem::ListSeparator { read: clean(text) }, span, readings);
            return None;
        }
        let parts = parts(self.text, inner);
        if let DataType::List { .. } = &**item {
            let mut items = Vec::with_capacity(parts.len());
            for part in parts {
                if part.of(self.text).is_empty() {
                    self.mistake(SyntaxProblem::EmptyItem { read: self.text.to_owned() }, part, Vec::new());
                    continue;
                }
                items.extend(self.list(part, item, false));
            }
            return Some(Value::List(items));
        }
        if parts.is_empty() {
            return Some(Value::List(Vec::new()));
        }
        self.leaves.extend(parts);
        match unary_tests::parse(inner.of(self.text), self.cx, Form::Values) {
            Ok(tests) => {
                let values = tests.into_iter().map(|test| if let UnaryTest::Equal(value) = test { Some(value) } else { None });
                let values = values.collect::<Option<Vec<_>>>();
                if values.is_none() {
                    self.mistake(SyntaxProblem::TestForValue { read: clean(text) }, span, Vec::new());
                }
                values.map(Value::List)
            }
            Err(mistakes) => {
                for Mistake { problem, span: part, readings } in mistakes {
                    let problem = self.of_item(problem);
                    self.mistake(problem, Span { start: inner.start + part.start, end: inner.start + part.end }, readings);
                }
                None
            }
        }
    }

    /// A mistake of an item, as one of the list: what of the type would have to be another.
    fn of_item(&self, problem: SyntaxProblem) -> SyntaxProblem {
        match problem {
            SyntaxProblem::UnexpectedNull { .. } => {
                SyntaxProblem::UnexpectedNull { ty: self.whole.clone(), with: with_null_items(self.whole) }
            }
            other => other,
        }
    }

    /// What is wrong with what is no list in brackets.
    fn no_list(&mut self, span: Span, ty: &DataType, alone: bool) {
        let read = clean(span.of(self.text));
        let folded = plain(&read);
        let mut readings = Vec::new();
        let problem = if folded == "null" {
            SyntaxProblem::UnexpectedNull {
                ty: self.whole.clone(),
                with: if alone { ty.clone().or_null() } else { with_null_lists(self.whole) },
            }
        } else if folded.eq_ignore_ascii_case("null") && ty.nullable() {
            readings.push("null".to_owned());
            SyntaxProblem::KeywordCase { read, keyword: "null", in_text: false }
        } else if folded == "-" {
            readings.push("[]".to_owned());
            readings.extend(ty.nullable().then(|| "null".to_owned()));
            SyntaxProblem::Dash { ty: ty.clone() }
        } else if matches!(Brackets::of(&read), Brackets::Open) {
            // An open quote holds whatever follows it.
            let is_quoted = outside_quotes(&read).last().is_none_or(|(at, c)| at + c.len_utf8() < read.len());
            let missing = if is_quoted { "\"" } else { "]" };
            readings.extend(read.strip_suffix(']').filter(|_| is_quoted).map(|list| format!("{list}\"]")));
            readings.push(format!("{read}]"));
            readings.extend(read.strip_suffix([')', '}']).map(|list| format!("{list}]")));
            SyntaxProblem::Unclosed { read, missing }
        } else {
            let inner = unwrapped(&read).unwrap_or(&read);
            let inner = inner.strip_suffix(']').unwrap_or(inner);
            let around = |text: &str| format!("{}{text}{}", "[".repeat(ty.depth()), "]".repeat(ty.depth()));
            readings.push(around(inner));
            if outside_quotes(inner).any(|(_, c)| c == ';') {
                readings.insert(0, around(&inner.replace([';', '；'], ",")));
            }
            // Words with commas between them may be one text.
            readings.extend(inner.contains(',').then(|| around(&quote(&read))));
            SyntaxProblem::NotAList { read }
        };
        self.mistake(problem, span, readings);
    }

    /// `a; b` in brackets as the list that is meant, and as a list of one text.
    fn separated(&self, inner: Span) -> Option<(String, String)> {
        let inner = inner.of(self.text);
        let is_text = self.cx.ty.base == BaseType::Text;
        let apart = outside_quotes(inner).any(|(_, c)| c == ';')
            && outside_quotes(inner).all(|(_, c)| c != ',')
            && !inner.contains('"')
            && !is_listed(&clean(inner), self.cx);
        if !apart {
            return None;
        }
        let parts = inner.split([';', '；']).map(clean).filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.map(|part| if is_text { print_text_entry(&part) } else { part }).collect();
        Some((format!("[{}]", parts.join(", ")), format!("[{}]", quote(&clean(inner)))))
    }

    /// Bare words of a list of texts that may be meant as names, or that call a function.
    fn names_and_calls(&mut self, whole: Span) {
        if self.cx.ty.base != BaseType::Text {
            return;
        }
        let is_bare = |span: &Span| !span.of(self.text).chars().any(|c| fold(c) == '"');
        let leaves: Vec<Span> = self.leaves.iter().copied().filter(is_bare).collect();
        let is_name = |span: &Span| self.cx.names.contains(&plain(span.of(self.text)));
        if let Some(named) = leaves.iter().find(|span| is_name(span)) {
            let read = clean(named.of(self.text));
            let with = |quoted: &dyn Fn(&Span) -> bool| {
                let mut written = String::new();
                let mut from = whole.start;
                for leaf in &leaves {
                    let word = leaf.of(self.text);
                    written.push_str(self.text.get(from..leaf.start).unwrap_or_default());
                    written.push_str(&if quoted(leaf) && plain(word) != "null" { quote(&clean(word)) } else { word.to_owned() });
                    from = leaf.end;
                }
                written.push_str(self.text.get(from..whole.end).unwrap_or_default());
                clean(&written)
            };
            let names = format!("={}", with(&|leaf| !is_name(leaf)));
            let readings = vec![with(&is_name), names];
            // What is wrong with single items is seen once it is known what they are.
            self.mistakes = vec![Mistake { problem: SyntaxProblem::NameOrText { read }, span: whole, readings }];
            return;
        }
        for leaf in leaves {
            let read = clean(leaf.of(self.text));
            if calls_function(&plain(&read)) {
                let readings = vec![quote(&read)];
                self.mistake(SyntaxProblem::NeedsQuotes { read, why: "it calls a function" }, leaf, readings);
            }
        }
    }
}

/// The type with null among the values in its lists.
fn with_null_items(ty: &DataType) -> DataType {
    match ty {
        DataType::Scalar(_) => ty.clone().or_null(),
        DataType::List { item, nullable } => DataType::List { item: Box::new(with_null_items(item)), nullable: *nullable },
    }
}

/// The type with null among the lists in it.
fn with_null_lists(ty: &DataType) -> DataType {
    match ty {
        DataType::List { item, nullable } if item.item().is_some() => {
            DataType::List { item: Box::new(with_null_lists(&item.clone().or_null())), nullable: *nullable }
        }
        other => other.clone(),
    }
}
