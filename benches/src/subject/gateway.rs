//! Gateway: a list of outputs, in the order of their rank, of fourteen rules over a text, a closed text and a decimal.

use matchbook::{Decimal, decimal};
use matchbook_compiler::model::Value;
use matchbook_tables::payments::routing::gateway::{self, Gateway as Name, Input, Method, Output, Payment};

use super::exact::Exact;
use super::{Subject, count, generated, number, text};
use crate::random::Random;

const COUNTRIES: [&str; 22] =
    ["DE", "AT", "CH", "DK", "FI", "NO", "SE", "BE", "ES", "FR", "IE", "IT", "NL", "PT", "LU", "BR", "IN", "US", "MX", "GB", "JP", "PL"];

/// The table.
pub struct Gateway;

impl Subject for Gateway {
    const NAME: &'static str = "gateway";
    const FORM: &'static str = "a condition a rule, listed";
    type Input = Input<'static>;
    type Output = Vec<Output>;

    fn input(random: &mut Random) -> Self::Input {
        let methods = [Method::Card, Method::Wallet, Method::DirectDebit, Method::BankTransfer, Method::Voucher];
        Input {
            payment: Payment {
                country: random.pick(&COUNTRIES),
                method: random.pick(&methods),
                amount: random.amount(&[1000, 2500, 5000, 10_000, 15_000, 25_000, 50_000], 60_000),
            },
        }
    }

    fn values(input: &Self::Input) -> Vec<Value> {
        let payment = &input.payment;
        vec![Value::Text(payment.country.to_owned()), text(payment.method), number(payment.amount)]
    }

    fn plain(input: &Self::Input) -> Option<Vec<Output>> {
        let Payment { country, method, amount } = input.payment;
        if amount <= Decimal::ZERO {
            return None;
        }
        let mut outputs = Vec::new();
        let mut add = |gateway, fee| outputs.push(Output { gateway, fee });
        let card_or_wallet = matches!(method, Method::Card | Method::Wallet);
        let dach = matches!(country, "DE" | "AT" | "CH");
        let nordic = matches!(country, "DK" | "FI" | "NO" | "SE");
        if dach && card_or_wallet && amount < decimal!(5000) {
            add(Name::Alpine, decimal!(0.0095));
        }
        if matches!(country, "DE" | "AT") && method == Method::DirectDebit && amount < decimal!(2500) {
            add(Name::Alpine, decimal!(0.0035));
        }
        if dach && method == Method::Card && amount >= decimal!(5000) && amount < decimal!(50000) {
            add(Name::Alpine, decimal!(0.0125));
        }
        if nordic && card_or_wallet && amount < decimal!(10000) {
            add(Name::Borealis, decimal!(0.0105));
        }
        if nordic && method == Method::BankTransfer {
            add(Name::Borealis, decimal!(0.0020));
        }
        if method == Method::Card && matches!(country, "BE" | "DE" | "ES" | "FR" | "IE" | "IT" | "NL" | "PT") && amount < decimal!(10000) {
            add(Name::Borealis, decimal!(0.0135));
        }
        if matches!(country, "BE" | "LU" | "NL") && matches!(method, Method::BankTransfer | Method::Wallet) && amount < decimal!(15000) {
            add(Name::Cobalt, decimal!(0.0025));
        }
        if method == Method::DirectDebit && matches!(country, "BE" | "ES" | "FR" | "IT" | "LU" | "NL" | "PT") && amount < decimal!(2500) {
            add(Name::Cobalt, decimal!(0.0045));
        }
        if method == Method::Card && !matches!(country, "BR" | "IN" | "US") && amount < decimal!(25000) {
            add(Name::Cobalt, decimal!(0.0165));
        }
        if method == Method::Voucher && matches!(country, "BR" | "MX") && amount < decimal!(1000) {
            add(Name::Cobalt, decimal!(0.0290));
        }
        if country == "US" && matches!(method, Method::Card | Method::Wallet | Method::DirectDebit) && amount < decimal!(25000) {
            add(Name::Dune, decimal!(0.0225));
        }
        if card_or_wallet && amount < decimal!(10000) {
            add(Name::Dune, decimal!(0.0295));
        }
        if method == Method::BankTransfer && amount >= decimal!(10000) {
            add(Name::ByHand, decimal!(0.0000));
        }
        if method == Method::Card && amount >= decimal!(25000) {
            add(Name::ByHand, decimal!(0.0000));
        }
        Some(outputs)
    }

    fn tuned(input: &Self::Input) -> Option<Vec<Output>> {
        let Payment { country, method, amount } = input.payment;
        let amount = Exact::new(amount);
        if !amount.is_positive() {
            return None;
        }
        let mut outputs = Vec::new();
        let mut add = |holds: bool, gateway, fee| {
            if holds {
                outputs.push(Output { gateway, fee });
            }
        };
        // By method first: no rule of another one is looked at.
        match method {
            Method::Card => {
                match country {
                    "DE" | "AT" | "CH" => {
                        add(amount.below(5000), Name::Alpine, decimal!(0.0095));
                        add(!amount.below(5000) && amount.below(50_000), Name::Alpine, decimal!(0.0125));
                    }
                    "DK" | "FI" | "NO" | "SE" => add(amount.below(10_000), Name::Borealis, decimal!(0.0105)),
                    _ => {}
                }
                match country {
                    "US" => add(amount.below(25_000), Name::Dune, decimal!(0.0225)),
                    "BR" | "IN" => {}
                    _ => {
                        let europe = matches!(country, "BE" | "DE" | "ES" | "FR" | "IE" | "IT" | "NL" | "PT");
                        add(europe && amount.below(10_000), Name::Borealis, decimal!(0.0135));
                        add(amount.below(25_000), Name::Cobalt, decimal!(0.0165));
                    }
                }
                add(amount.below(10_000), Name::Dune, decimal!(0.0295));
                add(!amount.below(25_000), Name::ByHand, decimal!(0.0000));
            }
            Method::Wallet => {
                match country {
                    "DE" | "AT" | "CH" => add(amount.below(5000), Name::Alpine, decimal!(0.0095)),
                    "DK" | "FI" | "NO" | "SE" => add(amount.below(10_000), Name::Borealis, decimal!(0.0105)),
                    "BE" | "LU" | "NL" => add(amount.below(15_000), Name::Cobalt, decimal!(0.0025)),
                    "US" => add(amount.below(25_000), Name::Dune, decimal!(0.0225)),
                    _ => {}
                }
                add(amount.below(10_000), Name::Dune, decimal!(0.0295));
            }
            Method::DirectDebit => match country {
                "DE" | "AT" => add(amount.below(2500), Name::Alpine, decimal!(0.0035)),
                "BE" | "ES" | "FR" | "IT" | "LU" | "NL" | "PT" => add(amount.below(2500), Name::Cobalt, decimal!(0.0045)),
                "US" => add(amount.below(25_000), Name::Dune, decimal!(0.0225)),
                _ => {}
            },
            Method::BankTransfer => {
                match country {
                    "DK" | "FI" | "NO" | "SE" => add(true, Name::Borealis, decimal!(0.0020)),
                    "BE" | "LU" | "NL" => add(amount.below(15_000), Name::Cobalt, decimal!(0.0025)),
                    _ => {}
                }
                add(!amount.below(10_000), Name::ByHand, decimal!(0.0000));
            }
            Method::Voucher => add(matches!(country, "BR" | "MX") && amount.below(1000), Name::Cobalt, decimal!(0.0290)),
        }
        Some(outputs)
    }

    generated!(gateway, count);
}
