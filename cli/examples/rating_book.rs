//! Writes a book as large as the largest real decision table: 19,008 rules over seven inputs, keyed like an insurance rating.
//!
//! `cargo run -p cargo-matchbook --example rating_book -- FILE.xlsx [first|unique] [RULES]`
//!
//! Under `first` some rules name an agent, some of those serve all classes, half of the states distinguish sums, and an `else` closes the
//! table; under `unique` each rule has a combination of its own, and the table says `complete` `no`.

use std::error::Error;

use rust_xlsxwriter::Workbook;

const STATES: usize = 48;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: rating_book FILE.xlsx [first|unique] [RULES]")?;
    let policy = arguments.next().unwrap_or_else(|| "first".to_owned());
    let rules: usize = arguments.next().map_or(Ok(19_008), |count| count.parse())?;
    let first = policy == "first";

    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Rating")?;
    let mut row = 0;
    let mut write = |cells: &[String]| -> Result<(), Box<dyn Error>> {
        for (column, cell) in (0_u16..).zip(cells) {
            // Numbers as numbers, as a spreadsheet user leaves them.
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number)?,
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, cell)?,
            };
        }
        row += 1;
        Ok(())
    };
    let line = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    write(&line(&["decision", "Rating"]))?;
    if !first {
        write(&line(&["complete", "no"]))?;
    }
    write(&line(&[&policy, "State", "Class", "Coverage", "Plan", "Age", "Sum", "Agent", "Rate", "Tier"]))?;
    write(&line(&["role", "if", "if", "if", "if", "if", "if", "if", "then", "then"]))?;
    write(&line(&["type", "text", "text", "text", "text", "integer", "decimal(2)", "text", "decimal(4)", "text"]))?;
    write(&line(&["values", "", "", "", "", "[0..120]", ">= 0"]))?;
    for at in 0..rules {
        let (state, rest) = (at % STATES, at / STATES);
        let (class, rest) = (rest % 4, rest / 4);
        let (coverage, rest) = (rest % 3, rest / 3);
        let (plan, age) = (rest % 3, rest / 3);
        let ages = if age == 0 { "< 7".to_owned() } else { format!("[{}..{})", age * 7, (age + 1) * 7) };
        let sums = match (first && state % 2 == 0, age % 2) {
            (false, _) => "",
            (true, 0) => "< 50000",
            (true, _) => ">= 50000",
        };
        write(&[
            format!("r{at}"),
            format!("S{state:02}"),
            if first && at % 55 == 0 { String::new() } else { format!("C{class}") },
            format!("V{coverage}"),
            format!("P{plan}"),
            ages,
            sums.to_owned(),
            if first && at % 11 == 0 { format!("A{:02}", at % 97) } else { String::new() },
            format!("{}.{:04}", at % 7, at * 37 % 10_000),
            ["basic", "plus", "prime"][at % 3].to_owned(),
        ])?;
    }
    if first {
        write(&line(&["else", "", "", "", "", "", "", "", "9.9999", "manual"]))?;
    }
    book.save(&path)?;
    println!("{path}: {rules} rules");
    Ok(())
}
