//! The turn list: who has how many turns today, who is free, and whose turn it is.

use std::{cell::RefCell, rc::Rc};

use crate::{
    domain::{ids::StaffId, turns::TurnMove},
    ops::{
        outcome::{Outcome, TakenBack},
        query::{Answer, Query, TurnRow, TurnSheet, TurnState},
        request::Request,
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Tone},
        view::View,
        widgets::key_list::{KeyList, KeyRow, Listing, cell},
    },
};

const NAME: usize = 26;
const TURNS: usize = 8;
const STATE: usize = 24;

/// Which order is shown.
type Shown = Rc<RefCell<String>>;

pub fn turns(view: &View) -> Box<dyn Component> {
    let shown: Shown = Rc::default();
    let listed = Rc::clone(&shown);
    let place = ("help-turns", Context::Turns);
    KeyList::new(
        view.text("turns-title"),
        place,
        move |view| listing(&listed, view),
        move |action, staff, view| act(action, *staff, &shown, view),
        said,
    )
    .boxed()
}

fn sheet(shown: &Shown, view: &View) -> Option<TurnSheet> {
    let category = shown.borrow().clone();
    let query = Query::Turns { category };
    match view.shop.ask(&view.session, &view.locale, &query) {
        Ok(Answer::Turns(sheet)) => Some(sheet),
        _ => None,
    }
}

fn listing(shown: &Shown, view: &View) -> Listing<StaffId> {
    let sheet = sheet(shown, view);
    let text = |id| view.text(id);
    let head = [
        cell("", 2),
        cell(&text("turns-col-name"), NAME),
        cell(&text("turns-col-turns"), TURNS),
        text("turns-col-state"),
    ];
    let note = sheet.as_ref().map_or("", |it| it.category.as_str());
    let note = match note {
        "" => String::new(),
        category => view.fill("turns-of", &[("category", category.into())]),
    };
    let rows = sheet.map_or_else(Vec::new, |it| it.rows);
    let rows = rows.iter().enumerate().map(|(idx, row)| KeyRow {
        text: line(idx + 1, row, view),
        alert: false,
        value: row.staff,
    });
    Listing {
        head: head.join(" "),
        rows: rows.collect(),
        note,
        n_extra: 0,
    }
}

fn line(place: usize, row: &TurnRow, view: &View) -> String {
    let is_on = row.state != TurnState::NotYet;
    let place = if is_on { place.to_string() } else { "-".into() };
    let halves = if row.halves % 2 == 1 { ".5" } else { "" };
    let state = match row.state {
        TurnState::Free | TurnState::Skipped if row.next => view.text("turns-next"),
        TurnState::Free => view.text("turns-free"),
        TurnState::Busy { until } => {
            let until = [("time", view.words().time(until).into())];
            view.fill("turns-busy", &until)
        }
        TurnState::Away => view.text("turns-away"),
        TurnState::Off => view.text("turns-off"),
        TurnState::Skipped => view.text("turns-skipped"),
        TurnState::NotYet if row.at_work => view.text("turns-not-yet"),
        TurnState::NotYet => view.text("turns-not-at-work"),
    };
    [
        cell(&place, 2),
        cell(&row.name, NAME),
        cell(&format!("{}{halves}", row.halves / 2), TURNS),
        cell(&state, STATE),
    ]
    .join(" ")
}

fn act(action: Action, staff: StaffId, shown: &Shown, view: &View) -> Option<Vec<Cmd>> {
    let sheet = sheet(shown, view)?;
    let row = sheet.rows.iter().find(|it| it.staff == staff)?;
    let is_on = !matches!(row.state, TurnState::Off | TurnState::NotYet);
    let by_hand = |how| {
        vec![Cmd::Run(Request::MoveTurn {
            staff,
            category: sheet.category.clone(),
            how,
        })]
    };
    Some(match action {
        Action::Accept | Action::TurnsOn => vec![Cmd::Run(Request::SetTurns {
            staff: vec![staff],
            on: !is_on,
        })],
        Action::TurnsAll => {
            let is_new = |it: &&TurnRow| it.at_work && it.state == TurnState::NotYet;
            let new: Vec<StaffId> = sheet
                .rows
                .iter()
                .filter(is_new)
                .map(|it| it.staff)
                .collect();
            if new.is_empty() {
                return Some(vec![Cmd::Say(Tone::Note, view.text("turns-all-on"))]);
            }
            vec![Cmd::Run(Request::SetTurns {
                staff: new,
                on: true,
            })]
        }
        Action::TurnsSkip => by_hand(TurnMove::Skip),
        Action::TurnsUp => by_hand(TurnMove::Up),
        Action::TurnsDown => by_hand(TurnMove::Down),
        Action::TurnsTail => by_hand(TurnMove::Tail),
        Action::TurnsOther => {
            let all = &sheet.categories;
            let at = all.iter().position(|it| *it == sheet.category);
            let next = at.and_then(|at| all.get((at + 1) % all.len()));
            let Some(next) = next else {
                return Some(vec![Cmd::Say(Tone::Note, view.text("turns-one-order"))]);
            };
            shown.replace(next.clone());
            vec![Cmd::Say(
                Tone::Note,
                view.fill("turns-of", &[("category", next.as_str().into())]),
            )]
        }
        Action::TurnsUndo => {
            let last = view.shop.last_change(view.session.register);
            if last.is_some_and(|it| it.what != TakenBack::Turns) {
                return Some(vec![Cmd::Say(
                    Tone::Note,
                    view.text("turns-undo-elsewhere"),
                )]);
            }
            vec![Cmd::Run(Request::Undo)]
        }
        _ => return None,
    })
}

fn said(answer: &Result<Outcome, Stop>, view: &View) -> Vec<Cmd> {
    match answer {
        Ok(outcome) => vec![view.say_done(outcome)],
        Err(stop) => vec![view.say_stop(stop)],
    }
}
