//! Who, where and with what, where a wish leaves it open. What is not found is
//! nowhere: every choice that there is gets tried.

use chrono::NaiveDateTime;

use super::{Cast, Clash, DayBook, House, Wish, book::lasts, peak::Held, plan::needs};
use crate::domain::{
    catalog::{SegmentPlan, Service},
    equipment::Need,
    ids::{ClientId, EquipmentId, RoomId, StaffId},
    staff::Staff,
    time::{self, Span},
};

/// Active rooms that will do for a service, in its own order where it lists them.
pub(super) fn suitable(service: &Service, house: &House) -> impl Iterator<Item = RoomId> {
    let rooms = house.rooms;
    let active = move |id: RoomId| rooms.iter().any(|it| it.id == id && it.active);
    let any = rooms.iter().map(|it| it.id);
    let listed = service.rooms.iter().copied();
    let is_listed = !service.rooms.is_empty();
    listed
        .chain(any.filter(move |_| !is_listed))
        .filter(move |&id| active(id))
}

/// Whether the service takes place in a room, and the shop has any.
pub(super) fn needs_room(service: &Service, house: &House) -> bool {
    let has_rooms = house.rooms.iter().any(|it| it.active);
    service.segments.iter().any(|it| it.holds_room) && (has_rooms || !service.rooms.is_empty())
}

/// Whether somebody may give a service to a client at all.
pub(super) fn may_serve(
    staff: &Staff,
    service: &Service,
    client: Option<ClientId>,
    house: &House,
) -> bool {
    let guest = client.and_then(|it| house.guests.iter().find(|guest| guest.client == it));
    staff.active
        && staff.can_do(service.id)
        && service.is_graded(staff.id)
        && guest.is_none_or(|it| !it.never_with.contains(&staff.id) && staff.may_treat(it.sex))
}

/// A wish held against a book, where its time exists.
pub(super) struct Choice<'a> {
    wish: &'a Wish<'a>,
    book: &'a DayBook<'a>,
    /// When each segment is.
    spans: Vec<Span>,
    needs: Vec<&'a Need>,
}

/// Rooms, and the pieces for each need.
type Place = (Vec<RoomId>, Vec<Vec<EquipmentId>>);

/// What was found, and what was not.
#[derive(Default)]
pub(super) struct Chosen {
    pub(super) cast: Cast,
    pub(super) missing: Vec<Clash>,
}

impl<'a> Choice<'a> {
    pub(super) fn of(wish: &'a Wish<'a>, book: &'a DayBook<'a>) -> Option<Self> {
        let starts_at = time::instant_of(wish.start, book.house.zone)?;
        Some(Self {
            wish,
            book,
            spans: lasts(wish.service.parts_with(wish.staff), starts_at).collect(),
            needs: needs(wish.service),
        })
    }

    pub(super) fn choose(&self) -> Chosen {
        let mut chosen = Chosen::default();
        match self.team() {
            Ok(team) => chosen.cast.team = team,
            Err(nobody) => {
                chosen.cast.team = self.named_team();
                chosen.missing.push(nobody);
            }
        }
        match self.place() {
            Ok((rooms, equipment)) => {
                chosen.cast.rooms = rooms;
                chosen.cast.equipment = equipment;
            }
            Err((rooms, clash)) => {
                chosen.cast.rooms = rooms;
                chosen.missing.push(clash);
            }
        }
        chosen
    }

    fn spans_where(&self, holds: impl Fn(&SegmentPlan) -> bool) -> Vec<Span> {
        let parts = self.spans.iter().zip(&self.wish.service.segments);
        let held = parts.filter(|(span, part)| span.start < span.end && holds(part));
        held.map(|(span, _)| *span).collect()
    }

    /// The main therapist and those who are named for the other roles. Nobody has two:
    /// the second is open then.
    fn named_team(&self) -> Vec<Option<StaffId>> {
        let n_roles = usize::from(self.wish.service.n_roles());
        let mut team = vec![Some(self.wish.staff)];
        for named in self.wish.team {
            team.push(named.filter(|it| !team.contains(&Some(*it))));
        }
        team.resize(n_roles.max(1), None);
        team
    }

    /// The wish's own, and for each role that it leaves open somebody who is free: who
    /// had it before, else who is booked least.
    fn team(&self) -> Result<Vec<Option<StaffId>>, Clash> {
        let mut team = self.named_team();
        let open: Vec<usize> = (0..team.len())
            .filter(|role| team[*role].is_none())
            .collect();
        if self.fill(&mut team, &open) {
            return Ok(team);
        }
        let busy = open.iter().flat_map(|role| self.ends_of_role(*role, &team));
        let until = busy.min().map(|end| self.book.wall(end));
        Err(Clash::NobodyFree { until })
    }

    fn fill(&self, team: &mut Vec<Option<StaffId>>, open: &[usize]) -> bool {
        let Some((&role, later)) = open.split_first() else {
            return true;
        };
        let spans = self.spans_of_role(role);
        for staff in self.able(role) {
            if team.contains(&Some(staff)) || !self.is_free(staff, &spans) {
                continue;
            }
            team[role] = Some(staff);
            if self.fill(team, later) {
                return true;
            }
            team[role] = None;
        }
        false
    }

    fn spans_of_role(&self, role: usize) -> Vec<Span> {
        self.spans_where(|it| it.roles.iter().any(|it| usize::from(*it) == role))
    }

    fn able(&self, role: usize) -> Vec<StaffId> {
        let Wish {
            service, client, ..
        } = *self.wish;
        let house = &self.book.house;
        let may = |it: &&Staff| may_serve(it, service, client, house);
        let mut able: Vec<_> = house.staff.iter().filter(may).map(|it| it.id).collect();
        let had_it = self.wish.keep_team.get(role).copied().flatten();
        able.sort_by_key(|it| (Some(*it) != had_it, self.book.minutes_booked(*it)));
        able
    }

    fn is_free(&self, staff: StaffId, spans: &[Span]) -> bool {
        let held = self.held(self.book.staff.get(&staff));
        let works = |it: &Span| self.book.is_on_shift(staff, *it);
        spans
            .iter()
            .all(|it| works(it) && held.first(*it).is_none())
    }

    /// When those who could have a role and work then are free again.
    fn ends_of_role(&self, role: usize, team: &[Option<StaffId>]) -> Vec<NaiveDateTime> {
        let spans = self.spans_of_role(role);
        let end = |staff: StaffId| {
            let held = self.held(self.book.staff.get(&staff));
            let works = spans.iter().all(|it| self.book.is_on_shift(staff, *it));
            let busy = spans.iter().find_map(|it| held.first(*it))?;
            works.then_some(busy.span.end)
        };
        let others = self.able(role).into_iter();
        let others = others.filter(|it| !team.contains(&Some(*it)));
        others.filter_map(end).collect()
    }

    fn held(&self, busy: Option<&'a Vec<super::book::Busy>>) -> Held<'a> {
        let ignore = self.wish.ignore;
        Held { busy, ignore }
    }

    /// Rooms and equipment together: some equipment stands in some rooms only. The
    /// rooms come back too where only the equipment is missing.
    fn place(&self) -> Result<Place, (Vec<RoomId>, Clash)> {
        let ways = self.ways();
        let Some(named) = self.wish.room.filter(|_| !self.takes_all()) else {
            return self.among(ways);
        };
        match self.equipment(&[named]) {
            Some(pieces) => Ok((vec![named], pieces)),
            None => Err((vec![named], self.no_equipment(&[named]))),
        }
    }

    fn among(&self, ways: Vec<Vec<RoomId>>) -> Result<Place, (Vec<RoomId>, Clash)> {
        let free: Vec<Vec<RoomId>> = ways
            .iter()
            .filter(|it| self.are_free(it))
            .cloned()
            .collect();
        for rooms in &free {
            if let Some(pieces) = self.equipment(rooms) {
                return Ok((rooms.clone(), pieces));
            }
        }
        if let Some(first) = free.into_iter().next() {
            let clash = self.no_equipment(&first);
            return Err((first, clash));
        }
        // All of them are what is asked for, though they are taken.
        let rooms = match ways.into_iter().next() {
            Some(all) if self.takes_all() => all,
            _ => Vec::new(),
        };
        Err((rooms, self.no_room()))
    }

    fn takes_all(&self) -> bool {
        let service = self.wish.service;
        service.manner.all_rooms && !service.rooms.is_empty()
    }

    /// Each room or set of rooms that would do, the best first: the one to keep, then
    /// in the service's own order, else the least that will do, used least.
    fn ways(&self) -> Vec<Vec<RoomId>> {
        let (service, house) = (self.wish.service, &self.book.house);
        if !needs_room(service, house) {
            return vec![Vec::new()];
        }
        let mut rooms: Vec<RoomId> = suitable(service, house).collect();
        if self.takes_all() {
            let all = rooms.len() == service.rooms.len();
            return if all { vec![rooms] } else { Vec::new() };
        }
        if service.rooms.is_empty() {
            rooms.sort_by_key(|it| (self.book.places(*it), self.book.minutes_used(*it)));
        }
        rooms.sort_by_key(|it| Some(*it) != self.wish.keep_room);
        rooms.into_iter().map(|it| vec![it]).collect()
    }

    fn are_free(&self, rooms: &[RoomId]) -> bool {
        let spans = self.spans_where(|it| it.holds_room);
        let fits = |room: RoomId| {
            let held = self.held(self.book.rooms.get(&room));
            let places = self.book.places(room);
            let is_free = |it: &Span| held.peak(*it) < places;
            let is_shut = |it: &Span| self.book.shut(room, *it).is_some();
            spans.iter().all(|it| is_free(it) && !is_shut(it))
        };
        rooms.iter().all(|it| fits(*it))
    }

    fn no_room(&self) -> Clash {
        let spans = self.spans_where(|it| it.holds_room);
        let shut = |room: RoomId| spans.iter().find_map(|it| self.book.shut(room, *it));
        let is_shut_for_good = |room: RoomId| shut(room).is_some_and(|it| it.0.until.is_none());
        let end = |room: RoomId| {
            let held = self.held(self.book.rooms.get(&room));
            let most = self.book.places(room).saturating_sub(1);
            let full = spans.iter().find_map(|it| held.full_until(*it, most));
            let shut = shut(room).map(|(_, shut)| shut.end);
            full.max(shut).filter(|_| !is_shut_for_good(room))
        };
        let mut rooms = suitable(self.wish.service, &self.book.house);
        let ends = suitable(self.wish.service, &self.book.house).filter_map(end);
        // All of them are free only when the last one is, and never if one is gone.
        let until = if self.takes_all() {
            let is_gone = self.ways().is_empty() || rooms.any(is_shut_for_good);
            ends.max().filter(|_| !is_gone)
        } else {
            ends.min()
        };
        Clash::NoRoomFree {
            until: until.map(|end| self.book.wall(end)),
        }
    }

    /// Pieces for all needs in these rooms.
    fn equipment(&self, rooms: &[RoomId]) -> Option<Vec<Vec<EquipmentId>>> {
        let needs: Vec<usize> = (0..self.needs.len()).collect();
        self.pieces_for(&needs, rooms)
    }

    fn pieces_for(&self, needs: &[usize], rooms: &[RoomId]) -> Option<Vec<Vec<EquipmentId>>> {
        let mut chosen = vec![Vec::new(); self.needs.len()];
        self.equip(needs, rooms, 0, &mut chosen).then_some(chosen)
    }

    /// Finds the pieces that are still wanting, the next of a need from its `from`-th
    /// option on: which of two that are alike comes first is no choice.
    fn equip(
        &self,
        needs: &[usize],
        rooms: &[RoomId],
        from: usize,
        chosen: &mut Vec<Vec<EquipmentId>>,
    ) -> bool {
        let Some((&need, later)) = needs.split_first() else {
            return true;
        };
        if chosen[need].len() == usize::from(self.needs[need].n) {
            return self.equip(later, rooms, 0, chosen);
        }
        let options = self.options(need, rooms);
        for (idx, piece) in options.iter().enumerate().skip(from) {
            if !self.is_left(*piece, need, chosen) {
                continue;
            }
            chosen[need].push(*piece);
            if self.equip(needs, rooms, idx, chosen) {
                return true;
            }
            chosen[need].pop();
        }
        false
    }

    /// What a need may be met by in these rooms: what is named, where it lists that.
    fn options(&self, need: usize, rooms: &[RoomId]) -> Vec<EquipmentId> {
        let is_named = |it: &EquipmentId| self.wish.equipment.contains(it);
        let listed = &self.needs[need].of;
        let has_named = listed.iter().any(is_named);
        let equipment = self.book.house.equipment;
        let is_here = |id: &EquipmentId| {
            let found = equipment.iter().find(|it| it.id == *id && it.active);
            found.is_some_and(|it| it.reaches(rooms))
        };
        let options = listed.iter().filter(|it| !has_named || is_named(it));
        options.filter(|it| is_here(it)).copied().collect()
    }

    fn spans_of_need(&self, need: usize) -> Vec<Span> {
        self.spans_where(|it| it.needs.contains(self.needs[need]))
    }

    /// Whether a piece more is left, beside those that are chosen already.
    fn is_left(&self, piece: EquipmentId, need: usize, chosen: &[Vec<EquipmentId>]) -> bool {
        let held = self.held(self.book.equipment.get(&piece));
        let segments = self.spans.iter().zip(&self.wish.service.segments);
        let mut with_it = segments.filter(|(_, it)| it.needs.contains(self.needs[need]));
        with_it.all(|(span, part)| {
            let own = self.needs.iter().zip(chosen);
            let own = own.filter(|(it, _)| part.needs.contains(it));
            let n_own = own
                .flat_map(|(_, it)| it)
                .filter(|it| **it == piece)
                .count();
            held.peak(*span) + n_own < self.book.pieces(piece)
        })
    }

    /// The first need that is not met, even alone.
    fn no_equipment(&self, rooms: &[RoomId]) -> Clash {
        let alone = |it: &usize| self.pieces_for(&[*it], rooms).is_none();
        let need = (0..self.needs.len()).find(alone).unwrap_or(0);
        let spans = self.spans_of_need(need);
        let options = self.options(need, rooms);
        // Of several that may be mixed, one more may be enough.
        let n = self.needs.get(need).map_or(1, |it| usize::from(it.n));
        let at_once = if options.len() == 1 { n } else { 1 };
        let end = |id: &EquipmentId| {
            let held = self.held(self.book.equipment.get(id));
            let most = self.book.pieces(*id).checked_sub(at_once)?;
            spans.iter().find_map(|it| held.full_until(*it, most))
        };
        let until = options.iter().filter_map(end).min();
        Clash::NoEquipmentFree {
            of: self
                .needs
                .get(need)
                .map_or_else(Vec::new, |it| it.of.clone()),
            until: until.map(|end| self.book.wall(end)),
        }
    }
}
