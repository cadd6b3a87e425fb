//! Who waits for a time gets it when it is free, by the same rule as everybody.

use super::bench::{Bench, DESK, ENGLISH, at, day};
use crate::{
    domain::{
        booking::{EVERY_DAY, How, Status, Waiting, WaitingState},
        catalog::Service,
        ids::{AppointmentId, ClientId, ServiceId, WaitingId},
    },
    ops::{
        outcome::Outcome,
        query::{Answer, Query, WaitingRow},
        refusal::Refusal,
        request::{Booking, Moving, Request, WaitingDraft},
    },
    store::Reads,
};

/// The same one each time.
fn massage(bench: &Bench) -> ServiceId {
    let known = bench.shop.read().all::<Service>().unwrap();
    let known = known.iter().find(|it| it.code == "SW60").map(|it| it.id);
    known.unwrap_or_else(|| bench.massage())
}

/// All the therapist's hours of the bench's Saturday are taken.
fn full_day(bench: &Bench) -> Vec<AppointmentId> {
    let mut all = Vec::new();
    for hour in 10..18 {
        let staff = bench.staff(1);
        let wish = Booking::new(massage(bench), staff, &format!("{hour}:00"));
        if let Ok(Outcome::Booked { appointment, .. }) = bench.ask_as(&DESK, &Request::Book(wish)) {
            all.push(appointment);
        }
    }
    assert!(all.len() > 4, "a day of {}", all.len());
    all
}

fn draft(bench: &Bench, client: ClientId) -> WaitingDraft {
    WaitingDraft {
        id: None,
        client,
        service: massage(bench),
        staff: Some(bench.staff(1)),
        first: day("2026-11-21"),
        last: day("2026-11-21"),
        days: EVERY_DAY,
        from_minute: 13 * 60,
        until_minute: 16 * 60,
        urgent: false,
        note: String::new(),
    }
}

fn wait(bench: &Bench, draft: WaitingDraft) -> WaitingId {
    match bench.done(Request::SaveWaiting(draft)) {
        Outcome::Waiting { waiting } => waiting,
        other => panic!("{other:?}"),
    }
}

fn list(bench: &Bench) -> Vec<WaitingRow> {
    match bench.shop.ask(&DESK, &ENGLISH, &Query::Waitlist) {
        Ok(Answer::Waitlist { rows }) => rows,
        other => panic!("{other:?}"),
    }
}

fn cancel(appointment: AppointmentId) -> Request {
    Request::SetStatus {
        appointment,
        status: Status::Cancelled,
        reason: "Ill".into(),
    }
}

#[test]
fn a_cancelled_hour_is_offered_to_who_waits_longest_and_to_the_urgent_first() {
    let bench = Bench::new();
    let visits = full_day(&bench);
    let [liga, karl] = ["Liga Ozola", "Karl Berg"].map(|it| bench.client(it, ""));
    let first = wait(&bench, draft(&bench, liga));
    bench.pass(1);
    let second = wait(
        &bench,
        WaitingDraft {
            urgent: true,
            ..draft(&bench, karl)
        },
    );
    let order: Vec<_> = list(&bench).iter().map(|it| it.waiting.id).collect();
    assert_eq!(order, [second, first]);
    assert!(list(&bench).iter().all(|it| it.offer.is_none()));

    // 11:00 is outside the hours that they wait for; 14:00 is not.
    let start = |hhmm: &str| {
        let of = visits.iter().copied();
        of.into_iter()
            .find(|it| bench.visit(*it).start() == at(hhmm))
            .unwrap()
    };
    bench.done(cancel(start("11:00")));
    assert!(list(&bench).iter().all(|it| it.offer.is_none()));
    bench.done(cancel(start("14:00")));
    let offers: Vec<_> = list(&bench)
        .into_iter()
        .map(|it| it.offer.unwrap())
        .collect();
    assert!(offers.iter().all(|it| it.start == at("14:00")));

    // What is offered can be booked, and then nobody else is offered it.
    let offer = &offers[0];
    let booked = Booking {
        client: Some(karl),
        how: How {
            waiting: Some(second),
            ..How::default()
        },
        start: offer.start,
        room: offer.room,
        ..Booking::new(massage(&bench), offer.staff, "14:00")
    };
    let visit = bench.book(booked.clone());
    let met: Waiting = bench.shop.read().get(&second).unwrap().unwrap();
    assert_eq!(met.state, WaitingState::Booked(visit));
    let left = list(&bench);
    assert_eq!((left.len(), left[0].waiting.id), (1, first));
    assert!(left[0].offer.is_none());

    // A wish is met once.
    bench.done(cancel(visit));
    assert!(matches!(
        bench.refused(Request::Book(booked)),
        Refusal::NotWaiting
    ));
}

#[test]
fn a_move_makes_room_too() {
    let bench = Bench::new();
    let visits = full_day(&bench);
    let client = bench.client("Liga Ozola", "1");
    wait(&bench, draft(&bench, client));
    let moved = visits
        .into_iter()
        .find(|it| bench.visit(*it).start() == at("15:00"));
    bench.done(Request::Move(Moving {
        appointment: moved.unwrap(),
        staff: Some(bench.staff(2)),
        team: Vec::new(),
        room: None,
        start: None,
        override_reason: None,
    }));
    let offer = list(&bench).remove(0).offer.unwrap();
    assert_eq!((offer.start, offer.staff), (at("15:00"), bench.staff(1)));
}

#[test]
fn a_wish_is_changed_dropped_and_refused_by_its_field() {
    let bench = Bench::new();
    let client = bench.client("Liga Ozola", "1");
    let id = wait(&bench, draft(&bench, client));
    let changed = WaitingDraft {
        id: Some(id),
        note: "After work".into(),
        ..draft(&bench, client)
    };
    assert_eq!(wait(&bench, changed.clone()), id);
    assert_eq!(list(&bench)[0].waiting.note, "After work");
    let wrong = [
        WaitingDraft {
            last: day("2026-11-20"),
            ..changed.clone()
        },
        WaitingDraft {
            days: 0,
            ..changed.clone()
        },
        WaitingDraft {
            until_minute: 600,
            ..changed.clone()
        },
    ];
    for draft in wrong {
        let refusal = bench.refused(Request::SaveWaiting(draft));
        assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    }
    let drop = Request::DropWaiting {
        waiting: id,
        reason: "Went elsewhere".into(),
    };
    bench.done(drop.clone());
    assert!(list(&bench).is_empty());
    assert!(matches!(bench.refused(drop), Refusal::NotWaiting));
    assert!(matches!(
        bench.refused(Request::SaveWaiting(changed)),
        Refusal::NotWaiting
    ));
}
