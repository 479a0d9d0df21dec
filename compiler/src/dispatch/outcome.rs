//! What the rules that match come to, met one by one in the order in which they win: what the cells of a form hold.
//!
//! A *state* is a number for all rules met so far, as far as that matters: of a table whose first match wins, that one alone. Equal states
//! are one number, so that a cell is one comparison to fill, and lists of rules are kept once each, however many cells hold them.

use std::collections::HashMap;

use crate::diagnostic::dispatch::grouped;
use crate::model::RuleId;

use super::promise::Promise;
use super::width::{width, width_with_none};
use super::{Facts, Found};

/// The state in which no rule has been met.
pub(crate) const NONE: u32 = 0;

/// The most states beyond single rules, and the most rules that all outcomes together name: lists of rules may be as many as cells, and each
/// as long as the table.
const MAX_STATES: usize = 1 << 20;
const MAX_NAMED: usize = 1 << 22;

/// Folds rules to states. A rule is its rank: its position in the order in which rules win.
pub(crate) struct Outcomes<'f, 'a> {
    facts: &'f Facts<'a>,
    kind: Kind,
    /// What each state beyond the single rules adds to another: one rank more.
    chain: Vec<(u32, u32)>,
    next: HashMap<(u32, u32), u32>,
}

enum Kind {
    /// The first rule met decides.
    First,
    /// So it does, unless a later one is of another group.
    Promised(Vec<RuleId>),
    /// All rules make the result.
    All,
}

impl<'f, 'a> Outcomes<'f, 'a> {
    pub(crate) fn new(facts: &'f Facts<'a>) -> Self {
        let kind = match Promise::of(facts) {
            _ if !facts.table.hit_policy.is_single_hit() => Kind::All,
            Promise::None => Kind::First,
            Promise::Unique => Kind::Promised((0..facts.table.rules.len()).map(RuleId).collect()),
            Promise::Any(groups) => Kind::Promised(groups),
        };
        Self { facts, kind, chain: Vec::new(), next: HashMap::new() }
    }

    /// Whether the first rule met decides, whatever follows.
    pub(crate) fn first_wins(&self) -> bool {
        matches!(self.kind, Kind::First)
    }

    /// The state when one rule more is met, the next in order. O(1).
    pub(crate) fn with(&mut self, state: u32, rank: usize) -> u32 {
        let number = u32::try_from(rank).unwrap_or(u32::MAX);
        let single = number.saturating_add(1);
        match &self.kind {
            Kind::First if state == NONE => single,
            Kind::First => state,
            Kind::Promised(_) if state == NONE => single,
            Kind::Promised(groups) => {
                let group = |rank: usize| self.facts.order.get(rank).and_then(|rule| groups.get(rule.0));
                if self.is_final(state) || group(state as usize - 1) == group(rank) { state } else { self.link(state, number) }
            }
            Kind::All => self.link(state, number),
        }
    }

    /// Whether no further rule changes a state.
    pub(crate) fn is_final(&self, state: u32) -> bool {
        match self.kind {
            Kind::First => state != NONE,
            Kind::Promised(_) => state as usize > self.facts.order.len(),
            Kind::All => false,
        }
    }

    fn singles(&self) -> usize {
        if matches!(self.kind, Kind::All) { 1 } else { self.facts.order.len() + 1 }
    }

    fn link(&mut self, state: u32, rank: u32) -> u32 {
        let number = u32::try_from(self.singles() + self.chain.len()).unwrap_or(u32::MAX);
        *self.next.entry((state, rank)).or_insert_with(|| {
            self.chain.push((state, rank));
            number
        })
    }

    /// What a state comes to.
    fn found(&self, state: u32) -> Found {
        let mut rules = Vec::new();
        let mut at = state as usize;
        let rule = |rank: usize| self.facts.order.get(rank).copied().unwrap_or(RuleId(0));
        while let Some((before, rank)) = at.checked_sub(self.singles()).and_then(|link| self.chain.get(link)) {
            rules.push(rule(*rank as usize));
            at = *before as usize;
        }
        if let Some(rank) = at.checked_sub(1) {
            rules.push(rule(rank));
        }
        rules.reverse();
        self.facts.found(&rules)
    }

    /// That there aren't too many states.
    ///
    /// # Errors
    /// That there are, as half a sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.chain.len() <= MAX_STATES {
            return Ok(());
        }
        Err(format!("it would hold more than {} different lists of rules", grouped(MAX_STATES as u128)))
    }

    /// What these states come to: each outcome once, in the order in which they are met, and the number of each state's.
    ///
    /// # Errors
    /// That there are too many, as half a sentence.
    pub(crate) fn settle(&self, mut states: Vec<u32>) -> Result<(Vec<Found>, Vec<u32>), String> {
        self.check()?;
        let mut place = vec![u32::MAX; self.singles() + self.chain.len()];
        let (mut found, mut named) = (Vec::new(), 0);
        for state in &mut states {
            let Some(place) = place.get_mut(*state as usize) else { continue };
            if *place == u32::MAX {
                *place = u32::try_from(found.len()).unwrap_or(u32::MAX);
                let of_state = self.found(*state);
                named += of_state.named();
                if named > MAX_NAMED {
                    return Err(format!("its lists would name more than {} rules", grouped(MAX_NAMED as u128)));
                }
                found.push(of_state);
            }
            *state = *place;
        }
        Ok((found, states))
    }
}

/// How many bytes a cell takes that holds one of these outcomes, and how many the lists and pairs of rules behind cells take.
pub(super) fn bytes(facts: &Facts<'_>, outcomes: &[Found]) -> (u64, u64) {
    let rules = facts.table.rules.len();
    let rule = width(u32::try_from(rules.saturating_sub(1)).unwrap_or(u32::MAX)) as u64;
    let named = |is: fn(&Found) -> bool| {
        outcomes.iter().filter(|found| is(found)).fold((0, 0), |(count, named), found| (count + 1, named + found.named()))
    };
    let (pairs, of_pairs) = named(|found| matches!(found, Found::Several(..)));
    let (lists, of_lists) = named(|found| matches!(found, Found::Rules(_)));
    let codes = if facts.table.hit_policy.is_single_hit() { rules + pairs } else { lists };
    let begins = if lists == 0 { 0 } else { (lists + 1) as u64 * width(u32::try_from(of_lists).unwrap_or(u32::MAX)) as u64 };
    (width_with_none(codes) as u64, (of_pairs + of_lists) as u64 * rule + begins)
}
