//! What might be asked next: all requests of a day, sensible and not.

use balm::{
    domain::{
        booking::Status,
        drawer::{Count, Pieces},
        ids::ClientId,
        money::{Money, Rate},
        print_job::Printable,
        tender::{Tender, TenderKind},
        ticket::{Discount, Item},
        time::WallTime,
    },
    ops::request::{
        Booking, DiscountChange, LineChange, Moving, NewLine, Paying, RefundLine, RefundWish,
        Request, Session, Wanted,
    },
};
use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::{naive::Naive, spa::Spa};

pub(super) struct Wishes(Rng);

fn cents(minor: i64) -> Money {
    Money::from_minor(minor)
}

impl Wishes {
    pub(super) fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    pub(super) fn next(&mut self, spa: &Spa, naive: &Naive) -> (Session, Request) {
        spa.pass(self.0.i64(0..8));
        let register = if self.0.u8(0..4) == 0 { 2 } else { 1 };
        let operator = self.0.bool().then(|| spa.staff[self.0.usize(..3)]);
        let session = Session { register, operator };
        if !naive.drawer_is_open(register) && self.0.u8(0..3) > 0 {
            let float = self.count(10_000);
            return (
                session,
                Request::OpenDrawer {
                    float,
                    business_date: None,
                },
            );
        }
        let request = match self.0.u8(0..100) {
            _ if naive.is_counted(register) && self.0.bool() => self.drawer(naive, register),
            35..50 if naive.n_lines(register) > 0 => self.pay(naive, register),
            0..50 => self.cart(spa, naive, register),
            50..60 => self.refund(naive),
            60..72 => self.book(spa),
            72..78 => self.moving(spa, naive),
            78..88 => self.status(naive),
            88..92 => Request::SetStock {
                product: spa.products[self.0.usize(..3)].0,
                on_hand: self.0.i64(-2..30),
            },
            _ => self.drawer(naive, register),
        };
        (session, request)
    }

    fn cart(&mut self, spa: &Spa, naive: &Naive, register: u16) -> Request {
        let line = naive.some_line(register, &mut self.0).unwrap_or(1);
        match self.0.u8(0..20) {
            0..9 => Request::AddLine(self.new_line(spa)),
            9..12 => Request::ChangeLine(LineChange {
                line,
                quantity: Some(self.0.u32(0..5)),
                ..LineChange::default()
            }),
            12..14 => Request::ChangeLine(LineChange {
                line,
                discount: Some(self.discount()),
                ..LineChange::default()
            }),
            14 => Request::RemoveLine { line },
            15 => Request::AttachClient {
                client: self.client(spa),
            },
            16 => Request::Park,
            17 => Request::Recall { ticket: None },
            18 => match naive.visit(&mut self.0) {
                Some(appointment) => Request::AddAppointment {
                    appointment,
                    price: None,
                },
                None => Request::Recall {
                    ticket: naive.some_parked(&mut self.0),
                },
            },
            _ if naive.n_lines(register) > 2 && self.0.bool() => Request::CancelTicket {
                reason: "Left".into(),
            },
            _ => Request::Recall {
                ticket: naive.some_parked(&mut self.0),
            },
        }
    }

    fn new_line(&mut self, spa: &Spa) -> NewLine {
        let place = self.0.usize(..3);
        let what = match self.0.u8(0..4) {
            0 => Wanted::Item(Item::Service(spa.services[place].0)),
            1 => Wanted::Item(Item::Product(spa.products[place].0)),
            2 => Wanted::Code(spa.products[place].2.to_lowercase()),
            _ => Wanted::Code(format!("pack-{}", place + 1)),
        };
        NewLine {
            what,
            quantity: self.0.u32(1..4),
            staff: self.0.bool().then(|| spa.staff[self.0.usize(..3)]),
            price: None,
        }
    }

    fn discount(&mut self) -> DiscountChange {
        match self.0.u8(0..3) {
            0 => DiscountChange::Remove,
            1 => DiscountChange::Give(Discount::Amount(cents(self.0.i64(0..3_000)))),
            _ => {
                let rate = Rate::from_milli_percent(self.0.u32(0..100_001));
                DiscountChange::Give(Discount::Percent(rate))
            }
        }
    }

    fn client(&mut self, spa: &Spa) -> Option<ClientId> {
        self.0
            .bool()
            .then(|| spa.clients[self.0.usize(..spa.clients.len())])
    }

    fn pay(&mut self, naive: &Naive, register: u16) -> Request {
        let total = naive.total(register);
        let tender = |kind, amount: Option<i64>| Tender {
            kind,
            amount: amount.map(cents),
        };
        let (cash, card) = (TenderKind::Cash, TenderKind::Card);
        let part = self.0.i64(1..=total.max(1));
        let tenders = match self.0.u8(0..6) {
            0 => vec![tender(cash, None)],
            1 => vec![tender(card, None)],
            2 => vec![tender(cash, Some(total + self.0.i64(0..2_000)))],
            3 => vec![tender(card, Some(part)), tender(cash, None)],
            4 => vec![tender(cash, Some(part)), tender(card, None)],
            _ => vec![tender(card, Some(part))],
        };
        Request::Pay(Paying {
            tenders,
            told: Some(cents(total)).filter(|_| self.0.bool()),
            confirmed: false,
        })
    }

    fn refund(&mut self, naive: &Naive) -> Request {
        let Some((sale, n_lines)) = naive.some_sale(&mut self.0) else {
            return Request::Park;
        };
        let line = |rng: &mut Rng| RefundLine {
            line: rng.u32(1..=n_lines + 1),
            quantity: rng.u32(1..3),
            restock: rng.bool(),
        };
        let n_wished = self.0.usize(1..3);
        Request::Refund(RefundWish {
            sale,
            lines: (0..n_wished).map(|_| line(&mut self.0)).collect(),
            tender: match self.0.u8(0..4) {
                0 => Some(TenderKind::Cash),
                1 => Some(TenderKind::Card),
                _ => None,
            },
            reason: "Did not like it".into(),
        })
    }

    fn book(&mut self, spa: &Spa) -> Request {
        Request::Book(Booking {
            client: self.client(spa),
            service: spa.services[self.0.usize(..3)].0,
            staff: spa.staff[self.0.usize(..3)],
            room: (self.0.u8(0..3) == 0).then(|| spa.rooms[self.0.usize(..2)]),
            start: self.start(),
            note: String::new(),
            override_reason: self.reason(),
        })
    }

    fn reason(&mut self) -> Option<String> {
        (self.0.u8(0..12) == 0).then(|| "Asked for it".to_owned())
    }

    /// On three days of which the last is a Sunday, from before opening to after
    /// closing.
    fn start(&mut self) -> WallTime {
        let first: NaiveDate = "2026-11-20".parse().unwrap();
        let date = first + Days::new(self.0.u64(0..3));
        WallTime::new(date, 8 * 60 + 30 + 15 * self.0.u16(0..40))
    }

    fn moving(&mut self, spa: &Spa, naive: &Naive) -> Request {
        let Some(appointment) = naive.visit(&mut self.0) else {
            return self.book(spa);
        };
        Request::Move(Moving {
            appointment,
            staff: self.0.bool().then(|| spa.staff[self.0.usize(..3)]),
            room: (self.0.u8(0..4) == 0).then(|| spa.rooms[self.0.usize(..2)]),
            start: self.0.bool().then(|| self.start()),
            override_reason: self.reason(),
        })
    }

    fn status(&mut self, naive: &Naive) -> Request {
        let appointment = naive.visit(&mut self.0);
        let all = [
            Status::Booked,
            Status::Confirmed,
            Status::Arrived,
            Status::InService,
            Status::Done,
            Status::NoShow,
            Status::Cancelled,
        ];
        Request::SetStatus {
            appointment: appointment.unwrap_or_default(),
            status: all[self.0.usize(..all.len())],
            reason: if self.0.u8(0..5) == 0 {
                String::new()
            } else {
                "Ill".into()
            },
        }
    }

    fn drawer(&mut self, naive: &Naive, register: u16) -> Request {
        let reason = "Coins".to_owned();
        if naive.is_counted(register) && self.0.u8(0..4) > 0 {
            let carry_over = self.0.u8(0..4) > 0;
            return Request::CloseDrawer { carry_over };
        }
        match self.0.u8(0..16) {
            0..5 => Request::MoveCash {
                amount: cents(self.0.i64(-9_000..9_000)),
                reason,
            },
            5 => Request::KickDrawer { reason },
            6..10 => Request::CountDrawer {
                count: self.count(naive.cash(register)),
            },
            10..13 => Request::CloseDrawer {
                carry_over: self.0.bool(),
            },
            13 => Request::OpenDrawer {
                float: self.count(5_000),
                business_date: None,
            },
            _ => match naive.some_sale(&mut self.0) {
                Some((sale, _)) => Request::Reprint {
                    what: Printable::Receipt(sale),
                },
                None => Request::Park,
            },
        }
    }

    /// About as much as there is.
    fn count(&mut self, about: i64) -> Count {
        let cents = (about + self.0.i64(-3..4)).max(0);
        Count {
            cash: vec![
                Pieces {
                    value_minor: 100,
                    n: u32::try_from(cents / 100).unwrap(),
                },
                Pieces {
                    value_minor: 1,
                    n: u32::try_from(cents % 100).unwrap(),
                },
            ],
            card: None,
        }
    }
}
