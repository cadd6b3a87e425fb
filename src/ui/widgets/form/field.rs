//! One question of a form: typed text and what was understood by it, or a choice
//! from a list that filters as one types.

use std::ops::Range;

use crate::{
    domain::text,
    ops::refusal::Field,
    ui::{
        component::Input,
        view::View,
        widgets::text_input::{Takes, TextInput},
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

/// What a typed text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What was understood, shown beside the field as one types: `Fri 27 Nov`.
    Fine(String),
    /// May be meant all the same: said under the field, and holds nothing up.
    Doubt(String),
    /// Said under the field once it is left.
    Wrong(String),
}

/// What becomes of a text that is in no list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unlisted {
    Refused,
    RefusedWith(String),
    Taken,
}

type Search<V> = Box<dyn Fn(&str, &View) -> Vec<Choice<V>>>;
type Read = Box<dyn Fn(&str, &View) -> Reading>;
type NoneFound = Box<dyn Fn(&str, &View) -> String>;

/// One question of a form.
pub struct FormField<V> {
    pub field: Field,
    pub label: String,
    pub input: TextInput,
    /// Said behind an empty field: how to fill it, or that it may stay empty.
    pub hint: String,
    /// Why it is refused, under it.
    pub error: Option<String>,
    /// What must be seen here and holds nothing up, under it.
    pub note: Option<String>,
    pub(super) search: Option<Search<V>>,
    pub(super) choices: Vec<Choice<V>>,
    pub(super) marked: usize,
    pub(super) chosen: Option<V>,
    unlisted: Unlisted,
    /// What stands here when the field is gone to is replaced by what is typed.
    replaced: bool,
    /// Which of all that can be chosen stands here, while the cursor is on it.
    place: Option<(usize, usize)>,
    /// Typed into or moved in since it was gone to.
    pub(super) touched: bool,
    needed: bool,
    read: Option<Read>,
    none_found: Option<NoneFound>,
    understood: String,
}

/// Characters of a field that names no other limit.
const TEXT_MAX: usize = 200;
/// At most so many choices are shown while one types; the others are a page away.
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
            note: None,
            search: None,
            choices: Vec::new(),
            marked: 0,
            chosen: None,
            unlisted: Unlisted::Refused,
            replaced: false,
            place: None,
            touched: false,
            needed: false,
            read: None,
            none_found: None,
            understood: String::new(),
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
        self.unlisted = Unlisted::Taken;
        self
    }

    /// What is filled in is a proposal, or one figure: typing begins anew instead of adding
    /// to it, and the hint is said beside it where nothing else is. Words and lists are
    /// added to. A choice that was taken is always
    /// replaced so.
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

    /// Nothing but digits enter, and so many at most; what is typed replaces what stands
    /// here.
    #[must_use]
    pub fn of_digits(mut self, max_chars: usize) -> Self {
        self.input = TextInput::with_max(self.input.text(), max_chars).taking(Takes::Digits);
        self.replaced_by_typing()
    }

    /// Nobody reads from the screen what is typed.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.input = self.input.hiding();
        self
    }

    /// Begins with this.
    #[must_use]
    pub fn filled(mut self, initial: &str) -> Self {
        self.input.set(initial);
        self
    }

    #[must_use]
    pub fn hint(mut self, hint: String) -> Self {
        self.hint = hint;
        self
    }

    /// May not stay empty.
    #[must_use]
    pub fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// What is said of a text that is in no list.
    #[must_use]
    pub fn unlisted(mut self, sentence: String) -> Self {
        self.unlisted = Unlisted::RefusedWith(sentence);
        self
    }

    /// How what is typed is understood; asked as one types, and when the field is left.
    /// An empty field is not asked about.
    #[must_use]
    pub fn read_by(mut self, read: impl Fn(&str, &View) -> Reading + 'static) -> Self {
        self.read = Some(Box::new(read));
        self
    }

    /// What is said beside a text that finds nothing, where there is more to say than that.
    #[must_use]
    pub fn none_found(mut self, say: impl Fn(&str, &View) -> String + 'static) -> Self {
        self.none_found = Some(Box::new(say));
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

    /// What stands beside the field: what was understood, how far down a long list the
    /// mark is, or that nothing is found.
    pub(super) fn beside(&self, has_cursor: bool, view: &View) -> String {
        if has_cursor && self.finds_nothing() {
            return match &self.none_found {
                Some(say) => say(self.value(), view),
                None => view.text("form-none-found"),
            };
        }
        if self.choices.len() > CHOICES_MAX {
            let place = [
                ("n", (self.marked + 1).into()),
                ("all", self.choices.len().into()),
            ];
            return view.fill("list-at", &place);
        }
        if let Some((nth, n_all)) = self.place {
            let place = [("n", (nth + 1).into()), ("all", n_all.into())];
            let place = view.fill("list-at", &place);
            let arrows = view.theme.glyph("←→", "<>");
            return format!("{arrows} {place}");
        }
        // A bare number says nothing of what it counts.
        if self.understood.is_empty() && self.replaced && !self.input.is_empty() {
            return self.hint.clone();
        }
        self.understood.clone()
    }

    pub(super) fn type_into(&mut self, input: &Input) -> bool {
        let begins = matches!(input, Input::Char(_) | Input::Paste(_)) && !self.touched;
        if begins && (self.replaced || self.chosen.is_some()) {
            self.input.clear();
        }
        let used = self.input.handle(input);
        self.touched |= used;
        used
    }

    /// The cursor comes: typing replaces what stands here, and where something is chosen
    /// the arrows turn to the others.
    pub(super) fn gone_to(&mut self, view: &View) {
        self.touched = false;
        if self.chosen.is_none() && self.search.is_some() {
            self.look_up(view);
        }
        self.say_place(view);
    }

    /// Which of all that can be chosen stands here.
    pub(super) fn say_place(&mut self, view: &View) {
        if self.chosen.is_some() && !self.touched {
            self.place = self.others(view).map(|(at, all)| (at, all.len()));
        }
    }

    pub(super) fn left(&mut self) {
        self.place = None;
    }

    /// All that can be chosen, and which of them stands here; `None` where there is no
    /// other.
    fn others(&self, view: &View) -> Option<(usize, Vec<Choice<V>>)> {
        self.chosen.as_ref()?;
        let all = self.search.as_ref()?("", view);
        let at = all.iter().position(|it| it.label == self.input.text())?;
        (all.len() > 1).then_some((at, all))
    }

    /// Takes the next choice, or the one before, in place of the one that stands here.
    /// Nothing is done where something was typed: then arrows are those of the text.
    pub(super) fn turn(&mut self, forward: bool, view: &View) -> bool {
        let Some((at, all)) = self.others(view).filter(|_| !self.touched) else {
            return false;
        };
        let by = if forward { 1 } else { all.len() - 1 };
        let next = (at + by) % all.len();
        let choice = &all[next];
        self.input.set(&choice.label);
        self.chosen = Some(choice.value.clone());
        self.place = Some((next, all.len()));
        self.error = None;
        self.understand(view);
        true
    }

    pub(super) fn edited(&mut self, view: &View) {
        self.chosen = None;
        self.place = None;
        self.error = None;
        self.look_up(view);
        self.understand(view);
    }

    /// Says anew what the text means: the day may have changed, or the shop.
    pub(super) fn understand(&mut self, view: &View) {
        let Some(read) = &self.read else {
            return;
        };
        (self.understood, self.note) = match self.input.text().trim() {
            "" => (String::new(), None),
            typed => match read(typed, view) {
                Reading::Fine(words) => (words, None),
                Reading::Doubt(sentence) => (String::new(), Some(sentence)),
                Reading::Wrong(_) => (String::new(), None),
            },
        };
    }

    /// Something is looked for here, and there is none.
    pub(super) fn finds_nothing(&self) -> bool {
        let looks = self.search.is_some() && !self.is_open() && self.chosen.is_none();
        looks && self.choices.is_empty() && !self.value().is_empty()
    }

    /// What is wrong with it as it stands.
    pub(super) fn wrong(&self, view: &View) -> Option<String> {
        let typed = self.value();
        if typed.is_empty() {
            let problem = crate::ops::refusal::FieldProblem::Missing;
            return self
                .needed
                .then(|| view.words().field_problem(self.field, &problem));
        }
        if self.search.is_some() && self.chosen.is_none() {
            match &self.unlisted {
                Unlisted::Refused => {
                    return Some(self.not_listed(view));
                }
                Unlisted::RefusedWith(sentence) => return Some(sentence.clone()),
                Unlisted::Taken => (),
            }
        }
        match self.read.as_ref().map(|read| read(typed, view)) {
            Some(Reading::Wrong(sentence)) => Some(sentence),
            _ => None,
        }
    }

    /// What is typed is none of the choices: where they are few they are named.
    pub fn not_listed(&self, view: &View) -> String {
        let all = self.search.as_ref().map(|search| search("", view));
        let all = all.unwrap_or_default();
        let typed = ("typed", self.value().into());
        if all.is_empty() || all.len() > CHOICES_MAX {
            return view.fill("form-no-choice", &[typed]);
        }
        let names: Vec<String> = all.into_iter().map(|it| it.label).collect();
        view.fill(
            "form-one-of",
            &[typed, ("choices", names.join(", ").into())],
        )
    }

    pub(super) fn is_open(&self) -> bool {
        self.unlisted == Unlisted::Taken
    }

    pub(super) fn look_up(&mut self, view: &View) {
        self.marked = 0;
        self.choices = match &self.search {
            Some(search) => search(self.input.text().trim(), view),
            None => Vec::new(),
        };
    }

    /// The choices that are shown: the page with the marked one.
    pub(super) fn shown(&self) -> Range<usize> {
        let first = self.marked - self.marked % CHOICES_MAX;
        first..(first + CHOICES_MAX).min(self.choices.len())
    }

    pub(super) fn mark(&mut self, by: isize) {
        let last = self.choices.len().saturating_sub(1);
        self.marked = self.marked.saturating_add_signed(by).min(last);
    }

    pub(super) fn mark_page(&mut self, forward: bool) {
        let page = isize::try_from(CHOICES_MAX).unwrap_or(1);
        self.mark(if forward { page } else { -page });
    }

    /// More choices than are shown at once.
    pub(super) fn has_pages(&self) -> bool {
        self.choices.len() > CHOICES_MAX
    }

    /// Takes the marked choice, if one is shown and something is typed or it is the
    /// only way on.
    pub(super) fn settle(&mut self) {
        if self.chosen.is_none() && (self.is_open() || !self.input.text().trim().is_empty()) {
            self.take_marked();
        }
        self.choices.clear();
        self.marked = 0;
    }

    fn take_marked(&mut self) {
        if let Some(choice) = self.choices.get(self.marked).cloned() {
            self.input.set(&choice.label);
            self.chosen = Some(choice.value);
        }
    }

    /// What stands under the field, in lines of the width.
    pub(super) fn sentences(&self, width: usize) -> Vec<String> {
        let said = self.note.iter().chain(&self.error);
        said.flat_map(|sentence| text::wrap(sentence, width))
            .collect()
    }
}
