//! Before a treatment is begun in a room that is not ready: what was said of it, and
//! whether it is begun all the same.

use crate::{
    domain::{
        booking::Status,
        room_state::{RoomOrder, RoomState},
    },
    ops::{
        outcome::Outcome,
        query::{self, DayBlock},
        request::{Request, RoomOrdering},
        shop::Stop,
    },
    ui::{
        component::{Cmd, Component},
        panes::day::jobs::{self, Job},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    AllTheSame,
    /// It is clean by now: that is said, too.
    Clean,
}

/// The first room of an appointment that nobody should be brought to yet, in words.
pub fn warning(block: &DayBlock, view: &View) -> Option<(String, RoomState)> {
    let (reads, now) = (view.shop.read(), view.shop.now());
    let found = query::not_ready(&reads, &view.settings, now, &block.appointment);
    let (room, state) = found.ok()?.into_iter().next()?;
    let by = state.by.and_then(|id| view.staff_named(id));
    let args = [
        ("room", room.into()),
        ("order", view.words().room_order(state.order).into()),
        ("since", view.words().clock(state.since).into()),
        (
            "by",
            by.map_or_else(String::new, |it| it.name.clone()).into(),
        ),
    ];
    let id = if by.is_some() {
        "not-ready-by"
    } else {
        "not-ready"
    };
    Some((view.fill(id, &args), state))
}

/// The question, where the room is not ready.
pub fn asked(block: &DayBlock, view: &View) -> Option<Box<dyn Component>> {
    let (title, state) = warning(block, view)?;
    let can_be_clean = matches!(state.order, RoomOrder::ToClean | RoomOrder::Cleaning);
    let rows = move |typed: &str, view: &View| {
        let row = |id, value| Row {
            left: view.text(id),
            right: String::new(),
            value,
        };
        let clean = can_be_clean.then(|| row("not-ready-clean", Way::Clean));
        let wanted = Filter::of(typed);
        let rows = [row("not-ready-start", Way::AllTheSame)].into_iter();
        let rows = rows.chain(clean).filter(|it| wanted.fits(&it.left));
        rows.collect()
    };
    let appointment = block.appointment.id;
    let choose = move |way: &Way, _: &View| {
        let clean = (*way == Way::Clean).then(|| {
            Cmd::Run(Request::SetRoomState(RoomOrdering {
                room: state.room,
                order: RoomOrder::Clean,
                note: String::new(),
                until: None,
            }))
        });
        let start = Cmd::Run(Request::SetStatus {
            appointment,
            status: Status::InService,
            reason: String::new(),
        });
        clean.into_iter().chain([start]).collect()
    };
    let block = block.clone();
    let answered = move |answer: &Result<Outcome, Stop>, view: &View| match answer {
        Ok(Outcome::RoomOrdered { .. }) => Vec::new(),
        Ok(_) => {
            let mut cmds = vec![Cmd::Pop];
            cmds.extend(jobs::done(Job::Status(Status::InService), &block, view));
            cmds
        }
        Err(stop) => vec![view.say_stop(stop)],
    };
    let picker = Picker::new(title, "help-not-ready", rows, choose);
    Some(picker.staying().on_answer(answered).boxed())
}
