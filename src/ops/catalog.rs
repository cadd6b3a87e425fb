//! What is sold: services, products, and the codes that find them.

use super::{
    context::Context,
    entry::{CODE_MAX, NAME_MAX, amount, bounded, missing, optional, required, within},
    halt::{Step, need, need_active},
    outcome::Outcome,
    price,
    refusal::{Field, Refusal},
    request::{ProductDraft, ServiceDraft},
    steps,
};
use crate::{
    domain::{
        barcode::{self, CodeCheck},
        catalog::{Barcode, Product, Service},
        ids::{ProductId, ServiceId, TaxClassId},
        money::Money,
        room::Room,
        tax::TaxClass,
        ticket::QUANTITY_MAX,
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

const BARCODES_MAX: usize = 50;

pub(super) fn save_service(tx: &mut Tx, cx: &Context, draft: &ServiceDraft) -> Step<Outcome> {
    if let Some(id) = draft.id {
        need::<Service>(tx, id)?;
    }
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    let code = optional(Field::Code, &draft.code, CODE_MAX)?;
    if draft.active {
        service_code_free(tx, &code, draft.id)?;
    }
    prices(draft.price, draft.cost)?;
    let segments = steps::segments(tx, draft)?;
    let manner = steps::manner(tx, draft, &segments)?;
    for room in &draft.rooms {
        need::<Room>(tx, *room)?;
    }
    let service = Service {
        code,
        name,
        category: optional(Field::Category, &draft.category, NAME_MAX)?,
        price: draft.price,
        cost: draft.cost,
        tax_class: tax_class(tx, cx, draft.tax_class)?,
        segments,
        rooms: draft.rooms.clone(),
        active: draft.active,
        prices: price::level_prices(tx, &draft.prices)?,
        by_staff: price::staff_prices(tx, &draft.by_staff)?,
        timed: price::timed(draft.timed)?,
        manner,
        id: match draft.id {
            Some(id) => id,
            None => tx.next_id(cx.register(), Kind::Service)?.into(),
        },
    };
    tx.put(&service)?;
    Ok(Outcome::SavedService {
        service: service.id,
    })
}

pub(super) fn save_product(tx: &mut Tx, cx: &Context, draft: &ProductDraft) -> Step<Outcome> {
    let before = match draft.id {
        Some(id) => Some(need::<Product>(tx, id)?),
        None => None,
    };
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    let code = optional(Field::Code, &draft.code, CODE_MAX)?;
    let barcodes = barcodes(&draft.barcodes)?;
    no_misread_code(&barcodes, before.as_ref())?;
    if draft.active {
        product_code_free(tx, &code, draft.id)?;
        for barcode in &barcodes {
            product_code_free(tx, &barcode.code, draft.id)?;
        }
    }
    prices(draft.price, draft.cost)?;
    within(Field::ParLevel, &draft.par_level, &0, &1_000_000)?;
    within(Field::Quantity, &draft.stock_max, &0, &1_000_000)?;
    let product = Product {
        code,
        name,
        category: optional(Field::Category, &draft.category, NAME_MAX)?,
        supplier: optional(Field::Name, &draft.supplier, NAME_MAX)?,
        brand: optional(Field::Name, &draft.brand, NAME_MAX)?,
        price: draft.price,
        cost: draft.cost,
        tax_class: tax_class(tx, cx, draft.tax_class)?,
        barcodes,
        par_level: draft.par_level,
        stock_max: draft.stock_max,
        active: draft.active,
        prices: price::level_prices(tx, &draft.prices)?,
        id: match draft.id {
            Some(id) => id,
            None => tx.next_id(cx.register(), Kind::Product)?.into(),
        },
    };
    tx.put(&product)?;
    Ok(Outcome::SavedProduct {
        product: product.id,
    })
}

/// The digits were scanned or typed just now, so a wrong check digit is a misread
/// one.
pub(super) fn assign_barcode(tx: &mut Tx, id: ProductId, barcode: &Barcode) -> Step<Outcome> {
    let mut product = need::<Product>(tx, id)?;
    let new = one_barcode(barcode)?;
    if barcode::check(&new.code) == CodeCheck::BadCheckDigit {
        let code = new.code;
        return Err(Refusal::BadCheckDigit { code }.into());
    }
    product_code_free(tx, &new.code, Some(id))?;
    product.barcodes.retain(|it| it.code != new.code);
    product.barcodes.push(new);
    bounded(Field::Barcodes, &product.barcodes, BARCODES_MAX)?;
    tx.put(&product)?;
    Ok(Outcome::SavedProduct { product: id })
}

/// What an earlier program or an import has left on the product stays.
fn no_misread_code(codes: &[Barcode], before: Option<&Product>) -> Result<(), Refusal> {
    let is_known = |code: &str| {
        before.is_some_and(|product| product.barcodes.iter().any(|it| it.code == code))
    };
    let misread = codes
        .iter()
        .find(|it| barcode::check(&it.code) == CodeCheck::BadCheckDigit && !is_known(&it.code));
    misread.map_or(Ok(()), |it| {
        let code = it.code.clone();
        Err(Refusal::BadCheckDigit { code })
    })
}

fn barcodes(typed: &[Barcode]) -> Result<Vec<Barcode>, Refusal> {
    bounded(Field::Barcodes, typed, BARCODES_MAX)?;
    let mut barcodes: Vec<Barcode> = Vec::new();
    for barcode in typed {
        let new = one_barcode(barcode)?;
        if barcodes.iter().all(|it| it.code != new.code) {
            barcodes.push(new);
        }
    }
    Ok(barcodes)
}

fn one_barcode(typed: &Barcode) -> Result<Barcode, Refusal> {
    let code = barcode::normalise(&required(Field::Barcodes, &typed.code, CODE_MAX)?);
    if code.is_empty() {
        return Err(missing(Field::Barcodes));
    }
    within(Field::Barcodes, &typed.pack_quantity, &1, &QUANTITY_MAX)?;
    Ok(Barcode {
        code,
        pack_quantity: typed.pack_quantity,
    })
}

fn prices(price: Option<Money>, cost: Money) -> Result<(), Refusal> {
    if let Some(price) = price {
        amount(Field::Price, price)?;
    }
    amount(Field::Cost, cost)
}

fn tax_class(tx: &Tx, cx: &Context, wish: Option<TaxClassId>) -> Step<TaxClassId> {
    let id = wish.unwrap_or(cx.settings.default_tax_class);
    Ok(need_active::<TaxClass>(tx, id)?.id)
}

fn service_code_free(tx: &Tx, code: &str, own: Option<ServiceId>) -> Step<()> {
    if code.is_empty() {
        return Ok(());
    }
    let same = tx.find::<Service>(&Lookup::ServiceByCode(code.to_owned()))?;
    let other = same.into_iter().find(|it| it.active && Some(it.id) != own);
    other.map_or(Ok(()), |it| taken(code, it.name))
}

fn product_code_free(tx: &Tx, code: &str, own: Option<ProductId>) -> Step<()> {
    if code.is_empty() {
        return Ok(());
    }
    let same = tx.find::<Product>(&Lookup::ProductByCode(code.to_owned()))?;
    let other = same.into_iter().find(|it| it.active && Some(it.id) != own);
    other.map_or(Ok(()), |it| taken(code, it.name))
}

fn taken(code: &str, name: String) -> Step<()> {
    let code = barcode::shown(code).to_owned();
    Err(Refusal::CodeTaken { code, name }.into())
}
