//! Where the cursor goes, and how the day is looked at.

use super::{
    columns::{By, Days},
    grid::{Holder, Placed, STEP_MIN, minute_of_day},
    pane::{Cursor, DayPane},
};
use crate::{
    domain::settings::GRID_MINUTES,
    ui::{
        action::{Action, Context},
        component::{Cmd, Reply, Tone},
        view::View,
    },
};

/// Whether an action does no more than move the cursor: then the terminal's own moves
/// at once, and what tells of the new place follows at the next pause.
pub(super) fn only_moves(action: Action, days: Days) -> bool {
    let jumps = [
        Action::DayNextBlock,
        Action::DayPrevBlock,
        Action::DayFreeCell,
    ];
    let turns = [Action::DayColumnsNext, Action::DayColumnsPrev];
    action.def().context == Context::Nav
        || jumps.contains(&action)
        || (days == Days::One && turns.contains(&action))
}

impl DayPane {
    pub(super) fn go_to_now(&mut self) {
        self.cursor.minute = minute_of_day(self.now_in(self.cursor.column)) / STEP_MIN * STEP_MIN;
        self.keep_on_grid();
    }

    fn step(&mut self, by: isize) {
        let column = self.cursor.column;
        let stops = match &self.lifted {
            Some(lifted) if self.has_ghost() => {
                self.grid.drop_stops(column, lifted.block.appointment.id)
            }
            _ => self.grid.stops(column),
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
        let lanes: Vec<usize> = if self.has_ghost() {
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

    pub(super) fn navigate(&mut self, action: Action) -> bool {
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
            Action::DayColumnsNext if self.days == Days::One => self.turn_columns(true),
            Action::DayColumnsPrev if self.days == Days::One => self.turn_columns(false),
            _ => return false,
        }
        true
    }

    /// All that have a column on the cursor's day.
    fn others(&self, view: &View) -> Vec<Holder> {
        let page = self.page_of(self.cursor.column);
        let columns = page.map(|it| self.all_columns(it, view));
        columns.into_iter().flatten().map(|it| it.holder).collect()
    }

    /// One day with all columns, or more days of the one that the cursor is on.
    fn change_days(&mut self, days: Days, view: &View) -> String {
        let (date, holder) = (self.cursor_date(), self.holder());
        self.days = days;
        self.of = holder;
        self.read(date, view);
        self.settle_lane();
        match (days, self.of_name(view)) {
            (Days::One, _) | (_, None) => view.text(by_whom(self.by)),
            (_, Some(name)) => view.fill("day-by-day", &[("column", name.into())]),
        }
    }

    /// Whose days are shown side by side.
    pub(super) fn of_name(&self, view: &View) -> Option<String> {
        match self.of.filter(|_| self.days != Days::One)? {
            Holder::Staff(staff) => Some(view.staff_named(staff)?.name.clone()),
            Holder::Room(room) => {
                let found = view.rooms.iter().find(|it| it.id == room);
                Some(found?.name.clone())
            }
            Holder::Equipment(id) => {
                let found = view.equipment.iter().find(|it| it.id == id);
                Some(found?.name.clone())
            }
            Holder::NoStaff => Some(view.text("day-no-therapist")),
            Holder::NoRoom => Some(view.text("day-no-room")),
        }
    }

    /// The same days of the therapist or room before or behind.
    fn turn_holder(&mut self, on: bool, view: &View) -> Reply {
        let (date, others) = (self.cursor_date(), self.others(view));
        let at = others.iter().position(|it| Some(*it) == self.of);
        let next = match (at, on) {
            (None, _) => Some(0),
            (Some(at), true) => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        if let Some(of) = next.and_then(|at| others.get(at)) {
            self.of = Some(*of);
            self.lay_out(view);
            self.read(date, view);
            self.settle_lane();
        }
        Reply::none()
    }

    /// A page of columns on or back; the cursor keeps its place in it.
    fn turn_columns(&mut self, on: bool) {
        let last = self.grid.columns.len().saturating_sub(1);
        let n_shown = self.window.n_columns.max(1);
        let turned = |column: usize| {
            if on {
                column.saturating_add(n_shown).min(last)
            } else {
                column.saturating_sub(n_shown)
            }
        };
        self.cursor.column = turned(self.cursor.column);
        self.window.first_column = turned(self.window.first_column);
        self.settle_lane();
    }

    /// Finer or coarser rows, other columns.
    pub(super) fn look(&mut self, action: Action, view: &View) -> Option<Reply> {
        let said = match action {
            Action::DayOne => self.change_days(Days::One, view),
            Action::DayThree => self.change_days(Days::Three, view),
            Action::DayWeek => self.change_days(Days::Week, view),
            Action::DayFiner => self.change_rows(GRID_MINUTES.len() - 1, view),
            Action::DayCoarser => self.change_rows(1, view),
            Action::DayColumns => self.change_columns(view),
            Action::DayColumnsNext => return Some(self.turn_holder(true, view)),
            Action::DayColumnsPrev => return Some(self.turn_holder(false, view)),
            _ => return None,
        };
        Some(Reply::one(Cmd::Say(Tone::Note, said)))
    }

    /// So many kinds of row farther, and from the last to the first again.
    fn change_rows(&mut self, by: usize, view: &View) -> String {
        let is_now = |it: &u16| *it == self.grid.row_min;
        let at = GRID_MINUTES.iter().position(is_now).unwrap_or(0);
        self.row_min = Some(GRID_MINUTES[(at + by) % GRID_MINUTES.len()]);
        self.lay_out(view);
        self.keep_on_grid();
        self.settle_lane();
        let minutes = [("minutes", self.grid.row_min.into())];
        view.fill("day-rows", &minutes)
    }

    /// The cursor stays on its appointment, or at its time.
    fn change_columns(&mut self, view: &View) -> String {
        let appointment = self.block().map(|it| it.appointment.clone());
        self.by = self.by.next(view.equipment.iter().any(|it| it.active));
        let said = by_whom(self.by);
        if self.days != Days::One {
            let date = self.cursor_date();
            let of = appointment.as_ref().and_then(|it| self.holder_of(it));
            self.of = of.or_else(|| self.others(view).first().copied());
            self.lay_out(view);
            self.read(date, view);
            return view.text(said);
        }
        self.lay_out(view);
        let column = appointment.as_ref().and_then(|it| self.column_of(it));
        self.cursor.column = column.unwrap_or(0);
        let here = appointment.and_then(|here| {
            let at = self.grid.at(self.cursor.column, self.cursor.minute);
            at.into_iter().find(|it| it.appointment == here.id)
        });
        self.cursor.lane = here.map_or(0, |it| it.lane);
        view.text(said)
    }

    /// To another appointment of the column, or to its next free time.
    pub(super) fn jump(&mut self, action: Action, view: &View) -> Option<Reply> {
        match action {
            Action::DayNextBlock => Some(self.go_beside(1, view)),
            Action::DayPrevBlock => Some(self.go_beside(-1, view)),
            Action::DayFreeCell => Some(self.go_to_free(view)),
            _ => None,
        }
    }

    pub(super) fn go_to(&mut self, placed: &Placed) {
        self.cursor = Cursor {
            column: placed.column,
            minute: placed.start,
            lane: placed.lane,
        };
    }

    fn go_beside(&mut self, by: isize, view: &View) -> Reply {
        let Cursor {
            column,
            minute,
            lane,
        } = self.cursor;
        // Within a block, the one before is its own beginning.
        let (minute, lane) = match self.placed(self.cursor) {
            Some(here) if by > 0 => (here.start, here.lane),
            Some(here) if here.start == minute => (minute, here.lane),
            _ => (minute, lane),
        };
        let Some(found) = self.grid.neighbour(column, minute, lane, by).cloned() else {
            let id = if by > 0 { "day-no-next" } else { "day-no-prev" };
            return self.say_of_column(id, &[], view);
        };
        self.go_to(&found);
        Reply::none()
    }

    /// Long enough for a row, or for a visit like the last one.
    fn go_to_free(&mut self, view: &View) -> Reply {
        let wanted = self.last_minutes.unwrap_or(self.grid.row_min);
        let from = minute_of_day(self.now_in(self.cursor.column));
        let Cursor { column, minute, .. } = self.cursor;
        let Some(found) = self.grid.next_free(column, minute, from, wanted) else {
            let minutes = ("minutes", wanted.into());
            return self.say_of_column("day-none-free", &[minutes], view);
        };
        self.cursor.minute = found;
        self.cursor.lane = 0;
        Reply::none()
    }

    fn say_of_column(&self, id: &str, args: &[(&str, crate::locale::Arg)], view: &View) -> Reply {
        let column = self.column().map(|it| it.name.clone()).unwrap_or_default();
        let mut args = args.to_vec();
        args.push(("column", column.into()));
        Reply::one(Cmd::Say(Tone::Note, view.fill(id, &args)))
    }
}

fn by_whom(by: By) -> &'static str {
    match by {
        By::Therapist => "day-by-therapist",
        By::Room => "day-by-room",
        By::Equipment => "day-by-equipment",
    }
}
