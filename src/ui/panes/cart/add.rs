//! Scans, codes and words that become lines.

use super::{
    Asked, CartPane,
    entry::{self, Meaning, QuantityOutOfRange},
    pay, quantity_refused, say,
};
use crate::{
    domain::{
        barcode::{CodeCheck, check},
        sale::ReceiptNumber,
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::{Field, Refusal},
        request::{NewLine, Request, Wanted},
        shop::Stop,
    },
    ui::{
        component::{Cmd, Component, Pane, Reply, Tone},
        dialogs::{payment::say_stop, product_form, receipts},
        panes::client as client_pane,
        view::View,
        widgets::form::{Form, FormField},
    },
};

impl CartPane {
    /// Adds what was scanned, so many as `3*` before it says; a receipt's barcode
    /// opens that receipt.
    pub(super) fn scan(&mut self, code: &str, view: &View) -> Reply {
        if let Some(cmds) = receipt(code, view) {
            return Reply::Done(cmds);
        }
        match entry::read(self.entry.text()) {
            Ok(Meaning::Times(quantity)) => self.add(Wanted::Code(code.to_owned()), quantity, true),
            Err(QuantityOutOfRange) => quantity_refused(view),
            Ok(_) => self.add(Wanted::Code(code.to_owned()), 1, true),
        }
    }

    /// Adds what was chosen elsewhere, so many as `3*` says.
    pub(super) fn add_item(&mut self, item: Item, view: &View) -> Reply {
        match entry::read(self.entry.text()) {
            Ok(Meaning::Times(quantity)) => self.add(Wanted::Item(item), quantity, false),
            Err(QuantityOutOfRange) => quantity_refused(view),
            Ok(_) => self.add(Wanted::Item(item), 1, false),
        }
    }

    /// Enter: the marked hit, else the code as it stands.
    pub(super) fn enter(&mut self, view: &View) -> Reply {
        match entry::read(self.entry.text()) {
            Err(QuantityOutOfRange) => quantity_refused(view),
            Ok(Meaning::Nothing) => Reply::none(),
            Ok(Meaning::Times(quantity)) => self.quantity_of_marked(quantity, view),
            Ok(Meaning::Number(what)) => {
                let what = what.to_owned();
                self.add_typed(what, 1, view)
            }
            Ok(Meaning::Wanted { quantity, what }) => {
                let what = what.to_owned();
                self.add_typed(what, quantity, view)
            }
        }
    }

    fn add_typed(&mut self, what: String, quantity: u32, view: &View) -> Reply {
        if let Some(item) = self.hits.marked() {
            return self.add(Wanted::Item(item), quantity, false);
        }
        if let Some(cmds) = receipt(&what, view) {
            self.clear_entry();
            return Reply::Done(cmds);
        }
        self.add(Wanted::Code(what), quantity, false)
    }

    fn add(&mut self, what: Wanted, quantity: u32, scanned: bool) -> Reply {
        let new = NewLine {
            what,
            quantity,
            staff: None,
            price: None,
        };
        self.asked = Asked::Add {
            new: new.clone(),
            scanned,
        };
        Reply::one(Cmd::Run(Request::AddLine(new)))
    }

    pub(super) fn added(
        &mut self,
        new: &NewLine,
        scanned: bool,
        answer: &Result<Outcome, Stop>,
        view: &View,
    ) -> Reply {
        if let Err(Stop::Refused(Refusal::UnknownCode { code })) = answer
            && !scanned
            && let Ok(found) = query::with_card(&view.shop.read(), code)
            && let Some(client) = found.first()
        {
            // A card's number does what its scan does.
            self.clear_entry();
            return Reply::Done(client_pane::of_card(client.id, Pane::Cart, view));
        }
        match answer {
            Ok(outcome) => self.line_added(outcome, scanned, view),
            // A number off a package is as good as its scan.
            Err(Stop::Refused(Refusal::UnknownCode { code })) if scanned || is_package(code) => {
                if !scanned {
                    self.clear_entry();
                }
                Reply::one(product_form::unknown(view, code))
            }
            Err(Stop::Refused(Refusal::UnknownCode { code })) => {
                self.unknown_typed(code, answer, view)
            }
            Err(Stop::Refused(Refusal::PriceNeeded { name })) => {
                self.asked = Asked::Price;
                Reply::one(Cmd::Push(price_form(new.clone(), name, view)))
            }
            Err(Stop::Refused(Refusal::GiftCard { number, .. })) => {
                if !scanned {
                    self.clear_entry();
                }
                let opened = pay::gift_card(number, view);
                opened.unwrap_or_else(Reply::none)
            }
            Err(stop) => Reply::one(say_stop(stop, view)),
        }
    }

    /// What follows a scan is typed here: an amount, a quantity, a percent.
    fn line_added(&mut self, outcome: &Outcome, scanned: bool, view: &View) -> Reply {
        let times = matches!(entry::read(self.entry.text()), Ok(Meaning::Times(_)));
        if !scanned || times {
            self.clear_entry();
        }
        if let Outcome::TicketChanged {
            line: Some(line), ..
        } = outcome
        {
            self.marked = Some(*line);
        }
        let mut cmds = Self::said_of(outcome, view);
        if cmds.is_empty() {
            cmds.extend(self.say_due(view));
        }
        if scanned {
            cmds.push(Cmd::Focus(Pane::Cart));
        }
        Reply::Done(cmds)
    }

    /// Digits that are no code may be part of one, or of a name.
    fn unknown_typed(&mut self, code: &str, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        self.hits.load(code, view);
        match answer {
            Err(stop) if self.hits.is_empty() => Reply::one(say_stop(stop, view)),
            _ => say(
                Tone::Note,
                view.fill("cart-no-such-code", &[("code", code.into())]),
            ),
        }
    }
}

/// Whether the check digit says that this was copied from a package rightly.
fn is_package(code: &str) -> bool {
    !matches!(check(code), CodeCheck::Other | CodeCheck::BadCheckDigit)
}

/// Only as receipts are numbered: `1-7` may be an article of the shop.
fn receipt(code: &str, view: &View) -> Option<Vec<Cmd>> {
    let code = code.trim();
    let number: ReceiptNumber = code.parse().ok()?;
    if number.to_string() == code {
        receipts::open_number(view, code)
    } else {
        None
    }
}

fn price_form(new: NewLine, name: &str, view: &View) -> Box<dyn Component> {
    let is_service = matches!(new.what, Wanted::Item(Item::Service(_)));
    let price = FormField::<()>::text(Field::Price, view.words().field(Field::Price), "").hint(
        view.text(if is_service {
            "cart-price-service"
        } else {
            "cart-price-hint"
        }),
    );
    let title = view.fill("cart-price-title", &[("name", name.into())]);
    Form::new(title, "help-price", vec![price], move |fields, view| {
        let typed = fields[0].value();
        match view.settings.currency.parse(typed) {
            Ok(price) if !price.is_negative() => {
                let new = NewLine {
                    price: Some(price),
                    ..new.clone()
                };
                Ok(vec![Cmd::Run(Request::AddLine(new))])
            }
            _ => Err((
                Field::Price,
                view.fill("cart-not-an-amount", &[("typed", typed.into())]),
            )),
        }
    })
    .on_done(CartPane::said_of)
    .boxed()
}
