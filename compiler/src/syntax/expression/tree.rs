//! The syntax tree of a FEEL expression: names resolved to what is in scope by the longest match, nothing typed yet.

use crate::model::Number;
use crate::syntax::Span;

/// A node, and the bytes of the cell's text that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it is.
    pub span: Span,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The name, runs of blanks folded to one.
    pub name: String,
    /// Where it is.
    pub span: Span,
}

/// What a [`Node`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// `null`
    Null,
    /// `true`, `false`
    Boolean(bool),
    /// A number literal; `15%` is 0.15.
    Number(Number),
    /// A text literal, its escapes resolved.
    Text(String),
    /// `@"…"`: the text of a date, time or duration literal.
    Temporal(String),
    /// `?`
    Subject,
    /// A name: the longest in scope at that place, as it prints there, or the words in a row that are none.
    Name(String),
    /// `-x`
    Negate(Box<Node>),
    /// `a + b` and the like.
    Arithmetic(ArithmeticOperator, Box<Node>, Box<Node>),
    /// `a < b` and the like.
    Compare(ComparisonOperator, Box<Node>, Box<Node>),
    /// `a and b`
    And(Box<Node>, Box<Node>),
    /// `a or b`
    Or(Box<Node>, Box<Node>),
    /// `x between low and high`
    Between(Box<Node>, Box<Node>, Box<Node>),
    /// `x in …`: any of the tests.
    In(Box<Node>, Vec<Test>),
    /// `x instance of type`
    InstanceOf(Box<Node>, Named),
    /// `if c then a else b`
    If(Box<Node>, Box<Node>, Box<Node>),
    /// `for x in xs, … return body`
    For(Vec<Iteration>, Box<Node>),
    /// `some x in xs, … satisfies condition`
    Some(Vec<Iteration>, Box<Node>),
    /// `every x in xs, … satisfies condition`
    Every(Vec<Iteration>, Box<Node>),
    /// `x.name`
    Path(Box<Node>, Named),
    /// `xs[condition]` or `xs[position]`
    Filter(Box<Node>, Box<Node>),
    /// `f(a, b)`, `f(x: a, y: b)`
    Call(Named, Arguments),
    /// `function(x, y) body`: only `sort` takes one.
    Function(Vec<Named>, Box<Node>),
    /// `[a, b]`
    List(Vec<Node>),
    /// `{a: 1, b: 2}`
    Context(Vec<(Named, Node)>),
    /// `[1..5]`, `(1..5)`, and as a literal elsewhere; a missing end is no limit (`< 5` where a range is due).
    Range(Box<RangeNode>),
}

/// A range literal.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeNode {
    /// The lower end.
    pub low: Option<Node>,
    /// Whether it belongs to the range.
    pub low_closed: bool,
    /// The upper end.
    pub high: Option<Node>,
    /// Whether it belongs to the range.
    pub high_closed: bool,
}

/// `+ - * / **`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticOperator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `**`
    Power,
}

/// `= != < <= > >=`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonOperator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

/// A test behind `in`.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// `< 5`: compared with the value.
    Compare(ComparisonOperator, Node),
    /// A value to equal, a list or a range to be in.
    Expression(Node),
    /// `not(…)`: none of the tests.
    Not(Vec<Self>),
}

/// One clause of `for`, `some` or `every`.
#[derive(Clone, Debug, PartialEq)]
pub struct Iteration {
    /// The variable.
    pub variable: Named,
    /// What it runs through.
    pub over: Iterated,
}

/// What a variable runs through.
#[derive(Clone, Debug, PartialEq)]
pub enum Iterated {
    /// A list, or a range literal of whole numbers or dates.
    List(Node),
    /// `1..n`, both included.
    Between(Node, Node),
}

/// The arguments of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Arguments {
    /// By position.
    Positional(Vec<Node>),
    /// By name.
    Named(Vec<(Named, Node)>),
}
