//! Cash that moves without a sale: in and out with its category, to the safe and the
//! bank, from one person to another; and what the shop decides about its drawers.

use super::{
    context::{Context, open_drawer},
    drawer::{self, cash_in, check_count},
    entry::{NAME_MAX, REASON_MAX, bounded, missing, optional, refuse, required, within},
    halt::{Step, need, need_active},
    ledger,
    outcome::Outcome,
    payouts,
    refusal::{Field, FieldProblem, Refusal},
    request::{DropTo, Request},
    tabs,
};
use crate::{
    domain::{
        cash::{CashCategory, CashCause, CashFlow, DrawerRules, Handover},
        drawer::{CashMovement, Count, DrawerSession},
        ids::{CashCategoryId, CashMovementId, Register, SaleId, StaffId, TaxClassId},
        ledger::{LedgerSource, cash_movement},
        money::Money,
        sale::Sale,
        staff::Staff,
        tax::{TaxClass, TaxComponent, TaxRounding, TaxRules, tax},
        tender::TaxPaid,
        text,
    },
    store::{
        Reads, StoreError, Tx,
        record::{Kind, Lookup},
    },
};

const CATEGORIES_MAX: usize = 200;
const DESKS_MAX: usize = 1_000;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::MoveCash {
            amount,
            reason,
            category,
            tax_class,
        } => move_cash(tx, cx, *amount, reason, (*category, *tax_class)),
        Request::DropCash { amount, to } => drop_cash(tx, cx, *amount, *to),
        Request::HandOver { from, to, count } => hand_over(tx, cx, (*from, *to), count),
        Request::PayOutOverpaid { sale } => pay_out_overpaid(tx, cx, *sale),
        Request::SaveCashCategory {
            id,
            name,
            flow,
            tax_class,
            active,
        } => {
            let category = CashCategory {
                id: id.unwrap_or_default(),
                name: name.clone(),
                flow: *flow,
                tax_class: *tax_class,
                active: *active,
            };
            save_category(tx, cx, *id, &category)
        }
        Request::SaveDrawerRules {
            blind_count,
            without_drawer,
        } => save_rules(tx, *blind_count, without_drawer),
        Request::KickDrawer { reason } => kick(tx, cx, reason),
        Request::RecordPayout(draft) => payouts::record(tx, cx, draft),
        Request::SetTabLimit { client, limit } => tabs::set_limit(tx, *client, *limit),
        _ => drawer::dispatch(tx, cx, request),
    }
}

pub(super) fn rules(reads: &impl Reads) -> Step<DrawerRules> {
    Ok(reads.get::<DrawerRules>(&())?.unwrap_or_default())
}

/// # Errors
///
/// [`Refusal::NoDrawerHere`].
pub(super) fn need_drawer(reads: &impl Reads, register: Register) -> Step<()> {
    if rules(reads)?.without_drawer.contains(&register) {
        return Err(Refusal::NoDrawerHere.into());
    }
    Ok(())
}

fn save_rules(tx: &mut Tx, blind_count: bool, without_drawer: &[Register]) -> Step<Outcome> {
    bounded(Field::Drawer, without_drawer, DESKS_MAX)?;
    let mut without_drawer = without_drawer.to_vec();
    without_drawer.sort_unstable();
    without_drawer.dedup();
    for register in &without_drawer {
        within(Field::Drawer, register, &1, &Register::MAX)?;
        // What is in a drawer that is open is counted first.
        if let Some(open) = open_drawer(tx, *register)?
            && !cash_in(tx, &open)?.is_zero()
        {
            return Err(Refusal::DrawerAlreadyOpen {
                since: open.opened_at,
                business_date: open.business_date,
            }
            .into());
        }
    }
    tx.put(&DrawerRules {
        blind_count,
        without_drawer,
    })?;
    Ok(Outcome::Saved)
}

fn save_category(
    tx: &mut Tx,
    cx: &Context,
    known: Option<CashCategoryId>,
    wish: &CashCategory,
) -> Step<Outcome> {
    if let Some(id) = known {
        need::<CashCategory>(tx, id)?;
    }
    let name = required(Field::Name, &wish.name, NAME_MAX)?;
    let all = tx.all::<CashCategory>()?;
    let is_same = |it: &CashCategory| text::fold(&it.name) == text::fold(&name);
    if all.iter().any(|it| Some(it.id) != known && is_same(it)) {
        return Err(refuse(Field::Name, FieldProblem::Taken).into());
    }
    if known.is_none() {
        bounded(Field::Category, &all, CATEGORIES_MAX - 1)?;
    }
    if let Some(class) = wish.tax_class {
        need_active::<TaxClass>(tx, class)?;
    }
    let id = match known {
        Some(id) => id,
        None => tx.next_id(cx.register(), Kind::CashCategory)?.into(),
    };
    tx.put(&CashCategory {
        id,
        name,
        ..wish.clone()
    })?;
    Ok(Outcome::SavedCashCategory { category: id })
}

/// What is to be written of cash that moves.
struct Moving {
    amount: Money,
    reason: String,
    cause: CashCause,
    tax: Vec<TaxPaid>,
}

fn move_cash(
    tx: &mut Tx,
    cx: &Context,
    amount: Money,
    reason: &str,
    (category, tax_class): (Option<CashCategoryId>, Option<TaxClassId>),
) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    let category = match category {
        Some(id) => Some(need_active::<CashCategory>(tx, id)?),
        None => None,
    };
    // A category says by itself what it was for.
    let reason = match category {
        Some(_) => optional(Field::Reason, reason, REASON_MAX)?,
        None => required(Field::Reason, reason, REASON_MAX)?,
    };
    let class = tax_class.or(category.as_ref().and_then(|it| it.tax_class));
    let tax = match class {
        Some(class) => tax_in(tx, &session, amount, class)?,
        None => Vec::new(),
    };
    let cause = category.map_or(CashCause::Petty, |it| CashCause::Category(it.id));
    let moving = Moving {
        amount,
        reason,
        cause,
        tax,
    };
    moved(tx, cx, &mut session, moving)
}

/// Tax that is in an amount that somebody was paid, or that was got.
fn tax_in(
    tx: &Tx,
    session: &DrawerSession,
    amount: Money,
    class: TaxClassId,
) -> Step<Vec<TaxPaid>> {
    let class = need_active::<TaxClass>(tx, class)?;
    let components: Vec<TaxComponent> = class
        .on(session.business_date)
        .iter()
        .map(|it| TaxComponent {
            inside: Some(true),
            ..it.clone()
        })
        .collect();
    let rules = TaxRules {
        prices_include_tax: true,
        rounding: TaxRounding::PerLine,
    };
    within(
        Field::Amount,
        &amount.abs().minor(),
        &1,
        &Money::LIMIT.minor(),
    )?;
    let taxed = tax(&[(amount.abs(), components.as_slice())], rules);
    let amounts = taxed.into_iter().flat_map(|it| it.taxes);
    let amounts = components
        .iter()
        .zip(amounts)
        .map(|(component, tax)| TaxPaid {
            name: component.name.clone(),
            amount: if amount.is_negative() { -tax } else { tax },
        });
    Ok(amounts.filter(|it| !it.amount.is_zero()).collect())
}

fn drop_cash(tx: &mut Tx, cx: &Context, amount: Money, to: DropTo) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    let moving = Moving {
        amount: -amount,
        reason: String::new(),
        cause: match to {
            DropTo::Safe => CashCause::Safe,
            DropTo::Bank => CashCause::Bank,
        },
        tax: Vec::new(),
    };
    moved(tx, cx, &mut session, moving)
}

/// Gives back in cash what a card took beyond what was due, and has not been given back.
fn pay_out_overpaid(tx: &mut Tx, cx: &Context, id: SaleId) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    let sale = need::<Sale>(tx, id)?;
    let left = overpaid(tx, &sale)?;
    if left <= Money::ZERO {
        return Err(Refusal::NothingOverpaid.into());
    }
    let moving = Moving {
        amount: -left,
        reason: sale.receipt.to_string(),
        cause: CashCause::Overpaid(id),
        tax: Vec::new(),
    };
    moved(tx, cx, &mut session, moving)
}

/// What was taken for a sale beyond what was due, less what was given back.
pub(super) fn overpaid(reads: &impl Reads, sale: &Sale) -> Result<Money, StoreError> {
    let back = reads.find::<Sale>(&Lookup::RefundOf(sale.id))?;
    let sales = back.iter().chain([sale]);
    let over: Money = sales
        .flat_map(|it| &it.payments)
        .map(|payment| payment.over)
        .sum();
    let paid = reads.find::<CashMovement>(&Lookup::CashMovementFor(sale.id))?;
    Ok(over + paid.iter().map(|it| it.amount).sum::<Money>())
}

/// Writes down cash that moves, in the books too.
///
/// # Errors
///
/// Nothing moves, too much of it, or more than is in the drawer.
fn moved(tx: &mut Tx, cx: &Context, session: &mut DrawerSession, moving: Moving) -> Step<Outcome> {
    need_drawer(tx, cx.register())?;
    let amount = moving.amount;
    let size = amount.abs().minor();
    within(Field::Amount, &size, &1, &Money::LIMIT.minor())?;
    let in_drawer = cash_in(tx, session)?;
    if (in_drawer + amount).is_negative() && amount.is_negative() {
        let wanted = -amount;
        return Err(Refusal::CashShort { wanted, in_drawer }.into());
    }
    let movement = write(tx, cx, session, moving)?;
    session.n_events += 1;
    tx.put(session)?;
    let drawer_opens = true;
    Ok(Outcome::CashMoved {
        movement,
        drawer_opens,
    })
}

fn write(
    tx: &mut Tx,
    cx: &Context,
    session: &DrawerSession,
    moving: Moving,
) -> Step<CashMovementId> {
    let category = match moving.cause {
        CashCause::Category(id) => Some(need::<CashCategory>(tx, id)?),
        _ => None,
    };
    let movement = CashMovement {
        id: tx.next_id(cx.register(), Kind::CashMovement)?.into(),
        session: session.id,
        at: cx.now,
        by: cx.operator(),
        amount: moving.amount,
        reason: moving.reason,
        cause: moving.cause,
        tax: moving.tax,
    };
    tx.put(&movement)?;
    let named: Option<(&str, CashFlow)> = category.as_ref().map(|it| (it.name.as_str(), it.flow));
    let postings = cash_movement(cx.register(), &movement, named);
    let source = LedgerSource::CashMovement(movement.id);
    ledger::post(tx, cx, session.business_date, source, postings)?;
    Ok(movement.id)
}

/// Tips that a person is paid; what they are owed is somebody else's to know.
pub(super) fn pay_tips(tx: &mut Tx, cx: &Context, person: &Staff, amount: Money) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    let moving = Moving {
        amount: -amount,
        reason: person.name.clone(),
        cause: CashCause::Tips(person.id),
        tax: Vec::new(),
    };
    moved(tx, cx, &mut session, moving)
}

/// Cash that somebody is given for what is written down elsewhere, and posted with that;
/// below zero it comes in.
pub(super) fn hand_out(
    tx: &mut Tx,
    cx: &Context,
    amount: Money,
    to: String,
    cause: CashCause,
) -> Step<()> {
    let mut session = cx.drawer(tx)?;
    let moving = Moving {
        amount: -amount,
        reason: to,
        cause,
        tax: Vec::new(),
    };
    moved(tx, cx, &mut session, moving)?;
    Ok(())
}

/// A movement of nothing keeps who opened the drawer, when and why. No money
/// moved, so a count stays valid.
fn kick(tx: &mut Tx, cx: &Context, reason: &str) -> Step<Outcome> {
    let session = cx.drawer(tx)?;
    need_drawer(tx, cx.register())?;
    let reason = required(Field::Reason, reason, REASON_MAX)?;
    let moving = Moving {
        amount: Money::ZERO,
        reason,
        cause: CashCause::Opened,
        tax: Vec::new(),
    };
    write(tx, cx, &session, moving)?;
    Ok(Outcome::DrawerKicked)
}

/// The drawer goes to another person with what is in it: over and short are booked to
/// the one who had it, and the next count begins with what was counted now.
fn hand_over(
    tx: &mut Tx,
    cx: &Context,
    (from, to): (Option<StaffId>, StaffId),
    count: &Count,
) -> Step<Outcome> {
    let mut session = cx.drawer(tx)?;
    need_drawer(tx, cx.register())?;
    check_count(count)?;
    let from = from.or(session.holder).or(cx.operator());
    let from = need::<Staff>(tx, from.ok_or_else(|| missing(Field::Staff))?)?;
    let to = need_active::<Staff>(tx, to)?;
    if from.id == to.id {
        return Err(Refusal::HandoverToSelf { name: to.name }.into());
    }
    let expected = cash_in(tx, &session)?;
    let handover = Handover {
        id: tx.next_id(cx.register(), Kind::Handover)?.into(),
        session: session.id,
        at: cx.now,
        from: from.id,
        to: to.id,
        expected,
        counted: count.cash_total(),
    };
    tx.put(&handover)?;
    let difference = handover.counted - expected;
    if !difference.is_zero() {
        let moving = Moving {
            amount: difference,
            reason: from.name,
            cause: CashCause::Difference(handover.id),
            tax: Vec::new(),
        };
        write(tx, cx, &session, moving)?;
    }
    session.holder = Some(to.id);
    session.n_events += 1;
    tx.put(&session)?;
    Ok(Outcome::HandedOver {
        handover: handover.id,
        expected,
        counted: handover.counted,
        difference,
    })
}
