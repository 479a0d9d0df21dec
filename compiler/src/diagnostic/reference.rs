//! `docs/diagnostics.md`: every code, from the same explanations that `matchbook explain` prints.

use std::fmt::Write as _;

use super::render::level_word;
use super::{Code, Explanation, explanations};

/// The hundreds of codes, and what they are about.
const CHAPTERS: [(u16, &str); 9] = [
    (100, "Files, sheets and blocks"),
    (200, "Cells"),
    (300, "Names and types"),
    (400, "Rules and hit policies"),
    (500, "Expressions"),
    (600, "Limits and options"),
    (700, "Tests"),
    (800, "Evaluation"),
    (900, "Generated code"),
];

/// The text of `docs/diagnostics.md`.
pub fn reference() -> String {
    let all = explanations();
    let mut text = String::from(
        "# Diagnostics\n\nEvery finding has a code. `matchbook explain CODE` prints what stands here, without a network. This page is generated from the \
         compiler's own\nexplanations; `MATCHBOOK_BLESS=1 cargo test -p matchbook-compiler --test diagnostics` writes it anew.\n\nAn *error* keeps a \
         decision from being compiled. *Warnings*, *advice* and *notes* can be set to `allow`, `warn` or `deny` by code or name in `[lints]` of\n`matchbook.toml`, \
         and be allowed for one decision, or some of its rules, by an `allow` row with a reason. Tables are shown with `|` between cells.\n",
    );
    for (first, title) in CHAPTERS {
        let chapter: Vec<&Explanation> = all.iter().copied().filter(|explanation| explanation.code.0 / 100 * 100 == first).collect();
        if chapter.is_empty() {
            continue;
        }
        let _ = write!(text, "\n## {title}\n\n| code | name | level |\n| --- | --- | --- |\n");
        for explanation in &chapter {
            let Explanation { code, name, level, .. } = explanation;
            let _ = writeln!(text, "| [{code}](#{anchor}) | {name} | {} |", level_word(*level), anchor = anchor(*code, name));
        }
        for explanation in chapter {
            write_one(&mut text, explanation);
        }
    }
    text
}

/// The fragment that a heading `MB0401: overlapping-rules` has on the usual sites.
fn anchor(code: Code, name: &str) -> String {
    format!("{}-{name}", code.to_string().to_lowercase())
}

fn write_one(text: &mut String, explanation: &Explanation) {
    let Explanation { code, name, what, why, bad, good, .. } = explanation;
    let _ = write!(text, "\n### {code}: {name}\n\n{what}\n\n{why}\n");
    for (title, example) in [("Bad:", bad), ("Good:", good)] {
        if !example.is_empty() {
            let _ = write!(text, "\n{title}\n\n```text\n{}\n```\n", example.trim_end());
        }
    }
}
