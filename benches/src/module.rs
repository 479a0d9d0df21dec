//! Generated modules, for build scripts that measure them: the text of a decision by each strategy, and the Rust that makes an `Input` of the
//! steps of a workload.

use matchbook_compiler::compile::{SourceSet, compile};
use matchbook_compiler::diagnostic::Level;
use matchbook_compiler::dispatch::plan_as;
use matchbook_compiler::model::Strategy;
use matchbook_compiler::options::Options;

use crate::workload::{Column, Kind, Workload};

/// A decision's module by one strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    /// The form that it has.
    pub form: Strategy,
    /// Its text.
    pub text: String,
    /// How many bytes of data its byte strings hold.
    pub data_bytes: usize,
}

/// Each strategy with the decision's module by it, or with why the decision can't have it.
pub type Modules = Vec<(Strategy, Result<Module, String>)>;

/// The decision's module by each strategy, through the whole compiler as `dispatch` in `matchbook.toml` makes it, or with why the
/// decision can't have it.
///
/// # Errors
/// That the books have no such decision, or it has errors.
pub fn modules(sources: &SourceSet, app: &str, decision: &str, strategies: &[Strategy], options: &Options) -> Result<Modules, String> {
    let compilation = compile(sources, options);
    let error = || compilation.reports.iter().find(|report| report.level == Level::Error).map(|report| report.description.message.clone());
    let missing = || error().unwrap_or_else(|| format!("`{app}` has no decision `{decision}`"));
    let checked = compilation.decision(app, decision).ok_or_else(missing)?;
    let module = |strategy: Strategy| -> Result<Result<Module, String>, String> {
        let plan = match plan_as(checked, strategy, options) {
            Ok(plan) => plan,
            Err(reason) => return Ok(Err(reason)),
        };
        let form = plan.report.taken().map_or(strategy, |taken| taken.strategy);
        let made = compile(sources, &Options { dispatch: strategy, ..options.clone() });
        let Some(file) = made.files.iter().find(|file| file.header.decision.as_deref() == Some(decision)) else {
            // Its Rust may be longer than allowed.
            let why = made.reports.iter().find(|report| report.level == Level::Error).map(|report| report.description.message.clone());
            return Ok(Err(why.ok_or_else(missing)?));
        };
        Ok(Ok(Module { form, text: file.text.clone(), data_bytes: data_bytes(&file.text) }))
    };
    strategies.iter().map(|strategy| Ok((*strategy, module(*strategy)?))).collect()
}

/// The module of a workload by each strategy.
///
/// # Errors
/// That the workload isn't sound.
pub fn of_workload(workload: &Workload, strategies: &[Strategy], options: &Options) -> Result<Modules, String> {
    modules(&workload.sources(), "bench", workload.name, strategies, options)
}

/// How many bytes the byte strings of a module hold.
pub fn data_bytes(text: &str) -> usize {
    let mut bytes = 0;
    let mut rest = text;
    while let Some(start) = rest.find("b\"") {
        rest = &rest[start + 2..];
        let mut characters = rest.char_indices().peekable();
        while let Some((position, character)) = characters.next() {
            match character {
                '"' => {
                    rest = &rest[position + 1..];
                    break;
                }
                '\\' => match characters.next() {
                    Some((_, 'x')) => {
                        characters.nth(1);
                        bytes += 1;
                    }
                    // A line break in the text is none in the data.
                    Some((_, '\n')) => while characters.next_if(|(_, character)| character.is_whitespace()).is_some() {},
                    _ => bytes += 1,
                },
                _ => bytes += 1,
            }
        }
    }
    bytes
}

/// The module's `Input` as a type; one that borrows text borrows it for as long as the program runs.
pub fn input_type(module: &str, workload: &Workload) -> String {
    let borrows = workload.columns.iter().any(|column| matches!(column.kind, Kind::Words { closed: false, .. }));
    format!("{module}::{}", if borrows { "Input<'static>" } else { "Input" })
}

/// An expression for the module's `Input` of the steps in `steps: &[i64]`. It calls `closed(step)` for a variant of an enum, `open(column,
/// step)` for a text, `hundredths(step)` and `day(step)`. Of names that nest, only the last part may be a column's.
pub fn input_of_steps(module: &str, workload: &Workload) -> String {
    let value = |(position, column): (usize, &Column)| match &column.kind {
        Kind::Words { closed: true, .. } => format!("closed(steps[{position}])"),
        Kind::Words { closed: false, .. } => format!("open({position}, steps[{position}])"),
        Kind::Integers => format!("steps[{position}]"),
        Kind::Hundredths => format!("hundredths(steps[{position}])"),
        Kind::Days => format!("day(steps[{position}])"),
        Kind::Boolean => format!("steps[{position}] != 0"),
    };
    let mut fields: Vec<(String, Vec<String>)> = Vec::new();
    for (position, column) in workload.columns.iter().enumerate() {
        let value = value((position, column));
        let name = column.label.replace(' ', "_");
        let Some((outer, inner)) = name.split_once('.') else {
            fields.push((format!("{name}: {value}"), Vec::new()));
            continue;
        };
        let inner = format!("{inner}: {value}");
        match fields.iter_mut().find(|(name, _)| name == outer) {
            Some((_, values)) => values.push(inner),
            None => fields.push((outer.to_owned(), vec![inner])),
        }
    }
    let whole = |(name, values): (String, Vec<String>)| {
        if values.is_empty() {
            return name;
        }
        let ty: String = name.char_indices().map(|(at, letter)| if at == 0 { letter.to_ascii_uppercase() } else { letter }).collect();
        format!("{name}: {module}::{ty} {{ {} }}", values.join(", "))
    };
    let fields: Vec<String> = fields.into_iter().map(whole).collect();
    format!("{module}::Input {{ {} }}", fields.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workload::Shape;

    #[test]
    fn bytes_are_counted_as_rustc_reads_them() {
        assert_eq!(data_bytes(r#"const A: &[u8] = b"ab\x00\"\\"; const B: &str = "no"; const C: &[u8] = b"1";"#), 6);
        assert_eq!(data_bytes("b\"a\\\n    b\""), 2);
    }

    #[test]
    fn a_strategy_makes_a_module_or_is_refused_with_a_reason() {
        let of = |name: &str, rules: usize, strategy| {
            let workload = Shape::named(name).unwrap().of_size(rules);
            of_workload(&workload, &[strategy], &Options::default()).unwrap().remove(0).1
        };
        let tree = of("tiny", 8, Strategy::Tree).unwrap();
        assert_eq!((tree.form, tree.data_bytes), (Strategy::Tree, 0));
        assert!(tree.text.contains("pub fn select(input: &Input)"), "{}", tree.text);
        assert_eq!(of("tiny", 8, Strategy::Auto).unwrap().form, Strategy::Match);
        let reason = of("shipping", 60, Strategy::Match).unwrap_err();
        assert!(reason.contains("60 rules"), "{reason}");
    }

    #[test]
    fn inputs_are_made_of_steps() {
        let lookup = Shape::named("lookup").unwrap().of_size(20);
        assert_eq!(input_type("lookup", &lookup), "lookup::Input<'static>");
        assert_eq!(input_of_steps("lookup", &lookup), "lookup::Input { zip: open(0, steps[0]), product: closed(steps[1]) }");
    }
}
