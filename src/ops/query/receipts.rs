//! Posted sales: finding them, one of them whole, and as it prints.

use chrono::NaiveDate;

use super::{Answered, HITS_MAX, ReceiptHit, SaleSheet, holdings::unused_of, names};
use crate::{
    domain::{
        checkout,
        ids::{ClientId, Register, SaleId},
        print_job::{PrintJob, Printable},
        sale::{ReceiptNumber, Sale},
        settings::Settings,
        time, typed,
    },
    locale::Locale,
    ops::{cash::overpaid, shop::Shop},
    reports,
    store::{Reads, StoreError, record::Lookup},
};

/// What is known of a receipt. Nothing known means the latest ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish<'a> {
    /// A number, with or without its desk and zeros; a day of trade, as people type
    /// it; words of the client's name; or digits of the phone.
    pub text: &'a str,
    /// The day of trade.
    pub date: Option<NaiveDate>,
    pub client: Option<ClientId>,
}

/// Latest first; at most [`HITS_MAX`]. A bare number is looked for at `register`.
///
/// # Errors
///
/// When the store cannot be read.
pub fn find_receipts(
    shop: &Shop,
    settings: &Settings,
    register: Register,
    wish: Wish,
) -> Answered<Vec<ReceiptHit>> {
    let text = wish.text.trim();
    let today = time::wall(shop.now(), settings.time_zone).date;
    let reads = shop.read();
    let mut sales = Vec::new();
    if let Some(receipt) = number(text, register) {
        sales = reads.find::<Sale>(&Lookup::SaleByReceipt(receipt))?;
    }
    if let Some(date) = date(text, today).filter(|_| sales.is_empty()) {
        sales = reads.latest(&Lookup::SaleOn(date), HITS_MAX)?;
    }
    if sales.is_empty() {
        sales = match (text.is_empty(), wish.client, wish.date) {
            (false, _, _) => {
                let clients = shop.find_clients(text, HITS_MAX)?.clients;
                match typed::date(text, today) {
                    // Nobody is called "today".
                    Some(date) if clients.is_empty() => {
                        reads.latest(&Lookup::SaleOn(date), HITS_MAX)?
                    }
                    _ => of_clients(&reads, &clients)?,
                }
            }
            (true, Some(client), _) => of_clients(&reads, &[client])?,
            (true, None, Some(date)) => reads.latest(&Lookup::SaleOn(date), HITS_MAX)?,
            (true, None, None) => reads.newest(HITS_MAX)?,
        };
    }
    sales.retain(|sale| {
        wish.date.is_none_or(|date| sale.business_date == date)
            && wish.client.is_none_or(|client| sale.client == Some(client))
    });
    sales.sort_by_key(|sale| std::cmp::Reverse((sale.at, sale.id)));
    sales.truncate(HITS_MAX);
    let hits = sales
        .iter()
        .map(|sale| names::receipt_hit(&reads, settings, sale))
        .collect::<Result<_, _>>()?;
    Ok(hits)
}

/// `1-000123`, `1-123`, `123` and `000123`.
pub(super) fn number(text: &str, register: Register) -> Option<ReceiptNumber> {
    let bare = || {
        let number = text.parse().ok()?;
        Some(ReceiptNumber { register, number })
    };
    text.parse().ok().or_else(bare)
}

/// A text that can only be a date: a bare number is a receipt's or a phone's, a
/// bare word a name's.
fn date(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let has_digit = text.chars().any(|it| it.is_ascii_digit());
    let is_number = text.chars().all(|it| it.is_ascii_digit());
    if !has_digit || is_number {
        return None;
    }
    typed::date(text, today)
}

fn of_clients(reads: &impl Reads, clients: &[ClientId]) -> Answered<Vec<Sale>> {
    let mut sales = Vec::new();
    for client in clients {
        sales.extend(reads.latest::<Sale>(&Lookup::SaleOfClient(*client), HITS_MAX)?);
    }
    Ok(sales)
}

/// `None` if there is no such sale.
///
/// # Errors
///
/// When the store cannot be read.
pub fn sale(reads: &impl Reads, settings: &Settings, sale: SaleId) -> Answered<Option<SaleSheet>> {
    let Some(sale) = reads.get::<Sale>(&sale)? else {
        return Ok(None);
    };
    let refunds = reads.find::<Sale>(&Lookup::RefundOf(sale.id))?;
    let refundable = checkout::refundable(&sale, &refunds);
    let refunds = refunds
        .iter()
        .map(|refund| {
            let hit = names::receipt_hit(reads, settings, refund)?;
            let total = refund.given_back();
            Ok::<_, StoreError>(ReceiptHit { total, ..hit })
        })
        .collect::<Result<_, _>>()?;
    Ok(Some(SaleSheet {
        client: names::client(reads, sale.client)?,
        at: time::wall(sale.at, settings.time_zone),
        refundable,
        unused: unused_of(reads, &sale)?,
        refunds,
        overpaid: overpaid(reads, &sale)?,
        jobs: reads.find::<PrintJob>(&Lookup::PrintJobOf(Printable::Receipt(sale.id)))?,
        sale,
    }))
}

/// A paper as its original prints, line by line; `None` if there is none.
///
/// # Errors
///
/// When the store cannot be read.
pub fn preview(
    shop: &Shop,
    settings: &Settings,
    locale: &Locale,
    what: Printable,
    n_columns: u16,
) -> Answered<Option<Vec<String>>> {
    let documents = shop.documents();
    let wording = reports::Wording {
        locale,
        documents: &documents,
    };
    let paper = reports::page(&shop.read(), settings, wording, what, 0, n_columns)?;
    Ok(paper.map(|it| it.to_text()))
}
