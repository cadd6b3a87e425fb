//! The one form of the program: fields under each other, Enter goes on until all
//! that is needed is there and then submits, a refusal puts the cursor on its
//! field with the sentence under it. Nothing typed is ever lost.

mod draw;
mod field;

use ratatui::{Frame, layout::Rect};

use draw::Page;
pub use field::{Choice, FormField, Reading};

use crate::{
    domain::ids::ClientId,
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

/// What a form's submit found: commands, or the field that is wrong and why.
pub type Submitted = Result<Vec<Cmd>, (Field, String)>;
/// Of a terminal, where nobody says how wide this one is.
const WIDTH_USUAL: u16 = 80;
type Submit<V> = Box<dyn Fn(&[FormField<V>], &View) -> Submitted>;
type Done = Box<dyn Fn(&Outcome, &View) -> Vec<Cmd>>;
type Refused<V> = Box<dyn Fn(&Refusal, &[FormField<V>], &View) -> Vec<Cmd>>;
type ScanInto<V> = Box<dyn Fn(&str, &mut [FormField<V>], &View) -> bool>;
type Foot<V> = Box<dyn Fn(&[FormField<V>], &View) -> String>;
type Doubt<V> = Box<dyn Fn(&[FormField<V>], &View) -> Option<String>>;
type Settled<V> = Box<dyn Fn(&mut [FormField<V>], &View)>;
type TakeClient<V> = Box<dyn Fn(ClientId, &mut [FormField<V>], &View)>;
type Unknown<V> = Box<dyn Fn(&FormField<V>, &View) -> Option<Vec<Cmd>>>;

pub struct Form<V> {
    title: String,
    help: &'static str,
    fields: Vec<FormField<V>>,
    at: usize,
    /// From this field on Enter submits; the fields behind it are reached with Down
    /// or Tab.
    submit_from: usize,
    /// Enter on this field submits where it is left empty.
    empty_submits: Option<usize>,
    /// A refusal that belongs to no field.
    message: Option<String>,
    /// Something was typed; Esc then asks once.
    dirty: bool,
    asked: bool,
    /// What is unlikely is asked about once.
    doubt: Option<Doubt<V>>,
    /// What was asked last.
    doubted: Option<String>,
    submit: Submit<V>,
    done: Done,
    refusal: Option<Refused<V>>,
    scan: Option<ScanInto<V>>,
    /// What Enter does on a pick field whose text finds nothing.
    unknown: Option<Unknown<V>>,
    client: Option<TakeClient<V>>,
    settled: Option<Settled<V>>,
    /// What the fields come to, at the bottom.
    foot: Option<Foot<V>>,
    is_shown: bool,
    /// As last drawn.
    page: Page,
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
            empty_submits: None,
            message: None,
            dirty: false,
            asked: false,
            doubt: None,
            doubted: None,
            submit: Box::new(submit),
            done: Box::new(|_, _| Vec::new()),
            refusal: None,
            scan: None,
            unknown: None,
            client: None,
            settled: None,
            foot: None,
            is_shown: false,
            page: Page::default(),
        }
    }

    /// A form that is built anew from what was typed still asks before it is left.
    pub fn set_typed_in(&mut self, is: bool) {
        self.dirty = is;
    }

    /// Whether something was typed.
    pub fn is_typed_in(&self) -> bool {
        self.dirty
    }

    /// What the fields come to: said at the bottom as one types.
    #[must_use]
    pub fn foot(mut self, foot: impl Fn(&[FormField<V>], &View) -> String + 'static) -> Self {
        self.foot = Some(Box::new(foot));
        self
    }

    /// From this field on Enter submits.
    #[must_use]
    pub fn submit_from(mut self, idx: usize) -> Self {
        self.submit_from = idx;
        self
    }

    /// Enter on this field submits where it is left empty.
    #[must_use]
    pub fn empty_submits(mut self, idx: usize) -> Self {
        self.empty_submits = Some(idx);
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

    /// What may be a slip: it is asked about, and Enter again does it all the same.
    #[must_use]
    pub fn doubting(
        mut self,
        doubt: impl Fn(&[FormField<V>], &View) -> Option<String> + 'static,
    ) -> Self {
        self.doubt = Some(Box::new(doubt));
        self
    }

    /// What a client who was entered for a field means.
    #[must_use]
    pub fn on_client(
        mut self,
        client: impl Fn(ClientId, &mut [FormField<V>], &View) + 'static,
    ) -> Self {
        self.client = Some(Box::new(client));
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

    /// The field that the cursor is in is understood, as if it were left.
    pub fn settle_all(&mut self, view: &View) {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.settle();
        }
        if let Some(settled) = &self.settled {
            settled(&mut self.fields, view);
        }
    }

    /// The fields of this kind from now on, behind another; the cursor stays where it is.
    pub fn set_fields(&mut self, of: Field, behind: Field, fields: Vec<FormField<V>>) {
        let at = self.fields.get(self.at).map(|it| it.field);
        self.fields.retain(|it| it.field != of);
        let place = self.fields.iter().position(|it| it.field == behind);
        let place = place.map_or(self.fields.len(), |it| it + 1);
        self.fields.splice(place..place, fields);
        if let Some(idx) = self.fields.iter().position(|it| Some(it.field) == at) {
            self.at = idx;
        }
    }

    /// Goes to a field and says what is wrong with it.
    pub fn say_wrong(&mut self, field: Field, sentence: String, view: &View) {
        self.point_at(field, sentence, view);
    }

    pub fn boxed(self) -> Box<dyn Component> {
        Box::new(self)
    }

    pub fn fields_mut(&mut self) -> &mut [FormField<V>] {
        &mut self.fields
    }

    pub fn fields(&self) -> &[FormField<V>] {
        &self.fields
    }

    fn go(&mut self, idx: usize, view: &View) {
        let idx = idx.min(self.fields.len().saturating_sub(1));
        if let Some(field) = self.fields.get_mut(self.at) {
            field.settle();
            field.left();
            // Who goes back has not passed the empty field by.
            if let Some(sentence) = field.wrong(view)
                && (idx > self.at || !field.value().is_empty())
            {
                field.error = Some(sentence);
            }
        }
        if let Some(settled) = &self.settled {
            settled(&mut self.fields, view);
        }
        self.at = idx;
        let Some(field) = self.fields.get_mut(self.at) else {
            return;
        };
        field.gone_to(view);
    }

    fn enter(&mut self, view: &View) -> Reply {
        let at = self.at;
        if let Some(field) = self.fields.get_mut(at) {
            if field.finds_nothing()
                && let Some(unknown) = &self.unknown
                && let Some(cmds) = unknown(field, view)
            {
                return Reply::Done(cmds);
            }
            field.settle();
        }
        let is_left_empty = (self.fields.get(at)).is_some_and(|it| it.input.is_empty());
        if at < self.submit_from && !(is_left_empty && self.empty_submits == Some(at)) {
            self.go(at + 1, view);
            return Reply::none();
        }
        self.submit(view)
    }

    /// Each field that is wrong says so; the cursor goes to the first.
    fn submit(&mut self, view: &View) -> Reply {
        if let Some(settled) = &self.settled {
            settled(&mut self.fields, view);
        }
        for field in &mut self.fields {
            field.error = field.wrong(view);
        }
        if let Some(idx) = self.fields.iter().position(|it| it.error.is_some()) {
            self.go(idx, view);
            return Reply::none();
        }
        match (self.submit)(&self.fields, view) {
            Ok(cmds) => self.unless_doubted(cmds, view),
            Err((field, sentence)) => {
                self.point_at(field, sentence, view);
                Reply::none()
            }
        }
    }

    fn unless_doubted(&mut self, cmds: Vec<Cmd>, view: &View) -> Reply {
        let doubt = self.doubt.as_ref().and_then(|it| it(&self.fields, view));
        if doubt.is_some() && doubt != self.doubted {
            self.message.clone_from(&doubt);
            self.doubted = doubt;
            return Reply::none();
        }
        Reply::Done(cmds)
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
        let at = self.at;
        let listing = self
            .fields
            .get(at)
            .is_some_and(|field| !field.choices.is_empty());
        match action {
            Action::Accept => return self.enter(view),
            Action::Back => return self.back(view),
            _ => (),
        }
        let Some(field) = self.fields.get_mut(at) else {
            return Reply::Ignored;
        };
        match action {
            Action::NavDown if listing && field.marked + 1 < field.choices.len() => field.mark(1),
            Action::NavUp if listing && field.marked > 0 => field.mark(-1),
            Action::NavPageDown if field.has_pages() => field.mark_page(true),
            Action::NavPageUp if field.has_pages() && field.marked > 0 => field.mark_page(false),
            Action::NavDown | Action::NavNext => self.go(at + 1, view),
            Action::NavUp | Action::NavPrev => self.go(at.saturating_sub(1), view),
            // The next page, or the last field: from there Enter submits.
            Action::NavPageDown => self.go(self.page.next.unwrap_or(usize::MAX), view),
            Action::NavPageUp => self.go(self.page.before, view),
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn understand(&mut self, view: &View) {
        for field in &mut self.fields {
            field.understand(view);
        }
    }

    fn scanned(&mut self, code: &str, view: &View) -> Reply {
        let used = self
            .scan
            .as_ref()
            .is_some_and(|scan| scan(code, &mut self.fields, view));
        if !used {
            return Reply::Ignored;
        }
        self.dirty = true;
        self.understand(view);
        Reply::none()
    }

    /// What was doubted while one typed is not said again beside why it is refused.
    fn forget_doubt(&mut self, field: Field) {
        let found = self.fields.iter_mut().find(|it| it.field == field);
        if let Some(found) = found {
            found.note = None;
        }
    }

    fn refused(&mut self, stop: &Stop, view: &View) {
        let sentence = view.stop(stop);
        match stop {
            Stop::Refused(Refusal::Field { field, .. } | Refusal::NameTaken { field, .. }) => {
                self.point_at(*field, sentence, view);
            }
            Stop::Refused(Refusal::AccountOfOtherKind { .. }) => {
                self.point_at(Field::Account, sentence, view);
            }
            Stop::Refused(Refusal::PhoneTaken { .. }) => {
                self.point_at(Field::Phone, sentence, view);
                self.forget_doubt(Field::Phone);
            }
            Stop::Refused(Refusal::CardTaken { .. } | Refusal::StaffCardTaken { .. }) => {
                self.point_at(Field::Card, sentence, view);
                self.forget_doubt(Field::Card);
            }
            Stop::Refused(Refusal::CodeTaken { code, .. }) => {
                let is_barcode = |it: &FormField<V>| {
                    it.field == Field::Barcodes && it.value().contains(code.as_str())
                };
                let field = if self.fields.iter().any(is_barcode) {
                    Field::Barcodes
                } else {
                    Field::Code
                };
                self.point_at(field, sentence, view);
            }
            Stop::Refused(Refusal::BadCheckDigit { .. }) => {
                self.point_at(Field::Barcodes, sentence, view);
            }
            Stop::Refused(Refusal::NobodyNow { .. }) => {
                self.point_at(Field::Promised, sentence, view);
            }
            Stop::Refused(Refusal::CashShort { .. }) => {
                self.point_at(Field::Amount, sentence, view);
            }
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
            && field.is_open()
            && field.chosen.is_none()
            && field.choices.is_empty()
            && field.input.is_empty()
        {
            field.look_up(view);
        }
        match input {
            Input::Refresh => {
                self.understand(view);
                return Reply::none();
            }
            Input::Quiet => return Reply::none(),
            Input::Scan(code) => return self.scanned(code, view),
            Input::Client(client) => {
                if let Some(take) = &self.client {
                    take(*client, &mut self.fields, view);
                    self.dirty = true;
                    self.go(self.at + 1, view);
                }
                return Reply::none();
            }
            _ => (),
        }
        self.asked = self.asked && *input == Input::Action(Action::Back);
        let Some(field) = self.fields.get_mut(self.at) else {
            return match input {
                Input::Action(action) => self.act(*action, view),
                _ => Reply::Ignored,
            };
        };
        let turns = match input {
            Input::Action(Action::TextRight) => field.turn(true, view),
            Input::Action(Action::TextLeft) => field.turn(false, view),
            _ => false,
        };
        if turns {
            self.dirty = true;
            return Reply::none();
        }
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

    fn height(&self, view: &View, most: u16) -> u16 {
        self.height_at(view, WIDTH_USUAL, most)
    }

    fn height_at(&self, view: &View, width: u16, most: u16) -> u16 {
        self.wanted_height(view, width).clamp(4, most.max(4))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _focused: bool) {
        if !self.is_shown {
            self.is_shown = true;
            // The cursor stood on its first field before anybody looked.
            if let Some(field) = self.fields.get_mut(self.at) {
                field.say_place(view);
            }
        }
        self.page = self.draw(frame, area, view);
    }

    fn hints(&self, _view: &View) -> Vec<Action> {
        let mut hints = vec![Action::Accept, Action::Back];
        // Enter does not come to those behind.
        if self.submit_from + 1 < self.fields.len() {
            hints.push(Action::NavNext);
        }
        hints
    }

    fn help(&self) -> &'static str {
        self.help
    }
}
