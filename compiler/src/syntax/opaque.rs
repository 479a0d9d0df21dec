//! Output entries of type `any`: JSON, and nothing but JSON.

use super::CellContext;
use super::json::{JsonMistake, JsonProblem, MAX_DEPTH, parse, position};
use super::keywords::calls_function;
use super::lexer::{clean, fold, plain};
use super::operand::Trouble;
use super::value::behind_equals;
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{Json, Value};

/// Reads a value of any shape. `names`: whether names in scope could stand here.
pub(super) fn value(text: &str, cx: &CellContext<'_>, names: bool) -> Result<Value, Trouble> {
    let cleaned = clean(text);
    if let Some(rest) = behind_equals(&cleaned) {
        return Err((SyntaxProblem::ExpressionInJson { read: cleaned.clone() }, vec![rest.to_owned()]));
    }
    let mistake = match parse(text) {
        Ok(json) => return Ok(Value::of_json(json)),
        Err(mistake) => mistake,
    };
    let first = text.len() - text.trim_start_matches(|c| fold(c) == ' ').len();
    let is_word = mistake.at == first && !cleaned.starts_with(['{', '[', '"']);
    if names && is_word && (cx.names.contains(&plain(text)) || calls_function(&plain(text))) {
        return Err((SyntaxProblem::ExpressionInJson { read: cleaned.clone() }, vec![Json::Text(cleaned).to_string()]));
    }
    let readings = readings(text, &cleaned, &mistake, is_word);
    Err((problem(text, mistake), readings))
}

/// Reads a list of such values, which is JSON itself.
pub(super) fn list(text: &str, cx: &CellContext<'_>) -> Result<Vec<Value>, Trouble> {
    match value(text, cx, false)? {
        Value::Json(json) => match *json {
            Json::List(items) => Ok(items.into_iter().map(Value::of_json).collect()),
            other => Err((SyntaxProblem::NotAList { read: clean(text) }, vec![Json::List(vec![other]).to_string()])),
        },
        _ => Err((SyntaxProblem::NotAList { read: clean(text) }, vec!["[null]".to_owned()])),
    }
}

fn problem(text: &str, JsonMistake { at, problem }: JsonMistake) -> SyntaxProblem {
    let place = position(text, at);
    match problem {
        JsonProblem::Expected(expected) => {
            let read = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            SyntaxProblem::NotJson { read: clean(read), place, expected }
        }
        JsonProblem::Repeated(read) => SyntaxProblem::RepeatedMember { read, place },
        JsonProblem::Inexact(read) => SyntaxProblem::InexactJson { read, place },
        JsonProblem::Deep => SyntaxProblem::TooLarge { what: TOO_DEEP },
    }
}

/// What a cell of too deep nesting holds.
const TOO_DEEP: &str = "JSON of more than 64 lists and objects in each other";
const _: () = assert!(MAX_DEPTH == 64, "the message says so");

/// What may have been meant, likeliest first; whoever offers them tries them first.
fn readings(text: &str, cleaned: &str, mistake: &JsonMistake, is_word: bool) -> Vec<String> {
    let mut readings = Vec::new();
    // What spreadsheets make of quotes as they are typed.
    readings.push(cleaned.chars().map(|c| if fold(c) == '"' { '"' } else { c }).collect());
    if ["null", "true", "false"].iter().any(|word| cleaned.eq_ignore_ascii_case(word)) {
        readings.push(cleaned.to_lowercase());
    }
    // A comma behind the last item.
    let before = text.get(..mistake.at).unwrap_or_default().trim_end_matches(|c| fold(c) == ' ');
    if let (Some(before), Some(behind)) = (before.strip_suffix(','), text.get(mistake.at..)) {
        readings.push(clean(&format!("{before}{behind}")));
    }
    if let JsonProblem::Inexact(digits) = &mistake.problem {
        readings.push(clean(&text.replacen(digits, &format!("\"{digits}\""), 1)));
    }
    if is_word {
        let inner = cleaned.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(cleaned);
        readings.push(Json::Text(inner.to_owned()).to_string());
    }
    readings.retain(|reading| parse(reading).is_ok());
    readings
}
