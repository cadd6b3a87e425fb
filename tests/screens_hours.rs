//! Hours changed on the screen: what they hit is listed first, and then seen to.

use balm::ops::query;

use crate::screens_day::{books, desk, minute};

/// Today's end time is set earlier; the visit behind it is listed, the change meant all
/// the same, and the visit moved to the first time that is offered.
#[test]
fn an_earlier_end_of_today_lists_what_it_hits_and_moves_it() {
    let (mut desk, spa) = desk();
    let visit = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(16, 0),
    );
    desk.keys("F11")
        .types("rota of")
        .keys("enter")
        .shows("9-20");
    desk.types("anna").keys("enter").types("sat").keys("enter");
    desk.shows("Anna, Sat 21 Nov").keys("esc esc esc esc");
    // The same from the therapist's column with one key.
    desk.keys("F2 . 6").shows("Anna, Sat 21 Nov");
    desk.types("9-16:30").keys("enter");
    desk.shows("Appointments outside working hours, if this counts");
    desk.shows("Change the hours all the same, and see to the appointment then");
    // Nothing has changed so far, and Esc would leave it so.
    let off = |desk: &crate::desk::Desk| {
        let view = desk.app.view();
        let found = query::stranded(&desk.shop.read(), &view.settings, desk.shop.now());
        found.unwrap().len()
    };
    assert_eq!(off(&desk), 0);
    desk.keys("enter").shows("Līga Ozola  Swedish 60  Anna");
    assert_eq!(off(&desk), 1);
    desk.keys("enter")
        .shows("Anna works 09:00 to 16:30 that day.");
    desk.shows("Sat 21 Nov 15:30  Anna");
    desk.keys("enter")
        .shows("All appointments lie within working hours and in rooms that are in order.");
    assert_eq!(off(&desk), 0);
    let moved =
        balm::store::Reads::get::<balm::domain::booking::Appointment>(&desk.shop.read(), &visit);
    assert_eq!(moved.unwrap().unwrap().start().minute, 15 * 60 + 30);
}

/// A week that is not this one begins at its first day.
#[test]
fn the_days_of_a_person_begin_at_today() {
    let (mut desk, _) = desk();
    desk.keys("F11").types("rota of").keys("enter");
    desk.types("anna").keys("enter enter");
    desk.shows("Anna, Sat 21 Nov")
        .keys("esc esc ctrl-u")
        .types("week after");
    desk.keys("enter").types("anna").keys("enter enter");
    desk.shows("Anna, Mon 23 Nov");
}
