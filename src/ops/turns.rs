//! The turn list: who takes turns today, and their places changed by hand. Whose turn it
//! was is told by the visits that have begun.

use chrono::NaiveDate;

use super::{
    context::Context,
    entry::within,
    halt::{Halt, Step, need_active},
    outcome::Outcome,
    query::turns,
    refusal::{Field, Refusal},
    request::Request,
};
use crate::{
    domain::{
        ids::StaffId,
        staff::Staff,
        turns::{FirstOrder, FloorRules, TurnList, TurnMove},
    },
    store::Tx,
};

const MINUTES_MAX: u16 = 24 * 60;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::SetTurns { staff, on } => put(tx, cx, staff, *on),
        Request::MoveTurn {
            staff,
            category,
            how,
        } => change(tx, cx, *staff, (category, *how)),
        Request::SaveFloorRules { rules } => {
            within(Field::HalfBelow, &rules.half_below_min, &0, &MINUTES_MAX)?;
            within(Field::ExtensionFrom, &rules.extension_min, &0, &MINUTES_MAX)?;
            tx.put(rules)?;
            Ok(Outcome::Saved)
        }
        other => Err(Halt::Bug(format!("{} is not of the turns", other.name()))),
    }
}

pub(super) fn today(cx: &Context) -> NaiveDate {
    cx.settings.business_date(cx.believed)
}

fn put(tx: &mut Tx, cx: &Context, all: &[StaffId], on: bool) -> Step<Outcome> {
    let rules = turns::rules(tx)?;
    let date = today(cx);
    let mut list = turns::list(tx, date)?;
    let ended = match rules.first {
        FirstOrder::Arrival => Vec::new(),
        FirstOrder::Yesterday => turns::ended(tx, cx.settings, date)?,
    };
    for staff in all {
        if on {
            need_active::<Staff>(tx, *staff)?;
            list.put_on(*staff, cx.now, &ended);
        } else if !list.take_off(*staff) {
            return Err(Refusal::NotOnList.into());
        }
    }
    tx.put(&list)?;
    Ok(Outcome::Turns { date })
}

fn change(
    tx: &mut Tx,
    cx: &Context,
    staff: StaffId,
    (category, how): (&str, TurnMove),
) -> Step<Outcome> {
    let rules: FloorRules = turns::rules(tx)?;
    let date = today(cx);
    let mut list: TurnList = turns::list(tx, date)?;
    if !list.has(staff) {
        return Err(Refusal::NotOnList.into());
    }
    let category = if rules.by_category { category } else { "" };
    let given = turns::given(tx, cx.settings, date, category)?;
    list.change((category, &given), staff, how, rules.skip);
    tx.put(&list)?;
    Ok(Outcome::Turns { date })
}
