//! The cart: what is about to be sold, and the one line that everything is typed
//! into. Scans, money keys and parking come here wherever the focus is.
//!
//! In reading order: `entry` is the grammar of that line, `add` and `pay` say what
//! follows from it, `rows` and `draw` show the cart, `done` what was just sold.

mod add;
mod done;
mod draw;
mod entry;
mod hits;
mod owed;
mod pay;
mod rows;

use ratatui::{Frame, layout::Rect};

use self::{
    done::Done,
    entry::{Meaning, QuantityOutOfRange},
    hits::Hits,
};
use crate::{
    domain::{
        checkout::RETURNS_FROM,
        client::Client,
        ids::TicketId,
        money::{Money, Rate},
        ticket::{Discount, QUANTITY_MAX, TicketLine},
    },
    ops::{
        outcome::Outcome,
        query::TicketSheet,
        refusal::Refusal,
        request::{DiscountChange, LineChange, NewLine, Request},
        shop::Stop,
    },
    store::Reads,
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply, Tone},
        dialogs::{self, discount, offers, price, therapist},
        view::View,
        widgets::text_input::TextInput,
    },
};

/// Characters of the entry line: longer than any code or name that is looked for.
const ENTRY_MAX: usize = 80;

pub struct CartPane {
    entry: TextInput,
    hits: Hits,
    /// The marked line's number.
    marked: Option<u32>,
    /// The cart and its lines as last seen, so that a new line is noticed.
    seen: (Option<TicketId>, Vec<u32>),
    /// Esc was pressed over taken parts; once more drops them.
    drop_asked: bool,
    /// Of the cart's client; empty if none.
    alert: String,
    /// What was sold last, until the next sale begins.
    done: Option<Done>,
    asked: Asked,
}

/// The request that an answer is awaited for.
#[derive(Debug, Default)]
enum Asked {
    #[default]
    Nothing,
    Add {
        new: NewLine,
        scanned: bool,
    },
    /// The line is added once the price form is filled.
    Price,
    /// Made of what is typed, which goes when it is done.
    Typed,
    /// Made of what is typed, and for whom may have to be asked.
    Tip(Money),
    Change,
    /// By its name.
    Declined(String),
    Pay(Box<Request>),
    Aside,
}

impl CartPane {
    pub fn new(view: &View) -> Self {
        let mut pane = Self {
            entry: TextInput::with_max("", ENTRY_MAX),
            hits: Hits::default(),
            marked: None,
            seen: (None, Vec::new()),
            drop_asked: false,
            alert: String::new(),
            done: None,
            asked: Asked::Nothing,
        };
        pane.refresh(view);
        pane
    }

    fn refresh(&mut self, view: &View) {
        let id = view.ticket.as_ref().map(TicketSheet::id);
        let lines: Vec<u32> = view
            .ticket
            .iter()
            .flat_map(|it| &it.lines)
            .map(|it| it.number)
            .collect();
        let old = if self.seen.0 == id {
            std::mem::take(&mut self.seen.1)
        } else {
            Vec::new()
        };
        let new = lines
            .iter()
            .rev()
            .find(|number| !old.contains(number))
            .copied();
        // What was paid before is not the next client's.
        let is_for_another = view.ticket.as_ref().is_some_and(|it| !it.client.is_empty());
        if new.is_some() || is_for_another {
            self.done = None;
        }
        if new.is_some() && matches!(self.asked, Asked::Price) {
            self.clear_entry();
        }
        let place = old
            .iter()
            .position(|number| Some(*number) == self.marked)
            .unwrap_or(0);
        let kept = self.marked.filter(|number| lines.contains(number));
        let beside = lines.get(place.min(lines.len().saturating_sub(1))).copied();
        self.marked = new.or(kept).or(beside);
        self.seen = (id, lines);
        self.alert = alert(view);
    }

    fn clear_entry(&mut self) {
        self.entry.clear();
        self.hits.clear();
        self.asked = Asked::Nothing;
    }

    fn edited(&mut self, view: &View) {
        match entry::read(self.entry.text()) {
            Ok(Meaning::Wanted { what, .. }) if !hits::is_code(what) => self.hits.load(what, view),
            _ => self.hits.clear(),
        }
    }

    fn marked_line<'a>(&self, view: &'a View) -> Option<&'a TicketLine> {
        let number = self.marked?;
        view.ticket
            .as_ref()?
            .ticket
            .lines
            .iter()
            .find(|line| line.number == number)
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        match action {
            Action::CartAdd => self.enter(view),
            Action::CartMore => self.more(view),
            Action::CartFewer => self.fewer(view),
            Action::CartQuantity => self.set_quantity(view),
            Action::CartPercent => self.discount(view),
            Action::CartRemove => self.remove(view),
            Action::CartStaff => match self.marked_line(view) {
                Some(line) => Reply::one(Cmd::Push(therapist::therapist(view, line.number))),
                None => nothing_to_sell(view),
            },
            Action::CartPrice => match self.marked_line(view) {
                Some(line) => Reply::one(Cmd::Push(price::price(line, view))),
                None => nothing_to_sell(view),
            },
            Action::CartTip => self.tip(view),
            Action::CartTab => self.tab(view),
            Action::CartOffers => self.decline(view),
            Action::CartDrop => self.drop_cart(view),
            Action::CartPrepaid => self.prepaid(view),
            Action::CartUse => self.use_prepaid(view),
            Action::CartClear => self.clear(view),
            Action::PayCash | Action::PayCard | Action::PayOther => self.money_key(action, view),
            Action::Park => self.park(view),
            action => self.walk(action, view),
        }
    }

    /// Arrows mark a hit while hits are shown, else a line of the cart.
    fn walk(&mut self, action: Action, view: &View) -> Reply {
        if self.entry.handle(&Input::Action(action)) {
            self.edited(view);
            return Reply::none();
        }
        let Some(by) = step(action) else {
            return Reply::Ignored;
        };
        if self.hits.is_empty() {
            let lines = &self.seen.1;
            let place = lines
                .iter()
                .position(|number| Some(*number) == self.marked)
                .unwrap_or(0);
            let last = lines.len().saturating_sub(1);
            self.marked = lines
                .get(place.saturating_add_signed(by).min(last))
                .copied();
        } else {
            self.hits.step(by);
        }
        Reply::none()
    }

    fn more(&mut self, view: &View) -> Reply {
        let Some(line) = self.marked_line(view) else {
            return nothing_to_sell(view);
        };
        let quantity = Some(line.quantity.saturating_add(1));
        self.change(
            LineChange {
                line: line.number,
                quantity,
                ..LineChange::default()
            },
            Asked::Change,
        )
    }

    /// Never below one: a line goes by its own key, not by one press too many.
    fn fewer(&mut self, view: &View) -> Reply {
        let Some(line) = self.marked_line(view) else {
            return nothing_to_sell(view);
        };
        if line.quantity <= 1 {
            let key = [("key", view.key(Action::CartRemove).into())];
            return say(Tone::Note, view.fill("cart-last-piece", &key));
        }
        let quantity = Some(line.quantity - 1);
        self.change(
            LineChange {
                line: line.number,
                quantity,
                ..LineChange::default()
            },
            Asked::Change,
        )
    }

    fn set_quantity(&mut self, view: &View) -> Reply {
        let Ok(Meaning::Number(digits)) = entry::read(self.entry.text()) else {
            return say(Tone::Note, view.text("cart-quantity-first"));
        };
        match entry::quantity(digits) {
            Ok(quantity) => self.quantity_of_marked(quantity, view),
            Err(QuantityOutOfRange) => quantity_refused(view),
        }
    }

    fn quantity_of_marked(&mut self, quantity: u32, view: &View) -> Reply {
        let Some(line) = self.marked_line(view) else {
            return nothing_to_sell(view);
        };
        let quantity = Some(quantity);
        self.change(
            LineChange {
                line: line.number,
                quantity,
                ..LineChange::default()
            },
            Asked::Typed,
        )
    }

    fn discount(&mut self, view: &View) -> Reply {
        let typed = match entry::read(self.entry.text()) {
            Ok(Meaning::Number(typed)) => typed,
            Ok(Meaning::Nothing) => {
                return match discount::discount(self.marked, view) {
                    Some(form) => Reply::one(Cmd::Push(form)),
                    None => nothing_to_sell(view),
                };
            }
            _ => return say(Tone::Note, view.text("cart-percent-first")),
        };
        let Ok(rate) = typed.parse::<Rate>() else {
            return say(Tone::Refused, view.text("cart-percent-wrong"));
        };
        let Some(line) = self.marked_line(view) else {
            return nothing_to_sell(view);
        };
        let discount = if rate == Rate::ZERO {
            DiscountChange::Remove
        } else {
            DiscountChange::Give(Discount::Percent(rate))
        };
        let discount = Some(discount);
        self.change(
            LineChange {
                line: line.number,
                discount,
                ..LineChange::default()
            },
            Asked::Typed,
        )
    }

    /// One press takes off the only rule of the marked line; else there is a choice.
    fn decline(&mut self, view: &View) -> Reply {
        let only = self.marked_line(view).and_then(offers::only_one);
        let Some(offer) = only else {
            return Reply::one(Cmd::Push(offers::offers(view)));
        };
        self.asked = Asked::Declined(view.words().offer(offer));
        Reply::one(Cmd::Run(offers::decline(offer.kind.clone(), true)))
    }

    fn change(&mut self, change: LineChange, asked: Asked) -> Reply {
        self.asked = asked;
        Reply::one(Cmd::Run(Request::ChangeLine(change)))
    }

    fn remove(&mut self, view: &View) -> Reply {
        if let Some(line) = self.marked.filter(|it| *it >= RETURNS_FROM) {
            self.asked = Asked::Change;
            return Reply::one(Cmd::Run(Request::RemoveLine { line }));
        }
        let Some(line) = self.marked_line(view) else {
            return nothing_to_sell(view);
        };
        if self.seen.1.len() == 1 && !self.parts(view).is_empty() {
            return self.parts_first(view);
        }
        self.asked = Asked::Change;
        Reply::one(Cmd::Run(Request::RemoveLine { line: line.number }))
    }

    fn drop_cart(&mut self, view: &View) -> Reply {
        let Some(sheet) = &view.ticket else {
            return nothing_to_sell(view);
        };
        if !self.parts(view).is_empty() {
            return self.parts_first(view);
        }
        if sheet.lines.is_empty() {
            self.asked = Asked::Aside;
            return Reply::one(Cmd::Run(Request::CancelTicket {
                reason: String::new(),
            }));
        }
        Reply::one(Cmd::Push(dialogs::reason::reason_then(
            view.text("cart-drop-title"),
            "help-cart-drop",
            &["cart-drop-left", "cart-drop-mistake", "cart-drop-training"],
            |reason, _| {
                vec![Cmd::Run(Request::CancelTicket {
                    reason: reason.to_owned(),
                })]
            },
            Self::said_of,
            view,
        )))
    }

    /// Esc: first what is typed, then the change shown, then, asked once, the parts.
    fn clear(&mut self, view: &View) -> Reply {
        if !self.entry.is_empty() {
            self.clear_entry();
        } else if self.done.take().is_some() {
            return Reply::none();
        } else if !self.parts(view).is_empty() {
            return self.drop_parts(view);
        }
        Reply::none()
    }

    fn park(&mut self, view: &View) -> Reply {
        if !self.parts(view).is_empty() {
            return self.parts_first(view);
        }
        let has_lines = view.ticket.as_ref().is_some_and(|it| !it.lines.is_empty());
        self.asked = Asked::Aside;
        let request = if has_lines {
            Request::Park
        } else {
            Request::Recall { ticket: None }
        };
        Reply::one(Cmd::Run(request))
    }

    fn said_of(outcome: &Outcome, view: &View) -> Vec<Cmd> {
        let words = view.words().outcome(outcome);
        match outcome {
            Outcome::Parked { .. } => vec![Cmd::Say(Tone::Good, words)],
            Outcome::Recalled { .. } => {
                let ask = view.fill(
                    "cart-recalled",
                    &[
                        ("outcome", words.into()),
                        ("cash", view.key(Action::PayCash).into()),
                        ("card", view.key(Action::PayCard).into()),
                    ],
                );
                vec![Cmd::Say(Tone::Note, ask), Cmd::Focus(Pane::Cart)]
            }
            // The pane itself shows what was sold.
            Outcome::Sold(_) => Vec::new(),
            Outcome::CashMoved { .. } | Outcome::Queued { .. } => vec![view.say_done(outcome)],
            _ if words.is_empty() => Vec::new(),
            _ => vec![Cmd::Say(Tone::Note, words)],
        }
    }
}

impl Component for CartPane {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = vec![
            Context::Cart,
            Context::Desk,
            Context::Anywhere,
            Context::Nav,
        ];
        if !self.entry.is_empty() {
            // Del, Home, End and the arrows are the text's then.
            contexts.insert(0, Context::Text);
        }
        contexts
    }

    fn takes_char(&self, letter: char) -> bool {
        entry::takes(self.entry.text(), letter)
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        let is_typed = matches!(
            input,
            Input::Char(_) | Input::Paste(_) | Input::Action(_) | Input::Scan(_)
        );
        if is_typed && matches!(self.asked, Asked::Tip(_)) {
            self.asked = Asked::Nothing;
        }
        match input {
            Input::Refresh => self.refresh(view),
            Input::Sold(sold) => self.sold(sold, view),
            Input::Scan(code) => {
                self.drop_asked = false;
                return self.scan(code, view);
            }
            Input::Add(item) => {
                self.drop_asked = false;
                return self.add_item(*item, view);
            }
            Input::Char(_) | Input::Paste(_) => {
                self.drop_asked = false;
                self.entry.handle(input);
                self.edited(view);
            }
            Input::Action(action) => {
                self.drop_asked &= *action == Action::CartClear;
                return self.act(*action, view);
            }
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        match (std::mem::take(&mut self.asked), answer) {
            (Asked::Add { new, scanned }, answer) => self.added(&new, scanned, answer, view),
            (Asked::Pay(request), Err(stop)) => pay::refused(&request, stop, view),
            (Asked::Tip(amount), Err(Stop::Refused(Refusal::TipForWhom))) => {
                // Whoever does not choose finds the amount as it was typed.
                self.asked = Asked::Tip(amount);
                Reply::one(Cmd::Push(therapist::tip(view, amount)))
            }
            (_, Err(stop)) => Reply::one(dialogs::payment::say_stop(stop, view)),
            (Asked::Declined(name), Ok(_)) => {
                let key = view.key(Action::CartOffers);
                let words = [("name", name.into()), ("key", key.into())];
                say(Tone::Note, view.fill("cart-declined", &words))
            }
            (asked, Ok(outcome)) => {
                // What was owed is given back.
                if matches!(outcome, Outcome::CashMoved { .. }) {
                    self.done = None;
                }
                if matches!(asked, Asked::Typed | Asked::Tip(_)) {
                    self.clear_entry();
                }
                let mut cmds = Self::said_of(outcome, view);
                if cmds.is_empty() {
                    cmds.extend(self.say_due(view));
                }
                Reply::Done(cmds)
            }
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        draw::render(self, frame, area, view, focused);
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        let has_lines = view.ticket.as_ref().is_some_and(|it| !it.lines.is_empty());
        if !self.hits.is_empty() {
            return vec![Action::CartAdd, Action::CartClear, Action::Help];
        }
        if !has_lines {
            let mut hints = vec![Action::Find, Action::Receipts, Action::DrawerMenu];
            if self.done.is_some() {
                hints.splice(0..0, [Action::SalePrint, Action::SaleSend]);
            }
            if view.n_parked > 0 {
                hints.insert(0, Action::Recall);
            }
            return hints;
        }
        let mut hints = vec![];
        if view.ticket.as_ref().is_some_and(|it| !it.usable.is_empty()) {
            hints.push(Action::CartUse);
        }
        hints.extend([
            Action::PayCash,
            Action::PayCard,
            Action::PayOther,
            Action::Park,
        ]);
        hints.extend(match entry::read(self.entry.text()) {
            Ok(Meaning::Nothing) => vec![Action::CartMore, Action::CartFewer, Action::CartRemove],
            Ok(Meaning::Number(_)) => {
                vec![Action::CartPercent, Action::CartQuantity, Action::CartAdd]
            }
            _ => vec![Action::CartAdd, Action::CartClear],
        });
        hints
    }

    fn help(&self) -> &'static str {
        "help-cart"
    }
}

/// How far an arrow goes; a page is as many rows as the smallest cart shows.
fn step(action: Action) -> Option<isize> {
    Some(match action {
        Action::NavUp => -1,
        Action::NavDown => 1,
        Action::NavPageUp => -6,
        Action::NavPageDown => 6,
        Action::NavFirst => isize::MIN,
        Action::NavLast => isize::MAX,
        _ => return None,
    })
}

/// What must be known of the cart's client: the alert, and what is owed.
fn alert(view: &View) -> String {
    let Some(client) = view.ticket.as_ref().and_then(|it| it.ticket.client) else {
        return String::new();
    };
    let found = view.shop.read().get::<Client>(&client);
    let alert = found.ok().flatten().map(|client| client.alert);
    let said = [owed::said(client, view), alert.unwrap_or_default()];
    let said = said.into_iter().filter(|it| !it.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

fn say(tone: Tone, text: String) -> Reply {
    Reply::one(Cmd::Say(tone, text))
}

fn say_refusal(refusal: &Refusal, view: &View) -> Reply {
    say(Tone::Refused, view.refusal(refusal))
}

fn nothing_to_sell(view: &View) -> Reply {
    say_refusal(&Refusal::NothingToSell, view)
}

fn quantity_refused(view: &View) -> Reply {
    say_refusal(
        &Refusal::QuantityOutOfRange {
            limit: QUANTITY_MAX,
        },
        view,
    )
}
