//! What each code of cell text means.

use crate::diagnostic::{Code, Explanation, Level};

/// A table with this type and entry in its input column.
macro_rules! input {
    ($ty:literal, $entry:literal) => {
        concat!("decision | Fee |\nfirst | Value | Fee\nrole | if | then\ntype | ", $ty, " | number\na | ", $entry, " | 1\nelse | | 2\n")
    };
}

/// A table with this type and entry in its output column.
macro_rules! output {
    ($ty:literal, $entry:literal) => {
        concat!("decision | Fee |\nfirst | Value | Fee\nrole | if | then\ntype | number | ", $ty, "\na | 1 | ", $entry, "\nelse | | 2\n")
    };
}

/// A table whose input column has this type and these values.
macro_rules! values {
    ($ty:literal, $values:literal) => {
        concat!(
            "decision | Fee |\nfirst | Value | Fee\nrole | if | then\ntype | ",
            $ty,
            " | number\nvalues | ",
            $values,
            " |\na | gold | 1\nelse | | 2\n"
        )
    };
}

/// A table whose input column reads this name.
macro_rules! expr {
    ($expr:literal, $entry:literal) => {
        concat!(
            "decision | Fee |\nfirst | Value | Fee\nrole | if | then\nexpr | ",
            $expr,
            " |\ntype | number | number\na | ",
            $entry,
            " | 1\nelse | | 2\n"
        )
    };
}

const fn error(code: u16, name: &'static str, what: &'static str, why: &'static str, bad: &'static str, good: &'static str) -> Explanation {
    Explanation { code: Code(code), name, level: Level::Error, what, why, bad, good }
}

/// What each code means. No table in text can show a cell of another kind, so there the tables are empty.
pub static EXPLANATIONS: &[Explanation] = &[
    error(
        201,
        "not-a-value",
        "Each entry holds values of its column's type.",
        "A value of another type can never be equal to the input, so the rule would never match.",
        input!("number", "abc"),
        input!("number", "10"),
    ),
    error(
        202,
        "not-supported-yet",
        "The cell uses a part of the language that this version doesn't read yet: lists of lists as inputs.",
        "Reading it as anything else would change its meaning in silence.",
        input!("list of list of text", "-"),
        input!("text", "-"),
    ),
    error(
        203,
        "typed-interval",
        "Intervals are written with brackets and two points: `[18..65]`.",
        "`18-65` may be an interval or a subtraction, and nothing says whether its ends belong to it.",
        input!("number", "18-65"),
        input!("number", "[18..65]"),
    ),
    error(
        204,
        "typed-comparison",
        "Comparisons are written with `<`, `<=`, `>`, `>=`, `=` and `!=`.",
        "Words are read in different ways by different readers: is 10 in `up to 10`?",
        input!("number", "more than 10"),
        input!("number", "> 10"),
    ),
    error(
        205,
        "decorated-number",
        "Numbers are digits with at most a sign, a point and a `%`; units belong in the `unit` row.",
        "`5M` may be five million or five metres.",
        input!("number", "10K"),
        input!("number", "10000"),
    ),
    error(
        206,
        "comma-in-number",
        "A comma separates the values of a list, and has a blank after it where digits follow.",
        "`1,000` is a thousand, or one, or the list of one and zero, depending on the reader's country.",
        input!("number", "1,000"),
        input!("number", "1000"),
    ),
    error(
        207,
        "local-form",
        "Dates, times and durations are written in ISO 8601.",
        "`1/2/2026` is a day in January to some and in February to others.",
        input!("date", "1/2/2026"),
        input!("date", "2026-02-01"),
    ),
    error(
        208,
        "date-for-number",
        "A column of numbers holds no date cells.",
        "Spreadsheets turn what looks like a date into one: `1-2` becomes 2 January.",
        "",
        "",
    ),
    error(
        209,
        "reversed-interval",
        "The lower end of an interval comes first.",
        "Nothing lies between reversed ends, so the rule could never match.",
        input!("number", "[65..18]"),
        input!("number", "[18..65]"),
    ),
    error(
        210,
        "wildcard",
        "Any value is written `-`, or the cell is left blank.",
        "`any` could be a value as well; `-` never is.",
        input!("text", "any"),
        input!("text", "-"),
    ),
    error(
        211,
        "list-separator",
        "The items of a list are separated by commas.",
        "`gold; silver` would be one long text that no input is equal to.",
        input!("number", "1; 5"),
        input!("number", "1, 5"),
    ),
    error(
        212,
        "cell-kind",
        "A cell that isn't text is of its column's kind.",
        "What a spreadsheet shows of such a cell differs from what it stores.",
        "",
        "",
    ),
    error(
        213,
        "too-many-digits",
        "Numbers of a `decimal(s)` column have at most s digits after the point; those of an `integer` column none.",
        "A price of 0.125 in a column of cents is a mistake in one of the two.",
        input!("decimal(2)", "0.125"),
        input!("decimal(2)", "0.13"),
    ),
    error(
        214,
        "out-of-range",
        "Numbers have at most 28 digits, integers fit 64 bits.",
        "A larger number could not be kept exactly.",
        input!("integer", "99999999999999999999"),
        input!("integer", "999"),
    ),
    error(
        215,
        "keyword-case",
        "`null` and `not` are written in lower case.",
        "In a column of texts, `NULL` may be the keyword or a text of four letters.",
        input!("text", "NULL"),
        input!("text", "\"NULL\""),
    ),
    error(
        216,
        "needs-quotes",
        "A text that holds a quote or a `?`, or begins like a test, is written in quotes.",
        "Without them it reads as something else, or may one day.",
        input!("text", "what?"),
        input!("text", "\"what?\""),
    ),
    error(
        217,
        "name-or-text",
        "A text that is also a name in scope is written in quotes.",
        "Otherwise nobody can tell whether the cell compares with the text or with the named value.",
        input!("text", "Value"),
        input!("text", "\"Value\""),
    ),
    error(
        218,
        "predicate-or-text",
        "A text that begins with the words of a predicate is written in quotes.",
        "`contains x` may be a text, or a predicate whose quotes were forgotten.",
        input!("text", "contains x"),
        input!("text", "\"contains x\""),
    ),
    error(
        219,
        "unknown-word",
        "After an operator a word is one of the column's `values`, or in quotes.",
        "A misspelt word would be compared letter by letter, and be wrong in silence.",
        input!("text", "> gold"),
        input!("text", "> \"gold\""),
    ),
    error(
        220,
        "dash-for-value",
        "An output entry is a value; `-` is none.",
        "It may be meant as zero, as nothing, or as a dash.",
        output!("number", "-"),
        output!("number", "0"),
    ),
    error(
        221,
        "test-for-value",
        "An output entry, a constant and an expectation are one value.",
        "A rule can't answer with several values at once.",
        output!("number", "< 5"),
        output!("number", "5"),
    ),
    error(
        222,
        "unexpected-null",
        "`null` occurs only where the type has a `?`.",
        "A column that can't be null never meets the rule.",
        input!("number", "null"),
        input!("number?", "null"),
    ),
    error(
        223,
        "null-among-values",
        "`values` don't list `null`.",
        "Null belongs to a type with `?` and to no other, whatever its values.",
        values!("text?", "null, gold"),
        values!("text?", "gold, silver"),
    ),
    error(
        224,
        "repeated-value",
        "`values` list each value once.",
        "A value listed twice has two ranks.",
        values!("text", "gold, silver, gold"),
        values!("text", "gold, silver"),
    ),
    error(
        225,
        "no-order",
        "Only values with an order are compared by `<` and intervals.",
        "True is neither less nor greater than false, and null than any value.",
        input!("boolean", "< true"),
        input!("boolean", "false"),
    ),
    error(
        226,
        "bare-date",
        "An entry of a `date and time` column says the time of day.",
        "A date alone may mean its midnight or the whole day.",
        input!("date and time", "2026-01-31"),
        input!("date and time", "2026-01-31T00:00:00"),
    ),
    error(
        227,
        "time-in-date",
        "An entry of a `date` column has no time of day.",
        "No date is equal to a date with a time.",
        input!("date", "2026-01-31T14:30"),
        input!("date", "2026-01-31"),
    ),
    error(
        228,
        "zone-or-offset",
        "Times have no zone and no offset.",
        "Tables compare local times; a zone would be dropped in silence.",
        input!("time", "14:30Z"),
        input!("time", "14:30"),
    ),
    error(
        229,
        "empty-item",
        "Each item of a list is there, and none is `-`.",
        "An item that is missing may be one that was forgotten.",
        input!("number", "1,, 5"),
        input!("number", "1, 5"),
    ),
    error(
        230,
        "unclosed",
        "Quotes and brackets are closed.",
        "Where a text or an interval ends would be a guess.",
        input!("number", "[18..65"),
        input!("number", "[18..65]"),
    ),
    error(
        231,
        "cell-too-large",
        "A cell has at most 32767 characters, and at most 16 `not( )` in each other.",
        "More than that is no entry that a person could check.",
        "",
        "",
    ),
    error(
        232,
        "digits-lost",
        "A number cell in a column of texts has at most 15 digits.",
        "A spreadsheet keeps 15 digits of a number and shows zeros for the rest: card numbers lose their last.",
        "",
        "",
    ),
    error(
        233,
        "not-a-list",
        "The expectation of a list result is a list in brackets.",
        "Without brackets a text with commas and a list of texts look the same.",
        "",
        "",
    ),
    error(234, "error-in-cell", "No cell that matters holds an error value.", "The formula has no value that the rule could have.", "", ""),
    error(
        235,
        "uncalculated-in-cell",
        "Each formula has a value stored with it.",
        "The compiler doesn't calculate; it reads what the spreadsheet program stored.",
        "",
        "",
    ),
    error(
        236,
        "external-link-in-cell",
        "No formula reads another workbook.",
        "The table would change with a file that isn't compiled with it.",
        "",
        "",
    ),
    error(
        237,
        "unknown-type",
        "A `type` cell names a type of the table language.",
        "A misspelt type would let the column hold anything.",
        input!("numbr", "10"),
        input!("number", "10"),
    ),
    error(
        238,
        "not-a-name",
        "An `expr` cell is a name, in which dots without blanks nest.",
        "It says which field of the input is tested.",
        expr!("a..b", "10"),
        expr!("a.b", "10"),
    ),
    error(
        239,
        "predicate-goes-on",
        "Behind a predicate or `not( )` stands a comma, or nothing.",
        "What is joined by `or` is a list, written with commas; otherwise it isn't clear where the test ends.",
        input!("text", "is empty, contains \"a\" or \"b\""),
        input!("text", "\"\", \"a\", \"b\""),
    ),
    error(
        240,
        "bad-pattern",
        "What `matches` tests is a regular expression of the `regex` crate.",
        "It is checked when the table is, so that no evaluation can fail on it, and takes linear time.",
        input!("text", "matches \"(a\""),
        input!("text", "\"(a\""),
    ),
    error(
        241,
        "predicate-on-type",
        "`contains`, `is email` and the like test texts.",
        "The values of other types have no letters: how a number or a date is written isn't part of it.",
        input!("number", "contains \"5\""),
        input!("number", "5, 15, 25, [50..59]"),
    ),
    error(
        242,
        "pointless-predicate",
        "A predicate can hold and fail in its column.",
        "One that always holds, or never, is likely meant for another column, or for another type.",
        input!("number", "is empty"),
        input!("number?", "null"),
    ),
    error(
        243,
        "expression-for-value",
        "Allowed values, constants and the cells of tests hold values, no expressions.",
        "They are what rules and expressions are measured by, so that nothing has to be computed to read them.",
        "",
        "",
    ),
    error(
        244,
        "bad-json",
        "A cell of an output column of type any holds JSON (RFC 8259).",
        "Programs get the value as it is written, so it must be one that they can read.",
        output!("any", "{\"channel\": email}"),
        output!("any", "{\"channel\": \"email\"}"),
    ),
    error(
        245,
        "inexact-json",
        "A number in JSON comes out of programs as it is written.",
        "Most programs read a JSON number as a whole number of 64 bits or as a binary float: longer ones would come out as others.",
        output!("any", "{\"limit\": 0.1234567890123456789}"),
        output!("any", "{\"limit\": \"0.1234567890123456789\"}"),
    ),
    error(
        246,
        "repeated-member",
        "The names in an object of JSON differ.",
        "Readers keep one of the values, not all the same one.",
        output!("any", "{\"retries\": 1, \"retries\": 2}"),
        output!("any", "{\"retries\": 2}"),
    ),
    error(
        247,
        "expression-in-json",
        "A cell of an output column of type any holds no expression.",
        "Its JSON is passed on as it stands; nothing in it is computed.",
        output!("any", "= 1 + 1"),
        output!("any", "2"),
    ),
    error(
        248,
        "any-elsewhere",
        "Only outputs are of type any, and such a column has no `values`.",
        "Nothing can be asked of JSON of any shape: no entry could test an input of that type, and no expression use a constant.",
        values!("any", "gold, silver"),
        values!("text", "gold, silver"),
    ),
    error(
        249,
        "misplaced-quantifier",
        "`[]` or `[?]`, which lead into a list, stand in a name that can't: of an output, a constant, or, for `[?]`, in a glossary.",
        "A quantifier says for how many items of a list an entry must hold, and only input columns have such entries.",
        "decision | Fee |\nfirst | Value | Fee\nrole | if | then\nexpr | items[].price | fees[]\ntype | number | number\na | > 5 | 1\nelse | | 2\n",
        "decision | Fee |\nfirst | Value | Fee\nrole | if | then\nexpr | items[].price | fee\ntype | number | number\na | > 5 | 1\nelse | | 2\n",
    ),
    error(
        250,
        "bare-value-in-list",
        "A column of lists has an entry that is a bare value.",
        "It could mean that the list has this item, or that all of its items are so; a list alone is equal to another list.",
        "",
        "",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostic::syntax::SyntaxFinding;
    use crate::diagnostic::{Describe, Location};
    use crate::source::{BookPath, CellRef, Content};
    use crate::syntax::{CellContext, domain, input_entry, name, output_entry, path, type_name};

    /// The findings of the cells of a table in one of the forms above.
    fn findings(table: &str) -> Vec<SyntaxFinding> {
        let location = Location::cells(&BookPath::new("a.csv"), "a", CellRef::new(0, 0));
        let row = |word: &str| table.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>()).find(|cells| cells[0] == word);
        let text = |cell: &str| Content::Text(cell.to_owned());
        let (names, none): (BTreeSet<String>, _) = (["Value".to_owned()].into(), BTreeSet::new());
        let (types, rule) = (row("type").unwrap(), row("a").unwrap());
        let read = || -> Result<(), Vec<SyntaxFinding>> {
            let ty = |at: usize| type_name(&text(types[at]), &location).map_err(|finding| vec![finding]);
            let cx = |ty| CellContext { location: &location, label: "Value", ty, domain: None, names: &names, entries: &none };
            if let Some(values) = row("values") {
                domain(Some(&text(values[1])), &cx(ty(1)?))?;
            }
            if let Some(expr) = row("expr") {
                path(&text(expr[1]), &location).map_err(|finding| vec![finding])?;
                if let Some(output) = expr.get(2).filter(|output| !output.is_empty()) {
                    name(&text(output), &location).map_err(|finding| vec![finding])?;
                }
            }
            input_entry(Some(&text(rule[1])), &cx(ty(1)?))?;
            output_entry(Some(&text(rule[2])), &cx(ty(2)?))?;
            Ok(())
        };
        read().err().unwrap_or_default()
    }

    #[test]
    fn bad_tables_show_their_code_and_good_ones_none() {
        for explanation in EXPLANATIONS {
            assert_eq!(explanation.bad.is_empty(), explanation.good.is_empty(), "{}", explanation.name);
            if !explanation.bad.is_empty() {
                let codes: Vec<Code> = findings(explanation.bad).iter().map(Describe::code).collect();
                assert_eq!(codes, [explanation.code], "{}", explanation.bad);
                assert_eq!(findings(explanation.good), [], "{}", explanation.good);
            }
        }
    }

    #[test]
    fn each_code_is_explained_once_in_order() {
        let codes: Vec<u16> = EXPLANATIONS.iter().map(|explanation| explanation.code.0).collect();
        assert_eq!(codes, (201..=250).collect::<Vec<u16>>());
    }
}
