//! Fraud band: seven rules, unique, over a boolean and what Fraud score gives.

use matchbook::{RuleIndex, SignedDuration};
use matchbook_compiler::model::Value;
use matchbook_tables::payments::fraud::fraud_band::{self, Account, Action, Band, Card, Input, Output, Payment, Required};
use matchbook_tables::payments::fraud::fraud_score;

use super::Subject;
use super::fraud_score::FraudScore;
use crate::random::Random;

/// The table, and the one that it requires.
pub struct FraudBand;

/// What the required decision reads of it.
fn score_input(input: &Input<'static>) -> fraud_score::Input<'static> {
    fraud_score::Input {
        payment: fraud_score::Payment {
            amount: input.payment.amount,
            failed_tries: input.payment.failed_tries,
            local_time: input.payment.local_time,
        },
        account: fraud_score::Account { age: input.account.age, email_host: input.account.email_host },
        card: fraud_score::Card { domestic: input.card.domestic },
    }
}

impl Subject for FraudBand {
    const NAME: &'static str = "fraud_band";
    const FORM: &'static str = "one `match`, over Fraud score";
    type Input = Input<'static>;
    type Output = Output;

    fn input(random: &mut Random) -> Self::Input {
        let fraud_score::Input { payment, account, card } = FraudScore::input(random);
        Input {
            authenticated: random.below(2) == 0,
            payment: Payment { amount: payment.amount, failed_tries: payment.failed_tries, local_time: payment.local_time },
            account: Account { age: account.age, email_host: account.email_host },
            card: Card { domestic: card.domestic },
        }
    }

    fn values(input: &Self::Input) -> Vec<Value> {
        // The score is none that a caller gives.
        let own = vec![Value::Null, Value::Boolean(input.authenticated)];
        own.into_iter().chain(FraudScore::values(&score_input(input))).collect()
    }

    fn plain(input: &Self::Input) -> Option<Output> {
        let score = FraudScore::plain(&score_input(input))?;
        let (band, action, minutes) = match (score, input.authenticated) {
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

    fn tuned(input: &Self::Input) -> Option<Output> {
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
        let score = FraudScore::tuned(&score_input(input))?;
        // Counting costs no branch.
        let band: usize = [150, 350, 600, 800].iter().map(|limit| usize::from(score >= *limit)).sum();
        Some(BANDS[band][usize::from(input.authenticated)])
    }

    fn select(input: &Self::Input) -> Result<u32, matchbook::Error> {
        let fraud_score = fraud_score::evaluate(&score_input(input))?;
        fraud_band::select(input, &Required { fraud_score }).map(RuleIndex::get)
    }

    fn evaluate(input: &Self::Input) -> Result<Output, matchbook::Error> {
        fraud_band::evaluate(input)
    }

    fn decision() -> &'static dyn matchbook::Decision {
        &fraud_band::Decision
    }
}
