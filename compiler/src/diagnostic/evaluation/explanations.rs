//! What `matchbook explain` says of these codes.

use crate::diagnostic::{Code, Explanation, Level};

const fn failed_case(
    code: u16,
    name: &'static str,
    what: &'static str,
    why: &'static str,
    bad: &'static str,
    good: &'static str,
) -> Explanation {
    Explanation { code: Code(code), name, level: Level::Error, what, why, bad, good }
}

const fn evaluation(code: u16, name: &'static str, what: &'static str, why: &'static str) -> Explanation {
    Explanation { code: Code(code), name, level: Level::Error, what, why, bad: "", good: "" }
}

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[
    failed_case(
        751,
        "unexpected-output",
        "A test case expects a value of an output, and the decision gives another one. Numbers compare by value, lists item by item.",
        "Either the table changed its meaning, or the case states the wrong one; somebody has to decide which.",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect Fee\nlight | 3 | 14.50",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect Fee\nlight | 3 | 4.99",
    ),
    failed_case(
        752,
        "unexpected-rule",
        "A test case expects certain rules to make the result, in its order, and others do.",
        "Two rules can agree on an output by chance; a case that names the rule notices when another one decides.",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect rule\nlight | 3 | b",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect rule\nlight | 3 | a",
    ),
    failed_case(
        753,
        "unexpected-error",
        "A test case ends in an error of the evaluation that none of its cells expects.",
        "An error is no result to compare with; what the case expects of outputs and rules can't hold.",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | > 0 |\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect Fee\nnothing | 0 | 4.99",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | > 0 |\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect error\nnothing | 0 | MB0801",
    ),
    failed_case(
        754,
        "another-error",
        "A test case expects an error of one code, and the evaluation ends in one of another.",
        "Callers tell errors apart by their codes.",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | > 0 |\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect error\nnothing | 0 | MB0802",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | > 0 |\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect error\nnothing | 0 | MB0801",
    ),
    failed_case(
        755,
        "missing-error",
        "A test case expects an error, and the decision gives a result.",
        "A limit that the case guards is gone or has moved.",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect error\nnothing | 0 | yes",
        "decision | Fee\nunique | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | > 0 |\na | <= 20 | 4.99\nb | > 20 | 14.50\n\ntest | Fee\n | Weight | expect error\nnothing | 0 | yes",
    ),
    Explanation {
        code: Code(801),
        name: "input-outside-values",
        level: Level::Error,
        what: "An input, or what a column computes, isn't one of the column's `values`, which hold whether or not some rule or `else` would match; or a computed `integer` isn't a whole number of 64 bits. Null is always allowed where the type has a `?`.",
        why: "The table was checked for inputs in its `values` only; of others it promises nothing. In a column with `values` `> 0`, 0 gives this error.",
        bad: "",
        good: "",
    },
    evaluation(
        802,
        "no-rule-matches",
        "No rule matches the inputs, in a table that promises one result (unique, any, priority, first) and has no `else`.",
        "The check proves that this can't happen, except where it warned: in a gap of values finer than a column's digits, or in a table beyond its budget.",
    ),
    evaluation(
        803,
        "several-rules-match",
        "Two rules match the inputs in a unique table, or two with different outputs in an any table.",
        "The check proves that this can't happen, except where it warned: in an overlap of values finer than a column's digits, or in a table beyond its budget.",
    ),
    evaluation(
        804,
        "no-exact-result",
        "An answer, a computed column or condition, or the sum of all matching rules, can't be computed: the number has more than 28 digits, the date, time or duration is beyond its range, or a list grew beyond 10,000 items.",
        "Results are exact or an error, never a rounded or wrapped number, and never a rule that doesn't match.",
    ),
    evaluation(
        805,
        "result-outside-values",
        "A computed answer, or the aggregate of all matching rules, isn't of the output's type, has more digits than it, or isn't in its `values`.",
        "Answers that are written out were checked with the table; what is computed of inputs can leave what the column allows.",
    ),
    evaluation(810, "not-json", "The document isn't JSON; the message says where it goes wrong.", "Nothing can be read from it."),
    evaluation(
        811,
        "unknown-field",
        "The document has a field that the table doesn't read. Fields are named as in the table, or in snake_case.",
        "A misspelt optional field would otherwise count as missing, in silence.",
    ),
    evaluation(
        812,
        "missing-field",
        "An input isn't in the document, and its type has no `?`.",
        "Only a `T?` may be left out: it is null then.",
    ),
    evaluation(813, "null-field", "An input is null, and its type has no `?`.", "Null is a value of `T?` types only."),
    evaluation(
        814,
        "wrong-type",
        "An input, or the document, is of another type than the table says, or can't be read as one: text is never read from a number, an integer has no fraction, a date has no time and no zone.",
        "A guess at what was meant could choose another rule.",
    ),
    evaluation(
        815,
        "inexact-number",
        "A number has more than 28 digits; or it has been a binary float of more than 15 digits on its way.",
        "Numbers are exact here. Send long ones as a string of their digits.",
    ),
    evaluation(
        816,
        "field-given-twice",
        "The document gives a field twice, perhaps once by its name and once in snake_case.",
        "Which one counts would be a guess.",
    ),
    evaluation(
        817,
        "no-json",
        "A decision was asked in JSON, and its Rust was generated with `json = false` in `matchbook.toml`, so it reads none.",
        "Its typed `evaluate` decides as ever. Where JSON is to be read, take that line out and generate anew.",
    ),
];
