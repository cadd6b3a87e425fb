//! What came from suppliers and is not paid: Enter pays for one, or for a part of it.

use crate::{
    domain::{cash::PaidFrom, delivery::Delivery},
    ops::{
        query,
        refusal::Field,
        request::{Request, SupplierPaying},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, amount, chosen, one_of, text_of},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

pub(super) fn bills(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("bills-title"),
        "help-bills",
        rows,
        |delivery: &Delivery, view| vec![Cmd::Push(pay(delivery, view))],
    )
    .when_empty("bills-none")
    .staying()
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Delivery>> {
    let open = query::open_deliveries(&view.shop.read()).unwrap_or_default();
    let wanted = Filter::of(typed);
    let row = |it: Delivery| Row {
        left: format!(
            "{}  {}  {}",
            view.words().short_date(it.business_date),
            it.supplier,
            it.reference
        ),
        right: view.money(it.open()),
        value: it,
    };
    let rows = open.into_iter().map(row);
    rows.filter(|it| wanted.fits(&it.left)).collect()
}

fn pay(delivery: &Delivery, view: &View) -> Box<dyn Component> {
    let words = view.words();
    let all = [PaidFrom::Bank, PaidFrom::Safe, PaidFrom::Drawer];
    let places = all.map(|it| (words.paid_from(it), it)).to_vec();
    let open = view.money(delivery.open());
    let all = vec![
        fields::money(Field::Amount, words.field(Field::Amount), &open).needed(),
        one_of(Field::PaidFrom, words.field(Field::PaidFrom), 0, places),
        FormField::text(Field::Reference, words.field(Field::Reference), ""),
    ];
    let (delivery, to) = (delivery.id, delivery.supplier.clone());
    Form::new(
        view.fill("bills-pay", &[("name", to.into())]),
        "help-bills-pay",
        all,
        move |fields, view| {
            let from = chosen(fields, Field::PaidFrom, view)?;
            Ok(vec![Cmd::Run(Request::PaySupplier(SupplierPaying {
                delivery,
                amount: amount(fields, Field::Amount, view)?,
                from: from.unwrap_or(PaidFrom::Bank),
                reference: text_of(fields, Field::Reference).to_owned(),
            }))])
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}
