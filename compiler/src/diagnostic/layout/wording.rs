//! The findings of layout in words.

use super::{Description, LayoutFinding, MergeFault, NoValue, RowKind};
use crate::diagnostic::{Fix, Location};
use crate::source::{CellRef, column_letters};

/// `3 decisions`, `1 decision`.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A location's top left cell, as messages name it.
fn cell(at: &Location) -> String {
    at.cells.as_ref().map_or_else(|| at.book.to_string(), |(_, range)| range.first.to_string())
}

/// The column's letters and the row's number of a location's top left cell.
fn position(at: &Location) -> CellRef {
    at.cells.as_ref().map_or(CellRef::new(0, 0), |(_, range)| range.first)
}

fn kind_word(kind: RowKind) -> &'static str {
    match kind {
        RowKind::Rule => "rule",
        RowKind::Case => "test case",
    }
}

pub(super) fn describe(finding: &LayoutFinding) -> Description {
    use LayoutFinding as F;
    match finding {
        F::Found { at, blocks: [decisions, tests, glossaries, constants], outside } => {
            let mut parts = vec![counted(*decisions, "decision", "decisions"), counted(*tests, "test block", "test blocks")];
            if *glossaries > 0 {
                parts.push(counted(*glossaries, "glossary", "glossaries"));
            }
            if *constants > 0 {
                parts.push(counted(*constants, "block of constants", "blocks of constants"));
            }
            let outside = counted(*outside, "cell", "cells");
            Description::new(format!("{}; {outside} outside any block", parts.join(", ")), at.clone(), "")
        }
        F::SheetWithoutBlock { at, sheet } => {
            Description::new(format!("sheet `{sheet}` holds no decision, test, glossary or constants"), at.clone(), "no block begins here or below")
                .help("a block begins with a cell `decision`, `test`, `glossary` or `constants` and a name right of it; a sheet of notes is named `Notes` or begins with `_`")
        }
        F::MisspeltBlockWord { at, word, meant, name } => {
            Description::new(format!("`{word}` beside `{name}` is read as a comment; did you mean `{meant}`?"), at.clone(), "begins no block")
                .fix(format!("write `{meant}`"), at.clone(), *meant)
        }
        F::BlockWithoutName { at, word, name_at } => {
            let wanted = if *word == "test" { "the name of the decision that it tests" } else { "its name" };
            Description::new(format!("`{word}` has no name beside it, so no block begins here"), at.clone(), "begins no block")
                .help(format!("write {wanted} into {}", cell(name_at)))
        }
        F::StrayRoleRow { at } => Description::new("a `role` row outside any block is read as a comment", at.clone(), "belongs to no decision")
            .help("a decision begins with a cell `decision` in this column, and its name right of it, in a row above; a blank row ends it"),
        F::CellBesideBlock { at, text, count, block, header } => {
            let more = if *count > 1 { format!(", and {} below it", counted(*count - 1, "more cell", "more cells")) } else { String::new() };
            let description = Description::new(
                format!("`{text}` in {} stands right of `{block}`, in a column without a label{more}", cell(at)),
                at.clone(),
                "its column has no label",
            );
            let column = column_letters(position(at).column);
            let header = cell(header);
            description.help(format!("write a label into {header}, or move the cell, or leave column {column} blank between the table and its notes"))
        }
        F::CutTable { at, id, block, range } => {
            Description::new(format!("row `{id}` looks like a row of `{block}`, which a blank row above it has ended"), at.clone(), "outside the table")
                .label(range.clone(), format!("`{block}` ends here"))
                .help("delete the blank row, or keep notes out of the columns of the table")
        }
        F::MissingHitPolicy { at, decision, found, meant } => {
            let message = match (found, meant) {
                (Some(found), Some(meant)) => format!("`{found}` is no hit policy; did you mean `{meant}`?"),
                (Some(found), None) => format!("`{found}` is no hit policy, and decision `{decision}` needs one in its header row"),
                _ => format!("decision `{decision}` has no header row: no cell below its name holds a hit policy"),
            };
            let description = Description::new(message, at.clone(), "the row of the labels begins with the hit policy").help(
                "write one of `unique`, `any`, `priority`, `first`, `collect`, `rule order`, `output order`, `sum`, `min`, `max`, `count`, or its letter, left of the labels; option rows stand above that row, and no blank row",
            );
            match meant {
                Some(meant) => description.fix(format!("write `{meant}`"), at.clone(), *meant),
                None => description,
            }
        }
        F::UnknownOption { at, word, meant, decision } => {
            let message = match (word.as_str(), meant) {
                ("", _) => format!("a row above the header row of `{decision}` has no option's word"),
                (word, Some(meant)) => format!("`{word}` is no option of a decision; did you mean `{meant}`?"),
                (word, None) => format!("`{word}` is no option of a decision"),
            };
            let description = Description::new(message, at.clone(), "between a decision's name and its header row stand options only")
                .help("the options are `description`, `owner`, `ticket`, `review by`, `complete`, `dispatch` and `allow`; notes stand outside the table");
            match meant {
                Some(meant) => description.fix(format!("write `{meant}`"), at.clone(), *meant),
                None => description,
            }
        }
        F::MisplacedRow { at, word, belongs, header } => {
            Description::new(format!("the `{word}` row belongs {belongs}"), at.clone(), "out of place")
                .label(header.clone(), "the header row")
                .help(format!("move the row {belongs}"))
        }
        F::RepeatedRow { at, first, word } => {
            Description::new(format!("`{word}` is given twice"), at.clone(), "given again").label(first.clone(), "first given here").help("delete one of the rows")
        }
        F::NoLabels { at, block } => {
            Description::new(format!("{block} has no labels"), at.clone(), "the first label belongs here").help(format!("write the labels into the row of {}, from there to the right", cell(at)))
        }
        F::MissingRoleRow { at, decision, under } => {
            let description = match under {
                Some((under, word)) => {
                    let message = if word.is_empty() {
                        "a row of role words has no `role` before it".to_owned()
                    } else {
                        format!("`{word}` stands before a row of role words; did you mean `role`?")
                    };
                    Description::new(message, under.clone(), "the `role` row begins with that word").fix("write `role`", under.clone(), "role")
                }
                None => Description::new(format!("decision `{decision}` has no `role` row"), at.clone(), "no `role` row below the header row"),
            };
            description.help("below the labels, a row says what each column is for: `role` in the gutter, `if`, `then` or `note` under each label")
        }
        F::MissingRole { at, label } => Description::new(format!("column `{label}` has no role"), at.clone(), "`if`, `then` or `note`")
            .help("write `if` for a condition, `then` for a result, `note` for a comment"),
        F::TouchingBlocks { at, decision, text } => {
            let column = column_letters(position(at).column);
            Description::new(
                format!("`{text}` begins another table, but stands among the labels of `{decision}`: no blank column is between them"),
                at.clone(),
                "another table's gutter",
            )
            .help(format!("insert a blank column before column {column}"))
        }
        F::UnknownRole { at, word, label, meant } => {
            let message = match meant {
                Some(meant) => format!("`{word}` is no role of column `{label}`; did you mean `{meant}`?"),
                None => format!("`{word}` is no role of column `{label}`"),
            };
            let description = Description::new(message, at.clone(), "`if`, `then` or `note`");
            match meant {
                Some(meant) => description.fix(format!("write `{meant}`"), at.clone(), *meant),
                None => description.help("write `if` for a condition, `then` for a result, `note` for a comment"),
            }
        }
        F::RepeatedRole { at, word, label } => {
            Description::new(format!("`{label}` is a second `{word}` column, and a table has at most one"), at.clone(), "one too many")
                .help("a rule holds from one first day until one last day; write it twice for two periods")
        }
        F::BlankId { at, kind, suggestion } => {
            Description::new(format!("the {} in row {} has no id", kind_word(*kind), position(at).row + 1), at.clone(), "an id belongs here")
                .note("logs, tests and comparisons speak of rows by id, also after they have moved")
                .fix(format!("name it `{suggestion}`"), at.clone(), suggestion)
        }
        F::DuplicateId { at, first, kind, id, suggestion } => {
            Description::new(format!("two {}s are named `{id}`", kind_word(*kind)), at.clone(), "named again")
                .label(first.clone(), "first named here")
                .fix(format!("name the second `{suggestion}`"), at.clone(), suggestion)
        }
        F::ReservedId { at, word, suggestion } => {
            Description::new(format!("a rule can't be named `{word}`, which is a word of the gutter"), at.clone(), "not an id")
                .fix(format!("name it `{suggestion}`"), at.clone(), suggestion)
        }
        F::IdNotText { at, kind, shown, suggestion } => {
            Description::new(format!("the {}'s id is not a text: the cell holds {shown}", kind_word(*kind)), at.clone(), "a text or a number belongs here")
                .help("a spreadsheet turns ids like `1-2` into dates; format the column as text and type the id again")
                .fix(format!("name it `{suggestion}`"), at.clone(), suggestion)
        }
        F::ElseNotLast { at, below } => Description::new("`else` is not the last rule", at.clone(), "matches when no other rule does")
            .label(below.clone(), "a rule below it")
            .help("move the `else` row to the end of the table"),
        F::SeveralElse { at, first } => {
            Description::new("a second `else`", at.clone(), "`else` again").label(first.clone(), "the first one").help("delete one, or give it an id and inputs")
        }
        F::ElseWithInputs { at, label, text } => {
            Description::new(format!("`else` has an input: `{text}` in column `{label}`"), at.clone(), "`else` matches when no other rule does, whatever the inputs")
                .repair(Fix::typing("leave the cell blank", at.clone(), "").guessed())
                .help("or give the rule an id")
        }
        F::RuleWithoutInputs { at, label, id, last } => {
            let description = Description::new(format!("all inputs of rule `{id}` are blank"), at.clone(), "blank, like its other inputs")
                .repair(Fix::typing(format!("write `-` under `{label}`, if it is to match every input"), at.clone(), "-").guessed());
            match last {
                Some(last) => description.fix("name it `else`, if it is to match when no other rule does", last.clone(), "else"),
                None => description,
            }
        }
        F::NoRules { at, decision } => Description::new(format!("decision `{decision}` has no rules"), at.clone(), "no rule below")
            .help("write the rules below the column rows, without a blank row between: an id in the gutter, an entry under each label"),
        F::NoColumns { at, decision, outputs } => {
            let (what, role) = if *outputs { ("result", "then") } else { ("condition", "if") };
            Description::new(format!("decision `{decision}` has no {what}: no column's role is `{role}`"), at.clone(), format!("no `{role}` in this row"))
                .help(format!("write `{role}` under the label of each {what}"))
        }
        F::BadMerge { at, fault, block } => {
            let (message, label) = match fault {
                MergeFault::Wide => (format!("merged cells across columns in `{block}`"), "merged across columns"),
                MergeFault::Gutter => (format!("merged cells in the gutter of `{block}`"), "each row has a word or an id of its own"),
                MergeFault::Below => (format!("merged cells reach below the last row of `{block}`"), "reaches below the table"),
            };
            Description::new(message, at.clone(), label)
                .note("a merge down one column repeats its value on each row, but for the gutter; nothing else can be merged from the header row down")
                .help("split the merged cells, and fill in each one")
        }
        F::Hidden { at, what, block } => Description::new(format!("hidden cells count all the same: {what} of `{block}`"), at.clone(), "hidden")
            .help("show them, so that readers see the whole table, or delete them"),
        F::UnreadCell { at, text, why } => Description::new(format!("nothing reads `{text}` in {}", cell(at)), at.clone(), *why)
            .help("move notes out of the table, or into a `note` column"),
        F::CellWithoutValue { at, why } => match why {
            // A number that no type holds is no error of the formula.
            NoValue::Error(number) if number.parse::<f64>().is_ok() => Description::new(
                format!("{} holds {number}, which takes more than 28 digits to write", cell(at)),
                at.clone(),
                "too many digits",
            )
            .help("round it in the sheet, as `=ROUND(…, 10)` does, or type the number that is meant"),
            NoValue::Error(error) => Description::new(format!("{} holds the error {error}", cell(at)), at.clone(), "no value")
                .help("mend the formula, or type the value"),
            NoValue::Uncalculated => Description::new(format!("{} holds a formula that was never calculated", cell(at)), at.clone(), "no value")
                .help("open the book in a spreadsheet program and save it, or type the value"),
            NoValue::ExternalLink(book) => {
                Description::new(format!("{} reads another workbook, {book}", cell(at)), at.clone(), "its value may have changed since this book was saved")
                    .help("type the value, or move the source into this book")
            }
        },
        F::AlmostColumnRow { at, word, meant } => {
            Description::new(format!("`{word}` is read as a rule's id; did you mean the `{meant}` row?"), at.clone(), "the first row below the column rows")
                .repair(Fix::typing(format!("write `{meant}`"), at.clone(), *meant).guessed())
                .help("if it is a rule, give it an id that is less like a word of the gutter")
        }
        F::UnknownLabel { at, label, block, meant, known } => {
            let message = match meant {
                Some(meant) => format!("`{label}` is no column of a `{block}` block; did you mean `{meant}`?"),
                None => format!("`{label}` is no column of a `{block}` block"),
            };
            let known = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
            let description = Description::new(message, at.clone(), "unknown").help(format!("its columns are {known}; notes stand outside the block"));
            match meant {
                Some(meant) => description.fix(format!("write `{meant}`"), at.clone(), *meant),
                None => description,
            }
        }
        F::MissingLabel { at, label, block } => {
            Description::new(format!("this `{block}` block has no column `{label}`"), at.clone(), format!("no label `{label}` in this row"))
                .help(format!("add a column with the label `{label}`"))
        }
        F::RepeatedLabel { at, first, label } => {
            Description::new(format!("two columns are labelled `{label}`"), at.clone(), "again").label(first.clone(), "first here").help("delete one, or rename it")
        }
        F::RowWithoutName { at, block } => {
            Description::new(format!("row {} of this `{block}` block has no name", position(at).row + 1), at.clone(), "a name belongs here")
                .help("write the name, or delete the row")
        }
    }
}
