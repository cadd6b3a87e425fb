//! The model: sums and lists, without records, transactions or tax.

use std::collections::{BTreeMap, BTreeSet};

use balm::{
    domain::{
        booking::Appointment,
        drawer::DrawerSession,
        ids::{AppointmentId, ProductId, Register, SaleId, TicketId},
        ledger::{Account, LedgerEntry},
        money::Money,
        sale::{Sale, SaleKind},
        stock::{StockLevel, StockMovement},
        tender::{Tender, TenderKind},
        ticket::{Discount, Item, Ticket, TicketState},
    },
    ops::{
        outcome::{Outcome, Sold},
        refusal::Refusal,
        request::{
            DiscountChange, LineChange, NewLine, Paying, RefundWish, Request, Session, Wanted,
        },
    },
    store::{Reads, record::Lookup},
};
use chrono::NaiveDate;
use fastrand::Rng;

use super::{book::Book, spa::Spa};

pub(super) struct Naive {
    carts: BTreeMap<TicketId, Cart>,
    n_parked: u32,
    sales: BTreeMap<SaleId, Paid>,
    stock: BTreeMap<ProductId, i64>,
    drawers: BTreeMap<Register, Drawer>,
    receipts: BTreeMap<Register, u64>,
    z_numbers: BTreeMap<Register, u64>,
    balances: BTreeMap<Account, i64>,
    book: Book,
    done: BTreeMap<String, u32>,
}

#[derive(Default)]
struct Cart {
    register: Register,
    /// When it was put aside, counted in parkings.
    parked: Option<u32>,
    has_client: bool,
    lines: Vec<Line>,
}

#[derive(Clone)]
struct Line {
    number: u32,
    item: Item,
    quantity: i64,
    price: i64,
    discount: Option<Discount>,
    visit: Option<AppointmentId>,
}

impl Line {
    fn total(&self) -> i64 {
        let gross = self.quantity * self.price;
        gross
            - match self.discount {
                None => 0,
                Some(Discount::Amount(off)) => off.minor(),
                Some(Discount::Percent(rate)) => {
                    // Half away from zero, of something positive.
                    (gross * i64::from(rate.milli_percent()) + 50_000) / 100_000
                }
            }
    }
}

impl Cart {
    fn total(&self) -> i64 {
        self.lines.iter().map(Line::total).sum()
    }
}

struct Paid {
    /// Number, item, quantity sold, quantity given back.
    lines: Vec<(u32, Item, i64, i64)>,
    total: i64,
    given_back: i64,
    cash: i64,
    cash_given_back: i64,
}

struct Drawer {
    date: NaiveDate,
    cash: i64,
    n_events: u32,
    /// The count, and the events it saw.
    counted: Option<(i64, u32)>,
}

impl Naive {
    pub(super) fn new(spa: &Spa) -> Self {
        let mut naive = Self {
            carts: BTreeMap::new(),
            n_parked: 0,
            sales: BTreeMap::new(),
            stock: spa.products.iter().map(|it| (it.0, 0)).collect(),
            drawers: BTreeMap::new(),
            receipts: BTreeMap::new(),
            z_numbers: BTreeMap::new(),
            balances: BTreeMap::new(),
            book: Book::default(),
            done: BTreeMap::new(),
        };
        naive.check(spa, "at first");
        naive
    }

    pub(super) fn drawer_is_open(&self, register: Register) -> bool {
        self.drawers.contains_key(&register)
    }

    pub(super) fn cash(&self, register: Register) -> i64 {
        self.drawers.get(&register).map_or(0, |it| it.cash)
    }

    pub(super) fn is_counted(&self, register: Register) -> bool {
        let drawer = self.drawers.get(&register);
        drawer.is_some_and(|it| it.counted.is_some_and(|(_, n)| n == it.n_events))
    }

    pub(super) fn total(&self, register: Register) -> i64 {
        self.open_cart(register).map_or(0, |(_, cart)| cart.total())
    }

    pub(super) fn n_lines(&self, register: Register) -> usize {
        self.open_cart(register)
            .map_or(0, |(_, cart)| cart.lines.len())
    }

    fn open_cart(&self, register: Register) -> Option<(TicketId, &Cart)> {
        let mut carts = self.carts.iter();
        let open = carts.find(|(_, it)| it.register == register && it.parked.is_none());
        open.map(|(id, cart)| (*id, cart))
    }

    /// A line of the open cart, or of none.
    pub(super) fn some_line(&self, register: Register, rng: &mut Rng) -> Option<u32> {
        let (_, cart) = self.open_cart(register)?;
        let place = rng.usize(..=cart.lines.len());
        Some(cart.lines.get(place).map_or(99, |it| it.number))
    }

    pub(super) fn visit(&self, rng: &mut Rng) -> Option<AppointmentId> {
        self.book.some(rng)
    }

    pub(super) fn some_parked(&self, rng: &mut Rng) -> Option<TicketId> {
        let parked: Vec<_> = self
            .carts
            .iter()
            .filter(|(_, it)| it.parked.is_some())
            .collect();
        (!parked.is_empty()).then(|| *parked[rng.usize(..parked.len())].0)
    }

    pub(super) fn some_sale(&self, rng: &mut Rng) -> Option<(SaleId, u32)> {
        let n = self.sales.len();
        let place = (n > 0).then(|| rng.usize(..n))?;
        let (id, paid) = self.sales.iter().nth(place)?;
        Some((*id, paid.lines.iter().map(|it| it.0).max().unwrap_or(1)))
    }

    /// Does to the model what was done to the shop.
    pub(super) fn follow(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        *self.done.entry(request.name()).or_default() += 1;
        match (request, outcome) {
            (Request::AddLine(new), _) => self.add_line(spa, session, new, outcome, label),
            (Request::ChangeLine(change), _) => self.change_line(session, change, outcome, label),
            (Request::RemoveLine { line }, _) => self.remove_line(session, *line, outcome, label),
            (Request::AttachClient { client }, Outcome::TicketChanged { ticket, .. }) => {
                let cart = self.carts.entry(*ticket).or_default();
                cart.register = session.register;
                cart.has_client = client.is_some();
            }
            (Request::AddAppointment { appointment, .. }, _) => {
                self.add_visit(spa, session, *appointment, outcome, label);
            }
            (Request::Park, Outcome::Parked { ticket }) => self.park(*ticket),
            (Request::Recall { ticket: wish }, Outcome::Recalled { ticket, parked }) => {
                self.recall(session, *wish, *ticket, *parked, label);
            }
            (_, Outcome::TicketDropped { ticket, .. }) => {
                assert!(self.carts.remove(ticket).is_some(), "{label}");
            }
            (Request::Pay(paying), Outcome::Sold(sold)) => {
                self.pay(spa, session, paying, sold, label);
            }
            (Request::Refund(wish), Outcome::Sold(sold)) => self.refund(session, wish, sold, label),
            (Request::SetStock { product, on_hand }, _) => {
                self.stock.insert(*product, *on_hand);
            }
            _ => self.follow_drawer(spa, session, request, outcome, label),
        }
    }

    fn add_line(
        &mut self,
        spa: &Spa,
        session: &Session,
        new: &NewLine,
        outcome: &Outcome,
        label: &str,
    ) {
        let (item, price, n_pieces) = meaning(spa, &new.what);
        let quantity = i64::from(new.quantity) * n_pieces;
        let number = self.line_changed(session, outcome, label).unwrap();
        let Outcome::TicketChanged {
            ticket, warning, ..
        } = outcome
        else {
            panic!("{label}: {outcome:?}");
        };
        let cart = self.carts.entry(*ticket).or_default();
        match cart.lines.iter_mut().find(|it| it.number == number) {
            Some(line) => {
                let plain = line.discount.is_none() && line.visit.is_none();
                assert!(plain && line.item == item, "{label}: added to another line");
                line.quantity += quantity;
            }
            None => cart.lines.push(Line {
                number,
                item,
                quantity,
                price,
                discount: None,
                visit: None,
            }),
        }
        let of_item = cart.lines.iter().filter(|it| it.item == item);
        let wanted: i64 = of_item.map(|it| it.quantity).sum();
        if let Item::Product(product) = item {
            let is_short = wanted > self.stock[&product];
            assert_eq!(warning.is_some(), is_short, "{label}: {warning:?}");
        }
        self.check_total(outcome, label);
    }

    /// The line that an outcome names; its cart is one of this register.
    fn line_changed(&mut self, session: &Session, outcome: &Outcome, label: &str) -> Option<u32> {
        let Outcome::TicketChanged { ticket, line, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        let open = self.open_cart(session.register).map(|(id, _)| id);
        assert!(
            open.is_none_or(|id| id == *ticket),
            "{label}: a second open cart"
        );
        self.carts.entry(*ticket).or_default().register = session.register;
        *line
    }

    fn check_total(&self, outcome: &Outcome, label: &str) {
        if let Outcome::TicketChanged { ticket, total, .. } = outcome {
            assert_eq!(total.minor(), self.carts[ticket].total(), "{label}");
        }
    }

    fn change_line(
        &mut self,
        session: &Session,
        change: &LineChange,
        outcome: &Outcome,
        label: &str,
    ) {
        if change.quantity == Some(0) {
            return self.remove_line(session, change.line, outcome, label);
        }
        let number = self.line_changed(session, outcome, label);
        assert_eq!(number, Some(change.line), "{label}");
        let Some(cart) = self.cart_of(outcome) else {
            panic!("{label}: {outcome:?}");
        };
        let line = cart
            .lines
            .iter_mut()
            .find(|it| it.number == change.line)
            .unwrap();
        line.quantity = change.quantity.map_or(line.quantity, i64::from);
        match change.discount {
            Some(DiscountChange::Give(discount)) => line.discount = Some(discount),
            Some(DiscountChange::Remove) => line.discount = None,
            None => (),
        }
        self.check_total(outcome, label);
    }

    fn cart_of(&mut self, outcome: &Outcome) -> Option<&mut Cart> {
        match outcome {
            Outcome::TicketChanged { ticket, .. } => self.carts.get_mut(ticket),
            _ => None,
        }
    }

    fn remove_line(&mut self, session: &Session, number: u32, outcome: &Outcome, label: &str) {
        let open = self.open_cart(session.register).unwrap().0;
        let cart = self.carts.get_mut(&open).unwrap();
        let n_before = cart.lines.len();
        cart.lines.retain(|it| it.number != number);
        assert_eq!(cart.lines.len() + 1, n_before, "{label}");
        if cart.lines.is_empty() {
            assert!(
                matches!(outcome, Outcome::TicketDropped { .. }),
                "{label}: {outcome:?}"
            );
            self.carts.remove(&open);
        }
        self.check_total(outcome, label);
    }

    fn add_visit(
        &mut self,
        spa: &Spa,
        session: &Session,
        id: AppointmentId,
        outcome: &Outcome,
        label: &str,
    ) {
        let visit = self.book.get(id).unwrap();
        assert!(
            visit.sale.is_none() && visit.ticket.is_none(),
            "{label}: charged twice"
        );
        let service = visit.service;
        let price = spa.services.iter().find(|it| it.0 == service).unwrap().1;
        let number = self.line_changed(session, outcome, label).unwrap();
        let Some(cart) = self.cart_of(outcome) else {
            panic!("{label}: {outcome:?}");
        };
        cart.lines.push(Line {
            number,
            item: Item::Service(service),
            quantity: 1,
            price,
            discount: None,
            visit: Some(id),
        });
        self.check_total(outcome, label);
    }

    fn park(&mut self, id: TicketId) {
        self.n_parked += 1;
        let cart = self.carts.get_mut(&id).unwrap();
        cart.parked = Some(self.n_parked);
    }

    fn recall(
        &mut self,
        session: &Session,
        wish: Option<TicketId>,
        id: TicketId,
        parked: Option<TicketId>,
        label: &str,
    ) {
        let own = self
            .carts
            .values()
            .filter(|it| it.register == session.register);
        let latest = own.filter_map(|it| it.parked).max();
        let is_latest = latest.is_none() || latest == self.carts[&id].parked;
        assert!(wish.map_or(is_latest, |wish| wish == id), "{label}");
        let open = self
            .open_cart(session.register)
            .map(|(id, it)| (id, it.lines.is_empty()));
        match open {
            Some((empty, true)) => drop(self.carts.remove(&empty)),
            Some((open, false)) => {
                assert_eq!(parked, Some(open), "{label}");
                self.park(open);
            }
            None => assert_eq!(parked, None, "{label}"),
        }
        let cart = self.carts.get_mut(&id).unwrap();
        cart.parked = None;
        cart.register = session.register;
    }

    fn next_receipt(&mut self, session: &Session, sold: &Sold, label: &str) {
        let last = self.receipts.entry(session.register).or_default();
        *last += 1;
        assert_eq!(sold.receipt.register, session.register, "{label}");
        assert_eq!(sold.receipt.number, *last, "{label}");
    }

    fn pay(&mut self, spa: &Spa, session: &Session, paying: &Paying, sold: &Sold, label: &str) {
        self.next_receipt(session, sold, label);
        let id = self.open_cart(session.register).unwrap().0;
        let cart = self.carts.remove(&id).unwrap();
        let total = cart.total();
        assert_eq!(sold.total.minor(), total, "{label}");
        let (cash, change) = settle(total, &paying.tenders, spa.cash_step);
        assert_eq!(sold.change.minor(), change, "{label}");
        let drawer = self.drawers.get_mut(&session.register).unwrap();
        drawer.cash += cash;
        drawer.n_events += 1;
        for line in &cart.lines {
            if let Item::Product(product) = line.item {
                *self.stock.get_mut(&product).unwrap() -= line.quantity;
            }
        }
        let lines = cart.lines.iter();
        let paid = Paid {
            lines: lines
                .map(|it| (it.number, it.item, it.quantity, 0))
                .collect(),
            total,
            given_back: 0,
            cash,
            cash_given_back: 0,
        };
        self.sales.insert(sold.sale, paid);
    }

    fn refund(&mut self, session: &Session, wish: &RefundWish, sold: &Sold, label: &str) {
        self.next_receipt(session, sold, label);
        let paid = self.sales.get_mut(&wish.sale).unwrap();
        for back in &wish.lines {
            let line = paid.lines.iter_mut().find(|it| it.0 == back.line).unwrap();
            line.3 += i64::from(back.quantity);
            assert!(line.3 <= line.2, "{label}: more given back than sold");
            if let (Item::Product(product), true) = (line.1, back.restock) {
                *self.stock.get_mut(&product).unwrap() += i64::from(back.quantity);
            }
        }
        let cash_out = sold.cash_out.minor();
        paid.given_back -= sold.total.minor();
        paid.cash_given_back += cash_out;
        assert!(
            paid.given_back <= paid.total,
            "{label}: more money than was paid"
        );
        assert!(
            paid.cash_given_back <= paid.cash,
            "{label}: more cash than was paid"
        );
        if paid.lines.iter().all(|it| it.2 == it.3) {
            assert_eq!(paid.given_back, paid.total, "{label}");
            assert_eq!(paid.cash_given_back, paid.cash, "{label}");
        }
        let drawer = self.drawers.get_mut(&session.register).unwrap();
        drawer.cash -= cash_out;
        drawer.n_events += 1;
        assert!(drawer.cash >= 0, "{label}");
    }

    fn follow_drawer(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        let register = session.register;
        match (request, outcome) {
            (Request::OpenDrawer { float, .. }, Outcome::DrawerOpened { session }) => {
                let opened = spa.shop.read().get::<DrawerSession>(session).unwrap();
                let drawer = Drawer {
                    date: opened.unwrap().business_date,
                    cash: float.cash_total().minor(),
                    n_events: 0,
                    counted: None,
                };
                let before = self.drawers.insert(register, drawer);
                assert!(before.is_none(), "{label}: two drawers");
            }
            (Request::MoveCash { amount, .. }, _) => {
                let drawer = self.drawers.get_mut(&register).unwrap();
                drawer.cash += amount.minor();
                drawer.n_events += 1;
                assert!(drawer.cash >= 0, "{label}");
            }
            (Request::CountDrawer { count }, _) => {
                let drawer = self.drawers.get_mut(&register).unwrap();
                drawer.counted = Some((count.cash_total().minor(), drawer.n_events));
            }
            (Request::CloseDrawer { carry_over }, Outcome::DrawerClosed { closing, .. }) => {
                assert!(self.is_counted(register), "{label}: closed on an old count");
                let open = self.still_open(register);
                let drawer = self.drawers.remove(&register).unwrap();
                let cash = closing
                    .tenders
                    .iter()
                    .find(|it| it.kind == TenderKind::Cash)
                    .unwrap();
                assert_eq!(cash.expected.minor(), drawer.cash, "{label}");
                assert_eq!(
                    cash.counted.map(Money::minor),
                    drawer.counted.map(|it| it.0)
                );
                let z = self.z_numbers.entry(register).or_default();
                *z += 1;
                assert_eq!(closing.z_number, *z, "{label}");
                let carried = (closing.n_tickets_carried, closing.n_appointments_carried);
                let of_day = self.book.n_unfinished(drawer.date);
                assert_eq!(carried, (open, u32::try_from(of_day).unwrap()), "{label}");
                assert!(*carry_over || carried == (0, 0), "{label}");
                self.carry_over(register);
            }
            _ => (),
        }
    }

    fn still_open(&self, register: Register) -> u32 {
        let own = self.carts.values().filter(|it| it.register == register);
        u32::try_from(own.filter(|it| !it.lines.is_empty()).count()).unwrap()
    }

    fn carry_over(&mut self, register: Register) {
        self.carts
            .retain(|_, it| it.register != register || !it.lines.is_empty());
        if let Some((open, _)) = self.open_cart(register) {
            self.park(open);
        }
    }

    /// What a refusal says must be so in the model, too.
    pub(super) fn check_refusal(
        &self,
        session: &Session,
        request: &Request,
        refusal: &Refusal,
        label: &str,
    ) {
        let register = session.register;
        let drawer = self.drawers.get(&register);
        match refusal {
            Refusal::Clash { clash, .. } => {
                let own = match request {
                    Request::Move(moving) => Some(moving.appointment),
                    Request::SetStatus { appointment, .. } => Some(*appointment),
                    _ => None,
                };
                self.book.check_clash(clash, own, label);
            }
            Refusal::NothingToSell => assert_eq!(self.n_lines(register), 0, "{label}"),
            Refusal::NothingParked => {
                assert!(self.carts.values().all(|it| it.parked.is_none()), "{label}");
            }
            Refusal::DrawerNotOpen => assert!(drawer.is_none(), "{label}"),
            Refusal::DrawerAlreadyOpen { .. } => assert!(drawer.is_some(), "{label}"),
            Refusal::CashShort { wanted, in_drawer } => {
                assert_eq!(in_drawer.minor(), self.cash(register), "{label}");
                assert!(wanted > in_drawer, "{label}");
            }
            Refusal::NotCounted => assert_eq!(drawer.unwrap().counted, None, "{label}"),
            Refusal::CountOutdated => assert!(!self.is_counted(register), "{label}"),
            Refusal::StillOpen {
                n_tickets,
                n_appointments,
            } => {
                let of_day = self.book.n_unfinished(drawer.unwrap().date);
                let open = (self.still_open(register), u32::try_from(of_day).unwrap());
                assert_eq!((*n_tickets, *n_appointments), open, "{label}");
            }
            Refusal::StillDue { due } => assert!(due.minor() > 0, "{label}"),
            Refusal::TotalChanged { .. } => panic!("{label}: {refusal:?}"),
            Refusal::RefundTooMuch { line, left } => {
                let Request::Refund(wish) = request else {
                    panic!("{label}: {refusal:?}");
                };
                let lines = &self.sales[&wish.sale].lines;
                let sold = lines.iter().find(|it| it.0 == *line).unwrap();
                assert!(i64::from(*left) <= sold.2 - sold.3, "{label}: {refusal:?}");
            }
            Refusal::AppointmentPaid { .. } => {
                assert!(self.book.all().any(|it| it.sale.is_some()), "{label}");
            }
            _ => (),
        }
    }

    /// What must hold after every request.
    pub(super) fn check(&mut self, spa: &Spa, label: &str) {
        let (entries, visits) = spa.news();
        for entry in entries {
            let sum: i64 = entry.postings.iter().map(|it| it.amount.minor()).sum();
            assert_eq!(sum, 0, "{label}: {entry:?}");
            for posting in entry.postings {
                *self.balances.entry(posting.account).or_default() += posting.amount.minor();
            }
        }
        for visit in visits {
            self.book.write(visit, label);
        }
        assert_eq!(self.balances.values().sum::<i64>(), 0, "{label}");
        for register in [1, 2] {
            let booked = self
                .balances
                .get(&Account::Cash(register))
                .copied()
                .unwrap_or(0);
            assert_eq!(
                booked,
                self.cash(register),
                "{label}: cash of desk {register}"
            );
        }
    }

    /// Every record against the model.
    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let reader = spa.shop.read();
        for (product, on_hand) in &self.stock {
            let moved = reader
                .find::<StockMovement>(&Lookup::MovementOf(*product))
                .unwrap();
            let sum: i64 = moved.iter().map(|it| it.quantity).sum();
            let level = reader
                .get::<StockLevel>(product)
                .unwrap()
                .map_or(0, |it| it.on_hand);
            assert_eq!((sum, level), (*on_hand, *on_hand), "{label}: {product}");
        }
        let sales = reader.all::<Sale>().unwrap();
        for (register, last) in &self.receipts {
            let own = sales.iter().filter(|it| it.receipt.register == *register);
            let numbers: BTreeSet<u64> = own.map(|it| it.receipt.number).collect();
            assert!(
                numbers.into_iter().eq(1..=*last),
                "{label}: receipts of {register}"
            );
        }
        let n_sold = sales.iter().filter(|it| it.kind == SaleKind::Sale).count();
        assert_eq!(n_sold, self.sales.len(), "{label}");
        let tickets = reader.all::<Ticket>().unwrap();
        assert_eq!(tickets.len(), self.carts.len(), "{label}");
        for ticket in tickets {
            let cart = &self.carts[&ticket.id];
            assert_eq!(ticket.lines.len(), cart.lines.len(), "{label}");
            assert_eq!(
                ticket.state == TicketState::Parked,
                cart.parked.is_some(),
                "{label}"
            );
            assert!(ticket.client.is_some() || !cart.has_client, "{label}");
        }
        let mut visits = reader.all::<Appointment>().unwrap();
        visits.sort_by_key(|it| it.id);
        assert!(visits.iter().eq(self.book.all()), "{label}: the book");
        let entries = reader.all::<LedgerEntry>().unwrap();
        let postings = entries.iter().flat_map(|it| &it.postings);
        assert_eq!(
            postings.map(|it| it.amount.minor()).sum::<i64>(),
            0,
            "{label}"
        );
    }

    pub(super) fn check_variety(&self, seed: u64) {
        for name in [
            "add_line",
            "pay",
            "refund",
            "book",
            "move",
            "recall",
            "close_drawer",
        ] {
            assert!(
                self.done.contains_key(name),
                "seed {seed} never did {name}: {:?}",
                self.done
            );
        }
    }
}

fn meaning(spa: &Spa, what: &Wanted) -> (Item, i64, i64) {
    match what {
        Wanted::Item(Item::Service(id)) => {
            let price = spa.services.iter().find(|it| it.0 == *id).unwrap().1;
            (Item::Service(*id), price, 1)
        }
        Wanted::Item(Item::Product(id)) => {
            let price = spa.products.iter().find(|it| it.0 == *id).unwrap().1;
            (Item::Product(*id), price, 1)
        }
        Wanted::Code(code) => {
            let (head, number) = code.split_at(code.len() - 1);
            let place: usize = number.parse().unwrap();
            let (id, price, _) = &spa.products[place - 1];
            let n_pieces = if head == "pack-" { place } else { 1 };
            (Item::Product(*id), *price, i64::try_from(n_pieces).unwrap())
        }
    }
}

/// Cash that stays in the drawer, and the change.
fn settle(total: i64, tenders: &[Tender], step: i64) -> (i64, i64) {
    let (mut due, mut kept, mut change) = (total, 0, 0);
    for tender in tenders {
        let amount = tender.amount.map(Money::minor);
        if tender.kind == TenderKind::Card {
            due -= amount.unwrap_or(due);
            continue;
        }
        let rounded = (due + step / 2) / step * step;
        let given = amount.unwrap_or(rounded);
        if given >= rounded.min(due) {
            kept += given.min(rounded);
            change += given - given.min(rounded);
            due = 0;
        } else {
            kept += given;
            due -= given;
        }
    }
    assert_eq!(due, 0);
    (kept, change)
}
