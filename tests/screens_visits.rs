//! Visits of several appointments on the screen, and the same once more: keys in,
//! screens and appointments out.

use balm::{
    domain::{booking::Status, drawer::Count, ids::AppointmentId, time::WallTime},
    ops::{
        query::{Answer, DayBlock, Query},
        request::Request,
    },
};
use chrono::NaiveDate;

use crate::{
    desk::{Desk, SESSION},
    screens_day::{books, desk, minute},
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
