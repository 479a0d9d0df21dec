//! What is read as what: each tree is shown by prefix notation, in which only names, texts and numbers stand as they are.

use super::tree::{Arguments, ArithmeticOperator, Iterated, Iteration, NodeKind};
use super::*;

const NAMES: [&str; 12] =
    ["a", "b", "c", "a-b", "x", "home country", "Weight (kg)", "No. of items", "parcel.weight", "terms and conditions", "2nd holder", "xs"];

fn read(text: &str) -> String {
    match parse(text, &Names::new(NAMES)) {
        Ok(node) => show(&node),
        Err(mistakes) => format!("{mistakes:?}"),
    }
}

fn show(node: &Node) -> String {
    let all = |word: &str, nodes: &[&Node]| {
        let nodes: Vec<String> = nodes.iter().map(|node| show(node)).collect();
        format!("({word} {})", nodes.join(" "))
    };
    match &node.kind {
        NodeKind::Null => "null".to_owned(),
        NodeKind::Boolean(value) => value.to_string(),
        NodeKind::Number(number) => number.to_string(),
        NodeKind::Text(text) => format!("{text:?}"),
        NodeKind::Temporal(text) => format!("@{text:?}"),
        NodeKind::Subject => "?".to_owned(),
        NodeKind::Name(name) => format!("`{name}`"),
        NodeKind::Negate(of) => all("neg", &[of]),
        NodeKind::Arithmetic(operator, left, right) => {
            let sign = match operator {
                ArithmeticOperator::Add => "+",
                ArithmeticOperator::Subtract => "-",
                ArithmeticOperator::Multiply => "*",
                ArithmeticOperator::Divide => "/",
                ArithmeticOperator::Power => "**",
            };
            all(sign, &[left, right])
        }
        NodeKind::Compare(operator, left, right) => all(print::comparison(*operator), &[left, right]),
        NodeKind::And(left, right) => all("and", &[left, right]),
        NodeKind::Or(left, right) => all("or", &[left, right]),
        NodeKind::Between(of, low, high) => all("between", &[of, low, high]),
        NodeKind::In(of, tests) => format!("(in {} {})", show(of), show_tests(tests)),
        NodeKind::InstanceOf(of, ty) => format!("(instance {} {})", show(of), ty.name),
        NodeKind::If(condition, then, otherwise) => all("if", &[condition, then, otherwise]),
        NodeKind::For(iterations, body) => format!("(for {} {})", show_iterations(iterations), show(body)),
        NodeKind::Some(iterations, body) => format!("(some {} {})", show_iterations(iterations), show(body)),
        NodeKind::Every(iterations, body) => format!("(every {} {})", show_iterations(iterations), show(body)),
        NodeKind::Path(of, part) => format!("(. {} {})", show(of), part.name),
        NodeKind::Filter(list, condition) => all("filter", &[list, condition]),
        NodeKind::Call(name, Arguments::Positional(arguments)) => {
            all(&format!("call {}", name.name), &arguments.iter().collect::<Vec<_>>())
        }
        NodeKind::Call(name, Arguments::Named(arguments)) => {
            let arguments: Vec<String> = arguments.iter().map(|(name, argument)| format!("{}: {}", name.name, show(argument))).collect();
            format!("(call {} {})", name.name, arguments.join(" "))
        }
        NodeKind::Function(parameters, body) => {
            let parameters: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
            format!("(function ({}) {})", parameters.join(" "), show(body))
        }
        NodeKind::List(items) => all("list", &items.iter().collect::<Vec<_>>()),
        NodeKind::Context(entries) => {
            let entries: Vec<String> = entries.iter().map(|(name, value)| format!("{}: {}", name.name, show(value))).collect();
            format!("{{{}}}", entries.join(" "))
        }
        NodeKind::Range(range) => {
            let end = |end: &Option<Node>| end.as_ref().map_or(String::new(), show);
            let (opens, closes) = (if range.low_closed { '[' } else { '(' }, if range.high_closed { ']' } else { ')' });
            format!("{opens}{}..{}{closes}", end(&range.low), end(&range.high))
        }
    }
}

fn show_tests(tests: &[Test]) -> String {
    let tests: Vec<String> = tests
        .iter()
        .map(|test| match test {
            Test::Compare(operator, node) => format!("(? {} {})", print::comparison(*operator), show(node)),
            Test::Expression(node) => show(node),
            Test::Not(tests) => format!("(not {})", show_tests(tests)),
        })
        .collect();
    tests.join(" | ")
}

fn show_iterations(iterations: &[Iteration]) -> String {
    let shown: Vec<String> = iterations
        .iter()
        .map(|iteration| match &iteration.over {
            Iterated::List(list) => format!("{}: {},", iteration.variable.name, show(list)),
            Iterated::Between(first, last) => format!("{}: {}..{},", iteration.variable.name, show(first), show(last)),
        })
        .collect();
    shown.join(" ")
}

/// Each text is read as this tree, and so is its normal form.
fn trees(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let tree = read(text);
        assert_eq!(tree, *expected, "{text}");
        let node = parse(text, &Names::new(NAMES)).unwrap();
        let printed = print(&node);
        assert_eq!(read(&printed), *expected, "{text} printed as {printed}");
    }
}

#[test]
fn operators_bind_as_in_feel() {
    trees(&[
        ("1 + 2 * 3", "(+ 1 (* 2 3))"),
        ("1 - 2 - 3", "(- (- 1 2) 3)"),
        ("1 - (2 - 3)", "(- 1 (- 2 3))"),
        ("2 / 3 * 4", "(* (/ 2 3) 4)"),
        ("2 ** 3 ** 2", "(** (** 2 3) 2)"),
        ("2 ** (3 ** 2)", "(** 2 (** 3 2))"),
        ("-2 ** 2", "(** (neg 2) 2)"),
        ("-(2 ** 2)", "(neg (** 2 2))"),
        ("(1 + a / 12) ** -b", "(** (+ 1 (/ `a` 12)) (neg `b`))"),
        ("--1", "(neg (neg 1))"),
        ("a < 1 and b > 2 or c = 3", "(or (and (< `a` 1) (> `b` 2)) (= `c` 3))"),
        ("a and (b or c)", "(and `a` (or `b` `c`))"),
        ("a and b and c and x", "(and (and `a` `b`) (and `c` `x`))"),
        ("((a and b) and c) and x", "(and (and (and `a` `b`) `c`) `x`)"),
        ("a or (b or c)", "(or `a` (or `b` `c`))"),
        ("a + 1 = b * 2", "(= (+ `a` 1) (* `b` 2))"),
        ("(a = b) = c", "(= (= `a` `b`) `c`)"),
        ("-1 instance of number", "(neg (instance 1 number))"),
        ("a between 1 and 2 + 3 and b", "(and (between `a` 1 (+ 2 3)) `b`)"),
        ("if a then b else c + 1", "(if `a` `b` (+ `c` 1))"),
        ("1 + if a then b else c", "(+ 1 (if `a` `b` `c`))"),
        ("if a then if b then 1 else 2 else 3", "(if `a` (if `b` 1 2) 3)"),
        ("a ≥ 1 and b <> 2 and c == 3 and x ≤ 4", "(and (and (>= `a` 1) (!= `b` 2)) (and (= `c` 3) (<= `x` 4)))"),
    ]);
}

#[test]
fn the_longest_name_wins() {
    trees(&[
        ("a-b", "`a-b`"),
        ("a - b", "(- `a` `b`)"),
        ("a -b", "(- `a` `b`)"),
        ("b-a", "(- `b` `a`)"),
        ("home\u{A0} country", "`home country`"),
        ("Weight (kg) * 2", "(* `Weight (kg)` 2)"),
        ("No. of items + 1", "(+ `No. of items` 1)"),
        ("parcel.weight > 1", "(> `parcel.weight` 1)"),
        ("parcel.wieght > 1", "(> (. `parcel` wieght) 1)"),
        ("terms and conditions and a", "(and `terms and conditions` `a`)"),
        ("2nd holder", "`2nd holder`"),
        ("home county", "`home county`"),
        ("a kg + 1", "(+ `a kg` 1)"),
        ("Non driver and b", "(and `Non driver` `b`)"),
        ("driver’s age", "`driver’s age`"),
        ("ａ + b", "(+ `a` `b`)"),
    ]);
}

#[test]
fn literals() {
    trees(&[
        (".5", "0.5"),
        ("1.50", "1.5"),
        ("1.23e+4", "12300"),
        ("1.23E-4", "0.000123"),
        ("15%", "0.15"),
        ("15% * a", "(* 0.15 `a`)"),
        ("15%*a", "(* 0.15 `a`)"),
        ("１５ ＋ １", "(+ 15 1)"),
        (r#""a\"b\\c\n\u00A0\d""#, "\"a\\\"b\\\\c\\n\\u{a0}\\\\d\""),
        (r#""\uD83D\uDC0E" + "\U01F40E""#, "(+ \"🐎\" \"🐎\")"),
        ("“a”", "\"a\""),
        ("@\"P3D\"", "@\"P3D\""),
        ("null = true", "(= null true)"),
        ("? > 2", "(> ? 2)"),
        ("[1, [2], []]", "(list 1 (list 2) (list ))"),
    ]);
}

#[test]
fn ranges_and_tests() {
    trees(&[
        ("[1..5]", "[1..5]"),
        ("]1..5[", "(1..5)"),
        ("(a..b + 1)", "(`a`..(+ `b` 1))"),
        ("[1..xs[1]]", "[1..(filter `xs` 1)]"),
        ("[1..xs[1][.end included", "(. [1..(filter `xs` 1)) end included)"),
        ("(< 5)", "(..5)"),
        ("(>= 5) = [5..null)", "(= [5..) [5..null))"),
        ("(= 10)", "[10..10]"),
        ("a in [1..5]", "(in `a` [1..5])"),
        ("a in (1..5]", "(in `a` (1..5])"),
        ("a in (1..5) and b", "(and (in `a` (1..5)) `b`)"),
        ("a in (1, < 5, >= 10)", "(in `a` 1 | (? < 5) | (? >= 10))"),
        ("a in < 5", "(in `a` (? < 5))"),
        ("a in not(1, > 5)", "(in `a` (not 1 | (? > 5)))"),
        ("a in ((not(b)))", "(in `a` (call not `b`))"),
        ("a in ((< 5))", "(in `a` (..5))"),
        ("a in xs", "(in `a` `xs`)"),
        ("a in (b) + 1", "(in `a` (+ `b` 1))"),
        ("a in (b = c)", "(in `a` (= `b` `c`))"),
        ("a in ([1..2], [5..6])", "(in `a` [1..2] | [5..6])"),
    ]);
    let tests = |text: &str| parse_tests(text, &Names::new(NAMES)).map(|tests| show_tests(&tests));
    assert_eq!(tests("< 5, [10..20), null").unwrap(), "(? < 5) | [10..20) | null");
    assert_eq!(tests("not(\"a\", \"b\")").unwrap(), "(not \"a\" | \"b\")");
    assert_eq!(tests("(1..2]").unwrap(), "(1..2]");
    assert_eq!(tests(" – ").unwrap(), "");
}

#[test]
fn forms_calls_and_paths() {
    trees(
        &[
            ("for i in xs, j in 1..3 return i * j", "(for i: `xs`, j: 1..3, (* `i` `j`))"),
            ("for i in [1..3] return i", "(for i: [1..3], `i`)"),
            ("for flight number in xs return flight number + 1", "(for flight number: `xs`, (+ `flight number` 1))"),
            ("some x in xs satisfies x > 1 and a", "(some x: `xs`, (and (> `x` 1) `a`))"),
            ("every parcel in xs satisfies parcel.weight > 1", "(every parcel: `xs`, (> (. `parcel` weight) 1))"),
            ("xs[item > 2][-1]", "(filter (filter `xs` (> `item` 2)) (neg 1))"),
            ("{a: 1, b c+d: a + 1, e: b c+d}.b c+d", "(. {a: 1 b c+d: (+ `a` 1) e: `b c+d`} b c+d)"),
            ("{\"x:y\": 1}", "{x:y: 1}"),
            ("date and time(\"2026-01-31T00:00:00\").year", "(. (call date and time \"2026-01-31T00:00:00\") year)"),
            ("round  half up(a, 2)", "(call round half up `a` 2)"),
            ("years and months duration(from: a, to: b)", "(call years and months duration from: `a` to: `b`)"),
            ("number(\"1\", grouping separator: null)", ""),
            ("sort(xs, function(l, r) l < r)", "(call sort `xs` (function (l r) (< `l` `r`)))"),
            ("count(xs) = 1", "(= (call count `xs`) 1)"),
            ("not(a) and b", "(and (call not `a`) `b`)"),
            ("[] instance of list<list<number>>", "(instance (list ) list<list<number>>)"),
            ("a instance of years and months duration or b", "(or (instance `a` years and months duration) `b`)"),
            ("a instance of function<> -> Any", "(instance `a` function<> -> Any)"),
            ("a instance of context<b: string, c: date and time>", "(instance `a` context<b: string, c: date and time>)"),
        ]
        .iter()
        .filter(|(_, tree)| !tree.is_empty())
        .copied()
        .collect::<Vec<_>>(),
    );
}

#[test]
fn a_span_is_the_text_of_its_node() {
    let text = " 1 + home  country ";
    let node = parse(text, &Names::new(NAMES)).unwrap();
    let NodeKind::Arithmetic(_, _, right) = &node.kind else { panic!("{node:?}") };
    assert_eq!((node.span.of(text), right.span.of(text)), ("1 + home  country", "home  country"));
}

#[test]
fn depth_and_length_are_bounded() {
    for text in
        ["(".repeat(10_000), "[".repeat(10_000), "-".repeat(10_000), "{a:".repeat(10_000), "if ".repeat(10_000), "1+".repeat(10_000)]
    {
        let mistakes = parse(&text, &Names::new([])).unwrap_err();
        assert_eq!(mistakes.len(), 1, "{mistakes:?}");
        assert!(matches!(&mistakes[0].problem, crate::diagnostic::expression::ExpressionProblem::Form(FormProblem::TooComplex { .. })));
    }
    let row = vec!["a"; 5_000].join(" or ");
    assert!(parse(&row, &Names::new(["a"])).is_ok());
    let deep = format!("{}1{}", "(".repeat(60), ")".repeat(60));
    assert!(parse(&deep, &Names::new([])).is_ok());
}
