//! The board of the house on the screen: who is with whom, which room is in what order,
//! where somebody is, and a treatment that takes longer.

use balm::{
    domain::{
        booking::{Appointment, Status},
        ids::AppointmentId,
        room_state::{RoomOrder, RoomState},
    },
    ops::request::{Request, RoomOrdering},
    store::Reads,
};

use crate::{
    desk::Desk,
    screens_day::{books, desk, minute},
    small_spa::SmallSpa,
};

fn visit(desk: &Desk, id: AppointmentId) -> Appointment {
    desk.shop.read().get(&id).unwrap().unwrap()
}

/// At 13:40, in the first room, for an hour.
fn with_visit() -> (Desk, SmallSpa, AppointmentId) {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(13, 40),
    );
    (desk, spa, id)
}

fn says_of_rooms(desk: &mut Desk, spa: &SmallSpa, order: RoomOrder) {
    for room in [spa.rose, spa.lotus] {
        desk.asks(&Request::SetRoomState(RoomOrdering {
            room,
            order,
            note: String::new(),
            until: None,
        }));
    }
    desk.passes(0);
}

#[test]
fn one_visit_is_followed_on_the_board_from_coming_to_leaving() {
    let (mut desk, spa, id) = with_visit();
    let next = books(&mut desk, None, spa.facial, spa.anna, minute(15, 0));
    desk.keys("0")
        .shows("The house  13:40")
        .shows("F Anna            free ")
        .shows(" 13:40 ")
        .shows("next (booked): Līga Ozola, Swedish 60");
    desk.keys("a").shows("Līga Ozola: arrived, 13:40.");
    desk.keys("s").shows("Līga Ozola: in service, 13:40.");
    desk.keys("").shows("W Anna            13:40-14:40 ");
    desk.shows(" 15:00 ").shows("F Marta");
    // Time goes on by itself, and over the planned end.
    desk.passes(59).shows("W Anna");
    desk.passes(16)
        .shows("! Anna            13:40-14:40 +15 ")
        .shows("15 minutes over");
    desk.keys("d").shows("Līga Ozola: done, 14:55.");
    assert_eq!(visit(&desk, id).status, Status::Done);
    desk.shows("F Anna            free ");
    // One key too many is taken back here as on the grid.
    desk.keys("u").shows("! Anna            13:40-14:40 +15 ");
    assert_eq!(visit(&desk, id).status, Status::InService);
    desk.keys("enter").shows("in service, arrived 13:40");
    desk.keys("esc esc").hides("The house");
    assert_eq!(visit(&desk, next).status, Status::Booked);
}

#[test]
fn who_is_not_at_work_stands_last() {
    let (mut desk, _, _) = with_visit();
    desk.keys("0")
        .passes(7 * 60)
        .shows("- Anna            not at work");
    desk.keys("s")
        .shows("There is no appointment for that on this row.");
}

#[test]
fn a_room_has_one_key_for_each_order_and_says_since_when() {
    let (mut desk, spa, _) = with_visit();
    let order = |desk: &Desk| {
        let state = desk.shop.read().get::<RoomState>(&spa.rose).unwrap();
        state.map(|it| it.order)
    };
    desk.keys("0 2").shows("That is said of a room");
    desk.keys("right").shows("F Rose            free ");
    desk.passes(5);
    #[rustfmt::skip]
    let cases = [
        ("2", RoomOrder::ToClean,   "D Rose            to clean since 13:45"),
        ("3", RoomOrder::Cleaning,  "C Rose            being cleaned since 13:45"),
        ("4", RoomOrder::Overnight, "N Rose            taken overnight since 13:45"),
        ("1", RoomOrder::Clean,     "F Rose            free "),
    ];
    for (key, want, shown) in cases {
        desk.keys(key).shows(shown);
        assert_eq!(order(&desk), Some(want), "{key}");
    }
    // Why, one of the usual reasons; no last day.
    desk.keys("5")
        .shows("Rose: out of order")
        .keys("enter enter");
    // Whose appointment cannot take place there is asked about at once.
    desk.shows("Appointments that cannot take place as they stand")
        .keys("esc");
    desk.shows("X Rose            out of order since 13:45");
    desk.keys("esc !")
        .shows("cannot take place as it stands: move it?");
    desk.keys("esc 0 right u").shows("F Rose            free ");
    desk.keys("esc !").hides("cannot take place");
    desk.keys("esc 0 right");
    assert_eq!(order(&desk), Some(RoomOrder::Clean));
    // With a last day.
    desk.keys("5 enter").types("24.11.").keys("enter esc");
    desk.shows("out of order up to Tue 24 Nov");
    desk.keys("left").shows("F Anna");
}

#[test]
fn a_treatment_in_a_room_that_is_not_ready_is_begun_with_a_second_key() {
    let (mut desk, spa, id) = with_visit();
    says_of_rooms(&mut desk, &spa, RoomOrder::ToClean);
    desk.keys("a").shows("is to clean, since 13:40.");
    desk.keys("s")
        .shows("is to clean, since 13:40")
        .shows("Start all the same");
    assert_eq!(visit(&desk, id).status, Status::Arrived);
    desk.keys("esc s enter")
        .shows("Līga Ozola: in service, 13:40.");
    assert_eq!(visit(&desk, id).status, Status::InService);
    desk.keys("u");
    assert_eq!(visit(&desk, id).status, Status::Arrived);
    // Or it is clean by now.
    desk.keys("s down enter")
        .shows("Līga Ozola: in service, 13:40.");
    let room = visit(&desk, id).room().unwrap();
    let state: RoomState = desk.shop.read().get(&room).unwrap().unwrap();
    assert_eq!(state.order, RoomOrder::Clean);
    assert_eq!(visit(&desk, id).status, Status::InService);
}

#[test]
fn longer_says_first_who_is_in_the_way() {
    let (mut desk, spa, id) = with_visit();
    books(
        &mut desk,
        Some(spa.berzins),
        spa.facial,
        spa.anna,
        minute(14, 50),
    );
    desk.keys(";").shows("It has not begun");
    desk.keys("s ;")
        .shows("Longer: Līga Ozola, 13:40-14:40")
        .shows("+15 min, until 14:55")
        .shows("! Anna is with Pēteris Bērziņš until 15:35")
        .shows("+10 min, until 14:50")
        .shows("nothing is in the way");
    desk.types("7").shows("+7 min, until 14:47");
    desk.keys("enter")
        .shows("Līga Ozola: 13:40-14:47, 67 minutes.");
    assert_eq!(visit(&desk, id).minutes(), 67);
    // In spite of who comes next, with a reason.
    desk.keys("; enter").shows("why?").keys("enter");
    desk.shows("Līga Ozola: 13:40-15:02, 82 minutes.");
    let now = visit(&desk, id);
    assert_eq!(now.minutes(), 82);
    assert!(now.overridden.is_some());
    desk.keys("u u");
    assert_eq!(visit(&desk, id).minutes(), 60);
}

#[test]
fn where_is_somebody_is_answered_while_one_types() {
    let (mut desk, _, _) = with_visit();
    desk.keys("0 9")
        .shows("Type a name or digits of a phone number.");
    desk.types("ozo")
        .shows("expected: ")
        .shows("13:40-14:40 Anna");
    desk.keys("esc a s 9").types("20000101");
    desk.shows("Līga Ozola")
        .shows("13:40-14:40 Anna")
        .shows(" in ");
    desk.keys("enter").shows("in service, arrived 13:40");
}

#[test]
fn the_card_says_where_its_client_is_while_they_are_in_the_house() {
    let (mut desk, _, id) = with_visit();
    desk.keys("F3").types("ozola").keys("enter").hides("Now: ");
    desk.keys("F2 a F3").shows("Now: here since 13:40");
    desk.keys("F2 s F3").shows("Now: in ");
    desk.keys("F2 d F3").hides("Now: ");
    assert_eq!(visit(&desk, id).status, Status::Done);
}
