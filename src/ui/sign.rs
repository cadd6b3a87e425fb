//! The signs of the grid: one table for what is drawn and for the help that explains
//! it, so that they are the same in every look.

use super::{
    action::Action,
    key::{Key, KeyCode},
    keymap::Keymap,
    theme::Theme,
    view::View,
};
use crate::domain::booking::Status;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// The left edge of a block that is no more than booked.
    Booked,
    Confirmed,
    Arrived,
    InService,
    Done,
    Alert,
    /// A block began further up.
    Above,
    /// Nobody is at work.
    Off,
    Break,
    /// Across the columns.
    NowLine,
    /// Beside the time.
    Now,
    Past,
}

/// Sign, name in texts, as Unicode, in ASCII.
const SIGNS: [(Sign, &str, &str, &str); 12] = [
    (Sign::Booked, "booked", "│", "|"),
    (Sign::Confirmed, "confirmed", "║", "I"),
    (Sign::Arrived, "arrived", "▌", "}"),
    (Sign::InService, "in-service", "█", "#"),
    (Sign::Done, "done", "▒", "="),
    (Sign::Alert, "alert", "◆", "*"),
    (Sign::Above, "above", "↑", "^"),
    (Sign::Off, "off", "░", "."),
    (Sign::Break, "break", "╌", "~"),
    (Sign::NowLine, "now-line", "▔", "-"),
    (Sign::Now, "now", "►", ">"),
    (Sign::Past, "past", "·", "."),
];

impl Sign {
    /// As this terminal shows it.
    pub fn shown(self, theme: Theme) -> &'static str {
        // The table has one row per sign, in their order.
        let (_, _, unicode, ascii) = SIGNS[self as usize];
        theme.glyph(unicode, ascii)
    }
}

/// The statuses that have a letter, the action that sets each, and the letter where
/// that action is on no letter.
const LETTERS: [(Status, &str, Action, char); 4] = [
    (Status::Confirmed, "confirmed", Action::DayConfirm, 'k'),
    (Status::Arrived, "arrived", Action::DayArrived, 'a'),
    (Status::InService, "in-service", Action::DayStart, 's'),
    (Status::Done, "done", Action::DayDone, 'd'),
];

/// The letter of a status, that of the key which sets it. What is only booked has none.
pub fn letter(status: Status, keymap: &Keymap) -> Option<char> {
    let (_, _, action, usual) = LETTERS.iter().find(|(it, ..)| *it == status)?;
    let is_letter = |key: &Key| match key.code {
        KeyCode::Char(letter) if !key.ctrl && letter.is_alphabetic() => Some(letter),
        _ => None,
    };
    let of_key = keymap.keys(*action).iter().find_map(is_letter);
    Some(of_key.unwrap_or(*usual))
}

/// What stands for `sign-booked` or `sign-letter-done` in a text.
pub fn in_text(name: &str, view: &View) -> Option<String> {
    let name = name.strip_prefix("sign-")?;
    if let Some(status) = name.strip_prefix("letter-") {
        let (status, ..) = LETTERS.iter().find(|(_, it, ..)| *it == status)?;
        return letter(*status, &view.keymap).map(String::from);
    }
    let (sign, ..) = SIGNS.iter().find(|(_, it, ..)| *it == name)?;
    Some(sign.shown(view.theme).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_are_in_their_order_and_no_two_that_stand_in_one_place_are_alike() {
        for (idx, (sign, ..)) in SIGNS.iter().enumerate() {
            assert_eq!(*sign as usize, idx);
        }
        // Edges of blocks, fills of free time, marks behind the time.
        for places in [0..5, 7..10, 10..12] {
            for (nth, (sign, _, unicode, ascii)) in SIGNS[places.clone()].iter().enumerate() {
                for (other, _, a, b) in &SIGNS[places.clone()][nth + 1..] {
                    assert!(unicode != a && ascii != b, "{sign:?} {other:?}");
                }
            }
        }
    }
}
