//! Numbers as people type them: `1,000`, `10K`, `$50`, `5 kg`.

use super::super::literal::number;
use super::super::operand::Trouble;
use crate::diagnostic::syntax::SyntaxProblem;
use crate::model::{Number, Type};

/// Signs that stand for a currency.
const CURRENCIES: &str = "$€£¥₹₽₩₪฿¢₺₴";

/// What a number that isn't written as one may mean.
pub(super) fn readings(text: &str, ty: Type, in_list: bool) -> Option<Trouble> {
    let read = || text.to_owned();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b)) && digits > 28 {
        return Some((SyntaxProblem::OutOfRange { read: read(), ty }, Vec::new()));
    }
    let (core, powers) = undecorated(text)?;
    let comma = core.contains(',');
    let mut readings = Vec::new();
    for plain in groups(&core, in_list) {
        for power in &powers {
            // A list of several numbers has no multiplier.
            if *power == 0 {
                readings.push(plain.clone());
            } else if let Some(product) = Number::parse(&format!("{plain}E{power}")) {
                readings.push(product.to_string());
            }
        }
    }
    readings.retain(|reading| reading.split(", ").all(|part| number(part).is_some()));
    let problem = if comma { SyntaxProblem::CommaInNumber { read: read() } } else { SyntaxProblem::DecoratedNumber { read: read() } };
    (!readings.is_empty()).then_some((problem, readings))
}

/// The digits of a number without what stands around them, and the powers of ten that this may mean.
fn undecorated(text: &str) -> Option<(String, Vec<u32>)> {
    const LONGEST: usize = 24;
    let start = text.find(|c: char| c.is_ascii_digit() || c == '.' && text.starts_with('.'))?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (before, digits, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    if before.len() > LONGEST || after.len() > LONGEST {
        return None;
    }
    let negative = before.contains('-') || after == "-";
    let currency = before.trim_matches(['-', ' ', '+']);
    let is_currency = currency.is_empty()
        || currency.chars().any(|c| CURRENCIES.contains(c))
        || currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_uppercase())
        || ["~", "≈", "ca.", "ca"].contains(&currency);
    if !is_currency || !digits.chars().all(|c| c.is_ascii_digit() || ".,' ".contains(c)) {
        return None;
    }
    let unit = after.trim().trim_start_matches(|c| CURRENCIES.contains(c));
    let is_percent = ["%", "percent", "per cent", "pct", "pct."].iter().any(|word| unit.eq_ignore_ascii_case(word));
    let (percent, powers) = match unit {
        _ if is_percent => (true, vec![0]),
        "K" | "k" | "T" => (false, vec![3]),
        "M" | "mn" | "mio" | "Mio" | "million" | "millions" => (false, vec![6]),
        "m" => (false, vec![6, 0]),
        "B" | "bn" | "Bn" | "billion" => (false, vec![9]),
        "thousand" => (false, vec![3]),
        // `5 or null` says more than a number with a unit.
        _ if unit.split(' ').any(|word| ["or", "and", "not", "null", "to"].iter().any(|other| word.eq_ignore_ascii_case(other))) => {
            return None;
        }
        // `5-3` and the like are no unit.
        _ if unit.chars().any(|c| "+*=<>".contains(c)) => return None,
        _ => (false, vec![0]),
    };
    Some((format!("{}{digits}{}", if negative { "-" } else { "" }, if percent { "%" } else { "" }), powers))
}

/// What digits with commas, points, apostrophes and blanks between them may mean.
fn groups(text: &str, in_list: bool) -> Vec<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (digits, percent) = digits.strip_suffix('%').map_or((digits, ""), |digits| (digits, "%"));
    let plain = |digits: String| format!("{sign}{digits}{percent}");
    if number(digits).is_some() {
        return vec![plain(digits.to_owned())];
    }
    let mut readings = Vec::new();
    for separator in [',', ' ', '\'', '.'] {
        let (whole, fraction) = match separator {
            '.' => digits.split_once(',').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction))),
            _ => digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction))),
        };
        if in_thousands(whole, separator)
            && fraction.is_none_or(|fraction| fraction.bytes().all(|b| b.is_ascii_digit()) && !fraction.is_empty())
        {
            let whole = whole.replace(separator, "");
            readings.push(plain(fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"))));
        }
    }
    if digits.matches(',').count() == 1 && !digits.contains('.') && !digits.contains(' ') {
        let decimal = digits.replace(',', ".");
        readings.extend(number(&decimal).map(|number| plain(number.to_string())));
    }
    let parts: Vec<&str> = digits.split(',').collect();
    if in_list && parts.len() > 1 {
        let parts: Option<Vec<String>> = parts.iter().map(|part| number(part).map(|number| number.to_string())).collect();
        readings.extend(parts.map(|parts| plain(parts.join(", "))));
    }
    readings
}

/// `1,000,000`: groups of three digits, the first of one to three.
fn in_thousands(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && digits(group));
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|group| group.len() == 3 && digits(group))
}
