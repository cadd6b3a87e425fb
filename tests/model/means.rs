//! The naive cupboard: what treatments need besides a room, counted minute by minute;
//! and who is never booked with whom.

use std::collections::{BTreeMap, BTreeSet};

use balm::{
    domain::{
        apart::KeptApart,
        booking::{Appointment, Segment},
        catalog::{SegmentPlan, Stage},
        equipment::{Equipment, Need},
        ids::{AppointmentId, ClientId, EquipmentId, RawId, RoomId, ServiceId, StaffId},
    },
    ops::{
        outcome::Outcome,
        refusal::ClashReport,
        request::{Booking, EquipmentDraft, Request, ServiceDraft},
    },
    store::Reads,
};
use chrono::{NaiveDateTime, TimeDelta};

use super::{book::parts_of, naive::Naive, office::some, spa::Spa, wish::Wishes};

/// New ones are made until there are so many.
const N_EQUIPMENT: usize = 4;

#[derive(Default)]
pub(super) struct Means {
    equipment: BTreeMap<EquipmentId, EquipmentDraft>,
    apart: BTreeMap<ClientId, Vec<StaffId>>,
}

/// Of the first desk, by their number.
pub(super) fn nth_equipment(n: u64) -> EquipmentId {
    RawId::new(1, n).unwrap().into()
}

pub(super) fn equipment(name: &str, pieces: u16, rooms: Vec<RoomId>) -> EquipmentDraft {
    EquipmentDraft {
        id: None,
        name: name.into(),
        short: String::new(),
        pieces,
        rooms,
        active: true,
    }
}

fn reaches(draft: &EquipmentDraft, rooms: &[RoomId]) -> bool {
    let stands = &draft.rooms;
    draft.active
        && (stands.is_empty() || rooms.is_empty() || rooms.iter().any(|it| stands.contains(it)))
}

/// Each once, however many parts have it.
fn needs(parts: &[SegmentPlan]) -> Vec<&Need> {
    let mut all: Vec<&Need> = Vec::new();
    for need in parts.iter().flat_map(|it| &it.needs) {
        if !all.contains(&need) {
            all.push(need);
        }
    }
    all
}

fn n_of(pieces: &[EquipmentId], id: EquipmentId) -> usize {
    pieces.iter().filter(|it| **it == id).count()
}

impl Means {
    pub(super) fn follow(&mut self, request: &Request, outcome: &Outcome, label: &str) {
        match (request, outcome) {
            (Request::SaveEquipment(draft), Outcome::SavedEquipment { equipment }) => {
                assert!(draft.id.is_none_or(|it| it == *equipment), "{label}");
                let before = self.equipment.insert(*equipment, draft.clone());
                assert_eq!(before.is_some(), draft.id.is_some(), "{label}");
            }
            (Request::KeepApart { client, staff }, Outcome::Saved) => {
                let mut seen = BTreeSet::new();
                let once = staff.iter().copied().filter(|it| seen.insert(*it));
                self.apart.insert(*client, once.collect());
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    fn apart(&self, client: Option<ClientId>) -> &[StaffId] {
        let apart = client.and_then(|it| self.apart.get(&it));
        apart.map_or(&[], Vec::as_slice)
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let reads = spa.shop.read();
        let all = reads.all::<Equipment>().unwrap();
        assert_eq!(all.len(), self.equipment.len(), "{label}");
        for it in all {
            let known = &self.equipment[&it.id];
            let is = (&it.name, it.pieces, &it.rooms, it.active);
            let must = (&known.name, known.pieces, &known.rooms, known.active);
            assert_eq!(is, must, "{label}");
        }
        for (client, staff) in &self.apart {
            let kept = reads.get::<KeptApart>(client).unwrap();
            let kept = kept.map(|it| it.staff).unwrap_or_default();
            assert_eq!(kept, *staff, "{label}: {client}");
        }
    }
}

impl Naive {
    /// What was put at its place by the rule: with nobody who is kept from its client, and
    /// with no more pieces than there are at any minute.
    pub(super) fn check_place(&self, id: AppointmentId, is_new: bool, label: &str) {
        let visit = self.book.get(id).unwrap();
        let apart = self.means.apart(visit.client);
        let team = visit.team();
        let kept = team.iter().find(|it| apart.contains(it));
        assert_eq!(kept, None, "{label}: kept apart in {visit:?}");
        for (part, start, end) in parts_of(visit) {
            let hands: BTreeSet<_> = part.staff.iter().collect();
            assert_eq!(hands.len(), part.staff.len(), "{label}: {visit:?}");
            for piece in &part.equipment {
                let draft = &self.means.equipment[piece];
                assert!(reaches(draft, &part.rooms), "{label}: {visit:?}");
                let most = usize::from(draft.pieces);
                let in_use = self.most_in_use(*piece, None, (start, end));
                assert!(in_use <= most, "{label}: {in_use} of {draft:?}, {visit:?}");
            }
        }
        if is_new {
            let service = &self.office.services[&visit.service];
            check_cast(visit, service, label);
        }
    }

    /// The most of it that are in use at one minute, beside one appointment.
    fn most_in_use(
        &self,
        piece: EquipmentId,
        beside: Option<AppointmentId>,
        (start, end): (NaiveDateTime, NaiveDateTime),
    ) -> usize {
        let holds = |it: &&Appointment| Some(it.id) != beside && it.status.holds_time();
        let parts = self.book.all().filter(holds).flat_map(parts_of);
        let with_it: Vec<_> = parts
            .filter(|(part, ..)| part.equipment.contains(&piece))
            .collect();
        let n_minutes = (end - start).num_minutes();
        let at = |minute| {
            let at = start + TimeDelta::minutes(minute);
            let here = with_it.iter().filter(|it| it.1 <= at && at < it.2);
            here.map(|it| n_of(&it.0.equipment, piece)).sum::<usize>()
        };
        (0..n_minutes).map(at).max().unwrap_or(0)
    }

    /// What is said to be missing is.
    pub(super) fn check_means_clash(&self, request: &Request, clash: &ClashReport, label: &str) {
        match clash {
            ClashReport::NeverWith { client, staff } => {
                let is_it = |(id, apart): (&ClientId, &Vec<StaffId>)| {
                    let mut names = apart.iter().map(|it| &self.office.staff[it].0);
                    self.office.clients[id].name == *client && names.any(|it| it == staff)
                };
                assert!(self.means.apart.iter().any(is_it), "{label}: {clash:?}");
            }
            ClashReport::NobodyFree { until: Some(until) } => {
                let ends = |(part, _, end): (&Segment, _, NaiveDateTime)| {
                    !part.staff.is_empty() && end == until.naive()
                };
                let mut parts = self.book.all().flat_map(parts_of);
                assert!(parts.any(ends), "{label}: {clash:?}");
            }
            ClashReport::EquipmentBusy { equipment, until } => {
                self.check_ends(std::slice::from_ref(equipment), until.naive(), label);
            }
            ClashReport::NoEquipmentFree { of, until } => {
                if let Some(until) = until {
                    self.check_ends(of, until.naive(), label);
                }
                if let Request::Book(wish) = request {
                    self.check_nothing_free(wish, label);
                }
            }
            _ => (),
        }
    }

    fn check_ends(&self, names: &[String], until: NaiveDateTime, label: &str) {
        let is_one = |it: &EquipmentId| names.contains(&self.means.equipment[it].name);
        let holds = self.book.all().filter(|it| it.status.holds_time());
        let mut parts = holds.flat_map(parts_of);
        let ends = parts.any(|(part, _, end)| end == until && part.equipment.iter().any(is_one));
        assert!(ends, "{label}: nothing of {names:?} comes back then");
    }

    /// Whatever is tried, in whichever room that nobody is in.
    fn check_nothing_free(&self, wish: &Booking, label: &str) {
        let service = &self.office.services[&wish.service];
        let mut rooms: Vec<RoomId> = match wish.room {
            Some(named) => vec![named],
            None if service.rooms.is_empty() => self.office.rooms.keys().copied().collect(),
            None => service.rooms.clone(),
        };
        rooms.retain(|it| self.office.rooms[it].1);
        let ways: Vec<Vec<RoomId>> = match rooms.as_slice() {
            [] => vec![Vec::new()],
            _ => rooms.into_iter().map(|it| vec![it]).collect(),
        };
        let needs = needs(&service.segments);
        let slots = needs.iter().flat_map(|it| vec![*it; usize::from(it.n)]);
        let slots: Vec<&Need> = slots.collect();
        for rooms in ways {
            if wish.room.is_none() && !self.is_empty(wish, service, &rooms) {
                continue;
            }
            let found = self.fill((wish, service), &rooms, &slots, &mut Vec::new());
            assert!(!found, "{label}: enough in {rooms:?}");
        }
    }

    fn is_empty(&self, wish: &Booking, service: &ServiceDraft, rooms: &[RoomId]) -> bool {
        let shut = |it: &RoomId| self.book.is_shut(*it);
        let mut parts = laid_out(wish, service).filter(|it| it.0.holds_room);
        !rooms.iter().any(shut)
            && parts.all(|(_, start, end)| {
                let holds = self.book.all().filter(|it| it.status.holds_time());
                let mut parts = holds.flat_map(parts_of);
                !parts.any(|(part, from, until)| {
                    from < end && start < until && part.rooms.iter().any(|it| rooms.contains(it))
                })
            })
    }

    /// Each piece that a need may have in turn, for all of them.
    fn fill(
        &self,
        (wish, service): (&Booking, &ServiceDraft),
        rooms: &[RoomId],
        slots: &[&Need],
        chosen: &mut Vec<(usize, EquipmentId)>,
    ) -> bool {
        let Some(need) = slots.get(chosen.len()) else {
            return self.suffices((wish, service), &needs(&service.segments), chosen);
        };
        let all = needs(&service.segments);
        let nth = all.iter().position(|it| it == need).unwrap();
        let is_named = |it: &EquipmentId| wish.equipment.contains(it);
        let by_name = need.of.iter().any(is_named);
        let here = |it: &EquipmentId| reaches(&self.means.equipment[it], rooms);
        for piece in need.of.iter().filter(|it| !by_name || is_named(it)) {
            chosen.push((nth, *piece));
            if here(piece) && self.fill((wish, service), rooms, slots, chosen) {
                return true;
            }
            chosen.pop();
        }
        false
    }

    fn suffices(
        &self,
        (wish, service): (&Booking, &ServiceDraft),
        needs: &[&Need],
        chosen: &[(usize, EquipmentId)],
    ) -> bool {
        laid_out(wish, service).all(|(part, start, end)| {
            let own = chosen.iter().filter(|it| part.needs.contains(needs[it.0]));
            let own: Vec<EquipmentId> = own.map(|it| it.1).collect();
            own.iter().all(|piece| {
                let in_use = self.most_in_use(*piece, None, (start, end));
                let most = usize::from(self.means.equipment[piece].pieces);
                in_use + n_of(&own, *piece) <= most
            })
        })
    }
}

/// As the service has it: so many hands, and a piece for all that it needs.
fn check_cast(visit: &Appointment, service: &ServiceDraft, label: &str) {
    if service.segments.is_empty() {
        return;
    }
    assert_eq!(visit.segments.len(), service.segments.len(), "{label}");
    for (part, plan) in visit.segments.iter().zip(&service.segments) {
        assert_eq!(part.minutes, plan.minutes, "{label}");
        assert_eq!(part.staff.len(), plan.roles.len(), "{label}: {visit:?}");
        assert_eq!(part.holds_client, plan.holds_client, "{label}");
        let n_needed: usize = plan.needs.iter().map(|it| usize::from(it.n)).sum();
        assert_eq!(part.equipment.len(), n_needed, "{label}: {visit:?}");
        for need in &plan.needs {
            let met = part.equipment.iter().filter(|it| need.of.contains(it));
            assert!(met.count() >= usize::from(need.n), "{label}: {visit:?}");
        }
    }
}

/// When each part of a service would be.
fn laid_out<'a>(
    wish: &Booking,
    service: &'a ServiceDraft,
) -> impl Iterator<Item = (&'a SegmentPlan, NaiveDateTime, NaiveDateTime)> {
    let mut end = wish.start.naive();
    service.segments.iter().map(move |part| {
        let start = end;
        end += TimeDelta::minutes(part.minutes.into());
        (part, start, end)
    })
}

impl Wishes {
    pub(super) fn means(&mut self, naive: &Naive) -> Request {
        if self.0.bool() {
            let n_apart = self.0.usize(0..5) / 2;
            let staff = (0..n_apart).filter_map(|_| some(&naive.office.staff, &mut self.0));
            return Request::KeepApart {
                staff: staff.collect(),
                client: some(&naive.office.clients, &mut self.0).unwrap_or_default(),
            };
        }
        let known = &naive.means.equipment;
        let is_new = known.len() < N_EQUIPMENT && self.0.u8(0..3) == 0;
        let room = some(&naive.office.rooms, &mut self.0).filter(|_| self.0.u8(0..3) == 0);
        let name = format!("Steamer {}", self.0.u8(0..9));
        Request::SaveEquipment(EquipmentDraft {
            id: some(known, &mut self.0).filter(|_| !is_new),
            active: self.0.u8(0..40) > 0,
            ..equipment(&name, self.0.u16(1..4), room.into_iter().collect())
        })
    }

    /// One that the service lists, or any now and then.
    pub(super) fn pieces(&mut self, naive: &Naive, service: ServiceId) -> Vec<EquipmentId> {
        let needs = needs(&naive.office.services[&service].segments);
        let listed = needs.iter().flat_map(|it| it.of.iter().copied());
        match self.0.u8(0..100) {
            0 => some(&naive.means.equipment, &mut self.0)
                .into_iter()
                .collect(),
            1..25 => self
                .0
                .choice(listed.collect::<Vec<_>>())
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Who is named beside the main therapist.
    pub(super) fn team(&mut self, naive: &Naive, n_roles: usize) -> Vec<Option<StaffId>> {
        let named = |rng: &mut fastrand::Rng| some(&naive.office.staff, rng);
        match (n_roles, self.0.u8(0..12)) {
            (_, 0) | (2.., 1..6) => vec![named(&mut self.0)],
            (2.., 6) => vec![None],
            _ => Vec::new(),
        }
    }

    fn need(&mut self, naive: &Naive) -> Need {
        let one = some(&naive.means.equipment, &mut self.0).unwrap();
        let other = some(&naive.means.equipment, &mut self.0).unwrap();
        let mut of = vec![one];
        if one != other && self.0.bool() {
            of.push(other);
        }
        // A search for what there never is enough of goes through all days.
        let has_two = naive.means.equipment[&one].pieces > 1;
        let n = if has_two { self.0.u8(1..3) } else { 1 };
        Need { n, of }
    }

    /// One part or several, of one pair of hands or of two; none where it is the same
    /// from its beginning to its end.
    pub(super) fn segments(&mut self, naive: &Naive, minutes: u16) -> Vec<SegmentPlan> {
        let need = self.need(naive);
        let whole = SegmentPlan::whole(minutes);
        match self.0.u8(0..6) {
            0 | 1 => vec![SegmentPlan {
                needs: vec![need],
                ..whole
            }],
            2 => vec![four_hands(minutes, Vec::new())],
            3 => in_turn(minutes, need, self.need(naive)),
            _ => Vec::new(),
        }
    }
}

pub(super) fn four_hands(minutes: u16, needs: Vec<Need>) -> SegmentPlan {
    SegmentPlan {
        roles: vec![0, 1],
        needs,
        ..SegmentPlan::whole(minutes)
    }
}

/// Nobody is there while it works by itself, and another one finishes it.
fn in_turn(minutes: u16, first: Need, second: Need) -> Vec<SegmentPlan> {
    let third = minutes / 15 * 5;
    let mut both = vec![first.clone()];
    both.extend(Some(second).filter(|it| *it != first));
    vec![
        SegmentPlan {
            stage: Stage::Preparation,
            holds_client: false,
            ..SegmentPlan::whole(third)
        },
        SegmentPlan {
            stage: Stage::Processing,
            roles: Vec::new(),
            needs: both,
            ..SegmentPlan::whole(minutes - 2 * third)
        },
        SegmentPlan {
            stage: Stage::Finishing,
            roles: vec![1],
            needs: vec![first],
            ..SegmentPlan::whole(third)
        },
    ]
}
