//! An appointment in the hand, on the screen: pulled longer, handed over, swapped,
//! copied; put back by Esc, and taken back by the undo.

use balm::{
    domain::{booking::Appointment, ids::AppointmentId},
    store::Reads,
};

use crate::{
    desk::Desk,
    screens_day::{books, desk, minute},
};

fn visit(desk: &Desk, id: AppointmentId) -> Appointment {
    desk.shop.read().get(&id).unwrap().unwrap()
}

fn all(desk: &Desk) -> Vec<Appointment> {
    desk.shop.read().all().unwrap()
}

#[test]
fn a_visit_is_pulled_longer_and_shorter_five_minutes_at_a_time() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.facial,
        spa.anna,
        minute(14, 0),
    );
    desk.keys(". l")
        .shows("How long: Līga Ozola, Facial 45")
        .shows("45 min, 14:00-14:45; Down longer, Up shorter");
    desk.keys("down down").shows("55 min, 14:00-14:55");
    desk.keys("+ - -").shows("50 min, 14:00-14:50");
    // Nothing is kept before it is put down.
    assert_eq!(visit(&desk, id).minutes(), 45);
    desk.keys("enter")
        .shows("Līga Ozola: 14:00-14:50, 50 minutes.");
    assert_eq!(visit(&desk, id).minutes(), 50);
    desk.keys("l up up l").shows("14:00-14:40, 40 minutes.");
    desk.keys("l pgdn esc").shows("14:00-14:40  Facial 45");
    assert_eq!(visit(&desk, id).minutes(), 40);
    desk.keys("u").shows("The other length is taken back.");
    desk.keys("u");
    assert_eq!(visit(&desk, id).minutes(), 45);
}

#[test]
fn what_is_in_the_way_of_a_longer_visit_is_said_and_may_be_overridden() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.facial,
        spa.anna,
        minute(14, 0),
    );
    books(
        &mut desk,
        Some(spa.berzins),
        spa.facial,
        spa.anna,
        minute(14, 45),
    );
    desk.keys(". l down enter")
        .shows("Anna is with Pēteris Bērziņš until 15:30")
        .shows("Or Enter again to put it here all");
    // Another length is another question.
    desk.keys("down enter").shows("Or Enter again");
    assert_eq!(visit(&desk, id).minutes(), 45);
    desk.keys("enter").shows("Book in spite of that: why?");
    desk.types("both agree").keys("enter");
    desk.shows("Līga Ozola: 14:00-14:55, 55 minutes.");
    let now = visit(&desk, id);
    assert_eq!(
        (now.minutes(), now.overridden.unwrap().reason),
        (55, "both agree".into())
    );
    desk.shows("! both agree");
}

#[test]
fn a_part_goes_to_another_column_at_its_own_time() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.keys(". h")
        .shows("Handing over a part of Līga Ozola, Swedish 60")
        .shows("part 1, 14:00, to Anna");
    // Its time stays.
    desk.keys("down right").shows("part 1, 14:00, to Marta");
    desk.keys("enter").shows("has been handed over");
    let now = visit(&desk, id);
    assert_eq!(
        (now.staff(), now.start()),
        (Some(spa.marta), desk.wall(minute(14, 0)))
    );
    desk.keys("h left esc").shows("14:00-15:00  Swedish 60");
    assert_eq!(visit(&desk, id).staff(), Some(spa.marta));
    desk.keys("7 h")
        .shows("One day shows to whom a part can be given: 1.");
}

#[test]
fn two_visits_are_swapped_by_going_to_the_other() {
    let (mut desk, spa) = desk();
    let first = books(
        &mut desk,
        Some(spa.ozola),
        spa.facial,
        spa.anna,
        minute(14, 0),
    );
    let second = books(
        &mut desk,
        Some(spa.berzins),
        spa.facial,
        spa.marta,
        minute(16, 0),
    );
    desk.keys(". %")
        .shows("Swapping Līga Ozola, Facial 45, with")
        .shows("Go to the other appointment and press Enter.");
    desk.keys("enter")
        .shows("Go to the other appointment and press Enter.");
    desk.keys("right .")
        .shows("16:00-16:45  Pēteris Bērziņš  Facial 45");
    desk.keys("enter")
        .shows("Swapped: Līga Ozola is now at Sat 21 Nov 16:00, Marta");
    let place = |desk: &Desk, id| (visit(desk, id).start().minute, visit(desk, id).staff());
    assert_eq!(place(&desk, first), (minute(16, 0), Some(spa.marta)));
    assert_eq!(place(&desk, second), (minute(14, 0), Some(spa.anna)));
    desk.shows("16:00-16:45  Facial 45");
    desk.keys("u").shows("The swap is taken back");
    assert_eq!(place(&desk, first), (minute(14, 0), Some(spa.anna)));
    assert_eq!(place(&desk, second), (minute(16, 0), Some(spa.marta)));
    desk.keys("% right . esc").shows("14:00-14:45  Facial 45");
    assert_eq!(place(&desk, first), (minute(14, 0), Some(spa.anna)));
}

#[test]
fn the_same_is_booked_once_more_where_it_is_carried() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.facial,
        spa.anna,
        minute(14, 0),
    );
    desk.keys(". e").types("warm room").keys("enter");
    desk.keys("z")
        .shows("Once more: Līga Ozola, Facial 45")
        .shows("at Sat 21 Nov 14:00, Anna");
    desk.keys("n right").shows("at Sun 22 Nov 14:00, Marta");
    desk.keys("enter")
        .shows("Booked: Līga Ozola, Facial 45, Sun 22 Nov 14:00, Marta");
    let copy = all(&desk).into_iter().find(|it| it.id != id).unwrap();
    assert_eq!(copy.staff(), Some(spa.marta));
    assert_eq!(
        (copy.client, copy.note.as_str()),
        (Some(spa.ozola), "warm room")
    );
    assert_eq!(visit(&desk, id).start(), desk.wall(minute(14, 0)));
    // On itself it clashes; the reason books it all the same, and the hand is empty.
    desk.keys("z enter").shows("Or Enter again").keys("enter");
    desk.types("twins")
        .keys("enter")
        .shows("Booked: Līga Ozola");
    assert_eq!(all(&desk).len(), 3);
    desk.keys("down").hides("Once more");
    desk.keys("u").shows("The booking of");
    assert_eq!(all(&desk).len(), 2);
    desk.keys(", z n esc");
    assert_eq!(all(&desk).len(), 2);
}
