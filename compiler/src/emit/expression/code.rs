//! Rust expressions as text, with what is needed to put one into another.

/// How tightly a Rust expression holds together, the loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// `if`, `match` and blocks: clear where they stand alone.
    Block,
    Or,
    And,
    Comparison,
    /// `!x`, `*x`, `-x`
    Unary,
    /// A call with a `?` behind it, which without that is a `Result<_, Inexact>`.
    Tried,
    /// Names, literals, calls.
    Atom,
}

/// A Rust expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) text: String,
    pub(super) rank: Rank,
}

impl Code {
    pub(super) fn new(text: impl Into<String>, rank: Rank) -> Self {
        Self { text: text.into(), rank }
    }

    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::new(text, Rank::Atom)
    }

    pub(super) fn block(text: impl Into<String>) -> Self {
        Self::new(text, Rank::Block)
    }

    /// A call, tried if it `fails`.
    pub(super) fn call(text: String, fails: bool) -> Self {
        if fails { Self::new(format!("{text}?"), Rank::Tried) } else { Self::atom(text) }
    }

    /// Inside something that holds together as tightly as `rank`.
    pub(super) fn within(&self, rank: Rank) -> String {
        if self.rank >= rank { self.text.clone() } else { format!("({})", self.text) }
    }

    /// Before a method or a field.
    pub(super) fn receiver(&self) -> String {
        self.within(Rank::Tried)
    }

    /// `receiver.method(…)`
    pub(super) fn method(&self, call: &str) -> Self {
        Self::atom(format!("{}.{call}", self.receiver()))
    }

    /// As the `Result` of a function or closure.
    pub(super) fn result(&self) -> String {
        match self.text.strip_suffix('?') {
            Some(call) if self.rank == Rank::Tried => call.to_owned(),
            _ => format!("Ok({})", self.text),
        }
    }
}

/// A closure, or the function alone that it would call with its argument.
pub(in crate::emit) fn closure(parameter: &str, body: &str) -> String {
    if let Some(function) = body.strip_suffix(&format!("({parameter})"))
        && function.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':'))
        && !function.is_empty()
    {
        return function.to_owned();
    }
    format!("|{parameter}| {body}")
}
