//! Money of cards, transfers and other currencies that has arrived at the bank.

use crate::{
    domain::{
        money::{Currency, Money},
        tender::TenderKind,
    },
    ops::{
        refusal::Field,
        request::{PayoutDraft, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, amount, chosen, one_of, text_of},
        view::View,
        widgets::form::{Form, FormField, Reading},
    },
};

const KINDS: [TenderKind; 6] = [
    TenderKind::Card,
    TenderKind::Transfer,
    TenderKind::Cheque,
    TenderKind::Voucher,
    TenderKind::Foreign,
    TenderKind::Cash,
];

pub(super) fn payout(view: &View) -> Box<dyn Component> {
    let words = view.words();
    let taken = KINDS.into_iter().filter(|kind| view.tenders.takes(*kind));
    let kinds = taken.map(|kind| (named(kind, view), kind)).collect();
    let all = vec![
        one_of(Field::Tender, words.field(Field::Tender), 0, kinds),
        // It may be in another currency, which is known when all is read.
        FormField::text(Field::Amount, words.field(Field::Amount), "").needed(),
        fields::money(Field::Arrived, words.field(Field::Arrived), "")
            .hint(view.text("payout-arrived")),
        FormField::text(Field::Reference, words.field(Field::Reference), ""),
    ];
    Form::new(
        view.text("payout-title"),
        "help-payout",
        all,
        |fields, view| {
            let kind = chosen(fields, Field::Tender, view)?.unwrap_or(TenderKind::Card);
            let (currency, amount_of) = of_kind(kind, fields, view)?;
            Ok(vec![Cmd::Run(Request::RecordPayout(PayoutDraft {
                kind,
                amount: amount_of,
                currency,
                arrived: amount(fields, Field::Arrived, view)?,
                reference: text_of(fields, Field::Reference).to_owned(),
            }))])
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

/// Cash is banked out of the safe.
fn named(kind: TenderKind, view: &View) -> String {
    match kind {
        TenderKind::Cash => view.text("payout-safe"),
        kind => view.words().tender(kind),
    }
}

fn of_kind(
    kind: TenderKind,
    fields: &[FormField<TenderKind>],
    view: &View,
) -> Result<(String, Money), fields::Wrong> {
    let typed = text_of(fields, Field::Amount);
    let foreign = view.tenders.foreign.as_ref();
    let foreign = foreign.filter(|_| kind == TenderKind::Foreign);
    let currency: &Currency = foreign.map_or(&view.settings.currency, |it| &it.currency);
    let wrong = |_| {
        let args = [("typed", typed.into())];
        (Field::Amount, view.fill("cart-not-an-amount", &args))
    };
    let amount = currency.parse(typed).map_err(wrong)?;
    Ok((
        foreign.map_or_else(String::new, |it| it.currency.code.clone()),
        amount,
    ))
}

/// An amount of another currency, as the count asks for it.
pub(super) fn in_currency<V: Clone>(label: String, currency: Currency) -> FormField<V> {
    FormField::text(Field::OtherCount, label, "").read_by(move |typed, view| {
        if let Ok(amount) = currency.parse(typed) {
            return Reading::Fine(format!("{} {}", currency.format(amount), currency.code));
        }
        let args = [("typed", typed.into())];
        Reading::Wrong(view.fill("cart-not-an-amount", &args))
    })
}
