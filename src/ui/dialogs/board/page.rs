//! The board: therapists on one page, rooms on the other. The keys of the book work on
//! the marked row.

use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    out_of_order,
    rows::{self, Told},
    where_is,
};
use crate::{
    domain::{
        ids::{AppointmentId, RoomId, StaffId},
        room_state::RoomOrder,
        text,
    },
    ops::{
        outcome::Outcome,
        query::{Answer, BoardSheet, DayBlock, Query, RoomRow, TherapistNow, TherapistRow},
        request::{Request, RoomOrdering},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply, Tone},
        dialogs::appointment,
        panes::day::{
            jobs::{self, Job},
            undo::Undo,
        },
        view::View,
        widgets::strip,
    },
};

/// The line that names the columns, the one between, and what is known of the marked row.
const OTHER_ROWS: usize = 5;
const ABOUT_ROWS: usize = 3;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Page {
    #[default]
    Therapists,
    Rooms,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Therapist(StaffId),
    Room(RoomId),
}

struct Board {
    sheet: Option<BoardSheet>,
    /// Why it could not be read.
    trouble: Option<String>,
    page: Page,
    /// The row that is marked, on each page.
    at: [usize; 2],
    first: usize,
    n_shown: usize,
    asked: Option<(Job, DayBlock)>,
    undo: Undo,
}

pub fn board() -> Box<dyn Component> {
    Box::new(Board {
        sheet: None,
        trouble: None,
        page: Page::default(),
        at: [0, 0],
        first: 0,
        n_shown: 1,
        asked: None,
        undo: Undo::default(),
    })
}

impl Board {
    fn read(&mut self, view: &View) {
        let marked = self.marked();
        match view.shop.ask(&view.session, &view.locale, &Query::Board) {
            Ok(Answer::Board(sheet)) => {
                self.sheet = Some(*sheet);
                self.trouble = None;
            }
            Ok(_) => (),
            Err(stop) => self.trouble = Some(view.stop(&stop)),
        }
        // Whoever goes home moves to the end: the mark goes with them.
        let found = marked.and_then(|it| self.all().iter().position(|row| *row == it));
        let last = self.all().len().saturating_sub(1);
        let at = &mut self.at[self.page as usize];
        *at = found.unwrap_or(*at).min(last);
    }

    fn all(&self) -> Vec<Of> {
        let Some(sheet) = &self.sheet else {
            return Vec::new();
        };
        match self.page {
            Page::Therapists => {
                let rows = sheet.therapists.iter();
                rows.map(|it| Of::Therapist(it.staff)).collect()
            }
            Page::Rooms => sheet.rooms.iter().map(|it| Of::Room(it.room)).collect(),
        }
    }

    fn marked(&self) -> Option<Of> {
        self.all().get(self.at[self.page as usize]).copied()
    }

    fn therapist(&self) -> Option<&TherapistRow> {
        let sheet = self
            .sheet
            .as_ref()
            .filter(|_| self.page == Page::Therapists)?;
        sheet.therapists.get(self.at[0])
    }

    fn room(&self) -> Option<&RoomRow> {
        let sheet = self.sheet.as_ref().filter(|_| self.page == Page::Rooms)?;
        sheet.rooms.get(self.at[1])
    }

    /// What is under way on the marked row, and what comes next.
    fn visits(&self) -> (Option<AppointmentId>, Option<AppointmentId>) {
        if let Some(row) = self.therapist() {
            let now = match &row.now {
                TherapistNow::With(visit) => Some(visit.appointment),
                _ => None,
            };
            return (now, row.next.as_ref().map(|it| it.appointment));
        }
        let Some(row) = self.room() else {
            return (None, None);
        };
        let now = row.inside.iter().min_by_key(|it| it.until.naive());
        let next = row.next.as_ref();
        (now.map(|it| it.appointment), next.map(|it| it.appointment))
    }

    /// The appointment that a key is meant for: who comes, is begun with or is confirmed
    /// is the next one, and all else is about who is there.
    fn meant(&self, action: Action, view: &View) -> Option<DayBlock> {
        use Action as A;
        let (now, next) = self.visits();
        let is_of_next = matches!(
            action,
            A::DayArrived | A::DayPartyArrived | A::DayStart | A::DayConfirm | A::DayNoShow
        );
        let id = if is_of_next { next } else { now.or(next) };
        jobs::read_block(view, id?).ok().flatten()
    }

    fn step(&mut self, by: isize) {
        let last = self.all().len().saturating_sub(1);
        let at = &mut self.at[self.page as usize];
        *at = at.saturating_add_signed(by).min(last);
    }

    fn turn_page(&mut self) {
        self.page = match self.page {
            Page::Therapists => Page::Rooms,
            Page::Rooms => Page::Therapists,
        };
        self.first = 0;
        self.step(0);
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let page = isize::try_from(self.n_shown).unwrap_or(1);
        match action {
            Action::NavUp => self.step(-1),
            Action::NavDown => self.step(1),
            Action::NavPageUp => self.step(-page),
            Action::NavPageDown => self.step(page),
            Action::NavFirst => self.step(isize::MIN),
            Action::NavLast => self.step(isize::MAX),
            Action::NavLeft | Action::NavRight | Action::NavNext | Action::NavPrev => {
                self.turn_page();
            }
            Action::Back => return Reply::one(Cmd::Pop),
            Action::DayWhere => return Reply::one(Cmd::Push(where_is::where_is(view))),
            Action::DayUndo => return self.undo.press(view),
            Action::BoardClean
            | Action::BoardToClean
            | Action::BoardCleaning
            | Action::BoardOvernight
            | Action::BoardOutOfOrder => return self.say_order(action, view),
            action => return self.act_on_visit(action, view),
        }
        Reply::none()
    }

    fn say_order(&self, action: Action, view: &View) -> Reply {
        let Some(row) = self.room() else {
            let said = view.text("board-rooms-first");
            return Reply::one(Cmd::Say(Tone::Note, said));
        };
        let order = match action {
            Action::BoardClean => RoomOrder::Clean,
            Action::BoardToClean => RoomOrder::ToClean,
            Action::BoardCleaning => RoomOrder::Cleaning,
            Action::BoardOvernight => RoomOrder::Overnight,
            _ => return Reply::one(Cmd::Push(out_of_order::out_of_order(row, view))),
        };
        Reply::one(Cmd::Run(Request::SetRoomState(RoomOrdering {
            room: row.room,
            order,
            note: String::new(),
            until: None,
        })))
    }

    fn act_on_visit(&mut self, action: Action, view: &View) -> Reply {
        let is_of_book = action.def().context == Context::Day || action == Action::Accept;
        let Some(block) = self.meant(action, view).filter(|_| is_of_book) else {
            return if is_of_book {
                let said = view.text("board-nobody");
                Reply::one(Cmd::Say(Tone::Note, said))
            } else {
                Reply::Ignored
            };
        };
        match action {
            Action::Accept | Action::DayBook => {
                Reply::one(Cmd::Push(appointment::appointment(view, block)))
            }
            Action::DayMove => Reply::Done(vec![
                Cmd::Pop,
                Cmd::Focus(Pane::Day),
                Cmd::ShowAppointment(block.appointment.id),
                Cmd::Act(Action::DayMove),
            ]),
            Action::DayClient => match jobs::begin(action, &block, view) {
                Some(begun) => Reply::Done([Cmd::Pop].into_iter().chain(begun.cmds).collect()),
                None => Reply::Ignored,
            },
            action => match jobs::begin(action, &block, view) {
                Some(begun) => {
                    self.asked = begun.job.map(|job| (job, block));
                    Reply::Done(begun.cmds)
                }
                None => Reply::Ignored,
            },
        }
    }

    fn done(&mut self, outcome: &Outcome, view: &View) -> Vec<Cmd> {
        if let Some((job, block)) = self.asked.take() {
            let pop = (job == Job::ToCart).then_some(Cmd::Pop);
            let done = jobs::done(job, &block, view);
            return pop.into_iter().chain(done).collect();
        }
        let said = self.undo.said(outcome, view).unwrap_or_else(|| {
            let room = match outcome {
                Outcome::RoomOrdered { room, .. } => view.room_named(*room),
                _ => None,
            };
            let room = room.map_or_else(String::new, |it| format!("{}. ", it.name));
            format!("{room}{}", view.words().outcome(outcome))
        });
        vec![Cmd::Say(Tone::Good, said)]
    }

    fn title(&self, view: &View) -> String {
        let page = match self.page {
            Page::Therapists => "board-therapists",
            Page::Rooms => "board-rooms",
        };
        let time = view.words().time(view.now);
        format!("{}  {time}  {}", view.text("board-title"), view.text(page))
    }

    fn lines(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        let Some(sheet) = &self.sheet else {
            return Vec::new();
        };
        let at = self.at[self.page as usize];
        let told: Vec<Told> = match self.page {
            Page::Therapists => {
                let rows = sheet.therapists.iter();
                rows.map(|it| Told::therapist(it, view)).collect()
            }
            Page::Rooms => sheet.rooms.iter().map(|it| Told::room(it, view)).collect(),
        };
        let rows = told.iter().enumerate();
        rows.map(|(nth, it)| it.line(nth == at, width, view))
            .collect()
    }

    fn about(&self, view: &View) -> String {
        let of_therapist = self.therapist().map(|it| rows::about_therapist(it, view));
        let of_room = || self.room().map(|it| rows::about_room(it, view));
        of_therapist.or_else(of_room).unwrap_or_default()
    }
}

impl Component for Board {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Board,
            Context::Dialog,
            Context::Anywhere,
            Context::Day,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        self.undo.told(input);
        match input {
            Input::Refresh => {
                self.read(view);
                Reply::none()
            }
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match answer {
            Ok(outcome) => Reply::Done(self.done(outcome, view)),
            Err(stop) => Reply::Done(match self.asked.take() {
                Some((job, block)) => jobs::refused(job, stop, &block, view),
                None => vec![view.say_stop(stop)],
            }),
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &self.title(view), view.theme);
        let width = usize::from(inner.width);
        if let Some(trouble) = &self.trouble {
            let lines = text::wrap(trouble, width).into_iter().map(Line::raw);
            return strip::lines(frame, inner, lines);
        }
        let rows = self.lines(width, view);
        self.n_shown = usize::from(inner.height).saturating_sub(OTHER_ROWS).max(1);
        let at = self.at[self.page as usize];
        let most = at.saturating_sub(self.n_shown - 1);
        self.first = self.first.clamp(most, at);
        let blank = self
            .n_shown
            .saturating_sub(rows.len() - self.first.min(rows.len()));
        let about = text::wrap(&self.about(view), width);
        let lines = [rows::heading(width, view)]
            .into_iter()
            .chain(rows.into_iter().skip(self.first).take(self.n_shown))
            .chain((0..=blank).map(|_| Line::default()))
            .chain(about.into_iter().take(ABOUT_ROWS).map(Line::raw));
        strip::lines(frame, inner, lines);
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        use Action as A;
        match self.page {
            Page::Therapists => vec![
                A::Back,
                A::DayArrived,
                A::DayStart,
                A::DayDone,
                A::DayExtend,
                A::DayWhere,
            ],
            Page::Rooms => vec![
                A::Back,
                A::BoardClean,
                A::BoardToClean,
                A::BoardCleaning,
                A::BoardOvernight,
                A::BoardOutOfOrder,
                A::DayWhere,
            ],
        }
    }

    fn help(&self) -> &'static str {
        match self.page {
            Page::Therapists => "help-board",
            Page::Rooms => "help-board-rooms",
        }
    }
}
