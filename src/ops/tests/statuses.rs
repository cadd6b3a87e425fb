//! Requested, held, late and missed appointments: what holds time, what is let go, what
//! is charged, and what is written down of it.

use super::bench::{Bench, DESK, at, cash, eur, massage};
use crate::{
    domain::{
        booking::{BookRules, Changed, DepositRule, Fee, How, MadeAs, Origin, Status},
        ids::{AppointmentId, ClientId, ServiceId},
        money::Rate,
        ticket::{Discount, PriceReason},
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::Refusal,
        request::{Booking, DiscountChange, Request, ServiceDraft},
    },
};

const STATUSES: [(Status, bool); 10] = [
    (Status::Requested, true),
    (Status::Held, true),
    (Status::Booked, true),
    (Status::Confirmed, true),
    (Status::Arrived, true),
    (Status::InService, true),
    (Status::Done, true),
    (Status::NoShow, false),
    (Status::LateCancel, false),
    (Status::Cancelled, false),
];

fn percent(n: u32) -> Rate {
    Rate::from_milli_percent(n * 1_000)
}

/// A service of 45.00.
fn service(bench: &Bench) -> ServiceId {
    bench.service(ServiceDraft {
        code: String::new(),
        price: Some(eur(4_500)),
        ..massage()
    })
}

fn booking(bench: &Bench, client: Option<ClientId>, start: &str, made_as: MadeAs) -> Booking {
    Booking {
        client,
        how: How {
            made_as,
            ..How::default()
        },
        ..Booking::new(service(bench), bench.staff(1), start)
    }
}

fn set_status(appointment: AppointmentId, status: Status, reason: &str) -> Request {
    Request::SetStatus {
        appointment,
        status,
        reason: reason.into(),
    }
}

fn rules(bench: &Bench, rules: BookRules) {
    bench.done(Request::SaveBookRules { rules });
}

#[test]
fn each_status_holds_its_time_or_lets_it_go() {
    for (status, holds) in STATUSES {
        assert_eq!(status.holds_time(), holds, "{status:?}");
        let bench = Bench::new();
        let staff = bench.staff(1);
        let service = service(&bench);
        let made_as = match status {
            Status::Requested => MadeAs::Requested,
            Status::Held => MadeAs::Held { minutes: Some(600) },
            _ => MadeAs::Booked,
        };
        let how = How {
            made_as,
            ..How::default()
        };
        let id = bench.book(Booking {
            how,
            ..Booking::new(service, staff, "14:00")
        });
        if made_as == MadeAs::Booked && status != Status::Booked {
            // Who did not come is known when it has begun.
            bench.pass(250);
            bench.done(set_status(id, status, "Said so"));
        }
        assert_eq!(bench.visit(id).status, status);
        // The rest of the hour is another's, or it is not.
        let again = Request::Book(Booking::new(service, staff, "14:30"));
        if holds {
            let refusal = bench.refused(again);
            assert!(
                matches!(refusal, Refusal::Clash { .. }),
                "{status:?}: {refusal:?}"
            );
        } else {
            bench.done(again);
        }
    }
}

#[test]
fn what_is_held_is_let_go_when_its_moment_has_come() {
    let bench = Bench::new();
    let made = booking(&bench, None, "16:00", MadeAs::Held { minutes: Some(30) });
    let outcome = bench.done(Request::Book(made.clone()));
    let Outcome::Booked {
        appointment,
        held_until: Some(_),
        ..
    } = outcome
    else {
        panic!("{outcome:?}");
    };
    // A minute before it still stands in the way.
    bench.pass(29);
    assert!(matches!(
        bench.refused(Request::Book(made.clone())),
        Refusal::Clash { .. }
    ));
    assert_eq!(
        bench.done(Request::LetGo),
        Outcome::LetGo {
            appointments: Vec::new()
        }
    );
    bench.pass(2);
    // Nobody has said so, and yet it is free for who asks.
    bench.done(Request::Book(made));
    let gone = bench.visit(appointment);
    assert_eq!((gone.status, gone.reason.as_str()), (Status::Cancelled, ""));
    assert!(gone.held_until.is_some(), "it says why");
}

#[test]
fn a_tick_of_the_clock_is_enough_to_let_go() {
    let bench = Bench::new();
    rules(
        &bench,
        BookRules {
            hold_min: 15,
            ..BookRules::default()
        },
    );
    let id = bench.book(booking(
        &bench,
        None,
        "16:00",
        MadeAs::Held { minutes: None },
    ));
    let reads = || bench.shop.read();
    let until = bench.visit(id).held_until.unwrap();
    assert!(!query::holds_over(&reads(), until - chrono::Duration::seconds(1)).unwrap());
    assert!(query::holds_over(&reads(), until).unwrap());
    bench.pass(16);
    let appointments = vec![id];
    assert_eq!(bench.done(Request::LetGo), Outcome::LetGo { appointments });
}

#[test]
fn what_was_held_or_asked_for_is_taken_and_stays() {
    for made_as in [MadeAs::Requested, MadeAs::Held { minutes: Some(10) }] {
        let bench = Bench::new();
        let id = bench.book(booking(&bench, None, "16:00", made_as));
        bench.done(set_status(id, Status::Booked, ""));
        bench.pass(60);
        bench.done(Request::LetGo);
        let visit = bench.visit(id);
        assert_eq!((visit.status, visit.held_until), (Status::Booked, None));
        // Nothing becomes a request later.
        let refusal = bench.refused(set_status(id, Status::Requested, ""));
        assert!(matches!(refusal, Refusal::StatusNotPossible { .. }));
    }
}

#[test]
fn a_stand_by_is_booked_over_another_with_its_mark_and_reason() {
    let bench = Bench::new();
    bench.book(booking(&bench, None, "14:00", MadeAs::Booked));
    let second = Booking {
        override_reason: Some("If the first does not come".into()),
        how: How {
            origin: Origin::StandBy,
            asked_for: true,
            made_as: MadeAs::Booked,
            waiting: None,
        },
        ..booking(&bench, None, "14:00", MadeAs::Booked)
    };
    let visit = bench.visit(bench.book(second));
    assert_eq!((visit.origin, visit.asked_for), (Origin::StandBy, true));
    assert!(visit.overridden.is_some());
}

/// Half the price for who does not come, ten euro for who says so too late.
fn fees() -> BookRules {
    BookRules {
        late_hours: 24,
        no_show_fee: Fee::Share(percent(50)),
        late_fee: Fee::Amount(eur(1_000)),
        ..BookRules::default()
    }
}

#[test]
fn who_cancels_late_or_does_not_come_pays_by_the_rule_and_nobody_twice() {
    let bench = Bench::open();
    rules(&bench, fees());
    let client = bench.client("Liga Ozola", "1");
    let late = bench.book(booking(&bench, Some(client), "15:00", MadeAs::Booked));
    let outcome = bench.done(set_status(late, Status::Cancelled, "Ill"));
    let fee = eur(1_000);
    let status = Status::LateCancel;
    assert_eq!(outcome, Outcome::FeeDue { status, fee });
    assert_eq!(bench.visit(late).status, Status::LateCancel);

    let missed = bench.book(booking(&bench, Some(client), "14:00", MadeAs::Booked));
    bench.pass(300);
    let outcome = bench.done(set_status(missed, Status::NoShow, "No word"));
    let (status, fee) = (Status::NoShow, eur(2_250));
    assert_eq!(outcome, Outcome::FeeDue { status, fee });

    for appointment in [late, missed] {
        let price = None;
        bench.done(Request::AddAppointment { appointment, price });
    }
    // Neither what is off the whole order nor anything else touches a fee.
    let tenth = Request::DiscountOrder {
        discount: DiscountChange::Give(Discount::Percent(percent(10))),
        reason: String::new(),
    };
    let _ = bench.ask_as(&DESK, &tenth);
    let ticket = bench.cart().unwrap();
    let lines: Vec<_> = ticket
        .lines
        .iter()
        .map(|it| (it.unit_price, it.price_reason.clone()))
        .collect();
    assert_eq!(
        lines,
        [
            (eur(1_000), PriceReason::LateCancel),
            (eur(2_250), PriceReason::NoShow)
        ]
    );
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(sold.total, eur(3_250));
    for id in [late, missed] {
        let visit = bench.visit(id);
        assert_eq!(visit.sale, Some(sold.sale));
        assert!(!visit.status.holds_time(), "paid, and still not kept");
        let (appointment, price) = (id, None);
        let refusal = bench.refused(Request::AddAppointment { appointment, price });
        assert!(matches!(refusal, Refusal::AppointmentPaid { .. }));
    }
}

#[test]
fn who_is_excused_or_has_no_name_pays_nothing() {
    let bench = Bench::new();
    rules(&bench, fees());
    let client = bench.client("Liga Ozola", "1");
    let id = bench.book(booking(&bench, Some(client), "15:00", MadeAs::Booked));
    bench.done(set_status(id, Status::Cancelled, "Ill"));
    assert_eq!(
        bench.done(set_status(id, Status::Cancelled, "Our mistake")),
        Outcome::Saved
    );
    assert_eq!(bench.visit(id).status, Status::Cancelled);
    let (appointment, price) = (id, None);
    let refusal = bench.refused(Request::AddAppointment { appointment, price });
    assert!(matches!(refusal, Refusal::StatusNotPossible { .. }));

    let nobody = bench.book(booking(&bench, None, "15:00", MadeAs::Booked));
    assert_eq!(
        bench.done(set_status(nobody, Status::Cancelled, "Left")),
        Outcome::Saved
    );
    // Nothing is asked where the shop asks nothing.
    rules(&bench, BookRules::default());
    let early = bench.book(booking(&bench, Some(client), "16:00", MadeAs::Booked));
    assert_eq!(
        bench.done(set_status(early, Status::Cancelled, "Ill")),
        Outcome::Saved
    );
    assert_eq!(bench.visit(early).status, Status::Cancelled);
}

#[test]
fn an_appointment_is_held_for_its_deposit_and_booked_with_it() {
    let bench = Bench::open();
    rules(
        &bench,
        BookRules {
            deposit: DepositRule {
                rate: percent(20),
                from_price: eur(4_000),
                no_shows: 0,
                hold_hours: 2,
            },
            ..BookRules::default()
        },
    );
    let client = bench.client("Liga Ozola", "1");
    let made = booking(&bench, Some(client), "17:00", MadeAs::Booked);
    let outcome = bench.done(Request::Book(made.clone()));
    let Outcome::Booked {
        appointment,
        held_until: Some(_),
        deposit,
        ..
    } = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!(deposit, Some(eur(900)));
    // A part of it is not it.
    for (amount, status) in [(400, Status::Held), (500, Status::Booked)] {
        bench.done(Request::AddDeposit {
            amount: eur(amount),
            appointment: Some(appointment),
        });
        bench.pay(&[cash(None)]);
        assert_eq!(bench.visit(appointment).status, status, "{amount}");
    }
    bench.pass(180);
    bench.done(Request::LetGo);
    assert_eq!(bench.visit(appointment).status, Status::Booked);

    // Nobody is known: nobody is asked.
    let walk_in = booking(&bench, None, "15:00", MadeAs::Booked);
    let id = bench.book(walk_in);
    assert_eq!(bench.visit(id).status, Status::Booked);
}

#[test]
fn every_change_is_written_down_with_what_was_there_before() {
    let bench = Bench::new();
    let client = bench.client("Liga Ozola", "1");
    let id = bench.book(booking(&bench, Some(client), "14:00", MadeAs::Booked));
    bench.done(Request::Move(crate::ops::request::Moving {
        appointment: id,
        staff: None,
        team: Vec::new(),
        room: None,
        start: Some(at("15:00")),
        override_reason: None,
    }));
    bench.done(Request::NoteAppointment {
        appointment: id,
        note: "Quiet".into(),
    });
    bench.done(set_status(id, Status::Cancelled, "Ill"));
    bench.done(Request::Undo);
    let changes = query::visit_changes(&bench.shop.read(), id).unwrap();
    let what: Vec<Changed> = changes.iter().flat_map(|it| it.what.clone()).collect();
    let status = |from, to, reason: &str| Changed::Status {
        from,
        to,
        reason: reason.into(),
    };
    assert_eq!(
        what,
        [
            Changed::Made,
            Changed::Start {
                from: at("14:00"),
                to: at("15:00"),
            },
            Changed::Note {
                from: String::new(),
                to: "Quiet".into(),
            },
            status(Status::Booked, Status::Cancelled, "Ill"),
            status(Status::Cancelled, Status::Booked, ""),
        ]
    );
    assert!(changes.iter().all(|it| it.by == DESK.operator));
    assert_eq!(bench.visit(id).revision, 4);
}

#[test]
fn rules_out_of_bounds_are_refused_by_their_field() {
    let bench = Bench::new();
    let usual = BookRules::default;
    let cases = [
        BookRules {
            hold_min: 0,
            ..usual()
        },
        BookRules {
            hold_min: 20_161,
            ..usual()
        },
        BookRules {
            late_hours: 673,
            ..usual()
        },
        BookRules {
            no_show_fee: Fee::Share(percent(101)),
            ..usual()
        },
        BookRules {
            late_fee: Fee::Amount(eur(-1)),
            ..usual()
        },
    ];
    for rules in cases {
        let said = format!("{rules:?}");
        let refusal = bench.refused(Request::SaveBookRules { rules });
        assert!(
            matches!(refusal, Refusal::Field { .. }),
            "{said}: {refusal:?}"
        );
    }
}
