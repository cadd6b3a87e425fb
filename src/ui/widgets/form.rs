//! The one form of the program: fields under each other, Enter goes on until all
//! that is needed is there and then submits, a refusal puts the cursor on its
//! field with the sentence under it. Nothing typed is ever lost.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{strip, text_input::TextInput};
use crate::{
    domain::text,
    ops::{
        outcome::Outcome,
        refusal::{Field, Refusal},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply},
        view::View,
    },
};

/// Something a field can be set to, as a list offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<V> {
    pub label: String,
    /// At the right: a phone number, a price, minutes.
    pub detail: String,
    pub value: V,
}

type Search<V> = Box<dyn Fn(&str, &View) -> Vec<Choice<V>>>;

/// One question of a form.
pub struct FormField<V> {
    pub field: Field,
    pub label: String,
    pub input: TextInput,
    /// Said behind an empty field: how to fill it, or that it may stay empty.
    pub hint: String,
    pub error: Option<String>,
    search: Option<Search<V>>,
    choices: Vec<Choice<V>>,
    marked: usize,
    chosen: Option<V>,
    open: bool,
    /// What stands here when the field is gone to is replaced by what is typed.
    replaced: bool,
    /// Typed into or moved in since it was gone to.
    touched: bool,
}

/// Characters of a field that names no other limit.
const TEXT_MAX: usize = 200;
/// The mark, the label and a space.
const LABEL_CELLS: u16 = 13;
/// At most so many choices are shown while one types.
const CHOICES_MAX: usize = 5;

impl<V: Clone> FormField<V> {
    /// Free text.
    pub fn text(field: Field, label: String, initial: &str) -> Self {
        Self {
            field,
            label,
            // What is there already is never cut by being shown.
            input: TextInput::with_max(initial, TEXT_MAX.max(initial.chars().count())),
            hint: String::new(),
            error: None,
            search: None,
            choices: Vec::new(),
            marked: 0,
            chosen: None,
            open: false,
            replaced: false,
            touched: false,
        }
    }

    /// A choice from a list that filters as one types.
    pub fn pick(
        field: Field,
        label: String,
        chosen: Option<(String, V)>,
        search: impl Fn(&str, &View) -> Vec<Choice<V>> + 'static,
    ) -> Self {
        let (initial, value) =
            chosen.map_or((String::new(), None), |(text, value)| (text, Some(value)));
        let mut it = Self::text(field, label, &initial);
        it.search = Some(Box::new(search));
        it.chosen = value;
        it
    }

    /// A pick field that also takes what is in no list; its choices show at once, and
    /// Enter on the empty field takes the marked one.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// What is filled in is a proposal: typing begins anew instead of adding to it. A
    /// choice that was taken is always replaced so.
    #[must_use]
    pub fn replaced_by_typing(mut self) -> Self {
        self.replaced = true;
        self
    }

    /// Takes a text of so many characters.
    #[must_use]
    pub fn holding(mut self, max_chars: usize) -> Self {
        self.input = TextInput::with_max(self.input.text(), max_chars);
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    pub fn value(&self) -> &str {
        self.input.text().trim()
    }

    /// What was picked, unless the text was changed since.
    pub fn chosen(&self) -> Option<&V> {
        self.chosen.as_ref()
    }

    /// Fills the field in with a choice.
    pub fn choose(&mut self, label: &str, value: V) {
        self.input.set(label);
        self.chosen = Some(value);
    }

    fn type_into(&mut self, input: &Input) -> bool {
        let begins = matches!(input, Input::Char(_) | Input::Paste(_)) && !self.touched;
        if begins && (self.replaced || self.chosen.is_some()) {
            self.input.clear();
        }
        let used = self.input.handle(input);
        self.touched |= used;
        used
    }

    fn edited(&mut self, view: &View) {
        self.chosen = None;
        self.error = None;
        self.look_up(view);
    }

    fn look_up(&mut self, view: &View) {
        self.marked = 0;
        self.choices = match &self.search {
            Some(search) => {
                let mut found = search(self.input.text().trim(), view);
                found.truncate(CHOICES_MAX);
                found
            }
            None => Vec::new(),
        };
    }

    /// Takes the marked choice, if one is shown and something is typed or it is the
    /// only way on.
    fn settle(&mut self) {
        if self.chosen.is_none() && (self.open || !self.input.text().trim().is_empty()) {
            self.take_marked();
        }
        self.choices.clear();
    }

    fn take_marked(&mut self) {
        if let Some(choice) = self.choices.get(self.marked).cloned() {
            self.input.set(&choice.label);
            self.chosen = Some(choice.value);
        }
    }

    fn n_rows(&self) -> usize {
        1 + self.choices.len() + self.error.as_ref().map_or(0, |error| error.lines().count())
    }
}

/// What a form's submit found: commands, or the field that is wrong and why.
pub type Submitted = Result<Vec<Cmd>, (Field, String)>;
type Submit<V> = Box<dyn Fn(&[FormField<V>], &View) -> Submitted>;
type Done = Box<dyn Fn(&Outcome, &View) -> Vec<Cmd>>;
type Refused<V> = Box<dyn Fn(&Refusal, &[FormField<V>], &View) -> Vec<Cmd>>;
type ScanInto<V> = Box<dyn Fn(&str, &mut [FormField<V>], &View) -> bool>;
type Settled<V> = Box<dyn Fn(&mut [FormField<V>], &View)>;
type Unknown<V> = Box<dyn Fn(&FormField<V>, &View) -> Option<Vec<Cmd>>>;

pub struct Form<V> {
    title: String,
    help: &'static str,
    fields: Vec<FormField<V>>,
    at: usize,
    /// From this field on Enter submits; the fields behind it are reached with Down
    /// or Tab.
    submit_from: usize,
    /// A refusal that belongs to no field.
    message: Option<String>,
    /// Something was typed; Esc then asks once.
    dirty: bool,
    asked: bool,
    submit: Submit<V>,
    done: Done,
    refusal: Option<Refused<V>>,
    scan: Option<ScanInto<V>>,
    /// What Enter does on a pick field whose text finds nothing.
    unknown: Option<Unknown<V>>,
    settled: Option<Settled<V>>,
}

impl<V: Clone + 'static> Form<V> {
    pub fn new(
        title: String,
        help: &'static str,
        fields: Vec<FormField<V>>,
        submit: impl Fn(&[FormField<V>], &View) -> Submitted + 'static,
    ) -> Self {
        let submit_from = fields.len().saturating_sub(1);
        Self {
            title,
            help,
            fields,
            at: 0,
            submit_from,
            message: None,
            dirty: false,
            asked: false,
            submit: Box::new(submit),
            done: Box::new(|_, _| Vec::new()),
            refusal: None,
            scan: None,
            unknown: None,
            settled: None,
        }
    }

    /// From this field on Enter submits.
    #[must_use]
    pub fn submit_from(mut self, idx: usize) -> Self {
        self.submit_from = idx;
        self
    }

    /// Begins on this field.
    #[must_use]
    pub fn starting_at(mut self, idx: usize) -> Self {
        self.at = idx.min(self.fields.len().saturating_sub(1));
        self
    }

    /// What follows when the request that it submitted is done; the form is closed
    /// before.
    #[must_use]
    pub fn on_done(mut self, done: impl Fn(&Outcome, &View) -> Vec<Cmd> + 'static) -> Self {
        self.done = Box::new(done);
        self
    }

    /// What follows a refusal, once the cursor is on its field.
    #[must_use]
    pub fn on_refusal(
        mut self,
        refusal: impl Fn(&Refusal, &[FormField<V>], &View) -> Vec<Cmd> + 'static,
    ) -> Self {
        self.refusal = Some(Box::new(refusal));
        self
    }

    /// What a scan means; `false` from it means nothing.
    #[must_use]
    pub fn on_scan(
        mut self,
        scan: impl Fn(&str, &mut [FormField<V>], &View) -> bool + 'static,
    ) -> Self {
        self.scan = Some(Box::new(scan));
        self
    }

    #[must_use]
    pub fn on_unknown(
        mut self,
        unknown: impl Fn(&FormField<V>, &View) -> Option<Vec<Cmd>> + 'static,
    ) -> Self {
        self.unknown = Some(Box::new(unknown));
        self
    }

    /// What a field that was left means for the others.
    #[must_use]
    pub fn on_settled(mut self, settled: impl Fn(&mut [FormField<V>], &View) + 'static) -> Self {
        self.settled = Some(Box::new(settled));
        self
    }

    pub fn boxed(self) -> Box<dyn Component> {
        Box::new(self)
    }

    pub fn fields(&self) -> &[FormField<V>] {
        &self.fields
    }

    fn go(&mut self, idx: usize, view: &View) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.settle();
        }
        if let Some(settled) = &self.settled {
            settled(&mut self.fields, view);
        }
        self.at = idx.min(self.fields.len().saturating_sub(1));
        let Some(field) = self.fields.get_mut(self.at) else {
            return;
        };
        field.touched = false;
        if field.chosen.is_none() && field.search.is_some() {
            field.look_up(view);
        }
    }

    fn enter(&mut self, view: &View) -> Reply {
        let at = self.at;
        if let Some(field) = self.fields.get_mut(at) {
            let nothing_found = field.search.is_some()
                && field.chosen.is_none()
                && field.choices.is_empty()
                && !field.value().is_empty();
            if nothing_found
                && let Some(unknown) = &self.unknown
                && let Some(cmds) = unknown(field, view)
            {
                return Reply::Done(cmds);
            }
            field.settle();
        }
        if at < self.submit_from {
            self.go(at + 1, view);
            return Reply::none();
        }
        match (self.submit)(&self.fields, view) {
            Ok(cmds) => Reply::Done(cmds),
            Err((field, sentence)) => {
                self.point_at(field, sentence, view);
                Reply::none()
            }
        }
    }

    /// Puts the cursor on the field with the sentence under it; a field that is not
    /// in this form gets it as the form's own message.
    fn point_at(&mut self, field: Field, sentence: String, view: &View) {
        match self.fields.iter().position(|it| it.field == field) {
            Some(idx) => {
                self.go(idx, view);
                self.fields[idx].error = Some(sentence);
            }
            None => self.message = Some(sentence),
        }
    }

    fn back(&mut self, view: &View) -> Reply {
        if self.dirty && !self.asked {
            self.asked = true;
            self.message = Some(view.text("form-lose"));
            return Reply::none();
        }
        Reply::one(Cmd::Pop)
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let listing = self
            .fields
            .get(self.at)
            .is_some_and(|field| !field.choices.is_empty());
        let marked = |form: &mut Self, by: isize| {
            if let Some(field) = form.fields.get_mut(form.at) {
                let last = field.choices.len().saturating_sub(1);
                field.marked = field.marked.saturating_add_signed(by).min(last);
            }
        };
        match action {
            Action::Accept => return self.enter(view),
            Action::Back => return self.back(view),
            Action::NavDown if listing => {
                let field = &mut self.fields[self.at];
                if field.marked + 1 < field.choices.len() {
                    marked(self, 1);
                } else {
                    self.go(self.at + 1, view);
                }
            }
            Action::NavUp if listing && self.fields[self.at].marked > 0 => marked(self, -1),
            Action::NavDown | Action::NavNext => self.go(self.at + 1, view),
            Action::NavUp | Action::NavPrev => self.go(self.at.saturating_sub(1), view),
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn render_field(&self, frame: &mut Frame, idx: usize, mut area: Rect, view: &View) {
        let field = &self.fields[idx];
        let focused = idx == self.at;
        let label_width = LABEL_CELLS.min(area.width / 3);
        let mark = if focused {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let label = text::cut(&field.label, usize::from(label_width.saturating_sub(3)));
        let style = if focused {
            view.theme.strong()
        } else {
            view.theme.plain()
        };
        frame.render_widget(
            Span::styled(format!("{mark} {label}"), style),
            Rect { height: 1, ..area },
        );
        let value = Rect {
            x: area.x + label_width,
            width: area.width.saturating_sub(label_width),
            height: 1,
            ..area
        };
        if field.input.is_empty() && !field.hint.is_empty() {
            frame.render_widget(
                Span::styled(
                    text::cut(&field.hint, usize::from(value.width)),
                    view.theme.dim(),
                ),
                value,
            );
        }
        field.input.render(frame, value, style, focused);
        for (nth, choice) in field.choices.iter().enumerate() {
            area.y += 1;
            let width = usize::from(value.width).saturating_sub(2);
            let detail = text::cut(&choice.detail, width / 2);
            let left_width = width.saturating_sub(text::cells(&detail) + 1);
            let left = text::pad(&text::cut(&choice.label, left_width), left_width);
            let style = if nth == field.marked {
                view.theme.selected()
            } else {
                view.theme.plain()
            };
            let mark = if nth == field.marked {
                view.theme.glyph("▸", ">")
            } else {
                " "
            };
            let line = Span::styled(format!("{mark} {left} {detail}"), style);
            frame.render_widget(line, Rect { y: area.y, ..value });
        }
        for sentence in field.error.iter().flat_map(|error| error.lines()) {
            area.y += 1;
            let line = Span::styled(sentence.to_owned(), view.theme.alert());
            frame.render_widget(line, Rect { y: area.y, ..value });
        }
    }

    /// The message wrapped to the width, so that no word of a refusal is lost.
    fn message_lines(&self, width: u16) -> Vec<String> {
        self.message
            .as_ref()
            .map_or_else(Vec::new, |it| text::wrap(it, usize::from(width)))
    }

    fn refused(&mut self, stop: &Stop, view: &View) {
        let sentence = view.stop(stop);
        match stop {
            Stop::Refused(Refusal::Field { field, .. }) => self.point_at(*field, sentence, view),
            Stop::Refused(Refusal::PhoneTaken { .. }) => {
                self.point_at(Field::Phone, sentence, view);
            }
            Stop::Refused(Refusal::CodeTaken { .. }) => self.point_at(Field::Code, sentence, view),
            _ => self.message = Some(sentence),
        }
    }
}

impl<V: Clone + 'static> Component for Form<V> {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Dialog,
            Context::Anywhere,
            Context::Text,
            Context::Nav,
        ]
    }

    fn takes_char(&self, _: char) -> bool {
        true
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        if let Some(field) = self.fields.get_mut(self.at)
            && field.open
            && field.chosen.is_none()
            && field.choices.is_empty()
            && field.input.is_empty()
        {
            field.look_up(view);
        }
        match input {
            Input::Refresh | Input::Quiet => return Reply::none(),
            Input::Scan(code) => {
                let used = self
                    .scan
                    .as_ref()
                    .is_some_and(|scan| scan(code, &mut self.fields, view));
                return if used { Reply::none() } else { Reply::Ignored };
            }
            _ => (),
        }
        self.asked = self.asked && *input == Input::Action(Action::Back);
        let Some(field) = self.fields.get_mut(self.at) else {
            return Reply::Ignored;
        };
        let before = field.input.text().to_owned();
        if field.type_into(input) {
            if field.input.text() != before {
                field.edited(view);
                self.message = None;
                self.dirty = true;
            }
            return Reply::none();
        }
        match input {
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
                self.refused(stop, view);
                match (&self.refusal, stop) {
                    (Some(follow), Stop::Refused(refusal)) => {
                        Reply::Done(follow(refusal, &self.fields, view))
                    }
                    _ => Reply::none(),
                }
            }
        }
    }

    fn height(&self, _view: &View, most: u16) -> u16 {
        let n: usize = self.fields.iter().map(FormField::n_rows).sum();
        let message = self
            .message
            .as_ref()
            .map_or(0, |it| text::wrap(it, 74).len());
        u16::try_from(n + message + 2)
            .unwrap_or(u16::MAX)
            .clamp(4, most.max(4))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _focused: bool) {
        let inner = strip::dialog(frame, area, &self.title, view.theme);
        let message = self.message_lines(inner.width);
        let n_message = u16::try_from(message.len()).unwrap_or(0).min(inner.height);
        let body = inner.height - n_message;
        // The fields from the first that lets the current one fit.
        let rows = |from: usize| -> usize {
            self.fields[from..=self.at.max(from)]
                .iter()
                .map(FormField::n_rows)
                .sum()
        };
        let mut first = 0;
        while first < self.at && rows(first) > usize::from(body) {
            first += 1;
        }
        let mut y = inner.y;
        for (idx, field) in self.fields.iter().enumerate().skip(first) {
            let height = u16::try_from(field.n_rows()).unwrap_or(1);
            if y + height > inner.y + body {
                break;
            }
            self.render_field(frame, idx, Rect { y, height, ..inner }, view);
            y += height;
        }
        for (nth, line) in message.iter().take(usize::from(n_message)).enumerate() {
            let y = inner.y + body + u16::try_from(nth).unwrap_or(0);
            let line = Line::from(Span::styled(line.clone(), view.theme.alert()));
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

    fn hints(&self, _view: &View) -> Vec<Action> {
        vec![Action::Accept, Action::Back, Action::NavNext, Action::Help]
    }

    fn help(&self) -> &'static str {
        self.help
    }
}
