//! The money keys: exact, tendered, or a part of a split, without a screen of their
//! own.

use super::{
    Asked, CartPane, Done,
    entry::{self, Meaning},
    nothing_to_sell, say,
};
use crate::{
    domain::{
        checkout,
        money::Money,
        points::SpentAs,
        tender::{Purse, Tender, TenderKind},
        ticket::OfferKind,
    },
    ops::{
        outcome::Sold,
        query::TicketSheet,
        refusal::Refusal,
        request::{Paying, Request},
        shop::Stop,
    },
    ui::{
        action::Action,
        component::{Cmd, Reply, Tone},
        dialogs::{
            confirm::Confirm,
            gift_card, holdings,
            payment::{self, card_above_due, say_stop},
        },
        view::View,
    },
};

impl CartPane {
    pub(super) fn money_key(&mut self, action: Action, view: &View) -> Reply {
        let Some(sheet) = view.ticket.as_ref().filter(|it| !it.lines.is_empty()) else {
            return nothing_to_sell(view);
        };
        let amount = match self.typed_amount(view) {
            Ok(amount) => amount,
            Err(sentence) => return say(Tone::Refused, sentence),
        };
        match action {
            // What comes back is worth more: it is handed out as it was paid.
            _ if sheet.total.is_negative() => {
                self.take(Tender::of(TenderKind::Cash, None), sheet, view)
            }
            _ if sheet.ticket.recalled => self.open_payment(sheet),
            Action::PayCard if view.tenders.of(TenderKind::Card).reference_needed => {
                self.open_payment(sheet)
            }
            Action::PayCash => self.take(Tender::of(TenderKind::Cash, amount), sheet, view),
            Action::PayCard => self.take(Tender::of(TenderKind::Card, amount), sheet, view),
            _ => self.open_payment(sheet),
        }
    }

    /// `None` when nothing is typed. Words that wait for Enter are never passed over
    /// by a money key.
    pub(super) fn typed_amount(&self, view: &View) -> Result<Option<Money>, String> {
        match entry::read(self.entry.text()) {
            Ok(Meaning::Nothing) => Ok(None),
            Ok(Meaning::Number(typed)) => view
                .settings
                .currency
                .parse(typed)
                .map(Some)
                .map_err(|_| view.fill("cart-not-an-amount", &[("typed", typed.into())])),
            _ => Err(view.fill(
                "cart-finish-first",
                &[
                    ("typed", self.entry.text().into()),
                    ("add", view.key(Action::CartAdd).into()),
                    ("clear", view.key(Action::CartClear).into()),
                ],
            )),
        }
    }

    /// A tender that covers what is due posts the sale; one that does not is a part.
    fn take(&mut self, tender: Tender, sheet: &TicketSheet, view: &View) -> Reply {
        let mut tenders = self.parts(view).to_vec();
        tenders.push(tender.clone());
        let due = checkout::due_after(sheet.total, &tenders, view.settings.cash_rounding);
        if due.is_ok_and(|due| !due.exact.is_zero()) {
            self.asked = Asked::Typed;
            return Reply::one(Cmd::Run(Request::TakeParts { tenders }));
        }
        let told = Some(sheet.total);
        let request = Request::Pay(Paying {
            tenders: vec![tender],
            told,
            confirmed: false,
        });
        self.asked = Asked::Pay(Box::new(request.clone()));
        Reply::one(Cmd::Run(request))
    }

    /// The open cart's parts taken so far.
    #[expect(clippy::unused_self, reason = "reads as a question to the pane")]
    pub(super) fn parts<'a>(&self, view: &'a View) -> &'a [Tender] {
        let sheet = view.ticket.as_ref();
        sheet.map_or(&[], |sheet| sheet.ticket.taken.as_slice())
    }

    /// Said after each part, and when the cart changes under taken parts.
    pub(super) fn say_due(&self, view: &View) -> Option<Cmd> {
        let parts = self.parts(view);
        let sheet = view.ticket.as_ref().filter(|_| !parts.is_empty())?;
        Some(
            match checkout::due_after(sheet.total, parts, view.settings.cash_rounding) {
                Ok(due) => Cmd::Say(
                    Tone::Note,
                    view.fill(
                        "cart-still-due",
                        &[
                            ("parts", payment::parts_listed(parts, view).into()),
                            ("due", view.money(due.exact).into()),
                            ("cash", view.key(Action::PayCash).into()),
                            ("card", view.key(Action::PayCard).into()),
                        ],
                    ),
                ),
                Err(_) => Cmd::Say(Tone::Refused, self.parts_too_much(view)),
            },
        )
    }

    fn parts_too_much(&self, view: &View) -> String {
        let parts = payment::parts_listed(self.parts(view), view);
        let clear = view.key(Action::CartClear);
        view.fill(
            "cart-parts-too-much",
            &[("parts", parts.into()), ("clear", clear.into())],
        )
    }

    /// Money was taken already: the cart neither goes away nor aside.
    pub(super) fn parts_first(&self, view: &View) -> Reply {
        let parts = payment::parts_listed(self.parts(view), view);
        let clear = view.key(Action::CartClear);
        let args = [("parts", parts.into()), ("clear", clear.into())];
        say(Tone::Refused, view.fill("cart-parts-first", &args))
    }

    /// Asked once: the card terminal knows nothing of it.
    pub(super) fn drop_parts(&mut self, view: &View) -> Reply {
        let parts = payment::parts_listed(self.parts(view), view);
        let args = [
            ("parts", parts.into()),
            ("clear", view.key(Action::CartClear).into()),
        ];
        if !std::mem::replace(&mut self.drop_asked, true) {
            return say(Tone::Refused, view.fill("cart-parts-drop", &args));
        }
        self.drop_asked = false;
        Reply::Done(vec![
            Cmd::Run(Request::TakeParts {
                tenders: Vec::new(),
            }),
            Cmd::Say(Tone::Note, view.fill("cart-parts-dropped", &args)),
        ])
    }

    /// The payment screen takes over what was typed.
    fn open_payment(&mut self, sheet: &TicketSheet) -> Reply {
        let typed = match entry::read(self.entry.text()) {
            Ok(Meaning::Number(typed)) => typed.to_owned(),
            _ => String::new(),
        };
        self.clear_entry();
        Reply::one(Cmd::Push(payment::payment(sheet, &typed)))
    }

    /// What was typed is the amount to be put on a gift card; else what is sold to be
    /// used later, and what the client has of it.
    pub(super) fn prepaid(&mut self, view: &View) -> Reply {
        let dialog = match entry::read(self.entry.text()) {
            Ok(Meaning::Number(typed)) => gift_card::sell("", typed, view),
            _ => holdings::prepaid(view),
        };
        self.clear_entry();
        Reply::one(Cmd::Push(dialog))
    }

    /// What the client has paid ahead pays what it can, line by line; where there is
    /// nothing more of it, the marked line is to be paid again.
    pub(super) fn use_prepaid(&mut self, view: &View) -> Reply {
        let Some(sheet) = &view.ticket else {
            return super::nothing_to_sell(view);
        };
        let of_marked = sheet.usable.iter().find(|it| Some(it.line) == self.marked);
        let goods = sheet.points.iter().flat_map(|it| &it.goods);
        let for_points = goods.into_iter().find(|it| Some(it.line) == self.marked);
        let request = match (of_marked.or(sheet.usable.first()), self.marked_line(view)) {
            (Some(usable), _) => Request::UsePrepaid {
                line: usable.line,
                holding: Some(usable.holding),
            },
            (None, _) if suggests_deposit(sheet, view) => Request::TakeParts {
                tenders: [sheet.ticket.taken.clone(), of_deposit(sheet)].concat(),
            },
            (None, Some(line)) if for_points.is_some_and(|it| !it.taken) => {
                Request::BuyWithPoints {
                    line: line.number,
                    on: true,
                }
            }
            (None, _) if points_pay(sheet) => spend_points(sheet),
            (None, Some(line)) if line.drawn.is_some() => {
                Request::LeavePrepaid { line: line.number }
            }
            (None, Some(line)) if for_points.is_some() => Request::BuyWithPoints {
                line: line.number,
                on: false,
            },
            (None, _) if sheet.ticket.taken.iter().any(is_deposit) => Request::TakeParts {
                tenders: without_deposits(sheet),
            },
            (None, _) if takes_points_off(sheet) => Request::SpendPoints { points: Some(0) },
            (None, Some(_)) if sheet.ticket.client.is_none() => {
                return super::say(Tone::Refused, view.text("cart-prepaid-whose"));
            }
            // Why not is said by the shop.
            (None, Some(line)) => Request::UsePrepaid {
                line: line.number,
                holding: None,
            },
            (None, None) => return super::nothing_to_sell(view),
        };
        self.asked = Asked::Change;
        Reply::one(Cmd::Run(request))
    }

    /// A sale or a refund was posted, from wherever.
    pub(super) fn sold(&mut self, sold: &Sold, view: &View) {
        self.done = Some(Done::of(sold, view));
        if sold.total.is_negative() {
            return;
        }
        if matches!(entry::read(self.entry.text()), Ok(Meaning::Number(_))) {
            self.clear_entry();
        }
    }
}

/// A gift card where goods are scanned: it pays for what is in the cart, and else
/// what is on it is shown.
pub(super) fn gift_card(number: &str, view: &View) -> Option<Reply> {
    let card = gift_card::of_number(number, view)?;
    let sheet = view.ticket.as_ref().filter(|it| !it.lines.is_empty());
    let dialog = match sheet {
        Some(sheet) if card.fault.is_none() => payment::with_gift_card(sheet, card, view),
        _ => gift_card::card(&card, view),
    };
    Some(Reply::one(Cmd::Push(dialog)))
}

/// What looks like a slip is asked about, everything else is said.
pub(super) fn refused(request: &Request, stop: &Stop, view: &View) -> Reply {
    let (Stop::Refused(refusal), Request::Pay(paying)) = (stop, request) else {
        return Reply::one(say_stop(stop, view));
    };
    if let Some(question) = card_above_due(refusal, paying, view) {
        return Reply::one(question);
    }
    if !matches!(refusal, Refusal::Implausible { .. }) {
        return Reply::one(say_stop(stop, view));
    }
    let sentence = view.refusal(refusal);
    let confirmed = Request::Pay(Paying {
        confirmed: true,
        ..paying.clone()
    });
    Reply::one(Cmd::Push(Confirm::boxed(
        view.text("payment-sure-title"),
        view.fill("payment-sure", &[("sentence", sentence.into())]),
        "help-payment-sure",
        move |_| vec![Cmd::Run(confirmed.clone())],
    )))
}

/// Something is due, and the client has a deposit.
fn suggests_deposit(sheet: &TicketSheet, view: &View) -> bool {
    let taken = &sheet.ticket.taken;
    let due = checkout::due_after(sheet.total, taken, view.settings.cash_rounding);
    due.is_ok_and(|it| it.exact > Money::ZERO) && !sheet.deposits.is_empty()
}

/// Something is due that the client's points pay or come off.
fn points_pay(sheet: &TicketSheet) -> bool {
    let points = sheet.points.as_ref();
    points.is_some_and(|it| it.pays > Money::ZERO)
}

fn spend_points(sheet: &TicketSheet) -> Request {
    let points = sheet.points.as_ref();
    match points.map(|it| (it.spent_as, it.pays)) {
        Some((SpentAs::Payment, pays)) => {
            let tender = Tender::of(TenderKind::Points, Some(pays));
            let taken = sheet.ticket.taken.clone();
            Request::TakeParts {
                tenders: [taken, vec![tender]].concat(),
            }
        }
        _ => Request::SpendPoints { points: None },
    }
}

fn takes_points_off(sheet: &TicketSheet) -> bool {
    let offers = sheet.lines.iter().flat_map(|it| &it.offers);
    let mut offers = offers.into_iter();
    offers.any(|it| matches!(it.kind, OfferKind::Points(_)))
}

fn is_deposit(tender: &Tender) -> bool {
    tender.kind == TenderKind::Deposit
}

fn without_deposits(sheet: &TicketSheet) -> Vec<Tender> {
    let taken = sheet.ticket.taken.iter();
    taken.filter(|it| !is_deposit(it)).cloned().collect()
}

fn of_deposit(sheet: &TicketSheet) -> Vec<Tender> {
    let oldest = sheet.deposits.first();
    let tender = oldest.map(|it| Tender {
        purse: Some(Purse::Deposit(it.id)),
        ..Tender::of(TenderKind::Deposit, None)
    });
    tender.into_iter().collect()
}
