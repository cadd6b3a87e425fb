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

fn rows(typed: &str, view: &View) -> Vec<Row<Action>> {
    let typed = text::fold(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let fits = |def: &&ActionDef| {
        let (label, help) = (view.label(def.action), def.help(&view.locale));
        let all = text::fold(&format!("{label} {} {help}", def.name));
        words.iter().all(|word| all.contains(word))
    };
    let mut found: Vec<&ActionDef> = ACTIONS
        .iter()
        .filter(|def| runs_from_here(def, view))
        .filter(fits)
        .collect();
    // Hits in the label before hits in the sentence.
    found.sort_by_key(|def| {
        !words
            .iter()
            .all(|word| text::fold(&view.label(def.action)).contains(word))
    });
    found
        .into_iter()
        .map(|def| Row {
            left: format!("{}: {}", view.label(def.action), def.help(&view.locale)),
            right: view.key(def.action),
            value: def.action,
        })
        .collect()
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
