//! Why an evaluation has no result.

use core::fmt;

use crate::{Field, Info, RuleIndex};

/// Why an evaluation has no result. It prints for whoever runs the service; [`code`](Self::code) is for machines.
///
/// An error of the decision that was asked stands alone; one of a decision that it requires is [`Required`](Self::Required), and says of
/// which. What counts for both is in [`decision`](Self::decision) and [`cause`](Self::cause).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// This input lies outside its allowed values.
    OutOfDomain(&'static Field),
    /// No rule matches.
    NoRule,
    /// These two rules match where one was promised.
    Several(RuleIndex, RuleIndex),
    /// A sum that doesn't fit, at this rule.
    Arithmetic(RuleIndex),
    /// This column has no exact value of 28 digits for the inputs.
    Uncomputed(&'static Field),
    /// What this rule computes for this result has no exact value of 28 digits.
    Inexact(RuleIndex, &'static Field),
    /// This result lies outside its type or its allowed values.
    OutOfRange(&'static Field),
    /// This decision, which the one that was asked requires, has no result.
    Required(&'static Info, Cause),
}

/// Why one decision of several has no result: [`Error`] without its decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// [`Error::OutOfDomain`]
    OutOfDomain(&'static Field),
    /// [`Error::NoRule`]
    NoRule,
    /// [`Error::Several`]
    Several(RuleIndex, RuleIndex),
    /// [`Error::Arithmetic`]
    Arithmetic(RuleIndex),
    /// [`Error::Uncomputed`]
    Uncomputed(&'static Field),
    /// [`Error::Inexact`]
    Inexact(RuleIndex, &'static Field),
    /// [`Error::OutOfRange`]
    OutOfRange(&'static Field),
}

impl Error {
    /// Its stable code, which `matchbook explain` knows: `MB0801`.
    pub const fn code(&self) -> &'static str {
        match self.cause() {
            Cause::OutOfDomain(_) => "MB0801",
            Cause::NoRule => "MB0802",
            Cause::Several(..) => "MB0803",
            Cause::Arithmetic(_) | Cause::Uncomputed(_) | Cause::Inexact(..) => "MB0804",
            Cause::OutOfRange(_) => "MB0805",
        }
    }

    /// What is wrong, in whichever decision.
    pub const fn cause(&self) -> Cause {
        match *self {
            Self::OutOfDomain(field) => Cause::OutOfDomain(field),
            Self::NoRule => Cause::NoRule,
            Self::Several(one, other) => Cause::Several(one, other),
            Self::Arithmetic(rule) => Cause::Arithmetic(rule),
            Self::Uncomputed(field) => Cause::Uncomputed(field),
            Self::Inexact(rule, field) => Cause::Inexact(rule, field),
            Self::OutOfRange(field) => Cause::OutOfRange(field),
            Self::Required(_, cause) => cause,
        }
    }

    /// The required decision in which it arose; `None` for the decision itself that was asked.
    pub const fn decision(&self) -> Option<&'static Info> {
        if let Self::Required(decision, _) = *self { Some(decision) } else { None }
    }

    /// The same error of `decision`, for one that requires it.
    #[must_use]
    pub const fn within(self, decision: &'static Info) -> Self {
        match self {
            Self::Required(..) => self,
            _ => Self::Required(decision, self.cause()),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(decision) = self.decision() {
            write!(f, "in `{}`: ", decision.name)?;
        }
        self.cause().fmt(f)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // People count rules from 1.
        let ordinal = |rule: &RuleIndex| u64::from(rule.get()).saturating_add(1);
        match self {
            Self::OutOfDomain(field) => write!(f, "the input `{}` must be {}", field.path(), field.expected()),
            Self::NoRule => f.write_str("no rule matches these inputs"),
            Self::Several(one, other) => write!(
                f,
                "rules no. {} and no. {} both match these inputs, and the table promises that only one does",
                ordinal(one),
                ordinal(other)
            ),
            Self::Arithmetic(rule) => write!(f, "the sum of all matches doesn't fit, at rule no. {}", ordinal(rule)),
            Self::Uncomputed(field) => write!(
                f,
                "`{}` can't be computed for these inputs: a value on the way is beyond 28 digits, or out of its type's range",
                field.path()
            ),
            Self::Inexact(rule, field) => {
                write!(
                    f,
                    "the result `{}` of rule no. {} can't be computed for these inputs: a value on the way is beyond 28 digits, or out of its type's range",
                    field.path(),
                    ordinal(rule)
                )
            }
            Self::OutOfRange(field) => write!(f, "the result `{}` must be {}", field.path(), field.expected()),
        }
    }
}

impl core::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    static WEIGHT: Field = Field::new("parcel.weight", "decimal(2) > 0");

    #[test]
    fn it_is_three_words_and_a_result_costs_nothing_more() {
        assert_eq!(size_of::<Cause>(), 16);
        assert_eq!(size_of::<Error>(), 24);
        assert_eq!(size_of::<Result<RuleIndex, Error>>(), 24);
    }

    #[test]
    fn it_says_in_which_decision_it_arose_and_that_once() {
        static SCORE: Info = Info::new("payments", "Fraud score", crate::HitPolicy::Sum);
        static BAND: Info = Info::new("payments", "Fraud band", crate::HitPolicy::Unique);
        let own = Error::OutOfDomain(&WEIGHT);
        let required = own.within(&SCORE);
        assert_eq!((own.decision(), required.decision()), (None, Some(&SCORE)));
        assert_eq!((required.code(), required.cause()), (own.code(), own.cause()));
        assert_eq!(required.within(&BAND), required);
        assert_eq!(required.to_string(), "in `Fraud score`: the input `parcel.weight` must be decimal(2) > 0");
    }

    #[test]
    fn it_speaks_to_an_operator() {
        let said = [
            Error::OutOfDomain(&WEIGHT),
            Error::NoRule,
            Error::Several(RuleIndex::new(0), RuleIndex::new(4)),
            Error::Arithmetic(RuleIndex::new(1)),
            Error::Uncomputed(&WEIGHT),
            Error::Inexact(RuleIndex::new(1), &WEIGHT),
            Error::OutOfRange(&WEIGHT),
        ]
        .map(|error| format!("{} {error}", error.code()));
        assert_eq!(
            said,
            [
                "MB0801 the input `parcel.weight` must be decimal(2) > 0",
                "MB0802 no rule matches these inputs",
                "MB0803 rules no. 1 and no. 5 both match these inputs, and the table promises that only one does",
                "MB0804 the sum of all matches doesn't fit, at rule no. 2",
                "MB0804 `parcel.weight` can't be computed for these inputs: a value on the way is beyond 28 digits, or out of its type's range",
                "MB0804 the result `parcel.weight` of rule no. 2 can't be computed for these inputs: a value on the way is beyond 28 digits, or out of its type's range",
                "MB0805 the result `parcel.weight` must be decimal(2) > 0",
            ]
        );
    }
}
