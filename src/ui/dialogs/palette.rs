//! Every action with its keys in one list that filters as one types.

use crate::{
    domain::text,
    ui::{
        action::{ACTIONS, Action, ActionDef, Context},
        component::{Cmd, Component, Pane},
        view::View,
        widgets::picker::{Picker, Row},
    },
};

pub fn palette(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("palette-title"),
        "help-palette",
        rows,
        |action, _| run(*action),
    )
    .short()
    .boxed()
}

/// Only what can be done with no dialog open.
fn runs_from_here(def: &ActionDef, view: &View) -> bool {
    let at_desk = [
        Context::Anywhere,
        Context::Desk,
        Context::Day,
        Context::Client,
        Context::Cart,
        Context::Stock,
    ];
    let demo_only = def.is_demo();
    at_desk.contains(&def.context) && (view.demo || !demo_only) && def.action != Action::Palette
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

fn rows(typed: &str, view: &View) -> Vec<Row<Action>> {
    let typed = text::fold(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let here = ACTIONS.iter().filter(|def| runs_from_here(def, view));
    let mut found: Vec<(u32, &ActionDef)> = here
        .filter_map(|def| Some((rank(&words, def, view)?, def)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    let rows = found.into_iter().map(|(_, def)| Row {
        left: format!("{}: {}", view.label(def.action), def.help(&view.locale)),
        right: asked_for(def, view) + &at_and_key(def, view),
        value: def.action,
    });
    rows.collect()
}

/// What whoever is at the desk may not do alone says so beforehand.
fn asked_for(def: &ActionDef, view: &View) -> String {
    if def.right.is_none_or(|it| view.may(it)) {
        return String::new();
    }
    view.text("palette-second-person") + " "
}

/// The key, and before it the pane that is gone to.
fn at_and_key(def: &ActionDef, view: &View) -> String {
    let key = view.key(def.action);
    let pane = match def.context {
        Context::Day => "pane-day",
        Context::Client => "pane-client",
        Context::Cart => "pane-cart",
        Context::Stock => "pane-stock",
        _ => return key,
    };
    format!("[{}] {key}", view.text(pane))
}

/// A pane's own action goes to its pane.
fn run(action: Action) -> Vec<Cmd> {
    let pane = match action.def().context {
        Context::Day => Some(Pane::Day),
        Context::Client => Some(Pane::Client),
        Context::Cart => Some(Pane::Cart),
        Context::Stock => Some(Pane::Stock),
        _ => None,
    };
    let mut cmds: Vec<Cmd> = pane.into_iter().map(Cmd::Focus).collect();
    cmds.push(Cmd::Act(action));
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
