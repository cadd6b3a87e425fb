//! Double entry: every posted event is a set of postings that adds up to zero.

pub mod chart;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    cash::{CashCause, CashFlow, PaidFrom, Payout},
    delivery::DeliveredLine,
    drawer::{CashMovement, TenderClosing},
    ids::{
        CashMovementId, ClientId, DeliveryId, DrawerSessionId, LedgerEntryId, PayMovementId,
        PayoutId, PurseMovementId, Register, SaleId, StaffId, StockMovementId,
    },
    money::Money,
    pay_account::{PayCause, PayMovement},
    sale::Sale,
    stock::{StockMovement, StockReason},
    tender::{Payment, TaxPaid, TenderKind},
    ticket::Item,
};

/// Debit is positive: assets and expenses grow by it, income and debts shrink.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// In the drawer of a register.
    Cash(Register),
    /// Out of the drawers, in the safe.
    Safe,
    /// Owed by the card company.
    CardClearing,
    /// Goods at cost.
    Stock,
    /// Goods on hand when the books were opened, and corrections of the figure.
    StockAdjustment,
    ServiceRevenue,
    RetailRevenue,
    /// Owed to the state, by the component's name on the receipt.
    Tax(String),
    CostOfGoods,
    /// Cash that was counted more (income) or less (expense) than expected.
    OverShort,
    CashRounding,
    /// Taken from the drawer or put in, for the reason written with it.
    PettyCash,
    /// The shop's account at its bank.
    Bank,
    /// Transfers that were promised and have not arrived.
    TransferClearing,
    /// In the drawer of a register, until they are banked.
    Cheques(Register),
    /// Vouchers of others, who owe what they say.
    Vouchers,
    /// Cash of another currency in the drawer of a register, at what it cost.
    ForeignCash(Register, String),
    /// What a rate has gained (income) or lost since the money was taken.
    ExchangeDifference,
    /// Owed by a client: the tab.
    Receivable(ClientId),
    /// Owed to those who hold gift cards.
    GiftCards,
    /// Paid ahead for visits.
    Deposits,
    /// Packages, series and memberships that were paid and not yet used.
    Deferred,
    /// Taken beyond what was due, to be given back.
    Overpaid,
    /// Gift cards, packages, deposits and points that will not be used any more.
    Breakage,
    /// Points: in their own unit what was issued, in money what they are worth.
    PointsIssued,
    PointsOwed,
    /// What the points that were given out cost.
    LoyaltyExpense,
    /// Owed to a person: what clients gave for them.
    Tips(StaffId),
    /// What card companies and others keep of a payout.
    TenderFees,
    /// Money that came in or went out for something else than sales, by its category.
    OtherIncome(String),
    OtherExpense(String),
    /// Tax paid to others, to be had back.
    InputTax(String),
    /// Owed to suppliers.
    Payables,
    /// Used up in treatments.
    Consumables,
    /// Expired, broken, given away.
    WriteOff,
    /// Owed to staff, what they had ahead, and what it costs.
    PayOwed(StaffId),
    PayAdvance(StaffId),
    PayExpense,
    Fines,
}

/// What an amount is counted in; each unit of an entry adds up to zero by itself.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Minor units of the shop's currency.
    #[default]
    Money,
    Points,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Posting {
    pub account: Account,
    pub amount: Money,
    #[serde(default)]
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LedgerSource {
    Float(DrawerSessionId),
    Sale(SaleId),
    CashMovement(CashMovementId),
    StockMovement(StockMovementId),
    Close(DrawerSessionId),
    Purse(PurseMovementId),
    /// What was counted over or short.
    Difference(DrawerSessionId),
    Payout(PayoutId),
    Pay(PayMovementId),
    /// Goods that came, or what was paid for them.
    Delivery(DeliveryId),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LedgerEntry {
    pub id: LedgerEntryId,
    pub business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub source: LedgerSource,
    pub postings: Vec<Posting>,
}

/// A set of postings that does not add up: a bug that stops what made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("postings add up to {} minor units instead of zero", sum.minor())]
pub struct Unbalanced {
    pub sum: Money,
}

/// Checks in every build that `postings` add up to zero.
///
/// # Errors
///
/// What they add up to instead, in the first unit that does not come to nothing.
pub fn assert_balanced(postings: &[Posting]) -> Result<(), Unbalanced> {
    let mut sums: BTreeMap<&Unit, Money> = BTreeMap::new();
    for posting in postings {
        *sums.entry(&posting.unit).or_default() += posting.amount;
    }
    match sums.into_values().find(|sum| !sum.is_zero()) {
        None => Ok(()),
        Some(sum) => Err(Unbalanced { sum }),
    }
}

/// Collects amounts by account and unit; what comes to nothing is left out.
#[derive(Default)]
pub(super) struct Sheet(BTreeMap<(Account, Unit), Money>);

impl Sheet {
    pub(super) fn debit(&mut self, account: Account, amount: Money) {
        *self.0.entry((account, Unit::Money)).or_default() += amount;
    }

    pub(super) fn credit(&mut self, account: Account, amount: Money) {
        self.debit(account, -amount);
    }

    /// So many more that clients have.
    fn points(&mut self, more: i64) {
        let more = Money::from_minor(more);
        let mut add = |account, amount| {
            *self.0.entry((account, Unit::Points)).or_default() += amount;
        };
        add(Account::PointsOwed, -more);
        add(Account::PointsIssued, more);
    }

    pub(super) fn postings(self) -> Vec<Posting> {
        let of = |((account, unit), amount)| Posting {
            account,
            amount,
            unit,
        };
        self.0
            .into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(of)
            .collect()
    }
}

/// A sale or a refund: what was paid against revenue, tax and debts, goods against
/// their cost. Refunded goods that do not go back on the shelf stay an expense.
pub fn sale(sale: &Sale) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    for payment in &sale.payments {
        paid(&mut sheet, sale, payment);
    }
    for line in &sale.lines {
        sheet.credit(account_of(line.item, sale), line.net);
        if let Some(drawn) = &line.drawn {
            sheet.debit(Account::Deferred, drawn.net);
            sheet.credit(Account::ServiceRevenue, drawn.net);
        }
        for (component, &amount) in line.tax.iter().zip(&line.tax_amounts) {
            sheet.credit(Account::Tax(component.name.clone()), amount);
        }
        let n_goods = line.goods_moved();
        sheet.debit(Account::CostOfGoods, line.unit_cost * n_goods);
        sheet.credit(Account::Stock, line.unit_cost * n_goods);
    }
    sheet.postings()
}

/// What the price of a line is, before anybody has paid it.
fn account_of(item: Item, sale: &Sale) -> Account {
    match item {
        Item::Service(_) => Account::ServiceRevenue,
        Item::Product(_) => Account::RetailRevenue,
        Item::GiftCard(_) => Account::GiftCards,
        Item::Plan(_) => Account::Deferred,
        Item::Deposit => Account::Deposits,
        Item::Tip(staff) => Account::Tips(staff),
        Item::Owed(_) => Account::Receivable(sale.client.unwrap_or_default()),
    }
}

/// Where the money of a payment is, or whose balance it was drawn from.
fn paid(sheet: &mut Sheet, sale: &Sale, payment: &Payment) {
    let register = sale.receipt.register;
    let account = match payment.kind {
        TenderKind::Cash => Account::Cash(register),
        TenderKind::Card => Account::CardClearing,
        TenderKind::Transfer => Account::TransferClearing,
        TenderKind::Cheque => Account::Cheques(register),
        TenderKind::Account => Account::Receivable(sale.client.unwrap_or_default()),
        TenderKind::GiftCard => Account::GiftCards,
        TenderKind::Points => Account::PointsOwed,
        TenderKind::Deposit => Account::Deposits,
        TenderKind::Voucher => Account::Vouchers,
        TenderKind::Foreign => {
            let code = payment.foreign.as_ref().map(|it| it.currency.code.clone());
            Account::ForeignCash(register, code.unwrap_or_default())
        }
    };
    let tax_paid: Money = payment.tax_paid.iter().map(|it| it.amount).sum();
    if payment.kind == TenderKind::Foreign {
        sheet.debit(account, payment.tendered);
        sheet.credit(Account::Cash(register), payment.change);
    } else {
        sheet.debit(account, payment.kept() - tax_paid);
    }
    // Posted when it was paid ahead, and not owed twice.
    for tax in &payment.tax_paid {
        sheet.debit(Account::Tax(tax.name.clone()), tax.amount);
    }
    sheet.credit(Account::CashRounding, payment.rounding);
    sheet.credit(Account::Overpaid, payment.over);
}

/// Change money from the safe, when a drawer is opened.
pub fn float(register: Register, float: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.debit(Account::Cash(register), float);
    sheet.credit(Account::Safe, float);
    sheet.postings()
}

/// Cash put in (positive) or taken out without a sale, and the tax in it; `category` is
/// the one that it names. What has a record of its own is posted with that.
pub fn cash_movement(
    register: Register,
    movement: &CashMovement,
    category: Option<(&str, CashFlow)>,
) -> Vec<Posting> {
    let named = |(name, flow): (&str, CashFlow)| match flow {
        CashFlow::Income => Account::OtherIncome(name.to_owned()),
        CashFlow::Expense => Account::OtherExpense(name.to_owned()),
    };
    let is_income = category.is_some_and(|it| it.1 == CashFlow::Income);
    let account = match movement.cause {
        CashCause::Petty | CashCause::Opened => Account::PettyCash,
        CashCause::Category(_) => category.map_or(Account::PettyCash, named),
        CashCause::Safe => Account::Safe,
        CashCause::Bank => Account::Bank,
        CashCause::Tips(staff) => Account::Tips(staff),
        CashCause::Difference(_) => Account::OverShort,
        CashCause::Overpaid(_) => Account::Overpaid,
        CashCause::Pay(_) | CashCause::Delivery(_) => return Vec::new(),
    };
    let mut sheet = Sheet::default();
    sheet.debit(Account::Cash(register), movement.amount);
    sheet.credit(account.clone(), movement.amount);
    for tax in &movement.tax {
        let name = tax.name.clone();
        sheet.debit(account.clone(), tax.amount);
        sheet.credit(
            if is_income {
                Account::Tax(name)
            } else {
                Account::InputTax(name)
            },
            tax.amount,
        );
    }
    sheet.postings()
}

/// What is left of a debt that nobody will ask for any more becomes income.
pub fn breakage(owed: Account, left: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.debit(owed, left);
    sheet.credit(Account::Breakage, left);
    sheet.postings()
}

/// A part of a membership's fee becomes revenue with the time that it is for.
pub fn earned(part: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.debit(Account::Deferred, part);
    sheet.credit(Account::ServiceRevenue, part);
    sheet.postings()
}

/// A sale's postings with what it did to points: clients have so many more of them, or
/// less, and so much more is owed for them. What a tender drew stands in `of_sale`
/// already, as `by_tender`; what it was worth more or less when it was given is what
/// points cost.
pub fn with_points(
    of_sale: Vec<Posting>,
    points: i64,
    value: Money,
    by_tender: Money,
) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    for posting in of_sale {
        *sheet.0.entry((posting.account, posting.unit)).or_default() += posting.amount;
    }
    sheet.credit(Account::PointsOwed, value + by_tender);
    sheet.debit(Account::LoyaltyExpense, value + by_tender);
    sheet.points(points);
    sheet.postings()
}

/// Points whose time is past: so many fewer, and what was owed for them is income.
pub fn lapsed_points(points: i64, value: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.debit(Account::PointsOwed, value);
    sheet.credit(Account::Breakage, value);
    sheet.points(-points);
    sheet.postings()
}

/// What was counted over or short of one way of paying.
pub fn difference(register: Register, closing: &TenderClosing) -> Vec<Posting> {
    let account = account_of_tender(closing.kind, register, &closing.currency);
    let mut sheet = Sheet::default();
    if let Some(account) = account {
        sheet.debit(account, closing.booked);
        sheet.credit(Account::OverShort, closing.booked);
    }
    sheet.postings()
}

/// Where what was taken in a way of paying is until it arrives at the bank; `None` for
/// balances, of which there is nothing to be counted.
fn account_of_tender(kind: TenderKind, register: Register, currency: &str) -> Option<Account> {
    Some(match kind {
        TenderKind::Cash => Account::Cash(register),
        TenderKind::Card => Account::CardClearing,
        TenderKind::Transfer => Account::TransferClearing,
        TenderKind::Cheque => Account::Cheques(register),
        TenderKind::Voucher => Account::Vouchers,
        TenderKind::Foreign => Account::ForeignCash(register, currency.to_owned()),
        TenderKind::Account | TenderKind::GiftCard | TenderKind::Points | TenderKind::Deposit => {
            return None;
        }
    })
}

/// Money that has arrived: less a fee, and at the rate of the day where it was another
/// currency. Cash comes from the safe.
pub fn payout(payout: &Payout) -> Vec<Posting> {
    let from = match payout.kind {
        TenderKind::Cash => Some(Account::Safe),
        kind => account_of_tender(kind, payout.register, &payout.currency),
    };
    let mut sheet = Sheet::default();
    if let Some(from) = from {
        sheet.debit(Account::Bank, payout.arrived);
        sheet.debit(Account::TenderFees, payout.fee);
        sheet.debit(Account::ExchangeDifference, payout.rate_loss());
        sheet.credit(from, payout.gross);
    }
    sheet.postings()
}

/// Goods found on the shelf, set right by hand or taken for something else than a sale.
/// Goods sold and returned are part of their sale's entry, and those delivered of their
/// delivery's, so they need none of their own.
pub fn stock_movement(movement: &StockMovement) -> Vec<Posting> {
    let against = match movement.reason {
        StockReason::Opening | StockReason::Correction => Account::StockAdjustment,
        StockReason::Used => Account::Consumables,
        StockReason::Expired | StockReason::Broken | StockReason::GivenAway => Account::WriteOff,
        StockReason::Sold(_) | StockReason::Returned(_) | StockReason::Delivered(_) => {
            return Vec::new();
        }
    };
    let value = movement.unit_cost * movement.quantity;
    let mut sheet = Sheet::default();
    sheet.debit(Account::Stock, value);
    sheet.credit(against, value);
    sheet.postings()
}

/// Goods on credit, at cost, and the tax on them.
pub fn delivered(lines: &[DeliveredLine], tax: &[TaxPaid]) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    for value in lines.iter().map(DeliveredLine::value) {
        sheet.debit(Account::Stock, value);
        sheet.credit(Account::Payables, value);
    }
    for tax in tax {
        sheet.debit(Account::InputTax(tax.name.clone()), tax.amount);
        sheet.credit(Account::Payables, tax.amount);
    }
    sheet.postings()
}

/// What a supplier was paid.
pub fn supplier_paid(register: Register, from: PaidFrom, amount: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.debit(Account::Payables, amount);
    sheet.credit(place(from, register), amount);
    sheet.postings()
}

fn place(from: PaidFrom, register: Register) -> Account {
    match from {
        PaidFrom::Drawer => Account::Cash(register),
        PaidFrom::Safe => Account::Safe,
        PaidFrom::Bank => Account::Bank,
    }
}

/// What a person earned, had ahead, was held back or was paid: what was had ahead stays
/// with the shop when the rest is handed out.
pub fn pay(register: Register, movement: &PayMovement) -> Vec<Posting> {
    let (staff, amount) = (movement.staff, movement.amount);
    let mut sheet = Sheet::default();
    match movement.cause {
        PayCause::Commission => sheet.debit(Account::PayExpense, amount),
        PayCause::Fine => sheet.credit(Account::Fines, amount),
        PayCause::Advance | PayCause::Payout => (),
    }
    sheet.credit(Account::PayOwed(staff), movement.owed());
    sheet.debit(Account::PayAdvance(staff), movement.ahead());
    if let Some(from) = movement.from {
        sheet.credit(place(from, register), movement.handed_out());
    }
    sheet.postings()
}

/// The drawer at the end of the day: all that was counted goes into the safe.
pub fn to_safe(register: Register, counted: Money) -> Vec<Posting> {
    let mut sheet = Sheet::default();
    sheet.credit(Account::Cash(register), counted);
    sheet.debit(Account::Safe, counted);
    sheet.postings()
}

#[cfg(test)]
mod tests;
