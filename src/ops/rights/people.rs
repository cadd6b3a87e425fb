//! What people may do and sign on with, and what roles may.

use super::write;
use crate::{
    domain::{
        audit::{AuditEvent, Changed},
        money::Rate,
        pin::{Proof, Salt},
        rights::{Limits, Person, Right, RightsRules, Role, RoleKind},
        staff::{Staff, StaffRole},
    },
    ops::{
        context::Context,
        entry::{amount, bounded, refuse, within},
        halt::{Step, need},
        outcome::Outcome,
        refusal::{Field, FieldProblem, Refusal},
        request::{PersonDraft, RightsDraft, SecretChange},
    },
    store::{Reads, Tx},
};

/// A day.
const IDLE_MINUTES_MAX: u16 = 24 * 60;

pub(in crate::ops) fn save_person(tx: &mut Tx, cx: &Context, draft: &PersonDraft) -> Step<Outcome> {
    let staff = need::<Staff>(tx, draft.staff)?;
    let rules = &cx.asker.rules;
    let known = rules.person(staff.id).cloned();
    let was = known.as_ref().map(|it| it.role);
    let usual = Person {
        staff: staff.id,
        role: usual_role(staff.role),
        pin: None,
        card: None,
    };
    let before = known.unwrap_or(usual);
    let proven = &cx.asker.proven;
    let (pin, pin_changed) = changed(before.pin, draft.pin.as_ref(), proven.pin);
    let (card, card_changed) = changed(before.card, draft.card.as_ref(), proven.card);
    let after = Person {
        role: draft.role.unwrap_or(before.role),
        pin,
        card,
        ..before
    };
    admit(cx, draft, &before, &after)?;
    let (staff, role) = (after.staff, after.role);
    let mut rules = rules.clone();
    if rules.effort.is_none() && (pin_changed, card_changed) != (Changed::No, Changed::No) {
        rules.effort = proven.effort;
    }
    if rules.card_salt == Salt::default() {
        rules.card_salt = proven.card_salt;
    }
    rules.people.retain(|it| it.staff != after.staff);
    rules.people.push(after);
    rules.people.sort_by_key(|it| it.staff);
    put(tx, &rules)?;
    if was != Some(role) {
        let now = role;
        write(tx, AuditEvent::RoleOf { staff, was, now })?;
    }
    if (pin_changed, card_changed) != (Changed::No, Changed::No) {
        let event = AuditEvent::Person {
            staff,
            role: Some(role),
            pin: pin_changed,
            card: card_changed,
        };
        write(tx, event)?;
    }
    Ok(Outcome::Saved)
}

fn changed(
    before: Option<Proof>,
    change: Option<&SecretChange>,
    made: Option<Proof>,
) -> (Option<Proof>, Changed) {
    match change {
        None => (before, Changed::No),
        Some(SecretChange::Remove) => (None, Changed::Removed),
        Some(SecretChange::Set(_)) => (made, Changed::Set),
    }
}

/// What people do in the book is what they may at first.
fn usual_role(role: StaffRole) -> RoleKind {
    match role {
        StaffRole::Therapist => RoleKind::Therapist,
        StaffRole::Desk => RoleKind::Desk,
        StaffRole::Manager => RoleKind::Manager,
    }
}

/// Everyone may change their own PIN who knows it. Nobody may make somebody what they
/// are not themselves, or take over the PIN of one who may more.
fn admit(cx: &Context, draft: &PersonDraft, before: &Person, after: &Person) -> Step<()> {
    let only_pin = draft.role.is_none()
        && draft.card.is_none()
        && matches!(draft.pin, Some(SecretChange::Set(_)));
    if only_pin && cx.asker.proven.own == Some(draft.staff) {
        return Ok(());
    }
    cx.needs(Right::People)?;
    let rules = &cx.asker.rules;
    let theirs = [before.role, after.role].map(|it| rules.role(it));
    for right in Right::ALL {
        if theirs.iter().any(|it| it.may(*right)) && !cx.asker.may(*right) {
            cx.needs(Right::Rights)?;
            break;
        }
    }
    Ok(())
}

pub(in crate::ops) fn save_rights(tx: &mut Tx, cx: &Context, draft: &RightsDraft) -> Step<Outcome> {
    within(
        Field::IdleMinutes,
        &draft.idle_minutes,
        &0,
        &IDLE_MINUTES_MAX,
    )?;
    bounded(Field::Rights, &draft.roles, RoleKind::ALL.len())?;
    let mut rules = cx.asker.rules.clone();
    rules.on = draft.on;
    rules.idle_minutes = draft.idle_minutes;
    for (idx, role) in draft.roles.iter().enumerate() {
        if draft.roles[..idx].iter().any(|it| it.kind == role.kind) {
            return Err(refuse(Field::Rights, FieldProblem::Taken).into());
        }
        let role = checked(role)?;
        rules.roles.retain(|it| it.kind != role.kind);
        rules.roles.push(role);
    }
    rules.roles.sort_by_key(|it| it.kind);
    put(tx, &rules)?;
    for event in differences(&cx.asker.rules, &rules) {
        write(tx, event)?;
    }
    Ok(Outcome::Saved)
}

/// A line of the audit for each thing that is otherwise.
fn differences(was: &RightsRules, now: &RightsRules) -> Vec<AuditEvent> {
    let mut events = Vec::new();
    if was.on != now.on {
        events.push(AuditEvent::Rights {
            on: now.on,
            idle_minutes: now.idle_minutes,
        });
    }
    if was.idle_minutes != now.idle_minutes {
        events.push(AuditEvent::IdleMinutes {
            was: was.idle_minutes,
            now: now.idle_minutes,
        });
    }
    for kind in RoleKind::ALL {
        let (was, now) = (was.role(kind), now.role(kind));
        for right in Right::ALL {
            if was.may(*right) != now.may(*right) {
                events.push(AuditEvent::RoleRight {
                    role: kind,
                    right: *right,
                    given: now.may(*right),
                });
            }
        }
        if was.limits != now.limits {
            events.push(AuditEvent::RoleLimits {
                role: kind,
                was: was.limits,
                now: now.limits,
            });
        }
    }
    events
}

/// What an owner may is not written down.
fn checked(role: &Role) -> Result<Role, Refusal> {
    if role.kind == RoleKind::Owner {
        return Ok(role.kind.usual());
    }
    let mut rights = role.rights.clone();
    rights.sort_unstable();
    rights.dedup();
    let Limits {
        percent,
        amount: off,
    } = role.limits;
    if let Some(percent) = percent {
        within(Field::PercentLimit, &percent, &Rate::ZERO, &Rate::WHOLE)?;
    }
    if let Some(off) = off {
        amount(Field::AmountLimit, off)?;
    }
    Ok(Role {
        kind: role.kind,
        rights,
        limits: role.limits,
    })
}

fn put(tx: &mut Tx, rules: &RightsRules) -> Step<()> {
    tx.put(rules)?;
    keep_way_back(tx)
}

/// Where people sign on, somebody can always change the rights again.
///
/// # Errors
///
/// [`Refusal::NoWayBack`].
pub(in crate::ops) fn keep_way_back(tx: &mut Tx) -> Step<()> {
    let Some(rules) = tx.get::<RightsRules>(&())?.filter(|it| it.on) else {
        return Ok(());
    };
    let mut active = Vec::new();
    for person in &rules.people {
        let staff = tx.get::<Staff>(&person.staff)?;
        active.extend(staff.filter(|it| it.active).map(|it| it.id));
    }
    if rules.has_way_back(|staff| active.contains(&staff)) {
        return Ok(());
    }
    Err(Refusal::NoWayBack.into())
}
