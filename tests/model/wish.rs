//! What might be asked next: all requests of a day, sensible and not.

use balm::{
    domain::{
        booking::{MadeAs, Status},
        document::Document,
        drawer::{Count, Pieces},
        ids::{CashMovementId, ClientId, SaleId},
        money::{Currency, Money, Rate},
        print_job::{PrintState, Printable},
        tender::{ForeignCash, Tender, TenderKind},
        ticket::{Discount, Item},
        time::WallTime,
    },
    ops::request::{
        AddresseeDraft, Booking, DiscountChange, Exchanged, ForeignDraft, How, LineChange, Moving,
        NewLine, Paying, PriceChange, RefundLine, RefundWish, Request, Resizing, SegmentMoving,
        Session, Swapping, TabSettling, TenderRulesDraft, UnreceiptedLine, UnreceiptedWish, Wanted,
    },
};
use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::{naive::Naive, office::some, spa::Spa};

pub(super) struct Wishes(pub(super) Rng);

pub(super) fn cents(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Tabs of some size, and dollars at some rate.
pub(super) fn tender_rules(rng: &mut Rng) -> TenderRulesDraft {
    TenderRulesDraft {
        tenders: Vec::new(),
        foreign: Some(ForeignDraft {
            currency: "USD".into(),
            rate_millionths: rng.u64(500_000..1_500_000),
            stale_days: 0,
            looked_up: rng.bool(),
        }),
        tab_limit: cents(rng.i64(1..100_000)),
    }
}

impl Wishes {
    pub(super) fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    pub(super) fn next(&mut self, spa: &Spa, naive: &Naive) -> (Session, Request) {
        spa.pass(self.0.i64(0..8));
        let register = if self.0.u8(0..4) == 0 { 2 } else { 1 };
        let operator = some(&naive.office.staff, &mut self.0).filter(|_| self.0.bool());
        let session = Session { register, operator };
        if !naive.drawer_is_open(register) && self.0.u8(0..3) > 0 {
            return (session, self.opening(spa));
        }
        let request = match self.0.u8(0..200) {
            _ if naive.is_counted(register) && self.0.bool() => self.drawer(naive, register),
            23..25 | 90..92 | 96..98 | 148..150 => self.supplies(naive),
            25..33 => self.prepaid(spa, naive, register),
            33..35 => self.deposits(naive),
            35 => self.points(naive),
            35..50 | 154..168 if naive.n_lines(register) > 0 => self.pay(naive, register),
            0..50 => self.cart(naive, register),
            50..60 => self.refund(naive),
            60..72 => self.book(spa, naive),
            72..76 => self.moving(spa, naive),
            76 => self.rearranging(spa, naive),
            77 | 176 if self.0.bool() => self.turns(naive),
            77 | 176..178 => self.queue(spa, naive),
            178..180 => self.office_of_offers(naive),
            78..81 => self.together(spa, naive),
            81..88 => self.status(naive),
            88..90 => Request::SetStock {
                product: some(&naive.office.products, &mut self.0).unwrap(),
                on_hand: self.0.i64(-2..30),
            },
            92..96 => self.print(naive),
            98..103 => Request::Undo,
            103..105 => self.note(naive),
            105..114 => self.office(naive),
            114..116 => self.people(naive),
            116..126 => self.owed(naive, register),
            126..139 => self.till(naive, register),
            150..154 => self.means(naive),
            192..200 => self.take_back(naive),
            180..192 => self.points_of_cart(naive, register),
            154..176 => Request::AddLine(self.new_line(naive)),
            _ => self.drawer(naive, register),
        };
        (session, request)
    }

    fn opening(&mut self, spa: &Spa) -> Request {
        // A day that is closed is not opened again: the night goes by, or the holidays.
        let n_days = if self.0.u8(0..8) == 0 { 40 } else { 0 };
        spa.pass(n_days * 24 * 60 + self.0.i64(0..360));
        let day = match self.0.u8(0..24) {
            0 => Some(spa.day() - Days::new(self.0.u64(0..40))),
            1 => Some(spa.day() + Days::new(self.0.u64(0..3))),
            _ => None,
        };
        Request::OpenDrawer {
            float: self.count(10_000),
            business_date: day,
        }
    }

    fn cart(&mut self, naive: &Naive, register: u16) -> Request {
        let line = naive.some_line(register, &mut self.0).unwrap_or(1);
        if self.0.u8(0..7) == 0 {
            return self.purses(naive);
        }
        match self.0.u8(0..27) {
            24..27 => self.slip(naive, register),
            22..24 => Request::ChangePrice(PriceChange {
                line,
                price: self.price_told(),
                minutes: None,
                reason: "Agreed".repeat(self.0.usize(..3).min(1)),
            }),
            20..22 => Request::DiscountOrder {
                discount: self.discount(),
                reason: "Opening week".repeat(self.0.usize(..2)),
            },
            0..9 => Request::AddLine(self.new_line(naive)),
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
                client: self.client(naive),
            },
            16 => Request::Park,
            17 => Request::Recall { ticket: None },
            18 => match naive.visit(&mut self.0) {
                Some(appointment) => Request::AddAppointment {
                    appointment,
                    price: self.price_told(),
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

    pub(super) fn new_line(&mut self, naive: &Naive) -> NewLine {
        let office = &naive.office;
        let product = some(&office.products, &mut self.0).unwrap();
        let service = some(&office.services, &mut self.0).unwrap();
        let what = match self.0.u8(0..6) {
            0 => Wanted::Item(Item::Service(service)),
            1 => Wanted::Item(Item::Product(product)),
            2 => Wanted::Code(office.products[&product].code.to_lowercase()),
            3 => Wanted::Code(office.services[&service].code.to_lowercase()),
            _ => Wanted::Code(self.pack_code()),
        };
        NewLine {
            what,
            quantity: self.0.u32(1..4),
            staff: some(&office.staff, &mut self.0).filter(|_| self.0.bool()),
            price: self.price_told(),
        }
    }

    /// Where the list has none it is asked for.
    fn price_told(&mut self) -> Option<Money> {
        (self.0.u8(0..6) == 0).then(|| cents(self.0.i64(1..5_000)))
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

    pub(super) fn client(&mut self, naive: &Naive) -> Option<ClientId> {
        some(&naive.office.clients, &mut self.0).filter(|_| self.0.bool())
    }

    /// All at once, the rest of it, or a part to begin with.
    fn pay(&mut self, naive: &Naive, register: u16) -> Request {
        let total = naive.total(register);
        let tender = |kind, amount: Option<i64>| Tender::of(kind, amount.map(cents));
        let (cash, card) = (TenderKind::Cash, TenderKind::Card);
        // What comes back is worth as much or more.
        if total <= 0 {
            let tenders = vec![tender(cash, None); self.0.usize(..2)];
            return Request::Pay(Paying {
                tenders,
                told: Some(cents(total)).filter(|_| self.0.bool()),
                confirmed: false,
            });
        }
        let part = self.0.i64(1..=total.max(1));
        if self.0.u8(0..6) == 0 {
            let kind = if self.0.bool() { cash } else { card };
            let n_parts = self.0.i64(0..3);
            let parts = (0..n_parts).map(|_| tender(kind, Some(part / 3 + 1)));
            let tenders = parts.collect();
            return Request::TakeParts { tenders };
        }
        if self.0.u8(0..16) == 0 {
            let tenders = vec![self.by_deposit(naive, Some(part / 3 + 1))];
            return Request::TakeParts { tenders };
        }
        if self.0.u8(0..16) == 0 {
            let tenders = vec![Self::by_points(Some(part / 3 + 1))];
            return Request::TakeParts { tenders };
        }
        if self.0.u8(0..12) == 0 {
            let tenders = vec![self.by_gift_card(naive, Some(part / 3 + 1))];
            return Request::TakeParts { tenders };
        }
        let tenders = match self.0.u8(0..17) {
            14 | 15 => vec![Self::by_points(None), tender(cash, None)],
            16 => vec![Self::by_points(Some(part)), tender(card, None)],
            11 => vec![tender(card, Some(total + self.0.i64(1..500)))],
            12 => vec![self.by_deposit(naive, None), tender(cash, None)],
            13 => vec![self.by_deposit(naive, Some(part)), tender(card, None)],
            6 => vec![self.by_gift_card(naive, None), tender(cash, None)],
            7 => vec![self.by_gift_card(naive, Some(part)), tender(card, None)],
            8 => vec![tender(TenderKind::Account, None)],
            9 => vec![tender(TenderKind::Account, Some(part)), self.transfer()],
            10 => vec![self.dollars(total), tender(cash, None)],
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
            confirmed: self.0.u8(0..8) == 0,
        })
    }

    fn transfer(&mut self) -> Tender {
        Tender {
            reference: format!("INV {}", self.0.u16(..)),
            ..Tender::of(TenderKind::Transfer, None)
        }
    }

    /// Less than is due, about that, or more.
    fn dollars(&mut self, due: i64) -> Tender {
        let cash = ForeignCash {
            currency: Currency::known("USD").unwrap(),
            amount: cents(self.0.i64(1..due * 2 + 2_000)),
            rate_millionths: 1,
        };
        Tender {
            foreign: Some(cash),
            ..Tender::of(TenderKind::Foreign, None)
        }
    }

    /// Tabs and tips, and what the shop decides about them.
    fn owed(&mut self, naive: &Naive, register: u16) -> Request {
        let amount = cents(self.0.i64(1..4_000));
        let staff = some(&naive.office.staff, &mut self.0).unwrap();
        match self.0.u8(0..12) {
            0 => Request::SaveTenderRules(tender_rules(&mut self.0)),
            1..5 => Request::SettleTab(TabSettling {
                sale: some(&naive.owed.tabs, &mut self.0).filter(|_| self.0.bool()),
                client: some(&naive.office.clients, &mut self.0),
                amount: Some(amount).filter(|_| self.0.bool()),
            }),
            5..9 if naive.n_lines(register) > 0 => Request::AddTip {
                amount,
                staff: Some(staff).filter(|_| self.0.bool()),
            },
            _ => {
                let owed = some(&naive.owed.tips, &mut self.0).unwrap_or(staff);
                let all = naive.owed.tips.get(&owed).copied().unwrap_or(0);
                let amount = match self.0.u8(0..3) {
                    0 => amount,
                    _ => cents(self.0.i64(1..=all.max(1))),
                };
                let staff = owed;
                Request::PayOutTips { staff, amount }
            }
        }
    }

    /// At the list's price, or for less, or for too much.
    fn without_receipt(&mut self, naive: &Naive) -> Request {
        let office = &naive.office;
        let product = some(&office.products, &mut self.0).map(Item::Product);
        let service = some(&office.services, &mut self.0).map(Item::Service);
        let item = product.filter(|_| self.0.bool()).or(service).unwrap();
        let kinds = [None, Some(TenderKind::Card), Some(TenderKind::GiftCard)];
        Request::RefundWithoutReceipt(UnreceiptedWish {
            lines: vec![UnreceiptedLine {
                what: Wanted::Item(item),
                quantity: self.0.u32(1..3),
                price: self.0.bool().then(|| cents(self.0.i64(1..4_000))),
                restock: self.0.bool(),
            }],
            tender: kinds[self.0.usize(..kinds.len())],
            client: None,
            reason: "Has no receipt".to_owned(),
        })
    }

    fn refund(&mut self, naive: &Naive) -> Request {
        if self.0.u8(0..8) == 0 {
            return self.without_receipt(naive);
        }
        let Some((sale, n_lines)) = naive.some_sale(&mut self.0) else {
            return Request::Park;
        };
        if self.0.u8(0..4) == 0 {
            let reason = "Sold by mistake".into();
            return Request::Void { sale, reason };
        }
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

    pub(super) fn book(&mut self, spa: &Spa, naive: &Naive) -> Request {
        let office = &naive.office;
        let service = some(&office.services, &mut self.0).unwrap();
        Request::Book(Booking {
            client: self.client(naive),
            service,
            staff: some(&office.staff, &mut self.0).unwrap(),
            team: self.team(naive, office.n_roles(service)),
            room: some(&office.rooms, &mut self.0).filter(|_| self.0.u8(0..3) == 0),
            equipment: self.pieces(naive, service),
            start: self.start(spa),
            note: "Quiet".repeat(self.0.usize(..2)),
            override_reason: self.reason(),
            how: self.how(),
        })
    }

    fn how(&mut self) -> How {
        let made_as = match self.0.u8(0..8) {
            0 => MadeAs::Held { minutes: None },
            1 => MadeAs::Held { minutes: Some(30) },
            2 => MadeAs::Requested,
            _ => MadeAs::Booked,
        };
        How {
            asked_for: self.0.bool(),
            made_as,
            ..How::default()
        }
    }

    pub(super) fn reason(&mut self) -> Option<String> {
        (self.0.u8(0..12) == 0).then(|| "Asked for it".to_owned())
    }

    /// Today and the two days after it, from before opening to after closing.
    pub(super) fn start(&mut self, spa: &Spa) -> WallTime {
        let date = spa.day() + Days::new(self.0.u64(0..3));
        WallTime::new(date, 8 * 60 + 30 + 15 * self.0.u16(0..40))
    }

    pub(super) fn moving(&mut self, spa: &Spa, naive: &Naive) -> Request {
        let Some(appointment) = naive.visit(&mut self.0) else {
            return self.book(spa, naive);
        };
        let office = &naive.office;
        let service = naive.book.get(appointment).unwrap().service;
        Request::Move(Moving {
            appointment,
            staff: some(&office.staff, &mut self.0).filter(|_| self.0.bool()),
            team: self.team(naive, office.n_roles(service)),
            room: some(&office.rooms, &mut self.0).filter(|_| self.0.u8(0..4) == 0),
            start: self.0.bool().then(|| self.start(spa)),
            override_reason: self.reason(),
        })
    }

    fn rearranging(&mut self, spa: &Spa, naive: &Naive) -> Request {
        let (Some(first), Some(second)) = (naive.visit(&mut self.0), naive.visit(&mut self.0))
        else {
            return self.book(spa, naive);
        };
        let office = &naive.office;
        let override_reason = self.reason();
        match self.0.u8(0..3) {
            0 => Request::Resize(Resizing {
                appointment: first,
                minutes: 5 * self.0.u16(1..30),
                override_reason,
            }),
            1 => Request::MoveSegment(SegmentMoving {
                appointment: first,
                segment: self.0.u16(0..3) / 2,
                staff: some(&office.staff, &mut self.0).filter(|_| self.0.bool()),
                instead_of: None,
                room: some(&office.rooms, &mut self.0).filter(|_| self.0.u8(0..4) == 0),
                override_reason,
            }),
            _ => Request::Swap(Swapping {
                first,
                second,
                exchanged: if self.0.bool() {
                    Exchanged::Staff
                } else {
                    Exchanged::Room
                },
                override_reason,
            }),
        }
    }

    fn note(&mut self, naive: &Naive) -> Request {
        Request::NoteAppointment {
            appointment: naive.visit(&mut self.0).unwrap_or_default(),
            note: format!("Likes it at {} degrees", self.0.u8(20..28)),
        }
    }

    fn print(&mut self, naive: &Naive) -> Request {
        let job = naive.jobs.some(&mut self.0);
        let session = naive.jobs.some_z(&mut self.0);
        let Some((sale, _)) = naive.some_sale(&mut self.0) else {
            return Request::Undo;
        };
        match self.0.u8(0..8) {
            0 => self.document(naive, sale),
            7 => Request::SendCopy {
                sale,
                to: self.0.bool().then(|| "anna@example.org".to_owned()),
            },
            1 => Request::Reprint {
                what: Printable::Receipt(sale),
            },
            2 => Request::Reprint {
                what: Printable::Copy(sale),
            },
            3 if session.is_some() => Request::Reprint {
                what: Printable::Z(session.unwrap()),
            },
            _ => Request::SettlePrintJob {
                job: job.unwrap_or_default(),
                state: self.state(),
            },
        }
    }

    /// One of all sorts, of what is there or of nothing.
    fn document(&mut self, naive: &Naive, sale: SaleId) -> Request {
        let client = some(&naive.office.clients, &mut self.0).unwrap_or_default();
        let day = |n: u32| NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
        let document = match self.0.u8(0..4) {
            0 => Document::Invoice {
                sale,
                buyer: client,
            },
            1 => Document::VisitCard(naive.visit(&mut self.0).unwrap_or_default()),
            2 => Document::CashOrder(CashMovementId::default()),
            _ => Document::Statement {
                client,
                from: day(self.0.u32(1..20)),
                until: day(self.0.u32(10..30)),
            },
        };
        match self.0.u8(0..4) {
            0 => Request::SaveAddressee(AddresseeDraft {
                client,
                language: if self.0.bool() { "lv" } else { "?" }.to_owned(),
                ..AddresseeDraft::default()
            }),
            1 => Request::SendDocument { document, to: None },
            _ => Request::Reprint {
                what: Printable::Document(document),
            },
        }
    }

    fn state(&mut self) -> PrintState {
        let reason = "Paper is out".to_owned();
        match self.0.u8(0..6) {
            0 => PrintState::Waiting,
            1 => PrintState::Printed,
            2 => PrintState::Unknown { reason },
            3 => PrintState::Failed { reason },
            4 => PrintState::NotWanted,
            _ => PrintState::Sent,
        }
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
                category: None,
                tax_class: None,
            },
            5 => Request::KickDrawer { reason },
            6..10 => Request::CountDrawer {
                count: self.count(naive.cash(register)),
                others: self.others(),
            },
            10..13 => Request::CloseDrawer {
                carry_over: self.0.bool(),
            },
            13 => Request::OpenDrawer {
                float: self.count(5_000),
                business_date: None,
            },
            _ => Request::MoveCash {
                amount: cents(self.0.i64(1..20_000)),
                reason,
                category: None,
                tax_class: None,
            },
        }
    }

    /// About as much as there is.
    pub(super) fn count(&mut self, about: i64) -> Count {
        let all = (about + self.0.i64(-3..4)).max(0);
        Count {
            cash: vec![
                Pieces {
                    value_minor: 100,
                    n: u32::try_from(all / 100).unwrap(),
                },
                Pieces {
                    value_minor: 1,
                    n: u32::try_from(all % 100).unwrap(),
                },
            ],
            card: (self.0.u8(0..4) == 0).then(|| cents(self.0.i64(0..20_000))),
        }
    }
}
