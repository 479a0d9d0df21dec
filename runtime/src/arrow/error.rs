//! Why a record batch can't be decided.

use core::fmt;

use arrow_schema::{ArrowError, DataType};

use super::Unwritten;
use crate::Field;
use crate::batch::UnequalLengths;

/// Why no row of a record batch can be decided, or their results be told.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no column for this input.
    Missing(&'static Field),
    /// There are several columns for this input.
    Ambiguous(&'static Field),
    /// The column of this input has a type that none of its values can be read from.
    WrongType {
        /// The input.
        field: &'static Field,
        /// What its column holds.
        found: DataType,
    },
    /// The texts or lists of this output have more bytes or items than one array can hold.
    TooLarge(&'static Field),
    /// Columns of unequal length.
    UnequalLengths(UnequalLengths),
    /// Arrow refused what was made.
    Arrow(ArrowError),
}

impl Error {
    /// That this output has no array.
    pub(super) fn unwritten(error: Unwritten, output: &'static Field) -> Self {
        match error {
            Unwritten::TooLarge => Self::TooLarge(output),
            Unwritten::Arrow(error) => Self::Arrow(error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "there is no column `{}`: it must be {}", field.path(), field.expected()),
            Self::Ambiguous(field) => write!(f, "several columns are `{}`: keep one of them", field.path()),
            Self::WrongType { field, found } => write!(
                f,
                "the column `{}` holds {found}, of which no value is {}: cast it to its type in `input_schema`",
                field.path(),
                field.expected()
            ),
            Self::TooLarge(field) => {
                write!(f, "`{}` has more than 2,147,483,647 bytes of text or items of lists: decide fewer rows at once", field.path())
            }
            Self::UnequalLengths(error) => error.fmt(f),
            Self::Arrow(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::UnequalLengths(error) => Some(error),
            Self::Arrow(error) => Some(error),
            _ => None,
        }
    }
}

impl From<UnequalLengths> for Error {
    fn from(error: UnequalLengths) -> Self {
        Self::UnequalLengths(error)
    }
}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}
