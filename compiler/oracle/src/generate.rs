//! Random expressions of the typed subset that both implementations have.
//!
//! Left out, since the two differ on purpose or dsntk can't:
//!
//! - zones, ranges as values, patterns;
//! - nulls (of positions outside a list, of the least of no numbers), with which dsntk's comparisons, `not` and `in` are null elsewhere;
//! - rounding of zero, of which dsntk makes null; numbers below 1 rounded to a digit, since its `round down(0.125, 1)` is 1; and its `round
//!   half down`, which isn't one;
//! - `substring` from the position behind the last character, of which dsntk makes an empty text;
//! - `between` in the bounds of another `between`, which dsntk doesn't read.

/// A small generator of random numbers (xorshift64*): the same everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap_or(0) % limit
    }

    fn pick(&mut self, items: &[&str]) -> String {
        items[self.below(items.len())].to_owned()
    }
}

pub fn expression(random: &mut Random) -> String {
    match random.below(5) {
        0 | 1 => number(random, 4),
        2 => boolean(random, 4),
        3 => text(random, 4),
        _ => list(random, 3),
    }
}

fn number(r: &mut Random, depth: usize) -> String {
    if depth == 0 || r.below(6) == 0 {
        return r.pick(&["0", "1", "2", "3", "7", "10", "0.5", "2.25", "-1", "100", "12.345", "n", "m", "-n"]);
    }
    let d = depth - 1;
    match r.below(18) {
        0 => format!("({} + {})", number(r, d), number(r, d)),
        1 => format!("({} - {})", number(r, d), number(r, d)),
        2 => format!("({} * {})", number(r, d), number(r, d)),
        3 => format!("({} / {})", number(r, d), r.pick(&["2", "4", "5", "0.5", "8"])),
        4 => format!("(-{})", number(r, d)),
        5 => format!("abs({})", number(r, d)),
        6 => format!("floor({})", number(r, d)),
        7 => format!("ceiling({})", number(r, d)),
        8 => {
            let function = r.pick(&["round up", "round down", "decimal"]);
            format!("{function}(abs({}) + 1.125, {})", number(r, d), r.pick(&["0", "1", "2"]))
        }
        17 => format!("round half up(abs({}) + 0.125, 0)", number(r, d)),
        9 => format!("modulo({}, {})", number(r, d), r.pick(&["2", "3", "-4", "2.5"])),
        10 => format!("string length({})", text(r, d)),
        11 => format!("(if {} then {} else {})", boolean(r, d), number(r, d), number(r, d)),
        12 => format!("{}(append({}, 4))", r.pick(&["sum", "min", "max", "mean", "median"]), list(r, d)),
        13 => format!("count({})", list(r, d)),
        14 => format!("append({}, 5, 6)[{}]", list(r, d), r.pick(&["1", "2", "-1", "-2"])),
        15 => format!("{}.{}", date(r, d), r.pick(&["year", "month", "day", "weekday"])),
        _ => format!("{}({}, {})", r.pick(&["min", "max", "sum"]), number(r, d), number(r, d)),
    }
}

fn boolean(r: &mut Random, depth: usize) -> String {
    if depth == 0 || r.below(8) == 0 {
        return r.pick(&["true", "false", "b", "not(b)"]);
    }
    let d = depth - 1;
    match r.below(13) {
        0 => format!("({} {} {})", number(r, d), r.pick(&["<", "<=", ">", ">=", "=", "!="]), number(r, d)),
        1 => format!("({} and {})", boolean(r, d), boolean(r, d)),
        2 => format!("({} or {})", boolean(r, d), boolean(r, d)),
        3 => format!("not({})", boolean(r, d)),
        4 => format!("({} between {} and {})", number(r, d), number(r, 0), number(r, 0)),
        5 => format!(
            "({} in {}{}..{}{})",
            number(r, d),
            r.pick(&["[", "("]),
            r.pick(&["0", "1"]),
            r.pick(&["3", "7.5"]),
            r.pick(&["]", ")"])
        ),
        6 => format!("({} in ({}, {}))", number(r, d), r.pick(&["1", "< 2"]), r.pick(&[">= 7", "[3..5]", "2.25"])),
        7 => format!("{}({}, {})", r.pick(&["contains", "starts with", "ends with"]), text(r, d), text(r, 0)),
        8 => format!("list contains({}, {})", list(r, d), number(r, d)),
        9 => format!("({} x in {} satisfies x {} {})", r.pick(&["some", "every"]), list(r, d), r.pick(&["<", ">", "="]), number(r, d)),
        10 => format!("({} {} {})", text(r, d), r.pick(&["=", "!=", "<", ">="]), text(r, d)),
        11 => format!("({} {} {})", date(r, d), r.pick(&["=", "!=", "<", ">="]), date(r, d)),
        _ => format!("{}({})", r.pick(&["odd", "even"]), r.pick(&["0", "7", "-2", "n"])),
    }
}

fn text(r: &mut Random, depth: usize) -> String {
    if depth == 0 || r.below(5) == 0 {
        return r.pick(&["\"\"", "\"a\"", "\"Straße\"", "\"foo bar\"", "\"🐎x\"", "t", "\"A\""]);
    }
    let d = depth - 1;
    match r.below(9) {
        0 => format!("({} + {})", text(r, d), text(r, d)),
        1 => format!("upper case({})", text(r, d)),
        2 => format!("lower case({})", text(r, d)),
        3 => format!("substring(\"xy\" + {}, {})", text(r, d), r.pick(&["1", "2", "-1"])),
        4 => format!("substring before({}, {})", text(r, d), text(r, 0)),
        5 => format!("substring after({}, {})", text(r, d), text(r, 0)),
        6 => format!("(if {} then {} else {})", boolean(r, d), text(r, d), text(r, d)),
        7 => format!("string({})", r.pick(&["1", "2.5", "true", "date(\"2024-02-29\")", "-3"])),
        _ => format!("string join([{}, {}], {})", text(r, d), text(r, d), text(r, 0)),
    }
}

fn date(r: &mut Random, depth: usize) -> String {
    if depth == 0 || r.below(2) == 0 {
        return r.pick(&["date(\"2024-02-29\")", "date(\"2026-01-31\")", "date(\"1999-12-31\")", "d"]);
    }
    let duration = r.pick(&["@\"P1D\"", "@\"P30D\"", "@\"P1M\"", "@\"P1Y2M\"", "@\"P400D\""]);
    format!("({} {} {duration})", date(r, depth - 1), r.pick(&["+", "-"]))
}

fn list(r: &mut Random, depth: usize) -> String {
    if depth == 0 || r.below(3) == 0 {
        return match r.below(4) {
            0 => "ns".to_owned(),
            1 => format!("[{}]", number(r, 0)),
            _ => format!("[{}, {}, {}]", number(r, 0), number(r, 0), number(r, 0)),
        };
    }
    let d = depth - 1;
    match r.below(9) {
        0 => format!("{}[item {} {}]", list(r, d), r.pick(&["<", ">=", "!="]), number(r, 1)),
        1 => format!("(for x in {} return x {} {})", list(r, d), r.pick(&["+", "*", "-"]), number(r, 1)),
        2 => format!("append({}, {})", list(r, d), number(r, d)),
        3 => format!("concatenate({}, {})", list(r, d), list(r, d)),
        4 => format!("reverse({})", list(r, d)),
        5 => format!("distinct values({})", list(r, d)),
        6 => format!("sort({}, function(x, y) x {} y)", list(r, d), r.pick(&["<", ">"])),
        7 => format!("flatten([{}, {}])", list(r, d), list(r, d)),
        _ => format!("union({}, {})", list(r, d), list(r, d)),
    }
}
