//! The pane: a cursor on a day, and what the keys do there.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ratatui::{
    Frame,
    layout::{Position, Rect},
};

use super::{
    carry::Lifted,
    clock::DayClock,
    columns::{self, By, Days, House},
    detail,
    grid::{Column, Grid, Holder, Page, Placed, minute_of_day},
    jobs::{self, Job},
    paint::{self, Drawn},
    steer,
    undo::Undo,
    window::Window,
};
use crate::{
    domain::{
        booking::Appointment,
        ids::{AppointmentId, RoomId, StaffId},
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        query::{self, DayBlock},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        dialogs::{
            appointment, board,
            booking::{self, Prefill},
            go_to, next_free, queue, turns, waitlist,
        },
        sign,
        view::View,
    },
};

const DAYS_OF_WEEK: i64 = 7;

/// A column, a minute of the day, and a lane where two stand side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) column: usize,
    pub(super) minute: u16,
    pub(super) lane: usize,
}

pub struct DayPane {
    /// The day that is chosen; of several side by side one of them.
    pub(super) date: NaiveDate,
    /// Empty until they were read once.
    pub(super) pages: Vec<Page>,
    /// What the times beside the rows go by: today's, where it is shown.
    pub(super) clock: DayClock,
    pub(super) grid: Grid,
    pub(super) now: DateTime<Utc>,
    /// The groups of services, as blocks tell them apart.
    pub(super) groups: Vec<String>,
    pub(super) cursor: Cursor,
    /// Where the cursor stood at the last pause of the keys: what the lines under the
    /// grid tell of.
    pub(super) settled: Cursor,
    pub(super) window: Window,
    pub(super) lifted: Option<Lifted>,
    /// Why the day could not be read.
    pub(super) trouble: Option<String>,
    /// Minutes of a row, once another height than the shop's was chosen.
    pub(super) row_min: Option<u16>,
    pub(super) by: By,
    pub(super) days: Days,
    /// Whose days are shown side by side.
    pub(super) of: Option<Holder>,
    /// How long the visit was that was last booked or gone to.
    pub(super) last_minutes: Option<u16>,
    pub(super) undo: Undo,
    /// As it stands on the screen, unless more than the cursor has moved since.
    pub(super) drawn: Option<Drawn>,
    /// Whose answer is awaited.
    pub(super) asked: Option<(Job, DayBlock)>,
}

impl DayPane {
    pub fn new(view: &View) -> Self {
        let date = today(view);
        let clock = DayClock::new(date, view.settings.time_zone);
        let mut pane = Self {
            date,
            pages: Vec::new(),
            grid: Grid::new(&[], Vec::new(), view.settings.grid_minutes),
            clock,
            now: view.shop.now(),
            groups: sign::groups(view),
            cursor: Cursor::default(),
            settled: Cursor::default(),
            window: Window::default(),
            lifted: None,
            trouble: None,
            row_min: None,
            by: By::default(),
            days: Days::default(),
            of: None,
            last_minutes: None,
            undo: Undo::default(),
            drawn: None,
            asked: None,
        };
        pane.read(date, view);
        pane.go_to_now();
        pane.settled = pane.cursor;
        pane
    }

    /// Reads a day, with those beside it, and keeps the cursor in its column, at its time.
    pub(super) fn read(&mut self, date: NaiveDate, view: &View) {
        let (holder, at) = (self.holder(), self.at());
        match self.read_pages(date, view) {
            Ok(Some(pages)) => {
                self.date = date;
                self.pages = pages;
                self.trouble = None;
            }
            Err(Stop::Failed(failure)) => {
                self.trouble = Some(view.stop(&Stop::Failed(failure)));
            }
            // Before the shop is set up there is no day to read.
            Ok(None) | Err(Stop::Refused(_)) => (),
        }
        self.lay_out(view);
        let column = match self.days {
            Days::One => holder.and_then(|it| self.grid.column_of(it)),
            _ => self.column_of_date(self.date),
        };
        let last = self.grid.columns.len().saturating_sub(1);
        self.cursor.column = column.unwrap_or(self.cursor.column).min(last);
        self.go_to_minute(at.minute);
    }

    fn read_pages(&self, date: NaiveDate, view: &View) -> Result<Option<Vec<Page>>, Stop> {
        let zone = view.settings.time_zone;
        let mut pages = Vec::new();
        for date in self.days.dates(date) {
            let Some(sheet) = jobs::read_day(view, date)? else {
                return Ok(None);
            };
            let clock = match self.days {
                Days::One => DayClock::new(date, zone),
                _ => DayClock::by_noon(date, zone),
            };
            pages.push(Page { sheet, clock });
        }
        Ok(Some(pages))
    }

    /// To what the clock shows on the day of the cursor's column.
    fn go_to_minute(&mut self, minute: u16) {
        let at = WallTime::new(self.cursor_date(), minute);
        self.cursor.minute = minute_of_day(self.clock_of(self.cursor.column).minute(at));
        self.keep_on_grid();
    }

    /// The days that were read, in the rows and columns that are wanted.
    pub(super) fn lay_out(&mut self, view: &View) {
        self.now = view.shop.now();
        self.groups = sign::groups(view);
        let row_min = self.row_min.unwrap_or(view.settings.grid_minutes);
        let columns = match (self.days, self.of, self.pages.first()) {
            (_, _, None) => return,
            (Days::One, _, Some(page)) | (_, None, Some(page)) => self.all_columns(page, view),
            (_, Some(of), _) => {
                let words = view.words();
                let names = |date| (words.short_date(date), words.day_and_weekday(date));
                columns::days_of(of, &self.pages, house(view), names)
            }
        };
        self.grid = Grid::new(&self.pages, columns, row_min);
        let today = today(view);
        let has_now = |it: &Page| self.grid.has_minute(it.clock.minute_at(self.now));
        let page = self.pages.iter().find(|it| has_now(it));
        let page = page.or_else(|| self.pages.iter().find(|it| it.sheet.date == today));
        if let Some(page) = page.or(self.pages.first()) {
            self.clock = page.clock;
        }
    }

    pub(super) fn all_columns(&self, page: &Page, view: &View) -> Vec<Column> {
        let nobody = view.text(match self.by {
            By::Therapist => "day-no-therapist",
            By::Room | By::Equipment => "day-no-room",
        });
        columns::columns(page, self.by, house(view), &nobody)
    }

    pub(super) fn keep_on_grid(&mut self) {
        let grid = &self.grid;
        let last = grid.minute_of(grid.n_rows.saturating_sub(1));
        let is_below = grid.row_of(self.cursor.minute) + 1 == grid.n_rows
            && self.cursor.minute >= grid.minute_of(grid.n_rows);
        if is_below {
            self.cursor.minute = last;
        }
        self.cursor.minute = self.cursor.minute.max(grid.first_minute);
    }

    /// Whose the cursor's column is.
    pub(super) fn holder(&self) -> Option<Holder> {
        self.column().map(|it| it.holder)
    }

    pub(super) fn column(&self) -> Option<&Column> {
        self.grid.columns.get(self.cursor.column)
    }

    fn staff(&self) -> Option<StaffId> {
        match self.holder() {
            Some(Holder::Staff(staff)) => Some(staff),
            _ => None,
        }
    }

    fn room(&self) -> Option<RoomId> {
        match self.holder() {
            Some(Holder::Room(room)) => Some(room),
            _ => None,
        }
    }

    /// The clock of a column's day.
    pub(super) fn clock_of(&self, column: usize) -> DayClock {
        self.page_of(column).map_or(self.clock, |it| it.clock)
    }

    pub(super) fn page_of(&self, column: usize) -> Option<&Page> {
        let page = self.grid.columns.get(column).map_or(0, |it| it.page);
        self.pages.get(page)
    }

    /// The day of the cursor's column.
    pub(super) fn cursor_date(&self) -> NaiveDate {
        let page = self.page_of(self.cursor.column);
        page.map_or(self.date, |it| it.sheet.date)
    }

    fn column_of_date(&self, date: NaiveDate) -> Option<usize> {
        let is_there = |it: &Column| {
            self.pages
                .get(it.page)
                .is_some_and(|it| it.sheet.date == date)
        };
        self.grid.columns.iter().position(is_there)
    }

    /// Now, in minutes of a column's day.
    pub(super) fn now_in(&self, column: usize) -> i64 {
        self.clock_of(column).minute_at(self.now)
    }

    /// Where the cursor stands on the clock.
    pub(super) fn at(&self) -> WallTime {
        self.clock_of(self.cursor.column).wall(self.cursor.minute)
    }

    /// The stretch under a cursor.
    pub(super) fn placed(&self, cursor: Cursor) -> Option<&Placed> {
        let here = self.grid.at(cursor.column, cursor.minute);
        let lane = here.iter().find(|it| it.lane == cursor.lane);
        lane.or(here.first()).copied()
    }

    pub(super) fn block_at(&self, cursor: Cursor) -> Option<&DayBlock> {
        self.block_of(self.placed(cursor)?)
    }

    pub(super) fn block_of(&self, placed: &Placed) -> Option<&DayBlock> {
        self.page_of(placed.column)?.sheet.blocks.get(placed.block)
    }

    /// The block under the cursor.
    pub(super) fn block(&self) -> Option<&DayBlock> {
        self.block_at(self.cursor)
    }

    /// Another day, and what shows which.
    pub(super) fn turn(&mut self, action: Action, view: &View) -> Option<Reply> {
        let by = match action {
            Action::DayNext => 1,
            Action::DayPrev => -1,
            Action::DayWeekNext => DAYS_OF_WEEK,
            Action::DayWeekPrev => -DAYS_OF_WEEK,
            Action::DayToday => {
                self.read(today(view), view);
                if self.lifted.is_none() {
                    self.go_to_now();
                }
                return Some(Reply::none());
            }
            Action::DayGoTo => {
                let shown = self.cursor_date();
                return Some(Reply::one(Cmd::Push(go_to::go_to(view, shown))));
            }
            _ => return None,
        };
        let from = match self.days {
            Days::Week => self.cursor_date(),
            _ => self.date,
        };
        if let Some(date) = from.checked_add_signed(TimeDelta::days(by)) {
            let column = self.cursor.column;
            self.read(date, view);
            if self.days == Days::Three {
                // The days move along under the cursor.
                self.cursor.column = column;
            }
        }
        Some(Reply::none())
    }

    pub(super) fn show(&mut self, at: WallTime, view: &View) {
        self.read(evening_of(at, view), view);
        let clock = self.clock_of(self.cursor.column);
        self.cursor.minute = minute_of_day(clock.minute(at));
        self.cursor.lane = 0;
        self.keep_on_grid();
    }

    pub(super) fn show_appointment(&mut self, id: AppointmentId, view: &View) -> Reply {
        let appointment = match jobs::read_appointment(view, id) {
            Ok(Some(appointment)) => appointment,
            Ok(None) => return Reply::none(),
            Err(stop) => return Reply::one(view.say_stop(&stop)),
        };
        if self.days != Days::One
            && let Some(holder) = self.holder_of(&appointment)
            && !self.of.is_some_and(|of| of.is_of(&appointment))
        {
            self.of = Some(holder);
        }
        self.show(appointment.start(), view);
        let column = self.cursor.column;
        let its = || self.grid.placed.iter().filter(|it| it.appointment == id);
        if let Some(placed) = its().find(|it| it.column == column).or(its().next()) {
            self.go_to(&placed.clone());
        } else if let Some(column) = self.column_of(&appointment) {
            self.cursor.column = column;
        }
        self.last_minutes = Some(appointment.minutes());
        Reply::none()
    }

    /// The column that an appointment's therapist or room has.
    pub(super) fn column_of(&self, appointment: &Appointment) -> Option<usize> {
        match self.days {
            Days::One => self.grid.column_of(self.holder_of(appointment)?),
            _ => self.column_of_date(appointment.start().date),
        }
    }

    /// Its therapist or its room, whichever has the columns.
    pub(super) fn holder_of(&self, appointment: &Appointment) -> Option<Holder> {
        Some(match self.by {
            By::Therapist => Holder::Staff(appointment.staff()?),
            By::Room => Holder::Room(appointment.room()?),
            By::Equipment => {
                let mut all = appointment.segments.iter().flat_map(|it| &it.equipment);
                Holder::Equipment(*all.next()?)
            }
        })
    }

    fn prefill(&self) -> Prefill {
        Prefill {
            staff: self.staff(),
            room: self.room(),
            start: Some(self.at()),
            ..Prefill::default()
        }
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        if self.navigate(action) {
            return Reply::none();
        }
        if let Some(reply) = self.turn(action, view).or_else(|| self.look(action, view)) {
            return reply;
        }
        if let Some(reply) = self.jump(action, view) {
            return reply;
        }
        if let Some(reply) = self.seek(action, view) {
            return reply;
        }
        if let Some(reply) = self.lift(action, view) {
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
            (Action::DayBoard, _) => Reply::one(Cmd::Push(board::board())),
            (Action::DayWhere, _) => Reply::one(Cmd::Push(board::where_is(view))),
            (Action::DayWaitlist, _) => Reply::one(Cmd::Push(waitlist::waitlist(view, None))),
            (Action::DayTurns, _) => Reply::one(Cmd::Push(turns::turns(view))),
            (Action::DayQueue, _) => Reply::one(Cmd::Push(queue::queue(view))),
            (Action::DayUndo, _) => self.undo.press(view),
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
}

fn house(view: &View) -> House<'_> {
    House {
        rooms: &view.rooms,
        equipment: &view.equipment,
        zone: view.settings.time_zone,
    }
}

/// The day whose grid now is on.
pub(super) fn today(view: &View) -> NaiveDate {
    evening_of(view.now, view)
}

/// The day whose grid a time is on: in the small hours that of the evening before, for
/// as long as anybody works.
fn evening_of(at: WallTime, view: &View) -> NaiveDate {
    query::evening_of(at, &view.settings, &view.rota, &view.staff)
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
        let drawn = self.drawn.take();
        let reply = self.told(input, view);
        self.undo.told(input);
        let follows =
            matches!(input, Input::Action(action) if steer::only_moves(*action, self.days));
        if follows {
            self.drawn = drawn;
        } else {
            self.settled = self.cursor;
        }
        reply
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match (self.asked.take(), answer) {
            (Some((job, block)), Ok(outcome)) => self.done(job, &block, outcome, view),
            (Some((job, block)), Err(stop)) => self.refused(job, stop, &block, view),
            (None, Err(stop)) => Reply::one(view.say_stop(stop)),
            (None, Ok(outcome)) => self.taken_back(outcome, view),
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        paint::render(self, frame, area, view, focused);
    }

    fn moved_cursor(&self, view: &View) -> Option<Position> {
        paint::moved_cursor(self, view)
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        use Action as A;
        if self.lifted.is_some() {
            let mut hints = vec![A::MoveDrop, A::MoveCancel];
            if self.goes_anywhere() {
                hints.extend([A::DayNext, A::DayPrev, A::DayGoTo]);
            }
            return hints;
        }
        let Some(block) = self.block_at(self.settled) else {
            let mut hints = vec![
                A::DayBook,
                A::DayWalkIn,
                A::DayNextFree,
                A::DayNext,
                A::DayPrev,
            ];
            hints.extend((self.cursor_date() != today(view)).then_some(A::DayToday));
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
    fn told(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => {
                let column = self.cursor.column;
                self.read(self.date, view);
                if self.days != Days::One {
                    self.cursor.column = column.min(self.grid.columns.len().saturating_sub(1));
                }
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
            Input::ShowAppointment(id) => {
                self.shown_instead(*id);
                self.show_appointment(*id, view)
            }
            Input::Action(action) if self.lifted.is_some() => self.act_moving(*action, view),
            Input::Action(action) => self.act(*action, view),
            Input::Char(_)
            | Input::Paste(_)
            | Input::Scan(_)
            | Input::Sold(_)
            | Input::Add(_)
            | Input::Client(_)
            | Input::Quiet => Reply::Ignored,
        }
    }

    /// What the lines under the grid say.
    /// The room of a block in a therapist's column, the therapist of one in another.
    pub(super) fn other_holder(&self, block: &DayBlock, view: &View) -> String {
        match self.by {
            By::Therapist => block.room.clone(),
            By::Room | By::Equipment => {
                let staff = block
                    .appointment
                    .staff()
                    .and_then(|id| view.staff_named(id));
                staff.map_or_else(String::new, |it| it.short.clone())
            }
        }
    }

    pub(super) fn detail(&self, view: &View) -> Vec<String> {
        detail::lines(self, view)
    }
}
