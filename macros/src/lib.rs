//! Decision tables as a macro.
