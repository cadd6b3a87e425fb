//! The appointment book on the screen: keys in, screens and appointments out.

use balm::{
    domain::{
        booking::Status,
        ids::{AppointmentId, ClientId, ServiceId, StaffId},
        money::Money,
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        query::{Answer, DayBlock, Query},
        request::{Booking, ClientDraft, How, Request, ServiceDraft},
        shop::Shop,
    },
};

use crate::{
    desk::{Desk, SESSION},
    small_spa::{self, SmallSpa},
};

/// Saturday, 21 November 2026, 13:40; the cursor is on Anna's column, at now.
pub(crate) fn desk_of(width: u16, height: u16) -> (Desk, SmallSpa) {
    let mut spa = None;
    let desk = Desk::on(width, height, |shop: &Shop, clock| {
        spa = Some(small_spa::build(shop, clock));
    });
    (desk, spa.unwrap())
}

pub(crate) fn desk() -> (Desk, SmallSpa) {
    desk_of(80, 24)
}

fn blocks(desk: &Desk, days_on: u64) -> Vec<DayBlock> {
    let date = desk.app.view().today() + chrono::Days::new(days_on);
    match desk
        .shop
        .ask(&SESSION, &desk.app.view().locale, &Query::Day { date })
        .unwrap()
    {
        Answer::Day(sheet) => sheet.blocks,
        other => panic!("{other:?}"),
    }
}

fn only_block(desk: &Desk) -> DayBlock {
    let blocks = blocks(desk, 0);
    assert_eq!(blocks.len(), 1, "{blocks:?}");
    blocks.into_iter().next().unwrap()
}

pub(crate) fn books(
    desk: &mut Desk,
    client: Option<ClientId>,
    service: ServiceId,
    staff: StaffId,
    minute: u16,
) -> AppointmentId {
    let start = desk.wall(minute);
    books_at(desk, client, service, staff, start)
}

pub(crate) fn books_at(
    desk: &mut Desk,
    client: Option<ClientId>,
    service: ServiceId,
    staff: StaffId,
    start: WallTime,
) -> AppointmentId {
    let booking = Booking {
        client,
        service,
        staff,
        team: Vec::new(),
        room: None,
        equipment: Vec::new(),
        start,
        note: String::new(),
        override_reason: None,
        how: How::default(),
    };
    let outcome = desk.asks(&Request::Book(booking));
    // Another session's change comes to the screen with the next minute at the latest.
    desk.passes(0);
    match outcome {
        Outcome::Booked { appointment, .. } => appointment,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn minute(hour: u16, minute: u16) -> u16 {
    hour * 60 + minute
}

#[test]
fn a_known_client_is_booked_into_a_free_cell_with_three_keys() {
    let (mut desk, spa) = desk();
    desk.keys("down").count_keys();
    desk.keys("enter").types("ozo").shows("+371 20 000 101");
    desk.keys("enter").types("swed").shows("60 min  45.00");
    desk.keys("enter");
    assert_eq!(desk.count_keys(), 3);
    desk.shows("Booked: Līga Ozola, Swedish 60, Sat 21 Nov 13:45, Anna, RO.");
    let block = only_block(&desk);
    assert_eq!(block.appointment.start(), desk.wall(minute(13, 45)));
    assert_eq!(block.appointment.client, Some(spa.ozola));
    assert_eq!(block.appointment.staff(), Some(spa.anna));
    desk.shows("│13:45 │Swedish 60")
        .shows("│Līga Ozola")
        .shows("│RO booked");
    desk.shows("13:45-14:45  Swedish 60  RO  booked");
}

#[test]
fn phone_digits_find_the_client_and_an_empty_client_is_a_walk_in() {
    let (mut desk, spa) = desk();
    desk.keys("enter")
        .types("0202")
        .shows("Pēteris Bērziņš")
        .keys("enter")
        .types("fc45")
        .keys("enter");
    assert_eq!(only_block(&desk).appointment.client, Some(spa.berzins));
    desk.keys("right enter enter").types("fac").keys("enter");
    let blocks = blocks(&desk, 0);
    assert_eq!(blocks[1].appointment.client, None);
    desk.shows("a walk-in");
}

#[test]
fn typing_replaces_what_is_filled_in_and_the_clients_usual_service_is_proposed() {
    let (mut desk, spa) = desk();
    let visit = books(
        &mut desk,
        Some(spa.ozola),
        spa.facial,
        spa.anna,
        minute(13, 40),
    );
    for status in [Status::Arrived, Status::InService, Status::Done] {
        desk.asks(&Request::SetStatus {
            appointment: visit,
            status,
            reason: String::new(),
        });
    }
    desk.passes(60);
    desk.keys("t enter")
        .types("ozo")
        .keys("enter")
        .shows("Facial 45");
    desk.types("swed").shows("▸ Service    swed");
    desk.keys("tab")
        .types("mar")
        .keys("tab")
        .types("+1")
        .keys("tab")
        .types("9");
    desk.keys("enter").shows("Sun 22 Nov 09:00, Marta");
    let block = &blocks(&desk, 1)[0];
    assert_eq!(block.appointment.service, spa.swedish);
    desk.keys("n enter").types("ozo").keys("enter enter");
    assert_eq!(blocks(&desk, 2)[0].appointment.service, spa.facial);
}

#[test]
fn the_alert_of_a_client_is_seen_while_booking() {
    let (mut desk, _) = desk();
    let draft = ClientDraft {
        name: "Ilze Kalniņa".into(),
        phone: "+371 20 000 303".into(),
        alert: "pregnant, no hot stones".into(),
        active: true,
        ..ClientDraft::default()
    };
    desk.asks(&Request::SaveClient(draft));
    desk.keys("enter")
        .types("kaln")
        .shows("◆ +371 20 000 303")
        .keys("enter");
    desk.shows("◆ pregnant, no hot stones")
        .types("swed")
        .keys("enter");
    assert_eq!(only_block(&desk).client, "Ilze Kalniņa");
}

#[test]
fn a_walk_in_begins_at_the_service() {
    let (mut desk, _) = desk();
    desk.keys("w").types("fac").keys("enter");
    assert_eq!(desk.count_keys(), 2);
    assert_eq!(only_block(&desk).appointment.client, None);
}

#[test]
fn a_client_who_is_not_in_the_file_is_entered_on_the_way() {
    let (mut desk, _) = desk();
    desk.keys("enter").types("Ona Petraitė").shows("13:40");
    desk.keys("enter")
        .shows("Ona Petraitė")
        .types("+370 600 11111")
        .keys("enter");
    desk.shows("Ona Petraitė").types("swed").keys("enter");
    assert_eq!(only_block(&desk).client, "Ona Petraitė");
}

#[test]
fn a_clash_says_who_and_until_when_and_one_enter_takes_the_nearest_time() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    // 13:45 for an hour runs into 14:00.
    desk.keys("down enter")
        .types("bērz")
        .keys("enter")
        .types("swed")
        .keys("enter");
    desk.shows("Anna is with Līga Ozola until 15:00.")
        .shows("13:45  as asked");
    desk.shows("▸ 15:00  Anna").shows("13:45  Marta");
    desk.keys("enter")
        .shows("Booked: Pēteris Bērziņš, Swedish 60, Sat 21 Nov 15:00, Anna");
    assert_eq!(blocks(&desk, 0).len(), 2);
}

#[test]
fn nobody_has_come_to_a_visit_of_another_day() {
    let (mut desk, spa) = desk();
    let start = WallTime::new(
        desk.app.view().today() + chrono::Days::new(2),
        minute(14, 0),
    );
    books_at(&mut desk, Some(spa.ozola), spa.swedish, spa.anna, start);
    desk.passes(0).keys("F2 n n .").shows("Mon 23 Nov");
    for key in ["a", "s", "d"] {
        desk.keys(key).shows("It is on Mon 23 Nov 14:00");
    }
    assert_eq!(blocks(&desk, 2)[0].appointment.status, Status::Booked);
}

/// What is offered was free on the day and for the therapist that stood there then.
#[test]
fn another_day_or_therapist_forgets_what_was_offered() {
    let (mut desk, spa) = desk();
    let booked = minute(14, 0);
    books(&mut desk, Some(spa.ozola), spa.swedish, spa.anna, booked);
    desk.keys("down enter")
        .types("bērz")
        .keys("enter")
        .types("swed")
        .keys("enter");
    desk.shows("▸ 15:00  Anna").keys("backtab ctrl-u");
    desk.types("1 dec")
        .hides("Anna is with")
        .hides("15:00  Anna");
    desk.keys("tab").shows("13:45").keys("enter");
    desk.shows("Booked: Pēteris Bērziņš, Swedish 60, Tue 1 Dec 13:45, Anna");
    desk.keys("F2 t");
    desk.keys("down enter")
        .types("bērz")
        .keys("enter")
        .types("swed")
        .keys("enter");
    desk.shows("▸ 15:00  Anna").keys("backtab backtab ctrl-u");
    desk.types("marta")
        .hides("15:00  Anna")
        .keys("tab tab enter");
    desk.shows("Booked: Pēteris Bērziņš, Swedish 60, Sat 21 Nov 13:45, Marta");
}

#[test]
fn what_is_typed_outlives_a_clash_and_another_time_can_be_typed() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("enter")
        .types("bērz")
        .keys("enter")
        .types("swed")
        .keys("enter");
    desk.shows("until 15:00")
        .shows("Pēteris Bērziņš")
        .shows("Swedish 60");
    desk.types("17:35").keys("enter");
    let found = blocks(&desk, 0);
    assert_eq!(found[1].appointment.start(), desk.wall(minute(17, 35)));
    assert_eq!(found[1].appointment.staff(), Some(spa.anna));
}

#[test]
fn an_override_needs_a_reason_and_shows_both_side_by_side() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys("enter")
        .types("bērz")
        .keys("enter")
        .types("swed")
        .keys("enter");
    for _ in 0..5 {
        if desk.screen().contains("▸ 13:40  as asked") {
            break;
        }
        desk.keys("down");
    }
    desk.shows("▸ 13:40  as asked").keys("enter");
    desk.shows("Book in spite of that: why?").keys("esc");
    assert_eq!(blocks(&desk, 0).len(), 1);
    desk.shows("Pēteris Bērziņš").keys("enter");
    desk.types("twins").keys("enter");
    let found = blocks(&desk, 0);
    let overridden = found[0].appointment.overridden.as_ref().unwrap();
    assert_eq!(overridden.reason, "twins");
    desk.shows("! twins");
    // Each has half of the column; the override is marked.
    desk.shows("│:40 Sw…!").shows("│Swedish …");
    desk.keys("down down").shows("14:00-15:00  Swedish 60");
    desk.keys("left").shows("13:40-14:40  Swedish 60");
    desk.keys("right").shows("14:00-15:00  Swedish 60");
}

#[test]
fn arrived_start_and_done_are_one_key_each() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 40),
    );
    let steps = [
        ("k", Status::Confirmed, "confirmed", "║RO confirmed"),
        ("a", Status::Arrived, "arrived", "▌RO arrived"),
        ("s", Status::InService, "in service", "█RO in service"),
        ("d", Status::Done, "done", "▒RO done"),
    ];
    for (key, status, word, shown) in steps {
        desk.keys(key);
        assert_eq!(only_block(&desk).appointment.status, status);
        desk.shows(&format!("Līga Ozola: {word}, 13:40."))
            .shows(shown);
    }
    assert_eq!(desk.count_keys(), 4);
}

#[test]
fn a_short_block_shows_its_status_by_a_letter() {
    let (mut desk, spa) = desk();
    let draft = ServiceDraft {
        id: None,
        code: "BROW".into(),
        name: "Brows".into(),
        category: "Face".into(),
        price: Some(Money::from_minor(1_500)),
        cost: Money::ZERO,
        tax_class: None,
        minutes: 15,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    };
    let Outcome::SavedService { service } = desk.asks(&Request::SaveService(draft)) else {
        panic!()
    };
    books(
        &mut desk,
        Some(spa.ozola),
        service,
        spa.anna,
        minute(13, 45),
    );
    desk.keys("down a").shows("│13:45 ▌Brows Līga Ozola a ");
    desk.keys("s").shows("█Brows Līga Ozola s ");
}

#[test]
fn a_cancel_takes_two_keys_with_a_usual_reason_and_leaves_the_grid() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 40),
    );
    desk.keys("x")
        .shows("Cancel Līga Ozola")
        .shows("client is ill")
        .keys("enter");
    assert_eq!(desk.count_keys(), 2);
    let block = only_block(&desk);
    assert_eq!(block.appointment.status, Status::Cancelled);
    assert_eq!(block.appointment.reason, "client is ill");
    desk.hides("Swedish 60")
        .shows("cancelled: Līga Ozola 13:40 (client is ill)");
    desk.shows("Anna: free until 20:00");
}

#[test]
fn a_no_show_takes_a_typed_reason() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 0),
    );
    desk.keys("o").types("phone is off").keys("enter");
    let block = only_block(&desk);
    assert_eq!(block.appointment.status, Status::NoShow);
    assert_eq!(block.appointment.reason, "phone is off");
}

#[test]
fn a_move_is_two_keys_and_arrows() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 45),
    );
    desk.keys("down").count_keys();
    desk.keys("m").shows("Moving Līga Ozola, Swedish 60");
    desk.keys("right down down")
        .shows("Sat 21 Nov 13:45 to 14:15, Marta")
        .keys("enter");
    assert_eq!(desk.count_keys(), 2 + 3);
    desk.shows("Līga Ozola is now at Sat 21 Nov 14:15, Marta, RO.");
    let block = only_block(&desk);
    assert_eq!(block.appointment.start(), desk.wall(minute(14, 15)));
    assert_eq!(block.appointment.staff(), Some(spa.marta));
    desk.shows("14:15-15:15  Swedish 60");
}

#[test]
fn a_move_goes_to_another_day() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 45),
    );
    desk.keys("down m n")
        .shows("Sun 22 Nov 2026  +1")
        .shows("▓Swedish 60")
        .keys("enter");
    assert!(blocks(&desk, 0).is_empty());
    let start = blocks(&desk, 1)[0].appointment.start();
    assert_eq!(start, desk.wall(minute(13, 45)).plus(24 * 60));
    desk.shows("13:45-14:45")
        .keys("t")
        .shows("Sat 21 Nov 2026  today");
}

#[test]
fn a_move_into_a_clash_stays_in_the_hand_and_may_be_left_or_overridden() {
    let (mut desk, spa) = desk();
    let moved = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 45),
    );
    books(
        &mut desk,
        Some(spa.berzins),
        spa.swedish,
        spa.marta,
        minute(14, 0),
    );
    let before = blocks(&desk, 0);
    desk.keys("down m right enter");
    desk.shows("Marta is with Pēteris Bērziņš until 15:00.")
        .shows("▓Swedish 60");
    assert_eq!(blocks(&desk, 0), before);
    desk.keys("esc")
        .hides("▓Swedish 60")
        .shows("13:45-14:45  Swedish 60");
    assert_eq!(blocks(&desk, 0), before);

    desk.keys("m right enter enter")
        .shows("Book in spite of that: why?")
        .keys("enter");
    desk.hides("▓Swedish 60");
    let found = blocks(&desk, 0);
    let moved = found.iter().find(|it| it.appointment.id == moved).unwrap();
    assert_eq!(moved.appointment.staff(), Some(spa.marta));
    assert_eq!(
        moved.appointment.overridden.as_ref().unwrap().reason,
        "the client wishes it"
    );
}

#[test]
fn the_next_free_time_of_anyone_is_booked_with_four_keys() {
    let (mut desk, spa) = desk();
    books(&mut desk, None, spa.facial, spa.anna, minute(13, 40));
    books(&mut desk, None, spa.facial, spa.marta, minute(13, 40));
    desk.keys("f")
        .types("swed")
        .keys("enter")
        .shows("Free for Swedish 60");
    desk.shows("▸ Sat 21 Nov 14:25")
        .keys("enter")
        .types("ozo")
        .keys("enter");
    assert_eq!(desk.count_keys(), 4);
    let found = blocks(&desk, 0);
    assert_eq!(found[2].appointment.start(), desk.wall(minute(14, 25)));
    assert_eq!(found[2].appointment.client, Some(spa.ozola));
}

#[test]
fn a_client_on_the_card_is_booked_at_the_next_free_time() {
    let (mut desk, spa) = desk();
    desk.keys("F3").types("ozo").keys("ctrl-b").types("swed");
    desk.keys("enter")
        .shows("Free for Swedish 60")
        .keys("enter");
    desk.shows("Līga Ozola").keys("enter");
    let block = only_block(&desk);
    assert_eq!(block.appointment.client, Some(spa.ozola));
    assert_eq!(block.appointment.start(), desk.wall(minute(13, 40)));
}

#[test]
fn free_times_are_sought_around_the_day_and_hour_that_the_caller_wishes() {
    let (mut desk, spa) = desk();
    desk.keys("f").types("swed").keys("tab tab");
    desk.shows("Sat 21 Nov").types("tue").shows("Tue 24 Nov");
    desk.keys("tab").types("5p").keys("enter");
    desk.shows("Free for Swedish 60")
        .shows("▸ Tue 24 Nov 17:00")
        .keys("enter")
        .keys("enter");
    let found = blocks(&desk, 3);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].appointment.service, spa.swedish);
    assert_eq!(found[0].appointment.start().hhmm(), "17:00");
}

#[test]
fn a_wished_day_that_is_no_day_is_said_under_its_field() {
    let (mut desk, _) = desk();
    desk.keys("f")
        .types("swed")
        .keys("tab tab")
        .types("someday");
    desk.keys("enter")
        .shows("someday")
        .hides("Free for Swedish 60");
    desk.keys("ctrl-u").types("22.11.").keys("enter");
    desk.shows("Free for Swedish 60");
}

/// Anna is told to be a woman.
pub(crate) fn tells_of_anna(desk: &mut Desk) {
    desk.keys("ctrl-p")
        .types("staff and their")
        .keys("enter")
        .types("anna");
    desk.keys("enter tab tab tab tab tab tab tab tab")
        .shows("where clients ask for")
        .types("fem")
        .keys("enter")
        .hides("Short name")
        .keys("esc");
}

/// Anna is a woman, Marta has told nothing, and both are busy at two.
fn asks_for_a_woman(then: &str) -> (Desk, SmallSpa) {
    let (mut desk, spa) = desk();
    tells_of_anna(&mut desk);
    for staff in [spa.anna, spa.marta] {
        books(&mut desk, None, spa.facial, staff, minute(14, 0));
    }
    desk.keys("f").types("swed").keys("tab").types(then);
    (desk, spa)
}

#[test]
fn a_woman_is_asked_for_at_the_desk_and_it_is_said_why_not_at_two() {
    let (mut desk, spa) = asks_for_a_woman("any woman");
    desk.keys("tab tab").types("14").keys("enter");
    desk.shows("Free for Swedish 60")
        .shows("Sat 21 Nov 14:00: Anna is with ")
        .shows("until 14:45.")
        .shows("14:45  Anna")
        .hides("45  Marta")
        .shows("Free for Swedish 60  8");
    desk.keys("enter").types("ozo").keys("enter");
    let found = blocks(&desk, 0);
    let booked = found
        .iter()
        .find(|it| it.appointment.client == Some(spa.ozola));
    assert_eq!(booked.unwrap().appointment.staff(), Some(spa.anna));
}

#[test]
fn what_cannot_be_had_is_offered_without_it_and_more_of_it_a_row_below() {
    let (mut desk, _) = asks_for_a_woman("any woman");
    // Service, therapist, date, time, or else, days, not before, not after, room, order.
    desk.keys("tab tab tab")
        .types("Marta")
        .keys("tab")
        .types("sun")
        .keys("tab")
        .types("22");
    desk.keys("tab tab tab").types("from").keys("enter");
    desk.shows("Nothing on those days and hours; at others:");
    desk.keys("end")
        .shows("▸ More times")
        .keys("enter")
        .shows("▸ Sat 21 Nov 16:45");
    // What was typed stays, also where only more times may have it.
    desk.types("mon").keys("end enter").shows("> mon");
    desk.hides("Sat 21 Nov 16:45").keys("esc");
    desk.keys("f")
        .types("swed")
        .keys("tab tab tab tab")
        .types("Nobody, Anna")
        .keys("enter");
    desk.shows("There is nobody called Nobody.");
}

#[test]
fn a_visit_goes_to_the_cart_with_one_key() {
    let (mut desk, spa) = desk();
    let visit = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 40),
    );
    desk.keys("c");
    assert_eq!(desk.count_keys(), 1);
    let view = desk.app.view();
    let ticket = &view.ticket.as_ref().unwrap().ticket;
    assert_eq!(ticket.client, Some(spa.ozola));
    let block = only_block(&desk);
    assert_eq!(
        (block.appointment.id, block.appointment.ticket),
        (visit, Some(ticket.id))
    );
}

#[test]
fn the_appointments_page_tells_all_and_takes_the_books_keys() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 40),
    );
    desk.keys("e")
        .types("prefers oil without scent")
        .keys("enter");
    desk.shows("prefers oil without scent");
    desk.keys("enter")
        .shows("+371 20 000 101")
        .shows("Swedish 60, 60 min")
        .shows("Sat 21 Nov 13:40");
    desk.keys("a")
        .hides("+371 20 000 101")
        .shows("Līga Ozola: arrived, 13:40.");
    desk.keys("enter")
        .shows("arrived, arrived 13:40")
        .keys("m")
        .shows("Moving Līga Ozola");
}

#[test]
fn another_room_is_chosen_from_the_free_ones_first() {
    let (mut desk, spa) = desk();
    books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 40),
    );
    books(
        &mut desk,
        Some(spa.berzins),
        spa.swedish,
        spa.marta,
        minute(13, 40),
    );
    let before = blocks(&desk, 0);
    assert_ne!(before[0].appointment.room(), before[1].appointment.room());
    desk.keys("r")
        .shows("Room for Līga Ozola")
        .shows("has it now")
        .shows("Pēteris Bērziņš");
    desk.types("lot")
        .keys("enter")
        .shows("Lotus is taken by Pēteris Bērziņš until 14:40.");
    assert_eq!(blocks(&desk, 0), before);
}

#[test]
fn a_room_that_will_not_do_is_not_offered() {
    let (mut desk, spa) = desk();
    let draft = ServiceDraft {
        id: None,
        code: "BATH".into(),
        name: "Rose bath".into(),
        category: "Body".into(),
        price: None,
        cost: Money::ZERO,
        tax_class: None,
        minutes: 30,
        rooms: vec![spa.rose],
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: Vec::new(),
        manner: balm::domain::catalog::Manner::default(),
    };
    let Outcome::SavedService { service } = desk.asks(&Request::SaveService(draft)) else {
        panic!()
    };
    books(
        &mut desk,
        Some(spa.ozola),
        service,
        spa.anna,
        minute(13, 40),
    );
    desk.keys("r")
        .shows("has it now")
        .hides("│  Lotus")
        .keys("esc");
    // Its price is asked for on the way to the cart.
    desk.keys("c").shows("Price").types("35").keys("enter");
    let ticket = desk.app.view().ticket.as_ref().unwrap();
    assert_eq!(ticket.total, Money::from_minor(3_500));
}

#[test]
fn days_are_turned_and_dates_are_typed() {
    let (mut desk, _) = desk();
    desk.keys("n n")
        .shows("Mon 23 Nov 2026  +2")
        .keys("p p p")
        .shows("Fri 20 Nov 2026  -1");
    desk.keys("t")
        .shows("Sat 21 Nov 2026  today")
        .keys("g")
        .types("24.12.")
        .shows("Thu 24 Dec")
        .keys("enter");
    desk.shows("Thu 24 Dec 2026  +33")
        .keys("g")
        .types("someday")
        .keys("enter");
    desk.shows("\"someday\" is no date.");
}
