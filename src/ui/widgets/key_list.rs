//! A list in columns whose letters are keys, for lists that are worked on all day:
//! nothing is typed into it. It keeps its place when the shop changes.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::strip;
use crate::{
    domain::text,
    ops::{outcome::Outcome, shop::Stop},
    ui::{
        action::{ACTIONS, Action, Context},
        component::{Cmd, Component, Input, Reply},
        view::View,
    },
};

/// One row, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow<T> {
    pub text: String,
    /// Wants an eye.
    pub alert: bool,
    pub value: T,
}

/// What the list shows now.
pub struct Listing<T> {
    /// Over the columns.
    pub head: String,
    pub rows: Vec<KeyRow<T>>,
    /// Under the rows.
    pub note: String,
    /// Rows at the end that are no entries: the way to a new one.
    pub n_extra: usize,
}

type Source<T> = Box<dyn Fn(&View) -> Listing<T>>;
type Act<T> = Box<dyn Fn(Action, &T, &View) -> Option<Vec<Cmd>>>;
type Answered = Box<dyn Fn(&Result<Outcome, Stop>, &View) -> Vec<Cmd>>;

pub struct KeyList<T> {
    title: String,
    help: &'static str,
    context: Context,
    listing: Option<Listing<T>>,
    at: usize,
    page: usize,
    source: Source<T>,
    act: Act<T>,
    answered: Answered,
}

/// Borders and the line over the columns.
const FRAME_ROWS: usize = 3;
const HEIGHT_MIN: usize = 9;
const PAGE_USUAL: usize = 8;

impl<T: Clone + PartialEq + 'static> KeyList<T> {
    /// The keys of `context` and Enter go to `act`, with the marked row.
    pub fn new(
        title: String,
        (help, context): (&'static str, Context),
        source: impl Fn(&View) -> Listing<T> + 'static,
        act: impl Fn(Action, &T, &View) -> Option<Vec<Cmd>> + 'static,
        answered: impl Fn(&Result<Outcome, Stop>, &View) -> Vec<Cmd> + 'static,
    ) -> Self {
        Self {
            title,
            help,
            context,
            listing: None,
            at: 0,
            page: PAGE_USUAL,
            source: Box::new(source),
            act: Box::new(act),
            answered: Box::new(answered),
        }
    }

    pub fn boxed(self) -> Box<dyn Component> {
        Box::new(self)
    }

    fn rows(&self) -> &[KeyRow<T>] {
        self.listing.as_ref().map_or(&[], |it| &it.rows)
    }

    /// Stays on the row that was marked, wherever it is now.
    fn load(&mut self, view: &View) {
        let marked = self.rows().get(self.at).map(|it| it.value.clone());
        let listing = (self.source)(view);
        let found = marked.and_then(|it| listing.rows.iter().position(|row| row.value == it));
        let last = listing.rows.len().saturating_sub(1);
        self.at = found.unwrap_or(self.at).min(last);
        self.listing = Some(listing);
    }

    fn step(&mut self, by: isize) {
        let last = self.rows().len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let page = isize::try_from(self.page).unwrap_or(1);
        let marked = self.rows().get(self.at).map(|it| it.value.clone());
        if let Some(marked) = marked
            && let Some(cmds) = (self.act)(action, &marked, view)
        {
            return Reply::Done(cmds);
        }
        match action {
            Action::NavUp | Action::NavPrev => self.step(-1),
            Action::NavDown | Action::NavNext => self.step(1),
            Action::NavPageUp => self.step(-page),
            Action::NavPageDown => self.step(page),
            Action::NavFirst => self.at = 0,
            Action::NavLast => self.step(isize::MAX),
            Action::Back => return Reply::one(Cmd::Pop),
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn line(&self, idx: usize, row: &KeyRow<T>, width: usize, view: &View) -> Line<'static> {
        let is_marked = idx == self.at;
        let mark = if is_marked {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let style = match (is_marked, row.alert) {
            (true, _) => view.theme.selected(),
            (false, true) => view.theme.alert(),
            (false, false) => view.theme.plain(),
        };
        let text = text::pad(&text::cut(&row.text, width.saturating_sub(2)), width - 2);
        Line::styled(format!("{mark} {text}"), style)
    }
}

impl<T: Clone + PartialEq + 'static> Component for KeyList<T> {
    fn contexts(&self) -> Vec<Context> {
        vec![
            self.context,
            Context::Dialog,
            Context::Anywhere,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        if self.listing.is_none() || *input == Input::Refresh {
            self.load(view);
        }
        match input {
            Input::Refresh => Reply::none(),
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        Reply::Done((self.answered)(answer, view))
    }

    fn height(&self, view: &View, most: u16) -> u16 {
        let listing;
        let shown = if let Some(shown) = &self.listing {
            shown
        } else {
            listing = (self.source)(view);
            &listing
        };
        let n = shown.rows.len() + FRAME_ROWS + usize::from(!shown.note.is_empty());
        let n = n.clamp(HEIGHT_MIN, view.theme.list_rows(most) + FRAME_ROWS);
        u16::try_from(n).unwrap_or(u16::MAX).min(most)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        if self.listing.is_none() {
            self.load(view);
        }
        let Some(listing) = &self.listing else {
            return;
        };
        let n = listing.rows.len().saturating_sub(listing.n_extra);
        let title = format!("{}  {n}", self.title);
        let inner = strip::dialog(frame, area, &title, view.theme);
        let width = usize::from(inner.width);
        if inner.height < 2 || width < 3 {
            return;
        }
        let head = text::cut(&format!("  {}", listing.head), width);
        strip::lines(frame, inner, [Span::styled(head, view.theme.dim())]);
        let mut list = strip::below(inner);
        if !listing.note.is_empty() && list.height > 1 {
            list.height -= 1;
            let bottom = Rect {
                y: list.bottom(),
                height: 1,
                ..list
            };
            let note = text::cut(&listing.note, width);
            strip::lines(frame, bottom, [Span::styled(note, view.theme.dim())]);
        }
        let page = usize::from(list.height).max(1);
        let first = self.at - self.at % page;
        let shown = listing.rows.iter().enumerate().skip(first).take(page);
        let lines: Vec<_> = shown
            .map(|(idx, row)| self.line(idx, row, width, view))
            .collect();
        strip::lines(frame, list, lines);
        self.page = page;
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        let own = ACTIONS.iter().filter(|it| it.context == self.context);
        let mut hints = vec![Action::Accept];
        hints.extend(own.map(|it| it.action));
        hints.push(Action::Back);
        hints
    }

    fn help(&self) -> &'static str {
        self.help
    }
}

/// A cell of a column so wide.
pub fn cell(text: &str, width: usize) -> String {
    text::pad(&text::cut(text, width), width)
}
