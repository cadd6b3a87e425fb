//! What a code or an id stands for, and the cart line that it makes: names,
//! prices and tax are fixed here.

use super::{
    context::Context,
    entry::{CODE_MAX, amount, optional, refuse},
    halt::{Step, need, need_active},
    refusal::{Field, FieldProblem, Noun, Refusal},
    request::Wanted,
};
use crate::{
    domain::{
        barcode,
        booking::Appointment,
        catalog::{Product, Service},
        ids::{ServiceId, StaffId, TaxClassId},
        money::Money,
        staff::{Staff, StaffRole},
        tax::TaxClass,
        ticket::{Item, TicketLine},
    },
    store::{Reads, Tx, record::Lookup},
};

/// An item, and how many pieces the scanned package holds.
pub(super) fn resolve(tx: &Tx, wanted: &Wanted) -> Step<(Item, u32)> {
    match wanted {
        Wanted::Item(item) => Ok((*item, 1)),
        Wanted::Code(code) => of_code(tx, code),
    }
}

/// A product's barcode or article number goes before a service's code.
fn of_code(tx: &Tx, typed: &str) -> Step<(Item, u32)> {
    let code = optional(Field::Code, typed, CODE_MAX)?;
    let normalised = barcode::normalise(&code);
    let mut inactive = None;
    for spelling in [&normalised, &code] {
        for product in tx.find::<Product>(&Lookup::ProductByCode(spelling.clone()))? {
            if product.active {
                let barcode = product.barcodes.iter().find(|it| it.code == normalised);
                let n_pieces = barcode.map_or(1, |it| it.pack_quantity);
                return Ok((Item::Product(product.id), n_pieces));
            }
            inactive = Some((Noun::Product, product.name));
        }
    }
    for service in tx.find::<Service>(&Lookup::ServiceByCode(code.clone()))? {
        if service.active {
            return Ok((Item::Service(service.id), 1));
        }
        inactive = inactive.or(Some((Noun::Service, service.name)));
    }
    Err(match inactive {
        Some((what, name)) => Refusal::Inactive { what, name }.into(),
        None => Refusal::UnknownCode { code }.into(),
    })
}

/// A line that is in no cart yet: its number is 0.
pub(super) fn line(
    tx: &Tx,
    cx: &Context,
    item: Item,
    price: Option<Money>,
    staff: Option<StaffId>,
) -> Step<TicketLine> {
    let staff = match (staff, item) {
        (Some(id), _) => Some(need_active::<Staff>(tx, id)?.id),
        (None, Item::Service(service)) => operator_at_work(tx, cx, service)?,
        (None, Item::Product(_)) => None,
    };
    let line = match item {
        Item::Service(id) => of_service(tx, &need_active(tx, id)?, price)?,
        Item::Product(id) => of_product(tx, &need_active(tx, id)?, price)?,
    };
    Ok(TicketLine { staff, ..line })
}

/// The line of a visit. What was booked is charged, even if the service or the
/// therapist has left the list since.
pub(super) fn visit_line(tx: &Tx, visit: &Appointment, price: Option<Money>) -> Step<TicketLine> {
    let line = of_service(tx, &need(tx, visit.service)?, price)?;
    Ok(TicketLine {
        staff: visit.staff(),
        appointment: Some(visit.id),
        ..line
    })
}

fn of_service(tx: &Tx, service: &Service, price: Option<Money>) -> Step<TicketLine> {
    Ok(TicketLine {
        item: Item::Service(service.id),
        name: service.name.clone(),
        unit_price: unit_price(service.price, price, &service.name)?,
        unit_cost: service.cost,
        ..blank(tx, service.tax_class)?
    })
}

fn of_product(tx: &Tx, product: &Product, price: Option<Money>) -> Step<TicketLine> {
    Ok(TicketLine {
        item: Item::Product(product.id),
        name: product.name.clone(),
        unit_price: unit_price(product.price, price, &product.name)?,
        unit_cost: product.cost,
        ..blank(tx, product.tax_class)?
    })
}

/// One piece of nothing, taxed.
fn blank(tx: &Tx, class: TaxClassId) -> Step<TicketLine> {
    Ok(TicketLine {
        number: 0,
        item: Item::Service(ServiceId::default()),
        name: String::new(),
        quantity: 1,
        unit_price: Money::ZERO,
        unit_cost: Money::ZERO,
        tax: need::<TaxClass>(tx, class)?.components,
        discount: None,
        staff: None,
        appointment: None,
    })
}

/// A price may be given only where the list has none.
fn unit_price(listed: Option<Money>, given: Option<Money>, name: &str) -> Result<Money, Refusal> {
    match (listed, given) {
        (None, None) => Err(Refusal::PriceNeeded {
            name: name.to_owned(),
        }),
        (None, Some(price)) => {
            amount(Field::Price, price)?;
            Ok(price)
        }
        (Some(price), Some(other)) if price != other => {
            let (least, most) = (price.minor().to_string(), price.minor().to_string());
            Err(refuse(
                Field::Price,
                FieldProblem::OutOfRange { least, most },
            ))
        }
        (Some(price), _) => Ok(price),
    }
}

/// The person at the desk, if it is one who gives this service.
fn operator_at_work(tx: &Tx, cx: &Context, service: ServiceId) -> Step<Option<StaffId>> {
    let Some(id) = cx.operator() else {
        return Ok(None);
    };
    let operator = need::<Staff>(tx, id)?;
    let at_work = operator.role == StaffRole::Therapist && operator.can_do(service);
    Ok(at_work.then_some(id))
}
