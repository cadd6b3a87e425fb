//! What panes and dialogs have in common: meanings in, commands out. A component
//! changes nothing but itself.

use chrono::NaiveDate;
use ratatui::{
    Frame,
    layout::{Position, Rect},
};

use super::{
    action::{Action, Context},
    view::View,
};
use crate::{
    domain::{
        ids::{AppointmentId, ClientId},
        print_job::Printable,
        ticket::Item,
        time::WallTime,
    },
    ops::{
        outcome::{Outcome, Sold},
        request::{Approval, Request},
        shop::Stop,
    },
};

/// What a component is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Action(Action),
    /// Text, from the keyboard only: a scan is never text.
    Char(char),
    Paste(String),
    Scan(String),
    /// No key has come for a moment and nothing waits: what is costly to show can
    /// follow now. For the top component and the pane with the focus.
    Quiet,
    /// The shop changed, or time went on: read again what is shown.
    Refresh,
    /// A sale or a refund was posted, from wherever: for the cart, which shows the
    /// change. Comes before the refresh.
    Sold(Sold),
    /// For the cart: one of this, or as many as its line says.
    Add(Item),
    /// For the grid: go there.
    ShowTime(WallTime),
    ShowDay(NaiveDate),
    ShowAppointment(AppointmentId),
    /// For a form: who was entered for its field.
    Client(ClientId),
}

/// A scan, a key or an answer was used, or not.
pub enum Reply {
    Ignored,
    Done(Vec<Cmd>),
}

impl Reply {
    pub fn none() -> Self {
        Self::Done(Vec::new())
    }

    pub fn one(cmd: Cmd) -> Self {
        Self::Done(vec![cmd])
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    Day,
    Client,
    Cart,
    Stock,
}

impl Pane {
    pub const ALL: [Self; 4] = [Self::Day, Self::Client, Self::Cart, Self::Stock];
}

/// How a message is meant: shown over the hint line until the next key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is done.
    Good,
    Note,
    /// Turned down: what stands in the way, and what would do. Rings the bell.
    Refused,
    /// Something broke: what is safe, and what to do. Rings the bell.
    Failed,
}

/// What a component asks for.
pub enum Cmd {
    /// Opens a dialog over what is there.
    Push(Box<dyn Component>),
    /// Closes the dialog that answers.
    Pop,
    /// Runs a request; the component that asked is told the answer by
    /// [`Component::answered`].
    Run(Request),
    /// Runs a request for a pane, which is told the answer as if it had asked.
    RunIn(Pane, Request),
    /// Puts one into the cart; what has no fixed price is asked for there.
    AddToCart(Item),
    Say(Tone, String),
    Focus(Pane),
    /// Makes this client the one on the card.
    ShowClient(Option<ClientId>),
    /// To the form below, which asked for somebody who was not in the file.
    GiveClient(ClientId),
    /// Puts the grid's cursor there.
    ShowTime(WallTime),
    ShowDay(NaiveDate),
    /// Puts the grid's cursor on the appointment.
    ShowAppointment(AppointmentId),
    /// As if its key had been pressed with no dialog open.
    Act(Action),
    /// As if this code had been scanned (demo).
    Scan(String),
    /// As if it had been scanned without the dialog on top, which stays.
    ScanBelow(String),
    /// Chooses who is at the desk.
    Operator(Option<crate::domain::ids::StaffId>),
    /// A second person's yes to what was refused.
    Approve(Approval),
    /// Nobody says yes to it.
    Disapprove,
    /// A copy of this paper by e-mail to the address, or as a text file.
    SendCopy(Printable, Option<String>),
    /// Makes a device show that it works.
    TryDevice(Trial),
    /// Writes a setting of this desk's own file; an empty value is the usual one.
    SetDesk {
        name: String,
        value: String,
    },
    /// Leaves the screen for the conversation that sets the devices up.
    SetUpDevices,
    Quit,
}

/// What a device is tried with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trial {
    /// A page with everything that the printer has.
    Page,
    /// The letters of its code page under every number.
    Strip,
    Drawer,
    Display,
}

pub trait Component {
    /// Where a key is looked up, first to last.
    fn contexts(&self) -> Vec<Context>;

    /// Whether this character is text here and now. What is no text is looked up as
    /// a key.
    fn takes_char(&self, _letter: char) -> bool {
        false
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply;

    /// The answer to a [`Cmd::Run`] of this component. By default a refusal is said
    /// and the rest is left to the refresh that follows.
    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match answer {
            Ok(_) => Reply::Ignored,
            Err(stop) => Reply::one(view.say_stop(stop)),
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool);

    /// Where the terminal's cursor is to be, if that is all that has changed since it
    /// was drawn.
    fn moved_cursor(&self, _view: &View) -> Option<Position> {
        None
    }

    /// For a dialog: rows wanted at the bottom of the screen, borders included.
    fn height(&self, _view: &View, most: u16) -> u16 {
        most
    }

    /// As [`Component::height`], of a screen of that width, for who breaks lines to it.
    fn height_at(&self, view: &View, _width: u16, most: u16) -> u16 {
        self.height(view, most)
    }

    /// What the hint line offers, most useful first.
    fn hints(&self, view: &View) -> Vec<Action>;

    /// The id, in the locale, of the text that F1 shows about this screen.
    fn help(&self) -> &'static str;
}
