//! Visits of several appointments on the screen, and the same once more: keys in,
//! screens and appointments out.

use balm::{
    domain::{
        booking::{How, Status},
        drawer::Count,
        ids::AppointmentId,
        time::WallTime,
    },
    ops::{
        query::{Answer, DayBlock, Query},
        request::{Booking, Request},
    },
};
use chrono::NaiveDate;

use crate::{
    desk::{Desk, SESSION},
    screens_day::{books, desk, minute, tells_of_anna},
    small_spa::package_in_cart,
};

fn blocks(desk: &Desk, date: NaiveDate) -> Vec<DayBlock> {
    let query = Query::Day { date };
    match desk.shop.ask(&SESSION, &desk.app.view().locale, &query) {
        Ok(Answer::Day(sheet)) => sheet.blocks,
        other => panic!("{other:?}"),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn is_done(desk: &mut Desk, appointment: AppointmentId) {
    desk.asks(&Request::SetStatus {
        appointment,
        status: Status::Done,
        reason: String::new(),
    });
    desk.passes(0);
}

#[test]
fn the_same_again_in_four_weeks_is_two_keys_from_the_grid() {
    let (mut desk, spa) = desk();
    let first = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("F2 .").count_keys();
    desk.keys("=").shows("Again: Līga Ozola, Swedish 60");
    desk.shows("Sat 19 Dec 14:00  Anna");
    desk.keys("enter");
    assert_eq!(desk.count_keys(), 2);
    desk.shows("Booked: Līga Ozola, Swedish 60, Sat 19 Dec 14:00, Anna, RO.");
    // The desk stays on its day.
    desk.shows("Sat 21 Nov");
    let there = blocks(&desk, day("2026-12-19"));
    assert_eq!(there.len(), 1);
    let one = &there[0].appointment;
    let before = blocks(&desk, desk.app.view().today())[0]
        .appointment
        .clone();
    assert_eq!(before.id, first);
    assert_eq!(
        (one.client, one.service, one.staff(), one.room()),
        (before.client, before.service, before.staff(), before.room())
    );
    assert_eq!(one.start(), WallTime::new(day("2026-12-19"), minute(14, 0)));
}

#[test]
fn weeks_days_or_a_date_are_typed() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("F2 . =").types("6");
    desk.shows("Sat 2 Jan 14:00  Anna")
        .keys("ctrl-u")
        .types("3d");
    desk.shows("Tue 24 Nov 14:00  Anna").keys("ctrl-u");
    desk.types("5.12.")
        .shows("Sat 5 Dec 14:00  Anna")
        .keys("enter");
    assert_eq!(blocks(&desk, day("2026-12-05")).len(), 1);
}

#[test]
fn what_is_taken_by_then_says_why_and_one_key_takes_the_nearest() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("F2 . = enter");
    // Another client wants the same hour again.
    let date = day("2026-12-19");
    let other = books(
        &mut desk,
        Some(spa.berzins),
        spa.swedish,
        spa.anna,
        minute(16, 0),
    );
    desk.asks(&Request::Move(balm::ops::request::Moving {
        appointment: other,
        staff: None,
        team: Vec::new(),
        room: None,
        start: Some(WallTime::new(desk.app.view().today(), minute(15, 0))),
        override_reason: None,
    }));
    desk.passes(0);
    desk.keys(". =").types("5d").keys("ctrl-u").types("19.12");
    // 15:00 is free on that day; what was asked for is the time of the visit.
    desk.shows("Sat 19 Dec 15:00  Anna").keys("esc");
    desk.keys(", =")
        .shows("Sat 19 Dec 14:00: Anna is with Līga Ozola until 15:00");
    desk.keys("enter").shows("Booked: Līga Ozola");
    let there: Vec<_> = blocks(&desk, date);
    assert_eq!(there.len(), 2);
    assert!(
        there
            .iter()
            .all(|it| it.appointment.client == Some(spa.ozola)),
        "{there:?}"
    );
}

#[test]
fn the_clients_card_says_when_the_client_is_due_and_books_it_with_two_keys() {
    let (mut desk, spa) = desk();
    let first = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 45),
    );
    is_done(&mut desk, first);
    desk.keys("F3").types("ozola").keys("enter");
    desk.shows("Due Sat 19 Dec").count_keys();
    desk.keys("> enter");
    assert_eq!(desk.count_keys(), 2);
    desk.shows("Booked: Līga Ozola, Swedish 60, Sat 19 Dec 13:45, Anna, RO.");
    // Who has an appointment is not due.
    desk.hides("Due Sat 19 Dec");
}

#[test]
fn who_was_never_here_is_booked_for_the_first_time() {
    let (mut desk, _) = desk();
    desk.keys("F3").types("ozola").keys("enter >");
    desk.shows("no visit yet that could be booked again");
}

#[test]
fn at_the_checkout_it_is_said_when_the_client_comes_again() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::OpenDrawer {
        float: Count::default(),
        business_date: None,
    });
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 45),
    );
    desk.keys("F2 . c F9").shows("Paid");
    desk.shows("Due again").shows("Sat 19 Dec");
}

#[test]
fn a_series_is_listed_with_its_clashes_before_any_is_booked() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    // Somebody else has the second of them.
    desk.asks(&Request::Book(Booking {
        client: Some(spa.berzins),
        service: spa.swedish,
        staff: spa.anna,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start: WallTime::new(day("2026-12-05"), minute(14, 30)),
        note: String::new(),
        how: How::default(),
        override_reason: None,
    }));
    desk.passes(0);
    desk.keys("F2 . *").shows("Repeat: Līga Ozola, Swedish 60");
    desk.keys("down").types("0/week").keys("enter");
    desk.shows("\"0/week\" is no pause between visits. Type it like 1w, 2w or 10d.");
    desk.keys("ctrl-u")
        .types("1w")
        .keys("down down")
        .types("14");
    desk.shows("Mon 14 Dec").keys("ctrl-u").types("1.1.2020");
    desk.keys("enter")
        .shows("This is not after the visit itself.");
    desk.keys("ctrl-u up up up");
    // Who goes back from the list finds the form as it was.
    desk.types("5").keys("enter").shows("The others  3 of 4");
    desk.keys("esc").shows("Repeat: Līga Ozola").keys("ctrl-u");
    desk.types("4").keys("enter").shows("The others  2 of 3");
    desk.shows("Sat 28 Nov 14:00  Anna").shows("not free");
    desk.shows("Anna is with Pēteris Bērziņš until 15:30");
    // Undecided, nothing is booked.
    desk.keys("enter").shows("One is not decided yet");
    desk.keys("right").shows("instead of Sat 5 Dec 14:00");
    desk.keys("enter").shows("All 3 are booked.");
    for date in ["2026-11-28", "2026-12-05", "2026-12-12"] {
        let there = blocks(&desk, day(date));
        let series = there.iter().filter(|it| it.appointment.series.is_some());
        assert_eq!(series.count(), 1, "{date}");
    }
    desk.keys("u").shows("All 4 are as before");
    assert!(blocks(&desk, day("2026-12-12")).is_empty());
}

#[test]
fn one_of_a_series_may_be_left_out_and_the_rest_cancelled_at_once() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("F2 . *").types("4").keys("enter space");
    desk.shows("left out")
        .keys("enter")
        .shows("All 2 are booked");
    assert!(blocks(&desk, day("2026-11-28")).is_empty());
    desk.keys("[")
        .shows("Cancel this one and those that follow (3)");
    desk.types("cancel").keys("enter").shows("Cancel 3: why?");
    desk.keys("enter").shows("All 3 are cancelled.");
    let left = blocks(&desk, day("2026-12-05"));
    assert!(left.iter().all(|it| !it.appointment.status.holds_time()));
}

#[test]
fn those_that_follow_are_made_like_one_that_was_moved() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("F2 . *")
        .types("3")
        .keys("enter enter")
        .shows("All 2 are booked");
    desk.keys("m right enter").shows("Līga Ozola is now at");
    desk.keys("[").types("follow like").keys("enter");
    desk.shows("Like this one  2 of 2")
        .shows("Sat 28 Nov 14:00  Marta");
    desk.keys("enter").shows("All 2 are moved.");
    for date in ["2026-11-28", "2026-12-05"] {
        let there = blocks(&desk, day(date));
        assert_eq!(there[0].appointment.staff(), Some(spa.marta), "{date}");
    }
}

#[test]
fn a_second_service_is_added_with_one_key_and_both_are_booked_at_once() {
    let (mut desk, spa) = desk();
    desk.keys("F2 down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("F6");
    desk.shows("And what else? So far 1");
    desk.shows("1 Līga Ozola: Swedish 60, Anna");
    // For whom it is is asked before it counts.
    desk.types("facial").keys("enter").shows("So far 1");
    desk.keys("enter").shows("So far 2");
    desk.keys("enter").shows("Times for all 2").keys("enter");
    desk.shows("All 2 are booked");
    let there = blocks(&desk, desk.app.view().today());
    let [one, two] = there.as_slice() else {
        panic!("{there:?}");
    };
    assert!(one.appointment.visit.is_some());
    assert_eq!(one.appointment.visit, two.appointment.visit);
    // The page of each tells of both.
    desk.keys("enter")
        .shows("Together")
        .shows(", Swedish 60; ")
        .keys("esc");
    let end = one
        .appointment
        .start()
        .plus(one.appointment.minutes().into());
    assert_eq!(two.appointment.start(), end, "no wait");
    assert_eq!(two.appointment.client, Some(spa.ozola));
}

#[test]
fn a_couple_comes_at_the_same_time_is_checked_in_and_charged_at_once() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::OpenDrawer {
        float: Count::default(),
        business_date: None,
    });
    desk.keys("F2 down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("F6");
    desk.types("swed").keys("tab").types("berz").keys("tab tab");
    desk.types("Anniversary").keys("enter").shows("So far 2");
    desk.keys("enter")
        .shows("Times for all 2")
        .keys("enter")
        .shows("All 2 are booked, from Sat 21 Nov")
        .shows("Līga Ozola, Pēteris Bērziņš.");
    let there = blocks(&desk, desk.app.view().today());
    let [one, two] = there.as_slice() else {
        panic!("{there:?}");
    };
    assert_eq!(one.appointment.start(), two.appointment.start());
    let clients = [one.appointment.client, two.appointment.client];
    assert!(clients.contains(&Some(spa.ozola)) && clients.contains(&Some(spa.berzins)));
    // The whole party with one key; the note for all is said.
    desk.keys("]")
        .shows("arrived")
        .shows("For all: Anniversary");
    let there = blocks(&desk, desk.app.view().today());
    assert!(
        there
            .iter()
            .all(|it| it.appointment.status == Status::Arrived)
    );
    desk.keys("]")
        .shows("Nobody of the party is still expected.");
    desk.keys("c")
        .shows("Total                    90.00")
        .shows("For all: Anniversary");
    // Whoever else is looked at, the card beside the cart is of the one who pays.
    let cart = desk.app.view().ticket.as_ref();
    let paying = cart.and_then(|it| it.ticket.client);
    assert!(paying.is_some());
    for other in ["ozola", "berzins"] {
        desk.keys("F3").types(other).keys("enter F4");
        desk.keys("F6 F6 enter");
        assert_eq!(desk.app.view().client, paying, "{}", desk.screen());
    }
}

/// Any woman for the first and for the second, after two o'clock; Anna is the only one.
#[test]
fn a_woman_is_asked_for_in_each_part_on_days_and_between_hours_that_will_do() {
    let (mut desk, spa) = desk();
    tells_of_anna(&mut desk);
    books(&mut desk, None, spa.swedish, spa.anna, minute(14, 0));
    desk.keys("F2 down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("tab ctrl-u")
        .types("any wom")
        .keys("F6");
    desk.shows("1 Līga Ozola: Swedish 60, any woman");
    // Service, client, therapist, note, order from the third on, days, not before.
    desk.types("facial")
        .keys("tab tab")
        .types("any wom")
        .keys("tab tab")
        .types("sat")
        .keys("tab")
        .types("14")
        .keys("enter");
    desk.shows("So far 2")
        .shows("2 Līga Ozola: Facial 45, any woman");
    desk.keys("enter").shows("Times for all 2");
    desk.shows("Sat 21 Nov 15:00  Anna").hides("00  Marta");
    desk.keys("enter").shows("All 2 are booked");
    let there = blocks(&desk, desk.app.view().today());
    let theirs = there
        .iter()
        .filter(|it| it.appointment.client == Some(spa.ozola));
    let theirs: Vec<_> = theirs.collect();
    assert_eq!(theirs.len(), 2);
    for it in theirs {
        assert_eq!(it.appointment.staff(), Some(spa.anna));
        assert!(it.appointment.start().minute >= minute(15, 0));
    }
}

#[test]
fn what_is_typed_wrong_in_the_hours_of_a_visit_is_said_under_it() {
    let (mut desk, _) = desk();
    desk.keys("F2 down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("F6");
    desk.keys("tab tab tab tab tab")
        .types("late")
        .keys("enter")
        .shows("late")
        .shows("And what else? So far 1");
    desk.keys("ctrl-u").types("14").keys("enter");
    desk.shows("Times for all 1");
}

/// Two at once with Anna cannot be at any time: it is said of which, and what there is.
#[test]
fn it_is_said_of_which_part_there_is_no_time_and_what_there_is_with_others() {
    let (mut desk, spa) = desk();
    books(&mut desk, None, spa.facial, spa.anna, minute(14, 0));
    desk.keys("F2 down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("tab ctrl-u")
        .types("anna")
        .keys("F6");
    desk.types("swed")
        .keys("tab")
        .types("berz")
        .keys("tab")
        .types("anna")
        .keys("enter");
    desk.shows("So far 2").keys("enter");
    desk.shows(", Swedish 60: Anna is with ")
        .shows("Nothing with")
        .shows("whom you asked for; with others:");
    desk.keys("enter").shows("All 2 are booked");
}

/// Any woman is as good in one booking as in several.
#[test]
fn any_woman_is_booked_by_the_form_itself() {
    let (mut desk, spa) = desk();
    tells_of_anna(&mut desk);
    desk.keys("F2 down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("tab ctrl-u")
        .types("any wom")
        .keys("enter")
        .shows("Booked: Līga Ozola, Swedish 60");
    let there = blocks(&desk, desk.app.view().today());
    assert_eq!(there[0].appointment.staff(), Some(spa.anna));
}

/// What was paid ahead for two services is booked as one visit of both.
#[test]
fn a_package_is_booked_whole() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::OpenDrawer {
        float: Count::default(),
        business_date: None,
    });
    let both = vec![spa.swedish, spa.facial];
    package_in_cart(&mut desk, "Spa day", both, 0);
    desk.asks(&Request::AttachClient {
        client: Some(spa.ozola),
    });
    desk.passes(0);
    desk.keys("F4 F9").shows("Paid");
    desk.keys("F3").types("ozola").keys("enter F4 $");
    desk.shows("Spa day").types("spa day").keys("enter");
    desk.types("book").keys("enter").shows("So far 2");
    desk.shows("1 Līga Ozola: Swedish 60, anyone; 2 Līga Ozola: Facial 45");
    desk.keys("enter").shows("Times for all 2").keys("enter");
    desk.shows("All 2 are booked");
    let there = blocks(&desk, desk.app.view().today());
    let mut services: Vec<_> = there.iter().map(|it| it.appointment.service).collect();
    services.sort();
    let mut wanted = [spa.swedish, spa.facial];
    wanted.sort();
    assert_eq!(services, wanted);
    assert!(there[0].appointment.visit.is_some());
    assert_eq!(there[0].appointment.visit, there[1].appointment.visit);
}

/// Entered in the midst of it, and nothing of it is lost by a slip.
#[test]
fn who_is_new_joins_a_visit_of_several_and_esc_asks_first() {
    let (mut desk, spa) = desk();
    desk.keys("F2 n n down enter")
        .types("ozo")
        .keys("enter")
        .types("swed")
        .keys("F6");
    desk.types("swed").keys("tab").types("Nova Persona");
    desk.shows("nobody found; Enter enters a new client")
        .keys("enter")
        .shows("New client");
    desk.types("20007777").keys("enter");
    desk.shows("And what else?").shows("Nova Persona");
    desk.keys("enter").shows("So far 2");
    desk.keys("esc").shows("would be lost");
    desk.keys("up enter").shows("Times for all 2").keys("enter");
    desk.shows("Līga Ozola, Nova Persona.");
    // They come in two days: nobody is here yet.
    desk.keys("[").shows("Move all").hides("Check in");
    let there = blocks(&desk, day("2026-11-23"));
    assert!(
        there
            .iter()
            .any(|it| it.appointment.client == Some(spa.ozola))
    );
    assert!(
        there
            .iter()
            .all(|it| it.appointment.status == Status::Booked)
    );
}
