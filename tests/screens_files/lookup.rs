//! Who is found and why, what a client usually has, and all that a client has had.

use balm::domain::{booking::Status, time::WallTime};

use super::*;
use crate::screens_day::{books, books_at, minute};

/// The letters in bold of the row that shows a text.
fn marked(desk: &Desk, shown: &str) -> String {
    let screen = desk.screen();
    let row = screen.lines().position(|it| it.contains(shown)).unwrap();
    let bold = desk.bold_of_row(u16::try_from(row).unwrap());
    bold.split('.').collect::<Vec<_>>().join(" ")
}

#[test]
fn the_letters_and_digits_that_matched_stand_out() {
    #[rustfmt::skip]
    let cases = [
        ("oz",      "Līga Ozola",      "Oz"),
        ("oz li",   "Līga Ozola",      "Lī Oz"),
        ("ozlo",    "Līga Ozola",      "Ozol"),     // with a typing error
        ("berz",    "Pēteris Bērziņš", "Bērz"),
        ("0020",    "Pēteris Bērziņš", "00 20"),
    ];
    for (typed, shown, want) in cases {
        let (mut desk, _) = desk();
        desk.keys("F3").types(typed);
        let got = marked(&desk, shown);
        let got: Vec<&str> = got.split_whitespace().collect();
        assert_eq!(got.join(" "), want, "{typed}");
    }
}

/// A facial with Anna, served to its end.
fn served(desk: &mut Desk, spa: &SmallSpa) {
    let start = minute(13, 40);
    let visit = books(desk, Some(spa.ozola), spa.facial, spa.anna, start);
    for status in [Status::Arrived, Status::InService, Status::Done] {
        desk.asks(&Request::SetStatus {
            appointment: visit,
            status,
            reason: String::new(),
        });
    }
    desk.passes(0);
}

#[test]
fn the_card_says_what_a_client_usually_has() {
    let (mut desk, spa) = desk();
    desk.keys("F3").types("ozo").keys("enter").hides("Usual:");
    served(&mut desk, &spa);
    desk.keys("F3")
        .types("ozo")
        .keys("enter")
        .shows("Usual: Anna, Facial 45")
        .shows("1 visit");
}

/// From the third visit on, in words that fit how long it is.
#[test]
fn the_card_says_how_often_a_client_usually_comes() {
    for (days, said) in [(42, "every 6 weeks"), (7, "every 7 days")] {
        let (mut desk, spa) = desk_of(132, 43);
        for nth in 0..3 {
            if nth > 0 {
                desk.passes(days * 24 * 60);
            }
            let today = desk.app.view().today();
            let start = WallTime::new(today, minute(14, 0));
            let visit = books_at(&mut desk, Some(spa.ozola), spa.facial, spa.anna, start);
            for status in [Status::Arrived, Status::InService, Status::Done] {
                desk.asks(&Request::SetStatus {
                    appointment: visit,
                    status,
                    reason: String::new(),
                });
            }
            desk.passes(0);
            desk.keys("F3").types("ozo").keys("enter");
            if nth < 2 {
                desk.shows("Usual: Anna, Facial 45").hides(said);
            }
        }
        desk.shows(&format!("Usual: Anna, Facial 45, {said}"));
    }
}

#[test]
fn all_that_a_client_has_had_is_a_key_away() {
    let (mut desk, spa) = desk();
    served(&mut desk, &spa);
    let later = minute(16, 0);
    books(&mut desk, Some(spa.ozola), spa.swedish, spa.marta, later);
    desk.keys("F3").types("ozo").keys("enter");
    desk.keys("ctrl-a").shows("History of Līga Ozola");
    // What is to come is no history.
    desk.shows("Facial 45, Anna").hides("Swedish 60, Marta");
    // It lists what is typed, as every list.
    desk.types("marta").hides("Facial 45, Anna");
    desk.keys("ctrl-u").types("facial").shows("Facial 45, Anna");
    desk.keys("esc");
    desk.hides("History of Līga Ozola").shows("+371 20 000 101");
}

#[test]
fn a_history_that_is_not_all_says_so() {
    let (mut desk, spa) = desk();
    for nth in 0..=500 {
        let start = minute(16, 0);
        let visit = books(&mut desk, Some(spa.ozola), spa.swedish, spa.marta, start);
        desk.asks(&Request::SetStatus {
            appointment: visit,
            status: Status::Cancelled,
            reason: "ill".to_owned(),
        });
        if nth >= 499 {
            desk.passes(0);
            desk.keys("F3").types("ozo").keys("enter ctrl-a");
            desk.shows("History of Līga Ozola");
            if nth == 499 {
                desk.hides("there are more").keys("esc");
            }
        }
    }
    desk.shows("500+")
        .shows("The latest 500 are shown and searched; there are more.");
}
