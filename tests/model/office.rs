//! The naive office: of every list, what was saved last, by id.

use std::collections::{BTreeMap, BTreeSet};

use balm::{
    domain::{
        barcode::normalise,
        catalog::{Barcode, Product, Service},
        client::Client,
        document::Addressee,
        ids::{ClientId, ProductId, RawId, RoomId, ServiceId, StaffId, TaxClassId},
        money::{Money, Rate},
        price::LevelId,
        room::Room,
        settings::{ReceiptPrinting, Settings},
        staff::Staff,
        tax::{TaxClass, TaxComponent},
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        refusal::{Field, Noun, Refusal},
        request::{
            ClientDraft, ProductDraft, Request, ServiceDraft, SetUpPage, TaxClassDraft, Wanted,
        },
    },
    store::Reads,
};
use fastrand::Rng;

use super::spa::Spa;

#[derive(Default)]
pub(super) struct Office {
    pub(super) settings: Option<Settings>,
    pub(super) tax_classes: BTreeMap<TaxClassId, (String, Vec<TaxComponent>)>,
    pub(super) rooms: BTreeMap<RoomId, (String, bool)>,
    pub(super) staff: BTreeMap<StaffId, (String, bool)>,
    pub(super) services: BTreeMap<ServiceId, ServiceDraft>,
    pub(super) products: BTreeMap<ProductId, ProductDraft>,
    pub(super) clients: BTreeMap<ClientId, ClientDraft>,
    pub(super) levels: BTreeMap<LevelId, (String, bool)>,
}

/// Which price a line has, and whether it follows the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Usual,
    Level(String),
    /// Asked for, or changed by hand.
    Fixed,
}

/// What is sold at which price and cost, and how many of it at once.
pub(super) struct Meant {
    pub(super) item: Item,
    pub(super) price: Option<i64>,
    pub(super) cost: i64,
    pub(super) n_pieces: i64,
}

/// Any of them.
pub(super) fn some<K: Copy, V>(map: &BTreeMap<K, V>, rng: &mut Rng) -> Option<K> {
    let n = map.len();
    let place = (n > 0).then(|| rng.usize(..n))?;
    map.keys().nth(place).copied()
}

fn same_code(one: &str, other: &str) -> bool {
    !one.is_empty() && one.eq_ignore_ascii_case(other)
}

impl Office {
    pub(super) fn cash_step(&self) -> i64 {
        i64::from(self.settings.as_ref().unwrap().cash_rounding.step_minor)
    }

    pub(super) fn printing(&self) -> ReceiptPrinting {
        self.settings.as_ref().unwrap().receipt_printing
    }

    /// What an item or a code of something on the list means.
    pub(super) fn meaning(&self, what: &Wanted) -> Meant {
        match what {
            Wanted::Item(item) => self.of_item(*item, 1),
            Wanted::Code(code) => {
                if let Some((id, n_pieces)) = self.product_with(code, None) {
                    return self.of_item(Item::Product(id), n_pieces);
                }
                let active = |it: &&ServiceDraft| it.active && same_code(&it.code, code);
                let mut services = self.services.iter();
                let found = services.find(|(_, it)| active(it));
                self.of_item(Item::Service(*found.unwrap().0), 1)
            }
        }
    }

    /// How many therapists a service takes.
    pub(super) fn n_roles(&self, service: ServiceId) -> usize {
        let parts = &self.services[&service].segments;
        let roles: BTreeSet<u8> = parts.iter().flat_map(|it| it.roles.clone()).collect();
        roles.len().max(1)
    }

    pub(super) fn of_item(&self, item: Item, n_pieces: i64) -> Meant {
        let (price, cost) = match item {
            Item::Service(id) => (self.services[&id].price, self.services[&id].cost),
            Item::Product(id) => (self.products[&id].price, self.products[&id].cost),
            other => panic!("{other:?} is on no price list"),
        };
        Meant {
            item,
            price: price.map(Money::minor),
            cost: cost.minor(),
            n_pieces,
        }
    }

    /// What an item costs this client by the list, and in which column that stands.
    pub(super) fn price_for(&self, item: Item, client: Option<ClientId>) -> Option<(i64, Column)> {
        let level = client.and_then(|it| self.clients[&it].price_level);
        let named = level.and_then(|id| self.levels.get(&id).filter(|it| it.1));
        let prices = match item {
            Item::Service(id) => &self.services[&id].prices,
            Item::Product(id) => &self.products[&id].prices,
            other => panic!("{other:?} is on no price list"),
        };
        let found = prices.iter().find(|it| Some(it.level) == level);
        if let (Some((name, _)), Some(found)) = (named, found) {
            return Some((found.price.minor(), Column::Level(name.clone())));
        }
        let usual = self.of_item(item, 1).price?;
        Some((usual, Column::Usual))
    }

    pub(super) fn card_rate(&self, client: Option<ClientId>) -> Option<Rate> {
        self.clients[&client?]
            .card_rate
            .filter(|it| *it > Rate::ZERO)
    }

    pub(super) fn is_active(&self, item: Item) -> bool {
        match item {
            Item::Service(id) => self.services[&id].active,
            Item::Product(id) => self.products[&id].active,
            other => panic!("{other:?} is on no price list"),
        }
    }

    /// The active product with a code, and how many pieces the code stands for.
    fn product_with(&self, code: &str, own: Option<ProductId>) -> Option<(ProductId, i64)> {
        let active = self.products.iter().filter(|(_, it)| it.active);
        let mut others = active.filter(|(id, _)| Some(**id) != own);
        others.find_map(|(id, product)| {
            let mut barcodes = product.barcodes.iter();
            let barcode = barcodes.find(|it| same_code(&it.code, code));
            match barcode {
                Some(barcode) => Some((*id, i64::from(barcode.pack_quantity))),
                None => same_code(&product.code, code).then_some((*id, 1)),
            }
        })
    }

    pub(super) fn follow(&mut self, spa: &Spa, request: &Request, outcome: &Outcome, label: &str) {
        match (request, outcome) {
            (Request::SetUpShop(_), _) => {
                self.settings = spa.shop.settings().map(|it| (*it).clone());
                self.read_people(spa);
                let classes = spa.shop.read().all::<TaxClass>().unwrap();
                self.tax_classes = classes
                    .into_iter()
                    .map(|it| (it.id, (it.name, it.components)))
                    .collect();
            }
            (Request::SetUpPage(page), _) => self.page(spa, page, label),
            (Request::SaveSettings { settings }, _) => self.settings = Some(settings.clone()),
            (
                Request::SaveTaxClass(TaxClassDraft {
                    id,
                    name,
                    components,
                    ..
                }),
                Outcome::SavedTaxClass { tax_class },
            ) => {
                assert!(id.is_none_or(|id| id == *tax_class), "{label}");
                let class = (name.clone(), components.clone());
                let before = self.tax_classes.insert(*tax_class, class);
                assert_eq!(before.is_some(), id.is_some(), "{label}");
            }
            (
                Request::SaveRoom {
                    id, name, active, ..
                },
                Outcome::SavedRoom { room },
            ) => {
                let before = self.rooms.insert(*room, (name.clone(), *active));
                assert_eq!(before.is_some(), id.is_some(), "{label}");
            }
            (Request::SaveStaff(draft), Outcome::SavedStaff { staff }) => {
                let before = self
                    .staff
                    .insert(*staff, (draft.name.clone(), draft.active));
                assert_eq!(before.is_some(), draft.id.is_some(), "{label}");
            }
            (Request::SaveService(draft), Outcome::SavedService { service }) => {
                let mut others = self.services.iter().filter(|it| Some(*it.0) != draft.id);
                let is_taken = others.any(|(_, it)| it.active && same_code(&it.code, &draft.code));
                assert!(!(is_taken && draft.active), "{label}: a code twice");
                let before = self.services.insert(*service, draft.clone());
                assert_eq!(before.is_some(), draft.id.is_some(), "{label}");
            }
            (Request::SaveProduct(draft), Outcome::SavedProduct { product }) => {
                self.product(draft, *product, label);
            }
            (Request::AssignBarcode { product, barcode }, _) => {
                let taken = self.product_with(&barcode.code, Some(*product));
                assert_eq!(taken, None, "{label}: a code twice");
                let draft = self.products.get_mut(product).unwrap();
                draft.barcodes.retain(|it| it.code != barcode.code);
                draft.barcodes.push(barcode.clone());
            }
            // Names only: no figure depends on them.
            (Request::SaveChart(_), Outcome::Saved) => (),
            (Request::SavePriceLevel { .. }, _) => self.level(request, outcome, label),
            (Request::SaveAddressee(draft), Outcome::Saved) => {
                let saved = spa.shop.read().get::<Addressee>(&draft.client).unwrap();
                assert_eq!(saved.unwrap().language, draft.language, "{label}");
                assert!(self.clients.contains_key(&draft.client), "{label}");
            }
            (Request::SaveClient(draft), Outcome::SavedClient { client }) => {
                self.client(draft, *client, label);
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    fn level(&mut self, request: &Request, outcome: &Outcome, label: &str) {
        let (
            Request::SavePriceLevel {
                level,
                name,
                active,
            },
            Outcome::SavedPriceLevel { level: saved },
        ) = (request, outcome)
        else {
            panic!("{label}: {outcome:?}");
        };
        assert!(level.is_none_or(|it| it == *saved), "{label}");
        let before = self.levels.insert(*saved, (name.clone(), *active));
        assert_eq!(before.is_some(), level.is_some(), "{label}");
    }

    fn product(&mut self, draft: &ProductDraft, id: ProductId, label: &str) {
        let mut codes = draft.barcodes.iter().map(|it| &it.code);
        if draft.active {
            let is_free = |code: &String| self.product_with(code, Some(id)).is_none();
            assert!(
                is_free(&draft.code) && codes.all(is_free),
                "{label}: a code twice"
            );
        }
        let mut kept = draft.clone();
        let mut seen = BTreeSet::new();
        kept.barcodes.retain(|it| seen.insert(it.code.clone()));
        let before = self.products.insert(id, kept);
        assert_eq!(before.is_some(), draft.id.is_some(), "{label}");
    }

    fn client(&mut self, draft: &ClientDraft, id: ClientId, label: &str) {
        let mut others = self.clients.iter().filter(|it| *it.0 != id && it.1.active);
        let same = |one: &str, other: &str| !one.is_empty() && one == other;
        let shares = |it: &ClientDraft| {
            let phone = same(&it.phone, &draft.phone) && !draft.shared_phone;
            let card = same(&it.card, &draft.card) && draft.active;
            phone || card
        };
        assert!(
            !others.any(|it| shares(it.1)),
            "{label}: phone or card twice"
        );
        let before = self.clients.insert(id, draft.clone());
        assert_eq!(before.is_some(), draft.id.is_some(), "{label}");
    }

    fn page(&mut self, spa: &Spa, page: &SetUpPage, label: &str) {
        let settings = self.settings.as_mut().unwrap();
        match page {
            SetUpPage::Tax {
                prices_include_tax,
                tax,
            } => {
                settings.tax.prices_include_tax = *prices_include_tax;
                let class = self.tax_classes.get_mut(&settings.default_tax_class);
                class.unwrap().1.clone_from(tax);
            }
            SetUpPage::Hours {
                opens_minute,
                closes_minute,
                grid_minutes,
            } => {
                settings.opens_minute = *opens_minute;
                settings.closes_minute = *closes_minute;
                settings.grid_minutes = *grid_minutes;
            }
            SetUpPage::People { names } => {
                let mut all = sorted(self.staff.values().map(|it| it.0.clone()));
                add_new(&mut all, names);
                self.read_people(spa);
                let is = sorted(self.staff.values().map(|it| it.0.clone()));
                assert_eq!(is, all, "{label}");
            }
            SetUpPage::Rooms { names } => {
                let mut all = sorted(self.rooms.values().map(|it| it.0.clone()));
                add_new(&mut all, names);
                self.read_people(spa);
                let is = sorted(self.rooms.values().map(|it| it.0.clone()));
                assert_eq!(is, all, "{label}");
            }
            SetUpPage::Services { services } => {
                let mut all = sorted(self.services.values().map(|it| it.name.clone()));
                let names: Vec<_> = services.iter().map(|it| it.name.clone()).collect();
                add_new(&mut all, &names);
                for service in spa.shop.read().all::<Service>().unwrap() {
                    let draft = draft_of(service.clone());
                    self.services.entry(service.id).or_insert(draft);
                }
                let is = sorted(self.services.values().map(|it| it.name.clone()));
                assert_eq!(is, all, "{label}");
            }
            SetUpPage::Devices => (),
        }
    }

    fn read_people(&mut self, spa: &Spa) {
        let reader = spa.shop.read();
        for person in reader.all::<Staff>().unwrap() {
            let kept = (person.name, person.active);
            self.staff.entry(person.id).or_insert(kept);
        }
        for room in reader.all::<Room>().unwrap() {
            let kept = (room.name, room.active);
            self.rooms.entry(room.id).or_insert(kept);
        }
    }

    /// What a refusal says of the lists is so.
    pub(super) fn check_refusal(&self, refusal: &Refusal, label: &str) {
        match refusal {
            Refusal::CodeTaken { name, .. } => {
                let services = self.services.values().map(|it| (&it.name, it.active));
                let products = self.products.values().map(|it| (&it.name, it.active));
                let is_there = services.chain(products).any(|it| it == (name, true));
                assert!(is_there, "{label}: {refusal:?}");
            }
            Refusal::AccountOfOtherKind { account, name } => {
                assert!(!account.takes(name), "{label}");
            }
            Refusal::NameTaken {
                field: Field::Name,
                what,
                name,
            } => {
                let is_there = match what {
                    Noun::Room => self.rooms.values().any(|it| *it == (name.clone(), true)),
                    Noun::Staff => self.staff.values().any(|it| *it == (name.clone(), true)),
                    Noun::TaxClass => self.tax_classes.values().any(|it| it.0 == *name),
                    _ => true,
                };
                assert!(is_there, "{label}: {refusal:?}");
            }
            Refusal::PhoneTaken { client, name } | Refusal::CardTaken { client, name } => {
                let other = &self.clients[&client.parse::<RawId>().unwrap().into()];
                assert!(other.active && other.name == *name, "{label}: {refusal:?}");
            }
            Refusal::UnknownCode { code } => {
                assert_eq!(self.product_with(code, None), None, "{label}");
            }
            _ => (),
        }
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let reader = spa.shop.read();
        let settings = reader.get::<Settings>(&()).unwrap().unwrap();
        let known = self.settings.clone().unwrap();
        // Which page the guide is on is for the screen.
        let known = Settings {
            guide: settings.guide,
            ..known
        };
        assert_eq!(settings, known, "{label}");
        let classes = reader.all::<TaxClass>().unwrap().into_iter();
        let classes = classes.map(|it| (it.id, (it.name, it.components)));
        assert_eq!(
            classes.collect::<BTreeMap<_, _>>(),
            self.tax_classes,
            "{label}"
        );
        let rooms = reader.all::<Room>().unwrap().into_iter();
        let rooms = rooms.map(|it| (it.id, (it.name, it.active)));
        assert_eq!(rooms.collect::<BTreeMap<_, _>>(), self.rooms, "{label}");
        let staff = reader.all::<Staff>().unwrap().into_iter();
        let staff = staff.map(|it| (it.id, (it.name, it.active)));
        assert_eq!(staff.collect::<BTreeMap<_, _>>(), self.staff, "{label}");
        let services = reader.all::<Service>().unwrap();
        assert_eq!(services.len(), self.services.len(), "{label}");
        for service in services {
            let known = &self.services[&service.id];
            let known = (&*known.code, &*known.name, known.price, known.minutes);
            let is = (
                &*service.code,
                &*service.name,
                service.price,
                service.minutes(),
            );
            assert_eq!(is, known, "{label}");
            let parts = &self.services[&service.id].segments;
            assert!(parts.is_empty() || service.segments == *parts, "{label}");
        }
        let products = reader.all::<Product>().unwrap();
        assert_eq!(products.len(), self.products.len(), "{label}");
        for product in products {
            let known = &self.products[&product.id];
            let is = (&product.name, product.price, product.cost, product.active);
            let must = (&known.name, known.price, known.cost, known.active);
            assert_eq!(is, must, "{label}");
            let barcodes = known.barcodes.iter().map(|it| Barcode {
                code: normalise(&it.code),
                ..it.clone()
            });
            assert_eq!(product.barcodes, barcodes.collect::<Vec<_>>(), "{label}");
        }
        let clients = reader.all::<Client>().unwrap();
        assert_eq!(clients.len(), self.clients.len(), "{label}");
        for client in clients {
            let known = &self.clients[&client.id];
            let is = (&client.name, &client.phone, &client.card, client.active);
            let must = (&known.name, &known.phone, &known.card, known.active);
            assert_eq!(is, must, "{label}");
            assert_eq!(client.price_level, known.price_level, "{label}");
        }
    }
}

/// Names that are not there yet, each once.
fn add_new(all: &mut Vec<String>, names: &[String]) {
    for name in names {
        if !all
            .iter()
            .any(|it| it.to_lowercase() == name.to_lowercase())
        {
            all.push(name.clone());
        }
    }
    all.sort();
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn draft_of(service: Service) -> ServiceDraft {
    ServiceDraft {
        id: Some(service.id),
        minutes: service.minutes(),
        code: service.code,
        name: service.name,
        category: service.category,
        price: service.price,
        cost: service.cost,
        tax_class: Some(service.tax_class),
        rooms: service.rooms,
        active: service.active,
        prices: service.prices,
        by_staff: service.by_staff,
        timed: service.timed,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    }
}
