//! The page that explains the language, on the sheet `Notes`. No cell of it is a block word alone, so nothing on it is read as a table.

/// A line of the page.
pub(super) enum Line {
    /// The page's title.
    Title(&'static str),
    /// A heading.
    Heading(&'static str),
    /// What one writes, and what it means.
    Pair(&'static str, &'static str),
    /// A sentence across the page.
    Text(&'static str),
}

use Line::{Heading, Pair, Text, Title};

/// The page, top to bottom.
pub(super) const PAGE: &[Line] = &[
    Title("How this workbook becomes code"),
    Text(
        "Matchbook reads the blocks on the sheets Rules and Tests and turns them into Rust. Colours, fonts and widths mean nothing; the cells mean everything.",
    ),
    Text(
        "Check it with  matchbook check FILE  and run its tests with  matchbook test FILE. Each problem is reported with its cell and a way to repair it.",
    ),
    Heading("The rows of a decision, by the word in its first column"),
    Pair("row decision", "the name of the table, in the next cell; a blank row ends the table"),
    Pair("rows owner, description, ticket, review by", "optional facts about it, in any order, each in the next cell"),
    Pair(
        "row first, unique, any, priority …",
        "how rules that match make the answer (below); the rest of this row holds the labels of the columns",
    ),
    Pair("row role", "if (a condition), then (an answer) or note, under every label"),
    Pair("row expr", "the name that programs use for the column; without it, the label"),
    Pair(
        "row type",
        "text, integer, number, decimal(2), boolean, date, time, date and time, days and time duration, years and months duration; with a ? it may be null",
    ),
    Pair("row values", "all values that the column can have: a list such as DE, FR, US or a limit such as >= 0"),
    Pair("rows default, unit, about", "what a blank answer means; the unit; a sentence for readers"),
    Pair("any other row", "the id of a rule, which stays with it when rows move; else as the last one answers when no other rule does"),
    Heading("How rules that match make the answer"),
    Pair("first", "the first rule from the top that matches"),
    Pair("unique", "the one rule that matches; the check proves that two never do"),
    Pair("any", "several may match if they answer the same; the check proves that they do"),
    Pair("priority", "of all that match, the answer that comes first in its row of values"),
    Pair("collect, rule order, output order", "all that match, as a list"),
    Pair("sum, min, max, count", "one number from all that match"),
    Heading("What a condition may say"),
    Pair("(blank) or -", "any value"),
    Pair("DE", "this value; text needs no quotes"),
    Pair("DE, FR", "any of these"),
    Pair("not(DE, FR)", "none of these"),
    Pair("< 100    >= 100    != 100", "compared with it"),
    Pair("[10..20]    (10..20]    [10..20)", "from 10 to 20: a square bracket includes the end, a round one leaves it out"),
    Pair(">= 10 and < 20", "both"),
    Pair("yes    no", "true or false"),
    Pair("2026-01-31    14:30:00    P3D    P2Y6M", "a date, a time, three days, two and a half years"),
    Heading("What is checked before any code is made"),
    Text(
        "Every input has an answer (no gap), rules agree with the way they are chosen (no overlap where only one may match), and every rule can be reached.",
    ),
    Text("A reported problem comes with an input that you can try, such as  country = US, order.total = 100."),
    Heading("Tests"),
    Text(
        "Each row gives the inputs and what is expected. Answers are compared column by column; expect rule names the rule, expect error an error code. Blank: not compared.",
    ),
    Text("Sheets whose name starts with _ and this one hold no tables. Cells outside the blocks are comments."),
];
