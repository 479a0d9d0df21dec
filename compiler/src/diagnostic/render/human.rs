//! The form of rustc's messages, with rows of a sheet where rustc has lines of code.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet};

use super::grid::{Grid, Line};
use super::{Display, plain};
use crate::diagnostic::{Edit, Fix, Label, Level, Location, Report};
use crate::layout::BookLayout;
use crate::source::{BookPath, CellRange, CellRef, Workbook};

/// Rows are cut by us, cell by cell, so that columns line up; the renderer's own limit must never be met.
const WIDTH: usize = 4_000;

pub(super) fn render(display: &Display<'_>, report: &Report, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let description = &report.description;
    let level = match report.level {
        Level::Note => Shown::NOTE,
        Level::Advice => Shown::INFO.with_name("advice"),
        Level::Warning => Shown::WARNING,
        Level::Error => Shown::ERROR,
    };
    let primary = &description.primary;
    let mut group = level
        .primary_title(plain(&description.message))
        .id(report.code().to_string())
        .element(Origin::path(display.place(&primary.location)));
    // Labels of one sheet share a grid: the primary's first, then each other sheet.
    let mut sheets: Vec<Vec<&Label>> = vec![vec![primary]];
    for label in &description.secondary {
        match sheets.iter_mut().find(|labels| labels.first().is_some_and(|first| same_sheet(&first.location, &label.location))) {
            Some(labels) => labels.push(label),
            None => sheets.push(vec![label]),
        }
    }
    let mut frame = None;
    for (i, labels) in sheets.iter().enumerate() {
        let Some(first) = labels.first() else { continue };
        if i > 0 {
            group = group.element(Origin::path(display.place(&first.location)));
        }
        match grid_of(display, labels) {
            Some(grid) => {
                group = add_grid(group, &grid, labels);
                if i == 0 {
                    frame = Some(grid);
                }
            }
            None => group = add_line(group, display, first),
        }
    }
    for note in &description.notes {
        group = group.element(Shown::NOTE.no_name().message(plain(note)));
    }
    let mut groups = vec![group];
    for fix in &description.fixes {
        groups.push(fix_group(display, fix, &primary.location, frame.as_ref()));
    }
    if let Some(help) = &description.help {
        groups.push(Group::with_title(Shown::HELP.secondary_title(plain(help))));
    }
    tidy(&renderer.render(&groups))
}

fn same_sheet(a: &Location, b: &Location) -> bool {
    a.book == b.book && a.cells.as_ref().map(|(sheet, _)| sheet) == b.cells.as_ref().map(|(sheet, _)| sheet)
}

fn book_of<'a>(display: &Display<'a>, path: &BookPath) -> Option<&'a (Workbook, BookLayout)> {
    display.books.iter().find(|(workbook, _)| workbook.path == *path)
}

fn grid_of<'a>(display: &Display<'a>, labels: &[&Label]) -> Option<Grid<'a>> {
    let location = &labels.first()?.location;
    let (sheet, _) = location.cells.as_ref()?;
    let (workbook, layout) = book_of(display, &location.book)?;
    let ranges: Vec<CellRange> = labels.iter().filter_map(|label| label.location.cells.as_ref()).map(|(_, range)| *range).collect();
    Grid::around(workbook, layout, sheet, &ranges)
}

/// Adds the grid's lines, with each label under the last shown row of its cells.
fn add_grid<'a>(group: Group<'a>, grid: &Grid<'_>, labels: &[&Label]) -> Group<'a> {
    let pointed = |cell: CellRef| labels.iter().any(|label| label.location.cells.as_ref().is_some_and(|(_, range)| range.contains(cell)));
    add_lines(group, grid.lines(None, &[], pointed), |line, offset| {
        let Some(row) = line.number.and_then(|number| number.checked_sub(1)) else { return Vec::new() };
        let mut annotations = Vec::new();
        for (i, label) in labels.iter().enumerate() {
            let Some((_, range)) = &label.location.cells else { continue };
            if !(range.first.row..=range.last.row).contains(&row) {
                continue;
            }
            let Some(span) = line.span(range.first.column, range.last.column) else { continue };
            let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let text = if range.last.row == row && !label.text.is_empty() { Some(plain(&label.text)) } else { None };
            annotations.push(kind.span(span.start + offset..span.end + offset).label(text));
        }
        annotations
    })
}

/// Adds lines of a grid: rows that follow each other are one snippet, as a snippet counts its lines. `annotations` gets a line and where
/// it begins in its snippet.
fn add_lines<'a>(mut group: Group<'a>, lines: Vec<Line>, annotations: impl Fn(&Line, usize) -> Vec<Annotation<'a>>) -> Group<'a> {
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        let Some(start) = line.number else {
            group = group.element(Snippet::<Annotation<'_>>::source(line.text).line_numbering(false).fold(false));
            continue;
        };
        let mut marks = annotations(&line, 0);
        let (mut text, mut next) = (line.text, start.saturating_add(1));
        while let Some(line) = lines.next_if(|line| line.number == Some(next)) {
            text.push('\n');
            marks.extend(annotations(&line, text.len()));
            text.push_str(&line.text);
            next = next.saturating_add(1);
        }
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        group = group.element(Snippet::source(text).line_start(start).fold(false).annotations(marks));
    }
    group
}

/// Adds the line of a text file that a label is about.
fn add_line<'a>(group: Group<'a>, display: &Display<'_>, label: &Label) -> Group<'a> {
    let location = &label.location;
    let text = display.texts.get(&location.book).zip(location.line).and_then(|(text, line)| {
        let line = usize::try_from(line).ok()?;
        Some((line, text.lines().nth(line.checked_sub(1)?)?))
    });
    let Some((number, text)) = text else {
        return if label.text.is_empty() { group } else { group.element(Shown::NOTE.no_name().message(plain(&label.text))) };
    };
    group.element(Snippet::<Annotation<'_>>::source(plain(text)).line_start(number).fold(false))
}

/// A fix: its title, and the rows as they read afterwards.
fn fix_group<'a>(display: &Display<'_>, fix: &Fix, primary: &Location, frame: Option<&Grid<'_>>) -> Group<'a> {
    let mut group = Group::with_title(Shown::HELP.secondary_title(plain(&fix.title)));
    let mut inserted = 0;
    for (position, edit) in fix.edits.iter().enumerate() {
        let location = edit.location();
        let Some((sheet, range)) = &location.cells else { continue };
        match edit {
            Edit::Type { .. } => {
                // What is typed into a row is shown at once.
                let typed =
                    |edit: &'_ Edit| edit.cell().filter(|cell| cell.row == range.first.row && same_sheet(edit.location(), location));
                if fix.edits.iter().take(position).any(|before| typed(before).is_some()) {
                    continue;
                }
                let texts: Vec<(CellRef, &str)> = (fix.edits.iter())
                    .filter_map(|edit| typed(edit).zip(if let Edit::Type { text, .. } = edit { Some(text.as_str()) } else { None }))
                    .collect();
                let shows = |grid: &&Grid<'_>| same_sheet(primary, location) && texts.iter().all(|(cell, _)| grid.shows((*cell).into()));
                let framed = frame.filter(shows);
                let cells =
                    texts.iter().map(|(cell, _)| Label { location: Location::cells(&location.book, sheet, *cell), text: String::new() });
                let labels: Vec<Label> = cells.collect();
                let own = if framed.is_none() { grid_of(display, &labels.iter().collect::<Vec<_>>()) } else { None };
                group = match framed.or(own.as_ref()) {
                    Some(grid) => {
                        let lines = grid.lines(Some(range.first.row), &texts, |at| texts.iter().any(|(cell, _)| *cell == at));
                        add_lines(group, lines.into_iter().filter(|line| line.number.is_some()).collect(), |_, _| Vec::new())
                    }
                    None => group.element(Shown::NOTE.no_name().message(plain(&edit.instruction()))),
                };
            }
            Edit::InsertRow { cells, .. } => {
                let number = range.last.row.saturating_add(2).saturating_add(inserted);
                inserted = inserted.saturating_add(1);
                let grid = book_of(display, &location.book).and_then(|(workbook, layout)| Grid::around(workbook, layout, sheet, &[*range]));
                group = match grid {
                    Some(grid) => add_lines(group, grid.new_row(number, range.first.column, cells), |_, _| Vec::new()),
                    None => group.element(Shown::NOTE.no_name().message(plain(&edit.instruction()))),
                };
            }
            // The title says it of the only row.
            Edit::DeleteRow { .. } if fix.edits.len() == 1 => {}
            Edit::DeleteRow { .. } => group = group.element(Shown::NOTE.no_name().message(plain(&edit.instruction()))),
        }
    }
    group
}

/// The renderer introduces each further snippet of a message by a line `:::`, for a file's name. Ours are parts of one sheet: the row of
/// labels and the first rows belong together, and what lies between other rows is left out.
fn tidy(rendered: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut parts = 0;
    for line in rendered.lines() {
        let bare = without_styles(line);
        match bare.trim() {
            ":::" => {
                parts += 1;
                if parts > 2 {
                    lines.push("...");
                }
                continue;
            }
            // It leaves a line free around each part, too; the grid stands closer.
            "|" => continue,
            bare if bare.starts_with("::: ") || bare.starts_with("help: ") => parts = 0,
            _ => {}
        }
        lines.push(line.trim_end());
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

/// The line without ANSI's escape sequences.
fn without_styles(line: &str) -> String {
    let mut bare = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    bare
}
