//! What the records of a journal must come to, entry after entry: numbers without
//! gaps, postings that balance, accounts, drawers and shelves that agree with what
//! moved. Keeps sums and no records, so that a journal of any length can be proved.

mod purses;
mod run;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::run::{Run, Step};
use super::{
    codec::decode,
    error::{StoreError, hex},
    journal::Entry,
    record::Kind,
    records::{check_known, kind_of},
    wrong::{Control, Figure, Lost, Problem, Wrong},
};
use crate::domain::{
    drawer::{CashMovement, Closing, Count, DrawerSession},
    holding::Holding,
    ids::{DrawerSessionId, LedgerEntryId, ProductId, RawId, Register, SaleId, StaffId},
    ledger::{Account, LedgerEntry},
    money::Money,
    purse::{GiftCard, PurseMovement},
    sale::{ReceiptNumber, Sale, SaleKind},
    settings::Settings,
    stock::{StockLevel, StockMovement},
    tab::{Tab, TipShare},
    tender::{Purse, TenderKind},
    ticket::Item,
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
    PurseMovement(PurseMovement),
    Tab(Tab),
    TipShare(TipShare),
    Gone(Kind, String),
    Unreadable(String),
}

/// Reads what counts of an entry.
///
/// # Errors
///
/// `NewerRecord` and `UnknownKind`: only a newer program can tell.
pub(super) fn seen_in(entry: &Entry) -> Result<Vec<Seen>, StoreError> {
    let mut seen = Vec::new();
    for change in &entry.changes {
        let kind = kind_of(change.key)?;
        let Some(value) = change.value else {
            if is_final(kind) {
                seen.push(Seen::Gone(kind, hex(change.key)));
            }
            continue;
        };
        check_known(change.key, value)?;
        match seen_as(kind, change.key, value) {
            Ok(Some(it)) => seen.push(it),
            Ok(None) => (),
            Err(err @ (StoreError::NewerRecord { .. } | StoreError::UnknownKind { .. })) => {
                return Err(err);
            }
            Err(err) => seen.push(Seen::Unreadable(err.to_string())),
        }
    }
    Ok(seen)
}

pub(super) struct SaleSeen {
    id: SaleId,
    receipt: ReceiptNumber,
    session: DrawerSessionId,
    /// As a day of this sale alone.
    day: Day,
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
        Kind::Holding => {
            let it: Holding = decode(key, value)?;
            Seen::Purse(Purse::Holding(it.id), it.value_left, Control::Deferred)
        }
        Kind::PurseMovement => Seen::PurseMovement(decode(key, value)?),
        Kind::Tab => Seen::Tab(decode(key, value)?),
        Kind::TipShare => Seen::TipShare(decode(key, value)?),
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
        }
    }
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
            controls: Vec::new(),
        };
        for posting in &entry.postings {
            let amount = i128::from(posting.amount.minor());
            add(&mut seen.sum, amount);
            let control = match posting.account {
                Account::Cash(register) => Control::Cash(register),
                Account::CardClearing => Control::CardClearing,
                Account::Stock => Control::Stock,
                Account::GiftCards => Control::GiftCards,
                Account::Receivable(_) => Control::Tabs,
                Account::Tips(_) => Control::Tips,
                Account::Deferred => Control::Deferred,
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
    moved_now: Vec<ProductId>,
    purses: purses::Purses,
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

/// What has happened in a drawer session.
#[derive(Default)]
struct Day {
    /// Part of it is lost: its figures cannot be told.
    is_doubtful: bool,
    float: i128,
    kept_cash: i128,
    kept_card: i128,
    cash_in: i128,
    cash_out: i128,
    n_sales: i128,
    n_refunds: i128,
    sales: i128,
    refunds: i128,
    discounts: i128,
    rounding: i128,
    services: i128,
    products: i128,
    first_receipt: Option<u64>,
    last_receipt: Option<u64>,
}

/// What was found in all.
pub(super) struct Proved {
    pub(super) problems: Vec<Problem>,
    pub(super) lost: Vec<Lost>,
    pub(super) n_ledger_entries: u64,
    pub(super) ledger_totals: BTreeMap<String, i128>,
    pub(super) receipts: BTreeMap<Register, u64>,
    pub(super) closings: BTreeMap<Register, u64>,
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
    pub(super) fn take_in(&mut self, entry: u64, seen: Vec<Seen>) {
        self.entry = entry;
        for it in seen {
            match it {
                Seen::Currency(code) => self.currency(code),
                Seen::Sale(sale) => self.sale(&sale),
                Seen::Session(session) => self.session(&session),
                Seen::CashMovement(movement) => self.cash_movement(&movement),
                Seen::Ledger(entry) => self.ledger(&entry),
                Seen::StockMovement(movement) => self.stock_movement(&movement),
                Seen::StockLevel(level) => self.stock_level(level),
                Seen::Purse(purse, balance, control) => {
                    let more = self.purses.balance(purse, balance);
                    self.found(control, more.saturating_neg());
                }
                Seen::PurseMovement(movement) => self.purse_movement(&movement),
                Seen::Tab(tab) => self.tab(&tab),
                Seen::TipShare(share) => self.tip_share(&share),
                Seen::Gone(kind, key) => self.wrong(Wrong::Rewritten { kind, key }),
                Seen::Unreadable(what) => self.wrong(Wrong::Unreadable { what }),
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
            self.closed_days.insert(session.id);
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

    fn cash_movement(&mut self, movement: &CashMovement) {
        if !self.is_new(Kind::CashMovement, movement.id.0) {
            return;
        }
        let amount = i128::from(movement.amount.minor());
        let register = movement.session.0.register();
        self.found(Control::Cash(register), amount);
        if let Some(day) = self.day(movement.session) {
            if amount < 0 {
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
        if sum != 0 {
            self.wrong(Wrong::LedgerUnbalanced { id, sum });
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

impl Day {
    /// Adds what another has seen of the same session; its float stays.
    fn take_in(&mut self, more: &Self) {
        add(&mut self.kept_cash, more.kept_cash);
        add(&mut self.kept_card, more.kept_card);
        add(&mut self.n_sales, more.n_sales);
        add(&mut self.n_refunds, more.n_refunds);
        add(&mut self.sales, more.sales);
        add(&mut self.refunds, more.refunds);
        add(&mut self.discounts, more.discounts);
        add(&mut self.rounding, more.rounding);
        add(&mut self.services, more.services);
        add(&mut self.products, more.products);
        let first = self.first_receipt.into_iter().chain(more.first_receipt);
        let last = self.last_receipt.into_iter().chain(more.last_receipt);
        (self.first_receipt, self.last_receipt) = (first.min(), last.max());
    }

    /// One sale of a day that has seen nothing yet.
    fn sale(&mut self, sale: &Sale) {
        let total = i128::from(sale.total.minor());
        if sale.kind == SaleKind::Sale {
            self.n_sales += 1;
            add(&mut self.sales, total);
        } else {
            self.n_refunds += 1;
            add(&mut self.refunds, total);
        }
        for payment in &sale.payments {
            let kept = difference(payment.tendered.minor(), payment.change.minor());
            match payment.kind {
                TenderKind::Cash => add(&mut self.kept_cash, kept),
                TenderKind::Card => add(&mut self.kept_card, kept),
                // Change for another currency is given in the shop's own.
                TenderKind::Foreign => {
                    add(&mut self.kept_cash, difference(0, payment.change.minor()));
                }
                _ => (),
            }
            add(&mut self.rounding, payment.rounding.minor().into());
        }
        for line in &sale.lines {
            add(&mut self.discounts, line.discount_amount.minor().into());
            let net = i128::from(line.net.minor());
            let drawn = line.drawn.as_ref().map_or(0, |it| it.net.minor());
            match line.item {
                Item::Service(_) => add(&mut self.services, net.saturating_add(drawn.into())),
                Item::Product(_) => add(&mut self.products, net),
                _ => (),
            }
        }
        self.first_receipt = Some(sale.receipt.number);
        self.last_receipt = Some(sale.receipt.number);
    }

    /// Each with what the closing says and what was found.
    fn figures(&self, closing: &Closing) -> Vec<(Figure, i128, i128)> {
        let number = |number: Option<u64>| number.map_or(0, i128::from);
        let cash = [self.float, self.kept_cash, self.cash_in, self.cash_out];
        let cash = cash.into_iter().fold(0, i128::saturating_add);
        let minor = |amount: crate::domain::money::Money| i128::from(amount.minor());
        let card = expected(closing, TenderKind::Card);
        vec![
            (Figure::Float, minor(closing.float), self.float),
            (Figure::Cash, expected(closing, TenderKind::Cash), cash),
            (Figure::Card, card, self.kept_card),
            (Figure::CashIn, minor(closing.cash_in), self.cash_in),
            (Figure::CashOut, minor(closing.cash_out), self.cash_out),
            (Figure::Sales, minor(closing.sales_total), self.sales),
            (Figure::Refunds, minor(closing.refunds_total), self.refunds),
            (
                Figure::Discounts,
                minor(closing.discounts_total),
                self.discounts,
            ),
            (
                Figure::Rounding,
                minor(closing.rounding_total),
                self.rounding,
            ),
            (Figure::Services, minor(closing.services_net), self.services),
            (Figure::Products, minor(closing.products_net), self.products),
            (Figure::NSales, closing.n_sales.into(), self.n_sales),
            (Figure::NRefunds, closing.n_refunds.into(), self.n_refunds),
            (
                Figure::FirstReceipt,
                number(closing.first_receipt),
                number(self.first_receipt),
            ),
            (
                Figure::LastReceipt,
                number(closing.last_receipt),
                number(self.last_receipt),
            ),
        ]
    }
}

/// What no sum of real amounts reaches is not counted beyond.
fn add(sum: &mut i128, amount: i128) {
    *sum = sum.saturating_add(amount);
}

fn difference(one: i64, other: i64) -> i128 {
    i128::from(one) - i128::from(other)
}

fn counted(count: &Count) -> i128 {
    let rows = count.cash.iter();
    rows.map(|it| i128::from(it.value_minor) * i128::from(it.n))
        .fold(0, i128::saturating_add)
}

fn expected(closing: &Closing, kind: TenderKind) -> i128 {
    let tenders = closing.tenders.iter().filter(|it| it.kind == kind);
    tenders
        .map(|it| i128::from(it.expected.minor()))
        .fold(0, i128::saturating_add)
}
