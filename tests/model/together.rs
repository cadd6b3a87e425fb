//! Several appointments at once: what is wished for, and what must be so then.

use balm::{
    domain::{
        booking::{Appointment, Status},
        ids::{AppointmentId, ClientId, VisitId},
        time::WallTime,
        visit::{Bill, Interval, Recurrence, Series, SeriesEnd, Visit},
    },
    ops::{
        outcome::Outcome,
        request::{
            Booking, Moving, MovingAll, Request, SeriesDraft, Session, StatusOfAll, VisitChange,
            VisitDraft,
        },
    },
    store::Reads,
};
use chrono::Days;

use super::{naive::Naive, spa::Spa, wish::Wishes};

impl Wishes {
    pub(super) fn together(&mut self, spa: &Spa, naive: &Naive) -> Request {
        let bill = if self.0.bool() { Bill::One } else { Bill::Many };
        match self.0.u8(0..16) {
            0..3 => Request::BookVisit(VisitDraft {
                parts: self.parts(spa, naive),
                host: self.client(naive),
                note: "Hen party".repeat(self.0.usize(..2)),
                bill,
            }),
            3 | 4 => Request::BookSeries(self.series(spa, naive)),
            5 | 6 => Request::MoveAll(MovingAll {
                moves: self.moves(spa, naive),
            }),
            7 => {
                let mut appointments: Vec<AppointmentId> = (0..self.0.usize(1..4))
                    .filter_map(|_| naive.visit(&mut self.0))
                    .collect();
                appointments.sort_unstable();
                appointments.dedup();
                let all = [Status::Arrived, Status::Confirmed, Status::Cancelled];
                Request::SetStatusOfAll(StatusOfAll {
                    appointments,
                    status: all[self.0.usize(..all.len())],
                    reason: "Ill".repeat(self.0.usize(..2)),
                })
            }
            8..12 => Request::SaveVisit(VisitChange {
                visit: self.visit_of(naive),
                host: self.client(naive),
                note: "Cake".into(),
                bill,
            }),
            _ => Request::AddVisit {
                visit: self.visit_of(naive),
                client: self.client(naive).filter(|_| self.0.u8(0..4) == 0),
            },
        }
    }

    /// Of a visit rather than of none.
    fn visit_of(&mut self, naive: &Naive) -> VisitId {
        let with = naive.book.all().filter_map(|it| it.visit);
        let all: Vec<VisitId> = with.collect();
        self.0.choice(all).unwrap_or_default()
    }

    /// One after the other or side by side.
    fn parts(&mut self, spa: &Spa, naive: &Naive) -> Vec<Booking> {
        let start = self.start(spa);
        let parts = (0..self.0.usize(1..7) / 2).map(|nth| {
            let Request::Book(booking) = self.book(spa, naive) else {
                unreachable!("a booking was wished for");
            };
            let later = 75 * u16::try_from(nth).unwrap() * self.0.u16(0..2);
            Booking {
                start: WallTime::new(start.date, start.minute + later),
                ..booking
            }
        });
        parts.collect()
    }

    fn series(&mut self, spa: &Spa, naive: &Naive) -> SeriesDraft {
        let Request::Book(booking) = self.book(spa, naive) else {
            unreachable!("a booking was wished for");
        };
        let n = self.0.u16(0..4);
        let parts = (0..n).map(|nth| Booking {
            start: WallTime::new(
                booking.start.date + Days::new(u64::from(nth) * 7),
                booking.start.minute,
            ),
            ..booking.clone()
        });
        SeriesDraft {
            rule: Recurrence {
                every: self.0.u16(0..3),
                unit: Interval::Weeks,
                weekdays: Vec::new(),
                end: SeriesEnd::Times(n),
            },
            first: naive.visit(&mut self.0).filter(|_| self.0.bool()),
            parts: parts.collect(),
        }
    }

    fn moves(&mut self, spa: &Spa, naive: &Naive) -> Vec<Moving> {
        let moves = (0..self.0.usize(0..4)).filter_map(|_| match self.moving(spa, naive) {
            Request::Move(moving) => Some(moving),
            _ => None,
        });
        moves.collect()
    }
}

impl Naive {
    pub(super) fn save_visit(spa: &Spa, change: &VisitChange, label: &str) {
        let visit = spa.shop.read().get::<Visit>(&change.visit).unwrap();
        let visit = visit.unwrap();
        assert_eq!(visit.host, change.host, "{label}");
        assert_eq!(visit.bill, change.bill, "{label}");
        assert_eq!(visit.note, change.note, "{label}");
    }

    /// All parts that nobody has paid and that are in no cart, in order of time; the
    /// host pays for all, or each for what is theirs.
    pub(super) fn charge_visit(
        &mut self,
        spa: &Spa,
        session: &Session,
        (id, client): (VisitId, Option<ClientId>),
        outcome: &Outcome,
        label: &str,
    ) {
        let visit = spa.shop.read().get::<Visit>(&id).unwrap().unwrap();
        let is_open = |it: &&Appointment| {
            it.visit == Some(id)
                && it.status.holds_time()
                && it.sale.is_none()
                && it.ticket.is_none()
                && (client.is_none() || it.client == client)
        };
        let mut parts: Vec<_> = self.book.all().filter(is_open).collect();
        parts.sort_by_key(|it| (it.starts_at, it.id));
        let parts: Vec<AppointmentId> = parts.into_iter().map(|it| it.id).collect();
        assert!(!parts.is_empty(), "{label}: charged nothing");
        let last = self.line_changed(session, outcome, label).unwrap();
        let Outcome::TicketChanged { ticket, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        let payer = match visit.bill {
            Bill::One => visit.host,
            Bill::Many => client,
        };
        let cart = self.carts.entry(*ticket).or_default();
        if cart.client.is_none() && payer.is_some() {
            cart.client = payer;
            self.follow_client(*ticket);
        }
        let n = u32::try_from(parts.len()).unwrap();
        for (part, number) in parts.into_iter().zip(last + 1 - n..) {
            self.put_visit((part, None), number, outcome, label);
        }
        self.check_total(outcome, label);
    }

    /// What an appointment belongs to is on file, and nothing is that has none.
    pub(super) fn audit_together(&self, spa: &Spa, label: &str) {
        let reader = spa.shop.read();
        for it in self.book.all() {
            if let Some(visit) = it.visit {
                let found = reader.get::<Visit>(&visit).unwrap();
                assert!(found.is_some(), "{label}: {it:?} of no visit");
            }
            if let Some(series) = it.series {
                let found = reader.get::<Series>(&series).unwrap();
                assert!(found.is_some(), "{label}: {it:?} of no series");
            }
        }
        for visit in reader.all::<Visit>().unwrap() {
            let has = self.book.all().any(|it| it.visit == Some(visit.id));
            assert!(has, "{label}: {visit:?} has nothing");
        }
        for series in reader.all::<Series>().unwrap() {
            let has = self.book.all().any(|it| it.series == Some(series.id));
            assert!(has, "{label}: {series:?} has nothing");
        }
    }
}
