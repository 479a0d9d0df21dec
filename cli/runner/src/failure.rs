//! Why a run ends early.

use std::fmt;

/// Why a run ends before the end of the file.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something is wrong with the file that is read, as a whole.
    Input(String),
    /// A file can't be opened or isn't what the command line says it is.
    Usage(String),
    /// Something can't be written, or can't be read any more.
    Io(String),
    /// Nobody reads standard output any more.
    Closed,
}

impl Failure {
    /// The word that the report has for it.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Input(_) => "input",
            Self::Usage(_) => "usage",
            Self::Io(_) => "io",
            Self::Closed => "closed",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(message) | Self::Usage(message) | Self::Io(message) => f.write_str(message),
            Self::Closed => f.write_str("nobody reads standard output any more"),
        }
    }
}
