//! What `matchbook explain` says of these codes.

use crate::diagnostic::{Code, Explanation, Level};

/// What each code means.
pub static EXPLANATIONS: &[Explanation] = &[
    Explanation {
        code: Code(411),
        name: "mergeable-rules",
        level: Level::Advice,
        what: "Rules with equal outputs differ in one column alone, whose entries can be written as one: ranges that touch, a short list of values, or nothing at all. Rules with different notes are left alone, and so are long tables with a key in each row.",
        why: "What is said twice is maintained twice, until one is forgotten. Merging as advised changes no result: where the order of rules matters, it was proven that it doesn't here.",
        bad: "decision | Fee\nunique | Country | Weight | Fee\nrole | if | if | then\ntype | text | decimal(2) | decimal(2)\nvalues | US, CA, EU | > 0 |\nus | US | <= 20 | 14.50\nca | CA | <= 20 | 14.50\neu | EU | <= 20 | 19\nheavy | - | > 20 | 49",
        good: "decision | Fee\nunique | Country | Weight | Fee\nrole | if | if | then\ntype | text | decimal(2) | decimal(2)\nvalues | US, CA, EU | > 0 |\namerica | US, CA | <= 20 | 14.50\neu | EU | <= 20 | 19\nheavy | - | > 20 | 49",
    },
    Explanation {
        code: Code(412),
        name: "duplicate-rule",
        level: Level::Advice,
        what: "A rule has the entries and outputs of another one, under a hit policy that accepts that: any, or one that collects.",
        why: "A row that was pasted twice counts twice in a sum, and nobody sees it. Under any it does nothing.",
        bad: "decision | Points\nsum | Region | Points\nrole | if | then\ntype | text | integer\nvalues | north, south |\na | north | 5\nb | south | 3\nc | north | 5",
        good: "decision | Points\nsum | Region | Points\nrole | if | then\ntype | text | integer\nvalues | north, south |\na | north | 5\nb | south | 3",
    },
    Explanation {
        code: Code(413),
        name: "useless-column",
        level: Level::Advice,
        what: "No result depends on a column: its cells are blank, or whatever it holds, the other columns decide. Columns that give their type to a name which expressions use are left alone.",
        why: "Callers have to find a value for it, and readers look for what it decides.",
        bad: "decision | Fee\nunique | Tier | Amount | Fee\nrole | if | if | then\ntype | text | decimal(2) | decimal(2)\nvalues | gold, silver | >= 0 |\nsmall | - | < 100 | 5\nlarge | - | >= 100 | 0",
        good: "decision | Fee\nunique | Amount | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | >= 0 |\nsmall | < 100 | 5\nlarge | >= 100 | 0",
    },
    Explanation {
        code: Code(414),
        name: "unnamed-value",
        level: Level::Advice,
        what: "The rules name the values of an input one by one, all but one, or nearly all. Where more are left out, they are the exceptions that rules are about, and nothing is said.",
        why: "Was it forgotten? If `else` is meant for it, naming it is safer: a value that is added to the list later is a gap then, an error at the table, and not something that `else` answers.",
        bad: "decision | Fee\nfirst | Tier | Fee\nrole | if | then\ntype | text | decimal(2)\nvalues | gold, silver, bronze |\na | gold | 0\nb | silver | 5\nelse | | 9",
        good: "decision | Fee\nfirst | Tier | Fee\nrole | if | then\ntype | text | decimal(2)\nvalues | gold, silver, bronze |\na | gold | 0\nb | silver | 5\nc | bronze | 9",
    },
    Explanation {
        code: Code(415),
        name: "output-never-given",
        level: Level::Advice,
        what: "A value in the table's own `values` of an output is given by no rule. Nothing is said of an output that some rule computes.",
        why: "Whoever calls the decision prepares for it. Either a rule is missing, or the value is a leftover.",
        bad: "decision | Release\nunique | Risk | Release\nrole | if | then\ntype | text | text\nvalues | low, high | now, later, never\na | low | now\nb | high | later",
        good: "decision | Release\nunique | Risk | Release\nrole | if | then\ntype | text | text\nvalues | low, high | now, later\na | low | now\nb | high | later",
    },
    Explanation {
        code: Code(416),
        name: "shared-end",
        level: Level::Advice,
        what: "Of two ranges in one column, one ends with the value with which the other begins, and both include it. The rules are equal in all other columns, and the hit policy accepts the overlap.",
        why: "Under first and priority one rule gets the value by its place or its rank, which the cells don't say. Under a policy that collects, both do.",
        bad: "decision | Fee\nfirst | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | [0..30] |\nlight | [0..10] | 5\nheavy | [10..30] | 9",
        good: "decision | Fee\nfirst | Weight | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nvalues | [0..30] |\nlight | [0..10] | 5\nheavy | (10..30] | 9",
    },
    Explanation {
        code: Code(417),
        name: "lapsed-rule",
        level: Level::Advice,
        what: "The last day of a rule (`until`) is before the day that was asked about: `matchbook check --as-of 2026-07-01`. Without one nothing is said, as no build looks at a clock.",
        why: "A rule that has lapsed decides about days before only. Often nobody asks about those any more.",
        bad: "decision | Fee\nfirst | Tier | From | Until | Fee\nrole | if | from | until | then\ntype | text | | | decimal(2)\nold | gold | | 2025-12-31 | 0\nnew | gold | 2026-01-01 | | 1\nelse | | | | 5",
        good: "decision | Fee\nfirst | Tier | From | Until | Fee\nrole | if | from | until | then\ntype | text | | | decimal(2)\nnew | gold | 2026-01-01 | | 1\nelse | | | | 5",
    },
    Explanation {
        code: Code(418),
        name: "review-due",
        level: Level::Advice,
        what: "The day of the option row `review by` is before the day that was asked about: `matchbook check --as-of 2026-07-01`. Without one nothing is said, as no build looks at a clock.",
        why: "Its owner wanted to look at it again.",
        bad: "decision | Fee\nreview by | 2025-12-31\nunique | Amount | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nsmall | < 100 | 5\nlarge | >= 100 | 0",
        good: "decision | Fee\nreview by | 2099-12-31\nunique | Amount | Fee\nrole | if | then\ntype | decimal(2) | decimal(2)\nsmall | < 100 | 5\nlarge | >= 100 | 0",
    },
];
