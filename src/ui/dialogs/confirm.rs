//! One sentence, yes or no. Enter does it, Esc does not.

use ratatui::{Frame, layout::Rect, text::Line};

use crate::{
    domain::text,
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply},
        view::View,
        widgets::strip,
    },
};

type Yes = Box<dyn Fn(&View) -> Vec<Cmd>>;

pub struct Confirm {
    title: String,
    sentence: String,
    help: &'static str,
    yes: Yes,
}

impl Confirm {
    pub fn boxed(
        title: String,
        sentence: String,
        help: &'static str,
        yes: impl Fn(&View) -> Vec<Cmd> + 'static,
    ) -> Box<dyn Component> {
        Box::new(Self {
            title,
            sentence,
            help,
            yes: Box::new(yes),
        })
    }
}

impl Component for Confirm {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Dialog, Context::Anywhere]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Action(Action::Accept) => {
                let mut cmds = vec![Cmd::Pop];
                cmds.extend((self.yes)(view));
                Reply::Done(cmds)
            }
            Input::Action(Action::Back) => Reply::one(Cmd::Pop),
            _ => Reply::Ignored,
        }
    }

    fn height(&self, _: &View, most: u16) -> u16 {
        let n = text::wrap(&self.sentence, 74).len() + 2;
        u16::try_from(n).unwrap_or(most).clamp(3, most.max(3))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &self.title, view.theme);
        let lines = text::wrap(&self.sentence, usize::from(inner.width));
        for (nth, line) in lines
            .into_iter()
            .take(usize::from(inner.height))
            .enumerate()
        {
            let y = inner.y + u16::try_from(nth).unwrap_or(0);
            frame.render_widget(
                Line::from(line),
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
        }
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![Action::Accept, Action::Back]
    }

    fn help(&self) -> &'static str {
        self.help
    }
}
