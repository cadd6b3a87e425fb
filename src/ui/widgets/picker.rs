//! A list that filters as one types: palette, therapists, parked carts, receipts.
//! It says how many there are and how many fit, turns pages, keeps its place when
//! the shop changes, and one Enter takes the marked row.

use std::{cell::RefCell, rc::Rc};

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{strip, text_input::TextInput};
use crate::{
    domain::text,
    ops::{outcome::Outcome, shop::Stop},
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply},
        view::View,
    },
};

/// One row: what it says, what stands at its right end, and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<T> {
    pub left: String,
    pub right: String,
    pub value: T,
}

/// What was typed into a list: each of its words must be somewhere in what it is held
/// against, in any order, whatever the marks and the case.
pub struct Filter {
    words: Vec<String>,
}

impl Filter {
    pub fn of(typed: &str) -> Self {
        let folded = text::fold(typed);
        Self {
            words: folded.split_whitespace().map(str::to_owned).collect(),
        }
    }

    pub fn fits(&self, shown: &str) -> bool {
        let shown = text::fold(shown);
        self.words.iter().all(|word| shown.contains(word))
    }

    /// Of what fits, how far from the front it belongs: what begins so, what has a word
    /// that begins so for each that was typed, the rest.
    pub fn rank(&self, shown: &str) -> u8 {
        let shown = text::fold(shown);
        let begins = |word: &String| {
            let mut words = shown.split(|it: char| !it.is_alphanumeric());
            words.any(|it| it.starts_with(word.as_str()))
        };
        if !self.words.iter().all(begins) {
            return 2;
        }
        let is_first = self.words.first().is_none_or(|it| shown.starts_with(it));
        u8::from(!is_first)
    }
}

type Source<T> = Box<dyn Fn(&str, &View) -> Vec<Row<T>>>;
type Choose<T> = Box<dyn Fn(&T, &View) -> Vec<Cmd>>;
type Scanned = Box<dyn Fn(&str, &View) -> Option<Vec<Cmd>>>;
type Act<T> = Box<dyn Fn(Action, Option<&T>, &View) -> Option<Vec<Cmd>>>;

type Answered = Box<dyn Fn(&Result<Outcome, Stop>, &View) -> Vec<Cmd>>;

pub struct Picker<T> {
    title: String,
    help: &'static str,
    filter: TextInput,
    rows: Vec<Row<T>>,
    at: usize,
    loaded: bool,
    source: Source<T>,
    choose: Choose<T>,
    scanned: Option<Scanned>,
    /// More actions on the marked row, with the context their keys are in.
    more: Option<(Context, Act<T>)>,
    /// What follows the answer to what a row asked for.
    answered: Option<Answered>,
    /// Stays open when a row is chosen; what it opens comes on top.
    stays: bool,
    /// Rows without anything typed; `None` for a lookup, which never shows all there
    /// is.
    n_all: Option<usize>,
    /// Where there are more rows than these, nobody has counted them.
    n_most: usize,
    looks_up: bool,
    /// Rows at the end that are no entries: the way to a new one.
    n_extra: usize,
    /// Which rows are no entries, where that is not always so.
    no_entry: Option<fn(&T) -> bool>,
    /// Rows on a page, as last drawn.
    page: usize,
    /// What is said where there is nothing at all.
    none: &'static str,
    shows: Shows,
    /// What is said of the rows, between them and what is typed.
    note: Option<Rc<RefCell<String>>>,
}

/// How many rows are shown at a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Many,
    Few,
}

/// Borders and the line that is typed into.
const FRAME_ROWS: usize = 3;
const HEIGHT_MIN: usize = 8;
/// Until it is drawn.
const PAGE_USUAL: usize = 8;

impl<T: 'static> Picker<T> {
    /// `source` gives the rows for what is typed, best first.
    pub fn new(
        title: String,
        help: &'static str,
        source: impl Fn(&str, &View) -> Vec<Row<T>> + 'static,
        choose: impl Fn(&T, &View) -> Vec<Cmd> + 'static,
    ) -> Self {
        Self {
            title,
            help,
            filter: TextInput::new(""),
            rows: Vec::new(),
            at: 0,
            loaded: false,
            source: Box::new(source),
            choose: Box::new(choose),
            scanned: None,
            more: None,
            answered: None,
            stays: false,
            n_all: None,
            n_most: usize::MAX,
            looks_up: false,
            n_extra: 0,
            no_entry: None,
            page: PAGE_USUAL,
            none: "list-nothing",
            shows: Shows::Many,
            note: None,
        }
    }

    /// What is shown is found, not all there is: only the hits are counted.
    #[must_use]
    pub fn looking_up(mut self) -> Self {
        self.looks_up = true;
        self
    }

    /// The source gives no more than so many rows, whatever there is: as many are said to
    /// be `50+`.
    #[must_use]
    pub fn at_most(mut self, n: usize) -> Self {
        self.n_most = n;
        self
    }

    /// The last row leads to a new entry and is not counted.
    #[must_use]
    pub fn with_new(mut self) -> Self {
        self.n_extra = 1;
        self
    }

    /// Rows that lead to something else, whenever there are some.
    #[must_use]
    pub fn not_counting(mut self, no_entry: fn(&T) -> bool) -> Self {
        self.no_entry = Some(no_entry);
        self
    }

    /// As [`Self::with_new`], with several rows that lead to something new.
    #[must_use]
    pub fn with_new_ones(mut self, n: usize) -> Self {
        self.n_extra = n;
        self
    }

    /// What a scan means in this list; `None` from it means nothing.
    #[must_use]
    pub fn on_scan(mut self, scanned: impl Fn(&str, &View) -> Option<Vec<Cmd>> + 'static) -> Self {
        self.scanned = Some(Box::new(scanned));
        self
    }

    #[must_use]
    pub fn on_actions(
        mut self,
        context: Context,
        act: impl Fn(Action, Option<&T>, &View) -> Option<Vec<Cmd>> + 'static,
    ) -> Self {
        self.more = Some((context, Box::new(act)));
        self
    }

    /// What follows the answer to a request of a list that stays open.
    #[must_use]
    pub fn on_answer(
        mut self,
        answered: impl Fn(&Result<Outcome, Stop>, &View) -> Vec<Cmd> + 'static,
    ) -> Self {
        self.answered = Some(Box::new(answered));
        self
    }

    #[must_use]
    pub fn staying(mut self) -> Self {
        self.stays = true;
        self
    }

    /// What is said, by its id, where there is nothing at all.
    #[must_use]
    pub fn when_empty(mut self, none: &'static str) -> Self {
        self.none = none;
        self
    }

    /// Its rows are long, and nobody reads through all of them: few are shown.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.shows = Shows::Few;
        self
    }

    /// What is said of the rows, as of when they were read last.
    #[must_use]
    pub fn noted(mut self, note: Rc<RefCell<String>>) -> Self {
        self.note = Some(note);
        self
    }

    /// Begins on this row.
    #[must_use]
    pub fn starting_at(mut self, idx: usize) -> Self {
        self.at = idx;
        self
    }

    /// Begins with something typed.
    #[must_use]
    pub fn typed(mut self, text: &str) -> Self {
        self.filter.set(text);
        self
    }

    pub fn boxed(self) -> Box<dyn Component> {
        Box::new(self)
    }

    fn note_lines(&self, width: usize) -> Vec<String> {
        let note = self.note.as_ref().map(|it| it.borrow().clone());
        let note = note.filter(|it| !it.is_empty());
        note.map_or_else(Vec::new, |it| text::wrap(&it, width))
    }

    fn load(&mut self, view: &View) {
        self.rows = (self.source)(self.filter.text(), view);
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        self.loaded = true;
        if let Some(no_entry) = self.no_entry {
            self.n_extra = self.rows.iter().filter(|it| no_entry(&it.value)).count();
        }
        if !self.looks_up && (self.filter.is_empty() || self.n_all.is_none()) {
            self.n_all = Some(if self.filter.is_empty() {
                self.rows.len()
            } else {
                (self.source)("", view).len()
            });
        }
    }

    /// Reads the rows again and stays on the one that was marked, wherever it is now.
    fn reload(&mut self, view: &View) {
        let marked = self
            .rows
            .get(self.at)
            .map(|row| (row.left.clone(), row.right.clone()));
        self.n_all = None;
        self.load(view);
        let Some((left, right)) = marked else {
            return;
        };
        let same = |row: &Row<T>| row.left == left && row.right == right;
        let same_name = |row: &Row<T>| row.left == left;
        let found = self.rows.iter().position(same);
        if let Some(at) = found.or_else(|| self.rows.iter().position(same_name)) {
            self.at = at;
        }
    }

    /// `Services  12 of 240`
    fn counted(&self, view: &View) -> String {
        let n = self.rows.len().saturating_sub(self.n_extra);
        let all = self.n_all.map(|all| all.saturating_sub(self.n_extra));
        let said = |n: usize| match self.n_most {
            most if n >= most => format!("{most}+"),
            _ => n.to_string(),
        };
        let count = match all {
            Some(all) if n < all => {
                view.fill("list-at", &[("n", n.into()), ("all", said(all).into())])
            }
            _ => said(n),
        };
        format!("{}  {count}", self.title)
    }

    fn step(&mut self, by: isize) {
        self.at = self
            .at
            .saturating_add_signed(by)
            .min(self.rows.len().saturating_sub(1));
    }

    fn turn(&mut self, forward: bool) {
        let page = isize::try_from(self.page).unwrap_or(1);
        self.step(if forward { page } else { -page });
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        match action {
            Action::NavUp | Action::NavPrev => self.step(-1),
            Action::NavDown | Action::NavNext => self.step(1),
            Action::NavPageUp => self.turn(false),
            Action::NavPageDown => self.turn(true),
            Action::NavFirst => self.at = 0,
            Action::NavLast => self.at = self.rows.len().saturating_sub(1),
            Action::Back => return Reply::one(Cmd::Pop),
            Action::Accept => return self.take(view),
            action => {
                let marked = self.rows.get(self.at).map(|row| &row.value);
                let done = self
                    .more
                    .as_ref()
                    .and_then(|(_, act)| act(action, marked, view));
                return done.map_or(Reply::Ignored, Reply::Done);
            }
        }
        Reply::none()
    }

    fn take(&mut self, view: &View) -> Reply {
        let Some(row) = self.rows.get(self.at) else {
            return Reply::none();
        };
        let chosen = (self.choose)(&row.value, view);
        // The next word is another one.
        self.filter.begin_anew();
        let mut cmds = if self.stays {
            Vec::new()
        } else {
            vec![Cmd::Pop]
        };
        cmds.extend(chosen);
        Reply::Done(cmds)
    }

    fn row_line(&self, row: &Row<T>, idx: usize, width: usize, view: &View) -> Line<'static> {
        let right = text::cut(&row.right, width);
        let left_width = width.saturating_sub(text::cells(&right) + 3);
        let mark = if idx == self.at {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let left = text::pad(&text::cut(&row.left, left_width), left_width);
        let style = if idx == self.at {
            view.theme.selected()
        } else {
            view.theme.plain()
        };
        Line::from(Span::styled(format!("{mark} {left} {right}"), style))
    }
}

impl<T: 'static> Component for Picker<T> {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts: Vec<Context> = self.more.iter().map(|(context, _)| *context).collect();
        contexts.extend([Context::Dialog, Context::Anywhere]);
        // Up and down are the list's, the rest is the filter's.
        contexts.extend([Context::Text, Context::Nav]);
        contexts
    }

    fn takes_char(&self, _: char) -> bool {
        true
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        if !self.loaded {
            self.load(view);
        } else if *input == Input::Refresh {
            self.reload(view);
        }
        match input {
            Input::Refresh => Reply::none(),
            Input::Scan(code) => {
                let done = self
                    .scanned
                    .as_ref()
                    .and_then(|scanned| scanned(code, view));
                // What it said may be about the rows.
                self.load(view);
                done.map_or(Reply::Ignored, Reply::Done)
            }
            Input::Action(action) if self.filter.is_empty() && *action == Action::TextHome => {
                self.act(Action::NavFirst, view)
            }
            Input::Action(action) if self.filter.is_empty() && *action == Action::TextEnd => {
                self.act(Action::NavLast, view)
            }
            input if self.filter.handle(input) => {
                self.at = 0;
                self.load(view);
                Reply::none()
            }
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match (&self.answered, answer) {
            (Some(answered), _) => Reply::Done(answered(answer, view)),
            (None, Ok(_)) => Reply::Ignored,
            (None, Err(stop)) => Reply::one(view.say_stop(stop)),
        }
    }

    fn height(&self, view: &View, most: u16) -> u16 {
        let n = match self.n_all {
            Some(n_all) => n_all,
            None if self.loaded => self.rows.len(),
            None => (self.source)("", view).len(),
        };
        let n_rows = if self.looks_up || self.shows == Shows::Few {
            view.theme.hits(most)
        } else {
            view.theme.list_rows(most)
        };
        // The list keeps its height while one types, so that little is drawn again.
        let n = n.clamp(HEIGHT_MIN - FRAME_ROWS, n_rows) + FRAME_ROWS;
        u16::try_from(n).unwrap_or(u16::MAX).min(most)
    }

    fn height_at(&self, view: &View, width: u16, most: u16) -> u16 {
        let n_said = self.note_lines(usize::from(width).saturating_sub(2)).len();
        let n_said = u16::try_from(n_said).unwrap_or(u16::MAX);
        self.height(view, most).saturating_add(n_said).min(most)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _focused: bool) {
        if !self.loaded {
            self.load(view);
        }
        let inner = strip::dialog(frame, area, &self.counted(view), view.theme);
        let field = strip::prompt(frame, inner, "> ", view.theme);
        self.filter.render(frame, field, view.theme.strong(), true);
        let mut inner = strip::below(inner);
        let said = self.note_lines(usize::from(inner.width));
        let n_said = said.len();
        strip::lines(frame, inner, said);
        for _ in 0..n_said {
            inner = strip::below(inner);
        }
        let (n_rows, width) = (usize::from(inner.height), usize::from(inner.width));
        self.page = n_rows.max(1);
        let first = self.at - self.at % self.page;
        let rows = self.rows.iter().enumerate().skip(first).take(n_rows);
        strip::lines(
            frame,
            inner,
            rows.map(|(idx, row)| self.row_line(row, idx, width, view)),
        );
        if self.rows.is_empty() {
            let id = if self.filter.is_empty() {
                self.none
            } else {
                "list-nothing"
            };
            let nothing = Span::styled(view.text(id), view.theme.dim());
            strip::lines(frame, inner, [nothing]);
        }
    }

    fn hints(&self, _view: &View) -> Vec<Action> {
        let mut hints = vec![Action::Accept, Action::Back];
        if let Some((context, _)) = &self.more {
            let rows = crate::ui::action::ACTIONS.iter();
            hints.extend(
                rows.filter(|def| def.context == *context)
                    .map(|def| def.action),
            );
        }
        hints
    }

    fn help(&self) -> &'static str {
        self.help
    }
}
