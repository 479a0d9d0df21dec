//! Texts of tables as Rust identifiers: always ASCII, never a keyword, the same for the same text.
//!
//! Words are runs of letters and digits, and signs that carry meaning (`A+`, `>= 3`) become words. Latin letters lose their marks; letters
//! of other scripts become their code points, because an identifier that mixes scripts is a lint's business in the user's crate and the
//! text itself stands in the item's doc comment.

/// Keywords of the 2024 edition, and those reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
    "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Types that generated code takes from the prelude, and its own.
pub(super) const TYPES: &[&str] = &[
    "Input",
    "Output",
    "Decision",
    "Lists",
    "Required",
    "Columns",
    "Outputs",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Self",
    "Iterator",
    "Copy",
    "Clone",
    "Debug",
    "PartialEq",
    "Eq",
    "Hash",
    "Send",
    "Sync",
    "Sized",
    "Default",
    "From",
    "Into",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
];

/// Statics of every generated module.
pub(super) const STATICS: &[&str] = &["RULES", "TABLE", "INPUT_SCHEMA", "OUTPUT_SCHEMA"];

/// Functions and modules of generated modules, and names that stand beside those of functions for expressions.
pub(super) const FUNCTIONS: &[&str] = &[
    "select",
    "evaluate",
    "aggregate",
    "output",
    "output_of",
    "read",
    "write",
    "failed",
    "tests",
    "input",
    "rule",
    "key",
    "index",
    "total",
    "apply",
    "evaluate_traced",
    "evaluate_batch",
    "evaluate_batch_into",
    "evaluate_record_batch",
    "input_schema",
    "output_schema",
    "required",
    "trace",
];

/// `snake_case`: a field, a function, a module.
pub(super) fn snake(text: &str) -> String {
    let name = safe_start(words(text).join("_"), "n");
    if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// `SCREAMING_SNAKE_CASE`: a constant, a static.
pub(super) fn screaming(text: &str) -> String {
    safe_start(words(text).join("_").to_ascii_uppercase(), "N")
}

/// `UpperCamelCase`: a type, a variant.
pub(super) fn camel(text: &str) -> String {
    let mut name = String::new();
    for word in words(text) {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { continue };
        // Two numbers side by side would read as one.
        if first.is_ascii_digit() && name.ends_with(|c: char| c.is_ascii_digit()) {
            name.push('_');
        }
        name.push(first.to_ascii_uppercase());
        name.push_str(chars.as_str());
    }
    let name = safe_start(name, "N");
    if name == "Self" { "Self_".to_owned() } else { name }
}

fn safe_start(name: String, letter: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("{letter}{name}") } else { name }
}

/// The words of a text in small letters; at least one, and of ASCII letters and digits only.
fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for (index, c) in chars.iter().copied().enumerate() {
        let before = index.checked_sub(1).and_then(|i| chars.get(i)).copied().unwrap_or(' ');
        let after = chars.get(index + 1).copied().unwrap_or(' ');
        if let Some(sign) = sign(c, before, after) {
            words.extend(sign.split(' ').map(str::to_owned));
            open = false;
        } else if c.is_alphanumeric() {
            let capital = c.is_uppercase() && before.is_alphanumeric() && (!before.is_uppercase() || after.is_lowercase());
            if !open || capital {
                words.push(String::new());
            }
            open = true;
            if let Some(word) = words.last_mut() {
                match ascii(c) {
                    Some(plain) => word.push_str(plain),
                    None if c.is_ascii() => word.push(c.to_ascii_lowercase()),
                    None => word.push_str(&format!("u{:x}", u32::from(c))),
                }
            }
        } else {
            open = false;
        }
    }
    if words.is_empty() {
        words.extend(chars.iter().filter(|c| !c.is_whitespace()).map(|c| format!("u{:x}", u32::from(*c))));
    }
    if words.is_empty() {
        words.push("empty".to_owned());
    }
    words
}

/// What a sign means between its neighbours; `None` where it only separates.
fn sign(c: char, before: char, after: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' if before.is_alphanumeric() && !after.is_alphanumeric() => "minus",
        '-' if !before.is_alphanumeric() && after.is_ascii_digit() => "minus",
        '>' if after == '=' => "at least",
        '<' if after == '=' => "at most",
        '≥' => "at least",
        '≤' => "at most",
        '>' => "above",
        '<' => "below",
        '=' if !matches!(before, '<' | '>' | '!') => "is",
        '!' | '≠' => "not",
        '%' => "percent",
        '&' => "and",
        '#' => "number",
        '*' => "star",
        '$' => "dollar",
        '€' => "euro",
        _ => return None,
    })
}

/// A Latin letter without its marks; `None` for ASCII and other scripts.
fn ascii(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    const FOLDED: &[(&str, &str)] = &[
        ("àáâãåāăąÀÁÂÃÅĀĂĄ", "a"),
        ("äæÄÆ", "ae"),
        ("çćĉċčÇĆĈĊČ", "c"),
        ("ďđðĎĐÐ", "d"),
        ("èéêëēĕėęěÈÉÊËĒĔĖĘĚ", "e"),
        ("ĝğġģĜĞĠĢ", "g"),
        ("ĥħĤĦ", "h"),
        ("ìíîïĩīĭįıÌÍÎÏĨĪĬĮİ", "i"),
        ("ĵĴ", "j"),
        ("ķĶ", "k"),
        ("ĺļľŀłĹĻĽĿŁ", "l"),
        ("ñńņňÑŃŅŇ", "n"),
        ("òóôõøōŏőÒÓÔÕØŌŎŐ", "o"),
        ("öœÖŒ", "oe"),
        ("ŕŗřŔŖŘ", "r"),
        ("śŝşšșŚŜŞŠȘ", "s"),
        ("ß", "ss"),
        ("ţťŧțŢŤŦȚ", "t"),
        ("þÞ", "th"),
        ("ùúûũūŭůűųÙÚÛŨŪŬŮŰŲ", "u"),
        ("üÜ", "ue"),
        ("ŵŴ", "w"),
        ("ýÿŷÝŸŶ", "y"),
        ("źżžŹŻŽ", "z"),
    ];
    FOLDED.iter().find(|(letters, _)| letters.contains(c)).map(|(_, plain)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_identifiers() {
        for (text, snake_case, camel_case) in [
            ("destination", "destination", "Destination"),
            ("Parcel weight (kg)", "parcel_weight_kg", "ParcelWeightKg"),
            ("orderTotal", "order_total", "OrderTotal"),
            ("US", "us", "Us"),
            ("type", "type_", "Type"),
            ("self", "self_", "Self_"),
            ("2nd item", "n2nd_item", "N2ndItem"),
            ("18-65", "n18_65", "N18_65"),
            ("A+", "a_plus", "APlus"),
            ("A-", "a_minus", "AMinus"),
            ("AA+", "aa_plus", "AaPlus"),
            (">= 3", "at_least_3", "AtLeast3"),
            ("<3", "below_3", "Below3"),
            ("-5", "minus_5", "Minus5"),
            ("Non-Driver", "non_driver", "NonDriver"),
            ("10%", "n10_percent", "N10Percent"),
            ("Größe", "groesse", "Groesse"),
            ("数量", "u6570u91cf", "U6570u91cf"),
            ("?!", "not", "Not"),
            ("??", "u3f_u3f", "U3fU3f"),
            ("", "empty", "Empty"),
            ("HTTPPort", "http_port", "HttpPort"),
        ] {
            assert_eq!((snake(text).as_str(), camel(text).as_str()), (snake_case, camel_case), "{text}");
        }
        assert_eq!(screaming("us-light"), "US_LIGHT");
        assert_eq!(screaming("17"), "N17");
    }

    #[test]
    fn every_text_gives_an_identifier_that_rustc_takes() {
        for code in (0..0x11_0000_u32).step_by(7) {
            let Some(c) = char::from_u32(code) else { continue };
            for text in [c.to_string(), format!("a{c}"), format!("{c}{c} 1")] {
                for name in [snake(&text), camel(&text), screaming(&text)] {
                    assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{text:?} {name}");
                }
            }
        }
    }
}
