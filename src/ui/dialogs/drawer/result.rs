//! After the blind count: expected, counted and difference of each tender, and what
//! still stands open. Enter closes the day.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{count, instead};
use crate::{
    domain::{
        drawer::TenderClosing,
        ids::DrawerSessionId,
        money::{Currency, Money},
        print_job::Printable,
        text,
    },
    ops::{
        outcome::Outcome,
        query::{Answer, BeforeClose, Query},
        request::Request,
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply},
        dialogs::{paper, parked},
        view::View,
        widgets::strip,
    },
};

struct CountResult {
    tenders: Vec<TenderClosing>,
    open: BeforeClose,
    first: usize,
    message: Option<String>,
}

/// Columns of the Z's preview, as the usual paper has.
const Z_COLUMNS: u16 = 42;

/// Of the latest count.
pub(super) fn result(view: &View) -> Box<dyn Component> {
    let open = BeforeClose {
        tickets: Vec::new(),
        visits: Vec::new(),
    };
    let mut it = CountResult {
        tenders: Vec::new(),
        open,
        first: 0,
        message: None,
    };
    it.load(view);
    Box::new(it)
}

impl CountResult {
    fn load(&mut self, view: &View) {
        match view
            .shop
            .ask(&view.session, &view.locale, &Query::DrawerFigures)
        {
            Ok(Answer::DrawerFigures { tenders }) => self.tenders = tenders,
            Ok(_) => (),
            Err(stop) => self.message = Some(view.stop(&stop)),
        }
        match view
            .shop
            .ask(&view.session, &view.locale, &Query::BeforeClose)
        {
            Ok(Answer::BeforeClose(open)) => self.open = open,
            Ok(_) => (),
            Err(stop) => self.message = Some(view.stop(&stop)),
        }
    }

    fn has_open(&self) -> bool {
        !self.open.tickets.is_empty() || !self.open.visits.is_empty()
    }

    fn figures(&self, view: &View) -> Vec<String> {
        let words = view.words();
        let row = |it: &TenderClosing| {
            // The currency stands beside the name.
            let amount = |amount: Money| match Currency::known(&it.currency) {
                Some(currency) => currency.format(amount),
                None => view.money(amount),
            };
            let counted = it
                .counted
                .map_or_else(|| view.text("z-not-counted"), amount);
            let difference = it
                .difference()
                .map(|over| words.difference_in(over, &it.currency))
                .unwrap_or_default();
            view.fill(
                "drawer-figures",
                &[
                    ("tender", text::pad(&words.tender_closed(it), 10).into()),
                    ("expected", format!("{:>12}", amount(it.expected)).into()),
                    ("counted", format!("{counted:>12}").into()),
                    ("difference", difference.into()),
                ],
            )
        };
        self.tenders.iter().map(row).collect()
    }

    /// Carts and visits that would go over to the next day.
    fn open_rows(&self, view: &View) -> Vec<String> {
        let cart = |sheet| {
            let row = parked::described(sheet, view);
            view.fill(
                "drawer-open-cart",
                &[
                    ("cart", row.into()),
                    ("total", view.money(sheet.total).into()),
                ],
            )
        };
        let mut rows: Vec<String> = self.open.tickets.iter().map(cart).collect();
        rows.extend(self.open.visits.iter().map(|block| {
            let nobody = view.text("client-walk-in");
            let client = if block.client.is_empty() {
                &nobody
            } else {
                &block.client
            };
            view.fill(
                "drawer-open-visit",
                &[
                    ("time", view.words().time(block.appointment.start()).into()),
                    ("client", client.into()),
                    ("service", block.service.as_str().into()),
                    (
                        "status",
                        view.words().status(block.appointment.status).into(),
                    ),
                ],
            )
        }));
        rows
    }

    fn lines(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        let mut lines = vec![Line::from(text::cut(
            &view.text("drawer-figures-head"),
            width,
        ))];
        let strong = |line: String| Line::from(Span::styled(line, view.theme.strong()));
        lines.extend(self.figures(view).into_iter().map(strong));
        let open = self.open_rows(view);
        if !open.is_empty() {
            lines.push(Line::from(view.text("drawer-still-open")));
        }
        lines.extend(
            open.into_iter()
                .map(|row| Line::from(format!("  {}", text::cut(&row, width.saturating_sub(2))))),
        );
        lines
    }

    /// What Enter does, or why it did not.
    fn foot(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        let again = [("again", view.key(Action::DrawerCount).into())];
        let (sentence, style) = match &self.message {
            Some(message) => (message.clone(), view.theme.alert()),
            None if self.has_open() => (view.fill("drawer-carry", &again), view.theme.plain()),
            None => (view.fill("drawer-close", &again), view.theme.plain()),
        };
        let wrapped = text::wrap(&sentence, width).into_iter();
        wrapped
            .map(|line| Line::from(Span::styled(line, style)))
            .collect()
    }
}

/// The Z as it prints, on the screen as well: the printer may be out of paper.
fn z_page(session: DrawerSessionId, view: &View) -> Option<Cmd> {
    let query = Query::Preview {
        what: Printable::Z(session),
        n_columns: Z_COLUMNS,
    };
    match view.shop.ask(&view.session, &view.locale, &query) {
        Ok(Answer::Preview { lines }) => {
            Some(Cmd::Push(paper::page(view.text("drawer-z-title"), lines)))
        }
        _ => None,
    }
}

impl Component for CountResult {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Dialog,
            Context::Drawer,
            Context::Anywhere,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => self.load(view),
            Input::Action(Action::Accept) => {
                let carry_over = self.has_open();
                return Reply::one(Cmd::Run(Request::CloseDrawer { carry_over }));
            }
            Input::Action(Action::Back) => return Reply::one(Cmd::Pop),
            Input::Action(Action::DrawerCount) => return Reply::Done(instead(count::close(view))),
            Input::Action(Action::NavDown) => self.first += 1,
            Input::Action(Action::NavUp) => self.first = self.first.saturating_sub(1),
            Input::Action(Action::NavPageDown) => self.first += 8,
            Input::Action(Action::NavPageUp) => self.first = self.first.saturating_sub(8),
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match answer {
            Ok(outcome) => {
                let mut cmds = vec![Cmd::Pop];
                if let Outcome::DrawerClosed { session, .. } = outcome {
                    cmds.extend(z_page(*session, view));
                }
                cmds.push(view.say_done(outcome));
                Reply::Done(cmds)
            }
            Err(stop) => {
                self.message = Some(view.stop(stop));
                Reply::none()
            }
        }
    }

    fn height(&self, view: &View, most: u16) -> u16 {
        let n = self.lines(76, view).len() + self.foot(74, view).len() + 2;
        u16::try_from(n).unwrap_or(u16::MAX).min(most)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &view.text("drawer-result-title"), view.theme);
        let width = usize::from(inner.width);
        let foot = self.foot(width, view);
        let n_foot = u16::try_from(foot.len()).unwrap_or(0).min(inner.height);
        let body = Rect {
            height: inner.height - n_foot,
            ..inner
        };
        let lines = self.lines(width, view);
        self.first = self
            .first
            .min(lines.len().saturating_sub(usize::from(body.height)));
        let shown = lines.into_iter().skip(self.first);
        for (y, line) in (body.y..body.bottom()).zip(shown) {
            frame.render_widget(
                line,
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
        }
        for (y, line) in (body.bottom()..inner.bottom()).zip(foot) {
            frame.render_widget(
                line,
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
        }
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![
            Action::Accept,
            Action::Back,
            Action::DrawerCount,
            Action::NavPageDown,
        ]
    }

    fn help(&self) -> &'static str {
        "help-drawer-result"
    }
}
