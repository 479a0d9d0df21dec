//! Tables whose result is a list or an aggregation.

use matchbook::ClosedText;
use matchbook_tables::{payments, retail, transaction_review};

use super::*;

#[test]
fn fraud_score() {
    use payments::fraud::fraud_score::{Account, Card, Input, Payment, RULES, evaluate, select};
    let mut inputs = Vec::new();
    for amount in [decimal!(-1), decimal!(499.999), decimal!(500), decimal!(2000)] {
        for (failed_tries, hour, age) in [(0, 0, 0), (3, 1, 86_400), (6, 5, 2_592_000), (-1, 4, -1)] {
            for (email_host, domestic) in [("example.com", None), ("mailinator.com", Some(false)), ("", Some(true))] {
                inputs.push(Input {
                    payment: Payment { amount, failed_tries, local_time: civil::time(hour, 0, 0, 0) },
                    account: Account { age: SignedDuration::from_secs(age), email_host },
                    card: Card { domestic },
                });
            }
        }
    }
    multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, nothing);
}

#[test]
fn gateway() {
    use payments::routing::gateway::{Input, Method, Payment, RULES, evaluate, select};
    let mut inputs = Vec::new();
    for country in ["DE", "AT", "SE", "NL", "FR", "US", "BR", "MX", "", "a country of which nobody has heard"] {
        for (_, method) in Method::VALUES {
            for amount in [decimal!(0), decimal!(999.99), decimal!(2500), decimal!(5000), decimal!(10000), decimal!(25000), Decimal::MAX] {
                inputs.push(Input { payment: Payment { country, method: *method, amount } });
            }
        }
    }
    multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, Vec::len);
}

#[test]
fn coupon_rejection() {
    use retail::coupons::coupon_rejection::{Coupon, Customer, Input, Kind, Order, RULES, Status, evaluate, select};
    let mut inputs = Vec::new();
    for (_, status) in Status::VALUES {
        for (_, kind) in Kind::VALUES {
            for (campaign, days_left) in [(None, -1), (Some("WELCOME"), 0), (Some("SPRING"), 91)] {
                for (total, is_new) in [(decimal!(24.99), false), (decimal!(25.00), true), (decimal!(40.00), false)] {
                    inputs.push(Input {
                        coupon: Coupon { status: *status, days_left, kind: *kind, campaign },
                        order: Order { total },
                        customer: Customer { is_new },
                    });
                }
            }
        }
    }
    multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, Vec::len);
}

#[test]
fn points_multiplier() {
    use retail::loyalty::points_multiplier::{Channel, Customer, Input, Order, RULES, Tier, evaluate, select};
    let mut inputs = Vec::new();
    for (_, tier) in Tier::VALUES {
        for (_, channel) in Channel::VALUES {
            for (day, birthday_month) in [(9, false), (10, true), (11, false)] {
                inputs.push(Input {
                    customer: Customer { tier: *tier },
                    channel: *channel,
                    order: Order { date: civil::date(2026, 10, day) },
                    birthday_month,
                });
            }
        }
    }
    multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, nothing);
}

#[test]
fn cart_discount() {
    use retail::promotions::cart_discount::{Customer, Input, Order, RULES, Tier, evaluate, select};
    let dates = [civil::date(2026, 6, 30), civil::date(2026, 7, 1), civil::date(2026, 9, 1), civil::date(2026, 11, 30)];
    let mut inputs = Vec::new();
    for (_, tier) in Tier::VALUES {
        for total in [decimal!(49.99), decimal!(100), decimal!(250), decimal!(500)] {
            for (items, is_new) in [(1, true), (10, false)] {
                inputs.extend(dates.map(|date| Input { order: Order { total, items, date }, customer: Customer { tier: *tier, is_new } }));
            }
        }
    }
    multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, nothing);
}

#[test]
fn warning_signs() {
    use transaction_review::warning_signs::{Account, Counterparty, Input, RULES, evaluate, select};
    let mut inputs = Vec::new();
    for amount in [decimal!(1), decimal!(9000), decimal!(9999.99), decimal!(50000)] {
        for country in [None, Some("KP"), Some("NL")] {
            for (cash, transactions_today, opened) in [(true, 20, civil::date(2026, 9, 30)), (false, 21, civil::date(2026, 10, 1))] {
                inputs.push(Input {
                    amount,
                    counterparty: Counterparty { country },
                    cash,
                    transactions_today,
                    account: Account { opened },
                });
            }
        }
    }
    multiple(&RULES, &inputs, |input, found| select(input).map(|rules| rules.for_each(found)), evaluate, nothing);
}
