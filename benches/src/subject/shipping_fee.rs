//! Shipping fee: six rules, first hit, over a closed text and two decimals.

use matchbook::{Decimal, RuleIndex, decimal};
use matchbook_compiler::model::Value;
use matchbook_tables::retail::shipping::shipping_fee::{self, Carrier, Destination, Input, Order, Output, Parcel};

use super::exact::Exact;
use super::{Subject, generated, number, text};
use crate::random::Random;

/// The table.
pub struct ShippingFee;

impl Subject for ShippingFee {
    const NAME: &'static str = "shipping_fee";
    const FORM: &'static str = "one `match`";
    type Input = Input;
    type Output = Output;

    fn input(random: &mut Random) -> Input {
        Input {
            destination: random.pick(&[Destination::Us, Destination::Ca, Destination::Eu]),
            parcel: Parcel { weight: random.amount(&[1, 20], 30) },
            order: Order { total: random.amount(&[100], 300) },
        }
    }

    fn values(input: &Input) -> Vec<Value> {
        vec![text(input.destination), number(input.parcel.weight), number(input.order.total)]
    }

    fn plain(input: &Input) -> Option<Output> {
        let (weight, total) = (input.parcel.weight, input.order.total);
        if weight <= Decimal::ZERO || total < Decimal::ZERO {
            return None;
        }
        let (fee, carrier) = if weight > decimal!(20) {
            (decimal!(49.00), Carrier::Dhl)
        } else {
            match input.destination {
                Destination::Us if total >= decimal!(100) => (decimal!(0.00), Carrier::Usps),
                Destination::Us if weight <= decimal!(1) => (decimal!(4.99), Carrier::Usps),
                Destination::Us => (decimal!(12.40), Carrier::Ups),
                Destination::Ca => (decimal!(14.50), Carrier::Ups),
                Destination::Eu => (decimal!(19.00), Carrier::Dhl),
            }
        };
        Some(Output { fee, carrier })
    }

    fn tuned(input: &Input) -> Option<Output> {
        const FEES: [Output; 6] = [
            Output { fee: decimal!(12.40), carrier: Carrier::Ups },
            Output { fee: decimal!(4.99), carrier: Carrier::Usps },
            Output { fee: decimal!(0.00), carrier: Carrier::Usps },
            Output { fee: decimal!(14.50), carrier: Carrier::Ups },
            Output { fee: decimal!(19.00), carrier: Carrier::Dhl },
            Output { fee: decimal!(49.00), carrier: Carrier::Dhl },
        ];
        let (weight, total) = (Exact::new(input.parcel.weight), Exact::new(input.order.total));
        if !weight.is_positive() || total.is_negative() {
            return None;
        }
        // Numbers instead of branches, which inputs like these mispredict.
        let us = if total.below(100) { usize::from(weight.within(1)) } else { 2 };
        let near = match input.destination {
            Destination::Us => us,
            Destination::Ca => 3,
            Destination::Eu => 4,
        };
        Some(FEES[if weight.within(20) { near } else { 5 }])
    }

    generated!(shipping_fee, RuleIndex::get);
}
