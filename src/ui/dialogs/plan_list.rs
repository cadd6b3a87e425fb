//! Appointments as they would be booked or moved, one by one: what is free, what stands
//! in the way and what would do instead. One key takes what is offered, one leaves an
//! appointment out, and Enter does all of it at once.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    domain::text,
    ops::{outcome::Outcome, query::Planned, refusal::OfferReport, request::Request, shop::Stop},
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        view::View,
        widgets::strip,
    },
};

type Plans = Box<dyn Fn(&View) -> Result<Vec<Planned>, Stop>>;
type Then = Box<dyn Fn(&[Option<OfferReport>], &View) -> Request>;
type Done = Box<dyn Fn(&Outcome, &View) -> Vec<Cmd>>;

/// What is to become of one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Decided {
    AsPlanned,
    /// One of those that are offered instead.
    Instead(usize),
    LeftOut,
    NotYet,
}

struct Row {
    planned: Planned,
    decided: Decided,
}

impl Row {
    fn new(planned: Planned) -> Self {
        let decided = match planned.free {
            Some(_) => Decided::AsPlanned,
            None => Decided::NotYet,
        };
        Self { planned, decided }
    }

    fn taken(&self) -> Option<&OfferReport> {
        match self.decided {
            Decided::AsPlanned => self.planned.free.as_ref(),
            Decided::Instead(nth) => self.planned.offers.get(nth),
            Decided::LeftOut | Decided::NotYet => None,
        }
    }

    /// The next of what is offered; from the last to the first again.
    /// Whether there is one.
    fn other(&mut self) -> bool {
        let n = self.planned.offers.len();
        if self.planned.free.is_some() || n == 0 {
            return false;
        }
        self.decided = match self.decided {
            Decided::Instead(nth) => Decided::Instead((nth + 1) % n),
            _ => Decided::Instead(0),
        };
        true
    }

    fn leave_out(&mut self) {
        self.decided = match (self.decided, &self.planned.free) {
            (Decided::LeftOut, Some(_)) => Decided::AsPlanned,
            (Decided::LeftOut, None) => Decided::NotYet,
            _ => Decided::LeftOut,
        };
    }
}

pub struct PlanList {
    title: String,
    help: &'static str,
    rows: Vec<Row>,
    at: usize,
    plans: Plans,
    then: Then,
    done: Done,
}

impl PlanList {
    /// `then` makes a request of what was decided, in the order of the plans.
    ///
    /// # Errors
    ///
    /// Those of `plans`.
    pub fn open(
        title: String,
        help: &'static str,
        plans: impl Fn(&View) -> Result<Vec<Planned>, Stop> + 'static,
        then: impl Fn(&[Option<OfferReport>], &View) -> Request + 'static,
        done: impl Fn(&Outcome, &View) -> Vec<Cmd> + 'static,
        view: &View,
    ) -> Cmd {
        let rows = match plans(view) {
            Ok(found) => found.into_iter().map(Row::new).collect(),
            Err(stop) => return view.say_stop(&stop),
        };
        let mut list = Self {
            title,
            help,
            rows,
            at: 0,
            plans: Box::new(plans),
            then: Box::new(then),
            done: Box::new(done),
        };
        list.go_to_open();
        Cmd::Push(Box::new(list))
    }

    /// What has changed meanwhile is decided anew.
    fn reload(&mut self, view: &View) {
        let Ok(found) = (self.plans)(view) else {
            return;
        };
        if found.len() != self.rows.len() {
            self.rows = found.into_iter().map(Row::new).collect();
            self.at = 0;
            return;
        }
        for (row, planned) in self.rows.iter_mut().zip(found) {
            if row.planned != planned {
                *row = Row::new(planned);
            }
        }
    }

    fn go_to_open(&mut self) -> bool {
        let is_open = |row: &Row| row.decided == Decided::NotYet;
        let found = self.rows.iter().position(is_open);
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        match action {
            Action::NavUp | Action::NavPrev => self.step(-1),
            Action::NavDown | Action::NavNext => self.step(1),
            Action::NavPageUp => self.step(-8),
            Action::NavPageDown => self.step(8),
            Action::NavFirst => self.at = 0,
            Action::NavLast => self.at = self.rows.len().saturating_sub(1),
            Action::PlannedOther => {
                let found = self.rows.get_mut(self.at).is_some_and(Row::other);
                if !found {
                    let said = view.text("plan-no-other");
                    return Reply::one(Cmd::Say(Tone::Note, said));
                }
            }
            Action::PlannedSkip => {
                if let Some(row) = self.rows.get_mut(self.at) {
                    row.leave_out();
                }
                self.step(1);
            }
            Action::Back => return Reply::one(Cmd::Pop),
            Action::Accept => return self.accept(view),
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn accept(&mut self, view: &View) -> Reply {
        let n_open = self.rows.iter();
        let n_open = n_open.filter(|it| it.decided == Decided::NotYet).count();
        if self.go_to_open() {
            let args = [
                ("n", n_open.into()),
                ("other", view.key(Action::PlannedOther).into()),
                ("skip", view.key(Action::PlannedSkip).into()),
            ];
            return Reply::one(Cmd::Say(Tone::Note, view.fill("plan-open", &args)));
        }
        let taken: Vec<Option<OfferReport>> =
            self.rows.iter().map(|it| it.taken().cloned()).collect();
        if taken.iter().all(Option::is_none) {
            return Reply::one(Cmd::Say(Tone::Note, view.text("plan-nothing")));
        }
        Reply::one(Cmd::Run((self.then)(&taken, view)))
    }

    fn line(&self, idx: usize, width: usize, view: &View) -> Line<'static> {
        let row = &self.rows[idx];
        let words = view.words();
        let mark = if idx == self.at {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let (when, right) = match (row.decided, row.taken()) {
            (Decided::AsPlanned, Some(offer)) => (offer.start, view.text("plan-free")),
            (Decided::Instead(_), Some(offer)) => {
                let was = [("time", words.moment(row.planned.start).into())];
                (offer.start, view.fill("plan-instead", &was))
            }
            (Decided::LeftOut, _) => (row.planned.start, view.text("plan-left-out")),
            _ => (row.planned.start, view.text("plan-not-free")),
        };
        let staff = match row.taken() {
            Some(offer) => offer.staff_name.clone(),
            None => view
                .staff_named(row.planned.staff)
                .map_or_else(String::new, |it| it.name.clone()),
        };
        let right = text::cut(&right, width);
        let left_width = width.saturating_sub(text::cells(&right) + 3);
        let left = format!("{}  {staff}", words.moment(when));
        let left = text::pad(&text::cut(&left, left_width), left_width);
        let style = match (idx == self.at, row.decided) {
            (true, _) => view.theme.selected(),
            (_, Decided::NotYet) => view.theme.alert(),
            (_, Decided::LeftOut) => view.theme.dim(),
            _ => view.theme.plain(),
        };
        Line::styled(format!("{mark} {left} {right}"), style)
    }

    /// Of the marked one: why not, and what the key would take.
    fn said(&self, view: &View) -> String {
        let Some(row) = self.rows.get(self.at) else {
            return String::new();
        };
        let Some(clash) = &row.planned.clash else {
            return view.text("plan-how");
        };
        let next = match row.decided {
            Decided::Instead(nth) => (nth + 1) % row.planned.offers.len().max(1),
            _ => 0,
        };
        let clash = view.words().clash(clash);
        let Some(offer) = row.planned.offers.get(next) else {
            return clash;
        };
        let args = [
            ("clash", clash.into()),
            ("key", view.key(Action::PlannedOther).into()),
            ("time", view.words().moment(offer.start).into()),
            ("staff", offer.staff_name.as_str().into()),
        ];
        view.fill("plan-offers", &args)
    }
}

impl Component for PlanList {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Planned,
            Context::Dialog,
            Context::Anywhere,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => {
                self.reload(view);
                Reply::none()
            }
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match answer {
            Ok(outcome) => {
                let mut cmds = vec![Cmd::Pop];
                cmds.extend((self.done)(outcome, view));
                Reply::Done(cmds)
            }
            Err(stop) => {
                self.reload(view);
                Reply::one(view.say_stop(stop))
            }
        }
    }

    fn height(&self, _: &View, most: u16) -> u16 {
        let n = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        n.saturating_add(4).clamp(8, most.max(8))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let n = self.rows.iter().filter(|it| it.taken().is_some()).count();
        let args = [("n", n.into()), ("all", self.rows.len().into())];
        let title = format!("{}  {}", self.title, view.fill("list-at", &args));
        let inner = strip::dialog(frame, area, &title, view.theme);
        let width = usize::from(inner.width);
        let said = text::wrap(&self.said(view), width);
        let n_said = u16::try_from(said.len()).unwrap_or(1).min(inner.height / 2);
        let n_rows = usize::from(inner.height - n_said);
        let first = self.at - self.at.checked_rem(n_rows).unwrap_or(0);
        let shown = (first..self.rows.len()).take(n_rows);
        let list = Rect {
            height: inner.height - n_said,
            ..inner
        };
        strip::lines(
            frame,
            list,
            shown
                .map(|idx| self.line(idx, width, view))
                .collect::<Vec<_>>(),
        );
        let below = Rect {
            y: inner.bottom() - n_said,
            height: n_said,
            ..inner
        };
        let said = said
            .into_iter()
            .map(|it| Span::styled(it, view.theme.dim()));
        strip::lines(frame, below, said.map(Line::from).collect::<Vec<_>>());
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![
            Action::Accept,
            Action::PlannedOther,
            Action::PlannedSkip,
            Action::Back,
        ]
    }

    fn help(&self) -> &'static str {
        self.help
    }
}
