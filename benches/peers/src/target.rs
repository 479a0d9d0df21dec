//! What dispatch has to reach, and whether it does.

use std::fmt::Write as _;

use matchbook_benches::workload::Drawn;

use crate::hand::PLAIN;
use crate::report::{Figures, figure};

/// The evaluation that `zen-engine` is compared with: both give the output.
pub const EVALUATE: &str = "auto, `evaluate`";

/// Many rows at once, a row.
pub const BATCH: &str = "auto, `evaluate_batch`";

/// Millions of rows a second that a batch decides on one core: target and stretch.
const MILLIONS: [(&str, f64, f64); 3] = [("tiny", 600.0, 1_000.0), ("tiny integers", 600.0, 1_000.0), ("shipping", 200.0, 330.0)];

/// Nanoseconds of the best form for random input: target and stretch.
const DENSE: [(&str, f64, f64); 6] = [
    ("tiny", 2.0, 1.5),
    ("tiny integers", 2.0, 1.5),
    ("shipping", 10.0, 7.0),
    ("rating", 28.0, 20.0),
    ("lookup", 13.0, 10.0),
    ("packets", 60.0, 40.0),
];

/// How many times as long `zen-engine` has to take, at least.
const ZEN: [(&str, f64); 5] = [("tiny", 500.0), ("shipping", 500.0), ("rating", 500.0), ("lookup", 500.0), ("packets", 300.0)];

/// How many times as long as the best strategy `auto` may take, at most, unless it is that strategy or keeps readable code.
const AUTO: f64 = 1.3;

/// A line of the section: what is asked, the target, what was measured, what with, and whether it is met.
struct Line {
    what: String,
    target: String,
    measured: String,
    ratio: f64,
    met: bool,
}

/// Writes the section; nothing if none of the workloads has a target.
pub fn section(text: &mut String, all: &[Figures]) {
    let lines: Vec<Line> = all.iter().flat_map(of).collect();
    if lines.is_empty() {
        return;
    }
    text.push_str(
        "## Targets\n\nThe ratio is that of what was measured to what it is compared with, in the same run.\n\n\
         | what | target | measured | ratio | |\n| --- | ---: | ---: | ---: | --- |\n",
    );
    for Line { what, target, measured, ratio, met } in lines {
        let verdict = if met { "met" } else { "**missed**" };
        let _ = writeln!(text, "| {what} | {target} | {measured} | {} | {verdict} |", figure(ratio));
    }
    text.push('\n');
}

/// The lines of a workload.
fn of(figures: &Figures) -> Vec<Line> {
    let name = figures.name;
    let mut lines = Vec::new();
    for (drawn, word) in [(Drawn::Random, "random"), (Drawn::Zipf, "Zipf"), (Drawn::Hot, "hot")] {
        if let (Some(tree), Some(plain)) = (figures.of("tree", drawn), figures.of(PLAIN, drawn)) {
            let what = format!("{name}: `tree`, {word}, to hand-written");
            let measured = format!("{} to {} ns", figure(tree), figure(plain));
            lines.push(Line { what, target: "≤ 1.00 ×".to_owned(), measured, ratio: tree / plain, met: tree <= plain });
        }
    }
    let best = figures.best(Drawn::Random);
    if let (Some((_, target, stretch)), Some((strategy, best))) = (DENSE.iter().find(|(shape, ..)| *shape == name), best) {
        let reached = if best <= *stretch { ", stretch too" } else { "" };
        lines.push(Line {
            what: format!("{name}: the best form, random{reached}"),
            target: format!("≤ {target} ns"),
            measured: format!("`{strategy}` {} ns", figure(best)),
            ratio: best / target,
            met: best <= *target,
        });
    }
    if let (Some(auto), Some((strategy, best))) = (figures.of("auto", Drawn::Random), best) {
        // Two builds of one form differ, and the targets are those of forms.
        let same = figures.form("auto") == Some(strategy);
        let readable = matches!(figures.form("auto"), Some("match" | "tree"));
        let kept = match auto > best * AUTO {
            true if same => " (it is that form)",
            true if readable => " (it keeps readable code)",
            _ => "",
        };
        lines.push(Line {
            what: format!("{name}: `auto`, random, to the best form{kept}"),
            target: format!("≤ {AUTO} ×"),
            measured: format!("{} to {} ns (`{strategy}`)", figure(auto), figure(best)),
            ratio: auto / best,
            met: same || readable || auto <= best * AUTO,
        });
    }
    let batch = figures.of(BATCH, Drawn::Random).map(|nanoseconds| 1_000.0 / nanoseconds);
    if let (Some((_, target, stretch)), Some(batch)) = (MILLIONS.iter().find(|(shape, ..)| *shape == name), batch) {
        let reached = if batch >= *stretch { ", stretch too" } else { "" };
        lines.push(Line {
            what: format!("{name}: millions of rows a second by {BATCH}, random{reached}"),
            target: format!("≥ {target} M"),
            measured: format!("{} M", figure(batch)),
            ratio: batch / target,
            met: batch >= *target,
        });
    }
    let zen = figures.of("zen-engine", Drawn::Random);
    if let (Some((_, least)), Some(zen), Some(ours)) =
        (ZEN.iter().find(|(shape, _)| *shape == name), zen, figures.of(EVALUATE, Drawn::Random))
    {
        lines.push(Line {
            what: format!("{name}: zen-engine to {EVALUATE}, random"),
            target: format!("≥ {least} ×"),
            measured: format!("{} to {} ns", figure(zen), figure(ours)),
            ratio: zen / ours,
            met: zen >= ours * least,
        });
    }
    lines
}
