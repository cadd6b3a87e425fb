//! What the office keeps of promotions: the rules, their coupons, and how they meet.

use super::{
    context::Context,
    entry::{CODE_MAX, NAME_MAX, amount, bounded, refuse, required, within},
    halt::{Step, need, need_active},
    outcome::Outcome,
    price,
    refusal::{Field, FieldProblem, Refusal},
    request::{CouponDraft, PromotionDraft},
};
use crate::{
    domain::{
        barcode,
        catalog::{Product, Service},
        client::Client,
        ids::CouponId,
        money::Rate,
        price::OfferRules,
        promotion::{Coupon, Gives, Promotion, Scope, Season, Sort, Who},
        ticket::{Item, QUANTITY_MAX},
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

const SORTS_MAX: usize = 100;
const PARTS_MAX: usize = 20;
const STEPS_MAX: usize = 20;
/// Past midnight, up to six in the morning.
const HOURS_MAX: u16 = 30 * 60;
const USES_MAX: u32 = 1_000_000;
/// Ten years.
const MONTHS_MAX: u16 = 120;

pub(super) fn save(tx: &mut Tx, cx: &Context, draft: &PromotionDraft) -> Step<Outcome> {
    if let Some(id) = draft.id {
        need::<Promotion>(tx, id)?;
    }
    for limit in [draft.least, draft.most].into_iter().flatten() {
        amount(Field::Amount, limit)?;
    }
    if let Who::Level(level) = draft.who {
        price::known(tx, level)?;
    }
    let promotion = Promotion {
        name: required(Field::Name, &draft.name, NAME_MAX)?,
        gives: gives(tx, &draft.gives)?,
        on: scope(tx, &draft.on)?,
        when: season(&draft.when)?,
        who: draft.who,
        by_coupon: draft.by_coupon,
        least: draft.least,
        most: draft.most,
        alone: draft.alone,
        rank: draft.rank,
        active: draft.active,
        id: match draft.id {
            Some(id) => id,
            None => tx.next_id(cx.register(), Kind::Promotion)?.into(),
        },
    };
    tx.put(&promotion)?;
    let promotion = promotion.id;
    Ok(Outcome::SavedPromotion { promotion })
}

fn rate(field: Field, rate: Rate) -> Result<(), Refusal> {
    if rate == Rate::ZERO || rate > Rate::WHOLE {
        let (least, most) = ("0.001 %".to_owned(), format!("{} %", Rate::WHOLE));
        return Err(refuse(field, FieldProblem::OutOfRange { least, most }));
    }
    Ok(())
}

fn gives(tx: &Tx, gives: &Gives) -> Step<Gives> {
    let pieces = |n: &u32| within(Field::Quantity, n, &1, &QUANTITY_MAX);
    match gives {
        Gives::Percent(percent) => rate(Field::TakesOff, *percent)?,
        Gives::Each(off) | Gives::Together(off) | Gives::Price(off) => {
            amount(Field::TakesOff, *off)?;
        }
        Gives::More { buy, get, off, of } => {
            pieces(buy)?;
            pieces(get)?;
            rate(Field::TakesOff, *off)?;
            if let Some(of) = of {
                scope(tx, of)?;
            }
        }
        Gives::Bundle { parts, price } => {
            bounded(Field::TakesOff, parts, PARTS_MAX)?;
            if parts.is_empty() {
                return Err(refuse(Field::TakesOff, FieldProblem::Missing).into());
            }
            for part in parts {
                pieces(&part.quantity)?;
                scope(tx, &part.of)?;
            }
            amount(Field::TakesOff, *price)?;
        }
    }
    Ok(gives.clone())
}

pub(super) fn scope(reads: &impl Reads, scope: &Scope) -> Step<Scope> {
    bounded(Field::Scope, &scope.0, SORTS_MAX)?;
    for sort in &scope.0 {
        match sort {
            Sort::Services | Sort::Products => (),
            Sort::Category(name) => drop(required(Field::Scope, name, NAME_MAX)?),
            Sort::Item(Item::Service(id)) => drop(need::<Service>(reads, *id)?),
            Sort::Item(Item::Product(id)) => drop(need::<Product>(reads, *id)?),
            Sort::Item(_) => return Err(refuse(Field::Scope, FieldProblem::Missing).into()),
        }
    }
    Ok(scope.clone())
}

fn season(season: &Season) -> Result<Season, Refusal> {
    in_turn(season.from, season.until)?;
    for day in &season.days {
        within(Field::Weekdays, day, &1, &7)?;
    }
    let mut days = season.days.clone();
    days.sort_unstable();
    days.dedup();
    if let Some(hours) = season.hours {
        within(Field::Hours, &hours.end_minute, &1, &HOURS_MAX)?;
        let last = hours.end_minute.saturating_sub(1);
        within(Field::Hours, &hours.start_minute, &0, &last)?;
    }
    Ok(Season {
        days,
        ..season.clone()
    })
}

fn in_turn(
    from: Option<chrono::NaiveDate>,
    until: Option<chrono::NaiveDate>,
) -> Result<(), Refusal> {
    match (from, until) {
        (Some(from), Some(until)) => within(Field::Until, &until, &from, &chrono::NaiveDate::MAX),
        _ => Ok(()),
    }
}

pub(super) fn save_coupon(tx: &mut Tx, cx: &Context, draft: &CouponDraft) -> Step<Outcome> {
    let before = match draft.id {
        Some(id) => Some(need::<Coupon>(tx, id)?),
        None => None,
    };
    let promotion = need_active::<Promotion>(tx, draft.promotion)?;
    if !promotion.by_coupon {
        let promotion = promotion.name;
        return Err(Refusal::NeedsNoCoupon { promotion }.into());
    }
    let code = required(Field::Code, &draft.code, CODE_MAX)?;
    if draft.active {
        code_free(tx, &code, draft.id)?;
    }
    within(Field::Uses, &draft.uses, &0, &USES_MAX)?;
    in_turn(draft.from, draft.until)?;
    if let Some(client) = draft.client {
        need::<Client>(tx, client)?;
    }
    let coupon = Coupon {
        code,
        promotion: promotion.id,
        uses: draft.uses,
        used: before.map_or(0, |it| it.used),
        from: draft.from,
        until: draft.until,
        client: draft.client,
        active: draft.active,
        id: match draft.id {
            Some(id) => id,
            None => tx.next_id(cx.register(), Kind::Coupon)?.into(),
        },
    };
    tx.put(&coupon)?;
    Ok(Outcome::SavedCoupon { coupon: coupon.id })
}

/// No other coupon in use has it, and nothing that is sold: that would be scanned.
fn code_free(tx: &Tx, code: &str, own: Option<CouponId>) -> Step<()> {
    let same = tx.find::<Coupon>(&Lookup::CouponByCode(code.to_owned()))?;
    let other = same.into_iter().find(|it| it.active && Some(it.id) != own);
    let coupon = other
        .map(|it| need::<Promotion>(tx, it.promotion))
        .transpose()?;
    let mut spellings = barcode::spellings(code);
    spellings.push(code.to_owned());
    let mut name = coupon.map(|it| it.name);
    for spelling in spellings {
        let products = tx.find::<Product>(&Lookup::ProductByCode(spelling.clone()))?;
        let services = tx.find::<Service>(&Lookup::ServiceByCode(spelling))?;
        let product = products.into_iter().find(|it| it.active).map(|it| it.name);
        let service = services.into_iter().find(|it| it.active).map(|it| it.name);
        name = name.or(product).or(service);
    }
    match name {
        Some(name) => {
            let code = code.to_owned();
            Err(Refusal::CodeTaken { code, name }.into())
        }
        None => Ok(()),
    }
}

pub(super) fn set_rules(tx: &mut Tx, wish: &OfferRules) -> Step<Outcome> {
    let mut rules = price::rules(tx)?;
    if let Some(most) = wish.most_off {
        rate(Field::Most, most)?;
    }
    bounded(Field::CardSteps, &wish.cards, STEPS_MAX)?;
    for step in &wish.cards {
        amount(Field::CardSteps, step.from)?;
        rate(Field::CardSteps, step.rate)?;
    }
    if let Some(months) = wish.card_months {
        within(Field::CardMonths, &months, &1, &MONTHS_MAX)?;
    }
    rules.offers = wish.clone();
    rules.offers.cards.sort_by_key(|it| (it.from, it.rate));
    tx.put(&rules)?;
    Ok(Outcome::Saved)
}
