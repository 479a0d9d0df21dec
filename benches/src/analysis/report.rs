//! The figures of all workloads as a page.

use std::fmt::Write as _;

use super::{Figures, PHASES, RIVAL_STEPS, Search};
use crate::report::Machine;
use crate::workload::SHAPES;

/// The page.
pub fn markdown(machine: &Machine, rows: &[Figures]) -> String {
    let mut text = format!(
        "# Milliseconds of analysis\n\n\
         Written by `cargo bench -p matchbook-benches --bench analysis`; `BENCH_DATE` gives the day. Each workload is a book from a seeded generator\n\
         ([`src/workload`](../src/workload)) that passes through the whole compiler, in a process of its own. Times are of the processor, medians of\n\
         at least 5 rounds where a round takes less than 10 s, all ways by turns; memory is the peak of a process that compiles the book and does\n\
         nothing else. Compare figures of one line; those of another run or machine may all be higher or lower.\n\n{}\n\n",
        machine.line()
    );
    let _ = writeln!(text, "## Phases\n");
    let names: Vec<&str> = PHASES.iter().map(|(name, _)| *name).collect();
    let _ = writeln!(text, "| workload | rules × columns | {} | nodes | findings | MB |", names.join(" | "));
    let _ = writeln!(text, "| --- | ---: |{}", " ---: |".repeat(PHASES.len() + 3));
    for row in rows {
        let phases: Vec<String> = row.phases.iter().map(|milliseconds| figure(*milliseconds)).collect();
        let nodes = row.nodes.map_or_else(|| "over budget".to_owned(), |nodes| nodes.to_string());
        let memory = row.memory.map_or_else(|| "?".to_owned(), |bytes| bytes.div_ceil(1 << 20).to_string());
        let Figures { name, rules, columns, findings, .. } = row;
        let _ = writeln!(text, "| {name} | {rules} × {columns} | {} | {nodes} | {findings} | {memory} |", phases.join(" | "));
    }
    text.push('\n');
    for (name, about) in PHASES {
        let _ = writeln!(text, "- **{name}**: {about}");
    }
    text.push_str("- **nodes**: of the diagram; **findings**: of the check, warnings and errors; **MB**: peak memory of `compile`\n\n");
    let _ = writeln!(
        text,
        "## Beside sweep-line and box subtraction\n\n\
         All three search the same matrix of boxes. Ours finds overlaps and reports them; for gaps it builds the diagram, which also serves dispatch,\n\
         and reports them as few, large regions. The sweep-line is that of Calvanese, Dumas, Laurson, Maggi, Montali and Teinemaa (2016, 2018), written\n\
         as they describe it; pairs are compared one by one; boxes are subtracted from the whole, rule by rule ([`src/rival`](../src/rival)). In\n\
         parentheses: findings of ours (in brackets where the budget ended the search), sets of rules, pairs, and regions of theirs. A rival that\n\
         took more than {} million steps, or kept more than a million regions, has given up after the time shown.\n",
        RIVAL_STEPS / 1_000_000
    );
    side_by_side(&mut text, rows, "overlaps", ["sweep-line", "all pairs"], |row| &row.overlaps);
    side_by_side(&mut text, rows, "gaps", ["sweep-line", "box subtraction"], |row| &row.gaps);
    text.push_str("## Workloads\n\n| name | rules | stands for |\n| --- | ---: | --- |\n");
    for shape in &SHAPES {
        let sizes: Vec<String> = shape.sizes.iter().map(usize::to_string).collect();
        let _ = writeln!(text, "| {} | {} | {} |", shape.name, sizes.join(", "), shape.stands_for);
    }
    text
}

fn side_by_side(text: &mut String, rows: &[Figures], what: &str, rivals: [&str; 2], searches: fn(&Figures) -> &[Search; 3]) {
    let [first, second] = rivals;
    let _ = writeln!(text, "| {what} in | rules | ours | {first} | {second} | {first} : ours | {second} : ours |");
    let _ = writeln!(text, "| --- |{}", " ---: |".repeat(6));
    for row in rows {
        let [ours, theirs @ ..] = searches(row);
        let own = match ours.found {
            Some(found) => format!("{} ({found})", figure(ours.milliseconds)),
            None => format!("{} (not decided)", figure(ours.milliseconds)),
        };
        let shown = theirs.map(|search| match search.found {
            Some(found) => format!("{} ({found})", figure(search.milliseconds)),
            None => format!("gave up, {}", figure(search.milliseconds)),
        });
        let ratios = theirs.map(|search| {
            let at_least = if search.found.is_none() { "> " } else { "" };
            format!("{at_least}{}", figure(search.milliseconds / ours.milliseconds))
        });
        let _ = writeln!(text, "| {} | {} | {own} | {} | {} |", row.name, row.rules, shown.join(" | "), ratios.join(" | "));
    }
    text.push('\n');
}

/// Two or three digits, or all before the point.
fn figure(value: f64) -> String {
    match value {
        ..0.1 => format!("{value:.3}"),
        0.1..10.0 => format!("{value:.2}"),
        10.0..100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_gave_up_is_said() {
        let machine = Machine {
            processor: "a processor".to_owned(),
            threads: 2,
            clock: 31,
            compiler: "rustc 1".to_owned(),
            date: None,
            load: Some("3.5".to_owned()),
        };
        let row = Figures {
            name: "wide".to_owned(),
            rules: 10_000,
            columns: 5,
            phases: [1.0, 2.0, 3.0, 4.0, 0.05, 6.0, 7.0, 8.0, 19.95, 1_234.5],
            overlaps: [(2.0, Some(8)), (400.0, None), (100.0, Some(20))].map(|(milliseconds, found)| Search { milliseconds, found }),
            gaps: [(10.0, None), (5.0, Some(0)), (3.0, None)].map(|(milliseconds, found)| Search { milliseconds, found }),
            memory: Some(3 << 20),
            ..Figures::default()
        };
        let page = markdown(&machine, &[row]);
        let phases = "| wide | 10000 × 5 | 1.00 | 2.00 | 3.00 | 4.00 | 0.050 | 6.00 | 7.00 | 8.00 | 19.9 | 1234 | over budget | 0 | 3 |";
        assert!(page.contains("\na processor, 2 threads, 3.1 GHz, rustc 1; load average 3.5.\n"), "{page}");
        assert!(page.contains(phases), "{page}");
        assert!(page.contains("| wide | 10000 | 2.00 (8) | gave up, 400 | 100 (20) | > 200 | 50.0 |"), "{page}");
        assert!(page.contains("| wide | 10000 | 10.0 (not decided) | 5.00 (0) | gave up, 3.00 | 0.50 | > 0.30 |"), "{page}");
    }
}
