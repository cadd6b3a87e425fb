//! The cash drawer: float, cash in and out, blind count, close.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CashMovementId, DrawerSessionId, Register, StaffId},
    money::Money,
    sale::{Sale, SaleKind, SaleLine},
    tax::{self, TaxRow},
    tender::{Payment, TenderKind},
    ticket::Item,
};

/// So many of one coin or note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pieces {
    /// The coin's or note's value in minor units.
    pub value_minor: i64,
    pub n: u32,
}

/// Counted money: coins and notes, and what other tenders' slips add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    pub cash: Vec<Pieces>,
    /// What the card terminal's own day total says; `None` if not looked at.
    pub card: Option<Money>,
}

/// Expected, counted and difference of one tender, as a closing keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenderClosing {
    pub kind: TenderKind,
    pub expected: Money,
    /// `None` where nothing was counted.
    pub counted: Option<Money>,
}

/// The figures of a day: what the Z prints. Written once, never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Closing {
    /// Z number, per register, from 1, without gaps.
    pub z_number: u64,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub closed_at: DateTime<Utc>,
    pub closed_by: Option<StaffId>,
    pub float: Money,
    pub cash_in: Money,
    pub cash_out: Money,
    pub tenders: Vec<TenderClosing>,
    pub n_sales: u32,
    pub n_refunds: u32,
    pub first_receipt: Option<u64>,
    pub last_receipt: Option<u64>,
    pub sales_total: Money,
    /// Negative or zero.
    pub refunds_total: Money,
    pub discounts_total: Money,
    pub rounding_total: Money,
    pub services_net: Money,
    pub products_net: Money,
    pub tax_table: Vec<TaxRow>,
    /// Carts and visits that were still open and went over to the next day.
    pub n_tickets_carried: u32,
    pub n_appointments_carried: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DrawerSession {
    pub id: DrawerSessionId,
    pub register: Register,
    pub business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub opened_at: DateTime<Utc>,
    pub opened_by: Option<StaffId>,
    pub float: Count,
    /// The latest blind count, with the number of sales and movements it saw.
    pub count: Option<(Count, u32)>,
    /// Sales, refunds and cash movements so far.
    pub n_events: u32,
    pub closing: Option<Closing>,
}

/// Cash put in (positive) or taken out (negative) without a sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashMovement {
    pub id: CashMovementId,
    pub session: DrawerSessionId,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub by: Option<StaffId>,
    pub amount: Money,
    pub reason: String,
}

/// The most of one coin or note in a count: anything above is a slip.
pub const PIECES_MAX: u32 = 99_999;

impl Count {
    /// What the coins and notes add up to.
    pub fn cash_total(&self) -> Money {
        self.cash
            .iter()
            .map(|it| Money::from_minor(it.value_minor) * i64::from(it.n))
            .sum()
    }

    /// Whether every row could be counted by a person: checked where a count comes
    /// in, so that its total cannot overflow.
    pub fn is_plausible(&self) -> bool {
        self.cash
            .iter()
            .all(|it| (1..=Money::LIMIT.minor()).contains(&it.value_minor) && it.n <= PIECES_MAX)
            && self.card.is_none_or(|card| card.abs() <= Money::LIMIT)
    }
}

/// What a tender should come to: for cash the float, what sales kept and refunds
/// gave, and what was put in or taken out; for the others what was kept.
pub fn expected(
    kind: TenderKind,
    session: &DrawerSession,
    sales: &[Sale],
    movements: &[CashMovement],
) -> Money {
    let payments = || sales.iter().flat_map(|sale| &sale.payments);
    let of_kind = |wanted| payments().filter(move |payment| payment.kind == wanted);
    match kind {
        TenderKind::Cash => {
            let kept: Money = of_kind(kind).map(Payment::kept).sum();
            // Change for another currency is given in the shop's own.
            let change: Money = of_kind(TenderKind::Foreign).map(|it| it.change).sum();
            let moved: Money = movements.iter().map(|it| it.amount).sum();
            session.float.cash_total() + kept - change + moved
        }
        TenderKind::Foreign => of_kind(kind).map(|it| it.tendered).sum(),
        _ => of_kind(kind).map(Payment::kept).sum(),
    }
}

/// What each tender should come to, and what was counted of it.
pub fn tender_closings(
    session: &DrawerSession,
    sales: &[Sale],
    movements: &[CashMovement],
    count: &Count,
) -> Vec<TenderClosing> {
    let closing = |kind| TenderClosing {
        kind,
        expected: expected(kind, session, sales, movements),
        counted: match kind {
            TenderKind::Cash => Some(count.cash_total()),
            TenderKind::Card => count.card,
            _ => None,
        },
    };
    let used = |kind: &TenderKind| {
        matches!(kind, TenderKind::Cash | TenderKind::Card)
            || sales
                .iter()
                .flat_map(|sale| &sale.payments)
                .any(|payment| payment.kind == *kind)
    };
    let used = TenderKind::ALL.into_iter().filter(used);
    used.map(closing).collect()
}

/// What a closing needs to know besides the day's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CloseOf {
    pub z_number: u64,
    pub closed_at: DateTime<Utc>,
    pub closed_by: Option<StaffId>,
    pub n_tickets_carried: u32,
    pub n_appointments_carried: u32,
}

/// The figures of a session's end. `sales` (refunds among them) and `movements`
/// are those that name the session, whatever their time.
pub fn close(
    session: &DrawerSession,
    sales: &[Sale],
    movements: &[CashMovement],
    count: &Count,
    of: CloseOf,
) -> Closing {
    let is_refund = |sale: &&Sale| sale.kind != SaleKind::Sale;
    let refunds = || sales.iter().filter(is_refund);
    let total = |sales: &mut dyn Iterator<Item = &Sale>| sales.map(|it| it.total).sum::<Money>();
    let refunds_total = total(&mut refunds());
    let n_refunds = n_of(refunds().count());
    let lines = || sales.iter().flat_map(|sale| &sale.lines);
    let drawn = |line: &SaleLine| line.drawn.as_ref().map_or(Money::ZERO, |it| it.net);
    let services_net = lines()
        .filter(|line| matches!(line.item, Item::Service(_)))
        .map(|line| line.net + drawn(line))
        .sum();
    let products_net = lines()
        .filter(|line| matches!(line.item, Item::Product(_)))
        .map(|line| line.net)
        .sum();
    let mut tax_table = Vec::new();
    for line in lines() {
        tax::add_to_table(&mut tax_table, line.net, &line.tax, &line.tax_amounts);
    }
    let moved = |is_out: bool| {
        movements
            .iter()
            .map(|it| it.amount)
            .filter(|amount| amount.is_negative() == is_out)
            .sum()
    };
    Closing {
        z_number: of.z_number,
        closed_at: of.closed_at,
        closed_by: of.closed_by,
        float: session.float.cash_total(),
        cash_in: moved(false),
        cash_out: moved(true),
        tenders: tender_closings(session, sales, movements, count),
        n_sales: n_of(sales.len()) - n_refunds,
        n_refunds,
        first_receipt: sales.iter().map(|sale| sale.receipt.number).min(),
        last_receipt: sales.iter().map(|sale| sale.receipt.number).max(),
        sales_total: total(&mut sales.iter()) - refunds_total,
        refunds_total,
        discounts_total: lines().map(|line| line.discount_amount).sum(),
        rounding_total: sales
            .iter()
            .flat_map(|sale| &sale.payments)
            .map(|payment| payment.rounding)
            .sum(),
        services_net,
        products_net,
        tax_table,
        n_tickets_carried: of.n_tickets_carried,
        n_appointments_carried: of.n_appointments_carried,
    }
}

fn n_of(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

impl TenderClosing {
    /// Counted less expected: over is positive, short negative. `None` where
    /// nothing was counted.
    pub fn difference(&self) -> Option<Money> {
        self.counted.map(|counted| counted - self.expected)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        checkout::tests::{INSIDE, card, cash, eur, goods, line, percent, refunded, sold},
        tender::Tender,
    };

    fn session(float_minor: u32) -> DrawerSession {
        DrawerSession {
            id: DrawerSessionId::default(),
            register: 1,
            business_date: NaiveDate::default(),
            opened_at: DateTime::default(),
            opened_by: None,
            float: count(float_minor),
            count: None,
            n_events: 0,
            closing: None,
        }
    }

    fn count(minor: u32) -> Count {
        Count {
            cash: vec![Pieces {
                value_minor: 1,
                n: minor,
            }],
            card: None,
        }
    }

    fn movement(minor: i64) -> CashMovement {
        CashMovement {
            id: CashMovementId::default(),
            session: DrawerSessionId::default(),
            at: DateTime::default(),
            by: None,
            amount: eur(minor),
            reason: String::new(),
        }
    }

    fn of(z_number: u64) -> CloseOf {
        CloseOf {
            z_number,
            closed_at: DateTime::default(),
            closed_by: None,
            n_tickets_carried: 1,
            n_appointments_carried: 2,
        }
    }

    #[test]
    fn a_count_is_coins_times_their_value() {
        let pieces = |value_minor, n| Pieces { value_minor, n };
        let mut count = Count {
            cash: vec![pieces(5000, 2), pieces(20, 7), pieces(1, 0)],
            card: None,
        };
        assert_eq!(count.cash_total(), eur(10_140));
        assert!(count.is_plausible());
        count.cash.push(pieces(1, PIECES_MAX + 1));
        assert!(!count.is_plausible());
        count.cash = vec![pieces(-5, 1)];
        assert!(!count.is_plausible());
    }

    /// Change is not in the drawer (erpnext#23125): 60.00 paid with 100.00 is 60.00.
    #[test]
    fn change_is_not_expected_in_the_drawer() {
        let sale = sold(&[line(1, 1, 6000)], INSIDE, &[cash(Some(10_000))], 1);
        let got = expected(TenderKind::Cash, &session(15_000), &[sale], &[]);
        assert_eq!(got, eur(21_000));
    }

    #[test]
    fn a_day_closes_with_all_its_figures() {
        let mut sales = vec![
            sold(&[line(1, 1, 1298)], INSIDE, &[cash(Some(2000))], 5),
            sold(
                &[line(1, 1, 6000), percent(10_000, goods(2, 2, 1890, 700))],
                INSIDE,
                &[card(Some(5000)), cash(None)],
                5,
            ),
        ];
        let back = refunded(&sales[0], &[], &[(1, 1)], None, 5).unwrap();
        sales.push(back);
        for (sale, number) in sales.iter_mut().zip(7..) {
            sale.receipt.number = number;
        }
        let movements = [movement(-540), movement(2000), movement(-60)];
        let mut counted = count(20_000);
        counted.card = Some(eur(5000));

        let z = close(&session(15_000), &sales, &movements, &counted, of(3));

        assert_eq!((z.n_sales, z.n_refunds), (2, 1));
        assert_eq!((z.first_receipt, z.last_receipt), (Some(7), Some(9)));
        // 60.00 + 37.80 - 3.78 = 94.02, of which 44.02 in cash, rounded to 44.00.
        assert_eq!(z.sales_total, eur(1298 + 9402));
        assert_eq!(z.refunds_total, eur(-1298));
        assert_eq!(z.discounts_total, eur(-378));
        assert_eq!(z.rounding_total, eur(-2));
        assert_eq!((z.cash_in, z.cash_out), (eur(2000), eur(-600)));
        assert_eq!((z.services_net, z.products_net), (eur(5000), eur(2835)));
        assert_eq!(z.tax_table.len(), 1);
        assert_eq!(
            (z.tax_table[0].net, z.tax_table[0].tax),
            (eur(7835), eur(1567))
        );
        let [in_cash, by_card] = z.tenders.as_slice() else {
            panic!("two tenders")
        };
        assert_eq!(in_cash.expected, eur(15_000 + 4400 + 1400));
        assert_eq!(in_cash.difference(), Some(eur(20_000 - 20_800)));
        assert_eq!(by_card.difference(), Some(Money::ZERO));
        let uncounted = close(&session(0), &sales, &[], &count(0), of(4));
        assert_eq!(uncounted.tenders[1].difference(), None);
    }

    proptest! {
        #[test]
        fn expected_cash_is_float_plus_kept_plus_moved(
            float in 0_u32..100_000,
            days in prop::collection::vec((1_i64..50_000, 0_i64..20_000, any::<bool>()), 0..12),
            moved in prop::collection::vec(-5_000_i64..5_000, 0..6),
        ) {
            let mut drawer = i64::from(float);
            let mut sales = Vec::new();
            for (price, over, back) in days {
                let tenders: [Tender; 1] = [cash(Some(price + over))];
                let sale = sold(&[line(1, 1, price)], INSIDE, &tenders, 1);
                drawer += price;
                if back {
                    let refund = refunded(&sale, &[], &[(1, 1)], None, 1).unwrap();
                    drawer -= price;
                    sales.push(refund);
                }
                sales.push(sale);
            }
            let movements: Vec<_> = moved.iter().map(|&minor| movement(minor)).collect();
            drawer += moved.iter().sum::<i64>();
            let got = expected(TenderKind::Cash, &session(float), &sales, &movements);
            prop_assert_eq!(got, eur(drawer));
        }
    }
}
