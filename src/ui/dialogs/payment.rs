//! The payment screen: any tender, any split, and what is due after each. It opens
//! by its key, and in place of the money keys after a cart was brought back.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    domain::{
        checkout::{self, Due},
        ids::TicketId,
        money::Money,
        points::SpentAs,
        purse::drawn_from,
        tender::{Purse, Tender, TenderKind, round_amounts},
        tender_rules::format_rate,
        text,
    },
    ops::{
        outcome::Outcome,
        query::{self, GiftCardSheet, TicketSheet},
        refusal::{Field, Refusal},
        request::{Paying, Request},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        dialogs::{confirm::Confirm, gift_card},
        keymap::places::Typing,
        view::View,
        widgets::{strip, text_input::TextInput},
    },
};

const AMOUNT_MAX: usize = 20;
const REFERENCE_MAX: usize = 60;
/// Of the sums at the left; the ways of paying stand beside them.
const SUMS_WIDTH: u16 = 40;
/// Of one way of paying with its key.
const WAY_WIDTH: usize = 17;

/// The ways of paying in the order in which they are shown.
const WAYS: [(TenderKind, Action); 10] = [
    (TenderKind::Cash, Action::PaymentCash),
    (TenderKind::Card, Action::PaymentCard),
    (TenderKind::Transfer, Action::PaymentTransfer),
    (TenderKind::Cheque, Action::PaymentCheque),
    (TenderKind::Voucher, Action::PaymentVoucher),
    (TenderKind::GiftCard, Action::PaymentGiftCard),
    (TenderKind::Deposit, Action::PaymentDeposit),
    (TenderKind::Points, Action::PaymentPoints),
    (TenderKind::Account, Action::PaymentAccount),
    (TenderKind::Foreign, Action::PaymentForeign),
];
/// The keys of the round amounts.
const NOTES: [Action; 4] = [
    Action::PaymentNote1,
    Action::PaymentNote2,
    Action::PaymentNote3,
    Action::PaymentNote4,
];

/// What pays from a balance that is chosen by its card or its client.
fn is_known_by_purse(kind: TenderKind) -> bool {
    matches!(
        kind,
        TenderKind::GiftCard | TenderKind::Deposit | TenderKind::Points
    )
}

struct Payment {
    ticket: TicketId,
    amount: TextInput,
    /// A tender whose number is asked for, with what is typed of it.
    numbered: Option<(Tender, TextInput)>,
    message: Option<String>,
    /// Looked like a slip or a wrong clock; the same key again means it.
    doubted: Option<Tender>,
    asked: Option<Tender>,
    /// That was scanned, and pays at its key.
    card: Option<GiftCardSheet>,
}

/// For the open cart, with what was typed before.
pub fn payment(sheet: &TicketSheet, typed: &str) -> Box<dyn Component> {
    Box::new(Payment::of(sheet, typed))
}

/// For the open cart, with a gift card that pays at the next key.
pub fn with_gift_card(sheet: &TicketSheet, card: GiftCardSheet, view: &View) -> Box<dyn Component> {
    let mut payment = Payment::of(sheet, "");
    payment.suggest(card, view);
    Box::new(payment)
}

/// Why money was not taken, with the key that helps.
pub fn say_stop(stop: &Stop, view: &View) -> Cmd {
    match stop {
        Stop::Refused(refusal) => Cmd::Say(Tone::Refused, sentence(refusal, view)),
        Stop::Failed(_) => view.say_stop(stop),
    }
}

fn sentence(refusal: &Refusal, view: &View) -> String {
    match refusal {
        Refusal::DrawerNotOpen => view.fill(
            "payment-drawer-closed",
            &[("key", view.key(Action::DrawerMenu).into())],
        ),
        refusal => view.refusal(refusal),
    }
}

/// The card terminal took more than is due: asked about once, then written down as it
/// is. `None` where another refusal stands in the way.
pub fn card_above_due(refusal: &Refusal, paying: &Paying, view: &View) -> Option<Cmd> {
    let Refusal::CardAboveDue { given, due } = *refusal else {
        return None;
    };
    if due.is_zero() {
        return None;
    }
    let args = [
        ("given", view.money(given).into()),
        ("due", view.money(due).into()),
        ("over", view.money(given - due).into()),
    ];
    let confirmed = Request::Pay(Paying {
        confirmed: true,
        ..paying.clone()
    });
    Some(Cmd::Push(Confirm::boxed(
        view.text("payment-over-title"),
        view.fill("payment-over", &args),
        "help-payment-sure",
        move |_| vec![Cmd::Run(confirmed.clone())],
    )))
}

/// Each part by its tender and amount.
pub fn part_rows(parts: &[Tender], view: &View) -> Vec<(String, String)> {
    let words = view.words();
    let row = |part: &Tender| {
        let amount = part.amount.map(|amount| view.money(amount));
        (words.tender(part.kind), amount.unwrap_or_default())
    };
    parts.iter().map(row).collect()
}

/// `Card 20.00 and Cash 5.00`.
pub fn parts_listed(parts: &[Tender], view: &View) -> String {
    let rows = part_rows(parts, view).into_iter();
    let listed: Vec<String> = rows
        .map(|(tender, amount)| format!("{tender} {amount}"))
        .collect();
    view.words().list(&listed)
}

impl Payment {
    fn of(sheet: &TicketSheet, typed: &str) -> Self {
        Self {
            ticket: sheet.id(),
            amount: TextInput::with_max(typed, AMOUNT_MAX),
            numbered: None,
            message: None,
            doubted: None,
            asked: None,
            card: None,
        }
    }

    fn sheet<'a>(&self, view: &'a View) -> Option<&'a TicketSheet> {
        view.ticket
            .as_ref()
            .filter(|sheet| sheet.id() == self.ticket)
    }

    /// The client has none of it, or there is no client.
    fn has_none(&self, of_client: &str, view: &View) -> String {
        let client = self.sheet(view).and_then(|it| it.ticket.client);
        view.text(client.map_or("payment-no-client", |_| of_client))
    }

    fn typed(&self, view: &View) -> Result<Option<Money>, String> {
        let typed = self.amount.text().trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let parsed = view.settings.currency.parse(typed);
        parsed
            .map(Some)
            .map_err(|_| view.fill("cart-not-an-amount", &[("typed", typed.into())]))
    }

    fn due_with(&self, more: Option<Tender>, view: &View) -> Option<Due> {
        let mut tenders = self.parts(view).to_vec();
        tenders.extend(more);
        let total = self.sheet(view)?.total;
        checkout::due_after(total, &tenders, view.settings.cash_rounding).ok()
    }

    /// What was typed, or the rest, in this way.
    fn begin(&mut self, kind: TenderKind, view: &View) -> Reply {
        if !view.tenders.takes(kind) {
            self.message = Some(sentence(&Refusal::TenderNotTaken { kind }, view));
            return Reply::none();
        }
        if kind == TenderKind::Foreign {
            return self.begin_foreign(view);
        }
        match self.typed(view) {
            Ok(amount) => {
                let tender = Tender::of(kind, amount);
                if view.tenders.of(kind).reference_needed || kind == TenderKind::GiftCard {
                    self.numbered = Some((tender, TextInput::with_max("", REFERENCE_MAX)));
                    return Reply::none();
                }
                self.give(tender, view)
            }
            Err(sentence) => {
                self.message = Some(sentence);
                Reply::none()
            }
        }
    }

    /// What is typed is in the other currency, and must be typed: nobody has the exact
    /// amount in it.
    fn begin_foreign(&mut self, view: &View) -> Reply {
        let Some(rule) = view.tenders.foreign.as_ref() else {
            return Reply::none();
        };
        let typed = self.amount.text().trim();
        let amount = rule.currency.parse(typed).ok();
        let worth = amount.and_then(|it| rule.worth(it, &view.settings.currency));
        let Some((amount, worth)) = amount.zip(worth) else {
            let code = ("currency", rule.currency.code.as_str().into());
            self.message = Some(view.fill("payment-foreign-first", &[code]));
            return Reply::none();
        };
        let tender = Tender {
            foreign: Some(rule.stamped(amount)),
            ..Tender::of(TenderKind::Foreign, Some(worth))
        };
        self.give(tender, view)
    }

    /// A tender that does not cover what is due is a part; the last one posts.
    fn give(&mut self, tender: Tender, view: &View) -> Reply {
        let Some(sheet) = self.sheet(view) else {
            return Reply::one(Cmd::Pop);
        };
        let covers = self
            .due_with(Some(tender.clone()), view)
            .is_none_or(|due| due.exact.is_zero());
        if !covers {
            let mut tenders = self.parts(view).to_vec();
            tenders.push(tender);
            return Reply::one(Cmd::Run(Request::TakeParts { tenders }));
        }
        let confirmed = self.doubted.as_ref() == Some(&tender);
        let paying = Paying {
            tenders: vec![tender.clone()],
            told: Some(sheet.total),
            confirmed,
        };
        self.asked = Some(tender);
        Reply::one(Cmd::Run(Request::Pay(paying)))
    }

    fn paying(&self, tender: Option<&Tender>, view: &View) -> Option<Paying> {
        Some(Paying {
            tenders: vec![tender?.clone()],
            told: Some(self.sheet(view)?.total),
            confirmed: false,
        })
    }

    /// Round amounts that the payer may hand over.
    fn notes(&self, view: &View) -> Vec<Money> {
        let due = self.due_with(None, view).map(|due| due.in_cash);
        let denominations = &view.settings.denominations;
        due.filter(|due| *due > Money::ZERO)
            .map_or_else(Vec::new, |due| {
                round_amounts(due, denominations, NOTES.len())
            })
    }

    /// A note of those shown; nothing typed goes with it.
    fn note(&mut self, action: Action, view: &View) -> Reply {
        let nth = NOTES.iter().position(|it| *it == action);
        let note = nth.and_then(|nth| self.notes(view).get(nth).copied());
        match note {
            Some(note) => self.give(Tender::of(TenderKind::Cash, Some(note)), view),
            None => Reply::none(),
        }
    }

    /// Says what the card would pay.
    fn suggest(&mut self, card: GiftCardSheet, view: &View) {
        let number = &card.card.number;
        self.message = Some(match card.fault {
            Some(fault) => view.words().card_fault(number, fault),
            None => view.fill(
                "payment-card-pays",
                &[
                    ("key", view.key(Action::PaymentGiftCard).into()),
                    ("amount", view.money(self.of_card(&card, view)).into()),
                    ("number", number.into()),
                ],
            ),
        });
        self.card = card.fault.is_none().then_some(card);
    }

    /// What is due, or all that is free on it.
    fn of_card(&self, card: &GiftCardSheet, view: &View) -> Money {
        let taken = drawn_from(Purse::GiftCard(card.card.id), self.parts(view));
        let due = self.due_with(None, view).map_or(Money::ZERO, |it| it.exact);
        due.min(card.free - taken).max(Money::ZERO)
    }

    /// The card that was scanned pays; else its number is asked for.
    fn gift_card(&mut self, view: &View) -> Reply {
        match self.card.take() {
            Some(card) => self.by_gift_card(&card, view),
            None => self.begin(TenderKind::GiftCard, view),
        }
    }

    /// What is typed of it, or as much as is due and there.
    fn by_gift_card(&mut self, card: &GiftCardSheet, view: &View) -> Reply {
        let amount = match self.typed(view) {
            Ok(amount) => amount.unwrap_or_else(|| self.of_card(card, view)),
            Err(sentence) => {
                self.message = Some(sentence);
                return Reply::none();
            }
        };
        if let Some(fault) = card.fault {
            self.message = Some(view.words().card_fault(&card.card.number, fault));
            return Reply::none();
        }
        let tender = Tender {
            purse: Some(Purse::GiftCard(card.card.id)),
            ..Tender::of(TenderKind::GiftCard, Some(amount))
        };
        self.give(tender, view)
    }

    /// The client's oldest deposit pays what is typed, or as much as is due and there.
    fn deposit(&mut self, view: &View) -> Reply {
        let of_client = self.sheet(view).and_then(|it| it.deposits.first());
        let Some(deposit) = of_client else {
            self.message = Some(self.has_none("payment-no-deposit", view));
            return Reply::none();
        };
        let due = self.due_with(None, view).map_or(Money::ZERO, |it| it.exact);
        match self.typed(view) {
            Ok(amount) => {
                let amount = amount.unwrap_or(due.min(deposit.left));
                let tender = Tender {
                    purse: Some(Purse::Deposit(deposit.id)),
                    ..Tender::of(TenderKind::Deposit, Some(amount))
                };
                self.give(tender, view)
            }
            Err(sentence) => {
                self.message = Some(sentence);
                Reply::none()
            }
        }
    }

    /// The client's points pay what is typed, or as much as is due and they are worth.
    fn points(&mut self, view: &View) -> Reply {
        let Some(pays) = self.points_pay(view) else {
            self.message = Some(self.has_none("payment-no-points", view));
            return Reply::none();
        };
        match self.typed(view) {
            Ok(typed) => {
                let rules = query::points_rules(&view.shop.read()).unwrap_or_default();
                let amount = typed.map_or(pays, |it| rules.payable(it));
                self.give(Tender::of(TenderKind::Points, Some(amount)), view)
            }
            Err(sentence) => {
                self.message = Some(sentence);
                Reply::none()
            }
        }
    }

    fn points_pay(&self, view: &View) -> Option<Money> {
        let points = self.sheet(view)?.points.as_ref()?;
        let pays = points.spent_as == SpentAs::Payment && points.pays > Money::ZERO;
        pays.then_some(points.pays)
    }

    /// Its number was typed or scanned where it was asked for.
    fn numbered_gift_card(&mut self, number: &str, view: &View) -> Reply {
        let Some(card) = gift_card::of_number(number, view) else {
            let number = [("number", number.into())];
            self.message = Some(view.fill("payment-no-such-card", &number));
            return Reply::none();
        };
        self.numbered = None;
        self.by_gift_card(&card, view)
    }

    /// While a number is asked for, keys are its text's.
    fn number(&mut self, input: &Input, view: &View) -> Reply {
        let Some((tender, typed)) = &mut self.numbered else {
            return Reply::Ignored;
        };
        match input {
            Input::Action(Action::Accept) if typed.text().trim().is_empty() => {
                self.message = Some(view.text("payment-reference-needed"));
                Reply::none()
            }
            Input::Action(Action::Accept) if tender.kind == TenderKind::GiftCard => {
                let number = typed.text().trim().to_owned();
                self.numbered_gift_card(&number, view)
            }
            Input::Action(Action::Accept) => {
                let tender = Tender {
                    reference: typed.text().trim().to_owned(),
                    ..tender.clone()
                };
                self.give(tender, view)
            }
            Input::Action(Action::Back) => {
                self.numbered = None;
                self.message = None;
                Reply::none()
            }
            input if typed.handle(input) => {
                self.message = None;
                Reply::none()
            }
            _ => Reply::Ignored,
        }
    }

    /// What was taken stays with the cart, whoever looks at it next.
    fn parts<'a>(&self, view: &'a View) -> &'a [Tender] {
        self.sheet(view)
            .map_or(&[], |sheet| sheet.ticket.taken.as_slice())
    }

    fn undo(&self, view: &View) -> Reply {
        let mut tenders = self.parts(view).to_vec();
        if tenders.pop().is_none() {
            return Reply::none();
        }
        Reply::one(Cmd::Run(Request::TakeParts { tenders }))
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let way = WAYS.into_iter().find(|(_, it)| *it == action);
        if let Some((kind, _)) = way.filter(|(kind, _)| !is_known_by_purse(*kind)) {
            return self.begin(kind, view);
        }
        match action {
            action if NOTES.contains(&action) => return self.note(action, view),
            Action::PaymentGiftCard => return self.gift_card(view),
            Action::PaymentDeposit => return self.deposit(view),
            Action::PaymentPoints => return self.points(view),
            Action::PaymentUndo => return self.undo(view),
            Action::Back => return Reply::one(Cmd::Pop),
            // A reflex must not take money.
            Action::Accept => {
                let cash = view.key(Action::PaymentCash).into();
                let card = view.key(Action::PaymentCard).into();
                self.message =
                    Some(view.fill("payment-which-key", &[("cash", cash), ("card", card)]));
            }
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    /// What is paid, what is left, and what the typed amount would make of it.
    fn rows(&self, view: &View) -> Vec<(String, String)> {
        let Some(sheet) = self.sheet(view) else {
            return Vec::new();
        };
        let mut rows = vec![(view.text("cart-total"), view.money(sheet.total))];
        rows.extend(part_rows(self.parts(view), view));
        if let Some(card) = &self.card {
            let name = view.words().tender(TenderKind::GiftCard);
            let name = format!("{name} {}", card.card.number);
            rows.insert(0, (name, view.money(card.free)));
        }
        let due = self.due_with(None, view);
        if let Some(due) = due.filter(|due| due.in_cash != due.exact) {
            rows.push((view.text("cart-in-cash"), view.money(due.in_cash)));
        }
        let typed = self.typed(view).ok().flatten();
        let in_cash = typed.map(|amount| Tender::of(TenderKind::Cash, Some(amount)));
        let (id, amount) = match (self.due_with(in_cash, view), typed) {
            (Some(due), Some(_)) if !due.exact.is_zero() => ("payment-then-due", due.exact),
            (Some(due), Some(_)) => ("payment-change", due.change),
            (Some(due), None) => ("cart-due", due.exact),
            (None, _) => {
                rows.push((view.text("cart-too-much"), "!".to_owned()));
                return rows;
            }
        };
        rows.push((view.text(id), view.money(amount)));
        rows
    }

    /// The ways of paying with their keys, two in a row, and below them the round
    /// amounts.
    fn ways(&self, view: &View) -> Vec<String> {
        let cell = |action, what: String| {
            let cell = format!("{} {what}", view.key(action));
            text::pad(&text::cut(&cell, WAY_WIDTH), WAY_WIDTH)
        };
        let words = view.words();
        let ways: Vec<String> = WAYS
            .into_iter()
            .filter(|(kind, _)| view.tenders.takes(*kind))
            .filter(|(kind, _)| *kind != TenderKind::Points || self.points_pay(view).is_some())
            .map(|(kind, action)| cell(action, words.tender(kind)))
            .collect();
        let notes: Vec<String> = NOTES
            .into_iter()
            .zip(self.notes(view))
            .map(|(action, note)| cell(action, view.money(note)))
            .collect();
        let mut rows: Vec<String> = ways.chunks(2).map(|row| row.join(" ")).collect();
        if let Some(rule) = view.tenders.foreign.as_ref() {
            let args = [
                ("currency", rule.currency.code.as_str().into()),
                ("rate", format_rate(rule.rate_millionths).into()),
                ("own", view.settings.currency.code.as_str().into()),
            ];
            rows.push(view.fill("payment-rate", &args));
        }
        if !notes.is_empty() {
            rows.push(view.text("payment-handed"));
            rows.extend(notes.chunks(2).map(|row| row.join(" ")));
        }
        rows
    }

    fn prompt(&self, view: &View) -> String {
        let asked = match &self.numbered {
            Some((tender, _)) => view.fill(
                "payment-reference",
                &[("tender", view.words().tender(tender.kind).into())],
            ),
            None => view.text("payment-amount"),
        };
        format!("{asked} > ")
    }

    fn message_lines(&self, width: usize) -> Vec<String> {
        self.message
            .as_ref()
            .map_or_else(Vec::new, |it| text::wrap(it, width))
    }
}

impl Component for Payment {
    fn contexts(&self) -> Vec<Context> {
        if self.numbered.is_some() {
            return vec![
                Context::Dialog,
                Context::Anywhere,
                Context::Text,
                Context::Nav,
            ];
        }
        let text = if self.amount.is_empty() { 4 } else { 0 };
        let mut contexts = vec![
            Context::Payment,
            Context::Dialog,
            Context::Anywhere,
            Context::Nav,
        ];
        // Del is the text's while there is one, and takes a part back when not.
        contexts.insert(text, Context::Text);
        contexts
    }

    fn takes_char(&self, letter: char) -> bool {
        self.numbered.is_some() || Typing::Amount.takes(letter)
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        if *input == Input::Refresh {
            return Reply::none();
        }
        if self.sheet(view).is_none() {
            return Reply::one(Cmd::Pop);
        }
        if let Input::Scan(code) = input
            && let Some(card) = gift_card::of_number(code, view)
        {
            self.numbered = None;
            self.suggest(card, view);
            return Reply::none();
        }
        if self.numbered.is_some() {
            return self.number(input, view);
        }
        if self.amount.handle(input) {
            self.message = None;
            self.doubted = None;
            return Reply::none();
        }
        match input {
            Input::Action(action) => {
                self.message = None;
                self.act(*action, view)
            }
            _ => Reply::Ignored,
        }
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        let asked = self.asked.take();
        match answer {
            Ok(Outcome::TicketChanged { .. }) => {
                self.amount.clear();
                self.numbered = None;
                self.message = None;
            }
            Ok(_) => return Reply::one(Cmd::Pop),
            Err(Stop::Refused(refusal)) => {
                let is_of_number = matches!(
                    refusal,
                    Refusal::Field {
                        field: Field::Reference,
                        ..
                    }
                );
                if !is_of_number {
                    self.numbered = None;
                }
                let paying = self.paying(asked.as_ref(), view);
                if let Some(question) =
                    paying.and_then(|paying| card_above_due(refusal, &paying, view))
                {
                    return Reply::one(question);
                }
                let mut words = sentence(refusal, view);
                let is_doubt = matches!(
                    refusal,
                    Refusal::Implausible { .. } | Refusal::RateOld { .. }
                );
                if is_doubt {
                    self.doubted = asked;
                    words = view.fill("payment-again", &[("sentence", words.into())]);
                }
                self.message = Some(words);
            }
            Err(stop @ Stop::Failed(_)) => return Reply::one(view.say_stop(stop)),
        }
        Reply::none()
    }

    fn height(&self, view: &View, most: u16) -> u16 {
        let left = self.rows(view).len() + self.message_lines(usize::from(SUMS_WIDTH)).len() + 3;
        let n = left.max(self.ways(view).len() + 2);
        u16::try_from(n).unwrap_or(u16::MAX).clamp(4, most.max(4))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &view.text("payment-title"), view.theme);
        let width = inner.width.min(SUMS_WIDTH);
        let beside = Rect {
            x: inner.x + width + 2.min(inner.width - width),
            width: (inner.width - width).saturating_sub(2),
            ..inner
        };
        if usize::from(beside.width) >= WAY_WIDTH * 2 {
            let ways = self.ways(view).into_iter();
            strip::lines(frame, beside, ways.map(Line::from));
        }
        let rows = self.rows(view);
        let last = rows.len().saturating_sub(1);
        let mut y = inner.y;
        for (nth, (label, amount)) in rows.iter().enumerate() {
            let style = if nth == 0 || nth == last {
                view.theme.strong()
            } else {
                view.theme.plain()
            };
            let row = Rect {
                y,
                width,
                height: 1,
                ..inner
            };
            sum(frame, row, inner.bottom(), label, amount, style);
            y += 1;
        }
        let rest = Rect {
            y: y.min(inner.bottom()),
            height: inner.bottom().saturating_sub(y),
            width,
            ..inner
        };
        let field = strip::prompt(frame, rest, &self.prompt(view), view.theme);
        let input = match &mut self.numbered {
            Some((_, number)) => number,
            None => &mut self.amount,
        };
        input.render(frame, field, view.theme.strong(), true);
        let message = self.message_lines(usize::from(width)).into_iter();
        strip::lines(
            frame,
            strip::below(rest),
            message.map(|line| Line::styled(line, view.theme.alert())),
        );
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        if self.numbered.is_some() {
            return vec![Action::Accept, Action::Back];
        }
        vec![
            Action::PaymentCash,
            Action::PaymentCard,
            Action::PaymentUndo,
            Action::Back,
        ]
    }

    fn help(&self) -> &'static str {
        "help-payment"
    }
}

fn sum(frame: &mut Frame, area: Rect, bottom: u16, label: &str, amount: &str, style: Style) {
    if area.y >= bottom {
        return;
    }
    let left_width = usize::from(area.width).saturating_sub(text::cells(amount) + 1);
    let left = text::pad(&text::cut(label, left_width), left_width);
    frame.render_widget(
        Line::from(Span::styled(format!("{left} {amount}"), style)),
        area,
    );
}
