//! The model: sums and lists, without records, transactions or tax.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::{AppointmentId, HoldingId, ProductId, Register, SaleId, TicketId},
        money::Money,
        print_job::Printable,
        sale::Sale,
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        request::{
            DiscountChange, LineChange, NewLine, Paying, PriceChange, Request, Session, Wanted,
        },
    },
    store::Reads,
};
use chrono::NaiveDate;
use fastrand::Rng;

use super::{
    accounts::{Accounts, Part, settle},
    back::Paid,
    book::Book,
    cart::{Cart, Line},
    deposits::Deposits,
    exchange::{RETURNS_FROM, carried_in_cash, paid_lines},
    holdings::Holdings,
    hours,
    jobs::Jobs,
    means::Means,
    offers::{Offers, Tag},
    office::{Column, Office},
    owed::Owed,
    pay::Pay,
    people::People,
    points::Points,
    purses::Purses,
    spa::Spa,
    supplies::Supplies,
};

#[derive(Default)]
pub(super) struct Naive {
    pub(super) office: Office,
    pub(super) offers: Offers,
    pub(super) means: Means,
    pub(super) jobs: Jobs,
    pub(super) people: People,
    pub(super) carts: BTreeMap<TicketId, Cart>,
    n_parked: u32,
    pub(super) sales: BTreeMap<SaleId, Paid>,
    pub(super) stock: BTreeMap<ProductId, i64>,
    pub(super) drawers: BTreeMap<Register, Drawer>,
    pub(super) receipts: BTreeMap<Register, u64>,
    pub(super) z_numbers: BTreeMap<Register, u64>,
    pub(super) accounts: Accounts,
    pub(super) book: Book,
    pub(super) purses: Purses,
    pub(super) owed: Owed,
    pub(super) holdings: Holdings,
    pub(super) deposits: Deposits,
    pub(super) points: Points,
    pub(super) supplies: Supplies,
    pub(super) pay: Pay,
    /// How often each kind of request was done.
    pub(super) done: BTreeMap<String, u32>,
}

pub(super) struct Drawer {
    pub(super) date: NaiveDate,
    pub(super) cash: i64,
    pub(super) n_events: u32,
    /// The count, and the events it saw.
    pub(super) counted: Option<(i64, u32)>,
}

impl Naive {
    pub(super) fn total(&self, register: Register) -> i64 {
        self.open_cart(register)
            .map_or(0, |(_, cart)| self.total_of(cart))
    }

    pub(super) fn n_taken(&self, register: Register) -> usize {
        self.open_cart(register)
            .map_or(0, |(_, cart)| cart.taken.len())
    }

    pub(super) fn n_lines(&self, register: Register) -> usize {
        self.open_cart(register)
            .map_or(0, |(_, cart)| cart.lines.len())
    }

    pub(super) fn open_cart(&self, register: Register) -> Option<(TicketId, &Cart)> {
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
        Some((
            *id,
            paid.lines.iter().map(|it| it.number).max().unwrap_or(1),
        ))
    }

    /// Does to the model what was done to the shop. Every request has its arm: a new one
    /// is not compiled until it is thought of here.
    #[expect(clippy::too_many_lines, reason = "an arm for every request")]
    pub(super) fn follow(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        *self.done.entry(request.name().to_owned()).or_default() += 1;
        match request {
            Request::SetUpShop(_)
            | Request::SetUpPage(_)
            | Request::SaveSettings { .. }
            | Request::SaveTaxClass(_)
            | Request::SaveRoom { .. }
            | Request::SaveStaff(_)
            | Request::SaveService(_)
            | Request::SaveProduct(_)
            | Request::SavePriceLevel { .. }
            | Request::SaveChart(_)
            | Request::AssignBarcode { .. }
            | Request::SaveAddressee(_)
            | Request::SaveClient(_) => self.office.follow(spa, request, outcome, label),
            Request::SaveEquipment(_) | Request::KeepApart { .. } => {
                self.means.follow(request, outcome, label);
            }
            Request::SetHours { change, .. } => hours::check(spa, change, outcome, label),
            Request::SaveTenderRules(_)
            | Request::SettleTab(_)
            | Request::AddTip { .. }
            | Request::PayOutTips { .. } => {
                self.follow_owed(spa, session, request, outcome, label);
            }
            Request::SavePromotion(_)
            | Request::SaveCoupon(_)
            | Request::SetOfferRules { .. }
            | Request::ChangePrices(_) => self.follow_offers(request, outcome, label),
            Request::SetStock { product, on_hand } => self.set_stock(*product, *on_hand),
            // What of it is let go is told by what was written.
            Request::LetGo
            | Request::SaveBookRules { .. }
            | Request::SaveFloorRules { .. }
            | Request::SaveWaiting(_)
            | Request::DropWaiting { .. } => (),
            Request::SetRoomState(wish) => {
                self.book.say_of_room(session.register, wish, spa, label);
            }
            Request::Book(_)
            | Request::Move(_)
            | Request::Resize(_)
            | Request::MoveSegment(_)
            | Request::Swap(_)
            | Request::SetStatus { .. }
            | Request::BookVisit(_)
            | Request::BookSeries(_)
            | Request::MoveAll(_)
            | Request::SetStatusOfAll(_)
            | Request::Undo
            | Request::NoteAppointment { .. } => {
                self.book.follow(session.register, request, outcome, label);
            }
            Request::SetTurns { .. } | Request::MoveTurn { .. } => {
                let done = (request, outcome);
                self.book.follow_turns(spa, session.register, done, label);
            }
            Request::SaveWalkIn(_) | Request::StartWalkIn(_) | Request::LeaveWalkIn { .. } => {
                let done = (request, outcome);
                self.book.follow_queue(spa, session.register, done, label);
            }
            Request::SaveVisit(change) => Self::save_visit(spa, change, label),
            Request::AddVisit { visit, client } => {
                self.charge_visit(spa, session, (*visit, *client), outcome, label);
            }
            Request::AddLine(_)
            | Request::ChangeLine(_)
            | Request::RemoveLine { .. }
            | Request::ChangePrice(_)
            | Request::DiscountOrder { .. }
            | Request::UseCoupon { .. }
            | Request::DeclineOffer { .. }
            | Request::AttachClient { .. }
            | Request::AddAppointment { .. }
            | Request::Park
            | Request::Recall { .. }
            | Request::CancelTicket { .. }
            | Request::TakeParts { .. } => self.follow_cart(session, request, outcome, label),
            Request::AddGiftCard { .. }
            | Request::TransferGiftCard { .. }
            | Request::ExpireGiftCard { .. }
            | Request::SaveLoyaltyRules { .. } => {
                self.follow_purses(spa, session, request, outcome, label);
            }
            Request::AddDeposit { .. }
            | Request::KeepDeposit { .. }
            | Request::SavePlan(_)
            | Request::UsePrepaid { .. }
            | Request::LeavePrepaid { .. }
            | Request::RestHolding { .. }
            | Request::ExtendHolding { .. }
            | Request::TransferHolding { .. }
            | Request::ExpireHolding { .. }
            | Request::EndRest { .. }
            | Request::CancelHolding { .. }
            | Request::EnterMember { .. }
            | Request::TakeEntryBack { .. } => {
                self.follow_holdings(spa, session, request, outcome, label);
            }
            Request::Pay(_)
            | Request::Refund(_)
            | Request::RefundWithoutReceipt(_)
            | Request::Void { .. } => {
                self.follow_sale(spa, session, request, outcome, label);
            }
            Request::OpenDrawer { .. }
            | Request::MoveCash { .. }
            | Request::DropCash { .. }
            | Request::HandOver { .. }
            | Request::PayOutOverpaid { .. }
            | Request::SaveCashCategory { .. }
            | Request::SaveDrawerRules { .. }
            | Request::RecordPayout(_)
            | Request::SetTabLimit { .. }
            | Request::KickDrawer { .. }
            | Request::CountDrawer { .. }
            | Request::CloseDrawer { .. } => {
                self.follow_drawer(spa, session, request, outcome, label);
            }
            Request::SignOn(_)
            | Request::SignOff { .. }
            | Request::SavePerson(_)
            | Request::SaveRights(_) => self.people.follow(request, outcome, label),
            Request::SavePointsRules { .. } | Request::SetReferrer { .. } => {
                self.follow_points(request, outcome, label);
            }
            Request::SpendPoints { .. } | Request::BuyWithPoints { .. } => {
                self.take_points_off(session, request, outcome, label);
            }
            Request::TakeBack(taking) => self.take_back(session, taking, outcome, label),
            Request::ReceiveGoods(_) | Request::PaySupplier(_) | Request::TakeStock { .. } => {
                self.follow_supplies(session, request, outcome, label);
            }
            Request::RecordPay(draft) => self.record_pay(session, draft, outcome, label),
            Request::ConfirmClock { now } => assert!(*now <= spa.shop.now(), "{label}"),
            Request::Reprint { .. }
            | Request::SendCopy { .. }
            | Request::SendDocument { .. }
            | Request::SettlePrintJob { .. } => {
                self.jobs.follow(request, outcome, label);
            }
        }
    }

    fn follow_sale(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        let Outcome::Sold(sold) = outcome else {
            panic!("{label}: {outcome:?}");
        };
        self.next_receipt(session, sold, label);
        match request {
            Request::Pay(paying) => self.pay(spa, session, paying, sold, label),
            Request::Refund(wish) => self.refund(spa, session, wish, sold, label),
            Request::RefundWithoutReceipt(_) => {
                self.without_receipt(spa, session, sold, label);
                self.people.follow(request, outcome, label);
            }
            Request::Void { sale, reason } => {
                let wish = self.all_of(*sale, reason, label);
                self.refund(spa, session, &wish, sold, label);
            }
            _ => (),
        }
        let what = Printable::Receipt(sold.sale);
        let printing = self.office.printing();
        self.jobs.receipt(sold.print, what, printing, label);
    }

    fn set_stock(&mut self, product: ProductId, on_hand: i64) {
        let before = self.stock.insert(product, on_hand).unwrap_or(0);
        let cost = self.office.of_item(Item::Product(product), 1).cost;
        let value = cost * (on_hand - before);
        self.accounts
            .pass(Part::StockAdjustment, Part::Stock, value);
    }

    /// Goods leave the shelf at their cost; fewer than none come back.
    pub(super) fn hand_over(&mut self, item: Item, quantity: i64, cost: i64) {
        if let Item::Product(product) = item {
            *self.stock.entry(product).or_default() -= quantity;
            self.accounts
                .pass(Part::Stock, Part::Goods, cost * quantity);
        }
    }

    fn follow_cart(
        &mut self,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        if let Outcome::TicketDropped { ticket, .. } = outcome
            && !matches!(
                request,
                Request::RemoveLine { .. } | Request::ChangeLine { .. }
            )
        {
            let cart = self.carts.remove(ticket).unwrap();
            assert!(cart.taken.is_empty(), "{label}: with money taken for it");
            return;
        }
        match (request, outcome) {
            (Request::AddLine(new), _) => self.add_line(session, new, outcome, label),
            (Request::ChangeLine(change), _) => self.change_line(session, change, outcome, label),
            (Request::RemoveLine { line }, _) => self.remove_line(session, *line, outcome, label),
            (Request::ChangePrice(change), _) => self.change_price(session, change, outcome, label),
            (Request::DiscountOrder { discount, .. }, _) => {
                self.line_changed(session, outcome, label);
                let cart = self.cart_of(outcome).unwrap();
                cart.order = match discount {
                    DiscountChange::Give(discount) => Some(*discount),
                    DiscountChange::Remove => None,
                };
                self.check_total(outcome, label);
            }
            (
                Request::UseCoupon { .. } | Request::DeclineOffer { .. },
                Outcome::TicketChanged { ticket, .. },
            ) => {
                self.line_changed(session, outcome, label);
                let mut slips = self.carts.entry(*ticket).or_default().slips.clone();
                self.slips_after(&mut slips, request, label);
                self.carts.get_mut(ticket).unwrap().slips = slips;
                self.check_total(outcome, label);
            }
            (Request::AttachClient { client }, Outcome::TicketChanged { ticket, .. }) => {
                let cart = self.carts.entry(*ticket).or_default();
                cart.register = session.register;
                cart.attach(*client);
                self.follow_client(*ticket);
                self.check_total(outcome, label);
            }
            (Request::AddAppointment { appointment, price }, _) => {
                let price = price.map(Money::minor);
                self.add_visit(session, (*appointment, price), outcome, label);
            }
            (Request::Park, Outcome::Parked { ticket }) => self.park(*ticket),
            (Request::Recall { ticket: wish }, Outcome::Recalled { ticket, parked }) => {
                self.recall(session, *wish, *ticket, *parked, label);
            }
            (Request::TakeParts { tenders }, _) => {
                self.line_changed(session, outcome, label);
                let cart = self.cart_of(outcome).unwrap();
                cart.taken.clone_from(tenders);
                let client = cart.client;
                let mut taken = std::mem::take(&mut cart.taken);
                self.written(client, &mut taken);
                let cart = self.cart_of(outcome).unwrap();
                cart.taken = taken;
                let cart = self.open_cart(session.register).unwrap().1;
                let total_now = self.total_of(cart);
                let Outcome::TicketChanged { total, .. } = outcome else {
                    panic!("{label}: {outcome:?}");
                };
                assert_eq!(total.minor(), total_now, "{label}");
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    fn add_line(&mut self, session: &Session, new: &NewLine, outcome: &Outcome, label: &str) {
        if let Wanted::Item(Item::Plan(plan)) = new.what {
            return self.add_plan(session, (plan, new.quantity), outcome, label);
        }
        let meant = self.office.meaning(&new.what);
        let (item, cost) = (meant.item, meant.cost);
        assert!(self.office.is_active(item), "{label}: no longer sold");
        let given = new.price.map(Money::minor);
        let quantity = i64::from(new.quantity) * meant.n_pieces;
        let number = self.line_changed(session, outcome, label).unwrap();
        let Outcome::TicketChanged {
            ticket, warning, ..
        } = outcome
        else {
            panic!("{label}: {outcome:?}");
        };
        let client = self.carts.get(ticket).and_then(|it| it.client);
        let listed = self.office.price_for(item, client);
        let (price, column) = listed.unwrap_or_else(|| (given.unwrap(), Column::Fixed));
        assert!(given.is_none_or(|it| it == price), "{label}: another price");
        let cart = self.carts.entry(*ticket).or_default();
        match cart.lines.iter_mut().find(|it| it.number == number) {
            Some(line) => {
                let plain = line.discount.is_none() && line.visit.is_none();
                let plain = plain && line.drawn.is_none() && line.for_points.is_none();
                let same = (line.item, line.price, line.cost) == (item, price, cost);
                let same = same && line.column == column;
                assert!(plain && same, "{label}: added to another line");
                line.quantity += quantity;
            }
            None => cart.lines.push(Line {
                number,
                item,
                quantity,
                price,
                column,
                cost,
                discount: None,
                visit: None,
                drawn: None,
                for_points: None,
                spent: 0,
            }),
        }
        let of_item = cart.lines.iter().filter(|it| it.item == item);
        let wanted: i64 = of_item.map(|it| it.quantity).sum();
        if let Item::Product(product) = item {
            let is_short = wanted > self.stock.get(&product).copied().unwrap_or(0);
            assert_eq!(warning.is_some(), is_short, "{label}: {warning:?}");
        }
        self.check_total(outcome, label);
    }

    /// The line that an outcome names; its cart is one of this register.
    pub(super) fn line_changed(
        &mut self,
        session: &Session,
        outcome: &Outcome,
        label: &str,
    ) -> Option<u32> {
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

    /// Another column of the list for the lines that follow it; a price whose column
    /// stays is left alone.
    pub(super) fn follow_client(&mut self, id: TicketId) {
        let cart = self.carts.get_mut(&id).unwrap();
        let holdings = &self.holdings;
        for line in &mut cart.lines {
            let is_theirs = |(id, _): &(HoldingId, i64)| Some(holdings.client(*id)) == cart.client;
            line.drawn = line.drawn.filter(is_theirs);
        }
        for line in cart
            .lines
            .iter_mut()
            .filter(|it| it.column != Column::Fixed && it.drawn.is_none())
        {
            if let Some((price, column)) = self.office.price_for(line.item, cart.client)
                && column != line.column
            {
                line.price = price;
                line.column = column;
            }
        }
    }

    fn change_price(
        &mut self,
        session: &Session,
        change: &PriceChange,
        outcome: &Outcome,
        label: &str,
    ) {
        let number = self.line_changed(session, outcome, label);
        assert_eq!(number, Some(change.line), "{label}");
        let Outcome::TicketChanged { ticket, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        let cart = self.carts.get_mut(ticket).unwrap();
        let mut lines = cart.lines.iter_mut();
        let line = lines.find(|it| it.number == change.line).unwrap();
        let listed = self.office.price_for(line.item, cart.client);
        (line.price, line.column) = match change.price {
            Some(price) => (price.minor(), Column::Fixed),
            None => listed.unwrap(),
        };
        self.check_total(outcome, label);
    }

    pub(super) fn check_total(&mut self, outcome: &Outcome, label: &str) {
        if let Outcome::TicketChanged { ticket, total, .. } = outcome {
            let cart = &self.carts[ticket];
            let tag = self.tag(cart.client, &cart.slips);
            let cart = self.carts.get_mut(ticket).unwrap();
            cart.tag = tag;
            self.points.spend(cart, cart.spent());
            let total_now = self.total_of(&self.carts[ticket]);
            assert_eq!(total.minor(), total_now, "{label}");
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
        if number >= RETURNS_FROM {
            let place = usize::try_from(number - RETURNS_FROM).unwrap();
            cart.returns.remove(place);
        } else {
            let place = cart.lines.iter().position(|it| it.number == number);
            cart.lines.remove(place.unwrap());
        }
        if cart.is_empty() {
            assert!(
                matches!(outcome, Outcome::TicketDropped { .. }),
                "{label}: {outcome:?}"
            );
            let cart = self.carts.remove(&open).unwrap();
            assert!(cart.taken.is_empty(), "{label}: with money taken for it");
        }
        self.check_total(outcome, label);
    }

    pub(super) fn add_visit(
        &mut self,
        session: &Session,
        (id, given): (AppointmentId, Option<i64>),
        outcome: &Outcome,
        label: &str,
    ) {
        let visit = self.book.get(id).unwrap();
        assert!(
            visit.sale.is_none() && visit.ticket.is_none(),
            "{label}: charged twice"
        );
        let number = self.line_changed(session, outcome, label).unwrap();
        self.put_visit((id, given), number, outcome, label);
        self.check_total(outcome, label);
    }

    /// A line of the cart for a visit.
    pub(super) fn put_visit(
        &mut self,
        (id, given): (AppointmentId, Option<i64>),
        number: u32,
        outcome: &Outcome,
        label: &str,
    ) {
        let visit = self.book.get(id).unwrap();
        let of_visit = visit.client;
        let item = Item::Service(visit.service);
        let meant = self.office.of_item(item, 1);
        let Outcome::TicketChanged { ticket, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        let cart = self.carts.entry(*ticket).or_default();
        cart.client = cart.client.or(of_visit);
        let listed = self.office.price_for(item, cart.client);
        self.follow_client(*ticket);
        let (price, column) = listed.unwrap_or_else(|| (given.unwrap(), Column::Fixed));
        let cart = self.carts.get_mut(ticket).unwrap();
        cart.lines.push(Line {
            number,
            item,
            quantity: 1,
            price,
            column,
            cost: meant.cost,
            discount: None,
            visit: Some(id),
            drawn: None,
            for_points: None,
            spent: 0,
        });
    }

    pub(super) fn park(&mut self, id: TicketId) {
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
            .map(|(id, it)| (id, it.is_empty()));
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
        let register = session.register;
        let id = self.open_cart(register).unwrap().0;
        let cart = self.carts.remove(&id).unwrap();
        let total = self.total_of(&cart);
        assert_eq!(sold.total.minor(), total, "{label}");
        let mut tenders = [cart.taken.as_slice(), &paying.tenders].concat();
        self.written(cart.client, &mut tenders);
        let on_lines = cart.points();
        let left = |purse, before: &[i64]| self.free(purse, on_lines, before);
        let mut kept = settle(
            total.max(0),
            &tenders,
            self.office.cash_step(),
            self.owed.rate,
            left,
            |amount| self.points.whole(amount),
        );
        assert_eq!(sold.change.minor(), kept.change, "{label}");
        let by_cards = self.purses.paid(&mut self.accounts, &kept.balances);
        let sale = spa.shop.read().get::<Sale>(&sold.sale).unwrap().unwrap();
        let by_deposits = self.deposits.paid(&mut self.accounts, &sale, label);
        let by_balances: i64 = kept.balances.iter().map(|it| it.1).sum();
        let (in_cash, is_new) = (kept.cash, self.is_new(cart.client));
        let back = self.worth_back(&cart);
        self.came_back(spa, &cart, &sale, label);
        let bought = (sold.sale, &cart, is_new);
        let by_points = self.points_of_sale(spa, bought, &kept, label);
        assert_eq!(by_cards + by_deposits + by_points, by_balances, "{label}");
        let legs = self.legs((&cart, &sale), sold, &mut kept, label);
        let by_money = total - by_balances - legs;
        self.accounts.sell(register, by_money, &kept);
        for line in &cart.lines {
            self.owed_line(line.item, line.price, label);
        }
        self.lend(sold.sale, cart.client, kept.tab, label);
        let drawer = self.drawers.get_mut(&register).unwrap();
        drawer.cash += kept.cash;
        drawer.n_events += 1;
        assert!(drawer.cash >= 0, "{label}");
        let today = spa.day();
        self.holdings.used(&mut self.accounts, &cart.lines, today);
        let bought = (sold.sale, &cart);
        self.holdings.sold(spa, &mut self.accounts, bought, label);
        self.deposits.taken(spa, &mut self.accounts, bought, label);
        for line in &cart.lines {
            self.hand_over(line.item, line.quantity, line.cost);
            if let Item::GiftCard(id) = line.item {
                let amount = line.total(&Tag::default());
                self.purses.put(&mut self.accounts, id, amount);
            }
        }
        let paid = Paid {
            lines: paid_lines(&cart, &sale, label),
            client: cart.client,
            coupons: cart.coupons(),
            n_returned: cart.returns.iter().map(|it| it.quantity).sum(),
            bought: cart.listed() - back,
            total: total + back,
            given_back: 0,
            cash: in_cash + carried_in_cash(&cart, &sale, in_cash),
            cash_given_back: 0,
            is_plain: kept.tab == 0 && kept.foreign == 0,
            over: kept.over,
        };
        self.use_up(&paid.coupons);
        self.sales.insert(sold.sale, paid);
    }
}
