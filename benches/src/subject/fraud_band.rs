//! Fraud band: seven rules, unique, over an integer and a boolean.

use matchbook::{RuleIndex, SignedDuration};
use matchbook_compiler::model::Value;
use matchbook_tables::payments::fraud::fraud_band::{self, Action, Band, Input, Output};

use super::{Subject, generated, integer};
use crate::random::Random;

/// The table.
pub struct FraudBand;

impl Subject for FraudBand {
    const NAME: &'static str = "fraud_band";
    const FORM: &'static str = "one `match`";
    type Input = Input;
    type Output = Output;

    fn input(random: &mut Random) -> Input {
        Input { score: random.integer(&[150, 350, 600, 800], 1000), authenticated: random.below(2) == 0 }
    }

    fn values(input: &Input) -> Vec<Value> {
        vec![integer(input.score), Value::Boolean(input.authenticated)]
    }

    fn plain(input: &Input) -> Option<Output> {
        let (band, action, minutes) = match (input.score, input.authenticated) {
            (..0, _) => return None,
            (..150, _) => (Band::Low, Action::Accept, 0),
            (..350, true) => (Band::Medium, Action::Accept, 0),
            (..350, false) => (Band::Medium, Action::Challenge, 10),
            (..600, true) => (Band::High, Action::Review, 4 * 60),
            (..600, false) => (Band::High, Action::Challenge, 10),
            (..800, _) => (Band::Critical, Action::Review, 24 * 60),
            _ => (Band::Critical, Action::Decline, 0),
        };
        Some(Output { band, action, answer_within: SignedDuration::from_mins(minutes) })
    }

    fn tuned(input: &Input) -> Option<Output> {
        const fn of(band: Band, action: Action, minutes: i64) -> Output {
            Output { band, action, answer_within: SignedDuration::from_mins(minutes) }
        }
        // Without 3-D Secure, with it.
        const BANDS: [[Output; 2]; 5] = [
            [of(Band::Low, Action::Accept, 0); 2],
            [of(Band::Medium, Action::Challenge, 10), of(Band::Medium, Action::Accept, 0)],
            [of(Band::High, Action::Challenge, 10), of(Band::High, Action::Review, 4 * 60)],
            [of(Band::Critical, Action::Review, 24 * 60); 2],
            [of(Band::Critical, Action::Decline, 0); 2],
        ];
        if input.score < 0 {
            return None;
        }
        // Counting costs no branch.
        let band: usize = [150, 350, 600, 800].iter().map(|limit| usize::from(input.score >= *limit)).sum();
        Some(BANDS[band][usize::from(input.authenticated)])
    }

    generated!(fraud_band, RuleIndex::get);
}
