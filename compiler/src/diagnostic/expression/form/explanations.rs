//! What each code of an expression's form means.

use crate::diagnostic::{Code, Explanation, Level};

/// A table with this expression in its output column.
macro_rules! fee {
    ($expression:literal) => {
        concat!(
            "decision | Fee |\nfirst | Total | Fee\nrole | if | then\ntype | number | number\na | > 0 | ",
            $expression,
            "\nelse | | 0\n"
        )
    };
}

const fn error(code: u16, name: &'static str, what: &'static str, why: &'static str, bad: &'static str, good: &'static str) -> Explanation {
    Explanation { code: Code(code), name, level: Level::Error, what, why, bad, good }
}

/// What each code means.
pub(in super::super) static EXPLANATIONS: &[Explanation] = &[
    error(
        501,
        "unexpected-in-expression",
        "An expression is made of values, names, operators and calls, in the order that FEEL gives them.",
        "A part that is missing or in the wrong place leaves open what is meant.",
        fee!("2 * * Total"),
        fee!("2 * Total"),
    ),
    error(
        502,
        "unbalanced-bracket",
        "Each bracket has its partner.",
        "Where a bracket ends decides what is computed first.",
        fee!("2 * (Total + 1"),
        fee!("2 * (Total + 1)"),
    ),
    error(
        503,
        "other-language-in-expression",
        "Operators are FEEL's: `and`, `or`, `not( )`, `=`, `!=`, `**`, `modulo( , )`, `if then else`. There are no comments.",
        "The signs of spreadsheets and programming languages mean something else, or nothing, in FEEL: `Total // 2` would be `Total`.",
        fee!("Total ^ 2"),
        fee!("Total ** 2"),
    ),
    error(
        504,
        "single-quotes",
        "In an expression a text stands in double quotes.",
        "An apostrophe is part of names, such as `customer's age`.",
        fee!("if Total = 1 then string length('one') else 2"),
        fee!("if Total = 1 then string length(\"one\") else 2"),
    ),
    error(
        505,
        "unclosed-text",
        "A text ends with a second quote, a comment with `*/`.",
        "Without its end the rest of the cell would belong to it.",
        fee!("string length(\"one)"),
        fee!("string length(\"one\")"),
    ),
    error(
        506,
        "missing-else",
        "`if` has both a `then` and an `else`.",
        "Without `else` there is no answer where the condition isn't true, null among it.",
        fee!("if Total > 10 then 1"),
        fee!("if Total > 10 then 1 else 2"),
    ),
    error(
        507,
        "comma-in-expression",
        "In an expression the decimal sign is a point, and digits have no separators.",
        "Depending on where its author lives, `1,500` is one and a half or fifteen hundred.",
        fee!("1,500 * Total"),
        fee!("1500 * Total"),
    ),
    error(
        508,
        "semicolon-in-expression",
        "Arguments and items are separated by commas.",
        "Some spreadsheets show semicolons; FEEL has none.",
        fee!("max(Total; 10)"),
        fee!("max(Total, 10)"),
    ),
    error(
        509,
        "too-many-digits-in-expression",
        "A number has at most 28 digits.",
        "That is what a decimal in the generated code holds exactly.",
        fee!("Total + 12345678901234567890123456789"),
        fee!("Total + 1234567890123456789012345678"),
    ),
    error(
        510,
        "decorated-number-in-expression",
        "A number is digits, at most one point, and perhaps a percent sign.",
        "A unit or a suffix isn't part of it: say the unit in the row `unit`.",
        fee!("Total + 10K"),
        fee!("Total + 10000"),
    ),
    error(
        511,
        "capitals-in-expression",
        "The words of the language are written in small letters.",
        "In capitals they could be names.",
        fee!("IF Total > 10 then 1 else 2"),
        fee!("if Total > 10 then 1 else 2"),
    ),
    error(
        512,
        "external-function",
        "FEEL's external functions, which call Java or PMML, don't exist here.",
        "A decision reads nothing but its inputs, so that the same inputs always give the same output.",
        fee!("function(x) external {java: {class: \"java.lang.Math\"}}"),
        fee!("abs(Total)"),
    ),
    error(
        513,
        "expression-too-large",
        "An expression nests at most 64 deep, in as many characters as a cell holds.",
        "Nobody can check what is deeper; a part with a name of its own can be tested alone.",
        "",
        "",
    ),
    error(
        514,
        "chained-comparison",
        "A comparison compares two values.",
        "`1 < x < 5` would compare a truth value with 5.",
        fee!("if 1 < Total < 5 then 1 else 2"),
        fee!("if 1 < Total and Total < 5 then 1 else 2"),
    ),
    error(
        515,
        "name-twice-in-expression",
        "The entries of a context, the arguments of a call and the parameters of a function have different names.",
        "One of two would be lost.",
        fee!("{a: 1, a: Total}.a"),
        fee!("{a: 1, b: Total}.a"),
    ),
    error(
        516,
        "half-a-character",
        "`\\uXXXX` names a character, or half of one that needs two of them.",
        "Half a character is no text.",
        fee!("string length(\"\\uD83D\")"),
        fee!("string length(\"\\uD83D\\uDC0E\")"),
    ),
    error(
        517,
        "not-a-function",
        "What is called is a function, by its name.",
        "A value can't be called.",
        fee!("(2 + 1)(Total)"),
        fee!("(2 + 1) * (Total)"),
    ),
    error(
        518,
        "mixed-arguments",
        "The arguments of a call are given by position, or all by name.",
        "Which parameter an argument without a name is for would be open.",
        fee!("modulo(Total, divisor: 2)"),
        fee!("modulo(dividend: Total, divisor: 2)"),
    ),
    error(
        519,
        "parameter-with-type",
        "The parameters of a function have names only.",
        "Their types follow from the list that is sorted.",
        fee!("count(sort([2, 1], function(x: number, y) x < y))"),
        fee!("count(sort([2, 1], function(x, y) x < y))"),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Describe;
    use crate::diagnostic::Location;
    use crate::diagnostic::expression::ExpressionFinding;
    use crate::source::{BookPath, CellRef};
    use crate::syntax::expression::{Names, parse};

    /// The codes of the expression in the rule `a` of a table.
    fn codes(table: &str) -> Vec<Code> {
        let rule = table.lines().find(|line| line.starts_with("a |")).unwrap();
        let text = rule.rsplit(" | ").next().unwrap();
        let location = Location::cells(&BookPath::new("a.csv"), "a", CellRef::new(0, 0));
        let names = Names::new(["Total"]);
        let mistakes = parse(text, &names).err().unwrap_or_default();
        let findings = ExpressionFinding::of_cell(&location, "Fee", text, 0, mistakes, |fix| parse(fix, &names).is_ok());
        findings.iter().map(Describe::code).collect()
    }

    #[test]
    fn bad_tables_show_their_code_and_good_ones_none() {
        for explanation in EXPLANATIONS.iter().filter(|explanation| !explanation.bad.is_empty()) {
            assert_eq!(codes(explanation.bad), [explanation.code], "{}", explanation.bad);
            assert_eq!(codes(explanation.good), [], "{}", explanation.good);
        }
    }

    #[test]
    fn each_code_is_explained_once_in_order() {
        let codes: Vec<u16> = EXPLANATIONS.iter().map(|explanation| explanation.code.0).collect();
        assert_eq!(codes, (501..=519).collect::<Vec<u16>>());
    }
}
