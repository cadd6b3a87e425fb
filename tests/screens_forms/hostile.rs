//! Every text field of every form, walked through with texts that would move the
//! cursor, turn the writing or be a cell too wide: nothing of it is on the screen or
//! in the store.

use balm::{
    domain::{
        booking::Appointment, catalog::Service, drawer::CashMovement, plan::Plan, purse::GiftCard,
        room::Room, sale::Sale, settings::Settings, staff::Staff, tax::TaxClass, text,
        ticket::Ticket,
    },
    store::record::Record,
    ui::theme::{Glyphs, Ink},
};

use super::*;
use crate::every_screen::{self, BARE, SCREENS, SIGNED};

/// Escape sequences, C1, bidi, zero width, tags, four bytes, combining, line ends.
const HOSTILE: [&str; 6] = [
    "a\u{1b}[2J\u{1b}]0;x\u{7}b\u{9b}31m",
    "a\u{202e}b\u{2066}c\u{2069}\u{200f}\u{61c}",
    "a\u{200b}b\u{feff}\u{200d}\u{ad}\u{e0041}c",
    "👩🏽\u{200d}🎤🇱🇻𝒳王芳",
    "Z\u{351}\u{36b}\u{301}a\u{316}\u{304}\u{304}\u{304}e",
    "a\r\nb\u{2028}c\t\0\u{7f}",
];

/// How each form is come to.
const FORMS: [&str; 17] = [
    "ctrl-n",
    "F3 o z o enter ctrl-e",
    "F5 ctrl-a",
    "F5 a r g ctrl-e",
    "F5 a r g ctrl-t",
    "F2 enter",
    "F2 f",
    "F2 g",
    "F10 i",
    "F10 u",
    "F10 n",
    "F10 c",
    "F2 F11 h o u r s space r o w s enter",
    "F2 F11 r e c e i p t s enter",
    "F2 F11 l e a s t enter",
    "F2 F11 p e o p l e enter end enter",
    "F2 F11 t a x e s space r a t e s enter end enter",
];

#[track_caller]
fn is_clean(desk: &Desk, form: &str) {
    for letter in desk.screen().chars().filter(|&it| it != '\n') {
        assert!(
            letter == ' ' || text::may_be_typed(letter),
            "{letter:?} is on the screen after {form}:\n{}",
            desk.screen()
        );
    }
    for row in desk.screen().lines() {
        assert_eq!(text::cells(row), 80, "{form}: {row}");
    }
}

#[track_caller]
fn are_clean<R: Record>(desk: &Desk) -> usize {
    let records: Vec<R> = desk.shop.read().all().unwrap();
    for record in &records {
        // JSON spells control characters by their numbers and leaves all else.
        let said = serde_json::to_string(record).unwrap();
        let is_seen = said.chars().all(text::may_be_typed) && !said.contains("\\u00");
        assert!(is_seen, "{said:?}");
    }
    records.len()
}

#[test]
fn every_field_of_every_form_takes_anything_and_keeps_it_clean() {
    let (mut desk, _) = desk();
    desk.keys("F10 o pgdn").types("9").keys("enter");
    for form in FORMS {
        for hostile in HOSTILE {
            desk.keys(form);
            desk.types(hostile);
            for _ in 0..9 {
                desk.pastes(hostile);
                is_clean(&desk, form);
                desk.keys("tab");
            }
            desk.keys("pgdn enter");
            is_clean(&desk, form);
            desk.keys("esc esc esc esc esc esc F2");
        }
    }
    // What is right in every other field is saved with the name.
    for (n, hostile) in HOSTILE.iter().enumerate() {
        desk.keys("ctrl-n")
            .pastes(hostile)
            .types("name")
            .keys("down");
        desk.types(&format!("+371 2911 000{n}")).keys("down down");
        desk.pastes(hostile)
            .keys("down")
            .pastes(hostile)
            .keys("enter");
        desk.keys("esc esc esc esc F5 ctrl-u ctrl-a")
            .pastes(hostile)
            .types("product");
        desk.keys("down")
            .types("5")
            .keys("enter enter esc esc esc esc ctrl-u F2");
        is_clean(&desk, "saving");
    }
    assert!(are_clean::<Client>(&desk) > HOSTILE.len());
    assert!(are_clean::<Product>(&desk) > HOSTILE.len());
    are_clean::<Staff>(&desk);
    are_clean::<Room>(&desk);
    are_clean::<TaxClass>(&desk);
    are_clean::<Appointment>(&desk);
    are_clean::<CashMovement>(&desk);
    are_clean::<Ticket>(&desk);
    are_clean::<Settings>(&desk);
}

/// Whatever screen there is: its fields, if it has any, one after the other.
fn fills_in(desk: &mut Desk, nth: &mut usize, screen: &str) {
    for _ in 0..9 {
        desk.pastes(HOSTILE[*nth % HOSTILE.len()]);
        is_clean(desk, screen);
        desk.keys("tab");
        *nth += 1;
    }
}

#[test]
fn every_screen_takes_anything_and_shows_it_clean() {
    let mut nth = 0;
    let mut desk = every_screen::desk(every_screen::english(Ink::Mono, Glyphs::Unicode));
    for (help, steps) in SCREENS {
        desk.restart();
        every_screen::goes(&mut desk, steps);
        // The desk's own file is not there, and the paper is known to be.
        if !["help-settings-desk", "help-attention-paper"].contains(help) {
            assert_eq!(desk.app.help(), *help, "{steps}:\n{}", desk.screen());
        }
        fills_in(&mut desk, &mut nth, steps);
    }
}

/// The lock, a second person's yes, and every page of the guided set-up.
#[test]
fn whoever_is_not_signed_on_and_a_shop_that_is_not_set_up_take_anything() {
    let look = every_screen::english(Ink::Mono, Glyphs::Unicode);
    let mut nth = 0;
    let mut desk = every_screen::desk(look.clone());
    every_screen::turns_rights_on(&mut desk);
    let bare = every_screen::bare(look);
    for (mut desk, screens) in [(desk, SIGNED), (bare, BARE)] {
        for (help, steps) in screens {
            desk.restart();
            every_screen::goes(&mut desk, steps);
            assert_eq!(desk.app.help(), *help, "{steps}:\n{}", desk.screen());
            fills_in(&mut desk, &mut nth, steps);
            desk.keys("enter");
            is_clean(&desk, steps);
        }
        are_clean::<Settings>(&desk);
        are_clean::<Staff>(&desk);
        are_clean::<Room>(&desk);
    }
}

/// With what follows when it is meant; then not every screen can be come to any more.
#[test]
fn what_every_screen_saves_is_clean() {
    let mut nth = 0;
    let mut desk = every_screen::desk(every_screen::english(Ink::Mono, Glyphs::Unicode));
    for (_, steps) in SCREENS {
        desk.restart();
        every_screen::goes(&mut desk, steps);
        fills_in(&mut desk, &mut nth, steps);
        desk.keys("pgdn enter");
        is_clean(&desk, steps);
        desk.keys("enter");
        is_clean(&desk, steps);
    }
    are_clean::<Client>(&desk);
    are_clean::<Product>(&desk);
    are_clean::<Service>(&desk);
    are_clean::<Staff>(&desk);
    are_clean::<Room>(&desk);
    are_clean::<TaxClass>(&desk);
    are_clean::<Appointment>(&desk);
    are_clean::<CashMovement>(&desk);
    are_clean::<Ticket>(&desk);
    are_clean::<Sale>(&desk);
    are_clean::<Plan>(&desk);
    are_clean::<GiftCard>(&desk);
    are_clean::<Settings>(&desk);
}
