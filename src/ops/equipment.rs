//! Machines and other things that treatments need, and whom clients are kept apart
//! from.

use super::{
    context::Context,
    entry::{NAME_MAX, SHORT_MAX, bounded, optional, required, within},
    halt::{Step, need},
    outcome::Outcome,
    refusal::Field,
    request::EquipmentDraft,
    setup::room_short,
};
use crate::{
    domain::{
        apart::KeptApart,
        client::Client,
        equipment::Equipment,
        ids::{ClientId, StaffId},
        room::Room,
        staff::Staff,
    },
    store::{Reads, Tx, record::Kind},
};

const PIECES_MAX: u16 = 999;
const ROOMS_MAX: usize = 200;
/// Beyond these a client is for nobody.
const APART_MAX: usize = 100;

pub(super) fn save(tx: &mut Tx, cx: &Context, draft: &EquipmentDraft) -> Step<Outcome> {
    if let Some(id) = draft.id {
        need::<Equipment>(tx, id)?;
    }
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    let short = optional(Field::Short, &draft.short, SHORT_MAX)?;
    within(Field::Pieces, &draft.pieces, &1, &PIECES_MAX)?;
    bounded(Field::Rooms, &draft.rooms, ROOMS_MAX)?;
    for room in &draft.rooms {
        need::<Room>(tx, *room)?;
    }
    let equipment = Equipment {
        short: if short.is_empty() {
            room_short(&name)
        } else {
            short
        },
        name,
        pieces: draft.pieces,
        rooms: draft.rooms.clone(),
        active: draft.active,
        id: match draft.id {
            Some(id) => id,
            None => tx.next_id(cx.register(), Kind::Equipment)?.into(),
        },
    };
    tx.put(&equipment)?;
    Ok(Outcome::SavedEquipment {
        equipment: equipment.id,
    })
}

pub(super) fn keep_apart(tx: &mut Tx, client: ClientId, staff: &[StaffId]) -> Step<Outcome> {
    need::<Client>(tx, client)?;
    bounded(Field::NeverWith, staff, APART_MAX)?;
    let before = tx.get::<KeptApart>(&client)?;
    let mut apart = KeptApart {
        client,
        staff: Vec::new(),
    };
    for id in staff {
        need::<Staff>(tx, *id)?;
        if !apart.staff.contains(id) {
            apart.staff.push(*id);
        }
    }
    // Of most clients nothing is ever kept.
    let is_new = before.map_or(!apart.staff.is_empty(), |it| it != apart);
    if is_new {
        tx.put(&apart)?;
    }
    Ok(Outcome::Saved)
}
