//! Taking back what was changed last in the book. What the same key would take back
//! next may be long forgotten: of another visit, or of another hand, it is said first.

use super::pane::DayPane;
use crate::{
    domain::{
        client::Client,
        ids::{ClientId, RoomId, ServiceId},
        time,
    },
    ops::{
        outcome::{Outcome, TakenBack},
        request::Request,
        undo::LastChange,
    },
    store::Reads,
    ui::{
        action::Action,
        component::{Cmd, Input, Reply, Tone},
        view::View,
    },
};

/// For so long who made a change knows what the key takes back.
const FRESH_MIN: i64 = 2;

#[derive(Debug, Default)]
pub struct Undo {
    /// What was said to come next; the same key again takes it back.
    announced: Option<LastChange>,
    /// What the key is asked to take back.
    asked: Option<LastChange>,
    /// What it took back last.
    last: Option<LastChange>,
}

impl Undo {
    /// Any other key is no answer.
    pub fn told(&mut self, input: &Input) {
        let is_of_a_person = !matches!(input, Input::Refresh | Input::Quiet);
        if is_of_a_person && *input != Input::Action(Action::DayUndo) {
            self.announced = None;
        }
    }

    pub fn press(&mut self, view: &View) -> Reply {
        let next = view.shop.last_change(view.session.register);
        match next {
            Some(next) if self.announced != Some(next) && !self.is_expected(&next, view) => {
                self.announced = Some(next);
                Reply::one(Cmd::Say(Tone::Note, announcement(&next, view)))
            }
            next => {
                self.announced = None;
                self.asked = next;
                Reply::one(Cmd::Run(Request::Undo))
            }
        }
    }

    /// What was taken back, of whom or of which room; `None` after anything else.
    pub fn said(&mut self, outcome: &Outcome, view: &View) -> Option<String> {
        let said = view.words().outcome(outcome);
        let said = match outcome {
            Outcome::Undone {
                client, service, ..
            } => format!("{}. {said}", who(*client, Some(*service), view)),
            Outcome::RoomUndone { room, .. } => format!("{}. {said}", room_name(*room, view)),
            Outcome::UndoneOnFloor { .. } => said,
            _ => return None,
        };
        self.last = self.asked.take();
        Some(said)
    }

    /// A change of the visit that the key was just pressed for, or one that was made a
    /// moment ago by who is at the desk.
    fn is_expected(&self, next: &LastChange, view: &View) -> bool {
        let now = view.shop.now();
        if next.is_too_late(now) {
            // It will be refused, and with that all is said.
            return true;
        }
        match self.last {
            Some(last) if next.nth < last.nth => last.is_of_same(next),
            _ => {
                let is_fresh = (now - next.at).num_minutes() < FRESH_MIN;
                is_fresh && next.operator == view.session.operator
            }
        }
    }
}

/// Whose change it is, what, and when it was made.
fn announcement(next: &LastChange, view: &View) -> String {
    let id = match next.what {
        TakenBack::Booked => "day-undo-booked",
        TakenBack::Moved => "day-undo-moved",
        TakenBack::Room => "day-undo-room",
        TakenBack::Length => "day-undo-length",
        TakenBack::Part => "day-undo-part",
        TakenBack::Swapped => "day-undo-swapped",
        TakenBack::Several { .. } => "day-undo-several",
        TakenBack::Status { .. } => "day-undo-status",
        TakenBack::WalkInStarted => "day-undo-walk-in-started",
        TakenBack::WalkInCame => "day-undo-walk-in-came",
        TakenBack::WalkInChanged => "day-undo-walk-in-changed",
        TakenBack::Turns => "day-undo-turns",
        TakenBack::WalkInLeft => "day-undo-walk-in-left",
        TakenBack::RoomOrder { .. } => "day-undo-room-order",
    };
    let status = match next.what {
        TakenBack::Status { was } => view.words().status(was),
        TakenBack::Several { n } => n.to_string(),
        TakenBack::RoomOrder { was } => view.words().room_order(was),
        _ => String::new(),
    };
    let at = time::wall(next.at, view.settings.time_zone);
    let whose = match next.room {
        Some(room) => room_name(room, view),
        None => who(next.client, next.service, view),
    };
    let filled = [
        ("who", whose.into()),
        ("status", status.into()),
        ("time", view.words().time(at).into()),
    ];
    view.fill(id, &filled)
}

fn room_name(room: RoomId, view: &View) -> String {
    let room = view.room_named(room);
    room.map_or_else(String::new, |it| it.name.clone())
}

fn who(client: Option<ClientId>, service: Option<ServiceId>, view: &View) -> String {
    let client = client.and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
    let who = client.map_or_else(|| view.text("client-walk-in"), |it| it.name);
    match service.and_then(|it| view.service_named(it)) {
        Some(service) => format!("{who}, {}", service.name),
        None => who,
    }
}

impl DayPane {
    /// After an undo: there, and what it was.
    pub(super) fn taken_back(&mut self, outcome: &Outcome, view: &View) -> Reply {
        let Some(said) = self.undo.said(outcome, view) else {
            return Reply::none();
        };
        if let Outcome::Undone {
            appointment,
            start,
            what,
            ..
        } = outcome
        {
            match what {
                TakenBack::Booked | TakenBack::WalkInStarted => self.show(*start, view),
                _ => drop(self.show_appointment(*appointment, view)),
            }
            self.settled = self.cursor;
        }
        Reply::one(Cmd::Say(Tone::Good, said))
    }
}
