//! The normal form of tests and values, which reads back as the same.

use super::keywords::{begins_negation, calls_function, is_wildcard, predicate};
use super::lexer::{clean, fold, plain};
use crate::model::{BaseType, ClosedList, DataType, Domain, InputData, InputEntry, Interval, Output, OutputClause, Type, UnaryTest, Value};

/// The values of a closed list that a message names.
const MAX_VALUES_SHOWN: usize = 12;

/// The normal form of an input entry, which reads back as the same tests: `-` for none. A text is quoted exactly where an input entry
/// asks for it; where a column's other cells or names could give a bare text another meaning, the reader says so.
pub fn print_entry(tests: Option<&[UnaryTest]>, base: BaseType) -> String {
    match tests {
        None => "-".to_owned(),
        Some(tests) => tests.iter().map(|test| print_test(test, base)).collect::<Vec<_>>().join(", "),
    }
}

/// [`print_entry`] where some words are names in scope: a text that is one is quoted, so that it is read as the text.
pub fn print_entry_among(tests: &[UnaryTest], base: BaseType, is_name: &dyn Fn(&str) -> bool) -> String {
    let printed = |test: &UnaryTest| match test {
        UnaryTest::Equal(Value::Text(text)) if is_name(&plain(text)) => quote(text),
        UnaryTest::Not(tests) => format!("not({})", print_entry_among(tests, base, is_name)),
        _ => print_test(test, base),
    };
    tests.iter().map(printed).collect::<Vec<_>>().join(", ")
}

/// The normal form of an output entry, which reads back as the same value; `base` is of a list's items.
pub fn print_value(value: &Value, base: BaseType) -> String {
    match value {
        Value::List(items) => format!("[{}]", items.iter().map(|item| print_item(item, base)).collect::<Vec<_>>().join(", ")),
        Value::Text(text) if needs_quotes_in_output(text) => quote(text),
        _ => value.show(base),
    }
}

/// An item of a list: a text is quoted exactly where a condition asks for it.
fn print_item(item: &Value, base: BaseType) -> String {
    match item {
        Value::Text(text) => print_text_entry(text),
        _ => print_value(item, base),
    }
}

/// The normal form of an input entry of a table, whatever its form.
pub fn print_input(entry: &InputEntry, base: BaseType) -> String {
    match &entry.condition {
        Some(condition) => condition.text.clone(),
        None => print_entry(entry.tests.as_deref(), base),
    }
}

/// The normal form of an output entry of a table, which reads back as the same value or expression.
pub fn print_output(output: &Output, base: BaseType) -> String {
    match output {
        Output::Literal(value) => print_value(value, base),
        Output::Expression(expression) if base == BaseType::Text => format!("={}", expression.text),
        Output::Expression(expression) => expression.text.clone(),
    }
}

/// What a value must be, for a message about one that isn't: `decimal(2) > 0`, `US or CA`. Generated code and the interpreter say the same.
pub fn print_expectation(ty: Type, domain: Option<&Domain>, closed: Option<&ClosedList>) -> String {
    let null = if ty.nullable { " or null" } else { "" };
    let Some(domain) = domain else { return format!("{}{null}", ty.base) };
    let Some(values) = domain.listed().filter(|_| closed.is_some()) else {
        return format!("{} {}{null}", ty.base, print_entry(Some(&domain.tests), ty.base));
    };
    let shown: Vec<String> = values.iter().take(MAX_VALUES_SHOWN).map(|value| print_value(value, ty.base)).collect();
    let more = values.len().saturating_sub(shown.len());
    match shown.split_last() {
        _ if more > 0 => format!("{} or one of {more} more{null}", shown.join(", ")),
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}{null}", rest.join(", ")),
        _ => format!("{}{null}", shown.join(", ")),
    }
}

/// What an output must be: [`print_expectation`]; of a list, what the values in it must be.
pub fn print_expected_output(clause: &OutputClause) -> String {
    fn of(ty: &DataType, clause: &OutputClause) -> String {
        match ty {
            DataType::Scalar(ty) => print_expectation(*ty, clause.domain.as_ref(), clause.closed.as_ref()),
            DataType::List { item, nullable } => {
                let inner = of(item, clause);
                let inner = if item.nullable() { format!("({inner})") } else { inner };
                format!("list of {inner}{}", if *nullable { " or null" } else { "" })
            }
        }
    }
    of(&clause.ty, clause)
}

/// What an input must be, for a message about one that isn't.
pub fn print_expected_input(input: &InputData) -> String {
    match input.scalar() {
        Some(ty) => print_expectation(ty, input.domain.as_ref(), input.closed.as_ref()),
        None => input.ty.to_string(),
    }
}

fn print_test(test: &UnaryTest, base: BaseType) -> String {
    match test {
        UnaryTest::Equal(Value::Text(text)) => print_text_entry(text),
        // The shortest form: `<= 1`, whatever the digits of the type.
        UnaryTest::Equal(value) => value.to_string(),
        UnaryTest::Within(interval) => print_interval(interval),
        UnaryTest::Not(tests) => format!("not({})", print_entry(Some(tests), base)),
    }
}

fn print_interval(interval: &Interval) -> String {
    match (&interval.low, &interval.high) {
        (Some(low), Some(high)) => {
            let (open, close) = (if low.closed { '[' } else { '(' }, if high.closed { ']' } else { ')' });
            format!("{open}{}..{}{close}", print_end(&low.value), print_end(&high.value))
        }
        (Some(low), None) => format!("{} {}", if low.closed { ">=" } else { ">" }, print_end(&low.value)),
        (None, Some(high)) => format!("{} {}", if high.closed { "<=" } else { "<" }, print_end(&high.value)),
        (None, None) => "-".to_owned(),
    }
}

/// Behind a sign a text is always quoted: bare words are names or listed values there.
fn print_end(value: &Value) -> String {
    match value {
        Value::Text(text) => quote(text),
        _ => value.to_string(),
    }
}

/// A text as a test of its own, quoted if it must be.
pub(super) fn print_text_entry(text: &str) -> String {
    let folded = plain(text);
    let quoted = text.is_empty()
        || clean(text) != text
        || folded == "-"
        || folded.eq_ignore_ascii_case("null")
        || predicate(&folded).is_some()
        || is_wildcard(&folded)
        || begins_negation(text)
        || text.contains(';')
        || text.contains('|')
        || text.contains(" or ")
        || text.contains(" OR ")
        || text.chars().any(char::is_control)
        || text.chars().any(|c| fold(c) == ',')
        || needs_quotes_in_entry(text).is_some()
        || unbalanced(text);
    if quoted { quote(text) } else { text.to_owned() }
}

/// Why an input entry of a `text` column must have quotes around this text, whatever else it may be taken for.
pub(super) fn needs_quotes_in_entry(text: &str) -> Option<&'static str> {
    let first = text.chars().next().map(fold)?;
    if "<>=≤≥≠⩽⩾".contains(first) {
        Some("it begins with an operator")
    } else if "[](){}".contains(first) {
        Some("it begins with a bracket")
    } else if first == '\'' {
        Some("it begins with an apostrophe")
    } else if first == '!' {
        Some("it begins like a negation")
    } else if text.contains('"') || first == '"' {
        Some("it holds a quote")
    } else if text.contains('?') || text.contains('？') {
        Some("it holds a `?`")
    } else {
        None
    }
}

/// Whether a round bracket lacks its other: a comma may have cut the text in two.
pub(super) fn unbalanced(text: &str) -> bool {
    let mut open = 0_usize;
    for c in text.chars().map(fold) {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return true,
            ')' => open -= 1,
            _ => {}
        }
    }
    open > 0
}

/// Whether an output entry of a `text` column must have quotes around this text.
pub(super) fn needs_quotes_in_output(text: &str) -> bool {
    let folded = plain(text);
    text.is_empty()
        || clean(text) != text
        || folded == "-"
        || folded.eq_ignore_ascii_case("null")
        || text.starts_with(|c| fold(c) == '=' || fold(c) == '"')
        || text.contains('"')
        || text.chars().any(char::is_control)
        || calls_function(&folded)
}

/// A text in quotes, with FEEL's escapes.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Any quote ends the text, and NBSP would become a blank.
            _ if fold(c) == '"' || c == '\u{A0}' || c.is_control() => {
                if c == '"' {
                    quoted.push_str("\\\"");
                } else {
                    quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
                }
            }
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
