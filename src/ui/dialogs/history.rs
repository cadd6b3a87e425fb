//! All that a client has had: visits and receipts in one list, the latest first.
//! A receipt can be looked at, printed again and given back from here.

use std::{cell::RefCell, rc::Rc};

use super::receipts;
use crate::{
    domain::{
        booking::Status,
        client::Client,
        ids::{AppointmentId, ClientId, SaleId},
    },
    ops::query::{self, Past, Visit},
    store::Reads,
    ui::{
        action::Context,
        component::{Cmd, Component, Pane},
        view::View,
        widgets::picker::{Picker, Row},
    },
};

enum Entry {
    Visit(AppointmentId),
    Receipt(SaleId),
}

pub fn history(view: &View, client: ClientId) -> Box<dyn Component> {
    let found = view.shop.read().get::<Client>(&client);
    let name = found.ok().flatten().map(|it| it.name).unwrap_or_default();
    let title = view.fill("history-title", &[("client", name.into())]);
    let note = Rc::new(RefCell::new(String::new()));
    let said = Rc::clone(&note);
    let rows = move |typed: &str, view: &View| rows(client, typed, &said, view);
    Picker::new(title, "help-history", rows, open)
        .staying()
        .when_empty("history-none")
        .at_most(query::HISTORY_MAX)
        .noted(note)
        .on_actions(Context::Receipt, |action, entry, view| match entry? {
            Entry::Receipt(sale) => receipts::act(action, *sale, view),
            Entry::Visit(_) => None,
        })
        .on_answer(receipts::said)
        .boxed()
}

fn open(entry: &Entry, view: &View) -> Vec<Cmd> {
    match entry {
        Entry::Receipt(sale) => receipts::open(view, *sale),
        Entry::Visit(id) => vec![Cmd::Pop, Cmd::Focus(Pane::Day), Cmd::ShowAppointment(*id)],
    }
}

/// What cannot be read is left out; whoever opens it is told why.
fn rows(client: ClientId, typed: &str, said: &RefCell<String>, view: &View) -> Vec<Row<Entry>> {
    let found = query::client_history(&view.shop.read(), &view.settings, client);
    let (past, is_all) = found.unwrap_or((Vec::new(), true));
    *said.borrow_mut() = if is_all {
        String::new()
    } else {
        view.fill("history-latest", &[("n", query::HISTORY_MAX.into())])
    };
    let all = past.into_iter();
    let rows = all.map(|past| match past {
        Past::Visit(visit) => visit_row(&visit, view),
        Past::Receipt(hit) => {
            let row = receipts::row_of_client(&hit, view);
            Row {
                left: row.left,
                right: row.right,
                value: Entry::Receipt(row.value),
            }
        }
    });
    let wanted = crate::domain::text::fold(typed);
    let is_wanted = |row: &Row<Entry>| {
        let all = crate::domain::text::fold(&format!("{} {}", row.left, row.right));
        wanted.split_whitespace().all(|word| all.contains(word))
    };
    rows.filter(is_wanted).collect()
}

fn visit_row(visit: &Visit, view: &View) -> Row<Entry> {
    let words = view.words();
    let when = receipts::when(visit.start, view);
    let receipt = visit.receipt.map(|it| it.to_string());
    let status = match visit.status {
        Status::Done => receipt.unwrap_or_default(),
        status => words.status(status),
    };
    Row {
        left: format!("{when}  {}, {}", visit.service, visit.staff),
        right: status,
        value: Entry::Visit(visit.appointment),
    }
}
