//! The signs of the grid: one table for what is drawn and for the help that explains
//! it, so that they are the same in every look.

use std::collections::BTreeSet;

use ratatui::style::Style;

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
    /// A note on an appointment.
    Note,
}

/// Sign, name in texts, as Unicode, in ASCII.
const SIGNS: [(Sign, &str, &str, &str); 13] = [
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
    (Sign::Note, "note", "¶", "\""),
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

/// Of the groups of services, in order of their names: as Unicode, in ASCII.
const GROUPS: [(&str, &str); 6] = [
    ("○", "o"),
    ("△", "^"),
    ("□", "%"),
    ("●", "@"),
    ("▲", "A"),
    ("■", "H"),
];

/// The groups of the services in use, by name. Where there is only one there is
/// nothing to tell apart.
pub fn groups(view: &View) -> Vec<String> {
    let active = view.services.iter().filter(|it| it.active);
    let names: BTreeSet<&str> = active
        .map(|it| it.category.as_str())
        .filter(|it| !it.is_empty())
        .collect();
    if names.len() < 2 {
        return Vec::new();
    }
    names.into_iter().map(str::to_owned).collect()
}

/// The sign of a group, and its colour. Of more groups than there are signs some share
/// one.
pub fn group(groups: &[String], name: &str, theme: Theme) -> Option<(&'static str, Style)> {
    let nth = groups.iter().position(|it| it == name)? % GROUPS.len();
    let (unicode, ascii) = GROUPS[nth];
    Some((theme.glyph(unicode, ascii), theme.group(nth)))
}

/// `○ Body, △ Face`.
fn legend(view: &View) -> String {
    let groups = groups(view);
    if groups.is_empty() {
        return view.text("day-no-groups");
    }
    let told = groups.iter().filter_map(|name| {
        let (sign, _) = group(&groups, name, view.theme)?;
        Some(format!("{sign} {name}"))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// What stands for `sign-booked` or `sign-letter-done` in a text.
pub fn in_text(name: &str, view: &View) -> Option<String> {
    let name = name.strip_prefix("sign-")?;
    if name == "groups" {
        return Some(legend(view));
    }
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
