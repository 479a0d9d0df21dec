//! What each code of an expression's meaning means.

use crate::diagnostic::{Code, Explanation, Level};

/// An explanation. Its tables are in the tests of expressions.
const fn error(code: u16, name: &'static str, what: &'static str, why: &'static str) -> Explanation {
    Explanation { code: Code(code), name, level: Level::Error, what, why, bad: "", good: "" }
}

/// What each code means.
pub(in crate::diagnostic::expression) static EXPLANATIONS: &[Explanation] = &[
    error(
        520,
        "unknown-name",
        "Each name in an expression is an input, a constant, a decision, a name of the glossary or a variable bound around it.",
        "A name that nobody gives a value would be null, and the rule would give null or never match.",
    ),
    error(
        521,
        "unknown-function",
        "The functions are the built-in ones of FEEL, under their standard names.",
        "There is nothing to call. Calls of functions from elsewhere would make the output depend on more than the inputs.",
    ),
    error(
        522,
        "refused-function",
        "What reads a clock or a zone, calls itself or calls foreign code is part of FEEL, and refused here.",
        "The same inputs must give the same output, in finite time, or no result can be reproduced. What such a call would give can be an input.",
    ),
    error(
        523,
        "operand-type",
        "Each argument, operand and answer has the type that its place takes.",
        "FEEL gives null for it when the expression is evaluated; here it is known when the table is checked.",
    ),
    error(
        524,
        "no-common-type",
        "The branches of `if`, the items of a list, and what else can come from several places have one type.",
        "Every expression has one type, which generated code gives its value.",
    ),
    error(
        525,
        "not-comparable",
        "`=` and `<` compare values of one type; `<` those of types with an order.",
        "Values of two types are never equal, and neither is less, so the comparison would always give the same.",
    ),
    error(
        526,
        "no-such-operation",
        "`+ - * / **` are defined for numbers, and some of them for texts, dates, times and durations.",
        "FEEL gives null for other types when the expression is evaluated; here it is known when the table is checked.",
    ),
    error(
        527,
        "argument-count",
        "A function is called with the arguments of one of its forms.",
        "It is not known what the missing ones should be, or what the further ones should do.",
    ),
    error(
        528,
        "argument-name",
        "Arguments given by name have the names of FEEL's standard.",
        "An argument under another name would be ignored.",
    ),
    error(
        529,
        "missing-case",
        "Null is part of the type: where a T is due, what may be null needs its case said.",
        "A null that nobody thought of would be the answer, or an error, on the day it comes.",
    ),
    error(
        530,
        "unrounded-output",
        "What is written to a `decimal(s)` or an `integer` has at most its digits after the point, its inputs taken at their own scale.",
        "Rounding is a decision: up, down, half up, half even. The table says which, so that nobody has to guess.",
    ),
    error(
        531,
        "invalid-literal",
        "A conversion of a literal is carried out when the table is checked, so it must succeed.",
        "A date such as 30 February would be null whenever the rule matches.",
    ),
    error(
        532,
        "zone-in-expression",
        "Dates and times have no zone and no offset.",
        "What a zone means changes with its laws; the caller knows the zone, and gives local times.",
    ),
    error(
        533,
        "bad-pattern-in-expression",
        "A pattern of `matches`, `replace` or `split` is checked when the table is. It takes linear time, so it has no look-around and no references back.",
        "A pattern that can't be used would be null whenever the rule is evaluated, and one that takes exponential time would stop a service.",
    ),
    error(
        534,
        "not-a-literal",
        "Patterns, their flags, texts of durations and keys of contexts are written out in the cell.",
        "They can be checked, and given a type, only where they are known when the table is checked.",
    ),
    error(
        535,
        "no-such-part",
        "A path names an entry of a context, or a part of a date, a time or a duration.",
        "FEEL gives null for any other; here it is known when the table is checked.",
    ),
    error(
        536,
        "range-or-function-value",
        "Ranges stand behind `in` and in the range functions, functions in `sort` and `list replace`.",
        "They have no type of the table language, so nothing else can be done with them.",
    ),
    error(
        537,
        "always-null",
        "An operand is the literal `null`.",
        "All arithmetic, and nearly every function, gives null then, so the whole could be `null`.",
    ),
    error(538, "repeated-entry", "A context has each name once.", "It isn't clear which of the two is meant."),
    error(
        539,
        "type-too-large",
        "An expression is at most 100 levels deep, and a type in it has at most 512 parts.",
        "An expression in a cell is read by people; and the compiler must not run out of memory on one.",
    ),
    error(
        540,
        "unknown-type-name",
        "`instance of` is followed by a type of FEEL.",
        "It is decided when the table is checked, so the type must be known.",
    ),
    error(
        541,
        "no-column-value",
        "`?` is the value of the column that an input entry stands in.",
        "In an output or a row `expr` no column is tested.",
    ),
];
