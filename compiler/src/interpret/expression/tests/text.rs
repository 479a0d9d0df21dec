use proptest::prelude::*;

use super::*;

#[test]
fn values_become_texts() {
    table(
        Operation::String,
        &[
            ("1.50", "\"1.5\""),
            ("0.0000000000000000000000000001", "\"0.0000000000000000000000000001\""),
            ("1E3", "\"1000\""),
            ("-0", "\"0\""),
            ("true", "\"true\""),
            ("\"a\"", "\"a\""),
            ("2026-01-31", "\"2026-01-31\""),
            ("-002017-01-31", "\"-002017-01-31\""),
            ("10:30", "\"10:30:00\""),
            ("10:30:00.50", "\"10:30:00.5\""),
            ("2026-01-31T10:30", "\"2026-01-31T10:30:00\""),
            ("PT26H", "\"P1DT2H\""),
            ("PT0S", "\"PT0S\""),
            ("P14M", "\"P1Y2M\""),
            ("P0Y", "\"P0M\""),
        ],
    );
}

#[test]
fn texts_become_numbers() {
    table(
        Operation::Number,
        &[
            ("\"1.5\"", "1.5"),
            ("\"-.5\"", "-0.5"),
            ("\"+7\"", "7"),
            ("\"1e3\"", "1000"),
            ("\"1.5E-3\"", "0.0015"),
            ("\"1.\"", "null"),
            ("\"1,5\"", "null"),
            ("\" 1\"", "null"),
            ("\"15%\"", "null"),
            ("\"\"", "null"),
            ("\"१\"", "null"),
            ("\"9999999999999999999999999999\"", "9999999999999999999999999999"),
            ("\"10000000000000000000000000000\"", "null"),
            ("\"0.00000000000000000000000000001\"", "null"),
        ],
    );
    table(
        Operation::NumberSeparated,
        &[
            ("\"1.000.000,01\", \".\", \",\"", "1000000.01"),
            ("\"1,000,000.01\", \",\", \".\"", "1000000.01"),
            ("\"1 000 000.01\", \" \", \".\"", "1000000.01"),
            ("\"1,000,000.01\", \" \", \".\"", "null"),
            ("\"1,000,000.01\", \":\", \".\"", "null"),
            ("\"1,000,000.01\", \",\", \":\"", "null"),
            ("\"1000000.01\", null, \".\"", "1000000.01"),
            ("\"1,000,000.00\", \",\", null", "1000000"),
            ("\"1,000,000.00\", \",\", \",\"", "null"),
            ("\"1,000,000.00\", \".\", \".\"", "null"),
            ("\"1000.5\", null, null", "1000.5"),
            ("\"1.000\", \".\", null", "1000"),
            ("\"1.5\", null, \",\"", "null"),
            ("\"1,5\", null, \",\"", "1.5"),
            ("\"1,5,5\", null, \",\"", "null"),
            ("\"foo,bar.001\", \".\", \",\"", "null"),
        ],
    );
    let long = format!("\"{}\"", "9".repeat(60));
    table(
        Operation::IsNumber,
        &[
            ("\"1.5\"", "true"),
            ("\"-.5e+10\"", "true"),
            ("\"007\"", "true"),
            (&long, "true"),
            ("\"1e99999999999\"", "true"),
            ("\"\"", "false"),
            ("\"-\"", "false"),
            ("\".\"", "false"),
            ("\"1.\"", "false"),
            ("\"1e\"", "false"),
            ("\"1e1.5\"", "false"),
            ("\"1e1e1\"", "false"),
            ("\"1.2.3\"", "false"),
            ("\"+-1\"", "false"),
            ("\"0x1\"", "false"),
            ("\"15%\"", "false"),
            ("\"1 \"", "false"),
            ("\"NaN\"", "false"),
            ("\"１\"", "false"),
        ],
    );
}

#[test]
fn positions_count_code_points() {
    table(
        Operation::Substring,
        &[
            ("\"foobar\", 3", "\"obar\""),
            ("\"foobar\", 3.9", "\"obar\""),
            ("\"foobar\", -2", "\"ar\""),
            ("\"foobar\", -6", "\"foobar\""),
            ("\"foobar\", 0", "null"),
            ("\"foobar\", 0.5", "null"),
            ("\"foobar\", 7", "null"),
            ("\"foobar\", -7", "null"),
            ("\"\", 1", "null"),
            ("\"foobar\", 9999999999999999999999999999", "null"),
            ("\"\u{1F40E}ab\", 2", "\"ab\""),
            // A combining character is a character of its own.
            ("\"e\u{301}a\", 2", "\"\u{301}a\""),
        ],
    );
    table(
        Operation::SubstringOf,
        &[
            ("\"foobar\", 3, 3", "\"oba\""),
            ("\"foobar\", 3, 3.8", "\"oba\""),
            ("\"foobar\", -2, 1", "\"a\""),
            ("\"foobar\", 3, 100", "\"obar\""),
            ("\"foobar\", 3, 9999999999999999999999999999", "\"obar\""),
            ("\"foobar\", 3, 0", "null"),
            ("\"foobar\", 3, -1", "null"),
            ("\"foobar\", 0, 1", "null"),
        ],
    );
    table(Operation::StringLength, &[("\"\"", "0"), ("\"\u{1F40E}ab\"", "3"), ("\"e\u{301}\"", "2")]);
}

#[test]
fn case_is_mapped_fully() {
    table(Operation::UpperCase, &[("\"straße\"", "\"STRASSE\""), ("\"aBc4\"", "\"ABC4\""), ("\"ŉ\"", "\"ʼN\"")]);
    table(Operation::LowerCase, &[("\"ΟΔΟΣ\"", "\"οδος\""), ("\"aBc4\"", "\"abc4\""), ("\"İ\"", "\"i\u{307}\"")]);
    table(
        Operation::FoldCase,
        &[("\"Straße\"", "\"strasse\""), ("\"STRASSE\"", "\"strasse\""), ("\"ſ\"", "\"s\""), ("\"\u{212A}\"", "\"k\"")],
    );
}

#[test]
fn parts_are_found() {
    table(Operation::Add, &[("\"foo\", \"bar\"", "\"foobar\""), ("\"\", \"\"", "\"\"")]);
    table(
        Operation::SubstringBefore,
        &[("\"foobar\", \"bar\"", "\"foo\""), ("\"foobar\", \"x\"", "\"\""), ("\"foobar\", \"\"", "\"\""), ("\"banana\", \"a\"", "\"b\"")],
    );
    table(
        Operation::SubstringAfter,
        &[
            ("\"foobar\", \"ob\"", "\"ar\""),
            ("\"foobar\", \"x\"", "\"\""),
            ("\"abc\", \"\"", "\"abc\""),
            ("\"\", \"\"", "\"\""),
            ("\"banana\", \"a\"", "\"nana\""),
        ],
    );
    table(
        Operation::Contains,
        &[("\"foobar\", \"ob\"", "true"), ("\"foobar\", \"\"", "true"), ("\"foobar\", \"OB\"", "false"), ("\"é\", \"e\"", "false")],
    );
    table(Operation::StartsWith, &[("\"foobar\", \"fo\"", "true"), ("\"foobar\", \"o\"", "false"), ("\"e\u{301}\", \"e\"", "true")]);
    table(Operation::EndsWith, &[("\"foobar\", \"ar\"", "true"), ("\"foobar\", \"a\"", "false"), ("\"\", \"\"", "true")]);
    table(
        Operation::StringJoin,
        &[
            ("[\"a\", \"b\"], \", \"", "\"a, b\""),
            ("[\"a\", null, \"c\"], \"X\"", "\"aXc\""),
            ("[], \"X\"", "\"\""),
            ("[null], \"X\"", "\"\""),
            ("[\"\", \"\"], \"X\"", "\"X\""),
        ],
    );
}

#[test]
fn patterns_find_anywhere() {
    table(
        Operation::Matches,
        &[
            ("\"abracadabra\", \"bra\", \"\"", "true"),
            ("\"abc\", \"ABC\", \"\"", "false"),
            ("\"abc\", \"ABC\", \"i\"", "true"),
            ("\"\u{212A}\", \"k\", \"i\"", "true"),
            ("\"a\nb\", \"a.b\", \"\"", "false"),
            ("\"a\nb\", \"a.b\", \"s\"", "true"),
            ("\"a\nb\", \"^b$\", \"\"", "false"),
            ("\"a\nb\", \"^b$\", \"m\"", "true"),
            ("\"hello world\", \" hello[ ]world\", \"\"", "false"),
            ("\"helloworld\", \"hello world # greeting\", \"x\"", "true"),
            ("\"A\nb\", \"a . B\", \"xsi\"", "true"),
            ("\"e\u{301}\", \"^.$\", \"\"", "false"),
            ("\"\", \"\", \"\"", "true"),
        ],
    );
    table(
        Operation::Replace,
        &[
            ("\"banana\", \"a\", \"o\", \"\"", "\"bonono\""),
            ("\"banana\", \"(an)+\", \"**\", \"\"", "\"b**a\""),
            ("\"banana\", \"[aeiouy]\", \"[$0]\", \"\"", "\"b[a]n[a]n[a]\""),
            ("\"2026-01\", \"(\\d+)-(\\d+)\", \"$2/$1\", \"\"", "\"01/2026\""),
            ("\"ab\", \"(a)(b)\", \"$1x$2y$3z\", \"\"", "\"axbyz\""),
            // The second digit is no part of the group's number where there is no such group.
            ("\"ab\", \"(a)\", \"$10\", \"\"", "\"a0b\""),
            ("\"abcdefghijk\", \"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\", \"$10\", \"\"", "\"jk\""),
            ("\"a\", \"a\", \"\\$1\\\\\", \"\"", "\"$1\\\""),
            ("\"ab\", \"(x)?a\", \"[$1]\", \"\"", "\"[]b\""),
            ("\"abc\", \"B\", \"x\", \"i\"", "\"axc\""),
            ("\"abc\", \"\", \"-\", \"\"", "\"-a-b-c-\""),
            ("\"\", \"a\", \"x\", \"\"", "\"\""),
        ],
    );
    table(
        Operation::Split,
        &[
            ("\"John Doe\", \"\\s\"", "[\"John\", \"Doe\"]"),
            ("\"a;b;c;;\", \";\"", "[\"a\", \"b\", \"c\", \"\", \"\"]"),
            ("\";a\", \";\"", "[\"\", \"a\"]"),
            ("\"\", \";\"", "[\"\"]"),
            ("\"abc\", \"x\"", "[\"abc\"]"),
            ("\"ab\", \"\"", "[\"\", \"a\", \"b\", \"\"]"),
        ],
    );
}

#[test]
fn addresses_are_of_the_plain_form() {
    let long_label = format!("\"a@{}.com\"", "b".repeat(63));
    let longer_label = format!("\"a@{}.com\"", "b".repeat(64));
    let long_local = format!("\"{}@b.com\"", "a".repeat(64));
    let longer_local = format!("\"{}@b.com\"", "a".repeat(65));
    let labels = format!("{}com", "b.".repeat(126));
    let long_domain = format!("\"a@{labels}\"");
    let longer_domain = format!("\"a@b{labels}\"");
    table(
        Operation::IsEmail,
        &[
            ("\"ann@example.com\"", "true"),
            ("\"ann.b+c_d@mail.example.co.uk\"", "true"),
            ("\"!#$%&'*+-/=?^_`{|}~@x.y\"", "true"),
            ("\"a@1.x1\"", "true"),
            (&long_label, "true"),
            (&longer_label, "false"),
            (&long_local, "true"),
            (&longer_local, "false"),
            (&long_domain, "true"),
            (&longer_domain, "false"),
            ("\"\"", "false"),
            ("\"@\"", "false"),
            ("\"a@b\"", "false"),
            ("\"a@b.\"", "false"),
            ("\"a@.b\"", "false"),
            ("\"a@b..c\"", "false"),
            ("\"@b.c\"", "false"),
            ("\".a@b.c\"", "false"),
            ("\"a.@b.c\"", "false"),
            ("\"a..b@c.d\"", "false"),
            ("\"a@b@c.d\"", "false"),
            ("\"a b@c.d\"", "false"),
            ("\" a@c.d\"", "false"),
            ("\"a@-b.c\"", "false"),
            ("\"a@b-.c\"", "false"),
            ("\"a@b_c.d\"", "false"),
            ("\"a@1.2\"", "false"),
            ("\"a@[127.0.0.1]\"", "false"),
            ("\"ä@b.c\"", "false"),
            ("\"a@bücher.de\"", "false"),
        ],
    );
}

proptest! {
    #[test]
    fn before_the_match_and_after_make_the_text(text in "[ab\u{301}]{0,8}", part in "[ab\u{301}]{0,3}") {
        let two = |operation| apply(operation, vec![Value::Text(text.clone()), Value::Text(part.clone())]).unwrap();
        let (before, after) = (two(Operation::SubstringBefore), two(Operation::SubstringAfter));
        if two(Operation::Contains) == Value::Boolean(true) {
            prop_assert_eq!(Value::Text(format!("{before}{part}{after}")), Value::Text(text));
        } else {
            prop_assert_eq!((before, after), (Value::Text(String::new()), Value::Text(String::new())));
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written(text in "[-+]?[0-9]{0,4}\\.?[0-9]{0,4}([eE][-+]?[0-9]{0,2})?") {
        let is_number = apply(Operation::IsNumber, vec![Value::Text(text.clone())]).unwrap() == Value::Boolean(true);
        let number = apply(Operation::Number, vec![Value::Text(text.clone())]).unwrap();
        prop_assert!(is_number || number == Value::Null);
        if let Value::Number(number) = number {
            prop_assert_eq!(apply(Operation::String, vec![Value::Number(number)]), Ok(Value::Text(number.to_string())));
            prop_assert_eq!(Number::parse(&number.to_string()), Some(number));
        }
    }

    #[test]
    fn parts_joined_again_are_the_text(text in "[a,]{0,10}") {
        let parts = apply(Operation::Split, vec![Value::Text(text.clone()), Value::Text(",".to_owned())]).unwrap();
        prop_assert_eq!(apply(Operation::StringJoin, vec![parts, Value::Text(",".to_owned())]), Ok(Value::Text(text)));
    }
}
