//! `matchbook explain`.

use matchbook_compiler::diagnostic::explanations;
use matchbook_compiler::diagnostic::render::level_word;

use super::{Failure, nearest};
use crate::Exit;
use crate::arguments::MessageFormat;
use crate::terminal::Terminal;

pub(super) fn run(code: Option<&str>, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let all = explanations();
    let Some(typed) = code else {
        for explanation in &all {
            let line = format!("{} {:7} {}", explanation.code, level_word(explanation.level), explanation.name);
            if !terminal.data(&line) {
                break;
            }
        }
        return Ok(Exit::Ok);
    };
    // The name will do, too, and so will the bare number.
    let wanted = typed.to_lowercase();
    let found = all
        .iter()
        .find(|explanation| wanted.strip_prefix("mb").unwrap_or(&wanted).parse() == Ok(explanation.code.0) || explanation.name == wanted);
    let Some(explanation) = found else {
        let codes: Vec<String> = all.iter().map(|explanation| explanation.code.to_string()).collect();
        let candidates = codes.iter().map(String::as_str).chain(all.iter().map(|explanation| explanation.name));
        let hint = match nearest(typed, candidates) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`matchbook explain` lists them".to_owned(),
        };
        return Err(Failure::usage(format!("there is no code `{typed}`: {hint}")));
    };
    if terminal.format() == MessageFormat::Json {
        let object = serde_json::json!({
            "code": explanation.code.to_string(),
            "name": explanation.name,
            "level": level_word(explanation.level),
            "what": explanation.what,
            "why": explanation.why,
            "bad": explanation.bad,
            "good": explanation.good,
        });
        terminal.data(&object.to_string());
        return Ok(Exit::Ok);
    }
    let level = level_word(explanation.level);
    let mut text = format!("{level}[{}]: {}\n\n{}\n\n{}", explanation.code, explanation.name, explanation.what, explanation.why);
    for (title, example) in [("Bad:", explanation.bad), ("Good:", explanation.good)] {
        if !example.is_empty() {
            text.push_str(&format!("\n\n{title}\n"));
            for line in example.trim_end().lines() {
                text.push_str(&format!("\n    {line}"));
            }
        }
    }
    terminal.data(&text);
    Ok(Exit::Ok)
}
