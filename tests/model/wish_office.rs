//! What the office might ask: the lists, the settings, the guide.

use balm::{
    domain::{
        booking::BookRules,
        catalog::{Barcode, SegmentPlan},
        client::Sex,
        equipment::Need,
        ids::RawId,
        ledger::chart::{AccountKind, AccountName, Chart},
        money::{CashRounding, Money, Rate},
        price::LevelPrice,
        purse::LoyaltyRules,
        room_state::RoomOrder,
        settings::{GRID_MINUTES, ReceiptPrinting, Settings},
        staff::{Shift, StaffRole},
        tax::TaxComponent,
        time::WallTime,
        visit::Bill,
    },
    ops::request::{
        Booking, ClientDraft, How, ProductDraft, Request, RoomOrdering, ServiceDraft, SetUp,
        SetUpPage, StaffDraft, StarterService, TaxClassDraft, VisitDraft, WaitingDraft,
    },
};

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::{
    means,
    naive::Naive,
    office::some,
    points::points_rules,
    wish::{Wishes, cents, tender_rules},
};

const N_CLIENTS: usize = 6;
/// New ones are made until there are so many of each.
const LIST_LEN_MAX: usize = 8;

/// What a shop is told before its first day. Odd seeds round cash to 0.05. Prices
/// include tax, so that the model can add them up.
pub(super) fn furniture(seed: u64) -> Vec<Request> {
    let cash_step = if seed.is_multiple_of(2) { 1 } else { 5 };
    let mut requests = vec![Request::SetUpShop(set_up(cash_step))];
    for (minutes, price) in [(30, 2_990), (60, 4_500), (90, 7_995)] {
        let draft = service(minutes, Some(cents(price)));
        requests.push(Request::SaveService(draft));
    }
    // One of each, and of the second one stands in the first room.
    for (name, pieces, rooms) in [
        ("Steamer", 2, Vec::new()),
        ("Tub", 1, vec![RawId::new(1, 1).unwrap().into()]),
    ] {
        let draft = means::equipment(name, pieces, rooms);
        requests.push(Request::SaveEquipment(draft));
    }
    let need = |nth| Need {
        n: 1,
        of: vec![means::nth_equipment(nth)],
    };
    for part in [
        SegmentPlan {
            needs: vec![need(1), need(2)],
            ..SegmentPlan::whole(45)
        },
        means::four_hands(75, vec![need(1)]),
    ] {
        let draft = ServiceDraft {
            segments: vec![part.clone()],
            ..service(part.minutes, Some(cents(6_000)))
        };
        requests.push(Request::SaveService(draft));
    }
    for (number, price) in [(1, 1_890), (2, 333), (3, 12_001)] {
        let draft = product(number, Some(cents(price)));
        requests.push(Request::SaveProduct(draft));
    }
    let rules = tender_rules(&mut Rng::with_seed(seed));
    requests.push(Request::SaveTenderRules(rules));
    if !seed.is_multiple_of(3) {
        let rules = points_rules(&mut Rng::with_seed(seed));
        requests.push(Request::SavePointsRules { rules });
    }
    // Cards that lapse soon.
    if !seed.is_multiple_of(5) {
        let rules = LoyaltyRules {
            card_life_months: Some(1),
            ..LoyaltyRules::default()
        };
        requests.push(Request::SaveLoyaltyRules { rules });
    }
    for number in 0..N_CLIENTS {
        let draft = ClientDraft {
            name: format!("Guest {number}"),
            active: true,
            ..ClientDraft::default()
        };
        requests.push(Request::SaveClient(draft));
    }
    requests.push(first_visit());
    requests
}

/// Of two, on the first day.
fn first_visit() -> Request {
    let part = |nth| Booking {
        client: Some(RawId::new(1, nth).unwrap().into()),
        service: RawId::new(1, nth).unwrap().into(),
        staff: RawId::new(1, nth).unwrap().into(),
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: WallTime::new("2026-11-20".parse().unwrap(), 15 * 60),
        note: String::new(),
        override_reason: None,
        how: How::default(),
    };
    Request::BookVisit(VisitDraft {
        parts: vec![part(1), part(2)],
        host: None,
        note: String::new(),
        bill: Bill::One,
    })
}

impl Wishes {
    fn waiting(&mut self, naive: &Naive) -> WaitingDraft {
        let office = &naive.office;
        let first = "2026-11-21".parse::<NaiveDate>().unwrap() + Days::new(self.0.u64(0..9));
        WaitingDraft {
            id: None,
            client: some(&office.clients, &mut self.0).unwrap(),
            service: some(&office.services, &mut self.0).unwrap(),
            staff: some(&office.staff, &mut self.0).filter(|_| self.0.bool()),
            first,
            last: first + Days::new(self.0.u64(0..30)),
            days: self.0.u8(0..128),
            from_minute: self.0.u16(0..1_000),
            until_minute: self.0.u16(0..1_900),
            urgent: self.0.bool(),
            note: String::new(),
        }
    }

    fn room_order(&mut self, naive: &Naive) -> RoomOrdering {
        let order = RoomOrder::ALL[self.0.usize(..RoomOrder::ALL.len())];
        let until = "2026-11-21".parse::<NaiveDate>().unwrap() + Days::new(self.0.u64(0..9));
        RoomOrdering {
            room: some(&naive.office.rooms, &mut self.0).unwrap_or_default(),
            order,
            note: "The tap drips".repeat(self.0.usize(..2)),
            until: Some(until).filter(|_| self.0.bool()),
        }
    }

    pub(super) fn office(&mut self, naive: &Naive) -> Request {
        match self.0.u8(0..44) {
            33 | 40..44 => Request::SaveWaiting(self.waiting(naive)),
            37..40 => Request::SetRoomState(self.room_order(naive)),
            34..37 => Request::DropWaiting {
                waiting: RawId::new(1, self.0.u64(1..4)).unwrap().into(),
                reason: "Went elsewhere".into(),
            },
            31 => Request::LetGo,
            32 => Request::SaveBookRules {
                rules: BookRules {
                    hold_min: self.0.u16(0..90),
                    late_hours: self.0.u16(0..30),
                    ..BookRules::default()
                },
            },
            26 => self.chart(),
            27..31 => self.office_of_offers(naive),
            24..26 => self.price_level(naive),
            0 => Request::SetUpShop(set_up(1)),
            1..4 => Request::SetUpPage(self.page()),
            4..6 => Request::SaveSettings {
                settings: self.settings(naive),
            },
            6..8 => self.tax_class(naive),
            8 => self.room(naive),
            9 => self.staff(naive),
            10 => self.hours(naive),
            11..14 => Request::SaveService(self.service(naive)),
            14..17 => Request::SaveProduct(self.product(naive)),
            17..20 => Request::AssignBarcode {
                product: some(&naive.office.products, &mut self.0).unwrap(),
                barcode: self.barcode(),
            },
            _ => Request::SaveClient(self.client_draft(naive)),
        }
    }

    /// One of those that are there, or a new one.
    fn known<K: Copy + Ord, V>(&mut self, map: &std::collections::BTreeMap<K, V>) -> Option<K> {
        let is_new = map.len() < LIST_LEN_MAX && self.0.u8(0..3) == 0;
        some(map, &mut self.0).filter(|_| !is_new)
    }

    fn price(&mut self) -> Option<Money> {
        (self.0.u8(0..5) > 0).then(|| cents(self.0.i64(0..9_000)))
    }

    fn is_active(&mut self) -> bool {
        self.0.u8(0..6) > 0
    }

    fn name(&mut self, what: &str) -> String {
        format!("{what} {}", self.0.u8(0..40))
    }

    pub(super) fn pack_code(&mut self) -> String {
        match self.0.u8(0..12) {
            0 => "4006381333931".to_owned(),
            number => format!("pack-{}", number % 6),
        }
    }

    /// Some are misread.
    fn barcode(&mut self) -> Barcode {
        let code = match self.0.u8(0..10) {
            0 => "4006381333930".to_owned(),
            _ => self.pack_code(),
        };
        Barcode {
            code,
            pack_quantity: self.0.u32(1..5),
        }
    }

    fn tax(&mut self) -> Vec<TaxComponent> {
        let rates = [21_000, 12_000, 5_000, 0];
        let n_components = self.0.usize(..3);
        (0..n_components)
            .map(|number| {
                TaxComponent::plain(
                    format!("Tax {number}"),
                    Rate::from_milli_percent(rates[self.0.usize(..4)]),
                )
            })
            .collect()
    }

    fn page(&mut self) -> SetUpPage {
        let mut names = |what: &str| {
            let n_names = self.0.usize(1..3);
            let names = (0..n_names).map(|_| format!("{what} {}", self.0.u8(0..4)));
            names.collect::<Vec<_>>()
        };
        let (people, rooms) = (names("Guided"), names("Cabin"));
        match self.0.u8(0..6) {
            0 => SetUpPage::Tax {
                prices_include_tax: true,
                tax: self.tax(),
            },
            1 => SetUpPage::Hours {
                opens_minute: 60 * self.0.u16(7..11),
                closes_minute: 60 * self.0.u16(17..23),
                grid_minutes: GRID_MINUTES[self.0.usize(..4)],
            },
            2 => SetUpPage::People { names: people },
            3 => SetUpPage::Rooms { names: rooms },
            4 => SetUpPage::Services {
                services: vec![StarterService {
                    name: format!("Starter {}", self.0.u8(0..3)),
                    minutes: 15 * self.0.u16(1..6),
                    price: cents(self.0.i64(100..9_000)),
                }],
            },
            _ => SetUpPage::Devices,
        }
    }

    fn settings(&mut self, naive: &Naive) -> Settings {
        let settings = naive.office.settings.clone().unwrap();
        Settings {
            cash_rounding: CashRounding {
                step_minor: if self.0.bool() { 1 } else { 5 },
            },
            receipt_printing: ReceiptPrinting::ALL[self.0.usize(..3)],
            receipt_header: vec![self.name("Lotus")],
            opens_minute: 60 * self.0.u16(7..11),
            ..settings
        }
    }

    fn tax_class(&mut self, naive: &Naive) -> Request {
        Request::SaveTaxClass(TaxClassDraft {
            id: self.known(&naive.office.tax_classes),
            name: self.name("Class"),
            components: self.tax(),
            from: None,
            active: true,
        })
    }

    fn room(&mut self, naive: &Naive) -> Request {
        Request::SaveRoom {
            id: self.known(&naive.office.rooms),
            name: self.name("Room"),
            short: String::new(),
            active: self.is_active(),
            places: 1,
        }
    }

    fn staff(&mut self, naive: &Naive) -> Request {
        let shift = Shift {
            start_minute: 60 * self.0.u16(8..12),
            end_minute: 60 * self.0.u16(15..20),
        };
        let service = some(&naive.office.services, &mut self.0);
        Request::SaveStaff(StaffDraft {
            id: self.known(&naive.office.staff),
            name: self.name("Ieva"),
            short: String::new(),
            role: if self.0.u8(0..8) == 0 {
                StaffRole::Desk
            } else {
                StaffRole::Therapist
            },
            week: std::array::from_fn(|_| vec![shift]),
            services: service
                .filter(|_| self.0.u8(0..4) == 0)
                .into_iter()
                .collect(),
            active: self.is_active(),
            group: String::new(),
            pattern: None,
            sex: [None, Some(Sex::Female), Some(Sex::Male)][self.0.usize(0..3)],
            treats: None,
            anyway: false,
        })
    }

    fn service(&mut self, naive: &Naive) -> ServiceDraft {
        let office = &naive.office;
        let room = some(&office.rooms, &mut self.0);
        let minutes = 15 * self.0.u16(1..9);
        ServiceDraft {
            segments: self.segments(naive, minutes),
            id: self.known(&office.services),
            code: format!("S{}", 30 * self.0.u8(1..8)),
            name: self.name("Massage"),
            tax_class: self.known(&office.tax_classes),
            cost: cents(self.0.i64(0..500)),
            rooms: room.filter(|_| self.0.u8(0..4) == 0).into_iter().collect(),
            active: self.is_active(),
            prices: self.level_prices(naive),
            ..service(minutes, self.price())
        }
    }

    fn product(&mut self, naive: &Naive) -> ProductDraft {
        let office = &naive.office;
        let id = self.known(&office.products);
        let barcodes = match id {
            Some(id) if self.0.bool() => office.products[&id].barcodes.clone(),
            _ => (0..self.0.u8(0..3)).map(|_| self.good_barcode()).collect(),
        };
        ProductDraft {
            id,
            name: self.name("Balm"),
            tax_class: self.known(&office.tax_classes),
            cost: cents(self.0.i64(0..900)),
            barcodes,
            active: self.is_active(),
            prices: self.level_prices(naive),
            ..product(self.0.u32(1..9), self.price())
        }
    }

    fn level_prices(&mut self, naive: &Naive) -> Vec<LevelPrice> {
        let levels = naive.office.levels.keys();
        let mut prices = Vec::new();
        for level in levels {
            if self.0.bool() {
                let price = cents(self.0.i64(0..4_000));
                prices.push(LevelPrice {
                    level: *level,
                    price,
                });
            }
        }
        prices
    }

    fn card_rate(&mut self) -> Option<Rate> {
        (self.0.u8(0..3) == 0).then(|| Rate::from_milli_percent(self.0.u32(0..30_000)))
    }

    fn chart(&mut self) -> Request {
        let kind = AccountKind::ALL[self.0.usize(..AccountKind::ALL.len())];
        let own = ["Assets:1000", "Income:Sales:Desk", "assets:no"][self.0.usize(..3)];
        Request::SaveChart(Chart {
            names: vec![AccountName {
                account: kind,
                name: own.to_owned(),
            }],
        })
    }

    pub(super) fn price_level(&mut self, naive: &Naive) -> Request {
        Request::SavePriceLevel {
            level: self.known(&naive.office.levels),
            name: self.name("Level"),
            active: self.0.u8(0..4) > 0,
        }
    }

    fn good_barcode(&mut self) -> Barcode {
        Barcode {
            code: self.pack_code(),
            pack_quantity: self.0.u32(1..5),
        }
    }

    fn client_draft(&mut self, naive: &Naive) -> ClientDraft {
        let office = &naive.office;
        let phone = match self.0.u8(0..6) {
            number @ 0..4 => format!("+371 2000 111{number}"),
            _ => String::new(),
        };
        let card = match self.0.u8(0..8) {
            number @ 0..3 => format!("guest-{number}"),
            _ => String::new(),
        };
        ClientDraft {
            id: self.known(&office.clients),
            name: self.name("Guest"),
            phone,
            card,
            usual_staff: some(&office.staff, &mut self.0).filter(|_| self.0.bool()),
            notes: self.name("Likes tea no."),
            shared_phone: self.0.u8(0..4) == 0,
            active: self.is_active(),
            price_level: some(&office.levels, &mut self.0).filter(|_| self.0.bool()),
            card_rate: self.card_rate(),
            ..ClientDraft::default()
        }
    }
}

fn set_up(cash_step_minor: u32) -> SetUp {
    SetUp {
        shop_name: "Lotus Spa".into(),
        currency: "EUR".into(),
        time_zone: "Europe/Riga".into(),
        prices_include_tax: true,
        tax: vec![TaxComponent::plain("VAT", Rate::from_milli_percent(21_000))],
        therapists: vec!["Anna".into(), "Marta".into(), "Ivo".into()],
        rooms: vec!["Room 1".into(), "Room 2".into()],
        cash_step_minor,
        guided: false,
    }
}

fn service(minutes: u16, price: Option<Money>) -> ServiceDraft {
    ServiceDraft {
        id: None,
        code: format!("S{minutes}"),
        name: format!("Massage of {minutes}"),
        category: String::new(),
        price,
        cost: Money::ZERO,
        tax_class: None,
        minutes,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    }
}

fn product(number: u32, price: Option<Money>) -> ProductDraft {
    ProductDraft {
        id: None,
        code: format!("P{number}"),
        name: format!("Oil {number}"),
        category: String::new(),
        supplier: String::new(),
        brand: String::new(),
        price,
        cost: cents(price.unwrap_or_default().minor() / 3),
        tax_class: None,
        barcodes: vec![Barcode {
            code: format!("pack-{number}"),
            pack_quantity: number,
        }],
        par_level: 2,
        stock_max: 10,
        active: true,
        prices: Vec::new(),
    }
}
