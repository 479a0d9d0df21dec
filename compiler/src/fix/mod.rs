//! Carrying out fixes: pure functions from edits to texts and workbooks; who reads and writes files is a front end.

pub mod text;
