//! The pane: a cursor on a day, and what the keys do there.

use chrono::{Days, NaiveDate};
use ratatui::{Frame, layout::Rect};

use super::{
    detail,
    grid::{Grid, ROW_MIN, leave_out_absent},
    jobs::{self, Job},
    paint,
    window::Window,
};
use crate::{
    domain::{
        ids::{AppointmentId, StaffId},
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        query::{DayBlock, DayColumn, DaySheet},
        request::{Moving, Request},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        dialogs::{
            appointment,
            booking::{self, Prefill},
            go_to, next_free,
        },
        view::View,
    },
};

/// The cursor's unit.
const STEP_MIN: u16 = 5;

/// A column, a minute of the day, and a lane where two stand side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) column: usize,
    pub(super) minute: u16,
    pub(super) lane: usize,
}

/// An appointment picked up; its new place is the cursor.
#[derive(Clone, Debug)]
pub(super) struct Lifted {
    pub(super) block: DayBlock,
    /// The place where it was refused, so that Enter there again may override.
    refused_at: Option<(WallTime, StaffId)>,
}

pub struct DayPane {
    pub(super) date: NaiveDate,
    /// `None` until it was read once.
    pub(super) sheet: Option<DaySheet>,
    pub(super) grid: Grid,
    pub(super) cursor: Cursor,
    pub(super) window: Window,
    pub(super) lifted: Option<Lifted>,
    /// Why the day could not be read.
    pub(super) trouble: Option<String>,
    row_min: u16,
    /// Whose answer is awaited.
    asked: Option<(Job, DayBlock)>,
}

impl DayPane {
    pub fn new(view: &View) -> Self {
        let date = view.today();
        let empty = DaySheet {
            date,
            opens_minute: 0,
            closes_minute: 0,
            columns: Vec::new(),
            blocks: Vec::new(),
        };
        let mut pane = Self {
            date,
            sheet: None,
            grid: Grid::new(&empty, ROW_MIN),
            cursor: Cursor {
                minute: now_minute(view),
                ..Cursor::default()
            },
            window: Window::default(),
            lifted: None,
            trouble: None,
            row_min: ROW_MIN,
            asked: None,
        };
        pane.read(date, view);
        pane
    }

    /// Reads a day and keeps the cursor with its therapist.
    fn read(&mut self, date: NaiveDate, view: &View) {
        let staff = self.staff();
        match jobs::read_day(view, date) {
            Ok(Some(mut sheet)) => {
                leave_out_absent(&mut sheet);
                self.grid = Grid::new(&sheet, self.row_min);
                self.date = date;
                self.sheet = Some(sheet);
                self.trouble = None;
            }
            Err(Stop::Failed(failure)) => {
                self.trouble = Some(view.stop(&Stop::Failed(failure)));
            }
            // Before the shop is set up there is no day to read.
            Ok(None) | Err(Stop::Refused(_)) => (),
        }
        let last = self.grid.columns.len().saturating_sub(1);
        let column = staff
            .and_then(|id| self.grid.column_of(id))
            .unwrap_or(self.cursor.column);
        self.cursor.column = column.min(last);
        self.keep_on_grid();
    }

    fn keep_on_grid(&mut self) {
        let grid = &self.grid;
        let last = grid.minute_of(grid.n_rows.saturating_sub(1));
        let is_below = grid.row_of(self.cursor.minute) + 1 == grid.n_rows
            && self.cursor.minute >= grid.minute_of(grid.n_rows);
        if is_below {
            self.cursor.minute = last;
        }
        self.cursor.minute = self.cursor.minute.max(grid.first_minute);
    }

    /// The therapist of the cursor's column.
    pub(super) fn staff(&self) -> Option<StaffId> {
        self.grid.columns.get(self.cursor.column).map(|it| it.staff)
    }

    pub(super) fn column(&self) -> Option<&DayColumn> {
        self.sheet.as_ref()?.columns.get(self.cursor.column)
    }

    /// Where the cursor stands on the clock.
    pub(super) fn at(&self) -> WallTime {
        WallTime::new(self.date, self.cursor.minute)
    }

    /// The block under the cursor, with its place in the sheet.
    pub(super) fn block(&self) -> Option<&DayBlock> {
        let here = self.grid.at(self.cursor.column, self.cursor.minute);
        let placed = here
            .iter()
            .find(|it| it.lane == self.cursor.lane)
            .or(here.first())?;
        self.sheet.as_ref()?.blocks.get(placed.block)
    }

    fn step(&mut self, by: isize) {
        let column = self.cursor.column;
        let stops = match &self.lifted {
            Some(lifted) => self.grid.drop_stops(column, lifted.block.appointment.id),
            None => self.grid.stops(column),
        };
        let minute = self.cursor.minute;
        let next = if by > 0 {
            stops.iter().find(|stop| **stop > minute)
        } else {
            stops.iter().rev().find(|stop| **stop < minute)
        };
        if let Some(next) = next {
            self.cursor.minute = *next;
            self.settle_lane();
        }
    }

    /// On the block that begins here; else the lane stays while it has one.
    fn settle_lane(&mut self) {
        let here = self.grid.at(self.cursor.column, self.cursor.minute);
        let begins = here.iter().find(|it| it.start == self.cursor.minute);
        let stays = here.iter().find(|it| it.lane == self.cursor.lane);
        let settled = begins.or(stays).or(here.first());
        self.cursor.lane = settled.map_or(0, |it| it.lane);
    }

    /// To the stop of the row, or its start.
    fn go_to_row(&mut self, row: usize) {
        let row = row.min(self.grid.n_rows.saturating_sub(1));
        let stops = self.grid.stops(self.cursor.column);
        let stop = stops
            .into_iter()
            .find(|stop| self.grid.row_of(*stop) == row);
        self.cursor.minute = stop.unwrap_or_else(|| self.grid.minute_of(row));
        self.settle_lane();
    }

    /// To the lane beside, else to the column beside.
    fn sideways(&mut self, by: isize) {
        let lanes: Vec<usize> = if self.lifted.is_some() {
            Vec::new()
        } else {
            let here = self.grid.at(self.cursor.column, self.cursor.minute);
            here.iter().map(|it| it.lane).collect()
        };
        let at = lanes
            .iter()
            .position(|lane| *lane == self.cursor.lane)
            .unwrap_or(0);
        if let Some(lane) = at.checked_add_signed(by).and_then(|at| lanes.get(at)) {
            self.cursor.lane = *lane;
            return;
        }
        let last = self.grid.columns.len().saturating_sub(1);
        self.cursor.column = self.cursor.column.saturating_add_signed(by).min(last);
        self.cursor.lane = 0;
    }

    fn navigate(&mut self, action: Action) -> bool {
        let row = self.grid.row_of(self.cursor.minute);
        match action {
            Action::NavUp => self.step(-1),
            Action::NavDown => self.step(1),
            Action::NavLeft => self.sideways(-1),
            Action::NavRight => self.sideways(1),
            Action::NavPageUp => self.go_to_row(row.saturating_sub(self.window.half_page())),
            Action::NavPageDown => self.go_to_row(row + self.window.half_page()),
            Action::NavFirst => self.go_to_row(0),
            Action::NavLast => self.go_to_row(usize::MAX),
            _ => return false,
        }
        true
    }

    /// Another day, and what shows which.
    fn turn(&mut self, action: Action, view: &View) -> Option<Reply> {
        let date = match action {
            Action::DayNext => self.date.checked_add_days(Days::new(1)),
            Action::DayPrev => self.date.checked_sub_days(Days::new(1)),
            Action::DayToday => {
                self.read(view.today(), view);
                if self.lifted.is_none() {
                    self.cursor.minute = now_minute(view);
                    self.keep_on_grid();
                }
                return Some(Reply::none());
            }
            Action::DayGoTo => return Some(Reply::one(Cmd::Push(go_to::go_to(view, self.date)))),
            _ => return None,
        };
        if let Some(date) = date {
            self.read(date, view);
        }
        Some(Reply::none())
    }

    fn show(&mut self, at: WallTime, view: &View) {
        self.read(at.date, view);
        self.cursor.minute = at.minute;
        self.cursor.lane = 0;
        self.keep_on_grid();
    }

    fn show_appointment(&mut self, id: AppointmentId, view: &View) -> Reply {
        let appointment = match jobs::read_appointment(view, id) {
            Ok(Some(appointment)) => appointment,
            Ok(None) => return Reply::none(),
            Err(stop) => return Reply::one(view.say_stop(&stop)),
        };
        self.show(appointment.start(), view);
        if let Some(placed) = self.grid.placed.iter().find(|it| it.appointment == id) {
            let (column, minute, lane) = (placed.column, placed.start, placed.lane);
            self.cursor = Cursor {
                column,
                minute,
                lane,
            };
        } else if let Some(column) = appointment.staff().and_then(|it| self.grid.column_of(it)) {
            self.cursor.column = column;
        }
        Reply::none()
    }

    fn prefill(&self) -> Prefill {
        Prefill {
            staff: self.staff(),
            start: Some(self.at()),
            ..Prefill::default()
        }
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        if self.navigate(action) {
            return Reply::none();
        }
        if let Some(reply) = self.turn(action, view) {
            return reply;
        }
        let block = self.block().cloned();
        match (action, block) {
            (Action::DayBook, Some(block)) => {
                Reply::one(Cmd::Push(appointment::appointment(view, block)))
            }
            (Action::DayBook, None) => Reply::one(Cmd::Push(booking::book(view, self.prefill()))),
            (Action::DayWalkIn, _) => Reply::one(Cmd::Push(booking::walk_in(view, self.prefill()))),
            (Action::DayNextFree, _) => {
                let near = self.at().max(view.now);
                Reply::one(Cmd::Push(next_free::next_free(view, None, near)))
            }
            (Action::DayMove, Some(block)) => {
                self.lift(block);
                Reply::none()
            }
            (action, Some(block)) => match jobs::begin(action, &block, view) {
                Some(begun) => {
                    self.asked = begun.job.map(|job| (job, block));
                    Reply::Done(begun.cmds)
                }
                None => Reply::Ignored,
            },
            (action, None) if action.def().context == Context::Day => {
                Reply::one(Cmd::Say(Tone::Note, view.text("day-nothing-here")))
            }
            _ => Reply::Ignored,
        }
    }

    fn lift(&mut self, block: DayBlock) {
        let appointment = &block.appointment;
        let column = appointment.staff().and_then(|it| self.grid.column_of(it));
        self.cursor = Cursor {
            column: column.unwrap_or(self.cursor.column),
            minute: appointment.start().minute,
            lane: 0,
        };
        self.lifted = Some(Lifted {
            block,
            refused_at: None,
        });
    }

    fn act_moving(&mut self, action: Action, view: &View) -> Reply {
        if self.navigate(action) {
            return Reply::none();
        }
        if let Some(reply) = self.turn(action, view) {
            return reply;
        }
        match action {
            Action::MoveDrop => self.drop_here(view),
            Action::MoveCancel => match self.lifted.take() {
                Some(lifted) => self.show_appointment(lifted.block.appointment.id, view),
                None => Reply::none(),
            },
            // A day's own keys wait until it is put down.
            action if action.def().context == Context::Day => Reply::none(),
            _ => Reply::Ignored,
        }
    }

    fn drop_here(&mut self, view: &View) -> Reply {
        let (Some(lifted), Some(staff)) = (&self.lifted, self.staff()) else {
            return Reply::none();
        };
        let start = self.at();
        let moving = Moving {
            appointment: lifted.block.appointment.id,
            staff: Some(staff),
            room: None,
            start: Some(start),
            override_reason: None,
        };
        if lifted.refused_at == Some((start, staff)) {
            return Reply::one(Cmd::Push(booking::override_move(view, moving)));
        }
        self.asked = Some((Job::Move, lifted.block.clone()));
        Reply::one(Cmd::Run(Request::Move(moving)))
    }

    /// After a move: where it now is. It may also have been moved by its override
    /// dialog, or from another desk.
    fn check_lifted(&mut self, view: &View) {
        let Some(lifted) = &self.lifted else { return };
        let before = &lifted.block.appointment;
        match jobs::read_appointment(view, before.id) {
            Ok(Some(now)) if now.segments == before.segments && now.status.holds_time() => (),
            Err(_) => (),
            Ok(_) => self.lifted = None,
        }
    }

    fn done(&mut self, job: Job, before: &DayBlock, view: &View) -> Reply {
        let id = before.appointment.id;
        let block = match jobs::read_block(view, id) {
            Ok(Some(block)) => block,
            Ok(None) => before.clone(),
            Err(stop) => return Reply::one(view.say_stop(&stop)),
        };
        if job == Job::Move {
            self.lifted = None;
            self.show_appointment(id, view);
        }
        Reply::Done(jobs::done(job, &block, view))
    }

    fn refused(&mut self, job: Job, stop: &Stop, block: &DayBlock, view: &View) -> Reply {
        use crate::ops::refusal::Refusal;
        let place = self.staff().map(|staff| (self.at(), staff));
        if let (Job::Move, Stop::Refused(Refusal::Clash { .. }), Some(lifted)) =
            (job, stop, &mut self.lifted)
        {
            lifted.refused_at = place;
            let again = view.text("day-move-again");
            let sentence = format!("{} {again}", view.stop(stop));
            return Reply::one(Cmd::Say(Tone::Refused, sentence));
        }
        Reply::Done(jobs::refused(job, stop, block, view))
    }
}

/// Now, on the cursor's steps.
fn now_minute(view: &View) -> u16 {
    view.now.minute / STEP_MIN * STEP_MIN
}

impl Component for DayPane {
    fn contexts(&self) -> Vec<Context> {
        if self.lifted.is_some() {
            return vec![
                Context::Moving,
                Context::Nav,
                Context::Day,
                Context::Anywhere,
            ];
        }
        vec![Context::Day, Context::Desk, Context::Anywhere, Context::Nav]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => {
                self.read(self.date, view);
                self.check_lifted(view);
                Reply::none()
            }
            Input::ShowTime(at) => {
                self.show(*at, view);
                Reply::none()
            }
            Input::ShowDay(date) => {
                self.read(*date, view);
                Reply::none()
            }
            Input::ShowAppointment(id) => self.show_appointment(*id, view),
            Input::Action(action) if self.lifted.is_some() => self.act_moving(*action, view),
            Input::Action(action) => self.act(*action, view),
            Input::Char(_)
            | Input::Paste(_)
            | Input::Scan(_)
            | Input::Sold(_)
            | Input::Add(_)
            | Input::Quiet => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match (self.asked.take(), answer) {
            (Some((job, block)), Ok(_)) => self.done(job, &block, view),
            (Some((job, block)), Err(stop)) => self.refused(job, stop, &block, view),
            (None, Err(stop)) => Reply::one(view.say_stop(stop)),
            (None, Ok(_)) => Reply::none(),
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        paint::render(self, frame, area, view, focused);
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        use Action as A;
        if self.lifted.is_some() {
            return vec![
                A::MoveDrop,
                A::MoveCancel,
                A::DayNext,
                A::DayPrev,
                A::DayGoTo,
            ];
        }
        let Some(block) = self.block() else {
            let mut hints = vec![
                A::DayBook,
                A::DayWalkIn,
                A::DayNextFree,
                A::DayNext,
                A::DayPrev,
            ];
            hints.extend((self.date != view.today()).then_some(A::DayToday));
            hints.extend([A::DayGoTo, A::Find, A::PaneNext]);
            return hints;
        };
        let mut hints = jobs::useful(&block.appointment);
        hints.push(A::DayNextFree);
        hints
    }

    fn help(&self) -> &'static str {
        if self.lifted.is_some() {
            "help-moving"
        } else {
            "help-day"
        }
    }
}

impl DayPane {
    /// What the lines under the grid say.
    pub(super) fn detail(&self, view: &View) -> Vec<String> {
        detail::lines(self, view)
    }
}
