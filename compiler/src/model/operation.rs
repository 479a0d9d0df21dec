//! Operators and built-in functions of expressions.

/// An operator or a built-in function of FEEL (DMN 1.5, 10.3.2 and 10.3.4), on operands that are not null.
///
/// Each says its operands and result by letters: N number, T text, B boolean, D date, C time (of the clock), M date and time ("moment"),
/// S days and time duration, Y years and months duration, `[x]` a list of x; x and y are any type, `x?` may be null. `!`: it can fail with
/// an arithmetic error (`MB0804`): a number that 28 digits don't hold exactly, or a date or duration out of its range. What is null for
/// some values is `?`.
///
/// Said once for all of them:
/// - A result that is rounded has at most 28 significant digits and at most 28 digits after the point; it is rounded once, from the
///   exact result, half even. So `1 / 3 * 3` is `0.9999999999999999999999999999`, and what is smaller than half of 10^-28 is 0. A result
///   of 10^28 or more after rounding is the arithmetic error.
/// - Where a whole number is due (a position, a length, a scale, a part of a date or time), the digits after the point are dropped, as
///   the TCK has it: `decimal(x, 2.5)` is `decimal(x, 2)`. However large, such a number is compared with what is there, never wrapped.
/// - A position counts from 1, or from -1 backwards; it must be that of an item or character that is there, else the result is null.
///   `sublist` and `substring` with a length of less than 1 are null; a length beyond the end is up to the end.
/// - Dates are those of ISO 8601 in the years -9999 to 9999, times have nanoseconds, a days and time duration is 64 bits of seconds with
///   nanoseconds, a years and months duration 64 bits of months. Dates, times and durations take part in no rounding but where it is said.
/// - Texts are sequences of code points, compared and cut as they are: nothing is normalised, so `é` in one code point isn't `é` in two.
/// - A list counts as equal to another by its items, `1.0` as equal to `1`, null to null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `+`: `N N → N!`; `T T → T`; `D S → D!` (from midnight, the time of day dropped: 2026-01-01 + PT36H is 2026-01-02, and + -PT1H is
    /// 2025-12-31); `D Y → D!`, `M S → M!`, `M Y → M!` (the day clipped to the month's last); `C S → C` (around the clock); `S S → S!`;
    /// `Y Y → Y!`.
    Add,
    /// `-`: `N N → N!`; `D D → S`, `M M → S`, `C C → S` (negative where the first is the earlier); `D S → D!`, `D Y → D!`, `M S → M!`,
    /// `M Y → M!`, `C S → C`, as `+` with the duration's sign exchanged, the least durations too; `S S → S!`; `Y Y → Y!`.
    Subtract,
    /// `*`: `N N → N!`; `S N → S!` (rounded half even to a nanosecond); `Y N → Y!` (towards zero to a month). The exact product is
    /// rounded.
    Multiply,
    /// `/`: `N N → N?!` (28 digits, half even; null of a zero divisor); `S S → N?!`, `Y Y → N?!` (likewise); `S N → S?!`, `Y N → Y?!`
    /// (rounded as in `*`).
    Divide,
    /// `**`: `N N → N?!` (28 digits, half even; null where no real number is: zero to a negative power, a negative number to a broken one).
    /// Anything to the power 0 is 1. A whole exponent is one without digits after the point, whatever its size. Correctly rounded; a result
    /// beyond 28 digits fails at once, however large the exponent.
    Power,
    /// `-`: `N → N`; `S → S!`; `Y → Y!`. The least duration has no opposite.
    Negate,

    /// `D → M`: at midnight. Typing puts it where a date meets a date and time.
    AtMidnight,

    /// `string`: `x → T`, of a scalar. Numbers in plain decimal notation without an exponent, zeros at the end or a point that ends it;
    /// booleans `true` and `false`; dates, times and durations in ISO 8601 as [`Value`](super::value::Value) prints them (`10:30:00`, a fraction of a second
    /// without zeros at the end, years before 0 as `-002017`, `P1DT2H`, `PT0S`, `P1Y2M`, `P0M`); a text is itself.
    String,
    /// `number`: `T → N?` Plain decimal notation: what [`Number::parse`](super::number::Number::parse) reads, which is a sign (`-` or `+`)
    /// or none, ASCII digits with a point that has digits behind it (`1`, `1.5`, `.5`), and `e` or `E` with a whole exponent, signed or
    /// not, or none; no blanks, no `%`. Null for any other text, and for a number that 28 digits don't hold.
    Number,
    /// `number`: `T T? T? → N?` With the grouping separator and the decimal separator. All grouping separators are taken out wherever they
    /// stand, then the decimal separator is read as a point; of the rest, [`Self::Number`]. A grouping separator of null is none, a decimal
    /// separator of null is the point. Null where the grouping separator isn't a blank, comma or point, the decimal separator isn't a comma
    /// or point, or both are the same text (a grouping point before a decimal separator of null is allowed: then nothing is left to be
    /// one); and where a point is left in the text though the decimal separator is a comma.
    NumberSeparated,
    /// `date`: `T → D?` `2026-01-31`, as cells have it: four digits of a year, or six behind a sign; also four behind a `-`, as FEEL has
    /// it. Null for any other text: with blanks, a time or a zone, or of no day of the calendar.
    DateFromText,
    /// `date`: `N N N → D?` Year, month, day; null where there is no such day, or in a year beyond ±9999.
    DateFromParts,
    /// `date`: `M → D`.
    DateOf,
    /// `time`: `T → C?` `14:30`, `14:30:00`, `14:30:00.5`, as cells have it: up to nine digits of a fraction, no zone, no leap second, no
    /// 24:00.
    TimeFromText,
    /// `time`: `N N N → C?` Hour, minute, second; of the second, digits down to a nanosecond count. Null where no clock shows that: an hour
    /// of 0 to 23, a minute of 0 to 59, a second from 0 to below 60, once the digits that don't count are dropped.
    TimeFromParts,
    /// `time`: `M → C`.
    TimeOf,
    /// `date and time`: `T → M?` A date and a time, each as above, with a `T` between; a date alone is its midnight.
    DateTimeFromText,
    /// `date and time`: `D C → M`.
    DateTimeFromParts,
    /// `years and months duration`: `D D → Y`. From the first to the second, in whole months, towards zero: the difference of year and
    /// month, less one (in magnitude) if the day of the month is not yet reached. Days are compared as they are: from 31 January to 28
    /// February is no month.
    YearsMonthsBetween,

    /// `substring`: `T N → T?` From a position, 1 the first character, -1 the last; null where it is zero or beyond the text (of an empty
    /// text, always).
    Substring,
    /// `substring`: `T N N → T?` With a length of at least 1, up to the text's end.
    SubstringOf,
    /// `string length`: `T → N`. In code points.
    StringLength,
    /// `upper case`: `T → T`. Unicode's full mapping, as [`str::to_uppercase`]: `ß` is `SS`.
    UpperCase,
    /// `lower case`: `T → T`. Unicode's full mapping, as [`str::to_lowercase`], a final sigma included.
    LowerCase,
    /// `substring before`: `T T → T`. What stands before the first match; empty without one.
    SubstringBefore,
    /// `substring after`: `T T → T`. What stands behind the first match; empty without one. The empty text matches at the start.
    SubstringAfter,
    /// `contains`: `T T → B`.
    Contains,
    /// `starts with`: `T T → B`.
    StartsWith,
    /// `ends with`: `T T → B`.
    EndsWith,
    /// `matches`: `T T T → B`. Text, pattern, flags. The pattern and the flags are literals that were checked; it finds anywhere. The
    /// pattern is one of the `regex` crate (Unicode on), the flags are any of its `i` (either case), `s` (`.` is a line break too), `m`
    /// (`^` and `$` at lines), `x` (blanks and comments in the pattern don't count), in any order, repeated or not.
    Matches,
    /// `replace`: `T T T T → T`. Input, pattern, replacement, flags; all but the first are literals that were checked. All matches, from
    /// the left. In the replacement `$` and a digit is a group, `$0` the match; further digits belong to it as long as there is a group of
    /// that number; a group that took no part, or that there isn't, is empty. `\$` and `\\` are the signs themselves. Any other `$` or `\`
    /// is refused by typing.
    Replace,
    /// `split`: `T T → [T]`. The delimiter is a literal pattern that was checked. The parts between all matches, empty ones at both ends
    /// too; an empty text has one part, itself. (As `Regex::split`.)
    Split,
    /// `string join`: `[T?] T → T`. With the delimiter between the items. Nulls are left out, with their delimiter.
    StringJoin,
    /// `T → T`: the text in the form that `ignoring case` compares: full case folding as Unicode's lower case of its upper case.
    FoldCase,
    /// Whether a text spells a number, as `is number` has it: `T → B`. The notation of [`Self::Number`], of any number of digits and with
    /// any exponent, so also where that is null since 28 digits don't hold the number.
    IsNumber,
    /// Whether a text is an email address, as `is email` has it: `T → B`. One of the plain form, in ASCII: a local part of 1 to 64
    /// characters, `@`, and a domain of at most 255. The local part is RFC 5322's dot-atom: letters, digits and ``!#$%&'*+-/=?^_`{|}~`` in
    /// one or more runs with single points between. The domain is two or more labels with points between, each of 1 to 63 letters, digits
    /// and hyphens without a hyphen at either end; the last label has a letter in it. No blanks, quotes, comments or address literals.
    IsEmail,

    /// `decimal`: `N N → N?!` Rounded half even to so many digits after the point. The scale is one of -6111 to 6176, as DMN has it, else
    /// the result is null; of a scale above the number's own, the result is the number; of a negative one, a multiple of a power of ten. So
    /// are those of the other functions that round.
    Decimal,
    /// `floor`: `N N → N?!` To so many digits: towards negative infinity.
    Floor,
    /// `ceiling`: `N N → N?!` To so many digits: towards positive infinity.
    Ceiling,
    /// `round up`: `N N → N?!` Away from zero.
    RoundUp,
    /// `round down`: `N N → N?!` Towards zero.
    RoundDown,
    /// `round half up`: `N N → N?!` To the nearest, ties away from zero.
    RoundHalfUp,
    /// `round half down`: `N N → N?!` To the nearest, ties towards zero.
    RoundHalfDown,
    /// `abs`: `N → N`; `S → S!`; `Y → Y!`.
    Abs,
    /// `modulo`: `N N → N?!` `x - y * floor(x / y)` in exact numbers, so with the sign of the divisor; null of a zero divisor.
    Modulo,
    /// `sqrt`: `N → N?` Null of a negative number. Correctly rounded.
    SquareRoot,
    /// `log`: `N → N?` Natural; null unless positive. Correctly rounded.
    Log,
    /// `exp`: `N → N!` Correctly rounded.
    Exp,
    /// `odd`: `N → B`. False of what is no whole number.
    Odd,
    /// `even`: `N → B`. False of what is no whole number.
    Even,

    /// `list contains`: `[x?] x? → B`.
    ListContains,
    /// `count`: `[x?] → N`.
    Count,
    /// `min`: `[x] → x?` Of what `<` orders; null of none.
    Min,
    /// `max`: `[x] → x?` Likewise.
    Max,
    /// `sum`: `[N] → N?!` Null of none. Exact whatever the order: only the whole sum has to fit. Also `[S] → S?!`, `[Y] → Y?!`.
    Sum,
    /// `mean`: `[N] → N?!` 28 digits, half even, of the exact mean: its sum needn't fit. Null of none.
    Mean,
    /// `all`: `[B?] → B?` As `and` has it: false if one is, else null if one is; true of none. Of no null never null.
    All,
    /// `any`: `[B?] → B?` As `or` has it, likewise; false of none.
    Any,
    /// `sublist`: `[x] N → [x]?` From a position; null where it is zero or beyond the list (of an empty one, always).
    Sublist,
    /// `sublist`: `[x] N N → [x]?` With a length of at least 1, up to the list's end.
    SublistOf,
    /// `append`: `[x] [x] → [x]`. The items in a list of their own; also `concatenate` of two.
    Concatenate,
    /// `insert before`: `[x] N x → [x]?` Before the item at a position; null where there is none, so nothing is inserted into an empty
    /// list.
    InsertBefore,
    /// `remove`: `[x] N → [x]?` Without the item at a position; null where there is none.
    Remove,
    /// `list replace`: `[x] N x → [x]?` With another item at a position; null where there is none.
    ListReplace,
    /// `reverse`: `[x] → [x]`.
    Reverse,
    /// `index of`: `[x?] x? → [N]`. All positions, ascending.
    IndexOf,
    /// `distinct values`: `[x] → [x]`. The first of equal ones; `union` is it after [`Self::Concatenate`].
    DistinctValues,
    /// `flatten`: `[[x]] → [x]`. One level; typing applies it as often as the type is deep.
    Flatten,
    /// `product`: `[N] → N?!` Null of none. `*` from the left: each product on the way has to fit.
    Product,
    /// `median`: `[N] → N?!` Null of none. Of an even count the mean of the two in the middle, 28 digits, half even.
    Median,
    /// `stddev`: `[N] → N?!` Of a sample (the sum of squared differences from the mean, over the count less one): null of fewer than two.
    /// Correctly rounded from the exact numbers, whatever is needed on the way.
    StandardDeviation,
    /// `mode`: `[N] → [N]`. The most frequent, ascending; none of none.
    Mode,
    /// `list[n]`: `[x] N → x?` 1 the first, -1 the last; null outside.
    Item,
    /// The numbers from the first on in steps of 1, or of -1 where the second is the less, up to the second or the last before it:
    /// `N N → [N]!`. `for i in 1..n`. At most [`Expression::MAX_ITEMS`](super::expression::Expression::MAX_ITEMS), more is the arithmetic error. Also `D D → [D]!`, day by day.
    Iterate,

    /// `.year` `D → N`, `M → N`.
    Year,
    /// `.month` `D → N`, `M → N`.
    Month,
    /// `.day` `D → N`, `M → N`.
    Day,
    /// `.weekday` `D → N`, `M → N`. Monday is 1.
    Weekday,
    /// `.hour` `C → N`, `M → N`.
    Hour,
    /// `.minute` `C → N`, `M → N`.
    Minute,
    /// `.second` `C → N`, `M → N`. With its fraction.
    Second,
    /// `.years` `Y → N`. Whole years, towards zero; negative in a negative duration, as the other parts are.
    Years,
    /// `.months` `Y → N`. Without the whole years.
    Months,
    /// `.days` `S → N`. Whole days of 24 hours, towards zero.
    Days,
    /// `.hours` `S → N`. Without the whole days.
    Hours,
    /// `.minutes` `S → N`. Without the whole hours.
    Minutes,
    /// `.seconds` `S → N`. Without the whole minutes, with its fraction.
    Seconds,
    /// `day of year`: `D → N`.
    DayOfYear,
    /// `day of week`: `D → T`. `Monday`.
    DayOfWeek,
    /// `month of year`: `D → T`. `January`.
    MonthOfYear,
    /// `week of year`: `D → N`. ISO 8601: weeks begin on Monday, the first is that of the year's first Thursday.
    WeekOfYear,
}
