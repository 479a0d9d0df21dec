//! The type of a column without a `type` row: "Types" in `docs/table-language.md`.

use std::collections::BTreeSet;

use super::lexer::plain;
use super::{Answer, CellContext, Entry, Role, input_entry, output_entry};
use crate::diagnostic::Location;
use crate::diagnostic::syntax::{SyntaxFinding, SyntaxProblem};
use crate::model::{BaseType, Type, UnaryTest, Value};
use crate::source::Content;

/// What a column without a `type` row turns out to hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Inference {
    /// The type; `None` where no entry says one, so that it must be given.
    pub ty: Option<Type>,
    /// Entries that are typed wrongly, where reading them with the inferred type wouldn't say so (it is text, or there is none). Their
    /// fixes name no column; the caller may add its label.
    pub findings: Vec<SyntaxFinding>,
}

/// The types that text may be inferred to be, in this order.
const INFERRED: [BaseType; 5] = [BaseType::Boolean, BaseType::Date, BaseType::Time, BaseType::DateTime, BaseType::Number];

/// What one entry says of its column's type.
enum Says {
    /// Nothing: blank, `-`, `null`.
    Nothing,
    /// Nothing, because it is typed wrongly or not supported yet.
    Wrong(SyntaxFinding),
    /// It can be of these types.
    Types(Vec<BaseType>),
}

/// The type of a column, by its entries: `boolean` (not from `y n` alone), `date`, `time`, `date and time` or `number` if all are that,
/// else `text`; with `?` if one is null. A column of elapsed-time cells is a `days and time duration`. Linear in the entries.
/// `names` are those in scope: an entry that is an expression says nothing.
pub fn infer(entries: &[(Location, &Content)], role: Role, names: &BTreeSet<String>) -> Inference {
    let mut nullable = false;
    let mut possible: Option<Vec<BaseType>> = None;
    let mut only_letters = true;
    // Dates among dates and times are mistakes of a `date and time` column, not texts.
    let mut of_calendar = true;
    let mut wrong = Vec::new();
    for (location, content) in entries {
        nullable |= holds_null(content);
        match says(content, location, role, names) {
            Says::Nothing => {}
            Says::Wrong(finding) => wrong.push(finding),
            Says::Types(types) => {
                only_letters &= is_letter(content);
                of_calendar &= matches!(types.as_slice(), [BaseType::Date | BaseType::DateTime]);
                possible = Some(match possible {
                    None => types,
                    Some(before) => before.into_iter().filter(|base| types.contains(base)).collect(),
                });
            }
        }
    }
    let base = possible.map(|types| match types.first() {
        Some(BaseType::Boolean) if only_letters => BaseType::Text,
        Some(base) => *base,
        None if of_calendar => BaseType::DateTime,
        None => BaseType::Text,
    });
    let findings = match base {
        Some(base) if base != BaseType::Text => Vec::new(),
        // As text it would read without an error, and mean something else than it looks like; what is not supported yet is said again.
        Some(_) => wrong.into_iter().filter(|finding| finding.problem.is_typed_wrongly()).map(as_text).collect(),
        None => wrong,
    };
    Inference { ty: base.map(|base| Type { base, nullable }), findings }
}

/// In a column of texts the fix is a text.
fn as_text(mut finding: SyntaxFinding) -> SyntaxFinding {
    let read = match &*finding.problem {
        SyntaxProblem::TypedInterval { read }
        | SyntaxProblem::TypedComparison { read }
        | SyntaxProblem::DecoratedNumber { read }
        | SyntaxProblem::CommaInNumber { read }
        | SyntaxProblem::LocalForm { read, .. }
        | SyntaxProblem::ReversedInterval { read }
        | SyntaxProblem::Wildcard { read }
        | SyntaxProblem::ListSeparator { read }
        | SyntaxProblem::ZoneOrOffset { read } => read.clone(),
        _ => return finding,
    };
    finding.fixes = vec![super::print::quote(&super::lexer::clean(&read))];
    finding
}

/// Reads an entry as a type.
fn read(
    content: &Content,
    location: &Location,
    role: Role,
    base: BaseType,
    names: &BTreeSet<String>,
) -> Result<Option<Vec<UnaryTest>>, Vec<SyntaxFinding>> {
    let none = BTreeSet::new();
    let cx = CellContext { location, label: "", ty: Type { base, nullable: true }, domain: None, names, entries: &none };
    Ok(match role {
        Role::In => match input_entry(Some(content), &cx)? {
            Entry::Tests(tests) => Some(tests),
            Entry::Any | Entry::Items { .. } | Entry::Predicates(_) => None,
        },
        Role::Out => match output_entry(Some(content), &cx)? {
            Answer::Value(value) => Some(vec![UnaryTest::Equal(value)]),
            Answer::Blank | Answer::Expression { .. } => None,
        },
    })
}

fn says(content: &Content, location: &Location, role: Role, names: &BTreeSet<String>) -> Says {
    let text = match content {
        Content::Text(text) => plain(text),
        Content::Number { integer_digits, .. } => {
            // A format such as 00000 says that the zeros matter.
            let zeros = *integer_digits > 1 && content.shown().starts_with('0');
            return Says::Types(if zeros { Vec::new() } else { vec![BaseType::Number] });
        }
        Content::Boolean(_) => return Says::Types(vec![BaseType::Boolean]),
        Content::Date(_) => return Says::Types(vec![BaseType::Date]),
        Content::Time(_) => return Says::Types(vec![BaseType::Time]),
        Content::DateTime(_) => return Says::Types(vec![BaseType::DateTime]),
        Content::Duration(_) => return Says::Types(vec![BaseType::DaysTimeDuration]),
        Content::Error(_) | Content::Uncalculated | Content::ExternalLink(_) => {
            return match read(content, location, role, BaseType::Text, names) {
                Err(findings) => findings.into_iter().next().map_or(Says::Nothing, Says::Wrong),
                Ok(_) => Says::Nothing,
            };
        }
    };
    if text.is_empty() || text == "-" && role == Role::In {
        return Says::Nothing;
    }
    let mut types = Vec::new();
    let mut wrong = None;
    for base in INFERRED {
        match read(content, location, role, base, names) {
            Ok(None) => return Says::Nothing,
            Ok(Some(tests)) if tests.iter().all(is_of_null) => return Says::Nothing,
            Ok(Some(_)) if base == BaseType::Number && has_leading_zero(&text) => {}
            Ok(Some(_)) => types.push(base),
            Err(findings) => {
                wrong = wrong.or_else(|| findings.into_iter().find(says_nothing));
            }
        }
    }
    match wrong {
        Some(finding) if types.is_empty() => Says::Wrong(finding),
        _ => Says::Types(types),
    }
}

/// Whether an entry with this problem tells nothing of its column's type.
fn says_nothing(finding: &SyntaxFinding) -> bool {
    match &*finding.problem {
        SyntaxProblem::Expression { .. } => true,
        // `1h30` could be a time, but a word with a number in front of it could be anything.
        SyntaxProblem::Dash { .. } => true,
        problem => problem.is_typed_wrongly() && !finding.fixes.is_empty() || matches!(problem, SyntaxProblem::TypedInterval { .. }),
    }
}

/// Whether a test is about null alone.
fn is_of_null(test: &UnaryTest) -> bool {
    match test {
        UnaryTest::Equal(value) => *value == Value::Null,
        UnaryTest::Not(tests) => tests.iter().all(is_of_null),
        UnaryTest::Within(_) => false,
    }
}

fn holds_null(content: &Content) -> bool {
    let Content::Text(text) = content else { return false };
    plain(text).split([',', '(', ')', ' ', '=']).any(|word| word == "null")
}

/// `y` or `n`, from which alone a boolean isn't inferred.
fn is_letter(content: &Content) -> bool {
    let Content::Text(text) = content else { return false };
    plain(text)
        .split([',', '(', ')', ' ', '=', '!'])
        .all(|word| word.is_empty() || ["y", "n", "not"].iter().any(|letter| word.eq_ignore_ascii_case(letter)))
}

/// `007`: digits that begin with a zero which a number would lose.
fn has_leading_zero(text: &str) -> bool {
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    while let Some(c) = signs.next() {
        let begins = !(before.is_ascii_digit() || before == '.' && !text.contains(".."));
        if c == '0' && begins && signs.peek().is_some_and(char::is_ascii_digit) {
            return true;
        }
        before = c;
    }
    false
}
