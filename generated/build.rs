//! Brings `src/tables` up to date with the books in `../tables`.

fn main() {
    matchbook_compiler::build::Build::new("../tables").out_folder("src/tables").run();
}
