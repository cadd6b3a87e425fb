//! A small spa in a temporary folder, on a clock that stands still.

use std::{
    cell::Cell,
    sync::{Arc, LazyLock},
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use tempfile::TempDir;

use crate::{
    domain::{
        booking::{Appointment, Status},
        catalog::Barcode,
        drawer::{Count, DrawerSession, Pieces},
        ids::{AppointmentId, ClientId, ProductId, RoomId, SaleId, ServiceId, StaffId},
        ledger::{Account, LedgerEntry},
        money::{Money, Rate},
        sale::Sale,
        tax::TaxComponent,
        tender::{Tender, TenderKind},
        ticket::{Item, Ticket, TicketState},
        time::{self, WallTime},
    },
    locale::Locale,
    ops::{
        clock::SettableClock,
        outcome::{Outcome, Sold},
        query::{Answer, Query, TicketSheet},
        refusal::Refusal,
        request::{
            Booking, ClientDraft, How, NewLine, Paying, ProductDraft, Request, ServiceDraft,
            Session, SetUp, Wanted,
        },
        shop::{Shop, Stop},
    },
    store::{Durability, OpenOptions, Reads, record::Lookup},
};

pub(super) struct Bench {
    pub(super) dir: TempDir,
    pub(super) clock: Arc<SettableClock>,
    pub(super) shop: Shop,
    n_asked: Cell<u64>,
}

/// Saturday the 21st, 10:00 in Riga.
pub(super) fn opening_time() -> DateTime<Utc> {
    "2026-11-21T08:00:00Z".parse().unwrap()
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `14:05` on the bench's Saturday.
pub(super) fn at(hhmm: &str) -> WallTime {
    let (hour, minute) = hhmm.split_once(':').unwrap();
    let minute = hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap();
    WallTime::new(day("2026-11-21"), minute)
}

pub(super) fn eur(minor: i64) -> Money {
    Money::from_minor(minor)
}

pub(super) fn vat(milli_percent: u32) -> Vec<TaxComponent> {
    vec![TaxComponent::plain(
        "VAT",
        Rate::from_milli_percent(milli_percent),
    )]
}

/// All in cents.
pub(super) fn coins(minor: u32) -> Count {
    Count {
        cash: vec![Pieces {
            value_minor: 1,
            n: minor,
        }],
        card: None,
    }
}

pub(super) fn cash(amount: Option<i64>) -> Tender {
    Tender::of(TenderKind::Cash, amount.map(eur))
}

pub(super) fn card(amount: Option<i64>) -> Tender {
    Tender::of(TenderKind::Card, amount.map(eur))
}

pub(super) fn set_up() -> SetUp {
    SetUp {
        shop_name: "Lotus Spa".into(),
        currency: "EUR".into(),
        time_zone: "Europe/Riga".into(),
        prices_include_tax: true,
        tax: vat(21_000),
        therapists: vec!["Anna Kalna".into(), "Marta Liepa".into()],
        rooms: vec!["Room 1".into(), "Room 2".into()],
        cash_step_minor: 1,
        guided: false,
    }
}

pub(super) const DESK: Session = Session {
    register: 1,
    operator: None,
};

pub(super) static ENGLISH: LazyLock<Locale> = LazyLock::new(Locale::english);

impl Bench {
    /// Nothing set up.
    pub(super) fn bare() -> Self {
        let dir = TempDir::new().unwrap();
        let clock = Arc::new(SettableClock::new(opening_time()));
        let shop = open(&dir, &clock);
        Self {
            dir,
            clock,
            shop,
            n_asked: Cell::new(0),
        }
    }

    /// Set up: Anna and Marta, rooms 1 and 2, VAT of 21 % inside the prices.
    pub(super) fn new() -> Self {
        let bench = Self::bare();
        bench.done(Request::SetUpShop(set_up()));
        bench
    }

    /// Set up, and the drawer open with a float of 100.00.
    pub(super) fn open() -> Self {
        let bench = Self::new();
        bench.open_drawer(10_000);
        bench
    }

    /// As after the end of the program and a new start.
    pub(super) fn reopen(self) -> Self {
        self.reopen_with(OpenOptions {
            durability: Durability::Relaxed,
            ..OpenOptions::default()
        })
    }

    /// No disk has so much room as is to be kept back.
    pub(super) fn reopen_on_full_disk(self) -> Self {
        self.reopen_with(OpenOptions {
            reserve_bytes: u64::MAX,
            ..OpenOptions::default()
        })
    }

    fn reopen_with(self, options: OpenOptions) -> Self {
        let Self {
            dir,
            clock,
            shop,
            n_asked,
        } = self;
        shop.close().unwrap();
        let (shop, _) = Shop::open(dir.path(), clock.clone(), options).unwrap();
        Self {
            dir,
            clock,
            shop,
            n_asked,
        }
    }

    pub(super) fn ask_as(&self, session: &Session, request: &Request) -> Result<Outcome, Stop> {
        let n = self.n_asked.get() + 1;
        self.n_asked.set(n);
        self.shop.run(session, &format!("test-{n}"), request)
    }

    #[expect(clippy::needless_pass_by_value, reason = "shorter at every call")]
    pub(super) fn done_as(&self, session: &Session, request: Request) -> Outcome {
        match self.ask_as(session, &request) {
            Ok(outcome) => outcome,
            Err(stop) => panic!("{request:?}: {stop:?}"),
        }
    }

    pub(super) fn done(&self, request: Request) -> Outcome {
        self.done_as(&DESK, request)
    }

    #[expect(clippy::needless_pass_by_value, reason = "shorter at every call")]
    pub(super) fn refused(&self, request: Request) -> Refusal {
        match self.ask_as(&DESK, &request) {
            Err(Stop::Refused(refusal)) => refusal,
            other => panic!("{request:?}: {other:?}"),
        }
    }

    pub(super) fn pass(&self, minutes: i64) {
        self.clock.advance(TimeDelta::minutes(minutes));
    }

    /// On the shop's clock.
    pub(super) fn today(&self) -> NaiveDate {
        let zone = self.shop.settings().unwrap().time_zone;
        time::wall(self.shop.now(), zone).date
    }

    pub(super) fn staff(&self, number: usize) -> StaffId {
        let staff = self.shop.read().all::<crate::domain::staff::Staff>();
        staff.unwrap()[number - 1].id
    }

    pub(super) fn room(&self, number: usize) -> RoomId {
        let rooms = self.shop.read().all::<crate::domain::room::Room>();
        rooms.unwrap()[number - 1].id
    }

    pub(super) fn service(&self, draft: ServiceDraft) -> ServiceId {
        match self.done(Request::SaveService(draft)) {
            Outcome::SavedService { service } => service,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn product(&self, draft: ProductDraft) -> ProductId {
        match self.done(Request::SaveProduct(draft)) {
            Outcome::SavedProduct { product } => product,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn client(&self, name: &str, phone: &str) -> ClientId {
        let draft = ClientDraft {
            name: name.into(),
            phone: phone.into(),
            active: true,
            ..ClientDraft::default()
        };
        match self.done(Request::SaveClient(draft)) {
            Outcome::SavedClient { client } => client,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn found(&self, text: &str) -> Vec<ClientId> {
        self.shop.find_clients(text, 8).unwrap().clients
    }

    /// A massage of 60 minutes for 45.00.
    pub(super) fn massage(&self) -> ServiceId {
        self.service(massage())
    }

    /// Oil for 18.90, of cost 7.00.
    pub(super) fn oil(&self) -> ProductId {
        self.product(oil())
    }

    pub(super) fn open_drawer(&self, float: u32) {
        self.done(Request::OpenDrawer {
            float: coins(float),
            business_date: None,
        });
    }

    pub(super) fn add(&self, item: Item, quantity: u32) -> Outcome {
        self.done(Request::AddLine(line(item, quantity)))
    }

    pub(super) fn pay(&self, tenders: &[Tender]) -> Sold {
        match self.done(pay(tenders)) {
            Outcome::Sold(sold) => sold,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn book(&self, booking: Booking) -> AppointmentId {
        match self.done(Request::Book(booking)) {
            Outcome::Booked { appointment, .. } => appointment,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn visit(&self, id: AppointmentId) -> Appointment {
        self.shop.read().get(&id).unwrap().unwrap()
    }

    pub(super) fn sale(&self, id: SaleId) -> Sale {
        self.shop.read().get(&id).unwrap().unwrap()
    }

    pub(super) fn cart(&self) -> Option<Ticket> {
        let tickets = self.shop.read().all::<Ticket>().unwrap();
        tickets
            .into_iter()
            .find(|it| it.register == 1 && it.state == TicketState::Open)
    }

    /// The cart as the screen shows it.
    pub(super) fn cart_sheet(&self) -> TicketSheet {
        match self.shop.ask(&DESK, &ENGLISH, &Query::Ticket) {
            Ok(Answer::Ticket { ticket: Some(it) }) => it,
            other => panic!("{other:?}"),
        }
    }

    pub(super) fn drawer(&self) -> DrawerSession {
        let found = self.shop.read().find(&Lookup::OpenSession(1));
        found.unwrap().remove(0)
    }

    pub(super) fn balance(&self, account: &Account) -> i64 {
        let entries = self.shop.read().all::<LedgerEntry>().unwrap();
        let postings = entries.iter().flat_map(|it| &it.postings);
        let of_account = postings.filter(|it| it.account == *account);
        of_account.map(|it| it.amount.minor()).sum()
    }
}

impl Booking {
    pub(super) fn new(service: ServiceId, staff: StaffId, start: &str) -> Self {
        Self {
            client: None,
            service,
            staff,
            team: Vec::new(),
            room: None,
            equipment: Vec::new(),
            start: at(start),
            note: String::new(),
            override_reason: None,
            how: How::default(),
        }
    }
}

fn open(dir: &TempDir, clock: &Arc<SettableClock>) -> Shop {
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    Shop::open(dir.path(), clock.clone(), options).unwrap().0
}

pub(super) fn line(item: Item, quantity: u32) -> NewLine {
    NewLine {
        what: Wanted::Item(item),
        quantity,
        staff: None,
        price: None,
    }
}

pub(super) fn set_status(appointment: AppointmentId, status: Status) -> Request {
    Request::SetStatus {
        appointment,
        status,
        reason: "asked to".into(),
    }
}

pub(super) fn scan(code: &str) -> Request {
    Request::AddLine(NewLine {
        what: Wanted::Code(code.into()),
        quantity: 1,
        staff: None,
        price: None,
    })
}

pub(super) fn pay(tenders: &[Tender]) -> Request {
    Request::Pay(Paying {
        tenders: tenders.to_vec(),
        told: None,
        confirmed: false,
    })
}

pub(super) fn massage() -> ServiceDraft {
    ServiceDraft {
        id: None,
        code: "SW60".into(),
        name: "Swedish massage 60".into(),
        category: "Massage".into(),
        price: Some(eur(4_500)),
        cost: eur(0),
        tax_class: None,
        minutes: 60,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: crate::domain::catalog::Manner::default(),
    }
}

pub(super) fn oil() -> ProductDraft {
    ProductDraft {
        id: None,
        code: "OIL100".into(),
        name: "Argan oil 100 ml".into(),
        category: "Oils".into(),
        supplier: String::new(),
        brand: String::new(),
        price: Some(eur(1_890)),
        cost: eur(700),
        tax_class: None,
        barcodes: vec![Barcode {
            code: "4006381333931".into(),
            pack_quantity: 1,
        }],
        par_level: 3,
        stock_max: 12,
        active: true,
        prices: Vec::new(),
    }
}
