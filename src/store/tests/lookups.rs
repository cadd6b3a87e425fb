//! Which records are found by what, and that it follows their changes.

use super::{
    samples, samples_till,
    shop::{Shop, client, day, id, write},
};
use crate::{
    domain::{
        booking::{Appointment, Status},
        catalog::{Product, Service},
        client::Client,
        drawer::{CashMovement, DrawerSession},
        ids::{ClientId, DrawerSessionId, ProductId, RawId, SaleId, TicketId},
        ledger::LedgerEntry,
        print_job::{PrintJob, PrintState},
        sale::{ReceiptNumber, Sale, SaleKind},
        stock::StockMovement,
        ticket::Ticket,
    },
    store::{
        Reads, Store, StoreError,
        record::{Lookup, Record},
    },
};

/// How many records each lookup leads to.
fn counts<const N: usize>(store: &Store, lookups: &[Lookup; N]) -> [usize; N] {
    let reads = store.read();
    std::array::from_fn(|idx| reads.count(&lookups[idx]).unwrap())
}

fn put<R: Record>(store: &Store, record: &R) {
    write(store, |tx| tx.put(record));
}

fn found<R: Record>(store: &Store, lookup: &Lookup) -> usize {
    store.read().find::<R>(lookup).unwrap().len()
}

#[test]
fn a_client_is_found_by_the_digits_of_the_phone() {
    let shop = Shop::new();
    let store = shop.open();
    let [old, new] = ["37126123456", "26123456"].map(|it| Lookup::ClientByPhone(it.into()));
    put(&store, &client(1, "Anna", "+371 2612-3456"));
    put(&store, &client(2, "Liga", ""));
    assert_eq!(counts(&store, &[old.clone(), new.clone()]), [1, 0]);
    put(&store, &client(1, "Anna", "2612 3456"));
    assert_eq!(counts(&store, &[old, new.clone()]), [0, 1]);
    assert_eq!(
        found::<Client>(&store, &Lookup::ClientByPhone(String::new())),
        0
    );
    // The same lookup never leads to records of another kind.
    assert_eq!(found::<Product>(&store, &new), 0);
}

#[test]
fn a_product_is_found_by_each_barcode_and_its_article_number() {
    let shop = Shop::new();
    let store = shop.open();
    put(&store, &samples::product());
    put(&store, &samples::service());
    let by = |code: &str| Lookup::ProductByCode(code.into());
    let codes = [
        by("4006381333931"),
        by("AO-100"),
        by(" ao-100 "),
        by("AO"),
        by(""),
    ];
    assert_eq!(counts(&store, &codes), [1, 1, 1, 0, 0]);
    let service = Lookup::ServiceByCode("SW60".into());
    assert_eq!(found::<Service>(&store, &service), 1);
}

#[test]
fn an_appointment_is_found_on_each_day_that_it_touches() {
    let shop = Shop::new();
    let store = shop.open();
    let on = |text| Lookup::AppointmentOn(day(text));
    let client = Lookup::AppointmentOfClient(ClientId(id(6)));
    let mut appointment = samples::appointment(Status::Booked);
    put(&store, &appointment);
    let lookups = [on("2026-11-21"), on("2026-11-22"), client];
    assert_eq!(counts(&store, &lookups), [1, 0, 1]);
    // Until half past midnight.
    appointment.segments[0].start.minute = 1_410;
    put(&store, &appointment);
    assert_eq!(counts(&store, &lookups), [1, 1, 1]);
    // Until midnight sharp is not the next day.
    appointment.segments[0].start.minute = 1_380;
    appointment.client = None;
    put(&store, &appointment);
    assert_eq!(counts(&store, &lookups), [1, 0, 0]);
    assert_eq!(found::<Appointment>(&store, &lookups[0]), 1);
}

#[test]
fn a_ticket_is_found_until_it_is_gone() {
    let shop = Shop::new();
    let store = shop.open();
    put(&store, &samples::tickets()[0]);
    assert_eq!(found::<Ticket>(&store, &Lookup::TicketOf(1)), 1);
    assert_eq!(found::<Ticket>(&store, &Lookup::TicketOf(2)), 0);
    write(&store, |tx| tx.remove::<Ticket>(&TicketId(id(8))));
    assert_eq!(found::<Ticket>(&store, &Lookup::TicketOf(1)), 0);
}

#[test]
fn a_sale_is_found_by_receipt_day_client_session_and_what_it_refunds() {
    let shop = Shop::new();
    let store = shop.open();
    let mut sale = samples::sale(SaleKind::Sale);
    for line in &mut sale.lines {
        line.returned = None;
    }
    let refund = Sale {
        id: SaleId(id(20)),
        receipt: ReceiptNumber {
            number: 124,
            ..sale.receipt
        },
        client: None,
        ..samples::sale(SaleKind::RefundOf(sale.id))
    };
    put(&store, &sale);
    put(&store, &refund);
    let lookups = [
        Lookup::SaleByReceipt(sale.receipt),
        Lookup::SaleByReceipt(ReceiptNumber {
            register: 2,
            ..sale.receipt
        }),
        Lookup::SaleOn(day("2026-11-21")),
        Lookup::SaleOn(day("2026-11-20")),
        Lookup::SaleOfClient(ClientId(id(6))),
        Lookup::SaleOfSession(DrawerSessionId(id(10))),
        Lookup::RefundOf(sale.id),
        Lookup::RefundOf(refund.id),
    ];
    assert_eq!(counts(&store, &lookups), [1, 0, 2, 0, 1, 2, 1, 0]);
    let of_sale: Sale = store.read().find_one(&lookups[6]).unwrap().unwrap();
    assert_eq!(of_sale.id, refund.id);
}

#[test]
fn a_session_is_open_until_it_is_closed() {
    let shop = Shop::new();
    let store = shop.open();
    let [open, closed] = samples_till::sessions().try_into().unwrap();
    let lookups = [
        Lookup::OpenSession(1),
        Lookup::OpenSession(2),
        Lookup::SessionOn(day("2026-11-21")),
    ];
    put::<DrawerSession>(&store, &open);
    assert_eq!(counts(&store, &lookups), [1, 0, 1]);
    put(&store, &closed);
    assert_eq!(counts(&store, &lookups), [0, 0, 1]);
}

#[test]
fn movements_and_postings_are_found_by_what_they_belong_to() {
    let shop = Shop::new();
    let store = shop.open();
    put(&store, &samples_till::cash_movements()[0]);
    put(&store, &samples::ledger_entries()[0]);
    put(&store, &samples::movements()[0]);
    let session = Lookup::CashMovementOf(DrawerSessionId(id(10)));
    assert_eq!(found::<CashMovement>(&store, &session), 1);
    let on = Lookup::LedgerOn(day("2026-11-21"));
    assert_eq!(found::<LedgerEntry>(&store, &on), 1);
    let product = Lookup::MovementOf(ProductId(id(4)));
    assert_eq!(found::<StockMovement>(&store, &product), 1);
}

#[test]
fn a_print_job_is_unsettled_until_sent_or_printed() {
    let shop = Shop::new();
    let store = shop.open();
    let unsettled = |state: PrintState| {
        let job = PrintJob {
            state,
            ..samples::print_jobs()[0].clone()
        };
        put(&store, &job);
        found::<PrintJob>(&store, &Lookup::UnsettledPrintJob(2))
    };
    let reason = String::new;
    assert_eq!(unsettled(PrintState::Waiting), 1);
    assert_eq!(unsettled(PrintState::Sent), 0);
    assert_eq!(unsettled(PrintState::Unknown { reason: reason() }), 1);
    assert_eq!(unsettled(PrintState::Printed), 0);
    assert_eq!(unsettled(PrintState::Failed { reason: reason() }), 1);
}

#[test]
fn keys_of_ids_sort_by_register_then_counter() {
    let shop = Shop::new();
    let store = shop.open();
    let ids = [(2, 1), (1, 300), (1, 2)].map(|(r, n)| ClientId(RawId::new(r, n).unwrap()));
    write(&store, |tx| {
        for id in ids {
            tx.put(&Client {
                id,
                ..client(1, "x", "1")
            })?;
        }
        Ok::<_, StoreError>(())
    });
    let all: Vec<Client> = store.read().all().unwrap();
    let order: Vec<_> = all.iter().map(|it| it.id.to_string()).collect();
    assert_eq!(order, ["1-2", "1-300", "2-1"]);
    let of_register_1: Vec<Client> = store.read().scan(&[0, 0, 1]).unwrap();
    assert_eq!(of_register_1.len(), 2);
}
