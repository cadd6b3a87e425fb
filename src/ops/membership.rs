//! Memberships: who comes in with one, rests that end early, giving one up, renewals that
//! wait for the end of the running one, and fees that become revenue with their time.

use chrono::NaiveDate;

use super::{
    context::Context,
    entry::{REASON_MAX, required},
    halt::{Halt, Step, need},
    holding::{change, need_open, noted, of_holding, refuse_held, said},
    ledger,
    outcome::Outcome,
    purse::agree,
    refusal::{Field, Refusal},
    request::Request,
};
use crate::{
    domain::{
        client::Client,
        holding::{Holding, HoldingChanged, HoldingEnd, HoldingFault},
        ids::{ClientId, HoldingId, PromotionId},
        ledger::{Account, LedgerSource, breakage, earned},
        membership::{Entry, Membership, Run},
        money::Money,
        plan::Plan,
        promotion::{Gives, Promotion, Season, Who},
        purse::{PurseMovement, PurseReason},
        tender::Purse,
    },
    store::{Reads, StoreError, Tx, record::Lookup},
};

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::EnterMember { client, holding } => enter(tx, cx, *client, *holding),
        Request::TakeEntryBack { holding } => take_entry_back(tx, cx, *holding),
        Request::EndRest { holding } => end_rest(tx, cx, *holding),
        Request::CancelHolding { holding, reason } => cancel(tx, cx, *holding, reason),
        other => Err(Halt::Bug(format!(
            "{} is not about memberships",
            other.name()
        ))),
    }
}

/// Lets a client in: with the membership named, or the first that lets them in, of which
/// the one that ends first.
fn enter(tx: &mut Tx, cx: &Context, client: ClientId, wish: Option<HoldingId>) -> Step<Outcome> {
    let client = need::<Client>(tx, client)?;
    let mut own = tx.find::<Holding>(&Lookup::HoldingOfClient(client.id))?;
    if let Some(id) = wish {
        let named = need::<Holding>(tx, id)?;
        if named.client != client.id {
            return Err(of_holding(&named, HoldingFault::NotTheirs).into());
        }
        own = vec![named];
    } else {
        own.retain(|it| it.closed.is_none() && lets_in(it));
    }
    own.sort_by_key(|it| (it.until, it.id));
    let today = cx.today();
    let best = own.iter().find(|it| it.entries_left(today).is_ok());
    let Some(best) = best.or(own.last()) else {
        return Err(Refusal::NoMembership { name: client.name }.into());
    };
    let entry = Entry {
        on: today,
        at: cx.now,
        by: cx.operator(),
    };
    let entered = best
        .entered(entry)
        .map_err(|fault| of_holding(best, fault))?;
    tx.put(&entered)?;
    earn(tx, cx, entered.id, today)?;
    Ok(Outcome::MemberEntered {
        holding: entered.id,
        name: entered.name.clone(),
        client: client.name,
        left: entered.entries_left(today).unwrap_or(Some(0)),
        until: entered.until,
    })
}

fn lets_in(holding: &Holding) -> bool {
    let gives = holding.membership();
    gives.is_some_and(|(gives, _)| gives.entry.is_some())
}

/// A visit of today that was none.
fn take_entry_back(tx: &mut Tx, cx: &Context, id: HoldingId) -> Step<Outcome> {
    let holding = need_open(tx, id)?;
    let after = holding
        .not_entered(cx.today())
        .map_err(|fault| of_holding(&holding, fault))?;
    tx.put(&after)?;
    Ok(said(&after))
}

fn end_rest(tx: &mut Tx, cx: &Context, id: HoldingId) -> Step<Outcome> {
    let holding = need_open(tx, id)?;
    let (mut woken, was) = holding
        .woken(cx.today())
        .map_err(|fault| of_holding(&holding, fault))?;
    noted(cx, &mut woken, HoldingChanged::Woken(was));
    tx.put(&woken)?;
    follow_end(tx, cx, &holding, &woken)?;
    Ok(said(&woken))
}

/// Given up, and nothing is paid back: what has not begun becomes income too.
fn cancel(tx: &mut Tx, cx: &Context, id: HoldingId, reason: &str) -> Step<Outcome> {
    let holding = need_open(tx, id)?;
    let reason = required(Field::Reason, reason, REASON_MAX)?;
    refuse_held(tx, &holding)?;
    earn(tx, cx, id, cx.today())?;
    let mut holding = need::<Holding>(tx, id)?;
    noted(cx, &mut holding, HoldingChanged::Cancelled { reason });
    end(
        tx,
        cx,
        &holding,
        (HoldingEnd::Cancelled, PurseReason::Expired),
    )?;
    Ok(said(&need::<Holding>(tx, id)?))
}

/// Nothing is left of it, and what it was worth is the shop's.
pub(super) fn end(
    tx: &mut Tx,
    cx: &Context,
    holding: &Holding,
    (end, reason): (HoldingEnd, PurseReason),
) -> Step<()> {
    let left = holding.value_left;
    let postings = breakage(Account::Deferred, left);
    agree(&postings, &Account::Deferred, -left)?;
    change(tx, cx, holding, &holding.ended(end), reason)?;
    if left.is_zero() {
        return Ok(());
    }
    let source = source_of(tx, holding.id)?;
    let business_date = cx.business_date(tx)?;
    ledger::post(tx, cx, business_date, source, postings)
}

/// What moved it last.
fn source_of(tx: &Tx, id: HoldingId) -> Step<LedgerSource> {
    let of_it = Lookup::PurseMovementOf(Purse::Holding(id));
    let moved = tx.latest::<PurseMovement>(&of_it, 1)?;
    let source = moved.first().map(|it| LedgerSource::Purse(it.id));
    source.ok_or_else(|| Halt::Bug("a value that went nowhere".into()))
}

/// Books what a membership's fee has earned by the end of a day.
pub(super) fn earn(tx: &mut Tx, cx: &Context, id: HoldingId, by: NaiveDate) -> Step<()> {
    let holding = need::<Holding>(tx, id)?;
    let part = holding.earned_by(by);
    if part == Money::ZERO {
        return Ok(());
    }
    let after = Holding {
        value_left: holding.value_left - part,
        ..holding.clone()
    };
    change(tx, cx, &holding, &after, PurseReason::Earned)?;
    let postings = earned(part);
    agree(&postings, &Account::Deferred, -part)?;
    let source = source_of(tx, id)?;
    let business_date = cx.business_date(tx)?;
    ledger::post(tx, cx, business_date, source, postings)
}

/// With each closing, the fees of the time that has begun by that day of trade.
pub(super) fn earn_all(tx: &mut Tx, cx: &Context, by: NaiveDate) -> Step<()> {
    let all = tx.all::<Holding>()?;
    let running = all.iter().filter(|it| !it.earned_by(by).is_zero());
    for id in running.map(|it| it.id).collect::<Vec<_>>() {
        earn(tx, cx, id, by)?;
    }
    Ok(())
}

/// From when on a plan that is sold now is the client's: at once, and a membership that
/// they have already from the end of the last of them.
pub(crate) fn run_of(
    reads: &impl Reads,
    plan: &Plan,
    client: ClientId,
    sold_on: NaiveDate,
) -> Result<Run, StoreError> {
    let own = reads.find::<Holding>(&Lookup::HoldingOfClient(client))?;
    let last = own
        .iter()
        .filter(|it| it.plan == plan.id && it.closed.is_none() && it.term.is_some())
        .filter(|it| it.until.is_some_and(|last| sold_on <= last))
        .max_by_key(|it| (it.until, it.id));
    Ok(Run::of(plan.life, sold_on, last))
}

/// What waits for the end of a membership moves with it.
pub(super) fn follow_end(tx: &mut Tx, cx: &Context, before: &Holding, after: &Holding) -> Step<()> {
    let (Some(was), Some(is)) = (before.until, after.until) else {
        return Ok(());
    };
    let days = is.signed_duration_since(was).num_days();
    if days == 0 || before.term.is_none() {
        return Ok(());
    }
    for other in tx.find::<Holding>(&Lookup::HoldingOfClient(before.client))? {
        if before.is_before(&other, cx.today()) {
            let mut moved = other.moved_by(days);
            noted(cx, &mut moved, HoldingChanged::Moved { days });
            tx.put(&moved)?;
        }
    }
    Ok(())
}

/// What the memberships of a client take off on a day, as rules that come before others.
pub(super) fn discounts(
    reads: &impl Reads,
    client: Option<ClientId>,
    today: NaiveDate,
) -> Step<Vec<(HoldingId, Promotion)>> {
    let Some(client) = client else {
        return Ok(Vec::new());
    };
    let rule = |holding: Holding| {
        let (gives, _) = holding.membership()?;
        let is_meant = !gives.off.is_zero() && holding.fault(today).is_none();
        is_meant.then(|| (holding.id, as_rule(&holding.name, gives)))
    };
    let own = reads.find::<Holding>(&Lookup::HoldingOfClient(client))?;
    Ok(own.into_iter().filter_map(rule).collect())
}

fn as_rule(name: &str, gives: &Membership) -> Promotion {
    Promotion {
        id: PromotionId::default(),
        name: name.to_owned(),
        gives: Gives::Percent(gives.off),
        on: gives.on.clone(),
        when: Season::default(),
        who: Who::Anybody,
        by_coupon: false,
        least: None,
        most: None,
        alone: false,
        rank: 0,
        active: true,
    }
}

/// Whether a client has one like it that begins when it ends.
pub(crate) fn renews(other: &Holding, holding: &Holding) -> bool {
    let is_same = other.plan == holding.plan && other.closed.is_none();
    is_same && other.term.is_some() && other.from > holding.from && other.until >= holding.until
}
