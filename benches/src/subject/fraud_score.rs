//! Fraud score: the sum of eleven rules, over six inputs of six types.

use matchbook::{Decimal, SignedDuration, civil, decimal};
use matchbook_compiler::model::Value;
use matchbook_tables::payments::fraud::fraud_score::{self, Account, Card, Input, Payment};

use super::exact::Exact;
use super::{Subject, count, generated, integer, number};
use crate::random::Random;

const HOSTS: [&str; 8] = [
    "example.com",
    "example.org",
    "mail.example.net",
    "mailinator.com",
    "guerrillamail.com",
    "yopmail.com",
    "acme.example",
    "post.example",
];
const DAY: i64 = 24 * 60 * 60;

/// The table.
pub struct FraudScore;

impl Subject for FraudScore {
    const NAME: &'static str = "fraud_score";
    const FORM: &'static str = "a condition a rule, summed";
    type Input = Input<'static>;
    type Output = i64;

    fn input(random: &mut Random) -> Self::Input {
        let clock = |random: &mut Random| random.below(60).try_into().unwrap_or(0);
        Input {
            payment: Payment {
                amount: random.amount(&[500, 2000], 3000),
                failed_tries: random.integer(&[3, 5], 8),
                local_time: civil::time(random.below(24).try_into().unwrap_or(0), clock(random), clock(random), 0),
            },
            account: Account { age: SignedDuration::new(random.integer(&[DAY, 30 * DAY], 5_000_000), 0), email_host: random.pick(&HOSTS) },
            card: Card { domestic: random.pick(&[None, Some(false), Some(true), Some(true)]) },
        }
    }

    fn values(input: &Self::Input) -> Vec<Value> {
        vec![
            number(input.payment.amount),
            Value::DaysTime(input.account.age),
            integer(input.payment.failed_tries),
            Value::Text(input.account.email_host.to_owned()),
            Value::Time(input.payment.local_time),
            input.card.domestic.map_or(Value::Null, Value::Boolean),
        ]
    }

    fn plain(input: &Self::Input) -> Option<i64> {
        let Input { payment, account, card } = input;
        let (day, month) = (SignedDuration::from_hours(24), SignedDuration::from_hours(30 * 24));
        if payment.amount <= Decimal::ZERO || payment.failed_tries < 0 || account.age < SignedDuration::ZERO {
            return None;
        }
        let mut points = 0;
        if payment.amount >= decimal!(2000) {
            points += 250;
        } else if payment.amount >= decimal!(500) {
            points += 100;
        }
        if account.age < day {
            points += 250;
        } else if account.age < month {
            points += 100;
        }
        points += match payment.failed_tries {
            ..3 => 0,
            3..=5 => 120,
            _ => 300,
        };
        if matches!(account.email_host, "mailinator.com" | "guerrillamail.com" | "yopmail.com") {
            points += 200;
        }
        if payment.local_time >= civil::time(1, 0, 0, 0) && payment.local_time < civil::time(5, 0, 0, 0) {
            points += 50;
        }
        points += match card.domestic {
            Some(true) => 0,
            Some(false) => 80,
            None => 40,
        };
        if payment.amount >= decimal!(500) && account.age < month {
            points += 150;
        }
        Some(points)
    }

    fn tuned(input: &Self::Input) -> Option<i64> {
        let Input { payment, account, card } = input;
        let amount = Exact::new(payment.amount);
        if !amount.is_positive() || payment.failed_tries < 0 || account.age.is_negative() {
            return None;
        }
        // Products instead of branches: each condition is as good as random.
        let points = |holds: bool, points: i64| i64::from(holds) * points;
        let (large, young) = (!amount.below(500), account.age.as_secs() < 30 * DAY);
        Some(
            points(large, 100)
                + points(!amount.below(2000), 150)
                + points(young, 100)
                + points(account.age.as_secs() < DAY, 150)
                + points(payment.failed_tries >= 3, 120)
                + points(payment.failed_tries > 5, 180)
                + points(matches!(account.email_host, "mailinator.com" | "guerrillamail.com" | "yopmail.com"), 200)
                + points((1..5).contains(&payment.local_time.hour()), 50)
                + points(card.domestic == Some(false), 80)
                + points(card.domestic.is_none(), 40)
                + points(large && young, 150),
        )
    }

    generated!(fraud_score, count);
}
