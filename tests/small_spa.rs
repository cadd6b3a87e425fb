//! A spa small enough to know by heart: for tests of screens and rules.

use balm::{
    domain::{
        catalog::Barcode,
        ids::{ClientId, ProductId, RoomId, ServiceId, StaffId},
        money::{Money, Rate},
        plan::{Life, PlanKind},
        staff::{Shift, StaffRole},
        tax::TaxComponent,
        ticket::Item,
    },
    ops::{
        clock::SettableClock,
        outcome::Outcome,
        request::{
            ClientDraft, NewLine, PlanDraft, ProductDraft, Request, ServiceDraft, SetUp,
            StaffDraft, Wanted,
        },
        shop::Shop,
    },
};

use crate::desk::{Desk, SESSION};

/// A published EAN-13, on many examples of the standard.
pub(crate) const ARGAN_EAN: &str = "4006381333931";
pub(crate) const CANDLE_EAN: &str = "5901234123457";

/// What was made, by name.
#[derive(Debug)]
pub(crate) struct SmallSpa {
    pub(crate) anna: StaffId,
    pub(crate) marta: StaffId,
    pub(crate) rose: RoomId,
    pub(crate) lotus: RoomId,
    pub(crate) swedish: ServiceId,
    pub(crate) facial: ServiceId,
    pub(crate) argan: ProductId,
    pub(crate) candle: ProductId,
    pub(crate) ozola: ClientId,
    pub(crate) berzins: ClientId,
}

fn asks(shop: &Shop, id: &str, request: &Request) -> Outcome {
    shop.run(&SESSION, id, request)
        .unwrap_or_else(|stop| panic!("{id}: {stop:?}"))
}

/// EUR, 21 % VAT inside, Riga; everybody works every day from 09:00 to 20:00.
pub(crate) fn build(shop: &Shop, _clock: &SettableClock) -> SmallSpa {
    let set_up = SetUp {
        shop_name: "Lotus Spa".into(),
        currency: "EUR".into(),
        time_zone: "Europe/Riga".into(),
        prices_include_tax: true,
        tax: vec![TaxComponent::plain("VAT", Rate::from_milli_percent(21_000))],
        therapists: Vec::new(),
        rooms: Vec::new(),
        cash_step_minor: 1,
        guided: false,
    };
    asks(shop, "spa", &Request::SetUpShop(set_up));
    staff(shop, "Dace", StaffRole::Desk);
    SmallSpa {
        anna: staff(shop, "Anna", StaffRole::Therapist),
        marta: staff(shop, "Marta", StaffRole::Therapist),
        rose: room(shop, "Rose"),
        lotus: room(shop, "Lotus"),
        swedish: service(shop, "Swedish 60", "SW60", 4_500, 60),
        facial: service(shop, "Facial 45", "FC45", 5_200, 45),
        argan: product(shop, "Argan oil 100 ml", "ARGAN", 3_780, ARGAN_EAN, 12),
        candle: product(shop, "Soy candle", "CANDLE", 1_250, CANDLE_EAN, 1),
        ozola: client(shop, "Līga Ozola", "+371 20 000 101"),
        berzins: client(shop, "Pēteris Bērziņš", "+371 20 000 202"),
    }
}

fn staff(shop: &Shop, name: &str, role: StaffRole) -> StaffId {
    let all_day = || {
        vec![Shift {
            start_minute: 540,
            end_minute: 1200,
        }]
    };
    let draft = StaffDraft {
        id: None,
        name: name.into(),
        short: name.into(),
        role,
        week: std::array::from_fn(|_| all_day()),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    };
    match asks(shop, name, &Request::SaveStaff(draft)) {
        Outcome::SavedStaff { staff } => staff,
        other => panic!("{other:?}"),
    }
}

fn room(shop: &Shop, name: &str) -> RoomId {
    let short = name[..2].to_uppercase();
    let request = Request::SaveRoom {
        id: None,
        name: name.into(),
        short,
        active: true,
        places: 1,
    };
    match asks(shop, name, &request) {
        Outcome::SavedRoom { room } => room,
        other => panic!("{other:?}"),
    }
}

fn service(shop: &Shop, name: &str, code: &str, price: i64, minutes: u16) -> ServiceId {
    let draft = ServiceDraft {
        id: None,
        code: code.into(),
        name: name.into(),
        category: "Body".into(),
        price: Some(Money::from_minor(price)),
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
    };
    match asks(shop, name, &Request::SaveService(draft)) {
        Outcome::SavedService { service } => service,
        other => panic!("{other:?}"),
    }
}

fn product(shop: &Shop, name: &str, code: &str, price: i64, ean: &str, on_hand: i64) -> ProductId {
    let draft = ProductDraft {
        id: None,
        code: code.into(),
        name: name.into(),
        category: "Retail".into(),
        supplier: String::new(),
        brand: String::new(),
        price: Some(Money::from_minor(price)),
        cost: Money::from_minor(price / 2),
        tax_class: None,
        barcodes: vec![Barcode {
            code: ean.into(),
            pack_quantity: 1,
        }],
        par_level: 2,
        stock_max: 20,
        active: true,
        prices: Vec::new(),
    };
    let product = match asks(shop, name, &Request::SaveProduct(draft)) {
        Outcome::SavedProduct { product } => product,
        other => panic!("{other:?}"),
    };
    asks(
        shop,
        &format!("{name} on hand"),
        &Request::SetStock { product, on_hand },
    );
    product
}

fn client(shop: &Shop, name: &str, phone: &str) -> ClientId {
    let draft = ClientDraft {
        name: name.into(),
        phone: phone.into(),
        active: true,
        ..ClientDraft::default()
    };
    match asks(shop, name, &Request::SaveClient(draft)) {
        Outcome::SavedClient { client } => client,
        other => panic!("{other:?}"),
    }
}

/// Puts a package of two visits of these services into the cart, for 80.00.
pub(crate) fn package_in_cart(
    desk: &mut Desk,
    name: &str,
    services: Vec<ServiceId>,
    rest_days: u16,
) {
    let saved = desk.asks(&Request::SavePlan(PlanDraft {
        id: None,
        code: String::new(),
        name: name.into(),
        price: Money::from_minor(8_000),
        tax_class: None,
        kind: PlanKind::Visits { n: 2, services },
        life: Life::Months(6),
        rest_days,
        rest_extends: true,
        can_move: true,
        active: true,
    }));
    let Outcome::SavedPlan { plan } = saved else {
        panic!("{saved:?}");
    };
    desk.asks(&Request::AddLine(NewLine {
        what: Wanted::Item(Item::Plan(plan)),
        quantity: 1,
        staff: None,
        price: None,
    }));
}
