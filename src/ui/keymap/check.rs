//! Keys that are in each other's way: what a file takes from an action that must be
//! reached, and keys that would never be heard.

use super::{
    Keymap, KeymapProblem,
    file::Line,
    places::{PLACES, Place},
};
use crate::ui::{
    action::{Action, Context},
    key::Key,
};

type Found = (usize, KeymapProblem);

/// # Errors
///
/// The first line of the file that is in the way of another key, or never heard.
pub(super) fn check(keymap: &Keymap, before: &Keymap, lines: &[Line]) -> Result<(), Found> {
    let mut found: Vec<Found> = Vec::new();
    // The demo's own keys may be in the way of others, which still work in a shop.
    let in_shop = keymap.clone().outside_of_the_demo();
    for place in PLACES {
        for action in place.needed().filter(|action| !action.def().is_demo()) {
            if place.keys(&in_shop, action).is_empty() {
                found.extend(unreached(place, action, &in_shop, before, lines));
            }
        }
    }
    for line in lines {
        let is_demo = line.action.is_some_and(|action| action.def().is_demo());
        found.extend(unheard(line, if is_demo { keymap } else { &in_shop }));
    }
    // From the top of the file; of several places that suffer, the first.
    match found.into_iter().min_by_key(|(at, _)| *at) {
        Some(problem) => Err(problem),
        None => Ok(()),
    }
}

/// What can be chosen from the list of all actions needs no key of its own.
pub(super) fn is_in_palette(action: Action) -> bool {
    matches!(
        action.def().context,
        Context::Anywhere
            | Context::Desk
            | Context::Day
            | Context::Client
            | Context::Cart
            | Context::Stock
    ) && !matches!(action, Action::Palette | Action::Help)
}

fn unreached(
    place: &Place,
    action: Action,
    keymap: &Keymap,
    before: &Keymap,
    lines: &[Line],
) -> Option<Found> {
    let keys = keymap.keys(action);
    let lists_all = !place.keys(keymap, Action::Palette).is_empty();
    if keys.is_empty() && is_in_palette(action) && lists_all {
        return None;
    }
    // The line that hides one of its keys.
    for line in lines.iter().filter(|line| keys.contains(&line.key)) {
        let hides = line.action.is_some()
            && place.contexts.contains(&line.context)
            && keymap.action(place.contexts, line.key) == line.action;
        if hides {
            let problem = KeymapProblem::Hides {
                key: line.key,
                action: action.def().name,
                place: place.name,
            };
            return Some((line.at, problem));
        }
    }
    // The line that took its last key.
    let had = place.keys(before, action);
    let taken = lines.iter().find(|line| had.contains(&line.key));
    let at = taken.or(lines.first()).map_or(0, |line| line.at);
    let problem = KeymapProblem::NoKey {
        action: action.def().name,
        place: place.name,
    };
    Some((at, problem))
}

/// A key that is text, or another's, wherever its section is asked.
fn unheard(line: &Line, keymap: &Keymap) -> Option<Found> {
    let action = line.action?;
    let places = || {
        let places = PLACES.iter();
        places.filter(|place| place.contexts.contains(&line.context))
    };
    if places().any(|place| place.action(keymap, line.key) == Some(action)) {
        return None;
    }
    let problem = if places().all(|place| place.is_text(line.key)) {
        KeymapProblem::IsText {
            key: line.key,
            place: places().next().map_or("", |place| place.name),
        }
    } else {
        let (first, instead) = places().find_map(|place| first_in(place, line.key, keymap))?;
        KeymapProblem::Unheard {
            key: line.key,
            context: first.name(),
            action: instead.def().name,
        }
    };
    Some((line.at, problem))
}

/// The context of a place that has the key first, and what it does with it.
fn first_in(place: &Place, key: Key, keymap: &Keymap) -> Option<(Context, Action)> {
    let contexts = place.contexts.iter();
    contexts
        .copied()
        .find_map(|context| Some((context, keymap.action(&[context], key)?)))
}
