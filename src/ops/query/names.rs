//! What ids stand for. A record that is gone or was never there has no name.

use crate::{
    domain::{
        booking::Appointment,
        catalog::Service,
        checkout,
        client::Client,
        ids::{ClientId, RoomId, SaleId, ServiceId, StaffId},
        room::Room,
        sale::{ReceiptNumber, Sale, SaleKind},
        settings::Settings,
        staff::Staff,
        time,
    },
    ops::query::{ReceiptHit, Visit},
    store::{Reads, StoreError, record::Lookup},
};

type Found<T> = Result<T, StoreError>;

pub(super) fn client(reads: &impl Reads, client: Option<ClientId>) -> Found<String> {
    let Some(client) = client else {
        return Ok(String::new());
    };
    Ok(reads
        .get::<Client>(&client)?
        .map_or_else(String::new, |it| it.name))
}

pub(super) fn service(reads: &impl Reads, service: ServiceId) -> Found<String> {
    Ok(reads
        .get::<Service>(&service)?
        .map_or_else(String::new, |it| it.name))
}

pub(super) fn staff(reads: &impl Reads, staff: Option<StaffId>) -> Found<String> {
    let Some(staff) = staff else {
        return Ok(String::new());
    };
    Ok(reads
        .get::<Staff>(&staff)?
        .map_or_else(String::new, |it| it.name))
}

pub(super) fn staff_short(reads: &impl Reads, staff: Option<StaffId>) -> Found<String> {
    let Some(staff) = staff else {
        return Ok(String::new());
    };
    Ok(reads
        .get::<Staff>(&staff)?
        .map_or_else(String::new, |it| short_or_name(it.short, it.name)))
}

pub(super) fn room(reads: &impl Reads, room: Option<RoomId>) -> Found<String> {
    let Some(room) = room else {
        return Ok(String::new());
    };
    Ok(reads
        .get::<Room>(&room)?
        .map_or_else(String::new, |it| it.name))
}

pub(super) fn room_short(reads: &impl Reads, room: Option<RoomId>) -> Found<String> {
    let Some(room) = room else {
        return Ok(String::new());
    };
    Ok(reads
        .get::<Room>(&room)?
        .map_or_else(String::new, |it| short_or_name(it.short, it.name)))
}

pub(super) fn short_or_name(short: String, name: String) -> String {
    if short.is_empty() { name } else { short }
}

pub(super) fn receipt(reads: &impl Reads, sale: Option<SaleId>) -> Found<Option<ReceiptNumber>> {
    let Some(sale) = sale else {
        return Ok(None);
    };
    Ok(reads.get::<Sale>(&sale)?.map(|it| it.receipt))
}

pub(super) fn visit(reads: &impl Reads, appointment: &Appointment) -> Found<Visit> {
    Ok(Visit {
        appointment: appointment.id,
        start: appointment.start(),
        service: service(reads, appointment.service)?,
        staff: staff(reads, appointment.staff())?,
        room: room(reads, appointment.room())?,
        status: appointment.status,
        receipt: receipt(reads, appointment.sale)?,
    })
}

pub(super) fn receipt_hit(
    reads: &impl Reads,
    settings: &Settings,
    sale: &Sale,
) -> Found<ReceiptHit> {
    let back = match sale.kind {
        SaleKind::Sale => reads.find::<Sale>(&Lookup::RefundOf(sale.id))?,
        _ => Vec::new(),
    };
    let left = checkout::refundable(sale, &back);
    Ok(ReceiptHit {
        sale: sale.id,
        receipt: sale.receipt,
        kind: sale.kind,
        at: time::wall(sale.at, settings.time_zone),
        client: client(reads, sale.client)?,
        total: sale.total,
        is_all_back: !back.is_empty() && left.iter().all(|it| *it == 0),
    })
}
