//! `matchbook`.

fn main() -> std::process::ExitCode {
    cargo_matchbook::main()
}
