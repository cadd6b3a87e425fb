//! What the records of a journal must come to, entry after entry: numbers without
//! gaps, postings that balance, accounts, drawers and shelves that agree with what
//! moved. Keeps sums and no records, so that a journal of any length can be proved.

mod purses;
mod run;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::run::{Run, Step};
use super::{
    codec::decode,
    day::{Day, add, counted, expected},
    error::{StoreError, hex},
    journal::Entry,
    record::Kind,
    records::{check_known, kind_of},
    wrong::{Control, Figure, Lost, Problem, Wrong},
};
use crate::domain::{
    cash::{CashCause, ForeignHeld, Payout},
    clock::{BEHIND_MAX, ClockAnswer},
    delivery::Delivery,
    deposit::Deposit,
    drawer::{CashMovement, Closing, DrawerSession},
    holding::Holding,
    ids::{
        DeliveryId, DrawerSessionId, LedgerEntryId, PointsLotId, ProductId, RawId, Register,
        SaleId, StaffId,
    },
    ledger::{Account, LedgerEntry, Unit},
    money::Money,
    pay_account::{PayAccount, PayMovement},
    points::PointsLot,
    purse::{GiftCard, PurseMovement},
    sale::{ReceiptNumber, Sale},
    settings::Settings,
    stock::{StockLevel, StockMovement},
    tab::{Tab, TipShare},
    tender::{Purse, TenderKind},
};

/// What counts here of a record: sums, made where it is read, so that what the threads
/// hand over is small.
pub(super) enum Seen {
    Currency(String),
    Sale(Box<SaleSeen>),
    Session(SessionSeen),
    CashMovement(CashMovement),
    Ledger(LedgerSeen),
    StockMovement(StockMovement),
    StockLevel(StockLevel),
    Purse(Purse, Money, Control),
    PointsLot(Box<PointsLot>),
    PurseMovement(PurseMovement),
    Tab(Tab),
    TipShare(TipShare),
    Payout(Box<Payout>),
    PayMovement(Box<PayMovement>),
    PayAccount(PayAccount),
    Delivery(Box<Delivery>),
    ForeignHeld(ForeignHeld),
    ClockAnswer(ClockAnswer),
    Gone(Kind, String),
    Unreadable(String),
}

/// Reads what counts of an entry.
///
/// # Errors
///
/// `NewerRecord` and `UnknownKind`: only a newer program can tell.
pub(super) fn seen_in(entry: &Entry, see: &mut impl FnMut(Seen)) -> Result<(), StoreError> {
    for change in &entry.changes {
        let kind = kind_of(change.key)?;
        let Some(value) = change.value else {
            if is_final(kind) {
                see(Seen::Gone(kind, hex(change.key)));
            }
            continue;
        };
        check_known(change.key, value)?;
        match seen_as(kind, change.key, value) {
            Ok(Some(it)) => see(it),
            Ok(None) => (),
            Err(err @ (StoreError::NewerRecord { .. } | StoreError::UnknownKind { .. })) => {
                return Err(err);
            }
            Err(err) => see(Seen::Unreadable(err.to_string())),
        }
    }
    Ok(())
}

pub(super) struct SaleSeen {
    id: SaleId,
    receipt: ReceiptNumber,
    session: DrawerSessionId,
    /// As a day of this sale alone.
    day: Day,
    /// What it adds to accounts besides the drawer and the card company's.
    controls: Vec<(Control, i128)>,
}

pub(super) struct SessionSeen {
    id: DrawerSessionId,
    register: Register,
    n_events: u32,
    float: i128,
    closing: Option<Box<Closing>>,
}

pub(super) struct LedgerSeen {
    id: LedgerEntryId,
    sum: i128,
    /// Of points, which are counted in another unit.
    points: i128,
    controls: Vec<(Control, i128)>,
}

fn seen_as(kind: Kind, key: &[u8], value: &[u8]) -> Result<Option<Seen>, StoreError> {
    Ok(Some(match kind {
        Kind::Settings => Seen::Currency(decode::<Settings>(key, value)?.currency.code),
        Kind::Sale => Seen::Sale(Box::new(SaleSeen::of(&decode(key, value)?))),
        Kind::DrawerSession => Seen::Session(SessionSeen::of(decode(key, value)?)),
        Kind::CashMovement => Seen::CashMovement(decode(key, value)?),
        Kind::LedgerEntry => Seen::Ledger(LedgerSeen::of(&decode(key, value)?)),
        Kind::StockMovement => Seen::StockMovement(decode(key, value)?),
        Kind::StockLevel => Seen::StockLevel(decode(key, value)?),
        Kind::GiftCard => {
            let card: GiftCard = decode(key, value)?;
            Seen::Purse(Purse::GiftCard(card.id), card.balance, Control::GiftCards)
        }
        Kind::Deposit => {
            let it: Deposit = decode(key, value)?;
            Seen::Purse(Purse::Deposit(it.id), it.net_left(), Control::Deposits)
        }
        Kind::Holding => {
            let it: Holding = decode(key, value)?;
            Seen::Purse(Purse::Holding(it.id), it.value_left, Control::Deferred)
        }
        Kind::PointsLot => Seen::PointsLot(Box::new(decode(key, value)?)),
        Kind::PurseMovement => Seen::PurseMovement(decode(key, value)?),
        Kind::Tab => Seen::Tab(decode(key, value)?),
        Kind::TipShare => Seen::TipShare(decode(key, value)?),
        Kind::Payout => Seen::Payout(Box::new(decode(key, value)?)),
        Kind::ForeignHeld => Seen::ForeignHeld(decode(key, value)?),
        Kind::PayMovement => Seen::PayMovement(Box::new(decode(key, value)?)),
        Kind::PayAccount => Seen::PayAccount(decode(key, value)?),
        Kind::Delivery => Seen::Delivery(Box::new(decode(key, value)?)),
        Kind::ClockAnswer => Seen::ClockAnswer(decode(key, value)?),
        _ => return Ok(None),
    }))
}

impl SaleSeen {
    fn of(sale: &Sale) -> Self {
        let mut day = Day::default();
        day.sale(sale);
        Self {
            id: sale.id,
            receipt: sale.receipt,
            session: sale.session,
            day,
            controls: kept(sale),
        }
    }
}

/// What the payments of a sale leave in places of their own.
fn kept(sale: &Sale) -> Vec<(Control, i128)> {
    let mut kept = Vec::new();
    for payment in &sale.payments {
        let amount = i128::from(payment.kept().minor());
        if let Some(control) = clearing(payment.kind, sale.receipt.register)
            && payment.kind != TenderKind::Card
        {
            kept.push((control, amount));
        }
        if !payment.over.is_zero() {
            kept.push((Control::Overpaid, -i128::from(payment.over.minor())));
        }
    }
    kept
}

/// Where what was taken is until it arrives at the bank; none where a register of its
/// own says it.
fn clearing(kind: TenderKind, register: Register) -> Option<Control> {
    Some(match kind {
        TenderKind::Card => Control::CardClearing,
        TenderKind::Transfer => Control::Transfers,
        TenderKind::Cheque => Control::Cheques(register),
        TenderKind::Voucher => Control::Vouchers,
        _ => return None,
    })
}

impl SessionSeen {
    fn of(session: DrawerSession) -> Self {
        Self {
            id: session.id,
            register: session.register,
            n_events: session.n_events,
            float: counted(&session.float),
            closing: session.closing.map(Box::new),
        }
    }
}

impl LedgerSeen {
    fn of(entry: &LedgerEntry) -> Self {
        let mut seen = Self {
            id: entry.id,
            sum: 0,
            points: 0,
            controls: Vec::new(),
        };
        for posting in &entry.postings {
            let amount = i128::from(posting.amount.minor());
            if posting.unit == Unit::Points {
                add(&mut seen.points, amount);
                if posting.account == Account::PointsOwed {
                    seen.controls.push((Control::Points, amount));
                }
                continue;
            }
            add(&mut seen.sum, amount);
            let control = match posting.account {
                Account::Cash(register) => Control::Cash(register),
                Account::CardClearing => Control::CardClearing,
                Account::Stock => Control::Stock,
                Account::GiftCards => Control::GiftCards,
                Account::Receivable(_) => Control::Tabs,
                Account::Tips(_) => Control::Tips,
                Account::Deferred => Control::Deferred,
                Account::TransferClearing => Control::Transfers,
                Account::Cheques(register) => Control::Cheques(register),
                Account::Vouchers => Control::Vouchers,
                Account::ForeignCash(register, _) => Control::Foreign(register),
                Account::Overpaid => Control::Overpaid,
                Account::Deposits => Control::Deposits,
                Account::PointsOwed => Control::PointsOwed,
                Account::Payables => Control::Payables,
                Account::PayOwed(_) => Control::PayOwed,
                Account::PayAdvance(_) => Control::PayAdvance,
                _ => continue,
            };
            seen.controls.push((control, amount));
        }
        seen
    }
}

/// Corrected by new ones, never changed.
fn is_final(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Sale
            | Kind::CashMovement
            | Kind::LedgerEntry
            | Kind::StockMovement
            | Kind::PurseMovement
            | Kind::Payout
            | Kind::PayMovement
            | Kind::Handover
            | Kind::VisitChange
    )
}

#[derive(Default)]
pub(super) struct Books {
    /// The entry that is taken in.
    entry: u64,
    /// The first entry behind the last known gap.
    gap_before: u64,
    problems: Vec<Problem>,
    lost: Vec<Lost>,
    /// The last number of each kind's ids: they are drawn in order.
    last_ids: BTreeMap<(Kind, Register), u64>,
    receipts: BTreeMap<Register, Run>,
    zs: BTreeMap<Register, Run>,
    open_days: BTreeMap<DrawerSessionId, Day>,
    closed_days: BTreeSet<DrawerSessionId>,
    currency: Option<String>,
    n_ledger_entries: u64,
    totals: BTreeMap<String, i128>,
    accounts: BTreeMap<Control, Balance>,
    stock: HashMap<ProductId, Shelf>,
    /// Of each sale on account and of each person, what was owed when last seen.
    tabs: HashMap<SaleId, i128>,
    tips: HashMap<StaffId, i128>,
    /// Of each person, what was owed and what was had ahead.
    pay: HashMap<StaffId, (i128, i128)>,
    deliveries: HashMap<DeliveryId, i128>,
    /// What other currencies cost, by register.
    foreign: BTreeMap<(Register, String), i128>,
    /// Sold and given back in all closings of a register.
    perpetual: BTreeMap<Register, (i128, i128)>,
    moved_now: Vec<ProductId>,
    purses: purses::Purses,
    /// The entries in which a person said that a clock was right which was behind the
    /// journal.
    set_back: Vec<(u64, ClockAnswer)>,
    /// What is left of each lot, in points and in money.
    points: HashMap<PointsLotId, (i128, i128)>,
}

#[derive(Default)]
struct Balance {
    booked: i128,
    found: i128,
    /// By so much they differ already, which was said once.
    off: i128,
    seen_at: u64,
}

#[derive(Default)]
struct Shelf {
    moved: i128,
    on_hand: i128,
    seen_at: u64,
}

/// What was found in all.
pub(super) struct Proved {
    pub(super) problems: Vec<Problem>,
    pub(super) lost: Vec<Lost>,
    pub(super) n_ledger_entries: u64,
    pub(super) ledger_totals: BTreeMap<String, i128>,
    pub(super) receipts: BTreeMap<Register, u64>,
    pub(super) closings: BTreeMap<Register, u64>,
    pub(super) set_back: Vec<(u64, ClockAnswer)>,
}

impl Books {
    /// Entries are missing here, as the journal itself says.
    pub(super) fn gap(&mut self, first: u64, last: u64) {
        self.gap_before = last.saturating_add(1);
        self.lost.push(Lost::Entries { first, last });
        for day in self.open_days.values_mut() {
            day.is_doubtful = true;
        }
    }

    /// Takes an entry in, after what came before it.
    pub(super) fn take_in<'a>(&mut self, entry: u64, seen: impl Iterator<Item = &'a Seen>) {
        self.entry = entry;
        for it in seen {
            match it {
                Seen::Currency(code) => self.currency(code.clone()),
                Seen::Sale(sale) => self.sale(sale),
                Seen::Session(session) => self.session(session),
                Seen::CashMovement(movement) => self.cash_movement(movement),
                Seen::Ledger(entry) => self.ledger(entry),
                Seen::StockMovement(movement) => self.stock_movement(movement),
                Seen::StockLevel(level) => self.stock_level(*level),
                Seen::Purse(purse, balance, control) => {
                    let more = self.purses.balance(*purse, *balance);
                    self.found(*control, more.saturating_neg());
                }
                Seen::PointsLot(lot) => self.points_lot(lot),
                Seen::PurseMovement(movement) => self.purse_movement(movement),
                Seen::Tab(tab) => self.tab(tab),
                Seen::TipShare(share) => self.tip_share(share),
                Seen::Payout(payout) => self.payout(payout),
                Seen::ForeignHeld(held) => self.foreign_held(held),
                Seen::PayMovement(it) => drop(self.is_new(Kind::PayMovement, it.id.0)),
                Seen::PayAccount(account) => self.pay_account(account),
                Seen::Delivery(delivery) => self.delivery(delivery),
                Seen::ClockAnswer(answer) => self.set_back.extend(
                    // What a clock is set back by as a matter of course is no news.
                    (answer.at - answer.shown > BEHIND_MAX).then_some((entry, *answer)),
                ),
                Seen::Gone(kind, key) => self.wrong(Wrong::Rewritten {
                    kind: *kind,
                    key: key.clone(),
                }),
                Seen::Unreadable(what) => self.wrong(Wrong::Unreadable { what: what.clone() }),
            }
        }
        self.check_accounts();
        self.check_stock();
        for it in self.purses.check(self.entry, self.gap_before) {
            self.wrong(Wrong::PurseOff {
                purse: it.purse,
                balance: it.balance,
                moved: it.moved,
            });
        }
    }

    pub(super) fn finish(self) -> Proved {
        let last = |runs: BTreeMap<Register, Run>| {
            let runs = runs.into_iter();
            runs.map(|(register, run)| (register, run.last)).collect()
        };
        Proved {
            problems: self.problems,
            lost: self.lost,
            n_ledger_entries: self.n_ledger_entries,
            ledger_totals: self.totals,
            receipts: last(self.receipts),
            closings: last(self.zs),
            set_back: self.set_back,
        }
    }

    fn wrong(&mut self, what: Wrong) {
        let entry = self.entry;
        self.problems.push(Problem { entry, what });
    }

    fn currency(&mut self, code: String) {
        match self.currency.replace(code.clone()) {
            Some(from) if from != code => self.wrong(Wrong::CurrencyChanged { from, to: code }),
            _ => (),
        }
    }

    /// Whether a record that is written once has its id for the first time.
    fn is_new(&mut self, kind: Kind, id: RawId) -> bool {
        let last = self.last_ids.entry((kind, id.register())).or_default();
        let is_new = id.counter() > *last;
        *last = id.counter().max(*last);
        if !is_new {
            let key = [&[kind as u8][..], &id.to_u64().to_be_bytes()].concat();
            let key = hex(&key);
            self.wrong(Wrong::Rewritten { kind, key });
        }
        is_new
    }

    fn sale(&mut self, sale: &SaleSeen) {
        if !self.is_new(Kind::Sale, sale.id.0) {
            return;
        }
        self.receipt(sale.receipt);
        let drawer = Control::Cash(sale.receipt.register);
        self.found(drawer, sale.day.kept_cash);
        self.found(Control::CardClearing, sale.day.kept_card);
        for (control, amount) in &sale.controls {
            self.found(*control, *amount);
        }
        if let Some(day) = self.day(sale.session) {
            day.take_in(&sale.day);
        }
    }

    fn receipt(&mut self, receipt: ReceiptNumber) {
        let ReceiptNumber { register, number } = receipt;
        let run = self.receipts.entry(register).or_default();
        let last = run.last;
        match run.next(number, self.entry, self.gap_before) {
            Step::Next => (),
            Step::Lost => self.lost.push(Lost::Receipts {
                register,
                first: last + 1,
                last: number - 1,
            }),
            Step::Missing => self.wrong(Wrong::ReceiptMissing {
                register,
                number: last + 1,
            }),
            Step::Twice => self.wrong(Wrong::ReceiptTwice { register, number }),
        }
    }

    fn z(&mut self, register: Register, number: u64) {
        let run = self.zs.entry(register).or_default();
        let last = run.last;
        match run.next(number, self.entry, self.gap_before) {
            Step::Next => (),
            Step::Lost => self.lost.push(Lost::Zs {
                register,
                first: last + 1,
                last: number - 1,
            }),
            Step::Missing => self.wrong(Wrong::ZMissing {
                register,
                number: last + 1,
            }),
            Step::Twice => self.wrong(Wrong::ZTwice { register, number }),
        }
    }

    /// The open day of a sale or a movement. Its opening may have been lost.
    fn day(&mut self, session: DrawerSessionId) -> Option<&mut Day> {
        if !self.open_days.contains_key(&session) {
            if self.gap_before == 0 {
                self.wrong(Wrong::OutsideOfDay { session });
                return None;
            }
            let is_doubtful = true;
            let day = Day {
                is_doubtful,
                ..Day::default()
            };
            self.open_days.insert(session, day);
        }
        self.open_days.get_mut(&session)
    }

    fn session(&mut self, session: &SessionSeen) {
        let float = session.float;
        let is_known = self.open_days.contains_key(&session.id);
        if self.closed_days.contains(&session.id) {
            let kind = Kind::DrawerSession;
            let key = [&[kind as u8][..], &session.id.0.to_u64().to_be_bytes()].concat();
            let key = hex(&key);
            return self.wrong(Wrong::Rewritten { kind, key });
        }
        if !is_known {
            let is_opening = session.n_events == 0 && session.closing.is_none();
            let day = Day {
                is_doubtful: self.gap_before > 0 && !is_opening,
                float,
                ..Day::default()
            };
            if !day.is_doubtful {
                self.found(Control::Cash(session.register), float);
            }
            self.open_days.insert(session.id, day);
        }
        if let Some(closing) = &session.closing {
            self.z(session.register, closing.z_number);
            let expected = expected(closing, TenderKind::Cash);
            self.found(Control::Cash(session.register), expected.saturating_neg());
            for tender in &closing.tenders {
                if let Some(control) = clearing(tender.kind, session.register) {
                    self.found(control, tender.booked.minor().into());
                }
            }
            self.closed_days.insert(session.id);
            self.perpetual(session.register, closing);
            if let Some(day) = self.open_days.remove(&session.id) {
                self.closing(session.register, closing, &day);
            }
        }
    }

    fn closing(&mut self, register: Register, closing: &Closing, day: &Day) {
        if day.is_doubtful {
            return;
        }
        for (figure, closed, found) in day.figures(closing) {
            if closed != found {
                self.wrong(Wrong::ClosingOff {
                    register,
                    z_number: closing.z_number,
                    figure,
                    closed,
                    found,
                });
            }
        }
    }

    /// What all closings add up to stands on the latest.
    fn perpetual(&mut self, register: Register, closing: &Closing) {
        let all = self.perpetual.entry(register).or_default();
        add(&mut all.0, closing.sales_total.minor().into());
        add(&mut all.1, closing.refunds_total.minor().into());
        let (sales, refunds) = *all;
        if closing.shift == 0 || self.gap_before > 0 {
            return;
        }
        let closed = &closing.perpetual;
        for (closed, found) in [(closed.sales_total, sales), (closed.refunds_total, refunds)] {
            let closed = i128::from(closed.minor());
            if closed != found {
                self.wrong(Wrong::ClosingOff {
                    register,
                    z_number: closing.z_number,
                    figure: Figure::Perpetual,
                    closed,
                    found,
                });
            }
        }
    }

    fn payout(&mut self, payout: &Payout) {
        if !self.is_new(Kind::Payout, payout.id.0) {
            return;
        }
        if let Some(control) = clearing(payout.kind, payout.register) {
            self.found(control, -i128::from(payout.gross.minor()));
        }
    }

    fn foreign_held(&mut self, held: &ForeignHeld) {
        let cost = i128::from(held.cost.minor());
        let control = Control::Foreign(held.register);
        let key = (held.register, held.currency.clone());
        let before = self.foreign.insert(key, cost).unwrap_or(0);
        self.found(control, cost.saturating_sub(before));
    }

    fn cash_movement(&mut self, movement: &CashMovement) {
        if !self.is_new(Kind::CashMovement, movement.id.0) {
            return;
        }
        let amount = i128::from(movement.amount.minor());
        let register = movement.session.0.register();
        self.found(Control::Cash(register), amount);
        if let CashCause::Overpaid(_) = movement.cause {
            self.found(Control::Overpaid, amount.saturating_neg());
        }
        let is_difference = matches!(movement.cause, CashCause::Difference(_));
        if let Some(day) = self.day(movement.session) {
            if is_difference {
                add(&mut day.differences, amount);
            } else if amount < 0 {
                add(&mut day.cash_out, amount);
            } else {
                add(&mut day.cash_in, amount);
            }
        }
    }

    fn ledger(&mut self, entry: &LedgerSeen) {
        if !self.is_new(Kind::LedgerEntry, entry.id.0) {
            return;
        }
        self.n_ledger_entries += 1;
        for (control, amount) in &entry.controls {
            let balance = self.accounts.entry(*control).or_default();
            add(&mut balance.booked, *amount);
        }
        let (id, sum) = (entry.id, entry.sum);
        let currency = self.currency.as_deref().unwrap_or_default();
        match self.totals.get_mut(currency) {
            Some(total) => add(total, sum),
            None => drop(self.totals.insert(currency.to_owned(), sum)),
        }
        for sum in [sum, entry.points] {
            if sum != 0 {
                self.wrong(Wrong::LedgerUnbalanced { id, sum });
            }
        }
    }

    fn stock_movement(&mut self, movement: &StockMovement) {
        if !self.is_new(Kind::StockMovement, movement.id.0) {
            return;
        }
        let value = i128::from(movement.unit_cost.minor()) * i128::from(movement.quantity);
        self.found(Control::Stock, value);
        let pieces = self.stock.entry(movement.product).or_default();
        add(&mut pieces.moved, i128::from(movement.quantity));
        self.moved_now.push(movement.product);
    }

    fn stock_level(&mut self, level: StockLevel) {
        let pieces = self.stock.entry(level.product).or_default();
        pieces.on_hand = i128::from(level.on_hand);
        self.moved_now.push(level.product);
    }

    fn points_lot(&mut self, lot: &PointsLot) {
        let purse = Purse::Client(lot.client);
        let (points, value) = (i128::from(lot.left), i128::from(lot.value_left().minor()));
        let before = self.points.insert(lot.id, (points, value));
        let before = before.unwrap_or_default();
        self.purses.more(purse, value.saturating_sub(before.1));
        self.found(Control::Points, before.0.saturating_sub(points));
        self.found(Control::PointsOwed, before.1.saturating_sub(value));
    }

    fn purse_movement(&mut self, movement: &PurseMovement) {
        if self.is_new(Kind::PurseMovement, movement.id.0) {
            self.purses.movement(movement);
        }
    }

    fn tab(&mut self, tab: &Tab) {
        let open = i128::from(tab.open().minor());
        let before = self.tabs.insert(tab.sale, open).unwrap_or(0);
        self.found(Control::Tabs, open.saturating_sub(before));
    }

    /// A debt of the shop's, which stands on the other side of the books.
    fn tip_share(&mut self, share: &TipShare) {
        let owed = i128::from(share.owed.minor());
        let before = self.tips.insert(share.staff, owed).unwrap_or(0);
        self.found(Control::Tips, before.saturating_sub(owed));
    }

    fn pay_account(&mut self, account: &PayAccount) {
        let (owed, ahead) = (account.owed.minor().into(), account.ahead.minor().into());
        let before = self.pay.insert(account.staff, (owed, ahead));
        let before = before.unwrap_or_default();
        self.found(Control::PayOwed, before.0.saturating_sub(owed));
        self.found(Control::PayAdvance, ahead.saturating_sub(before.1));
    }

    fn delivery(&mut self, delivery: &Delivery) {
        let open = i128::from(delivery.open().minor());
        let before = self.deliveries.insert(delivery.id, open).unwrap_or(0);
        self.found(Control::Payables, before.saturating_sub(open));
    }

    fn found(&mut self, control: Control, amount: i128) {
        add(&mut self.accounts.entry(control).or_default().found, amount);
    }

    fn check_accounts(&mut self) {
        let mut wrong = Vec::new();
        for (account, balance) in &mut self.accounts {
            let off = balance.booked.saturating_sub(balance.found);
            if off != balance.off {
                balance.off = off;
                if balance.seen_at >= self.gap_before {
                    wrong.push(Wrong::AccountOff {
                        account: *account,
                        booked: balance.booked,
                        found: balance.found,
                    });
                }
            }
            balance.seen_at = self.entry;
        }
        for it in wrong {
            self.wrong(it);
        }
    }

    fn check_stock(&mut self) {
        for product in std::mem::take(&mut self.moved_now) {
            let Some(pieces) = self.stock.get_mut(&product) else {
                continue;
            };
            let Shelf {
                moved,
                on_hand,
                seen_at,
            } = *pieces;
            pieces.seen_at = self.entry;
            pieces.moved = on_hand;
            if moved != on_hand && seen_at >= self.gap_before {
                self.wrong(Wrong::StockOff {
                    product,
                    on_hand,
                    moved,
                });
            }
        }
    }
}
