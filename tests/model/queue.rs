//! The walk-in queue: who was put there waits until served or gone, and an undo puts
//! them back.

use std::collections::BTreeSet;

use balm::{
    domain::{
        booking::{Appointment, Status, WalkIn, WalkInState},
        client::Sex,
        ids::{Register, StaffId, WalkInId},
        staff::Staff,
        time,
        turns::{Counts, FirstOrder, FloorRules, Skip, TurnList, TurnMove},
    },
    ops::{
        outcome::Outcome,
        request::{Request, WalkInDraft, WalkInStart},
    },
    store::{Reads, record::Lookup},
};

use super::{
    book::{Awaited, Awaits, Book, Change, FloorBefore},
    naive::Naive,
    office::some,
    spa::Spa,
    wish::Wishes,
};

impl Wishes {
    pub(super) fn queue(&mut self, spa: &Spa, naive: &Naive) -> Request {
        let waiting = naive.book.some_walk_in(&mut self.0);
        match (waiting, self.0.u8(0..6)) {
            (Some(walk_in), 0..3) => Request::StartWalkIn(WalkInStart {
                walk_in,
                staff: some(&naive.office.staff, &mut self.0).filter(|_| self.0.bool()),
                room: some(&naive.office.rooms, &mut self.0).filter(|_| self.0.u8(0..4) == 0),
                override_reason: self.reason(),
            }),
            (Some(walk_in), 3) => Request::LeaveWalkIn {
                walk_in,
                reason: "It took too long".repeat(self.0.usize(0..4).min(1)),
            },
            (walk_in, _) => Request::SaveWalkIn(self.walk_in(spa, naive, walk_in)),
        }
    }

    pub(super) fn turns(&mut self, naive: &Naive) -> Request {
        let listed = naive.book.turns.values().last();
        let listed: Vec<_> = listed.iter().flat_map(|it| &it.people).collect();
        let one = (!listed.is_empty()).then(|| listed[self.0.usize(..listed.len())].staff);
        let any = some(&naive.office.staff, &mut self.0).unwrap_or_default();
        let some_one = one.filter(|_| self.0.bool()).unwrap_or(any);
        let hows = [TurnMove::Skip, TurnMove::Up, TurnMove::Down, TurnMove::Tail];
        match self.0.u8(0..6) {
            0..2 => Request::SetTurns {
                staff: vec![some_one],
                on: self.0.u8(0..4) > 0,
            },
            2..5 => Request::MoveTurn {
                staff: one.unwrap_or(any),
                category: String::new(),
                how: hows[self.0.usize(..hows.len())],
            },
            _ => Request::SaveFloorRules {
                rules: FloorRules {
                    first: [FirstOrder::Arrival, FirstOrder::Yesterday][self.0.usize(0..2)],
                    by_category: self.0.bool(),
                    skip: [Skip::KeepsPlace, Skip::ToTail][self.0.usize(0..2)],
                    half_below_min: self.0.u16(0..2_000),
                    asked_for: Counts::Half,
                    ..FloorRules::default()
                },
            },
        }
    }

    fn walk_in(&mut self, spa: &Spa, naive: &Naive, id: Option<WalkInId>) -> WalkInDraft {
        let office = &naive.office;
        let promised = self.start(spa);
        WalkInDraft {
            id: id.filter(|_| self.0.bool()),
            client: some(&office.clients, &mut self.0).filter(|_| self.0.bool()),
            name: "Red scarf".repeat(self.0.usize(0..2)),
            service: some(&office.services, &mut self.0).unwrap(),
            staff: some(&office.staff, &mut self.0).filter(|_| self.0.bool()),
            sex: [None, None, Some(Sex::Female), Some(Sex::Male)][self.0.usize(0..4)],
            promised: Some(promised).filter(|_| self.0.bool()),
        }
    }
}

impl Book {
    pub(super) fn follow_queue(
        &mut self,
        spa: &Spa,
        register: Register,
        (request, outcome): (&Request, &Outcome),
        label: &str,
    ) {
        let (id, visit) = match outcome {
            Outcome::WalkIn { walk_in } => (*walk_in, None),
            Outcome::WalkInStarted {
                walk_in,
                appointment,
                ..
            } => (*walk_in, Some(*appointment)),
            other => panic!("{label}: {other:?}"),
        };
        let now: WalkIn = spa.shop.read().get(&id).unwrap().unwrap();
        let before = self.walk_ins.insert(id, now.clone());
        let awaited = match request {
            Request::SaveWalkIn(draft) => {
                check_saved(spa, &now, draft, before.as_ref(), label);
                Vec::new()
            }
            Request::StartWalkIn(wish) => {
                let visit = visit.unwrap();
                assert!(before.as_ref().unwrap().is_waiting(), "{label}");
                assert_eq!(now.state, WalkInState::Started(visit), "{label}");
                if let (Some(sex), Outcome::WalkInStarted { staff, .. }) = (now.sex, outcome) {
                    let person: Staff = spa.shop.read().get(staff).unwrap().unwrap();
                    assert_eq!(person.sex, Some(sex), "{label}");
                }
                let begun = Awaits::Begun(Box::new(before.clone().unwrap()), wish.staff);
                vec![(visit, begun)]
            }
            _ => {
                assert!(before.as_ref().unwrap().is_waiting(), "{label}");
                assert!(matches!(now.state, WalkInState::Left(_)), "{label}");
                Vec::new()
            }
        };
        let visits: Vec<_> = awaited.iter().map(|(id, _)| (*id, None)).collect();
        let is_change = before.as_ref() != Some(&now);
        let floor = is_change.then_some(FloorBefore::WalkIn(id, before));
        let change = Change {
            visits,
            floor,
            room: None,
        };
        self.awaits(Awaited {
            what: awaited,
            change: Some((register, change)),
        });
    }

    /// The floor is as it was before a change.
    pub(super) fn put_back(&mut self, before: FloorBefore) {
        match before {
            FloorBefore::WalkIn(id, Some(before)) => drop(self.walk_ins.insert(id, before)),
            FloorBefore::WalkIn(id, None) => drop(self.walk_ins.remove(&id)),
            FloorBefore::Turns(date, Some(before)) => drop(self.turns.insert(date, before)),
            FloorBefore::Turns(date, None) => drop(self.turns.remove(&date)),
        }
    }

    pub(super) fn follow_turns(
        &mut self,
        spa: &Spa,
        register: Register,
        (request, outcome): (&Request, &Outcome),
        label: &str,
    ) {
        let Outcome::Turns { date } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        let now: TurnList = spa.shop.read().get(date).unwrap().unwrap();
        let before = self.turns.insert(*date, now.clone());
        if let Request::SetTurns { staff, on } = request {
            for staff in staff {
                let own = now.people.iter().find(|it| it.staff == *staff).unwrap();
                assert_eq!(own.off, !on, "{label}");
            }
        }
        // Whatever is done, everybody stands once in each order.
        let people: BTreeSet<_> = now.people.iter().map(|it| it.staff).collect();
        assert_eq!(people.len(), now.people.len(), "{label}");
        for order in &now.orders {
            let places: BTreeSet<_> = order.places.iter().map(|it| it.staff).collect();
            assert_eq!(order.places.len(), people.len(), "{label}");
            assert_eq!(places, people, "{label}");
        }
        let is_change = before.as_ref() != Some(&now);
        let floor = is_change.then_some(FloorBefore::Turns(*date, before));
        let visits = Vec::new();
        self.awaits(Awaited {
            what: Vec::new(),
            change: Some((
                register,
                Change {
                    visits,
                    floor,
                    room: None,
                },
            )),
        });
    }

    fn some_walk_in(&self, rng: &mut fastrand::Rng) -> Option<WalkInId> {
        let waiting: Vec<_> = self
            .walk_ins
            .values()
            .filter(|it| it.is_waiting())
            .collect();
        let nth = (!waiting.is_empty()).then(|| rng.usize(..waiting.len()));
        nth.map(|it| waiting[it].id)
    }

    pub(super) fn waits(&self, id: WalkInId) -> bool {
        self.walk_ins.get(&id).is_some_and(WalkIn::is_waiting)
    }

    pub(super) fn audit_queue(&self, spa: &Spa, label: &str) {
        let reader = spa.shop.read();
        let all = reader.all::<WalkIn>().unwrap();
        assert!(all.iter().eq(self.walk_ins.values()), "{label}: the queue");
        let lists = reader.all::<TurnList>().unwrap();
        assert!(lists.iter().eq(self.turns.values()), "{label}: the turns");
        let mut open = reader.find::<WalkIn>(&Lookup::OpenWalkIn).unwrap();
        open.sort_by_key(|it| it.id);
        let waiting = self.walk_ins.values().filter(|it| it.is_waiting());
        assert!(open.iter().eq(waiting), "{label}: who waits");
        for ended in all.iter().filter(|it| !it.is_waiting()) {
            assert_eq!(ended.name, "", "{label}: a name that nobody needs");
        }
    }
}

fn check_saved(spa: &Spa, now: &WalkIn, draft: &WalkInDraft, before: Option<&WalkIn>, label: &str) {
    assert_eq!(draft.id, before.map(|it| it.id), "{label}");
    assert!(now.is_waiting(), "{label}");
    let is = (now.client, now.service, now.staff);
    assert_eq!(is, (draft.client, draft.service, draft.staff), "{label}");
    let sex = draft.sex.filter(|_| draft.staff.is_none());
    assert_eq!(now.sex, sex, "{label}");
    let name = if draft.client.is_some() {
        ""
    } else {
        &draft.name
    };
    assert_eq!(now.name, name, "{label}");
    let zone = spa.shop.settings().unwrap().time_zone;
    match (draft.promised, before) {
        (Some(promised), _) => {
            assert_eq!(time::wall(now.promised_at, zone), promised, "{label}");
        }
        (None, Some(before)) => assert_eq!(now.promised_at, before.promised_at, "{label}"),
        (None, None) => {
            let minute = chrono::TimeDelta::minutes(1);
            assert!(now.promised_at > now.came_at - minute, "{label}");
        }
    }
}

/// A visit says that who waited is served.
pub(super) fn check_begun(
    visit: &Appointment,
    walk_in: &WalkIn,
    staff: Option<StaffId>,
    label: &str,
) {
    let is = (visit.client, visit.service, visit.status);
    let must = (walk_in.client, walk_in.service, Status::InService);
    assert_eq!(is, must, "{label}");
    let named = staff.or(walk_in.staff);
    assert!(named.is_none() || visit.staff() == named, "{label}");
    let asked_for = walk_in.staff.is_some() && visit.staff() == walk_in.staff;
    assert_eq!(visit.asked_for, asked_for, "{label}");
    assert_eq!(visit.arrived_at, Some(walk_in.came_at), "{label}");
}
