//! The real shop that is tested, and what it is told to begin with.

use std::sync::{Arc, Mutex};

use balm::{
    domain::{
        booking::Appointment,
        catalog::Barcode,
        ids::{ClientId, ProductId, RawId, RoomId, ServiceId, StaffId},
        ledger::LedgerEntry,
        money::{Money, Rate},
        room::Room,
        staff::Staff,
        tax::TaxComponent,
    },
    ops::{
        Shop,
        clock::SettableClock,
        outcome::Outcome,
        request::{ClientDraft, ProductDraft, Request, ServiceDraft, Session, SetUp},
    },
    store::{
        Change, Durability, OpenOptions, Reads,
        record::{Kind, Record},
    },
};
use chrono::TimeDelta;
use tempfile::TempDir;

pub(super) const N_CLIENTS: usize = 6;

pub(super) struct Spa {
    pub(super) shop: Shop,
    pub(super) clock: Arc<SettableClock>,
    pub(super) staff: Vec<StaffId>,
    pub(super) rooms: Vec<RoomId>,
    pub(super) services: Vec<(ServiceId, i64)>,
    pub(super) products: Vec<(ProductId, i64, String)>,
    pub(super) clients: Vec<ClientId>,
    /// Of cash, in minor units.
    pub(super) cash_step: i64,
    changed: Arc<Mutex<Vec<Change>>>,
    _dir: TempDir,
}

impl Spa {
    /// Odd seeds round cash to 0.05. Prices include tax, so that the model can add
    /// them up.
    pub(super) fn new(seed: u64) -> Self {
        let dir = TempDir::new().unwrap();
        let start = "2026-11-20T07:00:00Z".parse().unwrap();
        let clock = Arc::new(SettableClock::new(start));
        let options = OpenOptions {
            durability: Durability::Relaxed,
            ..OpenOptions::default()
        };
        let (shop, _) = Shop::open(dir.path(), clock.clone(), options).unwrap();
        let cash_step = if seed.is_multiple_of(2) { 1 } else { 5 };
        let changed = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&changed);
        shop.subscribe(Box::new(move |changes| {
            heard.lock().unwrap().extend_from_slice(changes);
        }));
        let mut spa = Self {
            shop,
            clock,
            staff: Vec::new(),
            rooms: Vec::new(),
            services: Vec::new(),
            products: Vec::new(),
            clients: Vec::new(),
            cash_step,
            changed,
            _dir: dir,
        };
        spa.furnish();
        spa
    }

    fn furnish(&mut self) {
        let step = u32::try_from(self.cash_step).unwrap();
        self.make(&Request::SetUpShop(set_up(step)));
        for (minutes, price) in [(30, 2_990), (60, 4_500), (90, 7_995)] {
            let draft = service(minutes, price);
            if let Outcome::SavedService { service } = self.make(&Request::SaveService(draft)) {
                self.services.push((service, price));
            }
        }
        for (number, price) in [(1, 1_890), (2, 333), (3, 12_001)] {
            let draft = product(number, price);
            let code = draft.code.clone();
            if let Outcome::SavedProduct { product } = self.make(&Request::SaveProduct(draft)) {
                self.products.push((product, price, code));
            }
        }
        for number in 0..N_CLIENTS {
            let draft = ClientDraft {
                name: format!("Guest {number}"),
                active: true,
                ..ClientDraft::default()
            };
            if let Outcome::SavedClient { client } = self.make(&Request::SaveClient(draft)) {
                self.clients.push(client);
            }
        }
        let reader = self.shop.read();
        self.staff = reader
            .all::<Staff>()
            .unwrap()
            .iter()
            .map(|it| it.id)
            .collect();
        self.rooms = reader
            .all::<Room>()
            .unwrap()
            .iter()
            .map(|it| it.id)
            .collect();
    }

    fn make(&self, request: &Request) -> Outcome {
        let session = Session {
            register: 1,
            operator: None,
        };
        let id = format!(
            "furnish-{}",
            self.shop.store().last_entry().map_or(0, |it| it.0)
        );
        self.shop.run(&session, &id, request).unwrap()
    }

    pub(super) fn pass(&self, minutes: i64) {
        self.clock.advance(TimeDelta::minutes(minutes));
    }

    /// Ledger entries and appointments written since this was last asked.
    pub(super) fn news(&self) -> (Vec<LedgerEntry>, Vec<Appointment>) {
        let changes = std::mem::take(&mut *self.changed.lock().unwrap());
        (
            self.read_changed(&changes, Kind::LedgerEntry),
            self.read_changed(&changes, Kind::Appointment),
        )
    }

    fn read_changed<R: Record>(&self, changes: &[Change], kind: Kind) -> Vec<R>
    where
        R::Key: From<RawId>,
    {
        let of_kind = changes.iter().filter(|it| it.kind == kind && !it.gone);
        let reader = self.shop.read();
        of_kind
            .map(|it| {
                let packed = u64::from_be_bytes(it.key.as_slice().try_into().unwrap());
                let key = RawId::from_u64(packed).into();
                reader.get::<R>(&key).unwrap().unwrap()
            })
            .collect()
    }
}

fn set_up(cash_step_minor: u32) -> SetUp {
    SetUp {
        shop_name: "Lotus Spa".into(),
        currency: "EUR".into(),
        time_zone: "Europe/Riga".into(),
        prices_include_tax: true,
        tax: vec![TaxComponent {
            name: "VAT".into(),
            rate: Rate::from_milli_percent(21_000),
        }],
        therapists: vec!["Anna".into(), "Marta".into(), "Ivo".into()],
        rooms: vec!["Room 1".into(), "Room 2".into()],
        cash_step_minor,
        guided: false,
    }
}

fn service(minutes: u16, price: i64) -> ServiceDraft {
    ServiceDraft {
        id: None,
        code: format!("S{minutes}"),
        name: format!("Massage {minutes}"),
        category: String::new(),
        price: Some(Money::from_minor(price)),
        cost: Money::ZERO,
        tax_class: None,
        minutes,
        rooms: Vec::new(),
        active: true,
    }
}

fn product(number: u32, price: i64) -> ProductDraft {
    ProductDraft {
        id: None,
        code: format!("P{number}"),
        name: format!("Oil {number}"),
        category: String::new(),
        supplier: String::new(),
        brand: String::new(),
        price: Some(Money::from_minor(price)),
        cost: Money::from_minor(price / 3),
        tax_class: None,
        barcodes: vec![Barcode {
            code: format!("pack-{number}"),
            pack_quantity: number,
        }],
        par_level: 2,
        stock_max: 10,
        active: true,
    }
}
