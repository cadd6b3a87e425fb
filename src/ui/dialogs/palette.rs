//! Every action with its keys in one list that filters as one types.

use super::manage::menu;
use crate::{
    domain::text,
    ui::{
        action::{ACTIONS, Action, ActionDef, Context},
        component::{Cmd, Component, Pane, Tone},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

/// What a row leads to.
enum Target {
    Action(Action),
    Setting(menu::Place),
}

pub fn palette(view: &View) -> Box<dyn Component> {
    // What each setting says now is read from the shop, and not asked for here: once is enough.
    let settings = menu::entries(view);
    let settings: Vec<(String, menu::Place)> = settings
        .into_iter()
        .map(|(left, _, place)| (left, place))
        .collect();
    Picker::new(
        view.text("palette-title"),
        "help-palette",
        move |typed, view| rows(typed, &settings, view),
        |target, view| match target {
            Target::Action(action) => run(*action, view),
            Target::Setting(place) => menu::open(place, view),
        },
    )
    .short()
    .boxed()
}

/// What can be done with no dialog open, and what can in a dialog that has a way to it.
fn runs_from_here(def: &ActionDef, view: &View) -> bool {
    let at_desk = [
        Context::Anywhere,
        Context::Desk,
        Context::Day,
        Context::Client,
        Context::Cart,
        Context::Stock,
    ];
    let has_way = at_desk.contains(&def.context) || def.context.door().is_some();
    let demo_only = def.is_demo();
    has_way && (view.demo || !demo_only) && def.action != Action::Palette
}

/// How well a word that was typed fits an action; less is better.
fn fit(word: &str, label: &str, name: &str, help: &str) -> Option<u32> {
    let begins = |text: &str| {
        let mut words = text.split(|it: char| !it.is_alphanumeric());
        words.any(|it| it.starts_with(word))
    };
    let fits = [
        label.starts_with(word),
        begins(label),
        begins(name),
        begins(help),
        label.contains(word),
        name.contains(word) || help.contains(word),
        is_subsequence(word, label),
        is_subsequence(word, name),
    ];
    let nth = fits.iter().position(|fits| *fits)?;
    u32::try_from(nth).ok()
}

/// Whether the letters of `word` stand in `text` in their order.
fn is_subsequence(word: &str, text: &str) -> bool {
    let mut letters = text.chars();
    word.chars().all(|wanted| letters.any(|it| it == wanted))
}

/// Every word that was typed fits; the sum of how well.
fn rank(words: &[&str], def: &ActionDef, view: &View) -> Option<u32> {
    let label = text::fold(&view.label(def.action));
    let help = text::fold(&def.help(&view.locale));
    words
        .iter()
        .map(|word| fit(word, &label, def.name, &help))
        .sum()
}

/// First what is done at once, then what is in a dialog, then the settings.
fn rows(typed: &str, settings: &[(String, menu::Place)], view: &View) -> Vec<Row<Target>> {
    let folded = text::fold(typed);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let here = ACTIONS.iter().filter(|def| runs_from_here(def, view));
    let mut found: Vec<(bool, u32, &ActionDef)> = here
        .filter_map(|def| {
            let is_inside = def.context.door().is_some();
            Some((is_inside, rank(&words, def, view)?, def))
        })
        .collect();
    found.sort_by_key(|(is_inside, rank, _)| (*is_inside, *rank));
    let actions = found.into_iter().map(|(_, _, def)| Row {
        left: format!("{}: {}", view.label(def.action), def.help(&view.locale)),
        right: asked_for(def, view) + &at_and_key(def, view),
        value: Target::Action(def.action),
    });
    let wanted = Filter::of(typed);
    let mut settings: Vec<_> = settings
        .iter()
        .filter(|(left, _)| wanted.fits(left))
        .collect();
    settings.sort_by_key(|(left, _)| wanted.rank(left));
    let settings = settings.into_iter().map(|(left, place)| Row {
        left: left.clone(),
        right: at_and_key(Action::Settings.def(), view),
        value: Target::Setting(place.clone()),
    });
    actions.chain(settings).collect()
}

/// What whoever is at the desk may not do alone says so beforehand.
fn asked_for(def: &ActionDef, view: &View) -> String {
    if def.right.is_none_or(|it| view.may(it)) {
        return String::new();
    }
    view.text("palette-second-person") + " "
}

/// The key, and before it the pane that is gone to, or the dialog that it is in: then
/// the key is the one that opens that.
fn at_and_key(def: &ActionDef, view: &View) -> String {
    let key = view.key(def.action);
    let pane = match def.context {
        Context::Day => "pane-day",
        Context::Client => "pane-client",
        Context::Cart => "pane-cart",
        Context::Stock => "pane-stock",
        inside => {
            return match inside.door() {
                None => key,
                Some(door) => format!("[{}] {}", view.label(door), view.key(door)),
            };
        }
    };
    format!("[{}] {key}", view.text(pane))
}

/// A pane's own action goes to its pane, a dialog's own opens the dialog and says by
/// which key it is done there.
fn run(wanted: Action, view: &View) -> Vec<Cmd> {
    let door = wanted.def().context.door();
    let action = door.unwrap_or(wanted);
    let pane = match action.def().context {
        Context::Day => Some(Pane::Day),
        Context::Client => Some(Pane::Client),
        Context::Cart => Some(Pane::Cart),
        Context::Stock => Some(Pane::Stock),
        _ => None,
    };
    let mut cmds: Vec<Cmd> = pane.into_iter().map(Cmd::Focus).collect();
    cmds.push(Cmd::Act(action));
    let keys = view.keymap.keys(wanted);
    if door.is_some() && !keys.is_empty() {
        let args = [
            ("label", view.label(wanted).into()),
            ("key", view.key(wanted).into()),
        ];
        cmds.push(Cmd::Say(Tone::Note, view.fill("palette-inside", &args)));
    }
    cmds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_so_comes_before_what_has_the_letters_somewhere() {
        let table = [
            // typed, label, name, help, rank
            ("ca", "cash", "pay.cash", "take cash", Some(0)),
            ("day", "close day", "drawer.close-day", "count", Some(1)),
            ("pay", "cash", "pay.cash", "take cash", Some(2)),
            ("ash", "cash", "pay.cash", "take cash", Some(4)),
            ("csh", "cash", "pay.cash", "take cash", Some(6)),
            ("clsdy", "close day", "drawer.close-day", "count", Some(6)),
            ("pch", "cash", "pay.cash", "take it", Some(7)),
            ("hsac", "cash", "pay.cash", "take cash", None),
        ];
        for (typed, label, name, help, want) in table {
            assert_eq!(fit(typed, label, name, help), want, "{typed}");
        }
    }
}
