//! A paper that goes elsewhere than to paper: by e-mail, or as a text file.

use crate::{
    devices::copies::CopyWays,
    domain::{
        booking::Appointment, client::Client, document::Document, ids::SaleId,
        print_job::Printable, purse::GiftCard, sale::Sale, text,
    },
    ops::request::Request,
    store::Reads,
    ui::{
        action::Action,
        component::{Cmd, Component, Pane},
        view::View,
        widgets::picker::{Picker, Row},
    },
};

#[derive(Clone, Debug)]
enum Way {
    Print,
    Mail(String),
    File,
}

/// The receipt of the last sale, by one key: on paper, or to the client's address if
/// there is one, or into a file if that is the only way. Else it is asked.
pub(super) fn last(action: Action, sale: SaleId, view: &View) -> Vec<Cmd> {
    let what = Printable::Receipt(sale);
    if action == Action::SalePrint {
        return vec![Cmd::RunIn(Pane::Cart, Request::Reprint { what })];
    }
    let to = address(what, view).filter(|_| view.copy_ways.mail);
    vec![match (to, view.copy_ways) {
        (Some(to), _) => Cmd::SendCopy(what, Some(to)),
        (
            None,
            CopyWays {
                mail: false,
                file: true,
            },
        ) => Cmd::SendCopy(what, None),
        _ => Cmd::Push(send(what, view)),
    }]
}

/// The ways that a receipt can go; a typed address is one of them.
pub fn send(what: Printable, view: &View) -> Box<dyn Component> {
    let known = address(what, view);
    let rows = move |typed: &str, view: &View| {
        let row = |left: String, value| Row {
            left,
            right: String::new(),
            value,
        };
        let typed = text::clean(typed, text::EMAIL_MAX);
        let mut rows = Vec::new();
        let to = if typed.contains('@') {
            Some(typed.clone())
        } else {
            known.clone()
        };
        if let Some(to) = to {
            let mail = view.fill("send-mail", &[("to", to.as_str().into())]);
            rows.push(row(mail, Way::Mail(to)));
        }
        rows.push(row(view.text("send-file"), Way::File));
        rows.push(row(view.text("send-print"), Way::Print));
        rows
    };
    Picker::new(
        view.text("send-title"),
        "help-send",
        rows,
        move |way, _| match way {
            // The cart says what became of it: this dialog is closed by then.
            Way::Print => vec![Cmd::RunIn(Pane::Cart, Request::Reprint { what })],
            Way::Mail(to) => vec![Cmd::SendCopy(what, Some(to.clone()))],
            Way::File => vec![Cmd::SendCopy(what, None)],
        },
    )
    .boxed()
}

/// The client's, if they gave one.
fn address(what: Printable, view: &View) -> Option<String> {
    let reads = view.shop.read();
    let of_sale = |sale| reads.get::<Sale>(&sale).ok()??.client;
    let client = match what {
        Printable::Receipt(sale) | Printable::Copy(sale) => of_sale(sale)?,
        Printable::Z(_) | Printable::ZOfDay(_) | Printable::DaySheet { .. } => return None,
        Printable::Document(it) | Printable::DocumentCopy(it) => match it {
            Document::Invoice { buyer, .. } => buyer,
            Document::Statement { client, .. } => client,
            Document::VisitCard(visit) => reads.get::<Appointment>(&visit).ok()??.client?,
            Document::GiftCertificate(card) => {
                of_sale(reads.get::<GiftCard>(&card).ok()??.sold_in?)?
            }
            Document::CashOrder(_) => return None,
        },
    };
    let client = reads.get::<Client>(&client).ok()??;
    Some(client.email).filter(|it| !it.is_empty())
}
