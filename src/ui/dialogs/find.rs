//! One list of everything that has a name or a number: appointments of today,
//! clients, services, products, receipts. Enter does with each what one would do
//! next.

use super::receipts;
use crate::{
    domain::{
        ids::{AppointmentId, ClientId, SaleId},
        sale::ReceiptNumber,
        text,
        ticket::Item,
    },
    ops::query::{self, ClientHit, DayBlock, ItemHit, ReceiptHit},
    ui::{
        component::{Cmd, Component, Pane},
        panes::client,
        view::View,
        widgets::picker::{Picker, Row},
    },
};

/// So many of each kind: one of another kind is never far down.
const OF_A_KIND_MAX: usize = 6;
/// Kinds are in one column.
const KIND_CELLS: usize = 12;

enum Found {
    Client(ClientId),
    Item(Item),
    Receipt(SaleId),
    Appointment(AppointmentId),
}

pub fn find(view: &View) -> Box<dyn Component> {
    Picker::new(view.text("find-title"), "help-find", rows, open)
        .looking_up()
        .on_scan(|code, _| Some(vec![Cmd::Pop, Cmd::Scan(code.to_owned())]))
        .boxed()
}

fn open(found: &Found, view: &View) -> Vec<Cmd> {
    match found {
        Found::Client(id) => {
            let mut cmds = client::take(*id, view);
            cmds.push(Cmd::Focus(Pane::Client));
            cmds
        }
        Found::Item(item) => vec![Cmd::AddToCart(*item), Cmd::Focus(Pane::Cart)],
        Found::Receipt(sale) => receipts::open(view, *sale),
        Found::Appointment(id) => vec![Cmd::Focus(Pane::Day), Cmd::ShowAppointment(*id)],
    }
}

/// What cannot be read is left out here; whoever opens it is told why.
fn rows(typed: &str, view: &View) -> Vec<Row<Found>> {
    let typed = typed.trim();
    let mut rows = appointments(typed, view);
    if typed.is_empty() {
        return rows;
    }
    let clients = query::find_clients(&view.shop, typed).unwrap_or_default();
    rows.extend(
        clients
            .into_iter()
            .take(OF_A_KIND_MAX)
            .map(|hit| client_row(hit, view)),
    );
    let items = query::find_items(&view.shop.read(), typed).unwrap_or_default();
    rows.extend(
        items
            .into_iter()
            .take(OF_A_KIND_MAX)
            .map(|hit| item(&hit, view)),
    );
    let receipts = receipt_rows(typed, view);
    // What is written like a receipt's number is one before it is a phone's end.
    if typed.parse::<ReceiptNumber>().is_ok() {
        return receipts.into_iter().chain(rows).collect();
    }
    rows.extend(receipts);
    rows
}

fn client_row(hit: ClientHit, view: &View) -> Row<Found> {
    let alert = if hit.has_alert { "! " } else { "" };
    row(
        "find-client",
        &format!("{alert}{}", hit.name),
        hit.phone,
        Found::Client(hit.id),
        view,
    )
}

/// A name finds the client, and with it the receipts; a number finds them at once.
fn receipt_rows(typed: &str, view: &View) -> Vec<Row<Found>> {
    if !typed.chars().any(|letter| letter.is_ascii_digit()) {
        return Vec::new();
    }
    let wish = query::Wish {
        text: typed,
        ..query::Wish::default()
    };
    let register = view.session.register;
    let hits = query::find_receipts(&view.shop, &view.settings, register, wish);
    let hits = hits.unwrap_or_default();
    hits.into_iter()
        .take(OF_A_KIND_MAX)
        .map(|hit| receipt(&hit, view))
        .collect()
}

/// Today's that are not over, the next first.
fn appointments(typed: &str, view: &View) -> Vec<Row<Found>> {
    let wanted = text::fold(typed);
    let day = query::day(&view.shop.read(), &view.settings, view.today());
    let blocks = day.map(|day| day.blocks).unwrap_or_default();
    let is_wanted = |block: &&DayBlock| {
        let all = text::fold(&format!("{} {}", block.client, block.service));
        !block.appointment.status.is_final()
            && wanted.split_whitespace().all(|word| all.contains(word))
    };
    let found = blocks.iter().filter(is_wanted).take(OF_A_KIND_MAX);
    found
        .map(|block| {
            let start = block.appointment.start().hhmm();
            let client = view.words().client(&block.client);
            let name = format!("{start} {client}, {}", block.service);
            let status = view.words().status(block.appointment.status);
            row(
                "find-visit",
                &name,
                status,
                Found::Appointment(block.appointment.id),
                view,
            )
        })
        .collect()
}

fn item(hit: &ItemHit, view: &View) -> Row<Found> {
    let price = hit
        .price
        .map_or_else(|| view.text("stock-price-asked"), |price| view.money(price));
    let (kind, right) = match hit.item {
        Item::Service(_) => {
            let minutes = [("n", hit.minutes.unwrap_or_default().into())];
            (
                "find-service",
                format!("{}  {price}", view.fill("find-minutes", &minutes)),
            )
        }
        Item::Product(_) => {
            let on_hand = [("n", hit.on_hand.unwrap_or_default().into())];
            (
                "find-product",
                format!("{}  {price}", view.fill("find-on-hand", &on_hand)),
            )
        }
    };
    row(kind, &hit.name, right, Found::Item(hit.item), view)
}

fn receipt(hit: &ReceiptHit, view: &View) -> Row<Found> {
    let row_of = receipts::row(hit, view);
    row(
        "find-receipt",
        &row_of.left,
        row_of.right,
        Found::Receipt(hit.sale),
        view,
    )
}

fn row(kind: &str, name: &str, right: String, value: Found, view: &View) -> Row<Found> {
    let kind = text::pad(&text::cut(&view.text(kind), KIND_CELLS - 1), KIND_CELLS);
    Row {
        left: format!("{kind}{name}"),
        right,
        value,
    }
}
