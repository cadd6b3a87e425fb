//! Lists filter as one types, say how many there are, and keep their place.

use super::*;

fn rooms(desk: &mut Desk, n_rooms: usize) {
    for n in 0..n_rooms {
        desk.asks(&Request::SaveRoom {
            id: None,
            name: format!("Cabin {n:02}"),
            short: format!("C{n}"),
            active: true,
            places: 1,
        });
    }
    desk.passes(0);
}

fn opens_rooms(desk: &mut Desk) {
    desk.keys("ctrl-p")
        .types("enter or change rooms")
        .keys("enter");
}

#[test]
fn a_list_says_how_many_of_how_many() {
    let (mut desk, _) = desk();
    rooms(&mut desk, 30);
    opens_rooms(&mut desk);
    let n_rooms = desk.app.view().rooms.len();
    desk.shows(&format!("Rooms  {n_rooms} "));
    // Words in any order, without marks, and what stands at the right too.
    desk.types("1 cabin")
        .shows(&format!("Rooms  12 of {n_rooms}"));
    desk.keys("ctrl-u")
        .types("c29")
        .shows(&format!("Rooms  1 of {n_rooms}"));
    desk.keys("ctrl-u")
        .types("nowhere")
        .shows(&format!("Rooms  0 of {n_rooms}"));
    desk.keys("ctrl-u").shows(&format!("Rooms  {n_rooms} "));
}

#[test]
fn a_list_turns_whole_pages_and_stays_on_its_row_when_the_shop_changes() {
    let (mut desk, _) = desk();
    rooms(&mut desk, 30);
    opens_rooms(&mut desk);
    let marked = |desk: &Desk| row_with(desk, "▸ ");
    let first = marked(&desk);
    desk.keys("pgdn pgdn");
    let there = marked(&desk);
    assert_ne!(first, there);
    desk.hides("Cabin 00");
    // Rooms that come before it in the list are renamed beside this screen.
    let before: Vec<_> = desk.app.view().rooms.iter().take(3).cloned().collect();
    for room in before {
        desk.asks(&Request::SaveRoom {
            id: Some(room.id),
            name: format!("{} (new)", room.name),
            short: room.short,
            active: true,
            places: 1,
        });
    }
    desk.passes(1);
    assert_eq!(marked(&desk), there, "{}", desk.screen());
    desk.keys("pgup pgup");
    assert!(marked(&desk).contains("(new)"), "{}", desk.screen());
}

#[test]
fn what_is_typed_into_a_list_outlives_a_change_and_a_resize() {
    let (mut desk, _) = desk();
    rooms(&mut desk, 8);
    opens_rooms(&mut desk);
    desk.types("cab").passes(1).resize(40, 12).resize(80, 24);
    desk.shows("> cab")
        .types("in 03")
        .shows("Cabin 03")
        .hides("Cabin 04");
}

/// Back from what a row has led to, the next word is another one.
#[test]
fn what_is_typed_after_a_choice_begins_anew() {
    let (mut desk, _) = desk();
    desk.keys("F11")
        .types("rooms")
        .keys("enter")
        .shows("┌ Rooms");
    desk.keys("esc").shows("> rooms").types("taxes");
    desk.shows("> taxes").keys("enter").shows("┌ Taxes");
    // Taken up again by hand, it goes on from there.
    desk.keys("esc backspace")
        .shows("> taxe")
        .types("s")
        .shows("> taxes");
}
