//! FEEL expressions in cells: lexer, Pratt parser and tree ("Expressions" in `docs/table-language.md`; DMN 1.5, 10.3.1).

pub mod tree;
