//! A treatment that takes longer: by how much, until when that is, and who or what is in
//! the way then, before it is done.

use crate::{
    domain::ids::AppointmentId,
    ops::{
        outcome::Outcome,
        query::{Answer, DayBlock, PlannedLength, Query},
        request::{Request, Resizing},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::booking,
        panes::day::jobs::{self, Job},
        view::View,
        widgets::picker::{Picker, Row},
    },
};

/// The first is what is mostly meant.
const STEPS_MIN: [u16; 6] = [15, 5, 10, 20, 30, 60];
/// Longer is a slip of the keys.
const MORE_MAX_MIN: u16 = 8 * 60;

pub fn extend(block: &DayBlock, view: &View) -> Box<dyn Component> {
    let args = [
        ("who", jobs::client_name(block, view).into()),
        ("span", jobs::span(block, view).into()),
    ];
    let title = view.fill("extend-title", &args);
    let (id, lasts) = (block.appointment.id, block.appointment.minutes());
    let rows = move |typed: &str, view: &View| rows(id, lasts, typed, view);
    let before = block.clone();
    let choose = move |plan: &PlannedLength, view: &View| {
        let longer = move |reason: Option<&str>, minutes| {
            Request::Resize(Resizing {
                appointment: id,
                minutes,
                override_reason: reason.map(str::to_owned),
            })
        };
        let minutes = plan.minutes;
        if plan.clash.is_none() {
            return vec![Cmd::Run(longer(None, minutes))];
        }
        let block = before.clone();
        let said = move |_: &Outcome, view: &View| {
            let mut cmds = vec![Cmd::Pop];
            cmds.extend(done(&block, view));
            cmds
        };
        let ask = move |reason: &str| longer(Some(reason), minutes);
        vec![Cmd::Push(booking::override_asked(view, ask, said))]
    };
    let block = block.clone();
    Picker::new(title, "help-extend", rows, choose)
        .staying()
        .on_answer(move |answer, view| match answer {
            Ok(_) => {
                let mut cmds = vec![Cmd::Pop];
                cmds.extend(done(&block, view));
                cmds
            }
            Err(stop) => vec![view.say_stop(stop)],
        })
        .boxed()
}

/// What is said, of the appointment as it now is.
fn done(before: &DayBlock, view: &View) -> Vec<Cmd> {
    let now = jobs::read_block(view, before.appointment.id).ok().flatten();
    jobs::done(Job::Length, &now.unwrap_or_else(|| before.clone()), view)
}

/// The usual steps, or the minutes that are typed.
fn rows(id: AppointmentId, lasts: u16, typed: &str, view: &View) -> Vec<Row<PlannedLength>> {
    let own = typed.trim().parse::<u16>().ok();
    let own = own.filter(|it| (1..=MORE_MAX_MIN).contains(it));
    let steps = match own {
        Some(own) => vec![own],
        None if typed.trim().is_empty() => STEPS_MIN.to_vec(),
        None => Vec::new(),
    };
    let query = Query::PlanLengths {
        appointment: id,
        minutes: steps.iter().map(|it| lasts.saturating_add(*it)).collect(),
    };
    let Ok(Answer::Lengths { lengths }) = view.shop.ask(&view.session, &view.locale, &query) else {
        return Vec::new();
    };
    let row = |plan: PlannedLength| {
        let args = [
            ("n", i64::from(plan.minutes.saturating_sub(lasts)).into()),
            ("until", view.words().time(plan.until).into()),
        ];
        Row {
            left: view.fill("extend-by", &args),
            right: match &plan.clash {
                Some(clash) => format!("! {}", view.words().clash(clash)),
                None => view.text("extend-free"),
            },
            value: plan,
        }
    };
    lengths.into_iter().map(row).collect()
}
