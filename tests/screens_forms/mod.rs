//! Forms and lists: what is typed is understood, said, and never lost. Keys in,
//! screens out, through the real loop.

use balm::{
    devices::DeviceNews,
    domain::{catalog::Product, client::Client},
    ops::{
        outcome::Outcome,
        request::{ClientDraft, ProductDraft, Request},
    },
    store::Reads,
};

use crate::{
    desk::Desk,
    small_spa::{self, ARGAN_EAN, SmallSpa},
};

mod guide;
mod hostile;
mod lists;
mod money;
mod said;
mod settings;
mod typing;

fn desk_of(width: u16, height: u16) -> (Desk, SmallSpa) {
    let mut spa = None;
    let desk = Desk::on(width, height, |shop, clock| {
        spa = Some(small_spa::build(shop, clock));
    });
    (desk, spa.unwrap())
}

fn desk() -> (Desk, SmallSpa) {
    desk_of(80, 24)
}

/// The line that has `text` on it.
#[track_caller]
fn row_with(desk: &Desk, text: &str) -> String {
    let screen = desk.screen();
    let row = screen.lines().find(|row| row.contains(text));
    row.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{screen}"))
        .to_owned()
}

fn product_named(desk: &Desk, name: &str) -> Option<Product> {
    let products: Vec<Product> = desk.shop.read().all().unwrap();
    products.into_iter().find(|it| it.name == name)
}

fn client_named(desk: &Desk, name: &str) -> Option<Client> {
    let clients: Vec<Client> = desk.shop.read().all().unwrap();
    clients.into_iter().find(|it| it.name == name)
}
