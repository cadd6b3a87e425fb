//! What can be done with the drawer, by letter, and since when it is open.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{
    bills, cash, close_day, count, figures, handover, instead, journal, not_countable, pay_account,
    payout, tips,
};
use crate::{
    domain::text,
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        view::View,
        widgets::strip,
    },
};

struct Menu;

pub fn menu(_: &View) -> Box<dyn Component> {
    Box::new(Menu)
}

const WHILE_OPEN: &[Action] = &[
    Action::DrawerCount,
    Action::DrawerIn,
    Action::DrawerOut,
    Action::DrawerSafe,
    Action::DrawerTips,
    Action::DrawerHandOver,
    Action::DrawerPay,
    Action::DrawerBills,
    Action::DrawerPayout,
    Action::DrawerX,
    Action::DrawerShifts,
    Action::DrawerJournal,
    Action::DrawerKick,
];
const WHILE_CLOSED: &[Action] = &[
    Action::DrawerOpen,
    Action::DrawerPay,
    Action::DrawerBills,
    Action::DrawerPayout,
    Action::DrawerShifts,
    Action::DrawerJournal,
];

fn offered(view: &View) -> &'static [Action] {
    if view.drawer.is_some() {
        WHILE_OPEN
    } else {
        WHILE_CLOSED
    }
}

fn state(view: &View) -> String {
    let Some(session) = &view.drawer else {
        return view.text("drawer-closed");
    };
    let words = view.words();
    let opener = session.opened_by.and_then(|id| view.staff_named(id));
    let (id, opener) = match opener {
        Some(staff) => ("drawer-open-since-by", staff.name.as_str()),
        None => ("drawer-open-since", ""),
    };
    view.fill(
        id,
        &[
            ("date", words.date(session.business_date).into()),
            ("since", words.clock(session.opened_at).into()),
            ("opener", opener.into()),
            ("float", view.money(session.float.cash_total()).into()),
        ],
    )
}

/// What an action of the menu opens.
fn open(action: Action, view: &View) -> Reply {
    if !offered(view).contains(&action) {
        return Reply::one(Cmd::Say(Tone::Refused, state(view)));
    }
    let counts = [Action::DrawerCount, Action::DrawerHandOver];
    if counts.contains(&action)
        && let Some(why) = not_countable(view)
    {
        return Reply::one(why);
    }
    Reply::Done(instead(match action {
        Action::DrawerOpen => count::open(view),
        Action::DrawerIn => cash::cash_in(view),
        Action::DrawerOut => cash::cash_out(view),
        Action::DrawerSafe => cash::to_safe(view),
        Action::DrawerTips => tips::pay_out(view),
        Action::DrawerHandOver => handover::hand_over(view),
        Action::DrawerPayout => payout::payout(view),
        Action::DrawerPay => pay_account::accounts(view),
        Action::DrawerBills => bills::bills(view),
        Action::DrawerX => figures::x(view),
        Action::DrawerShifts => figures::shifts(view),
        Action::DrawerJournal => journal::span(view),
        Action::DrawerKick => cash::kick(view),
        _ => close_day(view),
    }))
}

impl Component for Menu {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Drawer, Context::Dialog, Context::Anywhere]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Action(Action::Back) => Reply::one(Cmd::Pop),
            // Enter does what is wanted first: open a closed drawer.
            Input::Action(Action::Accept) if view.drawer.is_none() => {
                open(Action::DrawerOpen, view)
            }
            Input::Action(action) if action.def().context == Context::Drawer => open(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn height(&self, view: &View, most: u16) -> u16 {
        let n = offered(view).len() + text::wrap(&state(view), 74).len() + 2;
        u16::try_from(n).unwrap_or(u16::MAX).min(most)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &view.text("drawer-title"), view.theme);
        let width = usize::from(inner.width);
        // What can be done is never pushed out by what is so.
        let n_state = usize::from(inner.height).saturating_sub(offered(view).len());
        let state = text::wrap(&state(view), width).into_iter().map(Line::from);
        let state = state.take(n_state);
        let row = |action: &Action| {
            let key = text::pad(&view.key(*action), 6);
            let help = action.def().help(&view.locale);
            let fits = text::cells(&help) + 7 <= width;
            let said = if fits { help } else { view.label(*action) };
            Line::from(vec![
                Span::styled(format!(" {key}"), view.theme.key()),
                Span::raw(said),
            ])
        };
        let lines = state.chain(offered(view).iter().map(row));
        strip::lines(frame, inner, lines);
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        let mut hints = offered(view).to_vec();
        hints.push(Action::Back);
        hints
    }

    fn help(&self) -> &'static str {
        "help-drawer"
    }
}
