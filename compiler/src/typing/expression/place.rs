//! What facts are about: the parts of an expression that give one value wherever they stand.

use crate::model::{Expression, ExpressionKind as K, InputId, LocalId, Operation, Value};

/// A value that stays the same while an expression is evaluated: something read, or something computed from such, which is the same place
/// wherever the same is computed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An input.
    Input(InputId),
    /// `?`
    Subject,
    /// A variable of the expression.
    Local(LocalId),
    /// The entry of a context at this position of its type.
    Entry(Box<Self>, usize),
    /// The item of a list at a position that is a literal: coefficient and scale of the position.
    Item(Box<Self>, i128, u32),
    /// The variable of a loop within the place itself: how many are bound around it there.
    Bound(usize),
    /// A literal or an operation, and what it is applied to. Variables bound once within it are replaced with what they stand for.
    Computed(String, Vec<Self>),
}

/// How large a place may be: eight for each part, and the length of literals. What is larger is no place, so that finding places stays
/// linear in the text.
const LARGEST: usize = 4_000;

impl Place {
    /// The place whose value an expression gives, unless it is null for other reasons. Bounded by [`LARGEST`].
    pub(super) fn of(expression: &Expression) -> Option<Self> {
        Self::of_bound(expression, &[])
    }

    /// [`Self::of`] with variables that stand for places.
    pub(super) fn of_bound(expression: &Expression, bound: &[(LocalId, Self)]) -> Option<Self> {
        Finder { bound: bound.to_vec(), loops: 0, left: LARGEST }.place(expression)
    }

    fn size(&self) -> usize {
        8 + match self {
            Self::Input(_) | Self::Subject | Self::Local(_) | Self::Bound(_) => 0,
            Self::Entry(inner, _) | Self::Item(inner, ..) => inner.size(),
            Self::Computed(what, of) => what.len() + of.iter().map(Self::size).sum::<usize>(),
        }
    }

    /// Whether it is an entry of this one, or of an entry of it, and so on.
    fn is_within(&self, whole: &Self) -> bool {
        match self {
            Self::Entry(inner, _) | Self::Item(inner, ..) => **inner == *whole || inner.is_within(whole),
            _ => false,
        }
    }
}

struct Finder {
    /// Variables that stand for places.
    bound: Vec<(LocalId, Place)>,
    /// How many variables of loops are bound.
    loops: usize,
    /// How much larger the place may become.
    left: usize,
}

impl Finder {
    /// The place, if there is room for it.
    fn paid(&mut self, place: Place, size: usize) -> Option<Place> {
        self.left = self.left.checked_sub(size)?;
        Some(place)
    }

    fn place(&mut self, expression: &Expression) -> Option<Place> {
        match &expression.kind {
            K::Input(id) => self.paid(Place::Input(*id), 8),
            K::Subject => self.paid(Place::Subject, 8),
            K::Local(id) => {
                let stands_for = self.bound.iter().rev().find(|(local, _)| local == id).map(|(_, place)| place);
                let size = stands_for.map_or(8, Place::size);
                // Paid before it is copied.
                self.left = self.left.checked_sub(size)?;
                let stands_for = self.bound.iter().rev().find(|(local, _)| local == id).map(|(_, place)| place.clone());
                Some(stands_for.unwrap_or(Place::Local(*id)))
            }
            K::Known(inner) | K::Widen(inner) => self.place(inner),
            K::Entry(inner, position) => {
                let inner = self.place(inner)?;
                self.paid(Place::Entry(Box::new(inner), *position), 8)
            }
            K::Apply(Operation::Item, operands) => match operands.as_slice() {
                [list, Expression { kind: K::Literal(Value::Number(position)), .. }] => {
                    let list = self.place(list)?;
                    self.paid(Place::Item(Box::new(list), position.coefficient(), position.scale()), 8)
                }
                _ => self.computed("Item", operands),
            },
            K::Literal(value) => {
                let value = match value {
                    Value::Text(text) if text.len() > self.left => return None,
                    value => format!("{value:?}"),
                };
                let size = 8 + value.len();
                self.paid(Place::Computed(value, Vec::new()), size)
            }
            K::Apply(operation, operands) => self.computed(&format!("{operation:?}"), operands),
            K::WhenKnown { bindings, body } => self.when_known(bindings, body),
            K::Let { bindings, body } => {
                let outer = self.bound.len();
                let place = bindings.iter().try_for_each(|(local, value)| self.bind(*local, value)).and_then(|()| self.place(body));
                self.bound.truncate(outer);
                place
            }
            K::IsNull(inner) => self.computed("is null", [&**inner]),
            K::IsTrue(inner) => self.computed("is true", [&**inner]),
            K::Not(inner) => self.computed("not", [&**inner]),
            K::And(parts) => self.computed("and", parts),
            K::Or(parts) => self.computed("or", parts),
            K::If { condition, then, otherwise } => self.computed("if", [&**condition, &**then, &**otherwise]),
            K::Equal(left, right) => self.computed("=", [&**left, &**right]),
            K::Less(left, right) => self.computed("<", [&**left, &**right]),
            K::LessEqual(left, right) => self.computed("<=", [&**left, &**right]),
            K::List(items) => self.computed("list", items),
            K::Context(entries) => self.computed("context", entries),
            K::Filter { list, item, condition } => {
                let list = self.place(list)?;
                self.looped("filter", vec![list], &[*item], condition)
            }
            K::Sort { list, left, right, precedes } => {
                let list = self.place(list)?;
                self.looped("sort", vec![list], &[*left, *right], precedes)
            }
            K::For { bindings, body } => self.loops("for", bindings, body),
            K::Some { bindings, condition } => self.loops("some", bindings, condition),
            K::Every { bindings, condition } => self.loops("every", bindings, condition),
        }
    }

    fn computed<'e>(&mut self, what: &str, of: impl IntoIterator<Item = &'e Expression>) -> Option<Place> {
        let of = of.into_iter().map(|part| self.place(part)).collect::<Option<Vec<_>>>()?;
        self.paid(Place::Computed(what.to_owned(), of), 8 + what.len())
    }

    fn bind(&mut self, local: LocalId, value: &Expression) -> Option<()> {
        let place = self.place(value)?;
        self.bound.push((local, place));
        Some(())
    }

    fn when_known(&mut self, bindings: &[(LocalId, Expression)], body: &Expression) -> Option<Place> {
        let outer = self.bound.len();
        let place = bindings.iter().try_for_each(|(local, value)| self.bind(*local, value)).and_then(|()| self.place(body));
        let places: Vec<Place> = self.bound.drain(outer..).map(|(_, place)| place).collect();
        let place = place?;
        // A part of what may be null, such as `order.customer` of an optional order, is where it is without asking, too.
        if places.iter().all(|whole| place == *whole || place.is_within(whole)) {
            return Some(place);
        }
        let of = places.into_iter().chain([place]).collect();
        self.paid(Place::Computed("when known".to_owned(), of), 18)
    }

    fn loops(&mut self, what: &str, bindings: &[(LocalId, Expression)], body: &Expression) -> Option<Place> {
        let (outer, loops) = (self.bound.len(), self.loops);
        let mut lists = Vec::with_capacity(bindings.len());
        let mut complete = true;
        for (local, list) in bindings {
            let Some(list) = self.place(list) else {
                complete = false;
                break;
            };
            lists.push(list);
            self.bound.push((*local, Place::Bound(self.loops)));
            self.loops += 1;
        }
        let place = if complete { self.looped(what, lists, &[], body) } else { None };
        self.bound.truncate(outer);
        self.loops = loops;
        place
    }

    /// Something done with lists by a body that reads these variables.
    fn looped(&mut self, what: &str, lists: Vec<Place>, variables: &[LocalId], body: &Expression) -> Option<Place> {
        let (outer, loops) = (self.bound.len(), self.loops);
        for variable in variables {
            self.bound.push((*variable, Place::Bound(self.loops)));
            self.loops += 1;
        }
        let body = self.place(body);
        self.bound.truncate(outer);
        self.loops = loops;
        let of = lists.into_iter().chain([body?]).collect();
        self.paid(Place::Computed(what.to_owned(), of), 8 + what.len())
    }
}
