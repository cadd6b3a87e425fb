//! What a code or an id stands for, and the cart line that it makes: names,
//! prices and tax are fixed here.

use chrono::NaiveDate;

use super::{
    context::Context,
    entry::{amount, missing, optional, refuse},
    halt::{Step, need, need_active},
    outcome::{DateMeant, DateWarning},
    purse, query,
    refusal::{Field, FieldProblem, Noun, Refusal},
    request::Wanted,
};
use crate::{
    domain::{
        barcode::{
            self, gs1,
            in_store::{Measure, Pattern},
        },
        booking::Appointment,
        catalog::{Product, Service},
        ids::{ServiceId, StaffId, TaxClassId},
        money::Money,
        plan::Plan,
        price::{self, Buying, PriceLevel, Priced},
        staff::{Staff, StaffRole},
        tax::TaxClass,
        ticket::{Item, PriceReason, TicketLine},
    },
    store::{Reads, Tx, record::Lookup},
};

/// GS1 codes hold several fields of up to 20 characters each.
const SCAN_MAX: usize = 200;

/// What is wanted, and what its code says beside the number.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) item: Item,
    /// How many the scanned package holds.
    pub(super) n_pieces: u32,
    /// Price or weight on a label that the shop or its scale printed.
    measure: Option<Measure>,
    /// The date on it has passed.
    pub(super) dated: Option<DateWarning>,
}

impl Found {
    fn plain(item: Item) -> Self {
        Self {
            item,
            n_pieces: 1,
            measure: None,
            dated: None,
        }
    }
}

pub(super) fn resolve(tx: &Tx, cx: &Context, wanted: &Wanted) -> Step<Found> {
    match wanted {
        Wanted::Item(item) => Ok(Found::plain(*item)),
        Wanted::Code(code) => of_code(tx, cx, code),
    }
}

/// A product's barcode or article number goes before a service's code, and what is
/// known by its whole number before what a label's pattern makes of it.
fn of_code(tx: &Tx, cx: &Context, typed: &str) -> Step<Found> {
    let code = optional(Field::Code, typed, SCAN_MAX)?;
    let mut inactive = None;
    let mut spellings = barcode::spellings(&code);
    spellings.push(code.clone());
    for spelling in spellings {
        for product in tx.find::<Product>(&Lookup::ProductByCode(spelling.clone()))? {
            if product.active {
                let barcode = product.barcodes.iter().find(|it| it.code == spelling);
                return Ok(Found {
                    n_pieces: barcode.map_or(1, |it| it.pack_quantity),
                    dated: passed(&code, cx.today()),
                    ..Found::plain(Item::Product(product.id))
                });
            }
            inactive = Some((Noun::Product, product.name));
        }
    }
    for service in tx.find::<Service>(&Lookup::ServiceByCode(code.clone()))? {
        if service.active {
            return Ok(Found::plain(Item::Service(service.id)));
        }
        inactive = inactive.or(Some((Noun::Service, service.name)));
    }
    for plan in tx.find::<Plan>(&Lookup::PlanByCode(code.clone()))? {
        if plan.active {
            return Ok(Found::plain(Item::Plan(plan.id)));
        }
        inactive = inactive.or(Some((Noun::Plan, plan.name)));
    }
    if let Some(found) = of_label(tx, cx, &code)? {
        return Ok(found);
    }
    if let Some(card) = query::gift_card_of(tx, &code)? {
        return Err(purse::nothing_to_sell(cx, card).into());
    }
    Err(match inactive {
        Some((what, name)) => Refusal::Inactive { what, name }.into(),
        None => Refusal::UnknownCode { code }.into(),
    })
}

/// The product of a label by the shop's patterns: its barcode is the label's number
/// with nothing for the price, or its article number is the one on the label, with or
/// without zeros in front.
fn of_label(tx: &Tx, cx: &Context, code: &str) -> Step<Option<Found>> {
    for pattern in &cx.settings.label_patterns {
        let Some(label) = Pattern::parse(pattern).ok().and_then(|it| it.read(code)) else {
            continue;
        };
        let bare = label.item.trim_start_matches('0');
        for spelling in [&*label.without_measure, &*label.item, bare] {
            let known = tx.find::<Product>(&Lookup::ProductByCode(spelling.to_owned()))?;
            if let Some(product) = known.into_iter().find(|it| it.active) {
                let (n_pieces, measure) = match label.measure {
                    Measure::Pieces(n_pieces) => (n_pieces, None),
                    other => (1, Some(other)),
                };
                return Ok(Some(Found {
                    n_pieces,
                    measure,
                    ..Found::plain(Item::Product(product.id))
                }));
            }
        }
    }
    Ok(None)
}

/// A passed date that the code itself carries.
fn passed(code: &str, today: NaiveDate) -> Option<DateWarning> {
    let fields = gs1::read(code)?;
    let until = |day: Option<gs1::Day>| day.and_then(|it| it.near(today));
    let (expires, best_before) = (until(fields.expires), until(fields.best_before));
    let of = |date: Option<NaiveDate>, meant| {
        date.filter(|it| *it < today)
            .map(|on| DateWarning { on, meant })
    };
    of(expires, DateMeant::Expires).or_else(|| of(best_before, DateMeant::BestBefore))
}

/// A line that is in no cart yet: its number is 0.
pub(super) fn line(
    tx: &Tx,
    cx: &Context,
    found: &Found,
    price: Option<Money>,
    staff: Option<StaffId>,
    level: Option<&PriceLevel>,
) -> Step<TicketLine> {
    let staff = match (staff, found.item) {
        (Some(id), _) => Some(need_active::<Staff>(tx, id)?.id),
        (None, Item::Service(service)) => operator_at_work(tx, cx, service)?,
        (None, _) => None,
    };
    let buying = Buying {
        level,
        staff,
        minutes: None,
    };
    let line = match found.item {
        Item::Service(id) => of_service(tx, cx, &need_active(tx, id)?, price, &buying)?,
        Item::Product(id) => match found.measure {
            None => of_product(tx, cx, &need_active(tx, id)?, price, &buying)?,
            Some(measure) => of_labelled(tx, cx, &need_active(tx, id)?, measure, price)?,
        },
        Item::Plan(id) => of_plan(tx, cx, &need_active(tx, id)?, price)?,
        // These are sold by requests of their own, with what belongs to them.
        _ => return Err(missing(Field::Code).into()),
    };
    Ok(TicketLine { staff, ..line })
}

/// The line of a visit. What was booked is charged, even if the service or the
/// therapist has left the list since.
pub(super) fn visit_line(
    tx: &Tx,
    cx: &Context,
    visit: &Appointment,
    price: Option<Money>,
    level: Option<&PriceLevel>,
) -> Step<TicketLine> {
    let buying = Buying {
        level,
        staff: visit.staff(),
        minutes: Some(visit.segments.iter().map(|it| it.minutes).sum()),
    };
    let line = of_service(tx, cx, &need(tx, visit.service)?, price, &buying)?;
    Ok(TicketLine {
        staff: visit.staff(),
        appointment: Some(visit.id),
        ..line
    })
}

/// One of what has no price on the list and no tax: the amount is the payer's.
pub(super) fn chosen(item: Item, name: String, amount: Money) -> TicketLine {
    TicketLine {
        item,
        name,
        unit_price: amount,
        list_price: amount,
        price_reason: PriceReason::Chosen,
        ..untaxed()
    }
}

fn of_service(
    tx: &Tx,
    cx: &Context,
    service: &Service,
    given: Option<Money>,
    buying: &Buying,
) -> Step<TicketLine> {
    let listed = price::of_service(service, buying);
    let priced = priced(listed, given, &service.name)?;
    Ok(TicketLine {
        item: Item::Service(service.id),
        name: service.name.clone(),
        unit_price: priced.unit,
        list_price: priced.list,
        price_reason: priced.reason,
        minutes: priced.minutes,
        unit_cost: service.cost,
        ..blank(tx, cx, service.tax_class)?
    })
}

fn of_product(
    tx: &Tx,
    cx: &Context,
    product: &Product,
    given: Option<Money>,
    buying: &Buying,
) -> Step<TicketLine> {
    let listed = price::of_product(product, buying);
    let priced = priced(listed, given, &product.name)?;
    Ok(TicketLine {
        item: Item::Product(product.id),
        name: product.name.clone(),
        unit_price: priced.unit,
        list_price: priced.list,
        price_reason: priced.reason,
        unit_cost: product.cost,
        ..blank(tx, cx, product.tax_class)?
    })
}

fn of_plan(tx: &Tx, cx: &Context, plan: &Plan, given: Option<Money>) -> Step<TicketLine> {
    let price = unit_price(Some(plan.price), given, &plan.name)?;
    Ok(TicketLine {
        item: Item::Plan(plan.id),
        name: plan.name.clone(),
        unit_price: price,
        list_price: price,
        ..blank(tx, cx, plan.tax_class)?
    })
}

/// What the label says holds, whatever the list says: it is what the client was
/// shown. A product that is weighed has its price and cost by the kilogram.
fn of_labelled(
    tx: &Tx,
    cx: &Context,
    product: &Product,
    measure: Measure,
    price: Option<Money>,
) -> Step<TicketLine> {
    let blank = TicketLine {
        item: Item::Product(product.id),
        ..blank(tx, cx, product.tax_class)?
    };
    let line = match measure {
        Measure::Weight { .. } => TicketLine {
            name: format!("{}, {measure}", product.name),
            unit_price: measure.of(unit_price(product.price, price, &product.name)?),
            unit_cost: measure.of(product.cost),
            ..blank
        },
        Measure::Price { .. } | Measure::Pieces(_) => TicketLine {
            name: product.name.clone(),
            unit_price: measure.price(&cx.settings.currency),
            unit_cost: product.cost,
            ..blank
        },
    };
    amount(Field::Price, line.unit_price)?;
    Ok(TicketLine {
        list_price: line.unit_price,
        price_reason: PriceReason::Label,
        ..line
    })
}

/// By the list, or as it was asked for.
fn priced(listed: Option<Priced>, given: Option<Money>, name: &str) -> Result<Priced, Refusal> {
    let unit = unit_price(listed.as_ref().map(|it| it.unit), given, name)?;
    Ok(listed.unwrap_or(Priced {
        list: unit,
        unit,
        reason: PriceReason::Asked,
        minutes: None,
    }))
}

/// Money that changes its form: nothing to tax, nothing to take off.
pub(super) fn of_money(item: Item, name: String, amount: Money) -> TicketLine {
    TicketLine {
        item,
        name,
        unit_price: amount,
        list_price: amount,
        price_reason: PriceReason::Chosen,
        ..untaxed()
    }
}

/// One piece of nothing, taxed.
fn blank(tx: &Tx, cx: &Context, class: TaxClassId) -> Step<TicketLine> {
    let tax = need::<TaxClass>(tx, class)?
        .on(cx.business_date(tx)?)
        .to_vec();
    Ok(TicketLine { tax, ..untaxed() })
}

fn untaxed() -> TicketLine {
    TicketLine {
        number: 0,
        item: Item::Service(ServiceId::default()),
        name: String::new(),
        quantity: 1,
        unit_price: Money::ZERO,
        unit_cost: Money::ZERO,
        tax: Vec::new(),
        discount: None,
        staff: None,
        appointment: None,
        list_price: Money::ZERO,
        price_reason: PriceReason::Listed,
        minutes: None,
        given: None,
        offers: Vec::new(),
        drawn: None,
        note: String::new(),
    }
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
