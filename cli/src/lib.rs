//! The command line, `matchbook` and `cargo matchbook`: reads files, calls the compiler, presents what it finds. It decides nothing itself.
//!
//! Data goes to standard output, findings and progress to standard error. Exit codes: see [`Exit`].

mod arguments;
mod command;
mod copy;
mod junit;
pub mod new;
mod run;
mod terminal;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::error::ErrorKind;

use arguments::Arguments;
use terminal::Terminal;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, and nothing is wrong.
    Ok,
    /// 1: something is wrong with a book, a generated file, or an input line.
    Findings,
    /// 2: the command line can't be followed.
    Usage,
    /// 4: no book, decision or test was selected.
    Nothing,
    /// 100: a test case failed.
    TestsFailed,
    /// 101: output could not be written.
    Internal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Ok => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Nothing => 4,
            Exit::TestsFailed => 100,
            Exit::Internal => 101,
        })
    }
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    run(std::env::args_os().collect()).into()
}

/// Cargo runs `cargo-matchbook matchbook …` for `cargo matchbook …`: that second word is dropped.
fn without_cargo(mut arguments: Vec<OsString>) -> (Vec<OsString>, bool) {
    let program = arguments.first().and_then(|program| Path::new(program).file_stem());
    let by_cargo = program.is_some_and(|name| name == "cargo-matchbook") && arguments.get(1).is_some_and(|word| word == "matchbook");
    if by_cargo {
        arguments.remove(1);
    }
    (arguments, by_cargo)
}

fn run(arguments: Vec<OsString>) -> Exit {
    let (arguments, by_cargo) = without_cargo(arguments);
    let command = <Arguments as clap::CommandFactory>::command();
    let command = if by_cargo { command.bin_name("cargo matchbook") } else { command.bin_name("matchbook") };
    let parsed =
        command.try_get_matches_from(arguments).and_then(|matches| <Arguments as clap::FromArgMatches>::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // A closed pipe is no reason to complain about the command line.
            let _ = error.print();
            return match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Ok,
                _ => Exit::Usage,
            };
        }
    };
    let mut terminal = Terminal::new(&arguments.global);
    let exit = command::run(&arguments.command, &mut terminal);
    terminal.finish(exit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_says_the_name_twice() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        assert_eq!(without_cargo(words("/x/cargo-matchbook matchbook check")), (words("/x/cargo-matchbook check"), true));
        assert_eq!(without_cargo(words("cargo-matchbook check")), (words("cargo-matchbook check"), false));
        assert_eq!(without_cargo(words("matchbook matchbook")), (words("matchbook matchbook"), false));
        assert_eq!(without_cargo(Vec::new()), (Vec::new(), false));
    }

    #[test]
    fn the_arguments_are_sound() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
