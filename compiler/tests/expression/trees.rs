//! Trees made at random, and trees without their spans.

use matchbook_compiler::model::Number;
use matchbook_compiler::syntax::Span;
use matchbook_compiler::syntax::expression::tree::{
    Arguments, ArithmeticOperator, ComparisonOperator, Iterated, Iteration, Named, Node, NodeKind, RangeNode, Test,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const NAMES: [&str; 7] = ["a", "b-c", "home country", "Weight (kg)", "No. of items", "parcel.weight", "terms and conditions"];

const NOWHERE: Span = Span { start: 0, end: 0 };

fn at_nowhere(kind: NodeKind) -> Node {
    Node { kind, span: NOWHERE }
}

fn named(name: &str) -> Named {
    Named { name: name.to_owned(), span: NOWHERE }
}

/// The same tree, all of its spans empty.
pub(crate) fn without_spans(node: &Node) -> Node {
    let of = |node: &Node| Box::new(without_spans(node));
    let all = |nodes: &[Node]| nodes.iter().map(without_spans).collect::<Vec<_>>();
    let pairs = |pairs: &[(Named, Node)]| pairs.iter().map(|(name, node)| (named(&name.name), without_spans(node))).collect::<Vec<_>>();
    let iterations = |iterations: &[Iteration]| {
        let bare = |iteration: &Iteration| Iteration {
            variable: named(&iteration.variable.name),
            over: match &iteration.over {
                Iterated::List(list) => Iterated::List(without_spans(list)),
                Iterated::Between(first, last) => Iterated::Between(without_spans(first), without_spans(last)),
            },
        };
        iterations.iter().map(bare).collect::<Vec<_>>()
    };
    at_nowhere(match &node.kind {
        NodeKind::Negate(x) => NodeKind::Negate(of(x)),
        NodeKind::Arithmetic(operator, x, y) => NodeKind::Arithmetic(*operator, of(x), of(y)),
        NodeKind::Compare(operator, x, y) => NodeKind::Compare(*operator, of(x), of(y)),
        NodeKind::And(x, y) => NodeKind::And(of(x), of(y)),
        NodeKind::Or(x, y) => NodeKind::Or(of(x), of(y)),
        NodeKind::Between(x, y, z) => NodeKind::Between(of(x), of(y), of(z)),
        NodeKind::In(x, tests) => NodeKind::In(of(x), tests_without_spans(tests)),
        NodeKind::InstanceOf(x, ty) => NodeKind::InstanceOf(of(x), named(&ty.name)),
        NodeKind::If(x, y, z) => NodeKind::If(of(x), of(y), of(z)),
        NodeKind::For(over, body) => NodeKind::For(iterations(over), of(body)),
        NodeKind::Some(over, body) => NodeKind::Some(iterations(over), of(body)),
        NodeKind::Every(over, body) => NodeKind::Every(iterations(over), of(body)),
        NodeKind::Path(x, part) => NodeKind::Path(of(x), named(&part.name)),
        NodeKind::Filter(x, y) => NodeKind::Filter(of(x), of(y)),
        NodeKind::Call(name, Arguments::Positional(arguments)) => NodeKind::Call(named(&name.name), Arguments::Positional(all(arguments))),
        NodeKind::Call(name, Arguments::Named(arguments)) => NodeKind::Call(named(&name.name), Arguments::Named(pairs(arguments))),
        NodeKind::Function(parameters, body) => {
            NodeKind::Function(parameters.iter().map(|parameter| named(&parameter.name)).collect(), of(body))
        }
        NodeKind::List(items) => NodeKind::List(all(items)),
        NodeKind::Context(entries) => NodeKind::Context(pairs(entries)),
        NodeKind::Range(range) => NodeKind::Range(Box::new(RangeNode {
            low: range.low.as_ref().map(without_spans),
            high: range.high.as_ref().map(without_spans),
            ..**range
        })),
        leaf => leaf.clone(),
    })
}

pub(crate) fn tests_without_spans(tests: &[Test]) -> Vec<Test> {
    let bare = |test: &Test| match test {
        Test::Compare(operator, node) => Test::Compare(*operator, without_spans(node)),
        Test::Expression(node) => Test::Expression(without_spans(node)),
        Test::Not(tests) => Test::Not(tests_without_spans(tests)),
    };
    tests.iter().map(bare).collect()
}

fn leaf() -> BoxedStrategy<NodeKind> {
    prop_oneof![
        Just(NodeKind::Null),
        any::<bool>().prop_map(NodeKind::Boolean),
        (0..=9_999_999_999_i128, 0..=6_u32).prop_map(|(n, scale)| NodeKind::Number(Number::new(n, scale).unwrap())),
        ".*".prop_map(NodeKind::Text),
        "[ -~\u{A0}“”‘’–\n\t]*".prop_map(NodeKind::Text),
        ".*".prop_map(NodeKind::Temporal),
        Just(NodeKind::Subject),
        select(&NAMES[..]).prop_map(|name| NodeKind::Name(name.to_owned())),
        select(&["unknown", "two words", "order total 2"][..]).prop_map(|name| NodeKind::Name(name.to_owned())),
    ]
    .boxed()
}

const COMPARISONS: [ComparisonOperator; 6] = [
    ComparisonOperator::Equal,
    ComparisonOperator::NotEqual,
    ComparisonOperator::Less,
    ComparisonOperator::LessEqual,
    ComparisonOperator::Greater,
    ComparisonOperator::GreaterEqual,
];

const ARITHMETIC: [ArithmeticOperator; 5] = [
    ArithmeticOperator::Add,
    ArithmeticOperator::Subtract,
    ArithmeticOperator::Multiply,
    ArithmeticOperator::Divide,
    ArithmeticOperator::Power,
];

fn tests(node: BoxedStrategy<Node>) -> BoxedStrategy<Vec<Test>> {
    let test = prop_oneof![
        (select(&COMPARISONS[..]), node.clone()).prop_map(|(operator, node)| Test::Compare(operator, node)),
        node.prop_map(Test::Expression),
    ];
    let test = prop_oneof![4 => test.clone(), 1 => vec(test, 1..3).prop_map(Test::Not)];
    vec(test, 1..4).boxed()
}

fn iterations(node: BoxedStrategy<Node>) -> BoxedStrategy<Vec<Iteration>> {
    let over =
        prop_oneof![node.clone().prop_map(Iterated::List), (node.clone(), node).prop_map(|(first, last)| Iterated::Between(first, last))];
    let names = select(&["i", "line total"][..]);
    vec((names, over).prop_map(|(name, over)| Iteration { variable: named(name), over }), 1..3).boxed()
}

/// Any tree that a text can be read as, with the names above in scope.
pub(crate) fn tree() -> impl Strategy<Value = Node> {
    leaf().prop_map(at_nowhere).prop_recursive(6, 60, 4, |node| {
        let node = node.boxed();
        let boxed = || node.clone().prop_map(Box::new);
        let several = || vec(node.clone(), 0..4);
        let range =
            (proptest::option::weighted(0.8, node.clone()), any::<bool>(), proptest::option::weighted(0.8, node.clone()), any::<bool>())
                .prop_filter("a range has an end", |(low, _, high, _)| low.is_some() || high.is_some())
                .prop_map(|(low, low_closed, high, high_closed)| {
                    // A missing end is never part of the range.
                    let (low_closed, high_closed) = (low_closed && low.is_some(), high_closed && high.is_some());
                    NodeKind::Range(Box::new(RangeNode { low, low_closed, high, high_closed }))
                });
        let functions = select(&["f", "round half up", "date and time", "not", "years and months duration"][..]);
        let types = select(&["number", "list", "date and time", "list<number>", "context<a: string>", "function<> -> Any"][..]);
        let parts = select(&["b", "start included", "line total"][..]);
        let keys = select(&["k", "foo+bar", "x:y", "", "two  blanks", "if", "1e5", "-", "“q”", "a//b"][..]);
        let pairs = vec((keys, node.clone()), 0..4).prop_map(|mut pairs| {
            let mut known = Vec::new();
            pairs.retain(|(key, _)| {
                !known.contains(key) && {
                    known.push(*key);
                    true
                }
            });
            pairs.into_iter().map(|(key, node)| (named(key), node)).collect::<Vec<_>>()
        });
        let kind = prop_oneof![
            boxed().prop_map(NodeKind::Negate),
            (select(&ARITHMETIC[..]), boxed(), boxed()).prop_map(|(operator, x, y)| NodeKind::Arithmetic(operator, x, y)),
            (select(&COMPARISONS[..]), boxed(), boxed()).prop_map(|(operator, x, y)| NodeKind::Compare(operator, x, y)),
            (boxed(), boxed()).prop_map(|(x, y)| NodeKind::And(x, y)),
            (boxed(), boxed()).prop_map(|(x, y)| NodeKind::Or(x, y)),
            (boxed(), boxed(), boxed()).prop_map(|(x, y, z)| NodeKind::Between(x, y, z)),
            (boxed(), tests(node.clone())).prop_map(|(x, tests)| NodeKind::In(x, tests)),
            (boxed(), types).prop_map(|(x, ty)| NodeKind::InstanceOf(x, named(ty))),
            (boxed(), boxed(), boxed()).prop_map(|(x, y, z)| NodeKind::If(x, y, z)),
            (iterations(node.clone()), boxed()).prop_map(|(over, body)| NodeKind::For(over, body)),
            (iterations(node.clone()), boxed()).prop_map(|(over, body)| NodeKind::Some(over, body)),
            (iterations(node.clone()), boxed()).prop_map(|(over, body)| NodeKind::Every(over, body)),
            (boxed(), parts).prop_map(|(x, part)| NodeKind::Path(x, named(part))),
            (boxed(), boxed()).prop_map(|(x, y)| NodeKind::Filter(x, y)),
            (functions.clone(), several()).prop_map(|(name, arguments)| NodeKind::Call(named(name), Arguments::Positional(arguments))),
            (functions, vec(node.clone(), 1..3)).prop_map(|(name, arguments)| {
                let names = ["from", "grouping separator", "to"];
                NodeKind::Call(named(name), Arguments::Named(names.iter().map(|name| named(name)).zip(arguments).collect()))
            }),
            boxed().prop_map(|body| NodeKind::Function(vec![named("x"), named("other item")], body)),
            several().prop_map(NodeKind::List),
            pairs.prop_map(NodeKind::Context),
            range,
        ];
        kind.prop_map(at_nowhere)
    })
}
