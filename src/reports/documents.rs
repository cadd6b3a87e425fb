//! What documents are filled with: looked up and put into words, field by field.

use chrono::NaiveDate;

use super::page::{holdings, left, short_name};
use crate::{
    domain::{
        booking::Appointment,
        cash::{CashCategory, CashCause},
        catalog::Service,
        client::Client,
        deposit::Deposit,
        document::{Addressee, Document, Facts, Row},
        drawer::{CashMovement, DrawerSession},
        holding::Holding,
        ids::{AppointmentId, CashMovementId, ClientId, GiftCardId, SaleId, StaffId},
        money::Money,
        purse::GiftCard,
        room::Room,
        sale::{Sale, SaleKind, SaleLine},
        staff::Staff,
        tab::Tab,
        tender::{Payment, TenderKind, handed_over},
        ticket::Item,
    },
    locale::Words,
    store::{Reads, StoreError, record::Lookup},
};

/// `None` where there is no such thing.
pub(crate) fn facts(
    reads: &impl Reads,
    words: &Words,
    document: Document,
) -> Result<Option<Facts>, StoreError> {
    match document {
        Document::Invoice { sale, buyer } => invoice(reads, words, sale, buyer),
        Document::CashOrder(movement) => cash_order(reads, words, movement),
        Document::VisitCard(visit) => visit_card(reads, words, visit),
        Document::GiftCertificate(card) => certificate(reads, words, card),
        Document::Statement {
            client,
            from,
            until,
        } => statement(reads, words, client, (from, until)),
    }
}

/// Nothing where there is nothing.
fn if_any(words: &Words, amount: Money) -> String {
    if amount.is_zero() {
        String::new()
    } else {
        words.money(amount)
    }
}

pub(super) fn receipt(reads: &impl Reads, words: &Words, sale: &Sale) -> Result<Facts, StoreError> {
    let title = match sale.kind {
        SaleKind::Sale => String::new(),
        SaleKind::RefundOf(_) | SaleKind::WithoutReceipt => words.locale.text("receipt-refund"),
        SaleKind::VoidOf(_) => words.locale.text("receipt-void"),
    };
    of_sale(reads, words, sale, title)
}

fn invoice(
    reads: &impl Reads,
    words: &Words,
    sale: SaleId,
    buyer: ClientId,
) -> Result<Option<Facts>, StoreError> {
    let Some(sale) = reads.get::<Sale>(&sale)? else {
        return Ok(None);
    };
    let title = words.locale.text(match sale.kind {
        SaleKind::Sale => "document-invoice",
        _ => "document-credit-note",
    });
    let mut facts = of_sale(reads, words, &sale, title)?;
    let is_there = set_buyer(reads, &mut facts, buyer)?;
    Ok(is_there.then_some(facts))
}

/// Whether there is such a client.
fn set_buyer(reads: &impl Reads, facts: &mut Facts, client: ClientId) -> Result<bool, StoreError> {
    let Some(file) = reads.get::<Client>(&client)? else {
        return Ok(false);
    };
    let known = reads.get::<Addressee>(&client)?;
    let of = |field: fn(&Addressee) -> &String| known.as_ref().map_or("", |it| field(it));
    let name = match of(|it| &it.name) {
        "" => &file.name,
        name => name,
    };
    facts.set("buyer.name", name);
    facts.set("buyer.address", of(|it| &it.address));
    facts.set("buyer.reg_no", of(|it| &it.reg_no));
    facts.set("buyer.tax_no", of(|it| &it.tax_no));
    facts.set("buyer.phone", &file.phone);
    facts.set("buyer.email", &file.email);
    Ok(true)
}

fn of_sale(
    reads: &impl Reads,
    words: &Words,
    sale: &Sale,
    title: String,
) -> Result<Facts, StoreError> {
    let original = match sale.kind {
        SaleKind::Sale | SaleKind::WithoutReceipt => None,
        SaleKind::RefundOf(of) | SaleKind::VoidOf(of) => reads.get::<Sale>(&of)?,
    };
    let mut facts = Facts::default();
    let at = words.wall(sale.at);
    let original = original.map_or_else(String::new, |it| it.receipt.to_string());
    facts.set("title", title);
    facts.set("original", original);
    facts.set("reason", &sale.reason);
    facts.set("number", sale.receipt.to_string());
    facts.set("desk", sale.receipt.register.to_string());
    facts.set("date", words.date(at.date));
    facts.set("time", words.time(at));
    facts.set("operator", short_name(reads, sale.operator)?);
    facts.set("note", &sale.note);
    let net = sale.lines.iter().map(|it| it.net).sum();
    let tax = sale.tax_table.iter().map(|it| it.tax).sum();
    facts.set("net", words.money(net));
    facts.set("tax", if_any(words, tax));
    facts.set("total", words.money(sale.total));
    set_payments(&mut facts, words, &sale.payments);
    let lines = sale.lines.iter().map(|it| line(reads, words, it));
    facts.set_rows("lines", lines.collect::<Result<_, _>>()?);
    let taxes = sale.tax_table.iter().map(|it| {
        Row::from([
            ("tax.name", it.name.clone()),
            ("tax.rate", it.rate.to_string()),
            ("tax.net", words.money(it.net)),
            ("tax.amount", words.money(it.tax)),
        ])
    });
    facts.set_rows("taxes", taxes.collect());
    let cards = left(reads, sale.id)?.into_iter().map(|(number, left)| {
        Row::from([
            ("left.name", number),
            ("left.amount", words.money(left)),
            ("left.until", String::new()),
        ])
    });
    let packages = holdings(reads, sale.id)?.into_iter().map(|it| {
        Row::from([
            ("left.amount", words.units(&it.kind, it.units)),
            ("left.until", day(words, it.until)),
            ("left.name", it.name),
        ])
    });
    facts.set_rows("left", cards.chain(packages).collect());
    Ok(facts)
}

fn day(words: &Words, date: Option<NaiveDate>) -> String {
    date.map_or_else(String::new, |it| words.date(it))
}

fn line(reads: &impl Reads, words: &Words, line: &SaleLine) -> Result<Row, StoreError> {
    let drawn = line.drawn.as_ref().map_or_else(String::new, |it| {
        let name = [("name", (&it.name).into())];
        words.locale.fill("receipt-drawn", &name)
    });
    let tax = line.tax_amounts.iter().copied().sum();
    Ok(Row::from([
        ("line.name", words.item(line.item, &line.name)),
        ("line.quantity", line.quantity.to_string()),
        ("line.price", words.money(line.unit_price)),
        ("line.gross", words.money(line.gross)),
        ("line.discount", if_any(words, line.discount_amount)),
        ("line.drawn", drawn),
        ("line.net", words.money(line.net)),
        ("line.tax", if_any(words, tax)),
        ("line.total", words.money(line.total)),
        ("line.staff", name_of(reads, line.staff)?),
        ("line.note", line.note.clone()),
    ]))
}

fn name_of(reads: &impl Reads, staff: Option<StaffId>) -> Result<String, StoreError> {
    let Some(staff) = staff else {
        return Ok(String::new());
    };
    let found = reads.get::<Staff>(&staff)?;
    Ok(found.map_or_else(String::new, |it| it.name))
}

fn set_payments(facts: &mut Facts, words: &Words, payments: &[Payment]) {
    let sum = |of: fn(&Payment) -> Money| payments.iter().map(of).sum::<Money>();
    facts.set("rounding", if_any(words, sum(|it| it.rounding)));
    facts.set("change", if_any(words, sum(|it| it.change)));
    facts.set("over", if_any(words, sum(|it| it.over)));
    facts.set("due", if_any(words, lent(payments)));
    let rows = handed_over(payments).into_iter();
    let rows = rows.filter(|(_, amount)| !amount.is_zero());
    let rows = rows.map(|(kind, amount)| {
        Row::from([
            ("payment.name", words.tender(kind)),
            ("payment.amount", words.money(amount)),
        ])
    });
    facts.set_rows("payments", rows.collect());
}

/// What a client owes of it from then on.
fn lent(payments: &[Payment]) -> Money {
    let on_account = payments.iter();
    let on_account = on_account.filter(|it| it.kind == TenderKind::Account);
    on_account.map(Payment::of_total).sum()
}

fn cash_order(
    reads: &impl Reads,
    words: &Words,
    movement: CashMovementId,
) -> Result<Option<Facts>, StoreError> {
    let Some(movement) = reads.get::<CashMovement>(&movement)? else {
        return Ok(None);
    };
    let session = reads.get::<DrawerSession>(&movement.session)?;
    let category = match movement.cause {
        CashCause::Category(id) => reads.get::<CashCategory>(&id)?.map(|it| it.name),
        _ => None,
    };
    let title = words.locale.text(if movement.amount.is_negative() {
        "document-cash-out"
    } else {
        "document-cash-in"
    });
    let at = words.wall(movement.at);
    let tax: Money = movement.tax.iter().map(|it| it.amount).sum();
    let mut facts = Facts::default();
    facts.set("title", title);
    facts.set("number", movement.id.to_string());
    let desk = session.map_or_else(String::new, |it| it.register.to_string());
    facts.set("desk", desk);
    facts.set("date", words.date(at.date));
    facts.set("time", words.time(at));
    facts.set("operator", name_of(reads, movement.by)?);
    facts.set("amount", words.money(movement.amount.abs()));
    facts.set("tax", if_any(words, tax.abs()));
    let reason = if movement.reason.is_empty() && category.is_none() {
        words.cash_cause(&movement, "")
    } else {
        movement.reason.clone()
    };
    facts.set("category", category.unwrap_or_default());
    facts.set("reason", reason);
    Ok(Some(facts))
}

fn visit_card(
    reads: &impl Reads,
    words: &Words,
    visit: AppointmentId,
) -> Result<Option<Facts>, StoreError> {
    let Some(visit) = reads.get::<Appointment>(&visit)? else {
        return Ok(None);
    };
    let mut facts = Facts::default();
    let client = match visit.client {
        Some(client) => reads.get::<Client>(&client)?,
        None => None,
    };
    let room = match visit.room() {
        Some(room) => reads.get::<Room>(&room)?,
        None => None,
    };
    let start = visit.start();
    facts.set("client", client.map_or_else(String::new, |it| it.name));
    facts.set("service", service(reads, &visit)?);
    facts.set("staff", name_of(reads, visit.staff())?);
    facts.set("room", room.map_or_else(String::new, |it| it.name));
    facts.set("date", words.date(start.date));
    facts.set("time", words.time(start));
    facts.set("minutes", visit.minutes().to_string());
    let end = start.plus(i64::from(visit.minutes()));
    facts.set("end", words.time(end));
    let mut later = match visit.client {
        Some(client) => reads.find::<Appointment>(&Lookup::AppointmentOfClient(client))?,
        None => Vec::new(),
    };
    later.retain(|it| it.starts_at > visit.starts_at && it.status.holds_time());
    later.sort_by_key(|it| (it.starts_at, it.id));
    let rows = later.iter().map(|it| {
        Ok(Row::from([
            ("visit.date", words.date(it.start().date)),
            ("visit.time", words.time(it.start())),
            ("visit.service", service(reads, it)?),
            ("visit.staff", name_of(reads, it.staff())?),
        ]))
    });
    facts.set_rows("visits", rows.collect::<Result<_, StoreError>>()?);
    Ok(Some(facts))
}

fn service(reads: &impl Reads, visit: &Appointment) -> Result<String, StoreError> {
    let found = reads.get::<Service>(&visit.service)?;
    Ok(found.map_or_else(String::new, |it| it.name))
}

fn certificate(
    reads: &impl Reads,
    words: &Words,
    card: GiftCardId,
) -> Result<Option<Facts>, StoreError> {
    let Some(card) = reads.get::<GiftCard>(&card)? else {
        return Ok(None);
    };
    let mut facts = Facts::default();
    facts.set("number", &card.number);
    facts.set("left", words.money(card.balance));
    facts.set("face", words.money(card.face));
    facts.set("sold", day(words, card.sold_on));
    facts.set("expires", day(words, card.expires));
    Ok(Some(facts))
}

/// What a sale changed of what its client owes: put on the tab, less what it paid of
/// earlier sales.
fn settled(sale: &Sale) -> Money {
    let owed = sale.lines.iter();
    let owed = owed.filter(|it| matches!(it.item, Item::Owed(_)));
    owed.map(|it| it.total).sum()
}

fn statement(
    reads: &impl Reads,
    words: &Words,
    client: ClientId,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Option<Facts>, StoreError> {
    let mut facts = Facts::default();
    if !set_buyer(reads, &mut facts, client)? {
        return Ok(None);
    }
    let mut sales = reads.find::<Sale>(&Lookup::SaleOfClient(client))?;
    sales.sort_by_key(|it| (it.business_date, it.at, it.id));
    let mut balance = Money::ZERO;
    let mut rows = Vec::new();
    facts.set("opening", words.money(balance));
    for sale in sales.iter().filter(|it| it.business_date <= until) {
        // What pays an earlier sale is no purchase.
        let charged = sale.total - settled(sale);
        let paid = sale.total - lent(&sale.payments);
        balance += charged - paid;
        if sale.business_date < from {
            facts.set("opening", words.money(balance));
            continue;
        }
        rows.push(Row::from([
            ("move.date", words.date(sale.business_date)),
            ("move.receipt", sale.receipt.to_string()),
            ("move.charged", words.money(charged)),
            ("move.paid", words.money(paid)),
            ("move.balance", words.money(balance)),
        ]));
    }
    facts.set_rows("moves", rows);
    facts.set("closing", words.money(balance));
    facts.set("from", words.date(from));
    facts.set("until", words.date(until));
    let mut tabs = reads.find::<Tab>(&Lookup::OpenTabOf(client))?;
    tabs.sort_by_key(|it| (it.since, it.sale));
    let open = tabs.iter().map(|it| {
        Row::from([
            ("open.receipt", it.receipt.to_string()),
            ("open.date", words.date(it.since)),
            ("open.left", words.money(it.open())),
        ])
    });
    facts.set_rows("open", open.collect());
    facts.set_rows("prepaid", prepaid(reads, words, client)?);
    Ok(Some(facts))
}

/// Deposits and packages that are not used up.
fn prepaid(reads: &impl Reads, words: &Words, client: ClientId) -> Result<Vec<Row>, StoreError> {
    let row = |name: String, left: String, until: String| {
        Row::from([
            ("prepaid.name", name),
            ("prepaid.left", left),
            ("prepaid.until", until),
        ])
    };
    let deposits = reads.find::<Deposit>(&Lookup::DepositOfClient(client))?;
    let deposits = deposits.into_iter().filter(|it| !it.left.is_zero());
    let mut rows: Vec<Row> = deposits
        .map(|it| {
            let name = words.item(Item::Deposit, "");
            row(name, words.money(it.left), String::new())
        })
        .collect();
    for it in reads.find::<Holding>(&Lookup::HoldingOfClient(client))? {
        if it.units_left > 0 && it.closed.is_none() {
            let left = words.units(&it.kind, it.units_left);
            rows.push(row(it.name, left, day(words, it.until)));
        }
    }
    Ok(rows)
}
