//! The cash drawer: float, cash in and out, blind count, close.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cash::{self, CashCategory, CashCause, MovedSum},
    ids::{CashMovementId, DrawerSessionId, Register, StaffId},
    money::{Currency, Money},
    sale::{Sale, SaleKind, SaleLine},
    tax::{self, TaxRow},
    tender::{Payment, TaxPaid, TenderKind},
    tender_rules::TenderRules,
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

/// What slips, papers or foreign notes of one way of paying add up to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenderCount {
    pub kind: TenderKind,
    /// Of cash in another currency: which; empty for the shop's own.
    #[serde(default)]
    pub currency: String,
    pub amount: Money,
}

/// Expected, counted and difference of one tender, as a closing keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TenderClosing {
    pub kind: TenderKind,
    pub expected: Money,
    /// `None` where nothing was counted.
    pub counted: Option<Money>,
    /// As the shop calls it; empty for its usual name.
    #[serde(default)]
    pub name: String,
    /// Of cash in another currency: which. Expected and counted are in it.
    #[serde(default)]
    pub currency: String,
    /// What was booked of the difference, in the shop's currency.
    #[serde(default)]
    pub booked: Money,
}

/// All that a register has taken and given back since its first day of trade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Perpetual {
    pub n_sales: u64,
    pub sales_total: Money,
    pub n_refunds: u64,
    pub refunds_total: Money,
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
    /// The how-manieth of the register on its day of trade; 0 where it was not counted.
    #[serde(default)]
    pub shift: u32,
    /// Given for people, and owed to them.
    #[serde(default)]
    pub tips_total: Money,
    /// Gift cards, packages, memberships and deposits sold: no income yet.
    #[serde(default)]
    pub prepaid_total: Money,
    /// Paid of earlier sales.
    #[serde(default)]
    pub settled_total: Money,
    /// Over and short when the drawer changed hands.
    #[serde(default)]
    pub differences: Money,
    /// What cash came in and went out for.
    #[serde(default)]
    pub moved: Vec<MovedSum>,
    #[serde(default)]
    pub perpetual: Perpetual,
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
    /// What was counted besides cash and the card terminal's total, with the count.
    pub others: Vec<TenderCount>,
    /// Who has the drawer now; `None` where nobody was named.
    pub holder: Option<StaffId>,
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
    pub cause: CashCause,
    /// Tax in the amount, in its sign, to be had back or owed.
    pub tax: Vec<TaxPaid>,
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
    let of_kind = |wanted| payments(sales).filter(move |payment| payment.kind == wanted);
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

fn payments(sales: &[Sale]) -> impl Iterator<Item = &Payment> {
    sales.iter().flat_map(|sale| &sale.payments)
}

/// So much of another currency, and what it was worth when it was taken.
fn foreign(sales: &[Sale]) -> Vec<(String, Money, Money)> {
    let mut sums: Vec<(String, Money, Money)> = Vec::new();
    for payment in payments(sales) {
        let Some(cash) = &payment.foreign else {
            continue;
        };
        match sums.iter_mut().find(|it| it.0 == cash.currency.code) {
            Some(sum) => {
                sum.1 += cash.amount;
                sum.2 += payment.tendered;
            }
            None => sums.push((cash.currency.code.clone(), cash.amount, payment.tendered)),
        }
    }
    sums
}

impl DrawerSession {
    /// The latest count, unless money has moved since: then it says nothing any more.
    pub fn fresh_count(&self) -> Option<&Count> {
        let (count, n_seen) = self.count.as_ref()?;
        (*n_seen == self.n_events).then_some(count)
    }
}

/// What was counted of everything.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    pub count: &'a Count,
    pub others: &'a [TenderCount],
}

impl Counted<'_> {
    fn of(&self, kind: TenderKind, currency: &str) -> Option<Money> {
        match kind {
            TenderKind::Cash => Some(self.count.cash_total()),
            TenderKind::Card => self.count.card,
            _ => {
                let mut others = self.others.iter();
                let other = others.find(|it| it.kind == kind && it.currency == currency);
                other.map(|it| it.amount)
            }
        }
    }
}

/// What each tender should come to, and what was counted of it; `None` before the count.
pub fn tender_closings(
    session: &DrawerSession,
    sales: &[Sale],
    movements: &[CashMovement],
    counted: Option<Counted>,
    (rules, own): (&TenderRules, &Currency),
) -> Vec<TenderClosing> {
    let mut rows = Vec::new();
    for kind in TenderKind::ALL {
        let name = rules.of(kind).name;
        if kind == TenderKind::Foreign {
            rows.extend(foreign_closings(sales, counted, (rules, own)));
            continue;
        }
        let of_count = counted.and_then(|it| it.of(kind, ""));
        let is_usual = matches!(kind, TenderKind::Cash | TenderKind::Card);
        if !is_usual && of_count.is_none() && payments(sales).all(|it| it.kind != kind) {
            continue;
        }
        let expected = expected(kind, session, sales, movements);
        rows.push(TenderClosing {
            kind,
            expected,
            counted: of_count,
            name,
            currency: String::new(),
            booked: of_count.map_or(Money::ZERO, |it| it - expected),
        });
    }
    rows
}

/// One for each currency that was taken or counted. A difference is booked at what the
/// cash of the day was worth, or at the rate of now where none was taken.
fn foreign_closings(
    sales: &[Sale],
    counted: Option<Counted>,
    (rules, own): (&TenderRules, &Currency),
) -> Vec<TenderClosing> {
    let mut taken = foreign(sales);
    let others = counted.map_or(&[][..], |it| it.others);
    for it in others.iter().filter(|it| it.kind == TenderKind::Foreign) {
        if taken.iter().all(|row| row.0 != it.currency) {
            taken.push((it.currency.clone(), Money::ZERO, Money::ZERO));
        }
    }
    let closing = |(currency, expected, cost): (String, Money, Money)| {
        let of_count = counted.and_then(|it| it.of(TenderKind::Foreign, &currency));
        let over = of_count.map_or(Money::ZERO, |it| it - expected);
        let booked = if expected.is_zero() {
            let rule = rules.foreign.as_ref();
            let rule = rule.filter(|it| it.currency.code == currency);
            rule.and_then(|it| it.worth(over, own)).unwrap_or_default()
        } else {
            let top = i128::from(cost.minor()) * i128::from(over.minor());
            Money::ratio(top, expected.minor().into())
        };
        TenderClosing {
            kind: TenderKind::Foreign,
            expected,
            counted: of_count,
            name: rules.of(TenderKind::Foreign).name,
            currency,
            booked,
        }
    };
    taken.into_iter().map(closing).collect()
}

/// What a closing needs to know besides the day's events.
#[derive(Clone, Copy, Debug)]
pub struct CloseOf<'a> {
    pub z_number: u64,
    pub closed_at: DateTime<Utc>,
    pub closed_by: Option<StaffId>,
    pub n_tickets_carried: u32,
    pub n_appointments_carried: u32,
    pub shift: u32,
    /// Up to the closing before.
    pub perpetual: Perpetual,
    pub rules: &'a TenderRules,
    pub own: &'a Currency,
    pub categories: &'a [CashCategory],
}

/// The figures of a session's end. `sales` (refunds among them) and `movements`
/// are those that name the session, whatever their time.
pub fn close(
    session: &DrawerSession,
    sales: &[Sale],
    movements: &[CashMovement],
    counted: Counted,
    of: CloseOf,
) -> Closing {
    let turnover = Turnover::of(sales);
    let is_difference = |it: &&CashMovement| matches!(it.cause, CashCause::Difference(_));
    let moved = |is_out: bool| {
        let moved = movements.iter().filter(|it| !is_difference(it));
        let moved = moved.map(|it| it.amount);
        moved.filter(|amount| amount.is_negative() == is_out).sum()
    };
    let differences = movements.iter().filter(is_difference);
    let (n_sales, n_refunds) = (turnover.n_sales, turnover.n_refunds);
    Closing {
        z_number: of.z_number,
        closed_at: of.closed_at,
        closed_by: of.closed_by,
        float: session.float.cash_total(),
        cash_in: moved(false),
        cash_out: moved(true),
        tenders: tender_closings(session, sales, movements, Some(counted), (of.rules, of.own)),
        n_sales,
        n_refunds,
        first_receipt: sales.iter().map(|sale| sale.receipt.number).min(),
        last_receipt: sales.iter().map(|sale| sale.receipt.number).max(),
        sales_total: turnover.sales,
        refunds_total: turnover.refunds,
        discounts_total: turnover.discounts,
        rounding_total: turnover.rounding,
        services_net: turnover.services_net,
        products_net: turnover.products_net,
        tax_table: turnover.tax_table,
        n_tickets_carried: of.n_tickets_carried,
        n_appointments_carried: of.n_appointments_carried,
        shift: of.shift,
        tips_total: turnover.tips,
        prepaid_total: turnover.prepaid,
        settled_total: turnover.settled,
        differences: differences.map(|it| it.amount).sum(),
        moved: cash::moved(movements, of.categories),
        perpetual: Perpetual {
            n_sales: of.perpetual.n_sales + u64::from(n_sales),
            sales_total: of.perpetual.sales_total + turnover.sales,
            n_refunds: of.perpetual.n_refunds + u64::from(n_refunds),
            refunds_total: of.perpetual.refunds_total + turnover.refunds,
        },
    }
}

/// What was sold and given back, summed up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Turnover {
    pub n_sales: u32,
    pub sales: Money,
    pub n_refunds: u32,
    pub refunds: Money,
    pub services_net: Money,
    pub products_net: Money,
    pub tips: Money,
    pub prepaid: Money,
    pub settled: Money,
    pub discounts: Money,
    pub rounding: Money,
    pub tax_table: Vec<TaxRow>,
}

impl Turnover {
    pub fn of(sales: &[Sale]) -> Self {
        let mut sums = Self {
            rounding: payments(sales).map(|payment| payment.rounding).sum(),
            ..Self::default()
        };
        for sale in sales {
            let back = sale.given_back();
            sums.sales += sale.total - back;
            sums.refunds += back;
            if sale.kind == SaleKind::Sale {
                sums.n_sales += 1;
            } else {
                sums.n_refunds += 1;
            }
            for line in &sale.lines {
                sums.line(line);
            }
        }
        sums
    }

    fn line(&mut self, line: &SaleLine) {
        let drawn = line.drawn.as_ref().map_or(Money::ZERO, |it| it.net);
        match line.item {
            Item::Service(_) => self.services_net += line.net + drawn,
            Item::Product(_) => self.products_net += line.net,
            Item::Tip(_) => self.tips += line.total,
            Item::GiftCard(_) | Item::Plan(_) | Item::Deposit => self.prepaid += line.total,
            Item::Owed(_) => self.settled += line.total,
        }
        self.discounts += line.discount_amount;
        tax::add_to_table(&mut self.tax_table, line.net, &line.tax, &line.tax_amounts);
    }
}

/// Adds up shift by shift; what one of them has not counted is not counted of all.
pub fn add_tenders(sums: &mut Vec<TenderClosing>, more: &[TenderClosing]) {
    for it in more {
        let same = |sum: &&mut TenderClosing| (sum.kind, &sum.currency) == (it.kind, &it.currency);
        match sums.iter_mut().find(same) {
            Some(sum) => {
                sum.expected += it.expected;
                sum.counted = sum.counted.zip(it.counted).map(|(one, other)| one + other);
                sum.booked += it.booked;
            }
            None => sums.push(it.clone()),
        }
    }
}

/// Several closings as one: each figure is the sum of theirs. It has no number of its
/// own, no first and last receipt, and no totals of all days. `None` of none.
pub fn of_day(closings: &[&Closing]) -> Option<Closing> {
    let (first, others) = closings.split_first()?;
    let mut sum = Closing {
        z_number: 0,
        closed_by: None,
        first_receipt: None,
        last_receipt: None,
        shift: 0,
        perpetual: Perpetual::default(),
        ..(*first).clone()
    };
    for it in others {
        sum.closed_at = sum.closed_at.max(it.closed_at);
        sum.float += it.float;
        sum.cash_in += it.cash_in;
        sum.cash_out += it.cash_out;
        add_tenders(&mut sum.tenders, &it.tenders);
        sum.n_sales += it.n_sales;
        sum.n_refunds += it.n_refunds;
        sum.sales_total += it.sales_total;
        sum.refunds_total += it.refunds_total;
        sum.discounts_total += it.discounts_total;
        sum.rounding_total += it.rounding_total;
        sum.services_net += it.services_net;
        sum.products_net += it.products_net;
        sum.n_tickets_carried += it.n_tickets_carried;
        sum.n_appointments_carried += it.n_appointments_carried;
        sum.tips_total += it.tips_total;
        sum.prepaid_total += it.prepaid_total;
        sum.settled_total += it.settled_total;
        sum.differences += it.differences;
        for row in &it.tax_table {
            let same = |of: &&mut TaxRow| of.name == row.name && of.rate == row.rate;
            match sum.tax_table.iter_mut().find(same) {
                Some(of) => {
                    of.net += row.net;
                    of.tax += row.tax;
                }
                None => sum.tax_table.push(row.clone()),
            }
        }
        for row in &it.moved {
            let same = |of: &&mut MovedSum| of.what == row.what && of.name == row.name;
            match sum.moved.iter_mut().find(same) {
                Some(of) => of.amount += row.amount,
                None => sum.moved.push(row.clone()),
            }
        }
    }
    Some(sum)
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
            others: Vec::new(),
            holder: None,
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
            cause: CashCause::Petty,
            tax: Vec::new(),
        }
    }

    fn of<'a>(z_number: u64, (rules, own): (&'a TenderRules, &'a Currency)) -> CloseOf<'a> {
        CloseOf {
            z_number,
            closed_at: DateTime::default(),
            closed_by: None,
            n_tickets_carried: 1,
            n_appointments_carried: 2,
            shift: 2,
            perpetual: Perpetual {
                n_sales: 10,
                sales_total: eur(100_000),
                n_refunds: 1,
                refunds_total: eur(-500),
            },
            rules,
            own,
            categories: &[],
        }
    }

    fn counted(count: &Count) -> Counted<'_> {
        let others = &[];
        Counted { count, others }
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
        let mut by_hand = count(20_000);
        by_hand.card = Some(eur(5000));
        let (rules, own) = (TenderRules::default(), Currency::known("EUR").unwrap());
        let z = close(
            &session(15_000),
            &sales,
            &movements,
            counted(&by_hand),
            of(3, (&rules, &own)),
        );

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
        assert_eq!(z.perpetual.n_sales, 12);
        assert_eq!(z.perpetual.sales_total, eur(100_000 + 1298 + 9402));
        assert_eq!(z.perpetual.refunds_total, eur(-500 - 1298));
        let nothing = count(0);
        let fourth = of(4, (&rules, &own));
        let uncounted = close(&session(0), &sales, &[], counted(&nothing), fourth);
        assert_eq!(uncounted.tenders[1].difference(), None);
        assert_eq!(uncounted.tenders[1].booked, Money::ZERO);
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
