//! Has the shop live through the story, event by event, as a desk would.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use fastrand::Rng;

use super::{
    build::DemoError,
    calendar::Visit,
    clock::DemoClock,
    house::DeskWords,
    spa::Spa,
    story::{Act, Event},
};
use crate::{
    domain::{
        booking::Status,
        drawer::{Count, Pieces},
        ids::{AppointmentId, ClientId, PrintJobId, SaleId},
        money::{Money, Rate},
        print_job::PrintState,
        tender::{Tender, TenderKind},
        ticket::{Discount, Item},
        time,
    },
    ops::{
        outcome::{Outcome, Sold},
        request::{
            Booking, ClientDraft, DiscountChange, How, LineChange, NewLine, Paying, RefundLine,
            RefundWish, Request, Session, Wanted,
        },
        shop::{Shop, Stop},
    },
};

const RETAIL_PERCENT: u32 = 34;
const DISCOUNT_PERCENT: u32 = 7;
const REFUND_PERCENT: u32 = 4;
const CASH_OUT_PERCENT: u32 = 14;
const RETAIL_ONLY_PERCENT: u32 = 60;
const MISCOUNT_PERCENT: u32 = 6;
/// The float: so many of each note and coin, 150.00 in all.
const FLOAT: [(i64, u32); 6] = [
    (2_000, 3),
    (1_000, 4),
    (500, 6),
    (200, 5),
    (100, 8),
    (50, 4),
];
/// What an open price comes to, in minor units.
const ASKED_PRICES: [i64; 4] = [800, 1_200, 1_500, 4_500];
/// Notes that people pay with.
const NOTES: [i64; 3] = [500, 1_000, 5_000];
const N_RUN_LOW: usize = 2;

pub(super) struct Teller<'a> {
    pub(super) shop: &'a Shop,
    pub(super) clock: &'a DemoClock,
    pub(super) spa: Spa,
    pub(super) words: &'a DeskWords,
    pub(super) rng: Rng,
    pub(super) seed: u64,
    n_requests: u64,
    drafts: Vec<ClientDraft>,
    clients: Vec<ClientId>,
    visits: Vec<Visit>,
    booked: Vec<Option<AppointmentId>>,
    /// Goods that will be brought back.
    returns: VecDeque<(SaleId, u32)>,
    /// What should be in the drawer, and on the card terminal.
    cash: Money,
    card: Money,
}

impl<'a> Teller<'a> {
    pub(super) fn new(
        (shop, clock): (&'a Shop, &'a DemoClock),
        spa: Spa,
        words: &'a DeskWords,
        drafts: Vec<ClientDraft>,
        visits: Vec<Visit>,
        (rng, seed): (Rng, u64),
    ) -> Self {
        Self {
            shop,
            clock,
            spa,
            words,
            rng,
            seed,
            n_requests: 0,
            clients: Vec::with_capacity(drafts.len()),
            drafts,
            booked: vec![None; visits.len()],
            visits,
            returns: VecDeque::new(),
            cash: Money::ZERO,
            card: Money::ZERO,
        }
    }

    pub(super) fn live(&mut self, event: Event) -> Result<(), DemoError> {
        self.clock.set(event.at);
        match event.act {
            Act::Meet(client) => self.meet(client, event.at),
            Act::OpenDrawer => self.open_drawer(),
            Act::Book(visit) => self.book(visit),
            Act::Confirm(visit) => self.set_status(visit, Status::Confirmed),
            Act::Arrive(visit) => self.set_status(visit, Status::Arrived),
            Act::Begin(visit) => self.set_status(visit, Status::InService),
            Act::Finish(visit) => self.set_status(visit, Status::Done),
            Act::Cancel(visit) => self.set_status(visit, Status::Cancelled),
            Act::MissVisit(visit) => self.set_status(visit, Status::NoShow),
            Act::Checkout(visit) => self.checkout(visit),
            Act::Noon => self.noon(),
            Act::CloseDrawer => self.close_drawer(),
            Act::Restock => self.restock(),
            Act::RunLow => self.run_low(),
        }
    }

    fn run(&mut self, request: &Request) -> Result<Outcome, DemoError> {
        let wall = time::wall(self.shop.now(), self.spa.zone);
        let session = Session {
            register: 1,
            operator: self.spa.at_desk(wall),
        };
        self.n_requests += 1;
        let id = format!("demo-{}-{}", self.seed, self.n_requests);
        self.shop
            .run(&session, &id, request)
            .map_err(|stop| match stop {
                Stop::Refused(refusal) => DemoError::Refused {
                    request: request.name().to_owned(),
                    refusal: Box::new(refusal),
                },
                Stop::Failed(failure) => DemoError::Failed(failure),
            })
    }

    fn meet(&mut self, client: usize, at: DateTime<Utc>) -> Result<(), DemoError> {
        let Some(mut draft) = self.drafts.get(client).cloned() else {
            return Ok(());
        };
        let n_therapists = self.spa.therapists.len().max(1);
        if self.rng.u32(..100) < 20 {
            let usual = self.spa.therapists.get(client % n_therapists);
            draft.usual_staff = usual.map(|it| it.id);
        }
        let today = time::wall(at, self.spa.zone).date;
        draft.birth_date = draft.birth_date.filter(|it| *it < today);
        if let Outcome::SavedClient { client } = self.run(&Request::SaveClient(draft))? {
            self.clients.push(client);
        }
        Ok(())
    }

    fn book(&mut self, number: usize) -> Result<(), DemoError> {
        let visit = self.visits[number].clone();
        let note = if visit.has_note {
            self.word(|it| &it.visits)
        } else {
            String::new()
        };
        let request = Request::Book(Booking {
            client: visit.client.and_then(|it| self.clients.get(it).copied()),
            service: self.spa.services[visit.service].id,
            staff: self.spa.therapists[visit.staff].id,
            team: Vec::new(),
            room: Some(self.spa.rooms[visit.room].id),
            equipment: Vec::new(),
            start: visit.start,
            note,
            override_reason: None,
            how: How::default(),
        });
        if let Outcome::Booked { appointment, .. } = self.run(&request)? {
            self.booked[number] = Some(appointment);
        }
        Ok(())
    }

    fn set_status(&mut self, number: usize, status: Status) -> Result<(), DemoError> {
        let Some(appointment) = self.booked[number] else {
            return Ok(());
        };
        let reason = match status {
            Status::Cancelled => self.word(|it| &it.cancellations),
            Status::NoShow => self.word(|it| &it.no_shows),
            _ => String::new(),
        };
        self.run(&Request::SetStatus {
            appointment,
            status,
            reason,
        })?;
        Ok(())
    }

    fn word(&mut self, list: impl Fn(&DeskWords) -> &Vec<String>) -> String {
        self.rng
            .choice(list(self.words))
            .cloned()
            .unwrap_or_default()
    }

    fn checkout(&mut self, number: usize) -> Result<(), DemoError> {
        let Some(appointment) = self.booked[number] else {
            return Ok(());
        };
        let visit = &self.visits[number];
        let (service, staff) = (&self.spa.services[visit.service], visit.staff);
        let asked = self.rng.choice(ASKED_PRICES).map(Money::from_minor);
        let price = if service.price.is_none() { asked } else { None };
        let request = Request::AddAppointment { appointment, price };
        let mut total = self.change_ticket(&request)?;
        if self.rng.u32(..100) < DISCOUNT_PERCENT {
            let ten_percent = Discount::Percent(Rate::from_milli_percent(10_000));
            total = self.change_ticket(&Request::ChangeLine(LineChange {
                line: 1,
                discount: Some(DiscountChange::Give(ten_percent)),
                ..LineChange::default()
            }))?;
        }
        let mut goods = Vec::new();
        if self.rng.u32(..100) < RETAIL_PERCENT {
            let n_kinds = self.rng.u32(1..=2);
            for _ in 0..n_kinds {
                goods.extend(self.add_goods(Some(staff), &mut total)?);
            }
        }
        self.pay(total, &goods)
    }

    /// Runs a request that changes the cart; gives its new total.
    fn change_ticket(&mut self, request: &Request) -> Result<Money, DemoError> {
        match self.run(request)? {
            Outcome::TicketChanged { total, .. } => Ok(total),
            _ => Ok(Money::ZERO),
        }
    }

    /// Puts something from the shelf into the cart; gives its line.
    fn add_goods(
        &mut self,
        staff: Option<usize>,
        total: &mut Money,
    ) -> Result<Option<u32>, DemoError> {
        let in_stock = (0..self.spa.shelf.len()).filter(|idx| self.spa.shelf[*idx].on_hand > 1);
        let Some(idx) = self.rng.choice(in_stock.collect::<Vec<_>>()) else {
            return Ok(None);
        };
        let quantity = if self.rng.u32(..10) == 0 { 2 } else { 1 };
        self.spa.shelf[idx].on_hand -= i64::from(quantity);
        let outcome = self.run(&Request::AddLine(NewLine {
            what: Wanted::Item(Item::Product(self.spa.shelf[idx].product.id)),
            quantity,
            staff: staff.map(|it| self.spa.therapists[it].id),
            price: None,
        }))?;
        if let Outcome::TicketChanged {
            total: new, line, ..
        } = outcome
        {
            *total = new;
            return Ok(line);
        }
        Ok(None)
    }

    fn pay(&mut self, total: Money, goods: &[u32]) -> Result<(), DemoError> {
        let tenders = self.tenders(total);
        let card = match tenders.last() {
            Some(last) if last.kind == TenderKind::Card => {
                let cash = tenders.iter().filter(|it| it.kind == TenderKind::Cash);
                total - cash.filter_map(|it| it.amount).sum()
            }
            _ => Money::ZERO,
        };
        let outcome = self.run(&Request::Pay(Paying {
            tenders,
            told: Some(total),
            confirmed: false,
        }))?;
        if let Outcome::Sold(sold) = outcome {
            self.cash += total - card;
            self.card += card;
            self.printed(sold.print)?;
            if let Some(line) = goods.first()
                && self.rng.u32(..100) < REFUND_PERCENT
            {
                self.returns.push_back((sold.sale, *line));
            }
        }
        Ok(())
    }

    /// Nearly half pay cash, nearly half by card, and some both ways.
    fn tenders(&mut self, total: Money) -> Vec<Tender> {
        let tender = |kind, amount: Option<i64>| Tender::of(kind, amount.map(Money::from_minor));
        let note = self.rng.choice(NOTES).unwrap_or(1_000);
        let whole_notes = (total.minor() + note - 1) / note * note;
        match self.rng.u32(..100) {
            0..10 if total.minor() > 2_000 => vec![
                tender(TenderKind::Cash, Some(2_000)),
                tender(TenderKind::Card, None),
            ],
            0..25 => vec![tender(TenderKind::Cash, None)],
            25..52 => vec![tender(TenderKind::Cash, Some(whole_notes))],
            _ => vec![tender(TenderKind::Card, None)],
        }
    }

    fn printed(&mut self, job: PrintJobId) -> Result<(), DemoError> {
        let state = PrintState::Printed;
        self.run(&Request::SettlePrintJob { job, state })?;
        Ok(())
    }

    fn open_drawer(&mut self) -> Result<(), DemoError> {
        let cash = FLOAT.map(|(value_minor, n)| Pieces { value_minor, n });
        let float = Count {
            cash: cash.to_vec(),
            card: None,
        };
        self.cash = float.cash_total();
        self.card = Money::ZERO;
        self.run(&Request::OpenDrawer {
            float,
            business_date: None,
        })?;
        Ok(())
    }

    fn noon(&mut self) -> Result<(), DemoError> {
        if self.rng.u32(..100) < RETAIL_ONLY_PERCENT {
            let mut total = Money::ZERO;
            let line = self.add_goods(None, &mut total)?;
            if line.is_some() {
                self.pay(total, &[])?;
            }
        }
        if let Some((sale, line)) = self.returns.pop_front() {
            self.refund(sale, line)?;
        }
        if self.rng.u32(..100) < CASH_OUT_PERCENT {
            let amount = -Money::from_minor(self.rng.i64(3..=18) * 100);
            let reason = self.word(|it| &it.cash_out);
            self.cash += amount;
            self.run(&Request::MoveCash {
                amount,
                reason,
                category: None,
                tax_class: None,
            })?;
        }
        Ok(())
    }

    fn refund(&mut self, sale: SaleId, line: u32) -> Result<(), DemoError> {
        let reason = self.word(|it| &it.refunds);
        let outcome = self.run(&Request::Refund(RefundWish {
            sale,
            lines: vec![RefundLine {
                line,
                quantity: 1,
                restock: false,
            }],
            tender: None,
            reason,
        }))?;
        if let Outcome::Sold(Sold {
            cash_out,
            total,
            print,
            ..
        }) = outcome
        {
            self.cash -= cash_out;
            self.card += total + cash_out;
            self.printed(print)?;
        }
        Ok(())
    }

    fn close_drawer(&mut self) -> Result<(), DemoError> {
        let mut counted = self.cash;
        if self.rng.u32(..100) < MISCOUNT_PERCENT {
            counted += Money::from_minor(self.rng.i64(-40..=20) * 5);
        }
        let count = Count {
            cash: self.pieces(counted),
            card: Some(self.card),
        };
        self.run(&Request::CountDrawer {
            count,
            others: Vec::new(),
        })?;
        let outcome = self.run(&Request::CloseDrawer { carry_over: false })?;
        if let Outcome::DrawerClosed {
            print: Some(print), ..
        } = outcome
        {
            self.printed(print)?;
        }
        Ok(())
    }

    /// An amount in the fewest notes and coins.
    fn pieces(&self, amount: Money) -> Vec<Pieces> {
        let mut left = amount.minor();
        let mut pieces = Vec::new();
        for value_minor in &self.spa.denominations {
            let n = u32::try_from(left / value_minor).unwrap_or(0);
            left -= i64::from(n) * value_minor;
            if n > 0 {
                let value_minor = *value_minor;
                pieces.push(Pieces { value_minor, n });
            }
        }
        pieces
    }

    fn restock(&mut self) -> Result<(), DemoError> {
        for idx in 0..self.spa.shelf.len() {
            let goods = &self.spa.shelf[idx];
            if goods.on_hand <= i64::from(goods.product.par_level) {
                self.set_stock(idx, goods.product.stock_max.into())?;
            }
        }
        Ok(())
    }

    fn run_low(&mut self) -> Result<(), DemoError> {
        let mut places: Vec<usize> = (0..self.spa.shelf.len()).collect();
        self.rng.shuffle(&mut places);
        let par_level = |idx: &usize| self.spa.shelf[*idx].product.par_level;
        let places: Vec<usize> = places.into_iter().filter(|it| par_level(it) > 1).collect();
        for idx in places.into_iter().take(N_RUN_LOW) {
            self.set_stock(idx, 1)?;
        }
        Ok(())
    }

    fn set_stock(&mut self, idx: usize, on_hand: i64) -> Result<(), DemoError> {
        self.spa.shelf[idx].on_hand = on_hand;
        let product = self.spa.shelf[idx].product.id;
        self.run(&Request::SetStock { product, on_hand })?;
        Ok(())
    }
}
