//! Tables with a single hit.

use matchbook::ClosedText;
use matchbook_tables::{lending, retail, taxes, transaction_review};

use super::*;

#[test]
fn loan_eligibility() {
    use lending::eligibility::loan_eligibility::{Applicant, Credit, Input, RULES, Residency, evaluate, select};
    let mut inputs = Vec::new();
    for age in [17, 18, 25, 40] {
        for (_, residency) in Residency::VALUES {
            for score in [None, Some(610), Some(630), Some(660), Some(700), Some(760)] {
                for debt_to_income in [decimal!(0.10), decimal!(0.33), decimal!(0.40), decimal!(0.451)] {
                    for (months, bankruptcy) in [(3, false), (6, false), (12, true), (24, false)] {
                        inputs.push(Input {
                            applicant: Applicant { age, residency: *residency },
                            credit: Credit { score },
                            debt_to_income,
                            employment: years_and_months(months),
                            bankruptcy,
                        });
                    }
                }
            }
        }
    }
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn coupon_stacking() {
    use retail::coupons::coupon_stacking::{First, Input, Kind, RULES, Second, SecondKind, evaluate, select};
    let pairs = Kind::VALUES.iter().flat_map(|(_, first)| SecondKind::VALUES.iter().map(move |(_, second)| (*first, *second)));
    let inputs: Vec<Input> = pairs.map(|(first, second)| Input { first: First { kind: first }, second: Second { kind: second } }).collect();
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn loyalty_tier() {
    use retail::loyalty::loyalty_tier::{Input, RULES, evaluate, select};
    let mut inputs = Vec::new();
    for points in [0, 999, 1000, 2500, 4000, 10_000] {
        for spend in [decimal!(-0.01), decimal!(0), decimal!(0.005), decimal!(499.99), decimal!(500), decimal!(5000.00)] {
            for years in [0, 5, 10] {
                inputs.push(Input { points, spend, membership: Span::new().years(years) });
            }
        }
    }
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn points_expiry() {
    use retail::loyalty::points_expiry::{Customer, Input, RULES, Source, Tier, evaluate, select};
    let pairs = Tier::VALUES.iter().flat_map(|(_, tier)| Source::VALUES.iter().map(move |(_, source)| (*tier, *source)));
    let inputs: Vec<Input> = pairs.map(|(tier, source)| Input { customer: Customer { tier }, source }).collect();
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn gift() {
    use retail::promotions::gift::{Customer, Input, Order, RULES, Tier, evaluate, select};
    let mut inputs = Vec::new();
    for (_, tier) in Tier::VALUES {
        for total in [decimal!(39.99), decimal!(40), decimal!(50), decimal!(80), decimal!(300.00)] {
            for placed_at in [civil::datetime(2026, 11, 29, 23, 59, 59, 999_999_999), civil::datetime(2026, 11, 30, 0, 0, 0, 0)] {
                inputs.push(Input { order: Order { total, placed_at }, customer: Customer { tier: *tier } });
            }
        }
    }
    // Incomplete on purpose: nothing is a result.
    single(&RULES, &inputs, select, evaluate);
}

#[test]
fn dispatch() {
    use retail::shipping::dispatch::{Input, RULES, Service, evaluate, select};
    let times = [0, 8, 12, 16, 18, 23].map(|hour| civil::time(hour, 0, 0, 0));
    let inputs: Vec<Input> =
        Service::VALUES.iter().flat_map(|(_, service)| times.map(|ordered_at| Input { service: *service, ordered_at })).collect();
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn shipping_fee() {
    use retail::shipping::shipping_fee::{Destination, Input, Order, Parcel, RULES, evaluate, select};
    let mut inputs = Vec::new();
    for (_, destination) in Destination::VALUES {
        // More digits than the column's, and more than an integer of 64 bits holds.
        for weight in [decimal!(0), decimal!(0.001), decimal!(1.00), decimal!(20), decimal!(20.0000001), Decimal::MAX] {
            for total in [decimal!(-1), decimal!(99.99), decimal!(100), Decimal::MAX] {
                inputs.push(Input { destination: *destination, parcel: Parcel { weight }, order: Order { total } });
            }
        }
    }
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

/// A tree of matches: 27 member states by 3 categories.
#[test]
fn vat_rate() {
    use taxes::eu_vat::vat_rate::{Category, Country, Input, RULES, evaluate, select};
    let pairs = Country::VALUES.iter().flat_map(|(_, country)| Category::VALUES.iter().map(move |(_, category)| (*country, *category)));
    let inputs: Vec<Input> = pairs.map(|(country, category)| Input { country, category }).collect();
    assert_eq!(inputs.len(), 81);
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn federal_income_tax_bracket() {
    use taxes::us_federal_income::federal_income_tax_bracket::{FilingStatus, Input, RULES, evaluate, select};
    let mut inputs = Vec::new();
    for (_, filing_status) in FilingStatus::VALUES {
        for income in
            [-1, 0, 12_400, 17_701, 24_801, 67_451, 100_801, 105_701, 201_776, 211_401, 256_226, 403_551, 512_451, 640_601, 768_701]
        {
            inputs.push(Input { filing_status: *filing_status, taxable_income: Decimal::from(income) });
        }
    }
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

#[test]
fn transaction_review() {
    use transaction_review::transaction_review::{Account, Input, RULES, Status, evaluate, select};
    let mut inputs = Vec::new();
    for (_, status) in Status::VALUES {
        for amount in [decimal!(0.01), decimal!(500), decimal!(1000.01), decimal!(2500), decimal!(10000)] {
            for risk_score in [0, 40, 60, 75, 90, 101] {
                inputs.push(Input { account: Account { status: *status }, amount, risk_score });
            }
        }
    }
    single(&RULES, &inputs, |input| select(input).map(Some), evaluate);
}

/// Finding the rule computes columns and conditions without memory; of the outputs, only a text that has to be made takes some.
#[test]
fn refund() {
    use retail::returns::refund::{Input, Order, RULES, evaluate, select};
    let bought = civil::date(2026, 1, 1);
    let mut decided = BTreeSet::new();
    for days in [-1, 0, 30, 31, 60, 61, 90, 91, 730, 731] {
        for asked in [decimal!(0), decimal!(33.33), decimal!(50.01)] {
            for reason in ["arrived broken", "too small"] {
                for as_of in [civil::date(2026, 1, 5), civil::date(2026, 12, 30)] {
                    let returned = bought + Span::new().days(days);
                    let input = Input { asked, reason, as_of, returned, bought, order: Order { total: decimal!(50) } };
                    let mut rule = None;
                    assert_eq!(allocations(|| rule = black_box(select(black_box(&input))).ok()), 0, "select: {input:?}");
                    let id = rule.map_or("", |rule| RULES.id(rule));
                    let most = if matches!(id, "too-much" | "quarter") { 3 } else { 0 };
                    let count = allocations(|| drop(black_box(evaluate(black_box(&input)))));
                    assert!(count <= most, "evaluate: {count} allocations by `{id}` for {input:?}");
                    decided.extend(rule.map(RuleIndex::get));
                }
            }
        }
    }
    every_rule(&RULES, &decided);
}
