//! Plans: packages, series, credits and memberships on the price list.

use super::{
    context::Context,
    entry::{CODE_MAX, NAME_MAX, amount, bounded, missing, optional, refuse, required, within},
    halt::{Step, need, need_active},
    outcome::Outcome,
    purse,
    refusal::{Field, FieldProblem, Refusal},
    request::PlanDraft,
};
use crate::{
    domain::{
        catalog::Product,
        catalog::Service,
        ids::{PlanId, ServiceId},
        membership::{Earned, Membership},
        money::{Money, Rate},
        plan::{Life, Plan, PlanKind},
        promotion::Sort,
        tax::TaxClass,
        ticket::Item,
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

const UNITS_MAX: u32 = 1_000;
const SERVICES_MAX: usize = 200;
/// A day.
const MINUTES_MAX: u16 = 24 * 60;
/// Ten years, whatever it is counted in.
const DAYS_MAX: u16 = 3_660;
const WEEKS_MAX: u16 = 523;
const MONTHS_MAX: u16 = 120;

pub(super) fn save(tx: &mut Tx, cx: &Context, draft: &PlanDraft) -> Step<Outcome> {
    if let Some(id) = draft.id {
        need::<Plan>(tx, id)?;
    }
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    let code = optional(Field::Code, &draft.code, CODE_MAX)?;
    if draft.active && !code.is_empty() {
        code_free(tx, &code, draft.id)?;
    }
    amount(Field::Price, draft.price)?;
    gives(tx, &draft.kind)?;
    lasts(draft.life)?;
    if matches!(draft.kind, PlanKind::Membership(_)) && draft.life == Life::ForEver {
        return Err(missing(Field::Life).into());
    }
    within(Field::RestDays, &draft.rest_days, &0, &DAYS_MAX)?;
    let class = draft.tax_class.unwrap_or(cx.settings.default_tax_class);
    let plan = Plan {
        code,
        name,
        price: draft.price,
        tax_class: need_active::<TaxClass>(tx, class)?.id,
        kind: draft.kind.clone(),
        life: draft.life,
        rest_days: draft.rest_days,
        rest_extends: draft.rest_extends,
        can_move: draft.can_move,
        active: draft.active,
        id: match draft.id {
            Some(id) => id,
            None => tx.next_id(cx.register(), Kind::Plan)?.into(),
        },
    };
    tx.put(&plan)?;
    Ok(Outcome::SavedPlan { plan: plan.id })
}

fn gives(tx: &Tx, kind: &PlanKind) -> Step<()> {
    match kind {
        PlanKind::Visits { n, services } => {
            within(Field::Units, n, &1, &UNITS_MAX)?;
            for_services(tx, services)
        }
        PlanKind::Minutes {
            n,
            minutes_each,
            services,
        } => {
            within(Field::Units, n, &1, &UNITS_MAX)?;
            within(Field::MinutesEach, minutes_each, &1, &MINUTES_MAX)?;
            for_services(tx, services)
        }
        PlanKind::Credit { worth } => {
            // What a line draws of it is counted in 32 bits.
            let (least, most) = (Money::from_minor(1), Money::from_minor(u32::MAX.into()));
            if *worth < least || *worth > most {
                let problem = FieldProblem::AmountOutOfRange { least, most };
                return Err(refuse(Field::Units, problem).into());
            }
            Ok(())
        }
        PlanKind::Membership(gives) => membership(tx, gives),
    }
}

/// It gives one thing at least: treatments, a discount, or a way in.
fn membership(tx: &Tx, gives: &Membership) -> Step<()> {
    within(Field::Credits, &gives.credits, &0, &UNITS_MAX)?;
    within(Field::MemberOff, &gives.off, &Rate::ZERO, &Rate::WHOLE)?;
    bounded(Field::Scope, &gives.on.0, SERVICES_MAX)?;
    for sort in &gives.on.0 {
        match sort {
            Sort::Item(Item::Service(id)) => drop(need::<Service>(tx, *id)?),
            Sort::Item(Item::Product(id)) => drop(need::<Product>(tx, *id)?),
            Sort::Item(_) => return Err(missing(Field::Scope).into()),
            Sort::Services | Sort::Products | Sort::Category(_) => (),
        }
    }
    if let Some(entry) = gives.entry {
        within(Field::Entries, &entry.most, &0, &UNITS_MAX)?;
    }
    let gives_nothing = gives.off.is_zero() && gives.entry.is_none();
    if gives.credits == 0 && (gives_nothing || gives.earned == Earned::AtUse) {
        return Err(missing(Field::Credits).into());
    }
    if gives.credits > 0 {
        return for_services(tx, &gives.services);
    }
    Ok(())
}

fn for_services(tx: &Tx, services: &[ServiceId]) -> Step<()> {
    bounded(Field::Services, services, SERVICES_MAX)?;
    if services.is_empty() {
        return Err(missing(Field::Services).into());
    }
    for service in services {
        need::<Service>(tx, *service)?;
    }
    Ok(())
}

fn lasts(life: Life) -> Result<(), Refusal> {
    match life {
        Life::ForEver => Ok(()),
        Life::Days(n) => within(Field::Life, &n, &1, &DAYS_MAX),
        Life::Weeks(n) => within(Field::Life, &n, &1, &WEEKS_MAX),
        Life::Months(n) => within(Field::Life, &n, &1, &MONTHS_MAX),
    }
}

/// A code means one thing.
fn code_free(tx: &Tx, code: &str, own: Option<PlanId>) -> Step<()> {
    purse::refuse_taken(tx, code)?;
    let same = tx.find::<Plan>(&Lookup::PlanByCode(code.to_owned()))?;
    let other = same.into_iter().find(|it| it.active && Some(it.id) != own);
    other.map_or(Ok(()), |it| {
        let (code, name) = (code.to_owned(), it.name);
        Err(Refusal::CodeTaken { code, name }.into())
    })
}
