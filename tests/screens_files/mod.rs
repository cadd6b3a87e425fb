//! Clients, products, receipts and the shop's own lists on the screen: keys in,
//! screens and records out.

mod attention;
mod clients;
mod find;
mod goods;
mod house;
mod lookup;
mod receipts;

use balm::{
    domain::{
        catalog::{Product, Service},
        client::Client,
        drawer::{Count, Pieces},
        ids::ClientId,
        money::Money,
        print_job::{PrintState, Printable},
        room::Room,
        sale::{Sale, SaleKind},
        staff::Staff,
        stock::StockLevel,
        tender::{Tender, TenderKind},
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        request::{
            Booking, ClientDraft, How, NewLine, Paying, ProductDraft, Request, ServiceDraft, Wanted,
        },
        shop::Shop,
    },
    store::Reads,
    ui::keymap::Shipped,
};

use crate::{
    desk::{Desk, Look},
    small_spa::{self, ARGAN_EAN, CANDLE_EAN, SmallSpa},
};

/// A published EAN-13 that no product of the small spa has.
const UNKNOWN_EAN: &str = "9780201379624";

fn desk_of(width: u16, height: u16) -> (Desk, SmallSpa) {
    let mut spa = None;
    let desk = Desk::on(width, height, |shop: &Shop, clock| {
        spa = Some(small_spa::build(shop, clock));
    });
    (desk, spa.unwrap())
}

fn desk() -> (Desk, SmallSpa) {
    desk_of(80, 24)
}

fn all<R: balm::store::record::Record>(desk: &Desk) -> Vec<R> {
    desk.shop.read().all::<R>().unwrap()
}

fn client_named(desk: &Desk, name: &str) -> Option<Client> {
    all::<Client>(desk)
        .into_iter()
        .find(|client| client.name == name)
}

fn adds(desk: &mut Desk, item: Item, quantity: u32) {
    desk.asks(&Request::AddLine(NewLine {
        what: Wanted::Item(item),
        quantity,
        staff: None,
        price: None,
    }));
}

fn pays(desk: &mut Desk, tenders: &[(TenderKind, Option<i64>)]) -> Sold {
    let tenders = tenders
        .iter()
        .map(|(kind, minor)| Tender::of(*kind, minor.map(Money::from_minor)));
    let paying = Paying {
        tenders: tenders.collect(),
        told: None,
        confirmed: false,
    };
    match desk.asks(&Request::Pay(paying)) {
        Outcome::Sold(sold) => sold,
        other => panic!("{other:?}"),
    }
}

fn opens_drawer(desk: &mut Desk) {
    let pieces = Pieces {
        value_minor: 10_000,
        n: 1,
    };
    let float = Count {
        cash: vec![pieces],
        card: None,
    };
    desk.asks(&Request::OpenDrawer {
        float,
        business_date: None,
    });
    desk.passes(0);
}

/// Two Argan oils and a Swedish massage, paid in cash: 120.60.
fn sells_three(desk: &mut Desk, spa: &SmallSpa) -> Sold {
    opens_drawer(desk);
    adds(desk, Item::Product(spa.argan), 2);
    adds(desk, Item::Service(spa.swedish), 1);
    let sold = pays(desk, &[(TenderKind::Cash, None)]);
    desk.passes(0);
    sold
}

fn on_hand(desk: &Desk, product: balm::domain::ids::ProductId) -> i64 {
    desk.shop
        .read()
        .get::<StockLevel>(&product)
        .unwrap()
        .map_or(0, |it| it.on_hand)
}

fn latest_sale(desk: &Desk) -> Sale {
    let mut sales = all::<Sale>(desk);
    sales.sort_by_key(|sale| sale.receipt);
    sales.pop().unwrap()
}
